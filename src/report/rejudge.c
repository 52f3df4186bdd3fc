#include "report/rejudge.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "contract/contract.h"

/* --- one request ----------------------------------------------------------------------------- */

/* One side's judgement. */
typedef struct judgement {
    pl_json json; /* when readable */
    bool readable;
    pl_report report;
} judgement;

static pl_status judge(const pl_rejudging *asked, pl_side side, pl_bytes body, pl_arena *arena,
                       judgement *ret_judgement) {
    static const pl_schema anything = {.name = "anything",
                                       .types = PL_TYPE_NULL | PL_TYPE_BOOLEAN | PL_TYPE_NUMBER |
                                                PL_TYPE_INTEGER | PL_TYPE_STRING | PL_TYPE_ARRAY |
                                                PL_TYPE_OBJECT};
    const pl_schema *const schema = asked->schemas[side];
    const pl_context context = {.now_ms = asked->record->now_ms,
                                .payment_methods = asked->record->payment_methods,
                                .payment_method_count = asked->record->payment_method_count};
    return pl_validate_text(schema != NULL ? schema : &anything, body, &context, arena,
                            &ret_judgement->json, &ret_judgement->readable, &ret_judgement->report);
}

static pl_grade grade_of(const pl_verdict *verdicts) {
    if (verdicts[PL_SIDE_NEW] < verdicts[PL_SIDE_OLD]) { return PL_GRADE_COMPATIBLE; }
    const bool whole = verdicts[PL_SIDE_OLD] == PL_ACCEPT && verdicts[PL_SIDE_NEW] == PL_REJECT;
    return whole ? PL_GRADE_BREAKING : PL_GRADE_RISKY;
}

/* The first deviation that the verdict rests on, into keep. */
static pl_status explain(const judgement *made, pl_arena *scratch, pl_arena *keep,
                         pl_rejudged *row) {
    const pl_violation *why = &made->report.list[0];
    const bool rejected = row->verdicts[row->judge] == PL_REJECT;
    assert(made->report.count > 0);
    for (uint32_t i = 0; i < made->report.count; i++) {
        const pl_violation *const each = &made->report.list[i];
        if (rejected != (each->severity == PL_VIOLATION)) { continue; }
        why = each;
        break;
    }
    pl_bytes pointer = PL_BYTES_LIT("");
    pl_bytes message = PL_BYTES_LIT("");
    pl_status status = PL_OK;
    if (made->readable) { status = pl_json_pointer(&made->json, why->node, scratch, &pointer); }
    if (status == PL_OK) { status = pl_violation_message(why, &made->json, scratch, &message); }
    if (status != PL_OK) { return status; }
    const char *const kept_pointer = pl_arena_text(keep, pointer);
    const char *const kept_message = pl_arena_text(keep, message);
    if (kept_pointer == NULL || kept_message == NULL) { return PL_E_MEMORY; }
    row->keyword = pl_violation_keyword(why);
    row->pointer = (pl_bytes){(const uint8_t *)kept_pointer, pointer.len};
    row->message = (pl_bytes){(const uint8_t *)kept_message, message.len};
    return PL_OK;
}

/* Is the violation one of a pattern, by code points that engines class differently, as the other side knows? */
static bool is_disputed(const pl_violation *violation, const judgement *knowing) {
    if (violation->keyword != PL_KEYWORD_PATTERN) { return false; }
    for (uint32_t i = 0; i < knowing->report.count; i++) {
        const pl_violation *const each = &knowing->report.list[i];
        if (each->keyword == PL_KEYWORD_PATTERN_DISPUTED && each->node == violation->node) {
            return true;
        }
    }
    return false;
}

/* One side says that the contract is silent; does the other only lack the words for it? */
static bool is_same_silence(const judgement *knowing, const judgement *other) {
    if (pl_report_verdict(&knowing->report) != PL_OPEN) { return false; }
    if (pl_report_verdict(&other->report) == PL_ACCEPT) { return true; }
    if (!knowing->readable || !other->readable) { return false; }
    for (uint32_t i = 0; i < other->report.count; i++) {
        if (!is_disputed(&other->report.list[i], knowing)) { return false; }
    }
    return other->report.totals[PL_VIOLATION] <= other->report.count;
}

static bool differ(const pl_rejudging *asked, const judgement *made) {
    if (pl_report_verdict(&made[PL_SIDE_OLD].report) ==
        pl_report_verdict(&made[PL_SIDE_NEW].report)) {
        return false;
    }
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const pl_side other = side == PL_SIDE_OLD ? PL_SIDE_NEW : PL_SIDE_OLD;
        if (asked->knows_gaps[side] && !asked->knows_gaps[other] &&
            is_same_silence(&made[side], &made[other])) {
            return false;
        }
    }
    return true;
}

/* Judge by both; *ret_differs when there is a row. */
static pl_status compare(const pl_rejudging *asked, const pl_baseline_case *recorded,
                         pl_arena *scratch, pl_arena *keep, pl_rejudged *ret_row,
                         bool *ret_differs) {
    judgement made[PL_SIDE_COUNT];
    pl_rejudged row = {.recorded = recorded};
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        made[side] = (judgement){.json = {.text = recorded->body}};
        const pl_status status = judge(asked, side, recorded->body, scratch, &made[side]);
        if (status != PL_OK) { return status; }
        if (!made[side].readable) { made[side].json = (pl_json){.text = recorded->body}; }
        row.verdicts[side] = pl_report_verdict(&made[side].report);
    }
    *ret_differs = differ(asked, made);
    if (!*ret_differs) { return PL_OK; }
    row.grade = grade_of(row.verdicts);
    row.judge = row.verdicts[PL_SIDE_NEW] > row.verdicts[PL_SIDE_OLD] ? PL_SIDE_NEW : PL_SIDE_OLD;
    const pl_status status = explain(&made[row.judge], scratch, keep, &row);
    if (status == PL_OK) { *ret_row = row; }
    return status;
}

/* --- all of them ----------------------------------------------------------------------------- */

static bool is_create(const pl_baseline_case *recorded) {
    const pl_route_row *const create = pl_route_row_of(PL_ROUTE_CREATE);
    pl_route route = PL_ROUTE_COUNT;
    pl_bytes account;
    pl_bytes link;
    return strcmp(recorded->method, create->method) == 0 &&
           pl_route_match(pl_bytes_of(recorded->target), &route, &account, &link) &&
           strcmp(pl_route_row_of(route)->path, create->path) == 0;
}

/* Count what cannot be judged. */
static bool can_judge(const pl_baseline_case *recorded, pl_rejudgement *made) {
    if (!is_create(recorded)) {
        made->other++;
    } else if (recorded->body.ptr != NULL) {
        made->judged++;
        return true;
    } else if (recorded->body_bytes > 0) {
        made->too_long++;
    } else {
        made->bodiless++;
    }
    return false;
}

static int order_of(size_t left, size_t right) {
    return (left > right) - (left < right);
}

static int order_texts(pl_bytes left, pl_bytes right) {
    const size_t len = left.len < right.len ? left.len : right.len;
    const int order = len > 0 ? memcmp(left.ptr, right.ptr, len) : 0;
    return order != 0 ? order : order_of(left.len, right.len);
}

/* By grade, then by what makes two rows alike. */
static int order_reasons(const pl_rejudged *left, const pl_rejudged *right) {
    int order = order_of(left->grade, right->grade);
    for (pl_side side = 0; side < PL_SIDE_COUNT && order == 0; side++) {
        order = order_of(left->verdicts[side], right->verdicts[side]);
    }
    if (order == 0) { order = strcmp(left->keyword, right->keyword); }
    return order != 0 ? order : order_texts(left->pointer, right->pointer);
}

static int order_rows(const void *left, const void *right) {
    const pl_rejudged *const one = left;
    const pl_rejudged *const other = right;
    const int order = order_reasons(one, other);
    return order != 0 ? order
                      : (one->recorded > other->recorded) - (one->recorded < other->recorded);
}

bool pl_rejudged_is_alike(const pl_rejudged *left, const pl_rejudged *right) {
    assert(left != NULL && right != NULL);
    return order_reasons(left, right) == 0;
}

pl_status pl_rejudge(const pl_rejudging *asked, pl_arena *arena, pl_rejudgement *ret_made) {
    assert(asked != NULL && asked->record != NULL && arena != NULL && ret_made != NULL);
    const pl_baseline *const record = asked->record;
    pl_rejudgement made = {.asked = asked};
    pl_rejudged *const rows = pl_arena_alloc(arena, (record->case_count + 1) * sizeof *rows);
    if (rows == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < record->case_count; i++) {
        if (!can_judge(&record->cases[i], &made)) { continue; }
        pl_arena scratch;
        bool differs = false;
        pl_arena_init(&scratch);
        const pl_status status =
            compare(asked, &record->cases[i], &scratch, arena, &rows[made.count], &differs);
        pl_arena_done(&scratch);
        if (status != PL_OK) { return status; }
        if (differs) { made.totals[rows[made.count++].grade]++; }
    }
    qsort(rows, made.count, sizeof *rows, order_rows);
    made.list = rows;
    *ret_made = made;
    return PL_OK;
}

bool pl_rejudgement_fails(const pl_rejudgement *made) {
    for (pl_grade grade = 0; grade <= made->asked->fail_on; grade++) {
        if (made->totals[grade] > 0) { return true; }
    }
    return false;
}
