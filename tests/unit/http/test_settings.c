#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/settings.h"
#include "test_util.h"

static const char *nothing(const char *name) {
    (void)name;
    return NULL;
}

/* What one test sets, as NAME, value pairs. */
static const char *const *environment = NULL;

static const char *lookup(const char *name) {
    for (size_t i = 0; environment[i] != NULL; i += 2) {
        if (strcmp(environment[i], name) == 0) { return environment[i + 1]; }
    }
    return NULL;
}

typedef struct place {
    char folder[64];
    char file[128];
} place;

static place write_file(pl_bytes text) {
    place made;
    snprintf(made.folder, sizeof made.folder, "/tmp/paylink-settings-XXXXXX");
    cr_assert_not_null(mkdtemp(made.folder));
    snprintf(made.file, sizeof made.file, "%s/settings", made.folder);
    FILE *file = fopen(made.file, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(text.ptr, 1, text.len, file), text.len);
    cr_assert_eq(fclose(file), 0);
    return made;
}

static void remove_file(const place *made) {
    cr_assert_eq(unlink(made->file), 0);
    cr_assert_eq(rmdir(made->folder), 0);
}

/* --- the table ------------------------------------------------------------------------------ */

Test(http_settings, rows, .timeout = 10) {
    bool taken[sizeof(pl_settings)] = {false};
    for (size_t i = 0; i < pl_setting_count; i++) {
        const pl_setting *row = &pl_setting_rows[i];
        cr_assert_eq(strncmp(row->name, "PAYLINK_", 8), 0, "%s", row->name);
        cr_assert_not(taken[row->offset], "%s: a member of two variables", row->name);
        taken[row->offset] = true;
        for (size_t j = 0; j < i; j++) {
            cr_assert_str_neq(row->name, pl_setting_rows[j].name, "%s: twice", row->name);
        }
        const bool sounds_secret = strstr(row->name, "CLIENT") != NULL ||
                                   strstr(row->name, "TOKEN") != NULL ||
                                   strstr(row->name, "PARTNER") != NULL;
        cr_assert_eq(row->secret, sounds_secret, "%s: secret", row->name);
    }
    cr_assert_eq(pl_setting_count, 2 + 2 * 6, "every member has its row");
}

/* Every row is read from the environment into a member of its own. */
Test(http_settings, every_variable, .timeout = 10) {
    for (size_t i = 0; i < pl_setting_count; i++) {
        const char *const pairs[] = {pl_setting_rows[i].name, "the value", NULL};
        pl_settings settings;
        environment = pairs;
        cr_assert_eq(pl_settings_read(&settings, lookup, NULL, NULL), PL_OK);
        for (size_t j = 0; j < pl_setting_count; j++) {
            const char *value = pl_setting_value(&settings, &pl_setting_rows[j]);
            if (i == j) {
                cr_assert_str_eq(value, "the value", "%s", pl_setting_rows[i].name);
            } else {
                cr_assert_null(value, "%s fills %s", pl_setting_rows[i].name,
                               pl_setting_rows[j].name);
            }
        }
        pl_settings_done(&settings);
        cr_assert_null(pl_setting_value(&settings, &pl_setting_rows[i]));
    }
}

Test(http_settings, names_of_members, .timeout = 10) {
    pl_settings settings;
    cr_assert_eq(pl_settings_read(&settings, nothing, NULL, NULL), PL_OK);
    cr_assert_str_eq(pl_setting_name(&settings.merchant, offsetof(pl_merchant, client_id)),
                     "PAYLINK_CLIENT_ID");
    cr_assert_str_eq(pl_setting_name(&settings.other, offsetof(pl_merchant, client_id)),
                     "PAYLINK_OTHER_CLIENT_ID");
    cr_assert_str_eq(pl_setting_name(&settings.other, offsetof(pl_merchant, token)),
                     "PAYLINK_OTHER_TOKEN");
    pl_settings_done(&settings);
    pl_settings_done(NULL);
}

/* --- the file ------------------------------------------------------------------------------- */

struct line_case {
    const char *name;
    pl_bytes text;
    pl_status want;
    size_t want_line;        /* of the fault */
    const char *want_amount; /* NULL: not set */
};

/* clang-format off */
static const struct line_case line_cases[] = {
    {"empty-file",       PL_BYTES_LIT(""),                                       PL_OK, 0, NULL},
    {"blank-lines",      PL_BYTES_LIT("\n \t\n\r\n"),                            PL_OK, 0, NULL},
    {"comments",         PL_BYTES_LIT("# PAYLINK_AMOUNT=1\n  # more = 2\n"),     PL_OK, 0, NULL},
    {"plain",            PL_BYTES_LIT("PAYLINK_AMOUNT=1\n"),                     PL_OK, 0, "1"},
    {"no-line-end",      PL_BYTES_LIT("PAYLINK_AMOUNT=1"),                       PL_OK, 0, "1"},
    {"dos-line-end",     PL_BYTES_LIT("PAYLINK_AMOUNT=1\r\n"),                   PL_OK, 0, "1"},
    {"export",           PL_BYTES_LIT("export PAYLINK_AMOUNT=1\n"),              PL_OK, 0, "1"},
    {"export-blanks",    PL_BYTES_LIT("  export   PAYLINK_AMOUNT=1\n"),          PL_OK, 0, "1"},
    {"export-as-name",   PL_BYTES_LIT("export=1\n"),                             PL_OK, 0, NULL},
    {"double-quotes",    PL_BYTES_LIT("PAYLINK_AMOUNT=\" 1 # 2 \"\n"),           PL_OK, 0, " 1 # 2 "},
    {"single-quotes",    PL_BYTES_LIT("PAYLINK_AMOUNT='1\"2' # note\n"),         PL_OK, 0, "1\"2"},
    {"outer-blanks",     PL_BYTES_LIT(" PAYLINK_AMOUNT=1 \t\n"),                 PL_OK, 0, "1"},
    {"note-after",       PL_BYTES_LIT("PAYLINK_AMOUNT=1 # note\n"),              PL_OK, 0, "1"},
    {"hash-inside",      PL_BYTES_LIT("PAYLINK_AMOUNT=1#2\n"),                   PL_OK, 0, "1#2"},
    {"equals-inside",    PL_BYTES_LIT("PAYLINK_AMOUNT=a=b==\n"),                 PL_OK, 0, "a=b=="},
    {"dollar-inside",    PL_BYTES_LIT("PAYLINK_AMOUNT=a$HOME\\n\n"),             PL_OK, 0, "a$HOME\\n"},
    {"empty-value",      PL_BYTES_LIT("PAYLINK_AMOUNT=\n"),                      PL_OK, 0, NULL},
    {"empty-quotes",     PL_BYTES_LIT("PAYLINK_AMOUNT=''\n"),                    PL_OK, 0, NULL},
    {"only-a-note",      PL_BYTES_LIT("PAYLINK_AMOUNT= # note\n"),               PL_OK, 0, NULL},
    {"last-counts",      PL_BYTES_LIT("PAYLINK_AMOUNT=1\nPAYLINK_AMOUNT=2\n"),   PL_OK, 0, "2"},
    {"last-is-empty",    PL_BYTES_LIT("PAYLINK_AMOUNT=1\nPAYLINK_AMOUNT=\n"),    PL_OK, 0, NULL},
    {"others-skipped",   PL_BYTES_LIT("PATH=/bin\nPAYLINK_AMOUNTS=2\nPAYLINK_AMOUN=3\n"), PL_OK, 0, NULL},
    {"no-equals",        PL_BYTES_LIT("PAYLINK_AMOUNT\n"),                       PL_E_SYNTAX, 1, NULL},
    {"space-equals",     PL_BYTES_LIT("\nPAYLINK_AMOUNT =1\n"),                  PL_E_SYNTAX, 2, NULL},
    {"no-name",          PL_BYTES_LIT("#\n#\n=1\n"),                             PL_E_SYNTAX, 3, NULL},
    {"bad-name",         PL_BYTES_LIT("PAYLINK-AMOUNT=1\n"),                     PL_E_SYNTAX, 1, NULL},
    {"open-quote",       PL_BYTES_LIT("PAYLINK_AMOUNT=\"1\n\"\n"),               PL_E_SYNTAX, 1, NULL},
    {"other-quote",      PL_BYTES_LIT("PAYLINK_AMOUNT='1\"\n"),                  PL_E_SYNTAX, 1, NULL},
    {"after-quote",      PL_BYTES_LIT("PAYLINK_AMOUNT='1'2\n"),                  PL_E_SYNTAX, 1, NULL},
    {"lone-quote",       PL_BYTES_LIT("PAYLINK_AMOUNT='"),                       PL_E_SYNTAX, 1, NULL},
    {"zero-byte",        PL_BYTES_LIT("PAYLINK_AMOUNT=1\0002\n"),                PL_E_SYNTAX, 1, NULL},
    {"export-alone",     PL_BYTES_LIT("export \n"),                              PL_E_SYNTAX, 1, NULL},
};
/* clang-format on */

Test(http_settings, file_lines, .timeout = 20) {
    for (size_t i = 0; i < PL_COUNT(line_cases); i++) {
        const struct line_case *c = &line_cases[i];
        const place made = write_file(c->text);
        pl_settings settings = {0};
        size_t line = 0;
        cr_assert_eq(pl_settings_read(&settings, nothing, made.file, &line), c->want, "%s",
                     c->name);
        cr_assert_eq(line, c->want_line, "%s: line %zu", c->name, line);
        if (c->want_amount == NULL) {
            cr_assert_null(settings.amount, "%s: %s", c->name, settings.amount);
        } else {
            cr_assert_str_eq(settings.amount, c->want_amount, "%s", c->name);
        }
        pl_settings_done(&settings);
        remove_file(&made);
    }
}

/* The environment wins; an empty variable does not. */
Test(http_settings, order_of_places, .timeout = 10) {
    static const char *const pairs[] = {"PAYLINK_TOKEN", "from outside", "PAYLINK_AMOUNT", "",
                                        NULL};
    static const pl_bytes text =
        PL_BYTES_LIT("PAYLINK_TOKEN=from-file\nPAYLINK_AMOUNT=5\nPAYLINK_OTHER_CLIENT_ID=c\n");
    const place made = write_file(text);
    pl_settings settings;
    environment = pairs;
    cr_assert_eq(pl_settings_read(&settings, lookup, made.file, NULL), PL_OK);
    cr_assert_str_eq(settings.merchant.token, "from outside");
    cr_assert_str_eq(settings.amount, "5");
    cr_assert_str_eq(settings.other.client_id, "c");
    cr_assert_null(settings.merchant.client_id);
    pl_settings_done(&settings);
    remove_file(&made);
}

Test(http_settings, unreadable_files, .timeout = 10) {
    pl_settings settings;
    cr_assert_eq(pl_settings_read(&settings, nothing, "/nonexistent/file", NULL), PL_E_IO);
    cr_assert_eq(pl_settings_read(&settings, nothing, "/", NULL), PL_E_IO, "a folder");
}

/* One comment line, at the limit and one byte above it. */
Test(http_settings, file_limit, .timeout = 10) {
    for (size_t over = 0; over < 2; over++) {
        const size_t len = PL_SETTINGS_FILE_BYTES_MAX + over;
        uint8_t *text = malloc(len);
        cr_assert_not_null(text);
        memset(text, '#', len);
        const place made = write_file((pl_bytes){text, len});
        pl_settings settings = {0};
        cr_assert_eq(pl_settings_read(&settings, nothing, made.file, NULL),
                     over == 0 ? PL_OK : PL_E_SIZE, "%zu over", over);
        pl_settings_done(&settings);
        remove_file(&made);
        free(text);
    }
}
