/* What every verdict must keep to, whatever the document: shared by fuzz_request and fuzz_response. */
#ifndef PL_FUZZ_VERDICT_UTIL_H
#define PL_FUZZ_VERDICT_UTIL_H

#include "contract/contract.h"
#include "fuzz_util.h"
#include "text/utf8.h"

enum {
    FZ_TEXT_BYTES_MAX = 64 * 1024,
    FZ_MESSAGE_BYTES_MAX = 1024,
    FZ_FAILED_REQUESTS = 16,
    FZ_POINTERS_MAX = 32
};

/* A fixed world, so that one input has one verdict for ever. */
/* clang-format off */
static const pl_bytes fz_methods[] = {
    PL_BYTES_LIT("QRIS"),      PL_BYTES_LIT("VA_BRI"),    PL_BYTES_LIT("VA_BNI"),
    PL_BYTES_LIT("VA_DANAMON"), PL_BYTES_LIT("INDOMARET"), PL_BYTES_LIT("ALFAMART"),
};
/* clang-format on */
static const pl_context fz_world = {.now_ms = 1750000000000, /* 2025-06-15 */
                                    .payment_methods = fz_methods,
                                    .payment_method_count = PL_COUNT(fz_methods)};

typedef struct fz_opinion {
    pl_json json; /* when readable */
    pl_report report;
    bool readable;
    pl_verdict verdict;
} fz_opinion;

/* Judge a request (status 0) or the response of a status. */
static inline pl_status fz_judge(int status, pl_bytes text, const pl_context *context,
                                 pl_arena *arena, fz_opinion *ret_opinion) {
    fz_opinion got = {0};
    const pl_status done =
        status == 0
            ? pl_contract_judge_request(text, context, arena, &got.json, &got.readable, &got.report)
            : pl_contract_judge_response(status, text, context, arena, &got.json, &got.readable,
                                         &got.report);
    if (done != PL_OK) { return done; }
    got.verdict = pl_report_verdict(&got.report);
    *ret_opinion = got;
    return PL_OK;
}

static inline bool fz_same_totals(const pl_report *left, const pl_report *right) {
    return left->count == right->count &&
           memcmp(left->totals, right->totals, sizeof left->totals) == 0;
}

static inline bool fz_reports(const pl_report *report, pl_keyword keyword) {
    for (uint32_t i = 0; i < report->count; i++) {
        if (report->list[i].keyword == keyword) { return true; }
    }
    return false;
}

/* The whole document again with something put in at `at`. The caller frees it. */
static inline pl_bytes fz_insert(pl_bytes text, size_t at, const char *what) {
    const size_t len = strlen(what);
    uint8_t *copy = fz_alloc(text.len + len);
    if (at > 0) { memcpy(copy, text.ptr, at); }
    memcpy(copy + at, what, len);
    if (at < text.len) { memcpy(copy + at + len, text.ptr + at, text.len - at); }
    return (pl_bytes){copy, text.len + len};
}

/* Every violation lies in the document, can be told to a person, and the list agrees with the totals. */
static inline void fz_check_violations(const fz_opinion *opinion, pl_bytes text, pl_arena *arena) {
    uint32_t listed[PL_SEVERITY_COUNT] = {0};
    bool unique = opinion->readable &&
                  (opinion->json.marks & (PL_JSON_BAD_UTF8 | PL_JSON_LONE_SURROGATE)) == 0;
    for (uint32_t i = 0; i < opinion->report.count; i++) {
        unique = unique && opinion->report.list[i].keyword != PL_KEYWORD_DUPLICATE_NAME;
    }
    for (uint32_t i = 0; i < opinion->report.count; i++) {
        const pl_violation *violation = &opinion->report.list[i];
        pl_bytes message = {0};
        pl_bytes pointer = {0};
        uint32_t back = UINT32_MAX;
        FZ_CHECK(violation->severity < PL_SEVERITY_COUNT && violation->at <= text.len);
        FZ_CHECK(pl_violation_keyword(violation)[0] != '\0');
        listed[violation->severity]++;
        const pl_json *json = opinion->readable ? &opinion->json : NULL;
        FZ_CHECK(pl_violation_message(violation, json, arena, &message) == PL_OK);
        FZ_CHECK(message.len > 0 && message.len <= FZ_MESSAGE_BYTES_MAX && pl_utf8_valid(message));
        if (!opinion->readable || i >= FZ_POINTERS_MAX) { continue; }
        FZ_CHECK(violation->node < json->count);
        FZ_CHECK(pl_json_pointer(json, violation->node, arena, &pointer) == PL_OK);
        if (unique) {
            FZ_CHECK(pl_json_resolve(json, pointer, &back) == PL_OK);
            FZ_CHECK(back == violation->node ||
                     back == violation->node + 1); /* a name node: its value */
        }
    }
    for (size_t i = 0; i < PL_SEVERITY_COUNT; i++) {
        FZ_CHECK(listed[i] == opinion->report.totals[i]);
    }
    const uint32_t *totals = opinion->report.totals;
    const bool doubtful = totals[PL_WARNING] + totals[PL_OBSERVATION] > 0;
    FZ_CHECK(opinion->verdict == (totals[PL_VIOLATION] > 0 ? PL_REJECT
                                  : doubtful               ? PL_OPEN
                                                           : PL_ACCEPT));
}

/* One more judgement of an altered document, with the same memory as any stranger has. */
static inline void fz_check_altered(int status, pl_bytes text, const fz_opinion *before,
                                    bool (*agree)(const pl_report *, const pl_report *)) {
    pl_arena arena = {0};
    fz_opinion after = {0};
    FZ_CHECK(fz_judge(status, text, &fz_world, &arena, &after) == PL_OK);
    FZ_CHECK(after.readable == before->readable && agree(&before->report, &after.report));
    pl_arena_done(&arena);
    fz_free(text);
}

static inline bool fz_same_violations(const pl_report *left, const pl_report *right) {
    return left->totals[PL_VIOLATION] == right->totals[PL_VIOLATION];
}

/* White space around the document, and an undeclared member in it, forbid nothing and allow nothing. */
static inline void fz_check_alterations(int status, pl_bytes text, const fz_opinion *opinion) {
    static const pl_bytes mark = PL_BYTES_LIT("\xEF\xBB\xBF");
    const bool marked = text.len >= mark.len && memcmp(text.ptr, mark.ptr, mark.len) == 0;
    fz_check_altered(status, fz_insert(text, text.len, " \t\r\n"), opinion, fz_same_totals);
    if (!marked) {
        fz_check_altered(status, fz_insert(text, 0, "\n\r\t "), opinion, fz_same_totals);
    }
    if (opinion->readable && opinion->json.nodes[0].kind == PL_JSON_OBJECT) {
        const bool empty = opinion->json.nodes[0].next == 1;
        const char *member = empty ? "\"~undeclared~\":[]" : "\"~undeclared~\":[],";
        if (pl_json_member(&opinion->json, 0, "~undeclared~") != PL_JSON_NONE) { return; }
        fz_check_altered(status, fz_insert(text, opinion->json.nodes[0].at + 1, member), opinion,
                         fz_same_violations);
    }
}

/* Without memory there is no verdict, and never another one. */
static inline void fz_check_memory(int status, pl_bytes text, const fz_opinion *opinion) {
    pl_arena arena = {.fail_after = 1 + text.len % FZ_FAILED_REQUESTS};
    fz_opinion poor = {.verdict = PL_VERDICT_COUNT};
    const pl_status done = fz_judge(status, text, &fz_world, &arena, &poor);
    FZ_CHECK(done == PL_OK || done == PL_E_MEMORY);
    FZ_CHECK(done != PL_OK || fz_same_totals(&poor.report, &opinion->report));
    pl_arena_done(&arena);
}

#endif
