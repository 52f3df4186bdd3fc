/* Two rows of one keyword: which of them is stricter, and how to say so. */
#include <assert.h>
#include <string.h>

#include "openapi/diff_internal.h"

/* What a larger value of the row means. */
typedef enum bound {
    NO_BOUND,
    LOWER_BOUND, /* larger is stricter */
    UPPER_BOUND  /* smaller is stricter */
} bound;

/* How rows of a keyword compare. */
typedef enum kind {
    OTHER, /* equal or not */
    COUNT, /* by `count` */
    LIMIT, /* by `limit` */
    SET    /* by what they list */
} kind;

/* clang-format off */
static const struct row {
    kind kind;
    bound bound;
} rows[PL_KEYWORD_COUNT] = {
    [PL_KEYWORD_MINIMUM]           = {LIMIT, LOWER_BOUND},
    [PL_KEYWORD_EXCLUSIVE_MINIMUM] = {LIMIT, LOWER_BOUND},
    [PL_KEYWORD_MAXIMUM]           = {LIMIT, UPPER_BOUND},
    [PL_KEYWORD_EXCLUSIVE_MAXIMUM] = {LIMIT, UPPER_BOUND},
    [PL_KEYWORD_MULTIPLE_OF]       = {LIMIT, NO_BOUND},
    [PL_KEYWORD_MIN_LENGTH]        = {COUNT, LOWER_BOUND},
    [PL_KEYWORD_MAX_LENGTH]        = {COUNT, UPPER_BOUND},
    [PL_KEYWORD_MIN_ITEMS]         = {COUNT, LOWER_BOUND},
    [PL_KEYWORD_MAX_ITEMS]         = {COUNT, UPPER_BOUND},
    [PL_KEYWORD_ENUM]              = {SET, NO_BOUND},
    [PL_KEYWORD_CONST]             = {SET, NO_BOUND},
};
/* clang-format on */

pl_status pl_facet_choices(const pl_facet *facet, pl_arena *arena, const pl_json **ret_choices) {
    if (facet->choices != NULL) {
        *ret_choices = facet->choices;
        return PL_OK;
    }
    const char *text = "[";
    for (const char *const *value = facet->values; *value != NULL; value++) {
        text =
            pl_arena_printf(arena, "%s%s\"%s\"", text, value == facet->values ? "" : ",", *value);
        if (text == NULL) { return PL_E_MEMORY; }
    }
    text = pl_arena_printf(arena, "%s]", text);
    pl_json *const choices = pl_arena_alloc(arena, sizeof *choices);
    if (text == NULL || choices == NULL) { return PL_E_MEMORY; }
    const pl_status status = pl_json_read(pl_bytes_of(text), arena, choices, NULL);
    assert(status == PL_OK || status == PL_E_MEMORY); /* the tables' values need no escapes */
    *ret_choices = choices;
    return status;
}

/* Does `right` list everything that `left` lists? */
static pl_status includes(const pl_json *left, const pl_json *right, pl_arena *arena,
                          bool *ret_includes) {
    *ret_includes = true;
    for (uint32_t i = 1; i < left->count && *ret_includes; i = left->nodes[i].next) {
        bool equal = false;
        for (uint32_t k = 1; k < right->count && !equal; k = right->nodes[k].next) {
            const pl_status status = pl_json_equal(left, i, right, k, arena, &equal);
            if (status != PL_OK) { return status; }
        }
        *ret_includes = equal;
    }
    return PL_OK;
}

static pl_status compare_sets(const pl_facet *old_facet, const pl_facet *new_facet, pl_arena *arena,
                              pl_effect *ret_effect) {
    const pl_json *lists[PL_SIDE_COUNT] = {NULL, NULL};
    bool kept = false;
    bool nothing_new = false;
    pl_status status = pl_facet_choices(old_facet, arena, &lists[PL_SIDE_OLD]);
    if (status == PL_OK) { status = pl_facet_choices(new_facet, arena, &lists[PL_SIDE_NEW]); }
    if (status == PL_OK) {
        status = includes(lists[PL_SIDE_OLD], lists[PL_SIDE_NEW], arena, &kept);
    }
    if (status == PL_OK) {
        status = includes(lists[PL_SIDE_NEW], lists[PL_SIDE_OLD], arena, &nothing_new);
    }
    if (status != PL_OK) { return status; }
    if (kept) {
        *ret_effect = nothing_new ? PL_EFFECT_NONE : PL_EFFECT_LOOSER;
    } else {
        *ret_effect = nothing_new ? PL_EFFECT_TIGHTER : PL_EFFECT_EITHER;
    }
    return PL_OK;
}

static const char *pattern_source(const pl_facet *facet) {
    return facet->regex != NULL ? facet->regex->source : pl_pattern_row_of(facet->pattern)->source;
}

/* Rows that are the same, or not comparable. */
static bool is_same(const pl_facet *left, const pl_facet *right) {
    switch (left->keyword) {
    case PL_KEYWORD_PATTERN:
        return strcmp(pattern_source(left), pattern_source(right)) == 0;
    case PL_KEYWORD_FORMAT:
        return left->format == right->format;
    case PL_KEYWORD_MULTIPLE_OF:
        return pl_decimal_equal(left->limit, right->limit);
    default:
        return true;
    }
}

/* -1: the new row's value is smaller. */
static int order_of(const pl_facet *old_facet, const pl_facet *new_facet, kind by) {
    if (by == LIMIT) { return pl_decimal_compare(new_facet->limit, old_facet->limit); }
    return (new_facet->count > old_facet->count) - (new_facet->count < old_facet->count);
}

pl_status pl_facet_compare(const pl_facet *old_facet, const pl_facet *new_facet, pl_arena *arena,
                           pl_effect *ret_effect, const char **ret_name) {
    assert(old_facet != NULL || new_facet != NULL);
    if (old_facet == NULL || new_facet == NULL) {
        *ret_effect = old_facet == NULL ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER;
        *ret_name = old_facet == NULL ? "added" : "removed";
        return PL_OK;
    }
    assert(old_facet->keyword == new_facet->keyword);
    const struct row *const row = &rows[old_facet->keyword];
    *ret_name = "changed";
    if (row->kind == SET) { return compare_sets(old_facet, new_facet, arena, ret_effect); }
    if (row->bound == NO_BOUND) {
        *ret_effect = is_same(old_facet, new_facet) ? PL_EFFECT_NONE : PL_EFFECT_EITHER;
        return PL_OK;
    }
    const int order = order_of(old_facet, new_facet, row->kind);
    if (order == 0) {
        *ret_effect = PL_EFFECT_NONE;
        return PL_OK;
    }
    *ret_name = order > 0 ? "raised" : "lowered";
    *ret_effect = (order > 0) == (row->bound == LOWER_BOUND) ? PL_EFFECT_TIGHTER : PL_EFFECT_LOOSER;
    return PL_OK;
}

pl_status pl_facet_words(const pl_facet *facet, pl_arena *arena, const char **ret_words) {
    const char *words = NULL;
    char number[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    if (rows[facet->keyword].kind == SET) {
        const pl_json *choices = NULL;
        const pl_status status = pl_facet_choices(facet, arena, &choices);
        if (status != PL_OK) { return status; }
        words = pl_arena_text(arena, choices->text);
    } else if (rows[facet->keyword].kind == LIMIT) {
        pl_decimal_format(facet->limit, number, &len);
        words = pl_arena_text(arena, pl_bytes_of(number));
    } else if (rows[facet->keyword].kind == COUNT) {
        words = pl_arena_printf(arena, "%u", facet->count);
    } else if (facet->keyword == PL_KEYWORD_PATTERN) {
        words = pattern_source(facet);
    } else if (facet->keyword == PL_KEYWORD_FORMAT) {
        words = pl_format_text(facet->format);
    } else {
        words = "in force";
    }
    *ret_words = words;
    return words == NULL ? PL_E_MEMORY : PL_OK;
}
