/* Looks for a document that one side takes and the other refuses for the edit at hand, and has both judge it. */
#include <assert.h>
#include <string.h>

#include "openapi/sample.h"

/* A search under way. */
typedef struct search {
    const pl_edit *edit;
    pl_arena *arena;   /* scratch: of one document */
    pl_arena *samples; /* of the values to try */
    pl_arena *keep;    /* of the witness */
    pl_side taker;
    pl_bytes pointer; /* of the place, in a document that is built */
    pl_bytes inner;   /* of the edit's member there */
    size_t variant;   /* of the envelope's status and success */
    bool lenient;     /* what the taker leaves open counts as taken */
    uint64_t *effort; /* what may still be spent */
    pl_witness *found;
} search;

/* The schema of the whole document; one that is not there takes any value. */
static const pl_schema *root_of(const search *all, pl_side side) {
    const pl_schema *const root = all->edit->spot->roots[side];
    return root != NULL ? root : &pl_diff_anything.schema;
}

static bool is_over(const search *all) {
    return all->found->found || *all->effort == 0;
}

/* --- judging --------------------------------------------------------------------------------- */

static pl_status judge(const search *all, pl_side side, pl_bytes text, pl_json *ret_json,
                       pl_report *ret_report) {
    /* A catalog of one code, which is also the text that stands anywhere. */
    static const pl_bytes codes[] = {PL_BYTES_LIT("A1")};
    const bool listed = all->edit->keyword == PL_KEYWORD_CATALOG;
    const pl_context context = {.http_status = all->edit->spot->http_status,
                                .payment_methods = listed ? codes : NULL,
                                .payment_method_count = listed ? PL_COUNT(codes) : 0};
    bool readable = false;
    const pl_status status = pl_validate_text(root_of(all, side), text, &context, all->arena,
                                              ret_json, &readable, ret_report);
    assert(status != PL_OK || readable); /* it was built */
    return status;
}

static bool starts_with(pl_bytes text, pl_bytes start) {
    return text.len >= start.len && (start.len == 0 || memcmp(text.ptr, start.ptr, start.len) == 0);
}

/* Is the violation what the edit is about? */
static bool is_about(const search *all, const pl_violation *violation, pl_bytes pointer) {
    const pl_edit *const edit = all->edit;
    if (violation->severity != PL_VIOLATION) { return false; }
    if (edit->whole) { return starts_with(pointer, all->pointer); }
    if (edit->rule != NULL) {
        return violation->rule != NULL && strcmp(violation->rule->id, edit->rule->id) == 0;
    }
    if (edit->keyword == PL_KEYWORD_REQUIRED) {
        return violation->member != NULL && pl_bytes_equal(pointer, all->pointer) &&
               strcmp(violation->member->name, edit->member->name) == 0;
    }
    if (edit->member != NULL) { /* the value of a member that one side declares, or a part of it */
        const size_t len = all->inner.len;
        return starts_with(pointer, all->inner) && (pointer.len == len || pointer.ptr[len] == '/');
    }
    if (edit->keyword == PL_KEYWORD_ADDITIONAL_PROPERTIES) {
        return violation->keyword == edit->keyword && starts_with(pointer, all->pointer);
    }
    return violation->keyword == edit->keyword && pl_bytes_equal(pointer, all->pointer);
}

/* The violation that the edit causes, in words; NULL: none. */
static pl_status reason_of(const search *all, const pl_json *json, const pl_report *report,
                           const char **ret_reason) {
    *ret_reason = NULL;
    for (uint32_t i = 0; i < report->count && *ret_reason == NULL; i++) {
        const pl_violation *const violation = &report->list[i];
        pl_bytes pointer = {NULL, 0};
        pl_status status = pl_json_pointer(json, violation->node, all->arena, &pointer);
        if (status != PL_OK) { return status; }
        if (!is_about(all, violation, pointer)) { continue; }
        pl_bytes message = {NULL, 0};
        const pl_bytes shown = pointer.len > 0 ? pointer : (pl_bytes)PL_BYTES_LIT("(root)");
        status = pl_violation_message(violation, json, all->arena, &message);
        if (status != PL_OK) { return status; }
        *ret_reason = pl_arena_printf(
            all->arena, "%s at %.*s: %.*s", pl_violation_keyword(violation), (int)shown.len,
            (const char *)shown.ptr, (int)message.len, (const char *)message.ptr);
        if (*ret_reason == NULL) { return PL_E_MEMORY; }
    }
    return PL_OK;
}

/* Do both sides judge the document as a witness must be judged? */
static pl_status consider(search *all, pl_bytes text) {
    pl_json json;
    pl_report report;
    pl_status status = judge(all, all->taker, text, &json, &report);
    if (status != PL_OK) { return status; }
    const pl_verdict verdict = pl_report_verdict(&report);
    if (verdict == PL_REJECT || (verdict == PL_OPEN && !all->lenient)) { return PL_OK; }
    const pl_side other = all->taker == PL_SIDE_OLD ? PL_SIDE_NEW : PL_SIDE_OLD;
    status = judge(all, other, text, &json, &report);
    if (status != PL_OK || pl_report_verdict(&report) != PL_REJECT) { return status; }
    const char *why = NULL;
    status = reason_of(all, &json, &report, &why);
    if (status != PL_OK || why == NULL) { return status; }
    const char *const kept = pl_arena_text(all->keep, text);
    const char *const kept_why = pl_arena_text(all->keep, pl_bytes_of(why));
    if (kept == NULL || kept_why == NULL) { return PL_E_MEMORY; }
    *all->found =
        (pl_witness){.found = true, .taken_by = all->taker, .text = kept, .why = kept_why};
    return PL_OK;
}

/* --- documents ------------------------------------------------------------------------------- */

/* What an envelope says of itself: as it should, or not. */
enum { VARIANT_COUNT = 3 };

static pl_building building_of(const search *all, const char *number) {
    const int http_status = all->edit->spot->http_status;
    const bool success = http_status >= 200 && http_status < 300;
    const bool told = http_status != 0 && all->variant != 1;
    return (pl_building){.arena = all->arena,
                         .number = number,
                         .integer = told ? pl_arena_printf(all->samples, "%d", http_status) : NULL,
                         .boolean = success == (all->variant != 2) ? "true" : "false",
                         .lenient = all->lenient,
                         .whole = all->edit->rule != NULL,
                         .skewed = all->edit->rule != NULL,
                         .steps = all->edit->spot->steps,
                         .step_count = all->edit->spot->step_count,
                         .effort = all->effort,
                         .weight = all->edit->weight};
}

static pl_status try_building(search *all, pl_building *building) {
    pl_bytes text = {NULL, 0};
    pl_arena_reset(all->arena);
    /* Of a root that is not there, any value will do, and is judged by the walker's own reading of it. */
    const pl_status status = pl_build(building, root_of(all, all->taker), 0, &text);
    if (status == PL_E_SIZE) { return PL_OK; } /* too long to be shown: no witness */
    if (status != PL_OK) { return status; }
    const uint64_t cost = text.len * all->edit->weight;
    *all->effort -= *all->effort < cost ? *all->effort : cost;
    return consider(all, text);
}

/* What a number may be anywhere else in the document, so that sums come out. */
static const char *const numbers[] = {"1", "150000", "10000", "2", "0", "-1"};

/* The edit takes the document as a whole: a member less, a rule broken. */
static pl_status try_whole(search *all) {
    for (size_t i = 0; i < PL_COUNT(numbers) && !is_over(all); i++) {
        pl_building building = building_of(all, numbers[i]);
        if (all->edit->keyword == PL_KEYWORD_REQUIRED) {
            building.left_out = all->edit->member->name;
        }
        const pl_status status = try_building(all, &building);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_samples *samples_new(const search *all) {
    pl_samples *const samples = pl_arena_alloc(all->samples, sizeof *samples);
    if (samples != NULL) {
        samples->count = 0;
        samples->arena = all->samples;
        samples->status = PL_OK;
    }
    return samples;
}

/* A member of every kind of value, declared by one side or by none. */
static pl_status try_members(search *all) {
    const pl_member *const member = all->edit->member;
    pl_samples *const samples = samples_new(all);
    if (samples == NULL) { return PL_E_MEMORY; }
    if (member != NULL) { pl_samples_add(samples, member->schema); }
    pl_samples_add_text(samples, (pl_bytes)PL_BYTES_LIT("\"A1\""));
    for (size_t i = 0; i < samples->count && !is_over(all); i++) {
        for (size_t k = 0; k < PL_COUNT(numbers) && !is_over(all); k++) {
            pl_building building = building_of(all, numbers[k]);
            building.put_in = member != NULL ? member->name : "undeclared_member";
            building.put_in_value = samples->list[i];
            const pl_status status = try_building(all, &building);
            if (status != PL_OK) { return status; }
        }
    }
    const pl_schema *const here = all->edit->schemas[all->taker];
    const pl_schema *const value = member != NULL ? member->schema : here->values;
    if (value == NULL || is_over(all)) { return samples->status; }
    pl_building building = building_of(all, numbers[0]);
    building.put_in = member != NULL ? member->name : "undeclared_member";
    building.put_in_schema = value;
    const pl_status status = try_building(all, &building);
    return status == PL_OK ? samples->status : status;
}

/* A number that stands at the place may be one part of a sum: it is tried for the others, too. */
static pl_status try_value(search *all, pl_bytes value) {
    const bool number =
        value.len > 0 && (value.ptr[0] == '-' || (value.ptr[0] >= '0' && value.ptr[0] <= '9'));
    const char *const same = number ? pl_arena_text(all->samples, value) : NULL;
    if (number && same == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i <= PL_COUNT(numbers) && !is_over(all); i++) {
        if (i == 1 && !number) { continue; }
        const char *const other = numbers[i == 0 ? 0 : i - 1];
        pl_building building = building_of(all, i == 1 ? same : other);
        building.value = value;
        const pl_status status = try_building(all, &building);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status try_values(search *all) {
    pl_samples *const samples = samples_new(all);
    if (samples == NULL) { return PL_E_MEMORY; }
    const pl_building usual = building_of(all, numbers[0]);
    if (usual.integer != NULL) { pl_samples_add_text(samples, pl_bytes_of(usual.integer)); }
    /* What stands next to the limit of the side that refuses tells most. */
    const pl_side other = all->taker == PL_SIDE_OLD ? PL_SIDE_NEW : PL_SIDE_OLD;
    pl_samples_add_edges(samples, all->edit->schemas[other], all->edit->keyword);
    pl_samples_add_edges(samples, all->edit->schemas[all->taker], all->edit->keyword);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        if (all->edit->schemas[side] != NULL) { pl_samples_add(samples, all->edit->schemas[side]); }
    }
    /* A value with parts, as each side would have it. */
    for (pl_side side = 0; side < PL_SIDE_COUNT && samples->status == PL_OK; side++) {
        pl_building part = building_of(all, numbers[0]);
        pl_bytes text = {NULL, 0};
        part.arena = all->samples;
        part.step_count = 0;
        if (all->edit->schemas[side] == NULL) { continue; }
        const pl_status status = pl_build(&part, all->edit->schemas[side], SIZE_MAX, &text);
        if (status == PL_E_MEMORY) { return status; }
        if (status == PL_OK) { pl_samples_add_text(samples, text); }
    }
    for (size_t i = 0; i < samples->count && !is_over(all); i++) {
        const pl_status status = try_value(all, samples->list[i]);
        if (status != PL_OK) { return status; }
    }
    return samples->status;
}

static pl_status try_all(search *all) {
    const pl_keyword keyword = all->edit->keyword;
    if (keyword == PL_KEYWORD_REQUIRED || keyword == PL_KEYWORD_RULE) { return try_whole(all); }
    if (all->edit->member != NULL || keyword == PL_KEYWORD_ADDITIONAL_PROPERTIES) {
        return try_members(all);
    }
    return try_values(all);
}

/* "/items/0/quantity" */
static const char *pointer_of(const pl_spot *spot, pl_arena *arena) {
    const char *pointer = "";
    for (size_t i = 0; i < spot->step_count && pointer != NULL; i++) {
        const pl_step *const step = &spot->steps[i];
        if (step->kind == PL_STEP_BRANCH) { continue; }
        const char *name = step->kind == PL_STEP_ELEMENT ? "0" : "undeclared_member";
        if (step->kind == PL_STEP_MEMBER) { name = pl_pointer_step(step->member, arena); }
        pointer = name == NULL ? NULL : pl_arena_printf(arena, "%s/%s", pointer, name);
    }
    return pointer;
}

static pl_status try_variants(search *all) {
    const size_t count = all->edit->spot->http_status == 0 ? 1 : VARIANT_COUNT;
    for (all->variant = 0; all->variant < count && !is_over(all); all->variant++) {
        const pl_status status = try_all(all);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status find(search *all) {
    static const pl_side takers[PL_EFFECT_COUNT][PL_SIDE_COUNT] = {
        [PL_EFFECT_TIGHTER] = {PL_SIDE_OLD, PL_SIDE_COUNT},
        [PL_EFFECT_LOOSER] = {PL_SIDE_NEW, PL_SIDE_COUNT},
        [PL_EFFECT_EITHER] = {PL_SIDE_OLD, PL_SIDE_NEW},
    };
    for (int lenient = 0; lenient < 2; lenient++) {
        for (size_t i = 0; i < PL_SIDE_COUNT && !is_over(all); i++) {
            all->lenient = lenient == 1;
            all->taker = takers[all->edit->effect][i];
            if (all->taker == PL_SIDE_COUNT) { continue; }
            const pl_status status = try_variants(all);
            if (status != PL_OK) { return status; }
        }
    }
    return PL_OK;
}

/* "/items/0/quantity", and that of the edit's member behind it. */
static pl_status find_pointers(search *all, pl_arena *arena) {
    const char *const pointer = pointer_of(all->edit->spot, arena);
    if (pointer == NULL) { return PL_E_MEMORY; }
    all->pointer = pl_bytes_of(pointer);
    if (all->edit->member == NULL) { return PL_OK; }
    const char *const name = pl_pointer_step(all->edit->member->name, arena);
    const char *const inner = name == NULL ? NULL : pl_arena_printf(arena, "%s/%s", pointer, name);
    if (inner == NULL) { return PL_E_MEMORY; }
    all->inner = pl_bytes_of(inner);
    return PL_OK;
}

pl_status pl_witness_find(const pl_edit *edit, uint64_t *effort, pl_arena *arena,
                          pl_witness *ret_witness) {
    enum { EFFORT_MAX = 30 * 1000 * 1000 }; /* for one witness */
    assert(edit->effect != PL_EFFECT_NONE);
    *ret_witness = (pl_witness){.found = false};
    pl_arena scratch;
    pl_arena samples;
    uint64_t left = *effort < EFFORT_MAX ? *effort : EFFORT_MAX;
    const uint64_t before = left;
    pl_arena_init(&scratch);
    pl_arena_init(&samples);
    search all = {.edit = edit,
                  .arena = &scratch,
                  .samples = &samples,
                  .keep = arena,
                  .effort = &left,
                  .found = ret_witness};
    pl_status status = find_pointers(&all, arena);
    if (status == PL_OK) { status = find(&all); }
    *effort -= before - left;
    ret_witness->given_up = !ret_witness->found && left == 0;
    pl_arena_done(&scratch);
    pl_arena_done(&samples);
    return status;
}
