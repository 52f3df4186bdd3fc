/* The verdict on a response body. Input: a digit that picks the documented status ('0' is the first one), then
 * the body.
 * P1 no crash or over-read          P2 the same bytes have the same verdict
 * P3 violations lie in the document, resolve, and can be told   P4 totals and verdict follow from the list
 * P5 white space around it changes nothing                      P6 nor does an undeclared member forbid or allow
 * P7 without memory: a failure, never another verdict           P8 a body conforms to one status at most */
#include "verdict_util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    if (size > FZ_TEXT_BYTES_MAX) { return 0; }
    const size_t row = (size_t)(uint8_t)(fz_u8(&reader) - '0') % pl_contract_answer_count;
    const int status = pl_contract_answers[row].status;
    const pl_bytes text = fz_rest_copy(&reader);
    pl_arena arena = {0};
    fz_opinion opinion = {0};
    FZ_CHECK(fz_judge(status, text, &fz_world, &arena, &opinion) == PL_OK);
    fz_check_violations(&opinion, text, &arena);                                /* P3 P4 */
    fz_check_altered(status, fz_insert(text, 0, ""), &opinion, fz_same_totals); /* P2 */
    fz_check_alterations(status, text, &opinion);                               /* P5 P6 */
    fz_check_memory(status, text, &opinion);                                    /* P7 */

    const size_t next = (row + 1) % pl_contract_answer_count;
    fz_opinion other = {0};
    FZ_CHECK(fz_judge(pl_contract_answers[next].status, text, NULL, &arena, &other) == PL_OK);
    const bool either = opinion.verdict == PL_REJECT || other.verdict == PL_REJECT;
    FZ_CHECK(either || !opinion.readable ||
             fz_reports(&opinion.report, PL_KEYWORD_DUPLICATE_NAME)); /* P8 */
    pl_arena_done(&arena);
    fz_free(text);
    return 0;
}
