/* The rows of the panes: groups, posts, the open post's header, help and messages. */

#include "app/state.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "view/highlight.h"
#include "view/rows.h"

#include <string.h>
#include <time.h>

enum {
	HEADED_ROWS = 7, /* rows of a pane from which on it has a header */
	MIN_TITLE = 16,
	DATE_TEXT = 24, /* bytes of a formatted date */
};

static const struct pane_box *
box_of(const struct app *app, enum pane pane)
{
	return &app->geometry.panes[pane];
}

int
app_header_rows(const struct app *app, enum pane pane)
{
	if (pane == PANE_PAGER)
		return app->cover.type != NULL ? 1 : pager_header_rows(app);
	return box_of(app, pane)->rows >= HEADED_ROWS ? 1 : 0;
}

/* --- Groups --- */

static void
view_groups_header(struct app *app, struct row_writer *row)
{
	static const char *const orders[] = {"by count", "by name", "by latest"};
	const struct groups_pane *pane = &app->groups;
	if (app->months.is_shown) {
		months_view_header(app, row);
		return;
	}
	row_put_all(row,
			arena_format(app->view, " %s  %s", group_kind_title(app->model->asked.kind),
					orders[pane->order]),
			ROLE_HEADING);
	size_t count = pane->groups != NULL ? groups_count(pane->groups) : 0;
	row_put_right(row, arena_format(app->view, "%s ", row_number(app->view, count)),
			row_left(row), ROLE_COUNT);
}

static void
view_group(struct app *app, struct row_writer *row, size_t index, enum role role)
{
	const char *shown = "全部";
	size_t count = app->model->library != NULL ? catalogue_count(app->model->library->catalogue)
						   : 0;
	if (index > 0) {
		struct group group = groups_get(app->groups.groups, index - 1);
		shown = group.shown;
		count = group.count;
	}
	const char *number = row_number(app->view, count);
	int columns = (int)strlen(number) + 2;
	row_put(row, " ", 1, role);
	row_put(row, shown, row_left(row) - columns, role);
	row_put_right(row, arena_format(app->view, "%s ", number), columns,
			row_cell_role(role, ROLE_COUNT));
}

static void
view_groups_row(struct app *app, struct row_writer *row, size_t line)
{
	const struct groups_pane *pane = &app->groups;
	size_t index = pane->cursor.top + line;
	if (pane->groups == NULL || index >= pane->cursor.count)
		return;
	enum role role = app_row_role(app, PANE_GROUPS, index == pane->cursor.at);
	row->row->fill = role;
	if (app->months.is_shown)
		months_view_row(app, row, index, role);
	else
		view_group(app, row, index, role);
}

/* --- Posts --- */

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

static void
format_date(const struct post *post, int columns, char *out)
{
	out[0] = '\0';
	if (!post->has_date)
		return;
	time_t moment = (time_t)(post->date + post->utc_offset);
	struct tm parts;
	if (gmtime_r(&moment, &parts) == NULL)
		return;
	size_t length;
	if (columns >= 16)
		length = strftime(out, DATE_TEXT, "%Y-%m-%d %H:%M", &parts);
	else if (columns >= 10)
		length = strftime(out, DATE_TEXT, "%Y-%m-%d", &parts);
	else
		length = strftime(out, DATE_TEXT, "%m-%d", &parts);
	if (length == 0)
		out[0] = '\0';
}

/* What a post is listed under: its first tag, else the shown name of its first category. */
static const char *
source_of(const struct app *app, const struct post *post)
{
	struct group group;
	if (post->tag_count > 0)
		return post->tags[0];
	if (post->category_count == 0)
		return "";
	if (catalogue_find_group(app->model->library->catalogue, GROUP_CATEGORY,
			    post->categories[0], &group))
		return group.shown;
	return post->categories[0];
}

static void
view_list_header(struct app *app, struct row_writer *row)
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

static void
view_post(struct app *app, struct row_writer *row, const struct post *post, enum role role)
{
	struct list_columns widths = columns_for(row->columns);
	char date[DATE_TEXT];
	row_put(row, " ", 1, role);
	if (widths.date > 0) {
		format_date(post, widths.date, date);
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
view_empty_list(struct app *app, struct row_writer *row, size_t line)
{
	const char *const nothing[] = {"no posts here", "没有文章"};
	const char *const no_archive[] = {"no posts found in this folder", "没有找到文章",
			"looked for _posts/ and */_posts/", "reader --check tells more; Q quits"};
	const char *const *texts = nothing;
	size_t count = 2;
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
view_list_row(struct app *app, struct row_writer *row, size_t line)
{
	const struct list_pane *pane = &app->list;
	size_t height = (size_t)list_row_height(app);
	size_t index = pane->cursor.top + line / height;
	if (pane->cursor.count == 0)
		view_empty_list(app, row, line);
	if (app->model->found.listing == NULL || index >= pane->cursor.count)
		return;
	struct post post;
	listing_get(app->model->found.listing, index, app->view, &post);
	enum role role = app_row_role(app, PANE_LIST, index == pane->cursor.at);
	row->row->fill = role;
	if (line % height == 0)
		view_post(app, row, &post, role);
	else
		view_snippet(app, row, &post, role);
}

/* --- The open post's header --- */

static const char *
meta_text(struct app *app, const struct article *article)
{
	const struct post *post = &article->post;
	struct buf text;
	char date[DATE_TEXT];
	struct group group;
	buf_init(&text);
	format_date(post, 16, date);
	buf_add_text(&text, date);
	for (size_t i = 0; i < post->tag_count; i++)
		buf_format(&text, "%s%s", text.length > 0 ? "  " : "", post->tags[i]);
	for (size_t i = 0; i < post->category_count; i++) {
		const char *name = post->categories[i];
		if (app->model->library != NULL &&
				catalogue_find_group(app->model->library->catalogue, GROUP_CATEGORY,
						name, &group))
			name = group.shown;
		bool is_told = post->tag_count > 0 && strcmp(name, post->tags[0]) == 0;
		if (!is_told)
			buf_format(&text, "%s%s", text.length > 0 ? "  " : "", name);
	}
	if (post->problem != NULL)
		buf_format(&text, "  (%s)", post->problem);
	const char *kept = arena_copy(app->view, text.data, text.length);
	buf_free(&text);
	return kept;
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
		row_put(row, meta_text(app, article), row_left(row), ROLE_DIM);
	}
}

/* --- Notices --- */

/* A sentence over as many rows as it needs. */
static void
view_notice_row(struct app *app, struct row_writer *row, int line)
{
	const char *text = app->model->opened.notice;
	if (app_opening(app) != 0 && line == 1)
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

void
app_view_row(struct app *app, enum pane pane, int line, struct view_row *out)
{
	const struct pane_box *box = box_of(app, pane);
	struct row_writer row =
			row_begin(app->view, out, box->columns, ROLE_TEXT, app->settings->ascii);
	int header = app_header_rows(app, pane);
	if (pane == PANE_PAGER) {
		if (app->cover.type != NULL)
			cover_view_row(app, &row, line);
		else if (app->model->opened.article == NULL)
			view_notice_row(app, &row, line);
		else if (line < header)
			view_header_row(app, &row, line);
	} else if (pane == PANE_GROUPS) {
		if (line < header)
			view_groups_header(app, &row);
		else
			view_groups_row(app, &row, (size_t)(line - header));
	} else if (line < header) {
		view_list_header(app, &row);
	} else {
		view_list_row(app, &row, (size_t)(line - header));
	}
}
