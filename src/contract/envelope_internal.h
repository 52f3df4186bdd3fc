/* What the envelopes of all answers share: their first members and their rules, written once. */
#ifndef PL_CONTRACT_ENVELOPE_INTERNAL_H
#define PL_CONTRACT_ENVELOPE_INTERNAL_H

#include "contract/contract.h"
#include "contract/rules_internal.h"

extern const pl_schema pl_envelope_text;
extern const pl_schema pl_envelope_flag;
extern const pl_schema pl_envelope_integer;

/* clang-format off */

/* Rows of a member table: status, success, and the `data` of this answer. */
#define PL_ENVELOPE_MEMBERS(data_presence, data_schema)                                            \
    [PL_ENVELOPE_STATUS] = PL_MEMBER("status", PL_REQUIRED, &pl_envelope_integer),                 \
    [PL_ENVELOPE_SUCCESS] = PL_MEMBER("success", PL_REQUIRED, &pl_envelope_flag),                  \
    [PL_ENVELOPE_DATA] = PL_MEMBER("data", data_presence, data_schema)

#define PL_ENVELOPE_RULES                                                                          \
    {.id = "statusEqualsHttp",                                                                     \
     .statement = "status must equal the HTTP status",                                             \
     .check = pl_rule_status_equals_http},                                                         \
    {.id = "successMatchesStatus",                                                                 \
     .statement = "success must be true on 200 and false otherwise",                               \
     .check = pl_rule_success_matches_status}
/* clang-format on */

#endif
