/* Between the readers of a document. */
#ifndef PL_OPENAPI_SOURCE_INTERNAL_H
#define PL_OPENAPI_SOURCE_INTERNAL_H

#include "openapi/source.h"

/* Move a place over the byte at `at`. A line ends with LF, CR or CR LF; a column is a code point. */
void pl_place_step(pl_place *place, pl_bytes text, size_t at);

/* Is it UTF-8 without control characters? Fails: PL_E_SYNTAX. O(text.len). */
PL_MUST_USE pl_status pl_source_check(pl_bytes text, pl_source_error *reterr_error);

/* Is it worth libfyaml's while? Its memory grows with the tokens of a flow collection, by up to 600 bytes each; its
 * time with the square of directives, of empty lines in a scalar, of tabs after a dash. Fails: PL_E_SYNTAX (a
 * directive other than `%YAML 1.2`), PL_E_SIZE. */
PL_MUST_USE pl_status pl_yaml_check(pl_bytes text, uint32_t line_first,
                                    pl_source_error *reterr_error);

/* YAML as JSON text with a place for each node. Lines are counted from line_first + 1. Fails as pl_source_read
 * does. */
PL_MUST_USE pl_status pl_yaml_read(pl_bytes text, uint32_t line_first, pl_arena *arena,
                                   pl_source *ret_source, pl_source_error *reterr_error);

/* A plain scalar of the core schema as a JSON lexeme: null, true, false, a number. YAML 1.2.2 section 10.3.2
 * Writes at most out_cap bytes, not terminated. Returns their count; 0: it is a string. */
size_t pl_yaml_plain(pl_bytes scalar, char *out, size_t out_cap);

/* Bytes that grow in an arena, up to a limit. */
typedef struct pl_growth {
    pl_arena *arena;
    uint8_t *ptr;
    size_t len;
    size_t cap;
    size_t len_max;
} pl_growth;

/* Append. Fails: PL_E_SIZE (beyond len_max), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_growth_add(pl_growth *growth, const void *bytes, size_t len);

#endif
