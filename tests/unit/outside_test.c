/* Ways out of the program: copying, saving, piping, editing, opening by other programs. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/out.h"

#include "app_programs.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static const char other_post[] =
		"---\ntitle: 星*号[一]\ndate: 2022-06-01 08:00:00 +0800\n"
		"categories: jjw\ntags: 四川\n---\n"
		"一段\n\n[外](https://example.com/(a)?b=1)\n[内](/jjw/2022/05/30/n30.html#part)\n"
		"![图](/assets/图 1.png) [页](about.html?x=1#y) [坏](/evil.desktop) "
		"[外面](/../out.png)\n";

static int
begin(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	session_hide_programs();
	session_write("_config.yml", "title: 样本\nurl: https://news.example\nbaseurl: /b\n"
				     "timezone: Asia/Shanghai\n");
	session_write("_posts/2022-06-01-other.md", other_post);
	unsetenv("VISUAL");
	unsetenv("EDITOR");
	app = session_open(20, 59);
	return 0;
}

/* --- Help --- */

/* A program that records its arguments and its input beside itself. */
static void
write_recorder(const char *name)
{
	write_program(name, "for word; do printf '[%s]' \"$word\"; done >\"$self.words\"\n"
			    "cat >\"$self.input\"");
}

/* Waits until no program runs beside the screen, also none that is tried after another. */
static unsigned
wait_for_program(void)
{
	siginfo_t info;
	unsigned dirty = DIRTY_NONE;
	while (app->model->programs.count > 0) {
		assert_int_equal(waitid(P_ALL, 0, &info, WEXITED | WNOWAIT), 0);
		dirty |= app_reap(app);
	}
	return dirty;
}

static bool
was_said(const char *text)
{
	const struct messages *said = &app->model->said;
	for (size_t i = 0; i < said->count; i++) {
		if (strstr(said->items[i].text, text) != NULL)
			return true;
	}
	return false;
}

/* What the program that is to get the terminal reads. */
static const char *
fed(void)
{
	char path[512];
	const struct foreground *program = app_foreground(app);
	session_path(path, "fed");
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	struct out *out = out_open(fd);
	program->feed(program, out);
	assert_true(out_close(out, NULL));
	close(fd);
	return read_file("fed");
}

static void
assert_words(const char *wanted)
{
	struct buf text = buf_empty();
	const struct arguments *words = &app_foreground(app)->arguments;
	for (size_t i = 0; i < words->count; i++)
		buf_format(&text, "[%s]", words->words[i]);
	assert_string_equal(text.data, wanted);
	buf_free(&text);
}

/* --- Copying --- */

static void
assert_copied(const char *keys, const char *wanted)
{
	if ((session_keys(app, keys) & DIRTY_COPY) == 0)
		fail_msg("%s: %s", keys, session_status(app));
	assert_string_equal(app_copied(app), wanted);
}

static void
test_copy(void **state)
{
	(void)state;
	static const char address[] = "https://news.example/b/jjw/2022/06/01/other.html";
	char path[512];
	char *real = realpath(session_folder, NULL);
	snprintf(path, sizeof(path), "%s/_posts/2022-06-01-other.md", real);
	free(real);
	for (int round = 0; round < 2; round++) {
		assert_copied("y u", address);
		assert_last_said("copied the address: "
				 "https://news.example/b/jjw/2022/06/01/other.html");
		assert_copied("y t", "星*号[一]");
		assert_copied("y p", path);
		assert_copied("y m", "[星\\*号\\[一\\]](https://news.example/b/jjw/2022/06/01/"
				     "other.html)");
		assert_copied("y q", "星*号[一], 经济网/四川, 2022-06-01, "
				     "https://news.example/b/jjw/2022/06/01/other.html");
		session_keys(app, "y b");
		assert_text(app_copied(app), "一段\n");
		assert_int_equal(app_copied(app)[strlen(app_copied(app)) - 1], '\n');
		assert_true(was_said("copied the text: "));
		session_keys(app, "y l");
		assert_last_said("no link is chosen");
		if (round == 0)
			session_keys(app, "Enter"); /* and the same in the post */
	}
	assert_true(app_pager(app).is_open);
	assert_copied(". y l", "https://example.com/(a)?b=1");
	assert_copied(". y l", "https://news.example/b/jjw/2022/05/30/n30.html#part");
	assert_copied(". y l", "https://news.example/b/assets/%E5%9B%BE%201.png");
	assert_copied(". y l", "https://news.example/b/jjw/2022/06/01/about.html?x=1#y");
	session_command(app, "copy titel");
	assert_text(app->model->said.items[app->model->said.count - 1].text,
			"there is no “titel” to copy; did you mean 'title'?");
	app_copy_failed(app, "not copied");
	assert_last_said("not copied");
}

static void
test_copy_without_controls(void **state)
{
	(void)state;
	session_write("_posts/2022-06-03-empty.md", "---\ntitle: 空\n---\n");
	session_write("_posts/2022-06-02-evil.md",
			"---\ntitle: \"a\\nrm "
			"-rf\\x07\\e]52;c;eA==\\a\"\n---\n<p>b\x1b[2J\x07</p>\n");
	session_command(app, "reload");
	session_wait(app);
	session_keys(app, "g g");
	assert_int_equal(session_keys(app, "y b") & DIRTY_COPY, 0);
	assert_last_said("the text is empty");
	session_keys(app, "j");
	assert_copied("y t", "a rm -rf\xEF\xBF\xBD\xEF\xBF\xBD]52;c;eA==\xEF\xBF\xBD");
	assert_copied("y b", "b[2J\n");
}

static void
test_copy_command(void **state)
{
	(void)state;
	write_recorder("clip");
	set("copy_command", "clip -in 'a b'");
	assert_int_equal(session_keys(app, "y t") & DIRTY_COPY, 0);
	assert_last_said("copied the title: 星*号[一]");
	assert_int_equal(wait_for_program() & DIRTY_RUN, 0);
	assert_string_equal(read_file("clip.words"), "[-in][a b]");
	assert_string_equal(read_file("clip.input"), "星*号[一]");
	session_keys(app, "y b");
	wait_for_program();
	assert_text(read_file("clip.input"), "一段\n");
	write_program("clip", "exit 4");
	session_keys(app, "y t");
	wait_for_program();
	assert_last_said("clip ended with status 4");
	set("copy_command", "no-such");
	session_keys(app, "y t");
	assert_last_said("no-such: No such file or directory");
}

/* --- Saving --- */

static void
save(const char *name)
{
	char line[600];
	snprintf(line, sizeof(line), "save %s/%s", session_folder, name);
	session_command(app, line);
}

static void
test_save(void **state)
{
	(void)state;
	session_write("out/there", "");
	char wanted[600];
	save("out/a.txt");
	snprintf(wanted, sizeof(wanted), "saved as %s/out/a.txt", session_folder);
	assert_last_said(wanted);
	static const char start[] = "星*号[一]\n2022-06-01 08:00 · 经济网/四川\n\n一段\n";
	assert_int_equal(strncmp(read_file("out/a.txt"), start, sizeof(start) - 1), 0);
	assert_text(read_file("out/a.txt"), "[1] https://example.com/(a)?b=1\n");
	save("out/b.MD");
	assert_string_equal(read_file("out/b.MD"), other_post);
	save("out/c.html");
	assert_text(read_file("out/c.html"), "<meta charset=\"utf-8\">\n<title>星*号[一]</title>");
	assert_text(read_file("out/c.html"), "<p>一段</p>");
	assert_text(read_file("out/c.html"), "<a href=\"https://example.com/(a)?b=1\">外</a>");
	/* The post that is open stays as it was laid out. */
	session_keys(app, "Enter");
	size_t lines = app_pager(app).article->layout->count;
	save("out/d.txt");
	assert_int_equal(app_pager(app).article->layout->count, lines);
}

static void
test_save_over(void **state)
{
	(void)state;
	session_write("out/x", "");
	char folder[FOLDER_SIZE], line[300], path[300];
	assert_true(folder_make(folder));
	snprintf(line, sizeof(line), "save %s/a.txt", folder);
	snprintf(path, sizeof(path), "%s/a.txt", folder);
	folder_write(folder, "a.txt", "before");
	for (int i = 0; i < 2; i++) {
		struct buf text = buf_empty();
		session_command(app, line);
		assert_status(app, "overwrite it? (y/n)");
		session_keys(app, i == 0 ? "n" : "Esc");
		assert_true(file_read(path, 1000, &text, NULL));
		assert_string_equal(text.data, "before");
		buf_free(&text);
	}
	assert_true(was_said("nothing is saved"));
	session_command(app, line);
	session_keys(app, "y");
	struct buf text = buf_empty();
	assert_true(file_read(path, 10000, &text, NULL));
	assert_text(text.data, "星*号[一]\n");
	buf_free(&text);
	/* What is no file, and what cannot be. */
	snprintf(line, sizeof(line), "save %s", folder);
	session_command(app, line);
	assert_true(was_said("is no regular file"));
	snprintf(line, sizeof(line), "save %s/no/such", folder);
	session_command(app, line);
	assert_true(was_said("/no/such: No such file or directory"));
	/* The home folder. */
	setenv("HOME", folder, 1);
	session_command(app, "save ~/b.txt");
	snprintf(path, sizeof(path), "%s/b.txt", folder);
	assert_int_equal(access(path, F_OK), 0);
	folder_remove(folder);
}

/* What is overwritten is another file from then on: other names of the old one keep it. */
static void
test_save_over_a_link(void **state)
{
	(void)state;
	char folder[FOLDER_SIZE], line[300], path[300];
	char *post = folder_path(session_folder, "_posts/2022-06-01-other.md");
	assert_true(folder_make(folder));
	snprintf(line, sizeof(line), "save %s/a.txt", folder);
	snprintf(path, sizeof(path), "%s/a.txt", folder);
	assert_int_equal(link(post, path), 0);
	session_command(app, line);
	session_keys(app, "y");
	assert_true(was_said("saved as "));
	assert_string_equal(read_file("_posts/2022-06-01-other.md"), other_post);
	free(post);
	folder_remove(folder);
}

/* A file that cannot be written whole stays as it was. */
static void
test_save_over_on_a_full_disk(void **state)
{
	(void)state;
	struct rlimit before, least;
	char folder[FOLDER_SIZE], line[300], path[300];
	assert_true(folder_make(folder));
	folder_write(folder, "a.txt", "before");
	snprintf(line, sizeof(line), "save %s/a.txt", folder);
	snprintf(path, sizeof(path), "%s/a.txt", folder);
	session_command(app, line);
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	least = (struct rlimit){10, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &least), 0);
	session_keys(app, "y");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	(void)signal(SIGXFSZ, SIG_DFL);
	assert_true(was_said("/a.txt: File too large"));
	struct buf text = buf_empty();
	assert_true(file_read(path, 1000, &text, NULL));
	assert_string_equal(text.data, "before");
	buf_free(&text);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0); /* nothing else is left there */
}

/* Nothing of the archive is ever overwritten. */
static void
test_save_over_the_archive(void **state)
{
	(void)state;
	save("_posts/2022-06-01-other.md");
	assert_true(was_said("2022-06-01-other.md: is not overwritten: it is what is read here"));
	assert_string_equal(read_file("_posts/2022-06-01-other.md"), other_post);
	assert_int_equal(app->prompt_kind, PROMPT_NONE);
	/* Nor a post whose folder is a link that leads out of it. */
	char folder[FOLDER_SIZE], line[300], path[512];
	assert_true(folder_make(folder));
	folder_write(folder, "p/2022-06-01-x.md", "---\ntitle: 外\n---\n文\n");
	folder_write(folder, "site/_config.yml", "");
	snprintf(line, sizeof(line), "%s/p", folder);
	snprintf(path, sizeof(path), "%s/site/_posts", folder);
	assert_int_equal(symlink(line, path), 0);
	app_free(app);
	snprintf(path, sizeof(path), "%s/site", folder);
	app = session_start_at(path, NULL, "default");
	app_resize(app, 20, 59);
	session_wait(app);
	snprintf(line, sizeof(line), "save %s/p/2022-06-01-x.md", folder);
	session_command(app, line);
	assert_int_equal(app->prompt_kind, PROMPT_NONE);
	assert_true(was_said("2022-06-01-x.md: is not overwritten"));
	folder_remove(folder);
}

static void
test_save_prompt(void **state)
{
	(void)state;
	session_keys(app, "s");
	assert_status(app, "save as: 2022-06-01-other.txt");
	session_keys(app, "C-u Enter");
	assert_int_equal(app->prompt_kind, PROMPT_NONE);
	session_keys(app, "s C-u");
	session_type(app, "/no/such/folder/x");
	session_keys(app, "Enter");
	assert_last_said("/no/such/folder/x: No such file or directory");
}

/* --- Programs of a command line --- */

static void
test_pipe(void **state)
{
	(void)state;
	session_keys(app, "|");
	assert_status(app, "pipe to: ");
	session_type(app, "wc -l 'a b'");
	assert_true(session_keys(app, "Enter") & DIRTY_RUN);
	assert_words("[wc][-l][a b]");
	assert_true(app_foreground(app)->is_paused);
	assert_int_equal(strncmp(fed(), "星*号[一]\n", 12), 0);
	app_foreground_done(app, 0, 0);
	assert_last_said("wc is done");
	session_command(app, "pipe no-such");
	(void)fed();
	app_foreground_done(app, 0, ENOENT);
	assert_last_said("no-such: No such file or directory");
	session_command(app, "pipe cat 'x");
	assert_last_said("the quotation mark at character 5 has no end");
	assert_int_equal(app_foreground(app)->arguments.count, 0);
}

static void
test_pipe_all(void **state)
{
	(void)state;
	app_free(app);
	session_background = BACKGROUND_INDEX;
	app = session_open(20, 59);
	session_command(app, "search-all 目标");
	assert_int_equal(found_count(app->model), SESSION_POSTS);
	session_keys(app, "|");
	assert_status(app, "this post, or all of the list? (t/a)");
	session_keys(app, "a");
	assert_status(app, "pipe all to: ");
	session_type(app, "cat");
	session_keys(app, "Enter");
	const char *text = fed(), *newest = strstr(text, "第30条新闻\n");
	assert_true(newest == text);
	assert_true(strstr(text, "────\n\n第29条新闻\n") > newest);
	assert_text(text, "────\n\n第01条新闻\n");
	app_foreground_done(app, 0, 0);
	session_keys(app, "| t");
	assert_status(app, "pipe to: ");
	session_keys(app, "Esc | x");
	assert_int_equal(app->prompt_kind, PROMPT_NONE);
	session_background = BACKGROUND_NONE;
}

static void
test_shell(void **state)
{
	(void)state;
	session_keys(app, "!");
	assert_status(app, "run: ");
	session_type(app, "sh -c 'a | b $HOME'");
	session_keys(app, "Enter");
	assert_words("[sh][-c][a | b $HOME]");
	assert_null(app_foreground(app)->feed);
	app_foreground_done(app, 9, 0);
	assert_last_said("sh was ended by signal 9 (Killed)");
	session_keys(app, "! Enter");
	assert_int_equal(app_foreground(app)->arguments.count, 0);
	session_keys(app, "! Space Enter");
	assert_int_equal(app_foreground(app)->arguments.count, 0);
}

static void
test_edit(void **state)
{
	(void)state;
	char wanted[600];
	static const char *const editors[][3] = {{NULL, NULL, "[vi]"}, {NULL, "ed -s", "[ed][-s]"},
			{"code --wait 'x y'", "ed", "[code][--wait][x y]"}};
	for (size_t i = 0; i < 3; i++) {
		if (editors[i][0] != NULL)
			setenv("VISUAL", editors[i][0], 1);
		if (editors[i][1] != NULL)
			setenv("EDITOR", editors[i][1], 1);
		assert_true(session_keys(app, "e") & DIRTY_RUN);
		snprintf(wanted, sizeof(wanted), "%s[%s/_posts/2022-06-01-other.md]", editors[i][2],
				session_folder);
		assert_words(wanted);
		assert_false(app_foreground(app)->is_paused);
		app_foreground_done(app, 1 << 8, 0);
	}
	assert_last_said("code ended with status 1");
	/* What was written is seen at once. */
	session_keys(app, "Enter e");
	session_write("_posts/2022-06-01-other.md", "---\ntitle: 改过\n---\n新的正文\n");
	app_foreground_done(app, 0, 0);
	session_wait(app);
	assert_true(session_shows(app, SLOT_MAIN, "新的正文"));
}

/* A lone file, in place of the archive. */
static void
open_lone(const char *name)
{
	app_free(app);
	app = session_open_lone(name, 20, 59);
}

static void
test_lone_file(void **state)
{
	(void)state;
	session_write("lone.md", "一句\n");
	open_lone("lone.md");
	assert_copied("y b", "一句\n");
	session_keys(app, "e");
	session_write("lone.md", "另一句\n");
	app_foreground_done(app, 0, 0);
	assert_true(session_shows(app, SLOT_MAIN, "另一句"));
	session_command(app, "pipe cat");
	assert_text(fed(), "另一句\n");
	app_foreground_done(app, 0, 0);
	open_lone("_posts/2022-06-01-other.md");
	assert_copied("y u", "https://news.example/b/jjw/2022/06/01/other.html");
}

/* --- Browsers --- */

static void
test_browser_beside_the_screen(void **state)
{
	(void)state;
	write_recorder("firefox");
	setenv("BROWSER", "no-such:firefox -new %s:never", 1);
	assert_int_equal(session_keys(app, "o") & DIRTY_RUN, 0);
	assert_last_said("opened https://news.example/b/jjw/2022/06/01/other.html");
	wait_for_program();
	assert_string_equal(read_file("firefox.words"),
			"[-new][https://news.example/b/jjw/2022/06/01/other.html]");
	assert_string_equal(read_file("firefox.input"), "");
	/* One that fails at once has opened nothing. */
	write_program("bad", "exit 3");
	setenv("BROWSER", "bad:firefox", 1);
	session_keys(app, "o");
	wait_for_program();
	assert_true(was_said("bad ended with status 3"));
	assert_last_said("opened https://news.example/b/jjw/2022/06/01/other.html");
	setenv("BROWSER", "bad", 1);
	session_keys(app, "o");
	wait_for_program();
	assert_last_said("bad ended with status 3");
	/* One that fails later was in use. */
	setenv("BROWSER", "bad:firefox", 1);
	session_keys(app, "o");
	session_now += 5000;
	wait_for_program();
	assert_last_said("bad ended with status 3");
	unsetenv("BROWSER");
}

static void
test_browser_of_the_settings(void **state)
{
	(void)state;
	write_recorder("mine");
	setenv("BROWSER", "never", 1);
	set("browser", "mine --open %s");
	session_keys(app, "o");
	wait_for_program();
	assert_string_equal(read_file("mine.words"),
			"[--open][https://news.example/b/jjw/2022/06/01/other.html]");
	set("browser_in_terminal", "true");
	assert_true(session_keys(app, "o") & DIRTY_RUN);
	assert_words("[mine][--open][https://news.example/b/jjw/2022/06/01/other.html]");
	app_foreground_done(app, 0, 0);
	assert_last_said("opened https://news.example/b/jjw/2022/06/01/other.html");
	unsetenv("BROWSER");
}

/* Without one named, that of the desktop. */
static void
test_usual_browser(void **state)
{
	(void)state;
	write_recorder("wslview");
	session_keys(app, "o");
	wait_for_program();
	assert_string_equal(read_file("wslview.words"),
			"[https://news.example/b/jjw/2022/06/01/other.html]");
	write_recorder("xdg-open");
	session_keys(app, "o");
	wait_for_program();
	assert_string_equal(read_file("xdg-open.words"),
			"[https://news.example/b/jjw/2022/06/01/other.html]");
}

/* Follows the link of a number in the post, and returns what xdg-open got. */
static const char *
opened(int number)
{
	char line[32];
	session_write("xdg-open.words", "");
	snprintf(line, sizeof(line), "follow %d", number);
	session_command(app, line);
	wait_for_program();
	return read_file("xdg-open.words");
}

static void
test_pages_and_pictures(void **state)
{
	(void)state;
	char *real = realpath(session_folder, NULL), wanted[600];
	write_recorder("xdg-open");
	session_keys(app, "Enter");
	/* There is no such file yet: the site has it. */
	assert_string_equal(opened(3), "[https://news.example/b/assets/%E5%9B%BE%201.png]");
	assert_string_equal(opened(4), "[https://news.example/b/jjw/2022/06/01/about.html?x=1#y]");
	session_write("assets/图 1.png", "png");
	session_write("jjw/2022/06/01/about.html", "page");
	setenv("BROWSER", "never", 1); /* it is for addresses */
	snprintf(wanted, sizeof(wanted), "[%s/assets/图 1.png]", real);
	assert_string_equal(opened(3), wanted);
	snprintf(wanted, sizeof(wanted), "[%s/jjw/2022/06/01/about.html]", real);
	assert_string_equal(opened(4), wanted);
	unsetenv("BROWSER");
	/* A file that a desktop may run, and one outside of the site's folder. */
	session_write("evil.desktop", "[Desktop Entry]\nExec=true\n");
	assert_string_equal(opened(5), "[https://news.example/b/evil.desktop]");
	assert_string_equal(opened(6), "[https://news.example/b/out.png]");
	char path[600], target[600];
	snprintf(path, sizeof(path), "%s/out.png", session_folder);
	snprintf(target, sizeof(target), "%s-out.png", session_folder);
	folder_write("/", target + 1, "png");
	assert_int_equal(symlink(target, path), 0);
	assert_string_equal(opened(6), "[https://news.example/b/out.png]");
	unlink(target);
	free(real);
}

/* In a lone file they are those of the site around it, else of its folder. */
static void
test_pages_and_pictures_of_a_lone_file(void **state)
{
	(void)state;
	char *real = realpath(session_folder, NULL), wanted[600];
	write_recorder("xdg-open");
	open_lone("_posts/2022-06-01-other.md");
	session_write("assets/图 1.png", "png");
	snprintf(wanted, sizeof(wanted), "[%s/assets/图 1.png]", real);
	assert_string_equal(opened(3), wanted);
	assert_string_equal(opened(2), "[https://news.example/b/jjw/2022/05/30/n30.html#part]");
	session_delete("_config.yml");
	session_write("a/b.md", "![图](c.png) [文](no.html)\n");
	session_write("a/c.png", "png");
	char *posts = folder_path(session_folder, "_posts"),
	     *other = folder_path(session_folder, "x");
	assert_int_equal(rename(posts, other), 0);
	free(posts);
	free(other);
	open_lone("a/b.md");
	snprintf(wanted, sizeof(wanted), "[%s/a/c.png]", real);
	assert_string_equal(opened(1), wanted);
	session_command(app, "follow 2");
	assert_last_said("the archive has no page /no.html");
	free(real);
}

int
main(void)
{
	setlocale(LC_ALL, "C.UTF-8");
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end_app)
	const struct CMUnitTest tests[] = {
			TEST(test_copy),
			TEST(test_copy_without_controls),
			TEST(test_copy_command),
			TEST(test_save),
			TEST(test_save_over),
			TEST(test_save_over_a_link),
			TEST(test_save_over_on_a_full_disk),
			TEST(test_save_over_the_archive),
			TEST(test_save_prompt),
			TEST(test_pipe),
			TEST(test_pipe_all),
			TEST(test_shell),
			TEST(test_edit),
			TEST(test_lone_file),
			TEST(test_browser_beside_the_screen),
			TEST(test_browser_of_the_settings),
			TEST(test_usual_browser),
			TEST(test_pages_and_pictures),
			TEST(test_pages_and_pictures_of_a_lone_file),
	};
	return cmocka_run_group_tests_name("outside", tests, NULL, NULL);
}
