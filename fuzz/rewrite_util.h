/* The same document written another way: layout, order of members, escapes, spellings of numbers; or with one
 * member left out or one line item split. Shared by the targets that hold a verdict to its laws. */
#ifndef PL_FUZZ_REWRITE_UTIL_H
#define PL_FUZZ_REWRITE_UTIL_H

#include "fuzz_util.h"
#include "json/json.h"

enum {
    FZ_TEXT_BYTES_MAX = 64 * 1024,
    FZ_GROWTH_MAX =
        12, /* a one-byte element can become six bytes, its comma two, and be split in two */
    FZ_ROOM_BYTES = FZ_TEXT_BYTES_MAX * FZ_GROWTH_MAX
};

typedef struct fz_style {
    bool spaced;   /* white space between all tokens */
    bool reversed; /* members of every object, last one first */
    unsigned
        escaped; /* every so many characters of all strings one as \uXXXX; 0: none is altered */
    bool plain_names; /* names of members are not */
    bool respelled;   /* every number in another spelling of its value */
    uint32_t without; /* name node of a member to leave out; 0: none */
    uint32_t
        split; /* element to write twice, with `value` as `first` and then as `second`; 0: none */
    uint32_t value;
    const char *first;
    const char *second;
} fz_style;

/* One document in the making. Static, because it is large; one at a time. */
typedef struct fz_writer {
    const pl_json *json;
    fz_style style;
    size_t len;
    size_t pending_count; /* name nodes on the stack below, of the objects being written */
    uint32_t pending[FZ_TEXT_BYTES_MAX]; /* members of an object take at least four bytes each */
    uint8_t room[FZ_ROOM_BYTES];
} fz_writer;

static inline void fz_put(fz_writer *writer, const void *bytes, size_t len) {
    FZ_CHECK(len <= sizeof writer->room - writer->len);
    if (len > 0) { memcpy(writer->room + writer->len, bytes, len); }
    writer->len += len;
}

static inline void fz_put_text(fz_writer *writer, const char *text) {
    fz_put(writer, text, strlen(text));
}

/* A token of punctuation, with white space around it where the style wants some. */
static inline void fz_put_mark(fz_writer *writer, const char *mark) {
    fz_put_text(writer, writer->style.spaced ? "\t" : "");
    fz_put_text(writer, mark);
    fz_put_text(writer, writer->style.spaced ? "\r\n " : "");
}

static inline void fz_put_unit(fz_writer *writer, uint32_t unit) {
    static const char hex[] = "0123456789aBcDeF"; /* either case is right */
    const char text[] = {
        '\\', 'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15]};
    fz_put(writer, text, sizeof text);
}

static inline void fz_put_string(fz_writer *writer, uint32_t node, unsigned step) {
    const pl_json *json = writer->json;
    if (step == 0 || (json->nodes[node].marks & PL_JSON_BAD_UTF8) != 0) {
        const pl_bytes raw = pl_json_raw(json, node);
        fz_put(writer, raw.ptr, raw.len);
        return;
    }
    pl_json_chars chars = {pl_json_inside(json, node)};
    uint32_t point = 0;
    unsigned left = 0; /* characters that stay as they are, until the next escape */
    fz_put_text(writer, "\"");
    while (pl_json_chars_next(&chars, &point) != PL_JSON_CHAR_END) {
        const bool plain = point > ' ' && point < 0x7F && point != '"' && point != '\\';
        if (left > 0 && plain && writer->len < sizeof writer->room) {
            writer->room[writer->len++] = (uint8_t)point;
            left--;
            continue;
        }
        left = step - 1;
        if (point > 0xFFFF) {
            fz_put_unit(writer, 0xD800 + ((point - 0x10000) >> 10));
            fz_put_unit(writer, 0xDC00 + ((point - 0x10000) & 0x3FF));
        } else {
            fz_put_unit(writer, point);
        }
    }
    fz_put_text(writer, "\"");
}

/* 1 as 1.0E+00, 1.5 as 1.50E+00, 1e5 as 1.0e+05: the value stays. */
static inline void fz_put_number(fz_writer *writer, uint32_t node) {
    const pl_bytes raw = pl_json_raw(writer->json, node);
    size_t end = 0;
    while (end < raw.len && raw.ptr[end] != 'e' && raw.ptr[end] != 'E') { end++; }
    fz_put(writer, raw.ptr, end);
    if (!writer->style.respelled) {
        fz_put(writer, raw.ptr + end, raw.len - end);
        return;
    }
    fz_put_text(writer, memchr(raw.ptr, '.', end) != NULL ? "0" : ".0");
    if (end == raw.len) {
        fz_put_text(writer, "E+00");
        return;
    }
    const bool has_sign = raw.ptr[end + 1] == '-' || raw.ptr[end + 1] == '+';
    fz_put(writer, raw.ptr + end, 1);
    fz_put_text(writer, has_sign && raw.ptr[end + 1] == '-' ? "-0" : "+0");
    fz_put(writer, raw.ptr + end + 1 + has_sign, raw.len - end - 1 - has_sign);
}

static inline void fz_put_value(fz_writer *writer, uint32_t node);

static inline void fz_put_object(fz_writer *writer, uint32_t node) {
    const pl_json *json = writer->json;
    const size_t first = writer->pending_count;
    const uint32_t end = json->nodes[node].next;
    for (uint32_t name = node + 1; name < end; name = json->nodes[name + 1].next) {
        if (name == writer->style.without) { continue; }
        FZ_CHECK(writer->pending_count < PL_COUNT(writer->pending));
        writer->pending[writer->pending_count++] = name;
    }
    const size_t count = writer->pending_count - first;
    fz_put_mark(writer, "{");
    for (size_t i = 0; i < count; i++) {
        const size_t at = writer->style.reversed ? count - 1 - i : i;
        const uint32_t name = writer->pending[first + at];
        if (i > 0) { fz_put_mark(writer, ","); }
        fz_put_string(writer, name, writer->style.plain_names ? 0 : writer->style.escaped);
        fz_put_mark(writer, ":");
        fz_put_value(writer, name + 1);
    }
    fz_put_mark(writer, "}");
    writer->pending_count = first;
}

static inline void fz_put_array(fz_writer *writer, uint32_t node) {
    const pl_json *json = writer->json;
    const uint32_t end = json->nodes[node].next;
    fz_put_mark(writer, "[");
    for (uint32_t child = node + 1; child < end; child = json->nodes[child].next) {
        if (child > node + 1) { fz_put_mark(writer, ","); }
        fz_put_value(writer, child);
        if (child == writer->style.split && child != 0) {
            const char *first = writer->style.first;
            writer->style.first = writer->style.second;
            fz_put_mark(writer, ",");
            fz_put_value(writer, child);
            writer->style.first = first;
        }
    }
    fz_put_mark(writer, "]");
}

/* Recursion is bounded by the reader: PL_JSON_DEPTH_MAX. */
static inline void fz_put_value(fz_writer *writer, uint32_t node) {
    const pl_bytes raw = pl_json_raw(writer->json, node);
    if (node == writer->style.value && node != 0) {
        fz_put_text(writer, writer->style.first);
        return;
    }
    switch ((pl_json_kind)writer->json->nodes[node].kind) {
    case PL_JSON_OBJECT:
        fz_put_object(writer, node);
        break;
    case PL_JSON_ARRAY:
        fz_put_array(writer, node);
        break;
    case PL_JSON_STRING:
        fz_put_string(writer, node, writer->style.escaped);
        break;
    case PL_JSON_NUMBER:
        fz_put_number(writer, node);
        break;
    default:
        fz_put(writer, raw.ptr, raw.len);
    }
}

/* A document of at most FZ_TEXT_BYTES_MAX bytes in another style. The caller frees it. */
static inline pl_bytes fz_rewritten(const pl_json *json, const fz_style *style) {
    static fz_writer writer;
    FZ_CHECK(json->text.len <= FZ_TEXT_BYTES_MAX);
    writer.json = json;
    writer.style = *style;
    writer.len = 0;
    writer.pending_count = 0;
    if (json->has_bom) { fz_put_text(&writer, "\xEF\xBB\xBF"); }
    fz_put_value(&writer, 0);
    fz_reader whole = {writer.room, writer.len};
    return fz_rest_copy(&whole);
}

#endif
