#include <criterion/criterion.h>
#include <string.h>

#include "run/suite_internal.h"

static const struct created_case {
    const char *name;
    int status;
    const char *body;
    const char *id; /* remembered; NULL: nothing is */
} cases[] = {
    {"created", 200, "{\"data\":{\"id\":103}}", "103"},
    {"also-201", 201, "{\"data\":{\"id\":103}}", "103"},
    {"large", 200, "{\"data\":{\"id\":18446744073709551615}}", "18446744073709551615"},
    {"refused", 422, "{\"data\":{\"id\":103}}", NULL},
    {"text-id", 200, "{\"data\":{\"id\":\"103\"}}", NULL},
    {"fraction", 200, "{\"data\":{\"id\":1.5}}", NULL},
    {"exponent", 200, "{\"data\":{\"id\":1e3}}", NULL},
    {"negative", 200, "{\"data\":{\"id\":-1}}", NULL},
    {"endless", 200, "{\"data\":{\"id\":184467440737095516150}}", NULL},
    {"no-id", 200, "{\"data\":{}}", NULL},
    {"no-data", 200, "{\"id\":103}", NULL},
    {"no-object", 200, "[103]", NULL},
    {"no-json", 200, "103 links", NULL},
};

static pl_http_response answer_of(int status, const char *body) {
    return (pl_http_response){
        .failure = PL_HTTP_ANSWERED, .status = status, .body = pl_bytes_of(body)};
}

Test(created, what_is_remembered, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct created_case *const c = &cases[i];
        pl_arena arena = {0};
        pl_created_list created = {0};
        const char *repeated = NULL;
        const pl_http_response response = answer_of(c->status, c->body);
        cr_assert_eq(pl_created_add(&created, &response, "A", PL_PARTY_OTHER, true, &arena, &arena,
                                    &repeated),
                     PL_OK, "%s", c->name);
        cr_assert_eq(created.count, c->id == NULL ? 0U : 1U, "%s", c->name);
        cr_assert_null(repeated, "%s", c->name);
        if (c->id != NULL) {
            cr_assert_str_eq(created.first->link_id, c->id, "%s", c->name);
            cr_assert_str_eq(created.first->account_id, "A", "%s", c->name);
            cr_assert_eq(created.first->party, PL_PARTY_OTHER, "%s", c->name);
        }
        pl_arena_done(&arena);
    }
}

/* The same id twice is told only when both links were asked for with reference numbers of their
 * own. */
static const struct repeated_case {
    const char *name;
    const char *account;
    const char *id;
    bool first_distinct;
    bool second_distinct;
    bool repeated;
    size_t count;
} repetitions[] = {
    {"both-distinct", "A", "7", true, true, true, 1},
    {"first-may-repeat", "A", "7", false, true, false, 1},
    {"second-may-repeat", "A", "7", true, false, false, 1},
    {"other-account", "B", "7", true, true, false, 2},
    {"other-id", "A", "8", true, true, false, 2},
};

Test(created, repetition, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(repetitions); i++) {
        const struct repeated_case *const c = &repetitions[i];
        pl_arena arena = {0};
        pl_created_list created = {0};
        const char *repeated = NULL;
        pl_http_response response = answer_of(200, "{\"data\":{\"id\":7}}");
        cr_assert_eq(pl_created_add(&created, &response, "A", PL_PARTY_FIRST, c->first_distinct,
                                    &arena, &arena, &repeated),
                     PL_OK);
        response = answer_of(200, pl_arena_printf(&arena, "{\"data\":{\"id\":%s}}", c->id));
        cr_assert_eq(pl_created_add(&created, &response, c->account, PL_PARTY_FIRST,
                                    c->second_distinct, &arena, &arena, &repeated),
                     PL_OK);
        cr_assert_eq(repeated != NULL, c->repeated, "%s", c->name);
        cr_assert_eq(created.count, c->count, "%s", c->name);
        pl_arena_done(&arena);
    }
}
