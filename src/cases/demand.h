/* What can be demanded of a server for a body that nobody wrote by hand: the judge's verdict, less whatever a server
 * that keeps the contract has a reason to see otherwise. At least as careful as the cases of a run, and a test holds it
 * to them. Pure: no clock, so that one body is judged alike on every day. */
#ifndef PL_CASES_DEMAND_H
#define PL_CASES_DEMAND_H

#include "cases/case.h"

/* Whom the body is for. */
typedef struct pl_demand_world {
    const pl_case_config
        *config;       /* the known-good amount; the catalog; now_ms and run_id are not read */
    const char *fresh; /* a text in the reff_no that no other request has */
} pl_demand_world;

typedef struct pl_demand {
    pl_class klass;
    int statuses[PL_CASE_STATUS_COUNT_MAX];
    int tolerated[PL_CASE_STATUS_COUNT_MAX];
    pl_verdict verdict;  /* of the judge, before anything is taken back */
    uint32_t violations; /* of the judge's report */
    bool plain;          /* every reader of JSON reads the same from it */
    /* What decides: the first definite violation; else the first deviation; else what care asks for. Static or in the
     * arena. */
    const char *keyword;   /* "minimum"; "" where nothing deviates */
    const char *pointer;   /* JSON Pointer, "" for the root and for what is unreadable */
    const char *place;     /* the same without indices: "items[].quantity", "body" */
    const char *why;       /* one sentence without a full stop */
    const char *offending; /* the pointer, when there is one violation and no other; or NULL */
} pl_demand;

/* A body in a good creation. Fails: PL_E_MEMORY. O(body.len) in practice. */
PL_MUST_USE pl_status pl_demand_of(pl_bytes body, const pl_demand_world *world, pl_arena *arena,
                                   pl_demand *ret_demand);

/* The same body in a request that differs from a good one as this case of a run does: its authentication, account or
 * media types. False: what must come back then is not certain; *demand is untouched. */
bool pl_demand_vary(pl_demand *demand, const pl_case *variant);

/* demand_tame.c: what a server might mind in a readable body, an object that the judge accepts; NULL: nothing. In
 * words, static storage. */
const char *pl_demand_qualm(const pl_json *json, const pl_demand_world *world);

/* Text that no server trims, strips, normalises or refuses, and whose length is beyond doubt. */
bool pl_demand_text_is_tame(const pl_json *json, uint32_t string);

#endif
