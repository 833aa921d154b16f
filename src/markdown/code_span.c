#include "markdown/code_span.h"

size_t
code_span_marks(struct slice text, size_t at)
{
	size_t marks = 0;
	while (at + marks < text.length && text.text[at + marks] == '`')
		marks++;
	return marks;
}

/* The offset of the next `marks` or more backticks in a row; the text's length if there are none. */
static size_t
find_marks(struct slice text, size_t at, size_t marks)
{
	while (at < text.length) {
		const char *next = memchr(text.text + at, '`', text.length - at);
		if (next == NULL)
			break;
		at = (size_t)(next - text.text);
		size_t run = code_span_marks(text, at);
		if (run >= marks)
			return at;
		at += run;
	}
	return text.length;
}

size_t
code_span_end(struct slice text, size_t at, bool is_first, struct code_search *search)
{
	size_t marks = code_span_marks(text, at);
	size_t start = at + marks;
	if (marks == 0 || (at >= search->from && marks >= search->marks))
		return at;
	if (marks == 1 && (is_first || ascii_is_space(text.text[at - 1])) && start < text.length &&
			(text.text[start] == ' ' || text.text[start] == '\t'))
		return at;
	size_t end = find_marks(text, start, marks);
	if (end < text.length)
		return end + marks;
	*search = (struct code_search){marks, at};
	return at;
}
