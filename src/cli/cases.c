/* paylink cases: what a run would send, and what may come back; or what documents at hand show of the contract. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cases_internal.h"
#include "cli/cli.h"

static const char command[] = "cases";

/* So that two calls print the same ids of payment links. */
static const char run_id_default[] = "example";

enum {
    KEY_COVERAGE = 256,
    KEY_GROUP,
    KEY_JSON,
    KEY_NOW,
    KEY_PAYMENT_METHODS,
    KEY_RESPONSE,
    KEY_RUN_ID
};

/* clang-format off */
static const struct argp_option options[] = {
    {"coverage",        KEY_COVERAGE,        NULL,       0, "Print which facets the files of CORPUS show, instead", 0},
    {"group",           KEY_GROUP,           "GROUP",    0, "Only the cases of this group", 0},
    {"json",            KEY_JSON,            NULL,       0, "Print a JSON object for each case (or facet)", 0},
    {"now",             KEY_NOW,             "MS",       0, "Unix time in ms to make or judge by (default: clock; for --coverage a moment of 2025)", 0},
    {"payment-methods", KEY_PAYMENT_METHODS, "LIST"    , 0, "The catalog: codes, separated by commas", 0},
    {"response",        KEY_RESPONSE,        "STATUS",   0, "The files of CORPUS are response bodies of this status", 0},
    {"run-id",          KEY_RUN_ID,          "ID",       0, "Part of every reff_no (default: example)", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Print the cases of a run: the class of answer, the statuses that are expected, the id. Or "
    "print, for every facet of the contract, whether a corpus holds documents on both sides of it."
    "\v"
    "Classes: accept (must be accepted), reject (must be rejected with the status), refuse (must "
    "be "
    "refused; several statuses will do), open (the contract is silent; only observed).\n"
    "\n"
    "Examples:\n"
    "  paylink cases --group authentication\n"
    "  paylink cases --json | jq -r 'select(.class == \"reject\") | .body'\n"
    "  paylink cases --coverage corpus/fuzz_request\n"
    "  paylink cases --coverage --response 422 answers/ more.json\n"
    "\n"
    "--coverage: CORPUS is a file or a folder of files, each one body. The columns count documents: "
    "accepted ones that have a value at the place; ones that are rejected, or open where the "
    "contract is silent, for this facet; of these the ones with nothing else against them (alone). "
    "Edge: in, the last value inside the limit is accepted; out, the first one outside is there.\n"
    "\n"
    "Exit status: 0 clean, 1 a facet lacks a side (--coverage), 2 usage, 3 environment (cannot read "
    "or write).";

typedef struct cases_options {
    const char *group;
    const char *run_id; /* as given, or NULL */
    bool json;
    bool has_now;
    bool coverage;
    pl_case_config config;
    pl_cases_corpora corpora;
    pl_arena arena; /* of the list of payment methods, then of the cases */
} cases_options;

static pl_case_config config_default(void) {
    return (pl_case_config){.run_id = run_id_default,
                            .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT)};
}

static error_t parse_methods(cases_options *chosen, const char *arg) {
    pl_cli_list codes;
    if (!pl_cli_list_option(command, "--payment-methods", arg, &chosen->arena, &codes)) {
        return EINVAL;
    }
    chosen->config.payment_methods = codes.items;
    chosen->config.payment_method_count = codes.count;
    return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    static const int64_t now_ms_max = 253402300799999; /* the end of year 9999 */
    cases_options *chosen = state->input;
    switch (key) {
    case KEY_COVERAGE:
        chosen->coverage = true;
        return 0;
    case KEY_GROUP:
        chosen->group = arg;
        return 0;
    case KEY_JSON:
        chosen->json = true;
        return 0;
    case KEY_NOW:
        chosen->has_now = true;
        return pl_cli_number_option(command, "--now", arg, 0, now_ms_max, &chosen->config.now_ms)
                   ? 0
                   : EINVAL;
    case KEY_PAYMENT_METHODS:
        return parse_methods(chosen, arg);
    case KEY_RESPONSE:
        return pl_cli_response_option(command, "--response", arg, &chosen->corpora.response)
                   ? 0
                   : EINVAL;
    case KEY_RUN_ID:
        chosen->run_id = arg;
        return pl_cli_run_id_valid(command, arg) ? 0 : EINVAL;
    case ARGP_KEY_ARG:
        chosen->corpora.paths[chosen->corpora.path_count++] = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* What goes with what; false after an error line. */
static bool options_agree(const cases_options *chosen) {
    if (!chosen->coverage && chosen->corpora.path_count > 0) {
        pl_cli_error(command,
                     "'%s' is one argument too many; a group is named with --group, a corpus goes "
                     "with --coverage",
                     chosen->corpora.paths[0]);
        return false;
    }
    if (!chosen->coverage && chosen->corpora.response != 0) {
        pl_cli_error(command, "--response goes with --coverage");
        return false;
    }
    if (chosen->coverage && (chosen->group != NULL || chosen->run_id != NULL)) {
        pl_cli_error(command, "%s does not go with --coverage",
                     chosen->group != NULL ? "--group" : "--run-id");
        return false;
    }
    if (chosen->coverage && chosen->corpora.path_count == 0) {
        pl_cli_error(command, "--coverage needs a CORPUS: files or folders");
        return false;
    }
    return true;
}

/* Names of the groups, each once, NULL-terminated; NULL when out of memory. */
static const char **group_names(const pl_case_set *set, pl_arena *arena) {
    const char **names = pl_arena_alloc(arena, (set->count + 1) * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < set->count && names != NULL; i++) {
        size_t known = 0;
        while (known < count && strcmp(names[known], set->cases[i].group) != 0) { known++; }
        names[known] = set->cases[i].group;
        if (known == count) { count++; }
    }
    if (names != NULL) { names[count] = NULL; }
    return names;
}

const char **pl_cases_groups(pl_arena *arena) {
    pl_case_config config = config_default();
    config.now_ms = pl_cli_now_ms();
    pl_case_set set;
    if (pl_cases_make(&config, arena, &set) != PL_OK) { return NULL; }
    return group_names(&set, arena);
}

static pl_exit check_group(const pl_case_set *set, const char *group, pl_arena *arena) {
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->cases[i].group, group) == 0) { return PL_EXIT_CLEAN; }
    }
    const char **names = group_names(set, arena);
    const char *nearest = names != NULL ? pl_cli_nearest(group, names) : NULL;
    if (nearest != NULL) {
        pl_cli_error(command, "there is no group '%s'; did you mean '%s'?", group, nearest);
    } else {
        pl_cli_error(command, "there is no group '%s'; 'paylink cases' shows them all", group);
    }
    return PL_EXIT_USAGE;
}

static pl_exit print_cases(cases_options *chosen) {
    assert(chosen != NULL);
    if (!chosen->has_now) { chosen->config.now_ms = pl_cli_now_ms(); }
    if (chosen->run_id != NULL) { chosen->config.run_id = chosen->run_id; }
    pl_case_set set;
    const pl_status status = pl_cases_make(&chosen->config, &chosen->arena, &set);
    if (status != PL_OK) {
        pl_cli_error(command, "cannot make the cases: %s", pl_status_text(status));
        return status == PL_E_ARGUMENT ? PL_EXIT_USAGE : PL_EXIT_ENVIRONMENT;
    }
    if (chosen->group != NULL) {
        const pl_exit found = check_group(&set, chosen->group, &chosen->arena);
        if (found != PL_EXIT_CLEAN) { return found; }
    }
    if (!chosen->json) {
        pl_cases_print_table(&set, chosen->group);
        return PL_EXIT_CLEAN;
    }
    if (pl_cases_print_json(&set, chosen->group) != PL_OK) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    return PL_EXIT_CLEAN;
}

/* Not the clock's time: what a corpus shows today it must show next year. */
static pl_exit print_coverage(cases_options *chosen) {
    pl_cases_corpora *corpora = &chosen->corpora;
    corpora->json = chosen->json;
    corpora->context = pl_coverage_world;
    corpora->context.http_status = corpora->response;
    if (chosen->has_now) { corpora->context.now_ms = chosen->config.now_ms; }
    if (chosen->config.payment_methods != NULL) {
        corpora->context.payment_methods = chosen->config.payment_methods;
        corpora->context.payment_method_count = chosen->config.payment_method_count;
    }
    return pl_cases_coverage(corpora);
}

const struct argp pl_cases_argp = {
    .options = options, .parser = parse_option, .args_doc = "\n--coverage CORPUS...", .doc = doc};

pl_exit pl_command_cases(int argc, char **argv) {
    assert(argc > 0);
    cases_options chosen = {.config = config_default()};
    chosen.corpora.paths = calloc((size_t)argc, sizeof *chosen.corpora.paths);
    if (chosen.corpora.paths == NULL) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    pl_exit outcome = PL_EXIT_USAGE;
    if (pl_cli_parse(&pl_cases_argp, argc, argv, &chosen) == 0 && options_agree(&chosen)) {
        outcome = chosen.coverage ? print_coverage(&chosen) : print_cases(&chosen);
    }
    pl_arena_done(&chosen.arena);
    free(chosen.corpora.paths);
    return outcome;
}
