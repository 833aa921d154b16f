#ifndef MODEL_OPENED_H
#define MODEL_OPENED_H

/*
 * The post that is open, or being opened beside the screen, where to go in it, and
 * the posts that links led away from.
 */

#include "article/article.h"
#include "article/opener.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct model;

/* How much attention the chosen post has: whether it is opened, and when. */
enum attention {
	ATTENTION_NONE, /* it is not shown: none is opened */
	ATTENTION_SEEN, /* it is shown beside the list: opened when the choice has rested a moment */
	ATTENTION_READ, /* it is read: opened at once; a post that is open stays where it can */
};

/* A place in a post, to come back to. */
struct place {
	char *path;
	size_t offset; /* of the first character shown, in the document's text */
};

/* Where to go in a post once it is open. */
enum goal_kind {
	GOAL_NONE, /* its start; in a newer state of the open post the present place */
	GOAL_OFFSET,
	GOAL_FRAGMENT,
	GOAL_FIRST_MATCH,
	GOAL_LAST_MATCH,
	GOAL_SEARCH, /* the next match of the phrase searched for in the post */
};

struct goal {
	enum goal_kind kind;
	size_t offset;
	char *fragment;
};

/* What the catalogue knew of a post when it was opened: only when that changes it is read again. */
struct source {
	uint64_t fingerprint, size;
	int64_t mtime; /* -1: the file may have changed since */
};

enum { HISTORY_PLACES = 64 };

struct opened {
	struct article *article; /* NULL: nothing is open */
	char *notice;		 /* why nothing is open; NULL: no reason */
	enum attention attention;
	struct layout_options options; /* how a post is laid out when it is opened */
	struct worker *opener;	       /* NULL: a lone file, or none was asked for yet */
	char *wanted;		       /* path of the post that is to be open; NULL: none */
	int64_t due;		/* when it is to be opened, in ticks_ms; 0: it does not wait */
	struct goal goal;	/* in that post */
	char *opening;		/* path of the post that the opener was asked for; NULL: none */
	unsigned long openings; /* posts that it was asked for so far */
	struct source source;	/* of the last of them */
	struct place history[HISTORY_PLACES]; /* where links were followed, the latest last */
	size_t history_count;
};

/* Sets how much attention the post has, and how posts opened from now on are laid out. */
void opened_attend(struct model *model, enum attention attention,
		const struct layout_options *options);

/* Opens a post at once, whatever is listed, and goes to a place in it; the fragment is copied. */
void opened_open(struct model *model, const char *path, struct goal goal);

/* Sets where to go in the post that is chosen in this event, or is being opened. */
void opened_set_goal(struct model *model, struct goal goal);

/* After CHANGED_OPENED or CHANGED_GOAL: where to go now, once. The fragment is to be freed. */
struct goal opened_take_goal(struct model *model);

/* Keeps the place of a link that is followed; opened_back returns there. False: none is kept. */
void opened_remember(struct model *model, size_t offset);
bool opened_back(struct model *model);

#endif
