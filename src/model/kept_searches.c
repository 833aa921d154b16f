#include "model/kept_searches.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "marks/marks.h"
#include "model/model_private.h"
#include "state/keeper.h"

#include <stdlib.h>
#include <string.h>

/* --- The list --- */

static void
free_items(struct kept_searches *kept)
{
	for (size_t i = 0; i < kept->count; i++) {
		free(kept->items[i].name);
		free(kept->items[i].query);
	}
	free(kept->items);
}

void
kept_searches_free(struct kept_searches *kept)
{
	free_items(kept);
}

/* The place of a name, or the one where it would stand. */
static size_t
place_of(const struct kept_searches *kept, const char *name)
{
	size_t at = 0;
	while (at < kept->count && strcmp(kept->items[at].name, name) < 0)
		at++;
	return at;
}

/* NULL: there is none. */
static struct kept_search *
find(const struct kept_searches *kept, const char *name)
{
	size_t at = place_of(kept, name);
	return at < kept->count && strcmp(kept->items[at].name, name) == 0 ? &kept->items[at]
									   : NULL;
}

/* What is counted has a place in the list, or is of something that has changed: it is begun again. */
static void
stop_counting(struct model *model)
{
	if (model->full_text->counter != NULL)
		searcher_cancel(model->full_text->counter);
}

static bool
do_nothing(struct state *state, void *context, struct err *err)
{
	(void)state;
	(void)context;
	(void)err;
	return true;
}

/* Whether the state may lack what was kept or deleted here; the keeper rings when it has that. */
static bool
has_unwritten(struct model *model)
{
	struct kept_searches *kept = &model->kept_searches;
	bool is_new = kept->count == 0 && !kept->is_read;
	if (is_new || model->keeper == NULL || keeper_is_idle(model->keeper))
		return false;
	if (!kept->is_waiting)
		keeper_add(model->keeper,
				(struct keeper_job){.run = do_nothing, .is_reading = true});
	kept->is_waiting = true;
	return true;
}

static void
read_all(struct model *model)
{
	struct kept_searches *kept = &model->kept_searches, before = *kept;
	size_t count;
	if ((kept->is_read && kept->foreigns == model->keeping.foreigns) || has_unwritten(model))
		return;
	struct state_search *searches = keeping_searches(model, &count);
	if (searches == NULL)
		return;
	stop_counting(model);
	*kept = (struct kept_searches){.is_read = true, .foreigns = model->keeping.foreigns};
	for (size_t i = 0; i < count; i++) {
		const struct kept_search *known = find(&before, searches[i].name);
		bool is_same = known != NULL && strcmp(known->query, searches[i].query) == 0;
		kept->items = xgrow(
				kept->items, kept->count, &kept->capacity, sizeof(*kept->items));
		kept->items[kept->count++] = (struct kept_search){.name = searches[i].name,
				.query = searches[i].query,
				.hits = is_same ? known->hits : SIZE_MAX,
				.is_due = true};
	}
	free(searches);
	free_items(&before);
	model->changed |= CHANGED_SEARCHES;
}

/* Keeps a query under a name, here and in the state; NULL: none any more. */
static void
put(struct model *model, const char *name, const char *query)
{
	struct kept_searches *kept = &model->kept_searches;
	struct kept_search *known = find(kept, name);
	size_t at = place_of(kept, name);
	stop_counting(model);
	if (known != NULL) {
		free(known->name);
		free(known->query);
		memmove(known, known + 1, (--kept->count - at) * sizeof(*known));
	}
	if (query != NULL) {
		kept->items = xgrow(
				kept->items, kept->count, &kept->capacity, sizeof(*kept->items));
		struct kept_search *place = &kept->items[at];
		memmove(place + 1, place, (kept->count++ - at) * sizeof(*place));
		*place = (struct kept_search){.name = xstrdup(name),
				.query = xstrdup(query),
				.hits = SIZE_MAX,
				.is_due = true};
	}
	keeping_put_search(model, name, query != NULL ? query : "");
	model->changed |= CHANGED_SEARCHES;
}

/* --- Undo --- */

struct search_change {
	char *name, *before, *after; /* queries; NULL: there was none, there is none */
};

static bool
run_change(struct model *model, const void *given, bool is_again)
{
	const struct search_change *change = given;
	read_all(model);
	put(model, change->name, is_again ? change->after : change->before);
	return true;
}

static void
free_change(void *given)
{
	struct search_change *change = given;
	free(change->name);
	free(change->before);
	free(change->after);
	free(change);
}

static const struct undo_type change_type = {run_change, free_change};

static void
change(struct model *model, const char *name, const char *query)
{
	const struct kept_search *known = find(&model->kept_searches, name);
	struct search_change *step = xcalloc(1, sizeof(*step));
	xreplace(&step->name, name);
	xreplace(&step->before, known != NULL ? known->query : NULL);
	xreplace(&step->after, query);
	put(model, step->name, query);
	undo_add(model, &change_type, step,
			query != NULL ? _("search “%s” kept") : _("search “%s” deleted"),
			step->name);
}

/* --- Verbs --- */

/* The form in which a name or a query is kept: on one line, with nothing that is not to be seen. */
static const char *
clean(struct model *model, const char *text)
{
	struct buf line = buf_in(model->scratch);
	gate_pass(&line, text, strlen(text), GATE_LINE);
	while (line.length > 0 && line.data[line.length - 1] == ' ')
		buf_truncate(&line, line.length - 1);
	return line.data + strspn(line.data, " ");
}

void
kept_searches_keep(struct model *model, const char *given)
{
	const char *name = clean(model, given);
	const char *query = clean(model, model->asked.selection.search);
	read_all(model);
	bool is_new = find(&model->kept_searches, name) == NULL;
	if (query[0] == '\0')
		model_say(model, false, _("nothing is searched for that could be kept"));
	else if (name[0] == '\0' || strlen(name) > KEPT_NAME_BYTES)
		model_say(model, true, _("the name of a search has 1 to %d bytes"),
				KEPT_NAME_BYTES);
	else if (is_new && model->kept_searches.count >= KEPT_SEARCHES)
		model_say(model, true, _("%d searches are kept already"), KEPT_SEARCHES);
	else {
		change(model, name, query);
		model_say(model, false, _("the search “%s” is kept as “%s”"), query, name);
	}
}

bool
kept_searches_delete(struct model *model, const char *given)
{
	const char *name = clean(model, given);
	read_all(model);
	if (find(&model->kept_searches, name) == NULL)
		return model_say(model, true, _("no search is kept as “%s”"), name);
	change(model, name, NULL);
	return true;
}

void
kept_searches_choose(struct model *model, const struct kept_search *search)
{
	struct err err;
	asked_all_posts(model);
	if (!asked_search(model, search->query, false, NULL, &err))
		model_say(model, true, "%s: %s", search->name, err.reason);
}

bool
kept_search_is_chosen(const struct model *model, const struct kept_search *search)
{
	return model->asked.group == NULL &&
	       strcmp(model->asked.selection.search, search->query) == 0;
}

/* --- Counting --- */

/* False: it is no query, so nothing is found. */
static bool
ask(struct model *model, struct kept_search *search)
{
	struct selection all;
	struct text_query *query = query_text_parse(
			search->query, model->now, model_zone(model), false, NULL, NULL);
	if (query == NULL)
		return false;
	selection_init(&all);
	struct query_plan plan = query_plan_make(query, 0);
	struct mark_sets marks = query_plan_marks(&plan, marks_sets(model->marking.marks));
	search->needs_marks = query_plan_needs_marks(&plan);
	query_plan_free(&plan);
	searcher_ask(model->full_text->counter,
			&(struct search_wish){
					.place = catalogue_place(model->library->catalogue),
					.selection = &all,
					.query = query,
					.marks = &marks,
					.counted = &all,
			});
	mark_sets_free(&marks);
	selection_free(&all);
	text_query_free(query);
	return true;
}

static void
count_due(struct model *model)
{
	struct kept_searches *kept = &model->kept_searches;
	if (!full_text_can_search(model, &model->full_text->counter) ||
			!searcher_is_idle(model->full_text->counter))
		return;
	for (size_t i = 0; i < kept->count; i++) {
		kept->counted = i;
		if (kept->items[i].is_due && ask(model, &kept->items[i]))
			return;
		kept->items[i].is_due = false;
	}
}

/* All are to be counted again, or only those that marks decide on. */
static void
make_due(struct model *model, bool is_for_marks)
{
	struct kept_searches *kept = &model->kept_searches;
	for (size_t i = 0; i < kept->count; i++)
		kept->items[i].is_due |= !is_for_marks || kept->items[i].needs_marks;
	stop_counting(model);
}

void
kept_searches_follow(struct model *model, unsigned changed)
{
	read_all(model);
	if (changed & (CHANGED_LIBRARY | CHANGED_MARKS))
		make_due(model, (changed & CHANGED_LIBRARY) == 0);
	if (model->library != NULL && model->kept_searches.count > 0)
		count_due(model);
}

void
kept_searches_wake(struct model *model, bool has_new_index)
{
	struct kept_searches *kept = &model->kept_searches;
	struct search_answer answer;
	kept->is_waiting = false;
	bool is_taken = model->full_text->counter != NULL &&
			searcher_take(model->full_text->counter, &answer);
	if (is_taken && answer.is_done) {
		struct kept_search *search = &kept->items[kept->counted];
		search->hits = answer.group_count > 0 ? answer.group_counts[GROUP_ALL] : SIZE_MAX;
		search->is_due = false;
		model->changed |= CHANGED_SEARCHES;
	}
	if (is_taken)
		free(answer.group_counts);
	if (has_new_index && kept->count > 0)
		make_due(model, false);
}
