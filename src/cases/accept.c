/* Good values besides the limits: what a careless server stumbles over though the contract allows it. */
#include <assert.h>

#include "cases/cases_internal.h"

/* clang-format off */
typedef struct accept_row {
    unsigned field;
    const char *what;
    const char *value; /* JSON text; of a value that must be fresh, what follows the reff_no */
    const char *why;
} accept_row;

static const accept_row request_rows[] = {
    {PL_REQUEST_REFF_NO, "punctuation", "._-:", "The pattern forbids only white space and the slash."},
    {PL_REQUEST_REFF_NO, "backslash-s", "\\\\s-1", "The pattern forbids white space, not the letters of its escape."},
    {PL_REQUEST_REFF_NO, "symbols", "#+=@&", "The pattern forbids only white space and the slash."},
    {PL_REQUEST_REFF_NO, "non-ascii", "\xC3\xA9\xC3\xB1", "The pattern forbids only white space and the slash."},
    {PL_REQUEST_TITLE, "one-character", "\"A\"", "A short title is allowed."},
    {PL_REQUEST_TITLE, "non-ascii", "\"Tagihan caf\xC3\xA9 \xE2\x80\x93 \xC2\xA5\"", "Text is Unicode."},
    {PL_REQUEST_TITLE, "right-to-left", "\"\xD9\x81\xD8\xA7\xD8\xAA\xD9\x88\xD8\xB1\xD8\xA9 12\"",
     "Text is Unicode, whichever way it runs."},
    {PL_REQUEST_TITLE, "ideographs", "\"\xE8\xAB\x8B\xE6\xB1\x82\xE6\x9B\xB8\"", "Text is Unicode."},
    {PL_REQUEST_TITLE, "escaped", "\"\\u0049nvoice \\u00e9\"", "A character and its escape are the same."},
    {PL_REQUEST_TITLE, "quote-and-backslash", "\"Invoice \\\"A\\\" \\\\ 50% \\/ 2\"",
     "Text may hold any punctuation."},
    {PL_REQUEST_TITLE, "digits", "\"12345\"", "A text of digits is a text."},
    {PL_REQUEST_TITLE, "zero", "\"0\"", "A text of digits is a text."},
    {PL_REQUEST_TITLE, "leading-zeros", "\"007\"", "A text of digits is a text, its zeros too."},
    {PL_REQUEST_TITLE, "ampersand", "\"Kopi & Teh\"", "Text may hold any punctuation."},
    {PL_REQUEST_TITLE, "two-blanks", "\"A  B\"", "A blank inside a text is part of it."},
    {PL_REQUEST_TITLE, "word-null", "\"null\"", "The text null is a text."},
    {PL_REQUEST_MAX_USAGE, "two", "2", "Any number from the minimum to the maximum is allowed."},
    {PL_REQUEST_WHITELIST, "empty", "[]", "An empty list allows every method."},
    {PL_REQUEST_METADATA, "empty", "{}", "Metadata may be empty."},
    {PL_REQUEST_METADATA, "flat", "{\"order\":\"A-1\",\"count\":3,\"gift\":true,\"note\":null}",
     "Metadata may hold any JSON value."},
    {PL_REQUEST_METADATA, "nested", "{\"order\":{\"customer\":{\"name\":\"Budi\"}}}", "Metadata may nest."},
    {PL_REQUEST_METADATA, "arrays", "{\"tags\":[\"a\",\"b\"],\"sizes\":[1,2,3],\"none\":[]}",
     "Metadata may hold arrays."},
    {PL_REQUEST_METADATA, "non-ascii", "{\"cat\xC3\xA9gorie\":\"caf\xC3\xA9\"}", "Metadata is Unicode, names too."},
    {PL_REQUEST_METADATA, "empty-texts", "{\"a\":\"\",\"b\":{\"c\":\"\"}}", "An empty text is a value, and no null."},
    {PL_REQUEST_METADATA, "odd-names", "{\"rate\":0.5,\"OrderId\":\"A\",\"a.b\":1,\"c d\":2}",
     "Names come back as they were sent, and fractions too."},
    {PL_REQUEST_METADATA, "numbers-as-names", "{\"0\":\"a\",\"1\":\"b\"}",
     "An object stays one, whatever its names."},
};

static const accept_row item_rows[] = {
    {PL_ITEM_NAME, "one-character", "\"A\"", "A short name is allowed."},
    {PL_ITEM_NAME, "non-ascii", "\"Kopi susu \xE2\x80\x93 caf\xC3\xA9\"", "Text is Unicode."},
    {PL_ITEM_NAME, "right-to-left", "\"\xD9\x82\xD9\x87\xD9\x88\xD8\xA9\"", "Text is Unicode, whichever way it runs."},
    {PL_ITEM_NAME, "zero", "\"0\"", "A text of digits is a text."},
    {PL_ITEM_NAME, "leading-zeros", "\"007\"", "A text of digits is a text, its zeros too."},
    {PL_ITEM_NAME, "ampersand", "\"Kopi & Teh\"", "Text may hold any punctuation."},
    {PL_ITEM_NAME, "two-blanks", "\"A  B\"", "A blank inside a text is part of it."},
    {PL_ITEM_NAME, "word-null", "\"null\"", "The text null is a text."},
    {PL_ITEM_NAME, "quote-and-backslash", "\"5\\\" \\\\ 50%\"", "Text may hold any punctuation."},
};
/* clang-format on */

static pl_status add_row(pl_case_kit *kit, const pl_place *place, const accept_row *row) {
    const pl_probe probe = {.place = place,
                            .keyword = "value",
                            .what = row->what,
                            .why = row->why,
                            .klass = PL_CLASS_ACCEPT};
    if (!pl_place_is_fresh(place)) { return pl_probe_value(kit, &probe, row->value); }
    const char *reff_no = pl_kit_reff_no(kit);
    if (reff_no == NULL) { return PL_E_MEMORY; }
    const char *value = pl_arena_printf(kit->arena, "\"%s%s\"", reff_no, row->value);
    return value != NULL ? pl_probe_value(kit, &probe, value) : PL_E_MEMORY;
}

static pl_status add_digits(pl_case_kit *kit, const pl_place *reference) {
    const pl_probe probe = {.place = reference,
                            .keyword = "value",
                            .what = "digits",
                            .why = "A reference number of digits is a text.",
                            .klass = PL_CLASS_ACCEPT};
    const char *digits = pl_kit_number(kit);
    if (digits == NULL) { return PL_E_MEMORY; }
    const char *value = pl_arena_printf(kit->arena, "\"%s\"", digits);
    return value != NULL ? pl_probe_value(kit, &probe, value) : PL_E_MEMORY;
}

/* Two codes of the catalog: one and all of them are its facet's. Of a shorter catalog there are none. */
static pl_status add_two_codes(pl_case_kit *kit, const pl_place *list) {
    static const pl_bytes stand_in = PL_BYTES_LIT("VA_BRI");
    const pl_case_config *config = kit->config;
    const bool known = config->payment_methods != NULL;
    if (known && config->payment_method_count < 2) { return PL_OK; }
    const pl_probe probe = {.place = list,
                            .keyword = "value",
                            .what = "two",
                            .why = "Any codes of the catalog may stand side by side.",
                            .klass = PL_CLASS_ACCEPT,
                            .needs = PL_NEEDS_CATALOG};
    const char *second = pl_kit_quoted(kit, known ? config->payment_methods[1] : stand_in);
    if (second == NULL) { return PL_E_MEMORY; }
    const char *value = pl_arena_printf(kit->arena, "[%s,%s]", kit->code, second);
    return value != NULL ? pl_probe_value(kit, &probe, value) : PL_E_MEMORY;
}

pl_status pl_accept_add(pl_case_kit *kit, const pl_place *places, size_t count) {
    assert(count > 0 && places[0].kind == PL_PLACE_ROOT);
    pl_probe probe = {.place = &places[0], .keyword = "members", .klass = PL_CLASS_ACCEPT};
    probe.what = "minimal";
    probe.why = "The required members alone make a request.";
    pl_status status = pl_probe_body(kit, &probe, &(pl_body){.full = false});
    if (status != PL_OK) { return status; }
    probe.what = "full";
    probe.why = "Every declared member may be sent.";
    status = pl_probe_body(kit, &probe, &(pl_body){.full = true});
    if (status != PL_OK) { return status; }
    probe.what = "nulls";
    probe.why = "Every member that may be null is null.";
    status = pl_probe_body(kit, &probe, &(pl_body){.nulls = true});
    if (status != PL_OK) { return status; }
    status = add_digits(kit, pl_place_find(places, count, pl_request_member(PL_REQUEST_REFF_NO)));
    if (status != PL_OK) { return status; }
    status =
        add_two_codes(kit, pl_place_find(places, count, pl_request_member(PL_REQUEST_WHITELIST)));
    for (size_t i = 0; i < PL_COUNT(request_rows) && status == PL_OK; i++) {
        const pl_member *member = pl_request_member(request_rows[i].field);
        status = add_row(kit, pl_place_find(places, count, member), &request_rows[i]);
    }
    for (size_t i = 0; i < PL_COUNT(item_rows) && status == PL_OK; i++) {
        const pl_member *member = pl_item_member(item_rows[i].field);
        status = add_row(kit, pl_place_find(places, count, member), &item_rows[i]);
    }
    return status;
}
