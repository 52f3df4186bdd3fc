#include <assert.h>
#include <string.h>

#include "checks/check_internal.h"

/* A finding's check is the row's id, or the id, a dot and a part ("echo.reff_no"). */
/* clang-format off */
const pl_check pl_checks[] = {
    {.id = "status",     .run = pl_check_status,     .statement = "the status is one that the contract allows for the request"},
    {.id = "allow",      .run = pl_check_allow,      .statement = "an answer 405 names the supported methods in the header Allow"},
    {.id = "media-type", .run = pl_check_media_type, .statement = "a documented answer is application/json"},
    {.id = "envelope",   .run = pl_check_envelope,   .statement = "a documented answer has the documented members and types"},
    {.id = "neighbour",  .run = pl_check_neighbour,  .statement = "the token, the catalog and the other neighbours answer in their documented form"},
    {.id = "echo",       .run = pl_check_echo,       .statement = "a created link holds what the request said"},
    {.id = "fresh",      .run = pl_check_fresh,      .statement = "a created link is new: open, unused, not expired, of the account in the path"},
    {.id = "errors",     .run = pl_check_errors,     .statement = "a refusal with 422 names the offending field"},
};
/* clang-format on */
const size_t pl_check_count = PL_COUNT(pl_checks);

static pl_status copy_text(const char *text, pl_arena *arena, const char **ret_copy) {
    if (text == NULL) {
        *ret_copy = NULL;
        return PL_OK;
    }
    const char *const copy = pl_arena_text(arena, pl_bytes_of(text));
    if (copy == NULL) { return PL_E_MEMORY; }
    *ret_copy = copy;
    return PL_OK;
}

static pl_status make_room(pl_finding_list *findings, pl_arena *arena) {
    enum { CAP_MIN = 8 };
    if (findings->count < findings->cap) { return PL_OK; }
    const size_t cap = findings->cap == 0 ? CAP_MIN : 2 * findings->cap;
    pl_finding *const list = pl_arena_alloc(arena, cap * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    if (findings->count > 0) { memcpy(list, findings->list, findings->count * sizeof *list); }
    findings->list = list;
    findings->cap = cap;
    return PL_OK;
}

pl_status pl_finding_add(pl_finding_list *findings, pl_arena *arena, const pl_finding *finding) {
    assert(findings != NULL && finding != NULL);
    assert(finding->check != NULL && finding->message != NULL);
    assert(finding->severity < PL_SEVERITY_COUNT);
    pl_finding copy = *finding;
    const struct {
        const char *from;
        const char **to;
    } texts[] = {
        {finding->check, &copy.check},
        {finding->message, &copy.message},
        {finding->expected, &copy.expected},
        {finding->actual, &copy.actual},
    };
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        const pl_status status = copy_text(texts[i].from, arena, texts[i].to);
        if (status != PL_OK) { return status; }
    }
    const pl_status status = make_room(findings, arena);
    if (status != PL_OK) { return status; }
    findings->list[findings->count++] = copy;
    return PL_OK;
}

/* A check reads the answer anew, and an answer may be large: what a check needs is given back
 * before the next one. */
static pl_status run_check(const pl_check *check, const pl_exchange *exchange, pl_arena *scratch,
                           pl_arena *arena, pl_finding_list *findings) {
    pl_finding_list found = {0};
    pl_arena_reset(scratch);
    pl_status status = check->run(exchange, scratch, &found);
    for (size_t i = 0; i < found.count && status == PL_OK; i++) {
        status = pl_finding_add(findings, arena, &found.list[i]);
    }
    return status;
}

pl_status pl_checks_run(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings) {
    assert(exchange != NULL && exchange->test != NULL);
    assert(exchange->response != NULL && exchange->response->failure == PL_HTTP_ANSWERED);
    pl_arena scratch;
    pl_arena_init(&scratch);
    pl_status status = PL_OK;
    for (size_t i = 0; i < pl_check_count && status == PL_OK; i++) {
        status = run_check(&pl_checks[i], exchange, &scratch, arena, findings);
    }
    pl_arena_done(&scratch);
    return status;
}

pl_status pl_check_report(const pl_exchange *exchange, pl_arena *arena, pl_finding_list *findings,
                          const pl_finding *finding) {
    pl_finding named = *finding;
    named.test = exchange->test;
    return pl_finding_add(findings, arena, &named);
}

bool pl_check_lists(const int statuses[PL_CASE_STATUS_COUNT_MAX], int status) {
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && statuses[i] != 0; i++) {
        if (statuses[i] == status) { return true; }
    }
    return false;
}

pl_severity pl_check_cap(const pl_exchange *exchange, pl_severity severity) {
    return exchange->test->klass == PL_CLASS_OPEN ? PL_OBSERVATION : severity;
}

/* --- the form of an answer ------------------------------------------------------------------- */

static bool is_one_of(const char *method, const char *const methods[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(method, methods[i]) == 0) { return true; }
    }
    return false;
}

/* A path that a router or a proxy may take for another one (an empty or split segment, an
 * escape) does not address the operation: what answers there need not know the operation's
 * envelope. */
static bool addresses_operation(const pl_case *test) {
    if (test->account != PL_ACCOUNT_TEXT) { return true; }
    const char *const text = test->account_text;
    assert(text != NULL);
    return text[0] != '\0' && text[0] != '.' && strpbrk(text, "/?#%\\;:") == NULL;
}

static pl_answer_form create_form(const pl_exchange *exchange) {
    static const char *const documented[] = {"POST", "PUT", "PATCH", "DELETE"};
    static const char *const readers[] = {"GET"};
    const pl_case *const test = exchange->test;
    const int status = exchange->response->status;
    if (pl_contract_answer_of(status) == NULL) { return PL_FORM_NONE; }
    if (is_one_of(test->method, readers, PL_COUNT(readers))) { return PL_FORM_LOOSE; }
    if (!is_one_of(test->method, documented, PL_COUNT(documented))) { return PL_FORM_NONE; }
    if (status == 200 && strcmp(test->method, "POST") != 0) {
        return PL_FORM_NONE; /* the status is the violation; there is no resource to judge */
    }
    return addresses_operation(test) ? PL_FORM_CREATE : PL_FORM_OUTSIDE;
}

pl_answer_form pl_check_form(const pl_exchange *exchange) {
    const pl_case *const test = exchange->test;
    const bool good = exchange->response->status == 200;
    if (strcmp(test->method, "HEAD") == 0) {
        return PL_FORM_NONE; /* no body, and the header fields may be left out    RFC 9110 section 9.3.2 */
    }
    switch (test->route) {
    case PL_ROUTE_CREATE:
    case PL_ROUTE_LIST:
        return create_form(exchange);
    case PL_ROUTE_TOKEN_V11:
    case PL_ROUTE_TOKEN_V10:
        return good ? PL_FORM_TOKEN : PL_FORM_LOOSE;
    case PL_ROUTE_CATALOG:
        return good ? PL_FORM_CATALOG : PL_FORM_LOOSE;
    case PL_ROUTE_SHOW:
    case PL_ROUTE_DELETE:
        return good ? PL_FORM_LOOSE : PL_FORM_NONE;
    case PL_ROUTE_COUNT:
        break;
    }
    assert(false);
    return PL_FORM_NONE;
}
