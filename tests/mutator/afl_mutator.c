/* Loads the custom mutator library as AFL++ does and calls it as AFL++ does; AFL++ itself is not needed.
 * Usage: afl_mutator_test LIBRARY. Exit 0: all is well; else a message, and 1. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract/contract.h"

enum { CALL_COUNT = 2000, SIZE_MAX_SMALL = 64, SIZE_MAX_LARGE = 8192, KEPT_COUNT = 2 };

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

typedef size_t fuzz_call(void *, uint8_t *, size_t, uint8_t **, uint8_t *, size_t, size_t);
typedef size_t havoc_call(void *, uint8_t *, size_t, uint8_t **, size_t);

/* The functions that AFL++ looks up. */
typedef struct library {
    void *(*init)(void *, unsigned);
    void (*deinit)(void *);
    fuzz_call *fuzz;
    const char *(*describe)(void *, size_t);
    uint8_t (*havoc_probability)(void *);
    havoc_call *havoc;
} library;

/* A function's address is no object pointer in C; POSIX says that it comes as one. */
static void look_up(void *handle, const char *name, void *ret_function) {
    void *symbol = dlsym(handle, name);
    if (symbol == NULL) { fprintf(stderr, "%s is missing\n", name); }
    CHECK(symbol != NULL);
    memcpy(ret_function, &symbol, sizeof symbol);
}

static library load(const char *path) {
    library loaded = {0};
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) { fprintf(stderr, "%s\n", dlerror()); }
    CHECK(handle != NULL);
    look_up(handle, "afl_custom_init", &loaded.init);
    look_up(handle, "afl_custom_deinit", &loaded.deinit);
    look_up(handle, "afl_custom_fuzz", &loaded.fuzz);
    look_up(handle, "afl_custom_describe", &loaded.describe);
    look_up(handle, "afl_custom_havoc_mutation_probability", &loaded.havoc_probability);
    look_up(handle, "afl_custom_havoc_mutation", &loaded.havoc);
    return loaded;
}

static const char request[] =
    "{\"reff_no\":\"R-1\",\"title\":\"t\",\"max_usage\":1,\"total_amount\":2,"
    "\"items\":[{\"name\":\"a\",\"quantity\":1,\"unit_price\":2}]}";
static const char donor[] = "{\"title\":\"donor\"}";

/* A heap block of its own for every input, as sanitizers like it. */
static uint8_t *copy_of(const char *text, size_t len) {
    uint8_t *copy = malloc(len > 0 ? len : 1);
    CHECK(copy != NULL);
    if (len > 0) { memcpy(copy, text, len); }
    return copy;
}

static pl_verdict verdict_of(pl_bytes text, pl_arena *arena) {
    pl_json json;
    bool readable = false;
    pl_report report = {0};
    pl_arena_reset(arena);
    CHECK(pl_contract_judge_request(text, NULL, arena, &json, &readable, &report) == PL_OK);
    return pl_report_verdict(&report);
}

/* All verdicts come out of one request, within the room, and the seed decides. */
static void check_request(const library *afl) {
    pl_arena arena = {0};
    unsigned verdicts[PL_VERDICT_COUNT] = {0};
    void *instances[KEPT_COUNT] = {afl->init(NULL, 7), afl->init(NULL, 7)};
    CHECK(instances[0] != NULL && instances[1] != NULL);
    for (size_t i = 0; i < CALL_COUNT; i++) {
        const size_t max_size = i % 8 == 0 ? SIZE_MAX_SMALL : SIZE_MAX_LARGE;
        pl_bytes got[KEPT_COUNT];
        for (size_t k = 0; k < KEPT_COUNT; k++) {
            uint8_t *input = copy_of(request, sizeof request - 1);
            uint8_t *other = copy_of(donor, sizeof donor - 1);
            uint8_t *out = NULL;
            got[k].len = afl->fuzz(instances[k], input, sizeof request - 1, &out, other,
                                   i % 3 == 0 ? sizeof donor - 1 : 0, max_size);
            got[k].ptr = out;
            free(other);
            free(input);
            CHECK(out != NULL && got[k].len <= max_size);
        }
        CHECK(pl_bytes_equal(got[0], got[1]));
        if (got[0].len > 0) { verdicts[verdict_of(got[0], &arena)]++; }
    }
    for (size_t i = 0; i < PL_VERDICT_COUNT; i++) { CHECK(verdicts[i] > CALL_COUNT / 50); }
    afl->deinit(instances[0]);
    afl->deinit(instances[1]);
    pl_arena_done(&arena);
}

/* What is no JSON is passed over or begun anew; in the havoc stage it stays as it is. */
static void check_damaged(const library *afl) {
    static const char *const texts[] = {"", "{", "\xFF", "{\"a\":1}}"};
    void *instance = afl->init(NULL, 1);
    for (size_t i = 0; i < CALL_COUNT; i++) {
        const char *text = texts[i % PL_COUNT(texts)];
        const size_t len = strlen(text);
        uint8_t *input = copy_of(text, len);
        uint8_t *out = NULL;
        CHECK(afl->fuzz(instance, input, len, &out, NULL, 0, SIZE_MAX_LARGE) <= SIZE_MAX_LARGE);
        CHECK(out != NULL);
        const size_t havoc_len = afl->havoc(instance, input, len, &out, SIZE_MAX_LARGE);
        CHECK(out != NULL && (out != input || havoc_len == len));
        free(input);
    }
    afl->deinit(instance);
}

/* What stands before the document stays. */
static void check_prefix(const library *afl) {
    static const char text[] = "4{\"status\":422,\"success\":false,\"error\":{\"code\":422}}";
    CHECK(setenv("PAYLINK_MUTATOR_TARGET", "fuzz_response", 1) == 0);
    void *instance = afl->init(NULL, 1);
    CHECK(instance != NULL);
    size_t mutated_count = 0;
    for (size_t i = 0; i < CALL_COUNT; i++) {
        uint8_t *input = copy_of(text, sizeof text - 1);
        uint8_t *out = NULL;
        const size_t len =
            afl->fuzz(instance, input, sizeof text - 1, &out, NULL, 0, SIZE_MAX_LARGE);
        free(input);
        CHECK(out != NULL && (len == 0 || out[0] == '4'));
        mutated_count += len > 0 ? 1 : 0;
    }
    CHECK(mutated_count > CALL_COUNT / 2);
    afl->deinit(instance);
    CHECK(setenv("PAYLINK_MUTATOR_TARGET", "fuzz_unheard_of", 1) == 0);
    CHECK(afl->init(NULL, 1) == NULL);
    CHECK(unsetenv("PAYLINK_MUTATOR_TARGET") == 0);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s LIBRARY\n", argv[0]);
        return 2;
    }
    CHECK(unsetenv("PAYLINK_MUTATOR_TARGET") == 0);
    const library afl = load(argv[1]);
    check_request(&afl);
    check_damaged(&afl);
    check_prefix(&afl);
    void *instance = afl.init(NULL, 1);
    CHECK(strlen(afl.describe(instance, 4)) <= 4);
    CHECK(afl.havoc_probability(instance) > 0 && afl.havoc_probability(instance) <= 100);
    afl.deinit(instance);
    afl.deinit(NULL);
    return 0;
}
