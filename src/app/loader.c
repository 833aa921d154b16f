#include "app/loader.h"

#include "base/xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct loader {
	char *path;
	struct archive_options options;
	int pipe[2]; /* the thread writes, the owner reads */
	bool is_running;
	pthread_t thread;
	struct library_progress progress;
	atomic_bool is_done;
	/* the thread's until it has been joined: */
	struct library *library;
	struct err err;
};

static bool
make_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return false;
	for (int i = 0; i < 2; i++)
		(void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
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
	loader->path = xstrdup(path);
	loader->options = *options;
	return loader;
}

static void *
load(void *argument)
{
	struct loader *loader = argument;
	loader->library = library_open(
			loader->path, &loader->options, &loader->progress, &loader->err);
	atomic_store(&loader->is_done, true);
	/* A pipe with room for thousands of bytes takes this one. */
	while (write(loader->pipe[1], "", 1) < 0 && errno == EINTR)
		continue;
	return NULL;
}

bool
loader_start(struct loader *loader, struct err *err)
{
	if (loader->is_running)
		return true;
	atomic_store(&loader->progress.done, 0);
	atomic_store(&loader->progress.total, 0);
	atomic_store(&loader->progress.stop, false);
	atomic_store(&loader->is_done, false);
	int error = pthread_create(&loader->thread, NULL, load, loader);
	if (error != 0)
		return err_set_errno(err, NULL, error);
	loader->is_running = true;
	return true;
}

bool
loader_is_running(const struct loader *loader)
{
	return loader->is_running;
}

void
loader_progress(const struct loader *loader, size_t *done, size_t *total)
{
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
	char byte;
	while (read(loader->pipe[0], &byte, 1) < 0 && errno == EINTR)
		continue;
}

bool
loader_is_done(const struct loader *loader)
{
	return loader->is_running && atomic_load(&loader->is_done);
}

struct library *
loader_take(struct loader *loader, struct err *err)
{
	loader_swallow(loader);
	pthread_join(loader->thread, NULL);
	loader->is_running = false;
	struct library *library = loader->library;
	loader->library = NULL;
	if (library == NULL && err != NULL)
		*err = loader->err;
	return library;
}

void
loader_free(struct loader *loader)
{
	if (loader == NULL)
		return;
	if (loader->is_running) {
		atomic_store(&loader->progress.stop, true);
		library_close(loader_take(loader, NULL));
	}
	close(loader->pipe[0]);
	close(loader->pipe[1]);
	free(loader->path);
	free(loader);
}
