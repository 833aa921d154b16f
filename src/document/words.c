/* Elements within a line: breaks, quotation marks, raised and lowered text, ruby, formulas. */

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "document/dom.h"
#include "document/handlers.h"
#include "document/parking.h"

#include <string.h>

#include <gumbo.h>

void
enter_break(struct builder *builder, struct frame *frame)
{
	(void)frame;
	builder_break(builder);
}

void
enter_optional_break(struct builder *builder, struct frame *frame)
{
	(void)frame;
	builder_optional_break(builder);
}

void
enter_no_break(struct builder *builder, struct frame *frame)
{
	(void)frame;
	if (builder->now.space == SPACE_NORMAL)
		builder->now.space = SPACE_NOWRAP;
}

void
enter_noscript(struct builder *builder, struct frame *frame)
{
	(void)frame;
	builder->now.is_in_noscript = true;
}

void
enter_quotation(struct builder *builder, struct frame *frame)
{
	static const char *const marks[2][2][2] = {
			{{"“", "”"}, {"‘", "’"}}, {{"「", "」"}, {"『", "』"}}};
	int depth = builder->now.quotation_depth++;
	const char *const *pair = marks[builder->now.has_corner_quotes][depth % 2];
	if (!dom_has_text(frame->node))
		return;
	builder_literal(builder, pair[0]);
	frame->closing = pair[1];
}

/* --- Raised and lowered text: a number must not change its value --- */

/* The character raised or lowered; a space where Unicode has none. */
static uint32_t
script_of(uint32_t codepoint, bool is_raised)
{
	static const uint32_t plain[] = U"0123456789+-−=()abcdefghijklmnoprstuvwxyz";
	static const uint32_t raised[] = U"⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
	static const uint32_t lowered[] = U"₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐ   ₑ  ₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥ ₓ  ";
	for (size_t i = 0; plain[i] != 0; i++) {
		if (plain[i] == codepoint)
			return is_raised ? raised[i] : lowered[i];
	}
	return ' ';
}

/* Adds the whole text raised or lowered; false, and nothing is added, when Unicode cannot. */
static bool
add_script(struct builder *builder, const char *text, size_t length, bool is_raised)
{
	struct buf mapped = buf_in(builder->scratch);
	for (size_t at = 0; at < length;) {
		uint32_t codepoint;
		at += utf8_decode(text + at, length - at, &codepoint);
		uint32_t script = script_of(codepoint, is_raised);
		if (script == ' ')
			return false;
		buf_add_codepoint(&mapped, script);
	}
	builder_label(builder, mapped.data, mapped.length);
	return true;
}

/* The text of an element that holds nothing else: a number may be of any length. */
static bool
gather_plain_text(struct buf *out, const GumboNode *node, const struct parking *parking)
{
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type != GUMBO_NODE_TEXT && child->type != GUMBO_NODE_WHITESPACE)
			return false;
		parking_restore(parking, child->v.text.text, out);
	}
	return true;
}

void
enter_script(struct builder *builder, struct frame *frame)
{
	bool is_raised = frame->id == ELEMENT_SUP, is_whole = true;
	const GumboNode *anchor;
	if (dom_count_children(frame->node, ELEMENT_A, &anchor) != 0) {
		builder->now.is_note_number = is_raised;
		return;
	}
	struct buf text = buf_in(builder->scratch);
	bool is_plain = gather_plain_text(&text, frame->node, builder->parking);
	if (!is_plain) {
		buf_clear(&text);
		is_whole = dom_gather_text(&text, frame->node, builder->parking);
	}
	size_t length = text.length;
	const char *plain = dom_trim(text.data, &length);
	bool is_note = (length == 0 && is_whole) || plain[0] == '[' || strncmp(plain, "［", 3) == 0;
	if (is_note)
		return;
	if (is_plain && add_script(builder, plain, length, is_raised)) {
		frame->skips_children = true;
	} else if (is_whole && utf8_count(plain, length) == 1) {
		builder_literal(builder, is_raised ? "^" : "_");
	} else {
		builder_literal(builder, is_raised ? "^(" : "_(");
		frame->closing = ")";
	}
}

bool
add_note_number(struct builder *builder, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (!ascii_is_digit(text[i]))
			return false;
	}
	return length > 0 && add_script(builder, text, length, true);
}

/* Marks struck-out text with ~, so that it is recognised even where no line can be drawn through it. */
void
enter_struck(struct builder *builder, struct frame *frame)
{
	bool is_within = (frame->saved.style & STYLE_STRIKE) != 0;
	if (is_within || !dom_has_text(frame->node))
		return;
	/* U+2060: no line ends behind the first ~ or before the last. */
	builder_literal(builder, "~\xE2\x81\xA0");
	frame->closing = "\xE2\x81\xA0~";
}

/* --- Annotations: 汉字(hàn zì), the parentheses are ours, those of rp are left out --- */

static int
rank_ruby(const GumboNode *node)
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

/* The whole base comes first, then all annotations. */
void
enter_ruby(struct builder *builder, struct frame *frame)
{
	frame->order = dom_order_children(builder->arena, frame->node, rank_ruby);
	frame->leave = leave_ruby;
	builder->now.ruby_texts = arena_alloc(builder->arena, sizeof(int));
}

/* Whether the rt or rtc belongs to a ruby element itself, not to a span within its base, nor stands alone. */
static bool
is_in_ruby(const GumboNode *text)
{
	const GumboNode *parent = text->parent;
	if (element_of(parent) == ELEMENT_RTC)
		parent = parent->parent;
	return parent->type == GUMBO_NODE_ELEMENT && element_of(parent) == ELEMENT_RUBY;
}

void
enter_ruby_text(struct builder *builder, struct frame *frame)
{
	const GumboNode *node = frame->node;
	if (frame->id == ELEMENT_RTC && dom_count_children(node, ELEMENT_RT, NULL) != 0)
		return;
	frame->skips_children = !dom_has_text(node);
	if (frame->skips_children)
		return;
	bool is_joined = builder->now.ruby_texts != NULL && is_in_ruby(node);
	builder_literal(builder, is_joined && (*builder->now.ruby_texts)++ > 0 ? " " : "(");
	if (!is_joined)
		frame->closing = ")";
}

/* --- Abbreviations: what they stand for, the first time --- */

static bool
was_explained(const struct builder *builder, const char *title)
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

void
enter_abbreviation(struct builder *builder, struct frame *frame)
{
	const char *title = dom_text_attribute(frame->node, "title");
	if (title == NULL || was_explained(builder, title) || !dom_has_text(frame->node))
		return;
	struct buf text = buf_in(builder->scratch);
	dom_gather_text(&text, frame->node, builder->parking);
	if (strcmp(text.data, title) != 0) {
		builder->titles[builder->title_count++] = arena_text(builder->arena, title);
		frame->leave = leave_abbreviation;
	}
}

/* --- Formulas as a line of text --- */

void
enter_math(struct builder *builder, struct frame *frame)
{
	const char *text = dom_text_attribute(frame->node, "alttext");
	builder->now.is_in_math = true;
	frame->skips_children = text != NULL;
	if (text != NULL)
		builder_label(builder, text, strlen(text));
}

void
enter_joined(struct builder *builder, struct frame *frame)
{
	(void)builder;
	frame->separator = frame->id == ELEMENT_MFRAC ? "/" : frame->id == ELEMENT_MSUP ? "^" : "_";
}
