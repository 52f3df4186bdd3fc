#include "run/auth_internal.h"

#include <assert.h>

#define BEARER "Bearer "

/* clang-format off */
#define TOKEN_ROW(scheme)                                                                          \
    {.authorization = PL_SOURCE_OWN, .authorization_text = (scheme), .partner = PL_SOURCE_OWN}
#define TEXT_ROW(text)                                                                             \
    {.authorization = PL_SOURCE_TEXT, .authorization_text = (text), .partner = PL_SOURCE_OWN}
#define FORGED_ROW(what, words)                                                                    \
    {.authorization = PL_SOURCE_FORGED, .authorization_text = BEARER, .forgery = (what),           \
     .partner = PL_SOURCE_OWN, .note = (words)}
#define PARTNER_ROW(source, text)                                                                  \
    {.authorization = PL_SOURCE_OWN, .authorization_text = BEARER, .partner = (source),            \
     .partner_text = (text)}

static const pl_auth_row rows[PL_AUTH_COUNT] = {
    [PL_AUTH_GOOD]                = TOKEN_ROW(BEARER),
    [PL_AUTH_NO_AUTHORIZATION]    = {.authorization = PL_SOURCE_ABSENT, .partner = PL_SOURCE_OWN},
    [PL_AUTH_EMPTY_AUTHORIZATION] = TEXT_ROW(""),
    [PL_AUTH_BASIC]               = TEXT_ROW("Basic bm9ib2R5Om5vdGhpbmc="),
    [PL_AUTH_UNKNOWN_SCHEME]      = TOKEN_ROW("Paylink "),
    [PL_AUTH_NO_TOKEN]            = TEXT_ROW("Bearer"),
    [PL_AUTH_NOT_JWT]             = TEXT_ROW(BEARER "not-a-token"),
    [PL_AUTH_HEADER_TAMPERED]     = FORGED_ROW(PL_FORGERY_HEADER, "the token with its header altered"),
    [PL_AUTH_PAYLOAD_TAMPERED]    = FORGED_ROW(PL_FORGERY_PAYLOAD, "the token with its payload altered"),
    [PL_AUTH_SIGNATURE_TAMPERED]  = FORGED_ROW(PL_FORGERY_SIGNATURE, "the token with its signature altered"),
    [PL_AUTH_SIGNATURE_ABSENT]    = FORGED_ROW(PL_FORGERY_NO_SIGNATURE, "the token with nothing after its second dot"),
    [PL_AUTH_ALG_NONE]            = FORGED_ROW(PL_FORGERY_ALG_NONE, "the token with the header {\"alg\":\"none\",\"typ\":\"JWT\"} and without a signature"),
    [PL_AUTH_OTHER_KEY]           = FORGED_ROW(PL_FORGERY_OTHER_KEY, "the token signed anew with another key"),
    [PL_AUTH_EXPIRED]             = FORGED_ROW(PL_FORGERY_EXPIRED, "the token with an exp in the past, signed anew with another key"),
    [PL_AUTH_NO_PARTNER]          = PARTNER_ROW(PL_SOURCE_ABSENT, NULL),
    [PL_AUTH_EMPTY_PARTNER]       = PARTNER_ROW(PL_SOURCE_TEXT, ""),
    [PL_AUTH_WRONG_PARTNER]       = PARTNER_ROW(PL_SOURCE_TEXT, "paylink-nobody"),
    [PL_AUTH_OTHER_PARTNER]       = PARTNER_ROW(PL_SOURCE_OTHER, NULL),
    [PL_AUTH_OTHER_MERCHANT]      = {.authorization = PL_SOURCE_OTHER, .authorization_text = BEARER, .partner = PL_SOURCE_OTHER},
    [PL_AUTH_LOWER_SCHEME]        = TOKEN_ROW("bearer "),
    [PL_AUTH_TOKEN_IN_QUERY]      = {.authorization = PL_SOURCE_ABSENT, .partner = PL_SOURCE_OWN, .token_in_query = true},
    [PL_AUTH_NOTHING]             = {.authorization = PL_SOURCE_ABSENT, .partner = PL_SOURCE_ABSENT},
};
/* clang-format on */

const pl_auth_row *pl_auth_row_of(pl_auth auth) {
    assert(auth < PL_AUTH_COUNT);
    return &rows[auth];
}

pl_party pl_auth_party(pl_auth auth) {
    return pl_auth_row_of(auth)->authorization == PL_SOURCE_OTHER ? PL_PARTY_OTHER : PL_PARTY_FIRST;
}
