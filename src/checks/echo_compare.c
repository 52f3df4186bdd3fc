#include <assert.h>
#include <string.h>

#include "checks/echo_internal.h"
#include "text/datetime.h"

pl_status pl_echo_number(const pl_echo *echo, uint32_t sent, uint32_t got,
                         pl_echo_answer *ret_answer) {
    ret_answer->how = "as a number";
    if (echo->sent.nodes[sent].kind == PL_JSON_NUMBER &&
        echo->got.nodes[got].kind == PL_JSON_NUMBER &&
        !pl_number_equal(pl_json_raw(&echo->sent, sent), pl_json_raw(&echo->got, got))) {
        ret_answer->verdict = PL_ECHO_DIFFERS;
    }
    return PL_OK;
}

pl_status pl_echo_boolean(const pl_echo *echo, uint32_t sent, uint32_t got,
                          pl_echo_answer *ret_answer) {
    ret_answer->how = "as a boolean";
    if (echo->sent.nodes[sent].kind == PL_JSON_BOOLEAN &&
        echo->got.nodes[got].kind == PL_JSON_BOOLEAN &&
        pl_json_is_true(&echo->sent, sent) != pl_json_is_true(&echo->got, got)) {
        ret_answer->verdict = PL_ECHO_DIFFERS;
    }
    return PL_OK;
}

static bool sent_moment(const pl_json *sent, uint32_t node, int64_t *ret_unix_ms) {
    /* Escaped digits are digits too, but no case writes them so: not worth a copy. */
    return sent->nodes[node].kind == PL_JSON_STRING &&
           pl_unix_ms_parse(pl_json_inside(sent, node), ret_unix_ms) == PL_OK;
}

pl_status pl_echo_moment(const pl_echo *echo, uint32_t sent, uint32_t got,
                         pl_echo_answer *ret_answer) {
    ret_answer->how = "as the same instant, to the second";
    int64_t sent_ms = 0;
    if (!sent_moment(&echo->sent, sent, &sent_ms)) { return PL_OK; }
    const uint8_t kind = echo->got.nodes[got].kind;
    if (kind == PL_JSON_NULL) {
        ret_answer->verdict = sent_ms > echo->now_ms ? PL_ECHO_DIFFERS : PL_ECHO_UNCLEAR;
        return PL_OK;
    }
    pl_datetime moment;
    if (kind != PL_JSON_STRING ||
        pl_datetime_parse(pl_json_inside(&echo->got, got), &moment) != PL_OK) {
        return PL_OK; /* the form is the envelope's business */
    }
    const int64_t apart = moment.unix_ms - sent_ms;
    if (apart >= PL_CONTRACT_EXPIRY_SLACK_MS || apart <= -PL_CONTRACT_EXPIRY_SLACK_MS) {
        ret_answer->verdict = PL_ECHO_DIFFERS;
    }
    return PL_OK;
}

bool pl_echo_expiry(const pl_echo *echo, int64_t *ret_unix_ms) {
    const uint32_t node =
        pl_json_member(&echo->sent, 0, pl_contract_request.members[PL_REQUEST_EXPIRED_AT].name);
    return node != PL_JSON_NONE && sent_moment(&echo->sent, node, ret_unix_ms);
}

bool pl_echo_find(const pl_echo *echo, const pl_member *sent_member, const pl_member *got_member,
                  uint32_t sent_object, uint32_t got_object, uint32_t *ret_sent,
                  uint32_t *ret_got) {
    const uint32_t sent = pl_json_member(&echo->sent, sent_object, sent_member->name);
    const uint32_t got = pl_json_member(&echo->got, got_object, got_member->name);
    if (sent == PL_JSON_NONE || got == PL_JSON_NONE) { return false; }
    if (echo->got.nodes[got].kind == PL_JSON_NULL &&
        (got_member->schema->types & PL_TYPE_NULL) == 0) {
        return false;
    }
    *ret_sent = sent;
    *ret_got = got;
    return true;
}

/* --- sets ------------------------------------------------------------------------------------ */

/* Beyond it the comparison of every pair costs too much; a catalog has a dozen codes. */
enum { SET_COUNT_MAX = 1000 };

static bool all_strings(const pl_json *json, uint32_t array) {
    const uint32_t end = json->nodes[array].next;
    for (uint32_t node = array + 1; node < end; node = json->nodes[node].next) {
        if (json->nodes[node].kind != PL_JSON_STRING) { return false; }
    }
    return true;
}

static bool holds(const pl_json *json, uint32_t array, const pl_json *other, uint32_t wanted) {
    const uint32_t end = json->nodes[array].next;
    for (uint32_t node = array + 1; node < end; node = json->nodes[node].next) {
        if (pl_json_string_compare(json, node, other, wanted) == 0) { return true; }
    }
    return false;
}

static bool is_subset(const pl_json *left, uint32_t left_array, const pl_json *right,
                      uint32_t right_array) {
    const uint32_t end = left->nodes[left_array].next;
    for (uint32_t node = left_array + 1; node < end; node = left->nodes[node].next) {
        if (!holds(right, right_array, left, node)) { return false; }
    }
    return true;
}

pl_status pl_echo_set(const pl_echo *echo, uint32_t sent, uint32_t got,
                      pl_echo_answer *ret_answer) {
    ret_answer->how = "as a set";
    if (echo->sent.nodes[sent].kind != PL_JSON_ARRAY ||
        echo->got.nodes[got].kind != PL_JSON_ARRAY) {
        return PL_OK;
    }
    const uint32_t sent_count = pl_json_child_count(&echo->sent, sent);
    const uint32_t got_count = pl_json_child_count(&echo->got, got);
    if (sent_count == 0 || sent_count > SET_COUNT_MAX || got_count > SET_COUNT_MAX ||
        !all_strings(&echo->sent, sent) || !all_strings(&echo->got, got)) {
        return PL_OK;
    }
    if (!is_subset(&echo->sent, sent, &echo->got, got) ||
        !is_subset(&echo->got, got, &echo->sent, sent)) {
        ret_answer->verdict = PL_ECHO_DIFFERS;
    }
    return PL_OK;
}

/* --- metadata -------------------------------------------------------------------------------- */

/* What binary64 keeps, and the place where the contract stops promising. */
enum { DIGITS_MAX = 15, MAGNITUDE_MAX = 300 };

static bool number_is_safe(pl_bytes lexeme) {
    pl_number_shape shape;
    if (pl_number_scan(lexeme, &shape) != PL_OK) { return false; }
    return shape.digit_count <= DIGITS_MAX && shape.magnitude <= MAGNITUDE_MAX &&
           shape.magnitude >= -MAGNITUDE_MAX;
}

static pl_status string_is_safe(const pl_echo *echo, uint32_t node, bool *ret_safe) {
    pl_bytes trimmed = {NULL, 0};
    pl_bytes whole = {NULL, 0};
    bool readable = false;
    if (pl_echo_is_fragile(&echo->sent, node)) {
        *ret_safe = false;
        return PL_OK;
    }
    pl_status status = pl_echo_trimmed(&echo->sent, node, echo->arena, &trimmed, &readable);
    if (status != PL_OK) { return status; }
    assert(readable);
    status = pl_json_string_decode(&echo->sent, node, echo->arena, &whole);
    if (status == PL_OK) { *ret_safe = trimmed.len == whole.len; }
    return status;
}

/* Free of what the contract lets a server alter: outer white space, numbers beyond binary64. */
static pl_status is_safe(const pl_echo *echo, uint32_t object, bool *ret_safe) {
    *ret_safe = true;
    for (uint32_t node = object + 1; node < echo->sent.nodes[object].next && *ret_safe; node++) {
        pl_status status = PL_OK;
        if (echo->sent.nodes[node].kind == PL_JSON_NUMBER) {
            *ret_safe = number_is_safe(pl_json_raw(&echo->sent, node));
        } else if (echo->sent.nodes[node].kind == PL_JSON_STRING) {
            status = string_is_safe(echo, node, ret_safe);
        }
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_echo_object(const pl_echo *echo, uint32_t sent, uint32_t got,
                         pl_echo_answer *ret_answer) {
    ret_answer->how = "as the same tree";
    const uint8_t kind = echo->got.nodes[got].kind;
    if (echo->sent.nodes[sent].kind != PL_JSON_OBJECT ||
        (kind != PL_JSON_OBJECT && kind != PL_JSON_NULL)) {
        return PL_OK;
    }
    bool equal = false;
    pl_status status = pl_json_equal(&echo->sent, sent, &echo->got, got, echo->arena, &equal);
    if (status != PL_OK || equal) { return status; }
    bool safe = false;
    status = is_safe(echo, sent, &safe);
    if (status != PL_OK) { return status; }
    ret_answer->verdict = safe || kind == PL_JSON_NULL ? PL_ECHO_DIFFERS : PL_ECHO_UNCLEAR;
    return PL_OK;
}

/* --- line items ------------------------------------------------------------------------------ */

static pl_status compare_item(const pl_echo *echo, uint32_t sent, uint32_t got,
                              pl_echo_answer *ret_answer) {
    const pl_schema *const request = pl_contract_request.members[PL_REQUEST_ITEMS].schema->items;
    const pl_schema *const stored = pl_contract_link.members[PL_LINK_ITEMS].schema->items;
    for (size_t i = 0; i < PL_ITEM_FIELD_COUNT; i++) {
        const pl_echo_relation *const relation = &pl_echo_item_relations[i];
        pl_echo_answer answer = {.verdict = PL_ECHO_SAME};
        if (!pl_echo_find(echo, &request->members[i], &stored->members[relation->got], sent, got,
                          &answer.sent, &answer.got)) {
            continue;
        }
        const pl_status status = relation->compare(echo, answer.sent, answer.got, &answer);
        if (status != PL_OK) { return status; }
        if (answer.verdict != PL_ECHO_SAME) {
            *ret_answer = answer;
            return PL_OK;
        }
    }
    return PL_OK;
}

pl_status pl_echo_items(const pl_echo *echo, uint32_t sent, uint32_t got,
                        pl_echo_answer *ret_answer) {
    ret_answer->how = "with the same number of line items";
    if (echo->sent.nodes[sent].kind != PL_JSON_ARRAY ||
        echo->got.nodes[got].kind != PL_JSON_ARRAY) {
        return PL_OK;
    }
    if (pl_json_child_count(&echo->sent, sent) != pl_json_child_count(&echo->got, got)) {
        ret_answer->verdict = PL_ECHO_DIFFERS;
        return PL_OK;
    }
    uint32_t left = sent + 1;
    uint32_t right = got + 1;
    while (left < echo->sent.nodes[sent].next && ret_answer->verdict == PL_ECHO_SAME) {
        assert(right < echo->got.nodes[got].next);
        const pl_status status = compare_item(echo, left, right, ret_answer);
        if (status != PL_OK) { return status; }
        left = echo->sent.nodes[left].next;
        right = echo->got.nodes[right].next;
    }
    return PL_OK;
}
