#include "cases/demand.h"

#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

/* A body as it is judged. */
typedef struct look {
    const pl_demand_world *world;
    pl_arena *arena;
    pl_json json;
    bool readable;
    pl_report report;
    bool
        twofold; /* read by some readers as another value: a name that stands twice, ill-formed UTF-8 */
    bool
        picky; /* refused by some readers of JSON: halves of surrogate pairs, NUL, huge numbers, odd names */
} look;

enum {
    DEPTH_EASY_MAX = 16, /* a reader of JSON may set a limit to nesting, and none sets one below */
    DIGITS_EASY_MAX = 15,
    MAGNITUDE_EASY_MAX = 14,
    DECIMALS_EASY_MAX = 2,
    NUMBER_LEN_EASY_MAX = 64,
    POWER_EASY_MAX = 300
};

/* --- what readers of JSON differ on ------------------------------------------------------------- */

static char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool equal_but_for_case(pl_bytes text, const char *name) {
    if (text.len != strlen(name)) { return false; }
    for (size_t i = 0; i < text.len; i++) {
        if (lower((char)text.ptr[i]) != lower(name[i])) { return false; }
    }
    return !pl_bytes_equal(text, pl_bytes_of(name));
}

/* "Title" is another name in JSON; some readers take it for "title". */
static bool is_near_name(pl_bytes name) {
    for (unsigned i = 0; i < PL_REQUEST_FIELD_COUNT; i++) {
        if (equal_but_for_case(name, pl_request_member(i)->name)) { return true; }
    }
    for (unsigned i = 0; i < PL_ITEM_FIELD_COUNT; i++) {
        if (equal_but_for_case(name, pl_item_member(i)->name)) { return true; }
    }
    return false;
}

static pl_status look_at_names(look *at, uint32_t object) {
    static const pl_bytes prototype = PL_BYTES_LIT("__proto__");
    const pl_json *json = &at->json;
    uint32_t twice = PL_JSON_NONE;
    pl_status status = pl_json_duplicate_name(json, object, at->arena, &twice);
    at->twofold = at->twofold || (status == PL_OK && twice != PL_JSON_NONE);
    for (uint32_t name = object + 1; name < json->nodes[object].next && status == PL_OK;
         name = json->nodes[name + 1].next) {
        pl_bytes text = {0};
        status = pl_json_string_decode(json, name, at->arena, &text);
        if (status == PL_E_ENCODING) {
            at->twofold = true;
            status = PL_OK;
        } else if (status == PL_OK) {
            at->twofold = at->twofold || is_near_name(text);
            at->picky = at->picky || pl_bytes_equal(text, prototype);
        }
    }
    return status;
}

static bool is_hard_number(pl_bytes lexeme) {
    pl_number_shape shape = {0};
    const pl_status status = pl_number_scan(lexeme, &shape);
    assert(status == PL_OK); /* the reader took the lexeme */
    return status != PL_OK || lexeme.len > NUMBER_LEN_EASY_MAX ||
           shape.magnitude > POWER_EASY_MAX || shape.magnitude < -POWER_EASY_MAX;
}

static pl_status look_at_nodes(look *at) {
    const pl_json *json = &at->json;
    at->twofold = (json->marks & PL_JSON_BAD_UTF8) != 0;
    at->picky = json->has_bom || (json->marks & (PL_JSON_LONE_SURROGATE | PL_JSON_NUL)) != 0;
    for (uint32_t node = 0; node < json->count; node++) {
        const pl_json_node *value = &json->nodes[node];
        at->picky = at->picky || value->depth > DEPTH_EASY_MAX;
        if (value->kind == PL_JSON_NUMBER && is_hard_number(pl_json_raw(json, node))) {
            at->picky = true;
        }
        if (value->kind != PL_JSON_OBJECT) { continue; }
        const pl_status status = look_at_names(at, node);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* --- violations that nobody can deny ------------------------------------------------------------- */

/* Does every server read the same number from it, binary floating point or not, rounding or not? */
static bool is_easy_number(const pl_json *json, uint32_t node) {
    pl_number_shape shape = {0};
    if (json->nodes[node].kind != PL_JSON_NUMBER) { return true; }
    const pl_status status = pl_number_scan(pl_json_raw(json, node), &shape);
    return status == PL_OK && shape.digit_count <= DIGITS_EASY_MAX &&
           shape.magnitude <= MAGNITUDE_EASY_MAX && shape.magnitude >= -MAGNITUDE_EASY_MAX;
}

static bool has_few_decimals(const pl_json *json, uint32_t node) {
    pl_number_shape shape = {0};
    return pl_number_scan(pl_json_raw(json, node), &shape) == PL_OK &&
           shape.decimal_count <= DECIMALS_EASY_MAX;
}

static bool is_clear_value(const look *at, const pl_violation *violation) {
    return is_easy_number(&at->json, violation->node);
}

static bool is_clear_always(const look *at, const pl_violation *violation) {
    (void)at;
    (void)violation;
    return true;
}

/* A trimmed or composed text could be short enough. */
static bool is_clear_length(const look *at, const pl_violation *violation) {
    return pl_demand_text_is_tame(&at->json, violation->node);
}

/* Without a colon there is no scheme, and some characters stand in no URI; about the rest usual parsers differ, and the
 * outer ones may be trimmed. */
static bool is_clear_format(const look *at, const pl_violation *violation) {
    static const char nowhere[] = " \"<\\{\n";
    pl_bytes text = {0};
    if (pl_json_string_decode(&at->json, violation->node, at->arena, &text) != PL_OK) {
        return false;
    }
    if (text.len == 0 || memchr(text.ptr, ':', text.len) == NULL) { return true; }
    bool clear = false;
    for (size_t i = 1; i + 1 < text.len; i++) {
        clear = clear || (text.ptr[i] != '\0' && strchr(nowhere, text.ptr[i]) != NULL);
    }
    return clear && text.ptr[0] > ' ' && text.ptr[text.len - 1] > ' ';
}

/* Whether codes differ by case, and by blanks around them, is not said. */
static bool is_clear_code(const look *at, const pl_violation *violation) {
    const pl_case_config *config = at->world->config;
    pl_bytes code = pl_json_inside(&at->json, violation->node);
    if ((at->json.nodes[violation->node].marks & (PL_JSON_ESCAPED | PL_JSON_NON_ASCII)) != 0) {
        return false;
    }
    while (code.len > 0 && code.ptr[0] == ' ') { code = (pl_bytes){code.ptr + 1, code.len - 1}; }
    while (code.len > 0 && code.ptr[code.len - 1] == ' ') { code.len--; }
    for (size_t i = 0; i < config->payment_method_count; i++) {
        const pl_bytes known = config->payment_methods[i];
        size_t same = 0;
        while (same < code.len && same < known.len &&
               lower((char)code.ptr[same]) == lower((char)known.ptr[same])) {
            same++;
        }
        if (same == code.len && same == known.len) { return false; }
    }
    return true;
}

/* Rounded to the amounts that servers reckon with, every number is still what it was. */
static bool is_clear_sum(const look *at, const pl_violation *violation) {
    const pl_json *json = &at->json;
    (void)violation;
    for (uint32_t node = 0; node < json->count; node++) {
        if (json->nodes[node].kind == PL_JSON_NUMBER &&
            (!is_easy_number(json, node) || !has_few_decimals(json, node))) {
            return false;
        }
    }
    return true;
}

/* By keyword: can a server that keeps the contract see it otherwise? NULL: it can. */
static bool (*const clear_rows[PL_KEYWORD_COUNT])(const look *at, const pl_violation *violation) = {
    [PL_KEYWORD_TYPE] = is_clear_value,        [PL_KEYWORD_REQUIRED] = is_clear_always,
    [PL_KEYWORD_RULE] = is_clear_sum,          [PL_KEYWORD_MINIMUM] = is_clear_value,
    [PL_KEYWORD_MAXIMUM] = is_clear_value,     [PL_KEYWORD_EXCLUSIVE_MINIMUM] = is_clear_value,
    [PL_KEYWORD_MIN_LENGTH] = is_clear_length, [PL_KEYWORD_MAX_LENGTH] = is_clear_length,
    [PL_KEYWORD_PATTERN] = is_clear_always,    [PL_KEYWORD_FORMAT] = is_clear_format,
    [PL_KEYWORD_MIN_ITEMS] = is_clear_always,  [PL_KEYWORD_MAX_ITEMS] = is_clear_always,
    [PL_KEYWORD_ENUM] = is_clear_always,       [PL_KEYWORD_CATALOG] = is_clear_code,
};

static const pl_violation *first_clear(const look *at) {
    for (uint32_t i = 0; i < at->report.count; i++) {
        const pl_violation *violation = &at->report.list[i];
        const bool judged = violation->severity == PL_VIOLATION &&
                            clear_rows[violation->keyword] != NULL &&
                            clear_rows[violation->keyword](at, violation);
        if (judged) { return violation; }
    }
    return NULL;
}

/* --- where -------------------------------------------------------------------------------------- */

/* "items[].quantity" of "/items/0/quantity". */
static const char *place_of(const char *pointer, pl_arena *arena) {
    const size_t len = strlen(pointer);
    char *place = pl_arena_alloc(arena, 2 * len + sizeof "body");
    if (place == NULL) { return NULL; }
    size_t used = 0;
    for (const char *at = pointer; *at == '/';) {
        const size_t step = strcspn(at + 1, "/");
        const bool index = step > 0 && strspn(at + 1, "0123456789") >= step;
        if (index) {
            memcpy(place + used, "[]", 2);
            used += 2;
        } else {
            if (used > 0) { place[used++] = '.'; }
            memcpy(place + used, at + 1, step);
            used += step;
        }
        at += 1 + step;
    }
    memcpy(place + used, used > 0 ? "" : "body", used > 0 ? 1 : sizeof "body");
    return place;
}

static pl_status pointer_of(const look *at, const pl_violation *violation,
                            const char **ret_pointer) {
    pl_bytes pointer = {0};
    if (at->readable) {
        const pl_status status = pl_json_pointer(&at->json, violation->node, at->arena, &pointer);
        if (status != PL_OK) { return status; }
    }
    const char *member = violation->member == NULL ? "" : violation->member->name;
    const char *text = pl_arena_printf(at->arena, "%.*s%s%s", (int)pointer.len,
                                       pointer.len == 0 ? "" : (const char *)pointer.ptr,
                                       member[0] == '\0' ? "" : "/", member);
    if (text == NULL) { return PL_E_MEMORY; }
    *ret_pointer = text;
    return PL_OK;
}

static pl_status name(const look *at, const pl_violation *violation, pl_demand *demand) {
    pl_status status = pointer_of(at, violation, &demand->pointer);
    if (status != PL_OK) { return status; }
    pl_bytes message;
    status = pl_violation_message(violation, at->readable ? &at->json : NULL, at->arena, &message);
    if (status != PL_OK) { return status; }
    demand->keyword = pl_violation_keyword(violation);
    demand->place = place_of(demand->pointer, at->arena);
    demand->why = pl_arena_text(at->arena, message);
    return demand->place != NULL && demand->why != NULL ? PL_OK : PL_E_MEMORY;
}

/* --- the demand ---------------------------------------------------------------------------------- */

/* clang-format off */
static const struct class_row {
    pl_class klass;
    int statuses[4];
} class_rows[] = {
    {PL_CLASS_ACCEPT, {200}},
    {PL_CLASS_REJECT, {422}},
    {PL_CLASS_REFUSE, {400, 422}},
    {PL_CLASS_OPEN,   {200, 422}},
    {PL_CLASS_OPEN,   {200, 400, 422}},
};
/* clang-format on */
enum { ROW_ACCEPT, ROW_REJECT, ROW_REFUSE, ROW_OPEN, ROW_OPEN_PICKY };

static void take_row(pl_demand *demand, size_t row) {
    assert(row < PL_COUNT(class_rows));
    demand->klass = class_rows[row].klass;
    memset(demand->statuses, 0, sizeof demand->statuses);
    memcpy(demand->statuses, class_rows[row].statuses, sizeof class_rows[row].statuses);
}

static size_t row_of(const look *at, const pl_demand *demand, bool clear) {
    if (!at->readable) { return demand->verdict == PL_REJECT ? ROW_REFUSE : ROW_OPEN_PICKY; }
    if (at->twofold) { return ROW_OPEN_PICKY; }
    if (clear) { return at->picky ? ROW_REFUSE : ROW_REJECT; }
    return at->picky ? ROW_OPEN_PICKY : ROW_OPEN;
}

/* What the judge accepts, with what a server might mind all the same. */
static void demand_accepted(const look *at, pl_demand *demand) {
    take_row(demand, row_of(at, demand, false));
    if (at->twofold || at->picky) { return; }
    const char *qualm = pl_demand_qualm(&at->json, at->world);
    if (qualm == NULL) {
        take_row(demand, ROW_ACCEPT);
    } else {
        demand->why = qualm;
    }
}

static pl_status demand_deviating(const look *at, pl_demand *demand) {
    const pl_violation *clear = first_clear(at);
    const pl_violation *shown = clear != NULL ? clear : &at->report.list[0];
    take_row(demand, row_of(at, demand, clear != NULL));
    const bool object = at->readable && at->json.nodes[0].kind == PL_JSON_OBJECT;
    if (at->readable && !object && demand->klass == PL_CLASS_REJECT) { demand->tolerated[0] = 400; }
    const pl_status status = name(at, shown, demand);
    const bool alone = at->report.totals[PL_VIOLATION] == 1 && shown->severity == PL_VIOLATION;
    if (status == PL_OK && at->readable && alone) { demand->offending = demand->pointer; }
    return status;
}

pl_status pl_demand_of(pl_bytes body, const pl_demand_world *world, pl_arena *arena,
                       pl_demand *ret_demand) {
    assert(world != NULL && world->config != NULL && world->fresh != NULL);
    look at = {.world = world, .arena = arena};
    const pl_context context = {.payment_methods = world->config->payment_methods,
                                .payment_method_count = world->config->payment_method_count};
    pl_status status =
        pl_contract_judge_request(body, &context, arena, &at.json, &at.readable, &at.report);
    if (status == PL_OK && at.readable) { status = look_at_nodes(&at); }
    if (status != PL_OK) { return status; }
    pl_demand demand = {.verdict = pl_report_verdict(&at.report),
                        .violations = at.report.totals[PL_VIOLATION],
                        .plain = at.readable && !at.twofold && !at.picky,
                        .keyword = "",
                        .pointer = "",
                        .place = "body",
                        .why = "the contract allows every value of it"};
    if (at.report.count == 0) {
        demand_accepted(&at, &demand);
    } else {
        status = demand_deviating(&at, &demand);
    }
    if (status == PL_OK) { *ret_demand = demand; }
    return status;
}
