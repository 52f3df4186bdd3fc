#include "baseline_util.h"

static const pl_terminal plain = {.width = 100};

/* What is printed of a comparison of two runs; the caller frees it. */
static char *printed(bu_run *was_run, bu_run *is_run, const char *entries) {
    const pl_baseline was = bu_read(bu_record(was_run), &was_run->arena);
    const pl_baseline is = bu_made(is_run);
    const pl_baseline_comparison comparison = bu_compared(&was, &is, &is_run->arena);
    pl_accepted accepted = {.count = 0};
    pl_file_trouble trouble = {0};
    cr_assert_eq(pl_accepted_read(pl_bytes_of(entries), &is_run->arena, &accepted, &trouble),
                 PL_OK);
    cr_assert_eq(pl_accepted_excuse(&is_run->result, &is, &comparison, &accepted, 1750000000000,
                                    &is_run->arena, &is_run->result.excused),
                 PL_OK);
    char *text = NULL;
    size_t len = 0;
    FILE *const out = open_memstream(&text, &len);
    cr_assert_not_null(out);
    cr_assert_eq(pl_report_accepted(&accepted, &plain, out), PL_OK);
    cr_assert_eq(pl_report_comparison(&is_run->result, &comparison, &plain, out), PL_OK);
    cr_assert_eq(fclose(out), 0);
    return text;
}

Test(baseline_terminal, changes, .timeout = 30) {
    bu_run runs[2] = {0};
    bu_start(&runs[0], "r1", 1760000000123);
    bu_start(&runs[1], "r2", 1790000000456);
    bu_find(&runs[0], "title/blank/empty", "status", PL_OBSERVATION, "accepted (200)");
    bu_find(&runs[1], "title/blank/empty", "status", PL_OBSERVATION, "refused (422)");
    bu_find(&runs[0], "max_usage/minimum/below", "status", PL_VIOLATION, "answered 200");
    for (unsigned i = 0; i < 5; i++) {
        static const char *const ids[] = {"title/type/null", "title/type/true", "title/type/number",
                                          "title/type/object", "title/type/array-of-one"};
        bu_find(&runs[1], ids[i], "status", PL_VIOLATION, "answered \x1b[m200");
    }
    bu_row(&runs[1], "account/unknown-bad-body")->status = 422;
    bu_row(&runs[1], "reff_no/value/digits")->outcome = PL_OUTCOME_INCONCLUSIVE;
    char *const text = printed(&runs[0], &runs[1],
                               "title/type/* status 2020-01-01 ticket 1\n"
                               "items.name/* status 2030-01-01 ticket 2\n");
    static const char *const parts[] = {
        "Accepted (2)\n",
        "line 1, title/type/* status, until 2020-01-01, EXPIRED: it fails the run again: ticket 1",
        "line 2, items.name/* status, until 2030-01-01, stale: nothing is found for it",
        "New (5)\n  violation, status: answered \\x1b[m200\n      title/type/",
        "\xE2\x80\xA6 and 2 more\n",
        "Changed (1)\n  observation, status: refused (422) (was: accepted (200))\n      title/blank",
        "Changed, with nothing to find (1)\n  422 (was: 404)\n      account/unknown-bad-body\n",
        "Gone (1)\n  violation, status: answered 200\n      max_usage/minimum/below\n",
        "No longer answered (1)\n      reff_no/value/digits\n",
        "Changes: 5 new or changed violations; 5 new, 2 changed, 1 gone; 0 findings as before in ",
    };
    for (size_t i = 0; i < PL_COUNT(parts); i++) {
        cr_expect_not_null(strstr(text, parts[i]), "'%s' is not in:\n%s", parts[i], text);
    }
    free(text);
    bu_done(&runs[0]);
    bu_done(&runs[1]);
}

Test(baseline_terminal, nothing, .timeout = 30) {
    bu_run runs[2] = {0};
    bu_start(&runs[0], "r1", 1760000000123);
    bu_start(&runs[1], "r2", 1790000000456);
    char *const text = printed(&runs[0], &runs[1], "");
    const char *const want = "\nNothing changed: 0 new or changed violations; 0 new, 0 changed, 0 "
                             "gone; 0 findings as before in ";
    cr_expect(strncmp(text, want, strlen(want)) == 0, "%s", text);
    free(text);
    bu_done(&runs[0]);
    bu_done(&runs[1]);
}
