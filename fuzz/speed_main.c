/* Runs a target on the same inputs again and again, without libFuzzer. Usage: NAME_speed SECONDS FILE...
 * Prints the executions and the seconds of processor time that they took. For scripts/fuzz-speed. */
#include <time.h>

#include "fuzz_util.h"

enum { FILES_MAX = 1024, FILE_BYTES_MAX = 64 * 1024 };

__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

static double seconds_used(void) {
    struct timespec now = {0};
    FZ_CHECK(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* The whole file; the process keeps it. */
static pl_bytes read_input(const char *path) {
    static uint8_t room[FILE_BYTES_MAX];
    FILE *file = fopen(path, "rb");
    FZ_CHECK(file != NULL);
    const size_t len = fread(room, 1, sizeof room, file);
    FZ_CHECK(len < sizeof room && fclose(file) == 0);
    fz_reader whole = {room, len};
    return fz_rest_copy(&whole);
}

int main(int argc, char **argv) {
    static pl_bytes inputs[FILES_MAX];
    char *search[] = {argv[0], ".",
                      NULL}; /* a folder, as a search has: a replay would check more */
    char **search_argv = search;
    int search_argc = 2;
    size_t count = 0;
    if (argc < 3 || argc - 2 > FILES_MAX) {
        fprintf(stderr, "usage: %s SECONDS FILE...\n", argv[0]);
        return 2;
    }
    const double wanted = strtod(argv[1], NULL);
    for (int i = 2; i < argc; i++) { inputs[count++] = read_input(argv[i]); }
    if (LLVMFuzzerInitialize != NULL) { (void)LLVMFuzzerInitialize(&search_argc, &search_argv); }
    unsigned long executions = 0;
    double used = 0;
    double start = 0;
    for (bool warm = false; used < wanted;) { /* the first round builds what the target keeps */
        for (size_t i = 0; i < count; i++) {
            (void)LLVMFuzzerTestOneInput(inputs[i].ptr, inputs[i].len);
        }
        executions += warm ? count : 0;
        if (!warm) { start = seconds_used(); }
        warm = true;
        used = seconds_used() - start;
    }
    printf("%lu %.3f\n", executions, used);
    for (size_t i = 0; i < count; i++) { fz_free(inputs[i]); }
    return 0;
}
