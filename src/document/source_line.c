#include "document/source_line.h"

#include <string.h>

enum { MAX_DIGITS = 9 }; /* of a list number, CommonMark 5.2 */

struct source_line
source_line_read(const char *at, const char *end)
{
	const char *feed = memchr(at, '\n', (size_t)(end - at));
	struct source_line line = {.start = at, .end = feed != NULL ? feed : end, .text = at};
	line.next = feed != NULL ? feed + 1 : end;
	for (; line.text < line.end && (*line.text == ' ' || *line.text == '\t'); line.text++)
		line.indent += *line.text == '\t' ? CODE_INDENT - line.indent % CODE_INDENT : 1;
	return line;
}

bool
source_line_is_blank(const struct source_line *line)
{
	return line->text == line->end;
}

size_t
source_line_length(const struct source_line *line)
{
	const char *end = line->end;
	while (end > line->text && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return (size_t)(end - line->text);
}

bool
source_line_is(const struct source_line *line, const char *wanted)
{
	size_t length = source_line_length(line);
	return length == strlen(wanted) && memcmp(line->text, wanted, length) == 0;
}

struct item_marker
source_line_item(const struct source_line *line, size_t column)
{
	struct item_marker marker = {0};
	const char *at = line->text;
	while (at < line->end && at - line->text < MAX_DIGITS && *at >= '0' && *at <= '9')
		at++;
	marker.is_ordered = at > line->text;
	bool has_marker = at < line->end &&
			  (marker.is_ordered ? *at == '.' || *at == ')'
					     : *at == '-' || *at == '*' || *at == '+');
	if (!has_marker || (++at < line->end && *at != ' ' && *at != '\t'))
		return marker;
	marker.length = (size_t)(at - line->text);
	size_t start = column + marker.length, now = start;
	for (; at < line->end && (*at == ' ' || *at == '\t'); at++)
		now += *at == '\t' ? CODE_INDENT - now % CODE_INDENT : 1;
	marker.text = at;
	marker.spaces = now - start;
	return marker;
}

size_t
source_line_fence(const struct source_line *line)
{
	const char *at = line->text;
	if (at == line->end || (*at != '`' && *at != '~'))
		return 0;
	while (at < line->end && *at == *line->text)
		at++;
	size_t length = (size_t)(at - line->text);
	if (length < 3)
		return 0;
	bool has_tick_in_info =
			*line->text == '`' && memchr(at, '`', (size_t)(line->end - at)) != NULL;
	return has_tick_in_info ? 0 : length;
}

bool
source_line_is_attributes(const struct source_line *line)
{
	size_t length = source_line_length(line);
	return length >= 3 && line->text[0] == '{' && line->text[1] == ':' &&
	       line->text[length - 1] == '}' && memchr(line->text, '}', length - 1) == NULL;
}

bool
source_line_is_abbreviation(const struct source_line *line)
{
	if (line->end - line->text < 5 || line->text[0] != '*' || line->text[1] != '[')
		return false;
	const char *close = memchr(line->text, ']', (size_t)(line->end - line->text - 1));
	return close != NULL && close > line->text + 2 && close[1] == ':';
}

bool
source_line_is_table_rule(const struct source_line *line)
{
	bool has_dash = false, has_bar = false;
	for (const char *at = line->text; at < line->end; at++) {
		has_dash |= *at == '-';
		has_bar |= *at == '|';
		if (*at == '\0' || strchr(" \t|:-", *at) == NULL)
			return false;
	}
	return has_dash && has_bar;
}

size_t
source_line_cells(const struct source_line *line)
{
	size_t length = source_line_length(line), bars = 0;
	if (length < 2 || line->text[0] != '|' || line->text[length - 1] != '|')
		return 0;
	for (size_t i = 0; i < length; i++) {
		if (line->text[i] == '\\')
			i++;
		else
			bars += line->text[i] == '|';
	}
	return bars > 0 ? bars - 1 : 0;
}

bool
source_line_is_rule(const struct source_line *line)
{
	size_t count = 0;
	if (source_line_is_blank(line) || strchr("*-_", *line->text) == NULL)
		return false;
	for (const char *at = line->text; at < line->end; at++) {
		if (*at == *line->text)
			count++;
		else if (*at != ' ' && *at != '\t')
			return false;
	}
	return count >= 3;
}
