#include "archive/root.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

static bool
is_posts(const char *name, size_t length)
{
	return (length == 6 && memcmp(name, "_posts", 6) == 0) ||
	       (length == 7 && memcmp(name, "_drafts", 7) == 0);
}

/* Bytes of a path without slashes and `/.` at its end. */
static size_t
bare_length(const char *path)
{
	size_t length = strlen(path);
	while (length > 1 && (path[length - 1] == '/' ||
					     (path[length - 1] == '.' && path[length - 2] == '/')))
		length--;
	return length;
}

/* The folder that holds a _posts, by the path alone: of a link not that of its target. NULL for any other path. */
static const char *
posts_holder(struct arena *arena, const char *path, size_t length)
{
	if (length < 6 || memcmp(path + length - 6, "_posts", 6) != 0 ||
			(length > 6 && path[length - 7] != '/'))
		return NULL;
	if (length <= 7)
		return length == 6 ? "." : "/";
	return arena_copy(arena, path, length - 7);
}

static const char *
site_of(struct arena *arena, const char *path)
{
	size_t length = bare_length(path);
	const char *site = posts_holder(arena, path, length);
	char *real = site == NULL ? realpath(path, NULL) : NULL;
	if (real != NULL)
		site = posts_holder(arena, real, strlen(real));
	free(real);
	return site != NULL ? site : arena_copy(arena, path, length);
}

bool
root_open(struct root *root, struct arena *arena, const char *path, struct err *err)
{
	root->path = site_of(arena, path);
	root->fd = open(root->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (root->fd < 0)
		return err_set_errno(err, path, errno);
	char *real = realpath(root->path, NULL);
	root->real = arena_text(arena, real != NULL ? real : "");
	free(real);
	return true;
}

/* What comes behind the folder in a path below it, "" for the folder itself; NULL for any other. */
static const char *
below(const char *folder, const char *path)
{
	size_t length = strlen(folder);
	if (length == 0 || strncmp(path, folder, length) != 0)
		return NULL;
	if (folder[length - 1] == '/')
		return path + length;
	if (path[length] != '/')
		return path[length] == '\0' ? path + length : NULL;
	return path + length + 1;
}

static char *
real_path(const struct root *root, const char *path, size_t length)
{
	bool is_whole = path[0] == '/';
	char *whole = xformat("%s%s%.*s", is_whole ? "" : root->real, is_whole ? "" : "/",
			(int)length, path);
	char *real = realpath(whole, NULL);
	free(whole);
	return real;
}

/* Whether a path without links lies in the place that the `_posts` on the way links to. */
static bool
is_in_linked_posts(const struct root *root, const char *path, const char *real)
{
	for (const char *part = path; *part != '\0';) {
		size_t length = strcspn(part, "/");
		const char *end = part + length;
		if (is_posts(part, length)) {
			char *posts = real_path(root, path, (size_t)(end - path));
			bool is_in = posts != NULL && below(posts, root->real) == NULL &&
				     below(posts, real) != NULL;
			free(posts);
			return is_in;
		}
		part = end + (*end == '/');
	}
	return false;
}

enum reach { REACH_NOTHING, REACH_OUTSIDE, REACH_WITHIN };

static enum reach
reach_of(const struct root *root, const char *path)
{
	char *real = real_path(root, path, strlen(path));
	if (real == NULL)
		return REACH_NOTHING;
	bool is_in = below(root->real, real) != NULL || is_in_linked_posts(root, path, real);
	free(real);
	return is_in ? REACH_WITHIN : REACH_OUTSIDE;
}

bool
root_contains(const struct root *root, const char *path)
{
	return reach_of(root, path) == REACH_WITHIN;
}

const char *
root_relative(const struct root *root, struct arena *arena, const char *path)
{
	char *real = real_path(root, path, strlen(path));
	const char *rest = real != NULL ? below(root->real, real) : NULL;
	const char *relative = rest != NULL ? arena_text(arena, rest) : NULL;
	free(real);
	return relative;
}

bool
root_read(const struct root *root, const char *path, size_t limit, struct buf *out,
		struct file_state *state, struct err *err)
{
	if (reach_of(root, path) == REACH_OUTSIDE)
		return err_set_at(err, path, 0, 0, _("is a link out of the site: it is not read"));
	return file_read_at(root->fd, path, limit, out, state, err);
}
