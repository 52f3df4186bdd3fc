/* A finding of a search as a file: the request, whole, and what was wrong. Holds no secret, and can be sent again. */
#ifndef PL_CASES_VECTOR_H
#define PL_CASES_VECTOR_H

#include "cases/draw.h"

enum { PL_VECTOR_BYTES_MAX = 1024 * 1024, PL_VECTOR_FORMAT = 1 };

/* Texts are terminated; NULL where nothing is said. */
typedef struct pl_vector {
    uint64_t seed;
    const char *run_id;
    const char *id;      /* of the request that was drawn: "fuzz/42/17" */
    const char *variant; /* the case of a run that it takes caller, account or media types from */
    const char *method;
    const char *path;         /* template */
    const char *content_type; /* NULL: the header is left out */
    const char *accept;
    const char *fresh; /* the text in the body that was new */
    pl_bytes body;
    const char *klass; /* what must come back: "reject" */
    const char *place;
    const char *pointer;
    const char *keyword;
    const char *why;
    const char *check; /* that found it */
    const char *severity;
    const char *message;
    const char *expected;
    const char *actual;
    int status; /* of the answer */
    const char *curl;
} pl_vector;

/* What a file is not a vector for. */
typedef struct pl_vector_trouble {
    const char *what; /* static */
    uint32_t line;    /* from 1; 0: the file as a whole */
    uint32_t column;
} pl_vector_trouble;

/* As JSON, ending in a line feed; in arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_vector_write(const pl_vector *vector, pl_arena *arena, pl_bytes *ret_text);

/* From a file that anybody may have written. Only variant, fresh and body are asked for; what else it says is for
 * people, and what it says of the verdict is not believed. In arena. Fails: PL_E_SYNTAX (no vector; reterr_trouble),
 * PL_E_SIZE (more than PL_VECTOR_BYTES_MAX), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_vector_read(pl_bytes text, pl_arena *arena, pl_vector *ret_vector,
                                     pl_vector_trouble *reterr_trouble);

/* "max_usage-minimum-answered-200": what a file can be called. In arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_vector_name(const pl_vector *vector, pl_arena *arena,
                                     const char **ret_name);

#endif
