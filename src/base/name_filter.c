/*
 * By pinyin a name is read once, with sets of numbers, a bit each: how many of the keys typed the
 * characters so far may be. Bit 0 is set before each character, where a place may begin.
 */

#include "base/name_filter.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/pinyin.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* How a syllable goes on from the letters typed: sets of the numbers that stand before it. */
struct step {
	uint64_t letter; /* its first letter follows */
	uint64_t two;	 /* its zh, ch or sh */
	uint64_t whole;	 /* all its letters */
	uint64_t part;	 /* its beginning, and then what is typed ends */
	unsigned length; /* letters */
};

struct name_filter {
	char *typed;
	struct buf text; /* typed, folded */
	struct buf keys; /* the same without what separates syllables; empty: nothing is looked for by pinyin */
	uint64_t end;	     /* the bit of all keys */
	uint64_t bytes[256]; /* the numbers of keys before each that is this byte */
	struct step steps[PINYIN_SYLLABLES];
	bool begins[PINYIN_LISTS]; /* by pinyin_place: a place may begin with one of its readings */
	uint64_t letters;	   /* traits that a name has which is found */
	uint64_t traits;	   /* and one that is found by pinyin */
};

/* --- Traits --- */

/* utf8_decode, sooner done for what names are made of: ASCII, and Han of three bytes. */
static inline size_t
decode(const char *text, size_t left, uint32_t *codepoint)
{
	const unsigned char *bytes = (const unsigned char *)text;
	*codepoint = bytes[0];
	if (bytes[0] < 0x80)
		return 1;
	if (left < 3 || bytes[0] < 0xE4 || bytes[0] > 0xE9)
		return utf8_decode(text, left, codepoint);
	*codepoint = (bytes[0] & 0xFU) << 12 | (bytes[1] & 0x3FU) << 6 | (bytes[2] & 0x3FU);
	return 3;
}

/* Bits: letters and digits of the name's characters and readings, first letters of both, Han. */
enum { FIRST_LETTERS = 36, HAN_TRAIT = 63 };

static uint64_t
trait_of(char byte)
{
	if (byte >= 'a' && byte <= 'z')
		return (uint64_t)1 << (byte - 'a');
	return ascii_is_digit(byte) ? (uint64_t)1 << (26 + byte - '0') : 0;
}

static uint64_t
traits_of_readings(unsigned place)
{
	uint64_t traits = (uint64_t)1 << HAN_TRAIT;
	for (bool is_last = false; !is_last; place++) {
		unsigned number = pinyin_lists[place] & ~(unsigned)PINYIN_LAST;
		const char *syllable = pinyin_syllables[number];
		is_last = (pinyin_lists[place] & PINYIN_LAST) != 0;
		traits |= trait_of(syllable[0]) << FIRST_LETTERS;
		for (size_t i = 0; syllable[i] != '\0'; i++)
			traits |= trait_of(syllable[i]) | (syllable[i] == 'v' ? trait_of('u') : 0);
	}
	return traits;
}

uint64_t
name_traits(const char *folded)
{
	uint64_t traits = 0;
	size_t length = strlen(folded);
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		uint64_t own = trait_of(folded[at]);
		at += decode(folded + at, length - at, &codepoint);
		unsigned place = pinyin_place(codepoint);
		traits |= own | own << FIRST_LETTERS;
		traits |= place > 0 ? traits_of_readings(place) : 0;
	}
	return traits;
}

/* --- What is typed --- */

/* Bytes of a space or an apostrophe, straight or curly, that begins the text; 0: none does. */
static size_t
separator_bytes(const char *text)
{
	static const char curly[] = "’";
	if (text[0] == ' ' || text[0] == '\'')
		return 1;
	return strncmp(text, curly, sizeof(curly) - 1) == 0 ? sizeof(curly) - 1 : 0;
}

/* Takes the keys out of the text; the set of numbers of keys after which a separator stands. */
static uint64_t
take_keys(struct name_filter *filter)
{
	uint64_t breaks = 0;
	bool has_letter = false;
	for (const char *text = filter->text.data; *text != '\0';) {
		size_t bytes = separator_bytes(text);
		has_letter |= *text >= 'a' && *text <= 'z';
		if (bytes == 0)
			buf_add_char(&filter->keys, *text);
		else if (filter->keys.length <= NAME_FILTER_KEYS)
			breaks |= (uint64_t)1 << filter->keys.length;
		text += bytes > 0 ? bytes : 1;
	}
	if (!has_letter || filter->keys.length > NAME_FILTER_KEYS)
		buf_clear(&filter->keys);
	return breaks;
}

/* How many letters of the syllable are the keys from `at` on; none beyond a separator. */
static size_t
common_length(const struct buf *keys, size_t at, const char *syllable, uint64_t breaks)
{
	size_t length = 0;
	for (; syllable[length] != '\0' && at + length < keys->length; length++) {
		char key = keys->data[at + length];
		bool is_same = syllable[length] == key || (syllable[length] == 'v' && key == 'u');
		if (!is_same || (length > 0 && (breaks >> (at + length) & 1) != 0))
			break;
	}
	return length;
}

static struct step
step_of(const struct name_filter *filter, const char *syllable, uint64_t breaks)
{
	const struct buf *keys = &filter->keys;
	struct step step = {.length = (unsigned)strlen(syllable)};
	bool has_two = step.length > 1 && syllable[1] == 'h';
	for (size_t at = 0; at < keys->length; at++) {
		uint64_t bit = (uint64_t)1 << at;
		size_t common = common_length(keys, at, syllable, breaks);
		step.letter |= common > 0 ? bit : 0;
		step.two |= common > 1 && has_two ? bit : 0;
		step.whole |= common == step.length ? bit : 0;
		step.part |= common > 0 && at + common == keys->length ? bit : 0;
	}
	if (breaks & filter->end)
		step.part = 0;
	return step;
}

static void
make_steps(struct name_filter *filter, uint64_t breaks)
{
	for (size_t i = 0; i < PINYIN_SYLLABLES; i++)
		filter->steps[i] = step_of(filter, pinyin_syllables[i], breaks);
	/* A list has what is of its first reading and what the list of the others has. */
	for (size_t i = PINYIN_LISTS - 1; i > 0; i--) {
		unsigned number = pinyin_lists[i] & ~(unsigned)PINYIN_LAST;
		bool is_last = (pinyin_lists[i] & PINYIN_LAST) != 0;
		filter->begins[i] = (filter->steps[number].letter & 1) != 0 ||
				    (!is_last && filter->begins[i + 1]);
	}
}

struct name_filter *
name_filter_new(const char *typed)
{
	struct name_filter *filter = xcalloc(1, sizeof(*filter));
	filter->typed = xstrdup(typed);
	buf_init(&filter->text);
	buf_init(&filter->keys);
	text_fold(&filter->text, typed, strlen(typed));
	uint64_t breaks = take_keys(filter);
	filter->end = (uint64_t)1 << filter->keys.length;
	for (size_t i = 0; i < filter->text.length; i++)
		filter->letters |= trait_of(filter->text.data[i]);
	filter->traits = filter->letters | (uint64_t)1 << HAN_TRAIT |
			 trait_of(filter->keys.data[0]) << FIRST_LETTERS;
	for (size_t i = 0; i < filter->keys.length; i++)
		filter->bytes[(unsigned char)filter->keys.data[i]] |= (uint64_t)1 << i;
	if (filter->keys.length > 0)
		make_steps(filter, breaks);
	return filter;
}

void
name_filter_free(struct name_filter *filter)
{
	if (filter == NULL)
		return;
	free(filter->typed);
	buf_free(&filter->text);
	buf_free(&filter->keys);
	free(filter);
}

const char *
name_filter_typed(const struct name_filter *filter)
{
	return filter->typed;
}

/* --- By pinyin --- */

/* The numbers of keys that the characters so far may be. */
struct reached {
	uint64_t plain; /* by characters that are themselves */
	uint64_t read;	/* by one reading at least: only these make a place */
};

static uint64_t
take_bytes(const struct name_filter *filter, const char *character, size_t length, uint64_t numbers)
{
	for (size_t i = 0; i < length && numbers != 0; i++)
		numbers = (numbers & filter->bytes[(unsigned char)character[i]]) << 1;
	return numbers;
}

static uint64_t
take_readings(const struct name_filter *filter, unsigned place, uint64_t numbers)
{
	uint64_t next = 0;
	for (bool is_last = false; !is_last; place++) {
		const struct step *step =
				&filter->steps[pinyin_lists[place] & ~(unsigned)PINYIN_LAST];
		is_last = (pinyin_lists[place] & PINYIN_LAST) != 0;
		next |= (numbers & step->letter) << 1 | (numbers & step->two) << 2;
		next |= (numbers & step->whole) << step->length;
		if (numbers & step->part)
			next |= filter->end;
	}
	return next;
}

/* Goes on by the first character of the text; returns its bytes. */
static inline size_t
take_character(const struct name_filter *filter, const char *text, size_t left,
		struct reached *reached)
{
	uint32_t codepoint;
	size_t length = decode(text, left, &codepoint);
	struct reached before = *reached;
	*reached = (struct reached){0};
	if (filter->bytes[(unsigned char)text[0]] != 0) {
		reached->plain = take_bytes(filter, text, length, before.plain);
		reached->read = take_bytes(filter, text, length, before.read);
	}
	unsigned place = pinyin_place(codepoint);
	if (place > 0) {
		reached->read |= take_readings(filter, place, before.plain | before.read);
		return length;
	}
	/* Before a place nothing is passed over: there it would only begin sooner. */
	before.plain &= ~(uint64_t)1;
	if ((before.plain | before.read) != 0 && text_class_of(codepoint) <= TEXT_SYMBOL) {
		reached->plain |= before.plain;
		reached->read |= before.read;
	}
	return length;
}

/* Bytes of the characters at the start of the text with which no place begins. */
static size_t
skip(const struct name_filter *filter, const char *text, size_t length)
{
	size_t at = 0;
	while (at < length) {
		uint32_t codepoint;
		size_t step = decode(text + at, length - at, &codepoint);
		if ((filter->bytes[(unsigned char)text[at]] & 1) != 0 ||
				filter->begins[pinyin_place(codepoint)])
			break;
		at += step;
	}
	return at;
}

static bool
has_pinyin(const struct name_filter *filter, const char *folded, size_t length)
{
	struct reached reached = {0};
	for (size_t at = 0; (reached.read & filter->end) == 0;) {
		if ((reached.plain | reached.read) == 0)
			at += skip(filter, folded + at, length - at);
		if (at == length)
			break;
		reached.plain |= 1;
		at += take_character(filter, folded + at, length - at, &reached);
	}
	return (reached.read & filter->end) != 0;
}

/* The bytes of the place that begins at the start of the text; 0: none does. */
static size_t
pinyin_length(const struct name_filter *filter, const char *text, size_t length)
{
	struct reached reached = {.plain = 1};
	size_t at = 0;
	while (at < length && (reached.plain | reached.read) != 0) {
		at += take_character(filter, text + at, length - at, &reached);
		if (reached.read & filter->end)
			return at;
	}
	return 0;
}

/* --- Names --- */

enum name_found
name_filter_try(const struct name_filter *filter, const char *folded, uint64_t traits)
{
	if ((filter->letters & ~traits) != 0)
		return NAME_NOT_FOUND;
	if (strstr(folded, filter->text.data) != NULL)
		return NAME_BY_TEXT;
	bool may_be = filter->keys.length > 0 && (filter->traits & ~traits) == 0;
	return may_be && has_pinyin(filter, folded, strlen(folded)) ? NAME_BY_PINYIN
								    : NAME_NOT_FOUND;
}

size_t
name_filter_find(const struct name_filter *filter, const char *folded, size_t length, size_t from,
		size_t *found)
{
	if (from > length || filter->text.length == 0)
		return SIZE_MAX;
	bool is_by_text = strstr(folded, filter->text.data) != NULL;
	const char *place = is_by_text ? strstr(folded + from, filter->text.data) : NULL;
	*found = filter->text.length;
	if (place != NULL)
		return (size_t)(place - folded);
	for (size_t at = from; !is_by_text && filter->keys.length > 0 && at < length;) {
		uint32_t codepoint;
		at += skip(filter, folded + at, length - at);
		*found = pinyin_length(filter, folded + at, length - at);
		if (*found > 0)
			return at;
		at += at < length ? decode(folded + at, length - at, &codepoint) : 0;
	}
	return SIZE_MAX;
}
