#include "openapi/lint.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "openapi/lint_internal.h"

enum { MESSAGE_BYTES_MAX = 512 };

/* clang-format off */
const pl_lint_rule pl_lint_rules[] = {
    [PL_LINT_DOCUMENT] = {"document", PL_LINT_ERROR, "It is an OpenAPI document that can be read"},
    [PL_LINT_MISSING] = {"missing", PL_LINT_ERROR, "What OpenAPI requires is there"},
    [PL_LINT_BOUNDS] = {"bounds", PL_LINT_ERROR, "A lower bound lies below the upper one, with a value between them"},
    [PL_LINT_REQUIRED_FORBIDDEN] = {"required-forbidden", PL_LINT_ERROR, "What is required is not forbidden by additionalProperties"},
    [PL_LINT_ENUM_VALUE] = {"enum-value", PL_LINT_ERROR, "A value of enum or const keeps the rest of its schema"},
    [PL_LINT_PATTERN_LENGTH] = {"pattern-length", PL_LINT_ERROR, "What matches the pattern can have the length"},
    [PL_LINT_EXAMPLE] = {"example", PL_LINT_ERROR, "An example keeps its schema"},
    [PL_LINT_DEFAULT] = {"default", PL_LINT_ERROR, "A default keeps its schema"},
    [PL_LINT_PATH_TEMPLATE] = {"path-template", PL_LINT_ERROR, "A path begins with a slash, and its braces pair"},
    [PL_LINT_PATH_TWICE] = {"path-twice", PL_LINT_ERROR, "No two templates name the same paths"},
    [PL_LINT_PATH_PARAMETER] = {"path-parameter", PL_LINT_ERROR, "Each name in a template is a required path parameter, and the reverse"},
    [PL_LINT_PARAMETER_TWICE] = {"parameter-twice", PL_LINT_ERROR, "No parameter stands twice in a list"},
    [PL_LINT_OPERATION_ID] = {"operation-id", PL_LINT_ERROR, "No two operations have the same operationId"},
    [PL_LINT_SECURITY_UNDEFINED] = {"security-undefined", PL_LINT_ERROR, "A security scheme that is asked for is defined"},
    [PL_LINT_UNKNOWN] = {"unknown", PL_LINT_WARNING, "Every member means something where it stands"},
    [PL_LINT_EXAMPLE_OPEN] = {"example-open", PL_LINT_WARNING, "An example lies where the document speaks with one voice"},
    [PL_LINT_EXAMPLE_TWICE] = {"example-twice", PL_LINT_WARNING, "Example and examples do not stand side by side"},
    [PL_LINT_ENUM_NULL] = {"enum-null", PL_LINT_WARNING, "Where null is a type and there is an enum, null is in it"},
    [PL_LINT_ENUM_TWICE] = {"enum-twice", PL_LINT_WARNING, "No text stands twice in an enum"},
    [PL_LINT_FACET_IDLE] = {"facet-idle", PL_LINT_WARNING, "A keyword says something for a type that is allowed"},
    [PL_LINT_REQUIRED_UNDECLARED] = {"required-undeclared", PL_LINT_WARNING, "A required member is declared"},
    [PL_LINT_ARRAY_ITEMS] = {"array-items", PL_LINT_WARNING, "An array says what is in it"},
    [PL_LINT_PATTERN_ENGINE] = {"pattern-engine", PL_LINT_WARNING, "A pattern is written in what all engines know"},
    [PL_LINT_UNSECURED] = {"unsecured", PL_LINT_WARNING, "Where security schemes are defined, an operation asks for one"},
    [PL_LINT_NO_401] = {"no-401", PL_LINT_WARNING, "An operation that asks for credentials says how it refuses them"},
    [PL_LINT_NO_SUCCESS] = {"no-success", PL_LINT_WARNING, "An operation says how it succeeds"},
    [PL_LINT_MEDIA_SCHEMA] = {"media-schema", PL_LINT_WARNING, "A media type of JSON has a schema"},
    [PL_LINT_UNREFERENCED] = {"unreferenced", PL_LINT_WARNING, "A component is referred to"},
    [PL_LINT_NOT_CHECKED] = {"not-checked", PL_LINT_NOTE, "Paylink checks what the document says"},
    [PL_LINT_NO_CONTENT] = {"no-content", PL_LINT_NOTE, "A response says what its body is"},
    [PL_LINT_TYPE_MISSING] = {"type-missing", PL_LINT_NOTE, "A schema with keywords of one type says that it is of this type"},
    [PL_LINT_SINGLE_VALUE] = {"single-value", PL_LINT_NOTE, "Bounds leave more than one value"},
    [PL_LINT_PATTERN_PORTABLE] = {"pattern-portable", PL_LINT_NOTE, "A pattern takes the same texts in every engine"},
    [PL_LINT_PATTERN_UNANCHORED] = {"pattern-unanchored", PL_LINT_NOTE, "A pattern says where it begins and ends"},
    [PL_LINT_WORDS_FORMAT] = {"words-format", PL_LINT_NOTE, "A format that the description names is stated"},
    [PL_LINT_WORDS_RULE] = {"words-rule", PL_LINT_NOTE, "A rule is stated, not only described"},
    [PL_LINT_OPEN_BLANK] = {"open-blank", PL_LINT_NOTE, "A text of a request says whether it may be empty or blank"},
    [PL_LINT_OPEN_TEXT] = {"open-text", PL_LINT_NOTE, "A text of a request says which characters it may hold"},
    [PL_LINT_OPEN_LENGTH] = {"open-length", PL_LINT_NOTE, "A text of a request has a greatest length"},
    [PL_LINT_OPEN_URI] = {"open-uri", PL_LINT_NOTE, "A URI of a request says which schemes and hosts it may have"},
    [PL_LINT_OPEN_PAST] = {"open-past", PL_LINT_NOTE, "A moment of a request says whether it may have passed"},
    [PL_LINT_OPEN_RANGE] = {"open-range", PL_LINT_NOTE, "A number of a request has bounds on both sides"},
    [PL_LINT_OPEN_SPELLING] = {"open-spelling", PL_LINT_NOTE, "A number of a request says how it may be written"},
    [PL_LINT_OPEN_COUNT] = {"open-count", PL_LINT_NOTE, "An array of a request has a greatest length"},
    [PL_LINT_OPEN_REPEATS] = {"open-repeats", PL_LINT_NOTE, "An array of scalars in a request says whether they may repeat"},
    [PL_LINT_OPEN_MEMBERS] = {"open-members", PL_LINT_NOTE, "An object of a request says whether it may have other members"},
    [PL_LINT_OPEN_PRESENCE] = {"open-presence", PL_LINT_NOTE, "An object of a response says which members are always there"},
};
/* clang-format on */
_Static_assert(PL_COUNT(pl_lint_rules) == PL_LINT_COUNT, "every rule has its row");

const size_t pl_lint_rule_count = PL_LINT_COUNT;

static const char *const severity_texts[] = {
    [PL_LINT_ERROR] = "error", [PL_LINT_WARNING] = "warning", [PL_LINT_NOTE] = "note"};
_Static_assert(PL_COUNT(severity_texts) == PL_LINT_SEVERITY_COUNT, "every severity has its name");

static pl_lint_check_schema *const schema_checks[] = {
    pl_lint_bounds,  pl_lint_members, pl_lint_types, pl_lint_enum,
    pl_lint_pattern, pl_lint_words,   pl_lint_open};
static pl_lint_check_operation *const operation_checks[] = {pl_lint_responses, pl_lint_parameters,
                                                            pl_lint_security, pl_lint_media};
static pl_lint_check_document *const document_checks[] = {
    pl_lint_remarks, pl_lint_required, pl_lint_paths, pl_lint_ids, pl_lint_components};

const pl_lint_rule *pl_lint_rule_of(const char *id) {
    for (size_t i = 0; i < PL_LINT_COUNT; i++) {
        if (strcmp(pl_lint_rules[i].id, id) == 0) { return &pl_lint_rules[i]; }
    }
    return NULL;
}

const char *pl_lint_severity_text(pl_lint_severity severity) {
    assert(severity < PL_LINT_SEVERITY_COUNT);
    return severity_texts[severity];
}

pl_status pl_lint_tell(pl_linting *linting, pl_lint_id id, uint32_t node, const char *format, ...) {
    const pl_lint_rule *const rule = &pl_lint_rules[id];
    linting->totals[rule->severity]++;
    if (linting->finding_count == PL_LINT_FINDING_COUNT_MAX) { return PL_OK; }
    char text[MESSAGE_BYTES_MAX];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char *const kept = pl_arena_text(linting->arena, pl_bytes_of(text));
    if (kept == NULL) { return PL_E_MEMORY; }
    linting->findings[linting->finding_count++] =
        (pl_lint_finding){.rule = rule, .node = node, .message = kept};
    return PL_OK;
}

/* --- before ---------------------------------------------------------------------------------- */

static void find_parents(pl_linting *linting) {
    const pl_json *const json = linting->json;
    linting->parents[0] = 0;
    for (uint32_t parent = 0; parent < json->count; parent++) {
        if (json->nodes[parent].kind < PL_JSON_ARRAY) { continue; }
        for (uint32_t child = parent + 1; child < json->nodes[parent].next;
             child = json->nodes[child].next) { /* names are children, too */
            linting->parents[child] = parent;
        }
    }
}

/* All schemas that this one leads to, itself included, are asked for in that direction. */
static void direct(pl_linting *linting, const pl_schema *schema, uint8_t direction,
                   uint32_t *stack) {
    const pl_schema *const *const schemas = linting->document->schemas;
    size_t count = 0;
    if (schema == NULL) { return; }
    stack[count++] = pl_schema_node(schema);
    linting->directions[stack[0]] |= direction;
    while (count > 0) {
        const uint32_t node = stack[--count];
        for (uint32_t below = node; below < linting->json->nodes[node].next; below++) {
            if (schemas[below] == NULL) { continue; }
            const uint32_t own = pl_schema_node(schemas[below]);
            if ((linting->directions[own] & direction) != 0) { continue; }
            linting->directions[own] |= direction;
            stack[count++] = own;
        }
    }
}

static void direct_operation(pl_linting *linting, const pl_operation *operation, uint32_t *stack) {
    for (size_t i = 0; i < operation->body_count; i++) {
        direct(linting, operation->bodies[i].schema, PL_LINT_REQUEST, stack);
    }
    for (size_t i = 0; i < operation->parameter_count; i++) {
        direct(linting, operation->parameters[i].schema, PL_LINT_REQUEST, stack);
    }
    for (size_t i = 0; i < operation->response_count; i++) {
        const pl_response *const response = &operation->responses[i];
        for (size_t k = 0; k < response->media_count; k++) {
            direct(linting, response->media[k].schema, PL_LINT_RESPONSE, stack);
        }
        for (size_t k = 0; k < response->header_count; k++) {
            direct(linting, response->headers[k].schema, PL_LINT_RESPONSE, stack);
        }
    }
}

static pl_status prepare(pl_linting *linting) {
    const size_t count = linting->json->count;
    pl_arena *const arena = linting->arena;
    uint32_t *const stack = pl_arena_alloc(arena, count * sizeof *stack);
    linting->parents = pl_arena_alloc(arena, count * sizeof *linting->parents);
    linting->directions = pl_arena_alloc(arena, count * sizeof *linting->directions);
    linting->referred = pl_arena_alloc(arena, count * sizeof *linting->referred);
    linting->seen = pl_arena_alloc(arena, count * sizeof *linting->seen);
    linting->findings =
        pl_arena_alloc(arena, PL_LINT_FINDING_COUNT_MAX * sizeof *linting->findings);
    if (stack == NULL || linting->parents == NULL || linting->directions == NULL ||
        linting->referred == NULL || linting->seen == NULL || linting->findings == NULL) {
        return PL_E_MEMORY;
    }
    memset(linting->directions, 0, count * sizeof *linting->directions);
    memset(linting->seen, 0, count * sizeof *linting->seen);
    memcpy(linting->referred, linting->document->referred, count * sizeof *linting->referred);
    find_parents(linting);
    for (size_t i = 0; i < linting->document->operation_count; i++) {
        direct_operation(linting, &linting->document->operations[i], stack);
    }
    return PL_OK;
}

/* --- the walk -------------------------------------------------------------------------------- */

static pl_status check_schemas(pl_linting *linting) {
    const pl_schema *const *const schemas = linting->document->schemas;
    for (uint32_t node = 0; node < linting->json->count; node++) {
        if (schemas[node] == NULL) { continue; }
        pl_status status = pl_lint_schema_examples(linting, node, schemas[node]);
        const bool own = pl_schema_node(schemas[node]) == node;
        for (size_t i = 0; i < PL_COUNT(schema_checks) && own && status == PL_OK; i++) {
            status = schema_checks[i](linting, node, schemas[node]);
        }
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status check_all(pl_linting *linting) {
    const pl_document *const document = linting->document;
    pl_status status = check_schemas(linting);
    for (size_t i = 0; i < document->operation_count; i++) {
        for (size_t k = 0; k < PL_COUNT(operation_checks) && status == PL_OK; k++) {
            status = operation_checks[k](linting, &document->operations[i]);
        }
    }
    for (size_t i = 0; i < PL_COUNT(document_checks) && status == PL_OK; i++) {
        status = document_checks[i](linting);
    }
    return status;
}

/* --- after ----------------------------------------------------------------------------------- */

static int compare(const void *left_finding, const void *right_finding) {
    const pl_lint_finding *const left = left_finding;
    const pl_lint_finding *const right = right_finding;
    if (left->node != right->node) { return left->node < right->node ? -1 : 1; }
    if (left->rule != right->rule) { return left->rule < right->rule ? -1 : 1; }
    return strcmp(left->message, right->message);
}

/* What several operations share is told once. */
static void drop_repeats(pl_linting *linting) {
    size_t kept = 0;
    for (size_t i = 0; i < linting->finding_count; i++) {
        const pl_lint_finding *const finding = &linting->findings[i];
        if (kept > 0 && compare(&linting->findings[kept - 1], finding) == 0) {
            linting->totals[finding->rule->severity]--;
            continue;
        }
        linting->findings[kept++] = *finding;
    }
    linting->finding_count = kept;
}

static pl_status place_all(pl_linting *linting) {
    pl_json_trail trail = {0};
    for (size_t i = 0; i < linting->finding_count; i++) {
        pl_lint_finding *const finding = &linting->findings[i];
        pl_bytes pointer = {NULL, 0};
        if (pl_json_pointer_along(linting->json, finding->node, &trail, linting->arena, &pointer) !=
            PL_OK) {
            return PL_E_MEMORY;
        }
        finding->pointer = pl_arena_text(linting->arena, pointer);
        if (finding->pointer == NULL) { return PL_E_MEMORY; }
        finding->place = linting->document->source.places[finding->node];
    }
    return PL_OK;
}

pl_status pl_lint_document(const pl_document *document, pl_arena *arena, pl_lint *ret_lint) {
    assert(document != NULL && ret_lint != NULL);
    pl_linting linting = {.document = document,
                          .json = &document->source.json,
                          .arena = arena,
                          .is_30 = strncmp(document->version, "3.0.", 4) == 0};
    pl_status status = prepare(&linting);
    if (status == PL_OK) { status = check_all(&linting); }
    if (status != PL_OK) { return status; }
    qsort(linting.findings, linting.finding_count, sizeof *linting.findings, compare);
    drop_repeats(&linting);
    status = place_all(&linting);
    if (status != PL_OK) { return status; }
    *ret_lint = (pl_lint){.findings = linting.findings, .finding_count = linting.finding_count};
    memcpy(ret_lint->totals, linting.totals, sizeof ret_lint->totals);
    return PL_OK;
}

pl_lint_finding pl_lint_fault(const pl_source_error *error) {
    return (pl_lint_finding){.rule = &pl_lint_rules[PL_LINT_DOCUMENT],
                             .place = error->place,
                             .pointer = "",
                             .message = error->message};
}
