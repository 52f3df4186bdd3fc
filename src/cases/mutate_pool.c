#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cases/cases_internal.h"
#include "cases/mutate_internal.h"

/* --- places ------------------------------------------------------------------------------------- */

const pl_pool_place *pl_pool_find(const pl_mutator *mutator, const pl_schema *schema) {
    for (size_t i = 0; i < mutator->place_count; i++) {
        if (mutator->places[i].schema == schema) { return &mutator->places[i]; }
    }
    return NULL;
}

static void add_place(pl_mutator *mutator, const pl_schema *schema) {
    if (schema == NULL || pl_pool_find(mutator, schema) != NULL) { return; }
    assert(mutator->place_count < PL_POOL_PLACE_COUNT_MAX);
    mutator->places[mutator->place_count++] = (pl_pool_place){.schema = schema};
}

/* All schemas below the root: the list is its own queue. */
static void add_places(pl_mutator *mutator, const pl_schema *root) {
    add_place(mutator, root);
    for (size_t i = 0; i < mutator->place_count; i++) {
        const pl_schema *schema = mutator->places[i].schema;
        for (size_t k = 0; k < schema->member_count; k++) {
            add_place(mutator, schema->members[k].schema);
        }
        add_place(mutator, schema->items);
        add_place(mutator, schema->values);
    }
}

/* --- rows --------------------------------------------------------------------------------------- */

pl_status pl_pool_add(pl_pool *pool, size_t place, pl_bytes text) {
    enum { CAP_FIRST = 256 };
    assert(place < pool->mutator->place_count);
    if (pool->count == pool->cap) {
        const size_t cap = pool->cap > 0 ? pool->cap * 2 : CAP_FIRST;
        pl_pool_row *rows = pl_arena_alloc(pool->arena, cap * sizeof *rows);
        if (rows == NULL) { return PL_E_MEMORY; }
        if (pool->count > 0) { memcpy(rows, pool->rows, pool->count * sizeof *rows); }
        pool->rows = rows;
        pool->cap = cap;
    }
    pool->rows[pool->count] = (pl_pool_row){(uint32_t)place, (uint32_t)pool->count, text};
    pool->count++;
    return PL_OK;
}

static int compare_numbers(size_t left, size_t right) {
    return (left > right) - (left < right);
}

static int compare_texts(const void *left, const void *right) {
    const pl_pool_row *one = left;
    const pl_pool_row *two = right;
    int order = compare_numbers(one->place, two->place);
    if (order == 0) { order = compare_numbers(one->text.len, two->text.len); }
    if (order == 0 && one->text.len > 0) {
        order = memcmp(one->text.ptr, two->text.ptr, one->text.len);
    }
    return order != 0 ? order : compare_numbers(one->order, two->order);
}

static int compare_orders(const void *left, const void *right) {
    const pl_pool_row *one = left;
    const pl_pool_row *two = right;
    const int order = compare_numbers(one->place, two->place);
    return order != 0 ? order : compare_numbers(one->order, two->order);
}

/* Of rows that say the same the first one stays. */
static void drop_repeated(pl_pool *pool) {
    qsort(pool->rows, pool->count, sizeof *pool->rows, compare_texts);
    size_t kept = 0;
    for (size_t i = 0; i < pool->count; i++) {
        const pl_pool_row *last = kept > 0 ? &pool->rows[kept - 1] : NULL;
        if (last == NULL || last->place != pool->rows[i].place ||
            !pl_bytes_equal(last->text, pool->rows[i].text)) {
            pool->rows[kept++] = pool->rows[i];
        }
    }
    pool->count = kept;
    qsort(pool->rows, pool->count, sizeof *pool->rows, compare_orders);
}

/* The rows, sorted by place, become the values of the places. */
static pl_status hand_out(const pl_pool *pool) {
    pl_bytes *values = pl_arena_alloc(pool->arena, pool->count * sizeof *values);
    if (values == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < pool->count; i++) {
        pl_pool_place *place = &pool->mutator->places[pool->rows[i].place];
        values[i] = pool->rows[i].text;
        if (place->value_count == 0) { place->values = &values[i]; }
        place->value_count++;
    }
    for (size_t i = 0; i < pool->mutator->place_count; i++) {
        assert(pool->mutator->places[i].value_count > 0);
    }
    return PL_OK;
}

/* --- from the cases ----------------------------------------------------------------------------- */

/* Bodies that cases are made for, and the calls that carry them. */
static const struct carrier_row {
    const pl_schema *schema;
    pl_route routes[2];
} carrier_rows[] = {
    {&pl_contract_request, {PL_ROUTE_CREATE, PL_ROUTE_CREATE}},
    {&pl_contract_grant, {PL_ROUTE_TOKEN_V11, PL_ROUTE_TOKEN_V10}},
};

static const struct carrier_row *carrier_of(const pl_schema *schema) {
    for (size_t i = 0; i < PL_COUNT(carrier_rows); i++) {
        if (carrier_rows[i].schema == schema) { return &carrier_rows[i]; }
    }
    return NULL;
}

/* The reference number is new in every case. Worth keeping is that of a case which probes it. */
static bool is_worn(const pl_schema *schema, const pl_case *test) {
    const pl_member *reference = pl_request_member(PL_REQUEST_REFF_NO);
    return schema == reference->schema && strcmp(test->group, reference->name) != 0;
}

static pl_status add_body(pl_pool *pool, const pl_case *test) {
    const pl_mutator *mutator = pool->mutator;
    pl_status status = pl_pool_add(pool, 0, test->body);
    if (status != PL_OK) { return status; }
    pl_tree tree;
    status = pl_tree_read(test->body, mutator->places[0].schema, pool->arena, &tree);
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_OK; }
    for (uint32_t node = 1; node < tree.json.count && status == PL_OK; node++) {
        const pl_schema *schema = tree.spots[node].schema;
        if (schema == NULL || is_worn(schema, test)) { continue; }
        const pl_pool_place *place = pl_pool_find(mutator, schema);
        assert(place != NULL);
        status =
            pl_pool_add(pool, (size_t)(place - mutator->places), pl_json_raw(&tree.json, node));
    }
    return status;
}

/* The classes by how much a body tells what is good: the first value of a place is taken for that. */
static const pl_class classes[] = {PL_CLASS_ACCEPT, PL_CLASS_OPEN, PL_CLASS_REFUSE,
                                   PL_CLASS_REJECT};
_Static_assert(PL_COUNT(classes) == PL_CLASS_COUNT, "the bodies of every class are added");

static bool carries(const pl_case *test, const struct carrier_row *carrier) {
    return test->has_body &&
           (test->route == carrier->routes[0] || test->route == carrier->routes[1]);
}

static pl_status add_bodies(pl_pool *pool, const pl_case_config *config,
                            const struct carrier_row *carrier) {
    pl_case_set set = {0};
    pl_status status = pl_cases_make(config, pool->arena, &set);
    for (size_t i = 0; i < set.count * PL_COUNT(classes) && status == PL_OK; i++) {
        const pl_case *test = &set.cases[i % set.count];
        const bool now = test->klass == classes[i / set.count];
        if (now && carries(test, carrier)) { status = add_body(pool, test); }
    }
    return status == PL_OK ? pl_pool_add_limits(pool) : status;
}

/* --- all of it ---------------------------------------------------------------------------------- */

pl_status pl_mutator_make(const pl_schema *schema, const pl_case_config *config, pl_arena *arena,
                          const pl_mutator **ret_mutator) {
    assert(schema != NULL && config != NULL);
    pl_mutator *mutator = pl_arena_alloc(arena, sizeof *mutator);
    if (mutator == NULL) { return PL_E_MEMORY; }
    *mutator = (pl_mutator){.context = {.now_ms = config->now_ms,
                                        .payment_methods = config->payment_methods,
                                        .payment_method_count = config->payment_method_count}};
    add_places(mutator, schema);
    pl_pool pool = {.arena = arena, .mutator = mutator};
    const struct carrier_row *carrier = carrier_of(schema);
    pl_status status =
        carrier != NULL ? add_bodies(&pool, config, carrier) : pl_pool_add_samples(&pool);
    if (status != PL_OK) { return status; }
    drop_repeated(&pool);
    status = hand_out(&pool);
    if (status == PL_OK) { *ret_mutator = mutator; }
    return status;
}
