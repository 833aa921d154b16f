/* Links, and what stands in a text for a picture, a film or a form. */

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "document/dom.h"
#include "document/handlers.h"

#include <string.h>

#include <gumbo.h>

enum { MAX_LABEL = 40, FIELD_COLUMNS = 20 };

/* --- Links --- */

bool
enter_anchor(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	const char *name = dom_text_attribute(node, "name");
	if (name != NULL && builder->pending_id == NULL)
		builder->pending_id = arena_text(builder->arena, name);
	int link = link_open(builder, dom_attribute(node, "href"), LINK_PAGE);
	frame->link = link;
	if (link >= 0) {
		builder->now.link = link;
		builder->now.style |= STYLE_LINK;
	}
	return true;
}

/* --- Labels --- */

static size_t
about_columns(uint32_t codepoint)
{
	return codepoint >= 0x1100 ? 2 : 1;
}

static size_t
label_columns(const char *text, size_t length)
{
	size_t columns = 0;
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		at += utf8_decode(text + at, length - at, &codepoint);
		columns += about_columns(codepoint);
	}
	return columns;
}

/* Bytes from the start that fill `columns`. */
static size_t
label_prefix(const char *text, size_t length, size_t columns)
{
	size_t at = 0, used = 0;
	while (at < length) {
		uint32_t codepoint;
		size_t size = utf8_decode(text + at, length - at, &codepoint);
		used += about_columns(codepoint);
		if (used > columns)
			break;
		at += size;
	}
	return at;
}

/* A long name loses its middle: its ending tells most. */
static void
add_file_name(struct buf *out, const char *name, size_t length)
{
	size_t columns = label_columns(name, length);
	if (columns <= MAX_LABEL) {
		buf_add(out, name, length);
		return;
	}
	size_t head = label_prefix(name, length, MAX_LABEL / 2);
	size_t tail = label_prefix(name, length, columns - MAX_LABEL / 2 + 1);
	buf_add(out, name, head);
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
	struct buf name;
	buf_init_in(&name, out->arena);
	buf_add_percent_decoded(&name, url + start, end - start);
	if (utf8_is_valid(name.data, name.length))
		add_file_name(out, name.data, name.length);
	else
		add_file_name(out, url + start, end - start);
	buf_free(&name);
}

/* Where it is, in short: the host, or the file of the same site. */
static void
add_host(struct buf *out, const char *url)
{
	const char *slashes = strstr(url, "//");
	if (slashes == NULL)
		add_url_name(out, url);
	else
		add_file_name(out, slashes + 2, strcspn(slashes + 2, "/?#"));
}

/* `[KIND: LABEL]`, or `[KIND]`; a link if `url` leads somewhere. */
static void
add_object(struct builder *builder, const char *kind, const struct buf *label, const char *url,
		enum link_kind link_kind, unsigned style)
{
	struct inherited saved = builder->now;
	int link = -1;
	if (saved.link < 0)
		link = link_open(builder, url, link_kind);
	if (link >= 0) {
		builder->now.link = link;
		builder->now.style |= STYLE_LINK;
	}
	builder->now.style |= style;
	builder_literal(builder, "[");
	builder_literal(builder, kind);
	if (label->length != 0) {
		builder_literal(builder, ": ");
		builder_label(builder, label->data, label->length);
		builder->space = SPACE_NONE;
	}
	builder_literal(builder, "]");
	link_close(builder, link);
	builder->now = saved;
	builder->after_image = true;
}

/* --- Pictures --- */

static const char blanks[] = " \t\r\n\f";

/* The first candidate of a srcset: no blank is in it, no comma at its end (HTML standard 4.8.4.3.10). */
static const char *
first_candidate(struct builder *builder, const char *set)
{
	set += strspn(set, " \t\r\n\f,");
	size_t length = strcspn(set, blanks);
	while (length > 0 && set[length - 1] == ',')
		length--;
	return arena_copy(builder->arena, set, length);
}

static const char *
trimmed(struct builder *builder, const char *address)
{
	address += strspn(address, blanks);
	size_t length = strlen(address);
	while (length > 0 && strchr(blanks, address[length - 1]) != NULL)
		length--;
	return arena_copy(builder->arena, address, length);
}

static bool
is_data(const char *address)
{
	return ascii_compare_n(address, "data:", 5) == 0;
}

/* Where the picture is, also where a script is to load it; NULL when nowhere. */
static const char *
image_source(struct builder *builder, const GumboNode *node)
{
	static const struct {
		const char *name;
		bool is_set;
	} attributes[] = {{"src", false}, {"data-src", false}, {"data-original", false},
			{"data-lazy-src", false}, {"srcset", true}, {"data-srcset", true}};
	const char *data = NULL;
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		const char *value = dom_text_attribute(node, attributes[i].name);
		if (value == NULL)
			continue;
		const char *source = attributes[i].is_set ? first_candidate(builder, value)
							  : trimmed(builder, value);
		if (source[0] != '\0' && !is_data(source))
			return source;
		data = data == NULL && is_data(source) ? source : data;
	}
	return data;
}

/* Pixels of one side, by CSS or by attribute; -1 when that is not said in pixels. */
static int
side(const GumboNode *node, const char *name, int by_css)
{
	const char *value = dom_attribute(node, name);
	bool is_share = value != NULL && strchr(value, '%') != NULL;
	return by_css >= 0 || is_share ? by_css : dom_number(node, name, -1);
}

/* A picture that nobody is to see: its size tells, or, where it has none, a name that says nothing else. */
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

/* An empty alt says that the picture only repeats the words of its link. */
static bool
repeats_its_link(const struct builder *builder, const GumboNode *node)
{
	for (const GumboNode *at = node->parent; at != NULL && at->type == GUMBO_NODE_ELEMENT;
			at = at->parent) {
		if (element_of(at) == ELEMENT_A)
			return dom_has_text(builder->scratch, at);
	}
	return false;
}

static bool
is_decoration(struct builder *builder, const GumboNode *node)
{
	const char *alt = dom_attribute(node, "alt");
	const char *role = dom_attribute(node, "role");
	if (alt == NULL || alt[0] != '\0')
		return false;
	if (role != NULL && (ascii_compare(role, "presentation") == 0 ||
					    ascii_compare(role, "none") == 0))
		return true;
	return builder->now.link >= 0 && repeats_its_link(builder, node);
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
	if (is_data(source))
		buf_add_text(label, "(内嵌)");
}

bool
enter_image(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	const char *source = image_source(builder, node);
	if (source == NULL || is_beacon(node, frame->css, source) || is_decoration(builder, node))
		return false;
	/* A script would have replaced the picture by the one that noscript repeats. */
	if (!is_data(source) && link_is_known(builder, source) && builder->now.is_in_noscript)
		return false;
	struct buf label;
	buf_init_in(&label, builder->scratch);
	add_image_label(&label, node, source);
	add_object(builder, "图", &label, is_data(source) ? NULL : source, LINK_IMAGE, STYLE_IMAGE);
	return false;
}

bool
enter_svg(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)frame;
	const char *title = dom_text_attribute(node, "title");
	if (title == NULL)
		return false;
	struct buf label;
	buf_init_in(&label, builder->scratch);
	buf_add_text(&label, title);
	add_object(builder, "图", &label, NULL, LINK_IMAGE, STYLE_IMAGE);
	return false;
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
add_media_line(struct builder *builder, const char *kind, const struct buf *label,
		const char *source)
{
	builder_end_leaf(builder);
	add_object(builder, kind, label, source, LINK_MEDIA, STYLE_IMAGE);
	builder_end_leaf(builder);
}

bool
enter_media(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	bool is_audio = frame->id == ELEMENT_AUDIO;
	const char *source = media_source(node);
	if (source == NULL || (is_audio && dom_attribute(node, "controls") == NULL))
		return false;
	struct buf label;
	buf_init_in(&label, builder->scratch);
	const char *title = dom_text_attribute(node, "title");
	if (title != NULL)
		buf_add_text(&label, title);
	else
		add_url_name(&label, source);
	add_media_line(builder, is_audio ? "音频" : "视频", &label, source);
	return false;
}

bool
enter_embedded(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	if (frame->id == ELEMENT_OBJECT && dom_has_text(builder->scratch, node))
		return true; /* what the author wrote for those who cannot show it */
	const char *source = media_source(node);
	if (source == NULL)
		return false;
	struct buf label;
	buf_init_in(&label, builder->scratch);
	const char *title = dom_text_attribute(node, "title");
	if (title != NULL)
		buf_add_text(&label, title);
	else
		add_host(&label, source);
	add_media_line(builder, "嵌入", &label, source);
	return false;
}

/* --- Forms --- */

static void
add_field(struct builder *builder, const char *text)
{
	size_t length = label_prefix(text, strlen(text), FIELD_COLUMNS);
	builder_literal(builder, "[");
	builder_label(builder, text, length);
	builder->space = SPACE_NONE;
	builder_literal(builder, "____]");
}

static const char *
value_or(const char *value, const char *otherwise)
{
	return value != NULL ? value : otherwise;
}

bool
enter_input(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	static const char *const unseen[] = {"hidden", "file", "color", "range"};
	(void)frame;
	const char *type = value_or(dom_attribute(node, "type"), "text");
	const char *value = dom_text_attribute(node, "value");
	bool is_checked = dom_attribute(node, "checked") != NULL;
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
		if (ascii_compare(type, unseen[i]) == 0)
			return false;
	}
	if (ascii_compare(type, "checkbox") == 0) {
		builder_literal(builder, is_checked ? "[x]" : "[ ]");
		builder_text(builder, " ", 1);
	} else if (ascii_compare(type, "radio") == 0) {
		builder_literal(builder, is_checked ? "(•)" : "( )");
	} else if (ascii_compare(type, "submit") == 0 || ascii_compare(type, "button") == 0 ||
			ascii_compare(type, "reset") == 0) {
		builder_literal(builder, "[");
		builder_label(builder, value_or(value, ""), strlen(value_or(value, "")));
		builder_literal(builder, "]");
	} else if (ascii_compare(type, "image") == 0) {
		return enter_image(builder, node, frame);
	} else {
		bool is_secret = ascii_compare(type, "password") == 0;
		const char *hint = value_or(dom_text_attribute(node, "placeholder"), "");
		add_field(builder, is_secret ? hint : value_or(value, hint));
	}
	return false;
}

static bool
add_gathered_field(struct builder *builder, const GumboNode *node, const char *otherwise)
{
	struct buf text;
	buf_init_in(&text, builder->scratch);
	dom_gather_text(&text, node, builder->parking);
	add_field(builder, text.length != 0 ? text.data : otherwise);
	return false;
}

bool
enter_textarea(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)frame;
	return add_gathered_field(
			builder, node, value_or(dom_text_attribute(node, "placeholder"), ""));
}

bool
enter_button(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	if (!dom_has_text(builder->scratch, node))
		return false;
	builder_literal(builder, "[");
	frame->closing = "]";
	return true;
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

bool
enter_select(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)frame;
	const GumboNode *option = chosen_option(node);
	if (option == NULL)
		return false;
	struct buf text;
	buf_init_in(&text, builder->scratch);
	dom_gather_text(&text, option, builder->parking);
	builder_literal(builder, "[");
	builder_label(builder, text.data, text.length);
	builder->space = SPACE_NONE;
	builder_literal(builder, "]");
	return false;
}

/* A share of the whole, where the author wrote no words for it: 62%. */
bool
enter_meter(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)frame;
	double value, lowest = 0, highest = 1;
	if (dom_has_text(builder->scratch, node) ||
			!css_number(dom_attribute(node, "value"), &value))
		return true;
	css_number(dom_attribute(node, "min"), &lowest);
	css_number(dom_attribute(node, "max"), &highest);
	if (highest <= lowest)
		return true;
	double share = (value - lowest) / (highest - lowest);
	share = share < 0 ? 0 : (share > 1 ? 1 : share);
	builder_literal(builder, arena_format(builder->arena, "%d%%", (int)(share * 100 + 0.5)));
	return false;
}
