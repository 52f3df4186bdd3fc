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

/* The grammar only: the lengths of RFC 5321 section 4.5.3.1 are what a server must at least take,
 * not what an address may at most be. */
bool pl_email_valid(pl_bytes in) {
    assert(in.ptr != NULL || in.len == 0);
    if (in.len == 0) { return false; }
    const uint8_t *const at_sign = memchr(in.ptr, '@', in.len);
    if (at_sign == NULL) { return false; }
    const size_t local_len = (size_t)(at_sign - in.ptr);
    assert(local_len < in.len);
    const pl_bytes local = {in.ptr, local_len};
    const pl_bytes domain = {at_sign + 1, in.len - local_len - 1};
    return all_between_dots(local, is_atom) && all_between_dots(domain, is_label);
}
