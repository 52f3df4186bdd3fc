/* The members that the objects of a document may have: those that are read, those that are notes, those that are left
 * out, with a word about it. What stands in no row is unknown. OpenAPI 3.0.3 and 3.1.0, section 4.7 (4.8) */
#include <string.h>

#include "openapi/lift_internal.h"

#define KIND(name) (1U << PL_PART_##name)

/* clang-format off */
static const struct member_row {
    const char *name;
    unsigned kinds;        /* bits of pl_lift_part */
    const char *left_out;  /* what is said when it stands there; NULL: nothing */
} rows[] = {
    {"openapi", KIND(DOCUMENT), NULL},
    {"info", KIND(DOCUMENT), NULL},
    {"paths", KIND(DOCUMENT), NULL},
    {"components", KIND(DOCUMENT), NULL},
    {"tags", KIND(DOCUMENT) | KIND(OPERATION), NULL},
    {"externalDocs", KIND(DOCUMENT) | KIND(OPERATION), NULL},
    {"webhooks", KIND(DOCUMENT), "webhooks are not read"},
    {"jsonSchemaDialect", KIND(DOCUMENT), "the dialect is not read; schemas are read as JSON Schema 2020-12"},
    {"servers", KIND(DOCUMENT) | KIND(PATH_ITEM) | KIND(OPERATION), NULL},
    {"security", KIND(DOCUMENT) | KIND(OPERATION), NULL},
    {"summary", KIND(PATH_ITEM) | KIND(OPERATION) | KIND(REFERENCE), NULL},
    {"description", KIND(PATH_ITEM) | KIND(OPERATION) | KIND(PARAMETER) | KIND(HEADER) | KIND(BODY) | KIND(RESPONSE) |
                    KIND(SCHEME) | KIND(REFERENCE), NULL},
    {"parameters", KIND(PATH_ITEM) | KIND(OPERATION) | KIND(COMPONENTS), NULL},
    {"get", KIND(PATH_ITEM), NULL},
    {"put", KIND(PATH_ITEM), NULL},
    {"post", KIND(PATH_ITEM), NULL},
    {"delete", KIND(PATH_ITEM), NULL},
    {"options", KIND(PATH_ITEM), NULL},
    {"head", KIND(PATH_ITEM), NULL},
    {"patch", KIND(PATH_ITEM), NULL},
    {"trace", KIND(PATH_ITEM), NULL},
    {"operationId", KIND(OPERATION), NULL},
    {"requestBody", KIND(OPERATION), NULL},
    {"responses", KIND(OPERATION) | KIND(COMPONENTS), NULL},
    {"deprecated", KIND(OPERATION) | KIND(PARAMETER) | KIND(HEADER), NULL},
    {"callbacks", KIND(OPERATION) | KIND(COMPONENTS), "callbacks are not read"},
    {"name", KIND(PARAMETER) | KIND(SCHEME), NULL},
    {"in", KIND(PARAMETER) | KIND(SCHEME), NULL},
    {"required", KIND(PARAMETER) | KIND(HEADER) | KIND(BODY), NULL},
    {"schema", KIND(PARAMETER) | KIND(HEADER) | KIND(MEDIA), NULL},
    {"content", KIND(PARAMETER) | KIND(HEADER) | KIND(BODY) | KIND(RESPONSE), NULL},
    {"example", KIND(PARAMETER) | KIND(HEADER) | KIND(MEDIA), NULL},
    {"examples", KIND(PARAMETER) | KIND(HEADER) | KIND(MEDIA) | KIND(COMPONENTS), NULL},
    {"style", KIND(PARAMETER) | KIND(HEADER), "how the value is written is not checked"},
    {"explode", KIND(PARAMETER) | KIND(HEADER), "how the value is written is not checked"},
    {"allowReserved", KIND(PARAMETER), "how the value is written is not checked"},
    {"allowEmptyValue", KIND(PARAMETER), "whether the value may be empty is not checked"},
    {"encoding", KIND(MEDIA), "how the parts are encoded is not checked"},
    {"headers", KIND(RESPONSE) | KIND(COMPONENTS), NULL},
    {"links", KIND(RESPONSE) | KIND(COMPONENTS), "links are not read"},
    {"type", KIND(SCHEME), NULL},
    {"scheme", KIND(SCHEME), NULL},
    {"bearerFormat", KIND(SCHEME), NULL},
    {"flows", KIND(SCHEME), NULL},
    {"openIdConnectUrl", KIND(SCHEME), NULL},
    {"schemas", KIND(COMPONENTS), NULL},
    {"requestBodies", KIND(COMPONENTS), NULL},
    {"securitySchemes", KIND(COMPONENTS), NULL},
    {"pathItems", KIND(COMPONENTS), NULL},
    {"$ref", KIND(PATH_ITEM) | KIND(REFERENCE), NULL},
};
/* clang-format on */

static const char *const part_texts[] = {
    [PL_PART_DOCUMENT] = "a document",   [PL_PART_COMPONENTS] = "the components",
    [PL_PART_PATH_ITEM] = "a path",      [PL_PART_OPERATION] = "an operation",
    [PL_PART_PARAMETER] = "a parameter", [PL_PART_HEADER] = "a header",
    [PL_PART_BODY] = "a request body",   [PL_PART_MEDIA] = "a media type",
    [PL_PART_RESPONSE] = "a response",   [PL_PART_SCHEME] = "a security scheme",
    [PL_PART_REFERENCE] = "a reference",
};
_Static_assert(PL_COUNT(part_texts) == PL_PART_COUNT, "every part has its words");

static const struct member_row *row_of(const pl_json *json, uint32_t name, pl_lift_part part) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if ((rows[i].kinds & 1U << part) != 0 &&
            pl_json_string_is(json, name, pl_bytes_of(rows[i].name))) {
            return &rows[i];
        }
    }
    return NULL;
}

static pl_status tell(pl_lift *lift, uint32_t name, pl_lift_part part) {
    const pl_bytes inside = pl_json_inside(lift->json, name);
    const struct member_row *const row = row_of(lift->json, name, part);
    if (row != NULL && row->left_out == NULL) { return PL_OK; }
    if (row != NULL) { return pl_lift_remark(lift, name, "%s", row->left_out); }
    if (inside.len >= 2 && memcmp(inside.ptr, "x-", 2) == 0) { return PL_OK; }
    return pl_lift_unknown(lift, name, "\"%.*s\" is no member of %s that is known; it is not read",
                           (int)inside.len, (const char *)inside.ptr, part_texts[part]);
}

pl_status pl_lift_part_check(pl_lift *lift, uint32_t object, pl_lift_part part) {
    if (lift->json->nodes[object].kind != PL_JSON_OBJECT) {
        return pl_lift_fail(lift, PL_E_SYNTAX, object, "must be an object");
    }
    if (lift->memos[object].checked) { return PL_OK; } /* what is shared is told of once */
    lift->memos[object].checked = true;
    PL_LIFT_EACH_MEMBER(name, lift->json, object) {
        const pl_status status = tell(lift, name, part);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_lift_part_find(pl_lift *lift, uint32_t node, pl_lift_part part, uint32_t *ret_object) {
    uint32_t object = node;
    pl_status status = pl_lift_follow(lift, node, &object);
    if (status == PL_OK && object != node) {
        status = pl_lift_part_check(lift, node, PL_PART_REFERENCE);
    }
    if (status == PL_OK) { status = pl_lift_part_check(lift, object, part); }
    if (status == PL_OK) { *ret_object = object; }
    return status;
}
