/* Who calls whom: the connection, both merchants' tokens, what may not be printed; and the
 * clock. */
#ifndef PL_RUN_SESSION_INTERNAL_H
#define PL_RUN_SESSION_INTERNAL_H

#include "cases/case.h"
#include "http/credentials.h"
#include "run/pace_internal.h"

typedef enum pl_party {
    PL_PARTY_FIRST,
    PL_PARTY_OTHER, /* the second merchant */
    PL_PARTY_COUNT
} pl_party;

typedef struct pl_session {
    const pl_settings *settings;
    pl_token_version version;
    pl_http *http;
    pl_redactor *redactor;
    pl_pace pace;
    pl_token tokens[PL_PARTY_COUNT];
    uint64_t token_serials[PL_PARTY_COUNT];  /* how often each token has changed */
    unsigned token_failures[PL_PARTY_COUNT]; /* requests without a token for it, in a row */
    bool has_other;                          /* the second merchant can call */
    unsigned renewals; /* tokens thrown away for a 401 since a call was answered 200 */
    const pl_bytes *payment_methods; /* the catalog's codes; NULL: not known */
    size_t payment_method_count;
} pl_session;

/* Connect to settings->base_url. Fails: PL_E_ARGUMENT (the URL), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_session_init(pl_session *session, const pl_run_config *config);
/* run.c: the same, and what stands in the way in words. Fails: PL_E_ARGUMENT with the trouble filled, PL_E_MEMORY. */
PL_MUST_USE pl_status pl_run_connect(const pl_run_config *config, pl_arena *arena,
                                     pl_session *session, pl_run_trouble *reterr_trouble);
void pl_session_done(pl_session *session);

const pl_merchant *pl_session_merchant(const pl_session *session, pl_party party);

enum { PL_TOKEN_FAILURE_COUNT_MAX = 3 };

/* Has the token endpoint failed so often in a row that it is not asked any more? */
bool pl_session_token_lost(const pl_session *session, pl_party party);

/* Would pl_session_token talk to the server now? Then nothing may be in flight. */
bool pl_session_token_due(const pl_session *session, pl_party party);

/* A token fit for use, unless it is lost; how it went is in session->tokens[party].trouble. Only when nothing is in
 * flight. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_session_token(pl_session *session, pl_party party);

/* The same, for a token that the server no longer takes. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_session_renew(pl_session *session, pl_party party);

/* May pl_session_renew be called? Not for a token that the user gave, and not for ever. */
bool pl_session_can_renew(const pl_session *session, pl_party party);

/* text (NULL: NULL) without secrets, in arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_session_redact(const pl_session *session, const char *text,
                                        pl_arena *arena, const char **ret_text);

/* Unix milliseconds of the machine's clock; seconds of one that never jumps. */
int64_t pl_clock_ms(void);
double pl_clock_seconds(void);

/* Has the user asked for the end? stop may be NULL. */
bool pl_is_stopped(const volatile sig_atomic_t *stop);

/* Sleeps no longer than until the user asks for the end. */
void pl_clock_pause(uint32_t pause_ms, const volatile sig_atomic_t *stop);

#endif
