/* Every seed of fuzz_request and fuzz_response is named for its verdict: hold the judge to the names. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>

#include "verdict_util.h"

enum { PATH_BYTES_MAX = 4096, INPUT_BYTES_MAX = 256 * 1024 };

/* The whole file; the caller frees it. */
static pl_bytes read_input(const char *folder, const char *name) {
    char path[PATH_BYTES_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s: cannot be opened", name);
    uint8_t *data = fz_alloc(INPUT_BYTES_MAX);
    const size_t len = fread(data, 1, INPUT_BYTES_MAX, file);
    cr_assert(len < INPUT_BYTES_MAX, "%s: too long", name);
    fclose(file);
    return (pl_bytes){data, len};
}

/* One input against its name. A name that starts with an issue's number claims no verdict. */
static bool judge_input(const char *folder, const char *name, bool has_status) {
    char claim[8] = "";
    if (sscanf(name, "%7[a-z]-", claim) != 1) { return false; }
    pl_bytes input = read_input(folder, name);
    pl_bytes text = input;
    int status = 0;
    if (has_status) {
        cr_assert(text.len > 0, "%s: empty", name);
        status = pl_contract_answers[(size_t)(text.ptr[0] - '0') % pl_contract_answer_count].status;
        text = (pl_bytes){text.ptr + 1, text.len - 1};
    }
    pl_arena arena = {0};
    fz_opinion opinion = {0};
    cr_assert_eq(fz_judge(status, text, &fz_world, &arena, &opinion), PL_OK, "%s: no verdict",
                 name);
    pl_bytes why = {0};
    if (opinion.report.count > 0) {
        const pl_json *json = opinion.readable ? &opinion.json : NULL;
        cr_assert_eq(pl_violation_message(&opinion.report.list[0], json, &arena, &why), PL_OK);
    }
    cr_expect_str_eq(pl_verdict_text(opinion.verdict), claim, "%s: the verdict is %s: %.*s", name,
                     pl_verdict_text(opinion.verdict), (int)why.len, (const char *)why.ptr);
    pl_arena_done(&arena);
    fz_free(input);
    return true;
}

static void judge_folder(const char *target, bool has_status) {
    enum { CLAIMS_MIN = 30 };
    char folder[PATH_BYTES_MAX / 2];
    snprintf(folder, sizeof folder, "%s/corpus/%s", PL_SOURCE_DIR, target);
    DIR *entries = opendir(folder);
    cr_assert_not_null(entries, "%s: cannot be opened", folder);
    size_t claim_count = 0;
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (entry->d_name[0] == '.') { continue; }
        claim_count += judge_input(folder, entry->d_name, has_status);
    }
    closedir(entries);
    cr_assert(claim_count >= CLAIMS_MIN, "%s: only %zu claims", target, claim_count);
}

Test(corpus_verdicts, request, .timeout = 20) {
    judge_folder("fuzz_request", false);
}

Test(corpus_verdicts, response, .timeout = 20) {
    judge_folder("fuzz_response", true);
}
