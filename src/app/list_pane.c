/* The list pane: the posts of what is asked for, and the verbs that ask. */

#include "app/state.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "fulltext/text_query.h"
#include "library/labels.h"
#include "view/highlight.h"

#include <string.h>

/* --- Verbs --- */

static struct cursor *
cursor(struct app *app)
{
	return &app->list.cursor;
}

static unsigned
moved(struct app *app)
{
	(void)app;
	return DIRTY_LIST | DIRTY_STATUS | CHANGED_POST;
}

static unsigned
open(struct app *app)
{
	struct post post;
	return list_post(app, &post) ? GO_MAIN | CHANGED_READING : DIRTY_NONE;
}

static unsigned
run_open(struct app *app, const struct call *call)
{
	(void)call;
	return open(app);
}

static const char *
filter(const struct app *app)
{
	return app->model->asked.selection.title;
}

static unsigned
set_filter(struct app *app, const char *text, enum typing typing)
{
	if (typing == TYPING_BEGINS)
		return DIRTY_NONE;
	xreplace(&app->model->asked.selection.title, text);
	return CHANGED_ASKED;
}

/* Takes away the filter, else the search; NOT_MINE: there is neither. */
static unsigned
back(struct app *app)
{
	if (app->model->asked.selection.title[0] != '\0')
		return set_filter(app, "", TYPING_GOES_ON);
	return app->model->asked.query != NULL ? search_set(app, "", false) : NOT_MINE;
}

static unsigned
run_clear_filter(struct app *app, const struct call *call)
{
	(void)call;
	unsigned changed = back(app);
	return changed & NOT_MINE ? set_filter(app, "", TYPING_GOES_ON) : changed;
}

static unsigned
run_post_step(struct app *app, const struct call *call)
{
	struct post post;
	long by = call_steps(call, ACTION_PREV_POST);
	if (!cursor_move(&app->list.cursor, by) || !list_post(app, &post)) {
		model_say(app->model, false,
				by > 0 ? "this is the last post of the list"
				       : "this is the first post of the list");
		return DIRTY_STATUS;
	}
	bool is_reading = app->focus == PANE_PAGER;
	return DIRTY_LIST | DIRTY_STATUS | (is_reading ? CHANGED_READING : CHANGED_POST);
}

/* In a list each post is a hit. */
static unsigned
run_match_step(struct app *app, const struct call *call)
{
	cursor_move(&app->list.cursor, call_steps(call, ACTION_PREV_MATCH));
	return moved(app);
}

static unsigned
run_sort(struct app *app, const struct call *call)
{
	struct selection *base = &app->model->asked.selection;
	const char *order = call->argument;
	if (order[0] == '\0')
		base->order = base->order == POSTS_BY_DATE ? POSTS_BY_TITLE : POSTS_BY_DATE;
	else if (strcmp(order, "date") == 0)
		base->order = POSTS_BY_DATE;
	else if (strcmp(order, "title") == 0)
		base->order = POSTS_BY_TITLE;
	else {
		model_say(app->model, true, "posts are sorted by date or title, not by %s", order);
		return DIRTY_STATUS;
	}
	model_say(app->model, false,
			base->order == POSTS_BY_DATE ? "posts by date" : "posts by title");
	return DIRTY_STATUS | CHANGED_ASKED;
}

static unsigned
run_reverse(struct app *app, const struct call *call)
{
	(void)call;
	app->model->asked.selection.is_reversed = !app->model->asked.selection.is_reversed;
	return CHANGED_ASKED;
}

static unsigned
run_search_all(struct app *app, const struct call *call)
{
	if (app->model->loader == NULL) {
		model_say(app->model, true,
				"this is a single post: there is nothing else to search");
		return DIRTY_STATUS;
	}
	if (call->argument[0] != '\0')
		return GO_MIDDLE | search_set(app, call->argument, false);
	search_begin(app);
	return GO_MIDDLE | app_prompt_next(app, PROMPT_QUERY, app->model->asked.selection.search);
}

static unsigned
run_all_posts(struct app *app, const struct call *call)
{
	(void)call;
	struct selection *base = &app->model->asked.selection;
	enum post_order order = base->order;
	bool is_reversed = base->is_reversed;
	selection_free(base);
	selection_init(base);
	base->order = order;
	base->is_reversed = is_reversed;
	xreplace(&app->model->asked.group, NULL);
	xreplace(&app->groups.filter, "");
	xreplace(&base->title, "");
	xreplace(&base->search, "");
	unsigned dirty = app->model->asked.query != NULL ? search_set(app, "", false)
							 : CHANGED_ASKED;
	return GO_MIDDLE | dirty | groups_refresh(app);
}

static unsigned
run_date(struct app *app, const struct call *call)
{
	struct selection *base = &app->model->asked.selection;
	struct err err;
	bool is_since = call->action == ACTION_SINCE;
	bool is_good = true;
	if (call->argument[0] == '\0')
		*(is_since ? &base->has_since : &base->has_until) = false;
	else if (is_since)
		is_good = selection_parse_since(base, call->argument, app->model->now,
				model_zone(app->model), &err);
	else
		is_good = selection_parse_until(base, call->argument, app->model->now,
				model_zone(app->model), &err);
	if (!is_good) {
		model_say(app->model, true, "%s", err.reason);
		return DIRTY_STATUS;
	}
	return CHANGED_ASKED;
}

static unsigned
run_browse(struct app *app, const struct call *call)
{
	struct post post;
	(void)call;
	return browser_open_post(app, list_post(app, &post) ? post.url : NULL);
}

/* --- Rows --- */

enum { MIN_TITLE = 16 }; /* columns */

/* Which columns a list of some width has: the title gives way last. */
struct list_columns {
	int least; /* columns of the pane */
	int date;  /* 16: with time, 10: whole, 5: month and day, 0 */
	int source;
};

static const struct list_columns list_columns[] = {
		{72, 16, 14},
		{60, 10, 12},
		{44, 5, 10},
		{36, 10, 0},
		{MIN_TITLE + 8, 5, 0},
		{0, 0, 0},
};

static struct list_columns
columns_for(int columns)
{
	size_t i = 0;
	while (columns < list_columns[i].least)
		i++;
	return list_columns[i];
}

/* Two where a search has something to show of each post. */
static int
row_height(const struct app *app)
{
	enum { MIN_ROWS = 8 };
	struct words_term term;
	const struct pane_box *box = &app->geometry.panes[PANE_LIST];
	bool has_snippets = app->model->asked.query != NULL && box->rows >= MIN_ROWS &&
			    text_query_terms(app->model->asked.query, false, &term, 1) > 0;
	return has_snippets ? 2 : 1;
}

static void
view_header(struct app *app, struct row_writer *row)
{
	if (app->prompt_kind == PROMPT_QUERY && app->list.search_error != NULL) {
		row_put(row, " ", 1, ROLE_ERROR);
		row_put(row, app->list.search_error, row_left(row), ROLE_ERROR);
		return;
	}
	struct list_columns widths = columns_for(row->columns);
	if (widths.date > 0)
		row_put(row, " 日期", widths.date + 2, ROLE_HEADING);
	int source = widths.source > 0 ? widths.source + 1 : 0;
	row_put(row, widths.date > 0 ? "标题" : " 标题", row_left(row) - source, ROLE_HEADING);
	row_put(row, " 来源", source, ROLE_HEADING);
}

/* What a post is listed under: its first tag, else the shown name of its first category. */
static const char *
source_of(const struct app *app, const struct post *post)
{
	if (post->tag_count > 0)
		return post->tags[0];
	return post->category_count > 0 ? category_shown(app->model->library, post->categories[0])
					: "";
}

static void
view_post(struct app *app, struct row_writer *row, const struct post *post, enum role role)
{
	struct list_columns widths = columns_for(row->columns);
	char date[DATE_SIZE];
	row_put(row, " ", 1, role);
	if (widths.date > 0) {
		date_format(post, widths.date, date);
		row_put(row, date, widths.date, row_cell_role(role, ROLE_DATE));
		row_put(row, " ", 1, role);
	}
	const char *title = post->title[0] != '\0'
					    ? post->title
					    : arena_format(app->view, "(无题) %s", post->slug);
	int source = widths.source > 0 ? widths.source + 1 : 0;
	row_put_highlighted(row, title, row_left(row) - source, role, app->model->asked.query);
	if (source > 0) {
		row_put(row, " ", 1, role);
		row_put(row, source_of(app, post), widths.source, row_cell_role(role, ROLE_TAG));
	}
}

/* Why the list is empty, row by row. */
static void
view_empty(struct app *app, struct row_writer *row, int line)
{
	const char *const nothing[] = {"no posts here", "没有文章"};
	const char *const no_archive[] = {"no posts found in this folder", "没有找到文章",
			"looked for _posts/ and */_posts/", "reader --check tells more; Q quits"};
	const char *const *texts = nothing;
	int count = 2;
	if (app->model->library == NULL && app->model->opened.notice == NULL) {
		if (line == 1)
			row_put(row, "  reading…", row_left(row), ROLE_DIM);
		return;
	}
	if (app->model->library != NULL && catalogue_count(app->model->library->catalogue) == 0) {
		texts = no_archive;
		count = 4;
	}
	if (line >= 1 && line - 1 < count) {
		row_put(row, "  ", 2, ROLE_DIM);
		row_put(row, texts[line - 1], row_left(row), ROLE_DIM);
	}
}

/* What was found in the post, under its title. */
static void
view_snippet(struct app *app, struct row_writer *row, const struct post *post, enum role role)
{
	const char *text = search_snippet(app, post->path);
	struct list_columns widths = columns_for(row->columns);
	row_put(row, "", widths.date > 0 ? widths.date + 2 : 2, role);
	row_put_highlighted(row, text != NULL ? text : "", row_left(row),
			row_cell_role(role, ROLE_DIM), app->model->asked.query);
}

static void
view_row(struct app *app, struct row_writer *row, size_t index, int line, enum role role)
{
	struct post post;
	listing_get(app->model->found.listing, index, app->view, &post);
	if (line == 0)
		view_post(app, row, &post, role);
	else
		view_snippet(app, row, &post, role);
}

static const char *
place(struct app *app)
{
	return pane_place(app, &app->list.cursor, app->model->found.is_counting);
}

static const struct hint hints[] = {{ACTION_OPEN, "read"}, {ACTION_SEARCH_ALL, "search"},
		{ACTION_FILTER, "filter"}, {ACTION_FOCUS_GROUPS, "groups"},
		{ACTION_NEXT_GROUP, "next group"}, {ACTION_SORT, "sort"}, {ACTION_HELP, "help"},
		{ACTION_QUIT, "quit"}, {0}};

static const struct verb verbs[] = {
		{ACTION_OPEN, true, run_open},
		{ACTION_NEXT_POST, true, run_post_step},
		{ACTION_PREV_POST, true, run_post_step},
		{ACTION_NEXT_MATCH, false, run_match_step},
		{ACTION_PREV_MATCH, false, run_match_step},
		{ACTION_CLEAR_FILTER, true, run_clear_filter},
		{ACTION_SORT, true, run_sort},
		{ACTION_REVERSE, true, run_reverse},
		{ACTION_SEARCH_ALL, true, run_search_all},
		{ACTION_ALL_POSTS, true, run_all_posts},
		{ACTION_SINCE, true, run_date},
		{ACTION_UNTIL, true, run_date},
		{ACTION_BROWSE, true, run_browse},
		{0},
};

const struct pane_type pane_list = {
		.context = CONTEXT_LIST,
		.hints = hints,
		.verbs = verbs,
		.back = back,
		.place = place,
		.cursor = cursor,
		.row_height = row_height,
		.moved = moved,
		.open = open,
		.view_header = view_header,
		.view_row = view_row,
		.view_empty = view_empty,
		.filter = filter,
		.set_filter = set_filter,
};
