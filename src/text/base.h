/* The words that every room speaks: borrowed bytes, a status for work that could not be done. */
#ifndef PL_TEXT_BASE_H
#define PL_TEXT_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PL_MUST_USE     __attribute__((warn_unused_result))
#define PL_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Borrowed bytes: any content, no terminator; ptr may be NULL only when len is 0. */
typedef struct pl_bytes {
    const uint8_t *ptr;
    size_t len;
} pl_bytes;

/* A literal's bytes without its terminator; usable in static initialisers. */
#define PL_BYTES_LIT(literal)                                                                      \
    { (const uint8_t *)(literal), sizeof(literal) - 1 }

/* "We could not do the work." A document that breaks the contract is a result, not a status. */
typedef enum pl_status {
    PL_OK = 0,
    PL_E_SYNTAX,   /* the bytes are not of the grammar */
    PL_E_RANGE,    /* of the grammar, outside the declared range of the type */
    PL_E_ENCODING, /* ill-formed UTF-8 or a lone surrogate where text is needed */
    PL_E_SPACE,    /* the caller's buffer is too small */
    PL_E_MEMORY,   /* the arena could not grow */
    PL_E_SIZE,     /* longer than the named limit */
    PL_E_DEPTH,    /* deeper than the named limit */
    PL_E_ARGUMENT, /* a setting that cannot be used */
    PL_E_IO,       /* file, socket, database */
    PL_STATUS_COUNT
} pl_status;

/* The status in words, lower case, no full stop. Static storage; never NULL. */
const char *pl_status_text(pl_status status);

/* View of a terminated string; NULL gives an empty view. */
pl_bytes pl_bytes_of(const char *text);

bool pl_bytes_equal(pl_bytes left, pl_bytes right);

#endif
