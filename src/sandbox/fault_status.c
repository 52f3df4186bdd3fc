#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* The wrong status, the wrong media type, a redirect or a page where JSON is due. */

static const char group_status[] = "status";
static const char group_media[] = "media";

static const char login_page[] =
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>";

/* --- status ---------------------------------------------------------------------------------- */

typedef struct status_row {
    int from;
    int to[8];
} status_row;

/* Each with an envelope that says the same as the status line. */
static const status_row status_rows[] = {
    {200, {201, 202, 203, 204, 206, 302, 500}}, {401, {400, 403, 404, 419, 422, 500}},
    {404, {400, 401, 403, 410, 500}},           {405, {400, 403, 404, 500, 501}},
    {422, {400, 403, 409, 412, 417, 500}},
};

static pl_status answer_with(pl_call *call, const pl_fault_plan *plan,
                             pl_sandbox_response *response) {
    return pl_fault_set_status(call, *(const int *)plan->row, response);
}

/* The envelope says what is wrong, the status line says that all is well. */
static pl_status answer_well(pl_call *call, const pl_fault_plan *plan,
                             pl_sandbox_response *response) {
    (void)call;
    (void)plan;
    response->status = 200;
    return PL_OK;
}

static pl_status answer_well_twice(pl_call *call, const pl_fault_plan *plan,
                                   pl_sandbox_response *response) {
    (void)plan;
    return pl_fault_set_status(call, 200, response);
}

/* Where every creation is redirected, a run ends before its first case and names the address to call instead. */
static bool is_explained(int status, int instead) {
    return status == 200 && instead >= 300 && instead <= 399;
}

static void add_for(pl_fault_maker *maker, const char *group, int status, const char *what,
                    const char *words, bool documented, pl_fault_plan plan) {
    if (what == NULL || words == NULL) {
        maker->status = PL_E_MEMORY;
        return;
    }
    plan.status = status;
    const pl_fault fault = {
        .id = pl_arena_printf(maker->arena, "%s/%d-%s", group, status, what),
        .group = group,
        .statement = pl_arena_printf(maker->arena, "where %d is due, %s", status, words),
        .documented = documented,
    };
    pl_fault_add(maker, &fault, &plan);
}

void pl_faults_of_status(pl_fault_maker *maker) {
    for (size_t i = 0; i < PL_COUNT(status_rows); i++) {
        const status_row *row = &status_rows[i];
        assert(pl_contract_answer_of(row->from) != NULL);
        for (size_t k = 0; k < PL_COUNT(row->to) && row->to[k] != 0; k++) {
            add_for(maker, group_status, row->from,
                    pl_arena_printf(maker->arena, "as-%d", row->to[k]),
                    pl_arena_printf(maker->arena, "the answer is %d", row->to[k]),
                    !is_explained(row->from, row->to[k]),
                    (pl_fault_plan){.after = answer_with, .row = &row->to[k]});
        }
        if (row->from == 200) { continue; }
        add_for(maker, group_status, row->from, "as-200",
                "the status line says 200, the envelope what is wrong", true,
                (pl_fault_plan){.after = answer_well});
        add_for(maker, group_status, row->from, "as-200-twice",
                "status line and envelope say 200, and there is an error in it", true,
                (pl_fault_plan){.after = answer_well_twice});
    }
}

/* --- media types ----------------------------------------------------------------------------- */

typedef struct media_row {
    const char *name;
    const char *words;
    const char *type;
    const char *page;                /* NULL: the body stays */
    int status;                      /* 0: stays */
    const pl_sandbox_field *headers; /* NULL: none */
} media_row;

static const pl_sandbox_field to_login[] = {{"Location", "/login"}, {NULL, NULL}};

/* clang-format off */
static const media_row media_rows[] = {
    {"type-html",   "JSON comes as text/html",                      "text/html; charset=UTF-8", NULL, 0, NULL},
    {"type-text",   "JSON comes as text/plain",                     "text/plain",               NULL, 0, NULL},
    {"type-xml",    "JSON comes as application/xml",                "application/xml",          NULL, 0, NULL},
    {"type-absent", "the answer has no Content-Type",               NULL,                       NULL, 0, NULL},
    {"page",        "an HTML page comes",                           "text/html; charset=UTF-8", login_page, 0, NULL},
    {"page-as-json", "an HTML page comes as application/json",      PL_MEDIA_TYPE,              login_page, 0, NULL},
    {"redirect",    "a redirect to a sign-in page comes",           "text/html; charset=UTF-8", login_page, 302, to_login},
};

/* What a client may say that it takes, when a server answers it like a browser. */
static const struct accept_row {
    const char *name;
    const char *words;
    const char *accept; /* what the header holds; NULL: it is absent */
} accept_rows[] = {
    {"accept-absent", "the request has no Accept", NULL},
    {"accept-any",    "the request takes anything", "*/*"},
    {"accept-html",   "the request takes HTML", "text/html"},
    {"accept-xml",    "the request takes XML", "application/xml"},
};
/* clang-format on */

/* A media fault, for answers to all requests or to those with one kind of Accept. */
typedef struct media_plan {
    const media_row *media;
    const struct accept_row *accept;
} media_plan;

static pl_status answer_as(pl_call *call, const pl_fault_plan *plan,
                           pl_sandbox_response *response) {
    const media_row *row = ((const media_plan *)plan->row)->media;
    (void)call;
    response->content_type = row->type;
    if (row->headers != NULL) { response->headers = row->headers; }
    if (row->page != NULL) { response->body = pl_bytes_of(row->page); }
    if (row->status != 0) { response->status = row->status; }
    return PL_OK;
}

static bool holds(pl_bytes text, const char *word) {
    const pl_bytes want = pl_bytes_of(word);
    for (size_t at = 0; at + want.len <= text.len; at++) {
        if (pl_bytes_equal((pl_bytes){text.ptr + at, want.len}, want)) { return true; }
    }
    return false;
}

static bool accepts(const pl_call *call, const pl_fault_plan *plan) {
    const struct accept_row *row = ((const media_plan *)plan->row)->accept;
    pl_bytes accept = {NULL, 0};
    const bool there = pl_fault_header(call, "Accept", &accept);
    return row->accept == NULL ? !there : there && holds(accept, row->accept);
}

static const media_plan *plan_of(pl_fault_maker *maker, const media_row *media,
                                 const struct accept_row *accept) {
    media_plan *plan = pl_arena_alloc(maker->arena, sizeof *plan);
    if (plan == NULL) {
        maker->status = PL_E_MEMORY;
        return NULL;
    }
    *plan = (media_plan){media, accept};
    return plan;
}

/* Without a refusal there is nothing to negotiate: an accepted request may be answered 406. */
static void add_negotiated(pl_fault_maker *maker, const media_row *media) {
    for (size_t i = 0; i < PL_COUNT(accept_rows); i++) {
        const struct accept_row *accept = &accept_rows[i];
        add_for(maker, group_media, 422,
                pl_arena_printf(maker->arena, "%s-%s", media->name, accept->name),
                pl_arena_printf(maker->arena, "and %s, %s", accept->words, media->words), true,
                (pl_fault_plan){
                    .trigger = accepts, .after = answer_as, .row = plan_of(maker, media, accept)});
    }
}

void pl_faults_of_media(pl_fault_maker *maker) {
    for (size_t k = 0; k < PL_COUNT(media_rows); k++) {
        const media_row *media = &media_rows[k];
        for (size_t i = 0; i < pl_contract_answer_count; i++) {
            const int status = pl_contract_answers[i].status;
            add_for(maker, group_media, status, media->name, media->words,
                    !is_explained(status, media->status),
                    (pl_fault_plan){.after = answer_as, .row = plan_of(maker, media, NULL)});
        }
        if (media->page != NULL) { add_negotiated(maker, media); }
    }
}
