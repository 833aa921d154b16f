#ifndef ARCHIVE_WALK_H
#define ARCHIVE_WALK_H

/*
 * The walk over a site's folder (lib/jekyll/reader.rb, entry_filter.rb): each
 * folder once, without recursion, by folders' descriptors.
 */

#include <stdbool.h>

struct archive;
struct arena;
struct err;
struct problems;

struct walk_visitor {
	/*
	 * A regular file below a _posts or _drafts; `path` is relative to the root, borrowed.
	 * False to end the walk. NULL to stay out of those.
	 */
	bool (*post)(void *context, const char *path, bool is_draft);
	/* A regular file elsewhere; `path` is borrowed. NULL when not wanted. */
	void (*page)(void *context, const char *path);
	void *context;
};

bool walk_site(const struct archive *archive, struct arena *arena,
		const struct walk_visitor *visitor, struct problems *problems, struct err *err);

#endif
