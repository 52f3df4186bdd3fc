#include <assert.h>

#include "json/scan_internal.h"

static const char *const fault_texts[] = {
    [PL_JSON_FAULT_EMPTY] = "the document is empty",
    [PL_JSON_FAULT_VALUE] = "no JSON value starts here",
    [PL_JSON_FAULT_LITERAL] = "neither true, false nor null",
    [PL_JSON_FAULT_NUMBER] = "not a JSON number",
    [PL_JSON_FAULT_CONTROL] = "a control character in a string must be escaped",
    [PL_JSON_FAULT_ESCAPE] = "not an escape that JSON knows",
    [PL_JSON_FAULT_STRING_END] = "the document ends inside a string",
    [PL_JSON_FAULT_NAME] = "a member name in double quotes must stand here",
    [PL_JSON_FAULT_COLON] = "a colon must follow the member name",
    [PL_JSON_FAULT_COMMA] = "a comma or the closing bracket must stand here",
    [PL_JSON_FAULT_END] = "the document ends inside an object or array",
    [PL_JSON_FAULT_TRAILING] = "something follows the end of the document",
    [PL_JSON_FAULT_DEPTH] = "nested deeper than this reader goes",
    [PL_JSON_FAULT_SIZE] = "larger than this reader takes",
};
_Static_assert(PL_COUNT(fault_texts) == PL_JSON_FAULT_COUNT, "every fault has its words");
_Static_assert(sizeof(pl_json_node) == 16, "the memory bound of the header rests on it");

const char *pl_json_fault_text(pl_json_fault fault) {
    assert(fault < PL_JSON_FAULT_COUNT);
    return fault_texts[fault];
}

/* Parent of the root while containers are open (kept in `next`, which is free until they close). */
enum { NO_PARENT = UINT32_MAX };

/* With this many bytes left, two blocks and what stands around them can be looked at unasked. */
enum { QUICK_LEN = 2 * SCAN_BLOCK + 8 };

typedef struct reader {
    const uint8_t *start;
    const uint8_t *at;
    const uint8_t *end;
    pl_json_node *nodes;
    pl_json_node *node; /* the next to be written, nodes[count] */
    uint32_t count;
    uint32_t open;  /* innermost open container, or NO_PARENT */
    uint16_t depth; /* containers open */
    uint8_t marks;
    bool in_object; /* the innermost open container is one */
    scan_result
        *token; /* only the slow paths write through it, so that the rest stays in registers */
} reader;

/* The loop below is one function for the compiler: its state lives in registers. */
#define INLINE              static inline __attribute__((always_inline))
#define LIKELY(condition)   __builtin_expect((condition), 1)
#define UNLIKELY(condition) __builtin_expect((condition), 0)

INLINE bool stop(reader *r, pl_json_fault fault, const uint8_t *at) {
    r->token->fault = fault;
    r->token->fault_at = at;
    return false;
}

/* Append the node of a whole token, from start to token_end, and go on behind it. */
INLINE void add_token(reader *r, pl_json_kind kind, uint8_t marks, const uint8_t *start,
                      const uint8_t *token_end) {
    r->count++;
    *r->node++ = (pl_json_node){.at = (uint32_t)(start - r->start),
                                .len = (uint32_t)(token_end - start),
                                .next = r->count,
                                .kind = (uint8_t)kind,
                                .marks = marks,
                                .depth = r->depth};
    r->at = token_end;
}

/* The same for a token that a slow scan has read; token_end NULL: it failed. */
INLINE bool add_scanned(reader *r, pl_json_kind kind, const uint8_t *token_end) {
    if (token_end == NULL) { return false; }
    r->marks |= r->token->marks;
    add_token(r, kind, r->token->marks, r->at, token_end);
    return true;
}

INLINE bool read_string(reader *r) {
    const uint8_t *close = scan_plain(r->at + 1, r->end);
    if (LIKELY(close < r->end && *close == '"')) {
        add_token(r, PL_JSON_STRING, 0, r->at, close + 1);
        return true;
    }
    return add_scanned(r, PL_JSON_STRING, pl_json_scan_string_rest(close, r->end, r->token));
}

/* Digits alone are the common case, everything else is left to the full grammar. */
INLINE bool read_number(reader *r) {
    const uint8_t *at = r->at;
    while (at < r->end && (uint8_t)(*at - '0') <= 9) { at++; }
    const bool odd = at == r->at || at == r->end || *at == '.' || (*at | 0x20) == 'e' ||
                     (*r->at == '0' && at - r->at > 1);
    if (UNLIKELY(odd)) {
        return add_scanned(r, PL_JSON_NUMBER, pl_json_scan_number(r->at, r->end, r->token));
    }
    add_token(r, PL_JSON_NUMBER, 0, r->at, at);
    return true;
}

INLINE bool read_literal(reader *r, const char *word, size_t len, pl_json_kind kind) {
    if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0) {
        return stop(r, PL_JSON_FAULT_LITERAL, r->at);
    }
    add_token(r, kind, 0, r->at, r->at + len);
    return true;
}

INLINE bool open_container(reader *r, bool object) {
    if (UNLIKELY(r->depth == PL_JSON_DEPTH_MAX)) { return stop(r, PL_JSON_FAULT_DEPTH, r->at); }
    *r->node++ = (pl_json_node){.at = (uint32_t)(r->at - r->start),
                                .next = r->open,
                                .kind = object ? PL_JSON_OBJECT : PL_JSON_ARRAY,
                                .depth = r->depth};
    r->open = r->count++;
    r->in_object = object;
    r->depth++;
    r->at = skip_space(r->at + 1, r->end);
    return true;
}

/* At the bracket that closes the innermost container. */
INLINE void close_container(reader *r) {
    pl_json_node *node = &r->nodes[r->open];
    r->at++;
    r->open = node->next;
    node->next = r->count;
    node->len = (uint32_t)(r->at - r->start) - node->at;
    r->depth--;
    r->in_object = r->open != NO_PARENT && r->nodes[r->open].kind == PL_JSON_OBJECT;
}

/* A member's name and colon, up to where its value starts. */
INLINE bool read_name(reader *r) {
    if (r->at == r->end) { return stop(r, PL_JSON_FAULT_END, r->end); }
    if (*r->at != '"') { return stop(r, PL_JSON_FAULT_NAME, r->at); }
    if (!read_string(r)) { return false; }
    r->at = skip_space(r->at, r->end);
    if (r->at == r->end) { return stop(r, PL_JSON_FAULT_END, r->end); }
    if (*r->at != ':') { return stop(r, PL_JSON_FAULT_COLON, r->at); }
    r->at = skip_space(r->at + 1, r->end);
    return true;
}

/* The same for the spelling of nearly every name: plain, short, its colon right behind it, and far enough from the
 * input's end to need no look at it. False: it is not so, and nothing has happened. */
INLINE bool quick_name(reader *r, const uint8_t *quote) {
    if (r->end - quote < QUICK_LEN || *quote != '"') { return false; }
    const uint8_t *close = quote + 1;
    unsigned bits = special_bits(close);
    if (bits == 0) {
        close += SCAN_BLOCK;
        bits = special_bits(close);
        if (bits == 0) { return false; }
    }
    close += (unsigned)__builtin_ctz(bits);
    if (close[0] != '"' || close[1] != ':') { return false; }
    add_token(r, PL_JSON_STRING, 0, quote, close + 1);
    r->at = close + 2; /* QUICK_LEN says that something stands there */
    if (UNLIKELY(*r->at <= ' ')) { r->at = skip_space(r->at, r->end); }
    return true;
}

/* A scalar, at its first byte. */
INLINE bool read_scalar(reader *r) {
    switch (*r->at) {
    case '"':
        return read_string(r);
    case 't':
        return read_literal(r, "true", 4, PL_JSON_BOOLEAN);
    case 'f':
        return read_literal(r, "false", 5, PL_JSON_BOOLEAN);
    case 'n':
        return read_literal(r, "null", 4, PL_JSON_NULL);
    default:
        if (*r->at != '-' && (*r->at < '0' || *r->at > '9')) {
            return stop(r, PL_JSON_FAULT_VALUE, r->at);
        }
        return read_number(r);
    }
}

/* After a value: close what ends here, then step over the comma to where the next value starts.
 * *ret_over: the root is complete. */
INLINE bool read_separator(reader *r, bool *ret_over) {
    for (;;) {
        if (r->open == NO_PARENT) {
            *ret_over = true;
            return true;
        }
        if (UNLIKELY(r->at == r->end || *r->at <= ' ')) {
            r->at = skip_space(r->at, r->end);
            if (r->at == r->end) { return stop(r, PL_JSON_FAULT_END, r->end); }
        }
        if (*r->at == ',') {
            if (r->in_object && quick_name(r, r->at + 1)) { return true; }
            r->at = skip_space(r->at + 1, r->end);
            return !r->in_object || quick_name(r, r->at) || read_name(r);
        }
        if (*r->at != (r->in_object ? '}' : ']')) { return stop(r, PL_JSON_FAULT_COMMA, r->at); }
        close_container(r);
    }
}

/* Start of a value; *ret_whole: it is complete (a scalar or an empty container). */
INLINE bool read_value(reader *r, bool *ret_whole) {
    *ret_whole = true;
    if (r->at == r->end) { return stop(r, PL_JSON_FAULT_END, r->end); }
    const bool object = *r->at == '{';
    if (!object && *r->at != '[') { return read_scalar(r); }
    if (!open_container(r, object)) { return false; }
    if (r->at < r->end && *r->at == (object ? '}' : ']')) {
        close_container(r);
        return true;
    }
    *ret_whole = false;
    return !object || quick_name(r, r->at) || read_name(r);
}

static bool read_document(reader *state) {
    reader local = *state; /* nothing else points to it */
    reader *r = &local;
    bool over = false;
    while (!over) {
        bool whole;
        if (!read_value(r, &whole)) { return false; }
        if (whole && !read_separator(r, &over)) { return false; }
    }
    r->at = skip_space(r->at, r->end);
    if (r->at != r->end) { return stop(r, PL_JSON_FAULT_TRAILING, r->at); }
    *state = local;
    return true;
}

static pl_status refuse(const reader *r, pl_json_error *reterr_error) {
    if (reterr_error != NULL) {
        reterr_error->fault = r->token->fault;
        reterr_error->at = (uint32_t)(r->token->fault_at - r->start);
    }
    switch (r->token->fault) {
    case PL_JSON_FAULT_DEPTH:
        return PL_E_DEPTH;
    case PL_JSON_FAULT_SIZE:
        return PL_E_SIZE;
    default:
        return PL_E_SYNTAX;
    }
}

/* Nodes that len bytes can make at most: a whole value takes two bytes with its separator, an open
 * container one, and only PL_JSON_DEPTH_MAX of those stand open. */
static size_t node_count_max(size_t len) {
    const size_t sparse = (len + PL_JSON_DEPTH_MAX) / 2 + 1;
    return len < sparse ? len : sparse;
}

pl_status pl_json_read(pl_bytes text, pl_arena *arena, pl_json *ret_json,
                       pl_json_error *reterr_error) {
    assert(arena != NULL);
    assert(ret_json != NULL);
    static const uint8_t nothing[1];
    const uint8_t *start = text.ptr != NULL ? text.ptr : nothing;
    scan_result token = {0};
    reader r = {
        .start = start, .at = start, .end = start + text.len, .open = NO_PARENT, .token = &token};
    if (text.len > PL_JSON_BYTES_MAX) {
        token = (scan_result){.fault = PL_JSON_FAULT_SIZE, .fault_at = start + PL_JSON_BYTES_MAX};
        return refuse(&r, reterr_error);
    }
    const bool has_bom = text.len >= 3 && memcmp(start, "\xEF\xBB\xBF", 3) == 0;
    r.at = skip_space(r.at + (has_bom ? 3 : 0), r.end);
    if (r.at == r.end) {
        token = (scan_result){.fault = PL_JSON_FAULT_EMPTY, .fault_at = r.at};
        return refuse(&r, reterr_error);
    }
    const size_t node_cap = node_count_max(text.len);
    r.nodes = pl_arena_alloc(arena, node_cap * sizeof *r.nodes);
    if (r.nodes == NULL) { return PL_E_MEMORY; }
    r.node = r.nodes;
    const bool read = read_document(&r);
    assert(r.count <= node_cap);
    if (!read) {
        pl_arena_shrink(arena, r.nodes, node_cap * sizeof *r.nodes, 0);
        return refuse(&r, reterr_error);
    }
    assert(r.depth == 0);
    pl_arena_shrink(arena, r.nodes, node_cap * sizeof *r.nodes, r.count * sizeof *r.nodes);
    *ret_json = (pl_json){{start, text.len}, r.nodes, r.count, r.marks, has_bom};
    return PL_OK;
}
