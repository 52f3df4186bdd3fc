/* Requests over HTTP, through libcurl: the one target with I/O, clock and network. It calls the server that
 * PAYLINK_BASE_URL names, with the settings of `paylink run`, and never the production host; without that setting, the
 * embedded sandbox on a free loopback port. Input: a first line that says how the request differs from a good one
 * (call_util.h), then the body, in which the first twelve '~' become a text that no other request has.
 * P1 the answer has no violation: the checks of a run judge it, by what our own judge says of the body
 * P2 an input takes seconds at most; a lost answer, 429, 502 to 504 and a refused token are violations of the embedded
 *    sandbox; of another server, which a limit or a proxy may stand before, they are counted and told at the end
 * P3 what was created is deleted, in between and at the end */
#include "live_util.h"

static fz_live live;

static void finish(void) {
    fz_live_clean(&live);
    fz_live_report(&live);
    pl_session_done(&live.session);
    pl_target_close(&live.target);
}

static void call_server(pl_bytes line, pl_bytes body, size_t fresh_at, pl_arena *arena) {
    fz_call call = {.later_ms = 0};
    const pl_context context = {.now_ms = pl_clock_ms(),
                                .payment_methods = live.session.payment_methods,
                                .payment_method_count = live.session.payment_method_count};
    pl_wire wire;
    pl_http_response response;
    int64_t sent_ms = 0;
    fz_take_words(&live.menu, (fz_reader){line.ptr, line.len}, &call);
    if (!fz_can_ask(&live, &call)) { return; }
    fz_call_make(&call, body, &context, false, arena);
    fz_demand_less(&live, fresh_at, &call.test, arena);
    if (!fz_send(&live, &call.test, arena, &sent_ms, &wire, &response)) { return; } /* P2 */
    fz_remember(&live, &call.test, &wire, &response, arena);                        /* P3 */
    const size_t violations = fz_judge_live(&live, &call.test, &wire, &response, sent_ms, arena);
    if (violations > 0) { fz_live_clean(&live); } /* an abort runs no handler */
    FZ_CHECK(violations == 0);                    /* P1 */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static pl_arena arena;
    if (size > FZ_BODY_BYTES_MAX) { return 0; }
    if (!live.connected) {
        fz_live_connect(&live);
        FZ_CHECK(atexit(finish) == 0);
    }
    if (live.patience > 0) {
        live.patience--;
        return 0;
    }
    fz_reader reader = {data, size};
    const pl_bytes line = fz_cut(&reader, '\n');
    const pl_bytes body = fz_rest_copy(&reader);
    const size_t fresh_at = fz_fresh_place(body);
    if (fresh_at != SIZE_MAX) { fz_freshen(&live, (uint8_t *)body.ptr + fresh_at); }
    call_server(line, body, fresh_at, &arena);
    if (fz_is_embedded(&live)) { fz_store_restore(live.target.sandbox->store, &live.changes); }
    pl_arena_reset(&arena);
    fz_free(body);
    return 0;
}
