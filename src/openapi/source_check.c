/* What is refused before a parser sees it: what is no text, and what would cost it more than it is worth. */
#include <string.h>

#include "openapi/source_internal.h"
#include "text/utf8.h"

/* libfyaml holds up to 600 bytes a token until it knows whether the bracket before it opens a name. */
enum { MARK_COUNT_MAX = 1000 * 1000 };

/* It goes back over the blanks of a scalar for each further line of them, and for each tab after a dash. */
enum { BLANK_RUN_MAX = 100 };

static pl_status refuse(pl_status status, const char *message, pl_place place,
                        pl_source_error *reterr_error) {
    *reterr_error = (pl_source_error){.message = message, .place = place};
    return status;
}

/* LF, CR, or CR LF at its LF. */
static bool ends_line(pl_bytes text, size_t at) {
    const bool pair = at + 1 < text.len && text.ptr[at + 1] == '\n';
    return text.ptr[at] == '\n' || (text.ptr[at] == '\r' && !pair);
}

void pl_place_step(pl_place *place, pl_bytes text, size_t at) {
    if (ends_line(text, at)) {
        *place = (pl_place){.line = place->line + 1, .column = 1};
    } else if ((text.ptr[at] & 0xC0) != 0x80) { /* the first byte of a code point */
        place->column++;
    }
}

/* Byte-order marks of encodings that are not read. */
static bool is_wide(pl_bytes text) {
    return text.len >= 2 &&
           ((text.ptr[0] == 0xFE && text.ptr[1] == 0xFF) ||
            (text.ptr[0] == 0xFF && text.ptr[1] == 0xFE) || (text.ptr[0] == 0 && text.ptr[1] == 0));
}

pl_status pl_source_check(pl_bytes text, pl_source_error *reterr_error) {
    pl_place place = {.line = 1, .column = 1};
    if (is_wide(text)) {
        return refuse(PL_E_SYNTAX, "the file is UTF-16 or UTF-32; save it as UTF-8", place,
                      reterr_error);
    }
    for (size_t at = 0; at < text.len;) {
        const uint8_t byte = text.ptr[at];
        uint32_t code_point = byte;
        const size_t step = byte < 0x80 ? 1 : pl_utf8_next(text, at, &code_point);
        if (step == 0) {
            return refuse(PL_E_SYNTAX, "the file is not UTF-8 from here on; save it as UTF-8",
                          place, reterr_error);
        }
        if (byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r') {
            return refuse(PL_E_SYNTAX, "a control character stands here; take it out", place,
                          reterr_error);
        }
        pl_place_step(&place, text, at);
        at += step;
    }
    return PL_OK;
}

/* A directive begins here. Others than this one are not known to YAML 1.2, and thousands of them cost libfyaml minutes;
 * an earlier version reads `yes` as true. */
static bool is_foreign_directive(pl_bytes text, size_t at) {
    static const char known[] = "%YAML 1.2";
    const size_t len = sizeof known - 1;
    if (text.ptr[at] != '%') { return false; }
    return text.len - at < len || memcmp(text.ptr + at, known, len) != 0 ||
           (text.len - at > len && strchr(" \t\r\n", text.ptr[at + len]) == NULL);
}

static bool ends_word(pl_bytes text, size_t at) {
    return at >= text.len || text.ptr[at] <= ' ';
}

/* May a token of its own begin at this byte? */
static bool is_mark(pl_bytes text, size_t at) {
    const uint8_t byte = text.ptr[at];
    if (byte == '-' || byte == '?' || byte == ':') { return ends_word(text, at + 1); }
    return byte != '\0' && strchr("[]{},!&*\"'", byte) != NULL;
}

pl_status pl_yaml_check(pl_bytes text, uint32_t line_first, pl_source_error *reterr_error) {
    pl_place place = {.line = line_first + 1, .column = 1};
    uint32_t mark_count = 0;
    uint32_t blank_count =
        0; /* tabs and line ends with nothing but blanks between them, up to here */
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] > ' ') { blank_count = 0; }
        blank_count += text.ptr[at] == '\t' || ends_line(text, at);
        if (blank_count > BLANK_RUN_MAX) {
            return refuse(PL_E_SIZE, "more than a hundred empty lines, or tabs, stand in a row",
                          place, reterr_error);
        }
        if (place.column == 1 && is_foreign_directive(text, at)) {
            return refuse(PL_E_SYNTAX,
                          "a line that begins with % is a directive; only \"%YAML 1.2\" is read",
                          place, reterr_error);
        }
        mark_count += is_mark(text, at);
        if (mark_count > MARK_COUNT_MAX) {
            return refuse(PL_E_SIZE, "the text has too many brackets, commas and quotes for YAML",
                          place, reterr_error);
        }
        pl_place_step(&place, text, at);
    }
    return PL_OK;
}
