#include "journal_util.h"
#include "record_fixture.h"

static size_t count_lines(const char *text, const char *kind) {
    char want[64];
    size_t count = 0;
    (void)snprintf(want, sizeof want, "{\"line\":\"%s\",", kind);
    for (const char *at = text; *at != '\0'; at += strcspn(at, "\n") + 1) {
        count += strncmp(at, want, strlen(want)) == 0;
    }
    return count;
}

Test(report_journal_write, lines, .timeout = 10) {
    size_t len = 0;
    char *const text = ju_write(fx_record_result(), &len);
    cr_assert_eq(
        strncmp(text, "{\"line\":\"head\",\"format\":\"paylink-journal\",\"version\":1,", 53), 0,
        "%.80s", text);
    cr_assert_eq(text[len - 1], '\n');
    cr_assert_eq(count_lines(text, "plan"), fx_record_result()->case_count);
    cr_assert_eq(count_lines(text, "case"), fx_record_result()->case_count,
                 "nothing changed since");
    cr_assert_eq(count_lines(text, "note"), 1);
    cr_assert_eq(count_lines(text, "finding"), fx_record_result()->finding_count);
    cr_assert_eq(count_lines(text, "end"), 1);
    free(text);
}

/* What changed after a case was settled is written again. */
Test(report_journal_write, changes, .timeout = 10) {
    const ju_place place = ju_place_make();
    const pl_result *const result = fx_record_result();
    pl_journal *journal = NULL;
    pl_case_result early = result->cases[0];
    size_t len = 0;
    early.status = 999;
    cr_assert_eq(pl_journal_open(place.path, &journal), PL_OK);
    pl_journal_plan(journal, result);
    pl_journal_case(journal, 0, &early);
    pl_journal_case(journal, 1, &result->cases[1]);
    cr_assert_eq(pl_journal_finish(journal, result), PL_OK);
    pl_journal_close(journal, false);
    char *const text = ju_read(place.path, &len);
    cr_assert_eq(count_lines(text, "case"), result->case_count + 1);
    free(text);
    ju_place_remove(&place);
}

/* Every line is in the file as soon as it is told. */
Test(report_journal_write, at_once, .timeout = 10) {
    const ju_place place = ju_place_make();
    const pl_result *const result = fx_record_result();
    pl_journal *journal = NULL;
    size_t before = 0;
    size_t len = 0;
    cr_assert_eq(pl_journal_open(place.path, &journal), PL_OK);
    pl_journal_plan(journal, result);
    free(ju_read(place.path, &before));
    for (size_t i = 0; i < result->case_count; i++) {
        pl_journal_case(journal, i, &result->cases[i]);
        char *const text = ju_read(place.path, &len);
        cr_assert_gt(len, before);
        cr_assert_eq(text[len - 1], '\n');
        cr_assert_eq(count_lines(text, "case"), i + 1);
        free(text);
        before = len;
    }
    pl_journal_close(journal, false);
    ju_place_remove(&place);
}

/* An older journal stays until the run begins; a new file that holds nothing is not left behind. */
Test(report_journal_write, older_file, .timeout = 10) {
    const ju_place place = ju_place_make();
    pl_journal *journal = NULL;
    size_t len = 0;
    cr_assert_eq(pl_journal_open(place.path, &journal), PL_OK);
    pl_journal_close(journal, false);
    cr_assert_neq(access(place.path, F_OK), 0, "an empty file is left");
    FILE *const old = fopen(place.path, "w");
    cr_assert_geq(fputs("older\n", old), 0);
    cr_assert_eq(fclose(old), 0);
    cr_assert_eq(pl_journal_open(place.path, &journal), PL_OK);
    char *text = ju_read(place.path, &len);
    cr_assert_str_eq(text, "older\n");
    free(text);
    pl_journal_plan(journal, fx_result());
    pl_journal_close(journal, false);
    text = ju_read(place.path, &len);
    cr_assert_null(strstr(text, "older"));
    free(text);
    cr_assert_eq(pl_journal_open(place.path, &journal), PL_OK);
    pl_journal_close(journal, true);
    cr_assert_neq(access(place.path, F_OK), 0, "it was to be removed");
    ju_place_remove(&place);
}

Test(report_journal_write, full_disk, .timeout = 10) {
    pl_journal *journal = NULL;
    const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (full < 0) { cr_skip_test("no /dev/full here"); }
    (void)close(full);
    cr_assert_eq(pl_journal_open("/dev/full", &journal), PL_OK);
    pl_journal_plan(journal, fx_result());
    pl_journal_case(journal, 0, &fx_result()->cases[0]);
    cr_assert_eq(pl_journal_finish(journal, fx_result()), PL_E_IO);
    cr_assert_eq(errno, ENOSPC);
    pl_journal_close(journal, false);
}

Test(report_journal_write, cannot_open, .timeout = 10) {
    pl_journal *journal = NULL;
    cr_assert_eq(pl_journal_open("/nonexistent/j", &journal), PL_E_IO);
    cr_assert_eq(errno, ENOENT);
    cr_assert_eq(pl_journal_open("/tmp", &journal), PL_E_IO);
    cr_assert_eq(errno, EISDIR);
}
