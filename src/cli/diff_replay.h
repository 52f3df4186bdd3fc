/* `paylink diff --replay`: the requests of a record under two versions. */
#ifndef PL_CLI_DIFF_REPLAY_H
#define PL_CLI_DIFF_REPLAY_H

#include "cli/document.h"
#include "report/rejudge.h"

typedef struct pl_diff_replaying {
    const char *path;      /* of the record */
    const char *operation; /* as for a comparison; NULL: the one of the compiled contract */
    pl_grade fail_on;
    bool json; /* instead of text */
    bool quiet;
} pl_diff_replaying;

/* documents: one a side. arena is scratch. */
PL_MUST_USE pl_exit pl_diff_replay(const pl_diff_replaying *asked, const pl_cli_document *documents,
                                   pl_arena *arena);

#endif
