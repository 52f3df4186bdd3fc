/* Does nothing: what libFuzzer itself costs. A yardstick for scripts/fuzz-speed, no target. */
#include "fuzz_util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    (void)data;
    (void)size;
    return 0;
}
