/* Patterns that are none of the contract's own, by PCRE2. It reads nearly what ECMA-262 says; where the two differ on a
 * text, the answer is not sure. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <assert.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "openapi/dialect.h"
#include "openapi/regex.h"
#include "text/pattern.h"
#include "text/utf8.h"

enum {
    SOURCE_BYTES_MAX = 4096,
    REGEX_COUNT_MAX = 4096,
    CODE_BYTES_MAX = 16 * 1024 * 1024,
    MATCH_STEPS_FEW = 5000, /* enough for nearly all */
    MATCH_STEPS_MAX = 200 * 1000,
    DEAR_COUNT_MAX =
        1000, /* matches that may take so many, of all expressions together: a second or so */
    HEAP_KIB_MAX = 16 * 1024,
    WHY_BYTES = 128
};

/* One compiled expression. */
typedef struct entry {
    pl_regex regex; /* first */
    pcre2_code *code;
    struct pl_regex_list *list;
    pl_accord accord; /* of engines about it */
    struct entry *next;
} entry;

struct pl_regex_list {
    entry *first;
    size_t count;
    size_t code_bytes;        /* of all that are compiled */
    pcre2_match_context *few; /* limits of a match */
    pcre2_match_context *most;
    unsigned dear_count; /* matches that took more than a few steps */
    char why[WHY_BYTES];
};

/* A text on which engines may differ: white space beyond ASCII, a line end, or a code point that UTF-16 cuts in two. */
static bool is_disputed(pl_bytes text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t code_point = 0;
        const size_t step = pl_utf8_next(text, at, &code_point);
        if (step == 0 || code_point > 0xFFFF || code_point == '\r') { return true; }
        if (code_point >= 0x80 && pl_ecma_is_space(code_point)) { return true; }
        at += step;
    }
    return false;
}

static bool matches(const pl_regex *regex, pl_bytes text, bool *ret_sure) {
    const entry *const own = (const entry *)(const void *)regex;
    pcre2_match_data *const data = pcre2_match_data_create(1, NULL);
    *ret_sure = false;
    if (data == NULL) { return true; }
    const PCRE2_SPTR subject = text.ptr == NULL ? (PCRE2_SPTR) "" : text.ptr;
    int found = pcre2_match(own->code, subject, text.len, 0, 0, data, own->list->few);
    if (found == PCRE2_ERROR_MATCHLIMIT && own->list->dear_count < DEAR_COUNT_MAX) {
        own->list->dear_count++;
        found = pcre2_match(own->code, subject, text.len, 0, 0, data, own->list->most);
    }
    pcre2_match_data_free(data);
    const bool told = found >= 0 || found == PCRE2_ERROR_NOMATCH;
    *ret_sure = told && own->accord != PL_ACCORD_NONE &&
                !(own->accord == PL_ACCORD_ASCII && is_disputed(text));
    return found >= 0;
}

static pcre2_match_context *limit_to(uint32_t steps_max) {
    pcre2_match_context *const limits = pcre2_match_context_create(NULL);
    if (limits == NULL) { return NULL; }
    (void)pcre2_set_match_limit(limits, steps_max);
    (void)pcre2_set_heap_limit(limits, HEAP_KIB_MAX);
    return limits;
}

pl_status pl_regex_list_new(struct pl_regex_list **ret_list) {
    struct pl_regex_list *const list = calloc(1, sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    list->few = limit_to(MATCH_STEPS_FEW);
    list->most = limit_to(MATCH_STEPS_MAX);
    if (list->few == NULL || list->most == NULL) {
        pl_regex_list_free(list);
        return PL_E_MEMORY;
    }
    *ret_list = list;
    return PL_OK;
}

void pl_regex_list_free(struct pl_regex_list *list) {
    if (list == NULL) { return; }
    for (entry *own = list->first; own != NULL;) {
        entry *const next = own->next;
        pcre2_code_free(own->code);
        free(own);
        own = next;
    }
    pcre2_match_context_free(list->few);
    pcre2_match_context_free(list->most);
    free(list);
}

pl_status pl_regex_add(struct pl_regex_list *list, const char *source, const pl_regex **ret_regex,
                       const char **reterr_why) {
    const size_t len = strlen(source);
    if (len > SOURCE_BYTES_MAX || list->count == REGEX_COUNT_MAX ||
        list->code_bytes > CODE_BYTES_MAX) {
        *reterr_why = "it is too long, or there are too many";
        return PL_E_SYNTAX;
    }
    entry *const own = calloc(1, sizeof *own);
    if (own == NULL) { return PL_E_MEMORY; }
    int error = 0;
    PCRE2_SIZE error_at = 0;
    const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX |
                             PCRE2_MATCH_UNSET_BACKREF | PCRE2_ALLOW_EMPTY_CLASS |
                             PCRE2_NEVER_BACKSLASH_C;
    own->code = pcre2_compile((PCRE2_SPTR)source, len, options, &error, &error_at, NULL);
    if (own->code == NULL) {
        free(own);
        if (pcre2_get_error_message(error, (PCRE2_UCHAR *)list->why, sizeof list->why) <= 0) {
            list->why[0] = '\0';
        }
        *reterr_why = list->why;
        return PL_E_SYNTAX;
    }
    own->regex = (pl_regex){.source = source, .matches = matches};
    own->list = list;
    own->accord = pl_dialect_accord(source);
    size_t code_bytes = 0;
    (void)pcre2_pattern_info(own->code, PCRE2_INFO_SIZE, &code_bytes);
    list->code_bytes += code_bytes;
    own->next = list->first;
    list->first = own;
    list->count++;
    *ret_regex = &own->regex;
    return PL_OK;
}

uint32_t pl_regex_length_min(const pl_regex *regex) {
    const entry *const own = (const entry *)(const void *)regex;
    uint32_t len = 0;
    assert(regex->matches == matches);
    return pcre2_pattern_info(own->code, PCRE2_INFO_MINLENGTH, &len) == 0 ? len : 0;
}
