#ifndef TESTS_UNIT_MARKDOWN_COMPARE_H
#define TESTS_UNIT_MARKDOWN_COMPARE_H

/* Our HTML of a Markdown text against another's: as documents, so that only what is shown counts. */

#include "unit/document_dump.h"
#include "unit/markdown_document.h"

#include <stdbool.h>
#include <string.h>

/*
 * Whether both show the same, with settings as markdown_read_options takes them. Bare
 * addresses count as text, as kramdown has them. If `says` both documents are printed
 * when they differ.
 */
static inline bool
markdown_agrees(const char *name, const char *settings, const struct buf *markdown,
		const struct buf *html, bool says)
{
	struct markdown_options options = markdown_defaults;
	struct arena *arena = arena_new();
	struct buf own = buf_in(arena);
	struct buf ours = buf_in(arena);
	struct buf theirs = buf_in(arena);
	options.links_addresses = false;
	markdown_read_options(&options, arena, settings, strlen(settings));
	markdown_to_html(&own, arena, markdown->data, markdown->length, &options);
	struct document *document = document_from_html(arena, own.data, own.length);
	assert_null(document_fault(document));
	dump_document(&ours, document);
	dump_document(&theirs, document_from_html(arena, html->data, html->length));
	bool is_same = strcmp(ours.data, theirs.data) == 0;
	if (!is_same && says)
		print_message("%s: of\n%s\nours:\n%swanted:\n%s\n", name, markdown->data, ours.data,
				theirs.data);
	arena_free(arena);
	return is_same;
}

#endif
