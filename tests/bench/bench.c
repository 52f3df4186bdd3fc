/* Bytes to verdict, against json-c's tokener alone on the same bytes in the same run.
 * Ours and theirs take short turns; the ratio is the median of the rounds' ratios, so a
 * machine that slows down slows both. */
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "documents.h"

enum {
    EXIT_USAGE = 2,
    EXIT_ENVIRONMENT = 3,
    ROUND_NS = 8000000,         /* of one turn of ours, about: long enough to be warm again */
    ROUND_COUNT = 15,           /* of one set: two turns each, about a second */
    NOW_MS_SECONDS = 1750000000 /* the judge's clock: 2025-06-15 */
};

static const char usage[] =
    "usage: paylink_bench [--json | --check | --help]\n"
    "Time from bytes to verdict on one thread, against json-c's tokener alone on the same bytes.\n"
    "  --json   one object a line: document, bytes, ns, jsonc_ns, ratio, arena_per_byte, allocations\n"
    "  --check  judge the documents once, time nothing\n"
    "ratio is our time over json-c's; arena_per_byte is the memory of one verdict; allocations are calls of\n"
    "malloc while timed. Exit: 0, 2 usage, 3 a document is not judged as it should be.\n";

static unsigned long allocation_count;

/* The linker puts these in place of malloc for our own code (--wrap=malloc). */
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size) {
    allocation_count++;
    return __real_malloc(size);
}

static double now_ns(void) {
    struct timespec now = {0};
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) { abort(); }
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* One judgement in a fresh arena. */
static pl_verdict judge(pl_bytes text, pl_arena *arena, pl_report *ret_report) {
    static const pl_context context = {.now_ms = (int64_t)NOW_MS_SECONDS * 1000};
    pl_json json;
    bool readable = false;
    pl_arena_reset(arena);
    if (pl_contract_judge_request(text, &context, arena, &json, &readable, ret_report) != PL_OK) {
        abort(); /* out of memory */
    }
    return pl_report_verdict(ret_report);
}

/* Is every document what its set says it is? Also warms the arena up. */
static bool check_set(const bench_set *set, pl_arena *arena) {
    for (size_t i = 0; i < set->count; i++) {
        pl_report report;
        const pl_verdict verdict = judge(set->documents[i], arena, &report);
        const bool one = verdict != PL_REJECT || report.totals[PL_VIOLATION] == 1;
        if (verdict != set->verdict || !one) {
            fprintf(stderr, "%s %zu: %s with %u violations, want %s: %.*s\n", set->name, i,
                    pl_verdict_text(verdict), (unsigned)report.totals[PL_VIOLATION],
                    pl_verdict_text(set->verdict), (int)set->documents[i].len,
                    (const char *)set->documents[i].ptr);
            return false;
        }
    }
    return true;
}

/* Nanoseconds for one document, over `times` rounds through the set. */
static double time_ours(const bench_set *set, unsigned times, pl_arena *arena) {
    const double start = now_ns();
    for (unsigned n = 0; n < times; n++) {
        for (size_t i = 0; i < set->count; i++) {
            pl_report report;
            if (judge(set->documents[i], arena, &report) != set->verdict) { abort(); }
        }
    }
    return (now_ns() - start) / ((double)times * (double)set->count);
}

static double time_jsonc(const bench_set *set, unsigned times, json_tokener *tokener) {
    const double start = now_ns();
    for (unsigned n = 0; n < times; n++) {
        for (size_t i = 0; i < set->count; i++) {
            json_tokener_reset(tokener);
            json_object *tree = json_tokener_parse_ex(tokener, (const char *)set->documents[i].ptr,
                                                      (int)set->documents[i].len);
            if (tree == NULL) { abort(); }
            json_object_put(tree);
        }
    }
    return (now_ns() - start) / ((double)times * (double)set->count);
}

static int compare_doubles(const void *left, const void *right) {
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, compare_doubles);
    return values[count / 2];
}

typedef struct figures {
    double ns;
    double jsonc_ns;
    double ratio;
    double arena_per_byte;
    unsigned long allocation_count;
} figures;

static figures time_set(const bench_set *set, json_tokener *tokener, pl_arena *arena) {
    static double ours[ROUND_COUNT];
    static double theirs[ROUND_COUNT];
    static double ratios[ROUND_COUNT];
    size_t arena_bytes = 0;
    for (size_t i = 0; i < set->count; i++) { /* the arena is warm: all of it is one block */
        pl_report report;
        (void)judge(set->documents[i], arena, &report);
        arena_bytes += arena->used;
    }
    const double once = time_ours(set, 1, arena) * (double)set->count;
    const unsigned times = once < ROUND_NS ? (unsigned)(ROUND_NS / once) : 1;
    const unsigned long allocated_before = allocation_count;
    for (size_t round = 0; round < ROUND_COUNT; round++) {
        ours[round] = time_ours(set, times, arena);
        theirs[round] = time_jsonc(set, times, tokener);
        ratios[round] = ours[round] / theirs[round];
    }
    return (figures){.ns = median(ours, ROUND_COUNT),
                     .jsonc_ns = median(theirs, ROUND_COUNT),
                     .ratio = median(ratios, ROUND_COUNT),
                     .arena_per_byte = (double)arena_bytes / (double)set->bytes,
                     .allocation_count = allocation_count - allocated_before};
}

static void print_figures(const bench_set *set, const figures *got, bool as_json) {
    const char *format =
        as_json ? "{\"document\":\"%s\",\"bytes\":%zu,\"ns\":%.0f,\"jsonc_ns\":%.0f,\"ratio\":%.3f,"
                  "\"arena_per_byte\":%.2f,\"allocations\":%lu}\n"
                : "%-8s  %6zu  %8.0f  %8.0f  %5.2f  %14.2f  %11lu\n";
    printf(format, set->name, set->bytes / set->count, got->ns, got->jsonc_ns, got->ratio,
           got->arena_per_byte, got->allocation_count);
    fflush(stdout);
}

static int run(bool as_json, bool only_check) {
    pl_arena storage = {0};
    pl_arena arena = {0};
    bench_set sets[BENCH_SET_COUNT];
    int status = EXIT_ENVIRONMENT;
    json_tokener *tokener = json_tokener_new();
    if (tokener == NULL || !bench_documents_make(&storage, sets)) { goto out; }
    for (size_t i = 0; i < BENCH_SET_COUNT; i++) {
        if (!check_set(&sets[i], &arena)) { goto out; }
    }
    if (!only_check && !as_json) {
        printf("%-8s  %6s  %8s  %8s  %5s  %14s  %11s\n", "document", "bytes", "ns", "jsonc_ns",
               "ratio", "arena_per_byte", "allocations");
    }
    for (size_t i = 0; i < BENCH_SET_COUNT && !only_check; i++) {
        const figures got = time_set(&sets[i], tokener, &arena);
        print_figures(&sets[i], &got, as_json);
    }
    status = EXIT_SUCCESS;
out:
    if (tokener != NULL) { json_tokener_free(tokener); }
    pl_arena_done(&arena);
    pl_arena_done(&storage);
    return status;
}

int main(int argc, char **argv) {
    const char *option = argc == 2 ? argv[1] : "";
    const bool as_json = strcmp(option, "--json") == 0;
    const bool only_check = strcmp(option, "--check") == 0;
    if (strcmp(option, "--help") == 0) {
        fputs(usage, stdout);
        return EXIT_SUCCESS;
    }
    if (argc > 1 && !as_json && !only_check) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    return run(as_json, only_check);
}
