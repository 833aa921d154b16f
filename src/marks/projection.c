#include "marks/projection.h"

#include "base/hash.h"
#include "base/xalloc.h"
#include "catalogue/catalogue.h"
#include "marks/marks.h"
#include "state/state.h"

#include <stdlib.h>

enum {
	PIECE = 65536,	/* marks that are handed to the state at a time */
	VISIT_TIME = 1, /* of the marks of a first visit: any other change stands against them */
};

/* --- From the state --- */

/* What the state has, keys rising, to be merged with the hashes that the catalogue has. */
struct stored {
	uint64_t *keys;
	size_t count, capacity;
	size_t at;	   /* of the merge */
	struct bits value; /* of marks, by their place among the keys: read */
	bool is_explicit;  /* only what was marked is taken, not what was only seen */
};

static void
take_mark(void *context, const struct state_mark *mark)
{
	struct stored *stored = context;
	if (stored->is_explicit && mark->time == 0)
		return;
	stored->keys = xgrow(stored->keys, stored->count, &stored->capacity, sizeof(*stored->keys));
	bits_put(&stored->value, (uint32_t)stored->count, mark->is_read);
	stored->keys[stored->count++] = mark->key;
}

static void
take_star(void *context, const struct state_star *star)
{
	struct stored *stored = context;
	if (!star->is_starred)
		return;
	stored->keys = xgrow(stored->keys, stored->count, &stored->capacity, sizeof(*stored->keys));
	stored->keys[stored->count++] = star->key;
}

/* Whether the key is there; goes on to it, so that the next one asked for must not be lower. */
static bool
merge(struct stored *stored, uint64_t key)
{
	while (stored->at < stored->count && stored->keys[stored->at] < key)
		stored->at++;
	return stored->at < stored->count && stored->keys[stored->at] == key;
}

struct merging {
	struct stored marks, stars;
	struct mark_sets *sets;
};

static void
take_post(void *context, uint64_t hash, uint32_t post)
{
	struct merging *merging = context;
	struct stored *marks = &merging->marks;
	if (merge(marks, hash)) {
		bits_put(&merging->sets->seen, post, true);
		bits_put(&merging->sets->read, post, bits_have(&marks->value, (uint32_t)marks->at));
	}
	if (merge(&merging->stars, hash))
		bits_put(&merging->sets->starred, post, true);
}

bool
projection_make(struct state *state, const struct state_archive *archive,
		struct catalogue *catalogue, bool is_first_unread, struct mark_sets *sets,
		struct err *err)
{
	bool is_filled = archive->first_visit == 0 && !is_first_unread;
	struct merging merging = {.marks = {.is_explicit = is_filled}, .sets = sets};
	*sets = (struct mark_sets){0};
	if (is_filled)
		projection_fill(sets, 0, catalogue_highest_post(catalogue));
	bool is_good = state_each_mark(state, archive->id, take_mark, &merging.marks, err) &&
		       state_each_star(state, archive->id, take_star, &merging.stars, err);
	if (merging.stars.count > 1)
		qsort(merging.stars.keys, merging.stars.count, sizeof(*merging.stars.keys),
				hash_compare);
	if (is_good && merging.marks.count + merging.stars.count > 0)
		is_good = catalogue_each_hash(catalogue, take_post, &merging, err);
	free(merging.marks.keys);
	free(merging.stars.keys);
	bits_free(&merging.marks.value);
	if (!is_good)
		mark_sets_free(sets);
	return is_good;
}

void
projection_fill(struct mark_sets *sets, uint32_t from, uint32_t highest)
{
	for (uint32_t post = highest; post > from; post--) {
		bits_put(&sets->read, post, true);
		bits_put(&sets->seen, post, true);
	}
}

/* --- Changes --- */

struct picking {
	struct stored keys;
	struct bits posts;
};

static void
pick_post(void *context, uint64_t hash, uint32_t post)
{
	struct picking *picking = context;
	if (merge(&picking->keys, hash))
		bits_put(&picking->posts, post, true);
}

bool
projection_put(struct mark_sets *sets, struct catalogue *catalogue, enum mark mark,
		const struct keys *keys, bool value, struct err *err)
{
	struct picking picking = {.keys = {.keys = keys->items, .count = keys->count}};
	bool is_good = catalogue_each_hash(catalogue, pick_post, &picking, err);
	if (is_good)
		mark_sets_put(sets, mark, &picking.posts, value);
	bits_free(&picking.posts);
	return is_good;
}

bool
projection_keys(struct keys *keys, struct catalogue *catalogue, const struct bits *posts,
		struct err *err)
{
	keys->count = catalogue_hashes(catalogue, posts, &keys->items, err);
	return keys->count != SIZE_MAX;
}

/* --- To the state --- */

static bool
store_stars(struct state *state, int64_t archive, const struct keys *keys, bool value, int64_t time,
		struct err *err)
{
	struct state_star *stars = xcalloc(keys->count + 1, sizeof(*stars));
	for (size_t i = 0; i < keys->count; i++)
		stars[i] = (struct state_star){
				.key = keys->items[i], .time = time, .is_starred = value};
	bool is_good = state_put_stars(state, archive, stars, keys->count, err);
	free(stars);
	return is_good;
}

bool
projection_store(struct state *state, int64_t archive, enum mark mark, const struct keys *keys,
		bool value, int64_t time, struct err *err)
{
	if (mark == MARK_STARRED)
		return store_stars(state, archive, keys, value, time, err);
	struct state_mark *marks = xcalloc(PIECE, sizeof(*marks));
	bool is_good = true;
	for (size_t at = 0; at < keys->count && is_good;) {
		size_t count = 0;
		for (; count < PIECE && at < keys->count; count++, at++)
			marks[count] = (struct state_mark){.key = keys->items[at],
					.time = mark == MARK_SEEN ? 0 : time,
					.is_read = mark == MARK_READ && value};
		is_good = state_put_marks(state, archive, marks, count, err);
	}
	free(marks);
	return is_good;
}

bool
marks_store(struct state *state, int64_t archive, struct catalogue *catalogue, enum mark mark,
		const struct bits *posts, bool value, struct err *err)
{
	struct keys keys;
	bool is_good = projection_keys(&keys, catalogue, posts, err) &&
		       projection_store(state, archive, mark, &keys, value, state_now(), err);
	free(keys.items);
	return is_good;
}

bool
marks_visit(struct state *state, const struct state_archive *archive, struct catalogue *catalogue,
		bool is_first_unread, struct err *err)
{
	struct bits posts = {0};
	struct keys keys = {0};
	bool is_good = true;
	if (archive->first_visit != 0)
		return true;
	if (!is_first_unread) {
		const struct query all = {0};
		struct listing *listing = catalogue_list(catalogue, &all);
		listing_posts(listing, &posts);
		listing_free(listing);
		is_good = projection_keys(&keys, catalogue, &posts, err) &&
			  projection_store(state, archive->id, MARK_READ, &keys, true, VISIT_TIME,
					  err);
	}
	free(keys.items);
	bits_free(&posts);
	return is_good && state_put_first_visit(state, archive->id, state_now(), err);
}
