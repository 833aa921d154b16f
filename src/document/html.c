/* HTML to a document: the pre-scan, gumbo, and a walk over its tree. */

#include "base/arena.h"
#include "base/ascii.h"
#include "document/builder.h"
#include "document/dom.h"
#include "document/handlers.h"
#include "document/parking.h"
#include "document/prepare.h"

#include <gumbo.h>
#include <string.h>

enum { MAX_HTML = 1 << 30 }; /* gumbo counts bytes in an unsigned int */

struct walk {
	struct builder *builder;
	struct frame *frames;
	size_t count, capacity;
	struct buf text; /* of a node, where stretches of it were parked */
};

/* --- What an element's attributes say of it --- */

static bool
has_class(const char *class, const char *const *names, size_t count)
{
	while (*(class += strspn(class, DOM_BLANKS)) != '\0') {
		size_t length = strcspn(class, DOM_BLANKS);
		for (size_t i = 0; i < count; i++) {
			if (strlen(names[i]) == length && memcmp(class, names[i], length) == 0)
				return true;
		}
		class += length;
	}
	return false;
}

/*
 * Where a highlighter numbers the lines of code: hexo, rouge, pygments, coderay,
 * highlight.js and others. The names say so only where nothing but numbers stands
 * there: prism calls the code itself line-numbers.
 */
static bool
is_gutter(const struct builder *builder, const GumboNode *node)
{
	static const char *const names[] = {"gutter", "rouge-gutter", "lineno", "linenos",
			"linenodiv", "line-number", "line-numbers", "hljs-ln-numbers", "blob-num",
			"crayon-nums", "ln", "lnt"};
	enum { ONLY_IN_PRE = 2 }; /* the last names are too short to say it anywhere */
	const char *class = dom_attribute(node, "class");
	size_t count = sizeof(names) / sizeof(names[0]);
	if (builder->now.leaf != BLOCK_PRE)
		count -= ONLY_IN_PRE;
	if (class == NULL || !has_class(class, names, count))
		return false;
	struct buf text = buf_in(builder->scratch);
	dom_gather_text(&text, node, builder->parking);
	bool is_numbers = text.data[strspn(text.data, "0123456789 \t\r\n")] == '\0';
	buf_free(&text);
	return is_numbers;
}

static bool
is_hidden(const struct builder *builder, const GumboNode *node, enum element_id id,
		const struct inline_css *css)
{
	if (elements[id].shows == SHOWS_NOTHING || inline_css_hides(css) ||
			is_gutter(builder, node))
		return true;
	const char *hidden = dom_attribute(node, "hidden");
	if (hidden != NULL && ascii_compare(hidden, "until-found") != 0)
		return true;
	return id == ELEMENT_DIALOG && dom_attribute(node, "open") == NULL;
}

static void
apply_switch(unsigned *style, int value, unsigned bit)
{
	if (value != CSS_UNSET)
		*style = value ? *style | bit : *style & ~bit;
}

static void
apply_css(struct inherited *now, const struct inline_css *css)
{
	apply_switch(&now->style, css->bold, STYLE_BOLD);
	apply_switch(&now->style, css->italic, STYLE_ITALIC);
	apply_switch(&now->style, css->underline, STYLE_UNDERLINE);
	apply_switch(&now->style, css->strike, STYLE_STRIKE);
	if (css->space != CSS_UNSET)
		now->space = (enum space_mode)css->space;
	if (css->align != CSS_UNSET)
		now->align = (enum align)css->align;
	if (css->indent != CSS_UNSET)
		now->first_indent = css->indent;
}

/* language-ruby, as kramdown and most highlighters name it. */
static void
apply_class(struct builder *builder, const char *class)
{
	static const char *const prefixes[] = {"language-", "highlight-", "lang-"};
	if (class == NULL)
		return;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		const char *at = strstr(class, prefixes[i]);
		if (at == NULL || (at != class && at[-1] != ' '))
			continue;
		at += strlen(prefixes[i]);
		size_t length = strcspn(at, " \t\r\n");
		if (length != 0 && length < 32)
			builder->now.language = arena_copy(builder->arena, at, length);
		return;
	}
}

static void
apply_align(struct inherited *now, const GumboNode *node)
{
	if (dom_says(node, "align", "center") || dom_says(node, "align", "middle"))
		now->align = ALIGN_CENTER;
	else if (dom_says(node, "align", "right"))
		now->align = ALIGN_RIGHT;
	else if (dom_says(node, "align", "left") || dom_says(node, "align", "justify"))
		now->align = ALIGN_START;
	if (dom_says(node, "dir", "rtl") && now->align == ALIGN_START)
		now->align = ALIGN_RIGHT;
}

static void
apply_attributes(struct builder *builder, const GumboNode *node, enum element_id id)
{
	struct inherited *now = &builder->now;
	if (node->v.element.attributes.length == 0)
		return;
	if (id != ELEMENT_IMG) /* whose align is its own place in the line */
		apply_align(now, node);
	const char *language = dom_attribute(node, "lang");
	if (language != NULL)
		now->has_corner_quotes = ascii_compare_n(language, "ja", 2) == 0 ||
					 ascii_compare_n(language, "zh-Hant", 7) == 0 ||
					 dom_says(node, "lang", "zh-TW") ||
					 dom_says(node, "lang", "zh-HK");
	apply_class(builder, dom_attribute(node, "class"));
	const char *anchor = dom_text_attribute(node, "id");
	if (anchor == NULL)
		return;
	/* Within a line, a link to the id leads to the block that the line is in. */
	bool is_within = builder->leaf != NULL && elements[id].shows == SHOWS_INLINE;
	const char **place = is_within ? &builder->leaf->id : &builder->pending_id;
	if (*place == NULL)
		*place = arena_text(builder->arena, anchor);
}

/* --- Opening and closing --- */

static enum element_shows
shows(enum element_id id, const struct inline_css *css)
{
	const struct element *element = &elements[id];
	if (css->display == DISPLAY_BLOCK && element->shows == SHOWS_INLINE &&
			element->block == BLOCK_GROUP)
		return SHOWS_BLOCK;
	bool may_be_inline = element->block == BLOCK_GROUP || element->block == BLOCK_PARAGRAPH ||
			     element->block == BLOCK_ITEM;
	if (css->display == DISPLAY_INLINE && may_be_inline)
		return SHOWS_INLINE;
	return element->shows;
}

/* Opens the list around an item that has none; false if the block makes no sense here. */
static bool
make_parent(struct builder *builder, struct frame *frame, enum block_kind kind)
{
	enum block_kind holder = builder->holder->kind;
	bool is_part_holder = holder == BLOCK_LIST || holder == BLOCK_DEFINITIONS ||
			      holder == BLOCK_TABLE || holder == BLOCK_ROW;
	switch (kind) {
	case BLOCK_GROUP:
		return !is_part_holder; /* a div around items has no effect */
	case BLOCK_ROW:
		return holder == BLOCK_TABLE;
	case BLOCK_CELL:
		return holder == BLOCK_ROW;
	case BLOCK_ITEM:
		if (holder != BLOCK_LIST)
			builder_open(builder, BLOCK_LIST, false, &frame->outer);
		return true;
	case BLOCK_TERM:
	case BLOCK_DEFINITION:
		if (holder != BLOCK_DEFINITIONS)
			builder_open(builder, BLOCK_DEFINITIONS, false, &frame->outer);
		return true;
	default:
		return true;
	}
}

/* A list of footnotes, as kramdown and others write it, without a line of its own above it. */
static bool
begins_footnotes(const GumboNode *node)
{
	const char *class = dom_attribute(node, "class");
	const GumboNode *rule;
	return class != NULL && strcmp(class, "footnotes") == 0 &&
	       dom_count_children(node, ELEMENT_HR, &rule) == 0;
}

static void
open_block(struct builder *builder, struct frame *frame, enum element_shows as)
{
	enum block_kind kind = elements[frame->id].block;
	if (as == SHOWS_INLINE)
		return;
	builder_end_leaf(builder);
	frame->ends_leaf = true;
	int margin = builder->now.margin + frame->css->margin;
	builder->now.margin = margin < BUILDER_MAX_MARGIN ? margin : BUILDER_MAX_MARGIN;
	if (as == SHOWS_SPACED_LEAF) {
		builder->now.leaf = kind;
		builder->now.is_spaced = true;
		return;
	}
	if (builder->now.leaf == BLOCK_PARAGRAPH)
		builder->now.is_spaced = false;
	if (!make_parent(builder, frame, kind))
		return;
	if (begins_footnotes(frame->node))
		builder_rule(builder);
	struct block *block = builder_open(builder, kind, as == SHOWS_SPACED_BLOCK, &frame->opened);
	block->id = builder->pending_id;
	builder->pending_id = NULL;
	if (kind == BLOCK_GROUP)
		return;
	/* The place of the parts of lists and tables is up to these. */
	bool is_part = kind == BLOCK_ITEM || kind == BLOCK_TERM || kind == BLOCK_DEFINITION ||
		       kind == BLOCK_ROW || kind == BLOCK_CELL || kind == BLOCK_CAPTION;
	block->margin = is_part ? 0 : builder->now.margin;
	builder->now.margin = 0;
}

static struct frame *
push_frame(struct walk *walk, const GumboNode *node, enum element_id id)
{
	walk->frames = arena_grow(walk->builder->scratch, walk->frames, walk->count,
			&walk->capacity, sizeof(*walk->frames));
	struct frame *frame = &walk->frames[walk->count++];
	*frame = (struct frame){.node = node, .id = id, .saved = walk->builder->now, .link = -1};
	return frame;
}

static void
leave(struct walk *walk)
{
	struct builder *builder = walk->builder;
	struct frame *frame = &walk->frames[walk->count - 1];
	if (frame->closing != NULL)
		builder_literal(builder, frame->closing);
	if (frame->ends_leaf)
		builder_end_leaf(builder);
	link_close(builder, frame->link);
	if (frame->leave != NULL)
		frame->leave(builder, frame);
	if (frame->opened.block != NULL)
		builder_close(builder, &frame->opened);
	if (frame->outer.block != NULL)
		builder_close(builder, &frame->outer);
	builder->now = frame->saved;
	walk->count--;
}

/* The handler of each element; NULL for most. */
static element_handler *const handlers[ELEMENT_COUNT] = {
#define ELEMENT(tag, name, shows, block, style, flags, handler) [ELEMENT_##tag] = (handler),
#include "document/element.def"
};

static void
enter(struct walk *walk, const GumboNode *node)
{
	struct builder *builder = walk->builder;
	enum element_id id = element_of(node);
	struct inline_css css;
	inline_css_parse(&css, dom_attribute(node, "style"));
	if (is_hidden(builder, node, id, &css))
		return;
	struct frame *frame = push_frame(walk, node, id);
	frame->css = &css;
	builder->now.style |= elements[id].style;
	apply_attributes(builder, node, id);
	open_block(builder, frame, shows(id, &css));
	if (handlers[id] != NULL)
		handlers[id](builder, frame);
	apply_css(&builder->now, &css);
	if (frame->opened.block != NULL && frame->opened.block->kind != BLOCK_TABLE)
		frame->opened.block->align = builder->now.align;
	frame->css = NULL;
	if (frame->skips_children)
		leave(walk);
}

/* --- The walk --- */

static void
add_text(struct walk *walk, const GumboNode *node)
{
	struct builder *builder = walk->builder;
	const char *rest = node->v.text.text;
	bool is_blank = node->type == GUMBO_NODE_WHITESPACE;
	struct parked whole;
	if ((is_blank && builder->now.is_in_math) || !parking_next(builder->parking, &rest, &whole))
		return;
	if (*rest != '\0') {
		buf_clear(&walk->text);
		parking_restore(builder->parking, node->v.text.text, &walk->text);
		whole = (struct parked){walk->text.data, walk->text.length};
	}
	if (!builder->now.is_note_number || !add_note_number(builder, whole.text, whole.length))
		builder_text(builder, whole.text, whole.length);
}

static const GumboNode *
next_child(struct frame *frame)
{
	const GumboVector *children = &frame->node->v.element.children;
	if (frame->next_child >= children->length)
		return NULL;
	unsigned index = frame->next_child++;
	return children->data[frame->order == NULL ? index : frame->order[index]];
}

static void
step(struct walk *walk)
{
	struct frame *frame = &walk->frames[walk->count - 1];
	const GumboNode *child = next_child(frame);
	if (child == NULL) {
		leave(walk);
		return;
	}
	switch (child->type) {
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_WHITESPACE:
	case GUMBO_NODE_CDATA:
		add_text(walk, child);
		break;
	case GUMBO_NODE_ELEMENT:
		if (frame->separator != NULL && frame->element_children++ == 1)
			builder_literal(walk->builder, frame->separator);
		enter(walk, child);
		break;
	default:
		break;
	}
}

static void
walk_tree(struct builder *builder, const GumboNode *root)
{
	struct walk walk = {.builder = builder};
	buf_init_in(&walk.text, builder->scratch);
	push_frame(&walk, root, ELEMENT_SPAN);
	while (walk.count != 0)
		step(&walk);
}

/* gumbo reads of its first node whether the page is in quirks mode, but never writes it for a fragment. */
static void *
allocate(void *arena, size_t size)
{
	return size == sizeof(GumboNode) ? arena_alloc(arena, size) : arena_raw(arena, size);
}

/* Frees nothing: gumbo would free its tree by recursion; it is freed with its arena. */
static void
release(void *arena, void *memory)
{
	(void)arena;
	(void)memory;
}

/* html_prepare has written all names in lower case, so that the locale does not matter. */
static const GumboNode *
parse(struct arena *arena, const struct buf *html)
{
	GumboOptions options = kGumboDefaultOptions;
	options.allocator = allocate;
	options.deallocator = release;
	options.userdata = arena;
	options.max_errors = 0;
	options.fragment_context = GUMBO_TAG_DIV;
	return gumbo_parse_with_options(&options, html->data, html->length)->root;
}

struct document *
document_from_html(struct arena *arena, const char *html, size_t length)
{
	struct builder builder;
	struct parking parking;
	builder_init(&builder, arena);
	builder.parking = &parking;
	struct buf prepared = buf_in(builder.scratch);
	length = length < MAX_HTML ? length : MAX_HTML;
	parking_open(&parking, builder.scratch, html, length);
	html_prepare(&prepared, &parking, html, length);
	walk_tree(&builder, parse(builder.scratch, &prepared));
	return builder_finish(&builder);
}
