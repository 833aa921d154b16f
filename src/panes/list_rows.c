/* The rows of the list pane: which columns it has, and a post in them. */

#include "base/arena.h"
#include "base/language.h"
#include "fulltext/text_query.h"
#include "library/labels.h"
#include "panes/panes.h"
#include "view/highlight.h"

#include <string.h>

/* --- Columns --- */

/* Which columns a list has by its width: a narrow one keeps the title longest. */
struct list_columns {
	int least;  /* columns of a row */
	int date;   /* columns: those of a whole date, of an hour or a year, 0 for no date */
	int source; /* with the space before it */
};

enum { MARK_COLUMNS = 1, DAY_COLUMNS = 10, SHORT_COLUMNS = 5 };

static const struct list_columns list_columns[] = {
		{70, DAY_COLUMNS, 15},
		{58, DAY_COLUMNS, 13},
		{30, DAY_COLUMNS, 0},
		{23, SHORT_COLUMNS, 0},
		{0, 0, 0},
};

static struct list_columns
columns_for(const struct panes *panes, int columns)
{
	size_t i = 0;
	while (columns < list_columns[i].least)
		i++;
	struct list_columns found = list_columns[i];
	if (panes->list.has_one_source)
		found.source = 0;
	return found;
}

/* Columns before the title: the unread mark's, the date's, the star's. */
static int
title_start(const struct list_columns *columns)
{
	return MARK_COLUMNS + columns->date + MARK_COLUMNS;
}

int
list_row_height(const struct panes *panes)
{
	enum { MIN_ROWS = 8 };
	struct words_term term;
	const struct pane_box *box = &panes->geometry.slots[SLOT_MIDDLE];
	bool has_snippets = panes->model->asked.query != NULL && box->rows >= MIN_ROWS &&
			    text_query_terms(panes->model->asked.query, false, &term, 1) > 0;
	return has_snippets ? 2 : 1;
}

/* --- Head --- */

/* The title of a column, with the direction if the posts are in its order. */
static const char *
column_title(struct panes *panes, const struct row_writer *row, const char *title,
		enum post_order order)
{
	const struct selection *selection = &panes->model->asked.selection;
	if (selection->order != order)
		return title;
	/* By date the newest post is first, by title that with A. */
	bool is_rising = selection->is_reversed != (order == POSTS_BY_TITLE);
	return arena_format(panes->scratch, "%s%s", title, row_order_sign(row, is_rising));
}

/* A click on the head of a column sorts by it, a second one turns the order. */
static void
click_to_sort(const struct panes *panes, struct row_writer *row, int from, enum post_order order)
{
	bool is_again = panes->model->asked.selection.order == order;
	struct click click = {ACTION_REVERSE, "", 0};
	if (!is_again)
		click = (struct click){ACTION_SORT, selection_orders[order], 0};
	row_add_click(row, from, row->column - from, click);
}

void
list_view_header(struct panes *panes, struct row_writer *row)
{
	if (panes->list.search_error != NULL) {
		row_put(row, " ", MARK_COLUMNS, ROLE_ERROR);
		row_put(row, panes->list.search_error, row_left(row), ROLE_ERROR);
		return;
	}
	struct list_columns widths = columns_for(panes, row->columns);
	row_put(row, " ", MARK_COLUMNS, ROLE_HEADING);
	row_put_right(row, column_title(panes, row, _("Date"), POSTS_BY_DATE), widths.date,
			ROLE_HEADING);
	row_put(row, "", title_start(&widths) - row->column, ROLE_HEADING);
	if (widths.date > 0)
		click_to_sort(panes, row, 0, POSTS_BY_DATE);
	row_put(row, column_title(panes, row, _("Title"), POSTS_BY_TITLE),
			row_left(row) - widths.source, ROLE_HEADING);
	click_to_sort(panes, row, widths.date > 0 ? title_start(&widths) : 0, POSTS_BY_TITLE);
	if (widths.source > 0)
		row_format(row, ROLE_HEADING, " %s", _("Source"));
}

/* --- A post --- */

/* What a post is listed under: its first tag, else the shown name of its first category. */
static const char *
source_of(const struct panes *panes, const struct post *post)
{
	if (post->tag_count > 0)
		return post->tags[0];
	return post->category_count > 0 ? category_shown(panes->model->library, post->categories[0])
					: "";
}

static const char *
source_at(struct panes *panes, size_t place)
{
	struct post post;
	listing_get(panes->model->found.listing, place, panes->scratch, &post);
	return source_of(panes, &post);
}

void
list_compare_sources(struct panes *panes)
{
	enum { IN_VIEW = 32 };
	size_t count = found_count(panes->model), place = 1;
	if (count < 2)
		return;
	const char *first = source_at(panes, 0);
	/* The first rows, those in view, are compared; behind them each place is twice as far as the one before. */
	while (place < count && strcmp(source_at(panes, place), first) == 0)
		place += place < IN_VIEW ? 1 : place;
	panes->list.has_one_source =
			place >= count && strcmp(source_at(panes, count - 1), first) == 0;
}

/* Before the title stand its marks: a column for unread, which only a screen without bold type shows, and one for the star. */
static void
view_post(struct panes *panes, struct row_writer *row, const struct post *post, size_t index,
		enum role role)
{
	struct list_columns widths = columns_for(panes, row->columns);
	bool is_unread = marking_is_listed(panes->model, MARKS_UNREAD, index);
	bool is_starred = marking_is_listed(panes->model, MARKS_STARRED, index);
	char date[DATE_SIZE];
	row_put(row, is_unread ? "N" : " ", MARK_COLUMNS, is_unread ? ROLE_UNREAD_MARK : role);
	date_format_near(post, model_today(panes->model), widths.date, date);
	row_put_right(row, date, widths.date, row_cell_role(role, ROLE_DATE));
	row_put_star(row, is_starred, role);
	const char *title = post->title[0] != '\0'
					    ? post->title
					    : arena_format(panes->scratch, _("(untitled) %s"),
							      post->slug);
	row_put_highlighted(row, title, row_left(row) - widths.source,
			is_unread ? ROLE_UNREAD : role, panes->model->asked.query,
			panes_filter(panes, panes->model->asked.selection.title));
	if (widths.source > 0) {
		row_put(row, " ", 1, role);
		row_put(row, source_of(panes, post), row_left(row), row_cell_role(role, ROLE_TAG));
		if (post->tag_count > 0)
			row_click(row, ACTION_TAG, post->tags[0]);
		else if (post->category_count > 0)
			row_click(row, ACTION_CATEGORY, post->categories[0]);
	}
}

/* The snippet that a search found in the post, under its title. */
static void
view_snippet(struct panes *panes, struct row_writer *row, const struct post *post, enum role role)
{
	const char *text = model_snippet(panes->model, post->path);
	struct list_columns widths = columns_for(panes, row->columns);
	row_put(row, "", title_start(&widths), role);
	row_put_highlighted(row, text != NULL ? text : "", row_left(row),
			row_cell_role(role, ROLE_DIM), panes->model->asked.query, NULL);
}

void
list_view_row(struct panes *panes, struct row_writer *row, size_t index, int line, enum role role)
{
	struct post post;
	listing_get(panes->model->found.listing, index, panes->scratch, &post);
	if (line == 0)
		view_post(panes, row, &post, index, role);
	else
		view_snippet(panes, row, &post, role);
}
