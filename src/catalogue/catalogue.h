#ifndef CATALOGUE_CATALOGUE_H
#define CATALOGUE_CATALOGUE_H

/*
 * The catalogue: all posts' rows, their groups, and the lists made of them.
 *
 * It takes rows, gives rows and knows nothing of files or screens. Callers
 * never hold all rows: a list is asked for by position, as it will be when it
 * stands in a database. Built by one thread with catalogue_add and
 * catalogue_seal; sealed it does not change and may be read by any thread.
 */

#include "archive/post.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue;
struct err;

struct catalogue *catalogue_new(void);
void catalogue_free(struct catalogue *catalogue); /* NULL is fine */

/* Adds a copy of the post's row (posts flagged POST_HIDDEN are not to be added). */
void catalogue_add(struct catalogue *catalogue, const struct post *post);

/* Gives category `slug` its shown name; before catalogue_seal. */
void catalogue_name_category(struct catalogue *catalogue, const char *slug, const char *shown);

/* Sorts, counts, and makes it readable. Adding ends here. */
void catalogue_seal(struct catalogue *catalogue);

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
};

struct groups;

/*
 * The groups of one kind whose name or shown name contains `filter` (folded by
 * text_fold; "" or NULL: all). Never NULL; to be freed with groups_free.
 */
struct groups *catalogue_groups(const struct catalogue *catalogue, enum group_kind kind,
		enum group_order order, const char *filter);
size_t groups_count(const struct groups *groups);
struct group groups_get(const struct groups *groups, size_t index);
void groups_free(struct groups *groups);

/* The group of exactly this name, else of this shown name (the largest of several); false if there is none. */
bool catalogue_find_group(const struct catalogue *catalogue, enum group_kind kind, const char *name,
		struct group *group);

/*
 * The `limit` group names (or shown names, where these are nearer) nearest to
 * `name`, for "did you mean"; returns how many were put into `names`, borrowed
 * from the catalogue.
 */
size_t catalogue_nearest_groups(const struct catalogue *catalogue, enum group_kind kind,
		const char *name, const char **names, size_t limit);

enum post_order { POSTS_BY_DATE, POSTS_BY_TITLE };

struct query {
	const char *const *tags; /* all must hold */
	size_t tag_count;
	const char *const *categories; /* slug or shown name; all must hold */
	size_t category_count;
	bool has_since, has_until;
	int64_t since;	   /* seconds, from here */
	int64_t until;	   /* seconds, up to and without */
	const char *title; /* the title contains it, folded; NULL or "": all */
	bool has_paths;	   /* only posts of these paths, in any order */
	const char *const *paths;
	size_t path_count;
	enum post_order order; /* by date: newest first, undated last; by title: A to Z */
	bool is_reversed;      /* by date: oldest first, undated last all the same */
	size_t limit;	       /* 0: no limit */
};

struct listing;

/* The posts that a query finds, in its order. Never NULL; to be freed with listing_free. */
struct listing *catalogue_list(const struct catalogue *catalogue, const struct query *query);
size_t listing_count(const struct listing *listing);

/* The row at a position; texts borrowed from the catalogue. Position < count. */
void listing_get(const struct listing *listing, size_t position, struct post *post);

/* The position of the post with this path; SIZE_MAX if the list has none. */
size_t listing_find(const struct listing *listing, const char *path);
void listing_free(struct listing *listing);

/* How many posts a day has, by the day that each post's own date shows. */
struct day_count {
	int64_t day;  /* since 1970-01-01 */
	size_t count; /* posts, at least 1 */
};

/* The days of the posts that a query finds, rising; *days is to be freed. Undated posts count nowhere. */
size_t catalogue_days(const struct catalogue *catalogue, const struct query *query,
		struct day_count **days);

/* The post with this url (as post->url); false if there is none. */
bool catalogue_find_url(const struct catalogue *catalogue, const char *url, struct post *post);

#endif
