/* The cross-field rules, reckoned by GMP and the machine's binary64. */
#ifndef PL_FUZZ_SECOND_RULES_H
#define PL_FUZZ_SECOND_RULES_H

#include "second_facets.h"

/* What a rule says: the node that it blames, or PL_JSON_NONE. */
typedef struct fz_rule_answer {
    uint32_t node;
    pl_severity severity;
} fz_rule_answer;

static inline bool fz_is_sum(const pl_rule *rule) {
    return rule != NULL && rule->check == pl_rule_sum_of_items;
}

static inline bool fz_is_number(const pl_json *json, uint32_t node) {
    return node != PL_JSON_NONE && json->nodes[node].kind == PL_JSON_NUMBER;
}

static inline bool fz_is_integer(const pl_json *json, uint32_t node) {
    return fz_is_number(json, node) && fz_is_whole(fz_number(json, node));
}

static inline double fz_binary(const pl_json *json, uint32_t node) {
    char text[FZ_LEXEME_BYTES_MAX + 1];
    const pl_bytes raw = pl_json_raw(json, node);
    memcpy(text, raw.ptr, raw.len);
    text[raw.len] = '\0';
    return strtod(text, NULL);
}

/* The zone in which the contract cares for binary floating point: see text/binary64.h. */
static inline bool fz_in_binary_zone(const fz_exact *number) {
    enum { DECIMALS_MAX = 2 };
    return number->digit_count <= PL_BINARY64_DIGITS_MAX &&
           mpz_cmp_si(number->exponent, -DECIMALS_MAX) >= 0 &&
           mpz_cmp_ui(number->magnitude, PL_BINARY64_DIGITS_MAX) < 0;
}

static inline void fz_exact_copy(fz_exact *to, const fz_exact *from) {
    mpz_set(to->coefficient, from->coefficient);
    mpz_set(to->exponent, from->exponent);
    mpz_set(to->magnitude, from->magnitude);
    to->digit_count = from->digit_count;
}

/* Both sums of the items. */
typedef struct fz_sums {
    fz_exact exact;
    fz_exact product;
    double binary;
    bool in_range; /* every product and partial sum is an exact decimal */
    bool in_zone;  /* every number is one that binary floating point keeps */
} fz_sums;

static inline void fz_add_line(fz_sums *sums, const pl_json *json, uint32_t quantity,
                               uint32_t price) {
    FZ_CHECK(fz_exact_read(pl_json_raw(json, quantity), &fz_gmp.left));
    FZ_CHECK(fz_exact_read(pl_json_raw(json, price), &fz_gmp.right));
    sums->in_zone =
        sums->in_zone && fz_in_binary_zone(&fz_gmp.left) && fz_in_binary_zone(&fz_gmp.right);
    sums->in_range = sums->in_range && fz_exact_fits(&fz_gmp.left) && fz_exact_fits(&fz_gmp.right);
    if (!sums->in_range) { return; }
    const double product = fz_binary(json, quantity) * fz_binary(json, price);
    sums->binary += product;
    fz_exact_product(&fz_gmp.left, &fz_gmp.right);
    sums->in_range = fz_exact_fits(&fz_gmp.result);
    if (!sums->in_range) { return; }
    fz_exact_copy(&sums->product, &fz_gmp.result);
    fz_exact_sum(&sums->exact, &sums->product);
    sums->in_range = fz_exact_fits(&fz_gmp.result);
    if (sums->in_range) { fz_exact_copy(&sums->exact, &fz_gmp.result); }
}

/* Do the sum and the total differ beyond the digits that binary floating point keeps only? */
static inline bool fz_differs_finely(const fz_sums *sums, fz_exact *total) {
    if (total->digit_count == 0) { return false; }
    mpz_neg(total->coefficient, total->coefficient);
    fz_exact_sum(&sums->exact, total);
    if (!fz_exact_fits(&fz_gmp.result)) { return false; }
    mpz_add_ui(fz_gmp.result.magnitude, fz_gmp.result.magnitude, PL_BINARY64_DIGITS_MAX);
    return mpz_cmp(fz_gmp.result.magnitude, total->magnitude) <= 0;
}

/* PL_SEVERITY_COUNT: nothing to say. */
static inline pl_severity fz_weigh_sum(const fz_sums *sums, const pl_json *json,
                                       uint32_t total_node) {
    static fz_exact total;
    if (total.coefficient->_mp_d == NULL) { fz_exact_init(&total); }
    if (!sums->in_range) { return PL_OBSERVATION; }
    FZ_CHECK(fz_exact_read(pl_json_raw(json, total_node), &total));
    const bool in_zone = sums->in_zone && fz_in_binary_zone(&total);
    if (!fz_exact_fits(&total)) {
        return mpz_cmp(total.magnitude, sums->exact.magnitude) == 0 ? PL_OBSERVATION : PL_VIOLATION;
    }
    if (fz_exact_compare(&sums->exact, &total) != 0) {
        return fz_differs_finely(sums, &total) ? PL_OBSERVATION : PL_VIOLATION;
    }
    const bool same = !in_zone || sums->binary == fz_binary(json, total_node);
    return same ? PL_SEVERITY_COUNT : PL_OBSERVATION;
}

static inline fz_rule_answer fz_second_sum(const pl_json *json, const uint32_t *values) {
    static fz_sums sums;
    const fz_rule_answer silent = {PL_JSON_NONE, PL_OBSERVATION};
    const uint32_t total = values[PL_REQUEST_TOTAL_AMOUNT];
    const uint32_t items = values[PL_REQUEST_ITEMS];
    const pl_member *rows = pl_contract_request.members[PL_REQUEST_ITEMS].schema->items->members;
    fz_gmp_start();
    if (sums.exact.coefficient->_mp_d == NULL) {
        fz_exact_init(&sums.exact);
        fz_exact_init(&sums.product);
    }
    mpz_set_ui(sums.exact.coefficient, 0);
    mpz_set_ui(sums.exact.exponent, 0);
    fz_exact_settle(&sums.exact);
    sums.binary = 0;
    sums.in_range = true;
    sums.in_zone = true;
    if (!fz_is_number(json, total) || items == PL_JSON_NONE ||
        json->nodes[items].kind != PL_JSON_ARRAY || json->nodes[items].next == items + 1) {
        return silent;
    }
    for (uint32_t item = items + 1; item < json->nodes[items].next; item = json->nodes[item].next) {
        const uint32_t quantity = pl_json_member(json, item, rows[PL_ITEM_QUANTITY].name);
        const uint32_t price = pl_json_member(json, item, rows[PL_ITEM_UNIT_PRICE].name);
        if (!fz_is_integer(json, quantity) || !fz_is_number(json, price)) { return silent; }
        fz_add_line(&sums, json, quantity, price);
    }
    const pl_severity severity = fz_weigh_sum(&sums, json, total);
    return severity == PL_SEVERITY_COUNT ? silent : (fz_rule_answer){total, severity};
}

static inline fz_rule_answer fz_second_subtotal(const pl_json *json, const uint32_t *values) {
    const fz_rule_answer silent = {PL_JSON_NONE, PL_OBSERVATION};
    const uint32_t subtotal = values[PL_ITEM_SUBTOTAL];
    fz_gmp_start();
    if (!fz_is_integer(json, values[PL_ITEM_QUANTITY]) ||
        !fz_is_number(json, values[PL_ITEM_UNIT_PRICE]) || !fz_is_number(json, subtotal)) {
        return silent;
    }
    FZ_CHECK(fz_exact_read(pl_json_raw(json, values[PL_ITEM_QUANTITY]), &fz_gmp.left));
    FZ_CHECK(fz_exact_read(pl_json_raw(json, values[PL_ITEM_UNIT_PRICE]), &fz_gmp.right));
    bool fits = fz_exact_fits(&fz_gmp.left) && fz_exact_fits(&fz_gmp.right);
    fz_exact_product(&fz_gmp.left, &fz_gmp.right);
    FZ_CHECK(fz_exact_read(pl_json_raw(json, subtotal), &fz_gmp.left));
    fits = fits && fz_exact_fits(&fz_gmp.result) && fz_exact_fits(&fz_gmp.left);
    if (!fits) { return (fz_rule_answer){subtotal, PL_OBSERVATION}; }
    const bool equal = fz_exact_compare(&fz_gmp.result, &fz_gmp.left) == 0;
    return equal ? silent : (fz_rule_answer){subtotal, PL_VIOLATION};
}

/* `node` is blamed unless it is no integer at all or that value. */
static inline fz_rule_answer fz_second_equals(const pl_json *json, uint32_t node, int64_t value,
                                              pl_severity severity) {
    const bool blamed =
        fz_is_integer(json, node) && fz_order(fz_number(json, node), pl_decimal_of(value)) != 0;
    return (fz_rule_answer){blamed ? node : PL_JSON_NONE, severity};
}

static inline json_object *fz_tree_of(const pl_json *json, uint32_t node) {
    static json_tokener *tokener;
    if (tokener == NULL) { tokener = json_tokener_new_ex(PL_JSON_DEPTH_MAX + 2); }
    FZ_CHECK(tokener != NULL);
    json_tokener_reset(tokener);
    const pl_bytes raw = pl_json_raw(json, node);
    uint8_t *text = fz_terminated(raw.ptr, raw.len);
    json_object *tree = json_tokener_parse_ex(tokener, (const char *)text, (int)raw.len + 1);
    free(text);
    return tree;
}

/* Does json-c compare values as the contract does? Not ill-formed text, nor numbers in several spellings. */
static inline bool fz_is_comparable(const pl_json *json) {
    enum { DIGITS_MAX = 18 };
    bool comparable = (json->marks & PL_JSON_BAD_UTF8) == 0;
    for (uint32_t i = 0; i < json->count && comparable; i++) {
        const pl_json_node *node = &json->nodes[i];
        comparable = node->kind != PL_JSON_NUMBER ||
                     ((node->marks & PL_JSON_FRACTIONAL) == 0 && node->len <= DIGITS_MAX);
    }
    return comparable;
}

/* A rule whose answer the second judge does not know. */
static inline bool fz_is_untold(const pl_rule *rule, const pl_json *json) {
    return rule != NULL && rule->check == pl_rule_errors_repeated && !fz_is_comparable(json);
}

/* errors stand twice in a 422, and are the same. */
static inline fz_rule_answer fz_second_repeated(const pl_json *json, const uint32_t *values) {
    const fz_rule_answer silent = {PL_JSON_NONE, PL_OBSERVATION};
    const pl_member *rows = pl_contract_answer_of(422)->schema->members;
    const pl_schema *error = rows[PL_ENVELOPE_ERROR].schema;
    const uint32_t data = values[PL_ENVELOPE_DATA];
    const uint32_t first =
        pl_json_member(json, values[PL_ENVELOPE_ERROR], error->members[PL_ERROR_ERRORS].name);
    const uint32_t second =
        pl_json_member(json, data, rows[PL_ENVELOPE_DATA].schema->members[0].name);
    if (values[PL_ENVELOPE_ERROR] == PL_JSON_NONE || data == PL_JSON_NONE ||
        first == PL_JSON_NONE || second == PL_JSON_NONE) {
        return silent;
    }
    json_object *left = fz_tree_of(json, first);
    json_object *right = fz_tree_of(json, second);
    const bool equal = json_object_equal(left, right) != 0;
    json_object_put(left);
    json_object_put(right);
    return equal ? silent : (fz_rule_answer){second, PL_OBSERVATION};
}

/* values: of the declared members of the object, by index. */
static inline fz_rule_answer fz_second_rule(const pl_rule *rule, const pl_json *json,
                                            const uint32_t *values, int http_status) {
    const fz_rule_answer silent = {PL_JSON_NONE, PL_OBSERVATION};
    if (rule->check == pl_rule_sum_of_items) { return fz_second_sum(json, values); }
    if (rule->check == pl_rule_subtotal) { return fz_second_subtotal(json, values); }
    if (rule->check == pl_rule_status_equals_http) {
        return fz_second_equals(json, values[PL_ENVELOPE_STATUS], http_status, PL_VIOLATION);
    }
    if (rule->check == pl_rule_success_matches_status) {
        const uint32_t node = values[PL_ENVELOPE_SUCCESS];
        const bool flag = node != PL_JSON_NONE && json->nodes[node].kind == PL_JSON_BOOLEAN;
        const bool agrees = !flag || pl_json_is_true(json, node) == (http_status == 200);
        return agrees ? silent : (fz_rule_answer){node, PL_VIOLATION};
    }
    if (fz_is_untold(rule, json)) { return silent; }
    if (rule->check == pl_rule_errors_repeated) { return fz_second_repeated(json, values); }
    FZ_CHECK(rule->check == pl_rule_code_as_documented);
    const pl_contract_answer *answer = pl_contract_answer_of(http_status);
    const uint32_t error = values[PL_ENVELOPE_ERROR];
    if (error == PL_JSON_NONE) { return silent; }
    const pl_schema *schema = answer->schema->members[PL_ENVELOPE_ERROR].schema;
    const uint32_t code = pl_json_member(json, error, schema->members[PL_ERROR_CODE].name);
    return fz_second_equals(json, code, answer->code, PL_OBSERVATION);
}

#endif
