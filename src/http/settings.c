/* The table of variables, and the two places that they are read from. */
#include "http/settings.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>

/* clang-format off */
const pl_setting pl_setting_rows[] = {
    {"PAYLINK_BASE_URL",                  offsetof(pl_settings, base_url), false},
    {"PAYLINK_AMOUNT",                    offsetof(pl_settings, amount), false},
    {"PAYLINK_PARTNER_ID",                offsetof(pl_settings, merchant.partner_id), true},
    {"PAYLINK_CLIENT_ID",                 offsetof(pl_settings, merchant.client_id), true},
    {"PAYLINK_CLIENT_SECRET",             offsetof(pl_settings, merchant.client_secret), true},
    {"PAYLINK_ACCOUNT_ID",                offsetof(pl_settings, merchant.account_id), false},
    {"PAYLINK_INACTIVE_ACCOUNT_ID",       offsetof(pl_settings, merchant.inactive_account_id), false},
    {"PAYLINK_TOKEN",                     offsetof(pl_settings, merchant.token), true},
    {"PAYLINK_OTHER_PARTNER_ID",          offsetof(pl_settings, other.partner_id), true},
    {"PAYLINK_OTHER_CLIENT_ID",           offsetof(pl_settings, other.client_id), true},
    {"PAYLINK_OTHER_CLIENT_SECRET",       offsetof(pl_settings, other.client_secret), true},
    {"PAYLINK_OTHER_ACCOUNT_ID",          offsetof(pl_settings, other.account_id), false},
    {"PAYLINK_OTHER_INACTIVE_ACCOUNT_ID", offsetof(pl_settings, other.inactive_account_id), false},
    {"PAYLINK_OTHER_TOKEN",               offsetof(pl_settings, other.token), true},
};
/* clang-format on */
const size_t pl_setting_count = PL_COUNT(pl_setting_rows);

/* --- rows ----------------------------------------------------------------------------------- */

static char **place(pl_settings *settings, const pl_setting *row) {
    assert(row->offset <= sizeof *settings - sizeof(char *));
    return (char **)(void *)((char *)settings + row->offset);
}

const char *pl_setting_value(const pl_settings *settings, const pl_setting *row) {
    assert(settings != NULL && row != NULL);
    assert(row->offset <= sizeof *settings - sizeof(char *));
    return *(char *const *)(const void *)((const char *)settings + row->offset);
}

const char *pl_setting_name(const pl_merchant *merchant, size_t member_offset) {
    assert(merchant != NULL && member_offset < sizeof *merchant);
    const size_t base =
        merchant->is_other ? offsetof(pl_settings, other) : offsetof(pl_settings, merchant);
    const char *name = NULL;
    for (size_t i = 0; i < pl_setting_count; i++) {
        const pl_setting *row = &pl_setting_rows[i];
        if (row->offset == base + member_offset) { name = row->name; }
    }
    assert(name != NULL); /* every string of a merchant has its row */
    return name;
}

static void wipe(char *text) {
    if (text == NULL) { return; }
    OPENSSL_cleanse(text, strlen(text));
    free(text);
}

/* An empty value counts as not set. */
static pl_status assign(char **ret_place, const char *text, size_t len) {
    char *copy = NULL;
    if (len > 0) {
        copy = strndup(text, len);
        if (copy == NULL) { return PL_E_MEMORY; }
    }
    wipe(*ret_place);
    *ret_place = copy;
    return PL_OK;
}

/* --- the file ------------------------------------------------------------------------------- */

typedef struct file_text {
    char *ptr; /* PL_SETTINGS_FILE_BYTES_MAX + 1 bytes */
    size_t len;
} file_text;

static void file_text_done(file_text *text) {
    if (text->ptr != NULL) { OPENSSL_cleanse(text->ptr, text->len); }
    free(text->ptr);
    *text = (file_text){0};
}

/* read() and not stdio: no copy of a secret stays behind in a stream's buffer. */
static pl_status read_all(int fd, file_text *text) {
    const size_t cap = PL_SETTINGS_FILE_BYTES_MAX + 1;
    while (text->len < cap) {
        const ssize_t count = read(fd, text->ptr + text->len, cap - text->len);
        if (count < 0 && errno == EINTR) { continue; }
        if (count < 0) { return PL_E_IO; }
        if (count == 0) { return PL_OK; }
        text->len += (size_t)count;
    }
    return PL_E_SIZE;
}

static pl_status file_text_read(const char *file, file_text *ret_text) {
    const int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) { return PL_E_IO; }
    file_text text = {malloc(PL_SETTINGS_FILE_BYTES_MAX + 1), 0};
    pl_status status = text.ptr == NULL ? PL_E_MEMORY : read_all(fd, &text);
    (void)close(fd); /* only read from */
    if (status != PL_OK) {
        file_text_done(&text);
        return status;
    }
    *ret_text = text;
    return PL_OK;
}

/* --- its lines ------------------------------------------------------------------------------ */

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool is_name_byte(char byte) {
    return byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z');
}

static const char *skip_blanks(const char *at, const char *end) {
    while (at < end && is_blank(*at)) { at++; }
    return at;
}

static bool is_rest_empty(const char *at, const char *end) {
    at = skip_blanks(at, end);
    return at == end || *at == '#';
}

typedef struct setting_line {
    pl_bytes name; /* empty: nothing on this line */
    pl_bytes value;
} setting_line;

static pl_bytes span(const char *from, const char *to) {
    assert(from <= to);
    return (pl_bytes){(const uint8_t *)from, (size_t)(to - from)};
}

static bool take_value(const char *at, const char *end, pl_bytes *ret_value) {
    if (at < end && (*at == '"' || *at == '\'')) {
        const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
        if (close == NULL || !is_rest_empty(close + 1, end)) { return false; }
        *ret_value = span(at + 1, close);
        return true;
    }
    const char *stop = at;
    while (stop < end && !(*stop == '#' && (stop == at || is_blank(stop[-1])))) { stop++; }
    while (stop > at && is_blank(stop[-1])) { stop--; }
    *ret_value = span(at, stop);
    return true;
}

/* `export NAME="value" # comment`; no escapes, no expansion, and blanks only where a shell
 * allows them. */
static bool take_line(const char *at, const char *end, setting_line *ret_line) {
    static const char export_word[] = "export ";
    const size_t word_len = sizeof export_word - 1;
    setting_line line = {{0}, {0}};
    at = skip_blanks(at, end);
    if (at == end || *at == '#') {
        *ret_line = line;
        return true;
    }
    if (memchr(at, '\0', (size_t)(end - at)) != NULL) { return false; }
    if ((size_t)(end - at) > word_len && memcmp(at, export_word, word_len) == 0) {
        at = skip_blanks(at + word_len, end);
    }
    const char *name = at;
    while (at < end && is_name_byte(*at)) { at++; }
    if (at == name || at == end || *at != '=') { return false; }
    line.name = span(name, at);
    if (!take_value(at + 1, end, &line.value)) { return false; }
    *ret_line = line;
    return true;
}

static pl_status assign_named(pl_settings *settings, const setting_line *line) {
    for (size_t i = 0; i < pl_setting_count; i++) {
        const pl_setting *row = &pl_setting_rows[i];
        if (pl_bytes_equal(pl_bytes_of(row->name), line->name)) {
            return assign(place(settings, row), (const char *)line->value.ptr, line->value.len);
        }
    }
    return PL_OK;
}

static pl_status take_lines(pl_settings *settings, const file_text *text, size_t *reterr_line) {
    const char *at = text->ptr;
    const char *end = text->ptr + text->len;
    for (size_t number = 1; at < end; number++) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (line_end == NULL) { line_end = end; }
        setting_line line;
        if (!take_line(at, line_end, &line)) {
            if (reterr_line != NULL) { *reterr_line = number; }
            return PL_E_SYNTAX;
        }
        const pl_status status = assign_named(settings, &line);
        if (status != PL_OK) { return status; }
        at = line_end + (line_end < end ? 1 : 0);
    }
    return PL_OK;
}

static pl_status take_file(pl_settings *settings, const char *file, size_t *reterr_line) {
    file_text text = {0};
    pl_status status = file_text_read(file, &text);
    if (status != PL_OK) { return status; }
    status = take_lines(settings, &text, reterr_line);
    file_text_done(&text);
    return status;
}

/* After the file, so that the environment wins. */
static pl_status take_environment(pl_settings *settings, const char *(*lookup)(const char *name)) {
    for (size_t i = 0; i < pl_setting_count; i++) {
        const char *value = lookup(pl_setting_rows[i].name);
        if (value == NULL || value[0] == '\0') { continue; }
        const pl_status status = assign(place(settings, &pl_setting_rows[i]), value, strlen(value));
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* --- outside -------------------------------------------------------------------------------- */

pl_status pl_settings_read(pl_settings *ret_settings, const char *(*lookup)(const char *name),
                           const char *file, size_t *reterr_line) {
    assert(ret_settings != NULL && lookup != NULL);
    pl_settings settings = {.other = {.is_other = true}};
    pl_status status = file == NULL ? PL_OK : take_file(&settings, file, reterr_line);
    if (status == PL_OK) { status = take_environment(&settings, lookup); }
    if (status != PL_OK) {
        pl_settings_done(&settings);
        return status;
    }
    *ret_settings = settings;
    return PL_OK;
}

void pl_settings_done(pl_settings *settings) {
    if (settings == NULL) { return; }
    for (size_t i = 0; i < pl_setting_count; i++) { wipe(*place(settings, &pl_setting_rows[i])); }
    *settings = (pl_settings){0};
}
