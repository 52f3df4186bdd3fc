/* Feeds each file named on the command line to the target once. Stands in for libFuzzer, so that every
 * compiler replays the corpus as an ordinary test. Exit 0: all were run; a broken property aborts. */
#include "fuzz_util.h"

enum { INPUT_BYTES_MAX = 64 * 1024 * 1024 };

/* The whole file in memory, or false with a message. */
static bool read_file(const char *path, uint8_t **ret_data, size_t *ret_len) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return false;
    }
    uint8_t *data = NULL;
    bool done = false;
    if (fseek(file, 0, SEEK_END) != 0) { goto out; }
    const long len = ftell(file);
    if (len < 0 || len > INPUT_BYTES_MAX || fseek(file, 0, SEEK_SET) != 0) { goto out; }
    data = fz_alloc((size_t)len);
    if (fread(data, 1, (size_t)len, file) != (size_t)len) { goto out; }
    *ret_data = data;
    *ret_len = (size_t)len;
    data = NULL;
    done = true;
out:
    if (!done) { fprintf(stderr, "%s: cannot be read\n", path); }
    free(data);
    fclose(file);
    return done;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: %s FILE...\n", argv[0]);
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        uint8_t *data = NULL;
        size_t len = 0;
        if (!read_file(argv[i], &data, &len)) { return 1; }
        fprintf(stderr, "%s\n", argv[i]); /* stands last when the target aborts */
        (void)LLVMFuzzerTestOneInput(data, len);
        free(data);
    }
    printf("%d inputs replayed\n", argc - 1);
    return 0;
}
