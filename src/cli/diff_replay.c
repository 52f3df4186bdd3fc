#include "cli/diff_replay.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "cli/record_file.h"
#include "cli/terminal.h"
#include "contract/contract.h"
#include "openapi/compare.h"

static const char command[] = "diff";

/* The schema of the operation's JSON body. false: it takes none. */
static bool body_schema(const pl_operation *operation, const pl_schema **ret_schema) {
    for (size_t i = 0; i < operation->body_count; i++) {
        const char *const type = operation->bodies[i].type;
        const size_t len = strcspn(type, "; ");
        if (len != sizeof PL_MEDIA_TYPE - 1 || strncasecmp(type, PL_MEDIA_TYPE, len) != 0) {
            continue;
        }
        *ret_schema = operation->bodies[i].schema;
        return true;
    }
    return false;
}

static pl_exit find_schemas(const pl_diff_replaying *asked, const pl_cli_document *documents,
                            pl_arena *arena, pl_rejudging *rejudging) {
    pl_comparing comparing = {.operation = asked->operation};
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        comparing.documents[side] = pl_cli_document_of(&documents[side]);
    }
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const char *const name = documents[side].name;
        const pl_operation *operation = NULL;
        const pl_status status = pl_documents_operation(&comparing, side, arena, &operation);
        if (status == PL_E_RANGE) {
            pl_cli_error(command,
                         asked->operation != NULL
                             ? "%s has no such operation as --operation names"
                             : "%s has no operation that belongs to the built-in one; name it with "
                               "--operation",
                         name);
            return PL_EXIT_USAGE;
        }
        if (status != PL_OK) {
            pl_cli_error(command, "out of memory");
            return PL_EXIT_ENVIRONMENT;
        }
        if (!body_schema(operation, &rejudging->schemas[side])) {
            pl_cli_error(command, "%s: %s %s takes no body of %s, so no request can be judged",
                         name, operation->method, operation->path, PL_MEDIA_TYPE);
            return PL_EXIT_USAGE;
        }
        rejudging->names[side] = name;
        rejudging->documents[side] = comparing.documents[side];
        rejudging->knows_gaps[side] = documents[side].is_builtin;
    }
    return PL_EXIT_CLEAN;
}

static pl_status print(const pl_diff_replaying *asked, const pl_rejudgement *made) {
    if (asked->quiet) { return PL_OK; }
    if (asked->json) { return pl_rejudgement_write_json(made, stdout); }
    const pl_terminal terminal = pl_terminal_of_output();
    return pl_rejudgement_write_terminal(made, &terminal, stdout);
}

pl_exit pl_diff_replay(const pl_diff_replaying *asked, const pl_cli_document *documents,
                       pl_arena *arena) {
    assert(asked != NULL && documents != NULL && arena != NULL);
    pl_baseline record;
    pl_rejudging rejudging = {
        .record = &record, .record_name = asked->path, .fail_on = asked->fail_on};
    pl_exit outcome = pl_record_file_read(command, asked->path, arena, &record);
    if (outcome == PL_EXIT_CLEAN) { outcome = find_schemas(asked, documents, arena, &rejudging); }
    if (outcome != PL_EXIT_CLEAN) { return outcome; }
    pl_rejudgement made;
    pl_status status = pl_rejudge(&rejudging, arena, &made);
    if (status == PL_OK) { status = print(asked, &made); }
    if (status == PL_E_MEMORY) { pl_cli_error(command, "out of memory"); }
    /* What standard output has lost is told when the command ends. */
    if (status != PL_OK) { return PL_EXIT_ENVIRONMENT; }
    return pl_rejudgement_fails(&made) ? PL_EXIT_FINDINGS : PL_EXIT_CLEAN;
}
