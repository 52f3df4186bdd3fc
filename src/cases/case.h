/* A test case: what to send, what may come back, which constraint it probes. Made from the contract's tables;
 * holds no secret and no address, so it can be printed. */
#ifndef PL_CASES_CASE_H
#define PL_CASES_CASE_H

#include "cases/id_change.h"
#include "contract/contract.h"

/* The three answers of the contract, and a fourth: must be refused, several statuses will do. */
typedef enum pl_class {
    PL_CLASS_ACCEPT, /* 200 or a violation */
    PL_CLASS_REJECT, /* one of `statuses` or a violation */
    PL_CLASS_REFUSE, /* `statuses` are fine; another 4xx is a warning; 2xx a violation */
    PL_CLASS_OPEN, /* recorded as an observation; a status outside `statuses` and the document is a warning */
    PL_CLASS_COUNT
} pl_class;

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

typedef enum pl_account {
    PL_ACCOUNT_GOOD,
    PL_ACCOUNT_UNKNOWN,  /* a canonical ULID that nobody has */
    PL_ACCOUNT_INACTIVE, /* PAYLINK_INACTIVE_ACCOUNT_ID */
    PL_ACCOUNT_OTHER,    /* the second merchant's account */
    PL_ACCOUNT_LOWER,    /* the good one in lower case */
    PL_ACCOUNT_TEXT,     /* account_text, put in as it is */
    PL_ACCOUNT_KIND_COUNT
} pl_account;

/* What a case needs besides one merchant; a case whose needs are not met is not run. */
enum {
    PL_NEEDS_INACTIVE_ACCOUNT = 1,
    PL_NEEDS_OTHER_MERCHANT = 2,
    PL_NEEDS_CATALOG = 4,
    PL_NEEDS_CLIENT_SECRET = 8 /* the token endpoint's cases: not with a given token alone */
};

/* Alterations of a token request. */
typedef enum pl_token_defect {
    PL_TOKEN_DEFECT_NONE,
    PL_TOKEN_DEFECT_SIGNATURE,  /* one hex digit changed */
    PL_TOKEN_DEFECT_UPPER_CASE, /* of the signature: open */
    PL_TOKEN_DEFECT_OLD_DATE,   /* signed for the day a week ago */
    PL_TOKEN_DEFECT_NO_SIGNATURE,
    PL_TOKEN_DEFECT_NO_CLIENT,
    PL_TOKEN_DEFECT_NO_PARTNER,
    PL_TOKEN_DEFECT_WRONG_SECRET,
    PL_TOKEN_DEFECT_COUNT
} pl_token_defect;

enum { PL_CASE_STATUS_COUNT_MAX = 8, PL_CASE_HEADER_COUNT_MAX = 4 };

/* Everything lives in the arena of the set or in static tables; strings are terminated. */
typedef struct pl_case {
    const char *id;         /* never changes: "items.quantity/minimum/below" */
    const char *group;      /* row of the table: "items[].quantity", "authentication", ... */
    const char *constraint; /* what it probes: "/items/0/quantity minimum 1" */
    const char *why;        /* the clause in our words; for an open case the contract's gap */
    pl_class klass;
    pl_route route;
    const char *method; /* the route's, or the one that is tried */
    pl_account account;
    const char *account_text;
    pl_id_change
        account_change; /* not NONE: the good account's id so altered; account_text stands in for it */
    pl_auth auth;
    pl_token_defect token_defect;
    const char *content_type; /* NULL: the header is left out */
    const char *accept;       /* NULL: left out */
    pl_bytes body;
    bool has_body;
    unsigned needs;
    bool twin; /* belongs with the case before it: sent while that one is in flight */
    int statuses[PL_CASE_STATUS_COUNT_MAX];  /* expected, 0-terminated unless full */
    int tolerated[PL_CASE_STATUS_COUNT_MAX]; /* an observation, not a finding of weight */
    const char *offending;                   /* JSON Pointer of the one offending value, or NULL */
} pl_case;

/* What a set of cases is made for. */
typedef struct pl_case_config {
    const char *run_id; /* [0-9A-Za-z]{1,12}: makes every reff_no fresh */
    pl_decimal amount;  /* the known-good total: above 0, below 10^15, at most 12 decimals */
    int64_t now_ms;     /* 13 digits, below 9 x 10^12 */
    const pl_bytes *payment_methods; /* the server's catalog; NULL: not known */
    size_t payment_method_count;
} pl_case_config;

typedef struct pl_case_set {
    const pl_case *cases;
    size_t count;
} pl_case_set;

/* All cases, in a fixed order; the same config gives the same bytes. Everything in arena.
 * An accepting create case is one that the contract's own judge accepts: with an amount that not every server can
 * add up exactly (1.1 split in two), it is open instead. Cases that need the catalog are there, with a stand-in
 * for its codes, when it is not known.
 * Fails: PL_E_ARGUMENT (a member of config outside what its comment says), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_cases_make(const pl_case_config *config, pl_arena *arena,
                                    pl_case_set *ret_set);

/* A body that must be accepted, with a reff_no made from run_id and serial. The preflight's request, and the
 * base that every body case alters. */
PL_MUST_USE pl_status pl_cases_good_body(const pl_case_config *config, unsigned serial,
                                         pl_arena *arena, pl_bytes *ret_body);

const char *pl_class_text(pl_class klass);

#endif
