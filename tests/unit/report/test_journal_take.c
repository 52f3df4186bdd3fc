#include <criterion/criterion.h>
#include <string.h>

#include "report/journal_internal.h"

/* A structure with a member of every kind. */
typedef struct thing {
    const char *text;
    const char *name;
    pl_bytes bytes;
    bool flag;
    int status;
    int64_t moment;
    unsigned small;
    uint64_t count;
    double real;
    unsigned word;
    int statuses[PL_CASE_STATUS_COUNT_MAX];
    const pl_http_header *headers;
    size_t header_count;
} thing;

static const char *word_text(unsigned value) {
    static const char *const texts[] = {"none", "one"};
    return texts[value];
}

static const pl_journal_words words = {word_text, 2};

/* clang-format off */
static const pl_journal_field fields[] = {
    {"text",     PL_JOURNAL_TEXT,     offsetof(thing, text),     0, NULL},
    {"name",     PL_JOURNAL_NAME,     offsetof(thing, name),     0, NULL},
    {"bytes",    PL_JOURNAL_BYTES,    offsetof(thing, bytes),    0, NULL},
    {"flag",     PL_JOURNAL_FLAG,     offsetof(thing, flag),     0, NULL},
    {"status",   PL_JOURNAL_STATUS,   offsetof(thing, status),   0, NULL},
    {"moment",   PL_JOURNAL_MOMENT,   offsetof(thing, moment),   0, NULL},
    {"small",    PL_JOURNAL_SMALL,    offsetof(thing, small),    0, NULL},
    {"count",    PL_JOURNAL_COUNT,    offsetof(thing, count),    0, NULL},
    {"real",     PL_JOURNAL_REAL,     offsetof(thing, real),     0, NULL},
    {"word",     PL_JOURNAL_WORD,     offsetof(thing, word),     0, &words},
    {"statuses", PL_JOURNAL_STATUSES, offsetof(thing, statuses), 0, NULL},
    {"headers",  PL_JOURNAL_HEADERS,  offsetof(thing, headers),  offsetof(thing, header_count), NULL},
};

static const struct take_case {
    const char *value; /* of the one member that is read */
    size_t field;
    bool want;
} cases[] = {
    {"null",                                0, true},
    {"\"a\"",                               0, true},
    {"{\"base64url\":\"_w\"}",              0, true},
    {"{\"base64url\":\"AA\"}",              0, false}, /* a NUL within a text */
    {"\"\\u0000\"",                         0, false},
    {"\"\\ud800\"",                         0, false},
    {"{\"base64url\":\"_\"}",               0, false},
    {"{\"base64url\":1}",                   0, false},
    {"{}",                                  0, false},
    {"1",                                   0, false},
    {"null",                                1, false},
    {"\"\"",                                1, true},
    {"\"\\u0000\"",                         2, true},
    {"null",                                2, false},
    {"true",                                3, true},
    {"1",                                   3, false},
    {"0",                                   4, true},
    {"999",                                 4, true},
    {"1000",                                4, false},
    {"-1",                                  4, false},
    {"2e2",                                 4, false},
    {"253402300799999",                     5, true},
    {"253402300800000",                     5, false},
    {"-1",                                  5, false},
    {"4294967295",                          6, true},
    {"4294967296",                          6, false},
    {"18446744073709551615",                7, true},
    {"18446744073709551616",                7, false},
    {"1.0",                                 7, false},
    {"0.1",                                 8, true},
    {"1e12",                                8, true},
    {"1.1e12",                              8, false},
    {"1e999",                               8, false},
    {"-0.1",                                8, false},
    {"\"1\"",                               8, false},
    {"\"one\"",                             9, true},
    {"\"on\\u0065\"",                       9, true},
    {"\"two\"",                             9, false},
    {"1",                                   9, false},
    {"[]",                                  10, true},
    {"[1,2,3,4,5,6,7,8]",                   10, true},
    {"[1,2,3,4,5,6,7,8,9]",                 10, false},
    {"[\"1\"]",                             10, false},
    {"{}",                                  10, false},
    {"[]",                                  11, true},
    {"[[\"a\",\"b\"],[\"c\",{\"base64url\":\"_w\"}]]", 11, true},
    {"[[\"a\"]]",                           11, false},
    {"[[\"a\",\"b\",\"c\"]]",               11, false},
    {"[[\"a\",null]]",                      11, false},
    {"[\"a\"]",                             11, false},
    {"{\"a\":\"b\"}",                       11, false},
};
/* clang-format on */

Test(report_journal_take, values, .timeout = 10) {
    _Static_assert(PL_COUNT(fields) == PL_JOURNAL_KIND_COUNT, "one field a kind");
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        pl_arena arena = {0};
        pl_json json;
        thing got = {.text = NULL};
        const char *what = NULL;
        const pl_journal_table table = {&fields[cases[i].field], 1};
        const char *const text =
            pl_arena_printf(&arena, "{\"%s\":%s}", table.fields->name, cases[i].value);
        cr_assert_eq(pl_json_read(pl_bytes_of(text), &arena, &json, NULL), PL_OK, "%s", text);
        const pl_status status = pl_journal_take(&json, 0, &table, &arena, &got, &what);
        cr_assert_eq(status, cases[i].want ? PL_OK : PL_E_SYNTAX, "%s", text);
        if (!cases[i].want) {
            cr_assert_not_null(strstr(what, table.fields->name), "%s: %s", text, what);
        }
        pl_arena_done(&arena);
    }
}

/* A member that is not there is told by its name. */
Test(report_journal_take, absent, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(fields); i++) {
        pl_arena arena = {0};
        pl_json json;
        thing got = {.text = NULL};
        const char *what = NULL;
        const pl_journal_table table = {&fields[i], 1};
        cr_assert_eq(pl_json_read(pl_bytes_of("{}"), &arena, &json, NULL), PL_OK);
        cr_assert_eq(pl_journal_take(&json, 0, &table, &arena, &got, &what), PL_E_SYNTAX);
        cr_assert_not_null(strstr(what, fields[i].name));
        pl_arena_done(&arena);
    }
}
