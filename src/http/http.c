/* The engine: a pool of libcurl handles in one multi handle, a queue in front of it. */
#include "http/http.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/http_internal.h"
#include "http/sockets_internal.h"

enum { POLL_MS_MAX = 1000, QUEUE_CAP_FIRST = 16, USEFUL_MS = 10 };
static const int64_t SECOND_NS = 1000 * 1000 * 1000, MILLISECOND_NS = 1000 * 1000;

typedef struct waiting {
    const pl_http_request *request;
    pl_http_done *done;
    void *user;
    bool joined; /* starts in the same moment as the one before it */
} waiting;

struct pl_http {
    CURLM *multi;
    pl_http_sockets sockets;
    pl_http_common common;
    pl_http_slot *slots;
    uint32_t slot_count;
    uint32_t busy_count;
    waiting *queue; /* a ring: first in, first out */
    size_t queue_cap;
    size_t queue_first;
    size_t queue_count;
    uint64_t taken_count;   /* requests accepted */
    uint64_t started_count; /* of these, those that left the queue */
    uint64_t expired_count; /* of those, the ones that were not sent */
    int64_t interval_ns;    /* between two starts; 0: no limit */
    int64_t next_start_ns;
    int64_t end_ns; /* nothing goes on after it */
    bool serving;   /* inside serve(): a done callback may be running */
};

static pl_status multi_status(CURLMcode code) {
    if (code == CURLM_OK) { return PL_OK; }
    return code == CURLM_OUT_OF_MEMORY ? PL_E_MEMORY : PL_E_IO;
}

/* --- life ----------------------------------------------------------------------------------- */

static pl_status copy_text(const char *text, char **ret_copy) {
    if (text == NULL) { return PL_OK; }
    char *copy = strdup(text);
    if (copy == NULL) { return PL_E_MEMORY; }
    *ret_copy = copy;
    return PL_OK;
}

static pl_status init(pl_http *http, const pl_http_config *config) {
    http->common.timeout_ms = config->timeout_ms == 0 ? PL_HTTP_TIMEOUT_MS : config->timeout_ms;
    http->common.connect_timeout_ms =
        config->connect_timeout_ms == 0 ? PL_HTTP_CONNECT_TIMEOUT_MS : config->connect_timeout_ms;
    http->interval_ns = config->rate == 0 ? 0 : SECOND_NS / config->rate;
    http->end_ns = INT64_MAX;
    pl_status status = pl_http_origin_init(&http->common.origin, config->base_url);
    if (status != PL_OK) { return status; }
    status = copy_text(config->user_agent, &http->common.user_agent);
    if (status != PL_OK) { return status; }
    status = copy_text(config->ca_file, &http->common.ca_file);
    if (status != PL_OK) { return status; }
    http->multi = curl_multi_init();
    http->slots = calloc(config->concurrency, sizeof *http->slots);
    if (http->multi == NULL || http->slots == NULL) { return PL_E_MEMORY; }
    http->slot_count = config->concurrency;
    for (uint32_t i = 0; i < http->slot_count; i++) {
        http->slots[i].easy = curl_easy_init();
        if (http->slots[i].easy == NULL) { return PL_E_MEMORY; }
    }
    const long kept = (long)http->slot_count;
    status = multi_status(curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, kept));
    return status == PL_OK ? multi_status(pl_http_sockets_init(&http->sockets, http->multi))
                           : status;
}

pl_status pl_http_new(const pl_http_config *config, pl_http **ret_http) {
    assert(config != NULL && ret_http != NULL);
    if (config->base_url == NULL) { return PL_E_ARGUMENT; }
    if (config->concurrency < 1 || config->concurrency > PL_HTTP_CONCURRENCY_MAX) {
        return PL_E_ARGUMENT;
    }
    if (config->user_agent != NULL && !pl_http_field_value_valid(config->user_agent)) {
        return PL_E_ARGUMENT;
    }
    /* libcurl counts these calls; pl_http_free makes the matching one. */
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) { return PL_E_MEMORY; }
    pl_http *http = calloc(1, sizeof *http);
    if (http == NULL) {
        curl_global_cleanup();
        return PL_E_MEMORY;
    }
    const pl_status status = init(http, config);
    if (status != PL_OK) {
        pl_http_free(http);
        return status;
    }
    *ret_http = http;
    return PL_OK;
}

static void slot_done(pl_http *http, pl_http_slot *slot) {
    if (slot->busy) { (void)curl_multi_remove_handle(http->multi, slot->easy); }
    curl_easy_cleanup(slot->easy);
    curl_slist_free_all(slot->lines);
    pl_http_buffer_done(&slot->scratch);
    pl_http_answer_done(&slot->answer);
}

void pl_http_free(pl_http *http) {
    if (http == NULL) { return; }
    assert(!http->serving);
    for (uint32_t i = 0; i < http->slot_count; i++) { slot_done(http, &http->slots[i]); }
    curl_multi_cleanup(http->multi);
    free(http->slots);
    free(http->queue);
    free(http->common.user_agent);
    free(http->common.ca_file);
    pl_http_origin_done(&http->common.origin);
    free(http);
    curl_global_cleanup();
}

void pl_http_shorten(pl_http *http, uint32_t timeout_ms) {
    assert(http != NULL && timeout_ms > 0);
    long *const limits_ms[] = {&http->common.timeout_ms, &http->common.connect_timeout_ms};
    for (size_t i = 0; i < PL_COUNT(limits_ms); i++) {
        if (*limits_ms[i] > (long)timeout_ms) { *limits_ms[i] = (long)timeout_ms; }
    }
}

void pl_http_end_within(pl_http *http, uint32_t left_ms) {
    assert(http != NULL);
    http->end_ns = pl_http_clock_ns() + (int64_t)left_ms * MILLISECOND_NS;
}

/* --- the queue ------------------------------------------------------------------------------ */

static pl_status queue_grow(pl_http *http) {
    const size_t cap = http->queue_cap == 0 ? QUEUE_CAP_FIRST : http->queue_cap * 2;
    waiting *queue = calloc(cap, sizeof *queue);
    if (queue == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < http->queue_count; i++) {
        queue[i] = http->queue[(http->queue_first + i) % http->queue_cap];
    }
    free(http->queue);
    http->queue = queue;
    http->queue_cap = cap;
    http->queue_first = 0;
    return PL_OK;
}

static pl_status queue_put(pl_http *http, waiting entry) {
    if (http->queue_count == http->queue_cap) {
        const pl_status status = queue_grow(http);
        if (status != PL_OK) { return status; }
    }
    assert(http->queue_count < http->queue_cap);
    http->queue[(http->queue_first + http->queue_count) % http->queue_cap] = entry;
    http->queue_count++;
    http->taken_count++;
    return PL_OK;
}

static waiting queue_take(pl_http *http) {
    assert(http->queue_count > 0);
    const waiting entry = http->queue[http->queue_first];
    http->queue_first = (http->queue_first + 1) % http->queue_cap;
    http->queue_count--;
    http->started_count++;
    return entry;
}

/* --- one exchange --------------------------------------------------------------------------- */

/* Tell the caller, and free the slot. */
static void finish(pl_http *http, pl_http_slot *slot, CURLcode code) {
    pl_http_response response;
    pl_http_slot_response(slot, code, http->common.origin.peer, &response);
    assert(slot->busy && http->busy_count > 0);
    slot->done(slot->user, slot->request, &response);
    slot->busy = false;
    slot->repeated = false;
    slot->request = NULL;
    http->busy_count--;
}

/* A request that cannot be started is over at once, with its done called like any other. */
static void start(pl_http *http, pl_http_slot *slot) {
    const int64_t left_ms = (http->end_ns - pl_http_clock_ns()) / MILLISECOND_NS;
    slot->timeout_ms = http->common.timeout_ms;
    if (left_ms < slot->timeout_ms) { slot->timeout_ms = left_ms < 1 ? 1 : (long)left_ms; }
    const pl_status prepared = pl_http_slot_prepare(slot, &http->common);
    if (prepared != PL_OK) {
        finish(http, slot, CURLE_OUT_OF_MEMORY);
        return;
    }
    const CURLMcode code = curl_multi_add_handle(http->multi, slot->easy);
    if (code != CURLM_OK) { finish(http, slot, CURLE_OUT_OF_MEMORY); }
}

static pl_http_slot *free_slot(pl_http *http) {
    for (uint32_t i = 0; i < http->slot_count; i++) {
        if (!http->slots[i].busy) { return &http->slots[i]; }
    }
    assert(http->busy_count == http->slot_count);
    return NULL;
}

/* --- the loop ------------------------------------------------------------------------------- */

/* Starts are spaced evenly. A late one does not delay the next, but time that was not used is
 * not made up for by a burst. */
static void note_start(pl_http *http, int64_t now_ns) {
    const bool late = now_ns - http->next_start_ns > http->interval_ns;
    http->next_start_ns = (late ? now_ns : http->next_start_ns) + http->interval_ns;
}

/* The time is over, or nearly so that no answer could come in it: what still waits is not sent. */
static void expire_waiting(pl_http *http) {
    static const pl_http_response unsent = {.failure = PL_HTTP_EXPIRED, .failure_text = ""};
    while (http->queue_count > 0 &&
           pl_http_clock_ns() >= http->end_ns - USEFUL_MS * MILLISECOND_NS) {
        const waiting entry = queue_take(http);
        http->expired_count++;
        entry.done(entry.user, entry.request, &unsent);
    }
}

/* Is there something to start, and room for it? The first of a pair waits for room for both. */
static bool has_room(const pl_http *http) {
    if (http->queue_count == 0) { return false; }
    const waiting *const second = &http->queue[(http->queue_first + 1) % http->queue_cap];
    const bool pair = http->queue_count > 1 && second->joined;
    return http->busy_count + (pair ? 2U : 1U) <= http->slot_count;
}

static void start_waiting(pl_http *http) {
    expire_waiting(http);
    while (has_room(http)) {
        const int64_t now_ns = pl_http_clock_ns();
        const bool joined = http->queue[http->queue_first].joined;
        if (now_ns < http->next_start_ns && !joined) { return; }
        note_start(http, now_ns);
        const waiting entry = queue_take(http);
        pl_http_slot *slot = free_slot(http);
        assert(slot != NULL);
        slot->request = entry.request;
        slot->done = entry.done;
        slot->user = entry.user;
        slot->busy = true;
        http->busy_count++;
        start(http, slot);
    }
}

static pl_status end_slot(pl_http *http, CURL *easy, CURLcode result) {
    char *private = NULL;
    const CURLcode code = curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
    assert(code == CURLE_OK && private != NULL);
    (void)code;
    pl_http_slot *slot = (pl_http_slot *)(void *)private;
    const bool again = pl_http_slot_is_stale(slot, result);
    const CURLMcode removed = curl_multi_remove_handle(http->multi, easy);
    if (removed != CURLM_OK) { return multi_status(removed); }
    if (again) {
        slot->repeated = true;
        start(http, slot);
    } else {
        finish(http, slot, result);
    }
    return PL_OK;
}

static pl_status end_finished(pl_http *http, bool *ret_any) {
    int left = 0;
    bool any = false;
    for (;;) {
        const CURLMsg *message = curl_multi_info_read(http->multi, &left);
        if (message == NULL) { break; }
        if (message->msg != CURLMSG_DONE) { continue; }
        any = true;
        const pl_status status = end_slot(http, message->easy_handle, message->data.result);
        if (status != PL_OK) { return status; }
    }
    *ret_any = any;
    return PL_OK;
}

static int64_t sooner_ms(int64_t wait_ms, int64_t moment_ns) {
    const int64_t left_ns = moment_ns - pl_http_clock_ns();
    if (left_ns <= 0) { return 0; }
    return left_ns / MILLISECOND_NS < wait_ms ? left_ns / MILLISECOND_NS + 1 : wait_ms;
}

/* Until a socket moves, libcurl has a deadline, the next start is due, or the time is over. */
static void wait_for_more(pl_http *http) {
    int64_t wait_ms = POLL_MS_MAX;
    if (http->queue_count > 0) { wait_ms = sooner_ms(wait_ms, http->end_ns); }
    if (has_room(http)) { wait_ms = sooner_ms(wait_ms, http->next_start_ns); }
    assert(wait_ms >= 0 && wait_ms <= POLL_MS_MAX);
    pl_http_sockets_wait(&http->sockets, wait_ms);
}

/* One turn: start what may start, move bytes, end what is over. */
static pl_status turn(pl_http *http, bool *ret_any_ended) {
    start_waiting(http);
    const pl_status status = multi_status(pl_http_sockets_move(&http->sockets, http->multi));
    if (status != PL_OK) { return status; }
    return end_finished(http, ret_any_ended);
}

/* Until the first `serial` requests have been started, and, when to_the_end, none is left. */
static pl_status serve(pl_http *http, uint64_t serial, bool to_the_end) {
    pl_status status = PL_OK;
    assert(!http->serving);
    http->serving = true;
    for (;;) {
        bool any_ended = false;
        status = turn(http, &any_ended);
        if (status != PL_OK) { break; }
        const bool idle = http->busy_count == 0 && http->queue_count == 0;
        if (to_the_end ? idle : http->started_count >= serial) { break; }
        if (any_ended) { continue; } /* a slot is free: use it before waiting */
        wait_for_more(http);
    }
    http->serving = false;
    return status;
}

pl_status pl_http_submit(pl_http *http, const pl_http_request *request, pl_http_done *done,
                         void *user) {
    assert(http != NULL && request != NULL && done != NULL);
    if (!pl_http_request_valid(request)) { return PL_E_ARGUMENT; }
    const pl_status status =
        queue_put(http, (waiting){.request = request, .done = done, .user = user});
    if (status != PL_OK) { return status; }
    return http->serving ? PL_OK : serve(http, http->taken_count, false);
}

pl_status pl_http_submit_pair(pl_http *http, const pl_http_pair *pair, pl_http_done *done) {
    assert(http != NULL && pair != NULL && done != NULL);
    assert(!http->serving && http->slot_count >= 2);
    for (size_t i = 0; i < 2; i++) {
        if (!pl_http_request_valid(pair->requests[i])) { return PL_E_ARGUMENT; }
    }
    while (http->queue_cap - http->queue_count < 2) {
        const pl_status status = queue_grow(http);
        if (status != PL_OK) { return status; }
    }
    for (size_t i = 0; i < 2; i++) {
        const waiting entry = {pair->requests[i], done, pair->users[i], i > 0};
        const pl_status status = queue_put(http, entry);
        assert(status == PL_OK); /* there is room */
        (void)status;
    }
    return serve(http, http->taken_count, false);
}

pl_status pl_http_drain(pl_http *http) {
    assert(http != NULL && !http->serving);
    return serve(http, 0, true);
}

bool pl_http_is_idle(const pl_http *http) {
    assert(http != NULL);
    return !http->serving && http->busy_count == 0 && http->queue_count == 0;
}

uint64_t pl_http_request_count(const pl_http *http) {
    assert(http != NULL);
    return http->started_count - http->expired_count;
}
