/* The access token: asked for, kept, refreshed. */
#ifndef PL_HTTP_TOKEN_H
#define PL_HTTP_TOKEN_H

#include "http/http.h"
#include "http/settings.h"

typedef enum pl_token_version {
    PL_TOKEN_V11,
    PL_TOKEN_V10,
    PL_TOKEN_VERSION_COUNT
} pl_token_version;

/* Why there is no token. */
typedef enum pl_token_trouble {
    PL_TOKEN_FINE,
    PL_TOKEN_NO_CREDENTIALS, /* variables are missing or cannot be sent; `detail` names them */
    PL_TOKEN_NO_ANSWER,      /* `failure` says why */
    PL_TOKEN_REFUSED,        /* 401/403: credentials, signature date, or IP not whitelisted */
    PL_TOKEN_UNUSABLE,       /* 200 without a token, or another status */
    PL_TOKEN_TROUBLE_COUNT
} pl_token_trouble;

enum {
    PL_TOKEN_DETAIL_BYTES = 256,
    PL_TOKEN_MESSAGE_BYTES_MAX = 120, /* of the server's own words in detail */
    PL_TOKEN_SPARE_MS = 30 * 1000,    /* a token that ends sooner is not used any more */
    PL_TOKEN_SPARE_PART =
        2 /* but for one that is as short-lived: one in so many parts of its life */
};

/* Zero-initialised: none yet. */
typedef struct pl_token {
    char *text;            /* the JWT; owned; NULL unless trouble is PL_TOKEN_FINE */
    int64_t expires_at_ms; /* by the caller's clock; INT64_MAX: unknown */
    int64_t spare_ms;      /* so long before that it is not used any more */
    pl_token_trouble trouble;
    pl_http_failure failure;
    int status;                         /* of the token endpoint, 0: not asked */
    char detail[PL_TOKEN_DETAIL_BYTES]; /* one line for a person, no secret in it */
} pl_token;

/* The headers and body of a token request, in arena: cases alter them. The signature is of now_ms.
 * Fails: PL_E_ARGUMENT (partner id, client id or secret not set), PL_E_RANGE (the day),
 * PL_E_MEMORY. */
PL_MUST_USE pl_status pl_token_request(const pl_merchant *merchant, pl_token_version version,
                                       int64_t now_ms, pl_arena *arena,
                                       pl_http_request *ret_request);

/* May it be used at now_ms? */
bool pl_token_is_fit(const pl_token *token, int64_t now_ms);

/* Make token fit for use at now_ms: keep it, or obtain one when there is none or it ends within
 * its spare time. A merchant's given token is used as it is. The outcome is in token->trouble;
 * the status tells only of our own troubles: PL_E_MEMORY, PL_E_RANGE (now_ms), PL_E_IO
 * (libcurl). http must be idle. */
PL_MUST_USE pl_status pl_token_ensure(pl_token *token, const pl_merchant *merchant,
                                      pl_token_version version, int64_t now_ms, pl_http *http);

/* Wipes the text; the token is empty again. Accepts NULL. */
void pl_token_done(pl_token *token);

#endif
