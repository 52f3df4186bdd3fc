/* A client for tests of http/: short time-outs, no proxy from outside. */
#ifndef PL_TESTS_CLIENT_H
#define PL_TESTS_CLIENT_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "http/http.h"
#include "test_util.h"

enum { TC_TIMEOUT_MS = 5000 };

/* The environment of whoever runs the tests must not decide them. A test runs in a process of
 * its own. */
static inline void tc_forget_proxies(void) {
    static const char *const names[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                        "ALL_PROXY",  "no_proxy",    "NO_PROXY"};
    for (size_t i = 0; i < PL_COUNT(names); i++) { (void)unsetenv(names[i]); }
}

/* base_url and what is not 0 in config; the rest has defaults. */
static inline pl_http *tc_client_with(const char *base_url, pl_http_config config) {
    pl_http *http = NULL;
    config.base_url = base_url;
    if (config.timeout_ms == 0) { config.timeout_ms = TC_TIMEOUT_MS; }
    if (config.connect_timeout_ms == 0) { config.connect_timeout_ms = TC_TIMEOUT_MS; }
    if (config.concurrency == 0) { config.concurrency = 1; }
    tc_forget_proxies();
    cr_assert_eq(pl_http_new(&config, &http), PL_OK, "client for %s", base_url);
    return http;
}

static inline pl_http *tc_client(const char *base_url) {
    return tc_client_with(base_url, (pl_http_config){0});
}

static inline pl_bytes tc_text(const char *text) {
    return pl_bytes_of(text);
}

#endif
