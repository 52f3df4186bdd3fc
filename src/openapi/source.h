/* A document as it was found: JSON, YAML, or a Markdown page with one fenced block of either; read into the nodes of
 * the project's own reader, each with its place in the file. */
#ifndef PL_OPENAPI_SOURCE_H
#define PL_OPENAPI_SOURCE_H

#include "json/json.h"

enum {
    PL_SOURCE_BYTES_MAX = 8 * 1024 * 1024, /* of a file */
    PL_SOURCE_TEXT_BYTES_MAX =
        4 * PL_SOURCE_BYTES_MAX, /* of what it says once aliases are written out */
    PL_SOURCE_NODE_COUNT_MAX = 500 * 1000,
    PL_SOURCE_DEPTH_MAX = 200,
    PL_SOURCE_ANCHOR_COUNT_MAX = 1000
};

/* From 1; 0: not known. */
typedef struct pl_place {
    uint32_t line;
    uint32_t column;
} pl_place;

typedef struct pl_source {
    pl_json json;           /* in the arena, its text too */
    const pl_place *places; /* one a node of json */
} pl_source;

/* What stopped the reading, for a person. */
typedef struct pl_source_error {
    const char *message; /* static or in the arena */
    pl_place place;
} pl_source_error;

/* Read a document.                                                            RFC 8259, YAML 1.2.2 core schema
 *   text     borrowed; ret_source does not point into it
 * Fails: PL_E_SYNTAX (neither JSON nor YAML; a name that stands twice; a key that is no scalar; two blocks in a page),
 * PL_E_SIZE, PL_E_DEPTH (over the limits above, also by aliases), each with reterr_error; PL_E_MEMORY.
 * Bounded by the limits in time and memory, whatever the text. */
PL_MUST_USE pl_status pl_source_read(pl_bytes text, pl_arena *arena, pl_source *ret_source,
                                     pl_source_error *reterr_error);

#endif
