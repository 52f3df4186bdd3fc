#include "cli/cases_internal.h"

#include <assert.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "report/safe_text.h"
#include "text/base64url.h"
#include "text/utf8.h"

enum { STATUSES_TEXT_BYTES_MAX = 64 };

static bool is_chosen(const pl_case *test, const char *group) {
    return group == NULL || strcmp(test->group, group) == 0;
}

/* "401" or "400 422". */
static void statuses_text(const pl_case *test, char out[STATUSES_TEXT_BYTES_MAX]) {
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && test->statuses[i] != 0; i++) {
        len += (size_t)snprintf(out + len, STATUSES_TEXT_BYTES_MAX - len, "%s%d", i == 0 ? "" : " ",
                                test->statuses[i]);
        assert(len < STATUSES_TEXT_BYTES_MAX);
    }
}

static size_t count_group(const pl_case_set *set, const char *group) {
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++) { count += is_chosen(&set->cases[i], group) ? 1 : 0; }
    return count;
}

static int statuses_columns(const pl_case_set *set, const char *group) {
    int columns = 0;
    for (size_t i = 0; i < set->count; i++) {
        char statuses[STATUSES_TEXT_BYTES_MAX];
        if (!is_chosen(&set->cases[i], group)) { continue; }
        statuses_text(&set->cases[i], statuses);
        const int len = (int)strlen(statuses);
        columns = len > columns ? len : columns;
    }
    return columns;
}

/* Cases of one group need not follow one another in the set. */
static bool is_new_group(const pl_case_set *set, size_t at) {
    for (size_t i = 0; i < at; i++) {
        if (strcmp(set->cases[i].group, set->cases[at].group) == 0) { return false; }
    }
    return true;
}

static void print_group(const pl_case_set *set, const char *group, int columns) {
    (void)printf("%s (%zu)\n", group, count_group(set, group));
    for (size_t i = 0; i < set->count; i++) {
        const pl_case *test = &set->cases[i];
        if (is_chosen(test, group)) {
            char statuses[STATUSES_TEXT_BYTES_MAX];
            statuses_text(test, statuses);
            (void)printf("  %-6s  %-*s  %s\n", pl_class_text(test->klass), columns, statuses,
                         test->id);
        }
    }
    (void)printf("\n");
}

void pl_cases_print_table(const pl_case_set *set, const char *group) {
    assert(set != NULL);
    const int columns = statuses_columns(set, group);
    for (size_t i = 0; i < set->count; i++) {
        if (is_chosen(&set->cases[i], group) && is_new_group(set, i)) {
            print_group(set, set->cases[i].group, columns);
        }
    }
    (void)printf("%zu cases; what they send, and why: --json\n", count_group(set, group));
}

/* --- JSON ----------------------------------------------------------------------------------- */

bool pl_cases_put(json_object *object, const char *key, json_object *value) {
    if (value != NULL && json_object_object_add(object, key, value) == 0) { return true; }
    json_object_put(value);
    return false;
}

static bool put_bytes(json_object *object, const char *key, pl_bytes text, pl_arena *arena) {
    pl_bytes safe;
    if (pl_safe_text(text, PL_SAFE_UTF8, arena, &safe) != PL_OK || safe.len > INT_MAX) {
        return false;
    }
    return pl_cases_put(object, key,
                        json_object_new_string_len((const char *)safe.ptr, (int)safe.len));
}

bool pl_cases_put_text(json_object *object, const char *key, const char *text, pl_arena *arena) {
    return put_bytes(object, key, pl_bytes_of(text), arena);
}

static json_object *statuses_array(const pl_case *test) {
    json_object *array = json_object_new_array();
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && test->statuses[i] != 0; i++) {
        json_object *status = json_object_new_int(test->statuses[i]);
        if (array == NULL || status == NULL || json_object_array_add(array, status) != 0) {
            json_object_put(status);
            json_object_put(array);
            return NULL;
        }
    }
    return array;
}

/* A body that is no text cannot be a JSON string; it is given whole under a key of its own. */
static bool put_body(json_object *object, const pl_case *test, pl_arena *arena) {
    if (!put_bytes(object, "body", test->body, arena)) { return false; }
    if (pl_utf8_valid(test->body)) { return true; }
    const size_t cap = pl_base64url_encoded_len(test->body.len);
    uint8_t *encoded = pl_arena_alloc(arena, cap);
    size_t len = 0;
    if (encoded == NULL || pl_base64url_encode(test->body, encoded, cap, &len) != PL_OK) {
        return false;
    }
    return put_bytes(object, "body_base64url", (pl_bytes){encoded, len}, arena);
}

static json_object *case_object(const pl_case *test, pl_arena *arena) {
    json_object *object = json_object_new_object();
    if (object != NULL && pl_cases_put_text(object, "id", test->id, arena) &&
        pl_cases_put_text(object, "group", test->group, arena) &&
        pl_cases_put_text(object, "class", pl_class_text(test->klass), arena) &&
        pl_cases_put_text(object, "constraint", test->constraint, arena) &&
        pl_cases_put_text(object, "why", test->why, arena) &&
        pl_cases_put_text(object, "method", test->method, arena) &&
        pl_cases_put_text(object, "path", pl_route_row_of(test->route)->path, arena) &&
        pl_cases_put(object, "statuses", statuses_array(test)) &&
        pl_cases_put_text(object, "content_type", test->content_type, arena) &&
        pl_cases_put(object, "has_body", json_object_new_boolean(test->has_body)) &&
        put_body(object, test, arena)) {
        return object;
    }
    json_object_put(object);
    return NULL;
}

pl_status pl_cases_print_line(json_object *object) {
    if (object == NULL) { return PL_E_MEMORY; }
    const char *line = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
                                                                  JSON_C_TO_STRING_NOSLASHESCAPE);
    if (line != NULL) { (void)puts(line); }
    const pl_status status = line != NULL ? PL_OK : PL_E_MEMORY;
    json_object_put(object);
    return status;
}

pl_status pl_cases_print_json(const pl_case_set *set, const char *group) {
    assert(set != NULL);
    pl_arena arena;
    pl_arena_init(&arena);
    pl_status status = PL_OK;
    for (size_t i = 0; i < set->count && status == PL_OK; i++) {
        if (is_chosen(&set->cases[i], group)) {
            pl_arena_reset(&arena);
            status = pl_cases_print_line(case_object(&set->cases[i], &arena));
        }
    }
    pl_arena_done(&arena);
    return status;
}
