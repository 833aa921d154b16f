#include "library/refresh.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/iso_date.h"
#include "base/language.h"
#include "base/parallel.h"
#include "base/ticks.h"
#include "base/xalloc.h"
#include "catalogue/catalogue_writer.h"
#include "library/labels.h"
#include "library/reading.h"
#include "library/watch.h"

#include <stdlib.h>
#include <string.h>

enum {
	FIRST_POSTS = 256, /* newest posts committed first, for the first screen */
	COMMIT_MS = 300, /* between two commits while readers are shown the catalogue as it grows */
	LAZY_COMMIT_MS = 2000,
	COMMIT_SHARE = 8, /* commits take at most 1/COMMIT_SHARE of the time */
	BATCH_FILES = 4096,
	CHUNK_FILES = 256,
};

/* A file of the folder, beside what is known of it. */
struct found_file {
	struct archive_entry entry;
	struct known_file *known; /* NULL: it is new */
	bool is_there;		  /* still */
	bool is_same;
};

/* Files that are compared by several threads at once. */
struct batch {
	struct found_file files[BATCH_FILES];
	size_t count;
	struct arena *arena; /* of their paths */
};

struct work {
	struct refresh *refresh;
	struct known_file *known;
	size_t known_count, known_capacity;
	struct arena *arena;	  /* of paths */
	struct reading_job *jobs; /* with their posts' ids, 0 for new ones */
	size_t job_count, job_capacity;
	struct batch batch;
	size_t seen;	   /* entries of the folder */
	char *folder;	   /* the last one that was watched */
	size_t taken;	   /* jobs done */
	int64_t started;   /* of ticks_ms */
	int64_t committed; /* the same; 0: not yet */
	int64_t cost;	   /* of the last commit, milliseconds */
	struct err *err;
};

/* --- Comparing --- */

static bool
keep_known(void *context, const struct known_file *file)
{
	struct work *work = context;
	work->known = xgrow(work->known, work->known_count, &work->known_capacity,
			sizeof(*work->known));
	work->known[work->known_count++] = *file;
	return !library_is_stopped(work->refresh->progress);
}

static int
compare_known(const void *a, const void *b)
{
	int64_t left = ((const struct known_file *)a)->path_hash;
	int64_t right = ((const struct known_file *)b)->path_hash;
	return left < right ? -1 : left > right;
}

static struct known_file *
find_known(const struct work *work, const char *path)
{
	const struct known_file wanted = {.path_hash = (int64_t)hash_stable_text(path)};
	return work->known_count == 0 ? NULL
				      : bsearch(&wanted, work->known, work->known_count,
							sizeof(wanted), compare_known);
}

static void
watch_folder_of(struct work *work, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash != NULL ? (size_t)(slash - path) : 0;
	bool is_same = work->folder != NULL && strlen(work->folder) == length &&
		       memcmp(work->folder, path, length) == 0;
	if (work->refresh->watch == NULL || is_same)
		return;
	free(work->folder);
	work->folder = xstrndup(path, length);
	watch_add(work->refresh->watch, work->folder);
}

/* The date that a file name begins with, as the number YYYYMMDD; 0: none. */
static int64_t
date_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct iso_date date;
	bool is_dated = iso_date_read_day(slash != NULL ? slash + 1 : path, &date) != NULL;
	return is_dated ? (date.year * 100 + date.month) * 100 + date.day : 0;
}

static void
compare_file(const struct work *work, struct found_file *file)
{
	struct file_state state;
	file->known = find_known(work, file->entry.path);
	/* On the first reading names are enough. */
	file->is_there = work->known_count == 0 ||
			 archive_file_state(work->refresh->archive, file->entry.path, &state);
	const struct known_file *known = file->is_there ? file->known : NULL;
	bool is_due = known != NULL && known->is_hidden_future && known->date <= work->refresh->now;
	file->is_same = known != NULL && !is_due && known->mtime == state.mtime &&
			known->size == state.size;
}

static size_t
chunk_end(const struct batch *batch, size_t chunk)
{
	size_t end = (chunk + 1) * CHUNK_FILES;
	return end < batch->count ? end : batch->count;
}

static void
compare_chunk(void *context, size_t chunk, size_t slot)
{
	(void)slot; /* the files themselves keep what comes of it */
	struct work *work = context;
	for (size_t i = chunk * CHUNK_FILES; i < chunk_end(&work->batch, chunk); i++)
		compare_file(work, &work->batch.files[i]);
}

static void
add_job(struct work *work, const struct found_file *file)
{
	work->jobs = xgrow(work->jobs, work->job_count, &work->job_capacity, sizeof(*work->jobs));
	struct reading_job *job = &work->jobs[work->job_count++];
	*job = (struct reading_job){file->entry, file->known != NULL ? file->known->id : 0,
			date_of(file->entry.path)};
	job->entry.path = arena_text(work->arena, file->entry.path);
}

static void
take_compared(void *context, size_t chunk, size_t slot)
{
	(void)slot;
	struct work *work = context;
	for (size_t i = chunk * CHUNK_FILES; i < chunk_end(&work->batch, chunk); i++) {
		const struct found_file *file = &work->batch.files[i];
		work->seen += file->is_there;
		if (file->is_there && file->known != NULL)
			file->known->is_seen = true;
		if (file->is_there && !file->is_same)
			add_job(work, file);
	}
}

/* Compares the files found since the last time. False when it is stopped. */
static bool
compare_batch(struct work *work)
{
	struct batch *batch = &work->batch;
	struct library_progress *progress = work->refresh->progress;
	size_t chunks = (batch->count + CHUNK_FILES - 1) / CHUNK_FILES;
	parallel_run(&(struct parallel){
			.chunk_count = chunks,
			.slot_count = parallel_slots(chunks),
			.context = work,
			.work = compare_chunk,
			.take = take_compared,
			.stop = progress != NULL ? &progress->stop : NULL,
	});
	batch->count = 0;
	arena_reset(batch->arena);
	return !library_is_stopped(progress);
}

static bool
visit(void *context, const struct archive_entry *entry)
{
	struct work *work = context;
	struct batch *batch = &work->batch;
	watch_folder_of(work, entry->path);
	struct found_file *file = &batch->files[batch->count++];
	file->entry = *entry;
	file->entry.path = arena_text(batch->arena, entry->path);
	if (batch->count == BATCH_FILES)
		return compare_batch(work);
	return !library_is_stopped(work->refresh->progress);
}

static int
compare_newest(const void *a, const void *b)
{
	int64_t left = ((const struct reading_job *)a)->order;
	int64_t right = ((const struct reading_job *)b)->order;
	return left > right ? -1 : left < right;
}

/* --- Writing --- */

static bool
fail_store(struct work *work)
{
	work->refresh->is_store_failure = true;
	work->refresh->is_damaged = catalogue_writer_is_damaged(work->refresh->writer);
	return false;
}

static bool
commit(struct work *work, bool is_last)
{
	struct refresh *refresh = work->refresh;
	int64_t begun = ticks_ms();
	if (catalogue_writer_pending(refresh->writer) == 0)
		return true;
	if (!catalogue_writer_commit(refresh->writer, work->err))
		return fail_store(work);
	/* The last commit is shown with the finished library, but not on the first reading. */
	if (refresh->committed != NULL && !(is_last && work->known_count > 0))
		refresh->committed(refresh->context);
	work->committed = ticks_ms();
	work->cost = work->committed - begun;
	return true;
}

static void
commit_if_due(struct work *work)
{
	bool is_eager = work->refresh->is_eager;
	int64_t wait = is_eager ? COMMIT_MS : LAZY_COMMIT_MS;
	if (work->cost * COMMIT_SHARE > wait)
		wait = work->cost * COMMIT_SHARE;
	bool is_first = work->committed == 0;
	bool is_screen = is_eager && is_first && work->taken >= FIRST_POSTS;
	if (is_screen || ticks_ms() >= wait + (is_first ? work->started : work->committed))
		(void)commit(work, false);
}

/* Counts a post that is new. */
static void
add_new(struct refresh *refresh, const struct post *post)
{
	refresh->added++;
	if (refresh->newest != NULL && post->date <= refresh->newest_date)
		return;
	xreplace(&refresh->newest, title_shown(post));
	refresh->newest_date = post->date;
}

static bool
put(struct work *work, const struct reading_result *result, uint32_t id)
{
	struct refresh *refresh = work->refresh;
	if (!result->is_read) {
		refresh->unread++;
		problems_add_err(refresh->problems, SEVERITY_ERROR, result->err);
		return id == 0 || catalogue_writer_remove(refresh->writer, id, work->err);
	}
	bool is_shown = (result->post.flags & POST_HIDDEN) == 0;
	if (id == 0 && is_shown)
		add_new(refresh, &result->post);
	return catalogue_writer_put(refresh->writer, id, &result->post, result->file.mtime,
			result->file.size, work->err);
}

static void
take(void *context, const struct reading_chunk *chunk)
{
	struct work *work = context;
	bool is_failed = work->refresh->is_store_failure;
	for (size_t i = 0; i < chunk->count && !is_failed; i++)
		is_failed = !put(work, &chunk->results[i], chunk->jobs[i].id) && !fail_store(work);
	work->taken += chunk->count;
	if (!is_failed)
		commit_if_due(work);
}

static bool
remove_unseen(struct work *work)
{
	struct refresh *refresh = work->refresh;
	for (size_t i = 0; i < work->known_count; i++) {
		const struct known_file *known = &work->known[i];
		if (!known->is_seen &&
				!catalogue_writer_remove(refresh->writer, known->id, work->err))
			return fail_store(work);
	}
	return true;
}

/* --- Landing pages --- */

/* Reads the landing pages, which give categories their shown names; a failure is only a warning. */
static bool
read_landings(struct work *work)
{
	struct refresh *refresh = work->refresh;
	struct landings landings = {NULL, 0};
	struct err err;
	if (!archive_read_landings(refresh->archive, work->arena, &landings, &err)) {
		problems_add_err(refresh->problems, SEVERITY_WARNING, &err);
		return true;
	}
	return catalogue_writer_landings(refresh->writer, &landings, work->err) || fail_store(work);
}

/* --- All of it --- */

static bool
compare(struct work *work)
{
	struct refresh *refresh = work->refresh;
	if (!catalogue_writer_files(refresh->writer, keep_known, work, work->err))
		return fail_store(work);
	if (work->known_count > 0 && !library_is_stopped(refresh->progress))
		qsort(work->known, work->known_count, sizeof(*work->known), compare_known);
	/* Folders are watched before they are read, so that a change meanwhile is noticed. */
	if (refresh->watch != NULL) {
		watch_add(refresh->watch, "");
		watch_add(refresh->watch, "_posts");
	}
	size_t errors = problems_error_count(refresh->problems);
	if (!archive_visit(refresh->archive, work->arena, visit, work, refresh->problems,
			    work->err))
		return false;
	refresh->unread += problems_error_count(refresh->problems) - errors;
	if (!compare_batch(work))
		return err_set(work->err, _("stopped while reading the archive"));
	/* A file system that is not mounted leaves an empty folder: keep the catalogue. */
	if (work->seen == 0 && work->known_count > 0 && !archive_holds_posts(refresh->archive))
		return err_set(work->err,
				_("the folder is empty where %zu posts were before: "
				  "is it mounted?"),
				work->known_count);
	return true;
}

static bool
run(struct work *work)
{
	struct refresh *refresh = work->refresh;
	if (!compare(work))
		return false;
	if (work->job_count > 0)
		qsort(work->jobs, work->job_count, sizeof(*work->jobs), compare_newest);
	/* On the first reading the first screen needs the names of categories. */
	bool is_first = work->known_count == 0;
	if (is_first && !read_landings(work))
		return false;
	if (refresh->progress != NULL) {
		atomic_store(&refresh->progress->begun_ms, ticks_ms());
		atomic_store(&refresh->progress->total, work->job_count);
	}
	if (!remove_unseen(work))
		return false;
	reading_run(refresh->archive, work->jobs, work->job_count, refresh->progress, take, work);
	if (refresh->is_store_failure)
		return false;
	if (library_is_stopped(refresh->progress))
		return err_set(work->err, _("stopped while reading the archive"));
	return (is_first || read_landings(work)) && commit(work, true) &&
	       (catalogue_writer_finish(refresh->writer, work->err) || fail_store(work));
}

bool
refresh_run(struct refresh *refresh, struct err *err)
{
	struct work *work = xcalloc(1, sizeof(*work));
	work->refresh = refresh;
	work->err = err;
	work->arena = arena_new();
	work->batch.arena = arena_new();
	work->started = ticks_ms();
	bool is_good = run(work);
	arena_free(work->batch.arena);
	arena_free(work->arena);
	free(work->known);
	free(work->jobs);
	free(work->folder);
	free(work);
	return is_good;
}
