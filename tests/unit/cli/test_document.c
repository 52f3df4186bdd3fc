/* Documents at the command's door: sizes, remarks. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "openapi/source.h"
#include "spawn.h"

TestSuite(cli_document, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 120);

/* A document of so many bytes: a comment fills it. */
static char *document_of(size_t len) {
    static const char text[] = "openapi: 3.1.0\n#";
    char *const made = malloc(len + 1);
    cr_assert_not_null(made);
    memset(made, 'x', len);
    memcpy(made, text, sizeof text - 1);
    made[len] = '\0';
    return made;
}

Test(cli_document, size) {
    for (int more = 0; more < 2; more++) {
        char *const text = document_of((size_t)PL_SOURCE_BYTES_MAX + (size_t)more);
        sp_result got = sp_run("diff - builtin", text, NULL);
        /* It has no operation to compare with, once it can be read. */
        cr_expect_eq(got.exit_status, more == 0 ? 2 : 3, "%s", got.err);
        cr_expect_not_null(strstr(got.err, more == 0 ? "has no operation" : "larger than 8 MiB"),
                           "%s", got.err);
        sp_result_done(&got);
        free(text);
    }
}

/* What is wrong is said once, by us. */
Test(cli_document, one_voice) {
    static const char *const texts[] = {"openapi: 3.1.0\npaths: |0\n  a\n",
                                        "a: [\n",
                                        "a: b: c\n",
                                        "{\"a\": }",
                                        "a: \"\\q\"\n",
                                        "%YAML 9\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        sp_result got = sp_run("diff builtin -", texts[i], NULL);
        const char *const end = strchr(got.err, '\n');
        cr_expect_eq(got.exit_status, 3, "%s: %s", texts[i], got.err);
        cr_expect_eq(strncmp(got.err, "paylink diff: ", 14), 0, "%s: %s", texts[i], got.err);
        cr_expect(end != NULL && end[1] == '\0', "%s: %s", texts[i], got.err);
        sp_result_done(&got);
    }
}

/* Some of many remarks, and how many more there are. */
Test(cli_document, remarks) {
    enum { COUNT = 25 };
    char text[4096] = "openapi: 3.1.0\npaths:\n  /a:\n    get:\n      parameters:\n";
    for (int i = 0; i < COUNT; i++) {
        const size_t len = strlen(text);
        (void)snprintf(text + len, sizeof text - len,
                       "        - {name: p%d, in: query, schema: {minProperties: 1}}\n", i);
    }
    sp_put_file("a.yaml", text);
    sp_result got =
        sp_run(sp_line("diff %s %s", sp_inside("a.yaml"), sp_inside("a.yaml")), "", NULL);
    cr_expect_eq(got.exit_status, 0, "%s", got.err);
    size_t notes = 0;
    for (const char *at = strstr(got.err, "minProperties"); at != NULL;
         at = strstr(at + 1, "minProperties")) {
        notes++;
    }
    cr_expect_eq(notes, 40, "%zu notes of two documents", notes);
    cr_expect_not_null(strstr(got.err, "a.yaml: 5 more notes"), "%s", got.err);
    sp_result_done(&got);
}
