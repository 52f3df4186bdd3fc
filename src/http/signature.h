/* Keyed hashes: the token request's signature, and JWTs that are signed with HS256. */
#ifndef PL_HTTP_SIGNATURE_H
#define PL_HTTP_SIGNATURE_H

#include "text/arena.h"
#include "text/base.h"

/* Lower-case hex HMAC-SHA512 of "{client_id}_{client_secret}_{YYYYMMDD}" keyed with the secret. The
 * day is the one of unix_ms in Asia/Jakarta. out: 129 bytes, terminated. Fails: PL_E_MEMORY
 * (OpenSSL), PL_E_RANGE (the day). */
enum { PL_SIGNATURE_TEXT_BYTES = 129 };
PL_MUST_USE pl_status pl_signature(const char *client_id, const char *client_secret,
                                   int64_t unix_ms, char out[PL_SIGNATURE_TEXT_BYTES]);

/* Compact HS256 JWT of these two JSON texts, in arena, terminated. What the header says is the
 * caller's to write (also alg none): an empty key leaves the signature part empty.
 * Fails: PL_E_MEMORY.
 *                                                                          RFC 7515 section 3.1 */
PL_MUST_USE pl_status pl_jwt_sign(pl_bytes header_json, pl_bytes payload_json, pl_bytes key,
                                  pl_arena *arena, char **ret_token);

/* Is `signature` (base64url) the HS256 signature of signed_text under key? Constant time. Never
 * under an empty key. */
bool pl_jwt_signature_is(pl_bytes signed_text, pl_bytes signature, pl_bytes key);

#endif
