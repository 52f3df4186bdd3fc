#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "spawn.h"
#include "text/base.h"

TestSuite(cli_cases_coverage, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 60);

#define BODY(more)                                                                                 \
    "{\"reff_no\":\"A\",\"title\":\"t\",\"max_usage\":1,\"total_amount\":5,\"items\":[{\"name\":"  \
    "\"a\",\"quantity\":1,\"unit_price\":5}]" more "}"

static const char seeds[] = "cases --coverage " PL_SOURCE_DIR "/corpus/fuzz_request";

/* The line of the table that starts with these words, blanks of the columns aside. */
static bool has_row(const char *table, const char *words) {
    for (const char *line = table; *line != '\0'; line += strcspn(line, "\n") + 1) {
        const char *at = line;
        const char *word = words;
        while (*word != '\0' && *at == *word) {
            at++;
            word++;
            if (*word == ' ' && *at == ' ') {
                while (at[1] == ' ') { at++; }
            }
        }
        if (*word == '\0' && (*at == ' ' || *at == '\n')) { return true; }
        if (strchr(line, '\n') == NULL) { break; }
    }
    return false;
}

static void expect_end(const char *text, const char *end) {
    const size_t len = strlen(text);
    cr_assert_geq(len, strlen(end), "%s", text);
    cr_expect_str_eq(text + len - strlen(end), end, "%s", text);
}

Test(cli_cases_coverage, the_seeds_are_complete) {
    sp_result got = sp_run(seeds, "", NULL);
    cr_expect_eq(got.exit_status, 0, "%s%s", got.out, got.err);
    size_t full = 0;
    size_t all = 1;
    const char *last = strstr(got.out, "\nboth sides ");
    cr_assert_not_null(last, "%s", got.out);
    cr_assert_eq(sscanf(last, "\nboth sides %zu of %zu\n", &full, &all), 2);
    cr_expect_eq(full, all);
    cr_expect_gt(all, 70, "only %zu facets", all);
    cr_expect_null(strchr(got.out, '\x1b'), "colour, and no terminal");
    sp_result_done(&got);
}

Test(cli_cases_coverage, files_are_counted) {
    sp_put_file("good", BODY(""));
    sp_put_file("usage", BODY(",\"note\":1"));
    sp_put_file("cut", "{");
    sp_result got = sp_run(sp_line("cases --coverage %s %s %s", sp_inside("good"),
                                   sp_inside("usage"), sp_inside("cut")),
                           "", NULL);
    cr_expect_eq(got.exit_status, 1, "%s", got.err);
    cr_expect(has_row(got.out, "place facet accept reject open alone edge"), "%s", got.out);
    cr_expect(has_row(got.out, "document syntax 1 1 1"), "%s", got.out);
    cr_expect(has_row(got.out, "body additionalProperties 1 1 1"), "%s", got.out);
    cr_expect(has_row(got.out, "title maxLength 255 1 none 0 - -"), "%s", got.out);
    cr_expect(has_row(got.out, "items[].quantity minimum 1 1 none 0 in -"), "%s", got.out);
    cr_expect(has_row(got.out, "expired_at past none none 0"), "%s", got.out);
    cr_expect_not_null(strstr(got.out, "\n3 documents: 1 accept, 1 reject, 1 open\n"), "%s",
                       got.out);
    expect_end(got.out, "\nboth sides 2 of 74\n");
    sp_result_done(&got);
}

/* Folders are read, hidden files and folders in them are not; options may stand behind. */
Test(cli_cases_coverage, folders_are_read) {
    cr_assert_eq(mkdir(sp_inside("corpus"), 0700), 0);
    cr_assert_eq(mkdir(sp_inside("corpus/below"), 0700), 0);
    sp_put_file("corpus/good", BODY(""));
    sp_put_file("corpus/.hidden", "{");
    sp_put_file("corpus/below/cut", "{");
    sp_result got = sp_run(sp_line("cases %s --coverage", sp_inside("corpus")), "", NULL);
    cr_expect_eq(got.exit_status, 1, "%s", got.err);
    cr_expect_not_null(strstr(got.out, "\n1 documents: 1 accept, 0 reject, 0 open\n"), "%s",
                       got.out);
    sp_result_done(&got);
}

Test(cli_cases_coverage, clock_and_catalog_are_fixed_or_given) {
    sp_put_file("late", BODY(",\"expired_at\":\"1750000000000\""));
    sp_put_file("code", BODY(",\"whitelisted_payment_method\":[\"CASH\"]"));
    const char *paths = sp_line("%s %s", sp_inside("late"), sp_inside("code"));
    sp_result got = sp_run(sp_line("cases --coverage %s", paths), "", NULL);
    cr_expect(has_row(got.out, "expired_at past 1 none 0"), "%s", got.out);
    cr_expect(has_row(got.out, "whitelisted_payment_method[] catalog none 1 1"), "%s", got.out);
    sp_result_done(&got);
    got = sp_run(sp_line("cases --coverage --now 1750000000001 --payment-methods CASH %s", paths),
                 "", NULL);
    cr_expect(has_row(got.out, "expired_at past none 1 1"), "%s", got.out);
    cr_expect(has_row(got.out, "whitelisted_payment_method[] catalog 1 none 0"), "%s", got.out);
    sp_result_done(&got);
}

Test(cli_cases_coverage, answers) {
    sp_put_file("answer",
                "{\"status\":404,\"success\":false,\"error\":{\"code\":1,\"message\":\"\"}}");
    sp_result got =
        sp_run(sp_line("cases --coverage --response 404 %s", sp_inside("answer")), "", NULL);
    cr_expect_eq(got.exit_status, 1, "%s", got.err);
    cr_expect(has_row(got.out, "body codeAsDocumented none 1 1"), "%s", got.out);
    cr_expect(has_row(got.out, "body statusEqualsHttp none none 0"), "%s", got.out);
    sp_result_done(&got);
}

Test(cli_cases_coverage, json) {
    sp_result got = sp_run(sp_line("%s --json", seeds), "", NULL);
    cr_expect_eq(got.exit_status, 0, "%s", got.err);
    size_t count = 0;
    for (const char *line = got.out; *line != '\0'; line += strcspn(line, "\n") + 1) {
        json_tokener *tokener = json_tokener_new();
        json_object *row = json_tokener_parse_ex(tokener, line, (int)strcspn(line, "\n") + 1);
        cr_assert_not_null(row, "line %zu is no JSON", count + 1);
        json_tokener_free(tokener);
        static const char *const keys[] = {"place", "facet", "weight", "accept", "alone"};
        for (size_t i = 0; i < PL_COUNT(keys); i++) {
            cr_expect(json_object_object_get_ex(row, keys[i], NULL), "%s: absent", keys[i]);
        }
        const bool rejects = json_object_object_get_ex(row, "reject", NULL);
        cr_expect_neq(rejects, json_object_object_get_ex(row, "open", NULL), "line %zu", count + 1);
        json_object *both = NULL;
        cr_assert(json_object_object_get_ex(row, "both_sides", &both));
        cr_expect(json_object_get_boolean(both), "line %zu", count + 1);
        json_object_put(row);
        count++;
    }
    cr_expect_gt(count, 70, "only %zu rows", count);
    sp_result_done(&got);
}

/* What cannot be counted is said, and nothing is printed that would look like an answer. */
Test(cli_cases_coverage, trouble) {
    static const struct {
        const char *name;
        const char *words;
        const char *files[2]; /* in the folder */
        int exit_status;
        const char *says;
    } rows[] = {
        {"no such file", "--coverage", {"nothing"}, 3, "nothing: No such file or directory"},
        {"empty folder", "--coverage", {"empty"}, 3, "empty holds no files"},
        {"one of two", "--coverage", {"good", "nothing"}, 3, "No such file or directory"},
        {"no corpus", "--coverage", {NULL}, 2, "--coverage needs a CORPUS"},
        {"no --coverage", "--json", {"good"}, 2, "a corpus goes with --coverage"},
        {"a group", "--coverage --group title", {"good"}, 2, "--group does not go with"},
        {"a run id", "--coverage --run-id x", {"good"}, 2, "--run-id does not go with"},
        {"an answer, no corpus", "--response 200", {NULL}, 2, "goes with --coverage"},
        {"no such answer", "--coverage --response 201", {"good"}, 2, "(200, 401, 404, 405, 422)"},
    };
    cr_assert_eq(mkdir(sp_inside("empty"), 0700), 0);
    sp_put_file("good", BODY(""));
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const char *line = sp_line("cases %s", rows[i].words);
        for (size_t k = 0; k < PL_COUNT(rows[i].files) && rows[i].files[k] != NULL; k++) {
            line = sp_line("%s %s", line, sp_inside(rows[i].files[k]));
        }
        sp_result got = sp_run(line, "", NULL);
        cr_expect_eq(got.exit_status, rows[i].exit_status, "%s: exit %d", rows[i].name,
                     got.exit_status);
        cr_expect_not_null(strstr(got.err, rows[i].says), "%s: %s", rows[i].name, got.err);
        cr_expect_eq(got.out_len, 0, "%s: %s", rows[i].name, got.out);
        sp_result_done(&got);
    }
}

Test(cli_cases_coverage, help_teaches_it) {
    sp_result got = sp_run("cases --help", "", NULL);
    cr_expect_eq(got.exit_status, 0);
    cr_expect_not_null(strstr(got.out, "--coverage CORPUS..."), "%s", got.out);
    cr_expect_not_null(strstr(got.out, "paylink cases --coverage corpus/fuzz_request"), "%s",
                       got.out);
    sp_result_done(&got);
}
