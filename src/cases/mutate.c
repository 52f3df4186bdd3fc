#include "cases/mutate.h"

#include <assert.h>
#include <string.h>

#include "cases/mutate_internal.h"

enum {
    CHANGE_COUNT_MAX = 4,
    ONE_CHANGE_ONCE_IN = 2, /* half of the results are one change away from what came in */
    DRAW_COUNT_MAX = 24,    /* operators tried for one change */
    MEND_ONCE_IN = 2,
    HEAL_ONCE_IN = 4,
    HEAL_COUNT_MAX = 8
};

/* clang-format off */
const pl_operator pl_operators[] = {
    {"facet",     8, pl_mutate_facet},
    {"type",      2, pl_mutate_type},
    {"null",      1, pl_mutate_null},
    {"splice",    3, pl_mutate_splice},
    {"nudge",     2, pl_mutate_nudge},
    {"stretch",   1, pl_mutate_stretch},
    {"add",       3, pl_mutate_add},
    {"drop",      2, pl_mutate_drop},
    {"duplicate", 1, pl_mutate_duplicate},
    {"reorder",   1, pl_mutate_reorder},
    {"number",    2, pl_mutate_number},
    {"string",    2, pl_mutate_string},
    {"space",     1, pl_mutate_space},
    {"pad",       1, pl_mutate_pad},
    {"split",     2, pl_mutate_split},
    {"mend",      1, pl_mutate_mend}, /* these two also before and behind the others, see below */
    {"heal",      2, pl_mutate_heal},
};
/* clang-format on */
const size_t pl_operator_count = PL_COUNT(pl_operators);

const pl_operator *pl_operator_of(const char *name) {
    size_t i = 0;
    while (i < pl_operator_count && strcmp(pl_operators[i].name, name) != 0) { i++; }
    assert(i < pl_operator_count);
    return &pl_operators[i];
}

/* --- a change as pieces ------------------------------------------------------------------------- */

void pl_mutation_piece(pl_mutation *mutation, pl_bytes piece) {
    assert(mutation->piece_count < PL_PIECE_COUNT_MAX);
    mutation->pieces[mutation->piece_count++] = piece;
}

void pl_mutation_text(pl_mutation *mutation, const char *piece) {
    pl_mutation_piece(mutation, pl_bytes_of(piece));
}

void pl_mutation_name(pl_mutation *mutation, const char *name, size_t len) {
    pl_mutation_text(mutation, "\"");
    pl_mutation_piece(mutation, (pl_bytes){(const uint8_t *)name, len});
    pl_mutation_text(mutation, "\":");
}

void pl_mutation_copy(pl_mutation *mutation, const pl_tree *tree, uint32_t node) {
    pl_mutation_piece(mutation, pl_json_raw(&tree->json, node));
}

bool pl_mutation_decimal(pl_mutation *mutation, pl_decimal value) {
    char text[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    pl_decimal_format(value, text, &len);
    const char *copy = pl_arena_text(mutation->arena, (pl_bytes){(const uint8_t *)text, len});
    if (copy == NULL) { return false; }
    pl_mutation_piece(mutation, (pl_bytes){(const uint8_t *)copy, len});
    return true;
}

void pl_mutation_replace(pl_mutation *mutation, uint32_t node) {
    mutation->at = mutation->tree->json.nodes[node].at;
    mutation->len = mutation->tree->json.nodes[node].len;
}

void pl_mutation_append(pl_mutation *mutation, uint32_t container) {
    const pl_json_node *node = &mutation->tree->json.nodes[container];
    assert(node->kind >= PL_JSON_ARRAY);
    mutation->at = (size_t)node->at + node->len - 1;
    mutation->len = 0;
    if (node->next > container + 1) { pl_mutation_text(mutation, ","); }
}

static uint8_t *put(uint8_t *to, pl_bytes piece) {
    if (piece.len > 0) { memcpy(to, piece.ptr, piece.len); }
    return to + piece.len;
}

bool pl_mutation_apply(const pl_mutation *mutation, pl_bytes *ret_text) {
    const pl_bytes text = mutation->tree->json.text;
    const size_t end = mutation->at + mutation->len;
    assert(end <= text.len);
    size_t len = text.len - mutation->len;
    for (size_t i = 0; i < mutation->piece_count; i++) { len += mutation->pieces[i].len; }
    if (len > mutation->cap) { return false; }
    uint8_t *whole = pl_arena_alloc(mutation->arena, len);
    if (whole == NULL) { return false; }
    uint8_t *to = put(whole, (pl_bytes){text.ptr, mutation->at});
    for (size_t i = 0; i < mutation->piece_count; i++) { to = put(to, mutation->pieces[i]); }
    to = put(to, (pl_bytes){text.ptr + end, text.len - end});
    assert(to == whole + len);
    *ret_text = (pl_bytes){whole, len};
    return true;
}

/* --- changes in a row --------------------------------------------------------------------------- */

static const pl_operator *draw(pl_random *random) {
    unsigned total = 0;
    for (size_t i = 0; i < pl_operator_count; i++) { total += pl_operators[i].weight; }
    unsigned rest = pl_random_below(random, total);
    size_t i = 0;
    while (rest >= pl_operators[i].weight) { rest -= pl_operators[i++].weight; }
    return &pl_operators[i];
}

/* One document in the making. */
typedef struct making {
    const pl_mutator *mutator;
    const pl_tree *donor; /* NULL: the document is its own */
    pl_random random;
    pl_arena *arena;
    size_t cap;
    pl_bytes text; /* as it is now */
    pl_tree tree;  /* of text when is_read */
    bool is_read;
} making;

static pl_status read_again(making *made) {
    if (made->is_read) { return PL_OK; }
    const pl_schema *root = made->mutator->places[0].schema;
    const pl_status status = pl_tree_read(made->text, root, made->arena, &made->tree);
    made->is_read = status == PL_OK;
    return status;
}

static bool change(making *made, pl_operate operate) {
    assert(made->is_read);
    pl_mutation mutation = {.mutator = made->mutator,
                            .tree = &made->tree,
                            .donor = made->donor != NULL ? made->donor : &made->tree,
                            .random = &made->random,
                            .arena = made->arena,
                            .cap = made->cap};
    if (!operate(&mutation) || !pl_mutation_apply(&mutation, &made->text)) { return false; }
    made->is_read = false;
    return true;
}

static bool change_somehow(making *made) {
    for (int i = 0; i < DRAW_COUNT_MAX; i++) {
        if (change(made, draw(&made->random)->operate)) { return true; }
    }
    return false;
}

/* Most of what is wrong is taken away, so that the changes stand alone. */
static void heal(making *made) {
    for (int i = 0; i < HEAL_COUNT_MAX; i++) {
        if (read_again(made) != PL_OK || !change(made, pl_mutate_heal)) { return; }
    }
}

static pl_status make(making *made) {
    const uint32_t count = pl_random_once_in(&made->random, ONE_CHANGE_ONCE_IN)
                               ? 1
                               : 1 + pl_random_below(&made->random, CHANGE_COUNT_MAX);
    if (pl_random_once_in(&made->random, HEAL_ONCE_IN)) { heal(made); }
    uint32_t done = 0;
    if (made->donor != NULL && read_again(made) == PL_OK) { done = change(made, pl_mutate_splice); }
    /* Some bodies of the cases are no JSON: what became one of them is changed no more. */
    while (done < count && read_again(made) == PL_OK && change_somehow(made)) { done++; }
    if (done == 0) { return PL_E_SPACE; }
    /* A changed item or total nearly always breaks the sum: on its own that hides what else was changed. */
    if (pl_random_once_in(&made->random, MEND_ONCE_IN) && read_again(made) == PL_OK) {
        (void)change(made, pl_mutate_mend);
    }
    return PL_OK;
}

static void hand_over(pl_bytes text, uint8_t *out, size_t *ret_len) {
    if (text.len > 0) { memcpy(out, text.ptr, text.len); }
    *ret_len = text.len;
}

pl_status pl_mutate(const pl_mutator *mutator, const pl_mutate_input *in, pl_arena *scratch,
                    uint8_t *out, size_t out_cap, size_t *ret_len) {
    assert(mutator != NULL && mutator->place_count > 0);
    making made = {.mutator = mutator,
                   .random = {in->seed},
                   .arena = scratch,
                   .cap = out_cap,
                   .text = in->text};
    pl_status status = read_again(&made);
    if (status != PL_OK) { return status; }
    pl_tree donor;
    const pl_schema *root = mutator->places[0].schema;
    if (in->donor.len > 0 && pl_tree_read(in->donor, root, scratch, &donor) == PL_OK) {
        made.donor = &donor;
    }
    status = make(&made);
    if (status == PL_OK) { hand_over(made.text, out, ret_len); }
    return status;
}

pl_status pl_mutate_anew(const pl_mutator *mutator, uint64_t seed, uint8_t *out, size_t out_cap,
                         size_t *ret_len) {
    pl_random random = {seed};
    const pl_pool_place *whole = &mutator->places[0];
    /* The first one is good: as much wanted as all others together. */
    const uint32_t index =
        pl_random_once_in(&random, 2) ? 0 : pl_random_below(&random, whole->value_count);
    const pl_bytes text = whole->values[index];
    if (text.len > out_cap) { return PL_E_SPACE; }
    hand_over(text, out, ret_len);
    return PL_OK;
}
