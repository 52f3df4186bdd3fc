/* The HTML page of a run made by hand (tests/unit/report/page.c), for tests/browser. Usage: make_page FILE */
#include <stdio.h>

#include "page.h"
#include "report/report.h"

enum { MORE_CASES = 40 };

int main(int argc, char **argv) {
    pl_arena arena = {0};
    if (argc != 2) {
        fputs("usage: make_page FILE\n", stderr);
        return 2;
    }
    const pl_status status =
        pl_report_write_file(pl_report_format_of("html"), page_result(MORE_CASES, &arena), argv[1]);
    pl_arena_done(&arena);
    if (status != PL_OK) {
        perror(argv[1]);
        return 3;
    }
    return 0;
}
