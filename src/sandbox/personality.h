/* Servers that keep the contract and differ wherever it is silent: one row a kind of server. The run must find no
 * violation in any of them. Every knob is zero where the sandbox does as it does of itself. */
#ifndef PL_SANDBOX_PERSONALITY_H
#define PL_SANDBOX_PERSONALITY_H

#include <stdatomic.h>

#include "sandbox/sandbox.h"

/* Yes or no, one bit each. */
typedef enum pl_habit {
    /* the order of its questions */
    PL_HABIT_METHOD_FIRST, /* 405 before 401 */
    PL_HABIT_BODY_FIRST,   /* 422 for a body before 404 for its account */
    PL_HABIT_ACCOUNT_FORM, /* 422 for an account id that is no ULID */
    PL_HABIT_ACCOUNT_CASE, /* takes account ids in lower case */
    /* headers */
    PL_HABIT_SCHEME_EXACT,      /* "bearer" is 401 */
    PL_HABIT_SCHEME_ANYWHERE,   /* takes what follows the last "Bearer " */
    PL_HABIT_ONE_TOKEN,         /* a new token ends the client's earlier ones */
    PL_HABIT_SIGNATURE_CASE,    /* takes a token request's signature in upper case */
    PL_HABIT_MEDIA_TYPE_ANY,    /* never looks at Content-Type */
    PL_HABIT_MEDIA_TYPE_EXACT,  /* wants it in lower case, and no +json */
    PL_HABIT_MEDIA_TYPE_NEEDED, /* refuses a request without it */
    PL_HABIT_NOT_ACCEPTABLE,    /* 406 for a good request whose Accept leaves JSON out */
    /* bodies */
    PL_HABIT_REPAIRS,      /* U+FFFD for ill-formed UTF-8 and lone surrogates, before it reads */
    PL_HABIT_LARGE_BODIES, /* takes what is above the contract's size */
    PL_HABIT_PLAIN_TEXT,   /* refuses markup and control characters in texts */
    PL_HABIT_TRIMS,        /* keeps texts without their outer white space */
    PL_HABIT_BINARY_SUMS, /* adds in binary floating point, and refuses a sum that is not equal there */
    PL_HABIT_MERCHANT_LIMIT, /* a total has a least and a largest amount */
    PL_HABIT_NEAR_EXPIRY,    /* refuses an expiry that is months away */
    PL_HABIT_IDEMPOTENT, /* answers an equal request of a known reff_no with the link that there is */
    /* what a link holds that was not asked for */
    PL_HABIT_EXPIRES_LATE,    /* a link whose time is over is still open */
    PL_HABIT_EXPIRES_ALWAYS,  /* a link without expiry gets one */
    PL_HABIT_FULL_DEFAULTS,   /* all codes, {}, "" and true for what was not sent */
    PL_HABIT_CODES_SORTED,    /* the whitelist comes back in another order, each code once */
    PL_HABIT_OTHER_STATUS,    /* words of its own for the status of a link */
    PL_HABIT_MANAGED_ACCOUNT, /* the account is a managed business with members */
    PL_HABIT_INTEGER_ACCOUNT, /* its id is an integer */
    PL_HABIT_KYB_NULL,        /* it has a kyb_status, which is null */
    /* how an answer is written */
    PL_HABIT_INDENTS,
    PL_HABIT_ASCII,            /* \u escapes for all that is not ASCII, and \/ */
    PL_HABIT_ESCAPES_ALL,      /* \u escapes for every character, names included */
    PL_HABIT_REVERSES,         /* members in the other order */
    PL_HABIT_EXTRA_MEMBERS,    /* undeclared ones, everywhere */
    PL_HABIT_INTEGER_POINT,    /* 1 is written 1.0 */
    PL_HABIT_AMOUNT_CENTS,     /* 150000 is written 150000.00 */
    PL_HABIT_AMOUNT_EXPONENT,  /* 150000 is written 15e4 */
    PL_HABIT_BINARY_METADATA,  /* numbers of metadata are kept in binary64 */
    PL_HABIT_ERRORS_BY_PARENT, /* "items" for items.0.quantity */
    PL_HABIT_ERRORS_BRACKETED, /* items[0].quantity */
    PL_HABIT_ERRORS_POINTED,   /* /items/0/quantity */
    PL_HABIT_OWN_CODES,        /* error.code: seven digits */
    PL_HABIT_NO_ALLOW,         /* 405 without Allow */
    /* neighbours */
    PL_HABIT_LIST_PAGED, /* short pages, in an envelope of their own */
    PL_HABIT_LIST_EMPTY, /* the list knows of no links */
    PL_HABIT_CROWDED,    /* somebody else creates links in the same account all the time */
    PL_HABIT_COUNT
} pl_habit;
_Static_assert(PL_HABIT_COUNT <= 64, "one bit each");

/* Refusals that may have one of several statuses. */
typedef enum pl_gap_status {
    PL_GAP_SYNTAX,
    PL_GAP_NOT_OBJECT, /* JSON, and no object */
    PL_GAP_TOO_LARGE,
    PL_GAP_MEDIA_TYPE,
    PL_GAP_REPEATED, /* 0: a reff_no may be used again */
    PL_GAP_TOKEN,    /* a token request with wrong credentials */
    PL_GAP_ROUTE,    /* of absent_routes */
    PL_GAP_STATUS_COUNT
} pl_gap_status;

/* Objects of an answer whose members may be left out or be null. */
typedef enum pl_shape {
    PL_SHAPE_ENVELOPE,
    PL_SHAPE_LINK,
    PL_SHAPE_ITEM,
    PL_SHAPE_ACCOUNT,
    PL_SHAPE_ERROR,
    PL_SHAPE_REFUSED, /* data of a 422 */
    PL_SHAPE_COUNT
} pl_shape;

/* How a moment is written. */
typedef struct pl_moment_style {
    int16_t offset_minutes;
    uint8_t fraction_digits;
    char separator;   /* 'T' or 't' */
    const char *zone; /* "Z", "z", "-00:00"; NULL: the offset in digits */
} pl_moment_style;

typedef struct pl_personality {
    const char *name;
    const char *statement; /* what such a server does, for people */
    uint64_t habits;       /* PL_BIT(pl_habit) */
    uint64_t refuses;      /* PL_BIT(pl_keyword): gaps of the contract that it refuses with 422 */
    uint64_t takes;        /* PL_BIT(pl_keyword): what the sandbox of itself would not store */
    uint16_t statuses[PL_GAP_STATUS_COUNT];
    uint32_t absent_routes;         /* PL_BIT(pl_route) */
    uint32_t omits[PL_SHAPE_COUNT]; /* PL_BIT of a member's index */
    uint32_t nulls[PL_SHAPE_COUNT]; /* likewise */
    const pl_moment_style *moments;
    const char *message;             /* error.message of every refusal */
    const char *content_type;        /* of every answer */
    const pl_sandbox_field *headers; /* further ones, ended by a NULL name */
    int64_t id_offset;               /* added to the ids of links */
    uint32_t manners;                /* PL_MANNER_*, of every answer */
    uint16_t outage_each;            /* not 0: of so many requests the last one has no verdict */
    uint16_t outage_status;          /* its status; 0: carried out, and the connection cut */
} pl_personality;

/* What one sandbox has seen. */
typedef struct pl_personality_counts {
    _Atomic uint64_t requests;  /* for outages */
    _Atomic uint64_t others;    /* links of others, for PL_HABIT_CROWDED */
    _Atomic uint64_t tokens[2]; /* by merchant, for PL_HABIT_ONE_TOKEN */
} pl_personality_counts;

#define PL_BIT(index) (UINT64_C(1) << (index))

/* The first one is the sandbox as it is. Names are unique. */
extern const pl_personality pl_personalities[];
extern const size_t pl_personality_count;

/* Row of a name, or NULL. */
const pl_personality *pl_personality_of(const char *name);

#endif
