#ifndef MODEL_OPENED_H
#define MODEL_OPENED_H

/* The post that is open, or being opened, and the way that led there. */

#include "article/article.h"
#include "article/opener.h"

#include <stddef.h>
#include <stdint.h>

/* A place in a post, to come back to. */
struct place {
	char *path;
	size_t offset; /* of the first character shown, in the document's text */
};

/* Where to go in a post once it is open. */
struct goal {
	enum goal_kind {
		GOAL_TOP,
		GOAL_OFFSET,
		GOAL_FRAGMENT,
		GOAL_FIRST_MATCH,
		GOAL_LAST_MATCH,
		GOAL_SEARCH, /* the next match of the phrase */
	} kind;
	size_t offset;
	char *fragment;
};

/* What the catalogue knew of a post when it was asked for: while that is so, it is not read again. */
struct source {
	uint64_t fingerprint, size;
	int64_t mtime; /* -1: the file may have changed since */
};

enum { HISTORY_PLACES = 64 };

struct opened {
	struct article *article; /* NULL: nothing is open */
	struct worker *opener;	 /* NULL: a lone file, or none was asked for yet */
	char *opening;		 /* path of the post that it was asked for; NULL: none */
	unsigned long openings;	 /* posts asked for so far */
	struct source source;	 /* of the one asked for last */
	struct goal goal;	 /* in that post */
	enum goal_kind arrival;	 /* the goal in the post that is opened next; GOAL_TOP for most */
	char *notice;		 /* why nothing is open; NULL: no reason */
	char *wanted;		 /* path of the post that is to be shown; NULL: none */
	int64_t due;		 /* when it is to be opened, if the cursor rests; 0: not waiting */
	struct place history[HISTORY_PLACES]; /* posts left by a link */
	size_t history_count;
};

void opened_free(struct opened *opened);

#endif
