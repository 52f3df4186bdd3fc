/* The verdict on a response body. Input: a digit that picks the documented status ('0' is the first one), then
 * the body.
 * P1 to P4, P7 to P9 as in fuzz_request.c      P5 a body conforms to one status at most */
#include "law_util.h"

/* The next documented status would have to be refused, unless a name stands twice or `status` is an integer but for
 * what binary floating point does not see: then it is open which value counts. */
static void check_other_status(const fz_judged *judged, size_t row) {
    const int other = pl_contract_answers[(row + 1) % pl_contract_answer_count].status;
    fz_opinion opinion = {0};
    const pl_report *report = &judged->opinion.report;
    if (judged->opinion.verdict == PL_REJECT || !judged->opinion.readable ||
        fz_reports(report, PL_KEYWORD_DUPLICATE_NAME) || fz_reports(report, PL_KEYWORD_TYPE)) {
        return;
    }
    FZ_CHECK(fz_judge(other, judged->text, NULL, fz_second_arena(), &opinion) == PL_OK);
    FZ_CHECK(opinion.verdict == PL_REJECT); /* P5 */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    if (size > FZ_BODY_BYTES_MAX) { return 0; }
    const size_t row = (size_t)(uint8_t)(fz_u8(&reader) - '0') % pl_contract_answer_count;
    const pl_bytes text = fz_rest_copy(&reader);
    const fz_judged judged = fz_check_laws(pl_contract_answers[row].status, text);
    check_other_status(&judged, row);
    fz_free(text);
    return 0;
}
