#include "article/article.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/out.h"
#include "base/sentence.h"
#include "cli/command.h"
#include "keymap/keymap.h"
#include "settings/keymap_files.h"
#include "settings/theme_files.h"
#include "theme/theme.h"

#include <string.h>

/*
 * Prints the problems from `first` on; returns how many there are in all.
 * Relative paths are of files below `root`, which stands before them so that
 * an editor finds them from where the program was started.
 */
static size_t
print_problems(struct session *session, const struct problems *problems, size_t first,
		const char *root)
{
	size_t count = problems_count(problems);
	struct buf line = buf_empty();
	for (size_t i = first; i < count && !out_is_closed(session->out); i++) {
		const struct problem *problem = problems_get(problems, i);
		buf_clear(&line);
		if (root != NULL && problem->path != NULL && problem->path[0] != '/')
			buf_format(&line, "%s%s", root, root[strlen(root) - 1] == '/' ? "" : "/");
		problem_format(problem, &line);
		out_line(session->out, line.data);
	}
	buf_free(&line);
	return count;
}

/* Checks a key map, unless it is in use: that is checked already. */
static void
check_keymap(void *context, const char *name)
{
	struct session *session = context;
	if (strcmp(name, session->settings->keymap) != 0)
		keymap_free(keymap_files_load(name, session->problems));
}

static void
check_theme(void *context, const char *name)
{
	struct session *session = context;
	struct theme theme;
	(void)theme_files_load(&theme, name, true, session->problems);
}

static void
check_file(struct session *session, struct problems *problems)
{
	struct err err;
	const char *path = session->place == PLACE_INPUT ? NULL : session->path;
	struct article *article = article_open(NULL, path, &err);
	if (article == NULL) {
		problems_add_err(problems, SEVERITY_ERROR, &err);
		return;
	}
	if (article->post.problem != NULL) {
		struct buf reason = buf_empty();
		sentence_show(&reason, article->post.problem);
		problems_add(problems, SEVERITY_ERROR, session->path, article->post.problem_line, 0,
				"%s", reason.data);
		buf_free(&reason);
	}
	article_close(article);
}

static int
say_count(struct session *session, size_t posts, size_t problems)
{
	struct buf line = buf_empty();
	buf_format(&line, ngettext("%zu post read", "%zu posts read", posts), posts);
	session_say(session, ngettext("%s, %zu problem found", "%s, %zu problems found", problems),
			line.data, problems);
	buf_free(&line);
	return problems > 0 ? EXIT_NOTHING : EXIT_DONE;
}

static int
check_archive(struct session *session, size_t found)
{
	struct archive_options options = session_archive_options(session);
	options.is_thorough = true;
	const struct library_request request = {.path = session->path,
			.options = &options,
			.is_fresh = true,
			.problems = SIZE_MAX};
	struct err err;
	session->library = library_make(&request, &err);
	if (session->library == NULL)
		return session_say_err(session, &err);
	found += print_problems(session, session->library->problems, 0,
			archive_root(session->library->archive));
	return say_count(session, catalogue_count(session->library->catalogue), found);
}

int
command_check(struct session *session)
{
	keymap_free(keymap_files_load(session->settings->keymap, session->problems));
	keymap_files_each(check_keymap, session);
	theme_files_each(check_theme, session);
	size_t found = print_problems(session, session->problems, 0, NULL);
	if (session->place == PLACE_ARCHIVE)
		return check_archive(session, found);
	check_file(session, session->problems);
	found = print_problems(session, session->problems, found, NULL);
	return say_count(session, 1, found);
}
