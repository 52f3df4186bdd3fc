/* YAML by libfyaml's events: each becomes JSON text and a place, so depth, size and aliases are bounded at once. */
#include <assert.h>
#include <libfyaml.h>
#include <stdio.h>
#include <string.h>

#include "openapi/source_internal.h"

enum { NUMBER_BYTES_MAX = 512, GROWTH_FIRST = 4096 };

/* A collection that is open. */
typedef struct level {
    bool mapping;
    bool name_next; /* in a mapping: the next scalar is a name */
    uint32_t count; /* values so far */
    size_t anchor;  /* index + 1 of its anchor; 0: none */
} level;

/* What `&name` stands for: a range of the text and of the places. */
typedef struct anchor {
    char *name;
    size_t text_at;
    size_t text_end; /* 0: it is still open */
    size_t place_at;
    size_t place_end;
} anchor;

typedef struct conversion {
    pl_arena *arena;
    pl_growth text;
    pl_growth places; /* of pl_place */
    level levels[PL_SOURCE_DEPTH_MAX];
    size_t depth;
    anchor *anchors;
    size_t anchor_count;
    uint32_t line_first;
    bool has_root;
    pl_place at; /* of the event at hand */
    const char *fault;
} conversion;

pl_status pl_growth_add(pl_growth *growth, const void *bytes, size_t len) {
    if (len > growth->len_max - growth->len) { return PL_E_SIZE; }
    if (growth->len + len > growth->cap) {
        size_t cap = growth->cap == 0 ? GROWTH_FIRST : growth->cap * 2;
        if (cap < growth->len + len) { cap = growth->len + len; }
        uint8_t *const grown = pl_arena_alloc(growth->arena, cap);
        if (grown == NULL) { return PL_E_MEMORY; }
        if (growth->len > 0) { memcpy(grown, growth->ptr, growth->len); }
        growth->ptr = grown;
        growth->cap = cap;
    }
    if (len > 0) { memcpy(growth->ptr + growth->len, bytes, len); }
    growth->len += len;
    return PL_OK;
}

static pl_status fail(conversion *all, pl_status status, const char *fault) {
    all->fault = fault;
    return status;
}

static pl_status add_text(conversion *all, const char *text, size_t len) {
    const pl_status status = pl_growth_add(&all->text, text, len);
    return status == PL_E_SIZE
               ? fail(all, status, "the document is too large, its aliases written out")
               : status;
}

static pl_status add_place(conversion *all) {
    const pl_status status = pl_growth_add(&all->places, &all->at, sizeof all->at);
    return status == PL_E_SIZE ? fail(all, status, "the document has too many values") : status;
}

/* What stands between a value and what is before it. Before a name the value's own separator is due. */
static pl_status separate(conversion *all, bool is_scalar) {
    if (all->depth == 0) {
        if (all->has_root) { return fail(all, PL_E_SYNTAX, "a second document begins here"); }
        all->has_root = true;
        return PL_OK;
    }
    level *const top = &all->levels[all->depth - 1];
    if (top->mapping && top->name_next && !is_scalar) {
        return fail(all, PL_E_SYNTAX, "a name must be a scalar");
    }
    if (top->mapping && !top->name_next) {
        top->name_next = true;
        return add_text(all, ":", 1);
    }
    top->name_next = false;
    top->count++;
    return top->count > 1 ? add_text(all, ",", 1) : PL_OK;
}

/* Is the scalar that comes now a name? Asked after separate. */
static bool is_name(const conversion *all) {
    return all->depth > 0 && all->levels[all->depth - 1].mapping &&
           !all->levels[all->depth - 1].name_next;
}

static pl_status add_string(conversion *all, pl_bytes content) {
    pl_status status = add_text(all, "\"", 1);
    for (size_t i = 0; status == PL_OK && i < content.len; i++) {
        const uint8_t byte = content.ptr[i];
        char escaped[8];
        int len = 1;
        escaped[0] = (char)byte;
        if (byte < ' ') {
            len = snprintf(escaped, sizeof escaped, "\\u%04x", byte);
        } else if (byte == '"' || byte == '\\') {
            len = snprintf(escaped, sizeof escaped, "\\%c", byte);
        }
        status = add_text(all, escaped, (size_t)len);
    }
    return status == PL_OK ? add_text(all, "\"", 1) : status;
}

/* --- anchors --------------------------------------------------------------------------------- */

/* A value with `&name` begins: ret_anchor is its index + 1, or 0 without one. */
static pl_status begin_anchor(conversion *all, struct fy_token *token, size_t *ret_anchor) {
    *ret_anchor = 0;
    if (token == NULL) { return PL_OK; }
    size_t len = 0;
    const char *const name = fy_token_get_text(token, &len);
    if (name == NULL) { return PL_E_MEMORY; }
    if (all->anchor_count == PL_SOURCE_ANCHOR_COUNT_MAX) {
        return fail(all, PL_E_SIZE, "too many anchors");
    }
    if (all->anchors == NULL) {
        all->anchors =
            pl_arena_alloc(all->arena, PL_SOURCE_ANCHOR_COUNT_MAX * sizeof *all->anchors);
        if (all->anchors == NULL) { return PL_E_MEMORY; }
    }
    anchor *const added = &all->anchors[all->anchor_count];
    *added = (anchor){.name = pl_arena_text(all->arena, (pl_bytes){(const uint8_t *)name, len}),
                      .text_at = all->text.len,
                      .place_at = all->places.len};
    if (added->name == NULL) { return PL_E_MEMORY; }
    all->anchor_count++;
    *ret_anchor = all->anchor_count;
    return PL_OK;
}

static void end_anchor(conversion *all, size_t index) {
    if (index == 0) { return; }
    all->anchors[index - 1].text_end = all->text.len;
    all->anchors[index - 1].place_end = all->places.len;
}

/* Write out again what the newest anchor of that name stands for. */
static pl_status add_alias(conversion *all, struct fy_token *token) {
    size_t len = 0;
    const char *const name = fy_token_get_text(token, &len);
    if (name == NULL) { return PL_E_MEMORY; }
    const pl_bytes wanted = {(const uint8_t *)name, len};
    const anchor *found = NULL;
    for (size_t i = all->anchor_count; i > 0 && found == NULL; i--) {
        if (pl_bytes_equal(wanted, pl_bytes_of(all->anchors[i - 1].name))) {
            found = &all->anchors[i - 1];
        }
    }
    if (found == NULL) { return fail(all, PL_E_SYNTAX, "no such anchor"); }
    if (found->text_end == 0) { return fail(all, PL_E_SYNTAX, "the anchor holds itself"); }
    const uint8_t first = all->text.ptr[found->text_at];
    pl_status status = separate(all, first != '{' && first != '[');
    if (status != PL_OK) { return status; }
    if (is_name(all) && first != '"') { return fail(all, PL_E_SYNTAX, "a name must be a string"); }
    /* Copied first: growing may move the text. */
    const size_t text_len = found->text_end - found->text_at;
    const size_t places_len = found->place_end - found->place_at;
    if (text_len > all->text.len_max - all->text.len ||
        places_len > all->places.len_max - all->places.len) {
        return fail(all, PL_E_SIZE, "the document is too large, its aliases written out");
    }
    uint8_t *const copy = pl_arena_alloc(all->arena, text_len + places_len);
    if (copy == NULL) { return PL_E_MEMORY; }
    memcpy(copy, all->text.ptr + found->text_at, text_len);
    memcpy(copy + text_len, all->places.ptr + found->place_at, places_len);
    status = pl_growth_add(&all->text, copy, text_len);
    return status == PL_OK ? pl_growth_add(&all->places, copy + text_len, places_len) : status;
}

/* --- tags ------------------------------------------------------------------------------------ */

/* What the tags of the core schema make of a value. YAML 1.2.2 section 10.3 */
static const struct tag_row {
    const char *tag;
    enum fy_event_type type;
    const char
        *starts; /* bytes that its lexeme may start with; NULL: it is a string, or a collection */
} tag_rows[] = {
    {"!", FYET_SCALAR, NULL},
    {"tag:yaml.org,2002:str", FYET_SCALAR, NULL},
    {"tag:yaml.org,2002:null", FYET_SCALAR, "n"},
    {"tag:yaml.org,2002:bool", FYET_SCALAR, "tf"},
    {"tag:yaml.org,2002:int", FYET_SCALAR, "-0123456789"},
    {"tag:yaml.org,2002:float", FYET_SCALAR, "-0123456789"},
    {"tag:yaml.org,2002:map", FYET_MAPPING_START, NULL},
    {"tag:yaml.org,2002:seq", FYET_SEQUENCE_START, NULL},
};

/* *ret_row NULL: no tag. */
static pl_status find_tag(conversion *all, struct fy_token *token, enum fy_event_type type,
                          const struct tag_row **ret_row) {
    *ret_row = NULL;
    if (token == NULL) { return PL_OK; }
    size_t len = 0;
    const char *const tag = fy_token_get_text(token, &len);
    if (tag == NULL) { return PL_E_MEMORY; }
    const pl_bytes text = {(const uint8_t *)tag, len};
    for (size_t i = 0; i < PL_COUNT(tag_rows); i++) {
        if (tag_rows[i].type == type && pl_bytes_equal(text, pl_bytes_of(tag_rows[i].tag))) {
            *ret_row = &tag_rows[i];
            return PL_OK;
        }
    }
    return fail(all, PL_E_SYNTAX, "the tag is none of YAML's core schema; take it out");
}

/* --- events ---------------------------------------------------------------------------------- */

/* The scalar as JSON: a name and what is quoted or tagged so is a string. */
static pl_status add_content(conversion *all, const struct fy_event *event, pl_bytes content) {
    const struct tag_row *tag = NULL;
    const pl_status status = find_tag(all, event->scalar.tag, FYET_SCALAR, &tag);
    if (status != PL_OK) { return status; }
    const bool plain =
        event->scalar.value == NULL || fy_token_scalar_style(event->scalar.value) == FYSS_PLAIN;
    const bool typed = tag == NULL ? plain : tag->starts != NULL;
    char lexeme[NUMBER_BYTES_MAX];
    size_t len = 0;
    if (typed && !is_name(all)) { len = pl_yaml_plain(content, lexeme, sizeof lexeme); }
    if (tag != NULL && tag->starts != NULL && !is_name(all) &&
        (len == 0 || strchr(tag->starts, lexeme[0]) == NULL)) {
        return fail(all, PL_E_SYNTAX, "the value is not what its tag says");
    }
    return len > 0 ? add_text(all, lexeme, len) : add_string(all, content);
}

static pl_status add_scalar(conversion *all, const struct fy_event *event) {
    size_t len = 0;
    size_t anchor_index = 0;
    pl_status status = separate(all, true);
    if (status == PL_OK) { status = begin_anchor(all, event->scalar.anchor, &anchor_index); }
    if (status == PL_OK) { status = add_place(all); }
    if (status != PL_OK) { return status; }
    const char *text = "";
    if (event->scalar.value != NULL) { text = fy_token_get_text(event->scalar.value, &len); }
    if (text == NULL) { return PL_E_MEMORY; }
    const pl_bytes content = {(const uint8_t *)text, len};
    status = add_content(all, event, content);
    end_anchor(all, anchor_index);
    return status;
}

static pl_status open_level(conversion *all, enum fy_event_type type, struct fy_token *tag_token,
                            struct fy_token *anchor_token) {
    const bool mapping = type == FYET_MAPPING_START;
    const struct tag_row *tag = NULL;
    size_t anchor_index = 0;
    pl_status status = separate(all, false);
    if (status == PL_OK) { status = find_tag(all, tag_token, type, &tag); }
    if (status == PL_OK && all->depth == PL_SOURCE_DEPTH_MAX) {
        status = fail(all, PL_E_DEPTH, "the document nests too deep");
    }
    if (status == PL_OK) { status = begin_anchor(all, anchor_token, &anchor_index); }
    if (status == PL_OK) { status = add_place(all); }
    if (status == PL_OK) { status = add_text(all, mapping ? "{" : "[", 1); }
    if (status != PL_OK) { return status; }
    all->levels[all->depth++] =
        (level){.mapping = mapping, .name_next = true, .anchor = anchor_index};
    return PL_OK;
}

static pl_status close_level(conversion *all) {
    assert(all->depth > 0);
    const level *const top = &all->levels[--all->depth];
    const pl_status status = add_text(all, top->mapping ? "}" : "]", 1);
    end_anchor(all, top->anchor);
    return status;
}

static pl_status take(conversion *all, struct fy_event *event) {
    const struct fy_mark *const mark = fy_event_start_mark(event);
    if (mark != NULL && mark->line >= 0 && mark->column >= 0) {
        all->at =
            (pl_place){(uint32_t)mark->line + all->line_first + 1, (uint32_t)mark->column + 1};
    }
    switch (event->type) {
    case FYET_SCALAR:
        return add_scalar(all, event);
    case FYET_ALIAS:
        return add_alias(all, event->alias.anchor);
    case FYET_MAPPING_START:
        return open_level(all, event->type, event->mapping_start.tag, event->mapping_start.anchor);
    case FYET_SEQUENCE_START:
        return open_level(all, event->type, event->sequence_start.tag,
                          event->sequence_start.anchor);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        return close_level(all);
    default:
        return PL_OK;
    }
}

/* What libfyaml has against the text. */
static void explain(struct fy_diag *diag, const conversion *all, pl_source_error *reterr_error) {
    void *previous = NULL;
    const struct fy_diag_error *const error = fy_diag_errors_iterate(diag, &previous);
    const char *message = NULL;
    if (error != NULL && error->msg != NULL) {
        message = pl_arena_text(all->arena, pl_bytes_of(error->msg));
    }
    *reterr_error =
        (pl_source_error){.message = message != NULL ? message : "it is no YAML", .place = all->at};
    if (error != NULL && error->line > 0) {
        reterr_error->place = (pl_place){(uint32_t)error->line + all->line_first,
                                         error->column > 0 ? (uint32_t)error->column : 1};
    }
}

static pl_status convert(conversion *all, struct fy_parser *parser) {
    pl_status status = PL_OK;
    bool ended = false;
    while (status == PL_OK && !ended) {
        struct fy_event *const event = fy_parser_parse(parser);
        ended = event == NULL || event->type == FYET_STREAM_END;
        if (event != NULL) { status = take(all, event); }
        fy_parser_event_free(parser, event);
    }
    return status;
}

/* Some faults are printed by libfyaml even when it is told to be quiet. */
static void print_nothing(struct fy_diag *diag, void *user, const char *text, size_t len) {
    (void)diag;
    (void)user;
    (void)text;
    (void)len;
}

static struct fy_diag *make_diag(void) {
    struct fy_diag_cfg config;
    fy_diag_cfg_default(&config);
    config.fp = NULL;
    config.output_fn = print_nothing;
    return fy_diag_create(&config);
}

pl_status pl_yaml_read(pl_bytes text, uint32_t line_first, pl_arena *arena, pl_source *ret_source,
                       pl_source_error *reterr_error) {
    const pl_status checked = pl_yaml_check(text, line_first, reterr_error);
    if (checked != PL_OK) { return checked; }
    struct fy_diag *diag = make_diag();
    const struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG, .diag = diag};
    struct fy_parser *parser = diag == NULL ? NULL : fy_parser_create(&config);
    conversion *const all = pl_arena_alloc(arena, sizeof *all);
    pl_status status = PL_E_MEMORY;
    if (parser == NULL || all == NULL) { goto out; }
    fy_diag_set_collect_errors(diag, true);
    *all = (conversion){
        .arena = arena,
        .text = {.arena = arena, .len_max = PL_SOURCE_TEXT_BYTES_MAX},
        .places = {.arena = arena, .len_max = PL_SOURCE_NODE_COUNT_MAX * sizeof(pl_place)},
        .line_first = line_first};
    if (fy_parser_set_string(parser, (const char *)text.ptr, text.len) != 0) { goto out; }
    status = convert(all, parser);
    if (status == PL_E_MEMORY) { goto out; }
    if (status != PL_OK) {
        *reterr_error = (pl_source_error){.message = all->fault, .place = all->at};
    } else if (fy_parser_get_stream_error(parser) || all->depth > 0 || !all->has_root) {
        status = PL_E_SYNTAX;
        explain(diag, all, reterr_error);
    }
    if (status != PL_OK) { goto out; }
    const pl_bytes json_text = {all->text.ptr, all->text.len};
    pl_json_error error = {.at = 0};
    status = pl_json_read(json_text, arena, &ret_source->json, &error);
    if (status == PL_E_MEMORY) { goto out; }
    if (status != PL_OK) { /* text that is no UTF-8, a number of absurd length */
        *reterr_error = (pl_source_error){.message = pl_json_fault_text(error.fault)};
        goto out;
    }
    assert(ret_source->json.count * sizeof(pl_place) == all->places.len);
    ret_source->places = (const pl_place *)(const void *)all->places.ptr;
out:
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return status;
}
