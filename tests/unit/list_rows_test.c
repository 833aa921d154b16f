/* The rows of the list: dates by their distance, columns, heads, air, and why a list is empty. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"

#include "one_app.h"

#include <locale.h>

/* The session begins at 2023-11-15 06:13:20 of the archive's zone. */
static void
write_dated(const char *name, const char *date, const char *tags)
{
	char path[128], text[512];
	snprintf(path, sizeof(path), "_posts/%s.md", name);
	snprintf(text, sizeof(text),
			"---\ntitle: 标题%s\ndate: %s\ntags: [%s]\ncategories: one\n---\n文\n",
			name + 11, date, tags);
	session_write(path, text);
}

static int
begin(void **state)
{
	if (session_begin_folder() != 0)
		return -1;
	session_write("_config.yml", "timezone: Asia/Shanghai\n");
	write_dated("2023-11-15-a", "2023-11-15 05:30:00 +0800", "甲社, 要闻");
	write_dated("2023-11-14-b", "2023-11-14 23:59:00 +0800", "甲社, 要闻");
	write_dated("2023-01-01-c", "2023-01-01 00:00:00 +0800", "甲社");
	write_dated("2022-12-31-d", "2022-12-31 23:59:00 +0800", "乙社, 要闻");
	write_dated("2021-05-13-e", "2021-05-13 16:00:00 +0800", "甲社");
	(void)state;
	app = session_open(30, 160);
	return 0;
}

/* The list alone, on a screen of so many columns. */
static void
widen(int columns)
{
	app_resize(app, 30, columns);
	session_rest(app);
}

static int
begin_zoomed(void **state)
{
	int status = begin(state);
	session_keys(app, "v");
	return status;
}

/* Today an hour, in this year a day, else a whole date: by the clock of the archive's zone. */
static void
test_dates_by_distance(void **state)
{
	(void)state;
	static const char *const wide[] = {"      05:30 标题a", "      11-14 标题b",
			"      01-01 标题c", " 2022-12-31 标题d", " 2021-05-13 标题e"};
	static const char *const narrow[] = {" 05:30 标题a", " 11-14 标题b", " 01-01 标题c",
			" 2022  标题d", " 2021  标题e"};
	const int widths[] = {120, 72, 60, 40, 31};
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		widen(widths[i]);
		for (int row = 0; row < 5; row++)
			assert_text(session_row(app, SLOT_MIDDLE, row + 1), wide[row]);
	}
	widen(28);
	for (int row = 0; row < 3; row++)
		assert_text(session_row(app, SLOT_MIDDLE, row + 1), narrow[row]);
	assert_text(session_row(app, SLOT_MIDDLE, 4), "  2022 标题d");
	widen(22);
	assert_text(session_row(app, SLOT_MIDDLE, 4), "  标题d");
}

/* Another day begins while the session goes on. */
static void
test_midnight(void **state)
{
	(void)state;
	session_now += 18 * 3600 * 1000;
	assert_text(session_row(app, SLOT_MIDDLE, 1), "      11-15 标题a");
	session_now += (int64_t)47 * 24 * 3600 * 1000;
	assert_text(session_row(app, SLOT_MIDDLE, 1), " 2023-11-15 标题a");
}

/* The title of the column that the posts are sorted by shows the direction. */
static void
test_head(void **state)
{
	(void)state;
	widen(100);
	assert_text(session_row(app, SLOT_MIDDLE, 0), "      Date↓ Title ");
	assert_text(session_row(app, SLOT_MIDDLE, 0), " Source");
	session_keys(app, "r");
	assert_text(session_row(app, SLOT_MIDDLE, 0), "      Date↑ Title ");
	session_keys(app, "r S");
	assert_text(session_row(app, SLOT_MIDDLE, 0), "       Date Title↑ ");
	session_keys(app, "r");
	assert_text(session_row(app, SLOT_MIDDLE, 0), "       Date Title↓ ");
	app->panes.settings->ascii = true;
	assert_text(session_row(app, SLOT_MIDDLE, 0), "       Date Title- ");
	session_keys(app, "r");
	assert_text(session_row(app, SLOT_MIDDLE, 0), "       Date Title+ ");
	widen(26);
	assert_text(session_row(app, SLOT_MIDDLE, 0), "  Date Title+");
}

/* A click on a title sorts by its column: every column of the head belongs to one, but the source's. */
static void
test_order_at(void **state)
{
	(void)state;
	static const struct {
		int columns, at;
		const char *order;
	} cases[] = {{100, 0, "date"}, {100, 1, "date"}, {100, 11, "date"}, {100, 12, "title"},
			{100, 83, "title"}, {100, 84, NULL}, {100, 99, NULL}, {100, -1, NULL},
			{40, 11, "date"}, {40, 12, "title"}, {40, 38, "title"}, {40, 39, NULL},
			{22, 0, "title"}, {22, 20, "title"}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		widen(cases[i].columns);
		struct view_row row;
		app_view_row(app, SLOT_MIDDLE, 0, &row);
		const struct click *click = row_click_at(&row, cases[i].at);
		if (cases[i].order == NULL)
			assert_null(click);
		else if (strcmp(cases[i].order, "date") == 0)
			assert_int_equal(click->action, ACTION_REVERSE);
		else
			assert_string_equal(click->argument, cases[i].order);
	}
}

/* The source goes where each row would name the same, whichever way the list came to have it. */
static void
test_source(void **state)
{
	(void)state;
	widen(100);
	assert_text(session_row(app, SLOT_MIDDLE, 1), "甲社");
	assert_text(session_row(app, SLOT_MIDDLE, 4), "乙社");
	session_command(app, "tag 要闻");
	assert_text(session_row(app, SLOT_MIDDLE, 0), "Source");
	assert_text(session_row(app, SLOT_MIDDLE, 3), "乙社");
	session_command(app, "tag 甲社");
	assert_null(strstr(session_row(app, SLOT_MIDDLE, 0), "Source"));
	assert_null(strstr(session_row(app, SLOT_MIDDLE, 1), "甲社"));
	session_command(app, "category one");
	assert_text(session_row(app, SLOT_MIDDLE, 0), "Source");
	session_command(app, "since 2023");
	assert_null(strstr(session_row(app, SLOT_MIDDLE, 0), "Source"));
}

/* A column of air stands before every rule: no cell of a row reaches the pane's last column. */
static void
test_air(void **state)
{
	(void)state;
	struct view_row row;
	for (int i = 0; i < 8; i++)
		write_dated("2020-01-01-"
			    "非常非常非常非常非常非常非常非常非常非常非常非常非常非常非常"
			    "非常非常非常非常非常非常非常非常非常非常非常非常非常非常非常长",
				"2020-01-01",
				"一个很长很长很长很长很长很长很长很长很长很长很长很长很长的标签");
	session_keys(app, "R");
	session_rest(app);
	for (int columns = 100; columns <= 140; columns++) {
		widen(columns);
		for (enum slot slot = SLOT_LEFT; slot <= SLOT_MIDDLE; slot++) {
			struct pane_box box = app_pane(app, slot);
			for (int line = 0; box.is_visible && line < box.rows; line++) {
				app_view_row(app, slot, line, &row);
				if (row.cell_count == 0)
					continue;
				const struct cell_text *last = &row.cells[row.cell_count - 1];
				assert_int_equal(last->column + last->columns, box.columns);
				assert_int_equal(last->text[strlen(last->text) - 1], ' ');
			}
		}
	}
}

/* What is cut in the title bar and in the status line does not touch what stands at their right. */
static void
test_air_in_bars(void **state)
{
	(void)state;
	for (int columns = 40; columns <= 43; columns++) {
		widen(columns);
		session_command(app, "filter 没有这样的标题没有这样的标题没有这样的标题");
		assert_text(session_title(app), " 0 of 5 posts");
		session_command(app, "clear");
		session_command(app, "sort 没有这样的顺序没有这样的顺序");
		assert_status(app, " 1/5 ");
	}
}

/* The pane with the focus shows it in its head, no other does. */
static void
test_focus_in_head(void **state)
{
	(void)state;
	widen(160);
	static const char *const keys[] = {"g 1", "g 2", "g 3"};
	for (enum slot focus = SLOT_LEFT; focus <= SLOT_MAIN; focus++) {
		session_keys(app, keys[focus]);
		session_rest(app);
		for (enum slot slot = SLOT_LEFT; slot <= SLOT_MAIN; slot++) {
			struct view_row row;
			int with[ROLE_COUNT_OF_ROLES] = {0};
			if (!app_pane(app, slot).is_visible)
				continue;
			app_view_row(app, slot, 0, &row);
			for (int i = 0; i < row.cell_count; i++)
				with[row.cells[i].role]++;
			assert_true(with[slot == focus ? ROLE_FOCUS : ROLE_HEADING] > 0);
			assert_int_equal(with[slot == focus ? ROLE_HEADING : ROLE_FOCUS], 0);
		}
	}
}

/* The heads of panes at the left: the order stands there at every width, the number of rows where it has room. */
static void
test_head_of_groups(void **state)
{
	(void)state;
	static const struct {
		int columns;
		const char *head;
	} cases[] = {{40, " Categories  count↓                   1 "},
			{23, " Categories  count↓  1 "}, {21, " Categories  count↓  "},
			{20, " Categories  count↓ "}};
	session_keys(app, "g 1 v");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		widen(cases[i].columns);
		assert_string_equal(session_row(app, SLOT_LEFT, 0), cases[i].head);
	}
}

/* --- Empty lists --- */

static const char *
empty_text(void)
{
	static char text[2048];
	text[0] = '\0';
	for (int line = 2; line < app_pane(app, SLOT_MIDDLE).rows; line++) {
		const char *row = session_row(app, SLOT_MIDDLE, line);
		size_t length = strlen(row);
		while (length > 0 && row[length - 1] == ' ')
			length--;
		if (length == 0)
			break;
		strncat(text, row, length);
		strcat(text, "\n");
	}
	return text;
}

static void
test_empty_lists(void **state)
{
	(void)state;
	static const struct {
		const char *command, *text;
	} cases[] = {
			{"since 2026-11-25", "  nothing since 2026-11-25; the newest post is of "
					     "2023-11-15: Esc shows all\n"},
			{"until 1999-01-01", "  nothing until 1999-01-01; the oldest post is of "
					     "2021-05-13: Esc shows all\n"},
			{"filter 没有的", "  no title has “没有的”: Esc shows all\n"},
			{"search-all 没有的词", "  nothing found for “没有的词”: Esc shows all\n"},
			{"search-all is:starred",
					"  nothing found for “is:starred”: Esc shows all\n"},
			{"starred-posts", "  no post is starred: Esc shows all\n"},
			{"unread-posts", "  no post is unread: Esc shows all\n"},
			{"new-posts", "  no post is new since the last session: Esc shows all\n"},
	};
	widen(100);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		session_command(app, cases[i].command);
		session_rest(app);
		assert_string_equal(empty_text(), cases[i].text);
		session_keys(app, "Esc");
		session_rest(app);
		assert_text(session_row(app, SLOT_MIDDLE, 1), "标题a");
	}
}

/* What is still being read or searched for may come. */
static void
test_empty_for_now(void **state)
{
	(void)state;
	widen(100);
	session_command(app, "filter 没有的");
	app->model->library->is_partial = true;
	assert_string_equal(
			empty_text(), "  no post of this yet: the archive is still being read\n");
	app->model->library->is_partial = false;
	app->model->found.is_waiting = true;
	assert_string_equal(empty_text(), "  searching…\n");
	app->model->found.is_waiting = false;
	assert_text(empty_text(), "no title has");
	/* How far reading and indexing are is a part of that. */
	assert_true(pane_list.follow(&app->panes, CHANGED_PROGRESS) & DIRTY_MIDDLE);
	session_command(app, "clear");
	assert_false(pane_list.follow(&app->panes, CHANGED_PROGRESS) & DIRTY_MIDDLE);
}

/* Dates between posts, before all of them, and beyond. */
static void
test_empty_spans(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
			{"2021-06-01", "2021-06-30",
					"  nothing from 2021-06-01 to 2021-06-30: Esc shows all\n"},
			{"2024-06-01", "2024-06-30",
					"  nothing from 2024-06-01 to 2024-06-30; the newest post "
					"is "
					"of 2023-11-15: Esc shows all\n"},
			{"2000-06-01", "2000-06-30",
					"  nothing from 2000-06-01 to 2000-06-30; the oldest post "
					"is "
					"of 2021-05-13: Esc shows all\n"}};
	widen(100);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char command[64];
		snprintf(command, sizeof(command), "since %s", cases[i][0]);
		session_command(app, command);
		snprintf(command, sizeof(command), "until %s", cases[i][1]);
		session_command(app, command);
		assert_string_equal(empty_text(), cases[i][2]);
		session_keys(app, "Esc");
	}
}

/* Several reasons are listed, in the order in which they are taken off; a narrow list wraps them. */
static void
test_empty_combination(void **state)
{
	(void)state;
	widen(100);
	session_command(app, "tag 乙社");
	session_command(app, "since 2022");
	session_command(app, "starred-posts");
	session_command(app, "filter 无");
	assert_string_equal(empty_text(),
			"  no post has all of this:\n    in the title: 无\n    starred\n    since "
			"2022-01-01\n    tag: 乙社\n  Esc takes off the first, g a all\n");
	session_keys(app, "g a");
	session_command(app, "since 2026-11-25");
	widen(40);
	assert_string_equal(empty_text(), "  nothing since 2026-11-25; the newest\n  post is of "
					  "2023-11-15: Esc shows all\n");
}

/* The keys named are those of the map in force. */
static void
test_empty_keys(void **state)
{
	(void)state;
	static const char *const maps[] = {"vim", "less", "newsboat", "emacs"};
	widen(100);
	session_command(app, "since 2026-11-25");
	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++) {
		struct buf keys = buf_empty();
		char command[32], wanted[64];
		snprintf(command, sizeof(command), "keymap %s", maps[i]);
		app_run(app, ACTION_KEYMAP, maps[i], 0);
		keymap_format_keys(app->panes.keymap, CONTEXT_LIST, ACTION_CLEAR, &keys);
		snprintf(wanted, sizeof(wanted), ": %s shows all",
				keys.length > 0 ? keys.data : ":clear");
		assert_text(empty_text(), wanted);
		buf_free(&keys);
	}
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(
					test_dates_by_distance, begin_zoomed, end_app),
			cmocka_unit_test_setup_teardown(test_midnight, begin_zoomed, end_app),
			cmocka_unit_test_setup_teardown(test_head, begin_zoomed, end_app),
			cmocka_unit_test_setup_teardown(test_order_at, begin_zoomed, end_app),
			cmocka_unit_test_setup_teardown(test_source, begin_zoomed, end_app),
			cmocka_unit_test_setup_teardown(test_air, begin, end_app),
			cmocka_unit_test_setup_teardown(test_air_in_bars, begin, end_app),
			cmocka_unit_test_setup_teardown(test_focus_in_head, begin, end_app),
			cmocka_unit_test_setup_teardown(test_head_of_groups, begin, end_app),
			cmocka_unit_test_setup_teardown(test_empty_lists, begin_zoomed, end_app),
			cmocka_unit_test_setup_teardown(test_empty_for_now, begin_zoomed, end_app),
			cmocka_unit_test_setup_teardown(test_empty_spans, begin_zoomed, end_app),
			cmocka_unit_test_setup_teardown(
					test_empty_combination, begin_zoomed, end_app),
			cmocka_unit_test_setup_teardown(test_empty_keys, begin_zoomed, end_app),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
