#include <criterion/criterion.h>
#include <string.h>

#include "http/http_internal.h"
#include "test_util.h"

Test(http_buffer, pieces_join, .timeout = 10) {
    static const size_t lens[] = {0, 1, 1023, 1024, 1025, 5000, 0, 3};
    pl_http_buffer buffer = {0};
    uint8_t block[5000];
    uint8_t want[16384];
    size_t want_len = 0;
    for (size_t i = 0; i < PL_COUNT(lens); i++) {
        memset(block, (int)('a' + i), sizeof block);
        uint8_t *in = tu_exact_copy((pl_bytes){block, lens[i]});
        cr_assert_eq(pl_http_buffer_add(&buffer, in, lens[i]), PL_OK, "piece %zu", i);
        free(in);
        memset(want + want_len, (int)('a' + i), lens[i]);
        want_len += lens[i];
        cr_assert_eq(buffer.len, want_len, "piece %zu", i);
    }
    cr_assert_eq(memcmp(buffer.ptr, want, want_len), 0);
    pl_http_buffer_done(&buffer);
    cr_assert_eq(buffer.cap, 0);
    pl_http_buffer_done(&buffer);
}

Test(http_buffer, texts_make_one_string, .timeout = 10) {
    pl_http_buffer buffer = {0};
    cr_assert_eq(pl_http_buffer_add_text(&buffer, "Name"), PL_OK);
    cr_assert_str_eq(buffer.ptr, "Name");
    cr_assert_eq(pl_http_buffer_add_text(&buffer, ": "), PL_OK);
    cr_assert_eq(pl_http_buffer_add_text(&buffer, ""), PL_OK);
    cr_assert_eq(pl_http_buffer_add_text(&buffer, "value"), PL_OK);
    cr_assert_str_eq(buffer.ptr, "Name: value");
    cr_assert_eq(buffer.len, strlen("Name: value"));
    pl_http_buffer_done(&buffer);
}

Test(http_buffer, absurd_length_is_refused, .timeout = 10) {
    pl_http_buffer buffer = {0};
    cr_assert_eq(pl_http_buffer_add(&buffer, "", SIZE_MAX / 2), PL_E_MEMORY);
    cr_assert_eq(buffer.len, 0);
    pl_http_buffer_done(&buffer);
}
