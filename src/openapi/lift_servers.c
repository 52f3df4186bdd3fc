/* The part of an address that stands before the template of a path: of the first server of the operation, of its path
 * or of the document. Schemes and hosts are another matter: each environment has its own. */
#include <string.h>

#include "openapi/lift_internal.h"

enum { URL_BYTES_MAX = 2048 };

/* The default of a variable of the server, or NULL. */
static pl_status take_default(pl_lift *lift, uint32_t server, const char *name,
                              const char **ret_text) {
    const uint32_t variables = pl_json_member(lift->json, server, "variables");
    const uint32_t variable =
        variables == PL_JSON_NONE ? PL_JSON_NONE : pl_json_member(lift->json, variables, name);
    const uint32_t value =
        variable == PL_JSON_NONE ? PL_JSON_NONE : pl_json_member(lift->json, variable, "default");
    *ret_text = NULL;
    return value == PL_JSON_NONE ? PL_OK : pl_lift_text(lift, value, ret_text);
}

/* The URL with the defaults in the places of its variables. */
static pl_status fill(pl_lift *lift, uint32_t server, const char *url, const char **ret_url) {
    const char *made = "";
    while (*url != '\0' && made != NULL) {
        const size_t plain = strcspn(url, "{");
        const size_t name_len = strcspn(url + plain, "}");
        made = pl_arena_printf(lift->arena, "%s%.*s", made, (int)plain, url);
        url += plain;
        if (made == NULL || *url == '\0') { break; }
        if (url[name_len] == '\0') { /* no variable: as it stands */
            made = pl_arena_printf(lift->arena, "%s%s", made, url);
            break;
        }
        const char *value = NULL;
        const char *const name =
            pl_arena_text(lift->arena, (pl_bytes){(const uint8_t *)url + 1, name_len - 1});
        if (name == NULL) { return PL_E_MEMORY; }
        const pl_status status = take_default(lift, server, name, &value);
        if (status != PL_OK) { return status; }
        made = pl_arena_printf(lift->arena, "%s%s", made, value != NULL ? value : name);
        url += name_len + 1;
    }
    *ret_url = made;
    return made == NULL ? PL_E_MEMORY : PL_OK;
}

/* "/api" of "https://example.com/api/?x"; NULL: nothing stands there. */
static pl_status path_of(pl_lift *lift, const char *url, const char **ret_path) {
    const char *const authority = strstr(url, "//");
    const char *start = authority != NULL ? authority + 2 : url;
    start += authority != NULL ? strcspn(start, "/?#") : 0;
    size_t len = strcspn(start, "?#");
    while (len > 0 && start[len - 1] == '/') { len--; }
    *ret_path = NULL;
    if (len == 0 || start[0] != '/') { return PL_OK; }
    *ret_path = pl_arena_text(lift->arena, (pl_bytes){(const uint8_t *)start, len});
    return *ret_path == NULL ? PL_E_MEMORY : PL_OK;
}

pl_status pl_lift_base(pl_lift *lift, uint32_t path_item, uint32_t object, const char **ret_base) {
    const uint32_t owners[] = {object, path_item, 0};
    uint32_t servers = PL_JSON_NONE;
    *ret_base = NULL;
    for (size_t i = 0; i < PL_COUNT(owners) && servers == PL_JSON_NONE; i++) {
        const pl_status status = pl_lift_want(lift, owners[i], "servers", PL_JSON_ARRAY, &servers);
        if (status != PL_OK) { return status; }
        if (servers != PL_JSON_NONE && pl_json_child_count(lift->json, servers) == 0) {
            servers = PL_JSON_NONE;
        }
    }
    if (servers == PL_JSON_NONE) { return PL_OK; }
    const char *url = NULL;
    pl_status status = pl_lift_want_text(lift, servers + 1, "url", &url);
    if (status == PL_OK && strlen(url) > URL_BYTES_MAX) {
        return pl_lift_fail(lift, PL_E_SIZE, servers + 1, "has a URL that is too long");
    }
    if (status == PL_OK) { status = fill(lift, servers + 1, url, &url); }
    return status == PL_OK ? path_of(lift, url, ret_base) : status;
}
