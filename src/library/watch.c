#include "library/watch.h"

#include "base/file.h"
#include "base/xalloc.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/inotify.h>
#endif

enum { MAX_FOLDERS = 4096, EVENT_BYTES = 16 * 1024 };

struct watch {
	char *root;
	int fd;
	int folders;
};

/* A descriptor that events are read from; -1 where the system has none. */
static int
open_events(void)
{
#ifdef __linux__
	return inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
#else
	return -1;
#endif
}

/* The number of a watched folder, from 1; the same again if it was watched already. -1: failed. */
static int
add_folder(int fd, const char *path)
{
#ifdef __linux__
	return inotify_add_watch(fd, path,
			IN_CREATE | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
					IN_ONLYDIR);
#else
	(void)fd, (void)path;
	return -1;
#endif
}

struct watch *
watch_new(const char *root)
{
	int fd = open_events();
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
	int number = add_folder(watch->fd, path);
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
