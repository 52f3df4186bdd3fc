#include "edits.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH_MAX = 12, ANY = 127 };

/* From a schema to the one below it. */
enum { TO_ITEMS = -1, TO_VALUES = -2 };

typedef struct walk {
    const pl_operation *operation;
    size_t response; /* index + 1; 0: the request */
    int steps[DEPTH_MAX];
    size_t depth;
    const pl_schema *root;
    const pl_schema *target;
    char path[EDIT_NAME_MAX];
    void (*each)(const edit *made, pl_arena *arena);
    pl_arena arena;
    size_t count;
} walk;

static void *room(walk *all, size_t size) {
    void *const memory = pl_arena_alloc(&all->arena, size);
    assert(memory != NULL);
    return memory;
}

/* A copy with room for one facet and one member more, which nothing shortens. */
static pl_schema *copy(walk *all, const pl_schema *schema) {
    pl_schema *const made = room(all, sizeof *made);
    pl_facet *const facets = room(all, (schema->facet_count + 1) * sizeof *facets);
    pl_member *const members = room(all, (schema->member_count + 1) * sizeof *members);
    *made = *schema;
    if (schema->facet_count > 0) {
        memcpy(facets, schema->facets, schema->facet_count * sizeof *facets);
    }
    if (schema->member_count > 0) {
        memcpy(members, schema->members, schema->member_count * sizeof *members);
    }
    made->facets = facets;
    made->members = members;
    made->gate = (pl_gate){0};
    made->slots = NULL;
    return made;
}

static pl_facet *facets_of(pl_schema *schema) {
    return (pl_facet *)(uintptr_t)schema->facets;
}

static pl_member *members_of(pl_schema *schema) {
    return (pl_member *)(uintptr_t)schema->members;
}

/* Copies from the root down to the target; ret_target is the copy there. */
static pl_schema *copy_along(walk *all, pl_schema **ret_target) {
    pl_schema *const root = copy(all, all->root);
    pl_schema *at = root;
    for (size_t i = 0; i < all->depth; i++) {
        const int step = all->steps[i];
        const pl_schema *const below = step == TO_ITEMS    ? at->items
                                       : step == TO_VALUES ? at->values
                                                           : at->members[step].schema;
        pl_schema *const made = copy(all, below);
        if (step == TO_ITEMS) {
            at->items = made;
        } else if (step == TO_VALUES) {
            at->values = made;
        } else {
            members_of(at)[step].schema = made;
        }
        at = made;
    }
    *ret_target = at;
    return root;
}

/* The operation with the root in the place of the one that was edited. */
static const pl_operation *operation_with(walk *all, const pl_schema *root) {
    pl_operation *const made = room(all, sizeof *made);
    pl_media *const media = room(all, sizeof *media);
    *made = *all->operation;
    if (all->response == 0) {
        *media = made->bodies[0];
        media->schema = root;
        made->bodies = media;
        return made;
    }
    pl_response *const responses = room(all, made->response_count * sizeof *responses);
    memcpy(responses, made->responses, made->response_count * sizeof *responses);
    pl_response *const response = &responses[all->response - 1];
    *media = response->media[0];
    media->schema = root;
    response->media = media;
    made->responses = responses;
    return made;
}

/* The edit at hand, while it is made. */
typedef struct making {
    walk *all;
    pl_schema *root;
    pl_schema *target;
} making;

static making begin(walk *all) {
    making made = {.all = all};
    pl_arena_reset(&all->arena);
    made.root = copy_along(all, &made.target);
    return made;
}

static void end(making *made, const char *what, const char *detail, pl_effect effect,
                bool vacuous) {
    walk *const all = made->all;
    edit done = {.operation = operation_with(all, made->root),
                 .direction = all->response == 0 ? PL_DIRECTION_REQUEST : PL_DIRECTION_RESPONSE,
                 .effect = effect,
                 .vacuous = vacuous};
    (void)snprintf(done.name, sizeof done.name, "%.120s: %s %.40s", all->path, what, detail);
    all->count++;
    all->each(&done, &all->arena);
}

/* --- types ----------------------------------------------------------------------------------- */

static unsigned whole(unsigned types) {
    return (types & PL_TYPE_NUMBER) != 0 ? types | PL_TYPE_INTEGER : types;
}

static void edit_types(walk *all) {
    const unsigned before = whole(all->target->types);
    for (unsigned type = 1; type < ANY; type <<= 1) {
        making made = begin(all);
        unsigned after = before ^ type;
        if (type == PL_TYPE_NUMBER) { after = (before ^ type) | PL_TYPE_INTEGER; }
        if (after == 0 || whole(after) == before) { continue; }
        made.target->types = (uint8_t)after;
        char text[80];
        pl_types_text(after, text, sizeof text);
        const bool wider = (whole(after) & before) == before;
        /* A type beside a list of values changes nothing where the list holds none of it. */
        const bool listed = pl_schema_facet(all->target, PL_KEYWORD_ENUM, PL_VIOLATION) != NULL;
        const bool contested = (all->target->types_contested & type) != 0;
        end(&made, "type", text, wider ? PL_EFFECT_LOOSER : PL_EFFECT_TIGHTER, listed || contested);
    }
}

/* --- facets ---------------------------------------------------------------------------------- */

static void edit_present(walk *all, size_t index) {
    const pl_facet *const facet = &all->target->facets[index];
    const char *const keyword = pl_keyword_text(facet->keyword);
    if (facet->severity != PL_VIOLATION) { return; }
    making made = begin(all);
    facets_of(made.target)[index] = made.target->facets[made.target->facet_count - 1];
    made.target->facet_count--;
    end(&made, "drop", keyword, PL_EFFECT_LOOSER, false);
    static const int shifts[] = {-7, -1, 1, 7, 100};
    for (size_t i = 0; i < PL_COUNT(shifts); i++) {
        made = begin(all);
        pl_facet *const own = &facets_of(made.target)[index];
        switch (facet->keyword) {
        case PL_KEYWORD_MAX_LENGTH:
        case PL_KEYWORD_MIN_LENGTH:
        case PL_KEYWORD_MIN_ITEMS:
        case PL_KEYWORD_MAX_ITEMS:
            if ((int64_t)own->count + shifts[i] < 0) { continue; }
            own->count = (uint32_t)((int64_t)own->count + shifts[i]);
            break;
        case PL_KEYWORD_MINIMUM:
        case PL_KEYWORD_MAXIMUM:
            assert(pl_decimal_add(own->limit, pl_decimal_of(shifts[i]), &own->limit) == PL_OK);
            break;
        case PL_KEYWORD_PATTERN:
            if (i > 0) { continue; }
            own->pattern = (own->pattern + 1) % PL_PATTERN_COUNT;
            break;
        case PL_KEYWORD_FORMAT:
            if (i >= PL_FORMAT_COUNT || (pl_format)i == own->format) { continue; }
            own->format = (pl_format)i;
            break;
        default:
            continue;
        }
        char text[80];
        (void)snprintf(text, sizeof text, "%s %d", keyword, shifts[i]);
        end(&made, "shift", text, PL_EFFECT_EITHER, false);
    }
}

static const char *const some_values[] = {"A1", "B2", NULL};

/* Rows that may be added: those that say something of a value of the schema. */
static const pl_facet additions[] = {
    {.keyword = PL_KEYWORD_MINIMUM, .limit = {2, 0}},
    {.keyword = PL_KEYWORD_MINIMUM, .limit = {5, 2}},
    {.keyword = PL_KEYWORD_MAXIMUM, .limit = {5, 0}},
    {.keyword = PL_KEYWORD_MAXIMUM, .limit = {5, 3}},
    {.keyword = PL_KEYWORD_EXCLUSIVE_MINIMUM, .limit = {3, 0}},
    {.keyword = PL_KEYWORD_EXCLUSIVE_MAXIMUM, .limit = {9, 0}},
    {.keyword = PL_KEYWORD_MULTIPLE_OF, .limit = {7, 0}},
    {.keyword = PL_KEYWORD_MULTIPLE_OF, .limit = {1, 3}},
    {.keyword = PL_KEYWORD_MIN_LENGTH, .count = 30},
    {.keyword = PL_KEYWORD_MAX_LENGTH, .count = 1},
    {.keyword = PL_KEYWORD_MAX_LENGTH, .count = 12},
    {.keyword = PL_KEYWORD_MAX_LENGTH, .count = 0},
    {.keyword = PL_KEYWORD_PATTERN, .pattern = PL_PATTERN_NO_SPACE_NO_SLASH},
    {.keyword = PL_KEYWORD_PATTERN, .pattern = PL_PATTERN_DIGITS_13},
    {.keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_URI},
    {.keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_DATE_TIME},
    {.keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_EMAIL},
    {.keyword = PL_KEYWORD_FORMAT, .format = PL_FORMAT_ULID},
    {.keyword = PL_KEYWORD_MIN_ITEMS, .count = 2},
    {.keyword = PL_KEYWORD_MAX_ITEMS, .count = 1},
    {.keyword = PL_KEYWORD_UNIQUE_ITEMS},
    {.keyword = PL_KEYWORD_ADDITIONAL_PROPERTIES},
    {.keyword = PL_KEYWORD_ENUM, .values = some_values},
    {.keyword = PL_KEYWORD_CATALOG},
};

static unsigned kinds_of(unsigned types) {
    static const struct {
        unsigned type;
        pl_json_kind kind;
    } rows[] = {{PL_TYPE_NULL, PL_JSON_NULL},      {PL_TYPE_BOOLEAN, PL_JSON_BOOLEAN},
                {PL_TYPE_INTEGER, PL_JSON_NUMBER}, {PL_TYPE_NUMBER, PL_JSON_NUMBER},
                {PL_TYPE_STRING, PL_JSON_STRING},  {PL_TYPE_ARRAY, PL_JSON_ARRAY},
                {PL_TYPE_OBJECT, PL_JSON_OBJECT}};
    unsigned kinds = 0;
    for (size_t i = 0; i < PL_COUNT(rows); i++) {
        if ((types & rows[i].type) != 0) { kinds |= PL_KIND_BIT(rows[i].kind); }
    }
    return kinds;
}

/* Says another row, or a rule, as much already? */
static bool is_implied(const walk *all, const pl_facet *row) {
    const char *const status = strstr(all->path, "/status");
    const bool fixed = status != NULL && status == all->path + 3; /* 200/status is 200 */
    const pl_schema *const target = all->target;
    switch (row->keyword) {
    case PL_KEYWORD_PATTERN: /* what has such a format, or is listed, has no white space in it */
        return (pl_schema_facet(target, PL_KEYWORD_FORMAT, PL_VIOLATION) != NULL ||
                pl_schema_facet(target, PL_KEYWORD_ENUM, PL_VIOLATION) != NULL) &&
               row->pattern == PL_PATTERN_NO_SPACE_NO_SLASH;
    case PL_KEYWORD_UNIQUE_ITEMS: /* judged for strings alone */
        return target->items != NULL && (target->items->types & PL_TYPE_STRING) == 0;
    case PL_KEYWORD_MINIMUM:
    case PL_KEYWORD_EXCLUSIVE_MINIMUM:
        return fixed && pl_decimal_compare(row->limit, pl_decimal_of(200)) < 0;
    case PL_KEYWORD_MAXIMUM:
        return fixed && pl_decimal_compare(row->limit, pl_decimal_of(422)) >= 0;
    default:
        return false;
    }
}

static void edit_absent(walk *all) {
    for (size_t i = 0; i < PL_COUNT(additions); i++) {
        const pl_facet *const row = &additions[i];
        if (pl_schema_facet(all->target, row->keyword, PL_VIOLATION) != NULL) { continue; }
        /* null passes every list of strings: there it must be a value of another kind that tells. */
        const unsigned kinds = kinds_of(all->target->types) & ~PL_KIND_BIT(PL_JSON_NULL);
        if ((pl_keyword_kinds(row->keyword) & kinds) == 0) { continue; }
        making made = begin(all);
        facets_of(made.target)[made.target->facet_count++] = *row;
        char text[80];
        (void)snprintf(text, sizeof text, "%s #%zu", pl_keyword_text(row->keyword), i);
        end(&made, "add", text, PL_EFFECT_TIGHTER, is_implied(all, row));
    }
}

/* --- members, elements, rules ---------------------------------------------------------------- */

static void edit_members(walk *all) {
    static const pl_schema text = {.name = "text", .types = PL_TYPE_STRING};
    if ((all->target->types & PL_TYPE_OBJECT) == 0) { return; }
    for (size_t i = 0; i < all->target->member_count; i++) {
        const char *const name = all->target->members[i].name;
        making made = begin(all);
        pl_member *const members = members_of(made.target);
        made.target->rule_count = 0; /* rules know members by their index */
        made.target->member_count--;
        memmove(&members[i], &members[i + 1], (made.target->member_count - i) * sizeof *members);
        end(&made, "remove member", name, PL_EFFECT_EITHER, true);
        made = begin(all);
        pl_member *const own = &members_of(made.target)[i];
        const bool required = own->presence == PL_REQUIRED || own->presence == PL_CONTESTED;
        own->presence = required ? PL_OPTIONAL : PL_REQUIRED;
        end(&made, required ? "no longer required" : "now required", name,
            required ? PL_EFFECT_LOOSER : PL_EFFECT_TIGHTER,
            all->target->members[i].presence == PL_CONTESTED);
    }
    for (int required = 0; required < 2; required++) {
        making made = begin(all);
        members_of(made.target)[made.target->member_count++] =
            (pl_member)PL_MEMBER("brand_new", PL_OPTIONAL, &text);
        if (required == 1) {
            members_of(made.target)[made.target->member_count - 1].presence = PL_REQUIRED;
        }
        end(&made, "add member", required == 1 ? "required" : "optional", PL_EFFECT_TIGHTER, false);
    }
}

static void edit_parts(walk *all) {
    static const pl_schema text = {.name = "text", .types = PL_TYPE_STRING};
    if (all->target->items != NULL) {
        making made = begin(all);
        made.target->items = NULL;
        end(&made, "drop", "items", PL_EFFECT_LOOSER, false);
    } else if ((all->target->types & PL_TYPE_ARRAY) != 0) {
        making made = begin(all);
        made.target->items = &text;
        end(&made, "add", "items", PL_EFFECT_TIGHTER, false);
    }
    if (all->target->values != NULL) {
        making made = begin(all);
        made.target->values = NULL;
        end(&made, "drop", "values", PL_EFFECT_LOOSER, false);
    } else if ((all->target->types & PL_TYPE_OBJECT) != 0) {
        making made = begin(all);
        made.target->values = &text;
        end(&made, "add", "values", PL_EFFECT_TIGHTER, false);
    }
    for (size_t i = 0; i < all->target->rule_count; i++) {
        if (all->target->rules[i].severity != PL_VIOLATION) { continue; }
        making made = begin(all);
        pl_rule *const rules = room(all, made.target->rule_count * sizeof *rules);
        memcpy(rules, made.target->rules, made.target->rule_count * sizeof *rules);
        rules[i] = rules[--made.target->rule_count];
        made.target->rules = rules;
        end(&made, "drop rule", all->target->rules[i].id, PL_EFFECT_LOOSER, false);
    }
}

/* --- the walk -------------------------------------------------------------------------------- */

static void visit(walk *all, const pl_schema *schema);

static void go(walk *all, int step, const char *name, const pl_schema *below) {
    char kept[EDIT_NAME_MAX];
    if (below == NULL || all->depth == DEPTH_MAX) { return; }
    memcpy(kept, all->path, sizeof kept);
    const size_t len = strlen(all->path);
    (void)snprintf(all->path + len, sizeof all->path - len, "/%s", name);
    all->steps[all->depth++] = step;
    visit(all, below);
    all->depth--;
    memcpy(all->path, kept, sizeof kept);
}

static void visit(walk *all, const pl_schema *schema) {
    const pl_schema *const outer = all->target;
    all->target = schema;
    edit_types(all);
    for (size_t i = 0; i < schema->facet_count; i++) { edit_present(all, i); }
    edit_absent(all);
    edit_members(all);
    edit_parts(all);
    for (size_t i = 0; i < schema->member_count; i++) {
        go(all, (int)i, schema->members[i].name, schema->members[i].schema);
    }
    go(all, TO_ITEMS, "*", schema->items);
    go(all, TO_VALUES, "(undeclared)", schema->values);
    all->target = outer;
}

size_t edits_walk(const pl_operation *operation, void (*each)(const edit *made, pl_arena *arena)) {
    walk all = {.operation = operation, .each = each};
    pl_arena_init(&all.arena);
    for (all.response = 0; all.response <= operation->response_count; all.response++) {
        const bool request = all.response == 0;
        all.root = request ? operation->bodies[0].schema
                           : operation->responses[all.response - 1].media[0].schema;
        (void)snprintf(all.path, sizeof all.path, "%s",
                       request ? "request" : operation->responses[all.response - 1].status);
        visit(&all, all.root);
    }
    pl_arena_done(&all.arena);
    return all.count;
}
