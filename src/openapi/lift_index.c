/* Members of a document by object and name: a reference is followed without a walk past all members of its object, of
 * which there may be as many as there are references. */
#include <assert.h>
#include <string.h>

#include "openapi/lift_internal.h"
#include "text/utf8.h"

/* A member; name 0: the slot is free. */
typedef struct slot {
    uint32_t object;
    uint32_t name;
} slot;

struct pl_lift_index {
    slot *slots;
    uint32_t mask; /* their count, a power of two, less one */
};

enum {
    NAME_BYTES_MAX = 4096,
    PROBES_PER_NODE_MAX = 32,            /* all names together: some may be chosen to collide */
    ELEMENT_STEPS_MAX = 50 * 1000 * 1000 /* along arrays, all references together */
};

static uint32_t mix(uint32_t hash, uint32_t word) {
    return (hash ^ word) * UINT32_C(0x01000193); /* FNV-1 */
}

/* Of the name of a node; false: it is no text, and no reference can name it. */
static bool hash_node(const pl_json *json, uint32_t name, uint32_t *hash) {
    pl_json_chars chars = {pl_json_inside(json, name)};
    uint32_t code_point = 0;
    for (;;) {
        const pl_json_char kind = pl_json_chars_next(&chars, &code_point);
        if (kind == PL_JSON_CHAR_END) { return true; }
        if (kind != PL_JSON_CHAR_POINT) { return false; }
        *hash = mix(*hash, code_point);
    }
}

static uint32_t hash_text(pl_bytes text, uint32_t hash) {
    for (size_t at = 0; at < text.len;) {
        uint32_t code_point = 0;
        at += pl_utf8_next(text, at, &code_point);
        hash = mix(hash, code_point);
    }
    return hash;
}

pl_status pl_lift_index_build(pl_lift *lift) {
    const pl_json *const json = lift->json;
    struct pl_lift_index *const index = pl_arena_alloc(lift->arena, sizeof *index);
    uint32_t count = 2;
    while (count < json->count) { count *= 2; } /* half of the nodes are names, at most */
    slot *const slots = pl_arena_alloc(lift->arena, count * sizeof *slots);
    if (index == NULL || slots == NULL) { return PL_E_MEMORY; }
    memset(slots, 0, count * sizeof *slots);
    uint64_t probes = 0;
    *index = (struct pl_lift_index){.slots = slots, .mask = count - 1};
    for (uint32_t object = 0; object < json->count; object++) {
        if (json->nodes[object].kind != PL_JSON_OBJECT) { continue; }
        PL_LIFT_EACH_MEMBER(name, json, object) {
            uint32_t at = object;
            if (!hash_node(json, name, &at)) { continue; }
            for (; slots[at & index->mask].name != 0; at++) { probes++; }
            if (probes / PROBES_PER_NODE_MAX > json->count) {
                return pl_lift_fail(lift, PL_E_SIZE, name, "is one name too many of its kind");
            }
            slots[at & index->mask] = (slot){.object = object, .name = name};
        }
    }
    lift->index = index;
    return PL_OK;
}

uint32_t pl_lift_member(const pl_lift *lift, uint32_t object, pl_bytes name) {
    const struct pl_lift_index *const index = lift->index;
    assert(index != NULL);
    for (uint32_t at = hash_text(name, object);; at++) {
        const slot *const found = &index->slots[at & index->mask];
        if (found->name == 0) { return PL_JSON_NONE; }
        if (found->object == object && pl_json_string_is(lift->json, found->name, name)) {
            return found->name + 1;
        }
    }
}

/* "~1" is "/", "~0" is "~"; false: neither follows a "~". */
static bool unescape(pl_bytes token, char *out, pl_bytes *ret_name) {
    size_t len = 0;
    for (size_t at = 0; at < token.len; at++) {
        char byte = (char)token.ptr[at];
        if (byte == '~') {
            at++;
            if (at == token.len || (token.ptr[at] | 1) != '1') { return false; }
            byte = token.ptr[at] == '0' ? '~' : '/';
        }
        out[len++] = byte;
    }
    *ret_name = (pl_bytes){(const uint8_t *)out, len};
    return true;
}

/* Digits without a zero in front, as a number; PL_SOURCE_NODE_COUNT_MAX: none, or beyond all elements. */
static uint32_t number_of(pl_bytes token) {
    uint32_t number = 0;
    if (token.len == 0 || (token.ptr[0] == '0' && token.len > 1)) {
        return PL_SOURCE_NODE_COUNT_MAX;
    }
    for (size_t i = 0; i < token.len; i++) {
        if (token.ptr[i] < '0' || token.ptr[i] > '9') { return PL_SOURCE_NODE_COUNT_MAX; }
        number = number * 10 + (uint32_t)(token.ptr[i] - '0');
        if (number >= PL_SOURCE_NODE_COUNT_MAX) { return PL_SOURCE_NODE_COUNT_MAX; }
    }
    return number;
}

/* One token from here on; PL_JSON_NONE: nowhere. */
static uint32_t step(pl_lift *lift, uint32_t node, pl_bytes token) {
    const pl_json_node *const nodes = lift->json->nodes;
    char text[NAME_BYTES_MAX];
    pl_bytes name = {NULL, 0};
    if (token.len > sizeof text || !unescape(token, text, &name)) { return PL_JSON_NONE; }
    if (nodes[node].kind == PL_JSON_OBJECT) { return pl_lift_member(lift, node, name); }
    if (nodes[node].kind != PL_JSON_ARRAY) { return PL_JSON_NONE; }
    uint32_t child = node + 1;
    for (uint32_t left = number_of(name); left > 0 && child < nodes[node].next; left--) {
        child = nodes[child].next;
        lift->element_steps++;
    }
    return child < nodes[node].next ? child : PL_JSON_NONE;
}

uint32_t pl_lift_resolve(pl_lift *lift, const char *pointer) {
    uint32_t node = 0;
    if (!pl_utf8_valid(pl_bytes_of(pointer)) || (pointer[0] != '/' && pointer[0] != '\0')) {
        return PL_JSON_NONE;
    }
    while (*pointer != '\0') {
        const size_t len = strcspn(pointer + 1, "/");
        node = step(lift, node, (pl_bytes){(const uint8_t *)pointer + 1, len});
        if (node == PL_JSON_NONE || lift->element_steps > ELEMENT_STEPS_MAX) {
            return PL_JSON_NONE;
        }
        pointer += 1 + len;
    }
    return node;
}

uint32_t pl_document_at(const pl_document *document, const char *pointer, uint64_t *steps) {
    pl_lift lift = {.json = &document->source.json, .index = document->index};
    const uint32_t node = pl_lift_resolve(&lift, pointer);
    *steps += lift.element_steps;
    return node;
}
