#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "library/loader.h"

#include "app_session.h"

#include <fcntl.h>
#include <locale.h>

static struct loader *loader;
static struct err err;

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	loader = loader_new(session_folder, &session_options, BACKGROUND_NONE, &err);
	return loader != NULL ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	loader_free(loader);
	return session_end_folder();
}

static bool
is_ready(void)
{
	struct pollfd wake = {.fd = loader_fd(loader), .events = POLLIN};
	return poll(&wake, 1, 0) == 1;
}

/* Waits until there may be something to take. */
static void
wait_for_wake(void)
{
	struct pollfd wake = {.fd = loader_fd(loader), .events = POLLIN};
	assert_int_equal(poll(&wake, 1, -1), 1);
	loader_swallow(loader);
}

/* Waits for the library that is not partial; *parts is how many were before it. */
static struct library *
take_whole(size_t *parts)
{
	struct library *library;
	*parts = 0;
	for (;;) {
		wait_for_wake();
		assert_true(loader_take(loader, &library, &err));
		if (library != NULL && !library->is_partial)
			return library;
		*parts += library != NULL;
		library_close(library);
	}
}

/* Files that were written just now may change unseen, and would be read twice. */
static void
age_archive(void)
{
	const struct timespec times[2] = {{.tv_sec = 1650000000}, {.tv_sec = 1650000000}};
	for (int i = 1; i <= SESSION_POSTS; i++) {
		char name[64], path[512];
		session_post_name(name, i);
		session_path(path, name);
		assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	}
}

static void
test_take(void **state)
{
	(void)state;
	size_t done, total, parts;
	age_archive();
	assert_false(loader_is_running(loader));
	assert_false(is_ready());
	for (int i = 0; i < 3; i++) {
		assert_true(loader_start(loader, false, &err));
		assert_true(loader_is_running(loader));
		struct library *library = take_whole(&parts);
		assert_false(loader_is_running(loader));
		assert_false(is_ready());
		assert_int_equal(parts, 0);
		assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS);
		int64_t begun_ms;
		loader_progress(loader, &done, &total, &begun_ms);
		/* What is known is not read again. */
		assert_int_equal(done, i == 0 ? SESSION_POSTS : 0);
		assert_int_equal(total, i == 0 ? SESSION_POSTS : 0);
		assert_int_equal(library->added, i == 0 ? SESSION_POSTS : 0);
		library_close(library);
	}
}

/* Asked again while it is on its way: each post is told of once. */
static void
test_asked_twice(void **state)
{
	(void)state;
	size_t added = 0;
	age_archive();
	for (int i = 0; i < 5; i++)
		assert_true(loader_start(loader, false, &err));
	while (loader_is_running(loader)) {
		struct library *library;
		wait_for_wake();
		assert_true(loader_take(loader, &library, &err));
		added += library != NULL ? library->added : 0;
		library_close(library);
	}
	assert_int_equal(added, SESSION_POSTS);
}

/* A post that has come is handed over once, and what is known is not told again. */
static void
test_one_more(void **state)
{
	(void)state;
	size_t parts;
	age_archive();
	loader_free(loader);
	loader = loader_new(session_folder, &session_options, BACKGROUND_PARTS, &err);
	assert_true(loader_start(loader, false, &err));
	library_close(take_whole(&parts));
	session_write("_posts/2022-06-01-new.md", "---\ntitle: 新\n---\n");
	assert_true(loader_start(loader, false, &err));
	struct library *library = take_whole(&parts);
	assert_int_equal(parts, 0);
	assert_int_equal(library->added, 1);
	library_close(library);
	/* To another it is news. */
	loader_free(loader);
	loader = loader_new(session_folder, &session_options, BACKGROUND_PARTS, &err);
	assert_true(loader_start(loader, false, &err));
	library_close(take_whole(&parts));
	assert_in_range(parts, 0, 1);
}

/* A post that comes is noticed, when the folder is watched. */
static void
test_watch(void **state)
{
	(void)state;
	size_t parts, count;
#ifndef __linux__
	skip();
#endif
	age_archive();
	loader_free(loader);
	loader = loader_new(session_folder, &session_options, BACKGROUND_WATCH, &err);
	assert_true(loader_start(loader, false, &err));
	struct library *library = take_whole(&parts);
	assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS);
	library_close(library);
	session_write("_posts/2022-06-01-new.md", "---\ntitle: 新\n---\n");
	do {
		library = take_whole(&parts);
		count = catalogue_count(library->catalogue);
		library_close(library);
	} while (count == SESSION_POSTS);
	assert_int_equal(count, SESSION_POSTS + 1);
}

/* The archive that is gone is told, and read again when it is there. */
static void
test_failure(void **state)
{
	(void)state;
	loader_free(loader);
	loader = loader_new("/nonexistent/archive", &session_options, BACKGROUND_ALL, &err);
	for (int i = 0; i < 2; i++) {
		err = (struct err){.reason = ""};
		assert_true(loader_start(loader, false, &err));
		struct library *library;
		do
			wait_for_wake();
		while (loader_take(loader, &library, &err));
		assert_null(library);
		assert_true(strlen(err.reason) > 0);
	}
}

/* Freed while it reads, over and over: at once, and after so many libraries. */
static void
test_stop(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++) {
		assert_true(loader_start(loader, false, &err));
		for (int k = 0; k < i % 4 && loader_is_running(loader); k++) {
			struct library *library;
			wait_for_wake();
			assert_true(loader_take(loader, &library, &err));
			library_close(library);
		}
		loader_free(loader);
		loader = loader_new(session_folder, &session_options, BACKGROUND_ALL, &err);
		assert_non_null(loader);
	}
}

/* The screen's thread goes on beside it: keys, another size, the archive begun anew. */
static void
test_beside_the_screen(void **state)
{
	(void)state;
	struct app *app = session_open(30, 120);
	for (int i = 0; i < 20; i++) {
		session_press(app, "R j G k g g Enter J q t j c");
		app_run(app, ACTION_SINCE, "2022-05-02", 0);
		app_resize(app, 20 + i, 60 + 3 * i);
		app_tick(app);
		session_status(app);
		session_title(app);
		session_wait(app);
	}
	session_press(app, "R");
	app_free(app);
	loader_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			TEST(test_take),
			TEST(test_asked_twice),
			TEST(test_one_more),
			TEST(test_watch),
			TEST(test_failure),
			TEST(test_stop),
			TEST(test_beside_the_screen),
	};
	return cmocka_run_group_tests_name("loader", tests, NULL, NULL);
}
