/* The box over the prompt: what its line may become, row by row under a rule. */

#include "app/app.h"
#include "app/state.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "view/rows.h"

#include <string.h>

enum {
	MIN_SCREEN = 8, /* rows; a smaller one has no box */
	MOST_ROWS = 10, /* of candidates, and no more than a third of the screen's */
};

/* Rows of candidates, or the one of the hint. */
static size_t
rows_of(const struct app *app)
{
	const struct completion *completion = &app->completion;
	size_t most = (size_t)(app->rows - 2) / 3;
	size_t count = completion->count;
	if (app->prompt_kind == PROMPT_NONE || app->recall.is_on || app->rows < MIN_SCREEN)
		return 0;
	if (count == 0)
		return completion->hint != NULL;
	most = most < MOST_ROWS ? most : MOST_ROWS;
	return count < most ? count : most;
}

int
app_box_rows(const struct app *app)
{
	size_t rows = rows_of(app);
	return rows > 0 ? (int)rows + 1 : 0;
}

/* The rule, with the place among the candidates if not all are seen. */
static void
view_rule(struct app *app, struct row_writer *row)
{
	const struct completion *completion = &app->completion;
	struct buf rule = buf_in(row->arena);
	bool is_chosen = completion->at < completion->count;
	const char *place = completion->count <= rows_of(app) ? ""
			    : is_chosen ? arena_format(row->arena, " %zu/%zu ", completion->at + 1,
							  completion->count)
					: arena_format(row->arena, " %zu ", completion->count);
	int room = row_left(row) - (int)strlen(place);
	for (int i = 0; i < room; i++)
		buf_add_text(&rule, row->is_ascii ? "-" : "─");
	row_put(row, rule.data, room, ROLE_BORDER);
	row_put(row, place, row_left(row), ROLE_COUNT);
}

/* Columns of the widest word that is seen, but no more than half of the screen if there is help beside. */
static int
word_columns(const struct app *app, size_t rows)
{
	const struct completion *completion = &app->completion;
	size_t widest = 0;
	bool has_help = false;
	for (size_t i = completion->top; i < completion->top + rows; i++) {
		const struct candidate *candidate = &completion->items[i];
		size_t columns = text_columns(candidate->word, strlen(candidate->word));
		widest = columns > widest ? columns : widest;
		has_help |= candidate->help[0] != '\0' || candidate->number != COMPLETION_NO_NUMBER;
	}
	size_t most = (size_t)(has_help ? app->columns / 2 : app->columns - 1);
	return (int)(widest < most ? widest : most);
}

void
app_view_box(struct app *app, int line, struct view_row *out)
{
	enum { NUMBER_COLUMNS = 10 };
	struct completion *completion = &app->completion;
	size_t rows = rows_of(app);
	struct row_writer row = row_begin(app->panes.scratch, out, app->columns, ROLE_TEXT,
			app->panes.settings->ascii);
	if (line == 0) {
		view_rule(app, &row);
		return;
	}
	row_put(&row, "", 1, ROLE_TEXT);
	if (completion->count == 0) {
		row_put(&row, completion->hint, row_left(&row), ROLE_DIM);
		return;
	}
	completion_scroll(completion, rows);
	size_t index = completion->top + (size_t)line - 1;
	const struct candidate *candidate = &completion->items[index];
	enum role role = index == completion->at ? ROLE_CURSOR : ROLE_TEXT;
	row = row_begin(app->panes.scratch, out, app->columns, role, row.is_ascii);
	row_put(&row, "", 1, role);
	row_put(&row, candidate->word, word_columns(app, rows), role);
	row_put(&row, "", 2, role);
	if (candidate->number != COMPLETION_NO_NUMBER)
		row_put_right(&row, row_number(row.arena, candidate->number), NUMBER_COLUMNS,
				row_cell_role(role, ROLE_COUNT));
	row_put(&row, "", 1, role);
	row_put(&row, candidate->help, row_left(&row), row_cell_role(role, ROLE_DIM));
}

unsigned
candidates_click(struct app *app, int row)
{
	int line = row - (app->rows - 1 - app_box_rows(app));
	if (line < 1 || row >= app->rows - 1 || app->completion.count == 0)
		return DIRTY_NONE;
	return candidates_choose(app, app->completion.top + (size_t)line - 1);
}
