/* Every seed of fuzz_json, fuzz_request, fuzz_response and fuzz_openapi is named for its verdict: hold the judge to the
 * names. */
#include "corpus_util.h"
#include "openapi/lift.h"
#include "verdict_util.h"

typedef struct claims {
    const pl_context *context;
    size_t count; /* names that claimed something */
    bool accepts_only;
} claims;

static void expect_claim(const char *name, pl_verdict verdict, const fz_opinion *opinion,
                         pl_arena *arena, claims *work) {
    char claim[8] = "";
    pl_bytes why = {0};
    if (!cu_claim(name, claim)) { return; }
    if (work->accepts_only && strcmp(claim, pl_verdict_text(PL_ACCEPT)) != 0) { return; }
    work->count++;
    if (opinion->report.count > 0) {
        const pl_json *json = opinion->readable ? &opinion->json : NULL;
        cr_assert_eq(pl_violation_message(&opinion->report.list[0], json, arena, &why), PL_OK);
    }
    cr_expect_str_eq(pl_verdict_text(verdict), claim, "%s: the verdict is %s: %.*s", name,
                     pl_verdict_text(verdict), (int)why.len, (const char *)why.ptr);
}

static void judge(const char *name, int status, pl_bytes text, claims *work) {
    pl_arena arena = {0};
    fz_opinion opinion = {0};
    cr_assert_eq(fz_judge(status, text, work->context, &arena, &opinion), PL_OK, "%s: no verdict",
                 name);
    expect_claim(name, opinion.verdict, &opinion, &arena, work);
    pl_arena_done(&arena);
}

static void judge_request(const char *name, pl_bytes input, void *user) {
    judge(name, 0, input, user);
}

static void judge_response(const char *name, pl_bytes input, void *user) {
    cr_assert(input.len > 0, "%s: empty", name);
    const size_t row = (size_t)(input.ptr[0] - '0') % pl_contract_answer_count;
    judge(name, pl_contract_answers[row].status, (pl_bytes){input.ptr + 1, input.len - 1}, user);
}

/* A document of which nothing is asked: what is left to say is about JSON. */
static void judge_json(const char *name, pl_bytes input, void *user) {
    static const pl_schema anything = {.types = PL_TYPE_NULL | PL_TYPE_BOOLEAN | PL_TYPE_NUMBER |
                                                PL_TYPE_STRING | PL_TYPE_ARRAY | PL_TYPE_OBJECT};
    pl_arena arena = {0};
    fz_opinion opinion = {0};
    cr_assert_eq(pl_validate_text(&anything, input, NULL, &arena, &opinion.json, &opinion.readable,
                                  &opinion.report),
                 PL_OK, "%s: no verdict", name);
    expect_claim(name, pl_report_verdict(&opinion.report), &opinion, &arena, user);
    pl_arena_done(&arena);
}

/* Lifted or refused; what lint says of it is another matter. */
static void judge_openapi(const char *name, pl_bytes input, void *user) {
    pl_arena arena = {0};
    pl_document document = {.version = NULL};
    pl_source_error error = {.message = ""};
    claims *const work = user;
    char claim[8] = "";
    const pl_status status = pl_document_lift(input, &arena, &document, &error);
    if (status == PL_OK) { pl_document_done(&document); }
    if (cu_claim(name, claim)) {
        const pl_verdict verdict = status == PL_OK ? PL_ACCEPT : PL_REJECT;
        work->count++;
        cr_expect_str_eq(pl_verdict_text(verdict), claim, "%s: %s", name, error.message);
    }
    pl_arena_done(&arena);
}

static void judge_target(const char *target, cu_visit *visit, claims work, size_t claims_min) {
    cu_each(target, visit, &work);
    cr_assert(work.count >= claims_min, "%s: only %zu claims", target, work.count);
}

Test(corpus_verdicts, request, .timeout = 20) {
    judge_target("fuzz_request", judge_request, (claims){.context = &pl_coverage_world}, 100);
}

Test(corpus_verdicts, response, .timeout = 20) {
    judge_target("fuzz_response", judge_response, (claims){.context = &pl_coverage_world}, 30);
}

Test(corpus_verdicts, json, .timeout = 20) {
    judge_target("fuzz_json", judge_json, (claims){.context = &pl_coverage_world}, 30);
}

Test(corpus_verdicts, openapi, .timeout = 20) {
    judge_target("fuzz_openapi", judge_openapi, (claims){.context = &pl_coverage_world}, 60);
}

/* The seeds are borrowed for live servers too: what is accepted stays so when the years pass. */
Test(corpus_verdicts, accepted_in_2090, .timeout = 20) {
    pl_context later = pl_coverage_world;
    later.now_ms = 3786912000000;
    judge_target("fuzz_request", judge_request, (claims){.context = &later, .accepts_only = true},
                 20);
}
