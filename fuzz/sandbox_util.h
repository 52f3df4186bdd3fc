/* The embedded sandbox without its server: one for the whole process, and as it was after every input. */
#ifndef PL_FUZZ_SANDBOX_UTIL_H
#define PL_FUZZ_SANDBOX_UTIL_H

#include <strings.h>

#include "call_util.h"
#include "checks/check.h"
#include "run/materialise_internal.h"
#include "sandbox/sandbox_internal.h"
#include "store_util.h"

enum { FZ_TOKEN_SECONDS = 3600, FZ_RAW_MARK = '!', FZ_STAND_IN = '$', FZ_KEPT_LINKS = 2 };

static const int64_t fz_now_ms = 1750000000000; /* 2025-06-15; tokens are issued now */

/* Built once. */
typedef struct fz_house {
    pl_sandbox *sandbox;
    pl_settings settings;
    pl_session session; /* without a connection: it makes requests, and sends none */
    pl_arena arena;     /* of the cases */
    pl_case_set set;
    fz_menu menu;
    pl_bytes codes[PL_SANDBOX_METHOD_COUNT_MAX];
    int changes; /* for fz_store_restore */
} fz_house;

/* One request and its answer. */
typedef struct fz_exchange {
    pl_sandbox_request request;
    pl_sandbox_header headers[PL_WIRE_HEADER_COUNT_MAX + FZ_EXTRA_HEADERS_MAX];
    pl_sandbox_response response;
} fz_exchange;

static inline pl_sandbox_header *fz_add_header(fz_exchange *exchange, pl_bytes name,
                                               pl_bytes value) {
    FZ_CHECK(exchange->request.header_count < PL_COUNT(exchange->headers));
    pl_sandbox_header *header = &exchange->headers[exchange->request.header_count++];
    *header = (pl_sandbox_header){name, value};
    exchange->request.headers = exchange->headers;
    return header;
}

static inline void fz_take_wire(fz_exchange *exchange, const pl_wire *wire, int64_t now_ms) {
    const pl_http_request *from = &wire->request;
    exchange->request = (pl_sandbox_request){
        .method = pl_bytes_of(from->method), .target = pl_bytes_of(from->target), .now_ms = now_ms};
    if (from->has_body) { exchange->request.body = from->body; }
    for (size_t i = 0; i < from->header_count; i++) {
        (void)fz_add_header(exchange, pl_bytes_of(from->headers[i].name),
                            pl_bytes_of(from->headers[i].value));
    }
}

/* --- the house ------------------------------------------------------------------------------- */

static inline void fz_copy_merchant(const pl_sandbox_merchant *from, bool is_other,
                                    pl_merchant *to) {
    *to = (pl_merchant){.partner_id = strdup(from->partner_id),
                        .client_id = strdup(from->client_id),
                        .client_secret = strdup(from->client_secret),
                        .account_id = strdup(from->account_id),
                        .inactive_account_id = strdup(from->inactive_account_id),
                        .is_other = is_other};
}

/* What the token endpoint gives to the merchant's own credentials. */
static inline char *fz_token(fz_house *house, const pl_merchant *merchant) {
    pl_arena arena = {0};
    pl_wire wire = {.account_id = NULL};
    fz_exchange exchange = {.response = {.status = 0}};
    pl_json json = {0};
    FZ_CHECK(pl_token_request(merchant, PL_TOKEN_V11, fz_now_ms, &arena, &wire.request) == PL_OK);
    fz_take_wire(&exchange, &wire, fz_now_ms);
    FZ_CHECK(pl_sandbox_handle(house->sandbox, &exchange.request, &arena, &exchange.response) ==
             PL_OK);
    FZ_CHECK(pl_json_read(exchange.response.body, &arena, &json, NULL) == PL_OK);
    const uint32_t data = pl_json_member(&json, 0, "data");
    const uint32_t token = pl_json_member(&json, data, "access_token");
    FZ_CHECK(exchange.response.status == 200 && token != PL_JSON_NONE);
    const pl_bytes inside = pl_json_inside(&json, token);
    char *copy = strndup((const char *)inside.ptr, inside.len);
    pl_arena_done(&arena);
    return copy;
}

static inline void fz_house_cases(fz_house *house) {
    pl_session *session = &house->session;
    session->payment_methods = house->codes;
    session->payment_method_count = pl_catalog_codes(house->codes);
    const pl_case_config config = {.run_id = "fuzz",
                                   .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT),
                                   .now_ms = fz_now_ms,
                                   .payment_methods = session->payment_methods,
                                   .payment_method_count = session->payment_method_count};
    FZ_CHECK(pl_cases_make(&config, &house->arena, &house->set) == PL_OK);
    fz_menu_make(&house->set, &house->menu);
}

/* Links that are there before the first input, so that there is something to list, to show and to delete. */
static inline void fz_house_links(fz_house *house) {
    const char *account_id = house->settings.merchant.account_id;
    for (unsigned i = 0; i < FZ_KEPT_LINKS; i++) {
        const pl_case_config config = {.run_id = "kept",
                                       .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT),
                                       .now_ms = fz_now_ms};
        pl_store_link link = {.created_ms = fz_now_ms};
        int64_t id = 0;
        FZ_CHECK(pl_cases_good_body(&config, i, &house->arena, &link.request) == PL_OK);
        FZ_CHECK(pl_store_link_insert(house->sandbox->store, pl_bytes_of(account_id), &link, &id) ==
                 PL_OK);
    }
}

static inline void fz_house_restore(fz_house *house) {
    fz_store_restore(house->sandbox->store, &house->changes);
}

static inline fz_house *fz_house_get(void) {
    static fz_house house;
    if (house.sandbox != NULL) { return &house; }
    const pl_sandbox_config config = {.seed = 1, .token_seconds = FZ_TOKEN_SECONDS};
    FZ_CHECK(pl_sandbox_new(&config, &house.sandbox, NULL) == PL_OK);
    fz_copy_merchant(pl_sandbox_merchant_of(house.sandbox, 0), false, &house.settings.merchant);
    fz_copy_merchant(pl_sandbox_merchant_of(house.sandbox, 1), true, &house.settings.other);
    house.session.settings = &house.settings;
    house.session.has_other = true;
    FZ_CHECK(pl_redactor_new(&house.session.redactor) == PL_OK);
    house.session.tokens[PL_PARTY_FIRST].text = fz_token(&house, &house.settings.merchant);
    house.session.tokens[PL_PARTY_OTHER].text = fz_token(&house, &house.settings.other);
    fz_house_cases(&house);
    fz_house_links(&house);
    house.changes = fz_store_begin(house.sandbox->store);
    return &house;
}

/* --- raw requests, and extra headers --------------------------------------------------------- */

/* Not the sandbox's own comparison, which is under test. */
static inline bool fz_is_name(pl_bytes text, const char *name) {
    return text.len == strlen(name) && strncasecmp((const char *)text.ptr, name, text.len) == 0;
}

/* The first stand-in gives way to the account's id. */
static inline pl_bytes fz_raw_target(const fz_house *house, pl_bytes text, pl_arena *arena) {
    const pl_bytes id = pl_bytes_of(house->settings.merchant.account_id);
    fz_reader rest = {text.ptr, text.len};
    const pl_bytes left = fz_cut(&rest, FZ_STAND_IN);
    if (left.len == text.len) { return text; }
    uint8_t *target = pl_arena_alloc(arena, left.len + id.len + rest.len);
    FZ_CHECK(target != NULL);
    if (left.len > 0) { memcpy(target, left.ptr, left.len); }
    memcpy(target + left.len, id.ptr, id.len);
    if (rest.len > 0) { memcpy(target + left.len + id.len, rest.ptr, rest.len); }
    return (pl_bytes){target, left.len + id.len + rest.len};
}

/* Its value, when the call is authenticated by a header of that name; NULL: it is not. */
static inline const char *fz_credential(const fz_house *house, pl_bytes name, pl_arena *arena) {
    if (fz_is_name(name, PL_HEADER_PARTNER)) { return house->settings.merchant.partner_id; }
    if (!fz_is_name(name, PL_HEADER_AUTHORIZATION)) { return NULL; }
    return pl_arena_printf(arena, "Bearer %s", house->session.tokens[PL_PARTY_FIRST].text);
}

/* "Name: value", and "Name:$" for a credential. */
static inline void fz_extra_headers(const fz_house *house, const fz_call *call, pl_arena *arena,
                                    fz_exchange *exchange) {
    for (size_t i = 0; i < call->header_count; i++) {
        fz_reader rest = {call->headers[i].ptr, call->headers[i].len};
        const pl_bytes name = fz_cut(&rest, ':');
        const bool stands_in = rest.len == 1 && rest.ptr[0] == FZ_STAND_IN;
        const char *good = stands_in ? fz_credential(house, name, arena) : NULL;
        fz_add_header(exchange, name,
                      good != NULL ? pl_bytes_of(good) : (pl_bytes){rest.ptr, rest.len});
    }
}

/* Does an extra header stand beside, or in place of, one that the sandbox reads? Or are there too many? */
static inline bool fz_headers_matter(const fz_call *call) {
    static const char *const read[] = {PL_HEADER_AUTHORIZATION, PL_HEADER_PARTNER, PL_HEADER_CLIENT,
                                       PL_HEADER_SIGNATURE, "Content-Type"};
    bool matter = call->header_count + PL_WIRE_HEADER_COUNT_MAX > PL_SANDBOX_HEADER_COUNT_MAX;
    for (size_t i = 0; i < call->header_count; i++) {
        fz_reader rest = {call->headers[i].ptr, call->headers[i].len};
        const pl_bytes name = fz_cut(&rest, ':');
        for (size_t k = 0; k < PL_COUNT(read); k++) {
            matter = matter || fz_is_name(name, read[k]);
        }
    }
    return matter;
}

/* The one header of that name holds the credential. */
static inline bool fz_proves(const fz_call *call, const char *wanted) {
    size_t count = 0;
    bool good = false;
    for (size_t i = 0; i < call->header_count; i++) {
        fz_reader rest = {call->headers[i].ptr, call->headers[i].len};
        if (!fz_is_name(fz_cut(&rest, ':'), wanted)) { continue; }
        count++;
        good = rest.len == 1 && rest.ptr[0] == FZ_STAND_IN;
    }
    return good && count == 1;
}

/* --- making a request ------------------------------------------------------------------------ */

static inline bool fz_is_expired(const fz_call *call) {
    return call->later_ms >= INT64_C(1000) * FZ_TOKEN_SECONDS;
}

/* "!METHOD TARGET|Name: value|+MS". Nothing is known of what should come back, but that it is no success without
 * credentials. */
static inline void fz_make_raw(const fz_house *house, fz_reader line, pl_bytes body, fz_call *call,
                               pl_arena *arena, fz_exchange *exchange) {
    static const fz_gate known = {PL_CLASS_OPEN, {200, 400, 404, 405, 413, 415, 422}};
    static const fz_gate stranger = {PL_CLASS_REFUSE, {400, 401, 404, 405, 413, 415, 422}};
    const pl_bytes first = fz_cut(&line, '|');
    fz_reader rest = {first.ptr + 1, first.len - 1};
    const pl_bytes method = fz_cut(&rest, ' ');
    const pl_bytes target = {rest.ptr, rest.len};
    fz_take_words(NULL, line, call);
    exchange->request = (pl_sandbox_request){.method = method,
                                             .target = fz_raw_target(house, target, arena),
                                             .body = body,
                                             .now_ms = fz_now_ms + call->later_ms};
    fz_extra_headers(house, call, arena, exchange);
    const bool proven = fz_proves(call, PL_HEADER_AUTHORIZATION) &&
                        fz_proves(call, PL_HEADER_PARTNER) && !fz_is_expired(call);
    const fz_gate *gate = proven ? &known : &stranger;
    call->test = (pl_case){.id = "raw",
                           .method = pl_arena_text(arena, method),
                           .account = PL_ACCOUNT_TEXT,
                           .account_text = "",
                           .klass = gate->klass,
                           .body = body,
                           .has_body = true};
    memcpy(call->test.statuses, gate->statuses, sizeof gate->statuses);
    FZ_CHECK(call->test.method != NULL);
}

/* False: what the words ask for is no request. */
static inline bool fz_make_called(const fz_house *house, fz_reader line, pl_bytes body,
                                  fz_call *call, pl_arena *arena, fz_exchange *exchange,
                                  const char **ret_account_id) {
    static const int any[PL_CASE_STATUS_COUNT_MAX] = {200, 400, 401, 404, 405, 415, 422};
    pl_wire wire;
    fz_take_words(&house->menu, line, call);
    const int64_t now_ms = fz_now_ms + call->later_ms;
    const pl_context context = {.now_ms = now_ms,
                                .payment_methods = house->codes,
                                .payment_method_count = house->session.payment_method_count};
    fz_call_make(call, body, &context, fz_is_expired(call), arena);
    FZ_CHECK(pl_materialise(&house->session, &call->test, now_ms, arena, &wire) == PL_OK);
    if (wire.obstacle != NULL) { return false; }
    if (fz_headers_matter(call)) {
        call->test.klass = PL_CLASS_OPEN;
        memcpy(call->test.statuses, any, sizeof any);
    }
    fz_take_wire(exchange, &wire, now_ms);
    fz_extra_headers(house, call, arena, exchange);
    *ret_account_id = wire.account_id;
    return true;
}

static inline bool fz_make_exchange(const fz_house *house, pl_bytes first_line, pl_bytes body,
                                    fz_call *call, pl_arena *arena, fz_exchange *exchange,
                                    const char **ret_account_id) {
    const fz_reader line = {first_line.ptr, first_line.len};
    *call = (fz_call){.later_ms = 0};
    *ret_account_id = NULL;
    if (line.len > 0 && line.ptr[0] == FZ_RAW_MARK) {
        fz_make_raw(house, line, body, call, arena, exchange);
        return true;
    }
    return fz_make_called(house, line, body, call, arena, exchange, ret_account_id);
}

#endif
