/* Settings from the environment or a file of NAME=VALUE lines. */
#ifndef PL_HTTP_SETTINGS_H
#define PL_HTTP_SETTINGS_H

#include "text/base.h"

enum { PL_SETTINGS_FILE_BYTES_MAX = 1024 * 1024 };

/* One merchant. Strings are owned by the struct; NULL where not set. */
typedef struct pl_merchant {
    char *partner_id;
    char *client_id;
    char *client_secret;
    char *account_id;
    char *inactive_account_id;
    char *token;   /* given by the user; then none is obtained */
    bool is_other; /* the second one: its variables are PAYLINK_OTHER_* */
} pl_merchant;

/* The settings of PAYLINK_*. */
typedef struct pl_settings {
    char *base_url;
    char *amount; /* as written; NULL: the default */
    pl_merchant merchant;
    pl_merchant other; /* the second merchant, all NULL when not set */
} pl_settings;

/* A row of the table of variables. */
typedef struct pl_setting {
    const char *name; /* "PAYLINK_CLIENT_SECRET" */
    size_t offset;    /* of the char * in pl_settings */
    bool secret;      /* redacted in everything that is printed */
} pl_setting;

extern const pl_setting pl_setting_rows[];
extern const size_t pl_setting_count;

/* Value of a row, or NULL. */
const char *pl_setting_value(const pl_settings *settings, const pl_setting *row);

/* Variable of one member of a merchant: offsetof(pl_merchant, member). Static storage. */
const char *pl_setting_name(const pl_merchant *merchant, size_t member_offset);

/* Read PAYLINK_* through getenv-like `lookup` (tests pass their own), then, for what is not set
 * there, from a file of NAME=VALUE lines (`#` comments, optional single or double quotes, optional
 * "export "). Of two lines with one name the last counts; names that are not ours are skipped. An
 * empty value counts as not set. file may be NULL.
 * Fails: PL_E_IO (cannot read the file), PL_E_SIZE (over PL_SETTINGS_FILE_BYTES_MAX), PL_E_SYNTAX
 * (a line that is not NAME=VALUE; reterr_line from 1, may be NULL), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_settings_read(pl_settings *ret_settings,
                                       const char *(*lookup)(const char *name), const char *file,
                                       size_t *reterr_line);

/* Wipes the strings before freeing them. Accepts NULL. */
void pl_settings_done(pl_settings *settings);

#endif
