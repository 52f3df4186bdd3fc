#include "openapi/source.h"

#include <assert.h>
#include <string.h>

#include "openapi/source_internal.h"

enum { FENCE_LEN_MIN = 3 };

/* A line of the text, without its end. */
typedef struct line {
    pl_bytes text;
    size_t next; /* offset of the line after it */
} line;

static line line_at(pl_bytes text, size_t at) {
    const uint8_t *const start = text.ptr + at;
    const uint8_t *const end = memchr(start, '\n', text.len - at);
    size_t len = end == NULL ? text.len - at : (size_t)(end - start);
    const size_t next = at + len + (end != NULL);
    if (len > 0 && start[len - 1] == '\r') { len--; }
    return (line){.text = {start, len}, .next = next};
}

/* Backticks at the start of a line.                                        CommonMark section 4.5 */
static size_t fence_len(pl_bytes text) {
    size_t len = 0;
    while (len < text.len && text.ptr[len] == '`') { len++; }
    return len >= FENCE_LEN_MIN ? len : 0;
}

/* Does the fence say that a document follows? */
static bool announces(pl_bytes text, size_t fence) {
    static const char *const languages[] = {"yaml", "yml", "json"};
    size_t len = 0;
    while (fence + len < text.len && text.ptr[fence + len] > ' ') { len++; }
    const pl_bytes word = {text.ptr + fence, len};
    for (size_t i = 0; i < PL_COUNT(languages); i++) {
        if (pl_bytes_equal(word, pl_bytes_of(languages[i]))) { return true; }
    }
    return false;
}

/* A block of a Markdown page, and the number of lines before it. */
typedef struct block {
    pl_bytes text;
    uint32_t line_first;
    size_t count; /* blocks in the page */
} block;

/* The fenced document in a page; count 0: it is no such page. */
static block find_block(pl_bytes text) {
    block found = {.text = text};
    size_t fence = 0; /* of the block that is open */
    bool wanted = false;
    uint32_t number = 0;
    for (size_t at = 0; at < text.len;) {
        const line here = line_at(text, at);
        const size_t len = fence_len(here.text);
        number++;
        if (fence == 0 && len > 0) {
            fence = len;
            wanted = announces(here.text, len);
            found.count += wanted;
            if (wanted && found.count == 1) {
                found.text = (pl_bytes){text.ptr + here.next, text.len - here.next};
                found.line_first = number;
            }
        } else if (fence > 0 && len >= fence && len == here.text.len) {
            if (wanted && found.count == 1) {
                found.text.len = at - (size_t)(found.text.ptr - text.ptr);
            }
            fence = 0;
        }
        at = here.next;
    }
    return found;
}

/* The place of every node of a JSON text, in one pass. */
static pl_status find_places(const pl_json *json, uint32_t line_first, pl_arena *arena,
                             const pl_place **ret_places) {
    pl_place *const places = pl_arena_alloc(arena, json->count * sizeof *places);
    if (places == NULL) { return PL_E_MEMORY; }
    pl_place now = {.line = line_first + 1, .column = 1};
    size_t at = 0;
    for (uint32_t i = 0; i < json->count; i++) {
        assert(json->nodes[i].at >= at);
        for (; at < json->nodes[i].at; at++) { pl_place_step(&now, json->text, at); }
        places[i] = now;
    }
    *ret_places = places;
    return PL_OK;
}

/* The same limits as for YAML, whose reader holds to them as it goes. */
static pl_status check_limits(const pl_source *source, pl_source_error *reterr_error) {
    const pl_json *const json = &source->json;
    for (uint32_t i = 0; i < json->count; i++) {
        const bool container = json->nodes[i].kind >= PL_JSON_ARRAY;
        const bool too_deep = container && json->nodes[i].depth >= PL_SOURCE_DEPTH_MAX;
        if (!too_deep && i < PL_SOURCE_NODE_COUNT_MAX) { continue; }
        *reterr_error = (pl_source_error){.message = too_deep ? "the document nests too deep"
                                                              : "the document has too many values",
                                          .place = source->places[i]};
        return too_deep ? PL_E_DEPTH : PL_E_SIZE;
    }
    return PL_OK;
}

static pl_status read_json(pl_bytes text, uint32_t line_first, pl_arena *arena,
                           pl_source *ret_source, pl_source_error *reterr_error) {
    char *const copy = pl_arena_text(arena, text);
    if (copy == NULL) { return PL_E_MEMORY; }
    const pl_bytes kept = {(const uint8_t *)copy, text.len};
    pl_json_error error = {.at = 0};
    pl_status status = pl_json_read(kept, arena, &ret_source->json, &error);
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK) {
        const pl_json_position position = pl_json_position_of(kept, error.at);
        *reterr_error = (pl_source_error){.message = pl_json_fault_text(error.fault),
                                          .place = {position.line + line_first, position.column}};
        return status;
    }
    status = find_places(&ret_source->json, line_first, arena, &ret_source->places);
    return status == PL_OK ? check_limits(ret_source, reterr_error) : status;
}

/* A name that stands twice has no meaning that readers agree on. */
static pl_status check_names(const pl_source *source, pl_arena *arena,
                             pl_source_error *reterr_error) {
    const pl_json *const json = &source->json;
    for (uint32_t i = 0; i < json->count; i++) {
        if (json->nodes[i].kind != PL_JSON_OBJECT) { continue; }
        uint32_t name = PL_JSON_NONE;
        const pl_status status = pl_json_duplicate_name(json, i, arena, &name);
        if (status != PL_OK) { return status; }
        if (name != PL_JSON_NONE) {
            *reterr_error = (pl_source_error){.message = "the name stands twice in its object",
                                              .place = source->places[name]};
            return PL_E_SYNTAX;
        }
    }
    return PL_OK;
}

static bool looks_like_json(pl_bytes text) {
    size_t at = 0;
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t' || text.ptr[at] == '\r' ||
                             text.ptr[at] == '\n')) {
        at++;
    }
    return at < text.len && (text.ptr[at] == '{' || text.ptr[at] == '[');
}

/* Past U+FEFF at the front. */
static pl_bytes without_mark(pl_bytes text) {
    static const uint8_t mark[] = {0xEF, 0xBB, 0xBF};
    const size_t len = sizeof mark;
    if (text.len < len || memcmp(text.ptr, mark, len) != 0) { return text; }
    return (pl_bytes){text.ptr + len, text.len - len};
}

static pl_status refuse(pl_status status, const char *message, pl_source_error *reterr_error) {
    *reterr_error = (pl_source_error){.message = message};
    return status;
}

pl_status pl_source_read(pl_bytes text, pl_arena *arena, pl_source *ret_source,
                         pl_source_error *reterr_error) {
    assert(ret_source != NULL && reterr_error != NULL);
    if (text.len > PL_SOURCE_BYTES_MAX) {
        return refuse(PL_E_SIZE, "the file is larger than 8 MiB", reterr_error);
    }
    if (text.len == 0) { return refuse(PL_E_SYNTAX, "the file is empty", reterr_error); }
    pl_status status = pl_source_check(text, reterr_error);
    if (status != PL_OK) { return status; }
    const block found = find_block(without_mark(text));
    if (found.count > 1) {
        return refuse(PL_E_SYNTAX, "the page has several fenced documents; leave one",
                      reterr_error);
    }
    if (found.text.len == 0) { return refuse(PL_E_SYNTAX, "the document is empty", reterr_error); }
    pl_source source = {.places = NULL};
    /* What begins like JSON may still be YAML in its flow style; if it is neither, JSON's fault is the telling one. */
    pl_source_error yaml_error = {.message = NULL};
    const bool as_json = looks_like_json(found.text);
    status = PL_E_SYNTAX;
    if (as_json) { status = read_json(found.text, found.line_first, arena, &source, reterr_error); }
    if (status == PL_E_SYNTAX) {
        status = pl_yaml_read(found.text, found.line_first, arena, &source,
                              as_json ? &yaml_error : reterr_error);
        if (as_json && status != PL_OK && status != PL_E_MEMORY) { status = PL_E_SYNTAX; }
    }
    if (status == PL_OK) { status = check_names(&source, arena, reterr_error); }
    if (status == PL_OK) { *ret_source = source; }
    return status;
}
