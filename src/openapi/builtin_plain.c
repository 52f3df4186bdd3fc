/* The compiled contract as far as a document says it that has no keywords of ours: without what the API says in words
 * and by examples alone, so that its own pages are not told to lack it. */
#include <assert.h>
#include <string.h>

#include "contract/contract.h"
#include "openapi/diff.h"

enum { DEPTH_MAX = 16 };

/* Formats that the API's words name ("ISO 8601", "a ULID") and its schemas do not. */
static const pl_format worded_formats[] = {PL_FORMAT_DATE_TIME, PL_FORMAT_ULID};

static bool is_worded(const pl_facet *facet) {
    for (size_t i = 0; i < PL_COUNT(worded_formats); i++) {
        if (facet->keyword == PL_KEYWORD_FORMAT && facet->format == worded_formats[i]) {
            return true;
        }
    }
    return facet->keyword == PL_KEYWORD_CATALOG;
}

static pl_status copy(const pl_schema *schema, pl_arena *arena, unsigned depth,
                      pl_schema **ret_copy);

static pl_status copy_members(const pl_schema *schema, pl_arena *arena, unsigned depth,
                              pl_schema *made) {
    pl_member *const members = pl_arena_alloc(arena, schema->member_count * sizeof *members);
    if (members == NULL) { return PL_E_MEMORY; }
    made->members = members;
    for (size_t i = 0; i < schema->member_count; i++) {
        pl_schema *inner = NULL;
        const pl_status status = copy(schema->members[i].schema, arena, depth + 1, &inner);
        if (status != PL_OK) { return status; }
        members[i] = schema->members[i];
        members[i].schema = inner;
    }
    return PL_OK;
}

static pl_status copy(const pl_schema *schema, pl_arena *arena, unsigned depth,
                      pl_schema **ret_copy) {
    assert(depth < DEPTH_MAX && schema->combinator_count == 0);
    pl_schema *const made = pl_arena_alloc(arena, sizeof *made);
    pl_facet *const facets = pl_arena_alloc(arena, schema->facet_count * sizeof *facets);
    pl_schema *items = NULL;
    pl_status status = PL_OK;
    if (made == NULL || facets == NULL) { return PL_E_MEMORY; }
    *made = *schema;
    made->facets = facets;
    made->facet_count = 0;
    for (size_t i = 0; i < schema->facet_count; i++) {
        if (!is_worded(&schema->facets[i])) { facets[made->facet_count++] = schema->facets[i]; }
    }
    /* null beside a list that leaves it out stands in the document; any other contested type in its examples only. */
    if (pl_schema_facet(schema, PL_KEYWORD_ENUM, PL_VIOLATION) != NULL) {
        made->types |= made->types_contested;
    }
    made->types_contested = 0;
    made->gate = (pl_gate){0};
    made->slots = NULL;
    made->values = NULL; /* the form of field errors is an example's */
    made->rule_count = 0;
    if (schema->items != NULL) { status = copy(schema->items, arena, depth + 1, &items); }
    made->items = items;
    if (status == PL_OK) { status = copy_members(schema, arena, depth, made); }
    if (status == PL_OK) { *ret_copy = made; }
    return status;
}

/* An error's `data`: undeclared where it may be anything, and shown by an example where it is an object. */
static void forget_data(pl_schema *envelope) {
    pl_member *const members = (pl_member *)(uintptr_t)envelope->members;
    pl_schema *const data = (pl_schema *)(uintptr_t)members[PL_ENVELOPE_DATA].schema;
    if (data->types == PL_TYPE_OBJECT) {
        data->member_count = 0;
        return;
    }
    envelope->member_count--;
    memmove(&members[PL_ENVELOPE_DATA], &members[PL_ENVELOPE_DATA + 1],
            (envelope->member_count - PL_ENVELOPE_DATA) * sizeof *members);
}

static pl_status copy_media(const pl_media *media, pl_arena *arena, const pl_media **ret_media,
                            pl_schema **ret_schema) {
    pl_media *const made = pl_arena_alloc(arena, sizeof *made);
    if (made == NULL) { return PL_E_MEMORY; }
    const pl_status status = copy(media->schema, arena, 0, ret_schema);
    *made = *media;
    made->schema = *ret_schema;
    *ret_media = made;
    return status;
}

pl_status pl_operation_builtin_plain(pl_arena *arena, const pl_operation **ret_operation) {
    const pl_operation *whole = NULL;
    pl_schema *schema = NULL;
    pl_status status = pl_operation_builtin(arena, &whole);
    if (status != PL_OK) { return status; }
    assert(whole->body_count == 1);
    pl_operation *const made = pl_arena_alloc(arena, sizeof *made);
    pl_response *const responses = pl_arena_alloc(arena, whole->response_count * sizeof *responses);
    if (made == NULL || responses == NULL) { return PL_E_MEMORY; }
    *made = *whole;
    made->responses = responses;
    status = copy_media(whole->bodies, arena, &made->bodies, &schema);
    for (size_t i = 0; i < whole->response_count && status == PL_OK; i++) {
        assert(whole->responses[i].media_count == 1);
        responses[i] = whole->responses[i];
        status = copy_media(whole->responses[i].media, arena, &responses[i].media, &schema);
        if (status == PL_OK && !pl_contract_answers[i].success) { forget_data(schema); }
    }
    if (status == PL_OK) { *ret_operation = made; }
    return status;
}
