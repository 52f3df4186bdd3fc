/* JSON trees of the reports, built without a look at every step. */
#ifndef PL_REPORT_BUILD_INTERNAL_H
#define PL_REPORT_BUILD_INTERNAL_H

#include <json-c/json.h>
#include <stdio.h>

#include "text/arena.h"

/* A tree under construction. Zero-initialised is ready. After a first failure it stays failed; one look at the end is
 * enough. Values are taken over, also when it fails; NULL is a failure. */
typedef struct pl_build {
    pl_arena arena; /* scratch for texts */
    bool failed;
} pl_build;

void pl_build_put(pl_build *build, json_object *object, const char *key, json_object *value);
void pl_build_append(pl_build *build, json_object *array, json_object *item);

/* A string: what is not UTF-8 in it becomes U+FFFD; NULL is "". */
json_object *pl_build_string(pl_build *build, pl_bytes text);

/* The same as a member. */
void pl_build_text(pl_build *build, json_object *object, const char *key, const char *text);
void pl_build_bytes(pl_build *build, json_object *object, const char *key, pl_bytes text);

void pl_build_count(pl_build *build, json_object *object, const char *key, uint64_t count);
void pl_build_flag(pl_build *build, json_object *object, const char *key, bool flag);

/* With three decimals: json-c would print 17 digits of noise. */
void pl_build_real(pl_build *build, json_object *object, const char *key, double value);

/* Unix milliseconds as a moment of RFC 3339; "" outside the years 0..9999. */
void pl_build_moment(pl_build *build, json_object *object, const char *key, int64_t unix_ms);

/* A new container under key, to be filled; owned by object. NULL after a failure. */
json_object *pl_build_object(pl_build *build, json_object *object, const char *key);
json_object *pl_build_array(pl_build *build, json_object *object, const char *key);

/* Statuses of a case, 0-terminated unless full, as an array. */
void pl_build_statuses(pl_build *build, json_object *object, const char *key, const int *statuses);

/* Print the tree, indented, with a line end; release it and the scratch. root may be NULL after a failure. Fails:
 * PL_E_MEMORY, PL_E_IO. */
PL_MUST_USE pl_status pl_build_write(pl_build *build, json_object *root, FILE *out);

#endif
