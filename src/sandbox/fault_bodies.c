#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* Bodies that are no JSON and are taken all the same; and what a refused one leaves behind. */

static const char group_syntax[] = "syntax";
static const char group_relation[] = "relations";

static const pl_bytes nothing = PL_BYTES_LIT("{}");

typedef struct syntax_row {
    const char *name;
    const char *words;
    bool (*takes)(pl_bytes body, const struct syntax_row *row);
    const char *needles[4]; /* one of which the body must hold */
} syntax_row;

static bool holds(pl_bytes text, const char *needle) {
    const pl_bytes want = pl_bytes_of(needle);
    for (size_t at = 0; at + want.len <= text.len; at++) {
        if (memcmp(text.ptr + at, want.ptr, want.len) == 0) { return true; }
    }
    return false;
}

static bool takes_any(pl_bytes body, const syntax_row *row) {
    (void)body;
    (void)row;
    return true;
}

static bool takes_empty(pl_bytes body, const syntax_row *row) {
    (void)row;
    for (size_t i = 0; i < body.len; i++) {
        if (strchr(" \t\r\n", body.ptr[i]) == NULL || body.ptr[i] == '\0') { return false; }
    }
    return true;
}

static bool takes_with(pl_bytes body, const syntax_row *row) {
    for (size_t i = 0; i < PL_COUNT(row->needles) && row->needles[i] != NULL; i++) {
        if (holds(body, row->needles[i])) { return true; }
    }
    return false;
}

static bool takes_nul(pl_bytes body, const syntax_row *row) {
    (void)row;
    return body.len > 0 && memchr(body.ptr, '\0', body.len) != NULL;
}

/* What begins with a whole document. */
static bool takes_rest(pl_bytes body, const syntax_row *row) {
    (void)row;
    unsigned depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < body.len; i++) {
        const uint8_t c = body.ptr[i];
        if (quoted && c == '\\') {
            i++;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '{' || c == '[')) {
            depth++;
        } else if (!quoted && (c == '}' || c == ']')) {
            if (depth <= 1) { return depth == 1 && i + 1 < body.len; }
            depth--;
        }
    }
    return false;
}

/* What ends before the document does. */
static bool takes_cut(pl_bytes body, const syntax_row *row) {
    return body.len > 0 && body.ptr[0] == '{' && body.ptr[body.len - 1] != '}' &&
           !takes_rest(body, row);
}

/* clang-format off */
static const syntax_row rows[] = {
    {"any-accepted",         "a body that is no JSON is taken for one without members", takes_any, {NULL}},
    {"empty-accepted",       "an empty body is taken for one without members",          takes_empty, {NULL}},
    {"rest-ignored",         "what follows the first document is not read",             takes_rest, {NULL}},
    {"cut-accepted",         "a body that ends too early is taken as far as it goes",   takes_cut, {NULL}},
    {"nul-accepted",         "a body is read as far as its first NUL",                  takes_nul, {NULL}},
    {"comma-accepted",       "a comma may stand behind the last member",                takes_with, {",}", ",]", ", }"}},
    {"comment-accepted",     "comments are passed over",                                takes_with, {"/*", "//"}},
    {"apostrophe-accepted",  "apostrophes may stand for quotes",                        takes_with, {"{'", "'}", ":'"}},
    {"nan-accepted",         "NaN, Infinity and undefined are values",                  takes_with, {"NaN", "Infinity", "undefined"}},
    {"control-accepted",     "a text may hold a line break or a tab as it is",          takes_with, {"\n", "\t"}},
    {"form-accepted",        "a form is taken for a body",                              takes_with, {"=1&", "&title=", "="}},
    {"markup-accepted",      "XML is taken for a body",                                 takes_with, {"<"}},
};
/* clang-format on */

/* Take an unreadable body for one that asks for a link: what it lacks is made up. */
static pl_status take_unreadable(pl_call *call, const pl_fault_plan *plan) {
    const syntax_row *row = plan->row;
    pl_json json;
    const pl_bytes body = call->request->body;
    pl_status status = pl_json_read(body, call->arena, &json, NULL);
    if (status == PL_OK || status == PL_E_MEMORY) { return status; }
    if (!row->takes(body, row)) { return PL_OK; }
    status = pl_fault_repair(&pl_contract_request, nothing, call->arena, &json);
    return status == PL_OK ? pl_fault_set_body(call, json.text) : status;
}

/* Keep what was asked for, as far as it can be kept and shown. */
static pl_status keep_refused(pl_call *call, const pl_json *json) {
    pl_create_request request = {.max_usage = 0};
    pl_payment_link link = {.max_usage = {.state = PL_FIELD_ABSENT}};
    pl_store_link row = {.created_ms = call->request->now_ms};
    pl_status status = pl_create_request_decode_node(json, 0, call->arena, &request, NULL);
    if (status == PL_OK) {
        status = pl_link_of_request(call, &request, row.created_ms, call->arena, &link);
    }
    if (status == PL_OK) { status = pl_create_request_encode(&request, call->arena, &row.request); }
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_OK; }
    return pl_store_link_insert(call->sandbox->store, call->account_id, &row, &row.id);
}

/* The link is kept first, and the body is judged then. */
static pl_status leave_link(pl_call *call, const pl_fault_plan *plan,
                            pl_sandbox_response *response) {
    pl_json json;
    (void)plan;
    (void)response;
    const pl_status status =
        pl_fault_repair(&pl_contract_request, call->request->body, call->arena, &json);
    return status == PL_OK ? keep_refused(call, &json) : status;
}

static void add(pl_fault_maker *maker, const char *group, const char *name, const char *words,
                const pl_fault_plan *plan) {
    const pl_fault fault = {
        .id = pl_arena_printf(maker->arena, "%s/%s", group, name),
        .group = group,
        .statement = words,
        .documented = true,
    };
    pl_fault_add(maker, &fault, plan);
}

void pl_faults_of_bodies(pl_fault_maker *maker) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        add(maker, group_syntax, rows[i].name, rows[i].words,
            &(pl_fault_plan){.before = take_unreadable, .row = &rows[i]});
    }
    add(maker, group_relation, "refused-is-kept", "a request that is refused leaves a link behind",
        &(pl_fault_plan){.status = 422, .after = leave_link});
}
