#include "checks_util.h"

#include "checks/answer.h"

static const struct excerpt_case {
    const char *name;
    pl_bytes in;
    const char *want;
} cases[] = {
    {"plain", PL_BYTES_LIT("abc"), "abc"},
    {"empty", PL_BYTES_LIT(""), ""},
    {"controls", PL_BYTES_LIT("a\n\x1b[31mb\x00z\x7f"), "a  [31mb z "},
    {"c1-control", PL_BYTES_LIT("a\xC2\x9B\x62"), "a b"},
    {"non-ascii", PL_BYTES_LIT("caf\xC3\xA9"), "caf\xC3\xA9"},
    {"bad-utf8", PL_BYTES_LIT("a\xFF\x62"), "a?b"},
};

Test(answer, excerpt, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        pl_arena arena = {0};
        const char *got = NULL;
        cr_assert_eq(pl_answer_excerpt(cases[i].in, &arena, &got), PL_OK);
        cr_assert_str_eq(got, cases[i].want, "%s: \"%s\"", cases[i].name, got);
        pl_arena_done(&arena);
    }
}

Test(answer, excerpt_is_cut_between_characters, .timeout = 10) {
    for (size_t len = PL_ANSWER_EXCERPT_BYTES_MAX - 4; len < PL_ANSWER_EXCERPT_BYTES_MAX + 4;
         len++) {
        pl_arena arena = {0};
        char text[2 * PL_ANSWER_EXCERPT_BYTES_MAX];
        memset(text, 'a', len);
        memcpy(text + len, "\xE2\x82\xAC", 3);
        const char *got = NULL;
        cr_assert_eq(pl_answer_excerpt((pl_bytes){(const uint8_t *)text, len + 3}, &arena, &got),
                     PL_OK);
        const size_t got_len = strlen(got);
        const bool fits = len + 3 <= PL_ANSWER_EXCERPT_BYTES_MAX;
        cr_assert_eq(fits, strstr(got, "...") == NULL, "%zu", len);
        cr_assert_leq(got_len, (size_t)PL_ANSWER_EXCERPT_BYTES_MAX + 3, "%zu", len);
        cr_assert_eq(strncmp(got, text, fits ? len + 3 : PL_ANSWER_EXCERPT_BYTES_MAX - 3), 0);
        pl_arena_done(&arena);
    }
}

static const struct message_case {
    const char *name;
    const char *body;
    const char *want;
} messages[] = {
    {"there", "{\"error\":{\"message\":\"No\\u0021\"}}", "No!"},
    {"no-error", "{\"message\":\"No\"}", ""},
    {"no-string", "{\"error\":{\"message\":1}}", ""},
    {"no-object", "{\"error\":\"No\"}", ""},
    {"no-json", "<html>", ""},
    {"empty", "", ""},
    {"lone-surrogate", "{\"error\":{\"message\":\"\\ud800\"}}", "\\ud800"},
};

Test(answer, message, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(messages); i++) {
        pl_arena arena = {0};
        const pl_http_response response = cu_response(422, messages[i].body);
        const char *got = NULL;
        cr_assert_eq(pl_answer_message(&response, &arena, &got), PL_OK);
        cr_assert_str_eq(got, messages[i].want, "%s: \"%s\"", messages[i].name, got);
        pl_arena_done(&arena);
    }
}
