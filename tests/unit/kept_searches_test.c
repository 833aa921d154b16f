/* Searches that are kept under names: keeping, choosing, counting, deleting, taking back. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"
#include "base/xalloc.h"
#include "state/keeper.h"

#include "app_session.h"

#include <locale.h>

static struct app *app;

static void
start(void)
{
	app = session_open(24, 120);
	session_rest(app);
}

static int
begin(void **state)
{
	session_background = BACKGROUND_INDEX;
	session_resume = RESUME_VIEW;
	return session_set_up(state);
}

static int
end(void **state)
{
	app_free(app);
	app = NULL;
	return session_tear_down(state);
}

static void
restart(void)
{
	app_free(app);
	start();
}

static void
search(const char *text)
{
	session_keys(app, "g 2 / C-u");
	session_type(app, text);
	session_keys(app, "Enter");
}

static void
keep(const char *query, const char *name)
{
	search(query);
	session_keys(app, "W");
	session_type(app, name);
	session_keys(app, "Enter");
}

static size_t
found(void)
{
	return found_count(app_model(app));
}

/* Without the column between the cells, as a row is seen: ` name … count `. */
static void
assert_search(int line, const char *name, const char *count)
{
	const char *row = session_row(app, SLOT_LEFT, line);
	char end[32];
	snprintf(end, sizeof(end), " %s ", count);
	assert_text(row, name);
	assert_string_equal(row + strlen(row) - strlen(end), end);
}

static void
test_keeps_and_chooses(void **state)
{
	(void)state;
	start();
	keep("目标 新能源", "目标的");
	assert_status(app, "the search “目标 新能源” is kept as “目标的”");
	keep("第05条", "五");
	session_keys(app, "g a g s");
	session_rest(app);
	assert_int_equal(app_context(app), CONTEXT_GROUPS);
	assert_text(session_row(app, SLOT_LEFT, 0), " Searches");
	assert_search(1, "All", "30");
	assert_search(2, "五", "1");
	assert_search(3, "目标的", "10");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 0);
	session_keys(app, "j");
	assert_int_equal(found(), 1);
	session_keys(app, "j Enter");
	assert_int_equal(found(), 10);
	assert_text(session_title(app), "目标 新能源");
	session_keys(app, "H");
	assert_int_equal(found(), 1);
	/* The search in force has the cursor, whatever it was asked for by. */
	search("目标 新能源");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 2);
	session_keys(app, "c");
	assert_text(session_row(app, SLOT_LEFT, 0), " Categories");
}

static void
test_is_of_all_posts(void **state)
{
	(void)state;
	start();
	session_command(app, "category jjw");
	keep("新能源", "能源");
	assert_int_equal(found(), 5);
	session_keys(app, "g s");
	session_rest(app);
	assert_search(2, "能源", "10");
	session_keys(app, "j");
	assert_int_equal(found(), 10);
}

static void
test_deletes_and_takes_back(void **state)
{
	(void)state;
	start();
	keep("新能源", "a");
	keep("目标", "b");
	keep("普通", "c");
	session_keys(app, "g s g g j j d d");
	session_rest(app);
	assert_status(app, "the search “b” is deleted: z takes it back");
	assert_search(3, "c", "30");
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 2);
	session_keys(app, "z");
	assert_status(app, "taken back: search “b” deleted");
	session_rest(app);
	assert_search(3, "b", "30");
	session_keys(app, "Z");
	assert_search(3, "c", "30");
	session_command(app, "delete-search a");
	assert_search(2, "c", "30");
	session_keys(app, "z");
	assert_search(2, "a", "10");
	/* Another search under a name that is there already, and that taken back. */
	keep("第05条", "c");
	session_rest(app);
	assert_search(3, "c", "1");
	session_keys(app, "z");
	session_rest(app);
	assert_search(3, "c", "30");
	session_command(app, "delete-search 没有");
	assert_status(app, "no search is kept as “没有”");
	session_keys(app, "g 1 g g d d");
	assert_status(app, "which search?");
}

static void
test_lives_on(void **state)
{
	(void)state;
	start();
	keep("新能源", "能源");
	keep("目标", "去");
	session_command(app, "delete-search 去");
	session_keys(app, "g s");
	restart();
	assert_search(2, "能源", "10");
	assert_string_equal(session_row(app, SLOT_LEFT, 3), "");
	session_keys(app, ":");
	session_type(app, "delete-search ");
	session_keys(app, "Tab Enter");
	assert_status(app, "the search “能源” is deleted");
}

static void
test_names(void **state)
{
	(void)state;
	start();
	session_command(app, "keep-search x");
	assert_status(app, "nothing is searched for");
	session_keys(app, "W");
	assert_status(app, "nothing is searched for");
	search("目标");
	app_run(app, ACTION_KEEP_SEARCH, " a\nb\x1b[31m\xe2\x80\xae\xff ", 0);
	assert_status(app, "is kept as “a b\xEF\xBF\xBD[31m\xEF\xBF\xBD”");
	char name[KEPT_NAME_BYTES + 2] = "";
	memset(name, 'n', KEPT_NAME_BYTES + 1);
	app_run(app, ACTION_KEEP_SEARCH, name, 0);
	assert_status(app, "the name of a search has 1 to 200 bytes");
	name[KEPT_NAME_BYTES] = '\0';
	app_run(app, ACTION_KEEP_SEARCH, name, 0);
	assert_int_equal(app_model(app)->kept_searches.count, 2);
	for (int i = 2; i < KEPT_SEARCHES; i++) {
		snprintf(name, sizeof(name), "%03d", i);
		app_run(app, ACTION_KEEP_SEARCH, name, 0);
	}
	app_run(app, ACTION_KEEP_SEARCH, "one more", 0);
	assert_status(app, "200 searches are kept already");
	app_run(app, ACTION_KEEP_SEARCH, "002", 0);
	assert_status(app, "is kept as “002”");
}

static void
test_filters(void **state)
{
	(void)state;
	start();
	keep("新能源", "能源");
	keep("目标", "Ziel");
	session_keys(app, "g s F");
	session_type(app, "zi");
	assert_search(2, "Ziel", "30");
	assert_string_equal(session_row(app, SLOT_LEFT, 3), "");
	session_keys(app, "Enter Esc");
	assert_text(session_row(app, SLOT_LEFT, 3), "能源");
	session_keys(app, "S");
	assert_status(app, "searches are in the order of their names");
	session_keys(app, "q");
	assert_text(session_row(app, SLOT_LEFT, 0), " Categories");
}

/* Those that marks decide on are counted again when marks change, and all when posts come. */
static void
test_counts_again(void **state)
{
	(void)state;
	start();
	keep("is:unread 目标", "未读");
	keep("目标", "目标");
	session_keys(app, "g s g g");
	session_rest(app);
	assert_search(2, "未读", "0");
	session_keys(app, "g a g 2 g g g N");
	session_rest(app);
	assert_search(2, "未读", "1");
	session_delete("_posts/2022-05-01-n01.md");
	session_keys(app, "g r");
	session_rest(app);
	assert_search(3, "目标", "29");
}

/* Another program's, and one that it has deleted. */
static void
test_another_program(void **state)
{
	(void)state;
	start();
	keep("新能源", "能源");
	session_keys(app, "g s");
	keeper_flush(app_model(app)->keeper);
	struct app *first = app;
	start();
	session_command(app, "delete-search 能源");
	keep("目标", "二");
	app_free(app);
	app = first;
	while (strstr(session_row(app, SLOT_LEFT, 2), "二") == NULL)
		session_step(app);
	session_rest(app);
	assert_search(2, "二", "30");
	assert_string_equal(session_row(app, SLOT_LEFT, 3), "");
}

/* A query that is none any more finds nothing and says so. */
static void
test_bad_query(void **state)
{
	(void)state;
	start();
	search("目标");
	session_command(app, "keep-search 坏");
	xreplace(&app_model(app)->kept_searches.items[0].query, "(目标");
	session_keys(app, "g s");
	session_rest(app);
	assert_text(session_row(app, SLOT_LEFT, 2), "坏");
	session_keys(app, "g g j");
	assert_status(app, "坏: ");
}

static void
test_lone_file(void **state)
{
	(void)state;
	char path[512];
	session_path(path, "_posts/2022-05-05-n05.md");
	struct err err;
	struct selection all;
	selection_init(&all);
	struct problems *problems = problems_new();
	app = app_new(&(struct app_start){
			.model = {.selection = &all, .article = article_open(NULL, path, &err)},
			.settings = settings_new(),
			.keymap = keymap_files_load("default", problems),
	});
	problems_free(problems);
	selection_free(&all);
	app_resize(app, 24, 80);
	session_press(app, "g s");
	assert_status(app, "a lone file has no searches");
	session_press(app, "W");
	assert_status(app, "nothing is searched for");
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(test_keeps_and_chooses, begin, end),
			cmocka_unit_test_setup_teardown(test_is_of_all_posts, begin, end),
			cmocka_unit_test_setup_teardown(test_deletes_and_takes_back, begin, end),
			cmocka_unit_test_setup_teardown(test_lives_on, begin, end),
			cmocka_unit_test_setup_teardown(test_names, begin, end),
			cmocka_unit_test_setup_teardown(test_filters, begin, end),
			cmocka_unit_test_setup_teardown(test_counts_again, begin, end),
			cmocka_unit_test_setup_teardown(test_another_program, begin, end),
			cmocka_unit_test_setup_teardown(test_bad_query, begin, end),
			cmocka_unit_test_setup_teardown(test_lone_file, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
