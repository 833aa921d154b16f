#ifndef BASE_TEXT_H
#define BASE_TEXT_H

/*
 * Text as a terminal counts it: grapheme clusters (UAX #29, by libunistring)
 * and columns (the C library's wcwidth, as ncurses uses it). The process must
 * be in a UTF-8 locale (main sets it).
 *
 * A column is one terminal cell; a CJK character fills two. All text is valid
 * UTF-8, not NUL-terminated unless said. What wcwidth does not know counts as
 * one column, since it is shown as U+FFFD. Zero-width joiners, variation
 * selectors and skin tones after an emoji count nothing: the screen leaves
 * them out, so that every terminal agrees (rendering 2.4).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Columns of one code point, 0 to 2. */
int text_codepoint_columns(uint32_t codepoint);

/* Whether terminals disagree on its columns: one, or two as in Chinese character sets (UAX #11). */
bool text_is_ambiguous(uint32_t codepoint);

/*
 * Whether the screen leaves the code point out, so that it takes no column:
 * Default_Ignorable_Code_Point (soft hyphen, joiners, fillers, bidi controls,
 * variation selectors, tags), interlinear annotation, U+FFFC for an object.
 */
bool text_is_left_out(uint32_t codepoint);

/* Bytes of the first grapheme cluster; 0 only for length 0. */
size_t text_cluster(const char *text, size_t length);

/* Bytes of the last grapheme cluster of the text. */
size_t text_last_cluster(const char *text, size_t length);

/* Columns of one cluster. A combining mark without a base takes one: it is shown on a space. */
int text_cluster_columns(const char *cluster, size_t length);

/* Columns of a whole text. */
size_t text_columns(const char *text, size_t length);

/*
 * Bytes of the longest run of whole clusters from the start that fits in
 * `columns`; *used (may be NULL) gets its columns.
 */
size_t text_fit(const char *text, size_t length, size_t columns, size_t *used);

/* Where to begin so that `end` stands at most `columns` after it: at a cluster's start, as far back as can be. */
size_t text_start_before(const char *text, size_t end, size_t columns);

/*
 * Appends the fold of the text under which search and filters compare: full
 * case folding of NFKC (ＧＤＰ, GDP, gdp alike), by libunistring, without accents
 * (U+0300 to U+036F: café, cafe), traditional Chinese characters as the
 * simplified ones that stand for them (text_simplified). Clusters of more than
 * 256 bytes stay as they are.
 */
struct buf;
void text_fold(struct buf *out, const char *text, size_t length);

/*
 * The simplified Chinese character that stands for a traditional one, by the
 * Unicode Character Database (Unihan, kSimplifiedVariant); any other as it is.
 * Where several do, one of them: 著 is 着 here. Both are of U+4E00 to U+9FFF.
 */
uint32_t text_simplified(uint32_t codepoint);

/*
 * The same fold with the way back: *map (of malloc, to be freed, or where
 * `out` has its arena) has one
 * entry a byte of `out` and one more at its end, the byte offset in `text` of
 * the character that byte came from. `out` must be empty.
 */
void text_fold_mapped(struct buf *out, size_t **map, const char *text, size_t length);

/* What a character is to who looks for words; for folded text. */
enum text_class {
	TEXT_SPACE,
	TEXT_SYMBOL, /* punctuation, signs, controls */
	TEXT_DIGIT,
	TEXT_LETTER,	/* of scripts that part words by spaces, and marks */
	TEXT_IDEOGRAPH, /* of scripts that do not: Han, kana, Hangul, Thai and its neighbours */
};
enum text_class text_class_of(uint32_t codepoint);

/* Whether the code point is a letter, a mark or a decimal digit (general categories L, M, Nd). */
bool text_is_word(uint32_t codepoint);

/*
 * The end of the first word behind `at`, and the start of the last one before it, as an editor moves: a
 * word is letters, marks and digits (text_is_word) without a word boundary of UAX #29 between them, so
 * that a hanzi is a word. The end of the text, or its start, where there is none.
 */
size_t text_word_right(const char *text, size_t length, size_t at);
size_t text_word_left(const char *text, size_t length, size_t at);

/*
 * Appends the text in lower case, and one code point in title case: the full
 * mappings of the Unicode Standard, 3.13, which may give several code points
 * (İ, ß, ﬁ); without a language's or a final letter's rules, as Ruby has them.
 */
void text_lower(struct buf *out, const char *text, size_t length);
void text_title(struct buf *out, uint32_t codepoint);

#endif
