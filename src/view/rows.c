#include "view/rows.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/language.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* No more bytes of a text are looked at: what follows would not fit in any row. */
enum { MAX_BYTES = 8192 };

struct row_writer
row_begin(struct arena *arena, struct view_row *row, int columns, enum role fill, bool is_ascii)
{
	row->cell_count = row->click_count = 0;
	row->fill = fill;
	return (struct row_writer){arena, row, 0, columns, is_ascii};
}

int
row_left(const struct row_writer *writer)
{
	return writer->columns - writer->column;
}

/* The text fitted to `columns`: cut with a mark, padded with spaces. */
static const char *
fit(struct row_writer *writer, const char *text, size_t columns, bool is_right)
{
	struct buf clean = buf_empty();
	struct buf out = buf_in(writer->arena);
	gate_pass(&clean, text, strnlen(text, MAX_BYTES), GATE_LINE);
	size_t used;
	size_t length = text_fit(clean.data, clean.length, columns, &used);
	bool is_cut = length < clean.length && columns > 0;
	if (is_cut) {
		length = text_fit(clean.data, clean.length, columns - 1, &used);
		used++;
	}
	size_t pad = columns - used;
	buf_add_repeated(&out, ' ', is_right ? pad : 0);
	buf_add(&out, clean.data, length);
	buf_add_text(&out, !is_cut ? "" : writer->is_ascii ? "~" : "…");
	buf_add_repeated(&out, ' ', is_right ? 0 : pad);
	buf_free(&clean);
	return out.data;
}

static void
put(struct row_writer *writer, const char *text, int columns, enum role role, bool is_right)
{
	if (columns > row_left(writer))
		columns = row_left(writer);
	if (columns <= 0 || writer->row->cell_count == VIEW_ROW_CELLS)
		return;
	writer->row->cells[writer->row->cell_count++] = (struct cell_text){
			.text = fit(writer, text, (size_t)columns, is_right),
			.role = role,
			.column = writer->column,
			.columns = columns,
	};
	writer->column += columns;
}

void
row_put(struct row_writer *writer, const char *text, int columns, enum role role)
{
	put(writer, text, columns, role, false);
}

void
row_put_right(struct row_writer *writer, const char *text, int columns, enum role role)
{
	put(writer, text, columns, role, true);
}

void
row_put_star(struct row_writer *writer, bool is_starred, enum role role)
{
	const char *star = writer->is_ascii ? "*" : "★";
	row_put(writer, is_starred ? star : " ", 1, is_starred ? ROLE_STAR : role);
}

void
row_format(struct row_writer *writer, enum role role, const char *format, ...)
{
	va_list arguments;
	struct buf text = buf_empty();
	struct buf clean = buf_empty();
	va_start(arguments, format);
	buf_vformat(&text, format, arguments);
	va_end(arguments);
	gate_pass(&clean, text.data, strnlen(text.data, MAX_BYTES), GATE_LINE);
	size_t columns = text_columns(clean.data, clean.length);
	int room = row_left(writer);
	row_put(writer, text.data, columns < (size_t)room ? (int)columns : room, role);
	buf_free(&text);
	buf_free(&clean);
}

/* Bytes of a text's first line. */
static size_t
line_length(const char *text, size_t columns)
{
	size_t length = strcspn(text, "\n"), fits = text_fit(text, length, columns, NULL);
	size_t end = fits;
	if (fits == length)
		return length;
	while (end > 0 && text[end] != ' ')
		end--;
	if (end > 0)
		return end;
	return fits > 0 ? fits : text_cluster(text, length);
}

void
row_put_wrapped(struct row_writer *writer, const char *text, int line, enum role role)
{
	size_t columns = row_left(writer) > 0 ? (size_t)row_left(writer) : 1;
	size_t length = line_length(text, columns);
	for (; line > 0; line--) {
		text += length;
		text += *text == '\n' ? 1 : strspn(text, " ");
		length = line_length(text, columns);
	}
	row_put(writer, arena_copy(writer->arena, text, length), (int)columns, role);
}

void
row_put_bar(struct row_writer *writer, size_t part, size_t whole, int columns, enum role role)
{
	static const char *const ends[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	const size_t steps = writer->is_ascii ? 1 : 8; /* of a column */
	if (columns <= 0 || whole == 0)
		return;
	size_t room = (size_t)columns * steps;
	size_t length = part / whole * room + part % whole * room / whole;
	if (length == 0 && part > 0)
		length = 1;
	struct buf text = buf_empty();
	for (size_t i = 0; i < length / steps; i++)
		buf_add_text(&text, writer->is_ascii ? "#" : "█");
	buf_add_text(&text, ends[length % steps]);
	row_put(writer, text.data, columns, role);
	buf_free(&text);
}

const char *
row_order_sign(const struct row_writer *writer, bool is_rising)
{
	static const char *const signs[2][2] = {{"↓", "↑"}, {"-", "+"}};
	return signs[writer->is_ascii][is_rising];
}

const char *
row_number(struct arena *arena, size_t number)
{
	char digits[32];
	int length = snprintf(digits, sizeof(digits), "%zu", number);
	struct buf text = buf_in(arena);
	for (int i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			buf_add_char(&text, ',');
		buf_add_char(&text, digits[i]);
	}
	return text.data;
}

const char *
row_posts(struct arena *arena, size_t count)
{
	return arena_format(
			arena, ngettext("%s post", "%s posts", count), row_number(arena, count));
}

void
row_skip(struct row_writer *writer, int columns)
{
	writer->column += columns < row_left(writer) ? columns : row_left(writer);
}

void
row_add_click(struct row_writer *writer, int column, int columns, struct click click)
{
	struct view_row *row = writer->row;
	if (columns > writer->columns - column)
		columns = writer->columns - column;
	if (columns > 0 && row->click_count < VIEW_ROW_CLICKS)
		row->clicks[row->click_count++] = (struct click_region){column, columns, click};
}

void
row_click(struct row_writer *writer, int action, const char *argument)
{
	const struct view_row *row = writer->row;
	if (row->cell_count == 0)
		return;
	const struct cell_text *cell = &row->cells[row->cell_count - 1];
	row_add_click(writer, cell->column, cell->columns, (struct click){action, argument, 0});
}

const struct click *
row_click_at(const struct view_row *row, int column)
{
	for (int i = 0; i < row->click_count; i++) {
		const struct click_region *region = &row->clicks[i];
		if (column >= region->column && column < region->column + region->columns)
			return &region->click;
	}
	return NULL;
}
