/* Lists and definition lists (kramdown, "Lists" and "Definition Lists"; GFM's task lists). */

#include "markdown/block.h"

#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"

#include <string.h>

/* An item's lines: the first list among them begins a text of its own. */
struct item {
	struct node *node;
	struct buf texts[2];
	size_t count, read; /* texts */
	struct item *next;
};

/* A list: its lines are collected, then its items are read. */
struct list_work {
	struct parser *parser;
	struct source *source;
	struct node *list;
	struct item *first, *last;
	size_t indent;	       /* columns of the last item's text */
	bool has_list;	       /* that text has a list or a blank line */
	bool is_after_blank;   /* before the first mark too */
	bool ends_at_mark;     /* a line ^ ended it */
	struct item *item;     /* being read; NULL before the first */
	struct node *trailing; /* blank lines at the end of an item: behind the list in the end */
	bool has_blocks;       /* an earlier item does not begin with a paragraph of its own */
};

/* --- Marks --- */

/* The bytes from `at` to the end of a mark whose last byte, one of `marks`, is at `mark`; 0 when it is none. */
static size_t
mark_length(const struct source *source, size_t at, size_t mark, const char *marks)
{
	char byte = source_byte(source, mark), next = source_byte(source, mark + 1);
	bool is_mark = byte != '\0' && strchr(marks, byte) != NULL &&
		       (next == ' ' || next == '\t' || next == '|');
	return is_mark ? mark + 1 - at : 0;
}

size_t
block_bullet(const struct source *source, size_t at)
{
	return mark_length(source, at, source_skip_spaces(source, at, 3), "*-+");
}

size_t
block_number(const struct source *source, size_t at)
{
	size_t start = source_skip_spaces(source, at, 3), end = start;
	while (ascii_is_digit(source_byte(source, end)))
		end++;
	return end > start ? mark_length(source, at, end, ".)") : 0;
}

size_t
block_definition_mark(const struct source *source, size_t at)
{
	return mark_length(source, at, source_skip_spaces(source, at, 3), ":");
}

static bool
begins_list(const struct source *source, size_t at)
{
	return block_bullet(source, at) != 0 || block_number(source, at) != 0;
}

/* Bytes of the mark of an item of this list at `at`; 0. Its indent must be less than the items' text. */
static size_t
item_mark(const struct list_work *work, size_t at)
{
	const struct source *source = work->source;
	size_t length = work->list->kind == NODE_BULLETS   ? block_bullet(source, at)
			: work->list->kind == NODE_NUMBERS ? block_number(source, at)
							   : block_definition_mark(source, at);
	size_t spaces = source_skip_spaces(source, at, 3) - at;
	return work->first == NULL || spaces < work->indent ? length : 0;
}

/* --- Collecting --- */

/* Begins a text of the item, to which lines are added from now on. */
static struct buf *
add_text(struct list_work *work, struct item *item)
{
	struct buf *text = &item->texts[item->count++];
	buf_init_in(text, work->parser->arena);
	return text;
}

static struct item *
add_item(struct list_work *work)
{
	bool is_definition = work->list->kind == NODE_DEFINITIONS;
	struct arena *arena = work->parser->arena;
	struct item *item = arena_alloc(arena, sizeof(*item));
	item->node = node_new(arena, is_definition ? NODE_DEFINITION : NODE_ITEM);
	item->node->is_first_paragraph = is_definition && work->is_after_blank;
	node_append(work->list, item->node);
	add_text(work, item);
	if (work->last != NULL)
		work->last->next = item;
	else
		work->first = item;
	work->last = item;
	return item;
}

/* Behind an attribute list that begins an item's text and the white space around it; `at`. */
static size_t
skip_item_attributes(struct source *source, size_t at, struct slice *list)
{
	size_t start = source_skip_white(source, at);
	size_t end = block_skip_attribute_list(source, start);
	*list = slice_of("", 0);
	if (end == start)
		return at;
	size_t name = attributes_name(source, start + 2);
	if (name > 0 && source_byte(source, start + 2 + name) == ':')
		return at;
	*list = slice_between(source->text, start + 2, end - 1);
	return source_skip_white(source, end);
}

/* The columns of an item's text: tabs behind its mark go to the next multiple of four. */
static size_t
text_column(const struct source *source, size_t mark, size_t at)
{
	size_t column = mark;
	for (char byte; (byte = source_byte(source, at)) == ' ' || byte == '\t'; at++)
		column += byte == '\t' ? 4 - column % 4 : 1;
	return column;
}

/* The first line of an item whose mark has `mark` bytes. */
static void
begin_item(struct list_work *work, size_t mark)
{
	struct source *source = work->source;
	struct item *item = add_item(work);
	size_t tail = source->at + mark;
	size_t feed = source_line_end(source, tail);
	/* The attribute list is looked for in this line alone. */
	struct source line = source_of(slice_of(source->text, feed));
	struct slice list;
	size_t text = source_skip_white(&line, skip_item_attributes(&line, tail, &list));
	bool is_empty = text == feed;
	work->indent = is_empty ? 4 : text_column(&line, mark, tail);
	if (list.length > 0)
		attributes_parse(&item->node->attributes, work->parser->arena, list);
	if (!is_empty)
		buf_add(&item->texts[0], source->text + text, feed + 1 - text);
	work->has_list = !is_empty && begins_list(&line, text);
	work->is_after_blank = false;
	source->at = source_next_line(source, feed);
}

/* Whether the line at `at` is indented enough to belong to the item whatever is before it. */
static bool
is_content(const struct list_work *work, size_t at)
{
	const struct source *source = work->source;
	for (size_t left = work->indent; left > 0;) {
		size_t unit = left < 4 ? left : 4;
		if (source_byte(source, at) == '\t')
			at++;
		else if (source_skip_spaces(source, at, unit) == at + unit)
			at += unit;
		else
			return false;
		left -= unit;
	}
	return true;
}

/* Whether the line at `at` may go on a text that no blank line has ended. */
static bool
is_lazy(const struct list_work *work, size_t at)
{
	struct source *source = work->source;
	size_t most = work->indent < 3 ? work->indent : 3;
	size_t start = source_skip_spaces(source, at, most);
	if (source_byte(source, start) == '{')
		return !block_is_attribute_list(source, start);
	return source_byte(source, start) != '<' || !html_begins_block(source, start);
}

/* Adds the line at source.at to the last item, without the item's indent. */
static void
add_line(struct list_work *work)
{
	struct source *source = work->source;
	struct item *item = work->last;
	struct buf *text = &item->texts[item->count - 1];
	size_t next = source_next_line(source, source->at);
	size_t at = source->at;
	size_t spaces = 0;
	for (; source_byte(source, at) == '\t'; at++)
		spaces += 4;
	for (; source_byte(source, at) == ' '; at++)
		spaces++;
	bool is_indented = spaces >= work->indent;
	if (is_indented)
		spaces -= work->indent;
	bool is_list = spaces <= 3 && work->list->kind != NODE_DEFINITIONS &&
		       begins_list(source, at);
	if (is_list && is_indented && !work->has_list) {
		text = add_text(work, item);
		work->has_list = true;
	} else if (is_list && !is_indented && work->has_list) {
		spaces += work->indent + 4;
	}
	buf_add_repeated(text, ' ', spaces);
	buf_add(text, source->text + at, next - at);
	work->is_after_blank = false;
	source->at = next;
}

static void
add_blank_lines(struct list_work *work)
{
	struct source *source = work->source;
	struct item *item = work->last;
	size_t start = source->at;
	while (source->at < source->length && source_is_blank(source, source->at))
		source->at = source_next_line(source, source->at);
	buf_add(&item->texts[item->count - 1], source->text + start, source->at - start);
	work->has_list = work->is_after_blank = true;
}

/* Takes one line, or blank lines; false when the list ends. */
static bool
collect_line(struct list_work *work)
{
	struct source *source = work->source;
	bool is_definitions = work->list->kind == NODE_DEFINITIONS;
	if (!is_definitions && work->is_after_blank && block_is_rule(source, source->at))
		return false;
	if (block_is_end_mark(source, source->at)) {
		work->ends_at_mark = !is_definitions;
		if (!is_definitions)
			source->at = source_next_line(source, source->at);
		return false;
	}
	size_t mark = item_mark(work, source->at);
	if (mark > 0)
		begin_item(work, mark);
	else if (source_is_blank(source, source->at))
		add_blank_lines(work);
	else if (is_content(work, source->at) ||
			(!work->is_after_blank && is_lazy(work, source->at)))
		add_line(work);
	else
		return false;
	return true;
}

static struct list_work *
list_work_new(struct parser *parser, struct frame *frame)
{
	struct list_work *work = arena_alloc(parser->arena, sizeof(*work));
	work->parser = parser;
	work->source = &frame->source;
	return work;
}

/* Collects the list's lines; its items are read when the frame is on top of the stack. */
static void
read_list(struct list_work *work)
{
	while (work->source->at < work->source->length && collect_line(work))
		continue;
	block_push(work->parser, work->list, slice_of("", 0))->work = work;
}

static int
first_number(const struct source *source, size_t at)
{
	int number = 0;
	at = source_skip_spaces(source, at, 3);
	for (; ascii_is_digit(source_byte(source, at)) && number < 100000000; at++)
		number = number * 10 + (source->text[at] - '0');
	return number;
}

bool
block_list(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	bool is_bullet = block_bullet(source, source->at) != 0;
	if ((!is_bullet && block_number(source, source->at) == 0) ||
			parser->depth >= MARKDOWN_MAX_DEPTH)
		return false;
	struct list_work *work = list_work_new(parser, frame);
	work->list = block_add(parser, frame, is_bullet ? NODE_BULLETS : NODE_NUMBERS);
	if (!is_bullet)
		work->list->number = first_number(source, source->at);
	read_list(work);
	return true;
}

/* --- Definition lists --- */

static void
add_terms(struct parser *parser, struct node *list, struct slice text)
{
	for (size_t at = 0; at < text.length;) {
		struct source source = source_of(text);
		source.length = source_line_end(&source, at);
		struct slice attributes;
		struct node *term = node_new(parser->arena, NODE_TERM);
		size_t start = skip_item_attributes(&source, at, &attributes);
		if (attributes.length > 0)
			attributes_parse(&term->attributes, parser->arena, attributes);
		term->text = slice_between(text.text, start, source.length);
		node_append(list, term);
		at = source.length + 1;
	}
}

/* The paragraph, maybe behind one blank line, that names what is defined; NULL. */
static struct node *
terms_before(const struct frame *frame)
{
	struct node *last = frame->node->last;
	if (last != NULL && last->kind == NODE_BLANK && last->is_single)
		last = last->previous;
	return last != NULL && last->kind == NODE_PARAGRAPH ? last : NULL;
}

/* A list that the one at hand goes on with, or a new one. */
static struct node *
definition_list(struct parser *parser, struct frame *frame)
{
	struct node *last = frame->node->last;
	struct node *before = last != NULL && last->kind == NODE_BLANK ? last->previous : last;
	if (before == NULL || before->kind != NODE_DEFINITIONS)
		return block_add(parser, frame, NODE_DEFINITIONS);
	if (last != before)
		node_remove(last);
	return before;
}

bool
block_definitions(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	if (block_definition_mark(source, source->at) == 0 || parser->depth >= MARKDOWN_MAX_DEPTH)
		return false;
	struct node *terms = terms_before(frame);
	if (terms == NULL)
		return false;
	struct list_work *work = list_work_new(parser, frame);
	work->is_after_blank = terms != frame->node->last;
	if (work->is_after_blank)
		node_remove(frame->node->last);
	node_remove(terms);
	work->list = definition_list(parser, frame);
	if (work->list->first == NULL && terms->attributes.first != NULL)
		work->list->attributes = terms->attributes;
	add_terms(parser, work->list, terms->text);
	read_list(work);
	return true;
}

/* --- Reading the items --- */

/* Whether an item shows its first paragraph as its own text, as in a list without blank lines. */
static bool
is_bare(const struct list_work *work, const struct item *item)
{
	const struct node *first = item->node->first, *second = first->next;
	bool is_last = item->next == NULL;
	if (first->kind != NODE_PARAGRAPH)
		return false;
	if (item->node->kind == NODE_DEFINITION)
		return !item->node->is_first_paragraph;
	if (second != NULL && second->kind == NODE_BLANK &&
			!(is_last && second->next == NULL && !work->ends_at_mark))
		return false;
	return !is_last || item == work->first || work->has_blocks;
}

/* A text that something follows ends in a line feed, which a break may stand before. */
static void
keep_feed(struct arena *arena, struct node *paragraph)
{
	struct slice *text = &paragraph->text;
	const struct node *next = paragraph->next;
	if (!paragraph->is_bare || next == NULL ||
			(next->kind == NODE_BLANK && paragraph->parent->kind == NODE_ITEM))
		return;
	if (text->text[text->length] == '\n') {
		text->length++;
	} else if (text->length > 0 && text->text[text->length - 1] == '\\') {
		char *copy = arena_copy(arena, text->text, text->length + 1);
		copy[text->length] = '\n';
		*text = slice_of(copy, text->length + 1);
	}
}

/* Takes `[ ]` or `[x]` off an item's text (GFM, "Task list items"). */
static void
take_task(struct node *item)
{
	struct node *first = item->first;
	if (item->kind != NODE_ITEM || first == NULL || first->kind != NODE_PARAGRAPH)
		return;
	struct slice text = slice_trim_left(first->text);
	if (text.length < 4 || text.text[0] != '[' || text.text[2] != ']' ||
			!ascii_is_space(text.text[3]))
		return;
	if (text.text[1] == ' ')
		item->task = TASK_OPEN;
	else if (text.text[1] == 'x' || text.text[1] == 'X')
		item->task = TASK_DONE;
	else
		return;
	/* An attribute list right behind is the box's. */
	struct source line = source_of(text);
	struct slice list;
	size_t start = skip_item_attributes(&line, 4, &list);
	first->text = slice_trim_left(slice_between(text.text, start, text.length));
}

static void
finish_item(struct list_work *work, const struct item *item)
{
	struct node *node = item->node, *first = node->first;
	if (first == NULL) {
		work->has_blocks = true;
		return;
	}
	/* An attribute list behind the first paragraph ends no block. */
	if (node->kind == NODE_ITEM && first->kind == NODE_PARAGRAPH && first->next != NULL &&
			first->next->kind == NODE_END && first->attributes.first != NULL)
		node_remove(first->next);
	first->is_bare = is_bare(work, item);
	work->trailing = node->last != NULL && node->last->kind == NODE_BLANK ? node->last : NULL;
	if (work->trailing != NULL)
		node_remove(work->trailing);
	keep_feed(work->parser->arena, first);
	work->has_blocks |= first->kind != NODE_PARAGRAPH || first->is_bare;
	take_task(node);
}

bool
block_list_step(struct parser *parser, struct frame *frame)
{
	struct list_work *work = frame->work;
	struct item *item = work->item;
	if (item != NULL && item->read < item->count) {
		const struct buf *text = &item->texts[item->read++];
		block_push(parser, item->node, slice_of(text->data, text->length));
		return true;
	}
	if (item != NULL)
		finish_item(work, item);
	work->item = item == NULL ? work->first : item->next;
	if (work->item == NULL && work->trailing != NULL && !work->ends_at_mark)
		node_append(work->list->parent, work->trailing);
	return work->item != NULL;
}
