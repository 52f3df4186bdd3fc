/* An OpenAPI document that a command is given: a file, standard input, or the compiled contract. */
#ifndef PL_CLI_DOCUMENT_H
#define PL_CLI_DOCUMENT_H

#include "cli/cli.h"
#include "openapi/lift.h"

/* The name of the compiled contract, where a file's may stand. */
#define PL_DOCUMENT_BUILTIN "builtin"

typedef struct pl_cli_document {
    const char *name; /* as it is shown: a path, "builtin", "standard input" */
    bool is_file;
    bool is_builtin;      /* there is no document */
    pl_document document; /* its text and tree are in the arena */
} pl_cli_document;

/* The text of a file, or of standard input for "-", in the arena; cut where it is long enough to be refused for its
 * size. false after an error line: it cannot be read, memory. */
PL_MUST_USE bool pl_cli_document_text(const char *command, const char *name, pl_arena *arena,
                                      pl_bytes *ret_text);

/* Read and lift. What is not understood of the document is told on standard error, in notes. false after an error line:
 * the file cannot be read, it is no OpenAPI document, memory. pl_cli_document_done after it in both cases. */
PL_MUST_USE bool pl_cli_document_read(const char *command, const char *name, pl_arena *arena,
                                      pl_cli_document *ret_document);

/* Accepts a zeroed one. */
void pl_cli_document_done(pl_cli_document *document);

/* The document, or NULL: the compiled contract. */
const pl_document *pl_cli_document_of(const pl_cli_document *document);

#endif
