/* Two rows of one keyword: which of them is stricter, and how to say so. */
#include <assert.h>
#include <string.h>

#include "openapi/diff_schema_internal.h"

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

static pl_status surplus_of(const pl_facet *facet, const pl_facet *other, pl_arena *arena,
                            pl_surplus *ret_surplus) {
    const pl_json *list = NULL;
    const pl_json *other_list = NULL;
    pl_status status = pl_facet_choices(facet, arena, &list);
    if (status == PL_OK) { status = pl_facet_choices(other, arena, &other_list); }
    return status == PL_OK ? pl_choices_surplus(list, other_list, arena, ret_surplus) : status;
}

static pl_status compare_sets(const pl_facet *old_facet, const pl_facet *new_facet, pl_arena *arena,
                              pl_effect *ret_effect, const char **ret_name) {
    static const struct {
        pl_effect effect;
        const char *name;
    } outcomes[2][2] = {{{PL_EFFECT_NONE, ""}, {PL_EFFECT_LOOSER, "widened"}},
                        {{PL_EFFECT_TIGHTER, "narrowed"}, {PL_EFFECT_EITHER, "changed"}}};
    pl_surplus gone;
    pl_surplus fresh;
    pl_status status = surplus_of(old_facet, new_facet, arena, &gone);
    if (status == PL_OK) { status = surplus_of(new_facet, old_facet, arena, &fresh); }
    if (status != PL_OK) { return status; }
    *ret_effect = outcomes[gone.count > 0][fresh.count > 0].effect;
    *ret_name = outcomes[gone.count > 0][fresh.count > 0].name;
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
    if (row->kind == SET) {
        return compare_sets(old_facet, new_facet, arena, ret_effect, ret_name);
    }
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

/* --- words ----------------------------------------------------------------------------------- */

/* Cut to what a person reads, between two characters. */
static const char *cut(pl_bytes text, pl_arena *arena) {
    enum { WORDS_BYTES_MAX = 300 };
    if (text.len <= WORDS_BYTES_MAX) { return pl_arena_text(arena, text); }
    size_t len = WORDS_BYTES_MAX;
    while (len > 0 && (text.ptr[len] & 0xC0) == 0x80) { len--; }
    return pl_arena_printf(arena, "%.*s\xE2\x80\xA6", (int)len, (const char *)text.ptr);
}

/* The row's value: "40", "^\\d+$", "[\"a\",\"b\"]". */
static pl_status words_of(const pl_facet *facet, pl_arena *arena, const char **ret_words) {
    const char *words = facet->keyword == PL_KEYWORD_ADDITIONAL_PROPERTIES ? "false" : "true";
    char number[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    if (rows[facet->keyword].kind == SET) {
        const pl_json *choices = NULL;
        const pl_status status = pl_facet_choices(facet, arena, &choices);
        if (status != PL_OK) { return status; }
        words = cut(choices->text, arena);
    } else if (rows[facet->keyword].kind == LIMIT) {
        pl_decimal_format(facet->limit, number, &len);
        words = pl_arena_text(arena, pl_bytes_of(number));
    } else if (rows[facet->keyword].kind == COUNT) {
        words = pl_arena_printf(arena, "%u", facet->count);
    } else if (facet->keyword == PL_KEYWORD_PATTERN) {
        words = cut(pl_bytes_of(pattern_source(facet)), arena);
    } else if (facet->keyword == PL_KEYWORD_FORMAT) {
        words = pl_format_text(facet->format);
    }
    *ret_words = words;
    return words == NULL ? PL_E_MEMORY : PL_OK;
}

/* What one list has alone: "\"a\", \"b\""; "" when it has nothing. */
static pl_status surplus_words(const pl_facet *facet, const pl_facet *other, pl_arena *arena,
                               const char **ret_words) {
    enum { SHOWN_COUNT_MAX = 8 };
    pl_surplus found;
    const pl_status status = surplus_of(facet, other, arena, &found);
    const char *words = "";
    if (status != PL_OK) { return status; }
    for (size_t i = 0; i < found.count && i < SHOWN_COUNT_MAX && words != NULL; i++) {
        const char *const word = cut(pl_json_raw(found.list, found.nodes[i]), arena);
        words =
            word == NULL ? NULL : pl_arena_printf(arena, "%s%s%s", words, i > 0 ? ", " : "", word);
    }
    if (words != NULL && found.count > SHOWN_COUNT_MAX) {
        words = pl_arena_printf(arena, "%s and %zu more", words, found.count - SHOWN_COUNT_MAX);
    }
    *ret_words = words;
    return words == NULL ? PL_E_MEMORY : PL_OK;
}

static pl_status set_sentence(const pl_facet *old_facet, const pl_facet *new_facet, pl_arena *arena,
                              const char **ret_sentence) {
    const char *gone = NULL;
    const char *fresh = NULL;
    pl_status status = surplus_words(old_facet, new_facet, arena, &gone);
    if (status == PL_OK) { status = surplus_words(new_facet, old_facet, arena, &fresh); }
    if (status != PL_OK) { return status; }
    const bool both = gone[0] != '\0' && fresh[0] != '\0';
    *ret_sentence = pl_arena_printf(arena, "%s: %s%s%s%s%s", pl_keyword_text(old_facet->keyword),
                                    gone, gone[0] != '\0' ? " removed" : "", both ? "; " : "",
                                    fresh, fresh[0] != '\0' ? " added" : "");
    return *ret_sentence == NULL ? PL_E_MEMORY : PL_OK;
}

pl_status pl_facet_sentence(const pl_facet *old_facet, const pl_facet *new_facet, const char *name,
                            pl_arena *arena, const char **ret_sentence) {
    const pl_facet *const facets[PL_SIDE_COUNT] = {old_facet, new_facet};
    const pl_facet *const any = old_facet != NULL ? old_facet : new_facet;
    const char *words[PL_SIDE_COUNT] = {NULL, NULL};
    const char *const keyword = pl_keyword_text(any->keyword);
    if (old_facet != NULL && new_facet != NULL && rows[any->keyword].kind == SET) {
        return set_sentence(old_facet, new_facet, arena, ret_sentence);
    }
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        if (facets[side] == NULL) { continue; }
        const pl_status status = words_of(facets[side], arena, &words[side]);
        if (status != PL_OK) { return status; }
    }
    if (old_facet != NULL && new_facet != NULL) {
        *ret_sentence = pl_arena_printf(arena, "%s was %s from %s to %s", keyword, name,
                                        words[PL_SIDE_OLD], words[PL_SIDE_NEW]);
    } else {
        *ret_sentence = pl_arena_printf(arena, "%s %s was %s", keyword,
                                        words[old_facet != NULL ? PL_SIDE_OLD : PL_SIDE_NEW], name);
    }
    return *ret_sentence == NULL ? PL_E_MEMORY : PL_OK;
}
