#include <string.h>

#include "report/baseline_internal.h"

static const pl_facet status_facets[] = {
    {.keyword = PL_KEYWORD_MINIMUM, .limit = {.coefficient = 0, .exponent = 0}},
    {.keyword = PL_KEYWORD_MAXIMUM, .limit = {.coefficient = 999, .exponent = 0}},
};
static const pl_facet amount_facets[] = {
    {.keyword = PL_KEYWORD_MINIMUM, .limit = {.coefficient = 0, .exponent = 0}},
    {.keyword = PL_KEYWORD_MAXIMUM, .limit = {.coefficient = 1, .exponent = 15}},
};

static const pl_schema text = {.name = "text", .types = PL_TYPE_STRING};
static const pl_schema status = {
    .name = "status", .types = PL_TYPE_INTEGER, PL_FACETS(status_facets)};
static const pl_schema amount = {
    .name = "amount", .types = PL_TYPE_INTEGER, PL_FACETS(amount_facets)};
static const pl_schema methods = {
    .name = "payment methods", .types = PL_TYPE_ARRAY | PL_TYPE_NULL, .items = &text};

/* clang-format off */
static const pl_member finding_members[] = {
    [PL_RECORD_FINDING_CHECK]    = PL_MEMBER("check", PL_REQUIRED, &text),
    [PL_RECORD_FINDING_SEVERITY] = PL_MEMBER("severity", PL_REQUIRED, &text),
    [PL_RECORD_FINDING_MESSAGE]  = PL_MEMBER("message", PL_REQUIRED, &text),
};
_Static_assert(PL_COUNT(finding_members) == PL_RECORD_FINDING_FIELD_COUNT, "every field has its row");

const pl_schema pl_record_finding_schema = {
    .name = "finding", .types = PL_TYPE_OBJECT, PL_MEMBERS(finding_members)};
static const pl_schema findings = {
    .name = "findings", .types = PL_TYPE_ARRAY, .items = &pl_record_finding_schema};

static const pl_member case_members[] = {
    [PL_RECORD_CASE_ID]             = PL_MEMBER("id", PL_REQUIRED, &text),
    [PL_RECORD_CASE_CLASS]          = PL_MEMBER("class", PL_REQUIRED, &text),
    [PL_RECORD_CASE_OUTCOME]        = PL_MEMBER("outcome", PL_REQUIRED, &text),
    [PL_RECORD_CASE_STATUS]         = PL_MEMBER("status", PL_REQUIRED, &status),
    [PL_RECORD_CASE_METHOD]         = PL_MEMBER("method", PL_REQUIRED, &text),
    [PL_RECORD_CASE_TARGET]         = PL_MEMBER("target", PL_REQUIRED, &text),
    [PL_RECORD_CASE_BODY]           = PL_MEMBER("body", PL_OPTIONAL, &text),
    [PL_RECORD_CASE_BODY_BASE64URL] = PL_MEMBER("body_base64url", PL_OPTIONAL, &text),
    [PL_RECORD_CASE_BODY_BYTES]     = PL_MEMBER("body_bytes", PL_OPTIONAL, &amount),
    [PL_RECORD_CASE_FINDINGS]       = PL_MEMBER("findings", PL_REQUIRED, &findings),
};
_Static_assert(PL_COUNT(case_members) == PL_RECORD_CASE_FIELD_COUNT, "every field has its row");

const pl_schema pl_record_case_schema = {
    .name = "case", .types = PL_TYPE_OBJECT, PL_MEMBERS(case_members)};
static const pl_schema cases = {
    .name = "cases", .types = PL_TYPE_ARRAY, .items = &pl_record_case_schema};

static const pl_member record_members[] = {
    [PL_RECORD_FORMAT_NAME]     = PL_MEMBER("format", PL_REQUIRED, &text),
    [PL_RECORD_NOW_MS]          = PL_MEMBER("now_ms", PL_REQUIRED, &amount),
    [PL_RECORD_PAYMENT_METHODS] = PL_MEMBER("payment_methods", PL_REQUIRED, &methods),
    [PL_RECORD_FINDINGS]        = PL_MEMBER("findings", PL_REQUIRED, &findings),
    [PL_RECORD_CASES]           = PL_MEMBER("cases", PL_REQUIRED, &cases),
};
_Static_assert(PL_COUNT(record_members) == PL_RECORD_FIELD_COUNT, "every field has its row");

const pl_schema pl_record_schema = {
    .name = "record", .types = PL_TYPE_OBJECT, PL_MEMBERS(record_members)};
/* clang-format on */

int pl_baseline_order_cases(const void *left, const void *right) {
    const pl_baseline_case *const first = left;
    const pl_baseline_case *const second = right;
    return strcmp(first->id, second->id);
}

int pl_baseline_order_findings(const void *left, const void *right) {
    const pl_baseline_finding *const first = left;
    const pl_baseline_finding *const second = right;
    const int check = strcmp(first->check, second->check);
    if (check != 0) { return check; }
    if (first->severity != second->severity) { return first->severity < second->severity ? -1 : 1; }
    return strcmp(first->message, second->message);
}
