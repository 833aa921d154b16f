#include "markdown/source.h"

#include <string.h>

int
slice_compare(struct slice a, struct slice b)
{
	size_t shared = a.length < b.length ? a.length : b.length;
	int order = shared > 0 ? memcmp(a.text, b.text, shared) : 0;
	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

void
source_init(struct source *source, const char *text, size_t length)
{
	*source = (struct source){.text = text, .length = length};
}

static size_t
find_byte(const struct source *source, char byte, size_t at)
{
	const char *found = at < source->length
					    ? memchr(source->text + at, byte, source->length - at)
					    : NULL;
	return found != NULL ? (size_t)(found - source->text) : SOURCE_NOWHERE;
}

static size_t
find_text(const struct source *source, const char *wanted, size_t at)
{
	size_t length = strlen(wanted);
	while ((at = find_byte(source, wanted[0], at)) != SOURCE_NOWHERE) {
		if (source->length - at >= length && memcmp(source->text + at, wanted, length) == 0)
			return at;
		at++;
	}
	return SOURCE_NOWHERE;
}

/* Two tildes behind a letter. */
static size_t
find_strike_end(const struct source *source, size_t at)
{
	while ((at = find_text(source, "~~", at)) != SOURCE_NOWHERE) {
		if (at > 0 && !slice_is_space(source->text[at - 1]) && source->text[at - 1] != '~')
			return at;
		at++;
	}
	return SOURCE_NOWHERE;
}

/* A quote that ends a link's title. White space is looked through once a quote: no two share it. */
static size_t
find_title_end(const struct source *source, char quote, size_t at)
{
	while ((at = find_byte(source, quote, at)) != SOURCE_NOWHERE) {
		size_t next = at + 1;
		while (next < source->length && slice_is_space(source->text[next]))
			next++;
		if (source_byte(source, next) == ')')
			return at;
		at++;
	}
	return SOURCE_NOWHERE;
}

static size_t
find_afresh(const struct source *source, enum source_mark mark, size_t at)
{
	switch (mark) {
	case MARK_BRACE:
		return find_byte(source, '}', at);
	case MARK_BRACKET:
		return find_byte(source, ']', at);
	case MARK_ANGLE:
		return find_byte(source, '>', at);
	case MARK_QUOTE:
		return find_byte(source, '"', at);
	case MARK_APOSTROPHE:
		return find_byte(source, '\'', at);
	case MARK_COMMENT:
		return find_text(source, "-->", at);
	case MARK_MATH:
		return find_text(source, "$$", at);
	case MARK_STRIKE:
		return find_strike_end(source, at);
	case MARK_TITLE_QUOTE:
		return find_title_end(source, '"', at);
	case MARK_TITLE_APOSTROPHE:
		return find_title_end(source, '\'', at);
	default:
		return find_byte(source, '\n', at);
	}
}

size_t
source_find(struct source *source, enum source_mark mark, size_t at)
{
	struct source_found *known = &source->found[mark];
	if (known->at != 0 && at >= known->from && at <= known->at)
		return known->at;
	size_t place = find_afresh(source, mark, at);
	*known = (struct source_found){at, place};
	return place;
}

size_t
source_line_end(const struct source *source, size_t at)
{
	size_t feed = find_byte(source, '\n', at);
	return feed != SOURCE_NOWHERE ? feed : source->length;
}

size_t
source_next_line(const struct source *source, size_t at)
{
	size_t feed = find_byte(source, '\n', at);
	return feed != SOURCE_NOWHERE ? feed + 1 : source->length;
}

size_t
source_skip_spaces(const struct source *source, size_t at, size_t most)
{
	size_t end = source->length - at > most ? at + most : source->length;
	while (at < end && source->text[at] == ' ')
		at++;
	return at;
}

size_t
source_skip_blanks(const struct source *source, size_t at)
{
	while (at < source->length && (source->text[at] == ' ' || source->text[at] == '\t'))
		at++;
	return at;
}

bool
source_is_blank(const struct source *source, size_t at)
{
	while (at < source->length && source->text[at] != '\n') {
		if (!slice_is_space(source->text[at]))
			return false;
		at++;
	}
	return true;
}
