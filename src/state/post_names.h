#ifndef STATE_POST_NAMES_H
#define STATE_POST_NAMES_H

/* Private to the room: the paths of an archive's posts by their keys. */

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

struct post_names {
	struct post_name *names; /* by key */
	size_t count, capacity;
	struct buf paths;
};

/* Reads the names of the folder's files that are posts; none where that cannot be read. */
void post_names_read(struct post_names *names, const char *folder);
void post_names_free(struct post_names *names);

/* The path of a post, borrowed; NULL: the folder has none of this key. */
const char *post_names_find(const struct post_names *names, uint64_t key);

#endif
