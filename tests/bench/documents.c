#include "documents.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    TEXT_BYTES_MAX = 256 * 1024,
    MEMBER_COUNT = 10,
    ITEMS_MAX = 3,
    CART_ITEMS = 20,
    BULK_ITEMS = 1000,
    CENTS = 100
};

/* A text under construction. */
typedef struct writer {
    char text[TEXT_BYTES_MAX];
    size_t len;
} writer;

__attribute__((format(printf, 2, 3))) static void put(writer *out, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const int len = vsnprintf(out->text + out->len, sizeof out->text - out->len, format, args);
    va_end(args);
    assert(len >= 0 && (size_t)len < sizeof out->text - out->len);
    out->len += (size_t)len;
}

/* One step of a 64-bit xorshift: the same numbers everywhere. */
typedef struct chance {
    uint64_t state;
} chance;

static unsigned below(chance *dice, unsigned limit) {
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (unsigned)(dice->state >> 33) % limit;
}

/* How a document is laid out. */
typedef struct bench_layout {
    const char *comma;
    const char *colon;
} bench_layout;

/* As encoders write on the wire: most without white space, Python's with a blank. */
static const bench_layout layouts[] = {{",", ":"}, {",", ":"}, {",", ":"}, {", ", ": "}};

/* Text in several scripts and spellings; all of it plain for the contract. */
/* clang-format off */
static const char *const labels[] = {
    "Invoice Payment",   "Tagihan listrik bulan Juni", "Caf\xC3\xA9 \\u0026 Bar",      "\xE6\x94\xAF\xE6\x89\x95\xE3\x81\x84",
    "Say \\\"hello\\\"", "Kopi susu \xF0\x9F\x98\x80", "Stra\\u00dfe 1\\/2",            "Biaya layanan (10%)",
    "Langganan tahunan", "T-shirt, size M",            "\\ud83d\\ude00 smile discount", "Order #4711",
};
/* clang-format on */

static const char *label_of(chance *dice) {
    return labels[below(dice, PL_COUNT(labels))];
}

/* The request under construction: a few items and their exact sum, in hundredths. */
typedef struct bench_order {
    chance *dice;
    const bench_layout *layout;
    unsigned item_count;
    int64_t cents[ITEMS_MAX];
    unsigned quantities[ITEMS_MAX];
    int64_t total_cents;
    unsigned serial;
} bench_order;

/* The same amount in one of its spellings. */
static void put_amount(writer *out, chance *dice, int64_t cents) {
    const int64_t whole = cents / CENTS;
    const int64_t part = cents % CENTS;
    const char *sign = cents < 0 ? "-" : "";
    const int64_t whole_size = whole < 0 ? -whole : whole;
    const int64_t part_size = part < 0 ? -part : part;
    if (part != 0) {
        put(out, "%s%" PRId64 ".%02" PRId64, sign, whole_size, part_size);
    } else if (below(dice, 4) == 0) {
        put(out, "%s%" PRId64 ".00", sign, whole_size);
    } else {
        put(out, "%s%" PRId64, sign, whole_size);
    }
}

static void put_reff_no(writer *out, const bench_order *order) {
    put(out, "\"INV-2025.%05u_%u\"", order->serial, below(order->dice, 1000));
}

static void put_label(writer *out, const bench_order *order) {
    put(out, "\"%s\"", label_of(order->dice));
}

static void put_max_usage(writer *out, const bench_order *order) {
    put(out, "%u", 1 + below(order->dice, 5000));
}

static void put_total(writer *out, const bench_order *order) {
    put_amount(out, order->dice, order->total_cents);
}

static void put_items(writer *out, const bench_order *order) {
    const bench_layout *layout = order->layout;
    put(out, "[");
    for (unsigned i = 0; i < order->item_count; i++) {
        const unsigned first = below(order->dice, 3);
        put(out, "%s{", i == 0 ? "" : layout->comma);
        for (unsigned k = 0; k < 3; k++) {
            if (k > 0) { put(out, "%s", layout->comma); }
            switch ((first + k) % 3) {
            case 0:
                put(out, "\"name\"%s", layout->colon);
                put_label(out, order);
                break;
            case 1:
                put(out, "\"quantity\"%s%u", layout->colon, order->quantities[i]);
                break;
            default:
                put(out, "\"unit_price\"%s", layout->colon);
                put_amount(out, order->dice, order->cents[i]);
                break;
            }
        }
        put(out, "}");
    }
    put(out, "]");
}

static void put_customer_detail(writer *out, const bench_order *order) {
    static const char *const values[] = {"true", "false", "null"};
    put(out, "%s", values[below(order->dice, PL_COUNT(values))]);
}

static void put_expired_at(writer *out, const bench_order *order) {
    put(out, "\"18934%08u\"", below(order->dice, 100000000));
}

static void put_whitelist(writer *out, const bench_order *order) {
    static const char *const values[] = {"[]", "null", "[\"QRIS\"]",
                                         "[\"VA_BRI\",\"VA_BNI\",\"QRIS\"]"};
    put(out, "%s", values[below(order->dice, PL_COUNT(values))]);
}

static void put_redirect_url(writer *out, const bench_order *order) {
    put(out, "\"https://shop.example.com/return%%20to/%u?status=paid&ref=%u#top\"", order->serial,
        below(order->dice, 1000));
}

static void put_metadata(writer *out, const bench_order *order) {
    put(out, "{\"order_id\"%s%u,\"channel\":\"web\",\"tags\":[\"a\",\"b\"]}", order->layout->colon,
        below(order->dice, 100000));
}

static const struct member_row {
    const char *name;
    void (*put)(writer *out, const bench_order *order);
    bool required;
} member_rows[MEMBER_COUNT] = {
    {"reff_no", put_reff_no, true},
    {"title", put_label, true},
    {"max_usage", put_max_usage, true},
    {"total_amount", put_total, true},
    {"items", put_items, true},
    {"required_customer_detail", put_customer_detail, false},
    {"expired_at", put_expired_at, false},
    {"whitelisted_payment_method", put_whitelist, false},
    {"redirect_url", put_redirect_url, false},
    {"optional_metadata", put_metadata, false},
};

/* One way to break the contract: the member by its row, and what stands in its place (NULL: nothing). */
typedef struct defect {
    size_t member;
    const char *value;
} defect;

/* clang-format off */
static const defect defects[] = {
    {0, "\"INV 2025\""}, {0, "\"\""},      {0, NULL},
    {1, "null"},         {1, "[]"},        {1, NULL},
    {2, "0"},            {2, "1000001"},   {2, "\"1\""},
    {2, "1.5"},          {3, "12345.67"},  {3, "\"150000\""},
    {3, NULL},           {4, "[]"},        {4, "{}"},
    {4, "[null]"},
    {5, "1"},            {6, "1893456000000"}, {6, "\"189345600000\""},
    {7, "\"QRIS\""},     {7, "[7]"},       {8, "\"/return\""},
    {8, "\"https://e.example/%zz\""},      {9, "[]"},
};
/* clang-format on */

static void fill_items(bench_order *order) {
    order->item_count = 1 + below(order->dice, ITEMS_MAX);
    order->total_cents = 0;
    for (unsigned i = 0; i < order->item_count; i++) {
        const int64_t step = below(order->dice, 3) == 0 ? 25 : CENTS;
        order->cents[i] = (1000 + (int64_t)below(order->dice, 100000)) * step;
        if (i == 2) { order->cents[i] = -(int64_t)CENTS * (1 + (int64_t)below(order->dice, 4)); }
        order->quantities[i] = i == 2 ? 1 : 1 + below(order->dice, 9);
        order->total_cents += order->cents[i] * order->quantities[i];
    }
}

/* A client writes its members in one order, always: the document's, its own, or that of the alphabet. */
static const size_t orders[][MEMBER_COUNT] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {0, 1, 5, 2, 6, 3, 4, 7, 8, 9}, {6, 4, 2, 9, 8, 0, 5, 1, 3, 7},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 0, 3, 4, 2, 8, 6, 5, 7, 9},
};

/* One document; broken NULL: it keeps the contract. */
static void put_varied(writer *out, unsigned serial, const defect *broken) {
    chance dice = {UINT64_C(0x9E3779B97F4A7C15) * (serial + 1)};
    bench_order order = {
        .dice = &dice, .layout = &layouts[serial % PL_COUNT(layouts)], .serial = serial};
    fill_items(&order);
    const size_t *turns = orders[serial % PL_COUNT(orders)];
    bool first = true;
    put(out, "{");
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        const struct member_row *row = &member_rows[turns[i]];
        const bool is_broken = broken != NULL && broken->member == turns[i];
        const bool wanted = row->required || below(&dice, 4) != 0;
        if (is_broken ? broken->value == NULL : !wanted) { continue; }
        put(out, "%s\"%s\"%s", first ? "" : order.layout->comma, row->name, order.layout->colon);
        first = false;
        if (is_broken) {
            put(out, "%s", broken->value);
        } else {
            row->put(out, &order);
        }
    }
    put(out, "}");
}

/* A request with many items. */
static void put_items_only(writer *out, unsigned item_count) {
    put(out,
        "{\"reff_no\":\"CART-1\",\"title\":\"Monthly order\",\"max_usage\":1,\"total_amount\":%u,\"items\":[",
        item_count * 25000);
    for (unsigned i = 0; i < item_count; i++) {
        put(out, "%s{\"name\":\"Product %04u, boxed\",\"quantity\":2,\"unit_price\":12500}",
            i == 0 ? "" : ",", i);
    }
    put(out, "]}");
}

static void put_typical(writer *out, unsigned serial) {
    assert(serial == 0);
    put(out,
        "{\"reff_no\":\"INV20240513001\",\"title\":\"Invoice Payment\",\"required_customer_detail\":true,"
        "\"max_usage\":1,\"expired_at\":\"1893456000000\",\"total_amount\":150000,\"items\":["
        "{\"name\":\"Product A\",\"quantity\":2,\"unit_price\":80000},"
        "{\"name\":\"Discount\",\"quantity\":1,\"unit_price\":-10000}],"
        "\"whitelisted_payment_method\":[\"QRIS\",\"VA_BRI\"],"
        "\"redirect_url\":\"https://merchant.example.com/payment/return\","
        "\"optional_metadata\":{\"order_id\":4711}}");
}

static void put_valid(writer *out, unsigned serial) {
    put_varied(out, serial, NULL);
}

static void put_invalid(writer *out, unsigned serial) {
    put_varied(out, serial, &defects[serial % PL_COUNT(defects)]);
}

static void put_cart(writer *out, unsigned serial) {
    assert(serial == 0);
    put_items_only(out, CART_ITEMS);
}

static void put_bulk(writer *out, unsigned serial) {
    assert(serial == 0);
    put_items_only(out, BULK_ITEMS);
}

/* clang-format off */
static const struct set_row {
    const char *name;
    const char *what;
    void (*put)(writer *out, unsigned serial);
    unsigned count;
    pl_verdict verdict;
} set_rows[BENCH_SET_COUNT] = {
    {"typical", "one full request", put_typical, 1, PL_ACCEPT},
    {"varied", "100 valid ones: clients' orders, spellings, scripts", put_valid, BENCH_VARIED_COUNT, PL_ACCEPT},
    {"invalid", "the same 100, one violation in each", put_invalid, BENCH_VARIED_COUNT, PL_REJECT},
    {"cart", "20 items", put_cart, 1, PL_ACCEPT},
    {"bulk", "1000 items; no violation, but open above 20", put_bulk, 1, PL_OPEN},
};
/* clang-format on */

bool bench_documents_make(pl_arena *arena, bench_set sets[BENCH_SET_COUNT]) {
    static writer out;
    for (size_t i = 0; i < BENCH_SET_COUNT; i++) {
        const struct set_row *row = &set_rows[i];
        sets[i] = (bench_set){
            .name = row->name, .what = row->what, .verdict = row->verdict, .count = row->count};
        sets[i].documents = pl_arena_alloc(arena, row->count * sizeof *sets[i].documents);
        if (sets[i].documents == NULL) { return false; }
        for (unsigned serial = 0; serial < row->count; serial++) {
            out.len = 0;
            row->put(&out, serial);
            const char *copy = pl_arena_text(arena, (pl_bytes){(const uint8_t *)out.text, out.len});
            if (copy == NULL) { return false; }
            sets[i].documents[serial] = (pl_bytes){(const uint8_t *)copy, out.len};
            sets[i].bytes += out.len;
        }
    }
    return true;
}
