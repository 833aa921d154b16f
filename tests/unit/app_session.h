#ifndef TESTS_UNIT_APP_SESSION_H
#define TESTS_UNIT_APP_SESSION_H

/*
 * A session without a terminal: an archive in a temporary folder, keys by
 * their names, and the rows of the panes as text. Nothing here depends on time:
 * the clock stands until session_rest moves it, nothing goes on beside the screen
 * but what a test asks for, and threads are waited for until they have ended.
 */

#include "app/app.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/ticks.h"
#include "base/utf8.h"
#include "query/selection.h"
#include "settings/keymap_files.h"

#include "folder.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char session_folder[FOLDER_SIZE];
static unsigned session_background = BACKGROUND_NONE;
static bool session_is_ascii;
static unsigned session_resume; /* of enum resume */
static const char *const
		*session_values; /* a setting and its value by turns, and NULL; NULL: none */
static atomic_llong session_now = 1000000;

int64_t
ticks_ms(void)
{
	return session_now;
}

static const struct archive_options session_options = {.now = 1700000000};

/* A number below `sides`, by Knuth's MMIX generator: the same everywhere. */
static inline unsigned
session_dice(uint64_t *seed, unsigned sides)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % sides;
}

/* --- The archive --- */

static inline void
session_path(char path[512], const char *name)
{
	snprintf(path, 512, "%s/%s", session_folder, name);
}

static inline void
session_write_bytes(const char *name, const char *bytes, size_t length)
{
	folder_write_bytes(session_folder, name, bytes, length);
}

static inline void
session_write(const char *name, const char *text)
{
	session_write_bytes(name, text, strlen(text));
}

static inline void
session_delete(const char *name)
{
	char path[512];
	session_path(path, name);
	assert_int_equal(unlink(path), 0);
}

static inline int
session_begin_folder(void)
{
	if (!folder_make(session_folder))
		return -1;
	setenv("XDG_CONFIG_HOME", session_folder, 1);
	char folder[80];
	snprintf(folder, sizeof(folder), "%s/cache", session_folder);
	setenv("XDG_CACHE_HOME", folder, 1);
	snprintf(folder, sizeof(folder), "%s/state", session_folder);
	setenv("XDG_STATE_HOME", folder, 1);
	unsetenv("BROWSER");
	return 0;
}

/* From here on no program is found but those that the test puts into the session's folder. */
static inline void
session_hide_programs(void)
{
	setenv("PATH", session_folder, 1);
}

static inline int
session_end_folder(void)
{
	return folder_remove(session_folder);
}

/*
 * Thirty posts of one a day, the newest 第30条: those with even numbers of the
 * category jjw, which is shown as 经济网, the others of cbcj; every third has the
 * tag 新能源, every fifth 四川经济网新闻. Each is of forty paragraphs; 目标 stands
 * in those numbered 05, 20 and 35.
 */
enum { SESSION_POSTS = 30, SESSION_PARAGRAPHS = 40 };

static inline void
session_post_name(char name[64], int number)
{
	snprintf(name, 64, "_posts/2022-05-%02d-n%02d.md", number, number);
}

static inline void
session_write_post(int number)
{
	char name[64];
	struct buf text = buf_empty();
	session_post_name(name, number);
	buf_format(&text,
			"---\ntitle: 第%02d条新闻\ndate: 2022-05-%02d 08:00:00 +0800\n"
			"categories: %s\ntags: [%s%s]\n---\n",
			number, number, number % 2 == 0 ? "jjw" : "cbcj",
			number % 3 == 0 ? "新能源, " : "", number % 5 == 0 ? "四川经济网新闻" : "");
	for (int i = 1; i <= SESSION_PARAGRAPHS; i++)
		buf_format(&text, "<p>%02d-%02d段%s的文字。</p>\n", number, i,
				i % 15 == 5 ? "目标" : "普通");
	session_write_bytes(name, text.data, text.length);
	buf_free(&text);
}

static inline void
session_write_archive(void)
{
	session_write("_config.yml", "title: 样本\ntimezone: Asia/Shanghai\n");
	session_write("category/jjw.html", "---\ntitle: 经济网\ncategory: jjw\n---\n");
	for (int i = 1; i <= SESSION_POSTS; i++)
		session_write_post(i);
}

/* Set-up and tear-down of a test in a folder of its own, with the archive. */
static inline int
session_set_up(void **state)
{
	(void)state;
	if (session_begin_folder() != 0)
		return -1;
	session_write_archive();
	return 0;
}

static inline int
session_tear_down(void **state)
{
	(void)state;
	return session_end_folder();
}

/* --- The session --- */

static inline struct settings *
session_settings(void)
{
	struct err err;
	struct settings *settings = settings_new();
	settings->ascii = session_is_ascii;
	for (const char *const *pair = session_values; pair != NULL && *pair != NULL; pair += 2)
		assert_true(settings_set(settings, pair[0], pair[1], &err));
	return settings;
}

/* Waits until a thread has something to say, and lets the app take it. */
static inline unsigned
session_step(struct app *app)
{
	struct pollfd wake = {.fd = app_wake_fd(app), .events = POLLIN};
	assert_int_equal(poll(&wake, 1, -1), 1);
	return app_wake(app);
}

/* Whether a thread has something to say: it rings before it counts as idle (worker.h). */
static inline bool
session_is_rung(struct app *app)
{
	struct pollfd wake = {.fd = app_wake_fd(app), .events = POLLIN};
	return poll(&wake, 1, 0) > 0;
}

/* Waits until no thread is at work, nor is to begin anything when the end of another's work is taken. */
static inline unsigned
session_wait(struct app *app)
{
	unsigned dirty = 0;
	while (model_is_busy(app_model(app)) || session_is_rung(app))
		dirty |= session_step(app);
	return dirty;
}

static inline struct app *
session_start_at(const char *path, const struct selection *selection, const char *keymap_name_)
{
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_files_load(keymap_name_, problems);
	assert_non_null(keymap);
	problems_free(problems);
	struct selection none;
	selection_init(&none);
	struct app *app = app_new(&(struct app_start){
			.model =
					{
							.path = path,
							.options = &session_options,
							.selection = selection != NULL ? selection
										       : &none,
							.background = session_background,
					},
			.settings = session_settings(),
			.keymap = keymap,
			.resume = session_resume,
	});
	selection_free(&none);
	return app;
}

/* The archive on a screen of that size, read; the first post is open where it is seen. */
static inline struct app *
session_open(int rows, int columns)
{
	struct app *app = session_start_at(session_folder, NULL, "default");
	app_resize(app, rows, columns);
	session_wait(app);
	return app;
}

/* A file of the folder on a screen of that size, without the archive. */
static inline struct app *
session_open_lone(const char *name, int rows, int columns)
{
	char path[512];
	struct err err;
	struct selection none;
	struct problems *problems = problems_new();
	session_path(path, name);
	selection_init(&none);
	struct app *app = app_new(&(struct app_start){
			.model = {.article = article_open(NULL, path, &err), .selection = &none},
			.settings = session_settings(),
			.keymap = keymap_files_load("default", problems),
	});
	selection_free(&none);
	problems_free(problems);
	app_resize(app, rows, columns);
	return app;
}

/* Lets time pass until nothing is due any more; returns what became dirty. */
static inline unsigned
session_rest(struct app *app)
{
	unsigned dirty = session_wait(app);
	for (int wait; (wait = app_timeout_ms(app)) >= 0;) {
		session_now += wait;
		dirty |= app_tick(app);
		dirty |= session_wait(app);
	}
	return dirty;
}

/* Presses keys by their names, parted by spaces, and does not wait for what they begin. */
static inline unsigned
session_press(struct app *app, const char *names)
{
	unsigned dirty = 0;
	while (*names != '\0') {
		size_t length = strcspn(names, " ");
		struct chord chord;
		if (!chord_parse(names, length, &chord))
			fail_msg("no key: %s", names);
		dirty |= app_press(app, chord);
		names += length;
		names += strspn(names, " ");
	}
	return dirty;
}

/* The same, waiting after each; what all of them made dirty. */
static inline unsigned
session_keys(struct app *app, const char *names)
{
	unsigned dirty = 0;
	while (*names != '\0') {
		char name[32];
		size_t length = strcspn(names, " ");
		snprintf(name, sizeof(name), "%.*s", (int)length, names);
		dirty |= session_press(app, name) | session_wait(app);
		names += length;
		names += strspn(names, " ");
	}
	return dirty;
}

/* Types text as it is. */
static inline unsigned
session_type(struct app *app, const char *text)
{
	unsigned dirty = 0;
	size_t length = strlen(text);
	while (length > 0) {
		uint32_t codepoint;
		size_t step = utf8_decode(text, length, &codepoint);
		dirty |= app_press(app, (struct chord){codepoint, 0}) | session_wait(app);
		text += step;
		length -= step;
	}
	return dirty;
}

/* `:line` */
static inline unsigned
session_command(struct app *app, const char *line)
{
	session_keys(app, ":");
	session_type(app, line);
	return session_keys(app, "Enter");
}

/* Filters the list for a post by its title, and opens it. */
static inline void
session_open_post(struct app *app, const char *title)
{
	session_keys(app, "F");
	session_type(app, title);
	session_keys(app, "Enter Enter");
	assert_true(app_pager(app).is_open);
}

/* --- What is shown --- */

/* The texts of a row's cells; the last few calls' answers live. */
static inline const char *
session_text(const struct view_row *row)
{
	static char texts[8][4096];
	static size_t next;
	char *text = texts[next++ % 8];
	text[0] = '\0';
	for (int i = 0; i < row->cell_count; i++)
		strncat(text, row->cells[i].text, 4095 - strlen(text));
	return text;
}

/* The row of a pane that its cursor is on, counted from its first one under the header; -1: none is seen. */
static inline int
session_cursor_row(struct app *app, enum slot pane)
{
	struct view_row row;
	for (int line = 0; line < app_pane(app, pane).rows; line++) {
		app_view_row(app, pane, line, &row);
		if (row.fill == ROLE_CURSOR || row.fill == ROLE_CURSOR_IDLE)
			return line - 1;
	}
	return -1;
}

static inline const char *
session_row(struct app *app, enum slot pane, int line)
{
	struct view_row row;
	app_view_row(app, pane, line, &row);
	return session_text(&row);
}

/* The row of a pane that its cursor is on; "" if none is seen. */
static inline const char *
session_chosen(struct app *app, enum slot pane)
{
	int row = session_cursor_row(app, pane);
	return row >= 0 ? session_row(app, pane, row + 1) : "";
}

static inline const char *
session_status(struct app *app)
{
	struct view_row row;
	app_view_status(app, &row);
	return session_text(&row);
}

static inline const char *
session_title(struct app *app)
{
	struct view_row row;
	app_view_title_bar(app, &row);
	return session_text(&row);
}

/* A row of the open post's text, from the first one shown. */
static inline const char *
session_line(struct app *app, size_t line)
{
	static char text[4096];
	struct pager_view view = app_pager(app);
	text[0] = '\0';
	if (!view.is_open || view.top + line >= view.article->layout->count)
		return text;
	const struct line *found = &view.article->layout->lines[view.top + line];
	for (size_t i = 0; i < found->piece_count; i++)
		strncat(text, found->pieces[i].text, found->pieces[i].length);
	return text;
}

/* Whether a pane shows the text in one of its rows, those of an open post included. */
static inline bool
session_shows(struct app *app, enum slot pane, const char *text)
{
	struct pane_box box = app_pane(app, pane);
	struct pager_view view = app_pager(app);
	bool is_post = pane == SLOT_MAIN && view.is_open;
	for (int i = 0; box.is_visible && i < box.rows; i++) {
		bool is_line = is_post && i >= view.header_rows;
		const char *row = is_line ? session_line(app, (size_t)(i - view.header_rows))
					  : session_row(app, pane, i);
		if (strstr(row, text) != NULL)
			return true;
	}
	return false;
}

static inline void
assert_text(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("“%s” has no “%s”", text, part);
}

static inline void
assert_status(struct app *app, const char *part)
{
	assert_text(session_status(app), part);
}

/* Whether exactly this text is marked as found in a row of a pane. */
static inline bool
session_has_mark(struct app *app, enum slot pane, int line, const char *text)
{
	struct view_row row;
	app_view_row(app, pane, line, &row);
	for (int i = 0; i < row.cell_count; i++) {
		if (row.cells[i].role == ROLE_MATCH && strcmp(row.cells[i].text, text) == 0)
			return true;
	}
	return false;
}

#endif
