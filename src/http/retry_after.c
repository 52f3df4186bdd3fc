/* How long an answer asks to be left alone.                                RFC 9110 section 10.2.3 */
#include <assert.h>
#include <stdlib.h>

#include <curl/curl.h>

#include "http/http.h"

enum { MS_OF_A_SECOND = 1000 };

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/* Digits alone. Saturates. */
static bool read_seconds(const char *text, uint64_t *ret_seconds) {
    uint64_t seconds = 0;
    if (*text == '\0') { return false; }
    for (; *text != '\0'; text++) {
        if (!is_digit(*text)) { return false; }
        if (seconds <= UINT32_MAX) { seconds = seconds * 10 + (uint64_t)(*text - '0'); }
    }
    *ret_seconds = seconds;
    return true;
}

/* An HTTP-date in any of its three forms starts with the day's name; libcurl would read other texts as dates too. */
static bool read_date(const char *text, int64_t *ret_seconds) {
    if (text == NULL || *text < 'A' || *text > 'Z') { return false; }
    const time_t moment = curl_getdate(text, NULL);
    if (moment < 0) { return false; }
    *ret_seconds = (int64_t)moment;
    return true;
}

bool pl_http_retry_after(const pl_http_response *response, int64_t now_ms, uint32_t *ret_ms) {
    assert(response != NULL && ret_ms != NULL);
    const char *const value = pl_http_header_of(response, "Retry-After");
    uint64_t seconds = 0;
    int64_t moment = 0;
    if (value == NULL) { return false; }
    if (!read_seconds(value, &seconds)) {
        int64_t now = now_ms / MS_OF_A_SECOND;
        if (!read_date(value, &moment)) { return false; }
        /* By the server's own clock, where it tells: ours may be wrong. */
        (void)read_date(pl_http_header_of(response, "Date"), &now);
        seconds = moment > now ? (uint64_t)(moment - now) : 0;
    }
    *ret_ms =
        seconds > UINT32_MAX / MS_OF_A_SECOND ? UINT32_MAX : (uint32_t)(seconds * MS_OF_A_SECOND);
    return true;
}
