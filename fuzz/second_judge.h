/* A second judge over the same tables: no gates, no shortcuts, one rule after the other as the headers state them. Text
 * is decoded by json-c and measured by libunistring, numbers are reckoned by GMP and the machine's binary64; formats
 * and patterns go through src/text, which has targets of its own. Both judges must list the same deviations. */
#ifndef PL_FUZZ_SECOND_JUDGE_H
#define PL_FUZZ_SECOND_JUDGE_H

#include "second_rules.h"
#include "verdict_util.h"

static inline const pl_schema *fz_schema_of(int status) {
    return status == 0 ? &pl_contract_request : pl_contract_answer_of(status)->schema;
}

/* What the second judge lists. */
typedef struct fz_finding {
    pl_keyword keyword;
    pl_severity severity;
    uint32_t node;
} fz_finding;

enum { FZ_FINDINGS_MAX = 4096 };

typedef struct fz_bench {
    const pl_json *json;
    const pl_context *context;
    bool twins; /* a name stands twice in an object that is judged */
    uint32_t count;
    fz_finding list[FZ_FINDINGS_MAX];
} fz_bench;

static inline void fz_find(fz_bench *bench, pl_keyword keyword, pl_severity severity,
                           uint32_t node) {
    if (bench->count < FZ_FINDINGS_MAX) {
        bench->list[bench->count] = (fz_finding){keyword, severity, node};
    }
    bench->count++;
}

static inline bool fz_has_type(const pl_json *json, uint32_t node, unsigned types) {
    static const uint8_t of_kind[PL_JSON_KIND_COUNT] = {
        [PL_JSON_NULL] = PL_TYPE_NULL,     [PL_JSON_BOOLEAN] = PL_TYPE_BOOLEAN,
        [PL_JSON_NUMBER] = PL_TYPE_NUMBER, [PL_JSON_STRING] = PL_TYPE_STRING,
        [PL_JSON_ARRAY] = PL_TYPE_ARRAY,   [PL_JSON_OBJECT] = PL_TYPE_OBJECT,
    };
    if ((types & of_kind[json->nodes[node].kind]) != 0) { return true; }
    return json->nodes[node].kind == PL_JSON_NUMBER && (types & PL_TYPE_INTEGER) != 0 &&
           fz_is_whole(fz_number(json, node));
}

static inline void fz_second_value(fz_bench *bench, const pl_schema *schema, uint32_t node);

static inline const pl_member *fz_declared(const pl_schema *schema, const pl_json *json,
                                           uint32_t name, size_t *ret_index) {
    const fz_text text = fz_text_of(json, name);
    const pl_member *found = NULL;
    for (size_t i = 0; i < schema->member_count && found == NULL; i++) {
        const pl_member *member = &schema->members[i];
        const pl_bytes declared_name = {(const uint8_t *)member->name, member->name_len};
        if (fz_same_text(text.bytes, declared_name)) {
            found = member;
            *ret_index = i;
        }
    }
    fz_text_done(text);
    return found;
}

/* A value that no table describes: only its names are judged. */
static inline void fz_second_opaque(fz_bench *bench, uint32_t top) {
    for (uint32_t i = top; i < bench->json->nodes[top].next && !bench->twins; i++) {
        if (bench->json->nodes[i].kind == PL_JSON_OBJECT) {
            bench->twins = fz_texts_repeat(bench->json, i + 1, bench->json->nodes[i].next, 1);
        }
    }
}

static inline void fz_second_object(fz_bench *bench, const pl_schema *schema, uint32_t object) {
    static const pl_severity weights[PL_PRESENCE_COUNT] = {
        [PL_OPTIONAL] = PL_SEVERITY_COUNT,
        [PL_EXPECTED] = PL_OBSERVATION,
        [PL_CONTESTED] = PL_WARNING,
        [PL_REQUIRED] = PL_VIOLATION,
    };
    const pl_json *json = bench->json;
    uint32_t values[PL_MEMBER_COUNT_MAX] = {0};
    bench->twins = bench->twins || fz_texts_repeat(json, object + 1, json->nodes[object].next, 1);
    for (uint32_t name = object + 1; name < json->nodes[object].next;
         name = json->nodes[name + 1].next) {
        size_t idx = 0;
        const pl_member *member = fz_declared(schema, json, name, &idx);
        if (member != NULL) {
            values[idx] = name + 1;
            fz_second_value(bench, member->schema, name + 1);
            continue;
        }
        for (size_t i = 0; i < schema->facet_count; i++) {
            const pl_facet *facet = &schema->facets[i];
            if (facet->keyword != PL_KEYWORD_ADDITIONAL_PROPERTIES) { continue; }
            fz_find(bench, facet->keyword, facet->severity, name);
        }
        if (schema->values != NULL) {
            fz_second_value(bench, schema->values, name + 1);
        } else {
            fz_second_opaque(bench, name + 1);
        }
    }
    for (size_t i = 0; i < schema->member_count; i++) {
        const pl_severity weight = weights[schema->members[i].presence];
        if (values[i] != 0 || weight == PL_SEVERITY_COUNT) { continue; }
        fz_find(bench, PL_KEYWORD_REQUIRED, weight, object);
    }
    for (size_t i = 0; i < schema->rule_count; i++) {
        const fz_rule_answer answer =
            fz_second_rule(&schema->rules[i], json, values, bench->context->http_status);
        if (answer.node != PL_JSON_NONE) {
            fz_find(bench, PL_KEYWORD_RULE, answer.severity, answer.node);
        }
    }
}

static inline void fz_second_value(fz_bench *bench, const pl_schema *schema, uint32_t node) {
    const pl_json *json = bench->json;
    if (!fz_has_type(json, node, schema->types)) {
        const bool contested = fz_has_type(json, node, schema->types_contested);
        const bool fine = (schema->types & PL_TYPE_INTEGER) != 0 &&
                          json->nodes[node].kind == PL_JSON_NUMBER &&
                          fz_number(json, node)->digit_count > PL_BINARY64_DIGITS_MAX;
        fz_find(bench, PL_KEYWORD_TYPE,
                contested ? PL_WARNING
                : fine    ? PL_OBSERVATION
                          : PL_VIOLATION,
                node);
        return;
    }
    const bool ill = (json->nodes[node].marks & PL_JSON_BAD_UTF8) != 0;
    const pl_json_kind kind = (pl_json_kind)json->nodes[node].kind;
    const bool judged = schema->facet_count > 0;
    const fz_subject subject = {
        .schema = schema,
        .json = json,
        .context = bench->context,
        .node = node,
        .points = judged && kind == PL_JSON_STRING ? fz_points_of(json, node) : NULL,
        .number = judged && kind == PL_JSON_NUMBER ? fz_number(json, node) : NULL,
    };
    for (size_t i = 0; i < schema->facet_count; i++) {
        const pl_facet *facet = &schema->facets[i];
        if (ill && facet->severity == PL_VIOLATION) { continue; }
        if (fz_second_breaks(&subject, facet)) {
            fz_find(bench, facet->keyword, facet->severity, node);
        }
    }
    if (json->nodes[node].kind == PL_JSON_OBJECT) { fz_second_object(bench, schema, node); }
    if (json->nodes[node].kind != PL_JSON_ARRAY) { return; }
    if (schema->items == NULL) {
        fz_second_opaque(bench, node);
        return;
    }
    for (uint32_t item = node + 1; item < json->nodes[node].next; item = json->nodes[item].next) {
        fz_second_value(bench, schema->items, item);
    }
}

/* What a judge may say of the document as a whole; listed last. */
static inline bool fz_is_mark(pl_keyword keyword) {
    return keyword == PL_KEYWORD_BYTE_ORDER_MARK || keyword == PL_KEYWORD_INVALID_UTF8 ||
           keyword == PL_KEYWORD_LONE_SURROGATE || keyword == PL_KEYWORD_NUL;
}

/* Both lists are in document order, object by object: the same deviations at the same places. */
static inline void fz_same_list(const fz_bench *bench, const pl_report *report) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < report->count; i++) {
        const pl_violation *row = &report->list[i];
        if (fz_is_mark(row->keyword) || fz_is_untold(row->rule, bench->json)) { continue; }
        const fz_finding *other = &bench->list[at < bench->count ? at : 0];
        const bool second_judge_agrees = at < bench->count && row->keyword == other->keyword &&
                                         row->severity == other->severity &&
                                         row->node == other->node;
        FZ_CHECK(second_judge_agrees);
        at++;
    }
    const bool first_judge_lists_all = at == bench->count;
    FZ_CHECK(first_judge_lists_all);
}

/* Judge again, and compare. Documents whose deviations are too many or whose numbers too long for it, whose escapes
 * json-c misreads, and those where a name stands twice or a surrogate alone, are compared only by what concerns them as
 * a whole. */
static inline void fz_second_judge(int status, const pl_json *json, const pl_context *world,
                                   const pl_report *report) {
    static fz_bench bench;
    const pl_bytes text = json->text;
    const bool surrogates = (json->marks & PL_JSON_LONE_SURROGATE) != 0;
    FZ_CHECK(fz_reports(report, PL_KEYWORD_INVALID_UTF8) == (u8_check(text.ptr, text.len) != NULL));
    FZ_CHECK(fz_reports(report, PL_KEYWORD_NUL) == fz_has_nul(json));
    FZ_CHECK(fz_reports(report, PL_KEYWORD_LONE_SURROGATE) == surrogates);
    FZ_CHECK(fz_reports(report, PL_KEYWORD_BYTE_ORDER_MARK) ==
             (text.len > 2 && text.ptr[0] == 0xEF));
    for (uint32_t i = 0; i < json->count; i++) {
        const pl_json_kind kind = (pl_json_kind)json->nodes[i].kind;
        if (kind == PL_JSON_NUMBER && json->nodes[i].len > FZ_LEXEME_BYTES_MAX) { return; }
        if (kind == PL_JSON_STRING && fz_defeats_json_c(json, i)) { return; }
    }
    pl_context context = *world;
    context.http_status = status;
    bench.json = json;
    bench.context = &context;
    bench.count = 0;
    bench.twins = false;
    fz_second_value(&bench, fz_schema_of(status), 0);
    const bool twins = fz_reports(report, PL_KEYWORD_DUPLICATE_NAME);
    /* Which names are the same is a matter of taste where they are not text: json-c makes every lone surrogate the same
     * character, and compares ill-formed names by their bytes. */
    const bool doubtful = surrogates || (json->marks & PL_JSON_BAD_UTF8) != 0;
    FZ_CHECK(doubtful || twins == bench.twins);
    if (bench.count > FZ_FINDINGS_MAX || twins || bench.twins || surrogates) { return; }
    fz_same_list(&bench, report);
}

#endif
