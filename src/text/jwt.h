/* The shape of a signed JWT in compact serialisation: three base64url parts.  RFC 7515 section 7.1
 * Whether the signature is true is not judged here. */
#ifndef PL_TEXT_JWT_H
#define PL_TEXT_JWT_H

#include "text/base.h"

typedef struct pl_jwt {
    pl_bytes header; /* as written, base64url */
    pl_bytes payload;
    pl_bytes signature;   /* empty for an unsecured JWT (alg none), RFC 7519 section 6 */
    pl_bytes signed_text; /* header '.' payload: what the signature covers */
} pl_jwt;

/* Split; views into in. Fails: PL_E_SYNTAX (not three parts, an empty header or payload, a part
 * that is not canonical base64url), PL_E_SIZE (over PL_JWT_BYTES_MAX). */
PL_MUST_USE pl_status pl_jwt_split(pl_bytes in, pl_jwt *ret_jwt);

#endif
