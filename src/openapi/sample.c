/* Values to try, from the rows of a schema. */
#include "openapi/sample.h"

#include <assert.h>
#include <string.h>

enum { LENGTH_MAX = 8192, ELEMENT_COUNT_MAX = 1100 };

void pl_samples_add_text(pl_samples *samples, pl_bytes text) {
    if (samples->status != PL_OK || samples->count == PL_SAMPLE_COUNT_MAX) { return; }
    for (size_t i = 0; i < samples->count; i++) {
        if (pl_bytes_equal(samples->list[i], text)) { return; }
    }
    samples->list[samples->count++] = text;
}

static void add(pl_samples *samples, const char *text) {
    if (text == NULL) {
        samples->status = PL_E_MEMORY;
        return;
    }
    pl_samples_add_text(samples, pl_bytes_of(text));
}

/* --- plain values ---------------------------------------------------------------------------- */

/* One or more of each kind, the usual first. */
static const struct {
    unsigned type;
    const char *texts[20];
} plain_rows[] = {
    {PL_TYPE_STRING,
     {"\"A1\"", "\"a b\"", "\"a/b\"", "\"\"", "\" \"", "\"4102444800000\"",
      "\"2030-01-01T00:00:00+07:00\"", "\"https://example.com/a\"", "\"a@example.com\"",
      "\"01K946KF851RK7FX075GJHBVKF\"", "\"AB-12\"", "\"1\"", "\"abc\"", "\"ABC\"", "\"0\"",
      "\"\xc3\xa4\"", "\"00000000-0000-4000-8000-000000000000\"", "\"2030-01-01\"", "\"true\""}},
    {PL_TYPE_INTEGER, {"1", "0", "-1", "2", "10", "1000", "1000000", "4102444800000"}},
    {PL_TYPE_NUMBER, {"1", "1.5", "0", "-1", "0.01", "150000", "10000"}},
    {PL_TYPE_BOOLEAN, {"true", "false"}},
    {PL_TYPE_NULL, {"null"}},
    {PL_TYPE_ARRAY, {"[]", "[null]", "[\"A1\"]", "[\"A1\",\"A1\"]"}},
    {PL_TYPE_OBJECT, {"{}", "{\"a\":1}"}},
};

static void add_plain(pl_samples *samples, unsigned types, bool wanted) {
    for (size_t i = 0; i < PL_COUNT(plain_rows); i++) {
        if (((plain_rows[i].type & types) != 0) != wanted) { continue; }
        for (size_t k = 0; k < PL_COUNT(plain_rows[i].texts) && plain_rows[i].texts[k] != NULL;
             k++) {
            add(samples, plain_rows[i].texts[k]);
        }
    }
}

/* --- values at the edge of a row ------------------------------------------------------------- */

static void add_string(pl_samples *samples, const char *before, size_t len, char filler) {
    const size_t before_len = strlen(before);
    if (len < before_len || len > LENGTH_MAX) { return; }
    char *const text = pl_arena_alloc(samples->arena, len + 3);
    if (text == NULL) {
        samples->status = PL_E_MEMORY;
        return;
    }
    text[0] = '"';
    memcpy(text + 1, before, before_len);
    memset(text + 1 + before_len, filler, len - before_len);
    text[len + 1] = '"';
    text[len + 2] = '\0';
    add(samples, text);
}

/* Texts of a length, in spellings that patterns and formats ask for. */
static void add_length(pl_samples *samples, const pl_facet *facet) {
    for (int64_t len = (int64_t)facet->count - 1; len <= (int64_t)facet->count + 1; len++) {
        if (len < 0) { continue; }
        add_string(samples, "", (size_t)len, 'A');
        add_string(samples, "", (size_t)len, '4');
        add_string(samples, "https://example.com/", (size_t)len, 'a');
    }
}

static void add_near(pl_samples *samples, const pl_facet *facet) {
    static const pl_decimal steps[] = {{0, 0}, {-1, 0}, {1, 0}, {-1, -2}, {1, -2}};
    for (size_t i = 0; i < PL_COUNT(steps); i++) {
        pl_decimal near = {0, 0};
        char text[PL_DECIMAL_TEXT_BYTES_MAX];
        size_t len = 0;
        if (pl_decimal_add(facet->limit, steps[i], &near) != PL_OK) { continue; }
        pl_decimal_format(near, text, &len);
        add(samples, pl_arena_text(samples->arena, pl_bytes_of(text)));
    }
}

static void add_choices(pl_samples *samples, const pl_facet *facet) {
    const pl_json *choices = NULL;
    const pl_status status = pl_facet_choices(facet, samples->arena, &choices);
    if (status != PL_OK) {
        samples->status = status;
        return;
    }
    for (uint32_t i = 1; i < choices->count; i = choices->nodes[i].next) {
        pl_samples_add_text(samples, pl_json_raw(choices, i));
    }
}

/* Thirteen digits, as the contract's own pattern asks, and a few more and less. */
static void add_digits(pl_samples *samples, const pl_facet *facet) {
    if (facet->regex != NULL) { return; }
    const pl_pattern_row *const row = pl_pattern_row_of(facet->pattern);
    for (int64_t len = (int64_t)row->count_min - 1; len <= (int64_t)row->count_min + 1; len++) {
        if (len > 0) { add_string(samples, "", (size_t)len, '4'); }
    }
}

/* One element less than `middle`, as many, and one more, all alike, of what the array's elements are. */
static void add_counts(pl_samples *samples, const pl_schema *schema, uint32_t middle) {
    pl_building building = {.arena = samples->arena, .number = "1"};
    pl_bytes element = PL_BYTES_LIT("\"A1\"");
    if (schema->items != NULL) {
        const pl_status status = pl_build(&building, schema->items, 0, &element);
        if (status != PL_OK && status != PL_E_SIZE) { samples->status = status; }
        if (status != PL_OK) { return; }
    }
    const int64_t first = (int64_t)middle - 1;
    for (int64_t count = first; count <= first + 2; count++) {
        const size_t room = (element.len + 1) * (size_t)(count > 0 ? count : 0) + 3;
        if (count < 0 || count > ELEMENT_COUNT_MAX || room > PL_SAMPLE_TEXT_BYTES_MAX) { continue; }
        char *const text = pl_arena_alloc(samples->arena, room);
        if (text == NULL) {
            samples->status = PL_E_MEMORY;
            return;
        }
        size_t len = 0;
        text[len++] = '[';
        for (int64_t i = 0; i < count; i++) {
            if (i > 0) { text[len++] = ','; }
            memcpy(text + len, element.ptr, element.len);
            len += element.len;
        }
        text[len++] = ']';
        pl_samples_add_text(samples, (pl_bytes){(const uint8_t *)text, len});
    }
}

static void add_row(pl_samples *samples, const pl_schema *schema, const pl_facet *facet) {
    switch (facet->keyword) {
    case PL_KEYWORD_ENUM:
    case PL_KEYWORD_CONST:
        add_choices(samples, facet);
        break;
    case PL_KEYWORD_MINIMUM:
    case PL_KEYWORD_MAXIMUM:
    case PL_KEYWORD_EXCLUSIVE_MINIMUM:
    case PL_KEYWORD_EXCLUSIVE_MAXIMUM:
    case PL_KEYWORD_MULTIPLE_OF:
        add_near(samples, facet);
        break;
    case PL_KEYWORD_MIN_LENGTH:
    case PL_KEYWORD_MAX_LENGTH:
        add_length(samples, facet);
        break;
    case PL_KEYWORD_PATTERN:
        add_digits(samples, facet);
        break;
    case PL_KEYWORD_MIN_ITEMS:
    case PL_KEYWORD_MAX_ITEMS:
        add_counts(samples, schema, facet->count);
        break;
    case PL_KEYWORD_UNIQUE_ITEMS:
        add_counts(samples, schema, 2); /* all alike */
        break;
    default:
        break;
    }
}

static void add_rows(pl_samples *samples, const pl_schema *schema, unsigned depth) {
    enum { DEPTH_MAX = 8 };
    for (size_t i = 0; i < schema->facet_count; i++) {
        if (schema->facets[i].severity == PL_VIOLATION) {
            add_row(samples, schema, &schema->facets[i]);
        }
    }
    for (size_t i = 0; i < schema->combinator_count && depth < DEPTH_MAX; i++) {
        for (size_t k = 0; k < schema->combinators[i].schema_count; k++) {
            add_rows(samples, schema->combinators[i].schemas[k], depth + 1);
        }
    }
}

void pl_samples_add_edges(pl_samples *samples, const pl_schema *schema, pl_keyword keyword) {
    const pl_facet *const facet = pl_schema_facet(schema, keyword, PL_VIOLATION);
    if (facet != NULL) { add_row(samples, schema, facet); }
}

void pl_samples_add(pl_samples *samples, const pl_schema *schema) {
    assert(samples->arena != NULL);
    add_plain(samples, schema->types, true);
    add_rows(samples, schema, 0);
    add_plain(samples, schema->types, false);
}
