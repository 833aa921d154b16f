#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/*
 * Memory for things that live and die together: a parse, a document, a view.
 * Nothing is freed alone; arena_free ends it all. Allocation never fails
 * (xalloc.h). An arena belongs to one thread at a time.
 */

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL is fine */

/* Forgets everything allocated and keeps memory for the next use. */
void arena_reset(struct arena *arena);

/* `size` bytes, zeroed, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed items of `size` bytes, the product checked for overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* As arena_alloc, but not zeroed: for bytes that are written at once. */
void *arena_raw(struct arena *arena, size_t size);

/* A NUL-terminated copy of `length` bytes. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);
/* Memory of malloc that the arena frees with the rest. Returns it. */
void *arena_adopt(struct arena *arena, void *memory);
char *arena_text(struct arena *arena, const char *text);
char *arena_format(struct arena *arena, const char *format, ...)
		__attribute__((format(printf, 2, 3)));

/* Bytes handed out so far, for bounds and tests. */
size_t arena_used(const struct arena *arena);

#endif
