/* Who may call: the alternatives of two versions. Schemes are compared by what they ask of a call, not by name. */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "openapi/diff_internal.h"

static bool asks(const pl_security *alternative, const char *meaning) {
    /* Names of headers are compared without case. */
    static const char header[] = "apiKey header ";
    const bool folded = strncmp(meaning, header, sizeof header - 1) == 0;
    for (size_t i = 0; i < alternative->use_count; i++) {
        if (folded && strcasecmp(alternative->uses[i].meaning, meaning) == 0) { return true; }
        if (strcmp(alternative->uses[i].meaning, meaning) == 0) { return true; }
    }
    return false;
}

/* Does a call that satisfies `given` satisfy `wanted` too? */
static bool satisfies(const pl_security *given, const pl_security *wanted) {
    for (size_t i = 0; i < wanted->use_count; i++) {
        if (!asks(given, wanted->uses[i].meaning)) { return false; }
    }
    return true;
}

/* The same for any of an operation's alternatives; without any, everybody may call. */
static bool may_call(const pl_security *given, const pl_operation *operation) {
    for (size_t i = 0; i < operation->security_count; i++) {
        if (satisfies(given, &operation->securities[i])) { return true; }
    }
    return operation->security_count == 0;
}

/* "http bearer + apiKey header X-PARTNER-ID" */
static const char *words_of(const pl_security *alternative, pl_arena *arena) {
    const char *words = "nothing";
    for (size_t i = 0; i < alternative->use_count && words != NULL; i++) {
        words = i == 0 ? alternative->uses[0].meaning
                       : pl_arena_printf(arena, "%s + %s", words, alternative->uses[i].meaning);
    }
    return words;
}

static bool same_alternative(const pl_security *left, const pl_security *right) {
    return satisfies(left, right) && satisfies(right, left);
}

static bool is_listed(const pl_security *alternative, const pl_operation *operation) {
    for (size_t i = 0; i < operation->security_count; i++) {
        if (same_alternative(alternative, &operation->securities[i])) { return true; }
    }
    /* No list at all is one that asks for nothing. */
    return operation->security_count == 0 && alternative->use_count == 0;
}

static const char *message_of(bool still, bool added, const char *words, pl_arena *arena) {
    if (still) {
        return pl_arena_printf(arena,
                               added ? "a call that shows %s is listed; it was accepted before, too"
                                     : "a call that shows %s is not listed any more; it is still "
                                       "accepted",
                               words);
    }
    return pl_arena_printf(arena, "a call that shows %s is %s now", words,
                           added ? "accepted" : "refused");
}

static pl_status tell(pl_diffing *diffing, const pl_security *alternative, bool added) {
    pl_arena *const arena = diffing->arena;
    const pl_side stands = added ? PL_SIDE_NEW : PL_SIDE_OLD;
    const pl_side other = added ? PL_SIDE_OLD : PL_SIDE_NEW;
    const bool still = may_call(alternative, diffing->versions[other].operation);
    const char *const words = words_of(alternative, arena);
    if (words == NULL) { return PL_E_MEMORY; }
    pl_note told = {
        .direction = PL_DIRECTION_REQUEST,
        .id = pl_arena_printf(arena, "request/security/%s/%s", words, added ? "added" : "removed"),
        .location = "request credentials",
        .message = message_of(still, added, words, arena),
        .taken_by = stands,
        .why = added ? "it did not suffice" : "it does not suffice any more"};
    told.nodes[stands] = alternative->node;
    told.absent[other] = true;
    if (!still) {
        told.effect = added ? PL_EFFECT_LOOSER : PL_EFFECT_TIGHTER;
        told.witness = pl_arena_printf(arena, "a request that shows %s", words);
        if (told.witness == NULL) { return PL_E_MEMORY; }
    }
    told.grade = pl_diff_grade(told.direction, told.effect);
    return pl_diff_note(diffing, &told);
}

pl_status pl_diff_security(pl_diffing *diffing) {
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const pl_operation *const own = diffing->versions[side].operation;
        const pl_operation *const other =
            diffing->versions[side == PL_SIDE_OLD ? PL_SIDE_NEW : PL_SIDE_OLD].operation;
        const pl_security nothing = {.use_count = 0, .node = own->node};
        const size_t count = own->security_count == 0 ? 1 : own->security_count;
        for (size_t i = 0; i < count; i++) {
            const pl_security *const alternative =
                own->security_count == 0 ? &nothing : &own->securities[i];
            if (is_listed(alternative, other)) { continue; }
            const pl_status status = tell(diffing, alternative, side == PL_SIDE_NEW);
            if (status != PL_OK) { return status; }
        }
    }
    return PL_OK;
}
