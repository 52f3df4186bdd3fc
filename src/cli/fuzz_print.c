#include "cli/fuzz_print.h"

#include <stdio.h>
#include <string.h>

#include "report/safe_text.h"

/* What comes from outside must not move a cursor. */
static void print_safe(const char *before, const char *text, const char *after) {
    pl_arena arena = {0};
    const char *safe = pl_safe_string(text, PL_SAFE_LINE, &arena);
    (void)printf("%s%s%s", before, safe != NULL ? safe : "(out of memory)", after);
    pl_arena_done(&arena);
}

void pl_fuzz_print_start(const pl_search_result *result) {
    print_safe("paylink fuzz " PL_VERSION "  ", result->base_url, "");
    (void)printf("  seed %llu  run %s\n", (unsigned long long)result->seed, result->run_id);
    (void)printf("repeat with: paylink fuzz --seed %llu --run-id %s\n\n",
                 (unsigned long long)result->seed, result->run_id);
    (void)fflush(stdout);
}

static void print_body(pl_bytes body, size_t before) {
    enum { SHOWN_BYTES_MAX = 400 };
    pl_arena arena = {0};
    pl_bytes safe = {0};
    const pl_bytes shown = {body.ptr, body.len < SHOWN_BYTES_MAX ? body.len : SHOWN_BYTES_MAX};
    if (pl_safe_text(shown, PL_SAFE_LINE, &arena, &safe) == PL_OK) {
        (void)printf("    body        %.*s%s\n", (int)safe.len, (const char *)safe.ptr,
                     shown.len < body.len ? "..." : "");
    }
    if (body.len != before) {
        (void)printf("                %zu bytes, made small from %zu\n", body.len, before);
    }
    pl_arena_done(&arena);
}

void pl_fuzz_print_finding(const pl_search_finding *finding, const char *path) {
    const pl_vector *vector = &finding->vector;
    print_safe("✗ ", vector->variant != NULL ? vector->variant : vector->place, " ");
    print_safe("", vector->keyword, finding->steady ? "\n" : "  (unsteady)\n");
    print_safe("    must be     ", vector->klass, ", for ");
    print_safe("", vector->why, "\n");
    print_safe("    ", vector->check, ": ");
    print_safe("", vector->message, "\n");
    if (vector->expected != NULL) { print_safe("    expected    ", vector->expected, "\n"); }
    if (vector->actual != NULL) { print_safe("    actual      ", vector->actual, "\n"); }
    if (!finding->steady) {
        (void)printf("    unsteady    %s\n",
                     finding->repeated ? "it did not show at once when the request was repeated"
                                       : "no time was left to repeat the request");
    }
    print_body(vector->body, finding->body_before);
    if (vector->curl != NULL) { print_safe("    ", vector->curl, "\n"); }
    if (path != NULL) { print_safe("    saved       ", path, "\n"); }
    (void)printf("\n");
    (void)fflush(stdout);
}

/* --- the end -------------------------------------------------------------------------------------------- */

static void print_row(const char *name, const uint64_t counts[PL_REPLY_COUNT]) {
    uint64_t all = 0;
    for (size_t i = 0; i < PL_REPLY_COUNT; i++) { all += counts[i]; }
    (void)printf("  %-8s %9llu", name, (unsigned long long)all);
    for (size_t i = 0; i < PL_REPLY_COUNT; i++) {
        if (counts[i] == 0) {
            (void)printf(" %9s", ".");
        } else {
            (void)printf(" %9llu", (unsigned long long)counts[i]);
        }
    }
    (void)printf("\n");
}

static void print_table(const pl_search_result *result) {
    static const char *const names[PL_REPLY_COUNT] = {[PL_REPLY_ACCEPTED] = "2xx",
                                                      [PL_REPLY_REFUSED] = "4xx",
                                                      [PL_REPLY_FAILED] = "5xx",
                                                      [PL_REPLY_OTHER] = "other",
                                                      [PL_REPLY_NONE] = "unclear"};
    (void)printf("  %-8s %9s", "must be", "requests");
    for (size_t i = 0; i < PL_REPLY_COUNT; i++) { (void)printf(" %9s", names[i]); }
    (void)printf("\n");
    for (int i = 0; i < PL_CLASS_COUNT; i++) {
        print_row(pl_class_text((pl_class)i), result->counts[i]);
    }
}

static void print_warnings(const pl_search_result *result) {
    for (size_t i = 0; i < result->warning_count; i++) {
        print_safe("! ", result->warnings[i].message, "");
        (void)printf("  (%llu times)\n", (unsigned long long)result->warnings[i].count);
    }
    if (result->warning_count > 0) { (void)printf("\n"); }
}

static size_t count_unsteady(const pl_search_result *result) {
    size_t count = 0;
    for (size_t i = 0; i < result->finding_count; i++) { count += !result->findings[i].steady; }
    return count;
}

static void print_counts(const pl_search_result *result) {
    for (size_t i = 0; i < result->finding_count; i++) {
        const pl_search_finding *finding = &result->findings[i];
        (void)printf("✗ %9llu x  ", (unsigned long long)finding->count);
        print_safe("", finding->vector.place, " ");
        print_safe("", finding->vector.keyword, ", ");
        print_safe("", finding->vector.check, ": ");
        print_safe("", finding->vector.message, "\n");
    }
    if (result->finding_count > 0) { (void)printf("\n"); }
}

void pl_fuzz_print_end(const pl_search_result *result) {
    const double rate =
        result->seconds > 0 ? (double)result->requests / result->seconds : (double)0;
    print_counts(result);
    print_warnings(result);
    print_table(result);
    (void)printf(
        "\n%s: %zu finding%s (%zu unsteady), %llu warnings, %llu observations; %llu requests "
        "of the seed, %llu in all, %.1f s, %.0f a second; %zu of %zu facets seen from both "
        "sides\n",
        result->finding_count == 0 ? "Nothing found" : "Found", result->finding_count,
        result->finding_count == 1 ? "" : "s", count_unsteady(result),
        (unsigned long long)result->warning_total, (unsigned long long)result->observation_total,
        (unsigned long long)result->drawn, (unsigned long long)result->requests, result->seconds,
        rate, result->facets_full, result->facets);
}
