/* What json-c 0.16 reads wrongly, so that it is no oracle there. */
#ifndef PL_FUZZ_JSON_C_UTIL_H
#define PL_FUZZ_JSON_C_UTIL_H

#include "json/json.h"

/* Does the string hold a pair of escapes that json-c takes for half of one? It looks at the low 16 bits of the code
 * point only: U+1DA0F ends in those of a surrogate. */
static inline bool fz_defeats_json_c(const pl_json *json, uint32_t node) {
    pl_json_chars chars = {pl_json_inside(json, node)};
    uint32_t point = 0;
    if ((json->nodes[node].marks & PL_JSON_ESCAPED) == 0) { return false; }
    while (pl_json_chars_next(&chars, &point) != PL_JSON_CHAR_END) {
        if (point > 0xFFFF && (point & 0xF800) == 0xD800) { return true; }
    }
    return false;
}

#endif
