#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "spawn.h"
#include "text/base.h"

TestSuite(cli_cases, .timeout = 60);

static const char fixed[] = "cases --json --now 1700000000000";

static json_object *member(json_object *object, const char *key, json_type type) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s: absent", key);
    cr_assert_eq(json_object_get_type(value), type, "%s: type", key);
    return value;
}

Test(cli_cases, json) {
    static const struct {
        const char *key;
        json_type type;
    } keys[] = {{"id", json_type_string},       {"group", json_type_string},
                {"class", json_type_string},    {"constraint", json_type_string},
                {"why", json_type_string},      {"method", json_type_string},
                {"statuses", json_type_array},  {"body", json_type_string},
                {"has_body", json_type_boolean}};
    sp_result got = sp_run(fixed, "", NULL);
    cr_assert_eq(got.exit_status, 0, "%s", got.err);
    size_t count = 0;
    for (const char *line = got.out; *line != '\0'; line += strcspn(line, "\n") + 1) {
        json_tokener *tokener = json_tokener_new();
        json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
        json_object *row = json_tokener_parse_ex(tokener, line, (int)strcspn(line, "\n") + 1);
        cr_assert_not_null(row, "line %zu is no JSON", count + 1);
        json_tokener_free(tokener);
        for (size_t i = 0; i < PL_COUNT(keys); i++) {
            (void)member(row, keys[i].key, keys[i].type);
        }
        json_object_put(row);
        count++;
    }
    cr_assert_gt(count, 100, "only %zu cases", count);
    sp_result_done(&got);
}

Test(cli_cases, same_bytes_twice) {
    sp_result first = sp_run(fixed, "", NULL);
    sp_result second = sp_run(fixed, "", NULL);
    sp_result other = sp_run(sp_line("%s --run-id other", fixed), "", NULL);
    cr_assert_str_eq(first.out, second.out);
    cr_assert_str_neq(first.out, other.out);
    sp_result_done(&first);
    sp_result_done(&second);
    sp_result_done(&other);
}

Test(cli_cases, group) {
    sp_result all = sp_run("cases", "", NULL);
    cr_assert_eq(all.exit_status, 0, "%s", all.err);
    const size_t name_len = strcspn(all.out, " "); /* "GROUP (COUNT)" */
    char *name = strndup(all.out, name_len);
    cr_assert_not_null(name);
    sp_result one = sp_run(sp_line("cases --group %s", name), "", NULL);
    cr_assert_eq(one.exit_status, 0, "%s", one.err);
    cr_assert_lt(one.out_len, all.out_len);
    cr_assert_eq(strncmp(one.out, name, name_len), 0);
    name[name_len - 1] = '#';
    sp_result none = sp_run(sp_line("cases --group %s", name), "", NULL);
    cr_assert_eq(none.exit_status, 2);
    cr_assert_not_null(strstr(none.err, "there is no group"), "%s", none.err);
    cr_assert_not_null(strstr(none.err, "did you mean"), "%s", none.err);
    free(name);
    sp_result_done(&all);
    sp_result_done(&one);
    sp_result_done(&none);
}
