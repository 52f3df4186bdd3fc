/* JSON texts of the reports, read by json-c as strictly as it can. */
#ifndef PL_TESTS_REPORT_JSON_UTIL_H
#define PL_TESTS_REPORT_JSON_UTIL_H

#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdlib.h>

#include "fixture.h"
#include "text/utf8.h"

static inline json_object *jr_parse(const char *name, const char *text) {
    cr_assert(pl_utf8_valid(pl_bytes_of(text)), "%s: not UTF-8", name);
    json_tokener *tokener = json_tokener_new();
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_object *root = json_tokener_parse_ex(tokener, text, (int)strlen(text));
    cr_assert_not_null(root, "%s: no JSON: %s", name,
                       json_tokener_error_desc(json_tokener_get_error(tokener)));
    json_tokener_free(tokener);
    return root;
}

/* What write prints for result. */
static inline json_object *jr_report(pl_status (*write)(const pl_result *result, FILE *out),
                                     const pl_result *result) {
    char *text = fx_print(write, result);
    json_object *root = jr_parse("the report", text);
    free(text);
    return root;
}

static inline json_object *jr_member(json_object *object, const char *key) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s: absent", key);
    cr_assert_not_null(value, "%s: null", key);
    return value;
}

static inline json_object *jr_at(json_object *array, size_t index) {
    json_object *value = json_object_array_get_idx(array, index);
    cr_assert_not_null(value, "%zu: nothing there", index);
    return value;
}

static inline const char *jr_text(json_object *object, const char *key) {
    cr_assert_eq(json_object_get_type(jr_member(object, key)), json_type_string, "%s: type", key);
    return json_object_get_string(jr_member(object, key));
}

static inline int64_t jr_count(json_object *object, const char *key) {
    cr_assert_eq(json_object_get_type(jr_member(object, key)), json_type_int, "%s: type", key);
    return json_object_get_int64(jr_member(object, key));
}

#endif
