/* The versions of the contract, one after the other: what a merchant had to know of each. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "openapi/compare.h"

enum { TEXT_BYTES_MAX = 256 * 1024 };

static const char *const versions[] = {"history/2025.yaml", "history/2026-early.yaml",
                                       "openapi.yaml"};
enum { VERSION_COUNT = PL_COUNT(versions), STEP_COUNT = VERSION_COUNT - 1 };

/* What a step must tell. */
/* clang-format off */
static const struct fact {
    size_t step; /* to versions[step + 1] */
    const char *id;
    pl_grade grade;
    const char *shown; /* in its witness; NULL: none is needed */
    const char *why;   /* in the refusing side's words */
} facts[] = {
    {0, "request/body/required/required_customer_detail/removed", PL_GRADE_COMPATIBLE, "", "missing"},
    {0, "request/body/total_amount/minimum/removed", PL_GRADE_COMPATIBLE, "9999", "at least 10000"},
    {0, "request/body/properties/optional_metadata/added", PL_GRADE_COMPATIBLE, "optional_metadata", "object"},
    {0, "request/body/reff_no/maxLength/added", PL_GRADE_BREAKING, "A", "at most 40"},
    {0, "request/body/title/maxLength/added", PL_GRADE_BREAKING, "A", "at most 255"},
    {0, "request/body/expired_at/type/narrowed", PL_GRADE_BREAKING, ".", "integer"},
    {0, "response/200/body/data/properties/optional_metadata/added", PL_GRADE_COMPATIBLE, "", ""},
    {1, "request/path/changed", PL_GRADE_BREAKING, "POST /v1.0/", "not there"},
    {1, "request/body/expired_at/type/changed", PL_GRADE_BREAKING, "\"expired_at\":4102444800000", "string or null"},
    {1, "request/body/expired_at/pattern/added", PL_GRADE_COMPATIBLE, NULL, NULL},
    {1, "request/body/reff_no/pattern/added", PL_GRADE_BREAKING, "\"reff_no\":\"a b\"", "must match"},
    {1, "response/200/body/data/account/properties/email/removed", PL_GRADE_RISKY, "", ""},
    {1, "response/200/body/data/account/properties/phone/removed", PL_GRADE_RISKY, "", ""},
    {1, "response/200/body/data/account/properties/account_type/added", PL_GRADE_COMPATIBLE, "", ""},
    {1, "response/200/body/data/account/properties/kyb_status/added", PL_GRADE_COMPATIBLE, "", ""},
};
/* clang-format on */

/* How many of each grade: nothing else is told. */
static const size_t totals[STEP_COUNT][PL_GRADE_COUNT] = {{3, 0, 4}, {3, 2, 7}};

static pl_arena arena;
static pl_document documents[VERSION_COUNT];

static void setup(void) {
    static char text[TEXT_BYTES_MAX];
    pl_arena_init(&arena);
    for (size_t i = 0; i < VERSION_COUNT; i++) {
        char path[512];
        pl_source_error error = {.message = "?"};
        (void)snprintf(path, sizeof path, "%s/contracts/%s", PL_SOURCE_DIR, versions[i]);
        FILE *const file = fopen(path, "rb");
        cr_assert_not_null(file, "%s", path);
        const size_t len = fread(text, 1, sizeof text, file);
        fclose(file);
        cr_assert_lt(len, sizeof text);
        cr_assert_eq(
            pl_document_lift((pl_bytes){(const uint8_t *)text, len}, &arena, &documents[i], &error),
            PL_OK, "%s:%u: %s", versions[i], error.place.line, error.message);
        cr_expect_eq(documents[i].remark_count, 0, "%s", versions[i]);
    }
}

static void teardown(void) {
    for (size_t i = 0; i < VERSION_COUNT; i++) { pl_document_done(&documents[i]); }
    pl_arena_done(&arena);
}

TestSuite(history, .init = setup, .fini = teardown, .timeout = 60);

static pl_diff compare(size_t from, size_t to) {
    const pl_comparing asked = {.documents = {&documents[from], &documents[to]}};
    pl_comparison comparison;
    cr_assert_eq(pl_documents_compare(&asked, &arena, &comparison), PL_OK);
    cr_assert_eq(comparison.count, 1);
    return comparison.list[0].diff;
}

static const pl_change *find(const pl_diff *diff, const char *id) {
    for (size_t i = 0; i < diff->change_count; i++) {
        if (strcmp(diff->changes[i].id, id) == 0) { return &diff->changes[i]; }
    }
    return NULL;
}

Test(history, itself) {
    for (size_t i = 0; i < VERSION_COUNT; i++) {
        cr_expect_eq(compare(i, i).change_count, 0, "%s", versions[i]);
    }
}

Test(history, facts) {
    for (size_t step = 0; step < STEP_COUNT; step++) {
        const pl_diff diff = compare(step, step + 1);
        for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
            cr_expect_eq(diff.totals[grade], totals[step][grade], "%s: %zu %s", versions[step + 1],
                         diff.totals[grade], pl_grade_text(grade));
        }
        for (size_t i = 0; i < PL_COUNT(facts); i++) {
            const struct fact *const fact = &facts[i];
            if (fact->step != step) { continue; }
            const pl_change *const change = find(&diff, fact->id);
            cr_assert_not_null(change, "%s", fact->id);
            cr_expect_eq(change->grade, fact->grade, "%s is %s", fact->id,
                         pl_grade_text(change->grade));
            cr_expect_gt(change->places[PL_SIDE_OLD].line, 1, "%s", fact->id);
            cr_expect_gt(change->places[PL_SIDE_NEW].line, 1, "%s", fact->id);
            cr_assert_eq(change->witness.found, fact->shown != NULL, "%s", fact->id);
            if (fact->shown == NULL) { continue; }
            cr_expect_not_null(strstr(change->witness.text, fact->shown), "%s: %s", fact->id,
                               change->witness.text);
            cr_expect_not_null(strstr(change->witness.why, fact->why), "%s: %s", fact->id,
                               change->witness.why);
        }
    }
}

/* Over both steps nothing comes to light that neither told, and a limit that came and went is gone. */
Test(history, whole_way) {
    const pl_diff diff = compare(0, VERSION_COUNT - 1);
    cr_expect_not_null(find(&diff, "request/body/expired_at/type/changed"));
    cr_expect_not_null(find(&diff, "request/path/changed"));
    cr_expect_not_null(find(&diff, "request/body/total_amount/minimum/removed"));
    cr_expect_null(find(&diff, "request/body/expired_at/type/narrowed"));
}
