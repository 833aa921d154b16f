/* The title bar and the status line: where one is, what was said, what is being typed. */

#include "app/state.h"
#include "archive/clock.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/text.h"
#include "base/ticks.h"
#include "view/rows.h"

#include <string.h>

enum {
	MIN_TITLE_BAR_COUNT = 40, /* columns; a narrower title bar has no counts */
	ROOMY_COLUMNS = 60,	  /* columns; a narrower line has no more than is needed */
};

/* --- Title bar --- */

/* What narrows the list, part by part, and where each begins. */
struct trail {
	struct buf text;
	size_t starts[VIEW_ROW_CLICKS];
	size_t count;
};

static struct buf *
begin_part(struct trail *trail)
{
	if (trail->count > 0)
		buf_add_text(&trail->text, " > ");
	if (trail->count < VIEW_ROW_CLICKS)
		trail->starts[trail->count] = trail->text.length;
	trail->count++;
	return &trail->text;
}

static void
add_names(struct trail *trail, bool are_tags, char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_format(begin_part(trail), are_tags ? _("tag:%s") : _("category:%s"), names[i]);
}

static void
add_dates(struct app *app, const struct selection *asked, struct trail *trail)
{
	char since[CLOCK_DAY_TEXT], until[CLOCK_DAY_TEXT];
	const struct zone *zone = model_zone(app->model);
	if (asked->has_since)
		clock_format_day(zone_day(zone, asked->since), since);
	if (asked->has_until)
		clock_format_day(zone_day(zone, asked->until - 1), until);
	if (asked->has_since && asked->has_until)
		buf_format(begin_part(trail), _("since %s until %s"), since, until);
	else if (asked->has_since)
		buf_format(begin_part(trail), _("since %s"), since);
	else if (asked->has_until)
		buf_format(begin_part(trail), _("until %s"), until);
}

static void
add_marks(struct app *app, struct trail *trail)
{
	struct buf titles = buf_in(app->panes.scratch);
	for (enum mark_filter marks = MARKS_UNREAD; marks <= MARKS_NEW; marks++) {
		const char *title = asked_marks_title(app->model, marks);
		if (title != NULL)
			buf_format(&titles, "%s%s", titles.length > 0 ? " " : "", title);
	}
	if (titles.length > 0)
		buf_add_text(begin_part(trail), titles.data);
}

/*
 * `tag:四川经济网新闻 > since 2022-05-01`: what narrows the list. asked_clear_last takes off the parts
 * from the last to the first.
 */
static struct trail
trail_of(struct app *app)
{
	const struct asked *asked = &app->model->asked;
	const struct selection *base = &asked->selection;
	struct trail trail = {.text = buf_in(app->panes.scratch)};
	if (asked->group != NULL)
		buf_format(begin_part(&trail),
				asked->kind == GROUP_TAG ? _("tag:%s") : _("category:%s"),
				asked_group_title(app->model));
	else
		buf_add_text(begin_part(&trail), _("All"));
	add_names(&trail, false, base->categories, base->category_count);
	add_names(&trail, true, base->tags, base->tag_count);
	add_dates(app, base, &trail);
	add_marks(app, &trail);
	if (base->search[0] != '\0')
		buf_format(begin_part(&trail), "%s %s", _("search"), base->search);
	if (base->title[0] != '\0')
		buf_format(begin_part(&trail), "“%s”", base->title);
	return trail;
}

/* A click on a part takes off what stands behind it, on the archive's name all. */
static void
put_trail(struct app *app, struct row_writer *row, const char *name, int columns)
{
	struct trail trail = trail_of(app);
	const char *text = arena_format(app->panes.scratch, "%s%s%s%s", name[0] != '\0' ? " " : "",
			name, name[0] != '\0' ? "  " : " ", trail.text.data);
	size_t before = strlen(text) - trail.text.length;
	row_put(row, text, columns, ROLE_TITLE_BAR);
	for (size_t i = 0; i <= trail.count && i < VIEW_ROW_CLICKS; i++) {
		size_t from = i > 0 ? before + trail.starts[i - 1] : 0;
		size_t to = i == 0	      ? before
			    : i < trail.count ? before + trail.starts[i]
					      : strlen(text);
		int column = (int)text_columns(text, from);
		bool is_all = i == 0 && app->model->asked.group == NULL;
		long left = (long)(trail.count - i - (is_all ? 1 : 0));
		if (left > 0 && column < columns)
			row_add_click(row, column, (int)text_columns(text + from, to - from),
					(struct click){ACTION_CLEAR, "", left});
	}
}

/* How many posts there are, are listed, are unread; of too many words for half of the bar only the last. */
static const char *
counts_text(struct app *app)
{
	struct arena *scratch = app->panes.scratch;
	size_t here = app->panes.list.cursor.count;
	if (app->model->library == NULL)
		return "";
	size_t all = catalogue_count(app->model->library->catalogue);
	size_t unread = marking_listed_unread(app->model);
	const char *posts = here == all ? row_posts(scratch, all)
					: arena_format(scratch,
							  ngettext("%s of %s post",
									  "%s of %s posts", all),
							  row_number(scratch, here),
							  row_number(scratch, all));
	if (unread == 0)
		return arena_format(scratch, "%s ", posts);
	const char *rest = arena_format(scratch, _("%s unread"), row_number(scratch, unread));
	const char *both = arena_format(scratch, _("%s, %s"), posts, rest);
	bool has_room = text_columns(both, strlen(both)) * 2 < (size_t)app->columns;
	return arena_format(scratch, "%s ", has_room ? both : rest);
}

void
app_view_title_bar(struct app *app, struct view_row *out)
{
	struct row_writer row = row_begin(app->panes.scratch, out, app->columns, ROLE_TITLE_BAR,
			app->panes.settings->ascii);
	if (app->panes.slots[SLOT_MIDDLE] == NULL) {
		row_put(&row,
				arena_format(app->panes.scratch, " reader  %s",
						app->model->opened.article->post.path),
				row_left(&row), ROLE_TITLE_BAR);
		return;
	}
	const char *name = app->model->library != NULL ? archive_title(app->model->library->archive)
						       : "";
	const char *counts = app->columns >= MIN_TITLE_BAR_COUNT ? counts_text(app) : "";
	int columns = (int)text_columns(counts, strlen(counts));
	bool has_name = name[0] != '\0' && app->columns >= ROOMY_COLUMNS;
	put_trail(app, &row, has_name ? name : "", row_left(&row) - columns - (columns > 0));
	row_put_right(&row, counts, row_left(&row), ROLE_TITLE_BAR);
}

/* --- Status line: left --- */

static void
put_hints(struct app *app, struct row_writer *row, int room)
{
	const struct pane_type *pane = panes_current(&app->panes);
	enum context context = pane->context;
	struct buf keys = buf_in(app->panes.scratch);
	row_put(row, " ", 1, ROLE_STATUS);
	for (const struct hint *hint = pane->hints; hint->label != NULL; hint++) {
		buf_clear(&keys);
		keymap_format_keys(app->panes.keymap, (int)context, (int)hint->action, &keys);
		const char *label = _(hint->label);
		int columns = (int)(text_columns(keys.data, keys.length) +
				    text_columns(label, strlen(label)) + 3);
		if (keys.length == 0)
			continue;
		if (row->column + columns > room || row->row->cell_count + 3 > VIEW_ROW_CELLS)
			break;
		int column = row->column;
		row_format(row, ROLE_KEY, "%s", keys.data);
		row_format(row, ROLE_STATUS, " %s  ", label);
		row_add_click(row, column, columns - 2, (struct click){(int)hint->action, "", 0});
	}
}

/* `[####------]` and the time that is left, if there is room and that can be estimated yet. */
static const char *
progress_bar(struct app *app, size_t done, size_t total, int64_t begun_ms)
{
	enum { CELLS = 16, MIN_ELAPSED_MS = 400 };
	static const char full[] = "################", empty[] = "----------------";
	int filled = (int)(done >= total ? CELLS : (double)done / (double)total * CELLS);
	int64_t elapsed = ticks_ms() - begun_ms;
	if (app->columns < ROOMY_COLUMNS)
		return "";
	const char *bar = arena_format(
			app->panes.scratch, " [%.*s%.*s]", filled, full, CELLS - filled, empty);
	if (done == 0 || done >= total || elapsed < MIN_ELAPSED_MS)
		return bar;
	double left = (double)elapsed / 1000 * (double)(total - done) / (double)done;
	return arena_format(app->panes.scratch,
			left < 90 ? _("%s %.0f s left") : _("%s %.0f min left"), bar,
			(left < 90 ? left : left / 60) + 0.5);
}

/* How far reading is. NULL: nothing is read, or a list shown already is compared with the folder. */
static const char *
progress_text(struct app *app)
{
	const struct model *model = app->model;
	struct arena *scratch = app->panes.scratch;
	size_t done, total;
	int64_t begun_ms;
	if (!model_is_reading(model))
		return NULL;
	loader_progress(model->loader, &done, &total, &begun_ms);
	if (total > 0)
		return arena_format(scratch, _(" reading %s of %s%s"), row_number(scratch, done),
				row_number(scratch, total),
				progress_bar(app, done, total, begun_ms));
	bool is_asked = model->library == NULL || model->is_reload;
	return is_asked ? _(" listing the archive's files") : NULL;
}

static void
put_left(struct app *app, struct row_writer *row, int room)
{
	const char *url = pager_link_url(&app->panes), *progress = progress_text(app);
	struct arena *scratch = app->panes.scratch;
	struct buf keys = buf_in(scratch);
	keymap_format_pending(app->panes.keymap, (int)app_context(app), &app->pending, &keys);
	if (keys.length > 0)
		row_put(row, arena_format(scratch, " %s", keys.data), room, ROLE_PENDING);
	else if (app->model->said.is_shown) {
		const struct message *message = &app->model->said.items[app->model->said.count - 1];
		row_put(row, arena_format(scratch, " %s", message->text), room,
				message->is_error ? ROLE_ERROR : ROLE_STATUS);
	} else if (progress != NULL)
		row_format(row, ROLE_STATUS, "%s", progress);
	else if (url != NULL && panes_current(&app->panes) == &pane_pager)
		row_put(row, arena_format(scratch, " %s", url), room, ROLE_STATUS);
	else
		put_hints(app, row, room + 1); /* each ends in spaces of its own */
}

/* --- Status line: right --- */

static const char *
place_text(struct app *app)
{
	struct panes *panes = &app->panes;
	const struct pane_type *pane = panes_current(panes);
	if (pane->place != NULL)
		return pane->place(panes);
	return pane->cursor != NULL ? pane_place(panes, pane->cursor(panes), false) : "";
}

/* The place in the pane, after `!3`: so many problems the archive has. A message goes before that in a narrow line. */
static const char *
right_text(struct app *app)
{
	const struct library *library = app->model->library;
	bool has_room = app->columns >= ROOMY_COLUMNS || !app->model->said.is_shown;
	size_t problems = library != NULL && has_room ? problems_count(library->problems) : 0;
	const char *place = place_text(app);
	return problems > 0 ? arena_format(app->panes.scratch, "!%zu  %s", problems, place) : place;
}

/* Whether the prompt decides on what is listed, so that how many posts it leaves is said beside it. */
static bool
is_narrowing(const struct app *app)
{
	return app->columns >= MIN_TITLE_BAR_COUNT &&
	       (app->prompt_kind == PROMPT_FILTER || app->prompt_kind == PROMPT_QUERY);
}

void
app_view_status(struct app *app, struct view_row *out)
{
	bool is_typing = app->prompt_kind != PROMPT_NONE;
	struct row_writer row = row_begin(app->panes.scratch, out, app->columns,
			is_typing ? ROLE_PROMPT : ROLE_STATUS, app->panes.settings->ascii);
	const char *place = is_typing ? place_text(app) : right_text(app);
	if (is_typing) {
		prompt_view(app, &row, is_narrowing(app) ? place : "");
		return;
	}
	int columns = (int)text_columns(place, strlen(place));
	int room = app->columns - columns - (columns > 0);
	put_left(app, &row, room);
	row.column = room > row.column ? room : row.column;
	row_put_right(&row, place, row_left(&row), ROLE_STATUS);
}

/* --- The terminal's cursor --- */

void
app_cursor(struct app *app, int *row, int *column)
{
	if (app->prompt_kind != PROMPT_NONE) {
		*row = app->rows - 1;
		*column = prompt_caret_column(app);
		return;
	}
	enum slot slot = app->panes.cover.type != NULL ? SLOT_MAIN : app->panes.focus;
	const struct pane_type *pane = panes_current(&app->panes);
	const struct pane_box *box = &app->panes.geometry.slots[slot];
	*row = *column = 0;
	if (pane->cursor != NULL) {
		const struct cursor *cursor = pane->cursor(&app->panes);
		*row = app_header_rows(app, slot) +
		       (int)(cursor->at - cursor->top) * app_row_height(app, pane);
	} else
		pane->cell(&app->panes, row, column);
	*row += box->row;
	*column += box->column;
}
