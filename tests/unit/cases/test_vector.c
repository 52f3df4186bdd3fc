#include "cases/vector.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static pl_vector sample(pl_bytes body) {
    return (pl_vector){.seed = 42,
                       .run_id = "X1",
                       .id = "fuzz/42/17",
                       .variant = "media-type/accept-any",
                       .method = "POST",
                       .path = "/api/v1.0/payment-link-manage/{account_id}",
                       .content_type = "application/json",
                       .fresh = "ABCDEFGHIJ01",
                       .body = body,
                       .klass = "reject",
                       .place = "items[].quantity",
                       .pointer = "/items/0/quantity",
                       .keyword = "minimum",
                       .why = "must be at least 1, is 0",
                       .check = "status",
                       .severity = "violation",
                       .message = "a \"message\"\nof two lines",
                       .expected = "422",
                       .actual = "200",
                       .status = 200,
                       .curl = "curl 'x'"};
}

static void check_text(const char *name, const char *got, const char *want) {
    if (want == NULL) {
        cr_expect_null(got, "%s", name);
    } else {
        cr_assert_not_null(got, "%s", name);
        cr_expect_str_eq(got, want, "%s", name);
    }
}

Test(vector, round_trip, .timeout = 30) {
    static const pl_bytes bodies[] = {
        PL_BYTES_LIT(
            "{\"reff_no\":\"PL-ABCDEFGHIJ01\",\"title\":\"caf\xC3\xA9 \\u0000 \xF0\x9F\xA7\xBE\"}"),
        PL_BYTES_LIT(""),
        PL_BYTES_LIT("a\0b\n\x7F"),
        PL_BYTES_LIT("\xFF\xC3 no text"),
    };
    pl_arena arena = {0};
    for (size_t i = 0; i < PL_COUNT(bodies); i++) {
        const pl_vector from = sample(bodies[i]);
        pl_vector to = {.id = NULL};
        pl_vector_trouble trouble = {.what = NULL};
        pl_bytes text = {0};
        cr_assert_eq(pl_vector_write(&from, &arena, &text), PL_OK, "%zu", i);
        cr_expect_eq(text.ptr[text.len - 1], '\n', "%zu", i);
        cr_assert_eq(pl_vector_read(text, &arena, &to, &trouble), PL_OK, "%zu: %s", i,
                     trouble.what);
        cr_expect(pl_bytes_equal(to.body, from.body), "%zu: the body", i);
        check_text("run id", to.run_id, from.run_id);
        check_text("id", to.id, from.id);
        check_text("variant", to.variant, from.variant);
        check_text("content type", to.content_type, from.content_type);
        check_text("accept", to.accept, NULL);
        check_text("fresh", to.fresh, from.fresh);
        check_text("class", to.klass, from.klass);
        check_text("place", to.place, from.place);
        check_text("pointer", to.pointer, from.pointer);
        check_text("keyword", to.keyword, from.keyword);
        check_text("why", to.why, from.why);
        check_text("check", to.check, from.check);
        check_text("message", to.message, from.message);
        check_text("curl", to.curl, from.curl);
    }
    pl_arena_done(&arena);
}

Test(vector, name_is_safe_for_a_file, .timeout = 30) {
    static const struct {
        const char *variant, *place, *keyword, *check;
        const char *want;
    } rows[] = {
        {NULL, "items[].quantity", "minimum", "status", "items-.quantity-minimum-answered-200"},
        {NULL, "body", "", "status", "body-reject-answered-200"},
        {"authentication/expired", "body", "authentication", "status",
         "authentication-expired-authentication-answered-200"},
        {NULL, "../../etc/passwd\n", "x", "envelope", "envelope-..-..-etc-passwd"},
        {NULL, "\xC3\xA9", "", "\xC3\xA9", "finding"},
    };
    pl_arena arena = {0};
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        pl_vector vector = sample(pl_bytes_of("{}"));
        vector.variant = rows[i].variant;
        vector.place = rows[i].place;
        vector.keyword = rows[i].keyword;
        vector.check = rows[i].check;
        const char *name = NULL;
        cr_assert_eq(pl_vector_name(&vector, &arena, &name), PL_OK);
        cr_expect_str_eq(name, rows[i].want, "%zu: %s", i, name);
        cr_expect_null(strchr(name, '/'), "%s", name);
    }
    pl_arena_done(&arena);
}

static const struct hostile_row {
    const char *name;
    const char *text;
    const char *what; /* a part of the complaint */
    uint32_t line, column;
} hostile_rows[] = {
    {"empty", "", "empty", 1, 1},
    {"no JSON", "{\"a\":\n tru}", "", 2, 2},
    {"another document", "{\"reff_no\":\"x\"}", "not a vector of paylink", 1, 1},
    {"an array", "[1,2]", "not a vector of paylink", 1, 1},
    {"another version", "{\"paylink_vector\":2,\"request\":{\"body\":\"\"}}", "another version", 1,
     19},
    {"no request", "{\"paylink_vector\":1}", "no object \"request\"", 1, 1},
    {"a request of text", "{\"paylink_vector\":1,\"request\":\"x\"}", "no object \"request\"", 1,
     1},
    {"no body", "{\"paylink_vector\":1,\n\"request\":{}}", "no text \"body\"", 2, 11},
    {"a body of numbers", "{\"paylink_vector\":1,\"request\":{\"body\":1}}", "no text \"body\"", 1,
     31},
    {"half a character", "{\"paylink_vector\":1,\"request\":{\"body\":\"\\ud800\"}}", "no text", 1,
     39},
    {"bad base64", "{\"paylink_vector\":1,\"request\":{\"body_base64url\":\"a===\"}}", "base64url",
     1, 49},
    {"a variant of numbers", "{\"paylink_vector\":1,\"request\":{\"body\":\"\",\"variant\":7}}",
     "a text", 1, 52},
    {"a variant with NUL",
     "{\"paylink_vector\":1,\"request\":{\"body\":\"\",\"variant\":\"\\u0000\"}}", "no text", 1,
     52},
    {"a short fresh text", "{\"paylink_vector\":1,\"request\":{\"body\":\"\",\"fresh\":\"A\"}}",
     "12", 1, 31},
    {"an empty fresh text", "{\"paylink_vector\":1,\"request\":{\"body\":\"\",\"fresh\":\"\"}}",
     "12", 1, 31},
};

Test(vector, refuses_other_files, .timeout = 30) {
    pl_arena arena = {0};
    for (size_t i = 0; i < PL_COUNT(hostile_rows); i++) {
        const struct hostile_row *row = &hostile_rows[i];
        pl_vector vector;
        pl_vector_trouble trouble = {.what = NULL};
        const pl_status status = pl_vector_read(pl_bytes_of(row->text), &arena, &vector, &trouble);
        cr_assert_eq(status, PL_E_SYNTAX, "%s", row->name);
        cr_expect_not_null(strstr(trouble.what, row->what), "%s: %s", row->name, trouble.what);
        cr_expect_eq(trouble.line, row->line, "%s: line %u", row->name, trouble.line);
        cr_expect_eq(trouble.column, row->column, "%s: column %u", row->name, trouble.column);
    }
    uint8_t *const large = pl_arena_alloc(&arena, PL_VECTOR_BYTES_MAX + 1);
    cr_assert_not_null(large);
    memset(large, ' ', PL_VECTOR_BYTES_MAX + 1);
    pl_vector vector;
    pl_vector_trouble trouble = {.what = NULL};
    cr_expect_eq(
        pl_vector_read((pl_bytes){large, PL_VECTOR_BYTES_MAX + 1}, &arena, &vector, &trouble),
        PL_E_SIZE);
    cr_expect_not_null(trouble.what);
    cr_expect_eq(pl_vector_read((pl_bytes){large, PL_VECTOR_BYTES_MAX}, &arena, &vector, &trouble),
                 PL_E_SYNTAX);
    pl_arena_done(&arena);
}

/* Cut off anywhere, or with a byte turned into another, it is a vector or none, and nothing worse. */
Test(vector, survives_damage, .timeout = 60) {
    pl_arena arena = {0};
    pl_arena scratch = {0};
    pl_bytes text = {0};
    const pl_vector from = sample(pl_bytes_of("{\"a\":\"\\u0001\"}"));
    cr_assert_eq(pl_vector_write(&from, &arena, &text), PL_OK);
    uint8_t *const copy = pl_arena_alloc(&arena, text.len);
    cr_assert_not_null(copy);
    for (size_t at = 0; at < text.len; at++) {
        pl_vector vector;
        pl_vector_trouble trouble;
        pl_arena_reset(&scratch);
        if (at + 2 < text.len) {
            cr_assert_eq(pl_vector_read((pl_bytes){text.ptr, at}, &scratch, &vector, &trouble),
                         PL_E_SYNTAX, "%zu", at);
        }
        memcpy(copy, text.ptr, text.len);
        copy[at] ^= 0x15;
        const pl_status status =
            pl_vector_read((pl_bytes){copy, text.len}, &scratch, &vector, &trouble);
        cr_assert(status == PL_OK || status == PL_E_SYNTAX, "%zu", at);
    }
    pl_arena_done(&scratch);
    pl_arena_done(&arena);
}
