/* The index of the full text: its place, and the thread that brings it up to date. */

#include "base/err.h"
#include "base/language.h"
#include "fulltext/search_index.h"
#include "model/model_private.h"

#include <stdlib.h>

bool
model_indexing(const struct model *model, size_t *done, size_t *total)
{
	if (model->full_text->indexer == NULL)
		return false;
	indexer_count(model->full_text->indexer, done, total);
	return *total > 0 && *done < *total;
}

void
full_text_start(struct model *model)
{
	struct full_text *text = model->full_text;
	struct err err;
	bool has_all = model->library != NULL && !model->library->is_partial;
	if (!model->makes_index || text->path == NULL || text->is_given_up ||
			text->indexer != NULL || !has_all)
		return;
	text->indexer = indexer_start(
			model->library, text->path, loader_wake_fd(model->loader), &err);
	if (text->indexer != NULL) {
		text->indexed = library_hold(model->library);
	} else {
		text->is_given_up = true;
		model_say(model, true, _("the full text is not indexed: %s"), err.reason);
	}
}

/* --- Its place --- */

static void
give_up(struct model *model, const char *reason)
{
	model->full_text->is_given_up = true;
	model_say(model, true, _("the full text cannot be searched: %s"), reason);
}

/* Where the index cannot be kept in a file, indexes in memory, for this session. */
static void
use_memory(struct model *model, const char *reason)
{
	struct full_text *text = model->full_text;
	struct err err;
	char *file = text->path;
	text->memory = search_index_open_copy(file, &text->path, &err);
	free(file);
	if (text->memory == NULL)
		give_up(model, err.reason);
	else
		model_say(model, true,
				_("the full text cannot be kept, so it is indexed in memory: %s"),
				reason);
}

static void
go_without_cache(struct model *model, const struct err *why)
{
	struct full_text *text = model->full_text;
	if (text->memory != NULL) {
		give_up(model, why->reason);
		return;
	}
	use_memory(model, why->reason);
	searcher_free(text->searcher);
	searcher_free(text->counter);
	snippets_free(text->snippets);
	text->searcher = text->counter = NULL;
	text->snippets = NULL;
	full_text_start(model);
}

/* Finds the index's place, once the archive is known. */
static void
find_path(struct model *model)
{
	struct full_text *text = model->full_text;
	if (text->path != NULL)
		return;
	text->path = indexer_path(archive_root(model->library->archive));
	if (text->path == NULL)
		use_memory(model, _("neither XDG_CACHE_HOME nor HOME is set"));
}

bool
full_text_can_search(struct model *model, struct searcher **searcher)
{
	struct err err;
	find_path(model);
	if (*searcher == NULL)
		*searcher = searcher_new(
				model->full_text->path, loader_wake_fd(model->loader), &err);
	return *searcher != NULL;
}

void
full_text_follow(struct model *model)
{
	struct full_text *text = model->full_text;
	find_path(model);
	if (text->indexer != NULL && !model->library->is_partial)
		indexer_stop(text->indexer);
	full_text_start(model);
}

/* --- The end of indexing --- */

/* Whether the catalogue, which the indexer opens too, can be opened: else that is why it failed. */
static bool
can_open_catalogue(struct model *model)
{
	struct err err;
	struct catalogue *catalogue =
			catalogue_open(catalogue_place(model->library->catalogue), &err);
	catalogue_free(catalogue);
	return catalogue != NULL;
}

static void
take_failure(struct model *model, const struct err *err)
{
	if (loading_is_renewing(model))
		return;
	if (can_open_catalogue(model))
		go_without_cache(model, err);
	else
		model->has_damage = true;
}

bool
full_text_wake(struct model *model)
{
	struct full_text *text = model->full_text;
	struct err err;
	char *notice = NULL;
	if (text->indexer == NULL || !indexer_is_done(text->indexer))
		return false;
	bool is_good = indexer_finish(text->indexer, &notice, &err);
	bool is_old = text->indexed != model->library;
	text->indexer = NULL;
	library_close(text->indexed);
	text->indexed = NULL;
	if (notice != NULL)
		model_say(model, false, "%s", notice);
	free(notice);
	if (!is_good)
		take_failure(model, &err);
	else if (is_old)
		full_text_start(model);
	return is_good;
}

void
full_text_free(struct full_text *text)
{
	struct err err;
	char *notice = NULL;
	/* The indexer is stopped first: a searcher may be waiting for it. */
	if (text->indexer != NULL)
		indexer_stop(text->indexer);
	searcher_free(text->searcher);
	searcher_free(text->counter);
	snippets_free(text->snippets);
	if (text->indexer != NULL)
		(void)indexer_finish(text->indexer, &notice, &err);
	free(notice);
	library_close(text->indexed);
	search_index_close(text->memory);
	free(text->path);
	free(text);
}
