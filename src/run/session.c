#include "run/session_internal.h"

#include <assert.h>
#include <string.h>

enum {
    TIMEOUT_MS_DEFAULT = 10000,
    CONNECT_TIMEOUT_MS_MAX = 10000,
    RENEWAL_COUNT_MAX = 8 /* a server that refuses every token is not asked for ever */
};

/* An obtained token is shown under the name of the variable that would hold it. */
static const char *token_name(pl_party party) {
    const pl_merchant whose = {.is_other = party == PL_PARTY_OTHER};
    return pl_setting_name(&whose, offsetof(pl_merchant, token));
}

static pl_http_config http_config(const pl_run_config *config) {
    const uint32_t timeout_ms = config->timeout_ms == 0 ? TIMEOUT_MS_DEFAULT : config->timeout_ms;
    uint32_t concurrency = config->concurrency == 0 ? 1 : config->concurrency;
    if (concurrency > PL_HTTP_CONCURRENCY_MAX) { concurrency = PL_HTTP_CONCURRENCY_MAX; }
    return (pl_http_config){
        .base_url = config->settings->base_url,
        .user_agent = "paylink/" PL_VERSION,
        .ca_file = config->ca_file,
        .timeout_ms = timeout_ms,
        .connect_timeout_ms =
            timeout_ms < CONNECT_TIMEOUT_MS_MAX ? timeout_ms : CONNECT_TIMEOUT_MS_MAX,
        .concurrency = concurrency,
        .rate = config->rate,
    };
}

pl_status pl_session_init(pl_session *session, const pl_run_config *config) {
    assert(session != NULL && config != NULL);
    assert(config->settings != NULL && config->settings->base_url != NULL);
    *session = (pl_session){.settings = config->settings, .version = config->token_version};
    pl_pace_init(&session->pace, config);
    pl_status status = pl_redactor_new(&session->redactor);
    if (status != PL_OK) { goto out; }
    status = pl_redactor_add_settings(session->redactor, config->settings);
    if (status != PL_OK) { goto out; }
    const pl_http_config http = http_config(config);
    status = pl_http_new(&http, &session->http);
    if (status == PL_OK && config->max_time_ms > 0) {
        pl_http_end_within(session->http, pl_pace_left_ms(&session->pace));
    }
out:
    if (status != PL_OK) { pl_session_done(session); }
    return status;
}

void pl_session_done(pl_session *session) {
    if (session == NULL) { return; }
    pl_http_free(session->http);
    pl_redactor_free(session->redactor);
    for (size_t i = 0; i < PL_PARTY_COUNT; i++) { pl_token_done(&session->tokens[i]); }
    *session = (pl_session){0};
}

const pl_merchant *pl_session_merchant(const pl_session *session, pl_party party) {
    assert(party < PL_PARTY_COUNT);
    return party == PL_PARTY_OTHER ? &session->settings->other : &session->settings->merchant;
}

bool pl_session_token_lost(const pl_session *session, pl_party party) {
    assert(party < PL_PARTY_COUNT);
    return session->token_failures[party] >= PL_TOKEN_FAILURE_COUNT_MAX;
}

bool pl_session_token_due(const pl_session *session, pl_party party) {
    if (pl_session_token_lost(session, party)) { return false; }
    return !pl_token_is_fit(&session->tokens[party], pl_clock_ms());
}

/* Obtain or keep, and never print what came. */
static pl_status ensure(pl_session *session, pl_party party) {
    pl_token *const token = &session->tokens[party];
    const pl_merchant *const merchant = pl_session_merchant(session, party);
    const int64_t now_ms = pl_clock_ms();
    pl_status status = pl_redactor_add_signature(session->redactor, merchant, now_ms);
    if (status != PL_OK) { return status; }
    status = pl_token_ensure(token, merchant, session->version, now_ms, session->http);
    if (status != PL_OK || token->text == NULL) { return status; }
    return pl_redactor_add(session->redactor, token_name(party), token->text);
}

pl_status pl_session_token(pl_session *session, pl_party party) {
    if (!pl_session_token_due(session, party)) { return PL_OK; }
    const uint64_t before = pl_http_request_count(session->http);
    const pl_status status = ensure(session, party);
    const bool failed = session->tokens[party].text == NULL;
    session->token_failures[party] = failed ? session->token_failures[party] + 1 : 0;
    if (pl_http_request_count(session->http) != before) { session->token_serials[party] += 1; }
    return status;
}

bool pl_session_can_renew(const pl_session *session, pl_party party) {
    return pl_session_merchant(session, party)->token == NULL &&
           session->renewals < RENEWAL_COUNT_MAX;
}

pl_status pl_session_renew(pl_session *session, pl_party party) {
    assert(pl_session_can_renew(session, party));
    session->renewals += 1;
    session->tokens[party].expires_at_ms = 0;
    return pl_session_token(session, party);
}

pl_status pl_session_redact(const pl_session *session, const char *text, pl_arena *arena,
                            const char **ret_text) {
    if (text == NULL) {
        *ret_text = NULL;
        return PL_OK;
    }
    char *redacted = NULL;
    const pl_status status = pl_redact(session->redactor, pl_bytes_of(text), arena, &redacted);
    if (status == PL_OK) { *ret_text = redacted; }
    return status;
}
