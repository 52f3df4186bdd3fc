/* The patterns of the contract: strings that break one, one table a pattern. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

enum { DIGIT_COUNT = 13, SECONDS_DIGIT_COUNT = 10, VALUE_BYTES_MAX = 256 };

/* Where the intruder stands in an otherwise good text. */
typedef enum position { INSIDE, START, END } position;

typedef struct intruder {
    const char *what;
    const char *json; /* as it stands in a JSON string */
    position at;
} intruder;

/* clang-format off */
static const intruder forbidden_characters[] = {
    {"space",                " ",       INSIDE},
    {"space-at-start",       " ",       START},
    {"space-at-end",         " ",       END},
    {"tab",                  "\\t",     INSIDE},
    {"newline",              "\\n",     INSIDE},
    {"newline-at-start",     "\\n",     START},
    {"newline-at-end",       "\\n",     END},
    {"tab-at-end",           "\\t",     END},
    {"carriage-return",      "\\r",     INSIDE},
    {"vertical-tab",         "\\u000b", INSIDE},
    {"form-feed",            "\\f",     INSIDE},
    {"slash",                "/",       INSIDE},
    {"slash-at-start",       "/",       START},
    {"slash-at-end",         "/",       END},
    {"slash-escaped",        "\\/",     INSIDE},
};

/* White space for ECMA-262 that other engines do not take for \s. */
static const intruder disputed_characters[] = {
    {"no-break-space",       "\\u00a0", INSIDE},
    {"em-space",             "\\u2003", INSIDE},
    {"line-separator",       "\\u2028", INSIDE},
    {"ideographic-space",    "\\u3000", INSIDE},
    {"zero-width-no-break",  "\\ufeff", INSIDE},
};
/* clang-format on */

static pl_status add_intruders(pl_case_kit *kit, const pl_probe *form, const intruder *rows,
                               size_t count) {
    pl_probe probe = *form;
    pl_status status = PL_OK;
    for (size_t i = 0; i < count && status == PL_OK; i++) {
        const char *good = pl_place_is_fresh(form->place) ? pl_kit_reff_no(kit) : "abc";
        if (good == NULL) { return PL_E_MEMORY; }
        const char *value = pl_arena_printf(
            kit->arena, "\"%s%s%s%s\"", rows[i].at == START ? rows[i].json : "", good,
            rows[i].at != START ? rows[i].json : "", rows[i].at == INSIDE ? "z" : "");
        if (value == NULL) { return PL_E_MEMORY; }
        probe.what = rows[i].what;
        status = pl_probe_value(kit, &probe, value);
    }
    return status;
}

static pl_status add_forbidden(pl_case_kit *kit, const pl_probe *form) {
    pl_probe probe = *form;
    probe.what = "empty";
    const pl_status status = pl_probe_value(kit, &probe, "\"\"");
    if (status != PL_OK) { return status; }
    return add_intruders(kit, form, forbidden_characters, PL_COUNT(forbidden_characters));
}

/* How a row spells the 13 digits of a moment ahead. */
typedef struct digit_row {
    const char *what;
    const char *before;
    size_t digits; /* of the moment, from the left */
    const char *after;
    const char *zero; /* UTF-8 of this script's zero: its digits follow it; NULL: ASCII */
} digit_row;

/* clang-format off */
static const digit_row digit_rows[] = {
    {"empty",          "",   0,                       "",        NULL},
    {"12-digits",      "",   DIGIT_COUNT - 1,         "",        NULL},
    {"14-digits",      "",   DIGIT_COUNT,             "0",       NULL},
    {"seconds",        "",   SECONDS_DIGIT_COUNT,     "",        NULL},
    {"letter",         "",   DIGIT_COUNT - 1,         "O",       NULL},
    {"hexadecimal",    "",   DIGIT_COUNT - 1,         "a",       NULL},
    {"letters",        "",   0,                       "tomorrow-noon", NULL},
    {"space-at-start", " ",  DIGIT_COUNT,             "",        NULL},
    {"space-at-end",   "",   DIGIT_COUNT,             " ",       NULL},
    {"newline-at-end", "",   DIGIT_COUNT,             "\\n",     NULL},
    {"minus",          "-",  DIGIT_COUNT - 1,         "",        NULL},
    {"plus",           "+",  DIGIT_COUNT - 1,         "",        NULL},
    {"minus-and-13",   "-",  DIGIT_COUNT,             "",        NULL},
    {"plus-and-13",    "+",  DIGIT_COUNT,             "",        NULL},
    {"exponent",       "",   0,                       "1.9900000e+12", NULL}, /* 13 characters; in 2033 */
    {"decimal-point",  "",   SECONDS_DIGIT_COUNT,     ".00",     NULL},
    {"fraction",       "",   DIGIT_COUNT,             ".0",      NULL},
    {"full-width",     "",   DIGIT_COUNT,             "",        "\xEF\xBC\x90"},
    {"arabic-indic",   "",   DIGIT_COUNT,             "",        "\xD9\xA0"},
    {"iso-8601",       "",   0,                       "2030-01-31T00:00:00+07:00", NULL},
};
/* clang-format on */

static const char *digits_value(pl_case_kit *kit, const digit_row *row) {
    const char *digits = pl_kit_digits(kit, PL_CASE_DAY_MS);
    if (digits == NULL) { return NULL; }
    assert(strlen(digits) == DIGIT_COUNT && row->digits <= DIGIT_COUNT);
    char text[VALUE_BYTES_MAX];
    size_t len = 0;
    for (size_t i = 0; i < row->digits; i++) {
        const size_t zero_len = row->zero != NULL ? strlen(row->zero) : 1;
        memcpy(text + len, row->zero != NULL ? row->zero : "0", zero_len);
        len += zero_len;
        text[len - 1] = (char)(text[len - 1] + (digits[i] - '0'));
    }
    return pl_arena_printf(kit->arena, "\"%s%.*s%s\"", row->before, (int)len, text, row->after);
}

static pl_status add_digits(pl_case_kit *kit, const pl_probe *form) {
    pl_probe probe = *form;
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(digit_rows) && status == PL_OK; i++) {
        const char *value = digits_value(kit, &digit_rows[i]);
        if (value == NULL) { return PL_E_MEMORY; }
        probe.what = digit_rows[i].what;
        status = pl_probe_value(kit, &probe, value);
    }
    return status;
}

typedef pl_status (*pattern_cases)(pl_case_kit *kit, const pl_probe *form);

static const pattern_cases pattern_generators[] = {
    [PL_PATTERN_NO_SPACE_NO_SLASH] = add_forbidden,
    [PL_PATTERN_DIGITS_13] = add_digits,
};
_Static_assert(PL_COUNT(pattern_generators) == PL_PATTERN_COUNT, "every pattern has its cases");

pl_status pl_pattern_breaks(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    assert(facet->pattern < PL_PATTERN_COUNT);
    pl_probe form = {0};
    const pl_status status = pl_facet_probe(kit, place, facet, false, &form);
    if (status != PL_OK) { return status; }
    if (form.why == NULL) { form.why = "Text that does not match the pattern is forbidden."; }
    return pattern_generators[facet->pattern](kit, &form);
}

pl_status pl_pattern_disputes(pl_case_kit *kit, const pl_place *place, const pl_facet *facet) {
    assert(facet->severity != PL_VIOLATION);
    pl_probe form = {0};
    const pl_status status = pl_facet_probe(kit, place, facet, false, &form);
    if (status != PL_OK) { return status; }
    return add_intruders(kit, &form, disputed_characters, PL_COUNT(disputed_characters));
}
