/* paylink replay: the requests of vectors, sent again. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/live.h"
#include "cli/target.h"
#include "cli/vector_file.h"
#include "report/safe_text.h"
#include "run/search.h"

static const char command[] = "replay";

enum { VECTOR_COUNT_MAX = 1000 };

static const char doc[] =
    "Send the requests of vectors that 'paylink fuzz' has saved again, and judge the answers: FIXED "
    "or STILL FAILING. What must come back is decided anew, by the contract and the server's "
    "catalog. Payment links that were created are deleted again."
    "\v"
    "Examples:\n"
    "  paylink replay paylink-findings/*.json\n"
    "  paylink replay finding.json --base-url URL --config my.env\n"
    "\n";

static const char doc_end[] =
    "\n"
    "Exit status: 0 all fixed, 1 one still fails, 2 usage or a file that is no vector, 3 one could not "
    "be judged, or the server could not be reached.";

typedef struct replay_options {
    pl_target_options target;
    char **paths;
    size_t path_count;
} replay_options;

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    replay_options *chosen = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &chosen->target;
        return 0;
    case ARGP_KEY_ARG:
        if (chosen->path_count == VECTOR_COUNT_MAX) {
            pl_cli_error(command, "at most %d files, please", VECTOR_COUNT_MAX);
            return EINVAL;
        }
        chosen->paths[chosen->path_count++] = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        pl_cli_error(command, "which FILE? A vector is a file that paylink fuzz has saved");
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static char *filter_help(int key, const char *text, void *input) {
    (void)input;
    if (key != ARGP_KEY_HELP_POST_DOC) { return (char *)text; /* argp's way to say: as it is */ }
    return pl_target_help(text, doc_end);
}

/* --- printing ------------------------------------------------------------------------------------------ */

static void print_line(const char *before, const char *text) {
    pl_arena arena = {0};
    const char *safe = pl_safe_string(text, PL_SAFE_LINE, &arena);
    (void)printf("%s%s\n", before, safe != NULL ? safe : "(out of memory)");
    pl_arena_done(&arena);
}

static void print_replay(const char *path, const pl_replay *replay) {
    static const char *const words[] = {[PL_REPLAY_FIXED] = "FIXED          ",
                                        [PL_REPLAY_FAILING] = "STILL FAILING  ",
                                        [PL_REPLAY_INCONCLUSIVE] = "INCONCLUSIVE   "};
    _Static_assert(PL_COUNT(words) == PL_REPLAY_VERDICT_COUNT, "a word for each verdict");
    print_line(words[replay->verdict], path);
    print_line("    ", replay->detail);
    if (replay->expected[0] != '\0') { print_line("    must be ", replay->expected); }
    if (replay->changed != NULL) { print_line("    note: ", replay->changed); }
    if (replay->verdict == PL_REPLAY_FAILING && replay->curl != NULL) {
        print_line("    ", replay->curl);
    }
}

/* The worst of them. */
static pl_exit print_all(const replay_options *chosen, const pl_replay *replays) {
    size_t counts[PL_REPLAY_VERDICT_COUNT] = {0};
    for (size_t i = 0; i < chosen->path_count; i++) {
        print_replay(chosen->paths[i], &replays[i]);
        counts[replays[i].verdict]++;
    }
    (void)printf("%zu fixed, %zu still failing, %zu inconclusive\n", counts[PL_REPLAY_FIXED],
                 counts[PL_REPLAY_FAILING], counts[PL_REPLAY_INCONCLUSIVE]);
    if (counts[PL_REPLAY_FAILING] > 0) { return PL_EXIT_FINDINGS; }
    return counts[PL_REPLAY_INCONCLUSIVE] > 0 ? PL_EXIT_ENVIRONMENT : PL_EXIT_CLEAN;
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static pl_exit read_all(const replay_options *chosen, pl_arena *arena, pl_vector *vectors) {
    for (size_t i = 0; i < chosen->path_count; i++) {
        const pl_exit outcome = pl_vector_file_read(command, chosen->paths[i], arena, &vectors[i]);
        if (outcome != PL_EXIT_CLEAN) { return outcome; }
    }
    return PL_EXIT_CLEAN;
}

static pl_exit replay_against(const replay_options *chosen, const pl_target *target,
                              const pl_vector *vectors, pl_arena *arena) {
    const pl_run_config config = {.settings = &target->settings,
                                  .token_version = chosen->target.token_version,
                                  .timeout_ms = pl_target_timeout_ms(&chosen->target),
                                  .concurrency = 1,
                                  .ca_file = chosen->target.ca_file,
                                  .stop = &pl_live_stop};
    pl_replay *replays = pl_arena_alloc(arena, chosen->path_count * sizeof *replays);
    pl_run_trouble trouble = {.what = NULL};
    if (target->sandbox != NULL) {
        pl_cli_error(command, "no server is named: asking the built-in sandbox at %s",
                     target->settings.base_url);
    }
    const pl_status status = replays == NULL ? PL_E_MEMORY
                                             : pl_replay_all(&config, vectors, chosen->path_count,
                                                             arena, replays, &trouble);
    return status == PL_OK ? print_all(chosen, replays)
                           : pl_live_trouble(command, status, &trouble);
}

static pl_exit replay(const replay_options *chosen) {
    pl_arena arena = {0};
    pl_vector *vectors = pl_arena_alloc(&arena, chosen->path_count * sizeof *vectors);
    pl_exit outcome = PL_EXIT_ENVIRONMENT;
    pl_target target;
    if (vectors == NULL) {
        pl_cli_error(command, "out of memory");
    } else {
        outcome = read_all(chosen, &arena, vectors);
    }
    if (outcome == PL_EXIT_CLEAN) {
        outcome = pl_target_open(&chosen->target, &target);
        if (outcome == PL_EXIT_CLEAN) {
            pl_live_catch_stop();
            outcome = replay_against(chosen, &target, vectors, &arena);
            pl_target_close(&target);
        }
    }
    pl_arena_done(&arena);
    return outcome;
}

static const struct argp_child children[] = {{&pl_target_argp, 0, NULL, 0}, {0}};

const struct argp pl_replay_argp = {.parser = parse_option,
                                    .args_doc = "FILE...",
                                    .doc = doc,
                                    .children = children,
                                    .help_filter = filter_help};

pl_exit pl_command_replay(int argc, char **argv) {
    static char *paths[VECTOR_COUNT_MAX];
    replay_options chosen = {.target = {.command = command, .token_version = PL_TOKEN_V11},
                             .paths = paths};
    if (pl_cli_parse(&pl_replay_argp, argc, argv, &chosen) != 0) { return PL_EXIT_USAGE; }
    assert(chosen.path_count > 0);
    return replay(&chosen);
}
