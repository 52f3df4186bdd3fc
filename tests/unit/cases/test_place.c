#include "cases_test.h"

/* The places of the request in their order. */
static const struct place_row {
    const char *id;
    const char *group;
    pl_place_kind kind;
} place_rows[] = {
    {"body", "body", PL_PLACE_ROOT},
    {"reff_no", "reff_no", PL_PLACE_MEMBER},
    {"title", "title", PL_PLACE_MEMBER},
    {"max_usage", "max_usage", PL_PLACE_MEMBER},
    {"total_amount", "total_amount", PL_PLACE_MEMBER},
    {"items", "items", PL_PLACE_MEMBER},
    {"required_customer_detail", "required_customer_detail", PL_PLACE_MEMBER},
    {"expired_at", "expired_at", PL_PLACE_MEMBER},
    {"whitelisted_payment_method", "whitelisted_payment_method", PL_PLACE_MEMBER},
    {"redirect_url", "redirect_url", PL_PLACE_MEMBER},
    {"optional_metadata", "optional_metadata", PL_PLACE_MEMBER},
    {"items.each", "items[]", PL_PLACE_LINE},
    {"whitelisted_payment_method.each", "whitelisted_payment_method[]", PL_PLACE_ELEMENT},
    {"items.name", "items[].name", PL_PLACE_LINE_MEMBER},
    {"items.quantity", "items[].quantity", PL_PLACE_LINE_MEMBER},
    {"items.unit_price", "items[].unit_price", PL_PLACE_LINE_MEMBER},
};

Test(cases_place, walk_of_the_request, .timeout = 5) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t count = 0;
    cr_assert_eq(pl_places_make(&kit, places, &count), PL_OK);
    cr_assert_eq(count, PL_COUNT(place_rows), "%zu places", count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_str_eq(places[i].id, place_rows[i].id);
        cr_expect_str_eq(places[i].group, place_rows[i].group, "%s", place_rows[i].id);
        cr_expect_eq(places[i].kind, place_rows[i].kind, "%s", place_rows[i].id);
    }
    cr_expect_eq(pl_place_find(places, count, pl_item_member(PL_ITEM_NAME)), &places[13]);
    cr_expect(pl_place_is_fresh(&places[1]));
    cr_expect_not(pl_place_is_fresh(&places[2]));
    /* An element carries its array's member, and is not the array. */
    cr_expect_not(pl_place_is(&places[11], pl_request_member(PL_REQUEST_ITEMS)));
    pl_arena_done(&arena);
}

static const struct value_row {
    const char *name;
    const char *group;
    const char *value;
    const char *has; /* what must stand in the body */
    const char *offending;
} value_rows[] = {
    {"member", "title", "7", "\"title\":7,", "/title"},
    {"total", "total_amount", "0.5",
     "\"total_amount\":0.5,\"items\":[{\"name\":\"Item\",\"quantity\":1,\"unit_price\":0.5}]",
     "/total_amount"},
    {"total-string", "total_amount", "\"8\"", "\"unit_price\":8}", "/total_amount"},
    {"total-word", "total_amount", "\"x\"", "\"unit_price\":150000}", "/total_amount"},
    {"element", "whitelisted_payment_method[]", "1", "\"whitelisted_payment_method\":[1]",
     "/whitelisted_payment_method/0"},
    {"item", "items[]", "[]",
     "{\"name\":\"Item\",\"quantity\":1,\"unit_price\":1},[],"
     "{\"name\":\"Item\",\"quantity\":1,\"unit_price\":149999}",
     "/items/1"},
    {"quantity", "items[].quantity", "5",
     "\"quantity\":5,\"unit_price\":0},{\"name\":\"Item\",\"quantity\":1,\"unit_price\":149999}",
     "/items/1/quantity"},
    {"price", "items[].unit_price", "-2",
     "\"unit_price\":-2},{\"name\":\"Item\",\"quantity\":1,\"unit_price\":150001}",
     "/items/1/unit_price"},
    {"price-string", "items[].unit_price", "\"4\"", "\"unit_price\":149995}",
     "/items/1/unit_price"},
    {"price-true", "items[].unit_price", "true", "\"unit_price\":149998}", "/items/1/unit_price"},
    {"price-absent", "items[].unit_price", NULL,
     "{\"name\":\"Item\",\"quantity\":1},{\"name\":\"Item\",\"quantity\":1,\"unit_price\":149999}",
     "/items/1/unit_price"},
    {"name-absent", "items[].name", NULL,
     "{\"quantity\":1,\"unit_price\":1},{\"name\":\"Item\",\"quantity\":1,\"unit_price\":149998}",
     "/items/1/name"},
};

static const pl_place *place_of_group(const pl_place *places, size_t count, const char *group) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(places[i].group, group) == 0) { return &places[i]; }
    }
    cr_assert_fail("no place %s", group);
    return NULL;
}

Test(cases_place, values_stand_at_their_place, .timeout = 5) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t count = 0;
    cr_assert_eq(pl_places_make(&kit, places, &count), PL_OK);
    for (size_t i = 0; i < PL_COUNT(value_rows); i++) {
        const struct value_row *row = &value_rows[i];
        const pl_probe probe = {.place = place_of_group(places, count, row->group),
                                .keyword = "k",
                                .what = row->name,
                                .why = "w",
                                .klass = PL_CLASS_REJECT};
        cr_assert_eq(pl_probe_value(&kit, &probe, row->value), PL_OK, "%s", row->name);
        const pl_case *test = &kit.list[kit.count - 1];
        cr_expect_not_null(strstr((const char *)test->body.ptr, row->has), "%s: %s", row->name,
                           (const char *)test->body.ptr);
        cr_expect_str_eq(test->offending, row->offending, "%s", row->name);
    }
    pl_arena_done(&arena);
}

Test(cases_place, everywhere_is_first_middle_last, .timeout = 5) {
    static const char *const ids[] = {"items.name/k/w-first", "items.name/k/w",
                                      "items.name/k/w-last"};
    static const char *const pointers[] = {"/items/0/name", "/items/1/name", "/items/2/name"};
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t count = 0;
    cr_assert_eq(pl_places_make(&kit, places, &count), PL_OK);
    pl_probe probe = {.place = place_of_group(places, count, "items[].name"),
                      .keyword = "k",
                      .limit = "5",
                      .what = "w",
                      .why = "y",
                      .klass = PL_CLASS_REJECT,
                      .everywhere = true};
    cr_assert_eq(pl_probe_value(&kit, &probe, "7"), PL_OK);
    cr_assert_eq(kit.count, PL_COUNT(ids));
    for (size_t i = 0; i < PL_COUNT(ids); i++) {
        cr_expect_str_eq(kit.list[i].id, ids[i]);
        cr_expect_str_eq(kit.list[i].offending, pointers[i], "%s", ids[i]);
        cr_expect_str_eq(kit.list[i].constraint, "items[].name k 5", "%s", ids[i]);
    }
    probe.place = place_of_group(places, count, "title");
    cr_assert_eq(pl_probe_value(&kit, &probe, "7"), PL_OK);
    cr_expect_eq(kit.count, PL_COUNT(ids) + 1, "a title stands in one place");
    pl_arena_done(&arena);
}

/* Every rejecting body case names the value at fault, and it is there, or absent as it must be. */
Test(cases_place, offending_values_resolve, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    size_t found = 0;
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        if (test->klass != PL_CLASS_REJECT || !ct_probes_body(test)) { continue; }
        if (strcmp(test->group, "body") == 0) {
            cr_expect_null(test->offending, "%s", test->id);
            continue;
        }
        cr_assert_not_null(test->offending, "%s", test->id);
        pl_json json;
        pl_report report;
        cr_assert(ct_judge(&config, test->body, &arena, &json, &report), "%s", test->id);
        const bool two = strstr(test->id, "/together/") != NULL;
        cr_assert_eq(report.totals[PL_VIOLATION], two ? 2 : 1, "%s", test->id);
        uint32_t node = 0;
        const pl_status status = pl_json_resolve(&json, pl_bytes_of(test->offending), &node);
        const pl_violation *violation = report.list;
        while (violation->severity != PL_VIOLATION) { violation++; }
        const bool absent = violation->keyword == PL_KEYWORD_REQUIRED;
        cr_expect_eq(status, absent ? PL_E_RANGE : PL_OK, "%s: %s", test->id, test->offending);
        if (!absent) { cr_expect_eq(violation->node, node, "%s: %s", test->id, test->offending); }
        found++;
    }
    cr_expect_gt(found, 150, "%zu", found);
    pl_arena_done(&arena);
}
