#include "text/datetime.h"

#include <assert.h>

#include "text/ascii_internal.h"
#include "text/digits.h"

enum {
    UNIX_MS_LEN = 13,
    MONTH_COUNT = 12,
    SECONDS_PER_MINUTE = 60,
    SECONDS_PER_HOUR = 3600,
    SECONDS_PER_DAY = 86400,
    MS_PER_SECOND = 1000,
    LEAP_SECOND = 60,
    OFFSET_MINUTES_MAX = 23 * 60 + 59,
    DAYS_PER_ERA = 146097,     /* 400 years of the Gregorian calendar */
    DAYS_BEFORE_UNIX = 719468, /* from 0000-03-01 to 1970-01-01 */
    DAY_MIN = -719528,         /* 0000-01-01 */
    DAY_MAX = 2932896          /* 9999-12-31 */
};

/* Offsets in "2024-01-15T15:00:00" and its length, the same for every moment. */
enum {
    YEAR_AT = 0,
    MONTH_AT = 5,
    DAY_AT = 8,
    HOUR_AT = 11,
    MINUTE_AT = 14,
    SECOND_AT = 17,
    BASE_LEN = 19
};

/* Value of count digits; *bad gets a bit when one of them is none. */
static inline uint32_t take_digits(const uint8_t *text, size_t count, uint32_t *bad) {
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t digit = (uint32_t)text[i] - '0';
        *bad |= digit > 9;
        value = value * 10 + digit;
    }
    return value;
}

static bool is_leap(uint32_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static uint32_t days_in_month(uint32_t year, uint32_t month) {
    static const uint8_t days[MONTH_COUNT] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    assert(month >= 1 && month <= MONTH_COUNT);
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01. Years are counted from March, so that the leap day is a year's last and
 * the lengths of the months before it follow the line (153 m + 2) / 5. */
static int64_t days_of(int32_t year, int32_t month, int32_t day) {
    const int32_t from_march = month > 2 ? month - 3 : month + 9;
    const int32_t march_year = month > 2 ? year : year - 1;
    assert(march_year >= -1);
    const int32_t shifted = march_year + 400; /* keeps every division below on positive ground */
    const int32_t era = shifted / 400;
    const int32_t year_of_era = shifted % 400;
    const int32_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
    const int32_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return ((int64_t)era - 1) * DAYS_PER_ERA + day_of_era - DAYS_BEFORE_UNIX;
}

/* The reverse of days_of, for days of the years 0..9999. */
static void civil_of(int64_t days, pl_datetime *moment) {
    assert(days >= DAY_MIN && days <= DAY_MAX);
    const int64_t shifted = days + DAYS_BEFORE_UNIX + DAYS_PER_ERA;
    const int32_t era = (int32_t)(shifted / DAYS_PER_ERA) - 1;
    const int32_t day_of_era = (int32_t)(shifted % DAYS_PER_ERA);
    const int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int32_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int32_t from_march = (5 * day_of_year + 2) / 153;
    const int32_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    moment->day = (uint8_t)(day_of_year - (153 * from_march + 2) / 5 + 1);
    moment->month = (uint8_t)month;
    moment->year = era * 400 + year_of_era + (month <= 2);
}

/* Seconds since 1970 of the fields, the second 59 in place of a leap second. */
static int64_t seconds_of(const pl_datetime *moment) {
    const int32_t second = moment->second == LEAP_SECOND ? LEAP_SECOND - 1 : moment->second;
    const int64_t local = days_of(moment->year, moment->month, moment->day) * SECONDS_PER_DAY +
                          moment->hour * SECONDS_PER_HOUR + moment->minute * SECONDS_PER_MINUTE +
                          second;
    return local - (int64_t)moment->offset_minutes * SECONDS_PER_MINUTE;
}

static int64_t floor_divide(int64_t value, int64_t divisor) {
    assert(divisor > 0);
    return value / divisor - (value % divisor < 0);
}

/* The next second starts a month in UTC. */
static bool ends_a_month(int64_t seconds) {
    const int64_t next = seconds + 1;
    const int64_t days = floor_divide(next, SECONDS_PER_DAY);
    if (next != days * SECONDS_PER_DAY) { return false; }
    /* Past the calendar's end an offset below 24 hours reaches one midnight only: 10000-01-01.
     * Before its start it reaches none. */
    if (days > DAY_MAX) { return true; }
    pl_datetime date;
    civil_of(days, &date);
    return date.day == 1;
}

/* A moment's parts as written: of the grammar, not yet judged. */
struct written {
    uint32_t year, month, day, hour, minute, second;
    uint32_t offset_hour, offset_minute;
    int32_t ms;
    bool offset_negative;
};

/* full-date "T" partial-time without its fraction: the first BASE_LEN bytes. */
static bool take_base(const uint8_t *text, struct written *parts) {
    uint32_t bad = 0;
    parts->year = take_digits(text + YEAR_AT, 4, &bad);
    parts->month = take_digits(text + MONTH_AT, 2, &bad);
    parts->day = take_digits(text + DAY_AT, 2, &bad);
    parts->hour = take_digits(text + HOUR_AT, 2, &bad);
    parts->minute = take_digits(text + MINUTE_AT, 2, &bad);
    parts->second = take_digits(text + SECOND_AT, 2, &bad);
    bad |= text[MONTH_AT - 1] != '-';
    bad |= text[DAY_AT - 1] != '-';
    bad |= text[HOUR_AT - 1] != 'T' && text[HOUR_AT - 1] != 't';
    bad |= text[MINUTE_AT - 1] != ':';
    bad |= text[SECOND_AT - 1] != ':';
    return bad == 0;
}

/* [ time-secfrac ] time-offset, to the end. */
static bool take_tail(pl_bytes in, struct written *parts) {
    size_t at = BASE_LEN;
    assert(at <= in.len);
    if (at < in.len && in.ptr[at] == '.') {
        const size_t start = ++at;
        int32_t weight = 100;
        for (; at < in.len && pl_ascii_is_digit(in.ptr[at]); at++) {
            parts->ms += weight * (in.ptr[at] - '0');
            weight /= 10; /* 0 from the fourth digit on: the rest is cut */
        }
        if (at == start) { return false; }
    }
    const size_t left = in.len - at;
    const uint8_t *const zone = in.ptr + at;
    if (left == 1) { return zone[0] == 'Z' || zone[0] == 'z'; }
    if (left != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') { return false; }
    uint32_t bad = 0;
    parts->offset_hour = take_digits(zone + 1, 2, &bad);
    parts->offset_minute = take_digits(zone + 4, 2, &bad);
    parts->offset_negative = zone[0] == '-';
    return bad == 0;
}

/* Every part in its range; the leap second's place is judged later. */
static bool is_possible(const struct written *parts) {
    if (parts->month < 1 || parts->month > MONTH_COUNT) { return false; }
    if (parts->day < 1 || parts->day > days_in_month(parts->year, parts->month)) { return false; }
    if (parts->hour > 23 || parts->minute > 59 || parts->second > LEAP_SECOND) { return false; }
    return parts->offset_hour <= 23 && parts->offset_minute <= 59;
}

pl_status pl_datetime_parse(pl_bytes in, pl_datetime *ret_moment) {
    assert(in.ptr != NULL || in.len == 0);
    assert(ret_moment != NULL);
    struct written parts = {0};
    if (in.len <= BASE_LEN || !take_base(in.ptr, &parts) || !take_tail(in, &parts)) {
        return PL_E_SYNTAX;
    }
    if (!is_possible(&parts)) { return PL_E_RANGE; }
    const int32_t offset = (int32_t)(parts.offset_hour * 60 + parts.offset_minute);
    pl_datetime moment = {
        .year = (int32_t)parts.year,
        .month = (uint8_t)parts.month,
        .day = (uint8_t)parts.day,
        .hour = (uint8_t)parts.hour,
        .minute = (uint8_t)parts.minute,
        .second = (uint8_t)parts.second,
        .offset_minutes = (int16_t)(parts.offset_negative ? -offset : offset),
    };
    int64_t seconds = seconds_of(&moment);
    if (parts.second == LEAP_SECOND) {
        if (!ends_a_month(seconds)) { return PL_E_RANGE; }
        seconds++;
    }
    moment.unix_ms = seconds * MS_PER_SECOND + parts.ms;
    *ret_moment = moment;
    return PL_OK;
}

pl_status pl_datetime_of(int64_t unix_ms, int16_t offset_minutes, pl_datetime *ret_moment) {
    assert(ret_moment != NULL);
    if (offset_minutes > OFFSET_MINUTES_MAX || offset_minutes < -OFFSET_MINUTES_MAX) {
        return PL_E_RANGE;
    }
    const int64_t local =
        floor_divide(unix_ms, MS_PER_SECOND) + (int64_t)offset_minutes * SECONDS_PER_MINUTE;
    const int64_t days = floor_divide(local, SECONDS_PER_DAY);
    if (days < DAY_MIN || days > DAY_MAX) { return PL_E_RANGE; }
    const int32_t of_day = (int32_t)(local - days * SECONDS_PER_DAY);
    pl_datetime moment = {.offset_minutes = offset_minutes, .unix_ms = unix_ms};
    civil_of(days, &moment);
    moment.hour = (uint8_t)(of_day / SECONDS_PER_HOUR);
    moment.minute = (uint8_t)(of_day % SECONDS_PER_HOUR / SECONDS_PER_MINUTE);
    moment.second = (uint8_t)(of_day % SECONDS_PER_MINUTE);
    *ret_moment = moment;
    return PL_OK;
}

/* Write a number with leading zeros; returns the place after it. */
static char *put_number(char *out, uint32_t value, size_t width) {
    for (size_t i = width; i > 0; i--) {
        out[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
    assert(value == 0);
    return out + width;
}

pl_status pl_datetime_format(int64_t unix_ms, int16_t offset_minutes,
                             char out[PL_DATETIME_TEXT_BYTES_MAX]) {
    pl_datetime moment;
    const pl_status status = pl_datetime_of(unix_ms, offset_minutes, &moment);
    if (status != PL_OK) { return status; }
    const uint32_t parts[] = {moment.month, moment.day, moment.hour, moment.minute, moment.second};
    static const char before[] = {'-', '-', 'T', ':', ':'};
    char *end = put_number(out, (uint32_t)moment.year, 4);
    for (size_t i = 0; i < PL_COUNT(parts); i++) {
        *end++ = before[i];
        end = put_number(end, parts[i], 2);
    }
    const int64_t ms = unix_ms - floor_divide(unix_ms, MS_PER_SECOND) * MS_PER_SECOND;
    if (ms != 0) {
        *end++ = '.';
        end = put_number(end, (uint32_t)ms, 3);
    }
    const uint32_t offset = (uint32_t)(offset_minutes < 0 ? -offset_minutes : offset_minutes);
    *end++ = offset_minutes < 0 ? '-' : '+';
    end = put_number(end, offset / 60, 2);
    *end++ = ':';
    end = put_number(end, offset % 60, 2);
    *end++ = '\0';
    assert(end <= out + PL_DATETIME_TEXT_BYTES_MAX);
    return PL_OK;
}

pl_status pl_unix_ms_parse(pl_bytes in, int64_t *ret_unix_ms) {
    assert(in.ptr != NULL || in.len == 0);
    assert(ret_unix_ms != NULL);
    if (in.len != UNIX_MS_LEN) { return PL_E_SYNTAX; }
    /* The last eight digits overlap the first eight; what both hold counts in the first. */
    enum { LAST_AT = UNIX_MS_LEN - PL_DIGITS_RUN, SHARED = PL_DIGITS_RUN - LAST_AT };
    const uint64_t first = pl_digits_load(in.ptr);
    const uint64_t last = pl_digits_load(in.ptr + LAST_AT);
    if (!pl_digits_all(first) || !pl_digits_all(last)) { return PL_E_SYNTAX; }
    *ret_unix_ms =
        (int64_t)pl_digits_value(first) * 100000 + pl_digits_value(pl_digits_without(last, SHARED));
    return PL_OK;
}
