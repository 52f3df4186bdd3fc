#include "cases/case.h"

#include <assert.h>

#include "cases/cases_internal.h"

const char *pl_class_text(pl_class klass) {
    static const char *const texts[] = {
        [PL_CLASS_ACCEPT] = "accept",
        [PL_CLASS_REJECT] = "reject",
        [PL_CLASS_REFUSE] = "refuse",
        [PL_CLASS_OPEN] = "open",
    };
    _Static_assert(PL_COUNT(texts) == PL_CLASS_COUNT, "every class has its word");
    assert(klass < PL_CLASS_COUNT);
    return texts[klass];
}

/* What the tables say of each place of the request. */
static pl_status add_by_tables(pl_case_kit *kit, const pl_place *places, size_t count) {
    pl_status status = PL_OK;
    for (size_t i = 0; i < count && status == PL_OK; i++) {
        status = pl_types_add(kit, &places[i]);
        if (status == PL_OK) { status = pl_presence_add(kit, &places[i]); }
        if (status == PL_OK) { status = pl_facets_add(kit, &places[i]); }
        if (status == PL_OK) { status = pl_rules_add(kit, &places[i]); }
    }
    return status;
}

static pl_status add_all(pl_case_kit *kit) {
    pl_place places[PL_PLACE_COUNT_MAX];
    size_t count = 0;
    pl_status status = pl_places_make(kit, places, &count);
    if (status == PL_OK) { status = pl_accept_add(kit, places, count); }
    if (status == PL_OK) { status = add_by_tables(kit, places, count); }
    if (status == PL_OK) { status = pl_together_add(kit, places, count); }
    if (status == PL_OK) { status = pl_lenient_add(kit, places, count); }
    /* A server may let only a client's newest token live. What these obtain then ends the run's own, which calls that
     * follow, unlike the clean-up, notice and renew. */
    if (status == PL_OK) { status = pl_token_add(kit); }
    if (status == PL_OK) { status = pl_open_add(kit, places, count); }
    if (status == PL_OK) { status = pl_raw_add(kit, &places[0]); }
    if (status == PL_OK) { status = pl_auth_add(kit); }
    if (status == PL_OK) { status = pl_path_add(kit); }
    if (status == PL_OK) { status = pl_methods_add(kit); }
    if (status == PL_OK) { status = pl_media_add(kit); }
    return status;
}

pl_status pl_cases_make(const pl_case_config *config, pl_arena *arena, pl_case_set *ret_set) {
    pl_case_kit kit;
    pl_status status = pl_kit_start(&kit, config, arena);
    if (status != PL_OK) { return status; }
    status = add_all(&kit);
    if (status != PL_OK) { return status; }
    assert(kit.count > 0);
    *ret_set = (pl_case_set){.cases = kit.list, .count = kit.count};
    return PL_OK;
}
