#include "unit/sandbox/fault_util.h"

/* The list of faults as a whole: that it is complete, and that each of them is one. */

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

Test(fault, list_is_in_order, .timeout = 30) {
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    cr_assert_geq(faults.count, 150);
    for (size_t i = 0; i < faults.count; i++) {
        const pl_fault *fault = &faults.list[i];
        cr_assert_eq(pl_fault_of(&faults, fault->id), fault, "%s stands twice", fault->id);
        cr_assert_eq(strcspn(fault->id, " \"\\\n"), strlen(fault->id), "%s", fault->id);
        cr_assert_eq(strcspn(fault->group, " /"), strlen(fault->group), "%s", fault->group);
        cr_assert_gt(strlen(fault->statement), 8, "%s: no statement", fault->id);
        if (i == 0 || strcmp(fault->group, faults.list[i - 1].group) == 0) { continue; }
        for (size_t k = 0; k + 1 < i; k++) {
            cr_assert_str_neq(faults.list[k].group, fault->group, "%s: apart from its group",
                              fault->id);
        }
    }
    cr_assert_null(pl_fault_of(&faults, "schema"));
    pl_arena_done(&arena);
}

Test(fault, list_is_the_same_again, .timeout = 30) {
    pl_arena arena = {0};
    const pl_fault_list first = fu_faults(&arena);
    const pl_fault_list second = fu_faults(&arena);
    cr_assert_eq(first.count, second.count);
    for (size_t i = 0; i < first.count; i++) {
        cr_assert_str_eq(first.list[i].id, second.list[i].id);
    }
    pl_arena_done(&arena);
}

Test(fault, memory_may_run_out, .timeout = 60) {
    size_t fail_after = 1;
    pl_status status = PL_E_MEMORY;
    /* Every request at first, then with growing strides: there are thousands. */
    for (; status == PL_E_MEMORY; fail_after += 1 + fail_after / 16) {
        pl_arena arena = {.fail_after = fail_after};
        pl_fault_list faults = {.count = 0};
        status = pl_faults_make(&arena, &faults);
        cr_assert(status == PL_OK || faults.count == 0, "written on failure");
        pl_arena_done(&arena);
        cr_assert_lt(fail_after, 1000000);
    }
    cr_assert_eq(status, PL_OK);
    cr_assert_gt(fail_after, 1000, "it asks for more memory than that");
}

static bool has_fault(const pl_fault_list *faults, pl_arena *arena, const char *place,
                      const char *what) {
    const char *id = pl_arena_printf(arena, "schema/%s/%s", place, what);
    cr_assert_not_null(id);
    return pl_fault_of(faults, id) != NULL;
}

static bool has_bound(pl_keyword keyword) {
    static const pl_keyword bounds[] = {
        PL_KEYWORD_MINIMUM,    PL_KEYWORD_EXCLUSIVE_MINIMUM, PL_KEYWORD_MAXIMUM,
        PL_KEYWORD_MIN_LENGTH, PL_KEYWORD_MAX_LENGTH,        PL_KEYWORD_MIN_ITEMS,
        PL_KEYWORD_MAX_ITEMS,
    };
    for (size_t i = 0; i < PL_COUNT(bounds); i++) {
        if (bounds[i] == keyword) { return true; }
    }
    return false;
}

/* Every violation row of the place is dropped, and moved where it has a bound. Returns how many rows there are. */
static size_t expect_facets(const pl_fault_list *faults, const pl_fault_place *place,
                            const char *id, pl_arena *arena) {
    size_t count = 0;
    for (size_t i = 0; i < place->schema->facet_count; i++) {
        const pl_facet *row = &place->schema->facets[i];
        if (row->severity != PL_VIOLATION) { continue; }
        const char *keyword = pl_keyword_text(row->keyword);
        const char *dropped = pl_arena_printf(arena, "%s/dropped", keyword);
        const char *higher = pl_arena_printf(arena, "%s/higher", keyword);
        const char *lower = pl_arena_printf(arena, "%s/lower", keyword);
        count++;
        cr_assert(has_fault(faults, arena, id, dropped), "%s: %s is not dropped", id, keyword);
        if (!has_bound(row->keyword)) { continue; }
        cr_assert(has_fault(faults, arena, id, higher), "%s: %s is not raised", id, keyword);
        /* One less than one element is none: the row dropped. */
        const bool is_one = row->keyword == PL_KEYWORD_MIN_ITEMS && row->count == 1;
        cr_assert_eq(has_fault(faults, arena, id, lower), !is_one, "%s: %s lowered", id, keyword);
    }
    return count;
}

Test(fault, every_row_of_the_contract_is_broken, .timeout = 30) {
    static const struct {
        const pl_schema *root;
        const char *prefix;
    } roots[] = {{&pl_contract_request, ""}, {&pl_contract_grant, "token."}};
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    pl_fault_maker maker = {.arena = &arena};
    pl_fault_places *places = pl_arena_alloc(&arena, sizeof *places);
    size_t row_count = 0;
    for (size_t root = 0; root < PL_COUNT(roots); root++) {
        pl_fault_places_make(&maker, roots[root].root, places);
        cr_assert_eq(maker.status, PL_OK);
        for (size_t i = 0; i < places->count; i++) {
            const pl_fault_place *place = &places->list[i];
            const char *id = pl_arena_printf(&arena, "%s%s", roots[root].prefix, place->id);
            const bool nullable = (place->schema->types & PL_TYPE_NULL) != 0;
            row_count += expect_facets(&faults, place, id, &arena);
            cr_assert_eq(has_fault(&faults, &arena, id, "type/null-passes"), !nullable, "%s", id);
            cr_assert_eq(has_fault(&faults, &arena, id, "type/null-refused"), nullable, "%s", id);
            if (place->member == NULL) { continue; }
            const bool required = place->member->presence == PL_REQUIRED;
            cr_assert_eq(has_fault(&faults, &arena, id, "required/absent-passes"), required, "%s",
                         id);
            cr_assert_eq(has_fault(&faults, &arena, id, "optional/absent-refused"), !required, "%s",
                         id);
        }
    }
    cr_assert_geq(row_count, 13);
    pl_arena_done(&arena);
}

/* --- what a fault does ------------------------------------------------------------------------ */

/* Requests that meet every kind of answer. */
static const fu_request probes[] = {
    {.body = FU_FULL_BODY, .accept = PL_MEDIA_TYPE},
    {.body = SB_GOOD_BODY},
    {.body = "{}", .accept = PL_MEDIA_TYPE},
    {.body = "{}", .accept = "*/*"},
    {.body = "{}", .accept = "text/html"},
    {.body = "{}", .accept = "application/xml"},
    {.body = "{}"},
    {.body = SB_GOOD_BODY, .authorization = "", .partner = ""},
    {.body = SB_GOOD_BODY, .target = SB_MANAGE "/01K946KF851RK7FX075GJHBVKF"},
    {.body = SB_GOOD_BODY, .method = "PUT"},
    {.body = SB_GOOD_BODY, .method = "PATCH"},
    {.body = SB_GOOD_BODY, .method = "DELETE"},
};

static bool same_text(const char *left, const char *right) {
    return left == right || (left != NULL && right != NULL && strcmp(left, right) == 0);
}

static bool same(const pl_sandbox_response *left, const pl_sandbox_response *right) {
    return left->status == right->status && left->manners == right->manners &&
           same_text(left->content_type, right->content_type) && left->headers == right->headers &&
           pl_bytes_equal(left->body, right->body);
}

/* Does one of the probes show that there is a fault? Both sandboxes have the same credentials and ids. */
static bool shows(const pl_fault *fault) {
    sb honest;
    sb faulty;
    bool differs = false;
    fu_open(&honest, NULL);
    fu_open(&faulty, fault);
    for (size_t i = 0; i < PL_COUNT(probes) && !differs; i++) {
        const pl_sandbox_response want = fu_ask(&honest, &probes[i]);
        const pl_sandbox_response got = fu_ask(&faulty, &probes[i]);
        differs = !same(&want, &got);
    }
    sb_close(&honest);
    sb_close(&faulty);
    return differs;
}

Test(fault, every_fault_of_an_answer_shows, .timeout = 110) {
    static const char *const groups[] = {"status",   "media", "envelope",
                                         "resource", "echo",  "method"};
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    size_t count = 0;
    for (size_t i = 0; i < faults.count; i++) {
        for (size_t k = 0; k < PL_COUNT(groups); k++) {
            if (strcmp(faults.list[i].group, groups[k]) != 0) { continue; }
            count++;
            cr_assert(shows(&faults.list[i]), "%s: nothing differs", faults.list[i].id);
        }
    }
    cr_assert_gt(count, 400);
    pl_arena_done(&arena);
}

Test(fault, reading_is_honest, .timeout = 30) {
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    sb bench;
    fu_open(&bench, fu_fault(&faults, "availability/closes"));
    const pl_sandbox_response listed = fu_ask(&bench, &(fu_request){.method = "GET"});
    cr_assert_eq(listed.status, 200);
    cr_assert_eq(listed.manners, 0);
    const pl_sandbox_response made = fu_ask(&bench, &(fu_request){.body = SB_GOOD_BODY});
    cr_assert_eq(made.manners, PL_MANNER_CUT);
    sb_close(&bench);
    pl_arena_done(&arena);
}

struct behaviour {
    const char *fault;
    fu_request request;
    int status;
    const char *pointer; /* into the answer; NULL: not looked at */
    const char *value;   /* as written; "": absent */
};

/* clang-format off */
static const struct behaviour behaviours[] = {
    {"status/422-as-400",           {.body = "{}"}, 400, "/status", "400"},
    {"status/422-as-200",           {.body = "{}"}, 200, "/status", "422"},
    {"status/422-as-200-twice",     {.body = "{}"}, 200, "/status", "200"},
    {"envelope/422-success-absent", {.body = "{}"}, 422, "/success", ""},
    {"envelope/422-errors-of-texts", {.body = "{}"}, 422, "/error/errors/title", "\"failed\""},
    {"envelope/200-status-string",  {.body = SB_GOOD_BODY}, 200, "/status", "\"200\""},
    {"resource/data.account.kyb_status/value-other", {.body = SB_GOOD_BODY}, 200, "/data/account/kyb_status", "\"other\""},
    {"resource/data.items.quantity/type-text", {.body = SB_GOOD_BODY}, 200, "/data/items/1/quantity", "\"1\""},
    {"resource/data.whitelisted_payment_method.each/type-number", {.body = SB_GOOD_BODY}, 200, "/data/whitelisted_payment_method/0", "1"},
    {"resource/data.account.id/absent", {.body = SB_GOOD_BODY}, 200, "/data/account/id", ""},
    {"echo/title-entities",         {.body = FU_FULL_BODY}, 200, "/data/title", "\"Kopi &amp; Teh \xf0\x9f\x98\x80 caf\xc3\xa9 'x' \\\\ \\\"y\\\" behind the column\""},
    {"echo/title-cut",              {.body = SB_GOOD_BODY}, 200, "/data/title", "\"Order \""},
    {"echo/title-latin",            {.body = FU_FULL_BODY}, 200, "/data/reff_no", "\"Inv-s\xc3\xa9&'\\\\\\\"-0123456789-abcdefghijklmn\""},
    {"echo/reff_no-latin",          {.body = FU_FULL_BODY}, 200, "/data/reff_no", "\"Inv-s\xc3\x83\xc2\xa9&'\\\\\\\"-0123456789-abcdefghijklmn\""},
    {"echo/items-reversed",         {.body = SB_GOOD_BODY}, 200, "/data/items/0/name", "\"Discount\""},
    {"echo/items.unit_price-negated", {.body = SB_GOOD_BODY}, 200, "/data/items/1/unit_price", "10000"},
    {"echo/items.unit_price-whole", {.body = FU_FULL_BODY}, 200, "/data/items/0/unit_price", "80000"},
    {"echo/expired_at-local-as-utc", {.body = FU_FULL_BODY}, 200, "/data/expired_at", "\"2027-01-15T14:59:59.123+00:00\""},
    {"echo/expired_at-to-day",      {.body = FU_FULL_BODY}, 200, "/data/expired_at", "\"2027-01-15T07:00:00+07:00\""},
    {"echo/optional_metadata-as-texts", {.body = FU_FULL_BODY}, 200, "/data/optional_metadata", "{\"a\":\"1\",\"b\":{\"c\":[1]},\"d\":\"true\"}"},
    {"echo/optional_metadata-flat", {.body = FU_FULL_BODY}, 200, "/data/optional_metadata", "{\"a\":1,\"b\":null,\"d\":true}"},
    {"echo/whitelisted_payment_method-first-dropped", {.body = FU_FULL_BODY}, 200, "/data/whitelisted_payment_method", "[\"VA_BRI\"]"},
    {"failure/negative",            {.body = SB_GOOD_BODY}, 500, "/success", "false"},
    {"failure/negative",            {.body = "{}"}, 422, NULL, NULL},
    {"method/put-creates",          {.method = "PUT", .body = SB_GOOD_BODY}, 200, "/data/title", "\"Order 1\""},
    {"method/put-not-found",        {.method = "PUT", .body = SB_GOOD_BODY}, 404, "/status", "404"},
    {"method/put-not-found",        {.method = "PATCH", .body = SB_GOOD_BODY}, 405, NULL, NULL},
    {"account/unknown-accepted",    {.target = SB_MANAGE "/01K946KF851RK7FX075GJHBVKF", .body = SB_GOOD_BODY}, 200, NULL, NULL},
    {"account/malformed-accepted",  {.target = SB_MANAGE "/1", .body = SB_GOOD_BODY}, 200, NULL, NULL},
    {"account/malformed-fails",     {.target = SB_MANAGE "/1", .body = SB_GOOD_BODY}, 500, NULL, NULL},
    {"account/malformed-fails",     {.target = SB_MANAGE "/1", .body = SB_GOOD_BODY, .authorization = ""}, 401, NULL, NULL},
    {"auth/no-headers-accepted",    {.body = SB_GOOD_BODY, .authorization = "", .partner = ""}, 200, NULL, NULL},
    {"auth/no-headers-accepted",    {.body = SB_GOOD_BODY, .authorization = ""}, 401, NULL, NULL},
    {"auth/no-authorization-accepted", {.body = SB_GOOD_BODY, .authorization = ""}, 200, NULL, NULL},
    {"auth/no-partner-accepted",    {.body = SB_GOOD_BODY, .partner = ""}, 200, NULL, NULL},
    {"auth/no-partner-accepted",    {.body = SB_GOOD_BODY, .partner = "x"}, 401, NULL, NULL},
    {"auth/wrong-partner-accepted", {.body = SB_GOOD_BODY, .partner = "x"}, 200, NULL, NULL},
    {"auth/any-token-accepted",     {.body = SB_GOOD_BODY, .authorization = "Bearer x"}, 200, NULL, NULL},
    {"auth/any-token-accepted",     {.body = SB_GOOD_BODY, .authorization = "Token x"}, 401, NULL, NULL},
    {"auth/basic-accepted",         {.body = SB_GOOD_BODY, .authorization = "Basic eDp4"}, 200, NULL, NULL},
    {"auth/body-first",             {.body = "{}", .authorization = ""}, 422, NULL, NULL},
    {"auth/body-first",             {.body = SB_GOOD_BODY, .authorization = ""}, 401, NULL, NULL},
    {"auth/account-first",          {.target = SB_MANAGE "/01K946KF851RK7FX075GJHBVKF", .body = SB_GOOD_BODY, .authorization = ""}, 404, NULL, NULL},
    {"syntax/comma-accepted",       {.body = "{\"a\":1,}"}, 200, NULL, NULL},
    {"syntax/comma-accepted",       {.body = "{\"a\":1"}, 422, NULL, NULL},
    {"syntax/rest-ignored",         {.body = SB_GOOD_BODY "x"}, 200, NULL, NULL},
    {"syntax/cut-accepted",         {.body = "{\"a\":1"}, 200, NULL, NULL},
    {"syntax/empty-accepted",       {.body = " \n"}, 200, NULL, NULL},
    {"media/422-redirect",          {.body = "{}"}, 302, NULL, NULL},
    {"media/422-redirect-accept-html", {.body = "{}", .accept = "text/html,*/*"}, 302, NULL, NULL},
    {"media/422-redirect-accept-html", {.body = "{}", .accept = "*/*"}, 422, NULL, NULL},
    {"media/422-redirect-accept-absent", {.body = "{}"}, 302, NULL, NULL},
    {"media/422-redirect-accept-absent", {.body = "{}", .accept = "*/*"}, 422, NULL, NULL},
};
/* clang-format on */

Test(fault, behaviours, .timeout = 60) {
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    for (size_t i = 0; i < PL_COUNT(behaviours); i++) {
        const struct behaviour *row = &behaviours[i];
        sb bench;
        fu_open(&bench, fu_fault(&faults, row->fault));
        const pl_sandbox_response got = fu_ask(&bench, &row->request);
        cr_assert_eq(got.status, row->status, "%s: %d: %.*s", row->fault, got.status,
                     (int)got.body.len, (const char *)got.body.ptr);
        if (row->pointer != NULL) {
            cr_assert_str_eq(sb_value(&bench, &got, row->pointer), row->value, "%s at %s",
                             row->fault, row->pointer);
        }
        sb_close(&bench);
    }
    pl_arena_done(&arena);
}

Test(fault, redirects_say_where_to, .timeout = 30) {
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    sb bench;
    fu_open(&bench, fu_fault(&faults, "media/401-redirect"));
    const pl_sandbox_response got = fu_ask(&bench, &(fu_request){.authorization = ""});
    cr_assert_eq(got.status, 302);
    cr_assert_str_eq(got.headers[0].name, "Location");
    cr_assert_str_eq(got.headers[0].value, "/login");
    cr_assert(starts_with(got.content_type, "text/html"));
    sb_close(&bench);
    pl_arena_done(&arena);
}

Test(fault, a_refused_request_leaves_a_link, .timeout = 30) {
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    sb bench;
    fu_open(&bench, fu_fault(&faults, "relations/refused-is-kept"));
    cr_assert_eq(fu_ask(&bench, &(fu_request){.body = "{\"reff_no\":\"left\"}"}).status, 422);
    const pl_sandbox_response listed = fu_ask(&bench, &(fu_request){.method = "GET"});
    cr_assert_str_eq(sb_value(&bench, &listed, "/data/0/reff_no"), "\"left\"");
    cr_assert_str_eq(sb_value(&bench, &listed, "/data/1"), "");
    sb_close(&bench);
    pl_arena_done(&arena);
}

Test(fault, outages_begin_and_recur, .timeout = 30) {
    pl_arena arena = {0};
    const pl_fault_list faults = fu_faults(&arena);
    sb bench;
    fu_open(&bench, fu_fault(&faults, "availability/tenth-closes"));
    for (int i = 1; i <= 30; i++) {
        const pl_sandbox_response got = fu_ask(&bench, &(fu_request){.body = "{}"});
        cr_assert_eq(got.manners, i % 10 == 0 ? PL_MANNER_CUT : 0, "%d", i);
    }
    sb_close(&bench);
    fu_open(&bench, fu_fault(&faults, "availability/dies-unavailable"));
    for (int i = 0; i < 60; i++) {
        const pl_sandbox_response got = fu_ask(&bench, &(fu_request){.body = "{}"});
        cr_assert_eq(got.status, i < 40 ? 422 : 503, "%d", i);
    }
    sb_close(&bench);
    pl_arena_done(&arena);
}
