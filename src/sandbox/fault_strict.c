#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* Good values that a server refuses: its filters, its idea of "empty", its guesses at what will be sent. */

static const char group_strict[] = "strict";

/* --- which schemas --------------------------------------------------------------------------- */

static bool has(const pl_schema *schema, pl_keyword keyword) {
    return pl_schema_facet(schema, keyword, PL_VIOLATION) != NULL;
}

/* Any text will do, but for its length. */
static bool is_free_text(const pl_schema *schema) {
    return (schema->types & PL_TYPE_STRING) != 0 && !has(schema, PL_KEYWORD_PATTERN) &&
           !has(schema, PL_KEYWORD_FORMAT) && !has(schema, PL_KEYWORD_CATALOG) &&
           !has(schema, PL_KEYWORD_ENUM);
}

/* A total's size is the merchant's to limit. */
static bool is_free_number(const pl_schema *schema) {
    return (schema->types & PL_TYPE_NUMBER) != 0 &&
           pl_schema_facet(schema, PL_KEYWORD_EXCLUSIVE_MINIMUM, PL_OBSERVATION) == NULL;
}

static bool is_flag(const pl_schema *schema) {
    return (schema->types & PL_TYPE_BOOLEAN) != 0;
}

static bool is_list(const pl_schema *schema) {
    return (schema->types & PL_TYPE_ARRAY) != 0;
}

static bool is_list_that_may_be_empty(const pl_schema *schema) {
    return is_list(schema) && !has(schema, PL_KEYWORD_MIN_ITEMS);
}

/* An object of any members. */
static bool is_free_object(const pl_schema *schema) {
    return (schema->types & PL_TYPE_OBJECT) != 0 && schema->member_count == 0;
}

/* --- which values ---------------------------------------------------------------------------- */

static bool any_point(const pl_json *json, uint32_t node, bool (*is)(uint32_t)) {
    if (json->nodes[node].kind != PL_JSON_STRING) { return false; }
    pl_json_chars chars = {pl_json_inside(json, node)};
    uint32_t code_point = 0;
    while (pl_json_chars_next(&chars, &code_point) != PL_JSON_CHAR_END) {
        if (is(code_point)) { return true; }
    }
    return false;
}

static bool point_is_non_ascii(uint32_t c) {
    return c >= 0x80;
}
static bool point_is_astral(uint32_t c) {
    return c >= 0x10000;
}
static bool point_is_quote(uint32_t c) {
    return c == '"' || c == '\'' || c == '\\';
}
static bool point_is_ampersand(uint32_t c) {
    return c == '&';
}
static bool point_is_no_digit(uint32_t c) {
    return !pl_ecma_is_digit(c);
}

static bool is_non_ascii(const pl_json *json, uint32_t node) {
    return any_point(json, node, point_is_non_ascii);
}
static bool is_astral(const pl_json *json, uint32_t node) {
    return any_point(json, node, point_is_astral);
}
static bool is_quoted(const pl_json *json, uint32_t node) {
    return any_point(json, node, point_is_quote);
}
static bool is_ampersand(const pl_json *json, uint32_t node) {
    return any_point(json, node, point_is_ampersand);
}
static bool is_digits(const pl_json *json, uint32_t node) {
    return json->nodes[node].len > 2 && !any_point(json, node, point_is_no_digit);
}
static bool is_escaped(const pl_json *json, uint32_t node) {
    return (json->nodes[node].marks & PL_JSON_ESCAPED) != 0;
}
static bool is_one_character(const pl_json *json, uint32_t node) {
    return pl_json_string_points(json, node) == 1;
}

static bool is_text(const pl_json *json, uint32_t node, const char *text) {
    return pl_bytes_equal(pl_json_raw(json, node), pl_bytes_of(text));
}

static bool is_text_zero(const pl_json *json, uint32_t node) {
    return is_text(json, node, "\"0\"");
}
static bool is_text_null(const pl_json *json, uint32_t node) {
    return is_text(json, node, "\"null\"");
}
static bool is_negative(const pl_json *json, uint32_t node) {
    return *pl_json_raw(json, node).ptr == '-';
}
static bool is_zero(const pl_json *json, uint32_t node) {
    return pl_number_compare(pl_json_raw(json, node), pl_decimal_of(0)) == 0;
}
static bool is_true(const pl_json *json, uint32_t node) {
    return pl_json_is_true(json, node);
}
static bool is_false(const pl_json *json, uint32_t node) {
    return !pl_json_is_true(json, node);
}
static bool is_empty(const pl_json *json, uint32_t node) {
    return json->nodes[node].next == node + 1;
}
static bool has_several(const pl_json *json, uint32_t node) {
    return pl_json_child_count(json, node) > 1;
}

static bool any_value_is(const pl_json *json, uint32_t object, unsigned kind_bits) {
    for (uint32_t name = object + 1; name < json->nodes[object].next;
         name = json->nodes[name + 1].next) {
        if ((PL_KIND_BIT(json->nodes[name + 1].kind) & kind_bits) != 0) { return true; }
    }
    return false;
}

static bool holds_object(const pl_json *json, uint32_t node) {
    return any_value_is(json, node, PL_KIND_BIT(PL_JSON_OBJECT));
}
static bool holds_array(const pl_json *json, uint32_t node) {
    return any_value_is(json, node, PL_KIND_BIT(PL_JSON_ARRAY));
}
static bool holds_other_than_text(const pl_json *json, uint32_t node) {
    return any_value_is(json, node, ~PL_KIND_BIT(PL_JSON_STRING));
}

/* --- rows ------------------------------------------------------------------------------------ */

typedef struct strict_row {
    const char *name;
    const char *words;
    bool (*applies)(const pl_schema *schema);
    pl_json_kind kind;
    bool (*refused)(const pl_json *json, uint32_t node);
} strict_row;

/* clang-format off */
static const strict_row rows[] = {
    {"non-ascii-refused",     "a text with characters outside ASCII is refused",  is_free_text,   PL_JSON_STRING,  is_non_ascii},
    {"astral-refused",        "a text with characters above U+FFFF is refused",   is_free_text,   PL_JSON_STRING,  is_astral},
    {"quote-refused",         "a text with quotes or backslashes is refused",     is_free_text,   PL_JSON_STRING,  is_quoted},
    {"ampersand-refused",     "a text with an ampersand is refused",              is_free_text,   PL_JSON_STRING,  is_ampersand},
    {"digits-refused",        "a text of digits alone is refused",                is_free_text,   PL_JSON_STRING,  is_digits},
    {"escape-refused",        "a text that is written with escapes is refused",   is_free_text,   PL_JSON_STRING,  is_escaped},
    {"one-character-refused", "a text of one character is refused",               is_free_text,   PL_JSON_STRING,  is_one_character},
    {"zero-refused",          "the text \"0\" is taken for none",                 is_free_text,   PL_JSON_STRING,  is_text_zero},
    {"null-word-refused",     "the text \"null\" is taken for null",              is_free_text,   PL_JSON_STRING,  is_text_null},
    {"negative-refused",      "a negative number is refused",                     is_free_number, PL_JSON_NUMBER,  is_negative},
    {"zero-refused",          "the number 0 is taken for none",                   is_free_number, PL_JSON_NUMBER,  is_zero},
    {"true-refused",          "true is refused",                                  is_flag,        PL_JSON_BOOLEAN, is_true},
    {"false-refused",         "false is taken for none and refused",              is_flag,        PL_JSON_BOOLEAN, is_false},
    {"empty-refused",         "an empty array is refused",                        is_list_that_may_be_empty, PL_JSON_ARRAY, is_empty},
    {"several-refused",       "more than one element is refused",                 is_list,        PL_JSON_ARRAY,   has_several},
    {"empty-refused",         "an empty object is refused",                       is_free_object, PL_JSON_OBJECT,  is_empty},
    {"nested-refused",        "an object in the object is refused",               is_free_object, PL_JSON_OBJECT,  holds_object},
    {"array-refused",         "an array in the object is refused",                is_free_object, PL_JSON_OBJECT,  holds_array},
    {"scalar-refused",        "what is no text in the object is refused",         is_free_object, PL_JSON_OBJECT,  holds_other_than_text},
};
/* clang-format on */

static pl_status refuses(const pl_walk *walk, uint32_t node, const pl_fault_rule *rule,
                         bool *ret_refused) {
    const strict_row *row = rule->row;
    *ret_refused = walk->json->nodes[node].kind == row->kind && row->refused(walk->json, node);
    return PL_OK;
}

void pl_faults_of_strictness(pl_fault_maker *maker, const pl_fault_place *place) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_fault_edit edit;
        if (!rows[i].applies(place->schema) || !pl_fault_edit_make(maker, place, &edit)) {
            continue;
        }
        pl_fault_edit_rule(maker, &edit, &(pl_fault_rule){.refuses = refuses, .row = &rows[i]});
        pl_fault_edit_add(maker, &edit, group_strict,
                          pl_arena_printf(maker->arena, "value/%s", rows[i].name), rows[i].words);
    }
}
