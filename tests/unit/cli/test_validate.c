#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spawn.h"
#include "text/base.h"

/* A request that breaks nothing, on one line. */
#define GOOD                                                                                       \
    "{\"reff_no\":\"r-1\",\"title\":\"Tea\",\"max_usage\":1,\"total_amount\":150000,"              \
    "\"items\":[{\"name\":\"Tea\",\"quantity\":2,\"unit_price\":75000}]}"
#define BLANK_TITLE                                                                                \
    "{\"reff_no\":\"r-1\",\"title\":\"\",\"max_usage\":1,\"total_amount\":150000,"                 \
    "\"items\":[{\"name\":\"Tea\",\"quantity\":2,\"unit_price\":75000}]}"
#define BAD_QUANTITY                                                                               \
    "{\"reff_no\":\"r-1\",\"title\":\"Tea\",\"max_usage\":1,\"total_amount\":0,\n"                 \
    "\"items\":[{\"name\":\"Tea\",\"quantity\":0,\"unit_price\":75000}]}"
#define WITH_METHOD                                                                                \
    "{\"reff_no\":\"r-1\",\"title\":\"Tea\",\"max_usage\":1,\"total_amount\":150000,"              \
    "\"whitelisted_payment_method\":[\"QRIS\"],"                                                   \
    "\"items\":[{\"name\":\"Tea\",\"quantity\":2,\"unit_price\":75000}]}"
#define EXPIRING                                                                                   \
    "{\"reff_no\":\"r-1\",\"title\":\"Tea\",\"max_usage\":1,\"total_amount\":150000,"              \
    "\"expired_at\":\"1700000000000\","                                                            \
    "\"items\":[{\"name\":\"Tea\",\"quantity\":2,\"unit_price\":75000}]}"

TestSuite(cli_validate, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 120);

struct row {
    const char *name, *line, *input;
    int want_exit;
    const char *want_out; /* part of standard output, or NULL: it must be empty */
    const char *want_err; /* part of standard error, or NULL: it must be empty */
};

/* clang-format off */
static const struct row rows[] = {
    {"accept", "validate", GOOD, 0, "-: accept\n", NULL},
    {"dash-is-stdin", "validate -", GOOD, 0, "-: accept\n", NULL},
    {"open", "validate", BLANK_TITLE, 0, "-: open\n", NULL},
    {"open-names-it", "validate", BLANK_TITLE, 0, " at /title: ", NULL},
    {"reject", "validate", BAD_QUANTITY, 1, "-: reject\n", NULL},
    {"reject-names-it", "validate", BAD_QUANTITY, 1, ":2:35: reject minimum at /items/0/quantity", NULL},
    {"empty-object", "validate", "{}", 1, ":1:1: reject required at (root): ", NULL},
    {"empty-input", "validate", "", 1, ": reject syntax at (root): ", NULL},
    {"garbage", "validate", "{\"a\":}", 1, "-:1:6: reject syntax at (root): ", NULL},
    {"quiet-reject", "validate --quiet", "{}", 1, NULL, NULL},
    {"quiet-accept", "validate -q", GOOD, 0, NULL, NULL},
    {"method-unjudged", "validate", WITH_METHOD, 0, "-: ", NULL},
    {"method-known", "validate --payment-methods VA_BRI,QRIS", WITH_METHOD, 0, "-: accept\n", NULL},
    {"method-unknown", "validate --payment-methods VA_BRI", WITH_METHOD, 1, "at /whitelisted_payment_method/0: ", NULL},
    {"no-methods", "validate --payment-methods ''", WITH_METHOD, 1, "reject catalog", NULL},
    {"future", "validate --now 1600000000000", EXPIRING, 0, "-: accept\n", NULL},
    {"past", "validate --now 1800000000000", EXPIRING, 0, "open past at /expired_at", NULL},
    {"response-bad", "validate --response 422", "{}", 1, "-: reject\n", NULL},
    {"response-unlisted", "validate --response 418", "", 2, NULL, "the contract lists (200, "},
    {"response-text", "validate --response ok", "", 2, NULL, "not 'ok'"},
    {"unknown-option", "validate --jsn", "", 2, NULL, "did you mean --json?"},
    {"abbreviation", "validate --pay QRIS", "", 2, NULL, "there is no option --pay"},
    {"unknown-letter", "validate -x", "", 2, NULL, "paylink validate: "},
    {"no-argument", "validate --now", "", 2, NULL, "requires an argument"},
    {"bad-now", "validate --now -5", "", 2, NULL, "--now takes a whole number"},
    {"huge-now", "validate --now 99999999999999999999", "", 2, NULL, "--now takes a whole number"},
    {"empty-code", "validate --payment-methods QRIS,,X", "", 2, NULL, "empty code"},
    {"folder", "validate /", "", 3, NULL, "cannot read /: Is a directory"},
    {"no-file", "validate /nonexistent/a.json", "", 3, NULL, "a.json: No such file or directory"},
    {"help", "validate --help", "", 0, "Examples:", NULL},
    {"short-help", "validate -h", "", 0, "--payment-methods=LIST", NULL},
    /* --lines */
    {"lines", "validate --lines", GOOD "\n" GOOD "\n", 0, "-:1: accept\n-:2: accept\n", NULL},
    {"lines-no-last-lf", "validate --lines", GOOD "\n" GOOD, 0, "-:1: accept\n-:2: accept\n", NULL},
    {"lines-reject", "validate --lines", GOOD "\n{}\n", 1, ":2:1: reject required at (root)", NULL},
    {"lines-verdict", "validate --lines", GOOD "\n{}\n", 1, "-:2: reject\n", NULL},
    {"lines-empty-line", "validate --lines", "\n" GOOD "\n", 1, "-:1: reject\n-:2: accept\n", NULL},
    {"lines-cr-stays", "validate --lines", GOOD "\r\n", 0, "-:1: accept\n", NULL},
    {"lines-empty-input", "validate --lines", "", 0, NULL, NULL},
};
/* clang-format on */

static void check_stream(const char *name, const char *stream, const char *got, const char *want) {
    if (want == NULL) {
        cr_assert_str_eq(got, "", "%s: %s is not empty:\n%s", name, stream, got);
    } else {
        cr_assert_not_null(strstr(got, want), "%s: '%s' is not in %s:\n%s", name, want, stream,
                           got);
    }
}

Test(cli_validate, rows) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        sp_result got = sp_run(rows[i].line, rows[i].input, NULL);
        cr_assert_eq(got.exit_status, rows[i].want_exit, "%s: exit %d, want %d\n%s%s", rows[i].name,
                     got.exit_status, rows[i].want_exit, got.out, got.err);
        check_stream(rows[i].name, "stdout", got.out, rows[i].want_out);
        check_stream(rows[i].name, "stderr", got.err, rows[i].want_err);
        sp_result_done(&got);
    }
}

/* An error is one line. */
Test(cli_validate, errors_are_one_line) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if (rows[i].want_err == NULL || strchr(rows[i].line, 'x') != NULL) { continue; }
        sp_result got = sp_run(rows[i].line, rows[i].input, NULL);
        const char *end = strchr(got.err, '\n');
        cr_assert(end != NULL && (end[1] == '\0' || strncmp(end + 1, "Try ", 4) == 0), "%s:\n%s",
                  rows[i].name, got.err);
        sp_result_done(&got);
    }
}

Test(cli_validate, files_after_a_missing_one_are_judged) {
    sp_put_file("good.json", GOOD);
    sp_put_file("bad.json", "{}");
    sp_result got = sp_run(sp_line("validate %s %s %s", sp_inside("good.json"), sp_inside("none"),
                                   sp_inside("bad.json")),
                           "", NULL);
    cr_assert_eq(got.exit_status, 3);
    cr_assert_not_null(strstr(got.out, "good.json: accept\n"), "%s", got.out);
    cr_assert_not_null(strstr(got.out, "bad.json: reject\n"), "%s", got.out);
    cr_assert_not_null(strstr(got.err, "none: No such file"), "%s", got.err);
    sp_result_done(&got);
}

static json_object *member(json_object *object, const char *key, json_type type) {
    json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s: absent", key);
    cr_assert_eq(json_object_get_type(value), type, "%s: type", key);
    return value;
}

/* One line of --json output, as a tree. */
static json_object *parsed(const char *line, size_t len) {
    json_tokener *tokener = json_tokener_new();
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    json_object *object = json_tokener_parse_ex(tokener, line, (int)len + 1);
    cr_assert_not_null(object, "no JSON: %.*s", (int)len, line);
    json_tokener_free(tokener);
    return object;
}

static void check_deviation(json_object *deviation) {
    static const struct {
        const char *key;
        json_type type;
    } keys[] = {{"instanceLocation", json_type_string},
                {"keyword", json_type_string},
                {"message", json_type_string},
                {"offset", json_type_int},
                {"line", json_type_int},
                {"column", json_type_int}};
    for (size_t i = 0; i < PL_COUNT(keys); i++) {
        (void)member(deviation, keys[i].key, keys[i].type);
    }
    cr_assert_eq(json_object_object_length(deviation), (int)PL_COUNT(keys));
}

Test(cli_validate, json_shape) {
    sp_result got = sp_run("validate --json", BAD_QUANTITY, NULL);
    cr_assert_eq(got.exit_status, 1);
    cr_assert_eq(strcspn(got.out, "\n"), got.out_len - 1, "more than one line");
    json_object *root = parsed(got.out, got.out_len);
    cr_assert_str_eq(json_object_get_string(member(root, "document", json_type_string)), "-");
    cr_assert_str_eq(json_object_get_string(member(root, "verdict", json_type_string)), "reject");
    json_object *violations = member(root, "violations", json_type_array);
    json_object *open = member(root, "open", json_type_array);
    cr_assert_gt(json_object_array_length(violations), 0);
    for (size_t i = 0; i < json_object_array_length(violations); i++) {
        check_deviation(json_object_array_get_idx(violations, i));
    }
    for (size_t i = 0; i < json_object_array_length(open); i++) {
        check_deviation(json_object_array_get_idx(open, i));
    }
    json_object *first = json_object_array_get_idx(violations, 0);
    cr_assert_str_eq(json_object_get_string(member(first, "instanceLocation", json_type_string)),
                     "/items/0/quantity");
    cr_assert_eq(json_object_get_int(member(first, "line", json_type_int)), 2);
    cr_assert_eq(json_object_get_int(member(first, "column", json_type_int)), 35);
    json_object_put(root);
    sp_result_done(&got);
}

Test(cli_validate, json_lines) {
    sp_result got = sp_run("validate --json --lines", GOOD "\n{}\n" BLANK_TITLE "\n", NULL);
    static const char *const names[] = {"-:1", "-:2", "-:3"};
    static const char *const verdicts[] = {"accept", "reject", "open"};
    const char *line = got.out;
    for (size_t i = 0; i < PL_COUNT(names); i++) {
        const size_t len = strcspn(line, "\n");
        json_object *root = parsed(line, len);
        cr_assert_str_eq(json_object_get_string(member(root, "document", json_type_string)),
                         names[i]);
        cr_assert_str_eq(json_object_get_string(member(root, "verdict", json_type_string)),
                         verdicts[i]);
        json_object *open = member(root, "open", json_type_array);
        cr_assert_eq(json_object_array_length(open), i == 2 ? 1 : 0, "%s: open", names[i]);
        if (i == 1) {
            json_object *first =
                json_object_array_get_idx(member(root, "violations", json_type_array), 0);
            cr_assert_eq(json_object_get_int(member(first, "line", json_type_int)), 1);
        }
        json_object_put(root);
        line += len + 1;
    }
    cr_assert_str_eq(line, "");
    sp_result_done(&got);
}

/* Whatever the document holds, the output is UTF-8 without controls. */
Test(cli_validate, hostile_documents) {
    static const char hostile[] =
        "{\"\\u001b[2J\x80\":1,\"a\x1b[31m\n\":2,\"title\":\"\xff\x00\x9b\"}";
    static const char *const lines[] = {"validate", "validate --json", "validate --lines",
                                        "validate --json --lines"};
    for (size_t i = 0; i < PL_COUNT(lines); i++) {
        sp_result got = sp_run_bytes(lines[i], hostile, sizeof hostile - 1);
        cr_assert_eq(got.exit_status, 1, "%s: exit %d", lines[i], got.exit_status);
        for (size_t at = 0; at < got.out_len; at++) {
            const unsigned char byte = (unsigned char)got.out[at];
            cr_assert(byte >= ' ' || byte == '\n', "%s: control %02x", lines[i], byte);
        }
        sp_result_done(&got);
    }
}

/* Every byte in turn, alone and in a name: no crash, and a document of --json output each. */
Test(cli_validate, every_byte) {
    char input[256 * 8];
    size_t len = 0;
    for (unsigned byte = 0; byte < 256; byte++) {
        if (byte == '\n') { continue; }
        const char line[] = {'{', '"', (char)byte, '"', ':', '1', '}', '\n'};
        memcpy(input + len, line, sizeof line);
        len += sizeof line;
    }
    sp_result got = sp_run_bytes("validate --json --lines", input, len);
    cr_assert_eq(got.exit_status, 1);
    size_t count = 0;
    for (const char *line = got.out; *line != '\0'; line += strcspn(line, "\n") + 1) {
        json_object_put(parsed(line, strcspn(line, "\n")));
        count++;
    }
    cr_assert_eq(count, 255);
    sp_result_done(&got);
}

/* Positions of many deviations in one document come from one walk, and agree with those of a short
 * one. */
Test(cli_validate, many_deviations) {
    enum { ITEM_COUNT = 3000 };
    const size_t cap = ITEM_COUNT * 64 + 256;
    char *input = malloc(cap);
    cr_assert_not_null(input);
    size_t len = (size_t)snprintf(input, cap, "{\"items\":[");
    for (unsigned i = 0; i < ITEM_COUNT; i++) {
        len +=
            (size_t)snprintf(input + len, cap - len, "%s{\"quantity\":0}", i == 0 ? "\n" : ",\r\n");
    }
    len += (size_t)snprintf(input + len, cap - len, "]}");
    sp_result got = sp_run_bytes("validate", input, len);
    cr_assert_eq(got.exit_status, 1);
    cr_assert_not_null(strstr(got.out, "-:2:13: reject minimum at /items/0/quantity:"));
    cr_assert_not_null(strstr(got.out, "-:3001:13: reject minimum at /items/2999/quantity:"), "%s",
                       strstr(got.out, "/items/2999/"));
    free(input);
    sp_result_done(&got);
}
