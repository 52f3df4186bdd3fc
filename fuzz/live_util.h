/* A server that is called over HTTP: the one that PAYLINK_BASE_URL names, with the settings of `paylink run`, or the
 * embedded sandbox, which has nobody else to blame: it gives a token and an answer to every request. Connected once for
 * the whole process. Of a server of somebody else: the token endpoint is left alone, what was created is deleted, and
 * where a merchant's own limits may stand in the way nothing is demanded. */
#ifndef PL_FUZZ_LIVE_UTIL_H
#define PL_FUZZ_LIVE_UTIL_H

#include <unistd.h>

#include "call_util.h"
#include "cli/target.h"
#include "run/suite_internal.h"
#include "sandbox/sandbox_internal.h"
#include "store_util.h"

enum {
    FZ_TIMEOUT_MS = 3000,
    FZ_EMBEDDED_TIMEOUT_MS = 20000, /* below the target's own: a busy machine is no finding */
    FZ_PAUSE_MS = 250,
    FZ_PAUSE_MS_MAX = 2000,
    FZ_TROUBLE_MAX = 8,  /* requests without a verdict, in a row; then */
    FZ_PATIENCE = 1024,  /* so many inputs are passed over */
    FZ_CREATED_MAX = 64, /* then what was created is deleted */
    FZ_FRESH_LEN =
        12 /* of a run of '~' in a body, which becomes a text that no other request has */
};

typedef struct fz_counts {
    uint64_t requests;
    uint64_t judged;
    uint64_t without_verdict[PL_HTTP_FAILURE_COUNT]; /* PL_HTTP_ANSWERED: 429, 502 to 504 */
    uint64_t without_token;
    uint64_t tokens_refused;
    uint64_t deleted;
    uint64_t left; /* created, and not deleted */
} fz_counts;

typedef struct fz_live {
    bool connected;
    pl_target target;
    pl_run_config config;
    pl_session session;
    pl_suite suite; /* for the preflight, and to clean up */
    pl_arena arena; /* as long as the process */
    pl_arena links; /* what was created */
    pl_case_config cases;
    pl_case_set set;
    fz_menu menu;
    fz_counts counts;
    unsigned trouble;
    unsigned patience;
    uint64_t serial; /* of the newest fresh text */
    int changes;     /* of the embedded store */
} fz_live;

static inline bool fz_is_embedded(const fz_live *live) {
    return live->target.sandbox != NULL;
}

/* --- the end --------------------------------------------------------------------------------- */

static inline void fz_live_clean(fz_live *live) {
    if (pl_cleanup(&live->suite) != PL_OK) { fprintf(stderr, "fuzz_live: cannot clean up\n"); }
    for (const pl_created *link = live->suite.created.first; link != NULL; link = link->next) {
        live->counts.deleted += link->state == PL_CREATED_DELETED ? 1U : 0U;
        live->counts.left += link->state == PL_CREATED_DELETED ? 0U : 1U;
    }
    live->counts.left += live->suite.created.nameless_count;
    live->suite.created = (pl_created_list){.first = NULL};
    pl_arena_reset(&live->links);
}

static inline void fz_live_report(const fz_live *live) {
    const fz_counts *counts = &live->counts;
    fprintf(stderr, "fuzz_live: %llu requests to %s, %llu answers judged",
            (unsigned long long)counts->requests, live->target.settings.base_url,
            (unsigned long long)counts->judged);
    for (size_t i = 0; i < PL_HTTP_FAILURE_COUNT; i++) {
        if (counts->without_verdict[i] == 0) { continue; }
        const char *what =
            i == PL_HTTP_ANSWERED ? "429 or 502 to 504" : pl_http_failure_text((pl_http_failure)i);
        fprintf(stderr, ", %llu without a verdict (%s)",
                (unsigned long long)counts->without_verdict[i], what);
    }
    if (counts->without_token > 0) {
        fprintf(stderr, ", %llu not sent for want of a token",
                (unsigned long long)counts->without_token);
    }
    if (counts->tokens_refused > 0) {
        fprintf(stderr, ", %llu tokens refused", (unsigned long long)counts->tokens_refused);
    }
    if (!fz_is_embedded(live)) {
        fprintf(stderr, ", %llu links deleted, %llu left", (unsigned long long)counts->deleted,
                (unsigned long long)counts->left);
    }
    fprintf(stderr, "\n");
}

/* --- connecting ------------------------------------------------------------------------------ */

/* Not a finding: the message is all that there is, and no input is to blame. */
static inline void fz_live_give_up(const pl_run_trouble *trouble) {
    fprintf(stderr, "fuzz_live: %s. %s\n", trouble->what, trouble->hint);
    _exit(PL_EXIT_ENVIRONMENT);
}

static inline void fz_live_preflight(fz_live *live) {
    pl_run_trouble trouble = {.what = "the server cannot be used", .hint = ""};
    live->config =
        (pl_run_config){.settings = &live->target.settings,
                        .timeout_ms = fz_is_embedded(live) ? FZ_EMBEDDED_TIMEOUT_MS : FZ_TIMEOUT_MS,
                        .concurrency = 1};
    if (pl_run_prepare(&live->config, &live->arena, &live->cases, &trouble) != PL_OK ||
        pl_session_init(&live->session, &live->config) != PL_OK) {
        fz_live_give_up(&trouble);
    }
    pl_suite_init(&live->suite, &live->config, &live->session, &live->arena);
    const pl_status status = pl_preflight(&live->suite, &live->cases, &trouble);
    fz_live_clean(live);
    if (status != PL_OK) { fz_live_give_up(&trouble); }
    live->cases.payment_methods = live->session.payment_methods;
    live->cases.payment_method_count = live->session.payment_method_count;
    FZ_CHECK(pl_cases_make(&live->cases, &live->arena, &live->set) == PL_OK);
    fz_menu_make(&live->set, &live->menu);
}

static inline void fz_live_connect(fz_live *live) {
    static const pl_target_options options = {.base_url = NULL};
    const pl_exit opened = pl_target_open(&options, &live->target);
    if (opened != PL_EXIT_CLEAN) { _exit((int)opened); } /* it has said why */
    fz_live_preflight(live);
    if (fz_is_embedded(live)) { live->changes = fz_store_begin(live->target.sandbox->store); }
    live->connected = true;
}

/* --- bodies that are new --------------------------------------------------------------------- */

/* The place of the first run of '~' that is long enough; SIZE_MAX: none. */
static inline size_t fz_fresh_place(pl_bytes body) {
    size_t run = 0;
    for (size_t at = 0; at < body.len; at++) {
        run = body.ptr[at] == '~' ? run + 1 : 0;
        if (run == FZ_FRESH_LEN) { return at + 1 - run; }
    }
    return SIZE_MAX;
}

/* Written over that run; of another process another text. */
static inline void fz_freshen(fz_live *live, uint8_t *place) {
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const uint64_t base = sizeof digits - 1;
    uint64_t rest = fz_hash(pl_bytes_of(live->cases.run_id)) + live->serial++;
    for (size_t i = 0; i < FZ_FRESH_LEN; i++) {
        place[i] = (uint8_t)digits[rest % base];
        rest /= base;
    }
}

/* --- what can be demanded of a server of somebody else --------------------------------------- */

/* A merchant has limits for the total, a server may refuse a reff_no that it knows, and codes that are not in a catalog
 * which could not be read. */
static inline bool fz_is_known_good(const fz_live *live, pl_bytes body, size_t fresh_at,
                                    pl_arena *arena) {
    const pl_member *members = pl_contract_request.members;
    pl_json json;
    if (pl_json_read(body, arena, &json, NULL) != PL_OK) { return false; }
    const uint32_t reff_no = pl_json_member(&json, 0, members[PL_REQUEST_REFF_NO].name);
    const uint32_t total = pl_json_member(&json, 0, members[PL_REQUEST_TOTAL_AMOUNT].name);
    const uint32_t codes = pl_json_member(&json, 0, members[PL_REQUEST_WHITELIST].name);
    if (reff_no == PL_JSON_NONE || total == PL_JSON_NONE) { return false; }
    const pl_json_node *node = &json.nodes[reff_no];
    const bool fresh = fresh_at > node->at && fresh_at < node->at + node->len;
    const bool listed = codes == PL_JSON_NONE || live->session.payment_methods != NULL;
    return fresh && listed && pl_number_compare(pl_json_raw(&json, total), live->cases.amount) == 0;
}

static inline void fz_demand_less(const fz_live *live, size_t fresh_at, pl_case *test,
                                  pl_arena *arena) {
    static const int either[PL_CASE_STATUS_COUNT_MAX] = {200, 422};
    if (fz_is_embedded(live) || test->klass != PL_CLASS_ACCEPT ||
        fz_is_known_good(live, test->body, fresh_at, arena)) {
        return;
    }
    test->klass = PL_CLASS_OPEN;
    memcpy(test->statuses, either, sizeof either);
}

/* False: the words ask for what this server, or these settings, do not have. */
static inline bool fz_can_ask(const fz_live *live, const fz_call *call) {
    if (call->parts[FZ_PART_TOKEN] != NULL && !fz_is_embedded(live)) { return false; }
    bool can = true;
    for (size_t part = 0; part < FZ_PART_COUNT; part++) {
        const pl_case *test = call->parts[part];
        can = can && (test == NULL || pl_unmet_need(&live->session, test) == NULL);
    }
    return can;
}

/* --- one exchange ---------------------------------------------------------------------------- */

/* An abort runs no handler, so what was counted is told before it. */
static inline void fz_miss_token(fz_live *live, uint64_t *count) {
    const bool embedded_sandbox_gives_tokens = !fz_is_embedded(live);
    *count += 1;
    if (!embedded_sandbox_gives_tokens) { fz_live_report(live); }
    FZ_CHECK(embedded_sandbox_gives_tokens);
}

static inline void fz_miss_verdict(fz_live *live, const pl_http_response *response) {
    const bool embedded_sandbox_answers = !fz_is_embedded(live);
    live->counts.without_verdict[response->failure] += 1;
    if (!embedded_sandbox_answers) { fz_live_report(live); }
    FZ_CHECK(embedded_sandbox_answers);
}

/* Nobody is to blame; the server is given time, and then no calls for a while. */
static inline void fz_rest(fz_live *live, uint32_t pause_ms) {
    pl_clock_pause(pause_ms < FZ_PAUSE_MS_MAX ? pause_ms : FZ_PAUSE_MS_MAX, NULL);
    live->trouble += 1;
    if (live->trouble < FZ_TROUBLE_MAX) { return; }
    live->trouble = 0;
    live->patience = FZ_PATIENCE;
    memset(live->session.token_failures, 0, sizeof live->session.token_failures);
}

/* Tokens end, and may be revoked: a 401 that nothing explains is asked for once more, with a new one. */
static inline bool fz_lost_token(const fz_live *live, const pl_case *test,
                                 const pl_http_response *response) {
    bool expected = test->auth != PL_AUTH_GOOD || response->status != 401;
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX; i++) {
        expected = expected || test->statuses[i] == response->status;
    }
    return !expected && pl_session_can_renew(&live->session, PL_PARTY_FIRST);
}

/* False: nothing can be sent. A request that needs no token can be, though the server refused one. */
static inline bool fz_refresh_token(fz_live *live, pl_party party) {
    const bool due = pl_session_token_due(&live->session, party);
    const pl_status status = pl_session_token(&live->session, party);
    const bool refused = due && live->session.tokens[party].text == NULL;
    if (status != PL_OK || refused) { fz_miss_token(live, &live->counts.tokens_refused); }
    return status == PL_OK;
}

static inline bool fz_refresh_tokens(fz_live *live) {
    return fz_refresh_token(live, PL_PARTY_FIRST) &&
           (!live->session.has_other || fz_refresh_token(live, PL_PARTY_OTHER));
}

/* Can the request be sent? Without a token it cannot. */
static inline bool fz_is_ready(fz_live *live, const pl_wire *wire) {
    if (wire->token_missing) {
        fz_miss_token(live, &live->counts.without_token);
        fz_rest(live, FZ_PAUSE_MS);
    }
    return wire->obstacle == NULL;
}

static inline bool fz_has_verdict(fz_live *live, const pl_http_response *response) {
    live->counts.requests += 1;
    if (pl_answer_has_verdict(response)) {
        live->trouble = 0;
        if (response->status != 401) { live->session.renewals = 0; }
        return true;
    }
    fz_miss_verdict(live, response);
    fz_rest(live, pl_pause_after(response, FZ_PAUSE_MS));
    return false;
}

/* False: there is no answer to judge. */
static inline bool fz_send(fz_live *live, const pl_case *test, pl_arena *arena,
                           int64_t *ret_sent_ms, pl_wire *ret_wire,
                           pl_http_response *ret_response) {
    for (unsigned tries = 0; tries < 2 && fz_refresh_tokens(live); tries++) {
        *ret_sent_ms = pl_clock_ms();
        if (pl_materialise(&live->session, test, *ret_sent_ms, arena, ret_wire) != PL_OK ||
            !fz_is_ready(live, ret_wire) ||
            pl_http_send(live->session.http, &ret_wire->request, arena, ret_response) != PL_OK ||
            !fz_has_verdict(live, ret_response)) {
            return false;
        }
        const bool last = tries > 0 && fz_is_embedded(live); /* its new token must do */
        if (last || !fz_lost_token(live, test, ret_response)) { return true; }
        if (pl_session_renew(&live->session, PL_PARTY_FIRST) != PL_OK) {
            fz_miss_token(live, &live->counts.tokens_refused);
            return false;
        }
    }
    return false;
}

static inline void fz_remember(fz_live *live, const pl_case *test, const pl_wire *wire,
                               const pl_http_response *response, pl_arena *arena) {
    const bool other = test->account == PL_ACCOUNT_OTHER || test->auth == PL_AUTH_OTHER_MERCHANT;
    const pl_created made = {.account_id = wire->account_id,
                             .party = other ? PL_PARTY_OTHER : PL_PARTY_FIRST};
    const char *repeated = NULL;
    if (test->route != PL_ROUTE_CREATE || wire->account_id == NULL || fz_is_embedded(live)) {
        return;
    }
    FZ_CHECK(pl_created_add(&live->suite.created, response, &made, fz_is_creation(test),
                            &live->links, arena, &repeated) == PL_OK);
    if (live->suite.created.count >= FZ_CREATED_MAX) { fz_live_clean(live); }
}

/* The finding, and a line for a shell that shows it; no secret is in either. */
static inline void fz_tell(const fz_live *live, const pl_finding *finding, const pl_wire *wire,
                           pl_arena *arena) {
    const char *texts[] = {finding->check, finding->message, finding->expected, finding->actual,
                           ""};
    const char *line = NULL;
    if (pl_curl_line(finding->test, wire, arena, &line) == PL_OK) {
        texts[PL_COUNT(texts) - 1] = line;
    }
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        const char *redacted = NULL;
        FZ_CHECK(pl_session_redact(&live->session, texts[i], arena, &redacted) == PL_OK);
        texts[i] = redacted == NULL ? "-" : redacted;
    }
    fprintf(stderr, "%s: %s; expected: %s; actual: %s\n    %s\n", texts[0], texts[1], texts[2],
            texts[3], texts[4]);
}

/* The same judgement as of a run. Returns how many violations there are. */
static inline size_t fz_judge_live(fz_live *live, const pl_case *test, const pl_wire *wire,
                                   const pl_http_response *response, int64_t sent_ms,
                                   pl_arena *arena) {
    const pl_exchange exchange = {.test = test,
                                  .response = response,
                                  .account_id = wire->account_id,
                                  .now_ms = sent_ms,
                                  .payment_methods = live->session.payment_methods,
                                  .payment_method_count = live->session.payment_method_count,
                                  .redactor = live->session.redactor};
    pl_finding_list found = {0};
    size_t violations = 0;
    FZ_CHECK(pl_checks_run(&exchange, arena, &found) == PL_OK);
    live->counts.judged += 1;
    for (size_t i = 0; i < found.count; i++) {
        if (found.list[i].severity != PL_VIOLATION) { continue; }
        fz_tell(live, &found.list[i], wire, arena);
        violations++;
    }
    return violations;
}

#endif
