/*
 * Any bytes as a post's body, through Liquid, Markdown, HTML and layout, with
 * the options that the first four bytes give; the lines must hold what layout.h promises.
 */

#include "archive/liquid.h"
#include "base/arena.h"
#include "base/buf.h"
#include "layout/layout.h"
#include "unit/layout_bounds.h"
#include "unit/markdown_document.h"

#include <locale.h>
#include <stdint.h>
#include <stdio.h>
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

static const struct yaml_node *
no_value(void *context, const char *object, const char *key)
{
	(void)context;
	(void)object;
	(void)key;
	return NULL;
}

static const char *
no_link(void *context, const char *kind, const char *target)
{
	(void)context;
	(void)kind;
	return target;
}

enum { OPTION_BYTES = 4 };

static struct layout_options
options_of(const uint8_t bytes[OPTION_BYTES])
{
	size_t widths = bytes[0] & 1 ? 40 : LAYOUT_MAX_WIDTH - LAYOUT_MIN_WIDTH + 1;
	size_t number = (size_t)bytes[0] / 2 + (size_t)bytes[1] * 128;
	return (struct layout_options){.width = LAYOUT_MIN_WIDTH + number % widths,
			.links = bytes[2] % 3,
			.ascii = (bytes[2] & 8) != 0,
			.wide_tables = (bytes[2] & 16) != 0,
			.wrap_code = (bytes[2] & 32) != 0,
			.wrap_links = (bytes[2] & 32) != 0,
			.typography = {.spacing = (bytes[2] & 64) != 0,
					.hanging = (bytes[2] & 128) != 0,
					.wide_ambiguous = (bytes[3] & 1) != 0,
					.indent = bytes[3] / 4 % 20}};
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	if (length < OPTION_BYTES)
		return 0;
	struct layout_options options = options_of(bytes);
	struct arena *arena = arena_new();
	size_t room = 65536;
	struct liquid_host host = {.variable = no_value,
			.link = no_link,
			.scratch = arena_child(arena),
			.room = &room};
	struct buf text = buf_in(arena);
	liquid_render(&text, (const char *)bytes + OPTION_BYTES, length - OPTION_BYTES, &host);
	const struct document *document =
			bytes[3] & 2 ? document_from_html(arena, text.data, text.length)
				     : document_from_markdown(arena, text.data, text.length);
	const struct layout *layout = layout_document(arena, document, &options);
	const char *broken = bounds_of_layout(document, layout, options.width);
	if (broken != NULL) {
		(void)fprintf(stderr, "%s at %zu columns\n", broken, options.width);
		abort();
	}
	arena_free(arena);
	return 0;
}
