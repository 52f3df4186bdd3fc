/* The token endpoints: their body by the same tables' walk, their headers by rows. */
#include <string.h>

#include "cases/cases_internal.h"

typedef struct token_row {
    const char *what;
    pl_route route;
    pl_token_defect defect;
    pl_class klass;
    int statuses[6];
    const char *why;
} token_row;

/* The contract does not say which status a refusal has. */
#define REFUSALS 401, 403, 422, 400, 404
#define REFUSED                                                                                    \
    PL_CLASS_REFUSE, {                                                                             \
        REFUSALS                                                                                   \
    }

static const char signature[] = "The signature proves who asks and on which day.";
static const char required[] = "The header is required.";

/* clang-format off */
static const token_row rows[] = {
    {"signature-wrong",      PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_SIGNATURE,    REFUSED,                   signature},
    {"signature-end-wrong",  PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_SIGNATURE_END, REFUSED,                  signature},
    {"signature-cut",        PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_SIGNATURE_CUT, REFUSED,                  signature},
    {"signature-old",        PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_OLD_DATE,     REFUSED,                   signature},
    {"secret-wrong",         PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_WRONG_SECRET, REFUSED,                   signature},
    {"signature-absent",     PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_NO_SIGNATURE, REFUSED,                   required},
    {"client-absent",        PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_NO_CLIENT,    REFUSED,                   required},
    {"partner-absent",       PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_NO_PARTNER,   REFUSED,                   required},
    {"signature-upper-case", PL_ROUTE_TOKEN_V11, PL_TOKEN_DEFECT_UPPER_CASE, PL_CLASS_OPEN, {200, REFUSALS},
     "The signature is shown in lower case; the same digits in upper case are not spoken of."},
    {"version-1.0", PL_ROUTE_TOKEN_V10, PL_TOKEN_DEFECT_NONE, PL_CLASS_OPEN, {200, REFUSALS},
     "The older token endpoint may be gone."},
    {"secret-wrong-1.0",     PL_ROUTE_TOKEN_V10, PL_TOKEN_DEFECT_WRONG_SECRET, REFUSED,
     "The older token endpoint asks for the secret, or is gone."},
};
/* clang-format on */

static pl_status add_row(pl_case_kit *kit, const token_row *row) {
    pl_case test = kit->defaults;
    memset(test.tolerated, 0, sizeof test.tolerated);
    const pl_status status = pl_kit_good(kit, &test.body);
    if (status != PL_OK) { return status; }
    test.id = pl_arena_printf(kit->arena, "token/%s", row->what);
    if (test.id == NULL) { return PL_E_MEMORY; }
    test.group = "token";
    test.constraint = "token headers";
    test.why = row->why;
    test.klass = row->klass;
    test.route = row->route;
    test.token_defect = row->defect;
    test.has_body = true;
    memcpy(test.statuses, row->statuses, sizeof row->statuses);
    return pl_kit_add(kit, &test);
}

static pl_status add_bodies(pl_case_kit *kit) {
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t count = 0;
    pl_status status = pl_places_make(kit, places, &count);
    /* Without the root: few requests, lest the server holds them for an attack. */
    for (size_t i = 1; i < count && status == PL_OK; i++) {
        status = pl_types_add(kit, &places[i]);
        if (status == PL_OK) { status = pl_presence_add(kit, &places[i]); }
        if (status == PL_OK) { status = pl_facets_add(kit, &places[i]); }
    }
    return status;
}

pl_status pl_token_add(pl_case_kit *kit) {
    pl_case_kit token = *kit;
    token.root = &pl_contract_grant;
    token.defaults.route = PL_ROUTE_TOKEN_V11;
    token.defaults.needs = PL_NEEDS_CLIENT_SECRET;
    pl_status status = add_bodies(&token);
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        status = add_row(&token, &rows[i]);
    }
    kit->list = token.list;
    kit->count = token.count;
    kit->cap = token.cap;
    kit->serial = token.serial;
    return status;
}
