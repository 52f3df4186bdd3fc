/* Operations: what they answer, who may call them, and how their paths and parameters agree. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "openapi/lint_internal.h"

/* --- responses ------------------------------------------------------------------------------- */

static const pl_response *response_of(const pl_operation *operation, const char *status) {
    for (size_t i = 0; i < operation->response_count; i++) {
        if (strcmp(operation->responses[i].status, status) == 0) {
            return &operation->responses[i];
        }
    }
    return NULL;
}

/* Has the answer a body? RFC 9110 sections 15.2, 15.3.5, 15.3.6, 15.4.5 */
static bool has_body(const pl_operation *operation, const pl_response *response) {
    static const char *const without[] = {"204", "205", "304"};
    for (size_t i = 0; i < PL_COUNT(without); i++) {
        if (strcmp(response->status, without[i]) == 0) { return false; }
    }
    return response->status[0] != '1' && strcmp(operation->method, "HEAD") != 0;
}

static pl_status check_response(pl_linting *linting, const pl_operation *operation,
                                const pl_response *response) {
    pl_status status = PL_OK;
    if (linting->seen[response->node]) { return PL_OK; }
    linting->seen[response->node] = true;
    if (pl_lint_member(linting, response->node, "description") == PL_JSON_NONE) {
        status = pl_lint_tell(linting, PL_LINT_MISSING, response->node,
                              "the response has no description");
    }
    if (status != PL_OK || response->media_count > 0 || !has_body(operation, response)) {
        return status;
    }
    return pl_lint_tell(linting, PL_LINT_NO_CONTENT, response->node,
                        "the response has no content: any body, or none, conforms");
}

pl_status pl_lint_responses(pl_linting *linting, const pl_operation *operation) {
    bool succeeds = response_of(operation, "default") != NULL;
    for (size_t i = 0; i < operation->response_count; i++) {
        const char first = operation->responses[i].status[0];
        const pl_status status = check_response(linting, operation, &operation->responses[i]);
        if (status != PL_OK) { return status; }
        succeeds = succeeds || first == '2' || first == '3';
    }
    if (linting->is_30 && pl_lint_member(linting, operation->node, "responses") == PL_JSON_NONE) {
        return pl_lint_tell(linting, PL_LINT_MISSING, operation->node,
                            "the operation has no responses");
    }
    if (succeeds) { return PL_OK; }
    return pl_lint_tell(linting, PL_LINT_NO_SUCCESS, operation->node,
                        "no response of %s %s tells of success", operation->method,
                        operation->path);
}

/* --- security -------------------------------------------------------------------------------- */

static bool defines_schemes(const pl_linting *linting) {
    const uint32_t components = pl_lint_member(linting, 0, "components");
    const uint32_t schemes = components == PL_JSON_NONE
                                 ? PL_JSON_NONE
                                 : pl_lint_member(linting, components, "securitySchemes");
    return schemes != PL_JSON_NONE && pl_json_child_count(linting->json, schemes) > 0;
}

pl_status pl_lint_security(pl_linting *linting, const pl_operation *operation) {
    static const char *const refusals[] = {"401", "4XX", "default"};
    bool secured = operation->security_count > 0;
    for (size_t i = 0; i < operation->security_count; i++) {
        secured = secured && operation->securities[i].use_count > 0;
    }
    if (!secured) {
        if (!defines_schemes(linting)) { return PL_OK; }
        return pl_lint_tell(linting, PL_LINT_UNSECURED, operation->node,
                            "%s %s takes calls without credentials", operation->method,
                            operation->path);
    }
    for (size_t i = 0; i < PL_COUNT(refusals); i++) {
        if (response_of(operation, refusals[i]) != NULL) { return PL_OK; }
    }
    return pl_lint_tell(linting, PL_LINT_NO_401, operation->node,
                        "%s %s asks for credentials, and lists no 401", operation->method,
                        operation->path);
}

/* --- parameters ------------------------------------------------------------------------------ */

static bool is_same(const pl_parameter *left, const pl_parameter *right) {
    if (strcmp(left->in, right->in) != 0) { return false; }
    return strcmp(left->in, "header") == 0 ? strcasecmp(left->name, right->name) == 0
                                           : strcmp(left->name, right->name) == 0;
}

/* Does the template hold "{name}"? */
static bool template_names(const char *path, const char *name) {
    const size_t len = strlen(name);
    for (const char *at = strchr(path, '{'); at != NULL; at = strchr(at + 1, '{')) {
        if (strncmp(at + 1, name, len) == 0 && at[1 + len] == '}') { return true; }
    }
    return false;
}

static pl_status check_parameter(pl_linting *linting, const pl_operation *operation, size_t index) {
    const pl_parameter *const parameter = &operation->parameters[index];
    const uint32_t node = parameter->node;
    pl_status status = PL_OK;
    for (size_t i = 0; i < index && status == PL_OK; i++) {
        if (!is_same(&operation->parameters[i], parameter)) { continue; }
        status = pl_lint_tell(linting, PL_LINT_PARAMETER_TWICE, node,
                              "%s %s has the %s parameter \"%s\" twice", operation->method,
                              operation->path, parameter->in, parameter->name);
    }
    if (status == PL_OK && !linting->seen[node] &&
        pl_lint_member(linting, node, "schema") == PL_JSON_NONE &&
        pl_lint_member(linting, node, "content") == PL_JSON_NONE) {
        status = pl_lint_tell(linting, PL_LINT_MISSING, node,
                              "the parameter has neither schema nor content");
    }
    if (status != PL_OK || strcmp(parameter->in, "path") != 0) { return status; }
    if (!parameter->required && !linting->seen[node]) {
        status = pl_lint_tell(linting, PL_LINT_PATH_PARAMETER, node,
                              "the path parameter \"%s\" is not required: true", parameter->name);
    }
    if (status != PL_OK || template_names(operation->path, parameter->name)) { return status; }
    return pl_lint_tell(linting, PL_LINT_PATH_PARAMETER, node,
                        "the path parameter \"%s\" does not stand in %s", parameter->name,
                        operation->path);
}

static bool declares(const pl_operation *operation, const char *name, size_t len) {
    for (size_t i = 0; i < operation->parameter_count; i++) {
        const pl_parameter *const parameter = &operation->parameters[i];
        if (strcmp(parameter->in, "path") == 0 && strlen(parameter->name) == len &&
            strncmp(parameter->name, name, len) == 0) {
            return true;
        }
    }
    return false;
}

pl_status pl_lint_parameters(pl_linting *linting, const pl_operation *operation) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < operation->parameter_count && status == PL_OK; i++) {
        status = check_parameter(linting, operation, i);
    }
    for (const char *at = strchr(operation->path, '{'); at != NULL && status == PL_OK;
         at = strchr(at + 1, '{')) {
        const size_t len = strcspn(at + 1, "{}");
        if (at[1 + len] != '}' || declares(operation, at + 1, len)) { continue; }
        status = pl_lint_tell(linting, PL_LINT_PATH_PARAMETER, operation->node,
                              "\"%.*s\" stands in %s, and is no path parameter of %s", (int)len,
                              at + 1, operation->path, operation->method);
    }
    return status;
}

/* --- operations together --------------------------------------------------------------------- */

pl_status pl_lint_ids(pl_linting *linting) {
    const pl_document *const document = linting->document;
    for (size_t i = 0; i < document->operation_count; i++) {
        const pl_operation *const operation = &document->operations[i];
        for (size_t k = 0; k < i && operation->id != NULL; k++) {
            const pl_operation *const earlier = &document->operations[k];
            if (earlier->id == NULL || strcmp(earlier->id, operation->id) != 0) { continue; }
            const pl_status status =
                pl_lint_tell(linting, PL_LINT_OPERATION_ID,
                             pl_lint_member(linting, operation->node, "operationId"),
                             "\"%s\" is the operationId of %s %s, too", operation->id,
                             earlier->method, earlier->path);
            if (status != PL_OK) { return status; }
            break;
        }
    }
    return PL_OK;
}

/* A slash, then braces that pair, with a name between them that stands there once. */
static const char *fault_of(const char *path) {
    if (path[0] != '/') { return "does not begin with a slash"; }
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '}') { return "has a closing brace without an opening one"; }
        if (*at != '{') { continue; }
        const size_t len = strcspn(at + 1, "{}");
        if (at[1 + len] != '}') { return "has an opening brace without a closing one"; }
        if (len == 0) { return "has a parameter without a name"; }
        for (const char *later = strchr(at + 1, '{'); later != NULL;
             later = strchr(later + 1, '{')) {
            if (strncmp(later, at, len + 2) == 0) { return "has a parameter twice"; }
        }
        at += len + 1;
    }
    return NULL;
}

static pl_status check_path(pl_linting *linting, size_t index) {
    const pl_operation *const operation = &linting->document->operations[index];
    const char *const fault = fault_of(operation->path);
    if (fault != NULL) {
        return pl_lint_tell(linting, PL_LINT_PATH_TEMPLATE, operation->node, "the path %s %s",
                            operation->path, fault);
    }
    for (size_t i = 0; i < index; i++) {
        const char *const earlier = linting->document->operations[i].path;
        if (strcmp(earlier, operation->path) == 0 || !pl_path_is_same(earlier, operation->path)) {
            continue;
        }
        return pl_lint_tell(linting, PL_LINT_PATH_TWICE, operation->node,
                            "%s names the same paths as %s", operation->path, earlier);
    }
    return PL_OK;
}

pl_status pl_lint_paths(pl_linting *linting) {
    const pl_document *const document = linting->document;
    for (size_t i = 0; i < document->operation_count; i++) {
        /* One word a path: its operations stand together. */
        if (i > 0 && strcmp(document->operations[i - 1].path, document->operations[i].path) == 0) {
            continue;
        }
        const pl_status status = check_path(linting, i);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}
