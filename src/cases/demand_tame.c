/* Values that no server which keeps the contract has a reason to refuse: what the accepting cases of a run are made of,
 * and what lies between. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"
#include "cases/demand.h"

/* A range of code points. */
typedef struct range {
    uint32_t first;
    uint32_t last;
} range;

/* Letters, digits and the punctuation of every day; composed letters, a currency, a dash, one beyond the basic plane.
 * No angle brackets, semicolons, single quotes: markup and queries are what careful servers strip or refuse. */
static const range label_ranges[] = {
    {' ', '&'},   {'(', ':'},   {'=', '='},   {'?', '_'},       {'a', '~'},         {0xA5, 0xA5},
    {0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0xFF}, {0x2013, 0x2013}, {0x1F9FE, 0x1F9FE},
};

static const range reference_ranges[] = {
    {'#', '#'}, {'&', '&'},   {'+', '+'}, {'-', '.'}, {'0', ':'},   {'=', '='},
    {'@', 'Z'}, {'\\', '\\'}, {'_', '_'}, {'a', 'z'}, {0xE9, 0xE9}, {0xF1, 0xF1},
};

/* Of a path, a query and a fragment. */
static const range address_ranges[] = {
    {'#', '#'}, {'%', '&'}, {'-', '9'}, {'=', '='}, {'?', '?'},
    {'A', 'Z'}, {'_', '_'}, {'a', 'z'}, {'~', '~'},
};

static const range name_ranges[] = {
    {' ', ' '}, {'-', '.'}, {'0', '9'}, {'A', 'Z'}, {'a', 'z'}, {0xE9, 0xE9}, {'_', '_'},
};

static bool is_in(uint32_t point, const range *ranges, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (point >= ranges[i].first && point <= ranges[i].last) { return true; }
    }
    return false;
}

/* All code points of a string, and no blank at an end of it. The empty one is. */
static bool all_in(const pl_json *json, uint32_t string, const range *ranges, size_t count) {
    if (json->nodes[string].kind != PL_JSON_STRING) { return false; }
    pl_json_chars chars = {pl_json_inside(json, string)};
    uint32_t point = 0;
    uint32_t last = 0;
    pl_json_char found = pl_json_chars_next(&chars, &point);
    if (found == PL_JSON_CHAR_POINT && point == ' ') { return false; }
    for (; found != PL_JSON_CHAR_END; found = pl_json_chars_next(&chars, &point)) {
        if (found != PL_JSON_CHAR_POINT || !is_in(point, ranges, count)) { return false; }
        last = point;
    }
    return last != ' ';
}

bool pl_demand_text_is_tame(const pl_json *json, uint32_t string) {
    return all_in(json, string, label_ranges, PL_COUNT(label_ranges));
}

/* --- numbers ------------------------------------------------------------------------------------- */

/* Written as everybody writes it. */
static bool is_usual_number(const pl_json *json, uint32_t node, pl_decimal *ret_value) {
    char text[PL_DECIMAL_TEXT_BYTES_MAX];
    size_t len = 0;
    if (json->nodes[node].kind != PL_JSON_NUMBER ||
        pl_decimal_parse(pl_json_raw(json, node), ret_value) != PL_OK) {
        return false;
    }
    pl_decimal_format(*ret_value, text, &len);
    return pl_bytes_equal(pl_json_raw(json, node), (pl_bytes){(const uint8_t *)text, len});
}

static bool is_quarters(pl_decimal value) {
    pl_decimal product;
    return pl_decimal_multiply(value, pl_decimal_of(4), &product) == PL_OK && product.exponent >= 0;
}

/* Not further from zero than the amount and a little more: a merchant's limits may hold for every item. */
static bool is_modest(pl_decimal value, pl_decimal amount) {
    enum { MORE = 1000 };
    pl_decimal limit;
    const pl_decimal size = {value.coefficient < 0 ? -value.coefficient : value.coefficient,
                             value.exponent};
    return pl_decimal_add(amount, pl_decimal_of(MORE), &limit) == PL_OK &&
           pl_decimal_compare(size, limit) <= 0;
}

static bool is_tame_line(const pl_json *json, uint32_t item, pl_decimal amount) {
    const uint32_t label = pl_json_member(json, item, pl_item_member(PL_ITEM_NAME)->name);
    const uint32_t times = pl_json_member(json, item, pl_item_member(PL_ITEM_QUANTITY)->name);
    const uint32_t each = pl_json_member(json, item, pl_item_member(PL_ITEM_UNIT_PRICE)->name);
    pl_decimal quantity;
    pl_decimal price;
    pl_decimal product;
    return pl_demand_text_is_tame(json, label) && is_usual_number(json, times, &quantity) &&
           is_usual_number(json, each, &price) && is_quarters(price) && is_modest(price, amount) &&
           pl_decimal_multiply(quantity, price, &product) == PL_OK && is_modest(product, amount);
}

/* --- members ------------------------------------------------------------------------------------- */

/* What one member's value is looked at for. */
typedef struct view {
    const pl_json *json;
    const pl_demand_world *world;
    uint32_t node;
} view;

static bool contains(pl_bytes text, const char *wanted) {
    const size_t len = strlen(wanted);
    for (size_t at = 0; at + len <= text.len; at++) {
        if (memcmp(text.ptr + at, wanted, len) == 0) { return true; }
    }
    return false;
}

static bool reference_is_tame(const view *at) {
    return all_in(at->json, at->node, reference_ranges, PL_COUNT(reference_ranges)) &&
           contains(pl_json_inside(at->json, at->node), at->world->fresh);
}

static bool label_is_tame(const view *at) {
    return pl_demand_text_is_tame(at->json, at->node);
}

static bool total_is_tame(const view *at) {
    pl_decimal total;
    return is_usual_number(at->json, at->node, &total) &&
           pl_decimal_equal(total, at->world->config->amount);
}

static bool items_are_tame(const view *at) {
    const pl_json_node *nodes = at->json->nodes;
    for (uint32_t item = at->node + 1; item < nodes[at->node].next; item = nodes[item].next) {
        if (!is_tame_line(at->json, item, at->world->config->amount)) { return false; }
    }
    return true;
}

static bool is_null(const view *at) {
    return at->json->nodes[at->node].kind == PL_JSON_NULL;
}

static bool list_is_tame(const view *at) {
    return is_null(at) || pl_json_child_count(at->json, at->node) == 0 ||
           at->world->config->payment_methods != NULL;
}

/* An escaped control character, which a server may refuse. */
static bool is_odd_escape(pl_bytes text, size_t at) {
    return text.ptr[at] == '%' && at + 1 < text.len && strchr("017", text.ptr[at + 1]) != NULL;
}

static bool address_is_tame(const view *at) {
    static const char *const starts[] = {"http://example.com", "https://example.com"};
    if (is_null(at)) { return true; }
    if ((at->json->nodes[at->node].marks & PL_JSON_ESCAPED) != 0) { return false; }
    const pl_bytes inside = pl_json_inside(at->json, at->node);
    for (size_t i = 0; i < PL_COUNT(starts); i++) {
        const size_t len = strlen(starts[i]);
        if (inside.len < len || memcmp(inside.ptr, starts[i], len) != 0) { continue; }
        bool tame = inside.len == len || inside.ptr[len] == '/';
        for (size_t k = len; k < inside.len; k++) {
            tame = tame && is_in(inside.ptr[k], address_ranges, PL_COUNT(address_ranges)) &&
                   !is_odd_escape(inside, k);
        }
        return tame;
    }
    return false;
}

/* Neither empty nor, in some language, something that objects have already. */
static bool name_is_tame(const pl_json *json, uint32_t name) {
    static const char *const taken[] = {"constructor", "prototype", "toString", "hasOwnProperty"};
    const pl_bytes inside = pl_json_inside(json, name);
    if (inside.len == 0 || inside.ptr[0] == '_') { return false; }
    for (size_t i = 0; i < PL_COUNT(taken); i++) {
        if (pl_json_string_is(json, name, pl_bytes_of(taken[i]))) { return false; }
    }
    return all_in(json, name, name_ranges, PL_COUNT(name_ranges));
}

static bool names_are_tame(const pl_json *json, uint32_t object) {
    for (uint32_t name = object + 1; name < json->nodes[object].next;
         name = json->nodes[name + 1].next) {
        if (!name_is_tame(json, name)) { return false; }
    }
    return true;
}

/* Half of what the gaps of the contract begin at, as in the cases of a run: servers count in ways of their own. */
static bool metadata_is_tame(const view *at) {
    enum { LEVELS_MAX = 3, BYTES_MAX = 2048, DIGITS_MAX = 9 };
    const pl_json *json = at->json;
    const pl_json_node *whole = &json->nodes[at->node];
    if (whole->len > BYTES_MAX) { return false; }
    for (uint32_t node = at->node; node < whole->next; node++) {
        const pl_json_node *value = &json->nodes[node];
        pl_decimal number;
        if (value->kind >= PL_JSON_ARRAY && value->depth >= whole->depth + LEVELS_MAX) {
            return false;
        }
        if (value->kind == PL_JSON_STRING && !pl_demand_text_is_tame(json, node)) { return false; }
        if (value->kind == PL_JSON_NUMBER &&
            (value->len > DIGITS_MAX || !is_usual_number(json, node, &number) ||
             !is_quarters(number))) {
            return false;
        }
        if (value->kind == PL_JSON_OBJECT && !names_are_tame(json, node)) { return false; }
    }
    return true;
}

/* clang-format off */
static const struct tame_row {
    bool (*is_tame)(const view *at); /* NULL: whatever the judge accepts */
    const char *qualm;
} tame_rows[PL_REQUEST_FIELD_COUNT] = {
    [PL_REQUEST_REFF_NO] = {reference_is_tame, "the reference number may have been used before, or holds what a server may strip"},
    [PL_REQUEST_TITLE] = {label_is_tame, "a server may strip or normalise the title"},
    [PL_REQUEST_TOTAL_AMOUNT] = {total_is_tame, "limits of the total are the merchant's: this one is not known to be good"},
    [PL_REQUEST_ITEMS] = {items_are_tame, "limits of an item are the merchant's, and its name may be stripped or normalised"},
    [PL_REQUEST_EXPIRED_AT] = {is_null, "a server may set a last moment"},
    [PL_REQUEST_WHITELIST] = {list_is_tame, "the catalog of payment methods is not known"},
    [PL_REQUEST_REDIRECT_URL] = {address_is_tame, "a server may allow fewer addresses"},
    [PL_REQUEST_METADATA] = {metadata_is_tame, "a server may strip, normalise or limit what metadata holds"},
};
/* clang-format on */

const char *pl_demand_qualm(const pl_json *json, const pl_demand_world *world) {
    assert(json->nodes[0].kind == PL_JSON_OBJECT);
    for (unsigned i = 0; i < PL_REQUEST_FIELD_COUNT; i++) {
        const view at = {json, world, pl_json_member(json, 0, pl_request_member(i)->name)};
        const bool present = at.node != PL_JSON_NONE;
        if (present && tame_rows[i].is_tame != NULL && !tame_rows[i].is_tame(&at)) {
            return tame_rows[i].qualm;
        }
    }
    return NULL;
}
