#include "fulltext/index_batch.h"

#include "archive/post.h"
#include "base/arena.h"
#include "base/xalloc.h"
#include "fulltext/packing.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A block is small, as a search unpacks one for each post that it looks at. */
enum { BLOCK_POSTS = 4, BLOCK_BYTES = 24 << 10 };

struct index_batch *
index_batch_new(size_t memory, const atomic_bool *stop)
{
	struct index_batch *batch = xcalloc(1, sizeof(*batch));
	batch->arena = arena_new();
	batch->content = arena_child(batch->arena);
	batch->tokens = words_set_new(batch->arena);
	buf_init_in(&batch->folded, batch->arena);
	buf_init_in(&batch->plain, batch->arena);
	batch->memory = memory;
	arena_limit(batch->arena, memory);
	arena_stop_at(batch->arena, stop);
	return batch;
}

void
index_batch_free(struct index_batch *batch)
{
	if (batch == NULL)
		return;
	arena_free(batch->arena);
	free(batch->entries);
	free(batch->blocks);
	free(batch);
}

void
index_batch_clear(struct index_batch *batch)
{
	arena_reset(batch->content);
	batch->count = batch->block_count = 0;
	batch->is_broken = false;
}

static const struct buf *
fold(struct index_batch *batch, const char *text, size_t length)
{
	buf_clear(&batch->folded);
	words_fold(&batch->folded, text, length);
	return &batch->folded;
}

/* Names as a whole, trimmed as the names of a query are. */
static void
add_names(struct index_batch *batch, const char *const *names, size_t count, char mark)
{
	for (size_t i = 0; i < count; i++) {
		fold(batch, names[i], strlen(names[i]));
		words_trim(&batch->folded);
		words_set_add_whole(batch->tokens, batch->folded.data, batch->folded.length, mark);
	}
}

/* All tokens of a post, once each. */
static const struct buf *
tokens_of(struct index_batch *batch, const struct post *post, const char *text, size_t length)
{
	const char *title = post->title != NULL ? post->title : "";
	struct words_set *set = batch->tokens;
	words_set_clear(set);
	const struct buf *folded = fold(batch, title, strlen(title));
	words_set_add(set, folded->data, folded->length, 0);
	words_set_add(set, folded->data, folded->length, WORDS_TITLE);
	for (size_t i = 0; i < post->tag_count; i++) {
		folded = fold(batch, post->tags[i], strlen(post->tags[i]));
		words_set_add(set, folded->data, folded->length, 0);
	}
	add_names(batch, post->tags, post->tag_count, WORDS_TAG);
	add_names(batch, post->categories, post->category_count, WORDS_CATEGORY);
	folded = fold(batch, text, length);
	words_set_add(set, folded->data, folded->length, 0);
	return words_set_tokens(set);
}

struct addition {
	struct index_batch *batch;
	const struct post *post;
	const char *text;
	size_t length;
	struct index_entry *entry;
};

/* Room for the packed block is made at once: its end cannot fail for the size of a post. */
static void
add(void *context)
{
	const struct addition *addition = context;
	struct index_batch *batch = addition->batch;
	const struct buf *tokens =
			tokens_of(batch, addition->post, addition->text, addition->length);
	addition->entry->tokens = arena_copy(batch->content, tokens->data, tokens->length);
	addition->entry->token_bytes = tokens->length;
	packing_add(&batch->plain, addition->post, addition->text, addition->length);
	(void)buf_reserve(&batch->packed, packing_bound(&batch->plain));
}

/* Adds all of it or nothing. */
static bool
try_to_add(struct addition *addition)
{
	struct index_batch *batch = addition->batch;
	size_t before = batch->plain.length;
	bool is_added = arena_try(batch->arena, add, addition);
	if (!is_added)
		buf_truncate(&batch->plain, before);
	return is_added;
}

/* Adds a post without its text. Its names may exceed the bound: front matter is bounded. */
static bool
add_names_only(struct addition *addition)
{
	struct index_batch *batch = addition->batch;
	addition->text = "";
	addition->length = 0;
	arena_limit(batch->arena, SIZE_MAX);
	bool is_added = try_to_add(addition);
	arena_limit(batch->arena, batch->memory);
	return is_added;
}

bool
index_batch_add(struct index_batch *batch, const struct search_file *file, const struct post *post,
		const char *text, size_t length)
{
	if (batch->block_posts == 0)
		buf_init_in(&batch->packed, batch->content);
	batch->entries = xgrow(
			batch->entries, batch->count, &batch->capacity, sizeof(*batch->entries));
	struct index_entry *entry = &batch->entries[batch->count++];
	*entry = (struct index_entry){.file = *file,
			.has_date = post->has_date,
			.date = post->date,
			.block = batch->block_count,
			.place = batch->block_posts++};
	struct addition addition = {batch, post, text, length, entry};
	bool has_text = try_to_add(&addition);
	if (!has_text && !add_names_only(&addition)) {
		batch->count--;
		batch->block_posts--;
		batch->is_broken = true;
		return false;
	}
	if (!has_text)
		entry->file.mtime = SEARCH_FILE_UNREAD;
	if (batch->block_posts == BLOCK_POSTS || batch->plain.length >= BLOCK_BYTES)
		index_batch_end(batch);
	return has_text;
}

static void
pack(void *context)
{
	struct index_batch *batch = context;
	packing_pack(&batch->plain, &batch->packed);
}

void
index_batch_end(struct index_batch *batch)
{
	if (batch->block_posts == 0)
		return;
	batch->block_posts = 0;
	if (!arena_try(batch->arena, pack, batch)) {
		batch->is_broken = true;
		return;
	}
	batch->blocks = xgrow(batch->blocks, batch->block_count, &batch->block_capacity,
			sizeof(*batch->blocks));
	struct index_block *block = &batch->blocks[batch->block_count++];
	block->packed_bytes = batch->packed.length;
	block->packed = buf_take(&batch->packed);
}
