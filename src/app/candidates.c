/* What the line of a prompt may become: actions, and what they take; choosing one. */

#include "app/state.h"
#include "archive/clock.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "conf/nearest.h"
#include "query/date_span.h"
#include "settings/keymap_files.h"
#include "settings/theme_files.h"

#include <string.h>

/* --- Actions --- */

static void
offer_actions(struct completion *completion)
{
	struct nearest nearest = nearest_to(completion->typed);
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *info = action_info((enum action)i);
		if (info->group == ACTIONS_EDIT)
			continue;
		completion_offer(completion, info->name, _(info->help));
		nearest_offer(&nearest, info->name);
	}
	int action = nearest.name != NULL ? vocabulary_find(action_vocabulary(), nearest.name) : -1;
	if (completion->count == 0 && action >= 0)
		completion_add(completion, nearest.name, _(action_info((enum action)action)->help),
				COMPLETION_NO_NUMBER);
}

/* --- What they take --- */

static void
offer_groups(struct app *app, enum group_kind kind)
{
	struct completion *completion = &app->completion;
	if (app->model->library == NULL)
		return;
	struct groups *groups = catalogue_complete_group(
			app->model->library->catalogue, kind, completion->typed, COMPLETION_MOST);
	for (size_t i = 0; i < groups_count(groups); i++) {
		struct group group = groups_get(groups, i);
		bool has_slug = strcmp(group.name, group.shown) != 0;
		completion_add(completion, group.shown, has_slug ? group.name : "", group.count);
	}
	groups_free(groups);
}

/* Offers a date with the first day that it means, or for `until` the last. */
static void
offer_date(struct app *app, const char *date, bool is_until)
{
	struct date_span span;
	struct err err;
	const struct zone *zone = model_zone(app->model);
	char day[CLOCK_DAY_TEXT];
	if (!date_span_read(date, app->model->now, zone, &span, &err))
		return;
	clock_format_day(zone_day(zone, is_until ? span.end - 1 : span.start), day);
	completion_offer(&app->completion, date, day);
}

/* What is typed, if it is a date, and examples of all forms. */
static void
offer_dates(struct app *app, bool is_until)
{
	static const char *const words[] = {"today", "yesterday", "7d", "2w", "3m", "1y"};
	char today[CLOCK_DAY_TEXT];
	clock_format_day(zone_day(model_zone(app->model), app->model->now), today);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		offer_date(app, words[i], is_until);
	/* A year, a month, a day: 2022, 2022-05, 2022-05-12. */
	for (size_t length = strlen(today); length != SIZE_MAX;
			length = length > 5 ? length - 3 : SIZE_MAX)
		offer_date(app, arena_copy(app->panes.scratch, today, length), is_until);
	if (app->completion.count == 0)
		offer_date(app, app->completion.typed, is_until);
}

static void
offer_searches(struct app *app)
{
	const struct kept_searches *kept = &app->model->kept_searches;
	kept_searches_follow(app->model, 0);
	for (size_t i = 0; i < kept->count; i++)
		completion_offer(&app->completion, kept->items[i].name, kept->items[i].query);
}

static void
offer_archives(struct app *app)
{
	const struct settings *settings = app->panes.settings;
	for (size_t i = 0; i < settings->archive_count; i++)
		completion_offer(&app->completion, settings->archives[i].name,
				settings->archives[i].path);
}

static void
offer_name(void *context, const char *name)
{
	completion_offer(context, name, "");
}

static void
offer_names(struct completion *completion, const char *const *names)
{
	for (; *names != NULL; names++)
		completion_offer(completion, *names, "");
}

static void
offer_arguments(struct app *app, enum action action)
{
	const struct pane_type *pane = panes_current(&app->panes);
	struct completion *completion = &app->completion;
	if (action == ACTION_TAG || action == ACTION_CATEGORY)
		offer_groups(app, action == ACTION_TAG ? GROUP_TAG : GROUP_CATEGORY);
	else if (action == ACTION_SINCE || action == ACTION_UNTIL)
		offer_dates(app, action == ACTION_UNTIL);
	else if (action == ACTION_ARCHIVE)
		offer_archives(app);
	else if (action == ACTION_DELETE_SEARCH)
		offer_searches(app);
	else if (action == ACTION_THEME)
		theme_files_each(offer_name, completion);
	else if (action == ACTION_KEYMAP)
		keymap_files_each(offer_name, completion);
	else if (action == ACTION_COPY)
		offer_names(completion, copy_parts);
	else if (action == ACTION_SORT)
		offer_names(completion, pane->orders != NULL ? pane->orders : pane_list.orders);
	else if (action == ACTION_SAVE || action == ACTION_OVERWRITE)
		candidate_files_offer(completion);
}

/* --- For the line --- */

void
candidates_make(struct app *app)
{
	struct completion *completion = &app->completion;
	const char *line = app->prompt.text.data;
	completion_clear(completion);
	if (app->prompt_kind == PROMPT_SAVE) {
		completion_begin(completion, line, 0);
		candidate_files_offer(completion);
	}
	if (app->prompt_kind != PROMPT_COMMAND)
		return;
	size_t start = strspn(line, " "), length = strcspn(line + start, " ");
	size_t end = start + length;
	if (line[end] == '\0') {
		completion_begin(completion, line, start);
		offer_actions(completion);
	} else {
		int action = command_action(
				app, arena_copy(app->panes.scratch, line + start, length));
		completion_begin(completion, line, end + strspn(line + end, " "));
		if (action >= 0)
			offer_arguments(app, (enum action)action);
		if (action >= 0)
			completion->hint = _(action_info((enum action)action)->help);
	}
	completion_end(completion);
}

/* Replaces the line, from where completion began, by the word and `behind`. */
static void
put_word(struct app *app, const char *word, const char *behind)
{
	struct buf line = buf_in(app->panes.scratch);
	buf_add(&line, app->prompt.text.data, app->completion.start);
	buf_add_text(&line, word);
	buf_add_text(&line, behind);
	line_editor_set(&app->prompt, line.data);
}

/* The only candidate ends the completion; if it is an action that takes an argument, that is completed next. */
static void
complete_whole(struct app *app)
{
	const char *word = app->completion.items[0].word;
	const char *before = app->prompt.text.data;
	bool is_action = app->prompt_kind == PROMPT_COMMAND &&
			 strspn(before, " ") == app->completion.start;
	int action = is_action ? vocabulary_find(action_vocabulary(), word) : -1;
	bool wants = action >= 0 && action_info((enum action)action)->argument != ARGUMENT_NONE;
	put_word(app, word, wants ? " " : "");
	candidates_make(app);
}

unsigned
candidates_step(struct app *app, bool is_back)
{
	struct completion *completion = &app->completion;
	if (completion->count == 0)
		return DIRTY_NONE;
	if (completion->count == 1)
		complete_whole(app);
	else
		put_word(app, completion_next(completion, is_back), "");
	return DIRTY_STATUS;
}

unsigned
candidates_choose(struct app *app, size_t index)
{
	put_word(app, completion_choose(&app->completion, index), "");
	return DIRTY_STATUS;
}
