/* Passes over the tree of a document: values of the simple document, fewer children, plainer scalars. Every change that
 * is taken makes the tree anew; a pass goes on at the same index, where what followed now stands. */
#include <assert.h>
#include <string.h>

#include "cases/shrink_internal.h"
#include "text/decimal.h"

#define NO_COUNTERPART UINT32_MAX

static const pl_bytes nothing = {NULL, 0};

/* --- what stands at the same place of the simple document ---------------------------------------------- */

typedef struct frame {
    uint32_t end;    /* node behind the container */
    uint32_t simple; /* the container's counterpart, or NO_COUNTERPART */
    bool is_object;
} frame;

/* The value of that name. Names are compared as text, their escapes resolved. */
static uint32_t simple_member(const pl_shrinking *state, const pl_json *json, uint32_t object,
                              uint32_t name) {
    const pl_json *simple = &state->simple;
    for (uint32_t at = object + 1; at < simple->nodes[object].next;
         at = simple->nodes[at + 1].next) {
        if (pl_json_string_compare(json, name, simple, at) == 0) { return at + 1; }
    }
    return PL_JSON_NONE;
}

/* Of a value in a container whose counterpart is known; every element's is the first one. */
static uint32_t simple_child(const pl_shrinking *state, const pl_json *json, const frame *in,
                             uint32_t name) {
    if (in->simple == NO_COUNTERPART) { return NO_COUNTERPART; }
    const pl_json_node *container = &state->simple.nodes[in->simple];
    const pl_json_kind wanted = in->is_object ? PL_JSON_OBJECT : PL_JSON_ARRAY;
    if (container->kind != wanted) { return NO_COUNTERPART; }
    if (!in->is_object) {
        return container->next > in->simple + 1 ? in->simple + 1 : NO_COUNTERPART;
    }
    const uint32_t found = simple_member(state, json, in->simple, name);
    return found != PL_JSON_NONE ? found : NO_COUNTERPART;
}

/* Counterparts of all nodes, names too. NULL: no memory. */
static uint32_t *counterparts(pl_shrinking *state, const pl_json *json) {
    frame *frames = pl_arena_alloc(&state->scratch, (json->count + 1) * sizeof *frames);
    uint32_t *list = pl_arena_alloc(&state->scratch, json->count * sizeof *list);
    size_t depth = 0;
    if (frames == NULL || list == NULL) {
        state->status = PL_E_MEMORY;
        return NULL;
    }
    for (uint32_t node = 0; node < json->count; node++) {
        while (depth > 0 && node >= frames[depth - 1].end) { depth--; }
        const frame *in = depth > 0 ? &frames[depth - 1] : NULL;
        const bool named = in != NULL && in->is_object;
        const uint32_t name = node;
        node += named;
        list[node] = in != NULL ? simple_child(state, json, in, name) : 0;
        if (state->simple.count == 0) { list[node] = NO_COUNTERPART; }
        if (named) { list[name] = list[node] == NO_COUNTERPART ? NO_COUNTERPART : list[node] - 1; }
        if (json->nodes[node].kind >= PL_JSON_ARRAY) {
            frames[depth++] = (frame){json->nodes[node].next, list[node],
                                      json->nodes[node].kind == PL_JSON_OBJECT};
        }
    }
    return list;
}

/* The node's value gives way to the simple one, unless it is that already. */
static bool put_simple(pl_shrinking *state, const pl_json *json, uint32_t node, uint32_t simple) {
    const pl_bytes piece = pl_json_raw(&state->simple, simple);
    if (pl_bytes_equal(pl_json_raw(json, node), piece)) { return false; }
    return pl_shrinking_try(state, json->nodes[node].at, json->nodes[node].len, piece);
}

static void pass_simple(pl_shrinking *state) {
    pl_json json;
    for (uint32_t node = 0; !pl_shrinking_is_over(state); node++) {
        if (!pl_shrinking_read(state, &json) || node >= json.count) { return; }
        const uint32_t *list = counterparts(state, &json);
        /* As long as nothing is taken, the tree is as it was. */
        for (; list != NULL && node < json.count; node++) {
            if (list[node] != NO_COUNTERPART && put_simple(state, &json, node, list[node])) {
                break;
            }
        }
    }
}

/* --- what is missing ------------------------------------------------------------------------------------ */

/* The name node of a member of the object, by a name of the simple document; PL_JSON_NONE: it has none. */
static uint32_t name_in(const pl_shrinking *state, const pl_json *json, uint32_t object,
                        uint32_t simple_name) {
    for (uint32_t name = object + 1; name < json->nodes[object].next;
         name = json->nodes[name + 1].next) {
        if (pl_json_string_compare(json, name, &state->simple, simple_name) == 0) { return name; }
    }
    return PL_JSON_NONE;
}

/* In the order of the simple document: before the next member that is there, else at the end. */
static bool put_member(pl_shrinking *state, const pl_json *json, uint32_t object, uint32_t simple,
                       uint32_t name) {
    const pl_json_node *nodes = state->simple.nodes;
    const pl_json_node *into = &json->nodes[object];
    uint32_t before = PL_JSON_NONE;
    for (uint32_t later = nodes[name + 1].next;
         later < nodes[simple].next && before == PL_JSON_NONE; later = nodes[later + 1].next) {
        before = name_in(state, json, object, later);
    }
    const bool last = before == PL_JSON_NONE;
    const size_t at = last ? (size_t)into->at + into->len - 1 : json->nodes[before].at;
    const char *comma = last && into->next > object + 1 ? "," : "";
    const pl_bytes key = pl_json_raw(&state->simple, name);
    const pl_bytes value = pl_json_raw(&state->simple, name + 1);
    const char *piece = pl_arena_printf(&state->scratch, "%s%.*s:%.*s%s", comma, (int)key.len,
                                        (const char *)key.ptr, (int)value.len,
                                        (const char *)value.ptr, last ? "" : ",");
    if (piece == NULL) {
        state->status = PL_E_MEMORY;
        return false;
    }
    return pl_shrinking_try(state, at, 0, pl_bytes_of(piece));
}

/* The first member that the counterpart has and the object lacks, and that may be put in, is. */
static bool add_member(pl_shrinking *state, const pl_json *json, uint32_t object, uint32_t simple) {
    const pl_json_node *nodes = state->simple.nodes;
    for (uint32_t name = simple + 1; name < nodes[simple].next; name = nodes[name + 1].next) {
        if (name_in(state, json, object, name) == PL_JSON_NONE &&
            put_member(state, json, object, simple, name)) {
            return true;
        }
    }
    return false;
}

/* Longer, but with less that could be the reason. */
static void pass_missing(pl_shrinking *state) {
    pl_json json;
    for (uint32_t node = 0; !pl_shrinking_is_over(state);) {
        if (!pl_shrinking_read(state, &json) || node >= json.count) { return; }
        const uint32_t *list = counterparts(state, &json);
        const bool known = list != NULL && list[node] != NO_COUNTERPART &&
                           json.nodes[node].kind == PL_JSON_OBJECT &&
                           state->simple.nodes[list[node]].kind == PL_JSON_OBJECT;
        if (!known || !add_member(state, &json, node, list[node])) { node++; }
    }
}

/* --- fewer children ------------------------------------------------------------------------------------- */

/* Bytes of children [index, index + count) of a container, with a comma on one side. */
static pl_bytes span_of(const pl_json *json, uint32_t container, uint32_t index, uint32_t count) {
    const pl_json_node *nodes = json->nodes;
    const uint32_t names = nodes[container].kind == PL_JSON_OBJECT;
    uint32_t child = container + 1;
    size_t before = nodes[container].at + 1U;
    for (uint32_t i = 0; i < index; i++) {
        const uint32_t value = child + names;
        before = (size_t)nodes[value].at + nodes[value].len;
        child = nodes[value].next;
    }
    size_t at = nodes[child].at;
    size_t end = at;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t value = child + names;
        end = (size_t)nodes[value].at + nodes[value].len;
        child = nodes[value].next;
    }
    if (child < nodes[container].next) {
        end = nodes[child].at; /* the comma behind goes */
    } else if (index > 0) {
        at = before; /* the one in front */
    }
    return (pl_bytes){json->text.ptr + at, end - at};
}

/* Runs of children go, long ones first, from the end. The container stays where it is. */
static void drop_children(pl_shrinking *state, uint32_t container) {
    pl_json json;
    if (!pl_shrinking_read(state, &json)) { return; }
    uint32_t count = pl_json_child_count(&json, container);
    for (uint32_t run = count; run > 0; run /= 2) {
        for (uint32_t end = count; end >= run && !pl_shrinking_is_over(state);) {
            const pl_bytes span = span_of(&json, container, end - run, run);
            if (pl_shrinking_try(state, (size_t)(span.ptr - state->text), span.len, nothing)) {
                if (!pl_shrinking_read(state, &json)) { return; }
                count -= run;
            }
            end -= run;
        }
    }
}

static void pass_children(pl_shrinking *state) {
    pl_json json;
    for (uint32_t node = 0; !pl_shrinking_is_over(state); node++) {
        if (!pl_shrinking_read(state, &json) || node >= json.count) { return; }
        if (json.nodes[node].kind >= PL_JSON_ARRAY) { drop_children(state, node); }
    }
}

/* --- plainer scalars ------------------------------------------------------------------------------------ */

static bool try_value(pl_shrinking *state, const pl_json *json, uint32_t node, const char *text) {
    const pl_json_node *value = &json->nodes[node];
    const size_t len = strlen(text);
    if (len > value->len || pl_bytes_equal(pl_json_raw(json, node), pl_bytes_of(text))) {
        return false;
    }
    return pl_shrinking_try(state, value->at, value->len, pl_bytes_of(text));
}

/* Smaller in every sense: never the same number again. */
static bool try_number(pl_shrinking *state, const pl_json *json, uint32_t node) {
    static const char *const plain[] = {"0", "1", "2", "-1"};
    const pl_bytes lexeme = pl_json_raw(json, node);
    for (size_t i = 0; i < PL_COUNT(plain); i++) {
        if (pl_bytes_equal(lexeme, pl_bytes_of(plain[i]))) { return false; }
        if (try_value(state, json, node, plain[i])) { return true; }
    }
    /* One byte less, where that leaves a number: a digit, a fraction's or an exponent's. */
    pl_number_shape shape;
    for (size_t gone = lexeme.len - 1; gone > 0; gone--) {
        const pl_bytes shorter = {lexeme.ptr, lexeme.len - gone};
        if (pl_number_scan(shorter, &shape) == PL_OK &&
            pl_shrinking_try(state, json->nodes[node].at + shorter.len, gone, nothing)) {
            return true;
        }
    }
    return false;
}

/* Offsets of the characters of a string, and of its end. NULL: no memory. */
static size_t *offsets_of(pl_shrinking *state, const pl_json *json, uint32_t node,
                          size_t *ret_count) {
    const pl_bytes inside = pl_json_inside(json, node);
    size_t *list = pl_arena_alloc(&state->scratch, (inside.len + 1) * sizeof *list);
    pl_json_chars chars = {inside};
    uint32_t point = 0;
    size_t count = 0;
    if (list == NULL) {
        state->status = PL_E_MEMORY;
        return NULL;
    }
    const size_t start = json->nodes[node].at + 1U;
    list[0] = start;
    while (pl_json_chars_next(&chars, &point) != PL_JSON_CHAR_END) {
        list[++count] = start + inside.len - chars.rest.len;
    }
    *ret_count = count;
    return list;
}

/* Runs of characters go, long ones first; from the end, so that what stands before stays where it is. */
static void drop_characters(pl_shrinking *state, size_t *offsets, size_t count) {
    for (size_t run = count; run > 0; run /= 2) {
        for (size_t end = count; end >= run && !pl_shrinking_is_over(state); end -= run) {
            const size_t at = offsets[end - run];
            const size_t len = offsets[end] - at;
            if (!pl_shrinking_try(state, at, len, nothing)) { continue; }
            for (size_t i = end; i <= count; i++) { offsets[i - run] = offsets[i] - len; }
            count -= run;
        }
    }
}

/* Every character becomes an 'a': all at once, or one by one. */
static void plain_characters(pl_shrinking *state, const size_t *offsets, size_t count) {
    static const pl_bytes plain = PL_BYTES_LIT("a");
    uint8_t *all = pl_arena_alloc(&state->scratch, count + 1);
    if (all == NULL) {
        state->status = PL_E_MEMORY;
        return;
    }
    memset(all, 'a', count);
    const pl_bytes old = {state->text + offsets[0], offsets[count] - offsets[0]};
    const pl_bytes plains = {all, count};
    if (pl_bytes_equal(old, plains) || pl_shrinking_try(state, offsets[0], old.len, plains)) {
        return;
    }
    for (size_t i = count; i > 0 && !pl_shrinking_is_over(state); i--) {
        const pl_bytes one = {state->text + offsets[i - 1], offsets[i] - offsets[i - 1]};
        if (!pl_bytes_equal(one, plain)) {
            (void)pl_shrinking_try(state, offsets[i - 1], one.len, plain);
        }
    }
}

static void make_string_plainer(pl_shrinking *state, const pl_json *json, uint32_t node) {
    size_t count = 0;
    size_t *offsets = offsets_of(state, json, node, &count);
    if (offsets != NULL) { drop_characters(state, offsets, count); }
    pl_json now;
    if (offsets == NULL || !pl_shrinking_read(state, &now)) { return; }
    offsets = offsets_of(state, &now, node, &count);
    if (offsets != NULL) { plain_characters(state, offsets, count); }
}

static void make_plainer(pl_shrinking *state, const pl_json *json, uint32_t node) {
    pl_json now = *json;
    switch (json->nodes[node].kind) {
    case PL_JSON_NUMBER:
        while (try_number(state, &now, node) && pl_shrinking_read(state, &now)) {}
        break;
    case PL_JSON_STRING:
        make_string_plainer(state, json, node);
        break;
    case PL_JSON_ARRAY:
    case PL_JSON_OBJECT:
        if (json->nodes[node].next > node + 1 && !try_value(state, json, node, "0")) {
            (void)try_value(state, json, node, "null");
        }
        break;
    default:
        break;
    }
}

/* What is simple already stays as it is. */
static void pass_scalars(pl_shrinking *state) {
    pl_json json;
    for (uint32_t node = 0; !pl_shrinking_is_over(state); node++) {
        if (!pl_shrinking_read(state, &json) || node >= json.count) { return; }
        const uint32_t *list = counterparts(state, &json);
        const bool simple =
            list != NULL && list[node] != NO_COUNTERPART &&
            pl_bytes_equal(pl_json_raw(&json, node), pl_json_raw(&state->simple, list[node]));
        if (!simple) { make_plainer(state, &json, node); }
    }
}

void pl_shrink_tree(pl_shrinking *state, bool first) {
    if (first) { pass_missing(state); }
    pass_simple(state);
    pass_children(state);
    pass_scalars(state);
}
