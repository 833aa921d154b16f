#include "model/found.h"

#include "base/xalloc.h"
#include "model/model_private.h"

#include <stdlib.h>
#include <string.h>

void
found_free(struct found *found)
{
	listing_free(found->listing);
	library_close(found->library);
	free(found->days);
}

size_t
found_count(const struct model *model)
{
	return model->found.listing != NULL ? listing_count(model->found.listing) : 0;
}

/* --- The chosen post --- */

bool
found_post(const struct model *model, struct post *post)
{
	if (model->found.at >= found_count(model))
		return false;
	listing_get(model->found.listing, model->found.at, model->scratch, post);
	return true;
}

/* Notes that another post is chosen; it opens at its start. */
static void
note_choice(struct model *model)
{
	opened_set_goal(model, (struct goal){.kind = GOAL_NONE});
	model->changed |= CHANGED_POST;
}

void
found_choose(struct model *model, size_t at)
{
	size_t count = found_count(model);
	model->found.at = at < count ? at : count > 0 ? count - 1 : 0;
	note_choice(model);
}

void
found_step(struct model *model, long by, enum goal_kind goal)
{
	size_t at = model->found.at, step = by < 0 ? (size_t)-by : (size_t)by;
	size_t count = found_count(model), room = by < 0 ? at : count > 0 ? count - 1 - at : 0;
	step = step < room ? step : room;
	if (step == 0) {
		model_say(model, false,
				by > 0 ? "this is the last post of the list"
				       : "this is the first post of the list");
		return;
	}
	found_choose(model, by < 0 ? at - step : at + step);
	opened_set_goal(model, (struct goal){.kind = goal});
}

/* --- Listings --- */

void
found_install(struct model *model, struct listing *listing, bool keeps_post)
{
	struct found *found = &model->found;
	struct post post;
	size_t at = 0;
	if (keeps_post && found_post(model, &post)) {
		at = listing_find(listing, post.path);
		/* A post that is gone from a new library is replaced by the one now at its place. */
		if (at == SIZE_MAX)
			at = found->library != model->library ? found->at : 0;
	}
	listing_free(found->listing);
	found->listing = listing;
	library_close(found->library);
	found->library = library_hold(model->library);
	found->at = at < listing_count(listing) || at == 0 ? at : listing_count(listing) - 1;
	model->changed |= CHANGED_FOUND;
	bool stays_open = keeps_post && model->opened.attention == ATTENTION_READ &&
			  model->opened.article != NULL;
	if (!stays_open)
		note_choice(model);
}

void
found_list(struct model *model, bool keeps_post)
{
	struct selection selection = asked_selection(&model->asked);
	struct query query = selection_query(&selection);
	found_install(model, catalogue_list(model->library->catalogue, &query), keeps_post);
	selection_free(&selection);
}

void
found_nothing(struct model *model, bool keeps_post)
{
	const struct query nothing = {.has_paths = true};
	found_install(model, catalogue_list(model->library->catalogue, &nothing), keeps_post);
}

bool
found_looks_at_titles(const struct model *model)
{
	enum { MANY_POSTS = 20000 };
	const struct selection *selection = &model->asked.selection;
	return (selection->title[0] != '\0' || selection->order == POSTS_BY_TITLE) &&
	       catalogue_count(model->library->catalogue) > MANY_POSTS;
}

size_t
found_days(const struct model *model, struct day_count **days)
{
	const struct found *found = &model->found;
	*days = NULL;
	if (found->days != NULL) {
		*days = xcalloc(found->day_count + 1, sizeof(**days));
		memcpy(*days, found->days, found->day_count * sizeof(**days));
		return found->day_count;
	}
	if (model->asked.query != NULL || found_looks_at_titles(model))
		return 0;
	struct selection selection = asked_selection(&model->asked);
	struct query query = selection_query(&selection);
	query.has_since = query.has_until = false;
	size_t count = catalogue_days(model->library->catalogue, &query, days);
	selection_free(&selection);
	return count;
}
