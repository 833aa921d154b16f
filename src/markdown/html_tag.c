#include "markdown/html_tag.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_TAG = 8192, /* bytes of a value without quotes */
	MAX_ATTRIBUTES = 100,
	MAX_OPEN = 512, /* elements open at once; those beyond have no close tag */
};

/* kramdown, "HTML Spans". */
static const char *const span_names[] = {"a", "abbr", "acronym", "b", "bdo", "big", "br", "button",
		"cite", "code", "del", "dfn", "em", "i", "img", "input", "ins", "kbd", "label",
		"mark", "option", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby", "samp", "select",
		"small", "span", "strong", "sub", "sup", "tt", "u", "var"};

static const char *const void_names[] = {"area", "base", "br", "col", "command", "embed", "hr",
		"img", "input", "keygen", "link", "meta", "param", "source", "track", "wbr"};

static const char *const verbatim_names[] = {"math", "pre", "script", "style", "svg", "textarea"};

static const char *const text_names[] = {
		"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"};

static const char *const block_names[] = {"address", "applet", "article", "aside", "blockquote",
		"body", "caption", "col", "colgroup", "dd", "div", "dl", "dt", "fieldset",
		"figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head",
		"header", "hgroup", "hr", "html", "iframe", "legend", "li", "main", "map", "menu",
		"nav", "ol", "optgroup", "p", "pre", "section", "summary", "table", "tbody", "td",
		"tfoot", "th", "thead", "tr", "ul"};

/* What markdown="1" means by an element's content model. */
static const char *const block_content_names[] = {"address", "applet", "article", "aside",
		"blockquote", "body", "dd", "details", "div", "dl", "fieldset", "figcaption",
		"figure", "footer", "form", "header", "hgroup", "iframe", "li", "main", "map",
		"menu", "nav", "noscript", "object", "section", "summary", "td"};
static const char *const span_content_names[] = {"a", "abbr", "acronym", "b", "bdo", "big",
		"button", "caption", "cite", "del", "dfn", "dt", "em", "h1", "h2", "h3", "h4", "h5",
		"h6", "i", "ins", "label", "legend", "optgroup", "p", "q", "rb", "rbc", "rp", "rt",
		"rtc", "ruby", "select", "small", "span", "strong", "sub", "sup", "th", "tt"};

static int
compare_name(const void *name, const void *entry)
{
	return strcmp(name, *(const char *const *)entry);
}

#define IS_ONE_OF(name, names)                                                                     \
	(bsearch(name, names, sizeof(names) / sizeof((names)[0]), sizeof((names)[0]),              \
			 compare_name) != NULL)

bool
html_is_span(const char *name)
{
	return IS_ONE_OF(name, span_names) || strchr(name, ':') != NULL;
}

bool
html_is_void(const char *name)
{
	return IS_ONE_OF(name, void_names);
}

bool
html_is_verbatim(const char *name)
{
	return IS_ONE_OF(name, verbatim_names);
}

bool
html_is_text_only(const char *name)
{
	return IS_ONE_OF(name, text_names);
}

bool
html_is_block(const char *name)
{
	return IS_ONE_OF(name, block_names);
}

enum html_content
html_content_of(const char *name)
{
	if (IS_ONE_OF(name, block_content_names))
		return HTML_BLOCK;
	return IS_ONE_OF(name, span_content_names) ? HTML_SPAN : HTML_RAW;
}

/* --- One tag --- */

static bool
is_name_byte(char byte)
{
	return slice_is_word(byte) || byte == '-' || byte == '.' || byte == ':';
}

/* Behind the name at `at`; `at` itself when none that fits is there. */
static size_t
read_name(const struct source *source, size_t at, char name[HTML_MAX_NAME])
{
	size_t length = 0;
	if (!ascii_is_letter(source_byte(source, at)) && source_byte(source, at) != '_')
		return at;
	while (is_name_byte(source_byte(source, at + length))) {
		char next = source_byte(source, at + length + 1);
		/* `<http://…>` is an address, `<host:80>` no element. */
		bool is_odd = source->text[at + length] == ':' && !ascii_is_letter(next) &&
			      next != '_';
		if (length == HTML_MAX_NAME - 1 || is_odd)
			return at;
		name[length] = ascii_lower(source->text[at + length]);
		length++;
	}
	name[length] = '\0';
	return at + length;
}

/* Behind the value at `at`, quoted or not; SOURCE_NOWHERE when nothing closes its quote or it is none. */
static size_t
skip_value(struct source *source, size_t at)
{
	char quote = source_byte(source, at);
	size_t end = at;
	if (quote == '"' || quote == '\'') {
		end = source_find(source, quote == '"' ? MARK_QUOTE : MARK_APOSTROPHE, at + 1);
		return end < source->length ? end + 1 : SOURCE_NOWHERE;
	}
	while (end < source->length && end - at < MAX_TAG && !slice_is_space(source->text[end]) &&
			strchr("\"'<>=`", source->text[end]) == NULL)
		end++;
	return end > at ? end : SOURCE_NOWHERE;
}

static size_t
skip_space(const struct source *source, size_t at)
{
	while (slice_is_space(source_byte(source, at)))
		at++;
	return at;
}

/* Behind the attribute at `at`; SOURCE_NOWHERE when it is none. */
static size_t
skip_attribute(struct source *source, size_t at)
{
	char byte = source_byte(source, at);
	if (!ascii_is_letter(byte) && byte != '_' && (byte & 0x80) == 0)
		return SOURCE_NOWHERE;
	for (; is_name_byte(byte) || (byte & 0x80) != 0; byte = source_byte(source, ++at)) {
		if (byte == ':' && !ascii_is_letter(source_byte(source, at + 1)))
			return SOURCE_NOWHERE;
	}
	size_t equals = skip_space(source, at);
	if (source_byte(source, equals) != '=')
		return at;
	return skip_value(source, skip_space(source, equals + 1));
}

/* The `>` that ends a tag whose name ended at `at`; SOURCE_NOWHERE. */
static size_t
find_tag_end(struct source *source, size_t at)
{
	for (size_t count = 0; count <= MAX_ATTRIBUTES; count++) {
		size_t behind = at;
		at = skip_space(source, at);
		char byte = source_byte(source, at);
		if (byte == '>')
			return at;
		if (byte == '/' && source_byte(source, at + 1) == '>')
			return at + 1;
		if (at == behind)
			break;
		at = skip_attribute(source, at);
		if (at == SOURCE_NOWHERE)
			break;
	}
	return SOURCE_NOWHERE;
}

bool
html_tag_read(struct source *source, size_t at, struct tag *tag)
{
	tag->start = at++;
	tag->is_close = source_byte(source, at) == '/';
	at += tag->is_close;
	size_t end = read_name(source, at, tag->name);
	if (end == at)
		return false;
	char next = source_byte(source, end);
	if (next != '>' && next != '/' && !slice_is_space(next))
		return false;
	tag->attributes = end;
	if (tag->is_close) {
		end = skip_space(source, end);
		if (source_byte(source, end) != '>')
			return false;
	} else {
		end = find_tag_end(source, end);
		if (end == SOURCE_NOWHERE)
			return false;
	}
	tag->end = end + 1;
	tag->is_self_closed = !tag->is_close && source->text[end - 1] == '/';
	return true;
}

bool
html_tag_content(const struct source *source, const struct tag *tag, enum html_content *content)
{
	static const char wanted[] = "markdown=";
	const size_t length = sizeof(wanted) - 1;
	for (size_t at = tag->attributes; at + length < tag->end; at++) {
		if (source->text[at] != 'm' || !slice_is_space(source->text[at - 1]) ||
				memcmp(source->text + at, wanted, length) != 0)
			continue;
		const char *value = source->text + at + length;
		value += *value == '"' || *value == '\'';
		*content = HTML_RAW;
		if (strncmp(value, "block", 5) == 0)
			*content = HTML_BLOCK;
		else if (strncmp(value, "span", 4) == 0)
			*content = HTML_SPAN;
		else if (*value == '1')
			*content = html_content_of(tag->name);
		return *content != HTML_RAW || *value == '0' || *value == '1';
	}
	return false;
}

/* --- All tags --- */

struct open_element {
	size_t number; /* of its entry */
	char name[HTML_MAX_NAME];
	bool is_span;
};

struct matcher {
	struct source *source;
	struct arena *arena;
	struct tag_index *index;
	struct open_element open[MAX_OPEN];
	size_t open_count;
	unsigned unclosed; /* a bit per name of text_names that nothing closes any more */
};

/* An item ends where the next begins, as an HTML parser has it. */
static bool
ends_its_like(const char *name)
{
	static const char *const names[] = {"dd", "dt", "li", "option", "p", "td", "th", "tr"};
	return IS_ONE_OF(name, names);
}

static void
open_element(struct matcher *matcher, const struct tag *tag, size_t number)
{
	if (matcher->open_count > 0 && ends_its_like(tag->name) &&
			strcmp(matcher->open[matcher->open_count - 1].name, tag->name) == 0)
		matcher->open_count--;
	if (matcher->open_count == MAX_OPEN)
		return;
	struct open_element *element = &matcher->open[matcher->open_count++];
	element->number = number;
	memcpy(element->name, tag->name, sizeof(element->name));
	element->is_span = html_is_span(tag->name);
}

static void
close_element(struct matcher *matcher, const struct tag *tag, size_t number)
{
	bool is_span = html_is_span(tag->name);
	for (size_t i = matcher->open_count; i-- > 0;) {
		if (strcmp(matcher->open[i].name, tag->name) == 0) {
			matcher->index->entries[matcher->open[i].number].match = number;
			matcher->open_count = i;
			return;
		}
		if (is_span && !matcher->open[i].is_span)
			return;
	}
}

/* Where the close tag of a text-only element begins; what is before it holds no tags. */
static size_t
find_close(struct source *source, const struct tag *tag)
{
	struct tag close;
	for (size_t at = tag->end; at < source->length; at++) {
		const char *next = memchr(source->text + at, '<', source->length - at);
		if (next == NULL)
			break;
		at = (size_t)(next - source->text);
		if (source_byte(source, at + 1) == '/' && html_tag_read(source, at, &close) &&
				strcmp(close.name, tag->name) == 0)
			return at;
	}
	return SOURCE_NOWHERE;
}

/* Where reading goes on after the start tag: at the close tag if the element holds text only and is closed. */
static size_t
skip_text_only(struct matcher *matcher, const struct tag *tag)
{
	for (size_t i = 0; i < sizeof(text_names) / sizeof(text_names[0]); i++) {
		if (strcmp(tag->name, text_names[i]) != 0 || (matcher->unclosed & 1u << i) != 0)
			continue;
		size_t close = find_close(matcher->source, tag);
		if (close != SOURCE_NOWHERE)
			return close;
		matcher->unclosed |= 1u << i;
	}
	return tag->end;
}

static size_t
add_tag(struct matcher *matcher, const struct tag *tag)
{
	struct tag_index *index = matcher->index;
	enum html_content content;
	index->entries = arena_grow(matcher->arena, index->entries, index->count, &index->capacity,
			sizeof(*index->entries));
	size_t number = index->count++;
	index->entries[number] = (struct tag_entry){.start = tag->start,
			.end = tag->end,
			.match = SOURCE_NOWHERE,
			.is_verbatim = !tag->is_close && html_is_verbatim(tag->name),
			.says_markdown = !tag->is_close &&
					 html_tag_content(matcher->source, tag, &content)};
	if (tag->is_close) {
		close_element(matcher, tag, number);
		return tag->end;
	}
	if (html_is_void(tag->name) || tag->is_self_closed)
		return tag->end;
	open_element(matcher, tag, number);
	return skip_text_only(matcher, tag);
}

static size_t
step(struct matcher *matcher, size_t at)
{
	struct source *source = matcher->source;
	struct tag tag;
	if (source->length - at >= 4 && memcmp(source->text + at, "<!--", 4) == 0) {
		size_t end = source_find(source, MARK_COMMENT, at + 4);
		return end != SOURCE_NOWHERE ? end + 3 : at + 4;
	}
	return html_tag_read(source, at, &tag) ? add_tag(matcher, &tag) : at + 1;
}

const struct tag_index *
html_tags(struct source *source, struct arena *arena)
{
	if (source->tags != NULL)
		return source->tags;
	struct matcher *matcher = arena_alloc(arena, sizeof(*matcher));
	matcher->source = source;
	matcher->arena = arena;
	matcher->index = arena_alloc(arena, sizeof(*matcher->index));
	size_t at = 0;
	while (at < source->length) {
		const char *next = memchr(source->text + at, '<', source->length - at);
		if (next == NULL)
			break;
		at = step(matcher, (size_t)(next - source->text));
	}
	source->tags = matcher->index;
	return source->tags;
}

size_t
html_tag_number(const struct tag_index *index, size_t at)
{
	size_t low = 0, high = index->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (index->entries[middle].start < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether a name of XML (section 2.3) may begin with the character at `at`, which is not ASCII. */
static bool
begins_wide_name(const struct source *source, size_t at)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF},
			{0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF},
			{0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
	uint32_t codepoint = 0;
	if (at < source->length)
		utf8_decode(source->text + at, source->length - at, &codepoint);
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (codepoint >= ranges[i].first && codepoint <= ranges[i].last)
			return true;
	}
	return false;
}

bool
html_begins_block(const struct source *source, size_t at)
{
	char name[HTML_MAX_NAME];
	size_t length = 0;
	if (source_byte(source, at) != '<')
		return false;
	bool is_close = source_byte(source, at + 1) == '/';
	size_t end = at + 1 + is_close;
	if (!ascii_is_letter(source_byte(source, end)) && source_byte(source, end) != '_')
		return !is_close && begins_wide_name(source, end);
	/* The name up to what is no word's byte decides. */
	for (; length < HTML_MAX_NAME - 1 && slice_is_word(source_byte(source, end)); end++)
		name[length++] = ascii_lower(source->text[end]);
	name[length] = '\0';
	if (html_is_span(name) || strcmp(name, "script") == 0)
		return false;
	while (is_name_byte(source_byte(source, end)))
		end++;
	return !is_close || source_byte(source, skip_space(source, end)) == '>';
}
