#include "marks/marks.h"

#include "archive/archive.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "marks/jobs.h"
#include "marks/marks_file.h"
#include "state/state.h"

#include <stdlib.h>

enum { FEW = 64 }; /* posts whose keys are looked up at once */

/* A change that may not be in what the keeper's thread works on. */
struct handed {
	struct change *change; /* held */
	bool is_newer;	       /* than the work that was asked for last */
};

struct marks {
	struct state *state;   /* borrowed */
	struct keeper *keeper; /* borrowed */
	bool is_first_unread;
	struct subject *subject; /* NULL until the archive is known */
	bool is_first;		 /* the archive's first visit, which is not completed */

	struct catalogue *catalogue; /* borrowed; NULL: none yet */
	struct source *source;	     /* of it */
	int64_t identity, catalogue_state;

	struct mark_sets sets;
	int64_t sets_state; /* the catalogue_state that they are of, which may be another; 0: none */
	bool is_projected; /* the sets are of this catalogue's identity; else all posts count as read */
	uint32_t filled; /* up to which number, then */
	struct unread unread;
	bool is_followed; /* by `unread`: nothing was read or unread since */

	unsigned long made;	       /* the projection that the sets are of */
	bool is_asked;		       /* work is being done */
	bool wants_sets, wants_counts; /* and is to be done again, for what has happened since */
	struct handed *handed;
	size_t handed_count, handed_capacity;
};

/*
 * What the cache's file has of an archive, if nothing has changed in the state since; a catalogue of 0 in
 * *origin stands for any. True: both are to be freed.
 */
static bool
read_kept(const struct state_archive *archive, const char *catalogue_place,
		struct marks_origin *origin, struct mark_sets *sets, struct unread_counts *counts)
{
	char *path = marks_file_path(catalogue_place);
	bool is_read = path != NULL && archive->id != 0 &&
		       marks_file_read(path, origin, sets, counts);
	free(path);
	if (!is_read || origin->generation == archive->generation)
		return is_read;
	mark_sets_free(sets);
	unread_counts_free(counts);
	return false;
}

bool
marks_read(struct state *state, const struct state_archive *archive, struct catalogue *catalogue,
		bool is_first_unread, struct mark_sets *sets, struct err *err)
{
	struct marks_origin origin = {
			.state = state_identity(state), .catalogue = catalogue_identity(catalogue)};
	struct unread_counts counts;
	bool is_kept = archive->first_visit != 0 &&
		       read_kept(archive, catalogue_place(catalogue), &origin, sets, &counts);
	if (is_kept)
		unread_counts_free(&counts);
	if (is_kept && origin.catalogue_state == catalogue_state(catalogue))
		return true;
	if (is_kept)
		mark_sets_free(sets);
	return projection_make(state, archive, catalogue, is_first_unread, sets, err);
}

size_t
marks_kept_unread(struct state *state, const char *root, const char *catalogue_place)
{
	struct state_archive archive = state_find_archive(state, root);
	struct marks_origin origin = {.state = state_identity(state)};
	struct mark_sets sets;
	struct unread_counts counts;
	if (!read_kept(&archive, catalogue_place, &origin, &sets, &counts))
		return SIZE_MAX;
	size_t unread = counts.count > GROUP_ALL ? counts.items[GROUP_ALL] : SIZE_MAX;
	mark_sets_free(&sets);
	unread_counts_free(&counts);
	return unread;
}

struct marks *
marks_new(struct state *state, struct keeper *keeper, bool is_first_unread)
{
	struct marks *marks = xcalloc(1, sizeof(*marks));
	marks->state = state;
	marks->keeper = state != NULL ? keeper : NULL;
	marks->is_first_unread = is_first_unread;
	return marks;
}

void
marks_free(struct marks *marks)
{
	if (marks == NULL)
		return;
	for (size_t i = 0; i < marks->handed_count; i++)
		change_drop(marks->handed[i].change);
	free(marks->handed);
	subject_end(marks->subject);
	source_drop(marks->source);
	mark_sets_free(&marks->sets);
	unread_free(&marks->unread);
	free(marks);
}

bool
marks_are_busy(const struct marks *marks)
{
	return marks->is_asked;
}

bool
marks_are_known(const struct marks *marks)
{
	return marks == NULL || (marks->is_projected && !marks->is_asked);
}

char *
marks_notice(struct marks *marks)
{
	char *from = marks->subject != NULL ? atomic_exchange(&marks->subject->moved_from, NULL)
					    : NULL;
	char *notice = from != NULL ? xformat(_("what was kept of %s, which is gone, is this "
						"archive's now"),
						      from)
				    : NULL;
	free(from);
	return notice;
}

/* --- Asking the keeper's thread --- */

static void
forget_stored(struct marks *marks)
{
	size_t kept = 0;
	for (size_t i = 0; i < marks->handed_count; i++) {
		if (atomic_load(&marks->handed[i].change->is_stored))
			change_drop(marks->handed[i].change);
		else
			marks->handed[kept++] = marks->handed[i];
	}
	marks->handed_count = kept;
}

/* What may not be in the state yet is put on top of what the work finds there. */
static void
give_unstored(struct marks *marks, struct work *work)
{
	forget_stored(marks);
	work->unstored = xcalloc(marks->handed_count + 1, sizeof(*work->unstored));
	for (size_t i = 0; i < marks->handed_count; i++) {
		marks->handed[i].is_newer = false;
		work->unstored[work->unstored_count++] = change_hold(marks->handed[i].change);
	}
}

static struct work *
begin_work(struct marks *marks, bool makes_sets)
{
	struct work *work = work_new(marks->subject, marks->source);
	work->makes_sets = makes_sets;
	work->made = marks->made;
	give_unstored(marks, work);
	if (makes_sets)
		return work;
	work->sets = mark_sets_copy(&marks->sets);
	work->origin.catalogue_state = marks->sets_state;
	if (marks->is_followed && marks->sets_state == marks->catalogue_state)
		work->counts = unread_counts_copy(&marks->unread.now);
	return work;
}

/* Asks for what is wanted, unless work is being done: then when it is taken. */
static void
ask(struct marks *marks)
{
	bool can_work = marks->keeper != NULL && !marks->is_asked && !marks->is_first &&
			marks->catalogue != NULL && catalogue_is_complete(marks->catalogue);
	if (!can_work || (!marks->wants_sets && !marks->wants_counts))
		return;
	marks->is_asked = true;
	jobs_work(marks->keeper, begin_work(marks, marks->wants_sets));
	marks->wants_sets = false;
	marks->wants_counts = false;
}

static void
hand_over(struct marks *marks, struct change *change)
{
	/* What was asked for meanwhile may lack it, though it is stored. */
	if (!marks->is_asked)
		forget_stored(marks);
	marks->handed = xgrow(marks->handed, marks->handed_count, &marks->handed_capacity,
			sizeof(*marks->handed));
	marks->handed[marks->handed_count++] = (struct handed){change, true};
	jobs_store(marks->keeper, change);
}

/* --- Another catalogue --- */

/* The archive is known: what was kept of it is read, if that is of this catalogue. */
static void
begin(struct marks *marks, const struct archive *archive)
{
	char *path = realpath(archive_root(archive), NULL);
	marks->subject = subject_new(path != NULL ? path : archive_root(archive),
			archive_url(archive), marks->is_first_unread);
	free(path);
	marks->is_first = true;
	if (marks->keeper == NULL)
		return;
	struct state_archive known = state_find_archive(marks->state, marks->subject->path);
	marks->is_first = known.first_visit == 0;
	atomic_store(&marks->subject->archive, known.id);
	char *file = marks_file_path(catalogue_place(marks->catalogue));
	struct marks_origin origin = {
			.state = state_identity(marks->state), .catalogue = marks->identity};
	struct unread_counts counts = {0};
	marks->is_projected = file != NULL && !marks->is_first &&
			      marks_file_read(file, &origin, &marks->sets, &counts);
	if (marks->is_projected && origin.catalogue_state == marks->catalogue_state) {
		unread_take(&marks->unread, &counts);
		marks->is_followed = true;
	}
	marks->sets_state = origin.catalogue_state;
	marks->wants_sets = !marks->is_projected || origin.generation != known.generation ||
			    origin.catalogue_state != marks->catalogue_state;
	if (!marks->wants_sets) {
		marks->subject->generation = origin.generation;
		marks->subject->written = origin;
	}
	unread_counts_free(&counts);
	free(file);
	jobs_add_archive(marks->keeper, marks->subject);
}

/* Until more is known all posts that are there count as read; what was marked otherwise stays so. */
static void
fill(struct marks *marks)
{
	uint32_t highest = catalogue_highest_post(marks->catalogue);
	bool is_unread = marks->is_first && marks->is_first_unread;
	if (marks->is_projected || is_unread || highest <= marks->filled)
		return;
	projection_fill(&marks->sets, marks->filled, highest);
	marks->filled = highest;
}

static void
end_first_visit(struct marks *marks)
{
	struct bits none = {0};
	marks->is_first = false;
	if (marks->keeper == NULL)
		return;
	struct change *change = change_new(marks->subject, marks->source, &none);
	change->is_visit = true;
	hand_over(marks, change);
}

static void
set_catalogue(struct marks *marks, struct catalogue *catalogue)
{
	bool is_first = marks->catalogue == NULL;
	int64_t identity = catalogue_identity(catalogue), state = catalogue_state(catalogue);
	if (!is_first && identity != marks->identity) {
		mark_sets_free(&marks->sets);
		marks->sets_state = 0;
		marks->is_projected = false;
		marks->filled = 0;
	}
	if (is_first || state != marks->catalogue_state) {
		unread_free(&marks->unread);
		marks->is_followed = false;
		marks->wants_sets = true;
	}
	source_drop(marks->source);
	marks->source = source_new(catalogue);
	marks->catalogue = catalogue;
	marks->identity = identity;
	marks->catalogue_state = state;
}

void
marks_follow(struct marks *marks, const struct archive *archive, struct catalogue *catalogue,
		bool is_whole)
{
	set_catalogue(marks, catalogue);
	if (marks->subject == NULL)
		begin(marks, archive);
	fill(marks);
	if (marks->is_first && is_whole)
		end_first_visit(marks);
	/* Without the keeper this is all that will ever be known. */
	marks->is_projected |= marks->keeper == NULL && is_whole;
	marks->wants_counts = true;
	ask(marks);
}

void
marks_refresh(struct marks *marks)
{
	marks->wants_counts = true;
	ask(marks);
}

/* --- What has been made --- */

/* The catalogue that is shown may have posts that the work's lacks: what was known of these stays. */
static void
keep_unprojected(struct marks *marks, struct work *work)
{
	const enum mark all[] = {MARK_READ, MARK_STARRED, MARK_SEEN};
	struct bits projected = {0};
	for (size_t i = 0; i < work->order_count; i++)
		bits_put(&projected, work->order[i], true);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct bits *known = mark_sets_of(&marks->sets, all[i]);
		bits_remove(known, &projected);
		bits_join(mark_sets_of(&work->sets, all[i]), known);
	}
	bits_free(&projected);
}

/* Changes that were handed over since the work was asked for are put on top of it. */
static void
take_sets(struct marks *marks, struct work *work)
{
	if (work->origin.catalogue_state != marks->catalogue_state)
		keep_unprojected(marks, work);
	mark_sets_free(&marks->sets);
	marks->sets = work->sets;
	work->sets = (struct mark_sets){0};
	marks->sets_state = work->origin.catalogue_state;
	marks->made = work->made;
	for (size_t i = 0; i < marks->handed_count; i++) {
		const struct change *change = marks->handed[i].change;
		if (marks->handed[i].is_newer && change->source->identity == marks->identity)
			mark_sets_put(&marks->sets, change->mark, &change->posts, change->value);
	}
	marks->is_projected = true;
	marks->is_followed = false;
}

static void
take_work(struct marks *marks, struct work *work)
{
	if (work->has_failed || work->origin.catalogue != marks->identity)
		return;
	if (work->makes_sets)
		take_sets(marks, work);
	/* The keeper's thread may have seen a later state than the one that is shown. */
	if (work->origin.catalogue_state != marks->catalogue_state)
		return;
	unread_take(&marks->unread, &work->counts);
	marks->is_followed = false;
	catalogue_keep_order(marks->catalogue, work->order, work->order_count);
	work->order = NULL;
}

bool
marks_wake(struct marks *marks)
{
	struct work *work = marks->subject != NULL ? subject_take(marks->subject) : NULL;
	if (work == NULL)
		return false;
	marks->is_asked = false;
	take_work(marks, work);
	work_free(work);
	ask(marks);
	return true;
}

/* --- What is marked --- */

bool
marks_are(const struct marks *marks, enum mark_filter filter, uint32_t post)
{
	return mark_sets_have(&marks->sets, filter, post);
}

const struct mark_sets *
marks_sets(const struct marks *marks)
{
	return &marks->sets;
}

static size_t
unread_in(struct marks *marks, uint32_t group)
{
	if (!marks->is_followed &&
			!unread_follow(&marks->unread, marks->catalogue, &marks->sets.read)) {
		marks->wants_counts = true;
		ask(marks);
	}
	marks->is_followed = true;
	return unread_of(&marks->unread, marks->catalogue, group);
}

size_t
marks_unread(struct marks *marks)
{
	return marks->catalogue != NULL ? unread_in(marks, GROUP_ALL) : 0;
}

size_t
marks_group_unread(struct marks *marks, enum group_kind kind, const char *name)
{
	uint32_t group = marks->catalogue != NULL ? catalogue_group(marks->catalogue, kind, name)
						  : GROUP_ALL;
	return group != GROUP_ALL ? unread_in(marks, group) : 0;
}

size_t
marks_listed_unread(struct marks *marks, const struct listing *listing)
{
	uint32_t group = listing_group(listing);
	return group != UINT32_MAX ? unread_in(marks, group)
				   : listing_count_without(listing, &marks->sets.read);
}

size_t
marks_next_unread(struct marks *marks, const struct listing *listing, size_t from, bool is_backward)
{
	uint32_t group = listing_group(listing);
	if (group != UINT32_MAX && unread_in(marks, group) == 0)
		return SIZE_MAX;
	return listing_next(listing, from, is_backward, &marks->sets.read, false);
}

size_t
marks_next_group(struct marks *marks, enum group_kind kind, const struct groups *groups,
		size_t from, bool is_backward)
{
	/* Backward beyond the first one the position wraps around to SIZE_MAX. */
	for (size_t i = from; i < groups_count(groups); i += is_backward ? SIZE_MAX : 1) {
		if (marks_group_unread(marks, kind, groups_get(groups, i).name) > 0)
			return i;
	}
	return SIZE_MAX;
}

/* --- Changes --- */

/* Hands a change over that the sets have by now. Takes `changed` over. */
static void
store(struct marks *marks, enum mark mark, struct bits *changed, bool value)
{
	struct change *change = change_new(marks->subject, marks->source, changed);
	change->mark = mark;
	change->value = value;
	change->time = state_now();
	/* Few are soon said in keys; many are left to the keeper's thread if it has the same posts. */
	if (bits_sum(&change->posts) <= FEW || !atomic_load(&marks->source->is_same))
		(void)projection_keys(&change->keys, marks->catalogue, &change->posts, NULL);
	hand_over(marks, change);
}

size_t
marks_set(struct marks *marks, enum mark mark, const struct bits *posts, bool value,
		struct bits *changed)
{
	struct bits found = {0};
	if (marks->catalogue != NULL)
		bits_join(&found, posts);
	if (value)
		bits_remove(&found, mark_sets_of(&marks->sets, mark));
	else
		bits_keep(&found, mark_sets_of(&marks->sets, mark));
	size_t count = bits_sum(&found);
	if (count > 0) {
		mark_sets_put(&marks->sets, mark, &found, value);
		marks->is_followed &= mark != MARK_READ;
	}
	if (changed != NULL)
		*changed = bits_copy(&found);
	if (count > 0 && marks->keeper != NULL)
		store(marks, mark, &found, value);
	bits_free(&found);
	return count;
}

void
marks_end_session(struct marks *marks)
{
	const struct query all = {0};
	if (marks->keeper == NULL || marks->subject == NULL || !marks->is_projected)
		return;
	struct listing *listing = catalogue_list(marks->catalogue, &all);
	struct bits posts = {0};
	listing_posts(listing, &posts);
	listing_free(listing);
	(void)marks_set(marks, MARK_SEEN, &posts, true, NULL);
	bits_free(&posts);
	struct work *work = begin_work(marks, marks->wants_sets);
	work->is_last = true;
	jobs_work(marks->keeper, work);
}
