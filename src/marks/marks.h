#ifndef MARKS_MARKS_H
#define MARKS_MARKS_H

/*
 * The marks of an archive's posts, by their numbers in the catalogue, in memory: which are
 * read, starred, new. The state (room `state`) has them by path and is the truth; this is
 * its projection onto one catalogue. The keeper's thread makes it and keeps it in a file of
 * the cache, so that the first screen needs no look at every post.
 *
 * A post that the state does not know is unread and new. In an archive that was never visited all
 * posts are read and none is new.
 */

#include "base/bits.h"
#include "catalogue/catalogue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct keeper;
struct marks;
struct state;
struct state_archive;

enum mark { MARK_READ, MARK_STARRED };

/* Which posts are asked for by their marks; the names of `is:` in a query. */
enum mark_filter { MARKS_ANY, MARKS_UNREAD, MARKS_READ, MARKS_STARRED, MARKS_NEW };

struct mark_sets {
	struct bits read, starred;
	struct bits seen; /* in an earlier session, or marked read or unread: not new */
};
void mark_sets_free(struct mark_sets *sets);
bool mark_sets_have(const struct mark_sets *sets, enum mark_filter filter, uint32_t post);

/* --- In one go, for a command that prints --- */

/* The marks of an archive (id 0: one not known); *sets is to be freed. False with err. */
bool marks_project(struct state *state, const struct state_archive *archive,
		struct catalogue *catalogue, struct mark_sets *sets, struct err *err);

/*
 * The two below are called between state_begin and state_end, with an archive that
 * the state has. False with err.
 */

/* Ends the first visit, if none was completed: every post of the catalogue gets a read mark of that time. */
bool marks_visit(struct state *state, const struct state_archive *archive,
		struct catalogue *catalogue, int64_t time, struct err *err);

/* Sets or clears a mark of posts. */
bool marks_store(struct state *state, int64_t archive, struct catalogue *catalogue, enum mark mark,
		const struct bits *posts, bool value, struct err *err);

/* --- A session's --- */

/*
 * Nothing is known yet: all posts are read, none is new. Both are borrowed: `state` is the owner's
 * connection (NULL: there is none), and the marks are freed before the keeper. Keeper NULL: marks are kept in
 * memory only.
 */
struct marks *marks_new(struct state *state, struct keeper *keeper);
void marks_free(struct marks *marks); /* NULL is fine */

struct marks_archive {
	const char *path;	 /* real */
	const char *url;	 /* of its configuration; "" if it has none */
	const char *cache_file;	 /* of the projection; NULL: none is kept */
	bool is_unread_at_first; /* at the first visit all posts are unread */
};

/* The archive is known: adds it to the state by a job. Once, before all below. */
void marks_begin(struct marks *marks, const struct marks_archive *archive);

/*
 * Another catalogue is shown (borrowed until the next is). What the cache's file has of it applies at
 * once, and what was known of an earlier state of it; what they lack is projected by the keeper's
 * thread. With is_whole the whole archive is in it: a first visit is completed.
 */
void marks_follow(struct marks *marks, struct catalogue *catalogue, bool is_whole);

/* Another process has changed the state (keeper_news): projects again. */
void marks_refresh(struct marks *marks);

/* Takes what the keeper's thread has made, when the keeper has rung. True: marks or counts have changed. */
bool marks_wake(struct marks *marks);

/* Whether something is asked of the keeper's thread that marks_wake will take. */
bool marks_are_busy(const struct marks *marks);

/* A sentence about the archive's marks that came along from a folder that is gone, once; to be freed; NULL: none. */
char *marks_notice(struct marks *marks);

bool marks_are(const struct marks *marks, enum mark_filter filter, uint32_t post);
const struct mark_sets *marks_sets(const struct marks *marks);

/* Unread posts: of all, or of a group of exactly this name. Kept; what is not known is counted now. */
size_t marks_unread(struct marks *marks);
size_t marks_group_unread(struct marks *marks, enum group_kind kind, const char *name);

/*
 * The first position from `from` on, or backward, with an unread post, or of a group that has any; SIZE_MAX
 * if there is none, as where `from` is no position.
 */
size_t marks_next_unread(
		struct marks *marks, const struct listing *listing, size_t from, bool is_backward);
size_t marks_next_group(struct marks *marks, enum group_kind kind, const struct groups *groups,
		size_t from, bool is_backward);

/*
 * Sets or clears a mark of posts, at once in memory, and in the state by the keeper. Puts those that
 * had it otherwise into *changed (empty before; may be NULL), to be freed with bits_free. Answers how
 * many these are.
 */
size_t marks_set(struct marks *marks, enum mark mark, const struct bits *posts, bool value,
		struct bits *changed);

/*
 * The session is over: what it has shown is no longer new. The file in the cache is brought up to date.
 * Comes before the keeper's end, and nothing after it but marks_free.
 */
void marks_end_session(struct marks *marks);

#endif
