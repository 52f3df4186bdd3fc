/* Moments, RFC 3339, and Unix milliseconds, against PCRE2 and the C library's calendar.
 * Input: a moment, '|', milliseconds, '|', an offset in minutes; what is missing is not asked for.
 * P1 no crash or over-read              P2 the grammar is PCRE2's, the moments that exist and their instants timegm's
 * P3 a failure leaves the out-param alone     P4 the fields of an instant at an offset are gmtime_r's
 * P5 format writes what parse and PCRE2 read as the same moment, as short as it can be
 * P6 Unix milliseconds are exactly 13 digits, and strtoll's value */
#define _DEFAULT_SOURCE /* timegm */
#include "datetime_oracle.h"
#include "line_util.h"

static const pl_datetime untouched = {.year = 77, .unix_ms = 77};

static void check_instant(int64_t unix_ms, int16_t offset) {
    pl_datetime want = untouched, got = untouched, back = untouched, read = untouched;
    char text[PL_DATETIME_TEXT_BYTES_MAX] = "";
    const pl_status status = fz_moment_of(unix_ms, offset, &want);
    FZ_CHECK(pl_datetime_of(unix_ms, offset, &got) == status &&
             fz_same_moment(&got, &want)); /* P3 P4 */
    FZ_CHECK(pl_datetime_format(unix_ms, offset, text) == status);
    if (status != PL_OK) { return; }
    const size_t len = unix_ms % 1000 == 0 ? 25 : 29;
    FZ_CHECK(memchr(text, '\0', sizeof text) == text + len);
    FZ_CHECK(text[10] == 'T' && text[len - 6] == (offset < 0 ? '-' : '+'));
    const pl_bytes written = {(const uint8_t *)text, len};
    FZ_CHECK(pl_datetime_parse(written, &back) == PL_OK && fz_same_moment(&back, &want)); /* P5 */
    FZ_CHECK(fz_moment_read(written, &read) == PL_OK && fz_same_moment(&read, &want));
}

/* The number that the text starts with; *ret_whole: it is 13 digits and nothing else. */
static int64_t number_of(pl_bytes text, bool *ret_whole) {
    char digits[32] = "";
    memcpy(digits, text.ptr, text.len < sizeof digits - 1 ? text.len : sizeof digits - 1);
    *ret_whole = text.len == 13 && strspn(digits, "0123456789") == 13;
    return strtoll(digits, NULL, 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_moment_start();
    fz_reader reader = {data, size};
    const pl_bytes text = fz_cut_copy(&reader, '|');
    const pl_bytes ms_text = fz_cut_copy(&reader, '|');
    const pl_bytes offset_text = fz_rest_copy(&reader);
    bool is_unix_ms = false, ignored = false;
    const int64_t ms = number_of(ms_text, &is_unix_ms);
    const int64_t offset = number_of(offset_text, &ignored);

    pl_datetime want = untouched, got = untouched;
    const pl_status status = fz_moment_read(text, &want);
    FZ_CHECK(pl_datetime_parse(text, &got) == status && fz_same_moment(&got, &want)); /* P2 P3 */
    if (status == PL_OK) { check_instant(got.unix_ms, got.offset_minutes); }
    if (ms_text.len > 0) { check_instant(ms, (int16_t)offset); }
    int64_t unix_ms = -1;
    FZ_CHECK(pl_unix_ms_parse(ms_text, &unix_ms) == (is_unix_ms ? PL_OK : PL_E_SYNTAX));
    FZ_CHECK(unix_ms == (is_unix_ms ? ms : -1)); /* P3 P6 */
    fz_free(offset_text);
    fz_free(ms_text);
    fz_free(text);
    return 0;
}
