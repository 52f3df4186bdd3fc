/* A server to talk to: the one that PAYLINK_BASE_URL names, with the merchant of PAYLINK_*, or the embedded
 * sandbox when nothing is named. */
#ifndef PL_CONTRACT_LIVE_H
#define PL_CONTRACT_LIVE_H

#include "contract/contract.h"
#include "http/credentials.h"
#include "sandbox/sandbox.h"

enum { LIVE_PATH_BYTES = 256, LIVE_LINKS_MAX = 8 };

/* One conversation; a test's own, since Criterion runs each test in a process of its own. */
typedef struct live {
    pl_sandbox *sandbox; /* NULL for a server elsewhere */
    pl_settings settings;
    pl_token token;
    pl_http *http;
    pl_arena arena;
    int64_t now_ms;
    int64_t links[LIVE_LINKS_MAX]; /* created, to be deleted */
    size_t link_count;
} live;

/* Alterations of a call that is otherwise right; NULL: as it should be. */
typedef struct live_call {
    const char *method;
    const char *account_id;
    const char *authorization; /* "": the header is left out */
    const char *partner_id;    /* "": the header is left out */
    const char *body;
} live_call;

/* An answer, judged by the contract of its status. */
typedef struct live_answer {
    pl_http_response response;
    pl_json json;
    pl_report report;
} live_answer;

/* Both fail the test where they cannot do their work. */
void live_open(live *server);
void live_close(live *server);

/* A body that must be accepted, with a reference number of its own. In the arena. */
const char *live_good_body(live *server, const char *name);

/* Call the create operation, want this status, and judge the envelope: any violation fails the test. A link that
 * was created is deleted by live_close. name stands before every message. */
void live_call_create(live *server, const char *name, const live_call *call, int want_status,
                      live_answer *ret_answer);

/* The raw text of a member of an object, or an empty view. */
pl_bytes live_member(const pl_json *json, uint32_t object, const char *member);

#endif
