/* Examples and defaults: of schemas, media types, parameters and headers. */
#include <stdlib.h>
#include <string.h>

#include "openapi/lint_internal.h"

pl_status pl_lint_schema_examples(pl_linting *linting, uint32_t node, const pl_schema *schema) {
    const pl_json *const json = linting->json;
    const uint32_t example = pl_lint_member(linting, node, "example");
    const uint32_t examples = pl_lint_member(linting, node, "examples");
    const uint32_t preset = pl_lint_member(linting, node, "default");
    pl_status status = PL_OK;
    if (linting->is_30 && pl_lint_member(linting, node, "$ref") != PL_JSON_NONE) { return PL_OK; }
    if (example != PL_JSON_NONE) {
        status = pl_lint_judge(linting, PL_LINT_EXAMPLE, "the example", example, schema, 0);
    }
    if (status == PL_OK && preset != PL_JSON_NONE) {
        status = pl_lint_judge(linting, PL_LINT_DEFAULT, "the default", preset, schema, 0);
    }
    if (examples == PL_JSON_NONE || json->nodes[examples].kind != PL_JSON_ARRAY) { return status; }
    for (uint32_t each = examples + 1; each < json->nodes[examples].next && status == PL_OK;
         each = json->nodes[each].next) {
        status = pl_lint_judge(linting, PL_LINT_EXAMPLE, "the example", each, schema, 0);
    }
    return status;
}

/* The value of an Example Object, which may be a reference; PL_JSON_NONE: it has none here. */
static uint32_t value_of(pl_linting *linting, uint32_t object) {
    const uint32_t reference = pl_lint_member(linting, object, "$ref");
    if (reference == PL_JSON_NONE) { return pl_lint_member(linting, object, "value"); }
    const char *const text = pl_lint_text(linting, reference);
    if (text == NULL || text[0] != '#') { return PL_JSON_NONE; }
    const uint32_t target = pl_document_at(linting->document, text + 1, &linting->judged);
    if (target == PL_JSON_NONE) { return PL_JSON_NONE; }
    linting->referred[target] = true;
    return pl_lint_member(linting, target, "value");
}

/* Of an object with `example` or `examples` beside its schema. */
static pl_status check_beside(pl_linting *linting, uint32_t object, const pl_schema *schema,
                              int http_status) {
    const pl_json *const json = linting->json;
    const uint32_t example = pl_lint_member(linting, object, "example");
    const uint32_t examples = pl_lint_member(linting, object, "examples");
    pl_status status = PL_OK;
    if (linting->seen[object]) { return PL_OK; }
    linting->seen[object] = true;
    if (example != PL_JSON_NONE && examples != PL_JSON_NONE) {
        status = pl_lint_tell(linting, PL_LINT_EXAMPLE_TWICE, examples,
                              "\"examples\" and \"example\" exclude each other");
    }
    if (status == PL_OK && example != PL_JSON_NONE && schema != NULL) {
        status =
            pl_lint_judge(linting, PL_LINT_EXAMPLE, "the example", example, schema, http_status);
    }
    if (examples == PL_JSON_NONE || json->nodes[examples].kind != PL_JSON_OBJECT) { return status; }
    for (uint32_t name = examples + 1; name < json->nodes[examples].next && status == PL_OK;
         name = json->nodes[name + 1].next) {
        const uint32_t value = value_of(linting, name + 1);
        if (value == PL_JSON_NONE || schema == NULL) { continue; }
        status = pl_lint_judge(linting, PL_LINT_EXAMPLE, "the example", value, schema, http_status);
    }
    return status;
}

/* "application/json", "application/problem+json; charset=utf-8". */
static bool is_json_type(const char *type) {
    const size_t len = strcspn(type, "; ");
    static const char *const ends[] = {"/json", "+json"};
    for (size_t i = 0; i < PL_COUNT(ends); i++) {
        const size_t end_len = strlen(ends[i]);
        if (len >= end_len && memcmp(type + len - end_len, ends[i], end_len) == 0) { return true; }
    }
    return false;
}

static pl_status check_media(pl_linting *linting, const pl_media *media, size_t count,
                             int http_status) {
    for (size_t i = 0; i < count; i++) {
        const bool is_new = !linting->seen[media[i].node];
        pl_status status = check_beside(linting, media[i].node, media[i].schema, http_status);
        if (status == PL_OK && is_new && media[i].schema == NULL && is_json_type(media[i].type)) {
            status = pl_lint_tell(linting, PL_LINT_MEDIA_SCHEMA, media[i].node,
                                  "%s has no schema: any body conforms", media[i].type);
        }
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status check_parameters(pl_linting *linting, const pl_parameter *parameters,
                                  size_t count) {
    for (size_t i = 0; i < count; i++) {
        const pl_status status = check_beside(linting, parameters[i].node, parameters[i].schema, 0);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_lint_media(pl_linting *linting, const pl_operation *operation) {
    pl_status status = check_parameters(linting, operation->parameters, operation->parameter_count);
    if (status == PL_OK) {
        status = check_media(linting, operation->bodies, operation->body_count, 0);
    }
    for (size_t i = 0; i < operation->response_count && status == PL_OK; i++) {
        const pl_response *const response = &operation->responses[i];
        const int http_status = (int)strtol(response->status, NULL, 10); /* 0: a class of them */
        status = check_media(linting, response->media, response->media_count,
                             strlen(response->status) == 3 && http_status >= 100 ? http_status : 0);
        if (status == PL_OK) {
            status = check_parameters(linting, response->headers, response->header_count);
        }
    }
    return status;
}
