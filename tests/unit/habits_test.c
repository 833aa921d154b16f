/*
 * The key maps that are for hands that know another program: each key, where it is pressed, what it does in
 * that program by its manual, and what is seen here when it is pressed. A key that the program has and that
 * can do nothing of the kind here does nothing.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/state.h"

#include "app_session.h"

#include <locale.h>

enum { ROWS = 16, COLUMNS = 160, POSTS = 28, CHOSEN = 10, TOP = 30 };

enum place { GROUPS, LIST, POST };

struct habit {
	enum place place;
	const char *keys;
	const char *what; /* in the other program */
	const char *here; /* a word for each way to look, and what is to be seen: see looks */
};

static struct app *app;
static unsigned dirty;
static size_t failures;

/* --- What is looked at --- */

static struct looked_at {
	size_t top, left, row, group;
	enum slot focus;
	char path[64];
	const struct pane_type *cover;
	enum prompt_kind prompt;
	bool is_starred, is_unread;
	char title[256];
} before;

static const char *
open_path(void)
{
	const char *path = opened_path(app->model);
	return path != NULL ? path : "";
}

static struct looked_at
present(void)
{
	struct looked_at now = {app->panes.pager.top, app->panes.pager.left,
			app->panes.list.cursor.at, app->panes.groups.cursor.at, app->panes.focus,
			"", app->panes.cover.type, app->prompt_kind, false, false, ""};
	struct post post;
	snprintf(now.path, sizeof(now.path), "%s", open_path());
	snprintf(now.title, sizeof(now.title), "%s", session_title(app));
	if (found_post(app->model, &post)) {
		now.is_starred = marking_is(app->model, MARKS_STARRED, &post);
		now.is_unread = marking_is(app->model, MARKS_UNREAD, &post);
	}
	return now;
}

/* A number, or what stands for one: of lines, from where it was. */
static long
number(const char *text)
{
	long page = (long)pager_rows(&app->panes);
	if (app->panes.focus != SLOT_MAIN)
		page = (long)panes_current(&app->panes)->cursor(&app->panes)->rows;
	if (strcmp(text, "page") == 0)
		return page - 1;
	return strcmp(text, "half") == 0 ? page / 2 : strtol(text, NULL, 10);
}

static size_t
place_now(void)
{
	return app->panes.focus == SLOT_MAIN	 ? app->panes.pager.top
	       : app->panes.focus == SLOT_MIDDLE ? app->panes.list.cursor.at
						 : app->panes.groups.cursor.at;
}

static size_t
place_before(void)
{
	return before.focus == SLOT_MAIN     ? before.top
	       : before.focus == SLOT_MIDDLE ? before.row
					     : before.group;
}

static bool
is_down(const char *by)
{
	return place_now() == place_before() + (size_t)number(by) &&
	       app->panes.focus == before.focus;
}

static bool
is_up(const char *by)
{
	return place_now() + (size_t)number(by) == place_before() &&
	       app->panes.focus == before.focus;
}

/* The line or row, from 1; `end` the last one. */
static bool
is_at(const char *place)
{
	size_t count = app->panes.focus == SLOT_MAIN
				       ? pager_last_top(&app->panes) + 1
				       : panes_current(&app->panes)->cursor(&app->panes)->count;
	return place_now() + 1 == (strcmp(place, "end") == 0 ? count : strtoul(place, NULL, 10));
}

/* The first row of the list that is seen. */
static bool
has_top(const char *row)
{
	return app->panes.list.cursor.top + 1 == strtoul(row, NULL, 10);
}

static bool
says(const char *text)
{
	return strstr(session_status(app), text) != NULL;
}

static bool
asks(const char *label)
{
	return app->prompt_kind != PROMPT_NONE &&
	       strncmp(session_status(app), label, strlen(label)) == 0;
}

/* First line of the screen. */
static bool
heads(const char *text)
{
	return strstr(session_title(app), text) != NULL;
}

static bool
focuses(const char *pane)
{
	static const char *const names[] = {"groups", "list", "post"};
	return app->panes.cover.type == NULL && strcmp(names[app->panes.focus], pane) == 0;
}

/* What covers the panes. */
static bool
shows(const char *text)
{
	return app->panes.cover.type != NULL && session_shows(app, SLOT_MAIN, text);
}

static bool
leaves(const char *text)
{
	(void)text;
	return (dirty & DIRTY_QUIT) != 0;
}

/* The program that gets the terminal. */
static bool
runs(const char *program)
{
	const struct arguments *arguments = &app_foreground(app)->arguments;
	return (dirty & DIRTY_RUN) != 0 && arguments->count > 0 &&
	       strcmp(arguments->words[0], program) == 0;
}

static bool
copies(const char *text)
{
	return (dirty & DIRTY_COPY) != 0 && strstr(app_copied(app), text) != NULL;
}

/* The post that is open and has the keys, by its day. */
static bool
opens(const char *day)
{
	char path[64];
	snprintf(path, sizeof(path), "_posts/2022-05-%s-", day);
	return strncmp(open_path(), path, strlen(path)) == 0 && app->panes.focus == SLOT_MAIN;
}

static bool
is_sideways(const char *by)
{
	size_t left = app->panes.pager.left;
	return strcmp(by, "start") == 0	  ? left == 0
	       : strcmp(by, "end") == 0	  ? left > 40
	       : strcmp(by, "right") == 0 ? left == before.left + 8
					  : left + 8 == before.left;
}

static bool
marks(const char *how)
{
	struct looked_at now = present();
	return strcmp(how, "star") == 0 ? now.is_starred != before.is_starred
					: now.is_unread != before.is_unread;
}

static bool
is_alone(const char *text)
{
	(void)text;
	return app->is_zoomed;
}

/* Nothing that is looked at has changed but the status line. */
static bool
does_nothing(const char *text)
{
	(void)text;
	struct looked_at now = present();
	const unsigned others = DIRTY_QUIT | DIRTY_RUN | DIRTY_COPY | DIRTY_SUSPEND;
	return memcmp(&now, &before, offsetof(struct looked_at, path)) == 0 &&
	       strcmp(now.path, before.path) == 0 && now.cover == before.cover &&
	       now.prompt == PROMPT_NONE && now.is_starred == before.is_starred &&
	       now.is_unread == before.is_unread && strcmp(now.title, before.title) == 0 &&
	       !app->is_zoomed && (dirty & others) == 0 && app->pending.keys.count == 0;
}

static const struct {
	const char *word;
	bool (*is_so)(const char *what);
} looks[] = {{"down", is_down}, {"up", is_up}, {"at", is_at}, {"top", has_top}, {"says", says},
		{"asks", asks}, {"head", heads}, {"focus", focuses}, {"shows", shows},
		{"leaves", leaves}, {"runs", runs}, {"copies", copies}, {"opens", opens},
		{"sideways", is_sideways}, {"marks", marks}, {"alone", is_alone},
		{"nothing", does_nothing}};

/* --- The archive and the session --- */

static void
write_long_post(void)
{
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: 第19条\ncategories: jjw\ntags: [新能源]\n---\n"
			    "<h2>甲</h2>\n");
	for (int i = 0; i < 90; i++) {
		if (i == 30 || i == 60)
			buf_format(&text, "<h2>%s</h2>\n", i == 30 ? "乙" : "丙");
		if (i == 12)
			buf_add_text(&text, "<pre>0123456789 0123456789 0123456789 0123456789 "
					    "0123456789 0123456789 0123456789 0123456789 "
					    "0123456789 0123456789 0123456789 0123456789</pre>\n");
		buf_format(&text, "<p>第%02d段%s。</p>\n", i,
				i % 20 == 10   ? "的 renewables 之一"
				: i % 20 == 16 ? "的 renewable 之一"
				: i % 20 == 4  ? "able"
				: i == 15 ? "见<a href='/jjw/2022/05/03/n03.html'>前文</a>和<a "
					    "href='https://example.com/'>外面</a>"
					  : "");
	}
	session_write_bytes("_posts/2022-05-19-n19.md", text.data, text.length);
	buf_free(&text);
}

static int
set_up(void **state)
{
	(void)state;
	if (session_begin_folder() != 0)
		return -1;
	session_hide_programs();
	setenv("EDITOR", "editor", 1);
	unsetenv("VISUAL");
	setenv("BROWSER", "lynx", 1);
	if (chdir(session_folder) != 0)
		return -1;
	session_write("_config.yml", "title: 样本\nurl: https://news.example\n");
	for (int i = 1; i <= POSTS; i++) {
		char name[64];
		struct buf text = buf_empty();
		session_post_name(name, i);
		buf_format(&text, "---\ntitle: 第%02d条\ncategories: %s\n---\n<p>%d</p>\n", i,
				i % 2 == 0 ? "cbcj" : "jjw", i);
		session_write_bytes(name, text.data, text.length);
		buf_free(&text);
	}
	write_long_post();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return session_end_folder();
}

/* In the groups on the second of three, in the list on the tenth of twenty-eight, in that post on its line 30. */
static void
begin(const char *map, enum place place)
{
	static const enum action focus[] = {
			ACTION_FOCUS_GROUPS, ACTION_FOCUS_LIST, ACTION_FOCUS_PAGER};
	app = session_start_at(session_folder, NULL, map);
	app_resize(app, ROWS, COLUMNS);
	session_wait(app);
	app_run(app, ACTION_TOP, "", CHOSEN);
	session_rest(app);
	app_run(app, focus[place], "", 0);
	session_rest(app);
	if (place == GROUPS)
		app_run(app, ACTION_TOP, "", 2);
	if (place == POST)
		app_run(app, ACTION_TOP, "", TOP);
	session_rest(app);
	before = present();
}

static void
check(const char *map, const struct habit *habit)
{
	static const char *const places[] = {"groups", "list", "post"};
	begin(map, habit->place);
	dirty = session_keys(app, habit->keys);
	/* What a key waits for that also begins others. */
	if ((dirty & (DIRTY_QUIT | DIRTY_RUN)) == 0)
		dirty |= session_rest(app);
	size_t length = strcspn(habit->here, " "), i = 0;
	const char *rest = habit->here + length + (habit->here[length] == ' ');
	while (strlen(looks[i].word) != length || strncmp(looks[i].word, habit->here, length) != 0)
		assert_true(++i < sizeof(looks) / sizeof(looks[0]));
	if (!looks[i].is_so(rest)) {
		failures++;
		print_error("%s, %s: %s (%s) was to be: %s. Line %zu, left %zu, row %zu, slot %d, "
			    "open %s, status “%s”\n",
				map, places[habit->place], habit->keys, habit->what, habit->here,
				app->panes.pager.top + 1, app->panes.pager.left,
				app->panes.list.cursor.at + 1, (int)app->panes.focus, open_path(),
				session_status(app));
	}
	app_free(app);
}

static void
check_all(const char *map, const struct habit *habits, size_t count)
{
	failures = 0;
	for (size_t i = 0; i < count; i++)
		check(map, &habits[i]);
	assert_int_equal(failures, 0);
}

#define CHECK_ALL(map, habits) check_all(map, habits, sizeof(habits) / sizeof((habits)[0]))

static void
test_less(void **state)
{
	(void)state;
	static const struct habit habits[] = {
			{POST, "e", "forward a line", "down 1"},
			{POST, "C-e", "forward a line", "down 1"},
			{POST, "j", "forward a line", "down 1"},
			{POST, "J", "forward a line, past the end too", "down 1"},
			{POST, "C-j", "forward a line", "down 1"},
			{POST, "C-n", "forward a line", "down 1"},
			{POST, "Enter", "forward a line", "down 1"},
			{POST, "3 Enter", "forward three lines", "down 3"},
			{POST, "y", "backward a line", "up 1"},
			{POST, "C-y", "backward a line", "up 1"},
			{POST, "k", "backward a line", "up 1"},
			{POST, "K", "backward a line", "up 1"},
			{POST, "Y", "backward a line", "up 1"},
			{POST, "C-k", "backward a line", "up 1"},
			{POST, "C-p", "backward a line", "up 1"},
			{POST, "f", "forward a window", "down page"},
			{POST, "C-f", "forward a window", "down page"},
			{POST, "C-v", "forward a window", "down page"},
			{POST, "Space", "forward a window", "down page"},
			{POST, "z", "forward a window", "down page"},
			{POST, "Esc Space", "forward a window", "down page"},
			{POST, "5 f", "forward five lines", "down 5"},
			{POST, "5 Space", "forward five lines", "down 5"},
			{POST, "b", "backward a window", "up page"},
			{POST, "C-b", "backward a window", "up page"},
			{POST, "w", "backward a window", "up page"},
			{POST, "Esc v", "backward a window", "up page"},
			{POST, "M-v", "backward a window", "up page"},
			{POST, "5 b", "backward five lines", "up 5"},
			{POST, "d", "forward half a window", "down half"},
			{POST, "C-d", "forward half a window", "down half"},
			{POST, "3 d", "forward three lines", "down 3"},
			{POST, "3 d d", "half a window is three lines from then on", "down 6"},
			{POST, "3 d : k e y m a p Space v i m Enter C-d", "not in another map",
					"down 8"},
			{POST, "3 d u", "for both directions", "down 0"},
			{POST, "u", "backward half a window", "up half"},
			{POST, "C-u", "backward half a window", "up half"},
			{POST, "g", "to the first line", "at 1"},
			{POST, "<", "to the first line", "at 1"},
			{POST, "Esc <", "to the first line", "at 1"},
			{POST, "M-<", "to the first line", "at 1"},
			{POST, "7 g", "to line 7", "at 7"},
			{POST, "G", "to the last line", "at end"},
			{POST, ">", "to the last line", "at end"},
			{POST, "Esc >", "to the last line", "at end"},
			{POST, "7 G", "to line 7", "at 7"},
			{POST, "0 p", "0 is no key", "nothing"},
			{POST, "1 0 0 p", "to the end", "at end"},
			{POST, "1 0 0 %", "to the end", "at end"},
			{POST, "Right", "sideways", "sideways right"},
			{POST, "Esc )", "sideways", "sideways right"},
			{POST, "Esc }", "to the end of the lines", "sideways end"},
			{POST, "C-Right", "to the end of the lines", "sideways end"},
			{POST, "C-Right Left C-Left", "to their start", "sideways start"},
			{POST, "C-Right Esc {", "to their start", "sideways start"},
			{POST, "r", "repaints", "nothing"},
			{POST, "C-r", "repaints", "says Space page"},
			{POST, "C-l", "repaints", "nothing"},
			{POST, "R", "reads again", "nothing"},
			{POST, "F", "waits for more", "nothing"},
			{POST, "{", "to a brace", "nothing"},
			{POST, "}", "to a brace", "nothing"},
			{POST, "(", "to a parenthesis", "nothing"},
			{POST, ")", "to a parenthesis", "nothing"},
			{POST, "[", "to a bracket", "nothing"},
			{POST, "]", "to a bracket", "nothing"},
			{LIST, "[", "to a bracket", "nothing"},
			{LIST, "]", "to a bracket", "nothing"},
			{LIST, "{", "to a brace", "nothing"},
			{LIST, "}", "to a brace", "nothing"},
			{GROUPS, "[", "to a bracket", "nothing"},
			{POST, "m", "asks for the mark's letter", "asks keep this place as: "},
			{POST, "m a", "sets a mark", "down 0"},
			{POST, "m a G ' a", "to the mark", "at 30"},
			{POST, "m Z g ' Z", "capitals are marks of their own", "at 30"},
			{POST, "m a ' b", "a mark that is not set", "says no place is kept as “b”"},
			{POST, "G ' '", "back to where the last leap began", "at 30"},
			{POST, "G C-x C-x", "the same", "at 30"},
			{POST, "G ' ' ' '", "and there again", "at end"},
			{POST, "' ^", "to the first line", "at 1"},
			{POST, "' $", "to the last line", "at end"},
			{POST, "M", "marks the last line", "nothing"},
			{POST, "/ 第 8 0 Enter", "searches forward", "says match 1/1"},
			{POST, "? 第 0 2 Enter", "searches backward", "says match 1/1"},
			{POST, "/ 之 一 Enter n", "to the next match", "says match 3/"},
			{POST, "/ 之 一 Enter N", "to the match before", "says match 1/"},
			{POST, "n", "nothing was searched for", "nothing"},
			{POST, "N", "nothing was searched for", "nothing"},
			{LIST, "N", "to the row before, as each is a hit", "up 1"},
			{POST, "/ 之 一 Enter Esc u", "shows no matches", "focus post"},
			{LIST, "&", "shows only lines with a pattern", "asks filter: "},
			{GROUPS, "&", "shows only lines with a pattern", "asks filter: "},
			{POST, "=", "name and lines",
					"says _posts/2022-05-19-n19.md: lines 30 to "},
			{POST, "C-g", "name and lines",
					"says _posts/2022-05-19-n19.md: lines 30 to "},
			{POST, ": f Enter", "name and lines",
					"says _posts/2022-05-19-n19.md: lines 30"},
			{LIST, "=", "name, and which file of how many", "says post 10 of 28"},
			{POST, "v", "edits the file", "runs editor"},
			{LIST, "v", "edits the file", "runs editor"},
			{POST, "s", "saves to a file", "asks save as: "},
			{POST, "|", "pipes to a program", "asks pipe to: "},
			{POST, "!", "runs a program", "asks run: "},
			{POST, ": n Enter", "the next file", "opens 18"},
			{POST, ": p Enter", "the file before", "opens 20"},
			{POST, ": q Enter", "leaves", "leaves"},
			{POST, "Q", "leaves", "leaves"},
			{POST, "Z Z", "leaves", "leaves"},
			{POST, "q", "leaves; here one level up", "focus list"},
			{POST, ": e Enter", "reads again", "nothing"},
			{POST, "h", "help", "shows keys of"},
			{POST, "H", "help", "shows keys of"},
			{LIST, "h", "help", "shows keys of"},
			{LIST, "H", "help", "shows keys of"},
			{POST, "t", "the next tag of a file of tags", "nothing"},
			{POST, "T", "the one before", "nothing"},
			{POST, "P", "to a byte", "nothing"},
			{POST, "V", "the version", "nothing"},
			{POST, "- S", "sets an option", "nothing"},
			{POST, "- q", "sets an option", "nothing"},
			{LIST, "- S", "sets an option", "says - S is bound to nothing"},
			{POST, "_ q", "shows an option", "nothing"},
			{POST, "+ G", "a command for each file", "nothing"},
			{POST, "E", "asks for another file", "asks :e "},
			{POST, "&", "shows only lines with a pattern", "asks search: "},
			{POST, "m a : n Enter ' a", "a mark in another file", "opens 19"},
			{POST, "m a : n Enter ' a", "a mark in another file", "at 30"},
			{POST, "m a : n Enter ' a ' '", "and back", "opens 18"},
			{POST, "C-o 1 Enter ' '", "back from where a link led", "opens 19"},
			{POST, "g Esc", "gives up", "nothing"},
			{POST, "5 Esc j", "gives up", "down 1"},
			{POST, "Esc", "begins a key with Alt", "focus post"},
			{POST, "Esc Esc", "nothing goes on so", "nothing"},
			{LIST, "m q", "sets a mark", "says this place is kept as “q”"},
			{LIST, "m a ' a", "to the mark", "focus post"},
			{LIST, "Esc u", "shows no matches", "nothing"},
			{POST, "Esc m q", "clears a mark", "nothing"},
			{POST, "/ 之 一 Enter Esc n", "to the next match, in other files too",
					"says match 3/"},
			{LIST, "e", "forward a line", "down 1"},
			{LIST, "y", "backward a line", "up 1"},
			{LIST, "f", "forward a window", "down page"},
			{LIST, "4 f", "forward four lines", "down 4"},
			{LIST, "d", "forward half a window", "down half"},
			{LIST, "u", "backward half a window", "up half"},
			{LIST, "g", "to the first line", "at 1"},
			{LIST, "G", "to the last line", "at end"},
			{LIST, "7 g", "to line 7", "at 7"},
			{LIST, "r", "repaints", "nothing"},
			{LIST, "F", "waits for more", "nothing"},
			{GROUPS, "e", "forward a line", "down 1"},
			{GROUPS, "y", "backward a line", "up 1"},
			{GROUPS, "g", "to the first line", "at 1"},
			{GROUPS, "d", "forward half a window", "at end"},
			{GROUPS, "h", "help", "shows keys of"},
	};
	CHECK_ALL("less", habits);
}

static void
test_vim(void **state)
{
	(void)state;
	static const struct habit habits[] = {
			{POST, "j", "down", "down 1"},
			{POST, "5 j", "five lines down", "down 5"},
			{POST, "k", "up", "up 1"},
			{POST, "C-e", "scrolls a line down", "down 1"},
			{POST, "C-y", "scrolls a line up", "up 1"},
			{POST, "C-n", "down", "down 1"},
			{POST, "C-p", "up", "up 1"},
			{POST, "C-j", "down", "down 1"},
			{POST, "Enter", "to the next line", "down 1"},
			{POST, "+", "to the next line", "down 1"},
			{POST, "-", "to the line before", "up 1"},
			{POST, "C-d", "half a page down", "down half"},
			{POST, "C-u", "half a page up", "up half"},
			{POST, "4 C-d C-d", "four lines, from then on too", "down 8"},
			{POST, "C-f", "a page down", "down page"},
			{POST, "C-b", "a page up", "up page"},
			{POST, "g g", "to the first line", "at 1"},
			{POST, "G", "to the last line", "at end"},
			{POST, "7 G", "to line 7", "at 7"},
			{POST, "1 0 0 %", "to 100 per cent", "at end"},
			{POST, "%", "to the other bracket", "nothing"},
			{POST, "l", "right", "sideways right"},
			{POST, "$", "to the end of the line", "sideways end"},
			{POST, "$ 0", "to its start", "sideways start"},
			{POST, "$ ^", "to its start", "sideways start"},
			{POST, "1 0 l 1 0 h", "left", "sideways start"},
			{POST, "l BS", "left", "sideways start"},
			{POST, "z l", "sideways", "sideways right"},
			{POST, "}", "to the next paragraph", "down 2"},
			{POST, "2 }", "two paragraphs on", "down 4"},
			{POST, "{", "to the paragraph before", "up 2"},
			{POST, "g g ] ]", "to the next section", "at 66"},
			{POST, "G [ [", "to the section before", "at 129"},
			{POST, "] [", "to the end of one", "nothing"},
			{POST, "(", "to a sentence", "nothing"},
			{POST, ")", "to a sentence", "nothing"},
			{POST, "w", "to the next word", "nothing"},
			{POST, "b", "to the word before", "nothing"},
			{POST, "e", "to the end of a word", "nothing"},
			{POST, "W", "to the next WORD", "nothing"},
			{POST, "f q", "to a letter", "nothing"},
			{POST, "F q", "back to a letter", "nothing"},
			{POST, "t q", "up to a letter", "nothing"},
			{POST, "T q", "back up to a letter", "nothing"},
			{POST, "\" q", "a register", "nothing"},
			{POST, "@ q", "runs a register", "nothing"},
			{POST, "/ r e n e w Enter", "searches forward", "says match 2/"},
			{POST, "? r e n e w Enter", "searches backward", "says match 2/"},
			{POST, "/ r e n e w Enter n", "to the next match", "says match 3/"},
			{POST, "/ r e n e w Enter N", "to the one before", "says match 1/"},
			{POST, "/ r e n e w a b l e s Enter *", "for the word", "says match 3/4"},
			{POST, "/ a b l e Enter *", "for the whole word", "says match 3/8"},
			{POST, "*", "there is no word", "nothing"},
			{LIST, "*", "there is no word", "nothing"},
			{POST, "/ r e n e w Enter : n o h Enter", "no matches are shown",
					"focus post"},
			{POST, "m a", "sets a mark", "says this place is kept as “a”"},
			{POST, "m a G ' a", "to the mark", "at 30"},
			{POST, "m a G ` a", "to the mark", "at 30"},
			{POST, "G ' '", "back to before the jump", "at 30"},
			{POST, "G ` `", "back to before the jump", "at 30"},
			{POST, "C-g", "name and place", "says _posts/2022-05-19-n19.md: lines 30"},
			{POST, "Esc", "nothing", "nothing"},
			{POST, "H", "to a line of the screen: there is no cursor", "nothing"},
			{POST, "M", "the same", "nothing"},
			{POST, "L", "the same", "nothing"},
			{LIST, "H", "to the first line shown", "at 1"},
			{LIST, "3 H", "to the third", "at 3"},
			{LIST, "M", "to the middle one", "at 7"},
			{LIST, "L", "to the last one", "at 13"},
			{LIST, "2 L", "to the last but one", "at 12"},
			{LIST, "z t", "scrolls the line to the top", "top 10"},
			{LIST, "z Enter", "the same", "top 10"},
			{LIST, "2 0 G z z", "to the middle", "top 14"},
			{LIST, "z b", "to the bottom", "top 1"},
			{LIST, "C-e", "scrolls, the cursor stays", "top 2"},
			{LIST, "3 C-e C-y", "scrolls back", "top 3"},
			{POST, "/ r e n e w Enter z z", "to the middle", "focus post"},
			{POST, "u", "takes back", "nothing"},
			{LIST, "\\ * u", "takes back", "says star"},
			{LIST, "\\ *", "vim has no stars", "marks star"},
			{LIST, "\\ * u C-r", "does again", "marks star"},
			{POST, "C-o", "to the older place", "nothing"},
			{LIST, "Enter C-o", "to the older place", "focus list"},
			{LIST, "Enter C-o Tab", "to the newer place", "focus post"},
			{POST, "C-w q", "closes the window", "focus list"},
			{POST, "C-w c", "closes the window", "focus list"},
			{POST, "C-w o", "this window alone", "alone"},
			{POST, "C-w o C-w o", "it stays alone", "alone"},
			{POST, "C-w w", "to the next window", "focus groups"},
			{POST, "C-w h", "to a window at the left", "focus groups"},
			{POST, "C-w k", "to a window above", "focus list"},
			{LIST, "C-w l", "to a window at the right", "focus post"},
			{POST, "C-w x", "exchanges windows", "says C-w x is bound to nothing"},
			{POST, "C-w x", "exchanges windows", "nothing"},
			{POST, "C-w Esc", "gives up", "nothing"},
			{POST, "Z Z", "leaves", "leaves"},
			{POST, "Z Q", "leaves", "leaves"},
			{POST, ": q Enter", "leaves", "leaves"},
			{POST, ": q ! Enter", "leaves", "leaves"},
			{POST, ": q a Enter", "leaves", "leaves"},
			{POST, ": w q Enter", "leaves", "leaves"},
			{POST, ": x Enter", "leaves", "leaves"},
			{POST, ": w Enter", "writes", "asks save as: "},
			{POST, ": w Space o u t Enter", "writes to a file", "says saved"},
			{POST, ": e Enter", "reads again", "nothing"},
			{POST, ": h Enter", "help", "shows keys of"},
			{POST, ": ! e d i t o r Enter", "runs a program", "runs editor"},
			{POST, ": 7 Enter", "to line 7", "at 7"},
			{POST, ": $ Enter", "to the last line", "at end"},
			{POST, "F1", "help", "shows keys of"},
			{LIST, "?", "searches backward", "nothing"},
			{LIST, "/", "searches", "asks search: "},
			{LIST, "n", "to the next match, as each row is a hit", "down 1"},
			{LIST, "N", "to the one before", "up 1"},
			{LIST, "y y", "yanks the line", "copies 第19条"},
			{POST, "y u", "the address, in the default map",
					"copies https://news.example/"},
			{POST, "g x", "opens in a browser", "runs lynx"},
			{LIST, "m q", "sets a mark", "says this place is kept as “q”"},
			{POST, "C-w g q", "a tab", "nothing"},
			{LIST, "W", "to the next WORD", "nothing"},
			{LIST, "v", "selects", "nothing"},
			{LIST, "z", "begins a sequence", "focus list"},
			{LIST, "{", "to a paragraph", "nothing"},
			{LIST, "b", "to the word before", "nothing"},
			{LIST, "e", "to the end of a word", "nothing"},
			{LIST, "h", "left", "focus groups"},
			{LIST, "l", "right", "focus post"},
			{GROUPS, "j", "down", "down 1"},
			{GROUPS, "G", "to the last line", "at end"},
			{GROUPS, "L", "to the last one", "at end"},
			{POST, "g t", "to the next tab", "head cbcj"},
	};
	CHECK_ALL("vim", habits);
}

static void
test_newsboat(void **state)
{
	(void)state;
	static const struct habit habits[] = {
			{GROUPS, "Enter", "opens the feed", "focus list"},
			{GROUPS, "J", "to the next entry", "down 1"},
			{GROUPS, "K", "to the one before", "up 1"},
			{GROUPS, "Down", "to the next entry", "down 1"},
			{GROUPS, "Home", "to the first", "at 1"},
			{GROUPS, "End", "to the last", "at end"},
			{GROUPS, "n", "to the next unread", "nothing"},
			{GROUPS, "/", "searches the articles", "asks search: "},
			{GROUPS, "F", "filters", "asks filter: "},
			{GROUPS, "g", "sorts", "says "},
			{GROUPS, "G", "sorts the other way", "nothing"},
			{GROUPS, "l", "hides what is read", "nothing"},
			{GROUPS, "v", "the dialogs", "nothing"},
			{GROUPS, ", q", "calls a macro", "nothing"},
			{GROUPS, "E", "edits the list of feeds", "nothing"},
			{GROUPS, "C-v", "the next dialog", "nothing"},
			{GROUPS, "C-g", "the dialog before", "nothing"},
			{GROUPS, "r", "reads the feed again", "nothing"},
			{GROUPS, "R", "reads all again", "nothing"},
			{GROUPS, "t", "chooses a tag", "focus groups"},
			{GROUPS, "C-t", "takes the tag away", "head All"},
			{GROUPS, "3", "begins a command with 3", "asks :3"},
			{GROUPS, "3 Enter", "to the third", "at 3"},
			{GROUPS, "?", "help", "shows keys of"},
			{GROUPS, "q", "leaves", "leaves"},
			{GROUPS, "Q", "leaves", "leaves"},
			{LIST, "Enter", "opens the article", "focus post"},
			{LIST, "q", "back to the feeds", "focus groups"},
			{LIST, "J", "to the next entry", "down 1"},
			{LIST, "K", "to the one before", "up 1"},
			{LIST, "j", "to the next feed", "head cbcj"},
			{LIST, "N", "marks read or unread", "marks read"},
			{LIST, "N N K n", "to the next unread", "says "},
			{LIST, "A", "marks all read", "says "},
			{LIST, "C-e", "edits the flags: here the star", "marks star"},
			{LIST, "D", "deletes", "nothing"},
			{LIST, "C-d", "deletes all", "nothing"},
			{LIST, "$", "does away with what was deleted", "nothing"},
			{LIST, "C-b", "keeps a bookmark", "nothing"},
			{LIST, "C-k", "to any unread", "nothing"},
			{LIST, "O", "opens in a browser and marks read", "nothing"},
			{LIST, "o", "opens in a browser", "runs lynx"},
			{LIST, "s", "saves", "asks save as: "},
			{LIST, "|", "pipes", "asks pipe to: "},
			{LIST, "e", "nothing in a list", "nothing"},
			{LIST, "E", "edits the list of feeds", "nothing"},
			{LIST, "u", "the article's links", "shows /jjw/2022/05/03/n03.html"},
			{LIST, "/", "searches", "asks search: "},
			{LIST, "F", "filters", "asks filter: "},
			{LIST, "C-f", "takes the filter away", "nothing"},
			{LIST, "g", "sorts", "says "},
			{LIST, "G", "sorts the other way", "at 19"},
			{LIST, "l", "hides what is read", "nothing"},
			{LIST, "v", "the dialogs", "nothing"},
			{LIST, ", q", "calls a macro", "nothing"},
			{LIST, "7 Enter", "to the seventh", "at 7"},
			{LIST, "r", "reads again", "nothing"},
			{POST, "Space", "a page down", "down page"},
			{POST, "b", "a page up", "up page"},
			{POST, "Down", "a line down", "down 1"},
			{POST, "Home", "to the start", "at 1"},
			{POST, "End", "to the end", "at end"},
			{POST, "q", "back to the articles", "focus list"},
			{POST, "J", "the next article", "opens 18"},
			{POST, "K", "the one before", "opens 20"},
			{POST, "n", "the next unread article", "nothing"},
			{POST, "N", "marks read or unread", "marks read"},
			{POST, "C-e", "edits the flags: here the star", "marks star"},
			{POST, "C-u", "shows the source", "nothing"},
			{POST, "u", "the links", "shows https://example.com/"},
			{POST, "u Enter", "follows the first", "opens 03"},
			{POST, "1", "follows link 1", "opens 03"},
			{POST, "2", "follows link 2", "runs lynx"},
			{POST, "#", "asks for a link's number", "asks link: "},
			{POST, "o", "opens in a browser", "runs lynx"},
			{POST, "s", "saves", "asks save as: "},
			{POST, "|", "pipes", "asks pipe to: "},
			{POST, "/", "searches", "asks search: "},
			{POST, "e", "queues a podcast", "nothing"},
			{POST, "E", "nothing in an article", "nothing"},
			{POST, "C-b", "keeps a bookmark", "nothing"},
			{POST, "D", "deletes", "nothing"},
			{POST, ", q", "calls a macro", "nothing"},
			{POST, "v", "the dialogs", "nothing"},
			{POST, "?", "help", "shows keys of"},
			{POST, ": q Enter", "leaves", "leaves"},
			{POST, "Q", "leaves", "leaves"},
	};
	CHECK_ALL("newsboat", habits);
}

static void
test_emacs(void **state)
{
	(void)state;
	static const struct habit habits[] = {
			{POST, "C-n", "down", "down 1"},
			{POST, "C-p", "up", "up 1"},
			{POST, "C-v", "a page down", "down page"},
			{POST, "Space", "a page down", "down page"},
			{POST, "M-v", "a page up", "up page"},
			{POST, "Esc v", "a page up", "up page"},
			{POST, "BS", "a page up", "up page"},
			{POST, "M-<", "to the start", "at 1"},
			{POST, "Esc <", "to the start", "at 1"},
			{POST, "<", "to the start", "at 1"},
			{POST, "M->", "to the end", "at end"},
			{POST, ">", "to the end", "at end"},
			{POST, "C-f", "right", "sideways right"},
			{POST, "C-e", "to the end of the line", "sideways end"},
			{POST, "C-e C-a", "to its start", "sideways start"},
			{POST, "M-}", "to the next paragraph", "down 2"},
			{POST, "M-{", "to the paragraph before", "up 2"},
			{POST, "C-s", "searches as one types", "asks search: "},
			{POST, "C-r", "the same, backward", "asks search back: "},
			{LIST, "C-s", "searches as one types", "asks filter: "},
			{LIST, "C-r", "the same, backward", "asks filter: "},
			{GROUPS, "C-s", "searches as one types", "asks filter: "},
			{POST, "C-g", "gives up what is typed", "nothing"},
			{LIST, "C-g", "gives up what is typed", "nothing"},
			{POST, "C-x C-g", "gives up what is typed", "nothing"},
			{POST, "C-x C-c", "leaves", "leaves"},
			{POST, "C-x 0", "closes the window", "focus list"},
			{POST, "C-x 1", "this window alone", "alone"},
			{POST, "C-x 1 C-x 1", "it stays alone", "alone"},
			{POST, "C-x o", "to the next window", "focus groups"},
			{POST, "C-x k", "closes the buffer", "focus list"},
			{POST, "C-x b", "to another buffer", "asks :archive "},
			{POST, "C-x C-f", "opens a file", "asks :archive "},
			{POST, "M-g g 7 Enter", "to line 7", "at 7"},
			{POST, "C-u q", "counts", "nothing"},
			{POST, "C-x 5 q", "another frame", "nothing"},
			{POST, "C-x 4 q", "another window", "nothing"},
			{POST, "C-x n q", "narrows", "nothing"},
			{POST, "C-x f", "the width", "says C-x f is bound to nothing"},
			{POST, "C-x d", "a folder's list", "nothing"},
			{POST, "C-x h", "selects all", "nothing"},
			{POST, "C-x i", "inserts a file", "nothing"},
			{POST, "C-h k g", "describes a key",
					"says g runs reload: read the archive"},
			{POST, "C-h k C-x C-c", "describes a key", "says C-x C-c runs quit"},
			{POST, "C-h k C-x f", "describes a key", "says C-x f is bound to nothing"},
			{POST, "C-h k C-x C-c", "and does not run it", "nothing"},
			{POST, "C-h b", "the keys in force", "shows keys of"},
			{POST, "C-h m", "the mode's keys", "shows keys of"},
			{POST, "C-h e", "messages", "shows "},
			{POST, "h", "the mode's keys", "shows keys of"},
			{POST, "M-w", "copies the region", "copies 第89段"},
			{POST, "Esc w", "copies the region", "copies 第89段"},
			{POST, "M-x", "asks for a command", "asks :"},
			{POST, "Esc x", "asks for a command", "asks :"},
			{LIST, "Esc x", "asks for a command", "asks :"},
			{LIST, "Enter l", "back in the history", "focus list"},
			{LIST, "Enter l L", "forward again", "focus post"},
			{LIST, "* C-x u", "takes back", "says star"},
			{LIST, "* C-/", "takes back", "says star"},
			{LIST, "* C-_ C-x U", "does again", "marks star"},
			{POST, "n", "the next node", "opens 18"},
			{POST, "p", "the node before", "opens 20"},
			{POST, "M-< Tab Enter", "to the next link, and follows it", "opens 03"},
			{POST, "^", "up", "focus list"},
			{POST, "q", "closes the window", "focus list"},
			{POST, "g", "reads again", "nothing"},
			{POST, "C-l", "draws anew", "nothing"},
			{POST, "m a M-> ' a", "a place kept in a register", "at 30"},
			{POST, "C-x r Space a M-> C-x r j a", "the same", "at 30"},
			{POST, "M-> C-x C-x", "to where one was", "at 30"},
			{POST, "=", "where one is", "says lines 30 to "},
			{POST, "C-x =", "where one is", "says lines 30 to "},
			{POST, "C-x C-w", "writes to a file", "asks save as: "},
			{POST, "M-!", "runs a program", "asks run: "},
			{POST, "M-|", "pipes to a program", "asks pipe to: "},
			{POST, "Esc", "begins a key with Alt", "focus post"},
			{POST, "k", "a letter that View does not have", "nothing"},
			{LIST, "n", "down", "down 1"},
			{LIST, "p", "up", "up 1"},
			{LIST, "Space", "a page down", "down page"},
			{LIST, "BS", "a page up", "at 1"},
			{LIST, "M->", "to the end", "at end"},
			{LIST, "Enter", "opens", "focus post"},
			{GROUPS, "C-n", "down", "down 1"},
	};
	CHECK_ALL("emacs", habits);
}

static void
test_default(void **state)
{
	(void)state;
	static const struct habit habits[] = {
			{POST, "g b a", "a place under a letter", "says this place is kept as “a”"},
			{POST, "g b a G ' a", "to the place", "at 30"},
			{POST, "G ' '", "to where the last leap began", "at 30"},
			{POST, "=", "where one is", "says lines 30 to "},
			{POST, ")", "to the next paragraph", "down 2"},
			{POST, "(", "to the paragraph before", "up 2"},
			{POST, "$", "to the end of wide lines", "sideways end"},
			{POST, "$ ^", "to their start", "sideways start"},
			{POST, "g f", "the links", "shows https://example.com/"},
			{POST, "g K j", "describes a key", "says j runs down: down a line"},
			{POST, "g K 1", "describes a digit", "says the number of a link"},
			{POST, "g K g a", "describes a sequence",
					"says g a runs all-posts: all posts"},
			{POST, "g x", "bound to nothing", "says g x is bound to nothing here"},
			{POST, "g Esc", "gives up", "nothing"},
			{POST, "g C-g", "gives up", "nothing"},
			{POST, "/ r e n e w a b l e s Enter #", "the word", "says match 3/4"},
			{LIST, "g H", "to the first row shown", "at 1"},
			{LIST, "g L", "to the last row shown", "at 13"},
			{LIST, "g Up", "scrolls the row to the top", "top 10"},
			{LIST, "S-Down", "scrolls, the cursor stays", "top 2"},
	};
	CHECK_ALL("default", habits);
}

/* A lone file has places as well. */
static void
test_a_lone_file(void **state)
{
	(void)state;
	app = session_open_lone("_posts/2022-05-19-n19.md", ROWS, COLUMNS);
	session_keys(app, "Space Space");
	size_t top = app->panes.pager.top;
	assert_int_not_equal(top, 0);
	session_keys(app, "g b x G '");
	assert_true(asks("go to the place: "));
	session_keys(app, "x");
	assert_int_equal(app->panes.pager.top, top);
	session_keys(app, "' '");
	assert_true(is_at("end"));
	session_keys(app, "g b 目");
	assert_true(says("a place is named by a letter, not “目”"));
	session_keys(app, "=");
	assert_true(says("n19.md: lines "));
	app_free(app);
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(test_less, set_up, tear_down),
			cmocka_unit_test_setup_teardown(test_vim, set_up, tear_down),
			cmocka_unit_test_setup_teardown(test_newsboat, set_up, tear_down),
			cmocka_unit_test_setup_teardown(test_emacs, set_up, tear_down),
			cmocka_unit_test_setup_teardown(test_default, set_up, tear_down),
			cmocka_unit_test_setup_teardown(test_a_lone_file, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("habits", tests, NULL, NULL);
}
