#include <criterion/criterion.h>

#include "codec/codec_internal.h"
#include "test_util.h"

/* Room for the value of any kind. */
typedef union any_value {
    pl_bytes text;
    bool boolean;
    int64_t integer;
    pl_decimal decimal;
    pl_moment moment;
    pl_texts texts;
    pl_account_id account_id;
} any_value;

/* --- one value, there and back --------------------------------------------------------------- */

/* written NULL: the value cannot be decoded, with that status. */
static const struct value_row {
    const char *name;
    pl_codec_kind kind;
    pl_bytes text;
    pl_status status;
    const char *written;
} value_rows[] = {
    /* clang-format off */
    {"text", PL_CODEC_TEXT, PL_BYTES_LIT("\"abc\""), PL_OK, "\"abc\""},
    {"text-empty", PL_CODEC_TEXT, PL_BYTES_LIT("\"\""), PL_OK, "\"\""},
    {"text-escapes", PL_CODEC_TEXT, PL_BYTES_LIT("\"\\u0061\\/\\n\\u001f\\\"\\\\\""), PL_OK,
     "\"a/\\n\\u001f\\\"\\\\\""},
    {"text-nul", PL_CODEC_TEXT, PL_BYTES_LIT("\"a\\u0000b\""), PL_OK, "\"a\\u0000b\""},
    {"text-astral", PL_CODEC_TEXT, PL_BYTES_LIT("\"\\ud83d\\ude00\""), PL_OK,
     "\"\xF0\x9F\x98\x80\""},
    {"text-lone-surrogate", PL_CODEC_TEXT, PL_BYTES_LIT("\"\\ud800\""), PL_E_ENCODING, NULL},
    {"text-bad-utf-8", PL_CODEC_TEXT, PL_BYTES_LIT("\"\xFF\""), PL_E_ENCODING, NULL},
    {"text-number", PL_CODEC_TEXT, PL_BYTES_LIT("1"), PL_E_SYNTAX, NULL},
    {"text-null", PL_CODEC_TEXT, PL_BYTES_LIT("null"), PL_E_SYNTAX, NULL},
    {"boolean-true", PL_CODEC_BOOLEAN, PL_BYTES_LIT("true"), PL_OK, "true"},
    {"boolean-false", PL_CODEC_BOOLEAN, PL_BYTES_LIT("false"), PL_OK, "false"},
    {"boolean-number", PL_CODEC_BOOLEAN, PL_BYTES_LIT("1"), PL_E_SYNTAX, NULL},
    {"integer", PL_CODEC_INTEGER, PL_BYTES_LIT("42"), PL_OK, "42"},
    {"integer-spelled-fraction", PL_CODEC_INTEGER, PL_BYTES_LIT("1.0"), PL_OK, "1"},
    {"integer-spelled-exponent", PL_CODEC_INTEGER, PL_BYTES_LIT("1e0"), PL_OK, "1"},
    {"integer-spelled-negative-exponent", PL_CODEC_INTEGER, PL_BYTES_LIT("-2500e-2"), PL_OK, "-25"},
    {"integer-minus-zero", PL_CODEC_INTEGER, PL_BYTES_LIT("-0"), PL_OK, "0"},
    {"integer-greatest", PL_CODEC_INTEGER, PL_BYTES_LIT("9223372036854775807"), PL_OK,
     "9223372036854775807"},
    {"integer-above-greatest", PL_CODEC_INTEGER, PL_BYTES_LIT("9223372036854775808"),
     PL_E_RANGE, NULL},
    {"integer-least", PL_CODEC_INTEGER, PL_BYTES_LIT("-9223372036854775808"), PL_OK,
     "-9223372036854775808"},
    {"integer-below-least", PL_CODEC_INTEGER, PL_BYTES_LIT("-9223372036854775809"),
     PL_E_RANGE, NULL},
    {"integer-ten-to-the-18", PL_CODEC_INTEGER, PL_BYTES_LIT("1e18"), PL_OK, "1000000000000000000"},
    {"integer-ten-to-the-19", PL_CODEC_INTEGER, PL_BYTES_LIT("1e19"), PL_E_RANGE, NULL},
    {"integer-huge", PL_CODEC_INTEGER, PL_BYTES_LIT("1e9999"), PL_E_RANGE, NULL},
    {"integer-absurd", PL_CODEC_INTEGER, PL_BYTES_LIT("-1e99999999999"), PL_E_RANGE, NULL},
    {"integer-of-40-digits", PL_CODEC_INTEGER,
     PL_BYTES_LIT("1234567890123456789012345678901234567891"), PL_E_RANGE, NULL},
    {"integer-fraction", PL_CODEC_INTEGER, PL_BYTES_LIT("1.5"), PL_E_SYNTAX, NULL},
    {"integer-tiny", PL_CODEC_INTEGER, PL_BYTES_LIT("1e-99999999999"), PL_E_SYNTAX, NULL},
    {"integer-string", PL_CODEC_INTEGER, PL_BYTES_LIT("\"1\""), PL_E_SYNTAX, NULL},
    {"decimal", PL_CODEC_DECIMAL, PL_BYTES_LIT("150000.10"), PL_OK, "150000.1"},
    {"decimal-integer", PL_CODEC_DECIMAL, PL_BYTES_LIT("1.5e5"), PL_OK, "150000"},
    {"decimal-38-digits", PL_CODEC_DECIMAL, PL_BYTES_LIT("12345678901234567890123456789012345678"),
     PL_OK, "12345678901234567890123456789012345678"},
    {"decimal-39-digits", PL_CODEC_DECIMAL, PL_BYTES_LIT("123456789012345678901234567890123456789"),
     PL_E_RANGE, NULL},
    {"decimal-string", PL_CODEC_DECIMAL, PL_BYTES_LIT("\"1\""), PL_E_SYNTAX, NULL},
    {"moment", PL_CODEC_MOMENT, PL_BYTES_LIT("\"2024-01-15T15:00:00+07:00\""), PL_OK,
     "\"2024-01-15T15:00:00+07:00\""},
    {"moment-fraction", PL_CODEC_MOMENT, PL_BYTES_LIT("\"2024-01-15T15:00:00.123456789Z\""), PL_OK,
     "\"2024-01-15T15:00:00.123456789Z\""},
    {"moment-date", PL_CODEC_MOMENT, PL_BYTES_LIT("\"2024-01-15\""), PL_E_SYNTAX, NULL},
    {"moment-no-such-day", PL_CODEC_MOMENT, PL_BYTES_LIT("\"2024-02-30T00:00:00Z\""),
     PL_E_RANGE, NULL},
    {"moment-number", PL_CODEC_MOMENT, PL_BYTES_LIT("1705305600000"), PL_E_SYNTAX, NULL},
    {"texts", PL_CODEC_TEXTS, PL_BYTES_LIT("[ \"a\" , \"\" ]"), PL_OK, "[\"a\",\"\"]"},
    {"texts-empty", PL_CODEC_TEXTS, PL_BYTES_LIT("[]"), PL_OK, "[]"},
    {"texts-of-null", PL_CODEC_TEXTS, PL_BYTES_LIT("[\"a\",null]"), PL_E_SYNTAX, NULL},
    {"texts-object", PL_CODEC_TEXTS, PL_BYTES_LIT("{}"), PL_E_SYNTAX, NULL},
    {"raw", PL_CODEC_RAW, PL_BYTES_LIT("{ \"a\":1.00,\"a\":\"\\u0061\" }"), PL_OK,
     "{ \"a\":1.00,\"a\":\"\\u0061\" }"},
    {"raw-array", PL_CODEC_RAW, PL_BYTES_LIT("[]"), PL_E_SYNTAX, NULL},
    {"raw-string", PL_CODEC_RAW, PL_BYTES_LIT("\"{}\""), PL_E_SYNTAX, NULL},
    {"account-id-text", PL_CODEC_ACCOUNT_ID, PL_BYTES_LIT("\"01K946KF851RK7FX075GJHBVKF\""), PL_OK,
     "\"01K946KF851RK7FX075GJHBVKF\""},
    {"account-id-integer", PL_CODEC_ACCOUNT_ID, PL_BYTES_LIT("1"), PL_OK, "1"},
    {"account-id-fraction", PL_CODEC_ACCOUNT_ID, PL_BYTES_LIT("1.5"), PL_E_SYNTAX, NULL},
    {"account-id-object", PL_CODEC_ACCOUNT_ID, PL_BYTES_LIT("{}"), PL_E_SYNTAX, NULL},
    /* clang-format on */
};

static void check_value(const struct value_row *row) {
    pl_arena arena = {0};
    uint8_t *copy = tu_exact_copy(row->text);
    pl_json json = {0};
    cr_assert_eq(pl_json_read((pl_bytes){copy, row->text.len}, &arena, &json, NULL), PL_OK,
                 "%s: not JSON", row->name);
    const pl_codec_scalar *kind = pl_codec_scalar_of(row->kind);
    any_value value;
    any_value untouched;
    memset(&value, 0xA5, sizeof value);
    memset(&untouched, 0xA5, sizeof untouched);
    const pl_status status = kind->decode(&json, 0, &arena, &value);
    cr_expect_eq(status, row->status, "%s: %s, want %s", row->name, pl_status_text(status),
                 pl_status_text(row->status));
    if (status != PL_OK) {
        cr_expect_arr_eq(&value, &untouched, sizeof value, "%s: touched", row->name);
    } else {
        json_object *object = NULL;
        cr_expect_eq(kind->encode(&value, &arena, &object), PL_OK, "%s: encode", row->name);
        const char *written = json_object_to_json_string_ext(
            object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
        cr_expect_str_eq(written, row->written, "%s: %s", row->name, written);
        cr_expect(kind->equal(&value, &value), "%s: not equal to itself", row->name);
        json_object_put(object);
    }
    free(copy);
    pl_arena_done(&arena);
}

Test(codec_value, there_and_back, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(value_rows); i++) { check_value(&value_rows[i]); }
}

Test(codec_value, every_kind_has_a_good_and_a_bad_row, .timeout = 10) {
    for (unsigned kind = PL_CODEC_NONE + 1; kind < PL_CODEC_SCALAR_COUNT; kind++) {
        size_t good = 0;
        size_t bad = 0;
        for (size_t i = 0; i < PL_COUNT(value_rows); i++) {
            if (value_rows[i].kind != kind) { continue; }
            good += value_rows[i].status == PL_OK;
            bad += value_rows[i].status != PL_OK;
        }
        cr_expect(good > 0 && bad > 0, "kind %u: %zu good rows, %zu bad ones", kind, good, bad);
    }
}

/* --- what cannot be encoded ------------------------------------------------------------------ */

static const struct refusal_row {
    const char *name;
    pl_codec_kind kind;
    pl_bytes text;
    pl_status status;
} refusal_rows[] = {
    {"text-bad-utf-8", PL_CODEC_TEXT, PL_BYTES_LIT("a\x80"), PL_E_ENCODING},
    {"text-surrogate", PL_CODEC_TEXT, PL_BYTES_LIT("\xED\xA0\x80"), PL_E_ENCODING},
    {"text-overlong", PL_CODEC_TEXT, PL_BYTES_LIT("\xC0\x80"), PL_E_ENCODING},
    {"moment-words", PL_CODEC_MOMENT, PL_BYTES_LIT("tomorrow"), PL_E_SYNTAX},
    {"moment-no-such-hour", PL_CODEC_MOMENT, PL_BYTES_LIT("2024-01-15T24:00:00Z"), PL_E_RANGE},
    {"raw-empty", PL_CODEC_RAW, PL_BYTES_LIT(""), PL_E_SYNTAX},
    {"raw-words", PL_CODEC_RAW, PL_BYTES_LIT("metadata"), PL_E_SYNTAX},
    {"raw-array", PL_CODEC_RAW, PL_BYTES_LIT("[]"), PL_E_SYNTAX},
    {"raw-null", PL_CODEC_RAW, PL_BYTES_LIT("null"), PL_E_SYNTAX},
    {"raw-two", PL_CODEC_RAW, PL_BYTES_LIT("{}{}"), PL_E_SYNTAX},
    {"raw-smuggled-member", PL_CODEC_RAW, PL_BYTES_LIT("{},\"max_usage\":9"), PL_E_SYNTAX},
    {"raw-cut", PL_CODEC_RAW, PL_BYTES_LIT("{\"a\":1"), PL_E_SYNTAX},
    {"raw-byte-order-mark", PL_CODEC_RAW, PL_BYTES_LIT("\xEF\xBB\xBF{}"), PL_E_SYNTAX},
};

Test(codec_value, what_cannot_be_encoded, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(refusal_rows); i++) {
        const struct refusal_row *row = &refusal_rows[i];
        pl_arena arena = {0};
        uint8_t *copy = tu_exact_copy(row->text);
        any_value value = {.moment = {.text = {copy, row->text.len}}};
        json_object *object = NULL;
        const pl_status status = pl_codec_scalar_of(row->kind)->encode(&value, &arena, &object);
        cr_expect_eq(status, row->status, "%s: %s", row->name, pl_status_text(status));
        cr_expect_null(object, "%s: touched", row->name);
        free(copy);
        pl_arena_done(&arena);
    }
}

Test(codec_value, one_bad_text_of_a_list_refuses_it, .timeout = 10) {
    pl_arena arena = {0};
    const pl_bytes list[] = {PL_BYTES_LIT("good"), PL_BYTES_LIT("\xFF")};
    const pl_texts texts = {list, PL_COUNT(list)};
    json_object *object = NULL;
    const pl_codec_scalar *kind = pl_codec_scalar_of(PL_CODEC_TEXTS);
    cr_expect_eq(kind->encode(&texts, &arena, &object), PL_E_ENCODING, "status");
    cr_expect_null(object, "touched");
    pl_arena_done(&arena);
}

/* --- comparison ------------------------------------------------------------------------------ */

Test(codec_value, unequal_values_are_told_apart, .timeout = 10) {
    static const pl_bytes one_text = PL_BYTES_LIT("a");
    static const pl_bytes other_text = PL_BYTES_LIT("b");
    const struct {
        const char *name;
        pl_codec_kind kind;
        any_value left, right;
    } rows[] = {
        {"text", PL_CODEC_TEXT, {.text = one_text}, {.text = other_text}},
        {"boolean", PL_CODEC_BOOLEAN, {.boolean = true}, {.boolean = false}},
        {"integer", PL_CODEC_INTEGER, {.integer = 1}, {.integer = 2}},
        {"decimal", PL_CODEC_DECIMAL, {.decimal = {1, 0}}, {.decimal = {1, 1}}},
        {"moment-text", PL_CODEC_MOMENT, {.moment = {one_text, 1}}, {.moment = {other_text, 1}}},
        {"moment-instant", PL_CODEC_MOMENT, {.moment = {one_text, 1}}, {.moment = {one_text, 2}}},
        {"texts-count", PL_CODEC_TEXTS, {.texts = {&one_text, 1}}, {.texts = {NULL, 0}}},
        {"texts", PL_CODEC_TEXTS, {.texts = {&one_text, 1}}, {.texts = {&other_text, 1}}},
        {"raw", PL_CODEC_RAW, {.text = one_text}, {.text = other_text}},
        {"id-kind", PL_CODEC_ACCOUNT_ID, {.account_id = {true, 0, {0}}}, {.account_id = {0}}},
        {"id-integer",
         PL_CODEC_ACCOUNT_ID,
         {.account_id = {true, 1, {0}}},
         {.account_id = {true, 2, {0}}}},
        {"id-text",
         PL_CODEC_ACCOUNT_ID,
         {.account_id = {.text = one_text}},
         {.account_id = {.text = other_text}}},
    };
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        const pl_codec_scalar *kind = pl_codec_scalar_of(rows[i].kind);
        cr_expect(kind->equal(&rows[i].left, &rows[i].left), "%s: to itself", rows[i].name);
        cr_expect_not(kind->equal(&rows[i].left, &rows[i].right), "%s: equal", rows[i].name);
    }
}

/* --- moments --------------------------------------------------------------------------------- */

Test(codec_value, moment_of_an_instant, .timeout = 10) {
    pl_arena arena = {0};
    pl_moment moment = {0};
    cr_assert_eq(pl_moment_of(1705305600000, 7 * 60, &arena, &moment), PL_OK, "status");
    const pl_bytes wanted = PL_BYTES_LIT("2024-01-15T15:00:00+07:00");
    cr_expect(pl_bytes_equal(moment.text, wanted), "%.*s", (int)moment.text.len,
              (const char *)moment.text.ptr);
    cr_expect_eq(moment.unix_ms, 1705305600000, "instant");
    pl_moment untouched = moment;
    cr_expect_eq(pl_moment_of(INT64_MAX, 0, &arena, &untouched), PL_E_RANGE, "far future");
    cr_expect_eq(untouched.unix_ms, moment.unix_ms, "touched");
    pl_arena_done(&arena);
}
