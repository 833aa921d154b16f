#include "catalogue/names.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/name_filter.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "catalogue/catalogue.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

void
names_free(struct names *names)
{
	free(names->items);
	free(names->folded);
	hash_table_free(&names->index);
	for (size_t i = 0; i < sizeof(names->ordered) / sizeof(names->ordered[0]); i++)
		free(names->ordered[i]);
	*names = (struct names){0};
}

static bool
has_text(const void *owner, uint32_t number, const char *text, size_t length)
{
	const struct names *names = owner;
	(void)length; /* both end in a NUL */
	return strcmp(names->items[number].text, text) == 0;
}

uint32_t
names_intern(struct names *names, struct arena *arena, const char *text)
{
	uint32_t number = (uint32_t)names->count;
	uint32_t found = hash_table_add(&names->index, has_text, names, text, strlen(text), number);
	if (found != number)
		return found;
	names->items = xgrow(names->items, names->count, &names->capacity, sizeof(*names->items));
	const char *copy = arena_text(arena, text);
	names->items[names->count++] =
			(struct name){.text = copy, .shown = copy, .latest = INT64_MIN};
	return number;
}

static void
add_row(struct names *names, struct arena *arena, sqlite3_stmt *row)
{
	const char *text = (const char *)sqlite3_column_text(row, 1);
	const char *shown = (const char *)sqlite3_column_text(row, 2);
	uint32_t number = names_intern(names, arena, text != NULL ? text : "");
	struct name *name = &names->items[number];
	name->id = sqlite3_column_int64(row, 0);
	name->count = (size_t)sqlite3_column_int64(row, 3);
	name->latest = sqlite3_column_int64(row, 4);
	if (shown != NULL)
		name->shown = arena_text(arena, shown);
}

bool
names_read(struct names *names, struct arena *arena, struct sqlite3 *db, int kind, size_t least,
		struct err *err)
{
	sqlite3_stmt *rows = database_prepare(db,
			"SELECT id, name, shown, posts, latest FROM names WHERE kind = ?1 AND "
			"posts >= ?2",
			err);
	int result = SQLITE_ERROR;
	if (rows == NULL)
		return false;
	sqlite3_bind_int(rows, 1, kind);
	sqlite3_bind_int64(rows, 2, (int64_t)least);
	while ((result = sqlite3_step(rows)) == SQLITE_ROW)
		add_row(names, arena, rows);
	sqlite3_finalize(rows);
	return result == SQLITE_DONE || database_fail(db, err);
}

uint32_t
names_find(const struct names *names, const char *text)
{
	return hash_table_find(&names->index, has_text, names, text, strlen(text));
}

uint32_t
names_find_shown(const struct names *names, const char *text)
{
	uint32_t found = names_find(names, text);
	if (found != NAMES_NONE && names->items[found].count > 0)
		return found;
	found = NAMES_NONE;
	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->items[i];
		bool is_better = found == NAMES_NONE || name->count > names->items[found].count;
		if (name->count > 0 && is_better && strcmp(name->shown, text) == 0)
			found = (uint32_t)i;
	}
	return found;
}

static const char *
fold(struct buf *scratch, struct arena *arena, const char *text)
{
	buf_clear(scratch);
	text_fold(scratch, text, strlen(text));
	return strcmp(scratch->data, text) == 0 ? text : arena_text(arena, scratch->data);
}

void
names_fold(struct names *names, struct arena *arena)
{
	if (names->folded != NULL)
		return;
	struct buf scratch = buf_empty();
	names->folded = xcalloc(names->count + 1, sizeof(*names->folded));
	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->items[i];
		struct folded_name *folded = &names->folded[i];
		folded->text = fold(&scratch, arena, name->text);
		folded->shown = name->shown == name->text ? folded->text
							  : fold(&scratch, arena, name->shown);
		folded->traits = name_traits(folded->text);
		folded->shown_traits = name_traits(folded->shown);
	}
	buf_free(&scratch);
}

/* --- Orders --- */

static int
compare_names(const void *a, const void *b)
{
	return strcmp((*(const struct name *const *)a)->text,
			(*(const struct name *const *)b)->text);
}

static int
compare_counts(const void *a, const void *b)
{
	const struct name *left = *(const struct name *const *)a;
	const struct name *right = *(const struct name *const *)b;
	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return compare_names(a, b);
}

static int
compare_latest(const void *a, const void *b)
{
	const struct name *left = *(const struct name *const *)a;
	const struct name *right = *(const struct name *const *)b;
	if (left->latest != right->latest)
		return left->latest > right->latest ? -1 : 1;
	return compare_names(a, b);
}

const struct name *const *
names_in_order(struct names *names, int order)
{
	static int (*const comparisons[NAMES_ORDERS])(const void *, const void *) = {
			[GROUP_BY_COUNT] = compare_counts,
			[GROUP_BY_NAME] = compare_names,
			[GROUP_BY_LATEST] = compare_latest,
	};
	if (names->ordered[order] != NULL)
		return names->ordered[order];
	const struct name **ordered = xcalloc(names->count + 1, sizeof(const struct name *));
	size_t count = 0;
	for (size_t i = 0; i < names->count; i++) {
		if (names->items[i].count > 0)
			ordered[count++] = &names->items[i];
	}
	qsort(ordered, count, sizeof(const struct name *), comparisons[order]);
	names->ordered[order] = ordered;
	names->ordered_count = count;
	return ordered;
}
