/* Content-Type and Accept. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

typedef struct media_row {
    const char *what;
    const char *content_type;
    const char *accept;
    bool bad_body;
    pl_class klass;
    int statuses[4];
    const char *why;
} media_row;

#define JSON_TYPE PL_MEDIA_TYPE

static const char refused_alike[] =
    "A bad body gets the documented answer whatever the caller accepts.";
static const char accepted_any[] = "The answer is JSON, which the caller accepts.";
static const char not_accepted[] = "The caller asks for what the contract does not offer.";
static const char type_open[] =
    "The contract names one media type and does not say what another one gets.";

/* clang-format off */
static const media_row rows[] = {
    {"accept-absent-bad-body", JSON_TYPE, NULL, true, PL_CLASS_REJECT, {422}, refused_alike},
    {"accept-any-bad-body", JSON_TYPE, "*/*", true, PL_CLASS_REJECT, {422}, refused_alike},
    {"accept-html-bad-body", JSON_TYPE, "text/html", true, PL_CLASS_REJECT, {422}, refused_alike},
    {"accept-xml-bad-body", JSON_TYPE, "application/xml", true, PL_CLASS_REJECT, {422},
     refused_alike},
    {"accept-absent", JSON_TYPE, NULL, false, PL_CLASS_ACCEPT, {200}, accepted_any},
    {"accept-any", JSON_TYPE, "*/*", false, PL_CLASS_ACCEPT, {200}, accepted_any},
    {"accept-html", JSON_TYPE, "text/html", false, PL_CLASS_OPEN, {200, 406}, not_accepted},
    {"accept-xml", JSON_TYPE, "application/xml", false, PL_CLASS_OPEN, {200, 406}, not_accepted},
    {"type-charset", JSON_TYPE "; charset=utf-8", JSON_TYPE, false, PL_CLASS_ACCEPT, {200},
     "The media type may carry the charset that JSON has."},
    {"type-upper-case", "Application/JSON", JSON_TYPE, false, PL_CLASS_OPEN, {200, 400, 415, 422},
     "Media types are case-insensitive (RFC 9110), which not every server heeds."},
    {"type-absent", NULL, JSON_TYPE, false, PL_CLASS_OPEN, {200, 400, 415, 422}, type_open},
    {"type-text", "text/plain", JSON_TYPE, false, PL_CLASS_OPEN, {200, 400, 415, 422}, type_open},
    {"type-form", "application/x-www-form-urlencoded", JSON_TYPE, false, PL_CLASS_OPEN, {200, 400, 415, 422},
     type_open},
    {"type-xml", "application/xml", JSON_TYPE, false, PL_CLASS_OPEN, {200, 400, 415, 422},
     type_open},
    {"type-problem-json", "application/problem+json", JSON_TYPE, false, PL_CLASS_OPEN, {200, 400, 415, 422},
     type_open},
};
/* clang-format on */

pl_status pl_kit_good(pl_case_kit *kit, pl_bytes *ret_body) {
    return pl_body_write(kit, &(pl_body){.full = false}, ret_body);
}

/* The first required member is left out. */
pl_status pl_kit_bad(pl_case_kit *kit, pl_bytes *ret_body) {
    size_t i = 0;
    while (i < kit->root->member_count && kit->root->members[i].presence != PL_REQUIRED) { i++; }
    assert(i < kit->root->member_count);
    return pl_body_write(kit, &(pl_body){.edits = {{kit->root->members[i].name, NULL}}}, ret_body);
}

pl_status pl_media_add(pl_case_kit *kit) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        const media_row *row = &rows[i];
        pl_case test = kit->defaults;
        status = row->bad_body ? pl_kit_bad(kit, &test.body) : pl_kit_good(kit, &test.body);
        if (status != PL_OK) { return status; }
        test.id = pl_arena_printf(kit->arena, "media-type/%s", row->what);
        if (test.id == NULL) { return PL_E_MEMORY; }
        test.group = "media type";
        test.constraint = "media type";
        test.why = row->why;
        test.klass = row->klass;
        test.content_type = row->content_type;
        test.accept = row->accept;
        test.has_body = true;
        memcpy(test.statuses, row->statuses, sizeof row->statuses);
        status = pl_kit_add(kit, &test);
    }
    return status;
}
