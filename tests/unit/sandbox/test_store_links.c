#include <criterion/criterion.h>
#include <string.h>

#include "sandbox/seed.h"
#include "sandbox/store.h"

typedef struct bench {
    pl_store *store;
    pl_arena arena;
    pl_bytes first; /* account ids */
    pl_bytes second;
    pl_store_identity identity;
} bench;

static void open_bench(bench *b) {
    pl_store_identity fresh;
    pl_arena_init(&b->arena);
    cr_assert_eq(pl_store_open(NULL, &b->store, NULL), PL_OK);
    cr_assert_eq(pl_seed_make(1, 0, &fresh), PL_OK);
    cr_assert_eq(pl_store_identity_settle(b->store, &fresh, &b->identity), PL_OK);
    b->first = pl_bytes_of(b->identity.merchants[0].account_id);
    b->second = pl_bytes_of(b->identity.merchants[1].account_id);
}

static void close_bench(bench *b) {
    pl_store_close(b->store);
    pl_arena_done(&b->arena);
}

static int64_t add(bench *b, pl_bytes account, pl_bytes request, int64_t created_ms) {
    const pl_store_link link = {.request = request, .created_ms = created_ms};
    int64_t id = 0;
    cr_assert_eq(pl_store_link_insert(b->store, account, &link, &id), PL_OK);
    return id;
}

Test(store_links, what_goes_in_comes_out, .timeout = 5) {
    static const pl_bytes texts[] = {PL_BYTES_LIT("{}"), PL_BYTES_LIT("'; DROP TABLE link; --"),
                                     PL_BYTES_LIT("\xc3\xa9\xf0\x9f\x98\x80"), PL_BYTES_LIT("")};
    bench b;
    open_bench(&b);
    for (size_t i = 0; i < PL_COUNT(texts); i++) {
        pl_store_link link = {.id = 0};
        bool found = false;
        const int64_t created_ms = INT64_MAX - (int64_t)i;
        const int64_t id = add(&b, b.first, texts[i], created_ms);
        cr_assert_eq(pl_store_link_find(b.store, b.first, id, &b.arena, &link, &found), PL_OK);
        cr_assert(found, "%zu", i);
        cr_assert_eq(link.id, id, "%zu", i);
        cr_assert_eq(link.created_ms, created_ms, "%zu", i);
        cr_assert(pl_bytes_equal(link.request, texts[i]), "%zu", i);
    }
    close_bench(&b);
}

Test(store_links, accounts_are_apart, .timeout = 5) {
    bench b;
    open_bench(&b);
    const pl_bytes text = PL_BYTES_LIT("{}");
    const int64_t id = add(&b, b.first, text, 1);
    pl_store_link link = {.id = 0};
    size_t count = 99;
    bool found = true;
    cr_assert_eq(pl_store_link_find(b.store, b.second, id, &b.arena, &link, &found), PL_OK);
    cr_assert_not(found, "find");
    found = true;
    cr_assert_eq(pl_store_link_delete(b.store, b.second, id, &found), PL_OK);
    cr_assert_not(found, "delete");
    cr_assert_eq(pl_store_link_list(b.store, b.second, 0, 1, &b.arena, &link, &count), PL_OK);
    cr_assert_eq(count, 0, "list");
    cr_assert_eq(pl_store_link_delete(b.store, b.first, id, &found), PL_OK);
    cr_assert(found, "delete by its own account");
    cr_assert_eq(pl_store_link_delete(b.store, b.first, id, &found), PL_OK);
    cr_assert_not(found, "delete again");
    close_bench(&b);
}

Test(store_links, ids_are_not_used_twice, .timeout = 5) {
    bench b;
    open_bench(&b);
    const pl_bytes text = PL_BYTES_LIT("{}");
    const int64_t first = add(&b, b.first, text, 1);
    bool found = false;
    cr_assert_eq(pl_store_link_delete(b.store, b.first, first, &found), PL_OK);
    cr_assert_gt(add(&b, b.first, text, 1), first);
    close_bench(&b);
}

Test(store_links, an_unknown_account_has_no_links, .timeout = 5) {
    bench b;
    open_bench(&b);
    const pl_store_link link = {.request = PL_BYTES_LIT("{}")};
    int64_t id = -1;
    cr_assert_eq(
        pl_store_link_insert(b.store, pl_bytes_of("01ARZ3NDEKTSV4RRFFQ69G5FAV"), &link, &id),
        PL_E_IO);
    cr_assert_eq(id, -1);
    close_bench(&b);
}

Test(store_links, list_leaves_out_and_cuts_off, .timeout = 5) {
    enum { LINKS = 5 };
    bench b;
    open_bench(&b);
    int64_t ids[LINKS];
    const pl_bytes text = PL_BYTES_LIT("{}");
    for (size_t i = 0; i < LINKS; i++) { ids[i] = add(&b, b.first, text, (int64_t)i); }
    const struct {
        int64_t skip;
        size_t room;
        size_t count;
        size_t first;
    } rows[] = {{0, LINKS, 5, 4}, {0, 2, 2, 4}, {2, 2, 2, 2},
                {4, 2, 1, 0},     {5, 2, 0, 0}, {INT64_MAX, 1, 0, 0}};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_store_link links[LINKS];
        size_t count = 99;
        cr_assert_eq(pl_store_link_list(b.store, b.first, rows[i].skip, rows[i].room, &b.arena,
                                        links, &count),
                     PL_OK);
        cr_assert_eq(count, rows[i].count, "%zu: %zu links", i, count);
        for (size_t j = 0; j < count; j++) {
            cr_assert_eq(links[j].id, ids[rows[i].first - j], "%zu: link %zu", i, j);
        }
    }
    close_bench(&b);
}

/* A request is added when none is alike at the member, in its account; else the older one is told. */
Test(store_links, insert_once, .timeout = 5) {
    static const struct {
        const char *name;
        bool second_account;
        pl_bytes request;
        bool added;
        pl_bytes kept;
    } rows[] = {
        {"first", false, PL_BYTES_LIT("{\"a\":\"x\",\"b\":1}"), true,
         PL_BYTES_LIT("{\"a\":\"x\",\"b\":1}")},
        {"alike", false, PL_BYTES_LIT("{\"a\":\"x\",\"b\":2}"), false,
         PL_BYTES_LIT("{\"a\":\"x\",\"b\":1}")},
        {"escaped", false, PL_BYTES_LIT("{\"a\":\"\\u0078\"}"), false,
         PL_BYTES_LIT("{\"a\":\"x\",\"b\":1}")},
        {"another", false, PL_BYTES_LIT("{\"a\":\"X\"}"), true, PL_BYTES_LIT("{\"a\":\"X\"}")},
        {"other account", true, PL_BYTES_LIT("{\"a\":\"x\"}"), true, PL_BYTES_LIT("{\"a\":\"x\"}")},
    };
    bench b;
    int64_t last = 0;
    open_bench(&b);
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_store_link row = {.request = rows[i].request, .created_ms = (int64_t)i};
        bool added = !rows[i].added;
        cr_assert_eq(pl_store_link_insert_once(b.store, rows[i].second_account ? b.second : b.first,
                                               "a", &b.arena, &row, &added),
                     PL_OK, "%s", rows[i].name);
        cr_assert_eq(added, rows[i].added, "%s", rows[i].name);
        cr_assert(pl_bytes_equal(row.request, rows[i].kept), "%s", rows[i].name);
        cr_assert_eq(row.created_ms, added ? (int64_t)i : 0, "%s", rows[i].name);
        cr_assert_eq(row.id > last, added, "%s", rows[i].name);
        last = row.id > last ? row.id : last;
    }
    close_bench(&b);
}
