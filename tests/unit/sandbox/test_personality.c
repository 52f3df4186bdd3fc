/* The table of personalities: no row breaks the contract, and no knob of a row is decoration. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "cases/case.h"
#include "http/signature.h"
#include "unit/sandbox/sandbox_util.h"

/* --- one transcript: what a sandbox answers to a fixed list of requests ----------------------- */

enum { SCRIPT_COUNT_MAX = 512, HEADERS_MAX = 8 };

/* Requests are made once, answered by one sandbox after another: same seed, same credentials. */
typedef struct script {
    pl_arena arena;
    pl_sandbox_request requests[SCRIPT_COUNT_MAX];
    size_t count;
    const char *partner;
    const char *token;
    const char *path;
} script;

typedef struct transcript {
    uint64_t hashes[SCRIPT_COUNT_MAX];
} transcript;

static void add(script *to, const char *method, const char *target, const sb_header *fields,
                size_t field_count, pl_bytes body) {
    cr_assert_lt(to->count, SCRIPT_COUNT_MAX);
    pl_sandbox_header *headers = pl_arena_alloc(&to->arena, HEADERS_MAX * sizeof *headers);
    size_t count = 0;
    cr_assert(headers != NULL && target != NULL);
    for (size_t i = 0; i < field_count; i++) {
        if (fields[i].value == NULL) { continue; }
        const char *value = pl_arena_text(&to->arena, pl_bytes_of(fields[i].value));
        headers[count++] = (pl_sandbox_header){pl_bytes_of(fields[i].name), pl_bytes_of(value)};
    }
    to->requests[to->count++] = (pl_sandbox_request){.method = pl_bytes_of(method),
                                                     .target = pl_bytes_of(target),
                                                     .headers = headers,
                                                     .header_count = count,
                                                     .body = body,
                                                     .now_ms = SB_NOW_MS};
}

/* As the first merchant; format of the Authorization with the token. */
static void add_as(script *to, const char *method, const char *target, const char *scheme,
                   const char *type, const char *accept, pl_bytes body) {
    const char *authorization = pl_arena_printf(&to->arena, "%s %s", scheme, to->token);
    const sb_header fields[] = {{"Authorization", authorization},
                                {"X-PARTNER-ID", to->partner},
                                {"Content-Type", type},
                                {"Accept", accept}};
    add(to, method, target, fields, PL_COUNT(fields), body);
}

static void add_call(script *to, const char *method, const char *target, const char *body) {
    add_as(to, method, target, "Bearer", PL_MEDIA_TYPE, PL_MEDIA_TYPE, pl_bytes_of(body));
}

static bool is_told(const pl_case *test) {
    return test->klass == PL_CLASS_OPEN || test->klass == PL_CLASS_ACCEPT ||
           (test->klass == PL_CLASS_REFUSE && strstr(test->id, "truncated") != NULL);
}

/* What the run sends to create links: all that is open, and all that must be accepted. */
static void add_cases(script *to) {
    pl_bytes codes[PL_SANDBOX_METHOD_COUNT_MAX];
    const pl_case_config config = {.run_id = "t",
                                   .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT),
                                   .now_ms = SB_NOW_MS,
                                   .payment_methods = codes,
                                   .payment_method_count = pl_catalog_codes(codes)};
    pl_case_set set;
    cr_assert_eq(pl_cases_make(&config, &to->arena, &set), PL_OK);
    for (size_t i = 0; i < set.count; i++) {
        const pl_case *test = &set.cases[i];
        if (test->route == PL_ROUTE_CREATE && test->auth == PL_AUTH_GOOD && test->has_body &&
            test->account == PL_ACCOUNT_GOOD && is_told(test)) {
            add_as(to, test->method, to->path, "Bearer", test->content_type, test->accept,
                   test->body);
        }
    }
}

static void add_tokens(script *to, const pl_sandbox_merchant *merchant) {
    static const pl_bytes grant = PL_BYTES_LIT("{\"grant_type\":\"client_credentials\"}");
    char *signature = pl_arena_alloc(&to->arena, PL_SIGNATURE_TEXT_BYTES);
    char *upper = pl_arena_alloc(&to->arena, PL_SIGNATURE_TEXT_BYTES);
    cr_assert(signature != NULL && upper != NULL);
    cr_assert_eq(pl_signature(merchant->client_id, merchant->client_secret, SB_NOW_MS, signature),
                 PL_OK);
    for (size_t i = 0; i < PL_SIGNATURE_TEXT_BYTES; i++) {
        const char digit = signature[i];
        upper[i] = digit >= 'a' && digit <= 'f' ? (char)(digit - 'a' + 'A') : digit;
    }
    const char *signatures[] = {signature, upper, "0", signature};
    for (size_t i = 0; i < PL_COUNT(signatures); i++) {
        const sb_header fields[] = {{PL_HEADER_PARTNER, merchant->partner_id},
                                    {PL_HEADER_CLIENT, merchant->client_id},
                                    {PL_HEADER_SIGNATURE, signatures[i]}};
        add(to, "POST", "/api/v1.1/access-token/b2b", fields, PL_COUNT(fields), grant);
    }
    const sb_header none = {"X-Nothing", "1"};
    add(to, "POST", "/api/v1.0/access-token/b2b", &none, 1, grant);
    add(to, "PATCH", to->path, &none, 1, grant);
}

static void add_neighbours(script *to, const pl_sandbox_merchant *merchant) {
    static const char unknown[] = SB_MANAGE "/01K946KF851RK7FX075GJHBVZZ";
    char *lower = pl_arena_text(&to->arena, pl_bytes_of(to->path));
    cr_assert_not_null(lower);
    for (char *at = lower + sizeof SB_MANAGE; *at != '\0'; at++) {
        if (*at >= 'A' && *at <= 'Z') { *at = (char)(*at - 'A' + 'a'); }
    }
    add_call(to, "POST", lower, SB_GOOD_BODY);
    add_call(to, "POST", SB_MANAGE "/no-ulid", SB_GOOD_BODY);
    add_call(to, "POST", unknown, "{}");
    add_call(to, "POST", unknown, SB_GOOD_BODY);
    add_call(to, "POST", to->path, "[]");
    add_call(to, "POST", to->path,
             "{\"items\":[{\"name\":\"A\",\"quantity\":0},{\"name\":7}],\"title\":\"\"}");
    add_call(
        to, "POST", to->path,
        "{\"reff_no\":\"M\",\"title\":\"T\",\"max_usage\":1,\"total_amount\":150000,\"items\":[{"
        "\"name\":\"A\",\"quantity\":1,\"unit_price\":150000}],\"optional_metadata\":{\"n\":0.10}}");
    add_call(to, "PATCH", to->path, "{}");
    add_call(to, "GET", to->path, "");
    add_call(to, "GET", pl_arena_printf(&to->arena, "%s?page=2", to->path), "");
    add_call(to, "GET", pl_arena_printf(&to->arena, "%s/1", to->path), "");
    add_call(to, "DELETE", pl_arena_printf(&to->arena, "%s/2", to->path), "");
    add_call(to, "GET", SB_MANAGE "/payment-methods", "");
    add_as(to, "GET", to->path, "bearer", NULL, NULL, (pl_bytes){NULL, 0});
    add_as(to, "GET", to->path, "Basic Bearer", NULL, NULL, (pl_bytes){NULL, 0});
    add_tokens(to, merchant);
    add_call(to, "GET", to->path, "");
}

static void open_script(script *to) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_merchant *merchant = pl_sandbox_merchant_of(bench.sandbox, 0);
    *to = (script){.count = 0};
    pl_arena_init(&to->arena);
    to->partner = pl_arena_text(&to->arena, pl_bytes_of(merchant->partner_id));
    to->token = pl_arena_text(&to->arena, pl_bytes_of(sb_token(&bench, 0)));
    to->path = pl_arena_text(&to->arena, pl_bytes_of(sb_path(&bench, "")));
    cr_assert(to->partner != NULL && to->token != NULL && to->path != NULL);
    add_cases(to);
    cr_assert_gt(to->count, 120, "outages come late");
    add_neighbours(to, merchant);
    sb_close(&bench);
}

static void hash(uint64_t *state, const void *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        *state = (*state ^ ((const uint8_t *)bytes)[i]) * UINT64_C(0x100000001B3);
    }
}

static void hash_text(uint64_t *state, const char *text) {
    hash(state, text == NULL ? "-" : text, text == NULL ? 1 : strlen(text) + 1);
}

/* Everything of an answer that goes over the wire. */
static uint64_t hash_of(const pl_sandbox_response *response) {
    uint64_t state = UINT64_C(0xCBF29CE484222325);
    hash(&state, &response->status, sizeof response->status);
    hash(&state, &response->manners, sizeof response->manners);
    hash_text(&state, response->content_type);
    hash_text(&state, response->allow);
    for (const pl_sandbox_field *field = response->headers; field != NULL && field->name != NULL;
         field++) {
        hash_text(&state, field->name);
        hash_text(&state, field->value);
    }
    hash(&state, response->body.ptr, response->body.len);
    return state;
}

/* A documented answer of the operation is one that the contract does not reject. */
static void expect_kept(const char *name, const pl_sandbox_request *request,
                        const pl_sandbox_response *response, pl_arena *arena) {
    const pl_context context = {.now_ms = SB_NOW_MS};
    const bool creates = pl_bytes_equal(request->method, pl_bytes_of("POST"));
    pl_json json;
    pl_report report;
    bool readable = false;
    if (pl_contract_answer_of(response->status) == NULL || (response->status == 200 && !creates)) {
        return;
    }
    cr_assert_eq(pl_contract_judge_response(response->status, response->body, &context, arena,
                                            &json, &readable, &report),
                 PL_OK);
    cr_assert_neq(pl_report_verdict(&report), PL_REJECT, "%s: %s in %.*s", name,
                  report.count > 0 ? pl_violation_keyword(&report.list[0]) : "?",
                  (int)response->body.len, (const char *)response->body.ptr);
}

/* Does it say anything else than what is known? All that it says is held to the contract and written down; with
 * ret_said NULL only up to the first difference. */
static bool play(script *from, const pl_personality *who, const transcript *known,
                 transcript *ret_said) {
    const pl_sandbox_config config = {.seed = SB_SEED, .personality = who};
    pl_sandbox *sandbox = NULL;
    pl_arena arena = {0};
    bool differs = false;
    cr_assert_eq(pl_sandbox_new(&config, &sandbox, NULL), PL_OK);
    for (size_t i = 0; i < from->count && (ret_said != NULL || !differs); i++) {
        pl_sandbox_response response = {.status = 0};
        pl_arena_reset(&arena);
        cr_assert_eq(pl_sandbox_handle(sandbox, &from->requests[i], &arena, &response), PL_OK);
        cr_assert_neq(response.status, 500, "%s: request %zu", who->name, i);
        const uint64_t said = hash_of(&response);
        const bool is_token = strstr((const char *)from->requests[i].target.ptr, "token") != NULL;
        if (ret_said != NULL) { ret_said->hashes[i] = said; }
        if (!is_token) { expect_kept(who->name, &from->requests[i], &response, &arena); }
        differs = differs || (known != NULL && known->hashes[i] != said);
    }
    pl_arena_done(&arena);
    pl_sandbox_free(sandbox);
    return differs;
}

/* --- knobs ------------------------------------------------------------------------------------ */

typedef struct knob {
    const char *name;
    size_t at;
    size_t size;  /* of one element */
    size_t count; /* elements */
    bool is_set;  /* every bit decides something of its own */
} knob;

#define KNOB(member, elements, set)                                                                \
    {                                                                                              \
#member, offsetof(pl_personality, member),                                                 \
            sizeof(((pl_personality *)NULL)->member) / (elements), (elements), (set)               \
    }

static const knob knobs[] = {
    KNOB(habits, 1, true),
    KNOB(refuses, 1, true),
    KNOB(takes, 1, true),
    KNOB(statuses, PL_GAP_STATUS_COUNT, false),
    KNOB(absent_routes, 1, true),
    KNOB(omits, PL_SHAPE_COUNT, true),
    KNOB(nulls, PL_SHAPE_COUNT, true),
    KNOB(moments, 1, false),
    KNOB(message, 1, false),
    KNOB(content_type, 1, false),
    KNOB(headers, 1, false),
    KNOB(id_offset, 1, false),
    KNOB(manners, 1, true),
    KNOB(outage_each, 1, false),
    KNOB(outage_status, 1, false),
};

/* Set one element of a personality, or one bit of it, as another one has it. */
static void copy_knob(const knob *which, size_t element, unsigned bit, const pl_personality *from,
                      pl_personality *to) {
    const size_t at = which->at + element * which->size;
    if (!which->is_set) {
        memcpy((char *)to + at, (const char *)from + at, which->size);
        return;
    }
    const size_t byte = at + bit / 8; /* little-endian or not: any byte of the set will do */
    const uint8_t mask = (uint8_t)(1U << (bit % 8));
    uint8_t value = 0;
    uint8_t wanted = 0;
    memcpy(&value, (const char *)to + byte, 1);
    memcpy(&wanted, (const char *)from + byte, 1);
    value = (uint8_t)((value & ~mask) | (wanted & mask));
    memcpy((char *)to + byte, &value, 1);
}

static bool is_on(const knob *which, size_t element, unsigned bit, const pl_personality *who) {
    static const pl_personality nobody = {.name = NULL};
    pl_personality one = nobody;
    copy_knob(which, element, bit, who, &one);
    return memcmp(&one, &nobody, sizeof one) != 0;
}

/* Alone it makes a difference to the sandbox as it is, or its absence to the personality. */
static void expect_alive(script *from, const pl_personality *who, const transcript *whole,
                         const transcript *usual, const knob *which, size_t element, unsigned bit) {
    static const pl_personality nobody = {.name = NULL};
    pl_personality one = {.name = who->name};
    copy_knob(which, element, bit, who, &one);
    if (play(from, &one, usual, NULL)) { return; }
    one = *who;
    copy_knob(which, element, bit, &nobody, &one);
    cr_assert(play(from, &one, whole, NULL), "%s: %s[%zu], bit %u changes nothing", who->name,
              which->name, element, bit);
}

static void expect_all_alive(script *from, const pl_personality *who, const transcript *usual) {
    transcript whole;
    cr_assert(play(from, who, usual, &whole), "%s: is the default", who->name);
    for (size_t i = 0; i < PL_COUNT(knobs); i++) {
        for (size_t element = 0; element < knobs[i].count; element++) {
            const unsigned bits = knobs[i].is_set ? (unsigned)knobs[i].size * 8 : 1;
            for (unsigned bit = 0; bit < bits; bit++) {
                if (is_on(&knobs[i], element, bit, who)) {
                    expect_alive(from, who, &whole, usual, &knobs[i], element, bit);
                }
            }
        }
    }
}

Test(personality, every_knob_is_alive, .timeout = 110) {
    static script all;
    transcript usual;
    open_script(&all);
    cr_assert_not(play(&all, &pl_personalities[0], NULL, &usual));
    for (size_t i = 1; i < pl_personality_count; i++) {
        expect_all_alive(&all, &pl_personalities[i], &usual);
    }
    pl_arena_done(&all.arena);
}

/* --- the table -------------------------------------------------------------------------------- */

Test(personality, table, .timeout = 10) {
    const pl_personality *first = &pl_personalities[0];
    size_t known = sizeof first->name + sizeof first->statement;
    uint64_t habits = 0;
    uint32_t gaps = 0;
    cr_assert_str_eq(first->name, "default");
    cr_assert_geq(pl_personality_count, 20);
    for (size_t i = 0; i < PL_COUNT(knobs); i++) { known += knobs[i].size * knobs[i].count; }
    cr_assert_leq(sizeof *first - known, 2 * sizeof(void *), "a knob that this test does not know");
    for (size_t i = 0; i < pl_personality_count; i++) {
        const pl_personality *who = &pl_personalities[i];
        cr_assert_eq(pl_personality_of(who->name), who, "%s stands twice", who->name);
        cr_assert_eq(strspn(who->name, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(who->name),
                     "%s", who->name);
        cr_assert_str_neq(who->statement, "", "%s", who->name);
        habits |= who->habits;
        for (size_t k = 0; k < PL_GAP_STATUS_COUNT; k++) {
            if (who->statuses[k] != 0) { gaps |= 1U << k; }
        }
    }
    cr_assert_eq(habits, PL_BIT(PL_HABIT_COUNT) - 1, "a habit that nobody has");
    cr_assert_eq(gaps, PL_BIT(PL_GAP_STATUS_COUNT) - 1, "a status that nobody has");
    cr_assert_null(pl_personality_of("nobody"));
}

/* Every gap of the contract that a personality can refuse, one of them does. */
Test(personality, gaps, .timeout = 10) {
    const pl_schema *request = &pl_contract_request;
    uint64_t refused = 0;
    for (size_t i = 0; i < pl_personality_count; i++) { refused |= pl_personalities[i].refuses; }
    for (size_t i = 0; i < request->member_count; i++) {
        const pl_schema *member = request->members[i].schema;
        for (size_t k = 0; k < member->facet_count; k++) {
            if (member->facets[k].severity != PL_OBSERVATION) { continue; }
            cr_assert_neq(refused & PL_BIT(member->facets[k].keyword), 0, "%s: %s",
                          request->members[i].name, pl_keyword_text(member->facets[k].keyword));
        }
    }
}
