/* Changes in words: who takes a witness and who does not, where it stands, as much of it as a person reads. */
#include <assert.h>
#include <string.h>

#include "report/diff_report_internal.h"
#include "text/utf8.h"

enum {
    STRING_SHOWN_MAX = 60,   /* characters of one string of a witness that are shown whole */
    STRING_KEPT = 24,        /* of a longer one, its beginning */
    WITNESS_BYTES_MAX = 1200 /* of all of it */
};

static const char *short_name(const char *name) {
    const char *const slash = strrchr(name, '/');
    return slash != NULL && slash[1] != '\0' ? slash + 1 : name;
}

const char *pl_grade_heading(pl_grade grade) {
    static const char *const headings[] = {[PL_GRADE_BREAKING] = "Breaking",
                                           [PL_GRADE_RISKY] = "Risky",
                                           [PL_GRADE_COMPATIBLE] = "Compatible"};
    _Static_assert(PL_COUNT(headings) == PL_GRADE_COUNT, "every grade has its heading");
    assert(grade < PL_GRADE_COUNT);
    return headings[grade];
}

bool pl_diff_report_fails(const pl_diff_report *report) {
    for (pl_grade grade = 0; grade <= report->fail_on; grade++) {
        if (report->comparison->totals[grade] > 0) { return true; }
    }
    return false;
}

size_t pl_diff_remark_count(const pl_diff_report *report, pl_side side) {
    return report->documents[side] != NULL ? report->documents[side]->remark_count : 0;
}

const char *pl_diff_closing(const pl_diff_report *report, pl_arena *arena) {
    const pl_comparison *const all = report->comparison;
    const char *const what =
        all->count == 1 ? all->list[0].name : pl_arena_printf(arena, "%zu operations", all->count);
    if (what == NULL) { return NULL; }
    const size_t remarks =
        pl_diff_remark_count(report, PL_SIDE_OLD) + pl_diff_remark_count(report, PL_SIDE_NEW);
    const char *const more =
        remarks == 0 ? "" : "; not all of it could be compared, as the notes say";
    if (all->change_count == 0) { return pl_arena_printf(arena, "No changes in %s%s", what, more); }
    return pl_arena_printf(arena, "%zu breaking, %zu risky, %zu compatible change%s in %s%s",
                           all->totals[PL_GRADE_BREAKING], all->totals[PL_GRADE_RISKY],
                           all->totals[PL_GRADE_COMPATIBLE],
                           all->totals[PL_GRADE_COMPATIBLE] == 1 ? "" : "s", what, more);
}

bool pl_diff_file_place(const pl_diff_report *report, const pl_shown_change *shown,
                        pl_side *ret_side, pl_place *ret_place) {
    static const pl_side order[] = {PL_SIDE_NEW, PL_SIDE_OLD};
    const pl_place *const lists[] = {shown->change->places, shown->compared->places};
    for (size_t i = 0; i < PL_COUNT(lists); i++) {
        for (size_t k = 0; k < PL_COUNT(order); k++) {
            const pl_side side = order[k];
            if (!report->is_file[side] || lists[i][side].line == 0) { continue; }
            *ret_side = side;
            *ret_place = lists[i][side];
            return true;
        }
    }
    return false;
}

/* --- the witness ----------------------------------------------------------------------------- */

/* Characters of a string's inside, from the byte after its opening quote. *ret_len: its bytes. */
static size_t string_length(pl_bytes text, size_t at, size_t *ret_len) {
    size_t count = 0;
    size_t end = at;
    while (end < text.len && text.ptr[end] != '"') {
        end += text.ptr[end] == '\\' && end + 1 < text.len ? 2 : 1;
        while (end < text.len && (text.ptr[end] & 0xC0) == 0x80) { end++; }
        count++;
    }
    *ret_len = end - at;
    return count;
}

/* The bytes of a string's first characters. */
static size_t beginning_of(pl_bytes text, size_t at) {
    size_t end = at;
    for (size_t i = 0; i < STRING_KEPT; i++) {
        end += text.ptr[end] == '\\' && end + 1 < text.len ? 2 : 1;
        while (end < text.len && (text.ptr[end] & 0xC0) == 0x80) { end++; }
    }
    return end - at;
}

/* The text with its long strings cut: a limit of 2048 is understood without all of them. */
static const char *cut_strings(pl_bytes text, pl_arena *arena) {
    enum { MORE = 40 }; /* for each cut, at most that many bytes more than it spares */
    char *const out = pl_arena_alloc(arena, text.len + MORE);
    size_t len = 0;
    if (out == NULL) { return NULL; }
    for (size_t at = 0; at < text.len;) {
        out[len++] = (char)text.ptr[at];
        if (text.ptr[at++] != '"') { continue; }
        size_t inside = 0;
        const size_t count = string_length(text, at, &inside);
        const size_t kept = count > STRING_SHOWN_MAX ? beginning_of(text, at) : inside;
        memcpy(out + len, text.ptr + at, kept);
        len += kept;
        if (kept < inside) { len += (size_t)snprintf(out + len, MORE, "\xE2\x80\xA6(%zu)", count); }
        at += inside;
        if (at < text.len) { out[len++] = (char)text.ptr[at++]; } /* the closing quote */
    }
    out[len] = '\0';
    return out;
}

static const char *cut_witness(const char *text, pl_arena *arena) {
    const char *const shorter = cut_strings(pl_bytes_of(text), arena);
    if (shorter == NULL || strlen(shorter) <= WITNESS_BYTES_MAX) { return shorter; }
    size_t len = WITNESS_BYTES_MAX;
    while (len > 0 && ((uint8_t)shorter[len] & 0xC0) == 0x80) { len--; }
    return pl_arena_printf(arena, "%.*s\xE2\x80\xA6 (%zu bytes)", (int)len, shorter, strlen(text));
}

/* --- sentences ------------------------------------------------------------------------------- */

/* Is there something to show? An answer that cannot come any more hurts nobody. */
static bool is_telling(const pl_change *change) {
    const bool harmless =
        change->grade == PL_GRADE_COMPATIBLE && change->direction == PL_DIRECTION_RESPONSE;
    return change->effect != PL_EFFECT_NONE && !harmless;
}

static const char *judged_of(const pl_shown_list *shown, const pl_change *change, pl_arena *arena) {
    const pl_witness *const witness = &change->witness;
    if (!is_telling(change)) { return ""; }
    if (!witness->found) {
        return witness->given_up ? "no witness found: the search was given up" : "no witness found";
    }
    const char *const taker = shown->names[witness->taken_by];
    const char *const other =
        shown->names[witness->taken_by == PL_SIDE_OLD ? PL_SIDE_NEW : PL_SIDE_OLD];
    return change->direction == PL_DIRECTION_REQUEST
               ? pl_arena_printf(arena, "accepted by %s, refused by %s: %s", taker, other,
                                 witness->why)
               : pl_arena_printf(arena, "possible by %s, not by %s: %s", taker, other,
                                 witness->why);
}

static const char *place_text(const pl_diff_report *report, pl_side side, pl_place place,
                              pl_arena *arena) {
    if (report->documents[side] == NULL || place.line == 0) { return ""; }
    return pl_arena_printf(arena, "%s:%u:%u", report->names[side], place.line, place.column);
}

const char *pl_diff_remark_place(const pl_diff_report *report, pl_side side, size_t index,
                                 pl_arena *arena) {
    assert(index < pl_diff_remark_count(report, side));
    const pl_document *const document = report->documents[side];
    return place_text(report, side, document->source.places[document->remarks[index].node], arena);
}

static pl_status show(const pl_diff_report *report, const pl_shown_list *shown, pl_arena *arena,
                      pl_shown_change *made) {
    const pl_change *const change = made->change;
    made->where = report->comparison->count == 1
                      ? change->location
                      : pl_arena_printf(arena, "%s: %s", made->compared->name, change->location);
    made->witness =
        change->witness.found && is_telling(change) ? cut_witness(change->witness.text, arena) : "";
    made->judged = judged_of(shown, change, arena);
    bool whole = made->where != NULL && made->witness != NULL && made->judged != NULL;
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        made->places[side] = place_text(report, side, change->places[side], arena);
        whole = whole && made->places[side] != NULL;
    }
    return whole ? PL_OK : PL_E_MEMORY;
}

pl_status pl_diff_show(const pl_diff_report *report, pl_arena *arena, pl_shown_list *ret_shown) {
    const pl_comparison *const all = report->comparison;
    pl_shown_change *const list = pl_arena_alloc(arena, (all->change_count + 1) * sizeof *list);
    if (list == NULL) { return PL_E_MEMORY; }
    pl_shown_list shown = {.list = list};
    const bool alike =
        strcmp(short_name(report->names[PL_SIDE_OLD]), short_name(report->names[PL_SIDE_NEW])) == 0;
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        shown.names[side] = alike ? report->names[side] : short_name(report->names[side]);
    }
    for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
        for (size_t i = 0; i < all->count; i++) {
            const pl_compared *const compared = &all->list[i];
            for (size_t k = 0; k < compared->diff.change_count; k++) {
                if (compared->diff.changes[k].grade != grade) { continue; }
                pl_shown_change *const made = &list[shown.count++];
                *made =
                    (pl_shown_change){.compared = compared, .change = &compared->diff.changes[k]};
                const pl_status status = show(report, &shown, arena, made);
                if (status != PL_OK) { return status; }
            }
        }
    }
    assert(shown.count == all->change_count);
    *ret_shown = shown;
    return PL_OK;
}
