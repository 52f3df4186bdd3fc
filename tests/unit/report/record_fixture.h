/* A run made by hand whose cases have records: headers and bodies of every kind. */
#ifndef PL_TESTS_RECORD_FIXTURE_H
#define PL_TESTS_RECORD_FIXTURE_H

#include "fixture.h"

/* The rows of fx_result, each of which was sent now has a record; static, never fails. */
const pl_result *fx_record_result(void);

#endif
