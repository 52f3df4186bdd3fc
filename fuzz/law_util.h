/* The laws that every verdict keeps, whatever the document: metamorphic relations, and a second judge. A search checks
 * one of them an input, chosen by its bytes; a replay checks all. */
#ifndef PL_FUZZ_LAW_UTIL_H
#define PL_FUZZ_LAW_UTIL_H

#include "second_judge.h"
#include "text/utf8.h"
#include "thorough_util.h"

/* A document with its verdict. The memory is kept between inputs: AddressSanitizer's malloc would cost more than the
 * judge does, and a reset arena is poisoned again. */
typedef struct fz_judged {
    int status; /* of a response; 0: a request */
    pl_bytes text;
    fz_opinion opinion;
    uint64_t pick; /* for choices within a law */
    bool thorough;
} fz_judged;

/* What a law may overlook: keywords that speak of the spelling that it changes. */
typedef struct fz_blind {
    pl_keyword one;
    pl_keyword other;
} fz_blind;

static const fz_blind fz_sharp = {PL_KEYWORD_COUNT, PL_KEYWORD_COUNT};

static inline pl_arena *fz_second_arena(void) {
    static pl_arena arena;
    pl_arena_reset(&arena);
    return &arena;
}

/* Judge an altered document, which is freed. */
static inline fz_opinion fz_opinion_of(const fz_judged *judged, pl_bytes altered, pl_arena *arena) {
    fz_opinion after = {0};
    FZ_CHECK(fz_judge(judged->status, altered, &pl_coverage_world, arena, &after) == PL_OK);
    FZ_CHECK(after.readable == judged->opinion.readable);
    fz_free(altered);
    return after;
}

/* The altered document has the same deviations. It is freed. */
static inline void fz_check_same(const fz_judged *judged, pl_bytes altered, fz_blind blind) {
    const fz_opinion after = fz_opinion_of(judged, altered, fz_second_arena());
    bool same_deviations = true;
    for (int i = 0; i < PL_SEVERITY_COUNT; i++) {
        const pl_severity severity = (pl_severity)i;
        same_deviations = same_deviations &&
                          fz_tally(&after.report, severity, blind.one, blind.other) ==
                              fz_tally(&judged->opinion.report, severity, blind.one, blind.other);
    }
    FZ_CHECK(same_deviations);
}

static inline void fz_law_same_bytes(const fz_judged *judged) {
    fz_reader whole = {judged->text.ptr, judged->text.len};
    fz_check_same(judged, fz_rest_copy(&whole), fz_sharp);
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

static inline void fz_law_space_around(const fz_judged *judged) {
    static const pl_bytes mark = PL_BYTES_LIT("\xEF\xBB\xBF");
    const pl_bytes text = judged->text;
    const bool marked = text.len >= mark.len && memcmp(text.ptr, mark.ptr, mark.len) == 0;
    const bool front = judged->pick % 2 == 0 && !marked;
    const fz_blind blind = {PL_KEYWORD_MAX_BYTES, PL_KEYWORD_MAX_BYTES};
    fz_check_same(judged, fz_insert(text, front ? 0 : text.len, "\n\r\t "), blind);
}

static inline void fz_law_undeclared(const fz_judged *judged) {
    static const char name[] = "~undeclared~";
    const pl_json *json = &judged->opinion.json;
    if (!judged->opinion.readable || json->nodes[0].kind != PL_JSON_OBJECT) { return; }
    if (pl_json_member(json, 0, name) != PL_JSON_NONE) { return; }
    char member[64];
    snprintf(member, sizeof member, "\"%s\":[]%s", name, json->nodes[0].next == 1 ? "" : ",");
    const pl_bytes altered = fz_insert(judged->text, json->nodes[0].at + 1, member);
    const fz_opinion after = fz_opinion_of(judged, altered, fz_second_arena());
    FZ_CHECK(after.report.totals[PL_VIOLATION] == judged->opinion.report.totals[PL_VIOLATION]);
}

/* The writer has room for so much; longer documents keep the other laws. */
static inline bool fz_can_rewrite(const fz_judged *judged) {
    return judged->opinion.readable && judged->text.len <= FZ_TEXT_BYTES_MAX;
}

static inline void fz_check_style(const fz_judged *judged, const fz_style *style, fz_blind blind) {
    if (!fz_can_rewrite(judged)) { return; }
    fz_check_same(judged, fz_rewritten(&judged->opinion.json, style), blind);
}

static inline void fz_law_space_inside(const fz_judged *judged) {
    const fz_blind blind = {PL_KEYWORD_MAX_BYTES, PL_KEYWORD_MAX_BYTES};
    fz_check_style(judged, &(fz_style){.spaced = true}, blind);
}

static inline void fz_law_order(const fz_judged *judged) {
    const fz_blind blind = {PL_KEYWORD_MAX_BYTES,
                            PL_KEYWORD_MAX_BYTES}; /* white space is left out */
    fz_check_style(judged, &(fz_style){.reversed = true}, blind);
}

static inline void fz_law_escapes(const fz_judged *judged) {
    const fz_blind blind = {PL_KEYWORD_MAX_BYTES, PL_KEYWORD_MAX_BYTES};
    const unsigned step = 1 + (unsigned)(judged->pick % 8);
    const bool plain_names =
        judged->pick % 5 > 0; /* those of names are dear: every one is looked up anew */
    fz_check_style(judged, &(fz_style){.escaped = step, .plain_names = plain_names}, blind);
    if (!judged->thorough || !plain_names) { return; }
    fz_check_style(judged, &(fz_style){.escaped = step}, blind);
}

static inline void fz_law_numbers(const fz_judged *judged) {
    const fz_blind blind = {PL_KEYWORD_MAX_BYTES, PL_KEYWORD_INTEGER_SPELLING};
    fz_check_style(judged, &(fz_style){.respelled = true}, blind);
}

/* Removing an optional member never turns accept into reject. */
static inline void fz_law_optional(const fz_judged *judged) {
    const pl_json *json = &judged->opinion.json;
    const pl_schema *schema = fz_schema_of(judged->status);
    if (!fz_can_rewrite(judged) || judged->opinion.verdict != PL_ACCEPT) { return; }
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_member *member = &schema->members[i];
        const uint32_t value = pl_json_member(json, 0, member->name);
        const bool picked = judged->thorough || judged->pick % schema->member_count == i;
        if (member->presence == PL_REQUIRED || value == PL_JSON_NONE || !picked) { continue; }
        const pl_bytes altered = fz_rewritten(json, &(fz_style){.without = value - 1});
        const fz_opinion after = fz_opinion_of(judged, altered, fz_second_arena());
        FZ_CHECK(after.verdict != PL_REJECT);
    }
}

/* Are all numbers of a list of items so short that no order of adding them leaves the range of exact decimals? */
static inline bool fz_short_numbers(const pl_json *json, uint32_t top) {
    enum { LEN_MAX = 9 };
    for (uint32_t i = top; i < json->nodes[top].next; i++) {
        const pl_bytes raw = pl_json_raw(json, i);
        if (json->nodes[i].kind != PL_JSON_NUMBER) { continue; }
        if (raw.len > LEN_MAX || memchr(raw.ptr, 'e', raw.len) != NULL ||
            memchr(raw.ptr, 'E', raw.len) != NULL) {
            return false;
        }
    }
    return true;
}

/* Is the sum rule definitely broken? */
static inline bool fz_breaks_sum(const pl_report *report) {
    for (uint32_t i = 0; i < report->count; i++) {
        const pl_violation *row = &report->list[i];
        if (fz_is_sum(row->rule) && row->severity == PL_VIOLATION) { return true; }
    }
    return false;
}

/* A line of n pieces as a line of one and a line of n - 1: the sum rule stays as it was. */
static inline void fz_law_split(const fz_judged *judged) {
    const pl_json *json = &judged->opinion.json;
    const pl_member *items_row = &pl_contract_request.members[PL_REQUEST_ITEMS];
    const pl_member *quantity_row = &items_row->schema->items->members[PL_ITEM_QUANTITY];
    if (judged->status != 0 || !fz_can_rewrite(judged)) { return; }
    const uint32_t items = pl_json_member(json, 0, items_row->name);
    const uint32_t count = pl_json_child_count(json, items);
    if (items == PL_JSON_NONE || json->nodes[items].kind != PL_JSON_ARRAY || count == 0 ||
        !fz_short_numbers(json, items) ||
        fz_reports(&judged->opinion.report, PL_KEYWORD_DUPLICATE_NAME)) {
        return;
    }
    uint32_t item = items + 1;
    for (uint64_t skip = judged->pick % count; skip > 0; skip--) { item = json->nodes[item].next; }
    const uint32_t quantity = pl_json_member(json, item, quantity_row->name);
    if (quantity == PL_JSON_NONE || json->nodes[quantity].kind != PL_JSON_NUMBER ||
        (json->nodes[quantity].marks & PL_JSON_FRACTIONAL) != 0) {
        return;
    }
    char whole[16] = "";
    char rest[32];
    const pl_bytes raw = pl_json_raw(json, quantity);
    memcpy(whole, raw.ptr, raw.len);
    snprintf(rest, sizeof rest, "%ld", strtol(whole, NULL, 10) - 1);
    const fz_style style = {.split = item, .value = quantity, .first = "1", .second = rest};
    const fz_opinion after = fz_opinion_of(judged, fz_rewritten(json, &style), fz_second_arena());
    FZ_CHECK(fz_breaks_sum(&after.report) == fz_breaks_sum(&judged->opinion.report));
}

/* Without memory there is no verdict, and never another one. */
static inline void fz_law_memory(const fz_judged *judged) {
    enum { REQUESTS_MAX = 16 };
    static pl_arena arena;
    pl_arena_reset(&arena);
    arena.request_count = 0;
    arena.fail_after = 1 + judged->pick % REQUESTS_MAX;
    fz_opinion poor = {.verdict = PL_VERDICT_COUNT};
    const pl_status done =
        fz_judge(judged->status, judged->text, &pl_coverage_world, &arena, &poor);
    FZ_CHECK(done == PL_OK || done == PL_E_MEMORY);
    FZ_CHECK(poor.verdict == (done == PL_OK ? judged->opinion.verdict : PL_VERDICT_COUNT));
}

/* Who knows neither the catalog nor the hour forbids no more. */
static inline void fz_law_ignorance(const fz_judged *judged) {
    fz_opinion ignorant = {0};
    FZ_CHECK(fz_judge(judged->status, judged->text, NULL, fz_second_arena(), &ignorant) == PL_OK);
    FZ_CHECK(ignorant.report.totals[PL_VIOLATION] <= judged->opinion.report.totals[PL_VIOLATION]);
}

/* Stopping at the first definite deviation leads to the same verdict. */
static inline void fz_law_haste(const fz_judged *judged) {
    pl_verdict verdict = PL_VERDICT_COUNT;
    pl_context context = pl_coverage_world;
    context.http_status = judged->status;
    FZ_CHECK(pl_validate_verdict(fz_schema_of(judged->status), judged->text, &context,
                                 fz_second_arena(), &verdict) == PL_OK);
    FZ_CHECK(verdict == judged->opinion.verdict);
}

/* Every deviation lies in the document and can be told to a person; its pointer leads back to it; list and totals
 * agree. */
static inline void fz_law_list(const fz_judged *judged) {
    enum { POINTERS_MAX = 64, MESSAGE_BYTES_MAX = 1024 };
    const pl_report *report = &judged->opinion.report;
    const pl_json *json = judged->opinion.readable ? &judged->opinion.json : NULL;
    const bool unique = json != NULL &&
                        (json->marks & (PL_JSON_BAD_UTF8 | PL_JSON_LONE_SURROGATE)) == 0 &&
                        !fz_reports(report, PL_KEYWORD_DUPLICATE_NAME);
    pl_arena *arena = fz_second_arena();
    for (uint32_t i = 0; i < report->count && i < POINTERS_MAX; i++) {
        const pl_violation *row = &report->list[i];
        pl_bytes message = {0};
        pl_bytes pointer = {0};
        uint32_t back = UINT32_MAX;
        FZ_CHECK(row->severity < PL_SEVERITY_COUNT && row->at <= judged->text.len);
        FZ_CHECK(pl_violation_keyword(row)[0] != '\0');
        FZ_CHECK(pl_violation_message(row, json, arena, &message) == PL_OK);
        FZ_CHECK(message.len > 0 && message.len <= MESSAGE_BYTES_MAX && pl_utf8_valid(message));
        if (json == NULL) { continue; }
        FZ_CHECK(row->node < json->count && row->at == json->nodes[row->node].at);
        FZ_CHECK(pl_json_pointer(json, row->node, arena, &pointer) == PL_OK);
        if (!unique || row->keyword == PL_KEYWORD_NUL) {
            continue;
        } /* U+0000: names may not be judged there */
        FZ_CHECK(pl_json_resolve(json, pointer, &back) == PL_OK);
        FZ_CHECK(back == row->node + (row->keyword == PL_KEYWORD_ADDITIONAL_PROPERTIES));
    }
    uint32_t listed = 0;
    for (int severity = 0; severity < PL_SEVERITY_COUNT; severity++) {
        listed += report->totals[severity];
    }
    FZ_CHECK(listed == report->count || report->count == PL_VIOLATION_COUNT_MAX);
}

static inline void fz_law_second_judge(const fz_judged *judged) {
    if (judged->opinion.readable) {
        fz_second_judge(judged->status, &judged->opinion.json, &pl_coverage_world,
                        &judged->opinion.report);
    } else {
        FZ_CHECK(judged->opinion.report.count == 1);
    }
}

typedef void fz_law(const fz_judged *judged);

static fz_law *const fz_laws[] = {
    fz_law_list,  fz_law_second_judge, fz_law_same_bytes, fz_law_space_around, fz_law_space_inside,
    fz_law_order, fz_law_escapes,      fz_law_numbers,    fz_law_undeclared,   fz_law_optional,
    fz_law_split, fz_law_memory,       fz_law_ignorance,  fz_law_haste,
};

/* Judge the text and hold the verdict to the laws. The report lives until the next call. */
static inline fz_judged fz_check_laws(int status, pl_bytes text) {
    static pl_arena arena;
    pl_arena_reset(&arena);
    fz_judged judged = {
        .status = status, .text = text, .pick = fz_hash(text), .thorough = fz_thorough};
    FZ_CHECK(fz_judge(status, text, &pl_coverage_world, &arena, &judged.opinion) == PL_OK);
    const uint64_t chosen = judged.pick % PL_COUNT(fz_laws);
    judged.pick /= PL_COUNT(fz_laws);
    for (size_t i = 0; i < PL_COUNT(fz_laws); i++) {
        if (fz_thorough || i == chosen) { fz_laws[i](&judged); }
    }
    return judged;
}

#endif
