#include <assert.h>
#include <errno.h>
#include <string.h>

#include "cli/cli.h"
#include "contract/contract.h"

enum { OPTION_COUNT_MAX = 64 };

/* What argp adds to every command. */
static const char *const common_options[] = {"help", "usage", "version"};

/* Append the long options of one table. Returns how many there are now. */
static size_t add_names(const struct argp_option *row, const char *names[OPTION_COUNT_MAX],
                        size_t count) {
    for (; row != NULL && (row->name != NULL || row->key != 0); row++) {
        assert(count + 1 < OPTION_COUNT_MAX);
        if (row->name != NULL) { names[count++] = row->name; }
    }
    return count;
}

/* Names of all long options, those of children included, NULL-terminated. */
static void option_names(const struct argp *argp, const char *names[OPTION_COUNT_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i < PL_COUNT(common_options); i++) { names[count++] = common_options[i]; }
    count = add_names(argp->options, names, count);
    const struct argp_child *child = argp->children;
    for (; child != NULL && child->argp != NULL; child++) {
        assert(child->argp->children == NULL); /* one level is enough */
        count = add_names(child->argp->options, names, count);
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
    const char *names[OPTION_COUNT_MAX];
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

/* "200, 401, ...", cut to fit. */
static void documented_statuses(char *out, size_t out_cap) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < pl_contract_answer_count && len < out_cap; i++) {
        len += (size_t)snprintf(out + len, out_cap - len, "%s%d", i == 0 ? "" : ", ",
                                pl_contract_answers[i].status);
    }
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
    documented_statuses(known, sizeof known);
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
