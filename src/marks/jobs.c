#include "marks/jobs.h"

#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "catalogue/catalogue.h"
#include "marks/marks.h"
#include "state/keeper.h"
#include "state/state.h"

#include <stdlib.h>
#include <string.h>

/* Whether the holder that lets go was the last one. */
static bool
is_last_holder(atomic_size_t *holders)
{
	return atomic_fetch_sub(holders, 1) == 1;
}

/* --- The archive --- */

struct subject *
subject_new(const char *path, const char *url, bool is_first_unread)
{
	struct subject *subject = xcalloc(1, sizeof(*subject));
	atomic_init(&subject->holders, 1);
	subject->path = xstrdup(path);
	subject->url = xstrdup(url);
	subject->is_first_unread = is_first_unread;
	subject->generation = -1;
	return subject;
}

static struct subject *
subject_hold(struct subject *subject)
{
	atomic_fetch_add(&subject->holders, 1);
	return subject;
}

static void
subject_drop(struct subject *subject)
{
	if (!is_last_holder(&subject->holders))
		return;
	free(atomic_load(&subject->moved_from));
	free(subject->path);
	free(subject->url);
	free(subject);
}

struct work *
subject_take(struct subject *subject)
{
	return atomic_exchange(&subject->answer, NULL);
}

/* Work that is done later sees that nobody will take it. */
void
subject_end(struct subject *subject)
{
	if (subject == NULL)
		return;
	atomic_store(&subject->is_ended, true);
	work_free(subject_take(subject));
	subject_drop(subject);
}

static bool
add_archive(struct state *state, void *context, struct err *err)
{
	struct subject *subject = context;
	char *moved_from = NULL;
	struct state_archive archive =
			state_add_archive(state, subject->path, subject->url, &moved_from, err);
	atomic_store(&subject->archive, archive.id);
	free(atomic_exchange(&subject->moved_from, moved_from));
	return archive.id != 0;
}

static void
drop_subject(void *context)
{
	subject_drop(context);
}

void
jobs_add_archive(struct keeper *keeper, struct subject *subject)
{
	keeper_add(keeper, (struct keeper_job){.run = add_archive,
					   .free = drop_subject,
					   .context = subject_hold(subject)});
}

/* --- A catalogue --- */

struct source *
source_new(const struct catalogue *catalogue)
{
	struct source *source = xcalloc(1, sizeof(*source));
	atomic_init(&source->holders, 1);
	source->place = xstrdup(catalogue_place(catalogue));
	source->identity = catalogue_identity(catalogue);
	source->state = catalogue_state(catalogue);
	return source;
}

static struct source *
source_hold(struct source *source)
{
	atomic_fetch_add(&source->holders, 1);
	return source;
}

void
source_drop(struct source *source)
{
	if (source == NULL || !is_last_holder(&source->holders))
		return;
	catalogue_free(source->catalogue);
	free(source->place);
	free(source);
}

/* In the keeper's thread. False with err if another catalogue has taken its place. */
static bool
open_source(struct source *source, struct err *err)
{
	if (source->catalogue != NULL)
		return true;
	struct catalogue *catalogue = catalogue_open(source->place, err);
	bool is_it = catalogue != NULL && catalogue_identity(catalogue) == source->identity;
	if (is_it)
		source->catalogue = catalogue;
	else if (catalogue != NULL)
		(void)err_set(err, _("%s was replaced"), source->place);
	if (!is_it)
		catalogue_free(catalogue);
	atomic_store(&source->is_same, is_it && catalogue_state(catalogue) == source->state);
	return is_it;
}

/* --- Changes of marks --- */

struct change *
change_new(struct subject *subject, struct source *source, struct bits *posts)
{
	struct change *change = xcalloc(1, sizeof(*change));
	atomic_init(&change->holders, 1);
	change->subject = subject_hold(subject);
	change->source = source_hold(source);
	change->posts = *posts;
	*posts = (struct bits){0};
	return change;
}

struct change *
change_hold(struct change *change)
{
	atomic_fetch_add(&change->holders, 1);
	return change;
}

void
change_drop(struct change *change)
{
	if (!is_last_holder(&change->holders))
		return;
	subject_drop(change->subject);
	source_drop(change->source);
	bits_free(&change->posts);
	free(change->keys.items);
	free(change);
}

static bool
know_keys(struct change *change, struct err *err)
{
	if (change->keys.items != NULL || change->is_visit)
		return true;
	return open_source(change->source, err) &&
	       projection_keys(&change->keys, change->source->catalogue, &change->posts, err);
}

static bool
store(struct state *state, void *context, struct err *err)
{
	struct change *change = context;
	struct subject *subject = change->subject;
	struct state_archive archive = state_find_archive(state, subject->path);
	/* A file that has taken the place of one that was deleted or damaged may lack it. */
	if (archive.id == 0 && add_archive(state, subject, err))
		archive = state_find_archive(state, subject->path);
	if (archive.id == 0)
		return false;
	/* What cannot be said in keys any more is given up, or all after it would wait for it. */
	if (!know_keys(change, NULL) || (change->is_visit && !open_source(change->source, NULL)))
		return true;
	bool is_good = change->is_visit ? marks_visit(state, &archive, change->source->catalogue,
							  subject->is_first_unread, err)
					: projection_store(state, archive.id, change->mark,
							  &change->keys, change->value,
							  change->time, err);
	/* Nobody else can have changed it between the two looks. */
	if (is_good && archive.generation == subject->generation)
		subject->generation = state_find_archive(state, subject->path).generation;
	return is_good;
}

static void
end_change(void *context)
{
	struct change *change = context;
	atomic_store(&change->is_stored, true);
	change_drop(change);
}

void
jobs_store(struct keeper *keeper, struct change *change)
{
	keeper_add(keeper, (struct keeper_job){.run = store,
					   .free = end_change,
					   .context = change_hold(change)});
}

/* --- Work on all posts --- */

struct work *
work_new(struct subject *subject, struct source *source)
{
	struct work *work = xcalloc(1, sizeof(*work));
	work->subject = subject_hold(subject);
	work->source = source_hold(source);
	return work;
}

void
work_free(struct work *work)
{
	if (work == NULL)
		return;
	for (size_t i = 0; i < work->unstored_count; i++)
		change_drop(work->unstored[i]);
	free(work->unstored);
	mark_sets_free(&work->sets);
	unread_counts_free(&work->counts);
	free(work->order);
	source_drop(work->source);
	subject_drop(work->subject);
	free(work);
}

/* Puts what could not be stored yet on top of what the state has. */
static bool
put_unstored(struct work *work, struct err *err)
{
	bool is_good = true;
	for (size_t i = 0; i < work->unstored_count && is_good; i++) {
		struct change *change = work->unstored[i];
		if (atomic_load(&change->is_stored) || change->is_visit)
			continue;
		is_good = know_keys(change, err) &&
			  projection_put(&work->sets, work->source->catalogue, change->mark,
					  &change->keys, change->value, err);
	}
	return is_good;
}

static bool
make_sets(struct work *work, struct state *state, struct err *err)
{
	struct subject *subject = work->subject;
	struct state_archive archive = state_find_archive(state, subject->path);
	int64_t catalogue = catalogue_state(work->source->catalogue);
	work->makes_sets |= work->made != subject->made ||
			    archive.generation != subject->generation ||
			    work->origin.catalogue_state != catalogue;
	work->origin.catalogue_state = catalogue;
	if (!work->makes_sets)
		return true;
	mark_sets_free(&work->sets);
	unread_counts_free(&work->counts);
	if (!projection_make(state, &archive, work->source->catalogue, subject->is_first_unread,
			    &work->sets, err))
		return false;
	work->made = ++subject->made;
	subject->generation = archive.generation;
	return put_unstored(work, err);
}

static bool
make_counts(struct work *work, struct err *err)
{
	struct unread_counts *counts = &work->counts;
	if (counts->items != NULL)
		return true;
	counts->read = bits_copy(&work->sets.read);
	counts->count = catalogue_counts_without(
			work->source->catalogue, &counts->read, &counts->items, err);
	return counts->items != NULL;
}

static bool
has_unstored(const struct work *work)
{
	for (size_t i = 0; i < work->unstored_count; i++) {
		if (!atomic_load(&work->unstored[i]->is_stored))
			return true;
	}
	return false;
}

/* Writes the file if the state has all that the sets have, and the file has not. */
static void
write_file(struct work *work, struct state *state)
{
	struct subject *subject = work->subject;
	struct state_archive archive = state_find_archive(state, subject->path);
	char *path = marks_file_path(work->source->place);
	bool is_same = archive.first_visit != 0 && archive.generation == subject->generation &&
		       !has_unstored(work);
	work->origin.state = state_identity(state);
	work->origin.generation = archive.generation;
	if (path != NULL && is_same &&
			memcmp(&work->origin, &subject->written, sizeof(work->origin)) != 0 &&
			marks_file_write(path, &work->origin, &work->sets, &work->counts))
		subject->written = work->origin;
	free(path);
}

static bool
do_work(struct work *work, struct state *state, struct err *err)
{
	struct catalogue *catalogue;
	if (!open_source(work->source, err))
		return false;
	catalogue = work->source->catalogue;
	work->origin.catalogue = catalogue_identity(catalogue);
	if (!make_sets(work, state, err) || !make_counts(work, err))
		return false;
	if (!work->is_last)
		work->order_count = catalogue_order(catalogue, &work->order);
	write_file(work, state);
	catalogue_rest(catalogue);
	return !catalogue_is_damaged(catalogue);
}

/* What the job has of it. */
struct work_context {
	struct work *work; /* NULL: it is done, and handed back */
};

static bool
run_work(struct state *state, void *context, struct err *err)
{
	struct work_context *task = context;
	struct work *work = task->work;
	work->has_failed = !do_work(work, state, err);
	xalloc_trim();
	if (work->is_last)
		return true;
	task->work = NULL;
	struct subject *subject = subject_hold(work->subject);
	work_free(atomic_exchange(&subject->answer, work));
	if (atomic_load(&subject->is_ended))
		work_free(subject_take(subject));
	subject_drop(subject);
	return true;
}

static void
free_work(void *context)
{
	struct work_context *task = context;
	work_free(task->work);
	free(task);
}

void
jobs_work(struct keeper *keeper, struct work *work)
{
	struct work_context *task = xcalloc(1, sizeof(*task));
	task->work = work;
	keeper_add(keeper, (struct keeper_job){.run = run_work,
					   .free = free_work,
					   .context = task,
					   .is_reading = true});
}
