/* A short way past the facet rows of a schema: what a plain value looks like that surely meets all of them. Most values
 * of most documents do, and a look at the node and at one byte tells. A gate says nothing of its own: it follows from
 * the rows, its limits are the rows' (one enumerator for both), and tests/unit/contract/test_request.c holds every gate
 * against its rows. */
#ifndef PL_SCHEMA_GATE_H
#define PL_SCHEMA_GATE_H

#include "text/base.h"

/* What else a gate asks of the whole value; the plain and usual spelling only. */
typedef enum pl_gate_content {
    PL_GATE_ANY_CONTENT,
    PL_GATE_AMOUNT,  /* number: an integer, or one or two digits behind a point and no exponent */
    PL_GATE_GRAPHIC, /* string: visible ASCII without a slash, at least one character */
    PL_GATE_UPCOMING, /* string: 13 digits, as Unix milliseconds no earlier than the caller's clock */
    PL_GATE_WEB,      /* string: an ordinary web address, see pl_uri_is_ordinary */
    PL_GATE_CONTENT_COUNT
} pl_gate_content;

typedef struct pl_gate {
    uint64_t first
        [2]; /* ASCII characters that the value may start with (a string: its content), one bit each */
    uint32_t len_max; /* bytes as written */
    uint8_t kinds;    /* that may pass, one bit each; 0: nobody, the rows judge every value */
    uint8_t marks;    /* none of these may be on the node or in pl_walk.asks */
    uint8_t content;  /* pl_gate_content */
} pl_gate;

#define PL_KIND_BIT(kind) (1U << (kind))

/* As a mark of a gate or a row: the value has it when the context knows the catalog. No mark of the reader. */
enum { PL_ASK_CATALOG = 0x40 };

/* Sets of first characters. */
#define PL_GATE_FROM_ANY                                                                           \
    { ~UINT64_C(0), ~UINT64_C(0) }
#define PL_GATE_FROM_NON_ZERO                                                                      \
    { UINT64_C(0x3FE) << '0', 0 }
#define PL_GATE_FROM_DIGIT                                                                         \
    { UINT64_C(0x3FF) << '0', 0 }
#define PL_GATE_FROM_NUMBER                                                                        \
    { UINT64_C(0x3FF) << '0' | UINT64_C(1) << '-', 0 }
/* From '!' to '~', but neither the quote that ends a string nor the backslash of an escape. */
#define PL_GATE_FROM_VISIBLE                                                                       \
    {                                                                                              \
        ~UINT64_C(0) << '!' & ~(UINT64_C(1) << '"'),                                               \
            ~(UINT64_C(1) << ('\\' - 64) | UINT64_C(1) << (0x7F - 64))                             \
    }

#endif
