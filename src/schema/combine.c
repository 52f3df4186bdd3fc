/* Schemas put together: allOf, anyOf, oneOf, not.                          JSON Schema 2020-12 core, section 10.2.1 */
#include <assert.h>

#include "schema/combine_internal.h"

/* How many of the schemas take the value, surely and perhaps. */
typedef struct tally {
    size_t verdicts[PL_VERDICT_COUNT];
} tally;

/* What one schema makes of the value, without a word in the report. */
static pl_status ask(const pl_walk *walk, const pl_schema *schema, const pl_json_node *value,
                     unsigned depth, pl_verdict *ret_verdict) {
    pl_report report = {0};
    pl_walk inner = *walk;
    inner.report = &report;
    inner.hasty = true;
    inner.ambiguous = false;
    const pl_status status = pl_walk_value(&inner, schema, value, depth);
    if (status != PL_OK && status != PL_WALK_DECIDED) { return status; }
    *ret_verdict = pl_report_verdict(&report);
    return PL_OK;
}

static pl_status ask_all(const pl_walk *walk, const pl_combinator *combinator,
                         const pl_json_node *value, unsigned depth, tally *ret_tally) {
    tally counted = {{0}};
    for (size_t i = 0; i < combinator->schema_count; i++) {
        pl_verdict verdict = PL_ACCEPT;
        const pl_status status = ask(walk, combinator->schemas[i], value, depth, &verdict);
        if (status != PL_OK) { return status; }
        counted.verdicts[verdict] += 1;
    }
    *ret_tally = counted;
    return PL_OK;
}

/* What follows for the value from what the schemas say one by one. */
static pl_verdict weigh(pl_keyword keyword, const tally *counted) {
    const size_t surely = counted->verdicts[PL_ACCEPT];
    const size_t perhaps = counted->verdicts[PL_OPEN];
    switch (keyword) {
    case PL_KEYWORD_ANY_OF:
        if (surely > 0) { return PL_ACCEPT; }
        return perhaps > 0 ? PL_OPEN : PL_REJECT;
    case PL_KEYWORD_ONE_OF:
        if (surely > 1 || surely + perhaps == 0) { return PL_REJECT; }
        return perhaps == 0 ? PL_ACCEPT : PL_OPEN;
    default:
        assert(keyword == PL_KEYWORD_NOT);
        if (surely > 0) { return PL_REJECT; }
        return perhaps > 0 ? PL_OPEN : PL_ACCEPT;
    }
}

/* allOf needs no weighing: what one of its schemas says holds for the whole. */
static pl_status judge_each(pl_walk *walk, const pl_combinator *combinator,
                            const pl_json_node *value, unsigned depth) {
    for (size_t i = 0; i < combinator->schema_count; i++) {
        const pl_status status = pl_walk_value(walk, combinator->schemas[i], value, depth);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status judge_one(pl_walk *walk, const pl_schema *schema, const pl_combinator *combinator,
                           const pl_json_node *value, unsigned depth) {
    if (combinator->keyword == PL_KEYWORD_ALL_OF) {
        return judge_each(walk, combinator, value, depth);
    }
    tally counted;
    const pl_status status = ask_all(walk, combinator, value, depth, &counted);
    if (status != PL_OK) { return status; }
    const pl_verdict verdict = weigh(combinator->keyword, &counted);
    if (verdict == PL_ACCEPT) { return PL_OK; }
    return pl_walk_add(
        walk, &(pl_violation){.keyword = combinator->keyword,
                              .severity = verdict == PL_REJECT ? PL_VIOLATION : PL_OBSERVATION,
                              .node = (uint32_t)(value - walk->json->nodes),
                              .schema = schema});
}

pl_status pl_combinators_judge(pl_walk *walk, const pl_schema *schema, const pl_json_node *value,
                               unsigned depth) {
    assert(depth + 1 < PL_SCHEMA_DEPTH_MAX);
    for (size_t i = 0; i < schema->combinator_count; i++) {
        const pl_status status = judge_one(walk, schema, &schema->combinators[i], value, depth + 1);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}
