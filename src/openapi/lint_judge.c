/* Values of the document judged by its schemas: examples, defaults, what an enum lists. */
#include <assert.h>
#include <string.h>

#include "openapi/lint_internal.h"

enum {
    COST_MAX = 20 * 1000 * 1000, /* nodes of values, times the schemas that look at them */
    COST_BYTES = 16,             /* of a value cost as much as a node */
    TOLD_MAX = 20                /* deviations of one value */
};

/* false: it would cost too much. */
static bool pay(pl_linting *linting, const pl_schema *schema, uint64_t amount) {
    const uint64_t weight = ((const pl_lifted_schema *)(const void *)schema)->weight;
    linting->judged += amount * (weight > 0 ? weight : 1);
    return linting->judged <= COST_MAX;
}

static pl_status tell(pl_linting *linting, pl_lint_id id, const char *what, uint32_t node,
                      const pl_violation *violation, const pl_json *json, pl_arena *scratch) {
    pl_bytes message = {NULL, 0};
    const bool breaks = violation->severity == PL_VIOLATION;
    if (pl_violation_message(violation, json, scratch, &message) != PL_OK) { return PL_E_MEMORY; }
    return pl_lint_tell(
        linting, breaks ? id : PL_LINT_EXAMPLE_OPEN, node + violation->node, "%s %s: %s: %.*s",
        what, breaks ? "breaks its schema" : "is not surely what its schema takes",
        pl_violation_keyword(violation), (int)message.len, (const char *)message.ptr);
}

static pl_status judge(pl_linting *linting, pl_lint_id id, const char *what, uint32_t node,
                       const pl_schema *schema, const pl_context *context, pl_arena *scratch) {
    pl_json json = {.count = 0};
    pl_report report = {0};
    bool readable = false;
    const bool open_too = id == PL_LINT_EXAMPLE || id == PL_LINT_DEFAULT;
    const pl_bytes raw = pl_json_raw(linting->json, node);
    pl_status status = pl_validate_text(schema, raw, context, scratch, &json, &readable, &report);
    assert(status != PL_OK || (readable && json.count == linting->json->nodes[node].next - node));
    for (uint32_t i = 0; i < report.count && i < TOLD_MAX && status == PL_OK; i++) {
        if (report.list[i].severity != PL_VIOLATION && !open_too) { continue; }
        status = tell(linting, id, what, node, &report.list[i], &json, scratch);
    }
    return status;
}

pl_status pl_lint_judge(pl_linting *linting, pl_lint_id id, const char *what, uint32_t node,
                        const pl_schema *schema, int http_status) {
    const pl_json_node *const value = &linting->json->nodes[node];
    const pl_context context = {.http_status = http_status};
    if (!pay(linting, schema, value->next - node + value->len / COST_BYTES)) {
        return pl_lint_tell(linting, PL_LINT_NOT_CHECKED, node,
                            "%s is not judged: all of them together are too much", what);
    }
    pl_arena scratch;
    pl_arena_init(&scratch);
    const pl_status status = judge(linting, id, what, node, schema, &context, &scratch);
    pl_arena_done(&scratch);
    return status;
}

pl_status pl_lint_takes(pl_linting *linting, const pl_schema *schema, const char *value,
                        bool *ret_takes) {
    const pl_context context = {.now_ms = 0};
    const pl_bytes text = pl_bytes_of(value);
    pl_verdict verdict = PL_REJECT;
    *ret_takes = false;
    if (!pay(linting, schema, 1 + text.len / COST_BYTES)) { return PL_OK; }
    pl_arena scratch;
    pl_arena_init(&scratch);
    const pl_status status = pl_validate_verdict(schema, text, &context, &scratch, &verdict);
    pl_arena_done(&scratch);
    *ret_takes = status == PL_OK && verdict != PL_REJECT;
    return status;
}

const char *pl_lint_text(const pl_linting *linting, uint32_t node) {
    pl_bytes text = {NULL, 0};
    if (node == PL_JSON_NONE || linting->json->nodes[node].kind != PL_JSON_STRING ||
        pl_json_string_decode(linting->json, node, linting->arena, &text) != PL_OK) {
        return NULL;
    }
    return pl_arena_text(linting->arena, text);
}

const pl_facet *pl_lint_facet(const pl_linting *linting, uint32_t object, const pl_schema *schema,
                              pl_keyword keyword, uint32_t *ret_node) {
    const uint32_t node = pl_lint_member(linting, object, pl_keyword_text(keyword));
    *ret_node = node;
    return node == PL_JSON_NONE ? NULL : pl_schema_facet(schema, keyword, PL_VIOLATION);
}
