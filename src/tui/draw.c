#include "tui/draw.h"

#include "base/buf.h"
#include "base/gate.h"
#include "base/text.h"
#include "base/utf8.h"

#include <curses.h>
#include <string.h>
#include <wchar.h>

enum {
	NO_BREAK_SPACE = 0x00A0,
	MARKS = 4, /* that curses keeps on a cell (CCHARW_MAX less the base) */
};

struct range {
	uint32_t first, last;
};

/* Takes no cell and says nothing that a grid of cells could show. */
static const struct range invisible[] = {
		{0x00AD, 0x00AD},   /* soft hyphen */
		{0x034F, 0x034F},   /* combining grapheme joiner */
		{0x180B, 0x180F},   /* Mongolian selectors */
		{0x200B, 0x200D},   /* zero width space, non-joiner, joiner */
		{0x2060, 0x2064},   /* word joiner and its kin */
		{0xFE00, 0xFE0F},   /* variation selectors */
		{0xFEFF, 0xFEFF},   /* zero width no-break space */
		{0xE0100, 0xE01EF}, /* variation selectors supplement */
};

static bool
is_invisible(uint32_t codepoint)
{
	for (size_t i = 0; i < sizeof(invisible) / sizeof(invisible[0]); i++) {
		if (codepoint >= invisible[i].first && codepoint <= invisible[i].last)
			return true;
	}
	return false;
}

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
	/* Fails at the window's last cell, after it has been written: nothing to tell. */
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
	if (pen->length == 0)
		pen_begin(pen, NO_BREAK_SPACE, 1);
	if (pen->length <= MARKS)
		pen->cell[pen->length++] = (wchar_t)mark;
}

static void
pen_cluster(struct pen *pen, const char *cluster, size_t length)
{
	bool is_first = true;
	for (size_t offset = 0; offset < length;) {
		uint32_t codepoint;
		offset += utf8_decode(cluster + offset, length - offset, &codepoint);
		bool is_skin_tone = codepoint >= 0x1F3FB && codepoint <= 0x1F3FF && !is_first;
		bool is_left_out = is_invisible(codepoint) || is_skin_tone;
		is_first = false;
		if (is_left_out)
			continue;
		int columns = text_codepoint_columns(codepoint);
		if (columns == 0)
			pen_mark(pen, codepoint);
		else if (wcwidth((wchar_t)codepoint) < 0)
			pen_begin(pen, UTF8_REPLACEMENT, 1);
		else
			pen_begin(pen, codepoint, columns);
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
			pen_repeat(&pen, '~', 1);
			pen_repeat(&pen, ' ', room - 1);
			room = 0;
		} else {
			pen_cluster(&pen, text + offset, step);
			room -= columns;
		}
		offset += step;
	}
	pen_flush(&pen);
	return stretch->columns - room;
}

int
draw_text(struct stretch stretch, const char *text, size_t length, struct look look)
{
	if (stretch.columns <= 0)
		return 0;
	if (gate_is_clean(text, length, GATE_LINE))
		return draw_clean(&stretch, text, length, look);
	struct buf gated;
	buf_init(&gated);
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
draw_vertical(struct _win_st *window, int row, int column, int rows, bool is_ascii,
		struct look look)
{
	cchar_t line;
	attr_t attributes = curses_attributes(look.attributes);
	if (setcchar(&line, is_ascii ? L"|" : L"\u2502", attributes, look.pair, NULL) == OK)
		mvwvline_set(window, row, column, &line, rows);
}

void
draw_horizontal(struct _win_st *window, int row, int column, int columns, bool is_ascii,
		struct look look)
{
	cchar_t line;
	attr_t attributes = curses_attributes(look.attributes);
	if (setcchar(&line, is_ascii ? L"-" : L"\u2500", attributes, look.pair, NULL) == OK)
		mvwhline_set(window, row, column, &line, columns);
}
