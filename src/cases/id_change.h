/* Alterations of ids that only run/ knows: the account's, the partner's. */
#ifndef PL_CASES_ID_CHANGE_H
#define PL_CASES_ID_CHANGE_H

/* How an id that only run/ knows is altered, so that a server which repairs what it reads is told. */
typedef enum pl_id_change {
    PL_ID_CHANGE_NONE,
    PL_ID_CHANGE_CASE,   /* every letter in the other case */
    PL_ID_CHANGE_CUT,    /* without its last character */
    PL_ID_CHANGE_LONGER, /* one character more */
    PL_ID_CHANGE_OVERFLOW, /* of a ULID: the first character 8 more, which a decoder of 128 bits drops */
    PL_ID_CHANGE_CONFUSED, /* of a ULID: O for 0 and I for 1, which Crockford's decoder takes */
    PL_ID_CHANGE_SPACE,    /* "%20" at its end */
    PL_ID_CHANGE_HYPHEN,   /* one in the middle, which Crockford's decoder skips */
    PL_ID_CHANGE_COUNT
} pl_id_change;

#endif
