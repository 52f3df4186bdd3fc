/* The mutator that knows the contract as a custom mutator library of AFL++ 4. AFL_CUSTOM_MUTATOR_LIBRARY names the
 * library, PAYLINK_MUTATOR_TARGET the target whose inputs it changes (fuzz_request when it is not set). Damage of bytes
 * is left to AFL++'s own stages; with AFL_CUSTOM_MUTATOR_ONLY there is none. */
#include "mutator_util.h"

#define EXPORTED __attribute__((visibility("default")))

enum { NAME_BYTES = 24 };

/* One instance of the library. */
typedef struct fz_afl {
    const struct fz_layout_row *row;
    pl_random random;
    uint8_t *room; /* what AFL++ is handed; ours until the next call */
    size_t cap;
    char name[NAME_BYTES];
} fz_afl;

/* As AFL++ declares them, its own state as void. */
EXPORTED void *afl_custom_init(void *afl, unsigned seed);
EXPORTED void afl_custom_deinit(void *data);
EXPORTED size_t afl_custom_fuzz(void *data, uint8_t *input, size_t size, uint8_t **ret_input,
                                uint8_t *other, size_t other_size, size_t max_size);
EXPORTED const char *afl_custom_describe(void *data, size_t name_len_max);
EXPORTED uint8_t afl_custom_havoc_mutation_probability(void *data);
EXPORTED size_t afl_custom_havoc_mutation(void *data, uint8_t *input, size_t size,
                                          uint8_t **ret_input, size_t max_size);

void *afl_custom_init(void *afl, unsigned seed) {
    (void)afl;
    const char *target = getenv("PAYLINK_MUTATOR_TARGET");
    const struct fz_layout_row *row = fz_layout_row_of(target != NULL ? target : "fuzz_request");
    if (row == NULL) {
        fprintf(stderr, "PAYLINK_MUTATOR_TARGET: no target %s with a JSON document\n", target);
        return NULL;
    }
    fz_afl *instance = malloc(sizeof *instance);
    if (instance == NULL) { return NULL; }
    *instance = (fz_afl){.row = row, .random = {seed}};
    return instance;
}

void afl_custom_deinit(void *data) {
    fz_afl *instance = data;
    if (instance == NULL) { return; }
    free(instance->room);
    free(instance);
}

static bool has_room(fz_afl *instance, size_t cap) {
    if (cap <= instance->cap) { return true; }
    uint8_t *room = realloc(instance->room, cap);
    if (room == NULL) { return false; }
    instance->room = room;
    instance->cap = cap;
    return true;
}

/* *ret_input is always set: AFL++ ends where it is not. 0: this one is passed over. */
static size_t change(fz_afl *instance, pl_bytes input, pl_bytes donor, uint8_t **ret_input,
                     size_t max_size) {
    static uint8_t nothing[1];
    *ret_input = nothing;
    if (!has_room(instance, max_size)) { return 0; }
    *ret_input = instance->room;
    return fz_mutant(instance->row, input, donor, &instance->random, instance->room, max_size);
}

size_t afl_custom_fuzz(void *data, uint8_t *input, size_t size, uint8_t **ret_input, uint8_t *other,
                       size_t other_size, size_t max_size) {
    fz_afl *instance = data;
    const bool cross = other != NULL && pl_random_once_in(&instance->random, 2);
    const pl_bytes donor = {other, cross ? other_size : 0};
    return change(instance, (pl_bytes){input, size}, donor, ret_input, max_size);
}

/* Stands in the names of what was found. */
const char *afl_custom_describe(void *data, size_t name_len_max) {
    fz_afl *instance = data;
    (void)snprintf(instance->name, sizeof instance->name, "%.*s", (int)name_len_max, "paylink");
    return instance->name;
}

/* Per cent of the steps of AFL++'s own havoc stage: there it meets damage of bytes. */
uint8_t afl_custom_havoc_mutation_probability(void *data) {
    enum { PER_CENT = 10 };
    (void)data;
    return PER_CENT;
}

/* What cannot be changed stays as it is. */
size_t afl_custom_havoc_mutation(void *data, uint8_t *input, size_t size, uint8_t **ret_input,
                                 size_t max_size) {
    const size_t len = change(data, (pl_bytes){input, size}, (pl_bytes){0}, ret_input, max_size);
    if (len > 0) { return len; }
    *ret_input = input;
    return size;
}
