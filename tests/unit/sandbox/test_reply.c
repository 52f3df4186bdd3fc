#include <criterion/criterion.h>
#include <json-c/json.h>
#include <string.h>

#include "unit/sandbox/sandbox_util.h"

static pl_call call_of(sb *bench) {
    static const pl_sandbox_request request = {.now_ms = SB_NOW_MS};
    return (pl_call){.sandbox = bench->sandbox, .request = &request, .arena = &bench->arena};
}

Test(reply, every_error_has_its_code, .timeout = 5) {
    static const struct {
        int status;
        const char *code;
    } rows[] = {{400, "400"}, {401, "401"}, {404, "404"}, {405, "4059901"},
                {413, "413"}, {415, "415"}, {422, "422"}, {500, "500"}};
    sb bench;
    sb_open(&bench, NULL);
    pl_call call = call_of(&bench);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_sandbox_response response = {.status = 0};
        cr_assert_eq(pl_reply_error(&call, rows[i].status, &response), PL_OK);
        cr_assert_eq(response.status, rows[i].status);
        cr_assert_str_eq(sb_value(&bench, &response, "/error/code"), rows[i].code);
        cr_assert_str_eq(sb_value(&bench, &response, "/success"), "false");
        cr_assert_str_eq(sb_value(&bench, &response, "/data"), "", "%d", rows[i].status);
    }
    sb_close(&bench);
}

Test(reply, not_allowed_says_what_is, .timeout = 5) {
    sb bench;
    sb_open(&bench, NULL);
    pl_call call = call_of(&bench);
    static const char *const allows[] = {PL_ALLOW, "POST"};
    for (size_t i = 0; i < PL_COUNT(allows); i++) {
        pl_sandbox_response response = {.status = 0};
        cr_assert_eq(pl_reply_not_allowed(&call, allows[i], &response), PL_OK);
        cr_assert_str_eq(response.allow, allows[i]);
        const char *message = sb_value(&bench, &response, "/error/message");
        cr_assert_eq(strstr(message, PL_ALLOW) != NULL, i == 0, "%s: %s", allows[i], message);
    }
    sb_close(&bench);
}

Test(reply, data_is_taken_over, .timeout = 5) {
    sb bench;
    sb_open(&bench, NULL);
    pl_call call = call_of(&bench);
    pl_sandbox_response response = {.status = 0};
    struct json_object *data = pl_reply_raw(pl_bytes_of("{\"a\":[1.50]}"));
    cr_assert_eq(pl_reply_data(&call, data, &response), PL_OK);
    static const char want[] = "{\"status\":200,\"success\":true,\"data\":{\"a\":[1.50]}}";
    cr_assert(pl_bytes_equal(response.body, pl_bytes_of(want)), "%.*s", (int)response.body.len,
              (const char *)response.body.ptr);
    response.status = 0;
    cr_assert_eq(pl_reply_data(&call, NULL, &response), PL_E_MEMORY);
    cr_assert_eq(response.status, 0);
    sb_close(&bench);
}

struct field_case {
    const char *pointer;
    const char *want; /* pointer of the message in the answer */
};

static const struct field_case fields[] = {
    {"", "/error/errors/body/0"},
    {"/", "/error/errors/body/0"},
    {"/title", "/error/errors/title/0"},
    {"/items/0/quantity", "/error/errors/items.0.quantity/0"},
    {"/a~1b/c~0d", "/error/errors/a~1b.c~0d/0"},
    {"/a~", "/error/errors/a~0/0"},
};

Test(reply, invalid_field_is_a_dot_path, .timeout = 5) {
    sb bench;
    sb_open(&bench, NULL);
    pl_call call = call_of(&bench);
    for (size_t i = 0; i < PL_COUNT(fields); i++) {
        pl_sandbox_response response = {.status = 0};
        cr_assert_eq(
            pl_reply_invalid_field(&call, pl_bytes_of(fields[i].pointer), "why", &response), PL_OK);
        cr_assert_eq(response.status, 422);
        cr_assert_str_eq(sb_value(&bench, &response, fields[i].want), "\"why\"", "'%s' in %.*s",
                         fields[i].pointer, (int)response.body.len,
                         (const char *)response.body.ptr);
    }
    char pointer[1024];
    memset(pointer, 'x', sizeof pointer - 1);
    pointer[0] = '/';
    pointer[sizeof pointer - 1] = '\0';
    pl_sandbox_response response = {.status = 0};
    cr_assert_eq(pl_reply_invalid_field(&call, pl_bytes_of(pointer), "why", &response), PL_OK);
    cr_assert_str_eq(sb_value(&bench, &response, "/error/errors/body/0"), "\"why\"", "too long");
    sb_close(&bench);
}

/* A thousand offending items: the answer lists its maximum and stays small. */
Test(reply, messages_are_bounded, .timeout = 10) {
    enum { ITEMS = 1000 };
    static const char item[] = "{\"name\":1,\"quantity\":1,\"unit_price\":1},";
    sb bench;
    sb_open(&bench, NULL);
    char *items = pl_arena_alloc(&bench.arena, ITEMS * (sizeof item - 1));
    for (size_t i = 0; i < ITEMS; i++) {
        memcpy(items + i * (sizeof item - 1), item, sizeof item - 1);
    }
    const char *body = pl_arena_printf(
        &bench.arena,
        "{\"reff_no\":\"r\",\"title\":\"t\",\"max_usage\":1,\"total_amount\":1,\"items\":[%.*s]}",
        ITEMS * (int)(sizeof item - 1) - 1, items);
    const pl_sandbox_response got = sb_create(&bench, "many", pl_bytes_of(body));
    cr_assert_eq(got.status, 422);
    pl_json json;
    uint32_t errors = 0;
    cr_assert_eq(pl_json_read(got.body, &bench.arena, &json, NULL), PL_OK);
    cr_assert_eq(pl_json_resolve(&json, pl_bytes_of("/error/errors"), &errors), PL_OK);
    cr_assert_eq(pl_json_child_count(&json, errors), PL_SANDBOX_ERROR_COUNT_MAX);
    sb_close(&bench);
}

Test(reply, refuses_what_cannot_be_stored, .timeout = 5) {
    static const struct {
        pl_keyword keyword;
        pl_severity severity;
        bool want;
    } rows[] = {
        {PL_KEYWORD_TYPE, PL_VIOLATION, true},
        {PL_KEYWORD_BLANK, PL_OBSERVATION, false},
        {PL_KEYWORD_PAST, PL_OBSERVATION, false},
        {PL_KEYWORD_DUPLICATE_NAME, PL_OBSERVATION, false},
        {PL_KEYWORD_BYTE_ORDER_MARK, PL_OBSERVATION, false},
        {PL_KEYWORD_ADDITIONAL_PROPERTIES, PL_OBSERVATION, false},
        {PL_KEYWORD_INVALID_UTF8, PL_OBSERVATION, true},
        {PL_KEYWORD_LONE_SURROGATE, PL_OBSERVATION, true},
        {PL_KEYWORD_NUL, PL_OBSERVATION, true},
        {PL_KEYWORD_SYNTAX, PL_OBSERVATION, true},
        {PL_KEYWORD_DOCUMENT_DEPTH, PL_OBSERVATION, true},
        {PL_KEYWORD_DOCUMENT_BYTES, PL_OBSERVATION, true},
    };
    static const pl_personality opposite = {.refuses = PL_BIT(PL_KEYWORD_BLANK),
                                            .takes = PL_BIT(PL_KEYWORD_NUL)};
    pl_sandbox sandbox = {.personality = pl_personalities};
    const pl_call call = {.sandbox = &sandbox};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_violation violation = {.keyword = rows[i].keyword, .severity = rows[i].severity};
        const uint64_t keyword = PL_BIT(rows[i].keyword);
        const bool turned = ((opposite.refuses | opposite.takes) & keyword) != 0;
        sandbox.personality = pl_personalities;
        cr_assert_eq(pl_reply_refuses(&call, &violation), rows[i].want, "%s",
                     pl_keyword_text(rows[i].keyword));
        sandbox.personality = &opposite;
        cr_assert_eq(pl_reply_refuses(&call, &violation), rows[i].want != turned, "%s",
                     pl_keyword_text(rows[i].keyword));
    }
}
