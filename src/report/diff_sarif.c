/* A comparison as SARIF 2.1.0: a rule for each grade, a result for each change, at its place in the new document. */
#include <assert.h>
#include <string.h>

#include "report/build_internal.h"
#include "report/diff_report_internal.h"

enum { RESULT_COUNT_MAX = 5000 }; /* code scanning shows no more of one run */

static const struct rule_row {
    const char *id;
    const char *level;
    const char *words;
} rows[] = {
    [PL_GRADE_BREAKING] = {"breaking-change", "error",
                           "A caller that kept the old contract fails under the new one"},
    [PL_GRADE_RISKY] = {"risky-change", "warning",
                        "A caller that relied on what the old contract did not promise may fail"},
    [PL_GRADE_COMPATIBLE] = {"compatible-change", "note", "No caller fails"},
};
_Static_assert(PL_COUNT(rows) == PL_GRADE_COUNT, "one row a grade");

static void put_message(pl_build *build, json_object *object, const char *key, const char *text) {
    json_object *const message = pl_build_object(build, object, key);
    pl_build_text(build, message, "text", text);
}

static void put_driver(pl_build *build, json_object *run) {
    json_object *const tool = pl_build_object(build, run, "tool");
    json_object *const driver = pl_build_object(build, tool, "driver");
    pl_build_text(build, driver, "name", "paylink");
    pl_build_text(build, driver, "semanticVersion", PL_VERSION);
    json_object *const rules = pl_build_array(build, driver, "rules");
    for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
        json_object *const rule = json_object_new_object();
        pl_build_text(build, rule, "id", rows[grade].id);
        put_message(build, rule, "shortDescription", rows[grade].words);
        pl_build_append(build, rules, rule);
    }
}

/* A path as a URI reference. RFC 3986 sections 2 and 4.2 */
static const char *uri_of(pl_build *build, const char *path) {
    static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-._~/";
    static const char digits[] = "0123456789ABCDEF";
    char *const out = pl_arena_alloc(&build->arena, 3 * strlen(path) + 1);
    size_t len = 0;
    if (out == NULL) {
        build->failed = true;
        return "";
    }
    for (const char *at = path; *at != '\0'; at++) {
        const uint8_t byte = (uint8_t)*at;
        if (strchr(unreserved, *at) != NULL) {
            out[len++] = *at;
            continue;
        }
        out[len++] = '%';
        out[len++] = digits[byte >> 4];
        out[len++] = digits[byte & 0x0F];
    }
    out[len] = '\0';
    return out;
}

static json_object *location_object(pl_build *build, const char *path, pl_place place) {
    json_object *const location = json_object_new_object();
    json_object *const physical = pl_build_object(build, location, "physicalLocation");
    json_object *const artifact = pl_build_object(build, physical, "artifactLocation");
    pl_build_text(build, artifact, "uri", uri_of(build, path));
    json_object *const region = pl_build_object(build, physical, "region");
    pl_build_count(build, region, "startLine", place.line);
    pl_build_count(build, region, "startColumn", place.column);
    return location;
}

static void put_locations(pl_build *build, json_object *object, const pl_diff_report *report,
                          const pl_shown_change *shown) {
    pl_side side = PL_SIDE_NEW;
    pl_place place = {0, 0};
    json_object *const locations = pl_build_array(build, object, "locations");
    if (!pl_diff_file_place(report, shown, &side, &place)) { return; }
    json_object *const location = location_object(build, report->names[side], place);
    json_object *const logical = pl_build_array(build, location, "logicalLocations");
    json_object *const name = json_object_new_object();
    pl_build_text(build, name, "fullyQualifiedName", shown->where);
    pl_build_append(build, logical, name);
    pl_build_append(build, locations, location);
    const pl_place other = shown->change->places[PL_SIDE_OLD];
    if (side != PL_SIDE_NEW || other.line == 0 || !report->is_file[PL_SIDE_OLD]) { return; }
    json_object *const related = pl_build_array(build, object, "relatedLocations");
    pl_build_append(build, related, location_object(build, report->names[PL_SIDE_OLD], other));
}

static json_object *result_object(pl_build *build, const pl_diff_report *report,
                                  const pl_shown_change *shown) {
    const pl_change *const change = shown->change;
    json_object *const object = json_object_new_object();
    pl_build_text(build, object, "ruleId", rows[change->grade].id);
    pl_build_count(build, object, "ruleIndex", change->grade);
    pl_build_text(build, object, "level", rows[change->grade].level);
    put_message(build, object, "message",
                pl_arena_printf(&build->arena, "%s: %s%s%s%s%s", shown->where, change->message,
                                shown->witness[0] != '\0' ? "\n" : "", shown->witness,
                                shown->judged[0] != '\0' ? "\n" : "", shown->judged));
    put_locations(build, object, report, shown);
    json_object *const prints = pl_build_object(build, object, "partialFingerprints");
    pl_build_text(build, prints, "paylinkChange/v1",
                  pl_arena_printf(&build->arena, "%s %s", shown->compared->name, change->id));
    json_object *const properties = pl_build_object(build, object, "properties");
    pl_build_text(build, properties, "id", change->id);
    return object;
}

static void put_notifications(pl_build *build, json_object *run, const pl_diff_report *report) {
    json_object *const invocations = pl_build_array(build, run, "invocations");
    json_object *const invocation = json_object_new_object();
    pl_build_flag(build, invocation, "executionSuccessful", true);
    json_object *const notes = pl_build_array(build, invocation, "toolExecutionNotifications");
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const pl_document *const document = report->documents[side];
        for (size_t i = 0; i < pl_diff_remark_count(report, side) && !build->failed; i++) {
            const pl_remark *const remark = &document->remarks[i];
            json_object *const note = json_object_new_object();
            pl_build_text(build, note, "level", "note");
            put_message(build, note, "message", remark->message);
            if (report->is_file[side]) {
                json_object *const locations = pl_build_array(build, note, "locations");
                pl_build_append(build, locations,
                                location_object(build, report->names[side],
                                                document->source.places[remark->node]));
            }
            pl_build_append(build, notes, note);
        }
    }
    pl_build_append(build, invocations, invocation);
}

pl_status pl_diff_write_sarif(const pl_diff_report *report, FILE *out) {
    assert(report != NULL && out != NULL);
    pl_build build = {.failed = false};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_shown_list shown = {.count = 0};
    if (pl_diff_show(report, &arena, &shown) != PL_OK) { build.failed = true; }
    json_object *const root = json_object_new_object();
    pl_build_text(&build, root, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    pl_build_text(&build, root, "version", "2.1.0");
    json_object *const runs = pl_build_array(&build, root, "runs");
    json_object *const run = json_object_new_object();
    put_driver(&build, run);
    pl_build_text(&build, run, "columnKind", "unicodeCodePoints");
    put_notifications(&build, run, report);
    json_object *const results = pl_build_array(&build, run, "results");
    /* Gravest first: what is left out is what matters least. */
    for (size_t i = 0; i < shown.count && i < RESULT_COUNT_MAX && !build.failed; i++) {
        pl_build_append(&build, results, result_object(&build, report, &shown.list[i]));
    }
    pl_build_append(&build, runs, run);
    const pl_status status = pl_build_write(&build, root, out);
    pl_arena_done(&arena);
    return status;
}
