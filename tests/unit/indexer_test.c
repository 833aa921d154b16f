/* The index of an archive's full text: made, kept up to date, hurt and made anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "fulltext/search_index.h"
#include "query/query_text.h"
#include "search/finder.h"
#include "search/indexer.h"
#include "store/database.h"
#include "store/page_sums.h"

#include "folder.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { POSTS = 600 };

static char folder[FOLDER_SIZE];
static char index_path[128];
static const struct archive_options options = {.now = 2000000000};

/* The archive as it is now; NULL: it has changed since it was last opened. */
static struct library *opened;

static void
forget(void)
{
	library_close(opened);
	opened = NULL;
}

static void
write_file(const char *name, const char *text)
{
	forget();
	folder_write(folder, name, text);
}

static void
remove_post(int number)
{
	char path[256];
	forget();
	snprintf(path, sizeof(path), "%s/_posts/2022-05-%02d-n%05d.md", folder, 1 + number % 28,
			number);
	(void)unlink(path);
}

static void
write_post(int number, const char *text)
{
	char name[64], content[512], path[256];
	snprintf(name, sizeof(name), "_posts/2022-05-%02d-n%05d.md", 1 + number % 28, number);
	snprintf(content, sizeof(content),
			"---\ntitle: 第%d条\ncategories: wang\ntags: [标签%d]\n---\n<p>%s</p>\n",
			number, number % 7, text);
	write_file(name, content);
	/* Of a file that changed just now a catalogue cannot be sure: each has a time of its own, long ago. */
	static time_t then = 1700000000;
	then++;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(
			utimensat(AT_FDCWD, path, (struct timespec[]){{then, 0}, {then, 0}}, 0), 0);
}

static int
make_archive(void **state)
{
	(void)state;
	if (!folder_make(folder))
		return -1;
	snprintf(index_path, sizeof(index_path), "%s/cache/reader/x.search", folder);
	write_file("_config.yml", "timezone: Asia/Shanghai\n");
	write_file("category/wang.html", "---\ntitle: 经济网\ncategory: wang\n---\n");
	for (int i = 0; i < POSTS; i++)
		write_post(i, i % 3 == 0 ? "新能源汽车" : "别的新闻");
	return 0;
}

static int
remove_all(void **state)
{
	(void)state;
	forget();
	return folder_remove(folder);
}

static struct library *
open_library(void)
{
	struct err err;
	struct library *library = library_open(folder, &options, NULL, &err);
	if (library == NULL)
		fail_msg("%s", err.reason);
	return library;
}

/* The archive as it is now, for who asks it only. */
static struct library *
opened_library(void)
{
	if (opened == NULL)
		opened = open_library();
	return opened;
}

/* Brings the index up to date; returns how many posts were new to it. */
static size_t
update(const char *expected_notice)
{
	struct indexer_progress progress = {0};
	struct library *library = opened_library();
	struct search_index *index;
	struct search_index_state before = {0};
	struct err err;
	char *notice;
	index = search_index_open_reader(index_path, &err);
	if (index != NULL && !search_index_state(index, &before, &err))
		before.posts = 0;
	search_index_close(index);
	if (!indexer_run(library, index_path, &progress, &notice, &err))
		fail_msg("%s", err.reason);
	if (expected_notice == NULL) {
		assert_null(notice);
	} else {
		assert_non_null(notice);
		assert_non_null(strstr(notice, expected_notice));
	}
	free(notice);
	assert_int_equal(atomic_load(&progress.done), catalogue_count(library->catalogue));
	size_t count = catalogue_count(library->catalogue);
	return count - before.posts;
}

static const struct mark_sets no_marks;

/* NULL with err: it cannot be opened. */
static struct finder *
open_finder(const char *path, struct library *library, const char *text,
		const struct mark_sets *marks, struct err *err)
{
	struct text_query *query =
			query_text_parse(text, 0, archive_zone(library->archive), false, NULL, err);
	if (query == NULL)
		fail_msg("%s: %s", text, err->reason);
	struct query_plan plan = query_plan_make(query, 0);
	struct finder *finder = finder_open(path, &plan, marks, library->catalogue, err);
	query_plan_free(&plan);
	text_query_free(query);
	return finder;
}

static size_t
count_hits(const char *text)
{
	struct err err;
	struct library *library = opened_library();
	struct finder *finder = open_finder(index_path, library, text, &no_marks, &err);
	if (finder == NULL)
		fail_msg("%s", err.reason);
	while (!finder_is_done(finder)) {
		if (!finder_go_on(finder, 50, &err))
			fail_msg("%s", err.reason);
	}
	size_t count = finder_count(finder);
	struct listing *listing = catalogue_list(
			library->catalogue, &(struct query){.posts = finder_hits(finder)});
	assert_int_equal(listing_count(listing), count);
	for (size_t i = 0; i < count; i++) {
		struct post post;
		struct arena *row = arena_new();
		listing_get(listing, i, row, &post);
		assert_true(listing_find(listing, post.path) == i);
		arena_free(row);
	}
	listing_free(listing);
	finder_close(finder);
	return count;
}

/* --- With marks --- */

static bool
is_asked(int query, bool has_word, bool is_read, bool is_starred)
{
	switch (query) {
	case 0:
		return !is_read && has_word;
	case 1:
		return is_starred || has_word;
	case 2:
		return is_read || !has_word;
	case 3:
		return (is_starred && has_word) || (!is_read && !has_word);
	default:
		return is_starred && !has_word;
	}
}

static void
assert_marked_hits(struct library *library, int query, const struct mark_sets *marks)
{
	static const char *const queries[] = {"is:unread 新能源", "is:starred OR 新能源",
			"-(is:unread 新能源)", "(is:starred 新能源) OR (is:unread 别的)",
			"is:starred -title:汽车 别的"};
	struct err err;
	struct finder *finder = open_finder(index_path, library, queries[query], marks, &err);
	size_t count = 0;
	while (!finder_is_done(finder))
		assert_true(finder_go_on(finder, 50, &err));
	for (int i = 0; i < POSTS; i++) {
		char path[64];
		snprintf(path, sizeof(path), "_posts/2022-05-%02d-n%05d.md", 1 + i % 28, i);
		uint32_t post = catalogue_post(library->catalogue, path);
		bool is_hit = is_asked(query, i % 3 == 0, bits_have(&marks->read, post),
				bits_have(&marks->starred, post));
		if (bits_have(finder_hits(finder), post) != is_hit)
			fail_msg("%s: %s", queries[query], path);
		count += is_hit;
	}
	assert_int_equal(finder_count(finder), count);
	finder_close(finder);
}

/* Few posts or many with a mark: what is found by text and mark is the same. */
static void
test_marks(void **state)
{
	(void)state;
	static const unsigned of_thousand[] = {0, 5, 500, 995, 1000};
	unsigned seed = 9;
	update(NULL);
	struct library *library = open_library();
	uint32_t highest = catalogue_highest_post(library->catalogue);
	for (size_t i = 0; i < sizeof(of_thousand) / sizeof(of_thousand[0]); i++) {
		struct mark_sets marks = {0};
		for (uint32_t post = 1; post <= highest; post++) {
			seed = seed * 1103515245U + 12345U;
			bits_put(&marks.read, post, (seed >> 8) % 1000 < of_thousand[i]);
			bits_put(&marks.starred, post, (seed >> 18) % 1000 < of_thousand[i]);
		}
		for (int query = 0; query < 5; query++)
			assert_marked_hits(library, query, &marks);
		mark_sets_free(&marks);
	}
	library_close(library);
}

static void
assert_complete(void)
{
	assert_int_equal(count_hits("新能源"), POSTS / 3);
	assert_int_equal(count_hits("别的"), POSTS - POSTS / 3);
	assert_int_equal(count_hits("-新能源 -别的"), 0);
}

static void
test_made(void **state)
{
	(void)state;
	update(NULL);
	assert_complete();
	assert_int_equal(count_hits("tag:标签3 新能源"), 29);
	assert_int_equal(count_hits("title:第17条"), 1);
	assert_int_equal(count_hits("cat:wang"), POSTS);
	assert_int_equal(count_hits("cat:经济网"), POSTS);
	assert_int_equal(count_hits("-cat:经济网"), 0);
	assert_int_equal(count_hits("since:2022-05-28"), POSTS / 28);
}

static void
test_kept_up_to_date(void **state)
{
	(void)state;
	update(NULL);
	assert_int_equal(update(NULL), 0);
	write_post(3, "改写了的，更长的一条");
	write_post(POSTS, "新来的一条");
	write_post(POSTS + 1, "新来的另一条");
	remove_post(6);
	update(NULL);
	assert_int_equal(count_hits("改写"), 1);
	assert_int_equal(count_hits("新来"), 2);
	assert_int_equal(count_hits("新能源"), POSTS / 3 - 2);
	write_post(3, "新能源汽车");
	write_post(6, "新能源汽车");
	remove_post(POSTS);
	remove_post(POSTS + 1);
	update(NULL);
	assert_complete();
	assert_int_equal(count_hits("改写 OR 新来"), 0);
}

static void
overwrite(long offset, const char *bytes, size_t length)
{
	FILE *file = fopen(index_path, "r+");
	assert_non_null(file);
	fseek(file, offset, SEEK_SET);
	fwrite(bytes, 1, length, file);
	fclose(file);
}

static void
test_damaged(void **state)
{
	(void)state;
	char name[160];
	update(NULL);
	overwrite(0, "no database at all", 18);
	update("is damaged");
	assert_complete();
	assert_int_equal(truncate(index_path, 5000), 0);
	update("is damaged");
	assert_complete();
	/* The next version's, and another program's. */
	sqlite3 *db;
	assert_int_equal(sqlite3_open_v2(index_path, &db, SQLITE_OPEN_READWRITE, page_sums_layer()),
			SQLITE_OK);
	sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
	sqlite3_close(db);
	update("is of another version");
	assert_complete();
	unlink(index_path);
	snprintf(name, sizeof(name), "%s-wal", index_path);
	unlink(name);
	assert_int_equal(sqlite3_open(index_path, &db), SQLITE_OK);
	sqlite3_exec(db, "CREATE TABLE other(x)", NULL, NULL, NULL);
	sqlite3_close(db);
	update("is not this program's");
	assert_complete();
}

/* Whatever byte is hurt: a sentence or the right hits, never a crash; and a new index is right again. */
static void
test_hurt_anywhere(void **state)
{
	(void)state;
	struct stat status;
	unsigned seed = 3;
	for (int i = 0; i < 8; i++) {
		struct indexer_progress progress = {0};
		struct library *library = open_library();
		struct err err;
		char *notice = NULL;
		unlink(index_path);
		update(NULL);
		assert_int_equal(stat(index_path, &status), 0);
		for (int k = 0; k < 20; k++) {
			seed = seed * 1103515245U + 12345U;
			overwrite((long)((seed >> 4) % (unsigned long)status.st_size), "\xA5\x5A",
					2);
		}
		struct finder *finder =
				open_finder(index_path, library, "新能源汽", &no_marks, &err);
		while (finder != NULL && !finder_is_done(finder) && finder_go_on(finder, 50, &err))
			continue;
		assert_true(finder == NULL || finder_count(finder) <= POSTS);
		bool is_damaged = finder != NULL && finder_is_damaged(finder);
		finder_close(finder);
		for (int k = 0; k < 30; k++)
			write_post(k, i % 2 == 0 ? "新能源汽车" : "新能源汽车，改写了的");
		if (!indexer_run(library, index_path, &progress, &notice, &err))
			fail_msg("%s", err.reason);
		free(notice);
		library_close(library);
		if (is_damaged) {
			assert_int_equal(count_hits("改写了的"), i % 2 == 0 ? 0 : 30);
			assert_int_equal(count_hits("新能源"), POSTS / 3 + 20);
		}
		for (int k = 0; k < 30; k++)
			write_post(k, k % 3 == 0 ? "新能源汽车" : "别的新闻");
		unlink(index_path);
	}
	update(NULL);
	assert_complete();
}

static void
test_stopped(void **state)
{
	(void)state;
	struct indexer_progress progress = {0};
	struct library *library = open_library();
	struct err err;
	char *notice;
	unlink(index_path);
	atomic_store(&progress.stop, true);
	assert_true(indexer_run(library, index_path, &progress, &notice, &err));
	assert_null(notice);
	library_close(library);
	update(NULL);
	assert_complete();
}

/* Killed in the midst of writing, wherever that is, it leaves an index that opens and is brought up to date. */
static void
test_killed(void **state)
{
	(void)state;
	int killed = 0;
	for (int i = 0; i < 15; i++) {
		int status;
		const rlim_t bytes = (rlim_t)(1000 + i * 60000);
		unlink(index_path);
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			struct indexer_progress progress = {0};
			struct err err;
			struct library *library = library_open(folder, &options, NULL, &err);
			setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
			setrlimit(RLIMIT_FSIZE, &(struct rlimit){bytes, bytes});
			(void)indexer_run(library, index_path, &progress, NULL, &err);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		killed += WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ;
		update(NULL);
		assert_complete();
	}
	assert_in_range(killed, 5, 14);
}

/* --- Several at once: the indexer is halted after a commit, and something happens then --- */

/* What happens, and after how many commits. */
struct incident {
	void (*happen)(void);
	int due;
};

static void
count_down(void *context)
{
	struct incident *incident = context;
	if (incident->due-- == 0)
		incident->happen();
}

/* Runs the indexer on the archive as it is now. */
static void
run_with(struct incident *incident)
{
	struct indexer_progress progress = {.committed = count_down, .context = incident};
	struct library *library = open_library();
	struct err err;
	char *notice;
	if (!indexer_run(library, index_path, &progress, &notice, &err))
		fail_msg("%s", err.reason);
	free(notice);
	library_close(library);
}

/* Each post of the catalogue as it is now is there, if the index says so. Returns whether it does. */
static bool
is_honestly_whole(void)
{
	struct library *library = opened_library();
	struct err err;
	struct search_index *index = search_index_open_reader(index_path, &err);
	bool is_whole = index != NULL &&
			search_index_source(index).source == catalogue_state(library->catalogue);
	struct listing *listing = catalogue_list(library->catalogue, &(struct query){0});
	struct arena *row = arena_new();
	for (size_t i = 0; is_whole && i < listing_count(listing); i++) {
		struct post_file known;
		listing_file(listing, i, row, &known);
		assert_true(search_index_has(
				index, &(struct search_file){known.path, known.mtime, known.size}));
	}
	arena_free(row);
	listing_free(listing);
	search_index_close(index);
	return is_whole;
}

static void
nothing(void)
{
}

static void
another_indexes_all(void)
{
	run_with(&(struct incident){nothing, 0});
	assert_true(is_honestly_whole());
}

static struct search_index *
begin_emptying(void)
{
	struct err err;
	struct search_index *index = search_index_open(index_path, NULL, &err);
	assert_non_null(index);
	assert_true(search_index_begin(index, &err));
	assert_true(search_index_clear(index, &err));
	return index;
}

static void
another_empties(void)
{
	struct err err;
	struct search_index *index = begin_emptying();
	assert_true(search_index_commit(index, &err));
	search_index_close(index);
	assert_false(is_honestly_whole());
}

static void
another_empties_and_fills(void)
{
	another_empties();
	another_indexes_all();
}

static void
stop(void *context)
{
	struct indexer_progress *progress = context;
	atomic_store(&progress->stop, true);
}

/* What it has committed is what one that is killed leaves. */
static void
another_empties_and_is_stopped(void)
{
	struct indexer_progress progress = {.committed = stop};
	struct err err;
	another_empties();
	progress.context = &progress;
	struct library *library = open_library();
	assert_true(indexer_run(library, index_path, &progress, NULL, &err));
	library_close(library);
	assert_false(is_honestly_whole());
}

/* What it has not committed is as if it had never been. */
static void
another_is_ended_while_it_empties(void)
{
	search_index_close(begin_emptying());
}

static void
another_makes_it_anew(void)
{
	struct err err;
	struct search_index *index = search_index_open_reader(index_path, &err);
	assert_non_null(index);
	search_index_discard(index);
	search_index_close(index);
	another_indexes_all();
}

static void
another_deletes_it(void)
{
	assert_int_equal(unlink(index_path), 0);
}

/* The other one has seen a change, this one has not. */
static void
another_is_ahead(void)
{
	write_post(3, "改写了的，更长的一条");
	write_post(POSTS, "新来的一条");
	another_indexes_all();
	assert_int_equal(count_hits("改写 OR 新来"), 2);
}

static void
put_back(void)
{
	write_post(3, "新能源汽车");
	remove_post(POSTS);
}

static void
test_several_at_once(void **state)
{
	(void)state;
	static void (*const incidents[])(void) = {another_indexes_all, another_empties,
			another_empties_and_fills, another_empties_and_is_stopped,
			another_is_ended_while_it_empties, another_makes_it_anew,
			another_deletes_it, another_is_ahead};
	for (size_t i = 0; i < sizeof(incidents) / sizeof(incidents[0]); i++) {
		/* At the first commits, in the midst and at the last ones, each time at others. */
		for (int due = (int)i % 4; due < 12; due += 4) {
			struct incident incident = {incidents[i], due};
			(void)unlink(index_path);
			run_with(&incident);
			(void)is_honestly_whole();
			put_back();
			update(NULL);
			if (!is_honestly_whole())
				fail_msg("incident %zu after %d commits", i, due);
			assert_complete();
		}
	}
}

/* A search sees that the index has lost posts since it was filled. */
static void
test_hole_is_seen(void **state)
{
	(void)state;
	struct err err;
	update(NULL);
	struct library *library = open_library();
	int64_t now = catalogue_state(library->catalogue);
	struct finder *before = open_finder(index_path, library, "新能源", &no_marks, &err);
	assert_true(finder_is_whole(before, now));
	another_empties();
	struct finder *after = open_finder(index_path, library, "新能源", &no_marks, &err);
	assert_false(finder_is_whole(after, now));
	/* What was begun before goes on in what was there then. */
	while (!finder_is_done(before))
		assert_true(finder_go_on(before, 50, &err));
	assert_int_equal(finder_count(before), POSTS / 3);
	finder_close(before);
	finder_close(after);
	library_close(library);
	update(NULL);
	assert_complete();
}

/* A post that cannot be read is known by its title, said, and read as soon as it can be. */
static void
test_unread(void **state)
{
	(void)state;
	char path[256], aside[256];
	struct indexer_progress progress = {0};
	struct err err;
	(void)unlink(index_path);
	struct library *library = open_library();
	snprintf(path, sizeof(path), "%s/_posts/2022-05-10-n00009.md", folder);
	snprintf(aside, sizeof(aside), "%s/aside", folder);
	assert_int_equal(rename(path, aside), 0);
	for (int i = 0; i < 2; i++) {
		assert_true(indexer_run(library, index_path, &progress, NULL, &err));
		struct search_index *index = search_index_open_reader(index_path, &err);
		assert_int_equal(search_index_source(index).source,
				catalogue_state(library->catalogue));
		assert_int_equal(search_index_source(index).unread, 1);
		search_index_close(index);
	}
	assert_int_equal(rename(aside, path), 0);
	assert_true(indexer_run(library, index_path, &progress, NULL, &err));
	library_close(library);
	assert_true(is_honestly_whole());
	assert_complete();
}

static void
test_in_memory(void **state)
{
	(void)state;
	struct err err;
	struct indexer_progress progress = {0};
	struct library *library = open_library();
	char *place = database_memory_place();
	struct search_index *keeper = search_index_open(place, NULL, &err);
	assert_non_null(keeper);
	assert_true(indexer_run(library, place, &progress, NULL, &err));
	struct finder *finder = open_finder(place, library, "新能源", &no_marks, &err);
	assert_true(finder_is_whole(finder, catalogue_state(library->catalogue)));
	while (!finder_is_done(finder))
		assert_true(finder_go_on(finder, 50, &err));
	assert_int_equal(finder_count(finder), POSTS / 3);
	finder_close(finder);
	search_index_close(keeper);
	assert_null(search_index_open_reader(place, &err));
	free(place);
	library_close(library);
}

/* What children do has no assertions: a test ends in its own process. */
static void
fill(void)
{
	struct indexer_progress progress = {0};
	struct err err;
	struct library *library = library_open(folder, &options, NULL, &err);
	if (library != NULL)
		(void)indexer_run(library, index_path, &progress, NULL, &err);
}

static struct search_index *
try_to_empty(void)
{
	struct err err;
	struct search_index *index = search_index_open(index_path, NULL, &err);
	bool is_empty = index != NULL && search_index_begin(index, &err) &&
			search_index_clear(index, &err);
	return is_empty ? index : NULL;
}

static void
empty(void)
{
	struct err err;
	struct search_index *index = try_to_empty();
	if (index != NULL)
		(void)search_index_commit(index, &err);
}

static void
end_while_it_empties(void)
{
	(void)try_to_empty();
	raise(SIGKILL);
}

/* Whatever the order in which two processes that fill and two that empty the index come. */
static void
test_processes(void **state)
{
	(void)state;
	static void (*const acts[])(void) = {fill, fill, end_while_it_empties, empty};
	enum { CHILDREN = sizeof(acts) / sizeof(acts[0]) };
	for (int i = 0; i < 5; i++) {
		pid_t children[CHILDREN];
		unlink(index_path);
		for (int k = 0; k < CHILDREN; k++) {
			children[k] = fork();
			assert_true(children[k] >= 0);
			if (children[k] == 0) {
				acts[k]();
				_exit(0);
			}
		}
		for (int k = 0; k < CHILDREN; k++)
			waitpid(children[k], NULL, 0);
		(void)is_honestly_whole();
		update(NULL);
		assert_true(is_honestly_whole());
		assert_complete();
	}
}

static void
test_no_place(void **state)
{
	(void)state;
	struct indexer_progress progress = {0};
	struct library *library = open_library();
	struct err err;
	char *notice;
	assert_false(indexer_run(library, "/proc/nowhere/x.search", &progress, &notice, &err));
	assert_true(err.reason[0] != '\0');
	assert_null(open_finder("/proc/nowhere/x.search", library, "a", &no_marks, &err));
	library_close(library);
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_made),
			cmocka_unit_test(test_marks),
			cmocka_unit_test(test_kept_up_to_date),
			cmocka_unit_test(test_damaged),
			cmocka_unit_test(test_hurt_anywhere),
			cmocka_unit_test(test_stopped),
			cmocka_unit_test(test_killed),
			cmocka_unit_test(test_several_at_once),
			cmocka_unit_test(test_hole_is_seen),
			cmocka_unit_test(test_unread),
			cmocka_unit_test(test_in_memory),
			cmocka_unit_test(test_processes),
			cmocka_unit_test(test_no_place),
	};
	return cmocka_run_group_tests(tests, make_archive, remove_all);
}
