#include "document/prepare.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "document/dom.h"
#include "document/nesting.h"
#include "document/parking.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NAME = 32, MAX_OPEN_RAW = 1000 };

/* An svg element that is being left out. */
struct drawing {
	int depth, foreign; /* svg elements; foreignObject that are left out with all they hold */
	bool has_title;
};

struct scan {
	const char *at, *end;
	const char *last_gt;	 /* no tag ends after it */
	bool has_open_quote;	 /* a quote was never closed: quotes mean nothing any more */
	bool has_no_comment_end; /* from here on */
	bool is_unclosed[ELEMENT_COUNT]; /* has no further end tag */
	struct buf *out;
	struct parking *parking;
	struct nesting nesting;
	bool is_foreign;	/* the HTML in a drawing's foreignObject is being read */
	struct drawing drawing; /* which */
	size_t foreign_depth;	/* of the nesting, outside of it */
};

/* --- Bytes --- */

/* Marks the bytes of the word that are equal to `byte`, and some others only behind such a one. */
static uint64_t
equal_bytes(uint64_t word, unsigned char byte)
{
	const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
	uint64_t differing = word ^ (ones * byte);
	return (differing - ones) & ~differing & highs;
}

/* Whether none of the eight bytes is a control, DEL, the first of a C1 control, or `special`. */
static bool
is_plain_word(const char *bytes, char special)
{
	const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
	uint64_t word;
	memcpy(&word, bytes, sizeof(word));
	uint64_t controls = (word - ones * 0x20) & ~word & highs;
	return (controls | equal_bytes(word, 0x7F) | equal_bytes(word, 0xC2) |
			       equal_bytes(word, (unsigned char)special)) == 0;
}

/* From `from` on, the first of a raw C0 or C1 control, DEL or `special`. */
static const char *
skip_plain(const char *from, const char *end, char special)
{
	while (from < end) {
		if (end - from >= 8 && is_plain_word(from, special)) {
			from += 8;
			continue;
		}
		unsigned char byte = (unsigned char)*from;
		bool is_c1 = byte == 0xC2 && from + 1 < end && (unsigned char)from[1] < 0xA0;
		bool is_control = (byte < 0x20 && strchr("\t\n\r", *from) == NULL) || byte == 0x7F;
		if (is_c1 || is_control || byte == '\0' || *from == special)
			break;
		from++;
	}
	return from;
}

/* Writes what skip_plain found: controls go, `special` becomes `entity`. Returns where the next begins. */
static const char *
add_special(struct buf *out, const char *at, char special, const char *entity)
{
	if (special != '\0' && *at == special)
		buf_add_text(out, entity);
	else if (*at == '\f')
		buf_add_char(out, ' ');
	return at + ((unsigned char)*at == 0xC2 ? 2 : 1);
}

/* `special` (NUL for none) is written as its entity. */
static void
add_bytes(struct buf *out, const char *from, const char *end, char special, const char *entity)
{
	while (from < end) {
		const char *stop = skip_plain(from, end, special);
		buf_add(out, from, (size_t)(stop - from));
		from = stop < end ? add_special(out, stop, special, entity) : stop;
	}
}

/* Text without '<' and '&'. White space at its ends is for the parser to see. */
static void
add_run(struct scan *scan, const char *from, const char *end)
{
	while (from < end) {
		const char *stop = skip_plain(from, end, '\r');
		size_t length = (size_t)(stop - from);
		const char *text = dom_trim(from, &length);
		buf_add(scan->out, from, (size_t)(text - from));
		parking_add(scan->parking, scan->out, text, length);
		buf_add(scan->out, text + length, (size_t)(stop - text) - length);
		from = stop < end ? add_special(scan->out, stop, '\r', "\r") : stop;
	}
}

static void
add_text(struct scan *scan, const char *from, const char *end)
{
	size_t visible = (size_t)(end - from);
	dom_trim(from, &visible);
	if (visible != 0)
		nesting_text(&scan->nesting, scan->out);
	while (from < end) {
		const char *reference = memchr(from, '&', (size_t)(end - from));
		const char *stop = reference != NULL ? reference : end;
		add_run(scan, from, stop);
		from = stop;
		while (from < end && (from == stop || ascii_is_letter(*from) || *from == '#' ||
						     ascii_is_digit(*from)))
			from++;
		from += from < end && *from == ';';
		add_bytes(scan->out, stop, from, '\0', NULL);
	}
}

/* --- Tags (HTML standard 13.2.5) --- */

struct attribute {
	const char *name, *value;
	size_t name_length, value_length;
};

struct tag {
	char name[MAX_NAME]; /* lower case; cut names are unknown ones */
	size_t name_length;
	const char *attributes, *end; /* up to its '>' */
	bool is_self_closed;	      /* its slash is no part of a value */
};

/* The next attribute from *at; false at the end. An unclosed quote ends the tag at `end`. */
static bool
next_attribute(const char **at, const char *end, struct attribute *attribute, bool *is_open)
{
	const char *p = *at;
	while (p < end && (dom_is_blank(*p) || *p == '/'))
		p++;
	if (p >= end || *p == '>') {
		*at = p;
		return false;
	}
	attribute->name = p++; /* a first '=' is part of the name */
	while (p < end && !dom_is_blank(*p) && *p != '/' && *p != '>' && *p != '=')
		p++;
	attribute->name_length = (size_t)(p - attribute->name);
	while (p < end && dom_is_blank(*p))
		p++;
	attribute->value = p;
	attribute->value_length = 0;
	*at = p;
	if (p >= end || *p != '=')
		return true;
	do
		p++;
	while (p < end && dom_is_blank(*p));
	if (p < end && (*p == '"' || *p == '\'')) {
		const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
		*is_open = close == NULL;
		attribute->value = p + 1;
		attribute->value_length = close == NULL ? 0 : (size_t)(close - p - 1);
		*at = close == NULL ? end : close + 1;
		return true;
	}
	attribute->value = p;
	while (p < end && !dom_is_blank(*p) && *p != '>')
		p++;
	attribute->value_length = (size_t)(p - attribute->value);
	*at = p;
	return true;
}

/* Reads the tag whose name is at `at`. False when it never ends: then it is no tag. */
static bool
read_tag(struct scan *scan, const char *at, struct tag *tag)
{
	if (scan->last_gt == NULL || at > scan->last_gt)
		return false;
	tag->name_length = 0;
	while (at < scan->end && !dom_is_blank(*at) && *at != '/' && *at != '>') {
		if (tag->name_length < MAX_NAME)
			tag->name[tag->name_length++] = ascii_lower(*at);
		at++;
	}
	tag->attributes = at;
	const char *first_gt = memchr(at, '>', (size_t)(scan->end - at));
	if (first_gt == NULL)
		return false;
	tag->end = first_gt;
	tag->is_self_closed = first_gt[-1] == '/';
	if (scan->has_open_quote)
		return true;
	struct attribute attribute;
	bool is_open = false;
	const char *last = at;
	while (next_attribute(&at, scan->end, &attribute, &is_open) && !is_open)
		last = at;
	scan->has_open_quote = is_open || at >= scan->end;
	if (scan->has_open_quote)
		return true;
	tag->end = at;
	tag->is_self_closed = at > last && at[-1] == '/';
	return true;
}

/* What any part of the builder asks for. */
static const char *const wanted[] = {"align", "alt", "alttext", "aria-label", "border", "checked",
		"class", "colspan", "controls", "data-lazy-src", "data-original", "data-src",
		"data-srcset", "dir", "hidden", "height", "href", "id", "lang", "max", "min",
		"name", "open", "placeholder", "reversed", "role", "rowspan", "rules", "selected",
		"span", "src", "srcset", "start", "style", "title", "type", "value", "width",
		"data"};

static const char *
wanted_name(const struct attribute *attribute)
{
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (wanted[i][0] == ascii_lower(attribute->name[0]) &&
				strlen(wanted[i]) == attribute->name_length &&
				ascii_compare_n(wanted[i], attribute->name,
						attribute->name_length) == 0)
			return wanted[i];
	}
	return NULL;
}

/* Cuts a value where neither a character nor an entity is split. */
static size_t
cut_value(const char *value, size_t length)
{
	if (length <= PREPARE_MAX_VALUE)
		return length;
	length = PREPARE_MAX_VALUE;
	while (length > 0 && ((unsigned char)value[length] & 0xC0) == 0x80)
		length--;
	for (size_t back = 1; back < 40 && back <= length; back++) {
		if (value[length - back] == '&')
			return length - back;
	}
	return length;
}

static void
add_attributes(struct scan *scan, const struct tag *tag)
{
	const char *at = tag->attributes;
	struct attribute attribute;
	bool is_open = false;
	int count = 0;
	while (count < PREPARE_MAX_ATTRIBUTES &&
			next_attribute(&at, tag->end, &attribute, &is_open)) {
		const char *name = is_open ? NULL : wanted_name(&attribute);
		if (name == NULL)
			continue;
		count++;
		buf_add_char(scan->out, ' ');
		buf_add_text(scan->out, name);
		buf_add(scan->out, "=\"", 2);
		size_t length = cut_value(attribute.value, attribute.value_length);
		add_bytes(scan->out, attribute.value, attribute.value + length, '"', "&quot;");
		buf_add_char(scan->out, '"');
	}
}

static void
add_start_tag(struct scan *scan, enum element_id id, const struct tag *tag)
{
	buf_add_char(scan->out, '<');
	buf_add_text(scan->out, elements[id].name);
	if (tag != NULL)
		add_attributes(scan, tag);
	buf_add_char(scan->out, '>');
}

/* An element with nothing or text in it. */
static void
add_element(struct scan *scan, enum element_id id, const struct tag *tag, const char *from,
		const char *end)
{
	if (!nesting_start(&scan->nesting, id, scan->out))
		return;
	add_start_tag(scan, id, tag);
	add_bytes(scan->out, from, end, '<', "&lt;");
	if (nesting_end(&scan->nesting, id, scan->out))
		element_add_end_tag(scan->out, id);
}

/* --- Elements whose content is no markup --- */

static bool
is_tag_of(const char *at, const char *end, const char *name, size_t length)
{
	if ((size_t)(end - at) <= length || ascii_compare_n(at, name, length) != 0)
		return false;
	return dom_is_blank(at[length]) || at[length] == '/' || at[length] == '>';
}

/* The "</name" that ends it, or NULL. */
static const char *
find_end_tag(const char *at, const char *end, const struct tag *tag, bool nests)
{
	size_t depth = 1;
	while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		at++;
		if (nests && is_tag_of(at, end, tag->name, tag->name_length))
			depth++;
		if (at < end && *at == '/' && is_tag_of(at + 1, end, tag->name, tag->name_length) &&
				--depth == 0)
			return at - 1;
	}
	return NULL;
}

static const char *
after_tag(const char *at, const char *end)
{
	const char *gt = memchr(at, '>', (size_t)(end - at));
	return gt == NULL ? end : gt + 1;
}

static void
scan_raw(struct scan *scan, enum element_id id, const struct tag *tag)
{
	unsigned flags = elements[id].flags;
	const char *content = tag->end + 1;
	const char *close = NULL;
	if (!scan->is_unclosed[id])
		close = find_end_tag(content, scan->end, tag, (flags & NESTS) != 0);
	scan->is_unclosed[id] = close == NULL;
	scan->at = close == NULL ? content : after_tag(close, scan->end);
	bool runs_on = id == ELEMENT_SCRIPT || id == ELEMENT_STYLE || id == ELEMENT_PLAINTEXT;
	if (close == NULL && !runs_on)
		close = content; /* its text is the post's: better shown than lost */
	else if (close == NULL)
		scan->at = close = scan->end;
	if ((flags & (TAG_IS_KEPT | CONTENT_IS_TEXT)) != 0)
		add_element(scan, id, tag, content,
				(flags & CONTENT_IS_TEXT) != 0 ? close : content);
}

/* An HTML element within svg that svg does not have as well ends it (13.2.6.5): it was never closed. */
static bool
breaks_out(const struct tag *tag)
{
	enum element_id id = element_named(tag->name, tag->name_length);
	bool is_image = tag->name_length == 5 && memcmp(tag->name, "image", 5) == 0;
	return id != ELEMENT_A && id != ELEMENT_FONT && !is_image &&
	       (elements[id].flags & (IS_SPECIAL | IS_FORMATTING)) != 0;
}

static void
add_title(struct scan *scan, struct drawing *drawing)
{
	const char *title = scan->at;
	const char *end = memchr(title, '<', (size_t)(scan->end - title));
	if (drawing->has_title || end == NULL ||
			!nesting_start(&scan->nesting, ELEMENT_SVG, scan->out))
		return;
	drawing->has_title = true;
	buf_add_text(scan->out, "<x-svg title=\"");
	add_bytes(scan->out, title, title + cut_value(title, (size_t)(end - title)), '"', "&quot;");
	buf_add_text(scan->out, "\">");
	if (nesting_end(&scan->nesting, ELEMENT_SVG, scan->out))
		element_add_end_tag(scan->out, ELEMENT_SVG);
}

/* The HTML of a foreignObject is the post's text; within another one it is left out with its drawing. */
static bool
enters_foreign(struct scan *scan, struct drawing *drawing, const struct tag *tag, bool is_end)
{
	if (is_end || tag->is_self_closed || scan->is_foreign || drawing->foreign > 0) {
		drawing->foreign += is_end ? -1 : !tag->is_self_closed;
		if (drawing->foreign < 0)
			drawing->foreign = 0;
		return false;
	}
	scan->is_foreign = true;
	scan->foreign_depth = scan->nesting.depth;
	scan->drawing = *drawing;
	if (nesting_start(&scan->nesting, ELEMENT_FOREIGNOBJECT, scan->out))
		add_start_tag(scan, ELEMENT_FOREIGNOBJECT, NULL);
	return true;
}

/* Returns whether the drawing goes on after this tag. */
static bool
scan_drawing_tag(struct scan *scan, struct drawing *drawing, const char *at)
{
	bool is_end = *at == '/';
	struct tag tag;
	if (!read_tag(scan, at + is_end, &tag))
		return false;
	enum element_id id = element_named(tag.name, tag.name_length);
	if (!is_end && drawing->foreign == 0 && breaks_out(&tag))
		return false;
	scan->at = tag.end + 1;
	if (id == ELEMENT_FOREIGNOBJECT && enters_foreign(scan, drawing, &tag, is_end))
		return false;
	if (id == ELEMENT_SVG && !tag.is_self_closed)
		drawing->depth += is_end ? -1 : 1;
	if (id == ELEMENT_TITLE && !is_end)
		add_title(scan, drawing);
	return drawing->depth > 0;
}

/* Of a drawing only its title is shown, and HTML in it. */
static void
scan_drawing(struct scan *scan, struct drawing drawing)
{
	while (drawing.depth > 0) {
		const char *lt = memchr(scan->at, '<', (size_t)(scan->end - scan->at));
		if (lt == NULL || lt + 1 >= scan->end)
			break;
		scan->at = lt;
		bool is_tag = ascii_is_letter(lt[1]) ||
			      (lt[1] == '/' && lt + 2 < scan->end && ascii_is_letter(lt[2]));
		if (!is_tag)
			scan->at = lt[1] == '!' || lt[1] == '?' ? after_tag(lt, scan->end) : lt + 1;
		else if (!scan_drawing_tag(scan, &drawing, lt + 1))
			break;
	}
}

/* Ends the HTML within a drawing, which goes on unless its own end tag has come. */
static void
end_foreign(struct scan *scan, bool is_over)
{
	scan->is_foreign = false;
	nesting_end_to(&scan->nesting, scan->foreign_depth, scan->out);
	if (is_over)
		scan->drawing.depth = 0;
	scan_drawing(scan, scan->drawing);
}

/* --- Markup --- */

/*
 * <video/>, <o:p/> and <mspace/> are meant to be empty, whatever HTML makes of the
 * slash: else a film would swallow the rest of the post. Paragraphs and their kind
 * are open, and so is <a href=x/>text</a>: they lose nothing.
 */
static bool
slash_ends(enum element_id id)
{
	unsigned flags = elements[id].flags;
	return (flags & (CONTENT_IS_DROPPED | CONTENT_IS_TEXT)) != 0 || id == ELEMENT_OBJECT ||
	       id == ELEMENT_APPLET || id == ELEMENT_BUTTON || id == ELEMENT_SELECT ||
	       (flags & (IS_SPECIAL | IS_FORMATTING | CLOSES_P)) == 0;
}

static void
scan_start_tag(struct scan *scan, const struct tag *tag)
{
	enum element_id id = element_named(tag->name, tag->name_length);
	unsigned flags = elements[id].flags;
	scan->at = tag->end + 1;
	if ((flags & TAG_IS_DROPPED) != 0)
		return;
	if (id == ELEMENT_SVG)
		scan_drawing(scan, (struct drawing){.depth = tag->is_self_closed ? 0 : 1});
	else if (tag->is_self_closed && slash_ends(id)) {
		bool is_shown = (flags & (CONTENT_IS_DROPPED | TAG_IS_KEPT)) != CONTENT_IS_DROPPED;
		if (is_shown && id != ELEMENT_SPAN)
			add_element(scan, id, tag, tag->end, tag->end);
	} else if ((flags & (CONTENT_IS_DROPPED | CONTENT_IS_TEXT)) != 0)
		scan_raw(scan, id, tag);
	else if (nesting_start(&scan->nesting, id, scan->out))
		add_start_tag(scan, id, tag);
}

static void
scan_end_tag(struct scan *scan, const struct tag *tag)
{
	enum element_id id = element_named(tag->name, tag->name_length);
	unsigned flags = elements[id].flags;
	scan->at = tag->end + 1;
	if (id == ELEMENT_BR) {
		nesting_text(&scan->nesting, scan->out);
		add_start_tag(scan, id, NULL);
	}
	if (scan->is_foreign && (id == ELEMENT_FOREIGNOBJECT || id == ELEMENT_SVG))
		end_foreign(scan, id == ELEMENT_SVG);
	if ((flags & (IS_VOID | TAG_IS_DROPPED | CONTENT_IS_DROPPED | CONTENT_IS_TEXT)) != 0)
		return;
	if (nesting_end(&scan->nesting, id, scan->out))
		element_add_end_tag(scan->out, id);
}

/* `<!--`, `<!DOCTYPE`, `<?xml`, `</ `, `<![CDATA[`: nothing of it is shown. */
static void
scan_comment(struct scan *scan)
{
	const char *at = scan->at, *end = scan->end;
	scan->at = after_tag(at, end);
	if (end - at < 4 || memcmp(at, "<!--", 4) != 0 || scan->has_no_comment_end)
		return;
	const char *dash = at + 2; /* `<!-->` and `<!--->` are whole comments */
	while ((dash = memchr(dash, '-', (size_t)(end - dash))) != NULL) {
		const char *after = dash + 1;
		if (after < end && *after == '-') {
			after++;
			bool has_bang = dash >= at + 4 && after < end && *after == '!';
			if (after + has_bang < end && after[has_bang] == '>') {
				scan->at = after + has_bang + 1;
				return;
			}
		}
		dash++;
	}
	scan->has_no_comment_end = true;
}

static void
scan_less_than(struct scan *scan)
{
	const char *at = scan->at + 1;
	struct tag tag;
	bool is_end = at < scan->end && *at == '/';
	const char *name = at + is_end;
	if (name < scan->end && ascii_is_letter(*name) && read_tag(scan, name, &tag)) {
		if (is_end)
			scan_end_tag(scan, &tag);
		else
			scan_start_tag(scan, &tag);
		return;
	}
	bool is_comment = at < scan->end && (*at == '!' || *at == '?' || *at == '/') &&
			  scan->last_gt != NULL && at <= scan->last_gt &&
			  !(is_end && ascii_is_letter(*name));
	if (is_comment) {
		scan_comment(scan);
		return;
	}
	nesting_text(&scan->nesting, scan->out);
	buf_add_text(scan->out, "&lt;");
	scan->at = at;
}

static const char *
last_gt(const char *html, size_t length)
{
	while (length > 0 && html[length - 1] != '>')
		length--;
	return length == 0 ? NULL : html + length - 1;
}

/*
 * References to characters that marks of parked text are made of, and to numbers
 * beyond all characters, become ones to U+FFFD, in their place.
 */
static void
tame_references(char *html)
{
	for (char *at = html; (at = strstr(at, "&#")) != NULL;) {
		at += 2;
		bool is_hexadecimal = *at == 'x' || *at == 'X';
		const char *replacement = is_hexadecimal ? "DFFF" : "33556"; /* from its end */
		at += is_hexadecimal;
		at += strspn(at, "0");
		char *end = at;
		if (!ascii_is_hex_digit(*at) ||
				strtoul(at, &end, is_hexadecimal ? 16 : 10) < PARKING_FIRST)
			continue;
		while (end > at)
			*--end = *replacement != '\0' ? *replacement++ : '0';
	}
}

void
html_prepare(struct buf *out, struct parking *parking, const char *html, size_t length)
{
	struct scan scan = {.at = html, .end = html + length, .out = out, .parking = parking};
	nesting_init(&scan.nesting);
	scan.last_gt = last_gt(html, length);
	while (scan.at < scan.end) {
		const char *lt = memchr(scan.at, '<', (size_t)(scan.end - scan.at));
		if (lt == NULL)
			lt = scan.end;
		arena_heed_stop(out->arena);
		add_text(&scan, scan.at, lt);
		scan.at = lt;
		if (lt < scan.end)
			scan_less_than(&scan);
	}
	tame_references(out->data);
}
