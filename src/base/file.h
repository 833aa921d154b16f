#ifndef BASE_FILE_H
#define BASE_FILE_H

/*
 * Files. Reading those of a stranger: only regular files are read, a FIFO or device
 * never blocks, sizes are bounded. Paths are NUL-terminated bytes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;

/* A file whose state differs has changed. */
struct file_state {
	uint64_t size; /* bytes */
	int64_t mtime; /* nanoseconds since 1970; saturated beyond 1677 to 2262 */
};

/*
 * Appends the first `limit` bytes of the regular file `name` under directory
 * descriptor `dir_fd` (AT_FDCWD for the working directory). *state (may be
 * NULL) gets the whole file's as it was before it was read. Fails with errno's
 * sentence or "is a FIFO", "is a directory", …; err's path is `name`.
 */
bool file_read_at(int dir_fd, const char *name, size_t limit, struct buf *out,
		struct file_state *state, struct err *err);

struct stat;
struct file_state file_state_of(const struct stat *status);

/* The same for a path; fails when the file is larger than `limit`. */
bool file_read(const char *path, size_t limit, struct buf *out, struct err *err);

/* Appends all that a descriptor gives until its end; fails beyond `limit` bytes. */
bool file_read_all(int fd, size_t limit, struct buf *out, struct err *err);

/*
 * Whether a read (`events` POLLIN) or write (POLLOUT) that failed with errno `number` may be tried
 * again; waits for a descriptor that is set not to block.
 */
bool file_may_retry(int fd, short events, int number);

/* Writes all of it, waiting where the descriptor is set not to block. Returns 0, or an errno. */
int file_write(int fd, const char *bytes, size_t length);
bool file_write_all(int fd, const char *bytes, size_t length, struct err *err); /* false with err */

/* The path with the home folder in place of a `~` before its first slash; to be freed. */
char *file_expand_home(const char *path);

/*
 * `$XDG_…_HOME/reader/NAME`, or the default below $HOME (XDG Base Directory
 * 0.8; a relative value is ignored). To be freed; NULL when there is no home.
 */
char *file_config_path(const char *name);
char *file_cache_path(const char *name);
char *file_state_path(const char *name);

/* Makes each folder on the way to `path` that is missing, for the user alone, as XDG asks. */
void file_make_folders(const char *path);

/* `directory/name` with one slash, to be freed. */
char *file_join(const char *directory, const char *name);

#endif
