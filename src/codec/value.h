/* Values of the typed structs. Presence is told apart from content: absent, null and a value are
 * three different things to the contract. Texts are UTF-8 and may hold any code point, NUL
 * included. */
#ifndef PL_CODEC_VALUE_H
#define PL_CODEC_VALUE_H

#include "text/arena.h"
#include "text/base.h"
#include "text/decimal.h"

typedef enum pl_field_state {
    PL_FIELD_ABSENT, /* zero-initialised: not there */
    PL_FIELD_NULL,
    PL_FIELD_VALUE,
    PL_FIELD_STATE_COUNT
} pl_field_state;

/* list may be NULL only when count is 0. */
typedef struct pl_texts {
    const pl_bytes *list;
    size_t count;
} pl_texts;

/* A moment as a server writes it, and the instant that it names. */
typedef struct pl_moment {
    pl_bytes text; /* RFC 3339 date-time; what is encoded */
    int64_t unix_ms;
} pl_moment;

/* The account's id: a ULID by its schema, an integer by its example. */
typedef struct pl_account_id {
    bool is_integer;
    int64_t integer; /* 0 unless is_integer */
    pl_bytes text;   /* empty when is_integer */
} pl_account_id;

/* value is meaningful only in state PL_FIELD_VALUE, and zero otherwise after a decode. */
typedef struct pl_optional_text {
    pl_field_state state;
    pl_bytes value;
} pl_optional_text;

typedef struct pl_optional_boolean {
    pl_field_state state;
    bool value;
} pl_optional_boolean;

typedef struct pl_optional_integer {
    pl_field_state state;
    int64_t value;
} pl_optional_integer;

typedef struct pl_optional_decimal {
    pl_field_state state;
    pl_decimal value;
} pl_optional_decimal;

typedef struct pl_optional_moment {
    pl_field_state state;
    pl_moment value;
} pl_optional_moment;

typedef struct pl_optional_texts {
    pl_field_state state;
    pl_texts value;
} pl_optional_texts;

/* A JSON object that is passed on as it was written: no digit, escape or duplicate is lost. */
typedef struct pl_optional_raw {
    pl_field_state state;
    pl_bytes value;
} pl_optional_raw;

typedef struct pl_optional_account_id {
    pl_field_state state;
    pl_account_id value;
} pl_optional_account_id;

/* The moment of an instant, written at an offset; its text lives in arena.
 * Fails: PL_E_RANGE (outside years 0..9999), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_moment_of(int64_t unix_ms, int16_t offset_minutes, pl_arena *arena,
                                   pl_moment *ret_moment);

#endif
