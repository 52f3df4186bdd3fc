/* What every tree of the reader must keep to. */
#ifndef PL_FUZZ_JSON_TREE_UTIL_H
#define PL_FUZZ_JSON_TREE_UTIL_H

#include "rewrite_util.h"
#include "thorough_util.h"

enum {
    FZ_NODES_RESOLVED_MAX = 64, /* of a replay */
    FZ_NODES_SAMPLED = 4,       /* of a search */
    FZ_NODE_BYTES = 16,
    FZ_UNWRITABLE = PL_JSON_LONE_SURROGATE | PL_JSON_BAD_UTF8
};

/* Spans nest, and `next` and `depth` agree with them. */
static inline void fz_check_nodes(const pl_json *json) {
    for (uint32_t i = 0; i < json->count; i++) {
        const pl_json_node *node = &json->nodes[i];
        FZ_CHECK(node->len > 0 && node->at + node->len <= json->text.len);
        FZ_CHECK(node->next > i && node->next <= json->count && (node->marks & ~json->marks) == 0);
        for (uint32_t child = i + 1; child < node->next; child = json->nodes[child].next) {
            const pl_json_node *inner = &json->nodes[child];
            FZ_CHECK(inner->depth == node->depth + 1 && inner->next <= node->next);
            FZ_CHECK(inner->at > node->at && inner->at + inner->len < node->at + node->len);
            const bool last = inner->next == node->next;
            FZ_CHECK(last || json->nodes[inner->next].at >= inner->at + inner->len);
        }
    }
}

/* A decoded string equals its node; pointer and resolve are inverse where no name stands twice. */
static inline void fz_check_node(const pl_json *json, uint32_t node, bool unique, pl_arena *arena) {
    const bool is_string = json->nodes[node].kind == PL_JSON_STRING;
    pl_bytes text = {0};
    uint32_t back = UINT32_MAX;
    if (is_string && (json->nodes[node].marks & FZ_UNWRITABLE) == 0) {
        FZ_CHECK(pl_json_string_decode(json, node, arena, &text) == PL_OK);
        FZ_CHECK(pl_json_string_is(json, node, text));
        FZ_CHECK(pl_json_string_points(json, node) <= text.len);
    }
    FZ_CHECK(pl_json_pointer(json, node, arena, &text) == PL_OK);
    if (!unique) { return; }
    FZ_CHECK(pl_json_resolve(json, text, &back) == PL_OK);
    FZ_CHECK(back == node || (is_string && back == node + 1));
}

/* Some nodes in a search; in a replay these, and as many others as time allows. */
static inline void fz_check_pointers(const pl_json *json, pl_arena *arena) {
    uint32_t twice = PL_JSON_NONE;
    for (uint32_t i = 0; i < json->count && twice == PL_JSON_NONE; i++) {
        if (json->nodes[i].kind != PL_JSON_OBJECT) { continue; }
        FZ_CHECK(pl_json_duplicate_name(json, i, arena, &twice) == PL_OK);
    }
    const bool unique = twice == PL_JSON_NONE && (json->marks & FZ_UNWRITABLE) == 0;
    const uint32_t step = 1 + json->count / FZ_NODES_SAMPLED;
    const uint32_t first = (uint32_t)(fz_hash(json->text) % step);
    for (uint32_t i = first; i < json->count; i += step) { fz_check_node(json, i, unique, arena); }
    const uint32_t dense = 1 + json->count / FZ_NODES_RESOLVED_MAX;
    for (uint32_t i = 0; fz_thorough && i < json->count; i += dense) {
        fz_check_node(json, i, unique, arena);
    }
}

/* Written in another style and read back: as many nodes, and equal where the document equals itself, which it does
 * unless a name stands twice. */
static inline void fz_check_rewritten(const pl_json *json, pl_arena *arena) {
    const uint64_t pick = fz_hash(json->text);
    if (json->text.len > FZ_TEXT_BYTES_MAX || (!fz_thorough && pick / 64 % 2 == 0)) { return; }
    const fz_style style = {.spaced = pick % 2 == 0,
                            .reversed = pick / 2 % 2 == 0,
                            .escaped = 1 + (unsigned)(pick / 4 % 8),
                            .respelled = pick / 32 % 2 == 0};
    const pl_bytes text = fz_rewritten(json, &style);
    pl_json back = {0};
    bool equal = false;
    bool itself = false;
    FZ_CHECK(pl_json_read(text, arena, &back, NULL) == PL_OK);
    FZ_CHECK(back.count == json->count);
    FZ_CHECK(pl_json_equal(json, 0, &back, 0, arena, &equal) == PL_OK);
    FZ_CHECK(pl_json_equal(json, 0, json, 0, arena, &itself) == PL_OK);
    FZ_CHECK(equal == itself);
    fz_free(text);
}

#endif
