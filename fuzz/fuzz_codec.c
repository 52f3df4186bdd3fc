/* The typed structs. Input: a first line that starts with 'l' for a payment link, with anything else for a request;
 * then the document.
 * P1 no crash, over-read or leak   P2 a failure leaves the out-param alone and points at what is wrong
 * P3 the struct says what the document says, member by member
 * P4 what is decoded can be encoded, decodes to an equal struct, and is written the same again
 * P5 the new document has the declared members with equal values, in the contract's order, and nothing else
 * P6 it is judged as the old one, as far as the codec keeps it
 * P7 without memory: PL_E_MEMORY, and the out-param is left alone
 * P8 any bytes as a text or as metadata are written and read back, or refused */
#include "codec_util.h"
#include "line_util.h"

static void check_decoded(const fz_typed *typed, pl_bytes text, uint64_t pick, pl_arena *arena) {
    fz_opinion old = {0};
    fz_opinion new = {0};
    fz_typed back = {.is_link = typed->is_link};
    pl_bytes written = {0};
    FZ_CHECK(fz_judge_typed(typed->is_link, text, arena, &old) == PL_OK && old.readable);
    fz_struct_is(&old.json, typed); /* P3 */
    arena->request_count = 0;
    FZ_CHECK(fz_encode(typed, arena, &written) == PL_OK); /* P4 */
    const size_t requests = arena->request_count;
    FZ_CHECK(fz_judge_typed(typed->is_link, written, arena, &new) == PL_OK && new.readable);
    const fz_place root = {&old.json, fz_typed_schema(typed), 0};
    fz_same_members(root, &new.json, 0, arena);                                           /* P5 */
    fz_same_verdict(&old, &new);                                                          /* P6 */
    FZ_CHECK(fz_decode_node(&new.json, arena, &back) == PL_OK && fz_equal(typed, &back)); /* P4 */
    if (fz_looks_at(FZ_LAW_AGAIN, pick)) { fz_check_again(&back, written, arena); }       /* P4 */
    if (!fz_looks_at(FZ_LAW_POOR_ENCODE, pick)) { return; }
    fz_check_poor_encode(typed, requests, pick); /* P7 */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const pl_bytes nowhere = PL_BYTES_LIT("nowhere");
    static pl_arena arena;
    fz_reader reader = {data, size};
    if (size > FZ_TEXT_BYTES_MAX) { return 0; }
    const pl_bytes choice = fz_cut(&reader, '\n');
    const pl_bytes text = fz_rest_copy(&reader);
    const uint64_t pick = fz_hash(text);
    fz_typed typed = {.is_link = choice.len > 0 && choice.ptr[0] == 'l'};
    pl_bytes at = nowhere;
    fz_mark(&typed);
    arena.request_count = 0;
    const pl_status status = fz_decode(text, &arena, &typed, &at);
    if (fz_looks_at(FZ_LAW_POOR_DECODE, pick)) { /* P7 */
        fz_check_poor_decode(text, typed.is_link, status, arena.request_count, pick);
    }
    if (status == PL_OK) {
        FZ_CHECK(at.ptr == nowhere.ptr);
        check_decoded(&typed, text, pick, &arena); /* P3 P4 P5 P6 P7 */
    } else {
        FZ_CHECK(fz_is_marked(&typed) && at.ptr != nowhere.ptr); /* P2 */
        fz_check_culprit(text, at, &arena);                      /* P2 */
    }
    if (fz_looks_at(FZ_LAW_ANY_BYTES, pick)) { fz_check_any_bytes(text, pick, &arena); } /* P8 */
    pl_arena_reset(&arena);
    fz_free(text);
    return 0;
}
