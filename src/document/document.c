#include "document/document.h"

#include "base/arena.h"

#include <stdint.h>
#include <string.h>

const struct block *
document_next(const struct block *block)
{
	if (block->first != NULL)
		return block->first;
	while (block != NULL && block->next == NULL)
		block = block->parent;
	return block == NULL ? NULL : block->next;
}

size_t
document_find(const struct document *document, const char *id)
{
	const struct block *block = document->root;
	while (block != NULL && (block->id == NULL || strcmp(block->id, id) != 0))
		block = document_next(block);
	/* A block without text of its own begins with the first below or after it that has some. */
	while (block != NULL && block->run_count == 0)
		block = document_next(block);
	return block != NULL ? block->runs[0].offset : SIZE_MAX;
}

void
document_append(struct arena *arena, struct document *document, const char *text)
{
	struct block *root = (struct block *)(uintptr_t)document->root;
	struct block *block = arena_alloc(arena, sizeof(*block));
	struct run *run = arena_alloc(arena, sizeof(*run));
	size_t length = strlen(text), before = document->length;
	char *all = arena_raw(arena, before + length + 2);
	memcpy(all, document->text, before);
	memcpy(all + before, text, length);
	memcpy(all + before + length, "\n", 2);
	*run = (struct run){.kind = RUN_TEXT,
			.style = STYLE_DIM,
			.link = -1,
			.offset = before,
			.length = length};
	*block = (struct block){.kind = BLOCK_PARAGRAPH,
			.is_spaced = true,
			.parent = root,
			.runs = run,
			.run_count = 1};
	if (root->last != NULL)
		root->last->next = block;
	else
		root->first = block;
	root->last = block;
	document->text = all;
	document->length = before + length + 1;
}
