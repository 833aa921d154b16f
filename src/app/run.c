/* What each action does: a table of handlers, each a line or two over the panes. */

#include "app/state.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "settings/keymap_files.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_HOPS = 8 };

/* An action on its way: what was typed with it. */
struct call {
	enum action action;
	const char *argument; /* never NULL */
	long count;	      /* 0: none */
};

static long
times(const struct call *call)
{
	return call->count > 0 ? call->count : 1;
}

/* --- Moving --- */

/* The cursor of the pane with the focus; NULL in the pager, which scrolls. */
static struct cursor *
focused_cursor(struct app *app)
{
	if (app->cover.type != NULL)
		return &app->cover.cursor;
	if (app->focus == PANE_GROUPS)
		return &app->groups.cursor;
	return app->focus == PANE_LIST ? &app->list.cursor : NULL;
}

/* After the focused cursor moved. */
static unsigned
cursor_moved(struct app *app)
{
	if (app->cover.type != NULL)
		return DIRTY_PAGER | DIRTY_STATUS;
	return app->focus == PANE_GROUPS ? left_moved(app)
					 : DIRTY_LIST | DIRTY_STATUS | CHANGED_POST;
}

static unsigned
move(struct app *app, long by)
{
	struct cursor *cursor = focused_cursor(app);
	if (cursor == NULL)
		return pager_scroll(app, by);
	cursor_move(cursor, by);
	return cursor_moved(app);
}

static unsigned
move_to(struct app *app, size_t place)
{
	struct cursor *cursor = focused_cursor(app);
	if (cursor == NULL)
		return pager_scroll_to(app, place);
	cursor_move_to(cursor, place);
	return cursor_moved(app);
}

static long
page_rows(struct app *app)
{
	struct cursor *cursor = focused_cursor(app);
	return (long)(cursor != NULL ? cursor->rows : pager_rows(app));
}

static unsigned
run_line(struct app *app, const struct call *call)
{
	return move(app, call->action == ACTION_UP ? -times(call) : times(call));
}

static unsigned
run_half(struct app *app, const struct call *call)
{
	long half = page_rows(app) / 2;
	half = half > 0 ? half : 1;
	return move(app, call->action == ACTION_HALF_UP ? -half * times(call) : half * times(call));
}

/* A page keeps a line of the one before, to go on reading from; a tiny one cannot. */
static unsigned
run_page(struct app *app, const struct call *call)
{
	long page = page_rows(app) > 2 ? page_rows(app) - 1 : page_rows(app);
	return move(app, call->action == ACTION_PAGE_UP ? -page * times(call) : page * times(call));
}

static unsigned
run_page_or_next(struct app *app, const struct call *call)
{
	bool is_at_end = app->pager.top >= pager_last_top(app);
	if (is_at_end && !app->model->is_file)
		return list_step(app, 1);
	return run_page(app, call);
}

static unsigned
run_end(struct app *app, const struct call *call)
{
	if (call->count > 0)
		return move_to(app, (size_t)call->count - 1);
	return move_to(app, call->action == ACTION_TOP ? 0 : SIZE_MAX);
}

static unsigned
run_percent(struct app *app, const struct call *call)
{
	long percent = call->argument[0] != '\0' ? strtol(call->argument, NULL, 10) : call->count;
	struct cursor *cursor = focused_cursor(app);
	size_t last = cursor == NULL	  ? pager_last_top(app)
		      : cursor->count > 0 ? cursor->count - 1
					  : 0;
	percent = percent < 0 ? 0 : percent > 100 ? 100 : percent;
	return move_to(app, last / 100 * (size_t)percent + last % 100 * (size_t)percent / 100);
}

static unsigned
run_sideways(struct app *app, const struct call *call)
{
	int by = call->count > 0 && call->count < 1000 ? (int)call->count : 1;
	return pager_scroll_sideways(app, call->action == ACTION_SCROLL_LEFT ? -by : by);
}

/* --- Reading --- */

static unsigned
run_open(struct app *app, const struct call *call)
{
	(void)call;
	if (app->cover.type != NULL)
		return cover_open_row(app);
	return app->focus == PANE_GROUPS ? app_focus(app, PANE_LIST) : list_open(app);
}

static unsigned
run_back(struct app *app, const struct call *call)
{
	(void)call;
	if (app->cover.type != NULL)
		return app_uncover(app);
	if (app->is_zoomed) {
		app->is_zoomed = false;
		return CHANGED_PLACES;
	}
	if (app->model->is_file)
		return DIRTY_QUIT;
	if (app->focus == PANE_PAGER)
		return app->model->opened.history_count > 0 ? pager_go_back(app)
							    : app_focus(app, PANE_LIST);
	if (app->focus == PANE_LIST && app->model->asked.selection.title[0] != '\0')
		return list_set_filter(app, "");
	if (app->focus == PANE_LIST && app->model->asked.query != NULL)
		return search_set(app, "", false);
	if (app->focus == PANE_LIST)
		return app_focus(app, PANE_GROUPS);
	if (app->months.is_shown)
		return groups_show(app, app->model->asked.kind);
	if (app->groups.filter[0] != '\0')
		return groups_set_filter(app, "");
	return DIRTY_QUIT;
}

static unsigned
run_post_step(struct app *app, const struct call *call)
{
	return list_step(app, call->action == ACTION_NEXT_POST ? times(call) : -times(call));
}

static unsigned
run_group_step(struct app *app, const struct call *call)
{
	bool is_next = call->action == ACTION_NEXT_GROUP;
	if (cursor_move(&app->groups.cursor, is_next ? times(call) : -times(call)))
		return left_moved(app);
	model_say(app->model, false, "this is the %s %s", is_next ? "last" : "first",
			app->months.is_shown ? "month" : "group");
	return DIRTY_STATUS;
}

static unsigned
run_link_step(struct app *app, const struct call *call)
{
	return pager_next_link(app, call->action == ACTION_NEXT_LINK ? times(call) : -times(call));
}

static unsigned
run_follow(struct app *app, const struct call *call)
{
	long number = call->argument[0] != '\0' ? strtol(call->argument, NULL, 10) : call->count;
	return pager_follow(app, number);
}

static unsigned
run_browse(struct app *app, const struct call *call)
{
	(void)call;
	return pager_browse(app);
}

/* --- Finding --- */

static unsigned
run_filter(struct app *app, const struct call *call)
{
	if (app->cover.type == NULL && app->focus == PANE_PAGER) {
		model_say(app->model, true, "a list can be filtered; in a post there is search");
		return DIRTY_STATUS;
	}
	bool is_months = app->months.is_shown && app->focus == PANE_GROUPS;
	if (app->cover.type == NULL && is_months) {
		model_say(app->model, false, "months are not filtered");
		return DIRTY_STATUS;
	}
	unsigned dirty = typing_begin(app, PROMPT_FILTER, "");
	if (call->argument[0] == '\0')
		return dirty;
	line_editor_set(&app->prompt, call->argument);
	if (app->cover.type != NULL)
		dirty |= cover_set_filter(app, call->argument);
	else if (app->focus == PANE_GROUPS)
		dirty |= groups_set_filter(app, call->argument);
	else
		dirty |= list_set_filter(app, call->argument);
	return dirty | typing_run(app, ACTION_ACCEPT);
}

static unsigned
run_clear_filter(struct app *app, const struct call *call)
{
	(void)call;
	if (app->cover.type != NULL)
		return cover_set_filter(app, "");
	if (app->focus == PANE_GROUPS)
		return groups_set_filter(app, "");
	if (app->model->asked.selection.title[0] == '\0' && app->model->asked.query != NULL)
		return search_set(app, "", false);
	return list_set_filter(app, "");
}

static unsigned
run_search_all(struct app *app, const struct call *call)
{
	if (app->model->is_file) {
		model_say(app->model, true,
				"this is a single post: there is nothing else to search");
		return DIRTY_STATUS;
	}
	unsigned dirty = app_focus(app, PANE_LIST);
	if (call->argument[0] != '\0')
		return dirty | search_set(app, call->argument, false);
	search_begin(app);
	return dirty | app_prompt_next(app, PROMPT_QUERY, app->model->asked.selection.search);
}

static unsigned
run_search(struct app *app, const struct call *call)
{
	/* As a command it comes from anywhere: what is searched is to be seen, and laid out for that. */
	unsigned dirty = app_focus(app, PANE_PAGER);
	if (dirty & CHANGED_PLACES)
		return dirty | app_do_next(app, call->action, call->argument, 0);
	pager_begin_search(app, call->action == ACTION_SEARCH_BACK);
	if (call->argument[0] != '\0')
		return dirty | pager_search(app, call->argument, false);
	return dirty | typing_begin(app, PROMPT_SEARCH, "");
}

static unsigned
run_match_step(struct app *app, const struct call *call)
{
	/* In a list each post is a hit. */
	if (app->cover.type == NULL && app->focus == PANE_LIST)
		return move(app, call->action == ACTION_NEXT_MATCH ? times(call) : -times(call));
	return pager_next_match(
			app, call->action == ACTION_NEXT_MATCH ? times(call) : -times(call));
}

static unsigned
run_group(struct app *app, const struct call *call)
{
	enum group_kind kind = call->action == ACTION_TAG ? GROUP_TAG : GROUP_CATEGORY;
	return groups_choose(app, kind, call->argument);
}

static unsigned
run_all_posts(struct app *app, const struct call *call)
{
	(void)call;
	struct selection *base = &app->model->asked.selection;
	enum post_order order = base->order;
	bool is_reversed = base->is_reversed;
	selection_free(base);
	selection_init(base);
	base->order = order;
	base->is_reversed = is_reversed;
	xreplace(&app->model->asked.group, NULL);
	xreplace(&app->groups.filter, "");
	xreplace(&base->title, "");
	xreplace(&base->search, "");
	unsigned dirty = app->model->asked.query != NULL ? search_set(app, "", false)
							 : CHANGED_ASKED;
	dirty |= groups_refresh(app);
	return dirty | app_focus(app, PANE_LIST);
}

static unsigned
run_date(struct app *app, const struct call *call)
{
	struct selection *base = &app->model->asked.selection;
	struct err err;
	bool is_since = call->action == ACTION_SINCE;
	bool is_good = true;
	if (call->argument[0] == '\0')
		*(is_since ? &base->has_since : &base->has_until) = false;
	else if (is_since)
		is_good = selection_parse_since(base, call->argument, app->model->now,
				model_zone(app->model), &err);
	else
		is_good = selection_parse_until(base, call->argument, app->model->now,
				model_zone(app->model), &err);
	if (!is_good) {
		model_say(app->model, true, "%s", err.reason);
		return DIRTY_STATUS;
	}
	return CHANGED_ASKED;
}

/* --- Views --- */

static unsigned
run_show_groups(struct app *app, const struct call *call)
{
	return groups_show(app, call->action == ACTION_SHOW_TAGS ? GROUP_TAG : GROUP_CATEGORY);
}

static unsigned
run_show_months(struct app *app, const struct call *call)
{
	(void)call;
	if (!app->model->is_file)
		return months_show(app);
	model_say(app->model, false, "a lone file has no months");
	return DIRTY_STATUS;
}

static unsigned
run_sort(struct app *app, const struct call *call)
{
	return app->focus == PANE_GROUPS ? groups_sort(app, call->argument)
					 : list_sort(app, call->argument);
}

static unsigned
run_reverse(struct app *app, const struct call *call)
{
	(void)call;
	app->model->asked.selection.is_reversed = !app->model->asked.selection.is_reversed;
	return CHANGED_ASKED;
}

static unsigned
run_pane_step(struct app *app, const struct call *call)
{
	int by = call->action == ACTION_NEXT_PANE ? 1 : PANE_COUNT - 1;
	return app_focus(app, (enum pane)(((int)app->focus + by) % PANE_COUNT));
}

static unsigned
run_focus(struct app *app, const struct call *call)
{
	if (call->action == ACTION_FOCUS_GROUPS)
		return app_focus(app, PANE_GROUPS);
	return app_focus(app, call->action == ACTION_FOCUS_LIST ? PANE_LIST : PANE_PAGER);
}

static unsigned
run_zoom(struct app *app, const struct call *call)
{
	(void)call;
	app->is_zoomed = !app->is_zoomed;
	return CHANGED_PLACES;
}

static unsigned
run_link_numbers(struct app *app, const struct call *call)
{
	(void)call;
	bool are_shown = app->settings->links != LINKS_NONE;
	app->settings->links = are_shown ? LINKS_NONE : LINKS_LIST;
	pager_arrange(app);
	return DIRTY_PAGER | DIRTY_STATUS;
}

static unsigned
run_wide_tables(struct app *app, const struct call *call)
{
	(void)call;
	app->pager.has_wide_tables = !app->pager.has_wide_tables;
	pager_arrange(app);
	model_say(app->model, false,
			app->pager.has_wide_tables ? "wide tables go on sideways"
						   : "wide tables are shown as records");
	return DIRTY_PAGER | DIRTY_STATUS;
}

/* --- The program --- */

static const struct cover_type *const covers[ACTION_COUNT] = {
#define COVER(action, table) [ACTION_##action] = &(table),
#include "app/panes.def"
#undef COVER
};

static unsigned
run_cover(struct app *app, const struct call *call)
{
	const struct cover_type *type = covers[call->action];
	return app->cover.type == type ? app_uncover(app) : cover_open(app, type);
}

static unsigned
run_command(struct app *app, const struct call *call)
{
	(void)call;
	return typing_begin(app, PROMPT_COMMAND, "");
}

static unsigned
run_keymap(struct app *app, const struct call *call)
{
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_files_load(call->argument, problems);
	if (keymap != NULL) {
		keymap_free(app->keymap);
		app->keymap = keymap;
		keymap_clear(&app->pending);
		model_say(app->model, false, "key map %s", keymap_name(keymap));
		if (app->cover.type != NULL)
			cover_set_filter(app, app->cover.filter); /* its rows tell the keys */
	} else {
		struct buf text;
		buf_init(&text);
		for (size_t i = 0; i < problems_count(problems); i++) {
			buf_clear(&text);
			problem_format(problems_get(problems, i), &text);
			model_say(app->model, true, "%s", text.data);
		}
		buf_free(&text);
	}
	problems_free(problems);
	return DIRTY_ALL;
}

static unsigned
run_theme(struct app *app, const struct call *call)
{
	struct err err;
	if (!settings_set(app->settings, "theme", call->argument, &err)) {
		model_say(app->model, true, "%s", err.reason);
		return DIRTY_STATUS;
	}
	return DIRTY_THEME | DIRTY_ALL;
}

static unsigned
run_reload(struct app *app, const struct call *call)
{
	(void)call;
	struct err err;
	if (app->model->loader == NULL) {
		model_say(app->model, false, "a lone file is not read again");
		return DIRTY_STATUS;
	}
	app->model->is_reload = true;
	app->model->renewals = 0;
	if (!loader_start(app->model->loader, false, &err))
		model_say(app->model, true, "%s", err.reason);
	return DIRTY_STATUS;
}

static unsigned
run_bits(struct app *app, const struct call *call)
{
	(void)app;
	if (call->action == ACTION_REDRAW)
		return DIRTY_CLEAR | DIRTY_ALL;
	return call->action == ACTION_SUSPEND ? DIRTY_SUSPEND : DIRTY_QUIT;
}

static unsigned
run_typing(struct app *app, const struct call *call)
{
	return typing_run(app, call->action);
}

/* NULL: an action of a pane's own. */
static unsigned (*const handlers[ACTION_COUNT])(struct app *app, const struct call *call) = {
#define COVER(action, table) [ACTION_##action] = run_cover,
#include "app/panes.def"
#undef COVER
		[ACTION_UP] = run_line,
		[ACTION_DOWN] = run_line,
		[ACTION_HALF_UP] = run_half,
		[ACTION_HALF_DOWN] = run_half,
		[ACTION_PAGE_UP] = run_page,
		[ACTION_PAGE_DOWN] = run_page,
		[ACTION_PAGE_OR_NEXT] = run_page_or_next,
		[ACTION_TOP] = run_end,
		[ACTION_BOTTOM] = run_end,
		[ACTION_PERCENT] = run_percent,
		[ACTION_SCROLL_LEFT] = run_sideways,
		[ACTION_SCROLL_RIGHT] = run_sideways,
		[ACTION_OPEN] = run_open,
		[ACTION_BACK] = run_back,
		[ACTION_NEXT_POST] = run_post_step,
		[ACTION_PREV_POST] = run_post_step,
		[ACTION_NEXT_GROUP] = run_group_step,
		[ACTION_PREV_GROUP] = run_group_step,
		[ACTION_NEXT_LINK] = run_link_step,
		[ACTION_PREV_LINK] = run_link_step,
		[ACTION_FOLLOW] = run_follow,
		[ACTION_BROWSE] = run_browse,
		[ACTION_FILTER] = run_filter,
		[ACTION_CLEAR_FILTER] = run_clear_filter,
		[ACTION_SEARCH] = run_search,
		[ACTION_SEARCH_ALL] = run_search_all,
		[ACTION_SEARCH_BACK] = run_search,
		[ACTION_NEXT_MATCH] = run_match_step,
		[ACTION_PREV_MATCH] = run_match_step,
		[ACTION_TAG] = run_group,
		[ACTION_CATEGORY] = run_group,
		[ACTION_ALL_POSTS] = run_all_posts,
		[ACTION_SINCE] = run_date,
		[ACTION_UNTIL] = run_date,
		[ACTION_SHOW_CATEGORIES] = run_show_groups,
		[ACTION_SHOW_TAGS] = run_show_groups,
		[ACTION_SHOW_MONTHS] = run_show_months,
		[ACTION_SORT] = run_sort,
		[ACTION_REVERSE] = run_reverse,
		[ACTION_NEXT_PANE] = run_pane_step,
		[ACTION_PREV_PANE] = run_pane_step,
		[ACTION_FOCUS_GROUPS] = run_focus,
		[ACTION_FOCUS_LIST] = run_focus,
		[ACTION_FOCUS_PAGER] = run_focus,
		[ACTION_ZOOM] = run_zoom,
		[ACTION_LINK_NUMBERS] = run_link_numbers,
		[ACTION_WIDE_TABLES] = run_wide_tables,
		[ACTION_COMMAND] = run_command,
		[ACTION_KEYMAP] = run_keymap,
		[ACTION_THEME] = run_theme,
		[ACTION_RELOAD] = run_reload,
		[ACTION_REDRAW] = run_bits,
		[ACTION_SUSPEND] = run_bits,
		[ACTION_QUIT] = run_bits,
		[ACTION_ACCEPT] = run_typing,
		[ACTION_CANCEL] = run_typing,
		[ACTION_COMPLETE] = run_typing,
		[ACTION_COMPLETE_BACK] = run_typing,
		[ACTION_HISTORY_PREV] = run_typing,
		[ACTION_HISTORY_NEXT] = run_typing,
		[ACTION_CHAR_LEFT] = run_typing,
		[ACTION_CHAR_RIGHT] = run_typing,
		[ACTION_LINE_START] = run_typing,
		[ACTION_LINE_END] = run_typing,
		[ACTION_DELETE_LEFT] = run_typing,
		[ACTION_DELETE_RIGHT] = run_typing,
		[ACTION_DELETE_WORD] = run_typing,
		[ACTION_DELETE_LINE] = run_typing,
		[ACTION_DELETE_REST] = run_typing,
};

static bool
takes_number(enum action action)
{
	return action_info(action)->argument == ARGUMENT_NUMBER;
}

/* Whether the action has what it takes after it; what it lacks is said. */
static bool
check_argument(struct app *app, const struct call *call)
{
	const struct action_info *info = action_info(call->action);
	const char *argument = call->argument;
	bool is_bare = argument[0] == '\0';
	bool is_number = takes_number(call->action);
	if (is_bare && (info->argument == ARGUMENT_REQUIRED || (is_number && call->count <= 0)))
		model_say(app->model, true, "%s wants %s", info->name,
				is_number ? "a number" : "a name");
	else if (info->argument == ARGUMENT_NONE && !is_bare)
		model_say(app->model, true, "%s takes nothing after it", info->name);
	else if ((is_number || call->action == ACTION_FOLLOW) &&
			argument[strspn(argument, "0123456789")] != '\0')
		model_say(app->model, true, "%s wants a number, not “%s”", info->name, argument);
	else
		return true;
	return false;
}

/* An action that only panes have: the first that takes it. */
static unsigned
run_own(struct app *app, const struct call *call)
{
	unsigned dirty = DIRTY_NONE;
	for (int i = 0; i < ACTION_COUNT; i++) {
		if (covers[i] != NULL && covers[i]->run != NULL &&
				covers[i]->run(app, call->action, call->count, &dirty))
			return dirty;
	}
	return DIRTY_NONE;
}

static unsigned
run_call(struct app *app, const struct call *call)
{
	const struct cover_type *cover = app->cover.type;
	unsigned dirty = DIRTY_NONE;
	if (!check_argument(app, call))
		return DIRTY_STATUS;
	if (cover != NULL && cover->run != NULL &&
			cover->run(app, call->action, call->count, &dirty))
		return dirty;
	/* What is meant for the panes uncovers them, where a page cannot take it. */
	enum action_group group = action_info(call->action)->group;
	if (cover != NULL && cover->view != NULL && group != ACTIONS_PROGRAM &&
			group != ACTIONS_EDIT) {
		dirty = app_uncover(app);
		if (call->action == ACTION_BACK || covers[call->action] == cover)
			return dirty;
	}
	if (handlers[call->action] == NULL)
		return dirty | run_own(app, call);
	return dirty | handlers[call->action](app, call);
}

static unsigned
run_next(struct app *app)
{
	struct next next = app->next;
	app->next = (struct next){.text = NULL};
	struct call call = {next.action, next.text, next.count};
	unsigned dirty = next.prompt != PROMPT_NONE ? typing_begin(app, next.prompt, next.text)
						    : run_call(app, &call);
	free(next.text);
	return dirty;
}

unsigned
app_finish(struct app *app, unsigned changed)
{
	unsigned dirty = app_follow(app, changed);
	/* No action leads round to itself; if one did, it would end here. */
	for (int hops = 0; (changed & CHANGED_NEXT) != 0 && hops < MAX_HOPS; hops++) {
		changed = run_next(app);
		dirty |= app_follow(app, changed);
	}
	app->model->opened.arrival = GOAL_TOP;
	return dirty;
}

unsigned
app_run(struct app *app, enum action action, const char *argument, long count)
{
	struct call call = {action, argument != NULL ? argument : "", count};
	return app_finish(app, run_call(app, &call));
}
