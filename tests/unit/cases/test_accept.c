#include "cases_test.h"

/* Two codes need a catalog of two. */
Test(cases_accept, two_codes, .timeout = 30) {
    static const pl_bytes codes[] = {PL_BYTES_LIT("A"), PL_BYTES_LIT("B"), PL_BYTES_LIT("C")};
    static const char id[] = "whitelisted_payment_method/value/two";
    for (size_t known = 1; known <= PL_COUNT(codes); known++) {
        pl_arena arena;
        pl_arena_init(&arena);
        pl_case_config config = ct_config();
        config.payment_methods = codes;
        config.payment_method_count = known;
        const pl_case_set set = ct_set_of(&config, &arena);
        const pl_case *found = NULL;
        for (size_t i = 0; i < set.count; i++) {
            if (strcmp(set.cases[i].id, id) == 0) { found = &set.cases[i]; }
        }
        cr_assert_eq(found != NULL, known > 1, "%zu codes", known);
        cr_expect(found == NULL ||
                  (found->klass == PL_CLASS_ACCEPT &&
                   strstr((const char *)found->body.ptr, "[\"A\",\"B\"]") != NULL));
        pl_arena_done(&arena);
    }
}
