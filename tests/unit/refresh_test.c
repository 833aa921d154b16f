#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app_session.h"

#include "base/arena.h"
#include "library/library.h"
#include "store/database.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static struct archive_options options = {.now = 1700000000};

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	options.now = 1700000000;
	return 0;
}

static struct library *
open_it(void)
{
	struct err err;
	struct library *library = library_open(session_folder, &options, NULL, &err);
	if (library == NULL)
		fail_msg("%s", err.reason);
	return library;
}

/* The title of the post at a path; "" if the list of all has none. */
static const char *
title_of(const struct library *library, const char *path)
{
	static char title[128];
	struct arena *arena = arena_new();
	struct listing *listing = catalogue_list(library->catalogue, &(struct query){0});
	size_t position = listing_find(listing, path);
	title[0] = '\0';
	if (position != SIZE_MAX) {
		struct post post;
		listing_get(listing, position, arena, &post);
		snprintf(title, sizeof(title), "%s", post.title);
	}
	listing_free(listing);
	arena_free(arena);
	return title;
}

/* What is kept gives the same as what is read anew. */
static void
expect_fresh(const struct library *library)
{
	struct err err;
	const struct library_request request = {
			.path = session_folder, .options = &options, .is_fresh = true};
	struct library *fresh = library_make(&request, &err);
	assert_non_null(fresh);
	struct arena *arena = arena_new();
	for (int i = 0; i < 3; i++) {
		const char *tag[] = {"新能源"}, *category[] = {"jjw"};
		const struct query query = {.tags = tag,
				.tag_count = i == 1,
				.categories = category,
				.category_count = i == 2};
		struct listing *kept = catalogue_list(library->catalogue, &query);
		struct listing *read = catalogue_list(fresh->catalogue, &query);
		assert_int_equal(listing_count(kept), listing_count(read));
		for (size_t k = 0; k < listing_count(kept); k++) {
			struct post one, other;
			listing_get(kept, k, arena, &one);
			listing_get(read, k, arena, &other);
			assert_string_equal(one.path, other.path);
			assert_string_equal(one.title, other.title);
			assert_string_equal(one.url, other.url);
			assert_int_equal(one.date, other.date);
			assert_int_equal(one.tag_count, other.tag_count);
		}
		listing_free(kept);
		listing_free(read);
	}
	arena_free(arena);
	library_close(fresh);
}

static void
test_changes(void **state)
{
	(void)state;
	struct library *library = open_it();
	assert_int_equal(library->added, SESSION_POSTS);
	assert_null(library->notice);
	library_close(library);

	session_write("_posts/2022-06-01-new.md", "---\ntitle: 新的一条\ntags: 新能源\n---\n");
	session_write("_posts/2022-05-03-n03.md", "---\ntitle: 改过的\ncategories: jjw\n---\n");
	session_delete("_posts/2022-05-04-n04.md");
	char from[512], to[512];
	session_path(from, "_posts/2022-05-05-n05.md");
	session_path(to, "_posts/2022-05-05-renamed.md");
	assert_int_equal(rename(from, to), 0);
	library = open_it();
	assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS);
	assert_int_equal(library->added, 2);
	assert_string_equal(title_of(library, "_posts/2022-06-01-new.md"), "新的一条");
	assert_string_equal(title_of(library, "_posts/2022-05-03-n03.md"), "改过的");
	assert_string_equal(title_of(library, "_posts/2022-05-04-n04.md"), "");
	assert_string_equal(title_of(library, "_posts/2022-05-05-n05.md"), "");
	assert_string_equal(title_of(library, "_posts/2022-05-05-renamed.md"), "第05条新闻");
	expect_fresh(library);
	library_close(library);
}

enum { MANY = 4700 }; /* more than are compared at a time, and no whole number of parts of it */

static void
many_name(char name[64], int number)
{
	snprintf(name, 64, "_posts/%d/2021-01-01-m%04d.md", number % 7, number);
}

/* Writes a file, long ago: one that was written just now is read twice. */
static void
write_long_ago(const char *name, const char *text)
{
	char path[512];
	const struct timespec then = {.tv_sec = 1650000000};
	session_write(name, text);
	session_path(path, name);
	assert_int_equal(utimensat(AT_FDCWD, path, (struct timespec[]){then, then}, 0), 0);
}

static void
write_many(int number, const char *text)
{
	char name[64];
	many_name(name, number);
	write_long_ago(name, text);
}

/* Reads again; answers how many posts were read. */
static size_t
count_read(size_t posts)
{
	struct library_progress progress = {0};
	struct err err;
	struct library *library = library_open(session_folder, &options, &progress, &err);
	assert_non_null(library);
	assert_int_equal(catalogue_count(library->catalogue), posts);
	expect_fresh(library);
	library_close(library);
	return progress.total;
}

/* Of more files than are compared at a time each one is compared, in folders and behind links. */
static void
test_many(void **state)
{
	(void)state;
	char name[64], path[512];
	for (int i = 0; i < SESSION_POSTS; i++) {
		session_post_name(name, i + 1);
		session_delete(name);
	}
	for (int i = 0; i < MANY; i++)
		write_many(i, "---\ntitle: 文\n---\n");
	write_long_ago("else.md", "---\ntitle: 链接\n---\n");
	session_path(path, "_posts/2021-01-01-link.md");
	assert_int_equal(symlink("../else.md", path), 0);
	assert_int_equal(count_read(MANY + 1), MANY + 1);
	assert_int_equal(count_read(MANY + 1), 0);
	for (int i = 0; i < MANY; i += 100)
		write_many(i, "---\ntitle: 改\ntags: 新能源\n---\n");
	for (int i = 1; i < MANY; i += 100) {
		many_name(name, i);
		session_delete(name);
	}
	write_many(MANY, "---\ntitle: 新\n---\n");
	session_write("else.md", "---\ntitle: 别的链接\n---\n");
	assert_int_equal(count_read(MANY + 1 - MANY / 100 + 1), MANY / 100 + 2);
}

/* Written in two parts, looked at in between, within one tick of the clock. */
static void
test_half_written(void **state)
{
	(void)state;
	const char *name = "_posts/2022-06-02-half.md";
	session_write(name, "---\ntitle: 一半\ntags: [新");
	library_close(open_it());
	session_write(name, "---\ntitle: 全部\ntags: [新能源]\n---\n正文\n");
	struct library *library = open_it();
	assert_string_equal(title_of(library, name), "全部");
	session_write(name, "---\ntitle: 再改\ntags: [新能源]\n---\n正文\n");
	library_close(library);
	library = open_it();
	assert_string_equal(title_of(library, name), "再改");
	expect_fresh(library);
	library_close(library);
}

static void
test_config_and_landing(void **state)
{
	(void)state;
	struct group group;
	library_close(open_it());
	session_write("_config.yml", "timezone: UTC\n");
	session_write("category/jjw.html", "---\ntitle: 经济新网\ncategory: jjw\n---\n");
	session_write("category/cbcj.html", "---\ntitle: 成本财经\ncategory: cbcj\n---\n");
	struct library *library = open_it();
	assert_true(catalogue_find_group(library->catalogue, GROUP_CATEGORY, "经济新网", &group));
	assert_string_equal(group.name, "jjw");
	assert_false(catalogue_find_group(library->catalogue, GROUP_CATEGORY, "经济网", &group));
	assert_string_equal(
			catalogue_category_at(library->catalogue, "/category/cbcj.html"), "cbcj");
	expect_fresh(library);
	library_close(library);
	session_delete("category/jjw.html");
	library = open_it();
	assert_true(catalogue_find_group(library->catalogue, GROUP_CATEGORY, "jjw", &group));
	assert_string_equal(group.shown, "jjw");
	library_close(library);
}

/* A post of tomorrow is hidden until then, though its file does not change. */
static void
test_future(void **state)
{
	(void)state;
	session_write("_posts/2023-11-16-tomorrow.md", "---\ntitle: 明天\n---\n");
	struct library *library = open_it();
	assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS);
	library_close(library);
	options.now += 86400 * 2;
	library = open_it();
	assert_string_equal(title_of(library, "_posts/2023-11-16-tomorrow.md"), "明天");
	library_close(library);
	options.now -= 86400 * 2;
	struct archive_options all = options;
	struct err err;
	all.future = true;
	library = library_open(session_folder, &all, NULL, &err);
	assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS + 1);
	library_close(library);
}

/* --- The cache deleted --- */

static void
delete_cache(void)
{
	char path[512];
	session_path(path, "cache");
	assert_int_equal(folder_remove(path), 0);
}

struct deletion {
	int left;      /* deliveries after which the cache is still deleted */
	int delivered; /* libraries */
};

static void
delete_at_delivery(void *context, struct library *library)
{
	struct deletion *deletion = context;
	deletion->delivered++;
	if (deletion->left-- > 0)
		delete_cache();
	/* What was opened before goes on as it was. */
	struct listing *listing = catalogue_list(library->catalogue, &(struct query){0});
	assert_int_equal(listing_count(listing), SESSION_POSTS);
	assert_true(title_of(library, "_posts/2022-05-03-n03.md")[0] != '\0');
	listing_free(listing);
	library_close(library);
}

/* Deleted while posts are catalogued (no cache before), and while they are compared (one before). */
static void
test_deleted_meanwhile(void **state)
{
	(void)state;
	for (int times = 1; times <= 2; times++) {
		struct err err;
		struct deletion deletion = {.left = times};
		const struct library_request request = {.path = session_folder,
				.options = &options,
				.deliver = delete_at_delivery,
				.context = &deletion};
		struct library *library = library_make(&request, &err);
		if (library == NULL)
			fail_msg("%s", err.reason);
		assert_true(deletion.delivered >= times);
		assert_false(database_is_memory(catalogue_place(library->catalogue)));
		assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS);
		expect_fresh(library);
		library_close(library);
	}
	/* In the end it is kept. */
	library_close(open_it());
	struct library *library = open_it();
	assert_int_equal(library->added, 0);
	assert_null(library->notice);
	library_close(library);
}

/* An empty folder where a mount was is told, and nothing is forgotten. */
static void
test_vanished(void **state)
{
	(void)state;
	struct err err = {.reason = ""};
	char from[512], to[512];
	library_close(open_it());
	session_path(from, "_posts");
	session_path(to, "elsewhere");
	assert_int_equal(rename(from, to), 0);
	assert_null(library_open(session_folder, &options, NULL, &err));
	assert_non_null(strstr(err.reason, "is it mounted"));
	assert_int_equal(rename(to, from), 0);
	struct library *library = open_it();
	assert_int_equal(library->added, 0);
	assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS);
	library_close(library);
	/* A folder that is there and empty is just that. */
	assert_int_equal(rename(from, to), 0);
	assert_int_equal(mkdir(from, 0700), 0);
	library = open_it();
	assert_int_equal(catalogue_count(library->catalogue), 0);
	library_close(library);
}

/* --- Faults --- */

/*
 * In a process of its own: opens the library, with files bounded to so many bytes.
 * `action` is of SIGXFSZ, which comes with the first byte beyond: to be killed by it
 * (SIG_DFL), or to go on without room (SIG_IGN).
 */
static pid_t
open_in_child(rlim_t bytes, void (*action)(int))
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child > 0)
		return child;
	struct err err;
	signal(SIGXFSZ, action);
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	if (bytes != RLIM_INFINITY)
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){bytes, bytes});
	struct library *library = library_open(session_folder, &options, NULL, &err);
	if (library == NULL)
		_exit(9);
	size_t count = catalogue_count(library->catalogue);
	bool is_told = library->notice != NULL;
	library_close(library);
	_exit(count == SESSION_POSTS * 2 ? (is_told ? 1 : 0) : 8);
}

static void
write_more(void)
{
	/* Room in the cache for posts of long titles. */
	for (int i = 1; i <= SESSION_POSTS; i++) {
		char name[64];
		struct buf text = buf_empty();
		buf_format(&text, "---\ntags: [a%d, b%d]\ntitle: ", i, i);
		for (int k = 0; k < 400; k++)
			buf_add_text(&text, "长标题");
		buf_add_text(&text, "\n---\n");
		snprintf(name, sizeof(name), "_posts/2021-05-%02d-m%02d.md", i % 28 + 1, i);
		session_write_bytes(name, text.data, text.length);
		buf_free(&text);
	}
}

/* Where the cache has no room, all is there all the same, and it is told. */
static void
test_full_disk(void **state)
{
	(void)state;
	static const rlim_t sizes[] = {0, 100, 4096, 9000, 20000, 40000, 80000, 120000};
	bool was_told = false, was_kept = false;
	write_more();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		int status;
		assert_int_equal(waitpid(open_in_child(sizes[i], SIG_IGN), &status, 0) > 0, 1);
		assert_true(WIFEXITED(status));
		assert_true(WEXITSTATUS(status) <= 1);
		was_told |= WEXITSTATUS(status) == 1;
	}
	int status;
	waitpid(open_in_child(RLIM_INFINITY, SIG_IGN), &status, 0);
	assert_int_equal(WEXITSTATUS(status), 0);
	was_kept = true;
	assert_true(was_told && was_kept);
	struct library *library = open_it();
	expect_fresh(library);
	library_close(library);
}

/* Killed in the midst of writing, wherever that is, it opens and is right. */
static void
test_killed(void **state)
{
	(void)state;
	char cache[600];
	int killed = 0;
	write_more();
	for (int i = 0; i < 60; i++) {
		int status;
		if (i % 6 == 0) {
			snprintf(cache, sizeof(cache), "rm -rf '%s/cache'", session_folder);
			assert_int_equal(system(cache), 0);
		}
		session_write("_posts/2021-05-01-m28.md",
				i % 2 == 0 ? "---\ntitle: a\n---\n" : "---\ntitle: bb\n---\n");
		pid_t child = open_in_child((rlim_t)(1000 + i * 5000), SIG_DFL);
		assert_int_equal(waitpid(child, &status, 0), child);
		killed += WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ;
		if (i % 5 != 4)
			continue;
		struct library *library = open_it();
		assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS * 2);
		assert_string_equal(title_of(library, "_posts/2021-05-01-m28.md"),
				i % 2 == 0 ? "a" : "bb");
		assert_null(library->notice);
		expect_fresh(library);
		library_close(library);
	}
	assert_in_range(killed, 20, 59);
}

/* Two that open it at once share it: neither fails, and both have everything. */
static void
test_two_readers(void **state)
{
	(void)state;
	write_more();
	for (int i = 0; i < 10; i++) {
		int status;
		char cache[600];
		snprintf(cache, sizeof(cache), "rm -rf '%s/cache'", session_folder);
		assert_int_equal(system(cache), 0);
		pid_t children[3];
		for (int k = 0; k < 3; k++)
			children[k] = open_in_child(RLIM_INFINITY, SIG_IGN);
		for (int k = 0; k < 3; k++) {
			assert_int_equal(waitpid(children[k], &status, 0), children[k]);
			assert_true(WIFEXITED(status));
			assert_int_equal(WEXITSTATUS(status), 0);
		}
	}
}

/* A place that cannot be written to: in memory, and told. */
static void
test_no_cache(void **state)
{
	(void)state;
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	struct library *library = open_it();
	assert_non_null(library->notice);
	assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS);
	assert_true(database_is_memory(catalogue_place(library->catalogue)));
	expect_fresh(library);
	library_close(library);
}

/* --- While it is open --- */

static void
wait_for_title(struct app *app, const char *text)
{
	while (strstr(session_title(app), text) == NULL)
		session_step(app);
}

/* A new post comes in by itself, the cursor stays on its post; so does one that goes. */
static void
test_comes_in(void **state)
{
	(void)state;
#ifndef __linux__
	skip();
#endif
	char from[512], to[512];
	session_background = BACKGROUND_WATCH;
	struct app *app = session_open(30, 120);
	assert_text(session_title(app), " 30 posts");
	session_keys(app, "j j");
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 3), "第28条"));
	/* It comes whole: half of it might be looked at otherwise. */
	session_write("new.md", "---\ntitle: 刚写的\n---\n");
	session_path(from, "new.md");
	session_path(to, "_posts/2022-07-01-new.md");
	assert_int_equal(rename(from, to), 0);
	wait_for_title(app, " 31 posts");
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 1), "刚写的"));
	assert_non_null(strstr(session_status(app), "4/31"));
	session_delete("_posts/2022-05-28-n28.md");
	session_delete("_posts/2022-05-29-n29.md");
	wait_for_title(app, " 29 posts");
	app_free(app);
	session_background = BACKGROUND_NONE;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, session_tear_down)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_changes),
			TEST(test_many),
			TEST(test_half_written),
			TEST(test_config_and_landing),
			TEST(test_future),
			TEST(test_deleted_meanwhile),
			TEST(test_vanished),
			TEST(test_full_disk),
			TEST(test_killed),
			TEST(test_two_readers),
			TEST(test_no_cache),
			TEST(test_comes_in),
	};
	return cmocka_run_group_tests_name("refresh", tests, NULL, NULL);
}
