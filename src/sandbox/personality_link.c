/* What a personality puts into a link that nobody asked for, and how it writes moments. */
#include <assert.h>
#include <string.h>

#include "sandbox/personality_internal.h"
#include "text/datetime.h"

static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

pl_status pl_personality_moment(const pl_call *call, int64_t unix_ms, pl_arena *arena,
                                pl_moment *ret_moment) {
    enum { SECONDS_LEN = 19, FRACTION_DIGITS = 9, ZONE_LEN = 6 };
    const pl_moment_style *style = call->sandbox->personality->moments;
    if (style == NULL) {
        return pl_moment_of(unix_ms, PL_JAKARTA_OFFSET_MINUTES, arena, ret_moment);
    }
    assert(style->fraction_digits <= FRACTION_DIGITS);
    char usual[PL_DATETIME_TEXT_BYTES_MAX];
    const pl_status status = pl_datetime_format(unix_ms, style->offset_minutes, usual);
    if (status != PL_OK) { return status; }
    const size_t len = strlen(usual);
    const char *zone = style->zone != NULL ? style->zone : usual + len - ZONE_LEN;
    const int64_t left_ms = unix_ms % 1000;
    char fraction[FRACTION_DIGITS + 1] = "000000000";
    for (int i = 2, rest = (int)(left_ms < 0 ? left_ms + 1000 : left_ms); i >= 0; i--) {
        fraction[i] = (char)('0' + rest % 10);
        rest /= 10;
    }
    const int digits = style->fraction_digits;
    usual[10] = style->separator;
    const char *text = pl_arena_printf(arena, "%.*s%s%.*s%s", (int)SECONDS_LEN, usual,
                                       digits > 0 ? "." : "", digits, fraction, zone);
    if (text == NULL) { return PL_E_MEMORY; }
    *ret_moment = (pl_moment){.text = pl_bytes_of(text), .unix_ms = unix_ms};
    return PL_OK;
}

/* The codes that were sent, each once, the last one first. */
static pl_status sort_codes(pl_arena *arena, pl_texts *codes) {
    pl_bytes *list = pl_arena_alloc(arena, codes->count * sizeof *list);
    size_t used = 0;
    if (list == NULL) { return PL_E_MEMORY; }
    for (size_t i = codes->count; i > 0; i--) {
        bool known = false;
        for (size_t k = 0; k < used && !known; k++) {
            known = pl_bytes_equal(list[k], codes->list[i - 1]);
        }
        if (!known) { list[used++] = codes->list[i - 1]; }
    }
    *codes = (pl_texts){list, used};
    return PL_OK;
}

static pl_status fill_defaults(const pl_create_request *request, pl_arena *arena,
                               pl_payment_link *link) {
    static const pl_bytes nothing = PL_BYTES_LIT("{}");
    static const pl_bytes empty = PL_BYTES_LIT("");
    if (request->required_customer_detail.state != PL_FIELD_VALUE) {
        link->required_customer_detail.value = true;
    }
    if (request->optional_metadata.state == PL_FIELD_ABSENT) {
        link->optional_metadata = (pl_optional_raw){PL_FIELD_VALUE, nothing};
    }
    if (request->redirect_url.state == PL_FIELD_ABSENT) {
        link->redirect_url = (pl_optional_text){PL_FIELD_VALUE, empty};
    }
    if (link->whitelisted_payment_method.value.count == 0) {
        pl_bytes *codes = pl_arena_alloc(arena, PL_SANDBOX_METHOD_COUNT_MAX * sizeof *codes);
        if (codes == NULL) { return PL_E_MEMORY; }
        link->whitelisted_payment_method.value = (pl_texts){codes, pl_catalog_codes(codes)};
    }
    return PL_OK;
}

pl_status pl_personality_link(const pl_call *call, const pl_create_request *request,
                              int64_t created_ms, pl_arena *arena, pl_payment_link *link) {
    static const pl_bytes pending = PL_BYTES_LIT("PENDING");
    static const pl_bytes managed = PL_BYTES_LIT("business_managed");
    static const pl_bytes verified = PL_BYTES_LIT("kyb_verified");
    static const pl_bytes member = PL_BYTES_LIT("owner@example.com");
    pl_status status = PL_OK;
    if (pl_has_habit(call, PL_HABIT_EXPIRES_LATE)) {
        link->is_expired.value = false;
        link->status_computed = link->status;
    }
    if (pl_has_habit(call, PL_HABIT_EXPIRES_ALWAYS) && link->expired_at.state != PL_FIELD_VALUE &&
        request->expired_at.state == PL_FIELD_ABSENT) {
        link->expired_at.state = PL_FIELD_VALUE;
        status = pl_personality_moment(call, created_ms + day_ms, arena, &link->expired_at.value);
    }
    if (status == PL_OK && pl_has_habit(call, PL_HABIT_FULL_DEFAULTS)) {
        status = fill_defaults(request, arena, link);
    }
    if (status == PL_OK && pl_has_habit(call, PL_HABIT_CODES_SORTED)) {
        status = sort_codes(arena, &link->whitelisted_payment_method.value);
    }
    pl_account_resource *account = &link->account.value;
    if (pl_has_habit(call, PL_HABIT_KYB_NULL)) { account->kyb_status.state = PL_FIELD_NULL; }
    if (pl_has_habit(call, PL_HABIT_MANAGED_ACCOUNT)) {
        account->account_type.value = managed;
        account->kyb_status = (pl_optional_text){PL_FIELD_VALUE, verified};
        account->invite_members.value = (pl_texts){&member, 1};
    }
    if (pl_has_habit(call, PL_HABIT_OTHER_STATUS)) {
        link->status.value = pending;
        link->status_computed.value = pending;
    }
    return status;
}
