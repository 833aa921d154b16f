/* What covers the panes: opening it, its rows, its filter. */

#include "app/state.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/gate.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

void
cover_free(struct cover_pane *pane)
{
	free(pane->filter);
	free(pane->rows);
	arena_free(pane->arena);
}

static bool
passes(const struct app *app, const char *keys, const char *text)
{
	const char *filter = app->cover.filter;
	if (filter[0] == '\0')
		return true;
	struct buf line, wanted;
	buf_init(&line);
	buf_init(&wanted);
	text_fold(&line, keys != NULL ? keys : "", keys != NULL ? strlen(keys) : 0);
	buf_add_char(&line, ' ');
	text_fold(&line, text, strlen(text));
	text_fold(&wanted, filter, strlen(filter));
	bool is_found = strstr(line.data, wanted.data) != NULL;
	buf_free(&line);
	buf_free(&wanted);
	return is_found;
}

void
cover_add_row(struct app *app, struct cover_row row)
{
	struct cover_pane *pane = &app->cover;
	if (!row.is_heading && !passes(app, row.keys, row.text))
		return;
	pane->rows = xgrow(pane->rows, pane->row_count, &pane->row_capacity, sizeof(*pane->rows));
	pane->rows[pane->row_count++] = row;
}

const char *
cover_keep_text(struct app *app, const struct buf *text)
{
	struct buf clean;
	buf_init(&clean);
	gate_pass(&clean, text->data, text->length, GATE_LINE);
	const char *kept = arena_copy(app->cover.arena, clean.data, clean.length);
	buf_free(&clean);
	return kept;
}

static void
make_rows(struct app *app)
{
	struct cover_pane *pane = &app->cover;
	arena_reset(pane->arena);
	pane->row_count = 0;
	if (pane->type->make != NULL)
		pane->type->make(app);
	cursor_set_count(&pane->cursor, pane->row_count);
}

unsigned
cover_open(struct app *app, const struct cover_type *type)
{
	struct cover_pane *pane = &app->cover;
	if (type->begin != NULL && !type->begin(app))
		return DIRTY_STATUS;
	if (pane->type == NULL || pane->type->view != NULL)
		pane->context = app_context(app);
	pane->type = type;
	xreplace(&pane->filter, "");
	make_rows(app);
	pane->cursor.top = 0;
	cursor_move_to(&pane->cursor, 0);
	return CHANGED_PLACES;
}

unsigned
cover_set_filter(struct app *app, const char *filter)
{
	xreplace(&app->cover.filter, filter);
	make_rows(app);
	return DIRTY_PAGER | DIRTY_STATUS;
}

unsigned
cover_open_row(struct app *app)
{
	const struct cover_pane *pane = &app->cover;
	const struct cover_type *type = pane->type;
	bool has_row = pane->cursor.at < pane->row_count && type->open != NULL;
	size_t value = has_row ? pane->rows[pane->cursor.at].value : COVER_NO_VALUE;
	if (value == COVER_NO_VALUE)
		return DIRTY_NONE;
	unsigned dirty = app_uncover(app);
	return dirty | type->open(app, value);
}

/* --- Rows --- */

void
cover_view_row(struct app *app, struct row_writer *row, int line)
{
	const struct cover_pane *pane = &app->cover;
	if (pane->type->view != NULL) {
		pane->type->view(app, row, line);
		return;
	}
	if (line == 0) {
		row_put(row, arena_format(app->view, " %s", pane->type->title(app)), row_left(row),
				ROLE_HEADING);
		return;
	}
	size_t index = pane->cursor.top + (size_t)line - 1;
	if (index >= pane->row_count)
		return;
	const struct cover_row *entry = &pane->rows[index];
	enum role role = app_row_role(app, PANE_PAGER, index == pane->cursor.at);
	row->row->fill = role;
	row_put(row, " ", 1, role);
	if (entry->is_heading) {
		row_put(row, entry->text, row_left(row), row_cell_role(role, ROLE_HEADING));
		return;
	}
	int keys = row->columns >= 70 ? 26 : row->columns / 3;
	if (entry->keys != NULL)
		row_put(row, entry->keys, keys, row_cell_role(role, ROLE_KEY));
	row_put(row, " ", 1, role);
	row_put(row, entry->text, row_left(row),
			row_cell_role(role, entry->is_error ? ROLE_ERROR : ROLE_TEXT));
}
