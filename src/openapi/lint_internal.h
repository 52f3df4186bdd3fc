/* Between the rules and what applies them. */
#ifndef PL_OPENAPI_LINT_INTERNAL_H
#define PL_OPENAPI_LINT_INTERNAL_H

#include "openapi/lint.h"
#include "schema/validate.h"

/* Where a schema is asked for. */
enum { PL_LINT_REQUEST = 1, PL_LINT_RESPONSE = 2 };

typedef struct pl_linting {
    const pl_document *document;
    const pl_json *json;
    pl_arena *arena;
    bool is_30;
    uint32_t *parents;   /* one a node: its container; of a member's value, the object */
    uint8_t *directions; /* one a node: bits of where the schema that stands there is asked for */
    bool *referred;      /* one a node: something leads to it */
    bool *seen;          /* one a node: a part that several operations share has been looked at */
    uint64_t judged;     /* what judging has cost so far */
    pl_lint_finding *findings;
    size_t finding_count;
    size_t totals[PL_LINT_SEVERITY_COUNT];
} pl_linting;

/* Rules by their place in the table. */
typedef enum pl_lint_id {
    PL_LINT_DOCUMENT,
    PL_LINT_MISSING,
    PL_LINT_BOUNDS,
    PL_LINT_REQUIRED_FORBIDDEN,
    PL_LINT_ENUM_VALUE,
    PL_LINT_PATTERN_LENGTH,
    PL_LINT_EXAMPLE,
    PL_LINT_DEFAULT,
    PL_LINT_PATH_TEMPLATE,
    PL_LINT_PATH_TWICE,
    PL_LINT_PATH_PARAMETER,
    PL_LINT_PARAMETER_TWICE,
    PL_LINT_OPERATION_ID,
    PL_LINT_SECURITY_UNDEFINED,
    PL_LINT_UNKNOWN,
    PL_LINT_EXAMPLE_OPEN,
    PL_LINT_EXAMPLE_TWICE,
    PL_LINT_ENUM_NULL,
    PL_LINT_ENUM_TWICE,
    PL_LINT_FACET_IDLE,
    PL_LINT_REQUIRED_UNDECLARED,
    PL_LINT_ARRAY_ITEMS,
    PL_LINT_PATTERN_ENGINE,
    PL_LINT_UNSECURED,
    PL_LINT_NO_401,
    PL_LINT_NO_SUCCESS,
    PL_LINT_MEDIA_SCHEMA,
    PL_LINT_UNREFERENCED,
    PL_LINT_NOT_CHECKED,
    PL_LINT_NO_CONTENT,
    PL_LINT_TYPE_MISSING,
    PL_LINT_SINGLE_VALUE,
    PL_LINT_PATTERN_PORTABLE,
    PL_LINT_PATTERN_UNANCHORED,
    PL_LINT_WORDS_FORMAT,
    PL_LINT_WORDS_RULE,
    PL_LINT_OPEN_BLANK,
    PL_LINT_OPEN_TEXT,
    PL_LINT_OPEN_LENGTH,
    PL_LINT_OPEN_URI,
    PL_LINT_OPEN_PAST,
    PL_LINT_OPEN_RANGE,
    PL_LINT_OPEN_SPELLING,
    PL_LINT_OPEN_COUNT,
    PL_LINT_OPEN_REPEATS,
    PL_LINT_OPEN_MEMBERS,
    PL_LINT_OPEN_PRESENCE,
    PL_LINT_COUNT
} pl_lint_id;

/* Add a finding; beyond the limit it is counted only. Fails: PL_E_MEMORY. */
__attribute__((format(printf, 4, 5))) PL_MUST_USE pl_status pl_lint_tell(pl_linting *linting,
                                                                         pl_lint_id id,
                                                                         uint32_t node,
                                                                         const char *format, ...);

/* --- subjects; each fails with PL_E_MEMORY alone ---------------------------------------------- */

typedef pl_status pl_lint_check_schema(pl_linting *linting, uint32_t node, const pl_schema *schema);
typedef pl_status pl_lint_check_operation(pl_linting *linting, const pl_operation *operation);
typedef pl_status pl_lint_check_document(pl_linting *linting);

/* Of a schema object, once each, with the schema lifted from it. */
pl_lint_check_schema pl_lint_bounds, pl_lint_members, pl_lint_types, pl_lint_enum, pl_lint_pattern,
    pl_lint_words, pl_lint_open;
/* Of wherever a schema stands, references with something beside them included. */
pl_lint_check_schema pl_lint_schema_examples;
pl_lint_check_operation pl_lint_responses, pl_lint_parameters, pl_lint_security, pl_lint_media;
pl_lint_check_document pl_lint_paths, pl_lint_ids, pl_lint_components, pl_lint_remarks,
    pl_lint_required;

/* --- help ------------------------------------------------------------------------------------- */

/* Judge the value at a node by a schema; what breaks it is told under `id`, what is open or contested under
 * PL_LINT_EXAMPLE_OPEN. `what` names the value: "the example". */
PL_MUST_USE pl_status pl_lint_judge(pl_linting *linting, pl_lint_id id, const char *what,
                                    uint32_t node, const pl_schema *schema, int http_status);

/* Does the schema take a value, given as JSON? Open counts as yes. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_lint_takes(pl_linting *linting, const pl_schema *schema, const char *value,
                                    bool *ret_takes);

/* A member's value, or PL_JSON_NONE. */
static inline uint32_t pl_lint_member(const pl_linting *linting, uint32_t object,
                                      const char *name) {
    return pl_json_member(linting->json, object, name);
}

/* A string node's text in the arena, up to its first NUL; NULL when it is none or out of memory. */
const char *pl_lint_text(const pl_linting *linting, uint32_t node);

/* The facet of a keyword that stands at this schema object itself; NULL: none. *ret_node its value. */
const pl_facet *pl_lint_facet(const pl_linting *linting, uint32_t object, const pl_schema *schema,
                              pl_keyword keyword, uint32_t *ret_node);

#endif
