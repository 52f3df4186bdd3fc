#include <criterion/criterion.h>

#include "contract/contract.h"
#include "test_util.h"

#define ULID   "01K946KF851RK7FX075GJHBVKF"
#define MANAGE "/api/v1.0/payment-link-manage"

/* clang-format off */
static const struct match_case {
    const char *path;
    bool found;
    pl_route route;
    const char *account;
    const char *link;
} matches[] = {
    {MANAGE "/" ULID, true, PL_ROUTE_CREATE, ULID, ""},
    {MANAGE "/" ULID "/103", true, PL_ROUTE_SHOW, ULID, "103"},
    {MANAGE "/payment-methods", true, PL_ROUTE_CATALOG, "", ""},
    {MANAGE "/payment-methods/1", true, PL_ROUTE_SHOW, "payment-methods", "1"},
    {"/api/v1.1/access-token/b2b", true, PL_ROUTE_TOKEN_V11, "", ""},
    {"/api/v1.0/access-token/b2b", true, PL_ROUTE_TOKEN_V10, "", ""},
    {MANAGE "/", false, 0, NULL, NULL},
    {MANAGE, false, 0, NULL, NULL},
    {MANAGE "/" ULID "/", false, 0, NULL, NULL},
    {MANAGE "/" ULID "/1/2", false, 0, NULL, NULL},
    {"/v1.0/payment-link-manage/" ULID, false, 0, NULL, NULL},
    {"", false, 0, NULL, NULL},
    {"/", false, 0, NULL, NULL},
};
/* clang-format on */

Test(contract_routes, paths_match, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(matches); i++) {
        const struct match_case *c = &matches[i];
        const size_t len = strlen(c->path);
        uint8_t *path = tu_exact_copy(pl_bytes_of(c->path));
        pl_route route = PL_ROUTE_COUNT;
        pl_bytes account;
        pl_bytes link;
        const bool found = pl_route_match((pl_bytes){path, len}, &route, &account, &link);
        cr_assert_eq(found, c->found, "%s", c->path);
        if (found) {
            cr_assert_eq(route, c->route, "%s: route %d", c->path, route);
            cr_assert(pl_bytes_equal(account, pl_bytes_of(c->account)), "%s: account", c->path);
            cr_assert(pl_bytes_equal(link, pl_bytes_of(c->link)), "%s: link", c->path);
        }
        free(path);
    }
}

Test(contract_routes, every_template_is_filled_and_matched_again, .timeout = 5) {
    for (pl_route r = 0; r < PL_ROUTE_COUNT; r++) {
        char path[128];
        cr_assert_eq(pl_route_path(r, ULID, "103", path, sizeof path), PL_OK);
        cr_assert_null(strchr(path, '{'), "%s: filled", path);
        pl_route back;
        pl_bytes account;
        pl_bytes link;
        cr_assert(pl_route_match(pl_bytes_of(path), &back, &account, &link), "%s", path);
        cr_assert_str_eq(pl_route_row_of(back)->path, pl_route_row_of(r)->path);
        for (size_t cap = 0; cap <= strlen(path); cap++) {
            char *tight = malloc(cap + 1);
            cr_assert_eq(pl_route_path(r, ULID, "103", tight, cap), PL_E_SPACE, "%s in %zu", path,
                         cap);
            free(tight);
        }
    }
}
