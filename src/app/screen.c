/* What stands where: the panes in their slots, what covers them, and the rows that each shows. */

#include "app/state.h"

#include <string.h>

enum { HEADED_ROWS = 7 }; /* a pane in a slot with fewer rows has no header */

enum context
app_context(const struct app *app)
{
	return app->prompt_kind != PROMPT_NONE ? CONTEXT_PROMPT
					       : panes_current(&app->panes)->context;
}

/* --- Which pane is shown --- */

unsigned
app_focus(struct app *app, enum slot slot)
{
	if (app->panes.slots[slot] == NULL ||
			(slot == app->panes.focus && app->panes.cover.type == NULL))
		return DIRTY_STATUS;
	cover_remove(&app->panes);
	app->panes.focus = slot;
	return CHANGED_PLACES;
}

unsigned
app_uncover(struct app *app)
{
	cover_close(&app->panes);
	return CHANGED_PLACES;
}

unsigned
app_show(struct app *app, enum action action)
{
	int slot;
	const struct pane_type *pane = panes_shown_by(action, &slot);
	if (app->panes.cover.type == pane)
		return app_uncover(app);
	unsigned changed = pane->begin != NULL ? pane->begin(&app->panes, action) : DIRTY_NONE;
	if (changed & NOT_MINE)
		return DIRTY_STATUS;
	if (slot == SLOT_COVER)
		return changed | cover_open(&app->panes, pane);
	if (app->panes.slots[slot] == NULL)
		return DIRTY_STATUS;
	bool is_new = app->panes.slots[slot] != pane;
	app->panes.slots[slot] = pane;
	return changed | app_focus(app, (enum slot)slot) | (is_new ? CHANGED_PLACES : 0);
}

bool
app_zoom(struct app *app, bool is_zoomed)
{
	app->is_zoomed = false;
	struct geometry geometry = app_geometry(app);
	bool is_shared = geometry_is_shared(&geometry);
	app->is_zoomed = is_zoomed && is_shared;
	return is_shared;
}

/* --- Views --- */

struct view_layout
app_layout(const struct app *app)
{
	const struct pane_type *left = app->panes.slots[SLOT_LEFT];
	return (struct view_layout){
			.focus = (int)app->panes.focus,
			.side = left == &pane_months	 ? ACTION_SHOW_MONTHS
				: left == &pane_searches ? ACTION_SHOW_SEARCHES
							 : panes_groups_action(&app->panes),
			.is_zoomed = app->is_zoomed,
			.is_folded = app->is_folded,
	};
}

void
app_take_layout(struct app *app, const struct view_layout *layout)
{
	int slot;
	const struct pane_type *pane = panes_shown_by((enum action)layout->side, &slot);
	bool is_other = layout->side != app_layout(app).side;
	if (is_other && pane != NULL && slot == SLOT_LEFT && app->panes.slots[slot] != NULL) {
		app->panes.slots[slot] = pane;
		(void)pane->begin(&app->panes, (enum action)layout->side);
	}
	cover_remove(&app->panes);
	app->panes.focus = (enum slot)layout->focus;
	app->is_zoomed = layout->is_zoomed;
	app->is_folded = layout->is_folded;
}

unsigned
app_go_to_view(struct app *app, long by)
{
	struct view_layout layout;
	if (!views_go(app->model, by, &layout))
		return DIRTY_STATUS;
	app_take_layout(app, &layout);
	undo_forget(app->model); /* another view is not taken back, but left */
	return CHANGED_PLACES;
}

/* --- Places --- */

struct geometry
app_geometry(const struct app *app)
{
	bool opens_alone = app->panes.settings->open == OPEN_FULL;
	return geometry_of(&(struct geometry_wish){
			.rows = app->rows,
			.columns = app->columns,
			.focus = app->panes.focus,
			.measure = (int)app->panes.settings->measure,
			.is_folded = app->is_folded && !opens_alone,
			.opens_alone = opens_alone,
			.is_zoomed = app->is_zoomed,
			.is_single = app->panes.slots[SLOT_MIDDLE] == NULL ||
				     app->panes.cover.type != NULL,
	});
}

static const struct pane_box *
box_of(const struct app *app, enum slot slot)
{
	return &app->panes.geometry.slots[slot];
}

int
app_header_rows(const struct app *app, enum slot slot)
{
	return app->panes.cover.type != NULL || box_of(app, slot)->rows >= HEADED_ROWS ? 1 : 0;
}

int
app_row_height(const struct app *app, const struct pane_type *pane)
{
	return pane->row_height != NULL ? pane->row_height(&app->panes) : 1;
}

void
app_place_rows(struct app *app)
{
	for (enum slot slot = 0; slot < SLOT_COUNT; slot++) {
		const struct pane_box *box = box_of(app, slot);
		const struct pane_type *pane = panes_at(&app->panes, slot);
		if (!box->is_visible || pane->cursor == NULL)
			continue;
		int rows = box->rows - app_header_rows(app, slot);
		cursor_set_rows(pane->cursor(&app->panes),
				(size_t)(rows / app_row_height(app, pane)));
	}
}

/* --- Drawing --- */

static void
view_rows(struct app *app, enum slot slot, struct row_writer *row, int line)
{
	const struct pane_type *pane = panes_at(&app->panes, slot);
	const struct cursor *cursor = pane->cursor(&app->panes);
	int header = app_header_rows(app, slot), height = app_row_height(app, pane);
	if (line < header) {
		pane->view_header(&app->panes, row);
		return;
	}
	line -= header;
	size_t index = cursor->top + (size_t)(line / height);
	if (cursor->count == 0 && pane->view_empty != NULL)
		pane->view_empty(&app->panes, row, line);
	if (index >= cursor->count)
		return;
	bool is_lit = box_of(app, slot)->has_focus;
	enum role role = index != cursor->at ? ROLE_TEXT : is_lit ? ROLE_CURSOR : ROLE_CURSOR_IDLE;
	row->row->fill = role;
	pane->view_row(&app->panes, row, index, line % height, role);
}

/* The pane with the focus shows that in its head. */
static void
light_head(struct view_row *row)
{
	for (int i = 0; i < row->cell_count; i++) {
		if (row->cells[i].role == ROLE_HEADING)
			row->cells[i].role = ROLE_FOCUS;
	}
}

/* Rows end with a column of air, as they begin with one: a rule may stand beside them. */
void
app_view_row(struct app *app, enum slot slot, int line, struct view_row *out)
{
	const struct pane_type *pane = panes_at(&app->panes, slot);
	const struct pane_box *box = box_of(app, slot);
	bool is_page = pane->cursor == NULL;
	struct row_writer row = row_begin(app->panes.scratch, out, box->columns - !is_page,
			ROLE_TEXT, app->panes.settings->ascii);
	if (is_page)
		pane->view(&app->panes, &row, line);
	else
		view_rows(app, slot, &row, line);
	row.columns = box->columns;
	if (!is_page && out->cell_count > 0)
		row_put(&row, "", row_left(&row), out->fill);
	if (box->has_focus && (is_page || line < app_header_rows(app, slot)))
		light_head(out);
}

/* --- For the screen --- */

struct pane_box
app_pane(const struct app *app, enum slot slot)
{
	return app->panes.geometry.slots[slot];
}

bool
app_is_too_small(const struct app *app)
{
	return app->panes.geometry.is_too_small;
}

bool
app_has_title_bar(const struct app *app)
{
	return app->panes.geometry.has_title_bar;
}

const struct theme *
app_theme(const struct app *app)
{
	return &app->theme;
}

bool
app_is_ascii(const struct app *app)
{
	return app->panes.settings->ascii;
}

struct pager_view
app_pager(const struct app *app)
{
	const struct pager_pane *pane = &app->panes.pager;
	struct pager_view view = {
			.is_open = panes_at(&app->panes, SLOT_MAIN) == &pane_pager &&
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
	view.header_rows = pager_header_rows(&app->panes);
	view.indent = pager_indent(&app->panes);
	return view;
}
