/* Regular expressions that engines read differently: JSON Schema asks for ECMA-262, servers run what their language
 * has. */
#ifndef PL_OPENAPI_DIALECT_H
#define PL_OPENAPI_DIALECT_H

#include "text/base.h"

/* How far engines agree on an expression that holds a construct. */
typedef enum pl_accord {
    PL_ACCORD_FULL,
    PL_ACCORD_ASCII, /* on texts of ASCII without line ends they do */
    PL_ACCORD_NONE /* what it means, or whether it is an expression at all, depends on the engine */
} pl_accord;

typedef struct pl_construct {
    pl_accord accord;
    size_t at; /* bytes from the start of the expression */
    size_t len;
    const char *what; /* static: "..., where ECMA-262 ..." */
} pl_construct;

/* Where a walk along an expression is; begins as {.source = ...}, which is borrowed. */
typedef struct pl_dialect {
    const char *source;
    size_t at;
    bool in_class;
} pl_dialect;

/* The next construct that is worth a word. false: there is none. O(1) each. */
PL_MUST_USE bool pl_dialect_next(pl_dialect *dialect, pl_construct *ret_construct);

/* The least accord of all constructs. */
pl_accord pl_dialect_accord(const char *source);

#endif
