/* What one session leaves to the next: the view, places in posts, lines that were typed. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"
#include "base/text.h"
#include "state/keeper.h"

#include "app_session.h"

#include <locale.h>

static struct app *app;

static void
start_with(unsigned resume, int rows, int columns)
{
	session_resume = resume;
	app = session_open(rows, columns);
	session_rest(app);
}

static void
start(int rows, int columns)
{
	start_with(RESUME_VIEW | RESUME_THEME | RESUME_KEYMAP, rows, columns);
}

static void
stop(void)
{
	app_free(app);
	app = NULL;
}

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 长文\ndate: 2022-06-01 08:00:00 +0800\ntags: [长]\n---\n\n"
			    "[二](/jjw/2022/05/02/n02.html) "
			    "[三](/jjw/2022/05/02/n02.html#nowhere)\n\n");
	for (int i = 0; i < 60; i++)
		buf_format(&text,
				"第%"
				"d段：这一段写得长一些，好让它在窄的屏幕上多占几行，宽的屏幕上少占"
				"几行。\n\n",
				i);
	session_write_bytes("_posts/2022-06-01-long.md", text.data, text.length);
	buf_free(&text);
	session_background = BACKGROUND_INDEX;
	return 0;
}

/* The first character that is shown of the open post. */
static const char *
first_text(void)
{
	const struct pager_view view = app_pager(app);
	assert_true(view.is_open);
	const struct layout *layout = view.article->layout;
	return view.article->document->text + layout_text_at(layout, view.top);
}

/* --- Places --- */

static void
test_place_within_a_session(void **state)
{
	(void)state;
	start(24, 80);
	session_keys(app, "Enter C-f C-f");
	char here[64];
	snprintf(here, sizeof(here), "%.60s", first_text());
	session_keys(app, "J");
	assert_int_equal(app_pager(app).top, 0);
	session_keys(app, "K");
	assert_memory_equal(first_text(), here, 30);
	/* At its end there is no place to come back to, nor at its top. */
	session_keys(app, "G J K");
	assert_int_equal(app_pager(app).top, 0);
	session_keys(app, "C-f g g J K");
	assert_int_equal(app_pager(app).top, 0);
	stop();
}

/* The same first character, whatever the width, and though the program was not the same. */
static void
test_place_in_another_session(void **state)
{
	(void)state;
	static const int widths[] = {200, 120, 80, 60, 40, 30};
	start(24, 70);
	session_keys(app, "Enter C-f C-f j");
	char here[64];
	snprintf(here, sizeof(here), "%.60s", first_text());
	stop();
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		start_with(0, 24, widths[i]);
		session_keys(app, "g 2 g g Enter");
		session_rest(app);
		const struct layout *layout = app_pager(app).article->layout;
		size_t line = app_pager(app).top;
		const char *text = app_pager(app).article->document->text;
		const char *wanted = strstr(text, here);
		assert_non_null(wanted);
		assert_true(text + layout_text_at(layout, line) <= wanted);
		assert_true(text + layout_text_at(layout, line + 1) > wanted);
		stop();
	}
}

static void
test_goal_before_place(void **state)
{
	(void)state;
	start(24, 80);
	session_command(app, "search-all 目标");
	session_rest(app);
	session_command(app, "clear");
	session_keys(app, "Enter C-f C-f J n"); /* leaves both posts within */
	session_command(app, "filter 长文");
	session_keys(app, "g 2 F");
	session_type(app, "第02条");
	session_keys(app, "Enter Enter C-f C-f q Esc g g Enter");
	session_command(app, "top");
	session_command(app, "follow 1");
	assert_true(app_pager(app).top > 0); /* where it was left */
	session_keys(app, "q");
	assert_text(app_pager(app).article->post.title, "长文");
	/* A match of a search goes before the place. */
	session_command(app, "search-all 目标");
	session_rest(app);
	session_keys(app, "Enter");
	session_rest(app);
	assert_int_equal(app_pager(app).current_match, 0);
	stop();
}

/* --- The session --- */

static void
look(struct buf *out)
{
	const struct model *model = app->model;
	struct post post;
	bool has_post = found_post(model, &post);
	buf_clear(out);
	buf_format(out, "%s|%d %d|focus %d zoom %d|%s|", session_title(app),
			(int)model->asked.selection.order, model->asked.selection.is_reversed,
			(int)app->panes.focus, app->is_zoomed, app->panes.settings->theme);
	buf_format(out, "%s|%s|", keymap_name(app->panes.keymap), has_post ? post.path : "-");
	buf_format(out, "%s|",
			app_pane(app, SLOT_LEFT).is_visible ? session_row(app, SLOT_LEFT, 0) : "");
	if (app_pager(app).is_open && app_pane(app, SLOT_MAIN).is_visible)
		buf_format(out, "%s|%.60s", app_pager(app).article->post.path, first_text());
}

static const char *const sessions[] = {
		"",
		"j j j",
		"Enter C-f C-f j",
		"] ] j j Enter C-d",
		"g 1 S S j",
		"t g 1 S",
		":tag 新能源;j j;v",
		"/目标;j j j;Enter;n n",
		"/目标;F第1;G",
		":since 2022-05-10;:until 2022-05-20;r;j",
		"t;j j;m",
		"m;j j;g 2;j",
		"/目标;:keep-search 甲;:all-posts;g s;j",
		":sort title;G;Enter",
		"Enter;:follow 1;C-f",
		":theme dark;:keymap vim;j",
		"g u",
		":search-all 没有的词",
		":category cbcj;/普通;j;Enter;g 1",
};

static void
take(const char *steps)
{
	while (*steps != '\0') {
		char step[64];
		size_t length = strcspn(steps, ";");
		snprintf(step, sizeof(step), "%.*s", (int)length, steps);
		if (step[0] == ':' || step[0] == '/' || (step[0] == 'F' && step[1] != '\0')) {
			session_keys(app, step[0] == ':'   ? ":"
					  : step[0] == '/' ? "g 2 /"
							   : "g 2 F");
			session_type(app, step + 1);
			session_keys(app, "Enter");
		} else {
			session_keys(app, step);
		}
		session_rest(app);
		steps += length + (steps[length] == ';');
	}
}

static void
test_resume(void **state)
{
	(void)state;
	static const int sizes[][2] = {{30, 140}, {24, 70}, {12, 40}};
	struct buf before = buf_empty();
	struct buf after = buf_empty();
	for (size_t i = 0; i < sizeof(sessions) / sizeof(sessions[0]); i++) {
		for (size_t j = 0; j < 3; j++) {
			start_with(0, sizes[j][0], sizes[j][1]);
			take(sessions[i]);
			look(&before);
			stop();
			start(sizes[j][0], sizes[j][1]);
			look(&after);
			if (strcmp(before.data, after.data) != 0)
				fail_msg("%s\nwas %s\nis  %s", sessions[i], before.data,
						after.data);
			/* What was taken up is left again. */
			stop();
			start(sizes[j][0], sizes[j][1]);
			look(&after);
			assert_string_equal(after.data, before.data);
			session_keys(app, "j q q q q");
			stop();
		}
	}
	buf_free(&before);
	buf_free(&after);
}

/* What is not to be taken up is not; the first view there is has none before it. */
static void
test_fresh(void **state)
{
	(void)state;
	start(24, 100);
	take(":theme dark;:keymap vim;:tag 新能源;j;Enter");
	stop();
	start_with(0, 24, 100);
	assert_string_equal(app->panes.settings->theme, "auto");
	assert_string_equal(keymap_name(app->panes.keymap), "default");
	assert_text(session_title(app), "All");
	stop();
	start(24, 100);
	take(":theme dark;:tag 新能源;j;Enter");
	stop();
	start_with(RESUME_THEME, 24, 100);
	assert_string_equal(app->panes.settings->theme, "dark");
	assert_text(session_title(app), "All");
	take(":tag 新能源");
	stop();
	start(24, 100);
	assert_text(session_title(app), "新能源");
	session_keys(app, "H");
	assert_status(app, "there is no view to go back to");
	stop();
}

/* Posts and groups go, and others come, while nobody looks. */
static void
test_what_is_gone(void **state)
{
	(void)state;
	start(24, 140);
	take(":category jjw;j j j j;Enter C-f");
	char title[64];
	snprintf(title, sizeof(title), "%s", app_pager(app).article->post.path);
	assert_string_equal(title, "_posts/2022-05-22-n22.md");
	stop();
	session_delete("_posts/2022-05-22-n22.md");
	start(24, 140);
	assert_text(session_title(app), "经济网");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第20条");
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
	assert_string_equal(app_pager(app).article->post.path, "_posts/2022-05-20-n20.md");
	take(":tag 长");
	stop();
	session_delete("_posts/2022-06-01-long.md");
	start(24, 140);
	assert_text(session_title(app), "All");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第30条");
	stop();
}

/* The newest posts come first where there is no catalogue: the place comes with the others. */
static void
test_without_cache(void **state)
{
	(void)state;
	enum { OLD = 600 };
	char name[64], cache[512];
	struct buf before = buf_empty();
	struct buf after = buf_empty();
	for (int i = 0; i < OLD; i++) {
		snprintf(name, sizeof(name), "_posts/%d-%02d-%02d-old.md", 1950 + i / 28,
				1 + i % 12, 1 + i % 28);
		session_write(name, "---\ntitle: 旧文\ncategories: 古\n---\n旧\n\n旧\n");
	}
	start(24, 140);
	take(":category 古;G;k;k;Enter");
	look(&before);
	assert_text(before.data, "-old.md");
	stop();
	session_path(cache, "cache");
	assert_int_equal(folder_remove(cache), 0);
	start(24, 140);
	look(&after);
	assert_string_equal(after.data, before.data);
	stop();
	buf_free(&before);
	buf_free(&after);
}

/* --- Hostile texts --- */

static bool
put_text(struct state *kept, void *context, struct err *err)
{
	char *root = realpath(session_folder, NULL);
	struct state_archive archive = state_find_archive(kept, root);
	assert_int_not_equal(archive.id, 0);
	free(root);
	return state_put_session(kept, archive.id, context, state_now() + 1, err);
}

static void
leave(const char *text)
{
	struct err err;
	char *notice;
	struct state *kept = state_start(&notice);
	free(notice);
	assert_true(state_begin(kept, &err));
	assert_true(put_text(kept, (void *)text, &err));
	assert_true(state_end(kept, true, &err));
	state_close(kept);
}

static const char *const hostile[] = {
		"",
		"[",
		"a",
		"- 1\n- 2\n",
		"{}",
		"group: [a, b]\nkind: {a: b}\n",
		"focus: 9\nside: quit\nzoomed: 7\nat: -5\noffset: -9\n",
		"focus: 2147483648\nside: help\nat: 99999999999999999999\noffset: 2147483647\n",
		"side: calendar\nfocus: -1\n",
		"open: ../../../../etc/passwd\nfocus: 2\n",
		"open: /etc/passwd\npost: /etc/passwd\n",
		"post: _posts/none.md\nat: 2147483647\n",
		"search: 'tag:'\nfilter: \"\\e[31m\"\n",
		"search: \"((((\"\n",
		"order: size\nreversed: 2\n",
		"since: x\nuntil: 9223372036854775807\n",
		"since: -9223372036854775807\nuntil: 99999999999999999999\n",
		"marks: 255\n",
		"marks: -1\n",
		"tags: ['', a, [b], {c: d}]\ncategories: 7\n",
		"theme: {auto: plaid}\nkeymap: {default: ../../x}\n",
		"theme: dark\nkeymap: [vim]\n",
		"kind: tag\ngroup: 没有\n",
		"<<: {focus: 2}\n",
		"a: &a [*a]\n",
		"side: show-searches\nfocus: 0\n",
		"side: show-months\nfocus: 0\nsearch: 目标\nkind: tag\ngroup: jjw\n",
};

static void
test_hostile(void **state)
{
	(void)state;
	start(24, 100);
	stop();
	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		leave(hostile[i]);
		start(24, 100);
		session_keys(app, "g a g g j J k Enter q");
		assert_text(session_title(app), "All");
		stop();
	}
	/* A part that does not hold leaves the others. */
	leave("order: size\nfilter: 第1\nsearch: 'tag:'\nfocus: 77\nside: show-months\n");
	start(24, 140);
	assert_text(session_title(app), "“第1”");
	assert_text(session_row(app, SLOT_LEFT, 0), "Months");
	stop();
}

/* --- Lines --- */

static void
test_lines(void **state)
{
	(void)state;
	start(24, 100);
	take(":sort title;:sort date;:sort title;/甲乙;F丙丁;Enter");
	session_keys(app, "/");
	session_type(app, "戊己");
	session_keys(app, "Enter");
	stop();
	start_with(0, 24, 100);
	session_keys(app, ": Up");
	assert_status(app, ":sort title");
	session_keys(app, "Up Up");
	assert_status(app, ":sort date");
	session_keys(app, "Esc / Up");
	assert_status(app, "search: 戊己");
	session_keys(app, "Up");
	assert_status(app, "search: 甲乙");
	session_keys(app, "Esc F Up");
	assert_status(app, "filter: 丙丁");
	session_keys(app, "Esc");
	/* Another program's lines are there when it has been heard of them. */
	struct app *mine = app, *other = session_start_at(session_folder, NULL, "default");
	app_resize(other, 24, 100);
	session_wait(other);
	session_command(other, "sort date");
	keeper_flush(app_model(other)->keeper);
	while (app_model(mine)->keeping.foreigns == 0)
		session_step(mine);
	app = mine;
	session_keys(app, ": Up");
	assert_status(app, ":sort date");
	app_free(other);
	stop();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, session_tear_down)

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	const struct CMUnitTest tests[] = {
			TEST(test_place_within_a_session),
			TEST(test_place_in_another_session),
			TEST(test_goal_before_place),
			TEST(test_resume),
			TEST(test_fresh),
			TEST(test_what_is_gone),
			TEST(test_without_cache),
			TEST(test_hostile),
			TEST(test_lines),
	};
	return cmocka_run_group_tests_name("resume", tests, NULL, NULL);
}
