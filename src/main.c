/* reader: opens things in order, picks a command, closes them in reverse. */

#include "app/app.h"
#include "article/article.h"
#include "base/ascii.h"
#include "base/err.h"
#include "base/language.h"
#include "base/out.h"
#include "base/xalloc.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/session.h"
#include "keymap/keymap.h"
#include "settings/keymap_files.h"
#include "settings/settings.h"
#include "settings/theme_files.h"
#include "theme/theme.h"
#include "tui/tui.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Whether the locale that the environment names, which may not be installed, is one of UTF-8. */
static bool
names_utf8(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	const char *name = NULL;
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		if (name == NULL || name[0] == '\0')
			name = getenv(variables[i]);
	}
	const char *codeset = name != NULL ? strchr(name, '.') : NULL;
	return codeset != NULL && (ascii_compare_n(codeset, ".utf-8", 6) == 0 ||
						  ascii_compare_n(codeset, ".utf8", 5) == 0);
}

/*
 * Widths of characters come from the C library, and it knows them in a UTF-8 locale only. False when the
 * user's is none.
 */
static bool
set_locale(void)
{
	const char *given = setlocale(LC_CTYPE, "");
	if (given != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return true;
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		(void)setlocale(LC_CTYPE, "en_US.UTF-8");
	return given == NULL && names_utf8();
}

/* Speaks the language of the configuration at `path`; NULL: the user's. */
static void
use_configured_language(const char *path)
{
	struct settings *settings = settings_new();
	struct problems *problems =
			problems_new(); /* of which nothing is said beside a usage error */
	(void)settings_read(settings, path, problems);
	language_use(settings->language);
	problems_free(problems);
	settings_free(settings);
}

static int
say_usage(const struct err *err)
{
	struct out *out = out_open(STDERR_FILENO);
	out_format(out, "reader: %s", err->reason);
	out_newline(out);
	out_line(out, _("Try 'reader --help'."));
	out_close(out, NULL);
	return EXIT_TROUBLE;
}

/*
 * Opens the archive for its time zone, and to report a failure before the screen covers messages. What
 * the options select is of the first one.
 */
static bool
try_archive(struct session *session, bool is_first, struct err *err)
{
	struct archive_options options = session_archive_options(session);
	session->archive = archive_open(session->path, &options, NULL, err);
	if (session->archive == NULL)
		return false;
	session->zone = archive_zone(session->archive);
	return !is_first || session_resolve_selection(session, err);
}

/* What of the last session the browser takes up: what the options do not say otherwise. */
static unsigned
resumed(const struct session *session)
{
	const struct options *options = session->options;
	const struct selection *selection = &session->selection;
	struct selection all;
	selection_init(&all);
	bool is_asked = !selection_has_same_posts(selection, &all) || selection->is_reversed ||
			selection->order != all.order;
	if (!session->settings->restore)
		return 0;
	return (is_asked ? 0 : RESUME_VIEW) | (options->theme == NULL ? RESUME_THEME : 0) |
	       (options->keymap == NULL ? RESUME_KEYMAP : 0);
}

/* NULL when the key map cannot be had, which is said. */
static struct keymap *
load_keymap(struct session *session)
{
	struct problems *problems = problems_new();
	struct keymap *keymap = keymap_files_load(session->settings->keymap, problems);
	session_say_problems(session, problems);
	problems_free(problems);
	return keymap;
}

/* Whether the theme can be had, by `auto` on either ground; else what is wrong is said. */
static bool
has_theme(struct session *session)
{
	struct problems *problems = problems_new();
	struct theme theme;
	bool is_good = theme_files_load(&theme, session->settings->theme, false, problems) &&
		       theme_files_load(&theme, session->settings->theme, true, problems);
	session_say_problems(session, problems);
	problems_free(problems);
	return is_good;
}

/* The app on what the session has opened; takes the article (NULL: an archive) and the key map over. */
static struct app *
start_app(const struct session *session, struct article *article, struct keymap *keymap)
{
	struct archive_options options = session_archive_options(session);
	bool is_archive = article == NULL;
	return app_new(&(struct app_start){
			.model =
					{
							.path = is_archive ? session->path : NULL,
							.root = is_archive ? archive_root(session->archive)
									   : NULL,
							.options = &options,
							.zone = session->zone,
							.selection = &session->selection,
							.article = article,
							.background = BACKGROUND_ALL,
					},
			.settings = settings_copy(session->settings),
			.keymap = keymap,
			.resume = resumed(session),
	});
}

/* Browses the session's archive or file; *next gets the folder of the one to go on with, to be freed. */
static int
browse_one(struct session *session, bool is_first, char **next)
{
	struct err err;
	struct tui_options options = {.has_mouse = session->settings->mouse};
	struct article *article = NULL;
	bool is_archive = session->place == PLACE_ARCHIVE;
	if (is_archive && !try_archive(session, is_first, &err))
		return session_say_err(session, &err);
	if (is_archive ? !session_parse_search(session)
		       : (article = session_open_file(session)) == NULL)
		return EXIT_TROUBLE;
	struct keymap *keymap = has_theme(session) ? load_keymap(session) : NULL;
	struct tui *tui = keymap != NULL ? tui_open(&options, &err) : NULL;
	if (tui == NULL) {
		article_close(article);
		if (keymap != NULL)
			session_say_err(session, &err);
		keymap_free(keymap);
		return EXIT_TROUBLE;
	}
	struct app *app = start_app(session, article, keymap);
	int status = tui_run(tui, app);
	xreplace(next, status == EXIT_DONE ? app_next_archive(app) : NULL);
	tui_close(tui);
	app_free(app);
	return status;
}

/* Each archive has a session of its own, from its threads to its screen. */
static int
browse(struct session *session)
{
	char *next = NULL;
	int status = browse_one(session, true, &next);
	while (next != NULL) {
		session_change_archive(session, next);
		xreplace(&next, NULL);
		status = browse_one(session, false, &next);
	}
	return status;
}

static int
run(struct session *session)
{
	enum command command = session->options->command;
	struct err err;
	if (command != COMMAND_CHECK) {
		session_say_problems(session, session->problems);
		if (!session->has_good_settings)
			return EXIT_TROUBLE;
	}
	if (!session_find_place(session, &err))
		return session_say_err(session, &err);
	if (command == COMMAND_NONE && isatty(STDOUT_FILENO))
		return browse(session);
	/* A command shows no colours and presses no keys, but a name that is given is checked as every other value. */
	if (command != COMMAND_CHECK && session->options->theme != NULL && !has_theme(session))
		return EXIT_TROUBLE;
	if (command != COMMAND_CHECK && session->options->keymap != NULL) {
		struct keymap *keymap = load_keymap(session);
		keymap_free(keymap);
		if (keymap == NULL)
			return EXIT_TROUBLE;
	}
	return command_run(session, command);
}

static int
run_session(const struct options *options, bool has_utf8)
{
	struct session session;
	session_init(&session, options);
	if (!has_utf8 && options->values == NULL)
		session_say(&session, _("the locale is not UTF-8; going on in C.UTF-8 "
					"(set LC_ALL or LANG to a UTF-8 locale)"));
	int status = EXIT_DONE;
	if (options->values != NULL)
		command_values(&session);
	else if (!command_needs_place(options->command))
		status = command_run(&session, options->command);
	else
		status = run(&session);
	return session_end(&session) ? status : EXIT_TROUBLE;
}

int
main(int argc, char **argv)
{
	struct options options;
	struct err err;
	/* A closed pipe must not end the program in the middle: the write fails, and that is reported. */
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	xalloc_share();
	tzset(); /* the machine's zone, before threads ask for it */
	bool has_utf8 = set_locale();
	language_use("auto"); /* until the configuration has been read */
	bool is_good = options_parse(&options, argc, argv, &err);
	if (!is_good) {
		use_configured_language(options.config);
		options_free(&options);
		(void)options_parse(
				&options, argc, argv, &err); /* for the error in that language */
	}
	int status = is_good ? run_session(&options, has_utf8) : say_usage(&err);
	options_free(&options);
	return status;
}
