/* The list of deviations, as it grows, and what it amounts to. */
#include <assert.h>
#include <string.h>

#include "schema/facets_internal.h"

enum { LIST_CAP_FIRST = 16 };

static pl_status decided(const pl_walk *walk, const pl_violation *violation) {
    return walk->hasty && violation->severity == PL_VIOLATION ? PL_WALK_DECIDED : PL_OK;
}

pl_status pl_walk_add(pl_walk *walk, const pl_violation *violation) {
    pl_report *report = walk->report;
    assert(violation->severity < PL_SEVERITY_COUNT);
    /* Gaps take half of the list at most: they must not crowd out what decides the verdict. */
    const uint32_t gap_count = report->totals[PL_WARNING] + report->totals[PL_OBSERVATION];
    const bool full =
        report->count == PL_VIOLATION_COUNT_MAX ||
        (violation->severity != PL_VIOLATION && gap_count >= PL_VIOLATION_COUNT_MAX / 2);
    if (full) {
        report->totals[violation->severity]++;
        return decided(walk, violation);
    }
    if (report->count == report->cap) {
        const uint32_t cap = report->cap > 0 ? report->cap * 2 : LIST_CAP_FIRST;
        pl_violation *list = pl_arena_alloc(walk->arena, cap * sizeof *list);
        if (list == NULL) { return PL_E_MEMORY; }
        if (report->count > 0) { memcpy(list, report->list, report->count * sizeof *list); }
        report->list = list;
        report->cap = cap;
    }
    pl_violation *added = &report->list[report->count++];
    *added = *violation;
    if (walk->json != NULL) { added->at = walk->json->nodes[violation->node].at; }
    report->totals[violation->severity]++;
    return decided(walk, violation);
}

__attribute__((cold)) pl_status pl_walk_add_facet(pl_walk *walk, const pl_schema *schema,
                                                  const pl_facet *facet, uint32_t node) {
    return pl_walk_add(walk, &(pl_violation){.keyword = facet->keyword,
                                             .severity = facet->severity,
                                             .node = node,
                                             .schema = schema,
                                             .facet = facet});
}

pl_status pl_walk_report(pl_walk *walk, const pl_rule *rule, pl_severity severity, uint32_t node,
                         const char *detail) {
    return pl_walk_add(walk, &(pl_violation){.keyword = PL_KEYWORD_RULE,
                                             .severity = severity,
                                             .node = node,
                                             .rule = rule,
                                             .detail = detail});
}

pl_verdict pl_report_verdict(const pl_report *report) {
    if (report->totals[PL_VIOLATION] > 0) { return PL_REJECT; }
    return report->totals[PL_WARNING] + report->totals[PL_OBSERVATION] > 0 ? PL_OPEN : PL_ACCEPT;
}

const char *pl_verdict_text(pl_verdict verdict) {
    static const char *const texts[] = {
        [PL_ACCEPT] = "accept", [PL_OPEN] = "open", [PL_REJECT] = "reject"};
    _Static_assert(PL_COUNT(texts) == PL_VERDICT_COUNT, "every verdict has its word");
    assert(verdict < PL_VERDICT_COUNT);
    return texts[verdict];
}
