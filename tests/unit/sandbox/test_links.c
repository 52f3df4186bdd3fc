#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "unit/sandbox/sandbox_util.h"

enum { LINKS = PL_SANDBOX_PAGE_LINKS_MAX + 5 };

/* Elements of `data` in a list's answer. */
static uint32_t count_links(sb *bench, const pl_sandbox_response *response) {
    pl_json json;
    cr_assert_eq(pl_json_read(response->body, &bench->arena, &json, NULL), PL_OK);
    return pl_json_child_count(&json, pl_json_member(&json, 0, "data"));
}

Test(links, list_is_paged_newest_first, .timeout = 30) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_bytes none = {NULL, 0};
    long newest = 0;
    for (int i = 0; i < LINKS; i++) {
        const pl_sandbox_response made = sb_create(&bench, "link", pl_bytes_of(SB_GOOD_BODY));
        const long id = strtol(sb_value(&bench, &made, "/data/id"), NULL, 10);
        cr_assert_gt(id, newest, "ids grow");
        newest = id;
    }
    const struct {
        const char *query;
        uint32_t count;
        long first;
    } pages[] = {
        {"", PL_SANDBOX_PAGE_LINKS_MAX, newest},
        {"?page=1", PL_SANDBOX_PAGE_LINKS_MAX, newest},
        {"?x&page=2", LINKS - PL_SANDBOX_PAGE_LINKS_MAX, newest - PL_SANDBOX_PAGE_LINKS_MAX},
        {"?page=3", 0, 0},
    };
    for (size_t i = 0; i < PL_COUNT(pages); i++) {
        const char *row = pages[i].query;
        const pl_sandbox_response got =
            sb_call_as(&bench, row, 0, "GET", sb_path(&bench, pages[i].query), none);
        cr_assert_eq(count_links(&bench, &got), pages[i].count, "page '%s'", row);
        const long first = strtol(sb_value(&bench, &got, "/data/0/id"), NULL, 10);
        cr_assert_eq(first, pages[i].first, "page '%s' begins with %ld", row, first);
    }
    const char *other = pl_arena_printf(&bench.arena, SB_MANAGE "/%s",
                                        pl_sandbox_merchant_of(bench.sandbox, 1)->account_id);
    const pl_sandbox_response got = sb_call_as(&bench, "other account", 1, "GET", other, none);
    cr_assert_eq(count_links(&bench, &got), 0, "the other account has none");
    sb_close(&bench);
}

/* `data` of an answer, as written. */
static const char *data_of(sb *bench, const pl_sandbox_response *response) {
    return sb_value(bench, response, "/data");
}

Test(links, show_and_list_repeat_what_create_said, .timeout = 10) {
    static const char body[] =
        "{\"reff_no\":\"r\",\"title\":\"\\u00e9\\/\",\"max_usage\":3,\"total_amount\":0.30,"
        "\"items\":[{\"name\":\"A\",\"quantity\":3,\"unit_price\":0.1}],"
        "\"expired_at\":\"1760000000000\",\"whitelisted_payment_method\":[\"QRIS\"],"
        "\"redirect_url\":\"https://a.example/\",\"optional_metadata\":{\"k\":[1.0,{}]}}";
    sb bench;
    sb_open(&bench, NULL);
    const pl_bytes none = {NULL, 0};
    const pl_sandbox_response made = sb_create(&bench, "create", pl_bytes_of(body));
    const char *suffix = pl_arena_printf(&bench.arena, "/%s", sb_value(&bench, &made, "/data/id"));
    const char *said = data_of(&bench, &made);
    cr_assert_eq(made.status, 200);
    const pl_sandbox_response shown =
        sb_call_as(&bench, "show", 0, "GET", sb_path(&bench, suffix), none);
    cr_assert_str_eq(data_of(&bench, &shown), said, "show");
    const pl_sandbox_response listed =
        sb_call_as(&bench, "list", 0, "GET", sb_path(&bench, ""), none);
    cr_assert_str_eq(sb_value(&bench, &listed, "/data/0"), said, "list");
    sb_close(&bench);
}

Test(links, a_link_expires_as_time_goes_by, .timeout = 10) {
    static const char body[] =
        "{\"reff_no\":\"r\",\"title\":\"T\",\"max_usage\":1,\"total_amount\":1,"
        "\"items\":[{\"name\":\"A\",\"quantity\":1,\"unit_price\":1}],"
        "\"expired_at\":\"1750000001000\"}";
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_response made = sb_create(&bench, "create", pl_bytes_of(body));
    const char *suffix = pl_arena_printf(&bench.arena, "/%s", sb_value(&bench, &made, "/data/id"));
    const struct {
        int64_t now_ms;
        const char *expired;
    } moments[] = {{SB_NOW_MS + 999, "false"}, {SB_NOW_MS + 1000, "true"}};
    for (size_t i = 0; i < PL_COUNT(moments); i++) {
        bench.now_ms = moments[i].now_ms;
        const pl_sandbox_response got =
            sb_call_as(&bench, "show", 0, "GET", sb_path(&bench, suffix), (pl_bytes){NULL, 0});
        cr_assert_str_eq(sb_value(&bench, &got, "/data/is_expired"), moments[i].expired);
        cr_assert_str_eq(sb_value(&bench, &got, "/data/created_at"),
                         "\"2025-06-15T22:06:40+07:00\"");
    }
    sb_close(&bench);
}

Test(links, delete_says_so, .timeout = 10) {
    sb bench;
    sb_open(&bench, NULL);
    const pl_sandbox_response made = sb_create(&bench, "create", pl_bytes_of(SB_GOOD_BODY));
    const char *suffix = pl_arena_printf(&bench.arena, "/%s", sb_value(&bench, &made, "/data/id"));
    const pl_sandbox_response gone =
        sb_call_as(&bench, "delete", 0, "DELETE", sb_path(&bench, suffix), (pl_bytes){NULL, 0});
    cr_assert_eq(gone.status, 200);
    cr_assert_eq(sb_value(&bench, &gone, "/data/message")[0], '"', "a message");
    const pl_sandbox_response next = sb_create(&bench, "create", pl_bytes_of(SB_GOOD_BODY));
    cr_assert_str_neq(sb_value(&bench, &next, "/data/id"), sb_value(&bench, &made, "/data/id"),
                      "an id comes back");
    sb_close(&bench);
}
