/* What the reader did to posts: read from the state, and what a visit writes there. */

#include "base/err.h"
#include "base/language.h"
#include "cli/session.h"
#include "marks/marks.h"
#include "state/state.h"
#include "store/database.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Opens the user's state, whole; one in memory where no file of it is there, nor to be made. NULL with err. */
static struct state *
open_state(bool is_made, char **notice, struct err *err)
{
	char *file = state_path();
	/* Where that cannot be known there may be one. */
	bool is_there = file != NULL &&
			(access(file, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR));
	free(file);
	if (is_made || is_there) {
		struct state *state = state_start(notice);
		if (*notice != NULL || state_check(state, notice, err))
			return state;
		state_close(state);
		return NULL;
	}
	char *place = database_memory_place();
	struct state *state = state_open(place, notice, err);
	free(place);
	return state;
}

/* Adds the archive to the state, and ends its first visit. False with err. */
static bool
visit(struct session *session, const char *root, struct err *err)
{
	const struct library *library = session->library;
	char *moved_from = NULL;
	if (!state_begin(session->state, err))
		return false;
	struct state_archive archive = state_add_archive(
			session->state, root, archive_url(library->archive), &moved_from, err);
	bool is_good = archive.id != 0 && marks_visit(session->state, &archive, library->catalogue,
							  session->settings->is_first_unread, err);
	if (!state_end(session->state, is_good, err) || !is_good) {
		free(moved_from);
		return false;
	}
	if (moved_from != NULL)
		session_say(session, _("what was done in %s is taken over: the archive has moved"),
				moved_from);
	free(moved_from);
	return true;
}

/* Reads the marks of the archive at `root` once the state is open. False with err. */
static bool
read_marks(struct session *session, const char *root, bool is_visit, struct err *err)
{
	struct state *state = session->state;
	struct state_archive archive = state_find_archive(state, root);
	if (archive.first_visit == 0 && is_visit) {
		if (!visit(session, root, err))
			return false;
		archive = state_find_archive(state, root);
	}
	session->archive_id = archive.id;
	session->has_marks = marks_read(state, &archive, session->library->catalogue,
			session->settings->is_first_unread, &session->marks, err);
	return session->has_marks;
}

bool
session_read_marks(struct session *session, bool is_visit, struct err *err)
{
	if (session->has_marks)
		return true;
	char *notice = NULL, *root = realpath(archive_root(session->library->archive), NULL);
	session->state = open_state(is_visit, &notice, err);
	bool is_good = session->state != NULL;
	bool is_known = is_good && root != NULL &&
			state_find_archive(session->state, root).first_visit != 0;
	bool is_refused = is_good && !is_known && !state_is_kept(session->state) &&
			  (is_visit || notice != NULL);
	if (is_refused || root == NULL)
		is_good = err_set(err, "%s",
				notice != NULL ? notice : _("what was read cannot be known"));
	else if (notice != NULL)
		session_say(session, "%s", notice);
	is_good = is_good && read_marks(session, root, is_visit, err);
	free(notice);
	free(root);
	return is_good;
}
