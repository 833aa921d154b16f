#include "base/err.h"
#include "base/language.h"
#include "base/new_file.h"
#include "base/out.h"
#include "cli/command.h"
#include "state/export.h"
#include "state/import.h"
#include "state/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The state that is whole; NULL with err. */
static struct state *
open_state(struct session *session, struct err *err)
{
	char *path = state_path();
	char *opened = NULL;
	char *checked = NULL;
	struct state *state = path != NULL ? state_open(path, &opened, err) : NULL;
	if (path == NULL)
		err_set(err, _("neither XDG_STATE_HOME nor HOME is set"));
	bool is_good = state != NULL && state_check(state, &checked, err);
	if (opened != NULL)
		session_say(session, "%s", opened);
	if (checked != NULL)
		session_say(session, "%s", checked);
	free(path);
	free(opened);
	free(checked);
	if (is_good)
		return state;
	state_close(state);
	return NULL;
}

static bool
is_stream(const char *file)
{
	return strcmp(file, "-") == 0;
}

static bool
export_to(struct state *state, const char *path, struct err *err)
{
	struct new_file file;
	if (!new_file_begin(&file, path, err))
		return false;
	struct out *out = out_open(file.fd);
	bool is_good = state_export(state, out, err);
	bool is_written = out_close(out, is_good ? err : NULL) && is_good;
	if (is_good && !is_written)
		err_add_path(err, path);
	return new_file_end(&file, is_written, err) && is_written;
}

int
command_export_state(struct session *session)
{
	struct err err;
	const char *file = session->options->argument;
	struct state *state = open_state(session, &err);
	bool is_good = state != NULL && (is_stream(file) ? state_export(state, session->out, &err)
							 : export_to(state, file, &err));
	state_close(state);
	return is_good ? EXIT_DONE : session_say_err(session, &err);
}

int
command_import_state(struct session *session)
{
	struct err err;
	const char *file = session->options->argument;
	int fd = is_stream(file) ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		err_set_errno(&err, file, errno);
		return session_say_err(session, &err);
	}
	struct state *state = open_state(session, &err);
	bool is_good = state != NULL && state_import(state, fd, file, &err);
	state_close(state);
	if (fd != STDIN_FILENO)
		close(fd);
	return is_good ? EXIT_DONE : session_say_err(session, &err);
}
