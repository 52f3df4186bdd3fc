#include <assert.h>

#include "checks/answer.h"
#include "checks/echo_internal.h"
#include "text/datetime.h"
#include "text/ulid.h"

/* What holds of a link because it has just been made. */

/* Two clocks may differ; a link that ends within a day is not a test of expiry. */
static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;

typedef struct fresh_row {
    pl_link_field field;
    pl_severity severity;
    const char *rule; /* what the message says after the pointer */
    const char *expected;
    bool (*holds)(const pl_echo *echo, const pl_exchange *exchange, uint32_t node);
} fresh_row;

static bool is_zero(const pl_echo *echo, const pl_exchange *exchange, uint32_t node) {
    (void)exchange;
    return echo->got.nodes[node].kind != PL_JSON_NUMBER ||
           pl_number_compare(pl_json_raw(&echo->got, node), pl_decimal_of(0)) == 0;
}

static bool is_not_expired(const pl_echo *echo, const pl_exchange *exchange, uint32_t node) {
    int64_t expiry_ms = 0;
    if (echo->got.nodes[node].kind != PL_JSON_BOOLEAN ||
        (pl_echo_expiry(echo, &expiry_ms) && expiry_ms < exchange->now_ms + day_ms)) {
        return true;
    }
    return !pl_json_is_true(&echo->got, node);
}

static bool is_open(const pl_echo *echo, const pl_exchange *exchange, uint32_t node) {
    (void)exchange;
    static const pl_bytes open = PL_BYTES_LIT("open");
    return echo->got.nodes[node].kind != PL_JSON_STRING ||
           pl_json_string_is(&echo->got, node, open);
}

static bool is_null(const pl_echo *echo, const pl_exchange *exchange, uint32_t node) {
    (void)exchange;
    return echo->got.nodes[node].kind == PL_JSON_NULL;
}

static bool is_of_today(const pl_echo *echo, const pl_exchange *exchange, uint32_t node) {
    pl_datetime moment;
    if (echo->got.nodes[node].kind != PL_JSON_STRING ||
        pl_datetime_parse(pl_json_inside(&echo->got, node), &moment) != PL_OK) {
        return true; /* the form is the envelope's business */
    }
    const int64_t apart = moment.unix_ms - exchange->now_ms;
    return apart <= day_ms && apart >= -day_ms;
}

static bool equal_but_for_case(pl_bytes left, pl_bytes right) {
    if (left.len != right.len) { return false; }
    for (size_t i = 0; i < left.len; i++) {
        const uint8_t difference = (uint8_t)(left.ptr[i] ^ right.ptr[i]);
        const uint8_t letter = (uint8_t)(left.ptr[i] | 0x20U);
        if (difference != 0 && (difference != 0x20 || letter < 'a' || letter > 'z')) {
            return false;
        }
    }
    return true;
}

static bool is_of_path(const pl_echo *echo, const pl_exchange *exchange, uint32_t node) {
    const uint32_t id = pl_json_member(
        &echo->got, node,
        pl_contract_link.members[PL_LINK_ACCOUNT].schema->members[PL_ACCOUNT_ID].name);
    if (id == PL_JSON_NONE || echo->got.nodes[id].kind != PL_JSON_STRING ||
        exchange->account_id == NULL) {
        return true;
    }
    const pl_bytes sent = pl_bytes_of(exchange->account_id);
    const pl_bytes got = pl_json_inside(&echo->got, id);
    return pl_ulid_classify(sent) == PL_ULID_LOWER ? equal_but_for_case(sent, got)
                                                   : pl_json_string_is(&echo->got, id, sent);
}

/* clang-format off */
static const fresh_row fresh_rows[] = {
    {PL_LINK_CURRENT_USAGE,   PL_VIOLATION,   "must be 0 for a new link", "0", is_zero},
    {PL_LINK_IS_EXPIRED,      PL_VIOLATION,   "must be false: no expiry was sent, or one in the future", "false", is_not_expired},
    {PL_LINK_ACCOUNT,         PL_VIOLATION,   "must be the account of the path", NULL, is_of_path},
    {PL_LINK_STATUS,          PL_OBSERVATION, "of a new link is not \"open\"", "\"open\"", is_open},
    {PL_LINK_STATUS_COMPUTED, PL_OBSERVATION, "of a new link is not \"open\"", "\"open\"", is_open},
    {PL_LINK_PAYMENT_DATE,    PL_OBSERVATION, "of an unused link is not null", "null", is_null},
    {PL_LINK_CREATED_AT,      PL_OBSERVATION, "is more than a day off", NULL, is_of_today},
};
/* clang-format on */

static pl_status report_row(const fresh_row *row, const pl_exchange *exchange, const pl_echo *echo,
                            uint32_t node, pl_arena *arena, pl_finding_list *findings) {
    const char *actual = NULL;
    const pl_status status =
        pl_answer_excerpt(pl_json_raw(&echo->got, node), exchange->redactor, arena, &actual);
    if (status != PL_OK) { return status; }
    const char *const name = pl_contract_link.members[row->field].name;
    const char *const check = pl_arena_printf(arena, "fresh.%s", name);
    const char *const message = pl_arena_printf(
        arena, "/%s/%s %s", pl_contract_success.members[PL_ENVELOPE_DATA].name, name, row->rule);
    if (check == NULL || message == NULL) { return PL_E_MEMORY; }
    const char *const expected = row->holds == is_of_path ? exchange->account_id : row->expected;
    return pl_check_report(exchange, arena, findings,
                           &(pl_finding){.check = check,
                                         .severity = pl_check_cap(exchange, row->severity),
                                         .message = message,
                                         .expected = expected,
                                         .actual = actual});
}

pl_status pl_check_fresh(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings) {
    pl_echo echo;
    bool comparable = false;
    pl_status status = pl_echo_read(exchange, arena, &echo, &comparable);
    if (status != PL_OK || !comparable) { return status; }
    for (size_t i = 0; i < PL_COUNT(fresh_rows); i++) {
        const fresh_row *const row = &fresh_rows[i];
        const uint32_t node =
            pl_json_member(&echo.got, echo.data, pl_contract_link.members[row->field].name);
        if (node == PL_JSON_NONE || row->holds(&echo, exchange, node)) { continue; }
        status = report_row(row, exchange, &echo, node, arena, findings);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}
