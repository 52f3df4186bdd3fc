/* Who may call: one row a way to be, or not to be, authenticated. */
#include <string.h>

#include "cases/cases_internal.h"

typedef struct auth_row {
    const char *what;
    const char *why;
    pl_auth auth;
    pl_account account;
    pl_sent_body body;
    unsigned needs;
    pl_class klass;
    int statuses[4];
} auth_row;

#define REFUSED                                                                                    \
    PL_CLASS_REJECT, {                                                                             \
        401                                                                                        \
    }

static const char both[] = "Both the token and the partner id are required.";
static const char bearer_only[] = "Only a bearer token counts.";
static const char not_ours[] = "A token that the server did not issue must not be taken.";
static const char exact[] = "Only the merchant's own partner id, whole, is right.";
static const char any_case[] = "Names of headers have no case (RFC 9110).";
static const char repeated[] = "Which of two headers of one name counts is not said.";
static const char before_all[] = "Without valid credentials nothing else is looked at.";
static const char own_only[] = "A merchant sees only its own accounts.";

/* clang-format off */
static const auth_row rows[] = {
    {"good", "Valid credentials are let in.", PL_AUTH_GOOD, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, PL_CLASS_ACCEPT,
     {200}},
    {"nothing",                   both,        PL_AUTH_NOTHING,            PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"no-authorization",          both,        PL_AUTH_NO_AUTHORIZATION,   PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"empty-authorization",       both,        PL_AUTH_EMPTY_AUTHORIZATION, PL_ACCOUNT_GOOD,   PL_SENT_GOOD, 0, REFUSED},
    {"basic",                     bearer_only, PL_AUTH_BASIC,              PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"unknown-scheme",            bearer_only, PL_AUTH_UNKNOWN_SCHEME,     PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"no-scheme",                 bearer_only, PL_AUTH_NO_SCHEME,          PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"basic-scheme",              bearer_only, PL_AUTH_BASIC_SCHEME,       PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"token-scheme",              bearer_only, PL_AUTH_TOKEN_SCHEME,       PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"longer-scheme",             bearer_only, PL_AUTH_LONGER_SCHEME,      PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"no-token",                  bearer_only, PL_AUTH_NO_TOKEN,           PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"not-a-jwt",                 not_ours,    PL_AUTH_NOT_JWT,            PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"header-tampered",           not_ours,    PL_AUTH_HEADER_TAMPERED,    PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"payload-tampered",          not_ours,    PL_AUTH_PAYLOAD_TAMPERED,   PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"signature-tampered",        not_ours,    PL_AUTH_SIGNATURE_TAMPERED, PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"signature-end-tampered",    not_ours,    PL_AUTH_SIGNATURE_END_TAMPERED, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, REFUSED},
    {"signature-absent",          not_ours,    PL_AUTH_SIGNATURE_ABSENT,   PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"alg-none",                  not_ours,    PL_AUTH_ALG_NONE,           PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"alg-none-capital",          not_ours,    PL_AUTH_ALG_NONE_CAPITAL,   PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"alg-none-upper",            not_ours,    PL_AUTH_ALG_NONE_UPPER,     PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"empty-key",                 not_ours,    PL_AUTH_EMPTY_KEY,          PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"guessed-key",               not_ours,    PL_AUTH_GUESSED_KEY,        PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"other-key",                 not_ours,    PL_AUTH_OTHER_KEY,          PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"expired",                   not_ours,    PL_AUTH_EXPIRED,            PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"header-first-flipped",      not_ours,    PL_AUTH_HEADER_FIRST_FLIPPED, PL_ACCOUNT_GOOD,  PL_SENT_GOOD, 0, REFUSED},
    {"header-middle-flipped",     not_ours,    PL_AUTH_HEADER_MIDDLE_FLIPPED, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, REFUSED},
    {"header-last-flipped",       not_ours,    PL_AUTH_HEADER_LAST_FLIPPED, PL_ACCOUNT_GOOD,   PL_SENT_GOOD, 0, REFUSED},
    {"payload-first-flipped",     not_ours,    PL_AUTH_PAYLOAD_FIRST_FLIPPED, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, REFUSED},
    {"payload-middle-flipped",    not_ours,    PL_AUTH_PAYLOAD_MIDDLE_FLIPPED, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, REFUSED},
    {"payload-last-flipped",      not_ours,    PL_AUTH_PAYLOAD_LAST_FLIPPED, PL_ACCOUNT_GOOD,  PL_SENT_GOOD, 0, REFUSED},
    {"signature-middle-flipped",  not_ours,    PL_AUTH_SIGNATURE_MIDDLE_FLIPPED, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, REFUSED},
    {"header-cut",                not_ours,    PL_AUTH_HEADER_CUT,         PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"payload-cut",               not_ours,    PL_AUTH_PAYLOAD_CUT,        PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"signature-cut",             not_ours,    PL_AUTH_SIGNATURE_CUT,      PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"header-absent",             not_ours,    PL_AUTH_HEADER_ABSENT,      PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"payload-absent",            not_ours,    PL_AUTH_PAYLOAD_ABSENT,     PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"two-parts",                 not_ours,    PL_AUTH_TWO_PARTS,          PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"one-part",                  not_ours,    PL_AUTH_ONE_PART,           PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"four-parts",                not_ours,    PL_AUTH_FOUR_PARTS,         PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"no-partner",                both,        PL_AUTH_NO_PARTNER,         PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"empty-partner",             both,        PL_AUTH_EMPTY_PARTNER,      PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"wrong-partner",             both,        PL_AUTH_WRONG_PARTNER,      PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"partner-other-case", "Stores commonly look keys up without regard to case; the contract says only that a wrong one fails.",
     PL_AUTH_PARTNER_OTHER_CASE, PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, PL_CLASS_OPEN, {200, 401}},
    {"partner-cut",               exact,       PL_AUTH_PARTNER_CUT,        PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"partner-longer",            exact,       PL_AUTH_PARTNER_LONGER,     PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"token-in-query",            bearer_only, PL_AUTH_TOKEN_IN_QUERY,     PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, REFUSED},
    {"lower-case-scheme",         "Schemes are case-insensitive (RFC 9110); the contract shows one spelling.",
     PL_AUTH_LOWER_SCHEME,       PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, PL_CLASS_OPEN, {200, 401}},
    {"scheme-inside", "Common libraries look for the scheme anywhere in the value; the contract shows it at the start.",
     PL_AUTH_SCHEME_INSIDE,      PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, PL_CLASS_OPEN, {200, 401}},
    {"names-lower-case",          any_case,    PL_AUTH_LOWER_NAMES, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, PL_CLASS_ACCEPT, {200}},
    {"names-upper-case",          any_case,    PL_AUTH_UPPER_NAMES, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, PL_CLASS_ACCEPT, {200}},
    {"blanks-behind", "White space around a value is none of it (RFC 9110); not every server cuts it off.",
     PL_AUTH_OUTER_BLANKS,       PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, PL_CLASS_OPEN, {200, 400, 401}},
    {"two-blanks", "The contract shows one blank before the token; readers that split the value take several.",
     PL_AUTH_TWO_BLANKS,         PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, PL_CLASS_OPEN, {200, 400, 401}},
    {"word-behind", "Readers that split the value take the token and overlook what follows.",
     PL_AUTH_WORD_BEHIND,        PL_ACCOUNT_GOOD,    PL_SENT_GOOD, 0, PL_CLASS_OPEN, {200, 400, 401}},
    {"twice",                     repeated,    PL_AUTH_TWICE, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, PL_CLASS_OPEN, {200, 400, 401}},
    {"partner-twice",             repeated,    PL_AUTH_PARTNER_TWICE, PL_ACCOUNT_GOOD, PL_SENT_GOOD, 0, PL_CLASS_OPEN,
     {200, 400, 401}},
    {"before-body",               before_all,  PL_AUTH_NO_AUTHORIZATION,   PL_ACCOUNT_GOOD,    PL_SENT_BAD,  0, REFUSED},
    {"before-body-partner",       before_all,  PL_AUTH_NO_PARTNER,         PL_ACCOUNT_GOOD,    PL_SENT_BAD,  0, REFUSED},
    {"before-body-tampered",      before_all,  PL_AUTH_SIGNATURE_TAMPERED, PL_ACCOUNT_GOOD,    PL_SENT_BAD,  0, REFUSED},
    {"before-body-absent",        before_all,  PL_AUTH_NOTHING,            PL_ACCOUNT_GOOD,    PL_SENT_NONE,   0, REFUSED},
    {"before-syntax", "Many servers read the body before they look who is calling.", PL_AUTH_NOTHING, PL_ACCOUNT_GOOD,
     PL_SENT_NOT_JSON, 0, PL_CLASS_REFUSE, {401, 400, 422}},
    {"before-account",            before_all,  PL_AUTH_NO_AUTHORIZATION,   PL_ACCOUNT_UNKNOWN, PL_SENT_GOOD, 0, REFUSED},
    {"before-account-partner",    before_all,  PL_AUTH_WRONG_PARTNER,      PL_ACCOUNT_UNKNOWN, PL_SENT_GOOD, 0, REFUSED},
    {"before-account-tampered",   before_all,  PL_AUTH_PAYLOAD_TAMPERED,   PL_ACCOUNT_UNKNOWN, PL_SENT_GOOD, 0, REFUSED},
    {"before-account-and-body",   before_all,  PL_AUTH_NOTHING,            PL_ACCOUNT_UNKNOWN, PL_SENT_BAD,  0, REFUSED},
    {"partner-of-other-merchant", "The token and the partner id must be of one merchant.",
     PL_AUTH_OTHER_PARTNER,      PL_ACCOUNT_GOOD,    PL_SENT_GOOD, PL_NEEDS_OTHER_MERCHANT, REFUSED},
    {"token-of-other-merchant", "The token and the partner id must be of one merchant.",
     PL_AUTH_OTHER_TOKEN,        PL_ACCOUNT_GOOD,    PL_SENT_GOOD, PL_NEEDS_OTHER_MERCHANT, REFUSED},
    {"account-of-other-merchant", own_only, PL_AUTH_GOOD, PL_ACCOUNT_OTHER, PL_SENT_GOOD, PL_NEEDS_OTHER_MERCHANT,
     PL_CLASS_REJECT, {404}},
    {"caller-is-other-merchant", own_only, PL_AUTH_OTHER_MERCHANT, PL_ACCOUNT_GOOD, PL_SENT_GOOD,
     PL_NEEDS_OTHER_MERCHANT, PL_CLASS_REJECT, {404}},
};
/* clang-format on */

pl_status pl_auth_add(pl_case_kit *kit) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        const auth_row *row = &rows[i];
        pl_case test = kit->defaults;
        status = pl_kit_send(kit, row->body, &test);
        if (status != PL_OK) { return status; }
        test.id = pl_arena_printf(kit->arena, "authentication/%s", row->what);
        if (test.id == NULL) { return PL_E_MEMORY; }
        test.group = "authentication";
        test.constraint = "authentication";
        test.why = row->why;
        test.klass = row->klass;
        test.auth = row->auth;
        test.account = row->account;
        test.needs = row->needs;
        memcpy(test.statuses, row->statuses, sizeof row->statuses);
        status = pl_kit_add(kit, &test);
    }
    return status;
}
