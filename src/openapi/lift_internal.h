/* What the lifting of a document shares. */
#ifndef PL_OPENAPI_LIFT_INTERNAL_H
#define PL_OPENAPI_LIFT_INTERNAL_H

#include "openapi/lift.h"

/* Levels of a lifted schema: what holds it in the walker takes some more. */
enum { PL_LIFT_HEIGHT_MAX = PL_SCHEMA_DEPTH_MAX - 4 };

/* What is known of a node that a schema is asked for at. */
typedef struct pl_lift_memo {
    pl_lifted_schema *schema; /* NULL: none yet */
    bool busy;                /* it is being lifted: to meet it again is a circle */
    bool checked;             /* its members have been looked through */
} pl_lift_memo;

typedef struct pl_lift {
    const pl_json *json;
    pl_arena *arena;
    bool is_30; /* nullable, and exclusive bounds as flags */
    pl_lift_memo *memos;
    pl_remark *remarks;
    size_t remark_count;
    struct pl_regex_list *regexes;
    struct pl_lift_index *index;
    bool *referred;         /* one a node */
    uint64_t element_steps; /* that references have gone along arrays */
    bool has_own;
    bool left_out; /* pl_lift_facet: the keyword is known, and not checked */
    uint32_t
        way[PL_LIFT_HEIGHT_MAX]; /* the nodes whose schemas are being lifted, outermost first */
    unsigned depth;
    size_t text_bytes; /* of what pl_lift_text has made */
    uint32_t trouble;  /* node of the fault */
    const char *fault;
} pl_lift;

/* Note the fault and return the status. */
pl_status pl_lift_fail(pl_lift *lift, pl_status status, uint32_t node, const char *fault);

/* Add a remark; beyond the limit nothing is added. Fails: PL_E_MEMORY. */
__attribute__((format(printf, 4, 5))) PL_MUST_USE pl_status
pl_lift_remark_as(pl_lift *lift, pl_remark_kind kind, uint32_t node, const char *format, ...);
#define pl_lift_remark(lift, node, ...) pl_lift_remark_as(lift, PL_REMARK_LIMIT, node, __VA_ARGS__)
#define pl_lift_unknown(lift, node, ...)                                                           \
    pl_lift_remark_as(lift, PL_REMARK_UNKNOWN, node, __VA_ARGS__)

/* A string node's text, terminated. Fails: PL_E_SYNTAX (no string, ill-formed, U+0000 in it), PL_E_SIZE (more of them
 * than PL_LIFT_TEXT_BYTES_MAX), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_lift_text(pl_lift *lift, uint32_t node, const char **ret_text);

/* The node that a reference object leads to, in the end; node itself when it is none. Fails: PL_E_SYNTAX. */
PL_MUST_USE pl_status pl_lift_follow(pl_lift *lift, uint32_t node, uint32_t *ret_node);
/* The same for a schema, where a reference with members beside it is a schema of its own: the next one, or the end. */
PL_MUST_USE pl_status pl_lift_follow_schema(pl_lift *lift, uint32_t node, uint32_t *ret_node);

/* The fault of a circle: `count` nodes of a way, of which the last leads back to the first; "A -> B -> A". */
PL_MUST_USE pl_status pl_lift_circle(pl_lift *lift, const uint32_t *way, size_t count);

/* lift_index.c: all members by object and name. Fails: PL_E_SIZE, PL_E_MEMORY. O(bytes of all names). */
PL_MUST_USE pl_status pl_lift_index_build(pl_lift *lift);
/* The value of a member, or PL_JSON_NONE. The name is UTF-8. O(name). */
uint32_t pl_lift_member(const pl_lift *lift, uint32_t object, pl_bytes name);
/* The node at a JSON Pointer, or PL_JSON_NONE. */
uint32_t pl_lift_resolve(pl_lift *lift, const char *pointer);

/* The schema at a node, shared when it is asked for again. Fails as pl_document_lift does. */
PL_MUST_USE pl_status pl_lift_schema(pl_lift *lift, uint32_t node, const pl_schema **ret_schema);

enum {
    PL_LIFT_ANY_TYPE = PL_TYPE_NULL | PL_TYPE_BOOLEAN | PL_TYPE_INTEGER | PL_TYPE_NUMBER |
                       PL_TYPE_STRING | PL_TYPE_ARRAY | PL_TYPE_OBJECT
};

/* lift_types.c: a type or a list of types, as a set. Fails: PL_E_SYNTAX. */
PL_MUST_USE pl_status pl_lift_types(pl_lift *lift, uint32_t value, unsigned *ret_types);
/* "Either this or null" becomes this, null allowed. */
void pl_lift_unfold_null(pl_schema *schema);

/* lift_facets.c: the facet of a keyword at `value`; *ret_taken false: the keyword makes none. What it says and is not
 * checked is noted in lift->left_out. Fails as pl_document_lift does. */
PL_MUST_USE pl_status pl_lift_facet(pl_lift *lift, uint32_t object, const char *keyword,
                                    uint32_t value, pl_facet *ret_facet, bool *ret_taken);

/* lift_own.c: keywords of our own, for what the API says in words alone: `x-rules` (ids of the contract's cross-field
 * rules), `x-catalog` (codes of the payment-method catalog), `x-format` (a format that the words name), `x-contested`
 * (types with a warning). Appends to the facets, which have room. Fails as pl_document_lift does. */
PL_MUST_USE pl_status pl_lift_own(pl_lift *lift, uint32_t name, pl_schema *schema,
                                  pl_facet *facets);

/* The rules of a schema whose members are all known. Fails: PL_E_SYNTAX, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_lift_bind_rules(pl_lift *lift, uint32_t object, pl_schema *schema);

/* lift_security.c: who may call the operation, by its own list or the document's. Fails as pl_document_lift does. */
PL_MUST_USE pl_status pl_lift_security(pl_lift *lift, uint32_t object, pl_operation *operation);

/* lift_servers.c: what stands before the template of the operation's path; NULL: nothing. Fails as pl_document_lift
 * does. */
PL_MUST_USE pl_status pl_lift_base(pl_lift *lift, uint32_t path_item, uint32_t object,
                                   const char **ret_base);

/* A member that must be of a kind when it is there; *ret_node PL_JSON_NONE: absent. Fails: PL_E_SYNTAX. */
PL_MUST_USE pl_status pl_lift_want(pl_lift *lift, uint32_t object, const char *name,
                                   pl_json_kind kind, uint32_t *ret_node);
/* One that must be there, and a string. Fails: PL_E_SYNTAX, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_lift_want_text(pl_lift *lift, uint32_t object, const char *name,
                                        const char **ret_text);

/* The objects of a document that are no schema. */
typedef enum pl_lift_part {
    PL_PART_DOCUMENT,
    PL_PART_COMPONENTS,
    PL_PART_PATH_ITEM,
    PL_PART_OPERATION,
    PL_PART_PARAMETER,
    PL_PART_HEADER,
    PL_PART_BODY,
    PL_PART_MEDIA,
    PL_PART_RESPONSE,
    PL_PART_SCHEME,
    PL_PART_REFERENCE,
    PL_PART_COUNT
} pl_lift_part;

/* lift_members.c: remark on members of the object that are not read, once. Fails: PL_E_SYNTAX (no object),
 * PL_E_MEMORY. */
PL_MUST_USE pl_status pl_lift_part_check(pl_lift *lift, uint32_t object, pl_lift_part part);
/* The object that the node is or refers to, checked so. Fails: PL_E_SYNTAX, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_lift_part_find(pl_lift *lift, uint32_t node, pl_lift_part part,
                                        uint32_t *ret_object);

/* lift_components.c: what no operation refers to. Fails: PL_E_SYNTAX (what holds them), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_lift_components(pl_lift *lift);
/* lift_operation.c: a part that no operation has asked for. Fails as pl_document_lift does. */
PL_MUST_USE pl_status pl_lift_parameter_alone(pl_lift *lift, uint32_t node);
PL_MUST_USE pl_status pl_lift_header_alone(pl_lift *lift, uint32_t node);
PL_MUST_USE pl_status pl_lift_body_alone(pl_lift *lift, uint32_t node);
PL_MUST_USE pl_status pl_lift_response_alone(pl_lift *lift, uint32_t node);
/* All operations under `paths`. Fails as pl_document_lift does. */
PL_MUST_USE pl_status pl_lift_operations(pl_lift *lift, pl_document *document);

/* Walk the members of an object: name nodes. */
#define PL_LIFT_EACH_MEMBER(name, json, object)                                                    \
    for (uint32_t name = (object) + 1; name < (json)->nodes[object].next;                          \
         name = (json)->nodes[name + 1].next)
#define PL_LIFT_EACH_ELEMENT(element, json, array)                                                 \
    for (uint32_t element = (array) + 1; element < (json)->nodes[array].next;                      \
         element = (json)->nodes[element].next)

#endif
