/* UTF-8, strict: no overlong form, no surrogate, nothing above U+10FFFF.   RFC 3629 section 4 */
#ifndef PL_TEXT_UTF8_H
#define PL_TEXT_UTF8_H

#include "text/base.h"

enum { PL_UTF8_BYTES_MAX = 4 };

/* Decode the sequence that starts at `at` (< in.len).
 *   ret_code_point  written only when the answer is not 0
 * Returns its length, 1 to 4, or 0 when it is ill-formed. O(1). */
size_t pl_utf8_next(pl_bytes in, size_t at, uint32_t *ret_code_point);

/* Length of the maximal ill-formed subpart at `at`, at least 1.     Unicode 3.9, table 3-8
 * practice: what a decoder replaces by one U+FFFD. */
size_t pl_utf8_skip_bad(pl_bytes in, size_t at);

/* Well-formed throughout. O(in.len). */
bool pl_utf8_valid(pl_bytes in);

/* Encode a scalar value (not a surrogate, at most U+10FFFF: asserted). Returns bytes written. */
size_t pl_utf8_encode(uint32_t code_point, uint8_t out[PL_UTF8_BYTES_MAX]);

#endif
