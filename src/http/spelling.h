/* The ways in which one secret may stand in a text. Internal to http/. */
#ifndef PL_HTTP_SPELLING_H
#define PL_HTTP_SPELLING_H

#include "text/base.h"

/* Spelling `index` of text, below pl_spelling_count; the first is the text itself. The others are of base 16 and of
 * base 64, there at each of the three places in a longer text. Escapes are no spellings: who searches undoes them. On
 * the heap, terminated: the caller wipes and frees it. text is not empty and holds no NUL. Fails: PL_E_MEMORY. */
extern const size_t pl_spelling_count;
PL_MUST_USE pl_status pl_spell(size_t index, pl_bytes text, char **ret_spelled);

/* base64 of "client_id:client_secret". On the heap, terminated. Fails: PL_E_MEMORY.
 *                                                                          RFC 7617 section 2 */
PL_MUST_USE pl_status pl_spell_basic(const char *client_id, const char *client_secret,
                                     char **ret_basic);

#endif
