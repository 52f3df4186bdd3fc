/* Methods that the create path does not have, and the two others that it has. */
#include <string.h>

#include "cases/cases_internal.h"

typedef struct method_row {
    const char *what;
    const char *method;
    pl_sent_body body;
    pl_auth auth;
    pl_class klass;
    int statuses[2];
    int tolerated[2];
    const char *why;
} method_row;

static const char other[] = "The path has only GET, HEAD and POST.";
static const char order[] = "Whether the method or the caller is looked at first is not said.";
static const char listed[] = "The path lists an account's links too; that is another operation.";

/* clang-format off */
static const method_row rows[] = {
    {"patch",              "PATCH",  PL_SENT_GOOD, PL_AUTH_GOOD,    PL_CLASS_REJECT, {405},      {0},        other},
    {"put",                "PUT",    PL_SENT_GOOD, PL_AUTH_GOOD,    PL_CLASS_REJECT, {405},      {0},        other},
    {"delete",             "DELETE", PL_SENT_NONE, PL_AUTH_GOOD,    PL_CLASS_REJECT, {405},      {0},        other},
    {"patch-bad-body",     "PATCH",  PL_SENT_BAD, PL_AUTH_GOOD,    PL_CLASS_REJECT, {405},      {0},        other},
    {"put-bad-body",       "PUT",    PL_SENT_BAD, PL_AUTH_GOOD,    PL_CLASS_REJECT, {405},      {0},        other},
    {"patch-without-auth", "PATCH",  PL_SENT_GOOD, PL_AUTH_NOTHING, PL_CLASS_OPEN,   {401, 405}, {0},        order},
    {"put-without-auth",   "PUT",    PL_SENT_GOOD, PL_AUTH_NOTHING, PL_CLASS_OPEN,   {401, 405}, {0},        order},
    {"delete-without-auth", "DELETE", PL_SENT_NONE, PL_AUTH_NOTHING, PL_CLASS_OPEN,  {401, 405}, {0},        order},
    {"get",                "GET",    PL_SENT_NONE, PL_AUTH_GOOD,    PL_CLASS_OPEN,   {200},      {404, 405}, listed},
    {"head",               "HEAD",   PL_SENT_NONE, PL_AUTH_GOOD,    PL_CLASS_OPEN,   {200},      {404, 405}, listed},
};
/* clang-format on */

pl_status pl_methods_add(pl_case_kit *kit) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        const method_row *row = &rows[i];
        pl_case test = kit->defaults;
        status = pl_kit_send(kit, row->body, &test);
        if (status != PL_OK) { return status; }
        test.id = pl_arena_printf(kit->arena, "method/%s", row->what);
        test.constraint = pl_arena_printf(kit->arena, "method %s", row->method);
        if (test.id == NULL || test.constraint == NULL) { return PL_E_MEMORY; }
        test.group = "method";
        test.why = row->why;
        test.klass = row->klass;
        test.method = row->method;
        test.auth = row->auth;
        if (!test.has_body) { test.content_type = NULL; }
        memcpy(test.statuses, row->statuses, sizeof row->statuses);
        memcpy(test.tolerated, row->tolerated, sizeof row->tolerated);
        status = pl_kit_add(kit, &test);
    }
    return status;
}
