/* Parses with json-c and does nothing else. A yardstick for scripts/fuzz-speed, no target. */
#include <json-c/json.h>

#include "fuzz_util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    const pl_bytes text = fz_rest_copy(&reader);
    json_tokener *tokener = json_tokener_new();
    FZ_CHECK(tokener != NULL);
    json_object_put(json_tokener_parse_ex(tokener, (const char *)text.ptr, (int)text.len));
    json_tokener_free(tokener);
    fz_free(text);
    return 0;
}
