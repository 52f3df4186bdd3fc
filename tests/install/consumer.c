/* A merchant's program: is this request worth sending? Exit 0 when the library answers as it should. */
#include <contract/contract.h>
#include <stdio.h>

int main(void) {
    static const pl_bytes request = PL_BYTES_LIT("{\"title\":\"Invoice\",\"max_usage\":0}");
    pl_arena arena = {0};
    pl_json json = {0};
    pl_report report = {0};
    bool readable = false;
    if (pl_contract_judge_request(request, NULL, &arena, &json, &readable, &report) != PL_OK) {
        return 2;
    }
    const pl_verdict verdict = pl_report_verdict(&report);
    printf("%s: %u violations\n", pl_verdict_text(verdict), (unsigned)report.totals[PL_VIOLATION]);
    pl_arena_done(&arena);
    return readable && verdict == PL_REJECT ? 0 : 1;
}
