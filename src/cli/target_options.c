/* The options and the help of every command that talks to a server. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/target.h"
#include "cli/values.h"

enum {
    KEY_BASE_URL = 0x1000, /* apart from the keys of the commands */
    KEY_CONFIG,
    KEY_TOKEN_VERSION,
    KEY_TIMEOUT,
    KEY_CA_FILE,
    KEY_ALLOW_PRODUCTION,
    KEY_PERSONALITY,
    TIMEOUT_SECONDS_MAX = 3600
};

/* clang-format off */
static const struct argp_option options[] = {
    {"base-url",         KEY_BASE_URL,         "URL",     0, "Server to check (default: a sandbox of its own)", 0},
    {"config",           KEY_CONFIG,           "FILE",    0, "Settings, as NAME=VALUE lines", 0},
    {"ca-file",          KEY_CA_FILE,          "FILE",    0, "Certificates to trust (default: the system's)", 0},
    {"token-version",    KEY_TOKEN_VERSION,    "VERSION", 0, "Token endpoint: {VERSION} (default 1.1)", 0},
    {"timeout",          KEY_TIMEOUT,          "SECONDS", 0, "Of one request (default 30)", 0},
    {"allow-production", KEY_ALLOW_PRODUCTION, NULL,      0, "Do not refuse the production host", 0},
    {"personality",      KEY_PERSONALITY,      "PERSONALITY", 0, PL_PERSONALITY_OPTION_HELP, 0},
    {0},
};
/* clang-format on */

const char *const pl_target_token_versions[PL_TOKEN_VERSION_COUNT] = {
    [PL_TOKEN_V11] = "1.1",
    [PL_TOKEN_V10] = "1.0",
};

static bool parse_token_version(const char *command, const char *text,
                                pl_token_version *ret_version) {
    for (size_t i = 0; i < PL_COUNT(pl_target_token_versions); i++) {
        if (strcmp(pl_target_token_versions[i], text) == 0) {
            *ret_version = (pl_token_version)i;
            return true;
        }
    }
    /* What was typed is not repeated: somebody may take this option for the token. */
    char known[64];
    pl_value_names("VERSION", known, sizeof known);
    pl_cli_error(command, "--token-version takes one of: %s", known);
    return false;
}

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    pl_target_options *chosen = state->input;
    bool fine = true;
    switch (key) {
    case KEY_BASE_URL:
        chosen->base_url = arg;
        break;
    case KEY_CONFIG:
        chosen->config_file = arg;
        break;
    case KEY_TOKEN_VERSION:
        fine = parse_token_version(chosen->command, arg, &chosen->token_version);
        break;
    case KEY_TIMEOUT:
        fine = pl_cli_number_option(chosen->command, "--timeout", arg, 1, TIMEOUT_SECONDS_MAX,
                                    &chosen->timeout_seconds);
        break;
    case KEY_CA_FILE:
        chosen->ca_file = arg;
        break;
    case KEY_ALLOW_PRODUCTION:
        chosen->allow_production = true;
        break;
    case KEY_PERSONALITY:
        fine = pl_personality_option(chosen->command, arg, &chosen->personality);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return fine ? 0 : EINVAL;
}

const struct argp pl_target_argp = {
    .options = options, .parser = parse_option, .help_filter = pl_value_help};

uint32_t pl_target_timeout_ms(const pl_target_options *chosen) {
    enum { MS_OF_A_SECOND = 1000 };
    const int64_t seconds =
        chosen->timeout_seconds == 0 ? PL_TARGET_TIMEOUT_SECONDS_DEFAULT : chosen->timeout_seconds;
    assert(seconds > 0 && seconds <= TIMEOUT_SECONDS_MAX);
    return (uint32_t)(seconds * MS_OF_A_SECOND);
}

/* --- help ----------------------------------------------------------------------------------- */

typedef struct purpose {
    size_t offset; /* in pl_settings; of the first merchant's members */
    const char *text;
} purpose;

static const purpose purposes[] = {
    {offsetof(pl_settings, base_url), "server to check"},
    {offsetof(pl_settings, amount), "a total it accepts (default 150000)"},
    {offsetof(pl_settings, merchant.partner_id), "API key (X-PARTNER-ID)"},
    {offsetof(pl_settings, merchant.client_id), "for the token endpoint"},
    {offsetof(pl_settings, merchant.client_secret), "for the token endpoint"},
    {offsetof(pl_settings, merchant.account_id), "active account, a ULID"},
    {offsetof(pl_settings, merchant.inactive_account_id), "inactive account, if there is one"},
    {offsetof(pl_settings, merchant.token), "a JWT, instead of asking for one"},
};

const char *pl_target_setting_purpose(const pl_setting *row) {
    assert(row != NULL);
    for (size_t i = 0; i < PL_COUNT(purposes); i++) {
        if (purposes[i].offset == row->offset) { return purposes[i].text; }
    }
    return "of a second merchant, if any";
}

/* Heap; NULL: out of memory. */
static char *settings_help(void) {
    static const char intro[] =
        "Settings, from the environment or from a file of NAME=VALUE lines (--config; the "
        "environment wins):\n";
    enum { LINE_BYTES_MAX = 128 };
    const size_t cap = sizeof intro + pl_setting_count * LINE_BYTES_MAX;
    char *text = malloc(cap);
    if (text == NULL) { return NULL; }
    size_t len = (size_t)snprintf(text, cap, "%s", intro);
    for (size_t i = 0; i < pl_setting_count; i++) {
        const pl_setting *row = &pl_setting_rows[i];
        const int added = snprintf(text + len, cap - len, "  %-34s %s\n", row->name,
                                   pl_target_setting_purpose(row));
        assert(added > 0 && (size_t)added < cap - len);
        len += (size_t)added;
    }
    return text;
}

char *pl_target_help(const char *text, const char *end) {
    assert(text != NULL);
    assert(end != NULL);
    char *settings = settings_help();
    if (settings == NULL) { return (char *)text; }
    const size_t cap = strlen(text) + strlen(settings) + strlen(end) + 1;
    char *page = malloc(cap);
    if (page != NULL) { (void)snprintf(page, cap, "%s%s%s", text, settings, end); }
    free(settings);
    return page != NULL ? page : (char *)text;
}
