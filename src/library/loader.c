#include "library/loader.h"

#include "base/thread.h"
#include "base/wake.h"
#include "base/xalloc.h"
#include "library/watch.h"
#include "store/database.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
	QUIET_MS = 150,	    /* without a change before reading begins: a pull is read once */
	PATIENCE_MS = 2000, /* the longest wait while changes go on */
	COSTLY_POSTS = 20000,
};

struct loader {
	char *path;
	struct archive_options options;
	unsigned background;
	int pipe[2];	       /* the thread writes, the owner reads */
	int order[2];	       /* the owner writes, the thread reads: there is something to do */
	struct thread *thread; /* NULL: not started yet */
	struct library_progress progress;
	pthread_mutex_t lock;
	/* under the lock: */
	bool is_running;
	bool is_waiting; /* the end of it is there to be taken */
	bool is_asked, is_anew;
	struct library *newest; /* not taken yet */
	bool has_failed;
	struct err err;
	/* the thread's: */
	struct watch *watch;
	int64_t given;	/* the catalogue's state in the library that was handed over last */
	bool is_costly; /* nothing is kept, so all posts are read each time: only on request */
};

struct loader *
loader_new(const char *path, const struct archive_options *options, unsigned background,
		struct err *err)
{
	struct loader *loader = xcalloc(1, sizeof(*loader));
	if (!wake_open(loader->pipe, err)) {
		free(loader);
		return NULL;
	}
	if (!wake_open(loader->order, err)) {
		wake_close(loader->pipe);
		free(loader);
		return NULL;
	}
	loader->path = xstrdup(path);
	loader->options = *options;
	loader->background = background;
	pthread_mutex_init(&loader->lock, NULL);
	return loader;
}

/* --- The thread --- */

/* Ends a run: its result can be taken, and another may begin. Under the lock. */
static void
end_run(struct loader *loader)
{
	loader->is_waiting = true;
	loader->is_running = false;
}

static void
deliver(void *context, struct library *library)
{
	struct loader *loader = context;
	loader->given = catalogue_state(library->catalogue);
	pthread_mutex_lock(&loader->lock);
	struct library *old = loader->newest;
	/* The count and the notice of a library that was not taken pass to the next one. */
	if (old != NULL && !old->is_partial) {
		library->added += old->added;
		if (library->newest == NULL)
			xreplace(&library->newest, old->newest);
		if (library->notice == NULL) {
			library->notice = old->notice;
			old->notice = NULL;
		}
	}
	loader->newest = library;
	if (!library->is_partial)
		end_run(loader);
	pthread_mutex_unlock(&loader->lock);
	library_close(old);
	wake_ring(loader->pipe[1]);
}

static void
fail(struct loader *loader, const struct err *err)
{
	pthread_mutex_lock(&loader->lock);
	loader->has_failed = true;
	end_run(loader);
	loader->err = *err;
	pthread_mutex_unlock(&loader->lock);
	wake_ring(loader->pipe[1]);
}

static bool
take_is_anew(struct loader *loader)
{
	pthread_mutex_lock(&loader->lock);
	bool is_anew = loader->is_anew;
	loader->is_anew = false;
	pthread_mutex_unlock(&loader->lock);
	return is_anew;
}

static void
make(struct loader *loader)
{
	struct err err;
	struct library_request request = {
			.path = loader->path,
			.options = &loader->options,
			.progress = &loader->progress,
			.watch = loader->watch,
			.is_anew = take_is_anew(loader),
			.problems = 1000,
			.deliver = loader->background & BACKGROUND_PARTS ? deliver : NULL,
			.context = loader,
			.given = loader->given,
	};
	atomic_store(&loader->progress.done, 0);
	atomic_store(&loader->progress.total, 0);
	loader->options.now = (int64_t)time(NULL);
	struct library *library = library_make(&request, &err);
	loader->is_costly = library != NULL &&
			    database_is_memory(catalogue_place(library->catalogue)) &&
			    catalogue_count(library->catalogue) > COSTLY_POSTS;
	if (library != NULL)
		deliver(loader, library);
	else if (!atomic_load(&loader->progress.stop))
		fail(loader, &err);
	xalloc_trim();
}

/* Begins a run if one is due or was asked for; returns whether it did. */
static bool
begin_run(struct loader *loader, bool is_due)
{
	pthread_mutex_lock(&loader->lock);
	bool begins = is_due || loader->is_asked;
	if (begins) {
		loader->is_asked = false;
		loader->is_running = true;
	}
	pthread_mutex_unlock(&loader->lock);
	return begins;
}

/* Waits until the archive is to be read again; false when the thread is to end. */
static bool
wait_for_change(struct loader *loader)
{
	struct pollfd fds[] = {{.fd = loader->order[0], .events = POLLIN},
			{.fd = loader->is_costly ? -1 : watch_fd(loader->watch), .events = POLLIN}};
	int waited = 0;
	bool has_changed = false;
	while (!atomic_load(&loader->progress.stop)) {
		int ready = poll(fds, 2, has_changed ? QUIET_MS : -1);
		if (ready < 0 && errno != EINTR)
			return false;
		wake_drain(loader->order[0]);
		if (begin_run(loader, ready == 0 || waited >= PATIENCE_MS))
			return !atomic_load(&loader->progress.stop);
		if (ready > 0 && fds[1].revents != 0) {
			has_changed = true;
			watch_drain(loader->watch);
			/* The pause collects events: one pull causes thousands. */
			(void)poll(fds, 1, QUIET_MS / 3);
			waited += QUIET_MS / 3;
		}
	}
	return false;
}

static void *
work(void *argument)
{
	struct loader *loader = argument;
	if (loader->background & BACKGROUND_WATCH)
		loader->watch = watch_new(loader->path);
	while (wait_for_change(loader))
		make(loader);
	watch_free(loader->watch);
	return NULL;
}

/* --- The owner --- */

bool
loader_start(struct loader *loader, bool is_anew, struct err *err)
{
	pthread_mutex_lock(&loader->lock);
	loader->is_anew = loader->is_anew || is_anew;
	loader->is_asked = loader->is_asked || is_anew || !loader->is_running;
	pthread_mutex_unlock(&loader->lock);
	wake_ring(loader->order[1]);
	if (loader->thread == NULL)
		loader->thread = thread_start(work, loader, err);
	if (loader->thread == NULL)
		loader->is_asked = false;
	return loader->thread != NULL;
}

bool
loader_is_running(struct loader *loader)
{
	pthread_mutex_lock(&loader->lock);
	bool is_running = loader->is_running || loader->is_asked || loader->is_waiting;
	pthread_mutex_unlock(&loader->lock);
	return is_running;
}

void
loader_progress(const struct loader *loader, size_t *done, size_t *total, int64_t *begun_ms)
{
	*begun_ms = atomic_load(&loader->progress.begun_ms);
	*done = atomic_load(&loader->progress.done);
	*total = atomic_load(&loader->progress.total);
}

int
loader_fd(const struct loader *loader)
{
	return loader->pipe[0];
}

int
loader_wake_fd(const struct loader *loader)
{
	return loader->pipe[1];
}

void
loader_swallow(struct loader *loader)
{
	wake_drain(loader->pipe[0]);
}

bool
loader_take(struct loader *loader, struct library **library, struct err *err)
{
	pthread_mutex_lock(&loader->lock);
	*library = loader->newest;
	loader->newest = NULL;
	bool has_failed = loader->has_failed;
	if (has_failed && *library == NULL) {
		*err = loader->err;
		loader->has_failed = false;
	}
	loader->is_waiting = loader->has_failed;
	pthread_mutex_unlock(&loader->lock);
	return *library != NULL || !has_failed;
}

void
loader_free(struct loader *loader)
{
	if (loader == NULL)
		return;
	atomic_store(&loader->progress.stop, true);
	wake_ring(loader->order[1]);
	thread_join(loader->thread);
	library_close(loader->newest);
	pthread_mutex_destroy(&loader->lock);
	wake_close(loader->pipe);
	wake_close(loader->order);
	free(loader->path);
	free(loader);
}
