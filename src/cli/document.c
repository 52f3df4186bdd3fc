#include "cli/document.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REMARKS_SHOWN_MAX = 20 };

/* All of a stream into the arena, or as much as is enough to be refused for its size. */
static pl_status read_stream(FILE *in, pl_arena *arena, pl_bytes *ret_text) {
    enum { CAP_FIRST = 64 * 1024, CAP_MAX = PL_SOURCE_BYTES_MAX + 1 };
    size_t cap = CAP_FIRST;
    size_t len = 0;
    uint8_t *text = malloc(cap);
    pl_status status = text == NULL ? PL_E_MEMORY : PL_OK;
    while (status == PL_OK) {
        const size_t got = fread(text + len, 1, cap - len, in);
        len += got;
        if (got == 0) {
            status = ferror(in) ? PL_E_IO : PL_OK;
            break;
        }
        if (len < cap) { continue; }
        if (cap == CAP_MAX) { break; }
        cap = cap * 2 < CAP_MAX ? cap * 2 : CAP_MAX;
        uint8_t *const grown = realloc(text, cap);
        if (grown == NULL) { status = PL_E_MEMORY; }
        text = grown != NULL ? grown : text;
    }
    if (status == PL_OK) {
        const char *const kept = pl_arena_text(arena, (pl_bytes){text, len});
        if (kept == NULL) { status = PL_E_MEMORY; }
        *ret_text = (pl_bytes){(const uint8_t *)kept, len};
    }
    const int why = errno;
    free(text);
    errno = why;
    return status;
}

static pl_status read_named(const char *name, pl_arena *arena, pl_bytes *ret_text) {
    if (strcmp(name, "-") == 0) {
        if (isatty(STDIN_FILENO)) {
            (void)fputs("Reading standard input; Ctrl-D ends it.\n", stderr);
        }
        return read_stream(stdin, arena, ret_text);
    }
    FILE *const in = fopen(name, "rb");
    if (in == NULL) { return PL_E_IO; }
    const pl_status status = read_stream(in, arena, ret_text);
    const int why = errno;
    (void)fclose(in);
    errno = why;
    return status;
}

static void tell_fault(const char *command, const pl_cli_document *document, pl_status status,
                       const pl_source_error *error) {
    if (status == PL_E_MEMORY) {
        pl_cli_error(command, "out of memory");
    } else if (error->place.line > 0) {
        pl_cli_error(command, "%s:%u:%u: %s", document->name, error->place.line,
                     error->place.column, error->message);
    } else {
        pl_cli_error(command, "%s: %s", document->name, error->message);
    }
}

static void tell_remarks(const char *command, const pl_cli_document *made) {
    const pl_document *const document = &made->document;
    for (size_t i = 0; i < document->remark_count && i < REMARKS_SHOWN_MAX; i++) {
        const pl_place place = document->source.places[document->remarks[i].node];
        pl_cli_error(command, "note: %s:%u:%u: %s", made->name, place.line, place.column,
                     document->remarks[i].message);
    }
    if (document->remark_count > REMARKS_SHOWN_MAX) {
        pl_cli_error(command, "note: %s: %zu more notes; --format json has them all", made->name,
                     document->remark_count - REMARKS_SHOWN_MAX);
    }
}

bool pl_cli_document_text(const char *command, const char *name, pl_arena *arena,
                          pl_bytes *ret_text) {
    errno = 0;
    const pl_status status = read_named(name, arena, ret_text);
    if (status == PL_E_IO) {
        pl_cli_error(command, "cannot read %s: %s",
                     strcmp(name, "-") == 0 ? "standard input" : name, strerror(errno));
    } else if (status != PL_OK) {
        pl_cli_error(command, "out of memory");
    }
    return status == PL_OK;
}

bool pl_cli_document_read(const char *command, const char *name, pl_arena *arena,
                          pl_cli_document *ret_document) {
    assert(name != NULL && ret_document != NULL);
    const bool is_stdin = strcmp(name, "-") == 0;
    pl_cli_document made = {.name = is_stdin ? "standard input" : name};
    if (strcmp(name, PL_DOCUMENT_BUILTIN) == 0) {
        made.is_builtin = true;
        *ret_document = made;
        return true;
    }
    made.is_file = !is_stdin;
    pl_bytes text = {NULL, 0};
    pl_source_error error = {.message = ""};
    if (!pl_cli_document_text(command, name, arena, &text)) { return false; }
    const pl_status status = pl_document_lift(text, arena, &made.document, &error);
    if (status != PL_OK) {
        tell_fault(command, &made, status, &error);
        return false;
    }
    tell_remarks(command, &made);
    *ret_document = made;
    return true;
}

void pl_cli_document_done(pl_cli_document *document) {
    pl_document_done(&document->document);
}

const pl_document *pl_cli_document_of(const pl_cli_document *document) {
    return document->is_builtin ? NULL : &document->document;
}
