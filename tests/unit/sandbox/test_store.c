#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/store.h"

enum { PATH_BYTES = 256 };

/* A new directory of this test's own. */
static void make_place(char directory[PATH_BYTES], char file[PATH_BYTES]) {
    const char *base = getenv("TMPDIR");
    cr_assert_lt(snprintf(directory, PATH_BYTES - 16, "%s/paylink-store-XXXXXX",
                          base != NULL ? base : "/tmp"),
                 PATH_BYTES - 16);
    cr_assert_not_null(mkdtemp(directory));
    cr_assert_gt(snprintf(file, PATH_BYTES, "%.200s/store.db", directory), 0);
}

static void remove_place(const char *directory, const char *file) {
    char beside[PATH_BYTES + 8];
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < PL_COUNT(suffixes); i++) {
        (void)snprintf(beside, sizeof beside, "%s%s", file, suffixes[i]);
        (void)unlink(beside);
    }
    cr_assert_eq(rmdir(directory), 0, "%s is not empty", directory);
}

static void write_file(const char *file, const char *text, size_t len) {
    FILE *out = fopen(file, "wb");
    cr_assert_not_null(out);
    cr_assert_eq(fwrite(text, 1, len, out), len);
    cr_assert_eq(fclose(out), 0);
}

static void expect_refused(const char *row, const char *file) {
    pl_store *store = NULL;
    const char *why = NULL;
    cr_assert_eq(pl_store_open(file, &store, &why), PL_E_IO, "%s", row);
    cr_assert_null(store, "%s: a store after all", row);
    cr_assert_not_null(why, "%s", row);
    cr_assert_null(strchr(why, '\n'), "%s: %s", row, why);
    cr_assert_eq(pl_store_open(file, &store, NULL), PL_E_IO, "%s: without a reason", row);
}

Test(store, in_memory, .timeout = 5) {
    pl_store *store = NULL;
    cr_assert_eq(pl_store_open(NULL, &store, NULL), PL_OK);
    pl_store_close(store);
    pl_store_close(NULL);
}

Test(store, a_file_is_private_and_opens_again, .timeout = 10) {
    char directory[PATH_BYTES];
    char file[PATH_BYTES];
    struct stat state;
    make_place(directory, file);
    for (int i = 0; i < 3; i++) {
        pl_store *store = NULL;
        cr_assert_eq(pl_store_open(file, &store, NULL), PL_OK, "time %d", i);
        cr_assert_eq(stat(file, &state), 0);
        cr_assert_eq(state.st_mode & 0777, 0600, "mode %o", (unsigned)state.st_mode);
        pl_store_close(store);
    }
    remove_place(directory, file);
}

Test(store, what_is_no_store_is_refused, .timeout = 20) {
    char directory[PATH_BYTES];
    char file[PATH_BYTES];
    char below[PATH_BYTES + 8];
    make_place(directory, file);
    (void)snprintf(below, sizeof below, "%s/x.db", file);
    static const char text[] = "This is a text of some length and certainly not a database; it is "
                               "longer than the header of a database, which has a hundred bytes.";
    expect_refused("a directory", directory);
    expect_refused("a folder that is not there", below);
    write_file(file, text, sizeof text - 1);
    expect_refused("a text", file);
    static const char cut[] = "SQLite format 3";
    write_file(file, cut, sizeof cut);
    expect_refused("a cut header", file);
    cr_assert_eq(unlink(file), 0);
    sqlite3 *other = NULL;
    cr_assert_eq(sqlite3_open(file, &other), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(other, "CREATE TABLE note (text)", NULL, NULL, NULL), SQLITE_OK);
    cr_assert_eq(sqlite3_close(other), SQLITE_OK);
    expect_refused("a database of another program", file);
    cr_assert_eq(sqlite3_open(file, &other), SQLITE_OK);
    sqlite3_stmt *count = NULL;
    cr_assert_eq(sqlite3_prepare_v2(other, "SELECT count(*) FROM sqlite_master", -1, &count, NULL),
                 SQLITE_OK);
    cr_assert_eq(sqlite3_step(count), SQLITE_ROW);
    cr_assert_eq(sqlite3_column_int(count, 0), 1, "it was written to");
    cr_assert_eq(sqlite3_finalize(count), SQLITE_OK);
    cr_assert_eq(sqlite3_close(other), SQLITE_OK);
    remove_place(directory, file);
}

Test(store, an_empty_file_becomes_one, .timeout = 10) {
    char directory[PATH_BYTES];
    char file[PATH_BYTES];
    make_place(directory, file);
    write_file(file, "", 0);
    pl_store *store = NULL;
    cr_assert_eq(pl_store_open(file, &store, NULL), PL_OK);
    pl_store_close(store);
    remove_place(directory, file);
}
