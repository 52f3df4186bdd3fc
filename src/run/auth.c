#include "run/auth_internal.h"

#include <assert.h>
#include <string.h>

#include "text/ulid.h"

#define BEARER "Bearer "

enum { LETTER_COUNT = 26 };

/* clang-format off */
#define TOKEN_ROW(scheme)                                                                          \
    {.authorization = PL_SOURCE_OWN, .authorization_text = (scheme), .partner = PL_SOURCE_OWN}
#define TEXT_ROW(text)                                                                             \
    {.authorization = PL_SOURCE_TEXT, .authorization_text = (text), .partner = PL_SOURCE_OWN}
#define FORGED_ROW(what, words)                                                                    \
    {.authorization = PL_SOURCE_FORGED, .authorization_text = BEARER, .forgery = (what),           \
     .partner = PL_SOURCE_OWN, .note = (words)}
#define PARTNER_ROW(source, text)                                                                  \
    {.authorization = PL_SOURCE_OWN, .authorization_text = BEARER, .partner = (source),            \
     .partner_text = (text)}
#define NAMED_ROW(how)                                                                             \
    {.authorization = PL_SOURCE_OWN, .authorization_text = BEARER, .partner = PL_SOURCE_OWN,       \
     .name_case = (how)}
#define ALTERED_ROW(what, shell)                                                                   \
    {.authorization = PL_SOURCE_OWN, .authorization_text = BEARER, .partner = PL_SOURCE_OWN,       \
     .partner_change = (what), .partner_shell = (shell)}

static const pl_auth_row rows[PL_AUTH_COUNT] = {
    [PL_AUTH_GOOD]                = TOKEN_ROW(BEARER),
    [PL_AUTH_NO_AUTHORIZATION]    = {.authorization = PL_SOURCE_ABSENT, .partner = PL_SOURCE_OWN},
    [PL_AUTH_EMPTY_AUTHORIZATION] = TEXT_ROW(""),
    [PL_AUTH_BASIC]               = TEXT_ROW("Basic bm9ib2R5Om5vdGhpbmc="),
    [PL_AUTH_UNKNOWN_SCHEME]      = TOKEN_ROW("Paylink "),
    [PL_AUTH_NO_TOKEN]            = TEXT_ROW("Bearer"),
    [PL_AUTH_NOT_JWT]             = TEXT_ROW(BEARER "not-a-token"),
    [PL_AUTH_HEADER_TAMPERED]     = FORGED_ROW(PL_FORGERY_HEADER, "the token with its header altered"),
    [PL_AUTH_PAYLOAD_TAMPERED]    = FORGED_ROW(PL_FORGERY_PAYLOAD, "the token with its payload altered"),
    [PL_AUTH_SIGNATURE_TAMPERED]  = FORGED_ROW(PL_FORGERY_SIGNATURE, "the token with its signature altered"),
    [PL_AUTH_SIGNATURE_ABSENT]    = FORGED_ROW(PL_FORGERY_NO_SIGNATURE, "the token with nothing after its second dot"),
    [PL_AUTH_ALG_NONE]            = FORGED_ROW(PL_FORGERY_ALG_NONE, "the token with the header {\"alg\":\"none\",\"typ\":\"JWT\"} and without a signature"),
    [PL_AUTH_OTHER_KEY]           = FORGED_ROW(PL_FORGERY_OTHER_KEY, "the token signed anew with another key"),
    [PL_AUTH_EXPIRED]             = FORGED_ROW(PL_FORGERY_EXPIRED, "the token with an exp in the past, signed anew with another key"),
    [PL_AUTH_NO_PARTNER]          = PARTNER_ROW(PL_SOURCE_ABSENT, NULL),
    [PL_AUTH_EMPTY_PARTNER]       = PARTNER_ROW(PL_SOURCE_TEXT, ""),
    [PL_AUTH_WRONG_PARTNER]       = PARTNER_ROW(PL_SOURCE_TEXT, "paylink-nobody"),
    [PL_AUTH_OTHER_PARTNER]       = PARTNER_ROW(PL_SOURCE_OTHER, NULL),
    [PL_AUTH_OTHER_MERCHANT]      = {.authorization = PL_SOURCE_OTHER, .authorization_text = BEARER, .partner = PL_SOURCE_OTHER},
    [PL_AUTH_LOWER_SCHEME]        = TOKEN_ROW("bearer "),
    [PL_AUTH_NO_SCHEME]           = TOKEN_ROW(""),
    [PL_AUTH_BASIC_SCHEME]        = TOKEN_ROW("Basic "),
    [PL_AUTH_TOKEN_SCHEME]        = TOKEN_ROW("Token "),
    [PL_AUTH_LONGER_SCHEME]       = TOKEN_ROW("Bearerx "),
    [PL_AUTH_SCHEME_INSIDE]       = TOKEN_ROW("x " BEARER),
    [PL_AUTH_SIGNATURE_END_TAMPERED] = FORGED_ROW(PL_FORGERY_SIGNATURE_END, "the token with the last byte of its signature altered"),
    [PL_AUTH_ALG_NONE_CAPITAL]    = FORGED_ROW(PL_FORGERY_ALG_NONE_CAPITAL, "the token with the header {\"alg\":\"None\",\"typ\":\"JWT\"} and without a signature"),
    [PL_AUTH_ALG_NONE_UPPER]      = FORGED_ROW(PL_FORGERY_ALG_NONE_UPPER, "the token with the header {\"alg\":\"NONE\",\"typ\":\"JWT\"} and without a signature"),
    [PL_AUTH_EMPTY_KEY]           = FORGED_ROW(PL_FORGERY_EMPTY_KEY, "the token with the header {\"alg\":\"HS256\",\"typ\":\"JWT\"}, signed anew with an empty key"),
    [PL_AUTH_GUESSED_KEY]         = FORGED_ROW(PL_FORGERY_GUESSED_KEY, "the token with the header {\"alg\":\"HS256\",\"typ\":\"JWT\"}, signed anew with the key secret"),
    [PL_AUTH_PARTNER_OTHER_CASE]  = ALTERED_ROW(PL_ID_CHANGE_CASE, "$(printf %s \"$PAYLINK_PARTNER_ID\" | tr A-Za-z a-zA-Z)"),
    [PL_AUTH_PARTNER_CUT]         = ALTERED_ROW(PL_ID_CHANGE_CUT, "${PAYLINK_PARTNER_ID%?}"),
    [PL_AUTH_PARTNER_LONGER]      = ALTERED_ROW(PL_ID_CHANGE_LONGER, "${PAYLINK_PARTNER_ID}x"),
    [PL_AUTH_HEADER_FIRST_FLIPPED]   = FORGED_ROW(PL_FORGERY_HEADER_FIRST, "the token with a bit of its header's first byte flipped"),
    [PL_AUTH_HEADER_MIDDLE_FLIPPED]  = FORGED_ROW(PL_FORGERY_HEADER_MIDDLE, "the token with a bit in the middle of its header flipped"),
    [PL_AUTH_HEADER_LAST_FLIPPED]    = FORGED_ROW(PL_FORGERY_HEADER_LAST, "the token with a bit of its header's last byte flipped"),
    [PL_AUTH_PAYLOAD_FIRST_FLIPPED]  = FORGED_ROW(PL_FORGERY_PAYLOAD_FIRST, "the token with a bit of its payload's first byte flipped"),
    [PL_AUTH_PAYLOAD_MIDDLE_FLIPPED] = FORGED_ROW(PL_FORGERY_PAYLOAD_MIDDLE, "the token with a bit in the middle of its payload flipped"),
    [PL_AUTH_PAYLOAD_LAST_FLIPPED]   = FORGED_ROW(PL_FORGERY_PAYLOAD_LAST, "the token with a bit of its payload's last byte flipped"),
    [PL_AUTH_SIGNATURE_MIDDLE_FLIPPED] = FORGED_ROW(PL_FORGERY_SIGNATURE_MIDDLE, "the token with a bit in the middle of its signature flipped"),
    [PL_AUTH_HEADER_CUT]          = FORGED_ROW(PL_FORGERY_HEADER_CUT, "the token without the last byte of its header"),
    [PL_AUTH_PAYLOAD_CUT]         = FORGED_ROW(PL_FORGERY_PAYLOAD_CUT, "the token without the last byte of its payload"),
    [PL_AUTH_SIGNATURE_CUT]       = FORGED_ROW(PL_FORGERY_SIGNATURE_CUT, "the token without the last byte of its signature"),
    [PL_AUTH_HEADER_ABSENT]       = FORGED_ROW(PL_FORGERY_NO_HEADER, "the token with nothing before its first dot"),
    [PL_AUTH_PAYLOAD_ABSENT]      = FORGED_ROW(PL_FORGERY_NO_PAYLOAD, "the token with nothing between its dots"),
    [PL_AUTH_TWO_PARTS]           = FORGED_ROW(PL_FORGERY_TWO_PARTS, "the token up to its second dot"),
    [PL_AUTH_ONE_PART]            = FORGED_ROW(PL_FORGERY_ONE_PART, "the token up to its first dot"),
    [PL_AUTH_FOUR_PARTS]          = FORGED_ROW(PL_FORGERY_FOUR_PARTS, "the token with a fourth part behind it"),
    [PL_AUTH_OTHER_TOKEN]         = {.authorization = PL_SOURCE_OTHER, .authorization_text = BEARER, .partner = PL_SOURCE_OWN},
    [PL_AUTH_LOWER_NAMES]         = NAMED_ROW(PL_NAME_LOWER),
    [PL_AUTH_UPPER_NAMES]         = NAMED_ROW(PL_NAME_UPPER),
    [PL_AUTH_OUTER_BLANKS]        = {.authorization = PL_SOURCE_OWN, .authorization_text = BEARER, .authorization_after = "  ", .partner = PL_SOURCE_OWN},
    [PL_AUTH_TWO_BLANKS]          = TOKEN_ROW(BEARER " "),
    [PL_AUTH_WORD_BEHIND]         = {.authorization = PL_SOURCE_OWN, .authorization_text = BEARER, .authorization_after = " x", .partner = PL_SOURCE_OWN},
    [PL_AUTH_TWICE]               = {.authorization = PL_SOURCE_OWN, .authorization_text = BEARER, .partner = PL_SOURCE_OWN, .authorization_second = BEARER "not-a-token"},
    [PL_AUTH_PARTNER_TWICE]       = {.authorization = PL_SOURCE_OWN, .authorization_text = BEARER, .partner = PL_SOURCE_OWN, .partner_second = "paylink-nobody"},
    [PL_AUTH_TOKEN_IN_QUERY]      = {.authorization = PL_SOURCE_ABSENT, .partner = PL_SOURCE_OWN, .token_in_query = true},
    [PL_AUTH_NOTHING]             = {.authorization = PL_SOURCE_ABSENT, .partner = PL_SOURCE_ABSENT},
};
/* clang-format on */

const pl_auth_row *pl_auth_row_of(pl_auth auth) {
    assert(auth < PL_AUTH_COUNT);
    return &rows[auth];
}

const char *pl_name_spelled(pl_name_case name_case, const char *name, pl_arena *arena) {
    if (name_case == PL_NAME_AS_IS) { return name; }
    const char first = name_case == PL_NAME_LOWER ? 'A' : 'a';
    char *const copy = pl_arena_text(arena, pl_bytes_of(name));
    for (char *at = copy; at != NULL && *at != '\0'; at++) {
        if (*at >= first && *at < first + LETTER_COUNT) { *at = (char)(*at ^ ('a' ^ 'A')); }
    }
    return copy;
}

/* --- ids ------------------------------------------------------------------------------------- */

static bool is_letter(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
}

static bool swap_case(char *id) {
    bool changed = false;
    for (char *at = id; *at != '\0'; at++) {
        if (!is_letter(*at)) { continue; }
        *at = (char)(*at ^ ('a' ^ 'A'));
        changed = true;
    }
    return changed;
}

static bool cut(char *id) {
    const size_t len = strlen(id);
    if (len > 0) { id[len - 1] = '\0'; }
    return len > 0;
}

/* The digits 8 to F of base32 have the low three bits of 0 to 7. */
static bool overflow(char *id) {
    assert(id[0] >= '0' && id[0] <= '7');
    id[0] = "89ABCDEF"[id[0] - '0'];
    return true;
}

/* Not the first character, which a server may check by itself. */
static bool confuse(char *id) {
    bool changed = false;
    for (char *at = id + 1; *at != '\0'; at++) {
        if (*at != '0' && *at != '1') { continue; }
        *at = *at == '0' ? 'O' : 'I';
        changed = true;
    }
    return changed;
}

/* clang-format off */
static const struct change_row {
    bool of_ulid;
    bool (*alter)(char *id);  /* in place; false: there is nothing to alter */
    size_t insert_from_start; /* where `insert` is put; at the end of a shorter id */
    const char *insert;
} change_rows[PL_ID_CHANGE_COUNT] = {
    [PL_ID_CHANGE_CASE]     = {.alter = swap_case},
    [PL_ID_CHANGE_CUT]      = {.alter = cut},
    [PL_ID_CHANGE_LONGER]   = {.insert_from_start = SIZE_MAX, .insert = "x"},
    [PL_ID_CHANGE_OVERFLOW] = {.of_ulid = true, .alter = overflow},
    [PL_ID_CHANGE_CONFUSED] = {.of_ulid = true, .alter = confuse},
    [PL_ID_CHANGE_SPACE]    = {.of_ulid = true, .insert_from_start = SIZE_MAX, .insert = "%20"},
    [PL_ID_CHANGE_HYPHEN]   = {.of_ulid = true, .insert_from_start = PL_ULID_LEN / 2, .insert = "-"},
};
/* clang-format on */

pl_status pl_id_alter(pl_id_change change, const char *id, pl_arena *arena, const char **ret_id) {
    assert(id != NULL);
    assert(change > PL_ID_CHANGE_NONE && change < PL_ID_CHANGE_COUNT);
    const struct change_row *const row = &change_rows[change];
    if (row->of_ulid && pl_ulid_classify(pl_bytes_of(id)) == PL_ULID_MALFORMED) {
        *ret_id = NULL; /* altered, it could be another good id of such a server */
        return PL_OK;
    }
    char *const copy = pl_arena_text(arena, pl_bytes_of(id));
    if (copy == NULL) { return PL_E_MEMORY; }
    if (row->alter != NULL) {
        *ret_id = row->alter(copy) ? copy : NULL;
        return PL_OK;
    }
    const size_t len = strlen(copy);
    const size_t at = row->insert_from_start < len ? row->insert_from_start : len;
    const char *const longer =
        pl_arena_printf(arena, "%.*s%s%s", (int)at, copy, row->insert, copy + at);
    if (longer == NULL) { return PL_E_MEMORY; }
    *ret_id = longer;
    return PL_OK;
}
