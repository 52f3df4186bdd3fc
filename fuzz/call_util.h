/* Calls of the operation, for fuzz_sandbox and fuzz_live. A first line of words, '|' between them, says how the request
 * differs from a good one; what may come back follows from the words and the body.
 *   authentication/expired   the id of a case of a run, or of several: who calls, which account, method, media type, or
 *                            the token endpoint. What is no id picks one all the same
 *   +3600000                 the call is made so many milliseconds later (fuzz_sandbox)
 *   Name: value              one more header (fuzz_sandbox) */
#ifndef PL_FUZZ_CALL_UTIL_H
#define PL_FUZZ_CALL_UTIL_H

#include "cases/case.h"
#include "line_util.h"

enum {
    FZ_CASES_MAX = 256,
    FZ_EXTRA_HEADERS_MAX = 70, /* more than the sandbox takes */
    FZ_LATER_DIGITS_MAX = 12,
    FZ_BODY_BYTES_MAX = 64 * 1024
};

/* What a word can change. */
typedef enum fz_part {
    FZ_PART_AUTH,
    FZ_PART_ACCOUNT,
    FZ_PART_METHOD,
    FZ_PART_MEDIA,
    FZ_PART_TOKEN,
    FZ_PART_COUNT
} fz_part;

static const char *const fz_part_groups[FZ_PART_COUNT] = {
    [FZ_PART_AUTH] = "authentication", [FZ_PART_ACCOUNT] = "account", [FZ_PART_METHOD] = "method",
    [FZ_PART_MEDIA] = "media type",    [FZ_PART_TOKEN] = "token",
};

/* The cases that a word can name: those whose point is not the body. */
typedef struct fz_menu {
    const pl_case *cases[FZ_CASES_MAX];
    fz_part parts[FZ_CASES_MAX];
    size_t count;
} fz_menu;

typedef struct fz_call {
    const pl_case *parts[FZ_PART_COUNT]; /* NULL: as in a good call */
    pl_bytes headers[FZ_EXTRA_HEADERS_MAX];
    size_t header_count;
    int64_t later_ms;
    pl_case test; /* what is sent, and what may come back */
} fz_call;

static inline void fz_menu_make(const pl_case_set *set, fz_menu *menu) {
    for (size_t i = 0; i < set->count; i++) {
        for (size_t part = 0; part < FZ_PART_COUNT; part++) {
            if (strcmp(set->cases[i].group, fz_part_groups[part]) != 0) { continue; }
            FZ_CHECK(menu->count < FZ_CASES_MAX);
            /* Good credentials: then it is the account that is another one. */
            const bool account = part == FZ_PART_AUTH && set->cases[i].auth == PL_AUTH_GOOD;
            menu->cases[menu->count] = &set->cases[i];
            menu->parts[menu->count++] = account ? FZ_PART_ACCOUNT : (fz_part)part;
        }
    }
    FZ_CHECK(menu->count > 0);
}

/* --- words ----------------------------------------------------------------------------------- */

static inline void fz_take_id(const fz_menu *menu, pl_bytes word, fz_call *call) {
    size_t found = (size_t)(fz_hash(word) % menu->count);
    for (size_t i = 0; i < menu->count; i++) {
        if (pl_bytes_equal(word, pl_bytes_of(menu->cases[i]->id))) { found = i; }
    }
    call->parts[menu->parts[found]] = menu->cases[found];
}

static inline bool fz_take_later(pl_bytes word, int64_t *later_ms) {
    int64_t value = 0;
    if (word.len < 2 || word.len > 1 + FZ_LATER_DIGITS_MAX || word.ptr[0] != '+') { return false; }
    for (size_t i = 1; i < word.len; i++) {
        if (word.ptr[i] < '0' || word.ptr[i] > '9') { return false; }
        value = value * 10 + (word.ptr[i] - '0');
    }
    *later_ms = value;
    return true;
}

static inline bool fz_take_header(pl_bytes word, fz_call *call) {
    if (word.len == 0 || memchr(word.ptr, ':', word.len) == NULL) { return false; }
    if (call->header_count < FZ_EXTRA_HEADERS_MAX) { call->headers[call->header_count++] = word; }
    return true;
}

static inline void fz_take_words(const fz_menu *menu, fz_reader line, fz_call *call) {
    while (line.len > 0) {
        const pl_bytes word = fz_cut(&line, '|');
        if (word.len == 0 || fz_take_later(word, &call->later_ms) || fz_take_header(word, call)) {
            continue;
        }
        if (menu != NULL) { fz_take_id(menu, word, call); }
    }
}

/* --- what may come back ---------------------------------------------------------------------- */

/* The answers of one thing that is looked at before the request is carried out. */
typedef struct fz_gate {
    pl_class klass;
    int statuses[PL_CASE_STATUS_COUNT_MAX];
} fz_gate;

static inline fz_gate fz_gate_of(const pl_case *part) {
    fz_gate gate = {.klass = PL_CLASS_ACCEPT};
    if (part != NULL) {
        gate.klass = part->klass;
        memcpy(gate.statuses, part->statuses, sizeof gate.statuses);
    }
    return gate;
}

static inline void fz_add_status(int statuses[PL_CASE_STATUS_COUNT_MAX], int status) {
    size_t i = 0;
    while (statuses[i] != 0 && statuses[i] != status) {
        i++;
        FZ_CHECK(i < PL_CASE_STATUS_COUNT_MAX);
    }
    statuses[i] = status;
}

static inline bool fz_must_refuse(pl_class klass) {
    return klass == PL_CLASS_REJECT || klass == PL_CLASS_REFUSE;
}

static inline bool fz_is_vague(pl_class klass) {
    return klass == PL_CLASS_OPEN || klass == PL_CLASS_REFUSE;
}

/* Both gates are passed, in an order that nobody knows: the refusals of either may come back, a success only where
 * neither must refuse. */
static inline void fz_pass(fz_gate *whole, const fz_gate *gate) {
    static const pl_class classes[2][2] = {{PL_CLASS_ACCEPT, PL_CLASS_OPEN},
                                           {PL_CLASS_REJECT, PL_CLASS_REFUSE}};
    const bool refused = fz_must_refuse(whole->klass) || fz_must_refuse(gate->klass);
    const bool vague = fz_is_vague(whole->klass) || fz_is_vague(gate->klass);
    fz_gate merged = {.klass = classes[refused][vague]};
    const fz_gate *sides[] = {whole, gate};
    for (size_t side = 0; side < PL_COUNT(sides); side++) {
        for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && sides[side]->statuses[i] != 0; i++) {
            const int status = sides[side]->statuses[i];
            if (status != 200 || !refused) { fz_add_status(merged.statuses, status); }
        }
    }
    *whole = merged;
}

/* JSON Pointer of the only violation, as findings name it; NULL when there are several, or out of memory. */
static inline const char *fz_offending(const pl_report *report, const pl_json *json,
                                       pl_arena *arena) {
    pl_bytes at = {0};
    if (report->totals[PL_VIOLATION] != 1) { return NULL; }
    const pl_violation *found = report->list;
    while (found->severity != PL_VIOLATION) { found++; }
    if (pl_json_pointer(json, found->node, arena, &at) != PL_OK) { return NULL; }
    const char *slash = found->member == NULL ? "" : "/";
    const char *name = found->member == NULL ? "" : found->member->name;
    return pl_arena_printf(arena, "%.*s%s%s", (int)at.len, at.len == 0 ? "" : (const char *)at.ptr,
                           slash, name);
}

/* What our own judge says of the body. */
static inline fz_gate fz_body_gate(const pl_schema *schema, const pl_context *context,
                                   pl_arena *arena, pl_case *test) {
    static const fz_gate gates[PL_VERDICT_COUNT] = {
        [PL_ACCEPT] = {PL_CLASS_ACCEPT, {200}},
        [PL_OPEN] = {PL_CLASS_OPEN, {200, 400, 422}},
        [PL_REJECT] = {PL_CLASS_REJECT, {422}},
    };
    static const fz_gate unreadable = {PL_CLASS_REFUSE, {400, 422}};
    pl_json json = {0};
    pl_report report = {0};
    bool readable = false;
    FZ_CHECK(pl_validate_text(schema, test->body, context, arena, &json, &readable, &report) ==
             PL_OK);
    const pl_verdict verdict = pl_report_verdict(&report);
    if (!readable) { return verdict == PL_REJECT ? unreadable : gates[PL_OPEN]; }
    test->offending = fz_offending(&report, &json, arena);
    const bool object = json.nodes[0].kind == PL_JSON_OBJECT;
    if (verdict == PL_REJECT && !object) { test->tolerated[0] = 400; }
    return gates[verdict];
}

/* --- the whole ------------------------------------------------------------------------------- */

static inline bool fz_is_creation(const pl_case *test) {
    return test->route == PL_ROUTE_CREATE && strcmp(test->method, "POST") == 0;
}

/* A merchant's account is nobody else's. */
static inline fz_gate fz_account_gate(const fz_call *call) {
    static const fz_gate not_found = {PL_CLASS_REJECT, {404}};
    static const fz_gate found = {PL_CLASS_ACCEPT, {200}};
    const pl_account account = call->test.account;
    if (call->test.auth == PL_AUTH_OTHER_MERCHANT && account != PL_ACCOUNT_TEXT) {
        return account == PL_ACCOUNT_OTHER ? found : not_found;
    }
    if (account == PL_ACCOUNT_OTHER) { return not_found; }
    return fz_gate_of(call->parts[FZ_PART_ACCOUNT]);
}

/* 401 is the answer, whatever else is wrong; but a malformed account is no address of the operation, and another
 * method's turn may come first. expired: the token that is sent has ended. */
static inline bool fz_is_unauthorised(const fz_call *call, bool expired, fz_gate *ret_gate) {
    static const fz_gate unauthorised = {PL_CLASS_REJECT, {401}};
    const fz_gate gate = fz_gate_of(call->parts[FZ_PART_AUTH]);
    *ret_gate = gate;
    if (expired) { *ret_gate = unauthorised; }
    /* A stranger's good credentials are good: that the account is not theirs is the account's matter. */
    if (call->test.auth == PL_AUTH_OTHER_MERCHANT || call->test.auth == PL_AUTH_GOOD) {
        *ret_gate = expired ? unauthorised : (fz_gate){.klass = PL_CLASS_ACCEPT};
    }
    return ret_gate->klass == PL_CLASS_REJECT && fz_is_creation(&call->test);
}

/* A row about Accept with a bad body says of the body what the body says by itself. One about a body's type that must
 * be refused for its body is open without it. */
static inline fz_gate fz_media_gate(const pl_case *part) {
    fz_gate gate = {.klass = PL_CLASS_ACCEPT};
    if (part == NULL || !fz_is_vague(part->klass)) { return gate; }
    gate = fz_gate_of(part);
    gate.klass = PL_CLASS_OPEN;
    fz_add_status(gate.statuses, 200);
    return gate;
}

static inline fz_gate fz_operation_gate(fz_call *call, const pl_context *context, bool expired,
                                        pl_arena *arena) {
    fz_gate whole = {.klass = PL_CLASS_ACCEPT};
    const fz_gate account = fz_account_gate(call);
    if (fz_is_unauthorised(call, expired, &whole) && account.klass != PL_CLASS_REFUSE) {
        return whole;
    }
    fz_pass(&whole, &account);
    if (!fz_is_creation(&call->test)) {
        const fz_gate method = fz_gate_of(call->parts[FZ_PART_METHOD]);
        fz_pass(&whole, &method);
        return whole;
    }
    const fz_gate media = fz_media_gate(call->parts[FZ_PART_MEDIA]);
    const fz_gate body = fz_body_gate(&pl_contract_request, context, arena, &call->test);
    fz_pass(&whole, &media);
    fz_pass(&whole, &body);
    return whole;
}

/* The token endpoint, by its rows about headers; those about the body are the body's. */
static inline fz_gate fz_token_gate(fz_call *call, const pl_context *context, pl_arena *arena) {
    const pl_case *part = call->parts[FZ_PART_TOKEN];
    fz_gate whole = {.klass = PL_CLASS_ACCEPT};
    call->test.route = part->route;
    call->test.token_defect = part->token_defect;
    if (fz_is_vague(part->klass)) { whole = fz_gate_of(part); }
    const fz_gate body = fz_body_gate(&pl_contract_grant, context, arena, &call->test);
    fz_pass(&whole, &body);
    return whole;
}

static inline void fz_apply_parts(const pl_case *const parts[FZ_PART_COUNT], pl_case *test) {
    const pl_case *auth = parts[FZ_PART_AUTH];
    const pl_case *account = parts[FZ_PART_ACCOUNT];
    const pl_case *method = parts[FZ_PART_METHOD];
    const pl_case *media = parts[FZ_PART_MEDIA];
    if (method != NULL) {
        test->method = method->method;
        test->has_body = method->has_body;
        test->auth = method->auth;
    }
    if (auth != NULL) { test->auth = auth->auth; }
    if (account != NULL) {
        test->account = account->account;
        test->account_text = account->account_text;
        test->account_change = account->account_change;
    }
    if (media != NULL) {
        test->content_type = media->content_type;
        test->accept = media->accept;
    }
}

/* Good but for what the words say. body and context are borrowed. */
static inline void fz_call_make(fz_call *call, pl_bytes body, const pl_context *context,
                                bool expired, pl_arena *arena) {
    call->test = (pl_case){.id = "fuzz",
                           .group = "fuzz",
                           .constraint = "",
                           .why = "",
                           .method = "POST",
                           .content_type = PL_MEDIA_TYPE,
                           .accept = PL_MEDIA_TYPE,
                           .body = body,
                           .has_body = true};
    const bool token = call->parts[FZ_PART_TOKEN] != NULL;
    if (!token) { fz_apply_parts(call->parts, &call->test); }
    const fz_gate gate = token ? fz_token_gate(call, context, arena)
                               : fz_operation_gate(call, context, expired, arena);
    call->test.klass = gate.klass;
    memcpy(call->test.statuses, gate.statuses, sizeof gate.statuses);
}

#endif
