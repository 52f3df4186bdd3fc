/* As much of JSON Schema 2020-12 as contracts/report.schema.json uses; any other keyword is a failed assertion. */
#ifndef PL_TESTS_REPORT_SCHEMA_UTIL_H
#define PL_TESTS_REPORT_SCHEMA_UTIL_H

#include "json_util.h"
#include "text/datetime.h"

static inline void js_check(json_object *root, json_object *schema, json_object *value,
                            const char *at);

static inline void js_check_type(json_object *schema, json_object *value, const char *at) {
    static const struct {
        const char *name;
        json_type type;
    } types[] = {{"string", json_type_string},
                 {"integer", json_type_int},
                 {"boolean", json_type_boolean},
                 {"array", json_type_array},
                 {"object", json_type_object}};
    const char *const want = json_object_get_string(schema);
    const json_type got = json_object_get_type(value);
    bool fine = strcmp(want, "number") == 0 && (got == json_type_int || got == json_type_double);
    for (size_t i = 0; i < PL_COUNT(types); i++) {
        fine = fine || (strcmp(want, types[i].name) == 0 && types[i].type == got);
    }
    cr_assert(fine, "%s: not of type %s", at, want);
}

static inline void js_check_properties(json_object *root, json_object *schema, json_object *value,
                                       const char *at) {
    json_object_object_foreach(value, key, member) {
        json_object *rule = NULL;
        char below[256];
        (void)snprintf(below, sizeof below, "%s/%s", at, key);
        cr_assert(json_object_object_get_ex(schema, key, &rule), "%s: not declared", below);
        js_check(root, rule, member, below);
    }
}

static inline void js_check_keyword(json_object *root, const char *keyword, json_object *rule,
                                    json_object *value, const char *at) {
    if (strcmp(keyword, "type") == 0) {
        js_check_type(rule, value, at);
    } else if (strcmp(keyword, "properties") == 0) {
        js_check_properties(root, rule, value, at);
    } else if (strcmp(keyword, "required") == 0) {
        for (size_t i = 0; i < json_object_array_length(rule); i++) {
            const char *const name = json_object_get_string(jr_at(rule, i));
            cr_assert(json_object_object_get_ex(value, name, NULL), "%s: no %s", at, name);
        }
    } else if (strcmp(keyword, "items") == 0) {
        for (size_t i = 0; i < json_object_array_length(value); i++) {
            js_check(root, rule, jr_at(value, i), at);
        }
    } else if (strcmp(keyword, "enum") == 0) {
        bool fine = false;
        for (size_t i = 0; i < json_object_array_length(rule); i++) {
            fine = fine || json_object_equal(jr_at(rule, i), value);
        }
        cr_assert(fine, "%s: not one of its values: %s", at, json_object_get_string(value));
    } else if (strcmp(keyword, "minimum") == 0) {
        cr_assert_geq(json_object_get_double(value), json_object_get_double(rule), "%s", at);
    } else if (strcmp(keyword, "maximum") == 0) {
        cr_assert_leq(json_object_get_double(value), json_object_get_double(rule), "%s", at);
    } else if (strcmp(keyword, "format") == 0) {
        pl_datetime moment;
        cr_assert_eq(pl_datetime_parse(pl_bytes_of(json_object_get_string(value)), &moment), PL_OK,
                     "%s", at);
    } else if (strcmp(keyword, "$ref") == 0) {
        const char *const name = strrchr(json_object_get_string(rule), '/') + 1;
        js_check(root, jr_member(jr_member(root, "$defs"), name), value, at);
    } else {
        static const char *const silent[] = {"description", "title", "$schema", "$defs",
                                             "additionalProperties"};
        bool known = false;
        for (size_t i = 0; i < PL_COUNT(silent); i++) {
            known = known || strcmp(keyword, silent[i]) == 0;
        }
        cr_assert(known, "the schema uses %s", keyword);
    }
}

static inline void js_check(json_object *root, json_object *schema, json_object *value,
                            const char *at) {
    json_object_object_foreach(schema, keyword, rule) {
        js_check_keyword(root, keyword, rule, value, at);
    }
}

#endif
