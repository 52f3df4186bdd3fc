#include <criterion/criterion.h>

#include "test_util.h"
#include "text/email.h"

struct email_case {
    const char *name;
    pl_bytes in;
    bool want;
};

/* clang-format off */
static const struct email_case cases[] = {
    {"usual", PL_BYTES_LIT("ani.wijaya@example.co.id"), true},
    {"shortest", PL_BYTES_LIT("a@b"), true},
    {"all-marks", PL_BYTES_LIT("!#$%&'*+-/=?^_`{|}~@example.com"), true},
    {"plus-tag", PL_BYTES_LIT("a+b@example.com"), true},
    {"digits", PL_BYTES_LIT("0@1.2"), true},
    {"hyphens-inside", PL_BYTES_LIT("a@x--y.z-1"), true},
    {"upper-case", PL_BYTES_LIT("ANI@EXAMPLE.COM"), true},
    {"empty", {NULL, 0}, false},
    {"no-at", PL_BYTES_LIT("example.com"), false},
    {"two-ats", PL_BYTES_LIT("a@b@c"), false},
    {"no-local", PL_BYTES_LIT("@example.com"), false},
    {"no-domain", PL_BYTES_LIT("a@"), false},
    {"at-alone", PL_BYTES_LIT("@"), false},
    {"dot-first", PL_BYTES_LIT(".a@b"), false},
    {"dot-last", PL_BYTES_LIT("a.@b"), false},
    {"dot-dot", PL_BYTES_LIT("a..b@c"), false},
    {"domain-dot-first", PL_BYTES_LIT("a@.b"), false},
    {"domain-dot-last", PL_BYTES_LIT("a@b."), false},
    {"domain-dot-dot", PL_BYTES_LIT("a@b..c"), false},
    {"hyphen-first", PL_BYTES_LIT("a@-b"), false},
    {"hyphen-last", PL_BYTES_LIT("a@b-.c"), false},
    {"hyphen-alone", PL_BYTES_LIT("a@-"), false},
    {"underscore-in-domain", PL_BYTES_LIT("a@b_c"), false},
    {"blank", PL_BYTES_LIT("a b@c"), false},
    {"line-feed-last", PL_BYTES_LIT("a@b\n"), false},
    {"nul", PL_BYTES_LIT("a\0@b"), false},
    {"nul-in-domain", PL_BYTES_LIT("a@b\0"), false},
    {"non-ascii", PL_BYTES_LIT("\xC3\xA9@b"), false},
    {"non-ascii-domain", PL_BYTES_LIT("a@\xC3\xA9"), false},
    {"quoted", PL_BYTES_LIT("\"a b\"@c"), true},
    {"quoted-at", PL_BYTES_LIT("\"a@b\"@c"), true},
    {"quoted-escapes", PL_BYTES_LIT("\"\\\"\\\\\"@c"), true},
    {"quoted-nothing", PL_BYTES_LIT("\"\"@c"), true},
    {"quote-open", PL_BYTES_LIT("\"a@c"), false},
    {"quote-escaped-last", PL_BYTES_LIT("\"a\\\"@c"), false},
    {"quote-inside", PL_BYTES_LIT("\"a\"b\"@c"), false},
    {"quote-then-atom", PL_BYTES_LIT("\"a\"b@c"), false},
    {"quoted-control", PL_BYTES_LIT("\"\n\"@c"), false},
    {"address-literal", PL_BYTES_LIT("a@[127.0.0.1]"), true},
    {"address-literal-six", PL_BYTES_LIT("a@[IPv6:::1]"), true},
    {"literal-empty", PL_BYTES_LIT("a@[]"), false},
    {"literal-open", PL_BYTES_LIT("a@[1"), false},
    {"literal-blank", PL_BYTES_LIT("a@[1 2]"), false},
    {"display-name", PL_BYTES_LIT("Ani <a@b>"), false},
    {"comment", PL_BYTES_LIT("a(x)@b"), false},
};
/* clang-format on */

Test(email, valid, .timeout = 5) {
    for (size_t i = 0; i < PL_COUNT(cases); i++) {
        const struct email_case *const c = &cases[i];
        uint8_t *const copy = tu_exact_copy(c->in);
        cr_assert_eq(pl_email_valid((pl_bytes){copy, c->in.len}), c->want, "%s", c->name);
        free(copy);
    }
}

/* Each byte in the middle of each part: the two alphabets, written out. */
Test(email, every_byte_in_either_part, .timeout = 5) {
    static const char atext[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.";
    static const char label[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    for (uint32_t byte = 0; byte < 256; byte++) {
        const uint8_t local[] = {'a', (uint8_t)byte, 'b', '@', 'c'};
        const uint8_t domain[] = {'a', '@', 'b', (uint8_t)byte, 'c'};
        const bool in_local = byte != 0 && strchr(atext, (int)byte) != NULL;
        const bool in_domain = byte != 0 && strchr(label, (int)byte) != NULL;
        cr_assert_eq(pl_email_valid((pl_bytes){local, sizeof local}), in_local, "local %02X", byte);
        cr_assert_eq(pl_email_valid((pl_bytes){domain, sizeof domain}), in_domain, "domain %02X",
                     byte);
    }
}
