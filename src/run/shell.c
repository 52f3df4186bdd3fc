#include "run/shell_internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

enum {
    CAP_MIN = 256,
    RUN_LEN_MIN = 128 /* of one byte: worth a command of its own */
};

static bool make_room(pl_shell_text *text, size_t more) {
    if (text->failed) { return false; }
    if (text->cap - text->len > more) { return true; }
    size_t cap = text->cap == 0 ? CAP_MIN : text->cap;
    while (cap - text->len <= more) { cap *= 2; }
    char *const grown = pl_arena_alloc(text->arena, cap);
    if (grown == NULL) {
        text->failed = true;
        return false;
    }
    if (text->len > 0) { memcpy(grown, text->ptr, text->len); }
    text->ptr = grown;
    text->cap = cap;
    return true;
}

void pl_shell_add_bytes(pl_shell_text *text, pl_bytes piece) {
    if (piece.len == 0 || !make_room(text, piece.len)) { return; }
    memcpy(text->ptr + text->len, piece.ptr, piece.len);
    text->len += piece.len;
    assert(text->len < text->cap);
}

void pl_shell_add(pl_shell_text *text, const char *piece) {
    pl_shell_add_bytes(text, pl_bytes_of(piece));
}

void pl_shell_quote(pl_shell_text *text, pl_bytes word) {
    assert(word.len == 0 || memchr(word.ptr, '\0', word.len) == NULL);
    pl_shell_add(text, "'");
    size_t from = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == '\'') {
            pl_shell_add_bytes(text, (pl_bytes){word.ptr + from, i - from});
            pl_shell_add(text, "'\\''"); /* out of the quotes, an escaped one, back in */
            from = i + 1;
        }
    }
    if (from < word.len) { pl_shell_add_bytes(text, (pl_bytes){word.ptr + from, word.len - from}); }
    pl_shell_add(text, "'");
}

bool pl_shell_is_plain(pl_bytes bytes) {
    size_t at = 0;
    while (at < bytes.len) {
        uint32_t point = 0;
        const size_t len = pl_utf8_next(bytes, at, &point);
        const bool control = point < 0x20 || (point >= 0x7F && point <= 0x9F);
        /* Line and paragraph separators break a line for some terminals and readers. */
        if (len == 0 || control || point == 0x2028 || point == 0x2029) { return false; }
        at += len;
    }
    return true;
}

static void add_escaped(pl_shell_text *text, uint8_t byte) {
    char piece[8];
    if (byte >= 0x20 && byte < 0x7F && byte != '\'' && byte != '\\' && byte != '%') {
        const char plain[] = {(char)byte, '\0'};
        pl_shell_add(text, plain);
        return;
    }
    const int len = snprintf(piece, sizeof piece, "\\%03o", (unsigned)byte);
    assert(len == 4);
    pl_shell_add(text, piece);
}

static size_t run_len(pl_bytes bytes, size_t at) {
    size_t len = 1;
    while (at + len < bytes.len && bytes.ptr[at + len] == bytes.ptr[at]) { len++; }
    return len;
}

static void add_run(pl_shell_text *text, uint8_t byte, size_t len) {
    char piece[96];
    const int written = snprintf(
        piece, sizeof piece, "head -c %zu /dev/zero | tr '\\000' '\\%03o'; ", len, (unsigned)byte);
    assert(written > 0 && (size_t)written < sizeof piece);
    pl_shell_add(text, piece);
}

void pl_shell_printf(pl_shell_text *text, pl_bytes bytes) {
    bool open = false;
    pl_shell_add(text, "{ ");
    for (size_t at = 0; at < bytes.len;) {
        const size_t len = run_len(bytes, at);
        if (len >= RUN_LEN_MIN) {
            pl_shell_add(text, open ? "'; " : "");
            open = false;
            add_run(text, bytes.ptr[at], len);
            at += len;
            continue;
        }
        pl_shell_add(text, open ? "" : "printf '");
        open = true;
        for (size_t i = 0; i < len; i++) { add_escaped(text, bytes.ptr[at + i]); }
        at += len;
    }
    pl_shell_add(text, open ? "'; " : "");
    pl_shell_add(text, bytes.len == 0 ? ":; }" : "}");
}

pl_status pl_shell_done(pl_shell_text *text, const char **ret_text) {
    if (!make_room(text, 1)) { return PL_E_MEMORY; }
    text->ptr[text->len] = '\0';
    *ret_text = text->ptr;
    return PL_OK;
}
