#ifndef MODEL_OPENED_H
#define MODEL_OPENED_H

/*
 * The post that is open, or being opened beside the screen, and where to go in it.
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

/* Where to go in a post once it is open. */
enum goal_kind {
	/* What was searched for, else where it was left; in a newer state of the open post the present place. */
	GOAL_NONE,
	GOAL_OFFSET,
	GOAL_FRAGMENT,
	GOAL_FIRST_MATCH, /* the offset if there is no match */
	GOAL_LAST_MATCH,  /* the same */
	GOAL_SEARCH,	  /* the next match of the phrase searched for in the post */
};

struct goal {
	enum goal_kind kind;
	size_t offset; /* in the document's text */
	size_t line;   /* of GOAL_OFFSET: the one that had it, which is meant where it still has */
	char *fragment;
};

/* What is seen of the open post, as its pane noted it. */
struct seen {
	size_t offset; /* of the first character shown when last scrolled; 0: the top */
	size_t line;   /* the first one shown */
	bool is_end;   /* the last one is shown as well */
	bool is_known; /* it has been laid out */
};

/* What the catalogue knew of a post when it was opened: only when that changes it is read again. */
struct source {
	uint64_t fingerprint, size;
	int64_t mtime; /* -1: the file may have changed since */
};

struct opened {
	struct article *article; /* NULL: nothing is open */
	struct seen seen;	 /* of it; zeros until it is laid out */
	int64_t kept_place; /* as keeping_place has it of that post, or of the one being opened */
	char *notice;	    /* why nothing is open; NULL: no reason */
	enum attention attention;
	struct layout_options options; /* how a post is laid out when it is opened */
	struct worker *opener;	       /* NULL: a lone file, or none was asked for yet */
	char *wanted;		       /* path of the post that is to be open; NULL: none */
	int64_t due;	  /* when it is to be opened, in ticks_ms; 0: it does not wait */
	struct goal goal; /* in that post */
	char *opening;	  /* path of the post that the opener was asked for; NULL: none */
	struct layout_options opening_options;
	unsigned long openings; /* posts that it was asked for so far */
	struct source source;	/* of the last of them */
};

/* Sets how much attention the post has, and how posts opened from now on are laid out. */
void opened_attend(struct model *model, enum attention attention,
		const struct layout_options *options);

/*
 * Lays the open post out. A long one is opened anew for it, beside the screen, so that no key waits; until then
 * it keeps the layout that it has.
 */
void opened_lay_out(struct model *model, const struct layout_options *options);

/*
 * Opens a post, whatever is listed, and goes to a place in it; the fragment is copied. Where no post is
 * looked at, it is opened when one is.
 */
void opened_open(struct model *model, const char *path, struct goal goal);

/* Whether the post that is to be open is in the archive; if not, none is any more. */
bool opened_check(struct model *model);

/* Sets where to go in the post that is chosen in this event, or is being opened. */
void opened_set_goal(struct model *model, struct goal goal);

/* Notes what is seen of the open post. */
void opened_see(struct model *model, struct seen seen);

/* After CHANGED_OPENED or CHANGED_GOAL: where to go now, once. The fragment is to be freed. */
struct goal opened_take_goal(struct model *model);

/* The post that is open, or to be opened, NULL if there is none; and the goal that leads to what is seen of it. */
const char *opened_path(const struct model *model);
struct goal opened_place(const struct model *model);

#endif
