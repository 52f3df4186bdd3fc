#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* Envelopes that are not as documented, in each answer that the contract lists. */

static const char group_envelope[] = "envelope";

enum { DEPTH_MAX = 2, OF_ALL = 0, OF_SUCCESS = 200, OF_ERRORS = 1, OF_INVALID = 422 };

/* --- members --------------------------------------------------------------------------------- */

static pl_status write_number_of_flag(pl_call *call, const pl_json *json, uint32_t node,
                                      const void *row, pl_bytes *ret_text) {
    static const pl_bytes digits[] = {PL_BYTES_LIT("0"), PL_BYTES_LIT("1")};
    (void)call;
    (void)row;
    *ret_text = digits[pl_json_is_true(json, node)];
    return PL_OK;
}

/* Every list of messages becomes what the row says. */
static pl_status write_messages(pl_call *call, const pl_json *json, uint32_t node, const void *row,
                                pl_bytes *ret_text) {
    const char *instead = row;
    const char *text = "{";
    for (uint32_t name = node + 1; name < json->nodes[node].next;
         name = json->nodes[name + 1].next) {
        const pl_bytes field = pl_json_raw(json, name);
        text = pl_arena_printf(call->arena, "%s%s%.*s:%s", text, name > node + 1 ? "," : "",
                               (int)field.len, (const char *)field.ptr, instead);
        if (text == NULL) { return PL_E_MEMORY; }
    }
    text = pl_arena_printf(call->arena, "%s}", text);
    if (text == NULL) { return PL_E_MEMORY; }
    *ret_text = pl_bytes_of(text);
    return PL_OK;
}

typedef struct member_row {
    const char *name;
    const char *words;
    int of; /* answers */
    uint8_t fields[DEPTH_MAX];
    uint8_t depth;
    pl_fault_rewrite *rewrite;
    const char *text; /* that the function reads */
} member_row;

#define STATUS  {PL_ENVELOPE_STATUS}, 1
#define SUCCESS {PL_ENVELOPE_SUCCESS}, 1
#define DATA    {PL_ENVELOPE_DATA}, 1
#define ERROR   {PL_ENVELOPE_ERROR}, 1
#define CODE    {PL_ENVELOPE_ERROR, PL_ERROR_CODE}, 2
#define MESSAGE {PL_ENVELOPE_ERROR, PL_ERROR_MESSAGE}, 2
#define ERRORS  {PL_ENVELOPE_ERROR, PL_ERROR_ERRORS}, 2
#define AGAIN   {PL_ENVELOPE_DATA, 0}, 2

/* clang-format off */
static const member_row member_rows[] = {
    {"status-other",    "status is not the HTTP status",      OF_ALL,     STATUS,  pl_fault_write_text,       "299"},
    {"status-zero",     "status is 0",                        OF_ALL,     STATUS,  pl_fault_write_text,       "0"},
    {"status-string",   "status is a text",                   OF_ALL,     STATUS,  pl_fault_write_quoted,     NULL},
    {"status-word",     "status is a word",                   OF_ALL,     STATUS,  pl_fault_write_text,       "\"ok\""},
    {"status-null",     "status is null",                     OF_ALL,     STATUS,  pl_fault_write_text,       NULL},
    {"status-absent",   "there is no status",                 OF_ALL,     STATUS,  pl_fault_write_nothing,    NULL},
    {"success-other",   "success says the opposite",          OF_ALL,     SUCCESS, pl_fault_write_other_flag, NULL},
    {"success-string",  "success is a text",                  OF_ALL,     SUCCESS, pl_fault_write_quoted,     NULL},
    {"success-number",  "success is a number",                OF_ALL,     SUCCESS, write_number_of_flag,      NULL},
    {"success-null",    "success is null",                    OF_ALL,     SUCCESS, pl_fault_write_text,       NULL},
    {"success-absent",  "there is no success",                OF_ALL,     SUCCESS, pl_fault_write_nothing,    NULL},
    {"data-array",      "data is an array of one",            OF_SUCCESS, DATA,    pl_fault_write_in_array,   NULL},
    {"data-null",       "data is null",                       OF_SUCCESS, DATA,    pl_fault_write_text,       NULL},
    {"data-string",     "data is a text",                     OF_SUCCESS, DATA,    pl_fault_write_text,       "\"created\""},
    {"data-true",       "data is true",                       OF_SUCCESS, DATA,    pl_fault_write_text,       "true"},
    {"error-absent",    "there is no error",                  OF_ERRORS,  ERROR,   pl_fault_write_nothing,    NULL},
    {"error-null",      "error is null",                      OF_ERRORS,  ERROR,   pl_fault_write_text,       NULL},
    {"error-string",    "error is a text",                    OF_ERRORS,  ERROR,   pl_fault_write_text,       "\"failed\""},
    {"error-array",     "error is an array",                  OF_ERRORS,  ERROR,   pl_fault_write_in_array,   NULL},
    {"error-true",      "error is true",                      OF_ERRORS,  ERROR,   pl_fault_write_text,       "true"},
    {"code-string",     "error.code is a text",               OF_ERRORS,  CODE,    pl_fault_write_quoted,     NULL},
    {"code-word",       "error.code is a word",               OF_ERRORS,  CODE,    pl_fault_write_text,       "\"E_FAILED\""},
    {"code-null",       "error.code is null",                 OF_ERRORS,  CODE,    pl_fault_write_text,       NULL},
    {"code-fraction",   "error.code is a fraction",           OF_ERRORS,  CODE,    pl_fault_write_text,       "4.5"},
    {"message-null",    "error.message is null",              OF_ERRORS,  MESSAGE, pl_fault_write_text,       NULL},
    {"message-number",  "error.message is a number",          OF_ERRORS,  MESSAGE, pl_fault_write_text,       "1"},
    {"message-array",   "error.message is an array",          OF_ERRORS,  MESSAGE, pl_fault_write_in_array,   NULL},
    {"errors-array",    "error.errors is an array",           OF_INVALID, ERRORS,  pl_fault_write_in_array,   NULL},
    {"errors-null",     "error.errors is null",               OF_INVALID, ERRORS,  pl_fault_write_text,       NULL},
    {"errors-string",   "error.errors is a text",             OF_INVALID, ERRORS,  pl_fault_write_text,       "\"failed\""},
    {"errors-of-texts", "error.errors has a text for each field, not a list", OF_INVALID, ERRORS, write_messages, "\"failed\""},
    {"errors-of-numbers", "error.errors has lists of numbers", OF_INVALID, ERRORS, write_messages,            "[1]"},
    {"errors-of-objects", "error.errors has lists of objects", OF_INVALID, ERRORS, write_messages,            "[{\"message\":\"failed\"}]"},
    {"again-array",     "data.errors is an array",            OF_INVALID, AGAIN,   pl_fault_write_in_array,   NULL},
    {"again-of-texts",  "data.errors has a text for each field, not a list", OF_INVALID, AGAIN, write_messages, "\"failed\""},
};
/* clang-format on */

static pl_status rewrite_member(pl_call *call, const pl_fault_plan *plan,
                                pl_sandbox_response *response) {
    const member_row *row = plan->row;
    return pl_fault_rewrite_at(call, &plan->place, row->rewrite, row->text, response);
}

static bool is_of(int of, int status) {
    return of == OF_ALL || of == status || (of == OF_ERRORS && status != OF_SUCCESS);
}

/* --- whole bodies ---------------------------------------------------------------------------- */

typedef struct body_row {
    const char *name;
    const char *words;
    const char *before;
    const char *after;
    int cut_percent; /* of the body that is kept */
    bool
        undocumented; /* a client that takes the last of two names, or skips a mark, sees nothing */
} body_row;

/* clang-format off */
static const body_row body_rows[] = {
    {"body-empty",     "the body is empty",                       "",  "",   0,   false},
    {"body-truncated", "the body ends in the middle",             "",  "",   50,  false},
    {"body-warning",   "a warning stands before the body",        "<br />\n<b>Warning</b>: Undefined array key\n", "", 100, false},
    {"body-garbage",   "something stands behind the body",        "",  "}",  100, false},
    {"body-twice",     "two documents are sent",                  "",  "{}", 100, false},
    {"body-comma",     "a comma stands behind the body",          "",  ",",  100, false},
    {"body-array",     "the envelope stands in an array",         "[", "]",  100, false},
    {"body-wrapped",   "the envelope stands in another object",   "{\"response\":", "}", 100, false},
    {"body-null",      "the body is null",                        "null", "", 0,  false},
    {"body-text",      "the body is a text",                      "\"created\"", "", 0, false},
    {"body-marked",    "a byte-order mark stands before the body", "\xEF\xBB\xBF", "", 100, true},
};
/* clang-format on */

static pl_status rewrite_body(pl_call *call, const pl_fault_plan *plan,
                              pl_sandbox_response *response) {
    const body_row *row = plan->row;
    const size_t kept = response->body.len * (size_t)row->cut_percent / 100;
    const char *text = pl_arena_printf(call->arena, "%s%.*s%s", row->before, (int)kept,
                                       (const char *)response->body.ptr, row->after);
    if (text == NULL) { return PL_E_MEMORY; }
    response->body = pl_bytes_of(text);
    return PL_OK;
}

/* A name twice, with two values: which one counts is the client's affair. */
static pl_status repeat_status(pl_call *call, const pl_fault_plan *plan,
                               pl_sandbox_response *response) {
    const pl_bytes behind_brace = {response->body.ptr + 1, 0};
    const char *row = pl_arena_printf(call->arena, "\"%s\":0,",
                                      pl_contract_success.members[PL_ENVELOPE_STATUS].name);
    (void)plan;
    if (row == NULL) { return PL_E_MEMORY; }
    return pl_fault_splice(response->body, behind_brace, pl_bytes_of(row), call->arena,
                           &response->body);
}

/* --- every answer ---------------------------------------------------------------------------- */

static void add(pl_fault_maker *maker, int status, const char *name, const char *words,
                bool documented, const pl_fault_plan *plan) {
    const pl_fault fault = {
        .id = pl_arena_printf(maker->arena, "%s/%d-%s", group_envelope, status, name),
        .group = group_envelope,
        .statement = pl_arena_printf(maker->arena, "in answers %d %s", status, words),
        .documented = documented,
    };
    pl_fault_add(maker, &fault, plan);
}

static void add_members(pl_fault_maker *maker, const pl_contract_answer *answer) {
    for (size_t i = 0; i < PL_COUNT(member_rows); i++) {
        const member_row *row = &member_rows[i];
        if (!is_of(row->of, answer->status)) { continue; }
        add(maker, answer->status, row->name, row->words, true,
            &(pl_fault_plan){.status = answer->status,
                             .after = rewrite_member,
                             .place =
                                 pl_fault_envelope_place(answer->schema, row->fields, row->depth),
                             .row = row});
    }
}

void pl_faults_of_envelope(pl_fault_maker *maker) {
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        const pl_contract_answer *answer = &pl_contract_answers[i];
        add_members(maker, answer);
        for (size_t k = 0; k < PL_COUNT(body_rows); k++) {
            const body_row *row = &body_rows[k];
            add(maker, answer->status, row->name, row->words, !row->undocumented,
                &(pl_fault_plan){.status = answer->status, .after = rewrite_body, .row = row});
        }
        add(maker, answer->status, "status-twice", "status stands twice, with two values", false,
            &(pl_fault_plan){.status = answer->status, .after = repeat_status});
    }
}
