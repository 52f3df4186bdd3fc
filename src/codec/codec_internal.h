/* One table a struct: place and kind of every member, by the member's index in the contract's
 * table, which knows its name. Decoder, encoder and comparison walk it, so a member is written
 * once. */
#ifndef PL_CODEC_CODEC_INTERNAL_H
#define PL_CODEC_CODEC_INTERNAL_H

#include <json-c/json_object.h>

#include "codec/value.h"
#include "contract/contract.h"

/* What a member holds, and the C type of its value. */
typedef enum pl_codec_kind {
    PL_CODEC_NONE,       /* no row: a member of the contract that the struct has not */
    PL_CODEC_TEXT,       /* pl_bytes */
    PL_CODEC_BOOLEAN,    /* bool */
    PL_CODEC_INTEGER,    /* int64_t */
    PL_CODEC_DECIMAL,    /* pl_decimal */
    PL_CODEC_MOMENT,     /* pl_moment */
    PL_CODEC_TEXTS,      /* pl_texts */
    PL_CODEC_RAW,        /* pl_bytes: a JSON object as written */
    PL_CODEC_ACCOUNT_ID, /* pl_account_id */
    PL_CODEC_SCALAR_COUNT,
    PL_CODEC_STRUCT = PL_CODEC_SCALAR_COUNT, /* the struct of row.of */
    PL_CODEC_STRUCTS,                        /* pl_codec_list of them */
    PL_CODEC_KIND_COUNT
} pl_codec_kind;

enum { PL_CODEC_DEPTH_MAX = 4 /* structs in one another; bounds the walkers' recursion */ };

/* The shape that every typed list has. */
typedef struct pl_codec_list {
    const void *list;
    size_t count;
} pl_codec_list;

struct pl_codec_table;

typedef struct pl_codec_row {
    size_t value_at; /* offset in the struct */
    size_t state_at; /* PL_CODEC_REQUIRED: no state, the member must be there */
    pl_codec_kind kind;
    const struct pl_codec_table *of;
} pl_codec_row;

typedef struct pl_codec_table {
    const pl_codec_row *rows; /* one for each member of the schema, in its order */
    size_t count;
    size_t size; /* of the struct */
} pl_codec_table;

#define PL_CODEC_REQUIRED SIZE_MAX

/* Rows of a table; the kind without its prefix. _OF: a struct, or a list of structs, of that
 * table. */
#define PL_CODEC_MUST_OF(type, member, kind_name, table)                                           \
    {                                                                                              \
        .value_at = offsetof(type, member), .state_at = PL_CODEC_REQUIRED,                         \
        .kind = PL_CODEC_##kind_name, .of = (table)                                                \
    }
#define PL_CODEC_MAY_OF(type, member, kind_name, table)                                            \
    {                                                                                              \
        .value_at = offsetof(type, member.value), .state_at = offsetof(type, member.state),        \
        .kind = PL_CODEC_##kind_name, .of = (table)                                                \
    }
#define PL_CODEC_MUST(type, member, kind_name) PL_CODEC_MUST_OF(type, member, kind_name, NULL)
#define PL_CODEC_MAY(type, member, kind_name)  PL_CODEC_MAY_OF(type, member, kind_name, NULL)
#define PL_CODEC_TABLE(type, array)                                                                \
    { .rows = (array), .count = PL_COUNT(array), .size = sizeof(type) }

/* How one kind is read, written and compared. */
typedef struct pl_codec_scalar {
    pl_status (*decode)(const pl_json *json, uint32_t node, pl_arena *arena, void *ret_value);
    pl_status (*encode)(const void *value, pl_arena *arena, struct json_object **ret_object);
    bool (*equal)(const void *left, const void *right);
} pl_codec_scalar;

/* Row of a kind between PL_CODEC_NONE and PL_CODEC_SCALAR_COUNT. Static storage. */
const pl_codec_scalar *pl_codec_scalar_of(pl_codec_kind kind);

extern const pl_codec_table pl_codec_line_item;
extern const pl_codec_table pl_codec_create_request;
extern const pl_codec_table pl_codec_stored_item;
extern const pl_codec_table pl_codec_account;
extern const pl_codec_table pl_codec_payment_link;

/* The walkers, for a table and the schema that it mirrors; their contracts are those of the
 * public functions that call them. */
PL_MUST_USE pl_status pl_codec_decode(const pl_codec_table *table, const pl_schema *schema,
                                      const pl_json *json, uint32_t node, pl_arena *arena,
                                      void *ret_struct, pl_bytes *reterr_at);
PL_MUST_USE pl_status pl_codec_decode_text(const pl_codec_table *table, const pl_schema *schema,
                                           pl_bytes text, pl_arena *arena, void *ret_struct,
                                           pl_bytes *reterr_at);
PL_MUST_USE pl_status pl_codec_encode(const pl_codec_table *table, const pl_schema *schema,
                                      const void *base, pl_arena *arena, pl_bytes *ret_text);
bool pl_codec_equal(const pl_codec_table *table, const void *left, const void *right);

/* Put element at the end of array, taking it over in every case. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_codec_append(struct json_object *array, struct json_object *element);

#endif
