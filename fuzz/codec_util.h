/* What both typed structs must keep to: a request, or a payment link, and the documents that they are read from and
 * written to. */
#ifndef PL_FUZZ_CODEC_UTIL_H
#define PL_FUZZ_CODEC_UTIL_H

#include "codec_fields_util.h"
#include "text/utf8.h"
#include "thorough_util.h"
#include "verdict_util.h"

enum { FZ_UNTOUCHED = 0xA5 };

typedef struct fz_typed {
    union {
        pl_create_request request;
        pl_payment_link link;
    } as;
    bool is_link;
} fz_typed;

static inline const pl_schema *fz_typed_schema(const fz_typed *typed) {
    return typed->is_link ? &pl_contract_link : &pl_contract_request;
}

static inline pl_status fz_decode(pl_bytes text, pl_arena *arena, fz_typed *typed, pl_bytes *at) {
    return typed->is_link ? pl_payment_link_decode(text, arena, &typed->as.link, at)
                          : pl_create_request_decode(text, arena, &typed->as.request, at);
}

static inline pl_status fz_decode_node(const pl_json *json, pl_arena *arena, fz_typed *typed) {
    return typed->is_link ? pl_payment_link_decode_node(json, 0, arena, &typed->as.link, NULL)
                          : pl_create_request_decode_node(json, 0, arena, &typed->as.request, NULL);
}

static inline pl_status fz_encode(const fz_typed *typed, pl_arena *arena, pl_bytes *ret_text) {
    return typed->is_link ? pl_payment_link_encode(&typed->as.link, arena, ret_text)
                          : pl_create_request_encode(&typed->as.request, arena, ret_text);
}

static inline bool fz_equal(const fz_typed *left, const fz_typed *right) {
    return left->is_link ? pl_payment_link_equal(&left->as.link, &right->as.link)
                         : pl_create_request_equal(&left->as.request, &right->as.request);
}

static inline pl_status fz_judge_typed(bool is_link, pl_bytes text, pl_arena *arena,
                                       fz_opinion *ret_opinion) {
    if (!is_link) { return fz_judge(0, text, &pl_coverage_world, arena, ret_opinion); }
    fz_opinion got = {0};
    const pl_status done = pl_validate_text(&pl_contract_link, text, &pl_coverage_world, arena,
                                            &got.json, &got.readable, &got.report);
    got.verdict = pl_report_verdict(&got.report);
    *ret_opinion = got;
    return done;
}

/* --- structs that nothing may have been written to ------------------------------------------- */

static inline void fz_mark(fz_typed *typed) {
    memset(&typed->as, FZ_UNTOUCHED, sizeof typed->as);
}

static inline bool fz_is_marked(const fz_typed *typed) {
    fz_typed marked;
    fz_mark(&marked);
    return memcmp(&typed->as, &marked.as, sizeof marked.as) == 0;
}

static inline void fz_struct_is(const pl_json *json, const fz_typed *typed) {
    if (typed->is_link) {
        fz_link_is(json, &typed->as.link);
    } else {
        fz_request_is(json, &typed->as.request);
    }
}

/* --- a document and the one that was written anew -------------------------------------------- */

/* Two objects agree in every declared member; the new one holds them in the contract's order, and nothing else. The
 * recursion is bounded by the schema. */
static inline void fz_same_members(fz_place old, const pl_json *json, uint32_t object,
                                   pl_arena *arena) {
    uint32_t before = object;
    uint32_t count = 0;
    for (size_t i = 0; i < old.schema->member_count; i++) {
        const pl_member *member = &old.schema->members[i];
        const uint32_t left = pl_json_member(old.json, old.object, member->name);
        const uint32_t right = pl_json_member(json, object, member->name);
        FZ_CHECK((left == PL_JSON_NONE) == (right == PL_JSON_NONE));
        if (left == PL_JSON_NONE) { continue; }
        FZ_CHECK(right > before && old.json->nodes[left].kind == json->nodes[right].kind);
        before = right;
        count++;
        const pl_schema *items = member->schema->items;
        bool equal = pl_bytes_equal(pl_json_raw(old.json, left), pl_json_raw(json, right));
        if (items != NULL && items->member_count > 0) {
            FZ_CHECK(pl_json_child_count(old.json, left) == pl_json_child_count(json, right));
            uint32_t element = right + 1;
            for (uint32_t child = left + 1; child < old.json->nodes[left].next;
                 child = old.json->nodes[child].next) {
                fz_same_members((fz_place){old.json, items, child}, json, element, arena);
                element = json->nodes[element].next;
            }
        } else if (member->schema->member_count > 0) {
            fz_same_members((fz_place){old.json, member->schema, left}, json, right, arena);
        } else if (!equal) {
            FZ_CHECK(pl_json_equal(old.json, left, json, right, arena, &equal) == PL_OK && equal);
        }
    }
    FZ_CHECK(pl_json_child_count(json, object) == count);
}

/* What the codec drops (undeclared members, the earlier of two equal names, spellings) can only make a document less
 * doubtful; it forbids and allows nothing. */
static inline void fz_same_verdict(const fz_opinion *old, const fz_opinion *new) {
    FZ_CHECK(old->verdict != PL_ACCEPT || new->verdict == PL_ACCEPT);
    if (fz_reports(&old->report, PL_KEYWORD_DUPLICATE_NAME)) { return; }
    const uint32_t *before = old->report.totals;
    const uint32_t *after = new->report.totals;
    FZ_CHECK(before[PL_VIOLATION] == after[PL_VIOLATION]);
    FZ_CHECK(before[PL_WARNING] >= after[PL_WARNING]);
    FZ_CHECK(before[PL_OBSERVATION] >= after[PL_OBSERVATION]);
}

/* Laws that cost another decoding or encoding: a search looks at each for one input in so many. */
typedef enum fz_codec_law {
    FZ_LAW_POOR_DECODE,
    FZ_LAW_POOR_ENCODE,
    FZ_LAW_AGAIN,
    FZ_LAW_ANY_BYTES,
    FZ_LAW_COUNT
} fz_codec_law;

static inline bool fz_looks_at(fz_codec_law law, uint64_t pick) {
    return fz_is_turn(law, FZ_LAW_COUNT, pick);
}

/* --- structs that no document was read into -------------------------------------------------- */

/* Is it an object that can stand in a document: nothing around it but white space, shallow enough? */
static inline bool fz_is_object(pl_bytes text, pl_arena *arena, pl_bytes *ret_object) {
    pl_json json;
    if (pl_json_read(text, arena, &json, NULL) != PL_OK || json.has_bom ||
        json.nodes[0].kind != PL_JSON_OBJECT) {
        return false;
    }
    *ret_object = pl_json_raw(&json, 0);
    for (uint32_t i = 0; i < json.count; i++) {
        const bool container =
            json.nodes[i].kind == PL_JSON_OBJECT || json.nodes[i].kind == PL_JSON_ARRAY;
        if (container && json.nodes[i].depth + 2 > PL_JSON_DEPTH_MAX) { return false; }
    }
    return true;
}

/* A request with any bytes as a text: it is written and read back, or it is refused. */
static inline void fz_check_text(pl_bytes bytes, pl_arena *arena) {
    static const uint8_t nothing;
    const pl_create_request request = {.max_usage = INT64_MIN, .title = bytes};
    pl_create_request back;
    pl_bytes text = {&nothing, 0};
    const pl_status status = pl_create_request_encode(&request, arena, &text);
    FZ_CHECK(status == (pl_utf8_valid(bytes) ? PL_OK : PL_E_ENCODING));
    FZ_CHECK(status == PL_OK || text.ptr == &nothing);
    if (status != PL_OK) { return; }
    FZ_CHECK(pl_create_request_decode(text, arena, &back, NULL) == PL_OK);
    FZ_CHECK(pl_create_request_equal(&request, &back));
}

/* The same for its metadata. */
static inline void fz_check_metadata(pl_bytes bytes, pl_arena *arena) {
    static const uint8_t nothing;
    const pl_create_request request = {.optional_metadata = {PL_FIELD_VALUE, bytes}};
    pl_create_request back;
    pl_bytes text = {&nothing, 0};
    pl_bytes object = {0};
    const bool fits = fz_is_object(bytes, arena, &object);
    FZ_CHECK((pl_create_request_encode(&request, arena, &text) == PL_OK) == fits);
    FZ_CHECK(fits || text.ptr == &nothing);
    if (!fits) { return; }
    FZ_CHECK(pl_create_request_decode(text, arena, &back, NULL) == PL_OK);
    FZ_CHECK(pl_bytes_equal(back.optional_metadata.value, object));
}

/* A text of one code point, every other time of ASCII: what is lost at the edge of a text is lost here. */
static inline void fz_check_point(uint64_t choice, pl_arena *arena) {
    enum { ASCII_COUNT = 0x80, CODE_POINT_COUNT = 0x110000, SURROGATES = 0xD800 >> 11 };
    uint8_t utf8[PL_UTF8_BYTES_MAX];
    const uint32_t count = choice % 2 == 0 ? ASCII_COUNT : CODE_POINT_COUNT;
    const uint32_t point = (uint32_t)(choice / 2 % count);
    if (point >> 11 == SURROGATES) { return; }
    fz_check_text((pl_bytes){utf8, pl_utf8_encode(point, utf8)}, arena);
}

static inline void fz_check_any_bytes(pl_bytes bytes, uint64_t pick, pl_arena *arena) {
    fz_check_text(bytes, arena);
    fz_check_metadata(bytes, arena);
    fz_check_point(pick / FZ_LAW_COUNT, arena);
}

/* --- failures -------------------------------------------------------------------------------- */

/* The pointer leads to what is wrong; of a member that is absent, to the object that lacks it. */
static inline void fz_check_culprit(pl_bytes text, pl_bytes at, pl_arena *arena) {
    pl_json json;
    uint32_t node = 0;
    if (pl_json_read(text, arena, &json, NULL) != PL_OK) {
        FZ_CHECK(at.len == 0);
        return;
    }
    if (pl_json_resolve(&json, at, &node) == PL_OK) { return; }
    while (at.len > 0 && at.ptr[at.len - 1] != '/') { at.len--; }
    FZ_CHECK(at.len > 0);
    at.len--;
    FZ_CHECK(pl_json_resolve(&json, at, &node) == PL_OK);
}

/* The same once more, with memory for a part of the requests that it took. */
static inline void fz_check_poor_decode(pl_bytes text, bool is_link, pl_status want,
                                        size_t requests, uint64_t pick) {
    pl_arena poor = {.fail_after = 1 + pick / FZ_LAW_COUNT % (requests + 1)};
    const bool enough = poor.fail_after > requests;
    fz_typed typed = {.is_link = is_link};
    pl_bytes at = {0};
    fz_mark(&typed);
    const pl_status got = fz_decode(text, &poor, &typed, &at);
    FZ_CHECK(got == (enough ? want : PL_E_MEMORY));
    FZ_CHECK(got == PL_OK || fz_is_marked(&typed));
    pl_arena_done(&poor);
}

static inline void fz_check_poor_encode(const fz_typed *typed, size_t requests, uint64_t pick) {
    static const uint8_t nothing;
    pl_arena poor = {.fail_after = 1 + pick / FZ_LAW_COUNT % requests};
    pl_bytes out = {&nothing, 0};
    FZ_CHECK(fz_encode(typed, &poor, &out) == PL_E_MEMORY && out.ptr == &nothing);
    pl_arena_done(&poor);
}

/* What was read back is written as it was written before. */
static inline void fz_check_again(const fz_typed *back, pl_bytes written, pl_arena *arena) {
    pl_bytes again = {0};
    FZ_CHECK(fz_encode(back, arena, &again) == PL_OK && pl_bytes_equal(written, again));
}

#endif
