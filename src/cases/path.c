/* The account of the path: unknown, inactive, malformed. */
#include <string.h>

#include "cases/cases_internal.h"

typedef struct path_row {
    const char *what;
    const char *why;
    pl_account account;
    const char *text;
    pl_sent_body body;
    unsigned needs;
    pl_class klass;
    int statuses[3];
    pl_id_change change; /* of the real account's id; text stands in for it */
} path_row;

#define MALFORMED         PL_ACCOUNT_TEXT
#define EITHER_OF(change) PL_CLASS_REFUSE, {404, 422}, (change)
#define EITHER            EITHER_OF(PL_ID_CHANGE_NONE)

static const char form[] = "An account id is 26 characters of Crockford base32, the first 0 to 7.";

/* clang-format off */
static const path_row rows[] = {
    {"unknown", "Nobody has this account.", PL_ACCOUNT_UNKNOWN, NULL, PL_SENT_GOOD, 0, PL_CLASS_REJECT, {404},
     PL_ID_CHANGE_NONE},
    {"unknown-bad-body", "Whether the account or the body is looked at first is not said.", PL_ACCOUNT_UNKNOWN,
     NULL, PL_SENT_BAD, 0, PL_CLASS_REJECT, {404, 422}, PL_ID_CHANGE_NONE},
    {"unknown-syntax", "Many servers read the body before they look up the account.", PL_ACCOUNT_UNKNOWN, NULL,
     PL_SENT_NOT_JSON, 0, PL_CLASS_REFUSE, {404, 400, 422}, PL_ID_CHANGE_NONE},
    {"inactive", "An inactive account takes no links.", PL_ACCOUNT_INACTIVE, NULL, PL_SENT_GOOD,
     PL_NEEDS_INACTIVE_ACCOUNT, PL_CLASS_REJECT, {404}, PL_ID_CHANGE_NONE},
    {"lower-case", "ULIDs are read in any case; the contract shows upper case.", PL_ACCOUNT_LOWER, NULL, PL_SENT_GOOD,
     0, PL_CLASS_OPEN, {200, 404}, PL_ID_CHANGE_NONE},
    {"25-characters",      form, MALFORMED, "01K946KF851RK7FX075GJHBVK",   PL_SENT_GOOD, 0, EITHER},
    {"27-characters",      form, MALFORMED, "01K946KF851RK7FX075GJHBVKFA", PL_SENT_GOOD, 0, EITHER},
    {"first-is-8",         form, MALFORMED, "81K946KF851RK7FX075GJHBVKF",  PL_SENT_GOOD, 0, EITHER},
    {"first-is-z",         form, MALFORMED, "Z1K946KF851RK7FX075GJHBVKF",  PL_SENT_GOOD, 0, EITHER},
    {"letter-i",           form, MALFORMED, "01K946KF851RK7FX075GJHBVKI",  PL_SENT_GOOD, 0, EITHER},
    {"letter-l",           form, MALFORMED, "01K946KF851RK7FX075GJHBVKL",  PL_SENT_GOOD, 0, EITHER},
    {"letter-o",           form, MALFORMED, "01K946KF851RK7FX075GJHBVKO",  PL_SENT_GOOD, 0, EITHER},
    {"letter-u",           form, MALFORMED, "01K946KF851RK7FX075GJHBVKU",  PL_SENT_GOOD, 0, EITHER},
    {"hyphen",             form, MALFORMED, "01K946KF851RK-FX075GJHBVKF",  PL_SENT_GOOD, 0, EITHER},
    {"quote",              form, MALFORMED, "01K946KF851RK7FX075GJHBVK%27", PL_SENT_GOOD, 0, EITHER},
    {"space-at-end",       form, MALFORMED, "01K946KF851RK7FX075GJHBVKF%20", PL_SENT_GOOD, 0, EITHER},
    {"non-ascii",          form, MALFORMED, "01K946KF851RK7FX075GJHBVK%C3%A9", PL_SENT_GOOD, 0, EITHER},
    {"number",             form, MALFORMED, "1",                           PL_SENT_GOOD, 0, EITHER},
    {"zero",               form, MALFORMED, "0",                           PL_SENT_GOOD, 0, EITHER},
    {"negative",           form, MALFORMED, "-1",                          PL_SENT_GOOD, 0, EITHER},
    {"null",               form, MALFORMED, "null",                        PL_SENT_GOOD, 0, EITHER},
    {"own-cut",            form, MALFORMED, "01K946KF851RK7FX075GJHBVK",   PL_SENT_GOOD, 0, EITHER_OF(PL_ID_CHANGE_CUT)},
    {"own-longer",         form, MALFORMED, "01K946KF851RK7FX075GJHBVKFx", PL_SENT_GOOD, 0, EITHER_OF(PL_ID_CHANGE_LONGER)},
    {"own-overflow",       form, MALFORMED, "81K946KF851RK7FX075GJHBVKF",  PL_SENT_GOOD, 0, EITHER_OF(PL_ID_CHANGE_OVERFLOW)},
    {"own-confused",       form, MALFORMED, "0IK946KF85IRK7FXO75GJHBVKF",  PL_SENT_GOOD, 0, EITHER_OF(PL_ID_CHANGE_CONFUSED)},
    {"own-space",          form, MALFORMED, "01K946KF851RK7FX075GJHBVKF%20", PL_SENT_GOOD, 0, EITHER_OF(PL_ID_CHANGE_SPACE)},
    {"own-hyphen",         form, MALFORMED, "01K946KF851RK-7FX075GJHBVKF", PL_SENT_GOOD, 0, EITHER_OF(PL_ID_CHANGE_HYPHEN)},
    {"nil", "Nobody has the first account of all; it may be taken for none.", MALFORMED, "00000000000000000000000000",
     PL_SENT_GOOD, 0, EITHER},
    {"number-bad-body", "Neither the account nor the body is right.", MALFORMED, "1", PL_SENT_BAD, 0, EITHER},
    {"uuid",               form, MALFORMED, "0199486a-67c4-4000-8000-000000000000", PL_SENT_GOOD, 0, EITHER},
};
/* clang-format on */

pl_status pl_path_add(pl_case_kit *kit) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        const path_row *row = &rows[i];
        pl_case test = kit->defaults;
        status = pl_kit_send(kit, row->body, &test);
        if (status != PL_OK) { return status; }
        test.id = pl_arena_printf(kit->arena, "account/%s", row->what);
        if (test.id == NULL) { return PL_E_MEMORY; }
        test.group = "account";
        test.constraint = "account_id ulid";
        test.why = row->why;
        test.klass = row->klass;
        test.account = row->account;
        test.account_text = row->text;
        test.account_change = row->change;
        test.needs = row->needs;
        memcpy(test.statuses, row->statuses, sizeof row->statuses);
        status = pl_kit_add(kit, &test);
    }
    return status;
}
