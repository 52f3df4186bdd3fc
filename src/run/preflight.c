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

#define HINT_TIME "Give the run more time (--max-time), or find out why the server is slow."

/* clang-format off */
static const struct {
    const char *what;
    const char *hint;
} failure_rows[PL_HTTP_FAILURE_COUNT] = {
    [PL_HTTP_DNS]       = {"the host's name cannot be resolved", "Check the host in PAYLINK_BASE_URL, and this machine's DNS."},
    [PL_HTTP_REFUSED]   = {"nothing listens there: the connection was refused", "Check the host and the port in PAYLINK_BASE_URL; is the server running?"},
    [PL_HTTP_UNREACHABLE] = {"the host cannot be reached", "Check the host in PAYLINK_BASE_URL, and this machine's network: there is no route to it."},
    [PL_HTTP_TLS]       = {"no trusted TLS connection could be made", "Check the scheme in PAYLINK_BASE_URL, the server's certificate, and this machine's date and CA certificates."},
    [PL_HTTP_TIMEOUT]   = {"the server did not answer in time", "Check the host and the network; a firewall, or a missing IP whitelisting, may swallow packets. Raise the time-out for a slow server."},
    [PL_HTTP_CLOSED]    = {"the server closed the connection without an answer", "Check the scheme and the port in PAYLINK_BASE_URL; a missing IP whitelisting may look like this too."},
    [PL_HTTP_PROTOCOL]  = {"what answered does not speak HTTP", "Check the scheme and the port in PAYLINK_BASE_URL."},
    [PL_HTTP_TOO_LARGE] = {"the answer is too large", "Check that PAYLINK_BASE_URL leads to the API."},
    [PL_HTTP_EXPIRED]   = {"the run's time was over", HINT_TIME},
    [PL_HTTP_PROXY]     = {"the proxy does not let us through", "Check the proxy in the environment (http_proxy, https_proxy, all_proxy, no_proxy)."},
    [PL_HTTP_OTHER]     = {"the exchange failed", "Check PAYLINK_BASE_URL and the network."},
};

/* Answers to a good request, first fit; `to` inclusive. */
static const struct {
    int from;
    int to;
    const char *meaning;
    const char *hint;
    bool of_any;  /* it means the same as an answer of the token endpoint */
    bool goes_on; /* no trouble of the environment: the server breaks the contract, and the suite shows how */
} answer_rows[] = {
    {300, 399, "a redirection",                        "Set PAYLINK_BASE_URL to where the API itself is: the right scheme and host, no redirect.", true, false},
    {401, 401, "not authenticated",                    "The token was issued, so check PAYLINK_PARTNER_ID, and that this machine's IP address is on the merchant's whitelist.", false, false},
    {403, 403, "forbidden",                            "Ask for this machine's IP address to be put on the merchant's whitelist.", false, false},
    {404, 404, "account unknown or inactive",          "Check PAYLINK_ACCOUNT_ID: the account must exist, be active and belong to the merchant. Check the path in PAYLINK_BASE_URL too: it must not end in /api.", false, false},
    {405, 405, "method not allowed",                   "Check that PAYLINK_BASE_URL leads to the API: the address takes no POST.", false, false},
    {407, 407, "the proxy asks for credentials",       "Check the proxy in the environment (http_proxy, https_proxy, all_proxy, no_proxy).", true, false},
    {422, 422, "not valid",                            "Set PAYLINK_AMOUNT to a total within the merchant's limits.", false, false},
    {429, 429, "too many requests",                    "Wait until the server's limit is over, then run again.", true, false},
    {502, 504, "a gateway in front of the server fails", "The server cannot be tested in this state; ask who runs it, or wait.", true, false},
    {500, 599, "the server fails on a good request",   "The server cannot be tested in this state; look into its log.", true, true},
    {0,   999, "neither the success nor a documented refusal", "Check that PAYLINK_BASE_URL leads to the API.", false, true},
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

static pl_status tell_failure(pl_suite *suite, const char *doing, const pl_http_response *response,
                              pl_run_trouble *reterr_trouble) {
    const pl_http_failure failure = response->failure;
    assert(failure != PL_HTTP_ANSWERED && failure < PL_HTTP_FAILURE_COUNT);
    const bool quoted = failure == PL_HTTP_PROXY && response->failure_text[0] != '\0';
    return tell(suite,
                pl_arena_printf(suite->arena, "%s at %s: %s%s%s%s", doing,
                                suite->session->settings->base_url, failure_rows[failure].what,
                                quoted ? " (" : "", quoted ? response->failure_text : "",
                                quoted ? ")" : ""),
                failure_rows[failure].hint, reterr_trouble);
}

/* The row of a status. */
static size_t answer_row_of(int status) {
    size_t row = 0;
    while (row + 1 < PL_COUNT(answer_rows) &&
           (status < answer_rows[row].from || status > answer_rows[row].to)) {
        row++;
    }
    return row;
}

static pl_status tell_interruption(pl_run_trouble *reterr_trouble) {
    *reterr_trouble = (pl_run_trouble){.what = "the run was interrupted before its first case",
                                       .hint = "Start it again."};
    return PL_E_IO;
}

static bool is_stopped(const pl_suite *suite) {
    return pl_is_stopped(suite->config->stop);
}

static void wait_to_repeat(pl_suite *suite, uint32_t pause_ms) {
    pl_pace *const pace = &suite->session->pace;
    pace->repeat_count += 1;
    pl_pace_wait(pace, pause_ms);
}

/* May the next try go better? A repetition may have met its own first success. */
static bool is_passing(const pl_http_response *response) {
    if (response->repeated && response->status >= 400 && response->status <= 499) { return true; }
    return response->failure == PL_HTTP_ANSWERED ? !pl_answer_has_verdict(response)
                                                 : response->failure == PL_HTTP_CLOSED;
}

/* --- token ----------------------------------------------------------------------------------- */

static pl_status tell_token(pl_suite *suite, const pl_token *token,
                            pl_run_trouble *reterr_trouble) {
    const size_t row = answer_row_of(token->status);
    const bool known = token->trouble == PL_TOKEN_UNUSABLE && answer_rows[row].of_any;
    const char *const what =
        pl_arena_printf(suite->arena, "no access token: %s%s%s%s", token->detail, known ? " (" : "",
                        known ? answer_rows[row].meaning : "", known ? ")" : "");
    switch (token->trouble) {
    case PL_TOKEN_NO_CREDENTIALS: {
        const pl_status told = tell(suite, what,
                                    "Set PAYLINK_CLIENT_ID and PAYLINK_CLIENT_SECRET, or "
                                    "PAYLINK_TOKEN.",
                                    reterr_trouble);
        return told == PL_E_IO ? PL_E_ARGUMENT : told;
    }
    case PL_TOKEN_NO_ANSWER: {
        const pl_http_response lost = {.failure = token->failure, .failure_text = ""};
        return token->failure == PL_HTTP_PROXY /* the detail names it */
                   ? tell(suite, what, failure_rows[PL_HTTP_PROXY].hint, reterr_trouble)
                   : tell_failure(suite, "no access token", &lost, reterr_trouble);
    }
    case PL_TOKEN_REFUSED:
        return tell(suite, what, HINT_ADDRESSES, reterr_trouble);
    case PL_TOKEN_FINE:
    case PL_TOKEN_UNUSABLE:
    case PL_TOKEN_TROUBLE_COUNT:
        break;
    }
    return tell(suite, what,
                known ? answer_rows[row].hint : "Check that PAYLINK_BASE_URL leads to the API.",
                reterr_trouble);
}

static pl_status get_token(pl_suite *suite, pl_run_trouble *reterr_trouble) {
    const pl_token *const token = &suite->session->tokens[PL_PARTY_FIRST];
    for (unsigned serial = 1; serial <= GOOD_TRY_COUNT_MAX; serial++) {
        if (is_stopped(suite)) { return tell_interruption(reterr_trouble); }
        const pl_status status = pl_session_token(suite->session, PL_PARTY_FIRST);
        if (status != PL_OK) { return status; }
        if (token->trouble == PL_TOKEN_FINE) { return PL_OK; }
        const pl_http_response answer = {.failure = token->failure, .status = token->status};
        if (!is_passing(&answer)) { break; }
        if (serial < GOOD_TRY_COUNT_MAX) { wait_to_repeat(suite, PL_PAUSE_MS_MAX); }
    }
    return tell_token(suite, token, reterr_trouble);
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
    for (unsigned serial = 1;; serial++) {
        status = pl_http_send(suite->session->http, &wire.request, scratch, &response);
        if (status != PL_OK) { return status; }
        if (!is_passing(&response) || serial == GOOD_TRY_COUNT_MAX || is_stopped(suite)) { break; }
        pl_clock_pause(pl_pause_after(&response, PL_PAUSE_MS_MAX), suite->config->stop);
    }
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
    const pl_status status = pl_answer_message(response, suite->session->redactor, scratch, &said);
    if (status != PL_OK) { return status; }
    const size_t row = answer_row_of(response->status);
    const bool given = response->status == 401 && suite->session->settings->merchant.token != NULL;
    return tell(suite,
                pl_arena_printf(suite->arena, "a good request was answered %d (%s)%s%s",
                                response->status, answer_rows[row].meaning,
                                said[0] == '\0' ? "" : ": ", said),
                given ? pl_hint_given_token : answer_rows[row].hint, reterr_trouble);
}

/* Does a 422 blame fields, and none of them the total? Then it is not the merchant's limits that stand in the way. */
static pl_status blames_no_total(const pl_http_response *response, pl_arena *scratch,
                                 bool *ret_blames_no_total) {
    const pl_member *const error = &pl_contract_answer_of(422)->schema->members[PL_ENVELOPE_ERROR];
    const char *const total = pl_contract_request.members[PL_REQUEST_TOTAL_AMOUNT].name;
    pl_json json;
    bool readable = false;
    *ret_blames_no_total = false;
    const pl_status status = pl_answer_read(response, scratch, &json, &readable);
    if (status != PL_OK || !readable) { return status; }
    const uint32_t parent = pl_json_member(&json, 0, error->name);
    if (parent == PL_JSON_NONE) { return PL_OK; }
    const uint32_t errors =
        pl_json_member(&json, parent, error->schema->members[PL_ERROR_ERRORS].name);
    if (errors == PL_JSON_NONE || json.nodes[errors].kind != PL_JSON_OBJECT) { return PL_OK; }
    *ret_blames_no_total = pl_json_child_count(&json, errors) > 0 &&
                           pl_json_member(&json, errors, total) == PL_JSON_NONE;
    return PL_OK;
}

/* Is this answer to a good request the suite's business rather than the environment's? */
static pl_status is_finding(const pl_http_response *response, pl_arena *scratch,
                            bool *ret_is_finding) {
    *ret_is_finding =
        response->status == 200 || answer_rows[answer_row_of(response->status)].goes_on;
    return response->status == 422 ? blames_no_total(response, scratch, ret_is_finding) : PL_OK;
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
    const bool accepted = ret_response->failure == PL_HTTP_ANSWERED && ret_response->status == 200;
    suite->good_serial = accepted ? serial : 0;
    const char *repeated = NULL; /* it is the first one */
    const pl_created made = {.account_id = account_id, .party = PL_PARTY_FIRST, .distinct = true};
    return pl_created_add(&suite->created, ret_response, &made, true, suite->arena, scratch,
                          &repeated);
}

static pl_status try_good(pl_suite *suite, const pl_case_config *config,
                          pl_run_trouble *reterr_trouble) {
    pl_arena *const scratch = &suite->slots[0].arena;
    pl_http_response response;
    for (unsigned serial = 1; serial <= GOOD_TRY_COUNT_MAX; serial++) {
        pl_arena_reset(scratch);
        if (is_stopped(suite)) { return tell_interruption(reterr_trouble); }
        const pl_status status = send_good(suite, config, serial, scratch, &response);
        if (status == PL_E_ARGUMENT) {
            *reterr_trouble = (pl_run_trouble){
                .what = "PAYLINK_ACCOUNT_ID or a header's value holds what HTTP cannot send",
                .hint = "Look for blanks and line ends in the settings."};
        }
        if (status != PL_OK) { return status; }
        if (!is_passing(&response) || serial == GOOD_TRY_COUNT_MAX) { break; }
        wait_to_repeat(suite, pl_pause_after(&response, PL_PAUSE_MS_MAX));
    }
    if (response.failure != PL_HTTP_ANSWERED) {
        return tell_failure(suite, "a good request", &response, reterr_trouble);
    }
    bool goes_on = false;
    const pl_status status = is_finding(&response, scratch, &goes_on);
    if (status != PL_OK || goes_on) { return status; }
    return tell_answer(suite, &response, scratch, reterr_trouble);
}

pl_status pl_preflight(pl_suite *suite, const pl_case_config *config,
                       pl_run_trouble *reterr_trouble) {
    assert(suite != NULL && config != NULL && reterr_trouble != NULL);
    pl_status status = get_token(suite, reterr_trouble);
    if (status != PL_OK) { return status; }
    if (is_stopped(suite)) { return tell_interruption(reterr_trouble); }
    status = get_other_token(suite);
    if (status != PL_OK) { return status; }
    status = try_good(suite, config, reterr_trouble);
    if (status == PL_OK && is_stopped(suite)) { return tell_interruption(reterr_trouble); }
    if (status == PL_OK) { status = get_catalog(suite); }
    return status == PL_OK ? pl_links_before(suite, config->run_id) : status;
}
