#include "text/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer the unused room of a block is poisoned, so that an over-read from one
 * request into the next is seen as if each were a malloc of its own. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PL_ARENA_POISON 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define PL_ARENA_POISON 1
#endif
#if defined(PL_ARENA_POISON)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(ptr, size)   ((void)(ptr), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(ptr, size) ((void)(ptr), (void)(size))
#endif

enum { ALIGNMENT = 16, FIRST_BLOCK_BYTES = 4096, SHORT_TEXT_BYTES = 256 };

struct pl_arena_block {
    struct pl_arena_block *older;
    size_t cap; /* bytes of room; a multiple of ALIGNMENT */
    _Alignas(ALIGNMENT) uint8_t room[];
};

_Static_assert(_Alignof(max_align_t) <= ALIGNMENT, "a request fits any type");

static size_t round_up(size_t size) {
    assert(size <= SIZE_MAX - (ALIGNMENT - 1));
    return (size + (ALIGNMENT - 1)) & ~(size_t)(ALIGNMENT - 1);
}

/* Unlinked block with at least size bytes of room; NULL when out of memory. */
static struct pl_arena_block *block_new(size_t size) {
    /* Half of the address space: more cannot exist, and no sum below can overflow. */
    if (size > SIZE_MAX / 2 - sizeof(struct pl_arena_block) - ALIGNMENT) { return NULL; }
    const size_t cap = round_up(size);
    struct pl_arena_block *block = malloc(sizeof *block + cap);
    if (block == NULL) { return NULL; }
    block->older = NULL;
    block->cap = cap;
    ASAN_POISON_MEMORY_REGION(block->room, cap);
    return block;
}

static void blocks_free(struct pl_arena_block *block) {
    while (block != NULL) {
        struct pl_arena_block *const older = block->older;
        free(block);
        block = older;
    }
}

static void *take(pl_arena *arena, size_t size) {
    uint8_t *const ptr = arena->head->room + arena->used;
    arena->used += round_up(size);
    assert(arena->used <= arena->head->cap);
    ASAN_UNPOISON_MEMORY_REGION(ptr, size);
    return ptr;
}

/* The rare half of pl_arena_alloc: the planned failure, or a new block. */
static __attribute__((noinline, cold)) void *alloc_slow(pl_arena *arena, size_t size) {
    if (arena->request_count == arena->fail_after) { return NULL; }
    const size_t head_cap = arena->head != NULL ? arena->head->cap : 0;
    size_t want = head_cap <= SIZE_MAX / 4 ? head_cap * 2 : head_cap;
    if (want < FIRST_BLOCK_BYTES) { want = FIRST_BLOCK_BYTES; }
    if (want < size) { want = size; }
    struct pl_arena_block *const block = block_new(want);
    if (block == NULL) { return NULL; }
    block->older = arena->head;
    arena->head = block;
    arena->used = 0;
    return take(arena, size);
}

void pl_arena_init(pl_arena *arena) {
    assert(arena != NULL);
    *arena = (pl_arena){0};
}

void pl_arena_done(pl_arena *arena) {
    if (arena == NULL) { return; }
    blocks_free(arena->head);
    *arena = (pl_arena){0};
}

void pl_arena_reset(pl_arena *arena) {
    assert(arena != NULL);
    struct pl_arena_block *const head = arena->head;
    arena->used = 0;
    if (head == NULL) { return; }
    if (head->older == NULL) {
        ASAN_POISON_MEMORY_REGION(head->room, head->cap);
        return;
    }
    size_t total = 0;
    for (const struct pl_arena_block *block = head; block != NULL; block = block->older) {
        /* Blocks that exist together cannot be longer than the address space. */
        assert(block->cap <= SIZE_MAX - total);
        total += block->cap;
    }
    /* Freed first, so that the peak does not double. Without memory for the merged block the arena
     * is merely empty again. */
    blocks_free(head);
    arena->head = block_new(total);
}

void *pl_arena_alloc(pl_arena *arena, size_t size) {
    assert(arena != NULL);
    arena->request_count++;
    /* cap and used are multiples of ALIGNMENT: what fits, fits rounded up. */
    if (__builtin_expect(arena->head != NULL && size <= arena->head->cap - arena->used &&
                             arena->request_count != arena->fail_after,
                         1)) {
        return take(arena, size);
    }
    return alloc_slow(arena, size);
}

void pl_arena_shrink(pl_arena *arena, void *ptr, size_t old_size, size_t size) {
    assert(arena != NULL && ptr != NULL);
    assert(size <= old_size);
    const struct pl_arena_block *const head = arena->head;
    assert(head != NULL);
    const size_t old_room = round_up(old_size);
    if (old_room > arena->used || head->room + (arena->used - old_room) != ptr) { return; }
    arena->used -= old_room - round_up(size);
    ASAN_POISON_MEMORY_REGION((uint8_t *)ptr + size, old_room - size);
}

char *pl_arena_text(pl_arena *arena, pl_bytes in) {
    assert(in.ptr != NULL || in.len == 0);
    assert(in.len < SIZE_MAX);
    char *const text = pl_arena_alloc(arena, in.len + 1);
    if (text == NULL) { return NULL; }
    if (in.len > 0) { memcpy(text, in.ptr, in.len); }
    text[in.len] = '\0';
    return text;
}

char *pl_arena_printf(pl_arena *arena, const char *format, ...) {
    assert(format != NULL);
    char buffer[SHORT_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    const int len = vsnprintf(buffer, sizeof buffer, format, args);
    va_end(args);
    if (len < 0) { return NULL; } /* longer than INT_MAX: no memory for that either */
    const size_t size = (size_t)len + 1;
    char *const text = pl_arena_alloc(arena, size);
    if (text == NULL) { return NULL; }
    if (size <= sizeof buffer) {
        memcpy(text, buffer, size);
        return text;
    }
    va_start(args, format);
    const int again = vsnprintf(text, size, format, args);
    va_end(args);
    assert(again == len);
    return text;
}
