/* paylink mutants: break the built-in sandbox in one way at a time, and see whether the suite notices. */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "cli/mutants_internal.h"
#include "cli/terminal.h"

static const char command[] = "mutants";

enum { KEY_ONLY = 256, KEY_GROUP, KEY_LIST, KEY_JSON };

/* clang-format off */
static const struct argp_option options[] = {
    {"only",    KEY_ONLY,  "PREFIX", 0, "Only the faults whose id begins so", 0},
    {"group",   KEY_GROUP, "CLASS",  0, "Only the faults of this group", 0},
    {"list",    KEY_LIST,  NULL,     0, "Print the faults, run nothing", 0},
    {"json",    KEY_JSON,  NULL,     0, "Print a JSON object for each fault, and one of the totals", 0},
    {"verbose", 'v',       NULL,     0, "Also print which check killed each fault, and at which case", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Judge the suite: start the built-in sandbox with one fault at a time, run the suite against "
    "it, and count the faults that it finds."
    "\v"
    "A fault is killed by a violation; one of the group availability also by a run that cannot be "
    "brought to an end. First the sandbox is run without a fault: it must conform.\n"
    "\n"
    "Examples:\n"
    "  paylink mutants\n"
    "  paylink mutants --only schema/max_usage --verbose\n"
    "  paylink mutants --list --group authentication\n"
    "  paylink sandbox --fault auth/alg-none-accepted\n"
    "\n"
    "Exit status: 0 every fault that the contract forbids is killed, 1 one survived, 2 usage, 3 "
    "could not be run (or interrupted).";

typedef struct mutants_options {
    const char *prefix;
    const char *group;
    bool list;
    bool json;
    bool verbose;
} mutants_options;

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    mutants_options *chosen = state->input;
    switch (key) {
    case KEY_ONLY:
        chosen->prefix = arg;
        return 0;
    case KEY_GROUP:
        chosen->group = arg;
        return 0;
    case KEY_LIST:
        chosen->list = true;
        return 0;
    case KEY_JSON:
        chosen->json = true;
        return 0;
    case 'v':
        chosen->verbose = true;
        return 0;
    case ARGP_KEY_ARG:
        pl_cli_error(command, "'%s' is one argument too many; faults are chosen with --only", arg);
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool is_chosen(const mutants_options *chosen, const pl_fault *fault) {
    const size_t len = chosen->prefix == NULL ? 0 : strlen(chosen->prefix);
    return strncmp(fault->id, chosen->prefix == NULL ? "" : chosen->prefix, len) == 0 &&
           (chosen->group == NULL || strcmp(fault->group, chosen->group) == 0);
}

/* Set by SIGINT, SIGTERM and SIGHUP. */
static volatile sig_atomic_t interrupted;

static void on_stop_signal(int number) {
    interrupted = number;
}

static void catch_stop_signals(void) {
    struct sigaction action = {.sa_handler = on_stop_signal};
    action.sa_flags = (int)SA_RESETHAND; /* a second one ends the program at once */
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGHUP, &action, NULL);
}

/* What finds faults in a sandbox without one finds nothing. */
static pl_exit run_without_fault(pl_arena *arena) {
    pl_mutant honest;
    const pl_exit outcome = pl_mutant_run(NULL, &interrupted, arena, &honest);
    if (outcome != PL_EXIT_CLEAN) { return outcome; }
    if (interrupted != 0) { return PL_EXIT_ENVIRONMENT; }
    if (honest.killed) {
        pl_cli_error(command,
                     "the sandbox without a fault is found to violate the contract (%s, %s)",
                     honest.check, honest.case_id != NULL ? honest.case_id : "the whole run");
    } else if (honest.remark != NULL) {
        pl_cli_error(command, "the sandbox without a fault cannot be run: %s", honest.remark);
    }
    return honest.killed || honest.remark != NULL ? PL_EXIT_ENVIRONMENT : PL_EXIT_CLEAN;
}

static pl_exit run_chosen(pl_mutants *mutants, size_t chosen_count, pl_arena *arena) {
    const bool live = pl_terminal_is_live();
    pl_progress shown = {.shown_ms = 0};
    size_t done = 0;
    pl_exit outcome = run_without_fault(arena);
    for (size_t i = 0; i < mutants->count && outcome == PL_EXIT_CLEAN; i++) {
        pl_mutant *mutant = &mutants->list[i];
        if (!mutant->chosen) { continue; }
        if (live) {
            pl_progress_show(&shown, &(pl_run_progress){.done = done,
                                                        .count = chosen_count,
                                                        .group = mutant->fault->id});
        }
        outcome = pl_mutant_run(mutant->fault, &interrupted, arena, mutant);
        done++;
        if (interrupted != 0) { outcome = PL_EXIT_ENVIRONMENT; }
    }
    if (live) { pl_progress_clear(); }
    if (interrupted != 0) { pl_cli_error(command, "interrupted: not every fault was tried"); }
    return outcome;
}

static pl_exit report(const mutants_options *chosen, const pl_mutants *mutants) {
    if (!chosen->json) {
        pl_mutants_print_table(mutants, chosen->verbose);
    } else if (pl_mutants_print_json(mutants) != PL_OK) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    return pl_mutants_missed(mutants) == 0 ? PL_EXIT_CLEAN : PL_EXIT_FINDINGS;
}

static pl_exit run_mutants(const mutants_options *chosen, pl_arena *arena) {
    pl_fault_list faults;
    if (pl_faults_make(arena, &faults) != PL_OK) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    pl_mutants mutants = {.list = pl_arena_alloc(arena, faults.count * sizeof *mutants.list),
                          .count = faults.count};
    if (mutants.list == NULL) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    size_t chosen_count = 0;
    for (size_t i = 0; i < faults.count; i++) {
        const bool is = is_chosen(chosen, &faults.list[i]);
        mutants.list[i] = (pl_mutant){.fault = &faults.list[i], .chosen = is};
        chosen_count += is;
    }
    if (chosen_count == 0) {
        pl_mutants_explain(command, chosen->group != NULL ? chosen->group : chosen->prefix,
                           chosen->group != NULL, &faults, arena);
        return PL_EXIT_USAGE;
    }
    if (chosen->list) {
        pl_mutants_print_list(&mutants);
        return PL_EXIT_CLEAN;
    }
    catch_stop_signals();
    const int64_t began_ms = pl_cli_now_ms();
    const pl_exit outcome = run_chosen(&mutants, chosen_count, arena);
    mutants.seconds = (double)(pl_cli_now_ms() - began_ms) / 1000;
    return outcome == PL_EXIT_CLEAN ? report(chosen, &mutants) : outcome;
}

const struct argp pl_mutants_argp = {.options = options, .parser = parse_option, .doc = doc};

pl_exit pl_command_mutants(int argc, char **argv) {
    mutants_options chosen = {.prefix = NULL};
    if (pl_cli_parse(&pl_mutants_argp, argc, argv, &chosen) != 0) { return PL_EXIT_USAGE; }
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_exit outcome = run_mutants(&chosen, &arena);
    pl_arena_done(&arena);
    return outcome;
}
