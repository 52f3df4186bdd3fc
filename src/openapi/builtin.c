/* The compiled contract as an operation of a document. */
#include <stdio.h>
#include <string.h>

#include "contract/contract.h"
#include "openapi/diff.h"

/* A ULID is asked for in words only; the document's parameter is a text. */
static const pl_schema account_id = {.name = "account id", .types = PL_TYPE_STRING};
static const pl_parameter parameters[] = {
    {.name = "account_id", .in = "path", .required = true, .schema = &account_id}};
static const pl_media bodies[] = {{.type = PL_MEDIA_TYPE, .schema = &pl_contract_request}};
static const pl_scheme_use uses[] = {
    {.name = "BearerAuth", .meaning = "http bearer"},
    {.name = "PartnerId", .meaning = "apiKey header " PL_HEADER_PARTNER},
};
static const pl_security securities[] = {{.uses = uses, .use_count = PL_COUNT(uses)}};

static pl_status list_responses(pl_arena *arena, pl_operation *operation) {
    const size_t count = pl_contract_answer_count;
    pl_response *const responses = pl_arena_alloc(arena, count * sizeof *responses);
    pl_media *const media = pl_arena_alloc(arena, count * sizeof *media);
    if (responses == NULL || media == NULL) { return PL_E_MEMORY; }
    for (size_t i = 0; i < count; i++) {
        const pl_contract_answer *const answer = &pl_contract_answers[i];
        media[i] = (pl_media){.type = PL_MEDIA_TYPE, .schema = answer->schema};
        responses[i] = (pl_response){.status = pl_arena_printf(arena, "%d", answer->status),
                                     .media = &media[i],
                                     .media_count = 1};
        if (responses[i].status == NULL) { return PL_E_MEMORY; }
    }
    operation->responses = responses;
    operation->response_count = count;
    return PL_OK;
}

pl_status pl_operation_builtin(pl_arena *arena, const pl_operation **ret_operation) {
    const pl_route_row *const route = pl_route_row_of(PL_ROUTE_CREATE);
    pl_operation *const operation = pl_arena_alloc(arena, sizeof *operation);
    if (operation == NULL) { return PL_E_MEMORY; }
    *operation = (pl_operation){.method = route->method,
                                .path = route->path,
                                .parameters = parameters,
                                .parameter_count = PL_COUNT(parameters),
                                .has_body = true,
                                .body_required = true,
                                .bodies = bodies,
                                .body_count = PL_COUNT(bodies),
                                .securities = securities,
                                .security_count = PL_COUNT(securities)};
    const pl_status status = list_responses(arena, operation);
    if (status == PL_OK) { *ret_operation = operation; }
    return status;
}
