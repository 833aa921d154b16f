/* Finds what is to be read: an archive, a file or standard input. */

#include "archive/archive.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "cli/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The archive around the working directory; NULL if there is none. */
static char *
find_around(void)
{
	char *here = getcwd(NULL, 0);
	char *found = here != NULL ? archive_find(here) : NULL;
	free(here);
	return found;
}

/* The operand as a path; where there is nothing of that name, that of the archive so named. NULL with err. */
static char *
operand_path(const struct session *session, struct err *err)
{
	const char *operand = session->options->operand;
	struct stat status;
	bool is_path = strcmp(operand, "-") == 0 || strchr(operand, '/') != NULL ||
		       session->settings->archive_count == 0 || stat(operand, &status) == 0;
	struct err why;
	const char *path = is_path ? operand : settings_archive(session->settings, operand, &why);
	if (path != NULL)
		return xstrdup(path);
	err_set(err, _("%s: no such file or folder, and %s"), operand, why.reason);
	return NULL;
}

static char *
choose_path(const struct session *session, struct err *err)
{
	if (session->options->operand != NULL)
		return operand_path(session, err);
	const char *named = getenv("READER_ARCHIVE");
	if (named != NULL && named[0] != '\0')
		return xstrdup(named);
	if (session->settings->archive != NULL)
		return xstrdup(session->settings->archive);
	char *around = find_around();
	if (around == NULL)
		err_set(err, _("no archive here: name a folder with _posts, set READER_ARCHIVE, or "
			       "'archive:' in the configuration"));
	return around;
}

/* A post that is to be marked is one of its archive: goes on to that. */
static bool
find_post(struct session *session, struct err *err)
{
	struct archive *site =
			session->place == PLACE_FILE ? archive_open_around(session->path) : NULL;
	if (site == NULL)
		return err_set(err, _("--%s needs an archive or a post of one"),
				session->options->command_name);
	session->place = PLACE_ARCHIVE;
	xreplace(&session->post, archive_file(site));
	xreplace(&session->path, archive_root(site));
	archive_close(site);
	return true;
}

/* Refuses commands and filters that need an archive; for a post that is to be marked finds that. */
static bool
check_file(struct session *session, struct err *err)
{
	enum command command = session->options->command;
	const char *name = session->place == PLACE_INPUT ? _("standard input") : session->path;
	if (command == COMMAND_TAGS || command == COMMAND_CATEGORIES)
		return err_set(err, _("--%s needs an archive, and %s is a single post"),
				session->options->command_name, name);
	if (options_have_filters(session->options))
		return err_set(err, _("filters need an archive, and %s is a single post"), name);
	return !command_is_marking(session->options->command) || find_post(session, err);
}

bool
session_find_place(struct session *session, struct err *err)
{
	struct stat status;
	session->path = choose_path(session, err);
	if (session->path == NULL)
		return false;
	if (session->options->operand != NULL && strcmp(session->path, "-") == 0) {
		session->place = PLACE_INPUT;
		return check_file(session, err);
	}
	if (stat(session->path, &status) != 0)
		return err_set_errno(err, session->path, errno);
	session->place = S_ISDIR(status.st_mode) ? PLACE_ARCHIVE : PLACE_FILE;
	return session->place == PLACE_ARCHIVE || check_file(session, err);
}

struct archive_options
session_archive_options(const struct session *session)
{
	return (struct archive_options){
			.drafts = session->options->drafts,
			.future = session->options->future,
			.unpublished = session->options->unpublished,
			.now = session->now,
	};
}
