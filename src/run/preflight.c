#include <assert.h>
#include <string.h>

#include "checks/answer.h"
#include "run/suite_internal.h"

/* Before the suite: can the server be reached, does it know us, does it take one good request?
 * What fails here is the environment's fault and is explained, not reported as a finding. */

enum { GOOD_TRY_COUNT_MAX = 3, CODE_COUNT_MAX = 1000 };

#define HINT_ADDRESSES                                                                                         \
    "Check the credentials, this machine's date (signatures are valid for one day in Asia/Jakarta), and that " \
    "this machine's IP address is on the merchant's whitelist."

/* clang-format off */
static const struct {
    const char *what;
    const char *hint;
} failure_rows[PL_HTTP_FAILURE_COUNT] = {
    [PL_HTTP_DNS]       = {"the host's name cannot be resolved", "Check the host in PAYLINK_BASE_URL, and this machine's DNS."},
    [PL_HTTP_REFUSED]   = {"nothing listens there: the connection was refused", "Check the host and the port in PAYLINK_BASE_URL; is the server running?"},
    [PL_HTTP_TLS]       = {"no trusted TLS connection could be made", "Check the scheme in PAYLINK_BASE_URL, the server's certificate, and this machine's date and CA certificates."},
    [PL_HTTP_TIMEOUT]   = {"the server did not answer in time", "Check the host and the network; a firewall, or a missing IP whitelisting, may swallow packets. Raise the time-out for a slow server."},
    [PL_HTTP_CLOSED]    = {"the server closed the connection without an answer", "Check the scheme and the port in PAYLINK_BASE_URL; a missing IP whitelisting may look like this too."},
    [PL_HTTP_PROTOCOL]  = {"what answered does not speak HTTP", "Check the scheme and the port in PAYLINK_BASE_URL."},
    [PL_HTTP_TOO_LARGE] = {"the answer is too large", "Check that PAYLINK_BASE_URL leads to the API."},
    [PL_HTTP_PROXY]     = {"the proxy does not let us through", "Check the proxy in the environment (https_proxy, no_proxy)."},
    [PL_HTTP_OTHER]     = {"the exchange failed", "Check PAYLINK_BASE_URL and the network."},
};

/* Answers to a good request, first fit; `to` inclusive. */
static const struct {
    int from;
    int to;
    const char *meaning;
    const char *hint;
} answer_rows[] = {
    {300, 399, "a redirection",                        "Set PAYLINK_BASE_URL to where the API itself is: the right scheme and host, no redirect."},
    {401, 401, "not authenticated",                    "The token was issued, so check PAYLINK_PARTNER_ID, and that this machine's IP address is on the merchant's whitelist."},
    {403, 403, "forbidden",                            "Ask for this machine's IP address to be put on the merchant's whitelist."},
    {404, 404, "account unknown or inactive",          "Check PAYLINK_ACCOUNT_ID: the account must exist, be active and belong to the merchant. Check the path in PAYLINK_BASE_URL too: it must not end in /api."},
    {405, 405, "method not allowed",                   "Check that PAYLINK_BASE_URL leads to the API: the address takes no POST."},
    {422, 422, "not valid",                            "Set PAYLINK_AMOUNT to a total within the merchant's limits."},
    {429, 429, "too many requests",                    "Wait until the server's limit is over, then run again."},
    {500, 599, "the server fails on a good request",   "The server cannot be tested in this state; look into its log."},
    {0,   999, "neither the success nor a documented refusal", "Check that PAYLINK_BASE_URL leads to the API."},
};
/* clang-format on */

/* --- explaining ------------------------------------------------------------------------------ */

static pl_status tell(pl_suite *suite, const char *what, const char *hint,
                      pl_run_trouble *reterr_trouble) {
    if (what == NULL) { return PL_E_MEMORY; }
    pl_run_trouble trouble = {.hint = hint};
    const pl_status status = pl_session_redact(suite->session, what, suite->arena, &trouble.what);
    if (status != PL_OK) { return status; }
    *reterr_trouble = trouble;
    return PL_E_IO;
}

static pl_status tell_failure(pl_suite *suite, const char *doing, pl_http_failure failure,
                              pl_run_trouble *reterr_trouble) {
    assert(failure != PL_HTTP_ANSWERED && failure < PL_HTTP_FAILURE_COUNT);
    return tell(suite,
                pl_arena_printf(suite->arena, "%s at %s: %s", doing,
                                suite->session->settings->base_url, failure_rows[failure].what),
                failure_rows[failure].hint, reterr_trouble);
}

/* --- token ----------------------------------------------------------------------------------- */

static pl_status get_token(pl_suite *suite, pl_run_trouble *reterr_trouble) {
    const pl_status status = pl_session_token(suite->session, PL_PARTY_FIRST);
    if (status != PL_OK) { return status; }
    const pl_token *const token = &suite->session->tokens[PL_PARTY_FIRST];
    const char *const what = pl_arena_printf(suite->arena, "no access token: %s", token->detail);
    switch (token->trouble) {
    case PL_TOKEN_FINE:
        return PL_OK;
    case PL_TOKEN_NO_CREDENTIALS: {
        const pl_status told = tell(suite, what,
                                    "Set PAYLINK_CLIENT_ID and PAYLINK_CLIENT_SECRET, or "
                                    "PAYLINK_TOKEN.",
                                    reterr_trouble);
        return told == PL_E_IO ? PL_E_ARGUMENT : told;
    }
    case PL_TOKEN_NO_ANSWER:
        return tell_failure(suite, "no access token", token->failure, reterr_trouble);
    case PL_TOKEN_REFUSED:
        return tell(suite, what, HINT_ADDRESSES, reterr_trouble);
    case PL_TOKEN_UNUSABLE:
    case PL_TOKEN_TROUBLE_COUNT:
        break;
    }
    return tell(suite, what, "Check that PAYLINK_BASE_URL leads to the API.", reterr_trouble);
}

/* The second merchant is a convenience: without it a few cases are not run. */
static pl_status get_other_token(pl_suite *suite) {
    pl_session *const session = suite->session;
    const pl_merchant *const other = pl_session_merchant(session, PL_PARTY_OTHER);
    if (other->partner_id == NULL || other->account_id == NULL) { return PL_OK; }
    const pl_status status = pl_session_token(session, PL_PARTY_OTHER);
    if (status != PL_OK) { return status; }
    const pl_token *const token = &session->tokens[PL_PARTY_OTHER];
    session->has_other = token->text != NULL;
    if (session->has_other) { return PL_OK; }
    const char *const message = pl_arena_printf(
        suite->arena, "the second merchant is not used, it has no token: %s", token->detail);
    return message == NULL ? PL_E_MEMORY : pl_suite_observe(suite, "preflight", message);
}

/* --- catalog --------------------------------------------------------------------------------- */

static pl_status read_codes(pl_suite *suite, const pl_http_response *response, pl_arena *scratch) {
    const pl_member *const data = &pl_contract_catalog.members[PL_ENVELOPE_DATA];
    const pl_member *const codes = pl_schema_member(data->schema, pl_bytes_of("available_codes"));
    assert(codes != NULL);
    pl_json json;
    bool readable = false;
    const pl_status status = pl_answer_read(response, scratch, &json, &readable);
    if (status != PL_OK || !readable) { return status; }
    const uint32_t parent = pl_json_member(&json, 0, data->name);
    const uint32_t array =
        parent == PL_JSON_NONE ? PL_JSON_NONE : pl_json_member(&json, parent, codes->name);
    if (array == PL_JSON_NONE || json.nodes[array].kind != PL_JSON_ARRAY) { return PL_OK; }
    const uint32_t count = pl_json_child_count(&json, array);
    if (count == 0 || count > CODE_COUNT_MAX) { return PL_OK; }
    pl_bytes *const list = pl_arena_alloc(suite->arena, count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    size_t used = 0;
    for (uint32_t node = array + 1; node < json.nodes[array].next; node = json.nodes[node].next) {
        pl_bytes code;
        if (json.nodes[node].kind != PL_JSON_STRING ||
            pl_json_string_decode(&json, node, scratch, &code) != PL_OK) {
            return PL_OK; /* no list of codes: better none than half of it */
        }
        const char *const copy = pl_arena_text(suite->arena, code);
        if (copy == NULL) { return PL_E_MEMORY; }
        list[used++] = (pl_bytes){(const uint8_t *)copy, code.len};
    }
    assert(used == count);
    suite->session->payment_methods = list;
    suite->session->payment_method_count = used;
    return PL_OK;
}

static pl_status get_catalog(pl_suite *suite) {
    static const pl_bytes no_body = {NULL, 0};
    pl_arena *const scratch = &suite->slots[0].arena;
    pl_arena_reset(scratch);
    pl_wire wire;
    pl_status status = pl_materialise_call(suite->session, PL_ROUTE_CATALOG, PL_PARTY_FIRST, NULL,
                                           NULL, no_body, scratch, &wire);
    if (status != PL_OK) { return status; }
    pl_http_response response;
    status = pl_http_send(suite->session->http, &wire.request, scratch, &response);
    if (status != PL_OK) { return status; }
    if (response.failure == PL_HTTP_ANSWERED && response.status == 200) {
        status = read_codes(suite, &response, scratch);
    }
    if (status != PL_OK || suite->session->payment_methods != NULL) { return status; }
    const char *const message =
        response.failure == PL_HTTP_ANSWERED
            ? pl_arena_printf(suite->arena,
                              "the payment-method catalog could not be read: it answered %d%s",
                              response.status, response.status == 200 ? " without codes" : "")
            : pl_arena_printf(suite->arena, "the payment-method catalog could not be read: %s",
                              pl_http_failure_text(response.failure));
    return message == NULL ? PL_E_MEMORY : pl_suite_observe(suite, "preflight", message);
}

/* --- one good request ------------------------------------------------------------------------ */

static pl_status tell_answer(pl_suite *suite, const pl_http_response *response, pl_arena *scratch,
                             pl_run_trouble *reterr_trouble) {
    const char *said = "";
    const pl_status status = pl_answer_message(response, scratch, &said);
    if (status != PL_OK) { return status; }
    size_t row = 0;
    while (row + 1 < PL_COUNT(answer_rows) &&
           (response->status < answer_rows[row].from || response->status > answer_rows[row].to)) {
        row++;
    }
    return tell(suite,
                pl_arena_printf(suite->arena, "a good request was answered %d (%s)%s%s",
                                response->status, answer_rows[row].meaning,
                                said[0] == '\0' ? "" : ": ", said),
                answer_rows[row].hint, reterr_trouble);
}

/* Each try has a reff_no of its own: a lost first one must not stand in its way. */
static pl_status send_good(pl_suite *suite, const pl_case_config *config, unsigned serial,
                           pl_arena *scratch, pl_http_response *ret_response) {
    const char *const account_id = suite->session->settings->merchant.account_id;
    pl_bytes body;
    pl_status status = pl_cases_good_body(config, serial, scratch, &body);
    if (status != PL_OK) { return status; }
    pl_wire wire;
    status = pl_materialise_call(suite->session, PL_ROUTE_CREATE, PL_PARTY_FIRST, account_id, NULL,
                                 body, scratch, &wire);
    if (status != PL_OK) { return status; }
    assert(wire.obstacle == NULL); /* get_token and the arguments were checked */
    status = pl_http_send(suite->session->http, &wire.request, scratch, ret_response);
    if (status != PL_OK) { return status; }
    const char *repeated = NULL;
    return pl_created_add(&suite->created, ret_response, account_id, PL_PARTY_FIRST, true,
                          suite->arena, scratch, &repeated);
}

static pl_status try_good(pl_suite *suite, const pl_case_config *config,
                          pl_run_trouble *reterr_trouble) {
    pl_arena *const scratch = &suite->slots[0].arena;
    pl_http_response response;
    for (unsigned serial = 1; serial <= GOOD_TRY_COUNT_MAX; serial++) {
        pl_arena_reset(scratch);
        const pl_status status = send_good(suite, config, serial, scratch, &response);
        if (status == PL_E_ARGUMENT) {
            *reterr_trouble = (pl_run_trouble){
                .what = "PAYLINK_ACCOUNT_ID or a header's value holds what HTTP cannot send",
                .hint = "Look for blanks and line ends in the settings."};
        }
        if (status != PL_OK) { return status; }
        const bool passing = response.failure == PL_HTTP_ANSWERED
                                 ? !pl_answer_has_verdict(&response)
                                 : response.failure == PL_HTTP_CLOSED;
        if (!passing || serial == GOOD_TRY_COUNT_MAX) { break; }
        pl_clock_pause(pl_pause_after(&response, PL_PAUSE_MS_MAX));
    }
    if (response.failure != PL_HTTP_ANSWERED) {
        return tell_failure(suite, "a good request", response.failure, reterr_trouble);
    }
    return response.status == 200 ? PL_OK : tell_answer(suite, &response, scratch, reterr_trouble);
}

pl_status pl_preflight(pl_suite *suite, const pl_case_config *config,
                       pl_run_trouble *reterr_trouble) {
    assert(suite != NULL && config != NULL && reterr_trouble != NULL);
    pl_status status = get_token(suite, reterr_trouble);
    if (status != PL_OK) { return status; }
    status = get_other_token(suite);
    if (status != PL_OK) { return status; }
    status = try_good(suite, config, reterr_trouble);
    return status == PL_OK ? get_catalog(suite) : status;
}
