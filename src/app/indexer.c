#include "app/indexer.h"

#include "app/article.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/ticks.h"
#include "base/xalloc.h"
#include "catalogue/search_index.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	CHUNK_POSTS = 64,
	COMMIT_MS = 1000,   /* between two commits: how far behind a search is */
	SMALL_CHANGE = 500, /* posts; fewer need no merging afterwards */
};

/* A chunk's entries, made by any thread. */
struct slot {
	struct arena *arena;
	struct fulltext_maker *maker;
	struct search_file files[CHUNK_POSTS];
	struct fulltext_block blocks[CHUNK_POSTS];
	size_t count; /* blocks */
};

struct work {
	const struct library *library;
	struct listing *listing; /* all posts, newest first */
	struct search_index *index;
	struct indexer_progress *progress;
	struct catalogue *catalogue;
	pthread_mutex_t lock; /* of the listing, which reads for one thread at a time */
	uint64_t *paths;      /* hash_stable_text of the paths of all posts, rising */
	size_t path_count;
	size_t *wanted; /* positions in the listing, in the order in which they are added */
	size_t wanted_count;
	struct slot *slots;
	size_t uncommitted;
	int64_t committed;     /* when that was last done, of ticks_ms */
	atomic_bool is_failed; /* nothing more is made or taken */
	struct err *err;
};

char *
indexer_path(const char *archive_root)
{
	return library_cache_path(archive_root, "search");
}

char *
indexer_temporary_path(struct err *err)
{
	const char *folder = getenv("TMPDIR");
	char *path = file_join(
			folder != NULL && folder[0] == '/' ? folder : "/tmp", "reader-XXXXXX");
	int fd = mkstemp(path);
	if (fd >= 0) {
		close(fd);
		return path;
	}
	err_set_errno(err, path, errno);
	free(path);
	return NULL;
}

void
indexer_discard(const char *path)
{
	search_index_discard(path);
}

/* --- What is to be done --- */

static int
compare_hashes(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
	return left < right ? -1 : left > right;
}

static bool
is_stopped(const struct work *work)
{
	return atomic_load(&work->progress->stop) || atomic_load(&work->is_failed);
}

static bool
is_there(void *context, const char *path)
{
	const struct work *work = context;
	uint64_t hash = hash_stable_text(path);
	return work->path_count > 0 &&
	       bsearch(&hash, work->paths, work->path_count, sizeof(*work->paths),
			       compare_hashes) != NULL;
}

/* Posts newer than all that is indexed come first, their oldest chunk before the newer ones; then the rest. */
static void
put_in_order(struct work *work, const struct fulltext_state *state)
{
	size_t newer = 0;
	struct post post;
	struct arena *arena = arena_new();
	while (state->has_newest && newer < work->wanted_count) {
		arena_reset(arena);
		listing_get(work->listing, work->wanted[newer], arena, &post);
		if (!post.has_date || post.date < state->newest)
			break;
		newer++;
	}
	arena_free(arena);
	size_t *ordered = xcalloc(work->wanted_count + 1, sizeof(*ordered));
	size_t count = 0;
	for (size_t end = newer; end > 0;) {
		size_t first = end > CHUNK_POSTS ? end - CHUNK_POSTS : 0;
		memcpy(ordered + count, work->wanted + first, (end - first) * sizeof(*ordered));
		count += end - first;
		end = first;
	}
	memcpy(ordered + count, work->wanted + newer,
			(work->wanted_count - newer) * sizeof(*ordered));
	free(work->wanted);
	work->wanted = ordered;
}

static void
find_wanted(struct work *work)
{
	size_t count = listing_count(work->listing);
	struct arena *arena = arena_new();
	work->wanted = xcalloc(count + 1, sizeof(*work->wanted));
	for (size_t i = 0; i < count && !is_stopped(work); i++) {
		struct post_file known;
		arena_reset(arena);
		listing_file(work->listing, i, arena, &known);
		struct search_file file = {known.path, known.mtime, known.size};
		if (known.path[0] != '\0' && !search_index_has(work->index, &file))
			work->wanted[work->wanted_count++] = i;
	}
	arena_free(arena);
}

static void
find_paths(struct work *work)
{
	size_t count = listing_count(work->listing);
	work->paths = xcalloc(count + 1, sizeof(*work->paths));
	struct arena *arena = arena_new();
	for (size_t i = 0; i < count && !is_stopped(work); i++) {
		struct post_file known;
		arena_reset(arena);
		listing_file(work->listing, i, arena, &known);
		work->paths[work->path_count++] = hash_stable_text(known.path);
	}
	arena_free(arena);
	if (count > 0)
		qsort(work->paths, work->path_count, sizeof(*work->paths), compare_hashes);
}

/* An index that is mostly rests is made anew. */
static bool
is_worn(const struct fulltext_state *state)
{
	return state->dead + state->strays > 1000 + state->posts / 4;
}

static bool
plan(struct work *work, struct err *err)
{
	struct fulltext_state state;
	const struct query all = {.order = POSTS_BY_DATE};
	work->listing = catalogue_list(work->catalogue, &all);
	find_paths(work);
	if (is_stopped(work))
		return true;
	if (!search_index_prune(work->index, is_there, work, err) ||
			!search_index_state(work->index, &state, err))
		return false;
	if (is_worn(&state) && (!search_index_clear(work->index, err) ||
					       !search_index_state(work->index, &state, err)))
		return false;
	find_wanted(work);
	put_in_order(work, &state);
	size_t count = listing_count(work->listing);
	atomic_store(&work->progress->done, count - work->wanted_count);
	atomic_store(&work->progress->total, count);
	return true;
}

/* --- Reading, in any thread --- */

/* A post that cannot be read is known by what the catalogue has of it. */
static void
add_post(struct work *work, struct slot *slot, struct fulltext_block *block, size_t position,
		size_t number)
{
	struct post post;
	struct post_file known;
	struct err err;
	pthread_mutex_lock(&work->lock);
	listing_get(work->listing, position, slot->arena, &post);
	listing_file(work->listing, position, slot->arena, &known);
	pthread_mutex_unlock(&work->lock);
	struct article *article = article_open(work->library->archive, post.path, &err);
	slot->files[number] = (struct search_file){known.path, known.mtime, known.size};
	fulltext_block_add(slot->maker, block, (int64_t)number, &post,
			article != NULL ? article->document->text : "",
			article != NULL ? article->document->length : 0);
	article_close(article);
}

static void
make_chunk(void *context, size_t chunk, size_t place)
{
	struct work *work = context;
	struct slot *slot = &work->slots[place];
	size_t at = chunk * CHUNK_POSTS;
	size_t end = at + CHUNK_POSTS < work->wanted_count ? at + CHUNK_POSTS : work->wanted_count;
	size_t number = 0;
	arena_reset(slot->arena);
	fulltext_maker_clear(slot->maker);
	slot->count = 0;
	while (at < end && !is_stopped(work)) {
		struct fulltext_block *block = &slot->blocks[slot->count++];
		fulltext_block_begin(slot->maker, block);
		while (at < end && !fulltext_block_is_full(slot->maker, block))
			add_post(work, slot, block, work->wanted[at++], number++);
		fulltext_block_end(slot->maker, block);
	}
}

/* --- Writing, in one --- */

static bool
commit(struct work *work)
{
	if (work->uncommitted == 0)
		return true;
	if (!search_index_commit(work->index, work->err))
		return false;
	atomic_fetch_add(&work->progress->done, work->uncommitted);
	work->uncommitted = 0;
	work->committed = ticks_ms();
	return true;
}

static void
take_chunk(void *context, size_t chunk, size_t place)
{
	struct work *work = context;
	struct slot *slot = &work->slots[place];
	(void)chunk;
	if (atomic_load(&work->is_failed) || slot->count == 0)
		return;
	bool is_good = work->uncommitted > 0 || search_index_begin(work->index, work->err);
	is_good = is_good &&
		  search_index_add(work->index, slot->files, slot->blocks, slot->count, work->err);
	for (size_t i = 0; i < slot->count; i++)
		work->uncommitted += slot->blocks[i].count;
	if (is_good && ticks_ms() - work->committed >= COMMIT_MS)
		is_good = commit(work);
	if (!is_good)
		atomic_store(&work->is_failed, true);
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
		work->slots[i].maker = fulltext_maker_new();
	}
	work->committed = ticks_ms();
	parallel_run(&job);
	for (size_t i = 0; i < job.slot_count; i++) {
		arena_free(work->slots[i].arena);
		fulltext_maker_free(work->slots[i].maker);
	}
	free(work->slots);
	bool is_good = !atomic_load(&work->is_failed) && commit(work);
	search_index_rollback(work->index);
	return is_good;
}

static bool
update(struct work *work)
{
	int64_t source = catalogue_state(work->catalogue);
	size_t count = catalogue_count(work->catalogue);
	if (search_index_source(work->index) == source) {
		atomic_store(&work->progress->done, count);
		atomic_store(&work->progress->total, count);
		return true;
	}
	if (!plan(work, work->err) || !add_all(work))
		return false;
	if (is_stopped(work))
		return true;
	if (work->wanted_count >= SMALL_CHANGE && !search_index_settle(work->index, work->err))
		return false;
	return search_index_set_source(work->index, source, work->err);
}

/* One attempt; *is_damaged: it failed for a file that is better made anew. */
static bool
try_update(const struct library *library, const char *path, struct indexer_progress *progress,
		char **notice, bool *is_damaged, struct err *err)
{
	struct work work = {.library = library, .progress = progress, .err = err};
	work.index = search_index_open(path, notice, err);
	if (work.index == NULL) {
		err_add_path(err, path);
		return false;
	}
	work.catalogue = catalogue_open(catalogue_place(library->catalogue), err);
	pthread_mutex_init(&work.lock, NULL);
	bool is_good = work.catalogue != NULL && update(&work);
	*is_damaged = !is_good && search_index_is_damaged(work.index);
	listing_free(work.listing);
	catalogue_free(work.catalogue);
	pthread_mutex_destroy(&work.lock);
	free(work.paths);
	free(work.wanted);
	search_index_close(work.index);
	return is_good;
}

bool
indexer_run(const struct library *library, const char *path, struct indexer_progress *progress,
		char **notice, struct err *err)
{
	bool is_damaged = false;
	char *unused = NULL;
	char **said = notice != NULL ? notice : &unused;
	bool is_good = try_update(library, path, progress, said, &is_damaged, err);
	if (is_damaged) {
		search_index_discard(path);
		free(*said);
		is_good = try_update(library, path, progress, said, &is_damaged, err);
		free(*said);
		*said = xformat("%s was damaged: the full text is indexed anew", path);
	}
	free(unused);
	return is_good;
}
