/* No false alarm: the whole suite against every server that keeps the contract and differs where it is silent. */
#include <criterion/parameterized.h>

#include "run_util.h"
#include "sandbox/personality.h"

enum { CONCURRENCY = 8, INCONCLUSIVE_MAX = 15, PASSED_MIN = 500 };

/* Where the contract contradicts itself, or leaves a case open and lists no such status. */
static const struct excuse {
    const char *personality;
    const char *check;
    const char *test; /* its beginning */
} excuses[] = {
    {"contested-account", "envelope", ""},
    {"repeated-conflict", "status", "reff_no/repeated/"},
    {"fortress", "status", "reff_no/repeated/"},
};

static bool is_excused(const pl_personality *who, const pl_finding *warning) {
    for (size_t i = 0; i < PL_COUNT(excuses); i++) {
        if (strcmp(excuses[i].personality, who->name) == 0 &&
            strcmp(excuses[i].check, warning->check) == 0 && warning->test != NULL &&
            strncmp(excuses[i].test, warning->test->id, strlen(excuses[i].test)) == 0) {
            return true;
        }
    }
    return false;
}

static bool expects_excuse(const pl_personality *who) {
    for (size_t i = 0; i < PL_COUNT(excuses); i++) {
        if (strcmp(excuses[i].personality, who->name) == 0) { return true; }
    }
    return false;
}

static void check(const pl_personality *who, const pl_result *result) {
    const pl_summary *summary = &result->summary;
    const bool steady = who->outage_each == 0;
    const bool no_catalog = (who->absent_routes & PL_BIT(PL_ROUTE_CATALOG)) != 0;
    ru_check_result(who->name, result);
    ru_show(result);
    cr_assert_eq(summary->totals[PL_VIOLATION], 0, "%s: a false alarm", who->name);
    cr_assert_eq(summary->failed, 0, "%s", who->name);
    cr_assert_leq(summary->inconclusive, steady ? 0 : INCONCLUSIVE_MAX, "%s: %zu inconclusive",
                  who->name, (size_t)summary->inconclusive);
    cr_assert_eq(summary->not_run > 0, no_catalog, "%s: %zu not run", who->name,
                 (size_t)summary->not_run);
    cr_assert_gt(summary->passed, PASSED_MIN, "%s: %zu passed", who->name, (size_t)summary->passed);
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_finding *finding = &result->findings[i].finding;
        cr_assert(finding->severity != PL_WARNING || is_excused(who, finding), "%s: %s: %s: %s",
                  who->name, finding->test == NULL ? "-" : finding->test->id, finding->check,
                  finding->message);
    }
    cr_assert_eq(summary->totals[PL_WARNING] > 0, expects_excuse(who), "%s: warnings", who->name);
}

ParameterizedTestParameters(personalities, no_false_alarm) {
    static size_t row[128];
    cr_assert_leq(pl_personality_count, PL_COUNT(row));
    for (size_t i = 0; i < pl_personality_count; i++) { row[i] = i; }
    return cr_make_param_array(size_t, row, pl_personality_count);
}

ParameterizedTest(size_t *row, personalities, no_false_alarm, .timeout = 60) {
    const pl_personality *who = &pl_personalities[*row];
    const pl_sandbox_config sandbox_config = {.seed = RU_SEED, .personality = who};
    pl_sandbox *sandbox = NULL;
    cr_assert_eq(pl_sandbox_start(&sandbox_config, &sandbox, NULL), PL_OK, "%s", who->name);
    pl_settings settings = ru_settings(sandbox, NULL);
    pl_run_config config = ru_config(&settings);
    config.concurrency = CONCURRENCY;
    pl_arena arena = {0};
    pl_result result;
    pl_run_trouble trouble = {0};
    const pl_status status = pl_run(&config, &arena, &result, &trouble);
    cr_assert_eq(status, PL_OK, "%s: %s", who->name, trouble.what);
    check(who, &result);
    pl_arena_done(&arena);
    pl_settings_done(&settings);
    pl_sandbox_stop(sandbox);
}
