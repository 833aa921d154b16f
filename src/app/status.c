/* The title bar and the status line: where one is, what was said, what is being typed. */

#include "app/state.h"
#include "archive/clock.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/ticks.h"
#include "view/rows.h"

#include <string.h>
#include <time.h>

enum { MIN_TITLE_BAR_COUNT = 40 }; /* columns from which on the title bar has counts */

/* --- Title bar --- */

static void
add_names(struct buf *text, const char *kind, char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_format(text, " > %s:%s", kind, names[i]);
}

static void
add_day(struct buf *text, const struct zone *zone, const char *label, int64_t moment)
{
	struct civil day;
	zone_to_civil(zone, moment, &day, NULL);
	buf_format(text, " > %s %04lld-%02d-%02d", label, (long long)day.year, day.month, day.day);
}

/* `标签:四川经济网新闻 > since 2022-05-01`: what narrows the list. */
static const char *
trail_text(struct app *app)
{
	const struct selection *base = &app->model->asked.selection;
	struct buf text;
	buf_init(&text);
	if (app->model->asked.group != NULL)
		buf_format(&text, "%s:%s", group_kind_title(app->model->asked.kind),
				groups_current_title(app));
	else
		buf_add_text(&text, "全部");
	add_names(&text, "分类", base->categories, base->category_count);
	add_names(&text, "标签", base->tags, base->tag_count);
	if (base->has_since)
		add_day(&text, model_zone(app->model), "since", base->since);
	if (base->has_until)
		add_day(&text, model_zone(app->model), "until", base->until - 1);
	if (app->model->asked.selection.search[0] != '\0')
		buf_format(&text, " > 搜索 %s", app->model->asked.selection.search);
	if (app->model->asked.selection.title[0] != '\0')
		buf_format(&text, " > “%s”", app->model->asked.selection.title);
	const char *kept = arena_copy(app->view, text.data, text.length);
	buf_free(&text);
	return kept;
}

static const char *
counts_text(struct app *app)
{
	size_t here = app->list.cursor.count;
	if (app->model->library == NULL)
		return "";
	size_t all = catalogue_count(app->model->library->catalogue);
	if (here == all)
		return arena_format(app->view, "%s post%s ", row_number(app->view, all),
				all == 1 ? "" : "s");
	return arena_format(app->view, "%s of %s post%s ", row_number(app->view, here),
			row_number(app->view, all), all == 1 ? "" : "s");
}

void
app_view_title_bar(struct app *app, struct view_row *out)
{
	struct row_writer row = row_begin(
			app->view, out, app->columns, ROLE_TITLE_BAR, app->settings->ascii);
	if (app->model->is_file) {
		row_put(&row,
				arena_format(app->view, " reader  %s",
						app->model->opened.article->post.path),
				row_left(&row), ROLE_TITLE_BAR);
		return;
	}
	const char *name = app->model->library != NULL ? archive_title(app->model->library->archive)
						       : "";
	const char *counts = app->columns >= MIN_TITLE_BAR_COUNT ? counts_text(app) : "";
	int columns = (int)strlen(counts);
	bool has_name = name[0] != '\0' && app->columns >= 60;
	row_put(&row,
			has_name ? arena_format(app->view, " %s  %s", name, trail_text(app))
				 : arena_format(app->view, " %s", trail_text(app)),
			row_left(&row) - columns, ROLE_TITLE_BAR);
	row_put_right(&row, counts, columns, ROLE_TITLE_BAR);
}

/* --- Status line: left --- */

struct hint {
	enum action action;
	const char *label;
};

static const struct hint groups_hints[] = {{ACTION_OPEN, "posts"}, {ACTION_FILTER, "filter"},
		{ACTION_SHOW_TAGS, "tags"}, {ACTION_SHOW_CATEGORIES, "categories"},
		{ACTION_SHOW_MONTHS, "months"}, {ACTION_SORT, "sort"}, {ACTION_HELP, "help"},
		{ACTION_QUIT, "quit"}};
static const struct hint list_hints[] = {{ACTION_OPEN, "read"}, {ACTION_SEARCH_ALL, "search"},
		{ACTION_FILTER, "filter"}, {ACTION_FOCUS_GROUPS, "groups"},
		{ACTION_NEXT_GROUP, "next group"}, {ACTION_SORT, "sort"}, {ACTION_HELP, "help"},
		{ACTION_QUIT, "quit"}};
static const struct hint pager_hints[] = {{ACTION_PAGE_OR_NEXT, "page"}, {ACTION_NEXT_POST, "next"},
		{ACTION_SEARCH, "search"}, {ACTION_FOLLOW, "link"}, {ACTION_BACK, "back"},
		{ACTION_HELP, "help"}};
static const struct hint help_hints[] = {
		{ACTION_OPEN, "run"}, {ACTION_FILTER, "filter"}, {ACTION_BACK, "close"}};

static const struct hint calendar_hints[] = {{ACTION_OPEN, "posts of the day"},
		{ACTION_OPEN_MONTH, "of the month"}, {ACTION_MARK, "several days"},
		{ACTION_NEXT_MONTH, "next month"}, {ACTION_BACK, "close"}, {ACTION_HELP, "help"}};

struct hints {
	const struct hint *items;
	size_t count;
};

#define HINTS(array)                                                                               \
	{                                                                                          \
		array, sizeof(array) / sizeof((array)[0])                                          \
	}

static const struct hints context_hints[CONTEXT_COUNT] = {
		[CONTEXT_GROUPS] = HINTS(groups_hints),
		[CONTEXT_LIST] = HINTS(list_hints),
		[CONTEXT_PAGER] = HINTS(pager_hints),
		[CONTEXT_HELP] = HINTS(help_hints),
		[CONTEXT_CALENDAR] = HINTS(calendar_hints),
};

static void
put_hints(struct app *app, struct row_writer *row, int room)
{
	enum context context = app_context(app);
	struct buf keys;
	buf_init(&keys);
	row_put(row, " ", 1, ROLE_STATUS);
	for (size_t i = 0; i < context_hints[context].count; i++) {
		const struct hint *hint = &context_hints[context].items[i];
		buf_clear(&keys);
		keymap_format_keys(app->keymap, (int)context, (int)hint->action, &keys);
		int columns = (int)text_columns(keys.data, keys.length) + (int)strlen(hint->label) +
			      3;
		if (keys.length == 0)
			continue;
		if (row->column + columns > room || row->row->cell_count + 3 > VIEW_ROW_CELLS)
			break;
		row_put_all(row, arena_copy(app->view, keys.data, keys.length), ROLE_KEY);
		row_put_all(row, arena_format(app->view, " %s  ", hint->label), ROLE_STATUS);
	}
	buf_free(&keys);
}

/* `[####------]` and the time that is left, where there is room and something to go by. */
static const char *
progress_bar(struct app *app, size_t done, size_t total, int64_t begun_ms)
{
	enum { CELLS = 16, MIN_COLUMNS = 60, MIN_ELAPSED_MS = 400 };
	static const char full[] = "################", empty[] = "----------------";
	int filled = (int)(done >= total ? CELLS : (double)done / (double)total * CELLS);
	int64_t elapsed = ticks_ms() - begun_ms;
	if (app->columns < MIN_COLUMNS)
		return "";
	const char *bar =
			arena_format(app->view, " [%.*s%.*s]", filled, full, CELLS - filled, empty);
	if (done == 0 || done >= total || elapsed < MIN_ELAPSED_MS)
		return bar;
	double left = (double)elapsed / 1000 * (double)(total - done) / (double)done;
	return left < 90 ? arena_format(app->view, "%s %.0f s left", bar, left + 0.5)
			 : arena_format(app->view, "%s %.0f min left", bar, left / 60 + 0.5);
}

static void
put_progress(struct app *app, struct row_writer *row)
{
	size_t done, total;
	int64_t begun_ms;
	loader_progress(app->model->loader, &done, &total, &begun_ms);
	const char *text = " listing the archive's files";
	if (total > 0)
		text = arena_format(app->view, " reading %s of %s%s", row_number(app->view, done),
				row_number(app->view, total),
				progress_bar(app, done, total, begun_ms));
	row_put_all(row, text, ROLE_STATUS);
}

/* What is known is shown, and comparing it with the folder is nobody's business. */
static bool
shows_progress(const struct app *app)
{
	size_t done, total;
	int64_t begun_ms;
	if (app->model->loader == NULL || !loader_is_running(app->model->loader))
		return false;
	loader_progress(app->model->loader, &done, &total, &begun_ms);
	return app->model->library == NULL || app->model->is_reload || total > 0;
}

static void
put_left(struct app *app, struct row_writer *row, int room)
{
	const char *url = pager_link_url(app);
	struct buf text;
	buf_init(&text);
	keymap_format_pending(app->keymap, (int)app_context(app), &app->pending, &text);
	if (text.length > 0)
		row_put(row,
				arena_format(app->view, " %s",
						arena_copy(app->view, text.data, text.length)),
				room, ROLE_PENDING);
	else if (app->model->said.is_shown) {
		const struct message *message = &app->model->said.items[app->model->said.count - 1];
		row_put(row, arena_format(app->view, " %s", message->text), room,
				message->is_error ? ROLE_ERROR : ROLE_STATUS);
	} else if (shows_progress(app))
		put_progress(app, row);
	else if (url != NULL && app->focus == PANE_PAGER && app->cover.type == NULL)
		row_put(row, arena_format(app->view, " %s", url), room, ROLE_STATUS);
	else
		put_hints(app, row, room);
	buf_free(&text);
}

/* --- Status line: right --- */

static const char *
pager_place_text(struct app *app)
{
	const struct pager_pane *pane = &app->pager;
	if (app->model->opened.article == NULL || app->model->opened.article->layout == NULL)
		return "";
	size_t last = pager_last_top(app);
	size_t top = pane->top < last ? pane->top : last;
	size_t percent = last == 0 ? 100 : top / last * 100 + top % last * 100 / last;
	struct post post;
	bool is_listed = list_post(app, &post) &&
			 strcmp(post.path, app->model->opened.article->post.path) == 0;
	if (!is_listed)
		return arena_format(app->view, "%zu%% ", percent);
	return arena_format(app->view, "%s/%s %zu%% ",
			row_number(app->view, app->list.cursor.at + 1),
			row_number(app->view, app->list.cursor.count), percent);
}

/* How much of the archive can be searched, while it is being indexed; whether hits are being counted. */
static const char *
index_text(struct app *app)
{
	size_t done, total;
	if (search_progress(app, &done, &total))
		return arena_format(app->view, "idx %zu%% ",
				done / total * 100 + done % total * 100 / total);
	return app->model->found.is_waiting ? "... " : "";
}

static const char *
place_text(struct app *app)
{
	const struct cursor *cursor = &app->list.cursor;
	if (app->cover.type != NULL && app->cover.type->view != NULL)
		return "";
	if (app->cover.type != NULL)
		cursor = &app->cover.cursor;
	else if (app->focus == PANE_PAGER)
		return pager_place_text(app);
	else if (app->focus == PANE_GROUPS)
		cursor = &app->groups.cursor;
	bool is_counting = cursor == &app->list.cursor && app->model->found.is_counting;
	if (cursor->count == 0)
		return index_text(app);
	return arena_format(app->view, "%s%s/%s%s ", index_text(app),
			row_number(app->view, cursor->at + 1), row_number(app->view, cursor->count),
			is_counting ? "+" : "");
}

/* While a filter is typed, what it leaves is told beside it. */
static int
prompt_margin(const struct app *app)
{
	bool is_told = app->prompt_kind == PROMPT_FILTER || app->prompt_kind == PROMPT_QUERY;
	return is_told && app->columns >= MIN_TITLE_BAR_COUNT ? 24 : 0;
}

static void
put_prompt(struct app *app, struct row_writer *row)
{
	const char *label = typing_label(app);
	row_put_all(row, label, ROLE_PROMPT);
	int room = row_left(row);
	if (room <= 0)
		return;
	struct line_window window = line_editor_window(&app->prompt, (size_t)room);
	row_put(row, arena_copy(app->view, app->prompt.text.data + window.start, window.length),
			room, ROLE_PROMPT);
}

void
app_view_status(struct app *app, struct view_row *out)
{
	bool is_typing = app->prompt_kind != PROMPT_NONE;
	struct row_writer row = row_begin(app->view, out, app->columns,
			is_typing ? ROLE_PROMPT : ROLE_STATUS, app->settings->ascii);
	const char *place = place_text(app);
	if (is_typing) {
		row.columns -= prompt_margin(app);
		put_prompt(app, &row);
		row.column = row.columns;
		row.columns = app->columns;
		row_put_right(&row, place, prompt_margin(app), ROLE_PROMPT);
		return;
	}
	int columns = (int)strlen(place);
	int room = app->columns - columns;
	put_left(app, &row, room);
	row.column = room > row.column ? room : row.column;
	row_put_right(&row, place, columns, ROLE_STATUS);
}

/* --- The terminal's cursor --- */

static void
cursor_of_prompt(const struct app *app, int *row, int *column)
{
	const char *label = typing_label(app);
	int start = (int)text_columns(label, strlen(label));
	int left = app->columns - prompt_margin(app) - start;
	size_t room = left > 1 ? (size_t)left : 1;
	struct line_window window = line_editor_window(&app->prompt, room);
	*row = app->rows - 1;
	*column = start + (int)window.caret_column;
	if (*column >= app->columns)
		*column = app->columns - 1;
}

void
app_cursor(const struct app *app, int *row, int *column)
{
	if (app->prompt_kind != PROMPT_NONE) {
		cursor_of_prompt(app, row, column);
		return;
	}
	if (app->cover.type != NULL && app->cover.type->cell != NULL) {
		const struct pane_box *whole = &app->geometry.panes[PANE_PAGER];
		app->cover.type->cell(app, row, column);
		*row += whole->row;
		*column += whole->column;
		return;
	}
	bool is_cover = app->cover.type != NULL;
	enum pane pane = is_cover || app->model->is_file ? PANE_PAGER : app->focus;
	const struct pane_box *box = &app->geometry.panes[pane];
	const struct cursor *cursor = is_cover		    ? &app->cover.cursor
				      : pane == PANE_GROUPS ? &app->groups.cursor
							    : &app->list.cursor;
	bool is_reading = pane == PANE_PAGER && !is_cover;
	size_t line = is_reading ? 0 : cursor->at - cursor->top;
	if (pane == PANE_LIST && !is_cover)
		line *= (size_t)list_row_height(app);
	*row = box->row + app_header_rows(app, pane) + (int)line;
	*column = box->column;
}
