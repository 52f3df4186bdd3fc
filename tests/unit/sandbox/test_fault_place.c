#include "cases/case.h"
#include "unit/sandbox/fault_util.h"

/* Faults that are edits of the contract's tables: each judges some request differently, and its sandbox answers so. */

static pl_case_set cases_of(pl_arena *arena) {
    static pl_bytes codes[PL_SANDBOX_METHOD_COUNT_MAX];
    const pl_case_config config = {.run_id = "f1",
                                   .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT),
                                   .now_ms = SB_NOW_MS,
                                   .payment_method_count = pl_catalog_codes(codes),
                                   .payment_methods = codes};
    pl_case_set set = {.count = 0};
    cr_assert_eq(pl_cases_make(&config, arena, &set), PL_OK);
    return set;
}

static pl_verdict verdict_of(const pl_schema *schema, pl_bytes body, pl_arena *arena) {
    pl_bytes codes[PL_SANDBOX_METHOD_COUNT_MAX];
    const pl_context context = {.now_ms = SB_NOW_MS,
                                .payment_method_count = pl_catalog_codes(codes),
                                .payment_methods = codes};
    pl_verdict verdict = PL_VERDICT_COUNT;
    cr_assert_eq(pl_validate_verdict(schema, body, &context, arena, &verdict), PL_OK);
    return verdict;
}

static bool is_of(const pl_case *test, const pl_schema *root) {
    const bool of_grant = root == &pl_contract_grant;
    return test->has_body && test->auth == PL_AUTH_GOOD && test->account == PL_ACCOUNT_GOOD &&
           test->token_defect == PL_TOKEN_DEFECT_NONE && strcmp(test->method, "POST") == 0 &&
           test->route == (of_grant ? PL_ROUTE_TOKEN_V11 : PL_ROUTE_CREATE);
}

/* A body on which contract and edited schema part ways, and where the contract is not silent. */
static const pl_case *witness_of(const pl_case_set *set, const pl_schema *root,
                                 const pl_schema *edited) {
    const pl_case *found = NULL;
    pl_arena arena = {0};
    for (size_t i = 0; i < set->count && found == NULL; i++) {
        const pl_case *test = &set->cases[i];
        if (!is_of(test, root)) { continue; }
        const pl_verdict right = verdict_of(root, test->body, &arena);
        const bool refused = verdict_of(edited, test->body, &arena) == PL_REJECT;
        if (right != PL_OPEN && refused != (right == PL_REJECT)) { found = test; }
        pl_arena_reset(&arena);
    }
    pl_arena_done(&arena);
    return found;
}

/* The sandbox answers what the edited schema says, with a resource that the contract takes. */
static void expect_answer(const pl_fault *fault, const pl_case *witness) {
    sb bench;
    fu_open(&bench, fault);
    const bool refused = verdict_of(fault->plan->request, witness->body, &bench.arena) == PL_REJECT;
    const pl_sandbox_response got = sb_create(&bench, fault->id, witness->body);
    cr_assert_eq(got.status, refused ? 422 : 200, "%s, %s: %d: %.*s", fault->id, witness->id,
                 got.status, (int)got.body.len, (const char *)got.body.ptr);
    if (got.status == 200) {
        pl_json json;
        pl_report report;
        bool readable = false;
        cr_assert_eq(pl_contract_judge_response(200, got.body, NULL, &bench.arena, &json, &readable,
                                                &report),
                     PL_OK);
        cr_assert_neq(pl_report_verdict(&report), PL_REJECT, "%s: %.*s", fault->id,
                      (int)got.body.len, (const char *)got.body.ptr);
    }
    sb_close(&bench);
}

Test(fault_place, every_edit_judges_differently, .timeout = 110) {
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    const pl_case_set set = cases_of(&arena);
    size_t count = 0;
    for (size_t i = 0; i < faults.count; i++) {
        const pl_fault *fault = &faults.list[i];
        const pl_fault_plan *plan = fault->plan;
        const bool of_grant = plan->grant != NULL;
        if (plan->request == NULL && !of_grant) { continue; }
        const pl_schema *root = of_grant ? &pl_contract_grant : &pl_contract_request;
        const pl_case *witness = witness_of(&set, root, of_grant ? plan->grant : plan->request);
        cr_assert(witness != NULL || !fault->documented, "%s: no case shows it", fault->id);
        if (witness != NULL && !of_grant) { expect_answer(fault, witness); }
        count++;
    }
    cr_assert_gt(count, 200);
    pl_arena_done(&arena);
}

Test(fault_place, every_conversion_shows, .timeout = 110) {
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    const pl_case_set set = cases_of(&arena);
    static const char converted[] = "-converted";
    size_t count = 0;
    for (size_t i = 0; i < faults.count; i++) {
        const pl_fault *fault = &faults.list[i];
        const size_t id_len = strlen(fault->id);
        if (id_len < sizeof converted || fault->plan->scope != PL_FAULT_OF_CREATE ||
            strcmp(fault->id + id_len - (sizeof converted - 1), converted) != 0) {
            continue;
        }
        sb bench;
        bool shown = false;
        fu_open(&bench, fault);
        for (size_t k = 0; k < set.count && !shown; k++) {
            const pl_case *test = &set.cases[k];
            if (!is_of(test, &pl_contract_request) || test->klass != PL_CLASS_REJECT) { continue; }
            shown = sb_create(&bench, test->id, test->body).status == 200;
        }
        cr_assert(shown, "%s: no case shows it", fault->id);
        sb_close(&bench);
        count++;
    }
    cr_assert_gt(count, 20);
    pl_arena_done(&arena);
}

/* The tables themselves stay what they are. */
Test(fault_place, the_contract_is_left_alone, .timeout = 30) {
    pl_arena arena = {0};
    pl_fault_maker maker = {.arena = &arena};
    pl_fault_places *places = pl_arena_alloc(&arena, sizeof *places);
    const pl_schema before = pl_contract_request;
    pl_fault_places_make(&maker, &pl_contract_request, places);
    cr_assert_geq(places->count, 15);
    for (size_t i = 0; i < places->count; i++) {
        pl_fault_edit edit;
        cr_assert(pl_fault_edit_make(&maker, &places->list[i], &edit));
        cr_assert_neq(edit.root, &pl_contract_request);
        cr_assert_neq(edit.target, places->list[i].schema, "%s: not a copy", places->list[i].id);
        cr_assert_eq(edit.target->gate.kinds, 0, "%s: a gate lets values past", places->list[i].id);
        edit.target->types = PL_TYPE_NULL;
        if (edit.member != NULL) { edit.member->presence = PL_OPTIONAL; }
        if (edit.target->facet_count > 0) { edit.facets[0].count = 0; }
    }
    cr_assert_arr_eq(&before, &pl_contract_request, sizeof before);
    cr_assert_eq(verdict_of(&pl_contract_request, pl_bytes_of(SB_GOOD_BODY), &arena), PL_ACCEPT);
    cr_assert_eq(verdict_of(&pl_contract_request, pl_bytes_of("{}"), &arena), PL_REJECT);
    pl_arena_done(&arena);
}

Test(fault_place, nodes, .timeout = 30) {
    static const struct {
        const char *place;
        const char *text;
        size_t count;
    } rows[] = {
        {"body", "{}", 1},
        {"body", "[]", 1},
        {"title", "{\"title\":1}", 1},
        {"title", "{\"x\":1}", 0},
        {"title", "[]", 0},
        {"items", "{\"items\":7}", 1},
        {"items.each", "{\"items\":7}", 0},
        {"items.each", "{\"items\":[{},[1,2],3]}", 3},
        {"items.quantity", "{\"items\":[{\"quantity\":1},{},{\"name\":\"a\",\"quantity\":null},5]}",
         2},
        {"whitelisted_payment_method.each", "{\"whitelisted_payment_method\":[\"a\",\"b\"]}", 2},
    };
    pl_arena arena = {0};
    pl_fault_maker maker = {.arena = &arena};
    pl_fault_places *places = pl_arena_alloc(&arena, sizeof *places);
    pl_fault_places_make(&maker, &pl_contract_request, places);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        uint32_t nodes[PL_FAULT_NODE_COUNT_MAX];
        pl_json json;
        size_t at = 0;
        while (at < places->count && strcmp(places->list[at].id, rows[i].place) != 0) { at++; }
        cr_assert_lt(at, places->count, "%s", rows[i].place);
        cr_assert_eq(pl_json_read(pl_bytes_of(rows[i].text), &arena, &json, NULL), PL_OK);
        cr_assert_eq(pl_fault_nodes(&json, &places->list[at], nodes), rows[i].count, "%s in %s",
                     rows[i].place, rows[i].text);
    }
    pl_arena_done(&arena);
}
