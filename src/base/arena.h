#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/*
 * Memory for things that live and die together: a parse, a document, a view.
 *
 * An arena may have children: scratch that ends before it does, or at the
 * latest with it. Memory is counted for an arena and all below it together.
 * Where it cannot be allocated, or passes the limit, the innermost arena_try of that
 * family returns false; outside of any the program ends (xalloc.h). So what is
 * built out of an input of any size needs no checks and no clean-up: its owner
 * frees the arena. A family of arenas belongs to one thread at a time.
 *
 * Where the comment says that an arena may be NULL, the memory is malloc's then, to be given back by
 * arena_resize or free(), and work that fails ends the program.
 */

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);

/* One that is freed by arena_free, or with what its parent holds. */
struct arena *arena_child(struct arena *parent);
void arena_free(struct arena *arena); /* NULL is fine */

/* Forgets everything allocated, children as well, and keeps memory for the next use. */
void arena_reset(struct arena *arena);

/* The most bytes that an arena of arena_new and all below it may hold at a time; SIZE_MAX at first. */
void arena_limit(struct arena *arena, size_t bytes);

/*
 * Runs `work`. False: it ended midway for want of memory. It must hold nothing
 * but memory of this family then, and may be within another arena_try of it.
 * Arena NULL: the work runs.
 */
bool arena_try(struct arena *arena, void (*work)(void *context), void *context);

/*
 * Lets another thread call off what is built in an arena and all below it: as soon as
 * *stop is true no memory can be had there, and arena_heed_stop does not return. The
 * flag stays the caller's and is looked at until another, or NULL, takes its place.
 */
void arena_stop_at(struct arena *arena, const atomic_bool *stop);
bool arena_is_stopped(const struct arena *arena); /* NULL never is */

/* For long loops that ask for no memory: fails as arena_fail does once the arena is stopped. NULL is fine. */
void arena_heed_stop(struct arena *arena);

/* Ends the work of the innermost arena_try, for want of memory that is not the arena's own. NULL is fine. */
_Noreturn void arena_fail(struct arena *arena);

/* `size` bytes, zeroed, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed items of `size` bytes, the product checked for overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* As arena_alloc, but not zeroed: for bytes that are written at once. NULL is fine, here and below. */
void *arena_raw(struct arena *arena, size_t size);

/*
 * A block of this very arena, `old` bytes long as it was asked for, with `size`
 * bytes instead, moved if need be; NULL and 0 for a new one. Size 0 gives back
 * what can be given back, large blocks and the last one, and returns NULL. No
 * smaller size than before fails.
 */
void *arena_resize(struct arena *arena, void *block, size_t old, size_t size);

/* As xgrow (xalloc.h), for an array that starts as NULL with capacity 0 and lives in the arena. */
void *arena_grow(
		struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_size);

/* A NUL-terminated copy of `length` bytes. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);
char *arena_text(struct arena *arena, const char *text);
char *arena_format(struct arena *arena, const char *format, ...)
		__attribute__((format(printf, 2, 3)));
char *arena_vformat(struct arena *arena, const char *format, va_list arguments)
		__attribute__((format(printf, 2, 0)));

#endif
