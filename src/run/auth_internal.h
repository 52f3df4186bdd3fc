/* How a call is authenticated, as rows: what stands in both headers, and how a curl line says
 * it. */
#ifndef PL_RUN_AUTH_INTERNAL_H
#define PL_RUN_AUTH_INTERNAL_H

#include "cases/case.h"
#include "run/session_internal.h"

/* What a token is made into. */
typedef enum pl_forgery {
    PL_FORGERY_HEADER,
    PL_FORGERY_PAYLOAD,
    PL_FORGERY_SIGNATURE,
    PL_FORGERY_NO_SIGNATURE,
    PL_FORGERY_ALG_NONE,
    PL_FORGERY_OTHER_KEY,
    PL_FORGERY_EXPIRED,
    PL_FORGERY_SIGNATURE_END,
    PL_FORGERY_ALG_NONE_CAPITAL,
    PL_FORGERY_ALG_NONE_UPPER,
    PL_FORGERY_EMPTY_KEY,
    PL_FORGERY_GUESSED_KEY,
    PL_FORGERY_HEADER_FIRST, /* a bit of its first byte, as decoded */
    PL_FORGERY_HEADER_MIDDLE,
    PL_FORGERY_HEADER_LAST,
    PL_FORGERY_PAYLOAD_FIRST,
    PL_FORGERY_PAYLOAD_MIDDLE,
    PL_FORGERY_PAYLOAD_LAST,
    PL_FORGERY_SIGNATURE_MIDDLE,
    PL_FORGERY_HEADER_CUT, /* without its last byte */
    PL_FORGERY_PAYLOAD_CUT,
    PL_FORGERY_SIGNATURE_CUT,
    PL_FORGERY_NO_HEADER, /* the dots stay */
    PL_FORGERY_NO_PAYLOAD,
    PL_FORGERY_TWO_PARTS,
    PL_FORGERY_ONE_PART,
    PL_FORGERY_FOUR_PARTS,
    PL_FORGERY_COUNT
} pl_forgery;

typedef enum pl_auth_source {
    PL_SOURCE_ABSENT, /* no such header */
    PL_SOURCE_TEXT,   /* the row's text alone */
    PL_SOURCE_OWN,    /* the text, then the first merchant's token or id */
    PL_SOURCE_OTHER,  /* the second merchant's */
    PL_SOURCE_FORGED  /* the text, then the first merchant's token after the row's forgery */
} pl_auth_source;

/* How header names are spelled. */
typedef enum pl_name_case { PL_NAME_AS_IS, PL_NAME_LOWER, PL_NAME_UPPER } pl_name_case;

typedef struct pl_auth_row {
    pl_auth_source authorization;
    const char *authorization_text;
    const char *authorization_after; /* behind the token; NULL: nothing */
    pl_forgery forgery;
    pl_auth_source partner;
    const char *partner_text;
    pl_id_change partner_change;      /* not NONE: the id so altered */
    const char *partner_shell;        /* a shell's word, within double quotes, that alters it */
    pl_name_case name_case;           /* of both headers' names */
    const char *authorization_second; /* the header once more with this value; NULL: no */
    const char *partner_second;
    bool token_in_query;
    const char *note; /* of a forged token: what was done to it */
} pl_auth_row;

const pl_auth_row *pl_auth_row_of(pl_auth auth);

/* The name in arena, terminated; as it is, it is returned itself. NULL: no memory. */
const char *pl_name_spelled(pl_name_case name_case, const char *name, pl_arena *arena);

/* An id altered as said, in arena, terminated; *ret_id NULL: it has nothing to alter (no letter; for the
 * changes of a ULID: it is none). The change of a ULID, with what it puts in, is malformed. Fails:
 * PL_E_MEMORY. */
PL_MUST_USE pl_status pl_id_alter(pl_id_change change, const char *id, pl_arena *arena,
                                  const char **ret_id);

/* A token that differs from `token` as the forgery says, and that no server may take. A token that
 * is no JWT is altered as text. In arena, terminated. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_forge(pl_forgery forgery, const char *token, pl_arena *arena,
                               char **ret_token);

#endif
