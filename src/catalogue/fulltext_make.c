#include "archive/post.h"
#include "base/arena.h"
#include "base/xalloc.h"
#include "catalogue/fulltext.h"
#include "catalogue/packing.h"

#include <stdlib.h>
#include <string.h>

/* A search unpacks a block for each post it looks at: it stays small. */
enum { BLOCK_BYTES = 24 << 10 };

struct fulltext_maker {
	struct words_set *set;
	struct packer *packer;
	struct buf folded;
};

struct fulltext_maker *
fulltext_maker_new(void)
{
	struct fulltext_maker *maker = xcalloc(1, sizeof(*maker));
	maker->set = words_set_new();
	maker->packer = packer_new();
	buf_init(&maker->folded);
	return maker;
}

void
fulltext_maker_free(struct fulltext_maker *maker)
{
	if (maker == NULL)
		return;
	words_set_free(maker->set);
	packer_free(maker->packer);
	buf_free(&maker->folded);
	free(maker);
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
	(void)maker;
	*block = (struct fulltext_block){.count = 0};
}

void
fulltext_block_add(struct fulltext_maker *maker, struct fulltext_block *block, int64_t number,
		const struct post *post, const char *text, size_t length, struct arena *arena)
{
	const struct buf *tokens = tokens_of(maker, post, text, length);
	block->entries[block->count++] = (struct fulltext_entry){
			.post = number,
			.has_date = post->has_date,
			.date = post->date,
			.tokens = arena_copy(arena, tokens->data, tokens->length),
			.token_bytes = tokens->length,
	};
	packer_add(maker->packer, post, text, length);
}

bool
fulltext_block_is_full(const struct fulltext_maker *maker, const struct fulltext_block *block)
{
	return block->count == FULLTEXT_BLOCK_POSTS ||
	       (block->count > 0 && packer_bytes(maker->packer) >= BLOCK_BYTES);
}

void
fulltext_block_end(struct fulltext_maker *maker, struct fulltext_block *block, struct arena *arena)
{
	const struct buf *packed = packer_pack(maker->packer);
	block->packed = arena_copy(arena, packed->data, packed->length);
	block->packed_bytes = packed->length;
}
