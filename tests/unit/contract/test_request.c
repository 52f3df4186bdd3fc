/* What spares work beside the rows of the contract's tables must follow from the rows: gates and slots. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "contract/contract.h"
#include "test_util.h"

enum { SCHEMAS_MAX = 128, VALUE_BYTES_MAX = 4096, ROUNDS = 6000, CLEAN_MIN = 50 };

/* Every schema that the contract's tables reach. */
typedef struct schema_list {
    const pl_schema *of[SCHEMAS_MAX];
    size_t count;
} schema_list;

static void collect(schema_list *list, const pl_schema *schema) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->of[i] == schema) { return; }
    }
    cr_assert_lt(list->count, SCHEMAS_MAX, "%s: more schemas than the test knows", schema->name);
    list->of[list->count++] = schema;
}

static schema_list reachable(void) {
    schema_list list = {0};
    const pl_schema *const roots[] = {&pl_contract_request, &pl_contract_link,
                                      &pl_contract_success, &pl_contract_token,
                                      &pl_contract_grant,   &pl_contract_catalog};
    for (size_t i = 0; i < PL_COUNT(roots); i++) { collect(&list, roots[i]); }
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        collect(&list, pl_contract_answers[i].schema);
    }
    for (size_t i = 0; i < list.count; i++) { /* the list grows meanwhile */
        const pl_schema *schema = list.of[i];
        for (size_t k = 0; k < schema->member_count; k++) {
            collect(&list, schema->members[k].schema);
        }
        if (schema->items != NULL) { collect(&list, schema->items); }
        if (schema->values != NULL) { collect(&list, schema->values); }
    }
    return list;
}

/* --- slots ---------------------------------------------------------------------------------- */

Test(gates, slots_name_their_members, .timeout = 10) {
    const schema_list list = reachable();
    size_t judged = 0;
    for (size_t i = 0; i < list.count; i++) {
        const pl_schema *schema = list.of[i];
        if (schema->slots == NULL) { continue; }
        judged++;
        size_t used = 0;
        for (size_t slot = 0; slot < PL_SLOT_COUNT; slot++) {
            used += schema->slots[slot] != 0;
            cr_assert_leq(schema->slots[slot], schema->member_count, "%s: slot %zu", schema->name,
                          slot);
        }
        cr_assert_eq(used, schema->member_count, "%s: slots in use", schema->name);
        for (size_t k = 0; k < schema->member_count; k++) {
            const pl_member *member = &schema->members[k];
            cr_assert_eq(schema->slots[PL_SLOT(member->name[0], member->name_len)], k + 1,
                         "%s: slot of %s", schema->name, member->name);
        }
    }
    cr_assert_geq(judged, 2, "request and line item have slots, %zu found", judged);
}

/* --- gates: limits -------------------------------------------------------------------------- */

static bool starts_with_sign_or_zero(const pl_gate *gate) {
    return (gate->first[0] & (UINT64_C(1) << '0' | UINT64_C(1) << '-')) != 0;
}

/* Does a value that passes the gate surely meet this row? One answer a keyword; others have no gate. */
static bool row_follows(const pl_gate *gate, const pl_facet *facet) {
    const bool whole = (gate->marks & PL_JSON_FRACTIONAL) != 0;
    const uint64_t visible[2] = PL_GATE_FROM_VISIBLE;
    const bool short_enough = gate->len_max <= facet->count;
    switch (facet->keyword) {
    case PL_KEYWORD_MAX_LENGTH:
        return short_enough;
    case PL_KEYWORD_BLANK:
        return (gate->first[0] & ~visible[0]) == 0 && (gate->first[1] & ~visible[1]) == 0;
    case PL_KEYWORD_PATTERN:
        return gate->content ==
               (facet->pattern == PL_PATTERN_DIGITS_13 ? PL_GATE_UPCOMING : PL_GATE_GRAPHIC);
    case PL_KEYWORD_PATTERN_DISPUTED:
    case PL_KEYWORD_CONTROL:
    case PL_KEYWORD_ASTRAL:
        return gate->content == PL_GATE_GRAPHIC;
    case PL_KEYWORD_PAST:
        return gate->content == PL_GATE_UPCOMING;
    case PL_KEYWORD_FORMAT:
        return facet->format == PL_FORMAT_URI && gate->content == PL_GATE_WEB;
    case PL_KEYWORD_URI_SCHEME:
    case PL_KEYWORD_URI_USERINFO:
    case PL_KEYWORD_URI_HOST:
    case PL_KEYWORD_URI_PORT:
    case PL_KEYWORD_URI_NON_ASCII:
        return gate->content == PL_GATE_WEB;
    case PL_KEYWORD_MINIMUM:
        return whole && !starts_with_sign_or_zero(gate) && facet->limit.exponent == 0 &&
               facet->limit.coefficient <= 1;
    case PL_KEYWORD_EXCLUSIVE_MINIMUM:
        return !starts_with_sign_or_zero(gate) && facet->limit.coefficient <= 0;
    case PL_KEYWORD_MAXIMUM:
        return whole && facet->limit.coefficient > 0 &&
               (int64_t)gate->len_max <= facet->limit.exponent;
    case PL_KEYWORD_INTEGER_SPELLING:
        return whole;
    case PL_KEYWORD_MAX_DECIMALS:
        return whole || (gate->content == PL_GATE_AMOUNT && facet->count >= 2);
    case PL_KEYWORD_MAX_DIGITS:
    case PL_KEYWORD_MAX_MAGNITUDE:
        return short_enough && (whole || gate->content == PL_GATE_AMOUNT);
    case PL_KEYWORD_CATALOG:
        return (gate->marks & PL_ASK_CATALOG) != 0;
    default:
        return false;
    }
}

static unsigned types_of_kind(unsigned kind, bool whole) {
    switch (kind) {
    case PL_JSON_NULL:
        return PL_TYPE_NULL;
    case PL_JSON_BOOLEAN:
        return PL_TYPE_BOOLEAN;
    case PL_JSON_NUMBER:
        return PL_TYPE_NUMBER | (whole ? PL_TYPE_INTEGER : 0U);
    default:
        return PL_TYPE_STRING;
    }
}

Test(gates, follow_from_the_rows, .timeout = 10) {
    const schema_list list = reachable();
    size_t judged = 0;
    for (size_t i = 0; i < list.count; i++) {
        const pl_schema *schema = list.of[i];
        const pl_gate *gate = &schema->gate;
        if (gate->kinds == 0) { continue; }
        judged++;
        cr_assert_lt(gate->kinds, PL_KIND_BIT(PL_JSON_ARRAY), "%s: containers pass", schema->name);
        cr_assert_lt(gate->content, PL_GATE_CONTENT_COUNT, "%s: content", schema->name);
        const bool whole = (gate->marks & PL_JSON_FRACTIONAL) != 0;
        for (unsigned kind = 0; kind < PL_JSON_ARRAY; kind++) {
            if ((gate->kinds & PL_KIND_BIT(kind)) == 0) { continue; }
            cr_assert_neq(schema->types & types_of_kind(kind, whole), 0, "%s: kind %u passes",
                          schema->name, kind);
        }
        /* Content checks know strings or numbers only, and of strings the plain ones. */
        if (gate->content == PL_GATE_AMOUNT) {
            cr_assert_eq(gate->kinds, PL_KIND_BIT(PL_JSON_NUMBER), "%s: amounts", schema->name);
        } else if (gate->content != PL_GATE_ANY_CONTENT) {
            cr_assert_eq(gate->kinds, PL_KIND_BIT(PL_JSON_STRING), "%s: texts", schema->name);
            cr_assert_eq(gate->marks & (PL_JSON_ESCAPED | PL_JSON_NON_ASCII),
                         PL_JSON_ESCAPED | PL_JSON_NON_ASCII, "%s: plain texts", schema->name);
        }
        for (size_t k = 0; k < schema->facet_count; k++) {
            cr_assert(row_follows(gate, &schema->facets[k]), "%s: row %zu (%s) does not follow",
                      schema->name, k, pl_keyword_text(schema->facets[k].keyword));
        }
    }
    cr_assert_geq(judged, 8, "most scalars of the request have gates, %zu found", judged);
}

/* --- gates: values -------------------------------------------------------------------------- */

/* clang-format off */
static const char *const seeds[] = {
    "null", "true", "false", "0", "1", "-1", "7", "999999", "1000000", "1000001", "12345678901234", "123456789012345", "-0",
    "1.5", "1.50", "0.00", "1.234", "1e5", "1.5e1", "-12.25", "12345678901.25", "123456789012.25", "99999999999999", "0.1e-20",
    "\"\"", "\" \"", "\"a\"", "\"!\"", "\"~\"", "\"\x7F\"", "\"INV-1\"", "\"INV/1\"", "\"INV 1\"", "\"INV-2025-0001_x/y\"",
    "\"INV-2025-0001_xyz\x7F\"", "\"123456789\x7F\"", "\"caf\xC3\xA9\"", "\"\\u0041\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"a\xFF\"",
    "\"1893456000000\"", "\"1000000000000\"", "\"189345600000\"", "\"18934560000000\"", "\"189345600000a\"", "\"a893456000000\"",
    "\"https://a.example\"", "\"http://a.example/b?c=%20#d\"", "\"https://a.example/%2\"", "\"https://1.2.3.4/\"", "\"https://[::1]/\"",
    "\"https://u@a.example/\"", "\"https://a.example:80/\"", "\"ftp://a.example/\"", "\"HTTPS://a.example/\"", "\"https://\"", "\"https:///x\"",
    "\"https://a.example/a b\"", "\"https://a.example#f#g\"", "\"http:/a\"", "\"http://a\"", "\"https://a.example/?q?/:@\"", "\"https://a%41/\"",
    "\"QRIS\"", "\"VA_BRI\"", "\"NO\"", "[]", "{}", "[\"a\"]",
};
/* Bytes that change something somewhere. */
static const char bytes[] = "019-+.eE \"\\/:@?#%[]azAZ_~!\x7F\xC3\xA9\xFF";
/* clang-format on */

/* One step of a 64-bit xorshift: the same values everywhere. */
static unsigned below(uint64_t *state, unsigned limit) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (unsigned)(*state >> 33) % limit;
}

/* A seed with a few bytes replaced, put in or taken out; sometimes drawn out to a length near a limit. */
static size_t make_value(uint64_t *state, uint8_t out[VALUE_BYTES_MAX]) {
    static const unsigned lengths[] = {6,  7,   14,  15,  40,   41,   42,
                                       43, 255, 256, 257, 2048, 2049, 2051};
    const char *seed = seeds[below(state, PL_COUNT(seeds))];
    size_t len = strlen(seed);
    memcpy(out, seed, len);
    if (len >= 3 && below(state, 3) == 0) {
        const size_t wanted = lengths[below(state, PL_COUNT(lengths))];
        const size_t at = len / 2 + 1;
        if (wanted > len) {
            memmove(out + at + wanted - len, out + at, len - at);
            memset(out + at, out[at - 1], wanted - len);
            len = wanted;
        }
    }
    for (unsigned edits = below(state, 3); edits > 0; edits--) {
        const size_t at = below(state, (unsigned)len);
        const uint8_t byte = (uint8_t)bytes[below(state, sizeof bytes - 1)];
        if (below(state, 2) == 0) {
            out[at] = byte;
        } else {
            memmove(out + at + 1, out + at, len - at);
            out[at] = byte;
            len++;
        }
    }
    return len;
}

/* Judge one value with and without the gate: the same report. Returns whether nothing was found. */
static bool judge_both(const pl_schema *schema, const pl_context *context, pl_bytes text,
                       pl_arena *arena) {
    pl_schema bare = *schema;
    bare.gate = (pl_gate){0};
    pl_json json;
    bool readable = false;
    bool readable_bare = false;
    pl_report got;
    pl_report want;
    cr_assert_eq(pl_validate_text(schema, text, context, arena, &json, &readable, &got), PL_OK);
    cr_assert_eq(pl_validate_text(&bare, text, context, arena, &json, &readable_bare, &want),
                 PL_OK);
    const int shown = (int)(text.len < 80 ? text.len : 80);
    cr_assert_eq(got.count, want.count, "%s: %.*s: %u findings, %u without the gate", schema->name,
                 shown, (const char *)text.ptr, got.count, want.count);
    for (uint32_t i = 0; i < got.count; i++) {
        cr_assert_eq(got.list[i].keyword, want.list[i].keyword, "%s: %.*s: keyword %u",
                     schema->name, shown, (const char *)text.ptr, i);
        cr_assert_eq(got.list[i].node, want.list[i].node, "%s: node %u", schema->name, i);
    }
    return readable && got.count == 0;
}

Test(gates, change_no_verdict, .timeout = 60) {
    const pl_bytes codes[] = {PL_BYTES_LIT("QRIS"), PL_BYTES_LIT("VA_BRI")};
    const pl_context contexts[] = {
        {0},
        {.now_ms = 1795000000000,
         .payment_methods = codes,
         .payment_method_count = PL_COUNT(codes)},
    };
    const schema_list list = reachable();
    pl_arena arena;
    pl_arena_init(&arena);
    for (size_t i = 0; i < list.count; i++) {
        if (list.of[i]->gate.kinds == 0) { continue; }
        uint64_t state = UINT64_C(0x9E3779B97F4A7C15) + i;
        size_t clean = 0;
        for (unsigned round = 0; round < ROUNDS; round++) {
            uint8_t value[VALUE_BYTES_MAX];
            const pl_bytes made = {value, make_value(&state, value)};
            uint8_t *text = tu_exact_copy(made);
            pl_arena_reset(&arena);
            clean += judge_both(list.of[i], &contexts[round % PL_COUNT(contexts)],
                                (pl_bytes){text, made.len}, &arena);
            free(text);
        }
        cr_assert_geq(clean, CLEAN_MIN, "%s: only %zu clean values", list.of[i]->name, clean);
    }
    pl_arena_done(&arena);
}
