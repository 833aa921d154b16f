/* What covers the panes: opening it, its rows, its filter. */

#include "base/arena.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "panes/panes.h"
#include "view/highlight.h"

#include <stdlib.h>

void
cover_free(struct cover_pane *pane)
{
	free(pane->filter);
	free(pane->under.filter);
	free(pane->rows);
	arena_free(pane->arena);
}

void
cover_add_row(struct panes *panes, enum role role, const char *keys, const char *text, size_t value)
{
	struct cover_pane *pane = &panes->cover;
	if (role != ROLE_HEADING &&
			!panes_matches(panes, pane->filter, keys != NULL ? keys : "", text))
		return;
	pane->rows = xgrow(pane->rows, pane->row_count, &pane->row_capacity, sizeof(*pane->rows));
	pane->rows[pane->row_count++] = (struct cover_row){role, keys, text, value};
}

static void
make_rows(struct panes *panes)
{
	struct cover_pane *pane = &panes->cover;
	arena_reset(pane->arena);
	pane->row_count = 0;
	if (pane->type->make != NULL)
		pane->type->make(panes);
	cursor_set_count(&pane->cursor, pane->row_count);
}

/* Moves the cursor down from a heading, which is for nothing, to a row that may be for something. */
static void
leave_heading(struct cover_pane *pane)
{
	size_t at = pane->cursor.at;
	while (at < pane->row_count && pane->rows[at].role == ROLE_HEADING)
		at++;
	if (at < pane->row_count)
		cursor_move_to(&pane->cursor, at);
}

/* The cover that is seen goes under another one; where one is under it already, that stays. */
static void
keep_under(struct cover_pane *pane)
{
	if (pane->type == NULL || pane->under.type != NULL)
		return;
	pane->under.type = pane->type;
	pane->under.context = pane->context;
	pane->under.cursor = pane->cursor;
	xreplace(&pane->under.filter, pane->filter);
}

unsigned
cover_open(struct panes *panes, const struct pane_type *type)
{
	struct cover_pane *pane = &panes->cover;
	pane->context = panes_current(panes)->context;
	keep_under(pane);
	if (pane->under.type == type) /* it would be under itself */
		pane->under.type = NULL;
	pane->type = type;
	xreplace(&pane->filter, "");
	make_rows(panes);
	/* Until they are placed all rows are in view, so that the first heading stays in it. */
	cursor_set_rows(&pane->cursor, pane->row_count);
	cursor_move_to(&pane->cursor, 0);
	leave_heading(pane);
	return CHANGED_PLACES;
}

void
cover_close(struct panes *panes)
{
	struct cover_pane *pane = &panes->cover;
	struct covered *under = &pane->under;
	pane->type = under->type;
	under->type = NULL;
	if (pane->type == NULL)
		return;
	pane->context = under->context;
	pane->cursor = under->cursor;
	xreplace(&pane->filter, under->filter);
	make_rows(panes);
	if (pane->type->follow != NULL)
		(void)pane->type->follow(panes, CHANGED_DAYS); /* it was not, while it was hidden */
}

void
cover_remove(struct panes *panes)
{
	panes->cover.type = panes->cover.under.type = NULL;
}

/* --- Its rows, for COVER_ROWS --- */

struct cursor *
cover_cursor(struct panes *panes)
{
	return &panes->cover.cursor;
}

unsigned
cover_moved(struct panes *panes)
{
	(void)panes;
	return DIRTY_MAIN | DIRTY_STATUS;
}

const char *
cover_filter(const struct panes *panes)
{
	return panes->cover.filter;
}

unsigned
cover_set_filter(struct panes *panes, const char *filter)
{
	xreplace(&panes->cover.filter, filter);
	make_rows(panes);
	leave_heading(&panes->cover);
	return DIRTY_MAIN | DIRTY_STATUS;
}

const char *
cover_post_title(struct panes *panes)
{
	const struct article *article = pager_article(panes);
	return article != NULL ? article_title(article) : "";
}

unsigned
cover_follow_post(struct panes *panes, unsigned changed)
{
	bool is_other = (changed & (CHANGED_CLOSED | CHANGED_OPENED)) != 0;
	return is_other ? cover_set_filter(panes, panes->cover.filter) : DIRTY_NONE;
}

unsigned
cover_open_row(struct panes *panes, const struct call *call)
{
	const struct cover_pane *pane = &panes->cover;
	const struct pane_type *type = pane->type;
	(void)call;
	if (type == NULL)
		return NOT_MINE;
	bool has_row = pane->cursor.at < pane->row_count && type->open_value != NULL;
	size_t value = has_row ? pane->rows[pane->cursor.at].value : COVER_NO_VALUE;
	if (value == COVER_NO_VALUE)
		return DIRTY_NONE;
	return GO_UNDER | type->open_value(panes, value);
}

void
cover_view_header(struct panes *panes, struct row_writer *row)
{
	const char *title = panes->cover.type->title(panes);
	row_put(row, arena_format(panes->scratch, " %s", title), row_left(row), ROLE_HEADING);
}

void
cover_view_row(struct panes *panes, struct row_writer *row, size_t index, int line, enum role role)
{
	(void)line;
	const struct cover_row *entry = &panes->cover.rows[index];
	const struct name_filter *filter =
			entry->role != ROLE_HEADING ? panes_filter(panes, panes->cover.filter)
						    : NULL;
	row_put(row, " ", 1, role);
	int keys = row->columns >= 100 ? 26 : row->columns >= 60 ? 20 : row->columns / 3;
	if (entry->keys != NULL)
		row_put_highlighted(row, entry->keys, keys, row_cell_role(role, ROLE_KEY), NULL,
				filter);
	if (entry->role != ROLE_HEADING)
		row_put(row, " ", 1, role);
	row_put_highlighted(row, entry->text, row_left(row), row_cell_role(role, entry->role), NULL,
			filter);
}
