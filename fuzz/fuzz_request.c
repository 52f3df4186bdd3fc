/* The verdict on a request body. Input: the body.
 * P1 no crash or over-read; what the list says lies in the document, resolves, and can be told
 * P2 a second judge, by libraries, lists the same deviations
 * P3 the same for the same bytes, with white space around or inside, in another order of the members, in other escapes,
 *    in equal spellings of the numbers       P4 an undeclared member neither forbids nor allows
 * P5 removing an optional member never turns accept into reject    P6 splitting a line item keeps the sum rule
 * P7 without memory: a failure, never another verdict              P8 who knows less forbids no more
 * P9 stopping at the first definite deviation leads to the same verdict */
#include "law_util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > FZ_BODY_BYTES_MAX) { return 0; }
    fz_reader reader = {data, size};
    const pl_bytes text = fz_rest_copy(&reader);
    (void)fz_check_laws(0, text);
    fz_free(text);
    return 0;
}
