#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "catalogue/rows.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_TEXTS = 64 * 1024, MAX_NAMES = UINT16_MAX };

struct catalogue *
catalogue_new(void)
{
	struct catalogue *catalogue = xcalloc(1, sizeof(*catalogue));
	catalogue->arena = arena_new();
	return catalogue;
}

void
catalogue_free(struct catalogue *catalogue)
{
	if (catalogue == NULL)
		return;
	names_free(&catalogue->names[GROUP_CATEGORY]);
	names_free(&catalogue->names[GROUP_TAG]);
	free(catalogue->texts);
	free(catalogue->rows);
	free(catalogue->name_ids);
	free(catalogue->row_names);
	free(catalogue->posting_rows);
	arena_free(catalogue->arena);
	free(catalogue);
}

/* --- Adding --- */

static void
reserve_text(struct catalogue *catalogue, size_t length)
{
	if (length > SIZE_MAX / 4 || catalogue->text_length > SIZE_MAX / 4)
		xalloc_die();
	size_t needed = catalogue->text_length + length;
	if (needed <= catalogue->text_capacity)
		return;
	size_t capacity = catalogue->text_capacity < FIRST_TEXTS ? FIRST_TEXTS
								 : catalogue->text_capacity;
	while (capacity < needed)
		capacity += capacity / 2;
	catalogue->texts = xrealloc(catalogue->texts, capacity, 1);
	catalogue->text_capacity = capacity;
}

/* Adds one text of the row and returns where it stands, from the row's first. */
static uint32_t
add_text(struct catalogue *catalogue, const struct row *row, const char *text)
{
	size_t length = strlen(text) + 1;
	size_t offset = catalogue->text_length - row->texts;
	/* Cannot be, since files are read to a bound. */
	if (length > UINT32_MAX - offset)
		xalloc_die();
	reserve_text(catalogue, length);
	memcpy(catalogue->texts + catalogue->text_length, text, length);
	catalogue->text_length += length;
	return (uint32_t)offset;
}

/* The title's fold; most titles are their own. */
static uint32_t
add_folded(struct catalogue *catalogue, const struct row *row, const char *title)
{
	struct buf folded;
	buf_init(&folded);
	text_fold(&folded, title, strlen(title));
	bool is_same = strcmp(folded.data, title) == 0;
	uint32_t offset = is_same ? row->title : add_text(catalogue, row, folded.data);
	buf_free(&folded);
	return offset;
}

static uint16_t
add_names(struct catalogue *catalogue, enum group_kind kind, const char *const *names, size_t count)
{
	if (count > MAX_NAMES)
		count = MAX_NAMES;
	for (size_t i = 0; i < count; i++) {
		catalogue->name_ids = xgrow(catalogue->name_ids, catalogue->name_count,
				&catalogue->name_capacity, sizeof(*catalogue->name_ids));
		catalogue->name_ids[catalogue->name_count++] =
				names_intern(&catalogue->names[kind], catalogue->arena, names[i]);
	}
	return (uint16_t)count;
}

void
catalogue_add(struct catalogue *catalogue, const struct post *post)
{
	if (catalogue->count >= UINT32_MAX - 1 || catalogue->name_count >= UINT32_MAX / 2)
		xalloc_die();
	struct row row = {
			.texts = catalogue->text_length,
			.date = post->has_date ? post->date : INT64_MIN,
			.has_date = post->has_date,
			.utc_offset = post->utc_offset,
			.flags = (uint16_t)post->flags,
			.names = (uint32_t)catalogue->name_count,
			.path_hash = names_hash(post->path),
			.url_hash = names_hash(post->url),
			.problem_line = (uint32_t)post->problem_line,
	};
	add_text(catalogue, &row, post->path);
	row.title = add_text(catalogue, &row, post->title);
	row.folded = add_folded(catalogue, &row, post->title);
	row.slug = add_text(catalogue, &row, post->slug);
	row.url = add_text(catalogue, &row, post->url);
	row.problem = post->problem != NULL ? add_text(catalogue, &row, post->problem) : 0;
	row.category_count = add_names(
			catalogue, GROUP_CATEGORY, post->categories, post->category_count);
	row.tag_count = add_names(catalogue, GROUP_TAG, post->tags, post->tag_count);
	catalogue->rows = xgrow(catalogue->rows, catalogue->count, &catalogue->capacity,
			sizeof(*catalogue->rows));
	catalogue->rows[catalogue->count++] = row;
}

void
catalogue_name_category(struct catalogue *catalogue, const char *slug, const char *shown)
{
	struct names *names = &catalogue->names[GROUP_CATEGORY];
	uint32_t id = names_intern(names, catalogue->arena, slug);
	if (shown[0] != '\0')
		names->items[id].shown = arena_text(catalogue->arena, shown);
}

/* --- Sealing --- */

struct sort_key {
	int64_t date;
	uint32_t row; /* as added */
};

/* Newest first; of the same moment what was added last comes first, as Jekyll's order backwards. */
static int
compare_keys(const void *a, const void *b)
{
	const struct sort_key *left = a;
	const struct sort_key *right = b;
	if (left->date != right->date)
		return left->date > right->date ? -1 : 1;
	if (left->date == INT64_MIN)
		return left->row < right->row ? -1 : 1;
	return left->row > right->row ? -1 : 1;
}

static void
sort_rows(struct catalogue *catalogue)
{
	size_t count = catalogue->count;
	struct sort_key *keys = xcalloc(count + 1, sizeof(*keys));
	struct row *sorted = xcalloc(count + 1, sizeof(*sorted));
	for (size_t i = 0; i < count; i++) {
		keys[i] = (struct sort_key){catalogue->rows[i].date, (uint32_t)i};
		catalogue->dated_count += catalogue->rows[i].has_date;
	}
	qsort(keys, count, sizeof(*keys), compare_keys);
	for (size_t i = 0; i < count; i++)
		sorted[i] = catalogue->rows[keys[i].row];
	free(catalogue->rows);
	free(keys);
	catalogue->rows = sorted;
}

/* A row's name, its categories before its tags. */
static struct name *
name_of(struct catalogue *catalogue, const struct row *row, size_t index)
{
	enum group_kind kind = index < row->category_count ? GROUP_CATEGORY : GROUP_TAG;
	return &catalogue->names[kind].items[catalogue->name_ids[row->names + index]];
}

/* Appends row `number` to the lists of its names; a name twice on one row counts once. */
static void
post_row(struct catalogue *catalogue, uint32_t number)
{
	const struct row *row = &catalogue->rows[number];
	size_t count = (size_t)row->category_count + row->tag_count;
	for (size_t i = 0; i < count; i++) {
		struct name *name = name_of(catalogue, row, i);
		catalogue->row_names[row->names + i] = name->text;
		bool is_second = name->row_count > 0 && name->rows[name->row_count - 1] == number;
		if (is_second)
			continue;
		name->rows[name->row_count++] = number;
		if (row->has_date && row->date > name->latest)
			name->latest = row->date;
	}
}

/* Gives each name its stretch of one array, as long as it is written. */
static void
part_postings(struct catalogue *catalogue)
{
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct row *row = &catalogue->rows[i];
		size_t count = (size_t)row->category_count + row->tag_count;
		for (size_t j = 0; j < count; j++)
			name_of(catalogue, row, j)->row_count++;
	}
	uint32_t *next = catalogue->posting_rows;
	for (size_t kind = 0; kind < 2; kind++) {
		struct names *names = &catalogue->names[kind];
		for (size_t i = 0; i < names->count; i++) {
			names->items[i].rows = next;
			next += names->items[i].row_count;
			names->items[i].row_count = 0;
		}
	}
}

void
catalogue_seal(struct catalogue *catalogue)
{
	if (catalogue->is_sealed)
		return;
	catalogue->is_sealed = true;
	sort_rows(catalogue);
	size_t names = catalogue->name_count;
	catalogue->posting_rows = xcalloc(names + 1, sizeof(*catalogue->posting_rows));
	catalogue->row_names = xcalloc(names + 1, sizeof(*catalogue->row_names));
	part_postings(catalogue);
	for (size_t i = 0; i < catalogue->count; i++)
		post_row(catalogue, (uint32_t)i);
	free(catalogue->name_ids);
	catalogue->name_ids = NULL;
	names_fold(&catalogue->names[GROUP_CATEGORY], catalogue->arena);
	names_fold(&catalogue->names[GROUP_TAG], catalogue->arena);
	names_order(&catalogue->names[GROUP_CATEGORY]);
	names_order(&catalogue->names[GROUP_TAG]);
	if (catalogue->text_length > 0)
		catalogue->texts = xrealloc(catalogue->texts, catalogue->text_length, 1);
	catalogue->text_capacity = catalogue->text_length;
}

/* --- Reading --- */

size_t
catalogue_count(const struct catalogue *catalogue)
{
	return catalogue->count;
}

void
row_get(const struct catalogue *catalogue, uint32_t number, struct post *post)
{
	const struct row *row = &catalogue->rows[number];
	const char **names = catalogue->row_names + row->names;
	*post = (struct post){
			.path = row_text(catalogue, row, 0),
			.title = row_text(catalogue, row, row->title),
			.slug = row_text(catalogue, row, row->slug),
			.url = row_text(catalogue, row, row->url),
			.has_date = row->has_date,
			.date = row->has_date ? row->date : 0,
			.utc_offset = row->utc_offset,
			.categories = names,
			.category_count = row->category_count,
			.tags = names + row->category_count,
			.tag_count = row->tag_count,
			.flags = row->flags,
			.problem = row->problem != 0 ? row_text(catalogue, row, row->problem)
						     : NULL,
			.problem_line = row->problem_line,
	};
}

bool
catalogue_find_url(const struct catalogue *catalogue, const char *url, struct post *post)
{
	uint32_t hash = names_hash(url);
	for (size_t i = 0; i < catalogue->count; i++) {
		const struct row *row = &catalogue->rows[i];
		if (row->url_hash != hash || strcmp(row_text(catalogue, row, row->url), url) != 0)
			continue;
		row_get(catalogue, (uint32_t)i, post);
		return true;
	}
	return false;
}
