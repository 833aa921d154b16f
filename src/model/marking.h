#ifndef MODEL_MARKING_H
#define MODEL_MARKING_H

/*
 * The marks of posts as the session sets them: what the reader marks, and what becomes read by
 * being read. Each verb that changes a mark notes CHANGED_MARKS and adds a step to undo (undo.h).
 * A lone file has no marks: nothing is read, unread or starred there.
 */

#include "marks/marks.h"

#include <stdbool.h>
#include <stddef.h>

struct model;
struct post;

enum direction { FORWARD, BACKWARD };

struct marking {
	struct marks *marks;	  /* NULL: a lone file */
	bool is_done;		  /* what becomes of the open post by being read has been done */
	bool wants_unread;	  /* the list that comes is to begin at an unread post */
	enum direction direction; /* of that: the first, or backward the last */
	size_t unread;		  /* posts of the list, once counted */
	bool has_counted;
};

/* Sets a post's mark if it has none, else takes it off; says what it has done. */
void marking_toggle(struct model *model, enum mark mark, const struct post *post);

/* Marks all posts listed read, or unread. Returns how many that has changed. */
size_t marking_set_listed(struct model *model, bool is_read);

/* The end of the open post has been seen; it may become read. True: it has. */
bool marking_see_end(struct model *model);

/* Chooses the next unread post of the list, or the previous one. False: there is none. */
bool marking_step(struct model *model, enum direction direction);

/* Chooses the first unread post of the list, backward the last. False: it is chosen, or there is none. */
bool marking_choose_first(struct model *model, enum direction direction);

/* The same at the end of the event, and of the search that it may need; says so if that is false. */
void marking_want_unread(struct model *model, enum direction direction);

/* Whether the post at a place of the list has a mark; whether any post has. */
bool marking_is_listed(const struct model *model, enum mark_filter filter, size_t at);
bool marking_is(const struct model *model, enum mark_filter filter, const struct post *post);

/* Unread posts: of all, of those listed. */
size_t marking_unread(const struct model *model);
size_t marking_listed_unread(struct model *model);

#endif
