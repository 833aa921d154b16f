#include "markdown/source.h"

#include "base/arena.h"

#include <string.h>

int
slice_compare(struct slice a, struct slice b)
{
	size_t shared = a.length < b.length ? a.length : b.length;
	int order = shared > 0 ? memcmp(a.text, b.text, shared) : 0;
	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

struct slice
slice_unescape(struct arena *arena, struct slice text, const char *escaped)
{
	if (memchr(text.text, '\\', text.length) == NULL)
		return text;
	char *copy = arena_raw(arena, text.length);
	size_t length = 0;
	for (size_t i = 0; i < text.length; i++) {
		bool is_escape = text.text[i] == '\\' && i + 1 < text.length &&
				 strchr(escaped, text.text[i + 1]) != NULL;
		if (is_escape)
			i++;
		copy[length++] = text.text[i];
	}
	return slice_of(copy, length);
}

struct source
source_of(struct slice text)
{
	return (struct source){.text = text.text, .length = text.length};
}

static size_t
find_byte(const struct source *source, char byte, size_t at)
{
	const char *found = at < source->length
					    ? memchr(source->text + at, byte, source->length - at)
					    : NULL;
	return found != NULL ? (size_t)(found - source->text) : SOURCE_NOWHERE;
}

/* Two tildes end struck-out text only behind a character that is neither space nor tilde. */
static bool
ends_strike(const struct source *source, size_t at)
{
	return at > 0 && !ascii_is_space(source->text[at - 1]) && source->text[at - 1] != '~';
}

/* A quote ends a link's title if a `)` follows. The white space between them is searched once for each quote. */
static bool
ends_title(const struct source *source, size_t at)
{
	return source_byte(source, source_skip_white(source, at + 1)) == ')';
}

static size_t
find_afresh(const struct source *source, enum source_mark mark, size_t at)
{
	static const struct {
		const char *text;
		bool (*fits)(const struct source *source, size_t at); /* NULL: always */
	} marks[MARK_COUNT] = {[MARK_BRACE] = {"}", NULL},
			[MARK_BRACKET] = {"]", NULL},
			[MARK_ANGLE] = {">", NULL},
			[MARK_QUOTE] = {"\"", NULL},
			[MARK_APOSTROPHE] = {"'", NULL},
			[MARK_COMMENT] = {"-->", NULL},
			[MARK_MATH] = {"$$", NULL},
			[MARK_STRIKE] = {"~~", ends_strike},
			[MARK_TITLE_QUOTE] = {"\"", ends_title},
			[MARK_TITLE_APOSTROPHE] = {"'", ends_title},
			[MARK_TAG] = {"<", NULL},
			[MARK_FEED] = {"\n", NULL}};
	const char *text = marks[mark].text;
	while ((at = find_byte(source, text[0], at)) != SOURCE_NOWHERE) {
		if (source_has(source, at, text) &&
				(marks[mark].fits == NULL || marks[mark].fits(source, at)))
			return at;
		at++;
	}
	return SOURCE_NOWHERE;
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
source_skip_white(const struct source *source, size_t at)
{
	while (ascii_is_space(source_byte(source, at)))
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
	while (at < source->length && source->text[at] != '\n' && ascii_is_space(source->text[at]))
		at++;
	return at >= source->length || source->text[at] == '\n';
}
