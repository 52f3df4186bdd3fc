#include <assert.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "sandbox/personality_internal.h"
#include "sandbox/seed.h"
#include "text/datetime.h"

enum { PAGE_TOKEN_BYTES = 16, HASH_BYTES_MAX = 64 };

static const pl_bytes status_open = PL_BYTES_LIT("open");
static const pl_bytes status_expired = PL_BYTES_LIT("expired");
static const pl_bytes account_active = PL_BYTES_LIT("active");
static const pl_bytes account_owned = PL_BYTES_LIT("owned");

/* Subtotals are exact, or the link cannot be kept. */
static pl_status store_items(const pl_create_request *request, pl_arena *arena,
                             pl_optional_stored_items *ret_items) {
    const size_t count = request->items.count;
    pl_stored_item *list = pl_arena_alloc(arena, count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < count; i++) {
        const pl_line_item *item = &request->items.list[i];
        pl_decimal subtotal = {0};
        const pl_status status =
            pl_decimal_multiply(pl_decimal_of(item->quantity), item->unit_price, &subtotal);
        if (status != PL_OK) { return status; }
        list[i] = (pl_stored_item){
            .name = {PL_FIELD_VALUE, item->name},
            .quantity = {PL_FIELD_VALUE, item->quantity},
            .unit_price = {PL_FIELD_VALUE, item->unit_price},
            .subtotal = {PL_FIELD_VALUE, subtotal},
        };
    }
    *ret_items = (pl_optional_stored_items){PL_FIELD_VALUE, {list, count}};
    return PL_OK;
}

/* When it ends, as a moment in Jakarta, and whether that is over. */
static pl_status store_expiry(const pl_call *call, const pl_create_request *request,
                              pl_arena *arena, pl_payment_link *link) {
    int64_t expired_ms = 0;
    link->expired_at.state = PL_FIELD_NULL;
    link->is_expired = (pl_optional_boolean){PL_FIELD_VALUE, false};
    if (request->expired_at.state != PL_FIELD_VALUE) { return PL_OK; }
    if (pl_unix_ms_parse(request->expired_at.value, &expired_ms) != PL_OK) { return PL_E_RANGE; }
    link->expired_at.state = PL_FIELD_VALUE;
    link->is_expired.value = expired_ms <= call->request->now_ms;
    return pl_personality_moment(call, expired_ms, arena, &link->expired_at.value);
}

/* kyb_status is left out: it is for managed accounts, and null is contested. */
static pl_optional_account account_of(const pl_call *call) {
    return (pl_optional_account){
        PL_FIELD_VALUE,
        {
            .id = {PL_FIELD_VALUE, {.text = call->account_id}},
            .account_number = {PL_FIELD_VALUE, pl_bytes_of(call->account.number)},
            .name = {PL_FIELD_VALUE, call->account.name},
            .status = {PL_FIELD_VALUE, account_active},
            .account_type = {PL_FIELD_VALUE, account_owned},
            .invite_members = {PL_FIELD_VALUE, {NULL, 0}},
        },
    };
}

pl_status pl_link_of_request(const pl_call *call, const pl_create_request *request,
                             int64_t created_ms, pl_arena *arena, pl_payment_link *ret_link) {
    assert(call->account.active);
    pl_payment_link link = {
        .reff_no = {PL_FIELD_VALUE, request->reff_no},
        .title = {PL_FIELD_VALUE, request->title},
        .status = {PL_FIELD_VALUE, status_open},
        .required_customer_detail = {PL_FIELD_VALUE, request->required_customer_detail.value},
        .max_usage = {PL_FIELD_VALUE, request->max_usage},
        .current_usage = {PL_FIELD_VALUE, 0},
        .total_amount = {PL_FIELD_VALUE, request->total_amount},
        .whitelisted_payment_method = {PL_FIELD_VALUE, request->whitelisted_payment_method.value},
        .redirect_url = request->redirect_url,
        .optional_metadata = request->optional_metadata,
        .payment_date = {.state = PL_FIELD_NULL},
        .created_at = {.state = PL_FIELD_VALUE},
        .account = account_of(call),
    };
    /* What was not sent comes back as null. */
    if (link.redirect_url.state == PL_FIELD_ABSENT) { link.redirect_url.state = PL_FIELD_NULL; }
    if (link.optional_metadata.state == PL_FIELD_ABSENT) {
        link.optional_metadata.state = PL_FIELD_NULL;
    }
    pl_status status = store_items(request, arena, &link.items);
    if (status == PL_OK) { status = store_expiry(call, request, arena, &link); }
    if (status == PL_OK) {
        status = pl_personality_moment(call, created_ms, arena, &link.created_at.value);
    }
    if (status != PL_OK) { return status; }
    link.updated_at = link.created_at; /* no operation changes a link */
    link.status_computed =
        (pl_optional_text){PL_FIELD_VALUE, link.is_expired.value ? status_expired : status_open};
    status = pl_personality_link(call, request, created_ms, arena, &link);
    if (status == PL_OK) { *ret_link = link; }
    return status;
}

/* The page's address ends in a keyed hash of the id: unguessable, and nothing more to store. */
pl_status pl_link_name(const pl_call *call, int64_t id, pl_arena *arena, pl_payment_link *link) {
    assert(id > 0);
    const pl_sandbox *sandbox = call->sandbox;
    uint8_t hash[HASH_BYTES_MAX];
    char hex[2 * PAGE_TOKEN_BYTES + 1];
    unsigned hash_len = 0;
    const char *message = pl_arena_printf(arena, "page %lld", (long long)id);
    if (message == NULL) { return PL_E_MEMORY; }
    const pl_bytes text = pl_bytes_of(message);
    if (HMAC(EVP_sha256(), sandbox->identity.key, PL_STORE_KEY_BYTES, text.ptr, text.len, hash,
             &hash_len) == NULL) {
        return PL_E_MEMORY;
    }
    assert(hash_len >= PAGE_TOKEN_BYTES);
    pl_seed_write_hex(hash, PAGE_TOKEN_BYTES, hex, sizeof hex);
    const char *url = pl_arena_printf(arena, "%s/pay/%s", sandbox->base_url, hex);
    if (url == NULL) { return PL_E_MEMORY; }
    link->id = (pl_optional_integer){PL_FIELD_VALUE, id + sandbox->personality->id_offset};
    link->payment_url = (pl_optional_text){PL_FIELD_VALUE, pl_bytes_of(url)};
    return PL_OK;
}
