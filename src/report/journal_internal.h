/* What stands in the lines of a journal: one table a line, walked by the writer and by the reader. */
#ifndef PL_REPORT_JOURNAL_INTERNAL_H
#define PL_REPORT_JOURNAL_INTERNAL_H

#include "report/build_internal.h"
#include "report/journal.h"
#include "json/json.h"

#define PL_JOURNAL_FORMAT    "paylink-journal"
#define PL_JOURNAL_KEY_LINE  "line"
#define PL_JOURNAL_KEY_INDEX "index" /* of a case, in the order of the plan; null: the whole run */
#define PL_JOURNAL_KEY_BYTES "base64url"

/* Members that stand beside the fields of the tables. */
#define PL_JOURNAL_KEY_FORMAT   "format"
#define PL_JOURNAL_KEY_VERSION  "version"
#define PL_JOURNAL_KEY_PAYLINK  "paylink"
#define PL_JOURNAL_KEY_PLANNED  "planned"
#define PL_JOURNAL_KEY_ID       "id"
#define PL_JOURNAL_KEY_FINDINGS "findings"
#define PL_JOURNAL_KEY_RECORD   "record"
#define PL_JOURNAL_KEY_EXCUSED  "excused" /* only in a run that may excuse findings */

typedef enum pl_journal_line {
    PL_JOURNAL_HEAD,
    PL_JOURNAL_PLAN,
    PL_JOURNAL_CASE,
    PL_JOURNAL_NOTE,
    PL_JOURNAL_FINDING,
    PL_JOURNAL_END,
    PL_JOURNAL_LINE_COUNT
} pl_journal_line;

const char *pl_journal_line_text(pl_journal_line line);

#define PL_JOURNAL_REAL_MAX   1e12
#define PL_JOURNAL_MOMENT_MAX INT64_C(253402300799999) /* the last millisecond of the year 9999 */

/* How a member of a structure is written. */
typedef enum pl_journal_kind {
    PL_JOURNAL_TEXT,     /* const char *; null is NULL */
    PL_JOURNAL_NAME,     /* the same, never NULL */
    PL_JOURNAL_BYTES,    /* pl_bytes, at most PL_RECORD_BODY_BYTES_MAX */
    PL_JOURNAL_FLAG,     /* bool */
    PL_JOURNAL_STATUS,   /* int, 0..999 */
    PL_JOURNAL_MOMENT,   /* int64_t, 0..PL_JOURNAL_MOMENT_MAX */
    PL_JOURNAL_SMALL,    /* unsigned */
    PL_JOURNAL_COUNT,    /* uint64_t */
    PL_JOURNAL_REAL,     /* double, 0..PL_JOURNAL_REAL_MAX */
    PL_JOURNAL_WORD,     /* an enumeration */
    PL_JOURNAL_STATUSES, /* int[PL_CASE_STATUS_COUNT_MAX] */
    PL_JOURNAL_HEADERS,  /* const pl_http_header *, and their number beside it */
    PL_JOURNAL_KIND_COUNT
} pl_journal_kind;

typedef struct pl_journal_words {
    const char *(*text)(unsigned value);
    unsigned count;
} pl_journal_words;

typedef struct pl_journal_field {
    const char *name;
    pl_journal_kind kind;
    size_t offset;
    size_t count_offset;           /* PL_JOURNAL_HEADERS: of a size_t */
    const pl_journal_words *words; /* PL_JOURNAL_WORD */
} pl_journal_field;

typedef struct pl_journal_table {
    const pl_journal_field *fields;
    size_t count;
} pl_journal_table;

extern const pl_journal_table pl_journal_run;     /* pl_result: known before the run */
extern const pl_journal_table pl_journal_test;    /* pl_case */
extern const pl_journal_table pl_journal_row;     /* pl_case_result */
extern const pl_journal_table pl_journal_record;  /* pl_record */
extern const pl_journal_table pl_journal_finding; /* pl_finding */
extern const pl_journal_table pl_journal_listed;  /* pl_result_finding: beside the finding */
extern const pl_journal_table pl_journal_outcome; /* pl_result: known at its end */

/* Write the fields of `from` as members of object. (journal_put.c) */
void pl_journal_put(pl_build *build, json_object *object, const pl_journal_table *table,
                    const void *from);

/* Read them back into `to`; texts are copied into arena. Fails: PL_E_SYNTAX (*reterr_what, in arena: a member is not
 * there, or not what it must be), PL_E_MEMORY. (journal_take.c) */
PL_MUST_USE pl_status pl_journal_take(const pl_json *json, uint32_t node,
                                      const pl_journal_table *table, pl_arena *arena, void *to,
                                      const char **reterr_what);

/* Decimal digits of a number node, without fraction and exponent. */
bool pl_journal_take_count(const pl_json *json, uint32_t node, uint64_t *ret_count);

#endif
