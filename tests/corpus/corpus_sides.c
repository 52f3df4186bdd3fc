/* The seeds of fuzz_request and fuzz_response stand on both sides of every facet of what they are judged by; see
 * cases/coverage.h. `paylink cases --coverage corpus/fuzz_request` shows it, and the test corpus.facets runs that. */
#include "cases/coverage.h"
#include "corpus_util.h"
#include "verdict_util.h"

/* What no seed of fuzz_request can show, and why. A row that is not needed is a failure itself. */
static const struct exception {
    const char *place;
    const char *facet;
    const char *why;
} not_alone[] = {
    {"total_amount", "maxDecimals 2",
     "quantities are whole, so a total that is the sum has no more decimals than the prices"},
};

static bool is_excepted(const pl_coverage *coverage, const pl_coverage_row *row) {
    for (size_t i = 0; i < PL_COUNT(not_alone); i++) {
        if (strcmp(not_alone[i].place, coverage->places[row->place].name) == 0 &&
            strcmp(not_alone[i].facet, row->text) == 0) {
            return true;
        }
    }
    return false;
}

/* One table of rows, and the answers that are counted in it (status 0: requests). */
typedef struct tables {
    pl_arena arena;
    pl_coverage list[8];
    size_t count;
} tables;

static pl_coverage *table_of(tables *all, const pl_schema *schema) {
    for (size_t i = 0; i < all->count; i++) {
        if (all->list[i].schema == schema) { return &all->list[i]; }
    }
    cr_assert_lt(all->count, PL_COUNT(all->list));
    pl_coverage *added = &all->list[all->count++];
    cr_assert_eq(pl_coverage_make(schema, &all->arena, added), PL_OK);
    return added;
}

static void count(tables *all, const pl_schema *schema, pl_bytes text, int status) {
    pl_arena scratch = {0};
    pl_context context = pl_coverage_world;
    context.http_status = status;
    cr_assert_eq(pl_coverage_add(table_of(all, schema), text, &context, &scratch, NULL), PL_OK);
    pl_arena_done(&scratch);
}

static void count_request(const char *name, pl_bytes input, void *user) {
    (void)name;
    count(user, &pl_contract_request, input, 0);
}

static void count_response(const char *name, pl_bytes input, void *user) {
    cr_assert(input.len > 0, "%s: empty", name);
    const pl_contract_answer *answer =
        &pl_contract_answers[(size_t)(input.ptr[0] - '0') % pl_contract_answer_count];
    count(user, answer->schema, (pl_bytes){input.ptr + 1, input.len - 1}, answer->status);
}

static void expect_sides(const pl_coverage *coverage) {
    for (size_t i = 0; i < coverage->row_count; i++) {
        const pl_coverage_row *row = &coverage->rows[i];
        const char *place = coverage->places[row->place].name;
        cr_expect_gt(row->inside_count, 0, "%s: %s %s: nothing accepted", coverage->schema->name,
                     place, row->text);
        cr_expect_gt(row->outside_count, 0, "%s: %s %s (%s): nothing outside",
                     coverage->schema->name, place, row->text, pl_severity_text(row->severity));
    }
}

Test(corpus_sides, request, .timeout = 20) {
    tables all = {0};
    cu_each("fuzz_request", count_request, &all);
    cr_assert_eq(all.count, 1);
    const pl_coverage *coverage = &all.list[0];
    expect_sides(coverage);
    for (size_t i = 0; i < coverage->row_count; i++) {
        const pl_coverage_row *row = &coverage->rows[i];
        const char *place = coverage->places[row->place].name;
        const bool excepted = is_excepted(coverage, row);
        cr_expect_eq(row->alone_count == 0, excepted, "%s %s: %u documents alone outside", place,
                     row->text, row->alone_count);
        cr_expect_eq(row->edges_seen, row->edges, "%s %s: edges %#x of %#x", place, row->text,
                     row->edges_seen, row->edges);
    }
    pl_arena_done(&all.arena);
}

/* The statuses whose answers have one schema are counted together: their rows are the same. */
Test(corpus_sides, response, .timeout = 20) {
    enum { SCHEMA_COUNT = 3 };
    tables all = {0};
    cu_each("fuzz_response", count_response, &all);
    cr_expect_eq(all.count, SCHEMA_COUNT, "%zu schemas", all.count);
    for (size_t i = 0; i < all.count; i++) { expect_sides(&all.list[i]); }
    pl_arena_done(&all.arena);
}

/* Which statuses have been accepted, rejected and left open. */
static void note_verdict(const char *name, pl_bytes input, void *user) {
    bool(*seen)[PL_VERDICT_COUNT] = user;
    cr_assert(input.len > 0, "%s: empty", name);
    const size_t row = (size_t)(input.ptr[0] - '0') % pl_contract_answer_count;
    pl_arena arena = {0};
    fz_opinion opinion = {0};
    cr_assert_eq(fz_judge(pl_contract_answers[row].status, (pl_bytes){input.ptr + 1, input.len - 1},
                          &pl_coverage_world, &arena, &opinion),
                 PL_OK);
    seen[row][opinion.verdict] = true;
    pl_arena_done(&arena);
}

Test(corpus_sides, every_status_has_every_verdict, .timeout = 20) {
    enum { ANSWERS_MAX = 16 };
    bool seen[ANSWERS_MAX][PL_VERDICT_COUNT] = {{false}};
    cr_assert_leq(pl_contract_answer_count, ANSWERS_MAX);
    cu_each("fuzz_response", note_verdict, seen);
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        for (unsigned k = 0; k < PL_VERDICT_COUNT; k++) {
            cr_expect(seen[i][k], "%d: no seed is %s", pl_contract_answers[i].status,
                      pl_verdict_text((pl_verdict)k));
        }
    }
}
