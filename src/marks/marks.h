#ifndef MARKS_MARKS_H
#define MARKS_MARKS_H

/*
 * The marks of an archive's posts, by their numbers in the catalogue (struct posting), in memory:
 * who is read, starred, new. The state (room `state`) has them by path and is the truth;
 * this is its projection onto one catalogue, made beside the screen and kept in the cache, so
 * that the first screen needs no look at every post. One thread owns it; changes apply at once
 * and go to the state by the keeper.
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

enum mark { MARK_READ, MARK_STARRED };

/*
 * The projection in one go, for a command that prints: reads, adds the archive with
 * its first visit if `is_visit` (then all posts of an archive not visited before count as read).
 */
bool marks_project(struct state *state, int64_t archive, struct catalogue *catalogue,
		struct mark_sets *sets, struct err *err);

/* --- A session's --- */

/*
 * Nothing is known yet: all posts count as read. `keeper` is borrowed; NULL: kept in memory only.
 * With is_first_unread the posts that are there at an archive's first visit are unread.
 */
struct marks *marks_new(struct keeper *keeper, int wake, bool is_first_unread);
void marks_free(struct marks *marks);

/*
 * Another catalogue of the archive is shown: its marks come from the cache's file at once if that is current
 * (what it knows of a catalogue that has grown since is shown), else from the keeper's thread; marks_wake
 * tells. The state knows the archive by the real path of its root. The catalogue is borrowed until the
 * next call.
 */
void marks_follow(struct marks *marks, const struct archive *archive, struct catalogue *catalogue,
		bool is_whole);

/* The archive's id in the state; 0: not known yet. */
int64_t marks_archive(const struct marks *marks);

/* Takes what the keeper's thread has made. True: marks or counts have changed. */
bool marks_wake(struct marks *marks);

/* A sentence for the reader, once, to be freed: marks that moved along with their archive; NULL: none. */
char *marks_notice(struct marks *marks);
bool marks_are_busy(const struct marks *marks);

bool marks_are(const struct marks *marks, enum mark_filter filter, uint32_t post);
const struct mark_sets *marks_sets(const struct marks *marks);

/* Unread posts: of all, or of a group. Kept; what is not known is counted now. */
size_t marks_unread(struct marks *marks);
size_t marks_group_unread(struct marks *marks, enum group_kind kind, const char *name);

/*
 * Sets or clears a mark of posts. Returns in *changed (may be NULL) those that had it otherwise, to be
 * freed with bits_free. Answers how many these are.
 */
size_t marks_set(struct marks *marks, enum mark mark, const struct bits *posts, bool value,
		struct bits *changed);

/* The session is over: what it has shown is no longer new. */
void marks_end_session(struct marks *marks);

#endif
