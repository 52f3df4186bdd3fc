/* A second opinion on moments: PCRE2 says what is of RFC 3339's grammar, the C library's calendar what exists and
 * when it was. A target defines _DEFAULT_SOURCE before anything is included: timegm is no part of POSIX. */
#ifndef PL_FUZZ_DATETIME_ORACLE_H
#define PL_FUZZ_DATETIME_ORACLE_H

#include <time.h>

#include "pcre2_util.h"
#include "text/datetime.h"

/* Groups of the expression below. */
typedef enum fz_moment_group {
    FZ_GROUP_WHOLE,
    FZ_GROUP_YEAR,
    FZ_GROUP_MONTH,
    FZ_GROUP_DAY,
    FZ_GROUP_HOUR,
    FZ_GROUP_MINUTE,
    FZ_GROUP_SECOND,
    FZ_GROUP_MS, /* up to three digits of the fraction */
    FZ_GROUP_SIGN,
    FZ_GROUP_OFFSET_HOUR,
    FZ_GROUP_OFFSET_MINUTE
} fz_moment_group;

/* date-time of RFC 3339 section 5.6; without PCRE2_UCP \d is ASCII. */
static const char fz_moment_expression[] =
    "\\A(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,3})\\d*)?(?:[Zz]|([+-])(\\d\\d):(\\d\\d))\\z";

static fz_regex fz_moment_regex;

static inline void fz_moment_start(void) {
    if (fz_moment_regex.code == NULL) {
        fz_regex_compile(&fz_moment_regex, fz_moment_expression, 0);
    }
}

/* The digits of one group as a number, to `width` digits with zeros behind; 0 when it took no part. */
static inline int fz_group(pl_bytes text, fz_moment_group group, size_t width) {
    const PCRE2_SIZE *const ends =
        pcre2_get_ovector_pointer(fz_moment_regex.match) + 2 * (size_t)group;
    if (ends[0] == PCRE2_UNSET) { return 0; }
    int value = 0;
    for (size_t i = 0; i < width; i++) {
        const PCRE2_SIZE at = ends[0] + i;
        value = value * 10 + (at < ends[1] ? text.ptr[at] - '0' : 0);
    }
    return value;
}

/* The calendar's date and time of these seconds since 1970. */
static inline struct tm fz_calendar(int64_t seconds) {
    const time_t moment = (time_t)seconds;
    struct tm fields;
    FZ_CHECK(gmtime_r(&moment, &fields) != NULL);
    return fields;
}

/* What parse has to answer. A date that does not exist is one that timegm moves.  RFC 3339 section 5.7 */
static inline pl_status fz_moment_read(pl_bytes text, pl_datetime *ret_moment) {
    enum { LEAP_SECOND = 60 };
    if (!fz_regex_matches(&fz_moment_regex, text)) { return PL_E_SYNTAX; }
    const int second = fz_group(text, FZ_GROUP_SECOND, 2);
    const struct tm written = {
        .tm_year = fz_group(text, FZ_GROUP_YEAR, 4) - 1900,
        .tm_mon = fz_group(text, FZ_GROUP_MONTH, 2) - 1,
        .tm_mday = fz_group(text, FZ_GROUP_DAY, 2),
        .tm_hour = fz_group(text, FZ_GROUP_HOUR, 2),
        .tm_min = fz_group(text, FZ_GROUP_MINUTE, 2),
        .tm_sec = second == LEAP_SECOND ? LEAP_SECOND - 1 : second,
    };
    struct tm moved = written;
    int64_t seconds = timegm(&moved);
    if (moved.tm_year != written.tm_year || moved.tm_mon != written.tm_mon ||
        moved.tm_mday != written.tm_mday || moved.tm_hour != written.tm_hour ||
        moved.tm_min != written.tm_min || moved.tm_sec != written.tm_sec) {
        return PL_E_RANGE;
    }
    const int offset_hour = fz_group(text, FZ_GROUP_OFFSET_HOUR, 2);
    const int offset_minute = fz_group(text, FZ_GROUP_OFFSET_MINUTE, 2);
    if (offset_hour > 23 || offset_minute > 59) { return PL_E_RANGE; }
    const PCRE2_SIZE sign_at = pcre2_get_ovector_pointer(fz_moment_regex.match)[2 * FZ_GROUP_SIGN];
    const bool west = sign_at != PCRE2_UNSET && text.ptr[sign_at] == '-';
    const int offset = (offset_hour * 60 + offset_minute) * (west ? -1 : 1);
    seconds -= offset * 60;
    if (second == LEAP_SECOND) {
        seconds++;
        const struct tm next =
            fz_calendar(seconds); /* a leap second stands before a month's first second */
        if (next.tm_mday != 1 || next.tm_hour != 0 || next.tm_min != 0 || next.tm_sec != 0) {
            return PL_E_RANGE;
        }
    }
    *ret_moment = (pl_datetime){
        .year = written.tm_year + 1900,
        .month = (uint8_t)(written.tm_mon + 1),
        .day = (uint8_t)written.tm_mday,
        .hour = (uint8_t)written.tm_hour,
        .minute = (uint8_t)written.tm_min,
        .second = (uint8_t)second,
        .offset_minutes = (int16_t)offset,
        .unix_ms = seconds * 1000 + fz_group(text, FZ_GROUP_MS, 3),
    };
    return PL_OK;
}

/* What the fields of an instant have to be. */
static inline pl_status fz_moment_of(int64_t unix_ms, int16_t offset, pl_datetime *ret_moment) {
    if (offset <= -24 * 60 || offset >= 24 * 60) { return PL_E_RANGE; }
    const int64_t seconds = unix_ms / 1000 - (unix_ms % 1000 < 0);
    const struct tm local = fz_calendar(seconds + offset * 60);
    if (local.tm_year < -1900 || local.tm_year > 9999 - 1900) { return PL_E_RANGE; }
    *ret_moment = (pl_datetime){
        .year = local.tm_year + 1900,
        .month = (uint8_t)(local.tm_mon + 1),
        .day = (uint8_t)local.tm_mday,
        .hour = (uint8_t)local.tm_hour,
        .minute = (uint8_t)local.tm_min,
        .second = (uint8_t)local.tm_sec,
        .offset_minutes = offset,
        .unix_ms = unix_ms,
    };
    return PL_OK;
}

static inline bool fz_same_moment(const pl_datetime *left, const pl_datetime *right) {
    return left->year == right->year && left->month == right->month && left->day == right->day &&
           left->hour == right->hour && left->minute == right->minute &&
           left->second == right->second && left->offset_minutes == right->offset_minutes &&
           left->unix_ms == right->unix_ms;
}

#endif
