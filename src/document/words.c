/* What happens within a line: breaks, quotation marks, raised and lowered text, ruby, formulas. */

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "document/dom.h"
#include "document/handlers.h"
#include "document/parking.h"

#include <string.h>

#include <gumbo.h>

bool
enter_break(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	(void)frame;
	builder_break(builder);
	return false;
}

bool
enter_optional_break(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	(void)frame;
	builder_optional_break(builder);
	return false;
}

bool
enter_no_break(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	(void)frame;
	if (builder->now.space == SPACE_NORMAL)
		builder->now.space = SPACE_NOWRAP;
	return true;
}

bool
enter_noscript(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)node;
	(void)frame;
	builder->now.is_in_noscript = true;
	return true;
}

bool
enter_quotation(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	static const char *const marks[2][2][2] = {
			{{"“", "”"}, {"‘", "’"}}, {{"「", "」"}, {"『", "』"}}};
	int depth = builder->now.quotation_depth++;
	const char *const *pair = marks[builder->now.has_corner_quotes][depth % 2];
	if (!dom_has_text(builder->scratch, node))
		return true;
	builder_literal(builder, pair[0]);
	frame->closing = pair[1];
	return true;
}

/* --- Raised and lowered text: a number must not change its value --- */

struct script_char {
	const char *plain, *raised, *lowered; /* NULL: Unicode has none */
};

static const struct script_char script_chars[] = {
		{"0", "⁰", "₀"},
		{"1", "¹", "₁"},
		{"2", "²", "₂"},
		{"3", "³", "₃"},
		{"4", "⁴", "₄"},
		{"5", "⁵", "₅"},
		{"6", "⁶", "₆"},
		{"7", "⁷", "₇"},
		{"8", "⁸", "₈"},
		{"9", "⁹", "₉"},
		{"+", "⁺", "₊"},
		{"-", "⁻", "₋"},
		{"−", "⁻", "₋"},
		{"=", "⁼", "₌"},
		{"(", "⁽", "₍"},
		{")", "⁾", "₎"},
		{"a", "ᵃ", "ₐ"},
		{"b", "ᵇ", NULL},
		{"c", "ᶜ", NULL},
		{"d", "ᵈ", NULL},
		{"e", "ᵉ", "ₑ"},
		{"f", "ᶠ", NULL},
		{"g", "ᵍ", NULL},
		{"h", "ʰ", "ₕ"},
		{"i", "ⁱ", "ᵢ"},
		{"j", "ʲ", "ⱼ"},
		{"k", "ᵏ", "ₖ"},
		{"l", "ˡ", "ₗ"},
		{"m", "ᵐ", "ₘ"},
		{"n", "ⁿ", "ₙ"},
		{"o", "ᵒ", "ₒ"},
		{"p", "ᵖ", "ₚ"},
		{"r", "ʳ", "ᵣ"},
		{"s", "ˢ", "ₛ"},
		{"t", "ᵗ", "ₜ"},
		{"u", "ᵘ", "ᵤ"},
		{"v", "ᵛ", "ᵥ"},
		{"w", "ʷ", NULL},
		{"x", "ˣ", "ₓ"},
		{"y", "ʸ", NULL},
		{"z", "ᶻ", NULL},
};

static const char *
map_script(const char *text, size_t length, bool is_raised)
{
	for (size_t i = 0; i < sizeof(script_chars) / sizeof(script_chars[0]); i++) {
		const struct script_char *entry = &script_chars[i];
		if (strlen(entry->plain) == length && memcmp(entry->plain, text, length) == 0)
			return is_raised ? entry->raised : entry->lowered;
	}
	return NULL;
}

/* Appends the whole text raised or lowered; false when Unicode cannot. */
static bool
add_script(struct buf *out, const char *text, size_t length, bool is_raised)
{
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		size_t size = utf8_decode(text + at, length - at, &codepoint);
		const char *mapped = map_script(text + at, size, is_raised);
		if (mapped == NULL)
			return false;
		buf_add_text(out, mapped);
		at += size;
	}
	return true;
}

static bool
has_only_text(const GumboNode *node)
{
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type != GUMBO_NODE_TEXT && child->type != GUMBO_NODE_WHITESPACE)
			return false;
	}
	return true;
}

/* What is raised may be a number of any length. */
static void
add_children_text(struct buf *out, const GumboNode *node, const struct parking *parking)
{
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		const char *text = child->v.text.text;
		struct parked piece;
		while (parking_next(parking, &text, &piece))
			buf_add(out, piece.text, piece.length);
	}
}

static void
trim(const char **text, size_t *length)
{
	while (*length > 0 && strchr(" \t\r\n", **text) != NULL) {
		++*text;
		--*length;
	}
	while (*length > 0 && strchr(" \t\r\n", (*text)[*length - 1]) != NULL)
		--*length;
}

static bool
enter_script(struct builder *builder, const GumboNode *node, struct frame *frame, bool is_raised)
{
	const GumboNode *anchor;
	if (dom_count_children(node, ELEMENT_A, &anchor) != 0) {
		builder->now.is_note_number = is_raised;
		return true;
	}
	struct buf text, mapped;
	buf_init_in(&text, builder->scratch);
	buf_init_in(&mapped, builder->scratch);
	bool is_plain = has_only_text(node), is_whole = true;
	if (is_plain)
		add_children_text(&text, node, builder->parking);
	else
		is_whole = dom_gather_text(&text, node, builder->parking);
	const char *plain = text.data;
	size_t length = text.length;
	trim(&plain, &length);
	bool is_note = (length == 0 && is_whole) || plain[0] == '[' || strncmp(plain, "［", 3) == 0;
	bool is_mapped = is_plain && !is_note && add_script(&mapped, plain, length, is_raised);
	if (is_mapped) {
		builder_label(builder, mapped.data, mapped.length);
	} else if (!is_note && is_whole && utf8_count(plain, length) == 1) {
		builder_literal(builder, is_raised ? "^" : "_");
	} else if (!is_note) {
		builder_literal(builder, is_raised ? "^(" : "_(");
		frame->closing = ")";
	}
	return !is_mapped;
}

bool
add_note_number(struct builder *builder, const char *text, size_t length)
{
	struct buf mapped;
	buf_init_in(&mapped, builder->scratch);
	bool is_number = length > 0;
	for (size_t i = 0; i < length; i++)
		is_number = is_number && ascii_is_digit(text[i]);
	if (!is_number || !add_script(&mapped, text, length, true))
		return false;
	builder_label(builder, mapped.data, mapped.length);
	return true;
}

bool
enter_superscript(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	return enter_script(builder, node, frame, true);
}

bool
enter_subscript(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	return enter_script(builder, node, frame, false);
}

/* What is struck out must not be read as if it stood, where there is no line through it either. */
bool
enter_struck(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	bool is_within = (frame->saved.style & STYLE_STRIKE) != 0;
	if (is_within || !dom_has_text(builder->scratch, node))
		return true;
	/* U+2060: a line ends neither behind the first nor before the last. */
	builder_literal(builder, "~\xE2\x81\xA0");
	frame->closing = "\xE2\x81\xA0~";
	return true;
}

/* --- Annotations: 汉字(hàn zì), the parentheses are ours, those of rp are left out --- */

static bool
is_ruby_text(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT &&
	       (element_of(node) == ELEMENT_RT || element_of(node) == ELEMENT_RTC);
}

static void
leave_ruby(struct builder *builder, struct frame *frame)
{
	(void)frame;
	if (*builder->now.ruby_texts > 0)
		builder_literal(builder, ")");
}

/* The base goes first, whole, then all that is over it. */
bool
enter_ruby(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	const GumboVector *children = &node->v.element.children;
	unsigned *order = arena_array(builder->arena, children->length + 1u, sizeof(*order));
	unsigned count = 0;
	for (int texts = 0; texts <= 1; texts++) {
		for (unsigned i = 0; i < children->length; i++) {
			if (is_ruby_text(children->data[i]) == (texts != 0))
				order[count++] = i;
		}
	}
	frame->order = order;
	frame->leave = leave_ruby;
	builder->now.ruby_texts = arena_alloc(builder->arena, sizeof(int));
	return true;
}

/* Whether it stands among the texts of a ruby element, not in a span of the base or by itself. */
static bool
is_in_ruby(const GumboNode *text)
{
	const GumboNode *parent = text->parent;
	if (element_of(parent) == ELEMENT_RTC)
		parent = parent->parent;
	return parent->type == GUMBO_NODE_ELEMENT && element_of(parent) == ELEMENT_RUBY;
}

bool
enter_ruby_text(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	bool holds_texts =
			frame->id == ELEMENT_RTC && dom_count_children(node, ELEMENT_RT, NULL) != 0;
	if (holds_texts)
		return true;
	if (!dom_has_text(builder->scratch, node))
		return false;
	bool is_joined = builder->now.ruby_texts != NULL && is_in_ruby(node);
	builder_literal(builder, is_joined && (*builder->now.ruby_texts)++ > 0 ? " " : "(");
	if (!is_joined)
		frame->closing = ")";
	return true;
}

/* --- Abbreviations: what they stand for, the first time --- */

static bool
is_told(const struct builder *builder, const char *title)
{
	for (size_t i = 0; i < builder->title_count; i++) {
		if (strcmp(builder->titles[i], title) == 0)
			return true;
	}
	return builder->title_count == BUILDER_MAX_TITLES;
}

static void
leave_abbreviation(struct builder *builder, struct frame *frame)
{
	const char *title = dom_text_attribute(frame->node, "title");
	bool is_latin = (unsigned char)title[0] < 0x80;
	builder_literal(builder, is_latin ? " (" : "(");
	builder_label(builder, title, strlen(title));
	builder_literal(builder, ")");
}

bool
enter_abbreviation(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	const char *title = dom_text_attribute(node, "title");
	if (title == NULL || is_told(builder, title) || !dom_has_text(builder->scratch, node))
		return true;
	struct buf text;
	buf_init_in(&text, builder->scratch);
	dom_gather_text(&text, node, builder->parking);
	if (strcmp(text.data, title) != 0) {
		builder->titles[builder->title_count++] = arena_text(builder->arena, title);
		frame->leave = leave_abbreviation;
	}
	return true;
}

/* --- Formulas as a line of text --- */

bool
enter_math(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)frame;
	const char *text = dom_text_attribute(node, "alttext");
	builder->now.is_in_math = true;
	if (text == NULL)
		return true;
	builder_label(builder, text, strlen(text));
	return false;
}

bool
enter_fraction(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)builder;
	(void)node;
	frame->separator = "/";
	return true;
}

bool
enter_power(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)builder;
	(void)node;
	frame->separator = "^";
	return true;
}

bool
enter_index(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)builder;
	(void)node;
	frame->separator = "_";
	return true;
}
