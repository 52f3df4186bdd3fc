/* An answer as a document: its JSON, the error message in it, its media type. Shared by the
 * checks and by run/. */
#ifndef PL_CHECKS_ANSWER_H
#define PL_CHECKS_ANSWER_H

#include "http/http.h"
#include "http/redact.h"
#include "json/json.h"

enum { PL_ANSWER_EXCERPT_BYTES_MAX = 120 };

/* Read an answer's body. ret_readable false: it is not JSON, or too deep or too long for the
 * reader; ret_json is then not written. Nodes in arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_answer_read(const pl_http_response *response, pl_arena *arena,
                                     pl_json *ret_json, bool *ret_readable);

/* The text of error.message, cut as pl_answer_excerpt cuts; "" where there is none. In arena,
 * terminated. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_answer_message(const pl_http_response *response,
                                        const pl_redactor *redactor, pl_arena *arena,
                                        const char **ret_message);

/* A printable line of at most PL_ANSWER_EXCERPT_BYTES_MAX bytes and "..." when text is longer:
 * secrets are replaced before anything is cut (redactor NULL: there are none), control characters
 * become blanks, ill-formed UTF-8 becomes '?'. In arena, terminated. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_answer_excerpt(pl_bytes text, const pl_redactor *redactor, pl_arena *arena,
                                        const char **ret_excerpt);

/* Is the Content-Type application/json, any case, with or without parameters? RFC 9110 section
 * 8.3.1 */
bool pl_answer_is_json(const pl_http_response *response);

#endif
