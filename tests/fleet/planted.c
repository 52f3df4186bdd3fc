/* A target with one bug of each kind that scripts/fuzz must name; PLANTED chooses. Each needs the word "bug" in the
 * input, so that there is something to minimise. P7 is the property that can be broken. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz_util.h"

enum { WORD_BYTES = 3 };

/* Not inlined: the name of the function is part of the name of the crash. */
__attribute__((noinline)) static void planted_read(const uint8_t *data, size_t size) {
    const pl_bytes copy = fz_rest_copy(&(fz_reader){data, size});
    const volatile uint8_t *end = copy.ptr + size;
    printf("%d\n", *end);
    fz_free(copy);
}

__attribute__((noinline)) static void planted_overflow(const uint8_t *data, size_t size) {
    printf("%d\n", INT32_MAX + (int)size + data[0]);
}

__attribute__((noinline)) static void planted_assert(const uint8_t *data, size_t size) {
    assert(size < WORD_BYTES || data[0] == 0);
}

__attribute__((noinline)) static void planted_property(const uint8_t *data, size_t size) {
    const bool is_small = size < WORD_BYTES;
    const bool is_first = data[0] == 0;
    FZ_CHECK(is_small || is_first || /* on two lines, so that the number stands below the name */
             size == SIZE_MAX);      /* P7 */
}

__attribute__((noinline)) static void planted_leak(const uint8_t *data, size_t size) {
    static uint8_t *volatile lost;
    lost = fz_alloc(size);
    lost[0] = data[0];
    lost = NULL;
}

static const struct {
    const char *name;
    void (*run)(const uint8_t *data, size_t size);
} bugs[] = {
    {"read", planted_read},         {"overflow", planted_overflow}, {"assert", planted_assert},
    {"property", planted_property}, {"leak", planted_leak},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *chosen = getenv("PLANTED");
    bool found = false;
    for (size_t at = 0; at + WORD_BYTES <= size; at++) {
        found = found || (data[at] == 'b' && data[at + 1] == 'u' && data[at + 2] == 'g');
    }
    for (size_t i = 0; i < PL_COUNT(bugs); i++) {
        if (found && chosen != NULL && strcmp(chosen, bugs[i].name) == 0) {
            bugs[i].run(data, size);
        }
    }
    return 0;
}
