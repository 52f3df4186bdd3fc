/* base64url without padding, canonical only.                               RFC 4648 section 5 */
#ifndef PL_TEXT_BASE64URL_H
#define PL_TEXT_BASE64URL_H

#include "text/base.h"

/* Bytes that encoding len bytes writes. len at most SIZE_MAX / 2 (asserted). */
size_t pl_base64url_encoded_len(size_t len);

/* Fails: PL_E_SPACE. ret_len untouched on failure. */
PL_MUST_USE pl_status pl_base64url_encode(pl_bytes in, uint8_t *out, size_t out_cap,
                                          size_t *ret_len);

/* Fails: PL_E_SYNTAX (other characters, padding, a length of 1 modulo 4, set bits past the end),
 * PL_E_SPACE. ret_len untouched on failure. */
PL_MUST_USE pl_status pl_base64url_decode(pl_bytes in, uint8_t *out, size_t out_cap,
                                          size_t *ret_len);

/* Canonical: what decode would accept, given room. O(in.len). */
bool pl_base64url_valid(pl_bytes in);

#endif
