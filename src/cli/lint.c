/* paylink lint: what an API's document says against itself, and where it is silent. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/document.h"
#include "cli/lint_internal.h"
#include "cli/values.h"

static const char command[] = "lint";

enum { KEY_FAIL_ON = 256, KEY_FORMAT, KEY_JSON, KEY_RULES };

/* clang-format off */
static const struct argp_option options[] = {
    {"fail-on", KEY_FAIL_ON, "WEIGHT", 0, "Exit with 1 for findings of this severity or a graver one: {WEIGHT} (default: error)", 0},
    {"format",  KEY_FORMAT,  "LAYOUT",   0, "What to print: {LAYOUT} (default: text)", 0},
    {"json",    KEY_JSON,    NULL,       0, "Print one JSON object for each document: the layout json", 0},
    {"rules",   KEY_RULES,   NULL,       0, "List the rules, and look at no document", 0},
    {"quiet",   'q',         NULL,       0, "Print nothing; the exit status tells", 0},
    {0},
};
/* clang-format on */

static const char doc[] =
    "Look for what an API's document says against itself, and for places where it is silent: "
    "examples that break their own schema, bounds with nothing between them, patterns that engines "
    "read differently, texts that may be empty. A document is OpenAPI 3.0 or 3.1 in JSON or YAML, or "
    "a Markdown page with one fenced document in it; \"-\" is standard input."
    "\v"
    "Examples:\n"
    "  paylink lint api.yaml\n"
    "  paylink lint --fail-on warning --format github api.yaml\n"
    "  curl -s https://docs.example.com/create.md | paylink lint --json -\n"
    "  paylink lint --rules\n"
    "\n"
    "Prints FILE:LINE:COLUMN: SEVERITY RULE: MESSAGE at POINTER for each finding, then their "
    "counts. Errors: the document contradicts itself, or OpenAPI. Warnings: readers will differ, or "
    "it means nothing. Notes: it is silent, and servers may differ and all be right.\n"
    "\n"
    "--format json: {document, findings: [{severity, rule, message, pointer, line, column}], "
    "summary: {errors, warnings, notes}}.\n"
    "\n"
    "Exit status: 0 no such finding, 1 there is one (--fail-on), 2 usage, 3 a file cannot be read.";

typedef struct arguments {
    const pl_lint_layout *layout;
    pl_lint_severity fail_on;
    bool rules;
    bool quiet;
    char **names;
    size_t name_count;
} arguments;

static error_t take_layout(arguments *given, const char *text) {
    char known[64];
    given->layout = pl_lint_layout_of(text);
    if (given->layout != NULL) { return 0; }
    pl_value_names("LAYOUT", known, sizeof known);
    pl_cli_error(command, "--format takes one of %s, not '%s'", known, text);
    return EINVAL;
}

static error_t take_severity(arguments *given, const char *text) {
    char known[64];
    for (pl_lint_severity severity = 0; severity < PL_LINT_SEVERITY_COUNT; severity++) {
        if (strcmp(pl_lint_severity_text(severity), text) == 0) {
            given->fail_on = severity;
            return 0;
        }
    }
    pl_value_names("WEIGHT", known, sizeof known);
    pl_cli_error(command, "--fail-on takes one of %s, not '%s'", known, text);
    return EINVAL;
}

static error_t parse_option(int key, char *arg, struct argp_state *state) {
    arguments *const given = state->input;
    switch (key) {
    case KEY_FAIL_ON:
        return take_severity(given, arg);
    case KEY_FORMAT:
        return take_layout(given, arg);
    case KEY_JSON:
        return take_layout(given, "json");
    case KEY_RULES:
        given->rules = true;
        return 0;
    case 'q':
        given->quiet = true;
        return 0;
    case ARGP_KEY_ARG:
        given->names[given->name_count++] = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- the work -------------------------------------------------------------------------------- */

static pl_exit out_of_memory(void) {
    pl_cli_error(command, "out of memory");
    return PL_EXIT_ENVIRONMENT;
}

/* Print, and tell whether there is a finding that was asked for. */
static pl_exit show(const arguments *given, const pl_lint_page *page, pl_arena *arena) {
    size_t count = 0;
    if (!given->quiet && given->layout->print(page, arena) != PL_OK) { return out_of_memory(); }
    for (pl_lint_severity severity = 0; severity <= given->fail_on; severity++) {
        count += page->lint->totals[severity];
    }
    return count > 0 ? PL_EXIT_FINDINGS : PL_EXIT_CLEAN;
}

static pl_exit lint_text(const arguments *given, const char *name, pl_bytes text, pl_arena *arena) {
    pl_document document = {.version = NULL};
    pl_source_error error = {.message = ""};
    pl_lint lint = {.findings = NULL};
    const bool is_stdin = strcmp(name, "-") == 0;
    const pl_lint_page page = {
        .name = is_stdin ? "standard input" : name, .is_file = !is_stdin, .lint = &lint};
    pl_status status = pl_document_lift(text, arena, &document, &error);
    if (status == PL_E_MEMORY) { return out_of_memory(); }
    if (status != PL_OK) { /* it cannot be read: that is what it says against itself */
        const pl_lint_finding fault = pl_lint_fault(&error);
        lint = (pl_lint){.findings = &fault, .finding_count = 1, .totals = {[PL_LINT_ERROR] = 1}};
        return show(given, &page, arena);
    }
    status = pl_lint_document(&document, arena, &lint);
    const pl_exit outcome = status == PL_OK ? show(given, &page, arena) : out_of_memory();
    pl_document_done(&document);
    return outcome;
}

static pl_exit lint_all(const arguments *given, pl_arena *arena) {
    pl_exit worst = PL_EXIT_CLEAN;
    for (size_t i = 0; i < given->name_count; i++) {
        pl_bytes text = {NULL, 0};
        pl_arena_reset(arena);
        const pl_exit outcome = pl_cli_document_text(command, given->names[i], arena, &text)
                                    ? lint_text(given, given->names[i], text, arena)
                                    : PL_EXIT_ENVIRONMENT;
        if (outcome > worst) { worst = outcome; }
    }
    return worst;
}

static bool arguments_agree(const arguments *given) {
    bool stdin_once = false;
    if (given->name_count == 0 && !given->rules) {
        pl_cli_error(command, "a document is needed: a file, or \"-\" for standard input");
        return false;
    }
    for (size_t i = 0; i < given->name_count; i++) {
        if (strcmp(given->names[i], "-") != 0) { continue; }
        if (stdin_once) {
            pl_cli_error(command, "only one document can come from standard input");
            return false;
        }
        stdin_once = true;
    }
    return true;
}

static pl_exit run(const arguments *given) {
    pl_arena arena;
    pl_arena_init(&arena);
    pl_exit outcome = PL_EXIT_CLEAN;
    if (given->rules) {
        if (given->layout->print_rules(&arena) != PL_OK) { outcome = out_of_memory(); }
    } else {
        outcome = lint_all(given, &arena);
    }
    pl_arena_done(&arena);
    return outcome;
}

const struct argp pl_lint_argp = {.options = options,
                                  .parser = parse_option,
                                  .args_doc = "FILE...",
                                  .doc = doc,
                                  .help_filter = pl_value_help};

pl_exit pl_command_lint(int argc, char **argv) {
    assert(argc > 0);
    arguments given = {.layout = pl_lint_layout_of("text"), .fail_on = PL_LINT_ERROR};
    given.names = calloc((size_t)argc, sizeof *given.names);
    if (given.names == NULL) { return out_of_memory(); }
    pl_exit outcome = PL_EXIT_USAGE;
    if (pl_cli_parse(&pl_lint_argp, argc, argv, &given) == 0 && arguments_agree(&given)) {
        outcome = run(&given);
    }
    free(given.names);
    return outcome;
}
