#ifndef CATALOGUE_CATALOGUE_WRITER_H
#define CATALOGUE_CATALOGUE_WRITER_H

/*
 * Fills a catalogue: posts are added, replaced and removed; what is done between
 * two commits comes into force together, for every snapshot opened from then on.
 * A process that is killed leaves what was committed last.
 *
 * One thread owns a writer. Any number may be open on one catalogue, in one
 * process or in many, but only one may write: a writer whose catalogue another
 * has changed, replaced or deleted since it was opened fails at its next change
 * or commit and leaves the other's as it is, and one that finds another in the
 * midst of a transaction waits for some seconds first.
 */

#include "archive/post.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue_writer;
struct err;
struct landings;

/*
 * Opens or makes the catalogue at `place` (as catalogue_open) for writing. One
 * that is damaged, foreign or of another version is rebuilt, and *notice (may
 * be NULL) gets a sentence about it, to be freed, else NULL. One with another
 * fingerprint (a hash of all that decides what posts are but for their files) is
 * emptied. NULL with err.
 */
struct catalogue_writer *catalogue_writer_open(
		const char *place, uint64_t fingerprint, char **notice, struct err *err);

/*
 * The same for a new catalogue in memory at `place`, which begins as that of `from`
 * where this can be read; what it has in common with that is known by its state.
 */
struct catalogue_writer *catalogue_writer_open_copy(
		const char *place, const char *from, uint64_t fingerprint, struct err *err);

/* Drops what is not committed. NULL is fine. */
void catalogue_writer_close(struct catalogue_writer *writer);

/* Whether the last failure was a damaged file, which is best discarded. */
bool catalogue_writer_is_damaged(const struct catalogue_writer *writer);

/* Whether nothing can be put or removed, though all that is there can be compared. */
bool catalogue_writer_is_read_only(const struct catalogue_writer *writer);

/* Whether the file was deleted or replaced since it was opened: what is written is lost. */
bool catalogue_writer_is_gone(const struct catalogue_writer *writer);

/* A file as it was when its post was read. */
struct known_file {
	int64_t path_hash; /* hash_stable_text of its path */
	int64_t mtime;	   /* nanoseconds since 1970 */
	uint64_t size;	   /* bytes */
	uint32_t id;
	bool is_hidden_future; /* hidden for its date, which is `date` */
	bool is_seen;	       /* the caller's */
	int64_t date;
};

/*
 * Gives all posts that are in the catalogue, in no order, until `take` returns false;
 * then checks the lists that they are in. False with err.
 */
bool catalogue_writer_files(struct catalogue_writer *writer,
		bool (*take)(void *context, const struct known_file *file), void *context,
		struct err *err);

/*
 * Adds the row of a post, with the state of its file, or replaces the row of post `id`
 * (0: a new one). Posts flagged POST_HIDDEN are kept out of all lists. False with err.
 */
bool catalogue_writer_put(struct catalogue_writer *writer, uint32_t id, const struct post *post,
		int64_t mtime, uint64_t size, struct err *err);

/* Removes a post. False with err. */
bool catalogue_writer_remove(struct catalogue_writer *writer, uint32_t id, struct err *err);

/*
 * Commits, and hides all posts but the `limit` newest. Posts that Jekyll would skip do not
 * count, and are hidden only where they are older. False with err.
 */
bool catalogue_writer_keep_newest(struct catalogue_writer *writer, size_t limit, struct err *err);

/* Sets all landing pages; does nothing when they have not changed. False with err. */
bool catalogue_writer_landings(
		struct catalogue_writer *writer, const struct landings *landings, struct err *err);

/* How many puts and removes are not committed. */
size_t catalogue_writer_pending(const struct catalogue_writer *writer);

/* Commits. False with err: then nothing that was done since the last commit takes effect. */
bool catalogue_writer_commit(struct catalogue_writer *writer, struct err *err);

/* Commits, and says that the whole archive has been read. False with err. */
bool catalogue_writer_finish(struct catalogue_writer *writer, struct err *err);

#endif
