/* Writes the folder of a site for a test, and reads it as an archive. */

#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include "entry_list.h"
#include "folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SITE_NOW = 1795392000 }; /* 2026-11-23T00:00:00Z */

/* All lives below `base`: the site in its folder `site`, what lies outside of it beside that. */
struct site {
	char base[FOLDER_SIZE], folder[FOLDER_SIZE + 8];
	struct arena *arena;
	struct archive *archive; /* NULL: not opened yet */
	struct problems *problems;
};

static inline int
site_make(void **state)
{
	struct site *site = calloc(1, sizeof(*site));
	if (!folder_make(site->base))
		return -1;
	snprintf(site->folder, sizeof(site->folder), "%s/site", site->base);
	site->arena = arena_new();
	site->problems = problems_new();
	*state = site;
	return mkdir(site->folder, 0700);
}

static inline int
site_drop(void **state)
{
	struct site *site = *state;
	archive_close(site->archive);
	arena_free(site->arena);
	problems_free(site->problems);
	int status = folder_remove(site->base);
	free(site);
	return status;
}

/* The whole path of one relative to the base, whose folders are made; in the arena. */
static inline const char *
site_path(struct site *site, const char *path)
{
	char *full = folder_path(site->base, path);
	const char *kept = arena_text(site->arena, full);
	free(full);
	return kept;
}

/* Writes a file; `path` is relative to the base. */
static inline void
site_put(struct site *site, const char *path, const char *text)
{
	folder_write(site->base, path, text);
}

/* A link at `path` with `target` as its text. */
static inline void
site_link(struct site *site, const char *path, const char *target)
{
	assert_int_equal(symlink(target, site_path(site, path)), 0);
}

static inline struct archive *
site_open(struct site *site, const char *folder)
{
	struct archive_options options = {.now = SITE_NOW};
	struct err err = {0};
	archive_close(site->archive);
	problems_free(site->problems);
	site->problems = problems_new();
	site->archive = archive_open(folder, &options, site->problems, &err);
	if (site->archive == NULL)
		fail_msg("%s: %s", folder, err.reason);
	return site->archive;
}

static inline int
site_by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The paths of the site's posts, sorted, with a blank between two. */
static inline const char *
site_posts(struct site *site)
{
	struct archive_entries entries;
	struct err err = {0};
	if (site->archive == NULL)
		site_open(site, site->folder);
	if (!entry_list_read(site->archive, site->arena, &entries, site->problems, &err))
		fail_msg("%s: %s", err.path, err.reason);
	const char **paths = arena_array(site->arena, entries.count, sizeof(*paths));
	for (size_t i = 0; i < entries.count; i++)
		paths[i] = entries.items[i].path;
	qsort(paths, entries.count, sizeof(*paths), site_by_text);
	const char *list = "";
	for (size_t i = 0; i < entries.count; i++)
		list = arena_format(site->arena, "%s%s%s", list, i > 0 ? " " : "", paths[i]);
	return list;
}

static inline struct post
site_read(struct site *site, const char *path)
{
	struct archive_entry entry = {.path = path};
	struct post post;
	struct err err = {0};
	if (site->archive == NULL)
		site_open(site, site->folder);
	if (!archive_read_post(site->archive, &entry, site->arena, &post, NULL, &err))
		fail_msg("%s: %s", path, err.reason);
	return post;
}

/* Whether a problem of the path (of any with NULL) has these words. */
static inline bool
site_has_problem(const struct site *site, const char *path, const char *words)
{
	for (size_t i = 0; i < problems_count(site->problems); i++) {
		const struct problem *problem = problems_get(site->problems, i);
		if (path != NULL && (problem->path == NULL || strcmp(problem->path, path) != 0))
			continue;
		if (strstr(problem->reason, words) != NULL)
			return true;
	}
	return false;
}

/* A test with a site of its own. */
#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, site_make, site_drop)
