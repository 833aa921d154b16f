/* What stands where: the panes in their slots, what covers them, and the rows that each shows. */

#include "app/state.h"
#include "base/arena.h"
#include "base/text.h"

#include <string.h>

enum {
	HEADED_ROWS = 7, /* rows of a slot from which on its pane has a header */
	SLOT_COVER = PANE_COUNT,
};

/* The panes by the actions that show them. */
static const struct shown_by {
	int slot;
	const struct pane_type *pane;
} shown_by[ACTION_COUNT] = {
#define SLOT_LEFT PANE_GROUPS
#define SLOT_MIDDLE PANE_LIST
#define SLOT_MAIN PANE_PAGER
#define PANE(action, where, table) [ACTION_##action] = {SLOT_##where, &(table)},
#include "app/panes.def"
#undef PANE
};

const struct pane_type *
app_shown_by(enum action action)
{
	return shown_by[action].pane;
}

enum context
app_context(const struct app *app)
{
	return app->prompt_kind != PROMPT_NONE ? CONTEXT_PROMPT : app_current_pane(app)->context;
}

/* --- Which pane is shown --- */

unsigned
app_focus(struct app *app, enum pane slot)
{
	if (app->slots[slot] == NULL || (slot == app->focus && app->cover.type == NULL))
		return DIRTY_STATUS;
	app->cover.type = NULL;
	app->focus = slot;
	return CHANGED_PLACES;
}

unsigned
app_uncover(struct app *app)
{
	app->cover.type = NULL;
	return CHANGED_PLACES;
}

unsigned
app_show(struct app *app, enum action action)
{
	const struct pane_type *pane = shown_by[action].pane;
	int slot = shown_by[action].slot;
	if (app->cover.type == pane)
		return app_uncover(app);
	unsigned changed = pane->begin != NULL ? pane->begin(app, action) : DIRTY_NONE;
	if (changed & NOT_MINE)
		return DIRTY_STATUS;
	if (slot == SLOT_COVER)
		return changed | cover_open(app, pane);
	if (app->slots[slot] == NULL)
		return DIRTY_STATUS;
	bool is_new = app->slots[slot] != pane;
	app->slots[slot] = pane;
	return changed | app_focus(app, (enum pane)slot) | (is_new ? CHANGED_PLACES : 0);
}

/* --- Places of rows --- */

static const struct pane_box *
box_of(const struct app *app, enum pane slot)
{
	return &app->geometry.panes[slot];
}

int
app_header_rows(const struct app *app, enum pane slot)
{
	return app->cover.type != NULL || box_of(app, slot)->rows >= HEADED_ROWS ? 1 : 0;
}

int
pane_row_height(const struct app *app, const struct pane_type *pane)
{
	return pane->row_height != NULL ? pane->row_height(app) : 1;
}

void
app_place_rows(struct app *app)
{
	for (enum pane slot = 0; slot < PANE_COUNT; slot++) {
		const struct pane_box *box = box_of(app, slot);
		const struct pane_type *pane = app_pane_at(app, slot);
		if (!box->is_visible || pane->cursor == NULL)
			continue;
		int rows = box->rows - app_header_rows(app, slot);
		cursor_set_rows(pane->cursor(app), (size_t)(rows / pane_row_height(app, pane)));
	}
}

/* --- Drawing --- */

static void
view_rows(struct app *app, enum pane slot, struct row_writer *row, int line)
{
	const struct pane_type *pane = app_pane_at(app, slot);
	const struct cursor *cursor = pane->cursor(app);
	int header = app_header_rows(app, slot), height = pane_row_height(app, pane);
	if (line < header) {
		pane->view_header(app, row);
		return;
	}
	line -= header;
	size_t index = cursor->top + (size_t)(line / height);
	if (cursor->count == 0 && pane->view_empty != NULL)
		pane->view_empty(app, row, line);
	if (index >= cursor->count)
		return;
	bool is_lit = box_of(app, slot)->has_focus;
	enum role role = index != cursor->at ? ROLE_TEXT : is_lit ? ROLE_CURSOR : ROLE_CURSOR_IDLE;
	row->row->fill = role;
	pane->view_row(app, row, index, line % height, role);
}

void
app_view_row(struct app *app, enum pane slot, int line, struct view_row *out)
{
	const struct pane_type *pane = app_pane_at(app, slot);
	struct row_writer row = row_begin(app->view, out, box_of(app, slot)->columns, ROLE_TEXT,
			app->settings->ascii);
	if (pane->cursor == NULL)
		pane->view(app, &row, line);
	else
		view_rows(app, slot, &row, line);
}

/* --- For the screen --- */

struct pane_box
app_pane(const struct app *app, enum pane pane)
{
	return app->geometry.panes[pane];
}

bool
app_is_too_small(const struct app *app)
{
	return app->geometry.is_too_small;
}

bool
app_has_title_bar(const struct app *app)
{
	return app->geometry.has_title_bar;
}

const char *
app_theme(const struct app *app)
{
	return app->settings->theme;
}

bool
app_is_ascii(const struct app *app)
{
	return app->settings->ascii;
}

struct pager_view
app_pager(const struct app *app)
{
	const struct pager_pane *pane = &app->pager;
	struct pager_view view = {
			.is_open = app_pane_at(app, PANE_PAGER) == &pane_pager &&
				   app->model->opened.article != NULL &&
				   app->model->opened.article->layout != NULL,
			.article = app->model->opened.article,
			.generation = pane->generation,
			.top = pane->top,
			.left = pane->left,
			.current_match = pane->match,
			.current_link = pane->link,
	};
	if (!view.is_open)
		return view;
	view.header_rows = pager_header_rows(app);
	view.indent = pager_indent(app);
	return view;
}
