/* What happens within a line: breaks, quotation marks, raised and lowered text, ruby, formulas. */

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "document/dom.h"
#include "document/handlers.h"

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
enter_code(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	(void)builder;
	(void)node;
	(void)frame;
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
	if (!dom_has_text(node))
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
	if (dom_count_children(node, ELEMENT_A, &anchor) != 0)
		return true; /* a note's number */
	struct buf text, mapped;
	buf_init(&text);
	buf_init(&mapped);
	dom_gather_text(&text, node, builder->parking);
	const char *plain = text.data;
	size_t length = text.length;
	trim(&plain, &length);
	bool is_note = length == 0 || plain[0] == '[' || strncmp(plain, "［", 3) == 0;
	bool is_mapped = !is_note && has_only_text(node) &&
			 add_script(&mapped, plain, length, is_raised);
	if (is_mapped) {
		builder_label(builder, mapped.data, mapped.length);
	} else if (!is_note && utf8_count(plain, length) == 1) {
		builder_literal(builder, is_raised ? "^" : "_");
	} else if (!is_note) {
		builder_literal(builder, is_raised ? "^(" : "_(");
		frame->closing = ")";
	}
	buf_free(&text);
	buf_free(&mapped);
	return !is_mapped;
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

/* 汉字(hàn zì): the parentheses are ours, those of rp are left out. */
bool
enter_ruby_text(struct builder *builder, const GumboNode *node, struct frame *frame)
{
	if (!dom_has_text(node))
		return false;
	builder_literal(builder, "(");
	frame->closing = ")";
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
