#ifndef MARKDOWN_EXTENSION_H
#define MARKDOWN_EXTENSION_H

/* Private to the room: {::comment}, {::nomarkdown} and {::options} (kramdown, "Extensions"). */

#include "markdown/source.h"

enum extension_kind { EXTENSION_COMMENT, EXTENSION_RAW, EXTENSION_OPTIONS };

struct extension {
	enum extension_kind kind;
	/*
	 * What it shows, of EXTENSION_RAW for HTML what is between the tags; of EXTENSION_OPTIONS
	 * the options. text: NULL when it is no element, having no close tag.
	 */
	struct slice body;
	size_t end; /* behind all, and behind its line's end when it stands for a block */
};

/* The extension whose `{::` is at `at`, in its lines alone when it stands for a block. False when there is none. */
bool extension_read(struct source *source, size_t at, bool is_block, struct extension *extension);

#endif
