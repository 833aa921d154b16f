#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "store/page_sums.h"

#include "catalogue_maker.h"
#include "folder.h"
#include "store/database.h"

#include <locale.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- Against a plain model --- */

enum { MOST = 6000, NAMES = 5 };

/* A post of the model; its path is made of its number. */
struct model_post {
	bool is_there, has_date, is_hidden;
	int64_t date;
	int tag; /* it has the tags t0 to t<tag - 1> */
};

struct model {
	struct model_post posts[MOST];
	uint32_t random;
};

static uint32_t
next(struct model *model, uint32_t below)
{
	model->random = model->random * 1664525 + 1013904223;
	return (model->random >> 8) % below;
}

/* So that the order of numbers is not that of paths. */
static size_t
path_number(size_t number)
{
	return (number * 7919) & 0xFFFF;
}

static void
set_path(char path[32], size_t number)
{
	snprintf(path, 32, "_posts/%04zx.md", path_number(number));
}

static struct model_post
random_post(struct model *model)
{
	return (struct model_post){
			.is_there = true,
			.has_date = next(model, 40) != 0,
			.is_hidden = next(model, 50) == 0,
			/* Few moments, so that many posts share one. */
			.date = (int64_t)next(model, 60) * 86400 - 86400 * 10,
			.tag = (int)next(model, NAMES),
	};
}

static void
put(struct catalogue_writer *writer, const struct model_post *own, size_t number, uint32_t id)
{
	static const char *const tags[] = {"t0", "t1", "t2", "t3", "t4"};
	static const char *const categories[] = {"news"};
	char path[32], title[32];
	struct err err;
	set_path(path, number);
	snprintf(title, sizeof(title), "%zu", number);
	const struct post post = {.path = path,
			.title = title,
			.slug = "s",
			.url = path,
			.has_date = own->has_date,
			.date = own->has_date ? own->date : 0,
			.categories = categories,
			.category_count = 1,
			.tags = tags,
			.tag_count = (size_t)own->tag,
			.flags = own->is_hidden ? POST_HIDDEN | POST_FUTURE : 0};
	if (!catalogue_writer_put(writer, id, &post, (int64_t)number, 7, &err))
		fail_msg("%s", err.reason);
}

/* Numbers of the model's posts in list order, of those with `tag` (-1: all); by insertion. */
static const struct model *sorted_model;

static int
compare_numbers(const void *a, const void *b)
{
	size_t left = *(const size_t *)a, right = *(const size_t *)b;
	const struct model_post *one = &sorted_model->posts[left];
	const struct model_post *other = &sorted_model->posts[right];
	int paths = path_number(left) < path_number(right) ? -1 : 1; /* no two have one path */
	if (one->has_date != other->has_date)
		return one->has_date ? -1 : 1;
	if (one->has_date && one->date != other->date)
		return one->date > other->date ? -1 : 1;
	return one->has_date ? -paths : paths;
}

static void
expect_list(const struct model *model, struct catalogue *catalogue, int tag)
{
	static size_t numbers[MOST];
	size_t count = 0;
	char name[8];
	const char *names[] = {name};
	struct arena *arena = arena_new();
	for (size_t i = 0; i < MOST; i++) {
		const struct model_post *post = &model->posts[i];
		if (post->is_there && !post->is_hidden && (tag < 0 || tag < post->tag))
			numbers[count++] = i;
	}
	sorted_model = model;
	qsort(numbers, count, sizeof(*numbers), compare_numbers);
	snprintf(name, sizeof(name), "t%d", tag);
	const struct query query = {.tags = names, .tag_count = tag >= 0 ? 1 : 0};
	struct listing *listing = catalogue_list(catalogue, &query);
	assert_int_equal(listing_count(listing), count);
	for (size_t i = 0; i < count; i++) {
		struct post post;
		char title[32];
		arena_reset(arena);
		listing_get(listing, i, arena, &post);
		snprintf(title, sizeof(title), "%zu", numbers[i]);
		assert_string_equal(post.title, title);
		if (i % 97 == 0)
			assert_int_equal(listing_find(listing, post.path), i);
	}
	listing_free(listing);
	arena_free(arena);
	struct group group = {.count = 0};
	if (tag >= 0 && count > 0) {
		assert_true(catalogue_find_group(catalogue, GROUP_TAG, name, &group));
		const struct model_post *newest = &model->posts[numbers[0]];
		assert_int_equal(group.count, count);
		assert_int_equal(group.latest, newest->has_date ? newest->date : INT64_MIN);
	} else if (tag < 0) {
		assert_int_equal(catalogue_count(catalogue), count);
	}
}

struct files {
	struct known_file items[MOST];
	size_t count;
};

static bool
keep_file(void *context, const struct known_file *file)
{
	struct files *files = context;
	assert_true(files->count < MOST);
	files->items[files->count++] = *file;
	return true;
}

/* The id of a post, from what the writer knows. */
static uint32_t
id_of(const struct files *files, size_t number)
{
	char path[32];
	set_path(path, number);
	const int64_t hash = (int64_t)hash_stable_text(path);
	for (size_t i = 0; i < files->count; i++) {
		if (files->items[i].path_hash == hash)
			return files->items[i].id;
	}
	return 0;
}

/* A round of changes, `changes` of them, each to a post of its own. */
static void
change(struct model *model, struct catalogue_writer *writer, size_t changes)
{
	static struct files files;
	struct err err;
	size_t first = next(model, MOST);
	files.count = 0;
	assert_true(catalogue_writer_files(writer, keep_file, &files, &err));
	for (size_t i = 0; i < changes; i++) {
		size_t number = (first + i) % MOST;
		struct model_post *post = &model->posts[number];
		uint32_t id = post->is_there ? id_of(&files, number) : 0;
		assert_true(!post->is_there || id != 0);
		if (post->is_there && next(model, 3) == 0) {
			assert_true(catalogue_writer_remove(writer, id, &err));
			*post = (struct model_post){.is_there = false};
		} else {
			*post = random_post(model);
			put(writer, post, number, id);
		}
	}
	assert_true(catalogue_writer_commit(writer, &err));
}

static void
test_model(void **state)
{
	(void)state;
	static struct model model = {.random = 7};
	struct err err;
	char *place = database_memory_place();
	struct catalogue_writer *writer = catalogue_writer_open(place, 1, NULL, &err);
	assert_non_null(writer);
	for (int round = 0; round < 20; round++) {
		/* Many at first, so that lists have several chunks; then few. */
		change(&model, writer, round == 0 ? MOST / 2 : round < 6 ? 700 : 40);
		struct catalogue *catalogue = catalogue_open(place, &err);
		assert_non_null(catalogue);
		/* All posts, and the lists of two tags in turn. */
		expect_list(&model, catalogue, -1);
		expect_list(&model, catalogue, round % NAMES);
		expect_list(&model, catalogue, (round + 2) % NAMES);
		if (round % 5 == 4) {
			/* Another writer goes on where this one ended. */
			catalogue_writer_close(writer);
			writer = catalogue_writer_open(place, 1, NULL, &err);
			assert_non_null(writer);
		}
		catalogue_free(catalogue);
	}
	catalogue_writer_close(writer);
	free(place);
}

/* One post after the other at the newest end, where lists are split again and again. */
static void
test_newest_end(void **state)
{
	(void)state;
	enum { POSTS = 4000 };
	static struct model model = {.random = 1};
	struct err err;
	char *place = database_memory_place();
	struct catalogue_writer *writer = catalogue_writer_open(place, 1, NULL, &err);
	for (size_t i = 0; i < POSTS; i++) {
		/* Two of three are newer than all, the third goes into the midst. */
		int64_t date = i % 3 == 2 ? POSTS / 2 : (int64_t)i;
		model.posts[i] = (struct model_post){
				.is_there = true, .has_date = true, .date = date, .tag = 1};
		put(writer, &model.posts[i], i, 0);
		if (i % 20 == 0)
			assert_true(catalogue_writer_commit(writer, &err));
	}
	assert_true(catalogue_writer_finish(writer, &err));
	struct catalogue *catalogue = catalogue_open(place, &err);
	expect_list(&model, catalogue, -1);
	expect_list(&model, catalogue, 0);
	catalogue_free(catalogue);
	catalogue_writer_close(writer);
	free(place);
}

/* --- Files --- */

static char folder[FOLDER_SIZE];
static char *place;

static int
begin(void **state)
{
	(void)state;
	if (!folder_make(folder))
		return -1;
	place = xformat("%s/a/b/c.posts", folder);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	free(place);
	return folder_remove(folder);
}

static void
write_one(uint64_t fingerprint, size_t number, char **notice)
{
	struct err err;
	struct model_post post = {.is_there = true, .has_date = true, .date = (int64_t)number};
	struct catalogue_writer *writer = catalogue_writer_open(place, fingerprint, notice, &err);
	if (writer == NULL)
		fail_msg("%s", err.reason);
	put(writer, &post, number, 0);
	assert_true(catalogue_writer_finish(writer, &err));
	catalogue_writer_close(writer);
}

static size_t
count_posts(void)
{
	struct err err;
	struct catalogue *catalogue = catalogue_open(place, &err);
	size_t count = catalogue != NULL ? catalogue_count(catalogue) : SIZE_MAX;
	catalogue_free(catalogue);
	return count;
}

/* What is open does not change; what is opened later does. */
static void
test_snapshot(void **state)
{
	(void)state;
	struct err err;
	struct post post;
	assert_null(catalogue_open(place, &err));
	write_one(1, 1, NULL);
	struct catalogue *before = catalogue_open(place, &err);
	struct listing *listing = catalogue_list(before, &(struct query){0});
	write_one(1, 2, NULL);
	assert_int_equal(count_posts(), 2);
	struct arena *arena = arena_new();
	assert_int_equal(catalogue_count(before), 1);
	listing_get(listing, 0, arena, &post);
	assert_string_equal(post.title, "1");
	assert_false(catalogue_is_damaged(before));
	arena_free(arena);
	listing_free(listing);
	catalogue_free(before);
}

static void
test_uncommitted(void **state)
{
	(void)state;
	struct err err;
	struct model_post own = {.is_there = true};
	write_one(1, 1, NULL);
	struct catalogue_writer *writer = catalogue_writer_open(place, 1, NULL, &err);
	put(writer, &own, 2, 0);
	assert_int_equal(catalogue_writer_pending(writer), 1);
	assert_int_equal(count_posts(), 1);
	catalogue_writer_close(writer);
	assert_int_equal(count_posts(), 1);
}

/* --- Two writers --- */

static struct catalogue_writer *
open_writer(const char *where)
{
	struct err err;
	struct catalogue_writer *writer = catalogue_writer_open(where, 1, NULL, &err);
	if (writer == NULL)
		fail_msg("%s", err.reason);
	return writer;
}

/* One post, put and committed; what became of it. */
static bool
try_one(struct catalogue_writer *writer, size_t number, struct err *err)
{
	char path[32];
	set_path(path, number);
	const struct post post = {.path = path,
			.title = path,
			.slug = "s",
			.url = path,
			.has_date = true,
			.date = (int64_t)number,
			.categories = (const char *const[]){"news"},
			.category_count = 1};
	return catalogue_writer_put(writer, 0, &post, 1, 1, err) &&
	       catalogue_writer_commit(writer, err);
}

/* The list has these numbers' posts, the newest first, and each of them its own row. */
static void
expect_posts(const char *where, const size_t *numbers, size_t count)
{
	struct err err;
	struct arena *arena = arena_new();
	struct catalogue *catalogue = catalogue_open(where, &err);
	assert_non_null(catalogue);
	struct listing *listing = catalogue_list(catalogue, &(struct query){0});
	struct group group;
	assert_int_equal(catalogue_count(catalogue), count);
	assert_int_equal(listing_count(listing), count);
	for (size_t i = 0; i < count; i++) {
		struct post post;
		char path[32];
		set_path(path, numbers[i]);
		listing_get(listing, i, arena, &post);
		assert_string_equal(post.path, path);
	}
	assert_true(catalogue_find_group(catalogue, GROUP_CATEGORY, "news", &group));
	assert_int_equal(group.count, count);
	listing_free(listing);
	catalogue_free(catalogue);
	arena_free(arena);
}

static void
one_of_two_writes(const char *where)
{
	struct err err;
	struct catalogue_writer *first = open_writer(where);
	struct catalogue_writer *second = open_writer(where);
	assert_true(try_one(first, 1, &err));
	for (int i = 0; i < 2; i++) {
		assert_false(try_one(second, 2, &err));
		assert_string_equal(err.reason, "another program is writing the catalogue");
		assert_false(catalogue_writer_is_damaged(second));
	}
	assert_true(try_one(first, 3, &err));
	catalogue_writer_close(second);
	/* Whoever comes later may write, and then those of before may not. */
	second = open_writer(where);
	assert_true(try_one(second, 4, &err));
	assert_false(try_one(first, 5, &err));
	catalogue_writer_close(first);
	assert_true(catalogue_writer_finish(second, &err));
	catalogue_writer_close(second);
	expect_posts(where, (const size_t[]){4, 3, 1}, 3);
}

static void
test_two_writers(void **state)
{
	(void)state;
	one_of_two_writes(place);
	char *memory = database_memory_place();
	struct catalogue_writer *keeper = open_writer(memory);
	one_of_two_writes(memory);
	catalogue_writer_close(keeper);
	free(memory);
}

/* A process that is killed in the midst of a transaction holds nobody up, and nothing of it is left. */
static void
test_killed_writer(void **state)
{
	(void)state;
	int ready[2];
	struct err err;
	struct catalogue_writer *writer = open_writer(place);
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		const struct post post = {
				.path = "_posts/x.md", .title = "", .slug = "", .url = ""};
		struct catalogue_writer *other = catalogue_writer_open(place, 1, NULL, &err);
		bool is_good = catalogue_writer_put(other, 0, &post, 1, 1, &err);
		(void)!write(ready[1], is_good ? "+" : "-", 1);
		pause();
		_exit(0);
	}
	char answer = '?';
	assert_int_equal(read(ready[0], &answer, 1), 1);
	assert_int_equal(answer, '+');
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_true(try_one(writer, 1, &err));
	catalogue_writer_close(writer);
	close(ready[0]);
	close(ready[1]);
	expect_posts(place, (const size_t[]){1}, 1);
}

/* The log and the index of a deleted file, which one process still has open, are not those of another's new one. */
static void
test_deleted_under_another(void **state)
{
	(void)state;
	int status;
	struct err err;
	struct catalogue_writer *writer = open_writer(place);
	for (size_t i = 0; i < 100; i++)
		assert_true(try_one(writer, i, &err));
	struct catalogue *snapshot = catalogue_open(place, &err);
	assert_int_equal(unlink(place), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct catalogue_writer *other = catalogue_writer_open(place, 1, NULL, &err);
		bool is_good = other != NULL && try_one(other, 200, &err) && count_posts() == 1;
		catalogue_writer_close(other);
		_exit(is_good ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(catalogue_count(snapshot), 100);
	catalogue_free(snapshot);
	catalogue_writer_close(writer);
	expect_posts(place, (const size_t[]){200}, 1);
}

/* What is open on a file that is deleted or replaced neither writes into the new one nor takes its log away. */
static void
replaced_while_open(bool is_deleted)
{
	struct err err;
	char log[80];
	snprintf(log, sizeof(log), "%s-wal", place);
	struct catalogue_writer *before = open_writer(place);
	assert_true(try_one(before, 1, &err));
	struct catalogue *snapshot = catalogue_open(place, &err);
	assert_non_null(snapshot);
	assert_false(catalogue_writer_is_gone(before));
	if (is_deleted)
		assert_int_equal(unlink(place), 0);
	struct catalogue_writer *after =
			catalogue_writer_open(place, is_deleted ? 1 : 2, NULL, &err);
	assert_non_null(after);
	assert_true(catalogue_writer_is_gone(before));
	assert_false(try_one(before, 2, &err));
	assert_non_null(strstr(err.reason, "deleted or replaced"));
	assert_true(try_one(after, 3, &err));
	catalogue_writer_close(before);
	assert_int_equal(catalogue_count(snapshot), 1);
	catalogue_free(snapshot);
	assert_int_equal(access(log, F_OK), 0);
	/* Another process sees what was written, and this one can go on. */
	expect_posts(place, (const size_t[]){3}, 1);
	assert_true(try_one(after, 4, &err));
	catalogue_writer_close(after);
	expect_posts(place, (const size_t[]){4, 3}, 2);
}

static void
test_deleted_while_open(void **state)
{
	(void)state;
	replaced_while_open(true);
}

static void
test_rebuilt_while_open(void **state)
{
	(void)state;
	replaced_while_open(false);
}

/* Deleted within a transaction: what is committed is in force nowhere, and that is said. */
static void
test_deleted_before_commit(void **state)
{
	(void)state;
	struct err err;
	const struct post post = {.path = "_posts/x.md", .title = "", .slug = "", .url = ""};
	struct catalogue_writer *writer = open_writer(place);
	assert_true(catalogue_writer_put(writer, 0, &post, 1, 1, &err));
	database_discard(place);
	assert_false(catalogue_writer_commit(writer, &err));
	assert_true(catalogue_writer_is_gone(writer));
	assert_false(catalogue_writer_finish(writer, &err));
	catalogue_writer_close(writer);
}

/* --- Lists of another snapshot --- */

static struct listing *
list_path(struct catalogue *catalogue, size_t number)
{
	char path[32];
	struct bits posts = {0};
	set_path(path, number);
	bits_put(&posts, catalogue_post(catalogue, path), true);
	struct listing *listing = catalogue_list(catalogue, &(struct query){.posts = &posts});
	bits_free(&posts);
	return listing;
}

/* A post that takes the place of another is not shown as that one where an older snapshot is read. */
static void
test_moved_to_older(void **state)
{
	(void)state;
	static struct files files;
	struct err err;
	struct post post;
	struct arena *arena = arena_new();
	write_one(1, 1, NULL);
	write_one(1, 2, NULL);
	struct catalogue *before = catalogue_open(place, &err);
	struct catalogue_writer *writer = open_writer(place);
	files.count = 0;
	assert_true(catalogue_writer_files(writer, keep_file, &files, &err));
	assert_true(catalogue_writer_remove(writer, id_of(&files, 2), &err));
	assert_true(catalogue_writer_commit(writer, &err));
	catalogue_writer_close(writer);
	write_one(1, 3, NULL);
	struct catalogue *after = catalogue_open(place, &err);
	struct listing *listing = list_path(after, 3);
	assert_true(listing_move(listing, before));
	listing_get(listing, 0, arena, &post);
	assert_string_equal(post.path, "");
	assert_false(catalogue_is_damaged(before));
	listing_free(listing);
	catalogue_free(after);
	catalogue_free(before);
	arena_free(arena);
}

static void
test_moved_to_replaced(void **state)
{
	(void)state;
	struct err err;
	write_one(1, 1, NULL);
	struct catalogue *before = catalogue_open(place, &err);
	assert_false(catalogue_is_gone(before));
	database_discard(place);
	assert_true(catalogue_is_gone(before));
	write_one(1, 2, NULL);
	assert_true(catalogue_is_gone(before));
	struct catalogue *after = catalogue_open(place, &err);
	struct listing *listing = list_path(after, 2);
	assert_false(listing_move(listing, before));
	listing_free(listing);
	catalogue_free(after);
	catalogue_free(before);
}

/* --- Files that are not as they should be --- */

/* Another configuration makes other posts of the same files. */
static void
test_fingerprint(void **state)
{
	(void)state;
	char *notice;
	write_one(1, 1, &notice);
	assert_null(notice);
	write_one(2, 2, &notice);
	assert_null(notice);
	assert_int_equal(count_posts(), 1);
}

static void
overwrite(long at, const char *bytes, size_t length)
{
	FILE *file = fopen(place, "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

/* As a program does that keeps the pages' sums. */
static void
run_sql(const char *sql)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open_v2(place, &db, SQLITE_OPEN_READWRITE, page_sums_layer()),
			SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
expect_renewed(const char *reason)
{
	char *notice;
	struct err err;
	assert_null(catalogue_open(place, &err));
	write_one(1, 3, &notice);
	assert_non_null(notice);
	assert_non_null(strstr(notice, reason));
	free(notice);
	assert_int_equal(count_posts(), 1);
}

static void
test_no_database(void **state)
{
	(void)state;
	write_one(1, 1, NULL);
	overwrite(0, "This is somebody's poem.", 24);
	expect_renewed("is damaged");
}

static void
test_foreign(void **state)
{
	(void)state;
	write_one(1, 1, NULL);
	run_sql("PRAGMA application_id = 16909060");
	expect_renewed("is not this program's");
}

static void
test_newer_version(void **state)
{
	(void)state;
	write_one(1, 1, NULL);
	run_sql("PRAGMA user_version = 65536");
	expect_renewed("is of another version");
}

static void
test_truncated(void **state)
{
	(void)state;
	struct err err;
	write_one(1, 1, NULL);
	assert_int_equal(truncate(place, 8192), 0);
	struct catalogue *catalogue = catalogue_open(place, &err);
	assert_null(catalogue);
	expect_renewed("is damaged");
}

/* All that a list shows, as one text; damage is told. */
static char *
text_of_list(bool *is_damaged)
{
	struct err err;
	struct catalogue *catalogue = catalogue_open(place, &err);
	struct arena *arena = arena_new();
	struct buf text = buf_empty();
	*is_damaged = catalogue == NULL;
	if (catalogue != NULL) {
		struct listing *listing = catalogue_list(catalogue, &(struct query){0});
		for (size_t i = 0; i < listing_count(listing); i++) {
			struct post post;
			listing_get(listing, i, arena, &post);
			buf_format(&text, "%s %s %s\n", post.path, post.title, post.url);
		}
		listing_free(listing);
		catalogue_warm(catalogue);
		*is_damaged = catalogue_is_damaged(catalogue);
	}
	catalogue_free(catalogue);
	arena_free(arena);
	return buf_take(&text);
}

/* A byte that is changed anywhere is noticed or does no harm: no wrong list, no crash, no endless loop. */
static void
write_flipped(const struct buf *good, size_t at)
{
	char byte = (char)(good->data[at] ^ 0x10);
	database_discard(place);
	FILE *file = fopen(place, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(good->data, 1, good->length, file), good->length);
	assert_int_equal(fclose(file), 0);
	overwrite((long)at, &byte, 1);
}

static void
test_flipped_bytes(void **state)
{
	(void)state;
	struct err err;
	bool is_damaged;
	size_t damages = 0;
	for (size_t i = 0; i < 60; i++)
		write_one(1, i, NULL);
	char *whole = text_of_list(&is_damaged);
	assert_false(is_damaged);
	struct buf good = buf_empty();
	assert_true(file_read(place, 1 << 20, &good, &err));
	for (size_t at = 0; at < good.length; at += 307) {
		static struct files files;
		write_flipped(&good, at);
		char *text = text_of_list(&is_damaged);
		if (!is_damaged && strcmp(text, whole) != 0)
			fail_msg("byte %zu of %zu", at, good.length);
		damages += is_damaged;
		free(text);
		struct catalogue_writer *writer = catalogue_writer_open(place, 1, NULL, &err);
		files.count = 0;
		if (writer != NULL)
			(void)catalogue_writer_files(writer, keep_file, &files, &err);
		catalogue_writer_close(writer);
	}
	assert_true(damages > 0);
	free(whole);
	buf_free(&good);
}

#define FILE_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_model),
			cmocka_unit_test(test_newest_end),
			FILE_TEST(test_snapshot),
			FILE_TEST(test_uncommitted),
			FILE_TEST(test_two_writers),
			FILE_TEST(test_killed_writer),
			FILE_TEST(test_deleted_under_another),
			FILE_TEST(test_deleted_while_open),
			FILE_TEST(test_rebuilt_while_open),
			FILE_TEST(test_deleted_before_commit),
			FILE_TEST(test_moved_to_older),
			FILE_TEST(test_moved_to_replaced),
			FILE_TEST(test_fingerprint),
			FILE_TEST(test_no_database),
			FILE_TEST(test_foreign),
			FILE_TEST(test_newer_version),
			FILE_TEST(test_truncated),
			FILE_TEST(test_flipped_bytes),
	};
	return cmocka_run_group_tests_name("catalogue writer", tests, NULL, NULL);
}
