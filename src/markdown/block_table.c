/* Tables (kramdown, "Tables"). */

#include "markdown/block.h"

#include "base/buf.h"
#include "markdown/code_span.h"

#include <string.h>

/* A table being read. */
struct table {
	struct parser *parser;
	struct source *source;
	struct node *node;
	struct node *rows; /* that have no part yet */
	bool has_leading_pipe;
	bool has_body, has_foot;
};

/* --- Lines --- */

/* Whether the line at `at` has a pipe that no backslash stands before. */
static bool
line_has_pipe(const struct source *source, size_t at)
{
	if (at >= source->length)
		return false;
	const char *start = source->text + at, *end = source->text + source_line_end(source, at);
	const char *pipe = start;
	while ((pipe = memchr(pipe, '|', (size_t)(end - pipe))) != NULL && pipe > start &&
			pipe[-1] == '\\')
		pipe++;
	return pipe != NULL;
}

/* Whether the line holds nothing but `marks`, `+`, `|`, `:` and blanks, and at least one of `mark`. */
static bool
is_separator(const struct source *source, size_t at, char mark)
{
	bool has_mark = false;
	for (; at < source->length && source->text[at] != '\n'; at++) {
		if (source->text[at] == mark)
			has_mark = true;
		else if (strchr("+|: \t", source->text[at]) == NULL)
			return false;
	}
	return has_mark;
}

/* The cells of a line, its outer pipes not counted. */
static size_t
count_cells(const struct source *source, size_t at)
{
	size_t count = 1;
	struct slice line =
			slice_trim(slice_between(source->text, at, source_line_end(source, at)));
	for (size_t i = 0; i < line.length; i++) {
		bool is_pipe = line.text[i] == '|' && (i == 0 || line.text[i - 1] != '\\');
		count += is_pipe && i > 0 && i + 1 < line.length;
	}
	return count;
}

bool
block_begins_table(const struct source *source, size_t at)
{
	size_t second = source_next_line(source, at);
	if (!line_has_pipe(source, at) || second >= source->length ||
			!is_separator(source, second, '-') || !line_has_pipe(source, second))
		return false;
	return count_cells(source, at) == count_cells(source, second) &&
	       line_has_pipe(source, source_next_line(source, second)) &&
	       !is_separator(source, at, '-');
}

/* --- Cells --- */

/* A line being split into cells. */
struct cells {
	struct arena *arena;
	struct node *row;
	struct slice line;
	struct buf text; /* of the present cell up to `start`, when it has a pipe of its own */
	size_t start;
	bool has_buffer;
	struct code_search unclosed;
	bool is_unclosed; /* no more <code> is closed */
};

static void
end_cell(struct cells *cells, size_t end)
{
	struct node *cell = node_new(cells->arena, NODE_CELL);
	struct slice rest = slice_between(cells->line.text, cells->start, end);
	if (cells->has_buffer) {
		buf_add(&cells->text, rest.text, rest.length);
		rest = slice_of(cells->text.data, cells->text.length);
	}
	cell->text = slice_trim(rest);
	cells->has_buffer = false;
	cells->start = end + 1;
	node_append(cells->row, cell);
}

/* Keeps the pipe at `at`, without the backslash before it, in the cell. */
static void
keep_pipe(struct cells *cells, size_t at)
{
	if (!cells->has_buffer)
		buf_init_in(&cells->text, cells->arena);
	cells->has_buffer = true;
	buf_add(&cells->text, cells->line.text + cells->start, at - 1 - cells->start);
	cells->start = at;
}

/* The offset behind <code>…</code> at `at`, or `at`. */
static size_t
skip_code_element(struct cells *cells, size_t at)
{
	static const char close[] = "</code>";
	struct slice line = cells->line;
	if (cells->is_unclosed || !slice_has(line, at, "<code"))
		return at;
	for (size_t end = at; end < line.length; end++) {
		if (line.text[end] == '<' && slice_has(line, end, close))
			return end + sizeof(close) - 1;
	}
	cells->is_unclosed = true;
	return at;
}

/* The offset behind the code at `at`, or behind backticks that begin none; `at` if there are none. */
static size_t
skip_code(struct cells *cells, size_t at)
{
	struct slice line = cells->line;
	if (line.text[at] == '<')
		return skip_code_element(cells, at);
	if (line.text[at] != '`')
		return at;
	size_t end = code_span_end(line, at, at == 0, &cells->unclosed);
	return end > at ? end : at + code_span_marks(line, at);
}

static void
split_line(struct cells *cells)
{
	struct slice line = cells->line;
	for (size_t at = 0; at < line.length; at++) {
		size_t end = skip_code(cells, at);
		if (end > at)
			at = end - 1;
		else if (line.text[at] == '\\' && at + 1 < line.length && line.text[at + 1] == '|')
			keep_pipe(cells, ++at);
		else if (line.text[at] == '|')
			end_cell(cells, at);
	}
	end_cell(cells, line.length);
}

static void
read_row(struct table *table)
{
	struct source *source = table->source;
	struct arena *arena = table->parser->arena;
	size_t end = source_line_end(source, source->at);
	struct cells cells = {.arena = arena,
			.row = node_new(arena, NODE_ROW),
			.line = slice_trim_right(slice_between(source->text, source->at, end)),
			.unclosed = {SIZE_MAX, 0}};
	split_line(&cells);
	struct node *row = cells.row;
	if (table->has_leading_pipe && row->first->text.length == 0)
		node_remove(row->first);
	if (row->last != NULL && row->last->text.length == 0)
		node_remove(row->last);
	node_append(table->rows, row);
	source->at = source_next_line(source, source->at);
}

/* --- Parts --- */

/* Makes the rows that have no part yet a part of this kind. */
static void
end_part(struct table *table, enum node_kind kind)
{
	if (table->rows->first == NULL)
		return;
	table->has_body |= kind == NODE_BODY;
	table->rows->kind = kind;
	node_append(table->node, table->rows);
	for (struct node *row = table->rows->first; row != NULL; row = row->next) {
		for (struct node *cell = row->first; cell != NULL; cell = cell->next)
			cell->is_header = kind == NODE_HEAD;
	}
	table->rows = node_new(table->parser->arena, NODE_BODY);
}

/* Aligns the columns by the colons of the line under the head. */
static void
read_aligns(struct table *table, size_t at)
{
	const struct source *source = table->source;
	size_t end = source_line_end(source, at);
	struct buf aligns = buf_in(table->parser->arena);
	while (at < end) {
		if (source->text[at] != '-') {
			at++;
			continue;
		}
		bool is_left = at > 0 && source->text[at - 1] == ':';
		while (at < end && source->text[at] == '-')
			at++;
		bool is_right = source_byte(source, at) == ':';
		enum node_align align = is_left && is_right ? NODE_ALIGN_CENTER
					: is_left	    ? NODE_ALIGN_LEFT
					: is_right	    ? NODE_ALIGN_RIGHT
							    : NODE_ALIGN_DEFAULT;
		buf_add_char(&aligns, (char)align);
	}
	table->node->text = slice_of(aligns.data, aligns.length);
}

/* A line of `-`, the first of which ends the head, or of `=`, the first of which begins the foot. */
static void
read_separator(struct table *table, bool is_foot)
{
	struct source *source = table->source;
	bool is_head = !is_foot && !table->has_foot && table->node->text.length == 0 &&
		       table->rows->first != NULL;
	if (is_head)
		read_aligns(table, source->at);
	if (is_foot || !table->has_foot)
		end_part(table, is_head ? NODE_HEAD : NODE_BODY);
	table->has_foot |= is_foot;
	source->at = source_next_line(source, source->at);
}

static void
read_lines(struct table *table)
{
	struct source *source = table->source;
	while (line_has_pipe(source, source->at)) {
		bool is_foot = is_separator(source, source->at, '=');
		if (is_foot || is_separator(source, source->at, '-'))
			read_separator(table, is_foot);
		else
			read_row(table);
	}
}

/* Counts the cells of each row and the table's columns, which have an align each. */
static void
count_columns(struct node *table)
{
	struct node *part = table->first;
	for (; part != NULL; part = part->next) {
		for (struct node *row = part->first; row != NULL; row = row->next) {
			for (struct node *cell = row->first; cell != NULL; cell = cell->next)
				cell->align = node_column_align(table, (size_t)row->number++);
			if (row->number > table->number)
				table->number = row->number;
		}
	}
}

/* --- Whether each line has a pipe outside of code --- */

/* The line feeds in a stretch of code, but for those at its end. */
static size_t
count_feeds(struct slice text, size_t at, size_t end)
{
	size_t feeds = 0;
	while (end > at && (text.text[end - 1] == '`' || text.text[end - 1] == '\n'))
		end--;
	for (; at < end; at++)
		feeds += text.text[at] == '\n';
	return feeds;
}

/* The offset behind the span element at `at`, or `at`. One that nothing closes extends to the end. */
static size_t
skip_element(struct source *source, struct arena *arena, size_t at)
{
	struct tag tag;
	if (!html_tag_read(source, at, &tag) || tag.is_close || !html_is(&tag, IS_SPAN))
		return at;
	if (tag.is_self_closed || html_is(&tag, IS_VOID))
		return tag.end;
	size_t end = html_element_end(source, arena, at);
	return end != SOURCE_NOWHERE ? end : source->length;
}

/*
 * As kramdown looks for pipes: a line feed right before code or an element ends no line, and
 * code may hold one line feed, if its first line has a pipe already.
 */
static bool
has_pipe_on_each_line(struct parser *parser, struct slice text)
{
	struct source source = source_of(text);
	struct code_search unclosed = {SIZE_MAX, 0};
	bool has_pipe = false, is_line_end = false;
	for (size_t at = 0, end; at < text.length; at = end) {
		char byte = text.text[at];
		end = byte == '`'   ? code_span_end(text, at, at == 0, &unclosed)
		      : byte == '<' ? skip_element(&source, parser->arena, at)
				    : at;
		if (end > at) {
			size_t feeds = byte == '`' ? count_feeds(text, at, end) : 0;
			if (feeds > 1 || (feeds == 1 && !has_pipe))
				return has_pipe;
			has_pipe = has_pipe && feeds == 0;
			is_line_end = false;
			continue;
		}
		size_t marks = code_span_marks(text, at);
		end = marks > 0 ? at + marks : at + 1;
		if (byte == '\n') {
			is_line_end = true;
			continue;
		}
		if (is_line_end && !has_pipe)
			return false;
		has_pipe = (has_pipe && !is_line_end) ||
			   (byte == '|' && (at == 0 || text.text[at - 1] != '\\'));
		is_line_end = false;
	}
	return has_pipe;
}

/* --- The table --- */

bool
block_table(struct parser *parser, struct frame *frame)
{
	struct source *source = &frame->source;
	size_t start = source->at;
	size_t first = source_skip_spaces(source, start, 3);
	if (start < frame->no_table_before || ascii_is_space(source_byte(source, first)) ||
			!line_has_pipe(source, start) ||
			!(block_is_after_boundary(frame) || block_begins_table(source, start)))
		return false;
	struct table table = {.parser = parser,
			.source = source,
			.node = node_new(parser->arena, NODE_TABLE),
			.rows = node_new(parser->arena, NODE_BODY)};
	table.has_leading_pipe = source->text[source_skip_blanks(source, start)] == '|';
	if (is_separator(source, start, '-'))
		source->at = source_next_line(source, start);
	read_lines(&table);
	struct slice text = slice_between(source->text, start, source->at - (source->at > start));
	bool is_table = block_is_before_boundary(source, source->at) &&
			has_pipe_on_each_line(parser, text);
	if (is_table)
		end_part(&table, table.has_foot ? NODE_FOOT : NODE_BODY);
	if (!is_table || !table.has_body) {
		frame->no_table_before = source->at;
		frame->has_pending = false; /* kramdown loses it, too */
		source->at = start;
		return false;
	}
	count_columns(table.node);
	struct node *place = block_add(parser, frame, NODE_TABLE);
	table.node->attributes = place->attributes;
	node_remove(place);
	node_append(frame->node, table.node);
	return true;
}
