/* Facets and rules as the second judge sees them: one value, one row, one answer. */
#ifndef PL_FUZZ_SECOND_FACETS_H
#define PL_FUZZ_SECOND_FACETS_H

#include <json-c/json.h>
#include <unistr.h>

#include "contract/contract.h"
#include "contract/rules_internal.h"
#include "decimal_oracle.h"
#include "json_c_util.h"
#include "text/binary64.h"
#include "text/datetime.h"
#include "text/email.h"
#include "text/ulid.h"
#include "text/uri.h"

enum { FZ_BODY_BYTES_MAX = 2 * 1024 * 1024, FZ_POINTS_MAX = FZ_BODY_BYTES_MAX };

/* The text of a string: json-c's reading where a backslash stands in it, else what stands between the quotes. */
typedef struct fz_text {
    pl_bytes bytes;
    json_object *owner; /* or NULL; put by fz_text_done */
} fz_text;

static inline fz_text fz_text_of(const pl_json *json, uint32_t node) {
    static json_tokener *tokener;
    const pl_bytes raw = pl_json_raw(json, node);
    FZ_CHECK(json->nodes[node].kind == PL_JSON_STRING && raw.len >= 2);
    if (memchr(raw.ptr, '\\', raw.len) == NULL) {
        return (fz_text){{raw.ptr + 1, raw.len - 2}, NULL};
    }
    if (tokener == NULL) { tokener = json_tokener_new(); }
    FZ_CHECK(tokener != NULL);
    json_tokener_reset(tokener);
    json_object *text = json_tokener_parse_ex(tokener, (const char *)raw.ptr, (int)raw.len);
    FZ_CHECK(text != NULL && json_object_get_type(text) == json_type_string);
    const pl_bytes bytes = {(const uint8_t *)json_object_get_string(text),
                            (size_t)json_object_get_string_len(text)};
    return (fz_text){bytes, text};
}

static inline void fz_text_done(fz_text text) {
    if (text.owner != NULL) { json_object_put(text.owner); }
}

static inline bool fz_same_text(pl_bytes left, pl_bytes right) {
    return left.len == right.len && (left.len == 0 || memcmp(left.ptr, right.ptr, left.len) == 0);
}

/* Do two of these string nodes hold the same text? The nodes are `step` apart, from `first` on: the names of an object,
 * the elements of an array. json-c's object keeps one of each. */
static inline bool fz_texts_repeat(const pl_json *json, uint32_t first, uint32_t end,
                                   uint32_t step) {
    enum { PAIRS_MAX = 24 };
    fz_text texts[PAIRS_MAX];
    size_t count = 0;
    bool repeat = false;
    uint32_t node = first;
    for (; node < end && count < PAIRS_MAX; node = json->nodes[node + step].next) {
        if (json->nodes[node].kind != PL_JSON_STRING) { continue; }
        texts[count] = fz_text_of(json, node);
        for (size_t i = 0; i < count; i++) {
            repeat = repeat || fz_same_text(texts[i].bytes, texts[count].bytes);
        }
        count++;
    }
    for (size_t i = 0; i < count; i++) { fz_text_done(texts[i]); }
    if (node >= end) { return repeat; }
    json_object *seen = json_object_new_object();
    int seen_count = 0;
    for (node = first; node < end; node = json->nodes[node + step].next) {
        if (json->nodes[node].kind != PL_JSON_STRING) { continue; }
        const fz_text text = fz_text_of(json, node);
        json_object *key =
            json_object_new_string_len((const char *)text.bytes.ptr, (int)text.bytes.len);
        json_object_object_add(seen, json_object_to_json_string(key),
                               NULL); /* a key ends at its NUL */
        json_object_put(key);
        fz_text_done(text);
        seen_count++;
    }
    repeat = json_object_object_length(seen) != seen_count;
    json_object_put(seen);
    return repeat;
}

/* The string's code points, as libunistring finds them. Static. */
typedef struct fz_points {
    ucs4_t list[FZ_POINTS_MAX];
    size_t count;
} fz_points;

static inline const fz_points *fz_points_of(const pl_json *json, uint32_t node) {
    static fz_points points;
    const fz_text text = fz_text_of(json, node);
    points.count = 0;
    for (size_t at = 0; at < text.bytes.len;) {
        FZ_CHECK(points.count < FZ_POINTS_MAX);
        const uint8_t byte = text.bytes.ptr[at];
        ucs4_t *point = &points.list[points.count++];
        *point = byte;
        at += byte < 0x80 ? 1 : (size_t)u8_mbtouc(point, text.bytes.ptr + at, text.bytes.len - at);
    }
    fz_text_done(text);
    return &points;
}

/* Does some string hold U+0000? */
static inline bool fz_has_nul(const pl_json *json) {
    bool found = false;
    for (uint32_t i = 0; i < json->count && !found; i++) {
        if (json->nodes[i].kind != PL_JSON_STRING) { continue; }
        const fz_text text = fz_text_of(json, i);
        found = text.bytes.len > 0 && memchr(text.bytes.ptr, 0, text.bytes.len) != NULL;
        fz_text_done(text);
    }
    return found;
}

/* The points as bytes, with a stand-in for each that is not ASCII. Static. */
static inline pl_bytes fz_ascii_of(const fz_points *points, uint8_t stand_in) {
    static uint8_t room[FZ_POINTS_MAX];
    for (size_t i = 0; i < points->count; i++) {
        room[i] = points->list[i] < 0x80 ? (uint8_t)points->list[i] : stand_in;
    }
    return (pl_bytes){room, points->count};
}

/* GMP's reading of a number node; lives until the next one. */
static inline const fz_exact *fz_number(const pl_json *json, uint32_t node) {
    fz_gmp_start();
    FZ_CHECK(fz_exact_read(pl_json_raw(json, node), &fz_gmp.left));
    return &fz_gmp.left;
}

static inline bool fz_is_whole(const fz_exact *number) {
    return mpz_sgn(number->exponent) >= 0;
}

/* -1, 0 or 1 for the number against a limit. */
static inline int fz_order(const fz_exact *number, pl_decimal limit) {
    FZ_CHECK(limit.coefficient == (int64_t)limit.coefficient);
    mpz_set_si(fz_gmp.right.coefficient, (int64_t)limit.coefficient);
    mpz_set_si(fz_gmp.right.exponent, limit.exponent);
    fz_exact_settle(&fz_gmp.right);
    return fz_exact_compare(number, &fz_gmp.right);
}

/* One value under judgement, read once for all its rows. */
typedef struct fz_subject {
    const pl_schema *schema;
    const pl_json *json;
    const pl_context *context;
    uint32_t node;
    const fz_points *points; /* of a string */
    const fz_exact *number;  /* of a number */
} fz_subject;

static inline bool fz_number_breaks(const fz_subject *subject, const pl_facet *facet) {
    const fz_exact *number = subject->number;
    const pl_bytes raw = pl_json_raw(subject->json, subject->node);
    switch (facet->keyword) {
    case PL_KEYWORD_MINIMUM:
        return fz_order(number, facet->limit) < 0;
    case PL_KEYWORD_EXCLUSIVE_MINIMUM:
        return fz_order(number, facet->limit) <= 0;
    case PL_KEYWORD_MAXIMUM:
        return fz_order(number, facet->limit) > 0;
    case PL_KEYWORD_INTEGER_SPELLING:
        return memchr(raw.ptr, '.', raw.len) != NULL || memchr(raw.ptr, 'e', raw.len) != NULL ||
               memchr(raw.ptr, 'E', raw.len) != NULL;
    case PL_KEYWORD_MAX_DECIMALS:
        return mpz_cmp_si(number->exponent, -(long)facet->count) < 0;
    case PL_KEYWORD_MAX_DIGITS:
        return number->digit_count > facet->count;
    case PL_KEYWORD_MAX_MAGNITUDE:
        return mpz_cmpabs_ui(number->magnitude, facet->count) > 0;
    default:
        return false;
    }
}

/* MATCH: the pattern as ECMA-262 reads it; LOOSE: as an engine does whose \s is ASCII. Only a difference of that kind
 * is disputed. */
typedef enum fz_match { FZ_MATCH, FZ_LOOSE, FZ_MISMATCH } fz_match;

static inline fz_match fz_match_of(pl_pattern pattern, const fz_points *points) {
    const pl_pattern_row *row = pl_pattern_row_of(pattern);
    fz_match answer = FZ_MATCH;
    if (points->count < row->count_min || points->count > row->count_max) { return FZ_MISMATCH; }
    for (size_t i = 0; i < points->count; i++) {
        const uint32_t point = points->list[i];
        const bool fits = row->admits(point);
        const bool loose = point >= 0x80 && pl_ecma_is_space(point);
        if (!fits && !loose) { return FZ_MISMATCH; }
        if (!fits) { answer = FZ_LOOSE; }
    }
    return answer;
}

static inline bool fz_is_control(uint32_t point) {
    return (point < 0x20 || (point >= 0x7F && point < 0xA0)) && !pl_ecma_is_space(point);
}

static inline bool fz_any_point(const fz_points *points, bool (*is)(uint32_t), bool wanted) {
    for (size_t i = 0; i < points->count; i++) {
        if (is(points->list[i]) == wanted) { return true; }
    }
    return false;
}

static inline bool fz_is_astral(uint32_t point) {
    return point > 0xFFFF;
}

static inline bool fz_is_foreign(uint32_t point) {
    return point > 0x7F;
}

static inline bool fz_uri_breaks(pl_keyword keyword, const fz_points *points) {
    pl_uri uri;
    const pl_status status = pl_uri_parse(fz_ascii_of(points, '~'), &uri, NULL);
    if (keyword == PL_KEYWORD_FORMAT) { return status == PL_E_SYNTAX; }
    if (status != PL_OK) { return false; }
    switch (keyword) {
    case PL_KEYWORD_URI_SCHEME:
        return !pl_uri_is_web(&uri);
    case PL_KEYWORD_URI_USERINFO:
        return uri.has_userinfo;
    case PL_KEYWORD_URI_HOST:
        return uri.host_kind != PL_URI_HOST_NAME;
    case PL_KEYWORD_URI_PORT:
        return uri.has_port;
    default:
        return keyword == PL_KEYWORD_URI_NON_ASCII && fz_any_point(points, fz_is_foreign, true);
    }
}

static inline bool fz_format_breaks(pl_format format, const fz_points *points) {
    const pl_bytes text = fz_ascii_of(points, 0xFF);
    pl_datetime moment;
    switch (format) {
    case PL_FORMAT_DATE_TIME:
        return pl_datetime_parse(text, &moment) != PL_OK;
    case PL_FORMAT_EMAIL:
        return !pl_email_valid(text);
    case PL_FORMAT_ULID:
        return pl_ulid_classify(text) == PL_ULID_MALFORMED;
    default:
        return fz_uri_breaks(PL_KEYWORD_FORMAT, points);
    }
}

/* Is the string none of these? */
static inline bool fz_is_none_of(const pl_json *json, uint32_t node, const pl_bytes *list,
                                 size_t count) {
    const fz_text text = fz_text_of(json, node);
    bool none = true;
    for (size_t i = 0; i < count && none; i++) { none = !fz_same_text(text.bytes, list[i]); }
    fz_text_done(text);
    return none;
}

static inline bool fz_enum_breaks(const pl_facet *facet, const pl_json *json, uint32_t node) {
    bool none = true;
    for (size_t i = 0; facet->values[i] != NULL && none; i++) {
        const pl_bytes value = pl_bytes_of(facet->values[i]);
        none = fz_is_none_of(json, node, &value, 1);
    }
    return none;
}

static inline bool fz_string_breaks(const fz_subject *subject, const pl_facet *facet) {
    const pl_json *json = subject->json;
    const pl_context *context = subject->context;
    const fz_points *points = subject->points;
    int64_t moment_ms = 0;
    switch (facet->keyword) {
    case PL_KEYWORD_ENUM:
        return fz_enum_breaks(facet, json, subject->node);
    case PL_KEYWORD_MIN_LENGTH:
        return points->count < facet->count;
    case PL_KEYWORD_MAX_LENGTH:
        return points->count > facet->count;
    case PL_KEYWORD_PATTERN: {
        const bool excused =
            pl_schema_facet(subject->schema, PL_KEYWORD_PATTERN_DISPUTED, PL_OBSERVATION) != NULL;
        const fz_match match = fz_match_of(facet->pattern, points);
        return match == FZ_MISMATCH || (match == FZ_LOOSE && !excused);
    }
    case PL_KEYWORD_PATTERN_DISPUTED:
        return fz_match_of(facet->pattern, points) == FZ_LOOSE;
    case PL_KEYWORD_FORMAT:
        return fz_format_breaks(facet->format, points);
    case PL_KEYWORD_CATALOG:
        return context->payment_methods != NULL &&
               fz_is_none_of(json, subject->node, context->payment_methods,
                             context->payment_method_count);
    case PL_KEYWORD_BLANK:
        return !fz_any_point(points, pl_ecma_is_space, false);
    case PL_KEYWORD_CONTROL:
        return fz_any_point(points, fz_is_control, true);
    case PL_KEYWORD_ASTRAL:
        return fz_any_point(points, fz_is_astral, true);
    case PL_KEYWORD_PAST:
        return pl_unix_ms_parse(fz_ascii_of(points, 0xFF), &moment_ms) == PL_OK &&
               moment_ms < context->now_ms;
    default:
        return fz_uri_breaks(facet->keyword, points);
    }
}

static inline bool fz_container_breaks(const fz_subject *subject, const pl_facet *facet) {
    const pl_json *json = subject->json;
    const uint32_t node = subject->node;
    const pl_json_node *top = &json->nodes[node];
    uint32_t depth = 1;
    uint32_t count = 0;
    for (uint32_t i = node + 1; i < top->next; i++) {
        const bool container = json->nodes[i].kind >= PL_JSON_ARRAY;
        const uint32_t here = (uint32_t)(json->nodes[i].depth - top->depth) + (container ? 1 : 0);
        depth = here > depth ? here : depth;
        count += json->nodes[i].depth == top->depth + 1;
    }
    switch (facet->keyword) {
    case PL_KEYWORD_MIN_ITEMS:
        return top->kind == PL_JSON_ARRAY && count < facet->count;
    case PL_KEYWORD_MAX_ITEMS:
        return top->kind == PL_JSON_ARRAY && count > facet->count;
    case PL_KEYWORD_UNIQUE_ITEMS:
        return top->kind == PL_JSON_ARRAY && fz_texts_repeat(json, node + 1, top->next, 0);
    default:
        return facet->keyword == PL_KEYWORD_MAX_DEPTH && depth > facet->count;
    }
}

static inline bool fz_second_breaks(const fz_subject *subject, const pl_facet *facet) {
    const pl_json *json = subject->json;
    const uint32_t node = subject->node;
    if (facet->keyword == PL_KEYWORD_MAX_BYTES) {
        return (node == 0 ? json->text.len : json->nodes[node].len) > facet->count;
    }
    switch ((pl_json_kind)json->nodes[node].kind) {
    case PL_JSON_NUMBER:
        return fz_number_breaks(subject, facet);
    case PL_JSON_STRING:
        return fz_string_breaks(subject, facet);
    case PL_JSON_ARRAY:
    case PL_JSON_OBJECT:
        return fz_container_breaks(subject, facet);
    default:
        return false;
    }
}

#endif
