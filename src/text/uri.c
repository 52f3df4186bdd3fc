#include "text/uri.h"

#include <assert.h>
#include <string.h>

#include "text/ascii_internal.h"
#include "text/limits.h"

/* What a byte may be part of: one bit for each set of RFC 3986. */
enum {
    IN_SCHEME = 1 << 0,   /* ALPHA DIGIT + - .                        section 3.1 */
    IN_NAME = 1 << 1,     /* reg-name: unreserved, sub-delims          3.2.2 */
    IN_USERINFO = 1 << 2, /* and ':'                                   3.2.1 */
    IN_PATH = 1 << 3,     /* pchar and '/'                             3.3 */
    IN_QUERY = 1 << 4,    /* pchar, '/' and '?'; a fragment's as well  3.4, 3.5 */
    IS_HEX = 1 << 5,
    IS_LETTER = 1 << 6,
    IS_DIGIT = 1 << 7
};

#define ANYWHERE  (IN_NAME | IN_USERINFO | IN_PATH | IN_QUERY)
#define OF_LETTER (ANYWHERE | IN_SCHEME | IS_LETTER)
#define OF_HEX    (OF_LETTER | IS_HEX)
#define OF_DIGIT  (ANYWHERE | IN_SCHEME | IS_HEX | IS_DIGIT)
#define OF_MARK   (ANYWHERE)             /* "_" "~", and all sub-delims but "+" */
#define OF_SCHEME (ANYWHERE | IN_SCHEME) /* "+" "-" "." */

/* clang-format off */
static const uint8_t classes[256] = {
    ['A'] = OF_HEX, OF_HEX, OF_HEX, OF_HEX, OF_HEX, OF_HEX,
    ['G'] = OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER,
    ['L'] = OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER,
    ['Q'] = OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER,
    ['V'] = OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER,
    ['a'] = OF_HEX, OF_HEX, OF_HEX, OF_HEX, OF_HEX, OF_HEX,
    ['g'] = OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER,
    ['l'] = OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER,
    ['q'] = OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER,
    ['v'] = OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER, OF_LETTER,
    ['0'] = OF_DIGIT, OF_DIGIT, OF_DIGIT, OF_DIGIT, OF_DIGIT,
    ['5'] = OF_DIGIT, OF_DIGIT, OF_DIGIT, OF_DIGIT, OF_DIGIT,
    ['+'] = OF_SCHEME,
    ['-'] = OF_SCHEME,
    ['.'] = OF_SCHEME,
    ['_'] = OF_MARK,
    ['~'] = OF_MARK,
    ['!'] = OF_MARK,
    ['$'] = OF_MARK,
    ['&'] = OF_MARK,
    ['\''] = OF_MARK,
    ['('] = OF_MARK,
    [')'] = OF_MARK,
    ['*'] = OF_MARK,
    [','] = OF_MARK,
    [';'] = OF_MARK,
    ['='] = OF_MARK,
    [':'] = IN_USERINFO | IN_PATH | IN_QUERY,
    ['@'] = IN_PATH | IN_QUERY,
    ['/'] = IN_PATH | IN_QUERY,
    ['?'] = IN_QUERY,
};
/* clang-format on */

enum { GROUPS_MAX = 8, GROUP_DIGITS_MAX = 4, GROUPS_OF_IPV4 = 2, OCTET_COUNT = 4, OCTET_MAX = 255 };

/* The bytes that are left to read. After a failure `at` is the first byte that cannot belong. */
struct reader {
    const uint8_t *ptr;
    size_t len;
    size_t at;
};

static bool is_next(const struct reader *reader, uint8_t byte) {
    return reader->at < reader->len && reader->ptr[reader->at] == byte;
}

static bool is_next_class(const struct reader *reader, uint8_t class_bit) {
    return reader->at < reader->len && (classes[reader->ptr[reader->at]] & class_bit) != 0;
}

static pl_bytes view_from(const struct reader *reader, size_t start) {
    assert(start <= reader->at);
    return (pl_bytes){reader->ptr + start, reader->at - start};
}

/* Read on while the bytes are of the class. */
static void skip_class(struct reader *reader, uint8_t class_bit) {
    const uint8_t *const ptr = reader->ptr;
    const size_t len = reader->len;
    size_t at = reader->at;
    /* Four bytes to a branch: most parts of a URI are long and whole. */
    while (len - at >= 4 && (classes[ptr[at]] & classes[ptr[at + 1]] & classes[ptr[at + 2]] &
                             classes[ptr[at + 3]] & class_bit) != 0) {
        at += 4;
    }
    while (at < len && (classes[ptr[at]] & class_bit) != 0) { at++; }
    reader->at = at;
}

/* The same with percent-escapes; false at one that is broken.                     section 2.1 */
static bool skip_text(struct reader *reader, uint8_t class_bit) {
    skip_class(reader, class_bit);
    while (is_next(reader, '%')) {
        reader->at++;
        for (size_t i = 0; i < 2; i++) {
            if (!is_next_class(reader, IS_HEX)) { return false; }
            reader->at++;
        }
        skip_class(reader, class_bit);
    }
    return true;
}

/* dec-octet "." dec-octet "." dec-octet "." dec-octet; an octet has no leading zero.       3.2.2 */
static bool take_ipv4(struct reader *reader) {
    for (size_t i = 0; i < OCTET_COUNT; i++) {
        if (i > 0) {
            if (!is_next(reader, '.')) { return false; }
            reader->at++;
        }
        if (!is_next_class(reader, IS_DIGIT)) { return false; }
        const bool zero = is_next(reader, '0');
        uint32_t octet = 0;
        for (bool more = true; more; more = !zero && is_next_class(reader, IS_DIGIT)) {
            octet = octet * 10 + (uint32_t)(reader->ptr[reader->at] - '0');
            if (octet > OCTET_MAX) { return false; }
            reader->at++;
        }
    }
    return true;
}

/* Up to four hex digits, or the four octets at an address's end. Returns how many groups of 16 bits
 * that is, 0 on failure. */
static size_t take_group(struct reader *reader, bool ipv4_fits) {
    const size_t start = reader->at;
    while (reader->at - start < GROUP_DIGITS_MAX && is_next_class(reader, IS_HEX)) { reader->at++; }
    if (reader->at == start) { return 0; }
    if (!is_next(reader, '.') || !ipv4_fits) { return 1; }
    reader->at = start;
    return take_ipv4(reader) ? GROUPS_OF_IPV4 : 0;
}

/* IPv6address: eight groups, or at most seven and one "::" anywhere.                       3.2.2 */
static bool take_ipv6(struct reader *reader) {
    size_t count = 0;
    bool compressed = false;
    bool need_group = false; /* a single ':' was read */
    if (is_next(reader, ':')) {
        reader->at++;
        if (!is_next(reader, ':')) { return false; }
        reader->at++;
        compressed = true;
    }
    while (need_group || is_next_class(reader, IS_HEX)) {
        const size_t groups_max = compressed ? GROUPS_MAX - 1 : GROUPS_MAX;
        if (count == groups_max) { return false; }
        const size_t taken = take_group(reader, compressed ? count + GROUPS_OF_IPV4 <= groups_max
                                                           : count + GROUPS_OF_IPV4 == GROUPS_MAX);
        if (taken == 0) { return false; }
        count += taken;
        if (taken == GROUPS_OF_IPV4) { break; } /* ls32 is the last */
        need_group = false;
        if (!is_next(reader, ':')) { break; }
        if (count == groups_max) { return false; }
        reader->at++;
        need_group = true;
        if (!compressed && is_next(reader, ':')) {
            reader->at++;
            compressed = true;
            need_group = false;
        }
    }
    assert(count <= GROUPS_MAX);
    return compressed || count == GROUPS_MAX;
}

/* "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )                                     3.2.2 */
static bool take_ipv_future(struct reader *reader) {
    assert(is_next(reader, 'v') || is_next(reader, 'V'));
    reader->at++;
    if (!is_next_class(reader, IS_HEX)) { return false; }
    skip_class(reader, IS_HEX);
    if (!is_next(reader, '.')) { return false; }
    reader->at++;
    if (!is_next_class(reader, IN_USERINFO)) { return false; }
    skip_class(reader, IN_USERINFO);
    return true;
}

static bool take_ip_literal(struct reader *reader) {
    assert(is_next(reader, '['));
    reader->at++;
    const bool future = is_next(reader, 'v') || is_next(reader, 'V');
    if (!(future ? take_ipv_future(reader) : take_ipv6(reader))) { return false; }
    if (!is_next(reader, ']')) { return false; }
    reader->at++;
    return true;
}

static pl_uri_host kind_of_name(pl_bytes host) {
    if (host.len == 0) { return PL_URI_HOST_EMPTY; }
    struct reader reader = {host.ptr, host.len, 0};
    return take_ipv4(&reader) && reader.at == host.len ? PL_URI_HOST_IPV4 : PL_URI_HOST_NAME;
}

/* [ userinfo "@" ] host [ ":" port ], up to the path.                                section 3.2 */
static bool take_authority(struct reader *reader, pl_uri *uri) {
    size_t start = reader->at;
    if (!skip_text(reader, IN_NAME)) { return false; }
    size_t host_end = reader->at;
    /* Whether a ':' belongs to userinfo or opens the port is told by an '@' behind it. */
    if (is_next(reader, ':') && !skip_text(reader, IN_USERINFO)) { return false; }
    if (is_next(reader, '@')) {
        uri->has_userinfo = true;
        uri->userinfo = view_from(reader, start);
        start = ++reader->at;
        if (!skip_text(reader, IN_NAME)) { return false; }
        host_end = reader->at;
    }
    reader->at = host_end;
    if (host_end == start && is_next(reader, '[')) {
        if (!take_ip_literal(reader)) { return false; }
        uri->host = view_from(reader, start);
        uri->host_kind = PL_URI_HOST_IP_LITERAL;
    } else {
        uri->host = view_from(reader, start);
        uri->host_kind = kind_of_name(uri->host);
    }
    if (is_next(reader, ':')) {
        const size_t port_at = ++reader->at;
        skip_class(reader, IS_DIGIT);
        uri->has_port = true;
        uri->port = view_from(reader, port_at);
    }
    return reader->at == reader->len || is_next(reader, '/') || is_next(reader, '?') ||
           is_next(reader, '#');
}

static bool take_uri(struct reader *reader, pl_uri *uri) {
    if (!is_next_class(reader, IS_LETTER)) { return false; }
    skip_class(reader, IN_SCHEME);
    if (!is_next(reader, ':')) { return false; }
    uri->scheme = view_from(reader, 0);
    size_t start = ++reader->at;
    if (reader->len - start >= 2 && reader->ptr[start] == '/' && reader->ptr[start + 1] == '/') {
        reader->at += 2;
        if (!take_authority(reader, uri)) { return false; }
        start = reader->at;
    }
    /* A path behind an authority is empty or starts with '/': take_authority stopped there. Without
     * one it may be anything but "//", which was an authority. */
    if (!skip_text(reader, IN_PATH)) { return false; }
    uri->path = view_from(reader, start);
    if (is_next(reader, '?')) {
        start = ++reader->at;
        if (!skip_text(reader, IN_QUERY)) { return false; }
        uri->has_query = true;
        uri->query = view_from(reader, start);
    }
    if (is_next(reader, '#')) {
        start = ++reader->at;
        if (!skip_text(reader, IN_QUERY)) { return false; }
        uri->has_fragment = true;
        uri->fragment = view_from(reader, start);
    }
    return reader->at == reader->len;
}

pl_status pl_uri_parse(pl_bytes in, pl_uri *ret_uri, size_t *reterr_at) {
    assert(in.ptr != NULL || in.len == 0);
    assert(ret_uri != NULL);
    if (in.len > PL_URI_BYTES_MAX) { return PL_E_SIZE; }
    struct reader reader = {in.ptr, in.len, 0};
    pl_uri uri = {.host_kind = PL_URI_HOST_NONE};
    if (!take_uri(&reader, &uri)) {
        assert(reader.at <= in.len);
        if (reterr_at != NULL) { *reterr_at = reader.at; }
        return PL_E_SYNTAX;
    }
    *ret_uri = uri;
    return PL_OK;
}

bool pl_uri_is_web(const pl_uri *uri) {
    static const char name[] = "https";
    enum { SHORT_LEN = sizeof name - 2, LONG_LEN = sizeof name - 1 };
    assert(uri != NULL);
    if (uri->scheme.len != SHORT_LEN && uri->scheme.len != LONG_LEN) { return false; }
    for (size_t i = 0; i < uri->scheme.len; i++) {
        if (pl_ascii_lower(uri->scheme.ptr[i]) != name[i]) { return false; }
    }
    return true;
}

/* What stands before the authority; 0: something else. */
static size_t web_prefix_len(pl_bytes in) {
    static const char prefix[] = "https://";
    static const char plain_prefix[] = "http://";
    enum { LEN = sizeof prefix - 1, PLAIN_LEN = sizeof plain_prefix - 1 };
    if (in.len <= LEN) { return 0; }
    if (memcmp(in.ptr, prefix, LEN) == 0) { return LEN; }
    return memcmp(in.ptr, plain_prefix, PLAIN_LEN) == 0 ? PLAIN_LEN : 0;
}

bool pl_uri_is_ordinary(pl_bytes in) {
    assert(in.ptr != NULL || in.len == 0);
    struct reader reader = {in.ptr, in.len, web_prefix_len(in)};
    if (reader.at == 0 || in.len > PL_URI_BYTES_MAX) { return false; }
    /* A letter leads no IPv4 address. */
    if (!is_next_class(&reader, IS_LETTER)) { return false; }
    skip_class(&reader, IN_NAME);
    if (reader.at < in.len && !is_next(&reader, '/') && !is_next(&reader, '?') &&
        !is_next(&reader, '#')) {
        return false;
    }
    /* A query adds nothing to a path but '?', which opens it. */
    if (!skip_text(&reader, IN_QUERY)) { return false; }
    if (is_next(&reader, '#')) {
        reader.at++;
        if (!skip_text(&reader, IN_QUERY)) { return false; }
    }
    return reader.at == in.len;
}
