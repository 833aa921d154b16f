#include "library/library.h"

#include "base/err.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "catalogue/catalogue_writer.h"
#include "library/refresh.h"
#include "store/database.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	LOCK_POLL_MS = 50,
	LOCK_POLLS = 100, /* in which the process with the lock must write something */
};

/* One opening of an archive. */
struct making {
	const struct library_request *request;
	struct archive *archive;
	struct problems *problems;
	uint64_t fingerprint;
	char *place;
	char *notice;
	size_t added;
	char *newest;
	size_t unread;
	bool is_read_only; /* the file at `place` */
};

char *
library_cache_path(const char *archive_root, const char *ending)
{
	char resolved[PATH_MAX];
	const char *root = realpath(archive_root, resolved) != NULL ? resolved : archive_root;
	const char *slash = strrchr(root, '/');
	char *name = xformat("%.40s-%016llx.%s", slash != NULL ? slash + 1 : root,
			(unsigned long long)hash_stable_text(root), ending);
	char *path = file_cache_path(name);
	free(name);
	return path;
}

/* The catalogue's file; each combination of the options that show hidden posts has its own. */
static char *
cache_path(const struct archive *archive, const struct archive_options *options)
{
	char *ending = xformat("posts%s%s%s", options->drafts ? "-drafts" : "",
			options->future ? "-future" : "",
			options->unpublished ? "-unpublished" : "");
	char *path = library_cache_path(archive_root(archive), ending);
	free(ending);
	return path;
}

struct catalogue *
library_kept_catalogue(const struct archive *archive, const struct archive_options *options,
		struct err *err)
{
	char *place = cache_path(archive, options);
	struct catalogue *catalogue = NULL;
	if (place != NULL)
		catalogue = catalogue_open(place, err);
	else
		err_set(err, _("there is no home for a catalogue"));
	free(place);
	return catalogue;
}

/* --- Snapshots --- */

/* A library of what the catalogue has now. NULL with err. */
static struct library *
take_snapshot(struct making *making, bool is_partial, struct err *err)
{
	const struct library_request *request = making->request;
	struct catalogue *catalogue = catalogue_open(making->place, err);
	if (catalogue == NULL)
		return NULL;
	struct library *library = xcalloc(1, sizeof(*library));
	library->holders = 1;
	library->catalogue = catalogue;
	library->problems = problems_new();
	library->is_partial = is_partial;
	library->archive = archive_open(request->path, request->options, library->problems, err);
	if (library->archive == NULL) {
		library_close(library);
		return NULL;
	}
	if (!is_partial && request->deliver != NULL)
		catalogue_warm(catalogue);
	return library;
}

static void
deliver_snapshot(void *context)
{
	struct making *making = context;
	struct err err;
	struct library *library = take_snapshot(making, true, &err);
	if (library != NULL)
		making->request->deliver(making->request->context, library);
}

/* Delivers the catalogue as it was kept, before anything is read. */
static void
deliver_known(struct making *making)
{
	struct err err;
	if (making->request->deliver == NULL)
		return;
	struct library *library = take_snapshot(making, true, &err);
	if (library == NULL)
		return;
	bool is_it = catalogue_fingerprint(library->catalogue) == making->fingerprint &&
		     catalogue_state(library->catalogue) != making->request->given &&
		     catalogue_count(library->catalogue) > 0;
	if (is_it)
		making->request->deliver(making->request->context, library);
	else
		library_close(library);
}

static struct library *
finish(struct making *making, struct err *err)
{
	struct library *library = take_snapshot(making, false, err);
	if (library == NULL)
		return NULL;
	/* The problems of `making` include those of the configuration. */
	problems_free(library->problems);
	library->problems = making->problems;
	making->problems = NULL;
	catalogue_problems(library->catalogue, making->request->problems, library->problems);
	library->added = making->added;
	library->newest = making->newest;
	making->newest = NULL;
	library->unread = making->unread;
	library->notice = making->notice;
	making->notice = NULL;
	return library;
}

/* --- Refreshing --- */

static void
refresh_init(struct refresh *refresh, struct making *making, struct catalogue_writer *writer)
{
	const struct library_request *request = making->request;
	*refresh = (struct refresh){
			.archive = making->archive,
			.writer = writer,
			.problems = making->problems,
			.progress = request->progress,
			.watch = request->watch,
			.now = request->options->now,
	};
}

/* Makes the catalogue in memory, from a copy of the file where that can be read but not written. */
static struct library *
make_in_memory(struct making *making, struct err *err)
{
	struct refresh refresh;
	size_t limit = archive_post_limit(making->archive);
	char *file = making->place;
	making->place = database_memory_place();
	struct catalogue_writer *writer =
			file != NULL ? catalogue_writer_open_copy(making->place, file,
						       making->fingerprint, err)
				     : catalogue_writer_open(making->place, making->fingerprint,
						       NULL, err);
	free(file);
	refresh_init(&refresh, making, writer);
	bool is_good = writer != NULL && refresh_run(&refresh, err) &&
		       (limit == 0 || catalogue_writer_keep_newest(writer, limit, err));
	making->unread = refresh.unread;
	free(refresh.newest);
	/* The library opens it before the writer closes it: in memory it lives only while open. */
	struct library *library = is_good ? finish(making, err) : NULL;
	catalogue_writer_close(writer);
	return library;
}

/* Whether the path leads to the file that is open. */
static bool
is_file(int fd, const char *path)
{
	struct stat own, there;
	return fstat(fd, &own) == 0 && stat(path, &there) == 0 && own.st_dev == there.st_dev &&
	       own.st_ino == there.st_ino;
}

/* What the process that has the lock has written so far. */
static struct file_state
written_of(const struct making *making)
{
	struct file_state written = {0};
	struct stat status;
	char *path = xformat("%s-wal", making->place);
	if (stat(path, &status) == 0)
		written = file_state_of(&status);
	free(path);
	return written;
}

/* Waits for the lock. False: the process that has it has written nothing for a while. */
static bool
wait_for_lock(const struct making *making, int fd)
{
	struct flock wanted = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	const struct timespec pause = {.tv_nsec = LOCK_POLL_MS * 1000000L};
	struct file_state before = written_of(making);
	int polls = 0;
	while (!library_is_stopped(making->request->progress) && fcntl(fd, F_SETLK, &wanted) != 0 &&
			(errno == EAGAIN || errno == EACCES || errno == EINTR)) {
		struct file_state now = written_of(making);
		bool is_same = now.mtime == before.mtime && now.size == before.size;
		polls = is_same ? polls + 1 : 0;
		if (polls == LOCK_POLLS)
			return false;
		before = now;
		nanosleep(&pause, NULL);
	}
	return true;
}

/*
 * Takes the lock under which one process at a time brings a catalogue up to date. Returns
 * the lock's file, to be closed; -1 if there can be none, or if (*is_held_up) a process
 * that makes no progress has it.
 */
static int
lock(const struct making *making, bool *is_held_up)
{
	char *path = xformat("%s.lock", making->place);
	int fd;
	bool is_it;
	do {
		file_make_folders(path);
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		*is_held_up = fd >= 0 && !wait_for_lock(making, fd);
		/* A lock file that was deleted meanwhile excludes nobody: take the new one. */
		is_it = fd < 0 || library_is_stopped(making->request->progress) ||
			is_file(fd, path);
		if (fd >= 0 && (!is_it || *is_held_up)) {
			close(fd);
			fd = -1;
		}
	} while (!is_it);
	free(path);
	return fd;
}

enum outcome {
	OUTCOME_DONE,
	OUTCOME_FAILED, /* not for the file: the archive cannot be read, or it was stopped */
	OUTCOME_NO_STORE,
	OUTCOME_DAMAGED,
	OUTCOME_GONE, /* deleted or replaced by another program meanwhile */
};

/* Brings the catalogue's file up to date. */
static enum outcome
update(struct making *making, struct err *err)
{
	struct refresh refresh;
	char *notice = NULL;
	struct catalogue_writer *writer =
			catalogue_writer_open(making->place, making->fingerprint, &notice, err);
	if (notice != NULL) {
		free(making->notice);
		making->notice = notice;
	}
	if (writer == NULL)
		return OUTCOME_NO_STORE;
	refresh_init(&refresh, making, writer);
	if (making->request->deliver != NULL) {
		refresh.is_eager = true;
		refresh.committed = deliver_snapshot;
		refresh.context = making;
	}
	bool is_good = refresh_run(&refresh, err);
	bool is_gone = catalogue_writer_is_gone(writer);
	making->is_read_only = catalogue_writer_is_read_only(writer);
	catalogue_writer_close(writer);
	making->added = refresh.added;
	free(making->newest);
	making->newest = refresh.newest;
	making->unread = refresh.unread;
	if (!is_good && !refresh.is_store_failure)
		return OUTCOME_FAILED;
	if (is_gone)
		return OUTCOME_GONE;
	if (is_good)
		return OUTCOME_DONE;
	return refresh.is_damaged ? OUTCOME_DAMAGED : OUTCOME_NO_STORE;
}

/* Brings the file up to date; rebuilds it, once, if it turns out to be damaged or gone. */
static enum outcome
update_or_renew(struct making *making, struct err *err)
{
	enum outcome outcome = update(making, err);
	if (outcome != OUTCOME_DAMAGED && outcome != OUTCOME_GONE)
		return outcome;
	if (outcome == OUTCOME_DAMAGED)
		database_discard(making->place);
	free(making->notice);
	making->notice = xformat(
			outcome == OUTCOME_DAMAGED
					? _("%s is damaged: the archive is catalogued anew")
					: _("%s was deleted or replaced: the archive is catalogued "
					    "anew"),
			making->place);
	return update(making, err);
}

/* Sets the notice that the file cannot be written, and `why` (may be NULL). */
static void
tell_not_kept(struct making *making, const struct err *why)
{
	free(making->notice);
	if (why == NULL)
		making->notice = xformat(_("%s cannot be written: what changes is read each time"),
				making->place);
	else
		making->notice = xformat(
				_("%s cannot be written: what changes is read each time: %s"),
				making->place, why->reason);
}

static struct library *
make_cached(struct making *making, struct err *err)
{
	if (!making->request->is_anew)
		deliver_known(making);
	bool is_held_up;
	int fd = lock(making, &is_held_up);
	if (is_held_up) {
		free(making->notice);
		making->notice = xformat(_("%s is in use by another program: what changes is read "
					   "each time"),
				making->place);
		return make_in_memory(making, err);
	}
	if (making->request->is_anew)
		database_discard(making->place);
	enum outcome outcome = update_or_renew(making, err);
	if (outcome == OUTCOME_DONE && making->is_read_only)
		tell_not_kept(making, NULL);
	struct library *library = outcome == OUTCOME_DONE ? finish(making, err) : NULL;
	if (fd >= 0)
		close(fd);
	if (library != NULL || outcome == OUTCOME_FAILED ||
			library_is_stopped(making->request->progress))
		return library;
	tell_not_kept(making, making->is_read_only ? NULL : err);
	return make_in_memory(making, err);
}

/* A library of the catalogue as it is kept. NULL with err. */
static struct library *
open_kept(struct making *making, struct err *err)
{
	struct library *library = making->place != NULL ? finish(making, err) : NULL;
	if (library != NULL && catalogue_is_complete(library->catalogue) &&
			catalogue_fingerprint(library->catalogue) == making->fingerprint)
		return library;
	library_close(library);
	err_set(err, _("no whole catalogue is kept for this configuration and these options: the "
		       "archive has to be read first"));
	err_add_path(err, making->request->path);
	return NULL;
}

struct library *
library_make(const struct library_request *request, struct err *err)
{
	struct making making = {.request = request, .problems = problems_new()};
	struct library *library = NULL;
	making.archive = archive_open(request->path, request->options, making.problems, err);
	if (making.archive != NULL) {
		making.fingerprint = archive_fingerprint(making.archive);
		/* With limit_posts a new post takes an old one from those shown: nothing is kept. */
		bool is_kept = !request->is_fresh && archive_post_limit(making.archive) == 0;
		making.place = is_kept ? cache_path(making.archive, request->options) : NULL;
		if (request->is_as_kept)
			library = open_kept(&making, err);
		else
			library = making.place != NULL ? make_cached(&making, err)
						       : make_in_memory(&making, err);
	}
	archive_close(making.archive);
	problems_free(making.problems);
	free(making.place);
	free(making.newest);
	free(making.notice);
	return library;
}

struct library *
library_open(const char *path, const struct archive_options *options,
		struct library_progress *progress, struct err *err)
{
	const struct library_request request = {.path = path,
			.options = options,
			.progress = progress,
			.problems = SIZE_MAX};
	return library_make(&request, err);
}

struct library *
library_hold(struct library *library)
{
	library->holders++;
	return library;
}

void
library_close(struct library *library)
{
	if (library == NULL || --library->holders > 0)
		return;
	catalogue_free(library->catalogue);
	problems_free(library->problems);
	archive_close(library->archive);
	free(library->newest);
	free(library->notice);
	free(library);
}
