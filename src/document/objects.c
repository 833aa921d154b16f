/* Links, and what stands in a text for a picture, a film or a form. */

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "document/dom.h"
#include "document/handlers.h"

#include <string.h>

#include <gumbo.h>

enum { MAX_LABEL = 40, FIELD_COLUMNS = 20 };

/* --- Links --- */

void
enter_anchor(struct builder *builder, struct frame *frame)
{
	const char *name = dom_text_attribute(frame->node, "name");
	if (name != NULL && builder->pending_id == NULL)
		builder->pending_id = arena_text(builder->arena, name);
	frame->link = link_open(builder, dom_attribute(frame->node, "href"), LINK_PAGE);
	if (frame->link >= 0) {
		builder->now.link = frame->link;
		builder->now.style |= STYLE_LINK;
	}
}

/* --- Labels --- */

/* Cuts the middle out of a long name: its ending says most. */
static void
add_file_name(struct buf *out, const char *name, size_t length)
{
	size_t columns = text_columns(name, length);
	if (columns <= MAX_LABEL) {
		buf_add(out, name, length);
		return;
	}
	size_t tail = text_fit(name, length, columns - MAX_LABEL / 2 + 1, NULL);
	buf_add(out, name, text_fit(name, length, MAX_LABEL / 2, NULL));
	buf_add_text(out, "…");
	buf_add(out, name + tail, length - tail);
}

/* The last part of a URL's path, percent-decoded if that gives UTF-8. */
static void
add_url_name(struct buf *out, const char *url)
{
	size_t end = strcspn(url, "?#");
	while (end > 0 && url[end - 1] == '/')
		end--;
	size_t start = end;
	while (start > 0 && url[start - 1] != '/')
		start--;
	struct buf name = buf_in(out->arena);
	buf_add_percent_decoded(&name, url + start, end - start);
	if (utf8_is_valid(name.data, name.length))
		add_file_name(out, name.data, name.length);
	else
		add_file_name(out, url + start, end - start);
	buf_free(&name);
}

/* Adds the host of the URL, or the file's name if it is of the same site. */
static void
add_host(struct buf *out, const char *url)
{
	const char *slashes = strstr(url, "//");
	if (slashes == NULL)
		add_url_name(out, url);
	else
		add_file_name(out, slashes + 2, strcspn(slashes + 2, "/?#"));
}

/* A label to begin with: the element's title, or nothing. */
static struct buf
title_of(const struct builder *builder, const GumboNode *node)
{
	struct buf label = buf_in(builder->scratch);
	const char *title = dom_text_attribute(node, "title");
	if (title != NULL)
		buf_add_text(&label, title);
	return label;
}

/* Adds the label between two texts, without spaces around it. */
static void
add_bracketed(struct builder *builder, const char *before, const char *label, size_t length,
		const char *after)
{
	builder_literal(builder, before);
	builder_label(builder, label, length);
	builder->space = SPACE_NONE;
	builder_literal(builder, after);
}

/* `[KIND: LABEL]`, or `[KIND]`; a link if `url` leads somewhere; one that is `inline` has a word for that. */
static void
add_object(struct builder *builder, enum document_word kind, const struct buf *label,
		bool is_inline, const char *url, enum link_kind link_kind)
{
	struct inherited saved = builder->now;
	int link = saved.link < 0 ? link_open(builder, url, link_kind) : -1;
	if (link >= 0) {
		builder->now.link = link;
		builder->now.style |= STYLE_LINK;
	}
	builder->now.style |= STYLE_IMAGE;
	builder_literal(builder, "[");
	builder_word(builder, kind);
	if (label->length != 0 || is_inline)
		builder_literal(builder, ": ");
	if (label->length != 0)
		builder_label(builder, label->data, label->length);
	builder->space = SPACE_NONE;
	if (is_inline)
		builder_word(builder, WORD_INLINE);
	builder_literal(builder, "]");
	link_close(builder, link);
	builder->now = saved;
	builder->after_image = true;
}

/* --- Pictures --- */

/* The first candidate of a srcset: no blank is in it, no comma at its end (HTML standard 4.8.4.3.10). */
static const char *
first_candidate(struct builder *builder, const char *set)
{
	set += strspn(set, DOM_BLANKS ",");
	size_t length = strcspn(set, DOM_BLANKS);
	while (length > 0 && set[length - 1] == ',')
		length--;
	return arena_copy(builder->arena, set, length);
}

static const char *
trimmed(struct builder *builder, const char *address)
{
	size_t length = strlen(address);
	address = dom_trim(address, &length);
	return arena_copy(builder->arena, address, length);
}

static bool
is_data(const char *address)
{
	return ascii_compare_n(address, "data:", 5) == 0;
}

/* The picture's address, also one that a script is to load; NULL: none. */
static const char *
image_source(struct builder *builder, const GumboNode *node)
{
	static const char *const names[] = {"src", "data-src", "data-original", "data-lazy-src",
			"srcset", "data-srcset"};
	const char *data = NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = dom_text_attribute(node, names[i]);
		if (value == NULL)
			continue;
		bool is_set = strstr(names[i], "srcset") != NULL;
		const char *source =
				is_set ? first_candidate(builder, value) : trimmed(builder, value);
		if (source[0] != '\0' && !is_data(source))
			return source;
		data = data == NULL && is_data(source) ? source : data;
	}
	return data;
}

/* The pixels of one side, from CSS or an attribute; -1 if it is not given in pixels. */
static int
side(const GumboNode *node, const char *name, int by_css)
{
	const char *value = dom_attribute(node, name);
	bool is_share = value != NULL && strchr(value, '%') != NULL;
	return by_css >= 0 || is_share ? by_css : dom_number(node, name, -1);
}

/* Whether the picture is invisible, by its size or, without one, by a file name used for such pictures only. */
static bool
is_beacon(const GumboNode *node, const struct inline_css *css, const char *source)
{
	static const char *const names[] = {"1x1.gif", "1x1.png", "beacon.gif", "blank.gif",
			"pixel.gif", "pixel.png", "spacer.gif", "spacer.png", "track.gif"};
	int width = side(node, "width", css->width), height = side(node, "height", css->height);
	if (width >= 0 || height >= 0)
		return (width >= 0 && width <= 2) || (height >= 0 && height <= 2);
	size_t length = strcspn(source, "?#");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t size = strlen(names[i]);
		bool is_last = length == size ||
			       (length > size && source[length - size - 1] == '/');
		if (is_last && ascii_compare_n(source + length - size, names[i], size) == 0)
			return true;
	}
	return false;
}

/* Whether the picture is in a link with words. */
static bool
repeats_its_link(const GumboNode *node)
{
	for (const GumboNode *at = node->parent; at != NULL && at->type == GUMBO_NODE_ELEMENT;
			at = at->parent) {
		if (element_of(at) == ELEMENT_A)
			return dom_has_text(at);
	}
	return false;
}

/* Whether an empty alt says that the picture is decoration, or repeats the words of its link. */
static bool
is_decoration(const struct builder *builder, const GumboNode *node)
{
	if (!dom_says(node, "alt", ""))
		return false;
	return dom_says(node, "role", "presentation") || dom_says(node, "role", "none") ||
	       (builder->now.link >= 0 && repeats_its_link(node));
}

static void
add_image_label(struct buf *label, const GumboNode *node, const char *source)
{
	static const char *const names[] = {"alt", "title", "aria-label"};
	const char *text = NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && text == NULL; i++)
		text = dom_text_attribute(node, names[i]);
	if (text != NULL)
		buf_add_text(label, text);
	else if (!is_data(source))
		add_url_name(label, source);
}

void
enter_image(struct builder *builder, struct frame *frame)
{
	const char *source = image_source(builder, frame->node);
	if (source == NULL || is_beacon(frame->node, frame->css, source) ||
			is_decoration(builder, frame->node))
		return;
	/* A script would have replaced the picture by the one that noscript repeats. */
	if (!is_data(source) && link_is_known(builder, source) && builder->now.is_in_noscript)
		return;
	struct buf label = buf_in(builder->scratch);
	add_image_label(&label, frame->node, source);
	bool is_inline = is_data(source);
	add_object(builder, WORD_IMAGE, &label, is_inline, is_inline ? NULL : source, LINK_IMAGE);
}

void
enter_svg(struct builder *builder, struct frame *frame)
{
	struct buf label = title_of(builder, frame->node);
	if (label.length != 0)
		add_object(builder, WORD_IMAGE, &label, false, NULL, LINK_IMAGE);
}

/* --- Films, sounds, frames: a line each --- */

static const char *
media_source(const GumboNode *node)
{
	const char *source = dom_text_attribute(node, "src");
	if (source == NULL)
		source = dom_text_attribute(node, "data");
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length && source == NULL; i++) {
		const GumboNode *child = children->data[i];
		if (child->type == GUMBO_NODE_ELEMENT && element_of(child) == ELEMENT_SOURCE)
			source = dom_text_attribute(child, "src");
	}
	return source;
}

static void
add_media_line(struct builder *builder, enum document_word kind, const struct buf *label,
		const char *source)
{
	builder_end_leaf(builder);
	add_object(builder, kind, label, false, source, LINK_MEDIA);
	builder_end_leaf(builder);
}

void
enter_media(struct builder *builder, struct frame *frame)
{
	bool is_audio = frame->id == ELEMENT_AUDIO;
	const char *source = media_source(frame->node);
	frame->skips_children = true;
	if (source == NULL || (is_audio && dom_attribute(frame->node, "controls") == NULL))
		return;
	struct buf label = title_of(builder, frame->node);
	if (label.length == 0)
		add_url_name(&label, source);
	add_media_line(builder, is_audio ? WORD_AUDIO : WORD_VIDEO, &label, source);
}

void
enter_embedded(struct builder *builder, struct frame *frame)
{
	if (frame->id == ELEMENT_OBJECT && dom_has_text(frame->node))
		return; /* its text is the author's replacement for it */
	const char *source = media_source(frame->node);
	frame->skips_children = true;
	if (source == NULL)
		return;
	struct buf label = title_of(builder, frame->node);
	if (label.length == 0)
		add_host(&label, source);
	add_media_line(builder, WORD_EMBEDDED, &label, source);
}

/* --- Forms --- */

static void
add_field(struct builder *builder, const char *text)
{
	size_t length = text_fit(text, strlen(text), FIELD_COLUMNS, NULL);
	add_bracketed(builder, "[", text, length, "____]");
}

static const char *
text_attribute_or(const GumboNode *node, const char *name, const char *otherwise)
{
	const char *value = dom_text_attribute(node, name);
	return value != NULL ? value : otherwise;
}

void
enter_input(struct builder *builder, struct frame *frame)
{
	static const char *const unseen[] = {"hidden", "file", "color", "range"};
	const GumboNode *node = frame->node;
	bool is_checked = dom_attribute(node, "checked") != NULL;
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
		if (dom_says(node, "type", unseen[i]))
			return;
	}
	if (dom_says(node, "type", "checkbox")) {
		builder_literal(builder, is_checked ? "[x]" : "[ ]");
		builder_text(builder, " ", 1);
	} else if (dom_says(node, "type", "radio")) {
		builder_literal(builder, is_checked ? "(•)" : "( )");
	} else if (dom_says(node, "type", "submit") || dom_says(node, "type", "button") ||
			dom_says(node, "type", "reset")) {
		const char *value = text_attribute_or(node, "value", "");
		add_bracketed(builder, "[", value, strlen(value), "]");
	} else if (dom_says(node, "type", "image")) {
		enter_image(builder, frame);
	} else {
		const char *hint = text_attribute_or(node, "placeholder", "");
		bool is_secret = dom_says(node, "type", "password");
		add_field(builder, is_secret ? hint : text_attribute_or(node, "value", hint));
	}
}

void
enter_textarea(struct builder *builder, struct frame *frame)
{
	struct buf text = buf_in(builder->scratch);
	dom_gather_text(&text, frame->node, builder->parking);
	add_field(builder, text.length != 0 ? text.data
					    : text_attribute_or(frame->node, "placeholder", ""));
	frame->skips_children = true;
}

void
enter_button(struct builder *builder, struct frame *frame)
{
	frame->skips_children = !dom_has_text(frame->node);
	if (frame->skips_children)
		return;
	builder_literal(builder, "[");
	frame->closing = "]";
}

/* The chosen option, else the first. */
static const GumboNode *
chosen_option(const GumboNode *select)
{
	const GumboNode *first = NULL;
	const GumboVector *children = &select->v.element.children;
	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type != GUMBO_NODE_ELEMENT)
			continue;
		if (element_of(child) == ELEMENT_OPTGROUP)
			dom_count_children(child, ELEMENT_OPTION, &child);
		if (child == NULL || element_of(child) != ELEMENT_OPTION)
			continue;
		if (dom_attribute(child, "selected") != NULL)
			return child;
		first = first == NULL ? child : first;
	}
	return first;
}

void
enter_select(struct builder *builder, struct frame *frame)
{
	const GumboNode *option = chosen_option(frame->node);
	frame->skips_children = true;
	if (option == NULL)
		return;
	struct buf text = buf_in(builder->scratch);
	dom_gather_text(&text, option, builder->parking);
	add_bracketed(builder, "[", text.data, text.length, "]");
}

/* Shows a meter or a progress bar as a percentage, unless the author wrote a text for it. */
void
enter_meter(struct builder *builder, struct frame *frame)
{
	const GumboNode *node = frame->node;
	double value, lowest = 0, highest = 1;
	if (dom_has_text(node) || !css_number(dom_attribute(node, "value"), &value))
		return;
	css_number(dom_attribute(node, "min"), &lowest);
	css_number(dom_attribute(node, "max"), &highest);
	if (highest <= lowest)
		return;
	double share = (value - lowest) / (highest - lowest);
	share = share < 0 ? 0 : (share > 1 ? 1 : share);
	builder_literal(builder, arena_format(builder->arena, "%d%%", (int)(share * 100 + 0.5)));
}
