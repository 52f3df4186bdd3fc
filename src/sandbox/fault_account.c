#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* Accounts and methods that are taken for those of the caller's request. */

static const char group_account[] = "account";
static const char group_method[] = "method";

/* The id in the path, as it came, and the one of the caller. */
typedef struct named {
    pl_bytes sent;
    pl_bytes own;
    bool found; /* in the store */
    pl_store_account account;
    unsigned merchant; /* of the caller */
} named;

static bool is_malformed(const named *id) {
    return pl_ulid_classify(id->sent) == PL_ULID_MALFORMED;
}
static bool is_unknown(const named *id) {
    return pl_ulid_classify(id->sent) == PL_ULID_CANONICAL && !id->found;
}
static bool is_inactive(const named *id) {
    return id->found && !id->account.active && id->account.merchant == id->merchant;
}
static bool is_of_other(const named *id) {
    return id->found && id->account.active && id->account.merchant != id->merchant;
}
static bool is_cut(const named *id) {
    return id->sent.len + 1 == id->own.len && memcmp(id->sent.ptr, id->own.ptr, id->sent.len) == 0;
}
static bool is_longer(const named *id) {
    return id->sent.len > id->own.len && memcmp(id->sent.ptr, id->own.ptr, id->own.len) == 0;
}

/* Equal once each character is what a lenient decoder makes of it; 0: it is passed over. */
static bool equal_when_read(const named *id, char (*read)(char character, size_t index)) {
    size_t len = 0;
    for (size_t i = 0; i < id->sent.len; i++) {
        const char character = read((char)id->sent.ptr[i], i);
        if (character == '\0') { continue; }
        if (len == id->own.len || character != (char)id->own.ptr[len]) { return false; }
        len++;
    }
    return len == id->own.len;
}

static char read_confused(char character, size_t index) {
    static const char from[] = "OoIiLl";
    static const char to[] = "001111";
    const char *at = character == '\0' ? NULL : strchr(from, character);
    (void)index;
    return at == NULL ? character : to[at - from];
}
static char read_hyphens(char character, size_t index) {
    (void)index;
    return character == '-' ? '\0' : character;
}
/* A decoder of 128 bits drops what the first character has beyond 3. */
static char read_overflown(char character, size_t index) {
    if (index > 0) { return character; }
    if (character >= '8' && character <= '9') { return (char)(character - 8); }
    return character >= 'A' && character <= 'F' ? (char)(character - 'A' + '2') : character;
}

static bool is_confused(const named *id) {
    return equal_when_read(id, read_confused);
}
static bool has_hyphens(const named *id) {
    return equal_when_read(id, read_hyphens);
}
static bool is_overflown(const named *id) {
    return equal_when_read(id, read_overflown);
}
static bool has_blank(const named *id) {
    static const pl_bytes blank = PL_BYTES_LIT("%20");
    return id->sent.len == id->own.len + blank.len &&
           memcmp(id->sent.ptr, id->own.ptr, id->own.len) == 0 &&
           memcmp(id->sent.ptr + id->own.len, blank.ptr, blank.len) == 0;
}

typedef struct account_row {
    const char *name;
    const char *words;
    bool (*is)(const named *id);
    int status; /* to refuse with instead; 0: it is taken for the caller's */
} account_row;

/* clang-format off */
static const account_row rows[] = {
    {"unknown-accepted",   "an account that nobody has is taken for the caller's",      is_unknown,   0},
    {"inactive-accepted",  "an inactive account takes links",                           is_inactive,  0},
    {"other-accepted",     "a merchant may use another merchant's account",             is_of_other,  0},
    {"malformed-accepted", "an id that is no ULID is taken for the caller's account",   is_malformed, 0},
    {"cut-accepted",       "the id without its last character is taken for it",         is_cut,       0},
    {"longer-accepted",    "what begins with the id is taken for it",                   is_longer,    0},
    {"confused-accepted",  "O and I in an id are read as 0 and 1",                      is_confused,  0},
    {"hyphen-accepted",    "hyphens in an id are passed over",                          has_hyphens,  0},
    {"overflow-accepted",  "what an id has beyond 128 bits is dropped",                 is_overflown, 0},
    {"blank-accepted",     "a blank behind an id is cut off",                           has_blank,    0},
    {"malformed-fails",    "an id that is no ULID ends in 500",                         is_malformed, 500},
    {"unknown-fails",      "an account that nobody has ends in 500",                    is_unknown,   500},
    {"inactive-forbidden", "an inactive account is answered with 403",                  is_inactive,  403},
    {"inactive-invalid",   "an inactive account is answered with 422",                  is_inactive,  422},
    {"inactive-fails",     "an inactive account ends in 500",                           is_inactive,  500},
    {"other-forbidden",    "another merchant's account is answered with 403, which tells that it exists", is_of_other, 403},
    {"other-unauthorised", "another merchant's account is answered with 401",           is_of_other,  401},
};
/* clang-format on */

/* False: the caller is nobody, or the path names no account. Fails: PL_E_MEMORY, PL_E_IO. */
static pl_status read_named(pl_call *call, named *ret_named, bool *ret_known) {
    pl_route route = PL_ROUTE_COUNT;
    pl_bytes link = {NULL, 0};
    named id = {.found = false};
    const pl_status status = pl_auth_check(call, ret_known);
    if (status != PL_OK || !*ret_known) { return status; }
    if (!pl_route_match(call->path, &route, &id.sent, &link)) {
        *ret_known = false;
        return PL_OK;
    }
    id.merchant = call->merchant;
    id.own = pl_bytes_of(call->sandbox->merchants[call->merchant].account_id);
    const pl_status found =
        pl_store_account_find(call->sandbox->store, id.sent, call->arena, &id.account, &id.found);
    *ret_named = id;
    return found;
}

static pl_status take_for_own(pl_call *call, const pl_fault_plan *plan) {
    const account_row *row = plan->row;
    named id;
    bool known = false;
    const pl_status status = read_named(call, &id, &known);
    if (status != PL_OK || !known || !row->is(&id)) { return status; }
    return pl_fault_set_account(call, (const char *)id.own.ptr);
}

static bool is_the_one(const pl_call *call, const pl_fault_plan *plan) {
    const account_row *row = plan->row;
    pl_call copy = *call; /* asking who calls writes it down */
    named id;
    bool known = false;
    return read_named(&copy, &id, &known) == PL_OK && known && row->is(&id);
}

static pl_status refuse_so(pl_call *call, const pl_fault_plan *plan,
                           pl_sandbox_response *response) {
    return pl_fault_set_status(call, ((const account_row *)plan->row)->status, response);
}

void pl_faults_of_account(pl_fault_maker *maker) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const account_row *row = &rows[i];
        const pl_fault fault = {
            .id = pl_arena_printf(maker->arena, "%s/%s", group_account, row->name),
            .group = group_account,
            .statement = row->words,
            .documented = true,
        };
        const pl_fault_plan accepted = {.before = take_for_own, .row = row};
        const pl_fault_plan refused = {
            .trigger = is_the_one, .status = 404, .after = refuse_so, .row = row};
        pl_fault_add(maker, &fault, row->status == 0 ? &accepted : &refused);
    }
}

/* --- methods --------------------------------------------------------------------------------- */

typedef struct method_row {
    const char *method;
    const char *name;
    int status; /* to refuse with; 0: it creates a link */
} method_row;

/* clang-format off */
static const method_row method_rows[] = {
    {"PUT",    "put-creates",     0},   {"PATCH", "patch-creates",   0},   {"DELETE", "delete-creates",   0},
    {"PUT",    "put-not-found",   404}, {"PATCH", "patch-not-found", 404}, {"DELETE", "delete-not-found", 404},
    {"PUT",    "put-fails",       500}, {"PATCH", "patch-fails",     500}, {"DELETE", "delete-fails",     500},
    {"DELETE", "delete-succeeds", 200},
};
/* clang-format on */

static bool has_method(const pl_call *call, const pl_fault_plan *plan) {
    const method_row *row = plan->row;
    return pl_bytes_equal(call->request->method, pl_bytes_of(row->method));
}

static pl_status take_for_post(pl_call *call, const pl_fault_plan *plan) {
    static const char post[] = "POST";
    return has_method(call, plan) ? pl_fault_set_method(call, post) : PL_OK;
}

static pl_status refuse_method(pl_call *call, const pl_fault_plan *plan,
                               pl_sandbox_response *response) {
    return pl_fault_set_status(call, ((const method_row *)plan->row)->status, response);
}

void pl_faults_of_method(pl_fault_maker *maker) {
    for (size_t i = 0; i < PL_COUNT(method_rows); i++) {
        const method_row *row = &method_rows[i];
        const pl_fault fault = {
            .id = pl_arena_printf(maker->arena, "%s/%s", group_method, row->name),
            .group = group_method,
            .statement =
                row->status == 0
                    ? pl_arena_printf(maker->arena, "%s creates a link as POST does", row->method)
                    : pl_arena_printf(maker->arena, "%s is answered %d", row->method, row->status),
            .documented = true,
        };
        const pl_fault_plan creates = {.before = take_for_post, .row = row};
        const pl_fault_plan refused = {
            .trigger = has_method, .status = 405, .after = refuse_method, .row = row};
        pl_fault_add(maker, &fault, row->status == 0 ? &creates : &refused);
    }
}
