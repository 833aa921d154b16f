#ifndef MODEL_FOUND_H
#define MODEL_FOUND_H

/*
 * What was found of what is asked for: the posts listed, which of them is chosen,
 * and how many each day has.
 */

#include "catalogue/catalogue.h"
#include "library/library.h"
#include "model/cursors.h"
#include "model/opened.h"

#include <stdbool.h>
#include <stddef.h>

struct model;

/* A post to choose as soon as it is listed. */
struct found_wish {
	char *post;	 /* its path, "" for none in particular; NULL: there is no wish */
	size_t at;	 /* its place, to be chosen if it is not listed */
	bool keeps_open; /* what is open, or to be opened, stays so */
	bool is_new;	 /* made in this event */
};

struct found {
	struct listing *listing; /* NULL while the archive is being read */
	struct asked listed;	 /* what it is of */
	struct found_wish wish;
	struct cursors cursors; /* of the lists before */
	struct library *library; /* the listing's, held: the model's, or until an answer an older one */
	size_t at;		 /* the chosen post's place in the listing; 0 when there are none */
	struct day_count *days; /* of a search's hits, once all are known; NULL until then */
	size_t day_count;
	uint32_t *group_counts; /* found of each group, whichever is chosen, by number; NULL: all of its posts are */
	size_t group_count;
	int64_t groups_of; /* the catalogue that has these numbers (catalogue_identity) */
	bool is_waiting;   /* for the first answer */
	bool is_counting;  /* there are more hits than the listing has */
	bool keeps_post;   /* the chosen post stays chosen in the first answer */
};

size_t found_count(const struct model *model); /* posts listed */

/* The chosen post, which lives until the event is over. False: there is none. */
bool found_post(const struct model *model, struct post *post);

/* The path of the chosen post, or the one wished for, and in *at its place; borrowed. NULL: it is not known. */
const char *found_path(const struct model *model, size_t *at);

/*
 * Chooses a post when it is listed, or what stands at its place: at once, unless another list has been
 * asked for. With keeps_open what is open stays so. NULL: none in particular.
 */
void found_wish(struct model *model, const char *post, size_t at, bool keeps_open);

/* Chooses the post at a place, or as near to it as there is one. Notes CHANGED_POST. */
void found_choose(struct model *model, size_t at);

/* Chooses the post so many places further and sets the goal in it; says so if there is none. */
void found_step(struct model *model, long by, enum goal_kind goal);

/*
 * How many posts each day has of what is asked for, without the dates asked for. Returns how
 * many days; *days is to be freed. 0 while a thread counts them.
 */
size_t found_days(const struct model *model, struct day_count **days);

/*
 * The newest or the oldest post of what is asked for, without the dates asked for; it lives until the
 * event is over. False: there is none that has a date.
 */
bool found_end(const struct model *model, bool is_oldest, struct post *post);

#endif
