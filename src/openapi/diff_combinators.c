/* The alternatives of two schemas: those that are alike are paired, whatever their order. */
#include <assert.h>
#include <string.h>

#include "openapi/diff_schema_internal.h"

enum { BRANCH_COUNT_MAX = 256 };

/* What an alternative more does to the values that are taken. */
static const struct row {
    pl_keyword keyword;
    pl_effect added;
    pl_effect removed;
} rows[] = {
    {PL_KEYWORD_ALL_OF, PL_EFFECT_TIGHTER, PL_EFFECT_LOOSER},
    {PL_KEYWORD_ANY_OF, PL_EFFECT_LOOSER, PL_EFFECT_TIGHTER},
    {PL_KEYWORD_ONE_OF, PL_EFFECT_EITHER, PL_EFFECT_EITHER},
    {PL_KEYWORD_NOT, PL_EFFECT_TIGHTER, PL_EFFECT_LOOSER},
};

/* The schemas under one keyword. */
typedef struct branches {
    const pl_schema *list[BRANCH_COUNT_MAX];
    bool paired[BRANCH_COUNT_MAX];
    size_t count;
    size_t single; /* how many have no partner */
} branches;

static pl_status gather(const pl_schema *schema, pl_keyword keyword, branches *ret_branches) {
    branches found = {.count = 0};
    for (size_t i = 0; i < schema->combinator_count; i++) {
        const pl_combinator *const combinator = &schema->combinators[i];
        for (size_t k = 0; k < combinator->schema_count && combinator->keyword == keyword; k++) {
            if (found.count == BRANCH_COUNT_MAX) { return PL_E_SIZE; }
            found.list[found.count++] = combinator->schemas[k];
        }
    }
    found.single = found.count;
    *ret_branches = found;
    return PL_OK;
}

static pl_status is_alike(const pl_diffing *diffing, const pl_spot *spot, const pl_schema *left,
                          const pl_schema *right, bool *ret_alike) {
    pl_diffing dry = *diffing;
    pl_spot scratch = *spot;
    dry.dry = true;
    dry.change_count = 0;
    const pl_status status = pl_diff_schemas(&dry, &scratch, left, right);
    *ret_alike = dry.change_count == 0;
    return status;
}

static pl_status pair(const pl_diffing *diffing, const pl_spot *spot, branches *olds,
                      branches *news) {
    for (size_t i = 0; i < olds->count; i++) {
        for (size_t k = 0; k < news->count && !olds->paired[i]; k++) {
            bool alike = false;
            if (news->paired[k]) { continue; }
            const pl_status status = is_alike(diffing, spot, olds->list[i], news->list[k], &alike);
            if (status != PL_OK) { return status; }
            if (!alike) { continue; }
            olds->paired[i] = true;
            news->paired[k] = true;
            olds->single--;
            news->single--;
        }
    }
    return PL_OK;
}

static size_t first_single(const branches *all) {
    size_t i = 0;
    while (all->paired[i]) { i++; }
    assert(i < all->count);
    return i;
}

/* One side's alternatives without a partner. */
static pl_status tell_single(pl_diffing *diffing, const pl_spot *spot,
                             const pl_schema *const schemas[PL_SIDE_COUNT], const struct row *row,
                             const branches *all, bool added, bool both) {
    for (size_t i = 0; i < all->count; i++) {
        if (all->paired[i]) { continue; }
        const pl_effect effect = added ? row->added : row->removed;
        const pl_edit edit = {.spot = spot,
                              .keyword = row->keyword,
                              .schemas = {schemas[PL_SIDE_OLD], schemas[PL_SIDE_NEW]},
                              .effect = both ? PL_EFFECT_EITHER : effect};
        const char *const name = pl_keyword_text(row->keyword);
        const char *const message = pl_arena_printf(diffing->arena, "alternative %zu of %s was %s",
                                                    i + 1, name, added ? "added" : "removed");
        const char *const keyword = pl_arena_printf(diffing->arena, "%s(%zu)", name, i);
        if (message == NULL || keyword == NULL) { return PL_E_MEMORY; }
        const pl_status status =
            pl_diff_tell(diffing, &edit,
                         &(pl_telling){.keyword = keyword,
                                       .name = added ? "added" : "removed",
                                       .message = message,
                                       .grade = pl_diff_grade(spot->direction, edit.effect)});
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_diff_combinators(pl_diffing *diffing, pl_spot *spot, const pl_schema *old_schema,
                              const pl_schema *new_schema) {
    if (old_schema->combinator_count == 0 && new_schema->combinator_count == 0) { return PL_OK; }
    const pl_schema *const schemas[PL_SIDE_COUNT] = {old_schema, new_schema};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        branches olds;
        branches news;
        pl_status status = gather(old_schema, rows[i].keyword, &olds);
        if (status == PL_OK) { status = gather(new_schema, rows[i].keyword, &news); }
        if (status == PL_OK) { status = pair(diffing, spot, &olds, &news); }
        if (status != PL_OK) { return status; }
        /* One part of a whole that was edited: say what in it. */
        if (rows[i].keyword == PL_KEYWORD_ALL_OF && olds.single == 1 && news.single == 1) {
            const size_t from = first_single(&olds);
            const size_t to = first_single(&news);
            /* One index, whichever side is the older. */
            status = pl_diff_descend(diffing, spot,
                                     (pl_step){.kind = PL_STEP_BRANCH,
                                               .member = pl_keyword_text(PL_KEYWORD_ALL_OF),
                                               .index = from < to ? from : to},
                                     olds.list[from], news.list[to]);
            if (status != PL_OK) { return status; }
            continue;
        }
        const bool both = olds.single > 0 && news.single > 0;
        status = tell_single(diffing, spot, schemas, &rows[i], &olds, false, both);
        if (status == PL_OK) {
            status = tell_single(diffing, spot, schemas, &rows[i], &news, true, both);
        }
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}
