#include "fulltext/index_batch.h"

#include "archive/post.h"
#include "base/arena.h"
#include "base/xalloc.h"
#include "fulltext/packing.h"

#include <stdlib.h>
#include <string.h>

/* A search unpacks a block for each post it looks at: it stays small. */
enum { BLOCK_POSTS = 4, BLOCK_BYTES = 24 << 10 };

struct index_making {
	struct arena *arena, *content; /* its own; its child, of the posts of the batch */
	struct words_set *set;
	struct packer *packer;
	struct buf folded;
	struct buf packed;  /* of the block that is made */
	size_t block_posts; /* in it */
	size_t capacity, block_capacity;
};

struct index_batch *
index_batch_new(size_t memory)
{
	struct index_batch *batch = xcalloc(1, sizeof(*batch));
	struct index_making *making = batch->making = xcalloc(1, sizeof(*making));
	making->arena = arena_new();
	making->content = arena_child(making->arena);
	making->set = words_set_new(making->arena);
	making->packer = packer_new(making->arena);
	buf_init_in(&making->folded, making->arena);
	arena_limit(making->arena, memory);
	return batch;
}

void
index_batch_free(struct index_batch *batch)
{
	if (batch == NULL)
		return;
	packer_free(batch->making->packer);
	arena_free(batch->making->arena);
	free(batch->making);
	free(batch->entries);
	free(batch->blocks);
	free(batch);
}

void
index_batch_clear(struct index_batch *batch)
{
	arena_reset(batch->making->content);
	batch->count = batch->block_count = 0;
}

static const struct buf *
fold(struct index_making *making, const char *text, size_t length)
{
	buf_clear(&making->folded);
	words_fold(&making->folded, text, length);
	return &making->folded;
}

/* Names as a whole, trimmed as the names of a query are. */
static void
add_names(struct index_making *making, const char *const *names, size_t count, char mark)
{
	for (size_t i = 0; i < count; i++) {
		fold(making, names[i], strlen(names[i]));
		words_trim(&making->folded);
		words_set_add_whole(making->set, making->folded.data, making->folded.length, mark);
	}
}

/* All tokens of a post, once each. */
static const struct buf *
tokens_of(struct index_making *making, const struct post *post, const char *text, size_t length)
{
	const char *title = post->title != NULL ? post->title : "";
	struct words_set *set = making->set;
	words_set_clear(set);
	const struct buf *folded = fold(making, title, strlen(title));
	words_set_add(set, folded->data, folded->length, 0);
	words_set_add(set, folded->data, folded->length, WORDS_TITLE);
	for (size_t i = 0; i < post->tag_count; i++) {
		folded = fold(making, post->tags[i], strlen(post->tags[i]));
		words_set_add(set, folded->data, folded->length, 0);
	}
	add_names(making, post->tags, post->tag_count, WORDS_TAG);
	add_names(making, post->categories, post->category_count, WORDS_CATEGORY);
	if (!post->has_date)
		words_set_add_whole(set, "", 0, WORDS_UNDATED);
	folded = fold(making, text, length);
	words_set_add(set, folded->data, folded->length, 0);
	return words_set_tokens(set);
}

struct addition {
	struct index_making *making;
	const struct post *post;
	const char *text;
	size_t length;
	struct index_entry *entry;
};

/* Room for the packed block is made at once, so that its end wants no memory. */
static void
add(void *context)
{
	const struct addition *addition = context;
	struct index_making *making = addition->making;
	const struct buf *tokens =
			tokens_of(making, addition->post, addition->text, addition->length);
	addition->entry->tokens = arena_copy(making->content, tokens->data, tokens->length);
	addition->entry->token_bytes = tokens->length;
	packer_add(making->packer, addition->post, addition->text, addition->length);
	packer_reserve(making->packer, &making->packed);
}

/* Adds a post without its text. Its names are no more than its front matter: they may pass the bound. */
static void
add_names_only(struct addition *addition, size_t packed_before)
{
	struct index_making *making = addition->making;
	packer_cut(making->packer, packed_before);
	addition->text = "";
	addition->length = 0;
	if (arena_try(making->arena, add, addition))
		return;
	packer_cut(making->packer, packed_before);
	arena_limit(making->arena, SIZE_MAX);
	add(addition);
}

bool
index_batch_add(struct index_batch *batch, const struct search_file *file, const struct post *post,
		const char *text, size_t length)
{
	struct index_making *making = batch->making;
	if (making->block_posts == 0)
		buf_init_in(&making->packed, making->content);
	batch->entries = xgrow(
			batch->entries, batch->count, &making->capacity, sizeof(*batch->entries));
	struct index_entry *entry = &batch->entries[batch->count++];
	*entry = (struct index_entry){.file = *file,
			.has_date = post->has_date,
			.date = post->date,
			.block = batch->block_count,
			.place = making->block_posts++};
	struct addition addition = {making, post, text, length, entry};
	size_t before = packer_bytes(making->packer);
	bool has_text = arena_try(making->arena, add, &addition);
	if (!has_text) {
		add_names_only(&addition, before);
		entry->file.mtime = SEARCH_FILE_UNREAD;
	}
	if (making->block_posts == BLOCK_POSTS || packer_bytes(making->packer) >= BLOCK_BYTES)
		index_batch_end(batch);
	return has_text;
}

void
index_batch_end(struct index_batch *batch)
{
	struct index_making *making = batch->making;
	if (making->block_posts == 0)
		return;
	packer_pack(making->packer, &making->packed);
	batch->blocks = xgrow(batch->blocks, batch->block_count, &making->block_capacity,
			sizeof(*batch->blocks));
	struct index_block *block = &batch->blocks[batch->block_count++];
	block->packed_bytes = making->packed.length;
	block->packed = buf_take(&making->packed);
	making->block_posts = 0;
}
