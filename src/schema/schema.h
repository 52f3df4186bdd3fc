/* The one small type that describes a JSON value: types, facets, members, named cross-field rules. Tables of
 * this type are the contract; validation, case generation, mutation and comparison read them.
 * Keywords follow JSON Schema 2020-12; the rows that are no keyword of its have names of their own. */
#ifndef PL_SCHEMA_SCHEMA_H
#define PL_SCHEMA_SCHEMA_H

#include "schema/gate.h"
#include "text/decimal.h"
#include "text/pattern.h"
#include "json/json.h"

/* How a deviation weighs. For a request: a violation makes it "reject", an observation "open". */
typedef enum pl_severity {
    PL_VIOLATION,   /* the contract forbids it */
    PL_WARNING,     /* the contract contradicts itself here */
    PL_OBSERVATION, /* the contract is silent here */
    PL_SEVERITY_COUNT
} pl_severity;

/* JSON Schema `type`, as a set. A number with a zero fraction is an integer. */
enum {
    PL_TYPE_NULL = 1,
    PL_TYPE_BOOLEAN = 2,
    PL_TYPE_INTEGER = 4,
    PL_TYPE_NUMBER = 8, /* includes the integers */
    PL_TYPE_STRING = 16,
    PL_TYPE_ARRAY = 32,
    PL_TYPE_OBJECT = 64
};

typedef enum pl_keyword {
    /* of the whole document; no facet rows */
    PL_KEYWORD_SYNTAX,
    PL_KEYWORD_BYTE_ORDER_MARK,
    PL_KEYWORD_DUPLICATE_NAME,
    PL_KEYWORD_INVALID_UTF8,
    PL_KEYWORD_LONE_SURROGATE,
    PL_KEYWORD_NUL,
    PL_KEYWORD_DOCUMENT_DEPTH,
    PL_KEYWORD_DOCUMENT_BYTES,
    /* of the schema itself */
    PL_KEYWORD_TYPE,
    PL_KEYWORD_REQUIRED,
    PL_KEYWORD_RULE, /* a named cross-field rule; its id is the keyword shown */
    PL_KEYWORD_ALL_OF,
    PL_KEYWORD_ANY_OF,
    PL_KEYWORD_ONE_OF,
    PL_KEYWORD_NOT,
    /* facets: JSON Schema */
    PL_KEYWORD_ENUM,
    PL_KEYWORD_CONST,
    PL_KEYWORD_MINIMUM,
    PL_KEYWORD_EXCLUSIVE_MINIMUM,
    PL_KEYWORD_MAXIMUM,
    PL_KEYWORD_EXCLUSIVE_MAXIMUM,
    PL_KEYWORD_MULTIPLE_OF,
    PL_KEYWORD_MIN_LENGTH,
    PL_KEYWORD_MAX_LENGTH,
    PL_KEYWORD_PATTERN,
    PL_KEYWORD_FORMAT,
    PL_KEYWORD_MIN_ITEMS,
    PL_KEYWORD_MAX_ITEMS,
    PL_KEYWORD_UNIQUE_ITEMS,
    PL_KEYWORD_ADDITIONAL_PROPERTIES,
    /* facets: the contract's own */
    PL_KEYWORD_CATALOG,          /* a code of the catalog that the caller knows */
    PL_KEYWORD_BLANK,            /* empty or white space only */
    PL_KEYWORD_PATTERN_DISPUTED, /* breaks `pattern` only by code points that engines class differently:
                                     non-ASCII white space. Takes those from the `pattern` row */
    PL_KEYWORD_CONTROL,          /* control characters that are not ECMA white space */
    PL_KEYWORD_ASTRAL,           /* code points above U+FFFF */
    PL_KEYWORD_PAST,             /* a moment before the caller's clock */
    PL_KEYWORD_INTEGER_SPELLING, /* 1.0, 1e0 */
    PL_KEYWORD_MAX_DECIMALS,     /* digits after the point */
    PL_KEYWORD_MAX_DIGITS,       /* significant digits */
    PL_KEYWORD_MAX_MAGNITUDE,    /* power of ten of the leading digit, either sign */
    PL_KEYWORD_MAX_DEPTH,        /* containers in one another, this one included */
    PL_KEYWORD_MAX_BYTES,        /* of the value as written */
    PL_KEYWORD_URI_SCHEME,       /* another scheme than http or https */
    PL_KEYWORD_URI_USERINFO,
    PL_KEYWORD_URI_HOST, /* an IP address, or no host */
    PL_KEYWORD_URI_PORT,
    PL_KEYWORD_URI_NON_ASCII, /* an IRI */
    PL_KEYWORD_COUNT
} pl_keyword;

/* JSON Schema `format`. */
typedef enum pl_format {
    PL_FORMAT_URI,
    PL_FORMAT_DATE_TIME,
    PL_FORMAT_EMAIL,
    PL_FORMAT_ULID,
    PL_FORMAT_COUNT
} pl_format;

/* A regular expression that is none of ours. Whoever makes one brings its engine: this room has none. */
typedef struct pl_regex {
    const char *source;
    /* Does it match somewhere in this UTF-8? *ret_sure false: the engine gave up, or engines differ. */
    bool (*matches)(const struct pl_regex *regex, pl_bytes text, bool *ret_sure);
} pl_regex;

/* One constraint. Only the member that the keyword needs is read. */
typedef struct pl_facet {
    pl_keyword keyword;
    pl_severity severity; /* 0 is PL_VIOLATION */
    pl_decimal limit;     /* minimum, maximum, multipleOf */
    uint32_t count;       /* lengths (code points), items, digits, depth, bytes */
    pl_pattern pattern;
    pl_format format;
    const pl_regex *regex;     /* pattern: instead of `pattern`; NULL: none */
    const char *const *values; /* enum: strings, NULL-terminated */
    const pl_json
        *choices;    /* enum, const: instead of `values`, an array of what is allowed; NULL: none */
    const char *why; /* for a warning or an observation: the contract's gap, in words */
} pl_facet;

/* What it means that a member is absent. */
typedef enum pl_presence {
    PL_OPTIONAL,
    PL_EXPECTED,  /* absent: observation */
    PL_CONTESTED, /* absent: warning */
    PL_REQUIRED,  /* absent: violation */
    PL_PRESENCE_COUNT
} pl_presence;

struct pl_schema;

typedef struct pl_member {
    const char *name;
    uint8_t name_len;
    uint8_t presence; /* pl_presence */
    const struct pl_schema *schema;
} pl_member;

/* A row of a member table: name and length cannot drift apart. */
#define PL_MEMBER(literal, presence_value, schema_ptr)                                             \
    {                                                                                              \
        .name = (literal), .name_len = sizeof(literal) - 1, .presence = (presence_value),          \
        .schema = (schema_ptr)                                                                     \
    }

/* Where a member stands in the slots of its object: `[PL_SLOT('n', 4)] = index + 1`, by the first byte and the length
 * of its name, one member a slot. Spares the search; no slot holds what is not a member. */
enum { PL_SLOT_COUNT = 16 };
#define PL_SLOT(first, len) (((unsigned)(first) + 2U * (unsigned)(len)) % PL_SLOT_COUNT)

struct pl_walk;

/* A cross-field rule of one object. Runs when the object has no declared name twice, here or below; judges only
 * when what it relates is there and well-typed (the walker has said so otherwise); reports through
 * pl_walk_report. */
typedef struct pl_rule {
    const char *id;        /* shown as the keyword: "sumOfItems" */
    const char *statement; /* the rule in words */
    pl_status (*check)(struct pl_walk *walk, uint32_t object, const struct pl_rule *rule);
    pl_severity severity; /* of breaking it; 0 is PL_VIOLATION */
    const void *own;      /* what the check needs besides; NULL: nothing */
} pl_rule;

/* Other schemas for the same value. JSON Schema `allOf`, `anyOf`, `oneOf`, `not` (one schema) */
typedef struct pl_combinator {
    pl_keyword keyword;
    const struct pl_schema *const *schemas;
    size_t schema_count;
} pl_combinator;

typedef struct pl_schema {
    const char *name;        /* for people: "payment link request" */
    uint8_t types;           /* allowed */
    uint8_t types_contested; /* allowed with a warning */
    const char *types_why;
    const pl_facet *facets;
    size_t facet_count;
    pl_gate gate;             /* past the facets and the type; all zero: none */
    const pl_member *members; /* declared members of an object */
    size_t member_count;
    const uint8_t *slots; /* PL_SLOT_COUNT of them, see PL_SLOT; NULL: members are searched */
    const struct pl_schema *items;  /* of every element of an array; NULL: anything */
    const struct pl_schema *values; /* of every undeclared member; NULL: anything */
    const pl_rule *rules;
    size_t rule_count;
    const pl_combinator *combinators;
    size_t combinator_count;
} pl_schema;

/* Initialiser pairs: {.facets = ..., .facet_count = ...} from one array. */
#define PL_FACETS(array)  .facets = (array), .facet_count = PL_COUNT(array)
#define PL_MEMBERS(array) .members = (array), .member_count = PL_COUNT(array)
#define PL_SLOTS(array)   .slots = (array)
#define PL_RULES(array)   .rules = (array), .rule_count = PL_COUNT(array)

/* The keyword as JSON Schema spells it, or our name in the same style ("uriScheme"). */
const char *pl_keyword_text(pl_keyword keyword);

/* The kinds of values that a facet row of the keyword judges, as PL_KIND_BITs; 0 for what is no facet. */
unsigned pl_keyword_kinds(pl_keyword keyword);
const char *pl_format_text(pl_format format);
const char *pl_severity_text(pl_severity severity);

/* "string or null", from a set of types. Written into out, cut to fit, terminated. */
void pl_types_text(unsigned types, char *out, size_t out_cap);

/* The row of that keyword and severity, or NULL. */
const pl_facet *pl_schema_facet(const pl_schema *schema, pl_keyword keyword, pl_severity severity);

/* The declared member of that name, or NULL. */
const pl_member *pl_schema_member(const pl_schema *schema, pl_bytes name);

#endif
