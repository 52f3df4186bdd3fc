#define _XOPEN_SOURCE 700 /* mkdtemp, symlink */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"

enum { PATH_BYTES = 256 };

static char folder[PATH_BYTES];

static void make_folder(void) {
    (void)snprintf(folder, sizeof folder, "%s", "/tmp/paylink-report-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static void remove_folder(void) {
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            cr_assert(unlinkat(dirfd(dir), entry->d_name, 0) == 0 ||
                      unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR) == 0);
        }
    }
    (void)closedir(dir);
    (void)rmdir(folder);
}

static const char *inside(const char *name) {
    static char path[2][PATH_BYTES * 2];
    static size_t turn;
    turn = !turn;
    (void)snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static size_t entry_count(void) {
    size_t count = 0;
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir);
    while (readdir(dir) != NULL) { count++; }
    (void)closedir(dir);
    return count - 2;
}

static void put_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    (void)fputs(text, file);
    cr_assert_eq(fclose(file), 0);
}

static bool file_starts(const char *path, const char *start) {
    char text[64] = "";
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    (void)!fgets(text, sizeof text, file);
    (void)fclose(file);
    return strncmp(text, start, strlen(start)) == 0;
}

static pl_status write_then_fail(const pl_result *result, FILE *out) {
    (void)result;
    (void)fputs("half a report", out);
    errno = ENOSPC;
    return PL_E_IO;
}

static const pl_report_format failing = {.name = "failing", .write = write_then_fail};

TestSuite(report_file, .init = make_folder, .fini = remove_folder, .timeout = 10);

Test(report_file, new_file) {
    const pl_report_format *json = pl_report_format_of("json");
    cr_assert_eq(pl_report_write_file(json, fx_result(), inside("a.json")), PL_OK);
    cr_assert(file_starts(inside("a.json"), "{"));
    cr_assert_eq(entry_count(), 1, "a temporary file is left");
}

Test(report_file, replaces_a_file) {
    put_file(inside("a.xml"), "old");
    const pl_report_format *junit = pl_report_format_of("junit");
    cr_assert_eq(pl_report_write_file(junit, fx_result(), inside("a.xml")), PL_OK);
    cr_assert(file_starts(inside("a.xml"), "<?xml"));
    cr_assert_eq(entry_count(), 1, "a temporary file is left");
}

Test(report_file, failure_keeps_what_was_there) {
    put_file(inside("a.json"), "old");
    errno = 0;
    cr_assert_eq(pl_report_write_file(&failing, fx_result(), inside("a.json")), PL_E_IO);
    cr_assert_eq(errno, ENOSPC, "errno is lost: %d", errno);
    cr_assert(file_starts(inside("a.json"), "old"));
    cr_assert_eq(entry_count(), 1, "a temporary file is left");
}

Test(report_file, a_link_stays_a_link) {
    put_file(inside("real.json"), "old");
    cr_assert_eq(symlink("real.json", inside("link.json")), 0);
    const pl_report_format *json = pl_report_format_of("json");
    cr_assert_eq(pl_report_write_file(json, fx_result(), inside("link.json")), PL_OK);
    struct stat there;
    cr_assert_eq(lstat(inside("link.json"), &there), 0);
    cr_assert(S_ISLNK(there.st_mode), "the link was replaced");
    cr_assert(file_starts(inside("real.json"), "{"));
}

Test(report_file, a_device_stays_a_device) {
    const pl_report_format *json = pl_report_format_of("json");
    cr_assert_eq(pl_report_write_file(json, fx_result(), "/dev/null"), PL_OK);
    struct stat there;
    cr_assert_eq(stat("/dev/null", &there), 0);
    cr_assert(S_ISCHR(there.st_mode), "/dev/null was replaced");
    cr_assert_eq(pl_report_write_file(json, fx_result(), "/dev/full"), PL_E_IO);
}

Test(report_file, no_folder) {
    const pl_report_format *json = pl_report_format_of("json");
    cr_assert_eq(pl_report_write_file(json, fx_result(), inside("none/a.json")), PL_E_IO);
    cr_assert_eq(errno, ENOENT);
}

Test(report_file, probe) {
    put_file(inside("file"), "");
    cr_assert_eq(mkdir(inside("dir"), 0777), 0);
    static const struct {
        const char *name;
        pl_status want;
        int why;
    } rows[] = {
        {"new.json", PL_OK, 0},           {"file", PL_OK, 0},
        {"dir", PL_E_IO, EISDIR},         {"dir/", PL_E_IO, EISDIR},
        {"none/a.json", PL_E_IO, ENOENT}, {"file/a.json", PL_E_IO, ENOTDIR},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        errno = 0;
        cr_assert_eq(pl_report_probe_file(inside(rows[i].name)), rows[i].want, "%s", rows[i].name);
        cr_assert(rows[i].want == PL_OK || errno == rows[i].why, "%s: errno %d", rows[i].name,
                  errno);
    }
    cr_assert_eq(pl_report_probe_file(""), PL_E_IO, "empty");
    cr_assert_eq(pl_report_probe_file("/dev/null"), PL_OK, "/dev/null");
    cr_assert_eq(entry_count(), 2, "probing left something behind");
}

Test(report_file, pipe_without_a_reader_is_no_wait) {
    const char *path = inside("pipe");
    cr_assert_eq(mkfifo(path, 0600), 0);
    cr_assert_eq(pl_report_write_file(pl_report_format_of("json"), fx_result(), path), PL_E_IO);
    cr_assert_eq(errno, ENXIO);
}
