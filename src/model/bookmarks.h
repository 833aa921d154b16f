#ifndef MODEL_BOOKMARKS_H
#define MODEL_BOOKMARKS_H

/*
 * Places in posts that are kept under letters, until the session ends; and the place from which the
 * last leap went, kept under an apostrophe.
 */

#include "model/opened.h"

#include <stdbool.h>

struct model;

#define BOOKMARK_LEAP '\''
enum { BOOKMARK_COUNT = 2 * 26 + 1 };

struct bookmarks {
	struct bookmark {
		char *path;	   /* of the post; NULL: nothing is kept, or it is standard input */
		struct goal place; /* GOAL_NONE: nothing is kept */
	} items[BOOKMARK_COUNT];
};

void bookmarks_free(struct bookmarks *bookmarks);

/* Keeps the place that is seen of the open post, if one is. False: the name is none of a-z, A-Z and '. */
bool bookmark_set(struct model *model, char name);

/* Goes to the place, in whatever post it is; the present one is kept as that of a leap. False: nothing is kept under the name. */
bool bookmark_go(struct model *model, char name);

#endif
