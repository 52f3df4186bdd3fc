/* allOf, anyOf, oneOf and not, by what the schemas in them say. */
#include <criterion/criterion.h>

#include "schema/validate.h"

static const pl_facet short_rows[] = {{.keyword = PL_KEYWORD_MAX_LENGTH, .count = 2}};
static const pl_facet long_rows[] = {{.keyword = PL_KEYWORD_MIN_LENGTH, .count = 2}};
static const pl_facet inhabited_rows[] = {
    {.keyword = PL_KEYWORD_BLANK, .severity = PL_OBSERVATION, .why = "the test leaves it open"}};
static const pl_schema brief = {.name = "brief", .types = PL_TYPE_STRING, PL_FACETS(short_rows)};
static const pl_schema lengthy = {.name = "long", .types = PL_TYPE_STRING, PL_FACETS(long_rows)};
static const pl_schema number = {.name = "number", .types = PL_TYPE_NUMBER};
static const pl_schema shown = {
    .name = "shown", .types = PL_TYPE_STRING, PL_FACETS(inhabited_rows)};
static const pl_schema *const two[] = {&brief, &lengthy};
static const pl_schema *const mixed[] = {&number, &shown};
static const pl_schema *const open_and_sure[] = {&shown, &brief};

enum { ANY = 127 };

/* clang-format off */
static const struct combine_case {
    pl_combinator combinator;
    const char *text;
    pl_verdict verdict;
} cases[] = {
    {{PL_KEYWORD_ALL_OF, two, 2}, "\"ab\"", PL_ACCEPT},
    {{PL_KEYWORD_ALL_OF, two, 2}, "\"a\"", PL_REJECT},
    {{PL_KEYWORD_ALL_OF, two, 2}, "\"abc\"", PL_REJECT},
    {{PL_KEYWORD_ALL_OF, two, 2}, "1", PL_REJECT},
    {{PL_KEYWORD_ALL_OF, open_and_sure, 2}, "\" \"", PL_OPEN},
    {{PL_KEYWORD_ALL_OF, open_and_sure, 2}, "\"   \"", PL_REJECT},
    {{PL_KEYWORD_ANY_OF, two, 2}, "\"a\"", PL_ACCEPT},
    {{PL_KEYWORD_ANY_OF, two, 2}, "\"abc\"", PL_ACCEPT},
    {{PL_KEYWORD_ANY_OF, two, 2}, "\"ab\"", PL_ACCEPT},
    {{PL_KEYWORD_ANY_OF, two, 2}, "null", PL_REJECT},
    {{PL_KEYWORD_ANY_OF, mixed, 2}, "\" \"", PL_OPEN},
    {{PL_KEYWORD_ANY_OF, open_and_sure, 2}, "\" \"", PL_ACCEPT},
    {{PL_KEYWORD_ONE_OF, two, 2}, "\"a\"", PL_ACCEPT},
    {{PL_KEYWORD_ONE_OF, two, 2}, "\"ab\"", PL_REJECT},
    {{PL_KEYWORD_ONE_OF, two, 2}, "true", PL_REJECT},
    {{PL_KEYWORD_ONE_OF, mixed, 2}, "7", PL_ACCEPT},
    {{PL_KEYWORD_ONE_OF, mixed, 2}, "\"\"", PL_OPEN},
    {{PL_KEYWORD_ONE_OF, open_and_sure, 2}, "\" \"", PL_OPEN},
    {{PL_KEYWORD_NOT, two, 1}, "\"a\"", PL_REJECT},
    {{PL_KEYWORD_NOT, two, 1}, "\"abc\"", PL_ACCEPT},
    {{PL_KEYWORD_NOT, mixed + 1, 1}, "\"\"", PL_OPEN},
};
/* clang-format on */

Test(schema_combine, verdicts, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const pl_schema schema = {.name = "test",
                                  .types = ANY,
                                  .combinators = &cases[i].combinator,
                                  .combinator_count = 1};
        const char *const label = pl_keyword_text(cases[i].combinator.keyword);
        const pl_bytes text = pl_bytes_of(cases[i].text);
        pl_arena arena;
        pl_arena_init(&arena);
        pl_json json;
        pl_report report;
        pl_verdict verdict;
        bool readable = false;
        cr_assert_eq(pl_validate_text(&schema, text, NULL, &arena, &json, &readable, &report),
                     PL_OK);
        cr_expect_eq(pl_report_verdict(&report), cases[i].verdict, "%s of %s: %s", label,
                     cases[i].text, pl_verdict_text(pl_report_verdict(&report)));
        cr_assert_eq(pl_validate_verdict(&schema, text, NULL, &arena, &verdict), PL_OK);
        cr_expect_eq(verdict, cases[i].verdict, "%s of %s in haste: %s", label, cases[i].text,
                     pl_verdict_text(verdict));
        pl_bytes message;
        for (uint32_t k = 0; k < report.count; k++) {
            cr_assert_eq(pl_violation_message(&report.list[k], &json, &arena, &message), PL_OK);
            cr_expect_gt(message.len, 10, "%s of %s: a message", label, cases[i].text);
        }
        pl_arena_done(&arena);
    }
}

/* Inside members and elements, and in one another. */
Test(schema_combine, nests, .timeout = 10) {
    static const pl_combinator inner = {PL_KEYWORD_NOT, two, 1};
    static const pl_schema not_brief = {
        .name = "not brief", .types = ANY, .combinators = &inner, .combinator_count = 1};
    static const pl_schema *const outer_list[] = {&not_brief};
    static const pl_combinator outer = {PL_KEYWORD_NOT, outer_list, 1};
    static const pl_schema brief_again = {
        .name = "brief again", .types = ANY, .combinators = &outer, .combinator_count = 1};
    static const pl_schema list = {.name = "list", .types = PL_TYPE_ARRAY, .items = &brief_again};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_verdict verdict;
    cr_assert_eq(pl_validate_verdict(&list, pl_bytes_of("[\"a\",\"ab\"]"), NULL, &arena, &verdict),
                 PL_OK);
    cr_expect_eq(verdict, PL_ACCEPT);
    cr_assert_eq(pl_validate_verdict(&list, pl_bytes_of("[\"a\",\"abc\"]"), NULL, &arena, &verdict),
                 PL_OK);
    cr_expect_eq(verdict, PL_REJECT);
    pl_arena_done(&arena);
}
