#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/loader.h"

#include "app_session.h"

#include <locale.h>

static struct loader *loader;
static struct err err;

static int
begin(void **state)
{
	(void)state;
	if (session_begin_folder() != 0)
		return -1;
	session_write_archive();
	loader = loader_new(session_folder, &session_options, &err);
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
is_ready(int milliseconds)
{
	struct pollfd wake = {.fd = loader_fd(loader), .events = POLLIN};
	return poll(&wake, 1, milliseconds) == 1;
}

/* Waits for the library that is not partial, and until nothing runs. */
static struct library *
take_whole(void)
{
	struct library *library;
	for (;;) {
		assert_true(is_ready(20000));
		loader_swallow(loader);
		assert_true(loader_take(loader, &library, &err));
		if (library != NULL && !library->is_partial)
			break;
		library_close(library);
	}
	/* The cache's folder, which is made in the archive's here, is a change as well. */
	while (loader_is_running(loader)) {
		struct library *more;
		nanosleep(&(struct timespec){0, 1000000}, NULL);
		assert_true(loader_take(loader, &more, &err));
		library_close(more);
	}
	loader_swallow(loader);
	return library;
}

static void
test_take(void **state)
{
	(void)state;
	size_t done, total;
	/* Files that were written just now may change unseen: they would be read twice. */
	nanosleep(&(struct timespec){0, 150000000}, NULL);
	assert_false(loader_is_running(loader));
	assert_false(is_ready(0));
	for (int i = 0; i < 3; i++) {
		assert_true(loader_start(loader, false, &err));
		/* Already on its way. */
		assert_true(loader_start(loader, false, &err));
		assert_true(loader_is_running(loader));
		struct library *library = take_whole();
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

/* The archive that is gone is told, and read again when it is there. */
static void
test_failure(void **state)
{
	(void)state;
	loader_free(loader);
	loader = loader_new("/nonexistent/archive", &session_options, &err);
	for (int i = 0; i < 2; i++) {
		err = (struct err){.reason = ""};
		assert_true(loader_start(loader, false, &err));
		struct library *library;
		do {
			assert_true(is_ready(20000));
			loader_swallow(loader);
		} while (loader_take(loader, &library, &err));
		assert_null(library);
		assert_true(strlen(err.reason) > 0);
	}
}

/* Freed while it reads, over and over, at no fixed moment. */
static void
test_stop(void **state)
{
	(void)state;
	for (long i = 0; i < 20; i++) {
		assert_true(loader_start(loader, false, &err));
		nanosleep(&(struct timespec){0, i * 100000L}, NULL);
		loader_free(loader);
		loader = loader_new(session_folder, &session_options, &err);
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
		session_keys(app, "R j G k g g Enter J q t j c");
		session_command(app, "since 2022-05-02");
		app_resize(app, 20 + i, 60 + 3 * i);
		app_tick(app);
		session_status(app);
		session_title(app);
		session_wait(app);
	}
	session_keys(app, "R");
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
			TEST(test_failure),
			TEST(test_stop),
			TEST(test_beside_the_screen),
	};
	return cmocka_run_group_tests_name("loader", tests, NULL, NULL);
}
