/* The record's form, as a schema like any other: names stand in it once, for writer and reader. */
#ifndef PL_REPORT_BASELINE_INTERNAL_H
#define PL_REPORT_BASELINE_INTERNAL_H

#include "report/baseline.h"

#define PL_RECORD_FORMAT "paylink-record/1"

typedef enum pl_record_field {
    PL_RECORD_FORMAT_NAME,
    PL_RECORD_NOW_MS,
    PL_RECORD_PAYMENT_METHODS,
    PL_RECORD_FINDINGS,
    PL_RECORD_CASES,
    PL_RECORD_FIELD_COUNT
} pl_record_field;

typedef enum pl_record_case_field {
    PL_RECORD_CASE_ID,
    PL_RECORD_CASE_CLASS,
    PL_RECORD_CASE_OUTCOME,
    PL_RECORD_CASE_STATUS,
    PL_RECORD_CASE_METHOD,
    PL_RECORD_CASE_TARGET,
    PL_RECORD_CASE_BODY,
    PL_RECORD_CASE_BODY_BASE64URL,
    PL_RECORD_CASE_BODY_BYTES,
    PL_RECORD_CASE_FINDINGS,
    PL_RECORD_CASE_FIELD_COUNT
} pl_record_case_field;

typedef enum pl_record_finding_field {
    PL_RECORD_FINDING_CHECK,
    PL_RECORD_FINDING_SEVERITY,
    PL_RECORD_FINDING_MESSAGE,
    PL_RECORD_FINDING_FIELD_COUNT
} pl_record_finding_field;

extern const pl_schema pl_record_schema;
extern const pl_schema pl_record_case_schema;
extern const pl_schema pl_record_finding_schema;

/* Order of ids; of findings, by check, severity, message. For qsort. */
int pl_baseline_order_cases(const void *left, const void *right);
int pl_baseline_order_findings(const void *left, const void *right);

#endif
