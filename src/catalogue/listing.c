#include "base/arena.h"
#include "base/name_filter.h"
#include "base/xalloc.h"
#include "catalogue/snapshot.h"
#include "catalogue/tables.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/*
 * Either a stretch of a list that stands in the catalogue, of which only what is
 * asked for is read, or entries of its own.
 */
struct listing {
	struct catalogue *catalogue;
	int64_t identity;	   /* the catalogue's, which may be closed when the list is moved */
	struct postings *postings; /* NULL: it has entries */
	struct posting *entries;
	size_t first; /* of the stretch */
	size_t count;
	size_t turned;	  /* the first so many stand in reverse */
	bool is_in_order; /* by date, newest first; `turned` aside */
};

static struct posting
entry_at(const struct listing *listing, size_t position)
{
	if (position < listing->turned)
		position = listing->turned - 1 - position;
	if (listing->postings == NULL)
		return listing->entries[position];
	struct posting entry = postings_get(listing->postings, listing->first + position);
	listing->catalogue->is_damaged |= entry.post == 0;
	return entry;
}

struct catalogue *
listing_catalogue(const struct listing *listing)
{
	return listing->catalogue;
}

/* --- What a query finds --- */

static struct postings *
open_list(struct catalogue *catalogue, int64_t name)
{
	struct postings *list = postings_open(catalogue->store, name);
	catalogue->is_damaged |= postings_are_cut(list);
	return list;
}

static void
close_list(struct catalogue *catalogue, struct postings *list)
{
	catalogue->is_damaged |= list != NULL && postings_are_cut(list);
	postings_close(list);
}

/* The list of a name; NULL if there is no such name. */
static struct postings *
open_name(struct catalogue *catalogue, enum group_kind kind, const char *text)
{
	struct names *names = catalogue_names(catalogue, kind);
	uint32_t number = names_find_shown(names, text);
	return number == NAMES_NONE ? NULL : open_list(catalogue, names->items[number].id);
}

/* Opens the shortest list among those of the query's names, or the list of all; NULL when a name is unknown. */
static struct postings *
open_shortest(struct catalogue *catalogue, const struct query *query)
{
	struct postings *shortest = NULL;
	size_t count = query->tag_count + query->category_count;
	for (size_t i = 0; i < count; i++) {
		bool is_tag = i < query->tag_count;
		struct postings *list =
				is_tag ? open_name(catalogue, GROUP_TAG, query->tags[i])
				       : open_name(catalogue, GROUP_CATEGORY,
							 query->categories[i - query->tag_count]);
		bool is_shorter = list != NULL &&
				  (shortest == NULL ||
						  postings_count(list) < postings_count(shortest));
		if (list == NULL || is_shorter) {
			postings_close(shortest);
			shortest = list;
		} else {
			postings_close(list);
		}
		if (list == NULL)
			return NULL;
	}
	return count > 0 ? shortest : open_list(catalogue, POSTINGS_ALL);
}

/* Narrows the stretch to the query's dates. */
static void
keep_dates(struct listing *listing, const struct query *query)
{
	struct postings *postings = listing->postings;
	size_t end = postings_count(postings);
	/* Undated posts match no range of dates. */
	if (query->has_since || query->has_until)
		end = postings_find(postings, INT64_MIN);
	if (query->has_until)
		listing->first = query->until == INT64_MIN
						 ? end
						 : postings_find(postings, query->until - 1);
	if (query->has_since && query->since > INT64_MIN + 1)
		end = postings_find(postings, query->since - 1);
	listing->count = end > listing->first ? end - listing->first : 0;
}

/* Gives the list entries of its own, of posts that are in the set (NULL: all). */
static void
own_entries(struct listing *listing, const struct bits *posts)
{
	if (listing->postings == NULL)
		return;
	struct posting *entries = xcalloc(listing->count + 1, sizeof(*entries));
	size_t count = 0, end = listing->first + listing->count;
	for (size_t at = listing->first; at < end;) {
		struct postings_chunk chunk = postings_chunk(listing->postings, at);
		for (; at < end && at - chunk.first < chunk.count; at++) {
			entries[count] = chunk.entries[at - chunk.first];
			uint32_t post = entries[count].post;
			count += post != 0 && (posts == NULL || bits_have(posts, post));
		}
	}
	close_list(listing->catalogue, listing->postings);
	listing->postings = NULL;
	listing->entries = xrealloc(entries, count + 1, sizeof(*entries));
	listing->first = 0;
	listing->count = count;
}

/* Keeps the entries whose posts are in the other list too. */
static void
keep_list(struct listing *listing, struct postings *other)
{
	struct bits has = {0};
	for (size_t at = 0; other != NULL && at < postings_count(other);) {
		struct postings_chunk chunk = postings_chunk(other, at);
		for (size_t i = 0; i < chunk.count; i++)
			bits_put(&has, chunk.entries[i].post, true);
		at += chunk.count;
	}
	size_t kept = 0;
	for (size_t i = 0; i < listing->count; i++) {
		if (bits_have(&has, listing->entries[i].post))
			listing->entries[kept++] = listing->entries[i];
	}
	listing->count = kept;
	bits_free(&has);
}

static void
keep_names(struct listing *listing, enum group_kind kind, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count && listing->count > 0; i++) {
		struct postings *other = open_name(listing->catalogue, kind, texts[i]);
		keep_list(listing, other);
		close_list(listing->catalogue, other);
	}
}

static void
keep_title(struct listing *listing, const char *title)
{
	struct name_filter *filter = name_filter_new(title);
	size_t kept = 0;
	for (size_t i = 0; i < listing->count; i++) {
		const char *own = catalogue_folded_title(
				listing->catalogue, listing->entries[i].post);
		if (name_filter_try(filter, own, NAME_TRAITS_UNKNOWN) != NAME_NOT_FOUND)
			listing->entries[kept++] = listing->entries[i];
	}
	listing->count = kept;
	name_filter_free(filter);
}

/* Whether it is quicker to look up the posts of a set one by one than to read a list of `count` through. */
static bool
are_few(const struct bits *posts, size_t count)
{
	enum { ENTRIES_PER_LOOKUP = 200 };
	return bits_sum(posts) < count / ENTRIES_PER_LOOKUP;
}

/* Looks up the posts of a set: those of the query's dates, in order. */
static void
look_up(struct listing *listing, const struct query *query)
{
	struct arena *arena = arena_new();
	struct posting_entry *found = xcalloc(bits_sum(query->posts) + 1, sizeof(*found));
	size_t count = 0;
	for (uint32_t post = 0; (post = bits_next(query->posts, post)) != UINT32_MAX; post++) {
		bool is_found = catalogue_find_id(listing->catalogue, post, arena, &found[count]);
		int64_t date = found[count].posting.date;
		bool is_dated = date != INT64_MIN;
		count += is_found && (!query->has_since || (is_dated && date >= query->since)) &&
			 (!query->has_until || (is_dated && date < query->until));
	}
	qsort(found, count, sizeof(*found), posting_entry_compare);
	listing->entries = xcalloc(count + 1, sizeof(*listing->entries));
	for (size_t i = 0; i < count; i++)
		listing->entries[i] = found[i].posting;
	close_list(listing->catalogue, listing->postings);
	listing->postings = NULL;
	listing->first = 0;
	listing->count = count;
	free(found);
	arena_free(arena);
}

/* --- Order --- */

struct titled {
	struct posting entry;
	size_t position; /* that it had */
	const char *title;
};

static int
compare_titles(const void *a, const void *b)
{
	const struct titled *left = a;
	const struct titled *right = b;
	int order = strcmp(left->title, right->title);
	if (order != 0)
		return order;
	return left->position < right->position ? -1 : 1;
}

static void
sort_by_title(struct listing *listing)
{
	struct titled *titled = xcalloc(listing->count + 1, sizeof(*titled));
	for (size_t i = 0; i < listing->count; i++)
		titled[i] = (struct titled){listing->entries[i], i,
				catalogue_folded_title(
						listing->catalogue, listing->entries[i].post)};
	qsort(titled, listing->count, sizeof(*titled), compare_titles);
	for (size_t i = 0; i < listing->count; i++)
		listing->entries[i] = titled[i].entry;
	free(titled);
}

/* The first position of a date in a list by date: newest first from `from`, or oldest first up to `end`. */
static size_t
find_date(const struct listing *listing, int64_t date)
{
	bool is_turned = date != INT64_MIN && listing->turned > 0;
	size_t low = is_turned || listing->turned == 0 ? 0 : listing->turned;
	size_t high = is_turned ? listing->turned : listing->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int64_t there = entry_at(listing, middle).date;
		if (is_turned ? there < date : there > date)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
put_in_order(struct listing *listing, const struct query *query)
{
	listing->is_in_order = query->order == POSTS_BY_DATE;
	if (query->order == POSTS_BY_TITLE)
		sort_by_title(listing);
	/* Undated posts stay last: they are not the oldest, only of unknown age. */
	if (query->is_reversed)
		listing->turned = listing->is_in_order ? find_date(listing, INT64_MIN)
						       : listing->count;
}

static void
keep_limit(struct listing *listing, size_t limit)
{
	if (limit == 0 || listing->count <= limit)
		return;
	if (listing->turned > limit) {
		/* Of those in reverse the last ones stay. */
		size_t cut = listing->turned - limit;
		if (listing->postings != NULL)
			listing->first += cut;
		else
			memmove(listing->entries, listing->entries + cut,
					limit * sizeof(*listing->entries));
		listing->turned = limit;
	}
	listing->count = limit;
}

struct listing *
catalogue_list(struct catalogue *catalogue, const struct query *query)
{
	struct listing *listing = xcalloc(1, sizeof(*listing));
	size_t names = query->tag_count + query->category_count;
	bool has_title = query->title != NULL && query->title[0] != '\0';
	listing->catalogue = catalogue;
	listing->identity = catalogue->identity;
	listing->postings = open_shortest(catalogue, query);
	if (listing->postings == NULL)
		listing->entries = xcalloc(1, sizeof(*listing->entries));
	else
		keep_dates(listing, query);
	bool is_looked_up = query->posts != NULL && are_few(query->posts, listing->count);
	if (is_looked_up)
		look_up(listing, query);
	else if (names > 1 || has_title || query->posts != NULL || query->order == POSTS_BY_TITLE)
		own_entries(listing, query->posts);
	if (names > 1 || is_looked_up) {
		keep_names(listing, GROUP_TAG, query->tags, query->tag_count);
		keep_names(listing, GROUP_CATEGORY, query->categories, query->category_count);
	}
	if (has_title)
		keep_title(listing, query->title);
	put_in_order(listing, query);
	keep_limit(listing, query->limit);
	return listing;
}

void
listing_free(struct listing *listing)
{
	if (listing == NULL)
		return;
	postings_close(listing->postings);
	free(listing->entries);
	free(listing);
}

bool
listing_move(struct listing *listing, struct catalogue *catalogue)
{
	if (listing->identity != catalogue->identity)
		return false;
	listing->catalogue = catalogue;
	return true;
}

/* --- Reading --- */

size_t
listing_count(const struct listing *listing)
{
	return listing->count;
}

void
listing_get(const struct listing *listing, size_t position, struct arena *arena, struct post *post)
{
	struct catalogue *catalogue = listing->catalogue;
	sqlite3_stmt *row = catalogue->row;
	sqlite3_bind_int64(row, 1, entry_at(listing, position).post);
	int result = sqlite3_step(row);
	if (result == SQLITE_ROW) {
		tables_row(row, arena, post);
	} else {
		*post = (struct post){.path = "", .title = "", .slug = "", .url = ""};
		/* A list that came from another snapshot may have posts that are gone. */
		catalogue->is_damaged |= result != SQLITE_DONE || listing->postings != NULL;
	}
	sqlite3_reset(row);
}

void
listing_file(const struct listing *listing, size_t position, struct arena *arena,
		struct post_file *file)
{
	sqlite3_stmt *row = listing->catalogue->file;
	*file = (struct post_file){.path = ""};
	sqlite3_bind_int64(row, 1, entry_at(listing, position).post);
	if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_blob(row, 0) != NULL) {
		file->path = arena_copy(arena, sqlite3_column_blob(row, 0),
				(size_t)sqlite3_column_bytes(row, 0));
		file->mtime = sqlite3_column_int64(row, 1);
		file->size = (uint64_t)sqlite3_column_int64(row, 2);
	}
	sqlite3_reset(row);
}

size_t
listing_find(const struct listing *listing, const char *path)
{
	struct posting wanted;
	if (!catalogue_find_path(listing->catalogue, path, &wanted))
		return SIZE_MAX;
	size_t position = listing->is_in_order ? find_date(listing, wanted.date) : 0;
	for (; position < listing->count; position++) {
		struct posting entry = entry_at(listing, position);
		if (entry.post == wanted.post)
			return position;
		if (listing->is_in_order && entry.date != wanted.date)
			break;
	}
	return SIZE_MAX;
}

/* --- Posts by number --- */

uint32_t
listing_post(const struct listing *listing, size_t position)
{
	return entry_at(listing, position).post;
}

/* What is around an entry of the list: the order of all posts where that is kept, else entries. */
struct stretch {
	const uint32_t *posts;
	const struct posting *entries;
	size_t first, count; /* positions, without regard to what stands in reverse */
};

static uint32_t
post_in(const struct stretch *stretch, size_t at)
{
	return stretch->posts != NULL ? stretch->posts[at - stretch->first]
				      : stretch->entries[at - stretch->first].post;
}

static struct stretch
stretch_at(const struct listing *listing, size_t at)
{
	const struct catalogue *catalogue = listing->catalogue;
	if (listing->postings == NULL)
		return (struct stretch){.entries = listing->entries, .count = listing->count};
	/* The list of a group that has every post is the list of all. */
	if (catalogue->order != NULL && postings_count(listing->postings) == catalogue->count)
		return (struct stretch){.posts = catalogue->order + listing->first,
				.count = listing->count};
	struct postings_chunk chunk = postings_chunk(listing->postings, listing->first + at);
	listing->catalogue->is_damaged |= postings_are_cut(listing->postings);
	size_t before = chunk.first < listing->first ? listing->first - chunk.first : 0;
	return (struct stretch){.entries = chunk.entries + before,
			.first = chunk.first + before - listing->first,
			.count = chunk.count - before};
}

void
listing_posts(const struct listing *listing, struct bits *posts)
{
	for (size_t at = 0; at < listing->count;) {
		struct stretch stretch = stretch_at(listing, at);
		for (; at < listing->count && at - stretch.first < stretch.count; at++)
			bits_put(posts, post_in(&stretch, at), true);
	}
}

size_t
listing_count_without(const struct listing *listing, const struct bits *posts)
{
	size_t sum = 0;
	for (size_t at = 0; at < listing->count;) {
		struct stretch stretch = stretch_at(listing, at);
		for (; at < listing->count && at - stretch.first < stretch.count; at++)
			sum += !bits_have(posts, post_in(&stretch, at));
	}
	return sum;
}

uint32_t
listing_group(const struct listing *listing)
{
	bool is_whole = listing->postings != NULL &&
			listing->count == postings_count(listing->postings);
	return is_whole ? (uint32_t)postings_name(listing->postings) : UINT32_MAX;
}

size_t
listing_next(const struct listing *listing, size_t from, bool is_backward, const struct bits *posts,
		bool is_in)
{
	struct stretch stretch = {0};
	/* Backward beyond the first one the position wraps around to SIZE_MAX. */
	for (size_t i = from; i < listing->count; i += is_backward ? SIZE_MAX : 1) {
		size_t at = i < listing->turned ? listing->turned - 1 - i : i;
		if (at - stretch.first >= stretch.count)
			stretch = stretch_at(listing, at);
		if (bits_have(posts, post_in(&stretch, at)) == is_in)
			return i;
	}
	return SIZE_MAX;
}

/* --- Days --- */

static int
compare_days(const void *a, const void *b)
{
	int64_t left = ((const struct day_count *)a)->day,
		right = ((const struct day_count *)b)->day;
	return left < right ? -1 : left > right;
}

static int64_t
day_of(const struct posting *entry)
{
	const int64_t day_seconds = 86400;
	int64_t local = entry->date + entry->utc_offset, rest = local % day_seconds;
	return (local - (rest < 0 ? rest + day_seconds : rest)) / day_seconds;
}

size_t
catalogue_days(struct catalogue *catalogue, const struct query *query, struct day_count **days)
{
	struct listing *listing = catalogue_list(catalogue, query);
	struct day_count *all = NULL;
	size_t count = 0, capacity = 0, kept = 0;
	for (size_t i = 0; i < listing->count; i++) {
		struct posting entry = entry_at(listing, i);
		if (entry.date == INT64_MIN || entry.post == 0)
			continue;
		int64_t day = day_of(&entry);
		if (count == 0 || all[count - 1].day != day) {
			all = xgrow(all, count, &capacity, sizeof(*all));
			all[count++] = (struct day_count){day, 0};
		}
		all[count - 1].count++;
	}
	if (count > 0)
		qsort(all, count, sizeof(*all), compare_days);
	for (size_t i = 0; i < count; i++) {
		if (kept > 0 && all[kept - 1].day == all[i].day)
			all[kept - 1].count += all[i].count;
		else
			all[kept++] = all[i];
	}
	listing_free(listing);
	*days = all != NULL ? all : xcalloc(1, sizeof(*all));
	return kept;
}
