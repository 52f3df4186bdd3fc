#include <assert.h>
#include <json-c/json.h>

#include "sandbox/personality_internal.h"

enum { PAGE_DIGITS_MAX = 9, ID_DIGITS_MAX = 18 };

/* Plain digits without a leading zero, above zero. */
static bool parse_positive(pl_bytes text, size_t digits_max, int64_t *ret_value) {
    assert(digits_max <= ID_DIGITS_MAX);
    int64_t value = 0;
    if (text.len == 0 || text.len > digits_max || text.ptr[0] == '0') { return false; }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') { return false; }
        value = value * 10 + (text.ptr[i] - '0');
    }
    *ret_value = value;
    return true;
}

/* The store's id of the path's link. False: no link has it. */
static bool link_id_of(const pl_call *call, int64_t *ret_id) {
    int64_t id = 0;
    if (!parse_positive(call->link_id, ID_DIGITS_MAX, &id)) { return false; }
    *ret_id = id - call->sandbox->personality->id_offset;
    return *ret_id > 0;
}

/* The page that `page=N` in the query asks for; 1 when nothing does. False when N is no such
 * number. */
static bool page_of(pl_bytes query, int64_t *ret_page) {
    static const pl_bytes name = PL_BYTES_LIT("page=");
    *ret_page = 1;
    size_t at = 0;
    while (at < query.len) {
        size_t end = at;
        while (end < query.len && query.ptr[end] != '&') { end++; }
        const pl_bytes pair = {query.ptr + at, end - at};
        if (pair.len >= name.len && pl_bytes_equal((pl_bytes){pair.ptr, name.len}, name)) {
            const pl_bytes value = {pair.ptr + name.len, pair.len - name.len};
            return parse_positive(value, PAGE_DIGITS_MAX, ret_page);
        }
        at = end + 1;
    }
    return true;
}

/* A kept link as it is shown. What is kept was written by us, so what cannot be read is a damaged
 * store. */
pl_status pl_links_show_row(const pl_call *call, const pl_store_link *row, pl_arena *arena,
                            struct json_object **ret_object) {
    pl_create_request request = {.max_usage = 0};
    pl_payment_link link = {.max_usage = {.state = PL_FIELD_ABSENT}};
    pl_bytes text = {NULL, 0};
    pl_status status = pl_create_request_decode(row->request, arena, &request, NULL);
    if (status == PL_OK) {
        status = pl_link_of_request(call, &request, row->created_ms, arena, &link);
    }
    if (status == PL_OK) { status = pl_link_name(call, row->id, arena, &link); }
    if (status == PL_OK) { status = pl_payment_link_encode(&link, arena, &text); }
    if (status != PL_OK) { return status == PL_E_MEMORY ? status : PL_E_IO; }
    *ret_object = pl_reply_raw(text);
    return *ret_object == NULL ? PL_E_MEMORY : PL_OK;
}

/* All rows of a page into an array. A scratch arena is emptied after each, so that a page of large
 * links does not hold all their trees at once. */
static pl_status show_all(const pl_call *call, const pl_store_link *rows, size_t count,
                          struct json_object *array) {
    pl_status status = PL_OK;
    pl_arena scratch;
    pl_arena_init(&scratch);
    for (size_t i = 0; status == PL_OK && i < count; i++) {
        struct json_object *object = NULL;
        status = pl_links_show_row(call, &rows[i], &scratch, &object);
        if (status == PL_OK && json_object_array_add(array, object) != 0) {
            json_object_put(object);
            status = PL_E_MEMORY;
        }
        pl_arena_reset(&scratch);
    }
    pl_arena_done(&scratch);
    return status;
}

/* A page of links in an envelope of its own; takes links over. NULL: out of memory. */
static struct json_object *new_page(struct json_object *links, int64_t page) {
    struct json_object *data = json_object_new_object();
    if (data == NULL || !pl_reply_add(data, "current_page", json_object_new_int64(page)) ||
        !pl_reply_add(data, "data", json_object_get(links))) {
        json_object_put(data);
        data = NULL;
    }
    json_object_put(links);
    return data;
}

pl_status pl_links_list_answer(pl_call *call, pl_sandbox_response *ret_response) {
    static const pl_bytes page_pointer = PL_BYTES_LIT("/page");
    enum { SHORT_PAGE_LINKS = 10 };
    const bool paged = pl_has_habit(call, PL_HABIT_LIST_PAGED);
    const size_t room = paged ? SHORT_PAGE_LINKS : PL_SANDBOX_PAGE_LINKS_MAX;
    int64_t page = 1;
    size_t count = 0;
    if (!page_of(call->query, &page)) {
        return pl_reply_invalid_field(call, page_pointer, "must be a whole number from 1",
                                      ret_response);
    }
    pl_store_link *rows = pl_arena_alloc(call->arena, PL_SANDBOX_PAGE_LINKS_MAX * sizeof *rows);
    if (rows == NULL) { return PL_E_MEMORY; }
    pl_status status =
        pl_store_link_list(call->sandbox->store, call->account_id, (page - 1) * (int64_t)room, room,
                           call->arena, rows, &count);
    if (status != PL_OK) { return status; }
    struct json_object *array = json_object_new_array();
    if (array == NULL) { return PL_E_MEMORY; }
    if (pl_has_habit(call, PL_HABIT_LIST_EMPTY)) { count = 0; }
    status = show_all(call, rows, count, array);
    if (status != PL_OK) {
        json_object_put(array);
        return status;
    }
    return pl_reply_data(call, paged ? new_page(array, page) : array, ret_response);
}

pl_status pl_links_show_answer(pl_call *call, pl_sandbox_response *ret_response) {
    int64_t id = 0;
    bool found = false;
    pl_store_link row = {.id = 0};
    struct json_object *object = NULL;
    if (!link_id_of(call, &id)) { return pl_reply_error(call, 404, ret_response); }
    pl_status status =
        pl_store_link_find(call->sandbox->store, call->account_id, id, call->arena, &row, &found);
    if (status != PL_OK) { return status; }
    if (!found) { return pl_reply_error(call, 404, ret_response); }
    status = pl_links_show_row(call, &row, call->arena, &object);
    return status == PL_OK ? pl_reply_data(call, object, ret_response) : status;
}

pl_status pl_links_delete_answer(pl_call *call, pl_sandbox_response *ret_response) {
    int64_t id = 0;
    bool found = false;
    if (!link_id_of(call, &id)) { return pl_reply_error(call, 404, ret_response); }
    const pl_status status =
        pl_store_link_delete(call->sandbox->store, call->account_id, id, &found);
    if (status != PL_OK) { return status; }
    if (!found) { return pl_reply_error(call, 404, ret_response); }
    struct json_object *data = json_object_new_object();
    if (data == NULL ||
        !pl_reply_add(data, "message", json_object_new_string("Payment link deleted."))) {
        json_object_put(data);
        return PL_E_MEMORY;
    }
    return pl_reply_data(call, data, ret_response);
}
