#include "cases/coverage.h"
#include "cases_test.h"
#include "test_util.h"

TestSuite(cases_coverage, .timeout = 20);

/* A request that is accepted; parts of it are replaced by the rows below. */
#define ITEM(name, quantity, price)                                                                \
    "{\"name\":" name ",\"quantity\":" quantity ",\"unit_price\":" price "}"
#define GOOD_ITEM ITEM("\"a\"", "1", "5")
#define REQUEST(reff_no, usage, total, items, more)                                                \
    "{\"reff_no\":" reff_no ",\"title\":\"t\",\"max_usage\":" usage ",\"total_amount\":" total     \
    ",\"items\":[" items "]" more "}"
#define MORE(more) REQUEST("\"A\"", "1", "5", GOOD_ITEM, "," more)
#define GOOD       REQUEST("\"A\"", "1", "5", GOOD_ITEM, "")

static pl_coverage made(const pl_schema *schema, pl_arena *arena) {
    pl_coverage coverage = {0};
    cr_assert_eq(pl_coverage_make(schema, arena, &coverage), PL_OK);
    return coverage;
}

static pl_verdict add(pl_coverage *coverage, const char *text, const pl_context *context) {
    pl_arena scratch = {0};
    pl_verdict verdict = PL_VERDICT_COUNT;
    uint8_t *copy = tu_exact_copy(pl_bytes_of(text));
    cr_assert_eq(
        pl_coverage_add(coverage, (pl_bytes){copy, strlen(text)}, context, &scratch, &verdict),
        PL_OK);
    free(copy);
    pl_arena_done(&scratch);
    return verdict;
}

static const pl_coverage_row *find(const pl_coverage *coverage, const char *place, const char *text,
                                   pl_severity severity) {
    const pl_coverage_row *found = NULL;
    for (size_t i = 0; i < coverage->row_count; i++) {
        const pl_coverage_row *row = &coverage->rows[i];
        if (strcmp(coverage->places[row->place].name, place) != 0) { continue; }
        if (strcmp(row->text, text) != 0 || row->severity != severity) { continue; }
        cr_assert_null(found, "%s %s: twice", place, text);
        found = row;
    }
    cr_assert_not_null(found, "%s: no row '%s'", place, text);
    return found;
}

/* What one document says of one row. */
typedef struct side_row {
    const char *name;
    const char *place;
    const char *facet;
    pl_severity severity;
    const char *text;
    unsigned inside;
    unsigned outside;
    unsigned alone;
    unsigned edges;
} side_row;

enum { NO_EDGE = 0, IN = PL_EDGE_INSIDE, OUT = PL_EDGE_OUTSIDE, YES = 1, NO = 0 };

/* clang-format off */
static const side_row side_rows[] = {
    {"accepted", "title", "type string", PL_VIOLATION, GOOD, YES, NO, NO, NO_EDGE},
    {"accepted, required", "title", "required", PL_VIOLATION, GOOD, YES, NO, NO, NO_EDGE},
    {"accepted, nothing there", "expired_at", "past", PL_OBSERVATION, GOOD, NO, NO, NO, NO_EDGE},
    {"accepted, another kind", "expired_at", "past", PL_OBSERVATION, MORE("\"expired_at\":null"), NO, NO, NO, NO_EDGE},
    {"accepted, another kind, its type", "expired_at", "type string or null", PL_VIOLATION, MORE("\"expired_at\":null"), YES, NO, NO, NO_EDGE},
    {"accepted, the rule", "body", "sumOfItems", PL_VIOLATION, GOOD, YES, NO, NO, NO_EDGE},
    {"accepted, an element", "whitelisted_payment_method[]", "catalog", PL_VIOLATION, MORE("\"whitelisted_payment_method\":[\"QRIS\",\"VA_BRI\"]"), YES, NO, NO, NO_EDGE},
    {"accepted, no element", "whitelisted_payment_method[]", "catalog", PL_VIOLATION, MORE("\"whitelisted_payment_method\":[]"), NO, NO, NO, NO_EDGE},
    {"accepted, a name in escapes", "expired_at", "past", PL_OBSERVATION, MORE("\"expire\\u0064_at\":\"4102444800000\""), YES, NO, NO, NO_EDGE},
    {"accepted, no raw text above ASCII", "document", "invalidUtf8", PL_OBSERVATION, GOOD, NO, NO, NO, NO_EDGE},
    {"accepted, raw text above ASCII", "document", "invalidUtf8", PL_OBSERVATION, REQUEST("\"\xC3\xA9\"", "1", "5", GOOD_ITEM, ""), YES, NO, NO, NO_EDGE},
    {"another facet is open", "max_usage", "minimum 1", PL_VIOLATION, MORE("\"note\":1"), NO, NO, NO, NO_EDGE},

    {"alone", "max_usage", "minimum 1", PL_VIOLATION, REQUEST("\"A\"", "0", "5", GOOD_ITEM, ""), NO, YES, YES, OUT},
    {"not alone", "max_usage", "minimum 1", PL_VIOLATION, REQUEST("\"\"", "0", "5", GOOD_ITEM, ""), NO, YES, NO, OUT},
    {"not alone for an observation", "max_usage", "minimum 1", PL_VIOLATION, REQUEST("\"A\"", "0", "5", GOOD_ITEM, ",\"note\":1"), NO, YES, NO, OUT},
    {"observed, alone", "body", "additionalProperties", PL_OBSERVATION, MORE("\"note\":1"), NO, YES, YES, NO_EDGE},
    {"observed, but rejected", "body", "additionalProperties", PL_OBSERVATION, REQUEST("\"A\"", "0", "5", GOOD_ITEM, ",\"note\":1"), NO, NO, NO, NO_EDGE},
    {"twice in one document", "items[].quantity", "minimum 1", PL_VIOLATION, REQUEST("\"A\"", "1", "5", GOOD_ITEM "," ITEM("\"a\"", "0", "5") "," ITEM("\"a\"", "0", "5"), ""), NO, YES, YES, OUT},
    {"absent", "items[].name", "required", PL_VIOLATION, REQUEST("\"A\"", "1", "5", "{\"quantity\":1,\"unit_price\":5}", ""), NO, YES, YES, NO_EDGE},
    {"a type", "items[].name", "type string", PL_VIOLATION, REQUEST("\"A\"", "1", "5", ITEM("1", "1", "5"), ""), NO, YES, YES, NO_EDGE},
    {"the same facet elsewhere", "title", "blank", PL_OBSERVATION, REQUEST("\"A\"", "1", "5", ITEM("\" \"", "1", "5"), ""), NO, NO, NO, NO_EDGE},
    {"nearly an integer", "max_usage", "type integer, nearly", PL_OBSERVATION, REQUEST("\"A\"", "1.0000000000000001", "5", GOOD_ITEM, ""), NO, YES, YES, NO_EDGE},
    {"the rule", "body", "sumOfItems", PL_VIOLATION, REQUEST("\"A\"", "1", "6", GOOD_ITEM, ""), NO, YES, YES, NO_EDGE},
    {"the rule's gap", "body", "sumOfItems", PL_OBSERVATION, REQUEST("\"A\"", "1", "0.3", ITEM("\"a\"", "1", "0.1") "," ITEM("\"a\"", "1", "0.2"), ""), NO, YES, YES, NO_EDGE},
    {"in an item", "items[]", "additionalProperties", PL_OBSERVATION, REQUEST("\"A\"", "1", "5", "{\"name\":\"a\",\"quantity\":1,\"unit_price\":5,\"x\":1}", ""), NO, YES, YES, NO_EDGE},
    {"unreadable", "document", "syntax", PL_VIOLATION, "{", NO, YES, YES, NO_EDGE},
    {"unreadable, empty", "document", "syntax", PL_VIOLATION, "", NO, YES, YES, NO_EDGE},
    {"no object", "body", "type object", PL_VIOLATION, "[]", NO, YES, YES, NO_EDGE},
    {"lessened by a repetition", "max_usage", "minimum 1", PL_VIOLATION, REQUEST("\"A\"", "0,\"max_usage\":1", "5", GOOD_ITEM, ""), NO, NO, NO, NO_EDGE},
    {"repeated", "document", "duplicateName", PL_OBSERVATION, REQUEST("\"A\"", "2,\"max_usage\":1", "5", GOOD_ITEM, ""), NO, YES, YES, NO_EDGE},
    {"repeated, not alone", "document", "duplicateName", PL_OBSERVATION, REQUEST("\"A\"", "0,\"max_usage\":1", "5", GOOD_ITEM, ""), NO, YES, NO, NO_EDGE},
    {"byte-order mark", "document", "byteOrderMark", PL_OBSERVATION, "\xEF\xBB\xBF" GOOD, NO, YES, YES, NO_EDGE},

    {"minimum, on it", "items[].quantity", "minimum 1", PL_VIOLATION, GOOD, YES, NO, NO, IN},
    {"minimum, inside", "max_usage", "minimum 1", PL_VIOLATION, REQUEST("\"A\"", "2", "5", GOOD_ITEM, ""), YES, NO, NO, NO_EDGE},
    {"minimum, far outside", "max_usage", "minimum 1", PL_VIOLATION, REQUEST("\"A\"", "-1", "5", GOOD_ITEM, ""), NO, YES, YES, NO_EDGE},
    {"maximum, on it", "max_usage", "maximum 1000000", PL_VIOLATION, REQUEST("\"A\"", "1000000", "5", GOOD_ITEM, ""), YES, NO, NO, IN},
    {"maximum, past it", "max_usage", "maximum 1000000", PL_VIOLATION, REQUEST("\"A\"", "1000001", "5", GOOD_ITEM, ""), NO, YES, YES, OUT},
    {"exclusive minimum, on it", "total_amount", "exclusiveMinimum 0", PL_OBSERVATION, REQUEST("\"A\"", "1", "0", ITEM("\"a\"", "1", "0"), ""), NO, YES, YES, OUT},
    {"exclusive minimum, the first inside", "total_amount", "exclusiveMinimum 0", PL_OBSERVATION, REQUEST("\"A\"", "1", "0.01", ITEM("\"a\"", "1", "0.01"), ""), YES, NO, NO, IN},
    {"exclusive minimum, further inside", "total_amount", "exclusiveMinimum 0", PL_OBSERVATION, REQUEST("\"A\"", "1", "0.02", ITEM("\"a\"", "1", "0.02"), ""), YES, NO, NO, NO_EDGE},
    {"length, one", "reff_no", "pattern ^[^\\s\\/]+$", PL_VIOLATION, GOOD, YES, NO, NO, IN},
    {"length, none", "reff_no", "pattern ^[^\\s\\/]+$", PL_VIOLATION, REQUEST("\"\"", "1", "5", GOOD_ITEM, ""), NO, YES, YES, OUT},
    {"length, 13", "expired_at", "pattern ^\\d{13}$", PL_VIOLATION, MORE("\"expired_at\":\"4102444800000\""), YES, NO, NO, IN},
    {"length, 14", "expired_at", "pattern ^\\d{13}$", PL_VIOLATION, MORE("\"expired_at\":\"41024448000000\""), NO, YES, YES, OUT},
    {"length, 15", "expired_at", "pattern ^\\d{13}$", PL_VIOLATION, MORE("\"expired_at\":\"410244480000000\""), NO, YES, YES, NO_EDGE},
    {"length, 13, no digits", "expired_at", "pattern ^\\d{13}$", PL_VIOLATION, MORE("\"expired_at\":\"xxxxxxxxxxxxx\""), NO, YES, YES, NO_EDGE},
    {"decimals, two", "items[].unit_price", "maxDecimals 2", PL_OBSERVATION, REQUEST("\"A\"", "1", "0.25", ITEM("\"a\"", "1", "0.25"), ""), YES, NO, NO, IN},
    {"decimals, three", "items[].unit_price", "maxDecimals 2", PL_OBSERVATION, REQUEST("\"A\"", "1", "0.25", ITEM("\"a\"", "2", "0.125"), ""), NO, YES, YES, OUT},
    {"magnitude, small", "total_amount", "maxMagnitude 14", PL_OBSERVATION, REQUEST("\"A\"", "1", "1e-15", ITEM("\"a\"", "1", "1e-15"), ""), NO, YES, NO, OUT},
    {"magnitude, vanishing", "total_amount", "maxMagnitude 14", PL_OBSERVATION, REQUEST("\"A\"", "1", "1e-99999999999999999999", ITEM("\"a\"", "1", "1e-99999999999999999999"), ""), NO, YES, NO, NO_EDGE},
    {"items, one", "items", "minItems 1", PL_VIOLATION, GOOD, YES, NO, NO, IN},
    {"items, none", "items", "minItems 1", PL_VIOLATION, REQUEST("\"A\"", "1", "5", "", ""), NO, YES, YES, OUT},
    {"depth, 5", "optional_metadata", "maxDepth 5", PL_OBSERVATION, MORE("\"optional_metadata\":{\"a\":[[[[]]]]}"), YES, NO, NO, IN},
    {"depth, 6", "optional_metadata", "maxDepth 5", PL_OBSERVATION, MORE("\"optional_metadata\":{\"a\":[[[[{}]]]]}"), NO, YES, YES, OUT},
    {"depth, 7", "optional_metadata", "maxDepth 5", PL_OBSERVATION, MORE("\"optional_metadata\":{\"a\":[[[[[[]]]]]]}"), NO, YES, YES, NO_EDGE},
};
/* clang-format on */

Test(cases_coverage, one_document_speaks_for_its_side) {
    for (size_t i = 0; i < PL_COUNT(side_rows); i++) {
        const side_row *want = &side_rows[i];
        pl_arena arena = {0};
        pl_coverage coverage = made(&pl_contract_request, &arena);
        (void)add(&coverage, want->text, &pl_coverage_world);
        const pl_coverage_row *got = find(&coverage, want->place, want->facet, want->severity);
        cr_expect_eq(got->inside_count, want->inside, "%s: %u inside", want->name,
                     got->inside_count);
        cr_expect_eq(got->outside_count, want->outside, "%s: %u outside", want->name,
                     got->outside_count);
        cr_expect_eq(got->alone_count, want->alone, "%s: %u alone", want->name, got->alone_count);
        cr_expect_eq(got->edges_seen, want->edges, "%s: edges %u", want->name, got->edges_seen);
        pl_arena_done(&arena);
    }
}

Test(cases_coverage, types_need_each_of_them) {
    pl_arena arena = {0};
    pl_coverage coverage = made(&pl_contract_request, &arena);
    const pl_coverage_row *row =
        find(&coverage, "required_customer_detail", "type boolean or null", PL_VIOLATION);
    (void)add(&coverage, MORE("\"required_customer_detail\":true"), &pl_coverage_world);
    (void)add(&coverage, MORE("\"required_customer_detail\":false"), &pl_coverage_world);
    cr_expect_eq(row->edges_seen, 0, "booleans alone");
    (void)add(&coverage, MORE("\"required_customer_detail\":null"), &pl_coverage_world);
    cr_expect_eq(row->edges_seen, PL_EDGE_INSIDE, "both");
    cr_expect_eq(row->inside_count, 3);
    cr_expect(!pl_coverage_row_is_full(row), "nothing is outside yet");
    (void)add(&coverage, MORE("\"required_customer_detail\":1"), &pl_coverage_world);
    cr_expect(pl_coverage_row_is_full(row), "both sides");
    cr_expect_eq(pl_coverage_full_count(&coverage), 1);
    cr_expect_eq(coverage.document_counts[PL_ACCEPT], 3);
    cr_expect_eq(coverage.document_counts[PL_REJECT], 1);
    cr_expect_eq(coverage.document_counts[PL_OPEN], 0);
    pl_arena_done(&arena);
}

/* Who does not know the catalog or the time cannot accept anything in their name. */
Test(cases_coverage, what_is_not_known_counts_nothing) {
    static const pl_context nothing;
    static const char text[] =
        MORE("\"expired_at\":\"1000000000000\",\"whitelisted_payment_method\":[\"CASH\"]");
    pl_arena arena = {0};
    pl_coverage coverage = made(&pl_contract_request, &arena);
    cr_assert_eq(add(&coverage, text, &nothing), PL_ACCEPT);
    cr_expect_eq(find(&coverage, "expired_at", "past", PL_OBSERVATION)->inside_count, 0);
    cr_expect_eq(
        find(&coverage, "whitelisted_payment_method[]", "catalog", PL_VIOLATION)->inside_count, 0);
    cr_expect_eq(find(&coverage, "expired_at", "pattern ^\\d{13}$", PL_VIOLATION)->inside_count, 1);
    pl_arena_done(&arena);
}

/* Rows of the keyword of that severity at the place. */
static size_t count_rows(const pl_coverage *coverage, const char *place, const pl_facet *facet) {
    size_t count = 0;
    for (size_t i = 0; i < coverage->row_count; i++) {
        const pl_coverage_row *row = &coverage->rows[i];
        count += row->facet == facet && strcmp(coverage->places[row->place].name, place) == 0;
    }
    return count;
}

Test(cases_coverage, every_facet_of_the_request_has_its_row) {
    pl_arena arena = {0};
    const pl_case_config config = ct_config();
    pl_case_kit kit = ct_kit(&config, &arena);
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t place_count = 0;
    cr_assert_eq(pl_places_make(&kit, places, &place_count), PL_OK);
    const pl_coverage coverage = made(&pl_contract_request, &arena);
    cr_expect_eq(coverage.place_count, place_count + 1, "and the document");
    size_t facet_count = 0;
    for (size_t i = 0; i < place_count; i++) {
        for (size_t k = 0; k < places[i].schema->facet_count; k++) {
            const pl_facet *facet = &places[i].schema->facets[k];
            cr_expect_eq(count_rows(&coverage, places[i].group, facet), 1, "%s %s", places[i].group,
                         pl_keyword_text(facet->keyword));
            facet_count++;
        }
    }
    size_t row_count = 0;
    for (size_t i = 0; i < coverage.row_count; i++) { row_count += coverage.rows[i].facet != NULL; }
    cr_expect_eq(row_count, facet_count, "%zu rows of facets", row_count);
    pl_arena_done(&arena);
}

/* A row that judges nothing, or has no words, could never be shown. */
Test(cases_coverage, every_schema_of_the_contract_has_rows) {
    const pl_schema *const schemas[] = {&pl_contract_request, &pl_contract_success,
                                        &pl_contract_token,   &pl_contract_grant,
                                        &pl_contract_catalog, pl_contract_answer_of(401)->schema,
                                        &pl_contract_link,    pl_contract_answer_of(422)->schema};
    for (size_t i = 0; i < PL_COUNT(schemas); i++) {
        pl_arena arena = {0};
        const pl_coverage coverage = made(schemas[i], &arena);
        cr_expect_gt(coverage.row_count, schemas[i]->member_count, "%s", schemas[i]->name);
        for (size_t k = 0; k < coverage.row_count; k++) {
            const pl_coverage_row *row = &coverage.rows[k];
            const char *place = coverage.places[row->place].name;
            cr_expect_gt(strlen(row->text), 0, "%s %s", schemas[i]->name, place);
            cr_expect_neq(row->kinds == 0, row->place != PL_COVERAGE_DOCUMENT, "%s %s %s",
                          schemas[i]->name, place, row->text);
        }
        pl_arena_done(&arena);
    }
}

Test(cases_coverage, answers_have_rules_and_undeclared_members) {
    pl_arena arena = {0};
    pl_coverage coverage = made(pl_contract_answer_of(422)->schema, &arena);
    pl_context context = pl_coverage_world;
    context.http_status = 422;
    cr_assert_eq(add(&coverage,
                     "{\"status\":422,\"success\":false,\"error\":{\"code\":422,\"message\":\"\","
                     "\"errors\":{\"title\":[\"x\"]}},\"data\":{\"errors\":{\"title\":[\"y\"]}}}",
                     &context),
                 PL_OPEN);
    cr_expect_eq(find(&coverage, "body", "errorsRepeated", PL_OBSERVATION)->alone_count, 1);
    cr_assert_eq(add(&coverage,
                     "{\"status\":422,\"success\":false,\"error\":{\"code\":1,\"message\":\"\","
                     "\"errors\":{\"title\":[1]}},\"data\":{\"errors\":{}}}",
                     &context),
                 PL_REJECT);
    const pl_coverage_row *text = find(&coverage, "error.errors.*[]", "type string", PL_VIOLATION);
    cr_expect_eq(text->outside_count, 1);
    cr_expect_eq(text->alone_count, 0);
    const pl_coverage_row *repeated =
        find(&coverage, "data.errors.*[]", "type string", PL_VIOLATION);
    cr_expect_eq(repeated->outside_count, 0, "the same schema, another place");
    pl_arena_done(&arena);
}

Test(cases_coverage, contested_types_are_warnings) {
    pl_arena arena = {0};
    pl_coverage coverage = made(&pl_contract_success, &arena);
    pl_context context = pl_coverage_world;
    context.http_status = 200;
    (void)add(&coverage,
              "{\"status\":200,\"success\":true,\"data\":{\"account\":{\"id\":1,\"name\":\"\"}}}",
              &context);
    cr_expect_eq(
        find(&coverage, "data.account.id", "type integer, contested", PL_WARNING)->outside_count,
        1);
    cr_expect_eq(find(&coverage, "data.account.status", "required", PL_WARNING)->outside_count, 1);
    cr_expect_eq(find(&coverage, "data.title", "required", PL_OBSERVATION)->outside_count, 1);
    pl_arena_done(&arena);
}

Test(cases_coverage, without_memory_nothing_is_counted) {
    static const char text[] = GOOD;
    for (size_t fail_after = 1;; fail_after++) {
        pl_arena arena = {0};
        pl_arena scratch = {.fail_after = fail_after};
        pl_coverage coverage = made(&pl_contract_request, &arena);
        const pl_status status =
            pl_coverage_add(&coverage, pl_bytes_of(text), &pl_coverage_world, &scratch, NULL);
        const uint32_t counted = coverage.document_counts[PL_ACCEPT];
        cr_expect_eq(counted, status == PL_OK, "request %zu", fail_after);
        cr_expect_eq(pl_coverage_full_count(&coverage), 0);
        pl_arena_done(&scratch);
        pl_arena_done(&arena);
        if (status == PL_OK) { break; }
        cr_assert_eq(status, PL_E_MEMORY);
        cr_assert_lt(fail_after, 10);
    }
    for (size_t fail_after = 1; fail_after < 400; fail_after++) {
        pl_arena arena = {.fail_after = fail_after};
        pl_coverage coverage = {.row_count = 0};
        const pl_status status = pl_coverage_make(&pl_contract_request, &arena, &coverage);
        cr_assert(status == PL_OK || status == PL_E_MEMORY);
        cr_expect_eq(coverage.row_count > 0, status == PL_OK, "request %zu", fail_after);
        pl_arena_done(&arena);
    }
}
