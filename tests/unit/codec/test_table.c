/* The codec's tables against the contract's: a member that one has and the other has not fails
 * here. */
#include <criterion/criterion.h>

#include "codec/codec_internal.h"
#include "codec/create_request.h"
#include "codec/payment_link.h"

/* A kind, and what the contract must say of a member that has it. */
static bool kind_fits(const pl_codec_row *row, const pl_schema *schema) {
    const bool list = (schema->types & PL_TYPE_ARRAY) != 0 && schema->items != NULL;
    switch (row->kind) {
    case PL_CODEC_TEXT:
        return (schema->types & ~(unsigned)PL_TYPE_NULL) == PL_TYPE_STRING;
    case PL_CODEC_BOOLEAN:
        return (schema->types & ~(unsigned)PL_TYPE_NULL) == PL_TYPE_BOOLEAN;
    case PL_CODEC_INTEGER:
        return (schema->types & ~(unsigned)PL_TYPE_NULL) == PL_TYPE_INTEGER;
    case PL_CODEC_DECIMAL:
        return (schema->types & ~(unsigned)PL_TYPE_NULL) == PL_TYPE_NUMBER;
    case PL_CODEC_MOMENT: {
        const pl_facet *facet = pl_schema_facet(schema, PL_KEYWORD_FORMAT, PL_VIOLATION);
        return facet != NULL && facet->format == PL_FORMAT_DATE_TIME;
    }
    case PL_CODEC_TEXTS:
        return list && schema->items->types == PL_TYPE_STRING;
    case PL_CODEC_RAW:
        return (schema->types & PL_TYPE_OBJECT) != 0 && schema->member_count == 0;
    case PL_CODEC_ACCOUNT_ID:
        return schema->types == PL_TYPE_STRING && schema->types_contested == PL_TYPE_INTEGER;
    case PL_CODEC_STRUCT:
        return (schema->types & PL_TYPE_OBJECT) != 0 && schema->member_count == row->of->count;
    case PL_CODEC_STRUCTS:
        return list && schema->items->member_count == row->of->count;
    default:
        return false;
    }
}

static void check_table(const pl_codec_table *table, const pl_schema *schema, unsigned depth) {
    cr_assert_lt(depth, PL_CODEC_DEPTH_MAX, "%s: too deep", schema->name);
    cr_assert_eq(table->count, schema->member_count, "%s: %zu rows for %zu members", schema->name,
                 table->count, schema->member_count);
    for (size_t i = 0; i < table->count; i++) {
        const pl_codec_row *row = &table->rows[i];
        const pl_member *member = &schema->members[i];
        cr_assert_neq(row->kind, PL_CODEC_NONE, "%s.%s: no row", schema->name, member->name);
        cr_expect(kind_fits(row, member->schema), "%s.%s: kind", schema->name, member->name);
        cr_expect(row->state_at != PL_CODEC_REQUIRED || member->presence == PL_REQUIRED,
                  "%s.%s: may be absent, and the struct has no state for it", schema->name,
                  member->name);
        cr_expect_lt(row->value_at, table->size, "%s.%s: offset", schema->name, member->name);
        for (size_t k = 0; k < i; k++) {
            cr_expect_neq(row->value_at, table->rows[k].value_at, "%s.%s: place of %s",
                          schema->name, member->name, schema->members[k].name);
        }
        if (row->kind == PL_CODEC_STRUCT) { check_table(row->of, member->schema, depth + 1); }
        if (row->kind == PL_CODEC_STRUCTS) {
            check_table(row->of, member->schema->items, depth + 1);
        }
    }
}

Test(codec_table, every_member_of_the_contract_has_its_row, .timeout = 10) {
    check_table(&pl_codec_create_request, &pl_contract_request, 0);
    check_table(&pl_codec_payment_link, &pl_contract_link, 0);
}

/* A member alone, under the contract's name, comes back alone. */
Test(codec_table, every_optional_member_alone, .timeout = 10) {
    for (size_t i = 0; i < pl_contract_link.member_count; i++) {
        pl_arena arena = {0};
        const char *name = pl_contract_link.members[i].name;
        const pl_bytes text = pl_bytes_of(pl_arena_printf(&arena, "{\"%s\":null}", name));
        pl_payment_link link;
        pl_bytes written = {0};
        cr_assert_eq(pl_payment_link_decode(text, &arena, &link, NULL), PL_OK, "%s", name);
        for (size_t k = 0; k < pl_codec_payment_link.count; k++) {
            const pl_field_state state =
                *(const pl_field_state *)(const void *)((const char *)&link +
                                                        pl_codec_payment_link.rows[k].state_at);
            cr_expect_eq(state, k == i ? PL_FIELD_NULL : PL_FIELD_ABSENT, "%s: state of row %zu",
                         name, k);
        }
        cr_assert_eq(pl_payment_link_encode(&link, &arena, &written), PL_OK, "%s", name);
        cr_expect(pl_bytes_equal(written, text), "%s: %.*s", name, (int)written.len,
                  (const char *)written.ptr);
        pl_arena_done(&arena);
    }
}
