/* Opening posts beside the screen: long ones, others asked for meanwhile, and a session that goes on. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "article/opener.h"
#include "base/wake.h"
#include "base/worker.h"

#include "app_session.h"

#include <locale.h>

/* ThreadSanitizer takes ten times as long. */
#ifdef __SANITIZE_THREAD__
enum { LONG_PARAGRAPHS = 6000 };
#else
enum { LONG_PARAGRAPHS = 60000 };
#endif

static const struct layout_options options = {.width = 60};

/* A post that no machine opens between two keys, with a place near its end. */
static void
write_long(void)
{
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 长文\ndate: 2022-06-02 08:00:00 +0800\n---\n");
	for (int i = 0; i < LONG_PARAGRAPHS; i++)
		buf_format(&text, "<p%s>%05d段的<b>文字</b>很长，一句<i>接着</i>一句。</p>\n",
				i == LONG_PARAGRAPHS - 100 ? " id='end'" : "", i);
	session_write_bytes("_posts/2022-06-02-long.html", text.data, text.length);
	buf_free(&text);
	session_write("_posts/2022-06-03-short.html",
			"---\ntitle: 短文\n---\n<p><a "
			"href='/2022/06/02/long.html#end'>去</a></p>\n");
}

static int
begin(void **state)
{
	setlocale(LC_ALL, "C.UTF-8");
	if (session_set_up(state) != 0)
		return -1;
	write_long();
	return 0;
}

/* --- The thread --- */

struct bench {
	struct archive *archive;
	struct worker *opener;
	int pipe[2];
	struct article *article;
	struct err err;
};

static struct bench
bench_new(void)
{
	struct bench bench = {0};
	bench.archive = archive_open(session_folder, &session_options, NULL, &bench.err);
	assert_non_null(bench.archive);
	assert_true(wake_open(bench.pipe, &bench.err));
	bench.opener = opener_new(bench.pipe[1], &bench.err);
	return bench;
}

static void
bench_free(struct bench *bench)
{
	worker_free(bench->opener);
	archive_close(bench->archive);
	wake_close(bench->pipe);
}

static void
ask(struct bench *bench, const char *path)
{
	opener_ask(bench->opener, bench->archive, path, &options);
}

static bool
take(struct bench *bench)
{
	return opener_take(bench->opener, &bench->article, &bench->err);
}

/* Waits until the thread tells that there is something to take. */
static void
wait_for_wake(struct bench *bench)
{
	struct pollfd wake = {.fd = bench->pipe[0], .events = POLLIN};
	assert_int_equal(poll(&wake, 1, -1), 1);
	wake_drain(bench->pipe[0]);
}

static void
take_at_last(struct bench *bench)
{
	while (!take(bench))
		wait_for_wake(bench);
}

static void
gives_what_was_asked_for(void **state)
{
	(void)state;
	struct bench bench = bench_new();
	assert_false(take(&bench));
	ask(&bench, "_posts/2022-05-01-n01.md");
	take_at_last(&bench);
	assert_non_null(bench.article);
	assert_string_equal(bench.article->post.title, "第01条新闻");
	assert_non_null(bench.article->layout);
	assert_int_equal(bench.article->options.width, 60);
	article_close(bench.article);
	assert_false(take(&bench));
	ask(&bench, "_posts/2022-05-01-gone.md");
	take_at_last(&bench);
	assert_null(bench.article);
	assert_text(bench.err.reason, "No such file");
	bench_free(&bench);
}

static void
forgets_what_is_not_wanted(void **state)
{
	(void)state;
	struct bench bench = bench_new();
	ask(&bench, "_posts/2022-06-02-long.html");
	ask(&bench, "_posts/2022-05-02-n02.md");
	take_at_last(&bench);
	assert_string_equal(bench.article->post.title, "第02条新闻");
	article_close(bench.article);
	ask(&bench, "_posts/2022-06-02-long.html");
	worker_cancel(bench.opener);
	assert_false(take(&bench));
	while (!worker_is_idle(bench.opener))
		wait_for_wake(&bench);
	assert_false(take(&bench));
	/* One that is open already is freed with what was asked for. */
	ask(&bench, "_posts/2022-05-03-n03.md");
	wait_for_wake(&bench);
	worker_cancel(bench.opener);
	assert_false(take(&bench));
	ask(&bench, "_posts/2022-06-02-long.html");
	bench_free(&bench);
}

/* --- The session --- */

static void
goes_on_meanwhile(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	session_keys(app, "g g j");
	app_run(app, ACTION_OPEN, "", 0);
	assert_true(app_opening(app) != 0);
	assert_true(session_shows(app, SLOT_MAIN, "opening"));
	/* Keys are answered: help, back, on to another post, which is opened in its stead. */
	app_run(app, ACTION_HELP, "", 0);
	assert_int_equal(app_context(app), CONTEXT_HELP);
	app_run(app, ACTION_BACK, "", 0);
	app_run(app, ACTION_DOWN, "", 0);
	app_resize(app, 30, 100);
	assert_true(app_opening(app) != 0);
	app_run(app, ACTION_NEXT_POST, "", 0);
	session_wait(app);
	assert_true(session_shows(app, SLOT_MAIN, "30-01段"));
	app_run(app, ACTION_PREV_POST, "", 0);
	assert_true(app_opening(app) != 0);
	session_wait(app);
	assert_true(session_shows(app, SLOT_MAIN, "00000段"));
	/* Laid out for the size that the screen has by now. */
	const struct layout_options *asked = &app_model(app)->opened.options;
	assert_int_equal(asked->width, app_pane(app, SLOT_MAIN).columns - 2);
	assert_int_equal(app_pager(app).article->options.width, asked->width);
	app_free(app);
}

static void
reaches_its_place_later(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	session_keys(app, "g g Enter 1 Enter");
	char words[32];
	snprintf(words, sizeof(words), "%05d段", LONG_PARAGRAPHS - 100);
	assert_text(session_line(app, 0), words);
	assert_true(app_pager(app).top > 0);
	size_t top = app_pager(app).top;
	session_keys(app, "k k q");
	assert_true(session_shows(app, SLOT_MAIN, "去"));
	session_keys(app, ". Enter");
	assert_int_equal(app_pager(app).top, top);
	/* While it is read again, it stays, and so does what comes back from another. */
	app_run(app, ACTION_RELOAD, "", 0);
	session_wait(app);
	assert_int_equal(app_pager(app).top, top);
	app_free(app);
}

/* As when the folder is watched: a post stays as it is open unless its own file has changed. */
static void
is_read_again_when_its_file_has_changed(void **state)
{
	(void)state;
	struct err err;
	struct app *app = session_open(24, 80);
	session_keys(app, "G Enter");
	assert_true(session_shows(app, SLOT_MAIN, "01-01段"));
	const struct article *article = app_model(app)->opened.article;
	for (int i = 0; i < 2; i++) {
		session_write("_posts/2022-06-04-other.md", i == 0 ? "甲\n" : "甲乙\n");
		assert_true(loader_start(app_model(app)->loader, false, &err));
		session_wait(app);
		assert_ptr_equal(app_model(app)->opened.article, article);
	}
	session_write("_posts/2022-05-01-n01.md", "---\ntitle: 第01条\n---\n改了\n");
	assert_true(loader_start(app_model(app)->loader, false, &err));
	session_wait(app);
	assert_true(session_shows(app, SLOT_MAIN, "改了"));
	/* What a page is made of besides its file is in the configuration. */
	article = app_model(app)->opened.article;
	session_write("_config.yml", "title: 样本\ntimezone: UTC\n");
	assert_true(loader_start(app_model(app)->loader, false, &err));
	session_wait(app);
	assert_ptr_not_equal(app_model(app)->opened.article, article);
	session_delete("_posts/2022-06-04-other.md");
	session_write_archive();
	app_free(app);
}

static void
ends_while_opening(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	session_keys(app, "g g j");
	app_run(app, ACTION_OPEN, "", 0);
	assert_true(app_opening(app) != 0);
	app_free(app);
}

/* The archive that a post is being read from may be one that has been read again since. */
static void
ends_while_opening_from_an_old_library(void **state)
{
	(void)state;
	struct app *app = session_open(24, 80);
	const struct library *before = app_model(app)->library;
	session_keys(app, "g g j");
	app_run(app, ACTION_OPEN, "", 0);
	app_run(app, ACTION_RELOAD, "", 0);
	while (app_model(app)->library == before)
		session_step(app);
	app_free(app);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(gives_what_was_asked_for),
			cmocka_unit_test(forgets_what_is_not_wanted),
			cmocka_unit_test(goes_on_meanwhile),
			cmocka_unit_test(reaches_its_place_later),
			cmocka_unit_test(is_read_again_when_its_file_has_changed),
			cmocka_unit_test(ends_while_opening),
			cmocka_unit_test(ends_while_opening_from_an_old_library),
	};
	return cmocka_run_group_tests(tests, begin, session_tear_down);
}
