#include "search/indexer.h"

#include "article/article.h"
#include "base/arena.h"
#include "base/language.h"
#include "base/parallel.h"
#include "base/ticks.h"
#include "base/xalloc.h"
#include "fulltext/search_index.h"
#include "store/database.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK_POSTS = 64,
	COMMIT_MS = 1000,   /* between two commits: how far behind a search is */
	SMALL_CHANGE = 500, /* posts; fewer added need no merging afterwards */
	MAX_ROUNDS = 8,	    /* each adds what is missing; the last finds nothing missing */
};

/* A chunk of posts, made by any thread. */
struct slot {
	struct arena *arena; /* of the names of their files */
	struct index_batch *batch;
};

struct work {
	const struct library *library;
	const char *path;	 /* of the index */
	struct listing *listing; /* all posts, newest first */
	struct search_index *index;
	struct indexer_progress *progress;
	struct catalogue *catalogue;
	pthread_mutex_t lock; /* of the listing, which reads for one thread at a time */
	size_t *wanted;	      /* positions in the listing, in the order in which they are added */
	size_t wanted_count;
	bool *is_unread; /* by position: it could not be read whole, so that it is not wanted again */
	int64_t clears; /* how often the index had been emptied when that was found */
	struct slot *slots;
	bool has_begun; /* a transaction is open */
	size_t uncommitted;
	int64_t committed; /* when that was last done, of ticks_ms */
	atomic_bool is_over; /* nothing more is made or taken: it failed, or another emptied the index */
	bool is_failed;
	struct err *err;
};

char *
indexer_path(const char *archive_root)
{
	return library_cache_path(archive_root, "search");
}

/* --- What is to be done --- */

static bool
is_stopped(const struct work *work)
{
	return atomic_load(&work->progress->stop) || atomic_load(&work->is_over);
}

static bool
is_there(void *context, const char *path)
{
	const struct work *work = context;
	return catalogue_post(work->catalogue, path) != 0;
}

/* Posts newer than all that is indexed come first, the oldest of them before the newer ones; then the rest. */
static void
put_in_order(struct work *work, int64_t newest)
{
	size_t newer = 0;
	struct post post;
	struct arena *arena = arena_new();
	for (; newer < work->wanted_count; newer++) {
		arena_reset(arena);
		listing_get(work->listing, work->wanted[newer], arena, &post);
		if (!post.has_date || post.date < newest)
			break;
	}
	arena_free(arena);
	for (size_t i = 0; i < newer / 2; i++) {
		size_t position = work->wanted[i];
		work->wanted[i] = work->wanted[newer - 1 - i];
		work->wanted[newer - 1 - i] = position;
	}
}

static void
find_wanted(struct work *work)
{
	size_t count = listing_count(work->listing);
	struct arena *arena = arena_new();
	free(work->wanted);
	work->wanted = xcalloc(count + 1, sizeof(*work->wanted));
	work->wanted_count = 0;
	for (size_t i = 0; i < count && !is_stopped(work); i++) {
		struct post_file known;
		if (work->is_unread[i])
			continue;
		arena_reset(arena);
		listing_file(work->listing, i, arena, &known);
		struct search_file file = {known.path, known.mtime, known.size};
		if (known.path[0] != '\0' && !search_index_has(work->index, &file))
			work->wanted[work->wanted_count++] = i;
	}
	arena_free(arena);
}

/* An index with many dead entries and strays is cleared and filled again. */
static bool
is_worn(const struct search_index_state *state)
{
	return state->dead + state->strays > 1000 + state->posts / 4;
}

static size_t
count_unread(const struct work *work)
{
	size_t unread = 0;
	for (size_t i = 0; i < listing_count(work->listing); i++)
		unread += work->is_unread[i];
	return unread;
}

/* In a transaction: finds which posts to add. If none, records that the index is complete. */
static bool
plan_changes(struct work *work, struct err *err)
{
	struct search_index_state state;
	if (!search_index_prune(work->index, is_there, work, err) ||
			!search_index_state(work->index, &state, err))
		return false;
	if (is_worn(&state) && (!search_index_clear(work->index, err) ||
					       !search_index_state(work->index, &state, err)))
		return false;
	work->clears = search_index_clears(work->index);
	find_wanted(work);
	put_in_order(work, state.newest);
	if (work->wanted_count > 0 || is_stopped(work))
		return true;
	const struct search_source source = {.source = catalogue_state(work->catalogue),
			.unread = (int64_t)count_unread(work)};
	return search_index_set_source(work->index, &source, err);
}

static bool
plan(struct work *work, struct err *err)
{
	bool is_good = search_index_begin(work->index, err) && plan_changes(work, err) &&
		       search_index_commit(work->index, err);
	search_index_rollback(work->index);
	size_t count = listing_count(work->listing);
	atomic_store(&work->progress->done, count - work->wanted_count);
	atomic_store(&work->progress->total, count);
	return is_good;
}

/* --- Reading, in any thread --- */

/* What the catalogue has of a post. */
struct row {
	struct listing *listing;
	struct arena *arena;
	size_t position; /* in the listing */
	struct post post;
	struct post_file file;
};

static void
get_row(void *context)
{
	struct row *row = context;
	listing_get(row->listing, row->position, row->arena, &row->post);
	listing_file(row->listing, row->position, row->arena, &row->file);
}

/* Adds a post; one that cannot be read whole, with what was read and the names in the catalogue. */
static void
add_post(struct work *work, struct slot *slot, size_t position)
{
	struct row row = {work->listing, slot->arena, position, {0}, {0}};
	struct err err;
	pthread_mutex_lock(&work->lock);
	bool has_row = arena_try(slot->arena, get_row, &row);
	pthread_mutex_unlock(&work->lock);
	if (!has_row) {
		slot->batch->is_broken = true;
		return;
	}
	struct article *article = article_open_within(work->library->archive, row.post.path,
			ARTICLE_MAX_MEMORY, &work->progress->stop, &err);
	bool is_whole = article != NULL && !article_is_cut(article);
	const struct search_file file = {row.file.path,
			is_whole ? row.file.mtime : SEARCH_FILE_UNREAD, row.file.size};
	bool has_text = index_batch_add(slot->batch, &file, &row.post,
			article != NULL ? article->document->text : "",
			article != NULL ? article->document->length : 0);
	work->is_unread[position] = !is_whole || !has_text;
	article_close(article);
}

static void
make_chunk(void *context, size_t chunk, size_t place)
{
	struct work *work = context;
	struct slot *slot = &work->slots[place];
	size_t at = chunk * CHUNK_POSTS;
	size_t end = at + CHUNK_POSTS < work->wanted_count ? at + CHUNK_POSTS : work->wanted_count;
	arena_reset(slot->arena);
	index_batch_clear(slot->batch);
	while (at < end && !slot->batch->is_broken && !is_stopped(work))
		add_post(work, slot, work->wanted[at++]);
	index_batch_end(slot->batch);
}

/* --- Writing, in one --- */

static bool
commit(struct work *work)
{
	if (!work->has_begun)
		return true;
	work->has_begun = false;
	if (!search_index_commit(work->index, work->err))
		return false;
	atomic_fetch_add(&work->progress->done, work->uncommitted);
	work->uncommitted = 0;
	work->committed = ticks_ms();
	if (work->progress->committed != NULL)
		work->progress->committed(work->progress->context);
	return true;
}

/* Nobody can read an index in memory while a transaction is open: each chunk is committed. */
static bool
is_commit_due(const struct work *work)
{
	return work->progress->committed != NULL || database_is_memory(work->path) ||
	       ticks_ms() - work->committed >= COMMIT_MS;
}

/*
 * Begins a transaction. False with err, or with *is_emptied if another process has emptied the
 * index: the posts still to be added are in the wrong order then.
 */
static bool
begin(struct work *work, bool *is_emptied)
{
	*is_emptied = false;
	if (work->has_begun)
		return true;
	if (!search_index_begin(work->index, work->err))
		return false;
	work->has_begun = true;
	*is_emptied = search_index_clears(work->index) != work->clears;
	return !*is_emptied;
}

static void
take_chunk(void *context, size_t chunk, size_t place)
{
	struct work *work = context;
	struct slot *slot = &work->slots[place];
	bool is_emptied = false;
	(void)chunk;
	if (atomic_load(&work->is_over))
		return;
	bool is_good = (!slot->batch->is_broken || err_set(work->err, _("a post takes more memory "
									"than there is"))) &&
		       begin(work, &is_emptied) &&
		       search_index_add(work->index, slot->batch, work->err);
	work->uncommitted += slot->batch->count;
	if (is_good && is_commit_due(work))
		is_good = commit(work);
	work->is_failed = !is_good && !is_emptied;
	if (!is_good)
		atomic_store(&work->is_over, true);
}

static bool
add_all(struct work *work)
{
	size_t chunks = (work->wanted_count + CHUNK_POSTS - 1) / CHUNK_POSTS;
	struct parallel job = {
			.chunk_count = chunks,
			.slot_count = parallel_slots(chunks),
			.context = work,
			.work = make_chunk,
			.take = take_chunk,
			.stop = &work->progress->stop,
	};
	work->slots = xcalloc(job.slot_count + 1, sizeof(*work->slots));
	for (size_t i = 0; i < job.slot_count; i++) {
		work->slots[i].arena = arena_new();
		work->slots[i].batch = index_batch_new(INDEX_BATCH_MEMORY, &work->progress->stop);
	}
	work->committed = ticks_ms();
	parallel_run(&job);
	for (size_t i = 0; i < job.slot_count; i++) {
		arena_free(work->slots[i].arena);
		index_batch_free(work->slots[i].batch);
	}
	free(work->slots);
	work->slots = NULL;
	bool is_good = !work->is_failed && (atomic_load(&work->is_over) || commit(work));
	search_index_rollback(work->index);
	work->has_begun = false;
	work->uncommitted = 0;
	return is_good;
}

/* In rounds adds what is missing, until nothing is: several processes may do this at once. */
static bool
fill(struct work *work)
{
	const struct query all = {.order = POSTS_BY_DATE};
	work->listing = catalogue_list(work->catalogue, &all);
	work->is_unread = xcalloc(listing_count(work->listing) + 1, sizeof(*work->is_unread));
	for (int round = 0; round < MAX_ROUNDS; round++) {
		if (is_stopped(work))
			return true;
		if (!plan(work, work->err))
			return false;
		if (work->wanted_count == 0 || is_stopped(work))
			return true;
		if (!add_all(work))
			return false;
		bool is_emptied = atomic_exchange(&work->is_over, false);
		if (is_emptied)
			memset(work->is_unread, 0, listing_count(work->listing));
		else if (work->wanted_count >= SMALL_CHANGE && !is_stopped(work) &&
				!search_index_settle(work->index, work->err))
			return false;
	}
	return err_set(work->err, _("other programs change the full text all the time"));
}

static bool
is_whole(struct search_index *index, int64_t state)
{
	const struct search_source source = search_index_source(index);
	return source.source == state && source.unread == 0;
}

/* Whether there is nothing to do; this only reads the index. */
static bool
is_up_to_date(const struct work *work)
{
	struct err err;
	struct search_index *index = search_index_open_reader(work->path, &err);
	bool is_it = index != NULL && is_whole(index, catalogue_state(work->catalogue));
	search_index_close(index);
	return is_it;
}

static bool
update(struct work *work, char **notice, bool *is_damaged)
{
	size_t count = catalogue_count(work->catalogue);
	if (is_up_to_date(work)) {
		atomic_store(&work->progress->done, count);
		atomic_store(&work->progress->total, count);
		return true;
	}
	work->index = search_index_open(work->path, notice, work->err);
	if (work->index == NULL) {
		err_add_path(work->err, work->path);
		return false;
	}
	bool is_good = fill(work);
	*is_damaged = !is_good && search_index_is_damaged(work->index);
	if (*is_damaged)
		search_index_discard(work->index);
	search_index_close(work->index);
	return is_good;
}

/* One attempt; *is_damaged: it failed for a file that was damaged and has been discarded. */
static bool
try_update(const struct library *library, const char *path, struct indexer_progress *progress,
		char **notice, bool *is_damaged, struct err *err)
{
	struct work work = {.library = library, .path = path, .progress = progress, .err = err};
	*is_damaged = false;
	*notice = NULL;
	work.catalogue = catalogue_open(catalogue_place(library->catalogue), err);
	if (work.catalogue == NULL)
		return false;
	pthread_mutex_init(&work.lock, NULL);
	bool is_good = update(&work, notice, is_damaged);
	listing_free(work.listing);
	catalogue_free(work.catalogue);
	pthread_mutex_destroy(&work.lock);
	free(work.wanted);
	free(work.is_unread);
	return is_good;
}

bool
indexer_run(const struct library *library, const char *path, struct indexer_progress *progress,
		char **notice, struct err *err)
{
	bool is_damaged;
	char *unused = NULL;
	char **said = notice != NULL ? notice : &unused;
	bool is_good = try_update(library, path, progress, said, &is_damaged, err);
	if (is_damaged) {
		free(*said);
		is_good = try_update(library, path, progress, said, &is_damaged, err);
		free(*said);
		*said = xformat(_("%s was damaged: the full text is indexed anew"), path);
	}
	free(unused);
	return is_good;
}
