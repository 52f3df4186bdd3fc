/* The document as a whole: what must be there, what nothing refers to, what the reader of it remarked on. */
#include <assert.h>
#include <string.h>

#include "openapi/lint_internal.h"

pl_status pl_lint_remarks(pl_linting *linting) {
    static const pl_lint_id ids[PL_REMARK_KIND_COUNT] = {
        [PL_REMARK_LIMIT] = PL_LINT_NOT_CHECKED,
        [PL_REMARK_UNKNOWN] = PL_LINT_UNKNOWN,
        [PL_REMARK_SCHEME] = PL_LINT_SECURITY_UNDEFINED,
    };
    const pl_document *const document = linting->document;
    for (size_t i = 0; i < document->remark_count; i++) {
        const pl_remark *const remark = &document->remarks[i];
        const pl_status status =
            pl_lint_tell(linting, ids[remark->kind], remark->node, "%s", remark->message);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status want(pl_linting *linting, uint32_t object, const char *name) {
    if (pl_lint_member(linting, object, name) != PL_JSON_NONE) { return PL_OK; }
    return pl_lint_tell(linting, PL_LINT_MISSING, object, "there is no member \"%s\"", name);
}

pl_status pl_lint_required(pl_linting *linting) {
    static const char *const contents[] = {"paths", "components", "webhooks"};
    const uint32_t info = pl_lint_member(linting, 0, "info");
    pl_status status = want(linting, 0, "info");
    if (status == PL_OK && info != PL_JSON_NONE) { status = want(linting, info, "title"); }
    if (status == PL_OK && info != PL_JSON_NONE) { status = want(linting, info, "version"); }
    if (status != PL_OK || linting->is_30) {
        return status == PL_OK ? want(linting, 0, "paths") : status;
    }
    for (size_t i = 0; i < PL_COUNT(contents); i++) {
        if (pl_lint_member(linting, 0, contents[i]) != PL_JSON_NONE) { return PL_OK; }
    }
    return pl_lint_tell(linting, PL_LINT_MISSING, 0,
                        "the document has neither paths nor components nor webhooks");
}

static bool is_referred(const pl_linting *linting, uint32_t node) {
    for (uint32_t below = node; below < linting->json->nodes[node].next; below++) {
        if (linting->referred[below]) { return true; }
    }
    return false;
}

pl_status pl_lint_components(pl_linting *linting) {
    static const char *const lists[] = {"schemas",   "parameters",      "headers", "requestBodies",
                                        "responses", "securitySchemes", "examples"};
    const pl_json *const json = linting->json;
    const uint32_t components = pl_lint_member(linting, 0, "components");
    for (size_t i = 0; i < PL_COUNT(lists) && components != PL_JSON_NONE; i++) {
        const uint32_t list = pl_lint_member(linting, components, lists[i]);
        if (list == PL_JSON_NONE || json->nodes[list].kind != PL_JSON_OBJECT) { continue; }
        for (uint32_t name = list + 1; name < json->nodes[list].next;
             name = json->nodes[name + 1].next) {
            const pl_bytes inside = pl_json_inside(json, name);
            if (is_referred(linting, name + 1)) { continue; }
            const pl_status status =
                pl_lint_tell(linting, PL_LINT_UNREFERENCED, name + 1, "nothing refers to \"%.*s\"",
                             (int)inside.len, (const char *)inside.ptr);
            if (status != PL_OK) { return status; }
        }
    }
    return PL_OK;
}
