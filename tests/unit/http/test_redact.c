#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "http/redact.h"
#include "http/signature.h"
#include "test_util.h"

#define SECRET    "s3cr3t/of+the client"
#define HEADER    "eyJhbGciOiJIUzI1NiJ9"
#define PAYLOAD   "eyJzdWIiOiIwMUs5NDZLRiJ9"
#define SIGNATURE "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define TOKEN     HEADER "." PAYLOAD "." SIGNATURE
#define OTHER_TOKEN                                                                                \
    HEADER ".eyJzdWIiOiJhbm90aGVyIn0."                                                             \
           "QWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY"

struct redact_case {
    const char *name;
    const char *text;
    const char *want;
};

/* clang-format off */
static const struct redact_case cases[] = {
    {"nothing",             "", ""},
    {"no-secret",           "a plain text", "a plain text"},
    {"alone",               SECRET, "$SECRET"},
    {"inside",              "a" SECRET "b", "a$SECRETb"},
    {"twice",               SECRET SECRET, "$SECRET$SECRET"},
    {"almost",              "s3cr3t/of+the clien", "s3cr3t/of+the clien"},
    {"almost-then",         "s3cr3t/of+the clien" SECRET, "s3cr3t/of+the clien$SECRET"},
    {"percent-upper",       "x=s3cr3t%2Fof%2Bthe%20client&", "x=$SECRET&"},
    {"percent-lower",       "x=s3cr3t%2fof%2bthe%20client&", "x=$SECRET&"},
    {"json-slash",          "\"s3cr3t\\/of+the client\"", "\"$SECRET\""},
    {"json-unit",           "\"s3cr\\u0033t\\u002Fof+the\\u0020client\"", "\"$SECRET\""},
    {"json-first-unit",     "\\u00733cr3t/of+the client", "$SECRET"},
    {"json-units-in-json",  "\\\\u00733cr3t\\\\u002fof+the client", "$SECRET"},
    {"json-unit-cut",       "s3cr3t/of+the clien\\u007", "s3cr3t/of+the clien\\u007"},
    {"percent-all",         "%733cr3t/of+the%20clien%74", "$SECRET"},
    {"percent-bad",         "s3cr3t%2Gof+the client", "s3cr3t%2Gof+the client"},
    {"escapes-of-its-own",  "a\\n%41x \\\\n%2541x", "a$BACK $BACK"},
    {"hex",                 "7333637233742f6f662b74686520636c69656e74", "$SECRET"},
    {"base64-inside",       "eHMzY3IzdC9vZit0aGUgY2xpZW50eQ==", "eH$SECRETeQ=="},
    {"base64",              "czNjcjN0L29mK3RoZSBjbGllbnQ=", "$SECRET="},
    {"longest-first",       "partner-id-long", "$LONG"},
    {"shorter",             "partner-id-lon", "$SHORT-lon"},
    {"too-short-secret",    "abc abc", "abc abc"},
    {"token",               "Bearer " TOKEN, "Bearer $TOKEN"},
    {"token-twice",         TOKEN " " TOKEN, "$TOKEN $TOKEN"},
    {"other-token",         TOKEN " " OTHER_TOKEN, "$TOKEN $OTHER"},
    {"token-in-query",      "/a?token=" TOKEN "&b", "/a?token=$TOKEN&b"},
    {"token-in-json",       "{\"t\":\"" TOKEN "\"}", "{\"t\":\"$TOKEN\"}"},
    {"header-altered",      "Bearer fyJhbGciOiJIUzI1NiJ9." PAYLOAD "." SIGNATURE, "Bearer $TOKEN"},
    {"payload-altered",     "Bearer " HEADER ".eyJzdWIiOiIwMUs5NDZLRiJ8." SIGNATURE, "Bearer $TOKEN"},
    {"signature-altered",   "Bearer " HEADER "." PAYLOAD ".eBjftJeZ4CVP", "Bearer $TOKEN"},
    {"signature-absent",    "Bearer " HEADER "." PAYLOAD ".", "Bearer $TOKEN"},
    {"alg-none",            "Bearer eyJhbGciOiJub25lIn0." PAYLOAD ".", "Bearer $TOKEN"},
    {"part-alone",          "'" PAYLOAD "'", "'$TOKEN'"},
    {"cut-token",           "Bearer " HEADER ".eyJzdWIiO", "Bearer $TOKEN"},
    {"foreign-token",       "eyJhbGciOiJub25lIn0.e30.QUJDREVGR0hJSktMTU5PUFFSU1Q",
     "eyJhbGciOiJub25lIn0.e30.QUJDREVGR0hJSktMTU5PUFFSU1Q"},
};
/* clang-format on */

static pl_redactor *redactor_of_cases(void) {
    pl_redactor *redactor = NULL;
    cr_assert_eq(pl_redactor_new(&redactor), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "SHORT", "partner-id"), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "SECRET", SECRET), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "LONG", "partner-id-long"), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "TOKEN", TOKEN), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "OTHER", OTHER_TOKEN), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "BACK", "\\n%41x"), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "TINY", "abc"), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "EMPTY", ""), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "NONE", NULL), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "AGAIN", SECRET), PL_OK, "the first name stays");
    return redactor;
}

Test(http_redact, texts, .timeout = 10) {
    pl_redactor *redactor = redactor_of_cases();
    pl_arena arena = {0};
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct redact_case *c = &cases[i];
        char *got = NULL;
        uint8_t *in = tu_exact_copy(pl_bytes_of(c->text));
        cr_assert_eq(pl_redact(redactor, (pl_bytes){in, strlen(c->text)}, &arena, &got), PL_OK,
                     "%s", c->name);
        cr_assert_str_eq(got, c->want, "%s: %s", c->name, got);
        free(in);
    }
    pl_arena_done(&arena);
    pl_redactor_free(redactor);
    pl_redactor_free(NULL);
}

/* What a cut left of a secret. */
static const struct cut_case {
    const char *name;
    const char *text;
    const char *want;
} cut_cases[] = {
    {"half", "pptopSEC...", "pp$KEY..."},
    {"four", "pptopS... p", "pp$KEY... p"},
    {"three", "pptop...", "pptop..."},
    {"no-cut", "pptopSEC..", "pptopSEC.."},
    {"cut-after-more", "topSECx...", "topSECx..."},
    {"whole", "topSECRET...", "$KEY..."},
    {"end", "topSEC", "topSEC"},
    {"dots-of-its-own", "a.b....", "$DOTS..."},
    {"dots-cut-before", "a.b...", "a.b..."},
};

Test(http_redact, cut_secrets, .timeout = 10) {
    pl_redactor *redactor = NULL;
    pl_arena arena = {0};
    cr_assert_eq(pl_redactor_new(&redactor), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "KEY", "topSECRET"), PL_OK);
    cr_assert_eq(pl_redactor_add(redactor, "DOTS", "a.b..c..d"), PL_OK);
    for (size_t i = 0; i < PL_COUNT(cut_cases); i++) {
        const struct cut_case *c = &cut_cases[i];
        char *got = NULL;
        cr_assert_eq(pl_redact(redactor, pl_bytes_of(c->text), &arena, &got), PL_OK);
        cr_assert_str_eq(got, c->want, "%s: %s", c->name, got);
    }
    pl_arena_done(&arena);
    pl_redactor_free(redactor);
}

Test(http_redact, signature, .timeout = 10) {
    enum { NOW_MS = 1000 };
    char client_id[] = "client";
    char client_secret[] = "secret";
    const pl_merchant merchant = {.client_id = client_id, .client_secret = client_secret};
    const pl_merchant nobody = {0};
    char signature[PL_SIGNATURE_TEXT_BYTES];
    pl_redactor *redactor = NULL;
    pl_arena arena = {0};
    char *got = NULL;
    cr_assert_eq(pl_redactor_new(&redactor), PL_OK);
    cr_assert_eq(pl_signature(client_id, client_secret, NOW_MS, signature), PL_OK);
    cr_assert_eq(pl_redactor_add_signature(redactor, &nobody, NOW_MS), PL_OK);
    cr_assert_eq(pl_redactor_add_signature(redactor, &merchant, NOW_MS), PL_OK);
    cr_assert_eq(pl_redact(redactor, pl_bytes_of(signature), &arena, &got), PL_OK);
    cr_assert_str_eq(got, "$PAYLINK_SIGNATURE");
    pl_arena_done(&arena);
    pl_redactor_free(redactor);
}

/* The beginning of a redacted text is that of the whole one, wherever it ends. */
Test(http_redact, beginning, .timeout = 10) {
    static const char text[] = "a " SECRET " b " TOKEN " c";
    pl_redactor *redactor = redactor_of_cases();
    pl_arena arena = {0};
    char *whole = NULL;
    cr_assert_eq(pl_redact(redactor, pl_bytes_of(text), &arena, &whole), PL_OK);
    for (size_t len = 0; len <= strlen(whole) + 1; len++) {
        pl_bytes got;
        bool all = false;
        const size_t want = len < strlen(whole) ? len : strlen(whole);
        cr_assert_eq(pl_redact_beginning(redactor, pl_bytes_of(text), len, &arena, &got, &all),
                     PL_OK);
        cr_assert_eq(all, len >= strlen(whole), "%zu", len);
        cr_assert_eq(got.len, want, "%zu", len);
        cr_assert_eq(memcmp(got.ptr, whole, want), 0, "%zu", len);
        cr_assert_eq(got.ptr[want], '\0');
    }
    pl_arena_done(&arena);
    pl_redactor_free(redactor);
}

/* Bytes that could be the beginning of an escape, over and over: no square of the length. */
Test(http_redact, long_texts, .timeout = 60) {
    enum { LEN = 256 * 1024 };
    static const char fill[] = {'\\', '%', 's', 'e', 'a'};
    pl_redactor *redactor = redactor_of_cases();
    for (size_t i = 0; i < sizeof fill; i++) {
        pl_arena arena = {0};
        uint8_t *const text = malloc(LEN);
        pl_bytes got;
        bool all = false;
        cr_assert_not_null(text);
        memset(text, fill[i], LEN);
        cr_assert_eq(pl_redact_beginning(redactor, (pl_bytes){text, LEN}, LEN, &arena, &got, &all),
                     PL_OK);
        cr_assert_eq(got.len, LEN);
        free(text);
        pl_arena_done(&arena);
    }
    pl_redactor_free(redactor);
}

Test(http_redact, bytes_pass_through, .timeout = 10) {
    static const pl_bytes text = PL_BYTES_LIT("a\0b\xFF" SECRET "\0");
    static const char want[] = "a\0b\xFF$SECRET\0";
    pl_redactor *redactor = redactor_of_cases();
    pl_arena arena = {0};
    char *got = NULL;
    cr_assert_eq(pl_redact(redactor, text, &arena, &got), PL_OK);
    cr_assert_eq(memcmp(got, want, sizeof want), 0);
    pl_arena_done(&arena);
    pl_arena full = {.fail_after = 1};
    cr_assert_eq(pl_redact(redactor, text, &full, &got), PL_E_MEMORY);
    pl_arena_done(&full);
    pl_redactor_free(redactor);
}

Test(http_redact, nothing_to_hide, .timeout = 10) {
    pl_redactor *redactor = NULL;
    pl_arena arena = {0};
    char *got = NULL;
    cr_assert_eq(pl_redactor_new(&redactor), PL_OK);
    cr_assert_eq(pl_redact(redactor, pl_bytes_of("abc"), &arena, &got), PL_OK);
    cr_assert_str_eq(got, "abc");
    pl_arena_done(&arena);
    pl_redactor_free(redactor);
}

/* Every secret of the settings is hidden under its variable's name; what is no secret stays. */
Test(http_redact, settings, .timeout = 10) {
    char values[32][32];
    pl_settings settings = {.other = {.is_other = true}};
    pl_redactor *redactor = NULL;
    pl_arena arena = {0};
    cr_assert_leq(pl_setting_count, PL_COUNT(values));
    for (size_t i = 0; i < pl_setting_count; i++) {
        snprintf(values[i], sizeof values[i], "value<%zu>", i);
        *(char **)(void *)((char *)&settings + pl_setting_rows[i].offset) = values[i];
    }
    cr_assert_eq(pl_redactor_new(&redactor), PL_OK);
    cr_assert_eq(pl_redactor_add_settings(redactor, &settings), PL_OK);
    for (size_t i = 0; i < pl_setting_count; i++) {
        char *got = NULL;
        cr_assert_eq(pl_redact(redactor, pl_bytes_of(values[i]), &arena, &got), PL_OK);
        if (pl_setting_rows[i].secret) {
            cr_assert_eq(got[0], '$', "%s", pl_setting_rows[i].name);
            cr_assert_str_eq(got + 1, pl_setting_rows[i].name);
        } else {
            cr_assert_str_eq(got, values[i], "%s", pl_setting_rows[i].name);
        }
    }
    pl_arena_done(&arena);
    pl_redactor_free(redactor);
}

Test(http_redact, basic_credentials, .timeout = 10) {
    char client_id[] = "Aladdin";
    char client_secret[] = "open sesame";
    const pl_merchant merchants[] = {
        {.client_id = client_id, .client_secret = client_secret},
        {.client_id = client_id, .client_secret = client_secret, .is_other = true}};
    static const char *const want[] = {"Basic $PAYLINK_BASIC", "Basic $PAYLINK_OTHER_BASIC"};
    for (size_t i = 0; i < PL_COUNT(merchants); i++) {
        pl_redactor *redactor = NULL;
        pl_arena arena = {0};
        char *got = NULL;
        cr_assert_eq(pl_redactor_new(&redactor), PL_OK);
        cr_assert_eq(pl_redactor_add_merchant(redactor, &merchants[i]), PL_OK);
        cr_assert_eq(
            pl_redact(redactor, pl_bytes_of("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), &arena, &got),
            PL_OK);
        cr_assert_str_eq(got, want[i]);
        pl_arena_done(&arena);
        pl_redactor_free(redactor);
    }
}
