#ifndef MODEL_VIEWS_H
#define MODEL_VIEWS_H

/*
 * The views gone through, to go back to and forward again: what was asked for, the post chosen,
 * the post open and the place in it, and how the screen stood. A view is a value; the present one
 * is brought up to date at the end of each event. Another group, search, filter, date or order
 * begins a new view by itself; a post that is opened, or a link followed, by views_begin.
 */

#include "model/asked.h"
#include "model/opened.h"

#include <stdbool.h>
#include <stddef.h>

struct model;

enum { VIEWS_KEPT = 100 }; /* to go back to */

/* How the screen stands; the model only keeps it. */
struct view_layout {
	int focus; /* the slot that has the keys */
	int side;  /* which pane stands at the left */
	bool is_zoomed;
	bool is_folded; /* the left pane has made room for a post */
};

struct view {
	struct asked asked;
	char *post; /* path of the chosen post; NULL: none was found yet */
	size_t at;  /* its place in the list */
	char *open; /* path of the post that is open, or to be opened; NULL: the chosen one */
	struct goal place; /* in it; its fragment is owned */
	struct view_layout layout;
	bool is_link; /* a link led here */
};

struct views {
	struct view *items; /* VIEWS_KEPT + 1, the oldest first; NULL before the first event */
	size_t count, at;   /* the present one; those behind it are to go forward to */
	bool is_begun;	    /* views_begin was called in this event */
	bool is_link;
	bool is_corrected; /* what is asked for was changed, but by no verb of the user's */
};

/* What is opened in this event is a new view; by a link or not. */
void views_begin(struct model *model, bool is_link);

/* Ends an event: the present view is as things are now, or a new one is if it differs so much. */
void views_follow(struct model *model, struct view_layout layout);

/*
 * Goes so many views forward, back if negative, as far as there are any; the layout is that of the
 * view. False, with a message: there are none.
 */
bool views_go(struct model *model, long by, struct view_layout *layout);

/* The view as it was at the end of the last event, borrowed; NULL before the first. */
const struct view *views_present(const struct model *model);

/*
 * Shows what a view has. Before the first event it may be of an earlier session, with posts and groups
 * that are gone.
 */
void views_resume(struct model *model, const struct view *view);

void view_free(struct view *view);

/* How many views to go back to where the link stood that led to what is shown; 0: none did. */
long views_from_link(const struct model *model);

void views_free(struct views *views);

#endif
