#include "library/watch.h"

#include "base/file.h"
#include "base/xalloc.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>

enum { MAX_FOLDERS = 4096, EVENT_BYTES = 16 * 1024 };

struct watch {
	char *root;
	int fd;
	int folders;
};

struct watch *
watch_new(const char *root)
{
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (fd < 0)
		return NULL;
	struct watch *watch = xcalloc(1, sizeof(*watch));
	watch->root = xstrdup(root);
	watch->fd = fd;
	return watch;
}

void
watch_free(struct watch *watch)
{
	if (watch == NULL)
		return;
	close(watch->fd);
	free(watch->root);
	free(watch);
}

void
watch_add(struct watch *watch, const char *folder)
{
	if (watch->folders >= MAX_FOLDERS)
		return;
	char *path = file_join(watch->root, folder);
	int number = inotify_add_watch(watch->fd, path,
			IN_CREATE | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
					IN_ONLYDIR);
	/* A new folder gets the next number; a folder already watched keeps its number. */
	if (number > watch->folders)
		watch->folders = number;
	free(path);
}

int
watch_fd(const struct watch *watch)
{
	return watch != NULL ? watch->fd : -1;
}

void
watch_drain(struct watch *watch)
{
	char events[EVENT_BYTES];
	while (watch != NULL && (read(watch->fd, events, sizeof(events)) > 0 || errno == EINTR))
		continue;
}

#else

struct watch *
watch_new(const char *root)
{
	(void)root;
	return NULL;
}

void
watch_free(struct watch *watch)
{
	(void)watch;
}

void
watch_add(struct watch *watch, const char *folder)
{
	(void)watch;
	(void)folder;
}

int
watch_fd(const struct watch *watch)
{
	(void)watch;
	return -1;
}

void
watch_drain(struct watch *watch)
{
	(void)watch;
}

#endif
