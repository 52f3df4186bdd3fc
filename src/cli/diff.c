/* paylink diff: two versions of the API's document compared. */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "cli/diff_replay.h"
#include "cli/terminal.h"
#include "cli/values.h"
#include "report/diff_report.h"

static const char command[] = "diff";

enum { KEY_FAIL_ON = 256, KEY_FORMAT, KEY_OPERATION, KEY_REPLAY, KEY_REPORT };

/* clang-format off */
static const struct argp_option options[] = {
    {"fail-on",   KEY_FAIL_ON,   "GRADE",      0, "Exit with 1 for changes of this grade or a graver one: {GRADE} (default: breaking)", 0},
    {"format",    KEY_FORMAT,    "STYLE",      0, "What to print: {STYLE} (default: text)", 0},
    {"operation", KEY_OPERATION, "OPERATION",  0, "Only this one: \"POST /path\", or its operationId", 0},
    {"replay",    KEY_REPLAY,    "RECORD",     0, "Judge the requests of that record of a run instead: whose verdict changed?", 0},
    {"report",    KEY_REPORT,    "STYLE=FILE", 0, "Write a file, too; may be given several times", 0},
    {"quiet",     'q',           NULL,         0, "Print nothing; the exit status tells", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Compare two versions of the API's document: what changed, whether callers break, and a request "
    "or an answer that shows it. A version is a file (OpenAPI 3.0 or 3.1 in JSON or YAML, or a "
    "Markdown page with one fenced document in it), \"-\" for standard input, or \"builtin\" for the "
    "contract that paylink is built on."
    "\v"
    "Examples:\n"
    "  paylink diff builtin new.yaml\n"
    "  paylink diff --format md old.yaml new.yaml > CHANGES.md\n"
    "  paylink diff --replay record.json builtin new.yaml\n"
    "  git show HEAD~1:api.yaml | paylink diff --fail-on risky - api.yaml\n"
    "\n"
    "Grades: breaking (a caller that kept the old contract fails under the new one), risky (one that "
    "relied on what was not promised may fail), compatible. Each change has an id that is the same "
    "for the same edit of any two versions, its place in both documents, and, where the meaning "
    "changed, a witness: a request or an answer that both versions have judged, and differ about.\n"
    "\n"
    "Compared are all operations of both documents; with \"builtin\", the one that is its own. They "
    "belong together by method and path, else by operationId, else by the end of the path.\n"
    "\n"
    "--format json: {paylink, old: {name, openapi}, new: {...}, summary: {operations, breaking, "
    "risky, compatible, fail_on, failed}, changes: [{operation, id, grade, direction, location, "
    "message, old: {line, column}, new: {...}, witness: {search, accepted_by, text, reason}}], "
    "remarks: [{document, place, message}]}. search is found, none_found, given_up or not_needed; a "
    "line of 0 is none. Remarks tell what of a document is not compared; they are notes on standard "
    "error, too.\n"
    "\n"
    "With --replay, nothing is sent: each create request in a record (paylink run --record) is judged "
    "as it was sent then, under OLD and under NEW, and those are listed whose verdict (accept, open, "
    "reject) differs. breaking: accepted by OLD, rejected by NEW; risky: judged more strictly, where "
    "one of them is silent; compatible: less strictly. What \"builtin\" knows to be silent and a "
    "document takes is no difference: documents cannot say it.\n"
    "--replay --format json: {paylink, record, old, new, summary: {breaking, risky, compatible, "
    "judged, too_long, without_body, other_operations, fail_on, failed}, requests: [{id, grade, old, "
    "new, judge, keyword, pointer, message}], remarks: as above}. judge is the stricter side, whose reason it is; "
    "too_long counts bodies that the record keeps by their length only.\n"
    "\n"
    "Exit status: 0 no such change, 1 there is one (--fail-on), 2 usage, 3 a document cannot be "
    "read, or a report not be written.";

enum { REPORT_COUNT_MAX = 8 };

typedef struct arguments {
    const char *names[PL_SIDE_COUNT];
    size_t name_count;
    const char *operation;
    const char *replay; /* a record; NULL: the documents are compared themselves */
    const pl_diff_format *format;
    pl_grade fail_on;
    bool quiet;
    struct {
        const pl_diff_format *format;
        const char *path;
    } reports[REPORT_COUNT_MAX];
    size_t report_count;
} arguments;

/* --- the command line ------------------------------------------------------------------------ */

static error_t take_format(arguments *given, const char *text) {
    char known[128];
    given->format = pl_diff_format_of(text);
    if (given->format != NULL) { return 0; }
    pl_value_names("STYLE", known, sizeof known);
    pl_cli_error(command, "--format takes one of %s, not '%s'", known, text);
    return EINVAL;
}

static error_t take_report(arguments *given, const char *text) {
    char name[32] = "";
    char known[128];
    const size_t len = strcspn(text, "=");
    if (len < sizeof name) { memcpy(name, text, len); }
    const pl_diff_format *const format = pl_diff_format_of(name);
    if (format == NULL || text[len] == '\0' || text[len + 1] == '\0') {
        pl_value_names("STYLE", known, sizeof known);
        pl_cli_error(command, "--report takes STYLE=FILE, not '%s'; styles: %s", text, known);
        return EINVAL;
    }
    const char *const path = text + len + 1;
    for (size_t i = 0; i < given->report_count; i++) {
        if (strcmp(given->reports[i].path, path) == 0) {
            pl_cli_error(command, "two reports cannot go to one file: %s", path);
            return EINVAL;
        }
    }
    if (given->report_count == REPORT_COUNT_MAX) {
        pl_cli_error(command, "at most %d reports, please", REPORT_COUNT_MAX);
        return EINVAL;
    }
    given->reports[given->report_count].format = format;
    given->reports[given->report_count++].path = path;
    return 0;
}

static error_t take_grade(arguments *given, const char *text) {
    char known[64];
    for (pl_grade grade = 0; grade < PL_GRADE_COUNT; grade++) {
        if (strcmp(pl_grade_text(grade), text) == 0) {
            given->fail_on = grade;
            return 0;
        }
    }
    pl_value_names("GRADE", known, sizeof known);
    pl_cli_error(command, "--fail-on takes one of %s, not '%s'", known, text);
    return EINVAL;
}

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    arguments *const given = state->input;
    switch (key) {
    case KEY_FAIL_ON:
        return take_grade(given, arg);
    case KEY_FORMAT:
        return take_format(given, arg);
    case KEY_OPERATION:
        given->operation = arg;
        return 0;
    case KEY_REPLAY:
        given->replay = arg;
        return 0;
    case KEY_REPORT:
        return take_report(given, arg);
    case 'q':
        given->quiet = true;
        return 0;
    case ARGP_KEY_ARG:
        if (given->name_count == PL_SIDE_COUNT) {
            pl_cli_error(command, "two documents are compared; '%s' is one too many", arg);
            return EINVAL;
        }
        given->names[given->name_count++] = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool arguments_agree(const arguments *given) {
    if (given->name_count < PL_SIDE_COUNT) {
        pl_cli_error(command,
                     "two documents are needed: the old one and the new one; \"%s\" is the "
                     "contract that paylink is built on",
                     PL_DOCUMENT_BUILTIN);
        return false;
    }
    if (strcmp(given->names[PL_SIDE_OLD], "-") == 0 &&
        strcmp(given->names[PL_SIDE_NEW], "-") == 0) {
        pl_cli_error(command, "only one document can come from standard input");
        return false;
    }
    const bool plain =
        given->format == pl_diff_format_of("text") || given->format == pl_diff_format_of("json");
    if (given->replay != NULL && (given->report_count > 0 || !plain)) {
        pl_cli_error(command,
                     "--replay prints text or json (--format), and writes no other report");
        return false;
    }
    return true;
}

/* --- the work -------------------------------------------------------------------------------- */

/* There is nothing to compare: what there would be. */
static void tell_operations(const arguments *given, const pl_cli_document *documents) {
    enum { SHOWN_MAX = 40 };
    if (given->operation != NULL) {
        pl_cli_error(command, "neither document has the operation '%s'", given->operation);
    } else {
        pl_cli_error(command,
                     "the document has no operation that belongs to the built-in one; name "
                     "it with --operation, or compare with another document");
    }
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        const pl_document *const document = pl_cli_document_of(&documents[side]);
        const size_t count = document != NULL ? document->operation_count : 0;
        for (size_t i = 0; i < count && i < SHOWN_MAX; i++) {
            pl_cli_error(command, "%s has: %s %s", documents[side].name,
                         document->operations[i].method, document->operations[i].path);
        }
        if (count > SHOWN_MAX) {
            pl_cli_error(command, "%s has %zu more", documents[side].name, count - SHOWN_MAX);
        }
    }
}

static pl_status print(const arguments *given, const pl_diff_report *report) {
    if (given->quiet) { return PL_OK; }
    if (given->format == pl_diff_format_of("text")) {
        const pl_terminal terminal = pl_terminal_of_output();
        return pl_diff_write_terminal(report, &terminal, stdout);
    }
    return given->format->write(report, stdout);
}

static bool write_reports(const arguments *given, const pl_diff_report *report) {
    bool fine = true;
    for (size_t i = 0; i < given->report_count; i++) {
        const char *const path = given->reports[i].path;
        errno = 0;
        const pl_status status = pl_diff_write_file(given->reports[i].format, report, path);
        if (status == PL_OK) { continue; }
        pl_cli_error(command, "cannot write the report to %s: %s", path,
                     status == PL_E_IO && errno != 0 ? strerror(errno) : pl_status_text(status));
        fine = false;
    }
    return fine;
}

static pl_exit finish(const arguments *given, const pl_diff_report *report) {
    const bool written = write_reports(given, report);
    const pl_status status = print(given, report);
    if (status == PL_E_MEMORY) { pl_cli_error(command, "out of memory"); }
    /* What standard output has lost is told when the command ends. */
    if (status != PL_OK || !written) { return PL_EXIT_ENVIRONMENT; }
    return pl_diff_report_fails(report) ? PL_EXIT_FINDINGS : PL_EXIT_CLEAN;
}

static pl_exit compare(const arguments *given, const pl_cli_document *documents, pl_arena *arena) {
    pl_comparison comparison;
    pl_comparing asked = {.operation = given->operation};
    pl_diff_report report = {.comparison = &comparison, .fail_on = given->fail_on};
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) {
        asked.documents[side] = pl_cli_document_of(&documents[side]);
        report.documents[side] = asked.documents[side];
        report.names[side] = documents[side].name;
        report.is_file[side] = documents[side].is_file;
    }
    const pl_status status = pl_documents_compare(&asked, arena, &comparison);
    if (status == PL_E_RANGE) {
        tell_operations(given, documents);
        return PL_EXIT_USAGE;
    }
    if (status != PL_OK) {
        pl_cli_error(command, "%s",
                     status == PL_E_SIZE
                         ? "the documents differ in more places than can be listed; "
                           "compare one operation at a time (--operation)"
                         : "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    return finish(given, &report);
}

/* Before the work: could all reports be written? */
static bool probe_reports(const arguments *given) {
    for (size_t i = 0; i < given->report_count; i++) {
        if (pl_report_probe_file(given->reports[i].path) == PL_OK) { continue; }
        pl_cli_error(command, "cannot write a report to %s: %s", given->reports[i].path,
                     strerror(errno));
        return false;
    }
    return true;
}

static pl_exit read_and_compare(const arguments *given, pl_arena *arena) {
    pl_cli_document documents[PL_SIDE_COUNT] = {{.name = NULL}, {.name = NULL}};
    bool fine = probe_reports(given);
    for (pl_side side = 0; side < PL_SIDE_COUNT && fine; side++) {
        fine = pl_cli_document_read(command, given->names[side], arena, &documents[side]);
    }
    pl_exit outcome = PL_EXIT_ENVIRONMENT;
    if (fine && given->replay == NULL) { outcome = compare(given, documents, arena); }
    if (fine && given->replay != NULL) {
        const pl_diff_replaying asked = {.path = given->replay,
                                         .operation = given->operation,
                                         .fail_on = given->fail_on,
                                         .json = given->format == pl_diff_format_of("json"),
                                         .quiet = given->quiet};
        outcome = pl_diff_replay(&asked, documents, arena);
    }
    for (pl_side side = 0; side < PL_SIDE_COUNT; side++) { pl_cli_document_done(&documents[side]); }
    return outcome;
}

const struct argp pl_diff_argp = {.options = options,
                                  .parser = parse_option,
                                  .args_doc = "OLD NEW",
                                  .doc = doc,
                                  .help_filter = pl_value_help};

pl_exit pl_command_diff(int argc, char **argv) {
    assert(argc > 0);
    arguments given = {.format = pl_diff_format_of("text"), .fail_on = PL_GRADE_BREAKING};
    pl_arena arena;
    pl_arena_init(&arena);
    pl_exit outcome = PL_EXIT_USAGE;
    if (pl_cli_parse(&pl_diff_argp, argc, argv, &given) == 0 && arguments_agree(&given)) {
        outcome = read_and_compare(&given, &arena);
    }
    pl_arena_done(&arena);
    return outcome;
}
