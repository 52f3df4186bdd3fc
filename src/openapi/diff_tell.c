/* An edit of a schema becomes a change: its id, its location, its places in both documents. */
#include <assert.h>
#include <string.h>

#include "openapi/diff_schema_internal.h"
#include "openapi/diff_shared_internal.h"

const char *pl_pointer_step(const char *name, pl_arena *arena) {
    if (strpbrk(name, "~/") == NULL) { return name; }
    char *const out = pl_arena_alloc(arena, 2 * strlen(name) + 1);
    size_t len = 0;
    for (const char *at = name; out != NULL && *at != '\0'; at++) {
        const bool special = *at == '~' || *at == '/';
        out[len++] = special ? '~' : *at;
        if (special) { out[len++] = *at == '~' ? '0' : '1'; }
    }
    if (out != NULL) { out[len] = '\0'; }
    return out;
}

/* For people "/items/0/quantity"; in an id a star stands for the elements. */
static const char *path_of(const pl_spot *spot, bool for_id, pl_arena *arena) {
    const char *path = "";
    for (size_t i = 0; i < spot->step_count && path != NULL; i++) {
        const pl_step *const step = &spot->steps[i];
        const char *name = NULL;
        switch (step->kind) {
        case PL_STEP_ELEMENT:
            name = for_id ? "*" : "0";
            break;
        case PL_STEP_UNDECLARED:
            name = "(undeclared)";
            break;
        case PL_STEP_BRANCH:
            name = pl_arena_printf(arena, "%s(%zu)", step->member, step->index);
            break;
        default:
            name = pl_pointer_step(step->member, arena);
            break;
        }
        path = name == NULL ? NULL : pl_arena_printf(arena, "%s/%s", path, name);
    }
    return path;
}

/* --- places ---------------------------------------------------------------------------------- */

/* The element of a list of names, or PL_JSON_NONE. */
static uint32_t element_of(const pl_json *json, uint32_t list, const char *name) {
    if (list == PL_JSON_NONE || json->nodes[list].kind != PL_JSON_ARRAY) { return PL_JSON_NONE; }
    for (uint32_t i = list + 1; i < json->nodes[list].next; i = json->nodes[i].next) {
        if (json->nodes[i].kind == PL_JSON_STRING &&
            pl_json_string_is(json, i, pl_bytes_of(name))) {
            return i;
        }
    }
    return PL_JSON_NONE;
}

/* What the edit is about in a schema object, or PL_JSON_NONE. */
static uint32_t subject_of(const pl_json *json, uint32_t object, const pl_edit *edit) {
    if (edit->rule != NULL) {
        return element_of(json, pl_json_member(json, object, "x-rules"), edit->rule->id);
    }
    if (edit->member != NULL) {
        const uint32_t required =
            element_of(json, pl_json_member(json, object, "required"), edit->member->name);
        const uint32_t properties = pl_json_member(json, object, "properties");
        if (edit->keyword == PL_KEYWORD_REQUIRED && required != PL_JSON_NONE) { return required; }
        return properties == PL_JSON_NONE ? PL_JSON_NONE
                                          : pl_json_member(json, properties, edit->member->name);
    }
    const char *const keyword = pl_keyword_text(edit->keyword);
    const uint32_t node = pl_json_member(json, object, keyword);
    if (node != PL_JSON_NONE) { return node; }
    /* Keywords of our own are named after what they stand for. */
    char own[32];
    if (strlen(keyword) + 3 > sizeof own) { return PL_JSON_NONE; }
    own[0] = 'x';
    own[1] = '-';
    memcpy(own + 2, keyword, strlen(keyword) + 1);
    return pl_json_member(json, object, own);
}

static pl_place place_of(const pl_diffing *diffing, pl_side side, const pl_edit *edit) {
    const pl_source *const source = diffing->versions[side].source;
    if (source == NULL) { return (pl_place){0, 0}; }
    const uint32_t object = pl_schema_node(edit->schemas[side]);
    const uint32_t subject =
        object == PL_JSON_NONE ? PL_JSON_NONE : subject_of(&source->json, object, edit);
    return pl_diff_place(diffing, side, subject != PL_JSON_NONE ? subject : object);
}

/* --- the change ------------------------------------------------------------------------------ */

pl_grade pl_diff_grade(pl_direction direction, pl_effect effect) {
    if (effect == PL_EFFECT_NONE) { return PL_GRADE_COMPATIBLE; }
    if (effect == PL_EFFECT_EITHER) { return PL_GRADE_BREAKING; }
    const bool strict = effect == PL_EFFECT_TIGHTER;
    return strict == (direction == PL_DIRECTION_REQUEST) ? PL_GRADE_BREAKING : PL_GRADE_COMPATIBLE;
}

/* What each byte of a document may take to judge: more where it is compared with long lists, or where schemas unfold
 * to many. */
static uint64_t weight_of(const pl_diffing *diffing, const pl_spot *spot) {
    enum { FREE = 64 };
    uint64_t count = FREE;
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const pl_schema *const root = spot->roots[side];
        if (diffing->versions[side].source == NULL || root == NULL) { continue; }
        count += ((const pl_lifted_schema *)(const void *)root)->weight;
        count += diffing->shared->longest[side];
    }
    return count / FREE;
}

pl_status pl_diff_tell(pl_diffing *diffing, const pl_edit *edit, const pl_telling *told) {
    if (diffing->dry) {
        diffing->change_count++;
        return PL_OK;
    }
    pl_arena *const arena = diffing->arena;
    const pl_spot *const spot = edit->spot;
    const char *const id_path = path_of(spot, true, arena);
    const char *const path = path_of(spot, false, arena);
    if (id_path == NULL || path == NULL || told->keyword == NULL || told->message == NULL) {
        return PL_E_MEMORY;
    }
    pl_change change = {.grade = told->grade,
                        .direction = spot->direction,
                        .effect = edit->effect,
                        .message = told->message};
    change.id = pl_arena_printf(arena, "%s%s/%s/%s", spot->id, id_path, told->keyword, told->name);
    change.location =
        pl_arena_printf(arena, "%s%s%s", spot->phrase, path[0] != '\0' ? " " : "", path);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        change.places[side] = place_of(diffing, side, edit);
    }
    if (change.id == NULL || change.location == NULL) { return PL_E_MEMORY; }
    if (edit->effect != PL_EFFECT_NONE) {
        pl_edit weighed = *edit;
        weighed.weight = weight_of(diffing, spot);
        const pl_status status =
            pl_witness_find(&weighed, &diffing->shared->effort, arena, &change.witness);
        if (status != PL_OK) { return status; }
    }
    return pl_diff_add(diffing, &change);
}
