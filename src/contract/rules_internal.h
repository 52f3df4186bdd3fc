/* The cross-field rules that the contract's tables name. */
#ifndef PL_CONTRACT_RULES_INTERNAL_H
#define PL_CONTRACT_RULES_INTERNAL_H

#include "schema/validate.h"

typedef pl_status pl_rule_check(pl_walk *walk, uint32_t object, const pl_rule *rule);

/* total_amount = sum over items of quantity x unit_price, in exact decimal. Equal in decimal but not to a server that
 * adds in IEEE 754 binary64 is an observation; out of the decimal's range too. */
pl_rule_check pl_rule_sum_of_items;

/* subtotal = quantity x unit_price of a stored line item. */
pl_rule_check pl_rule_subtotal;

/* Envelope: `status` is the HTTP status, `success` tells 200 from the rest. */
pl_rule_check pl_rule_status_equals_http;
pl_rule_check pl_rule_success_matches_status;

/* error.code is the documented example of the status; observation. */
pl_rule_check pl_rule_code_as_documented;

/* error.errors is there and repeated under data.errors; observation. */
pl_rule_check pl_rule_errors_repeated;

#endif
