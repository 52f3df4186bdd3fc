/* The verdict without a report: the same, sooner. */
#include <criterion/criterion.h>

#include "schema/validate.h"
#include "test_util.h"

static const pl_schema integer = {.name = "integer", .types = PL_TYPE_INTEGER};
static const pl_schema integers = {.name = "integers", .types = PL_TYPE_ARRAY, .items = &integer};

static pl_verdict verdict_of(pl_bytes text, pl_arena *arena) {
    uint8_t *copy = tu_exact_copy(text);
    pl_verdict verdict = PL_VERDICT_COUNT;
    const pl_status got =
        pl_validate_verdict(&integers, (pl_bytes){copy, text.len}, NULL, arena, &verdict);
    cr_assert_eq(got, PL_OK, "%.*s", (int)text.len, (const char *)text.ptr);
    free(copy);
    return verdict;
}

Test(schema_validate_text, what_cannot_be_read) {
    enum { DEEP = PL_JSON_DEPTH_MAX + 1 };
    static char deep[DEEP + 1];
    memset(deep, '[', DEEP);
    static const struct row {
        const char *text;
        pl_verdict want;
    } rows[] = {
        {"", PL_REJECT}, {"[1", PL_REJECT}, {"[1]", PL_ACCEPT}, {"\xEF\xBB\xBF[1]", PL_OPEN},
        {deep, PL_OPEN},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_arena arena = {0};
        cr_assert_eq(verdict_of(pl_bytes_of(rows[i].text), &arena), rows[i].want, "row %zu", i);
        pl_arena_done(&arena);
    }
}

Test(schema_validate_text, stops_at_the_first_definite_deviation) {
    enum { COUNT = 1000 };
    static char text[3 * COUNT + 2];
    text[0] = '[';
    for (size_t i = 0; i < COUNT; i++) { memcpy(text + 1 + 3 * i, "\"\",", 3); }
    memcpy(text + 3 * COUNT, "]", 2); /* in place of the last comma */
    pl_arena hasty = {0};
    pl_arena full = {0};
    cr_assert_eq(verdict_of(pl_bytes_of(text), &hasty), PL_REJECT, "%s", text);
    pl_json json;
    pl_report report;
    bool readable = false;
    cr_assert_eq(
        pl_validate_text(&integers, pl_bytes_of(text), NULL, &full, &json, &readable, &report),
        PL_OK);
    cr_assert_eq(report.totals[PL_VIOLATION], COUNT, "every element is wrong");
    cr_assert_lt(hasty.request_count, full.request_count, "the list of one deviation never grows");
    pl_arena_done(&hasty);
    pl_arena_done(&full);
}

Test(schema_validate_text, every_allocation_may_fail) {
    size_t k = 1;
    for (;; k++) {
        pl_arena scarce = {.fail_after = k};
        pl_verdict verdict = PL_VERDICT_COUNT;
        const pl_status got =
            pl_validate_verdict(&integers, pl_bytes_of("[null]"), NULL, &scarce, &verdict);
        pl_arena_done(&scarce);
        if (got == PL_OK) { break; }
        cr_assert_eq(got, PL_E_MEMORY, "request %zu: %d", k, got);
        cr_assert_eq(verdict, PL_VERDICT_COUNT, "request %zu: untouched", k);
        cr_assert_lt(k, 10, "the bound is reached");
    }
    cr_assert_gt(k, 1, "at least one request was made");
}
