#include <assert.h>
#include <json-c/json.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cli/lint_internal.h"
#include "report/safe_text.h"

/* --- text ------------------------------------------------------------------------------------ */

static pl_status print_text(const pl_lint_page *page, pl_arena *arena) {
    const char *const name = pl_safe_string(page->name, PL_SAFE_LINE, arena);
    const pl_lint *const lint = page->lint;
    size_t total = 0;
    if (name == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < lint->finding_count; i++) {
        const pl_lint_finding *const finding = &lint->findings[i];
        const char *const message = pl_safe_string(finding->message, PL_SAFE_LINE, arena);
        const char *const pointer = pl_safe_string(finding->pointer, PL_SAFE_LINE, arena);
        if (message == NULL || pointer == NULL) { return PL_E_MEMORY; }
        (void)printf("%s:%u:%u: %s %s: %s at %s\n", name, finding->place.line,
                     finding->place.column, pl_lint_severity_text(finding->rule->severity),
                     finding->rule->id, message, pointer[0] != '\0' ? pointer : "(root)");
    }
    (void)printf("%s:", name);
    for (pl_lint_severity severity = 0; severity < PL_LINT_SEVERITY_COUNT; severity++) {
        (void)printf("%s %zu %s%s", severity > 0 ? "," : "", lint->totals[severity],
                     pl_lint_severity_text(severity), lint->totals[severity] == 1 ? "" : "s");
        total += lint->totals[severity];
    }
    (void)printf("%s\n", total > lint->finding_count ? " (not all are listed)" : "");
    return PL_OK;
}

static pl_status print_rules_text(pl_arena *arena) {
    assert(arena != NULL);
    for (size_t i = 0; i < pl_lint_rule_count; i++) {
        const pl_lint_rule *const rule = &pl_lint_rules[i];
        (void)printf("%-7s  %-19s  %s\n", pl_lint_severity_text(rule->severity), rule->id,
                     rule->statement);
    }
    return PL_OK;
}

/* --- JSON ------------------------------------------------------------------------------------ */

/* Put value under key, taking it over; false when out of memory. */
static bool put(json_object *object, const char *key, json_object *value) {
    if (value != NULL && json_object_object_add(object, key, value) == 0) { return true; }
    json_object_put(value);
    return false;
}

static json_object *string_of(const char *text, pl_arena *arena) {
    const char *const safe = pl_safe_string(text, PL_SAFE_UTF8, arena);
    return safe == NULL ? NULL : json_object_new_string(safe);
}

static json_object *finding_object(const pl_lint_finding *finding, pl_arena *arena) {
    json_object *const object = json_object_new_object();
    if (object == NULL) { return NULL; }
    if (put(object, "severity", string_of(pl_lint_severity_text(finding->rule->severity), arena)) &&
        put(object, "rule", string_of(finding->rule->id, arena)) &&
        put(object, "message", string_of(finding->message, arena)) &&
        put(object, "pointer", string_of(finding->pointer, arena)) &&
        put(object, "line", json_object_new_int64(finding->place.line)) &&
        put(object, "column", json_object_new_int64(finding->place.column))) {
        return object;
    }
    json_object_put(object);
    return NULL;
}

static json_object *rule_object(const pl_lint_rule *rule, pl_arena *arena) {
    json_object *const object = json_object_new_object();
    if (object == NULL) { return NULL; }
    if (put(object, "rule", string_of(rule->id, arena)) &&
        put(object, "severity", string_of(pl_lint_severity_text(rule->severity), arena)) &&
        put(object, "statement", string_of(rule->statement, arena))) {
        return object;
    }
    json_object_put(object);
    return NULL;
}

/* Put item at the end, taking it over; false when out of memory. */
static bool append(json_object *array, json_object *item) {
    if (item != NULL && json_object_array_add(array, item) == 0) { return true; }
    json_object_put(item);
    return false;
}

static json_object *finding_array(const pl_lint *lint, pl_arena *arena) {
    json_object *array = json_object_new_array();
    for (size_t i = 0; i < lint->finding_count && array != NULL; i++) {
        if (append(array, finding_object(&lint->findings[i], arena))) { continue; }
        json_object_put(array);
        array = NULL;
    }
    return array;
}

static json_object *summary_object(const pl_lint *lint) {
    static const char *const keys[PL_LINT_SEVERITY_COUNT] = {"errors", "warnings", "notes"};
    json_object *object = json_object_new_object();
    for (pl_lint_severity severity = 0; severity < PL_LINT_SEVERITY_COUNT && object != NULL;
         severity++) {
        if (put(object, keys[severity], json_object_new_int64((int64_t)lint->totals[severity]))) {
            continue;
        }
        json_object_put(object);
        object = NULL;
    }
    return object;
}

/* One line; object is taken over, and may be NULL: out of memory. */
static pl_status print_line(json_object *object) {
    const char *const text =
        object == NULL ? NULL
                       : json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
                                                                    JSON_C_TO_STRING_NOSLASHESCAPE);
    if (text != NULL) { (void)printf("%s\n", text); }
    json_object_put(object);
    return text == NULL ? PL_E_MEMORY : PL_OK;
}

static pl_status print_json(const pl_lint_page *page, pl_arena *arena) {
    json_object *object = json_object_new_object();
    if (object == NULL) { return PL_E_MEMORY; }
    if (!put(object, "document", string_of(page->name, arena)) ||
        !put(object, "findings", finding_array(page->lint, arena)) ||
        !put(object, "summary", summary_object(page->lint))) {
        json_object_put(object);
        object = NULL;
    }
    return print_line(object);
}

static pl_status print_rules_json(pl_arena *arena) {
    json_object *array = json_object_new_array();
    for (size_t i = 0; i < pl_lint_rule_count && array != NULL; i++) {
        if (append(array, rule_object(&pl_lint_rules[i], arena))) { continue; }
        json_object_put(array);
        array = NULL;
    }
    return print_line(array);
}

/* --- annotations of a GitHub workflow -------------------------------------------------------- */

/* A text in a workflow command; in a property ":" and "," end it, too. */
static void put_escaped(const char *text, bool property) {
    for (; *text != '\0'; text++) {
        if (strchr("%\r\n", *text) != NULL || (property && strchr(":,", *text) != NULL)) {
            (void)printf("%%%02X", (unsigned)(unsigned char)*text);
        } else {
            (void)putchar(*text);
        }
    }
}

static pl_status print_github(const pl_lint_page *page, pl_arena *arena) {
    static const char *const commands[PL_LINT_SEVERITY_COUNT] = {"error", "warning", "notice"};
    for (size_t i = 0; i < page->lint->finding_count; i++) {
        const pl_lint_finding *const finding = &page->lint->findings[i];
        const char *const message = pl_safe_string(finding->message, PL_SAFE_LINE, arena);
        const char *const name = pl_safe_string(page->name, PL_SAFE_LINE, arena);
        if (message == NULL || name == NULL) { return PL_E_MEMORY; }
        (void)printf("::%s ", commands[finding->rule->severity]);
        if (page->is_file) {
            (void)fputs("file=", stdout);
            put_escaped(name, true);
            (void)printf(",line=%u,col=%u,", finding->place.line, finding->place.column);
        }
        (void)printf("title=%s::", finding->rule->id);
        put_escaped(message, false);
        (void)putchar('\n');
    }
    return PL_OK;
}

/* clang-format off */
const pl_lint_layout pl_lint_layouts[] = {
    {"text",   print_text,   print_rules_text},
    {"json",   print_json,   print_rules_json},
    {"github", print_github, print_rules_text},
};
/* clang-format on */

const size_t pl_lint_layout_count = PL_COUNT(pl_lint_layouts);

const pl_lint_layout *pl_lint_layout_of(const char *name) {
    for (size_t i = 0; i < PL_COUNT(pl_lint_layouts); i++) {
        if (strcmp(pl_lint_layouts[i].name, name) == 0) { return &pl_lint_layouts[i]; }
    }
    return NULL;
}
