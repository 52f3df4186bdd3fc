/* The JSON reader, RFC 8259. Input: the document.
 * P1 no crash or over-read     P2 a failed read leaves the out-param alone; the error is inside the text
 * P3 at most 16 bytes of nodes a byte of text, in one request
 * P4 spans nest, `next` and `depth` agree with them
 * P5 json-c reads what we read, and the same tree  P6 what it reads beyond that is a known lenience
 * P7 pointer and resolve are inverse               P8 a decoded string equals its node
 * P9 written another way and read back, the tree is the same
 * P10 every token is of RFC 8259's grammar, no container too deep   P11 one element more makes another document */
#include "json_oracle.h"
#include "json_token_util.h"
#include "json_tree_util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fz_reader reader = {data, size};
    const pl_bytes text = fz_rest_copy(&reader);
    static pl_arena arena; /* kept between inputs; a reset poisons it again */
    pl_arena_reset(&arena);
    const size_t requests = arena.request_count;
    pl_json json = {.count = UINT32_MAX};
    pl_json_error error = {.fault = PL_JSON_FAULT_COUNT};
    const pl_status status = pl_json_read(text, &arena, &json, &error);
    const size_t used = arena.used; /* of an arena that was empty, or of a new block */

    static const uint8_t mark[] = {0xEF, 0xBB, 0xBF}; /* json-c knows no byte-order mark */
    const size_t skip =
        size >= sizeof mark && memcmp(data, mark, sizeof mark) == 0 ? sizeof mark : 0;
    const pl_bytes plain = {fz_terminated(data + skip, size - skip), size - skip};
    bool accepted = false;
    json_object *tree = fz_oracle_read(plain, &accepted);
    if (status == PL_OK) {
        FZ_CHECK(json.count <= size && arena.request_count - requests <= 1 &&
                 used <= size * FZ_NODE_BYTES + FZ_NODE_BYTES);     /* P3 */
        fz_check_nodes(&json);                                      /* P4 */
        FZ_CHECK(accepted || (json.marks & PL_JSON_BAD_UTF8) != 0); /* P5 */
        if (accepted) { fz_same_tree(&json, 0, tree); }
        fz_check_pointers(&json, &arena);  /* P7 P8 */
        fz_check_rewritten(&json, &arena); /* P9 */
        fz_check_tokens(&json);            /* P10 */
        fz_check_longer(&json, &arena);    /* P11 */
    } else {
        FZ_CHECK(json.count == UINT32_MAX && error.fault < PL_JSON_FAULT_COUNT &&
                 error.at <= size);                          /* P2 */
        FZ_CHECK(!accepted || fz_is_lenience(&error, text)); /* P6 */
    }
    json_object_put(tree);
    fz_free(plain);
    fz_free(text);
    return 0;
}
