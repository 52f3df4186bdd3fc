#include <criterion/criterion.h>
#include <string.h>

#include "run/materialise_internal.h"

#define ACCOUNT "01K946KF851RK7FX075GJHBVKF"
#define PATH    "/api/v1.0/payment-link-manage/"

static char partner[] = "partner-1", client[] = "client-1", secret[] = "secret-1";
static char account[] = ACCOUNT, inactive[] = "01K946KF851RK7FX075GJHBVKG";
static char other_partner[] = "partner-2", other_account[] = "01K946KF851RK7FX075GJHBVKH";
static char first_token[] = "first.token-text", other_token[] = "other.token-text";

static pl_settings whole_settings(void) {
    return (pl_settings){
        .merchant = {.partner_id = partner,
                     .client_id = client,
                     .client_secret = secret,
                     .account_id = account,
                     .inactive_account_id = inactive},
        .other = {.partner_id = other_partner, .account_id = other_account, .is_other = true}};
}

/* Of the whole program: sessions come and go. */
static pl_redactor *shared_redactor(void) {
    static pl_redactor *redactor;
    if (redactor == NULL) { cr_assert_eq(pl_redactor_new(&redactor), PL_OK); }
    return redactor;
}

static pl_session session_of(const pl_settings *settings) {
    return (pl_session){
        .settings = settings,
        .redactor = shared_redactor(),
        .has_other = true,
        .tokens = {
            [PL_PARTY_FIRST] = {.text = first_token}, [PL_PARTY_OTHER] = {.text = other_token}}};
}

static pl_case create_case(void) {
    return (pl_case){.id = "t",
                     .method = "POST",
                     .route = PL_ROUTE_CREATE,
                     .content_type = "application/json",
                     .accept = "application/json",
                     .body = PL_BYTES_LIT("{}"),
                     .has_body = true};
}

static const char *header_of(const pl_wire *wire, const char *name) {
    for (size_t i = 0; i < wire->request.header_count; i++) {
        if (strcmp(wire->request.headers[i].name, name) == 0) {
            return wire->request.headers[i].value;
        }
    }
    return NULL;
}

static void expect_text(const char *name, const char *what, const char *got, const char *want) {
    if (want == NULL) {
        cr_assert_null(got, "%s: %s is \"%s\"", name, what, got);
    } else {
        cr_assert(got != NULL && strcmp(got, want) == 0, "%s: %s is \"%s\", want \"%s\"", name,
                  what, got == NULL ? "(none)" : got, want);
    }
}

static const struct auth_case {
    const char *name;
    pl_auth auth;
    const char *authorization; /* NULL: absent; "*": anything but the good one */
    const char *partner;
} auth_cases[] = {
    /* clang-format off */
    {"good",           PL_AUTH_GOOD,                "Bearer first.token-text", "partner-1"},
    {"none",           PL_AUTH_NO_AUTHORIZATION,    NULL,                      "partner-1"},
    {"empty",          PL_AUTH_EMPTY_AUTHORIZATION, "",                        "partner-1"},
    {"basic",          PL_AUTH_BASIC,               "*",                       "partner-1"},
    {"unknown-scheme", PL_AUTH_UNKNOWN_SCHEME,      "Paylink first.token-text", "partner-1"},
    {"no-token",       PL_AUTH_NO_TOKEN,            "Bearer",                  "partner-1"},
    {"not-jwt",        PL_AUTH_NOT_JWT,             "Bearer not-a-token",      "partner-1"},
    {"header",         PL_AUTH_HEADER_TAMPERED,     "*",                       "partner-1"},
    {"payload",        PL_AUTH_PAYLOAD_TAMPERED,    "*",                       "partner-1"},
    {"signature",      PL_AUTH_SIGNATURE_TAMPERED,  "*",                       "partner-1"},
    {"no-signature",   PL_AUTH_SIGNATURE_ABSENT,    "*",                       "partner-1"},
    {"alg-none",       PL_AUTH_ALG_NONE,            "*",                       "partner-1"},
    {"other-key",      PL_AUTH_OTHER_KEY,           "*",                       "partner-1"},
    {"expired",        PL_AUTH_EXPIRED,             "*",                       "partner-1"},
    {"no-partner",     PL_AUTH_NO_PARTNER,          "Bearer first.token-text", NULL},
    {"empty-partner",  PL_AUTH_EMPTY_PARTNER,       "Bearer first.token-text", ""},
    {"wrong-partner",  PL_AUTH_WRONG_PARTNER,       "Bearer first.token-text", "paylink-nobody"},
    {"other-partner",  PL_AUTH_OTHER_PARTNER,       "Bearer first.token-text", "partner-2"},
    {"other-merchant", PL_AUTH_OTHER_MERCHANT,      "Bearer other.token-text", "partner-2"},
    {"lower-scheme",   PL_AUTH_LOWER_SCHEME,        "bearer first.token-text", "partner-1"},
    {"no-scheme",      PL_AUTH_NO_SCHEME,           "first.token-text",        "partner-1"},
    {"basic-scheme",   PL_AUTH_BASIC_SCHEME,        "Basic first.token-text",  "partner-1"},
    {"token-scheme",   PL_AUTH_TOKEN_SCHEME,        "Token first.token-text",  "partner-1"},
    {"longer-scheme",  PL_AUTH_LONGER_SCHEME,       "Bearerx first.token-text", "partner-1"},
    {"scheme-inside",  PL_AUTH_SCHEME_INSIDE,       "x Bearer first.token-text", "partner-1"},
    {"signature-end",  PL_AUTH_SIGNATURE_END_TAMPERED, "*",                    "partner-1"},
    {"alg-none-capital", PL_AUTH_ALG_NONE_CAPITAL,  "*",                       "partner-1"},
    {"alg-none-upper", PL_AUTH_ALG_NONE_UPPER,      "*",                       "partner-1"},
    {"empty-key",      PL_AUTH_EMPTY_KEY,           "*",                       "partner-1"},
    {"guessed-key",    PL_AUTH_GUESSED_KEY,         "*",                       "partner-1"},
    {"partner-case",   PL_AUTH_PARTNER_OTHER_CASE,  "Bearer first.token-text", "PARTNER-1"},
    {"partner-cut",    PL_AUTH_PARTNER_CUT,         "Bearer first.token-text", "partner-"},
    {"partner-longer", PL_AUTH_PARTNER_LONGER,      "Bearer first.token-text", "partner-1x"},
    {"header-first",   PL_AUTH_HEADER_FIRST_FLIPPED, "*",                      "partner-1"},
    {"header-middle",  PL_AUTH_HEADER_MIDDLE_FLIPPED, "*",                     "partner-1"},
    {"header-last",    PL_AUTH_HEADER_LAST_FLIPPED, "*",                       "partner-1"},
    {"payload-first",  PL_AUTH_PAYLOAD_FIRST_FLIPPED, "*",                     "partner-1"},
    {"payload-middle", PL_AUTH_PAYLOAD_MIDDLE_FLIPPED, "*",                    "partner-1"},
    {"payload-last",   PL_AUTH_PAYLOAD_LAST_FLIPPED, "*",                      "partner-1"},
    {"signature-middle", PL_AUTH_SIGNATURE_MIDDLE_FLIPPED, "*",                "partner-1"},
    {"header-cut",     PL_AUTH_HEADER_CUT,          "*",                       "partner-1"},
    {"payload-cut",    PL_AUTH_PAYLOAD_CUT,         "*",                       "partner-1"},
    {"signature-cut",  PL_AUTH_SIGNATURE_CUT,       "*",                       "partner-1"},
    {"header-absent",  PL_AUTH_HEADER_ABSENT,       "*",                       "partner-1"},
    {"payload-absent", PL_AUTH_PAYLOAD_ABSENT,      "*",                       "partner-1"},
    {"two-parts",      PL_AUTH_TWO_PARTS,           "*",                       "partner-1"},
    {"one-part",       PL_AUTH_ONE_PART,            "*",                       "partner-1"},
    {"four-parts",     PL_AUTH_FOUR_PARTS,          "*",                       "partner-1"},
    {"other-token",    PL_AUTH_OTHER_TOKEN,         "Bearer other.token-text", "partner-1"},
    {"lower-names",    PL_AUTH_LOWER_NAMES,         NULL,                      NULL},
    {"upper-names",    PL_AUTH_UPPER_NAMES,         NULL,                      "partner-1"},
    {"blanks-behind",  PL_AUTH_OUTER_BLANKS,        "Bearer first.token-text  ", "partner-1"},
    {"two-blanks",     PL_AUTH_TWO_BLANKS,          "Bearer  first.token-text", "partner-1"},
    {"word-behind",    PL_AUTH_WORD_BEHIND,         "Bearer first.token-text x", "partner-1"},
    {"twice",          PL_AUTH_TWICE,               "Bearer first.token-text", "partner-1"},
    {"partner-twice",  PL_AUTH_PARTNER_TWICE,       "Bearer first.token-text", "partner-1"},
    {"in-query",       PL_AUTH_TOKEN_IN_QUERY,      NULL,                      "partner-1"},
    {"nothing",        PL_AUTH_NOTHING,             NULL,                      NULL},
    /* clang-format on */
};

Test(materialise, authentication, .timeout = 10) {
    const pl_settings settings = whole_settings();
    const pl_session session = session_of(&settings);
    cr_assert_eq(PL_COUNT(auth_cases), (size_t)PL_AUTH_COUNT);
    for (size_t i = 0; i < PL_COUNT(auth_cases); i++) {
        const struct auth_case *const c = &auth_cases[i];
        pl_arena arena = {0};
        pl_case test = create_case();
        test.auth = c->auth;
        pl_wire wire;
        cr_assert_eq(pl_materialise(&session, &test, 0, &arena, &wire), PL_OK, "%s", c->name);
        expect_text(c->name, "obstacle", wire.obstacle, NULL);
        const char *const got = header_of(&wire, "Authorization");
        if (c->authorization != NULL && strcmp(c->authorization, "*") == 0) {
            cr_assert_not_null(got, "%s", c->name);
            cr_assert_str_neq(got, "Bearer first.token-text", "%s", c->name);
        } else {
            expect_text(c->name, "Authorization", got, c->authorization);
        }
        expect_text(c->name, "X-PARTNER-ID", header_of(&wire, "X-PARTNER-ID"), c->partner);
        const bool query = strstr(wire.request.target, "access_token=first.token-text") != NULL;
        cr_assert_eq(query, c->auth == PL_AUTH_TOKEN_IN_QUERY, "%s", c->name);
        pl_arena_done(&arena);
    }
}

/* Names in another case, and headers that come twice: the whole list. */
Test(materialise, spelled_and_repeated_headers, .timeout = 10) {
    static const struct {
        pl_auth auth;
        pl_http_header headers[3];
    } spelled[] = {
        {PL_AUTH_LOWER_NAMES,
         {{"authorization", "Bearer first.token-text"}, {"x-partner-id", "partner-1"}}},
        {PL_AUTH_UPPER_NAMES,
         {{"AUTHORIZATION", "Bearer first.token-text"}, {"X-PARTNER-ID", "partner-1"}}},
        {PL_AUTH_TWICE,
         {{"Authorization", "Bearer first.token-text"},
          {"Authorization", "Bearer not-a-token"},
          {"X-PARTNER-ID", "partner-1"}}},
        {PL_AUTH_PARTNER_TWICE,
         {{"Authorization", "Bearer first.token-text"},
          {"X-PARTNER-ID", "partner-1"},
          {"X-PARTNER-ID", "paylink-nobody"}}},
    };
    const pl_settings settings = whole_settings();
    const pl_session session = session_of(&settings);
    for (size_t i = 0; i < PL_COUNT(spelled); i++) {
        pl_arena arena = {0};
        pl_case test = create_case();
        test.auth = spelled[i].auth;
        pl_wire wire;
        cr_assert_eq(pl_materialise(&session, &test, 0, &arena, &wire), PL_OK);
        for (size_t k = 0; k < 3 && spelled[i].headers[k].name != NULL; k++) {
            cr_assert_lt(k, wire.request.header_count);
            cr_expect_str_eq(wire.request.headers[k].name, spelled[i].headers[k].name);
            cr_expect_str_eq(wire.request.headers[k].value, spelled[i].headers[k].value);
        }
        pl_arena_done(&arena);
    }
}

static const struct account_case {
    const char *name;
    pl_account account;
    const char *text;
    const char *target;
} account_cases[] = {
    /* clang-format off */
    {"good",     PL_ACCOUNT_GOOD,     NULL,    PATH ACCOUNT},
    {"unknown",  PL_ACCOUNT_UNKNOWN,  NULL,    PATH PL_UNKNOWN_ACCOUNT},
    {"inactive", PL_ACCOUNT_INACTIVE, NULL,    PATH "01K946KF851RK7FX075GJHBVKG"},
    {"other",    PL_ACCOUNT_OTHER,    NULL,    PATH "01K946KF851RK7FX075GJHBVKH"},
    {"lower",    PL_ACCOUNT_LOWER,    NULL,    PATH "01k946kf851rk7fx075gjhbvkf"},
    {"text",     PL_ACCOUNT_TEXT,     "a%20b", PATH "a%20b"},
    {"no-text",  PL_ACCOUNT_TEXT,     "",      PATH},
    /* clang-format on */
};

Test(materialise, accounts, .timeout = 10) {
    const pl_settings settings = whole_settings();
    const pl_session session = session_of(&settings);
    for (size_t i = 0; i < PL_COUNT(account_cases); i++) {
        pl_arena arena = {0};
        pl_case test = create_case();
        test.account = account_cases[i].account;
        test.account_text = account_cases[i].text;
        pl_wire wire;
        cr_assert_eq(pl_materialise(&session, &test, 0, &arena, &wire), PL_OK);
        expect_text(account_cases[i].name, "target", wire.request.target, account_cases[i].target);
        pl_arena_done(&arena);
    }
}

/* The stand-in is never sent. */
Test(materialise, altered_accounts, .timeout = 10) {
    static const struct {
        pl_id_change change;
        const char *account; /* of the merchant */
        const char *target;  /* NULL: an obstacle */
    } rows[] = {
        {PL_ID_CHANGE_CUT, ACCOUNT, PATH "01K946KF851RK7FX075GJHBVK"},
        {PL_ID_CHANGE_LONGER, ACCOUNT, PATH ACCOUNT "x"},
        {PL_ID_CHANGE_OVERFLOW, ACCOUNT, PATH "81K946KF851RK7FX075GJHBVKF"},
        {PL_ID_CHANGE_SPACE, ACCOUNT, PATH ACCOUNT "%20"},
        {PL_ID_CHANGE_CUT, "12", NULL}, /* "1" could be another account */
        {PL_ID_CHANGE_CONFUSED, "02K946KF852RK7FX275GJHBVKF", NULL},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_settings settings = whole_settings();
        char *const kept = settings.merchant.account_id;
        settings.merchant.account_id = (char *)rows[i].account;
        const pl_session session = session_of(&settings);
        pl_arena arena = {0};
        pl_case test = create_case();
        test.account = PL_ACCOUNT_TEXT;
        test.account_text = "stand-in";
        test.account_change = rows[i].change;
        pl_wire wire;
        cr_assert_eq(pl_materialise(&session, &test, 0, &arena, &wire), PL_OK);
        cr_expect_eq(wire.obstacle == NULL, rows[i].target != NULL, "row %zu", i);
        if (rows[i].target != NULL) {
            expect_text("altered", "target", wire.request.target, rows[i].target);
        }
        settings.merchant.account_id = kept;
        pl_arena_done(&arena);
    }
}

Test(materialise, content_is_the_cases_to_choose, .timeout = 10) {
    const pl_settings settings = whole_settings();
    const pl_session session = session_of(&settings);
    pl_arena arena = {0};
    pl_case test = create_case();
    test.content_type = NULL;
    test.accept = "text/html";
    test.has_body = false;
    test.method = "PATCH";
    pl_wire wire;
    cr_assert_eq(pl_materialise(&session, &test, 0, &arena, &wire), PL_OK);
    expect_text("content", "Content-Type", header_of(&wire, "Content-Type"), NULL);
    expect_text("content", "Accept", header_of(&wire, "Accept"), "text/html");
    cr_assert_str_eq(wire.request.method, "PATCH");
    cr_assert_not(wire.request.has_body);
    pl_arena_done(&arena);
}

/* What a defect does to the token request's signature, or which header it drops. */
static const struct token_case {
    const char *name;
    pl_route route;
    pl_token_defect defect;
    bool signature_differs;
    const char *dropped;
    bool obstacle;
} token_cases[] = {
    /* clang-format off */
    {"none",             PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_NONE,         false, NULL,            false},
    {"signature",        PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_SIGNATURE,    true,  NULL,            false},
    {"signature-end",    PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_SIGNATURE_END, true, NULL,            false},
    {"signature-cut",    PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_SIGNATURE_CUT, true, NULL,            false},
    {"upper-case",       PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_UPPER_CASE,   true,  NULL,            false},
    {"old-date",         PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_OLD_DATE,     true,  NULL,            false},
    {"no-signature",     PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_NO_SIGNATURE, false, "X-Signature",   false},
    {"no-client",        PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_NO_CLIENT,    false, "X-CLIENT-ID",   false},
    {"no-partner",       PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_NO_PARTNER,   false, "X-PARTNER-ID",  false},
    {"wrong-secret",     PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_WRONG_SECRET, true,  NULL,            false},
    {"old-none",         PL_ROUTE_TOKEN_V10, PL_TOKEN_DEFECT_NONE,         false, NULL,            false},
    {"old-no-signature", PL_ROUTE_TOKEN_V10, PL_TOKEN_DEFECT_NO_SIGNATURE, false, "Authorization", false},
    {"old-no-partner",   PL_ROUTE_TOKEN_V10, PL_TOKEN_DEFECT_NO_PARTNER,   false, "X-PARTNER-ID",  false},
    {"old-signature",    PL_ROUTE_TOKEN_V10, PL_TOKEN_DEFECT_SIGNATURE,    false, NULL,            true},
    {"old-old-date",     PL_ROUTE_TOKEN_V10, PL_TOKEN_DEFECT_OLD_DATE,     false, NULL,            true},
    {"old-no-client",    PL_ROUTE_TOKEN_V10, PL_TOKEN_DEFECT_NO_CLIENT,    false, NULL,            true},
    /* clang-format on */
};

Test(materialise, token_requests, .timeout = 10) {
    static const int64_t now_ms = INT64_C(1763596800000);
    const pl_settings settings = whole_settings();
    const pl_session session = session_of(&settings);
    char good[PL_SIGNATURE_TEXT_BYTES];
    cr_assert_eq(pl_signature(client, secret, now_ms, good), PL_OK);
    for (size_t i = 0; i < PL_COUNT(token_cases); i++) {
        const struct token_case *const c = &token_cases[i];
        const bool v11 = c->route == PL_ROUTE_TOKEN_V11;
        pl_arena arena = {0};
        pl_case test = create_case();
        test.route = c->route;
        test.token_defect = c->defect;
        pl_wire wire;
        cr_assert_eq(pl_materialise(&session, &test, now_ms, &arena, &wire), PL_OK, "%s", c->name);
        cr_assert_eq(wire.obstacle != NULL, c->obstacle, "%s", c->name);
        if (!c->obstacle) {
            static const char *const v11_names[] = {"X-PARTNER-ID", "X-CLIENT-ID", "X-Signature"};
            static const char *const v10_names[] = {"X-PARTNER-ID", "Authorization"};
            const char *const *const names = v11 ? v11_names : v10_names;
            for (size_t k = 0; k < (v11 ? 3U : 2U); k++) {
                const bool dropped = c->dropped != NULL && strcmp(c->dropped, names[k]) == 0;
                cr_assert_eq(header_of(&wire, names[k]) == NULL, dropped, "%s: %s", c->name,
                             names[k]);
            }
            const char *const signature = header_of(&wire, "X-Signature");
            if (signature != NULL) {
                cr_assert_eq(strcmp(signature, good) != 0, c->signature_differs, "%s", c->name);
                const bool cut = c->defect == PL_TOKEN_DEFECT_SIGNATURE_CUT;
                const bool end = c->defect == PL_TOKEN_DEFECT_SIGNATURE_END;
                const size_t len = cut ? strlen(good) / 2 : strlen(good);
                cr_assert_eq(strlen(signature), len, "%s", c->name);
                cr_assert((!cut && !end) || strncmp(signature, good, len - end) == 0, "%s",
                          c->name);
            }
            cr_assert_null(strchr(wire.request.target, '{'), "%s", c->name);
        }
        pl_arena_done(&arena);
    }
}

static const struct need_case {
    const char *name;
    unsigned needs;
    const char *part; /* of the reason; NULL: nothing is lacking */
    bool whole;       /* settings with everything */
} need_cases[] = {
    {"none", 0, NULL, false},
    {"inactive", PL_NEEDS_INACTIVE_ACCOUNT, "PAYLINK_INACTIVE_ACCOUNT_ID", false},
    {"inactive-there", PL_NEEDS_INACTIVE_ACCOUNT, NULL, true},
    {"other", PL_NEEDS_OTHER_MERCHANT, "PAYLINK_OTHER", false},
    {"other-there", PL_NEEDS_OTHER_MERCHANT, NULL, true},
    {"catalog", PL_NEEDS_CATALOG, "catalog", true},
    {"secret", PL_NEEDS_CLIENT_SECRET, "PAYLINK_CLIENT_SECRET", false},
    {"secret-there", PL_NEEDS_CLIENT_SECRET, NULL, true},
    {"both", PL_NEEDS_CLIENT_SECRET | PL_NEEDS_CATALOG, "catalog", true},
};

Test(materialise, needs, .timeout = 10) {
    const pl_settings whole = whole_settings();
    const pl_settings bare = {.merchant = {.partner_id = partner, .account_id = account}};
    for (size_t i = 0; i < PL_COUNT(need_cases); i++) {
        const struct need_case *const c = &need_cases[i];
        const pl_session session = {.settings = c->whole ? &whole : &bare, .has_other = c->whole};
        const pl_case test = {.needs = c->needs};
        const char *const reason = pl_unmet_need(&session, &test);
        cr_assert_eq(reason == NULL, c->part == NULL, "%s: %s", c->name, reason);
        cr_assert(reason == NULL || strstr(reason, c->part) != NULL, "%s: %s", c->name, reason);
    }
}

Test(materialise, without_a_token_there_is_an_obstacle, .timeout = 10) {
    const pl_settings settings = whole_settings();
    pl_session session = session_of(&settings);
    session.tokens[PL_PARTY_FIRST].text = NULL;
    pl_arena arena = {0};
    const pl_case test = create_case();
    pl_wire wire;
    cr_assert_eq(pl_materialise(&session, &test, 0, &arena, &wire), PL_OK);
    cr_assert_not_null(wire.obstacle);
    pl_arena_done(&arena);
}
