#include "archive/post.h"
#include "base/arena.h"
#include "base/xalloc.h"
#include "fulltext/fulltext.h"
#include "fulltext/packing.h"

#include <stdlib.h>
#include <string.h>

/* A search unpacks a block for each post it looks at: it stays small. */
enum { BLOCK_BYTES = 24 << 10 };

struct fulltext_maker {
	struct arena *arena, *blocks; /* its own; its child, of what blocks keep */
	struct words_set *set;
	struct packer *packer;
	struct buf folded;
	struct buf packed; /* of the block that is made */
};

struct fulltext_maker *
fulltext_maker_new(void)
{
	struct fulltext_maker *maker = xcalloc(1, sizeof(*maker));
	maker->arena = arena_new();
	maker->blocks = arena_child(maker->arena);
	maker->set = words_set_new(maker->arena);
	maker->packer = packer_new(maker->arena);
	buf_init_in(&maker->folded, maker->arena);
	arena_limit(maker->arena, FULLTEXT_MAX_MEMORY);
	return maker;
}

void
fulltext_maker_free(struct fulltext_maker *maker)
{
	if (maker == NULL)
		return;
	packer_free(maker->packer);
	arena_free(maker->arena);
	free(maker);
}

void
fulltext_maker_limit(struct fulltext_maker *maker, size_t bytes)
{
	arena_limit(maker->arena, bytes);
}

void
fulltext_maker_clear(struct fulltext_maker *maker)
{
	arena_reset(maker->blocks);
}

static const struct buf *
fold(struct fulltext_maker *maker, const char *text, size_t length)
{
	buf_clear(&maker->folded);
	words_fold(&maker->folded, text, length);
	return &maker->folded;
}

/* Names as a whole, trimmed as the names of a query are. */
static void
add_names(struct fulltext_maker *maker, const char *const *names, size_t count, char mark)
{
	for (size_t i = 0; i < count; i++) {
		fold(maker, names[i], strlen(names[i]));
		words_trim(&maker->folded);
		words_set_add_whole(maker->set, maker->folded.data, maker->folded.length, mark);
	}
}

/* All tokens of a post, once each. */
static const struct buf *
tokens_of(struct fulltext_maker *maker, const struct post *post, const char *text, size_t length)
{
	const char *title = post->title != NULL ? post->title : "";
	struct words_set *set = maker->set;
	words_set_clear(set);
	const struct buf *folded = fold(maker, title, strlen(title));
	words_set_add(set, folded->data, folded->length, 0);
	words_set_add(set, folded->data, folded->length, WORDS_TITLE);
	for (size_t i = 0; i < post->tag_count; i++) {
		folded = fold(maker, post->tags[i], strlen(post->tags[i]));
		words_set_add(set, folded->data, folded->length, 0);
	}
	add_names(maker, post->tags, post->tag_count, WORDS_TAG);
	add_names(maker, post->categories, post->category_count, WORDS_CATEGORY);
	if (!post->has_date)
		words_set_add_whole(set, "", 0, WORDS_UNDATED);
	folded = fold(maker, text, length);
	words_set_add(set, folded->data, folded->length, 0);
	return words_set_tokens(set);
}

void
fulltext_block_begin(struct fulltext_maker *maker, struct fulltext_block *block)
{
	buf_init_in(&maker->packed, maker->blocks);
	*block = (struct fulltext_block){.count = 0};
}

struct addition {
	struct fulltext_maker *maker;
	const struct post *post;
	const char *text;
	size_t length;
	struct fulltext_entry *entry;
};

/* Room for the packed block is made at once, so that its end wants no memory. */
static void
add(void *context)
{
	const struct addition *addition = context;
	struct fulltext_maker *maker = addition->maker;
	const struct buf *tokens =
			tokens_of(maker, addition->post, addition->text, addition->length);
	addition->entry->tokens = arena_copy(maker->blocks, tokens->data, tokens->length);
	addition->entry->token_bytes = tokens->length;
	packer_add(maker->packer, addition->post, addition->text, addition->length);
	packer_reserve(maker->packer, &maker->packed);
}

bool
fulltext_block_add(struct fulltext_maker *maker, struct fulltext_block *block, int64_t number,
		const struct post *post, const char *text, size_t length)
{
	struct fulltext_entry *entry = &block->entries[block->count++];
	struct addition addition = {maker, post, text, length, entry};
	size_t before = packer_bytes(maker->packer);
	*entry = (struct fulltext_entry){
			.post = number, .has_date = post->has_date, .date = post->date};
	if (arena_try(maker->arena, add, &addition))
		return true;
	packer_cut(maker->packer, before);
	addition.text = "";
	addition.length = 0;
	if (arena_try(maker->arena, add, &addition))
		return length == 0;
	/* The names of a post are no more than its front matter: the bound is passed for them. */
	packer_cut(maker->packer, before);
	arena_limit(maker->arena, SIZE_MAX);
	add(&addition);
	return length == 0;
}

bool
fulltext_block_is_full(const struct fulltext_maker *maker, const struct fulltext_block *block)
{
	return block->count == FULLTEXT_BLOCK_POSTS ||
	       (block->count > 0 && packer_bytes(maker->packer) >= BLOCK_BYTES);
}

void
fulltext_block_end(struct fulltext_maker *maker, struct fulltext_block *block)
{
	packer_pack(maker->packer, &maker->packed);
	block->packed_bytes = maker->packed.length;
	block->packed = buf_take(&maker->packed);
}
