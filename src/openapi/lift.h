/* An OpenAPI document, 3.0 or 3.1, as the type that the contract's own tables have: operations, and schemas that the
 * same walker judges by. Nothing is left out in silence: what is not understood is in the list of remarks. */
#ifndef PL_OPENAPI_LIFT_H
#define PL_OPENAPI_LIFT_H

#include "openapi/source.h"
#include "schema/schema.h"

enum {
    PL_LIFT_WEIGHT_MAX =
        200 * 1000, /* of an operation's schemas, written out where they are referred to */
    PL_LIFT_REMARK_COUNT_MAX = 1000,
    PL_LIFT_TEXT_BYTES_MAX =
        64 * 1024 * 1024, /* of all names and texts, each time that one is referred to */
    PL_LIFT_OPERATION_COUNT_MAX = 2000,
    PL_LIFT_PART_COUNT_MAX = 500, /* parameters of an operation, media types, headers, ... */
    PL_LIFT_SECURITY_COUNT_MAX = 100,
    PL_LIFT_SCHEME_COUNT_MAX = 32 /* that are asked for together, scopes among them */
};

/* A schema of a document, and where it stands. */
typedef struct pl_lifted_schema {
    pl_schema schema; /* first, so that a schema's address is its own */
    uint32_t node;    /* in the source */
    uint32_t weight;  /* of it and all that it holds, one each time that it is reached */
    uint32_t height;  /* levels, its own included */
    bool partial;     /* something in it is not checked: a remark says what */
} pl_lifted_schema;

typedef struct pl_media {
    const char *type;        /* "application/json", as written */
    const pl_schema *schema; /* NULL: none is given */
    uint32_t node;
} pl_media;

/* Of a request: a parameter or a header. Of a response: a header. */
typedef struct pl_parameter {
    const char *name;
    const char *in; /* "path", "query", "header", "cookie" */
    bool required;
    const pl_schema *schema; /* NULL: none is given */
    uint32_t node;
} pl_parameter;

typedef struct pl_response {
    const char *status; /* "200", "4XX", "default" */
    const pl_media *media;
    size_t media_count;
    const pl_parameter *headers;
    size_t header_count;
    uint32_t node;
} pl_response;

/* One scheme that a call must satisfy, in words that do not depend on its name in the document: "http bearer", "apiKey
 * header X-PARTNER-ID". */
typedef struct pl_scheme_use {
    const char *name;
    const char *meaning;
} pl_scheme_use;

/* All of these together. */
typedef struct pl_security {
    const pl_scheme_use *uses;
    size_t use_count; /* 0: no credentials at all */
    uint32_t node;
} pl_security;

typedef struct pl_operation {
    const char *method; /* upper case */
    const char *path;   /* template */
    const char *base;   /* path of its first server, before the template: "/api"; NULL: none */
    const char *id;     /* operationId; NULL: none */
    const pl_parameter *parameters;
    size_t parameter_count;
    bool has_body;
    bool body_required;
    const pl_media *bodies;
    size_t body_count;
    const pl_response *responses;
    size_t response_count;
    const pl_security *securities; /* alternatives; none: not secured */
    size_t security_count;
    uint32_t node;
} pl_operation;

/* Whose matter it is. */
typedef enum pl_remark_kind {
    PL_REMARK_LIMIT,   /* ours: it means something, and is not checked */
    PL_REMARK_UNKNOWN, /* the document's: it means nothing where it stands */
    PL_REMARK_SCHEME,  /* the document's: a security scheme is not defined */
    PL_REMARK_KIND_COUNT
} pl_remark_kind;

/* Something that the reader of the document should know. */
typedef struct pl_remark {
    uint32_t node;
    pl_remark_kind kind;
    const char *message; /* in the arena */
} pl_remark;

typedef struct pl_document {
    pl_source source;
    const char *version; /* "3.1.0" */
    const pl_operation *operations;
    size_t operation_count;
    const pl_remark *remarks;
    size_t remark_count;
    bool has_own;         /* it has keywords of ours, which say what the API says in words */
    const bool *referred; /* one a node: a reference, or a name of a scheme, leads to it */
    const pl_schema *const
        *schemas; /* one a node of the source: the schema lifted from it; NULL: none */
    struct pl_lift_index *index;   /* of pl_document_at */
    struct pl_regex_list *regexes; /* owned */
} pl_document;

/* Lift a document out of its text. Fails as pl_source_read does, and with PL_E_SYNTAX (no OpenAPI 3.0 or 3.1; a keyword
 * with a value that it cannot have; a reference that leads nowhere or out of the document, or in a circle), PL_E_SIZE,
 * PL_E_DEPTH (beyond the limits here and of the walker), each with reterr_error; PL_E_MEMORY.
 * What lives in the arena ends with it; pl_document_done first. */
PL_MUST_USE pl_status pl_document_lift(pl_bytes text, pl_arena *arena, pl_document *ret_document,
                                       pl_source_error *reterr_error);
void pl_document_done(pl_document *document); /* accepts NULL and a zeroed one */

/* The operation of that method and path (parameters by position, their names do not matter), or NULL. */
const pl_operation *pl_document_operation(const pl_document *document, const char *method,
                                          const char *path);

/* The node at a JSON Pointer, or PL_JSON_NONE. O(pointer), but for steps along arrays, which are added to *steps. */
uint32_t pl_document_at(const pl_document *document, const char *pointer, uint64_t *steps);

/* Do two templates name the same paths? A parameter's name does not matter. */
bool pl_path_is_same(const char *left, const char *right);

/* Where a schema of the document stands. */
static inline uint32_t pl_schema_node(const pl_schema *schema) {
    return ((const pl_lifted_schema *)(const void *)schema)->node;
}

#endif
