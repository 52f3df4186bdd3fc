/* Strict, lossless JSON reader.                                                       RFC 8259
 * Bytes in, a flat array of nodes out that point into the input: number lexemes, member order,
 * duplicate names, escapes and offsets all survive. Document order: a container is followed by its
 * children; an object's children alternate name, value. */
#ifndef PL_JSON_JSON_H
#define PL_JSON_JSON_H

#include <string.h>

#include "text/arena.h"
#include "text/base.h"
#include "text/limits.h"

typedef enum pl_json_kind {
    PL_JSON_NULL,
    PL_JSON_BOOLEAN,
    PL_JSON_NUMBER,
    PL_JSON_STRING, /* also a member name */
    PL_JSON_ARRAY,
    PL_JSON_OBJECT,
    PL_JSON_KIND_COUNT
} pl_json_kind;

/* Marks on a string node, and on pl_json for "somewhere in the document". */
enum {
    PL_JSON_ESCAPED = 1,        /* a backslash stands in it */
    PL_JSON_NON_ASCII = 2,      /* a raw byte above 0x7F stands in it */
    PL_JSON_BAD_UTF8 = 4,       /* ill-formed raw UTF-8                     RFC 8259 section 8.1 */
    PL_JSON_LONE_SURROGATE = 8, /* \uD800..\uDFFF without its partner       RFC 8259 section 8.2 */
    PL_JSON_NUL = 16,           /* \u0000 */
    PL_JSON_FRACTIONAL = 32     /* number: written with '.' or an exponent */
};

typedef struct pl_json_node {
    uint32_t at;   /* byte offset of the first byte; of a string, its opening quote */
    uint32_t len;  /* bytes of the whole value, quotes and brackets included */
    uint32_t next; /* index just past this value's subtree */
    uint8_t kind;  /* pl_json_kind */
    uint8_t marks;
    uint16_t depth; /* containers around it */
} pl_json_node;

typedef struct pl_json {
    pl_bytes text;       /* the whole input, byte-order mark included */
    pl_json_node *nodes; /* in the arena; [0] is the root */
    uint32_t count;
    uint8_t marks; /* union of all nodes' marks */
    bool has_bom;  /* the input starts with U+FEFF; it is not part of the value */
} pl_json;

/* What stopped the reader, and where. */
typedef enum pl_json_fault {
    PL_JSON_FAULT_EMPTY,      /* nothing but white space */
    PL_JSON_FAULT_VALUE,      /* no value can start like this */
    PL_JSON_FAULT_LITERAL,    /* not quite true, false or null */
    PL_JSON_FAULT_NUMBER,     /* 01, 1., .5, +1, 1e */
    PL_JSON_FAULT_CONTROL,    /* raw control character in a string */
    PL_JSON_FAULT_ESCAPE,     /* unknown escape, or \u without four hex digits */
    PL_JSON_FAULT_STRING_END, /* the input ends inside a string */
    PL_JSON_FAULT_NAME,       /* a member name must stand here */
    PL_JSON_FAULT_COLON,
    PL_JSON_FAULT_COMMA,    /* a comma or the closing bracket must stand here */
    PL_JSON_FAULT_END,      /* the input ends inside a container */
    PL_JSON_FAULT_TRAILING, /* something follows the value */
    PL_JSON_FAULT_DEPTH,    /* more than PL_JSON_DEPTH_MAX containers open */
    PL_JSON_FAULT_SIZE,     /* more than PL_JSON_BYTES_MAX bytes */
    PL_JSON_FAULT_COUNT
} pl_json_fault;

typedef struct pl_json_error {
    pl_json_fault fault;
    uint32_t at; /* byte offset; the input's length when it ends too early */
} pl_json_error;

/* The fault in words. Static storage. */
const char *pl_json_fault_text(pl_json_fault fault);

/* Read one document.
 *   text         borrowed; ret_json points into it
 *   arena        holds the nodes: at most 16 bytes for each byte of text; nothing else is allocated
 *   ret_json     written only on success
 *   reterr_error written on PL_E_SYNTAX, PL_E_DEPTH and PL_E_SIZE; may be NULL
 * Ill-formed UTF-8 and lone surrogates inside strings are marks, not failures; elsewhere ill-formed
 * bytes are PL_E_SYNTAX. Fails also with PL_E_MEMORY. O(text.len), no recursion. */
PL_MUST_USE pl_status pl_json_read(pl_bytes text, pl_arena *arena, pl_json *ret_json,
                                   pl_json_error *reterr_error);

/* The bytes of a value as written. */
static inline pl_bytes pl_json_raw(const pl_json *json, uint32_t node) {
    return (pl_bytes){json->text.ptr + json->nodes[node].at, json->nodes[node].len};
}

/* The bytes between the quotes of a string node, escapes as written. */
static inline pl_bytes pl_json_inside(const pl_json *json, uint32_t node) {
    return (pl_bytes){json->text.ptr + json->nodes[node].at + 1, json->nodes[node].len - 2};
}

static inline bool pl_json_is_true(const pl_json *json, uint32_t node) {
    return json->text.ptr[json->nodes[node].at] == 't';
}

/* Bits in which eight bytes differ, at the same offset of both. */
static inline uint64_t pl_json_differences(const uint8_t *left, const char *right, size_t at) {
    uint64_t left_word;
    uint64_t right_word;
    memcpy(&left_word, left + at, sizeof left_word);
    memcpy(&right_word, right + at, sizeof right_word);
    return left_word ^ right_word;
}

/* len bytes of the text at left and right; short enough that a library call would cost more. */
static inline bool pl_json_same_bytes(const uint8_t *left, const char *right, size_t len) {
    enum { STEP = sizeof(uint64_t) };
    if (len >= STEP) {
        const size_t last = len - STEP;
        uint64_t differences = 0;
        for (size_t at = 0;;
             at += 2 * STEP) { /* two words a turn, and the last two: names take one turn or two */
            differences |= pl_json_differences(left, right, at < last ? at : last) |
                           pl_json_differences(left, right, at + STEP < last ? at + STEP : last);
            if (at + STEP >= last) { return differences == 0; }
        }
    }
    if (len >= sizeof(uint32_t)) {
        uint32_t left_words[2];
        uint32_t right_words[2];
        memcpy(&left_words[0], left, sizeof left_words[0]);
        memcpy(&right_words[0], right, sizeof right_words[0]);
        memcpy(&left_words[1], left + len - sizeof left_words[1], sizeof left_words[1]);
        memcpy(&right_words[1], right + len - sizeof right_words[1], sizeof right_words[1]);
        return left_words[0] == right_words[0] && left_words[1] == right_words[1];
    }
    for (size_t at = 0; at < len; at++) {
        if (left[at] != (uint8_t)right[at]) { return false; }
    }
    return true;
}

enum { PL_JSON_NONE = 0 }; /* "no such node": index 0 is the root, never a child */

/* Value of the last member of that name (escapes resolved), or PL_JSON_NONE. `object` may be any node;
 * a value that is not an object has no members. */
uint32_t pl_json_member(const pl_json *json, uint32_t object, const char *name);

/* Members of an object, elements of an array, 0 for a scalar. O(children). */
uint32_t pl_json_child_count(const pl_json *json, uint32_t node);

/* --- strings -------------------------------------------------------------------------------- */

typedef enum pl_json_char {
    PL_JSON_CHAR_END,
    PL_JSON_CHAR_POINT,          /* a Unicode scalar value */
    PL_JSON_CHAR_LONE_SURROGATE, /* *ret_code_point is the surrogate */
    PL_JSON_CHAR_BAD_UTF8        /* one maximal ill-formed subpart; U+FFFD is returned */
} pl_json_char;

typedef struct pl_json_chars {
    pl_bytes rest; /* from pl_json_inside */
} pl_json_chars;

/* Next code point of a string that the reader accepted; surrogate pairs are joined. */
pl_json_char pl_json_chars_next(pl_json_chars *chars, uint32_t *ret_code_point);

/* Code points of a string; a lone surrogate or an ill-formed subpart counts as one. */
uint32_t pl_json_string_points(const pl_json *json, uint32_t node);

/* Content as UTF-8: a view of the input when nothing is escaped, else a copy in the arena.
 * Fails: PL_E_ENCODING (lone surrogate or ill-formed UTF-8), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_json_string_decode(const pl_json *json, uint32_t node, pl_arena *arena,
                                            pl_bytes *ret_text);

/* Content equals these UTF-8 bytes, escapes resolved. */
bool pl_json_string_is(const pl_json *json, uint32_t node, pl_bytes utf8);

/* The same for a declared name of len bytes; inline, because every member of every document passes here. */
static inline bool pl_json_name_is(const pl_json *json, uint32_t node, const char *name,
                                   size_t len) {
    if ((json->nodes[node].marks & PL_JSON_ESCAPED) != 0) {
        return pl_json_string_is(json, node, (pl_bytes){(const uint8_t *)name, len});
    }
    return json->nodes[node].len == len + 2 &&
           pl_json_same_bytes(json->text.ptr + json->nodes[node].at + 1, name, len);
}

/* Order of two strings by code point, escapes resolved: negative, 0, positive. */
int pl_json_string_compare(const pl_json *left, uint32_t left_node, const pl_json *right,
                           uint32_t right_node);

/* --- documents ------------------------------------------------------------------------------ */

/* The name node of a member whose name stands earlier in the same object, or PL_JSON_NONE.
 * O(n log n) in the object's members; scratch from the arena. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_json_duplicate_name(const pl_json *json, uint32_t object, pl_arena *arena,
                                             uint32_t *ret_name_node);

/* The first string element of an array that equals an earlier one, or PL_JSON_NONE. Elements of other kinds are
 * passed over. O(n log n). Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_json_duplicate_element(const pl_json *json, uint32_t array,
                                                pl_arena *arena, uint32_t *ret_node);

/* Deep equality: members in any order, numbers by exact value, strings by code point. Objects with
 * duplicate names are unequal to everything. Depth is bounded by the reader. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_json_equal(const pl_json *left, uint32_t left_node, const pl_json *right,
                                    uint32_t right_node, pl_arena *arena, bool *ret_equal);

typedef struct pl_json_position {
    uint32_t line;   /* from 1; lines end with LF, CR or CR LF */
    uint32_t column; /* from 1, in code points (an ill-formed byte counts as one) */
} pl_json_position;

/* Position of a byte offset, at most text.len. O(at). */
pl_json_position pl_json_position_of(pl_bytes text, size_t at);

/* Where the last pointer went, outermost step first. Zero-initialised: nowhere yet. */
enum { PL_JSON_TRAIL_DEPTH = 8 };
typedef struct pl_json_trail {
    struct pl_json_step {
        uint32_t after; /* index after the container's; 0: no step */
        uint32_t child;
        uint32_t index; /* of the child among its siblings */
    } steps[PL_JSON_TRAIL_DEPTH];
} pl_json_trail;

/* JSON Pointer of a node (of a name node: the member's value).                    RFC 6901
 * What cannot be written as UTF-8 becomes U+FFFD. Fails: PL_E_MEMORY. O(nodes before it). */
PL_MUST_USE pl_status pl_json_pointer(const pl_json *json, uint32_t node, pl_arena *arena,
                                      pl_bytes *ret_pointer);

/* The same for many nodes of one document: asked in document order, none is searched for from the front. */
PL_MUST_USE pl_status pl_json_pointer_along(const pl_json *json, uint32_t node,
                                            pl_json_trail *trail, pl_arena *arena,
                                            pl_bytes *ret_pointer);

/* The node at a JSON Pointer. Fails: PL_E_SYNTAX (not a pointer), PL_E_RANGE (nothing there). */
PL_MUST_USE pl_status pl_json_resolve(const pl_json *json, pl_bytes pointer, uint32_t *ret_node);

#endif
