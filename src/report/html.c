/* The page: its parts in order. */
#include <assert.h>
#include <errno.h>

#include "report/embedded_internal.h"
#include "report/html_internal.h"

static void put_page(pl_html *page) {
    static void (*const parts[])(pl_html *) = {
        pl_html_put_head,   pl_html_put_header,  pl_html_put_summary, pl_html_put_findings,
        pl_html_put_matrix, pl_html_put_unclear, pl_html_put_cases,   pl_html_put_legend,
    };
    for (size_t i = 0; i < PL_COUNT(parts) && page->status == PL_OK; i++) { parts[i](page); }
    pl_html_raw(page, "</main>\n<footer><p>Made by paylink " PL_VERSION
                      ". This page needs no network and sends nothing.</p></footer>\n<script>");
    pl_html_raw_bytes(page, pl_embedded_html_js.text);
    pl_html_raw(page, "</script>\n</body>\n</html>\n");
}

pl_status pl_report_write_html(const pl_result *result, FILE *out) {
    assert(result != NULL);
    assert(out != NULL);
    pl_arena arena;
    pl_html page = {.out = out, .result = result};
    pl_arena_init(&arena);
    pl_arena_init(&page.scratch);
    page.arena = &arena;
    page.status = pl_html_index_make(result, &arena, &page.index);
    if (page.status == PL_OK) { put_page(&page); }
    const int why = errno; /* of the write that failed */
    pl_arena_done(&page.scratch);
    pl_arena_done(&arena);
    errno = why;
    return page.status;
}
