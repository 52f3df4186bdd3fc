#include "report/accepted.h"

#include <assert.h>
#include <string.h>

#include "text/datetime.h"
#include "text/utf8.h"

static const char any_end = '*';
static const char whole_run[] = "-";
static const char blanks[] = " \t";

/* --- reading --------------------------------------------------------------------------------- */

/* The first word of *text, which moves past it and the blanks behind it. In place: words end where blanks begin. */
static char *take_word(char **text) {
    char *const word = *text;
    char *const end = word + strcspn(word, blanks);
    *text = end + strspn(end, blanks);
    *end = '\0';
    return word;
}

static bool is_date(const char *text) {
    static const char midnight[] = "T00:00:00Z";
    char moment[PL_DATE_LEN + sizeof midnight];
    pl_datetime parsed;
    if (strlen(text) != PL_DATE_LEN) { return false; }
    memcpy(moment, text, PL_DATE_LEN);
    memcpy(moment + PL_DATE_LEN, midnight, sizeof midnight);
    return pl_datetime_parse(pl_bytes_of(moment), &parsed) == PL_OK;
}

/* A star stands at the end or nowhere. */
static bool is_pattern(const char *text) {
    const char *const star = strchr(text, any_end);
    return text[0] != '\0' && (star == NULL || star[1] == '\0');
}

/* NULL when the line, which is cut up, is an entry. */
static const char *read_entry(char *line, pl_accepted_entry *ret_entry) {
    pl_accepted_entry entry = {.stale = false};
    entry.id = take_word(&line);
    entry.check = take_word(&line);
    entry.until = take_word(&line);
    entry.reason = line;
    if (entry.check[0] == '\0') { return "an entry is CASE CHECK YYYY-MM-DD REASON"; }
    if (!is_pattern(entry.id) || !is_pattern(entry.check)) {
        return "a * may stand at the end of a case and of a check only";
    }
    if (!is_date(entry.until)) {
        return "the third word must be the last day of the acceptance: a date, YYYY-MM-DD";
    }
    if (entry.reason[0] == '\0') { return "the reason is missing: say why this is accepted"; }
    *ret_entry = entry;
    return NULL;
}

static size_t line_count(pl_bytes text) {
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++) { count += text.ptr[i] == '\n'; }
    return count;
}

pl_status pl_accepted_read(pl_bytes text, pl_arena *arena, pl_accepted *ret_accepted,
                           pl_file_trouble *reterr_trouble) {
    assert(arena != NULL && ret_accepted != NULL && reterr_trouble != NULL);
    if (!pl_utf8_valid(text) || (text.len > 0 && memchr(text.ptr, '\0', text.len) != NULL)) {
        *reterr_trouble = (pl_file_trouble){0, "this is no text in UTF-8"};
        return PL_E_SYNTAX;
    }
    char *at = pl_arena_text(arena, text);
    pl_accepted accepted = {.count = 0};
    accepted.list = pl_arena_alloc(arena, line_count(text) * sizeof *accepted.list);
    if (at == NULL || accepted.list == NULL) { return PL_E_MEMORY; }
    for (uint32_t number = 1; *at != '\0'; number++) {
        char *line = at;
        const size_t len = strcspn(line, "\r\n");
        at += strcspn(line, "\n");
        at += *at == '\n' ? 1 : 0;
        line[len] = '\0';
        line += strspn(line, blanks);
        if (*line == '\0' || *line == '#') { continue; }
        pl_accepted_entry *const entry = &accepted.list[accepted.count++];
        const char *const wrong = read_entry(line, entry);
        if (wrong != NULL) {
            *reterr_trouble = (pl_file_trouble){number, wrong};
            return PL_E_SYNTAX;
        }
        entry->line = number;
    }
    *ret_accepted = accepted;
    return PL_OK;
}

/* --- use ------------------------------------------------------------------------------------- */

static bool fits(const char *pattern, const char *text) {
    const size_t len = strlen(pattern);
    if (len > 0 && pattern[len - 1] == any_end) { return strncmp(pattern, text, len - 1) == 0; }
    return strcmp(pattern, text) == 0;
}

/* Every entry that is for the finding is used; one that has not expired accepts it. id "": of the whole run. */
static bool is_accepted(pl_accepted *accepted, const char *id, const char *check) {
    bool found = false;
    for (size_t i = 0; accepted != NULL && i < accepted->count; i++) {
        pl_accepted_entry *const entry = &accepted->list[i];
        if (!fits(entry->id, id[0] != '\0' ? id : whole_run) || !fits(entry->check, check)) {
            continue;
        }
        entry->used_count++;
        found = found || !entry->expired;
    }
    return found;
}

static bool is_known(const pl_baseline_comparison *comparison, const pl_finding *source) {
    for (size_t i = 0; comparison != NULL && i < comparison->change_count; i++) {
        if (comparison->changes[i].source == source) { return false; }
    }
    return comparison != NULL;
}

/* The result lists once what several cases show alike, and says behind the message how many; a violation stays with
 * its case. */
static bool says_the_same(const pl_finding *listed, const pl_finding *seen) {
    const size_t len = strlen(seen->message);
    return listed->severity == seen->severity && strcmp(listed->check, seen->check) == 0 &&
           (listed->severity != PL_VIOLATION || listed->test == seen->test) &&
           strncmp(listed->message, seen->message, len) == 0 &&
           (listed->message[len] == '\0' || strncmp(listed->message + len, " (in ", 5) == 0);
}

typedef struct excusing {
    const pl_result *result;
    const pl_baseline_comparison *comparison;
    pl_accepted *accepted;
    bool *excused;
    bool *seen; /* by finding of the result: some case shows it */
} excusing;

static void take_findings(excusing *all, const char *id, const pl_baseline_finding *list,
                          size_t count) {
    for (size_t i = 0; i < count; i++) {
        assert(list[i].source != NULL);
        const bool accepted = is_accepted(all->accepted, id, list[i].check);
        const bool fine = accepted || is_known(all->comparison, list[i].source);
        for (size_t k = 0; k < all->result->finding_count; k++) {
            if (!says_the_same(&all->result->findings[k].finding, list[i].source)) { continue; }
            all->excused[k] = fine && (all->excused[k] || !all->seen[k]);
            all->seen[k] = true;
        }
    }
}

/* Was everything looked at that the entry could be for? */
static bool is_all_judged(const pl_baseline *is, const char *pattern) {
    for (size_t i = 0; i < is->case_count; i++) {
        if (fits(pattern, is->cases[i].id) && !pl_baseline_is_judged(&is->cases[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < is->set_id_count; i++) {
        if (fits(pattern, is->set_ids[i]) && pl_baseline_find(is, is->set_ids[i]) == NULL) {
            return false;
        }
    }
    return true;
}

pl_status pl_accepted_excuse(const pl_result *result, const pl_baseline *is,
                             const pl_baseline_comparison *comparison, pl_accepted *accepted,
                             int64_t now_ms, pl_arena *arena, const bool **ret_excused) {
    assert(result != NULL && is != NULL && ret_excused != NULL);
    char today[PL_DATETIME_TEXT_BYTES_MAX];
    const pl_status status = pl_datetime_format(now_ms, 0, today);
    if (status != PL_OK) { return status; }
    const size_t bytes = result->finding_count * sizeof(bool);
    excusing all = {result, comparison, accepted, pl_arena_alloc(arena, bytes),
                    pl_arena_alloc(arena, bytes)};
    if (all.excused == NULL || all.seen == NULL) { return PL_E_MEMORY; }
    memset(all.excused, 0, bytes);
    memset(all.seen, 0, bytes);
    for (size_t i = 0; accepted != NULL && i < accepted->count; i++) {
        accepted->list[i].used_count = 0;
        accepted->list[i].expired = strncmp(accepted->list[i].until, today, PL_DATE_LEN) < 0;
    }
    take_findings(&all, "", is->findings, is->finding_count);
    for (size_t i = 0; i < is->case_count; i++) {
        take_findings(&all, is->cases[i].id, is->cases[i].findings, is->cases[i].finding_count);
    }
    for (size_t i = 0; accepted != NULL && i < accepted->count; i++) {
        pl_accepted_entry *const entry = &accepted->list[i];
        entry->stale = entry->used_count == 0 && is_all_judged(is, entry->id);
    }
    *ret_excused = all.excused;
    return PL_OK;
}
