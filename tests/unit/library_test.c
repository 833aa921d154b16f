#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "library/library.h"

#include "one_folder.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POSTS = 1500 }; /* several chunks for each thread */

static struct arena *rows;
static const struct archive_options options = {.now = 2000000000};

static int
make_archive(void **state)
{
	(void)state;
	char path[256];
	if (!folder_make(folder))
		return -1;
	folder_write(folder, "_config.yml", "timezone: Asia/Shanghai\n");
	folder_write(folder, "category/wang.html", "---\ntitle: 经济网\ncategory: wang\n---\n");
	for (int i = 0; i < POSTS; i++) {
		char name[64], text[256];
		snprintf(name, sizeof(name), "_posts/2022-05-12-n%05d.md", i);
		snprintf(text, sizeof(text),
				"---\ntitle: 第%d条\ndate: 2022-05-12 10:%02d:00 +0800\n"
				"categories: wang\ntags: [t%d]\n---\n正文\n",
				i, i / 60 % 60, i % 7);
		folder_write(folder, name, text);
	}
	folder_write(folder, "_posts/2022-05-13-broken.md", "---\ntitle: [unclosed\n---\ntext\n");
	folder_write(folder, "_posts/2099-01-01-future.md", "---\ntitle: later\n---\ntext\n");
	snprintf(path, sizeof(path), "%s/_posts/2022-05-14-dangling.md", folder);
	return symlink("nowhere", path);
}

static struct library *
open_library(struct library_progress *progress)
{
	struct err err;
	struct library *library = library_open(folder, &options, progress, &err);
	if (library == NULL)
		fail_msg("%s", err.reason);
	return library;
}

static void
test_rows(void **state)
{
	(void)state;
	struct library_progress progress = {0};
	struct library *library = open_library(&progress);
	/* All but the future one; the broken one is a post all the same. */
	assert_int_equal(catalogue_count(library->catalogue), POSTS + 1);
	assert_int_equal(progress.total, POSTS + 2);
	assert_int_equal(progress.done, POSTS + 2);
	const char *tag[] = {"t3"};
	struct listing *listing = catalogue_list(
			library->catalogue, &(struct query){.tags = tag, .tag_count = 1});
	assert_int_equal(listing_count(listing), (POSTS + 3) / 7);
	struct post post;
	listing_get(listing, 0, rows, &post);
	assert_string_equal(post.title, "第1494条");
	assert_string_equal(post.slug, "n01494");
	assert_int_equal(post.date, 1652320800 + 1440);
	listing_free(listing);
	struct group group;
	assert_true(catalogue_find_group(library->catalogue, GROUP_CATEGORY, "经济网", &group));
	assert_string_equal(group.name, "wang");
	assert_int_equal(group.count, POSTS);
	library_close(library);
}

/*
 * However the threads run, the same list comes out: posts of one minute, which
 * lie in several chunks, stand by their names.
 */
static void
test_order_is_steady(void **state)
{
	(void)state;
	struct library *first = open_library(NULL);
	struct library *second = open_library(NULL);
	struct listing *a = catalogue_list(first->catalogue, &(struct query){0});
	struct listing *b = catalogue_list(second->catalogue, &(struct query){0});
	const char *before = "";
	assert_int_equal(listing_count(a), listing_count(b));
	for (size_t i = 0; i < listing_count(a); i++) {
		struct post left, right;
		listing_get(a, i, rows, &left);
		listing_get(b, i, rows, &right);
		assert_string_equal(left.path, right.path);
		assert_true(i == 0 || strcmp(left.path, before) < 0);
		before = left.path;
	}
	listing_free(a);
	listing_free(b);
	library_close(first);
	library_close(second);
}

static bool
has_problem(const struct library *library, const char *path)
{
	for (size_t i = 0; i < problems_count(library->problems); i++) {
		const struct problem *problem = problems_get(library->problems, i);
		if (problem->path != NULL && strstr(problem->path, path) != NULL)
			return strlen(problem->reason) > 0;
	}
	return false;
}

static void
test_problems(void **state)
{
	(void)state;
	struct library *library = open_library(NULL);
	assert_true(has_problem(library, "2022-05-13-broken.md"));
	assert_true(has_problem(library, "2022-05-14-dangling.md"));
	assert_false(has_problem(library, "n00001.md"));
	library_close(library);
}

static void
test_stop(void **state)
{
	(void)state;
	struct err err = {.reason = ""};
	struct library_progress progress = {.stop = true};
	assert_null(library_open(folder, &options, &progress, &err));
	assert_string_equal(err.reason, "stopped while reading the archive");
	assert_true(progress.done < POSTS);
}

static void
test_unreadable(void **state)
{
	(void)state;
	struct err err = {.reason = ""};
	assert_null(library_open("/nonexistent/archive", &options, NULL, &err));
	assert_true(strlen(err.reason) > 0);
	library_close(NULL);
}

static void
test_empty(void **state)
{
	(void)state;
	char path[FOLDER_SIZE];
	struct err err;
	assert_true(folder_make(path));
	free(folder_path(path, "_posts/"));
	struct library *library = library_open(path, &options, NULL, &err);
	assert_non_null(library);
	assert_int_equal(catalogue_count(library->catalogue), 0);
	library_close(library);
	assert_int_equal(folder_remove(path), 0);
}

/* Only so many of the newest, of one minute those with the later names; problems of all. */
static void
test_limit_posts(void **state)
{
	(void)state;
	folder_write(folder, "_config.yml", "timezone: Asia/Shanghai\nlimit_posts: 3\n");
	struct library_progress progress = {0};
	struct library *library = open_library(&progress);
	struct listing *listing = catalogue_list(library->catalogue, &(struct query){0});
	static const char *const paths[] = {"_posts/2022-05-13-broken.md",
			"_posts/2022-05-12-n01499.md", "_posts/2022-05-12-n01498.md"};
	struct post post;
	assert_int_equal(catalogue_count(library->catalogue), 3);
	for (size_t i = 0; i < 3; i++) {
		listing_get(listing, i, rows, &post);
		assert_string_equal(post.path, paths[i]);
	}
	assert_int_equal(progress.done, progress.total);
	assert_true(has_problem(library, "2022-05-13-broken.md"));
	size_t problems = problems_count(library->problems);
	listing_free(listing);
	library_close(library);

	/* What Jekyll skips does not count. */
	folder_write(folder, "_posts/2022-05-14.md", "text\n");
	library = open_library(NULL);
	listing = catalogue_list(library->catalogue, &(struct query){0});
	assert_int_equal(catalogue_count(library->catalogue), 4);
	listing_get(listing, 0, rows, &post);
	assert_string_equal(post.path, "_posts/2022-05-14.md");
	for (size_t i = 0; i < 3; i++) {
		listing_get(listing, i + 1, rows, &post);
		assert_string_equal(post.path, paths[i]);
	}
	listing_free(listing);
	library_close(library);
	char added[256];
	snprintf(added, sizeof(added), "%s/_posts/2022-05-14.md", folder);
	assert_int_equal(unlink(added), 0);

	folder_write(folder, "_config.yml", "timezone: Asia/Shanghai\n");
	library = open_library(NULL);
	assert_int_equal(catalogue_count(library->catalogue), POSTS + 1);
	assert_int_equal(problems_count(library->problems), problems);
	library_close(library);
}

static void
test_landing_pages(void **state)
{
	(void)state;
	struct library *library = open_library(NULL);
	assert_string_equal(
			catalogue_category_at(library->catalogue, "/category/wang.html"), "wang");
	assert_null(catalogue_category_at(library->catalogue, "/category/other.html"));
	library_close(library);
}

/* A child that has the catalogue's lock and does nothing, as one that was stopped; it ends when *hold is closed. */
static pid_t
hold_lock(int *hold)
{
	int ready[2], ends[2];
	char byte;
	char *place = library_cache_path(folder, "posts.lock");
	assert_true(pipe(ready) == 0 && pipe(ends) == 0);
	pid_t child = fork();
	if (child == 0) {
		struct flock wanted = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
		int fd = open(place, O_RDWR | O_CREAT, 0600);
		close(ends[1]);
		bool is_locked = fd >= 0 && fcntl(fd, F_SETLK, &wanted) == 0;
		(void)!write(ready[1], is_locked ? "+" : "-", 1);
		(void)!read(ends[0], &byte, 1);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(byte, '+');
	close(ready[0]);
	close(ready[1]);
	close(ends[0]);
	free(place);
	*hold = ends[1];
	return child;
}

/* Others go on with what is there and what has changed, and say so; afterwards it is kept again. */
static void
test_held_up(void **state)
{
	(void)state;
	int hold;
	library_close(open_library(NULL));
	folder_write(folder, "_posts/2022-05-15-new.md", "text\n");
	pid_t child = hold_lock(&hold);
	struct library_progress progress = {0};
	struct library *library = open_library(&progress);
	assert_int_equal(catalogue_count(library->catalogue), POSTS + 2);
	assert_int_equal(progress.total, 1);
	assert_non_null(library->notice);
	assert_non_null(strstr(library->notice, "is in use by another program"));
	library_close(library);
	close(hold);
	assert_int_equal(waitpid(child, NULL, 0), child);
	char *path = folder_path(folder, "_posts/2022-05-15-new.md");
	assert_int_equal(unlink(path), 0);
	free(path);
	library = open_library(NULL);
	assert_null(library->notice);
	assert_int_equal(catalogue_count(library->catalogue), POSTS + 1);
	library_close(library);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_rows),
			cmocka_unit_test(test_order_is_steady),
			cmocka_unit_test(test_problems),
			cmocka_unit_test(test_stop),
			cmocka_unit_test(test_unreadable),
			cmocka_unit_test(test_empty),
			cmocka_unit_test(test_limit_posts),
			cmocka_unit_test(test_landing_pages),
			cmocka_unit_test(test_held_up),
	};
	rows = arena_new();
	int failed = cmocka_run_group_tests_name("library", tests, make_archive, end_folder);
	arena_free(rows);
	return failed;
}
