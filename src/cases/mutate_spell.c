/* Operators that write the same value otherwise. */
#include <assert.h>
#include <string.h>

#include "cases/mutate_internal.h"
#include "text/utf8.h"

/* --- numbers ------------------------------------------------------------------------------------ */

enum {
    DIGIT_COUNT_MAX = 400, /* of a lexeme that is respelled */
    ZEROS_ADDED_MAX = 3,
    EXPONENT_LEN_MAX = 6,
    EXPONENT_TEXT_BYTES = 16, /* "E+00", then a number of that many digits and few more */
    POINT_BYTES = 4           /* "-0." */
};

/* digits x 10^exponent; no zero in front, save for zero itself. */
typedef struct spelled {
    bool negative;
    uint8_t digits[DIGIT_COUNT_MAX + ZEROS_ADDED_MAX];
    size_t count;
    int32_t exponent;
} spelled;

/* The exponent behind an 'e'. False: longer than we reckon with. */
static bool read_exponent(pl_bytes text, int32_t *ret_exponent) {
    const bool negative = text.ptr[0] == '-';
    size_t at = negative || text.ptr[0] == '+';
    if (text.len - at > EXPONENT_LEN_MAX) { return false; }
    int32_t value = 0;
    for (; at < text.len; at++) { value = value * 10 + (text.ptr[at] - '0'); }
    *ret_exponent = negative ? -value : value;
    return true;
}

/* Take a lexeme of the grammar apart. False: longer than we reckon with. */
static bool read_number(pl_bytes lexeme, spelled *number) {
    bool fraction = false;
    size_t at = lexeme.ptr[0] == '-';
    int32_t decimals = 0;
    int32_t exponent = 0;
    number->negative = at > 0;
    number->count = 0;
    for (; at < lexeme.len; at++) {
        const uint8_t byte = lexeme.ptr[at];
        if (byte == 'e' || byte == 'E') {
            const pl_bytes rest = {lexeme.ptr + at + 1, lexeme.len - at - 1};
            if (!read_exponent(rest, &exponent)) { return false; }
            break;
        }
        if (byte == '.') {
            fraction = true;
            continue;
        }
        if (number->count == DIGIT_COUNT_MAX) { return false; }
        if (number->count == 1 && number->digits[0] == '0') { number->count = 0; }
        number->digits[number->count++] = byte;
        decimals += fraction;
    }
    number->exponent = exponent - decimals;
    return number->count > 0;
}

/* More zeros at the end, or fewer: the exponent makes up for it. */
static void shift(spelled *number, pl_random *random) {
    if (pl_random_once_in(random, 2)) {
        size_t zeros = 0;
        while (zeros + 1 < number->count && number->digits[number->count - 1 - zeros] == '0') {
            zeros++;
        }
        const uint32_t fewer = pl_random_below(random, zeros + 1);
        number->count -= fewer;
        number->exponent += (int32_t)fewer;
        return;
    }
    for (uint32_t i = pl_random_below(random, ZEROS_ADDED_MAX + 1); i > 0; i--) {
        number->digits[number->count++] = '0';
        number->exponent--;
    }
}

/* "e5", "E+05", "e-3"; nothing for 0, or "e0" all the same. */
static size_t put_exponent(int32_t exponent, pl_random *random, uint8_t *out) {
    if (exponent == 0 && pl_random_once_in(random, 2)) { return 0; }
    uint8_t reversed[EXPONENT_TEXT_BYTES];
    size_t count = 0;
    size_t len = 0;
    uint32_t rest = exponent < 0 ? (uint32_t)-exponent : (uint32_t)exponent;
    do {
        reversed[count++] = (uint8_t)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    for (uint32_t i = pl_random_below(random, 3); i > 0; i--) { reversed[count++] = '0'; }
    out[len++] = pl_random_once_in(random, 2) ? 'e' : 'E';
    if (exponent < 0) {
        out[len++] = '-';
    } else if (pl_random_once_in(random, 2)) {
        out[len++] = '+';
    }
    while (count > 0) { out[len++] = reversed[--count]; }
    assert(len <= EXPONENT_TEXT_BYTES);
    return len;
}

/* Where the point goes: behind all digits, where no exponent is needed, or anywhere; 0: before the first. */
static size_t place_point(const spelled *number, pl_random *random) {
    enum { NOWHERE, PLAIN, ANYWHERE, COUNT };
    const size_t whole = number->count;
    const bool zero = number->digits[0] == '0';
    const int64_t plain = (int64_t)whole + number->exponent;
    if (zero) { return 1; }
    switch (pl_random_below(random, COUNT)) {
    case PLAIN:
        return plain >= 0 && plain <= (int64_t)whole ? (size_t)plain : whole;
    case ANYWHERE:
        return pl_random_below(random, whole + 1);
    default:
        return whole;
    }
}

static size_t put_number(const spelled *number, pl_random *random, uint8_t *out) {
    const size_t point = place_point(number, random);
    size_t len = 0;
    if (number->negative) { out[len++] = '-'; }
    if (point == 0) { out[len++] = '0'; }
    for (size_t i = 0; i < number->count; i++) {
        if (i == point) { out[len++] = '.'; }
        out[len++] = number->digits[i];
    }
    const int32_t exponent = number->exponent + (int32_t)(number->count - point);
    return len + put_exponent(number->digits[0] == '0' ? 0 : exponent, random, out + len);
}

bool pl_mutate_number(pl_mutation *mutation) {
    static const pl_json_kind kind = PL_JSON_NUMBER;
    const uint32_t node = pl_tree_find(mutation->tree, mutation->random, pl_tree_has_kind, &kind);
    spelled number;
    if (node == PL_TREE_NOWHERE ||
        !read_number(pl_json_raw(&mutation->tree->json, node), &number)) {
        return false;
    }
    shift(&number, mutation->random);
    const size_t cap = number.count + POINT_BYTES + EXPONENT_TEXT_BYTES;
    uint8_t *out = pl_arena_alloc(mutation->arena, cap);
    if (out == NULL) { return false; }
    const size_t len = put_number(&number, mutation->random, out);
    assert(len <= cap);
    pl_mutation_replace(mutation, node);
    pl_mutation_piece(mutation, (pl_bytes){out, len});
    return true;
}

/* --- strings ------------------------------------------------------------------------------------ */

enum {
    WINDOW_CHARS_MAX = 48, /* respelled at once, so that a long string costs no more */
    UNIT_BYTES = 6,        /* "\u0041" */
    CHAR_BYTES_MAX = 2 * UNIT_BYTES,
    FIRST_ASTRAL = 0x10000
};

static const struct short_row {
    uint8_t point;
    uint8_t letter;
    bool must; /* a raw one may not stand in a string */
} short_rows[] = {
    {'"', '"', true},  {'\\', '\\', true}, {'/', '/', false}, {'\b', 'b', true},
    {'\f', 'f', true}, {'\n', 'n', true},  {'\r', 'r', true}, {'\t', 't', true},
};

static const struct short_row *short_of(uint32_t point) {
    for (size_t i = 0; i < PL_COUNT(short_rows); i++) {
        if (short_rows[i].point == point) { return &short_rows[i]; }
    }
    return NULL;
}

static size_t put_unit(uint32_t unit, pl_random *random, uint8_t *out) {
    static const char digits[2][17] = {"0123456789abcdef", "0123456789ABCDEF"};
    out[0] = '\\';
    out[1] = 'u';
    for (unsigned i = 0; i < 4; i++) {
        const char *row = digits[pl_random_below(random, 2)];
        out[2 + i] = (uint8_t)row[unit >> (12 - 4 * i) & 0xF];
    }
    return UNIT_BYTES;
}

static size_t put_units(uint32_t point, pl_random *random, uint8_t *out) {
    if (point < FIRST_ASTRAL) { return put_unit(point, random, out); }
    const uint32_t rest = point - FIRST_ASTRAL;
    const size_t len = put_unit(0xD800 | rest >> 10, random, out);
    return len + put_unit(0xDC00 | (rest & 0x3FF), random, out + len);
}

static size_t put_point(uint32_t point, bool escape, pl_random *random, uint8_t *out) {
    const struct short_row *row = short_of(point);
    if (row != NULL && (row->must || escape) && pl_random_once_in(random, 2)) {
        out[0] = '\\';
        out[1] = row->letter;
        return 2;
    }
    const bool must = point < ' ' || (row != NULL && row->must);
    return must || escape ? put_units(point, random, out) : pl_utf8_encode(point, out);
}

/* Every character as an escape, as itself, or some of each. */
static size_t put_window(pl_json_chars *chars, pl_random *random, uint8_t *out) {
    enum { ALL, NONE, SOME, COUNT, SOME_ONCE_IN = 3 };
    const uint32_t manner = pl_random_below(random, COUNT);
    size_t len = 0;
    for (int i = 0; i < WINDOW_CHARS_MAX; i++) {
        const uint8_t *before = chars->rest.ptr;
        uint32_t point = 0;
        const pl_json_char found = pl_json_chars_next(chars, &point);
        if (found == PL_JSON_CHAR_END) { break; }
        if (found != PL_JSON_CHAR_POINT) { /* what is no text stays as it is */
            while (before < chars->rest.ptr) { out[len++] = *before++; }
            continue;
        }
        const bool escape =
            manner == ALL || (manner == SOME && pl_random_once_in(random, SOME_ONCE_IN));
        len += put_point(point, escape, random, out + len);
    }
    return len;
}

bool pl_mutate_string(pl_mutation *mutation) {
    static const pl_json_kind kind = PL_JSON_STRING;
    const pl_tree *tree = mutation->tree;
    const uint32_t node = pl_tree_find(tree, mutation->random, pl_tree_has_kind, &kind);
    if (node == PL_TREE_NOWHERE) { return false; }
    const pl_bytes inside = pl_json_inside(&tree->json, node);
    const size_t skip =
        inside.len > WINDOW_CHARS_MAX ? pl_random_below(mutation->random, inside.len) : 0;
    pl_json_chars chars = {inside};
    uint32_t point = 0;
    while (inside.len - chars.rest.len < skip) { (void)pl_json_chars_next(&chars, &point); }
    const pl_bytes from = chars.rest;
    const size_t cap = (from.len < WINDOW_CHARS_MAX ? from.len : WINDOW_CHARS_MAX) * CHAR_BYTES_MAX;
    uint8_t *out = pl_arena_alloc(mutation->arena, cap);
    if (out == NULL || from.len == 0) { return false; }
    const size_t len = put_window(&chars, mutation->random, out);
    assert(len <= cap);
    mutation->at = (size_t)(from.ptr - tree->json.text.ptr);
    mutation->len = from.len - chars.rest.len;
    pl_mutation_piece(mutation, (pl_bytes){out, len});
    return true;
}

/* --- white space --------------------------------------------------------------------------------- */

bool pl_mutate_space(pl_mutation *mutation) {
    static const char *const spaces[] = {" ", "\n", "\t", "\r", "\r\n", "    ", "\n\t \r"};
    enum { MARK_ONCE_IN = 12 };
    const pl_json *json = &mutation->tree->json;
    mutation->len = 0;
    if (!json->has_bom && pl_random_once_in(mutation->random, MARK_ONCE_IN)) {
        mutation->at = 0;
        pl_mutation_text(mutation, "\xEF\xBB\xBF"); /* of no value either */
        return true;
    }
    const pl_json_node *node = &json->nodes[pl_random_below(mutation->random, json->count)];
    const bool behind = pl_random_once_in(mutation->random, 2);
    mutation->at = (size_t)node->at + (behind ? node->len : 0);
    pl_mutation_text(mutation, spaces[pl_random_below(mutation->random, PL_COUNT(spaces))]);
    return true;
}

/* Blanks behind the document, up to the limit of its length or one byte past it. */
bool pl_mutate_pad(pl_mutation *mutation) {
    const pl_schema *root = mutation->tree->spots[0].schema;
    const size_t len = mutation->tree->json.text.len;
    const pl_facet *facet = NULL;
    for (size_t i = 0; i < root->facet_count; i++) {
        if (root->facets[i].keyword == PL_KEYWORD_MAX_BYTES) { facet = &root->facets[i]; }
    }
    if (facet == NULL) { return false; }
    const size_t want = (size_t)facet->count + pl_random_below(mutation->random, 2);
    if (len >= want || want > mutation->cap) { return false; }
    uint8_t *blanks = pl_arena_alloc(mutation->arena, want - len);
    if (blanks == NULL) { return false; }
    memset(blanks, ' ', want - len);
    mutation->at = len;
    mutation->len = 0;
    pl_mutation_piece(mutation, (pl_bytes){blanks, want - len});
    return true;
}
