#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/cli.h"
#include "report/safe_text.h"

void pl_cli_error(const char *command, const char *format, ...) {
    enum { LINE_BYTES_MAX = 4096 };
    char line[LINE_BYTES_MAX];
    va_list args;
    va_start(args, format);
    const int len = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    assert(len >= 0);
    pl_arena arena;
    pl_arena_init(&arena);
    const char *safe = pl_safe_string(line, PL_SAFE_LINE, &arena);
    /* Whatever stands on stdout belongs before the error when both go to one terminal. */
    (void)fflush(stdout);
    (void)fprintf(stderr, "paylink%s%s: %s\n", command != NULL ? " " : "",
                  command != NULL ? command : "", safe != NULL ? safe : "out of memory");
    pl_arena_done(&arena);
}

enum { NEAREST_LEN_MAX = 64, NEAREST_DISTANCE_MAX = 2 };

static size_t smaller(size_t left, size_t right) {
    return left < right ? left : right;
}

/* Damerau-Levenshtein with adjacent transpositions: "vaildate" is one slip away. */
static size_t distance(const char *left, const char *right) {
    const size_t left_len = strlen(left);
    const size_t right_len = strlen(right);
    if (left_len > NEAREST_LEN_MAX || right_len > NEAREST_LEN_MAX) { return NEAREST_LEN_MAX; }
    size_t table[NEAREST_LEN_MAX + 1][NEAREST_LEN_MAX + 1];
    for (size_t i = 0; i <= left_len; i++) { table[i][0] = i; }
    for (size_t j = 0; j <= right_len; j++) { table[0][j] = j; }
    for (size_t i = 1; i <= left_len; i++) {
        for (size_t j = 1; j <= right_len; j++) {
            const size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
            size_t best = smaller(table[i - 1][j] + 1, table[i][j - 1] + 1);
            best = smaller(best, table[i - 1][j - 1] + change);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                best = smaller(best, table[i - 2][j - 2] + 1);
            }
            table[i][j] = best;
        }
    }
    return table[left_len][right_len];
}

const char *pl_cli_nearest(const char *typed, const char *const *names) {
    enum { PREFIX_LEN_MIN = 3 };
    assert(typed != NULL);
    assert(names != NULL);
    const char *nearest = NULL;
    size_t nearest_distance = NEAREST_DISTANCE_MAX + 1;
    const size_t typed_len = strlen(typed);
    for (; *names != NULL; names++) {
        const bool is_prefix =
            typed_len >= PREFIX_LEN_MIN && strncmp(*names, typed, typed_len) == 0;
        const size_t away = is_prefix ? 1 : distance(typed, *names);
        /* Two slips in a word of three letters are another word. */
        if (away < nearest_distance && away < strlen(*names) / 2 + 1) {
            nearest = *names;
            nearest_distance = away;
        }
    }
    return nearest;
}

int64_t pl_cli_now_ms(void) {
    struct timespec now;
    const int failed = clock_gettime(CLOCK_REALTIME, &now);
    assert(failed == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
