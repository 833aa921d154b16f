#include "base/arena.h"

#include "base/xalloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIRST_CHUNK = 4096,
	LARGEST_CHUNK = 1024 * 1024, /* what arena_reset keeps at most */
};

struct chunk {
	struct chunk *before;
	size_t size; /* bytes of `bytes` */
	size_t used;
	_Alignas(max_align_t) unsigned char bytes[];
};

/* Memory that came from elsewhere; these live in the arena themselves. */
struct adopted {
	struct adopted *before;
	void *memory;
};

struct arena {
	struct chunk *chunk; /* the one being filled */
	size_t handed_out;   /* bytes */
	size_t next_size;
	struct adopted *adopted;
};

struct arena *
arena_new(void)
{
	struct arena *arena = xcalloc(1, sizeof(*arena));
	arena->next_size = FIRST_CHUNK;
	return arena;
}

static void
free_chunks(struct chunk *chunk)
{
	while (chunk != NULL) {
		struct chunk *before = chunk->before;
		free(chunk);
		chunk = before;
	}
}

static void
free_adopted(struct arena *arena)
{
	for (struct adopted *at = arena->adopted; at != NULL; at = at->before)
		free(at->memory);
	arena->adopted = NULL;
}

void
arena_free(struct arena *arena)
{
	if (arena == NULL)
		return;
	free_adopted(arena);
	free_chunks(arena->chunk);
	free(arena);
}

/* Takes the chunk worth keeping out of the list: the largest of the usual sizes. */
static struct chunk *
take_largest(struct arena *arena)
{
	struct chunk **best = NULL;
	for (struct chunk **at = &arena->chunk; *at != NULL; at = &(*at)->before) {
		if ((*at)->size <= LARGEST_CHUNK && (best == NULL || (*at)->size > (*best)->size))
			best = at;
	}
	if (best == NULL)
		return NULL;
	struct chunk *chunk = *best;
	*best = chunk->before;
	return chunk;
}

void
arena_reset(struct arena *arena)
{
	free_adopted(arena);
	struct chunk *kept = take_largest(arena);
	free_chunks(arena->chunk);
	arena->chunk = kept;
	arena->handed_out = 0;
	if (kept != NULL) {
		kept->before = NULL;
		kept->used = 0;
	}
}

static struct chunk *
new_chunk(size_t size)
{
	if (size > SIZE_MAX - sizeof(struct chunk))
		xalloc_die();
	struct chunk *chunk = xmalloc(sizeof(*chunk) + size);
	chunk->before = NULL;
	chunk->size = size;
	chunk->used = 0;
	return chunk;
}

/* A chunk with `size` bytes free. One made for a single large item goes below the one being filled. */
static struct chunk *
chunk_for(struct arena *arena, size_t size)
{
	struct chunk *current = arena->chunk;
	if (current != NULL && size <= current->size - current->used)
		return current;
	struct chunk *chunk;
	if (size > arena->next_size / 4 && current != NULL) {
		chunk = new_chunk(size);
		chunk->before = current->before;
		current->before = chunk;
		return chunk;
	}
	chunk = new_chunk(size > arena->next_size ? size : arena->next_size);
	chunk->before = current;
	arena->chunk = chunk;
	if (arena->next_size < LARGEST_CHUNK)
		arena->next_size *= 2;
	return chunk;
}

void *
arena_raw(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	if (size > SIZE_MAX - align)
		xalloc_die();
	size_t room = size != 0 ? (size + align - 1) / align * align : align;
	struct chunk *chunk = chunk_for(arena, room);
	void *memory = chunk->bytes + chunk->used;
	chunk->used += room;
	arena->handed_out += size;
	return memory;
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
		xalloc_die();
	return arena_alloc(arena, count * size);
}

char *
arena_copy(struct arena *arena, const char *bytes, size_t length)
{
	if (length == SIZE_MAX)
		xalloc_die();
	char *copy = arena_raw(arena, length + 1);
	if (length != 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

void *
arena_adopt(struct arena *arena, void *memory)
{
	struct adopted *adopted = arena_raw(arena, sizeof(*adopted));
	*adopted = (struct adopted){arena->adopted, memory};
	arena->adopted = adopted;
	return memory;
}

char *
arena_text(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, strlen(text));
}

char *
arena_format(struct arena *arena, const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		length = 0;
	char *text = arena_raw(arena, (size_t)length + 1);
	text[0] = '\0';
	(void)vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

size_t
arena_used(const struct arena *arena)
{
	return arena->handed_out;
}
