/* Relations between what was sent and what came back: the table, and how each kind of value is
 * compared. */
#ifndef PL_CHECKS_ECHO_INTERNAL_H
#define PL_CHECKS_ECHO_INTERNAL_H

#include "checks/check_internal.h"

/* Both documents. Node 0 of `sent` is an object without duplicate names. */
typedef struct pl_echo {
    pl_json sent;
    pl_json got;
    uint32_t data; /* the resource, an object of got */
    int64_t now_ms;
    pl_arena *arena;
} pl_echo;

typedef enum pl_echo_verdict {
    PL_ECHO_SAME, /* or not comparable: another check's business */
    PL_ECHO_DIFFERS,
    PL_ECHO_UNCLEAR, /* differs where the contract leaves room */
    PL_ECHO_COUNT
} pl_echo_verdict;

typedef struct pl_echo_answer {
    pl_echo_verdict verdict;
    uint32_t sent; /* nodes that differ */
    uint32_t got;
    const char *how; /* what was compared: "as text", "as a set" */
} pl_echo_answer;

/* Fails: PL_E_MEMORY. ret_answer starts as {PL_ECHO_SAME, sent, got}. */
typedef pl_status pl_echo_compare(const pl_echo *echo, uint32_t sent, uint32_t got,
                                  pl_echo_answer *ret_answer);

/* What a member of the request must be to a member of the resource. */
typedef struct pl_echo_relation {
    unsigned got; /* index of the member of the resource (of the stored item) */
    pl_echo_compare *compare;
} pl_echo_relation;

/* By index of the member of the request, of the line item: every one has its row. */
extern const pl_echo_relation pl_echo_relations[PL_REQUEST_FIELD_COUNT];
extern const pl_echo_relation pl_echo_item_relations[PL_ITEM_FIELD_COUNT];

pl_echo_compare pl_echo_text, pl_echo_number, pl_echo_boolean, pl_echo_moment, pl_echo_set,
    pl_echo_object, pl_echo_items;

/* Read both sides. ret_comparable false: the exchange is no accepted creation, or one of the
 * documents leaves nothing to compare. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_echo_read(const pl_exchange *exchange, pl_arena *arena, pl_echo *ret_echo,
                                   bool *ret_comparable);

/* Both values of a relation. False: one of them is absent, or what came back is a null that the
 * schema forbids: then the type is the violation, and a second finding would say the same. */
bool pl_echo_find(const pl_echo *echo, const pl_member *sent_member, const pl_member *got_member,
                  uint32_t sent_object, uint32_t got_object, uint32_t *ret_sent, uint32_t *ret_got);

/* Does the string hold what a server may rightly alter: control characters, ill-formed text? */
bool pl_echo_is_fragile(const pl_json *json, uint32_t string);

/* The string without outer white space, in arena or in the document. ret_text is written when
 * *ret_readable. Fails: PL_E_MEMORY. */
PL_MUST_USE pl_status pl_echo_trimmed(const pl_json *json, uint32_t string, pl_arena *arena,
                                      pl_bytes *ret_text, bool *ret_readable);

/* Milliseconds of the expiry that was sent. False: none was sent, or none that is a moment. */
bool pl_echo_expiry(const pl_echo *echo, int64_t *ret_unix_ms);

#endif
