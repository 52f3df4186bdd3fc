#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "run/materialise_internal.h"
#include "run/shell_internal.h"

enum {
    WORD_BYTES_MAX = 64 * 1024, /* a shell's word: Linux takes 128 KiB */
    PIECES_BYTES_MAX = 8 * 1024 /* a longer recipe is of no use to a person */
};

#define FORGED_VARIABLE "PAYLINK_FORGED_TOKEN"

/* -H "NAME: TEXT$VARIABLE AFTER", where AFTER starts with a blank; both texts are of ours and need
 * no quoting within double quotes. */
static void add_variable_header(pl_shell_text *line, const char *name, const char *text,
                                const char *variable, const char *after) {
    pl_shell_add(line, " -H \"");
    pl_shell_add(line, name);
    pl_shell_add(line, ": ");
    pl_shell_add(line, text);
    pl_shell_add(line, "$");
    pl_shell_add(line, variable);
    pl_shell_add(line, after != NULL ? after : "");
    pl_shell_add(line, "\"");
}

static const char *variable_of(pl_auth_source source, size_t member_offset) {
    assert(source == PL_SOURCE_OWN || source == PL_SOURCE_OTHER);
    const pl_merchant whose = {.is_other = source == PL_SOURCE_OTHER};
    return pl_setting_name(&whose, member_offset);
}

/* curl writes an empty value for "NAME;", and leaves a header of its own out for "NAME:". */
static void add_fixed_header(pl_shell_text *line, const char *name, const char *value) {
    const bool empty = value[0] == '\0';
    char *const word = pl_arena_printf(line->arena, empty ? "%s;%s" : "%s: %s", name, value);
    if (word == NULL) {
        line->failed = true;
        return;
    }
    pl_shell_add(line, " -H ");
    pl_shell_quote(line, pl_bytes_of(word));
}

static const char *spelled(pl_shell_text *line, const pl_auth_row *row, const char *name) {
    const char *const text = pl_name_spelled(row->name_case, name, line->arena);
    if (text != NULL) { return text; }
    line->failed = true;
    return name;
}

static void add_authorization(pl_shell_text *line, const pl_auth_row *row) {
    const char *const name = spelled(line, row, PL_HEADER_AUTHORIZATION);
    const char *variable = FORGED_VARIABLE;
    switch (row->authorization) {
    case PL_SOURCE_ABSENT:
        return;
    case PL_SOURCE_TEXT:
        add_fixed_header(line, name, row->authorization_text);
        return;
    case PL_SOURCE_OWN:
    case PL_SOURCE_OTHER:
        variable = variable_of(row->authorization, offsetof(pl_merchant, token));
        break;
    case PL_SOURCE_FORGED:
        break;
    }
    add_variable_header(line, name, row->authorization_text, variable, row->authorization_after);
    if (row->authorization_second != NULL) {
        add_fixed_header(line, name, row->authorization_second);
    }
}

static void add_partner(pl_shell_text *line, const pl_auth_row *row) {
    const char *const name = spelled(line, row, PL_HEADER_PARTNER);
    if (row->partner == PL_SOURCE_TEXT) {
        add_fixed_header(line, name, row->partner_text);
    } else if (row->partner_change != PL_ID_CHANGE_NONE) {
        pl_shell_add(line, " -H \"" PL_HEADER_PARTNER ": ");
        pl_shell_add(line, row->partner_shell);
        pl_shell_add(line, "\"");
    } else if (row->partner != PL_SOURCE_ABSENT) {
        add_variable_header(line, name, "",
                            variable_of(row->partner, offsetof(pl_merchant, partner_id)), NULL);
    }
    if (row->partner_second != NULL) { add_fixed_header(line, name, row->partner_second); }
}

/* The token endpoint: its headers by name, whatever the case did to them. */
static void add_token_headers(pl_shell_text *line, const pl_wire *wire) {
    static const struct {
        const char *name;
        const char *text;
        const char *variable;
    } headers[] = {
        {PL_HEADER_AUTHORIZATION, "Basic ", "PAYLINK_BASIC"},
        {PL_HEADER_PARTNER, "", "PAYLINK_PARTNER_ID"},
        {PL_HEADER_CLIENT, "", "PAYLINK_CLIENT_ID"},
        {PL_HEADER_SIGNATURE, "", "PAYLINK_SIGNATURE"},
    };
    for (size_t i = 0; i < wire->request.header_count; i++) {
        for (size_t k = 0; k < PL_COUNT(headers); k++) {
            if (strcmp(wire->request.headers[i].name, headers[k].name) == 0) {
                add_variable_header(line, headers[k].name, headers[k].text, headers[k].variable,
                                    NULL);
            }
        }
    }
}

/* What curl would add by itself is taken out again. */
static void add_content_headers(pl_shell_text *line, const pl_case *test) {
    const struct {
        const char *name;
        const char *value;
        bool default_of_curl;
    } headers[] = {
        {"Content-Type", test->content_type, test->has_body},
        {"Accept", test->accept, true},
    };
    for (size_t i = 0; i < PL_COUNT(headers); i++) {
        if (headers[i].value != NULL) {
            add_fixed_header(line, headers[i].name, headers[i].value);
        } else if (headers[i].default_of_curl) {
            pl_shell_add(line, " -H '");
            pl_shell_add(line, headers[i].name);
            pl_shell_add(line, ":'");
        }
    }
}

/* Is every byte one that double quotes leave alone, and that curl neither expands nor shortens? */
static bool is_simple_path(pl_bytes path) {
    static const char simple[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~/.";
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] == '\0' || strchr(simple, path.ptr[i]) == NULL) { return false; }
        if (path.ptr[i] == '.' && i > 0 && path.ptr[i - 1] == '/') {
            return false; /* a dot segment */
        }
    }
    return true;
}

/* "/path", without the query that would hold the token. */
static pl_bytes path_only(const pl_wire *wire, const pl_auth_row *row) {
    pl_bytes path = pl_bytes_of(wire->request.target);
    if (row->token_in_query) {
        while (path.len > 0 && path.ptr[path.len - 1] != '?') { path.len -= 1; }
        assert(path.len > 0);
        path.len -= 1;
    }
    return path;
}

static void add_url(pl_shell_text *line, const pl_wire *wire, const pl_auth_row *row) {
    const pl_bytes path = path_only(wire, row);
    if (is_simple_path(path)) {
        pl_shell_add(line, " \"$PAYLINK_BASE_URL");
        pl_shell_add_bytes(line, path);
        pl_shell_add(line, "\"");
    } else {
        pl_shell_add(line, " -g --path-as-is \"$PAYLINK_BASE_URL\"");
        pl_shell_quote(line, path);
    }
    if (row->token_in_query) {
        pl_shell_add(line, "\"?access_token=$PAYLINK_TOKEN&token=$PAYLINK_TOKEN\"");
    }
}

/* A method may hold any character of a token, also those that a shell reads. RFC 9110 section
 * 9.1 */
static void add_method(pl_shell_text *line, const char *method) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    if (method[strspn(method, letters)] == '\0') {
        pl_shell_add(line, method);
    } else {
        pl_shell_quote(line, pl_bytes_of(method));
    }
}

/* --- the body -------------------------------------------------------------------------------- */

typedef enum body_way {
    BODY_NONE,
    BODY_WORD,  /* --data-binary '...' */
    BODY_PIPE,  /* printf '...' | curl --data-binary @- */
    BODY_ELIDED /* too long to print */
} body_way;

/* ret_pipe: the command that writes the body, for BODY_PIPE. */
static body_way way_of(const pl_case *test, pl_arena *arena, pl_shell_text *ret_pipe) {
    if (!test->has_body) { return BODY_NONE; }
    const pl_bytes body = test->body;
    const bool names_file = body.len > 0 && body.ptr[0] == '@';
    if (body.len <= WORD_BYTES_MAX && !names_file && pl_shell_is_plain(body)) { return BODY_WORD; }
    *ret_pipe = (pl_shell_text){.arena = arena};
    pl_shell_printf(ret_pipe, body);
    const size_t len_max = body.len > WORD_BYTES_MAX ? PIECES_BYTES_MAX : 4 * WORD_BYTES_MAX + 64;
    return ret_pipe->len <= len_max ? BODY_PIPE : BODY_ELIDED;
}

static const char basic_note[] = " # PAYLINK_BASIC: base64 of CLIENT_ID:CLIENT_SECRET";
static const char signature_note[] =
    " # PAYLINK_SIGNATURE: lower-case hex HMAC-SHA512 of CLIENT_ID_CLIENT_SECRET_YYYYMMDD (today "
    "in Asia/Jakarta), keyed with CLIENT_SECRET";

/* What the case did to what the note explains; a header that is left out shows by itself. */
static const char *const defect_notes[PL_TOKEN_DEFECT_COUNT] = {
    [PL_TOKEN_DEFECT_SIGNATURE] = ", then its first digit changed",
    [PL_TOKEN_DEFECT_SIGNATURE_END] = ", then its last digit changed",
    [PL_TOKEN_DEFECT_SIGNATURE_CUT] = ", then its first half alone",
    [PL_TOKEN_DEFECT_UPPER_CASE] = ", then in upper case",
    [PL_TOKEN_DEFECT_OLD_DATE] = ", but for the day a week ago",
    [PL_TOKEN_DEFECT_WRONG_SECRET] = ", but with another secret",
};

/* Comments stand last, on the same line. */
static void add_notes(pl_shell_text *line, const pl_case *test, const pl_auth_row *row,
                      body_way way) {
    const bool secured = pl_route_row_of(test->route)->secured;
    const bool forged = secured && row->authorization == PL_SOURCE_FORGED;
    if (forged) {
        pl_shell_add(line, " # PAYLINK_FORGED_TOKEN: ");
        pl_shell_add(line, row->note);
    }
    if (!secured) {
        pl_shell_add(line, test->route == PL_ROUTE_TOKEN_V10 ? basic_note : signature_note);
        const char *const defect = defect_notes[test->token_defect];
        pl_shell_add(line, defect == NULL ? "" : defect);
    }
    if (way == BODY_ELIDED) {
        char note[64];
        const int len = snprintf(note, sizeof note, "%s body of %zu bytes, see `paylink cases`",
                                 forged || !secured ? ";" : " #", test->body.len);
        assert(len > 0 && (size_t)len < sizeof note);
        pl_shell_add(line, note);
    }
}

pl_status pl_curl_line(const pl_case *test, const pl_wire *wire, pl_arena *arena,
                       const char **ret_line) {
    assert(test != NULL && wire != NULL && wire->obstacle == NULL);
    const pl_auth_row *const row = pl_auth_row_of(test->auth);
    pl_shell_text line = {.arena = arena};
    pl_shell_text pipe = {.arena = arena};
    const body_way way = way_of(test, arena, &pipe);
    if (way == BODY_PIPE) {
        pl_shell_add_bytes(&line, (pl_bytes){(const uint8_t *)pipe.ptr, pipe.len});
        pl_shell_add(&line, " | ");
    }
    pl_shell_add(&line, "curl -sS -i ");
    if (strcmp(test->method, "HEAD") == 0) {
        pl_shell_add(&line, "-I"); /* -X HEAD would wait for a body */
    } else {
        pl_shell_add(&line, "-X ");
        add_method(&line, test->method);
    }
    add_url(&line, wire, row);
    if (pl_route_row_of(test->route)->secured) {
        add_authorization(&line, row);
        add_partner(&line, row);
    } else {
        add_token_headers(&line, wire);
    }
    add_content_headers(&line, test);
    if (way == BODY_WORD) {
        pl_shell_add(&line, " --data-binary ");
        pl_shell_quote(&line, test->body);
    } else if (way == BODY_PIPE || way == BODY_ELIDED) {
        pl_shell_add(&line, " --data-binary @-");
    }
    add_notes(&line, test, row, way);
    line.failed = line.failed || pipe.failed;
    return pl_shell_done(&line, ret_line);
}
