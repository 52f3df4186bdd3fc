#include <assert.h>
#include <openssl/evp.h>
#include <string.h>

#include "http/signature.h"
#include "sandbox/fault_maker_internal.h"

/* The token endpoints: tokens for callers who have not proven who they are, and wrong answers. */

static const char group_token[] = "token";

enum { DAY_MS = 24 * 60 * 60 * 1000, DAY_COUNT_MAX = 40 };

/* A token request, as it came. */
typedef struct asker {
    const pl_call *call;
    bool old; /* version 1.0: Basic, no signature */
    bool has_partner;
    bool has_client;
    bool has_proof; /* the signature, or Authorization */
    pl_bytes partner;
    pl_bytes client;
    pl_bytes proof;
    const pl_sandbox_merchant
        *merchant; /* of the partner id, or the client id; the first one else */
} asker;

static asker asker_of(const pl_call *call) {
    const pl_sandbox *sandbox = call->sandbox;
    asker one = {.call = call, .merchant = &sandbox->merchants[0]};
    pl_route route = PL_ROUTE_COUNT;
    pl_bytes account = {NULL, 0};
    pl_bytes link = {NULL, 0};
    one.old = pl_route_match(call->path, &route, &account, &link) && route == PL_ROUTE_TOKEN_V10;
    one.has_partner = pl_fault_header(call, PL_HEADER_PARTNER, &one.partner);
    one.has_client = pl_fault_header(call, PL_HEADER_CLIENT, &one.client);
    one.has_proof =
        pl_fault_header(call, one.old ? PL_HEADER_AUTHORIZATION : PL_HEADER_SIGNATURE, &one.proof);
    for (size_t i = 0; i < PL_COUNT(sandbox->merchants); i++) {
        if (pl_bytes_equal(one.partner, pl_bytes_of(sandbox->merchants[i].partner_id)) ||
            pl_bytes_equal(one.client, pl_bytes_of(sandbox->merchants[i].client_id))) {
            one.merchant = &sandbox->merchants[i];
        }
    }
    return one;
}

static bool partner_fits(const asker *one) {
    return pl_bytes_equal(one->partner, pl_bytes_of(one->merchant->partner_id));
}
static bool client_fits(const asker *one) {
    return pl_bytes_equal(one->client, pl_bytes_of(one->merchant->client_id));
}

/* The signature of so many days ago; false: no memory. */
static bool signature_of(const asker *one, int64_t days, char out[PL_SIGNATURE_TEXT_BYTES]) {
    const int64_t then_ms = one->call->request->now_ms - days * (int64_t)DAY_MS;
    return pl_signature(one->merchant->client_id, one->merchant->client_secret, then_ms, out) ==
           PL_OK;
}

static bool any_signature(const asker *one) {
    return !one->old && partner_fits(one) && client_fits(one) && one->has_proof;
}
static bool no_signature(const asker *one) {
    return !one->old && partner_fits(one) && client_fits(one) && !one->has_proof;
}
static bool signature_of_old(const asker *one) {
    char text[PL_SIGNATURE_TEXT_BYTES];
    if (!any_signature(one)) { return false; }
    for (int64_t days = 1; days <= DAY_COUNT_MAX; days++) {
        if (signature_of(one, days, text) && pl_bytes_equal(one->proof, pl_bytes_of(text))) {
            return true;
        }
    }
    return false;
}
/* All but the first digit. */
static bool signature_end(const asker *one) {
    char text[PL_SIGNATURE_TEXT_BYTES];
    return any_signature(one) && signature_of(one, 0, text) && one->proof.len == sizeof text - 1 &&
           memcmp(one->proof.ptr + 1, text + 1, one->proof.len - 1) == 0;
}
static bool signature_without_client(const asker *one) {
    char text[PL_SIGNATURE_TEXT_BYTES];
    return !one->old && partner_fits(one) && !one->has_client && signature_of(one, 0, text) &&
           pl_bytes_equal(one->proof, pl_bytes_of(text));
}
static bool signature_without_partner(const asker *one) {
    char text[PL_SIGNATURE_TEXT_BYTES];
    return !one->old && !one->has_partner && client_fits(one) && signature_of(one, 0, text) &&
           pl_bytes_equal(one->proof, pl_bytes_of(text));
}
static bool any_basic(const asker *one) {
    return one->old && partner_fits(one) && one->has_proof;
}

typedef struct token_row {
    const char *name;
    const char *words;
    bool (*admits)(const asker *one);
} token_row;

/* clang-format off */
static const token_row rows[] = {
    {"signature-unchecked",      "any signature is good for a token",                     any_signature},
    {"signature-end-compared",   "the first digit of the signature is not compared",      signature_end},
    {"signature-absent-accepted", "no signature is needed for a token",                   no_signature},
    {"old-date-accepted",        "a signature stays good after its day",                  signature_of_old},
    {"client-absent-accepted",   "no client id is needed for a token",                    signature_without_client},
    {"partner-absent-accepted",  "no partner id is needed for a token",                   signature_without_partner},
    {"basic-unchecked",          "version 1.0 gives a token to any client secret",        any_basic},
};
/* clang-format on */

/* The value of Authorization that version 1.0 asks for. NULL: no memory. */
static const char *basic_of(const asker *one) {
    pl_arena *arena = one->call->arena;
    const char *plain =
        pl_arena_printf(arena, "%s:%s", one->merchant->client_id, one->merchant->client_secret);
    if (plain == NULL) { return NULL; }
    const size_t len = strlen(plain);
    unsigned char *text = pl_arena_alloc(arena, (len + 2) / 3 * 4 + 1);
    if (text == NULL) { return NULL; }
    (void)EVP_EncodeBlock(text, (const unsigned char *)plain, (int)len);
    return pl_arena_printf(arena, "Basic %s", (const char *)text);
}

static pl_status let_in(pl_call *call, const pl_fault_plan *plan) {
    const token_row *row = plan->row;
    const asker one = asker_of(call);
    if (!row->admits(&one)) { return PL_OK; }
    pl_status status = pl_fault_set_header(call, PL_HEADER_PARTNER, one.merchant->partner_id);
    if (status == PL_OK) {
        status = pl_fault_set_header(call, PL_HEADER_CLIENT, one.merchant->client_id);
    }
    if (status != PL_OK) { return status; }
    if (one.old) { return pl_fault_set_header(call, PL_HEADER_AUTHORIZATION, basic_of(&one)); }
    char signature[PL_SIGNATURE_TEXT_BYTES];
    if (!signature_of(&one, 0, signature)) { return PL_E_MEMORY; }
    return pl_fault_set_header(call, PL_HEADER_SIGNATURE,
                               pl_arena_text(call->arena, pl_bytes_of(signature)));
}

/* --- answers --------------------------------------------------------------------------------- */

static pl_status answer_with(pl_call *call, const pl_fault_plan *plan,
                             pl_sandbox_response *response) {
    return pl_fault_set_status(call, *(const int *)plan->row, response);
}

static void add(pl_fault_maker *maker, const char *name, const char *words,
                const pl_fault_plan *plan) {
    if (name == NULL) {
        maker->status = PL_E_MEMORY;
        return;
    }
    const pl_fault fault = {
        .id = pl_arena_printf(maker->arena, "%s/%s", group_token, name),
        .group = group_token,
        .statement = words,
        .documented = true,
    };
    pl_fault_add(maker, &fault, plan);
}

void pl_faults_of_token(pl_fault_maker *maker) {
    static const int wrong[] = {200, 401, 500};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        add(maker, rows[i].name, rows[i].words,
            &(pl_fault_plan){.scope = PL_FAULT_OF_TOKEN, .before = let_in, .row = &rows[i]});
    }
    for (size_t i = 0; i < PL_COUNT(wrong); i++) {
        add(maker, pl_arena_printf(maker->arena, "grant-as-%d", wrong[i]),
            pl_arena_printf(maker->arena, "a token request with another grant is answered %d",
                            wrong[i]),
            &(pl_fault_plan){
                .scope = PL_FAULT_OF_TOKEN, .status = 422, .after = answer_with, .row = &wrong[i]});
    }
    static const int failed = 500;
    add(maker, "refusal-fails", "a token request with wrong credentials ends in 500",
        &(pl_fault_plan){
            .scope = PL_FAULT_OF_TOKEN, .status = 401, .after = answer_with, .row = &failed});
}
