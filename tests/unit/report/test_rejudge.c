#include "baseline_util.h"
#include "contract/contract.h"
#include "report/rejudge.h"

static const char good[] = "{\"n\":\"x\"}";

static const pl_schema text = {.name = "text", .types = PL_TYPE_STRING};
static const pl_facet short_rows[] = {{.keyword = PL_KEYWORD_MAX_LENGTH, .count = 2}};
static const pl_schema short_text = {
    .name = "text", .types = PL_TYPE_STRING, PL_FACETS(short_rows)};
static const pl_facet silent_rows[] = {{.keyword = PL_KEYWORD_BLANK,
                                        .severity = PL_OBSERVATION,
                                        .why = "the contract is silent about blanks"}};
static const pl_schema silent_text = {
    .name = "text", .types = PL_TYPE_STRING, PL_FACETS(silent_rows)};

static const pl_member loose_members[] = {PL_MEMBER("n", PL_OPTIONAL, &text)};
static const pl_member strict_members[] = {PL_MEMBER("n", PL_REQUIRED, &short_text)};
static const pl_member silent_members[] = {PL_MEMBER("n", PL_OPTIONAL, &silent_text)};
static const pl_schema loose = {
    .name = "loose", .types = PL_TYPE_OBJECT, PL_MEMBERS(loose_members)};
static const pl_schema strict = {
    .name = "strict", .types = PL_TYPE_OBJECT, PL_MEMBERS(strict_members)};
static const pl_schema silent = {
    .name = "silent", .types = PL_TYPE_OBJECT, PL_MEMBERS(silent_members)};

/* A record of create requests with these bodies, "case/0" and so on. */
static pl_baseline record_of(const char *const *bodies, size_t count, pl_arena *arena) {
    pl_baseline_case *const cases = pl_arena_alloc(arena, count * sizeof *cases);
    const pl_route_row *const create = pl_route_row_of(PL_ROUTE_CREATE);
    cr_assert_not_null(cases);
    for (size_t i = 0; i < count; i++) {
        cases[i] = (pl_baseline_case){.id = pl_arena_printf(arena, "case/%zu", i),
                                      .method = create->method,
                                      .target = create->path,
                                      .body = pl_bytes_of(bodies[i]),
                                      .body_bytes = strlen(bodies[i])};
    }
    return (pl_baseline){.now_ms = 1750000000000, .cases = cases, .case_count = count};
}

static pl_rejudgement judged(const pl_rejudging *asked, pl_arena *arena) {
    pl_rejudgement made;
    cr_assert_eq(pl_rejudge(asked, arena, &made), PL_OK);
    return made;
}

Test(rejudge, every_pair_of_verdicts_has_its_grade) {
    static const char *const bodies[] = {good, "{}", "{\"n\":\"long\"}", "{\"n\":\" \"}", "7"};
    static const struct {
        const pl_schema *schemas[PL_SIDE_COUNT];
        size_t totals[PL_GRADE_COUNT];
    } rows[] = {
        {{&loose, &strict}, {2, 0, 0}},  /* accept -> reject: {} and the long one */
        {{&strict, &loose}, {0, 0, 2}},  /* reject -> accept */
        {{&loose, &silent}, {0, 1, 0}},  /* accept -> open: the blank */
        {{&silent, &loose}, {0, 0, 1}},  /* open -> accept */
        {{&silent, &strict}, {2, 0, 1}}, /* the blank is short enough */
        {{&strict, &strict}, {0, 0, 0}}, {{NULL, &loose}, {1, 0, 0}}, /* the number */
        {{NULL, NULL}, {0, 0, 0}},
    };
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_baseline record = record_of(bodies, PL_COUNT(bodies), &arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_rejudging asked = {.record = &record,
                              .schemas = {rows[i].schemas[0], rows[i].schemas[1]},
                              .fail_on = PL_GRADE_BREAKING};
        const pl_rejudgement made = judged(&asked, &arena);
        cr_expect_eq(made.judged, PL_COUNT(bodies), "row %zu", i);
        for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
            cr_expect_eq(made.totals[grade], rows[i].totals[grade], "row %zu, %s: %zu", i,
                         pl_grade_text(grade), made.totals[grade]);
        }
        cr_expect_eq(pl_rejudgement_fails(&made), rows[i].totals[PL_GRADE_BREAKING] > 0);
        asked.fail_on = PL_GRADE_COMPATIBLE;
        cr_expect_eq(pl_rejudgement_fails(&made), made.count > 0, "row %zu", i);
    }
    pl_arena_done(&arena);
}

Test(rejudge, the_stricter_side_gives_the_reason) {
    static const char *const bodies[] = {"{\"n\":\"long\"}"};
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_baseline record = record_of(bodies, PL_COUNT(bodies), &arena);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        pl_rejudging asked = {.record = &record, .schemas = {&loose, &loose}};
        asked.schemas[side] = &strict;
        const pl_rejudgement made = judged(&asked, &arena);
        cr_assert_eq(made.count, 1);
        cr_expect_eq(made.list[0].judge, side);
        cr_expect_str_eq(made.list[0].keyword, "maxLength");
        cr_expect_str_eq(made.list[0].recorded->id, "case/0");
        cr_expect(pl_bytes_equal(made.list[0].pointer, (pl_bytes)PL_BYTES_LIT("/n")));
        cr_expect_gt(made.list[0].message.len, 0);
    }
    pl_arena_done(&arena);
}

Test(rejudge, what_is_alike_stands_together) {
    static const char *const bodies[] = {"{}", "{\"n\":\"long\"}", "{}", "{\"n\":\"longer\"}"};
    static const char *const ids[] = {"case/1", "case/3", "case/0", "case/2"};
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_baseline record = record_of(bodies, PL_COUNT(bodies), &arena);
    const pl_rejudging asked = {.record = &record, .schemas = {&loose, &strict}};
    const pl_rejudgement made = judged(&asked, &arena);
    cr_assert_eq(made.count, PL_COUNT(ids));
    for (size_t i = 0; i < PL_COUNT(ids); i++) {
        cr_expect_str_eq(made.list[i].recorded->id, ids[i]);
    }
    cr_expect(pl_rejudged_is_alike(&made.list[0], &made.list[1]));
    cr_expect_not(pl_rejudged_is_alike(&made.list[1], &made.list[2]));
    pl_arena_done(&arena);
}

/* What the compiled contract knows to be silent, a document cannot say; what a document forbids there is told. */
Test(rejudge, a_known_gap_is_no_difference) {
    static const char *const bodies[] = {"{\"n\":\" \"}", "{\"n\":\"   \"}"};
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_baseline record = record_of(bodies, PL_COUNT(bodies), &arena);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const pl_side other = side == PL_SIDE_OLD ? PL_SIDE_NEW : PL_SIDE_OLD;
        pl_rejudging asked = {.record = &record};
        asked.schemas[side] = &silent;
        asked.schemas[other] = &loose;
        asked.knows_gaps[side] = true;
        cr_expect_eq(judged(&asked, &arena).count, 0);
        asked.schemas[other] = &strict;
        const pl_rejudgement made = judged(&asked, &arena);
        cr_expect_eq(made.count, 1);
        cr_expect_str_eq(made.list[0].recorded->id, "case/1");
        cr_expect_eq(made.list[0].grade,
                     side == PL_SIDE_OLD ? PL_GRADE_RISKY : PL_GRADE_COMPATIBLE);
    }
    pl_arena_done(&arena);
}

Test(rejudge, what_cannot_be_judged_is_counted) {
    static const char *const bodies[] = {good, good, good, good, "{"};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_baseline record = record_of(bodies, PL_COUNT(bodies), &arena);
    pl_baseline_case *const cases = (pl_baseline_case *)(uintptr_t)record.cases;
    cases[0].body = (pl_bytes){NULL, 0};
    cases[0].body_bytes = 100000;
    cases[1].body = (pl_bytes){NULL, 0};
    cases[1].body_bytes = 0;
    cases[2].method = "GET";
    cases[3].target = "/elsewhere";
    const pl_rejudging asked = {.record = &record, .schemas = {NULL, &loose}};
    const pl_rejudgement made = judged(&asked, &arena);
    cr_expect_eq(made.too_long, 1);
    cr_expect_eq(made.bodiless, 1);
    cr_expect_eq(made.other, 2);
    cr_expect_eq(made.judged, 1);
    cr_expect_eq(made.count, 0, "no version takes what is no JSON");
    pl_arena_done(&arena);
}

/* The text puts a reason's requests together, and only so many; JSON has them all. */
Test(rejudge, both_forms) {
    enum { COUNT = 25 };
    const char *bodies[COUNT];
    pl_arena arena;
    pl_arena_init(&arena);
    for (size_t i = 0; i < COUNT; i++) { bodies[i] = "{\"n\":\"l\\u001bng\"}"; }
    const pl_baseline record = record_of(bodies, COUNT, &arena);
    const pl_rejudging asked = {.record = &record,
                                .record_name = "r.json",
                                .names = {"a.yaml", "b\x1b.yaml"},
                                .schemas = {&loose, &strict}};
    const pl_rejudgement made = judged(&asked, &arena);
    const pl_terminal plain = {.width = 0};
    char *texts[2] = {NULL, NULL};
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        size_t len = 0;
        FILE *const out = open_memstream(&texts[i], &len);
        cr_assert_not_null(out);
        cr_assert_eq(i == 0 ? pl_rejudgement_write_terminal(&made, &plain, out)
                            : pl_rejudgement_write_json(&made, out),
                     PL_OK);
        cr_assert_eq(fclose(out), 0);
        cr_expect_null(strchr(texts[i], '\x1b'));
    }
    cr_expect_not_null(strstr(texts[0], "Breaking (25)"));
    cr_expect_not_null(strstr(texts[0], "accept \xE2\x86\x92 reject: maxLength at /n"));
    cr_expect_not_null(strstr(texts[0], "case/19: "));
    cr_expect_null(strstr(texts[0], "case/20: "));
    cr_expect_not_null(strstr(texts[0], "and 5 more"));
    cr_expect_not_null(strstr(texts[0], "25 breaking, 0 risky, 0 compatible of 25 requests"));
    cr_expect_not_null(strstr(texts[1], "\"case/24\""));
    for (size_t i = 0; i < PL_COUNT(texts); i++) { free(texts[i]); }
    pl_arena_done(&arena);
}
