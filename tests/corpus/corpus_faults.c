/* The seeds of fuzz_json show every fault that stops the reader and every mark that it leaves. */
#include "corpus_util.h"
#include "json/json.h"

/* Faults that no seed shows, and why. */
static const char *const without_seed[PL_JSON_FAULT_COUNT] = {
    [PL_JSON_FAULT_SIZE] = "takes 64 MiB; the unit tests of the reader make such a text",
};

typedef struct seen {
    unsigned faults[PL_JSON_FAULT_COUNT]; /* documents */
    unsigned marks;
    bool bom;
    bool duplicate;
} seen;

static void note(const char *name, pl_bytes input, void *user) {
    seen *all = user;
    pl_arena arena = {0};
    pl_json json;
    pl_json_error error = {.fault = PL_JSON_FAULT_COUNT};
    const pl_status status = pl_json_read(input, &arena, &json, &error);
    if (status != PL_OK) {
        cr_assert_lt(error.fault, PL_JSON_FAULT_COUNT, "%s: %s", name, pl_status_text(status));
        all->faults[error.fault]++;
        pl_arena_done(&arena);
        return;
    }
    all->marks |= json.marks;
    all->bom = all->bom || json.has_bom;
    for (uint32_t i = 0; i < json.count; i++) {
        uint32_t twice = PL_JSON_NONE;
        if (json.nodes[i].kind != PL_JSON_OBJECT) { continue; }
        cr_assert_eq(pl_json_duplicate_name(&json, i, &arena, &twice), PL_OK, "%s", name);
        all->duplicate = all->duplicate || twice != PL_JSON_NONE;
    }
    pl_arena_done(&arena);
}

Test(corpus_faults, json, .timeout = 20) {
    seen all = {.marks = 0};
    cu_each("fuzz_json", note, &all);
    for (unsigned i = 0; i < PL_JSON_FAULT_COUNT; i++) {
        cr_expect_eq(all.faults[i] == 0, without_seed[i] != NULL, "%s: %u seeds",
                     pl_json_fault_text((pl_json_fault)i), all.faults[i]);
    }
    for (unsigned mark = 1; mark <= PL_JSON_FRACTIONAL; mark *= 2) {
        cr_expect((all.marks & mark) != 0, "no seed has the mark %u", mark);
    }
    cr_expect(all.bom, "no seed has a byte-order mark");
    cr_expect(all.duplicate, "no seed has a duplicate name");
}
