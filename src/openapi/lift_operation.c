/* Operations: parameters, bodies, responses, security. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "openapi/lift_internal.h"

enum { PATH_BYTES_MAX = 2048 };

/* --- reading --------------------------------------------------------------------------------- */

pl_status pl_lift_want(pl_lift *lift, uint32_t object, const char *name, pl_json_kind kind,
                       uint32_t *ret_node) {
    static const char *const faults[PL_JSON_KIND_COUNT] = {
        [PL_JSON_BOOLEAN] = "must be true or false",
        [PL_JSON_STRING] = "must be a string",
        [PL_JSON_ARRAY] = "must be an array",
        [PL_JSON_OBJECT] = "must be an object",
    };
    const uint32_t node = pl_json_member(lift->json, object, name);
    if (node != PL_JSON_NONE && lift->json->nodes[node].kind != kind) {
        assert(faults[kind] != NULL);
        return pl_lift_fail(lift, PL_E_SYNTAX, node, faults[kind]);
    }
    *ret_node = node;
    return PL_OK;
}

pl_status pl_lift_want_text(pl_lift *lift, uint32_t object, const char *name,
                            const char **ret_text) {
    uint32_t node = PL_JSON_NONE;
    const pl_status status = pl_lift_want(lift, object, name, PL_JSON_STRING, &node);
    if (status != PL_OK) { return status; }
    if (node == PL_JSON_NONE) {
        const char *const fault = pl_arena_printf(lift->arena, "has no member \"%s\"", name);
        return fault == NULL ? PL_E_MEMORY : pl_lift_fail(lift, PL_E_SYNTAX, object, fault);
    }
    return pl_lift_text(lift, node, ret_text);
}

static pl_status want_flag(pl_lift *lift, uint32_t object, const char *name, bool *ret_flag) {
    uint32_t node = PL_JSON_NONE;
    const pl_status status = pl_lift_want(lift, object, name, PL_JSON_BOOLEAN, &node);
    if (status == PL_OK) { *ret_flag = node != PL_JSON_NONE && pl_json_is_true(lift->json, node); }
    return status;
}

/* Room for one of that size for each child of a node, which may be PL_JSON_NONE. Fails: PL_E_SIZE, PL_E_MEMORY. */
static pl_status make_room(pl_lift *lift, uint32_t node, size_t size, void **ret_room) {
    const size_t count = node == PL_JSON_NONE ? 0 : pl_json_child_count(lift->json, node);
    if (count > PL_LIFT_PART_COUNT_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, node, "has too many members");
    }
    *ret_room = pl_arena_alloc(lift->arena, (count + 1) * size);
    return *ret_room == NULL ? PL_E_MEMORY : PL_OK;
}

/* --- parts ----------------------------------------------------------------------------------- */

static pl_status take_media(pl_lift *lift, uint32_t content, const pl_media **ret_media,
                            size_t *ret_count) {
    void *room = NULL;
    size_t count = 0;
    const pl_status made = make_room(lift, content, sizeof(pl_media), &room);
    if (made != PL_OK) { return made; }
    pl_media *const list = room;
    *ret_media = list;
    *ret_count = 0;
    if (content == PL_JSON_NONE) { return PL_OK; }
    PL_LIFT_EACH_MEMBER(name, lift->json, content) {
        pl_media *const media = &list[count++];
        *media = (pl_media){.node = name + 1};
        pl_status status = pl_lift_text(lift, name, &media->type);
        if (status == PL_OK) { status = pl_lift_part_check(lift, name + 1, PL_PART_MEDIA); }
        if (status != PL_OK) { return status; }
        const uint32_t schema = pl_json_member(lift->json, name + 1, "schema");
        if (schema == PL_JSON_NONE) { continue; }
        status = pl_lift_schema(lift, schema, &media->schema);
        if (status != PL_OK) { return status; }
    }
    *ret_count = count;
    return PL_OK;
}

/* `schema`, or that of the one media type in `content`. */
static pl_status take_parameter_schema(pl_lift *lift, uint32_t object,
                                       const pl_schema **ret_schema) {
    const uint32_t schema = pl_json_member(lift->json, object, "schema");
    uint32_t content = PL_JSON_NONE;
    if (schema != PL_JSON_NONE) { return pl_lift_schema(lift, schema, ret_schema); }
    pl_status status = pl_lift_want(lift, object, "content", PL_JSON_OBJECT, &content);
    if (status != PL_OK || content == PL_JSON_NONE) { return status; }
    const pl_media *media = NULL;
    size_t count = 0;
    status = take_media(lift, content, &media, &count);
    if (status != PL_OK) { return status; }
    if (count > 0) { *ret_schema = media[0].schema; }
    return count == 1
               ? PL_OK
               : pl_lift_remark(lift, content, "must name one media type; the first is read");
}

/* A name under which a header is described elsewhere. OpenAPI 3.1.0, Parameter Object and Response Object */
static pl_status tell_ignored(pl_lift *lift, uint32_t node, const char *name,
                              const char *const *ignored) {
    for (; *ignored != NULL; ignored++) {
        if (strcasecmp(name, *ignored) == 0) {
            return pl_lift_remark(lift, node, "a header \"%s\" is to be ignored here", name);
        }
    }
    return PL_OK;
}

static pl_status tell_place(pl_lift *lift, const pl_parameter *parameter) {
    static const char *const places[] = {"path", "query", "header", "cookie"};
    static const char *const ignored[] = {"Accept", "Content-Type", "Authorization", NULL};
    for (size_t i = 0; i < PL_COUNT(places); i++) {
        if (strcmp(places[i], parameter->in) != 0) { continue; }
        return strcmp(parameter->in, "header") == 0
                   ? tell_ignored(lift, parameter->node, parameter->name, ignored)
                   : PL_OK;
    }
    return pl_lift_fail(lift, PL_E_SYNTAX, parameter->node,
                        "must be in the path, the query, a header or a cookie");
}

static pl_status take_parameter(pl_lift *lift, uint32_t element, pl_parameter *ret_parameter) {
    uint32_t object = element;
    pl_parameter parameter = {.name = NULL};
    pl_status status = pl_lift_part_find(lift, element, PL_PART_PARAMETER, &object);
    if (status == PL_OK) { status = pl_lift_want_text(lift, object, "name", &parameter.name); }
    if (status == PL_OK) { status = pl_lift_want_text(lift, object, "in", &parameter.in); }
    if (status == PL_OK) { status = want_flag(lift, object, "required", &parameter.required); }
    if (status == PL_OK) { status = take_parameter_schema(lift, object, &parameter.schema); }
    parameter.node = object;
    if (status == PL_OK) { status = tell_place(lift, &parameter); }
    if (status == PL_OK) { *ret_parameter = parameter; }
    return status;
}

pl_status pl_lift_parameter_alone(pl_lift *lift, uint32_t node) {
    pl_parameter parameter;
    return take_parameter(lift, node, &parameter);
}

/* Those of the operation, and those of its path that it does not replace. */
static pl_status take_parameters(pl_lift *lift, uint32_t path_item, uint32_t object,
                                 pl_operation *operation) {
    uint32_t lists[2] = {PL_JSON_NONE, PL_JSON_NONE};
    pl_status status = pl_lift_want(lift, object, "parameters", PL_JSON_ARRAY, &lists[0]);
    if (status == PL_OK) {
        status = pl_lift_want(lift, path_item, "parameters", PL_JSON_ARRAY, &lists[1]);
    }
    if (status != PL_OK) { return status; }
    size_t cap = 0;
    for (size_t i = 0; i < PL_COUNT(lists); i++) {
        cap += lists[i] == PL_JSON_NONE ? 0 : pl_json_child_count(lift->json, lists[i]);
    }
    if (cap > PL_LIFT_PART_COUNT_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, object, "has too many parameters");
    }
    pl_parameter *const made = pl_arena_alloc(lift->arena, (cap + 1) * sizeof *made);
    if (made == NULL) { return PL_E_MEMORY; }
    size_t count = 0;
    for (size_t i = 0; i < PL_COUNT(lists); i++) {
        if (lists[i] == PL_JSON_NONE) { continue; }
        PL_LIFT_EACH_ELEMENT(element, lift->json, lists[i]) {
            pl_parameter parameter;
            status = take_parameter(lift, element, &parameter);
            if (status != PL_OK) { return status; }
            bool replaced = false;
            for (size_t k = 0; k < count && i > 0; k++) {
                replaced = replaced || (strcmp(made[k].name, parameter.name) == 0 &&
                                        strcmp(made[k].in, parameter.in) == 0);
            }
            if (!replaced) { made[count++] = parameter; }
        }
    }
    operation->parameters = made;
    operation->parameter_count = count;
    return PL_OK;
}

static pl_status take_body(pl_lift *lift, uint32_t body, pl_operation *operation) {
    uint32_t content = PL_JSON_NONE;
    pl_status status = pl_lift_part_find(lift, body, PL_PART_BODY, &body);
    if (status == PL_OK) { status = want_flag(lift, body, "required", &operation->body_required); }
    if (status == PL_OK) { status = pl_lift_want(lift, body, "content", PL_JSON_OBJECT, &content); }
    if (status != PL_OK) { return status; }
    operation->has_body = true;
    return take_media(lift, content, &operation->bodies, &operation->body_count);
}

pl_status pl_lift_body_alone(pl_lift *lift, uint32_t node) {
    pl_operation operation = {.method = NULL};
    return take_body(lift, node, &operation);
}

static pl_status take_header(pl_lift *lift, uint32_t node, pl_parameter *header) {
    pl_status status = pl_lift_part_find(lift, node, PL_PART_HEADER, &header->node);
    if (status == PL_OK) { status = want_flag(lift, header->node, "required", &header->required); }
    return status == PL_OK ? take_parameter_schema(lift, header->node, &header->schema) : status;
}

pl_status pl_lift_header_alone(pl_lift *lift, uint32_t node) {
    pl_parameter header = {.name = NULL};
    return take_header(lift, node, &header);
}

static pl_status take_headers(pl_lift *lift, uint32_t object, pl_response *response) {
    static const char *const ignored[] = {"Content-Type", NULL};
    uint32_t headers = PL_JSON_NONE;
    pl_status status = pl_lift_want(lift, object, "headers", PL_JSON_OBJECT, &headers);
    void *room = NULL;
    if (status == PL_OK) { status = make_room(lift, headers, sizeof(pl_parameter), &room); }
    if (status != PL_OK) { return status; }
    pl_parameter *const list = room;
    response->headers = list;
    if (headers == PL_JSON_NONE) { return PL_OK; }
    PL_LIFT_EACH_MEMBER(name, lift->json, headers) {
        pl_parameter *const header = &list[response->header_count];
        *header = (pl_parameter){.in = "header"};
        status = pl_lift_text(lift, name, &header->name);
        if (status == PL_OK) { status = take_header(lift, name + 1, header); }
        if (status == PL_OK) { status = tell_ignored(lift, name, header->name, ignored); }
        if (status != PL_OK) { return status; }
        response->header_count++;
    }
    return PL_OK;
}

static pl_status take_response(pl_lift *lift, uint32_t node, pl_response *response) {
    uint32_t content = PL_JSON_NONE;
    pl_status status = pl_lift_part_find(lift, node, PL_PART_RESPONSE, &response->node);
    if (status == PL_OK) {
        status = pl_lift_want(lift, response->node, "content", PL_JSON_OBJECT, &content);
    }
    if (status == PL_OK) {
        status = take_media(lift, content, &response->media, &response->media_count);
    }
    return status == PL_OK ? take_headers(lift, response->node, response) : status;
}

pl_status pl_lift_response_alone(pl_lift *lift, uint32_t node) {
    pl_response response = {.status = NULL};
    return take_response(lift, node, &response);
}

/* "200", "4XX", "default". */
static bool is_status(const char *text) {
    const bool wide = strcmp(text + (text[0] != '\0'), "XX") == 0;
    return strcmp(text, "default") == 0 ||
           (text[0] >= '1' && text[0] <= '5' &&
            (wide || (strlen(text) == 3 && strspn(text, "0123456789") == 3)));
}

static pl_status take_responses(pl_lift *lift, uint32_t object, pl_operation *operation) {
    uint32_t responses = PL_JSON_NONE;
    pl_status status = pl_lift_want(lift, object, "responses", PL_JSON_OBJECT, &responses);
    void *room = NULL;
    if (status == PL_OK) { status = make_room(lift, responses, sizeof(pl_response), &room); }
    if (status != PL_OK) { return status; }
    pl_response *const list = room;
    operation->responses = list;
    if (responses == PL_JSON_NONE) { return PL_OK; }
    PL_LIFT_EACH_MEMBER(name, lift->json, responses) {
        pl_response *const response = &list[operation->response_count];
        *response = (pl_response){.status = NULL};
        status = pl_lift_text(lift, name, &response->status);
        if (status == PL_OK && strncmp(response->status, "x-", 2) == 0) { continue; }
        if (status == PL_OK && !is_status(response->status)) {
            status = pl_lift_fail(lift, PL_E_SYNTAX, name,
                                  "is no status: 200, 2XX or default, and the like");
        }
        if (status == PL_OK) { status = take_response(lift, name + 1, response); }
        if (status != PL_OK) { return status; }
        operation->response_count++;
    }
    return PL_OK;
}

/* --- operations ------------------------------------------------------------------------------ */

static const char *const methods[] = {"get",  "put",     "post",  "delete",
                                      "head", "options", "patch", "trace"};

static const char *method_of(const pl_lift *lift, uint32_t name) {
    for (size_t i = 0; i < PL_COUNT(methods); i++) {
        if (pl_json_string_is(lift->json, name, pl_bytes_of(methods[i]))) { return methods[i]; }
    }
    return NULL;
}

static pl_status take_operation(pl_lift *lift, const char *path, uint32_t path_item, uint32_t name,
                                pl_operation *ret_operation) {
    pl_operation operation = {.path = path, .node = name + 1};
    char *const method = pl_arena_text(lift->arena, pl_bytes_of(method_of(lift, name)));
    if (method == NULL) { return PL_E_MEMORY; }
    for (char *at = method; *at != '\0'; at++) { *at = (char)(*at - 'a' + 'A'); }
    operation.method = method;
    pl_status status = pl_lift_part_check(lift, name + 1, PL_PART_OPERATION);
    if (status != PL_OK) { return status; }
    const uint32_t id = pl_json_member(lift->json, name + 1, "operationId");
    const uint32_t body = pl_json_member(lift->json, name + 1, "requestBody");
    status = id == PL_JSON_NONE ? PL_OK : pl_lift_text(lift, id, &operation.id);
    if (status == PL_OK) { status = pl_lift_base(lift, path_item, name + 1, &operation.base); }
    if (status == PL_OK) { status = take_parameters(lift, path_item, name + 1, &operation); }
    if (status == PL_OK && body != PL_JSON_NONE) { status = take_body(lift, body, &operation); }
    if (status == PL_OK) { status = take_responses(lift, name + 1, &operation); }
    if (status == PL_OK) { status = pl_lift_security(lift, name + 1, &operation); }
    if (status == PL_OK) { *ret_operation = operation; }
    return status;
}

static pl_status take_path(pl_lift *lift, uint32_t name, pl_operation *list, size_t *count) {
    const char *path = NULL;
    uint32_t item = name + 1;
    pl_status status = pl_lift_text(lift, name, &path);
    if (status == PL_OK && strncmp(path, "x-", 2) == 0) { return PL_OK; }
    if (status == PL_OK && strlen(path) > PATH_BYTES_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, item, "has a path that is too long");
    }
    if (status == PL_OK) { status = pl_lift_part_find(lift, item, PL_PART_PATH_ITEM, &item); }
    if (status != PL_OK) { return status; }
    PL_LIFT_EACH_MEMBER(member, lift->json, item) {
        if (method_of(lift, member) == NULL) { continue; }
        if (*count == PL_LIFT_OPERATION_COUNT_MAX) {
            return pl_lift_fail(lift, PL_E_SIZE, member, "is one operation too many");
        }
        status = take_operation(lift, path, item, member, &list[*count]);
        if (status != PL_OK) { return status; }
        *count += 1;
    }
    return PL_OK;
}

pl_status pl_lift_operations(pl_lift *lift, pl_document *document) {
    uint32_t paths = PL_JSON_NONE;
    pl_status status = pl_lift_part_check(lift, 0, PL_PART_DOCUMENT);
    if (status == PL_OK) { status = pl_lift_want(lift, 0, "paths", PL_JSON_OBJECT, &paths); }
    if (status != PL_OK) { return status; }
    pl_operation *const list =
        pl_arena_alloc(lift->arena, PL_LIFT_OPERATION_COUNT_MAX * sizeof *list);
    size_t count = 0;
    if (list == NULL) { return PL_E_MEMORY; }
    for (uint32_t name = paths + 1; paths != PL_JSON_NONE && name < lift->json->nodes[paths].next;
         name = lift->json->nodes[name + 1].next) {
        status = take_path(lift, name, list, &count);
        if (status != PL_OK) { return status; }
    }
    document->operations = list;
    document->operation_count = count;
    return PL_OK;
}
