#include "sandbox/fault.h"

#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* --- the list -------------------------------------------------------------------------------- */

void pl_fault_add(pl_fault_maker *maker, const pl_fault *fault, const pl_fault_plan *plan) {
    enum { CAP_FIRST = 256 };
    if (maker->status != PL_OK) { return; }
    if (maker->count == maker->cap) {
        const size_t cap = maker->cap == 0 ? CAP_FIRST : maker->cap * 2;
        pl_fault *grown = pl_arena_alloc(maker->arena, cap * sizeof *grown);
        if (grown == NULL) {
            maker->status = PL_E_MEMORY;
            return;
        }
        if (maker->count > 0) { memcpy(grown, maker->list, maker->count * sizeof *grown); }
        maker->list = grown;
        maker->cap = cap;
    }
    pl_fault_plan *copy = pl_arena_alloc(maker->arena, sizeof *copy);
    if (copy == NULL || fault->id == NULL || fault->statement == NULL) {
        maker->status = PL_E_MEMORY;
        return;
    }
    assert(fault->group != NULL);
    *copy = *plan;
    maker->list[maker->count] = *fault;
    maker->list[maker->count].plan = copy;
    maker->count++;
}

/* The request, and the body of a token request: what clients send. */
static const pl_schema *const roots[] = {&pl_contract_request, &pl_contract_grant};

static pl_fault_place_source *const place_sources[] = {
    pl_faults_of_types,   pl_faults_of_presence,   pl_faults_of_limits,   pl_faults_of_patterns,
    pl_faults_of_formats, pl_faults_of_strictness, pl_faults_of_elements,
};

static pl_fault_source *const sources[] = {
    pl_faults_of_sum,          pl_faults_of_bodies,   pl_faults_of_status,   pl_faults_of_failure,
    pl_faults_of_media,        pl_faults_of_envelope, pl_faults_of_resource, pl_faults_of_echo,
    pl_faults_of_auth,         pl_faults_of_account,  pl_faults_of_method,   pl_faults_of_token,
    pl_faults_of_availability,
};

pl_status pl_faults_make(pl_arena *arena, pl_fault_list *ret_faults) {
    pl_fault_maker maker = {.arena = arena};
    pl_fault_places *places = pl_arena_alloc(arena, PL_COUNT(roots) * sizeof *places);
    if (places == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < PL_COUNT(roots); i++) {
        pl_fault_places_make(&maker, roots[i], &places[i]);
    }
    for (size_t i = 0; i < PL_COUNT(place_sources) && maker.status == PL_OK; i++) {
        for (size_t root = 0; root < PL_COUNT(roots); root++) {
            for (size_t k = 0; k < places[root].count; k++) {
                place_sources[i](&maker, &places[root].list[k]);
            }
        }
    }
    for (size_t i = 0; i < PL_COUNT(sources) && maker.status == PL_OK; i++) { sources[i](&maker); }
    if (maker.status != PL_OK) { return maker.status; }
    *ret_faults = (pl_fault_list){.list = maker.list, .count = maker.count};
    return PL_OK;
}

const pl_fault *pl_fault_of(const pl_fault_list *faults, const char *id) {
    for (size_t i = 0; i < faults->count; i++) {
        if (strcmp(faults->list[i].id, id) == 0) { return &faults->list[i]; }
    }
    return NULL;
}

/* --- a faulty sandbox ------------------------------------------------------------------------ */

pl_fault_state pl_fault_state_of(const pl_fault *fault) {
    pl_fault_state state = {
        .fault = fault, .request = &pl_contract_request, .grant = &pl_contract_grant};
    if (fault != NULL && fault->plan->request != NULL) { state.request = fault->plan->request; }
    if (fault != NULL && fault->plan->grant != NULL) { state.grant = fault->plan->grant; }
    return state;
}

/* Calls that only read are answered as they should be: what a fault does to a creation can then be looked at. */
static bool only_reads(const pl_call *call) {
    static const char *const methods[] = {"GET", "HEAD", "OPTIONS", "TRACE"};
    for (size_t i = 0; i < PL_COUNT(methods); i++) {
        if (pl_bytes_equal(call->request->method, pl_bytes_of(methods[i]))) { return true; }
    }
    return false;
}

static bool concerns(const pl_fault_plan *plan, const pl_call *call) {
    pl_route route = PL_ROUTE_COUNT;
    pl_bytes account = {NULL, 0};
    pl_bytes link = {NULL, 0};
    if (!pl_route_match(call->path, &route, &account, &link)) { return false; }
    if (plan->scope == PL_FAULT_OF_TOKEN) { return !pl_route_row_of(route)->secured; }
    return route == PL_ROUTE_CREATE && !only_reads(call);
}

pl_status pl_fault_answer(pl_call *call, pl_sandbox_response *ret_response) {
    const pl_fault_plan *plan = call->sandbox->fault.fault->plan;
    pl_sandbox_response response = {.status = 0};
    if (!concerns(plan, call)) { return pl_call_answer(call, ret_response); }
    /* Asked before anything is altered. */
    const bool triggered =
        plan->after != NULL && (plan->trigger == NULL || plan->trigger(call, plan));
    pl_status status = plan->before == NULL ? PL_OK : plan->before(call, plan);
    if (status == PL_OK) { status = pl_call_answer(call, &response); }
    if (status == PL_OK && triggered && (plan->status == 0 || plan->status == response.status)) {
        status = plan->after(call, plan, &response);
    }
    if (status == PL_OK) { *ret_response = response; }
    return status;
}
