/* Values that follow from the rows of a schema: from both sides of its facets; and where no case is made for it, as for
 * answers, of each type. */
#include <assert.h>
#include <string.h>

#include "cases/mutate_internal.h"
#include "text/limits.h"

#define NEARLY_ONE "1.00000000000000000001" /* no integer, save for who keeps fewer digits */

/* Of every type; the first one of each is what a value of that type looks like where no facet says more. */
static const struct type_row {
    unsigned type;
    const char *text;
} type_rows[] = {
    {PL_TYPE_STRING, "\"a\""}, {PL_TYPE_STRING, "\"\""},      {PL_TYPE_STRING, "\"1\""},
    {PL_TYPE_BOOLEAN, "true"}, {PL_TYPE_BOOLEAN, "false"},    {PL_TYPE_INTEGER, "1"},
    {PL_TYPE_INTEGER, "0"},    {PL_TYPE_INTEGER, "1.0"},      {PL_TYPE_INTEGER, NEARLY_ONE},
    {PL_TYPE_NUMBER, "1"},     {PL_TYPE_NUMBER, "-0.5"},      {PL_TYPE_NUMBER, "1e400"},
    {PL_TYPE_NULL, "null"},    {PL_TYPE_ARRAY, "[]"},         {PL_TYPE_ARRAY, "[null]"},
    {PL_TYPE_OBJECT, "{}"},    {PL_TYPE_OBJECT, "{\"a\":1}"},
};

static const struct format_row {
    pl_format format;
    const char *text;
} format_rows[] = {
    /* clang-format off */
    {PL_FORMAT_DATE_TIME, "\"2025-06-15T08:30:00+07:00\""}, {PL_FORMAT_DATE_TIME, "\"2024-02-29T23:59:60.5Z\""},
    {PL_FORMAT_DATE_TIME, "\"2025-02-29T00:00:00Z\""},      {PL_FORMAT_DATE_TIME, "\"2025-06-15 08:30:00\""},
    {PL_FORMAT_EMAIL, "\"a@example.com\""},                 {PL_FORMAT_EMAIL, "\"\\\"a b\\\"@[127.0.0.1]\""},
    {PL_FORMAT_EMAIL, "\"a@\""},                            {PL_FORMAT_EMAIL, "\"a..b@example.com\""},
    {PL_FORMAT_ULID, "\"01ARZ3NDEKTSV4RRFFQ69G5FAV\""},     {PL_FORMAT_ULID, "\"7ZZZZZZZZZZZZZZZZZZZZZZZZZ\""},
    {PL_FORMAT_ULID, "\"81ARZ3NDEKTSV4RRFFQ69G5FAV\""},     {PL_FORMAT_ULID, "\"01ARZ3NDEKTSV4RRFFQ69G5FAU\""},
    /* clang-format on */
};

typedef struct sampling {
    pl_pool *pool;
    size_t place; /* whose values are added */
    const pl_schema *schema;
} sampling;

static pl_status add_text(const sampling *to, const char *text) {
    return text != NULL ? pl_pool_add(to->pool, to->place, pl_bytes_of(text)) : PL_E_MEMORY;
}

/* --- facets ------------------------------------------------------------------------------------- */

static pl_status add_enum(const sampling *to, const pl_facet *facet) {
    pl_arena *arena = to->pool->arena;
    pl_status status = PL_OK;
    for (size_t i = 0; facet->values[i] != NULL && status == PL_OK; i++) {
        status = add_text(to, pl_arena_printf(arena, "\"%s\"", facet->values[i]));
    }
    return status == PL_OK ? add_text(to, pl_arena_printf(arena, "\"%s.\"", facet->values[0]))
                           : status;
}

static pl_status add_format(const sampling *to, const pl_facet *facet) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(format_rows) && status == PL_OK; i++) {
        if (format_rows[i].format == facet->format) { status = add_text(to, format_rows[i].text); }
    }
    return status;
}

/* A text of `count` letters between two others. */
static char *filled(pl_arena *arena, const char *before, size_t count, const char *after) {
    const size_t before_len = strlen(before);
    const size_t after_len = strlen(after);
    char *text = pl_arena_alloc(arena, before_len + count + after_len + 1);
    if (text == NULL) { return NULL; }
    memcpy(text, before, before_len);
    memset(text + before_len, 'a', count);
    memcpy(text + before_len + count, after, after_len + 1);
    return text;
}

/* As many letters as the limit, one more, one less. */
static pl_status add_length(const sampling *to, const pl_facet *facet) {
    const size_t count = facet->count;
    const size_t counts[] = {count, count + 1, count > 0 ? count - 1 : 0};
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(counts) && status == PL_OK; i++) {
        status = add_text(to, filled(to->pool->arena, "\"", counts[i], "\""));
    }
    return status;
}

static pl_status add_decimal(const sampling *to, pl_decimal value) {
    char text[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    pl_decimal_format(value, text, &len);
    return add_text(to, pl_arena_text(to->pool->arena, (pl_bytes){(const uint8_t *)text, len}));
}

/* The limit, and a step from it on both sides: of whole numbers and of amounts. */
static pl_status add_limit(const sampling *to, const pl_facet *facet) {
    static const pl_decimal steps[] = {{0, 0}, {1, 0}, {-1, 0}, {1, -2}, {-1, -2}};
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(steps) && status == PL_OK; i++) {
        pl_decimal value;
        status = pl_decimal_add(facet->limit, steps[i], &value);
        if (status == PL_OK) { status = add_decimal(to, value); }
    }
    return status;
}

static pl_status add_decimals(const sampling *to, const pl_facet *facet) {
    const int32_t count = (int32_t)facet->count;
    const pl_status status = add_decimal(to, (pl_decimal){1, -count});
    return status == PL_OK ? add_decimal(to, (pl_decimal){1, -count - 1}) : status;
}

static pl_status add_digits(const sampling *to, const pl_facet *facet) {
    pl_decimal value = pl_decimal_of(1);
    assert(facet->count < PL_DECIMAL_DIGITS_MAX);
    for (uint32_t i = 1; i < facet->count; i++) { value.coefficient = value.coefficient * 10 + 1; }
    const pl_status status = add_decimal(to, value);
    value.coefficient = value.coefficient * 10 + 1;
    return status == PL_OK ? add_decimal(to, value) : status;
}

static pl_status add_magnitude(const sampling *to, const pl_facet *facet) {
    const int32_t count = (int32_t)facet->count;
    const pl_status status = add_decimal(to, (pl_decimal){1, count});
    return status == PL_OK ? add_decimal(to, (pl_decimal){1, count + 1}) : status;
}

/* Objects in one another, as many as the limit and one more. */
static pl_status add_depth(const sampling *to, const pl_facet *facet) {
    pl_arena *arena = to->pool->arena;
    const char *text = "{}";
    for (uint32_t i = 1; i < facet->count && text != NULL; i++) {
        text = pl_arena_printf(arena, "{\"a\":%s}", text);
    }
    const pl_status status = add_text(to, text);
    return status == PL_OK ? add_text(to, pl_arena_printf(arena, "{\"a\":%s}", text)) : status;
}

/* An object as long as the limit, and one longer. The whole document needs members: the cases have it so long. */
static pl_status add_bytes(const sampling *to, const pl_facet *facet) {
    static const char before[] = "{\"a\":\"";
    static const char after[] = "\"}";
    const size_t frame = sizeof before - 1 + sizeof after - 1;
    if (to->place == 0 || facet->count < frame) { return PL_OK; }
    pl_arena *arena = to->pool->arena;
    const size_t count = facet->count - frame;
    const pl_status status = add_text(to, filled(arena, before, count, after));
    return status == PL_OK ? add_text(to, filled(arena, before, count + 1, after)) : status;
}

/* By keyword; NULL where the cases alone know both sides. The first value that one adds is good, when no other row
 * forbids it. */
static pl_status (*const samplers[PL_KEYWORD_COUNT])(const sampling *, const pl_facet *) = {
    [PL_KEYWORD_ENUM] = add_enum,
    [PL_KEYWORD_MINIMUM] = add_limit,
    [PL_KEYWORD_EXCLUSIVE_MINIMUM] = add_limit,
    [PL_KEYWORD_MAXIMUM] = add_limit,
    [PL_KEYWORD_MIN_LENGTH] = add_length,
    [PL_KEYWORD_MAX_LENGTH] = add_length,
    [PL_KEYWORD_FORMAT] = add_format,
    [PL_KEYWORD_MAX_DECIMALS] = add_decimals,
    [PL_KEYWORD_MAX_DIGITS] = add_digits,
    [PL_KEYWORD_MAX_MAGNITUDE] = add_magnitude,
    [PL_KEYWORD_MAX_DEPTH] = add_depth,
    [PL_KEYWORD_MAX_BYTES] = add_bytes,
};

static pl_status add_facets(const sampling *to) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < to->schema->facet_count && status == PL_OK; i++) {
        const pl_facet *facet = &to->schema->facets[i];
        if (samplers[facet->keyword] != NULL) { status = samplers[facet->keyword](to, facet); }
    }
    return status;
}

/* --- containers --------------------------------------------------------------------------------- */

/* The good value of a place, or NULL when it has none yet. */
static const char *good_value(const pl_pool *pool, const pl_schema *schema) {
    const pl_pool_place *place = pl_pool_find(pool->mutator, schema);
    assert(place != NULL);
    const size_t index = (size_t)(place - pool->mutator->places);
    for (size_t i = 0; i < pool->count; i++) {
        if (pool->rows[i].place == index) { return (const char *)pool->rows[i].text.ptr; }
    }
    return NULL;
}

/* What the members of an object are instead of their good values; NULL: those. */
typedef const char *(*member_text)(const sampling *to, size_t member, const void *what);

static char *object_text(const sampling *to, member_text instead, const void *what) {
    pl_arena *arena = to->pool->arena;
    char *text = pl_arena_printf(arena, "{");
    for (size_t i = 0; i < to->schema->member_count && text != NULL; i++) {
        const pl_member *member = &to->schema->members[i];
        const char *value = instead != NULL ? instead(to, i, what) : NULL;
        if (value == NULL) { value = good_value(to->pool, member->schema); }
        text = pl_arena_printf(arena, "%s%s\"%s\":%s", text, i > 0 ? "," : "", member->name, value);
    }
    return text != NULL ? pl_arena_printf(arena, "%s}", text) : NULL;
}

/* Of an error: its code is the documented one. */
static const char *error_member(const sampling *to, size_t member, const void *what) {
    const pl_contract_answer *answer = what;
    if (member != PL_ERROR_CODE) { return NULL; }
    return pl_arena_printf(to->pool->arena, "%lld", (long long)answer->code);
}

/* Of an envelope: what it says of itself agrees with the answer's status. */
static const char *envelope_member(const sampling *to, size_t member, const void *what) {
    const pl_contract_answer *answer = what;
    const sampling error = {to->pool, to->place, to->schema->members[member].schema};
    switch (member) {
    case PL_ENVELOPE_STATUS:
        return pl_arena_printf(to->pool->arena, "%d", answer->status);
    case PL_ENVELOPE_SUCCESS:
        return answer->success ? "true" : "false";
    case PL_ENVELOPE_ERROR:
        return object_text(&error, error_member, answer);
    default:
        return NULL;
    }
}

/* A whole answer for each documented status that has this envelope. */
static pl_status add_answers(const sampling *to) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < pl_contract_answer_count && status == PL_OK; i++) {
        const pl_contract_answer *answer = &pl_contract_answers[i];
        if (answer->schema != to->schema) { continue; }
        status = add_text(to, object_text(to, envelope_member, answer));
    }
    return status;
}

/* All members, or one element, each with a good value. */
static pl_status add_container(const sampling *to) {
    const pl_schema *schema = to->schema;
    pl_arena *arena = to->pool->arena;
    if (schema->items != NULL) {
        const char *item = good_value(to->pool, schema->items);
        const pl_status status = add_text(to, pl_arena_printf(arena, "[%s]", item));
        return status == PL_OK ? add_text(to, pl_arena_printf(arena, "[%s,%s]", item, item))
                               : status;
    }
    if (schema->member_count > 0) { return add_text(to, object_text(to, NULL, NULL)); }
    if (schema->values == NULL) { return PL_OK; }
    return add_text(to, pl_arena_printf(arena, "{\"a\":%s}", good_value(to->pool, schema->values)));
}

/* --- types -------------------------------------------------------------------------------------- */

static pl_status add_types(const sampling *to, bool allowed) {
    const unsigned types = to->schema->types | to->schema->types_contested;
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(type_rows) && status == PL_OK; i++) {
        if (((types & type_rows[i].type) != 0) == allowed) {
            status = add_text(to, type_rows[i].text);
        }
    }
    return status;
}

/* Whole numbers that mean something in answers: the documented statuses and codes. */
static pl_status add_statuses(const sampling *to) {
    pl_arena *arena = to->pool->arena;
    pl_status status = PL_OK;
    if ((to->schema->types & PL_TYPE_INTEGER) == 0) { return PL_OK; }
    for (size_t i = 0; i < pl_contract_answer_count && status == PL_OK; i++) {
        const pl_contract_answer *answer = &pl_contract_answers[i];
        status = add_text(to, pl_arena_printf(arena, "%d", answer->status));
        if (status == PL_OK) {
            status = add_text(to, pl_arena_printf(arena, "%lld", (long long)answer->code));
        }
    }
    return status;
}

static pl_status add_samples(pl_pool *pool, const pl_schema *schema, unsigned depth);

/* What stands inside a container comes first: its good values make the container's. */
static pl_status add_inside(pl_pool *pool, const pl_schema *schema, unsigned depth) {
    pl_status status = add_samples(pool, schema->items, depth);
    if (status == PL_OK) { status = add_samples(pool, schema->values, depth); }
    for (size_t i = 0; i < schema->member_count && status == PL_OK; i++) {
        status = add_samples(pool, schema->members[i].schema, depth);
    }
    return status;
}

/* Once for each place: what it has is not asked for again. */
static pl_status add_samples(pl_pool *pool, const pl_schema *schema, unsigned depth) {
    assert(depth < PL_SCHEMA_DEPTH_MAX);
    if (schema == NULL || good_value(pool, schema) != NULL) { return PL_OK; }
    const pl_pool_place *place = pl_pool_find(pool->mutator, schema);
    const sampling to = {pool, (size_t)(place - pool->mutator->places), schema};
    pl_status status = add_inside(pool, schema, depth + 1);
    if (status == PL_OK) { status = add_answers(&to); }
    if (status == PL_OK) { status = add_facets(&to); }
    if (status == PL_OK) { status = add_container(&to); }
    if (status == PL_OK) { status = add_types(&to, true); }
    if (status == PL_OK) { status = add_statuses(&to); }
    return status == PL_OK ? add_types(&to, false) : status;
}

pl_status pl_pool_add_samples(pl_pool *pool) {
    return add_samples(pool, pool->mutator->places[0].schema, 0);
}

pl_status pl_pool_add_limits(pl_pool *pool) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < pool->mutator->place_count && status == PL_OK; i++) {
        const sampling to = {pool, i, pool->mutator->places[i].schema};
        status = add_facets(&to);
    }
    return status;
}
