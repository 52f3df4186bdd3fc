/* The contract of the operation "create payment link", as tables. Every field's name and limit is written
 * here, once (schemas in request.c, resource.c, errors.c; rules in rules.c). */
#ifndef PL_CONTRACT_CONTRACT_H
#define PL_CONTRACT_CONTRACT_H

#include "contract/fields.h"
#include "schema/validate.h"

extern const pl_schema pl_contract_request; /* CreatePaymentLinkRequest */
extern const pl_schema pl_contract_link;    /* PaymentLinkResource */
extern const pl_schema pl_contract_success; /* the envelope of a created link */
extern const pl_schema pl_contract_token;   /* answer of the token endpoints, status 200 */
extern const pl_schema pl_contract_grant;   /* their request body */
extern const pl_schema pl_contract_catalog; /* answer of the payment-method catalog, status 200 */

enum {
    PL_CONTRACT_AMOUNT_DEFAULT = 150000, /* the known-good total of an accepting request */
    PL_CONTRACT_EXPIRY_SLACK_MS = 1000,  /* an echoed expiry is the same instant to the second */
    PL_CONTRACT_BODY_BYTES_MAX = 1024 * 1024 /* above it the answer is open */
};

/* A documented answer. */
typedef struct pl_contract_answer {
    int status;
    bool success; /* the envelope's `success` */
    int64_t code; /* the documented example of error.code; 0 for success */
    const char *meaning;
    const char *message;     /* the sandbox's error.message, in our words */
    const pl_schema *schema; /* the whole envelope */
} pl_contract_answer;

/* All documented answers, by status. */
extern const pl_contract_answer pl_contract_answers[];
extern const size_t pl_contract_answer_count;

/* Row of a status, or NULL when the document does not list it. */
const pl_contract_answer *pl_contract_answer_of(int status);

/* Judge a request body, or a response body of a status. A response of a status that the document does not
 * list is PL_E_ARGUMENT. context may be NULL (nothing known); its http_status is set here. */
PL_MUST_USE pl_status pl_contract_judge_request(pl_bytes text, const pl_context *context,
                                                pl_arena *arena, pl_json *ret_json,
                                                bool *ret_readable, pl_report *ret_report);
PL_MUST_USE pl_status pl_contract_judge_response(int status, pl_bytes text,
                                                 const pl_context *context, pl_arena *arena,
                                                 pl_json *ret_json, bool *ret_readable,
                                                 pl_report *ret_report);

/* The verdict on a request body and nothing else; see pl_validate_verdict. */
PL_MUST_USE pl_status pl_contract_request_verdict(pl_bytes text, const pl_context *context,
                                                  pl_arena *arena, pl_verdict *ret_verdict);

/* --- routes --------------------------------------------------------------------------------- */

typedef enum pl_route {
    PL_ROUTE_CREATE,
    PL_ROUTE_LIST,
    PL_ROUTE_SHOW,
    PL_ROUTE_DELETE,
    PL_ROUTE_CATALOG,
    PL_ROUTE_TOKEN_V11,
    PL_ROUTE_TOKEN_V10,
    PL_ROUTE_COUNT
} pl_route;

typedef struct pl_route_row {
    const char *id;
    const char *method;
    const char *path; /* template: {account_id}, {payment_link_id} */
    bool secured;     /* needs Bearer token and partner id */
} pl_route_row;

const pl_route_row *pl_route_row_of(pl_route route);

/* Fill a template; account_id and link_id are put in as they are (no escaping) and may be NULL where the
 * template does not name them. Terminated. Fails: PL_E_SPACE. */
PL_MUST_USE pl_status pl_route_path(pl_route route, const char *account_id, const char *link_id,
                                    char *out, size_t out_cap);

/* Match a path (no query) against the templates, whatever the method. Of several routes with one template the
 * first is returned. ret_account and ret_link are views into path, empty where not named. */
bool pl_route_match(pl_bytes path, pl_route *ret_route, pl_bytes *ret_account, pl_bytes *ret_link);

/* Header names and hosts of the operation. */
#define PL_HEADER_AUTHORIZATION "Authorization"
#define PL_HEADER_PARTNER       "X-PARTNER-ID"
#define PL_HEADER_CLIENT        "X-CLIENT-ID"
#define PL_HEADER_SIGNATURE     "X-Signature"
#define PL_MEDIA_TYPE           "application/json"
#define PL_HOST_SANDBOX         "sandbox-payment-b2b.singapay.id"
#define PL_HOST_PRODUCTION      "payment-b2b.singapay.id"
#define PL_ALLOW                "GET, HEAD, POST"

#endif
