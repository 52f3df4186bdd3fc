/* Prints the dictionary of a fuzz target: JSON's own traps, then the words of the contract's tables.
 *   make_dict fuzz_request > fuzz/fuzz_request.dict */
#include <stdio.h>
#include <string.h>

#include "verdict_util.h"

enum { SCHEMAS_MAX = 128, WORDS_MAX = 512, WORD_BYTES_MAX = 128, ROOTS_MAX = 8 };

/* Spellings that JSON readers disagree on. */
/* clang-format off */
static const char *const json_words[] = {
    "true", "false", "null", "NaN", "-Infinity", "{\"a\":1,\"a\":2}", "[[[[[[[[", "-0", "-01", "1.", ".5", "1.0", "1e0",
    "1E+3", "1e-7", "1e400", "0.1", "9223372036854775808", "18446744073709551616", "12345678901234567",
    "\\u0000", "\\ud83d\\ude00", "\\ud800", "\\u0022", "\\/", "\xEF\xBB\xBF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
    "\xC2\xA0", "\xE2\x80\xA8", "\xE3\x80\x80", "\xF0\x9F\x98\x80",
};
/* clang-format on */

/* A value that has the format, and one that nearly has it. */
/* clang-format off */
static const char *const format_words[PL_FORMAT_COUNT][2] = {
    [PL_FORMAT_URI] = {"\"https://[::1]:80/?a#b\"", "\"//e.example\""},
    [PL_FORMAT_DATE_TIME] = {"\"2025-12-31T23:59:60Z\"", "\"2025-02-30T00:00:00Z\""},
    [PL_FORMAT_EMAIL] = {"\"a.b@e.example\"", "\"a.@e.example\""},
    [PL_FORMAT_ULID] = {"\"7ZZZZZZZZZZZZZZZZZZZZZZZZZ\"", "\"8ZZZZZZZZZZZZZZZZZZZZZZZZZ\""},
};
/* clang-format on */

/* Moments that no table holds: ahead of the fuzzers' clock, and behind it. */
static const char *const moment_words[] = {"\"1893456000000\"", "\"1000000000000\""};

static char words[WORDS_MAX][WORD_BYTES_MAX];
static size_t word_count;

/* Print a word once, as libFuzzer reads it. */
static void put_word(const char *word) {
    for (size_t i = 0; i < word_count; i++) {
        if (strcmp(words[i], word) == 0) { return; }
    }
    if (word_count == WORDS_MAX || strlen(word) >= WORD_BYTES_MAX) { return; }
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

static void put_quoted(pl_bytes text, const char *after) {
    char quoted[WORD_BYTES_MAX];
    snprintf(quoted, sizeof quoted, "\"%.*s\"%s", (int)text.len, (const char *)text.ptr, after);
    put_word(quoted);
}

static void put_facet(const pl_facet *facet) {
    switch (facet->keyword) {
    case PL_KEYWORD_MINIMUM:
    case PL_KEYWORD_EXCLUSIVE_MINIMUM:
    case PL_KEYWORD_MAXIMUM:
        put_limit(facet->limit);
        break;
    case PL_KEYWORD_FORMAT:
        put_word(format_words[facet->format][0]);
        put_word(format_words[facet->format][1]);
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

/* Every schema below these roots, each once: a list that grows while it is walked. */
static void put_schemas(const pl_schema *const *roots, size_t root_count) {
    const pl_schema *list[SCHEMAS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < root_count; i++) { list[count++] = roots[i]; }
    for (size_t i = 0; i < count; i++) {
        const pl_schema *schema = list[i];
        for (size_t k = 0; k < schema->facet_count; k++) { put_facet(&schema->facets[k]); }
        for (size_t k = 0; k < schema->member_count; k++) {
            put_quoted(pl_bytes_of(schema->members[k].name), ":");
            if (count < SCHEMAS_MAX) { list[count++] = schema->members[k].schema; }
        }
        if (schema->items != NULL && count < SCHEMAS_MAX) { list[count++] = schema->items; }
        if (schema->values != NULL && count < SCHEMAS_MAX) { list[count++] = schema->values; }
    }
}

int main(int argc, char **argv) {
    const pl_schema *roots[ROOTS_MAX];
    size_t root_count = 0;
    const char *target = argc == 2 ? argv[1] : "";
    if (strcmp(target, "fuzz_request") == 0) {
        roots[root_count++] = &pl_contract_request;
    } else if (strcmp(target, "fuzz_response") == 0) {
        for (size_t i = 0; i < pl_contract_answer_count && i < ROOTS_MAX; i++) {
            roots[root_count++] = pl_contract_answers[i].schema;
        }
    } else if (strcmp(target, "fuzz_json") != 0) {
        fprintf(stderr, "usage: make_dict fuzz_json|fuzz_request|fuzz_response\n");
        return 2;
    }
    printf("# Made by fuzz/make_dict.c; a test compares.\n");
    for (size_t i = 0; i < PL_COUNT(json_words); i++) { put_word(json_words[i]); }
    put_schemas(roots, root_count);
    for (size_t i = 0; i < PL_COUNT(fz_methods) && root_count > 0; i++) {
        put_quoted(fz_methods[i], "");
    }
    for (size_t i = 0; i < PL_COUNT(moment_words) && root_count > 0; i++) {
        put_word(moment_words[i]);
    }
    return 0;
}
