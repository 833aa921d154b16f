/* The prompt on the status line: its label, as much of its line as fits, and where the caret is. */

#include "app/state.h"
#include "base/arena.h"
#include "base/text.h"
#include "view/rows.h"

#include <string.h>

/* Columns of the label: the line has half of a narrow screen, an answer of one letter its column. */
static int
label_columns(const struct app *app)
{
	const char *label = prompt_label(app);
	int columns = (int)text_columns(label, strlen(label));
	int most = prompt_is_question(app) ? app->columns - 2 : app->columns / 2;
	return columns < most ? columns : most;
}

static struct line_window
window_of(const struct app *app)
{
	return line_editor_window(&app->prompt, (size_t)(app->columns - label_columns(app)));
}

int
prompt_caret_column(const struct app *app)
{
	return label_columns(app) + (int)window_of(app).caret_column;
}

void
prompt_view(struct app *app, struct row_writer *row, const char *right)
{
	const struct buf *line = &app->prompt.text;
	struct line_window window = window_of(app);
	int beside = (int)text_columns(right, strlen(right));
	beside += beside > 0; /* parted from the line */
	int used = (int)text_columns(line->data, line->length) + 1;
	row_put(row, prompt_label(app), label_columns(app), ROLE_PROMPT);
	int room = row_left(row) - (used + beside <= row_left(row) ? beside : 0);
	if (window.has_left)
		row_put(row, row->is_ascii ? "<" : "‹", 1, ROLE_DIM);
	if (line->length == 0)
		row_put(row, prompt_placeholder(app), room, ROLE_DIM);
	else
		row_put(row, arena_copy(row->arena, line->data + window.start, window.length),
				room - window.has_left - window.has_right, ROLE_PROMPT);
	if (window.has_right)
		row_put(row, row->is_ascii ? ">" : "›", 1, ROLE_DIM);
	row_put_right(row, right, row_left(row), ROLE_PROMPT);
}
