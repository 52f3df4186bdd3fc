/* A run made by hand: every outcome, every severity, and a server that sends hostile text. */
#ifndef PL_TESTS_REPORT_FIXTURE_H
#define PL_TESTS_REPORT_FIXTURE_H

#include "report/report.h"

/* ESC, a control sequence, ill-formed UTF-8, a direction mark, markup, quotes, NUL's neighbour
 * U+0001. */
#define FX_HOSTILE                                                                                 \
    "a\x1b[31m\x07\x01\xff\xc3(\xe2\x80\xae<b>&\"'</b>]]>\r\n\t\x7f\xc2\x9b\xef\xbf\xbf z"

/* Static; never fails. */
const pl_result *fx_result(void);

/* Two passed cases and nothing else. */
const pl_result *fx_clean_result(void);

/* What write prints for result; the caller frees it. Aborts when it fails. */
char *fx_print(pl_status (*write)(const pl_result *result, FILE *out), const pl_result *result);
char *fx_print_terminal(const pl_result *result, const pl_terminal *terminal);

#endif
