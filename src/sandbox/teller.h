/* Writes JSON in a personality's spelling, from the nodes of an answer. */
#ifndef PL_SANDBOX_TELLER_H
#define PL_SANDBOX_TELLER_H

#include "sandbox/personality_internal.h"

struct printbuf;

typedef struct pl_teller {
    const pl_call *call;
    const pl_json *json;
    struct printbuf *out;
    bool failed; /* no memory: nothing that follows counts */
} pl_teller;

bool pl_teller_has(const pl_teller *to, pl_habit habit);

/* Bytes as they are. */
void pl_teller_put(pl_teller *to, const char *text, size_t len);
void pl_teller_text(pl_teller *to, const char *text);

/* A new line at that depth, for a personality that indents. */
void pl_teller_line(pl_teller *to, unsigned depth);

void pl_tell_string(pl_teller *to, uint32_t node);

/* schema NULL: a number that nothing describes. */
void pl_tell_number(pl_teller *to, uint32_t node, const pl_schema *schema);

#endif
