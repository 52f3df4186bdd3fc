#include "run/materialise_internal.h"

#include <assert.h>
#include <string.h>

#include "text/ulid.h"

/* --- needs ----------------------------------------------------------------------------------- */

static bool has_inactive_account(const pl_session *session) {
    return session->settings->merchant.inactive_account_id != NULL;
}

static bool has_other_merchant(const pl_session *session) {
    return session->has_other;
}

static bool has_catalog(const pl_session *session) {
    return session->payment_methods != NULL;
}

static bool has_client_secret(const pl_session *session) {
    const pl_merchant *const merchant = &session->settings->merchant;
    return merchant->client_id != NULL && merchant->client_secret != NULL;
}

/* clang-format off */
static const struct need_row {
    unsigned need;
    bool (*met)(const pl_session *session);
    const char *reason;
} need_rows[] = {
    {PL_NEEDS_INACTIVE_ACCOUNT, has_inactive_account, "PAYLINK_INACTIVE_ACCOUNT_ID is not set"},
    {PL_NEEDS_OTHER_MERCHANT,   has_other_merchant,   "no second merchant: PAYLINK_OTHER_* is not set, or its token cannot be had"},
    {PL_NEEDS_CATALOG,          has_catalog,          "the payment-method catalog could not be read"},
    {PL_NEEDS_CLIENT_SECRET,    has_client_secret,    "PAYLINK_CLIENT_ID or PAYLINK_CLIENT_SECRET is not set"},
};
/* clang-format on */

const char *pl_unmet_need(const pl_session *session, const pl_case *test) {
    for (size_t i = 0; i < PL_COUNT(need_rows); i++) {
        if ((test->needs & need_rows[i].need) != 0 && !need_rows[i].met(session)) {
            return need_rows[i].reason;
        }
    }
    return NULL;
}

/* --- headers and target ---------------------------------------------------------------------- */

static pl_status start_headers(pl_header_list *headers, pl_arena *arena) {
    headers->list = pl_arena_alloc(arena, PL_WIRE_HEADER_COUNT_MAX * sizeof *headers->list);
    headers->count = 0;
    return headers->list == NULL ? PL_E_MEMORY : PL_OK;
}

void pl_header_add(pl_header_list *headers, const char *name, const char *value) {
    assert(headers->count < PL_WIRE_HEADER_COUNT_MAX);
    headers->list[headers->count++] = (pl_http_header){name, value};
}

/* A case for each account; NULL where the setting is absent, which its need should have
 * prevented. */
static const char *account_of(const pl_session *session, const pl_case *test, pl_arena *arena) {
    const pl_settings *const settings = session->settings;
    switch (test->account) {
    case PL_ACCOUNT_GOOD:
        return settings->merchant.account_id;
    case PL_ACCOUNT_UNKNOWN:
        return PL_UNKNOWN_ACCOUNT;
    case PL_ACCOUNT_INACTIVE:
        return settings->merchant.inactive_account_id;
    case PL_ACCOUNT_OTHER:
        return settings->other.account_id;
    case PL_ACCOUNT_TEXT:
        return test->account_text;
    case PL_ACCOUNT_LOWER: {
        char *const copy = pl_arena_text(arena, pl_bytes_of(settings->merchant.account_id));
        for (char *at = copy; at != NULL && *at != '\0'; at++) {
            *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
        }
        return copy;
    }
    case PL_ACCOUNT_KIND_COUNT:
        break;
    }
    assert(false);
    return NULL;
}

/* Of an account that is no ULID nobody can say what an altered id means. *ret_id NULL: there is none. */
static pl_status altered_account(const pl_session *session, pl_id_change change, pl_arena *arena,
                                 const char **ret_id) {
    const char *const good = session->settings->merchant.account_id;
    *ret_id = NULL;
    if (good == NULL || pl_ulid_classify(pl_bytes_of(good)) == PL_ULID_MALFORMED) { return PL_OK; }
    return pl_id_alter(change, good, arena, ret_id);
}

/* RFC 3986 section 2.3: only what needs no escape in a query; a JWT has nothing else. */
static pl_status escape_query(const char *text, pl_arena *arena, const char **ret_text) {
    static const char hex[] = "0123456789ABCDEF";
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    char *const out = pl_arena_alloc(arena, 3 * strlen(text) + 1);
    if (out == NULL) { return PL_E_MEMORY; }
    size_t used = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (strchr(unreserved, *at) != NULL) {
            out[used++] = *at;
            continue;
        }
        out[used++] = '%';
        out[used++] = hex[(unsigned char)*at >> 4U];
        out[used++] = hex[(unsigned char)*at & 15U];
    }
    out[used] = '\0';
    *ret_text = out;
    return PL_OK;
}

static pl_status path_of(pl_route route, const char *account_id, const char *link_id,
                         pl_arena *arena, const char **ret_path) {
    const size_t cap = strlen(pl_route_row_of(route)->path) + 1 +
                       (account_id == NULL ? 0 : strlen(account_id)) +
                       (link_id == NULL ? 0 : strlen(link_id));
    char *const path = pl_arena_alloc(arena, cap);
    if (path == NULL) { return PL_E_MEMORY; }
    const pl_status status = pl_route_path(route, account_id, link_id, path, cap);
    assert(status == PL_OK); /* cap is the sum of all the parts */
    *ret_path = path;
    return status;
}

/* --- authentication -------------------------------------------------------------------------- */

static const char *token_of(const pl_session *session, pl_party party) {
    return session->tokens[party].text;
}

static pl_status miss_token(const pl_session *session, pl_party party, pl_arena *arena,
                            pl_wire *wire) {
    const char *const detail = session->tokens[party].detail;
    wire->obstacle = pl_arena_printf(arena, "no token%s%s", detail[0] == '\0' ? "" : ": ", detail);
    wire->token_missing = true;
    return wire->obstacle == NULL ? PL_E_MEMORY : PL_OK;
}

/* Named as the row says, and once more with its second value. */
static pl_status add_header(const pl_auth_row *row, const char *name, const char *value,
                            const char *second, pl_arena *arena, pl_header_list *headers) {
    const char *const spelled = pl_name_spelled(row->name_case, name, arena);
    if (spelled == NULL) { return PL_E_MEMORY; }
    pl_header_add(headers, spelled, value);
    if (second != NULL) { pl_header_add(headers, spelled, second); }
    return PL_OK;
}

static pl_status add_authorization(const pl_session *session, const pl_auth_row *row,
                                   pl_arena *arena, pl_header_list *headers, pl_wire *wire) {
    const char *token = "";
    if (row->authorization == PL_SOURCE_ABSENT) { return PL_OK; }
    if (row->authorization != PL_SOURCE_TEXT) {
        const bool other = row->authorization == PL_SOURCE_OTHER;
        const pl_party party = other ? PL_PARTY_OTHER : PL_PARTY_FIRST;
        token = token_of(session, party);
        if (token == NULL) { return miss_token(session, party, arena, wire); }
    }
    if (row->authorization == PL_SOURCE_FORGED) {
        char *forged = NULL;
        const pl_status status = pl_forge(row->forgery, token, arena, &forged);
        if (status != PL_OK) { return status; }
        token = forged;
    }
    const char *const after = row->authorization_after != NULL ? row->authorization_after : "";
    const char *const value =
        pl_arena_printf(arena, "%s%s%s", row->authorization_text, token, after);
    if (value == NULL) { return PL_E_MEMORY; }
    return add_header(row, PL_HEADER_AUTHORIZATION, value, row->authorization_second, arena,
                      headers);
}

static pl_status add_partner(const pl_session *session, const pl_auth_row *row, pl_arena *arena,
                             pl_header_list *headers, const char **ret_obstacle) {
    const char *value = row->partner_text;
    if (row->partner == PL_SOURCE_ABSENT) { return PL_OK; }
    if (row->partner != PL_SOURCE_TEXT) {
        const pl_party party = row->partner == PL_SOURCE_OTHER ? PL_PARTY_OTHER : PL_PARTY_FIRST;
        value = pl_session_merchant(session, party)->partner_id;
    }
    if (value == NULL) {
        *ret_obstacle = "there is no partner id";
        return PL_OK;
    }
    if (row->partner_change != PL_ID_CHANGE_NONE) {
        pl_status status = pl_id_alter(row->partner_change, value, arena, &value);
        if (status != PL_OK) { return status; }
        if (value == NULL) {
            *ret_obstacle = "the partner id has no letter whose case could be changed";
            return PL_OK;
        }
        /* It shows as much as the real one. */
        status = pl_redactor_add(session->redactor, "PAYLINK_PARTNER_ID altered", value);
        if (status != PL_OK) { return status; }
    }
    return add_header(row, PL_HEADER_PARTNER, value, row->partner_second, arena, headers);
}

static pl_status add_query(const pl_session *session, pl_arena *arena, pl_wire *wire) {
    const char *const token = token_of(session, PL_PARTY_FIRST);
    if (token == NULL) { return miss_token(session, PL_PARTY_FIRST, arena, wire); }
    const char *escaped = NULL;
    const pl_status status = escape_query(token, arena, &escaped);
    if (status != PL_OK) { return status; }
    /* Both names in use: RFC 6750 section 2.3, and the one that some frameworks read. */
    const char *const target = pl_arena_printf(arena, "%s?access_token=%s&token=%s",
                                               wire->request.target, escaped, escaped);
    if (target == NULL) { return PL_E_MEMORY; }
    wire->request.target = target;
    return PL_OK;
}

static pl_status authenticate(const pl_session *session, pl_auth auth, pl_arena *arena,
                              pl_header_list *headers, pl_wire *wire) {
    const pl_auth_row *const row = pl_auth_row_of(auth);
    pl_status status = add_authorization(session, row, arena, headers, wire);
    if (status != PL_OK) { return status; }
    status = add_partner(session, row, arena, headers, &wire->obstacle);
    if (status != PL_OK) { return status; }
    return row->token_in_query ? add_query(session, arena, wire) : PL_OK;
}

/* --- the whole ------------------------------------------------------------------------------- */

static void add_content(const pl_case *test, pl_header_list *headers) {
    if (test->content_type != NULL) { pl_header_add(headers, "Content-Type", test->content_type); }
    if (test->accept != NULL) { pl_header_add(headers, "Accept", test->accept); }
}

pl_status pl_materialise(const pl_session *session, const pl_case *test, int64_t now_ms,
                         pl_arena *arena, pl_wire *ret_wire) {
    assert(session != NULL && test != NULL);
    assert(test->method != NULL && test->route < PL_ROUTE_COUNT);
    pl_wire wire = {.request = {.method = test->method}};
    pl_header_list headers;
    pl_status status = start_headers(&headers, arena);
    if (status != PL_OK) { return status; }
    /* A link that does not exist, for the routes that name one. */
    const bool names_account = strchr(pl_route_row_of(test->route)->path, '{') != NULL;
    if (names_account) {
        const bool altered = test->account_change != PL_ID_CHANGE_NONE;
        if (altered) {
            status = altered_account(session, test->account_change, arena, &wire.account_id);
            if (status != PL_OK) { return status; }
        } else {
            wire.account_id = account_of(session, test, arena);
        }
        if (wire.account_id == NULL) {
            wire.obstacle =
                altered ? "the account id cannot be so altered" : "there is no account id";
            *ret_wire = wire;
            return PL_OK;
        }
    }
    status = path_of(test->route, wire.account_id, "0", arena, &wire.request.target);
    if (status != PL_OK) { return status; }
    status = pl_route_row_of(test->route)->secured
                 ? authenticate(session, test->auth, arena, &headers, &wire)
                 : pl_token_headers(session, test, now_ms, arena, &headers, &wire);
    if (status != PL_OK) { return status; }
    add_content(test, &headers);
    wire.request.headers = headers.list;
    wire.request.header_count = headers.count;
    wire.request.body = test->body;
    wire.request.has_body = test->has_body;
    *ret_wire = wire;
    return PL_OK;
}

pl_status pl_materialise_call(const pl_session *session, pl_route route, pl_party party,
                              const char *account_id, const char *link_id, pl_bytes body,
                              pl_arena *arena, pl_wire *ret_wire) {
    const pl_route_row *const row = pl_route_row_of(route);
    assert(row->secured);
    const pl_case call = {.method = row->method,
                          .route = route,
                          .content_type = body.len > 0 ? PL_MEDIA_TYPE : NULL,
                          .accept = PL_MEDIA_TYPE};
    pl_wire wire = {.request = {.method = row->method, .body = body, .has_body = body.len > 0},
                    .account_id = account_id};
    pl_header_list headers;
    pl_status status = start_headers(&headers, arena);
    if (status != PL_OK) { return status; }
    status = path_of(route, account_id, link_id, arena, &wire.request.target);
    if (status != PL_OK) { return status; }
    status = authenticate(session, party == PL_PARTY_OTHER ? PL_AUTH_OTHER_MERCHANT : PL_AUTH_GOOD,
                          arena, &headers, &wire);
    if (status != PL_OK) { return status; }
    add_content(&call, &headers);
    wire.request.headers = headers.list;
    wire.request.header_count = headers.count;
    *ret_wire = wire;
    return PL_OK;
}
