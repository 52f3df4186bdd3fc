/* paylink sandbox: serve the API on this machine until a signal. */
#include <assert.h>
#include <errno.h>
#include <json-c/json.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/mutants_internal.h"
#include "cli/personality.h"
#include "sandbox/sandbox.h"

static const char command[] = "sandbox";

enum {
    KEY_PORT = 256,
    KEY_STORE,
    KEY_TOKEN_SECONDS,
    KEY_PERSONALITY,
    KEY_FAULT,
    TOKEN_SECONDS_MAX = 7 * 24 * 3600
};

/* clang-format off */
static const struct argp_option options[] = {
    {"port",          KEY_PORT,          "N",    0, "Port on 127.0.0.1 (default 0: any free one)", 0},
    {"store",         KEY_STORE,         "FILE", 0, "SQLite database to use (default: in memory)", 0},
    {"token-seconds", KEY_TOKEN_SECONDS, "N",    0, "Life of a token (default 3600)", 0},
    {"personality",   KEY_PERSONALITY,   "PERSONALITY", 0, PL_PERSONALITY_OPTION_HELP, 0},
    {"fault",         KEY_FAULT,         "ID",   0, "Break the contract in this way: a fault that the command mutants lists", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Serve the API on the loopback address, with tokens, accounts and a store, until SIGTERM or "
    "SIGINT."
    "\v"
    "The first line of its output is a JSON object: base_url, partner_id, client_id, "
    "client_secret, "
    "account_id, inactive_account_id, and the same of a second merchant as other_partner_id and so "
    "on.\n"
    "\n"
    "Examples:\n"
    "  paylink sandbox --port 8080 --store links.db\n"
    "  paylink sandbox --personality strict-framework\n"
    "  paylink sandbox --fault schema/max_usage/minimum/dropped\n"
    "\n"
    "Exit status: 0 stopped by a signal, 2 usage, 3 the port or the store cannot be used.";

typedef struct sandbox_options {
    pl_sandbox_config config;
    pl_arena arena; /* of the faults */
} sandbox_options;

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    sandbox_options *chosen = state->input;
    pl_sandbox_config *config = &chosen->config;
    int64_t number = 0;
    switch (key) {
    case KEY_PORT:
        if (!pl_cli_number_option(command, "--port", arg, 0, UINT16_MAX, &number)) {
            return EINVAL;
        }
        config->port = (uint16_t)number;
        return 0;
    case KEY_STORE:
        if (arg[0] == '\0') {
            pl_cli_error(command, "--store takes the name of a file");
            return EINVAL;
        }
        if (arg[0] == ':') { /* SQLite's own: a database that is gone with the process */
            pl_cli_error(command, "--store %s would keep nothing; a file of that name is ./%s", arg,
                         arg);
            return EINVAL;
        }
        config->store_file = arg;
        return 0;
    case KEY_TOKEN_SECONDS:
        if (!pl_cli_number_option(command, "--token-seconds", arg, 1, TOKEN_SECONDS_MAX, &number)) {
            return EINVAL;
        }
        config->token_seconds = (uint32_t)number;
        return 0;
    case KEY_PERSONALITY:
        return pl_personality_option(command, arg, &config->personality) ? 0 : EINVAL;
    case KEY_FAULT:
        config->fault = pl_mutants_fault(command, arg, &chosen->arena);
        return config->fault != NULL ? 0 : EINVAL;
    case ARGP_KEY_ARG:
        pl_cli_error(command, "'%s' is one argument too many", arg);
        return EINVAL;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool put(json_object *object, const char *prefix, const char *key, const char *value) {
    char name[64];
    const int len = snprintf(name, sizeof name, "%s%s", prefix, key);
    assert(len > 0 && (size_t)len < sizeof name);
    json_object *text = value != NULL ? json_object_new_string(value) : NULL;
    if (text == NULL || json_object_object_add(object, name, text) != 0) {
        json_object_put(text);
        return false;
    }
    return true;
}

static bool put_merchant(json_object *object, const char *prefix,
                         const pl_sandbox_merchant *merchant) {
    return put(object, prefix, "partner_id", merchant->partner_id) &&
           put(object, prefix, "client_id", merchant->client_id) &&
           put(object, prefix, "client_secret", merchant->client_secret) &&
           put(object, prefix, "account_id", merchant->account_id) &&
           put(object, prefix, "inactive_account_id", merchant->inactive_account_id);
}

/* Who may call: one line, for programs to read. */
static pl_exit announce(const pl_sandbox *sandbox) {
    pl_exit outcome = PL_EXIT_ENVIRONMENT;
    json_object *object = json_object_new_object();
    if (object == NULL || !put(object, "", "base_url", pl_sandbox_base_url(sandbox)) ||
        !put_merchant(object, "", pl_sandbox_merchant_of(sandbox, 0)) ||
        !put_merchant(object, "other_", pl_sandbox_merchant_of(sandbox, 1))) {
        pl_cli_error(command, "out of memory");
        goto out;
    }
    const char *line = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
                                                                  JSON_C_TO_STRING_NOSLASHESCAPE);
    if (line != NULL && puts(line) >= 0 && fflush(stdout) == 0) {
        outcome = PL_EXIT_CLEAN; /* else it is reported when the program ends */
    }
out:
    json_object_put(object);
    return outcome;
}

/* Signals that end the command. They are blocked before the sandbox starts its threads, which
 * inherit that; so only sigwait sees them. */
static bool block_signals(sigset_t *ret_signals) {
    return sigemptyset(ret_signals) == 0 && sigaddset(ret_signals, SIGINT) == 0 &&
           sigaddset(ret_signals, SIGTERM) == 0 && sigaddset(ret_signals, SIGHUP) == 0 &&
           sigprocmask(SIG_BLOCK, ret_signals, NULL) == 0;
}

static pl_exit serve(const pl_sandbox_config *config) {
    sigset_t signals;
    if (!block_signals(&signals)) {
        pl_cli_error(command, "cannot block signals: %s", strerror(errno));
        return PL_EXIT_ENVIRONMENT;
    }
    pl_sandbox *sandbox = NULL;
    const char *why = "out of memory";
    if (pl_sandbox_start(config, &sandbox, &why) != PL_OK) {
        pl_cli_error(command, "cannot serve on 127.0.0.1:%u: %s", (unsigned)config->port, why);
        return PL_EXIT_ENVIRONMENT;
    }
    const pl_exit outcome = announce(sandbox);
    if (outcome == PL_EXIT_CLEAN) {
        if (isatty(STDERR_FILENO)) {
            (void)fprintf(stderr, "Serving on %s; Ctrl-C stops it.\n",
                          pl_sandbox_base_url(sandbox));
        }
        int signal_number = 0;
        const int failed = sigwait(&signals, &signal_number);
        assert(failed == 0);
    }
    pl_sandbox_stop(sandbox);
    return outcome;
}

const struct argp pl_sandbox_argp = {.options = options, .parser = parse_option, .doc = doc};

pl_exit pl_command_sandbox(int argc, char **argv) {
    sandbox_options chosen = {.config = {.port = 0}};
    pl_arena_init(&chosen.arena);
    const bool parsed = pl_cli_parse(&pl_sandbox_argp, argc, argv, &chosen) == 0;
    const pl_exit outcome = parsed ? serve(&chosen.config) : PL_EXIT_USAGE;
    pl_arena_done(&chosen.arena);
    return outcome;
}
