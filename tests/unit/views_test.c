/* Views: back and forward through whatever was asked for, chosen, opened and read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"

#include "app_session.h"

#include <locale.h>

enum { STEPS = 60, ROUNDS = 12, MAX_VIEWS = 3 * STEPS };

static uint64_t seed;
static struct app *app;

#define PICK(array) (array)[session_dice(&seed, sizeof(array) / sizeof((array)[0]))]

/* --- The archive --- */

/* A post with links to posts, to groups, to a place in itself and to nothing. */
static void
write_links(const char *name, const char *front_matter)
{
	struct buf text = buf_empty();
	buf_format(&text, "---\n%s\n---\n\n", front_matter);
	for (int i = 0; i < 50; i++)
		buf_format(&text, "链接前的第%d段，%s[甲](/jjw/2022/05/30/n30.html)。\n\n", i,
				i % 2 == 0 ? "长一些，在窄的屏幕上要换行，" : "");
	buf_add_text(&text, "[乙](/category/jjw.html) [丙](/tag/新能源/) [丁](/) [戊](#middle) "
			    "[己](/2022/06/02/far.html) [庚](/no/such)\n\n"
			    "## 中间 {#middle}\n\n");
	for (int i = 0; i < 50; i++)
		buf_format(&text, "链接后的第%d段。\n\n", i);
	session_write_bytes(name, text.data, text.length);
	buf_free(&text);
}

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	write_links("_posts/2022-06-01-links.md",
			"title: 有链接的\ncategories: jjw\ntags: [新能源]");
	write_links("_posts/2022-06-02-far.md", "title: 目标");
	write_links("_posts/2022-05-11-a.md", "title: 第1甲\ncategories: cbcj");
	write_links("_posts/2022-05-21-b.md", "title: 第2乙\ncategories: jjw\ntags: [新能源]");
	session_background = BACKGROUND_INDEX;
	return 0;
}

static void
start(int rows, int columns)
{
	app = session_open(rows, columns);
	session_command(app, "search-all 普通");
	session_rest(app);
	app_free(app);
	app = session_open(rows, columns); /* without a view of the time when it was indexed */
	session_rest(app);
}

/* --- What is shown --- */

static void
look_at_asked(struct buf *out)
{
	const struct asked *asked = &app->model->asked;
	const struct selection *selection = &asked->selection;
	buf_clear(out);
	buf_format(out, "%d:%s /%s F%s ", (int)asked->kind,
			asked->group != NULL ? asked->group : "*", selection->search,
			selection->title);
	buf_format(out, "%lld to %lld order %d %d %d|",
			selection->has_since ? (long long)selection->since : -1,
			selection->has_until ? (long long)selection->until : -1,
			(int)selection->order, selection->is_reversed, (int)asked->group_order);
}

/* All that going back has to bring back. */
static void
look(struct buf *out)
{
	const struct model *model = app->model;
	const struct pager_view pager = app_pager(app);
	struct post post;
	look_at_asked(out);
	buf_format(out, "%s|", session_title(app));
	buf_format(out, "focus %d zoom %d|", (int)app->panes.focus, app->is_zoomed);
	buf_format(out, "left %s|",
			app_pane(app, SLOT_LEFT).is_visible ? session_chosen(app, SLOT_LEFT) : "");
	buf_format(out, "list %s|", found_post(model, &post) ? post.path : "-");
	if (pager.is_open && app_pane(app, SLOT_MAIN).is_visible)
		buf_format(out, "%s line %zu %s", pager.article->post.path, pager.top,
				session_line(app, 0));
}

/*
 * What must differ for a step to have made another view: where the focus is and what is scrolled does
 * not count, but for a step that opens a post or follows a link.
 */
static void
look_for_change(const char *step, struct buf *out)
{
	bool opens = strcmp(step, "Enter") == 0 || strncmp(step, ":follow", 7) == 0;
	(opens ? look : look_at_asked)(out);
}

/* --- What happens --- */

/* Each makes another view, unless there is nothing more of that kind. */
static const char *const changes[] = {"]", "[", "t", "c", "r", "S", "g1 S", "Enter", "Enter",
		"Enter", ":tag 新能源", ":category jjw", ":category cbcj", ":all-posts",
		":since 2022-05-10", ":until 2022-05-25", ":since", ":sort title", ":sort date",
		"/目标", "/第1", "/新闻", "F第2", "F链接", "Esc", "g c k Enter", "g c m",
		":follow 1", ":follow 2", ":follow 3", ":follow 4", ":follow 5", ":follow 6",
		":follow 7", "m j", "m k"};

/* None makes another view. */
static const char *const moves[] = {"j", "k", "j j j j j", "G", "g g", "C-d", "Space", "C-f", "C-b",
		"J", "K", "Tab", "S-Tab", "v", "g 2", "g 3", "/ 目 Esc", "g 2 F 第 Esc", ": x Esc",
		"?", "n", ":prev-match"};

static void
take(const char *step)
{
	static const char *const prompts[] = {":", "/", "F"};
	for (size_t i = 0; i < 3; i++) {
		if (step[0] != prompts[i][0] || step[1] == '\0' || step[1] == ' ')
			continue;
		/* In a post these would search in it. */
		session_keys(app, i == 0 ? "" : "g 2");
		session_keys(app, prompts[i]);
		session_keys(app, "C-u");
		session_type(app, step + 1);
		session_keys(app, "Enter");
		session_rest(app);
		return;
	}
	session_keys(app, step);
	session_rest(app);
}

/* Whether the step is one in the list, and would do something else in another pane. */
static bool
is_for_list(const char *step)
{
	return strchr("rSE/F", step[0]) != NULL;
}

/* Plays a random sequence; `views` gets what was shown at the end of each view. */
static size_t
play(struct buf *views)
{
	size_t count = 0;
	struct buf before = buf_empty();
	struct buf now = buf_empty();
	for (int i = 0; i < STEPS; i++) {
		if (session_dice(&seed, 2) == 0) {
			/* In the groups the cursor chooses one. */
			take(app->panes.focus == SLOT_LEFT ? "g 2" : PICK(moves));
			continue;
		}
		const char *step = PICK(changes);
		bool is_left = step[0] == 'm' || strncmp(step, "g1", 2) == 0;
		if (app->panes.cover.type != NULL)
			session_keys(app, "Esc");
		if (step[0] != ':')
			take(is_for_list(step) ? "g 2" : "");
		else if (strncmp(step, ":follow", 7) == 0)
			take("g 3");
		if (is_left)
			take(step[0] == 'm' ? "m" : "g 1");
		look(&views[count]);
		look_for_change(step, &before);
		take(is_left ? step + strcspn(step, " ") : step);
		look_for_change(step, &now);
		count += strcmp(now.data, before.data) != 0;
	}
	look(&views[count]);
	buf_free(&before);
	buf_free(&now);
	return count;
}

static void
assert_shown(const struct buf *wanted, const char *way, size_t view)
{
	struct buf now = buf_empty();
	session_rest(app);
	look(&now);
	if (strcmp(now.data, wanted->data) != 0)
		fail_msg("%s to view %zu\nhas    %s\nwanted %s", way, view, now.data, wanted->data);
	buf_free(&now);
}

static void
uncover(void)
{
	if (app->panes.cover.type != NULL)
		session_keys(app, "Esc");
}

static void
go_through(int rows, int columns, uint64_t with_seed)
{
	struct buf views[STEPS + 1];
	for (size_t i = 0; i <= STEPS; i++)
		buf_init(&views[i]);
	seed = with_seed;
	start(rows, columns);
	size_t count = play(views);
	uncover();
	look(&views[count]);
	for (size_t i = count; i-- > 0;) {
		session_keys(app, "H");
		assert_shown(&views[i], "back", i);
	}
	for (size_t i = 1; i <= count; i++) {
		session_keys(app, "L");
		assert_shown(&views[i], "forward", i);
	}
	/* Faster than anything is listed or opened. */
	for (size_t i = 0; i < count; i++)
		session_press(app, "H");
	assert_shown(&views[0], "back at once", 0);
	for (size_t i = 0; i < count; i++)
		session_press(app, "L");
	assert_shown(&views[count], "forward at once", count);
	app_free(app);
	for (size_t i = 0; i <= STEPS; i++)
		buf_free(&views[i]);
}

static void
test_any_sequence(void **state)
{
	(void)state;
	for (uint64_t i = 1; i <= ROUNDS; i++) {
		go_through(30, 140, i);
		go_through(24, 70, i);
		go_through(12, 40, i);
	}
}

/* The oldest views go where there are more than are kept. */
static void
test_depth(void **state)
{
	(void)state;
	start(24, 80);
	session_keys(app, "c ]");
	for (int i = 0; i < VIEWS_KEPT; i++)
		session_keys(app, i % 2 == 0 ? "]" : "[");
	for (int i = 0; i < VIEWS_KEPT; i++) {
		session_keys(app, "H");
		assert_text(session_title(app), i % 2 == 0 ? "cbcj" : "经济网");
	}
	session_keys(app, "H");
	assert_status(app, "there is no view to go back to");
	session_command(app, "view-back");
	assert_status(app, "there is no view to go back to");
	session_keys(app, "L L");
	assert_text(session_title(app), "经济网");
	/* Another one replaces those forward. */
	session_keys(app, "[ L");
	assert_status(app, "there is no view to go forward to");
	/* The oldest may be one that a link led to, from a view that is dropped. */
	session_command(app, "all-posts");
	session_keys(app, "g g Enter");
	for (int i = 0; i <= VIEWS_KEPT / 2; i++) {
		session_command(app, i % 2 == 0 ? "follow 2" : "follow 3");
		session_command(app, "filter 有链接");
		session_keys(app, "Enter");
	}
	for (int i = 0; i <= VIEWS_KEPT; i++)
		session_keys(app, "H");
	assert_status(app, "there is no view to go back to");
	session_keys(app, "j k q q q");
	assert_true(app_pane(app, SLOT_LEFT).has_focus);
	app_free(app);
}

/* A list that is come back to, by whatever way, has its cursor where it was. */
static void
test_cursors(void **state)
{
	(void)state;
	start(30, 140);
	session_keys(app, "j j j");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第29条");
	session_keys(app, "] j j");
	assert_text(session_title(app), "经济网");
	char here[256];
	snprintf(here, sizeof(here), "%s", session_chosen(app, SLOT_MIDDLE));
	session_keys(app, "[");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第29条");
	session_keys(app, "]");
	assert_text(session_chosen(app, SLOT_MIDDLE), here);
	/* Typing and giving up, or accepting and taking off. */
	session_keys(app, "/");
	session_type(app, "目标");
	session_keys(app, "Esc");
	assert_text(session_chosen(app, SLOT_MIDDLE), here);
	session_keys(app, "/");
	session_type(app, "目标");
	session_keys(app, "Enter G");
	assert_null(strstr(session_chosen(app, SLOT_MIDDLE), here));
	session_keys(app, "Esc");
	assert_text(session_chosen(app, SLOT_MIDDLE), here);
	session_keys(app, "F");
	session_type(app, "第0");
	assert_null(strstr(session_chosen(app, SLOT_MIDDLE), here));
	session_keys(app, "Enter j Esc");
	assert_text(session_chosen(app, SLOT_MIDDLE), here);
	session_command(app, "since 2022-05-30");
	session_command(app, "since");
	assert_text(session_chosen(app, SLOT_MIDDLE), here);
	/* An order is of the same list: the post stays chosen. */
	session_keys(app, "r");
	assert_text(session_chosen(app, SLOT_MIDDLE), here);
	session_keys(app, "t c");
	assert_text(session_chosen(app, SLOT_MIDDLE), "第29条");
	app_free(app);
}

/* Each key takes off the last part of the path, whatever has the keys, and never leaves. */
static void
test_clear(void **state)
{
	(void)state;
	static const struct {
		const char *said, *rest;
	} steps[] = {{"“第”", "category:经济网 > since 2022-05-01 until 2022-05-29 > unread > "
			      "search 目标"},
			{"“目标”", "category:经济网 > since 2022-05-01 until 2022-05-29 > unread"},
			{"“unread” is taken off",
					"category:经济网 > since 2022-05-01 until 2022-05-29"},
			{"the dates", "category:经济网"}, {"“经济网”", "All"},
			{"nothing narrows", "All"}, {"nothing narrows", "All"}};
	start(24, 140);
	for (int round = 0; round < 2; round++) {
		session_command(app, "category jjw");
		session_command(app, "since 2022-05-01");
		session_command(app, "until 2022-05-29");
		session_command(app, "unread-posts");
		session_command(app, "search-all 目标");
		session_keys(app, "F");
		session_type(app, "第");
		session_keys(app, "Enter");
		session_keys(app, round == 0 ? "g 2" : "g 1");
		for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
			assert_int_equal(session_keys(app, "Esc") & DIRTY_QUIT, 0);
			assert_status(app, steps[i].said);
			assert_text(session_title(app), steps[i].rest);
			assert_null(strstr(session_title(app) + strlen(steps[i].rest) + 8, " > "));
		}
	}
	app_free(app);
}

/* A key that is held never leaves, whatever it is bound to; nor does `close`, which goes up to the outermost view. */
static void
test_close(void **state)
{
	(void)state;
	static const char *const maps[] = {"default", "vim", "emacs", "less", "newsboat"};
	start(24, 140);
	for (size_t i = 0; i < 5; i++) {
		char line[32];
		snprintf(line, sizeof(line), "keymap %s", maps[i]);
		session_command(app, line);
		session_command(app, "search-all 目标");
		session_keys(app, "Enter");
		for (int press = 0; press < 12; press++)
			assert_int_equal(session_keys(app, press < 6 ? "BS" : "Esc") & DIRTY_QUIT,
					0);
		for (int level = 0; level < 5; level++)
			assert_int_equal(session_command(app, "close") & DIRTY_QUIT, 0);
		assert_true(app_pane(app, SLOT_LEFT).has_focus);
		session_command(app, "keymap default");
		assert_true((session_keys(app, "q") & DIRTY_QUIT) != 0);
	}
	session_keys(app, "g 3 Esc");
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	session_command(app, "keymap vim");
	session_keys(app, "Enter Esc");
	assert_true(app_pane(app, SLOT_MAIN).has_focus);
	app_free(app);
}

/* `q` returns to where the link stood, also from a post opened in the list that it led to. */
static void
test_back_to_a_link(void **state)
{
	(void)state;
	struct buf before = buf_empty();
	struct buf now = buf_empty();
	start(24, 100);
	session_keys(app, "F");
	session_type(app, "有链接");
	session_keys(app, "Enter Enter C-f C-f j");
	look(&before);
	for (int link = 1; link <= 5; link++) {
		char line[32];
		snprintf(line, sizeof(line), "follow %d", link);
		session_command(app, line);
		look(&now);
		if (strcmp(now.data, before.data) == 0)
			fail_msg("link %d leads nowhere: %s", link, session_status(app));
		bool is_list = link >= 2 && link <= 4;
		session_keys(app, is_list ? "j j Enter J q q" : "C-f q");
		look(&now);
		assert_string_equal(now.data, before.data);
	}
	/* From link to link, and back by both. */
	session_command(app, "follow 5");
	session_keys(app, "C-f");
	session_command(app, "follow 1");
	session_keys(app, "q q");
	look(&now);
	assert_string_equal(now.data, before.data);
	/* From another post of the list the way goes up to the list. */
	session_command(app, "follow 1");
	session_keys(app, "g 2");
	session_command(app, "clear-filter");
	session_keys(app, "j Enter q");
	assert_true(app_pane(app, SLOT_MIDDLE).has_focus);
	buf_free(&before);
	buf_free(&now);
	app_free(app);
}

/* A group that is gone meanwhile stops no way back, and what is corrected is no view of its own. */
static void
test_gone_group(void **state)
{
	(void)state;
	struct selection shown;
	selection_init(&shown);
	selection_add_category(&shown, "经济网", NULL);
	session_write("_posts/2022-05-15-only.md", "---\ntitle: 独\ncategories: 独\n---\n独\n");
	app = session_start_at(session_folder, &shown, "default");
	app_resize(app, 24, 140);
	session_rest(app);
	session_keys(app, "H");
	assert_status(app, "there is no view to go back to");
	session_command(app, "category 独");
	session_command(app, "tag 新能源");
	session_delete("_posts/2022-05-15-only.md");
	session_keys(app, "R");
	session_rest(app);
	session_keys(app, "H");
	assert_status(app, "no posts of the category “独”");
	assert_text(session_title(app), "All");
	session_keys(app, "H");
	assert_text(session_title(app), "经济网");
	session_keys(app, "L L");
	assert_text(session_title(app), "新能源");
	selection_free(&shown);
	app_free(app);
}

/* In a lone file there are its own places to come back to, and Esc never leaves. */
static void
test_lone_file(void **state)
{
	(void)state;
	app = session_open_lone("_posts/2022-06-01-links.md", 24, 80);
	session_keys(app, "C-f");
	for (int i = 0; i < 9 && strstr(session_status(app), "#middle") == NULL; i++)
		session_keys(app, ",");
	assert_status(app, "#middle");
	size_t top = app_pager(app).top;
	session_keys(app, "Enter");
	assert_text(session_line(app, 0), "中间");
	session_keys(app, "q");
	assert_int_equal(app_pager(app).top, top);
	session_keys(app, "L");
	assert_text(session_line(app, 0), "中间");
	session_keys(app, "H");
	assert_int_equal(app_pager(app).top, top);
	for (int i = 0; i < 4; i++)
		assert_int_equal(session_keys(app, "Esc BS") & DIRTY_QUIT, 0);
	assert_status(app, "this is the outermost view");
	assert_true((session_keys(app, "q") & DIRTY_QUIT) != 0);
	app_free(app);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, session_tear_down)

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL && setlocale(LC_CTYPE, "en_US.UTF-8") == NULL)
		return 77;
	const struct CMUnitTest tests[] = {
			TEST(test_any_sequence),
			TEST(test_depth),
			TEST(test_cursors),
			TEST(test_clear),
			TEST(test_close),
			TEST(test_back_to_a_link),
			TEST(test_gone_group),
			TEST(test_lone_file),
	};
	return cmocka_run_group_tests_name("views", tests, NULL, NULL);
}
