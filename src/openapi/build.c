/* A document of a schema, with one value in it as asked for. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "openapi/sample.h"
#include "openapi/source_internal.h"

enum { DEPTH_MAX = PL_SCHEMA_DEPTH_MAX, VALUE_EFFORT = 200 };

static pl_status put(pl_growth *out, const char *text) {
    return pl_growth_add(out, text, strlen(text));
}

static pl_status build(pl_building *building, const pl_schema *schema, size_t step, pl_growth *out);

/* Does the schema take the text? What it leaves open counts. */
static pl_status takes(pl_building *building, const pl_schema *schema, pl_bytes text,
                       bool *ret_takes) {
    pl_verdict verdict = PL_REJECT;
    const pl_status status = pl_validate_verdict(schema, text, NULL, building->arena, &verdict);
    *ret_takes =
        status == PL_OK && (verdict == PL_ACCEPT || (verdict == PL_OPEN && building->lenient));
    return status;
}

static pl_status put_number(pl_building *building, pl_growth *out) {
    if (!building->skewed) { return put(out, building->number); }
    building->skew++;
    const char *const text = pl_arena_printf(building->arena, "%u", building->skew);
    return text == NULL ? PL_E_MEMORY : put(out, text);
}

/* A value without parts: the first sample that the schema takes. */
static pl_status put_scalar(pl_building *building, const pl_schema *schema, pl_growth *out) {
    const bool any_number =
        (schema->types & PL_TYPE_NUMBER) != 0 &&
        (schema->types & (PL_TYPE_STRING | PL_TYPE_OBJECT | PL_TYPE_ARRAY)) == 0;
    bool fine = false;
    const char *const wished[] = {(schema->types & PL_TYPE_INTEGER) != 0 ? building->integer : NULL,
                                  (schema->types & PL_TYPE_BOOLEAN) != 0 ? building->boolean
                                                                         : NULL};
    for (size_t i = 0; i < PL_COUNT(wished); i++) {
        if (wished[i] == NULL || any_number) { continue; }
        const pl_status status = takes(building, schema, pl_bytes_of(wished[i]), &fine);
        if (status != PL_OK) { return status; }
        if (fine) { return put(out, wished[i]); }
    }
    if (any_number) {
        const pl_status status = takes(building, schema, pl_bytes_of(building->number), &fine);
        if (status != PL_OK) { return status; }
        if (fine) { return put_number(building, out); }
    }
    pl_samples *const samples = pl_arena_alloc(building->arena, sizeof *samples);
    if (samples == NULL) { return PL_E_MEMORY; }
    samples->count = 0;
    samples->arena = building->arena;
    samples->status = PL_OK;
    pl_samples_add(samples, schema);
    for (size_t i = 0; i < samples->count && samples->status == PL_OK; i++) {
        const pl_status status = takes(building, schema, samples->list[i], &fine);
        if (status != PL_OK) { return status; }
        if (fine) { return pl_growth_add(out, samples->list[i].ptr, samples->list[i].len); }
    }
    return samples->status != PL_OK ? samples->status : put(out, "null");
}

/* A name may hold what JSON wants escaped. RFC 8259 section 7 */
static pl_status put_name(pl_growth *out, const char *name, bool first) {
    pl_status status = first ? PL_OK : put(out, ",");
    if (status == PL_OK) { status = put(out, "\""); }
    for (const char *at = name; status == PL_OK && *at != '\0'; at++) {
        char escape[16];
        const bool special = *at == '"' || *at == '\\' || (*at >= '\0' && *at < ' ');
        if (special) {
            (void)snprintf(escape, sizeof escape, "\\u%04x", (unsigned char)*at);
            status = put(out, escape);
        } else {
            status = pl_growth_add(out, at, 1);
        }
    }
    return status == PL_OK ? put(out, "\":") : status;
}

static const char undeclared_name[] = "undeclared_member";

static pl_status put_object(pl_building *building, const pl_schema *schema, size_t step,
                            pl_growth *out) {
    const bool here = step == building->step_count;
    const pl_step *const next = step < building->step_count ? &building->steps[step] : NULL;
    bool first = true;
    pl_status status = put(out, "{");
    for (size_t i = 0; i < schema->member_count && status == PL_OK; i++) {
        const pl_member *const member = &schema->members[i];
        const bool on_way =
            next != NULL && next->kind == PL_STEP_MEMBER && strcmp(next->member, member->name) == 0;
        const bool left_out =
            here && building->left_out != NULL && strcmp(building->left_out, member->name) == 0;
        const bool replaced =
            here && building->put_in != NULL && strcmp(building->put_in, member->name) == 0;
        const bool needed = member->presence == PL_REQUIRED || member->presence == PL_CONTESTED;
        const bool wanted = needed || on_way || (here && building->whole);
        if (!wanted || left_out || replaced) { continue; }
        status = put_name(out, member->name, first);
        first = false;
        if (status != PL_OK) { return status; }
        /* Off the way a value is built as if there were no place to come to. */
        status = build(building, member->schema, on_way ? step + 1 : SIZE_MAX, out);
    }
    if (status == PL_OK && next != NULL && next->kind == PL_STEP_UNDECLARED) {
        status = put_name(out, undeclared_name, first);
        first = false;
        if (status == PL_OK) {
            const bool open = schema->values != NULL;
            status = open ? build(building, schema->values, step + 1, out)
                          : pl_growth_add(out, building->value.ptr, building->value.len);
        }
    }
    if (status == PL_OK && here && building->put_in != NULL) {
        status = put_name(out, building->put_in, first);
        if (status == PL_OK) {
            status =
                building->put_in_schema != NULL
                    ? build(building, building->put_in_schema, SIZE_MAX, out)
                    : pl_growth_add(out, building->put_in_value.ptr, building->put_in_value.len);
        }
    }
    return status == PL_OK ? put(out, "}") : status;
}

static pl_status put_array(pl_building *building, const pl_schema *schema, size_t step,
                           pl_growth *out) {
    enum { COUNT_MAX = 1100 };
    const pl_facet *const least = pl_schema_facet(schema, PL_KEYWORD_MIN_ITEMS, PL_VIOLATION);
    const bool on_way =
        step < building->step_count && building->steps[step].kind == PL_STEP_ELEMENT;
    size_t count = least != NULL ? least->count : 0;
    if (on_way && count == 0) { count = 1; }
    if (count > COUNT_MAX) { return PL_E_SIZE; }
    pl_status status = put(out, "[");
    for (size_t i = 0; i < count && status == PL_OK; i++) {
        if (i > 0) { status = put(out, ","); }
        if (status != PL_OK) { break; }
        const size_t next = on_way && i == 0 ? step + 1 : SIZE_MAX;
        if (schema->items != NULL) {
            status = build(building, schema->items, next, out);
        } else if (next == building->step_count && building->value.ptr != NULL) {
            status = pl_growth_add(out, building->value.ptr, building->value.len);
        } else {
            status = put(out, "\"A1\"");
        }
    }
    return status == PL_OK ? put(out, "]") : status;
}

static bool is_object(const pl_schema *schema) {
    return (schema->types & PL_TYPE_OBJECT) != 0 &&
           (schema->member_count > 0 || (schema->types & ~(PL_TYPE_OBJECT | PL_TYPE_NULL)) == 0);
}

static bool is_array(const pl_schema *schema) {
    return (schema->types & PL_TYPE_ARRAY) != 0 &&
           (schema->items != NULL || (schema->types & ~(PL_TYPE_ARRAY | PL_TYPE_NULL)) == 0);
}

/* The alternative to build by, where the schema itself says nothing of parts. */
static const pl_schema *branch_of(const pl_schema *schema) {
    for (size_t i = 0; i < schema->combinator_count; i++) {
        if (schema->combinators[i].keyword != PL_KEYWORD_NOT) {
            return schema->combinators[i].schemas[0];
        }
    }
    return NULL;
}

/* Take the cost of a value from what may be spent. */
static bool can_afford(pl_building *building) {
    if (building->effort == NULL) { return true; }
    const uint64_t cost = VALUE_EFFORT * building->weight;
    if (*building->effort < cost) {
        *building->effort = 0;
        return false;
    }
    *building->effort -= cost;
    return true;
}

static pl_status build(pl_building *building, const pl_schema *schema, size_t step,
                       pl_growth *out) {
    pl_status status = PL_OK;
    if (building->depth >= DEPTH_MAX || !can_afford(building)) { return PL_E_SIZE; }
    if (step == building->step_count && building->value.ptr != NULL) {
        return pl_growth_add(out, building->value.ptr, building->value.len);
    }
    building->depth++;
    const pl_step *const next = step < building->step_count ? &building->steps[step] : NULL;
    const pl_schema *const branch = branch_of(schema);
    const bool inward = next != NULL || (step == building->step_count && building->put_in != NULL);
    if (next != NULL && next->kind == PL_STEP_BRANCH && branch != NULL) {
        status = build(building, branch, step + 1, out);
    } else if (next != NULL && next->kind == PL_STEP_ELEMENT) {
        status = put_array(building, schema, step, out);
    } else if (inward || is_object(schema)) {
        status = put_object(building, schema, step, out);
    } else if (is_array(schema)) {
        status = put_array(building, schema, step, out);
    } else if (branch != NULL) {
        status = build(building, branch, step, out);
    } else {
        status = put_scalar(building, schema, out);
    }
    building->depth--;
    return status;
}

pl_status pl_build(pl_building *building, const pl_schema *schema, size_t step,
                   pl_bytes *ret_text) {
    assert(building->arena != NULL && building->number != NULL);
    pl_growth out = {.arena = building->arena, .len_max = PL_SAMPLE_TEXT_BYTES_MAX};
    const pl_status status = build(building, schema, step, &out);
    if (status == PL_OK) { *ret_text = (pl_bytes){out.ptr, out.len}; }
    return status;
}
