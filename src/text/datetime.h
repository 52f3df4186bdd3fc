/* Moments: RFC 3339 date-time, and the contract's 13-digit Unix milliseconds. Proleptic Gregorian,
 * no leap-second table: second 60 is allowed where RFC 3339 section 5.7 could allow it (23:59:60
 * UTC at a month's end); unix_ms is then the following second's, the fields stay as written. */
#ifndef PL_TEXT_DATETIME_H
#define PL_TEXT_DATETIME_H

#include "text/base.h"

enum { PL_DATETIME_TEXT_BYTES_MAX = 32, PL_JAKARTA_OFFSET_MINUTES = 7 * 60 };

typedef struct pl_datetime {
    int32_t year; /* 0..9999 */
    uint8_t month, day, hour, minute, second;
    int16_t offset_minutes;
    int64_t unix_ms; /* the instant; digits of the fraction past the third are cut */
} pl_datetime;

/* date-time of RFC 3339 section 5.6: 'T'/'t', 'Z'/'z' or a numeric offset, any fraction.
 * Fails: PL_E_SYNTAX (grammar), PL_E_RANGE (of the grammar, no such moment: 30 February, hour
 * 24). */
PL_MUST_USE pl_status pl_datetime_parse(pl_bytes in, pl_datetime *ret_moment);

/* "2024-01-15T15:00:00.000+07:00"; offset 0 is written "+00:00". Terminated. Milliseconds are left
 * out when they are zero. unix_ms must lie in years 0..9999: PL_E_RANGE. */
PL_MUST_USE pl_status pl_datetime_format(int64_t unix_ms, int16_t offset_minutes,
                                         char out[PL_DATETIME_TEXT_BYTES_MAX]);

/* Fields of an instant at an offset. Fails: PL_E_RANGE outside years 0..9999. */
PL_MUST_USE pl_status pl_datetime_of(int64_t unix_ms, int16_t offset_minutes,
                                     pl_datetime *ret_moment);

/* Exactly 13 ASCII digits as Unix milliseconds. Fails: PL_E_SYNTAX. */
PL_MUST_USE pl_status pl_unix_ms_parse(pl_bytes in, int64_t *ret_unix_ms);

#endif
