/* Keys, sizes, clicks and changes of the archive at random: whatever comes, the screen is in order. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"
#include "base/gate.h"
#include "base/text.h"

#include "app_session.h"

#include <locale.h>

enum { EVENTS = 3000, MAX_ROWS = 60, MAX_COLUMNS = 200 };

static uint64_t seed;
static size_t event;
static char what[64];
static unsigned dirty; /* what the present event was reported to have changed */

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			fail_msg("event %zu (%s): %s", event, what, #condition);                   \
	} while (0)

/* --- The archive --- */

static void
write_hostile(void)
{
	session_write("_posts/2022-07-01-a.md",
			"---\ntitle: \"\\e[31m红\\x07\\u202E反\\u2028\\0\\x85\"\n"
			"tags: [\"\\e]0;x\\a\", 新能源]\n---\n\x1b[2J<p>\x9b</p>\xff\xfe\n");
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: ");
	for (int i = 0; i < 3000; i++)
		buf_add_text(&text, i % 7 == 0 ? "a" : "长");
	buf_add_text(&text, "\ncategories: [x, y, 两 字]\n---\n<table><tr>");
	for (int i = 0; i < 60; i++)
		buf_add_text(&text, "<td>一格</td>");
	buf_add_text(&text, "</tr></table><h1>一\x9b</h1><h3>二</h3><pre>");
	for (int i = 0; i < 500; i++)
		buf_add_text(&text, "宽 wide ");
	buf_add_text(&text, "</pre><p><a href='/category/jjw.html'>去</a> <a href='/jjw/2022/05/"
			    "30/n30.html'>来</a> <a href='https://example.com/'>外</a></p>\n");
	session_write_bytes("_posts/2022-07-02-b.md", text.data, text.length);
	buf_free(&text);
	session_write("_posts/2022-07-03-c.md", "---\ntitle: ''\n---\n");
	session_write("_posts/2022-07-04-d.md",
			"---\ntitle: [open\n---\n\n# e\u0301\u0302\u0303 👩‍👩‍👧\n");
	session_write("_posts/undated.md", "no front matter");
}

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	session_hide_programs();
	write_hostile();
	return chdir(session_folder); /* where it saves posts, under names of its own */
}

/* --- What holds at any time --- */

static void
check_row(const struct view_row *row, int columns)
{
	int column = 0;
	struct buf clean = buf_empty();
	CHECK(row->cell_count <= VIEW_ROW_CELLS);
	for (int i = 0; i < row->cell_count; i++) {
		const struct cell_text *cell = &row->cells[i];
		size_t length = strlen(cell->text);
		CHECK(cell->column >= column);
		CHECK(cell->role < ROLE_COUNT_OF_ROLES);
		CHECK(text_columns(cell->text, length) == (size_t)cell->columns);
		column = cell->column + cell->columns;
		buf_clear(&clean);
		gate_pass(&clean, cell->text, length, GATE_LINE);
		CHECK(strcmp(clean.data, cell->text) == 0);
	}
	CHECK(column <= columns);
	buf_free(&clean);
}

static void
check_cursor(const struct cursor *cursor, size_t count)
{
	CHECK(cursor->count == count);
	CHECK(cursor->at < count || cursor->at == 0);
	CHECK(cursor->top <= cursor->at);
	CHECK(cursor->rows == 0 || cursor->at < cursor->top + cursor->rows);
}

static void
check_pager(struct app *app, const struct pane_box *box)
{
	struct pager_view view = app_pager(app);
	if (!view.is_open || !box->is_visible)
		return;
	size_t count = view.article->layout->count;
	CHECK(view.header_rows >= 0 && view.header_rows < box->rows);
	CHECK(view.top < count || view.top == 0);
	CHECK(view.indent >= 0 && view.indent < box->columns);
	CHECK(view.current_match == SIZE_MAX || view.current_match < view.article->match_count);
	CHECK(view.current_link < (int)view.article->document->link_count);
}

static void
check_panes(struct app *app, int rows, int columns)
{
	struct view_row row;
	for (int i = 0; i < SLOT_COUNT; i++) {
		struct pane_box box = app_pane(app, (enum slot)i);
		CHECK(!box.is_visible || !app_is_too_small(app));
		if (!box.is_visible)
			continue;
		CHECK(box.row >= 0 && box.row + box.rows < rows);
		CHECK(box.column >= 0 && box.column + box.columns <= columns);
		for (int line = 0; line < box.rows; line++) {
			app_view_row(app, (enum slot)i, line, &row);
			check_row(&row, box.columns);
		}
	}
	struct pane_box pager = app_pane(app, SLOT_MAIN);
	check_pager(app, &pager);
}

static void
check_screen(struct app *app, int rows, int columns)
{
	struct view_row row;
	int cursor_row = 0, cursor_column = 0;
	check_panes(app, rows, columns);
	app_view_status(app, &row);
	check_row(&row, columns);
	app_view_title_bar(app, &row);
	check_row(&row, columns);
	app_cursor(app, &cursor_row, &cursor_column);
	CHECK(app_is_too_small(app) || (cursor_row >= 0 && cursor_row < rows));
	CHECK(app_is_too_small(app) || (cursor_column >= 0 && cursor_column < columns));
	if (app->model->library == NULL)
		return;
	check_cursor(&app->panes.list.cursor, listing_count(app->model->found.listing));
	if (app->panes.slots[SLOT_LEFT] == &pane_groups)
		check_cursor(&app->panes.groups.cursor, groups_count(app->panes.groups.groups) + 1);
	else if (app->panes.slots[SLOT_LEFT] == &pane_months)
		check_cursor(&app->panes.months.cursor, app->panes.months.count + 1);
	else
		CHECK(app->panes.searches.cursor.count <= app->model->kept_searches.count + 1);
	if (app->panes.cover.type != NULL && app->panes.cover.type->make != NULL)
		check_cursor(&app->panes.cover.cursor, app->panes.cover.row_count);
}

/* --- What is drawn again --- */

/* The slots of the screen, each with the bit of enum dirty that reports it. */
enum { SLOTS = 4 };
static const unsigned slot_bits[SLOTS] = {DIRTY_LEFT, DIRTY_MIDDLE, DIRTY_MAIN, DIRTY_STATUS};

static void
add_row(struct buf *rows, const struct view_row *row)
{
	buf_format(rows, "%d|", (int)row->fill);
	for (int i = 0; i < row->cell_count; i++)
		buf_format(rows, "%d %d:%s|", (int)row->cells[i].role, row->cells[i].column,
				row->cells[i].text);
	buf_add_char(rows, '\n');
}

static void
add_pane(struct app *app, enum slot pane, struct buf *rows)
{
	struct view_row row;
	struct pane_box box = app_pane(app, pane);
	struct pager_view view = app_pager(app);
	bool has_text = pane == SLOT_MAIN && view.is_open;
	if (!box.is_visible)
		return;
	buf_format(rows, "%d,%d %dx%d\n", box.row, box.column, box.rows, box.columns);
	for (int line = 0; line < (has_text ? view.header_rows : box.rows); line++) {
		app_view_row(app, pane, line, &row);
		add_row(rows, &row);
	}
	if (has_text)
		buf_format(rows, "%lu %zu %zu %d %zu %d\n", view.generation, view.top, view.left,
				view.indent, view.current_match, view.current_link);
}

/* All that a draw of each slot would show. */
static void
look(struct app *app, struct buf slots[SLOTS])
{
	struct view_row row;
	for (int i = 0; i < SLOTS; i++)
		buf_clear(&slots[i]);
	for (int i = 0; i < SLOT_COUNT; i++)
		add_pane(app, (enum slot)i, &slots[i]);
	app_view_title_bar(app, &row);
	add_row(&slots[SLOTS - 1], &row);
	app_view_status(app, &row);
	add_row(&slots[SLOTS - 1], &row);
}

/*
 * A slot that the event was not reported to have changed shows what it showed
 * before. The status line also counts what threads do, which no event reports
 * until the next tick.
 */
static void
check_unchanged(struct buf before[SLOTS], struct buf after[SLOTS], bool has_progress)
{
	for (int i = 0; i < SLOTS; i++) {
		bool may_change = (dirty & (slot_bits[i] | DIRTY_CLEAR)) != 0 ||
				  (slot_bits[i] == DIRTY_STATUS && has_progress);
		if (!may_change && strcmp(before[i].data, after[i].data) != 0)
			fail_msg("event %zu (%s): slot %d was not reported as changed, but had\n%s"
				 "and has\n%s",
					event, what, i, before[i].data, after[i].data);
	}
}

/* --- What happens --- */

static const char *const keys[] = {"j", "k", "g", "G", "Enter", "Enter", "Esc", "Tab", "S-Tab",
		"BS", "Del", "Space", "b", "PgDn", "PgUp", "C-d", "C-u", "C-f", "C-b", "C-w", "C-k",
		"Home", "End", "Left", "Right", "Up", "Down", "[", "]", "J", "K", "/", "F", "n",
		"N", ".", ",", "f", "o", "?", ":", "q", "Q", "v", "c", "t", "S", "r", "%", "<", ">",
		"1", "2", "3", "0", "W", "d", "s", "h", "l", "m", "u", "U", "A", "*", "z", "Z", "H",
		"H", "L", "C-o", "C-l", "C-z", "M-x", "F5"};

static const char *const texts[] = {"新能源", "jjw", "目标", "ｊｊ", "：", "e\u0301", "\u202E",
		"\u200B", "sort ", "follow 2", "tag 新", "percent 70", "keymap vim",
		"keymap default", "theme mono", "since 2022-05", "link-numbers", "messages",
		"search 的", "9999999999", "\xC2\x85", "👩‍👩‍👧"};

static const char *const commands[] = {"link-numbers", "messages", "help", "category jjw",
		"tag 新能源", "all-posts", "search 目标", "search-back 的", "follow 1", "follow 2",
		"next-link", "filter 新", "clear-filter", "since 2022-05-10", "until 2022-05-20",
		"since", "until", "sort title", "reverse", "bottom", "percent 55", "keymap emacs",
		"keymap default", "zoom", "show-months", "show-tags", "show-categories", "calendar",
		"mark", "open-month", "view-back", "view-back", "view-forward", "clear", "close",
		"next-month", "prev-group", "headings", "headings", "next-heading", "prev-heading",
		"mark-unread", "mark-read", "undo", "redo", "star", "toggle-read",
		"next-unread-group", "prev-unread-group", "unread-posts", "starred-posts",
		"show-searches", "show-searches", "keep-search 目", "keep-search a",
		"delete-search", "delete-search a", "bookmark a", "go-to-bookmark a",
		"go-to-bookmark '", "go-to-bookmark b", "bookmark", "hide-matches", "search-word",
		"search-word-back", "next-paragraph", "prev-paragraph", "where", "screen-top",
		"screen-middle", "screen-bottom", "align-top", "align-middle", "align-bottom",
		"scroll-up", "scroll-down", "scroll-start", "scroll-end", "links", "links",
		"describe-key", "zoom on", "page-down lines", "half-down", "q x", "n", "p", "w",
		"!", "noh", "e", "keymap less", "keymap newsboat"};

#define PICK(array) (array)[session_dice(&seed, sizeof(array) / sizeof((array)[0]))]

static void
press_something(struct app *app)
{
	const char *key = PICK(keys);
	snprintf(what, sizeof(what), "key %s", key);
	dirty |= session_press(app, key);
}

static void
type(struct app *app, const char *text)
{
	uint32_t codepoint;
	for (size_t step; *text != '\0'; text += step) {
		step = utf8_decode(text, strlen(text), &codepoint);
		dirty |= app_press(app, (struct chord){codepoint, 0});
	}
}

static void
type_something(struct app *app)
{
	const char *text = PICK(texts);
	snprintf(what, sizeof(what), "text %s", text);
	type(app, text);
}

static void
run_something(struct app *app)
{
	const char *line = PICK(commands);
	snprintf(what, sizeof(what), "command %s", line);
	dirty |= session_press(app, "Esc :");
	type(app, line);
	dirty |= session_press(app, "Enter");
}

static void
use_mouse(struct app *app, int rows, int columns)
{
	int row = (int)session_dice(&seed, (unsigned)rows + 2) - 1,
	    column = (int)session_dice(&seed, (unsigned)columns + 2) - 1;
	int lines = session_dice(&seed, 2) == 0 ? 0 : (int)session_dice(&seed, 21) - 10;
	bool is_double = session_dice(&seed, 3) == 0;
	snprintf(what, sizeof(what), "mouse %d %d %d %d", row, column, lines, is_double);
	dirty |= app_mouse(app, row, column, lines, is_double);
}

/* A post comes, changes or goes, and all is read again. */
static void
change_archive(struct app *app)
{
	char name[64], path[512];
	int number = 1 + (int)session_dice(&seed, SESSION_POSTS);
	session_post_name(name, number);
	session_path(path, name);
	bool goes = session_dice(&seed, 2) == 0;
	snprintf(what, sizeof(what), "post %d %s", number, goes ? "goes" : "comes");
	if (goes)
		unlink(path);
	else
		session_write_post(number);
	dirty |= app_run(app, ACTION_RELOAD, "", 0);
	if (session_dice(&seed, 2) == 0)
		dirty |= session_wait(app);
}

/* What threads do is let go on for a while, taken as it comes, or waited for. */
static void
wake(struct app *app)
{
	unsigned kind = session_dice(&seed, 8);
	if (kind == 0)
		dirty |= session_wait(app);
	else if (kind < 4 && model_is_busy(app_model(app)))
		dirty |= session_step(app);
}

static void
let_time_pass(struct app *app)
{
	snprintf(what, sizeof(what), "time");
	session_now += 2;
	if (session_dice(&seed, 8) == 0)
		dirty |= session_rest(app);
	dirty |= app_tick(app);
}

static const int sizes[][2] = {{1, 1}, {5, 20}, {4, 20}, {5, 19}, {8, 40}, {24, 80}, {18, 60},
		{30, 100}, {60, 200}};

static void
resize(struct app *app, int *rows, int *columns)
{
	size_t size = session_dice(&seed, 2 * sizeof(sizes) / sizeof(sizes[0]));
	bool is_known = size < sizeof(sizes) / sizeof(sizes[0]);
	*rows = is_known ? sizes[size][0] : 1 + (int)session_dice(&seed, MAX_ROWS);
	*columns = is_known ? sizes[size][1] : 1 + (int)session_dice(&seed, MAX_COLUMNS);
	snprintf(what, sizeof(what), "size %dx%d", *rows, *columns);
	dirty |= app_resize(app, *rows, *columns);
}

/* Another session goes on where this one ends. */
static struct app *
start_again(struct app *app, const char *keymap_name_, int rows, int columns)
{
	snprintf(what, sizeof(what), "another session");
	app_free(app);
	app = session_start_at(session_folder, NULL, keymap_name_);
	dirty |= app_resize(app, rows, columns) | DIRTY_CLEAR;
	return app;
}

static void
play(uint64_t with_seed, const char *keymap_name_)
{
	seed = with_seed;
	int rows = 24, columns = 80;
	struct app *app = session_start_at(session_folder, NULL, keymap_name_);
	app_resize(app, rows, columns);
	struct buf looks[2][SLOTS];
	for (int i = 0; i < 2 * SLOTS; i++)
		buf_init(&looks[i / SLOTS][i % SLOTS]);
	look(app, looks[1]);
	for (event = 0; event < EVENTS; event++) {
		struct buf *before = looks[(event + 1) % 2], *after = looks[event % 2];
		bool was_busy = model_is_busy(app_model(app));
		dirty = DIRTY_NONE;
		unsigned kind = session_dice(&seed, 100);
		if (kind < 60)
			press_something(app);
		else if (kind < 70)
			type_something(app);
		else if (kind < 80)
			run_something(app);
		else if (kind < 88)
			use_mouse(app, rows, columns);
		else if (kind < 96)
			resize(app, &rows, &columns);
		else if (kind < 98)
			let_time_pass(app);
		else if (session_dice(&seed, 8) == 0)
			app = start_again(app, keymap_name_, rows, columns);
		else
			change_archive(app);
		wake(app);
		check_screen(app, rows, columns);
		look(app, after);
		check_unchanged(before, after, was_busy || model_is_busy(app_model(app)));
	}
	for (int i = 0; i < 2 * SLOTS; i++)
		buf_free(&looks[i / SLOTS][i % SLOTS]);
	app_free(app);
}

static void
test_default(void **state)
{
	(void)state;
	play(1, "default");
	play(20220512, "default");
}

static void
test_vim(void **state)
{
	(void)state;
	play(42, "vim");
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	session_background = BACKGROUND_ALL;
	session_resume = RESUME_VIEW | RESUME_THEME | RESUME_KEYMAP;
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(test_default, begin, session_tear_down),
			cmocka_unit_test_setup_teardown(test_vim, begin, session_tear_down),
	};
	return cmocka_run_group_tests_name("monkey", tests, NULL, NULL);
}
