/* Who may call: security schemes in words that do not depend on their names, and what is asked of them. */
#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "openapi/lift_internal.h"

enum { DETAIL_BYTES_MAX = 2048 };

/* A detail that is compared without case: "Bearer" and "bearer" are one scheme of HTTP. RFC 9110 section 11.1 */
static pl_status add_detail(pl_lift *lift, uint32_t node, bool folded, const char **meaning) {
    const char *text = NULL;
    const pl_status status = pl_lift_text(lift, node, &text);
    if (status != PL_OK) { return status; }
    if (strlen(text) > DETAIL_BYTES_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, node, "is too long");
    }
    const size_t start = strlen(*meaning) + 1;
    char *const joined = pl_arena_printf(lift->arena, "%s %s", *meaning, text);
    if (joined == NULL) { return PL_E_MEMORY; }
    for (char *at = joined + start; folded && *at != '\0'; at++) {
        *at = (char)tolower((unsigned char)*at);
    }
    *meaning = joined;
    return PL_OK;
}

/* "oauth2" and how a token is had: " clientCredentials https://example.com/token". */
static pl_status add_flows(pl_lift *lift, uint32_t scheme, const char **meaning) {
    static const char *const kinds[] = {"implicit", "password", "clientCredentials",
                                        "authorizationCode"};
    static const char *const urls[] = {"authorizationUrl", "tokenUrl"};
    uint32_t flows = PL_JSON_NONE;
    const pl_status status = pl_lift_want(lift, scheme, "flows", PL_JSON_OBJECT, &flows);
    if (status != PL_OK || flows == PL_JSON_NONE) { return status; }
    for (size_t i = 0; i < PL_COUNT(kinds); i++) {
        const uint32_t flow = pl_json_member(lift->json, flows, kinds[i]);
        if (flow == PL_JSON_NONE) { continue; }
        *meaning = pl_arena_printf(lift->arena, "%s %s", *meaning, kinds[i]);
        if (*meaning == NULL) { return PL_E_MEMORY; }
        for (size_t k = 0; k < PL_COUNT(urls); k++) {
            const uint32_t url = pl_json_member(lift->json, flow, urls[k]);
            const pl_status added =
                url == PL_JSON_NONE ? PL_OK : add_detail(lift, url, false, meaning);
            if (added != PL_OK) { return added; }
        }
    }
    return PL_OK;
}

/* The scheme of that name, or PL_JSON_NONE. */
static uint32_t scheme_of(const pl_lift *lift, const char *name) {
    const uint32_t components = pl_json_member(lift->json, 0, "components");
    if (components == PL_JSON_NONE) { return PL_JSON_NONE; }
    const uint32_t schemes = pl_json_member(lift->json, components, "securitySchemes");
    return schemes == PL_JSON_NONE ? PL_JSON_NONE : pl_json_member(lift->json, schemes, name);
}

/* What a scheme asks of a call. One that the document does not define keeps its name. */
static pl_status take_meaning(pl_lift *lift, const char *name, uint32_t node,
                              const char **ret_meaning) {
    static const struct {
        const char *name;
        bool folded;
    } details[] = {{"scheme", true}, {"in", false}, {"name", false}, {"openIdConnectUrl", false}};
    uint32_t scheme = scheme_of(lift, name);
    if (scheme == PL_JSON_NONE) {
        *ret_meaning = name;
        return pl_lift_remark_as(lift, PL_REMARK_SCHEME, node,
                                 "the security scheme \"%s\" is not defined", name);
    }
    lift->referred[scheme] = true;
    const char *meaning = NULL;
    pl_status status = pl_lift_part_find(lift, scheme, PL_PART_SCHEME, &scheme);
    if (status == PL_OK) { status = pl_lift_want_text(lift, scheme, "type", &meaning); }
    if (status == PL_OK && strlen(meaning) > DETAIL_BYTES_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, scheme, "is of a type that is too long");
    }
    for (size_t i = 0; i < PL_COUNT(details) && status == PL_OK; i++) {
        const uint32_t detail = pl_json_member(lift->json, scheme, details[i].name);
        if (detail == PL_JSON_NONE) { continue; }
        status = add_detail(lift, detail, details[i].folded, &meaning);
    }
    if (status == PL_OK) { status = add_flows(lift, scheme, &meaning); }
    if (status == PL_OK) { *ret_meaning = meaning; }
    return status;
}

/* Each scope is asked for like a scheme of its own: all of them must be there. */
static pl_status take_scopes(pl_lift *lift, uint32_t list, pl_security *security,
                             pl_scheme_use *uses) {
    const pl_scheme_use scheme = uses[security->use_count - 1];
    if (lift->json->nodes[list].kind != PL_JSON_ARRAY) {
        return pl_lift_fail(lift, PL_E_SYNTAX, list, "must be an array of scopes");
    }
    PL_LIFT_EACH_ELEMENT(element, lift->json, list) {
        const char *scope = NULL;
        const pl_status status = pl_lift_text(lift, element, &scope);
        if (status != PL_OK) { return status; }
        const char *const meaning =
            pl_arena_printf(lift->arena, "%s scope %s", scheme.meaning, scope);
        if (meaning == NULL) { return PL_E_MEMORY; }
        uses[security->use_count++] = (pl_scheme_use){.name = scheme.name, .meaning = meaning};
    }
    return PL_OK;
}

static pl_status take_uses(pl_lift *lift, uint32_t object, pl_security *security) {
    size_t cap = 1;
    if (lift->json->nodes[object].kind != PL_JSON_OBJECT) {
        return pl_lift_fail(lift, PL_E_SYNTAX, object, "must be an object");
    }
    PL_LIFT_EACH_MEMBER(name, lift->json, object) {
        cap += 1 + pl_json_child_count(lift->json, name + 1);
    }
    if (cap > PL_LIFT_SCHEME_COUNT_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, object, "asks for too many schemes and scopes");
    }
    pl_scheme_use *const uses = pl_arena_alloc(lift->arena, cap * sizeof *uses);
    if (uses == NULL) { return PL_E_MEMORY; }
    *security = (pl_security){.uses = uses, .node = object};
    PL_LIFT_EACH_MEMBER(name, lift->json, object) {
        pl_scheme_use *const use = &uses[security->use_count];
        pl_status status = pl_lift_text(lift, name, &use->name);
        if (status == PL_OK) { status = take_meaning(lift, use->name, name, &use->meaning); }
        if (status != PL_OK) { return status; }
        security->use_count++;
        status = take_scopes(lift, name + 1, security, uses);
        if (status != PL_OK) { return status; }
    }
    assert(security->use_count < cap);
    return PL_OK;
}

pl_status pl_lift_security(pl_lift *lift, uint32_t object, pl_operation *operation) {
    uint32_t list = PL_JSON_NONE;
    pl_status status = pl_lift_want(lift, object, "security", PL_JSON_ARRAY, &list);
    if (status == PL_OK && list == PL_JSON_NONE) {
        status = pl_lift_want(lift, 0, "security", PL_JSON_ARRAY, &list);
    }
    if (status != PL_OK || list == PL_JSON_NONE) { return status; }
    const size_t count = pl_json_child_count(lift->json, list);
    if (count > PL_LIFT_SECURITY_COUNT_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, list, "has too many alternatives");
    }
    pl_security *const made = pl_arena_alloc(lift->arena, (count + 1) * sizeof *made);
    if (made == NULL) { return PL_E_MEMORY; }
    operation->securities = made;
    PL_LIFT_EACH_ELEMENT(element, lift->json, list) {
        status = take_uses(lift, element, &made[operation->security_count]);
        if (status != PL_OK) { return status; }
        operation->security_count++;
    }
    return PL_OK;
}
