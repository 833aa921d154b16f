#include "markdown/write_private.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/char_reference.h"
#include "markdown/html_tag.h"

#include <string.h>

static void
put_named(struct buf *html, const char *name, struct slice value)
{
	buf_add_char(html, ' ');
	buf_add_text(html, name);
	buf_add_text(html, "=\"");
	write_attribute(html, value);
	buf_add_char(html, '"');
}

/* Whether a tag, a comment or an instruction begins at `at`. */
static bool
begins_tag(struct source *source, size_t at)
{
	struct tag tag;
	char next = source_byte(source, at + 1);
	if (next == '!')
		return source_byte(source, at + 2) == '-' && source_byte(source, at + 3) == '-';
	return next == '?' || html_tag_read(source, at, &tag);
}

void
write_tags(struct writer *writer, struct slice html)
{
	struct source source = source_of(html);
	size_t from = 0;
	for (size_t at = 0; (at = source_find(&source, MARK_TAG, at)) != SOURCE_NOWHERE; at++) {
		if (begins_tag(&source, at))
			continue;
		buf_add(writer->html, html.text + from, at - from);
		buf_add_text(writer->html, "&lt;");
		from = at + 1;
	}
	buf_add(writer->html, html.text + from, html.length - from);
}

/* --- Abbreviations (kramdown, "Abbreviations") --- */

/* The name's byte at `depth`; -1 behind its end. */
static int
byte_at(const struct definition *definition, size_t depth)
{
	return depth < definition->name.length ? (unsigned char)definition->name.text[depth] : -1;
}

/* Of a range of sorted names, alike up to `depth`, the first whose byte there is at least `byte`. */
static size_t
first_with(const struct definition_list *list, size_t low, size_t high, size_t depth, int byte)
{
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (byte_at(&list->items[middle], depth) < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The longest abbreviation at `at` that no letter follows, or NULL. Each byte narrows the range of those like it. */
static struct definition *
find_abbreviation(const struct definition_list *list, struct slice text, size_t at)
{
	struct definition *found = NULL;
	size_t low = 0, high = list->count;
	for (size_t depth = 0; low < high && at + depth < text.length; depth++) {
		int byte = (unsigned char)text.text[at + depth];
		high = first_with(list, low, high, depth, byte + 1);
		low = first_with(list, low, high, depth, byte);
		size_t end = at + depth + 1;
		bool is_end = end == text.length || !source_is_word(text.text[end]);
		if (low < high && is_end && list->items[low].name.length == depth + 1)
			found = &list->items[low];
	}
	return found;
}

static void
put_abbreviation(struct writer *writer, struct definition *abbreviation)
{
	struct slice title = abbreviation->value;
	const struct attributes *lists = &abbreviation->node->attributes;
	bool is_first = abbreviation->uses++ == 0;
	buf_add_text(writer->html, "<abbr");
	if (is_first || write_may_repeat(writer, title.length + lists->bytes)) {
		if (title.length > 0)
			put_named(writer->html, "title", title);
		write_attributes(writer, NULL, lists);
	}
	buf_add_char(writer->html, '>');
	write_text(writer->html, abbreviation->name);
	buf_add_text(writer->html, "</abbr>");
}

static void
put_text(struct writer *writer, struct slice text)
{
	const struct definition_list *list = &writer->definitions->abbreviations;
	size_t from = 0;
	if (list->count == 0) {
		write_text(writer->html, text);
		return;
	}
	for (size_t at = 0; at < text.length;) {
		bool is_beginning = at == 0 || !source_is_word(text.text[at - 1]);
		struct definition *found = is_beginning ? find_abbreviation(list, text, at) : NULL;
		if (found == NULL) {
			at++;
			continue;
		}
		write_text(writer->html, slice_between(text.text, from, at));
		put_abbreviation(writer, found);
		at += found->name.length;
		from = at;
	}
	write_text(writer->html, slice_between(text.text, from, text.length));
}

/* --- Spans --- */

static const char *const element_names[] = {[ELEMENT_EM] = "em",
		[ELEMENT_STRONG] = "strong",
		[ELEMENT_DEL] = "del",
		[ELEMENT_LINK] = "a"};

/* href or src and the title; nothing when the definition has been repeated too often. */
static void
put_target(struct writer *writer, const char *name, const struct target *target)
{
	size_t length = target->address.length + target->title.length;
	if (target->definition != NULL && !write_may_repeat(writer, length))
		return;
	put_named(writer->html, name, target->address);
	if (target->title.text != NULL)
		put_named(writer->html, "title", target->title);
}

/* What the attribute lists of a link's definition say comes before its own. */
static void
put_lists(struct writer *writer, const struct span *span)
{
	const struct definition *definition =
			span->target != NULL ? span->target->definition : NULL;
	const struct attributes *defined =
			definition != NULL ? &definition->node->attributes : NULL;
	if (defined != NULL && !write_may_repeat(writer, defined->bytes))
		defined = NULL;
	write_attributes(writer, defined, span->attributes);
}

/* A tag, or a reference to a character, as it is; what attribute lists say comes first in the tag. */
static void
put_tag(struct writer *writer, const struct span *span)
{
	struct slice text = span->text;
	size_t name = 0;
	if (span->attributes != NULL && text.length > 1 && text.text[0] == '<' &&
			ascii_is_letter(text.text[1])) {
		while (name < text.length && !ascii_is_space(text.text[name]) &&
				text.text[name] != '>' && text.text[name] != '/')
			name++;
		buf_add(writer->html, text.text, name);
		write_attributes(writer, NULL, span->attributes);
	}
	buf_add(writer->html, text.text + name, text.length - name);
}

static void
put_open(struct writer *writer, const struct span *span)
{
	if (span->element == ELEMENT_HTML) {
		put_tag(writer, span);
		return;
	}
	if (span->element == ELEMENT_LINK && writer->is_contents)
		return;
	buf_add_char(writer->html, '<');
	buf_add_text(writer->html, element_names[span->element]);
	if (span->target != NULL)
		put_target(writer, "href", span->target);
	put_lists(writer, span);
	buf_add_char(writer->html, '>');
}

static void
put_close(struct writer *writer, const struct span *span)
{
	if (span->element == ELEMENT_LINK && writer->is_contents)
		return;
	buf_add_text(writer->html, "</");
	if (span->element == ELEMENT_HTML)
		buf_add(writer->html, span->text.text, span->text.length);
	else
		buf_add_text(writer->html, element_names[span->element]);
	buf_add_char(writer->html, '>');
}

static void
put_address(struct writer *writer, const struct span *span)
{
	struct slice text = span->text;
	bool is_mail = memchr(text.text, ':', text.length) == NULL &&
		       memchr(text.text, '@', text.length) != NULL;
	bool is_www = text.length > 4 && ascii_compare_n(text.text, "www.", 4) == 0;
	if (!writer->is_contents) {
		buf_add_text(writer->html, "<a href=\"");
		buf_add_text(writer->html, is_mail ? "mailto:" : is_www ? "http://" : "");
		write_attribute(writer->html, text);
		buf_add_char(writer->html, '"');
		put_lists(writer, span);
		buf_add_char(writer->html, '>');
	}
	if (text.length > 7 && memcmp(text.text, "mailto:", 7) == 0)
		text = slice_between(text.text, 7, text.length);
	if (memchr(text.text, '&', text.length) != NULL)
		write_kept(writer->html, text);
	else
		put_text(writer, text);
	if (!writer->is_contents)
		buf_add_text(writer->html, "</a>");
}

static void
put_image(struct writer *writer, const struct span *span)
{
	buf_add_text(writer->html, "<img");
	put_target(writer, "src", span->target);
	put_named(writer->html, "alt", span_image_text(writer->arena, span));
	put_lists(writer, span);
	buf_add_char(writer->html, '>');
}

static void
put_note(struct writer *writer, const struct span *span)
{
	struct definition *note = span->note;
	if (writer->is_contents)
		return;
	if (note->uses++ == 0) {
		writer->notes = arena_grow(writer->arena, writer->notes, writer->note_count,
				&writer->note_capacity, sizeof(struct definition *));
		writer->notes[writer->note_count++] = note;
		note->number = writer->options->footnote_number + (int)writer->note_count - 1;
	}
	int length = (int)note->name.length;
	const char *name = note->name.text;
	buf_format(writer->html, "<sup id=\"fnref:%.*s", length, name);
	if (note->uses > 1)
		buf_format(writer->html, ":%d", note->uses - 1);
	buf_format(writer->html, "\"><a href=\"#fn:%.*s\" class=\"footnote\">%d</a></sup>", length,
			name, note->number);
}

static void
put_code(struct writer *writer, const struct span *span)
{
	buf_add_text(writer->html, "<code");
	put_lists(writer, span);
	buf_add_char(writer->html, '>');
	write_text(writer->html, span->text);
	buf_add_text(writer->html, "</code>");
}

void
write_span(struct writer *writer, const struct span *span)
{
	switch (span->kind) {
	case SPAN_TEXT:
		put_text(writer, span->text);
		break;
	case SPAN_MATH:
	case SPAN_CHARACTER:
		write_text(writer->html, span->text);
		break;
	case SPAN_VERBATIM:
		write_kept(writer->html, span->text);
		break;
	case SPAN_HTML:
		put_tag(writer, span);
		break;
	case SPAN_BREAK:
		buf_add_text(writer->html, "<br>");
		break;
	case SPAN_CODE:
		put_code(writer, span);
		break;
	case SPAN_ADDRESS:
		put_address(writer, span);
		break;
	case SPAN_IMAGE:
		put_image(writer, span);
		break;
	case SPAN_NOTE:
		put_note(writer, span);
		break;
	case SPAN_OPEN:
		put_open(writer, span);
		break;
	case SPAN_CLOSE:
		put_close(writer, span);
		break;
	}
}

void
write_spans(struct writer *writer, struct slice text)
{
	const struct spans *spans = span_parse(writer->parser, text, writer->is_note);
	for (size_t i = 0; i < spans->count; i++)
		write_span(writer, &spans->items[i]);
}

/* What stands between the dollars. */
static void
add_math(struct buf *out, struct slice math)
{
	struct slice inner = slice_trim(slice_between(math.text, 2, math.length - 2));
	buf_add(out, inner.text, inner.length);
}

void
write_plain(struct buf *out, const struct spans *spans)
{
	for (size_t i = 0; i < spans->count; i++) {
		const struct span *span = &spans->items[i];
		if (span->kind == SPAN_TEXT || span->kind == SPAN_CODE ||
				span->kind == SPAN_CHARACTER || span->kind == SPAN_ADDRESS)
			buf_add(out, span->text.text, span->text.length);
		else if (span->kind == SPAN_MATH)
			add_math(out, span->text);
		else if (span->kind == SPAN_HTML && span->text.length > 2 &&
				span->text.text[0] == '&')
			char_reference_decode(out, span->text.text, span->text.length);
	}
}
