/* paylink run: check a server, print what was found, write the reports. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/live.h"
#include "cli/run_baseline.h"
#include "cli/run_journal.h"
#include "cli/target.h"
#include "cli/terminal.h"
#include "cli/values.h"
#include "run/run.h"

static const char command[] = "run";

enum {
    KEY_REPORT = 256,
    KEY_JOURNAL,
    KEY_CONCURRENCY,
    KEY_RATE,
    KEY_MAX_TIME,
    KEY_SHARD,
    KEY_FAIL_ON,
    KEY_RUN_ID,
    KEY_KEEP,
    KEY_RECORD,
    KEY_BASELINE,
    KEY_ACCEPT,
    CONCURRENCY_DEFAULT = 4,
    RATE_MAX = 100000,
    MAX_TIME_SECONDS_MAX = 24 * 3600,
    MS_OF_A_SECOND = 1000,
    SHARD_COUNT_MAX = 1000
};

/* clang-format off */
static const struct argp_option options[] = {
    {"report",           KEY_REPORT,           "FORMAT=FILE", 0, "Also write a report, one of: {FORMAT}; repeatable", 0},
    {"journal",          KEY_JOURNAL,          "FILE",        0, "Write what is seen as the run goes, for 'paylink report'", 0},
    {"concurrency",      KEY_CONCURRENCY,      "N",           0, "Requests in flight at once (default 4)", 0},
    {"rate",             KEY_RATE,             "N",           0, "Requests started per second, of every kind (default: no limit)", 0},
    {"max-time",         KEY_MAX_TIME,         "SECONDS",     0, "Of the whole run, clean-up included; what is not sent by then is told (default: no limit)", 0},
    {"shard",            KEY_SHARD,            "I/N",         0, "Run part I of N of the cases; all N parts together are the whole", 0},
    {"fail-on",          KEY_FAIL_ON,          "SEVERITY",    0, "Exit with 1 on a finding of this severity or a worse one: {SEVERITY} (default violation)", 0},
    {"run-id",           KEY_RUN_ID,           "ID",          0, "Part of every reff_no (default: a new one)", 0},
    {"keep",             KEY_KEEP,             NULL,          0, "Leave the created payment links", 0},
    {"record",           KEY_RECORD,           "FILE",        0, "Write what was seen to FILE, for --baseline", 0},
    {"baseline",         KEY_BASELINE,         "FILE",        0, "Report only what changed since the run that FILE records", 0},
    {"accept",           KEY_ACCEPT,           "FILE",        0, "Findings that do not fail the run: lines of CASE CHECK YYYY-MM-DD REASON", 0},
    {"quiet",            'q',                  NULL,          0, "Print nothing but errors", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Check a server against the contract of \"create payment link\": a request for every "
    "constraint, from both sides of its limit. Payment links that were created are deleted again."
    "\v"
    "Examples:\n"
    "  paylink run\n"
    "  paylink run --base-url URL --config my.env\n"
    "  paylink run --report json=run.json --report junit=run.xml\n"
    "  paylink run --record last.json; paylink run --baseline last.json --accept known.txt\n"
    "\n";

static const char doc_end[] =
    "\n"
    "Secrets are never taken from the command line. An interrupted run still deletes its links.\n"
    "While a run with reports goes on, its journal is beside the first of them (FILE.journal): "
    "'paylink report' makes the reports of a run that was killed.\n"
    "\n"
    "Exit status: 0 conforms, 1 a finding that fails the run (--fail-on), 2 usage or a setting that cannot be "
    "used, 3 the server could not be judged (settings missing, no connection, credentials refused, no good "
    "request accepted, more than a tenth of the cases or a whole group of them without an answer, the time "
    "over, interrupted).";

typedef struct run_options {
    pl_target_options target;
    pl_run_reports reports;
    pl_run_baseline baseline;
    pl_run_journal journal;
    int64_t concurrency;
    int64_t rate;
    int64_t max_time_seconds;
    pl_shard shard;
    pl_severity fail_on;
    const char *run_id;
    bool keep;
    bool quiet;
} run_options;

/* "2/4". */
static bool parse_shard(const char *text, pl_shard *ret_shard) {
    char index_text[8] = "";
    int64_t index = 0;
    int64_t count = 0;
    const size_t index_len = strcspn(text, "/");
    bool fine = text[index_len] == '/' && index_len < sizeof index_text;
    if (fine) { memcpy(index_text, text, index_len); }
    fine = fine && pl_cli_number(text + index_len + 1, 1, SHARD_COUNT_MAX, &count) &&
           pl_cli_number(index_text, 1, count, &index);
    if (!fine) {
        pl_cli_error(command,
                     "--shard takes I/N, part I of N parts, for example 2/4; N is at most %d",
                     SHARD_COUNT_MAX);
        return false;
    }
    *ret_shard = (pl_shard){(uint32_t)index, (uint32_t)count};
    return true;
}

static bool parse_severity(const char *text, pl_severity *ret_severity) {
    for (unsigned i = 0; i < PL_SEVERITY_COUNT; i++) {
        if (strcmp(text, pl_severity_text((pl_severity)i)) == 0) {
            *ret_severity = (pl_severity)i;
            return true;
        }
    }
    char names[64];
    pl_value_names("SEVERITY", names, sizeof names);
    pl_cli_error(command, "--fail-on takes one of %s, not '%s'", names, text);
    return false;
}

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    run_options *chosen = state->input;
    bool fine = true;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &chosen->target;
        break;
    case KEY_REPORT:
        fine = pl_run_reports_add(&chosen->reports, arg);
        break;
    case KEY_JOURNAL:
        chosen->journal.path = arg;
        break;
    case KEY_RECORD:
        fine = pl_run_reports_add_file(&chosen->reports, &pl_baseline_format, arg);
        break;
    case KEY_BASELINE:
        chosen->baseline.baseline_path = arg;
        break;
    case KEY_ACCEPT:
        chosen->baseline.accepted_path = arg;
        break;
    case KEY_CONCURRENCY:
        fine = pl_cli_number_option(command, "--concurrency", arg, 1, PL_HTTP_CONCURRENCY_MAX,
                                    &chosen->concurrency);
        break;
    case KEY_RATE:
        fine = pl_cli_number_option(command, "--rate", arg, 1, RATE_MAX, &chosen->rate);
        break;
    case KEY_MAX_TIME:
        fine = pl_cli_number_option(command, "--max-time", arg, 1, MAX_TIME_SECONDS_MAX,
                                    &chosen->max_time_seconds);
        break;
    case KEY_SHARD:
        fine = parse_shard(arg, &chosen->shard);
        break;
    case KEY_FAIL_ON:
        fine = parse_severity(arg, &chosen->fail_on);
        chosen->journal.fail_on = chosen->fail_on;
        break;
    case KEY_RUN_ID:
        chosen->run_id = arg;
        fine = pl_cli_run_id_valid(command, arg);
        break;
    case KEY_KEEP:
        chosen->keep = true;
        break;
    case 'q':
        chosen->quiet = true;
        break;
    case ARGP_KEY_ARG:
        pl_cli_error(command, "'%s' is one argument too many; a server is named with --base-url",
                     arg);
        fine = false;
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return fine ? 0 : EINVAL;
}

/* The end of the help page names the settings, from their table. */
static char *filter_help(int key, const char *text, void *input) {
    if (key != ARGP_KEY_HELP_POST_DOC) { return pl_value_help(key, text, input); }
    return pl_target_help(text, doc_end);
}

/* What a person reads of it. */
static pl_status print_result(const run_options *chosen, const pl_result *result) {
    const pl_terminal terminal = pl_terminal_of_output();
    if (chosen->quiet) { return PL_OK; }
    if (chosen->baseline.baseline_path == NULL) {
        const pl_status status = pl_report_terminal(result, &terminal, stdout);
        if (status != PL_OK) { return status; }
    }
    return pl_run_baseline_print(&chosen->baseline, result, &terminal);
}

/* Print and write what was found. */
static pl_exit report_result(run_options *chosen, pl_result *result) {
    if (!pl_run_baseline_judge(&chosen->baseline, result)) { return PL_EXIT_ENVIRONMENT; }
    const bool kept = pl_run_journal_finish(&chosen->journal, result);
    const bool written = pl_run_reports_write(&chosen->reports, result);
    const pl_status printed = print_result(chosen, result);
    const pl_exit outcome = pl_run_reports_conclude(&chosen->reports, result, printed);
    pl_run_journal_close(&chosen->journal, written);
    return kept && written ? outcome : PL_EXIT_ENVIRONMENT;
}

static pl_exit run_against(run_options *chosen, const pl_target *target) {
    pl_progress progress = {.shown_ms = 0};
    const bool live = !chosen->quiet && pl_terminal_is_live();
    const pl_run_config config = {
        .settings = &target->settings,
        .token_version = chosen->target.token_version,
        .timeout_ms = pl_target_timeout_ms(&chosen->target),
        .concurrency = (uint32_t)chosen->concurrency,
        .rate = (uint32_t)chosen->rate,
        .max_time_ms = (uint32_t)(chosen->max_time_seconds * MS_OF_A_SECOND),
        .shard = chosen->shard,
        .ca_file = chosen->target.ca_file,
        .run_id = chosen->run_id,
        .keep = chosen->keep,
        .stop = &pl_live_stop,
        .progress = live ? pl_progress_show : NULL,
        .progress_user = &progress,
        .observer = pl_run_journal_observer(&chosen->journal),
    };
    if (target->sandbox != NULL && !chosen->quiet) {
        pl_cli_error(command, "no server is named: checking the built-in sandbox at %s",
                     target->settings.base_url);
    }
    pl_arena arena;
    pl_arena_init(&arena);
    pl_result result;
    pl_run_trouble trouble = {.what = NULL};
    const pl_status status = pl_run(&config, &arena, &result, &trouble);
    if (live) { pl_progress_clear(); }
    if (status == PL_OK) {
        result.interrupted = pl_live_stop != 0;
        result.fail_on = chosen->fail_on;
    }
    const pl_exit outcome = status == PL_OK ? report_result(chosen, &result)
                                            : pl_live_trouble(command, status, &trouble);
    pl_arena_done(&arena);
    return outcome;
}

static const struct argp_child children[] = {{&pl_target_argp, 0, NULL, 0}, {0}};

const struct argp pl_run_argp = {.options = options,
                                 .parser = parse_option,
                                 .doc = doc,
                                 .children = children,
                                 .help_filter = filter_help};

pl_exit pl_command_run(int argc, char **argv) {
    run_options chosen = {.target = {.command = command, .token_version = PL_TOKEN_V11},
                          .reports = {.command = command},
                          .concurrency = CONCURRENCY_DEFAULT};
    if (pl_cli_parse(&pl_run_argp, argc, argv, &chosen) != 0) { return PL_EXIT_USAGE; }
    /* Before the run, so that its result is not lost. */
    if (!pl_run_reports_probe(&chosen.reports) ||
        !pl_run_journal_open(&chosen.journal, &chosen.reports)) {
        return PL_EXIT_ENVIRONMENT;
    }
    pl_exit outcome = pl_run_baseline_open(&chosen.baseline);
    pl_target target;
    if (outcome == PL_EXIT_CLEAN) { outcome = pl_target_open(&chosen.target, &target); }
    if (outcome == PL_EXIT_CLEAN) {
        pl_live_catch_stop();
        outcome = run_against(&chosen, &target);
        pl_target_close(&target);
    }
    pl_run_baseline_close(&chosen.baseline);
    pl_run_journal_close(&chosen.journal, false);
    return outcome;
}
