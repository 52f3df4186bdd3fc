#include <criterion/criterion.h>

#include <arpa/inet.h>
#include <stdio.h>

#include "test_util.h"
#include "text/limits.h"
#include "text/uri.h"
#include "unit/text/test_random.h"

/* What is wanted is written with each component in brackets; one that is absent is not there. */
struct uri_case {
    const char *name;
    pl_uri_host kind;
    const char *in, *want;
};

#define NO      PL_URI_HOST_NONE
#define EMPTY   PL_URI_HOST_EMPTY
#define NAME    PL_URI_HOST_NAME
#define IPV4    PL_URI_HOST_IPV4
#define LITERAL PL_URI_HOST_IP_LITERAL

/* clang-format off */
static const struct uri_case good[] = {
    {"usual", NAME, "https://merchant.example/thanks", "[https]://[merchant.example][/thanks]"},
    {"everything", NAME, "http://u:p@h:80/a/b;c?q=1&r#f",
     "[http]://[u:p]@[h]:[80][/a/b;c]?[q=1&r]#[f]"},
    {"rfc-ftp", NAME, "ftp://ftp.is.co.za/rfc/rfc1808.txt",
     "[ftp]://[ftp.is.co.za][/rfc/rfc1808.txt]"},
    {"rfc-ldap", LITERAL, "ldap://[2001:db8::7]/c=GB?objectClass?one",
     "[ldap]://[[2001:db8::7]][/c=GB]?[objectClass?one]"},
    {"rfc-mailto", NO, "mailto:John.Doe@example.com", "[mailto]:[John.Doe@example.com]"},
    {"rfc-news", NO, "news:comp.infosystems.www.servers.unix",
     "[news]:[comp.infosystems.www.servers.unix]"},
    {"rfc-tel", NO, "tel:+1-816-555-1212", "[tel]:[+1-816-555-1212]"},
    {"rfc-telnet", IPV4, "telnet://192.0.2.16:80/", "[telnet]://[192.0.2.16]:[80][/]"},
    {"rfc-urn", NO, "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
     "[urn]:[oasis:names:specification:docbook:dtd:xml:4.1.2]"},
    {"javascript", NO, "javascript:alert(1)", "[javascript]:[alert(1)]"},
    {"data", NO, "data:text/plain,a", "[data]:[text/plain,a]"},
    {"file", EMPTY, "file:///etc/hosts", "[file]://[][/etc/hosts]"},
    {"scheme-alone", NO, "a:", "[a]:[]"},
    {"scheme-marks", NO, "a+1-b.c:x", "[a+1-b.c]:[x]"},
    {"path-absolute", NO, "a:/", "[a]:[/]"},
    {"path-absolute-deep", NO, "a:/b//c", "[a]:[/b//c]"},
    {"path-rootless", NO, "a:b//c:@", "[a]:[b//c:@]"},
    {"authority-empty", EMPTY, "a://", "[a]://[][]"},
    {"path-slashes", EMPTY, "a:////b", "[a]://[][//b]"},
    {"query-empty", NO, "a:?", "[a]:[]?[]"},
    {"fragment-empty", NO, "a:#", "[a]:[]#[]"},
    {"query-and-fragment-empty", NAME, "a://h?#", "[a]://[h][]?[]#[]"},
    {"query-marks", NO, "a:?/?:@", "[a]:[]?[/?:@]"},
    {"fragment-marks", NO, "a:#/?:@", "[a]:[]#[/?:@]"},
    {"no-path-query", NAME, "http://h?q", "[http]://[h][]?[q]"},
    {"no-path-fragment", NAME, "http://h#f", "[http]://[h][]#[f]"},
    {"port-empty", NAME, "http://h:/", "[http]://[h]:[][/]"},
    {"port-alone", EMPTY, "http://:80", "[http]://[]:[80][]"},
    {"port-past-65535", NAME, "http://h:99999999", "[http]://[h]:[99999999][]"},
    {"userinfo-empty", NAME, "http://@h", "[http]://[]@[h][]"},
    {"userinfo-colons", NAME, "http://a:b:c:@h:1", "[http]://[a:b:c:]@[h]:[1][]"},
    {"userinfo-before-nothing", EMPTY, "http://a:1@", "[http]://[a:1]@[][]"},
    {"userinfo-escape", NAME, "http://a%40b:%3a@h", "[http]://[a%40b:%3a]@[h][]"},
    {"userinfo-literal", LITERAL, "http://u@[::1]:8", "[http]://[u]@[[::1]]:[8][]"},
    {"host-escape", NAME, "http://%e2%82%ac.example/", "[http]://[%e2%82%ac.example][/]"},
    {"host-marks", NAME, "http://a_b~!$&'()*+,;=-.", "[http]://[a_b~!$&'()*+,;=-.][]"},
    {"ipv4", IPV4, "http://255.255.255.255", "[http]://[255.255.255.255][]"},
    {"ipv4-zeros", IPV4, "http://0.0.0.0:1", "[http]://[0.0.0.0]:[1][]"},
    {"ipv4-256-is-a-name", NAME, "http://256.0.0.1", "[http]://[256.0.0.1][]"},
    {"ipv4-leading-zero-is-a-name", NAME, "http://01.0.0.1", "[http]://[01.0.0.1][]"},
    {"ipv4-three-is-a-name", NAME, "http://1.2.3", "[http]://[1.2.3][]"},
    {"ipv4-five-is-a-name", NAME, "http://1.2.3.4.5", "[http]://[1.2.3.4.5][]"},
    {"ipv4-and-letter-is-a-name", NAME, "http://1.2.3.4a", "[http]://[1.2.3.4a][]"},
    {"ipv6-full", LITERAL, "a://[1:22:333:4444:5:6:7:8]", "[a]://[[1:22:333:4444:5:6:7:8]][]"},
    {"ipv6-embedded", LITERAL, "a://[::ffff:192.0.2.1]:1/", "[a]://[[::ffff:192.0.2.1]]:[1][/]"},
    {"ipv-future", LITERAL, "a://[v1f.a:b!]", "[a]://[[v1f.a:b!]][]"},
    {"ipv-future-upper", LITERAL, "a://[VA.~]", "[a]://[[VA.~]][]"},
    {"escape-in-every-part", NO, "a:%00?%fF#%2f", "[a]:[%00]?[%fF]#[%2f]"},
    {"dot-segments", NAME, "http://h/../a/./b", "[http]://[h][/../a/./b]"},
};

struct bad_case {
    const char *name;
    pl_bytes in;
    size_t at;
};

static const struct bad_case bad[] = {
    {"empty", {NULL, 0}, 0},
    {"relative-path", PL_BYTES_LIT("/thanks"), 0},
    {"relative-name", PL_BYTES_LIT("thanks"), 6},
    {"network-path", PL_BYTES_LIT("//host/path"), 0},
    {"query-only", PL_BYTES_LIT("?a"), 0},
    {"fragment-only", PL_BYTES_LIT("#a"), 0},
    {"host-without-scheme", PL_BYTES_LIT("www.example.com/a"), 15},
    {"scheme-empty", PL_BYTES_LIT("://host"), 0},
    {"scheme-digit-first", PL_BYTES_LIT("1a:b"), 0},
    {"scheme-mark-first", PL_BYTES_LIT("+a:b"), 0},
    {"scheme-underscore", PL_BYTES_LIT("a_b:c"), 1},
    {"scheme-escape", PL_BYTES_LIT("a%62:c"), 1},
    {"scheme-blank", PL_BYTES_LIT("a :c"), 1},
    {"blank-first", PL_BYTES_LIT(" http://h"), 0},
    {"blank-last", PL_BYTES_LIT("http://h/ "), 9},
    {"blank-in-path", PL_BYTES_LIT("http://h/a b"), 10},
    {"blank-in-host", PL_BYTES_LIT("http://a b/"), 8},
    {"line-feed-last", PL_BYTES_LIT("http://h/\n"), 9},
    {"nul", PL_BYTES_LIT("http://h/\0"), 9},
    {"non-ascii-host", PL_BYTES_LIT("http://\xC3\xA9.example/"), 7},
    {"non-ascii-path", PL_BYTES_LIT("http://h/\xC3\xA9"), 9},
    {"non-ascii-query", PL_BYTES_LIT("http://h/?\xC3\xA9"), 10},
    {"escape-cut-at-0", PL_BYTES_LIT("http://h/%"), 10},
    {"escape-cut-at-1", PL_BYTES_LIT("http://h/%2"), 11},
    {"escape-not-hex", PL_BYTES_LIT("http://h/%g0"), 10},
    {"escape-not-hex-2", PL_BYTES_LIT("http://h/%0g"), 11},
    {"escape-in-query", PL_BYTES_LIT("a:?%zz"), 4},
    {"escape-in-fragment", PL_BYTES_LIT("a:#%zz"), 4},
    {"escape-in-host", PL_BYTES_LIT("a://%zz"), 5},
    {"escape-in-userinfo", PL_BYTES_LIT("a://u:%z@h"), 7},
    {"bracket-in-path", PL_BYTES_LIT("http://h/[a]"), 9},
    {"bracket-in-query", PL_BYTES_LIT("http://h/?a[]=1"), 11},
    {"two-fragments", PL_BYTES_LIT("a:#b#c"), 4},
    {"quotes", PL_BYTES_LIT("a:\"b\""), 2},
    {"back-slash", PL_BYTES_LIT("http:\\\\h"), 5},
    {"braces", PL_BYTES_LIT("http://h/{id}"), 9},
    {"caret", PL_BYTES_LIT("a:^"), 2},
    {"pipe", PL_BYTES_LIT("a:|"), 2},
    {"back-quote", PL_BYTES_LIT("a:`"), 2},
    {"angle", PL_BYTES_LIT("<a:b>"), 0},
    {"port-letters", PL_BYTES_LIT("http://h:80a/"), 11},
    {"port-twice", PL_BYTES_LIT("http://h:80:80"), 11},
    {"two-ats", PL_BYTES_LIT("http://a@b@c"), 10},
    {"literal-open", PL_BYTES_LIT("http://[::1"), 11},
    {"literal-empty", PL_BYTES_LIT("http://[]"), 8},
    {"literal-and-more", PL_BYTES_LIT("http://[::1]a"), 12},
    {"literal-in-the-middle", PL_BYTES_LIT("http://a[::1]"), 8},
    {"literal-ipv4", PL_BYTES_LIT("http://[1.2.3.4]"), 9},
    {"literal-zone", PL_BYTES_LIT("http://[fe80::1%25en0]"), 15},
    {"ipv6-seven", PL_BYTES_LIT("a://[1:2:3:4:5:6:7]"), 18},
    {"ipv6-nine", PL_BYTES_LIT("a://[1:2:3:4:5:6:7:8:9]"), 20},
    {"ipv6-two-gaps", PL_BYTES_LIT("a://[1::2::3]"), 10},
    {"ipv6-three-colons", PL_BYTES_LIT("a://[:::]"), 7},
    {"ipv6-one-colon", PL_BYTES_LIT("a://[:1]"), 6},
    {"ipv6-colon-last", PL_BYTES_LIT("a://[1:2:3:4:5:6:7:]"), 19},
    {"ipv6-five-digits", PL_BYTES_LIT("a://[12345::]"), 9},
    {"ipv6-not-hex", PL_BYTES_LIT("a://[g::]"), 5},
    {"ipv6-octet", PL_BYTES_LIT("a://[::1.2.3.256]"), 15},
    {"ipv6-ipv4-not-last", PL_BYTES_LIT("a://[::1.2.3.4:5]"), 14},
    {"ipv-future-no-version", PL_BYTES_LIT("a://[v.a]"), 6},
    {"ipv-future-no-point", PL_BYTES_LIT("a://[v1]"), 7},
    {"ipv-future-no-text", PL_BYTES_LIT("a://[v1.]"), 8},
    {"ipv-future-escape", PL_BYTES_LIT("a://[v1.%41]"), 8},
    {"ipv-future-at", PL_BYTES_LIT("a://[v1.a@b]"), 9},
};
/* clang-format on */

enum { TEXT_MAX = 1024 };

static void put(char text[TEXT_MAX], const char *before, pl_bytes part, const char *after) {
    const size_t len = strlen(text);
    const int written = snprintf(text + len, TEXT_MAX - len, "%s%.*s%s", before, (int)part.len,
                                 part.len > 0 ? (const char *)part.ptr : "", after);
    cr_assert(written >= 0 && (size_t)written < TEXT_MAX - len);
}

/* The components between a mark each, put together as RFC 3986 section 5.3 says. */
static void recompose(const pl_uri *uri, const char *open, const char *close, char text[TEXT_MAX]) {
    text[0] = '\0';
    put(text, open, uri->scheme, close);
    put(text, ":", (pl_bytes){NULL, 0}, "");
    if (uri->host_kind != PL_URI_HOST_NONE) {
        put(text, "//", (pl_bytes){NULL, 0}, "");
        if (uri->has_userinfo) {
            put(text, open, uri->userinfo, close);
            put(text, "@", (pl_bytes){NULL, 0}, "");
        }
        put(text, open, uri->host, close);
        if (uri->has_port) {
            put(text, ":", (pl_bytes){NULL, 0}, open);
            put(text, "", uri->port, close);
        }
    }
    put(text, open, uri->path, close);
    if (uri->has_query) {
        put(text, "?", (pl_bytes){NULL, 0}, open);
        put(text, "", uri->query, close);
    }
    if (uri->has_fragment) {
        put(text, "#", (pl_bytes){NULL, 0}, open);
        put(text, "", uri->fragment, close);
    }
}

static void check_recomposes(pl_bytes in, const pl_uri *uri) {
    char text[TEXT_MAX];
    recompose(uri, "", "", text);
    cr_assert(pl_bytes_equal(in, pl_bytes_of(text)), "'%.*s' became '%s'", (int)in.len,
              (const char *)in.ptr, text);
    cr_assert(uri->has_userinfo || uri->userinfo.len == 0, "'%s': userinfo", text);
    cr_assert(uri->has_port || uri->port.len == 0, "'%s': port", text);
    cr_assert(uri->has_query || uri->query.len == 0, "'%s': query", text);
    cr_assert(uri->has_fragment || uri->fragment.len == 0, "'%s': fragment", text);
    cr_assert(uri->host_kind != PL_URI_HOST_NONE || uri->host.len == 0, "'%s': host", text);
}

Test(uri, components, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(good); i++) {
        const struct uri_case *const c = &good[i];
        uint8_t *const copy = tu_exact_copy(pl_bytes_of(c->in));
        const pl_bytes in = {copy, strlen(c->in)};
        pl_uri uri;
        size_t at = 999;
        const pl_status got = pl_uri_parse(in, &uri, &at);
        cr_assert_eq(got, PL_OK, "%s: status %d at %zu", c->name, got, at);
        cr_assert_eq(at, 999, "%s: offset written to", c->name);
        cr_assert_eq(uri.host_kind, c->kind, "%s: kind %d", c->name, uri.host_kind);
        char text[TEXT_MAX];
        recompose(&uri, "[", "]", text);
        cr_assert_str_eq(text, c->want, "%s: %s", c->name, text);
        check_recomposes(in, &uri);
        free(copy);
    }
}

Test(uri, refusals, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(bad); i++) {
        const struct bad_case *const c = &bad[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        const pl_bytes in = {copy, c->in.len};
        pl_uri uri = {.scheme = {NULL, 99}};
        size_t at = 999;
        const pl_status got = pl_uri_parse(in, &uri, &at);
        cr_assert_eq(got, PL_E_SYNTAX, "%s: status %d", c->name, got);
        cr_assert_eq(at, c->at, "%s: at %zu, want %zu", c->name, at, c->at);
        cr_assert_eq(uri.scheme.len, 99, "%s: written to", c->name);
        cr_assert_eq(pl_uri_parse(in, &uri, NULL), PL_E_SYNTAX, "%s: no offset", c->name);
        free(copy);
    }
}

/* Each accepted URI with one byte changed to each other: no over-read, and what is still accepted
 * is the sum of its parts. A failure's offset lies within; what stands before it does not decide.
 */
Test(uri, one_byte_changed, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(good); i++) {
        const size_t len = strlen(good[i].in);
        uint8_t *const copy = tu_exact_copy(pl_bytes_of(good[i].in));
        const pl_bytes in = {copy, len};
        for (size_t changed = 0; changed < len; changed++) {
            const uint8_t before = copy[changed];
            for (uint32_t byte = 0; byte < 256; byte++) {
                copy[changed] = (uint8_t)byte;
                pl_uri uri;
                size_t at = len + 1;
                if (pl_uri_parse(in, &uri, &at) == PL_OK) {
                    check_recomposes(in, &uri);
                } else if (at > len) {
                    cr_assert_fail("%s: %02X at %zu", good[i].name, byte, changed);
                }
            }
            copy[changed] = before;
        }
        free(copy);
    }
}

/* What the short way says of a URI, a parse must say too. */
static bool is_ordinary_for_a_parse(pl_bytes in) {
    pl_uri uri;
    return pl_uri_parse(in, &uri, NULL) == PL_OK && pl_uri_is_web(&uri) &&
           uri.host_kind == PL_URI_HOST_NAME && !uri.has_userinfo && !uri.has_port;
}

static const struct ordinary_case {
    const char *in;
    bool want;
} ordinary_cases[] = {
    {"https://a.example", true},
    {"http://a.example", true},
    {"http://ab", true},
    {"https://merchant.example/return%20to/7?status=paid&ref=?/1#top?", true},
    {"https://merchant.example?x", true},
    {"https://merchant.example#x", true},
    {"", false},
    {"https://", false},
    {"http://", false},
    {"ftp://a.example/", false},
    {"https://192.0.2.1/", false},
    {"https://[::1]/", false},
    {"https://a@b.example/", false},
    {"https://a.example:443/", false},
    {"https://a.example/%2", false},
    {"https://a.example/#f#g", false},
    {"https://a.example/a b", false},
};

/* Each with one byte changed to each other: never said of what a parse would not say it of. */
Test(uri, ordinary, .timeout = 30) {
    for (size_t i = 0; i < PL_COUNT(ordinary_cases); i++) {
        const char *name = ordinary_cases[i].in;
        const size_t len = strlen(name);
        uint8_t *const copy = tu_exact_copy(pl_bytes_of(name));
        const pl_bytes in = {copy, len};
        cr_assert_eq(pl_uri_is_ordinary(in), ordinary_cases[i].want, "%s", name);
        for (size_t changed = 0; changed < len; changed++) {
            const uint8_t before = copy[changed];
            for (uint32_t byte = 0; byte < 256; byte++) {
                copy[changed] = (uint8_t)byte;
                if (pl_uri_is_ordinary(in) && !is_ordinary_for_a_parse(in)) {
                    cr_assert_fail("%s: %02X at %zu", name, byte, changed);
                }
            }
            copy[changed] = before;
        }
        free(copy);
    }
}

/* The C library's reader of addresses is the oracle. */
Test(uri, addresses_agree_with_inet_pton, .timeout = 30) {
    static const char *const pieces[] = {"1",  "ab", "ffff", "0",   ":",       ":",   ":",
                                         "::", ":",  "::",   "1.2", "1.2.3.4", "255", "."};
    uint64_t state = 71;
    size_t accepted = 0;
    for (int round = 0; round < 300000; round++) {
        char address[64] = "";
        const uint64_t count = tr_below(&state, 16) + 1;
        const bool regular = tr_below(&state, 2) == 0; /* groups and colons in turn */
        for (uint64_t i = 0; i < count; i++) {
            const uint64_t piece = tr_below(&state, PL_COUNT(pieces));
            const char *text = pieces[piece];
            if (regular) { text = i % 2 == 0 ? pieces[piece % 3] : pieces[4 + piece % 4]; }
            if (regular && i + 1 == count && piece == 11) { text = pieces[11]; }
            if (strlen(address) + strlen(text) > 45) { break; }
            memcpy(address + strlen(address), text, strlen(text) + 1);
        }
        char text[80];
        snprintf(text, sizeof text, "s://[%s]", address);
        struct in6_addr binary;
        const bool want = inet_pton(AF_INET6, address, &binary) == 1;
        pl_uri uri;
        const bool got = pl_uri_parse(pl_bytes_of(text), &uri, NULL) == PL_OK;
        if (got != want) { cr_assert_fail("%s: %d, want %d", text, got, want); }
        accepted += got;
        snprintf(text, sizeof text, "s://%s", address);
        struct in_addr short_binary;
        const bool want_short = inet_pton(AF_INET, address, &short_binary) == 1;
        const bool got_short = pl_uri_parse(pl_bytes_of(text), &uri, NULL) == PL_OK &&
                               uri.host_kind == PL_URI_HOST_IPV4 && !uri.has_port;
        if (got_short != want_short) { cr_assert_fail("%s: %d", text, got_short); }
    }
    cr_assert_gt(accepted, 10000, "%zu addresses were accepted", accepted);
}

Test(uri, limit, .timeout = 5) {
    for (size_t len = PL_URI_BYTES_MAX - 1; len <= PL_URI_BYTES_MAX + 1; len++) {
        uint8_t *const text = malloc(len);
        cr_assert_not_null(text);
        memset(text, 'a', len);
        text[1] = ':';
        pl_uri uri;
        size_t at = 999;
        const pl_status want = len > PL_URI_BYTES_MAX ? PL_E_SIZE : PL_OK;
        cr_assert_eq(pl_uri_parse((pl_bytes){text, len}, &uri, &at), want, "%zu bytes", len);
        cr_assert_eq(at, 999, "%zu bytes: offset written to", len);
        free(text);
    }
}

Test(uri, web_schemes, .timeout = 5) {
    static const char *const web[] = {"http:", "https:", "HTTP://h", "hTTpS://h"};
    static const char *const other[] = {"ftp:", "httpx:", "httpsx:", "htt:", "h:", "ws:", "hxxp:"};
    pl_uri uri;
    for (size_t i = 0; i < PL_COUNT(web); i++) {
        cr_assert_eq(pl_uri_parse(pl_bytes_of(web[i]), &uri, NULL), PL_OK, "%s", web[i]);
        cr_assert(pl_uri_is_web(&uri), "%s", web[i]);
    }
    for (size_t i = 0; i < PL_COUNT(other); i++) {
        cr_assert_eq(pl_uri_parse(pl_bytes_of(other[i]), &uri, NULL), PL_OK, "%s", other[i]);
        cr_assert_not(pl_uri_is_web(&uri), "%s", other[i]);
    }
}
