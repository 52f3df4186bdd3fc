/* Components that no operation refers to: their schemas are lifted too, so that what is wrong there is told. Nothing
 * depends on it, so a fault is a remark. */
#include <assert.h>

#include "openapi/lift_internal.h"

enum { FAULT_COUNT_MAX = 50 };

static pl_status take_schema(pl_lift *lift, uint32_t node) {
    const pl_schema *schema = NULL;
    return pl_lift_schema(lift, node, &schema);
}

static pl_status take_path_item(pl_lift *lift, uint32_t node) {
    return pl_lift_part_check(lift, node, PL_PART_PATH_ITEM);
}

static pl_status take_scheme(pl_lift *lift, uint32_t node) {
    uint32_t object = 0;
    return pl_lift_part_find(lift, node, PL_PART_SCHEME, &object);
}

static const struct {
    const char *name;
    pl_status (*take)(pl_lift *lift, uint32_t node);
} rows[] = {
    {"schemas", take_schema},
    {"parameters", pl_lift_parameter_alone},
    {"headers", pl_lift_header_alone},
    {"requestBodies", pl_lift_body_alone},
    {"responses", pl_lift_response_alone},
    {"pathItems", take_path_item},
    {"securitySchemes", take_scheme},
};

/* A fault becomes a remark. */
static pl_status excuse(pl_lift *lift, pl_status status, unsigned *fault_count) {
    if (status == PL_OK || status == PL_E_MEMORY) { return status; }
    assert(lift->fault != NULL);
    *fault_count += 1;
    return pl_lift_remark(lift, lift->trouble, "%s; it is not read, and nothing refers to it",
                          lift->fault);
}

pl_status pl_lift_components(pl_lift *lift) {
    uint32_t components = PL_JSON_NONE;
    unsigned fault_count = 0;
    pl_status status = pl_lift_want(lift, 0, "components", PL_JSON_OBJECT, &components);
    if (status != PL_OK || components == PL_JSON_NONE) { return status; }
    status = pl_lift_part_check(lift, components, PL_PART_COMPONENTS);
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        uint32_t list = PL_JSON_NONE;
        status = pl_lift_want(lift, components, rows[i].name, PL_JSON_OBJECT, &list);
        if (status != PL_OK || list == PL_JSON_NONE) { continue; }
        PL_LIFT_EACH_MEMBER(name, lift->json, list) {
            const pl_status taken = rows[i].take(lift, name + 1);
            status = excuse(lift, taken, &fault_count);
            if (status != PL_OK) { return status; }
            if (fault_count == FAULT_COUNT_MAX) {
                return pl_lift_remark(lift, list, "what follows is not read: it has many faults");
            }
        }
    }
    return status;
}
