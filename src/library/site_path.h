#ifndef LIBRARY_SITE_PATH_H
#define LIBRARY_SITE_PATH_H

/* Where a path of the archive's site leads: to a post, to the posts of a group, to all posts. */

#include "catalogue/catalogue.h"

struct arena;

enum site_place { SITE_NOWHERE, SITE_POST, SITE_CATEGORY, SITE_TAG, SITE_HOME };

/*
 * The place of a path without its fragment, as archive_resolve_url gives it: a page of
 * the site that names a category (catalogue_category_at), a post's permalink, the page
 * that a plugin makes of a group (jekyll-archives: `/category/SLUG.html`, `/tag/NAME/`),
 * or the home page. *name is the post's path or the group's own name, in the arena.
 */
enum site_place site_path_find(struct catalogue *catalogue, const char *path, struct arena *arena,
		const char **name);

#endif
