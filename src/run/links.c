/* A rejected request leaves no link behind: the account's links are listed before the cases and after them. The
 * contract says no more of the list than that GET is supported, so anything in its answer that has an id and a reff_no
 * is a link. Only what this run alone can have sent counts: a reff_no with the run's id in it, sent by refused requests
 * and by no other. Links that the run created are the control: a list that does not show them shows nothing. */
#include <assert.h>
#include <string.h>

#include "checks/answer.h"
#include "run/suite_internal.h"

enum {
    PAGE_COUNT_MAX = 50,
    PAGE_COUNT_BEFORE_MAX = 10, /* an account may have a long past */
    LIST_BYTES_MAX = 16 * 1024 * 1024,
    LINK_COUNT_MAX = 5000,
    BODY_BYTES_MAX = 64 * 1024, /* of a case */
    PAUSE_MS = 500              /* for a list that lags behind */
};

/* One listing. */
typedef struct listing {
    pl_suite *suite;
    pl_arena *arena;
    uint64_t *marks; /* of every link seen: a page that brings none that is new is the last one */
    size_t mark_count;
    pl_bytes *reff_nos; /* of this run's */
    size_t count;
    size_t bytes;
    bool complete;
    int status; /* of the first page; 0: no answer */
} listing;

/* A reff_no that the run sent, and what became of it. */
typedef struct use {
    pl_bytes reff_no;
    size_t index; /* of the case */
    bool refused;
    bool created;
} use;

typedef struct use_list {
    use *list;
    size_t count;
} use_list;

static const char *reff_no_name(void) {
    return pl_contract_request.members[PL_REQUEST_REFF_NO].name;
}

/* --- listing --------------------------------------------------------------------------------- */

static uint64_t mark_of(pl_bytes id, pl_bytes reff_no) {
    const uint64_t start = 14695981039346656037U; /* FNV-1a */
    const uint64_t prime = 1099511628211U;
    uint64_t mark = start;
    for (size_t i = 0; i < id.len; i++) { mark = (mark ^ id.ptr[i]) * prime; }
    mark *= prime;
    for (size_t i = 0; i < reff_no.len; i++) { mark = (mark ^ reff_no.ptr[i]) * prime; }
    return mark;
}

static bool is_new(listing *all, uint64_t mark) {
    for (size_t i = 0; i < all->mark_count; i++) {
        if (all->marks[i] == mark) { return false; }
    }
    all->marks[all->mark_count++] = mark;
    return true;
}

static bool holds(pl_bytes text, const char *part) {
    const size_t len = strlen(part);
    for (size_t at = 0; at + len <= text.len; at++) {
        if (memcmp(text.ptr + at, part, len) == 0) { return true; }
    }
    return false;
}

/* ret_is_new: it was not in an earlier page. Fails: PL_E_MEMORY. */
static pl_status take_link(listing *all, const char *run_id, const pl_json *json, uint32_t object,
                           bool *ret_is_new) {
    const uint32_t id = pl_json_member(json, object, pl_contract_link.members[PL_LINK_ID].name);
    const uint32_t node =
        pl_json_member(json, object, pl_contract_link.members[PL_LINK_REFF_NO].name);
    pl_bytes text;
    *ret_is_new = false;
    if (id == PL_JSON_NONE || node == PL_JSON_NONE || all->mark_count == LINK_COUNT_MAX) {
        return PL_OK;
    }
    if (json->nodes[node].kind != PL_JSON_STRING) { return PL_OK; }
    const pl_status status = pl_json_string_decode(json, node, all->arena, &text);
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_OK; }
    *ret_is_new = is_new(all, mark_of(pl_json_raw(json, id), text));
    if (!*ret_is_new || !holds(text, run_id)) { return PL_OK; }
    const char *const copy = pl_arena_text(all->arena, text);
    if (copy == NULL) { return PL_E_MEMORY; }
    all->reff_nos[all->count++] = (pl_bytes){(const uint8_t *)copy, text.len};
    return PL_OK;
}

/* ret_more: the page had links that were not seen before. Fails: PL_E_MEMORY. */
static pl_status take_page(listing *all, const char *run_id, const pl_http_response *response,
                           pl_arena *scratch, bool *ret_more) {
    pl_json json;
    bool readable = false;
    *ret_more = false;
    pl_status status = pl_answer_read(response, scratch, &json, &readable);
    if (status != PL_OK || !readable) { return status; }
    for (uint32_t node = 0; node < json.count && status == PL_OK; node++) {
        bool fresh = false;
        if (json.nodes[node].kind != PL_JSON_OBJECT) { continue; }
        status = take_link(all, run_id, &json, node, &fresh);
        *ret_more = *ret_more || fresh;
    }
    return status;
}

static pl_status ask_page(const listing *all, unsigned page, pl_arena *scratch,
                          pl_http_response *ret_response) {
    static const pl_bytes no_body = {NULL, 0};
    pl_session *const session = all->suite->session;
    pl_wire wire;
    pl_status status =
        pl_materialise_call(session, PL_ROUTE_LIST, PL_PARTY_FIRST,
                            session->settings->merchant.account_id, NULL, no_body, scratch, &wire);
    if (status != PL_OK) { return status; }
    if (wire.obstacle != NULL) { /* the token is lost */
        *ret_response = (pl_http_response){.failure = PL_HTTP_OTHER, .failure_text = ""};
        return PL_OK;
    }
    if (page > 1) {
        wire.request.target = pl_arena_printf(scratch, "%s?page=%u", wire.request.target, page);
        if (wire.request.target == NULL) { return PL_E_MEMORY; }
    }
    return pl_http_send(session->http, &wire.request, scratch, ret_response);
}

static pl_status list_pages(listing *all, const char *run_id, unsigned page_count_max) {
    pl_arena *const scratch = &pl_suite_slot(all->suite)->arena;
    bool more = true;
    for (unsigned page = 1; more && page <= page_count_max; page++) {
        pl_http_response response;
        pl_arena_reset(scratch);
        if (pl_pace_is_over(&all->suite->session->pace)) { return PL_OK; }
        pl_status status = ask_page(all, page, scratch, &response);
        if (status != PL_OK) { return status; }
        if (page == 1 && response.failure == PL_HTTP_ANSWERED) { all->status = response.status; }
        if (response.failure != PL_HTTP_ANSWERED || response.status != 200) { return PL_OK; }
        all->bytes += response.body.len;
        status = take_page(all, run_id, &response, scratch, &more);
        if (status != PL_OK) { return status; }
        if (all->bytes > LIST_BYTES_MAX || all->mark_count == LINK_COUNT_MAX) { return PL_OK; }
    }
    all->complete = !more;
    return PL_OK;
}

static pl_status list_links(pl_suite *suite, const char *run_id, unsigned page_count_max,
                            pl_arena *arena, listing *ret_all) {
    *ret_all = (listing){.suite = suite, .arena = arena};
    ret_all->marks = pl_arena_alloc(arena, LINK_COUNT_MAX * sizeof *ret_all->marks);
    ret_all->reff_nos = pl_arena_alloc(arena, LINK_COUNT_MAX * sizeof *ret_all->reff_nos);
    if (ret_all->marks == NULL || ret_all->reff_nos == NULL) { return PL_E_MEMORY; }
    return list_pages(ret_all, run_id, page_count_max);
}

static bool is_listed(const pl_bytes *reff_nos, size_t count, pl_bytes reff_no) {
    for (size_t i = 0; i < count; i++) {
        if (pl_bytes_equal(reff_nos[i], reff_no)) { return true; }
    }
    return false;
}

pl_status pl_links_before(pl_suite *suite, const char *run_id) {
    listing all;
    const pl_status status = list_links(suite, run_id, PAGE_COUNT_BEFORE_MAX, suite->arena, &all);
    if (status != PL_OK) { return status; }
    suite->links_before = all.reff_nos;
    suite->links_before_count = all.count;
    /* A new id has no past. */
    suite->links_past_known = all.complete || suite->config->run_id == NULL;
    return PL_OK;
}

/* --- what was sent --------------------------------------------------------------------------- */

/* The body's reff_no. ret_text empty: none that is this run's. Fails: PL_E_MEMORY. */
static pl_status find_reff_no(pl_bytes body, const char *run_id, pl_arena *arena,
                              pl_bytes *ret_text) {
    pl_json json;
    *ret_text = (pl_bytes){NULL, 0};
    if (body.len == 0 || body.len > BODY_BYTES_MAX) { return PL_OK; }
    pl_status status = pl_json_read(body, arena, &json, NULL);
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_OK; }
    const uint32_t node = pl_json_member(&json, 0, reff_no_name());
    if (node == PL_JSON_NONE || json.nodes[node].kind != PL_JSON_STRING) { return PL_OK; }
    pl_bytes text;
    status = pl_json_string_decode(&json, node, arena, &text);
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_OK; }
    if (holds(text, run_id)) { *ret_text = text; }
    return PL_OK;
}

/* One answer, seen, and a refusal: nothing else can have created the link. */
static bool is_refused(const pl_progress *progress) {
    return progress->settled && progress->tries == 1 && !progress->lost &&
           progress->status >= 400 && progress->status <= 499;
}

static pl_status list_uses(pl_suite *suite, const char *run_id, pl_arena *arena,
                           use_list *ret_uses) {
    const pl_case_set *const set = suite->set;
    use_list uses = {.list = pl_arena_alloc(arena, (set->count + 1) * sizeof *uses.list)};
    if (uses.list == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < set->count; i++) {
        const pl_case *const test = &set->cases[i];
        const pl_progress *const progress = &suite->progress[i];
        pl_bytes text;
        if (test->route != PL_ROUTE_CREATE || !test->has_body || progress->tries == 0) { continue; }
        const pl_status status = find_reff_no(test->body, run_id, arena, &text);
        if (status != PL_OK) { return status; }
        if (text.len == 0) { continue; }
        const bool good = test->account == PL_ACCOUNT_GOOD && test->auth == PL_AUTH_GOOD;
        uses.list[uses.count++] = (use){.reff_no = text,
                                        .index = i,
                                        .refused = is_refused(progress),
                                        .created = good && test->klass == PL_CLASS_ACCEPT &&
                                                   progress->outcome == PL_OUTCOME_PASSED};
    }
    *ret_uses = uses;
    return PL_OK;
}

/* The request before the cases created a link too. */
static pl_status add_good(const pl_suite *suite, const pl_case_config *config, pl_arena *arena,
                          use_list *uses) {
    pl_bytes body;
    pl_bytes text;
    if (suite->good_serial == 0) { return PL_OK; }
    pl_status status = pl_cases_good_body(config, suite->good_serial, arena, &body);
    if (status != PL_OK) { return status; }
    status = find_reff_no(body, config->run_id, arena, &text);
    if (status != PL_OK) { return status; }
    if (text.len > 0) { uses->list[uses->count++] = (use){.reff_no = text, .created = true}; }
    return PL_OK;
}

/* --- comparing ------------------------------------------------------------------------------- */

/* The case to blame for a listed reff_no, or NULL: another request may have created the link. */
static const use *culprit_of(const use_list *uses, pl_bytes reff_no) {
    const use *culprit = NULL;
    for (size_t i = 0; i < uses->count; i++) {
        const use *const one = &uses->list[i];
        if (!pl_bytes_equal(one->reff_no, reff_no)) { continue; }
        if (!one->refused) { return NULL; }
        if (culprit == NULL) { culprit = one; }
    }
    return culprit;
}

static pl_status blame(pl_suite *suite, const use *culprit, pl_arena *arena) {
    pl_progress *const progress = &suite->progress[culprit->index];
    const pl_case *const test = &suite->set->cases[culprit->index];
    const char *const actual = pl_arena_printf(
        arena, "answered %d, and a link with its reff_no %.*s is listed", progress->status,
        (int)culprit->reff_no.len, (const char *)culprit->reff_no.ptr);
    if (actual == NULL) { return PL_E_MEMORY; }
    /* Where the contract leaves open whether it must be refused, nothing there is a violation. */
    pl_finding finding = {.test = test,
                          .check = "no-link-left",
                          .severity = test->klass == PL_CLASS_OPEN ? PL_WARNING : PL_VIOLATION,
                          .message = "the request was refused, and left a link behind all the same",
                          .expected = "no link of a refused request",
                          .actual = actual};
    const pl_finding_list one = {.list = &finding, .count = 1};
    if (finding.severity == PL_VIOLATION) { progress->outcome = PL_OUTCOME_FAILED; }
    return pl_suite_keep_findings(suite, culprit->index, &one);
}

static size_t visible_count(const use_list *uses, const listing *after) {
    size_t count = 0;
    for (size_t i = 0; i < uses->count; i++) {
        count +=
            uses->list[i].created && is_listed(after->reff_nos, after->count, uses->list[i].reff_no)
                ? 1U
                : 0U;
    }
    return count;
}

static size_t created_count(const use_list *uses) {
    size_t count = 0;
    for (size_t i = 0; i < uses->count; i++) { count += uses->list[i].created ? 1U : 0U; }
    return count;
}

/* How far the list can be trusted to show a link. */
static pl_status tell_control(pl_suite *suite, const use_list *uses, const listing *after) {
    const size_t created = created_count(uses);
    const size_t visible = visible_count(uses, after);
    const char *message = NULL;
    if (created > 0 && visible == created && suite->links_past_known) { return PL_OK; }
    if (!suite->links_past_known) {
        message =
            "whether a refused request leaves a link behind was not tested: with a run id that is given again, "
            "all earlier links must be known, and the list is too long";
    } else if (after->status != 200) {
        message = pl_arena_printf(
            suite->arena,
            "whether a refused request leaves a link behind could not be tested: the list of "
            "links (GET) was answered %d",
            after->status);
    } else {
        message = pl_arena_printf(
            suite->arena,
            "whether a refused request leaves a link behind %s: the list (GET) shows %zu of the %zu "
            "links that were created for sure",
            visible == 0 ? "could not be tested" : "was tested in part", visible, created);
    }
    return message == NULL ? PL_E_MEMORY : pl_suite_observe(suite, "no-link-left", message);
}

static pl_status compare(pl_suite *suite, const use_list *uses, const listing *after,
                         pl_arena *arena) {
    for (size_t i = 0; i < after->count && suite->links_past_known; i++) {
        const use *const culprit = culprit_of(uses, after->reff_nos[i]);
        if (culprit == NULL ||
            is_listed(suite->links_before, suite->links_before_count, after->reff_nos[i])) {
            continue;
        }
        const pl_status status = blame(suite, culprit, arena);
        if (status != PL_OK) { return status; }
    }
    if (visible_count(uses, after) > 0 && suite->links_past_known) {
        for (size_t i = 0; i < uses->count; i++) {
            suite->refusals_looked_up += uses->list[i].refused ? 1U : 0U;
        }
    }
    return tell_control(suite, uses, after);
}

static pl_status list_and_compare(pl_suite *suite, const pl_case_config *config, pl_arena *arena) {
    use_list uses;
    listing after;
    pl_status status = list_uses(suite, config->run_id, arena, &uses);
    if (status == PL_OK) { status = add_good(suite, config, arena, &uses); }
    if (status == PL_OK) {
        status = list_links(suite, config->run_id, PAGE_COUNT_MAX, arena, &after);
    }
    if (status == PL_OK && after.status == 200 &&
        visible_count(&uses, &after) < created_count(&uses)) {
        pl_pace_wait(&suite->session->pace, PAUSE_MS);
        status = list_links(suite, config->run_id, PAGE_COUNT_MAX, arena, &after);
    }
    if (status != PL_OK || pl_pace_is_over(&suite->session->pace)) { return status; }
    return compare(suite, &uses, &after, arena);
}

pl_status pl_links_after(pl_suite *suite, const pl_case_config *config) {
    assert(suite != NULL && config != NULL);
    if (pl_pace_is_over(&suite->session->pace) || suite->given_up != NULL) { return PL_OK; }
    pl_status status = pl_session_token(suite->session, PL_PARTY_FIRST);
    if (status != PL_OK) { return status; }
    pl_arena arena;
    pl_arena_init(&arena);
    status = list_and_compare(suite, config, &arena);
    pl_arena_done(&arena);
    return status;
}
