#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/materialise_internal.h"
#include "run/shell_internal.h"

#define ACCOUNT "01K946KF851RK7FX075GJHBVKF"

static char partner[] = "partner-1", client[] = "client-1", secret[] = "secret-1";
static char account[] = ACCOUNT, token[] = "first.token-text", other[] = "other.token-text";

/* Of the whole program: sessions come and go. */
static pl_redactor *shared_redactor(void) {
    static pl_redactor *redactor;
    if (redactor == NULL) { cr_assert_eq(pl_redactor_new(&redactor), PL_OK); }
    return redactor;
}

/* The line of a case, in arena. */
static const char *line_of(const pl_case *test, pl_arena *arena) {
    const pl_settings settings = {.merchant = {.partner_id = partner,
                                               .client_id = client,
                                               .client_secret = secret,
                                               .account_id = account},
                                  .other = {.partner_id = partner, .is_other = true}};
    const pl_session session = {.settings = &settings,
                                .redactor = shared_redactor(),
                                .has_other = true,
                                .tokens = {{.text = token}, {.text = other}}};
    pl_wire wire;
    const char *line = NULL;
    cr_assert_eq(pl_materialise(&session, test, INT64_C(1763596800000), arena, &wire), PL_OK);
    cr_assert_null(wire.obstacle);
    cr_assert_eq(pl_curl_line(test, &wire, arena, &line), PL_OK);
    return line;
}

static pl_case create_case(pl_bytes body) {
    return (pl_case){.id = "t",
                     .method = "POST",
                     .route = PL_ROUTE_CREATE,
                     .content_type = "application/json",
                     .accept = "application/json",
                     .body = body,
                     .has_body = true};
}

#define URL     "\"$PAYLINK_BASE_URL/api/v1.0/payment-link-manage/" ACCOUNT "\""
#define PARTNER " -H \"X-PARTNER-ID: $PAYLINK_PARTNER_ID\""
#define JSON    " -H 'Content-Type: application/json' -H 'Accept: application/json'"

Test(curl_line, good_call, .timeout = 10) {
    pl_arena arena = {0};
    const pl_case test = create_case((pl_bytes)PL_BYTES_LIT("{\"title\":\"it's\"}"));
    cr_assert_str_eq(line_of(&test, &arena),
                     "curl -sS -i -X POST " URL
                     " -H \"Authorization: Bearer $PAYLINK_TOKEN\"" PARTNER JSON
                     " --data-binary '{\"title\":\"it'\\''s\"}'");
    pl_arena_done(&arena);
}

static const struct line_case {
    const char *name;
    pl_auth auth;
    const char *part; /* of the line */
    const char *absent;
} lines[] = {
    /* clang-format off */
    {"nothing",       PL_AUTH_NOTHING,             URL JSON,                                  "Authorization"},
    {"empty",         PL_AUTH_EMPTY_AUTHORIZATION, " -H 'Authorization;'",                    "$PAYLINK_TOKEN"},
    {"empty-partner", PL_AUTH_EMPTY_PARTNER,       " -H 'X-PARTNER-ID;'",                     "$PAYLINK_PARTNER_ID"},
    {"no-token",      PL_AUTH_NO_TOKEN,            " -H 'Authorization: Bearer'",             "$PAYLINK_TOKEN"},
    {"forged",        PL_AUTH_SIGNATURE_TAMPERED,  "\"Authorization: Bearer $PAYLINK_FORGED_TOKEN\"", "$PAYLINK_TOKEN"},
    {"forged-note",   PL_AUTH_SIGNATURE_TAMPERED,  " # PAYLINK_FORGED_TOKEN: the token with its signature altered", "\n"},
    {"lower",         PL_AUTH_LOWER_SCHEME,        "\"Authorization: bearer $PAYLINK_TOKEN\"", "Bearer"},
    {"other",         PL_AUTH_OTHER_MERCHANT,      "\"Authorization: Bearer $PAYLINK_OTHER_TOKEN\" -H \"X-PARTNER-ID: $PAYLINK_OTHER_PARTNER_ID\"", "$PAYLINK_TOKEN"},
    {"partner-case",  PL_AUTH_PARTNER_OTHER_CASE,  "\"X-PARTNER-ID: $(printf %s \"$PAYLINK_PARTNER_ID\" | tr A-Za-z a-zA-Z)\"", "nobody"},
    {"partner-cut",   PL_AUTH_PARTNER_CUT,         "\"X-PARTNER-ID: ${PAYLINK_PARTNER_ID%?}\"", "nobody"},
    {"partner-longer", PL_AUTH_PARTNER_LONGER,     "\"X-PARTNER-ID: ${PAYLINK_PARTNER_ID}x\"", "nobody"},
    {"names",         PL_AUTH_LOWER_NAMES,         "\"authorization: Bearer $PAYLINK_TOKEN\" -H \"x-partner-id: $PAYLINK_PARTNER_ID\"", "Authorization"},
    {"word-behind",   PL_AUTH_WORD_BEHIND,         "\"Authorization: Bearer $PAYLINK_TOKEN x\"", "nobody"},
    {"twice",         PL_AUTH_TWICE,               "\"Authorization: Bearer $PAYLINK_TOKEN\" -H 'Authorization: Bearer not-a-token'", "nobody"},
    {"partner-twice", PL_AUTH_PARTNER_TWICE,       "\"X-PARTNER-ID: $PAYLINK_PARTNER_ID\" -H 'X-PARTNER-ID: paylink-nobody'", "not-a-token"},
    {"query",         PL_AUTH_TOKEN_IN_QUERY,      URL "\"?access_token=$PAYLINK_TOKEN&token=$PAYLINK_TOKEN\"", "Authorization"},
    /* clang-format on */
};

Test(curl_line, authentication, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(lines); i++) {
        pl_arena arena = {0};
        pl_case test = create_case((pl_bytes)PL_BYTES_LIT("{}"));
        test.auth = lines[i].auth;
        const char *const line = line_of(&test, &arena);
        cr_assert_not_null(strstr(line, lines[i].part), "%s: %s", lines[i].name, line);
        cr_assert_null(strstr(line, lines[i].absent), "%s: %s", lines[i].name, line);
        pl_arena_done(&arena);
    }
}

Test(curl_line, token_request_is_explained, .timeout = 10) {
    pl_arena arena = {0};
    pl_case test = create_case((pl_bytes)PL_BYTES_LIT("{}"));
    test.route = PL_ROUTE_TOKEN_V11;
    test.token_defect = PL_TOKEN_DEFECT_OLD_DATE;
    const char *line = line_of(&test, &arena);
    cr_assert_not_null(strstr(line, "# PAYLINK_SIGNATURE: "), "%s", line);
    cr_assert_not_null(strstr(line, "a week ago"), "%s", line);
    test.route = PL_ROUTE_TOKEN_V10;
    test.token_defect = PL_TOKEN_DEFECT_NONE;
    line = line_of(&test, &arena);
    cr_assert_not_null(strstr(line, "Authorization: Basic $PAYLINK_BASIC"), "%s", line);
    cr_assert_not_null(strstr(line, "# PAYLINK_BASIC: "), "%s", line);
    pl_arena_done(&arena);
}

/* No row prints a token, a partner id or a secret. */
Test(curl_line, no_secret, .timeout = 10) {
    static const char *const secrets[] = {"token-text", "partner-1", "secret-1"};
    for (unsigned auth = 0; auth < PL_AUTH_COUNT; auth++) {
        pl_arena arena = {0};
        pl_case test = create_case((pl_bytes)PL_BYTES_LIT("{}"));
        test.auth = (pl_auth)auth;
        const char *const line = line_of(&test, &arena);
        for (size_t i = 0; i < PL_COUNT(secrets); i++) {
            cr_assert_null(strstr(line, secrets[i]), "%u: %s", auth, line);
        }
        pl_arena_done(&arena);
    }
    pl_arena arena = {0};
    pl_case test = create_case((pl_bytes)PL_BYTES_LIT("{}"));
    test.route = PL_ROUTE_TOKEN_V11;
    const char *const line = line_of(&test, &arena);
    cr_assert_not_null(strstr(line, "-H \"X-Signature: $PAYLINK_SIGNATURE\""), "%s", line);
    for (size_t i = 0; i < PL_COUNT(secrets); i++) {
        cr_assert_null(strstr(line, secrets[i]), "%s", line);
    }
    pl_arena_done(&arena);
}

/* --- what a shell makes of it ----------------------------------------------------------------- */

/* A temporary file without a name in the tree; the caller closes it. */
static FILE *scratch_file(void) {
    FILE *const file = tmpfile();
    cr_assert_not_null(file);
    return file;
}

/* Run the line with a `curl` that prints its body, from its argument or from what comes in: two
 * shells' reading of the quotes is the oracle. */
static size_t run_line(const char *shell, const char *line, char *out, size_t out_cap) {
    FILE *const script = scratch_file();
    FILE *const output = scratch_file();
    fputs("PAYLINK_BASE_URL=http://h PAYLINK_TOKEN=T PAYLINK_PARTNER_ID=P\n"
          "curl() { for a in \"$@\"; do [ \"$last\" = --data-binary ] && [ \"$a\" != @- ] && "
          "printf %s \"$a\"; last=$a; done; [ \"$a\" != @- ] || cat; }\n",
          script);
    fputs(line, script);
    fputs("\n", script);
    cr_assert_eq(fflush(script), 0);
    rewind(script);
    const pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        char path[32];
        snprintf(path, sizeof path, "/dev/fd/%d", fileno(script));
        (void)dup2(fileno(output), STDOUT_FILENO);
        execlp(shell, shell, path, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: %.200s", shell, line);
    rewind(output);
    const size_t len = fread(out, 1, out_cap, output);
    cr_assert_eq(fclose(script), 0);
    cr_assert_eq(fclose(output), 0);
    return len;
}

static const struct body_case {
    const char *name;
    pl_bytes body;
    bool piped;
} bodies[] = {
    /* clang-format off */
    {"plain",        PL_BYTES_LIT("{\"a\":1}"),                    false},
    {"empty",        PL_BYTES_LIT(""),                             false},
    {"quotes",       PL_BYTES_LIT("''\"`$HOME`\\n!#%s '"),         false},
    {"non-ascii",    PL_BYTES_LIT("caf\xC3\xA9 \xF0\x9F\x98\x80"), false},
    {"at-sign",      PL_BYTES_LIT("@/etc/hostname"),               true},
    {"nul",          PL_BYTES_LIT("a\0b"),                         true},
    {"newline",      PL_BYTES_LIT("{\n\t\"a\": 1\r\n}\n"),         true},
    {"bad-utf8",     PL_BYTES_LIT("\xFF\xFE\x80'%\\"),             true},
    {"only-quote",   PL_BYTES_LIT("'\x01"),                        true},
    {"digits-after", PL_BYTES_LIT("\x01" "7\x00" "8"),             true},
    /* clang-format on */
};

Test(curl_line, shell_reads_the_body_back, .timeout = 30) {
    static const char *const shells[] = {"sh", "bash"};
    for (size_t i = 0; i < PL_COUNT(bodies) * PL_COUNT(shells); i++) {
        const struct body_case *const c = &bodies[i / PL_COUNT(shells)];
        pl_arena arena = {0};
        const pl_case test = create_case(c->body);
        const char *const line = line_of(&test, &arena);
        cr_assert_eq(strstr(line, "printf") != NULL, c->piped, "%s: %s", c->name, line);
        cr_assert_null(strchr(line, '\n'), "%s", c->name);
        char out[512];
        const size_t len = run_line(shells[i % PL_COUNT(shells)], line, out, sizeof out);
        cr_assert(pl_bytes_equal((pl_bytes){(const uint8_t *)out, len}, c->body),
                  "%s: %zu bytes came back for %s", c->name, len, line);
        pl_arena_done(&arena);
    }
}

Test(curl_line, large_bodies, .timeout = 30) {
    enum { SIZE = 1200000 };
    pl_arena arena = {0};
    uint8_t *const body = pl_arena_alloc(&arena, SIZE);
    char *const out = pl_arena_alloc(&arena, SIZE + 1);
    cr_assert(body != NULL && out != NULL);
    memset(body, 'a', SIZE);
    memcpy(body, "{\"x\":\"", 6);
    memcpy(body + SIZE - 2, "\"}", 2);
    pl_case test = create_case((pl_bytes){body, SIZE});
    const char *line = line_of(&test, &arena);
    cr_assert_lt(strlen(line), 1000, "a run is a count");
    const size_t len = run_line("sh", line, out, SIZE + 1);
    cr_assert_eq(len, (size_t)SIZE);
    cr_assert_eq(memcmp(out, body, SIZE), 0);
    for (size_t i = 0; i < SIZE; i++) { body[i] = (uint8_t)('a' + i % 7); }
    line = line_of(&test, &arena);
    cr_assert_not_null(strstr(line, "body of 1200000 bytes, see `paylink cases`"));
    cr_assert_lt(strlen(line), 1000);
    pl_arena_done(&arena);
}

static const struct path_case {
    const char *name;
    const char *account;
    const char *part;
} paths[] = {
    {"simple", "abc", "\"$PAYLINK_BASE_URL/api/v1.0/payment-link-manage/abc\""},
    {"escape", "a%20b", "--path-as-is \"$PAYLINK_BASE_URL\"'/api/v1.0/payment-link-manage/a%20b'"},
    {"dots", "..", "--path-as-is \"$PAYLINK_BASE_URL\"'/api/v1.0/payment-link-manage/..'"},
    {"shell", "$(id)", "\"$PAYLINK_BASE_URL\"'/api/v1.0/payment-link-manage/$(id)'"},
    {"quote", "a'b", "'/api/v1.0/payment-link-manage/a'\\''b'"},
    {"glob", "[1-9]", "-g --path-as-is"},
};

Test(curl_line, paths, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(paths); i++) {
        pl_arena arena = {0};
        pl_case test = create_case((pl_bytes)PL_BYTES_LIT("{}"));
        test.account = PL_ACCOUNT_TEXT;
        test.account_text = paths[i].account;
        const char *const line = line_of(&test, &arena);
        cr_assert_not_null(strstr(line, paths[i].part), "%s: %s", paths[i].name, line);
        pl_arena_done(&arena);
    }
}

Test(curl_line, methods_and_content, .timeout = 10) {
    pl_arena arena = {0};
    pl_case test = create_case((pl_bytes){NULL, 0});
    test.has_body = false;
    test.content_type = NULL;
    test.accept = NULL;
    test.method = "HEAD";
    const char *line = line_of(&test, &arena);
    cr_assert_not_null(strstr(line, "curl -sS -i -I "), "%s", line);
    cr_assert_not_null(strstr(line, " -H 'Accept:'"), "%s", line);
    cr_assert_null(strstr(line, "--data"), "%s", line);
    test = create_case((pl_bytes)PL_BYTES_LIT("{}"));
    test.content_type = NULL;
    test.method = "P'ST";
    line = line_of(&test, &arena);
    cr_assert_not_null(strstr(line, "-X 'P'\\''ST'"), "%s", line);
    cr_assert_not_null(strstr(line, " -H 'Content-Type:'"), "%s", line);
    pl_arena_done(&arena);
}

Test(curl_line, memory_may_end, .timeout = 20) {
    size_t k = 1;
    for (; k < 200; k++) {
        pl_arena arena = {.fail_after = k};
        const pl_case test = create_case((pl_bytes)PL_BYTES_LIT("a\0b"));
        const pl_http_header none[1] = {{"Accept", ""}};
        const pl_wire wire = {.request = {.target = "/x", .headers = none, .header_count = 1}};
        const char *line = NULL;
        const pl_status status = pl_curl_line(&test, &wire, &arena, &line);
        pl_arena_done(&arena);
        if (status == PL_OK) { break; }
        cr_assert_eq(status, PL_E_MEMORY);
        cr_assert_null(line);
    }
    cr_assert_gt(k, 1);
    cr_assert_lt(k, 200);
}
