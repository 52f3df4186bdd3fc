#include "baseline_util.h"

static const struct row {
    const char *message;
    const char *run_id;
    bool of_run;
    const char *want;
} rows[] = {
    /* clang-format off */
    {"accepted (200)", "r1", false, "accepted (200)"},
    {"", NULL, false, ""},
    {"the server answered 422, not 404 or 401", NULL, false, "the server answered 422, not 404 or 401"},
    {"/data/total_amount is 150000", NULL, false, "/data/total_amount is #"},
    {"id 1234 and 12345", NULL, false, "id 1234 and #"},
    {"account 01HZX3V5K8J9QW2E4R6T8Y0ABC is", NULL, false, "account # is"},
    {"account abcdefghjkmnpqrstvwxyzabcd", NULL, false, "account abcdefghjkmnpqrstvwxyzabcd"},
    {"at 2025-11-20T10:00:00.123+07:00, yes", NULL, false, "at #, yes"},
    {"on 2025-11-20", NULL, false, "on #"},
    {"id 0199486a-67c4-4000-8000-000000000000.", NULL, false, "id #."},
    {"reff_no PL-0QsnVYBxOa3X-c12", "0QsnVYBxOa3X", false, "reff_no PL-#-c12"},
    {"a word a", "a", false, "a word a"},
    {"3 links of 17 are left", NULL, true, "# links of # are left"},
    {"3 links of 17 are left", NULL, false, "3 links of 17 are left"},
    {"at http://127.0.0.1:36573/x", NULL, false, "at http://127.0.0.1:#/x"},
    {"caf\xC3\xA9 12345", NULL, false, "caf\xC3\xA9 #"},
    /* clang-format on */
};

Test(baseline_message, rows, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const char *const got =
            pl_baseline_message(rows[i].message, rows[i].run_id, rows[i].of_run, &arena);
        cr_assert_not_null(got);
        cr_expect_str_eq(got, rows[i].want, "row %zu", i);
    }
    pl_arena_done(&arena);
}

/* A message is normalised once for ever: what a record holds does not change when it is read. */
Test(baseline_message, idempotent, .timeout = 10) {
    pl_arena arena;
    pl_arena_init(&arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const char *const again =
            pl_baseline_message(rows[i].want, rows[i].run_id, rows[i].of_run, &arena);
        cr_assert_not_null(again);
        cr_expect_str_eq(again, rows[i].want, "row %zu", i);
    }
    pl_arena_done(&arena);
}
