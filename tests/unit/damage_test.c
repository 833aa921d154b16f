/* A damaged cache in a session: whichever page of it is spoiled, the posts are there in the end. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "library/library.h"

#include "app_session.h"

#include <locale.h>

enum { POSTS = 1500, PAGE_BYTES = 8192, SPOILED_BYTES = 64, FILE_MAX = 64 << 20 };

static int
begin(void **state)
{
	(void)state;
	setlocale(LC_ALL, "C.UTF-8");
	if (session_begin_folder() != 0)
		return -1;
	for (int i = 0; i < POSTS; i++) {
		char name[64], text[128];
		snprintf(name, sizeof(name), "_posts/2020-%02d-%02d-m%04d.md", i % 12 + 1,
				i % 28 + 1, i);
		snprintf(text, sizeof(text), "---\ntitle: 稿件%04d\ncategory: c%d\n---\n", i,
				i % 40);
		session_write(name, text);
	}
	session_write("_posts/2019-01-01-first.md", "---\ntitle: 最早的一条\n---\n");
	return 0;
}

static char *
make_cache(struct buf *good)
{
	struct err err;
	char *path = library_cache_path(session_folder, "posts");
	struct library *library = library_open(session_folder, &session_options, NULL, &err);
	assert_non_null(library);
	library_close(library);
	buf_init(good);
	assert_true(file_read(path, FILE_MAX, good, &err));
	assert_true(good->length > 20 * (size_t)PAGE_BYTES);
	return path;
}

static void
write_spoiled(const char *path, const struct buf *good, size_t page)
{
	char bytes[SPOILED_BYTES];
	memset(bytes, 0xA5, sizeof(bytes));
	FILE *stream = fopen(path, "w");
	assert_non_null(stream);
	assert_int_equal(fwrite(good->data, 1, good->length, stream), good->length);
	assert_int_equal(fseek(stream, (long)(page * PAGE_BYTES), SEEK_SET), 0);
	assert_int_equal(fwrite(bytes, 1, sizeof(bytes), stream), sizeof(bytes));
	assert_int_equal(fclose(stream), 0);
}

/* Lets what is due at once happen, and waits for what that begins. */
static void
renew(struct app *app)
{
	if (app_timeout_ms(app) == 0)
		app_tick(app);
	session_wait(app);
}

/* Goes everywhere in the list, as a reader would, drawing all there is to see. */
static void
walk(struct app *app)
{
	static const char *const places[] = {"0", "25", "50", "75", "100"};
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		app_run(app, ACTION_PERCENT, places[i], 0);
		for (int row = 0; row < app_pane(app, SLOT_MIDDLE).rows; row++)
			(void)session_row(app, SLOT_MIDDLE, row);
		renew(app);
	}
}

static void
any_page_may_be_spoiled(void **state)
{
	(void)state;
	struct buf good;
	char *path = make_cache(&good);
	size_t renewed = 0;
	for (size_t page = 0; page < good.length / PAGE_BYTES; page++) {
		write_spoiled(path, &good, page);
		struct app *app = session_open(24, 100);
		walk(app);
		walk(app);
		session_keys(app, "G");
		assert_text(session_title(app), " 1,501 posts");
		assert_text(session_row(app, SLOT_MIDDLE, app_pane(app, SLOT_MIDDLE).rows - 1),
				"最早的一条");
		for (size_t i = 0; i < app_model(app)->said.count; i++) {
			const char *text = app_model(app)->said.items[i].text;
			renewed += strstr(text, "catalogued anew") != NULL;
			assert_null(strstr(text, "cannot be written"));
		}
		app_free(app);
	}
	print_message("%zu of %zu pages\n", renewed, good.length / PAGE_BYTES);
	assert_true(renewed > good.length / PAGE_BYTES / 2);
	buf_free(&good);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(any_page_may_be_spoiled)};
	return cmocka_run_group_tests(tests, begin, session_tear_down);
}
