/* Words of the grammars, for the dictionaries: what no table of the project holds. Every list ends with NULL. */
#ifndef PL_FUZZ_DICT_WORDS_H
#define PL_FUZZ_DICT_WORDS_H

#include "schema/schema.h"

/* A value that has the format, and one that nearly has it. */
/* clang-format off */
static const char *const format_words[PL_FORMAT_COUNT][2] = {
    [PL_FORMAT_URI] = {"https://[::1]:80/?a#b", "//e.example"},
    [PL_FORMAT_DATE_TIME] = {"2025-12-31T23:59:60Z", "2025-02-30T00:00:00Z"},
    [PL_FORMAT_EMAIL] = {"a.b@e.example", "a.@e.example"},
    [PL_FORMAT_ULID] = {"7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ"},
};

/* Spellings that JSON readers disagree on. */
static const char *const json_words[] = {
    "true", "false", "null", "NaN", "-Infinity", "{\"a\":1,\"a\":2}", "[[[[[[[[", NULL,
};

static const char *const number_words[] = {
    "-0", "-01", "1.", ".5", "1.0", "1e0", "1E+3", "1e-7", "1e400", "0.1", "9223372036854775808",
    "18446744073709551616", "12345678901234567", NULL,
};

static const char *const escape_words[] = {"\\u0000", "\\ud83d\\ude00", "\\ud800", "\\u0022", "\\/", NULL};

/* A mark, ill-formed sequences, white space above ASCII, a code point above U+FFFF. */
static const char *const utf8_words[] = {
    "\xEF\xBB\xBF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC2\xA0", "\xE2\x80\xA8", "\xE3\x80\x80",
    "\xF0\x9F\x98\x80", NULL,
};

/* Both sides of every row of RFC 3629 section 4, and sequences cut short. */
static const char *const utf8_edge_words[] = {
    "\x7F", "\x80", "\xBF", "\xC1\xBF", "\xC2\x80", "\xC2\x7F", "\xDF\xBF", "\xDF\xC0", "\xE0\x9F\xBF", "\xE0\xA0\x80",
    "\xED\x9F\xBF", "\xED\xBF\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x90\x80\x80",
    "\xF4\x8F\xBF\xBF", "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xE2\x82", "\xF0\x9F\x98", "\xF1\x80", NULL,
};

/* Once Zs (U+180E), a control that some engines take for \s (U+0085), a digit zero of two other scripts. */
static const char *const pattern_words[] = {
    "\xE1\xA0\x8E", "\xC2\x85", "\xE2\x80\x8B", "\xD9\xA0", "\xEF\xBC\x90", "\r\n", "\x1C", "\x1F", "\x7F", NULL,
};

/* RFC 3986 appendix A. */
static const char *const uri_words[] = {
    "http://", "https://", "HTTP://", "javascript:", "urn:", "data:,", "a+b-c.d:", "file:///", "//", "://", ":", "@",
    "user:word@", "?", "#", "%", "%41", "%fF", "%G1", "%4", "/..", "./", "//@:", ":@[", "]", "[::]", "[v1.x:y]", "[vF.",
    "[::ffff:192.0.2.1]", "[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7:8:9]", "[1:2:3:4:5:6:192.0.2.1]",
    "[::1:2:3:4:5:6:7:8]", "[1::2::3]", "[12345::]", "255.255.255.255", "256.0.0.1", "01.0.0.1", "0.0.0.0.0", ":65536",
    "!$&'()*+,;=", "-._~", "^", "|", "\"", "<>", "{}", "\\", "`", " ", "\x7F", "\xC3\xA9", NULL,
};

/* RFC 3339 section 5.6, and the calendar's corners. */
static const char *const datetime_words[] = {
    "T", "t", "Z", "z", "+00:00", "-00:00", "+07:00", "+23:59", "+24:00", "-00:01", ".0", ".999", ".9999999999",
    "0000-01-01", "9999-12-31", "1900-02-29", "2000-02-29", "2024-02-29", "2023-02-29", "-04-31", "-00-", "-13-01", "-01-32",
    "24:00:00", "23:59:59", "23:59:60", "23:60:00", "00:00:61", "1972-06-30T23:59:60Z", "1990-12-31T15:59:60-08:00",
    "2017-01-01T06:59:60+07:00", NULL,
};

/* The 13 digits of a moment: ahead of the fuzzers' clock, behind it, the first and the last. */
static const char *const moment_words[] = {"1893456000000", "1000000000000", NULL};
static const char *const moment_edge_words[] = {"0000000000000", "9999999999999", "253402300799999", NULL};

/* Letters that Crockford's base32 leaves out, and a small one. */
static const char *const ulid_words[] = {"I", "L", "O", "U", "i", "l", "o", "u", "a", "z", "7", "8", NULL};

/* What a JOSE header may say of the signature, before base64url. */
static const char *const jose_words[] = {
    "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "{\"alg\":\"none\"}", "{\"exp\":0}", "{}", NULL,
};
static const char *const jwt_words[] = {".", "..", "...", "=", "==", "+", "/", "-", "_", "A", "AA", "AB", "AAA", NULL};

/* RFC 5321 sections 4.1.2 and 4.1.3, and what RFC 5322 takes beside it. */
static const char *const email_words[] = {
    "@", ".", "..", "\"", "\"\"", "\\\"", "\\\\", "\\", "-", "--", ".-", "-.", "[", "]", "[]", "\"@\"", "a@b", "\" \"@", "@[1]",
    "[127.0.0.1]", "[256.0.0.1]", "[IPv6:::1]", "[x-y:z]", "!#$%&'*+-/=?^_`{|}~", "(x)", "<a@b>", "_", ",", ";", ":", " ",
    "\t", "\r\n", "\n", "\x7F", "\x80", "\xC3\xA9", "xn--", NULL,
};

/* YAML 1.2.2: what opens, ends or joins; tags, anchors, block headers. */
static const char *const yaml_words[] = {
    "---\n", "...\n", "%YAML 1.2\n", "%TAG ! !a\n", "- ", "? ", ": ", "\n  ", "\n- ", "&a ", "*a", "*a : ", "<<: *a", "!!str ", "!!int ",
    "!!null ", "!<a> ", "! ", "|\n ", "|2-\n  ", ">+\n ", "\"\\x41\"", "\"\\U0001F600\"", "\"\\N\\_\\L\\P\\e\\0\"", "'it''s'", "~", "0x1F", "0o17",
    "+.5", ".inf", ".nan", "# c\n", "\r\n", "\t", "```yaml\n", "```\n", "````json a\n", "\xC2\x85", "\xEF\xBB\xBF", NULL,
};

/* OpenAPI 3.0 and 3.1. */
static const char *const openapi_words[] = {
    "openapi: 3.1.0\n", "openapi: 3.0.3\n", "\"openapi\":\"3.1.0\"", "paths:", "components:", "schemas:", "webhooks:", "servers:", "security:",
    "securitySchemes:", "parameters:", "requestBody:", "responses:", "headers:", "content:", "application/json:", "schema:", "get:", "post:",
    "/a/{id}:", "in: path", "in: header", "name:", "required: true", "'200':", "2XX:", "default:", "description:", "operationId:",
    "$ref: '#/components/schemas/A'", "$ref: '#/x~1a~0b%7E'", "nullable: true", "readOnly: true", "discriminator:", "example:", "examples:",
    "value:", "type: http", "scheme: bearer", "type: apiKey", "scopes:", "x-rules: [sumOfItems]", "x-catalog: true", "x-format: ulid",
    "x-contested: integer", "prefixItems:", "patternProperties:", "$defs:", "if:", "type: [string, 'null']", "type: object", "type: array",
    "properties:", "items:", "allOf:", "anyOf:", "oneOf:", "not:", "{}", "[]", NULL,
};

/* Regular expressions that engines read differently. */
static const char *const regex_words[] = {
    "^(a+)+$", "\\p{L}", "\\u{1F600}", "(?<n>a)\\k<n>", "(?<=a)", "(?=a)", "a++", "a{,2}", "[[:alpha:]]", "[^]", "[]", "(?i)", "(*UTF)", "\\Q\\E",
    "\\R", "\\cA", "\\01", "a{2,3}?", NULL,
};

/* HTTP around the contract. */
static const char *const http_words[] = {
    "HEAD", "PUT", "PATCH", "OPTIONS", "Content-Type", "Accept", "text/html", "; charset=utf-8", "Bearer ", "bearer ", "Basic ",
    "?", "%2F", "//", NULL,
};
/* Members of a journal's lines that stand in no table, and ends of lines. */
static const char *const journal_words[] = {
    "\n", "}\n{", "\"line\":", "\"format\":\"paylink-journal\"", "\"version\":1", "\"planned\":", "\"index\":", "\"record\":{",
    "\"findings\":[", "\"excused\":true", "{\"base64url\":\"_w\"}", NULL,
};
/* clang-format on */

#endif
