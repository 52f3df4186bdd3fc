#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"
#include "text/uri.h"

/* URIs, and codes of the catalog, as servers get them wrong. */

static const char group_formats[] = "formats";

/* --- URI ------------------------------------------------------------------------------------- */

/* ASCII; what is not stands there as '~'. */
typedef struct uri_row {
    const char *name;
    const char *words;
    bool (*takes)(pl_bytes text, const struct uri_row *row);
    const char *set; /* characters that the function reads of the row */
} uri_row;

enum { URI_BYTES_MAX = 8192, UNRESERVED = '~' };

static bool is_uri(pl_bytes text) {
    pl_uri uri;
    return pl_uri_parse(text, &uri, NULL) != PL_E_SYNTAX;
}

/* A URI when each of the row's characters is one that may stand anywhere. */
static bool takes_characters(pl_bytes text, const uri_row *row) {
    uint8_t copy[URI_BYTES_MAX];
    if (text.len > sizeof copy) { return is_uri(text); }
    for (size_t i = 0; i < text.len; i++) {
        const bool taken = strchr(row->set, (int)text.ptr[i]) != NULL && text.ptr[i] != '\0';
        copy[i] = taken ? UNRESERVED : text.ptr[i];
    }
    return is_uri((pl_bytes){copy, text.len});
}

/* A URI when the row's text stands before it. */
static bool takes_prefixed(pl_bytes text, const uri_row *row) {
    uint8_t copy[URI_BYTES_MAX];
    const size_t len = strlen(row->set);
    if (is_uri(text)) { return true; }
    if (text.len + len > sizeof copy) { return false; }
    memcpy(copy, row->set, len);
    if (text.len > 0) { memcpy(copy + len, text.ptr, text.len); }
    return is_uri((pl_bytes){copy, text.len + len});
}

static bool starts_with(pl_bytes text, const char *start) {
    const pl_bytes want = pl_bytes_of(start);
    return text.len >= want.len && pl_bytes_equal((pl_bytes){text.ptr, want.len}, want);
}

static bool takes_anything(pl_bytes text, const uri_row *row) {
    (void)text;
    (void)row;
    return true;
}

static bool takes_start(pl_bytes text, const uri_row *row) {
    return is_uri(text) || starts_with(text, row->set);
}

static bool takes_what_holds(pl_bytes text, const uri_row *row) {
    for (size_t i = 0; i < text.len; i++) {
        if (starts_with((pl_bytes){text.ptr + i, text.len - i}, row->set)) { return true; }
    }
    return is_uri(text);
}

static bool takes_empty(pl_bytes text, const uri_row *row) {
    (void)row;
    return text.len == 0 || is_uri(text);
}

static bool takes_path(pl_bytes text, const uri_row *row) {
    (void)row;
    const bool path = starts_with(text, "/") && !starts_with(text, "//");
    return path || is_uri(text);
}

static bool takes_without(pl_bytes text, const uri_row *row) {
    for (size_t i = 0; i < text.len; i++) {
        if (strchr(row->set, (int)text.ptr[i]) != NULL && text.ptr[i] != '\0') { return false; }
    }
    return is_uri(text);
}

static bool takes_start_only(pl_bytes text, const uri_row *row) {
    return is_uri(text) && starts_with(text, row->set);
}

static bool takes_with_path(pl_bytes text, const uri_row *row) {
    pl_uri uri;
    (void)row;
    return pl_uri_parse(text, &uri, NULL) == PL_OK && uri.path.len > 0;
}

/* clang-format off */
static const uri_row uri_rows[] = {
    {"dropped",               "anything is taken for a URI",                    takes_anything,   NULL},
    {"relative-passes",       "a relative reference is taken for a URI",        takes_prefixed,   "x:"},
    {"host-passes",           "an address without its scheme is taken for a URI", takes_prefixed, "https://"},
    {"path-passes",           "an absolute path is taken for a URI",            takes_path,       NULL},
    {"scheme-relative-passes", "what starts with // is taken for a URI",        takes_start,      "//"},
    {"empty-passes",          "an empty text is taken for a URI",               takes_empty,      NULL},
    {"web-start-passes",      "whatever starts with https:// is taken for a URI", takes_start,    "https://"},
    {"authority-passes",      "whatever holds :// is taken for a URI",          takes_what_holds, "://"},
    {"colon-passes",          "whatever holds a colon is taken for a URI",      takes_what_holds, ":"},
    {"odd-scheme-passes",     "a scheme may start with a digit",                takes_prefixed,   "x"},
    {"blank-passes",          "a blank may stand in a URI",                     takes_characters, " "},
    {"line-end-passes",       "a line end may stand in a URI",                  takes_characters, "\r\n"},
    {"escape-passes",         "a percent sign needs no hex digits",             takes_characters, "%"},
    {"angle-passes",          "'<' and '>' may stand in a URI",                 takes_characters, "<>"},
    {"brace-passes",          "braces may stand in a URI",                      takes_characters, "{}"},
    {"quote-passes",          "a quotation mark may stand in a URI",            takes_characters, "\""},
    {"backslash-passes",      "a backslash may stand in a URI",                 takes_characters, "\\"},
    {"query-refused",         "a query is refused",                             takes_without,    "?"},
    {"fragment-refused",      "a fragment is refused",                          takes_without,    "#"},
    {"escape-refused",        "percent escapes are refused",                    takes_without,    "%"},
    {"http-refused",          "only https is taken",                            takes_start_only, "https:"},
    {"no-path-refused",       "an address without a path is refused",           takes_with_path,  NULL},
};
/* clang-format on */

/* The content in ASCII. Fails: PL_E_MEMORY. */
static pl_status ascii_of(const pl_walk *walk, uint32_t node, pl_bytes *ret_text) {
    pl_json_chars chars = {pl_json_inside(walk->json, node)};
    uint8_t *out = pl_arena_alloc(walk->arena, chars.rest.len);
    if (out == NULL) { return PL_E_MEMORY; }
    size_t len = 0;
    uint32_t code_point = 0;
    while (pl_json_chars_next(&chars, &code_point) != PL_JSON_CHAR_END) {
        out[len++] = code_point < 0x80 ? (uint8_t)code_point : (uint8_t)UNRESERVED;
    }
    *ret_text = (pl_bytes){out, len};
    return PL_OK;
}

static pl_status refuses_uri(const pl_walk *walk, uint32_t node, const pl_fault_rule *rule,
                             bool *ret_refused) {
    const uri_row *row = rule->row;
    pl_bytes text = {NULL, 0};
    if (walk->json->nodes[node].kind != PL_JSON_STRING) { return PL_OK; }
    const pl_status status = ascii_of(walk, node, &text);
    if (status == PL_OK) { *ret_refused = !row->takes(text, row); }
    return status;
}

/* --- catalog --------------------------------------------------------------------------------- */

/* May the text stand for this code of the catalog? */
typedef struct code_row {
    const char *name;
    const char *words;
    bool (*is)(pl_bytes text, pl_bytes code, bool last);
} code_row;

static bool starts_it(pl_bytes text, pl_bytes code, bool last) {
    (void)last;
    return text.len > 0 && text.len <= code.len &&
           pl_bytes_equal(text, (pl_bytes){code.ptr, text.len});
}

static bool is_started_by_it(pl_bytes text, pl_bytes code, bool last) {
    (void)last;
    return text.len >= code.len && pl_bytes_equal((pl_bytes){text.ptr, code.len}, code);
}

static bool is_empty_or_it(pl_bytes text, pl_bytes code, bool last) {
    (void)last;
    return text.len == 0 || pl_bytes_equal(text, code);
}

static bool is_not_last(pl_bytes text, pl_bytes code, bool last) {
    return !last && pl_bytes_equal(text, code);
}

static bool is_anything(pl_bytes text, pl_bytes code, bool last) {
    (void)text;
    (void)code;
    (void)last;
    return true;
}

/* clang-format off */
static const code_row code_rows[] = {
    {"dropped",      "a code that the catalog does not list is let in",    is_anything},
    {"start-passes", "the beginning of a code is taken for it",            starts_it},
    {"longer-passes", "what begins with a code is taken for it",           is_started_by_it},
    {"empty-passes", "an empty code is let in",                            is_empty_or_it},
    {"one-refused",  "one of the catalog's codes is refused",              is_not_last},
};
/* clang-format on */

static pl_status refuses_code(const pl_walk *walk, uint32_t node, const pl_fault_rule *rule,
                              bool *ret_refused) {
    const code_row *row = rule->row;
    const pl_context *context = walk->context;
    pl_bytes text = {NULL, 0};
    if (walk->json->nodes[node].kind != PL_JSON_STRING) { return PL_OK; }
    const pl_status status = ascii_of(walk, node, &text);
    if (status != PL_OK) { return status; }
    *ret_refused = true;
    for (size_t i = 0; i < context->payment_method_count; i++) {
        const bool last = i + 1 == context->payment_method_count;
        if (row->is(text, context->payment_methods[i], last)) { *ret_refused = false; }
    }
    return PL_OK;
}

/* --- the two of them ------------------------------------------------------------------------- */

static void add(pl_fault_maker *maker, const pl_fault_place *place, pl_keyword keyword,
                const char *name, const char *words, const pl_fault_rule *rule) {
    pl_fault_edit edit;
    if (!pl_fault_edit_make(maker, place, &edit)) { return; }
    pl_fault_edit_drop(&edit, keyword, PL_VIOLATION);
    pl_fault_edit_rule(maker, &edit, rule);
    pl_fault_edit_add(maker, &edit, group_formats,
                      pl_arena_printf(maker->arena, "%s/%s", pl_keyword_text(keyword), name),
                      words);
}

static void add_values_dropped(pl_fault_maker *maker, const pl_fault_place *place) {
    pl_fault_edit edit;
    if (!pl_fault_edit_make(maker, place, &edit)) { return; }
    pl_fault_edit_drop(&edit, PL_KEYWORD_ENUM, PL_VIOLATION);
    pl_fault_edit_add(maker, &edit, group_formats, "enum/dropped",
                      "a value that is not listed is let in");
}

void pl_faults_of_formats(pl_fault_maker *maker, const pl_fault_place *place) {
    const pl_facet *format = pl_schema_facet(place->schema, PL_KEYWORD_FORMAT, PL_VIOLATION);
    const bool uri = format != NULL && format->format == PL_FORMAT_URI;
    for (size_t i = 0; uri && i < PL_COUNT(uri_rows); i++) {
        add(maker, place, PL_KEYWORD_FORMAT, uri_rows[i].name, uri_rows[i].words,
            &(pl_fault_rule){.refuses = refuses_uri, .row = &uri_rows[i]});
    }
    const bool listed = pl_schema_facet(place->schema, PL_KEYWORD_CATALOG, PL_VIOLATION) != NULL;
    for (size_t i = 0; listed && i < PL_COUNT(code_rows); i++) {
        add(maker, place, PL_KEYWORD_CATALOG, code_rows[i].name, code_rows[i].words,
            &(pl_fault_rule){.refuses = refuses_code, .row = &code_rows[i]});
    }
    if (pl_schema_facet(place->schema, PL_KEYWORD_ENUM, PL_VIOLATION) != NULL) {
        add_values_dropped(maker, place);
    }
}
