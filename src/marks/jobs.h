#ifndef MARKS_JOBS_H
#define MARKS_JOBS_H

/*
 * Private to the room: what the owner of marks hands to the keeper's thread, and gets back. What both
 * threads hold is counted and goes with its last holder.
 */

#include "marks/mark_sets.h"
#include "marks/marks_file.h"
#include "marks/projection.h"
#include "marks/unread.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue;
struct err;
struct keeper;
struct work;

/* --- The archive --- */

struct subject {
	atomic_size_t holders;
	char *path, *url; /* of the archive */
	bool is_first_unread;
	atomic_llong archive;	       /* its id in the state; 0: not known yet */
	_Atomic(char *) moved_from;    /* the path it had before, not taken yet; NULL: none */
	_Atomic(struct work *) answer; /* not taken yet; NULL: none */
	atomic_bool is_ended;	       /* nobody takes answers any more */
	/*
	 * Of the keeper's thread, once the first job is handed over. How many projections were made;
	 * and the generation of the archive's marks that the owner's sets have when they are those of the
	 * last projection with all changes that were handed over so far, and these are stored; -1: none is.
	 */
	unsigned long made;
	int64_t generation;
	struct marks_origin written; /* what the file was last written for */
};
struct subject *subject_new(const char *path, const char *url, bool is_first_unread);

/* The owner's: takes the answer, NULL if there is none; lets go. */
struct work *subject_take(struct subject *subject);
void subject_end(struct subject *subject); /* NULL is fine */

/* Adds the archive to the state, with what was known of it under an older path. */
void jobs_add_archive(struct keeper *keeper, struct subject *subject);

/* --- A catalogue --- */

/*
 * The keeper's thread has a snapshot of its own, of any state of the owner's catalogue. It stays open:
 * what is said in numbers of this catalogue can be stored after its file was replaced, too.
 */
struct source {
	atomic_size_t holders;
	char *place;
	int64_t identity, state;     /* of the owner's */
	atomic_bool is_same;	     /* the snapshot is open, and is of the owner's state */
	struct catalogue *catalogue; /* of the keeper's thread; NULL: not opened */
};
struct source *source_new(const struct catalogue *catalogue);
void source_drop(struct source *source); /* NULL is fine */

/* --- Changes of marks --- */

struct change {
	atomic_size_t holders;
	struct subject *subject;
	struct source *source;
	enum mark mark;
	bool value;
	bool is_visit; /* ends the first visit, and nothing else */
	int64_t time;
	struct bits posts; /* not changed once it is handed over */
	struct keys keys;  /* of the posts; of the keeper's thread then */
	atomic_bool is_stored;
};

/* Takes `posts` over; the rest is zero. Holds subject and source. */
struct change *change_new(struct subject *subject, struct source *source, struct bits *posts);
struct change *change_hold(struct change *change);
void change_drop(struct change *change);
void jobs_store(struct keeper *keeper, struct change *change);

/* --- Work on all posts --- */

/*
 * The sets of a projection are made, or given with what has changed since; posts that are unread are
 * counted; the file is written. Sets that are given are made all the same if another process
 * has changed the state since, or if the snapshot is of another state of the catalogue than they are.
 */
struct work {
	struct subject *subject;  /* held */
	struct source *source;	  /* held */
	struct change **unstored; /* held: handed over before, and maybe not stored yet */
	size_t unstored_count;
	bool is_last; /* nobody takes it */

	bool makes_sets;
	unsigned long made; /* the projection that the sets are of; of given ones, what the owner knows */
	struct mark_sets sets;
	struct unread_counts counts; /* of given sets they may be given */
	uint32_t *order;	     /* catalogue_order, unless it is the last work */
	size_t order_count;
	bool has_failed;
	/* Of what was made; of given sets before that, the catalogue's state. */
	struct marks_origin origin;
};

/* Holds subject and source. */
struct work *work_new(struct subject *subject, struct source *source);
void work_free(struct work *work); /* NULL is fine */

/* Hands it over; it comes back as the subject's answer, unless it is the last. */
void jobs_work(struct keeper *keeper, struct work *work);

#endif
