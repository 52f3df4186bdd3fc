/* The verdict on a request body. Input: the body.
 * P1 no crash or over-read          P2 the same bytes have the same verdict
 * P3 violations lie in the document, resolve, and can be told   P4 totals and verdict follow from the list
 * P5 white space around it changes nothing                      P6 nor does an undeclared member forbid or allow
 * P7 without memory: a failure, never another verdict           P8 who knows less forbids no more */
#include "verdict_util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    if (size > FZ_TEXT_BYTES_MAX) { return 0; }
    const pl_bytes text = fz_rest_copy(&reader);
    pl_arena arena = {0};
    fz_opinion opinion = {0};
    FZ_CHECK(fz_judge(0, text, &fz_world, &arena, &opinion) == PL_OK);
    fz_check_violations(&opinion, text, &arena);                           /* P3 P4 */
    fz_check_altered(0, fz_insert(text, 0, ""), &opinion, fz_same_totals); /* P2 */
    fz_check_alterations(0, text, &opinion);                               /* P5 P6 */
    fz_check_memory(0, text, &opinion);                                    /* P7 */

    fz_opinion ignorant = {0};
    FZ_CHECK(fz_judge(0, text, NULL, &arena, &ignorant) == PL_OK);
    FZ_CHECK(ignorant.report.totals[PL_VIOLATION] <= opinion.report.totals[PL_VIOLATION]); /* P8 */
    pl_arena_done(&arena);
    fz_free(text);
    return 0;
}
