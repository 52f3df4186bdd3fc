#include "openapi/compare.h"

#include <assert.h>
#include <string.h>

#include "openapi/diff_internal.h"
#include "openapi/diff_shared_internal.h"

/* One document's operations, and the index + 1 of the other's that each belongs to; 0: none yet. */
typedef struct side {
    const pl_operation *list;
    size_t count;
    const char **paths; /* behind those of their servers */
    size_t *partners;
} side;

typedef struct pairing {
    pl_arena *arena;
    side sides[PL_SIDE_COUNT];
} pairing;

static pl_status prepare(pairing *pairs, pl_side which, const pl_operation *list, size_t count) {
    side *const made = &pairs->sides[which];
    *made = (side){.list = list, .count = count};
    made->paths = pl_arena_alloc(pairs->arena, (count + 1) * sizeof *made->paths);
    made->partners = pl_arena_alloc(pairs->arena, (count + 1) * sizeof *made->partners);
    if (made->paths == NULL || made->partners == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < count; i++) {
        made->partners[i] = 0;
        made->paths[i] = pl_operation_path(&list[i], pairs->arena);
        if (made->paths[i] == NULL) { return PL_E_MEMORY; }
    }
    return PL_OK;
}

/* --- which belong together ------------------------------------------------------------------- */

static bool same_address(const pairing *pairs, size_t old_index, size_t new_index) {
    const side *const olds = &pairs->sides[PL_SIDE_OLD];
    const side *const news = &pairs->sides[PL_SIDE_NEW];
    return strcmp(olds->list[old_index].method, news->list[new_index].method) == 0 &&
           pl_path_is_same(olds->paths[old_index], news->paths[new_index]);
}

static bool same_id(const pairing *pairs, size_t old_index, size_t new_index) {
    const char *const left = pairs->sides[PL_SIDE_OLD].list[old_index].id;
    const char *const right = pairs->sides[PL_SIDE_NEW].list[new_index].id;
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

/* Is the one path the other with something before it? */
static bool continues(const char *longer, const char *shorter) {
    for (const char *at = strchr(longer, '/'); at != NULL; at = strchr(at + 1, '/')) {
        if (pl_path_is_same(at, shorter)) { return true; }
    }
    return false;
}

static bool same_end(const pairing *pairs, size_t old_index, size_t new_index) {
    const side *const olds = &pairs->sides[PL_SIDE_OLD];
    const side *const news = &pairs->sides[PL_SIDE_NEW];
    return strcmp(olds->list[old_index].method, news->list[new_index].method) == 0 &&
           (continues(olds->paths[old_index], news->paths[new_index]) ||
            continues(news->paths[new_index], olds->paths[old_index]));
}

static bool both_alone(const pairing *pairs, size_t old_index, size_t new_index) {
    return pairs->sides[PL_SIDE_OLD].count == 1 && pairs->sides[PL_SIDE_NEW].count == 1 &&
           (strcmp(pairs->sides[PL_SIDE_OLD].list[old_index].method,
                   pairs->sides[PL_SIDE_NEW].list[new_index].method) == 0 ||
            pl_path_is_same(pairs->sides[PL_SIDE_OLD].paths[old_index],
                            pairs->sides[PL_SIDE_NEW].paths[new_index]));
}

/* From the surest sign to the weakest. */
static bool (*const signs[])(const pairing *pairs, size_t old_index,
                             size_t new_index) = {same_address, same_id, same_end, both_alone};

/* The one operation without a partner that the sign speaks for; the count when there is none, or more than one. */
static size_t find_partner(const pairing *pairs, size_t sign, size_t old_index) {
    const side *const news = &pairs->sides[PL_SIDE_NEW];
    size_t found = news->count;
    for (size_t i = 0; i < news->count; i++) {
        if (news->partners[i] != 0 || !signs[sign](pairs, old_index, i)) { continue; }
        if (found < news->count) { return news->count; }
        found = i;
    }
    return found;
}

static void pair(pairing *pairs) {
    side *const olds = &pairs->sides[PL_SIDE_OLD];
    side *const news = &pairs->sides[PL_SIDE_NEW];
    for (size_t sign = 0; sign < PL_COUNT(signs); sign++) {
        for (size_t i = 0; i < olds->count; i++) {
            const size_t partner =
                olds->partners[i] == 0 ? find_partner(pairs, sign, i) : news->count;
            if (partner == news->count) { continue; }
            olds->partners[i] = partner + 1;
            news->partners[partner] = i + 1;
        }
    }
}

/* --- comparing ------------------------------------------------------------------------------- */

/* A comparison under way. */
typedef struct comparing {
    pl_arena *arena;
    const pl_comparing *asked;
    pairing pairs;
    pl_diff_shared shared;
    pl_compared *list;
    size_t count;
} comparing;

/* The operation as a change, when one document alone has it. */
static pl_status tell_alone(comparing *all, pl_compared *made, pl_side stands) {
    const bool added = stands == PL_SIDE_NEW;
    pl_change *const change = pl_arena_alloc(all->arena, sizeof *change);
    if (change == NULL) { return PL_E_MEMORY; }
    *change = (pl_change){
        .id = added ? "operation/added" : "operation/removed",
        .grade = added ? PL_GRADE_COMPATIBLE : PL_GRADE_BREAKING,
        .direction = PL_DIRECTION_REQUEST,
        .effect = added ? PL_EFFECT_LOOSER : PL_EFFECT_TIGHTER,
        .location = "operation",
        .message = added ? "the operation was added" : "the operation was removed",
        .witness = {.found = true,
                    .taken_by = stands,
                    .text = made->name,
                    .why = added ? "there was no such operation" : "there is no such operation"}};
    change->places[stands] = made->places[stands];
    made->diff = (pl_diff){.changes = change, .change_count = 1};
    made->diff.totals[change->grade] = 1;
    return PL_OK;
}

static const pl_source *source_of(const comparing *all, pl_side which) {
    const pl_document *const document = all->asked->documents[which];
    return document == NULL ? NULL : &document->source;
}

/* Add an operation of a side, with its partner. */
static pl_status compare(comparing *all, pl_side which, size_t index) {
    const side *const own = &all->pairs.sides[which];
    const pl_side other = which == PL_SIDE_OLD ? PL_SIDE_NEW : PL_SIDE_OLD;
    const size_t partner = own->partners[index];
    pl_compared *const made = &all->list[all->count++];
    *made = (pl_compared){.name = NULL};
    made->operations[which] = &own->list[index];
    if (partner != 0) { made->operations[other] = &all->pairs.sides[other].list[partner - 1]; }
    const pl_side shown = made->operations[PL_SIDE_NEW] != NULL ? PL_SIDE_NEW : PL_SIDE_OLD;
    const size_t shown_index = shown == which ? index : partner - 1;
    made->name = pl_arena_printf(all->arena, "%s %s", made->operations[shown]->method,
                                 all->pairs.sides[shown].paths[shown_index]);
    if (made->name == NULL) { return PL_E_MEMORY; }
    for (pl_side at = 0; at < PL_SIDE_COUNT; at++) {
        const pl_document *const document = all->asked->documents[at];
        if (document != NULL && made->operations[at] != NULL) {
            made->places[at] = document->source.places[made->operations[at]->node];
        }
    }
    if (partner == 0) { return tell_alone(all, made, which); }
    const pl_version versions[PL_SIDE_COUNT] = {
        {.operation = made->operations[PL_SIDE_OLD], .source = source_of(all, PL_SIDE_OLD)},
        {.operation = made->operations[PL_SIDE_NEW], .source = source_of(all, PL_SIDE_NEW)}};
    return pl_diff_operations(&all->shared, &versions[PL_SIDE_OLD], &versions[PL_SIDE_NEW],
                              all->arena, &made->diff);
}

/* "POST /path", with or without that of the server, or an operationId. */
static bool is_asked_for(const comparing *all, pl_side which, size_t index) {
    const side *const own = &all->pairs.sides[which];
    const pl_operation *const operation = &own->list[index];
    const char *const name = all->asked->operation;
    const size_t method_len = strlen(operation->method);
    if (operation->id != NULL && strcmp(operation->id, name) == 0) { return true; }
    if (strncmp(name, operation->method, method_len) != 0 || name[method_len] != ' ') {
        return false;
    }
    return pl_path_is_same(operation->path, name + method_len + 1) ||
           pl_path_is_same(own->paths[index], name + method_len + 1);
}

/* Is the operation to be compared? What the compiled contract has no word of is not. */
static bool is_wanted(const comparing *all, pl_side which, size_t index) {
    const pl_side other = which == PL_SIDE_OLD ? PL_SIDE_NEW : PL_SIDE_OLD;
    const size_t partner = all->pairs.sides[which].partners[index];
    if (all->asked->operation == NULL) {
        const bool compiled = all->asked->documents[PL_SIDE_OLD] == NULL ||
                              all->asked->documents[PL_SIDE_NEW] == NULL;
        return partner != 0 || !compiled;
    }
    return is_asked_for(all, which, index) ||
           (partner != 0 && is_asked_for(all, other, partner - 1));
}

static pl_status compare_all(comparing *all) {
    size_t cap = 1;
    for (pl_side which = 0; which < PL_SIDE_COUNT; which++) {
        cap += all->pairs.sides[which].count;
    }
    all->list = pl_arena_alloc(all->arena, cap * sizeof *all->list);
    if (all->list == NULL) { return PL_E_MEMORY; }
    for (pl_side which = 0; which < PL_SIDE_COUNT; which++) {
        const side *const own = &all->pairs.sides[which];
        for (size_t i = 0; i < own->count; i++) {
            const bool told = which == PL_SIDE_NEW && own->partners[i] != 0;
            if (told || !is_wanted(all, which, i)) { continue; }
            const pl_status status = compare(all, which, i);
            if (status != PL_OK) { return status; }
        }
    }
    const bool nothing_to_do =
        all->pairs.sides[PL_SIDE_OLD].count + all->pairs.sides[PL_SIDE_NEW].count == 0;
    return all->count == 0 && !nothing_to_do ? PL_E_RANGE : PL_OK;
}

static pl_status take_operations(comparing *all, pl_side which) {
    const pl_document *const document = all->asked->documents[which];
    const pl_document *const other =
        all->asked->documents[which == PL_SIDE_OLD ? PL_SIDE_NEW : PL_SIDE_OLD];
    if (document != NULL) {
        return prepare(&all->pairs, which, document->operations, document->operation_count);
    }
    const pl_operation *builtin = NULL;
    const bool plain = other != NULL && !other->has_own;
    const pl_status status = plain ? pl_operation_builtin_plain(all->arena, &builtin)
                                   : pl_operation_builtin(all->arena, &builtin);
    return status == PL_OK ? prepare(&all->pairs, which, builtin, 1) : status;
}

pl_status pl_documents_compare(const pl_comparing *asked, pl_arena *arena,
                               pl_comparison *ret_comparison) {
    assert(asked != NULL && arena != NULL && ret_comparison != NULL);
    comparing all = {.arena = arena, .asked = asked, .pairs = {.arena = arena}};
    pl_status status = take_operations(&all, PL_SIDE_OLD);
    if (status == PL_OK) { status = take_operations(&all, PL_SIDE_NEW); }
    if (status != PL_OK) { return status; }
    pair(&all.pairs);
    pl_diff_shared_init(&all.shared, source_of(&all, PL_SIDE_OLD), source_of(&all, PL_SIDE_NEW));
    status = compare_all(&all);
    pl_diff_shared_done(&all.shared);
    if (status != PL_OK) { return status; }
    pl_comparison comparison = {.list = all.list, .count = all.count};
    for (size_t i = 0; i < all.count; i++) {
        comparison.change_count += all.list[i].diff.change_count;
        for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
            comparison.totals[grade] += all.list[i].diff.totals[grade];
        }
    }
    *ret_comparison = comparison;
    return PL_OK;
}

pl_status pl_documents_operation(const pl_comparing *asked, pl_side which, pl_arena *arena,
                                 const pl_operation **ret_operation) {
    assert(asked != NULL && which < PL_SIDE_COUNT && arena != NULL && ret_operation != NULL);
    /* The compiled contract on the other side shows which operation is meant. */
    pl_comparing with_builtin = {.operation = asked->operation};
    with_builtin.documents[which] = asked->documents[which];
    const bool is_document = asked->documents[which] != NULL;
    comparing all = {
        .arena = arena, .asked = is_document ? &with_builtin : asked, .pairs = {.arena = arena}};
    pl_status status = take_operations(&all, PL_SIDE_OLD);
    if (status == PL_OK) { status = take_operations(&all, PL_SIDE_NEW); }
    if (status != PL_OK) { return status; }
    const side *const own = &all.pairs.sides[which];
    if (!is_document) {
        *ret_operation = &own->list[0];
        return PL_OK;
    }
    pair(&all.pairs);
    for (size_t i = 0; i < own->count; i++) {
        const bool meant =
            asked->operation != NULL ? is_asked_for(&all, which, i) : own->partners[i] != 0;
        if (!meant) { continue; }
        *ret_operation = &own->list[i];
        return PL_OK;
    }
    return PL_E_RANGE;
}
