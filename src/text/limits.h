/* Every named maximum of the pure rooms. Each is tested at max-1, max and max+1. */
#ifndef PL_TEXT_LIMITS_H
#define PL_TEXT_LIMITS_H

enum {
    PL_JSON_BYTES_MAX = 64 * 1024 * 1024, /* offsets are 32 bits; bounds memory too */
    PL_JSON_DEPTH_MAX = 1000,             /* containers open at once */
    PL_SCHEMA_DEPTH_MAX = 64,             /* nested schemas; bounds the walker's recursion */
    PL_MEMBER_COUNT_MAX = 64,             /* declared members of one object: one bit each */
    PL_VIOLATION_COUNT_MAX = 65536,       /* listed for one document; later ones are counted */
    PL_DECIMAL_DIGITS_MAX = 38,           /* significant digits that fit a 128-bit coefficient */
    PL_DECIMAL_EXPONENT_MAX = 9999,       /* power of ten of the coefficient, either sign */
    PL_URI_BYTES_MAX = 64 * 1024,
    PL_JWT_BYTES_MAX = 16 * 1024
};

#endif
