/* paylink validate: judge bodies that are at hand. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/validate_internal.h"

static const char command[] = "validate";

enum { KEY_RESPONSE = 256, KEY_LINES, KEY_JSON, KEY_PAYMENT_METHODS, KEY_NOW };

/* clang-format off */
static const struct argp_option options[] = {
    {"response",        KEY_RESPONSE,        "STATUS",   0, "They are response bodies of this HTTP status", 0},
    {"lines",           KEY_LINES,           NULL,       0, "Every line of a file is a document", 0},
    {"json",            KEY_JSON,            NULL,       0, "Print one JSON object for each document", 0},
    {"payment-methods", KEY_PAYMENT_METHODS, "LIST"    , 0, "The catalog: codes, separated by commas", 0},
    {"now",             KEY_NOW,             "MS",       0, "Unix time in ms to judge by (default: clock)", 0},
    {"quiet",           'q',                 NULL,       0, "Print nothing; the exit status tells", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Judge bodies by the contract of \"create payment link\": accept, reject, or open where the "
    "contract is silent. Without FILE, or for \"-\", standard input is read."
    "\v"
    "Examples:\n"
    "  paylink validate request.json\n"
    "  echo '{}' | paylink validate --json\n"
    "  paylink validate --response 422 answer.json\n"
    "  paylink validate --lines --payment-methods QRIS,VA_BRI log.ndjson\n"
    "\n"
    "Prints FILE:LINE:COLUMN: reject KEYWORD at POINTER: MESSAGE for each deviation (open where "
    "the "
    "contract is silent), then FILE: accept|reject|open. With --lines a document is named "
    "FILE:LINE.\n"
    "\n"
    "Exit status: 0 nothing is rejected, 1 a document is rejected, 2 usage, 3 a file cannot be "
    "read.";

/* What the command line says. */
typedef struct arguments {
    pl_validate_options options;
    bool has_now;
    pl_arena arena; /* of the list of payment methods */
    char **files;
    size_t file_count;
} arguments;

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    static const int64_t now_ms_max = 253402300799999; /* the end of year 9999 */
    arguments *given = state->input;
    pl_validate_options *chosen = &given->options;
    pl_cli_list codes;
    switch (key) {
    case KEY_RESPONSE:
        return pl_cli_response_option(command, "--response", arg, &chosen->response) ? 0 : EINVAL;
    case KEY_LINES:
        chosen->lines = true;
        return 0;
    case KEY_JSON:
        chosen->json = true;
        return 0;
    case 'q':
        chosen->quiet = true;
        return 0;
    case KEY_PAYMENT_METHODS:
        if (!pl_cli_list_option(command, "--payment-methods", arg, &given->arena, &codes)) {
            return EINVAL;
        }
        chosen->context.payment_methods = codes.items;
        chosen->context.payment_method_count = codes.count;
        return 0;
    case KEY_NOW:
        given->has_now = true;
        return pl_cli_number_option(command, "--now", arg, 0, now_ms_max, &chosen->context.now_ms)
                   ? 0
                   : EINVAL;
    case ARGP_KEY_ARG:
        given->files[given->file_count++] = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* State of the whole command. */
typedef struct session {
    const pl_validate_options *options;
    pl_arena arena; /* of one document at a time */
    pl_validate_buffer buffer;
    bool has_rejected;
    bool has_trouble;
} session;

static void report_trouble(session *work, const char *name, pl_status status, int why) {
    work->has_trouble = true;
    const char *shown = strcmp(name, "-") == 0 ? "standard input" : name;
    if (status == PL_E_IO) {
        pl_cli_error(command, "cannot read %s: %s", shown, strerror(why));
    } else {
        pl_cli_error(command, "cannot judge %s: %s", shown, pl_status_text(status));
    }
}

static pl_status judge(session *work, const char *name, uint64_t line) {
    const pl_validate_document document = {
        .name = name,
        .line = line,
        .text = work->buffer.len > 0 ? (pl_bytes){work->buffer.ptr, work->buffer.len}
                                     : (pl_bytes)PL_BYTES_LIT(""),
    };
    pl_verdict verdict = PL_ACCEPT;
    pl_arena_reset(&work->arena);
    const pl_status status =
        pl_validate_document_judge(work->options, &document, &work->arena, &verdict);
    if (status == PL_OK && verdict == PL_REJECT) { work->has_rejected = true; }
    return status;
}

static pl_status judge_lines(session *work, const char *name, FILE *in) {
    for (uint64_t line = 1; !ferror(stdout); line++) {
        bool more = false;
        pl_status status = pl_validate_read_line(in, &work->buffer, &more);
        if (status != PL_OK || !more) { return status; }
        status = judge(work, name, line);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

static pl_status judge_whole(session *work, const char *name, FILE *in) {
    const pl_status status = pl_validate_read_all(in, &work->buffer);
    if (status != PL_OK) { return status; }
    return judge(work, name, 0);
}

static void judge_file(session *work, const char *name) {
    const bool is_stdin = strcmp(name, "-") == 0;
    if (is_stdin && isatty(STDIN_FILENO)) {
        (void)fputs("Reading standard input; Ctrl-D ends it.\n", stderr);
    }
    FILE *in = is_stdin ? stdin : fopen(name, "rb");
    if (in == NULL) {
        report_trouble(work, name, PL_E_IO, errno);
        return;
    }
    const pl_status status =
        work->options->lines ? judge_lines(work, name, in) : judge_whole(work, name, in);
    const int why = errno;
    if (!is_stdin) { (void)fclose(in); }
    if (status != PL_OK) { report_trouble(work, name, status, why); }
}

static pl_exit judge_files(const arguments *given) {
    assert(given != NULL);
    session work = {.options = &given->options};
    if (given->file_count == 0) { judge_file(&work, "-"); }
    for (size_t i = 0; i < given->file_count; i++) { judge_file(&work, given->files[i]); }
    pl_validate_buffer_done(&work.buffer);
    pl_arena_done(&work.arena);
    if (work.has_trouble) { return PL_EXIT_ENVIRONMENT; }
    return work.has_rejected ? PL_EXIT_FINDINGS : PL_EXIT_CLEAN;
}

const struct argp pl_validate_argp = {
    .options = options, .parser = parse_option, .args_doc = "[FILE...]", .doc = doc};

pl_exit pl_command_validate(int argc, char **argv) {
    assert(argc > 0);
    arguments given = {.file_count = 0};
    given.files = calloc((size_t)argc, sizeof *given.files);
    if (given.files == NULL) {
        pl_cli_error(command, "out of memory");
        return PL_EXIT_ENVIRONMENT;
    }
    pl_exit outcome = PL_EXIT_USAGE;
    if (pl_cli_parse(&pl_validate_argp, argc, argv, &given) == 0) {
        if (!given.has_now) { given.options.context.now_ms = pl_cli_now_ms(); }
        outcome = judge_files(&given);
    }
    pl_arena_done(&given.arena);
    free(given.files);
    return outcome;
}
