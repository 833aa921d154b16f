#include "base/file.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 64 * 1024 };

static const char *
kind_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return _("is a directory");
	case S_IFIFO:
		return _("is a FIFO");
	case S_IFSOCK:
		return _("is a socket");
	case S_IFCHR:
	case S_IFBLK:
		return _("is a device");
	default:
		return _("is not a regular file");
	}
}

struct reading {
	int fd;
	size_t most, step; /* bytes in all, and at a time */
	struct buf *out;
	int number; /* of the error, or 0 */
};

/* Appends until the end or `most` bytes; with an error `out` is as it was. */
static void
read_up_to(void *context)
{
	struct reading *reading = context;
	struct buf *out = reading->out;
	size_t start = out->length;
	while (out->length - start < reading->most) {
		size_t room = reading->most - (out->length - start);
		if (room > reading->step)
			room = reading->step;
		char *place = buf_reserve(out, room);
		ssize_t got = read(reading->fd, place, room);
		if (got < 0 && file_may_retry(reading->fd, POLLIN, errno))
			continue;
		if (got < 0) {
			reading->number = errno;
			buf_truncate(out, start);
			return;
		}
		if (got == 0)
			break;
		out->length += (size_t)got;
		out->data[out->length] = '\0';
	}
}

/* 64 bits hold 1677 to 2262; file systems know times beyond, which count as the nearest of those. */
static int64_t
nanoseconds(const struct timespec *time)
{
	enum { NS = 1000000000 };
	if (time->tv_sec >= INT64_MAX / NS)
		return INT64_MAX;
	if (time->tv_sec <= INT64_MIN / NS)
		return INT64_MIN;
	return (int64_t)time->tv_sec * NS + time->tv_nsec;
}

struct file_state
file_state_of(const struct stat *status)
{
	return (struct file_state){
			.size = (uint64_t)status->st_size,
			.mtime = nanoseconds(&status->st_mtim),
	};
}

/* Opens without ever waiting for a FIFO's other side or taking a terminal over. */
static int
open_regular(int dir_fd, const char *name, struct file_state *state, struct err *err)
{
	int fd = openat(dir_fd, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat status;
	if (fd < 0) {
		int number = errno;
		if (number == ENXIO && fstatat(dir_fd, name, &status, 0) == 0)
			err_set_at(err, name, 0, 0, "%s", kind_of(status.st_mode));
		else
			err_set_errno(err, name, number);
		return -1;
	}
	if (fstat(fd, &status) != 0)
		err_set_errno(err, name, errno);
	else if (!S_ISREG(status.st_mode))
		err_set_at(err, name, 0, 0, "%s", kind_of(status.st_mode));
	else {
		*state = file_state_of(&status);
		return fd;
	}
	close(fd);
	return -1;
}

bool
file_read_at(int dir_fd, const char *name, size_t limit, struct buf *out, struct file_state *state,
		struct err *err)
{
	struct file_state found;
	int fd = open_regular(dir_fd, name, &found, err);
	if (fd < 0)
		return false;
	/* One call reads the whole file; but some file systems make files as they are read, of size 0. */
	size_t most = found.size > 0 && found.size < limit ? (size_t)found.size : limit;
	struct reading reading = {fd, most, found.size > 0 ? most : READ_STEP, out, 0};
	bool is_done = arena_try(out->arena, read_up_to, &reading);
	close(fd);
	if (!is_done)
		arena_fail(out->arena);
	if (reading.number != 0)
		return err_set_errno(err, name, reading.number);
	if (state != NULL)
		*state = found;
	return true;
}

static bool
is_over(struct buf *out, size_t start, size_t limit)
{
	if (out->length - start <= limit)
		return false;
	buf_truncate(out, start);
	return true;
}

bool
file_read(const char *path, size_t limit, struct buf *out, struct err *err)
{
	size_t start = out->length;
	size_t most = limit < SIZE_MAX ? limit + 1 : limit;
	if (!file_read_at(AT_FDCWD, path, most, out, NULL, err))
		return false;
	if (is_over(out, start, limit))
		return err_set_at(err, path, 0, 0, _("is larger than %zu bytes"), limit);
	return true;
}

bool
file_read_all(int fd, size_t limit, struct buf *out, struct err *err)
{
	size_t start = out->length;
	size_t most = limit < SIZE_MAX ? limit + 1 : limit;
	struct reading reading = {fd, most, READ_STEP, out, 0};
	read_up_to(&reading);
	if (reading.number != 0)
		return err_set_errno(err, NULL, reading.number);
	if (is_over(out, start, limit))
		return err_set(err, _("more than %zu bytes"), limit);
	return true;
}

bool
file_write_all(int fd, const char *bytes, size_t length, struct err *err)
{
	int error = file_write(fd, bytes, length);
	return error == 0 || err_set_errno(err, NULL, error);
}

bool
file_may_retry(int fd, short events, int number)
{
	if (number == EINTR)
		return true;
	if (number != EAGAIN && number != EWOULDBLOCK)
		return false;
	struct pollfd waiting = {.fd = fd, .events = events};
	return poll(&waiting, 1, -1) >= 0 || errno == EINTR;
}

int
file_write(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t wrote = write(fd, bytes, length);
		if (wrote < 0 && !file_may_retry(fd, POLLOUT, errno))
			return errno;
		bytes += wrote > 0 ? wrote : 0;
		length -= wrote > 0 ? (size_t)wrote : 0;
	}
	return 0;
}

char *
file_expand_home(const char *path)
{
	const char *home = getenv("HOME");
	bool is_in_home = path[0] == '~' && (path[1] == '/' || path[1] == '\0');
	return is_in_home && home != NULL ? xformat("%s%s", home, path + 1) : xstrdup(path);
}

static char *
xdg_path(const char *variable, const char *fallback, const char *name)
{
	const char *base = getenv(variable);
	if (base != NULL && base[0] == '/')
		return xformat("%s/reader/%s", base, name);
	const char *home = getenv("HOME");
	if (home == NULL || home[0] != '/')
		return NULL;
	return xformat("%s/%s/reader/%s", home, fallback, name);
}

char *
file_config_path(const char *name)
{
	return xdg_path("XDG_CONFIG_HOME", ".config", name);
}

char *
file_cache_path(const char *name)
{
	return xdg_path("XDG_CACHE_HOME", ".cache", name);
}

char *
file_state_path(const char *name)
{
	return xdg_path("XDG_STATE_HOME", ".local/state", name);
}

char *
file_join(const char *directory, const char *name)
{
	size_t length = strlen(directory);
	while (length > 0 && directory[length - 1] == '/')
		length--;
	while (name[0] == '/')
		name++;
	if (length == 0 && directory[0] != '/')
		return xstrdup(name);
	return xformat("%.*s/%s", (int)length, directory, name);
}

void
file_make_folders(const char *path)
{
	char *part = xstrdup(path);
	for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)mkdir(part, 0700);
		*slash = '/';
	}
	free(part);
}
