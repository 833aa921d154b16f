#include "library/site_path.h"

#include "archive/post.h"
#include "archive/slug.h"
#include "base/arena.h"
#include "base/buf.h"

#include <string.h>

/* The group whose own name makes the slug: `Open Source` makes open-source. NULL: none does. */
static const char *
find_slug(struct catalogue *catalogue, enum group_kind kind, const char *slug, struct arena *arena)
{
	struct groups *groups = catalogue_groups(catalogue, kind, GROUP_BY_COUNT, "");
	size_t count = groups_count(groups);
	const char *found = NULL;
	struct buf own = buf_in(arena);
	for (size_t i = 0; i < count && found == NULL; i++) {
		const char *name = groups_get(groups, i).name;
		buf_clear(&own);
		slug_slugify(&own, name, strlen(name), SLUG_DEFAULT);
		if (strcmp(own.data, slug) == 0)
			found = arena_text(arena, name);
	}
	groups_free(groups);
	return found;
}

/* The last part of `/category/SLUG.html`, `/SLUG/`, `/tag/NAME/`; "" if there is none. */
static const char *
last_part(const char *path, struct arena *arena)
{
	size_t length = strlen(path);
	while (length > 0 && path[length - 1] == '/')
		length--;
	if (length > 5 && memcmp(path + length - 5, ".html", 5) == 0)
		length -= 5;
	size_t start = length;
	while (start > 0 && path[start - 1] != '/')
		start--;
	return arena_copy(arena, path + start, length - start);
}

/* A group by its name, else by its slug; under /tag a tag goes first, elsewhere a category. */
static enum site_place
find_group(struct catalogue *catalogue, const char *path, struct arena *arena, const char **name)
{
	const char *part = last_part(path, arena);
	bool is_tag = strncmp(path, "/tag", 4) == 0;
	for (int i = 0; i < 4 && part[0] != '\0'; i++) {
		struct group group;
		enum group_kind kind = (i % 2 == 0) == is_tag ? GROUP_TAG : GROUP_CATEGORY;
		*name = NULL;
		if (i >= 2)
			*name = find_slug(catalogue, kind, part, arena);
		else if (catalogue_find_group(catalogue, kind, part, &group))
			*name = arena_text(arena, group.name);
		if (*name != NULL)
			return kind == GROUP_TAG ? SITE_TAG : SITE_CATEGORY;
	}
	return SITE_NOWHERE;
}

enum site_place
site_path_find(struct catalogue *catalogue, const char *path, struct arena *arena,
		const char **name)
{
	struct post post;
	*name = catalogue_category_at(catalogue, path);
	if (*name != NULL)
		return SITE_CATEGORY;
	if (catalogue_find_url(catalogue, path, arena, &post)) {
		*name = post.path;
		return SITE_POST;
	}
	enum site_place place = find_group(catalogue, path, arena, name);
	bool is_home = strcmp(path, "/") == 0 || strcmp(path, "/index.html") == 0;
	return place == SITE_NOWHERE && is_home ? SITE_HOME : place;
}
