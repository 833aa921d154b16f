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

/* kramdown's lists of elements (Parser::Html::Constants), by name. */
/* clang-format off */
static const struct html_element elements[] = {
	{"a", IS_SPAN | HAS_SPANS}, {"abbr", IS_SPAN | HAS_SPANS},
	{"acronym", IS_SPAN | HAS_SPANS}, {"address", IS_BLOCK | HAS_BLOCKS},
	{"applet", IS_BLOCK | HAS_BLOCKS}, {"area", IS_VOID},
	{"article", IS_BLOCK | IS_SECTION | HAS_BLOCKS},
	{"aside", IS_BLOCK | IS_SECTION | HAS_BLOCKS}, {"b", IS_SPAN | HAS_SPANS},
	{"base", IS_VOID}, {"bdo", IS_SPAN | HAS_SPANS}, {"big", IS_SPAN | HAS_SPANS},
	{"blockquote", IS_BLOCK | HAS_BLOCKS}, {"body", IS_BLOCK | HAS_BLOCKS},
	{"br", IS_SPAN | IS_VOID}, {"button", IS_SPAN | HAS_SPANS},
	{"caption", IS_BLOCK | HAS_SPANS}, {"center", IS_SECTION}, {"cite", IS_SPAN | HAS_SPANS},
	{"code", IS_SPAN}, {"col", IS_BLOCK | IS_VOID}, {"colgroup", IS_BLOCK},
	{"command", IS_VOID}, {"dd", IS_BLOCK | IS_ITEM | HAS_BLOCKS},
	{"del", IS_SPAN | HAS_SPANS}, {"details", HAS_BLOCKS}, {"dfn", IS_SPAN | HAS_SPANS},
	{"div", IS_BLOCK | IS_SECTION | HAS_BLOCKS}, {"dl", IS_BLOCK | HAS_BLOCKS},
	{"dt", IS_BLOCK | IS_ITEM | HAS_SPANS}, {"em", IS_SPAN | HAS_SPANS}, {"embed", IS_VOID},
	{"fieldset", IS_BLOCK | HAS_BLOCKS}, {"figcaption", IS_BLOCK | HAS_BLOCKS},
	{"figure", IS_SECTION | HAS_BLOCKS}, {"footer", IS_BLOCK | IS_SECTION | HAS_BLOCKS},
	{"form", IS_BLOCK | IS_SECTION | HAS_BLOCKS}, {"h1", IS_BLOCK | HAS_SPANS},
	{"h2", IS_BLOCK | HAS_SPANS}, {"h3", IS_BLOCK | HAS_SPANS}, {"h4", IS_BLOCK | HAS_SPANS},
	{"h5", IS_BLOCK | HAS_SPANS}, {"h6", IS_BLOCK | HAS_SPANS}, {"head", IS_BLOCK},
	{"header", IS_BLOCK | IS_SECTION | HAS_BLOCKS}, {"hgroup", IS_BLOCK | HAS_BLOCKS},
	{"hr", IS_BLOCK | IS_VOID}, {"html", IS_BLOCK}, {"i", IS_SPAN | HAS_SPANS},
	{"iframe", IS_BLOCK | IS_TEXT | HAS_BLOCKS}, {"img", IS_SPAN | IS_VOID},
	{"input", IS_SPAN | IS_VOID}, {"ins", IS_SPAN | HAS_SPANS}, {"kbd", IS_SPAN},
	{"keygen", IS_VOID}, {"label", IS_SPAN | HAS_SPANS}, {"legend", IS_BLOCK | HAS_SPANS},
	{"li", IS_BLOCK | IS_ITEM | HAS_BLOCKS}, {"link", IS_VOID},
	{"main", IS_BLOCK | IS_SECTION | HAS_BLOCKS}, {"map", IS_BLOCK | HAS_BLOCKS},
	{"mark", IS_SPAN}, {"math", IS_VERBATIM}, {"menu", IS_BLOCK | HAS_BLOCKS},
	{"meta", IS_VOID}, {"nav", IS_BLOCK | HAS_BLOCKS}, {"noembed", IS_TEXT},
	{"noframes", IS_TEXT}, {"noscript", HAS_BLOCKS}, {"object", HAS_BLOCKS}, {"ol", IS_BLOCK},
	{"optgroup", IS_BLOCK | HAS_SPANS}, {"option", IS_SPAN | IS_ITEM},
	{"p", IS_BLOCK | IS_ITEM | HAS_SPANS}, {"param", IS_VOID}, {"pre", IS_BLOCK | IS_VERBATIM},
	{"q", IS_SPAN | HAS_SPANS}, {"rb", IS_SPAN | HAS_SPANS}, {"rbc", IS_SPAN | HAS_SPANS},
	{"rp", IS_SPAN | HAS_SPANS}, {"rt", IS_SPAN | HAS_SPANS}, {"rtc", IS_SPAN | HAS_SPANS},
	{"ruby", IS_SPAN | HAS_SPANS}, {"samp", IS_SPAN}, {"script", IS_VERBATIM | IS_TEXT},
	{"section", IS_BLOCK | IS_SECTION | HAS_BLOCKS}, {"select", IS_SPAN | HAS_SPANS},
	{"small", IS_SPAN | HAS_SPANS}, {"source", IS_VOID}, {"span", IS_SPAN | HAS_SPANS},
	{"strong", IS_SPAN | HAS_SPANS}, {"style", IS_VERBATIM | IS_TEXT},
	{"sub", IS_SPAN | HAS_SPANS}, {"summary", IS_BLOCK | HAS_BLOCKS},
	{"sup", IS_SPAN | HAS_SPANS}, {"svg", IS_VERBATIM}, {"table", IS_BLOCK},
	{"tbody", IS_BLOCK}, {"td", IS_BLOCK | IS_ITEM | HAS_BLOCKS},
	{"textarea", IS_VERBATIM | IS_TEXT}, {"tfoot", IS_BLOCK},
	{"th", IS_BLOCK | IS_ITEM | HAS_SPANS}, {"thead", IS_BLOCK}, {"title", IS_TEXT},
	{"tr", IS_BLOCK | IS_ITEM}, {"track", IS_VOID}, {"tt", IS_SPAN | HAS_SPANS},
	{"u", IS_SPAN}, {"ul", IS_BLOCK}, {"var", IS_SPAN}, {"wbr", IS_VOID}, {"xmp", IS_TEXT}};
/* clang-format on */

enum { ELEMENT_COUNT = sizeof(elements) / sizeof(elements[0]) };

static int
compare_name(const void *name, const void *element)
{
	return strcmp(name, ((const struct html_element *)element)->name);
}

/* An unknown element is a block, unless its name has a `:`. */
static const struct html_element *
find_element(const char *name)
{
	static const struct html_element block = {"", 0}, span = {"", IS_SPAN};
	const struct html_element *found =
			bsearch(name, elements, ELEMENT_COUNT, sizeof(elements[0]), compare_name);
	return found != NULL ? found : strchr(name, ':') != NULL ? &span : &block;
}

enum html_content
html_content_of(const struct tag *tag)
{
	return html_is(tag, HAS_BLOCKS)	 ? HTML_BLOCK
	       : html_is(tag, HAS_SPANS) ? HTML_SPAN
					 : HTML_RAW;
}

/* --- One tag --- */

static bool
is_name_byte(char byte)
{
	return source_is_word(byte) || byte == '-' || byte == '.' || byte == ':';
}

/* The offset behind the name at `at`; `at` itself if there is none that fits. */
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

/* The offset behind the value at `at`, quoted or not; SOURCE_NOWHERE if there is none or nothing closes its quote. */
static size_t
skip_value(struct source *source, size_t at)
{
	char quote = source_byte(source, at);
	size_t end = at;
	if (quote == '"' || quote == '\'') {
		end = source_find(source, quote == '"' ? MARK_QUOTE : MARK_APOSTROPHE, at + 1);
		return end < source->length ? end + 1 : SOURCE_NOWHERE;
	}
	while (end < source->length && end - at < MAX_TAG && !ascii_is_space(source->text[end]) &&
			strchr("\"'<>=`", source->text[end]) == NULL)
		end++;
	return end > at ? end : SOURCE_NOWHERE;
}

/* The offset behind the attribute at `at`; SOURCE_NOWHERE if there is none. */
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
	size_t equals = source_skip_white(source, at);
	if (source_byte(source, equals) != '=')
		return at;
	return skip_value(source, source_skip_white(source, equals + 1));
}

/* The `>` that ends a tag whose name ended at `at`; SOURCE_NOWHERE. */
static size_t
find_tag_end(struct source *source, size_t at)
{
	for (size_t count = 0; count <= MAX_ATTRIBUTES; count++) {
		size_t behind = at;
		at = source_skip_white(source, at);
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
	if (next != '>' && next != '/' && !ascii_is_space(next))
		return false;
	tag->attributes = end;
	tag->element = find_element(tag->name);
	if (tag->is_close) {
		end = source_skip_white(source, end);
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
		if (source->text[at] != 'm' || !ascii_is_space(source->text[at - 1]) ||
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
			*content = html_content_of(tag);
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
	bool is_unclosed[ELEMENT_COUNT]; /* of elements with text: nothing closes one any more */
};

/* An item ends where the next begins, as an HTML parser has it. */
static void
open_element(struct matcher *matcher, const struct tag *tag, size_t number)
{
	if (matcher->open_count > 0 && html_is(tag, IS_ITEM) &&
			strcmp(matcher->open[matcher->open_count - 1].name, tag->name) == 0)
		matcher->open_count--;
	if (matcher->open_count == MAX_OPEN)
		return;
	struct open_element *element = &matcher->open[matcher->open_count++];
	element->number = number;
	memcpy(element->name, tag->name, sizeof(element->name));
	element->is_span = html_is(tag, IS_SPAN);
}

static void
close_element(struct matcher *matcher, const struct tag *tag, size_t number)
{
	bool is_span = html_is(tag, IS_SPAN);
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
	for (size_t at = source_find(source, MARK_TAG, tag->end); at != SOURCE_NOWHERE;
			at = source_find(source, MARK_TAG, at + 1)) {
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
	if (!html_is(tag, IS_TEXT) || matcher->is_unclosed[tag->element - elements])
		return tag->end;
	size_t close = find_close(matcher->source, tag);
	if (close != SOURCE_NOWHERE)
		return close;
	matcher->is_unclosed[tag->element - elements] = true;
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
			.is_verbatim = !tag->is_close && html_is(tag, IS_VERBATIM),
			.says_markdown = !tag->is_close &&
					 html_tag_content(matcher->source, tag, &content)};
	if (tag->is_close) {
		close_element(matcher, tag, number);
		return tag->end;
	}
	if (html_is(tag, IS_VOID) || tag->is_self_closed)
		return tag->end;
	open_element(matcher, tag, number);
	return skip_text_only(matcher, tag);
}

static size_t
step(struct matcher *matcher, size_t at)
{
	struct source *source = matcher->source;
	struct tag tag;
	if (source_has(source, at, "<!--")) {
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
	for (size_t at = 0; (at = source_find(source, MARK_TAG, at)) != SOURCE_NOWHERE;)
		at = step(matcher, at);
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

size_t
html_element_end(struct source *source, struct arena *arena, size_t at)
{
	const struct tag_index *index = html_tags(source, arena);
	size_t number = html_tag_number(index, at);
	bool is_closed = number < index->count && index->entries[number].start == at &&
			 index->entries[number].match != SOURCE_NOWHERE;
	return is_closed ? index->entries[index->entries[number].match].end : SOURCE_NOWHERE;
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
	for (; length < HTML_MAX_NAME - 1 && source_is_word(source_byte(source, end)); end++)
		name[length++] = ascii_lower(source->text[end]);
	name[length] = '\0';
	if ((find_element(name)->flags & IS_SPAN) != 0 || strcmp(name, "script") == 0)
		return false;
	while (is_name_byte(source_byte(source, end)))
		end++;
	return !is_close || source_byte(source, source_skip_white(source, end)) == '>';
}
