#include "fulltext/words.h"

#include "base/arena.h"
#include "base/hash_table.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

/* --- Folding --- */

static bool
is_kana_or_han(unsigned char first, unsigned char second)
{
	return (first >= 0xE4 && first <= 0xE9) ||
	       (first == 0xE3 && second >= 0x81 && second <= 0x83);
}

/* Bytes of the visible ASCII, kana and Han (lead bytes E4 to E9) that the text begins with. */
static size_t
usual_run(const char *text, size_t length)
{
	size_t at = 0;
	while (at < length) {
		unsigned char byte = (unsigned char)text[at];
		if (byte > ' ' && byte < 0x7F)
			at++;
		else if (length - at >= 3 && is_kana_or_han(byte, (unsigned char)text[at + 1]))
			at += 3;
		else
			break;
	}
	return at;
}

/* Moves what stays to its place: in most texts it stands there already. */
static void
keep(struct buf *folded, size_t *map, size_t kept, size_t at, size_t length)
{
	if (kept == at)
		return;
	memmove(folded->data + kept, folded->data + at, length);
	if (map != NULL)
		memmove(map + kept, map + at, length * sizeof(*map));
}

/*
 * Levels spaces and drops what no screen shows, in place; the map, if there is
 * one, goes along.
 */
static void
level(struct buf *folded, size_t *map)
{
	size_t kept = 0;
	size_t step;
	bool is_after_space = false;
	for (size_t at = 0; at < folded->length; at += step) {
		step = usual_run(folded->data + at, folded->length - at);
		bool is_space = false;
		if (step == 0) {
			uint32_t codepoint;
			step = utf8_decode(folded->data + at, folded->length - at, &codepoint);
			is_space = text_class_of(codepoint) == TEXT_SPACE;
			if (is_space ? is_after_space : text_is_left_out(codepoint))
				continue;
		}
		is_after_space = is_space;
		if (is_space)
			folded->data[at] = ' ';
		keep(folded, map, kept, at, is_space ? 1 : step);
		kept += is_space ? 1 : step;
	}
	if (map != NULL)
		map[kept] = map[folded->length];
	buf_truncate(folded, kept);
}

/* The part of `out` from `start` on is levelled alone. */
void
words_fold(struct buf *out, const char *text, size_t length)
{
	size_t start = out->length;
	text_fold(out, text, length);
	struct buf part = {.data = out->data + start, .length = out->length - start};
	level(&part, NULL);
	buf_truncate(out, start + part.length);
}

void
words_fold_mapped(struct buf *out, size_t **map, const char *text, size_t length)
{
	text_fold_mapped(out, map, text, length);
	level(out, *map);
}

void
words_trim(struct buf *folded)
{
	if (folded->length > 0 && folded->data[folded->length - 1] == ' ')
		buf_truncate(folded, folded->length - 1);
	if (folded->length > 0 && folded->data[0] == ' ') {
		memmove(folded->data, folded->data + 1, folded->length - 1);
		buf_truncate(folded, folded->length - 1);
	}
}

/* --- Finding --- */

/* Bytes of a character in valid UTF-8. */
static size_t
character_bytes(char first)
{
	unsigned char byte = (unsigned char)first;
	if (byte < 0xC0)
		return 1;
	return byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/* The class of the character that ends before `end`. */
static enum text_class
class_before(const char *text, size_t end)
{
	uint32_t codepoint;
	utf8_decode_last(text, end, &codepoint);
	return text_class_of(codepoint);
}

static enum text_class
class_at(const char *text, size_t length, size_t at)
{
	uint32_t codepoint;
	(void)utf8_decode(text + at, length - at, &codepoint);
	return text_class_of(codepoint);
}

/* Whether a word goes on between the characters before and at `at`. */
static bool
is_inside_word(const char *text, size_t length, size_t at)
{
	if (at == 0 || at >= length)
		return false;
	enum text_class class = class_at(text, length, at);
	return (class == TEXT_LETTER || class == TEXT_DIGIT) && class == class_before(text, at);
}

/* Whether the words of a term that stands at `at` are words there. */
static bool
stands_alone(const char *text, size_t length, size_t at, const struct words_term *term)
{
	return term->is_part ||
	       (!is_inside_word(text, length, at) &&
			       (term->is_prefix ||
					       !is_inside_word(text, length, at + term->length)));
}

size_t
words_find(const char *folded, size_t length, size_t from, const struct words_term *term)
{
	/* The last byte of the first character is the rarest: thousands share the first. */
	size_t anchor = character_bytes(term->text[0]) - 1;
	while (from + term->length <= length) {
		const char *found = memchr(folded + from + anchor, term->text[anchor],
				length - from - term->length + 1);
		if (found == NULL)
			return SIZE_MAX;
		const char *first = found - anchor;
		size_t at = (size_t)(first - folded);
		if (memcmp(first, term->text, term->length) == 0 &&
				stands_alone(folded, length, at, term))
			return at;
		from = at + 1;
	}
	return SIZE_MAX;
}

size_t
words_find_first(const char *folded, size_t length, size_t from, const struct words_term *terms,
		size_t count, size_t *found)
{
	size_t first = SIZE_MAX;
	*found = 0;
	for (size_t i = 0; i < count; i++) {
		size_t at = words_find(folded, length, from, &terms[i]);
		bool is_better = at < first || (at == first && terms[i].length > *found);
		if (at == SIZE_MAX || !is_better)
			continue;
		first = at;
		*found = terms[i].length;
	}
	return first;
}

size_t
words_name_length(const struct buf *names, size_t at)
{
	const char *end = memchr(names->data + at, WORDS_SEPARATOR, names->length - at);
	return end == NULL ? names->length - at : (size_t)(end - names->data) - at;
}

bool
words_has_name(const struct buf *names, const struct words_term *term)
{
	size_t length;
	for (size_t at = 0; at < names->length; at += length + 1) {
		length = words_name_length(names, at);
		bool is_long = term->is_prefix ? length >= term->length : length == term->length;
		if (is_long && memcmp(names->data + at, term->text, term->length) == 0)
			return true;
	}
	return false;
}

size_t
words_map_end(const size_t *map, size_t length, size_t end)
{
	while (end < length && map[end] == map[end - 1])
		end++;
	return map[end];
}

bool
words_is_han(const struct words_term *term)
{
	for (size_t at = 0; at < term->length; at += 3) {
		unsigned char first = (unsigned char)term->text[at];
		bool is_han = first >= 0xE4 && first <= 0xE9 &&
			      (first > 0xE4 || (unsigned char)term->text[at + 1] >= 0xB8);
		if (!is_han)
			return false;
	}
	return true;
}

/* --- Tokens of a text --- */

/* A stretch of folded text that makes tokens: a run of one class, or one symbol. */
struct stretch {
	enum text_class class;
	size_t start, end;
};

static bool
next_stretch(const char *text, size_t length, struct stretch *stretch)
{
	size_t at = stretch->end;
	bool is_begun = false;
	while (at < length) {
		uint32_t codepoint = (unsigned char)text[at];
		size_t step = 1;
		if (codepoint >= 0x80)
			step = utf8_decode(text + at, length - at, &codepoint);
		enum text_class class = text_class_of(codepoint);
		if (is_begun && (class != stretch->class || class == TEXT_SYMBOL))
			break;
		if (!is_begun && class != TEXT_SPACE) {
			stretch->class = class;
			stretch->start = at;
			is_begun = true;
		}
		at += step;
	}
	stretch->end = at;
	return is_begun;
}

/* Bytes of the token that stands for a run of letters or digits: cut between characters. */
static size_t
run_bytes(const char *run, size_t length)
{
	if (length <= WORDS_TOKEN_BYTES)
		return length;
	length = WORDS_TOKEN_BYTES;
	while (length > 0 && (run[length] & 0xC0) == 0x80)
		length--;
	return length;
}

static void
put_token(struct buf *out, const char *bytes, size_t length, char mark)
{
	if (mark != 0)
		buf_add_char(out, mark);
	buf_add(out, bytes, length);
	buf_add_char(out, WORDS_SEPARATOR);
}

struct words_set {
	struct buf tokens;
	struct hash_table index; /* of the tokens' offsets */
};

struct words_set *
words_set_new(struct arena *arena)
{
	struct words_set *set = arena_alloc(arena, sizeof(*set));
	buf_init_in(&set->tokens, arena);
	set->index.arena = arena;
	return set;
}

void
words_set_clear(struct words_set *set)
{
	buf_clear(&set->tokens);
	hash_table_clear(&set->index);
}

const struct buf *
words_set_tokens(const struct words_set *set)
{
	return &set->tokens;
}

/* No token holds a separator. */
static bool
is_token(const void *owner, uint32_t offset, const char *bytes, size_t length)
{
	const struct buf *tokens = owner;
	return offset + length < tokens->length &&
	       memcmp(tokens->data + offset, bytes, length) == 0 &&
	       tokens->data[offset + length] == WORDS_SEPARATOR;
}

/* Writes the token behind the others, and takes it back when it is there already. */
static void
add_token(struct words_set *set, const char *bytes, size_t length, char mark)
{
	size_t offset = set->tokens.length;
	put_token(&set->tokens, bytes, length, mark);
	uint32_t found = hash_table_add(&set->index, is_token, &set->tokens,
			set->tokens.data + offset, set->tokens.length - offset - 1,
			(uint32_t)offset);
	if (found != offset)
		buf_truncate(&set->tokens, offset);
}

static void
add_ideographs(struct words_set *set, const char *run, size_t length, char mark)
{
	size_t step;
	for (size_t at = 0; at < length; at += step) {
		step = character_bytes(run[at]);
		add_token(set, run + at, step, mark);
		if (at + step < length)
			add_token(set, run + at, step + character_bytes(run[at + step]), mark);
	}
}

void
words_set_add(struct words_set *set, const char *folded, size_t length, char mark)
{
	struct stretch stretch = {.end = 0};
	while (next_stretch(folded, length, &stretch)) {
		const char *run = folded + stretch.start;
		size_t bytes = stretch.end - stretch.start;
		if (stretch.class == TEXT_IDEOGRAPH)
			add_ideographs(set, run, bytes, mark);
		else
			add_token(set, run, run_bytes(run, bytes), mark);
	}
}

void
words_set_add_whole(struct words_set *set, const char *folded, size_t length, char mark)
{
	add_token(set, folded, run_bytes(folded, length), mark);
}

/* --- Tokens of a term --- */

enum { TERM_TOKENS = 24 }; /* about as many as are looked for of one term */

/* A run of one ideograph is looked for by itself, a longer one by its pairs. Returns how many tokens. */
static size_t
put_ideographs(struct buf *out, const char *run, size_t length, char mark)
{
	size_t count = 0;
	size_t step = character_bytes(run[0]);
	if (step == length) {
		put_token(out, run, length, mark);
		return 1;
	}
	for (size_t at = 0; at + step < length && count < TERM_TOKENS; count++) {
		size_t next = character_bytes(run[at + step]);
		put_token(out, run + at, step + next, mark);
		at += step;
		step = next;
	}
	return count;
}

bool
words_of_term(struct buf *out, const struct words_term *term, char mark, bool *is_prefix)
{
	struct stretch stretch = {.end = 0};
	size_t count = 0;
	bool is_exact = true;
	*is_prefix = false;
	while (count < TERM_TOKENS && next_stretch(term->text, term->length, &stretch)) {
		const char *run = term->text + stretch.start;
		size_t bytes = stretch.end - stretch.start;
		if (stretch.class == TEXT_IDEOGRAPH) {
			count += put_ideographs(out, run, bytes, mark);
			continue;
		}
		/* A token of all the bytes that one may have may be the beginning of a longer word. */
		is_exact = bytes < WORDS_TOKEN_BYTES;
		put_token(out, run, run_bytes(run, bytes), mark);
		count++;
		*is_prefix = term->is_prefix && stretch.end == term->length &&
			     stretch.class != TEXT_SYMBOL && bytes <= WORDS_TOKEN_BYTES;
	}
	return is_exact && count == 1 && stretch.start == 0 && stretch.end == term->length;
}

bool
words_of_name(struct buf *out, const struct words_term *name, char mark, bool *is_prefix)
{
	size_t bytes = run_bytes(name->text, name->length);
	put_token(out, name->text, bytes, mark);
	*is_prefix = name->is_prefix && bytes == name->length;
	return name->length < WORDS_TOKEN_BYTES;
}
