#ifndef MARKDOWN_HTML_TAG_H
#define MARKDOWN_HTML_TAG_H

/*
 * Private to the room: tags of HTML as they stand in Markdown, and which close
 * tag belongs to which start tag.
 */

#include "markdown/source.h"

struct arena;

/* What Markdown may stand in an element that says markdown="1" (kramdown, "HTML Blocks"). */
enum html_content {
	HTML_RAW,   /* none */
	HTML_BLOCK, /* blocks */
	HTML_SPAN,  /* spans */
};

enum { HTML_MAX_NAME = 32 };

/* What kramdown knows of an element, a bit each. */
enum {
	IS_SPAN = 1 << 0,     /* may begin a paragraph */
	IS_BLOCK = 1 << 1,    /* is a block also within a line */
	IS_ITEM = 1 << 2,     /* ends where the next of its name begins */
	IS_VOID = 1 << 3,     /* has no content and no close tag */
	IS_VERBATIM = 1 << 4, /* blank lines and Markdown in it are content: pre, script … */
	IS_TEXT = 1 << 5,     /* has no tags in it: script, style … */
	IS_SECTION = 1 << 6,  /* div and its kin: only groups blocks */
	HAS_BLOCKS = 1 << 7,
	HAS_SPANS = 1 << 8,
};

struct html_element {
	const char *name; /* lower case */
	unsigned flags;
};

struct tag {
	size_t start, end;	  /* of its `<`, and behind its `>` */
	size_t attributes;	  /* behind the name */
	char name[HTML_MAX_NAME]; /* lower case */
	const struct html_element *element;
	bool is_close;
	bool is_self_closed; /* ends in /> */
};

/*
 * Reads the tag at `at`, which holds a `<`. False when it is none. More
 * forgiving than kramdown: values of attributes need no quotes. At most 100 attributes, 8 KiB of a value without quotes.
 */
bool html_tag_read(struct source *source, size_t at, struct tag *tag);

static inline bool
html_is(const struct tag *tag, unsigned flag)
{
	return (tag->element->flags & flag) != 0;
}

/* What markdown="1" means in an element (kramdown's content models). */
enum html_content html_content_of(const struct tag *tag);

/* The value of markdown="…" in a tag; false when it has none that kramdown knows. */
bool html_tag_content(
		const struct source *source, const struct tag *tag, enum html_content *content);

/* All tags of a text in their order, each start tag with its close tag. */
struct tag_entry {
	size_t start, end;
	size_t match;	    /* number of the close tag of a start tag; SOURCE_NOWHERE */
	bool is_verbatim;   /* a start tag: IS_VERBATIM */
	bool says_markdown; /* a start tag with markdown="…" */
};

struct tag_index {
	struct tag_entry *entries;
	size_t count, capacity;
};

/*
 * The tags of the source, found once. A close tag belongs to the nearest start
 * tag of its name that is open, which ends what was opened within; that of a
 * span element does not reach out of a block element. Linear.
 */
const struct tag_index *html_tags(struct source *source, struct arena *arena);

/* Number of the entry whose tag begins at or after `at`; `count` if there is none. */
size_t html_tag_number(const struct tag_index *index, size_t at);

/* Behind the close tag of the element whose start tag is at `at`; SOURCE_NOWHERE when nothing closes it. */
size_t html_element_end(struct source *source, struct arena *arena, size_t at);

/* Whether `at` begins a tag of a block element, after which a paragraph ends (kramdown, "HTML Blocks"). */
bool html_begins_block(const struct source *source, size_t at);

#endif
