#include "cases_test.h"

/* What a value of each kind is as a JSON Schema type. */
static const unsigned kind_types[PL_JSON_KIND_COUNT] = {
    [PL_JSON_NULL] = PL_TYPE_NULL,
    [PL_JSON_BOOLEAN] = PL_TYPE_BOOLEAN,
    [PL_JSON_NUMBER] = PL_TYPE_INTEGER | PL_TYPE_NUMBER,
    [PL_JSON_STRING] = PL_TYPE_STRING,
    [PL_JSON_ARRAY] = PL_TYPE_ARRAY,
    [PL_JSON_OBJECT] = PL_TYPE_OBJECT,
};

/* Kinds of the values that the type cases put at the place, as bits. */
static unsigned kinds_tried(const pl_case_config *config, const pl_case_set *set,
                            const pl_place *place, pl_class klass, pl_arena *arena) {
    const char *start = pl_arena_printf(arena, "%s/type/", place->id);
    cr_assert_not_null(start);
    unsigned kinds = 0;
    for (size_t i = 0; i < set->count; i++) {
        const pl_case *test = &set->cases[i];
        if (strncmp(test->id, start, strlen(start)) != 0 || test->klass != klass) { continue; }
        pl_json json;
        pl_report report;
        cr_assert(ct_judge(config, test->body, arena, &json, &report), "%s", test->id);
        const char *pointer = test->offending != NULL ? test->offending : "";
        if (klass == PL_CLASS_ACCEPT) {
            pointer = pl_arena_printf(arena, "/%s", place->member->name);
            cr_assert_not_null(pointer);
        }
        uint32_t node = 0;
        cr_assert_eq(pl_json_resolve(&json, pl_bytes_of(pointer), &node), PL_OK, "%s", test->id);
        kinds |= 1U << json.nodes[node].kind;
    }
    return kinds;
}

Test(cases_types, every_wrong_type_is_sent_to_every_place, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t count = 0;
    cr_assert_eq(pl_places_make(&kit, places, &count), PL_OK);
    for (size_t i = 0; i < count; i++) {
        const pl_place *place = &places[i];
        const unsigned tried = kinds_tried(&config, &set, place, PL_CLASS_REJECT, &arena);
        for (unsigned kind = 0; kind < PL_JSON_KIND_COUNT; kind++) {
            if ((place->schema->types & kind_types[kind]) != 0) { continue; }
            cr_expect((tried & 1U << kind) != 0, "%s: kind %u is not tried", place->id, kind);
        }
    }
    pl_arena_done(&arena);
}

Test(cases_types, null_and_booleans_are_sent_where_allowed, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t count = 0;
    size_t nullable = 0;
    cr_assert_eq(pl_places_make(&kit, places, &count), PL_OK);
    for (size_t i = 0; i < count; i++) {
        const unsigned types = places[i].schema->types;
        if ((types & (PL_TYPE_NULL | PL_TYPE_BOOLEAN)) == 0) { continue; }
        nullable++;
        const unsigned tried = kinds_tried(&config, &set, &places[i], PL_CLASS_ACCEPT, &arena);
        const bool boolean = (types & PL_TYPE_BOOLEAN) != 0;
        cr_expect((tried & 1U << PL_JSON_NULL) != 0, "%s: null", places[i].id);
        cr_expect(!boolean || (tried & 1U << PL_JSON_BOOLEAN) != 0, "%s: boolean", places[i].id);
    }
    cr_expect_eq(nullable, 5);
    pl_arena_done(&arena);
}

Test(cases_types, values_that_convert, .timeout = 30) {
    static const struct {
        const char *id;
        const char *has;
    } rows[] = {
        {"max_usage/type/string", "\"max_usage\":\"1\""},
        {"max_usage/type/fraction", "\"max_usage\":1.5"},
        {"max_usage/type/half", "\"max_usage\":0.5"},
        {"items.quantity/type/half", "\"quantity\":0.5"},
        {"total_amount/type/string", "\"total_amount\":\"150000\""},
        {"items.quantity/type/string", "\"quantity\":\"1\""},
        {"items.quantity/type/fraction", "\"quantity\":1.5"},
        {"items.unit_price/type/string", "\"unit_price\":\"1\""},
        {"required_customer_detail/type/string", "\"required_customer_detail\":\"true\""},
        {"required_customer_detail/type/one", "\"required_customer_detail\":1"},
        {"required_customer_detail/type/zero", "\"required_customer_detail\":0"},
        {"required_customer_detail/type/string-yes", "\"required_customer_detail\":\"yes\""},
        {"reff_no/type/empty-array", "\"reff_no\":[]"},
        {"title/type/empty-array", "\"title\":[]"},
        {"items.name/type/empty-array", "\"name\":[]"},
        {"max_usage/maximum/wraps-32-bits", "\"max_usage\":4294967297"},
        {"max_usage/maximum/wraps-64-bits", "\"max_usage\":18446744073709551617"},
        {"expired_at/pattern/plus-and-13", "\"expired_at\":\"+1760086400123\""},
        {"expired_at/pattern/hexadecimal", "\"expired_at\":\"176008640012a\""},
        {"redirect_url/format/backslash", "\"redirect_url\":\"https://example.com/a\\\\b\""},
        {"expired_at/type/number", "\"expired_at\":1760086400123"},
        {"items/type/object-of-index", "\"items\":{\"0\":{\"name\""},
        {"items/type/object-element", "\"items\":{\"name\""},
        {"items/type/false", "\"items\":false"},
        {"items/type/empty-object", "\"items\":{}"},
        {"items/type/string", "\"items\":\"[{\\\"name"},
        {"whitelisted_payment_method/type/string-element",
         "\"whitelisted_payment_method\":\"QRIS\""},
        {"whitelisted_payment_method.each/type/null", "\"whitelisted_payment_method\":[null]"},
        {"optional_metadata/type/empty-array", "\"optional_metadata\":[]"},
        {"optional_metadata/type/string", "\"optional_metadata\":\"{"},
    };
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_set set = ct_set(&arena);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_case *test = ct_find(&set, rows[i].id);
        cr_expect_eq(test->klass, PL_CLASS_REJECT, "%s", rows[i].id);
        cr_expect_not_null(strstr((const char *)test->body.ptr, rows[i].has), "%s: %s", rows[i].id,
                           (const char *)test->body.ptr);
    }
    pl_arena_done(&arena);
}

Test(cases_types, absence_of_every_member, .timeout = 30) {
    pl_arena arena;
    pl_arena_init(&arena);
    const pl_case_config config = ct_config();
    const pl_case_set set = ct_set(&arena);
    for (unsigned i = 0; i < PL_REQUEST_FIELD_COUNT; i++) {
        const pl_member *member = pl_request_member(i);
        const bool required = member->presence == PL_REQUIRED;
        const char *id = pl_arena_printf(&arena, "%s/%s/absent", member->name,
                                         required ? "required" : "optional");
        cr_assert_not_null(id);
        const pl_case *test = ct_find(&set, id);
        cr_expect_eq(test->klass, required ? PL_CLASS_REJECT : PL_CLASS_ACCEPT, "%s", id);
        pl_json json;
        pl_report report;
        cr_assert(ct_judge(&config, test->body, &arena, &json, &report), "%s", id);
        cr_expect_eq(pl_json_member(&json, 0, member->name), PL_JSON_NONE, "%s", id);
    }
    for (unsigned i = 0; i < PL_ITEM_FIELD_COUNT; i++) {
        const char *id =
            pl_arena_printf(&arena, "%s.%s/required/absent-last",
                            pl_request_member(PL_REQUEST_ITEMS)->name, pl_item_member(i)->name);
        cr_assert_not_null(id);
        cr_expect_eq(ct_find(&set, id)->klass, PL_CLASS_REJECT, "%s", id);
    }
    pl_arena_done(&arena);
}
