/*
 * The cache is deleted, cut off or replaced while a session has it open: every
 * list is right in the end, and none has posts that do not belong there before.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"
#include "base/arena.h"
#include "library/library.h"
#include "search/indexer.h"

#include "app_session.h"

#include <locale.h>

static char *catalogue_path, *index_path;

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	catalogue_path = library_cache_path(session_folder, "posts");
	index_path = indexer_path(session_folder);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	free(catalogue_path);
	free(index_path);
	return session_end_folder();
}

/* --- What is done to the cache --- */

static void
delete_folder(void)
{
	char path[512];
	session_path(path, "cache");
	/* A thread may still write there. */
	while (access(path, F_OK) == 0)
		(void)folder_remove(path);
}

static void
delete_catalogue(void)
{
	assert_int_equal(unlink(catalogue_path), 0);
}

static void
delete_index(void)
{
	assert_int_equal(unlink(index_path), 0);
}

static void
cut_catalogue(void)
{
	assert_int_equal(truncate(catalogue_path, 8192), 0);
}

static void
cut_index(void)
{
	assert_int_equal(truncate(index_path, 8192), 0);
}

static void
empty_both(void)
{
	assert_int_equal(truncate(catalogue_path, 0), 0);
	assert_int_equal(truncate(index_path, 0), 0);
}

/* As another program does that has read the posts in another order: each has another's number. */
static void
replace_catalogue(void)
{
	struct err err;
	session_delete("_posts/2022-05-30-n30.md");
	delete_catalogue();
	library_close(library_open(session_folder, &session_options, NULL, &err));
	session_write_post(30);
	library_close(library_open(session_folder, &session_options, NULL, &err));
}

struct loss {
	const char *name;
	void (*happen)(void);
};

static const struct loss losses[] = {
		{"the folder deleted", delete_folder},
		{"the catalogue deleted", delete_catalogue},
		{"the index deleted", delete_index},
		{"the catalogue cut", cut_catalogue},
		{"the index cut", cut_index},
		{"both emptied", empty_both},
		{"the catalogue replaced", replace_catalogue},
};

enum { LOSSES = sizeof(losses) / sizeof(losses[0]) };

/* --- The session --- */

/* No post is listed whose title lacks the text, unless the answer is still to come. */
static void
expect_only(struct app *app, const char *text)
{
	struct arena *arena = arena_new();
	struct listing *listing = app_model(app)->found.listing;
	size_t count = listing != NULL && !app_model(app)->found.is_waiting ? listing_count(listing)
									    : 0;
	for (size_t i = 0; i < count; i++) {
		struct post post;
		listing_get(listing, i, arena, &post);
		if (post.path[0] != '\0')
			assert_text(post.title, text);
	}
	arena_free(arena);
}

/* Lets the threads work until there is nothing left to do; the title bar has the text then. */
static void
wait_for_title(struct app *app, const char *title, const char *only)
{
	do {
		if (app_timeout_ms(app) == 0)
			app_tick(app);
		while (model_is_busy(app_model(app))) {
			session_step(app);
			expect_only(app, only);
		}
	} while (app_timeout_ms(app) == 0);
	assert_text(session_title(app), title);
}

static struct app *
open_indexed(void)
{
	struct app *app = session_open(24, 100);
	session_command(app, "search-all 普通");
	wait_for_title(app, " 30 posts", "第");
	session_command(app, "clear-filter");
	return app;
}

static bool
has_said(const struct app *app, const char *text)
{
	const struct messages *said = &app->model->said;
	size_t i = 0;
	while (i < said->count && strstr(said->items[i].text, text) == NULL)
		i++;
	return i < said->count;
}

/* --- In each state --- */

static void
in_a_list(void **state)
{
	(void)state;
	for (size_t i = 0; i < LOSSES; i++) {
		struct app *app = open_indexed();
		losses[i].happen();
		session_keys(app, "/");
		session_type(app, "第07条");
		wait_for_title(app, " 1 of 30 posts", "第07条");
		session_keys(app, "Enter");
		wait_for_title(app, " 1 of 30 posts", "第07条");
		assert_text(session_row(app, SLOT_MIDDLE, 1), "第07条新闻");
		session_keys(app, "Esc");
		wait_for_title(app, " 30 posts", "第");
		app_free(app);
	}
}

static void
in_a_search(void **state)
{
	(void)state;
	for (size_t i = 0; i < LOSSES; i++) {
		struct app *app = open_indexed();
		session_command(app, "search-all 第12条 OR 第11条");
		wait_for_title(app, " 2 of 30 posts", "第1");
		losses[i].happen();
		session_keys(app, "j k Enter q");
		wait_for_title(app, " 2 of 30 posts", "第1");
		session_command(app, "search-all 第11条");
		wait_for_title(app, " 1 of 30 posts", "第11条");
		assert_text(session_row(app, SLOT_MIDDLE, 1), "第11条新闻");
		app_free(app);
	}
}

/* Months and the calendar count what there is, and their days are listed. */
static void
in_months_and_calendar(void **state)
{
	(void)state;
	for (size_t i = 0; i < LOSSES; i++) {
		struct app *app = open_indexed();
		session_keys(app, "m");
		losses[i].happen();
		session_keys(app, "j");
		wait_for_title(app, " 30 posts", "第");
		assert_text(session_row(app, SLOT_LEFT, 2), " 2022-05 ");
		assert_text(session_row(app, SLOT_LEFT, 2), " 30 ");
		session_keys(app, "g c g g Enter");
		wait_for_title(app, " 1 of 30 posts", "第01条");
		assert_text(session_row(app, SLOT_MIDDLE, 1), "第01条新闻");
		app_free(app);
	}
}

/* The posts of a catalogue that was rebuilt are not new for that. */
static void
what_is_new(void **state)
{
	(void)state;
	for (size_t i = 0; i < LOSSES; i++) {
		struct app *app = open_indexed();
		losses[i].happen();
		session_keys(app, "g r");
		wait_for_title(app, " 30 posts", "第");
		assert_false(has_said(app, "30 new"));
		app_free(app);
	}
}

/* While posts are indexed, at whatever post that is. */
static void
while_indexing(void **state)
{
	(void)state;
	for (size_t i = 0; i < LOSSES; i++) {
		struct app *app = open_indexed();
		app_free(app);
		delete_index();
		app = session_open(24, 100);
		if (access(index_path, F_OK) == 0)
			losses[i].happen();
		session_command(app, "search-all 第07条");
		wait_for_title(app, " 1 of 30 posts", "第07条");
		app_free(app);
	}
}

/* Whatever happens again and again, it ends with a word and nothing wrong is listed. */
static void
again_and_again(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	for (int i = 0; i < 8; i++) {
		delete_folder();
		session_command(app, i % 2 == 0 ? "search-all 第07条" : "search-all 第17条");
		wait_for_title(app, "search", i % 2 == 0 ? "第07条" : "第17条");
		if (listing_count(app_model(app)->found.listing) == 0)
			assert_true(app_model(app)->said.is_shown);
	}
	/* What was not made again of itself is made when it is asked for. */
	session_keys(app, "R");
	wait_for_title(app, " 1 of 30 posts", "第17条");
	app_free(app);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	session_background = BACKGROUND_INDEX;
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(in_a_list),
			cmocka_unit_test(in_a_search),
			cmocka_unit_test(in_months_and_calendar),
			cmocka_unit_test(what_is_new),
			cmocka_unit_test(while_indexing),
			cmocka_unit_test(again_and_again),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
