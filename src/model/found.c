#include "model/found.h"

#include "base/language.h"
#include "base/xalloc.h"
#include "model/model_private.h"

#include <stdlib.h>
#include <string.h>

void
found_free(struct found *found)
{
	listing_free(found->listing);
	library_close(found->library);
	asked_free(&found->listed);
	cursors_free(&found->cursors);
	free(found->wish.post);
	free(found->days);
	free(found->group_counts);
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

static void
drop_wish(struct found *found)
{
	xreplace(&found->wish.post, NULL);
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
	model->found.wish.keeps_open = false;
	if (!model->found.is_waiting)
		drop_wish(&model->found);
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
				by > 0 ? _("this is the last post of the list")
				       : _("this is the first post of the list"));
		return;
	}
	found_choose(model, by < 0 ? at - step : at + step);
	opened_set_goal(model, (struct goal){.kind = goal});
}

/* --- The post that is to be chosen --- */

const char *
found_path(const struct model *model, size_t *at)
{
	const struct found *found = &model->found;
	struct post post;
	bool is_wished = found->wish.post != NULL;
	*at = is_wished ? found->wish.at : found->at;
	if (is_wished)
		return found->wish.post;
	return !found->is_waiting && found_post(model, &post) ? post.path : NULL;
}

/*
 * Grants the wish in a listing: sets *at to the post's place. Where it is not listed, to the
 * place it had, unless more posts are to come: then it waits. False: *at stays.
 */
static bool
grant_wish(struct found *found, const struct listing *listing, bool is_partial, size_t *at)
{
	size_t place = listing_find(listing, found->wish.post), count = listing_count(listing);
	if (place == SIZE_MAX && (found->is_counting || is_partial))
		return false;
	if (place == SIZE_MAX)
		place = found->wish.at;
	*at = place < count ? place : count > 0 ? count - 1 : 0;
	drop_wish(found);
	return true;
}

void
found_wish(struct model *model, const char *post, size_t at, bool keeps_open)
{
	struct found *found = &model->found;
	xreplace(&found->wish.post, post);
	found->wish.at = at;
	found->wish.keeps_open = keeps_open;
	found->wish.is_new = true;
	bool is_current = found->listing != NULL && !found->is_waiting &&
			  (model->changed & CHANGED_ASKED) == 0;
	if (post == NULL || !is_current ||
			!grant_wish(found, found->listing, model->library->is_partial, &found->at))
		return;
	model->changed |= CHANGED_FOUND;
	if (!keeps_open)
		note_choice(model);
}

void
found_age_wish(struct model *model)
{
	if ((model->changed & CHANGED_ASKED) && !model->found.wish.is_new)
		drop_wish(&model->found);
	model->found.wish.is_new = false;
}

/* --- Listings --- */

/* Another list comes: keeps where the cursor is in the one before, and wishes for where it was in this one. */
static void
change_list(struct model *model)
{
	struct found *found = &model->found;
	struct post post;
	if (found_post(model, &post))
		cursors_keep(&found->cursors, &found->listed, post.path, found->at);
	asked_free(&found->listed);
	found->listed = asked_copy(&model->asked);
	const struct list_cursor *before = cursors_find(&found->cursors, &found->listed);
	if (found->wish.post != NULL || before == NULL)
		return;
	xreplace(&found->wish.post, before->post);
	found->wish.at = before->at;
	found->wish.keeps_open = false;
}

/* The place in a new listing of the post that is chosen now; SIZE_MAX: it is not there. */
static size_t
place_of_choice(const struct model *model, const struct listing *listing)
{
	struct post post;
	return found_post(model, &post) ? listing_find(listing, post.path) : SIZE_MAX;
}

/* The place to choose if that post is not there: the same one in a new library, else the first. */
static size_t
place_instead(const struct model *model, size_t count, bool keeps_post)
{
	size_t at = keeps_post && model->found.library != model->library ? model->found.at : 0;
	return at < count || at == 0 ? at : count - 1;
}

void
found_install(struct model *model, struct listing *listing, bool keeps_post)
{
	struct found *found = &model->found;
	size_t kept = keeps_post ? place_of_choice(model, listing) : SIZE_MAX;
	size_t at = kept != SIZE_MAX ? kept
				     : place_instead(model, listing_count(listing), keeps_post);
	bool is_read = model->opened.attention == ATTENTION_READ && model->opened.article != NULL;
	bool stays_open = keeps_post && is_read;
	if (!asked_has_same_posts(&found->listed, &model->asked))
		change_list(model);
	if (found->wish.post != NULL) {
		stays_open |= found->wish.keeps_open || found->is_waiting;
		stays_open |= !found->is_waiting &&
			      !grant_wish(found, listing, model->library->is_partial, &at);
	}
	listing_free(found->listing);
	found->listing = listing;
	library_close(found->library);
	found->library = library_hold(model->library);
	found->at = at;
	model->changed |= CHANGED_FOUND;
	if (!stays_open && (at != kept || opened_path(model) == NULL))
		note_choice(model);
}

/* The query for what is asked for, without its search, and in *posts the set that this borrows. */
static struct query
query_for(const struct model *model, const struct selection *selection, struct bits *posts)
{
	struct query query = selection_query(selection);
	struct query_plan plan = asked_plan(&model->asked);
	*posts = (struct bits){0};
	if (!query_plan_is_all(&plan)) {
		*posts = query_plan_posts(
				plan.whole, asked_marks(&model->asked), model->library->catalogue);
		query.posts = posts;
	}
	query_plan_free(&plan);
	return query;
}

void
found_list(struct model *model, bool keeps_post)
{
	struct bits posts;
	struct selection selection = asked_selection(&model->asked);
	struct query query = query_for(model, &selection, &posts);
	found_install(model, catalogue_list(model->library->catalogue, &query), keeps_post);
	selection_free(&selection);
	bits_free(&posts);
}

void
found_nothing(struct model *model, bool keeps_post)
{
	const struct bits none = {0};
	const struct query nothing = {.posts = &none};
	found_install(model, catalogue_list(model->library->catalogue, &nothing), keeps_post);
}

/* Whether a set leaves so many of the posts that are asked for that to list them takes long. */
static bool
reads_long_list(const struct model *model)
{
	enum { MANY_POSTS = 200000, MANY_LOOKUPS = 1000 };
	struct group group;
	struct bits posts;
	const struct asked *asked = &model->asked;
	struct catalogue *catalogue = model->library->catalogue;
	bool has_group = asked->group != NULL &&
			 catalogue_find_group(catalogue, asked->kind, asked->group, &group);
	if ((has_group ? group.count : catalogue_count(catalogue)) <= MANY_POSTS)
		return false;
	struct query query = query_for(model, &asked->selection, &posts);
	bool is_long = query.posts != NULL && bits_sum(&posts) > MANY_LOOKUPS;
	bits_free(&posts);
	return is_long;
}

bool
found_takes_long(const struct model *model)
{
	enum { MANY_POSTS = 20000 };
	const struct selection *selection = &model->asked.selection;
	bool reads_titles = selection->title[0] != '\0' || selection->order == POSTS_BY_TITLE;
	return (reads_titles && catalogue_count(model->library->catalogue) > MANY_POSTS) ||
	       reads_long_list(model);
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
	if (asked_needs_text(&model->asked) || found_takes_long(model))
		return 0;
	struct bits posts;
	struct selection selection = asked_selection(&model->asked);
	struct query query = query_for(model, &selection, &posts);
	query.has_since = query.has_until = false;
	size_t count = catalogue_days(model->library->catalogue, &query, days);
	selection_free(&selection);
	bits_free(&posts);
	return count;
}

bool
found_end(const struct model *model, bool is_oldest, struct post *post)
{
	struct bits posts;
	struct selection selection = asked_selection(&model->asked);
	struct query query = query_for(model, &selection, &posts);
	query.has_since = query.has_until = false;
	query.order = POSTS_BY_DATE;
	query.is_reversed = is_oldest;
	query.limit = 1;
	struct listing *listing = catalogue_list(model->library->catalogue, &query);
	bool has_one = listing_count(listing) > 0;
	if (has_one)
		listing_get(listing, 0, model->scratch, post);
	listing_free(listing);
	selection_free(&selection);
	bits_free(&posts);
	return has_one && post->has_date;
}
