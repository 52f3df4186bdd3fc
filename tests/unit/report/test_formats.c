#include <criterion/criterion.h>
#include <stdlib.h>

#include "fixture.h"

Test(report_formats, table, .timeout = 10) {
    cr_assert_geq(pl_report_format_count, 2);
    for (size_t i = 0; i < pl_report_format_count; i++) {
        const pl_report_format *row = &pl_report_formats[i];
        cr_assert_eq(pl_report_format_of(row->name), row, "%s: found under its name", row->name);
        cr_assert_str_neq(row->purpose, "", "%s: purpose", row->name);
        char *text = fx_print(row->write, fx_result());
        char *again = fx_print(row->write, fx_result());
        cr_assert_str_eq(text, again, "%s: not the same bytes twice", row->name);
        free(text);
        free(again);
        FILE *full = fopen("/dev/full", "w");
        if (full != NULL) {
            (void)setvbuf(full, NULL, _IONBF, 0);
            cr_assert_eq(row->write(fx_result(), full), PL_E_IO, "%s: full disk", row->name);
            (void)fclose(full);
        }
    }
    cr_assert_null(pl_report_format_of("yaml"));
    cr_assert_null(pl_report_format_of(""));
    cr_assert_not_null(pl_report_format_of("json"));
    cr_assert_not_null(pl_report_format_of("junit"));
}
