/* PCRE2 as the second opinion on mail addresses, with the grammar of RFC 5321 rule by rule; and its lengths. */
#ifndef PL_FUZZ_EMAIL_ORACLE_H
#define PL_FUZZ_EMAIL_ORACLE_H

#include "pcre2_util.h"
#include "text/email.h"

/* clang-format off */
/* Mailbox and what it is made of, of RFC 5321 sections 4.1.2 and 4.1.3; atext is RFC 5322's. An IPv6-address-literal is
 * always a General-address-literal too, so that it needs no rule. */
static const struct fz_rule {
    const char *name;
    const char *expression;
} fz_email_rules[] = {
    {"atext",           "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~]"},
    {"atom",            "(?&atext)+"},
    {"dot_string",      "(?&atom)(?:\\.(?&atom))*"},
    {"qtext",           "[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]"},
    {"quoted_pair",     "\\x5c[\\x20-\\x7e]"},
    {"quoted_string",   "\\x22(?:(?&qtext)|(?&quoted_pair))*\\x22"},
    {"local_part",      "(?&dot_string)|(?&quoted_string)"},
    {"let_dig",         "[A-Za-z0-9]"},
    {"ldh_str",         "[A-Za-z0-9\\-]*(?&let_dig)"},
    {"sub_domain",      "(?&let_dig)(?&ldh_str)?"},
    {"domain",          "(?&sub_domain)(?:\\.(?&sub_domain))*"},
    {"snum",            "25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2}"},
    {"ipv4",            "(?&snum)(?:\\.(?&snum)){3}"},
    {"dcontent",        "[\\x21-\\x5a\\x5e-\\x7e]"},
    {"general",         "(?&ldh_str):(?&dcontent)+"},
    {"address_literal", "\\[(?:(?&ipv4)|(?&general))\\]"},
    {"mailbox",         "(?&local_part)@(?:(?&domain)|(?&address_literal))"},
};

/* Where we take more than a rule: what stands for it, and an address that shows it. */
static const struct fz_email_deviation {
    const char *name;
    const char *expression;
    pl_bytes example;
    const char *why;
} fz_email_deviations[] = {
    {"address_literal", "\\[(?&dcontent)+\\]", PL_BYTES_LIT("a@[1.2.3]"),
     "which address a literal is, is not judged: its tags are IANA's to register, and nobody is reached by one"},
};

/* Lengths that we do not apply. */
static const struct fz_email_length {
    bool in_domain;
    size_t bytes_max;
    const char *why;
} fz_email_lengths[] = {
    {false, 64,  "RFC 5321 section 4.5.3.1.1: the local part that a server must at least take"},
    {true,  255, "RFC 5321 section 4.5.3.1.2: the domain that a server must at least take"},
    {true,  256, "RFC 5321 section 4.5.3.1.3: the path, likewise"},
    {true,  63,  "RFC 1035 section 2.3.4: a label of the DNS, which a Domain need not be in"},
};
/* clang-format on */

/* Compile the rules, with or without what deviates. */
static inline void fz_email_compile(fz_regex *regex, bool deviate) {
    char source[FZ_SOURCE_BYTES_MAX];
    size_t len = fz_put(source, 0, "(?(DEFINE)");
    for (size_t i = 0; i < PL_COUNT(fz_email_rules); i++) {
        const char *expression = fz_email_rules[i].expression;
        for (size_t k = 0; k < PL_COUNT(fz_email_deviations) && deviate; k++) {
            if (strcmp(fz_email_deviations[k].name, fz_email_rules[i].name) == 0) {
                expression = fz_email_deviations[k].expression;
            }
        }
        len = fz_put(source, len, "(?<");
        len = fz_put(source, len, fz_email_rules[i].name);
        len = fz_put(source, len, ">");
        len = fz_put(source, len, expression);
        len = fz_put(source, len, ")");
    }
    (void)fz_put(source, len, ")\\A(?&mailbox)\\z");
    fz_regex_compile(regex, source, 0);
}

/* What RFC 5321 says of the text, and what it would say if it were as we are. */
static inline void fz_oracle_email(pl_bytes text, bool *ret_rfc, bool *ret_ours) {
    static fz_regex rfc, ours;
    if (rfc.code == NULL) {
        fz_email_compile(&rfc, false);
        fz_email_compile(&ours, true);
        for (size_t i = 0; i < PL_COUNT(fz_email_deviations); i++) { /* a row that is none goes */
            const pl_bytes example = fz_email_deviations[i].example;
            FZ_CHECK(!fz_regex_matches(&rfc, example) && fz_regex_matches(&ours, example));
        }
    }
    *ret_rfc = fz_regex_matches(&rfc, text);
    *ret_ours = fz_regex_matches(&ours, text);
}

/* An address made longer than every length: more letters after its first byte, and before its last one. */
static inline pl_bytes fz_email_stretched(pl_bytes text) {
    size_t extra[2] = {0};
    for (size_t i = 0; i < PL_COUNT(fz_email_lengths); i++) {
        size_t *const most = &extra[fz_email_lengths[i].in_domain];
        if (fz_email_lengths[i].bytes_max > *most) { *most = fz_email_lengths[i].bytes_max; }
    }
    const size_t len = extra[false] + text.len + extra[true];
    uint8_t *const longer = fz_alloc(len);
    FZ_CHECK(text.len > 2);
    memset(longer, 'a', len);
    longer[0] = text.ptr[0];
    memcpy(longer + 1 + extra[false], text.ptr + 1, text.len - 2);
    longer[len - 1] = text.ptr[text.len - 1];
    return (pl_bytes){longer, len};
}

/* An address with its local part between quotes. */
static inline pl_bytes fz_email_quoted(pl_bytes text) {
    const uint8_t *const at_sign = memchr(text.ptr, '@', text.len);
    FZ_CHECK(at_sign != NULL);
    const size_t local_len = (size_t)(at_sign - text.ptr);
    uint8_t *const quoted = fz_alloc(text.len + 2);
    quoted[0] = '"';
    memcpy(quoted + 1, text.ptr, local_len);
    quoted[1 + local_len] = '"';
    memcpy(quoted + 2 + local_len, at_sign, text.len - local_len);
    return (pl_bytes){quoted, text.len + 2};
}

#endif
