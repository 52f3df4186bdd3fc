/* Content-Type and Accept. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

typedef struct media_row {
    const char *what;
    const char *content_type;
    const char *accept;
    pl_sent_body body;
    pl_auth auth;
    pl_class klass;
    int statuses[4];
    const char *why;
} media_row;

#define JSON_TYPE      PL_MEDIA_TYPE
#define BROWSER_ACCEPT "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
#define TYPE_STATUSES                                                                              \
    { 200, 400, 415, 422 }

static const char refused_alike[] =
    "A bad body gets the documented answer whatever the caller accepts.";
static const char accepted_any[] = "The answer is JSON, which the caller accepts.";
static const char not_accepted[] = "The caller asks for what the contract does not offer.";
static const char bad_in_any[] = "A bad body is not taken, whatever it is said to be.";
static const char type_open[] =
    "The contract names one media type and does not say what another one gets.";

/* clang-format off */
static const media_row rows[] = {
    {"accept-absent-bad-body", JSON_TYPE, NULL, PL_SENT_BAD, PL_AUTH_GOOD, PL_CLASS_REJECT, {422}, refused_alike},
    {"accept-any-bad-body", JSON_TYPE, "*/*", PL_SENT_BAD, PL_AUTH_GOOD, PL_CLASS_REJECT, {422}, refused_alike},
    {"accept-html-bad-body", JSON_TYPE, "text/html", PL_SENT_BAD, PL_AUTH_GOOD, PL_CLASS_REJECT, {422}, refused_alike},
    {"accept-xml-bad-body", JSON_TYPE, "application/xml", PL_SENT_BAD, PL_AUTH_GOOD, PL_CLASS_REJECT, {422},
     refused_alike},
    {"accept-absent", JSON_TYPE, NULL, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_ACCEPT, {200}, accepted_any},
    {"accept-any", JSON_TYPE, "*/*", PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_ACCEPT, {200}, accepted_any},
    {"accept-html", JSON_TYPE, "text/html", PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, {200, 406}, not_accepted},
    {"accept-xml", JSON_TYPE, "application/xml", PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, {200, 406}, not_accepted},
    {"accept-browser-bad-body", JSON_TYPE, BROWSER_ACCEPT, PL_SENT_BAD, PL_AUTH_GOOD, PL_CLASS_REJECT, {422}, refused_alike},
    {"accept-absent-no-auth", JSON_TYPE, NULL, PL_SENT_GOOD, PL_AUTH_NOTHING, PL_CLASS_REJECT, {401}, refused_alike},
    {"accept-html-no-auth", JSON_TYPE, "text/html", PL_SENT_GOOD, PL_AUTH_NOTHING, PL_CLASS_REFUSE, {401, 406}, not_accepted},
    {"accept-json-last", JSON_TYPE, "text/html;q=0.5, " JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_ACCEPT, {200},
     accepted_any},
    {"accept-any-application", JSON_TYPE, "application/*", PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_ACCEPT, {200}, accepted_any},
    {"accept-browser", JSON_TYPE, BROWSER_ACCEPT, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_ACCEPT, {200}, accepted_any},
    {"accept-weight-zero", JSON_TYPE, JSON_TYPE ";q=0", PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, {200, 400, 406}, not_accepted},
    {"accept-malformed", JSON_TYPE, "json", PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, {200, 400, 406}, not_accepted},
    {"accept-empty", JSON_TYPE, "", PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, {200, 400, 406}, not_accepted},
    {"type-charset", JSON_TYPE "; charset=utf-8", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_ACCEPT, {200},
     "The media type may carry the charset that JSON has."},
    {"type-upper-case", "Application/JSON", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, TYPE_STATUSES,
     "Media types are case-insensitive (RFC 9110), which not every server heeds."},
    {"type-absent", NULL, JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, TYPE_STATUSES, type_open},
    {"type-text", "text/plain", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, TYPE_STATUSES, type_open},
    {"type-form", "application/x-www-form-urlencoded", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, TYPE_STATUSES,
     type_open},
    {"type-xml", "application/xml", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, TYPE_STATUSES,
     type_open},
    {"type-problem-json", "application/problem+json", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, TYPE_STATUSES,
     type_open},
    {"type-charset-upper-case", JSON_TYPE ";charset=UTF-8", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_ACCEPT, {200},
     "The media type may carry the charset that JSON has."},
    {"type-charset-other", JSON_TYPE "; charset=iso-8859-1", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, TYPE_STATUSES,
     "JSON has one charset; what another one in the media type means is not said."},
    {"type-multipart", "multipart/form-data; boundary=x", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, TYPE_STATUSES,
     type_open},
    {"type-empty", "", JSON_TYPE, PL_SENT_GOOD, PL_AUTH_GOOD, PL_CLASS_OPEN, TYPE_STATUSES, type_open},
    {"type-absent-bad-body", NULL, JSON_TYPE, PL_SENT_BAD, PL_AUTH_GOOD, PL_CLASS_REFUSE, {400, 415, 422}, bad_in_any},
    {"type-text-bad-body", "text/plain", JSON_TYPE, PL_SENT_BAD, PL_AUTH_GOOD, PL_CLASS_REFUSE, {400, 415, 422}, bad_in_any},
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

pl_status pl_kit_send(pl_case_kit *kit, pl_sent_body sent, pl_case *test) {
    test->has_body = sent != PL_SENT_NONE;
    switch (sent) {
    case PL_SENT_GOOD:
        return pl_kit_good(kit, &test->body);
    case PL_SENT_BAD:
        return pl_kit_bad(kit, &test->body);
    case PL_SENT_NOT_JSON:
        test->body = (pl_bytes)PL_BYTES_LIT("{");
        return PL_OK;
    case PL_SENT_NONE:
        break;
    }
    return PL_OK;
}

pl_status pl_media_add(pl_case_kit *kit) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        const media_row *row = &rows[i];
        pl_case test = kit->defaults;
        status = pl_kit_send(kit, row->body, &test);
        if (status != PL_OK) { return status; }
        test.id = pl_arena_printf(kit->arena, "media-type/%s", row->what);
        if (test.id == NULL) { return PL_E_MEMORY; }
        test.group = "media type";
        test.constraint = "media type";
        test.why = row->why;
        test.klass = row->klass;
        test.auth = row->auth;
        test.content_type = row->content_type;
        test.accept = row->accept;
        memcpy(test.statuses, row->statuses, sizeof row->statuses);
        status = pl_kit_add(kit, &test);
    }
    return status;
}
