/* How an exchange ended, in the words of pl_http_response. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "http/http_internal.h"

/* libcurl's own repetition covers a connection that is found closed while the answer is awaited,
 * not one that breaks while the request is written. A byte of an answer means that the server is
 * alive. */
bool pl_http_slot_is_stale(const pl_http_slot *slot, CURLcode code) {
    long connects = 1;
    if (code != CURLE_SEND_ERROR && code != CURLE_RECV_ERROR && code != CURLE_GOT_NOTHING) {
        return false;
    }
    if (slot->repeated || slot->answer.head_bytes > 0) { return false; }
    if (curl_easy_getinfo(slot->easy, CURLINFO_NUM_CONNECTS, &connects) != CURLE_OK) {
        return false;
    }
    return connects == 0;
}

/* A single header line above libcurl's own limit is "out of memory" to it. */
static bool is_too_large(const pl_http_slot *slot, CURLcode code) {
    if (slot->answer.trouble == PL_E_SIZE) { return true; }
    return code == CURLE_OUT_OF_MEMORY && slot->answer.stage == PL_HTTP_STAGE_HEADERS;
}

static const char *failure_words(const pl_http_slot *slot, CURLcode code) {
    if (is_too_large(slot, code)) { return "more than the limit"; }
    if (slot->answer.trouble == PL_E_MEMORY) { return "out of memory"; }
    if (code == CURLE_OK) { return ""; }
    return slot->error[0] != '\0' ? slot->error : curl_easy_strerror(code);
}

static pl_http_failure failure_kind(const pl_http_slot *slot, CURLcode code, const char *peer) {
    pl_http_ending ending = {.code = code, .text = failure_words(slot, code), .peer = peer};
    /* What libcurl cannot tell stays 0, which is what these values mean then. */
    (void)curl_easy_getinfo(slot->easy, CURLINFO_HTTP_CONNECTCODE, &ending.connect_status);
    (void)curl_easy_getinfo(slot->easy, CURLINFO_OS_ERRNO, &ending.os_error);
    if (is_too_large(slot, code)) { return PL_HTTP_TOO_LARGE; }
    if (slot->answer.trouble == PL_E_MEMORY) { return PL_HTTP_OTHER; }
    return pl_http_failure_of(&ending);
}

/* A proxy that was connected to is named by its address; one that was not stands in libcurl's
 * words. */
static void name_proxy(pl_http_slot *slot) {
    char *address = NULL;
    long port = 0;
    if (curl_easy_getinfo(slot->easy, CURLINFO_PRIMARY_IP, &address) != CURLE_OK ||
        curl_easy_getinfo(slot->easy, CURLINFO_PRIMARY_PORT, &port) != CURLE_OK ||
        address == NULL || address[0] == '\0') {
        return;
    }
    const size_t len = strlen(slot->error);
    (void)snprintf(slot->error + len, sizeof slot->error - len, "%sproxy %s port %ld",
                   len == 0 ? "" : ", ", address, port);
}

void pl_http_slot_response(pl_http_slot *slot, CURLcode code, const char *peer,
                           pl_http_response *ret_response) {
    long status = 0;
    curl_off_t microseconds = 0;
    /* What libcurl cannot tell stays 0, which is what these values mean then. */
    (void)curl_easy_getinfo(slot->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(slot->easy, CURLINFO_TOTAL_TIME_T, &microseconds);
    if (slot->answer.head_bytes == 0) { status = 0; } /* or it would be an earlier exchange's */
    pl_http_answer_finish(&slot->answer);
    const pl_http_failure failure = failure_kind(slot, code, peer);
    if (failure == PL_HTTP_PROXY) { name_proxy(slot); }
    *ret_response = (pl_http_response){
        .failure = failure,
        .failure_text = failure_words(slot, code),
        .status = (int)status,
        .headers = slot->answer.headers,
        .header_count = slot->answer.header_count,
        .body = {(const uint8_t *)slot->answer.body.ptr, slot->answer.body.len},
        .seconds = (double)microseconds / 1e6,
        .repeated = slot->repeated || slot->send_count > 1,
    };
}
