#include "app/loader.h"

#include "app/watch.h"
#include "base/xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	QUIET_MS = 150,	    /* after a change, before it is looked at: a pull is one change */
	PATIENCE_MS = 2000, /* but no longer, when changes never end */
	COSTLY_POSTS = 20000,
};

struct loader {
	char *path;
	struct archive_options options;
	int pipe[2];  /* the thread writes, the owner reads */
	int order[2]; /* the owner writes, the thread reads: there is something to do */
	pthread_t thread;
	bool is_started;
	struct library_progress progress;
	atomic_bool is_running;
	atomic_bool is_waiting; /* the end of it is there to be taken */
	atomic_bool is_anew;
	atomic_bool is_asked;
	pthread_mutex_t lock;
	/* under the lock: */
	struct library *newest; /* not taken yet */
	bool has_failed;
	struct err err;
	/* the thread's: */
	struct watch *watch;
	bool is_costly; /* all posts are read each time: only when it is asked for */
};

static bool
make_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return false;
	for (int i = 0; i < 2; i++) {
		(void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
		(void)fcntl(ends[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

struct loader *
loader_new(const char *path, const struct archive_options *options, struct err *err)
{
	struct loader *loader = xcalloc(1, sizeof(*loader));
	if (!make_pipe(loader->pipe)) {
		err_set_errno(err, NULL, errno);
		free(loader);
		return NULL;
	}
	if (!make_pipe(loader->order)) {
		err_set_errno(err, NULL, errno);
		close(loader->pipe[0]);
		close(loader->pipe[1]);
		free(loader);
		return NULL;
	}
	loader->path = xstrdup(path);
	loader->options = *options;
	pthread_mutex_init(&loader->lock, NULL);
	return loader;
}

/* A full pipe will wake its reader as well. */
static void
tell(int fd)
{
	while (write(fd, "", 1) < 0 && errno == EINTR)
		continue;
}

static void
swallow(int fd)
{
	char bytes[256];
	ssize_t count;
	do
		count = read(fd, bytes, sizeof(bytes));
	while (count > 0 || (count < 0 && errno == EINTR));
}

/* --- The thread --- */

/* Under the lock: what has been made waits to be taken, and another run may be asked for. */
static void
end_run(struct loader *loader)
{
	atomic_store(&loader->is_waiting, true);
	atomic_store(&loader->is_running, false);
}

static void
deliver(void *context, struct library *library)
{
	struct loader *loader = context;
	pthread_mutex_lock(&loader->lock);
	struct library *old = loader->newest;
	/* What was new in one that nobody took is new in this one as well. */
	if (old != NULL && !old->is_partial) {
		library->added += old->added;
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
	tell(loader->pipe[1]);
}

static void
fail(struct loader *loader, const struct err *err)
{
	pthread_mutex_lock(&loader->lock);
	loader->has_failed = true;
	end_run(loader);
	loader->err = *err;
	pthread_mutex_unlock(&loader->lock);
	tell(loader->pipe[1]);
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
			.is_anew = atomic_exchange(&loader->is_anew, false),
			.problems = 1000,
			.deliver = deliver,
			.context = loader,
	};
	atomic_store(&loader->progress.done, 0);
	atomic_store(&loader->progress.total, 0);
	loader->options.now = (int64_t)time(NULL);
	struct library *library = library_make(&request, &err);
	loader->is_costly = library != NULL &&
			    catalogue_is_in_memory(catalogue_place(library->catalogue)) &&
			    catalogue_count(library->catalogue) > COSTLY_POSTS;
	if (library != NULL)
		deliver(loader, library);
	else if (!atomic_load(&loader->progress.stop))
		fail(loader, &err);
	xalloc_trim();
}

/* Waits until there is a reason to read again: true; false to end. */
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
		swallow(loader->order[0]);
		if (atomic_exchange(&loader->is_asked, false))
			return !atomic_load(&loader->progress.stop);
		if (ready == 0 || waited >= PATIENCE_MS)
			return true;
		if (ready > 0 && fds[1].revents != 0) {
			has_changed = true;
			watch_drain(loader->watch);
			/* Each event would wake it otherwise, thousands for one pull. */
			const struct timespec pause = {.tv_nsec = QUIET_MS / 3 * 1000000L};
			nanosleep(&pause, NULL);
			waited += QUIET_MS / 3;
		}
	}
	return false;
}

static void *
work(void *argument)
{
	struct loader *loader = argument;
	loader->watch = watch_new(loader->path);
	do {
		atomic_store(&loader->is_running, true);
		make(loader);
	} while (wait_for_change(loader));
	watch_free(loader->watch);
	return NULL;
}

/* --- The owner --- */

bool
loader_start(struct loader *loader, bool is_anew, struct err *err)
{
	if (is_anew)
		atomic_store(&loader->is_anew, true);
	bool is_coming = atomic_load(&loader->is_running) || atomic_load(&loader->is_asked);
	if (loader->is_started && !is_anew && is_coming)
		return true;
	if (loader->is_started) {
		atomic_store(&loader->is_asked, true);
		tell(loader->order[1]);
		return true;
	}
	atomic_store(&loader->is_running, true);
	int error = pthread_create(&loader->thread, NULL, work, loader);
	if (error != 0) {
		atomic_store(&loader->is_running, false);
		return err_set_errno(err, NULL, error);
	}
	loader->is_started = true;
	return true;
}

bool
loader_is_running(const struct loader *loader)
{
	return atomic_load(&loader->is_running) || atomic_load(&loader->is_asked) ||
	       atomic_load(&loader->is_waiting);
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
	swallow(loader->pipe[0]);
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
	atomic_store(&loader->is_waiting, loader->has_failed);
	pthread_mutex_unlock(&loader->lock);
	return *library != NULL || !has_failed;
}

void
loader_free(struct loader *loader)
{
	if (loader == NULL)
		return;
	if (loader->is_started) {
		atomic_store(&loader->progress.stop, true);
		tell(loader->order[1]);
		pthread_join(loader->thread, NULL);
	}
	library_close(loader->newest);
	pthread_mutex_destroy(&loader->lock);
	for (int i = 0; i < 2; i++) {
		close(loader->pipe[i]);
		close(loader->order[i]);
	}
	free(loader->path);
	free(loader);
}
