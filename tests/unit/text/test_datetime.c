#include <criterion/criterion.h>

#include <stdio.h>

#include "test_util.h"
#include "text/datetime.h"
#include "unit/text/test_random.h"

struct parse_case {
    const char *name;
    pl_bytes in;
    pl_status want;
    int64_t want_ms;
};

/* clang-format off */
static const struct parse_case cases[] = {
    {"epoch", PL_BYTES_LIT("1970-01-01T00:00:00Z"), PL_OK, 0},
    {"jakarta", PL_BYTES_LIT("2024-01-15T15:00:00+07:00"), PL_OK, 1705305600000},
    {"same-in-utc", PL_BYTES_LIT("2024-01-15T08:00:00Z"), PL_OK, 1705305600000},
    {"west", PL_BYTES_LIT("2024-01-15T03:30:00-04:30"), PL_OK, 1705305600000},
    {"micro-seconds", PL_BYTES_LIT("2024-01-15T08:00:00.123456Z"), PL_OK, 1705305600123},
    {"one-digit", PL_BYTES_LIT("2024-01-15T08:00:00.1Z"), PL_OK, 1705305600100},
    {"two-digits", PL_BYTES_LIT("2024-01-15T08:00:00.01+00:00"), PL_OK, 1705305600010},
    {"digits-are-cut", PL_BYTES_LIT("2024-01-15T08:00:00.0009999999Z"), PL_OK, 1705305600000},
    {"before-the-epoch", PL_BYTES_LIT("1969-12-31T23:59:59.750Z"), PL_OK, -250},
    {"lower-case", PL_BYTES_LIT("1985-04-12t23:20:50.52z"), PL_OK, 482196050520},
    {"rfc-offset", PL_BYTES_LIT("1996-12-19T16:39:57-08:00"), PL_OK, 851042397000},
    {"rfc-netherlands", PL_BYTES_LIT("1937-01-01T12:00:27.87+00:20"), PL_OK, -1041337172130},
    {"minus-zero-offset", PL_BYTES_LIT("1970-01-01T00:00:00-00:00"), PL_OK, 0},
    {"largest-offset", PL_BYTES_LIT("1970-01-01T23:59:00+23:59"), PL_OK, 0},
    {"year-0000", PL_BYTES_LIT("0000-01-01T00:00:00Z"), PL_OK, -62167219200000},
    {"year-9999", PL_BYTES_LIT("9999-12-31T23:59:59.999Z"), PL_OK, 253402300799999},
    {"leap-day", PL_BYTES_LIT("2024-02-29T00:00:00Z"), PL_OK, 1709164800000},
    {"leap-day-2000", PL_BYTES_LIT("2000-02-29T00:00:00Z"), PL_OK, 951782400000},
    {"leap-day-0000", PL_BYTES_LIT("0000-02-29T00:00:00Z"), PL_OK, -62162121600000},
    {"leap-second", PL_BYTES_LIT("1990-12-31T23:59:60Z"), PL_OK, 662688000000},
    {"leap-second-west", PL_BYTES_LIT("1990-12-31T15:59:60-08:00"), PL_OK, 662688000000},
    {"leap-second-east", PL_BYTES_LIT("2017-01-01T06:59:60.5+07:00"), PL_OK, 1483228800500},
    {"leap-second-february", PL_BYTES_LIT("2024-02-29T23:59:60Z"), PL_OK, 1709251200000},
    {"leap-second-at-the-end", PL_BYTES_LIT("9999-12-31T23:59:60Z"), PL_OK, 253402300800000},
    {"leap-second-not-at-month-end", PL_BYTES_LIT("1990-12-30T23:59:60Z"), PL_E_RANGE, 0},
    {"leap-second-day-before-the-end", PL_BYTES_LIT("9999-12-30T23:59:60Z"), PL_E_RANGE, 0},
    {"leap-second-28-of-29", PL_BYTES_LIT("2024-02-28T23:59:60Z"), PL_E_RANGE, 0},
    {"leap-second-not-in-utc", PL_BYTES_LIT("1990-12-31T23:59:60+07:00"), PL_E_RANGE, 0},
    {"leap-second-at-noon", PL_BYTES_LIT("1990-12-31T12:00:60Z"), PL_E_RANGE, 0},
    {"leap-second-minute-58", PL_BYTES_LIT("1990-12-31T23:58:60Z"), PL_E_RANGE, 0},
    {"leap-second-first-day", PL_BYTES_LIT("0000-01-01T00:00:60+23:59"), PL_E_RANGE, 0},
    {"leap-second-last-day-west", PL_BYTES_LIT("9999-12-31T23:59:60-23:59"), PL_E_RANGE, 0},
    {"second-61", PL_BYTES_LIT("1990-12-31T23:59:61Z"), PL_E_RANGE, 0},
    {"minute-60", PL_BYTES_LIT("2024-01-15T08:60:00Z"), PL_E_RANGE, 0},
    {"hour-24", PL_BYTES_LIT("2024-01-15T24:00:00Z"), PL_E_RANGE, 0},
    {"day-0", PL_BYTES_LIT("2024-01-00T08:00:00Z"), PL_E_RANGE, 0},
    {"day-32", PL_BYTES_LIT("2024-01-32T08:00:00Z"), PL_E_RANGE, 0},
    {"february-30", PL_BYTES_LIT("2024-02-30T08:00:00Z"), PL_E_RANGE, 0},
    {"no-leap-day", PL_BYTES_LIT("2023-02-29T08:00:00Z"), PL_E_RANGE, 0},
    {"no-leap-day-1900", PL_BYTES_LIT("1900-02-29T08:00:00Z"), PL_E_RANGE, 0},
    {"april-31", PL_BYTES_LIT("2024-04-31T08:00:00Z"), PL_E_RANGE, 0},
    {"month-0", PL_BYTES_LIT("2024-00-15T08:00:00Z"), PL_E_RANGE, 0},
    {"month-13", PL_BYTES_LIT("2024-13-15T08:00:00Z"), PL_E_RANGE, 0},
    {"offset-hour-24", PL_BYTES_LIT("2024-01-15T08:00:00+24:00"), PL_E_RANGE, 0},
    {"offset-minute-60", PL_BYTES_LIT("2024-01-15T08:00:00+07:60"), PL_E_RANGE, 0},
    {"empty", {NULL, 0}, PL_E_SYNTAX, 0},
    {"date-only", PL_BYTES_LIT("2024-01-15"), PL_E_SYNTAX, 0},
    {"no-offset", PL_BYTES_LIT("2024-01-15T08:00:00"), PL_E_SYNTAX, 0},
    {"no-offset-fraction", PL_BYTES_LIT("2024-01-15T08:00:00.5"), PL_E_SYNTAX, 0},
    {"blank-for-t", PL_BYTES_LIT("2024-01-15 08:00:00Z"), PL_E_SYNTAX, 0},
    {"no-seconds", PL_BYTES_LIT("2024-01-15T08:00Z"), PL_E_SYNTAX, 0},
    {"point-without-digits", PL_BYTES_LIT("2024-01-15T08:00:00.Z"), PL_E_SYNTAX, 0},
    {"comma", PL_BYTES_LIT("2024-01-15T08:00:00,5Z"), PL_E_SYNTAX, 0},
    {"offset-without-colon", PL_BYTES_LIT("2024-01-15T08:00:00+0700"), PL_E_SYNTAX, 0},
    {"offset-hours-only", PL_BYTES_LIT("2024-01-15T08:00:00+07"), PL_E_SYNTAX, 0},
    {"offset-one-digit", PL_BYTES_LIT("2024-01-15T08:00:00+7:00"), PL_E_SYNTAX, 0},
    {"offset-no-sign", PL_BYTES_LIT("2024-01-15T08:00:00 07:00"), PL_E_SYNTAX, 0},
    {"offset-letter", PL_BYTES_LIT("2024-01-15T08:00:00+0a:00"), PL_E_SYNTAX, 0},
    {"offset-and-z", PL_BYTES_LIT("2024-01-15T08:00:00Z+07:00"), PL_E_SYNTAX, 0},
    {"other-zone", PL_BYTES_LIT("2024-01-15T08:00:00A"), PL_E_SYNTAX, 0},
    {"blank-last", PL_BYTES_LIT("2024-01-15T08:00:00Z "), PL_E_SYNTAX, 0},
    {"line-feed-last", PL_BYTES_LIT("2024-01-15T08:00:00Z\n"), PL_E_SYNTAX, 0},
    {"five-digit-year", PL_BYTES_LIT("12024-01-15T08:00:00Z"), PL_E_SYNTAX, 0},
    {"signed-year", PL_BYTES_LIT("+024-01-15T08:00:00Z"), PL_E_SYNTAX, 0},
    {"slashes", PL_BYTES_LIT("2024/01/15T08:00:00Z"), PL_E_SYNTAX, 0},
    {"letter-in-year", PL_BYTES_LIT("2O24-01-15T08:00:00Z"), PL_E_SYNTAX, 0},
    {"letter-in-second", PL_BYTES_LIT("2024-01-15T08:00:0oZ"), PL_E_SYNTAX, 0},
    {"grammar-before-range", PL_BYTES_LIT("2024-13-45T99:99:99"), PL_E_SYNTAX, 0},
    {"unix-ms", PL_BYTES_LIT("1705305600000"), PL_E_SYNTAX, 0},
};
/* clang-format on */

Test(datetime, parse, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct parse_case *const c = &cases[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        pl_datetime moment = {.unix_ms = 77};
        const pl_status got = pl_datetime_parse((pl_bytes){copy, c->in.len}, &moment);
        free(copy);
        cr_assert_eq(got, c->want, "%s: status %d", c->name, got);
        cr_assert_eq(moment.unix_ms, got == PL_OK ? c->want_ms : 77, "%s: %lld", c->name,
                     (long long)moment.unix_ms);
    }
}

Test(datetime, fields_stay_as_written, .timeout = 5) {
    pl_datetime moment;
    cr_assert_eq(pl_datetime_parse(pl_bytes_of("1990-12-31T15:59:60.25-08:30"), &moment),
                 PL_E_RANGE);
    cr_assert_eq(pl_datetime_parse(pl_bytes_of("1990-12-31T15:59:60.25-08:00"), &moment), PL_OK);
    cr_assert_eq(moment.year, 1990);
    cr_assert_eq(moment.month, 12);
    cr_assert_eq(moment.day, 31);
    cr_assert_eq(moment.hour, 15);
    cr_assert_eq(moment.minute, 59);
    cr_assert_eq(moment.second, 60);
    cr_assert_eq(moment.offset_minutes, -480);
}

static bool leaps(int year) {
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

/* A calendar that only counts on, day by day, from year 0000 to 9999. */
Test(datetime, every_day_of_the_calendar, .timeout = 60) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int64_t day_ms = 86400000;
    int64_t day_at = -62167219200000;
    for (int year = 0; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            const int length = lengths[month - 1] + (month == 2 && leaps(year));
            for (int day = 1; day <= length; day++) {
                pl_datetime moment;
                const pl_status status = pl_datetime_of(day_at + day_ms - 1, 0, &moment);
                if (status != PL_OK || moment.year != year || moment.month != month ||
                    moment.day != day || moment.hour != 23 || moment.second != 59) {
                    cr_assert_fail("%04d-%02d-%02d", year, month, day);
                }
                if (day == 1 || day == length) {
                    char text[64];
                    snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, day);
                    const pl_status back = pl_datetime_parse(pl_bytes_of(text), &moment);
                    if (back != PL_OK || moment.unix_ms != day_at) { cr_assert_fail("%s", text); }
                }
                day_at += day_ms;
            }
            char text[64];
            snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", year, month, length + 1);
            pl_datetime moment;
            if (pl_datetime_parse(pl_bytes_of(text), &moment) != PL_E_RANGE) {
                cr_assert_fail("%s", text);
            }
        }
    }
    cr_assert_eq(day_at, 253402300800000);
}

struct format_case {
    const char *name;
    int64_t unix_ms;
    int16_t offset;
    const char *want; /* NULL: PL_E_RANGE */
};

/* clang-format off */
static const struct format_case formats[] = {
    {"epoch", 0, 0, "1970-01-01T00:00:00+00:00"},
    {"jakarta", 1705305600000, PL_JAKARTA_OFFSET_MINUTES, "2024-01-15T15:00:00+07:00"},
    {"milliseconds", 1705305600007, 0, "2024-01-15T08:00:00.007+00:00"},
    {"west", 1705305600120, -270, "2024-01-15T03:30:00.120-04:30"},
    {"before-the-epoch", -1, 0, "1969-12-31T23:59:59.999+00:00"},
    {"first", -62167219200000, 0, "0000-01-01T00:00:00+00:00"},
    {"before-the-first", -62167219200001, 0, NULL},
    {"before-the-first-but-east", -62167219200001, 1, "0000-01-01T00:00:59.999+00:01"},
    {"first-but-west", -62167219200000, -1, NULL},
    {"last", 253402300799999, 0, "9999-12-31T23:59:59.999+00:00"},
    {"past-the-last", 253402300800000, 0, NULL},
    {"past-the-last-but-west", 253402300800000, -1, "9999-12-31T23:59:00-00:01"},
    {"last-but-east", 253402300799999, 1, NULL},
    {"largest-offset", 0, 1439, "1970-01-01T23:59:00+23:59"},
    {"offset-past-it", 0, 1440, NULL},
    {"offset-under-it", 0, -1440, NULL},
    {"int64-max", INT64_MAX, 1439, NULL},
    {"int64-min", INT64_MIN, -1439, NULL},
};
/* clang-format on */

Test(datetime, format, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(formats); i++) {
        const struct format_case *const c = &formats[i];
        char text[PL_DATETIME_TEXT_BYTES_MAX] = "";
        const pl_status got = pl_datetime_format(c->unix_ms, c->offset, text);
        cr_assert_eq(got, c->want == NULL ? PL_E_RANGE : PL_OK, "%s: status %d", c->name, got);
        if (got == PL_OK) { cr_assert_str_eq(text, c->want, "%s: %s", c->name, text); }
    }
}

Test(datetime, format_then_parse_gives_the_moment_back, .timeout = 10) {
    uint64_t state = 61;
    for (int round = 0; round < 100000; round++) {
        const int64_t unix_ms = (int64_t)tr_below(&state, 315000000000000) - 62000000000000;
        const int16_t offset = (int16_t)((int)tr_below(&state, 2879) - 1439);
        char text[PL_DATETIME_TEXT_BYTES_MAX];
        pl_datetime of, parsed;
        cr_assert_eq(pl_datetime_format(unix_ms, offset, text), PL_OK, "%lld", (long long)unix_ms);
        cr_assert_eq(pl_datetime_parse(pl_bytes_of(text), &parsed), PL_OK, "%s", text);
        cr_assert_eq(pl_datetime_of(unix_ms, offset, &of), PL_OK, "%s", text);
        cr_assert_eq(parsed.unix_ms, unix_ms, "%s", text);
        cr_assert(of.year == parsed.year && of.month == parsed.month && of.day == parsed.day &&
                      of.hour == parsed.hour && of.minute == parsed.minute &&
                      of.second == parsed.second && of.offset_minutes == parsed.offset_minutes,
                  "%s: fields", text);
    }
}

static const struct parse_case unix_cases[] = {
    {"usual", PL_BYTES_LIT("1705305600000"), PL_OK, 1705305600000},
    {"every-digit", PL_BYTES_LIT("1234567890123"), PL_OK, 1234567890123},
    {"least", PL_BYTES_LIT("0000000000000"), PL_OK, 0},
    {"largest", PL_BYTES_LIT("9999999999999"), PL_OK, 9999999999999},
    {"twelve", PL_BYTES_LIT("170530560000"), PL_E_SYNTAX, 0},
    {"fourteen", PL_BYTES_LIT("17053056000000"), PL_E_SYNTAX, 0},
    {"empty", {NULL, 0}, PL_E_SYNTAX, 0},
    {"minus", PL_BYTES_LIT("-170530560000"), PL_E_SYNTAX, 0},
    {"blank", PL_BYTES_LIT(" 170530560000"), PL_E_SYNTAX, 0},
    {"point", PL_BYTES_LIT("170530560000."), PL_E_SYNTAX, 0},
    {"line-feed", PL_BYTES_LIT("170530560000\n"), PL_E_SYNTAX, 0},
};

Test(datetime, unix_ms, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(unix_cases); i++) {
        const struct parse_case *const c = &unix_cases[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        int64_t unix_ms = 77;
        const pl_status got = pl_unix_ms_parse((pl_bytes){copy, c->in.len}, &unix_ms);
        free(copy);
        cr_assert_eq(got, c->want, "%s: status %d", c->name, got);
        cr_assert_eq(unix_ms, got == PL_OK ? c->want_ms : 77, "%s", c->name);
    }
    for (size_t at = 0; at < 13; at++) {
        for (uint32_t byte = 0; byte < 256; byte++) {
            uint8_t text[13];
            memset(text, '1', sizeof text);
            text[at] = (uint8_t)byte;
            int64_t unix_ms;
            const pl_status got = pl_unix_ms_parse((pl_bytes){text, sizeof text}, &unix_ms);
            const bool digit = byte >= '0' && byte <= '9';
            cr_assert_eq(got == PL_OK, digit, "%02X at %zu", byte, at);
        }
    }
}
