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

struct tag {
	size_t start, end;	  /* of its `<`, and behind its `>` */
	size_t attributes;	  /* behind the name */
	char name[HTML_MAX_NAME]; /* lower case */
	bool is_close;
	bool is_self_closed; /* ends in /> */
};

/*
 * Reads the tag at `at`, which holds a `<`. False when it is none. More
 * forgiving than kramdown: values of attributes need no quotes. At most 100 attributes, 8 KiB of a value without quotes.
 */
bool html_tag_read(struct source *source, size_t at, struct tag *tag);

/* What is asked of names, in lower case. */
bool html_is_span(const char *name); /* may begin a paragraph; names with `:` too */
bool html_is_void(const char *name); /* has no content and no close tag */
bool html_is_verbatim(
		const char *name); /* blank lines and Markdown in it are content: pre, script … */
bool html_is_text_only(const char *name); /* has no tags in it: script, style … */
bool html_is_block(const char *name);	  /* is a block for kramdown also within a line */

/* What markdown="1" means in an element (kramdown's content models). */
enum html_content html_content_of(const char *name);

/* The value of markdown="…" in a tag; false when it has none that kramdown knows. */
bool html_tag_content(
		const struct source *source, const struct tag *tag, enum html_content *content);

/* All tags of a text in their order, each with its other end. */
struct tag_entry {
	size_t start, end;
	size_t match;	    /* number of the close tag of a start tag; SOURCE_NOWHERE */
	bool is_verbatim;   /* a start tag: html_is_verbatim */
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

/* Whether `at` begins a tag of a block element, after which a paragraph ends (kramdown, "HTML Blocks"). */
bool html_begins_block(const struct source *source, size_t at);

#endif
