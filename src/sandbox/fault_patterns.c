#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"
#include "text/datetime.h"

/* Patterns as people get them wrong. */

static const char group_patterns[] = "patterns";

enum {
    POINT_COUNT_MAX = 512
}; /* of a text; what follows is cut off, longer than any pattern asks for */

/* A text, and the pattern that it should match. */
typedef struct subject {
    uint32_t points[POINT_COUNT_MAX];
    size_t count;
    const pl_pattern_row *pattern;
} subject;

/* A way to get it wrong. */
typedef struct pattern_row {
    const char *name;
    const char *words;
    bool (*matches)(const subject *text);
    bool all; /* of every pattern; else of this one */
    pl_pattern pattern;
} pattern_row;

/* --- the right way, and parts of it ---------------------------------------------------------- */

static bool matches_range(const subject *text, size_t from, size_t to) {
    if (to - from < text->pattern->count_min || to - from > text->pattern->count_max) {
        return false;
    }
    for (size_t i = from; i < to; i++) {
        if (!text->pattern->admits(text->points[i])) { return false; }
    }
    return true;
}

static bool matches(const subject *text) {
    return matches_range(text, 0, text->count);
}

/* Matches with these code points taken for one that the pattern admits. */
static bool matches_with(const subject *text, bool (*also)(uint32_t)) {
    subject copy = *text;
    uint32_t stand_in = '0';
    assert(text->pattern->admits(stand_in));
    for (size_t i = 0; i < copy.count; i++) {
        if (also(copy.points[i])) { copy.points[i] = stand_in; }
    }
    return matches(&copy);
}

static bool matches_without(const subject *text, bool (*refused)(uint32_t)) {
    for (size_t i = 0; i < text->count; i++) {
        if (refused(text->points[i])) { return false; }
    }
    return matches(text);
}

/* --- anchors and counts ---------------------------------------------------------------------- */

static bool newline_passes(const subject *text) {
    const bool ends_so = text->count > 0 && text->points[text->count - 1] == '\n';
    return matches_range(text, 0, text->count - (ends_so ? 1 : 0));
}

static bool any_start_passes(const subject *text) {
    for (size_t from = 0; from <= text->count; from++) {
        if (matches_range(text, from, text->count)) { return true; }
    }
    return false;
}

static bool any_end_passes(const subject *text) {
    for (size_t to = 0; to <= text->count; to++) {
        if (matches_range(text, 0, to)) { return true; }
    }
    return false;
}

static bool any_part_passes(const subject *text) {
    for (size_t from = 0; from <= text->count; from++) {
        for (size_t to = from; to <= text->count; to++) {
            if (matches_range(text, from, to)) { return true; }
        }
    }
    return false;
}

static bool trimmed_passes(const subject *text) {
    size_t from = 0;
    size_t to = text->count;
    while (from < to && pl_ecma_is_space(text->points[from])) { from++; }
    while (to > from && pl_ecma_is_space(text->points[to - 1])) { to--; }
    return matches_range(text, from, to);
}

static bool shorter_passes(const subject *text) {
    subject copy = *text;
    pl_pattern_row row = *text->pattern;
    row.count_min--;
    copy.pattern = &row;
    return matches(&copy);
}

static bool longer_passes(const subject *text) {
    subject copy = *text;
    pl_pattern_row row = *text->pattern;
    row.count_max++;
    copy.pattern = &row;
    return matches(&copy);
}

static bool any_count_passes(const subject *text) {
    subject copy = *text;
    pl_pattern_row row = *text->pattern;
    row.count_min = 1;
    row.count_max = UINT32_MAX;
    copy.pattern = &row;
    return matches(&copy);
}

static bool any_text_passes(const subject *text) {
    (void)text;
    return true;
}

static bool first_decides(const subject *text) {
    return text->count > 0 && text->pattern->admits(text->points[0]) &&
           text->count >= text->pattern->count_min && text->count <= text->pattern->count_max;
}

static bool last_decides(const subject *text) {
    return text->count > 0 && text->pattern->admits(text->points[text->count - 1]) &&
           text->count >= text->pattern->count_min && text->count <= text->pattern->count_max;
}

/* --- neither white space nor slash ----------------------------------------------------------- */

static bool is_slash(uint32_t c) {
    return c == '/';
}
static bool is_blank(uint32_t c) {
    return c == ' ';
}
static bool is_ascii_space(uint32_t c) {
    return c < 0x80 && pl_ecma_is_space(c);
}
static bool is_tab(uint32_t c) {
    return c == '\t';
}
static bool is_line_end(uint32_t c) {
    return c == '\n' || c == '\r';
}
static bool is_rare_space(uint32_t c) {
    return c == '\v' || c == '\f';
}
static bool is_non_ascii(uint32_t c) {
    return c >= 0x80;
}
static bool is_letter_s(uint32_t c) {
    return c == 's';
}
static bool is_backslash(uint32_t c) {
    return c == '\\';
}
static bool is_capital(uint32_t c) {
    return c >= 'A' && c <= 'Z';
}
static bool is_punctuation(uint32_t c) {
    const bool word =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || is_capital(c) || c == '_' || c == '-';
    return c < 0x80 && !word;
}

static bool slash_passes(const subject *text) {
    return matches_with(text, is_slash);
}
static bool blank_passes(const subject *text) {
    return matches_with(text, is_blank);
}
static bool space_passes(const subject *text) {
    return matches_with(text, is_ascii_space);
}
static bool tab_passes(const subject *text) {
    return matches_with(text, is_tab);
}
static bool line_end_passes(const subject *text) {
    return matches_with(text, is_line_end);
}
static bool rare_space_passes(const subject *text) {
    return matches_with(text, is_rare_space);
}
static bool non_ascii_refused(const subject *text) {
    return matches_without(text, is_non_ascii);
}
static bool letter_s_refused(const subject *text) {
    return matches_without(text, is_letter_s);
}
static bool backslash_refused(const subject *text) {
    return matches_without(text, is_backslash);
}
static bool capital_refused(const subject *text) {
    return matches_without(text, is_capital);
}
static bool punctuation_refused(const subject *text) {
    return matches_without(text, is_punctuation);
}
static bool digits_refused(const subject *text) {
    bool digits = true;
    for (size_t i = 0; i < text->count; i++) {
        digits = digits && pl_ecma_is_digit(text->points[i]);
    }
    return !digits && matches(text);
}

/* --- thirteen digits ------------------------------------------------------------------------- */

/* The first of ten digits in a row, in scripts that phones and forms send. */
static bool is_other_digit(uint32_t c) {
    static const uint32_t zeros[] = {0x660, 0x6F0, 0x966, 0xE50, 0xFF10};
    for (size_t i = 0; i < PL_COUNT(zeros); i++) {
        if (c >= zeros[i] && c <= zeros[i] + 9) { return true; }
    }
    return false;
}
static bool is_hex_letter(uint32_t c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
}
static bool is_letter(uint32_t c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool other_digit_passes(const subject *text) {
    return matches_with(text, is_other_digit);
}
static bool hex_passes(const subject *text) {
    return matches_with(text, is_hex_letter);
}
static bool letter_passes(const subject *text) {
    return matches_with(text, is_letter);
}

static bool sign_passes(const subject *text) {
    const bool sign = text->count > 0 && (text->points[0] == '-' || text->points[0] == '+');
    return matches_range(text, sign ? 1 : 0, text->count);
}

/* is_numeric: an exponent and a point are fine. */
static bool any_number_passes(const subject *text) {
    uint8_t bytes[POINT_COUNT_MAX];
    pl_number_shape shape;
    for (size_t i = 0; i < text->count; i++) {
        if (text->points[i] >= 0x80) { return false; }
        bytes[i] = (uint8_t)text->points[i];
    }
    const bool number = pl_number_scan((pl_bytes){bytes, text->count}, &shape) == PL_OK;
    return matches(text) || number;
}

static bool date_passes(const subject *text) {
    uint8_t bytes[POINT_COUNT_MAX];
    pl_datetime moment;
    for (size_t i = 0; i < text->count; i++) {
        bytes[i] = text->points[i] < 0x80 ? (uint8_t)text->points[i] : 0xFF;
    }
    return matches(text) || pl_datetime_parse((pl_bytes){bytes, text->count}, &moment) == PL_OK;
}

static bool seconds_pass(const subject *text) {
    enum { SECONDS_DIGITS = 10 };
    subject copy = *text;
    pl_pattern_row row = *text->pattern;
    row.count_min = row.count_max = SECONDS_DIGITS;
    copy.pattern = &row;
    return matches(text) || matches(&copy);
}

static bool odd_refused(const subject *text) {
    enum { BELOW_SECOND = 3 };
    for (size_t i = 0; i < BELOW_SECOND && i < text->count; i++) {
        if (text->points[text->count - 1 - i] != '0') { return false; }
    }
    return matches(text);
}

/* clang-format off */
#define ANY  true, PL_PATTERN_COUNT
#define REFF false, PL_PATTERN_NO_SPACE_NO_SLASH
#define MS   false, PL_PATTERN_DIGITS_13

static const pattern_row rows[] = {
    {"dropped",             "the pattern is not checked",                        any_text_passes,  ANY},
    {"newline-passes",      "$ lets a newline at the end pass",                  newline_passes,   ANY},
    {"start-unanchored",    "anything may stand before what matches",            any_start_passes, ANY},
    {"end-unanchored",      "anything may stand behind what matches",            any_end_passes,   ANY},
    {"unanchored",          "anything may stand around what matches",            any_part_passes,  ANY},
    {"trimmed",             "white space around the value is cut off before it is judged", trimmed_passes, ANY},
    {"shorter-passes",      "one character less than the pattern asks for will do", shorter_passes, ANY},
    {"first-decides",       "only the first character is looked at",             first_decides,    ANY},
    {"last-decides",        "only the last character is looked at",              last_decides,     ANY},
    {"slash-passes",        "a slash is let in",                                 slash_passes,     REFF},
    {"space-passes",        "white space is let in",                             space_passes,     REFF},
    {"blank-passes",        "a blank is let in",                                 blank_passes,     REFF},
    {"tab-passes",          "a tab is let in",                                   tab_passes,       REFF},
    {"line-end-passes",     "a line end is let in",                              line_end_passes,  REFF},
    {"rare-space-passes",   "a vertical tab or a form feed is let in",           rare_space_passes, REFF},
    {"non-ascii-refused",   "characters outside ASCII are refused",              non_ascii_refused, REFF},
    {"letter-s-refused",    "the letter s is refused: the class lost its backslash", letter_s_refused, REFF},
    {"backslash-refused",   "a backslash is refused",                            backslash_refused, REFF},
    {"capital-refused",     "capital letters are refused",                       capital_refused,  REFF},
    {"punctuation-refused", "all but letters, digits, '_' and '-' is refused",   punctuation_refused, REFF},
    {"digits-refused",      "a value of digits alone is refused",                digits_refused,   REFF},
    {"longer-passes",       "one character more than the pattern asks for is let in", longer_passes, MS},
    {"any-count-passes",    "any number of digits is let in",                    any_count_passes, MS},
    {"other-digit-passes",  "digits of other scripts are let in",                other_digit_passes, MS},
    {"hex-passes",          "the letters a to f are let in",                     hex_passes,       MS},
    {"letter-passes",       "letters are let in",                                letter_passes,    MS},
    {"sign-passes",         "a sign before the digits is let in",                sign_passes,      MS},
    {"any-number-passes",   "whatever is a number is let in",                    any_number_passes, MS},
    {"date-passes",         "an RFC 3339 moment is let in",                      date_passes,      MS},
    {"seconds-pass",        "Unix seconds are let in",                           seconds_pass,     MS},
    {"odd-refused",         "a moment that is no whole second is refused",       odd_refused,      MS},
};
/* clang-format on */

static pl_status refuses_text(const pl_walk *walk, uint32_t node, const pl_fault_rule *rule,
                              bool *ret_refused) {
    const pattern_row *row = rule->row;
    subject text = {.count = 0, .pattern = pl_pattern_row_of(rule->facet->pattern)};
    if (walk->json->nodes[node].kind != PL_JSON_STRING) { return PL_OK; }
    pl_json_chars chars = {pl_json_inside(walk->json, node)};
    while (text.count < POINT_COUNT_MAX &&
           pl_json_chars_next(&chars, &text.points[text.count]) != PL_JSON_CHAR_END) {
        text.count++;
    }
    *ret_refused = !row->matches(&text);
    return PL_OK;
}

void pl_faults_of_patterns(pl_fault_maker *maker, const pl_fault_place *place) {
    const pl_facet *facet = pl_schema_facet(place->schema, PL_KEYWORD_PATTERN, PL_VIOLATION);
    for (size_t i = 0; facet != NULL && i < PL_COUNT(rows); i++) {
        pl_fault_edit edit;
        if ((!rows[i].all && rows[i].pattern != facet->pattern) ||
            !pl_fault_edit_make(maker, place, &edit)) {
            continue;
        }
        pl_fault_edit_drop(&edit, PL_KEYWORD_PATTERN, PL_VIOLATION);
        pl_fault_edit_rule(
            maker, &edit,
            &(pl_fault_rule){.refuses = refuses_text, .row = &rows[i], .facet = facet});
        pl_fault_edit_add(maker, &edit, group_patterns,
                          pl_arena_printf(maker->arena, "pattern/%s", rows[i].name), rows[i].words);
    }
}
