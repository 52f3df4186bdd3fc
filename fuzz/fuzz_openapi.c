/* OpenAPI documents: JSON, YAML, or a Markdown page with one of them. Input: the document.
 * P1 no crash, over-read or leak, whatever libfyaml and PCRE2 are given
 * P2 a refusal has a message, and a place within the text
 * P3 what is JSON is read as YAML to the same tree, on the same lines, up to known differences
 * P4 reading and lifting say the same again
 * P5 every schema judges values; the quick verdict is that of the whole list
 * P6 lint says the same again, in document order, at places within the text
 * P7 without memory: PL_E_MEMORY, or the same answer */
#include "openapi_util.h"
#include "thorough_util.h"

enum { FAIL_MAX = 64 };

static void check_poor(pl_bytes text, pl_status expected, uint64_t pick) {
    pl_arena poor;
    pl_document document = {.version = NULL};
    pl_source_error error = {.message = NULL};
    pl_arena_init(&poor);
    poor.fail_after = 1 + pick % FAIL_MAX;
    const pl_status status = pl_document_lift(text, &poor, &document, &error);
    FZ_CHECK(status == PL_E_MEMORY || status == expected);
    if (status == PL_OK) { pl_document_done(&document); }
    pl_arena_done(&poor);
}

static void check_document(pl_document *document, pl_bytes text, pl_arena *arena) {
    pl_document again = {.version = NULL};
    pl_source_error error = {.message = NULL};
    FZ_CHECK(pl_document_lift(text, arena, &again, &error) == PL_OK);
    fz_same_document(document, &again); /* P4 */
    pl_document_done(&again);
    fz_check_schemas(document);          /* P5 */
    fz_check_lint(document, text, arena); /* P6 */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static pl_arena arena;
    fz_reader reader = {data, size};
    const pl_bytes text = fz_rest_copy(&reader);
    pl_source source = {.places = NULL};
    pl_json json = {.count = 0};
    pl_document document = {.version = NULL};
    pl_source_error error = {.message = NULL};
    const pl_status read = pl_source_read(text, &arena, &source, &error);
    if (read == PL_OK && pl_json_read(text, &arena, &json, NULL) == PL_OK && !json.has_bom) {
        fz_check_yaml(text, &source, &arena); /* P3 */
    }
    const pl_status status = pl_document_lift(text, &arena, &document, &error);
    FZ_CHECK(read == PL_OK || status == read); /* P4 */
    if (status == PL_OK) {
        check_document(&document, text, &arena);
        pl_document_done(&document);
    } else {
        FZ_CHECK(status != PL_E_MEMORY && error.message != NULL); /* P2 */
        fz_check_place(error.place, text);                        /* P2 */
    }
    if (fz_is_turn(0, 4, fz_hash(text))) { check_poor(text, status, fz_hash(text)); } /* P7 */
    pl_arena_reset(&arena);
    fz_free(text);
    return 0;
}
