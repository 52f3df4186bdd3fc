#include <assert.h>
#include <json-c/json.h>
#include <string.h>

#include "cases/cases_internal.h"

enum {
    RUN_ID_LEN_MAX = 12,
    LIST_CAP_FIRST = 64,
    AMOUNT_DECIMALS_MAX = 12, /* keeps every sum that the cases need exact */
    AMOUNT_MAGNITUDE_MAX = 15,
    FNV_PRIME = 16777619
};

static const int64_t unix_ms_min = 1000000000000; /* the first moment of 13 digits */
static const int64_t unix_ms_max = 9000000000000; /* room above it for the days that cases add */
static const uint32_t fnv_start = 2166136261;

static bool run_id_is_usable(const char *run_id) {
    if (run_id == NULL || run_id[0] == '\0' || strlen(run_id) > RUN_ID_LEN_MAX) { return false; }
    for (const char *at = run_id; *at != '\0'; at++) {
        const bool digit = *at >= '0' && *at <= '9';
        const bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z');
        if (!digit && !letter) { return false; }
    }
    return true;
}

static bool config_is_usable(const pl_case_config *config) {
    if (!run_id_is_usable(config->run_id)) { return false; }
    if (config->payment_methods == NULL && config->payment_method_count > 0) { return false; }
    if (config->now_ms < unix_ms_min || config->now_ms > unix_ms_max) { return false; }
    if (config->amount.exponent < -AMOUNT_DECIMALS_MAX) { return false; }
    const pl_decimal too_much = {1, AMOUNT_MAGNITUDE_MAX};
    return pl_decimal_compare(config->amount, pl_decimal_of(0)) > 0 &&
           pl_decimal_compare(config->amount, too_much) < 0;
}

pl_status pl_kit_start(pl_case_kit *kit, const pl_case_config *config, pl_arena *arena) {
    assert(config != NULL && arena != NULL);
    if (!config_is_usable(config)) { return PL_E_ARGUMENT; }
    *kit = (pl_case_kit){.config = config, .arena = arena, .root = &pl_contract_request};
    kit->scope = "c";
    kit->defaults = (pl_case){.route = PL_ROUTE_CREATE,
                              .account = PL_ACCOUNT_GOOD,
                              .auth = PL_AUTH_GOOD,
                              .content_type = PL_MEDIA_TYPE,
                              .accept = PL_MEDIA_TYPE};
    static const pl_bytes stand_in = PL_BYTES_LIT("QRIS");
    kit->code = pl_kit_quoted(kit, config->payment_method_count > 0 ? config->payment_methods[0]
                                                                    : stand_in);
    return kit->code != NULL ? PL_OK : PL_E_MEMORY;
}

static pl_status grow(pl_case_kit *kit) {
    const size_t cap = kit->cap > 0 ? kit->cap * 2 : LIST_CAP_FIRST;
    pl_case *list = pl_arena_alloc(kit->arena, cap * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    if (kit->count > 0) { memcpy(list, kit->list, kit->count * sizeof *list); }
    kit->list = list;
    kit->cap = cap;
    return PL_OK;
}

/* What is asked of a body that the operation itself must accept or reject. */
static bool is_of_body(const pl_case *test) {
    return test->route == PL_ROUTE_CREATE &&
           (test->klass == PL_CLASS_ACCEPT ||
            (test->klass == PL_CLASS_REJECT && test->statuses[0] == 0 && test->has_body));
}

/* Amounts with decimals cannot always be split so that every server adds them up alike, a strange amount is open by
 * itself, and beside a large one a hundredth is lost: what the judge of the contract does not demand, no case may. */
static pl_status judge_body(const pl_case_kit *kit, pl_case *test) {
    const pl_context context = {.now_ms = kit->config->now_ms,
                                .payment_methods = kit->config->payment_methods,
                                .payment_method_count = kit->config->payment_method_count};
    pl_arena scratch;
    pl_arena_init(&scratch);
    pl_json json;
    bool readable = false;
    pl_report report = {0};
    const pl_status status =
        pl_contract_judge_request(test->body, &context, &scratch, &json, &readable, &report);
    const pl_verdict verdict = status == PL_OK ? pl_report_verdict(&report) : PL_OPEN;
    const bool accepting = test->klass == PL_CLASS_ACCEPT;
    if (accepting ? verdict != PL_ACCEPT : verdict == PL_OPEN) {
        test->klass = PL_CLASS_OPEN;
        test->why = "With this amount, or this catalog, the contract leaves the answer open.";
        memset(test->statuses, 0, sizeof test->statuses);
    }
    pl_arena_done(&scratch);
    return status;
}

pl_status pl_kit_add(pl_case_kit *kit, const pl_case *test) {
    static const int statuses[PL_CLASS_COUNT][2] = {
        [PL_CLASS_ACCEPT] = {200},
        [PL_CLASS_REJECT] = {422},
        [PL_CLASS_REFUSE] = {400, 422},
        [PL_CLASS_OPEN] = {200, 422},
    };
    assert(test->id != NULL && test->group != NULL);
    assert(test->constraint != NULL && test->why != NULL);
    assert(test->klass < PL_CLASS_COUNT);
    /* Of a catalog that is known and empty no code can be sent. */
    const bool empty =
        kit->config->payment_methods != NULL && kit->config->payment_method_count == 0;
    if (empty && (test->needs & PL_NEEDS_CATALOG) != 0) { return PL_OK; }
    if (kit->count == kit->cap) {
        const pl_status status = grow(kit);
        if (status != PL_OK) { return status; }
    }
    pl_case *added = &kit->list[kit->count];
    *added = *test;
    if (is_of_body(test)) {
        const pl_status status = judge_body(kit, added);
        if (status != PL_OK) { return status; }
    }
    kit->count++;
    if (added->statuses[0] == 0) {
        memcpy(added->statuses, statuses[added->klass], sizeof statuses[added->klass]);
    }
    if (added->method == NULL) { added->method = pl_route_row_of(test->route)->method; }
    return PL_OK;
}

const char *pl_kit_reff_no(pl_case_kit *kit) {
    kit->serial++;
    return pl_arena_printf(kit->arena, "PL-%s-%s%u", kit->config->run_id, kit->scope, kit->serial);
}

static uint32_t hash_of_run(const pl_case_kit *kit) {
    uint32_t hash = fnv_start;
    for (const char *at = kit->config->run_id; *at != '\0'; at++) {
        hash = (hash ^ (uint8_t)*at) * FNV_PRIME;
    }
    return hash;
}

const char *pl_kit_number(pl_case_kit *kit) {
    /* A server that takes a number for text stores it: from run to run it must differ too. */
    kit->serial++;
    return pl_arena_printf(kit->arena, "%u%04u", hash_of_run(kit) | 1U << 31, kit->serial);
}

const char *pl_kit_digits(pl_case_kit *kit, int64_t from_now_ms) {
    const int64_t moment = kit->config->now_ms + from_now_ms;
    assert(moment >= 0 && moment <= 9999999999999);
    return pl_arena_printf(kit->arena, "%013lld", (long long)moment);
}

const char *pl_kit_decimal(pl_case_kit *kit, pl_decimal value) {
    char text[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    pl_decimal_format(value, text, &len);
    return pl_arena_text(kit->arena, (pl_bytes){(const uint8_t *)text, len});
}

const char *pl_kit_repeat(pl_case_kit *kit, const char *unit, size_t count) {
    const size_t unit_len = strlen(unit);
    assert(count <= SIZE_MAX / 2 / (unit_len + 1));
    char *text = pl_arena_alloc(kit->arena, unit_len * count + 1);
    if (text == NULL) { return NULL; }
    for (size_t i = 0; i < count; i++) { memcpy(text + i * unit_len, unit, unit_len); }
    text[unit_len * count] = '\0';
    return text;
}

const char *pl_kit_quoted(pl_case_kit *kit, pl_bytes text) {
    assert(text.len <= INT32_MAX);
    struct json_object *string = json_object_new_string_len((const char *)text.ptr, (int)text.len);
    if (string == NULL) { return NULL; }
    size_t len = 0;
    const char *json = json_object_to_json_string_length(
        string, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &len);
    const char *copy =
        json != NULL ? pl_arena_text(kit->arena, (pl_bytes){(const uint8_t *)json, len}) : NULL;
    json_object_put(string);
    return copy;
}

pl_decimal pl_decimal_plus(pl_decimal left, int64_t times, pl_decimal right) {
    pl_decimal product = {0};
    pl_status status = pl_decimal_multiply(left, pl_decimal_of(times), &product);
    assert(status == PL_OK);
    pl_decimal sum = {0};
    status = pl_decimal_add(product, right, &sum);
    assert(status == PL_OK);
    (void)status;
    return sum;
}

pl_decimal pl_kit_amount(const pl_case_kit *kit, int64_t times, pl_decimal part) {
    return pl_decimal_plus(part, times, kit->config->amount);
}
