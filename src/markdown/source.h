#ifndef MARKDOWN_SOURCE_H
#define MARKDOWN_SOURCE_H

/*
 * Private to the room: a text that blocks or spans are read from, and searches
 * in it that cost no more than the text is long, however often they are made.
 */

#include "base/slice.h"

#include <stdint.h>

struct arena;
struct tag_index;

/* A byte of a name as kramdown has it: ASCII letters, digits, `_`. */
static inline bool
source_is_word(char byte)
{
	return ascii_is_alnum(byte) || byte == '_';
}

/* Text without the backslashes before the bytes in `escaped`, in the arena unless it is as it was. */
struct slice slice_unescape(struct arena *arena, struct slice text, const char *escaped);

/* Below, at or above 0, as memcmp; the shorter of two that are alike comes first. */
int slice_compare(struct slice a, struct slice b);

enum { SOURCE_NOWHERE = SIZE_MAX >> 1 };

/* What is searched for again and again. */
enum source_mark {
	MARK_BRACE,	  /* } */
	MARK_BRACKET,	  /* ] */
	MARK_ANGLE,	  /* > */
	MARK_QUOTE,	  /* " */
	MARK_APOSTROPHE,  /* ' */
	MARK_COMMENT,	  /* --> */
	MARK_MATH,	  /* $$ */
	MARK_STRIKE,	  /* ~~ behind a letter */
	MARK_TITLE_QUOTE, /* " and then, after spaces, ) */
	MARK_TITLE_APOSTROPHE,
	MARK_TAG,  /* < */
	MARK_FEED, /* line feed */
	MARK_COUNT,
};

/* The place of a mark that was found last: between `from` and `at` there is none. */
struct source_found {
	size_t from, at;
};

/*
 * Block level: whole lines, the last ended by a line feed. Span level: a
 * block's text, `end` being where it is cut for a span within.
 */
struct source {
	const char *text;
	size_t length; /* bytes */
	size_t at;     /* what is before has been read */
	struct source_found found[MARK_COUNT];
	unsigned unclosed_extensions; /* extension.h: a bit a kind that nothing closes any more */
	struct tag_index *tags;	      /* html_tag.h; NULL until it is asked for */
};

struct source source_of(struct slice text);

/* The first place of the mark at or after `at`; SOURCE_NOWHERE. */
size_t source_find(struct source *source, enum source_mark mark, size_t at);

/* The line feed that ends the line at `at`; the text's length if there is none. */
size_t source_line_end(const struct source *source, size_t at);

/* Where the line behind that at `at` begins; the text's length behind the last. */
size_t source_next_line(const struct source *source, size_t at);

/* Behind the spaces at `at`, at most `most` of them. */
size_t source_skip_spaces(const struct source *source, size_t at, size_t most);

/* Behind the white space at `at`, line feeds as well. */
size_t source_skip_white(const struct source *source, size_t at);

/* Behind the spaces and tabs at `at`. */
size_t source_skip_blanks(const struct source *source, size_t at);

/* Whether nothing but white space stands before the next line feed, or `at` is the end. */
bool source_is_blank(const struct source *source, size_t at);

static inline bool
source_has(const struct source *source, size_t at, const char *text)
{
	return slice_has(slice_of(source->text, source->length), at, text);
}

static inline char
source_byte(const struct source *source, size_t at)
{
	return at < source->length ? source->text[at] : '\0';
}

#endif
