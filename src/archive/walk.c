#define _DEFAULT_SOURCE /* for d_type, which POSIX has since 2024 */

#include "archive/walk.h"

#include "archive/glob.h"
#include "archive/post_name.h"
#include "archive/site.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A linked _posts may be a tree of any size, and not even the site's. */
enum { FOLDERS_MAX = 200000, LINKED_FOLDERS_MAX = 10000, PATH_BYTES_MAX = 4000 };

enum place { PLACE_SITE, PLACE_POSTS, PLACE_DRAFTS };

struct folder {
	const char *path; /* relative to the root, "" or ending in "/" */
	size_t inner;	  /* where the part below _posts begins */
	enum place place;
	bool is_below_link; /* of a _posts that is one */
	dev_t device;
	ino_t inode;
	const struct folder *parent;
};

struct walk {
	const struct archive *archive;
	struct arena *arena;
	const struct walk_visitor *visitor;
	struct problems *problems;
	const struct folder **stack;
	size_t count, capacity, seen, seen_below_link;
	const struct folder **links; /* folders entered by a link */
	size_t link_count, link_capacity;
	struct buf path; /* of the file being visited */
	bool is_ended;	 /* by the visitor */
};

static void
report(struct walk *walk, const char *folder, const char *name, const char *reason)
{
	char *path = xformat("%s%s", folder, name);
	problems_add(walk->problems, SEVERITY_WARNING, path, 0, 0, "%s", reason);
	free(path);
}

/* ---- which entries are read (entry_filter.rb) ---- */

static bool
is_match(const char *pattern, const char *path, bool is_folder)
{
	while (*pattern == '/')
		pattern++;
	size_t length = strlen(pattern), whole = strlen(path);
	if (strncmp(path, pattern, length) == 0)
		return true;
	if (is_folder && length == whole + 1 && pattern[whole] == '/' &&
			strncmp(path, pattern, whole) == 0)
		return true;
	return strpbrk(pattern, "*?[\\") != NULL && glob_matches(pattern, path, false);
}

static bool
is_in(const struct text_list *patterns, const char *path, bool is_folder)
{
	for (size_t i = 0; i < patterns->count; i++)
		if (is_match(patterns->items[i], path, is_folder))
			return true;
	return false;
}

static bool
is_special(const char *name)
{
	return *name != '\0' && strchr("._#~", *name) != NULL;
}

/* `entry` as Jekyll sees it: the name, below _posts the path there; `path` from the source. */
static bool
is_filtered(const struct archive *archive, const char *entry, const char *path, bool is_folder)
{
	const char *slash = strrchr(entry, '/');
	const char *name = slash != NULL ? slash + 1 : entry;
	size_t length = strlen(entry);
	if (length == 0 || entry[length - 1] == '.')
		return true;
	const struct text_list *include = &archive->config.include;
	if (is_in(include, entry, is_folder) || is_in(include, name, is_folder))
		return false;
	return is_in(&archive->config.exclude, path, is_folder) || is_special(entry) ||
	       is_special(name) || entry[length - 1] == '~';
}

/* ---- folders ---- */

static void
push(struct walk *walk, const struct folder *parent, const char *name, enum place place,
		const struct stat *status, bool is_linked)
{
	bool is_below_link = place != PLACE_SITE && (is_linked || parent->is_below_link);
	size_t *seen = is_below_link ? &walk->seen_below_link : &walk->seen;
	size_t most = is_below_link ? LINKED_FOLDERS_MAX : FOLDERS_MAX;
	if ((*seen)++ == most)
		report(walk, parent->path, name,
				_("too many folders: this and what follows is left out"));
	if (*seen > most)
		return;
	struct folder *folder = arena_alloc(walk->arena, sizeof(*folder));
	folder->path = arena_format(walk->arena, "%s%s/", parent->path, name);
	if (strlen(folder->path) > PATH_BYTES_MAX) {
		report(walk, parent->path, name, _("the path is too long: left out"));
		return;
	}
	folder->place = place;
	folder->inner = place == parent->place ? parent->inner : strlen(folder->path);
	folder->is_below_link = is_below_link;
	folder->device = status->st_dev;
	folder->inode = status->st_ino;
	folder->parent = parent;
	walk->stack = xgrow(
			walk->stack, walk->count, &walk->capacity, sizeof(const struct folder *));
	walk->stack[walk->count++] = folder;
	if (!is_linked)
		return;
	walk->links = xgrow(walk->links, walk->link_count, &walk->link_capacity,
			sizeof(const struct folder *));
	walk->links[walk->link_count++] = folder;
}

static bool
is_same(const struct folder *folder, const struct stat *status)
{
	return folder->device == status->st_dev && folder->inode == status->st_ino;
}

/* A link into a folder above, or to one that a link led to before, would never end. */
static bool
is_loop(const struct walk *walk, const struct folder *folder, const struct stat *status)
{
	for (const struct folder *above = folder; above != NULL; above = above->parent)
		if (is_same(above, status))
			return true;
	for (size_t i = 0; i < walk->link_count; i++)
		if (is_same(walk->links[i], status))
			return true;
	return false;
}

/* Posts are read only below collections_dir, where there is one (reader.rb, outside_configured_directory?). */
static bool
holds_posts(const struct walk *walk, const struct folder *folder)
{
	const struct site_config *config = &walk->archive->config;
	const char *path = folder->path + strlen(config->source);
	return strncmp(path, config->collections_dir, strlen(config->collections_dir)) == 0;
}

static bool
leads_out(const struct walk *walk, const struct folder *folder, const char *name)
{
	char *path = xformat("%s%s", folder->path, name);
	bool is_out = !root_contains(&walk->archive->root, path);
	free(path);
	return is_out;
}

static void
enter(struct walk *walk, const struct folder *folder, const char *name, enum place place,
		const struct stat *status, bool is_linked)
{
	if (is_linked && leads_out(walk, folder, name))
		report(walk, folder->path, name, _("is a link out of the site: left out"));
	else if (is_linked && place == PLACE_SITE && is_loop(walk, folder, status))
		report(walk, folder->path, name,
				_("is a link that leads back to a folder already read"));
	else
		push(walk, folder, name, place, status, is_linked);
}

/* A folder in the site's own part: _posts, _drafts, or one to walk on. */
static void
visit_site_folder(struct walk *walk, const struct folder *folder, const char *name,
		const struct stat *status, bool is_linked)
{
	const struct site_config *config = &walk->archive->config;
	bool is_posts = strcmp(name, "_posts") == 0, is_drafts = strcmp(name, "_drafts") == 0;
	if (is_posts || is_drafts) {
		if (walk->visitor->post != NULL && holds_posts(walk, folder))
			enter(walk, folder, name, is_posts ? PLACE_POSTS : PLACE_DRAFTS, status,
					is_linked);
		return;
	}
	char *path = xformat("%s%s", folder->path + strlen(config->source), name);
	bool is_skipped = is_filtered(walk->archive, name, path, true) ||
			  strcmp(path, config->destination) == 0;
	free(path);
	if (!is_skipped)
		enter(walk, folder, name, PLACE_SITE, status, is_linked);
}

static void
visit_folder(struct walk *walk, const struct folder *folder, const char *name,
		const struct stat *status, bool is_linked)
{
	if (folder->place == PLACE_SITE) {
		visit_site_folder(walk, folder, name, status, is_linked);
		return;
	}
	if (post_name_parse(name).is_post)
		report(walk, folder->path, name, _("is a directory, though named like a post"));
	if (name[0] == '.')
		return;
	if (is_linked)
		report(walk, folder->path, name,
				_("is a link to a directory, which Jekyll does not follow"));
	else
		push(walk, folder, name, folder->place, status, false);
}

/* ---- files ---- */

static void
visit_file(struct walk *walk, const struct folder *folder, const char *name, bool is_linked)
{
	const struct walk_visitor *visitor = walk->visitor;
	if (folder->place == PLACE_SITE && visitor->page == NULL)
		return;
	/* One buffer for all: an archive has more names than are wanted in memory. */
	buf_clear(&walk->path);
	buf_add_text(&walk->path, folder->path);
	buf_add_text(&walk->path, name);
	const char *path = walk->path.data;
	const char *from_source = path + strlen(walk->archive->config.source);
	const char *entry = folder->place == PLACE_SITE ? name : path + folder->inner;
	if ((folder->place != PLACE_SITE && name[0] == '.') ||
			is_filtered(walk->archive, entry, from_source, false))
		return;
	if (is_linked && leads_out(walk, folder, name)) {
		if (folder->place != PLACE_SITE)
			report(walk, folder->path, name, _("is a link out of the site: left out"));
		return;
	}
	if (folder->place == PLACE_SITE)
		visitor->page(visitor->context, path);
	else
		walk->is_ended = !visitor->post(
				visitor->context, path, folder->place == PLACE_DRAFTS);
}

static const char *
odd_kind(mode_t mode)
{
	if (S_ISFIFO(mode))
		return _("is a FIFO: left out");
	return S_ISSOCK(mode) ? _("is a socket: left out") : _("is a device: left out");
}

/* A regular file of which no more need be known: asking for each one's status takes longer than all names. */
static bool
is_plain_file(const struct dirent *entry)
{
#ifdef DT_REG
	return entry->d_type == DT_REG;
#else
	(void)entry;
	return false;
#endif
}

static void
visit(struct walk *walk, const struct folder *folder, int fd, const char *name)
{
	struct stat status;
	bool is_told = folder->place != PLACE_SITE && name[0] != '.';
	if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return; /* gone since readdir saw it */
	bool is_linked = S_ISLNK(status.st_mode);
	if (is_linked && fstatat(fd, name, &status, 0) != 0) {
		if (is_told)
			report(walk, folder->path, name,
					errno == ELOOP ? _("is a link that leads in a circle: left "
							   "out")
						       : _("is a link to nothing: left out"));
		return;
	}
	if (S_ISDIR(status.st_mode))
		visit_folder(walk, folder, name, &status, is_linked);
	else if (S_ISREG(status.st_mode))
		visit_file(walk, folder, name, is_linked);
	else if (is_told)
		report(walk, folder->path, name, odd_kind(status.st_mode));
}

static bool
read_folder(struct walk *walk, const struct folder *folder, struct err *err)
{
	const char *path = folder->path[0] != '\0' ? folder->path : ".";
	int fd = openat(walk->archive->root.fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
	if (stream == NULL) {
		int number = errno;
		if (fd >= 0)
			close(fd);
		return err_set_errno(err, path, number);
	}
	struct dirent *entry;
	while (!walk->is_ended && (entry = readdir(stream)) != NULL)
		if (is_plain_file(entry))
			visit_file(walk, folder, entry->d_name, false);
		else if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			visit(walk, folder, dirfd(stream), entry->d_name);
	closedir(stream);
	return true;
}

bool
walk_site(const struct archive *archive, struct arena *arena, const struct walk_visitor *visitor,
		struct problems *problems, struct err *err)
{
	struct walk walk = {.archive = archive,
			.arena = arena,
			.visitor = visitor,
			.problems = problems};
	struct folder top = {.path = archive->config.source, .place = PLACE_SITE};
	buf_init(&walk.path);
	struct stat status;
	if (fstatat(archive->root.fd, *top.path != '\0' ? top.path : ".", &status, 0) == 0) {
		top.device = status.st_dev;
		top.inode = status.st_ino;
	}
	bool is_good = read_folder(&walk, &top, err);
	while (is_good && !walk.is_ended && walk.count > 0) {
		struct err why = {0};
		const struct folder *folder = walk.stack[--walk.count];
		if (!read_folder(&walk, folder, &why))
			problems_add_err(problems,
					folder->place == PLACE_SITE ? SEVERITY_WARNING
								    : SEVERITY_ERROR,
					&why);
	}
	buf_free(&walk.path);
	free(walk.stack);
	free(walk.links);
	return is_good;
}
