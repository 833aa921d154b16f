#include "tui/draw.h"

#include "base/buf.h"
#include "base/gate.h"
#include "base/text.h"
#include "base/utf8.h"

#include <curses.h>
#include <wchar.h>

enum {
	NO_BREAK_SPACE = 0x00A0,
	MARKS = 4, /* that curses keeps on a cell (CCHARW_MAX less the base) */
};

static attr_t
curses_attributes(unsigned attributes)
{
	static const attr_t bits[] = {A_BOLD, A_DIM, A_ITALIC, A_UNDERLINE, A_REVERSE};
	attr_t all = A_NORMAL;
	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		if (attributes & 1u << i)
			all |= bits[i];
	}
	return all;
}

/* A cell in the making, and where the next one goes. */
struct pen {
	WINDOW *window;
	int row, column;
	attr_t attributes;
	short pair;
	wchar_t cell[MARKS + 2]; /* base, marks, end */
	int length;		 /* 0: none begun */
	int columns;		 /* of the base */
};

static void
pen_flush(struct pen *pen)
{
	if (pen->length == 0)
		return;
	cchar_t cell;
	pen->cell[pen->length] = L'\0';
	/* Returns an error at the window's last cell, though it has been written: ignored. */
	if (setcchar(&cell, pen->cell, pen->attributes, pen->pair, NULL) == OK)
		mvwadd_wch(pen->window, pen->row, pen->column, &cell);
	pen->column += pen->columns;
	pen->length = 0;
}

static void
pen_begin(struct pen *pen, uint32_t base, int columns)
{
	pen_flush(pen);
	pen->cell[0] = (wchar_t)base;
	pen->length = 1;
	pen->columns = columns;
}

static void
pen_repeat(struct pen *pen, char character, int count)
{
	for (int i = 0; i < count; i++)
		pen_begin(pen, (unsigned char)character, 1);
}

static void
pen_mark(struct pen *pen, uint32_t mark)
{
	if (pen->length > 0 && pen->length <= MARKS)
		pen->cell[pen->length++] = (wchar_t)mark;
}

/* Writes a cluster whose text_cluster_columns are `columns`. */
static void
pen_cluster(struct pen *pen, const char *cluster, size_t length, int columns)
{
	int written = 0;
	for (size_t offset = 0; offset < length;) {
		uint32_t codepoint;
		size_t step = utf8_decode(cluster + offset, length - offset, &codepoint);
		bool is_skin_tone = codepoint >= 0x1F3FB && codepoint <= 0x1F3FF && offset > 0;
		offset += step;
		if (is_skin_tone || text_is_left_out(codepoint))
			continue;
		int wide = text_codepoint_columns(codepoint);
		if (wide == 0 && written == 0 && columns == 1 && offset == length)
			pen_begin(pen, NO_BREAK_SPACE, 1); /* nothing else is left to stand on */
		if (wide == 0)
			pen_mark(pen, codepoint);
		else if (wcwidth((wchar_t)codepoint) < 0)
			pen_begin(pen, UTF8_REPLACEMENT, 1);
		else
			pen_begin(pen, codepoint, wide);
		written += wide;
	}
}

static struct pen
pen_at(const struct stretch *stretch, struct look look)
{
	return (struct pen){
			.window = stretch->window,
			.row = stretch->row,
			.column = stretch->column,
			.attributes = curses_attributes(look.attributes),
			.pair = look.pair,
	};
}

static int
draw_clean(const struct stretch *stretch, const char *text, size_t length, struct look look)
{
	struct pen pen = pen_at(stretch, look);
	size_t skipped = 0;
	int room = stretch->columns;
	for (size_t offset = 0; offset < length && room > 0;) {
		size_t step = text_cluster(text + offset, length - offset);
		int columns = text_cluster_columns(text + offset, step);
		if (skipped < stretch->skip) {
			skipped += (size_t)columns;
			if (skipped > stretch->skip) {
				int shown = (int)(skipped - stretch->skip);
				shown = shown < room ? shown : room;
				pen_repeat(&pen, ' ', shown);
				room -= shown;
			}
		} else if (columns > room) {
			pen_repeat(&pen, ' ', room);
			room = 0;
		} else {
			pen_cluster(&pen, text + offset, step, columns);
			room -= columns;
		}
		offset += step;
	}
	pen_flush(&pen);
	return stretch->columns - room;
}

/* Narrows the text to what may be seen, and one cluster more: a line may hold megabytes. */
static void
narrow(struct stretch *stretch, const char **text, size_t *length)
{
	size_t skipped;
	size_t start = text_fit(*text, *length, stretch->skip, &skipped);
	stretch->skip -= skipped;
	*text += start;
	*length -= start;
	size_t room = (size_t)stretch->columns + stretch->skip;
	size_t end = text_fit(*text, *length, room, NULL);
	*length = end + text_cluster(*text + end, *length - end);
}

int
draw_text(struct stretch stretch, const char *text, size_t length, struct look look)
{
	if (stretch.columns <= 0)
		return 0;
	narrow(&stretch, &text, &length);
	if (gate_is_clean(text, length, GATE_LINE))
		return draw_clean(&stretch, text, length, look);
	struct buf gated = buf_empty();
	gate_pass(&gated, text, length, GATE_LINE);
	int used = draw_clean(&stretch, gated.data, gated.length, look);
	buf_free(&gated);
	return used;
}

void
draw_blank(struct stretch stretch, struct look look)
{
	struct pen pen = pen_at(&stretch, look);
	pen_repeat(&pen, ' ', stretch.columns);
	pen_flush(&pen);
}

void
draw_set_background(struct _win_st *window, struct look look)
{
	cchar_t blank;
	if (setcchar(&blank, L" ", A_NORMAL, look.pair, NULL) == OK)
		wbkgrndset(window, &blank);
}

void
draw_line(struct _win_st *window, int row, int column, int length, bool is_vertical, bool is_ascii,
		struct look look)
{
	static const wchar_t *const glyphs[2][2] = {{L"\u2500", L"\u2502"}, {L"-", L"|"}};
	cchar_t line;
	attr_t attributes = curses_attributes(look.attributes);
	if (setcchar(&line, glyphs[is_ascii][is_vertical], attributes, look.pair, NULL) != OK)
		return;
	if (is_vertical)
		mvwvline_set(window, row, column, &line, length);
	else
		mvwhline_set(window, row, column, &line, length);
}
