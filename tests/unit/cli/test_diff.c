/* paylink diff as its callers see it: what is printed, to which file it goes, and the exit status. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "spawn.h"
#include "text/base.h"

#define TODAY PL_SOURCE_DIR "/contracts/openapi.yaml"
#define EARLY PL_SOURCE_DIR "/contracts/history/2026-early.yaml"

/* Two operations, of which one changes for the better. */
#define SMALL(limit)                                                                               \
    "{\"openapi\": \"3.0.3\", \"paths\": {\"/a\": {\"post\": {\"operationId\": \"makeA\","         \
    " \"requestBody\": {\"content\": {\"application/json\": {\"schema\": {\"type\": \"string\","   \
    " \"minProperties\": 1, \"maxLength\": " limit                                                 \
    "}}}}, \"responses\": {}},\n\"get\": {\"responses\": {}}}}}"

static void setup(void) {
    sp_folder_make();
    sp_put_file("small.json", SMALL("5"));
    sp_put_file("wider.json", SMALL("6"));
    sp_put_file("bad.yaml", "openapi: 3.1.0\npaths:\n  /a: {get: {responses: {'200': {$ref: '#/none'}}}}\n");
    sp_put_file("page.md",
                "# Create\n\n````yaml x post /a\nopenapi: 3.1.0\npaths: {/a: {post: "
                "{operationId: makeA, requestBody: {content: {application/json: {schema: "
                "{type: string, maxLength: 4}}}}}}}\n````\n");
}

TestSuite(cli_diff, .init = setup, .fini = sp_folder_remove, .timeout = 120);

/* %s in a line is the folder. */
/* clang-format off */
static const struct row {
    const char *name, *line, *input;
    int want_exit;
    const char *want_out; /* part of standard output, or NULL: it must be empty */
    const char *want_err; /* part of standard error, or NULL: it must be empty */
} rows[] = {
    {"same", "diff " TODAY " " TODAY, "", 0, "No changes in POST /api/v1.0/payment-link-manage/{account_id}\n", NULL},
    {"builtin", "diff builtin " TODAY, "", 0, "No changes in POST ", NULL},
    {"both-builtin", "diff builtin builtin", "", 0, "No changes in POST ", NULL},
    {"breaking", "diff " EARLY " builtin", "", 1, "3 breaking, 2 risky, 7 compatible changes", NULL},
    {"names-it", "diff " EARLY " " TODAY, "", 1, "the type changed from integer or null to string or null", NULL},
    {"shows-it", "diff " EARLY " " TODAY, "", 1, "\"expired_at\":4102444800000", NULL},
    {"both-places", "diff " EARLY " " TODAY, "", 1, "history/2026-early.yaml:126:13", NULL},
    {"quiet", "diff --quiet " EARLY " " TODAY, "", 1, NULL, NULL},
    {"compatible", "diff %s/small.json %s/wider.json", "", 0, "0 breaking, 0 risky, 1 compatible change in 2 operations", "note: "},
    {"fail-on-compatible", "diff --fail-on compatible %s/small.json %s/wider.json", "", 1, "1 compatible change", "minProperties"},
    {"fail-on-risky", "diff --fail-on risky %s/small.json %s/wider.json", "", 0, "1 compatible change", "minProperties"},
    {"narrower", "diff %s/wider.json %s/small.json", "", 1, "1 breaking", "minProperties"},
    {"stdin-old", "diff - %s/small.json", SMALL("6"), 1, "standard input:1:", "note: standard input:1:"},
    {"stdin-new", "diff %s/small.json -", SMALL("6"), 0, "standard input:1:", "minProperties"},
    {"page", "diff %s/page.md %s/small.json --operation makeA", "", 0, "page.md:5:", "minProperties"},
    {"operation", "diff --operation makeA %s/small.json %s/wider.json", "", 0, "1 compatible change in POST /a; not all of it", "minProperties"},
    {"no-operation", "diff --operation makeB %s/small.json %s/wider.json", "", 2, NULL, "neither document has the operation 'makeB'"},
    {"operations-listed", "diff --operation makeB %s/small.json %s/wider.json", "", 2, NULL, "small.json has: POST /a\n"},
    {"none-of-ours", "diff builtin %s/small.json", "", 2, NULL, "small.json has: GET /a\n"},
    {"md", "diff --format md " EARLY " " TODAY, "", 1, "# From 2026-early.yaml to openapi.yaml\n", NULL},
    {"github", "diff --format github " EARLY " " TODAY, "", 1, "::error file=", NULL},
    {"unknown-format", "diff --format pdf a b", "", 2, NULL, "--format takes one of text, json, md, html, junit, sarif, github, not 'pdf'"},
    {"unknown-grade", "diff --fail-on all a b", "", 2, NULL, "breaking, risky, compatible"},
    {"bad-report", "diff --report json a b", "", 2, NULL, "--report takes STYLE=FILE"},
    {"long-report-style", "diff --report jsonjsonjsonjsonjsonjsonjsonjsonjson=x a b", "", 2, NULL, "--report takes STYLE=FILE"},
    {"report-twice", "diff --report json=x --report md=x a b", "", 2, NULL, "two reports cannot go to one file"},
    {"no-folder", "diff --report json=%s/none/x builtin builtin", "", 3, NULL, "cannot write a report to "},
    {"one-document", "diff builtin", "", 2, NULL, "two documents are needed"},
    {"three", "diff a b c", "", 2, NULL, "'c' is one too many"},
    {"twice-stdin", "diff - -", "", 2, NULL, "only one document"},
    {"unreadable", "diff builtin %s/none.yaml", "", 3, NULL, "none.yaml: No such file"},
    {"folder", "diff builtin %s", "", 3, NULL, "Is a directory"},
    {"no-document", "diff builtin -", "{}", 3, NULL, "standard input:1:1: is no OpenAPI document"},
    {"no-yaml", "diff builtin -", "a: [", 3, NULL, "standard input:"},
    {"empty", "diff builtin -", "", 3, NULL, "the file is empty"},
    {"reference", "diff builtin %s/bad.yaml", "", 3, NULL, "bad.yaml:3:"},
};
/* clang-format on */

static sp_result run(const char *line, const char *input) {
    char made[1024] = "";
    const char *const folder = sp_inside(".");
    size_t len = 0;
    for (const char *at = line; *at != '\0' && len + strlen(folder) < sizeof made;) {
        if (strncmp(at, "%s", 2) == 0) {
            len += (size_t)snprintf(made + len, sizeof made - len, "%s", folder);
            at += 2;
        } else {
            made[len++] = *at++;
        }
    }
    made[len] = '\0';
    return sp_run(made, input, NULL);
}

static void expect(const char *name, const char *got, const char *want) {
    if (want == NULL) {
        cr_expect_str_empty(got, "%s: %s", name, got);
    } else {
        cr_expect_not_null(strstr(got, want), "%s: no \"%s\" in: %s", name, want, got);
    }
}

Test(cli_diff, rows) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const struct row *const row = &rows[i];
        sp_result got = run(row->line, row->input);
        cr_expect_eq(got.exit_status, row->want_exit, "%s: exit %d: %s", row->name, got.exit_status,
                     got.err);
        expect(row->name, got.out, row->want_out);
        expect(row->name, got.err, row->want_err);
        sp_result_done(&got);
    }
}

/* All files are written beside what is printed, each whole. */
Test(cli_diff, reports) {
    sp_result got =
        run("diff --report json=%s/r.json --report junit=%s/r.xml --report html=%s/r.html "
            "--report md=%s/r.md --report text=%s/r.txt " EARLY " " TODAY,
            "");
    cr_assert_eq(got.exit_status, 1, "%s", got.err);
    expect("reports", got.out, "3 breaking");
    char *const json = sp_read_file(sp_inside("r.json"));
    json_object *const root = json_tokener_parse(json);
    cr_assert_not_null(root);
    cr_expect_eq(json_object_array_length(json_object_object_get(root, "changes")), 12);
    json_object_put(root);
    free(json);
    static const char *const parts[][2] = {{"r.xml", "</testsuites>\n"},
                                           {"r.html", "</html>\n"},
                                           {"r.md", "## Compatible\n"},
                                           {"r.txt", "3 breaking, 2 risky"}};
    for (size_t i = 0; i < PL_COUNT(parts); i++) {
        char *const text = sp_read_file(sp_inside(parts[i][0]));
        expect(parts[i][0], text, parts[i][1]);
        free(text);
    }
    sp_result_done(&got);
}

/* What a program reads: ids, grades, places, witnesses that `paylink validate` would judge the same way. */
Test(cli_diff, witness_is_judged_alike) {
    sp_result got = run("diff --format json " EARLY " " TODAY, "");
    json_object *const root = json_tokener_parse(got.out);
    cr_assert_not_null(root);
    json_object *const changes = json_object_object_get(root, "changes");
    size_t judged = 0;
    for (size_t i = 0; i < json_object_array_length(changes); i++) {
        json_object *const change = json_object_array_get_idx(changes, i);
        json_object *const witness = json_object_object_get(change, "witness");
        const char *const id = json_object_get_string(json_object_object_get(change, "id"));
        const char *const by =
            json_object_get_string(json_object_object_get(witness, "accepted_by"));
        if (strncmp(id, "request/body/", 13) != 0 || strcmp(by, "old") != 0) { continue; }
        judged++;
        sp_result verdict = sp_run(
            "validate", json_object_get_string(json_object_object_get(witness, "text")), NULL);
        cr_expect_eq(verdict.exit_status, 1, "%s: %s", id, verdict.out);
        sp_result_done(&verdict);
    }
    cr_expect_geq(judged, 2);
    json_object_put(root);
    sp_result_done(&got);
}
