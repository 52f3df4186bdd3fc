#include <criterion/criterion.h>
#include <string.h>

#include "run/suite_internal.h"

static const struct created_case {
    const char *name;
    int status;
    const char *body;
    const char *id;          /* remembered; NULL: nothing is */
    size_t nameless;         /* counted, of an answer to a creation */
    size_t nameless_unasked; /* of one to something else */
} cases[] = {
    {"created", 200, "{\"data\":{\"id\":103}}", "103", 0, 0},
    {"also-201", 201, "{\"data\":{\"id\":103}}", "103", 0, 0},
    {"large", 200, "{\"data\":{\"id\":18446744073709551615}}", "18446744073709551615", 0, 0},
    {"refused", 422, "{\"data\":{\"id\":103}}", NULL, 0, 0},
    {"text-id", 200, "{\"data\":{\"id\":\"103\"}}", "103", 0, 0},
    {"text-of-all", 200, "{\"data\":{\"id\":\"aZ_9-\"}}", "aZ_9-", 0, 0},
    {"text-slash", 200, "{\"data\":{\"id\":\"1/2\"}}", NULL, 1, 1},
    {"text-dots", 200, "{\"data\":{\"id\":\"..\"}}", NULL, 1, 1},
    {"text-escape", 200, "{\"data\":{\"id\":\"\\u0041\"}}", NULL, 1, 1},
    {"text-empty", 200, "{\"data\":{\"id\":\"\"}}", NULL, 1, 1},
    {"null", 200, "{\"data\":{\"id\":null}}", NULL, 1, 1},
    {"fraction", 200, "{\"data\":{\"id\":1.5}}", NULL, 1, 1},
    {"exponent", 200, "{\"data\":{\"id\":1e3}}", "1000", 0, 0},
    {"zero-fraction", 200, "{\"data\":{\"id\":7.0}}", "7", 0, 0},
    {"far", 200, "{\"data\":{\"id\":1e400}}", NULL, 1, 1},
    {"negative", 200, "{\"data\":{\"id\":-1}}", "-1", 0, 0},
    {"endless", 200, "{\"data\":{\"id\":184467440737095516150}}", "184467440737095516150", 0, 0},
    {"no-id", 200, "{\"data\":{}}", NULL, 1, 0},
    {"no-data", 200, "{\"id\":103}", NULL, 1, 0},
    {"no-object", 200, "[103]", NULL, 1, 0},
    {"no-json", 200, "103 links", NULL, 1, 0},
};

static pl_http_response answer_of(int status, const char *body) {
    return (pl_http_response){
        .failure = PL_HTTP_ANSWERED, .status = status, .body = pl_bytes_of(body)};
}

static void check_case(const struct created_case *c, bool asked_for) {
    static const pl_created made = {.account_id = "A", .party = PL_PARTY_OTHER, .distinct = true};
    pl_arena arena = {0};
    pl_created_list created = {0};
    const char *repeated = NULL;
    const pl_http_response response = answer_of(c->status, c->body);
    cr_assert_eq(pl_created_add(&created, &response, &made, asked_for, &arena, &arena, &repeated),
                 PL_OK, "%s", c->name);
    cr_assert_eq(created.count, c->id == NULL ? 0U : 1U, "%s", c->name);
    cr_assert_eq(created.nameless_count, asked_for ? c->nameless : c->nameless_unasked, "%s",
                 c->name);
    cr_assert_null(repeated, "%s", c->name);
    if (c->id != NULL) {
        cr_assert_str_eq(created.first->link_id, c->id, "%s", c->name);
        cr_assert_str_eq(created.first->account_id, "A", "%s", c->name);
        cr_assert_eq(created.first->party, PL_PARTY_OTHER, "%s", c->name);
    }
    pl_arena_done(&arena);
}

Test(created, what_is_remembered, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        check_case(&cases[i], true);
        check_case(&cases[i], false);
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
        const pl_created first = {.account_id = "A", .distinct = c->first_distinct};
        const pl_created second = {.account_id = c->account, .distinct = c->second_distinct};
        pl_arena arena = {0};
        pl_created_list created = {0};
        const char *repeated = NULL;
        pl_http_response response = answer_of(200, "{\"data\":{\"id\":7}}");
        cr_assert_eq(pl_created_add(&created, &response, &first, true, &arena, &arena, &repeated),
                     PL_OK);
        response = answer_of(200, pl_arena_printf(&arena, "{\"data\":{\"id\":%s}}", c->id));
        cr_assert_eq(pl_created_add(&created, &response, &second, true, &arena, &arena, &repeated),
                     PL_OK);
        cr_assert_eq(repeated != NULL, c->repeated, "%s", c->name);
        cr_assert_eq(created.count, c->count, "%s", c->name);
        pl_arena_done(&arena);
    }
}
