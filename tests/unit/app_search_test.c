/* Searching the full text in a session: as one types, from hit to hit, while the index grows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fulltext/search_index.h"
#include "search/indexer.h"

#include "app_session.h"

#include <locale.h>

/* Lets the threads end their work; the title bar tells of so many posts then. */
static void
wait_for_hits(struct app *app, const char *counts)
{
	session_wait(app);
	assert_text(session_title(app), counts);
}

static struct app *
open_indexed(void)
{
	struct app *app = session_open(24, 100);
	session_command(app, "search-all 普通");
	wait_for_hits(app, " 30 posts");
	session_command(app, "clear-filter");
	assert_null(strstr(session_title(app), "search"));
	return app;
}

static void
finds_as_one_types(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	session_keys(app, "/");
	session_type(app, "第07");
	wait_for_hits(app, " 1 of 30 posts");
	assert_non_null(strstr(session_status(app), "search: 第07"));
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 1), "第07条新闻"));
	session_keys(app, "C-u");
	session_type(app, "tag:新能源 -cat:jj");
	wait_for_hits(app, " 10 of 30 posts");
	session_type(app, "w");
	wait_for_hits(app, " 5 of 30 posts");
	session_keys(app, "Enter");
	wait_for_hits(app, " 5 of 30 posts");
	assert_non_null(strstr(session_title(app), "search tag:新能源 -cat:jjw"));
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 1), "第27条新闻"));
	session_keys(app, "Esc");
	assert_non_null(strstr(session_title(app), " 30 posts"));
	app_free(app);
}

static void
gives_up_to_what_was(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	session_command(app, "search-all title:第1*");
	session_command(app, "search-all 第12条");
	wait_for_hits(app, " 1 of 30 posts");
	session_keys(app, "/ C-u");
	session_type(app, "普通");
	wait_for_hits(app, " 30 posts");
	session_keys(app, "Esc");
	wait_for_hits(app, " 1 of 30 posts");
	assert_non_null(strstr(session_title(app), "search 第12条"));
	app_free(app);
}

/* A search in force is not typed again: the prompt is empty, with it as a placeholder. */
static void
keeps_what_is_in_force(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	session_command(app, "search-all 第1*");
	wait_for_hits(app, " 10 of 30 posts");
	session_keys(app, "j j /");
	assert_status(app, "search: 第1*");
	int row, column;
	app_cursor(app, &row, &column);
	assert_int_equal(column, 8);
	session_keys(app, "Enter");
	wait_for_hits(app, " 10 of 30 posts");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第17条");
	session_keys(app, "/");
	session_type(app, "第07");
	assert_status(app, "search: 第07 ");
	wait_for_hits(app, " 1 of 30 posts");
	session_keys(app, "BS BS BS BS BS BS BS");
	wait_for_hits(app, " 10 of 30 posts");
	assert_status(app, "search: 第1*");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第17条");
	session_keys(app, "Up");
	session_type(app, "2");
	assert_status(app, "search: 第1*2");
	session_keys(app, "Esc /");
	session_type(app, " ");
	session_keys(app, "Enter");
	assert_null(strstr(session_title(app), "第1*"));
	assert_text(session_title(app), " 30 posts");
	session_keys(app, "/");
	assert_status(app, "tag:NAME");
	app_free(app);
}

/* What is a word's beginning while typing stays one. */
static void
finds_the_same_at_the_end(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	static const char *const texts[] = {"tag:新", "cat:jj", "(cat:jj OR tag:四川",
			"title:\"第1", "第1", "cat:jjw -title:第1"};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		session_keys(app, "/");
		session_type(app, texts[i]);
		size_t count = app_model(app)->found.listing != NULL ? found_count(app_model(app))
								     : 0;
		assert_true(count > 0 && count < 30);
		session_keys(app, "Enter");
		assert_int_equal(found_count(app_model(app)), count);
		session_keys(app, "Esc");
		assert_int_equal(found_count(app_model(app)), 30);
	}
	app_free(app);
}

/* Given up, a search leaves no trace: not in the list, its scroll, the groups, the post, the focus. */
static void
gives_up_to_the_row(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	struct pane_box box = app_pane(app, SLOT_MIDDLE);
	session_keys(app, "G k k k");
	session_rest(app);
	int row = session_cursor_row(app, SLOT_MIDDLE);
	char first[256], open[256];
	snprintf(first, sizeof(first), "%s", session_row(app, SLOT_MIDDLE, 1));
	snprintf(open, sizeof(open), "%.200s", session_line(app, 0));
	static const char *const begins[] = {"/", "F"};
	for (size_t i = 0; i < 2; i++) {
		session_keys(app, begins[i]);
		session_type(app, "第2");
		session_keys(app, "BS");
		session_type(app, "12");
		session_rest(app);
		session_keys(app, "Esc");
		session_rest(app);
		assert_text(session_title(app), " 30 posts");
		assert_string_equal(session_row(app, SLOT_MIDDLE, 1), first);
		assert_int_equal(session_cursor_row(app, SLOT_MIDDLE), row);
		assert_string_equal(session_line(app, 0), open);
		assert_int_equal(app_pane(app, SLOT_MIDDLE).rows, box.rows);
	}
	/* From the groups, whose row and focus come back too. */
	session_keys(app, "g 1 j");
	app_run(app, ACTION_SEARCH_ALL, NULL, 0);
	session_type(app, "第2");
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	session_keys(app, "Esc");
	assert_true(app_pane(app, SLOT_LEFT).has_focus);
	assert_int_equal(session_cursor_row(app, SLOT_LEFT), 1);
	app_free(app);
}

static void
tells_what_is_wrong(void **state)
{
	(void)state;
	int row, column;
	struct app *app = open_indexed();
	session_keys(app, "/");
	session_type(app, "目标 tags:x y");
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 0), "no field 'tags'"));
	session_keys(app, "Enter");
	assert_non_null(strstr(session_status(app), "search: 目标 tags:x y"));
	app_cursor(app, &row, &column);
	assert_int_equal(column, 8 + 5); /* under the t */
	session_keys(app, "Esc");
	assert_null(strstr(session_row(app, SLOT_MIDDLE, 0), "no field"));
	session_command(app, "search-all \"");
	assert_non_null(strstr(session_status(app), "never closed"));
	app_free(app);
}

static void
goes_from_hit_to_hit(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	session_command(app, "search-all 目标 第1*");
	session_command(app, "search-all 目标 -title:第2*");
	session_command(app, "search-all 目标 title:第12条 OR 目标 title:第11条");
	wait_for_hits(app, " 2 of 30 posts");
	session_keys(app, "Enter");
	assert_int_equal(app_pager(app).article->match_count, 3);
	for (size_t i = 0; i < 3; i++) {
		session_keys(app, i > 0 ? "n" : "");
		assert_int_equal(app_pager(app).current_match, i);
		assert_non_null(strstr(app_pager(app).article->post.title, "第12条"));
	}
	session_keys(app, "n");
	assert_non_null(strstr(app_pager(app).article->post.title, "第11条"));
	assert_int_equal(app_pager(app).current_match, 0);
	session_keys(app, "N");
	assert_non_null(strstr(app_pager(app).article->post.title, "第12条"));
	assert_int_equal(app_pager(app).current_match, 2);
	session_keys(app, "n n n n");
	assert_non_null(strstr(session_status(app), "last post"));
	app_free(app);
}

/* A hit is opened at what was found in it, and seen there beside the list, wherever it was left. */
static void
opens_at_what_was_found(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	session_rest(app);
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
	session_keys(app, "/");
	session_type(app, "35段");
	session_keys(app, "Enter");
	wait_for_hits(app, " 30 posts");
	session_rest(app);
	/* It was open already: the search has not moved it. */
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
	session_keys(app, "Enter");
	assert_true(session_shows(app, SLOT_MAIN, "30-35段"));
	assert_int_equal(app_pager(app).current_match, 0);
	assert_status(app, "match 1/1");
	/* Going back to it does not move it again. */
	session_keys(app, "g g C-f q Enter");
	size_t top = app_pager(app).top;
	assert_false(session_shows(app, SLOT_MAIN, "30-35段"));
	session_keys(app, "J");
	assert_true(session_shows(app, SLOT_MAIN, "29-35段"));
	assert_status(app, "match 1/1");
	session_keys(app, "q j");
	session_rest(app);
	assert_true(session_shows(app, SLOT_MAIN, "28-35段"));
	assert_null(strstr(session_status(app), "match"));
	/* Found by its title alone: where it was left. */
	session_command(app, "search-all title:第30条");
	wait_for_hits(app, " 1 of 30 posts");
	session_keys(app, "Enter");
	assert_int_equal(app_pager(app).top, top);
	struct view_row row;
	app_view_row(app, SLOT_MAIN, 0, &row);
	assert_int_equal(row.cells[0].role, ROLE_MATCH);
	assert_string_equal(row.cells[0].text, "第30条");
	/* A phrase of one post is no match of a search in all. */
	session_keys(app, "/");
	session_type(app, "30-02");
	session_keys(app, "Enter q");
	session_command(app, "search-all 29-33段");
	wait_for_hits(app, " 1 of 30 posts");
	session_keys(app, "Enter");
	assert_true(session_shows(app, SLOT_MAIN, "29-33段"));
	app_free(app);
}

/* Rows that are drawn ask for their snippets. */
static void
wait_for_snippets(struct app *app)
{
	for (int line = 0; line < app_pane(app, SLOT_MIDDLE).rows; line++)
		(void)session_row(app, SLOT_MIDDLE, line);
	session_wait(app);
}

/* The text of a row's cells that are marked, each in brackets. */
static const char *
marks_of(struct app *app, int line)
{
	static char text[1024];
	struct view_row row;
	text[0] = '\0';
	app_view_row(app, SLOT_MIDDLE, line, &row);
	for (int i = 0; i < row.cell_count; i++) {
		if (row.cells[i].role == ROLE_MATCH) {
			strcat(text, "[");
			strcat(text, row.cells[i].text);
			strcat(text, "]");
		}
	}
	return text;
}

static void
marks_what_is_found(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	session_command(app, "search-all 目标 (２２条 OR 12条)");
	wait_for_hits(app, " 2 of 30 posts");
	wait_for_snippets(app);
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 1), "第22条新闻"));
	assert_string_equal(marks_of(app, 1), "[22条]");
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 2), "22-05段目标的文字。"));
	assert_string_equal(marks_of(app, 2), "[目标]");
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 3), "第12条新闻"));
	/* A post found by its title alone has no part of its text to show. */
	session_command(app, "search-all 第07条");
	wait_for_hits(app, " 1 of 30 posts");
	assert_string_equal(marks_of(app, 1), "[第07条]");
	app_free(app);
}

/* What is cut of a text that has changed under a search is cut anew when that is indexed. */
static void
cuts_changed_texts_anew(void **state)
{
	(void)state;
	session_write("_posts/2022-06-01-new.md", "---\ntitle: 新来的\n---\n<p>词甲 从前</p>\n");
	struct app *app = session_open(24, 100);
	session_command(app, "search-all 词甲");
	wait_for_hits(app, " 1 of 31 posts");
	wait_for_snippets(app);
	assert_text(session_row(app, SLOT_MIDDLE, 2), "词甲 从前");
	session_write("_posts/2022-06-01-new.md",
			"---\ntitle: 新来的\n---\n<p>词甲 后来 更长</p>\n");
	session_keys(app, "R");
	/* A list that is drawn between the catalogue and the full text asks for what it shows. */
	while (model_is_busy(app_model(app))) {
		session_step(app);
		(void)session_row(app, SLOT_MIDDLE, 2);
	}
	wait_for_snippets(app);
	assert_text(session_row(app, SLOT_MIDDLE, 2), "词甲 后来 更长");
	session_delete("_posts/2022-06-01-new.md");
	app_free(app);
}

static void
stays_through_a_refresh(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	session_command(app, "search-all 目标 tag:四川*");
	wait_for_hits(app, " 6 of 30 posts");
	session_keys(app, "j j");
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 5), "第20条"));
	session_write("_posts/2022-06-01-new.md",
			"---\ntitle: 新来的\ntags: 四川经济网新闻\n---\n<p>目标</p>\n");
	session_keys(app, "R");
	session_wait(app);
	wait_for_hits(app, " 7 of 31 posts");
	struct view_row row;
	app_view_row(app, SLOT_MIDDLE, 7, &row);
	assert_non_null(strstr(session_text(&row), "第20条"));
	assert_int_equal(row.fill, ROLE_CURSOR);
	session_delete("_posts/2022-06-01-new.md");
	for (int i = 0; i < 3; i++) {
		session_keys(app, "R");
		session_wait(app);
	}
	wait_for_hits(app, " 6 of 30 posts");
	app_free(app);
}

/* The calendar counts the hits, and a day chosen there is a filter of the search. */
static void
counts_days_of_hits(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	session_command(app, "search-all tag:四川* 目标");
	wait_for_hits(app, " 6 of 30 posts");
	session_keys(app, "g c");
	assert_non_null(strstr(session_row(app, SLOT_MAIN, 0), " 6 posts"));
	session_keys(app, "g g Enter");
	wait_for_hits(app, " 1 of 30 posts");
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 1), "第05条"));
	session_keys(app, "g c");
	assert_non_null(strstr(session_row(app, SLOT_MAIN, 0), " 6 posts"));
	session_keys(app, "q m");
	assert_text(session_row(app, SLOT_LEFT, 2), " 2022-05 ");
	assert_text(session_row(app, SLOT_LEFT, 2), " 6 ");
	session_keys(app, "j");
	wait_for_hits(app, " 6 of 30 posts");
	assert_text(session_row(app, SLOT_LEFT, 2), " 6 ");
	session_keys(app, "c g a");
	wait_for_hits(app, " 30 posts");
	assert_null(strstr(session_title(app), "search"));
	app_free(app);
}

/* Simplified and traditional forms find each other, and are marked as they are written. */
static void
finds_other_forms(void **state)
{
	(void)state;
	session_write("_posts/2022-08-01-tw.md",
			"---\ntitle: 國際證券\n---\n<p>臺灣的國際證券市場。</p>\n");
	session_write("_posts/2022-08-02-cn.md",
			"---\ntitle: 两地\n---\n<p>台湾的国际证券市场。</p>\n");
	struct app *app = session_open(24, 100);
	wait_for_hits(app, " 32 posts");
	static const char *const words[] = {"国际证券", "國際證券", "国際证券"};
	for (int i = 0; i < 3; i++) {
		char command[64];
		snprintf(command, sizeof(command), "search-all %s", words[i]);
		session_command(app, command);
		wait_for_hits(app, " 2 of 32 posts");
		session_keys(app, "g g");
		assert_text(session_row(app, SLOT_MIDDLE, 1), "两地");
		wait_for_snippets(app);
		assert_true(session_has_mark(app, SLOT_MIDDLE, 2, "国际证券"));
		session_keys(app, "j");
		assert_text(session_row(app, SLOT_MIDDLE, 3), "國際證券");
		session_keys(app, "Enter");
		assert_int_equal(app_pager(app).article->match_count, 1);
		assert_status(app, "match 1/1");
		session_keys(app, "q k");
		assert_true(session_has_mark(app, SLOT_MIDDLE, 3, "國際證券"));
	}
	app_free(app);
	session_delete("_posts/2022-08-01-tw.md");
	session_delete("_posts/2022-08-02-cn.md");
}

/* Where there are many posts a thread looks at their titles, and the list follows. */
static void
filters_many_titles(void **state)
{
	(void)state;
	for (int i = 0; i < 20100; i++) {
		char name[64], text[96];
		snprintf(name, sizeof(name), "_posts/2020-01-01-m%05d.md", i);
		snprintf(text, sizeof(text), "---\ntitle: 稿件%05d\n---\n", i);
		session_write(name, text);
	}
	struct app *app = session_open(30, 120);
	wait_for_hits(app, " 20,130 posts");
	session_command(app, "filter 稿件2009");
	wait_for_hits(app, " 10 of 20,130 posts");
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 1), "稿件20099"));
	session_keys(app, "g c");
	assert_non_null(strstr(session_row(app, SLOT_MAIN, 0), " 10 posts"));
	session_keys(app, "q Esc");
	wait_for_hits(app, " 20,130 posts");
	session_command(app, "sort title");
	session_keys(app, "g g");
	assert_non_null(strstr(session_row(app, SLOT_MIDDLE, 1), "稿件00000"));
	app_free(app);
}

static void
begins_with_a_search(void **state)
{
	(void)state;
	struct selection selection;
	selection_init(&selection);
	selection.search = strdup("第07条");
	struct app *app = session_start_at(session_folder, &selection, "default");
	app_resize(app, 24, 100);
	session_wait(app);
	wait_for_hits(app, " 1 of 30 posts");
	selection_free(&selection);
	app_free(app);
}

static void
does_without_a_cache(void **state)
{
	(void)state;
	char cache[80];
	setenv("XDG_CACHE_HOME", "/proc/nowhere", 1);
	struct app *app = session_open(24, 100);
	session_command(app, "search-all 第07条");
	wait_for_hits(app, " 1 of 30 posts");
	app_free(app);
	snprintf(cache, sizeof(cache), "%s/cache", session_folder);
	setenv("XDG_CACHE_HOME", cache, 1);
}

static size_t
count_messages(const struct app *app, const char *part)
{
	size_t count = 0;
	for (size_t i = 0; i < app_model(app)->said.count; i++)
		count += strstr(app_model(app)->said.items[i].text, part) != NULL;
	return count;
}

/* Without any folder the texts are in memory, which is said once. */
static void
does_without_a_home(void **state)
{
	(void)state;
	char *home = strdup(getenv("HOME") != NULL ? getenv("HOME") : "/");
	char *cache = strdup(getenv("XDG_CACHE_HOME"));
	unsetenv("HOME");
	unsetenv("XDG_CACHE_HOME");
	struct app *app = session_open(24, 100);
	session_command(app, "search-all 第07条");
	wait_for_hits(app, " 1 of 30 posts");
	session_command(app, "search-all 普通");
	wait_for_hits(app, " 30 posts");
	assert_int_equal(count_messages(app, "indexed in memory"), 1);
	assert_int_equal(count_messages(app, "cannot be searched"), 0);
	app_free(app);
	setenv("HOME", home, 1);
	setenv("XDG_CACHE_HOME", cache, 1);
	free(home);
	free(cache);
}

static void
empty_index(void)
{
	struct err err;
	char *path = indexer_path(session_folder);
	struct search_index *index = search_index_open(path, NULL, &err);
	assert_true(search_index_begin(index, &err));
	assert_true(search_index_clear(index, &err));
	assert_true(search_index_commit(index, &err));
	search_index_close(index);
	free(path);
}

/* What another program has taken out of the index is missed by the next search. */
static void
mends_a_hole(void **state)
{
	(void)state;
	struct app *app = open_indexed();
	empty_index();
	session_command(app, "search-all 第07条");
	wait_for_hits(app, " 1 of 30 posts");
	assert_int_equal(count_messages(app, "lacks posts"), 1);
	session_command(app, "search-all 普通");
	wait_for_hits(app, " 30 posts");
	assert_int_equal(count_messages(app, "lacks posts"), 1);
	app_free(app);
}

/* Any keys in any order, while threads come and go. */
static void
types_wildly(void **state)
{
	(void)state;
	static const char *const keys[] = {"/", "Enter", "Esc", "n", "N", "j", "R", "C-u", "g /",
			"Tab", "S", "F", "c", "t", "q"};
	static const char *const texts[] = {
			"目标", "\"", "tag:", "(", "-", " OR ", "普通", "2", ")"};
	unsigned seed = 5;
	session_background = BACKGROUND_ALL;
	struct app *app = session_open(24, 100);
	for (int i = 0; i < 600; i++) {
		seed = seed * 1103515245U + 12345U;
		unsigned dice = seed >> 16;
		if (dice % 3 == 0)
			app_run(app, ACTION_SEARCH_ALL,
					texts[dice / 3 % (sizeof(texts) / sizeof(*texts))], 0);
		else
			session_press(app, keys[dice / 3 % (sizeof(keys) / sizeof(*keys))]);
		if (dice % 7 == 0)
			session_wait(app);
		else if (dice % 2 == 0 && model_is_busy(app_model(app)))
			session_step(app);
		session_now += 100;
		app_tick(app);
		for (int line = 0; line < 20; line++)
			(void)session_row(app, SLOT_MIDDLE, line);
		(void)session_status(app);
	}
	app_free(app);
	session_background = BACKGROUND_INDEX;
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	session_background = BACKGROUND_INDEX;
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(finds_as_one_types),
			cmocka_unit_test(gives_up_to_what_was),
			cmocka_unit_test(keeps_what_is_in_force),
			cmocka_unit_test(finds_the_same_at_the_end),
			cmocka_unit_test(gives_up_to_the_row),
			cmocka_unit_test(tells_what_is_wrong),
			cmocka_unit_test(goes_from_hit_to_hit),
			cmocka_unit_test(opens_at_what_was_found),
			cmocka_unit_test(marks_what_is_found),
			cmocka_unit_test(cuts_changed_texts_anew),
			cmocka_unit_test(stays_through_a_refresh),
			cmocka_unit_test(counts_days_of_hits),
			cmocka_unit_test(begins_with_a_search), cmocka_unit_test(finds_other_forms),
			cmocka_unit_test(does_without_a_cache),
			cmocka_unit_test(does_without_a_home), cmocka_unit_test(mends_a_hole),
			cmocka_unit_test(types_wildly),
			cmocka_unit_test(
					filters_many_titles), /* the last: it leaves its posts there */
	};
	return cmocka_run_group_tests(tests, session_set_up, session_tear_down);
}
