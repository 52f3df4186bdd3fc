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
        cr_assert_eq(pl_answer_excerpt(cases[i].in, NULL, &arena, &got), PL_OK);
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
        cr_assert_eq(
            pl_answer_excerpt((pl_bytes){(const uint8_t *)text, len + 3}, NULL, &arena, &got),
            PL_OK);
        const size_t got_len = strlen(got);
        const bool fits = len + 3 <= PL_ANSWER_EXCERPT_BYTES_MAX;
        cr_assert_eq(fits, strstr(got, "...") == NULL, "%zu", len);
        cr_assert_leq(got_len, (size_t)PL_ANSWER_EXCERPT_BYTES_MAX + 3, "%zu", len);
        cr_assert_eq(strncmp(got, text, fits ? len + 3 : PL_ANSWER_EXCERPT_BYTES_MAX - 3), 0);
        pl_arena_done(&arena);
    }
}

/* Wherever a secret stands, no more than its first three bytes are quoted: excerpts are cut after
 * their text was redacted. */
Test(answer, excerpt_shows_no_part_of_a_secret, .timeout = 20) {
    enum { SIZE = 40 * 1024 };
    static const char secret[] = "topSECRETvalue-42";
    static char text[SIZE];
    pl_redactor *redactor = NULL;
    cr_assert_eq(pl_redactor_new(&redactor), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "SECRET", secret), PL_OK);
    for (size_t at = 0; at < SIZE - sizeof secret; at += at < 200 ? 1 : 977) {
        pl_arena arena = {0};
        memset(text, 'p', SIZE);
        text[at / 2] = '\0';
        memcpy(text + at, secret, strlen(secret));
        const char *got = NULL;
        const pl_bytes in = {(const uint8_t *)text, SIZE};
        cr_assert_eq(pl_answer_excerpt(in, redactor, &arena, &got), PL_OK);
        cr_assert_null(strstr(got, "topS"), "at %zu: %s", at, got);
        cr_assert_leq(strlen(got), (size_t)PL_ANSWER_EXCERPT_BYTES_MAX + 3, "at %zu", at);
        const bool fits = at + strlen("$SECRET") <= PL_ANSWER_EXCERPT_BYTES_MAX;
        cr_assert_eq(fits, strstr(got, "$SECRET") != NULL, "at %zu: %s", at, got);
        pl_arena_done(&arena);
    }
    pl_redactor_free(redactor);
}

/* Secrets that shrink to a short name bring the end of what is looked at into view. */
Test(answer, excerpt_of_many_long_secrets, .timeout = 20) {
    enum { SECRET_LEN = 9 * 1024 };
    static char secret[SECRET_LEN + 1];
    static char text[3 * SECRET_LEN];
    pl_redactor *redactor = NULL;
    pl_arena arena = {0};
    const char *got = NULL;
    memset(secret, 's', SECRET_LEN);
    memset(text, 's', sizeof text);
    cr_assert_eq(pl_redactor_new(&redactor), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "SECRET", secret), PL_OK);
    const pl_bytes in = {(const uint8_t *)text, sizeof text};
    cr_assert_eq(pl_answer_excerpt(in, redactor, &arena, &got), PL_OK);
    cr_assert_str_eq(got, "$SECRET$SECRET...", "%s", got);
    pl_arena_done(&arena);
    pl_redactor_free(redactor);
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
        cr_assert_eq(pl_answer_message(&response, NULL, &arena, &got), PL_OK);
        cr_assert_str_eq(got, messages[i].want, "%s: \"%s\"", messages[i].name, got);
        pl_arena_done(&arena);
    }
}
