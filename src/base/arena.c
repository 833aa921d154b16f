#include "base/arena.h"

#include "base/xalloc.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIRST_CHUNK = 4096,
	LARGEST_CHUNK = 1024 * 1024, /* of those that blocks share */
	LARGE_BLOCK = 16 * 1024,     /* a block from here on has a chunk of its own */
};

struct chunk {
	struct chunk *next, *previous; /* of the same arena */
	size_t size;		       /* bytes of `bytes` */
	size_t used;
	_Alignas(max_align_t) unsigned char bytes[];
};

/* Where an arena_try continues when memory runs out. */
struct escape {
	jmp_buf place;
	struct escape *outer;
};

/* What an arena and all below it hold. */
struct account {
	size_t held, limit; /* bytes of blocks */
	struct escape *escape;
	const atomic_bool *stop; /* NULL: never */
};

struct arena {
	struct chunk *chunks;
	struct chunk *filling; /* the one of them that takes the next small blocks; NULL at first */
	size_t held;	       /* bytes of its own blocks */
	size_t next_size;
	struct account *account; /* its own, or its parent's */
	struct account own;
	struct arena *parent, *children;
	struct arena *next, *previous; /* of the same parent */
};

_Noreturn void
arena_fail(struct arena *arena)
{
	if (arena == NULL || arena->account->escape == NULL)
		xalloc_die();
	longjmp(arena->account->escape->place, 1);
}

bool
arena_try(struct arena *arena, void (*work)(void *context), void *context)
{
	if (arena == NULL) {
		work(context);
		return true;
	}
	struct account *account = arena->account;
	struct escape escape = {.outer = account->escape};
	account->escape = &escape;
	if (setjmp(escape.place) != 0) {
		account->escape = escape.outer;
		return false;
	}
	work(context);
	account->escape = escape.outer;
	return true;
}

/* --- A family --- */

struct arena *
arena_new(void)
{
	struct arena *arena = xcalloc(1, sizeof(*arena));
	arena->own.limit = SIZE_MAX;
	arena->account = &arena->own;
	arena->next_size = FIRST_CHUNK;
	return arena;
}

struct arena *
arena_child(struct arena *parent)
{
	struct arena *arena = calloc(1, sizeof(*arena));
	if (arena == NULL)
		arena_fail(parent);
	arena->account = parent->account;
	arena->next_size = FIRST_CHUNK;
	arena->parent = parent;
	arena->next = parent->children;
	if (arena->next != NULL)
		arena->next->previous = arena;
	parent->children = arena;
	return arena;
}

static void
leave_parent(struct arena *arena)
{
	if (arena->next != NULL)
		arena->next->previous = arena->previous;
	if (arena->previous != NULL)
		arena->previous->next = arena->next;
	else if (arena->parent != NULL)
		arena->parent->children = arena->next;
}

/* Frees all chunks but `kept`, which may be NULL and is empty afterwards. */
static void
free_chunks(struct arena *arena, struct chunk *kept)
{
	for (struct chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
		next = chunk->next;
		if (chunk != kept)
			free(chunk);
	}
	arena->account->held -= arena->held;
	arena->held = 0;
	arena->chunks = kept;
	if (kept != NULL)
		*kept = (struct chunk){.size = kept->size};
}

/* Frees the arena, whose children are gone, and returns its parent. */
static struct arena *
free_one(struct arena *arena)
{
	struct arena *parent = arena->parent;
	leave_parent(arena);
	free_chunks(arena, NULL);
	free(arena);
	return parent;
}

static void
free_children(struct arena *top)
{
	for (struct arena *at = top; at != top || top->children != NULL;)
		at = at->children != NULL ? at->children : free_one(at);
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	free_children(arena);
	free_one(arena);
}

void
arena_reset(struct arena *arena)
{
	free_children(arena);
	free_chunks(arena, arena->filling);
}

void
arena_limit(struct arena *arena, size_t bytes)
{
	arena->account->limit = bytes;
}

void
arena_stop_at(struct arena *arena, const atomic_bool *stop)
{
	arena->account->stop = stop;
}

bool
arena_is_stopped(const struct arena *arena)
{
	const atomic_bool *stop = arena != NULL ? arena->account->stop : NULL;
	return stop != NULL && atomic_load_explicit(stop, memory_order_relaxed);
}

void
arena_heed_stop(struct arena *arena)
{
	if (arena_is_stopped(arena))
		arena_fail(arena);
}

/* --- Blocks --- */

/* Bytes that a block takes. */
static inline size_t
room_of(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	if (size > SIZE_MAX / 2)
		arena_fail(arena);
	return size != 0 ? (size + align - 1) / align * align : align;
}

/* Counts `room` more bytes, which are then there to take. */
static inline void
charge(struct arena *arena, size_t room)
{
	struct account *account = arena->account;
	arena_heed_stop(arena);
	if (account->held > account->limit || room > account->limit - account->held)
		arena_fail(arena);
	account->held += room;
	arena->held += room;
}

static void
discharge(struct arena *arena, size_t room)
{
	arena->account->held -= room;
	arena->held -= room;
}

/* Puts a chunk, new or moved, in its place among the others. */
static void
link_chunk(struct arena *arena, struct chunk *chunk)
{
	if (chunk->previous != NULL)
		chunk->previous->next = chunk;
	else
		arena->chunks = chunk;
	if (chunk->next != NULL)
		chunk->next->previous = chunk;
}

/* A new chunk; if it cannot be allocated, the `charged` bytes are no longer counted. */
static struct chunk *
new_chunk(struct arena *arena, size_t size, size_t charged)
{
	struct chunk *chunk = malloc(sizeof(*chunk) + size);
	if (chunk == NULL) {
		discharge(arena, charged);
		arena_fail(arena);
	}
	*chunk = (struct chunk){.next = arena->chunks, .size = size};
	link_chunk(arena, chunk);
	return chunk;
}

static void
free_large(struct arena *arena, struct chunk *chunk)
{
	if (chunk->previous != NULL)
		chunk->previous->next = chunk->next;
	else
		arena->chunks = chunk->next;
	if (chunk->next != NULL)
		chunk->next->previous = chunk->previous;
	discharge(arena, chunk->size);
	free(chunk);
}

static void *
resize_large(struct arena *arena, struct chunk *chunk, size_t room)
{
	size_t old = chunk->size;
	if (room > old)
		charge(arena, room - old);
	struct chunk *moved = realloc(chunk, sizeof(*chunk) + room);
	if (moved == NULL && room > old) {
		discharge(arena, room - old);
		arena_fail(arena);
	}
	if (moved == NULL)
		return chunk->bytes;
	if (room < old)
		discharge(arena, old - room);
	moved->size = room;
	link_chunk(arena, moved);
	return moved->bytes;
}

void *
arena_raw(struct arena *arena, size_t size)
{
	if (arena == NULL)
		return xmalloc(size);
	size_t room = room_of(arena, size);
	charge(arena, room);
	if (room >= LARGE_BLOCK)
		return new_chunk(arena, room, room)->bytes;
	struct chunk *chunk = arena->filling;
	if (chunk == NULL || room > chunk->size - chunk->used) {
		chunk = new_chunk(arena, room > arena->next_size ? room : arena->next_size, room);
		arena->filling = chunk;
		if (arena->next_size < LARGEST_CHUNK)
			arena->next_size *= 2;
	}
	void *memory = chunk->bytes + chunk->used;
	chunk->used += room;
	return memory;
}

/* Whether a block is the last of the chunk being filled, and may end there at `room` bytes. */
static bool
may_end_at(const struct arena *arena, const void *block, size_t old, size_t room)
{
	const struct chunk *chunk = arena->filling;
	return chunk != NULL && (const unsigned char *)block + old == chunk->bytes + chunk->used &&
	       room < LARGE_BLOCK && room <= chunk->size - (chunk->used - old);
}

void *
arena_resize(struct arena *arena, void *block, size_t old, size_t size)
{
	if (block == NULL)
		return size != 0 ? arena_raw(arena, size) : NULL;
	if (arena == NULL && size != 0)
		return xrealloc(block, size, 1);
	if (arena == NULL) {
		free(block);
		return NULL;
	}
	size_t old_room = room_of(arena, old);
	size_t room = size != 0 ? room_of(arena, size) : 0;
	if (old_room >= LARGE_BLOCK) {
		struct chunk *chunk = (struct chunk *)(void *)((unsigned char *)block -
							       offsetof(struct chunk, bytes));
		if (size != 0)
			return resize_large(arena, chunk, room);
		free_large(arena, chunk);
		return NULL;
	}
	if (may_end_at(arena, block, old_room, room)) {
		if (room > old_room)
			charge(arena, room - old_room);
		else
			discharge(arena, old_room - room);
		arena->filling->used += room - old_room;
	} else if (room > old_room) {
		block = memcpy(arena_raw(arena, size), block, old);
	}
	return size != 0 ? block : NULL;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_raw(arena, size), 0, size);
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		arena_fail(arena);
	return arena_alloc(arena, count * size);
}

void *
arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_size)
{
	if (count < *capacity)
		return items;
	size_t wanted = xgrown(count, *capacity);
	if (wanted > SIZE_MAX / item_size)
		arena_fail(arena);
	items = arena_resize(arena, items, *capacity * item_size, wanted * item_size);
	*capacity = wanted;
	return items;
}

/* --- Texts --- */

char *
arena_copy(struct arena *arena, const char *bytes, size_t length)
{
	if (length == SIZE_MAX)
		arena_fail(arena);
	char *copy = arena_raw(arena, length + 1);
	if (length != 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, strlen(text));
}

char *
arena_format(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	char *text = arena_vformat(arena, format, arguments);
	va_end(arguments);
	return text;
}

char *
arena_vformat(struct arena *arena, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		length = 0;
	char *text = arena_raw(arena, (size_t)length + 1);
	text[0] = '\0';
	(void)vsnprintf(text, (size_t)length + 1, format, arguments);
	return text;
}
