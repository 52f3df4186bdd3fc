/* Ways to be, or not to be, authenticated. */
#ifndef PL_CASES_AUTH_H
#define PL_CASES_AUTH_H

/* How the call is authenticated; materialised by run/, which knows the token. */
typedef enum pl_auth {
    PL_AUTH_GOOD,
    PL_AUTH_NO_AUTHORIZATION,
    PL_AUTH_EMPTY_AUTHORIZATION,
    PL_AUTH_BASIC,
    PL_AUTH_UNKNOWN_SCHEME,
    PL_AUTH_NO_TOKEN, /* "Bearer" alone */
    PL_AUTH_NOT_JWT,
    PL_AUTH_HEADER_TAMPERED,
    PL_AUTH_PAYLOAD_TAMPERED,
    PL_AUTH_SIGNATURE_TAMPERED,
    PL_AUTH_SIGNATURE_ABSENT, /* "header.payload." and alg as it was */
    PL_AUTH_ALG_NONE,
    PL_AUTH_OTHER_KEY, /* same header and payload, signed with a key of ours */
    PL_AUTH_EXPIRED,   /* payload's exp in the past, signed with a key of ours */
    PL_AUTH_NO_PARTNER,
    PL_AUTH_EMPTY_PARTNER,
    PL_AUTH_WRONG_PARTNER,
    PL_AUTH_OTHER_PARTNER,          /* a second merchant's id with the first one's token */
    PL_AUTH_OTHER_MERCHANT,         /* a second merchant's id and token */
    PL_AUTH_LOWER_SCHEME,           /* "bearer" */
    PL_AUTH_NO_SCHEME,              /* the token alone */
    PL_AUTH_BASIC_SCHEME,           /* "Basic" before the token */
    PL_AUTH_TOKEN_SCHEME,           /* "Token" */
    PL_AUTH_LONGER_SCHEME,          /* "Bearerx" */
    PL_AUTH_SCHEME_INSIDE,          /* "x Bearer" */
    PL_AUTH_SIGNATURE_END_TAMPERED, /* its last byte, where the other one alters the first */
    PL_AUTH_ALG_NONE_CAPITAL,       /* "None" */
    PL_AUTH_ALG_NONE_UPPER,         /* "NONE" */
    PL_AUTH_EMPTY_KEY,              /* same payload, signed HS256 with no key at all */
    PL_AUTH_GUESSED_KEY,            /* likewise with "secret" */
    PL_AUTH_PARTNER_OTHER_CASE,     /* the real partner id, its letters in the other case */
    PL_AUTH_PARTNER_CUT,            /* without its last character */
    PL_AUTH_PARTNER_LONGER,         /* with one character more */
    PL_AUTH_HEADER_FIRST_FLIPPED,   /* a bit of a byte of the part, as decoded */
    PL_AUTH_HEADER_MIDDLE_FLIPPED,
    PL_AUTH_HEADER_LAST_FLIPPED,
    PL_AUTH_PAYLOAD_FIRST_FLIPPED,
    PL_AUTH_PAYLOAD_MIDDLE_FLIPPED,
    PL_AUTH_PAYLOAD_LAST_FLIPPED,
    PL_AUTH_SIGNATURE_MIDDLE_FLIPPED,
    PL_AUTH_HEADER_CUT, /* without its last byte */
    PL_AUTH_PAYLOAD_CUT,
    PL_AUTH_SIGNATURE_CUT,
    PL_AUTH_HEADER_ABSENT, /* ".payload.signature" */
    PL_AUTH_PAYLOAD_ABSENT,
    PL_AUTH_TWO_PARTS, /* "header.payload" */
    PL_AUTH_ONE_PART,
    PL_AUTH_FOUR_PARTS,
    PL_AUTH_OTHER_TOKEN, /* the first merchant's id with a second one's token */
    PL_AUTH_LOWER_NAMES, /* "authorization", "x-partner-id" */
    PL_AUTH_UPPER_NAMES,
    PL_AUTH_OUTER_BLANKS,  /* behind both values */
    PL_AUTH_TWO_BLANKS,    /* between scheme and token */
    PL_AUTH_WORD_BEHIND,   /* "Bearer token x" */
    PL_AUTH_TWICE,         /* the good header, then one with no token of the server's */
    PL_AUTH_PARTNER_TWICE, /* likewise, with another id */
    PL_AUTH_TOKEN_IN_QUERY,
    PL_AUTH_NOTHING, /* neither header */
    PL_AUTH_COUNT
} pl_auth;

#endif
