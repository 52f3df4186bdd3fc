#include <assert.h>

#include "report/terminal_internal.h"

enum {
    MARK_COLUMNS = 2, /* a mark and a blank */
    NAME_COLUMNS_MIN = 12,
    GAP_WIDE = 2,
    GAP_NARROW = 1
};

static size_t cases_of(const pl_group *group) {
    return group->cases;
}

static size_t passed_of(const pl_group *group) {
    return group->outcomes[PL_OUTCOME_PASSED];
}

static size_t violations_of(const pl_group *group) {
    return group->findings[PL_VIOLATION];
}

static size_t warnings_of(const pl_group *group) {
    return group->findings[PL_WARNING];
}

static size_t observations_of(const pl_group *group) {
    return group->findings[PL_OBSERVATION];
}

static size_t unclear_of(const pl_group *group) {
    return group->outcomes[PL_OUTCOME_INCONCLUSIVE] + group->outcomes[PL_OUTCOME_NOT_RUN];
}

/* Headings must fit 80 columns together with the longest name of a field. */
typedef struct column {
    const char *heading;
    size_t width;
    size_t (*value)(const pl_group *group);
    pl_style style; /* of a value that is not zero */
} column;

/* clang-format off */
static const column columns[] = {
    {"cases",      5,  cases_of,        PL_STYLE_PLAIN},
    {"passed",     6,  passed_of,       PL_STYLE_PLAIN},
    {"violations", 10, violations_of,   PL_STYLE_BAD},
    {"warnings",   8,  warnings_of,     PL_STYLE_WARN},
    {"observed",   8,  observations_of, PL_STYLE_PLAIN},
    {"unclear",    7,  unclear_of,      PL_STYLE_PLAIN},
};
/* clang-format on */

/* Where the columns of this table stand. */
typedef struct grid {
    size_t name_columns;
    size_t gap;
} grid;

static size_t number_columns(size_t gap) {
    size_t sum = 0;
    for (size_t i = 0; i < PL_COUNT(columns); i++) { sum += gap + columns[i].width; }
    return sum;
}

static grid grid_for(pl_layout *layout, const pl_group_list *groups) {
    size_t longest = NAME_COLUMNS_MIN;
    for (size_t i = 0; i < groups->count; i++) {
        const size_t name = pl_layout_columns(layout, groups->list[i].name);
        longest = name > longest ? name : longest;
    }
    grid result = {.name_columns = longest, .gap = GAP_WIDE};
    if (MARK_COLUMNS + longest + number_columns(GAP_WIDE) <= layout->width) { return result; }
    result.gap = GAP_NARROW;
    const size_t taken = MARK_COLUMNS + number_columns(GAP_NARROW);
    const size_t room = layout->width > taken ? layout->width - taken : 0;
    if (longest > room) { result.name_columns = room > NAME_COLUMNS_MIN ? room : NAME_COLUMNS_MIN; }
    return result;
}

static void put_number(pl_layout *layout, const column *shape, size_t value) {
    char text[32];
    const char *const nothing = "\xC2\xB7"; /* a middle dot: zeros should not catch the eye */
    const int len = snprintf(text, sizeof text, "%zu", value);
    assert(len > 0 && (size_t)len < sizeof text);
    const size_t taken = value == 0 ? 1 : (size_t)len;
    pl_layout_blanks(layout, shape->width > taken ? shape->width - taken : 0);
    pl_layout_put(layout, value == 0 ? PL_STYLE_DIM : shape->style, value == 0 ? nothing : text);
}

typedef struct mark {
    const char *sign;
    pl_style style;
} mark;

static mark mark_of(const pl_group *group) {
    if (violations_of(group) > 0) { return (mark){"\xE2\x9C\x97", PL_STYLE_BAD}; /* ballot x */ }
    if (group->outcomes[PL_OUTCOME_INCONCLUSIVE] > 0) { return (mark){"?", PL_STYLE_WARN}; }
    if (warnings_of(group) > 0) { return (mark){"!", PL_STYLE_WARN}; }
    if (passed_of(group) == 0) { return (mark){"-", PL_STYLE_DIM}; }
    return (mark){"\xE2\x9C\x93", PL_STYLE_GOOD}; /* check mark */
}

static void put_row(pl_layout *layout, const grid *shape, const pl_group *group, pl_style style) {
    const mark sign = mark_of(group);
    pl_layout_put(layout, sign.style, sign.sign);
    pl_layout_blanks(layout, MARK_COLUMNS - 1);
    pl_layout_put_cut(layout, style, group->name, shape->name_columns, true);
    for (size_t i = 0; i < PL_COUNT(columns); i++) {
        pl_layout_blanks(layout, shape->gap);
        put_number(layout, &columns[i], columns[i].value(group));
    }
    pl_layout_end_line(layout);
}

static void put_headings(pl_layout *layout, const grid *shape) {
    pl_layout_blanks(layout, MARK_COLUMNS);
    pl_layout_put_cut(layout, PL_STYLE_DIM, "group", shape->name_columns, true);
    for (size_t i = 0; i < PL_COUNT(columns); i++) {
        pl_layout_blanks(layout, shape->gap + columns[i].width -
                                     pl_layout_columns(layout, columns[i].heading));
        pl_layout_put(layout, PL_STYLE_DIM, columns[i].heading);
    }
    pl_layout_end_line(layout);
}

static void put_rule(pl_layout *layout, const grid *shape) {
    const size_t width = shape->name_columns + number_columns(shape->gap);
    pl_layout_blanks(layout, MARK_COLUMNS);
    for (size_t i = 0; i < width; i++) {
        pl_layout_put(layout, PL_STYLE_DIM, "\xE2\x94\x80"); /* a light horizontal line */
    }
    pl_layout_end_line(layout);
}

void pl_terminal_table(pl_layout *layout, const pl_result *result, const pl_group_list *groups) {
    assert(layout != NULL);
    assert(groups != NULL);
    pl_layout_put(layout, PL_STYLE_BOLD, "paylink " PL_VERSION);
    pl_layout_put(layout, PL_STYLE_PLAIN, "  ");
    pl_layout_put(layout, PL_STYLE_PLAIN, result->base_url);
    pl_layout_put(layout, PL_STYLE_DIM, "  run ");
    pl_layout_put(layout, PL_STYLE_DIM, result->run_id);
    pl_layout_end_line(layout);
    pl_layout_end_line(layout);
    const grid shape = grid_for(layout, groups);
    put_headings(layout, &shape);
    for (size_t i = 0; i < groups->count; i++) {
        put_row(layout, &shape, &groups->list[i], PL_STYLE_PLAIN);
    }
    put_rule(layout, &shape);
    put_row(layout, &shape, &groups->total, PL_STYLE_BOLD);
}
