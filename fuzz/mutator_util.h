/* Between the targets and the mutator that knows the contract: where in an input the JSON document stands, and which
 * schema it is held to. Shared by libFuzzer's mutator (mutator.c) and AFL++'s (afl_mutator.c). */
#ifndef PL_FUZZ_MUTATOR_UTIL_H
#define PL_FUZZ_MUTATOR_UTIL_H

#include "cases/coverage.h"
#include "cases/mutate.h"
#include "cases/random.h"
#include "fuzz_util.h"

/* Where the document stands in an input, whatever bytes the input has. */
typedef struct fz_layout {
    size_t prefix_len;       /* bytes before it; an input that is shorter holds none yet */
    const pl_schema *schema; /* that it is held to */
} fz_layout;

static inline fz_layout fz_layout_request(pl_bytes input) {
    (void)input;
    return (fz_layout){0, &pl_contract_request};
}

/* A digit that picks one of the documented answers. */
static inline fz_layout fz_layout_response(pl_bytes input) {
    const uint8_t digit = input.len > 0 ? input.ptr[0] : '0';
    const size_t row = (size_t)(uint8_t)(digit - '0') % pl_contract_answer_count;
    return (fz_layout){1, pl_contract_answers[row].schema};
}

/* A first line; what it begins with tells a document of another schema than the request's. */
static inline fz_layout fz_layout_line(pl_bytes input, const char *begin, const pl_schema *schema) {
    const uint8_t *end = input.len > 0 ? memchr(input.ptr, '\n', input.len) : NULL;
    const size_t line_len = end != NULL ? (size_t)(end - input.ptr) : input.len;
    const size_t begin_len = strlen(begin);
    const bool other = line_len >= begin_len && memcmp(input.ptr, begin, begin_len) == 0;
    return (fz_layout){line_len + 1, other ? schema : &pl_contract_request};
}

/* 'l' for a payment link. */
static inline fz_layout fz_layout_codec(pl_bytes input) {
    return fz_layout_line(input, "l", &pl_contract_link);
}

/* The id of a token's case. */
static inline fz_layout fz_layout_call(pl_bytes input) {
    return fz_layout_line(input, "token", &pl_contract_grant);
}

/* What stands before the document, by target: one row for each that the mutator is linked to. */
static const struct fz_layout_row {
    const char *target;
    fz_layout (*of)(pl_bytes input);
} fz_layouts[] = {
    {"fuzz_json", fz_layout_request},      {"fuzz_request", fz_layout_request},
    {"fuzz_response", fz_layout_response}, {"fuzz_codec", fz_layout_codec},
    {"fuzz_sandbox", fz_layout_call},      {"fuzz_live", fz_layout_call},
};

/* The row of a target, or NULL. */
static inline const struct fz_layout_row *fz_layout_row_of(const char *target) {
    for (size_t i = 0; i < PL_COUNT(fz_layouts); i++) {
        if (strcmp(fz_layouts[i].target, target) == 0) { return &fz_layouts[i]; }
    }
    return NULL;
}

/* The document of an input; empty when there is none yet. */
static inline pl_bytes fz_document(pl_bytes input, const fz_layout *layout) {
    if (input.len <= layout->prefix_len) { return (pl_bytes){0}; }
    return (pl_bytes){input.ptr + layout->prefix_len, input.len - layout->prefix_len};
}

enum { FZ_MUTATORS_MAX = 8 };

/* The mutator for documents of a schema; made when it is first asked for, and kept as long as the process lives. */
static inline const pl_mutator *fz_mutator_of(const pl_schema *schema) {
    static struct {
        const pl_schema *schema;
        const pl_mutator *mutator;
    } known[FZ_MUTATORS_MAX];
    static pl_arena arena;
    size_t i = 0;
    while (i < FZ_MUTATORS_MAX && known[i].schema != NULL && known[i].schema != schema) { i++; }
    FZ_CHECK(i < FZ_MUTATORS_MAX);
    if (known[i].schema == NULL) {
        const pl_context *world = &pl_coverage_world;
        const pl_case_config config = {.run_id = "fuzz",
                                       .amount = pl_decimal_of(PL_CONTRACT_AMOUNT_DEFAULT),
                                       .now_ms = world->now_ms,
                                       .payment_methods = world->payment_methods,
                                       .payment_method_count = world->payment_method_count};
        FZ_CHECK(pl_mutator_make(schema, &config, &arena, &known[i].mutator) == PL_OK);
        known[i].schema = schema;
    }
    return known[i].mutator;
}

/* The input with its document changed, and its prefix as it was; the donor is another input, or empty. Written to out,
 * which may be the input's memory. Returns its length; 0: no JSON stands there to be changed, or nothing fits. */
static inline size_t fz_mutant(const struct fz_layout_row *row, pl_bytes input, pl_bytes donor,
                               pl_random *random, uint8_t *out, size_t cap) {
    enum { ANEW_ONCE_IN = 4 };
    static pl_arena scratch;
    const fz_layout layout = row->of(input);
    const fz_layout donor_layout = row->of(donor);
    const size_t prefix_len = layout.prefix_len;
    if (input.len < prefix_len || cap <= prefix_len) { return 0; }
    const pl_mutator *mutator = fz_mutator_of(layout.schema);
    const pl_mutate_input change = {.text = fz_document(input, &layout),
                                    .donor = fz_document(donor, &donor_layout),
                                    .seed = pl_random_next(random)};
    uint8_t *const document = out + prefix_len;
    size_t len = 0;
    pl_arena_reset(&scratch);
    pl_status status = pl_mutate(mutator, &change, &scratch, document, cap - prefix_len, &len);
    if (status != PL_OK && status != PL_E_SPACE && pl_random_once_in(random, ANEW_ONCE_IN)) {
        status = pl_mutate_anew(mutator, pl_random_next(random), document, cap - prefix_len, &len);
    }
    if (status != PL_OK) { return 0; }
    if (out != input.ptr && prefix_len > 0) { memcpy(out, input.ptr, prefix_len); }
    return prefix_len + len;
}

#endif
