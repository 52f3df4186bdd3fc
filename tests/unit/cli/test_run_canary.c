/* No secret in anything that paylink writes, whatever a server makes of it: this one sends every secret that it knows
 * back, everywhere, spelled in every way. */
#include "../run/run_util.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/report.h"
#include "spawn.h"

enum { SECRET_COUNT_MAX = 400, SECRET_BYTES_MIN = 12, ECHO_COUNT = 6, PATH_BYTES_MAX = 300 };

TestSuite(cli_canary, .init = sp_folder_make, .fini = sp_folder_remove, .timeout = 300);

/* --- spellings ------------------------------------------------------------------------------- */

static void spell_plain(const char *secret, FILE *out) {
    (void)fputs(secret, out);
}

static void spell_percent(const char *secret, FILE *out) {
    for (const char *at = secret; *at != '\0'; at++) { (void)fprintf(out, "%%%02X", (uint8_t)*at); }
}

static void spell_hex(const char *secret, FILE *out) {
    for (const char *at = secret; *at != '\0'; at++) { (void)fprintf(out, "%02x", (uint8_t)*at); }
}

static void spell_json(const char *secret, FILE *out) {
    for (const char *at = secret; *at != '\0'; at++) {
        (void)fprintf(out, "\\u%04x", (uint8_t)*at);
    }
}

/* Without padding: it is nothing that would have to be hidden. */
static void spell_base64(const char *secret, FILE *out) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0;
    unsigned held = 0;
    for (const char *at = secret; *at != '\0'; at++) {
        held = (held << 8 | (uint8_t)*at) & 0xFFFF;
        for (bits += 8; bits >= 6; bits -= 6) { (void)fputc(digits[held >> (bits - 6) & 63], out); }
    }
    if (bits > 0) { (void)fputc(digits[held << (6 - bits) & 63], out); }
}

static void (*const spellings[])(const char *secret, FILE *out) = {
    spell_plain, spell_percent, spell_hex, spell_json, spell_base64,
};

/* The caller frees it. */
static char *spelled(const char *secret, size_t index) {
    char *text = NULL;
    size_t len = 0;
    FILE *const out = open_memstream(&text, &len);
    cr_assert_not_null(out);
    spellings[index](secret, out);
    cr_assert_eq(fclose(out), 0);
    return text;
}

/* --- what the server has seen ---------------------------------------------------------------- */

static struct {
    char *list[SECRET_COUNT_MAX];
    unsigned since[SECRET_COUNT_MAX]; /* serial of the request that brought it */
    size_t count;
    size_t next;     /* to be sent back */
    unsigned serial; /* of the newest request */
} known;

static void learn(pl_bytes secret) {
    for (size_t i = 0; i < known.count; i++) {
        if (pl_bytes_equal(pl_bytes_of(known.list[i]), secret)) { return; }
    }
    if (secret.len < SECRET_BYTES_MIN) { return; }
    cr_assert_lt(known.count, SECRET_COUNT_MAX);
    known.list[known.count] = strndup((const char *)secret.ptr, secret.len);
    cr_assert_not_null(known.list[known.count]);
    known.since[known.count] = known.serial;
    known.count++;
}

static void learn_token(pl_bytes token) {
    learn(token);
    size_t start = 0;
    for (size_t at = 0; at <= token.len; at++) {
        if (at < token.len && token.ptr[at] != '.') { continue; }
        learn((pl_bytes){token.ptr + start, at - start});
        start = at + 1;
    }
}

/* "access_token":"..." of the token endpoint's answer. */
static void learn_answer(pl_bytes body) {
    static const char before[] = "\"access_token\":\"";
    const size_t at = su_find((const char *)body.ptr, body.len, before);
    if (at == SIZE_MAX) { return; }
    const uint8_t *const token = body.ptr + at + strlen(before);
    const uint8_t *const end = memchr(token, '"', body.len - at - strlen(before));
    cr_assert_not_null(end);
    learn_token((pl_bytes){token, (size_t)(end - token)});
}

/* What proves the secret to the token endpoint, spoilt ones too. */
static void learn_request(const su_request *request) {
    if (!su_holds(request->target, "access-token")) { return; }
    for (size_t i = 0; i < request->header_count; i++) {
        const su_header *const header = &request->headers[i];
        if (su_is(header->name, "X-Signature")) { learn(header->value); }
        if (su_is(header->name, "Authorization") && su_starts(header->value, "Basic ")) {
            learn((pl_bytes){header->value.ptr + 6, header->value.len - 6});
        }
    }
}

static void learn_merchants(const pl_sandbox *sandbox) {
    for (unsigned i = 0; i < 2; i++) {
        const pl_sandbox_merchant *const merchant = pl_sandbox_merchant_of(sandbox, i);
        learn(pl_bytes_of(merchant->partner_id));
        learn(pl_bytes_of(merchant->client_id));
        learn(pl_bytes_of(merchant->client_secret));
    }
}

/* --- the server ------------------------------------------------------------------------------ */

/* The next secret to be sent back. A new token must have had the time to reach its owner: an answer that is on its way
 * at the same time may be read first, and nobody can know then what is a secret. */
static const char *next_secret(void) {
    enum { REQUESTS_IN_FLIGHT = 16 };
    size_t index = known.next++ % known.count;
    while (known.since[index] != 0 && known.since[index] + REQUESTS_IN_FLIGHT > known.serial) {
        index = known.next++ % known.count;
    }
    return known.list[index];
}

/* Some of the secrets, each in every spelling, with blanks between them. In the arena. */
static const char *echo_text(pl_arena *arena) {
    const char *text = "";
    for (size_t i = 0; i < ECHO_COUNT; i++) {
        const char *const secret = next_secret();
        for (size_t k = 0; k < PL_COUNT(spellings); k++) {
            char *const one = spelled(secret, k);
            text = pl_arena_printf(arena, "%s %s", text, one);
            free(one);
        }
    }
    cr_assert_not_null(text);
    return text;
}

/* The echo as a new first member of an object. */
static void add_member(su_answer *answer, const char *echo, pl_arena *arena) {
    if (answer->body.len == 0 || answer->body.ptr[0] != '{') { return; }
    answer->body = pl_bytes_of(pl_arena_printf(arena, "{\"debug\":\"%s\",%.*s", echo,
                                               (int)answer->body.len - 1, answer->body.ptr + 1));
}

/* Answers of which there will be findings that quote them. */
static void spoil(unsigned serial, su_answer *answer, const char *echo, pl_arena *arena) {
    switch (serial % 11) {
    case 1:
        answer->status = 500;
        answer->type = "text/html";
        answer->body = pl_bytes_of(pl_arena_printf(arena, "<html>%s</html>", echo));
        break;
    case 3:
        answer->type = pl_arena_printf(arena, "text/plain; x=\"%s\"", known.list[serial % 6]);
        break;
    case 5:
        answer->body = pl_bytes_of(
            pl_arena_printf(arena,
                            "{\"status\":%d,\"success\":\"%s\",\"error\":{\"code\":\"%s\","
                            "\"message\":[\"%s\"]},\"data\":{\"id\":1,\"title\":\"%s\"}}",
                            answer->status, known.list[serial % 6], echo, echo, echo));
        break;
    case 7:
        if (serial % 7 == 0) { answer->status = 503; }
        break;
    default:
        break;
    }
}

static su_answer handle(void *user, const su_request *request, pl_arena *arena) {
    const ru_relay *const relay = user;
    known.serial = request->serial;
    learn_request(request);
    su_answer answer = ru_ask(relay, request, arena);
    learn_answer(answer.body);
    const char *const echo = echo_text(arena);
    const bool is_token = su_holds(request->target, "access-token");
    add_member(&answer, echo, arena);
    if (!is_token && request->serial > 12) { spoil(request->serial, &answer, echo, arena); }
    answer.header =
        pl_arena_printf(arena, "X-Echo: %s\r\nSet-Cookie: sid=%s; Path=/\r\n%s%s: 1\r\n", echo,
                        known.list[known.next % known.count],
                        answer.header == NULL ? "" : answer.header, known.list[known.next % 6]);
    return answer;
}

/* --- the search ------------------------------------------------------------------------------ */

/* Without backslashes: a report may escape what is escaped already. */
static void strip_backslashes(char *text, size_t *len) {
    size_t kept = 0;
    for (size_t i = 0; i < *len; i++) {
        if (text[i] != '\\') { text[kept++] = text[i]; }
    }
    text[kept] = '\0';
    *len = kept;
}

static void check_text(const char *name, const char *text, size_t len) {
    char *const plain = malloc(len + 1);
    size_t plain_len = len;
    cr_assert_not_null(plain);
    memcpy(plain, text, len + 1);
    strip_backslashes(plain, &plain_len);
    for (size_t i = 0; i < known.count; i++) {
        for (size_t k = 0; k < PL_COUNT(spellings); k++) {
            char *const one = spelled(known.list[i], k);
            size_t one_len = strlen(one);
            strip_backslashes(one, &one_len);
            const char *const found = strstr(plain, one);
            cr_assert_null(found, "%s: spelling %zu of %s: %.200s", name, k, known.list[i],
                           found - plain > 60 ? found - 60 : plain);
            free(one);
        }
    }
    free(plain);
}

/* Every file of the test's folder, but for the settings. Returns how many. */
static size_t check_files(void) {
    char folder[PATH_BYTES_MAX];
    size_t count = 0;
    (void)snprintf(folder, sizeof folder, "%s", sp_inside(""));
    DIR *const all = opendir(folder);
    cr_assert_not_null(all);
    for (const struct dirent *entry = readdir(all); entry != NULL; entry = readdir(all)) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "my.env") == 0) { continue; }
        char *const text = sp_read_file(sp_inside(entry->d_name));
        check_text(entry->d_name, text, strlen(text));
        free(text);
        count++;
    }
    (void)closedir(all);
    return count;
}

static void put_merchant(FILE *file, const char *prefix, const pl_sandbox_merchant *merchant) {
    (void)fprintf(file, "%sPARTNER_ID=%s\n", prefix, merchant->partner_id);
    (void)fprintf(file, "%sCLIENT_ID=%s\n", prefix, merchant->client_id);
    (void)fprintf(file, "%sCLIENT_SECRET=%s\n", prefix, merchant->client_secret);
    (void)fprintf(file, "%sACCOUNT_ID=%s\n", prefix, merchant->account_id);
}

static void put_settings(const pl_sandbox *sandbox, const char *base_url) {
    FILE *const file = fopen(sp_inside("my.env"), "w");
    cr_assert_not_null(file);
    (void)fprintf(file, "PAYLINK_BASE_URL=%s\n", base_url);
    put_merchant(file, "PAYLINK_", pl_sandbox_merchant_of(sandbox, 0));
    put_merchant(file, "PAYLINK_OTHER_", pl_sandbox_merchant_of(sandbox, 1));
    cr_assert_eq(fclose(file), 0);
}

/* The command line that other users can read. */
static void check_process_title(pid_t pid) {
    char path[64];
    char text[8192];
    (void)snprintf(path, sizeof path, "/proc/%ld/cmdline", (long)pid);
    FILE *const in = fopen(path, "r");
    if (in == NULL) { return; } /* no such thing here, or over already */
    const size_t len = fread(text, 1, sizeof text - 1, in);
    (void)fclose(in);
    for (size_t i = 0; i < len; i++) { text[i] = text[i] == '\0' ? ' ' : text[i]; }
    text[len] = '\0';
    check_text("the command line", text, len);
}

static void run_and_check(const char *extra) {
    static char line[4096];
    size_t len =
        (size_t)snprintf(line, sizeof line, "run --config %s %s", sp_inside("my.env"), extra);
    len += (size_t)snprintf(line + len, sizeof line - len, " --journal %s", sp_inside("j"));
    len += (size_t)snprintf(line + len, sizeof line - len, " --record %s", sp_inside("baseline"));
    for (size_t i = 0; i < pl_report_format_count; i++) {
        const char *const name = pl_report_formats[i].name;
        len += (size_t)snprintf(line + len, sizeof line - len, " --report %s=%s", name,
                                sp_inside(sp_line("run.%s", name)));
    }
    cr_assert_lt(len, sizeof line);
    sp_child child = sp_start(line, NULL, -1);
    check_process_title(child.pid);
    sp_result got = sp_stop(&child, 0);
    cr_assert_eq(got.exit_status, 1, "exit %d\n%s", got.exit_status, got.err);
    cr_assert_not_null(strstr(got.out, "VIOLATIONS"), "%s", got.out);
    check_text("standard output", got.out, strlen(got.out));
    check_text("standard error", got.err, strlen(got.err));
    sp_result_done(&got);
    sp_result made = sp_run(sp_line("report %s", sp_inside("j")), "", NULL);
    check_text("paylink report", made.out, strlen(made.out));
    sp_result_done(&made);
    cr_assert_eq(check_files(), pl_report_format_count + 2);
    char *const journal = sp_read_file(sp_inside("j"));
    cr_assert_not_null(strstr(journal, "\"X-Echo\""), "what the server sent is kept");
    cr_assert_not_null(strstr(journal, "$PAYLINK_OTHER_CLIENT_SECRET"), "under its name");
    free(journal);
}

Test(cli_canary, no_secret_anywhere) {
    static const char *const versions[] = {"--token-version 1.1", "--token-version 1.0"};
    for (size_t i = 0; i < PL_COUNT(versions); i++) {
        su_server server;
        ru_relay relay = {.sandbox = ru_sandbox(0)};
        known.count = known.next = known.serial = 0;
        learn_merchants(relay.sandbox);
        su_start(&server, handle, &relay);
        put_settings(relay.sandbox, server.base_url);
        run_and_check(versions[i]);
        su_stop(&server);
        pl_sandbox_stop(relay.sandbox);
        cr_assert_gt(known.count, 20, "tokens and signatures were seen");
        for (size_t k = 0; k < known.count; k++) { free(known.list[k]); }
    }
}
