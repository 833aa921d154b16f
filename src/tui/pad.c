#include "tui/pad.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "tui/draw.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

enum row_state {
	ROW_STALE,
	ROW_WHOLE,
	ROW_HERE, /* marked at an edge of the view, or moved along with it: good for this view only */
};

void
pad_init(struct pad *pad)
{
	memset(pad, 0, sizeof(*pad));
}

void
pad_free(struct pad *pad)
{
	if (pad->window != NULL)
		delwin(pad->window);
	free(pad->row_states);
	pad_init(pad);
}

void
pad_invalidate(struct pad *pad)
{
	if (pad->row_states != NULL)
		memset(pad->row_states, ROW_STALE, (size_t)pad->rows);
}

static int
clamp(int value, int low, int high)
{
	if (value > high)
		value = high;
	return value < low ? low : value;
}

/* Makes the pad so large that a view of this size fits, and moves well within it. */
static bool
pad_size(struct pad *pad, const struct pager_view *view, int view_rows, int view_columns)
{
	size_t widest = view->article->layout->widest + (size_t)view->indent;
	int wanted = widest < PAD_COLUMNS ? (int)widest : PAD_COLUMNS;
	int columns = wanted > view_columns ? wanted : view_columns;
	int rows = clamp(PAD_CELLS / columns, 2 * view_rows, PAD_ROWS);
	if (rows < view_rows)
		rows = view_rows;
	if (pad->window != NULL && pad->columns == columns && pad->rows == rows)
		return true;
	pad_free(pad);
	pad->window = newpad(rows, columns);
	if (pad->window == NULL)
		return false;
	leaveok(pad->window, TRUE); /* the pad does not place the cursor */
	pad->rows = rows;
	pad->columns = columns;
	pad->row_states = xcalloc((size_t)rows, 1);
	return true;
}

/* Moves the window so that the view is in it, with some room to go back. */
static void
pad_move(struct pad *pad, const struct pager_view *view, int view_rows, int view_columns)
{
	bool has_rows = view->top >= pad->first &&
			view->top + (size_t)view_rows <= pad->first + (size_t)pad->rows;
	if (!has_rows) {
		size_t room = (size_t)(pad->rows - view_rows) / 2;
		pad->first = view->top - (view->top < room ? view->top : room);
		pad_invalidate(pad);
	}
	bool has_columns = view->left >= pad->base &&
			   view->left + (size_t)view_columns <= pad->base + (size_t)pad->columns;
	if (!has_columns) {
		size_t room = (size_t)(pad->columns - view_columns) / 2;
		pad->base = view->left - (view->left < room ? view->left : room);
		pad_invalidate(pad);
	}
}

/* The first match that ends after `offset`. */
static size_t
first_match_after(const struct article *article, size_t offset)
{
	size_t low = 0, high = article->match_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct match *match = &article->matches[middle];
		if (match->offset + match->length <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A row in the drawing; columns count from the line's own left edge, margin included. */
struct row_pen {
	const struct pad *pad;
	const struct looks *looks;
	const struct pager_view *view;
	int row;
	size_t column;
	size_t start; /* first column to be drawn */
	size_t limit; /* first column not to be drawn */
};

/* Writes a stretch of text that is `columns` wide, as much as lies in the pad. */
static void
row_text(struct row_pen *pen, const char *text, size_t length, size_t columns, struct look look)
{
	size_t start = pen->column, end = start + columns;
	pen->column = end;
	if (end <= pen->start || start >= pen->limit)
		return;
	size_t from = start > pen->start ? start : pen->start;
	size_t to = end < pen->limit ? end : pen->limit;
	draw_text((struct stretch){.window = pen->pad->window,
				  .row = pen->row,
				  .column = (int)(from - pen->pad->base),
				  .columns = (int)(to - from),
				  .skip = from - start},
			text, length, look);
}

static struct look
piece_look(const struct row_pen *pen, const struct piece *piece, size_t match)
{
	struct look look;
	if (match != SIZE_MAX)
		look = looks_match(pen->looks, piece->style, match == pen->view->current_match);
	else
		look = looks_style(pen->looks, piece->style);
	if (piece->link >= 0 && piece->link == pen->view->current_link)
		look.attributes ^= LOOK_REVERSE;
	return look;
}

/* A piece of the document's text, with the matches that touch it. */
static void
row_piece(struct row_pen *pen, const struct piece *piece)
{
	const struct article *article = pen->view->article;
	size_t done = 0, columns_end = pen->column + piece->columns;
	size_t match = SIZE_MAX;
	if (piece->offset != PIECE_DRAWN && article->match_count > 0)
		match = first_match_after(article, (size_t)piece->offset);
	while (done < piece->length && pen->column < pen->limit) {
		size_t place = (size_t)piece->offset + done, end = piece->length;
		bool has_match = match < article->match_count &&
				 article->matches[match].offset <
						 (size_t)piece->offset + piece->length;
		bool is_in_match = has_match && article->matches[match].offset <= place;
		if (is_in_match)
			end = article->matches[match].offset + article->matches[match].length -
			      (size_t)piece->offset;
		else if (has_match)
			end = article->matches[match].offset - (size_t)piece->offset;
		if (end > piece->length)
			end = piece->length;
		const char *text = piece->text + done;
		size_t columns = end == piece->length ? columns_end - pen->column
						      : text_columns(text, end - done);
		row_text(pen, text, end - done, columns,
				piece_look(pen, piece, is_in_match ? match : SIZE_MAX));
		if (is_in_match)
			match++;
		done = end;
	}
	pen->column = columns_end;
}

enum {
	MARK_LEFT = 1 << 0,
	MARK_RIGHT = 1 << 1,
};

/* Columns that the line is scrolled away by: code or a table that goes on is, the rest stays. */
static size_t
scrolled(const struct pager_view *view, size_t index, int view_columns)
{
	const struct layout *layout = view->article->layout;
	bool goes_on = index < layout->count &&
		       (size_t)view->indent + layout->lines[index].reach > (size_t)view_columns;
	return goes_on ? view->left : 0;
}

/* At which edges of the view the line goes on. */
static unsigned
marks_of(const struct pager_view *view, size_t index, int view_columns)
{
	const struct layout *layout = view->article->layout;
	if (index >= layout->count || layout->lines[index].columns == 0)
		return 0;
	size_t left = (size_t)view->indent, gone = scrolled(view, index, view_columns);
	bool goes_left = left < gone;
	bool goes_right = left + layout->lines[index].columns > gone + (size_t)view_columns;
	return (goes_left ? MARK_LEFT : 0) | (goes_right ? MARK_RIGHT : 0);
}

static void
draw_mark(const struct row_pen *pen, size_t column, bool is_left)
{
	static const char *const glyphs[2][2] = {{"›", "‹"}, {">", "<"}};
	const char *glyph = glyphs[pen->view->article->options.ascii][is_left];
	struct stretch stretch = {.window = pen->pad->window,
			.row = pen->row,
			.column = (int)(column - pen->pad->base),
			.columns = 1};
	draw_text(stretch, glyph, strlen(glyph), looks_style(pen->looks, STYLE_FURNITURE));
}

static void
draw_row(struct pad *pad, const struct looks *looks, const struct pager_view *view, int row,
		int view_columns)
{
	const struct layout *layout = view->article->layout;
	size_t index = pad->first + (size_t)row;
	wmove(pad->window, row, 0);
	wclrtoeol(pad->window);
	pad->row_states[row] = ROW_WHOLE;
	if (index >= layout->count)
		return;
	const struct line *line = &layout->lines[index];
	size_t edge = view->left + (size_t)view_columns;
	size_t shift = view->left - scrolled(view, index, view_columns);
	struct row_pen pen = {.pad = pad,
			.looks = looks,
			.view = view,
			.row = row,
			.column = (size_t)view->indent + shift,
			.start = pad->base,
			.limit = pad->base + (size_t)pad->columns};
	unsigned marks = marks_of(view, index, view_columns);
	if (marks & MARK_LEFT)
		pen.start = view->left + 1;
	if (marks & MARK_RIGHT)
		pen.limit = edge - 1;
	if (marks != 0 || shift != 0)
		pad->row_states[row] = ROW_HERE;
	for (size_t i = 0; i < line->piece_count && pen.column < pen.limit; i++)
		row_piece(&pen, &line->pieces[i]);
	if (marks & MARK_LEFT)
		draw_mark(&pen, view->left, true);
	if (marks & MARK_RIGHT)
		draw_mark(&pen, edge - 1, false);
}

/* What of the rows drawn so far no longer holds. */
static void
forget_changes(struct pad *pad, const struct pager_view *view, int view_columns)
{
	const struct pager_view *last = &pad->view;
	if (last->article != view->article || last->generation != view->generation ||
			last->indent != view->indent ||
			last->current_match != view->current_match ||
			last->current_link != view->current_link) {
		pad_invalidate(pad);
		return;
	}
	if (last->left == view->left && pad->view_columns == view_columns)
		return;
	for (int row = 0; row < pad->rows; row++) {
		if (pad->row_states[row] == ROW_HERE)
			pad->row_states[row] = ROW_STALE;
	}
}

void
pad_show(struct pad *pad, const struct looks *looks, const struct pane_box *box,
		const struct pager_view *view)
{
	int rows = box->rows - view->header_rows;
	if (rows <= 0 || box->columns <= 0 || view->article->layout == NULL)
		return;
	if (!pad_size(pad, view, rows, box->columns))
		return;
	forget_changes(pad, view, box->columns);
	pad_move(pad, view, rows, box->columns);
	draw_set_background(pad->window, looks_role(looks, ROLE_TEXT));
	int top = (int)(view->top - pad->first);
	for (int row = top; row < top + rows; row++) {
		size_t index = pad->first + (size_t)row;
		bool is_whole = pad->row_states[row] == ROW_WHOLE &&
				scrolled(view, index, box->columns) == view->left &&
				marks_of(view, index, box->columns) == 0;
		if (!is_whole && pad->row_states[row] != ROW_HERE)
			draw_row(pad, looks, view, row, box->columns);
	}
	pad->view = *view;
	pad->view_columns = box->columns;
	int screen_row = box->row + view->header_rows;
	pnoutrefresh(pad->window, top, (int)(view->left - pad->base), screen_row, box->column,
			screen_row + rows - 1, box->column + box->columns - 1);
}
