#include "document/block_splitter.h"

#include "base/ascii.h"

#include <stdint.h>
#include <string.h>

enum {
	MAX_NAME = 16,
	MAX_TAG = 8192,	  /* bytes of a tag outside of quoted values */
	MAX_OTHER = 512,  /* bytes of a close tag or a declaration */
	MAX_VALUES = 100, /* quoted values of a tag: each may be read again from within */
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
	const char *start;
	char name[MAX_NAME]; /* lower case */
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

/* The quote that closes the one at `at`, or NULL. */
static const char *
find_quote(const char *at, const char *end, struct block_search *search)
{
	const char **known = &search->no_quote_before[*at == '"'];
	if (*known != NULL && end <= *known)
		return NULL;
	const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));
	if (close == NULL)
		*known = end;
	return close;
}

/* The end of a tag's attributes: after its `>`, quotes minded; NULL if there is none. */
static const char *
skip_attributes(const char *at, const char *end, struct block_search *search)
{
	size_t values = 0;
	const char *limit = end - at > MAX_TAG ? at + MAX_TAG : end;
	while (at < limit && *at != '>') {
		if (*at == '<')
			return NULL;
		if (*at++ != '=')
			continue;
		while (at < limit && (*at == ' ' || *at == '\n'))
			at++;
		if (at == limit || (*at != '"' && *at != '\''))
			continue;
		/* A quote that nothing closes is a letter: the tag is not lost for it. */
		const char *close = find_quote(at, end, search);
		if (++values > MAX_VALUES)
			return NULL;
		/* Only what is outside of values is bounded: images may stand in them. */
		if (close != NULL) {
			size_t left = (size_t)(limit - at);
			at = close + 1;
			limit = (size_t)(end - at) > left ? at + left : end;
		}
	}
	return at < limit ? at + 1 : NULL;
}

/* Reads the tag at `at`, which holds `<`. False when it is none. */
static bool
read_tag(const char *at, const char *end, struct block_search *search, struct tag *tag)
{
	tag->start = at++;
	tag->is_close = at < end && *at == '/';
	at += tag->is_close;
	size_t length = 0;
	while (at + length < end && length < MAX_NAME &&
			(is_letter(at[length]) ||
					(length > 0 && at[length] >= '0' && at[length] <= '9')))
		length++;
	if (length == 0 || length == MAX_NAME)
		return false;
	/* `| 0x20` leaves digits as they are. */
	for (size_t i = 0; i < length; i++)
		tag->name[i] = (char)(at[i] | 0x20);
	tag->name[length] = '\0';
	at += length;
	if (at < end && *at != '>' && *at != '/' && *at != ' ' && *at != '\n' && *at != '\t')
		return false;
	tag->end = skip_attributes(at, end, search);
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
		if (ascii_compare_n(at, wanted, length) == 0)
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
blank_line(const char *at, const char *end, struct block_search *search)
{
	if (search->blank != NULL && at >= search->blank_from && at < search->blank)
		return search->blank;
	search->blank_from = at;
	while ((at = line_end(at, end)) < end) {
		at++;
		if (is_blank(at, end))
			break;
	}
	search->blank = at;
	return at;
}

/* Where the HTML that a blank line at `at` interrupts ends: there, or after what would be code. */
static const char *
skip_indented(const char *at, const char *end)
{
	const char *stop = at;
	while (at < end && is_blank(at, end))
		at = line_end(at, end) + (line_end(at, end) < end);
	size_t indent = 0;
	const char *text = at;
	for (; text < end && (*text == ' ' || *text == '\t'); text++)
		indent += *text == '\t' ? 4 : 1;
	return indent >= 4 && text < end && *text != '<' ? text : stop;
}

/* Past `-->`; a comment that nothing closes is text, or it would hide what follows. */
static const char *
end_comment(const char *at, const char *end, struct block_search *search)
{
	const char *close = search->has_no_comment_end ? NULL : find_text(at + 4, end, "-->");
	search->has_no_comment_end = close == NULL;
	return close != NULL ? close + 3 : NULL;
}

/* Past the `>` that is not far from `at`, or NULL. */
static const char *
find_angle(const char *at, const char *end)
{
	const char *limit = end - at > MAX_OTHER ? at + MAX_OTHER : end;
	const char *angle = memchr(at, '>', (size_t)(limit - at));
	return angle != NULL ? angle + 1 : NULL;
}

static const char *
end_raw(const struct tag *tag, int raw, const char *end, struct block_search *search)
{
	char wanted[MAX_NAME + 2] = "</";
	memcpy(wanted + 2, tag->name, MAX_NAME);
	unsigned bit = 1u << raw;
	const char *close =
			(search->no_raw_end & bit) != 0 ? NULL : find_text(tag->end, end, wanted);
	if (close == NULL) {
		search->no_raw_end |= bit;
		return blank_line(tag->end, end, search);
	}
	const char *after = find_angle(close, end);
	return after != NULL ? after : close + strlen(wanted);
}

/* Past the comment at `at`, or past its opening if nothing closes it before `limit`. */
static const char *
skip_comment(const char *at, const char *limit)
{
	const char *close = find_text(at + 4, limit, "-->");
	return close != NULL ? close + 3 : limit;
}

/* The search for the close tag of an element. */
struct element {
	const struct tag *first;
	const char *end;   /* of the text */
	const char *limit; /* the next blank line */
	size_t depth;	   /* of elements of that name */
	struct block_search *search;
};

/* Past what begins at the `<` at `at`; sets the depth to 0 when that is the close tag. */
static const char *
step(struct element *element, const char *at)
{
	struct tag tag;
	if (element->limit - at > 4 && memcmp(at, "<!--", 4) == 0)
		return skip_comment(at, element->limit);
	if (!read_tag(at, element->limit, element->search, &tag))
		return at + 1;
	int raw = tag.is_close || tag.is_alone ? -1 : FIND_NAME(raw_names, tag.name);
	if (raw >= 0) {
		const char *after = end_raw(&tag, raw, element->end, element->search);
		if (after > element->limit)
			element->limit = blank_line(after, element->end, element->search);
		return after;
	}
	if (strcmp(tag.name, element->first->name) != 0)
		return tag.end;
	/* A paragraph ends where the next begins; other elements hold their own kind. */
	bool nests = strcmp(tag.name, "p") != 0;
	if (tag.is_close)
		element->depth--;
	else if (!tag.is_alone && nests)
		element->depth++;
	return tag.end;
}

static const char *
end_element(const struct tag *first, const char *end, struct block_search *search)
{
	struct element element = {first, end, blank_line(first->end, end, search), 1, search};
	const char *at = first->end;
	for (;;) {
		while (at < element.limit && (at = memchr(at, '<', (size_t)(element.limit - at)))) {
			at = step(&element, at);
			if (element.depth == 0)
				return at;
		}
		const char *limit = element.limit;
		at = skip_indented(limit, end);
		if (at == limit)
			return limit;
		element.limit = blank_line(at, end, search);
	}
}

/* markdown="1": kramdown's way to say that the element holds Markdown. */
static bool
holds_markdown(const struct tag *tag)
{
	static const char *const values[] = {"markdown=\"1\"", "markdown='1'", "markdown=1",
			"markdown=\"block\"", "markdown=\"span\""};
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (find_text(tag->start, tag->end, values[i]) != NULL)
			return true;
	}
	return false;
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
		return find_angle(at, end);
	}
	struct tag tag;
	if (!read_tag(at, blank_line(at, end, search), search, &tag) ||
			FIND_NAME(block_names, tag.name) < 0)
		return NULL;
	if (tag.is_close || tag.is_alone || holds_markdown(&tag))
		return tag.end;
	int raw = FIND_NAME(raw_names, tag.name);
	return raw >= 0 ? end_raw(&tag, raw, end, search) : end_element(&tag, end, search);
}
