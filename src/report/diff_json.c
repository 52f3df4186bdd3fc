/* A comparison as JSON. Every key is always there; a text that there is none of is "", a line or column that is not
 * known is 0. `paylink help diff` tells the keys. */
#include <assert.h>

#include "report/build_internal.h"
#include "report/diff_report_internal.h"

static const char *const side_keys[PL_SIDE_COUNT] = {[PL_SIDE_OLD] = "old", [PL_SIDE_NEW] = "new"};

static void put_place(pl_build *build, json_object *object, const char *key, pl_place place) {
    json_object *const made = pl_build_object(build, object, key);
    pl_build_count(build, made, "line", place.line);
    pl_build_count(build, made, "column", place.column);
}

static const char *search_of(const pl_change *change) {
    if (change->effect == PL_EFFECT_NONE) { return "not_needed"; }
    if (change->witness.found) { return "found"; }
    return change->witness.given_up ? "given_up" : "none_found";
}

static void put_witness(pl_build *build, json_object *object, const pl_change *change) {
    const pl_witness *const witness = &change->witness;
    json_object *const made = pl_build_object(build, object, "witness");
    pl_build_text(build, made, "search", search_of(change));
    pl_build_text(build, made, "accepted_by", witness->found ? side_keys[witness->taken_by] : "");
    pl_build_text(build, made, "text", witness->found ? witness->text : "");
    pl_build_text(build, made, "reason", witness->found ? witness->why : "");
}

static json_object *change_object(pl_build *build, const pl_shown_change *shown) {
    const pl_change *const change = shown->change;
    json_object *const object = json_object_new_object();
    pl_build_text(build, object, "operation", shown->compared->name);
    pl_build_text(build, object, "id", change->id);
    pl_build_text(build, object, "grade", pl_grade_text(change->grade));
    pl_build_text(build, object, "direction", pl_direction_text(change->direction));
    pl_build_text(build, object, "location", change->location);
    pl_build_text(build, object, "message", change->message);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        put_place(build, object, side_keys[side], change->places[side]);
    }
    put_witness(build, object, change);
    return object;
}

static void put_side(pl_build *build, json_object *root, const pl_diff_report *report,
                     pl_side side) {
    const pl_document *const document = report->documents[side];
    json_object *const object = pl_build_object(build, root, side_keys[side]);
    pl_build_text(build, object, "name", report->names[side]);
    pl_build_text(build, object, "openapi", document != NULL ? document->version : "");
}

static void put_summary(pl_build *build, json_object *root, const pl_diff_report *report) {
    json_object *const object = pl_build_object(build, root, "summary");
    pl_build_count(build, object, "operations", report->comparison->count);
    for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
        pl_build_count(build, object, pl_grade_text(grade), report->comparison->totals[grade]);
    }
    pl_build_text(build, object, "fail_on", pl_grade_text(report->fail_on));
    pl_build_flag(build, object, "failed", pl_diff_report_fails(report));
}

void pl_diff_put_remarks(pl_build *build, json_object *root, const pl_diff_report *report) {
    json_object *const array = pl_build_array(build, root, "remarks");
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const pl_document *const document = report->documents[side];
        for (size_t i = 0; i < pl_diff_remark_count(report, side) && !build->failed; i++) {
            const pl_remark *const remark = &document->remarks[i];
            json_object *const object = json_object_new_object();
            pl_build_text(build, object, "document", side_keys[side]);
            put_place(build, object, "place", document->source.places[remark->node]);
            pl_build_text(build, object, "message", remark->message);
            pl_build_append(build, array, object);
        }
    }
}

pl_status pl_diff_write_json(const pl_diff_report *report, FILE *out) {
    assert(report != NULL && out != NULL);
    pl_build build = {.failed = false};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_shown_list shown = {.count = 0};
    if (pl_diff_show(report, &arena, &shown) != PL_OK) { build.failed = true; }
    json_object *const root = json_object_new_object();
    pl_build_text(&build, root, "paylink", PL_VERSION);
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) { put_side(&build, root, report, side); }
    put_summary(&build, root, report);
    json_object *const changes = pl_build_array(&build, root, "changes");
    for (size_t i = 0; i < shown.count && !build.failed; i++) {
        pl_build_append(&build, changes, change_object(&build, &shown.list[i]));
    }
    pl_diff_put_remarks(&build, root, report);
    const pl_status status = pl_build_write(&build, root, out);
    pl_arena_done(&arena);
    return status;
}
