/* The mutator that knows the contract, for libFuzzer: linked to every target whose input holds a JSON document, with
 * the target's name in FZ_TARGET. What it cannot change, and every second input, goes to libFuzzer's own mutations. */
#include "mutator_util.h"

/* Of libFuzzer; other engines may lack it. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size, const uint8_t *other,
                                 size_t other_size, uint8_t *out, size_t max_size, unsigned seed);

/* libFuzzer calls the two functions below equally often; measured, it is best that a good part stays its own. */
enum { BYTES_ONCE_IN = 2, PREFIX_ONCE_IN = 8, CROSS_ONCE_IN = 4 };

static const struct fz_layout_row *layout_row(void) {
    static const struct fz_layout_row *row;
    if (row == NULL) { row = fz_layout_row_of(FZ_TARGET); }
    FZ_CHECK(row != NULL);
    return row;
}

static size_t mutate_bytes(uint8_t *data, size_t size, size_t max_size) {
    return LLVMFuzzerMutate != NULL ? LLVMFuzzerMutate(data, size, max_size) : 0;
}

/* What stands before the document keeps its length. */
static void mutate_prefix(uint8_t *data, size_t prefix_len) {
    uint8_t *copy = fz_alloc(prefix_len);
    memcpy(copy, data, prefix_len);
    const size_t len = mutate_bytes(copy, prefix_len, prefix_len);
    memcpy(data, copy, len);
    free(copy);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed) {
    pl_random random = {seed};
    const pl_bytes input = {data, size};
    const size_t prefix_len = layout_row()->of(input).prefix_len;
    if (size < prefix_len || pl_random_once_in(&random, BYTES_ONCE_IN)) {
        return mutate_bytes(data, size, max_size);
    }
    if (prefix_len > 0 && pl_random_once_in(&random, PREFIX_ONCE_IN)) {
        mutate_prefix(data, prefix_len);
        return size;
    }
    const size_t len = fz_mutant(layout_row(), input, (pl_bytes){0}, &random, data, max_size);
    return len > 0 ? len : mutate_bytes(data, size, max_size);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size, const uint8_t *other,
                                 size_t other_size, uint8_t *out, size_t max_size, unsigned seed) {
    pl_random random = {seed};
    const pl_bytes input = {data, size};
    const pl_bytes donor = {other, other_size};
    if (!pl_random_once_in(&random, CROSS_ONCE_IN)) { return 0; } /* it draws again */
    return fz_mutant(layout_row(), input, donor, &random, out, max_size);
}
