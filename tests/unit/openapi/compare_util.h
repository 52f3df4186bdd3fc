/* Documents given as texts, compared. */
#ifndef PL_TESTS_OPENAPI_COMPARE_UTIL_H
#define PL_TESTS_OPENAPI_COMPARE_UTIL_H

#include "openapi/compare.h"

/* How a document begins. */
#define COMPARE_HEAD "openapi: 3.1.0\npaths:\n"

/* Of the test at hand: between begin and end. */
extern pl_arena compare_arena;
void compare_begin(void);
void compare_end(void);

/* Lift a text, which must be a document; pl_document_done after it. */
void compare_lift(const char *text, pl_document *ret_document);

/* Compare two texts; NULL is the compiled contract. The result lives in compare_arena. */
pl_status compare_texts(const char *old_text, const char *new_text, const char *operation,
                        pl_comparison *ret_comparison);

#endif
