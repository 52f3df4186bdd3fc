/* Memory of unknown size, owned by the caller and released at once. The only malloc of the pure
 * rooms lives here. */
#ifndef PL_TEXT_ARENA_H
#define PL_TEXT_ARENA_H

#include "text/base.h"

struct pl_arena_block;

/* Zero-initialised is empty and ready. Not for two threads at once. */
typedef struct pl_arena {
    struct pl_arena_block *head; /* newest block; owns the chain */
    size_t used;                 /* bytes of head handed out */
    size_t fail_after;           /* tests: when not 0, the fail_after-th request fails */
    size_t request_count;        /* requests since init */
} pl_arena;

/* Empty arena; allocates nothing. */
void pl_arena_init(pl_arena *arena);

/* Release every block. Accepts NULL and an arena that was never used. */
void pl_arena_done(pl_arena *arena);

/* Forget the contents and keep the room: after a first document of some size, a second of at most
 * that size allocates nothing. Several blocks are merged into one here; when there is no memory for
 * that, the arena is empty and grows again when asked. */
void pl_arena_reset(pl_arena *arena);

/* size bytes aligned for any type, uninitialised; NULL when out of memory. size 0 is a valid
 * request. Lives until reset or done. */
PL_MUST_USE void *pl_arena_alloc(pl_arena *arena, size_t size);

/* Give back the tail of the newest request: ptr keeps its first size bytes. No effect when another
 * request came after it. */
void pl_arena_shrink(pl_arena *arena, void *ptr, size_t old_size, size_t size);

/* Copy of in with a terminator after it; NULL when out of memory. */
PL_MUST_USE char *pl_arena_text(pl_arena *arena, pl_bytes in);

/* printf into the arena, terminated; NULL when out of memory. */
__attribute__((format(printf, 2, 3))) PL_MUST_USE char *pl_arena_printf(pl_arena *arena,
                                                                        const char *format, ...);

#endif
