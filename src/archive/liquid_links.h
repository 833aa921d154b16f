#ifndef ARCHIVE_LIQUID_LINKS_H
#define ARCHIVE_LIQUID_LINKS_H

/* Where the `{% link PATH %}` and `{% post_url DATE-SLUG %}` of one body lead. Private to body.c. */

#include "base/hash_table.h"

#include <stddef.h>

struct archive;
struct arena;

struct liquid_links {
	const struct archive *archive;
	const char *path;    /* of the post, from the root */
	struct arena *arena; /* that urls are in; it outlives the body's rendering */
	struct liquid_target *items;
	size_t count, capacity;
	struct hash_table index; /* of items, by kind and target */
};

/*
 * The url of a target; NULL if it leads nowhere. A target is looked up and read once,
 * however often it is asked for, and that costs the room (liquid.h): LIQUID_LINK_UNITS, and
 * more for a file with a long front matter. Without room nothing is looked up.
 */
enum { LIQUID_LINK_UNITS = 32 };
const char *liquid_links_url(
		struct liquid_links *links, const char *kind, const char *target, size_t *room);

#endif
