/* The operator that takes one deviation away. Without it the documents of a long search have so much wrong with them
 * that one thing more, or less, decides nothing. */
#include "cases/mutate_internal.h"

static const pl_pool_place *place_of(const pl_mutation *mutation, uint32_t node) {
    const pl_schema *schema = mutation->tree->spots[node].schema;
    return schema != NULL ? pl_pool_find(mutation->mutator, schema) : NULL;
}

/* The good value of the place; where none is known, null. */
static bool put_good(pl_mutation *mutation, uint32_t node) {
    const pl_pool_place *place = place_of(mutation, node);
    pl_mutation_replace(mutation, node);
    if (place == NULL) {
        pl_mutation_text(mutation, "null");
    } else {
        pl_mutation_piece(mutation, place->values[0]);
    }
    return true;
}

static bool add_member(pl_mutation *mutation, const pl_violation *found) {
    const pl_member *member = found->member;
    const pl_pool_place *place = pl_pool_find(mutation->mutator, member->schema);
    if (place == NULL) { return false; }
    pl_mutation_append(mutation, found->node);
    pl_mutation_name(mutation, member->name, member->name_len);
    pl_mutation_piece(mutation, place->values[0]);
    return true;
}

static bool drop_mark(pl_mutation *mutation) {
    enum { MARK_BYTES = 3 };
    mutation->at = 0;
    mutation->len = MARK_BYTES;
    return true;
}

bool pl_mutate_heal(pl_mutation *mutation) {
    const pl_tree *tree = mutation->tree;
    pl_report report = {0};
    const pl_schema *root = tree->spots[0].schema;
    if (pl_validate(root, &tree->json, &mutation->mutator->context, mutation->arena, &report) !=
            PL_OK ||
        report.count == 0) {
        return false;
    }
    const pl_violation *found = &report.list[pl_random_below(mutation->random, report.count)];
    switch (found->keyword) {
    case PL_KEYWORD_RULE:
        return pl_mutate_mend(mutation);
    case PL_KEYWORD_REQUIRED:
        return add_member(mutation, found);
    case PL_KEYWORD_BYTE_ORDER_MARK:
        return drop_mark(mutation);
    default: /* a name says what is undeclared, or stands twice */
        if (tree->spots[found->node].is_name) {
            pl_mutation_drop(mutation, found->node + 1);
            return true;
        }
        return put_good(mutation, found->node);
    }
}
