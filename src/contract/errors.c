/* The documented answers, and the envelopes of the errors among them. */
#include "contract/envelope_internal.h"

/* clang-format off */

static const pl_schema messages = {.name = "messages of a field", .types = PL_TYPE_ARRAY, .items = &pl_envelope_text};
static const pl_schema field_errors = {.name = "field errors", .types = PL_TYPE_OBJECT, .values = &messages};

#define ERROR_MEMBERS                                                                              \
    [PL_ERROR_CODE] = PL_MEMBER("code", PL_EXPECTED, &pl_envelope_integer),                                    \
    [PL_ERROR_MESSAGE] = PL_MEMBER("message", PL_EXPECTED, &pl_envelope_text)

static const pl_member error_members[] = {ERROR_MEMBERS};
static const pl_schema error = {.name = "error", .types = PL_TYPE_OBJECT, PL_MEMBERS(error_members)};
static const pl_member validation_error_members[] = {
    ERROR_MEMBERS,
    [PL_ERROR_ERRORS] = PL_MEMBER("errors", PL_EXPECTED, &field_errors),
};
_Static_assert(PL_COUNT(validation_error_members) == PL_ERROR_FIELD_COUNT, "every field has its row");
static const pl_schema validation_error = {.name = "validation error", .types = PL_TYPE_OBJECT, PL_MEMBERS(validation_error_members)};
static const pl_member validation_data_members[] = {PL_MEMBER("errors", PL_EXPECTED, &field_errors)};
static const pl_schema validation_data = {.name = "validation data", .types = PL_TYPE_OBJECT, PL_MEMBERS(validation_data_members)};

/* Any value: an error's `data` is documented for 422 only. */
static const pl_schema anything = {
    .name = "anything", .types = PL_TYPE_NULL | PL_TYPE_BOOLEAN | PL_TYPE_NUMBER | PL_TYPE_STRING | PL_TYPE_ARRAY | PL_TYPE_OBJECT};

#define ERROR_ENVELOPE_MEMBERS(data_presence, data_schema, error_schema)                           \
    PL_ENVELOPE_MEMBERS(data_presence, data_schema),                                               \
    [PL_ENVELOPE_ERROR] = PL_MEMBER("error", PL_REQUIRED, error_schema)

#define ERROR_RULES                                                                                \
    PL_ENVELOPE_RULES,                                                                             \
    {.id = "codeAsDocumented", .statement = "error.code differs from the documented example", .check = pl_rule_code_as_documented, .severity = PL_OBSERVATION}

static const pl_rule error_rules[] = {ERROR_RULES};
static const pl_rule validation_rules[] = {
    ERROR_RULES,
    {.id = "errorsRepeated", .statement = "error.errors and data.errors differ", .check = pl_rule_errors_repeated, .severity = PL_OBSERVATION},
};
static const pl_member error_envelope_members[] = {ERROR_ENVELOPE_MEMBERS(PL_OPTIONAL, &anything, &error)};
static const pl_schema error_envelope = {.name = "error envelope", .types = PL_TYPE_OBJECT, PL_MEMBERS(error_envelope_members), PL_RULES(error_rules)};
static const pl_member validation_envelope_members[] = {ERROR_ENVELOPE_MEMBERS(PL_EXPECTED, &validation_data, &validation_error)};
static const pl_schema validation_envelope = {.name = "validation envelope", .types = PL_TYPE_OBJECT, PL_MEMBERS(validation_envelope_members), PL_RULES(validation_rules)};

const pl_contract_answer pl_contract_answers[] = {
    {.status = 200, .success = true, .meaning = "created", .message = "", .schema = &pl_contract_success},
    {.status = 401, .code = 401, .meaning = "not authenticated", .message = "The caller is not signed in.", .schema = &error_envelope},
    {.status = 404, .code = 404, .meaning = "no such active account", .message = "No such account, or it is not active.", .schema = &error_envelope},
    {.status = 405, .code = 4059901, .meaning = "method not supported", .message = "This route does not support the method. Supported are " PL_ALLOW ".", .schema = &error_envelope},
    {.status = 422, .code = 422, .meaning = "not valid", .message = "The request is not valid.", .schema = &validation_envelope},
};
const size_t pl_contract_answer_count = PL_COUNT(pl_contract_answers);
/* clang-format on */

const pl_contract_answer *pl_contract_answer_of(int status) {
    for (size_t i = 0; i < pl_contract_answer_count; i++) {
        if (pl_contract_answers[i].status == status) { return &pl_contract_answers[i]; }
    }
    return NULL;
}

pl_status pl_contract_judge_request(pl_bytes body, const pl_context *context, pl_arena *arena,
                                    pl_json *ret_json, bool *ret_readable, pl_report *ret_report) {
    return pl_validate_text(&pl_contract_request, body, context, arena, ret_json, ret_readable,
                            ret_report);
}

pl_status pl_contract_request_verdict(pl_bytes body, const pl_context *context, pl_arena *arena,
                                      pl_verdict *ret_verdict) {
    return pl_validate_verdict(&pl_contract_request, body, context, arena, ret_verdict);
}

pl_status pl_contract_judge_response(int status, pl_bytes body, const pl_context *context,
                                     pl_arena *arena, pl_json *ret_json, bool *ret_readable,
                                     pl_report *ret_report) {
    const pl_contract_answer *answer = pl_contract_answer_of(status);
    if (answer == NULL) { return PL_E_ARGUMENT; }
    pl_context known = context != NULL ? *context : (pl_context){0};
    known.http_status = status;
    return pl_validate_text(answer->schema, body, &known, arena, ret_json, ret_readable,
                            ret_report);
}
