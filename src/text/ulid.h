/* ULID: 26 characters of Crockford base32, the first 0..7 (128 bits).      github.com/ulid/spec */
#ifndef PL_TEXT_ULID_H
#define PL_TEXT_ULID_H

#include "text/base.h"

enum { PL_ULID_LEN = 26, PL_ULID_BYTES = 16 };

typedef enum pl_ulid_form {
    PL_ULID_MALFORMED,
    PL_ULID_CANONICAL, /* upper case */
    PL_ULID_LOWER,     /* well-formed but for lower-case letters: the contract leaves it open */
    PL_ULID_FORM_COUNT
} pl_ulid_form;

pl_ulid_form pl_ulid_classify(pl_bytes in);

/* 128 bits, most significant first, from either case. Fails: PL_E_SYNTAX. */
PL_MUST_USE pl_status pl_ulid_decode(pl_bytes in, uint8_t out[PL_ULID_BYTES]);

/* Canonical text, terminated. decode(encode(x)) = x for every x. */
void pl_ulid_encode(const uint8_t in[PL_ULID_BYTES], char out[PL_ULID_LEN + 1]);

/* Unix milliseconds of a decoded ULID: its first 48 bits. */
int64_t pl_ulid_unix_ms(const uint8_t in[PL_ULID_BYTES]);

#endif
