#include <criterion/criterion.h>
#include <microhttpd.h>
#include <string.h>

#include "sandbox/manners.h"

typedef struct seen {
    const char *name;
    const char *value;
    size_t count;
} seen;

static enum MHD_Result note(void *user, enum MHD_ValueKind kind, const char *name,
                            const char *value) {
    seen *wanted = user;
    (void)kind;
    if (strcmp(name, wanted->name) == 0 && strcmp(value, wanted->value) == 0) { wanted->count++; }
    return MHD_YES;
}

static const pl_sandbox_field more[] = {{"X-One", "1"}, {"Vary", "Accept"}, {NULL, NULL}};

static const struct manner_case {
    const char *name;
    unsigned manners;
    const char *want_name;
    const char *want_value;
    size_t want;
} cases[] = {
    {"type", 0, "Content-Type", "text/x", 1},
    {"allow", 0, "Allow", "GET", 1},
    {"more", 0, "X-One", "1", 1},
    {"more, last", 0, "Vary", "Accept", 1},
    {"kept", 0, "Connection", "close", 0},
    {"close", PL_MANNER_CLOSE, "Connection", "close", 1},
    {"lower type", PL_MANNER_LOWER, "content-type", "text/x", 1},
    {"lower more", PL_MANNER_LOWER, "x-one", "1", 1},
    {"lower, value", PL_MANNER_LOWER, "vary", "Accept", 1},
    {"chunked type", PL_MANNER_CHUNKED | PL_MANNER_SLOW, "Content-Type", "text/x", 1},
};

Test(manners, headers, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct manner_case *c = &cases[i];
        const pl_sandbox_response answer = {.status = 200,
                                            .content_type = "text/x",
                                            .allow = "GET",
                                            .headers = more,
                                            .manners = c->manners,
                                            .body = PL_BYTES_LIT("body")};
        seen wanted = {.name = c->want_name, .value = c->want_value};
        struct MHD_Response *response = pl_manners_response(&answer);
        cr_assert_not_null(response, "%s", c->name);
        (void)MHD_get_response_headers(response, note, &wanted);
        cr_assert_eq(wanted.count, c->want, "%s: %zu", c->name, wanted.count);
        MHD_destroy_response(response);
    }
}
