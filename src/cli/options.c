#include <assert.h>
#include <errno.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/option_table.h"
#include "cli/values.h"
#include "contract/contract.h"

/* Names of all long options, argp's own and those of children included, NULL-terminated. */
static void option_names(const struct argp *argp, const char *names[2 * PL_OPTION_COUNT_MAX + 1]) {
    const struct argp *const tables[] = {&pl_option_common, argp};
    size_t count = 0;
    for (size_t i = 0; i < PL_COUNT(tables); i++) {
        pl_option_list list;
        pl_option_list_read(tables[i], &list);
        for (size_t j = 0; j < list.count; j++) { names[count++] = list.options[j].row->name; }
    }
    names[count] = NULL;
}

static bool is_listed(const char *const *names, const char *name, size_t name_len) {
    for (; *names != NULL; names++) {
        if (strlen(*names) == name_len && memcmp(*names, name, name_len) == 0) { return true; }
    }
    return false;
}

/* Prints the name alone: what follows '=' could be a secret. */
static void unknown_option(const char *command, const char *name, size_t name_len,
                           const char *const *names) {
    static const char *const secrets[] = {"token", "client-secret", "client-id", "partner-id",
                                          NULL};
    char typed[64] = "";
    const size_t len = name_len < sizeof typed ? name_len : sizeof typed - 1;
    memcpy(typed, name, len);
    typed[len] = '\0';
    if (is_listed(secrets, name, name_len)) {
        pl_cli_error(command,
                     "there is no option --%s: other users can read a command line. Set it in the "
                     "environment (PAYLINK_*) or in a file (--config)",
                     typed);
        return;
    }
    const char *nearest = pl_cli_nearest(typed, names);
    if (nearest != NULL) {
        pl_cli_error(command, "there is no option --%s; did you mean --%s?", typed, nearest);
    } else {
        pl_cli_error(command, "there is no option --%s; see --help", typed);
    }
}

error_t pl_cli_parse(const struct argp *argp, int argc, char **argv, void *input) {
    static char long_help[] = "--help";
    static const char prefix[] = "paylink ";
    assert(argc > 0 && strncmp(argv[0], prefix, sizeof prefix - 1) == 0);
    const char *names[2 * PL_OPTION_COUNT_MAX + 1];
    option_names(argp, names);
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "-h") == 0) { argv[i] = long_help; }
        if (strncmp(argv[i], "--", 2) != 0) { continue; }
        const char *name = argv[i] + 2;
        const size_t name_len = strcspn(name, "=");
        if (!is_listed(names, name, name_len)) {
            unknown_option(argv[0] + sizeof prefix - 1, name, name_len, names);
            return EINVAL;
        }
    }
    return argp_parse(argp, argc, argv, 0, NULL, input);
}

bool pl_cli_number(const char *text, int64_t min, int64_t max, int64_t *ret_value) {
    assert(text != NULL);
    assert(min >= 0 && min <= max);
    int64_t value = 0;
    if (text[0] == '\0') { return false; }
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < '0' || *at > '9') { return false; }
        const int digit = *at - '0';
        if (value > (INT64_MAX - digit) / 10) { return false; }
        value = value * 10 + digit;
    }
    if (value < min || value > max) { return false; }
    *ret_value = value;
    return true;
}

bool pl_cli_number_option(const char *command, const char *option, const char *text, int64_t min,
                          int64_t max, int64_t *ret_value) {
    if (pl_cli_number(text, min, max, ret_value)) { return true; }
    pl_cli_error(command, "%s takes a whole number from %lld to %lld, not '%s'", option,
                 (long long)min, (long long)max, text);
    return false;
}

bool pl_cli_response_option(const char *command, const char *option, const char *text,
                            int *ret_status) {
    enum { STATUS_MIN = 1, STATUS_MAX = 999 };
    int64_t status = 0;
    if (pl_cli_number(text, STATUS_MIN, STATUS_MAX, &status) &&
        pl_contract_answer_of((int)status) != NULL) {
        *ret_status = (int)status;
        return true;
    }
    char known[128];
    pl_value_names("STATUS", known, sizeof known);
    pl_cli_error(command, "%s takes a status that the contract lists (%s), not '%s'", option, known,
                 text);
    return false;
}

bool pl_cli_list_option(const char *command, const char *option, const char *text, pl_arena *arena,
                        pl_cli_list *ret_list) {
    assert(text != NULL);
    assert(ret_list != NULL);
    const size_t len = strlen(text);
    pl_cli_list list = {.items = pl_arena_alloc(arena, (len + 1) * sizeof(pl_bytes))};
    if (list.items == NULL) {
        pl_cli_error(command, "out of memory");
        return false;
    }
    for (size_t at = 0; len > 0 && at <= len;) {
        const size_t item_len = strcspn(text + at, ",");
        if (item_len == 0) {
            pl_cli_error(command, "%s: an empty code in '%s'; separate codes by one comma", option,
                         text);
            return false;
        }
        list.items[list.count++] = (pl_bytes){(const uint8_t *)text + at, item_len};
        at += item_len + 1;
    }
    *ret_list = list;
    return true;
}

bool pl_cli_run_id_valid(const char *command, const char *run_id) {
    enum { RUN_ID_BYTES_MAX = 12 };
    static const char allowed[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const size_t len = strlen(run_id);
    if (len > 0 && len <= RUN_ID_BYTES_MAX && strspn(run_id, allowed) == len) { return true; }
    pl_cli_error(command, "--run-id takes 1 to %d ASCII letters and digits, not '%s'",
                 RUN_ID_BYTES_MAX, run_id);
    return false;
}
