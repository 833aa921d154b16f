#include "catalogue/list_changes.h"

#include "archive/landing.h"
#include "archive/post.h"
#include "base/arena.h"
#include "catalogue/catalogue.h"
#include "store/database.h"

#include <sqlite3.h>
#include <string.h>

void
list_changes_init(struct list_changes *changes)
{
	*changes = (struct list_changes){
			.next_name = POSTINGS_ALL + 1, .arena = arena_new(), .batch = arena_new()};
}

void
list_changes_clear(struct list_changes *changes)
{
	names_free(&changes->names[GROUP_CATEGORY]);
	names_free(&changes->names[GROUP_TAG]);
	arena_free(changes->arena);
	arena_free(changes->batch);
}

bool
list_changes_read(struct list_changes *changes, struct sqlite3 *db, struct err *err)
{
	for (int kind = 0; kind < 2; kind++) {
		struct names *names = &changes->names[kind];
		if (!names_read(names, changes->arena, db, kind, 0, err))
			return false;
		for (size_t i = 0; i < names->count; i++) {
			if (names->items[i].id >= changes->next_name)
				changes->next_name = names->items[i].id + 1;
		}
	}
	return true;
}

/* --- Changes --- */

static struct pending *
pending_of(struct list_changes *changes, struct name *name)
{
	if (name->pending == NULL)
		name->pending = arena_alloc(changes->batch, sizeof(*name->pending));
	return name->pending;
}

/* Finds or adds a name; the row of a new one is pending. */
static struct name *
intern(struct list_changes *changes, enum group_kind kind, const char *text)
{
	struct names *names = &changes->names[kind];
	uint32_t number = names_intern(names, changes->arena, text);
	struct name *name = &names->items[number];
	if (name->id == 0) {
		name->id = changes->next_name++;
		(void)pending_of(changes, name);
	}
	return name;
}

static void
add_pending(struct list_changes *changes, struct pending *pending, bool is_gone,
		const struct posting_entry *entry)
{
	if (is_gone) {
		pending->gone = arena_grow(changes->batch, pending->gone, pending->gone_count,
				&pending->gone_capacity, sizeof(*pending->gone));
		pending->gone[pending->gone_count++] = entry->posting;
	} else {
		pending->added = arena_grow(changes->batch, pending->added, pending->added_count,
				&pending->added_capacity, sizeof(*pending->added));
		pending->added[pending->added_count++] = *entry;
	}
}

/* Whether the name stands earlier in the post's own list: a name twice on one post counts once. */
static bool
is_repeated(const char *const *names, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (strcmp(names[i], names[at]) == 0)
			return true;
	}
	return false;
}

static void
add_to_names(struct list_changes *changes, enum group_kind kind, const char *const *names,
		size_t count, bool is_gone, const struct posting_entry *entry)
{
	for (size_t i = 0; i < count && i < LIST_CHANGES_MAX_NAMES; i++) {
		if (is_repeated(names, i))
			continue;
		struct name *name = intern(changes, kind, names[i]);
		add_pending(changes, pending_of(changes, name), is_gone, entry);
	}
}

void
list_changes_add(struct list_changes *changes, uint32_t id, const struct post *post, bool is_gone)
{
	if ((post->flags & POST_HIDDEN) != 0)
		return;
	const struct posting_entry entry = {
			.posting = {.date = post->has_date ? post->date : INT64_MIN,
					.post = id,
					.utc_offset = post->utc_offset},
			.path = is_gone ? NULL : arena_text(changes->batch, post->path),
	};
	add_pending(changes, &changes->all, is_gone, &entry);
	changes->count += is_gone ? -(size_t)1 : 1;
	add_to_names(changes, GROUP_CATEGORY, post->categories, post->category_count, is_gone,
			&entry);
	add_to_names(changes, GROUP_TAG, post->tags, post->tag_count, is_gone, &entry);
}

void
list_changes_show(struct list_changes *changes, const struct landings *landings)
{
	struct names *names = &changes->names[GROUP_CATEGORY];
	for (size_t i = 0; i < names->count; i++) {
		struct name *name = &names->items[i];
		if (name->shown == name->text)
			continue;
		name->shown = name->text;
		(void)pending_of(changes, name);
	}
	for (size_t i = 0; i < landings->count; i++) {
		const struct landing *landing = &landings->items[i];
		struct name *name = intern(changes, GROUP_CATEGORY, landing->category);
		if (landing->title[0] == '\0')
			continue;
		name->shown = arena_text(changes->arena, landing->title);
		(void)pending_of(changes, name);
	}
}

/* --- Writing --- */

struct writing {
	struct postings_store *store;
	const struct postings_paths *paths;
	sqlite3_stmt *put_name;
	struct err *err;
};

/* *first gets the date of the list's first post, unless nothing is pending. */
static bool
write_list(const struct writing *writing, int64_t name, const struct pending *pending,
		int64_t *first)
{
	const struct postings_change change = {
			pending->gone, pending->gone_count, pending->added, pending->added_count};
	return pending->added_count + pending->gone_count == 0 ||
	       postings_change(writing->store, name, writing->paths, &change, first, writing->err);
}

static bool
write_name(const struct writing *writing, int kind, struct name *name)
{
	sqlite3_stmt *row = writing->put_name;
	name->count += name->pending->added_count - name->pending->gone_count;
	if (!write_list(writing, name->id, name->pending, &name->latest))
		return false;
	name->pending = NULL;
	sqlite3_bind_int64(row, 1, name->id);
	sqlite3_bind_int(row, 2, kind);
	sqlite3_bind_text(row, 3, name->text, -1, SQLITE_STATIC);
	sqlite3_bind_text(
			row, 4, name->shown != name->text ? name->shown : NULL, -1, SQLITE_STATIC);
	sqlite3_bind_int64(row, 5, (int64_t)name->count);
	sqlite3_bind_int64(row, 6, name->latest);
	return database_done(row, writing->err);
}

bool
list_changes_write(struct list_changes *changes, struct postings_store *store,
		const struct postings_paths *paths, struct sqlite3_stmt *put_name, struct err *err)
{
	const struct writing writing = {store, paths, put_name, err};
	int64_t first;
	if (!write_list(&writing, POSTINGS_ALL, &changes->all, &first))
		return false;
	for (int kind = 0; kind < 2; kind++) {
		for (size_t i = 0; i < changes->names[kind].count; i++) {
			struct name *name = &changes->names[kind].items[i];
			if (name->pending != NULL && !write_name(&writing, kind, name))
				return false;
		}
	}
	changes->all = (struct pending){0};
	arena_reset(changes->batch);
	return true;
}
