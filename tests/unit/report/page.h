/* A run made by hand for the HTML page: marks of every kind, bodies of every kind, a server that sends markup. */
#ifndef PL_TESTS_REPORT_PAGE_H
#define PL_TESTS_REPORT_PAGE_H

#include "checks/result.h"

/* Runs when any of the hostile texts becomes markup: it sets window.hostile. */
#define PAGE_HOSTILE                                                                               \
    "</script><script>window.hostile=1</script>\"><img src=x onerror=window.hostile=1>"            \
    "<svg/onload=window.hostile=1>]]>--><!--&lt;"

/* Bytes of the body of long/title, and where the offending value stands in it. */
enum { PAGE_LONG_BYTES = 90000, PAGE_LONG_OFFENDING_AT = 50000 };

/* The cases of page.c, and `passed` more that passed. Everything in arena; aborts when it fails. */
const pl_result *page_result(size_t passed, pl_arena *arena);

#endif
