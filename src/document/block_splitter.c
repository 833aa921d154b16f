#include "document/block_splitter.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

enum {
	MAX_NAME = 16,
	MAX_TAG = 65536, /* bytes of attributes; more is no tag */
};

/* Elements that begin an HTML block: those of CommonMark 4.6 (6), and what holds raw text. */
static const char *const block_names[] = {"address", "article", "aside", "audio", "blockquote",
		"body", "caption", "center", "col", "colgroup", "dd", "details", "dialog", "dir",
		"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
		"frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html",
		"iframe", "legend", "li", "link", "main", "menu", "menuitem", "meta", "nav",
		"noframes", "noscript", "object", "ol", "optgroup", "option", "p", "param", "pre",
		"script", "section", "source", "style", "summary", "svg", "table", "tbody", "td",
		"textarea", "tfoot", "th", "thead", "title", "tr", "track", "ul", "video"};

/* Without an end tag of their own. */
static const char *const void_names[] = {
		"col", "frame", "hr", "link", "meta", "param", "source", "track"};

/* Blank lines do not end them. */
static const char *const raw_names[] = {"pre", "script", "style", "textarea", "svg"};

struct tag {
	char name[MAX_NAME]; /* lower case; "" for a comment */
	bool is_close;
	bool is_alone; /* self-closed or void */
	const char *end;
};

static int
find_name(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return (int)i;
	}
	return -1;
}

#define FIND_NAME(names, name) find_name(names, sizeof(names) / sizeof(names[0]), name)

static bool
is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The end of a tag's attributes: after its `>`, quotes minded; NULL if there is none. */
static const char *
skip_attributes(const char *at, const char *end)
{
	if (end - at > MAX_TAG)
		end = at + MAX_TAG;
	while (at < end && *at != '>') {
		if (*at == '<')
			return NULL;
		const char *value = at;
		while (value < end && *value == '=')
			value++;
		while (value > at && value < end && (*value == ' ' || *value == '\n'))
			value++;
		if (value > at && value < end && (*value == '"' || *value == '\'')) {
			const char *close = memchr(value + 1, *value, (size_t)(end - value - 1));
			/* A quote that nothing closes is a letter: the tag is not lost for it. */
			at = close != NULL ? close + 1 : value + 1;
		} else {
			at++;
		}
	}
	return at < end ? at + 1 : NULL;
}

/* Reads the tag at `at`, which holds `<`. False when it is none. */
static bool
read_tag(const char *at, const char *end, struct tag *tag)
{
	at++;
	tag->is_close = at < end && *at == '/';
	at += tag->is_close;
	size_t length = 0;
	while (at + length < end && length < MAX_NAME &&
			(is_letter(at[length]) ||
					(length > 0 && at[length] >= '0' && at[length] <= '9')))
		length++;
	if (length == 0 || length == MAX_NAME)
		return false;
	for (size_t i = 0; i < length; i++)
		tag->name[i] = (char)(at[i] | 0x20);
	/* `| 0x20` leaves digits as they are. */
	tag->name[length] = '\0';
	at += length;
	if (at < end && *at != '>' && *at != '/' && *at != ' ' && *at != '\n' && *at != '\t')
		return false;
	tag->end = skip_attributes(at, end);
	if (tag->end == NULL)
		return false;
	tag->is_alone = tag->end[-2] == '/' || FIND_NAME(void_names, tag->name) >= 0;
	return true;
}

/* Where the text after `at` has `wanted`, letters in any case; NULL if nowhere. */
static const char *
find_text(const char *at, const char *end, const char *wanted)
{
	size_t length = strlen(wanted);
	while ((size_t)(end - at) >= length &&
			(at = memchr(at, wanted[0], (size_t)(end - at) - length + 1)) != NULL) {
		if (strncasecmp(at, wanted, length) == 0)
			return at;
		at++;
	}
	return NULL;
}

static const char *
line_end(const char *at, const char *end)
{
	const char *feed = memchr(at, '\n', (size_t)(end - at));
	return feed != NULL ? feed : end;
}

static bool
is_blank(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at == end || *at == '\n';
}

/* The start of the first blank line after `at`, or `end`. */
static const char *
blank_line(const char *at, const char *end)
{
	while ((at = line_end(at, end)) < end) {
		at++;
		if (is_blank(at, end))
			return at;
	}
	return end;
}

/* Past `-->`; a comment that nothing closes is only as long as its paragraph. */
static const char *
end_comment(const char *at, const char *end, struct block_search *search)
{
	const char *close = search->has_no_comment_end ? NULL : find_text(at + 4, end, "-->");
	if (close != NULL)
		return close + 3;
	search->has_no_comment_end = true;
	return blank_line(at, end);
}

static const char *
end_raw(const struct tag *tag, int raw, const char *end, struct block_search *search)
{
	char wanted[MAX_NAME + 3] = "</";
	strcat(wanted, tag->name);
	unsigned bit = 1u << raw;
	const char *close =
			(search->no_raw_end & bit) != 0 ? NULL : find_text(tag->end, end, wanted);
	if (close == NULL) {
		search->no_raw_end |= bit;
		return blank_line(tag->end, end);
	}
	const char *feed = line_end(close, end);
	const char *after = memchr(close, '>', (size_t)(feed - close));
	return after != NULL ? after + 1 : feed;
}

/* A paragraph ends where the next begins; other elements hold their own kind. */
static const char *
end_element(const struct tag *first, const char *end)
{
	size_t depth = 1;
	const char *limit = blank_line(first->end, end);
	const char *at = first->end;
	bool nests = strcmp(first->name, "p") != 0;
	while ((at = memchr(at, '<', (size_t)(limit - at))) != NULL) {
		struct tag tag;
		if (limit - at > 4 && memcmp(at, "<!--", 4) == 0) {
			const char *close = find_text(at + 4, limit, "-->");
			at = close != NULL ? close + 3 : limit;
			continue;
		}
		if (!read_tag(at, limit, &tag)) {
			at++;
			continue;
		}
		at = tag.end;
		if (strcmp(tag.name, first->name) != 0)
			continue;
		if (tag.is_close && --depth == 0)
			return at;
		if (!tag.is_close && !tag.is_alone && nests)
			depth++;
	}
	return limit;
}

static const char *
skip_indent(const char *at, const char *end)
{
	for (;;) {
		if (at < end && (*at == ' ' || *at == '\t'))
			at++;
		else if (end - at >= 3 && memcmp(at, "\xE3\x80\x80", 3) == 0)
			at += 3;
		else
			return at;
	}
}

const char *
block_splitter_html(const char *at, const char *end, struct block_search *search)
{
	at = skip_indent(at, end);
	if (at >= end || *at != '<')
		return NULL;
	if (end - at >= 4 && memcmp(at, "<!--", 4) == 0)
		return end_comment(at, end, search);
	if (end - at >= 2 &&
			(at[1] == '?' || (at[1] == '!' && end - at >= 3 && is_letter(at[2])))) {
		const char *feed = line_end(at, end);
		const char *close = memchr(at, '>', (size_t)(feed - at));
		return close != NULL ? close + 1 : NULL;
	}
	struct tag tag;
	if (!read_tag(at, end, &tag) || FIND_NAME(block_names, tag.name) < 0)
		return NULL;
	if (tag.is_close || tag.is_alone)
		return tag.end;
	int raw = FIND_NAME(raw_names, tag.name);
	return raw >= 0 ? end_raw(&tag, raw, end, search) : end_element(&tag, end);
}
