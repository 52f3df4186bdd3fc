#include <assert.h>
#include <string.h>

#include "run/auth_internal.h"
#include "text/base64url.h"
#include "text/jwt.h"
#include "json/json.h"

/* A key of ours: what it signs is well-formed and signed by nobody that the server knows. */
static const pl_bytes our_key = PL_BYTES_LIT("paylink: a key that no server knows");
static const pl_bytes plain_header = PL_BYTES_LIT("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

/* Headers of tokens that say they are not signed. */
static const pl_bytes none_headers[PL_FORGERY_COUNT] = {
    [PL_FORGERY_ALG_NONE] = PL_BYTES_LIT("{\"alg\":\"none\",\"typ\":\"JWT\"}"),
    [PL_FORGERY_ALG_NONE_CAPITAL] = PL_BYTES_LIT("{\"alg\":\"None\",\"typ\":\"JWT\"}"),
    [PL_FORGERY_ALG_NONE_UPPER] = PL_BYTES_LIT("{\"alg\":\"NONE\",\"typ\":\"JWT\"}"),
};

/* Keys that anybody would try. HMAC fills a key up with zeros: one of them signs as no key at all does.
 * RFC 2104 section 2 */
static const pl_bytes guessed_keys[PL_FORGERY_COUNT] = {
    [PL_FORGERY_EMPTY_KEY] = PL_BYTES_LIT("\0"),
    [PL_FORGERY_GUESSED_KEY] = PL_BYTES_LIT("secret"),
};

typedef enum operation {
    ADD_MEMBER, /* to a part that is JSON, which it stays */
    FLIP, /* a bit of one of the decoded bytes: not only the spelling changes, which has unused bits */
    SHORTEN,  /* a part by its last decoded byte */
    EMPTY,    /* a part; the dots stay */
    KEEP,     /* the parts up to this one, and no dot behind it */
    APPEND,   /* a fourth part */
    UNSIGN,   /* the header says that there is no signature, and there is none */
    SIGN,     /* anew, with our key */
    SIGN_OLD, /* likewise, and long expired */
    SIGN_GUESSED
} operation;

typedef enum jwt_part { HEADER, PAYLOAD, SIGNATURE, PART_COUNT } jwt_part;
typedef enum byte_place { FIRST, MIDDLE, LAST } byte_place;

/* clang-format off */
static const struct forgery_row {
    operation operation;
    jwt_part part;
    byte_place place; /* of a flipped byte */
} forgery_rows[PL_FORGERY_COUNT] = {
    [PL_FORGERY_HEADER]           = {ADD_MEMBER,   HEADER,    FIRST},
    [PL_FORGERY_PAYLOAD]          = {ADD_MEMBER,   PAYLOAD,   FIRST},
    [PL_FORGERY_SIGNATURE]        = {FLIP,         SIGNATURE, FIRST},
    [PL_FORGERY_NO_SIGNATURE]     = {EMPTY,        SIGNATURE, FIRST},
    [PL_FORGERY_ALG_NONE]         = {UNSIGN,       HEADER,    FIRST},
    [PL_FORGERY_OTHER_KEY]        = {SIGN,         SIGNATURE, FIRST},
    [PL_FORGERY_EXPIRED]          = {SIGN_OLD,     PAYLOAD,   FIRST},
    [PL_FORGERY_SIGNATURE_END]    = {FLIP,         SIGNATURE, LAST},
    [PL_FORGERY_ALG_NONE_CAPITAL] = {UNSIGN,       HEADER,    FIRST},
    [PL_FORGERY_ALG_NONE_UPPER]   = {UNSIGN,       HEADER,    FIRST},
    [PL_FORGERY_EMPTY_KEY]        = {SIGN_GUESSED, SIGNATURE, FIRST},
    [PL_FORGERY_GUESSED_KEY]      = {SIGN_GUESSED, SIGNATURE, FIRST},
    [PL_FORGERY_HEADER_FIRST]     = {FLIP,         HEADER,    FIRST},
    [PL_FORGERY_HEADER_MIDDLE]    = {FLIP,         HEADER,    MIDDLE},
    [PL_FORGERY_HEADER_LAST]      = {FLIP,         HEADER,    LAST},
    [PL_FORGERY_PAYLOAD_FIRST]    = {FLIP,         PAYLOAD,   FIRST},
    [PL_FORGERY_PAYLOAD_MIDDLE]   = {FLIP,         PAYLOAD,   MIDDLE},
    [PL_FORGERY_PAYLOAD_LAST]     = {FLIP,         PAYLOAD,   LAST},
    [PL_FORGERY_SIGNATURE_MIDDLE] = {FLIP,         SIGNATURE, MIDDLE},
    [PL_FORGERY_HEADER_CUT]       = {SHORTEN,      HEADER,    LAST},
    [PL_FORGERY_PAYLOAD_CUT]      = {SHORTEN,      PAYLOAD,   LAST},
    [PL_FORGERY_SIGNATURE_CUT]    = {SHORTEN,      SIGNATURE, LAST},
    [PL_FORGERY_NO_HEADER]        = {EMPTY,        HEADER,    FIRST},
    [PL_FORGERY_NO_PAYLOAD]       = {EMPTY,        PAYLOAD,   FIRST},
    [PL_FORGERY_TWO_PARTS]        = {KEEP,         PAYLOAD,   FIRST},
    [PL_FORGERY_ONE_PART]         = {KEEP,         HEADER,    FIRST},
    [PL_FORGERY_FOUR_PARTS]       = {APPEND,       SIGNATURE, FIRST},
};
/* clang-format on */

#define EXPIRED_CLAIM  "exp"        /* RFC 7519 section 4.1.4 */
#define EXPIRED_MOMENT "1000000000" /* in 2001 */
#define FOURTH_PART    ".AAAA"
#define ADDED_MEMBER   "\"paylink\":1" /* no server reads it: only the signature tells */

static pl_status decode(pl_bytes part, pl_arena *arena, pl_bytes *ret_bytes) {
    uint8_t *const out = pl_arena_alloc(arena, part.len + 1);
    if (out == NULL) { return PL_E_MEMORY; }
    size_t len = 0;
    const pl_status status = pl_base64url_decode(part, out, part.len, &len);
    assert(status == PL_OK); /* pl_jwt_split took the part */
    *ret_bytes = (pl_bytes){out, len};
    return status;
}

static pl_status encode(pl_bytes bytes, pl_arena *arena, pl_bytes *ret_text) {
    const size_t cap = pl_base64url_encoded_len(bytes.len);
    uint8_t *const out = pl_arena_alloc(arena, cap + 1);
    if (out == NULL) { return PL_E_MEMORY; }
    size_t len = 0;
    const pl_status status = pl_base64url_encode(bytes, out, cap, &len);
    assert(status == PL_OK);
    *ret_text = (pl_bytes){out, len};
    return status;
}

static pl_status join(pl_bytes header, pl_bytes payload, pl_bytes signature, pl_arena *arena,
                      char **ret_token) {
    char *const text = pl_arena_printf(
        arena, "%.*s.%.*s.%.*s", (int)header.len, (const char *)header.ptr, (int)payload.len,
        (const char *)payload.ptr, (int)signature.len, (const char *)signature.ptr);
    if (text == NULL) { return PL_E_MEMORY; }
    *ret_token = text;
    return PL_OK;
}

static pl_bytes slice(pl_bytes text, size_t from, size_t to) {
    assert(from <= to && to <= text.len);
    return (pl_bytes){text.ptr + from, to - from};
}

/* before + text + after */
static pl_status splice(pl_bytes before, const char *text, pl_bytes after, pl_arena *arena,
                        pl_bytes *ret_bytes) {
    const size_t text_len = strlen(text);
    uint8_t *const out = pl_arena_alloc(arena, before.len + text_len + after.len);
    if (out == NULL) { return PL_E_MEMORY; }
    memcpy(out, before.ptr, before.len);
    memcpy(out + before.len, text, text_len);
    memcpy(out + before.len + text_len, after.ptr, after.len);
    *ret_bytes = (pl_bytes){out, before.len + text_len + after.len};
    return PL_OK;
}

/* One member more, in front: the object stays an object and keeps its meaning. What is no object
 * gets another first bit. */
static pl_status alter_json(pl_bytes json_text, pl_arena *arena, pl_bytes *ret_text) {
    pl_json json;
    const pl_status read = pl_json_read(json_text, arena, &json, NULL);
    if (read == PL_E_MEMORY) { return read; }
    if (read == PL_OK && json.nodes[0].kind == PL_JSON_OBJECT) {
        const size_t at = json.nodes[0].at + 1U;
        return splice(slice(json_text, 0, at), json.count > 1 ? ADDED_MEMBER "," : ADDED_MEMBER,
                      slice(json_text, at, json_text.len), arena, ret_text);
    }
    assert(json_text.len > 0); /* pl_jwt_split refuses an empty part */
    const char first[] = {(char)(json_text.ptr[0] ^ 1U), '\0'};
    if (first[0] == '\0') {
        return splice(slice(json_text, 0, 0), "x", slice(json_text, 1, json_text.len), arena,
                      ret_text);
    }
    return splice(slice(json_text, 0, 0), first, slice(json_text, 1, json_text.len), arena,
                  ret_text);
}

static pl_status expire(pl_bytes payload, pl_arena *arena, pl_bytes *ret_text) {
    pl_json json;
    const pl_status read = pl_json_read(payload, arena, &json, NULL);
    if (read == PL_E_MEMORY) { return read; }
    if (read != PL_OK || json.nodes[0].kind != PL_JSON_OBJECT) {
        *ret_text = (pl_bytes)PL_BYTES_LIT("{\"" EXPIRED_CLAIM "\":" EXPIRED_MOMENT "}");
        return PL_OK;
    }
    const uint32_t node = pl_json_member(&json, 0, EXPIRED_CLAIM);
    if (node == PL_JSON_NONE) {
        const size_t at = json.nodes[0].at + 1U;
        const char *const claim = json.count > 1 ? "\"" EXPIRED_CLAIM "\":" EXPIRED_MOMENT ","
                                                 : "\"" EXPIRED_CLAIM "\":" EXPIRED_MOMENT;
        return splice(slice(payload, 0, at), claim, slice(payload, at, payload.len), arena,
                      ret_text);
    }
    const size_t from = json.nodes[node].at;
    return splice(slice(payload, 0, from), EXPIRED_MOMENT,
                  slice(payload, from + json.nodes[node].len, payload.len), arena, ret_text);
}

/* Of a token that has no signature one is made up. */
static pl_status decode_or_make_up(pl_bytes text, pl_arena *arena, pl_bytes *ret_bytes) {
    static const uint8_t stand_in[] = {1, 2, 3};
    *ret_bytes = (pl_bytes){stand_in, sizeof stand_in};
    return text.len > 0 ? decode(text, arena, ret_bytes) : PL_OK;
}

static pl_status flip(pl_bytes text, byte_place where, pl_arena *arena, pl_bytes *ret_text) {
    pl_bytes bytes;
    const pl_status status = decode_or_make_up(text, arena, &bytes);
    if (status != PL_OK) { return status; }
    uint8_t *const copy = pl_arena_alloc(arena, bytes.len);
    if (copy == NULL) { return PL_E_MEMORY; }
    memcpy(copy, bytes.ptr, bytes.len);
    copy[where == FIRST ? 0 : where == LAST ? bytes.len - 1 : bytes.len / 2] ^= 1U;
    return encode((pl_bytes){copy, bytes.len}, arena, ret_text);
}

static pl_status shorten(pl_bytes text, pl_arena *arena, pl_bytes *ret_text) {
    pl_bytes bytes;
    const pl_status status = decode_or_make_up(text, arena, &bytes);
    if (status != PL_OK) { return status; }
    return encode((pl_bytes){bytes.ptr, bytes.len - 1}, arena, ret_text);
}

static pl_status alter_part(pl_bytes part, pl_arena *arena, pl_bytes *ret_text) {
    pl_bytes decoded;
    pl_bytes altered;
    pl_status status = decode(part, arena, &decoded);
    if (status != PL_OK) { return status; }
    status = alter_json(decoded, arena, &altered);
    return status == PL_OK ? encode(altered, arena, ret_text) : status;
}

static pl_status sign_anew(const pl_jwt *jwt, bool expired, pl_arena *arena, char **ret_token) {
    pl_bytes header;
    pl_bytes payload;
    pl_status status = decode(jwt->header, arena, &header);
    if (status != PL_OK) { return status; }
    status = decode(jwt->payload, arena, &payload);
    if (status != PL_OK) { return status; }
    if (expired) {
        status = expire(payload, arena, &payload);
        if (status != PL_OK) { return status; }
    }
    return pl_jwt_sign(header, payload, our_key, arena, ret_token);
}

static pl_status sign_guessed(const pl_jwt *jwt, pl_bytes key, pl_arena *arena, char **ret_token) {
    pl_bytes payload;
    const pl_status status = decode(jwt->payload, arena, &payload);
    return status == PL_OK ? pl_jwt_sign(plain_header, payload, key, arena, ret_token) : status;
}

/* What stands in the place of the row's part. */
static pl_status replace_part(pl_forgery forgery, pl_bytes was, pl_arena *arena, pl_bytes *ret_is) {
    const struct forgery_row *const row = &forgery_rows[forgery];
    switch (row->operation) {
    case ADD_MEMBER:
        return alter_part(was, arena, ret_is);
    case FLIP:
        return flip(was, row->place, arena, ret_is);
    case SHORTEN:
        return shorten(was, arena, ret_is);
    case UNSIGN:
        return encode(none_headers[forgery], arena, ret_is);
    default:
        assert(row->operation == EMPTY);
        *ret_is = (pl_bytes)PL_BYTES_LIT("");
        return PL_OK;
    }
}

static pl_status forge_jwt(pl_forgery forgery, const char *token, const pl_jwt *jwt,
                           pl_arena *arena, char **ret_token) {
    const struct forgery_row *const row = &forgery_rows[forgery];
    pl_bytes parts[PART_COUNT] = {jwt->header, jwt->payload, jwt->signature};
    size_t kept = 0;
    switch (row->operation) {
    case SIGN:
    case SIGN_OLD:
        return sign_anew(jwt, row->operation == SIGN_OLD, arena, ret_token);
    case SIGN_GUESSED:
        return sign_guessed(jwt, guessed_keys[forgery], arena, ret_token);
    case KEEP:
        kept = jwt->header.len + (row->part == PAYLOAD ? 1 + jwt->payload.len : 0);
        *ret_token = pl_arena_text(arena, slice(pl_bytes_of(token), 0, kept));
        return *ret_token != NULL ? PL_OK : PL_E_MEMORY;
    case APPEND:
        *ret_token = pl_arena_printf(arena, "%s" FOURTH_PART, token);
        return *ret_token != NULL ? PL_OK : PL_E_MEMORY;
    case UNSIGN:
        parts[SIGNATURE] = (pl_bytes)PL_BYTES_LIT("");
        break;
    default:
        break;
    }
    const pl_status status = replace_part(forgery, parts[row->part], arena, &parts[row->part]);
    if (status != PL_OK) { return status; }
    return join(parts[HEADER], parts[PAYLOAD], parts[SIGNATURE], arena, ret_token);
}

/* --- tokens of another make ------------------------------------------------------------------ */

static char other_letter(char letter) {
    return letter == 'A' ? 'B' : 'A';
}

/* Letters where the row's part would be are exchanged, several, lest only unused bits change; or the last ones are
 * cut off. */
static pl_status forge_text(const struct forgery_row *row, const char *token, pl_arena *arena,
                            char **ret_token) {
    enum { LETTER_COUNT = 4 };
    char *const copy = pl_arena_text(arena, pl_bytes_of(token));
    if (copy == NULL) { return PL_E_MEMORY; }
    const size_t len = strlen(copy);
    const size_t width = len < LETTER_COUNT ? len : LETTER_COUNT;
    const size_t ats[PART_COUNT] = {0, (len - width) / 2, len - width};
    *ret_token = copy;
    if (row->operation != FLIP && row->operation != ADD_MEMBER) {
        copy[len - width] = '\0';
        return PL_OK;
    }
    const size_t at = ats[row->part];
    for (size_t i = 0; i < width; i++) { copy[at + i] = other_letter(copy[at + i]); }
    return PL_OK;
}

static pl_status forge_other(pl_forgery forgery, const char *token, pl_arena *arena,
                             char **ret_token) {
    static const pl_bytes payload = PL_BYTES_LIT("{\"sub\":\"paylink\"}");
    static const pl_bytes old = PL_BYTES_LIT("{\"" EXPIRED_CLAIM "\":" EXPIRED_MOMENT "}");
    const struct forgery_row *const row = &forgery_rows[forgery];
    switch (row->operation) {
    case UNSIGN:
        return pl_jwt_sign(none_headers[forgery], payload, (pl_bytes){NULL, 0}, arena, ret_token);
    case SIGN:
        return pl_jwt_sign(plain_header, payload, our_key, arena, ret_token);
    case SIGN_OLD:
        return pl_jwt_sign(plain_header, old, our_key, arena, ret_token);
    case SIGN_GUESSED:
        return pl_jwt_sign(plain_header, payload, guessed_keys[forgery], arena, ret_token);
    case APPEND:
        *ret_token = pl_arena_printf(arena, "%s" FOURTH_PART, token);
        return *ret_token != NULL ? PL_OK : PL_E_MEMORY;
    default:
        return forge_text(row, token, arena, ret_token);
    }
}

pl_status pl_forge(pl_forgery forgery, const char *token, pl_arena *arena, char **ret_token) {
    assert(token != NULL && token[0] != '\0');
    assert(forgery < PL_FORGERY_COUNT);
    pl_jwt jwt;
    const bool shaped = pl_jwt_split(pl_bytes_of(token), &jwt) == PL_OK;
    return shaped ? forge_jwt(forgery, token, &jwt, arena, ret_token)
                  : forge_other(forgery, token, arena, ret_token);
}
