/* What a personality makes of a request. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/personality_internal.h"
#include "text/datetime.h"
#include "text/pattern.h"
#include "text/utf8.h"

/* Limits of merchants, well around every known-good amount and near expiry. */
enum { TOTAL_MIN = 10000, TOTAL_MAX = 1000000000, EXPIRY_DAYS_MAX = 90 };

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

/* --- outages -------------------------------------------------------------------------------- */

pl_status pl_personality_outage(pl_call *call, bool *ret_answered, bool *ret_cut,
                                pl_sandbox_response *ret_response) {
    static const pl_sandbox_field at_once[] = {{"Retry-After", "0"}, {NULL, NULL}};
    static const pl_bytes page = PL_BYTES_LIT("<html><body><h1>No upstream</h1></body></html>");
    enum { TOO_MANY = 429 };
    const pl_personality *who = call->sandbox->personality;
    if (who->outage_each == 0) { return PL_OK; }
    const uint64_t serial = atomic_fetch_add(&call->sandbox->counts.requests, 1);
    if (serial % who->outage_each != who->outage_each - 1U) { return PL_OK; }
    *ret_cut = who->outage_status == 0;
    *ret_answered = !*ret_cut;
    if (who->outage_status == TOO_MANY) {
        const pl_status status = pl_reply_error(call, TOO_MANY, ret_response);
        if (status == PL_OK) { ret_response->headers = at_once; }
        return status;
    }
    if (*ret_answered) {
        *ret_response = (pl_sandbox_response){.status = who->outage_status,
                                              .content_type = "text/html",
                                              .headers = at_once,
                                              .body = page};
    }
    return PL_OK;
}

/* --- the account ---------------------------------------------------------------------------- */

pl_status pl_personality_account(pl_call *call, bool *ret_formed) {
    const pl_ulid_form form = pl_ulid_classify(call->account_id);
    *ret_formed = form != PL_ULID_MALFORMED || !pl_has_habit(call, PL_HABIT_ACCOUNT_FORM);
    if (form != PL_ULID_LOWER || !pl_has_habit(call, PL_HABIT_ACCOUNT_CASE)) { return PL_OK; }
    uint8_t bytes[PL_ULID_BYTES];
    char text[PL_ULID_LEN + 1];
    const pl_status decoded = pl_ulid_decode(call->account_id, bytes);
    assert(decoded == PL_OK);
    (void)decoded;
    pl_ulid_encode(bytes, text);
    const char *upper = pl_arena_text(call->arena, pl_bytes_of(text));
    if (upper == NULL) { return PL_E_MEMORY; }
    call->account_id = pl_bytes_of(upper);
    return PL_OK;
}

/* --- the body's text ------------------------------------------------------------------------ */

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

enum { ESCAPE_LEN = 6, SURROGATE_LEN = 2 * ESCAPE_LEN };

/* The code unit of an escape \uXXXX at the front. False: there is none. */
static bool escaped_unit(pl_bytes text, unsigned *ret_unit) {
    unsigned unit = 0;
    if (text.len < ESCAPE_LEN || text.ptr[0] != '\\' || text.ptr[1] != 'u') { return false; }
    for (size_t i = 2; i < ESCAPE_LEN; i++) {
        const uint8_t digit = text.ptr[i];
        const uint8_t letter = digit | 0x20U;
        if (digit >= '0' && digit <= '9') {
            unit = unit * 16 + (digit - '0');
        } else if (letter >= 'a' && letter <= 'f') {
            unit = unit * 16 + (letter - 'a' + 10U);
        } else {
            return false;
        }
    }
    *ret_unit = unit;
    return true;
}

/* Bytes of the escape at the front, and whether it is half a character. */
static size_t escape_len(pl_bytes text, bool *ret_lone) {
    unsigned unit = 0;
    unsigned second = 0;
    *ret_lone = false;
    if (!escaped_unit(text, &unit)) { return text.len < 2 ? text.len : 2; }
    if (unit < 0xD800 || unit > 0xDFFF) { return ESCAPE_LEN; }
    const pl_bytes rest = {text.ptr + ESCAPE_LEN, text.len - ESCAPE_LEN};
    const bool whole =
        unit < 0xDC00 && escaped_unit(rest, &second) && second >= 0xDC00 && second <= 0xDFFF;
    *ret_lone = !whole;
    return whole ? SURROGATE_LEN : ESCAPE_LEN;
}

pl_status pl_personality_body(pl_call *call, pl_bytes *ret_body) {
    const pl_bytes sent = call->request->body;
    *ret_body = sent;
    if (!pl_has_habit(call, PL_HABIT_REPAIRS)) { return PL_OK; }
    const size_t grow = sizeof replacement - 1; /* of one byte, at most */
    uint8_t *out = pl_arena_alloc(call->arena, sent.len * grow);
    if (out == NULL) { return PL_E_MEMORY; }
    size_t used = 0;
    for (size_t at = 0; at < sent.len;) {
        const pl_bytes rest = {sent.ptr + at, sent.len - at};
        uint32_t point = 0;
        bool broken = false;
        size_t len = 0;
        if (rest.ptr[0] == '\\') {
            len = escape_len(rest, &broken);
        } else {
            len = pl_utf8_next(rest, 0, &point);
            broken = len == 0;
            if (broken) { len = pl_utf8_skip_bad(rest, 0); }
        }
        const uint8_t *from = broken ? (const uint8_t *)replacement : rest.ptr;
        const size_t kept = broken ? grow : len;
        memcpy(out + used, from, kept);
        used += kept;
        at += len;
    }
    *ret_body = (pl_bytes){out, used};
    return PL_OK;
}

/* --- what was asked for --------------------------------------------------------------------- */

static pl_bytes trim(pl_bytes text) {
    uint32_t point = 0;
    size_t len = 0;
    while (text.len > 0 && (len = pl_utf8_next(text, 0, &point)) > 0 && pl_ecma_is_space(point)) {
        text = (pl_bytes){text.ptr + len, text.len - len};
    }
    for (bool more = true; more && text.len > 0;) {
        len = 1;
        while (len < text.len && (text.ptr[text.len - len] & 0xC0) == 0x80) { len++; }
        more = pl_utf8_next(text, text.len - len, &point) == len && pl_ecma_is_space(point);
        if (more) { text.len -= len; }
    }
    return text;
}

static pl_status trim_all(pl_call *call, pl_create_request *request) {
    const size_t count = request->items.count;
    pl_line_item *list = pl_arena_alloc(call->arena, count * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    request->title = trim(request->title);
    for (size_t i = 0; i < count; i++) {
        list[i] = request->items.list[i];
        list[i].name = trim(list[i].name);
    }
    request->items.list = list;
    return PL_OK;
}

static bool is_plain(pl_bytes text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < ' ' || text.ptr[i] == 0x7F || text.ptr[i] == '<') { return false; }
    }
    return true;
}

static double binary_of(pl_decimal value) {
    char text[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    pl_decimal_format(value, text, &len);
    return strtod(text, NULL);
}

static bool sums_in_binary(const pl_create_request *request) {
    volatile double sum = 0; /* no more digits than 53 bits, whatever the registers hold */
    for (size_t i = 0; i < request->items.count; i++) {
        const pl_line_item *item = &request->items.list[i];
        const volatile double product = (double)item->quantity * binary_of(item->unit_price);
        sum = sum + product;
    }
    return sum == binary_of(request->total_amount);
}

/* The first member that is refused, or PL_REQUEST_FIELD_COUNT. */
static pl_request_field refused_field(const pl_call *call, const pl_create_request *request,
                                      const char **ret_message) {
    const pl_decimal total = request->total_amount;
    int64_t expiry_ms = 0;
    if (pl_has_habit(call, PL_HABIT_PLAIN_TEXT)) {
        *ret_message = "must be plain text";
        if (!is_plain(request->reff_no)) { return PL_REQUEST_REFF_NO; }
        if (!is_plain(request->title)) { return PL_REQUEST_TITLE; }
        for (size_t i = 0; i < request->items.count; i++) {
            if (!is_plain(request->items.list[i].name)) { return PL_REQUEST_ITEMS; }
        }
    }
    if (pl_has_habit(call, PL_HABIT_MERCHANT_LIMIT) &&
        (pl_decimal_compare(total, pl_decimal_of(TOTAL_MIN)) < 0 ||
         pl_decimal_compare(total, pl_decimal_of(TOTAL_MAX)) > 0)) {
        *ret_message = "is outside the merchant's limits";
        return PL_REQUEST_TOTAL_AMOUNT;
    }
    if (pl_has_habit(call, PL_HABIT_BINARY_SUMS) && !sums_in_binary(request)) {
        *ret_message = "must be the sum of the items";
        return PL_REQUEST_TOTAL_AMOUNT;
    }
    if (pl_has_habit(call, PL_HABIT_NEAR_EXPIRY) && request->expired_at.state == PL_FIELD_VALUE &&
        pl_unix_ms_parse(request->expired_at.value, &expiry_ms) == PL_OK &&
        expiry_ms > call->request->now_ms + EXPIRY_DAYS_MAX * day_ms) {
        *ret_message = "is too far away";
        return PL_REQUEST_EXPIRED_AT;
    }
    *ret_message = NULL;
    return PL_REQUEST_FIELD_COUNT;
}

pl_status pl_personality_objects(pl_call *call, pl_create_request *request, pl_bytes *ret_pointer,
                                 const char **ret_message) {
    *ret_message = NULL;
    const pl_request_field field = refused_field(call, request, ret_message);
    if (*ret_message == NULL) {
        return pl_has_habit(call, PL_HABIT_TRIMS) ? trim_all(call, request) : PL_OK;
    }
    assert(field < PL_REQUEST_FIELD_COUNT);
    const char *pointer =
        pl_arena_printf(call->arena, "/%s", pl_contract_request.members[field].name);
    if (pointer == NULL) { return PL_E_MEMORY; }
    *ret_pointer = pl_bytes_of(pointer);
    return PL_OK;
}

/* --- headers and neighbours ----------------------------------------------------------------- */

bool pl_personality_is_unacceptable(const pl_call *call) {
    static const char *const takes_json[] = {"*/*", "application/*", PL_MEDIA_TYPE};
    pl_bytes accept = {NULL, 0};
    if (!pl_has_habit(call, PL_HABIT_NOT_ACCEPTABLE) || !pl_call_header(call, "Accept", &accept)) {
        return false;
    }
    for (size_t i = 0; i < PL_COUNT(takes_json); i++) {
        const size_t len = strlen(takes_json[i]);
        for (size_t at = 0; at + len <= accept.len; at++) {
            if (pl_call_text_is((pl_bytes){accept.ptr + at, len}, takes_json[i])) { return false; }
        }
    }
    return true;
}

pl_status pl_personality_crowd(pl_call *call) {
    static const pl_line_item coffee = {PL_BYTES_LIT("Coffee"), 1, {25, 3}};
    if (!pl_has_habit(call, PL_HABIT_CROWDED)) { return PL_OK; }
    const uint64_t serial = atomic_fetch_add(&call->sandbox->counts.others, 1);
    const char *reference =
        pl_arena_printf(call->arena, "counter-%llu", (unsigned long long)serial);
    if (reference == NULL) { return PL_E_MEMORY; }
    const pl_create_request request = {.reff_no = pl_bytes_of(reference),
                                       .title = PL_BYTES_LIT("At the counter"),
                                       .max_usage = 1,
                                       .total_amount = {25, 3},
                                       .items = {&coffee, 1}};
    pl_store_link row = {.created_ms = call->request->now_ms};
    int64_t id = 0;
    const pl_status status = pl_create_request_encode(&request, call->arena, &row.request);
    return status == PL_OK ? pl_store_link_insert(call->sandbox->store, call->account_id, &row, &id)
                           : status;
}
