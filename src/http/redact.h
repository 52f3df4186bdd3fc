/* What must not be printed, and text without it. */
#ifndef PL_HTTP_REDACT_H
#define PL_HTTP_REDACT_H

#include "http/settings.h"
#include "text/arena.h"

enum {
    PL_SECRET_BYTES_MIN = 4,   /* a shorter one is not searched for: it is found everywhere */
    PL_JWT_PART_BYTES_MIN = 16 /* a shorter part of a JWT gives nothing away */
};

/* Secrets that must not be printed. Holds copies; wiped by free. */
typedef struct pl_redactor pl_redactor;
PL_MUST_USE pl_status pl_redactor_new(pl_redactor **ret_redactor);
void pl_redactor_free(pl_redactor *redactor); /* accepts NULL */

/* From now on, secret is replaced by "$name": as it is, in base 16, in base 64 (of both alphabets, also
 * inside a longer text), and each of these with any of its characters escaped as in JSON or in a URL. Of
 * a JWT also each part, and every JWT that has a part in common with it (an altered one). NULL and what
 * is shorter than PL_SECRET_BYTES_MIN are ignored. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_redactor_add(pl_redactor *redactor, const char *name, const char *secret);

/* The settings' secrets under their variables' names, and the Basic credentials made of them as
 * "PAYLINK_BASIC" and "PAYLINK_OTHER_BASIC". Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_redactor_add_settings(pl_redactor *redactor, const pl_settings *settings);

/* The same for one merchant alone. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_redactor_add_merchant(pl_redactor *redactor, const pl_merchant *merchant);

/* The signature of the merchant's token requests at now_ms, as "PAYLINK_SIGNATURE" or
 * "PAYLINK_OTHER_SIGNATURE"; nothing when the merchant has no client id or secret. Fails: PL_E_RANGE
 * (the day), PL_E_MEMORY. */
PL_MUST_USE pl_status pl_redactor_add_signature(pl_redactor *redactor, const pl_merchant *merchant,
                                                int64_t now_ms);

/* text with every secret replaced; in arena, terminated. The longest secret that stands at a place
 * is the one replaced. Redact before you cut: half a secret is not found, but for its first
 * PL_SECRET_BYTES_MIN bytes or more right before "...". Fails: PL_E_MEMORY.
 * O(text.len * secrets). */
PL_MUST_USE pl_status pl_redact(const pl_redactor *redactor, pl_bytes text, pl_arena *arena,
                                char **ret_text);

/* The first len_max bytes of the same; any bytes, NUL too. What comes after them is looked at as far as a secret that
 * begins in them goes, so no half of one stays. Terminated. *ret_whole: they stand for all of the text. Fails:
 * PL_E_MEMORY. */
PL_MUST_USE pl_status pl_redact_beginning(const pl_redactor *redactor, pl_bytes text,
                                          size_t len_max, pl_arena *arena, pl_bytes *ret_text,
                                          bool *ret_whole);

#endif
