#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "catalogue/rows.h"

#include <stdlib.h>
#include <string.h>

struct listing {
	const struct catalogue *catalogue;
	uint32_t *rows;
	size_t count;
};

/* The rows from `first` up to `end` that a query's dates leave. */
struct stretch {
	size_t first, end;
};

/* The first dated row with a date below `limit`; rows stand newest first. */
static size_t
first_before(const struct catalogue *catalogue, int64_t limit)
{
	size_t low = 0;
	size_t high = catalogue->dated_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (catalogue->rows[middle].date >= limit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct stretch
dates_of(const struct catalogue *catalogue, const struct query *query)
{
	struct stretch stretch = {0, catalogue->count};
	if (query->has_until)
		stretch.first = first_before(catalogue, query->until);
	/* An undated post is from no time that one could ask for. */
	if (query->has_since || query->has_until)
		stretch.end = catalogue->dated_count;
	if (query->has_since)
		stretch.end = first_before(catalogue, query->since);
	if (stretch.end < stretch.first)
		stretch.end = stretch.first;
	return stretch;
}

static void
add_stretch(struct listing *listing, struct stretch stretch)
{
	for (size_t i = stretch.first; i < stretch.end; i++)
		listing->rows[listing->count++] = (uint32_t)i;
}

/* Keeps the rows that the name has as well; both are in rising order. */
static void
keep_name(struct listing *listing, const struct name *name)
{
	size_t kept = 0;
	size_t at = 0;
	for (size_t i = 0; i < listing->count; i++) {
		while (at < name->row_count && name->rows[at] < listing->rows[i])
			at++;
		if (at < name->row_count && name->rows[at] == listing->rows[i])
			listing->rows[kept++] = listing->rows[i];
	}
	listing->count = kept;
}

static void
keep_names(struct listing *listing, enum group_kind kind, const char *const *texts, size_t count)
{
	const struct names *names = &listing->catalogue->names[kind];
	for (size_t i = 0; i < count; i++) {
		uint32_t id = names_find_shown(names, texts[i]);
		if (id == NAMES_NONE)
			listing->count = 0;
		else
			keep_name(listing, &names->items[id]);
	}
}

static void
keep_title(struct listing *listing, const char *title)
{
	const struct catalogue *catalogue = listing->catalogue;
	struct buf folded;
	buf_init(&folded);
	text_fold(&folded, title, strlen(title));
	size_t kept = 0;
	for (size_t i = 0; i < listing->count; i++) {
		const struct row *row = &catalogue->rows[listing->rows[i]];
		if (strstr(row_text(catalogue, row, row->folded), folded.data) != NULL)
			listing->rows[kept++] = listing->rows[i];
	}
	listing->count = kept;
	buf_free(&folded);
}

/* Keeps the rows of these paths, by a hash table of their numbers. */
static void
keep_paths(struct listing *listing, const char *const *paths, size_t count)
{
	const struct catalogue *catalogue = listing->catalogue;
	size_t slot_count = 16;
	while (slot_count < count * 2)
		slot_count *= 2;
	size_t *slots = xcalloc(slot_count, sizeof(*slots)); /* number + 1; 0: free */
	for (size_t i = 0; i < count; i++) {
		size_t at = names_hash(paths[i]) & (slot_count - 1);
		while (slots[at] != 0)
			at = (at + 1) & (slot_count - 1);
		slots[at] = i + 1;
	}
	size_t kept = 0;
	for (size_t i = 0; i < listing->count; i++) {
		const struct row *row = &catalogue->rows[listing->rows[i]];
		size_t at = row->path_hash & (slot_count - 1);
		while (slots[at] != 0 &&
				strcmp(paths[slots[at] - 1], row_text(catalogue, row, 0)) != 0)
			at = (at + 1) & (slot_count - 1);
		if (slots[at] != 0)
			listing->rows[kept++] = listing->rows[i];
	}
	listing->count = kept;
	free(slots);
}

struct titled {
	const char *title;
	uint32_t row;
};

static int
compare_titles(const void *a, const void *b)
{
	const struct titled *left = a;
	const struct titled *right = b;
	int order = strcmp(left->title, right->title);
	if (order != 0)
		return order;
	return left->row < right->row ? -1 : 1;
}

static void
sort_by_title(struct listing *listing)
{
	const struct catalogue *catalogue = listing->catalogue;
	struct titled *titled = xcalloc(listing->count + 1, sizeof(*titled));
	for (size_t i = 0; i < listing->count; i++) {
		const struct row *row = &catalogue->rows[listing->rows[i]];
		titled[i] = (struct titled){
				row_text(catalogue, row, row->folded), listing->rows[i]};
	}
	qsort(titled, listing->count, sizeof(*titled), compare_titles);
	for (size_t i = 0; i < listing->count; i++)
		listing->rows[i] = titled[i].row;
	free(titled);
}

/* Turns the first `count` rows round. */
static void
reverse(struct listing *listing, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		uint32_t kept = listing->rows[i];
		listing->rows[i] = listing->rows[count - 1 - i];
		listing->rows[count - 1 - i] = kept;
	}
}

static void
put_in_order(struct listing *listing, const struct query *query)
{
	if (query->order == POSTS_BY_TITLE)
		sort_by_title(listing);
	if (!query->is_reversed)
		return;
	size_t turned = listing->count;
	/* Undated posts stay last: they are not the oldest, only of unknown age. */
	while (query->order == POSTS_BY_DATE && turned > 0 &&
			listing->rows[turned - 1] >= listing->catalogue->dated_count)
		turned--;
	reverse(listing, turned);
}

struct listing *
catalogue_list(const struct catalogue *catalogue, const struct query *query)
{
	struct listing *listing = xcalloc(1, sizeof(*listing));
	struct stretch stretch = dates_of(catalogue, query);
	listing->catalogue = catalogue;
	listing->rows = xcalloc(stretch.end - stretch.first + 1, sizeof(*listing->rows));
	add_stretch(listing, stretch);
	keep_names(listing, GROUP_TAG, query->tags, query->tag_count);
	keep_names(listing, GROUP_CATEGORY, query->categories, query->category_count);
	if (query->title != NULL && query->title[0] != '\0')
		keep_title(listing, query->title);
	if (query->has_paths)
		keep_paths(listing, query->paths, query->path_count);
	put_in_order(listing, query);
	if (query->limit > 0 && listing->count > query->limit)
		listing->count = query->limit;
	return listing;
}

size_t
listing_count(const struct listing *listing)
{
	return listing->count;
}

void
listing_get(const struct listing *listing, size_t position, struct post *post)
{
	row_get(listing->catalogue, listing->rows[position], post);
}

size_t
listing_find(const struct listing *listing, const char *path)
{
	const struct catalogue *catalogue = listing->catalogue;
	uint32_t hash = names_hash(path);
	for (size_t i = 0; i < listing->count; i++) {
		const struct row *row = &catalogue->rows[listing->rows[i]];
		if (row->path_hash == hash && strcmp(row_text(catalogue, row, 0), path) == 0)
			return i;
	}
	return SIZE_MAX;
}

void
listing_free(struct listing *listing)
{
	if (listing != NULL)
		free(listing->rows);
	free(listing);
}

static int
compare_days(const void *a, const void *b)
{
	int64_t left = ((const struct day_count *)a)->day,
		right = ((const struct day_count *)b)->day;
	return left < right ? -1 : left > right;
}

size_t
catalogue_days(const struct catalogue *catalogue, const struct query *query,
		struct day_count **days)
{
	const int64_t day_seconds = 86400;
	struct listing *listing = catalogue_list(catalogue, query);
	struct day_count *all = xcalloc(listing->count + 1, sizeof(*all));
	size_t count = 0, kept = 0;
	for (size_t i = 0; i < listing->count; i++) {
		const struct row *row = &catalogue->rows[listing->rows[i]];
		int64_t local = row->date + row->utc_offset, rest = local % day_seconds;
		if (row->has_date)
			all[count++].day = (local - (rest < 0 ? rest + day_seconds : rest)) /
					   day_seconds;
	}
	qsort(all, count, sizeof(*all), compare_days);
	for (size_t i = 0; i < count; i++) {
		if (kept == 0 || all[kept - 1].day != all[i].day)
			all[kept++] = (struct day_count){all[i].day, 0};
		all[kept - 1].count++;
	}
	listing_free(listing);
	*days = all;
	return kept;
}
