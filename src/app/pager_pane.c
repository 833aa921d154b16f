/* The pager as a pane: its verbs, and what it shows besides the text, which the tui draws. */

#include "app/state.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "library/labels.h"

#include <string.h>

/* --- Scrolling --- */

static struct cursor
extent(struct app *app)
{
	return (struct cursor){
			.count = pager_last_top(app) + 1,
			.at = app->pager.top,
			.rows = pager_rows(app),
	};
}

static unsigned
mouse(struct app *app, int line, int column, int lines, bool is_double)
{
	(void)line;
	(void)column;
	(void)is_double;
	size_t top = app->pager.top, up = lines < 0 ? (size_t)-lines : 0;
	if (lines == 0)
		return GO_MAIN;
	if (up > 0)
		return pager_scroll_to(app, top > up ? top - up : 0);
	return pager_scroll_to(app, top + (size_t)lines);
}

/* A text that is at its end leads to the next post; that of a lone file has none. */
static unsigned
run_page_or_next(struct app *app, const struct call *call)
{
	bool is_at_end = app->pager.top >= pager_last_top(app) && app->model->loader != NULL;
	return app_do_next(app, is_at_end ? ACTION_NEXT_POST : ACTION_PAGE_DOWN, "",
			is_at_end ? 0 : call->count);
}

static unsigned
run_sideways(struct app *app, const struct call *call)
{
	long by = call_steps(call, ACTION_SCROLL_LEFT);
	return pager_scroll_sideways(app, by > -1000 && by < 1000 ? (int)by : by < 0 ? -1 : 1);
}

/* To the post that a link led away from. */
static unsigned
back(struct app *app)
{
	return opened_back(app->model) ? DIRTY_NONE : NOT_MINE;
}

/* --- Links --- */

static unsigned
run_link_step(struct app *app, const struct call *call)
{
	return pager_next_link(app, call_steps(call, ACTION_PREV_LINK));
}

static unsigned
run_follow(struct app *app, const struct call *call)
{
	return pager_follow_link(app, call_number(call));
}

static unsigned
run_browse(struct app *app, const struct call *call)
{
	(void)call;
	if (app->model->opened.article == NULL)
		return NOT_MINE;
	return browser_open_post(app, app->model->opened.article->post.url);
}

/* --- Finding --- */

static unsigned
run_search(struct app *app, const struct call *call)
{
	/* As a command it comes from anywhere: what is searched is to be seen, and laid out for that. */
	if (app_current_pane(app) != &pane_pager)
		return GO_MAIN | app_do_next(app, call->action, call->argument, 0);
	pager_begin_search(app, call->action == ACTION_SEARCH_BACK);
	if (call->argument[0] != '\0')
		return pager_search(app, call->argument, false);
	return app_prompt_next(app, PROMPT_SEARCH, "");
}

static unsigned
run_match_step(struct app *app, const struct call *call)
{
	return pager_next_match(app, call_steps(call, ACTION_PREV_MATCH));
}

static unsigned
run_filter(struct app *app, const struct call *call)
{
	(void)call;
	model_say(app->model, true, "a list can be filtered; in a post there is search");
	return DIRTY_STATUS;
}

/* --- Looks --- */

static unsigned
run_link_numbers(struct app *app, const struct call *call)
{
	(void)call;
	bool are_shown = app->settings->links != LINKS_NONE;
	app->settings->links = are_shown ? LINKS_NONE : LINKS_LIST;
	pager_arrange(app);
	return DIRTY_PAGER | DIRTY_STATUS;
}

static unsigned
run_wide_tables(struct app *app, const struct call *call)
{
	(void)call;
	app->pager.has_wide_tables = !app->pager.has_wide_tables;
	pager_arrange(app);
	model_say(app->model, false,
			app->pager.has_wide_tables ? "wide tables go on sideways"
						   : "wide tables are shown as records");
	return DIRTY_PAGER | DIRTY_STATUS;
}

/* --- The open post's header --- */

static const char *
meta_text(struct app *app, const struct post *post)
{
	struct buf text;
	char date[DATE_SIZE];
	buf_init_in(&text, app->view);
	date_format(post, DATE_COLUMNS, date);
	buf_add_text(&text, date);
	for (size_t i = 0; i < post->tag_count; i++)
		buf_format(&text, "%s%s", text.length > 0 ? "  " : "", post->tags[i]);
	for (size_t i = 0; i < post->category_count; i++) {
		const char *name = category_shown(app->model->library, post->categories[i]);
		bool is_said = post->tag_count > 0 && strcmp(name, post->tags[0]) == 0;
		if (!is_said)
			buf_format(&text, "%s%s", text.length > 0 ? "  " : "", name);
	}
	if (post->problem != NULL)
		buf_format(&text, "  (%s)", post->problem);
	return text.data;
}

/* The title's first row, or what is left of it for the second. */
static const char *
title_part(struct app *app, const char *title, size_t columns, bool is_second)
{
	size_t length = strlen(title);
	size_t first = text_fit(title, length, columns, NULL);
	if (is_second)
		return title + first;
	return arena_copy(app->view, title, first);
}

static void
view_header_row(struct app *app, struct row_writer *row, int line)
{
	const struct article *article = app->model->opened.article;
	int rows = pager_header_rows(app);
	const char *title = article_title(article);
	if (title[0] == '\0')
		title = "(无题)";
	int title_rows = rows == 4 ? 2 : 1;
	row_put(row, " ", 1, ROLE_HEADING);
	if (line < title_rows) {
		size_t columns = row_left(row) > 1 ? (size_t)row_left(row) - 1 : 1;
		const char *text = title_rows == 1 ? title
						   : title_part(app, title, columns, line == 1);
		row_put(row, text, (int)columns, ROLE_HEADING);
	} else if (line == title_rows) {
		row_put(row, meta_text(app, &article->post), row_left(row), ROLE_DIM);
	}
}

/* --- Notices --- */

/* A sentence over as many rows as it needs. */
static void
view_notice_row(struct app *app, struct row_writer *row, int line)
{
	const char *text = app->model->opened.notice;
	if (model_opening(app->model) != 0 && line == 1)
		row_put(row, "  opening…", row_left(row), ROLE_DIM);
	if (text == NULL || line < 1)
		return;
	size_t columns = row->columns > 4 ? (size_t)row->columns - 4 : 1;
	size_t length = strlen(text);
	for (int i = 1; i < line && length > 0; i++) {
		size_t part = text_fit(text, length, columns, NULL);
		if (part == 0)
			return;
		text += part;
		length -= part;
	}
	row_skip(row, 2);
	row_put(row, arena_copy(app->view, text, text_fit(text, length, columns, NULL)),
			(int)columns, ROLE_ERROR);
}

static void
view(struct app *app, struct row_writer *row, int line)
{
	if (app->model->opened.article == NULL)
		view_notice_row(app, row, line);
	else if (line < pager_header_rows(app))
		view_header_row(app, row, line);
}

static void
cell(struct app *app, int *line, int *column)
{
	*line = pager_header_rows(app);
	*column = 0;
}

/* The post's place in the list, unless it is not the list's, and how far it is read. */
static const char *
place(struct app *app)
{
	const struct pager_pane *pane = &app->pager;
	if (app->model->opened.article == NULL || app->model->opened.article->layout == NULL)
		return "";
	size_t last = pager_last_top(app);
	size_t top = pane->top < last ? pane->top : last;
	size_t percent = last == 0 ? 100 : top / last * 100 + top % last * 100 / last;
	struct post post;
	bool is_listed = found_post(app->model, &post) &&
			 strcmp(post.path, app->model->opened.article->post.path) == 0;
	if (!is_listed)
		return arena_format(app->view, "%zu%% ", percent);
	return arena_format(app->view, "%s/%s %zu%% ",
			row_number(app->view, app->model->found.at + 1),
			row_number(app->view, found_count(app->model)), percent);
}

static const struct hint hints[] = {{ACTION_PAGE_OR_NEXT, "page"}, {ACTION_NEXT_POST, "next"},
		{ACTION_SEARCH, "search"}, {ACTION_FOLLOW, "link"}, {ACTION_BACK, "back"},
		{ACTION_HELP, "help"}, {0}};

static const struct verb verbs[] = {
		{ACTION_PAGE_OR_NEXT, true, run_page_or_next},
		{ACTION_SCROLL_LEFT, true, run_sideways},
		{ACTION_SCROLL_RIGHT, true, run_sideways},
		{ACTION_NEXT_LINK, true, run_link_step},
		{ACTION_PREV_LINK, true, run_link_step},
		{ACTION_FOLLOW, true, run_follow},
		{ACTION_BROWSE, false, run_browse},
		{ACTION_SEARCH, true, run_search},
		{ACTION_SEARCH_BACK, true, run_search},
		{ACTION_NEXT_MATCH, true, run_match_step},
		{ACTION_PREV_MATCH, true, run_match_step},
		{ACTION_FILTER, false, run_filter},
		{ACTION_LINK_NUMBERS, true, run_link_numbers},
		{ACTION_WIDE_TABLES, true, run_wide_tables},
		{0},
};

const struct pane_type pane_pager = {
		.context = CONTEXT_PAGER,
		.hints = hints,
		.verbs = verbs,
		.follow = pager_follow,
		.back = back,
		.place = place,
		.view = view,
		.cell = cell,
		.mouse = mouse,
		.extent = extent,
		.scroll_to = pager_scroll_to,
};
