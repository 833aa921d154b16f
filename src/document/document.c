#include "document/document.h"

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
