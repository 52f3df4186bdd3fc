/* paylink fuzz: random live search. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/fuzz_print.h"
#include "cli/live.h"
#include "cli/target.h"
#include "cli/terminal.h"
#include "cli/vector_file.h"

static const char command[] = "fuzz";

enum {
    KEY_SEED = 256,
    KEY_RUN_ID,
    KEY_MAX_TIME,
    KEY_MAX_REQUESTS,
    KEY_RATE,
    KEY_CONCURRENCY,
    KEY_SAVE,
    CONCURRENCY_DEFAULT = 4,
    MAX_TIME_SECONDS_DEFAULT = 30,
    MAX_TIME_SECONDS_MAX = 24 * 3600,
    RATE_MAX = 100000,
    MS_OF_A_SECOND = 1000
};

static const char folder_default[] = "paylink-findings";

/* clang-format off */
static const struct argp_option options[] = {
    {"seed",         KEY_SEED,         "N",       0, "What is drawn (default: a new one, printed)", 0},
    {"run-id",       KEY_RUN_ID,       "ID",      0, "What makes every reff_no new (default: a new one, printed)", 0},
    {"max-time",     KEY_MAX_TIME,     "SECONDS", 0, "End after so long, clean-up included (default 30)", 0},
    {"max-requests", KEY_MAX_REQUESTS, "N",       0, "End after so many requests of the seed", 0},
    {"rate",         KEY_RATE,         "N",       0, "Requests started per second, of every kind (default: no limit)", 0},
    {"concurrency",  KEY_CONCURRENCY,  "N",       0, "Requests in flight at once (default 4)", 0},
    {"save",         KEY_SAVE,         "DIR",     0, "Folder for what is found (default: paylink-findings)", 0},
    {"quiet",        'q',              NULL,      0, "Print nothing but errors", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Search a server for faults: requests drawn at random from the contract's tables, judged by the "
    "contract. Each thing that is found is made as small as it gets, printed and saved as a vector "
    "that 'paylink replay' sends again. Payment links that were created are deleted again."
    "\v"
    "Examples:\n"
    "  paylink fuzz --max-time 5\n"
    "  paylink fuzz --base-url URL --config my.env --rate 20\n"
    "  paylink fuzz --seed 42 --run-id X1 --max-requests 500\n"
    "\n"
    "The same seed and run id give the same requests, byte for byte, in the same order, as long as "
    "account, amount and catalog are the same. A server that remembers reference numbers may then "
    "refuse them; a new run id makes them new.\n"
    "\n";

static const char doc_end[] =
    "\n"
    "Secrets are never taken from the command line. An interrupted search still deletes its links.\n"
    "\n"
    "Exit status: 0 nothing found, 1 findings, 2 usage or a setting that cannot be used, 3 the server "
    "could not be judged (settings missing, no connection, credentials refused, nothing accepted, too "
    "few answers) or a finding could not be saved.";

typedef struct fuzz_options {
    pl_target_options target;
    pl_vector_folder folder;
    int64_t seed;
    bool has_seed;
    const char *run_id;
    int64_t max_time_seconds;
    int64_t requests_max;
    int64_t rate;
    int64_t concurrency;
    bool quiet;
} fuzz_options;

static error_t parse_number(int key, const char *arg, fuzz_options *chosen) {
    const struct {
        int key;
        const char *name;
        int64_t min;
        int64_t max;
        int64_t *to;
    } rows[] = {
        {KEY_SEED, "--seed", 0, INT64_MAX, &chosen->seed},
        {KEY_MAX_TIME, "--max-time", 1, MAX_TIME_SECONDS_MAX, &chosen->max_time_seconds},
        {KEY_MAX_REQUESTS, "--max-requests", 1, INT32_MAX, &chosen->requests_max},
        {KEY_RATE, "--rate", 1, RATE_MAX, &chosen->rate},
        {KEY_CONCURRENCY, "--concurrency", 1, PL_HTTP_CONCURRENCY_MAX, &chosen->concurrency},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if (rows[i].key != key) { continue; }
        chosen->has_seed = chosen->has_seed || key == KEY_SEED;
        return pl_cli_number_option(command, rows[i].name, arg, rows[i].min, rows[i].max,
                                    rows[i].to)
                   ? 0
                   : EINVAL;
    }
    return ARGP_ERR_UNKNOWN;
}

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    fuzz_options *chosen = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &chosen->target;
        return 0;
    case KEY_RUN_ID:
        chosen->run_id = arg;
        return pl_cli_run_id_valid(command, arg) ? 0 : EINVAL;
    case KEY_SAVE:
        chosen->folder.path = arg;
        return 0;
    case 'q':
        chosen->quiet = true;
        return 0;
    case ARGP_KEY_ARG:
        pl_cli_error(command, "'%s' is one argument too many; a server is named with --base-url",
                     arg);
        return EINVAL;
    default:
        return parse_number(key, arg, chosen);
    }
}

/* The end of the help page names the settings, from their table. */
static char *filter_help(int key, const char *text, void *input) {
    (void)input;
    if (key != ARGP_KEY_HELP_POST_DOC) { return (char *)text; /* argp's way to say: as it is */ }
    return pl_target_help(text, doc_end);
}

/* --- while it goes on -------------------------------------------------------------------------------- */

typedef struct telling {
    const fuzz_options *chosen;
    bool live; /* a line of progress stands on the terminal */
    bool lost; /* a finding could not be saved */
    pl_arena arena;
} telling;

static void begun(void *user, const pl_search_result *result) {
    const telling *at = user;
    if (!at->chosen->quiet) { pl_fuzz_print_start(result); }
}

static void found(void *user, const pl_search_finding *finding) {
    telling *at = user;
    const char *path = NULL;
    if (at->live) { pl_progress_clear(); }
    if (!pl_vector_folder_add(&at->chosen->folder, &finding->vector, &at->arena, &path)) {
        at->lost = true;
    }
    if (!at->chosen->quiet) { pl_fuzz_print_finding(finding, path); }
    pl_arena_reset(&at->arena);
}

static void went_on(void *user, const pl_search_result *result) {
    const telling *at = user;
    if (!at->live) { return; }
    pl_progress_clear();
    (void)fprintf(stderr, "%.1f s  %llu requests  %zu findings", result->seconds,
                  (unsigned long long)result->drawn, result->finding_count);
    (void)fflush(stderr);
}

/* --- the end ------------------------------------------------------------------------------------------ */

static uint64_t count_replies(const pl_search_result *result, pl_reply reply) {
    uint64_t count = 0;
    for (int i = 0; i < PL_CLASS_COUNT; i++) { count += result->counts[i][reply]; }
    return count;
}

/* Says what makes the search worth less than it looks. */
static pl_exit judge(const pl_search_result *result) {
    enum { UNCLEAR_ONCE_IN = 10 };
    const uint64_t unclear = count_replies(result, PL_REPLY_NONE);
    const uint64_t accepted = count_replies(result, PL_REPLY_ACCEPTED);
    if (result->notice != NULL) { pl_cli_error(command, "%s", result->notice); }
    if (result->end != NULL) { pl_cli_error(command, "ended early: %s", result->end); }
    if (result->links_left > 0) {
        pl_cli_error(command, "%llu payment links remain on the server%s%s",
                     (unsigned long long)result->links_left,
                     result->left_why != NULL ? "; the newest word on it: " : "",
                     result->left_why != NULL ? result->left_why : "");
    }
    if (result->finding_count > 0 || result->broken != NULL) { return PL_EXIT_FINDINGS; }
    if (result->given_up) { return PL_EXIT_ENVIRONMENT; }
    if (accepted == 0) {
        pl_cli_error(command,
                     "nothing was accepted: the search tells nothing of the server. Give it "
                     "more time, or check PAYLINK_AMOUNT and PAYLINK_ACCOUNT_ID");
        return PL_EXIT_ENVIRONMENT;
    }
    if (unclear > result->drawn / UNCLEAR_ONCE_IN) {
        pl_cli_error(command, "too many requests had no answer that can be judged: %llu of %llu",
                     (unsigned long long)unclear, (unsigned long long)result->drawn);
        return PL_EXIT_ENVIRONMENT;
    }
    return PL_EXIT_CLEAN;
}

static pl_search_config config_of(const fuzz_options *chosen, const pl_target *target,
                                  telling *at) {
    return (pl_search_config){
        .run = {.settings = &target->settings,
                .token_version = chosen->target.token_version,
                .timeout_ms = pl_target_timeout_ms(&chosen->target),
                .concurrency = (uint32_t)chosen->concurrency,
                .rate = (uint32_t)chosen->rate,
                .max_time_ms = (uint32_t)chosen->max_time_seconds * MS_OF_A_SECOND,
                .ca_file = chosen->target.ca_file,
                .run_id = chosen->run_id,
                .stop = &pl_live_stop},
        .seed = (uint64_t)chosen->seed,
        .requests_max = (uint64_t)chosen->requests_max,
        .begun = begun,
        .found = found,
        .went_on = went_on,
        .user = at,
    };
}

static pl_exit fuzz(const fuzz_options *chosen, const pl_target *target) {
    telling at = {.chosen = chosen, .live = !chosen->quiet && pl_terminal_is_live()};
    const pl_search_config config = config_of(chosen, target, &at);
    pl_arena arena = {0};
    pl_search_result result;
    pl_run_trouble trouble = {.what = NULL};
    if (target->sandbox != NULL && !chosen->quiet) {
        pl_cli_error(command, "no server is named: searching the built-in sandbox at %s",
                     target->settings.base_url);
    }
    const pl_status status = pl_search(&config, &arena, &result, &trouble);
    pl_exit outcome = PL_EXIT_ENVIRONMENT;
    if (at.live) { pl_progress_clear(); }
    if (status == PL_OK) {
        if (!chosen->quiet) { pl_fuzz_print_end(&result); }
        outcome = judge(&result);
    } else {
        outcome = pl_live_trouble(command, status, &trouble);
    }
    pl_arena_done(&at.arena);
    pl_arena_done(&arena);
    return at.lost ? PL_EXIT_ENVIRONMENT : outcome;
}

static const struct argp_child children[] = {{&pl_target_argp, 0, NULL, 0}, {0}};

const struct argp pl_fuzz_argp = {.options = options,
                                  .parser = parse_option,
                                  .doc = doc,
                                  .children = children,
                                  .help_filter = filter_help};

pl_exit pl_command_fuzz(int argc, char **argv) {
    enum { SEED_MAX = 1000000 };
    fuzz_options chosen = {.target = {.command = command, .token_version = PL_TOKEN_V11},
                           .folder = {.command = command, .path = folder_default},
                           .max_time_seconds = MAX_TIME_SECONDS_DEFAULT,
                           .concurrency = CONCURRENCY_DEFAULT};
    if (pl_cli_parse(&pl_fuzz_argp, argc, argv, &chosen) != 0) { return PL_EXIT_USAGE; }
    if (!chosen.has_seed) { chosen.seed = pl_cli_now_ms() % SEED_MAX; }
    if (!pl_vector_folder_open(&chosen.folder)) { return PL_EXIT_ENVIRONMENT; }
    pl_target target;
    pl_exit outcome = pl_target_open(&chosen.target, &target);
    if (outcome == PL_EXIT_CLEAN) {
        pl_live_catch_stop();
        outcome = fuzz(&chosen, &target);
        pl_target_close(&target);
    }
    pl_vector_folder_close(&chosen.folder);
    return outcome;
}
