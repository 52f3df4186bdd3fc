/* Who may call: one row a way to be, or not to be, authenticated. */
#include <string.h>

#include "cases/cases_internal.h"

typedef enum sent_body { GOOD_BODY, BAD_BODY, NO_BODY } sent_body;

typedef struct auth_row {
    const char *what;
    const char *why;
    pl_auth auth;
    pl_account account;
    sent_body body;
    unsigned needs;
    pl_class klass;
    int statuses[3];
} auth_row;

#define REFUSED                                                                                    \
    PL_CLASS_REJECT, {                                                                             \
        401                                                                                        \
    }

static const char both[] = "Both the token and the partner id are required.";
static const char bearer_only[] = "Only a bearer token counts.";
static const char not_ours[] = "A token that the server did not issue must not be taken.";
static const char exact[] = "Only the merchant's own partner id, character by character, is right.";
static const char before_all[] = "Without valid credentials nothing else is looked at.";
static const char own_only[] = "A merchant sees only its own accounts.";

/* clang-format off */
static const auth_row rows[] = {
    {"good", "Valid credentials are let in.", PL_AUTH_GOOD, PL_ACCOUNT_GOOD, GOOD_BODY, 0, PL_CLASS_ACCEPT,
     {200}},
    {"nothing",                   both,        PL_AUTH_NOTHING,            PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"no-authorization",          both,        PL_AUTH_NO_AUTHORIZATION,   PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"empty-authorization",       both,        PL_AUTH_EMPTY_AUTHORIZATION, PL_ACCOUNT_GOOD,   GOOD_BODY, 0, REFUSED},
    {"basic",                     bearer_only, PL_AUTH_BASIC,              PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"unknown-scheme",            bearer_only, PL_AUTH_UNKNOWN_SCHEME,     PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"no-scheme",                 bearer_only, PL_AUTH_NO_SCHEME,          PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"basic-scheme",              bearer_only, PL_AUTH_BASIC_SCHEME,       PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"token-scheme",              bearer_only, PL_AUTH_TOKEN_SCHEME,       PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"longer-scheme",             bearer_only, PL_AUTH_LONGER_SCHEME,      PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"no-token",                  bearer_only, PL_AUTH_NO_TOKEN,           PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"not-a-jwt",                 not_ours,    PL_AUTH_NOT_JWT,            PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"header-tampered",           not_ours,    PL_AUTH_HEADER_TAMPERED,    PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"payload-tampered",          not_ours,    PL_AUTH_PAYLOAD_TAMPERED,   PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"signature-tampered",        not_ours,    PL_AUTH_SIGNATURE_TAMPERED, PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"signature-end-tampered",    not_ours,    PL_AUTH_SIGNATURE_END_TAMPERED, PL_ACCOUNT_GOOD, GOOD_BODY, 0, REFUSED},
    {"signature-absent",          not_ours,    PL_AUTH_SIGNATURE_ABSENT,   PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"alg-none",                  not_ours,    PL_AUTH_ALG_NONE,           PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"alg-none-capital",          not_ours,    PL_AUTH_ALG_NONE_CAPITAL,   PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"alg-none-upper",            not_ours,    PL_AUTH_ALG_NONE_UPPER,     PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"empty-key",                 not_ours,    PL_AUTH_EMPTY_KEY,          PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"guessed-key",               not_ours,    PL_AUTH_GUESSED_KEY,        PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"other-key",                 not_ours,    PL_AUTH_OTHER_KEY,          PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"expired",                   not_ours,    PL_AUTH_EXPIRED,            PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"no-partner",                both,        PL_AUTH_NO_PARTNER,         PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"empty-partner",             both,        PL_AUTH_EMPTY_PARTNER,      PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"wrong-partner",             both,        PL_AUTH_WRONG_PARTNER,      PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"partner-other-case",        exact,       PL_AUTH_PARTNER_OTHER_CASE, PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"partner-cut",               exact,       PL_AUTH_PARTNER_CUT,        PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"partner-longer",            exact,       PL_AUTH_PARTNER_LONGER,     PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"token-in-query",            bearer_only, PL_AUTH_TOKEN_IN_QUERY,     PL_ACCOUNT_GOOD,    GOOD_BODY, 0, REFUSED},
    {"lower-case-scheme",         "Schemes are case-insensitive (RFC 9110); the contract shows one spelling.",
     PL_AUTH_LOWER_SCHEME,       PL_ACCOUNT_GOOD,    GOOD_BODY, 0, PL_CLASS_OPEN, {200, 401}},
    {"scheme-inside", "Common libraries look for the scheme anywhere in the value; the contract shows it at the start.",
     PL_AUTH_SCHEME_INSIDE,      PL_ACCOUNT_GOOD,    GOOD_BODY, 0, PL_CLASS_OPEN, {200, 401}},
    {"before-body",               before_all,  PL_AUTH_NO_AUTHORIZATION,   PL_ACCOUNT_GOOD,    BAD_BODY,  0, REFUSED},
    {"before-body-partner",       before_all,  PL_AUTH_NO_PARTNER,         PL_ACCOUNT_GOOD,    BAD_BODY,  0, REFUSED},
    {"before-body-tampered",      before_all,  PL_AUTH_SIGNATURE_TAMPERED, PL_ACCOUNT_GOOD,    BAD_BODY,  0, REFUSED},
    {"before-body-absent",        before_all,  PL_AUTH_NOTHING,            PL_ACCOUNT_GOOD,    NO_BODY,   0, REFUSED},
    {"before-account",            before_all,  PL_AUTH_NO_AUTHORIZATION,   PL_ACCOUNT_UNKNOWN, GOOD_BODY, 0, REFUSED},
    {"before-account-partner",    before_all,  PL_AUTH_WRONG_PARTNER,      PL_ACCOUNT_UNKNOWN, GOOD_BODY, 0, REFUSED},
    {"before-account-tampered",   before_all,  PL_AUTH_PAYLOAD_TAMPERED,   PL_ACCOUNT_UNKNOWN, GOOD_BODY, 0, REFUSED},
    {"before-account-and-body",   before_all,  PL_AUTH_NOTHING,            PL_ACCOUNT_UNKNOWN, BAD_BODY,  0, REFUSED},
    {"partner-of-other-merchant", "The token and the partner id must be of one merchant.",
     PL_AUTH_OTHER_PARTNER,      PL_ACCOUNT_GOOD,    GOOD_BODY, PL_NEEDS_OTHER_MERCHANT, REFUSED},
    {"account-of-other-merchant", own_only, PL_AUTH_GOOD, PL_ACCOUNT_OTHER, GOOD_BODY, PL_NEEDS_OTHER_MERCHANT,
     PL_CLASS_REJECT, {404}},
    {"caller-is-other-merchant", own_only, PL_AUTH_OTHER_MERCHANT, PL_ACCOUNT_GOOD, GOOD_BODY,
     PL_NEEDS_OTHER_MERCHANT, PL_CLASS_REJECT, {404}},
};
/* clang-format on */

static pl_status body_of(pl_case_kit *kit, sent_body wanted, pl_bytes *ret_body) {
    switch (wanted) {
    case GOOD_BODY:
        return pl_kit_good(kit, ret_body);
    case BAD_BODY:
        return pl_kit_bad(kit, ret_body);
    case NO_BODY:
        break;
    }
    *ret_body = (pl_bytes){NULL, 0};
    return PL_OK;
}

pl_status pl_auth_add(pl_case_kit *kit) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        const auth_row *row = &rows[i];
        pl_case test = kit->defaults;
        status = body_of(kit, row->body, &test.body);
        if (status != PL_OK) { return status; }
        test.id = pl_arena_printf(kit->arena, "authentication/%s", row->what);
        if (test.id == NULL) { return PL_E_MEMORY; }
        test.group = "authentication";
        test.constraint = "authentication";
        test.why = row->why;
        test.klass = row->klass;
        test.auth = row->auth;
        test.account = row->account;
        test.has_body = row->body != NO_BODY;
        test.needs = row->needs;
        memcpy(test.statuses, row->statuses, sizeof row->statuses);
        status = pl_kit_add(kit, &test);
    }
    return status;
}
