/* What a finding points at in an answer: its check says where to look, and often starts its message with a JSON
 * Pointer. What cannot be found is not marked. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "contract/contract.h"
#include "report/html_internal.h"

enum { POINTER_BYTES_MAX = 1024 };

typedef enum place {
    PLACE_STATUS_LINE,
    PLACE_HEADER,  /* the header of that name */
    PLACE_POINTER, /* at the front of the message, below the members `under` of the envelope */
    PLACE_MEMBER   /* the member itself */
} place;

typedef struct place_row {
    const char *check; /* the check's id, or all before its dot */
    place where;
    const char *header;
    pl_envelope_field member;
    bool under_member; /* PLACE_POINTER: the pointer starts there, not at the root */
} place_row;

/* clang-format off */
static const place_row rows[] = {
    {.check = "status",     .where = PLACE_STATUS_LINE},
    {.check = "media-type", .where = PLACE_HEADER,  .header = "Content-Type"},
    {.check = "allow",      .where = PLACE_HEADER,  .header = "Allow"},
    {.check = "envelope",   .where = PLACE_POINTER},
    {.check = "neighbour",  .where = PLACE_POINTER},
    {.check = "fresh",      .where = PLACE_POINTER},
    {.check = "echo",       .where = PLACE_POINTER, .member = PL_ENVELOPE_DATA, .under_member = true},
    {.check = "errors",     .where = PLACE_MEMBER,  .member = PL_ENVELOPE_ERROR},
};
/* clang-format on */

/* A member of the envelope; a refusal's has all of them. */
static const char *name_of(pl_envelope_field field) {
    enum { REFUSED = 422 };
    const pl_contract_answer *const refusal = pl_contract_answer_of(REFUSED);
    assert(refusal != NULL && refusal->schema->member_count > field);
    return refusal->schema->members[field].name;
}

static const place_row *row_of(const char *check) {
    const size_t len = strcspn(check, ".");
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if (strlen(rows[i].check) == len && memcmp(rows[i].check, check, len) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

/* "/data/id" of "/data/id: must be an integer"; empty when the message starts with no pointer. */
static pl_bytes leading_pointer(const char *message) {
    size_t len = message[0] == '/' ? strcspn(message, " ") : 0;
    if (len > 0 && message[len - 1] == ':') { len -= 1; }
    return (pl_bytes){(const uint8_t *)message, len};
}

static void add_span(pl_html_marks *marks, pl_html_span span) {
    if (marks->span_count < PL_COUNT(marks->spans)) { marks->spans[marks->span_count++] = span; }
}

static void add_pointed(const place_row *row, const char *message, const pl_json *json,
                        pl_html_marks *marks) {
    const pl_bytes pointer = leading_pointer(message);
    char whole[POINTER_BYTES_MAX];
    if (pointer.len == 0 || pointer.len >= sizeof whole) { return; }
    const int len = snprintf(whole, sizeof whole, "%s%s%.*s", row->under_member ? "/" : "",
                             row->under_member ? name_of(row->member) : "", (int)pointer.len,
                             (const char *)pointer.ptr);
    if (len < 0 || (size_t)len >= sizeof whole) { return; }
    pl_html_span spans[PL_HTML_LOCATED_COUNT_MAX];
    const size_t count =
        pl_html_locate(json, (pl_bytes){(const uint8_t *)whole, (size_t)len}, spans);
    for (size_t i = 0; i < count; i++) { add_span(marks, spans[i]); }
}

static void add_member(const place_row *row, const pl_json *json, pl_html_marks *marks) {
    const uint32_t node = pl_json_member(json, 0, name_of(row->member));
    if (node != PL_JSON_NONE) {
        add_span(marks, (pl_html_span){.at = json->nodes[node].at, .len = json->nodes[node].len});
    }
}

static void add_finding(const pl_finding *finding, const pl_json *json, pl_html_marks *marks) {
    const place_row *const row = row_of(finding->check);
    if (row == NULL) { return; }
    switch (row->where) {
    case PLACE_STATUS_LINE:
        marks->status_line = true;
        break;
    case PLACE_HEADER:
        marks->header = row->header;
        break;
    case PLACE_POINTER:
        if (json != NULL) { add_pointed(row, finding->message, json, marks); }
        break;
    case PLACE_MEMBER:
        if (json != NULL) { add_member(row, json, marks); }
        break;
    }
}

/* By offset, the longer first. */
static int compare_spans(const void *left, const void *right) {
    const pl_html_span *const a = left;
    const pl_html_span *const b = right;
    if (a->at != b->at) { return a->at < b->at ? -1 : 1; }
    return (a->len < b->len) - (a->len > b->len);
}

/* A mark within another one, or one that is there twice, says nothing more. */
static void keep_apart(pl_html_marks *marks) {
    qsort(marks->spans, marks->span_count, sizeof marks->spans[0], compare_spans);
    size_t kept = 0;
    for (size_t i = 0; i < marks->span_count; i++) {
        const pl_html_span span = marks->spans[i];
        const pl_html_span *const last = kept > 0 ? &marks->spans[kept - 1] : NULL;
        if (last == NULL || span.at >= last->at + last->len) { marks->spans[kept++] = span; }
    }
    marks->span_count = kept;
}

void pl_html_find_marks(const pl_html_case *found, const pl_json *json, pl_html_marks *ret_marks) {
    assert(found != NULL);
    assert(ret_marks != NULL);
    ret_marks->status_line = false;
    ret_marks->header = NULL;
    ret_marks->span_count = 0;
    for (size_t i = 0; i < found->own_count; i++) {
        add_finding(found->own[i].finding, json, ret_marks);
    }
    keep_apart(ret_marks);
}
