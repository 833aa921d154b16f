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

/* Marks that are searched for again and again. */
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

/* The last answer for a mark: the first one at or after `from` is at `at`. */
struct source_found {
	size_t from, at;
};

/*
 * Blocks are read from whole lines, the last of which ends in a line feed; spans from
 * the text of a block.
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

/* Where the line after that at `at` begins; the text's length after the last. */
size_t source_next_line(const struct source *source, size_t at);

/* The offset behind the spaces at `at`, at most `most` of them. */
size_t source_skip_spaces(const struct source *source, size_t at, size_t most);

/* The offset behind the white space at `at`, line feeds included. */
size_t source_skip_white(const struct source *source, size_t at);

/* The offset behind the spaces and tabs at `at`. */
size_t source_skip_blanks(const struct source *source, size_t at);

/* Whether only white space stands between `at` and the next line feed, or `at` is the end. */
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
