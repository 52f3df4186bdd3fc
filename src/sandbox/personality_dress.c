/* A finished answer, written anew as a personality writes: the same values in another spelling, with fewer members or
 * more. The tables say what each member is. */
#include <assert.h>
#include <json-c/printbuf.h>
#include <string.h>

#include "sandbox/teller.h"

enum { STATUS_OK = 200, STATUS_INVALID = 422, DEPTH_MAX = PL_JSON_DEPTH_MAX + 1 };

static void tell(pl_teller *to, uint32_t node, const pl_schema *schema, unsigned depth);

/* --- objects -------------------------------------------------------------------------------- */

static const pl_schema *member_schema(const pl_schema *schema, unsigned index) {
    return schema->members[index].schema;
}

/* PL_SHAPE_COUNT: none of them. */
static pl_shape shape_of(const pl_schema *schema) {
    const pl_schema *invalid = pl_contract_answer_of(STATUS_INVALID)->schema;
    if (schema == NULL) { return PL_SHAPE_COUNT; }
    if (schema == &pl_contract_success) { return PL_SHAPE_ENVELOPE; }
    if (schema == &pl_contract_link) { return PL_SHAPE_LINK; }
    if (schema == member_schema(&pl_contract_link, PL_LINK_ITEMS)->items) { return PL_SHAPE_ITEM; }
    if (schema == member_schema(&pl_contract_link, PL_LINK_ACCOUNT)) { return PL_SHAPE_ACCOUNT; }
    if (schema == member_schema(invalid, PL_ENVELOPE_DATA)) { return PL_SHAPE_REFUSED; }
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        const pl_contract_answer *answer = &pl_contract_answers[i];
        if (answer->schema == schema) { return PL_SHAPE_ENVELOPE; }
        if (!answer->success && schema == member_schema(answer->schema, PL_ENVELOPE_ERROR)) {
            return PL_SHAPE_ERROR;
        }
    }
    return PL_SHAPE_COUNT;
}

static bool is_field_errors(const pl_schema *schema) {
    const pl_schema *error =
        member_schema(pl_contract_answer_of(STATUS_INVALID)->schema, PL_ENVELOPE_ERROR);
    return schema != NULL && schema == member_schema(error, PL_ERROR_ERRORS);
}

/* "items.0.quantity" in another fashion. NULL: no memory. */
static const char *field_path(const pl_teller *to, pl_bytes path) {
    char *out = pl_arena_alloc(to->call->arena, 2 * path.len + 2);
    size_t used = 0;
    bool index = false;
    if (out == NULL) { return NULL; }
    if (pl_teller_has(to, PL_HABIT_ERRORS_POINTED)) { out[used++] = '/'; }
    for (size_t i = 0; i < path.len; i++) {
        const char letter = (char)path.ptr[i];
        if (letter != '.') {
            out[used++] = letter;
            continue;
        }
        if (pl_teller_has(to, PL_HABIT_ERRORS_BY_PARENT)) { break; }
        if (pl_teller_has(to, PL_HABIT_ERRORS_POINTED)) {
            out[used++] = '/';
            continue;
        }
        if (index) { out[used++] = ']'; }
        index = i + 1 < path.len && path.ptr[i + 1] >= '0' && path.ptr[i + 1] <= '9';
        out[used++] = index ? '[' : '.';
    }
    if (index) { out[used++] = ']'; }
    out[used] = '\0';
    return out;
}

/* The name of a field error. False: its parent has been named already. */
static bool tell_field_name(pl_teller *to, uint32_t object, uint32_t name) {
    static const uint64_t fashions = PL_BIT(PL_HABIT_ERRORS_BY_PARENT) |
                                     PL_BIT(PL_HABIT_ERRORS_BRACKETED) |
                                     PL_BIT(PL_HABIT_ERRORS_POINTED);
    if ((to->call->sandbox->personality->habits & fashions) == 0) {
        pl_tell_string(to, name);
        return true;
    }
    const char *path = field_path(to, pl_json_inside(to->json, name));
    if (path == NULL) {
        to->failed = true;
        return false;
    }
    for (uint32_t other = object + 1; pl_teller_has(to, PL_HABIT_ERRORS_BY_PARENT) && other < name;
         other = to->json->nodes[other + 1].next) {
        const char *earlier = field_path(to, pl_json_inside(to->json, other));
        if (earlier == NULL || strcmp(earlier, path) == 0) { return false; }
    }
    pl_teller_text(to, "\"");
    pl_teller_text(to, path);
    pl_teller_text(to, "\"");
    return true;
}

/* What stands for a value whatever it was, or NULL. */
static const char *stand_in(const pl_teller *to, pl_shape shape, unsigned index) {
    const pl_personality *who = to->call->sandbox->personality;
    if (shape == PL_SHAPE_COUNT) { return NULL; }
    if ((who->nulls[shape] & PL_BIT(index)) != 0) { return "null"; }
    if (shape == PL_SHAPE_ACCOUNT && index == PL_ACCOUNT_ID &&
        pl_teller_has(to, PL_HABIT_INTEGER_ACCOUNT)) {
        return "1";
    }
    if (shape == PL_SHAPE_ERROR && index == PL_ERROR_MESSAGE && who->message != NULL) {
        return pl_arena_printf(to->call->arena, "\"%s\"", who->message);
    }
    return NULL;
}

static void tell_code(pl_teller *to, uint32_t node, const pl_schema *schema) {
    if (!pl_teller_has(to, PL_HABIT_OWN_CODES)) {
        tell(to, node, schema, 0);
        return;
    }
    const pl_bytes code = pl_json_raw(to->json, node);
    pl_teller_put(to, (const char *)code.ptr, code.len);
    pl_teller_text(to, "0042");
}

static void tell_value(pl_teller *to, uint32_t value, const pl_schema *parent,
                       const pl_member *member, unsigned depth) {
    const pl_shape shape = shape_of(parent);
    const unsigned index = member == NULL ? 0 : (unsigned)(member - parent->members);
    const char *instead = member == NULL ? NULL : stand_in(to, shape, index);
    if (instead != NULL) {
        pl_teller_text(to, instead);
    } else if (shape == PL_SHAPE_ERROR && member != NULL && index == PL_ERROR_CODE) {
        tell_code(to, value, member->schema);
    } else {
        const pl_schema *values = parent == NULL ? NULL : parent->values;
        tell(to, value, member == NULL ? values : member->schema, depth);
    }
}

/* Is the member one that is left out? */
static bool is_omitted(const pl_teller *to, const pl_schema *schema, const pl_member *member) {
    const pl_shape shape = shape_of(schema);
    return member != NULL && shape != PL_SHAPE_COUNT &&
           (to->call->sandbox->personality->omits[shape] & PL_BIT(member - schema->members)) != 0;
}

static bool tell_member(pl_teller *to, uint32_t object, uint32_t name, const pl_schema *schema,
                        unsigned depth, bool first) {
    pl_bytes text = {NULL, 0};
    if (pl_json_string_decode(to->json, name, to->call->arena, &text) == PL_E_MEMORY) {
        to->failed = true;
        return false;
    }
    const pl_member *member = schema == NULL ? NULL : pl_schema_member(schema, text);
    if (is_omitted(to, schema, member)) { return false; }
    const int before = to->out->bpos;
    pl_teller_text(to, first ? "" : ",");
    pl_teller_line(to, depth + 1);
    if (!is_field_errors(schema)) {
        pl_tell_string(to, name);
    } else if (!tell_field_name(to, object, name)) {
        to->out->bpos = before;
        return false;
    }
    pl_teller_text(to, pl_teller_has(to, PL_HABIT_INDENTS) ? " : " : ":");
    tell_value(to, name + 1, schema, member, depth + 1);
    return true;
}

static void tell_object(pl_teller *to, uint32_t node, const pl_schema *schema, unsigned depth) {
    const uint32_t count = pl_json_child_count(to->json, node);
    uint32_t *names = pl_arena_alloc(to->call->arena, count * sizeof *names);
    if (names == NULL) {
        to->failed = true;
        return;
    }
    uint32_t name = node + 1;
    for (uint32_t i = 0; i < count; i++) {
        names[i] = name;
        name = to->json->nodes[name + 1].next;
    }
    bool first = true;
    pl_teller_text(to, "{");
    if (pl_teller_has(to, PL_HABIT_EXTRA_MEMBERS) && shape_of(schema) != PL_SHAPE_COUNT) {
        pl_teller_text(to, "\"x_trace\":{\"id\":\"7f3c\",\"hops\":[1,null,{}]}");
        first = false;
    }
    for (uint32_t i = 0; i < count && !to->failed; i++) {
        const uint32_t at = pl_teller_has(to, PL_HABIT_REVERSES) ? names[count - 1 - i] : names[i];
        first = !tell_member(to, node, at, schema, depth, first) && first;
    }
    pl_teller_line(to, depth);
    pl_teller_text(to, "}");
}

static void tell_array(pl_teller *to, uint32_t node, const pl_schema *schema, unsigned depth) {
    const uint32_t end = to->json->nodes[node].next;
    const pl_schema *items = schema == NULL ? NULL : schema->items;
    /* A list stands where the tables know one of its elements. */
    if (schema != NULL && (schema->types & PL_TYPE_ARRAY) == 0) { items = schema; }
    pl_teller_text(to, "[");
    for (uint32_t child = node + 1; child < end; child = to->json->nodes[child].next) {
        pl_teller_text(to, child == node + 1 ? "" : ",");
        pl_teller_line(to, depth + 1);
        tell(to, child, items, depth + 1);
    }
    pl_teller_line(to, depth);
    pl_teller_text(to, "]");
}

static void tell(pl_teller *to, uint32_t node, const pl_schema *schema, unsigned depth) {
    assert(depth <= DEPTH_MAX); /* the reader's own limit */
    const pl_bytes raw = pl_json_raw(to->json, node);
    if (to->failed) { return; }
    switch (to->json->nodes[node].kind) {
    case PL_JSON_OBJECT:
        tell_object(to, node, schema, depth);
        break;
    case PL_JSON_ARRAY:
        tell_array(to, node, schema, depth);
        break;
    case PL_JSON_STRING:
        pl_tell_string(to, node);
        break;
    case PL_JSON_NUMBER:
        pl_tell_number(to, node, schema);
        break;
    default:
        pl_teller_put(to, (const char *)raw.ptr, raw.len);
        break;
    }
}

/* --- the whole answer ----------------------------------------------------------------------- */

static const pl_schema *envelope_of(pl_route route, int status) {
    const pl_contract_answer *answer = pl_contract_answer_of(status);
    if (status != STATUS_OK) {
        return answer != NULL ? answer->schema : pl_contract_answer_of(404)->schema;
    }
    if (!pl_route_row_of(route)->secured) { return &pl_contract_token; }
    return route == PL_ROUTE_CATALOG ? &pl_contract_catalog : &pl_contract_success;
}

static pl_status write_anew(pl_call *call, pl_sandbox_response *response) {
    pl_json json;
    const pl_status status = pl_json_read(response->body, call->arena, &json, NULL);
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_OK; }
    pl_teller to = {.call = call, .json = &json, .out = printbuf_new()};
    if (to.out == NULL) { return PL_E_MEMORY; }
    tell(&to, 0, envelope_of(call->route, response->status), 0);
    pl_teller_line(&to, 0);
    const pl_bytes text = {(const uint8_t *)to.out->buf, (size_t)to.out->bpos};
    char *copy = to.failed ? NULL : pl_arena_text(call->arena, text);
    if (copy != NULL) { response->body = (pl_bytes){(const uint8_t *)copy, text.len}; }
    printbuf_free(to.out);
    return copy == NULL ? PL_E_MEMORY : PL_OK;
}

pl_status pl_personality_dress(pl_call *call, pl_sandbox_response *response) {
    const pl_personality *who = call->sandbox->personality;
    if (who == pl_personalities) { return PL_OK; }
    if (who->content_type != NULL) { response->content_type = who->content_type; }
    if (pl_has_habit(call, PL_HABIT_NO_ALLOW)) { response->allow = NULL; }
    response->headers = who->headers;
    response->manners |= who->manners;
    return write_anew(call, response);
}
