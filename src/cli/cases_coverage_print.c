#include <assert.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "cli/cases_internal.h"

enum { NUMBER_BYTES_MAX = 16 };

/* ECMA-48: of a side that is not shown, of the total, of the headings. */
static const char red[] = "\x1b[31m";
static const char green[] = "\x1b[32m";
static const char dim[] = "\x1b[2m";
static const char plain[] = "\x1b[0m";

/* Which column counts the outside of a row. */
static const char *outside_text(const pl_coverage_row *row) {
    return pl_verdict_text(row->severity == PL_VIOLATION ? PL_REJECT : PL_OPEN);
}

/* "in", "out", a dash for one that is not seen; nothing where the row has none. */
static const char *edge_text(const pl_coverage_row *row, unsigned edge) {
    if ((row->edges & edge) == 0) { return ""; }
    if ((row->edges_seen & edge) == 0) { return "-"; }
    return edge == PL_EDGE_INSIDE ? "in" : "out";
}

/* A count, or "none" for a side that is not shown. */
static void put_count(uint32_t count, int columns, bool colour) {
    char text[NUMBER_BYTES_MAX] = "none";
    if (count > 0) { (void)snprintf(text, sizeof text, "%" PRIu32, count); }
    const bool marked = colour && count == 0;
    (void)printf("  %s%*s%s", marked ? red : "", columns, text, marked ? plain : "");
}

static void print_row(const pl_coverage *coverage, const pl_coverage_row *row, const int columns[2],
                      bool colour) {
    (void)printf("%-*s  %-*s", columns[0], coverage->places[row->place].name, columns[1],
                 row->text);
    put_count(row->inside_count, 6, colour);
    if (row->severity == PL_VIOLATION) {
        put_count(row->outside_count, 6, colour);
        (void)printf("  %4s", "");
    } else {
        (void)printf("  %6s", "");
        put_count(row->outside_count, 4, colour);
    }
    (void)printf("  %5" PRIu32, row->alone_count);
    const char *in = edge_text(row, PL_EDGE_INSIDE);
    const char *out = edge_text(row, PL_EDGE_OUTSIDE);
    if (*in != '\0') { (void)printf("  %-*s%s", *out != '\0' ? 4 : 0, in, out); }
    (void)puts("");
}

static void widen(int *columns, const char *text) {
    const int len = (int)strlen(text);
    if (len > *columns) { *columns = len; }
}

void pl_cases_coverage_print_table(const pl_coverage *coverage, bool colour) {
    assert(coverage != NULL);
    int columns[2] = {0, 0};
    for (size_t i = 0; i < coverage->row_count; i++) {
        widen(&columns[0], coverage->places[coverage->rows[i].place].name);
        widen(&columns[1], coverage->rows[i].text);
    }
    (void)printf("%s%-*s  %-*s  %6s  %6s  %4s  %5s  %s%s\n", colour ? dim : "", columns[0], "place",
                 columns[1], "facet", pl_verdict_text(PL_ACCEPT), pl_verdict_text(PL_REJECT),
                 pl_verdict_text(PL_OPEN), "alone", "edge", colour ? plain : "");
    for (size_t i = 0; i < coverage->row_count; i++) {
        print_row(coverage, &coverage->rows[i], columns, colour);
    }
    const uint32_t *documents = coverage->document_counts;
    (void)printf("\n%" PRIu32 " documents: %" PRIu32 " accept, %" PRIu32 " reject, %" PRIu32
                 " open\n",
                 documents[PL_ACCEPT] + documents[PL_REJECT] + documents[PL_OPEN],
                 documents[PL_ACCEPT], documents[PL_REJECT], documents[PL_OPEN]);
    const size_t full = pl_coverage_full_count(coverage);
    const char *style = full == coverage->row_count ? green : red;
    (void)printf("%sboth sides %zu of %zu%s\n", colour ? style : "", full, coverage->row_count,
                 colour ? plain : "");
}

/* --- JSON ----------------------------------------------------------------------------------- */

static bool put_edge(json_object *object, const char *key, const pl_coverage_row *row,
                     unsigned edge) {
    if ((row->edges & edge) == 0) { return true; }
    return pl_cases_put(object, key, json_object_new_boolean((row->edges_seen & edge) != 0));
}

static json_object *row_object(const pl_coverage *coverage, const pl_coverage_row *row,
                               pl_arena *arena) {
    json_object *object = json_object_new_object();
    if (object != NULL &&
        pl_cases_put_text(object, "place", coverage->places[row->place].name, arena) &&
        pl_cases_put_text(object, "facet", row->text, arena) &&
        pl_cases_put_text(object, "weight", pl_severity_text(row->severity), arena) &&
        pl_cases_put(object, pl_verdict_text(PL_ACCEPT),
                     json_object_new_int64(row->inside_count)) &&
        pl_cases_put(object, outside_text(row), json_object_new_int64(row->outside_count)) &&
        pl_cases_put(object, "alone", json_object_new_int64(row->alone_count)) &&
        put_edge(object, "edge_inside", row, PL_EDGE_INSIDE) &&
        put_edge(object, "edge_outside", row, PL_EDGE_OUTSIDE) &&
        pl_cases_put(object, "both_sides", json_object_new_boolean(pl_coverage_row_is_full(row)))) {
        return object;
    }
    json_object_put(object);
    return NULL;
}

pl_status pl_cases_coverage_print_json(const pl_coverage *coverage) {
    assert(coverage != NULL);
    pl_arena arena;
    pl_arena_init(&arena);
    pl_status status = PL_OK;
    for (size_t i = 0; i < coverage->row_count && status == PL_OK; i++) {
        pl_arena_reset(&arena);
        status = pl_cases_print_line(row_object(coverage, &coverage->rows[i], &arena));
    }
    pl_arena_done(&arena);
    return status;
}
