#include "cases/vector.h"

#include <assert.h>
#include <json-c/json.h>
#include <stddef.h>
#include <string.h>

#include "text/base64url.h"
#include "text/utf8.h"

/* --- members ---------------------------------------------------------------------------------------- */

/* A text of a vector: in which object it stands, under which name. */
typedef struct text_row {
    const char *object; /* NULL: the outermost */
    const char *name;
    size_t offset; /* in pl_vector */
} text_row;

/* clang-format off */
static const text_row text_rows[] = {
    {NULL,      "run_id",       offsetof(pl_vector, run_id)},
    {NULL,      "case",         offsetof(pl_vector, id)},
    {"request", "variant",      offsetof(pl_vector, variant)},
    {"request", "method",       offsetof(pl_vector, method)},
    {"request", "path",         offsetof(pl_vector, path)},
    {"request", "content_type", offsetof(pl_vector, content_type)},
    {"request", "accept",       offsetof(pl_vector, accept)},
    {"request", "fresh",        offsetof(pl_vector, fresh)},
    {"verdict", "class",        offsetof(pl_vector, klass)},
    {"verdict", "place",        offsetof(pl_vector, place)},
    {"verdict", "pointer",      offsetof(pl_vector, pointer)},
    {"verdict", "keyword",      offsetof(pl_vector, keyword)},
    {"verdict", "why",          offsetof(pl_vector, why)},
    {"finding", "check",        offsetof(pl_vector, check)},
    {"finding", "severity",     offsetof(pl_vector, severity)},
    {"finding", "message",      offsetof(pl_vector, message)},
    {"finding", "expected",     offsetof(pl_vector, expected)},
    {"finding", "actual",       offsetof(pl_vector, actual)},
    {NULL,      "curl",         offsetof(pl_vector, curl)},
};
/* clang-format on */

static const char format_name[] = "paylink_vector";
static const char request_name[] = "request";
static const char body_name[] = "body";
static const char encoded_name[] = "body_base64url"; /* where the body is no text */
static const char seed_name[] = "seed";
static const char finding_name[] = "finding";
static const char status_name[] = "status";

static const char **text_at(pl_vector *vector, size_t offset) {
    return (const char **)(void *)((char *)vector + offset);
}

/* --- writing ---------------------------------------------------------------------------------------- */

/* Takes value. */
static bool put(struct json_object *object, const char *name, struct json_object *value) {
    if (value == NULL) { return false; }
    if (json_object_object_add(object, name, value) == 0) { return true; }
    json_object_put(value);
    return false;
}

/* The object of that name, made when it is not there yet. NULL: no memory. */
static struct json_object *inside(struct json_object *root, const char *name) {
    struct json_object *object = NULL;
    if (name == NULL) { return root; }
    if (json_object_object_get_ex(root, name, &object)) { return object; }
    object = json_object_new_object();
    return put(root, name, object) ? object : NULL;
}

static bool is_text(pl_bytes body) {
    for (size_t at = 0; at < body.len;) {
        uint32_t point = 0;
        const size_t len = pl_utf8_next(body, at, &point);
        if (len == 0) { return false; }
        at += len;
    }
    return true;
}

static bool put_encoded(struct json_object *request, pl_bytes body, pl_arena *arena) {
    const size_t cap = pl_base64url_encoded_len(body.len);
    uint8_t *text = pl_arena_alloc(arena, cap);
    size_t len = 0;
    return text != NULL && pl_base64url_encode(body, text, cap, &len) == PL_OK &&
           put(request, encoded_name, json_object_new_string_len((const char *)text, (int)len));
}

static bool put_body(struct json_object *root, pl_bytes body, pl_arena *arena) {
    struct json_object *request = inside(root, request_name);
    assert(body.len < PL_VECTOR_BYTES_MAX);
    if (request == NULL) { return false; }
    if (!is_text(body)) { return put_encoded(request, body, arena); }
    const char *text = body.len > 0 ? (const char *)body.ptr : "";
    return put(request, body_name, json_object_new_string_len(text, (int)body.len));
}

static bool put_texts(struct json_object *root, const pl_vector *vector) {
    bool fine = true;
    for (size_t i = 0; i < PL_COUNT(text_rows) && fine; i++) {
        pl_vector copy = *vector;
        const char *text = *text_at(&copy, text_rows[i].offset);
        struct json_object *object = inside(root, text_rows[i].object);
        if (text == NULL) { continue; }
        fine = object != NULL && put(object, text_rows[i].name, json_object_new_string(text));
    }
    return fine;
}

static bool fill(struct json_object *root, const pl_vector *vector, pl_arena *arena) {
    if (!put(root, format_name, json_object_new_int(PL_VECTOR_FORMAT)) ||
        !put(root, seed_name, json_object_new_uint64(vector->seed)) || !put_texts(root, vector) ||
        !put_body(root, vector->body, arena)) {
        return false;
    }
    struct json_object *finding = inside(root, finding_name);
    return finding != NULL && put(finding, status_name, json_object_new_int(vector->status));
}

pl_status pl_vector_write(const pl_vector *vector, pl_arena *arena, pl_bytes *ret_text) {
    assert(vector != NULL && vector->run_id != NULL && vector->id != NULL);
    struct json_object *root = json_object_new_object();
    pl_status status = PL_E_MEMORY;
    if (root != NULL && fill(root, vector, arena)) {
        const char *json = json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY |
                                                                    JSON_C_TO_STRING_NOSLASHESCAPE);
        const char *copy = json != NULL ? pl_arena_printf(arena, "%s\n", json) : NULL;
        if (copy != NULL) {
            *ret_text = pl_bytes_of(copy);
            status = PL_OK;
        }
    }
    json_object_put(root);
    return status;
}

/* --- names ------------------------------------------------------------------------------------------- */

pl_status pl_vector_name(const pl_vector *vector, pl_arena *arena, const char **ret_name) {
    enum { NAME_BYTES_MAX = 80 };
    const bool of_status = strcmp(vector->check, status_name) == 0;
    const char *subject = vector->variant != NULL ? vector->variant : vector->place;
    char *name = of_status
                     ? pl_arena_printf(arena, "%s-%s-answered-%d", subject,
                                       vector->keyword[0] != '\0' ? vector->keyword : vector->klass,
                                       vector->status)
                     : pl_arena_printf(arena, "%s-%s", vector->check, subject);
    if (name == NULL) { return PL_E_MEMORY; }
    size_t used = 0;
    for (const char *at = name; *at != '\0' && used < NAME_BYTES_MAX; at++) {
        const bool plain = (*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z') ||
                           (*at >= 'A' && *at <= 'Z') || *at == '_' || *at == '.';
        const bool joint = !plain && used > 0 && name[used - 1] != '-';
        if (plain || joint) { name[used++] = plain ? *at : '-'; }
    }
    while (used > 0 && (name[used - 1] == '-' || name[used - 1] == '.')) { used--; }
    name[used] = '\0';
    *ret_name = used > 0 && name[0] != '.' ? name : "finding";
    return PL_OK;
}

/* --- reading ----------------------------------------------------------------------------------------- */

typedef struct reading {
    pl_json json;
    pl_arena *arena;
    pl_vector_trouble trouble;
} reading;

static pl_status complain(reading *at, const char *what, uint32_t offset) {
    const pl_json_position position = pl_json_position_of(at->json.text, offset);
    at->trouble = (pl_vector_trouble){what, position.line, position.column};
    return PL_E_SYNTAX;
}

/* A text without NUL, or NULL where it is absent or null. */
static pl_status read_text(reading *at, uint32_t object, const char *name, const char **ret_text) {
    const uint32_t node = pl_json_member(&at->json, object, name);
    *ret_text = NULL;
    if (node == PL_JSON_NONE || at->json.nodes[node].kind == PL_JSON_NULL) { return PL_OK; }
    if (at->json.nodes[node].kind != PL_JSON_STRING) {
        return complain(at, "a text must stand here", at->json.nodes[node].at);
    }
    pl_bytes text = {0};
    const pl_status status = pl_json_string_decode(&at->json, node, at->arena, &text);
    if (status == PL_E_MEMORY) { return status; }
    if (status != PL_OK || (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL)) {
        return complain(at, "this is no text", at->json.nodes[node].at);
    }
    *ret_text = pl_arena_text(at->arena, text);
    return *ret_text != NULL ? PL_OK : PL_E_MEMORY;
}

static pl_status read_texts(reading *at, pl_vector *vector) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(text_rows) && status == PL_OK; i++) {
        const char *name = text_rows[i].object;
        const uint32_t object = name == NULL ? 0 : pl_json_member(&at->json, 0, name);
        if (name != NULL && object == PL_JSON_NONE) { continue; }
        status = read_text(at, object, text_rows[i].name, text_at(vector, text_rows[i].offset));
    }
    return status;
}

static pl_status read_encoded(reading *at, uint32_t node, pl_bytes *ret_body) {
    const pl_json_node *value = &at->json.nodes[node];
    if (value->kind != PL_JSON_STRING) {
        return complain(at, "a text in base64url must stand here", value->at);
    }
    const pl_bytes text = pl_json_inside(&at->json, node);
    uint8_t *body = pl_arena_alloc(at->arena, text.len + 1);
    size_t len = 0;
    if (body == NULL) { return PL_E_MEMORY; }
    if (pl_base64url_decode(text, body, text.len, &len) != PL_OK) {
        return complain(at, "this is no base64url without padding", value->at);
    }
    body[len] = '\0';
    *ret_body = (pl_bytes){body, len};
    return PL_OK;
}

static pl_status read_body(reading *at, uint32_t request, pl_bytes *ret_body) {
    const uint32_t encoded = pl_json_member(&at->json, request, encoded_name);
    if (encoded != PL_JSON_NONE) { return read_encoded(at, encoded, ret_body); }
    const uint32_t node = pl_json_member(&at->json, request, body_name);
    if (node == PL_JSON_NONE || at->json.nodes[node].kind != PL_JSON_STRING) {
        return complain(at, "the request has no text \"body\"", at->json.nodes[request].at);
    }
    const pl_status status = pl_json_string_decode(&at->json, node, at->arena, ret_body);
    return status == PL_E_ENCODING ? complain(at, "this is no text", at->json.nodes[node].at)
                                   : status;
}

static bool is_fresh_text(const char *fresh) {
    return strlen(fresh) == PL_FRESH_LEN &&
           strspn(fresh, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == PL_FRESH_LEN;
}

static pl_status read_all(reading *at, pl_vector *vector) {
    const pl_json *json = &at->json;
    const uint32_t format = pl_json_member(json, 0, format_name);
    if (format == PL_JSON_NONE || json->nodes[format].kind != PL_JSON_NUMBER) {
        return complain(at, "not a vector of paylink: it has no number \"paylink_vector\"", 0);
    }
    if (pl_number_compare(pl_json_raw(json, format), pl_decimal_of(PL_VECTOR_FORMAT)) != 0) {
        return complain(at, "a vector of another version of paylink", json->nodes[format].at);
    }
    const uint32_t request = pl_json_member(json, 0, request_name);
    if (request == PL_JSON_NONE || json->nodes[request].kind != PL_JSON_OBJECT) {
        return complain(at, "it has no object \"request\"", 0);
    }
    pl_status status = read_body(at, request, &vector->body);
    if (status == PL_OK) { status = read_texts(at, vector); }
    if (status == PL_OK && vector->fresh != NULL && !is_fresh_text(vector->fresh)) {
        return complain(at, "\"fresh\" must be 12 upper-case letters and digits",
                        json->nodes[request].at);
    }
    return status;
}

pl_status pl_vector_read(pl_bytes text, pl_arena *arena, pl_vector *ret_vector,
                         pl_vector_trouble *reterr_trouble) {
    assert(ret_vector != NULL && reterr_trouble != NULL);
    if (text.len > PL_VECTOR_BYTES_MAX) {
        *reterr_trouble = (pl_vector_trouble){.what = "longer than any vector"};
        return PL_E_SIZE;
    }
    reading at = {.json = {.text = text}, .arena = arena};
    pl_json_error error = {0};
    pl_vector vector = {.id = NULL};
    pl_status status = pl_json_read(text, arena, &at.json, &error);
    if (status == PL_E_MEMORY) { return status; }
    status = status == PL_OK ? read_all(&at, &vector)
                             : complain(&at, pl_json_fault_text(error.fault), error.at);
    if (status == PL_OK) { *ret_vector = vector; }
    if (status == PL_E_SYNTAX) { *reterr_trouble = at.trouble; }
    return status;
}
