#ifndef TESTS_SCREEN_STAGE_APP_H
#define TESTS_SCREEN_STAGE_APP_H

/*
 * A small app of known looks on the contract of app/app.h, to try the screen
 * without an archive: for one test program, which defines it by including this.
 */

#include "app/app.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/out.h"
#include "base/text.h"
#include "base/ticks.h"
#include "settings/theme_files.h"
#include "theme/theme.h"
#include "tui/tui.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINES_OF_TEXT = 100000, PIECES = 4, LONG_LINE = 3, LONG_CELLS = 5000 };

static const char hostile[] = "a\033]0;owned\007b\xC2\x9B"
			      "31mc\x9B"
			      "d\xE2\x80\xAE"
			      "e\xFF";
static const char shown_hostile[] = "a\xEF\xBF\xBD]0;owned\xEF\xBF\xBD"
				    "b\xEF\xBF\xBD"
				    "31mc\xEF\xBF\xBD"
				    "de\xEF\xBF\xBD";

struct app {
	int rows, columns;
	bool has_three_panes, has_help, has_box;
	int cursor, status;
	size_t theme_number;
	struct theme theme;
	size_t top, left, current_match;
	unsigned long generation;
	struct article article;
	struct layout layout;
	struct match matches[3];
	char last[64], status_row[128];
	char *words[4];
	struct foreground program;
	int wake[2];
};

/* The clock stands but for the key `+`, which lets a second pass. */
static int64_t stage_now = 1000;

int64_t
ticks_ms(void)
{
	return stage_now;
}

static void
take_theme(struct app *app)
{
	static const char *const names[] = {"default", "light", "dark", "mono"};
	struct problems *problems = problems_new();
	(void)theme_files_load(&app->theme, names[app->theme_number % 4], false, problems);
	problems_free(problems);
}

static struct piece
piece(const char *text, unsigned style, int link, ptrdiff_t offset)
{
	size_t length = strlen(text);
	return (struct piece){text, length, text_columns(text, length), style, link, offset};
}

static char *
long_text(void)
{
	struct buf text = buf_empty();
	for (int cell = 0; cell < LONG_CELLS; cell += 10)
		buf_format(&text, "%04d 中中x", cell);
	return buf_take(&text);
}

static size_t
make_line(struct piece *pieces, size_t line)
{
	switch (line) {
	case 0:
		pieces[0] = piece("四川新能源汽车", STYLE_HEADING, -1, 0);
		return 1;
	case 1:
		pieces[0] = piece("> ", STYLE_FURNITURE, -1, PIECE_DRAWN);
		pieces[1] = piece("业内人士认为GDP，", STYLE_BOLD, -1, 100);
		pieces[2] = piece("比亚迪", STYLE_LINK, 0, 200);
		pieces[3] = piece("[1]", STYLE_NUMBER | STYLE_DIM, -1, PIECE_DRAWN);
		return 4;
	case 2:
		pieces[0] = piece("e\xCC\x81\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD|\xF0\x9F\x91\xA8\xE2"
				  "\x80\x8D\xF0\x9F\x91\xA9|x\xC2\xADy|\xF0\x9F\xAB\xA8|",
				0, -1, 300);
		return 1;
	case LONG_LINE:
		pieces[0] = piece(long_text(), STYLE_CODE, -1, PIECE_DRAWN);
		return 1;
	case 4:
		pieces[0] = piece(hostile, 0, -1, 400);
		return 1;
	default: {
		struct buf text = buf_empty();
		buf_format(&text, "第%zu行：中文内容测试一二三四五六七八九十", line);
		pieces[0] = piece(buf_take(&text), 0, -1, (ptrdiff_t)(line * 1000));
		return 1;
	}
	}
}

static void
make_article(struct app *app)
{
	struct line *lines = calloc(LINES_OF_TEXT, sizeof(*lines));
	struct piece *pieces = calloc(LINES_OF_TEXT * PIECES, sizeof(*pieces));
	for (size_t i = 0; i < LINES_OF_TEXT; i++, pieces += PIECES) {
		lines[i].pieces = pieces;
		lines[i].piece_count = make_line(pieces, i);
		for (size_t k = 0; k < lines[i].piece_count; k++)
			lines[i].columns += pieces[k].columns;
		lines[i].reach = i == LONG_LINE ? lines[i].columns : 0;
		if (lines[i].columns > app->layout.widest)
			app->layout.widest = lines[i].columns;
	}
	app->layout.lines = lines;
	app->layout.count = LINES_OF_TEXT;
	app->article.layout = &app->layout;
}

int
app_wake_fd(const struct app *app)
{
	return app->wake[0];
}

unsigned
app_wake(struct app *app)
{
	char byte;
	return read(app->wake[0], &byte, 1) == 1 ? DIRTY_STATUS : DIRTY_NONE;
}

unsigned long
app_opening(const struct app *app)
{
	(void)app;
	return 0;
}

int
app_timeout_ms(const struct app *app)
{
	(void)app;
	return -1;
}

unsigned
app_tick(struct app *app)
{
	(void)app;
	return DIRTY_NONE;
}

static unsigned
search(struct app *app)
{
	app->matches[0] = (struct match){106, 6}; /* 人士 */
	app->matches[1] = (struct match){118, 3}; /* GDP */
	app->matches[2] = (struct match){203, 3}; /* 亚 */
	app->article.matches = app->matches;
	app->article.match_count = 3;
	app->current_match = 1;
	app->generation++;
	return DIRTY_MAIN;
}

static unsigned
run(struct app *app, char *program, char *argument, char *script)
{
	app->words[0] = program;
	app->words[1] = argument;
	app->words[2] = script;
	app->program.arguments.words = app->words;
	return DIRTY_RUN;
}

static unsigned
press(struct app *app, uint32_t code)
{
	switch (code) {
	case 'q':
		return DIRTY_QUIT;
	case 'j':
		app->top++;
		return DIRTY_MAIN;
	case 'k':
		app->top--;
		return DIRTY_MAIN;
	case 'G':
		app->top = LINES_OF_TEXT - 3;
		return DIRTY_MAIN;
	case 'g':
		app->top = 0;
		return DIRTY_MAIN;
	case '>':
		app->left++;
		return DIRTY_MAIN;
	case '}':
		app->left += 2000;
		return DIRTY_MAIN;
	case '<':
		app->left = 0;
		return DIRTY_MAIN;
	case 'x':
		app->cursor++;
		return DIRTY_MIDDLE;
	case 't':
		app->theme_number++;
		take_theme(app);
		return DIRTY_THEME;
	case '?':
		app->has_help = !app->has_help;
		return DIRTY_MAIN;
	case ';':
		app->has_box = !app->has_box;
		return DIRTY_STATUS;
	case '3':
		app->has_three_panes = !app->has_three_panes;
		return DIRTY_STATUS;
	case '/':
		return search(app);
	case 'n':
		app->current_match = (app->current_match + 1) % 3;
		return DIRTY_MAIN;
	case '+':
		stage_now += 1000;
		return DIRTY_NONE;
	case '$':
		return run(app, "sh", "-c", "echo \"$TERM, terminfo in <$TERMINFO>\"");
	case '!':
		return run(app, "sh", "-c", "echo on the terminal; exit 3");
	case '@':
		return run(app, "./no-such-program", NULL, NULL);
	default:
		return DIRTY_NONE;
	}
}

unsigned
app_press(struct app *app, struct chord chord)
{
	struct buf name = buf_empty();
	chord_format(chord, &name);
	snprintf(app->last, sizeof(app->last), "%s", name.data);
	buf_free(&name);
	if (chord.code == 'z' && chord.modifiers == CHORD_CTRL)
		return DIRTY_SUSPEND | DIRTY_STATUS;
	if (chord.modifiers != 0)
		return DIRTY_STATUS;
	return press(app, chord.code) | DIRTY_STATUS;
}

bool
app_is_bound(const struct app *app, struct chord chord)
{
	(void)app;
	(void)chord;
	return false;
}

unsigned
app_interrupt(struct app *app)
{
	(void)app;
	return DIRTY_QUIT;
}

unsigned
app_paste(struct app *app, const char *text, size_t length, bool is_first)
{
	snprintf(app->last, sizeof(app->last), "paste %.*s %d", (int)length, text, is_first);
	return DIRTY_STATUS;
}

unsigned
app_set_ground(struct app *app, bool is_light)
{
	snprintf(app->last, sizeof(app->last), "%s ground", is_light ? "light" : "dark");
	return DIRTY_STATUS;
}

unsigned
app_mouse(struct app *app, int row, int column, int lines, bool is_double)
{
	snprintf(app->last, sizeof(app->last), "mouse %d,%d %d %d", row, column, lines, is_double);
	return DIRTY_STATUS;
}

unsigned
app_resize(struct app *app, int rows, int columns)
{
	app->rows = rows;
	app->columns = columns;
	return DIRTY_ALL;
}

struct pane_box
app_pane(const struct app *app, enum slot pane)
{
	struct pane_box box = {.row = app_has_title_bar(app) ? 1 : 0};
	int rows = app->rows - box.row - 1;
	box.is_visible = app->has_three_panes || pane != SLOT_LEFT;
	if (app->has_three_panes) {
		box.rows = rows;
		box.column = 21 * (int)pane;
		box.columns = pane == SLOT_MAIN ? app->columns - 42 : 20;
		box.has_left_border = pane != SLOT_LEFT;
		return box;
	}
	box.columns = app->columns;
	box.rows = rows / 2;
	if (pane == SLOT_MAIN) {
		box.row += rows / 2 + 1;
		box.rows = rows - rows / 2 - 1;
		box.has_top_border = true;
	}
	return box;
}

bool
app_is_too_small(const struct app *app)
{
	return app->rows < 5 || app->columns < 20;
}

static void
add_cell(struct view_row *row, const char *text, enum role role, int column, int columns)
{
	row->cells[row->cell_count++] = (struct cell_text){text, role, column, columns};
}

void
app_view_row(struct app *app, enum slot pane, int row, struct view_row *out)
{
	struct pane_box box = app_pane(app, pane);
	if (pane == SLOT_MAIN && !app->has_help) {
		add_cell(out, "标题 heading", ROLE_HEADING, 0, box.columns);
		return;
	}
	if (pane == SLOT_MAIN) {
		add_cell(out, "帮助 help", ROLE_KEY, 0, box.columns);
		return;
	}
	bool has_cursor = pane == SLOT_MIDDLE && row == app->cursor;
	out->fill = has_cursor ? ROLE_CURSOR : ROLE_TEXT;
	add_cell(out, "05-12", ROLE_DATE, 1, 5);
	add_cell(out, row % 2 ? hostile : "四川新能源汽车渗透率突破40%", ROLE_TEXT, 7,
			box.columns - 7);
}

bool
app_has_title_bar(const struct app *app)
{
	return app->rows >= 8;
}

void
app_view_title_bar(struct app *app, struct view_row *out)
{
	out->fill = ROLE_TITLE_BAR;
	add_cell(out, "stage 标题", ROLE_TITLE_BAR, 1, app->columns - 1);
}

void
app_view_status(struct app *app, struct view_row *out)
{
	out->fill = ROLE_STATUS;
	snprintf(app->status_row, sizeof(app->status_row), "key %s. status %d. top %zu. %dx%d.",
			app->last, app->status, app->top, app->columns, app->rows);
	add_cell(out, app->status_row, ROLE_STATUS, 0, app->columns);
}

int
app_box_rows(const struct app *app)
{
	return app->has_box ? 4 : 0;
}

void
app_view_box(struct app *app, int row, struct view_row *out)
{
	out->fill = ROLE_TEXT;
	add_cell(out, row == 0 ? "rule 规" : "candidate 选", ROLE_TEXT, 0, app->columns);
}

struct pager_view
app_pager(const struct app *app)
{
	return (struct pager_view){.is_open = !app->has_help,
			.header_rows = 1,
			.article = &app->article,
			.generation = app->generation,
			.top = app->top,
			.left = app->left,
			.indent = 2,
			.current_match = app->current_match,
			.current_link = 0};
}

void
app_cursor(struct app *app, int *row, int *column)
{
	*row = app->cursor + 1;
	*column = 0;
}

const struct theme *
app_theme(const struct app *app)
{
	return &app->theme;
}

bool
app_is_ascii(const struct app *app)
{
	return app->has_three_panes;
}

const struct foreground *
app_foreground(const struct app *app)
{
	return &app->program;
}

unsigned
app_foreground_done(struct app *app, int status, int error)
{
	app->status = error == 0 ? WEXITSTATUS(status) : -error;
	return DIRTY_STATUS;
}

unsigned
app_reap(struct app *app)
{
	(void)app;
	return DIRTY_NONE;
}

int
app_output_fd(const struct app *app)
{
	(void)app;
	return -1;
}

unsigned
app_output(struct app *app)
{
	(void)app;
	return DIRTY_NONE;
}

const char *
app_copied(const struct app *app)
{
	(void)app;
	return "";
}

unsigned
app_copy_failed(struct app *app, const char *why)
{
	(void)app, (void)why;
	return DIRTY_NONE;
}

static struct app stage;

static int
run_stage(bool has_mouse)
{
	setlocale(LC_ALL, "");
	stage.current_match = SIZE_MAX;
	make_article(&stage);
	take_theme(&stage);
	if (pipe(stage.wake) != 0)
		return 1;
	struct err err;
	struct tui_options options = {.has_mouse = has_mouse};
	struct tui *tui = tui_open(&options, &err);
	if (tui != NULL) {
		int status = tui_run(tui, &stage);
		tui_close(tui);
		return status;
	}
	struct out *out = out_open(STDERR_FILENO);
	out_string(out, err.reason);
	out_newline(out);
	out_close(out, NULL);
	return 2;
}

#endif
