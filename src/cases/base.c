#include <assert.h>
#include <json-c/json.h>
#include <string.h>

#include "cases/cases_internal.h"

/* json-c writes a double that has a text of its own as that text, whatever it is: so a tree can hold exact
 * numbers, chosen escapes and malformed values, and still be built and written by json-c. */
static struct json_object *fragment(const char *json) {
    return json_object_new_double_s(0.0, json);
}

/* Takes value. */
static pl_status put(struct json_object *object, const char *name, struct json_object *value) {
    if (value == NULL) { return PL_E_MEMORY; }
    if (json_object_object_add(object, name, value) == 0) { return PL_OK; }
    json_object_put(value);
    return PL_E_MEMORY;
}

/* Takes tree, which may be NULL. */
static pl_status write_tree(pl_case_kit *kit, struct json_object *tree, bool spaced,
                            pl_bytes *ret_text) {
    if (tree == NULL) { return PL_E_MEMORY; }
    const int style =
        spaced ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_PRETTY_TAB | JSON_C_TO_STRING_SPACED
               : JSON_C_TO_STRING_PLAIN;
    size_t len = 0;
    const char *json =
        json_object_to_json_string_length(tree, style | JSON_C_TO_STRING_NOSLASHESCAPE, &len);
    const char *copy =
        json != NULL ? pl_arena_text(kit->arena, (pl_bytes){(const uint8_t *)json, len}) : NULL;
    json_object_put(tree);
    if (copy == NULL) { return PL_E_MEMORY; }
    *ret_text = (pl_bytes){(const uint8_t *)copy, len};
    return PL_OK;
}

/* --- items ---------------------------------------------------------------------------------- */

const pl_member *pl_request_member(pl_request_field field) {
    assert(pl_contract_request.member_count == PL_REQUEST_FIELD_COUNT);
    assert(field < PL_REQUEST_FIELD_COUNT);
    return &pl_contract_request.members[field];
}

const pl_member *pl_item_member(pl_item_field field) {
    const pl_schema *item = pl_request_member(PL_REQUEST_ITEMS)->schema->items;
    assert(item->member_count == PL_ITEM_FIELD_COUNT);
    assert(field < PL_ITEM_FIELD_COUNT);
    return &item->members[field];
}

static const char good_name[] = "\"Item\"";

pl_line pl_line_of(const char *quantity, const char *price) {
    pl_line line = {.extra = NULL, .whole = NULL};
    line.values[PL_ITEM_NAME] = good_name;
    line.values[PL_ITEM_QUANTITY] = quantity;
    line.values[PL_ITEM_UNIT_PRICE] = price;
    return line;
}

static struct json_object *line_tree(const pl_line *line) {
    if (line->whole != NULL) { return fragment(line->whole); }
    struct json_object *object = json_object_new_object();
    if (object == NULL) { return NULL; }
    pl_status status = PL_OK;
    for (unsigned i = 0; i < PL_ITEM_FIELD_COUNT && status == PL_OK; i++) {
        if (line->values[i] != NULL) {
            status = put(object, pl_item_member(i)->name, fragment(line->values[i]));
        }
    }
    if (status == PL_OK && line->extra != NULL) {
        status = put(object, "note", fragment(line->extra));
    }
    if (status == PL_OK) { return object; }
    json_object_put(object);
    return NULL;
}

static struct json_object *lines_tree(const pl_line *lines, size_t count) {
    struct json_object *array = json_object_new_array();
    for (size_t i = 0; i < count && array != NULL; i++) {
        struct json_object *line = line_tree(&lines[i]);
        if (line == NULL || json_object_array_add(array, line) != 0) {
            json_object_put(line);
            json_object_put(array);
            array = NULL;
        }
    }
    return array;
}

const char *pl_good_item(pl_case_kit *kit) {
    const char *price = pl_kit_decimal(kit, kit->config->amount);
    if (price == NULL) { return NULL; }
    const pl_line line = pl_line_of("1", price);
    pl_bytes text = {0};
    const pl_status status = write_tree(kit, line_tree(&line), false, &text);
    return status == PL_OK ? (const char *)text.ptr : NULL;
}

/* --- good values ---------------------------------------------------------------------------- */

static const char *good_reff_no(pl_case_kit *kit) {
    const char *reff_no = pl_kit_reff_no(kit);
    return reff_no != NULL ? pl_arena_printf(kit->arena, "\"%s\"", reff_no) : NULL;
}

static const char *good_amount(pl_case_kit *kit) {
    return pl_kit_decimal(kit, kit->config->amount);
}

static const char *good_items(pl_case_kit *kit) {
    const char *item = pl_good_item(kit);
    return item != NULL ? pl_arena_printf(kit->arena, "[%s]", item) : NULL;
}

static const char *good_expiry(pl_case_kit *kit) {
    const char *digits = pl_kit_digits(kit, PL_CASE_DAY_MS);
    return digits != NULL ? pl_arena_printf(kit->arena, "\"%s\"", digits) : NULL;
}

static const char *good_whitelist(pl_case_kit *kit) {
    if (kit->config->payment_method_count == 0) { return "[]"; }
    return pl_arena_printf(kit->arena, "[%s]", kit->code);
}

static const char *good_grant(pl_case_kit *kit) {
    const pl_facet *facet = NULL;
    for (size_t i = 0; i < pl_contract_grant.member_count && facet == NULL; i++) {
        facet = pl_schema_facet(pl_contract_grant.members[i].schema, PL_KEYWORD_ENUM, PL_VIOLATION);
    }
    assert(facet != NULL && facet->values[0] != NULL);
    return pl_arena_printf(kit->arena, "\"%s\"", facet->values[0]);
}

/* Plain values that no server has a reason to refuse: a text, or what makes it where it depends on the config. */
typedef struct good_row {
    const char *text;
    const char *(*make)(pl_case_kit *kit);
} good_row;

/* clang-format off */
static const good_row request_rows[] = {
    [PL_REQUEST_REFF_NO] = {.make = good_reff_no},
    [PL_REQUEST_TITLE] = {.text = "\"Conformance test\""},
    [PL_REQUEST_MAX_USAGE] = {.text = "1"},
    [PL_REQUEST_TOTAL_AMOUNT] = {.make = good_amount},
    [PL_REQUEST_ITEMS] = {.make = good_items},
    [PL_REQUEST_REQUIRED_CUSTOMER_DETAIL] = {.text = "true"},
    [PL_REQUEST_EXPIRED_AT] = {.make = good_expiry},
    [PL_REQUEST_WHITELIST] = {.make = good_whitelist},
    [PL_REQUEST_REDIRECT_URL] = {.text = "\"https://example.com/return\""},
    [PL_REQUEST_METADATA] = {.text = "{\"source\":\"paylink\"}"},
};
_Static_assert(PL_COUNT(request_rows) == PL_REQUEST_FIELD_COUNT, "every member has its good value");

static const good_row item_rows[] = {
    [PL_ITEM_NAME] = {.text = good_name},
    [PL_ITEM_QUANTITY] = {.text = "1"},
    [PL_ITEM_UNIT_PRICE] = {.text = "1"},
};
_Static_assert(PL_COUNT(item_rows) == PL_ITEM_FIELD_COUNT, "every member has its good value");
/* clang-format on */

static const good_row grant_row = {.make = good_grant};

static const good_row *good_row_of(const pl_member *member) {
    for (unsigned i = 0; i < PL_REQUEST_FIELD_COUNT; i++) {
        if (member == pl_request_member(i)) { return &request_rows[i]; }
    }
    for (unsigned i = 0; i < PL_ITEM_FIELD_COUNT; i++) {
        if (member == pl_item_member(i)) { return &item_rows[i]; }
    }
    return &grant_row;
}

const char *pl_good_value(pl_case_kit *kit, const pl_member *member) {
    const good_row *row = good_row_of(member);
    assert(row->text != NULL || row->make != NULL);
    return row->text != NULL ? row->text : row->make(kit);
}

/* --- bodies --------------------------------------------------------------------------------- */

static const pl_edit *edit_of(const pl_body *body, const char *name) {
    for (size_t i = 0; i < PL_BODY_EDIT_COUNT_MAX; i++) {
        const char *edited = body->edits[i].name;
        if (edited != NULL && strcmp(edited, name) == 0) { return &body->edits[i]; }
    }
    return NULL;
}

static pl_status put_member(pl_case_kit *kit, const pl_body *body, const pl_member *member,
                            struct json_object *tree) {
    const pl_edit *edit = edit_of(body, member->name);
    if (edit != NULL) {
        return edit->value != NULL ? put(tree, member->name, fragment(edit->value)) : PL_OK;
    }
    const bool null = body->nulls && (member->schema->types & PL_TYPE_NULL) != 0;
    if (null) { return put(tree, member->name, fragment("null")); }
    if (!body->full && member->presence != PL_REQUIRED) { return PL_OK; }
    const bool lines = body->lines != NULL && member->schema->items != NULL &&
                       member->schema->items->member_count > 0;
    if (lines) { return put(tree, member->name, lines_tree(body->lines, body->line_count)); }
    const char *value = pl_good_value(kit, member);
    return value != NULL ? put(tree, member->name, fragment(value)) : PL_E_MEMORY;
}

static pl_status put_members(pl_case_kit *kit, const pl_body *body, struct json_object *tree) {
    const pl_schema *root = kit->root;
    pl_status status = PL_OK;
    for (size_t i = 0; i < root->member_count && status == PL_OK; i++) {
        const size_t index = body->reversed ? root->member_count - 1 - i : i;
        status = put_member(kit, body, &root->members[index], tree);
    }
    for (size_t i = 0; i < PL_BODY_EDIT_COUNT_MAX && status == PL_OK; i++) {
        const pl_edit *edit = &body->edits[i];
        if (edit->name == NULL || pl_schema_member(root, pl_bytes_of(edit->name)) != NULL) {
            continue;
        }
        status = put(tree, edit->name, fragment(edit->value));
    }
    return status;
}

pl_status pl_body_write(pl_case_kit *kit, const pl_body *body, pl_bytes *ret_text) {
    assert(body->lines != NULL || body->line_count == 0);
    struct json_object *tree = json_object_new_object();
    if (tree == NULL) { return PL_E_MEMORY; }
    const pl_status status = put_members(kit, body, tree);
    if (status != PL_OK) {
        json_object_put(tree);
        return status;
    }
    return write_tree(kit, tree, body->spaced, ret_text);
}

pl_status pl_cases_good_body(const pl_case_config *config, unsigned serial, pl_arena *arena,
                             pl_bytes *ret_body) {
    pl_case_kit kit;
    const pl_status status = pl_kit_start(&kit, config, arena);
    if (status != PL_OK) { return status; }
    /* A scope of its own: whoever asks for a body may then send a whole set too. */
    kit.scope = "g";
    kit.serial = serial - 1;
    return pl_body_write(&kit, &(pl_body){.full = false}, ret_body);
}
