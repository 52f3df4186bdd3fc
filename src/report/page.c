#include "report/page_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "report/safe_text.h"

/* What stands for a character. */
typedef struct escape {
    char character;
    const char *text;
} escape;

/* Numbers, not names: HTML and XML know them both. */
static const escape markup_escapes[] = {{'&', "&#38;"}, {'<', "&#60;"},  {'>', "&#62;"},
                                        {'"', "&#34;"}, {'\'', "&#39;"}, {0}};

/* https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
static const escape command_escapes[] = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {0}};
static const escape property_escapes[] = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"},
                                          {':', "%3A"}, {',', "%2C"},  {0}};

/* What can begin or end markup within a line.                                      CommonMark 2.4, 6 */
static const char markdown_special[] = "\\`*_[]<>|~&";

static bool is_word(char character) {
    return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
           (character >= 'a' && character <= 'z');
}

static void fail(pl_page *page, pl_status status) {
    if (page->status == PL_OK) { page->status = status; }
}

static void put_bytes(pl_page *page, const char *text, size_t len) {
    if (page->status != PL_OK || len == 0) { return; }
    if (fwrite(text, 1, len, page->out) != len) { fail(page, PL_E_IO); }
}

void pl_page_put(pl_page *page, const char *markup) {
    put_bytes(page, markup, strlen(markup));
}

void pl_page_count(pl_page *page, uint64_t count) {
    if (page->status == PL_OK && fprintf(page->out, "%" PRIu64, count) < 0) { fail(page, PL_E_IO); }
}

/* The text made safe; "" after a failure. It lives until the next one. */
static const char *safe(pl_page *page, const char *text, pl_safe_use use) {
    pl_arena_reset(&page->arena);
    const char *const made = pl_safe_string(text, use, &page->arena);
    if (made == NULL) { fail(page, PL_E_MEMORY); }
    return made != NULL ? made : "";
}

static void put_escaped(pl_page *page, const char *text, const escape *escapes) {
    for (const char *at = text; *at != '\0'; at++) {
        const escape *row = escapes;
        while (row->text != NULL && row->character != *at) { row++; }
        if (row->text != NULL) {
            pl_page_put(page, row->text);
        } else {
            put_bytes(page, at, 1);
        }
    }
}

void pl_page_markup_text(pl_page *page, const char *text) {
    put_escaped(page, safe(page, text, PL_SAFE_XML), markup_escapes);
}

void pl_page_attribute(pl_page *page, const char *name, const char *text) {
    pl_page_put(page, " ");
    pl_page_put(page, name);
    pl_page_put(page, "=\"");
    put_escaped(page, safe(page, text, PL_SAFE_LINE), markup_escapes);
    pl_page_put(page, "\"");
}

void pl_page_command_text(pl_page *page, const char *text) {
    put_escaped(page, safe(page, text, PL_SAFE_UTF8), command_escapes);
}

void pl_page_command_property(pl_page *page, const char *text) {
    put_escaped(page, safe(page, text, PL_SAFE_UTF8), property_escapes);
}

/* --- Markdown -------------------------------------------------------------------------------- */

void pl_page_markdown_text(pl_page *page, const char *text) {
    const char *const line = safe(page, text, PL_SAFE_LINE);
    for (const char *at = line; *at != '\0'; at++) {
        /* An underscore within a word is no emphasis. */
        const bool within = *at == '_' && at > line && is_word(at[-1]) && is_word(at[1]);
        if (!within && strchr(markdown_special, *at) != NULL) { pl_page_put(page, "\\"); }
        put_bytes(page, at, 1);
    }
}

static size_t longest_run(const char *text) {
    size_t longest = 0;
    for (const char *at = text; *at != '\0';) {
        const size_t run = strspn(at, "`");
        longest = run > longest ? run : longest;
        at += run > 0 ? run : 1;
    }
    return longest;
}

static void put_fence(pl_page *page, size_t count) {
    for (size_t i = 0; i < count; i++) { pl_page_put(page, "`"); }
}

void pl_page_markdown_span(pl_page *page, const char *text) {
    const char *const line = safe(page, text, PL_SAFE_LINE);
    const size_t run = longest_run(line);
    const char *const space = run > 0 ? " " : "";
    put_fence(page, run + 1);
    pl_page_put(page, space);
    pl_page_put(page, line);
    pl_page_put(page, space);
    put_fence(page, run + 1);
}

void pl_page_markdown_block(pl_page *page, const char *indent, const char *language,
                            const char *text) {
    enum { FENCE_LEN_MIN = 3 };
    const char *const line = safe(page, text, PL_SAFE_LINE);
    const size_t run = longest_run(line);
    const size_t fence = run + 1 > FENCE_LEN_MIN ? run + 1 : FENCE_LEN_MIN;
    pl_page_put(page, indent);
    put_fence(page, fence);
    pl_page_put(page, language);
    pl_page_put(page, "\n");
    pl_page_put(page, indent);
    pl_page_put(page, line);
    pl_page_put(page, "\n");
    pl_page_put(page, indent);
    put_fence(page, fence);
    pl_page_put(page, "\n");
}

pl_status pl_page_done(pl_page *page) {
    assert(page != NULL);
    if (page->status == PL_OK && fflush(page->out) != 0) { fail(page, PL_E_IO); }
    pl_arena_done(&page->arena);
    return page->status;
}
