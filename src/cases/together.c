/* More than one thing wrong in one body: it must be rejected all the same, and as a whole. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

typedef struct wrong_member {
    pl_request_field field;
    const char *value; /* JSON text; NULL: the member is left out */
} wrong_member;

typedef struct pair_row {
    const char *what;
    const char *why;
    wrong_member members[PL_BODY_EDIT_COUNT_MAX];
} pair_row;

/* clang-format off */
static const pair_row pair_rows[] = {
    {"two-members", "Two members are wrong.",
     {{PL_REQUEST_TITLE, "null"}, {PL_REQUEST_MAX_USAGE, "0"}}},
    {"absent-and-wrong", "A member is absent and another one is wrong.",
     {{PL_REQUEST_REFF_NO, NULL}, {PL_REQUEST_MAX_USAGE, "\"x\""}}},
    {"optional-members", "Two optional members are wrong.",
     {{PL_REQUEST_EXPIRED_AT, "\"x\""}, {PL_REQUEST_REDIRECT_URL, "\"x\""}}},
};
/* clang-format on */

static pl_status add_pairs(pl_case_kit *kit, const pl_probe *form) {
    pl_probe probe = *form;
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(pair_rows) && status == PL_OK; i++) {
        pl_body body = {.full = false};
        for (size_t k = 0; k < PL_BODY_EDIT_COUNT_MAX; k++) {
            const wrong_member *wrong = &pair_rows[i].members[k];
            body.edits[k] = (pl_edit){pl_request_member(wrong->field)->name, wrong->value};
        }
        probe.what = pair_rows[i].what;
        probe.why = pair_rows[i].why;
        status = pl_probe_body(kit, &probe, &body);
    }
    return status;
}

/* A wrong member beside an undeclared one, and beside a total that is not the sum. */
static pl_status add_neighbours(pl_case_kit *kit, pl_probe *probe) {
    const pl_edit wrong = {pl_request_member(PL_REQUEST_MAX_USAGE)->name, "0"};
    const char *price = pl_kit_decimal(kit, pl_kit_amount(kit, 1, pl_decimal_of(1)));
    if (price == NULL) { return PL_E_MEMORY; }
    const pl_line line = pl_line_of("1", price);
    probe->what = "member-and-sum";
    probe->why = "A member is wrong, and the total is not the sum.";
    pl_status status =
        pl_probe_body(kit, probe, &(pl_body){.lines = &line, .line_count = 1, .edits = {wrong}});
    if (status != PL_OK) { return status; }
    probe->what = "wrong-and-undeclared";
    probe->why = "Beside a member that may be there or not, another one is wrong.";
    return pl_probe_body(kit, probe, &(pl_body){.edits = {wrong, {"note", "\"hello\""}}});
}

/* The first item's quantity and the last one's name; the price keeps the sum right. */
static pl_status add_items(pl_case_kit *kit, pl_probe *probe) {
    const char *price = pl_kit_decimal(kit, kit->config->amount);
    if (price == NULL) { return PL_E_MEMORY; }
    pl_line lines[] = {pl_line_of("0", "0"), pl_line_of("1", price), pl_line_of("1", "0")};
    lines[PL_COUNT(lines) - 1].values[PL_ITEM_NAME] = NULL;
    probe->what = "two-items";
    probe->why = "Two items are wrong, each in another member.";
    return pl_probe_body(kit, probe, &(pl_body){.lines = lines, .line_count = PL_COUNT(lines)});
}

/* One value that breaks two facets. */
static pl_status add_reference(pl_case_kit *kit, const pl_place *reference) {
    const pl_facet *facet = pl_schema_facet(reference->schema, PL_KEYWORD_MAX_LENGTH, PL_VIOLATION);
    assert(facet != NULL);
    const pl_probe probe = {.place = reference,
                            .keyword = "together",
                            .what = "two-facets",
                            .why = "The value is too long and has a forbidden character.",
                            .klass = PL_CLASS_REJECT};
    const char *start = pl_kit_reff_no(kit);
    const char *fill = pl_kit_repeat(kit, "/", facet->count);
    if (start == NULL || fill == NULL) { return PL_E_MEMORY; }
    const char *value = pl_arena_printf(kit->arena, "\"%s%s\"", start, fill);
    return value != NULL ? pl_probe_value(kit, &probe, value) : PL_E_MEMORY;
}

pl_status pl_together_add(pl_case_kit *kit, const pl_place *places, size_t count) {
    assert(count > 0 && places[0].kind == PL_PLACE_ROOT);
    pl_probe probe = {
        .place = &places[0], .keyword = "together", .klass = PL_CLASS_REJECT, .of_object = true};
    pl_status status = add_pairs(kit, &probe);
    if (status == PL_OK) { status = add_neighbours(kit, &probe); }
    if (status == PL_OK) { status = add_items(kit, &probe); }
    if (status != PL_OK) { return status; }
    probe.what = "empty-object";
    probe.why = "Every required member is absent.";
    status = pl_probe_text(kit, &probe, (pl_bytes)PL_BYTES_LIT("{}"));
    if (status != PL_OK) { return status; }
    return add_reference(kit, pl_place_find(places, count, pl_request_member(PL_REQUEST_REFF_NO)));
}
