#include "unit/sandbox/sandbox_util.h"

#include <criterion/criterion.h>

#include "http/signature.h"

void sb_open(sb *bench, const char *store_file) {
    const pl_sandbox_config config = {.store_file = store_file, .seed = SB_SEED};
    const char *why = "";
    *bench = (sb){.now_ms = SB_NOW_MS};
    pl_arena_init(&bench->arena);
    cr_assert_eq(pl_sandbox_new(&config, &bench->sandbox, &why), PL_OK, "open: %s", why);
}

void sb_close(sb *bench) {
    pl_sandbox_free(bench->sandbox);
    pl_arena_done(&bench->arena);
    bench->sandbox = NULL;
}

const char *sb_sign(sb *bench, const char *header, const char *payload) {
    char *token = NULL;
    const pl_bytes key = {bench->sandbox->identity.key, PL_STORE_KEY_BYTES};
    cr_assert_eq(pl_jwt_sign(pl_bytes_of(header), pl_bytes_of(payload), key, &bench->arena, &token),
                 PL_OK);
    return token;
}

const char *sb_token(sb *bench, unsigned merchant) {
    const char *payload =
        pl_arena_printf(&bench->arena, "{\"sub\":\"%s\",\"exp\":%lld}",
                        pl_sandbox_merchant_of(bench->sandbox, merchant)->client_id,
                        (long long)bench->now_ms / 1000 + 60);
    cr_assert_not_null(payload);
    return sb_sign(bench, "{\"alg\":\"HS256\"}", payload);
}

const char *sb_value(sb *bench, const pl_sandbox_response *response, const char *pointer) {
    pl_json json;
    uint32_t node = 0;
    cr_assert_eq(pl_json_read(response->body, &bench->arena, &json, NULL), PL_OK, "%s: %.*s",
                 pointer, (int)response->body.len, (const char *)response->body.ptr);
    if (pl_json_resolve(&json, pl_bytes_of(pointer), &node) != PL_OK) { return ""; }
    const char *text = pl_arena_text(&bench->arena, pl_json_raw(&json, node));
    cr_assert_not_null(text);
    return text;
}

static void expect_envelope(sb *bench, const char *row, const pl_sandbox_response *response) {
    const char *status = pl_arena_printf(&bench->arena, "%d", response->status);
    cr_assert_not_null(status);
    cr_assert_str_eq(response->content_type, "application/json", "%s: media type", row);
    cr_assert_str_eq(sb_value(bench, response, "/status"), status, "%s: status", row);
    cr_assert_str_eq(sb_value(bench, response, "/success"),
                     response->status == 200 ? "true" : "false", "%s: success", row);
    if (response->status != 200) {
        cr_assert_str_neq(sb_value(bench, response, "/error/code"), "", "%s: code", row);
        cr_assert_str_neq(sb_value(bench, response, "/error/message"), "", "%s: message", row);
    }
}

/* Errors that the contract documents must be judged "accept". */
static void expect_documented(sb *bench, const char *row, const pl_sandbox_response *response) {
    const pl_context context = {.now_ms = bench->now_ms};
    pl_json json;
    pl_report report;
    bool readable = false;
    if (response->status == 200 || pl_contract_answer_of(response->status) == NULL) { return; }
    cr_assert_eq(pl_contract_judge_response(response->status, response->body, &context,
                                            &bench->arena, &json, &readable, &report),
                 PL_OK);
    cr_assert_eq(pl_report_verdict(&report), PL_ACCEPT, "%s: %s in %.*s", row,
                 report.count > 0 ? pl_violation_keyword(&report.list[0]) : "?",
                 (int)response->body.len, (const char *)response->body.ptr);
}

pl_sandbox_response sb_call(sb *bench, const char *row, const char *method, const char *target,
                            const sb_header *headers, size_t header_count, pl_bytes body) {
    pl_sandbox_header list[SB_HEADER_COUNT_MAX];
    pl_sandbox_response response = {.status = 0};
    cr_assert_leq(header_count, PL_COUNT(list), "%s: headers", row);
    for (size_t i = 0; i < header_count; i++) {
        list[i] = (pl_sandbox_header){pl_bytes_of(headers[i].name), pl_bytes_of(headers[i].value)};
    }
    const pl_sandbox_request request = {
        .method = pl_bytes_of(method),
        .target = pl_bytes_of(target),
        .headers = list,
        .header_count = header_count,
        .body = body,
        .now_ms = bench->now_ms,
    };
    cr_assert_eq(pl_sandbox_handle(bench->sandbox, &request, &bench->arena, &response), PL_OK,
                 "%s: not answered", row);
    if (strcmp(method, "HEAD") == 0) {
        cr_assert_eq(response.body.len, 0, "%s: HEAD with a body", row);
        cr_assert_null(response.content_type, "%s: HEAD", row);
        return response;
    }
    expect_envelope(bench, row, &response);
    expect_documented(bench, row, &response);
    return response;
}

pl_sandbox_response sb_call_as(sb *bench, const char *row, unsigned merchant, const char *method,
                               const char *target, pl_bytes body) {
    const char *bearer = pl_arena_printf(&bench->arena, "Bearer %s", sb_token(bench, merchant));
    cr_assert_not_null(bearer);
    const sb_header headers[] = {
        {"authorization", bearer},
        {"x-partner-id", pl_sandbox_merchant_of(bench->sandbox, merchant)->partner_id},
        {"Content-Type", "application/json; charset=utf-8"},
    };
    return sb_call(bench, row, method, target, headers, PL_COUNT(headers), body);
}

const char *sb_path(sb *bench, const char *suffix) {
    const char *path =
        pl_arena_printf(&bench->arena, SB_MANAGE "/%s%s",
                        pl_sandbox_merchant_of(bench->sandbox, 0)->account_id, suffix);
    cr_assert_not_null(path);
    return path;
}

pl_sandbox_response sb_create(sb *bench, const char *row, pl_bytes body) {
    return sb_call_as(bench, row, 0, "POST", sb_path(bench, ""), body);
}
