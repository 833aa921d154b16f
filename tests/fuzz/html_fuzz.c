/* HTML of any kind becomes a document that holds together. */

#include "unit/document_dump.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct document *document, size_t size)
{
	if (document_fault(document) != NULL || document->length > DOCUMENT_MAX_TEXT(size))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	/* A copy of its own, so that reading past its end is found. */
	char *bytes = malloc(size != 0 ? size : 1);
	if (size != 0)
		memcpy(bytes, data, size);
	check(document_from_html(arena, bytes, size), size);
	check(document_from_text(arena, bytes, size), size);
	free(bytes);
	arena_free(arena);
	return 0;
}
