/* Lists what is asked for: at once where that is quick, else by a thread that answers later. */

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "model/model_private.h"

#include <stdlib.h>

enum { MAX_RENEWALS = 3 }; /* of indexes that searches fail with */

bool
searching_is_busy(const struct model *model)
{
	const struct full_text *text = model->full_text;
	return text->indexer != NULL ||
	       (text->searcher != NULL && !searcher_is_idle(text->searcher)) ||
	       (text->counter != NULL && !searcher_is_idle(text->counter)) ||
	       (text->snippets != NULL && !snippets_are_idle(text->snippets));
}

/* --- Asking --- */

static bool
can_ask(struct model *model)
{
	return full_text_can_search(model, &model->full_text->searcher);
}

/* Asks for posts, and how many each group has of them; or with has_list false only for that. */
static void
wish(struct model *model, bool has_list)
{
	const struct asked *asked = &model->asked;
	struct selection selection = asked_selection(asked);
	searcher_ask(model->full_text->searcher,
			&(struct search_wish){
					.place = catalogue_place(model->library->catalogue),
					.selection = &selection,
					.query = asked->query,
					.marks = asked_marks(asked),
					.counted = asked_is_narrowed(asked) ? &asked->selection
									    : NULL,
					.has_list = has_list,
			});
	selection_free(&selection);
}

static void
ask(struct model *model, bool keeps_post)
{
	struct full_text *text = model->full_text;
	size_t total;
	if (!can_ask(model)) {
		model_say(model, true, _("the full text cannot be searched"));
		return;
	}
	wish(model, true);
	model->found.is_waiting = true;
	model->found.keeps_post = keeps_post;
	if (!model_indexing(model, &text->covered, &total))
		text->covered = 0;
}

static void
forget_answer(struct model *model)
{
	struct found *found = &model->found;
	if (model->full_text->searcher != NULL)
		searcher_cancel(model->full_text->searcher);
	free(found->days);
	found->days = NULL;
	found->is_waiting = found->is_counting = false;
}

/* Counts of groups stay until others come, unless they are of another catalogue, or nothing is left out. */
static void
forget_counts(struct model *model)
{
	struct found *found = &model->found;
	bool are_current = asked_is_narrowed(&model->asked) &&
			   found->groups_of == catalogue_identity(model->library->catalogue);
	if (found->group_counts == NULL || are_current)
		return;
	free(found->group_counts);
	found->group_counts = NULL;
	model->changed |= CHANGED_COUNTS;
}

void
searching_list(struct model *model, bool keeps_post)
{
	if (model->library == NULL)
		return;
	forget_counts(model);
	bool is_asked = asked_needs_text(&model->asked) ||
			(found_takes_long(model) && can_ask(model));
	if (!is_asked) {
		forget_answer(model);
		found_list(model, keeps_post);
		if (asked_is_narrowed(&model->asked) && can_ask(model))
			wish(model, false);
		return;
	}
	ask(model, keeps_post);
	if (model->found.listing == NULL)
		found_nothing(model, false);
}

/* --- Answers --- */

/* Takes over the answer's counts per day, in place of those of the answer before. */
static void
take_days(struct model *model, const struct search_answer *answer)
{
	free(model->found.days);
	model->found.days = answer->days;
	model->found.day_count = answer->day_count;
	if (answer->is_done)
		model->changed |= CHANGED_DAYS;
}

/* Takes over how many posts are found of each group. */
static void
take_counts(struct model *model, struct search_answer *answer)
{
	struct found *found = &model->found;
	if (answer->groups_of != catalogue_identity(model->library->catalogue) ||
			answer->group_count == 0) {
		free(answer->group_counts);
		return;
	}
	free(found->group_counts);
	found->group_counts = answer->group_counts;
	found->group_count = answer->group_count;
	found->groups_of = answer->groups_of;
	model->changed |= CHANGED_COUNTS;
}

/* Rebuilds an index that is damaged or missing; a catalogue is rebuilt when the model wakes. */
static void
mend(struct model *model, const struct search_answer *answer)
{
	struct full_text *text = model->full_text;
	model->has_damage |= answer->is_catalogue_bad;
	if (text->indexer != NULL || loading_is_renewing(model))
		return;
	bool is_index_bad = answer->is_damaged && text->renewals < MAX_RENEWALS;
	struct buf reason = buf_empty();
	err_format(&answer->err, &reason);
	model_say(model, true, is_index_bad ? _("%s: it is indexed anew") : "%s", reason.data);
	buf_free(&reason);
	if (!is_index_bad)
		return;
	text->renewals++;
	full_text_start(model);
}

/*
 * Starts the indexer if the index lacks posts, as when another program emptied it; the search
 * is asked again after that. Says once if posts could not be read.
 */
static void
complete(struct model *model, const struct search_answer *answer)
{
	struct full_text *text = model->full_text;
	bool is_changing = text->indexer != NULL || model->library->is_partial ||
			   loader_is_running(model->loader);
	size_t unread = answer->unread + model->library->unread;
	if (unread > 0 && answer->is_done && !text->is_unread_said) {
		text->is_unread_said = true;
		model_say(model, true,
				ngettext("%zu post could not be read whole: not all of its text is "
					 "searched",
						"%zu posts could not be read whole: not all of "
						"their texts is searched",
						unread),
				unread);
	}
	if (answer->is_whole || is_changing || !model->makes_index)
		return;
	model_say(model, true,
			text->is_given_up ? _("the full text lacks posts")
					  : _("the full text lacks posts: what is missing is "
					      "indexed"));
	full_text_start(model);
}

static void
take_answer(struct model *model)
{
	struct found *found = &model->found;
	struct search_answer answer;
	if (model->full_text->searcher == NULL ||
			!searcher_take(model->full_text->searcher, &answer))
		return;
	take_counts(model, &answer);
	if (answer.is_count)
		return;
	bool keeps_post = found->keeps_post || !found->is_waiting;
	found->is_waiting = false;
	found->is_counting = !answer.is_done;
	if (answer.listing != NULL && !listing_move(answer.listing, model->library->catalogue)) {
		/* The listing has the post numbers of a catalogue that has replaced this one. */
		listing_free(answer.listing);
		free(answer.days);
		answer = (struct search_answer){.is_done = true};
		(void)err_set(&answer.err, _("the catalogue was replaced"));
	}
	take_days(model, &answer);
	if (answer.listing != NULL) {
		complete(model, &answer);
		found_install(model, answer.listing, keeps_post);
		return;
	}
	/* The search failed: the list becomes empty, as what it showed answers another question. */
	mend(model, &answer);
	found_nothing(model, true);
}

/* --- Snippets --- */

static void
begin_snippets(struct model *model)
{
	if (model->full_text->snippets != NULL)
		snippets_begin(model->full_text->snippets, model->asked.query);
}

void
searching_forget(struct model *model)
{
	forget_answer(model);
	begin_snippets(model);
}

const char *
model_snippet(struct model *model, const char *path)
{
	struct full_text *text = model->full_text;
	if (text->snippets == NULL) {
		text->snippets = snippets_new(text->path, loader_wake_fd(model->loader));
		snippets_begin(text->snippets, model->asked.query);
	}
	return snippets_get(text->snippets, path);
}

/* --- Time --- */

void
searching_wake(struct model *model)
{
	bool has_new_index = full_text_wake(model);
	if (has_new_index && asked_needs_text(&model->asked)) {
		begin_snippets(model); /* those that are kept may be of texts as they were */
		ask(model, true);
	}
	take_answer(model);
	kept_searches_wake(model, has_new_index);
	struct snippets *snippets = model->full_text->snippets;
	if (snippets != NULL && snippets_take(snippets))
		model->changed |= CHANGED_SNIPPETS;
}

void
searching_tick(struct model *model)
{
	size_t done, total;
	if (!model_indexing(model, &done, &total))
		return;
	bool is_busy = model->found.is_waiting || model->found.is_counting;
	if (asked_needs_text(&model->asked) && !is_busy && done != model->full_text->covered)
		ask(model, true);
}
