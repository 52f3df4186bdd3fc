/* Fails on purpose. P1 no input is the word that the corpus holds. */
#include "fuzz_util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const pl_bytes word = PL_BYTES_LIT("canary");
    FZ_CHECK(size != word.len || memcmp(data, word.ptr, size) != 0); /* P1 */
    return 0;
}
