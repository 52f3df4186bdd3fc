/* The embedded sandbox's handler, without a socket. Input: a first line that says what the request is (call_util.h, and
 * "!METHOD TARGET|Name: value" for a raw one in sandbox_util.h), then the body. The store is in memory, and as before
 * after every input.
 * P1 no crash, over-read or leak   P2 never a 5xx
 * P3 every answer is JSON that repeats the status, and names the methods on 405; HEAD has no body
 * P4 every answer passes the checks of a run: the status that the contract has for such a request, the envelope, on a
 *    created link the echo; a stranger is never let in
 * P5 the same input has the same answer, byte for byte
 * P6 a created link is shown as it was answered, can be deleted once, and is gone
 * P7 without memory: PL_E_MEMORY, and no answer */
#include "sandbox_law_util.h"

static void check(fz_house *house, pl_bytes line, pl_bytes body, pl_arena *arena) {
    static fz_exchange exchange;
    fz_call call;
    const char *account_id = NULL;
    if (!fz_make_exchange(house, line, body, &call, arena, &exchange, &account_id)) { return; }
    const uint64_t pick = fz_hash(line) + body.len;
    FZ_CHECK(pl_sandbox_handle(house->sandbox, &exchange.request, arena, &exchange.response) ==
             PL_OK);
    FZ_CHECK(exchange.response.status >= 200 && exchange.response.status < 500); /* P2 */
    fz_check_envelope(&exchange, arena);                                         /* P3 */
    fz_check_answer(house, &call.test, account_id, &exchange, arena);            /* P4 */
    const bool created = exchange.response.status == 200 && account_id != NULL;
    if (created && fz_is_creation(&call.test) && fz_looks_at(FZ_LAW_CREATED, pick)) {
        fz_check_created(house, &exchange, account_id, arena); /* P6 */
    }
    fz_house_restore(house);
    if (fz_looks_at(FZ_LAW_REPEATED, pick)) { fz_check_repeated(house, &exchange, arena); } /* P5 */
    fz_house_restore(house);
    if (fz_looks_at(FZ_LAW_POOR, pick)) { fz_check_poor(house, &exchange, pick); } /* P7 */
    fz_house_restore(house);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static pl_arena arena;
    fz_house *house = fz_house_get();
    fz_reader reader = {data, size};
    if (size > FZ_BODY_BYTES_MAX) { return 0; }
    const pl_bytes choices = fz_take_copy(&reader, fz_line_len(data, size));
    const pl_bytes body = fz_rest_copy(&reader);
    fz_reader line = {choices.ptr, choices.len};
    check(house, fz_cut(&line, '\n'), body, &arena);
    pl_arena_reset(&arena);
    fz_free(body);
    fz_free(choices);
    return 0;
}
