/* A test case: what to send, what may come back, which constraint it probes. Made from the contract's tables;
 * holds no secret and no address, so it can be printed. */
#ifndef PL_CASES_CASE_H
#define PL_CASES_CASE_H

#include "cases/auth.h"
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
    PL_TOKEN_DEFECT_SIGNATURE,     /* its first hex digit changed */
    PL_TOKEN_DEFECT_SIGNATURE_END, /* its last one */
    PL_TOKEN_DEFECT_SIGNATURE_CUT, /* its first half alone */
    PL_TOKEN_DEFECT_UPPER_CASE,    /* of the signature: open */
    PL_TOKEN_DEFECT_OLD_DATE,      /* signed for the day a week ago */
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
    bool kept; /* of an open one: may be refused; what is accepted comes back as it was sent */
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
