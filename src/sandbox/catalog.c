#include <assert.h>
#include <json-c/json.h>

#include "sandbox/sandbox_internal.h"

/* A payment method that a link of this sandbox may be restricted to. */
typedef struct method_row {
    pl_bytes code;
    const char *name;
    const char *group;
    const char *description;
} method_row;

/* clang-format off */
static const method_row methods[] = {
    {PL_BYTES_LIT("QRIS"),       "QRIS",                    "qris",            "Scan a QR code with any Indonesian wallet or bank."},
    {PL_BYTES_LIT("VA_BRI"),     "BRI Virtual Account",     "virtual_account", "Transfer to a BRI virtual account."},
    {PL_BYTES_LIT("VA_BNI"),     "BNI Virtual Account",     "virtual_account", "Transfer to a BNI virtual account."},
    {PL_BYTES_LIT("VA_DANAMON"), "Danamon Virtual Account", "virtual_account", "Transfer to a Danamon virtual account."},
    {PL_BYTES_LIT("VA_MAYBANK"), "Maybank Virtual Account", "virtual_account", "Transfer to a Maybank virtual account."},
    {PL_BYTES_LIT("INDOMARET"),  "Indomaret",               "retail",          "Pay at an Indomaret counter."},
    {PL_BYTES_LIT("ALFAMART"),   "Alfamart",                "retail",          "Pay at an Alfamart counter."},
};
/* clang-format on */
_Static_assert(PL_COUNT(methods) <= PL_SANDBOX_METHOD_COUNT_MAX, "the catalog fits its views");

size_t pl_catalog_codes(pl_bytes out[PL_SANDBOX_METHOD_COUNT_MAX]) {
    for (size_t i = 0; i < PL_COUNT(methods); i++) { out[i] = methods[i].code; }
    return PL_COUNT(methods);
}

static struct json_object *new_method(const method_row *row) {
    struct json_object *method = json_object_new_object();
    if (method == NULL || !pl_reply_add(method, "code", pl_reply_text(row->code)) ||
        !pl_reply_add(method, "name", json_object_new_string(row->name)) ||
        !pl_reply_add(method, "group", json_object_new_string(row->group)) ||
        !pl_reply_add(method, "desc", json_object_new_string(row->description))) {
        json_object_put(method);
        return NULL;
    }
    return method;
}

/* Append to an array; takes the element over, which may be NULL. */
static bool append(struct json_object *array, struct json_object *element) {
    if (element == NULL || json_object_array_add(array, element) != 0) {
        json_object_put(element);
        return false;
    }
    return true;
}

pl_status pl_catalog_answer(pl_call *call, pl_sandbox_response *ret_response) {
    struct json_object *data = json_object_new_object();
    struct json_object *codes = json_object_new_array();
    struct json_object *rows = json_object_new_array();
    bool built = data != NULL && codes != NULL && rows != NULL;
    for (size_t i = 0; built && i < PL_COUNT(methods); i++) {
        built =
            append(codes, pl_reply_text(methods[i].code)) && append(rows, new_method(&methods[i]));
    }
    built = built && pl_reply_add(data, "available_codes", json_object_get(codes)) &&
            pl_reply_add(data, "payment_methods", json_object_get(rows));
    json_object_put(codes);
    json_object_put(rows);
    if (!built) {
        json_object_put(data);
        return PL_E_MEMORY;
    }
    return pl_reply_data(call, data, ret_response);
}
