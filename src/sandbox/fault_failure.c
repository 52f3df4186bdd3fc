#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* Requests on which a server falls over: 500 where any answer but that would do. */

static const char group_failure[] = "failure";

enum { STATUS_FAILED = 500 };

/* What is special about a request: one of the facts of its body. */
typedef struct facts {
    const pl_call *call;
    pl_json json; /* when readable */
    bool readable;
} facts;

static bool any_node(const facts *known, bool (*is)(const pl_json *json, uint32_t node)) {
    for (uint32_t i = 0; known->readable && i < known->json.count; i++) {
        if (is(&known->json, i)) { return true; }
    }
    return false;
}

static bool is_kind(const pl_json *json, uint32_t node, pl_json_kind kind) {
    return json->nodes[node].kind == kind;
}

static bool node_is_long(const pl_json *json, uint32_t node) {
    enum { LONG_BYTES = 257 };
    return is_kind(json, node, PL_JSON_STRING) && json->nodes[node].len > LONG_BYTES;
}
static bool node_is_deep(const pl_json *json, uint32_t node) {
    enum { DEEP = 4 };
    return json->nodes[node].depth > DEEP;
}
static bool node_is_fraction(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_NUMBER) &&
           (json->nodes[node].marks & PL_JSON_FRACTIONAL) != 0;
}
static bool node_is_negative(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_NUMBER) && *pl_json_raw(json, node).ptr == '-';
}
static bool node_is_zero(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_NUMBER) &&
           pl_number_compare(pl_json_raw(json, node), pl_decimal_of(0)) == 0;
}
static bool node_is_beyond_32_bits(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_NUMBER) &&
           pl_number_compare(pl_json_raw(json, node), pl_decimal_of(INT32_MAX)) > 0;
}
static bool node_is_beyond_64_bits(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_NUMBER) &&
           pl_number_compare(pl_json_raw(json, node), pl_decimal_of(INT64_MAX)) > 0;
}
static bool node_is_null(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_NULL);
}
static bool node_is_empty_array(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_ARRAY) && json->nodes[node].next == node + 1;
}
static bool node_is_empty_object(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_OBJECT) && json->nodes[node].next == node + 1;
}
static bool node_is_empty_text(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_STRING) && json->nodes[node].len == 2;
}
static bool node_is_array_in_array(const pl_json *json, uint32_t node) {
    return is_kind(json, node, PL_JSON_ARRAY) && node > 0 && is_kind(json, node - 1, PL_JSON_ARRAY);
}
static bool node_is_quoted(const pl_json *json, uint32_t node) {
    const pl_bytes raw = pl_json_raw(json, node);
    return is_kind(json, node, PL_JSON_STRING) && memchr(raw.ptr, '\'', raw.len) != NULL;
}

#define OF_NODE(name)                                                                              \
    static bool has_##name(const facts *known) {                                                   \
        return any_node(known, node_is_##name);                                                    \
    }
OF_NODE(long)
OF_NODE(deep)
OF_NODE(fraction)
OF_NODE(negative)
OF_NODE(zero)
OF_NODE(beyond_32_bits)
OF_NODE(beyond_64_bits)
OF_NODE(null)
OF_NODE(empty_array)
OF_NODE(empty_object)
OF_NODE(empty_text)
OF_NODE(array_in_array)
OF_NODE(quoted)

#define OF_MARK(name, mark)                                                                        \
    static bool has_##name(const facts *known) {                                                   \
        return known->readable && (known->json.marks & (mark)) != 0;                               \
    }
OF_MARK(non_ascii, PL_JSON_NON_ASCII)
OF_MARK(escape, PL_JSON_ESCAPED)
OF_MARK(nul, PL_JSON_NUL)
OF_MARK(lone_surrogate, PL_JSON_LONE_SURROGATE)
OF_MARK(bad_utf8, PL_JSON_BAD_UTF8)

static bool has_bom(const facts *known) {
    return known->readable && known->json.has_bom;
}
static bool is_unreadable(const facts *known) {
    return !known->readable && known->call->request->body.len > 0;
}
static bool is_absent(const facts *known) {
    return known->call->request->body.len == 0;
}
static bool is_no_object(const facts *known) {
    return known->readable && known->json.nodes[0].kind != PL_JSON_OBJECT;
}
static bool is_large(const facts *known) {
    enum { LARGE_BYTES = 64 * 1024 };
    return known->call->request->body.len > LARGE_BYTES;
}
static bool has_white_space(const facts *known) {
    const pl_bytes body = known->call->request->body;
    return known->readable && memchr(body.ptr, '\n', body.len) != NULL;
}

/* --- members --------------------------------------------------------------------------------- */

static bool has_undeclared(const facts *known) {
    if (!known->readable || is_no_object(known)) { return false; }
    const pl_json *json = &known->json;
    for (uint32_t name = 1; name < json->nodes[0].next; name = json->nodes[name + 1].next) {
        if (pl_schema_member(&pl_contract_request, pl_json_inside(json, name)) == NULL) {
            return true;
        }
    }
    return false;
}
static bool has_repeated(const facts *known) {
    uint32_t name = PL_JSON_NONE;
    return known->readable && !is_no_object(known) &&
           pl_json_duplicate_name(&known->json, 0, known->call->arena, &name) == PL_OK &&
           name != PL_JSON_NONE;
}

/* --- headers --------------------------------------------------------------------------------- */

static bool has_no_type(const facts *known) {
    pl_bytes value = {NULL, 0};
    return !pl_fault_header(known->call, "Content-Type", &value);
}
static bool has_other_type(const facts *known) {
    pl_bytes value = {NULL, 0};
    return pl_fault_header(known->call, "Content-Type", &value) &&
           memchr(value.ptr, 'j', value.len) == NULL;
}
static bool has_no_accept(const facts *known) {
    pl_bytes value = {NULL, 0};
    return !pl_fault_header(known->call, "Accept", &value);
}

typedef struct failure_row {
    const char *name;
    const char *words;
    bool (*is)(const facts *known);
} failure_row;

/* clang-format off */
static const failure_row rows[] = {
    {"non-ascii",      "a character outside ASCII",            has_non_ascii},
    {"escape",         "an escape in a text",                  has_escape},
    {"nul",            "U+0000 in a text",                     has_nul},
    {"lone-surrogate", "half of a surrogate pair",             has_lone_surrogate},
    {"bad-utf-8",      "bytes that are no UTF-8",              has_bad_utf8},
    {"bom",            "a byte-order mark",                    has_bom},
    {"quote",          "an apostrophe in a text",              has_quoted},
    {"long",           "a text of more than 255 bytes",        has_long},
    {"deep",           "containers nested deeper than 4",      has_deep},
    {"fraction",       "a number with a point or an exponent", has_fraction},
    {"negative",       "a negative number",                    has_negative},
    {"zero",           "the number 0",                         has_zero},
    {"beyond-32-bits", "a number above 2^31",                  has_beyond_32_bits},
    {"beyond-64-bits", "a number above 2^63",                  has_beyond_64_bits},
    {"null",           "null",                                 has_null},
    {"empty-array",    "an empty array",                       has_empty_array},
    {"empty-object",   "an empty object",                      has_empty_object},
    {"empty-text",     "an empty text",                        has_empty_text},
    {"array-in-array", "an array in an array",                 has_array_in_array},
    {"undeclared",     "a member that nobody declared",        has_undeclared},
    {"repeated",       "one name twice",                       has_repeated},
    {"white-space",    "line ends between its members",        has_white_space},
    {"unreadable",     "what is no JSON",                      is_unreadable},
    {"absent",         "nothing at all",                       is_absent},
    {"no-object",      "JSON that is no object",               is_no_object},
    {"large",          "more than 64 KiB",                     is_large},
    {"type-absent",    "no Content-Type said of it",           has_no_type},
    {"type-other",     "another Content-Type than JSON's",     has_other_type},
    {"accept-absent",  "no Accept sent with it",               has_no_accept},
};
/* clang-format on */

static bool is_special(const pl_call *call, const pl_fault_plan *plan) {
    const failure_row *row = plan->row;
    facts known = {.call = call};
    known.readable = pl_json_read(call->request->body, call->arena, &known.json, NULL) == PL_OK;
    return row->is(&known);
}

static pl_status fail(pl_call *call, const pl_fault_plan *plan, pl_sandbox_response *response) {
    (void)plan;
    return pl_reply_error(call, STATUS_FAILED, response);
}

void pl_faults_of_failure(pl_fault_maker *maker) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_fault fault = {
            .id = pl_arena_printf(maker->arena, "%s/%s", group_failure, rows[i].name),
            .group = group_failure,
            .statement = pl_arena_printf(maker->arena, "a body with %s ends in 500", rows[i].words),
            .documented = true,
        };
        pl_fault_add(maker, &fault,
                     &(pl_fault_plan){.trigger = is_special, .after = fail, .row = &rows[i]});
    }
}
