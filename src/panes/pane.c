/* What several panes share. */

#include "panes/pane.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "panes/panes.h"
#include "view/highlight.h"

#include <stdlib.h>
#include <string.h>

const struct hint left_hints[] = {{ACTION_OPEN, N_("posts")}, {ACTION_FILTER, N_("filter")},
		{ACTION_SHOW_TAGS, N_("tags")}, {ACTION_SHOW_CATEGORIES, N_("categories")},
		{ACTION_SHOW_MONTHS, N_("months")}, {ACTION_SHOW_SEARCHES, N_("searches")},
		{ACTION_SORT, N_("sort")}, {ACTION_HELP, N_("help")}, {ACTION_QUIT, N_("quit")},
		{0}};

long
call_number(const struct call *call)
{
	return call->argument[0] != '\0' ? strtol(call->argument, NULL, 10) : call->count;
}

size_t
call_screen_row(const struct call *call, size_t rows)
{
	size_t last = rows > 0 ? rows - 1 : 0, by = call->count > 0 ? (size_t)call->count - 1 : 0;
	by = by < last ? by : last;
	switch (call->action) {
	case ACTION_SCREEN_TOP:
		return by;
	case ACTION_SCREEN_BOTTOM:
		return last - by;
	case ACTION_ALIGN_TOP:
		return 0;
	case ACTION_ALIGN_BOTTOM:
		return last;
	default:
		return last / 2;
	}
}

const char *
pane_place(struct panes *panes, const struct cursor *cursor, bool has_more)
{
	size_t done, total;
	const char *index = panes->model->found.is_waiting ? "... " : "";
	if (model_indexing(panes->model, &done, &total))
		index = arena_format(panes->scratch, _("idx %zu%% "),
				done / total * 100 + done % total * 100 / total);
	if (cursor->count == 0)
		return index;
	return arena_format(panes->scratch, "%s%s/%s%s ", index,
			row_number(panes->scratch, cursor->at + 1),
			row_number(panes->scratch, cursor->count), has_more ? "+" : "");
}

bool
panes_shows_choice(const struct panes *panes)
{
	struct post post;
	const struct article *open = panes->model->opened.article;
	return open != NULL && found_post(panes->model, &post) &&
	       strcmp(post.path, open->post.path) == 0;
}

enum action
panes_groups_action(const struct panes *panes)
{
	return panes->model->asked.kind == GROUP_TAG ? ACTION_SHOW_TAGS : ACTION_SHOW_CATEGORIES;
}

const char *
panes_keys(struct panes *panes, enum action action)
{
	struct buf keys = buf_in(panes->scratch);
	keymap_format_keys(panes->keymap, (int)panes_current(panes)->context, (int)action, &keys);
	if (keys.length == 0)
		buf_format(&keys, ":%s", action_info(action)->name);
	return keys.data;
}

const struct name_filter *
panes_filter(struct panes *panes, const char *typed)
{
	if (typed[0] == '\0')
		return NULL;
	if (panes->filter == NULL || strcmp(name_filter_typed(panes->filter), typed) != 0) {
		name_filter_free(panes->filter);
		panes->filter = name_filter_new(typed);
	}
	return panes->filter;
}

bool
panes_matches(struct panes *panes, const char *typed, const char *first, const char *second)
{
	const struct name_filter *filter = panes_filter(panes, typed);
	if (filter == NULL)
		return true;
	struct buf line = buf_in(panes->scratch);
	text_fold(&line, first, strlen(first));
	buf_add_char(&line, ' ');
	text_fold(&line, second, strlen(second));
	return name_filter_try(filter, line.data, NAME_TRAITS_UNKNOWN) != NAME_NOT_FOUND;
}

void
panes_view_head(struct row_writer *row, const char *title, const char *detail, size_t count)
{
	const char *number = row_number(row->arena, count);
	row_format(row, ROLE_HEADING, " %s  %s", title, detail);
	if (row_left(row) > (int)strlen(number))
		row_put_right(row, number, row_left(row), ROLE_COUNT);
}

void
panes_view_counted(struct row_writer *row, const char *name, const char *count, bool has_posts,
		enum role role, const struct name_filter *filter)
{
	int columns = (int)text_columns(count, strlen(count)) + 1;
	row_put(row, " ", 1, role);
	row_put_highlighted(row, name, row_left(row) - columns,
			has_posts ? role : row_cell_role(role, ROLE_DIM), NULL, filter);
	row_put_right(row, count, columns, row_cell_role(role, ROLE_COUNT));
}

/* --- What is to be done next --- */

static unsigned
set_next(struct panes *panes, struct next next, const char *text)
{
	char *before = panes->next.text;
	panes->next = next;
	panes->next.text = xstrdup(text);
	free(before);
	return CHANGED_NEXT;
}

unsigned
answer_action(struct panes *panes, enum action action, const char *argument, long count)
{
	return set_next(panes, (struct next){.action = action, .count = count}, argument);
}

unsigned
answer_prompt(struct panes *panes, enum prompt_kind kind, const char *text)
{
	return set_next(panes, (struct next){.prompt = kind}, text);
}

void
foreground_free(struct foreground *program)
{
	arguments_free(&program->arguments);
	arena_free(program->arena);
	*program = (struct foreground){.arena = NULL};
}

unsigned
answer_foreground(struct panes *panes, struct foreground foreground)
{
	foreground_free(&panes->foreground);
	panes->foreground = foreground;
	return DIRTY_RUN | DIRTY_STATUS;
}

/* --- Which post is meant --- */

bool
panes_post(struct panes *panes, struct post *post)
{
	const struct article *article = panes->model->opened.article;
	if (panes->focus == SLOT_MAIN && article != NULL)
		*post = article->post;
	else if (!found_post(panes->model, post))
		return model_say(panes->model, false, _("there is no post here"));
	return true;
}
