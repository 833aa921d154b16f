#include "document/builder.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

enum { HEADING_MAX = 60 }; /* characters of the first words that stand for a missing heading */

void
builder_init(struct builder *builder, struct arena *arena)
{
	memset(builder, 0, sizeof(*builder));
	builder->arena = arena;
	builder->scratch = arena_child(arena);
	builder->url_index.arena = builder->scratch;
	builder->document = arena_alloc(arena, sizeof(*builder->document));
	builder->root = arena_alloc(arena, sizeof(*builder->root));
	builder->root->kind = BLOCK_ROOT;
	builder->holder = builder->container = builder->root;
	builder->now.link = -1;
	builder->now.leaf = BLOCK_PARAGRAPH;
	builder->now.list_style = LIST_BULLET;
	buf_init_in(&builder->text, arena);
}

static struct block *
append_block(struct builder *builder, struct block *parent, enum block_kind kind)
{
	struct block *block = arena_alloc(builder->arena, sizeof(*block));
	block->kind = kind;
	block->parent = parent;
	block->align = builder->now.align;
	if (parent->last != NULL)
		parent->last->next = block;
	else
		parent->first = block;
	parent->last = block;
	return block;
}

static void
remove_last(struct block *parent, struct block *before)
{
	parent->last = before;
	if (before != NULL)
		before->next = NULL;
	else
		parent->first = NULL;
}

/* The kind of block that alone may stand in one of this kind; BLOCK_ROOT: any. */
static enum block_kind
only_child(enum block_kind container)
{
	static const enum block_kind only[] = {[BLOCK_TABLE] = BLOCK_ROW,
			[BLOCK_ROW] = BLOCK_CELL,
			[BLOCK_LIST] = BLOCK_ITEM,
			[BLOCK_DEFINITIONS] = BLOCK_DEFINITION,
			[BLOCK_CELL] = BLOCK_ROOT};
	return only[container];
}

static bool
may_hold(enum block_kind container, enum block_kind child)
{
	enum block_kind only = only_child(container);
	if (only == BLOCK_ROOT || only == child)
		return true;
	return (container == BLOCK_TABLE && child == BLOCK_CAPTION) ||
	       (container == BLOCK_DEFINITIONS && child == BLOCK_TERM);
}

/* Makes the wrappers that a block of this kind needs here, such as an item for text right within a list. */
static void
make_room_for(struct builder *builder, enum block_kind kind)
{
	if (may_hold(builder->holder->kind, kind))
		builder->container = builder->holder;
	while (!may_hold(builder->container->kind, kind)) {
		enum block_kind wrapper = only_child(builder->container->kind);
		struct block *block = append_block(builder, builder->container, wrapper);
		if (wrapper == BLOCK_ITEM)
			block->item.is_unmarked = true;
		if (wrapper == BLOCK_CELL) {
			block->cell.column_span = 1;
			block->cell.row_span = 1;
		}
		builder->container = block;
	}
}

struct block *
builder_open(struct builder *builder, enum block_kind kind, bool is_spaced, struct opened *opened)
{
	builder_end_leaf(builder);
	*opened = (struct opened){.holder = builder->holder, .leaf_count = builder->leaf_count};
	make_room_for(builder, kind);
	opened->before = builder->container->last;
	struct block *block = append_block(builder, builder->container, kind);
	block->is_spaced = is_spaced;
	opened->block = block;
	builder->holder = builder->container = block;
	return block;
}

void
builder_close(struct builder *builder, const struct opened *opened)
{
	builder_end_leaf(builder);
	const struct block *block = opened->block;
	bool is_part = block->kind == BLOCK_CELL || block->kind == BLOCK_ROW;
	if (builder->leaf_count == opened->leaf_count && !is_part)
		remove_last(block->parent, opened->before);
	/* A wrapper is not used again: what comes next must follow this block. */
	builder->holder = builder->container = opened->holder;
}

void
builder_rule(struct builder *builder)
{
	builder_end_leaf(builder);
	make_room_for(builder, BLOCK_RULE);
	append_block(builder, builder->container, BLOCK_RULE)->is_spaced = true;
	builder->leaf_count++;
	builder->last_was_spaced = true;
	builder->wants_blank = false;
}

/* --- The open leaf --- */

static struct run *
add_run(struct builder *builder, enum run_kind kind)
{
	builder->runs = arena_grow(builder->arena, builder->runs, builder->run_count,
			&builder->run_capacity, sizeof(*builder->runs));
	struct run *run = &builder->runs[builder->run_count++];
	*run = (struct run){.kind = kind,
			.keeps_space = builder->now.space == SPACE_PRE,
			.no_wrap = builder->now.space == SPACE_NOWRAP,
			.style = builder->now.style,
			.link = builder->now.link,
			.offset = builder->text.length};
	return run;
}

/* Adds an empty line for markup that looks like one: `<div>&nbsp;</div>`, `<br><br>`. */
static void
add_blank_leaf(struct builder *builder)
{
	static const char blank[] = "\xC2\xA0\n";
	append_block(builder, builder->container, BLOCK_PARAGRAPH)->run_count = 1;
	struct run *run = add_run(builder, RUN_TEXT);
	run->style = 0;
	run->link = -1;
	run->length = 2;
	buf_add_text(&builder->text, blank);
}

static void
leaf_open(struct builder *builder)
{
	make_room_for(builder, builder->now.leaf);
	const struct block *container = builder->container;
	bool is_flow = container->kind == BLOCK_ROOT || container->kind == BLOCK_GROUP;
	builder->leaf_before = container->last;
	builder->undo_text = builder->text.length;
	builder->undo_runs = builder->run_count;
	if (builder->wants_blank && is_flow && builder->leaf_count != 0 &&
			!builder->now.is_spaced && !builder->last_was_spaced &&
			(container->last == NULL || !container->last->is_spaced))
		add_blank_leaf(builder);
	builder->wants_blank = false;
	struct block *leaf = append_block(builder, builder->container, builder->now.leaf);
	leaf->is_spaced = builder->now.is_spaced;
	leaf->first_indent = builder->now.first_indent;
	leaf->margin = builder->now.margin;
	if (leaf->kind == BLOCK_HEADING)
		leaf->heading.level = builder->now.heading_level;
	if (leaf->kind == BLOCK_PRE)
		leaf->pre.language = builder->now.language;
	leaf->id = builder->pending_id;
	builder->pending_id = NULL;
	builder->leaf = leaf;
	builder->leaf_start = builder->text.length;
	builder->leaf_first_run = builder->run_count;
	builder->is_line_start = true;
	builder->breaks = 0;
	builder->space = SPACE_NONE;
	builder->after_optional = false;
}

static void
append_styled(struct builder *builder, const char *bytes, size_t length, unsigned style, int link)
{
	struct run *run = builder->run_count > builder->leaf_first_run
					  ? &builder->runs[builder->run_count - 1]
					  : NULL;
	bool keeps_space = builder->now.space == SPACE_PRE;
	bool no_wrap = builder->now.space == SPACE_NOWRAP;
	if (run == NULL || run->kind != RUN_TEXT || run->style != style || run->link != link ||
			run->keeps_space != keeps_space || run->no_wrap != no_wrap ||
			run->word != builder->now.word) {
		run = add_run(builder, RUN_TEXT);
		run->style = style;
		run->link = link;
		run->word = builder->now.word;
	}
	run->length += length;
	buf_add(&builder->text, bytes, length);
	if (link >= 0)
		builder->links[link].last_run = builder->run_count - 1;
}

/* The last character of the open leaf, or 0. */
static uint32_t
last_codepoint(const struct builder *builder)
{
	uint32_t codepoint;
	utf8_decode_last(builder->text.data + builder->leaf_start,
			builder->text.length - builder->leaf_start, &codepoint);
	return codepoint;
}

uint32_t
leaf_before(const struct builder *builder)
{
	bool is_apart = builder->leaf == NULL || builder->space != SPACE_NONE ||
			builder->breaks > 0 || builder->run_count == builder->leaf_first_run;
	if (is_apart)
		return 0;
	const struct run *run = &builder->runs[builder->run_count - 1];
	bool is_continued = run->kind == RUN_TEXT && run->style == builder->now.style &&
			    run->link == builder->now.link;
	return is_continued ? last_codepoint(builder) : 0;
}

void
leaf_note_space(struct builder *builder)
{
	builder->space_style = builder->now.style;
	builder->space_link = builder->now.link;
	builder->space_mode = builder->now.space;
}

static bool
is_word(uint32_t codepoint)
{
	enum text_class class = text_class_of(codepoint);
	return class == TEXT_LETTER || class == TEXT_DIGIT;
}

/* Whether the character is of full or half width (UAX #11), except Hangul, which is written with spaces. */
static bool
is_east_asian(uint32_t codepoint)
{
	bool is_half_kana = codepoint >= 0xFF61 && codepoint <= 0xFF9F;
	bool is_hangul = (codepoint >= 0x1100 && codepoint <= 0x11FF) ||
			 (codepoint >= 0x3130 && codepoint <= 0x318F) ||
			 (codepoint >= 0xA960 && codepoint <= 0xD7FF);
	return is_half_kana || (!is_hangul && text_codepoint_columns(codepoint) == 2);
}

/* Whether the character is punctuation or a symbol that Chinese text shares with other scripts. */
static bool
is_shared(uint32_t codepoint)
{
	return text_is_ambiguous(codepoint) && text_class_of(codepoint) == TEXT_SYMBOL;
}

/* Whether a line feed between the two characters is dropped instead of being a space (CSS Text 3, 4.1.3). */
static bool
space_vanishes_between(uint32_t before, uint32_t after)
{
	if (is_east_asian(before))
		return is_east_asian(after) || is_shared(after);
	return is_east_asian(after) && is_shared(before);
}

static void
write_space(struct builder *builder, uint32_t next)
{
	enum pending_space space = builder->space;
	builder->space = SPACE_NONE;
	if (space == SPACE_NONE && builder->after_image && is_word(next)) {
		space = SPACE_BLANK; /* `[图] [1] Text`: the number is no part of the word */
		leaf_note_space(builder);
	}
	if (space == SPACE_NONE || builder->is_line_start)
		return;
	if (space == SPACE_LINE_FEED &&
			(builder->after_optional ||
					space_vanishes_between(last_codepoint(builder), next)))
		return;
	const struct run *before = &builder->runs[builder->run_count - 1];
	unsigned style = builder->space_style;
	int link = builder->space_link;
	bool is_inside = before->style == style && before->link == link &&
			 builder->now.style == style && builder->now.link == link;
	if (!is_inside) {
		/* A space at the edge of marked text is not marked. */
		style &= ~(unsigned)(STYLE_UNDERLINE | STYLE_LINK | STYLE_MARK | STYLE_STRIKE);
		link = -1;
	}
	enum space_mode mode = builder->now.space;
	builder->now.space = builder->space_mode;
	append_styled(builder, " ", 1, style, link);
	builder->now.space = mode;
}

void
leaf_begin_text(struct builder *builder, uint32_t next)
{
	if (builder->leaf == NULL)
		leaf_open(builder);
	for (; builder->breaks > 0; builder->breaks--)
		leaf_append_break(builder);
	write_space(builder, next);
}

void
leaf_append(struct builder *builder, const char *bytes, size_t length)
{
	append_styled(builder, bytes, length, builder->now.style, builder->now.link);
	builder->is_line_start = false;
	builder->after_optional = false;
	builder->after_image = false;
}

void
leaf_append_break(struct builder *builder)
{
	if (builder->leaf->kind == BLOCK_PRE) {
		append_styled(builder, "\n", 1, builder->now.style, builder->now.link);
	} else {
		add_run(builder, RUN_BREAK)->link = -1;
		buf_add_char(&builder->text, '\n');
	}
	builder->is_line_start = true;
	builder->after_optional = false;
}

void
leaf_append_optional(struct builder *builder)
{
	if (builder->leaf == NULL || builder->is_line_start)
		return;
	add_run(builder, RUN_OPTIONAL);
	builder->after_optional = true;
}

/* Bytes of the blank characters that the text begins with. */
static size_t
blank_prefix(const char *text, size_t length)
{
	size_t at = 0;
	while (at < length) {
		if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t')
			at++;
		else if (length - at >= 2 && memcmp(text + at, "\xC2\xA0", 2) == 0)
			at += 2;
		else if (length - at >= 3 && memcmp(text + at, "\xE3\x80\x80", 3) == 0)
			at += 3;
		else
			break;
	}
	return at;
}

static void
take_leaf_out(struct builder *builder)
{
	remove_last(builder->leaf->parent, builder->leaf_before);
	buf_truncate(&builder->text, builder->undo_text);
	builder->run_count = builder->undo_runs;
	if (builder->leaf->id != NULL && builder->pending_id == NULL)
		builder->pending_id = builder->leaf->id;
	if (builder->leaf->kind != BLOCK_PRE)
		builder->wants_blank = true;
}

/* Removes the line feeds at the end of a pre's text. */
static void
trim_pre(struct builder *builder)
{
	while (builder->text.length > builder->leaf_start &&
			builder->text.data[builder->text.length - 1] == '\n') {
		buf_truncate(&builder->text, builder->text.length - 1);
		struct run *run = &builder->runs[builder->run_count - 1];
		if (run->kind == RUN_TEXT && run->length > 0)
			run->length--;
		while (builder->run_count > builder->leaf_first_run &&
				builder->runs[builder->run_count - 1].length == 0)
			builder->run_count--;
	}
}

/* Notes the text of the first heading, or the first words, for a post without a title. */
static void
note_heading(struct builder *builder)
{
	struct document *document = builder->document;
	bool is_heading = builder->leaf->kind == BLOCK_HEADING;
	if (document->heading != NULL && !(is_heading && !builder->has_heading))
		return;
	builder->has_heading = is_heading;
	const char *text = builder->text.data + builder->leaf_start;
	size_t length = builder->text.length - builder->leaf_start, end = 0;
	size_t skipped = blank_prefix(text, length);
	text += skipped;
	length -= skipped;
	for (int count = 0; end < length && (is_heading || count < HEADING_MAX); count++) {
		uint32_t codepoint;
		if (text[end] == '\n' && !is_heading)
			break;
		end += utf8_decode(text + end, length - end, &codepoint);
	}
	char *copy = arena_copy(builder->arena, text, end);
	for (char *at = copy; *at != '\0'; at++) {
		if (*at == '\n' || *at == '\t')
			*at = ' ';
	}
	document->heading = copy;
}

static void
note_table_text(struct builder *builder)
{
	struct table_facts *table = builder->table;
	if (table == NULL)
		return;
	const char *text = builder->text.data + builder->leaf_start;
	size_t length = builder->text.length - builder->leaf_start;
	/* One column and byte for ASCII, two columns and three bytes for hanzi. */
	table->columns += (length + utf8_count(text, length)) / 2;
	if (builder->leaf->kind == BLOCK_HEADING)
		table->has_rich_cell = true;
	if (builder->leaf->is_spaced && ++table->cell_paragraphs > 1)
		table->has_rich_cell = true;
}

void
builder_end_leaf(struct builder *builder)
{
	struct block *leaf = builder->leaf;
	if (builder->breaks > (leaf == NULL ? 0 : 1))
		builder->wants_blank = true;
	builder->breaks = 0;
	builder->space = SPACE_NONE;
	if (leaf == NULL)
		return;
	bool wants_blank = builder->wants_blank;
	if (leaf->kind == BLOCK_PRE)
		trim_pre(builder);
	const char *text = builder->text.data + builder->leaf_start;
	size_t length = builder->text.length - builder->leaf_start;
	if (blank_prefix(text, length) == length) {
		take_leaf_out(builder);
		builder->leaf = NULL;
		return;
	}
	if (leaf->first_indent > 0 && blank_prefix(text, length) != 0)
		leaf->first_indent = 0; /* indented by hand already */
	note_heading(builder);
	note_table_text(builder);
	buf_add_char(&builder->text, '\n');
	leaf->run_count = builder->run_count - builder->leaf_first_run;
	builder->leaf_count++;
	builder->last_was_spaced = leaf->is_spaced;
	builder->wants_blank = wants_blank;
	builder->leaf = NULL;
}

/* --- The end --- */

static void
give_runs(struct document *document, struct run *runs)
{
	const struct run *next = runs;
	for (const struct block *at = document->root; at != NULL; at = document_next(at)) {
		struct block *block = (struct block *)(uintptr_t)at;
		if (block->run_count == 0)
			continue;
		block->runs = next;
		next += block->run_count;
	}
}

static void
give_links(struct builder *builder, struct run *runs)
{
	struct document *document = builder->document;
	struct link *links = arena_array(builder->arena, builder->link_count, sizeof(*links));
	for (size_t i = 0; i < builder->link_count; i++) {
		links[i] = builder->links[i].link;
		size_t last = builder->links[i].last_run;
		if (last < builder->run_count && runs[last].link == (int)i)
			runs[last].ends_link = true;
	}
	document->links = links;
	document->link_count = builder->link_count;
	document->link_numbers = builder->link_numbers;
}

struct document *
builder_finish(struct builder *builder)
{
	builder_end_leaf(builder);
	struct document *document = builder->document;
	document->root = builder->root;
	document->length = builder->text.length;
	document->text = buf_take(&builder->text);
	if (document->heading == NULL)
		document->heading = "";
	struct run *runs = arena_resize(builder->arena, builder->runs,
			builder->run_capacity * sizeof(*runs), builder->run_count * sizeof(*runs));
	give_links(builder, runs);
	give_runs(document, runs);
	arena_free(builder->scratch);
	return document;
}
