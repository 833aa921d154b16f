/* Searching the full text: what is asked, the threads that answer, and the libraries they use. */

#include "app/state.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "fulltext/search_index.h"
#include "fulltext/text_query.h"
#include "query/query_text.h"
#include "search/indexer.h"
#include "search/searcher.h"
#include "store/database.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_RENEWALS = 3 }; /* of indexes that searches fail with */

/* --- The index --- */

bool
search_progress(const struct app *app, size_t *done, size_t *total)
{
	if (app->model->full_text.indexer == NULL)
		return false;
	indexer_count(app->model->full_text.indexer, done, total);
	return *total > 0 && *done < *total;
}

bool
search_is_busy(const struct app *app)
{
	const struct full_text *text = &app->model->full_text;
	return text->indexer != NULL ||
	       (text->searcher != NULL && !searcher_is_idle(text->searcher)) ||
	       (text->snippets != NULL && !snippets_are_idle(text->snippets));
}

static void
start_indexing(struct app *app)
{
	struct full_text *text = &app->model->full_text;
	struct err err;
	bool has_all = app->model->library != NULL && !app->model->library->is_partial;
	if (!app->model->makes_index || text->path == NULL || text->is_given_up ||
			text->indexer != NULL || !has_all)
		return;
	text->indexer = indexer_start(
			app->model->library, text->path, loader_wake_fd(app->model->loader), &err);
	if (text->indexer != NULL) {
		text->indexed = library_hold(app->model->library);
	} else {
		text->is_given_up = true;
		model_say(app->model, true, "the full text is not indexed: %s", err.reason);
	}
}

static void
give_up(struct app *app, const char *reason)
{
	app->model->full_text.is_given_up = true;
	model_say(app->model, true, "the full text cannot be searched: %s", reason);
}

/* What cannot be kept is indexed in memory, for this session. */
static void
use_memory(struct app *app, const char *reason)
{
	struct full_text *text = &app->model->full_text;
	struct err err;
	free(text->path);
	text->path = database_memory_place();
	text->memory = search_index_open(text->path, NULL, &err);
	if (text->memory == NULL)
		give_up(app, err.reason);
	else
		model_say(app->model, true,
				"the full text cannot be kept, so it is indexed in memory: %s",
				reason);
}

static void
go_without_cache(struct app *app, const struct err *why)
{
	struct full_text *text = &app->model->full_text;
	if (text->memory != NULL) {
		give_up(app, why->reason);
		return;
	}
	use_memory(app, why->reason);
	searcher_free(text->searcher);
	snippets_free(text->snippets);
	text->searcher = NULL;
	text->snippets = NULL;
	start_indexing(app);
}

/* The index of the archive that is open. */
static void
find_path(struct app *app)
{
	if (app->model->full_text.path != NULL)
		return;
	app->model->full_text.path = indexer_path(archive_root(app->model->library->archive));
	if (app->model->full_text.path == NULL)
		use_memory(app, "neither XDG_CACHE_HOME nor HOME is set");
}

void
search_library_changed(struct app *app)
{
	struct full_text *text = &app->model->full_text;
	find_path(app);
	if (text->indexer != NULL && !app->model->library->is_partial)
		indexer_stop(text->indexer);
	start_indexing(app);
}

void
search_free(struct app *app)
{
	struct full_text *text = &app->model->full_text;
	struct err err;
	char *notice = NULL;
	/* First: a searcher may wait for it. */
	if (text->indexer != NULL)
		indexer_stop(text->indexer);
	searcher_free(text->searcher);
	snippets_free(text->snippets);
	if (text->indexer != NULL)
		(void)indexer_finish(text->indexer, &notice, &err);
	library_close(text->indexed);
	search_index_close(text->memory);
	free(notice);
	free(text->path);
}

/* --- Asking --- */

bool
search_can_ask(struct app *app)
{
	struct full_text *text = &app->model->full_text;
	struct err err;
	find_path(app);
	if (text->searcher == NULL)
		text->searcher = searcher_new(text->path, loader_wake_fd(app->model->loader), &err);
	return text->searcher != NULL;
}

void
search_forget(struct app *app)
{
	if (app->model->full_text.searcher != NULL)
		searcher_cancel(app->model->full_text.searcher);
	free(app->model->found.days);
	app->model->found.days = NULL;
	app->model->found.is_waiting = false;
	app->model->found.is_counting = false;
}

void
search_ask(struct app *app, bool keeps_post)
{
	struct full_text *text = &app->model->full_text;
	size_t total;
	if (!search_can_ask(app)) {
		model_say(app->model, true, "the full text cannot be searched");
		return;
	}
	struct selection selection = asked_selection(&app->model->asked);
	searcher_ask(text->searcher, catalogue_place(app->model->library->catalogue), &selection,
			app->model->asked.query);
	selection_free(&selection);
	app->model->found.is_waiting = true;
	app->model->found.keeps_post = keeps_post;
	if (!search_progress(app, &text->covered, &total))
		text->covered = 0;
}

unsigned
search_list(struct app *app, bool keeps_post)
{
	if (app->model->library == NULL)
		return DIRTY_NONE;
	bool is_asked = app->model->asked.query != NULL ||
			(list_looks_at_titles(app) && search_can_ask(app));
	if (!is_asked) {
		search_forget(app);
		return list_install(app, list_make(app), keeps_post);
	}
	if (app->model->found.listing == NULL) {
		const struct query nothing = {.has_paths = true};
		list_install(app, catalogue_list(app->model->library->catalogue, &nothing), false);
	}
	search_ask(app, keeps_post);
	return DIRTY_LIST | DIRTY_STATUS;
}

/* Takes a query that was parsed, or NULL for none. */
static unsigned
set_query(struct app *app, const char *text, struct text_query *query)
{
	struct list_pane *pane = &app->list;
	if (query != NULL && query->count == 0) {
		text_query_free(query);
		query = NULL;
	}
	xreplace(&app->model->asked.selection.search, query != NULL ? text : "");
	xreplace(&pane->search_error, NULL);
	text_query_free(app->model->asked.query);
	app->model->asked.query = query;
	search_forget(app);
	if (app->model->full_text.snippets != NULL)
		snippets_begin(app->model->full_text.snippets, query);
	/* Rows of the list may be of another height. */
	unsigned changed = CHANGED_PLACES | CHANGED_QUERY;
	return changed | (query == NULL ? CHANGED_ASKED : CHANGED_SUBJECT);
}

unsigned
search_set(struct app *app, const char *text, bool is_typing)
{
	struct err err;
	bool is_empty = text[strspn(text, " ")] == '\0';
	struct text_query *query =
			is_empty ? NULL
				 : query_text_parse(text, app->model->now, model_zone(app->model),
						   is_typing, NULL, &err);
	if (is_empty || query != NULL)
		return set_query(app, text, query);
	if (is_typing)
		xreplace(&app->list.search_error, err.reason);
	else
		model_say(app->model, true, "%s", err.reason);
	return DIRTY_LIST | DIRTY_STATUS;
}

/* --- The prompt --- */

void
search_begin(struct app *app)
{
	xreplace(&app->list.search_before, app->model->asked.selection.search);
}

unsigned
search_typed(struct app *app, const char *text)
{
	return search_set(app, text, true);
}

bool
search_accept(struct app *app, const char *text, unsigned *dirty)
{
	struct err err;
	struct query_place place;
	bool is_empty = text[strspn(text, " ")] == '\0';
	struct text_query *query =
			is_empty ? NULL
				 : query_text_parse(text, app->model->now, model_zone(app->model),
						   false, &place, &err);
	if (!is_empty && query == NULL) {
		/* The caret goes under the place, the reason over the list. */
		xreplace(&app->list.search_error, err.reason);
		app->prompt.caret = place.offset < app->prompt.text.length
						    ? place.offset
						    : app->prompt.text.length;
		*dirty |= DIRTY_LIST | DIRTY_STATUS;
		return false;
	}
	xreplace(&app->list.search_before, NULL);
	*dirty |= set_query(app, text, query);
	return true;
}

unsigned
search_give_up(struct app *app)
{
	char *before = app->list.search_before;
	app->list.search_before = NULL;
	unsigned dirty = search_set(app, before != NULL ? before : "", false);
	xreplace(&app->list.search_error, NULL);
	free(before);
	return dirty;
}

/* --- Answers --- */

/* What was counted of a search before goes with it. */
static unsigned
take_days(struct app *app, const struct search_answer *answer)
{
	free(app->model->found.days);
	app->model->found.days = answer->days;
	app->model->found.day_count = answer->day_count;
	return answer->is_done ? CHANGED_DAYS : DIRTY_NONE;
}

/* An index that is damaged or not there is made; a catalogue that is, by app_wake. */
static void
mend(struct app *app, const struct search_answer *answer)
{
	struct full_text *text = &app->model->full_text;
	app->model->has_damage |= answer->is_catalogue_bad;
	if (text->indexer != NULL || model_is_renewing(app->model))
		return;
	bool is_index_bad = answer->is_damaged && text->renewals < MAX_RENEWALS;
	model_say(app->model, true, "%s%s", answer->err.reason,
			is_index_bad ? ": it is indexed anew" : "");
	if (!is_index_bad)
		return;
	text->renewals++;
	start_indexing(app);
}

/* What stood in the list before is no answer to what was asked. */
static unsigned
take_failure(struct app *app, const struct search_answer *answer)
{
	const struct query nothing = {.has_paths = true};
	mend(app, answer);
	unsigned dirty = DIRTY_ALL | take_days(app, answer);
	return dirty |
	       list_install(app, catalogue_list(app->model->library->catalogue, &nothing), true);
}

/* A hole, as when another emptied the index, is said and mended; the search is asked again after that. */
static void
complete(struct app *app, const struct search_answer *answer)
{
	struct full_text *text = &app->model->full_text;
	bool is_changing = text->indexer != NULL || app->model->library->is_partial ||
			   loader_is_running(app->model->loader);
	size_t unread = answer->unread + app->model->library->unread;
	if (unread > 0 && answer->is_done && !text->is_unread_told) {
		text->is_unread_told = true;
		model_say(app->model, true,
				"%zu posts could not be read whole: not all of their texts is "
				"searched",
				unread);
	}
	if (answer->is_whole || is_changing || !app->model->makes_index)
		return;
	model_say(app->model, true,
			text->is_given_up
					? "the full text lacks posts"
					: "the full text lacks posts: what is missing is indexed");
	start_indexing(app);
}

static unsigned
take_answer(struct app *app)
{
	struct search_answer answer;
	if (app->model->full_text.searcher == NULL ||
			!searcher_take(app->model->full_text.searcher, &answer))
		return DIRTY_NONE;
	bool keeps_post = app->model->found.keeps_post || !app->model->found.is_waiting;
	app->model->found.is_waiting = false;
	app->model->found.is_counting = !answer.is_done;
	if (answer.listing != NULL &&
			!listing_move(answer.listing, app->model->library->catalogue)) {
		/* Its posts are numbered by a catalogue that has taken the place of this one. */
		listing_free(answer.listing);
		free(answer.days);
		answer = (struct search_answer){.is_done = true};
		(void)err_set(&answer.err, "the catalogue was replaced");
	}
	if (answer.listing == NULL)
		return take_failure(app, &answer);
	unsigned dirty = DIRTY_ALL | take_days(app, &answer);
	complete(app, &answer);
	return dirty | list_install(app, answer.listing, keeps_post);
}

const char *
search_snippet(struct app *app, const char *path)
{
	struct full_text *text = &app->model->full_text;
	if (text->snippets == NULL) {
		text->snippets = snippets_new(text->path, loader_wake_fd(app->model->loader));
		snippets_begin(text->snippets, app->model->asked.query);
	}
	return snippets_get(text->snippets, path);
}

/* The catalogue that an indexer had to open as well. */
static bool
can_open_catalogue(struct app *app)
{
	struct err err;
	struct catalogue *catalogue =
			catalogue_open(catalogue_place(app->model->library->catalogue), &err);
	catalogue_free(catalogue);
	return catalogue != NULL;
}

static void
take_index_failure(struct app *app, const struct err *err)
{
	if (model_is_renewing(app->model))
		return;
	if (can_open_catalogue(app))
		go_without_cache(app, err);
	else
		app->model->has_damage = true;
}

static unsigned
take_indexer(struct app *app)
{
	struct full_text *text = &app->model->full_text;
	struct err err;
	char *notice = NULL;
	if (text->indexer == NULL || !indexer_is_done(text->indexer))
		return DIRTY_NONE;
	bool is_good = indexer_finish(text->indexer, &notice, &err);
	bool is_old = text->indexed != app->model->library;
	text->indexer = NULL;
	library_close(text->indexed);
	text->indexed = NULL;
	if (notice != NULL)
		model_say(app->model, false, "%s", notice);
	free(notice);
	if (!is_good)
		take_index_failure(app, &err);
	else if (is_old)
		start_indexing(app);
	if (is_good && app->model->asked.query != NULL)
		search_ask(app, true);
	return DIRTY_STATUS;
}

unsigned
search_wake(struct app *app)
{
	unsigned dirty = take_indexer(app);
	dirty |= take_answer(app);
	struct snippets *snippets = app->model->full_text.snippets;
	if (snippets != NULL && snippets_take(snippets))
		dirty |= DIRTY_LIST;
	return dirty;
}

/* While the index grows, so does what is found. */
unsigned
search_tick(struct app *app)
{
	size_t done;
	size_t total;
	if (!search_progress(app, &done, &total))
		return DIRTY_NONE;
	bool is_busy = app->model->found.is_waiting || app->model->found.is_counting;
	if (app->model->asked.query != NULL && !is_busy && done != app->model->full_text.covered)
		search_ask(app, true);
	return DIRTY_STATUS;
}
