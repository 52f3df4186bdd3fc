/* The set of types of a schema, and the ways to let null in. */
#include "openapi/lift_internal.h"

static unsigned type_of(const pl_json *json, uint32_t node) {
    static const unsigned types[] = {PL_TYPE_NULL,   PL_TYPE_BOOLEAN, PL_TYPE_INTEGER,
                                     PL_TYPE_NUMBER, PL_TYPE_STRING,  PL_TYPE_ARRAY,
                                     PL_TYPE_OBJECT};
    for (size_t i = 0; i < PL_COUNT(types) && json->nodes[node].kind == PL_JSON_STRING; i++) {
        char name[16];
        pl_types_text(types[i], name, sizeof name);
        if (pl_json_string_is(json, node, pl_bytes_of(name))) { return types[i]; }
    }
    return 0;
}

pl_status pl_lift_types(pl_lift *lift, uint32_t value, unsigned *ret_types) {
    const pl_json *const json = lift->json;
    unsigned types = 0;
    if (json->nodes[value].kind == PL_JSON_ARRAY) {
        PL_LIFT_EACH_ELEMENT(element, json, value) {
            const unsigned type = type_of(json, element);
            if (type == 0) {
                return pl_lift_fail(lift, PL_E_SYNTAX, element, "is no type of JSON Schema");
            }
            types |= type;
        }
    } else {
        types = type_of(json, value);
    }
    if (types == 0) { return pl_lift_fail(lift, PL_E_SYNTAX, value, "is no type of JSON Schema"); }
    *ret_types = types;
    return PL_OK;
}

static bool is_null_alone(const pl_schema *schema) {
    return schema->types == PL_TYPE_NULL && schema->facet_count + schema->combinator_count == 0;
}

/* "Either this or null" is this, null allowed: the way to say nullable where `type` stands behind a reference. */
void pl_lift_unfold_null(pl_schema *schema) {
    if (schema->combinator_count != 1 || schema->types != PL_LIFT_ANY_TYPE ||
        schema->facet_count > 0 || schema->member_count > 0 || schema->items != NULL ||
        schema->values != NULL) {
        return;
    }
    const pl_combinator *const either = &schema->combinators[0];
    if (either->schema_count != 2 ||
        (either->keyword != PL_KEYWORD_ANY_OF && either->keyword != PL_KEYWORD_ONE_OF)) {
        return;
    }
    const size_t null_at = is_null_alone(either->schemas[0]) ? 0 : 1;
    const pl_schema *const other = either->schemas[1 - null_at];
    const bool lists = pl_schema_facet(other, PL_KEYWORD_ENUM, PL_VIOLATION) != NULL ||
                       pl_schema_facet(other, PL_KEYWORD_CONST, PL_VIOLATION) != NULL;
    if (!is_null_alone(either->schemas[null_at]) || (other->types & PL_TYPE_NULL) != 0 || lists ||
        other->combinator_count > 0) {
        return;
    }
    *schema = *other;
    schema->types |= PL_TYPE_NULL;
}
