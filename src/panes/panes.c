/* All panes: which of them runs an action, and what each of a form can do. */

#include "panes/panes.h"
#include "base/arena.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "panes/outside.h"

#include <stdlib.h>

static const struct shown_by {
	int slot;
	const struct pane_type *pane;
} shown_by[ACTION_COUNT] = {
#define PANE(action, where, table) [ACTION_##action] = {SLOT_##where, &(table)},
#include "panes/panes.def"
#undef PANE
};

const struct pane_type *
panes_shown_by(enum action action, int *slot)
{
	*slot = shown_by[action].slot;
	return shown_by[action].pane;
}

void
panes_init(struct panes *panes, struct model *model, struct settings *settings,
		struct keymap *keymap)
{
	*panes = (struct panes){
			.model = model,
			.settings = settings,
			.keymap = keymap,
			.scratch = model->scratch,
			.slots = {[SLOT_MAIN] = &pane_pager},
			.focus = SLOT_MAIN,
			.pager = {.link = -1, .match = SIZE_MAX},
			.cover = {.arena = arena_new()},
	};
	char **texts[] = {&panes->groups.filter, &panes->searches.filter, &panes->pager.phrase,
			&panes->cover.filter};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		xreplace(texts[i], "");
	if (model->opened.article != NULL)
		return;
	panes->slots[SLOT_LEFT] = &pane_groups;
	panes->slots[SLOT_MIDDLE] = &pane_list;
	panes->focus = SLOT_MIDDLE;
}

void
panes_free(struct panes *panes)
{
	groups_pane_free(&panes->groups);
	months_pane_free(&panes->months);
	searches_pane_free(&panes->searches);
	list_pane_free(&panes->list);
	free(panes->pager.phrase);
	free(panes->pager.begun.phrase);
	arena_free(panes->pager.head.arena);
	cover_free(&panes->cover);
	calendar_pane_free(&panes->calendar);
	foreground_free(&panes->foreground);
	free(panes->copied);
	free(panes->next_archive);
	free(panes->saved);
	free(panes->next.text);
	name_filter_free(panes->filter);
}

/* --- Moving, in whatever pane has the keys --- */

/* The cursor of a pane of rows; of a text, its lines with the top one as the cursor. */
static struct cursor
extent_of(struct panes *panes, const struct pane_type *pane)
{
	return pane->cursor != NULL ? *pane->cursor(panes) : pane->extent(panes);
}

static unsigned
move_to(struct panes *panes, const struct pane_type *pane, size_t place)
{
	if (pane->cursor == NULL)
		return pane->scroll_to(panes, place);
	cursor_move_to(pane->cursor(panes), place);
	return pane->moved(panes);
}

unsigned
panes_move(struct panes *panes, const struct pane_type *pane, long by)
{
	size_t at = extent_of(panes, pane).at, up = by < 0 ? (size_t)-by : 0;
	if (up > 0)
		return move_to(panes, pane, at > up ? at - up : 0);
	size_t room = SIZE_MAX - at;
	return move_to(panes, pane, at + ((size_t)by < room ? (size_t)by : room));
}

static unsigned
run_line(struct panes *panes, const struct call *call)
{
	return panes_move(panes, panes_current(panes), call_steps(call, ACTION_UP));
}

/* A count is the number of lines, and stays so. */
static unsigned
run_half(struct panes *panes, const struct call *call)
{
	const struct pane_type *pane = panes_current(panes);
	if (call->count > 0)
		panes->half = call->count;
	long half = panes->half > 0 ? panes->half : (long)extent_of(panes, pane).rows / 2;
	return panes_move(panes, pane,
			(half > 0 ? half : 1) * (call->action == ACTION_HALF_UP ? -1 : 1));
}

/*
 * A page down keeps the last line in view, to continue from; not in a pane of one or two rows. A count is
 * that of pages, or of lines where that is said.
 */
static unsigned
run_page(struct panes *panes, const struct call *call)
{
	const struct pane_type *pane = panes_current(panes);
	long rows = (long)extent_of(panes, pane).rows, page = rows > 2 ? rows - 1 : rows;
	bool has_lines = call->argument[0] != '\0' && call->count > 0;
	return panes_move(panes, pane, (has_lines ? 1 : page) * call_steps(call, ACTION_PAGE_UP));
}

static unsigned
run_screen_row(struct panes *panes, const struct call *call)
{
	const struct pane_type *pane = panes_current(panes);
	if (pane->cursor == NULL)
		return NOT_MINE;
	const struct cursor *cursor = pane->cursor(panes);
	size_t left = cursor->count - cursor->top, seen = left < cursor->rows ? left : cursor->rows;
	return move_to(panes, pane, cursor->top + call_screen_row(call, seen));
}

static unsigned
run_scroll(struct panes *panes, const struct call *call)
{
	const struct pane_type *pane = panes_current(panes);
	long by = call_steps(call, ACTION_SCROLL_UP);
	if (pane->cursor == NULL)
		return pane->extent != NULL ? panes_move(panes, pane, by) : NOT_MINE;
	cursor_scroll(pane->cursor(panes), by);
	return pane->moved(panes);
}

static unsigned
run_align(struct panes *panes, const struct call *call)
{
	const struct pane_type *pane = panes_current(panes);
	if (pane->cursor == NULL)
		return NOT_MINE;
	struct cursor *cursor = pane->cursor(panes);
	cursor_align(cursor, call_screen_row(call, cursor->rows));
	return pane->moved(panes);
}

static unsigned
run_end(struct panes *panes, const struct call *call)
{
	size_t place = call->action == ACTION_TOP ? 0 : SIZE_MAX;
	if (call->count > 0)
		place = (size_t)call->count - 1;
	return move_to(panes, panes_current(panes), place);
}

static unsigned
run_percent(struct panes *panes, const struct call *call)
{
	const struct pane_type *pane = panes_current(panes);
	size_t count = extent_of(panes, pane).count, last = count > 0 ? count - 1 : 0;
	long number = call_number(call);
	size_t percent = number < 0 ? 0 : number > 100 ? 100 : (size_t)number;
	return move_to(panes, pane, last / 100 * percent + last % 100 * percent / 100);
}

/* --- What each pane of rows can do --- */

/* Sets the filter that was given; opens the prompt for one if none was. */
static unsigned
run_filter(struct panes *panes, const struct call *call)
{
	const struct pane_type *pane = panes_current(panes);
	if (pane->set_filter == NULL)
		return NOT_MINE;
	if (call->argument[0] == '\0')
		return answer_prompt(panes, PROMPT_FILTER, pane->filter(panes));
	return pane->set_filter(panes, call->argument);
}

static unsigned
run_clear_filter(struct panes *panes, const struct call *call)
{
	const struct pane_type *pane = panes_current(panes);
	(void)call;
	return pane->set_filter != NULL ? pane->set_filter(panes, "") : NOT_MINE;
}

/* Verbs that the pane with the keys gets from its form: rows, a text that scrolls. */
static const struct verb form_verbs[] = {
		{ACTION_UP, true, run_line},
		{ACTION_DOWN, true, run_line},
		{ACTION_HALF_UP, true, run_half},
		{ACTION_HALF_DOWN, true, run_half},
		{ACTION_PAGE_UP, true, run_page},
		{ACTION_PAGE_DOWN, true, run_page},
		{ACTION_TOP, true, run_end},
		{ACTION_BOTTOM, true, run_end},
		{ACTION_PERCENT, true, run_percent},
		{ACTION_SCROLL_UP, true, run_scroll},
		{ACTION_SCROLL_DOWN, true, run_scroll},
		{ACTION_SCREEN_TOP, true, run_screen_row},
		{ACTION_SCREEN_MIDDLE, true, run_screen_row},
		{ACTION_SCREEN_BOTTOM, true, run_screen_row},
		{ACTION_ALIGN_TOP, true, run_align},
		{ACTION_ALIGN_MIDDLE, true, run_align},
		{ACTION_ALIGN_BOTTOM, true, run_align},
		{ACTION_OPEN, true, cover_open_row},
		{ACTION_FILTER, true, run_filter},
		{ACTION_CLEAR_FILTER, true, run_clear_filter},
		{0},
};

/* Verbs whichever pane has the keys: what leaves the program, and places in posts. */
static const struct verb outside_verbs[] = {
		{ACTION_BROWSE, true, browse_run},
		{ACTION_COPY, true, copy_run},
		{ACTION_SAVE, true, save_run},
		{ACTION_OVERWRITE, true, save_run},
		{ACTION_PIPE, true, pipe_run},
		{ACTION_EDIT, true, edit_run},
		{ACTION_SHELL, true, shell_run},
		{ACTION_WHERE, true, where_run},
		{ACTION_BOOKMARK, true, bookmark_run},
		{ACTION_GO_TO_BOOKMARK, true, bookmark_run},
		{0},
};

/* --- Which pane runs an action --- */

/* Runs the action's verb in a table (may be NULL); without the keys only one that `is_everywhere`. */
static unsigned
run_of(struct panes *panes, const struct verb *verb, bool has_keys, const struct call *call)
{
	for (; verb != NULL && verb->run != NULL; verb++) {
		if (verb->action == call->action && (has_keys || verb->is_everywhere))
			return verb->run(panes, call);
	}
	return NOT_MINE;
}

/* Whether it moves within whatever pane has the keys, and so concerns no other. */
static bool
is_move(enum action action)
{
	const struct action_info *info = action_info(action);
	return info->group == ACTIONS_MOVE && (info->contexts & 1U << CONTEXT_GLOBAL) != 0;
}

/* Removes a page that covers the panes when the action is not its own, but one for the panes. */
static unsigned
make_way(struct panes *panes, const struct call *call)
{
	const struct pane_type *cover = panes->cover.type;
	enum action_group group = action_info(call->action)->group;
	bool is_page = cover != NULL && cover->cursor == NULL;
	bool is_closing = call->action == ACTION_BACK || call->action == ACTION_CLOSE;
	bool is_other = !is_closing && shown_by[call->action].pane != cover;
	if (!is_page || !is_other || group == ACTIONS_PROGRAM || group == ACTIONS_EDIT)
		return DIRTY_NONE;
	cover_remove(panes);
	return CHANGED_PLACES;
}

unsigned
panes_run(struct panes *panes, const struct call *call)
{
	const struct pane_type *pane = panes_current(panes);
	places_leave(panes, call->action);
	unsigned answer = run_of(panes, pane->verbs, true, call);
	if ((answer & NOT_MINE) == 0)
		return answer;
	if (is_move(call->action) && pane->cursor == NULL && pane->extent == NULL)
		return model_say(panes->model, false, _("%s does nothing here"),
				action_info(call->action)->name);
	unsigned before = make_way(panes, call);
	answer = run_of(panes, form_verbs, true, call);
	if (answer & NOT_MINE)
		answer = run_of(panes, panes->slots[panes->focus]->verbs, true, call);
	for (int i = 0; answer & NOT_MINE && i < ACTION_COUNT; i++) {
		if (shown_by[i].pane != NULL)
			answer = run_of(panes, shown_by[i].pane->verbs, false, call);
	}
	if (answer & NOT_MINE)
		answer = run_of(panes, outside_verbs, true, call);
	return before | answer;
}
