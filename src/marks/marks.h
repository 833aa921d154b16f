#ifndef MARKS_MARKS_H
#define MARKS_MARKS_H

/*
 * The marks of an archive's posts, by their numbers in the catalogue, in memory: which are
 * read, starred, new. The state (room `state`) has them by path and is the truth; this is
 * its projection onto one catalogue. The keeper's thread makes it and keeps it in a file beside the
 * catalogue's, so that the first screen needs no look at every post.
 */

#include "catalogue/catalogue.h"
#include "marks/mark_sets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct err;
struct keeper;
struct marks;
struct state;
struct state_archive;

/* --- In one go, for a command that prints --- */

/*
 * The marks of an archive (id 0: one that the state does not know), onto a catalogue that is complete: from
 * the cache's file where that is up to date, else by a look at every post. *sets is to be freed.
 * is_first_unread: as for marks_new. False with err.
 */
bool marks_read(struct state *state, const struct state_archive *archive,
		struct catalogue *catalogue, bool is_first_unread, struct mark_sets *sets,
		struct err *err);

/*
 * These two are called between state_begin and state_end, with an archive that the state has. False
 * with err. marks_visit ends the first visit, if none was completed: every post of the catalogue
 * that was not marked before gets a read mark, but with is_first_unread none does.
 */
bool marks_visit(struct state *state, const struct state_archive *archive,
		struct catalogue *catalogue, bool is_first_unread, struct err *err);
bool marks_store(struct state *state, int64_t archive, struct catalogue *catalogue, enum mark mark,
		const struct bits *posts, bool value, struct err *err);

/*
 * How many posts are unread in an archive that is not open, as the cache's file beside its catalogue has
 * it; SIZE_MAX if that is not known, as where marks have changed since. `root` is its real path.
 */
size_t marks_kept_unread(struct state *state, const char *root, const char *catalogue_place);

/* --- A session's --- */

/*
 * Nothing is known yet: all posts count as read. Both are borrowed: `state` is the owner's connection, and
 * the marks are freed before the keeper. NULL: marks are kept in memory only. With is_first_unread
 * the posts that are there at an archive's first visit are unread.
 */
struct marks *marks_new(struct state *state, struct keeper *keeper, bool is_first_unread);
void marks_free(struct marks *marks); /* NULL is fine */

/*
 * Another catalogue of the archive is shown, borrowed until the next call. What the cache's file has
 * of it applies at once, and so does what was known of an earlier state of it; what is lacking comes
 * from the keeper's thread, and marks_wake tells. With is_whole the whole archive is in it: a first
 * visit ends. The state knows the archive by the real path of its root; the first call adds it.
 */
void marks_follow(struct marks *marks, const struct archive *archive, struct catalogue *catalogue,
		bool is_whole);

/* Another process has changed the state (keeper_news): projects again. */
void marks_refresh(struct marks *marks);

/* Takes what the keeper's thread has made, when the keeper has rung. True: marks or counts have changed. */
bool marks_wake(struct marks *marks);

/* Whether something is asked of the keeper's thread that marks_wake will take. */
bool marks_are_busy(const struct marks *marks);

/* Whether they are those of the state. Before, while an archive is read, all posts may count as read. NULL: true. */
bool marks_are_known(const struct marks *marks);

/* A sentence for the reader, once, to be freed: marks that moved along with their archive; NULL: none. */
char *marks_notice(struct marks *marks);

bool marks_are(const struct marks *marks, enum mark_filter filter, uint32_t post);
const struct mark_sets *marks_sets(const struct marks *marks);

/* Unread posts: of all, or of a group of exactly this name. Kept; what is not known is counted now. */
size_t marks_unread(struct marks *marks);
size_t marks_group_unread(struct marks *marks, enum group_kind kind, const char *name);

/* Those of a list: counted each time, unless it is the whole list of a group. */
size_t marks_listed_unread(struct marks *marks, const struct listing *listing);

/*
 * The first position from `from` on, or backward, that has an unread post, or a group with one;
 * SIZE_MAX if there is none, as where `from` is no position.
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
 * The session is over: what it has shown is no longer new, and the file in the cache is brought up to
 * date. Only marks_free comes after it; the keeper's end waits until all is written.
 */
void marks_end_session(struct marks *marks);

#endif
