/* The pager pane: which post is open, and what part of it is seen. */

#include "app/state.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum {
	OPEN_DELAY = 80,      /* milliseconds the list's cursor must rest before a post is opened */
	DEFAULT_WIDTH = 80,   /* columns of text */
	SIDE_STEP = 8,	      /* columns */
	TALL_PANE = 12,	      /* rows from which on the header has all its lines */
	MIN_MARGIN_PANE = 30, /* columns from which on the text keeps off the edge */
};

void
pager_pane_free(struct pager_pane *pane)
{
	article_close(pane->article);
	free(pane->notice);
	free(pane->wanted);
	free(pane->phrase);
	while (pane->history_count > 0)
		free(pane->history[--pane->history_count].path);
}

static void
set_top(struct pager_pane *pane, size_t top)
{
	const struct layout *layout = pane->article != NULL ? pane->article->layout : NULL;
	pane->top = top;
	bool is_known = layout != NULL && top > 0 && top < layout->count;
	pane->anchor = is_known ? layout->lines[top].offset : 0;
}

/* --- Size --- */

static const struct pane_box *
box_of(const struct app *app)
{
	return &app->geometry.panes[PANE_PAGER];
}

size_t
pager_text_width(const struct app *app)
{
	size_t columns = box_of(app)->columns > 0 ? (size_t)box_of(app)->columns : 1;
	if (columns >= MIN_MARGIN_PANE)
		columns -= 2;
	size_t wanted = app->settings->width != 0 ? app->settings->width : DEFAULT_WIDTH;
	return columns < wanted ? columns : wanted;
}

int
pager_header_rows(const struct app *app)
{
	const struct pager_pane *pane = &app->pager;
	if (pane->article == NULL)
		return 0;
	int rows = box_of(app)->rows;
	if (rows < 4)
		return 0;
	if (rows < TALL_PANE)
		return rows < 7 ? 1 : 2;
	const char *title = article_title(pane->article);
	bool is_long = text_columns(title, strlen(title)) > (size_t)box_of(app)->columns - 2;
	return is_long ? 4 : 3;
}

size_t
pager_rows(const struct app *app)
{
	int rows = box_of(app)->rows - pager_header_rows(app);
	return rows > 0 ? (size_t)rows : 1;
}

size_t
pager_last_top(const struct app *app)
{
	const struct article *article = app->pager.article;
	size_t rows = pager_rows(app);
	if (article == NULL || article->layout == NULL || article->layout->count <= rows)
		return 0;
	return article->layout->count - rows;
}

static void
lay_out(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	struct layout_options options = {
			.width = pager_text_width(app),
			.links = app->settings->links == LINKS_NONE ? LINKS_NONE : LINKS_LIST,
			.ascii = app->settings->ascii,
			.wide_tables = pane->has_wide_tables,
			.typography = app->settings->typography,
	};
	/* curses counts by the C library, whatever the terminal does. */
	options.typography.wide_ambiguous = false;
	article_layout(pane->article, &options);
	pane->generation++;
}

/* How many columns may be scrolled away: half a pane is left of the widest line. */
static size_t
most_left(const struct app *app)
{
	size_t widest = app->pager.article->layout->widest;
	size_t seen = (size_t)box_of(app)->columns;
	return widest > seen ? widest - seen / 2 : 0;
}

void
pager_arrange(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	if (pane->article == NULL || !box_of(app)->is_visible)
		return;
	lay_out(app);
	/*
	 * The anchor stays as it is: taken anew from each layout, it would creep towards the
	 * top while the terminal is dragged from size to size.
	 */
	size_t top = pager_line_at(app, pane->anchor);
	size_t last = pager_last_top(app);
	pane->top = top < last ? top : last;
	size_t most = most_left(app);
	pane->left = pane->left < most ? pane->left : most;
}

/* The line to have at the top for an anchor; at the very top the first, whatever it begins with. */
size_t
pager_line_at(const struct app *app, size_t anchor)
{
	const struct article *article = app->pager.article;
	if (anchor == 0 || article == NULL || article->layout == NULL)
		return 0;
	return layout_line_at(article->layout, anchor);
}

/* --- Opening --- */

static void
forget_article(struct pager_pane *pane)
{
	article_close(pane->article);
	pane->article = NULL;
	app_set_text(&pane->notice, NULL);
	pane->top = pane->left = pane->anchor = pane->search_anchor = 0;
	pane->match = SIZE_MAX;
	pane->link = -1;
	pane->generation++;
}

unsigned
pager_open_wanted(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	pane->due = 0;
	if (pane->wanted == NULL || app->library == NULL)
		return DIRTY_NONE;
	if (pane->article != NULL && strcmp(pane->article->post.path, pane->wanted) == 0)
		return DIRTY_NONE;
	struct err err = {0};
	forget_article(pane);
	pane->article = article_open(app->library->archive, pane->wanted, &err);
	if (pane->article == NULL) {
		struct buf text;
		buf_init(&text);
		err_add_path(&err, pane->wanted);
		err_format(&err, &text);
		app_set_text(&pane->notice, text.data);
		app_say(app, true, "%s", text.data);
		buf_free(&text);
	} else {
		pager_mark(app);
		pager_arrange(app);
	}
	return DIRTY_PAGER | DIRTY_STATUS;
}

unsigned
pager_reload(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	struct err err = {0};
	bool is_wanted = pane->article != NULL && pane->wanted != NULL &&
			 strcmp(pane->article->post.path, pane->wanted) == 0;
	if (!is_wanted)
		return DIRTY_NONE;
	struct article *article = article_open(app->library->archive, pane->wanted, &err);
	if (article == NULL) {
		struct buf text;
		buf_init(&text);
		err_add_path(&err, pane->wanted);
		err_format(&err, &text);
		app_say(app, true, "shown as it was read before: %s", text.data);
		buf_free(&text);
		return DIRTY_STATUS;
	}
	article_close(pane->article);
	pane->article = article;
	pane->link = -1;
	pager_mark(app);
	pager_arrange(app);
	return DIRTY_PAGER | DIRTY_STATUS;
}

unsigned
pager_show(struct app *app, const char *path, bool at_once)
{
	struct pager_pane *pane = &app->pager;
	if (pane->is_file)
		return DIRTY_NONE;
	bool is_open = path != NULL && pane->article != NULL &&
		       strcmp(path, pane->article->post.path) == 0;
	app_set_text(&pane->wanted, path);
	pane->due = 0;
	if (path == NULL) {
		forget_article(pane);
		return DIRTY_PAGER | DIRTY_STATUS;
	}
	if (is_open)
		return DIRTY_NONE;
	if (at_once)
		return pager_open_wanted(app);
	/* Only a post that can be seen is worth opening. */
	if (box_of(app)->is_visible)
		pane->due = app_clock() + OPEN_DELAY;
	return DIRTY_NONE;
}

/* --- Moving --- */

unsigned
pager_scroll_to(struct app *app, size_t top)
{
	size_t last = pager_last_top(app);
	set_top(&app->pager, top < last ? top : last);
	return DIRTY_PAGER | DIRTY_STATUS;
}

unsigned
pager_scroll(struct app *app, long by)
{
	size_t top = app->pager.top;
	if (by < 0)
		return pager_scroll_to(app, top > (size_t)-by ? top - (size_t)-by : 0);
	return pager_scroll_to(app, top + (size_t)by);
}

unsigned
pager_scroll_sideways(struct app *app, int by)
{
	struct pager_pane *pane = &app->pager;
	if (pane->article == NULL || pane->article->layout == NULL)
		return DIRTY_NONE;
	size_t most = most_left(app);
	size_t step = (size_t)(by < 0 ? -by : by) * SIDE_STEP;
	if (by < 0)
		pane->left = pane->left > step ? pane->left - step : 0;
	else
		pane->left = pane->left + step < most ? pane->left + step : most;
	return DIRTY_PAGER | DIRTY_STATUS;
}

unsigned
pager_show_offset(struct app *app, size_t offset)
{
	struct pager_pane *pane = &app->pager;
	size_t line = pager_line_at(app, offset);
	size_t rows = pager_rows(app);
	if (line >= pane->top && line < pane->top + rows)
		return DIRTY_PAGER | DIRTY_STATUS;
	/* A third from the top: what led there is seen as well. */
	return pager_scroll_to(app, line > rows / 3 ? line - rows / 3 : 0);
}

/* --- Back --- */

void
pager_remember(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	if (pane->article == NULL)
		return;
	if (pane->history_count == PAGER_HISTORY) {
		free(pane->history[0].path);
		memmove(pane->history, pane->history + 1,
				(PAGER_HISTORY - 1) * sizeof(pane->history[0]));
		pane->history_count--;
	}
	struct pager_place *place = &pane->history[pane->history_count++];
	place->path = NULL;
	app_set_text(&place->path, pane->article->post.path);
	place->offset = pane->anchor;
}

unsigned
pager_go_back(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	if (pane->history_count == 0)
		return DIRTY_NONE;
	struct pager_place place = pane->history[--pane->history_count];
	unsigned dirty = pager_show(app, place.path, true);
	dirty |= pager_scroll_to(app, pager_line_at(app, place.offset));
	free(place.path);
	return dirty | DIRTY_PAGER;
}

void
pager_forget_history(struct app *app)
{
	struct pager_pane *pane = &app->pager;
	while (pane->history_count > 0)
		free(pane->history[--pane->history_count].path);
}

/* --- For the screen --- */

struct pager_view
app_pager(const struct app *app)
{
	const struct pager_pane *pane = &app->pager;
	struct pager_view view = {
			.is_open = app->overlay.kind == OVERLAY_NONE && pane->article != NULL &&
				   pane->article->layout != NULL,
			.article = pane->article,
			.generation = pane->generation,
			.top = pane->top,
			.left = pane->left,
			.current_match = pane->match,
			.current_link = pane->link,
	};
	if (!view.is_open)
		return view;
	view.header_rows = pager_header_rows(app);
	int spare = box_of(app)->columns - (int)pager_text_width(app);
	view.indent = app->settings->center ? spare / 2 : spare > 1;
	return view;
}
