/* The parts of `paylink validate`: reading documents, judging one, printing it. */
#ifndef PL_CLI_VALIDATE_INTERNAL_H
#define PL_CLI_VALIDATE_INTERNAL_H

#include <stdio.h>

#include "cli/cli.h"
#include "contract/contract.h"

/* How documents are judged and shown. */
typedef struct pl_validate_options {
    int response; /* HTTP status that the documents answered with; 0: they are requests */
    bool lines;
    bool json;
    bool quiet;
    pl_context context;
} pl_validate_options;

/* One document. */
typedef struct pl_validate_document {
    const char *name; /* of the file, "-" for standard input */
    uint64_t line;    /* in the file, from 1; 0: the document is the file */
    pl_bytes text;
} pl_validate_document;

/* Judge and print. arena is scratch. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_validate_document_judge(const pl_validate_options *options,
                                                 const pl_validate_document *document,
                                                 pl_arena *arena, pl_verdict *ret_verdict);

/* A deviation, ready to be printed. */
typedef struct pl_validate_row {
    pl_severity severity;
    const char *keyword;
    pl_bytes pointer; /* as it is: not yet safe to print */
    pl_bytes message;
    uint32_t offset;
    pl_json_position position; /* in the document */
} pl_validate_row;

typedef struct pl_validate_rows {
    const pl_validate_row *list;
    size_t count;
    uint64_t unlisted; /* deviations past the limit of the list */
} pl_validate_rows;

/* Print one document. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_validate_print_text(const pl_validate_document *document,
                                             pl_verdict verdict, const pl_validate_rows *rows,
                                             pl_arena *arena);
PL_MUST_USE pl_status pl_validate_print_json(const pl_validate_document *document,
                                             pl_verdict verdict, const pl_validate_rows *rows,
                                             pl_arena *arena);

/* --- reading -------------------------------------------------------------------------------- */

/* Bytes of a file, grown as needed and kept for the next. Zero-initialised is empty. */
typedef struct pl_validate_buffer {
    uint8_t *ptr;
    size_t len;
    size_t cap;
} pl_validate_buffer;

void pl_validate_buffer_done(pl_validate_buffer *buffer);

/* All of a stream, or its first PL_JSON_BYTES_MAX + 1 bytes: enough to be refused for its size.
 * Fails: PL_E_IO (errno says why), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_validate_read_all(FILE *in, pl_validate_buffer *buffer);

/* The next line without its LF, cut like a whole stream. *ret_more is false at the end; a last LF
 * starts no line. Fails: PL_E_IO (errno says why), PL_E_MEMORY. Memory: the longest line. */
PL_MUST_USE pl_status pl_validate_read_line(FILE *in, pl_validate_buffer *buffer, bool *ret_more);

#endif
