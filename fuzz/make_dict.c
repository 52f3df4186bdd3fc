/* Prints the dictionary of a fuzz target: the traps of its grammar, then the words of the project's tables.
 *   make_dict fuzz_request > fuzz/fuzz_request.dict */
#include <stdio.h>
#include <string.h>

#include "contract/contract.h"
#include "dict_words.h"
#include "report/journal_internal.h"
#include "text/base64url.h"
#include "text/limits.h"
#include "text/ulid.h"
#include "text/utf8.h"
#include "verdict_util.h"

/* libFuzzer leaves out a word that is longer than 64 bytes. */
enum { WORD_BYTES_MAX = 64, WORDS_MAX = 512, SCHEMAS_MAX = 128, SECTIONS_MAX = 8 };
enum { CODE_POINT_MAX = 0x10FFFF };

static char words[WORDS_MAX][WORD_BYTES_MAX + 1];
static size_t word_count;

/* Print a word once, as libFuzzer reads it. */
static void put_word(const char *word) {
    for (size_t i = 0; i < word_count; i++) {
        if (strcmp(words[i], word) == 0) { return; }
    }
    FZ_CHECK(word_count < WORDS_MAX && strlen(word) <= WORD_BYTES_MAX);
    memcpy(words[word_count++], word, strlen(word) + 1);
    putchar('"');
    for (const char *at = word; *at != '\0'; at++) {
        const unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\') {
            printf("\\%c", byte);
        } else if (byte < 0x20 || byte > 0x7E) {
            printf("\\x%02X", byte);
        } else {
            putchar(byte);
        }
    }
    puts("\"");
}

static void put_words(const char *const *list) {
    for (size_t i = 0; list[i] != NULL; i++) { put_word(list[i]); }
}

static void put_quoted(pl_bytes text, const char *after) {
    char quoted[WORD_BYTES_MAX + 1];
    const int len =
        snprintf(quoted, sizeof quoted, "\"%.*s\"%s", (int)text.len, (const char *)text.ptr, after);
    FZ_CHECK(len > 0 && (size_t)len < sizeof quoted);
    put_word(quoted);
}

/* --- the schemas ---------------------------------------------------------------------------- */

/* The limit and its neighbours. */
static void put_limit(pl_decimal limit) {
    for (int64_t step = -1; step <= 1; step++) {
        char text[PL_DECIMAL_TEXT_BYTES_MAX];
        size_t len = 0;
        pl_decimal near = {0};
        if (pl_decimal_add(limit, pl_decimal_of(step), &near) != PL_OK) { continue; }
        pl_decimal_format(near, text, &len);
        put_word(text);
    }
}

static void put_facet(const pl_facet *facet) {
    switch (facet->keyword) {
    case PL_KEYWORD_MINIMUM:
    case PL_KEYWORD_EXCLUSIVE_MINIMUM:
    case PL_KEYWORD_MAXIMUM:
        put_limit(facet->limit);
        break;
    case PL_KEYWORD_FORMAT:
        put_quoted(pl_bytes_of(format_words[facet->format][0]), "");
        put_quoted(pl_bytes_of(format_words[facet->format][1]), "");
        break;
    case PL_KEYWORD_ENUM:
        for (size_t i = 0; facet->values[i] != NULL; i++) {
            put_quoted(pl_bytes_of(facet->values[i]), "");
        }
        break;
    default:
        break;
    }
}

/* Every schema below this one, each once: a list that grows while it is walked. */
static void put_schemas(const pl_schema *root) {
    const pl_schema *list[SCHEMAS_MAX] = {root};
    size_t count = 1;
    for (size_t i = 0; i < count; i++) {
        const pl_schema *schema = list[i];
        FZ_CHECK(count + schema->member_count + 2 <= SCHEMAS_MAX);
        for (size_t k = 0; k < schema->facet_count; k++) { put_facet(&schema->facets[k]); }
        for (size_t k = 0; k < schema->member_count; k++) {
            put_quoted(pl_bytes_of(schema->members[k].name), ":");
            list[count++] = schema->members[k].schema;
        }
        if (schema->items != NULL) { list[count++] = schema->items; }
        if (schema->values != NULL) { list[count++] = schema->values; }
    }
}

static void put_request(void) {
    put_schemas(&pl_contract_request);
}

static void put_responses(void) {
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        put_schemas(pl_contract_answers[i].schema);
    }
}

static void put_link(void) {
    put_schemas(&pl_contract_link);
}

/* Values that the fuzzers' fixed world knows. */
static void put_world(void) {
    for (size_t i = 0; i < pl_coverage_world.payment_method_count; i++) {
        put_quoted(pl_coverage_world.payment_methods[i], "");
    }
    for (size_t i = 0; moment_words[i] != NULL; i++) {
        put_quoted(pl_bytes_of(moment_words[i]), "");
    }
}

/* --- the routes ----------------------------------------------------------------------------- */

static void put_routes(void) {
    char path[WORD_BYTES_MAX + 1];
    for (pl_route route = 0; route < PL_ROUTE_COUNT; route++) {
        put_word(pl_route_row_of(route)->method);
        FZ_CHECK(pl_route_path(route, format_words[PL_FORMAT_ULID][0], "1", path, sizeof path) ==
                 PL_OK);
        put_word(path);
    }
    static const char *const names[] = {
        PL_HEADER_AUTHORIZATION, PL_HEADER_PARTNER, PL_HEADER_CLIENT,
        PL_HEADER_SIGNATURE,     PL_MEDIA_TYPE,     NULL,
    };
    put_words(names);
    put_schemas(&pl_contract_grant);
}

/* --- the scalars ---------------------------------------------------------------------------- */

static void put_format(pl_format format) {
    put_word(format_words[format][0]);
    put_word(format_words[format][1]);
}

static void put_uris(void) {
    put_words((const char *const[]){format_words[PL_FORMAT_URI][0], format_words[PL_FORMAT_URI][1],
                                    "https://" PL_HOST_SANDBOX, NULL});
}

static void put_emails(void) {
    put_format(PL_FORMAT_EMAIL);
}

static void put_datetimes(void) {
    put_format(PL_FORMAT_DATE_TIME);
}

static void put_point(uint32_t code_point) {
    char text[PL_UTF8_BYTES_MAX + 1] = {0};
    (void)pl_utf8_encode(code_point, (uint8_t *)text);
    put_word(text);
}

/* Both sides of every edge of a pattern's class, and of its length. */
static void put_pattern(const pl_pattern_row *row) {
    uint32_t admitted = 0;
    for (uint32_t point = CODE_POINT_MAX; point > 1; point--) {
        if (row->admits(point)) { admitted = point; }
        if (row->admits(point) == row->admits(point - 1)) { continue; }
        put_point(point);
        put_point(point - 1);
    }
    FZ_CHECK(admitted != 0);
    if (row->count_max >= WORD_BYTES_MAX || admitted >= 0x80) { return; }
    char text[WORD_BYTES_MAX + 1] = {0};
    for (size_t len = 0; len <= row->count_max; len++) {
        text[len] = (char)admitted;
        if (len + 2 >= row->count_min) { put_word(text); }
    }
}

static void put_patterns(void) {
    for (pl_pattern pattern = 0; pattern < PL_PATTERN_COUNT; pattern++) {
        put_pattern(pl_pattern_row_of(pattern));
    }
}

/* The ends of the declared range, and of 64 bits. */
static void put_decimals(void) {
    char text[WORD_BYTES_MAX + 1];
    for (int step = -1; step <= 1; step++) {
        snprintf(text, sizeof text, "e%d", PL_DECIMAL_EXPONENT_MAX + step);
        put_word(text);
        snprintf(text, sizeof text, "e-%d", PL_DECIMAL_EXPONENT_MAX + step);
        put_word(text);
        const int digits = PL_DECIMAL_DIGITS_MAX + step;
        snprintf(text, sizeof text, "%.*s", digits, "9999999999999999999999999999999999999999");
        put_word(text);
    }
    for (size_t i = 1; i < PL_POWER_OF_TEN_COUNT; i++) {
        snprintf(text, sizeof text, "%llu", (unsigned long long)pl_powers_of_ten[i]);
        put_word(text);
    }
    put_limit(pl_decimal_of(INT64_MAX));
    put_limit(pl_decimal_of(INT64_MIN));
}

static void put_ulids(void) {
    static const uint8_t lowest[PL_ULID_BYTES] = {0};
    char text[PL_ULID_LEN + 1];
    pl_ulid_encode(lowest, text);
    put_word(text);
    put_format(PL_FORMAT_ULID);
}

static void put_jose(void) {
    char text[WORD_BYTES_MAX + 1];
    for (size_t i = 0; jose_words[i] != NULL; i++) {
        size_t len = 0;
        FZ_CHECK(pl_base64url_encode(pl_bytes_of(jose_words[i]), (uint8_t *)text, sizeof text - 1,
                                     &len) == PL_OK);
        text[len] = '\0';
        put_word(text);
    }
}

/* --- the journal ---------------------------------------------------------------------------- */

static void put_journal(void) {
    static const pl_journal_table *const tables[] = {
        &pl_journal_run,     &pl_journal_test,   &pl_journal_row,    &pl_journal_record,
        &pl_journal_finding, &pl_journal_listed, &pl_journal_outcome};
    for (unsigned i = 0; i < PL_JOURNAL_LINE_COUNT; i++) {
        put_quoted(pl_bytes_of(pl_journal_line_text((pl_journal_line)i)), "");
    }
    for (size_t i = 0; i < PL_COUNT(tables); i++) {
        for (size_t k = 0; k < tables[i]->count; k++) {
            const pl_journal_field *const field = &tables[i]->fields[k];
            put_quoted(pl_bytes_of(field->name), ":");
            for (unsigned word = 0; field->words != NULL && word < field->words->count; word++) {
                put_quoted(pl_bytes_of(field->words->text(word)), "");
            }
        }
    }
}

/* --- documents ------------------------------------------------------------------------------ */

static void put_keywords(void) {
    for (pl_keyword keyword = PL_KEYWORD_ALL_OF; keyword < PL_KEYWORD_CATALOG; keyword++) {
        char word[WORD_BYTES_MAX + 1];
        snprintf(word, sizeof word, "%s:", pl_keyword_text(keyword));
        put_word(word);
    }
    for (pl_format format = 0; format < PL_FORMAT_COUNT; format++) {
        char word[WORD_BYTES_MAX + 1];
        snprintf(word, sizeof word, "format: %s", pl_format_text(format));
        put_word(word);
    }
}

/* --- the targets ---------------------------------------------------------------------------- */

#define JSON_WORDS json_words, number_words, escape_words, utf8_words

/* clang-format off */
static const struct dictionary {
    const char *target;
    const char *const *lists[SECTIONS_MAX]; /* words of its grammar */
    void (*puts[SECTIONS_MAX])(void);       /* words of tables */
} dictionaries[] = {
    {"fuzz_json",     {JSON_WORDS},                        {NULL}},
    {"fuzz_request",  {JSON_WORDS},                        {put_request, put_world}},
    {"fuzz_response", {JSON_WORDS},                        {put_responses, put_world}},
    {"fuzz_codec",    {JSON_WORDS},                        {put_request, put_link, put_world}},
    {"fuzz_sandbox",  {JSON_WORDS, http_words},            {put_request, put_world, put_routes}},
    {"fuzz_live",     {JSON_WORDS, http_words},            {put_request, put_world, put_routes}},
    {"fuzz_uri",      {uri_words},                         {put_uris}},
    {"fuzz_pattern",  {pattern_words, utf8_words},         {put_patterns}},
    {"fuzz_decimal",  {number_words},                      {put_decimals}},
    {"fuzz_utf8",     {utf8_words, utf8_edge_words},       {NULL}},
    {"fuzz_datetime", {datetime_words, moment_words, moment_edge_words}, {put_datetimes}},
    {"fuzz_ulid",     {ulid_words},                        {put_ulids}},
    {"fuzz_jwt",      {jwt_words},                         {put_jose}},
    {"fuzz_email",    {email_words},                       {put_emails}},
    {"fuzz_journal",  {JSON_WORDS, journal_words},         {put_journal}},
    {"fuzz_openapi",  {yaml_words, openapi_words, regex_words, json_words, utf8_words}, {put_keywords}},
};
/* clang-format on */

int main(int argc, char **argv) {
    const char *target = argc == 2 ? argv[1] : "";
    for (size_t i = 0; i < PL_COUNT(dictionaries); i++) {
        const struct dictionary *row = &dictionaries[i];
        if (strcmp(row->target, target) != 0) { continue; }
        printf("# Made by fuzz/make_dict.c; a test compares.\n");
        for (size_t k = 0; row->lists[k] != NULL; k++) { put_words(row->lists[k]); }
        for (size_t k = 0; row->puts[k] != NULL; k++) { row->puts[k](); }
        return 0;
    }
    fprintf(stderr, "usage: make_dict TARGET\n");
    for (size_t i = 0; i < PL_COUNT(dictionaries); i++) {
        fprintf(stderr, "    %s\n", dictionaries[i].target);
    }
    return 2;
}
