#ifndef CATALOGUE_CATALOGUE_H
#define CATALOGUE_CATALOGUE_H

/*
 * The catalogue: all posts' rows, their groups, and the lists made of them, in
 * a file of the cache (catalogue_writer.h fills it).
 *
 * A struct catalogue is a snapshot of it: what it gives does not change while another
 * writes; to see the changes, open another. It knows nothing of
 * screens or of where rows came from, and holds few of them: a list is asked for
 * by position and read from the file as it is. It belongs to one thread at a time;
 * each thread opens its own.
 */

#include "archive/post.h"
#include "base/bits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct catalogue;
struct err;
struct problems;

/*
 * Opens a snapshot of the catalogue at `place`: a file's path, or a name of
 * database_memory_place. NULL with err, also when there is none yet.
 */
struct catalogue *catalogue_open(const char *place, struct err *err);
void catalogue_free(struct catalogue *catalogue); /* NULL is fine */
const char *catalogue_place(const struct catalogue *catalogue);

/* Reads, folds and sorts the names of groups now instead of when they are first needed. */
void catalogue_warm(struct catalogue *catalogue);

/* Gives back the pages that are kept for speed: for a snapshot that is seldom asked. */
void catalogue_rest(struct catalogue *catalogue);

/* What the writer was opened with. */
uint64_t catalogue_fingerprint(const struct catalogue *catalogue);

/*
 * A number that only this state of this catalogue has: what was made from the catalogue is
 * current while the number is the same.
 */
int64_t catalogue_state(const struct catalogue *catalogue);

/* Whether something could not be read since it was opened; then it should be discarded and rebuilt. */
bool catalogue_is_damaged(const struct catalogue *catalogue);

/* Whether its file was deleted or replaced since it was opened. It can still be read. */
bool catalogue_is_gone(const struct catalogue *catalogue);

/* Number of posts. */
size_t catalogue_count(const struct catalogue *catalogue);

enum group_kind { GROUP_CATEGORY, GROUP_TAG };
enum group_order { GROUP_BY_COUNT, GROUP_BY_NAME, GROUP_BY_LATEST };

/* A category or a tag. Texts are borrowed from the catalogue, NUL-terminated. */
struct group {
	const char *name;  /* as posts write it */
	const char *shown; /* a landing page's title, else the name */
	size_t count;	   /* posts */
	int64_t latest;	   /* date of its newest post; INT64_MIN if all are undated */
	bool is_by_pinyin; /* found by it alone, and so after those found by text */
};

struct groups;

/*
 * The groups of one kind whose name or shown name is found by `filter` (as base/name_filter.h
 * has it; "" or NULL: all). Never NULL; to be freed with groups_free.
 */
struct groups *catalogue_groups(struct catalogue *catalogue, enum group_kind kind,
		enum group_order order, const char *filter);

/*
 * At most `limit` groups that `typed` may become: those whose name or shown name begins with it, then
 * those that contain it, each by the number of posts. Otherwise as catalogue_groups.
 */
struct groups *catalogue_complete_group(
		struct catalogue *catalogue, enum group_kind kind, const char *typed, size_t limit);
size_t groups_count(const struct groups *groups);
struct group groups_get(const struct groups *groups, size_t index);
void groups_free(struct groups *groups);

/* The group of exactly this name, else of this shown name (the largest of several); false if there is none. */
bool catalogue_find_group(struct catalogue *catalogue, enum group_kind kind, const char *name,
		struct group *group);

/*
 * The `limit` group names (or shown names, where these are nearer) nearest to
 * `name`, for "did you mean"; returns how many were put into `names`, borrowed
 * from the catalogue.
 */
size_t catalogue_nearest_groups(struct catalogue *catalogue, enum group_kind kind, const char *name,
		const char **names, size_t limit);

enum post_order { POSTS_BY_DATE, POSTS_BY_TITLE };

struct query {
	const char *const *tags; /* all must hold */
	size_t tag_count;
	const char *const *categories; /* slug or shown name; all must hold */
	size_t category_count;
	bool has_since, has_until;
	int64_t since;	   /* seconds, from here */
	int64_t until;	   /* seconds, up to and without */
	const char *title; /* the title is found by it (base/name_filter.h); NULL or "": all */
	const struct bits *posts; /* only these, by number; NULL: all */
	enum post_order order;	  /* by date: newest first, undated last; by title: A to Z */
	bool is_reversed;	  /* by date: oldest first, undated last all the same */
	size_t limit;		  /* 0: no limit */
};

struct listing;

/* The posts that a query finds, in its order. Never NULL; to be freed with listing_free. */
struct listing *catalogue_list(struct catalogue *catalogue, const struct query *query);
size_t listing_count(const struct listing *listing);

/* The row at a position, in `arena`. Position < count. One that is gone has an empty path. */
void listing_get(const struct listing *listing, size_t position, struct arena *arena,
		struct post *post);

/* The position of the post with this path; SIZE_MAX if the list has none. */
size_t listing_find(const struct listing *listing, const char *path);

/* The file of the post at a position as it was when it was read. */
struct post_file {
	const char *path; /* in the arena given */
	int64_t mtime;	  /* nanoseconds since 1970 */
	uint64_t size;	  /* bytes */
};
void listing_file(const struct listing *listing, size_t position, struct arena *arena,
		struct post_file *file);

/* The groups of the list's own posts, counted in it; to be freed with groups_free. */
struct groups *listing_groups(
		const struct listing *listing, enum group_kind kind, enum group_order order);

/*
 * Lets a list made by one thread with its own snapshot be read by another with
 * `catalogue`. Only for lists that a thread may keep when its snapshot is closed:
 * of a set of posts, by title, or narrowed to one. False when the two are not snapshots of
 * one catalogue, as after a rebuild: the list's posts would be others here.
 */
bool listing_move(struct listing *listing, struct catalogue *catalogue);
void listing_free(struct listing *listing);

/* How many posts a day has, by the day that each post's own date shows. */
struct day_count {
	int64_t day;  /* since 1970-01-01 */
	size_t count; /* posts, at least 1 */
};

/* The days of the posts that a query finds, rising; *days is to be freed. Undated posts count nowhere. */
size_t catalogue_days(
		struct catalogue *catalogue, const struct query *query, struct day_count **days);

/*
 * Replaces the counts of groups: by `counts`, by number. Those with none go to the end; in the order by
 * count the others are sorted again.
 */
void groups_recount(struct groups *groups, struct catalogue *catalogue, enum group_kind kind,
		enum group_order order, const uint32_t *counts, size_t count);

/*
 * The post whose url names the page of a site path that is not percent-encoded
 * (slug_page), in `arena`; false if there is none.
 */
bool catalogue_find_url(struct catalogue *catalogue, const char *path, struct arena *arena,
		struct post *post);

/* The category whose landing page that is, borrowed; NULL if none is. */
const char *catalogue_category_at(struct catalogue *catalogue, const char *path);

/* --- Posts and groups by number --- */

/*
 * Posts and groups have numbers, 1 and up, which stay theirs in all states of one catalogue and
 * are not given twice. This is what its states have in common, and no other catalogue has.
 */
int64_t catalogue_identity(const struct catalogue *catalogue);

/* Whether the whole archive has been read once. */
bool catalogue_is_complete(const struct catalogue *catalogue);

/* The highest number of a post; 0 if there are none. */
uint32_t catalogue_highest_post(struct catalogue *catalogue);

/* The listed post of this path; 0 if there is none. */
uint32_t catalogue_post(struct catalogue *catalogue, const char *path);

/* The post at a position of a list; 0 if it cannot be read. */
uint32_t listing_post(const struct listing *listing, size_t position);

/* Puts all posts without a date into the set. */
void catalogue_undated(struct catalogue *catalogue, struct bits *posts);

/* Puts all posts of a list into the set. */
void listing_posts(const struct listing *listing, struct bits *posts);

/* How many posts of a list are not in the set. */
size_t listing_count_without(const struct listing *listing, const struct bits *posts);

/* The group whose whole list it is, GROUP_ALL for all posts; UINT32_MAX for any other list. */
uint32_t listing_group(const struct listing *listing);

/*
 * The first position from `from` on, or backward, whose post is in the set, or with is_in false is not;
 * SIZE_MAX if there is none, as where `from` is no position.
 */
size_t listing_next(const struct listing *listing, size_t from, bool is_backward,
		const struct bits *posts, bool is_in);

/*
 * All listed posts in the order of their list, to be freed: four bytes each. With them, the list of all
 * posts and stretches of it are walked without reading the file. catalogue_keep_order
 * takes over what another snapshot of the same state gave. Answers how many.
 */
size_t catalogue_order(struct catalogue *catalogue, uint32_t **posts);
void catalogue_keep_order(struct catalogue *catalogue, uint32_t *posts, size_t count);

/*
 * Gives each post that a complete catalogue has, unlisted ones too, with the hash of its path
 * (hash_stable_text), hashes rising. False with err.
 */
bool catalogue_each_hash(struct catalogue *catalogue,
		void (*take)(void *context, uint64_t hash, uint32_t post), void *context,
		struct err *err);

/* The hashes of these posts' paths, rising: *hashes is to be freed. Answers how many; SIZE_MAX with err. */
size_t catalogue_hashes(struct catalogue *catalogue, const struct bits *posts, uint64_t **hashes,
		struct err *err);

enum { GROUP_ALL = 0 }; /* the number of all posts */

/* One more than the highest number of a group. */
size_t catalogue_group_numbers(struct catalogue *catalogue);

/* The group of exactly this name; GROUP_ALL if there is none. */
uint32_t catalogue_group(struct catalogue *catalogue, enum group_kind kind, const char *name);

/* The groups of a listed post, GROUP_ALL first, each once: *groups in `arena`. How many; 0 if it is not listed. */
size_t catalogue_post_groups(
		struct catalogue *catalogue, uint32_t post, struct arena *arena, uint32_t **groups);

/* How many posts of a group, or of all, are not in the set. */
size_t catalogue_count_without(
		struct catalogue *catalogue, uint32_t group, const struct bits *posts);

/* The same of all groups at once, by number: *counts is to be freed. Answers how many; 0 with err. */
size_t catalogue_counts_without(struct catalogue *catalogue, const struct bits *posts,
		uint32_t **counts, struct err *err);

/* The same of the posts that are in the set. A small set takes the time of its posts, another one that of all. */
size_t catalogue_counts_within(struct catalogue *catalogue, const struct bits *posts,
		uint32_t **counts, struct err *err);

/* Adds what is wrong with posts, of at most `limit` of them, to `problems`. */
void catalogue_problems(struct catalogue *catalogue, size_t limit, struct problems *problems);

#endif
