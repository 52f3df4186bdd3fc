#include <assert.h>
#include <limits.h>

#include "report/journal_internal.h"
#include "text/base64url.h"
#include "text/utf8.h"

/* A string, or an object that holds the bytes in base 64: nothing is lost on the way. */
static json_object *make_bytes(pl_build *build, pl_bytes text) {
    if (pl_utf8_valid(text)) { return pl_build_string(build, text); }
    const size_t cap = pl_base64url_encoded_len(text.len);
    uint8_t *const out = pl_arena_alloc(&build->arena, cap);
    size_t len = 0;
    if (out == NULL || cap > INT_MAX || pl_base64url_encode(text, out, cap, &len) != PL_OK) {
        build->failed = true;
        return NULL;
    }
    json_object *const object = json_object_new_object();
    pl_build_bytes(build, object, PL_JOURNAL_KEY_BYTES, (pl_bytes){out, len});
    return object;
}

static void put_text(pl_build *build, json_object *object, const char *name, const char *text) {
    if (text != NULL) {
        pl_build_put(build, object, name, make_bytes(build, pl_bytes_of(text)));
    } else if (json_object_object_add(object, name, NULL) != 0) {
        build->failed = true;
    }
}

typedef void put_field(pl_build *build, json_object *object, const pl_journal_field *field,
                       const void *from, const void *base);

static void put_a_text(pl_build *build, json_object *object, const pl_journal_field *field,
                       const void *from, const void *base) {
    (void)base;
    put_text(build, object, field->name, *(const char *const *)from);
}

static void put_bytes(pl_build *build, json_object *object, const pl_journal_field *field,
                      const void *from, const void *base) {
    (void)base;
    pl_build_put(build, object, field->name, make_bytes(build, *(const pl_bytes *)from));
}

static void put_flag(pl_build *build, json_object *object, const pl_journal_field *field,
                     const void *from, const void *base) {
    (void)base;
    pl_build_flag(build, object, field->name, *(const bool *)from);
}

static void put_status(pl_build *build, json_object *object, const pl_journal_field *field,
                       const void *from, const void *base) {
    (void)base;
    pl_build_put(build, object, field->name, json_object_new_int(*(const int *)from));
}

static void put_moment(pl_build *build, json_object *object, const pl_journal_field *field,
                       const void *from, const void *base) {
    (void)base;
    pl_build_put(build, object, field->name, json_object_new_int64(*(const int64_t *)from));
}

static void put_small(pl_build *build, json_object *object, const pl_journal_field *field,
                      const void *from, const void *base) {
    (void)base;
    pl_build_count(build, object, field->name, *(const unsigned *)from);
}

static void put_count(pl_build *build, json_object *object, const pl_journal_field *field,
                      const void *from, const void *base) {
    (void)base;
    pl_build_count(build, object, field->name, *(const uint64_t *)from);
}

/* Seventeen digits: the number that is read back is the same. */
static void put_real(pl_build *build, json_object *object, const pl_journal_field *field,
                     const void *from, const void *base) {
    (void)base;
    char text[64];
    const double value = *(const double *)from;
    const double kept = value >= 0 && value <= PL_JOURNAL_REAL_MAX ? value : 0;
    (void)snprintf(text, sizeof text, "%.17g", kept);
    pl_build_put(build, object, field->name, json_object_new_double_s(kept, text));
}

static void put_word(pl_build *build, json_object *object, const pl_journal_field *field,
                     const void *from, const void *base) {
    (void)base;
    pl_build_text(build, object, field->name, field->words->text(*(const unsigned *)from));
}

static void put_statuses(pl_build *build, json_object *object, const pl_journal_field *field,
                         const void *from, const void *base) {
    (void)base;
    pl_build_statuses(build, object, field->name, from);
}

/* An array of arrays of two. */
static void put_headers(pl_build *build, json_object *object, const pl_journal_field *field,
                        const void *from, const void *base) {
    const pl_http_header *const headers = *(const pl_http_header *const *)from;
    const size_t count = *(const size_t *)(const void *)((const char *)base + field->count_offset);
    json_object *const array = pl_build_array(build, object, field->name);
    for (size_t i = 0; i < count && !build->failed; i++) {
        json_object *const pair = json_object_new_array();
        pl_build_append(build, pair, make_bytes(build, pl_bytes_of(headers[i].name)));
        pl_build_append(build, pair, make_bytes(build, pl_bytes_of(headers[i].value)));
        pl_build_append(build, array, pair);
    }
}

static put_field *const puts_of_kinds[] = {
    [PL_JOURNAL_TEXT] = put_a_text,       [PL_JOURNAL_NAME] = put_a_text,
    [PL_JOURNAL_BYTES] = put_bytes,       [PL_JOURNAL_FLAG] = put_flag,
    [PL_JOURNAL_STATUS] = put_status,     [PL_JOURNAL_MOMENT] = put_moment,
    [PL_JOURNAL_SMALL] = put_small,       [PL_JOURNAL_COUNT] = put_count,
    [PL_JOURNAL_REAL] = put_real,         [PL_JOURNAL_WORD] = put_word,
    [PL_JOURNAL_STATUSES] = put_statuses, [PL_JOURNAL_HEADERS] = put_headers,
};
_Static_assert(PL_COUNT(puts_of_kinds) == PL_JOURNAL_KIND_COUNT, "one a kind");

void pl_journal_put(pl_build *build, json_object *object, const pl_journal_table *table,
                    const void *from) {
    assert(table != NULL && from != NULL);
    for (size_t i = 0; i < table->count && !build->failed; i++) {
        const pl_journal_field *const field = &table->fields[i];
        puts_of_kinds[field->kind](build, object, field, (const char *)from + field->offset, from);
    }
}
