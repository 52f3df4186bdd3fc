/* What an argument may be, by the name that the option tables and usage lines give it: FILE, STATUS, FORMAT=FILE. The
 * members of a closed set are asked from the table that owns them. */
#ifndef PL_CLI_VALUES_H
#define PL_CLI_VALUES_H

#include "cli/cli.h"

typedef enum pl_value_source {
    PL_VALUE_FREE, /* a number, a name of the user's choice */
    PL_VALUE_FILE,
    PL_VALUE_SET
} pl_value_source;

typedef struct pl_value_kind {
    const char *name;
    pl_value_source source;
    const char **(*list)(pl_arena *arena); /* of a set: NULL-terminated; NULL when out of memory */
} pl_value_kind;

/* All kinds; every name in an option table, or each half of one that holds a "=", must be here. */
extern const pl_value_kind pl_value_kinds[];
extern const size_t pl_value_kind_count;

/* Row of a name, or NULL. The name need not be terminated. */
const pl_value_kind *pl_value_kind_of(const char *name, size_t name_len);

/* Members of the set `name`, as "200, 401, 404"; cut to fit. */
void pl_value_names(const char *name, char *out, size_t out_cap);

/* A help_filter for argp: "{NAME}" becomes the members of that set. */
char *pl_value_help(int key, const char *text, void *input);

#endif
