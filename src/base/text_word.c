#include "base/text.h"

#include "base/utf8.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <uniwbrk.h>

static bool
is_word_at(const char *text, size_t length, size_t at)
{
	uint32_t codepoint;
	return at < length && utf8_decode(text + at, length - at, &codepoint) > 0 &&
	       text_is_word(codepoint);
}

/* Whether there is a word boundary before each byte; to be freed. */
static char *
boundaries(const char *text, size_t length)
{
	char *breaks = xcalloc(length + 1, 1);
	u8_wordbreaks((const uint8_t *)text, length, breaks);
	return breaks;
}

size_t
text_word_right(const char *text, size_t length, size_t at)
{
	char *breaks = boundaries(text, length);
	while (at < length && !is_word_at(text, length, at))
		at += text_cluster(text + at, length - at);
	bool is_within = at < length;
	while (is_within) {
		at += text_cluster(text + at, length - at);
		is_within = is_word_at(text, length, at) && !breaks[at];
	}
	free(breaks);
	return at;
}

size_t
text_word_left(const char *text, size_t length, size_t at)
{
	char *breaks = boundaries(text, length);
	size_t start = 0;
	bool was_word = false;
	for (size_t place = 0; place < at; place += text_cluster(text + place, length - place)) {
		bool is_word = is_word_at(text, length, place);
		if (is_word && (!was_word || breaks[place]))
			start = place;
		was_word = is_word;
	}
	free(breaks);
	return start;
}
