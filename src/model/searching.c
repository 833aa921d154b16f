/* Lists what is asked for: at once where that is quick, else by a thread that answers later. */

#include "base/buf.h"
#include "base/err.h"
#include "model/model_private.h"

#include <stdlib.h>

enum { MAX_RENEWALS = 3 }; /* of indexes that searches fail with */

bool
searching_is_busy(const struct model *model)
{
	const struct full_text *text = model->full_text;
	return text->indexer != NULL ||
	       (text->searcher != NULL && !searcher_is_idle(text->searcher)) ||
	       (text->snippets != NULL && !snippets_are_idle(text->snippets));
}

/* --- Asking --- */

static bool
can_ask(struct model *model)
{
	struct full_text *text = model->full_text;
	struct err err;
	full_text_find_path(model);
	if (text->searcher == NULL)
		text->searcher = searcher_new(text->path, loader_wake_fd(model->loader), &err);
	return text->searcher != NULL;
}

static void
ask(struct model *model, bool keeps_post)
{
	struct full_text *text = model->full_text;
	size_t total;
	if (!can_ask(model)) {
		model_say(model, true, "the full text cannot be searched");
		return;
	}
	struct selection selection = asked_selection(&model->asked);
	searcher_ask(text->searcher, catalogue_place(model->library->catalogue), &selection,
			model->asked.query, &model->found.marks);
	selection_free(&selection);
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

void
searching_list(struct model *model, bool keeps_post)
{
	if (model->library == NULL)
		return;
	bool is_asked = asked_needs_text(&model->asked) ||
			(found_takes_long(model) && can_ask(model));
	if (!is_asked) {
		forget_answer(model);
		found_list(model, keeps_post);
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

/* Rebuilds an index that is damaged or missing; a catalogue is rebuilt when the model wakes. */
static void
mend(struct model *model, const struct search_answer *answer)
{
	struct full_text *text = model->full_text;
	model->has_damage |= answer->is_catalogue_bad;
	if (text->indexer != NULL || loading_is_renewing(model))
		return;
	bool is_index_bad = answer->is_damaged && text->renewals < MAX_RENEWALS;
	struct buf reason;
	buf_init(&reason);
	err_format(&answer->err, &reason);
	model_say(model, true, "%s%s", reason.data, is_index_bad ? ": it is indexed anew" : "");
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
	if (unread > 0 && answer->is_done && !text->is_unread_told) {
		text->is_unread_told = true;
		model_say(model, true,
				"%zu posts could not be read whole: not all of their texts is "
				"searched",
				unread);
	}
	if (answer->is_whole || is_changing || !model->makes_index)
		return;
	model_say(model, true,
			text->is_given_up
					? "the full text lacks posts"
					: "the full text lacks posts: what is missing is indexed");
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
	bool keeps_post = found->keeps_post || !found->is_waiting;
	found->is_waiting = false;
	found->is_counting = !answer.is_done;
	if (answer.listing != NULL && !listing_move(answer.listing, model->library->catalogue)) {
		/* The listing has the post numbers of a catalogue that has replaced this one. */
		listing_free(answer.listing);
		free(answer.days);
		answer = (struct search_answer){.is_done = true};
		(void)err_set(&answer.err, "the catalogue was replaced");
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
	if (full_text_wake(model) && asked_needs_text(&model->asked)) {
		begin_snippets(model); /* those that are kept may be of texts as they were */
		ask(model, true);
	}
	take_answer(model);
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
