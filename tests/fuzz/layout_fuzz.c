/*
 * Any bytes as a post's body, through Liquid, Markdown, HTML and layout, at a
 * width that the first byte gives; the lines must hold what layout.h promises.
 */

#include "archive/liquid.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/text.h"
#include "layout/layout.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	return setlocale(LC_ALL, "C.UTF-8") == NULL;
}

static const char *
no_text(void *context, const char *name)
{
	(void)context;
	(void)name;
	return NULL;
}

static const char *
no_link(void *context, const char *kind, const char *target)
{
	(void)context;
	(void)kind;
	return target;
}

static void
check_line(const struct document *document, const struct line *line, size_t width)
{
	size_t columns = 0;
	for (size_t i = 0; i < line->piece_count; i++) {
		const struct piece *piece = &line->pieces[i];
		columns += piece->columns;
		if (!gate_is_clean(piece->text, piece->length, GATE_LINE))
			abort();
		if (piece->offset != PIECE_DRAWN &&
				(piece->offset < 0 || (size_t)piece->offset > document->length))
			abort();
	}
	if (columns != line->columns || (!line->is_wide && columns > width))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	if (length < 2)
		return 0;
	struct layout_options options = {
			.width = LAYOUT_MIN_WIDTH + bytes[0] % 120, .links = bytes[1] % 3};
	struct liquid_host host = {no_text, no_link, NULL};
	struct buf text;
	struct arena *arena = arena_new();
	buf_init_in(&text, arena);
	liquid_render(&text, (const char *)bytes + 2, length - 2, &host);
	const struct document *document =
			bytes[1] & 4 ? document_from_html(arena, text.data, text.length)
				     : document_from_markdown(arena, text.data, text.length);
	const struct layout *layout = layout_document(arena, document, &options);
	for (size_t i = 0; i < layout->count; i++)
		check_line(document, &layout->lines[i], options.width);
	arena_free(arena);
	return 0;
}
