/*
 * A cache that may be read but not written: it is read, what it lacks is read from
 * the archive, and that is said once. The tests shut themselves out of the cache's
 * folder; for the superuser that means to be nobody for a while.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "catalogue/catalogue_writer.h"
#include "library/library.h"
#include "search/indexer.h"

#include "app_session.h"
#include "store/database.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/wait.h>

enum { NOBODY = 65534 };

static char *catalogue_path, *index_path;
static char cache_folder[512];

/* A file that was written just now would be read twice. */
static void
age(const char *name)
{
	char path[512];
	const struct timespec times[2] = {{.tv_sec = 1650000000}, {.tv_sec = 1650000000}};
	session_path(path, name);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void
write_aged(const char *name, const char *text)
{
	session_write(name, text);
	age(name);
}

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	for (int i = 1; i <= SESSION_POSTS; i++) {
		char name[64];
		session_post_name(name, i);
		age(name);
	}
	catalogue_path = library_cache_path(session_folder, "posts");
	index_path = indexer_path(session_folder);
	session_path(cache_folder, "cache/reader");
	/* Nobody may read the archive. */
	static const char *const folders[] = {"", "_posts", "category"};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		char path[512];
		session_path(path, folders[i]);
		chmod(path, 0755);
	}
	return 0;
}

static int
end(void **state)
{
	(void)state;
	if (geteuid() != getuid() && seteuid(getuid()) != 0)
		return -1;
	chmod(cache_folder, 0755);
	free(catalogue_path);
	free(index_path);
	return session_end_folder();
}

/* --- Shut out --- */

/* The mode of all files of the cache that there are. */
static void
set_modes(mode_t mode)
{
	static const char *const endings[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < 6; i++) {
		char path[600];
		const char *file = i % 2 == 0 ? catalogue_path : index_path;
		snprintf(path, sizeof(path), "%s%s", file, endings[i / 2]);
		(void)chmod(path, mode);
	}
}

static void
let_in(void)
{
	if (geteuid() != getuid())
		assert_int_equal(seteuid(getuid()), 0);
	assert_int_equal(chmod(cache_folder, 0755), 0);
	set_modes(0644);
}

/* Files of the cache get `mode`; false if the system lets nobody be shut out here. */
static bool
is_shut_out(mode_t mode)
{
	char path[600];
	session_path(path, "cache");
	chmod(path, 0755);
	set_modes(mode);
	assert_int_equal(chmod(cache_folder, 0555), 0);
	if (getuid() == 0 && seteuid(NOBODY) != 0)
		print_message("# skipped: cannot be nobody\n");
	snprintf(path, sizeof(path), "%s/x", cache_folder);
	FILE *stream = fopen(path, "w");
	if (stream == NULL)
		return true;
	print_message("# skipped: permissions are of no effect here\n");
	assert_int_equal(fclose(stream), 0);
	let_in();
	assert_int_equal(unlink(path), 0);
	return false;
}

#define SHUT_OUT(mode)                                                                             \
	do {                                                                                       \
		if (!is_shut_out(mode))                                                            \
			skip();                                                                    \
	} while (false)

/* --- Libraries --- */

static struct library_progress progress;

static struct library *
open_it(void)
{
	struct err err;
	progress = (struct library_progress){0};
	struct library *library = library_open(session_folder, &session_options, &progress, &err);
	if (library == NULL)
		fail_msg("%s", err.reason);
	return library;
}

/* Its posts by title, the newest first, stand one after the other in the text. */
static void
expect_titles(const struct library *library, size_t count, const char *const *titles)
{
	struct arena *arena = arena_new();
	struct listing *listing = catalogue_list(library->catalogue, &(struct query){0});
	assert_int_equal(listing_count(listing), count);
	for (size_t i = 0; titles[i] != NULL; i++) {
		struct post post;
		listing_get(listing, i, arena, &post);
		assert_string_equal(post.title, titles[i]);
	}
	listing_free(listing);
	arena_free(arena);
}

static const char *const titles_before[] = {"第30条新闻", "第29条新闻", "第28条新闻", NULL};

static bool
is_kept(const struct library *library)
{
	return !database_is_memory(catalogue_place(library->catalogue));
}

static void
reads_what_is_there(void **state)
{
	(void)state;
	library_close(open_it());
	SHUT_OUT(0444);
	for (int i = 0; i < 2; i++) {
		struct library *library = open_it();
		assert_int_equal(progress.total, 0);
		assert_true(is_kept(library));
		expect_titles(library, SESSION_POSTS, titles_before);
		assert_non_null(library->notice);
		assert_text(library->notice, "cannot be written");
		library_close(library);
	}
	let_in();
}

/* What has changed since is read, and nothing else. */
static void
reads_what_changed(void **state)
{
	(void)state;
	static const char *const titles[] = {"新来的", "第30条新闻", "改过的", "第27条新闻", NULL};
	struct err err;
	library_close(open_it());
	write_aged("_posts/2022-06-01-new.md", "---\ntitle: 新来的\ntags: 新能源\n---\n");
	write_aged("_posts/2022-05-29-n29.md", "---\ntitle: 改过的\n---\n");
	session_delete("_posts/2022-05-28-n28.md");
	struct buf before = buf_empty();
	struct buf after = buf_empty();
	assert_true(file_read(catalogue_path, 1 << 24, &before, &err));
	SHUT_OUT(0444);
	for (int i = 0; i < 2; i++) {
		struct library *library = open_it();
		struct group group;
		expect_titles(library, SESSION_POSTS, titles);
		assert_int_equal(progress.total, 2);
		assert_true(catalogue_find_group(library->catalogue, GROUP_TAG, "新能源", &group));
		assert_int_equal(group.count, 11);
		assert_text(library->notice, "cannot be written");
		library_close(library);
	}
	let_in();
	assert_true(file_read(catalogue_path, 1 << 24, &after, &err));
	assert_int_equal(before.length, after.length);
	assert_memory_equal(before.data, after.data, before.length);
	buf_free(&before);
	buf_free(&after);
	/* Who may write keeps it. */
	struct library *library = open_it();
	assert_int_equal(progress.total, 2);
	assert_null(library->notice);
	library_close(library);
}

/* Two copies that were changed apart are not taken for each other, nor for the original. */
static void
tells_copies_apart(void **state)
{
	(void)state;
	library_close(open_it());
	SHUT_OUT(0444);
	struct library *same = open_it();
	let_in();
	write_aged("_posts/2022-06-01-new.md", "---\ntitle: 新来的\n---\n");
	SHUT_OUT(0444);
	struct library *one = open_it();
	struct library *other = open_it();
	let_in();
	struct library *kept = open_it();
	const struct library *all[] = {same, one, other, kept};
	for (size_t i = 0; i < 4; i++) {
		for (size_t k = 0; k < i; k++)
			assert_true(catalogue_state(all[i]->catalogue) !=
					catalogue_state(all[k]->catalogue));
	}
	library_close(same);
	library_close(one);
	library_close(other);
	library_close(kept);
}

/* One that cannot even be read, and one of another version, are as if they were not there. */
static void
does_without(void **state)
{
	(void)state;
	library_close(open_it());
	SHUT_OUT(getuid() == 0 ? 0600 : 0000);
	struct library *library = open_it();
	assert_int_equal(progress.total, SESSION_POSTS);
	expect_titles(library, SESSION_POSTS, titles_before);
	assert_text(library->notice, "cannot be written");
	library_close(library);
	let_in();
	chmod(catalogue_path, 0644);
	write_aged("_config.yml", "timezone: UTC\n");
	SHUT_OUT(0444);
	library = open_it();
	assert_int_equal(progress.total, SESSION_POSTS);
	expect_titles(library, SESSION_POSTS, titles_before);
	library_close(library);
	let_in();
}

/* Whoever may write is there, or was killed: the log has posts that the file has not. */
static void
reads_the_log(bool is_killed)
{
	struct err err;
	int ready[2], hold[2];
	char answer;
	struct library *library = open_it();
	uint64_t fingerprint = catalogue_fingerprint(library->catalogue);
	library_close(library);
	write_aged("_posts/2022-06-01-new.md", "---\ntitle: 新来的\n---\n");
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(hold), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct catalogue_writer *writer =
				catalogue_writer_open(catalogue_path, fingerprint, NULL, &err);
		const struct post post = {.path = "_posts/2022-06-01-x.md",
				.title = "在日志里",
				.slug = "",
				.url = "",
				.has_date = true,
				.date = 1700000000};
		bool is_good = writer != NULL &&
			       catalogue_writer_put(writer, 0, &post, 1, 1, &err) &&
			       catalogue_writer_commit(writer, &err);
		(void)!write(ready[1], is_good ? "+" : "-", 1);
		/* It ends with its parent, whatever becomes of that. */
		close(hold[1]);
		(void)!read(hold[0], &answer, 1);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &answer, 1), 1);
	assert_int_equal(answer, '+');
	if (is_killed) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	bool is_out = is_shut_out(0444);
	struct catalogue *catalogue = is_out ? catalogue_open(catalogue_path, &err) : NULL;
	if (is_out && catalogue == NULL)
		fail_msg("%s", err.reason);
	if (is_out) {
		assert_int_equal(catalogue_count(catalogue), SESSION_POSTS + 1);
		/* The post of no file is gone, the new file is there. */
		static const char *const titles[] = {"新来的", "第30条新闻", NULL};
		library = open_it();
		expect_titles(library, SESSION_POSTS + 1, titles);
		library_close(library);
		catalogue_free(catalogue);
		let_in();
	}
	if (!is_killed) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	close(ready[0]);
	close(ready[1]);
	close(hold[0]);
	close(hold[1]);
	if (!is_out)
		skip();
}

static void
reads_the_log_of_a_live_writer(void **state)
{
	(void)state;
	reads_the_log(false);
}

static void
reads_the_log_of_a_killed_writer(void **state)
{
	(void)state;
	reads_the_log(true);
}

/* What was taken to stand still is known to be written when its owner begins. */
static void
notices_a_writer(void **state)
{
	(void)state;
	struct err err;
	library_close(open_it());
	SHUT_OUT(0444);
	struct library *library = open_it();
	assert_false(catalogue_is_gone(library->catalogue));
	let_in();
	chmod(catalogue_path, 0644);
	struct catalogue *owners = catalogue_open(catalogue_path, &err);
	assert_non_null(owners);
	assert_true(catalogue_is_gone(library->catalogue));
	catalogue_free(owners);
	library_close(library);
}

/* --- Sessions --- */

static size_t
count_messages(const struct app *app, const char *part)
{
	size_t count = 0;
	for (size_t i = 0; i < app_model(app)->said.count; i++)
		count += strstr(app_model(app)->said.items[i].text, part) != NULL;
	return count;
}

static void
expect_hits(struct app *app, const char *command, const char *counts)
{
	session_command(app, command);
	session_wait(app);
	assert_text(session_title(app), counts);
}

/* A session lists and searches, and says once that nothing is kept. */
static void
says_it_once(void **state)
{
	(void)state;
	session_background = BACKGROUND_INDEX;
	app_free(session_open(24, 100));
	assert_int_equal(access(index_path, F_OK), 0);
	SHUT_OUT(0444);
	struct app *app = session_open(24, 100);
	assert_text(session_title(app), " 30 posts");
	assert_int_equal(count_messages(app, ".posts cannot be written"), 1);
	expect_hits(app, "search-all 第07条", " 1 of 30 posts");
	let_in();
	write_aged("_posts/2022-06-01-new.md", "---\ntitle: 新来的\n---\n");
	SHUT_OUT(0444);
	for (int i = 0; i < 3; i++) {
		session_keys(app, "R");
		session_wait(app);
		expect_hits(app, "search-all 新来的", " 1 of 31 posts");
		expect_hits(app, "search-all 第07条", " 1 of 31 posts");
	}
	assert_int_equal(count_messages(app, ".posts cannot be written"), 1);
	app_free(app);
	let_in();
	session_background = BACKGROUND_NONE;
}

/* Changes a post behind the program's back: its size and its time stay. */
static void
change_unseen(const char *name, const char *from, const char *to)
{
	char path[512];
	struct err err;
	struct buf text = buf_empty();
	session_path(path, name);
	assert_true(file_read(path, 1 << 20, &text, &err));
	char *at = strstr(text.data, from);
	assert_true(at != NULL && strlen(from) == strlen(to));
	memcpy(at, to, strlen(to));
	session_write_bytes(name, text.data, text.length);
	age(name);
	buf_free(&text);
}

/* A full text that lacks posts is filled up in memory: what it has is not read again. */
static void
fills_up_the_full_text(void **state)
{
	(void)state;
	char name[64];
	session_background = BACKGROUND_INDEX;
	app_free(session_open(24, 100));
	session_post_name(name, 7);
	change_unseen(name, "07-01段", "07-01阶");
	write_aged("_posts/2022-06-01-new.md", "---\ntitle: 新来的\n---\n08-99段\n");
	session_delete("_posts/2022-05-28-n28.md");
	SHUT_OUT(0444);
	struct app *app = session_open(24, 100);
	session_wait(app);
	assert_int_equal(count_messages(app, "so it is indexed in memory"), 1);
	expect_hits(app, "search-all 08-99段", " 1 of 30 posts");
	expect_hits(app, "search-all 07-01段", " 1 of 30 posts");
	expect_hits(app, "search-all 07-01阶", " 0 of 30 posts");
	expect_hits(app, "search-all 28-01段", " 0 of 30 posts");
	app_free(app);
	let_in();
	session_background = BACKGROUND_NONE;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(reads_what_is_there),
			TEST(reads_what_changed),
			TEST(tells_copies_apart),
			TEST(does_without),
			TEST(reads_the_log_of_a_live_writer),
			TEST(reads_the_log_of_a_killed_writer),
			TEST(notices_a_writer),
			TEST(says_it_once),
			TEST(fills_up_the_full_text),
	};
	return cmocka_run_group_tests_name("read-only cache", tests, NULL, NULL);
}
