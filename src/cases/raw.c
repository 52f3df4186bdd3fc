/* The bytes of a body: not JSON, odd JSON, the same JSON written otherwise. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

typedef enum surgery {
    AROUND,         /* before and after the good body */
    CUT,            /* the good body without its last `cut` bytes, then after */
    FIRST_NAME,     /* the first member's opening quote gives way to `before` */
    TITLE,          /* the title's JSON text */
    USAGE,          /* the usage limit's JSON text */
    REPEAT_FIRST,   /* the usage limit once more, before all others: as `before` */
    REPEAT_LAST,    /* likewise after all others */
    REPEAT_ESCAPED, /* likewise, the first letter of its name as an escape */
    WHOLE           /* `before` alone */
} surgery;

typedef struct raw_row {
    const char *what;
    const char *why;
    pl_class klass;
    surgery surgery;
    size_t cut;
    pl_bytes before;
    pl_bytes after;
} raw_row;

#define NONE                                                                                       \
    { NULL, 0 }
#define BYTES(text) PL_BYTES_LIT(text)

static const char not_json[] = "The body is not JSON; lenient readers take it.";
static const char same_json[] = "The same JSON value, written otherwise.";
static const char odd_json[] = "The contract does not say what such a body means.";

/* clang-format off */
static const raw_row rows[] = {
    {"empty",               "An empty body is no JSON value.", PL_CLASS_REFUSE, WHOLE, 0, BYTES(""),        NONE},
    {"white-space",         "White space alone is no JSON value.", PL_CLASS_REFUSE, WHOLE, 0, BYTES(" \n"),  NONE},
    {"word",                not_json,  PL_CLASS_REFUSE, WHOLE,  0, BYTES("hello"),          NONE},
    {"form",                not_json,  PL_CLASS_REFUSE, WHOLE,  0, BYTES("title=hello&max_usage=1"), NONE},
    {"xml",                 not_json,  PL_CLASS_REFUSE, WHOLE,  0, BYTES("<title>hello</title>"), NONE},
    {"truncated",           not_json,  PL_CLASS_REFUSE, CUT,    1, NONE,                    NONE},
    {"truncated-inside",    not_json,  PL_CLASS_REFUSE, CUT,    9, NONE,                    NONE},
    {"trailing-comma",      not_json,  PL_CLASS_REFUSE, CUT,    1, NONE,                    BYTES(",}")},
    {"bracket-mismatch",    not_json,  PL_CLASS_REFUSE, CUT,    1, NONE,                    BYTES("]")},
    {"trailing-garbage",    not_json,  PL_CLASS_REFUSE, AROUND, 0, NONE,                    BYTES("x")},
    {"trailing-bracket",    not_json,  PL_CLASS_REFUSE, AROUND, 0, NONE,                    BYTES("}")},
    {"trailing-nul",        not_json,  PL_CLASS_REFUSE, AROUND, 0, NONE,                    BYTES("\0")},
    {"two-documents",       not_json,  PL_CLASS_REFUSE, AROUND, 0, NONE,                    BYTES(" {}")},
    {"leading-garbage",     not_json,  PL_CLASS_REFUSE, AROUND, 0, BYTES(")]}',\n"),        NONE},
    {"leading-comma",       not_json,  PL_CLASS_REFUSE, FIRST_NAME, 0, BYTES(",\""),        NONE},
    {"no-break-space",      not_json,  PL_CLASS_REFUSE, AROUND, 0, BYTES("\xC2\xA0"),       NONE},
    {"form-feed",           not_json,  PL_CLASS_REFUSE, AROUND, 0, BYTES("\f"),             NONE},
    {"block-comment",       not_json,  PL_CLASS_REFUSE, AROUND, 0, BYTES("/* note */"),     NONE},
    {"line-comment",        not_json,  PL_CLASS_REFUSE, AROUND, 0, NONE,                    BYTES("\n// note\n")},
    {"unquoted-name",       not_json,  PL_CLASS_REFUSE, FIRST_NAME, 0, BYTES("note:1,\""),  NONE},
    {"single-quoted-name",  not_json,  PL_CLASS_REFUSE, FIRST_NAME, 0, BYTES("'note':1,\""), NONE},
    {"number-as-name",      not_json,  PL_CLASS_REFUSE, FIRST_NAME, 0, BYTES("1:1,\""),     NONE},
    {"single-quotes",       not_json,  PL_CLASS_REFUSE, TITLE,  0, BYTES("'hello'"),        NONE},
    {"raw-newline",         not_json,  PL_CLASS_REFUSE, TITLE,  0, BYTES("\"hel\nlo\""),    NONE},
    {"raw-tab",             not_json,  PL_CLASS_REFUSE, TITLE,  0, BYTES("\"hel\tlo\""),    NONE},
    {"raw-nul",             not_json,  PL_CLASS_REFUSE, TITLE,  0, BYTES("\"hel\0lo\""),    NONE},
    {"unknown-escape",      not_json,  PL_CLASS_REFUSE, TITLE,  0, BYTES("\"hel\\x6co\""),  NONE},
    {"short-escape",        not_json,  PL_CLASS_REFUSE, TITLE,  0, BYTES("\"hel\\u6clo\""), NONE},
    {"nan",                 not_json,  PL_CLASS_REFUSE, USAGE,  0, BYTES("NaN"),            NONE},
    {"infinity",            not_json,  PL_CLASS_REFUSE, USAGE,  0, BYTES("Infinity"),       NONE},
    {"undefined",           not_json,  PL_CLASS_REFUSE, USAGE,  0, BYTES("undefined"),      NONE},
    {"leading-zero",        not_json,  PL_CLASS_REFUSE, USAGE,  0, BYTES("01"),             NONE},
    {"plus-sign",           not_json,  PL_CLASS_REFUSE, USAGE,  0, BYTES("+1"),             NONE},
    {"hexadecimal",         not_json,  PL_CLASS_REFUSE, USAGE,  0, BYTES("0x1"),            NONE},
    {"point-at-end",        not_json,  PL_CLASS_REFUSE, USAGE,  0, BYTES("1."),             NONE},
    {"point-at-start",      not_json,  PL_CLASS_REFUSE, USAGE,  0, BYTES(".1e1"),           NONE},
    {"exponent-without-digits", not_json, PL_CLASS_REFUSE, USAGE, 0, BYTES("1e"),           NONE},
    {"capital-literal",     not_json,  PL_CLASS_REFUSE, FIRST_NAME, 0, BYTES("\"note\":True,\""), NONE},
    {"missing-colon",       not_json,  PL_CLASS_REFUSE, FIRST_NAME, 0, BYTES("\"note\" 1,\""), NONE},
    {"missing-value",       not_json,  PL_CLASS_REFUSE, FIRST_NAME, 0, BYTES("\"note\":,\""), NONE},
    {"trailing-comma-inside", not_json, PL_CLASS_REFUSE, FIRST_NAME, 0, BYTES("\"note\":[1,],\""), NONE},
    {"digit-separator",     not_json,  PL_CLASS_REFUSE, USAGE,  0, BYTES("1_0"),            NONE},
    {"duplicate-same",      odd_json,  PL_CLASS_OPEN,   REPEAT_LAST, 0, BYTES("1"),        NONE},
    {"duplicate-last-good", odd_json,  PL_CLASS_OPEN,   REPEAT_FIRST, 0, BYTES("0"),       NONE},
    {"duplicate-last-bad",  odd_json,  PL_CLASS_OPEN,   REPEAT_LAST, 0, BYTES("0"),        NONE},
    {"duplicate-escaped",   odd_json,  PL_CLASS_OPEN,   REPEAT_ESCAPED, 0, BYTES("1"),     NONE},
    {"byte-order-mark",     odd_json,  PL_CLASS_OPEN,   AROUND, 0, BYTES("\xEF\xBB\xBF"),   NONE},
    {"invalid-utf-8",       odd_json,  PL_CLASS_OPEN,   TITLE,  0, BYTES("\"caf\xE9\""),    NONE},
    {"cut-utf-8",           odd_json,  PL_CLASS_OPEN,   TITLE,  0, BYTES("\"caf\xC3\""),    NONE},
    {"overlong-utf-8",      odd_json,  PL_CLASS_OPEN,   TITLE,  0, BYTES("\"a\xC0\xAF\""),  NONE},
    {"surrogate-utf-8",     odd_json,  PL_CLASS_OPEN,   TITLE,  0, BYTES("\"a\xED\xA0\x80\""), NONE},
    {"lone-surrogate",      odd_json,  PL_CLASS_OPEN,   TITLE,  0, BYTES("\"a\\ud800\""),   NONE},
    {"nul-in-text",         odd_json,  PL_CLASS_OPEN,   TITLE,  0, BYTES("\"a\\u0000b\""),  NONE},
    {"white-space-around",  same_json, PL_CLASS_ACCEPT, AROUND, 0, BYTES(" \t\r\n"),        BYTES("\n\r\t ")},
};
/* clang-format on */

/* Where `text` starts in the body (asserted to be there). */
static size_t offset_of(pl_bytes body, const char *text) {
    const char *at = strstr((const char *)body.ptr, text); /* bodies are terminated */
    assert(at != NULL);
    return (size_t)(at - (const char *)body.ptr);
}

/* left, put, right in one piece. */
static pl_status join(pl_case_kit *kit, pl_bytes left, pl_bytes put, pl_bytes right,
                      pl_bytes *ret_text) {
    const size_t len = left.len + put.len + right.len;
    uint8_t *text = pl_arena_alloc(kit->arena, len + 1);
    if (text == NULL) { return PL_E_MEMORY; }
    if (left.len > 0) { memcpy(text, left.ptr, left.len); }
    if (put.len > 0) { memcpy(text + left.len, put.ptr, put.len); }
    if (right.len > 0) { memcpy(text + left.len + put.len, right.ptr, right.len); }
    text[len] = '\0';
    *ret_text = (pl_bytes){text, len};
    return PL_OK;
}

/* The body with the value of a member replaced; the value must be one that stands there as `old`. */
static pl_status replace(pl_case_kit *kit, pl_bytes body, const char *name, const char *old,
                         pl_bytes put, pl_bytes *ret_text) {
    const char *member = pl_arena_printf(kit->arena, "\"%s\":%s", name, old);
    if (member == NULL) { return PL_E_MEMORY; }
    const size_t at = offset_of(body, member) + strlen(name) + strlen("\"\":");
    const size_t end = at + strlen(old);
    return join(kit, (pl_bytes){body.ptr, at}, put, (pl_bytes){body.ptr + end, body.len - end},
                ret_text);
}

static pl_status replace_member(pl_case_kit *kit, pl_bytes body, const pl_member *member,
                                pl_bytes put, pl_bytes *ret_text) {
    const char *old = pl_good_value(kit, member);
    return old != NULL ? replace(kit, body, member->name, old, put, ret_text) : PL_E_MEMORY;
}

/* The name with its first letter as an escape. */
static const char *escaped_name(pl_case_kit *kit, const pl_member *member) {
    return pl_arena_printf(kit->arena, "\\u%04x%s", (unsigned)member->name[0], member->name + 1);
}

/* The usage limit stands twice. */
static pl_status repeat(pl_case_kit *kit, const raw_row *row, pl_bytes body, pl_bytes *ret_text) {
    const pl_member *member = pl_request_member(PL_REQUEST_MAX_USAGE);
    const bool first = row->surgery == REPEAT_FIRST;
    const bool escaped = row->surgery == REPEAT_ESCAPED;
    const char *name = escaped ? escaped_name(kit, member) : member->name;
    if (name == NULL) { return PL_E_MEMORY; }
    const char *text = pl_arena_printf(kit->arena, "%s\"%s\":%s%s", first ? "" : ",", name,
                                       (const char *)row->before.ptr, first ? "," : "");
    if (text == NULL) { return PL_E_MEMORY; }
    const size_t at =
        first ? 1 : body.len - 1; /* past the opening bracket, or before the closing */
    return join(kit, (pl_bytes){body.ptr, at}, pl_bytes_of(text),
                (pl_bytes){body.ptr + at, body.len - at}, ret_text);
}

static pl_status operate(pl_case_kit *kit, const raw_row *row, pl_bytes body, pl_bytes *ret_text) {
    pl_bytes most = body;
    switch (row->surgery) {
    case WHOLE:
        *ret_text = row->before;
        return PL_OK;
    case AROUND:
        return join(kit, row->before, body, row->after, ret_text);
    case CUT:
        assert(row->cut < body.len);
        most.len -= row->cut;
        return join(kit, row->before, most, row->after, ret_text);
    case FIRST_NAME:
        assert(body.ptr[0] == '{' && body.ptr[1] == '"');
        most = (pl_bytes){body.ptr + 2, body.len - 2};
        return join(kit, (pl_bytes){body.ptr, 1}, row->before, most, ret_text);
    case TITLE:
        return replace_member(kit, body, pl_request_member(PL_REQUEST_TITLE), row->before,
                              ret_text);
    case USAGE:
        return replace_member(kit, body, pl_request_member(PL_REQUEST_MAX_USAGE), row->before,
                              ret_text);
    case REPEAT_FIRST:
    case REPEAT_LAST:
    case REPEAT_ESCAPED:
        break;
    }
    return repeat(kit, row, body, ret_text);
}

static pl_status add_row(pl_case_kit *kit, const pl_place *root, const raw_row *row) {
    pl_bytes body = {0};
    pl_status status = pl_body_write(kit, &(pl_body){.full = false}, &body);
    if (status != PL_OK) { return status; }
    pl_bytes text = {0};
    status = operate(kit, row, body, &text);
    if (status != PL_OK) { return status; }
    pl_probe probe = {.place = root,
                      .keyword = pl_keyword_text(PL_KEYWORD_SYNTAX),
                      .what = row->what,
                      .why = row->why,
                      .klass = row->klass};
    if (row->klass == PL_CLASS_OPEN) {
        static const int statuses[] = {200, 400, 422};
        memcpy(probe.statuses, statuses, sizeof statuses);
    }
    return pl_probe_text(kit, &probe, text);
}

/* The same members in another order, with white space between the tokens, a name with an escape. */
static pl_status add_spellings(pl_case_kit *kit, const pl_place *root) {
    pl_probe probe = {.place = root, .why = same_json, .klass = PL_CLASS_ACCEPT};
    probe.keyword = pl_keyword_text(PL_KEYWORD_SYNTAX);
    probe.what = "reversed";
    pl_status status = pl_probe_body(kit, &probe, &(pl_body){.full = true, .reversed = true});
    if (status != PL_OK) { return status; }
    const char *price = pl_kit_decimal(kit, kit->config->amount);
    if (price == NULL) { return PL_E_MEMORY; }
    const pl_line line = pl_line_of("1", price);
    probe.what = "spaced";
    status = pl_probe_body(
        kit, &probe, &(pl_body){.full = true, .spaced = true, .lines = &line, .line_count = 1});
    if (status != PL_OK) { return status; }
    pl_bytes body = {0};
    status = pl_body_write(kit, &(pl_body){.full = false}, &body);
    if (status != PL_OK) { return status; }
    const pl_member *member = pl_request_member(PL_REQUEST_TITLE);
    const char *plain = pl_arena_printf(kit->arena, "\"%s\":", member->name);
    const char *escaped = escaped_name(kit, member);
    if (plain == NULL || escaped == NULL) { return PL_E_MEMORY; }
    const size_t at = offset_of(body, plain) + 1;
    const size_t end = at + strlen(member->name);
    pl_bytes text = {0};
    status = join(kit, (pl_bytes){body.ptr, at}, pl_bytes_of(escaped),
                  (pl_bytes){body.ptr + end, body.len - end}, &text);
    if (status != PL_OK) { return status; }
    probe.what = "escaped-name";
    return pl_probe_text(kit, &probe, text);
}

/* A request without any body. */
static pl_status add_absent(pl_case_kit *kit) {
    pl_case test = kit->defaults;
    test.id = "body/syntax/absent";
    test.group = "body";
    test.constraint = "body syntax";
    test.why = "The body is required.";
    test.klass = PL_CLASS_REFUSE;
    return pl_kit_add(kit, &test);
}

/* Brackets that open and never close: a reader without a limit runs out of stack. */
static pl_status add_deep(pl_case_kit *kit, const pl_place *root) {
    enum { BRACKET_COUNT = 20000 };
    const char *brackets = pl_kit_repeat(kit, "[", BRACKET_COUNT);
    if (brackets == NULL) { return PL_E_MEMORY; }
    const pl_probe probe = {.place = root,
                            .keyword = pl_keyword_text(PL_KEYWORD_SYNTAX),
                            .what = "deep-unclosed",
                            .why = "Brackets are opened and none is closed.",
                            .klass = PL_CLASS_REFUSE};
    return pl_probe_text(kit, &probe, pl_bytes_of(brackets));
}

pl_status pl_raw_add(pl_case_kit *kit, const pl_place *root) {
    pl_status status = add_absent(kit);
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        status = add_row(kit, root, &rows[i]);
    }
    if (status == PL_OK) { status = add_deep(kit, root); }
    return status == PL_OK ? add_spellings(kit, root) : status;
}
