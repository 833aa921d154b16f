#include "model/model.h"

#include "archive/zone.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/ticks.h"
#include "base/worker.h"
#include "base/xalloc.h"
#include "model/model_private.h"

#include <stdlib.h>
#include <time.h>

enum { PROGRESS_EVERY = 100 }; /* milliseconds between two looks at how far reading is */

/* --- Life --- */

static void
start_reading(struct model *model, const struct model_start *start)
{
	struct err err;
	model->loader = loader_new(start->path, start->options, start->background, &err);
	if (model->loader == NULL || !loader_start(model->loader, false, &err))
		loading_report_failure(model, &err);
}

struct model *
model_new(const struct model_start *start)
{
	struct model *model = xcalloc(1, sizeof(*model));
	struct err err;
	model->scratch = arena_new();
	model->full_text = xcalloc(1, sizeof(*model->full_text));
	model->makes_index = start->background & BACKGROUND_INDEX;
	model->zone = start->zone;
	model->settings = start->settings;
	model->now = start->options != NULL ? start->options->now : (int64_t)time(NULL);
	model->begun_ms = ticks_ms();
	model->opened.article = start->article;
	model->update.output = -1;
	asked_begin(model, start->selection);
	if (start->article != NULL) {
		keeping_begin(model, NULL);
		return model;
	}
	const char *search = start->selection->search;
	if (search != NULL && !asked_search(model, search, false, NULL, &err))
		model_say(model, true, "%s", err.reason);
	start_reading(model, start);
	keeping_begin(model, start->root != NULL ? start->root : start->path);
	model->marking.marks =
			marks_new(model->state, model->keeper, start->settings->is_first_unread);
	update_begin(model);
	return model;
}

void
model_free(struct model *model)
{
	/* Threads that write to the loader's pipe end before the loader. */
	worker_free(model->opened.opener);
	full_text_free(model->full_text);
	opened_end(model);
	marking_end(model);
	keeping_end(model);
	loader_free(model->loader);
	found_free(&model->found);
	asked_free(&model->asked);
	views_free(&model->views);
	bookmarks_free(&model->bookmarks);
	undo_free(&model->undo);
	kept_searches_free(&model->kept_searches);
	messages_free(&model->said);
	update_end(&model->update);
	programs_free(&model->programs);
	library_close(model->library);
	arena_free(model->scratch);
	free(model);
}

int64_t
model_today(const struct model *model)
{
	int64_t moment = model->now + (ticks_ms() - model->begun_ms) / 1000;
	return zone_day(model_zone(model), moment);
}

/* --- Threads --- */

int
model_wake_fd(const struct model *model)
{
	return model->loader != NULL ? loader_fd(model->loader) : -1;
}

unsigned long
model_opening(const struct model *model)
{
	return model->opened.opening != NULL ? model->opened.openings : 0;
}

bool
model_is_busy(const struct model *model)
{
	const struct marks *marks = model->marking.marks;
	return model_is_reading(model) || model_opening(model) != 0 || searching_is_busy(model) ||
	       (marks != NULL && marks_are_busy(marks));
}

/*
 * A library that is not partial has come: `added` becomes the posts that are new since the one before. All
 * posts of a catalogue that was rebuilt count as added; of those only what is more than before is new.
 */
static void
count_added(struct model *model)
{
	struct library *library = model->library;
	size_t count = catalogue_count(library->catalogue);
	int64_t identity = catalogue_identity(library->catalogue);
	if (!model->has_whole)
		library->added = 0;
	else if (identity != model->whole)
		library->added = count > model->whole_count ? count - model->whole_count : 0;
	model->whole = identity;
	model->whole_count = count;
}

static void
take_library(struct model *model)
{
	struct err err = {0};
	struct library *library;
	model->changed |= CHANGED_PROGRESS;
	if (!loader_take(model->loader, &library, &err)) {
		loading_report_failure(model, &err);
		update_follow(model, 0, NULL);
	}
	if (library == NULL)
		return;
	struct library *before = model->library;
	bool is_first = before == NULL;
	model->library = library;
	model->changed |= CHANGED_LIBRARY | CHANGED_DAYS;
	marking_follow_library(model);
	library_close(before);
	if (is_first || !library->is_partial)
		model->views.is_corrected |= asked_check_group(model);
	if (is_first && !opened_check(model))
		model->found.wish.keeps_open = false; /* an earlier session's view had it open */
	full_text_follow(model);
	if (library->is_partial)
		return;
	count_added(model);
	loading_report(model);
	opened_reload(model, model->is_reload);
	update_follow(model, library->added, library->newest);
	model->has_whole = true;
	model->has_damage = false;
	model->is_reload = false;
}

void
model_wake(struct model *model)
{
	loader_swallow(model->loader);
	opened_wake(model);
	searching_wake(model);
	take_library(model);
	marking_wake(model, keeping_wake(model));
	loading_renew(model);
}

void
model_reload(struct model *model)
{
	if (model->loader == NULL) {
		opened_read_file(model);
		return;
	}
	model->is_reload = true;
	model->renewals = 0;
	loading_start(model);
}

/* --- Time --- */

static bool
makes_progress(const struct model *model)
{
	size_t done, total;
	return model_is_reading(model) || model_indexing(model, &done, &total);
}

int64_t
model_due(const struct model *model)
{
	int64_t now = ticks_ms(), due = model->opened.due;
	if (loading_needs_renewal(model))
		return now;
	if (model->update.due != 0 && (due == 0 || model->update.due < due))
		due = model->update.due;
	bool is_sooner = makes_progress(model) && (due == 0 || due > now + PROGRESS_EVERY);
	return is_sooner ? now + PROGRESS_EVERY : due;
}

void
model_tick(struct model *model)
{
	if (makes_progress(model))
		model->changed |= CHANGED_PROGRESS;
	searching_tick(model);
	loading_renew(model);
	update_tick(model);
	if (model->opened.due != 0 && model->opened.due <= ticks_ms())
		opened_open_wanted(model);
}

/* --- What follows what --- */

unsigned
model_follow(struct model *model)
{
	struct post post;
	if (model->changed & CHANGED_QUERY)
		searching_forget(model);
	if (asked_marks_are_due(&model->asked, model->marking.marks))
		model->changed |= CHANGED_ASKED | CHANGED_DAYS;
	if ((model->changed & (CHANGED_LIBRARY | CHANGED_ASKED)) && model->library != NULL)
		asked_take_marks(model);
	found_age_wish(model);
	if (model->changed & (CHANGED_LIBRARY | CHANGED_ASKED))
		searching_list(model, (model->changed & CHANGED_SUBJECT) == 0);
	marking_choose_wanted(model);
	if (model->changed & CHANGED_POST)
		opened_follow(model, found_post(model, &post) ? post.path : NULL);
	bool is_seen = model->opened.attention != ATTENTION_NONE;
	if (is_seen && (model->changed & (CHANGED_LIBRARY | CHANGED_ATTENTION)))
		opened_open_wanted(model);
	marking_follow(model);
	unsigned changed = model->changed;
	model->changed = 0;
	arena_reset(model->scratch);
	return changed;
}
