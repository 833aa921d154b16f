#ifndef MODEL_KEPT_SEARCHES_H
#define MODEL_KEPT_SEARCHES_H

/*
 * The searches of the archive that are kept under names, in the user's state. Each is one of all
 * posts, whatever else was asked for. A thread counts what they find. Each change notes CHANGED_SEARCHES.
 */

#include <stdbool.h>
#include <stddef.h>

struct model;

/* How many there are at most; bytes of a name. */
enum { KEPT_SEARCHES = 200, KEPT_NAME_BYTES = 200 };

struct kept_search {
	char *name, *query; /* as the gate lets them through; owned */
	size_t hits;	    /* posts that it finds; SIZE_MAX: not known */
	bool is_due;	    /* to be counted */
	bool needs_marks;   /* these decide on what it finds */
};

struct kept_searches {
	struct kept_search *items; /* by name */
	size_t count, capacity;
	size_t counted;		/* the one that the thread counts */
	bool is_read;		/* from the state */
	bool is_waiting;	/* for the keeper, to read them again */
	unsigned long foreigns; /* keeping's when it was */
};

/*
 * Reads them, if that is not done or another program has changed them, and counts what is due; what
 * has changed (enum changed) makes it due. To be called after each event while they are shown.
 */
void kept_searches_follow(struct model *model, unsigned changed);

/* Keeps the search in force under a name, in place of another of that name; a message says so, or why not. */
void kept_searches_keep(struct model *model, const char *name);

/* Deletes one. False, with a message: there is none of that name. */
bool kept_searches_delete(struct model *model, const char *name);

/* Asks for what one finds. */
void kept_searches_choose(struct model *model, const struct kept_search *search);

/* Whether it is the search in force, in no group. */
bool kept_search_is_chosen(const struct model *model, const struct kept_search *search);

#endif
