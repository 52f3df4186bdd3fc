#include <assert.h>
#include <string.h>

#include "sandbox/fault_maker_internal.h"

/* A server that does not answer, or not always. */

static const char group_availability[] = "availability";

enum { CALLS_OF_A_LIFE = 40 };

typedef struct outage_row {
    const char *name;
    const char *words;
    int of;            /* answers with this status; 0: all */
    unsigned spared;   /* calls that are answered first */
    unsigned every;    /* one in so many; 0: all */
    unsigned manner;   /* of the answer */
    int status;        /* instead; 0: the answer's own */
    bool undocumented; /* too few to say that the server cannot be tested: a run gets over them */
} outage_row;

/* clang-format off */
static const outage_row rows[] = {
    {"closes",             "every call ends without an answer",             0,   0, 0, PL_MANNER_CUT, 0,   false},
    {"hangs",              "no call is ever answered",                      0,   0, 0, PL_MANNER_HANG,  0,   false},
    {"cuts",               "every answer ends in its middle",               0,   0, 0, PL_MANNER_HALF,   0,   false},
    {"unavailable",        "every call is answered 503",                    0,   0, 0, 0, 503, false},
    {"too-many",           "every call is answered 429",                    0,   0, 0, 0, 429, false},
    {"dies-closing",       "after some calls every one ends without an answer", 0, CALLS_OF_A_LIFE, 0, PL_MANNER_CUT, 0, false},
    {"dies-hanging",       "after some calls none is answered",             0,   CALLS_OF_A_LIFE, 0, PL_MANNER_HANG, 0, false},
    {"dies-unavailable",   "after some calls every one is answered 503",    0,   CALLS_OF_A_LIFE, 0, 0,503, false},
    {"dies-too-many",      "after some calls every one is answered 429",    0,   CALLS_OF_A_LIFE, 0, 0,429, false},
    {"refusals-close",     "no invalid request gets an answer",             422, 0, 0, PL_MANNER_CUT, 0,   false},
    {"refusals-hang",      "an invalid request waits for ever",             422, 0, 0, PL_MANNER_HANG,  0,   false},
    {"refusals-cut",       "the answer to an invalid request ends in its middle", 422, 0, 0, PL_MANNER_HALF, 0, false},
    {"refusals-unavailable", "an invalid request is answered 503",          422, 0, 0, 0, 503, false},
    {"successes-close",    "a valid request gets no answer",                200, 1, 0, PL_MANNER_CUT, 0,   false},
    {"successes-cut",      "the answer to a valid request ends in its middle", 200, 1, 0, PL_MANNER_HALF, 0,  false},
    {"successes-too-many", "a valid request is answered 429",               200, 1, 0, 0, 429, false},
    {"tenth-closes",       "every tenth call ends without an answer",       0,   0, 10, PL_MANNER_CUT, 0,  true},
};
/* clang-format on */

static pl_status break_off(pl_call *call, const pl_fault_plan *plan,
                           pl_sandbox_response *response) {
    const outage_row *row = plan->row;
    const unsigned calls = __atomic_fetch_add(&call->sandbox->fault.calls, 1U, __ATOMIC_RELAXED);
    if (calls < row->spared || (row->every > 0 && calls % row->every != row->every - 1)) {
        return PL_OK;
    }
    response->manners |= row->manner;
    return row->status == 0 ? PL_OK : pl_fault_set_status(call, row->status, response);
}

void pl_faults_of_availability(pl_fault_maker *maker) {
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const outage_row *row = &rows[i];
        const pl_fault fault = {
            .id = pl_arena_printf(maker->arena, "%s/%s", group_availability, row->name),
            .group = group_availability,
            .statement = row->words,
            .documented = !row->undocumented,
            .availability = true,
        };
        pl_fault_add(maker, &fault,
                     &(pl_fault_plan){.status = row->of, .after = break_off, .row = row});
    }
}
