#include "cli/target.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/base_url.h"

static const char *lookup(const char *name) {
    return getenv(name);
}

static pl_exit read_settings(const pl_target_options *options, pl_settings *ret_settings) {
    const char *const command = options->command;
    const char *const file = options->config_file;
    size_t line = 0;
    errno = 0;
    const pl_status status = pl_settings_read(ret_settings, lookup, file, &line);
    switch (status) {
    case PL_OK:
        return PL_EXIT_CLEAN;
    case PL_E_IO:
        pl_cli_error(command, "cannot read settings from %s: %s", file,
                     errno != 0 ? strerror(errno) : pl_status_text(status));
        return PL_EXIT_ENVIRONMENT;
    case PL_E_SYNTAX:
        /* The line is not shown: it may be a secret with a slip in it. */
        pl_cli_error(command, "%s:%zu: not NAME=VALUE", file, line);
        return PL_EXIT_USAGE;
    case PL_E_MEMORY:
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    default:
        pl_cli_error(command, "cannot use settings from %s: %s", file, pl_status_text(status));
        return PL_EXIT_USAGE;
    }
}

/* Copies of what the sandbox owns. false: out of memory; what was copied is released with the
 * settings. */
static bool copy_merchant(const pl_sandbox_merchant *from, bool is_other, pl_merchant *to) {
    to->partner_id = strdup(from->partner_id);
    to->client_id = strdup(from->client_id);
    to->client_secret = strdup(from->client_secret);
    to->account_id = strdup(from->account_id);
    to->inactive_account_id = strdup(from->inactive_account_id);
    to->is_other = is_other;
    return to->partner_id != NULL && to->client_id != NULL && to->client_secret != NULL &&
           to->account_id != NULL && to->inactive_account_id != NULL;
}

pl_exit pl_target_of_sandbox(const char *command, const pl_sandbox_config *config,
                             const char *amount, pl_target *ret_target) {
    const char *why = "out of memory";
    pl_target target = {.sandbox = NULL};
    if (pl_sandbox_start(config, &target.sandbox, &why) != PL_OK) {
        pl_cli_error(command, "cannot start the built-in sandbox: %s", why);
        return PL_EXIT_ENVIRONMENT;
    }
    pl_settings *settings = &target.settings;
    settings->base_url = strdup(pl_sandbox_base_url(target.sandbox));
    settings->amount = amount != NULL ? strdup(amount) : NULL;
    const bool merchants_fine =
        copy_merchant(pl_sandbox_merchant_of(target.sandbox, 0), false, &settings->merchant) &&
        copy_merchant(pl_sandbox_merchant_of(target.sandbox, 1), true, &settings->other);
    const bool amount_fine = (settings->amount == NULL) == (amount == NULL);
    if (settings->base_url == NULL || !merchants_fine || !amount_fine) {
        pl_cli_error(command, "out of memory");
        pl_target_close(&target);
        return PL_EXIT_ENVIRONMENT;
    }
    *ret_target = target;
    return PL_EXIT_CLEAN;
}

static void warn_if_exposed(const char *command, const pl_settings *settings) {
    const bool has_secret =
        settings->merchant.client_secret != NULL || settings->merchant.token != NULL;
    if (has_secret && pl_base_url_is_exposed(settings->base_url)) {
        pl_cli_error(command, "warning: http:// sends the credentials unencrypted; use https://");
    }
}

pl_exit pl_target_open(const pl_target_options *options, pl_target *ret_target) {
    assert(options != NULL);
    assert(ret_target != NULL);
    pl_settings settings = {0};
    pl_exit outcome = read_settings(options, &settings);
    if (outcome != PL_EXIT_CLEAN) { return outcome; }
    const bool by_option = options->base_url != NULL;
    const char *address = by_option ? options->base_url : settings.base_url;
    if (address == NULL) {
        const pl_sandbox_config config = {.personality = options->personality};
        outcome = pl_target_of_sandbox(options->command, &config, settings.amount, ret_target);
        if (outcome != PL_EXIT_CLEAN) {
            pl_cli_error(options->command, "name a server with --base-url to check that one");
        }
        pl_settings_done(&settings);
        return outcome;
    }
    if (options->personality != NULL) {
        pl_cli_error(options->command,
                     "--personality is for the built-in sandbox, and %s names a server; leave one "
                     "of them out",
                     by_option ? "--base-url" : "PAYLINK_BASE_URL");
        pl_settings_done(&settings);
        return PL_EXIT_USAGE;
    }
    char *url = NULL;
    if (!pl_base_url_take(by_option ? "--base-url" : "PAYLINK_BASE_URL", address,
                          options->allow_production, &url)) {
        pl_settings_done(&settings);
        return PL_EXIT_USAGE;
    }
    free(settings.base_url);
    settings.base_url = url;
    warn_if_exposed(options->command, &settings);
    *ret_target = (pl_target){.settings = settings};
    return PL_EXIT_CLEAN;
}

void pl_target_close(pl_target *target) {
    assert(target != NULL);
    pl_sandbox_stop(target->sandbox);
    pl_settings_done(&target->settings);
    *target = (pl_target){.sandbox = NULL};
}
