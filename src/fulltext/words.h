#ifndef FULLTEXT_WORDS_H
#define FULLTEXT_WORDS_H

/*
 * Text as a search sees it.
 *
 * Text is folded (words_fold) and then made of characters of classes
 * (text_class_of). A term is found wherever its characters stand in the same
 * order, but not inside a word: where it begins or ends with a letter, no
 * letter stands beside it, and so with digits. `AI` is not in `paid`, `603424`
 * is in `SH603424` and not in `16034245`. Ideographs (and symbols) have no such
 * neighbours: every substring of Chinese is found.
 *
 * The index knows a text by its tokens: each run of letters or of digits, each
 * symbol, each ideograph and each two ideographs in a row. A text that has a
 * term has all tokens of the term; the way back is for words_find to say.
 */

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	WORDS_SEPARATOR = '\x1F', /* after each token of a list */
	WORDS_TOKEN_BYTES = 64,	  /* longer runs are known by their beginning */
	/* Before a token: it is of the title, or names a whole tag or category. */
	WORDS_TITLE = '\x01',
	WORDS_TAG = '\x02',
	WORDS_CATEGORY = '\x03',
};

/*
 * Appends the text folded (text_fold), without the characters that a screen
 * leaves out, each stretch of white space as one space. The form with a map
 * leads back as text_fold_mapped does; `out` must be empty there.
 */
void words_fold(struct buf *out, const char *text, size_t length);
void words_fold_mapped(struct buf *out, size_t **map, const char *text, size_t length);

/* Cuts the spaces at both ends of a folded text. */
void words_trim(struct buf *folded);

struct words_term {
	const char *text; /* folded, not empty, NUL-terminated, borrowed */
	size_t length;
	bool is_prefix; /* its last word may go on: `chin*` */
	bool is_part;	/* it may stand inside a word */
};

/*
 * Where the term stands first in folded text, from offset `from` on; SIZE_MAX:
 * nowhere. It takes term->length bytes there.
 */
size_t words_find(const char *folded, size_t length, size_t from, const struct words_term *term);

/*
 * Of several terms the place of the one that stands first, from offset `from` on,
 * and of those that stand there its bytes in *found, of the longest; SIZE_MAX: none.
 */
size_t words_find_first(const char *folded, size_t length, size_t from,
		const struct words_term *terms, size_t count, size_t *found);

/* Of names with WORDS_SEPARATOR after each: the bytes of the one at `at`; whether one is the term, or begins with it. */
size_t words_name_length(const struct buf *names, size_t at);
bool words_has_name(const struct buf *names, const struct words_term *term);

/*
 * Leads back from the end (exclusive, over 0) of a stretch of folded text of `length`
 * bytes by its map: a character that was folded to several is taken whole.
 */
size_t words_map_end(const size_t *map, size_t length, size_t end);

/* Whether a term is of Han (U+4E00 to U+9FFF) alone: then a text that has it has it in its fold too. */
bool words_is_han(const struct words_term *term);

/* The tokens of many texts, each once. */
struct arena;
struct words_set;
struct words_set *words_set_new(struct arena *arena); /* which it lives in */
void words_set_clear(struct words_set *set);

/* Adds the tokens of a folded text; `mark` (0: none) stands before each. */
void words_set_add(struct words_set *set, const char *folded, size_t length, char mark);

/* Adds one token: the mark and the whole folded text. */
void words_set_add_whole(struct words_set *set, const char *folded, size_t length, char mark);

/* All tokens so far, WORDS_SEPARATOR after each; borrowed until the next call. */
const struct buf *words_set_tokens(const struct words_set *set);

/*
 * Append the tokens to look for when a term, or a name as a whole, is wanted,
 * WORDS_SEPARATOR after each; a long term is known by its first ones. The last
 * may be the beginning of one (*is_prefix). Return whether a text with these
 * tokens is sure to have the term or the name.
 */
bool words_of_term(struct buf *out, const struct words_term *term, char mark, bool *is_prefix);
bool words_of_name(struct buf *out, const struct words_term *name, char mark, bool *is_prefix);

#endif
