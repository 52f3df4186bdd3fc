/* Internal to http/, shared with its tests. */
#ifndef PL_HTTP_TOKEN_INTERNAL_H
#define PL_HTTP_TOKEN_INTERNAL_H

#include "http/token.h"

/* Members of the answer's data that are read; a test holds them against pl_contract_token. */
#define PL_TOKEN_FIELD_TEXT "access_token"
#define PL_TOKEN_FIELD_LIFE "expires_in"

/* What the token endpoint's answer means: fills token (empty before). now_ms: when it was asked.
 * Fails: PL_E_RANGE (now_ms), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_token_answer(pl_token *token, const pl_merchant *merchant, int64_t now_ms,
                                      const pl_http_response *response, pl_arena *arena);

#endif
