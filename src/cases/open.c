/* Where the contract is silent and no facet says so: recorded, never held against a server. */
#include <assert.h>
#include <string.h>

#include "cases/cases_internal.h"

enum { PAIR_COUNT = 2 };

/* Two bodies, equal byte for byte; whichever comes second repeats a reff_no. */
static pl_status add_pair(pl_case_kit *kit, const pl_probe *form,
                          const char *const whats[PAIR_COUNT], bool twins) {
    const char *reff_no = pl_kit_reff_no(kit);
    if (reff_no == NULL) { return PL_E_MEMORY; }
    const char *value = pl_arena_printf(kit->arena, "\"%s\"", reff_no);
    if (value == NULL) { return PL_E_MEMORY; }
    pl_probe probe = *form;
    pl_status status = PL_OK;
    for (size_t i = 0; i < PAIR_COUNT && status == PL_OK; i++) {
        probe.what = whats[i];
        probe.twin = twins && i > 0;
        status = pl_probe_value(kit, &probe, value);
    }
    return status;
}

static pl_status add_repetition(pl_case_kit *kit, const pl_place *place) {
    static const char *const repeated[PAIR_COUNT] = {"one-of-two", "two-of-two"};
    static const char *const twins[PAIR_COUNT] = {"first", "second"};
    pl_probe probe = {.place = place, .keyword = "repeated", .klass = PL_CLASS_OPEN};
    probe.why = "The contract does not say whether a reference number may be used twice.";
    const pl_status status = add_pair(kit, &probe, repeated, false);
    if (status != PL_OK) { return status; }
    probe.keyword = "twins";
    probe.why = "Two equal requests at once: one link or two, or one of them refused.";
    static const int statuses[] = {200, 409, 422};
    memcpy(probe.statuses, statuses, sizeof statuses);
    return add_pair(kit, &probe, twins, true);
}

static pl_status add_lone_surrogate(pl_case_kit *kit, const pl_place *place) {
    const pl_probe probe = {.place = place,
                            .keyword = pl_keyword_text(PL_KEYWORD_LONE_SURROGATE),
                            .what = "escaped",
                            .why =
                                "Half of a surrogate pair is no character, yet JSON can write it.",
                            .klass = PL_CLASS_OPEN};
    const char *reff_no = pl_kit_reff_no(kit);
    if (reff_no == NULL) { return PL_E_MEMORY; }
    const char *value = pl_arena_printf(kit->arena, "\"%s\\ud800\"", reff_no);
    return value != NULL ? pl_probe_value(kit, &probe, value) : PL_E_MEMORY;
}

static pl_status add_totals(pl_case_kit *kit, const pl_place *total) {
    static const pl_value_row rows[] = {
        {"tiny", "1", "Limits of the total are the merchant's."},
        {"huge", "999999999999", "Limits of the total are the merchant's."},
    };
    pl_probe probe = {.place = total, .keyword = "limits", .klass = PL_CLASS_OPEN};
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        probe.what = rows[i].what;
        probe.why = rows[i].why;
        status = pl_probe_value(kit, &probe, rows[i].value);
    }
    return status;
}

/* The amount in another spelling, in the total or in the price of its one item. */
static pl_status add_spellings(pl_case_kit *kit, const pl_place *total, const pl_place *price) {
    const pl_decimal amount = kit->config->amount;
    const char *plain = pl_kit_decimal(kit, amount);
    const pl_decimal digits = {amount.coefficient, 0};
    const char *coefficient = pl_kit_decimal(kit, digits);
    if (plain == NULL || coefficient == NULL) { return PL_E_MEMORY; }
    const char *zeros = amount.exponent < 0 ? "0" : ".00";
    const struct {
        const char *what;
        const char *value;
    } rows[] = {
        {"zeros", pl_arena_printf(kit->arena, "%s%s", plain, zeros)},
        {"exponent", pl_arena_printf(kit->arena, "%se%d", coefficient, (int)amount.exponent)},
        {"exponent-signed",
         pl_arena_printf(kit->arena, "%sE%+d", coefficient, (int)amount.exponent)},
    };
    pl_probe probe = {.keyword = "spelling", .klass = PL_CLASS_OPEN};
    probe.why = "The same number in an unusual spelling; not every server reads it as written.";
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        if (rows[i].value == NULL) { return PL_E_MEMORY; }
        probe.what = rows[i].what;
        probe.place = total;
        const pl_edit edit = {total->member->name, rows[i].value};
        status = pl_probe_body(kit, &probe, &(pl_body){.edits = {edit}});
        if (status != PL_OK) { return status; }
        probe.place = price;
        const pl_line line = pl_line_of("1", rows[i].value);
        status = pl_probe_body(kit, &probe, &(pl_body){.lines = &line, .line_count = 1});
    }
    return status;
}

static pl_status add_far_expiry(pl_case_kit *kit, const pl_place *expiry) {
    const pl_probe probe = {
        .place = expiry,
        .keyword = "future",
        .what = "far",
        .why = "The contract sets no last moment, yet a server's dates may end in 2038.",
        .klass = PL_CLASS_OPEN};
    return pl_probe_value(kit, &probe, "\"9999999999999\"");
}

/* Texts that careful servers clean, normalise or refuse. */
typedef struct text_row {
    const char *what;
    const char *value; /* what stands in the string, or after the reff_no */
    const char *why;
    bool kept; /* plain text: it may be refused, never altered */
} text_row;

static pl_status add_texts(pl_case_kit *kit, const pl_place *place, const text_row *rows,
                           size_t count) {
    pl_probe probe = {.place = place, .keyword = "text", .klass = PL_CLASS_OPEN};
    pl_status status = PL_OK;
    for (size_t i = 0; i < count && status == PL_OK; i++) {
        const char *start = pl_place_is_fresh(place) ? pl_kit_reff_no(kit) : "";
        if (start == NULL) { return PL_E_MEMORY; }
        const char *value = pl_arena_printf(kit->arena, "\"%s%s\"", start, rows[i].value);
        if (value == NULL) { return PL_E_MEMORY; }
        probe.what = rows[i].what;
        probe.why = rows[i].why;
        probe.kept = rows[i].kept;
        status = pl_probe_value(kit, &probe, value);
    }
    return status;
}

static const char cleaned[] = "Servers have reason to refuse markup; what they accept they keep.";
static const char composed[] = "A server may refuse bare accents; what it accepts it keeps.";
static const char trimmed[] = "Outer white space may be trimmed, or refused.";
static const char invisible[] = "What nobody sees is stripped or refused by some servers.";
static const text_row labels[] = {
    {"markup", "<b>x</b>", cleaned, true},
    {"decomposed", "cafe\xCC\x81", composed, true},
    {"joined-emoji", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
     "A joiner is invisible, and stripped by some servers.", false},
    {"newline", "A\\nB", "A label of two lines may be refused.", false},
    {"blank-at-start", " A", trimmed, false},
    {"blank-at-end", "A ", trimmed, false},
    {"newline-at-end", "A\\n", trimmed, false},
    {"tab", "A\\tB", "A tab may be refused, or become a blank.", false},
    {"no-break-space",
     "A\xC2\xA0"
     "B",
     "It may be refused; what is accepted is kept.", true},
    {"zero-width-space",
     "A\xE2\x80\x8B"
     "B",
     invisible, false},
    {"bidi-override",
     "A\xE2\x80\xAE"
     "B\xE2\x80\xAC"
     "C",
     invisible, false},
    {"nul", "A\\u0000B", "Not every database can store it.", false},
};
static const text_row references[] = {
    {"quotes", "\\\"'", "Quotes in a reference number may be refused; what is accepted is kept.",
     true},
    {"markup", "<b>", cleaned, true},
    {"decomposed", "e\xCC\x81", composed, true},
    {"zero-width-space", "\xE2\x80\x8Bz", invisible, false},
    {"bidi-override", "\xE2\x80\xAEz", invisible, false},
};
static const text_row addresses[] = {
    {"blank-at-start", " https://example.com/return", "Outer white space may be trimmed first.",
     false},
    {"blank-at-end", "https://example.com/return ", "Outer white space may be trimmed first.",
     false},
    {"newline-at-end", "https://example.com/return\\n", "Outer white space may be trimmed first.",
     false},
    {"port-of-letters", "https://example.com:abc/",
     "RFC 3986 forbids it, yet usual parsers of URLs differ.", false},
    {"two-fragments", "https://example.com/a#b#c",
     "RFC 3986 forbids it, yet usual parsers of URLs differ.", false},
    {"capital-scheme", "HTTPS://example.com/return",
     "Schemes have no case (RFC 3986), which not every server heeds.", false},
    {"localhost", "http://localhost/return", "A server has reason to refuse such an address.",
     false},
    {"underscore-in-host", "https://a_b.example.com/return",
     "A URI may hold it, the name of a host on the Internet not.", false},
    {"nul-escaped", "https://example.com/a%00b", "A server has reason to refuse such an address.",
     false},
};
static pl_status add_all_texts(pl_case_kit *kit, const pl_place *places, size_t count) {
    const struct {
        const pl_member *member;
        const text_row *rows;
        size_t count;
    } lists[] = {
        {pl_request_member(PL_REQUEST_REFF_NO), references, PL_COUNT(references)},
        {pl_request_member(PL_REQUEST_TITLE), labels, PL_COUNT(labels)},
        {pl_item_member(PL_ITEM_NAME), labels, PL_COUNT(labels)},
        {pl_request_member(PL_REQUEST_REDIRECT_URL), addresses, PL_COUNT(addresses)},
    };
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(lists) && status == PL_OK; i++) {
        const pl_place *place = pl_place_find(places, count, lists[i].member);
        status = add_texts(kit, place, lists[i].rows, lists[i].count);
    }
    return status;
}

/* Metadata that is hard to keep as it was sent. */
static pl_status add_odd_metadata(pl_case_kit *kit, const pl_place *metadata) {
    static const pl_value_row rows[] = {
        {"nul", "{\"a\":\"x\\u0000y\"}", "Not every database can store it."},
        {"empty-name", "{\"\":\"a\"}", "Not every language can hold such a member."},
        {"long-integer", "{\"a\":12345678901234567890123}", "Not every server keeps all digits."},
        {"prototype", "{\"__proto__\":{\"a\":1}}",
         "Servers have reason to refuse or strip this name."},
    };
    pl_probe probe = {.place = metadata, .keyword = "text", .klass = PL_CLASS_OPEN};
    pl_status status = PL_OK;
    for (size_t i = 0; i < PL_COUNT(rows) && status == PL_OK; i++) {
        probe.what = rows[i].what;
        probe.why = rows[i].why;
        status = pl_probe_value(kit, &probe, rows[i].value);
    }
    return status;
}

pl_status pl_open_add(pl_case_kit *kit, const pl_place *places, size_t count) {
    const pl_place *reference = pl_place_find(places, count, pl_request_member(PL_REQUEST_REFF_NO));
    const pl_place *total =
        pl_place_find(places, count, pl_request_member(PL_REQUEST_TOTAL_AMOUNT));
    const pl_place *expiry = pl_place_find(places, count, pl_request_member(PL_REQUEST_EXPIRED_AT));
    const pl_place *price = pl_place_find(places, count, pl_item_member(PL_ITEM_UNIT_PRICE));
    pl_status status = add_repetition(kit, reference);
    if (status != PL_OK) { return status; }
    status = add_lone_surrogate(kit, reference);
    if (status != PL_OK) { return status; }
    status = add_totals(kit, total);
    if (status != PL_OK) { return status; }
    status = add_spellings(kit, total, price);
    if (status != PL_OK) { return status; }
    status = add_far_expiry(kit, expiry);
    if (status != PL_OK) { return status; }
    status =
        add_odd_metadata(kit, pl_place_find(places, count, pl_request_member(PL_REQUEST_METADATA)));
    return status == PL_OK ? add_all_texts(kit, places, count) : status;
}
