#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "report/journal_internal.h"
#include "text/base64url.h"

/* Where a member is read to. */
typedef struct take {
    const pl_json *json;
    uint32_t node; /* of the value */
    const pl_journal_field *field;
    pl_arena *arena;
    char *to;
    char *base; /* the whole structure */
} take;

/* PL_E_SYNTAX: the value is not what the field must be. */
typedef pl_status take_field(const take *what);

static bool is_kind(const take *what, pl_json_kind kind) {
    return what->json->nodes[what->node].kind == kind;
}

/* Room for some bytes, and the terminator that pl_arena_text gives. */
static pl_status copy(pl_bytes text, pl_arena *arena, pl_bytes *ret_text) {
    char *const out = pl_arena_text(arena, text);
    if (out == NULL) { return PL_E_MEMORY; }
    *ret_text = (pl_bytes){(const uint8_t *)out, text.len};
    return PL_OK;
}

static pl_status decode_base64(const take *what, uint32_t node, pl_bytes *ret_text) {
    const uint32_t inner = pl_json_member(what->json, node, PL_JOURNAL_KEY_BYTES);
    if (inner == PL_JSON_NONE || what->json->nodes[inner].kind != PL_JSON_STRING) {
        return PL_E_SYNTAX;
    }
    const pl_bytes digits = pl_json_inside(what->json, inner);
    uint8_t *const out = pl_arena_alloc(what->arena, digits.len + 1);
    size_t len = 0;
    if (out == NULL) { return PL_E_MEMORY; }
    if (pl_base64url_decode(digits, out, digits.len, &len) != PL_OK) { return PL_E_SYNTAX; }
    out[len] = '\0';
    *ret_text = (pl_bytes){out, len};
    return PL_OK;
}

/* A string or bytes in base 64, copied and terminated. */
static pl_status decode(const take *what, uint32_t node, pl_bytes *ret_text) {
    if (what->json->nodes[node].kind == PL_JSON_OBJECT) {
        return decode_base64(what, node, ret_text);
    }
    if (what->json->nodes[node].kind != PL_JSON_STRING) { return PL_E_SYNTAX; }
    pl_bytes text;
    const pl_status status = pl_json_string_decode(what->json, node, what->arena, &text);
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_E_SYNTAX; }
    return copy(text, what->arena, ret_text);
}

static pl_status decode_text(const take *what, uint32_t node, const char **ret_text) {
    pl_bytes text;
    const pl_status status = decode(what, node, &text);
    if (status != PL_OK) { return status; }
    if (memchr(text.ptr, '\0', text.len) != NULL) { return PL_E_SYNTAX; }
    *ret_text = (const char *)text.ptr;
    return PL_OK;
}

static pl_status take_name(const take *what) {
    return decode_text(what, what->node, (const char **)(void *)what->to);
}

static pl_status take_text(const take *what) {
    if (is_kind(what, PL_JSON_NULL)) { return PL_OK; /* the structure was zero */ }
    return take_name(what);
}

static pl_status take_bytes(const take *what) {
    pl_bytes *const to = (pl_bytes *)(void *)what->to;
    const pl_status status = decode(what, what->node, to);
    if (status != PL_OK) { return status; }
    return to->len <= PL_RECORD_BODY_BYTES_MAX ? PL_OK : PL_E_SYNTAX;
}

static pl_status take_flag(const take *what) {
    if (!is_kind(what, PL_JSON_BOOLEAN)) { return PL_E_SYNTAX; }
    *(bool *)(void *)what->to = pl_json_is_true(what->json, what->node);
    return PL_OK;
}

/* Digits alone. */
static bool read_digits(pl_bytes digits, uint64_t *ret_value) {
    uint64_t value = 0;
    if (digits.len == 0) { return false; }
    for (size_t i = 0; i < digits.len; i++) {
        const uint8_t byte = digits.ptr[i];
        if (byte < '0' || byte > '9') { return false; }
        const uint64_t digit = (uint64_t)(byte - '0');
        if (value > (UINT64_MAX - digit) / 10) { return false; }
        value = value * 10 + digit;
    }
    *ret_value = value;
    return true;
}

bool pl_journal_take_count(const pl_json *json, uint32_t node, uint64_t *ret_count) {
    return json->nodes[node].kind == PL_JSON_NUMBER &&
           read_digits(pl_json_raw(json, node), ret_count);
}

static pl_status take_count(const take *what) {
    const bool fine = pl_journal_take_count(what->json, what->node, (uint64_t *)(void *)what->to);
    return fine ? PL_OK : PL_E_SYNTAX;
}

static pl_status take_small(const take *what) {
    uint64_t value = 0;
    if (!pl_journal_take_count(what->json, what->node, &value) || value > UINT32_MAX) {
        return PL_E_SYNTAX;
    }
    *(unsigned *)(void *)what->to = (unsigned)value;
    return PL_OK;
}

static bool take_status_at(const pl_json *json, uint32_t node, int *ret_status) {
    enum { STATUS_MAX = 999 };
    uint64_t value = 0;
    if (!pl_journal_take_count(json, node, &value) || value > STATUS_MAX) { return false; }
    *ret_status = (int)value;
    return true;
}

static pl_status take_status(const take *what) {
    const bool fine = take_status_at(what->json, what->node, (int *)(void *)what->to);
    return fine ? PL_OK : PL_E_SYNTAX;
}

static pl_status take_moment(const take *what) {
    uint64_t value = 0;
    if (!pl_journal_take_count(what->json, what->node, &value) || value > PL_JOURNAL_MOMENT_MAX) {
        return PL_E_SYNTAX;
    }
    *(int64_t *)(void *)what->to = (int64_t)value;
    return PL_OK;
}

static pl_status take_real(const take *what) {
    char text[64];
    if (!is_kind(what, PL_JSON_NUMBER)) { return PL_E_SYNTAX; }
    const pl_bytes lexeme = pl_json_raw(what->json, what->node);
    if (lexeme.len >= sizeof text) { return PL_E_SYNTAX; }
    memcpy(text, lexeme.ptr, lexeme.len);
    text[lexeme.len] = '\0';
    char *end = NULL;
    const double value = strtod(text, &end);
    if (*end != '\0' || !(value >= 0) || value > PL_JOURNAL_REAL_MAX) { return PL_E_SYNTAX; }
    *(double *)(void *)what->to = value;
    return PL_OK;
}

static pl_status take_word(const take *what) {
    const pl_journal_words *const words = what->field->words;
    if (!is_kind(what, PL_JSON_STRING)) { return PL_E_SYNTAX; }
    for (unsigned i = 0; i < words->count; i++) {
        if (pl_json_string_is(what->json, what->node, pl_bytes_of(words->text(i)))) {
            *(unsigned *)(void *)what->to = i;
            return PL_OK;
        }
    }
    return PL_E_SYNTAX;
}

static pl_status take_statuses(const take *what) {
    int *const to = (int *)(void *)what->to;
    size_t count = 0;
    if (!is_kind(what, PL_JSON_ARRAY)) { return PL_E_SYNTAX; }
    const pl_json_node *const nodes = what->json->nodes;
    for (uint32_t at = what->node + 1; at < nodes[what->node].next; at = nodes[at].next) {
        if (count == PL_CASE_STATUS_COUNT_MAX || !take_status_at(what->json, at, &to[count])) {
            return PL_E_SYNTAX;
        }
        count++;
    }
    return PL_OK;
}

static pl_status take_header(const take *what, uint32_t pair, pl_http_header *to) {
    const pl_json_node *const nodes = what->json->nodes;
    if (nodes[pair].kind != PL_JSON_ARRAY || pl_json_child_count(what->json, pair) != 2) {
        return PL_E_SYNTAX;
    }
    const pl_status status = decode_text(what, pair + 1, &to->name);
    return status == PL_OK ? decode_text(what, nodes[pair + 1].next, &to->value) : status;
}

static pl_status take_headers(const take *what) {
    if (!is_kind(what, PL_JSON_ARRAY)) { return PL_E_SYNTAX; }
    const pl_json_node *const nodes = what->json->nodes;
    const size_t count = pl_json_child_count(what->json, what->node);
    if (count > PL_HTTP_HEADER_COUNT_MAX) { return PL_E_SYNTAX; }
    pl_http_header *const headers = pl_arena_alloc(what->arena, (count + 1) * sizeof *headers);
    if (headers == NULL) { return PL_E_MEMORY; }
    uint32_t at = what->node + 1;
    for (size_t i = 0; i < count; i++, at = nodes[at].next) {
        const pl_status status = take_header(what, at, &headers[i]);
        if (status != PL_OK) { return status; }
    }
    *(const pl_http_header **)(void *)what->to = headers;
    *(size_t *)(void *)(what->base + what->field->count_offset) = count;
    return PL_OK;
}

static const struct {
    take_field *take;
    const char *must; /* what it must be */
} kinds[] = {
    [PL_JOURNAL_TEXT] = {take_text, "a text or null"},
    [PL_JOURNAL_NAME] = {take_name, "a text"},
    [PL_JOURNAL_BYTES] = {take_bytes, "a text of at most 64 KiB"},
    [PL_JOURNAL_FLAG] = {take_flag, "true or false"},
    [PL_JOURNAL_STATUS] = {take_status, "a status from 0 to 999"},
    [PL_JOURNAL_MOMENT] = {take_moment, "milliseconds since 1970"},
    [PL_JOURNAL_SMALL] = {take_small, "a whole number below 2^32"},
    [PL_JOURNAL_COUNT] = {take_count, "a whole number"},
    [PL_JOURNAL_REAL] = {take_real, "a number of seconds"},
    [PL_JOURNAL_WORD] = {take_word, "a word that this paylink knows"},
    [PL_JOURNAL_STATUSES] = {take_statuses, "a list of at most 8 statuses"},
    [PL_JOURNAL_HEADERS] = {take_headers, "a list of at most 64 pairs of texts"},
};
_Static_assert(PL_COUNT(kinds) == PL_JOURNAL_KIND_COUNT, "one a kind");
_Static_assert(PL_RECORD_BODY_BYTES_MAX == 64 * 1024 && PL_CASE_STATUS_COUNT_MAX == 8 &&
                   PL_HTTP_HEADER_COUNT_MAX == 64,
               "the texts above say these");

pl_status pl_journal_take(const pl_json *json, uint32_t node, const pl_journal_table *table,
                          pl_arena *arena, void *to, const char **reterr_what) {
    assert(table != NULL && to != NULL && reterr_what != NULL);
    for (size_t i = 0; i < table->count; i++) {
        const pl_journal_field *const field = &table->fields[i];
        const uint32_t value = pl_json_member(json, node, field->name);
        const take what = {json, value, field, arena, (char *)to + field->offset, to};
        const pl_status status =
            value == PL_JSON_NONE ? PL_E_SYNTAX : kinds[field->kind].take(&what);
        if (status == PL_OK) { continue; }
        *reterr_what = pl_arena_printf(arena, "the member \"%s\" must be %s", field->name,
                                       kinds[field->kind].must);
        return *reterr_what == NULL ? PL_E_MEMORY : status;
    }
    return PL_OK;
}
