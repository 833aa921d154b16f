/* The indexer beside the screen: one thread around indexer_run. */

#include "base/thread.h"
#include "base/wake.h"
#include "base/xalloc.h"
#include "search/indexer.h"

#include <stdlib.h>

struct indexer {
	const struct library *library;
	char *path;
	int wake;
	struct thread *thread;
	struct indexer_progress progress;
	atomic_bool is_done;
	/* the thread's until it has been joined: */
	bool is_good;
	char *notice;
	struct err err;
};

static void *
work(void *argument)
{
	struct indexer *indexer = argument;
	indexer->is_good = indexer_run(indexer->library, indexer->path, &indexer->progress,
			&indexer->notice, &indexer->err);
	xalloc_trim();
	atomic_store(&indexer->is_done, true);
	wake_ring(indexer->wake);
	return NULL;
}

struct indexer *
indexer_start(const struct library *library, const char *path, int wake, struct err *err)
{
	struct indexer *indexer = xcalloc(1, sizeof(*indexer));
	indexer->library = library;
	indexer->path = xstrdup(path);
	indexer->wake = wake;
	indexer->thread = thread_start(work, indexer, err);
	if (indexer->thread != NULL)
		return indexer;
	free(indexer->path);
	free(indexer);
	return NULL;
}

void
indexer_stop(struct indexer *indexer)
{
	atomic_store(&indexer->progress.stop, true);
}

bool
indexer_is_done(const struct indexer *indexer)
{
	return atomic_load(&indexer->is_done);
}

void
indexer_count(const struct indexer *indexer, size_t *done, size_t *total)
{
	*total = atomic_load(&indexer->progress.total);
	*done = atomic_load(&indexer->progress.done);
}

bool
indexer_finish(struct indexer *indexer, char **notice, struct err *err)
{
	thread_join(indexer->thread);
	bool is_good = indexer->is_good;
	*notice = indexer->notice;
	if (!is_good)
		*err = indexer->err;
	free(indexer->path);
	free(indexer);
	return is_good;
}
