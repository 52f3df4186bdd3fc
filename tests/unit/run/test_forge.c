#include <criterion/criterion.h>
#include <string.h>

#include "http/credentials.h"
#include "run/auth_internal.h"
#include "text/base64url.h"
#include "text/jwt.h"
#include "text/ulid.h"
#include "json/json.h"

static const pl_bytes key = PL_BYTES_LIT("the server's own key, long enough");
static const char header[] = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
static const char payload[] = "{\"sub\":\"m-1\",\"iat\":1763596800,\"exp\":1763600400}";

static char *real_token(pl_arena *arena, const char *payload_json) {
    char *token = NULL;
    cr_assert_eq(pl_jwt_sign(pl_bytes_of(header), pl_bytes_of(payload_json), key, arena, &token),
                 PL_OK);
    return token;
}

static pl_bytes decoded(pl_bytes part, pl_arena *arena) {
    uint8_t *const out = pl_arena_alloc(arena, part.len + 1);
    size_t len = 0;
    cr_assert_eq(pl_base64url_decode(part, out, part.len, &len), PL_OK);
    return (pl_bytes){out, len};
}

static bool is_object(pl_bytes text, pl_arena *arena) {
    pl_json json;
    return pl_json_read(text, arena, &json, NULL) == PL_OK && json.nodes[0].kind == PL_JSON_OBJECT;
}

/* What a forgery changes in the decoded parts; the rest stays. */
static const struct forge_case {
    const char *name;
    pl_forgery forgery;
    bool header_changes;
    bool payload_changes;
    bool signature_empty;
} cases[] = {
    {"header", PL_FORGERY_HEADER, true, false, false},
    {"payload", PL_FORGERY_PAYLOAD, false, true, false},
    {"signature", PL_FORGERY_SIGNATURE, false, false, false},
    {"no-signature", PL_FORGERY_NO_SIGNATURE, false, false, true},
    {"alg-none", PL_FORGERY_ALG_NONE, true, false, true},
    {"other-key", PL_FORGERY_OTHER_KEY, false, false, false},
    {"expired", PL_FORGERY_EXPIRED, false, true, false},
    {"signature-end", PL_FORGERY_SIGNATURE_END, false, false, false},
    {"alg-none-capital", PL_FORGERY_ALG_NONE_CAPITAL, true, false, true},
    {"alg-none-upper", PL_FORGERY_ALG_NONE_UPPER, true, false, true},
    {"empty-key", PL_FORGERY_EMPTY_KEY, false, false, false},
    {"guessed-key", PL_FORGERY_GUESSED_KEY, false, false, false},
};

/* Which byte of which decoded part has one bit flipped; or the part, shortened by its last byte. */
enum { PART_COUNT = 3 };
static const struct byte_case {
    const char *name;
    pl_forgery forgery;
    size_t part;
    enum { FIRST, MIDDLE, LAST, CUT } what;
} byte_cases[] = {
    {"header-first", PL_FORGERY_HEADER_FIRST, 0, FIRST},
    {"header-middle", PL_FORGERY_HEADER_MIDDLE, 0, MIDDLE},
    {"header-last", PL_FORGERY_HEADER_LAST, 0, LAST},
    {"payload-first", PL_FORGERY_PAYLOAD_FIRST, 1, FIRST},
    {"payload-middle", PL_FORGERY_PAYLOAD_MIDDLE, 1, MIDDLE},
    {"payload-last", PL_FORGERY_PAYLOAD_LAST, 1, LAST},
    {"signature-first", PL_FORGERY_SIGNATURE, 2, FIRST},
    {"signature-middle", PL_FORGERY_SIGNATURE_MIDDLE, 2, MIDDLE},
    {"signature-last", PL_FORGERY_SIGNATURE_END, 2, LAST},
    {"header-cut", PL_FORGERY_HEADER_CUT, 0, CUT},
    {"payload-cut", PL_FORGERY_PAYLOAD_CUT, 1, CUT},
    {"signature-cut", PL_FORGERY_SIGNATURE_CUT, 2, CUT},
};

static void decode_parts(const char *token, pl_arena *arena, pl_bytes out[PART_COUNT]) {
    pl_jwt jwt;
    cr_assert_eq(pl_jwt_split(pl_bytes_of(token), &jwt), PL_OK, "%s", token);
    out[0] = decoded(jwt.header, arena);
    out[1] = decoded(jwt.payload, arena);
    out[2] = decoded(jwt.signature, arena);
}

static void check_bytes(const struct byte_case *c, pl_bytes was, pl_bytes is) {
    if (c->what == CUT) {
        cr_assert_eq(is.len + 1, was.len, "%s", c->name);
        cr_expect(memcmp(is.ptr, was.ptr, is.len) == 0, "%s", c->name);
        return;
    }
    const size_t at = c->what == FIRST ? 0 : c->what == LAST ? was.len - 1 : was.len / 2;
    cr_assert_eq(is.len, was.len, "%s", c->name);
    for (size_t i = 0; i < was.len; i++) {
        cr_expect_eq(was.ptr[i] ^ is.ptr[i], i == at ? 1 : 0, "%s: byte %zu", c->name, i);
    }
}

Test(forge, one_byte_changes, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(byte_cases); i++) {
        const struct byte_case *const c = &byte_cases[i];
        pl_arena arena = {0};
        char *const token = real_token(&arena, payload);
        char *forged = NULL;
        cr_assert_eq(pl_forge(c->forgery, token, &arena, &forged), PL_OK, "%s", c->name);
        pl_bytes was[PART_COUNT];
        pl_bytes is[PART_COUNT];
        decode_parts(token, &arena, was);
        decode_parts(forged, &arena, is);
        for (size_t k = 0; k < PART_COUNT; k++) {
            if (k == c->part) {
                check_bytes(c, was[k], is[k]);
            } else {
                cr_expect(pl_bytes_equal(was[k], is[k]), "%s: part %zu", c->name, k);
            }
        }
        pl_arena_done(&arena);
    }
}

/* Tokens that have not three parts, or empty ones. */
static const struct shape_case {
    pl_forgery forgery;
    const char *want;
} shape_cases[] = {
    {PL_FORGERY_NO_HEADER, ".bbbb.cccc"},    {PL_FORGERY_NO_PAYLOAD, "aaaa..cccc"},
    {PL_FORGERY_TWO_PARTS, "aaaa.bbbb"},     {PL_FORGERY_ONE_PART, "aaaa"},
    {PL_FORGERY_NO_SIGNATURE, "aaaa.bbbb."}, {PL_FORGERY_FOUR_PARTS, "aaaa.bbbb.cccc.AAAA"},
};

Test(forge, parts_are_missing, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(shape_cases); i++) {
        pl_arena arena = {0};
        char *forged = NULL;
        cr_assert_eq(pl_forge(shape_cases[i].forgery, "aaaa.bbbb.cccc", &arena, &forged), PL_OK);
        cr_expect_str_eq(forged, shape_cases[i].want);
        pl_arena_done(&arena);
    }
}

/* Every forgery stands in one of the tables. */
Test(forge, every_forgery_is_tested, .timeout = 10) {
    bool seen[PL_FORGERY_COUNT] = {false};
    for (size_t i = 0; i < PL_COUNT(cases); i++) { seen[cases[i].forgery] = true; }
    for (size_t i = 0; i < PL_COUNT(byte_cases); i++) { seen[byte_cases[i].forgery] = true; }
    for (size_t i = 0; i < PL_COUNT(shape_cases); i++) { seen[shape_cases[i].forgery] = true; }
    for (size_t f = 0; f < PL_FORGERY_COUNT; f++) { cr_expect(seen[f], "forgery %zu", f); }
}

Test(forge, parts_change_as_said, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct forge_case *const c = &cases[i];
        pl_arena arena = {0};
        char *const token = real_token(&arena, payload);
        char *forged = NULL;
        cr_assert_eq(pl_forge(c->forgery, token, &arena, &forged), PL_OK, "%s", c->name);
        pl_jwt jwt;
        cr_assert_eq(pl_jwt_split(pl_bytes_of(forged), &jwt), PL_OK, "%s: %s", c->name, forged);
        const pl_bytes new_header = decoded(jwt.header, &arena);
        const pl_bytes new_payload = decoded(jwt.payload, &arena);
        cr_assert_eq(pl_bytes_equal(new_header, pl_bytes_of(header)), !c->header_changes,
                     "%s: header", c->name);
        cr_assert_eq(pl_bytes_equal(new_payload, pl_bytes_of(payload)), !c->payload_changes,
                     "%s: payload", c->name);
        cr_assert_eq(jwt.signature.len == 0, c->signature_empty, "%s: signature", c->name);
        cr_assert(is_object(new_header, &arena), "%s: the header is still JSON", c->name);
        cr_assert(is_object(new_payload, &arena), "%s: the payload is still JSON", c->name);
        cr_assert_not(pl_jwt_signature_is(jwt.signed_text, jwt.signature, key),
                      "%s: not signed by the server", c->name);
        pl_arena_done(&arena);
    }
}

static int64_t claim_of(const char *token, const char *name, pl_arena *arena) {
    pl_jwt jwt;
    cr_assert_eq(pl_jwt_split(pl_bytes_of(token), &jwt), PL_OK);
    pl_json json;
    cr_assert_eq(pl_json_read(decoded(jwt.payload, arena), arena, &json, NULL), PL_OK);
    const uint32_t node = pl_json_member(&json, 0, name);
    cr_assert_neq(node, PL_JSON_NONE);
    return strtoll(pl_arena_text(arena, pl_json_raw(&json, node)), NULL, 10);
}

Test(forge, expired_token_is_expired, .timeout = 10) {
    static const char *const payloads[] = {payload, "{}", "{\"sub\":\"m\"}", "{ \"exp\" : 1.5 }"};
    for (size_t i = 0; i < PL_COUNT(payloads); i++) {
        pl_arena arena = {0};
        char *forged = NULL;
        cr_assert_eq(pl_forge(PL_FORGERY_EXPIRED, real_token(&arena, payloads[i]), &arena, &forged),
                     PL_OK);
        cr_assert_eq(claim_of(forged, "exp", &arena), 1000000000, "%s", payloads[i]);
        pl_arena_done(&arena);
    }
}

/* Payloads that are no objects, odd as they are, change too. */
Test(forge, odd_payloads_change, .timeout = 10) {
    static const char *const payloads[] = {"{}", "[]", "text", "\x01", " {\"a\":1}"};
    for (size_t i = 0; i < PL_COUNT(payloads); i++) {
        pl_arena arena = {0};
        char *const token = real_token(&arena, payloads[i]);
        char *forged = NULL;
        cr_assert_eq(pl_forge(PL_FORGERY_PAYLOAD, token, &arena, &forged), PL_OK);
        pl_jwt jwt;
        cr_assert_eq(pl_jwt_split(pl_bytes_of(forged), &jwt), PL_OK);
        cr_assert_not(pl_bytes_equal(decoded(jwt.payload, &arena), pl_bytes_of(payloads[i])));
        pl_arena_done(&arena);
    }
}

Test(forge, tokens_of_another_make_change, .timeout = 10) {
    static const char *const tokens[] = {"opaque-0123456789", "A", "AAAA", "a.b", "12|ABCDEFGH"};
    for (size_t i = 0; i < PL_COUNT(tokens); i++) {
        for (unsigned f = 0; f < PL_FORGERY_COUNT; f++) {
            pl_arena arena = {0};
            char *forged = NULL;
            cr_assert_eq(pl_forge((pl_forgery)f, tokens[i], &arena, &forged), PL_OK);
            cr_assert_str_neq(forged, tokens[i], "%s forged by %u", tokens[i], f);
            cr_assert_null(strpbrk(forged, " \r\n"), "%s forged by %u", tokens[i], f);
            pl_arena_done(&arena);
        }
    }
}

Test(forge, memory_may_end, .timeout = 20) {
    pl_arena whole = {0};
    char *const token = real_token(&whole, payload);
    for (unsigned f = 0; f < PL_FORGERY_COUNT; f++) {
        size_t k = 1;
        for (; k < 100; k++) {
            pl_arena arena = {.fail_after = k};
            char *forged = NULL;
            const pl_status status = pl_forge((pl_forgery)f, token, &arena, &forged);
            pl_arena_done(&arena);
            if (status == PL_OK) { break; }
            cr_assert_eq(status, PL_E_MEMORY);
            cr_assert_null(forged);
        }
        cr_assert_gt(k, 1);
        cr_assert_lt(k, 100);
    }
    pl_arena_done(&whole);
}

Test(forge, guessed_keys_sign, .timeout = 10) {
    static const struct {
        pl_forgery forgery;
        pl_bytes key;
    } rows[] = {
        {PL_FORGERY_EMPTY_KEY, PL_BYTES_LIT("\0")},
        {PL_FORGERY_GUESSED_KEY, PL_BYTES_LIT("secret")},
    };
    static const char *const headers[] = {header, "{\"alg\":\"RS256\"}"};
    for (size_t i = 0; i < PL_COUNT(rows) * PL_COUNT(headers); i++) {
        const size_t row = i / PL_COUNT(headers);
        pl_arena arena = {0};
        char *token = NULL;
        cr_assert_eq(pl_jwt_sign(pl_bytes_of(headers[i % PL_COUNT(headers)]), pl_bytes_of(payload),
                                 key, &arena, &token),
                     PL_OK);
        char *forged = NULL;
        cr_assert_eq(pl_forge(rows[row].forgery, token, &arena, &forged), PL_OK);
        pl_jwt jwt;
        cr_assert_eq(pl_jwt_split(pl_bytes_of(forged), &jwt), PL_OK);
        cr_expect(pl_jwt_signature_is(jwt.signed_text, jwt.signature, rows[row].key), "row %zu", i);
        cr_expect(pl_bytes_equal(decoded(jwt.header, &arena), pl_bytes_of(header)), "row %zu", i);
        pl_arena_done(&arena);
    }
}

/* --- ids ------------------------------------------------------------------------------------- */

#define ACCOUNT "01K946KF851RK7FX075GJHBVKF"

static const struct id_case {
    const char *name;
    pl_id_change change;
    const char *id;
    const char *want; /* NULL: nothing to alter */
} id_cases[] = {
    {"case", PL_ID_CHANGE_CASE, "Partner-12z", "pARTNER-12Z"},
    {"case-without-letters", PL_ID_CHANGE_CASE, "12-34_{@`[", NULL},
    {"case-edges", PL_ID_CHANGE_CASE, "azAZ", "AZaz"},
    {"cut", PL_ID_CHANGE_CUT, "partner", "partne"},
    {"cut-one", PL_ID_CHANGE_CUT, "p", ""},
    {"cut-nothing", PL_ID_CHANGE_CUT, "", NULL},
    {"longer", PL_ID_CHANGE_LONGER, "partner", "partnerx"},
    {"overflow", PL_ID_CHANGE_OVERFLOW, ACCOUNT, "81K946KF851RK7FX075GJHBVKF"},
    {"overflow-7", PL_ID_CHANGE_OVERFLOW, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
     "FZZZZZZZZZZZZZZZZZZZZZZZZZ"},
    {"overflow-number", PL_ID_CHANGE_OVERFLOW, "12", NULL},
    {"confused", PL_ID_CHANGE_CONFUSED, ACCOUNT, "0IK946KF85IRK7FXO75GJHBVKF"},
    {"confused-not", PL_ID_CHANGE_CONFUSED, "02K946KF852RK7FX275GJHBVKF", NULL},
    {"confused-word", PL_ID_CHANGE_CONFUSED, "a10", NULL},
    {"space", PL_ID_CHANGE_SPACE, ACCOUNT, ACCOUNT "%20"},
    {"space-number", PL_ID_CHANGE_SPACE, "12", NULL},
    {"hyphen", PL_ID_CHANGE_HYPHEN, ACCOUNT, "01K946KF851RK-7FX075GJHBVKF"},
    {"hyphen-number", PL_ID_CHANGE_HYPHEN, "12", NULL},
};

Test(forge, ids, .timeout = 10) {
    for (size_t i = 0; i < PL_COUNT(id_cases); i++) {
        const struct id_case *const c = &id_cases[i];
        pl_arena arena = {0};
        const char *got = "untouched";
        cr_assert_eq(pl_id_alter(c->change, c->id, &arena, &got), PL_OK, "%s", c->name);
        cr_expect_eq(got == NULL, c->want == NULL, "%s: %s", c->name, got == NULL ? "NULL" : got);
        if (got != NULL && c->want != NULL) { cr_expect_str_eq(got, c->want, "%s", c->name); }
        pl_arena_done(&arena);
    }
}

/* No altered account may be one that a server has; in lower case it is open, so not asked. */
Test(forge, altered_accounts_are_malformed, .timeout = 10) {
    for (unsigned change = PL_ID_CHANGE_CUT; change < PL_ID_CHANGE_COUNT; change++) {
        pl_arena arena = {0};
        const char *got = NULL;
        cr_assert_eq(pl_id_alter((pl_id_change)change, ACCOUNT, &arena, &got), PL_OK);
        cr_assert_not_null(got, "change %u", change);
        cr_expect_eq(pl_ulid_classify(pl_bytes_of(got)), PL_ULID_MALFORMED, "%s", got);
        pl_arena_done(&arena);
    }
}

Test(forge, memory_may_end_for_ids, .timeout = 10) {
    for (unsigned change = PL_ID_CHANGE_CASE; change < PL_ID_CHANGE_COUNT; change++) {
        size_t k = 1;
        for (; k < 10; k++) {
            pl_arena arena = {.fail_after = k};
            const char *got = "untouched";
            const pl_status status = pl_id_alter((pl_id_change)change, ACCOUNT, &arena, &got);
            cr_expect(status == PL_OK || strcmp(got, "untouched") == 0, "change %u", change);
            pl_arena_done(&arena);
            if (status == PL_OK) { break; }
            cr_assert_eq(status, PL_E_MEMORY);
        }
        cr_assert_gt(k, 1, "change %u", change);
        cr_assert_lt(k, 10, "change %u", change);
    }
}
