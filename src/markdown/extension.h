#ifndef MARKDOWN_EXTENSION_H
#define MARKDOWN_EXTENSION_H

/* Private to the room: {::comment}, {::nomarkdown} and {::options} (kramdown, "Extensions"). */

#include "markdown/source.h"

enum extension_kind { EXTENSION_COMMENT, EXTENSION_RAW, EXTENSION_OPTIONS };

struct extension {
	enum extension_kind kind;
	/*
	 * The text that is shown: of EXTENSION_RAW for HTML what stands between the tags, else
	 * nothing. Of EXTENSION_OPTIONS the options. Its text is NULL where there is no close tag.
	 */
	struct slice body;
	size_t end; /* the offset behind it, or behind its line when it is a block */
};

/* Reads the extension whose `{::` is at `at`; as a block it must be alone in its lines. False if there is none. */
bool extension_read(struct source *source, size_t at, bool is_block, struct extension *extension);

#endif
