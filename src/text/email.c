#include "text/email.h"

#include <assert.h>
#include <string.h>

#include "text/ascii_internal.h"

/* Atext of RFC 5322 section 3.2.3: letters, digits and these. */
static bool is_atext(uint8_t byte) {
    static const char marks[] = "!#$%&'*+-/=?^_`{|}~";
    if (pl_ascii_is_digit(byte) || pl_ascii_is_letter(byte)) { return true; }
    return memchr(marks, byte, sizeof marks - 1) != NULL;
}

static bool is_let_dig(uint8_t byte) {
    return pl_ascii_is_digit(byte) || pl_ascii_is_letter(byte);
}

static bool is_atom(pl_bytes atom) {
    for (size_t i = 0; i < atom.len; i++) {
        if (!is_atext(atom.ptr[i])) { return false; }
    }
    return atom.len > 0;
}

/* sub-domain: letters, digits, and hyphens that are neither first nor last. */
static bool is_label(pl_bytes label) {
    for (size_t i = 0; i < label.len; i++) {
        if (!is_let_dig(label.ptr[i]) && label.ptr[i] != '-') { return false; }
    }
    return label.len > 0 && label.ptr[0] != '-' && label.ptr[label.len - 1] != '-';
}

/* Every piece between dots holds; an empty piece holds never. */
static bool all_between_dots(pl_bytes in, bool (*holds)(pl_bytes)) {
    size_t start = 0;
    for (size_t i = 0; i <= in.len; i++) {
        if (i < in.len && in.ptr[i] != '.') { continue; }
        assert(start <= i);
        if (!holds((pl_bytes){in.ptr + start, i - start})) { return false; }
        start = i + 1;
    }
    return true;
}

/* Quoted-string: what a local part may be that is no run of atoms.          RFC 5321 section 4.1.2 */
static bool is_quoted(pl_bytes local) {
    if (local.len < 2 || local.ptr[0] != '"' || local.ptr[local.len - 1] != '"') { return false; }
    for (size_t i = 1; i < local.len - 1; i++) {
        const bool escape = local.ptr[i] == '\\';
        if (escape) { i++; }
        const bool last = i == local.len - 1; /* the closing quote itself is escaped */
        const bool graphic = local.ptr[i] >= ' ' && local.ptr[i] < 0x7F;
        if (last || !graphic || (!escape && local.ptr[i] == '"')) { return false; }
    }
    return true;
}

/* Address literal in brackets; which address it is, is not judged.          RFC 5321 section 4.1.3 */
static bool is_literal(pl_bytes domain) {
    if (domain.len < 3 || domain.ptr[0] != '[' || domain.ptr[domain.len - 1] != ']') {
        return false;
    }
    for (size_t i = 1; i < domain.len - 1; i++) {
        const uint8_t byte = domain.ptr[i];
        if (byte <= ' ' || byte >= 0x7F || byte == '[' || byte == '\\' || byte == ']') {
            return false;
        }
    }
    return true;
}

/* Where the local part ends: at the first '@' that is not quoted. */
static const uint8_t *at_sign_of(pl_bytes in) {
    bool quoted = false;
    for (size_t i = 0; i < in.len; i++) {
        if (quoted && in.ptr[i] == '\\') {
            i++;
        } else if (in.ptr[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && in.ptr[i] == '@') {
            return in.ptr + i;
        }
    }
    return NULL;
}

/* The grammar only: the lengths of RFC 5321 section 4.5.3.1 are what a server must at least take,
 * not what an address may at most be. */
bool pl_email_valid(pl_bytes in) {
    assert(in.ptr != NULL || in.len == 0);
    if (in.len == 0) { return false; }
    const uint8_t *const at_sign = at_sign_of(in);
    if (at_sign == NULL) { return false; }
    const size_t local_len = (size_t)(at_sign - in.ptr);
    assert(local_len < in.len);
    const pl_bytes local = {in.ptr, local_len};
    const pl_bytes domain = {at_sign + 1, in.len - local_len - 1};
    return (all_between_dots(local, is_atom) || is_quoted(local)) &&
           (all_between_dots(domain, is_label) || is_literal(domain));
}
