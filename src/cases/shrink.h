/* A document made smaller as long as it still fails for the same reason: delta debugging on the JSON tree, and on the
 * bytes of what is no JSON. Pure but for the question, which is the caller's. */
#ifndef PL_CASES_SHRINK_H
#define PL_CASES_SHRINK_H

#include "json/json.h"

typedef enum pl_shrink_answer {
    PL_SHRINK_NO,
    PL_SHRINK_SAME, /* this one fails for the same reason too */
    PL_SHRINK_STOP  /* no more questions: the time, or what a question costs, is used up */
} pl_shrink_answer;

typedef struct pl_shrink_input {
    pl_bytes text; /* fails */
    pl_bytes
        simple; /* a document of the same form as simple as can be: its values are tried in the place of others */
    pl_shrink_answer (*ask)(void *user,
                            pl_bytes text); /* text is terminated, and borrowed for the call */
    void *user;
} pl_shrink_input;

enum { PL_SHRINK_QUESTION_COUNT_MAX = 20000 };

/* The smallest one found, in arena: input->text itself, or one that ask said SAME to. First it gets the members that
 * it lacks and the simple one has; then each that is taken is shorter than the one before, or as long and plainer, so
 * that it ends. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_shrink(const pl_shrink_input *input, pl_arena *arena, pl_bytes *ret_text);

#endif
