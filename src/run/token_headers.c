#include <assert.h>
#include <string.h>

#include "run/materialise_internal.h"

enum { WEEK_MS = 7 * 24 * 60 * 60 * 1000 };

/* How a token request is spoilt. */
typedef struct defect_row {
    bool wrong_secret;
    bool signature_needed; /* an obstacle for version 1.0, which has no signature */
    int64_t signed_ago_ms;
    bool first_changed; /* of its digits */
    bool last_changed;
    bool halved;
    bool upper_case;
    const char *dropped; /* name of a header, or NULL */
} defect_row;

/* clang-format off */
static const defect_row defect_rows[PL_TOKEN_DEFECT_COUNT] = {
    [PL_TOKEN_DEFECT_NONE]         = {.wrong_secret = false},
    [PL_TOKEN_DEFECT_SIGNATURE]    = {.signature_needed = true, .first_changed = true},
    [PL_TOKEN_DEFECT_SIGNATURE_END] = {.signature_needed = true, .last_changed = true},
    [PL_TOKEN_DEFECT_SIGNATURE_CUT] = {.signature_needed = true, .halved = true},
    [PL_TOKEN_DEFECT_UPPER_CASE]   = {.signature_needed = true, .upper_case = true},
    [PL_TOKEN_DEFECT_OLD_DATE]     = {.signature_needed = true, .signed_ago_ms = WEEK_MS},
    [PL_TOKEN_DEFECT_NO_SIGNATURE] = {.dropped = PL_HEADER_SIGNATURE},
    [PL_TOKEN_DEFECT_NO_CLIENT]    = {.dropped = PL_HEADER_CLIENT},
    [PL_TOKEN_DEFECT_NO_PARTNER]   = {.dropped = PL_HEADER_PARTNER},
    [PL_TOKEN_DEFECT_WRONG_SECRET] = {.wrong_secret = true},
};
/* clang-format on */

static pl_http_header *find_header(pl_header_list *headers, const char *name) {
    for (size_t i = 0; i < headers->count; i++) {
        if (strcmp(headers->list[i].name, name) == 0) { return &headers->list[i]; }
    }
    return NULL;
}

static bool drop_header(pl_header_list *headers, const char *name) {
    pl_http_header *header = find_header(headers, name);
    if (header == NULL && strcmp(name, PL_HEADER_SIGNATURE) == 0) {
        header = find_header(headers, PL_HEADER_AUTHORIZATION); /* what proves the secret in 1.0 */
    }
    if (header == NULL) { return false; }
    *header = headers->list[headers->count - 1];
    headers->count -= 1;
    return true;
}

static void change_digit(char *digit) {
    *digit = *digit == '0' ? '1' : '0';
}

static pl_status alter_signature(const defect_row *row, pl_http_header *header, pl_arena *arena) {
    char *const copy = pl_arena_text(arena, pl_bytes_of(header->value));
    if (copy == NULL) { return PL_E_MEMORY; }
    const size_t len = strlen(copy);
    assert(len > 1);
    if (row->first_changed) { change_digit(&copy[0]); }
    if (row->last_changed) { change_digit(&copy[len - 1]); }
    if (row->halved) { copy[len / 2] = '\0'; }
    for (char *at = copy; row->upper_case && *at != '\0'; at++) {
        *at = *at >= 'a' && *at <= 'f' ? (char)(*at - 'a' + 'A') : *at;
    }
    header->value = copy;
    return PL_OK;
}

/* The token request's own headers; those of its content are the case's to choose. */
static pl_status take_headers(const pl_merchant *merchant, const pl_case *test, int64_t now_ms,
                              pl_arena *arena, pl_header_list *headers) {
    static const char *const kept[] = {PL_HEADER_AUTHORIZATION, PL_HEADER_PARTNER, PL_HEADER_CLIENT,
                                       PL_HEADER_SIGNATURE};
    const bool old = test->route == PL_ROUTE_TOKEN_V10;
    pl_http_request request;
    const pl_status status =
        pl_token_request(merchant, old ? PL_TOKEN_V10 : PL_TOKEN_V11, now_ms, arena, &request);
    if (status != PL_OK) { return status; }
    for (size_t i = 0; i < request.header_count; i++) {
        for (size_t k = 0; k < PL_COUNT(kept); k++) {
            if (strcmp(request.headers[i].name, kept[k]) == 0) {
                pl_header_add(headers, request.headers[i].name, request.headers[i].value);
            }
        }
    }
    return PL_OK;
}

/* A spoilt proof of the secret shows as much of it as a good one. */
static pl_status hide_proofs(const pl_session *session, pl_header_list *headers) {
    static const struct {
        const char *header;
        const char *variable;
    } proofs[] = {
        {PL_HEADER_SIGNATURE, "PAYLINK_SIGNATURE"},
        {PL_HEADER_AUTHORIZATION, "PAYLINK_BASIC"},
    };
    if (session->redactor == NULL) { return PL_OK; } /* nothing of it is printed */
    for (size_t i = 0; i < PL_COUNT(proofs); i++) {
        const pl_http_header *const header = find_header(headers, proofs[i].header);
        if (header == NULL) { continue; }
        const char *const blank = strchr(header->value, ' '); /* after the scheme */
        const pl_status status = pl_redactor_add(session->redactor, proofs[i].variable,
                                                 blank == NULL ? header->value : blank + 1);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* The parts of the signature that a merchant's settings decide. */
static pl_status spoil_merchant(const defect_row *row, pl_arena *arena, pl_merchant *merchant) {
    if (!row->wrong_secret) { return PL_OK; }
    merchant->client_secret = pl_arena_printf(arena, "%sx", merchant->client_secret);
    return merchant->client_secret == NULL ? PL_E_MEMORY : PL_OK;
}

pl_status pl_token_headers(const pl_session *session, const pl_case *test, int64_t now_ms,
                           pl_arena *arena, pl_header_list *headers, pl_wire *wire) {
    assert(test->token_defect < PL_TOKEN_DEFECT_COUNT);
    assert(!pl_route_row_of(test->route)->secured);
    const defect_row *const row = &defect_rows[test->token_defect];
    pl_merchant merchant = session->settings->merchant; /* a view: it owns nothing here */
    if (merchant.client_id == NULL || merchant.client_secret == NULL) {
        wire->obstacle = "PAYLINK_CLIENT_ID or PAYLINK_CLIENT_SECRET is not set";
        return PL_OK;
    }
    pl_status status = spoil_merchant(row, arena, &merchant);
    if (status != PL_OK) { return status; }
    status = take_headers(&merchant, test, now_ms - row->signed_ago_ms, arena, headers);
    if (status != PL_OK) { return status; }
    pl_http_header *const signature = find_header(headers, PL_HEADER_SIGNATURE);
    const bool absent = (row->signature_needed && signature == NULL) ||
                        (row->dropped != NULL && !drop_header(headers, row->dropped));
    if (absent) {
        wire->obstacle = "this version of the token endpoint has no such header";
        return PL_OK;
    }
    if (row->signature_needed) { status = alter_signature(row, signature, arena); }
    return status == PL_OK ? hide_proofs(session, headers) : status;
}
