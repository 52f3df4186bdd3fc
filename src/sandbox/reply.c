#include <assert.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/personality_internal.h"
#include "text/utf8.h"

enum { STATUS_OK = 200, STATUS_NOT_ALLOWED = 405, STATUS_INVALID = 422, PATH_BYTES_MAX = 200 };

static const char body_field[] = "body"; /* what concerns the document, not one of its fields */

/* Answers that the contract does not list, where it leaves the status open, and our own failure. */
static const pl_contract_answer other_answers[] = {
    {.status = 400, .code = 400, .message = "The request cannot be understood."},
    {.status = 403, .code = 403, .message = "The caller may not do this."},
    {.status = 406, .code = 406, .message = "There is no answer but application/json."},
    {.status = 409, .code = 409, .message = "There is such a link already."},
    {.status = 413, .code = 413, .message = "The request body is too large."},
    {.status = 415, .code = 415, .message = "The request body must be application/json."},
    {.status = 429, .code = 429, .message = "Too many requests."},
    {.status = 500, .code = 500, .message = "The sandbox could not do its work."},
};

/* Open in the contract, and refused here: no text column can hold it, or it could not be read at
 * all. */
static const pl_keyword unstorable[] = {
    PL_KEYWORD_SYNTAX, PL_KEYWORD_INVALID_UTF8,   PL_KEYWORD_LONE_SURROGATE,
    PL_KEYWORD_NUL,    PL_KEYWORD_DOCUMENT_DEPTH, PL_KEYWORD_DOCUMENT_BYTES,
};

/* The names, from the one envelope that has every member. */
static const pl_schema *whole_envelope(void) {
    return pl_contract_answer_of(STATUS_INVALID)->schema;
}

static const char *envelope_name(pl_envelope_field field) {
    assert(field < whole_envelope()->member_count);
    return whole_envelope()->members[field].name;
}

static const char *error_name(pl_error_field field) {
    const pl_schema *error = whole_envelope()->members[PL_ENVELOPE_ERROR].schema;
    assert(field < error->member_count);
    return error->members[field].name;
}

bool pl_reply_refuses(const pl_call *call, const pl_violation *violation) {
    const pl_personality *who = call->sandbox->personality;
    const uint64_t keyword = PL_BIT(violation->keyword);
    if (violation->severity == PL_VIOLATION || (who->refuses & keyword) != 0) { return true; }
    for (size_t i = 0; i < PL_COUNT(unstorable); i++) {
        if (violation->keyword == unstorable[i]) { return (who->takes & keyword) == 0; }
    }
    return false;
}

bool pl_reply_add(struct json_object *object, const char *name, struct json_object *member) {
    assert(name != NULL);
    const unsigned options = JSON_C_OBJECT_ADD_KEY_IS_NEW | JSON_C_OBJECT_ADD_CONSTANT_KEY;
    if (member == NULL) { return false; }
    if (json_object_object_add_ex(object, name, member, options) != 0) {
        json_object_put(member);
        return false;
    }
    return true;
}

struct json_object *pl_reply_text(pl_bytes text) {
    assert(text.len <= INT_MAX);
    return json_object_new_string_len(text.ptr == NULL ? "" : (const char *)text.ptr,
                                      (int)text.len);
}

struct json_object *pl_reply_raw(pl_bytes json_text) {
    assert(json_text.len > 0);
    struct json_object *value = json_object_new_int(0);
    char *copy = malloc(json_text.len + 1);
    if (value == NULL || copy == NULL) {
        json_object_put(value);
        free(copy);
        return NULL;
    }
    memcpy(copy, json_text.ptr, json_text.len);
    copy[json_text.len] = '\0';
    json_object_set_serializer(value, json_object_userdata_to_json_string, copy,
                               json_object_free_userdata);
    return value;
}

/* Write root into the arena as the answer; takes root over. */
static pl_status finish(pl_call *call, struct json_object *root, int status,
                        pl_sandbox_response *ret_response) {
    assert(status >= STATUS_OK);
    assert(root != NULL);
    pl_status done = PL_E_MEMORY;
    size_t len = 0;
    const char *text = json_object_to_json_string_length(
        root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &len);
    char *copy =
        text == NULL ? NULL : pl_arena_text(call->arena, (pl_bytes){(const uint8_t *)text, len});
    if (copy != NULL) {
        *ret_response = (pl_sandbox_response){
            .status = status, .content_type = PL_MEDIA_TYPE, .body = {(const uint8_t *)copy, len}};
        done = PL_OK;
    }
    json_object_put(root);
    return done;
}

/* {status, success}; NULL: out of memory. */
static struct json_object *new_envelope(int status, bool success) {
    struct json_object *root = json_object_new_object();
    if (root == NULL ||
        !pl_reply_add(root, envelope_name(PL_ENVELOPE_STATUS), json_object_new_int(status)) ||
        !pl_reply_add(root, envelope_name(PL_ENVELOPE_SUCCESS), json_object_new_boolean(success))) {
        json_object_put(root);
        return NULL;
    }
    return root;
}

pl_status pl_reply_data(pl_call *call, struct json_object *data,
                        pl_sandbox_response *ret_response) {
    struct json_object *root = new_envelope(STATUS_OK, true);
    if (root == NULL) {
        json_object_put(data);
        return PL_E_MEMORY;
    }
    if (!pl_reply_add(root, envelope_name(PL_ENVELOPE_DATA), data)) {
        json_object_put(root);
        return PL_E_MEMORY;
    }
    return finish(call, root, STATUS_OK, ret_response);
}

static const pl_contract_answer *answer_of(int status) {
    const pl_contract_answer *answer = pl_contract_answer_of(status);
    for (size_t i = 0; answer == NULL && i < PL_COUNT(other_answers); i++) {
        if (other_answers[i].status == status) { answer = &other_answers[i]; }
    }
    assert(answer != NULL);
    assert(!answer->success);
    return answer;
}

/* The envelope of an error; with errors also error.errors and data.errors. Takes errors over; NULL:
 * none. A NULL message is the answer's own. */
static pl_status error_envelope(pl_call *call, int status, const char *message,
                                struct json_object *errors, pl_sandbox_response *ret_response) {
    const pl_contract_answer *answer = answer_of(status);
    if (message == NULL) { message = answer->message; }
    struct json_object *root = new_envelope(status, false);
    struct json_object *error = json_object_new_object();
    struct json_object *data = errors == NULL ? NULL : json_object_new_object();
    bool built =
        root != NULL && error != NULL &&
        pl_reply_add(error, error_name(PL_ERROR_CODE), json_object_new_int64(answer->code)) &&
        pl_reply_add(error, error_name(PL_ERROR_MESSAGE), json_object_new_string(message));
    if (built && errors != NULL) {
        built = data != NULL &&
                pl_reply_add(error, error_name(PL_ERROR_ERRORS), json_object_get(errors)) &&
                pl_reply_add(data, error_name(PL_ERROR_ERRORS), json_object_get(errors));
    }
    if (built) {
        built = pl_reply_add(root, envelope_name(PL_ENVELOPE_ERROR), json_object_get(error)) &&
                (data == NULL ||
                 pl_reply_add(root, envelope_name(PL_ENVELOPE_DATA), json_object_get(data)));
    }
    json_object_put(errors);
    json_object_put(error);
    json_object_put(data);
    if (!built) {
        json_object_put(root);
        return PL_E_MEMORY;
    }
    return finish(call, root, status, ret_response);
}

pl_status pl_reply_error(pl_call *call, int status, pl_sandbox_response *ret_response) {
    return error_envelope(call, status, NULL, NULL, ret_response);
}

pl_status pl_reply_not_allowed(pl_call *call, const char *allow,
                               pl_sandbox_response *ret_response) {
    /* The contract's message names the methods of the create path. */
    const bool as_documented = strcmp(allow, PL_ALLOW) == 0;
    const char *message = as_documented ? NULL : "This route does not support the method.";
    const pl_status status = error_envelope(call, STATUS_NOT_ALLOWED, message, NULL, ret_response);
    if (status == PL_OK) { ret_response->allow = allow; }
    return status;
}

/* Append a message to the list under a field, which is begun when it is not there yet. */
static bool add_message(struct json_object *errors, const char *field,
                        struct json_object *message) {
    struct json_object *list = NULL;
    if (message == NULL) { return false; }
    if (!json_object_object_get_ex(errors, field, &list)) {
        list = json_object_new_array();
        if (list == NULL || json_object_object_add(errors, field, list) != 0) {
            json_object_put(list);
            json_object_put(message);
            return false;
        }
    }
    if (json_object_array_add(list, message) != 0) {
        json_object_put(message);
        return false;
    }
    return true;
}

/* JSON Pointer to dot path: "/items/0/quantity" and a member's name become "items.0.quantity.name".
 * What is too long to be read by a person is said of the body. NULL: out of memory. */
static const char *dot_path(pl_bytes pointer, const pl_member *member, pl_arena *arena) {
    const size_t name_len = member == NULL ? 0 : member->name_len;
    if ((pointer.len == 0 && name_len == 0) || pointer.len > PATH_BYTES_MAX) { return body_field; }
    char *path = pl_arena_alloc(arena, pointer.len + name_len + 2);
    if (path == NULL) { return NULL; }
    size_t len = 0;
    for (size_t i = 1; i < pointer.len; i++) {
        char next = (char)pointer.ptr[i];
        if (next == '/') {
            next = '.';
        } else if (next == '~' && i + 1 < pointer.len) {
            i++;
            next = pointer.ptr[i] == '0' ? '~' : '/';
        }
        path[len++] = next;
    }
    if (name_len > 0) {
        if (len > 0) { path[len++] = '.'; }
        memcpy(path + len, member->name, name_len);
        len += name_len;
    }
    path[len] = '\0';
    return path[0] == '\0' ? body_field : path;
}

static pl_status add_violation(pl_call *call, const pl_violation *violation, const pl_json *json,
                               struct json_object *errors) {
    pl_bytes pointer = {NULL, 0};
    pl_bytes message = {NULL, 0};
    pl_status status = PL_OK;
    if (json != NULL) {
        status = pl_json_pointer(json, violation->node, call->arena, &pointer);
        if (status != PL_OK) { return status; }
    }
    status = pl_violation_message(violation, json, call->arena, &message);
    if (status != PL_OK) { return status; }
    const char *path = dot_path(pointer, violation->member, call->arena);
    if (path == NULL) { return PL_E_MEMORY; }
    /* A message may quote the document; the answer itself must be UTF-8. */
    const char *keyword = pl_violation_keyword(violation);
    if (!pl_utf8_valid(message)) { message = pl_bytes_of(keyword); }
    return add_message(errors, path, pl_reply_text(message)) ? PL_OK : PL_E_MEMORY;
}

pl_status pl_reply_invalid(pl_call *call, const pl_report *report, const pl_json *json,
                           pl_sandbox_response *ret_response) {
    struct json_object *errors = json_object_new_object();
    size_t listed = 0;
    pl_status status = errors == NULL ? PL_E_MEMORY : PL_OK;
    for (uint32_t i = 0; status == PL_OK && i < report->count; i++) {
        if (listed < PL_SANDBOX_ERROR_COUNT_MAX && pl_reply_refuses(call, &report->list[i])) {
            status = add_violation(call, &report->list[i], json, errors);
            listed++;
        }
    }
    if (status != PL_OK) {
        json_object_put(errors);
        return status;
    }
    return error_envelope(call, STATUS_INVALID, NULL, errors, ret_response);
}

pl_status pl_reply_invalid_field(pl_call *call, pl_bytes pointer, const char *message,
                                 pl_sandbox_response *ret_response) {
    const char *field = dot_path(pointer, NULL, call->arena);
    struct json_object *errors = json_object_new_object();
    if (field == NULL || errors == NULL ||
        !add_message(errors, field, json_object_new_string(message))) {
        json_object_put(errors);
        return PL_E_MEMORY;
    }
    return error_envelope(call, STATUS_INVALID, NULL, errors, ret_response);
}
