/* Requests that differ from a good one in more than the body. */
#include <assert.h>
#include <string.h>

#include "cases/demand.h"

static void add_status(pl_demand *demand, int status) {
    size_t i = 0;
    while (demand->statuses[i] != 0 && demand->statuses[i] != status) { i++; }
    assert(i < PL_CASE_STATUS_COUNT_MAX); /* few rows, of few statuses each */
    demand->statuses[i] = status;
}

static void add_statuses(pl_demand *demand, const int statuses[PL_CASE_STATUS_COUNT_MAX]) {
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX && statuses[i] != 0; i++) {
        add_status(demand, statuses[i]);
    }
}

static void drop_success(pl_demand *demand) {
    size_t kept = 0;
    for (size_t i = 0; i < PL_CASE_STATUS_COUNT_MAX; i++) {
        const int status = demand->statuses[i];
        demand->statuses[i] = 0;
        if (status != 0 && status != 200) { demand->statuses[kept++] = status; }
    }
}

/* Another account than the caller's: whether it or the body is looked at first is not said. */
static bool vary_account(pl_demand *demand, const pl_case *variant) {
    const bool open = variant->klass == PL_CLASS_OPEN;
    if (!open) { drop_success(demand); }
    add_statuses(demand, variant->statuses);
    const bool certain = variant->klass == PL_CLASS_REJECT &&
                         (demand->klass == PL_CLASS_ACCEPT || demand->klass == PL_CLASS_REJECT);
    demand->klass = open ? PL_CLASS_OPEN : certain ? PL_CLASS_REJECT : PL_CLASS_REFUSE;
    return true;
}

static bool vary_media(pl_demand *demand, const pl_case *variant) {
    switch (variant->klass) {
    case PL_CLASS_ACCEPT: /* means the same as the good one */
        return true;
    case PL_CLASS_REJECT: /* a bad body is refused alike, whatever the caller accepts */
        return demand->klass == PL_CLASS_REJECT;
    default:
        add_statuses(demand, variant->statuses);
        demand->klass = PL_CLASS_OPEN;
        return variant->klass == PL_CLASS_OPEN;
    }
}

bool pl_demand_vary(pl_demand *demand, const pl_case *variant) {
    assert(demand != NULL && variant != NULL);
    const bool posts = variant->route == PL_ROUTE_CREATE && strcmp(variant->method, "POST") == 0;
    /* Before anybody asks who calls, or for whom, the body may have been read. */
    if (!posts || !demand->plain) { return false; }
    pl_demand varied = *demand;
    bool certain = false;
    if (variant->auth != PL_AUTH_GOOD) {
        /* Without valid credentials nothing else is looked at. */
        certain = variant->klass == PL_CLASS_REJECT;
        varied.klass = PL_CLASS_REJECT;
        memcpy(varied.statuses, variant->statuses, sizeof varied.statuses);
    } else if (variant->account != PL_ACCOUNT_GOOD) {
        certain = vary_account(&varied, variant);
    } else {
        certain = vary_media(&varied, variant);
    }
    if (variant->auth != PL_AUTH_GOOD || variant->account != PL_ACCOUNT_GOOD) {
        varied.why = variant->why;
        varied.keyword = variant->constraint;
        varied.offending = NULL;
    }
    if (certain) { *demand = varied; }
    return certain;
}
