/* contracts/vectors: every hand-written document gets the answer that stands beside it, and every
 * constraint of the contract's tables has a document that breaks it and one that keeps it. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>

#include "contract/contract.h"
#include "test_util.h"

#define FOLDER PL_SOURCE_DIR "/contracts/vectors/"

enum {
    FILE_COUNT_MAX = 64,
    FILE_BYTES_MAX = 4 * 1024 * 1024,
    VECTOR_COUNT_MAX = 8192,
    VECTOR_COUNT_MIN = 300,
    HIT_COUNT_MAX = 16384,
    POINTER_BYTES_MAX = 256,
    ANY_TYPE = PL_TYPE_NULL | PL_TYPE_BOOLEAN | PL_TYPE_NUMBER | PL_TYPE_STRING | PL_TYPE_ARRAY |
               PL_TYPE_OBJECT
};

static const int64_t now_ms = 1795000000000;

typedef struct vector {
    const char *name;
    const char *reason;
    pl_verdict answer;
    int status; /* 0: a request */
    pl_bytes document;
    const pl_bytes *payment_methods;
    size_t payment_method_count;
    pl_json line;
    uint32_t violations; /* node in line, or PL_JSON_NONE */
} vector;

/* All of them, read afresh by every test: tests run in processes of their own. */
static struct {
    pl_arena arena;
    vector list[VECTOR_COUNT_MAX];
    size_t count;
    const char *hits[HIT_COUNT_MAX]; /* what the judge said: "status severity pointer keyword" */
    size_t hit_count;
} all;

/* --- read ------------------------------------------------------------------------------------ */

static pl_bytes read_file(const char *name) {
    const char *path = pl_arena_printf(&all.arena, "%s%s", FOLDER, name);
    FILE *file = path != NULL ? fopen(path, "rb") : NULL;
    cr_assert_not_null(file, "%s: cannot be opened", name);
    uint8_t *text = pl_arena_alloc(&all.arena, FILE_BYTES_MAX);
    cr_assert_not_null(text, "%s: memory", name);
    const size_t len = fread(text, 1, FILE_BYTES_MAX, file);
    cr_assert(len > 0 && len < FILE_BYTES_MAX, "%s: empty or too large", name);
    cr_assert_eq(fclose(file), 0, "%s: close", name);
    pl_arena_shrink(&all.arena, text, FILE_BYTES_MAX, len);
    return (pl_bytes){text, len};
}

static const char *read_text(const pl_json *line, const char *member, const char *where) {
    const uint32_t node = pl_json_member(line, 0, member);
    cr_assert(node != PL_JSON_NONE && line->nodes[node].kind == PL_JSON_STRING, "%s: %s", where,
              member);
    pl_bytes text = {0};
    cr_assert_eq(pl_json_string_decode(line, node, &all.arena, &text), PL_OK, "%s: %s", where,
                 member);
    const char *copy = pl_arena_text(&all.arena, text);
    cr_assert_not_null(copy, "%s: memory", where);
    return copy;
}

static pl_bytes read_hex(const char *hex, const char *where) {
    const size_t len = strlen(hex) / 2;
    uint8_t *bytes = pl_arena_alloc(&all.arena, len);
    cr_assert(bytes != NULL && strlen(hex) == 2 * len, "%s: hex", where);
    for (size_t i = 0; i < len; i++) {
        unsigned byte = 0;
        cr_assert_eq(sscanf(&hex[2 * i], "%2x", &byte), 1, "%s: hex", where);
        bytes[i] = (uint8_t)byte;
    }
    return (pl_bytes){bytes, len};
}

/* Exactly one of document, text and hex. */
static pl_bytes read_document(const pl_json *line, const char *where) {
    const uint32_t document = pl_json_member(line, 0, "document");
    const uint32_t text = pl_json_member(line, 0, "text");
    const uint32_t hex = pl_json_member(line, 0, "hex");
    const int forms = (document != PL_JSON_NONE) + (text != PL_JSON_NONE) + (hex != PL_JSON_NONE);
    cr_assert_eq(forms, 1, "%s: one of document, text, hex", where);
    if (document != PL_JSON_NONE) { return pl_json_raw(line, document); }
    if (hex != PL_JSON_NONE) { return read_hex(read_text(line, "hex", where), where); }
    pl_bytes bytes = {0};
    cr_assert_eq(pl_json_string_decode(line, text, &all.arena, &bytes), PL_OK, "%s: text", where);
    return bytes;
}

static pl_verdict read_answer(const pl_json *line, const char *where) {
    const char *text = read_text(line, "answer", where);
    for (pl_verdict verdict = PL_ACCEPT; verdict < PL_VERDICT_COUNT; verdict++) {
        if (strcmp(text, pl_verdict_text(verdict)) == 0) { return verdict; }
    }
    cr_assert(false, "%s: answer %s", where, text);
    return PL_VERDICT_COUNT;
}

static void read_payment_methods(vector *out) {
    const uint32_t node = pl_json_member(&out->line, 0, "payment_methods");
    if (node == PL_JSON_NONE) { return; }
    const size_t count = pl_json_child_count(&out->line, node);
    pl_bytes *list = pl_arena_alloc(&all.arena, count * sizeof *list);
    cr_assert_not_null(list, "%s: memory", out->name);
    uint32_t child = node + 1;
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(pl_json_string_decode(&out->line, child, &all.arena, &list[i]), PL_OK,
                     "%s: payment_methods", out->name);
        child = out->line.nodes[child].next;
    }
    out->payment_methods = list;
    out->payment_method_count = count;
}

static int read_status(const pl_json *line) {
    const uint32_t node = pl_json_member(line, 0, "status");
    pl_decimal status = {0};
    if (node == PL_JSON_NONE) { return 0; }
    cr_assert_eq(pl_decimal_parse(pl_json_raw(line, node), &status), PL_OK, "status");
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        const int known = pl_contract_answers[i].status;
        if (pl_decimal_equal(status, pl_decimal_of(known))) { return known; }
    }
    cr_assert(false, "a status that the document does not list");
    return 0;
}

static void read_vector(pl_bytes text, const char *where) {
    cr_assert_lt(all.count, VECTOR_COUNT_MAX, "%s: too many vectors", where);
    vector *out = &all.list[all.count++];
    pl_json_error error = {0};
    cr_assert_eq(pl_json_read(text, &all.arena, &out->line, &error), PL_OK, "%s: %s at byte %u",
                 where, pl_json_fault_text(error.fault), error.at);
    out->name = read_text(&out->line, "name", where);
    out->reason = read_text(&out->line, "reason", out->name);
    out->answer = read_answer(&out->line, out->name);
    out->status = read_status(&out->line);
    out->document = read_document(&out->line, out->name);
    out->violations = pl_json_member(&out->line, 0, "violations");
    read_payment_methods(out);
}

static void read_lines(const char *name) {
    pl_bytes rest = read_file(name);
    for (unsigned number = 1; rest.len > 0; number++) {
        const uint8_t *end = memchr(rest.ptr, '\n', rest.len);
        cr_assert_not_null(end, "%s: the last line has no end", name);
        const size_t len = (size_t)(end - rest.ptr);
        const char *where = pl_arena_printf(&all.arena, "%s:%u", name, number);
        read_vector((pl_bytes){rest.ptr, len}, where);
        rest = (pl_bytes){rest.ptr + len + 1, rest.len - len - 1};
    }
}

static void read_all(void) {
    unsigned files = 0;
    DIR *folder = opendir(FOLDER);
    cr_assert_not_null(folder, "%s: cannot be opened", FOLDER);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] == '.') { continue; }
        cr_assert_lt(files++, FILE_COUNT_MAX, "too many files");
        read_lines(entry->d_name);
    }
    cr_assert_eq(closedir(folder), 0, "close");
}

static void release(void) {
    pl_arena_done(&all.arena);
}

/* --- judge ----------------------------------------------------------------------------------- */

static int by_text(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* "pointer keyword" of all, sorted, in one line. */
static const char *join(const char **list, size_t count) {
    const char *joined = "";
    if (count > 0) { qsort(list, count, sizeof *list, by_text); }
    for (size_t i = 0; i < count; i++) {
        joined = pl_arena_printf(&all.arena, "%s%s; ", joined, list[i]);
    }
    return joined;
}

static const char *expected_violations(const vector *in) {
    const pl_json *line = &in->line;
    const char *list[64];
    size_t count = 0;
    for (uint32_t child = in->violations + 1; child < line->nodes[in->violations].next;
         child = line->nodes[child].next) {
        pl_bytes at = {0};
        pl_bytes keyword = {0};
        const uint32_t at_node = pl_json_member(line, child, "at");
        const uint32_t keyword_node = pl_json_member(line, child, "keyword");
        cr_assert(at_node != PL_JSON_NONE && keyword_node != PL_JSON_NONE, "%s: row", in->name);
        cr_assert_eq(pl_json_string_decode(line, at_node, &all.arena, &at), PL_OK);
        cr_assert_eq(pl_json_string_decode(line, keyword_node, &all.arena, &keyword), PL_OK);
        cr_assert_lt(count, PL_COUNT(list), "%s: too many violations", in->name);
        list[count++] = pl_arena_printf(&all.arena, "%.*s %.*s", (int)at.len, (const char *)at.ptr,
                                        (int)keyword.len, (const char *)keyword.ptr);
    }
    return join(list, count);
}

/* Where a deviation lies: of an absent member, where it would stand. */
static const char *place(const pl_violation *violation, const pl_json *json, bool readable,
                         bool with_member) {
    pl_bytes at = {0};
    if (readable) { cr_assert_eq(pl_json_pointer(json, violation->node, &all.arena, &at), PL_OK); }
    const bool absent = with_member && violation->keyword == PL_KEYWORD_REQUIRED;
    return pl_arena_printf(&all.arena, "%.*s%s%s", (int)at.len,
                           at.len > 0 ? (const char *)at.ptr : "", absent ? "/" : "",
                           absent ? violation->member->name : "");
}

static const char *found_violations(const vector *in, const pl_report *report, const pl_json *json,
                                    bool readable) {
    const char *list[64];
    size_t count = 0;
    for (uint32_t i = 0; i < report->count; i++) {
        const pl_violation *violation = &report->list[i];
        const char *keyword = pl_violation_keyword(violation);
        cr_assert_lt(all.hit_count, HIT_COUNT_MAX, "too many hits");
        all.hits[all.hit_count++] = pl_arena_printf(
            &all.arena, "%d %s %s %s", in->status, pl_severity_text(violation->severity),
            place(violation, json, readable, true), keyword);
        if (violation->severity != PL_VIOLATION) { continue; }
        cr_assert_lt(count, PL_COUNT(list), "%s: too many violations", in->name);
        list[count++] =
            pl_arena_printf(&all.arena, "%s %s", place(violation, json, readable, false), keyword);
    }
    return join(list, count);
}

static void judge(const vector *in) {
    const pl_context context = {.now_ms = now_ms,
                                .payment_methods = in->payment_methods,
                                .payment_method_count = in->payment_method_count};
    uint8_t *copy = tu_exact_copy(in->document);
    const pl_bytes text = {copy, in->document.len};
    pl_json json = {0};
    bool readable = false;
    pl_report report = {0};
    const pl_status status =
        in->status == 0
            ? pl_contract_judge_request(text, &context, &all.arena, &json, &readable, &report)
            : pl_contract_judge_response(in->status, text, &context, &all.arena, &json, &readable,
                                         &report);
    cr_assert_eq(status, PL_OK, "%s: %s", in->name, pl_status_text(status));
    const char *found = found_violations(in, &report, &json, readable);
    const pl_verdict verdict = pl_report_verdict(&report);
    cr_expect_eq(verdict, in->answer, "%s (%s): %s, want %s; violations: %s", in->name, in->reason,
                 pl_verdict_text(verdict), pl_verdict_text(in->answer), found);
    if (in->violations != PL_JSON_NONE) {
        const char *wanted = expected_violations(in);
        cr_expect_str_eq(found, wanted, "%s (%s): violations [%s], want [%s]", in->name, in->reason,
                         found, wanted);
    }
    free(copy);
}

static void judge_all(void) {
    for (size_t i = 0; i < all.count; i++) { judge(&all.list[i]); }
}

Test(vectors, every_document_gets_its_answer, .init = read_all, .fini = release, .timeout = 60) {
    judge_all();
}

/* --- the files themselves -------------------------------------------------------------------- */

Test(vectors, names_are_unique_and_reasons_given, .init = read_all, .fini = release,
     .timeout = 60) {
    const char *names[VECTOR_COUNT_MAX];
    cr_assert_geq(all.count, VECTOR_COUNT_MIN, "only %zu vectors", all.count);
    for (size_t i = 0; i < all.count; i++) {
        const vector *in = &all.list[i];
        names[i] = in->name;
        cr_expect_gt(strlen(in->name), 0, "a vector without a name");
        cr_expect_gt(strlen(in->reason), 0, "%s: no reason", in->name);
        cr_expect((in->violations != PL_JSON_NONE) == (in->answer == PL_REJECT),
                  "%s: violations are told of what is rejected, and of nothing else", in->name);
    }
    qsort(names, all.count, sizeof *names, by_text);
    for (size_t i = 1; i < all.count; i++) {
        cr_expect_str_neq(names[i - 1], names[i], "%s: the name stands twice", names[i]);
    }
}

/* --- every constraint of the tables ---------------------------------------------------------- */

static void expect_hit(int status, pl_severity severity, const char *at, const char *keyword) {
    const char *wanted =
        pl_arena_printf(&all.arena, "%d %s %s %s", status, pl_severity_text(severity), at, keyword);
    const void *hit = bsearch(&wanted, all.hits, all.hit_count, sizeof *all.hits, by_text);
    cr_expect_not_null(hit, "no vector for: %s", wanted);
}

static void expect_accepted_value(int status, const char *at) {
    for (size_t i = 0; i < all.count; i++) {
        pl_json json = {0};
        uint32_t node = 0;
        if (all.list[i].status == status && all.list[i].answer == PL_ACCEPT &&
            pl_json_read(all.list[i].document, &all.arena, &json, NULL) == PL_OK &&
            pl_json_resolve(&json, pl_bytes_of(at), &node) == PL_OK) {
            return;
        }
    }
    cr_expect(false, "no accepted vector of status %d has a value at %s", status, at);
}

/* How an absent member is reported; PL_SEVERITY_COUNT: not at all. */
static const pl_severity absent_severities[PL_PRESENCE_COUNT] = {
    [PL_OPTIONAL] = PL_SEVERITY_COUNT,
    [PL_EXPECTED] = PL_OBSERVATION,
    [PL_CONTESTED] = PL_WARNING,
    [PL_REQUIRED] = PL_VIOLATION,
};

/* Array elements are demanded at index 0, undeclared members under the name `field`. */
static void demand(int status, const pl_schema *schema, const char *at, unsigned depth) {
    cr_assert_lt(depth, PL_SCHEMA_DEPTH_MAX, "%s: too deep", at);
    expect_accepted_value(status, at);
    if (schema->types != ANY_TYPE) { expect_hit(status, PL_VIOLATION, at, "type"); }
    if (schema->types_contested != 0) { expect_hit(status, PL_WARNING, at, "type"); }
    for (size_t i = 0; i < schema->facet_count; i++) {
        const pl_facet *facet = &schema->facets[i];
        /* An undeclared member is reported where it stands, a large body is made below. */
        const bool elsewhere = facet->keyword == PL_KEYWORD_ADDITIONAL_PROPERTIES ||
                               (facet->keyword == PL_KEYWORD_MAX_BYTES && depth == 0);
        if (!elsewhere) {
            expect_hit(status, facet->severity, at, pl_keyword_text(facet->keyword));
        }
    }
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_member *member = &schema->members[i];
        const char *below = pl_arena_printf(&all.arena, "%s/%s", at, member->name);
        const pl_severity absent = absent_severities[member->presence];
        if (absent != PL_SEVERITY_COUNT) { expect_hit(status, absent, below, "required"); }
        demand(status, member->schema, below, depth + 1);
    }
    if (schema->items != NULL) {
        demand(status, schema->items, pl_arena_printf(&all.arena, "%s/0", at), depth + 1);
    }
    if (schema->values != NULL) {
        demand(status, schema->values, pl_arena_printf(&all.arena, "%s/field", at), depth + 1);
    }
}

Test(vectors, every_constraint_is_probed, .init = read_all, .fini = release, .timeout = 60) {
    judge_all();
    qsort(all.hits, all.hit_count, sizeof *all.hits, by_text);
    demand(0, &pl_contract_request, "", 0);
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        demand(pl_contract_answers[i].status, pl_contract_answers[i].schema, "", 0);
    }
    expect_hit(0, PL_VIOLATION, "/total_amount", "sumOfItems");
    expect_hit(0, PL_OBSERVATION, "/total_amount", "sumOfItems");
    expect_hit(0, PL_OBSERVATION, "/note", "additionalProperties");
    expect_hit(0, PL_OBSERVATION, "/items/0/sku", "additionalProperties");
}

/* --- a body too large to be kept in a file --------------------------------------------------- */

Test(vectors, a_body_above_one_mebibyte_is_open, .init = read_all, .fini = release, .timeout = 60) {
    const vector *good = &all.list[0];
    while (good->status != 0 || good->answer != PL_ACCEPT) { good++; }
    for (size_t over = 0; over <= 1; over++) {
        const size_t len = PL_CONTRACT_BODY_BYTES_MAX + over;
        uint8_t *body = malloc(len);
        cr_assert_not_null(body, "memory");
        memset(body, ' ', len);
        memcpy(body, good->document.ptr, good->document.len);
        vector padded = *good;
        padded.document = (pl_bytes){body, len};
        padded.answer = over == 0 ? PL_ACCEPT : PL_OPEN;
        judge(&padded);
        free(body);
    }
}
