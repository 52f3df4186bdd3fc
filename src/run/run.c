#include "run/run.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include "run/record_internal.h"
#include "run/shard_internal.h"
#include "text/ulid.h"

/* --- arguments ------------------------------------------------------------------------------- */

/* What every run needs. */
static const struct {
    size_t offset;    /* of pl_settings */
    bool for_a_token; /* only to obtain one: a given token does as well */
} needed[] = {
    {offsetof(pl_settings, base_url), false},
    {offsetof(pl_settings, merchant.partner_id), false},
    {offsetof(pl_settings, merchant.client_id), true},
    {offsetof(pl_settings, merchant.client_secret), true},
    {offsetof(pl_settings, merchant.account_id), false},
};

static const pl_setting *setting_at(size_t offset) {
    for (size_t i = 0; i < pl_setting_count; i++) {
        if (pl_setting_rows[i].offset == offset) { return &pl_setting_rows[i]; }
    }
    assert(false); /* every setting has a row */
    return NULL;
}

static pl_status refuse(pl_arena *arena, const char *name, const char *how, const char *hint,
                        pl_run_trouble *reterr_trouble) {
    const char *const what = pl_arena_printf(arena, "%s %s", name, how);
    if (what == NULL) { return PL_E_MEMORY; }
    *reterr_trouble = (pl_run_trouble){.what = what, .hint = hint};
    return PL_E_ARGUMENT;
}

static pl_status read_amount(const pl_settings *settings, pl_arena *arena, pl_decimal *ret_amount,
                             pl_run_trouble *reterr_trouble) {
    pl_decimal amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT);
    if (settings->amount != NULL &&
        (pl_decimal_parse(pl_bytes_of(settings->amount), &amount) != PL_OK ||
         pl_decimal_compare(amount, pl_decimal_of(0)) <= 0)) {
        return refuse(
            arena, setting_at(offsetof(pl_settings, amount))->name, "is not a positive number",
            "Set it to a total that the merchant may ask for, for example 150000.", reterr_trouble);
    }
    *ret_amount = amount;
    return PL_OK;
}

/* All that are missing, in one line. */
static pl_status check_settings(const pl_settings *settings, pl_arena *arena,
                                pl_run_trouble *reterr_trouble) {
    const char *missing = NULL;
    for (size_t i = 0; i < PL_COUNT(needed); i++) {
        const pl_setting *const row = setting_at(needed[i].offset);
        const bool spared = needed[i].for_a_token && settings->merchant.token != NULL;
        if (spared || pl_setting_value(settings, row) != NULL) { continue; }
        missing =
            missing == NULL ? row->name : pl_arena_printf(arena, "%s, %s", missing, row->name);
        if (missing == NULL) { return PL_E_MEMORY; }
    }
    if (missing == NULL) { return PL_OK; }
    *reterr_trouble =
        (pl_run_trouble){.what = pl_arena_printf(arena, "missing settings: %s", missing),
                         .hint = "Set them in the environment, or in a file for --config."};
    return reterr_trouble->what != NULL ? PL_E_IO : PL_E_MEMORY;
}

/* Every setting stands in a header, in a path or in a URL, but for the secret, which is hashed. */
static pl_status check_lines(const pl_settings *settings, pl_arena *arena,
                             pl_run_trouble *reterr_trouble) {
    for (size_t i = 0; i < pl_setting_count; i++) {
        const pl_setting *const row = &pl_setting_rows[i];
        const char *const value = pl_setting_value(settings, row);
        const bool hashed = row->offset == offsetof(pl_settings, merchant.client_secret) ||
                            row->offset == offsetof(pl_settings, other.client_secret);
        if (hashed || value == NULL || strpbrk(value, "\r\n") == NULL) { continue; }
        return refuse(arena, row->name, "holds a line break", "Set it to one line.",
                      reterr_trouble);
    }
    return PL_OK;
}

/* Settings of which the same value twice, or an account's id that is none, would make the server look wrong. */
static const struct {
    size_t offset; /* of pl_settings */
    size_t first;  /* must differ from this one */
} distinct[] = {
    {offsetof(pl_settings, merchant.inactive_account_id),
     offsetof(pl_settings, merchant.account_id)},
    {offsetof(pl_settings, other.account_id), offsetof(pl_settings, merchant.account_id)},
    {offsetof(pl_settings, other.partner_id), offsetof(pl_settings, merchant.partner_id)},
    {offsetof(pl_settings, other.client_id), offsetof(pl_settings, merchant.client_id)},
};

static pl_status check_identities(const pl_settings *settings, pl_arena *arena,
                                  pl_run_trouble *reterr_trouble) {
    const pl_setting *const account = setting_at(offsetof(pl_settings, merchant.account_id));
    if (pl_ulid_classify(pl_bytes_of(pl_setting_value(settings, account))) == PL_ULID_MALFORMED) {
        return refuse(arena, account->name, "is not a ULID",
                      "Set it to the account's id: 26 characters, for example "
                      "01K946KF851RK7FX075GJHBVKF.",
                      reterr_trouble);
    }
    for (size_t i = 0; i < PL_COUNT(distinct); i++) {
        const pl_setting *const row = setting_at(distinct[i].offset);
        const pl_setting *const first = setting_at(distinct[i].first);
        const char *const value = pl_setting_value(settings, row);
        const char *const first_value = pl_setting_value(settings, first);
        if (value == NULL || first_value == NULL || strcmp(value, first_value) != 0) { continue; }
        const char *const how = pl_arena_printf(arena, "is the same as %s", first->name);
        if (how == NULL) { return PL_E_MEMORY; }
        return refuse(arena, row->name, how,
                      "Set it to another one, or leave it out: the cases that need it are then not "
                      "run.",
                      reterr_trouble);
    }
    return PL_OK;
}

/* Also for a server without TLS: a file that is named and cannot be used is a slip. */
static pl_status check_ca_file(const char *ca_file, pl_arena *arena,
                               pl_run_trouble *reterr_trouble) {
    if (ca_file == NULL) { return PL_OK; }
    const pl_status status = pl_http_ca_file_check(ca_file);
    if (status == PL_OK) { return PL_OK; }
    const char *const name = pl_arena_printf(arena, "--ca-file %s", ca_file);
    if (name == NULL) { return PL_E_MEMORY; }
    return refuse(
        arena, name, status == PL_E_IO ? "cannot be read" : "holds no certificate in PEM format",
        "Name a file of certificates (-----BEGIN CERTIFICATE-----) to trust.", reterr_trouble);
}

/* --- names ----------------------------------------------------------------------------------- */

/* Twelve letters and digits that no earlier run had: the moment to the microsecond, and the
 * process. */
static pl_status new_run_id(pl_arena *arena, const char **ret_run_id) {
    enum { LEN = 12, BASE = 62 };
    static const char digits[BASE + 1] =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    char *const out = pl_arena_alloc(arena, LEN + 1);
    if (out == NULL) { return PL_E_MEMORY; }
    const double seconds = pl_clock_seconds();
    uint64_t parts[] = {
        (uint64_t)pl_clock_ms(),
        (uint64_t)(seconds * 1e6) % 1000000U,
        (uint64_t)getpid(),
    };
    static const size_t widths[] = {7, 3, 2};
    size_t used = 0;
    for (size_t i = 0; i < PL_COUNT(parts); i++) {
        for (size_t k = 0; k < widths[i]; k++) {
            out[used + widths[i] - 1 - k] = digits[parts[i] % BASE];
            parts[i] /= BASE;
        }
        used += widths[i];
    }
    assert(used == LEN);
    out[LEN] = '\0';
    *ret_run_id = out;
    return PL_OK;
}

/* --- the result ------------------------------------------------------------------------------ */

static pl_status list_cases(const pl_suite *suite, pl_result *result) {
    pl_case_result *const cases = pl_arena_alloc(suite->arena, suite->set->count * sizeof *cases);
    if (cases == NULL) { return PL_E_MEMORY; }
    uint64_t counts[PL_OUTCOME_COUNT] = {0};
    for (size_t i = 0; i < suite->set->count; i++) {
        const pl_status status = pl_suite_case_result(suite, i, &cases[i]);
        if (status != PL_OK) { return status; }
        counts[cases[i].outcome] += 1;
    }
    result->cases = cases;
    result->case_count = suite->set->count;
    result->summary.cases = suite->set->count;
    result->summary.passed = counts[PL_OUTCOME_PASSED];
    result->summary.failed = counts[PL_OUTCOME_FAILED];
    result->summary.inconclusive = counts[PL_OUTCOME_INCONCLUSIVE];
    result->summary.not_run = counts[PL_OUTCOME_NOT_RUN];
    return PL_OK;
}

/* --- the run --------------------------------------------------------------------------------- */

static pl_status run_cases(pl_suite *suite, pl_case_config *config) {
    pl_case_set *const set = pl_arena_alloc(suite->arena, sizeof *set);
    if (set == NULL) { return PL_E_MEMORY; }
    config->payment_methods = suite->session->payment_methods;
    config->payment_method_count = suite->session->payment_method_count;
    pl_case_set all;
    pl_status status = pl_cases_make(config, suite->arena, &all);
    if (status != PL_OK) { return status; }
    suite->all_case_count = all.count;
    suite->cases = config;
    status = pl_shard_take(&all, suite->config->shard, suite->arena, set);
    if (status == PL_OK) { status = pl_suite_take(suite, set); }
    if (status == PL_OK) { status = pl_suite_tell_plan(suite, config); }
    if (status == PL_OK) { status = pl_suite_run(suite); }
    return status == PL_OK ? pl_links_after(suite, config) : status;
}

/* What was created is deleted on every way out; a failure of that does not hide the first one. */
static pl_status preflight_run_clean(pl_suite *suite, pl_case_config *config,
                                     pl_run_trouble *reterr_trouble) {
    pl_status status = pl_preflight(suite, config, reterr_trouble);
    if (status == PL_OK) { status = run_cases(suite, config); }
    const pl_status drained = pl_http_drain(suite->session->http);
    if (suite->config->keep || drained != PL_OK) { return status == PL_OK ? drained : status; }
    const pl_status cleaned = pl_cleanup(suite);
    return status == PL_OK ? cleaned : status;
}

static pl_status fill(const pl_suite *suite, const pl_case_config *config, double began_seconds,
                      pl_result *ret_result) {
    pl_result result = {.run_id = config->run_id,
                        .started_ms = config->now_ms,
                        .made_of = *config,
                        .shard = suite->config->shard,
                        .all_case_count = suite->all_case_count,
                        .good_accepted = suite->good_serial != 0,
                        .out_of_time = suite->out_of_time,
                        .given_up = suite->given_up != NULL,
                        .hint = suite->hint};
    pl_status status = pl_session_redact(suite->session, suite->session->settings->base_url,
                                         suite->arena, &result.base_url);
    if (status == PL_OK) { status = list_cases(suite, &result); }
    if (status == PL_OK) { status = pl_suite_list_findings(suite, &result); }
    if (status != PL_OK) { return status; }
    result.summary.requests = pl_http_request_count(suite->session->http);
    enum { MS_OF_A_SECOND = 1000 };
    result.summary.repeats = suite->session->pace.repeat_count;
    result.summary.waited_seconds = (double)suite->session->pace.waited_ms / MS_OF_A_SECOND;
    result.summary.refusals_looked_up = suite->refusals_looked_up;
    result.summary.seconds = pl_clock_seconds() - began_seconds;
    *ret_result = result;
    return PL_OK;
}

/* The suite is large: it lives in the arena, not on the stack. */
static pl_status run_in_session(const pl_run_config *config, pl_session *session,
                                pl_case_config *cases, pl_arena *arena, pl_result *ret_result,
                                pl_run_trouble *reterr_trouble) {
    const double began_seconds = pl_clock_seconds();
    pl_suite *const suite = pl_arena_alloc(arena, sizeof *suite);
    if (suite == NULL) { return PL_E_MEMORY; }
    pl_suite_init(suite, config, session, arena);
    pl_status status = preflight_run_clean(suite, cases, reterr_trouble);
    if (status == PL_OK) { status = fill(suite, cases, began_seconds, ret_result); }
    pl_suite_done(suite);
    return status;
}

/* The cases know what they can be made of; better asked before the first request than after it. */
static pl_status try_config(const pl_case_config *cases, pl_arena *arena,
                            pl_run_trouble *reterr_trouble) {
    pl_bytes body;
    const pl_status status = pl_cases_good_body(cases, 1, arena, &body);
    if (status == PL_E_ARGUMENT) {
        *reterr_trouble = (pl_run_trouble){
            .what = "the run's id or PAYLINK_AMOUNT cannot be used",
            .hint = "An id has 1 to 12 letters and digits; an amount is below 10^15 and has at "
                    "most 12 decimals. The machine's date must be right, too."};
    }
    return status;
}

pl_status pl_run_prepare(const pl_run_config *config, pl_arena *arena, pl_case_config *ret_cases,
                         pl_run_trouble *reterr_trouble) {
    pl_case_config cases = {.run_id = config->run_id, .now_ms = pl_clock_ms()};
    pl_status status = check_settings(config->settings, arena, reterr_trouble);
    if (status == PL_OK) { status = check_lines(config->settings, arena, reterr_trouble); }
    if (status == PL_OK) { status = check_identities(config->settings, arena, reterr_trouble); }
    if (status == PL_OK) { status = check_ca_file(config->ca_file, arena, reterr_trouble); }
    if (status == PL_OK) {
        status = read_amount(config->settings, arena, &cases.amount, reterr_trouble);
    }
    if (status == PL_OK && cases.run_id == NULL) { status = new_run_id(arena, &cases.run_id); }
    if (status == PL_OK) { status = try_config(&cases, arena, reterr_trouble); }
    if (status == PL_OK) { *ret_cases = cases; }
    return status;
}

pl_status pl_run_connect(const pl_run_config *config, pl_arena *arena, pl_session *session,
                         pl_run_trouble *reterr_trouble) {
    const char *const name = setting_at(offsetof(pl_settings, base_url))->name;
    const pl_status status = pl_session_init(session, config);
    if (status == PL_E_ARGUMENT) {
        return refuse(arena, name, "is not an http or https URL that can be used",
                      "Set it to the scheme and the host, for example https://" PL_HOST_SANDBOX ".",
                      reterr_trouble);
    }
    if (status == PL_E_RANGE) {
        return refuse(arena, name, "has a port that does not exist",
                      "A port is a number from 1 to 65535.", reterr_trouble);
    }
    return status;
}

pl_status pl_run(const pl_run_config *config, pl_arena *arena, pl_result *ret_result,
                 pl_run_trouble *reterr_trouble) {
    assert(config != NULL && config->settings != NULL);
    assert(arena != NULL && ret_result != NULL && reterr_trouble != NULL);
    *reterr_trouble = (pl_run_trouble){.what = "the run could not be carried out", .hint = ""};
    pl_case_config cases;
    pl_status status = pl_run_prepare(config, arena, &cases, reterr_trouble);
    if (status != PL_OK) { return status; }
    pl_session session;
    status = pl_run_connect(config, arena, &session, reterr_trouble);
    if (status != PL_OK) { return status; }
    status = run_in_session(config, &session, &cases, arena, ret_result, reterr_trouble);
    pl_session_done(&session);
    return status;
}
