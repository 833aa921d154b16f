#include "cli/session.h"

#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/out.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static bool
set_from_option(struct session *session, const char *name, const char *value)
{
	struct err err;
	if (value == NULL || settings_set(session->settings, name, value, &err))
		return true;
	problems_add(session->problems, SEVERITY_ERROR, NULL, 0, 0, "--%s: %s", name, err.reason);
	return false;
}

void
session_init(struct session *session, const struct options *options)
{
	*session = (struct session){
			.options = options,
			.settings = settings_new(),
			.problems = problems_new(),
			.out = out_open(STDOUT_FILENO),
			.messages = out_open(STDERR_FILENO),
			.now = (int64_t)time(NULL),
			.row = arena_new(),
	};
	selection_copy(&session->selection, &options->selection);
	session->has_good_settings =
			settings_read(session->settings, options->config, session->problems) &&
			set_from_option(session, "theme", options->theme) &&
			set_from_option(session, "keymap", options->keymap) &&
			set_from_option(session, "indent", options->has_indent ? "4" : NULL) &&
			set_from_option(session, "spacing", options->has_spacing ? "on" : NULL) &&
			set_from_option(session, "hanging", options->has_hanging ? "on" : NULL) &&
			set_from_option(session, "ambiguous", options->ambiguous);
	if (options->ascii)
		session->settings->ascii = true;
	if (options->has_links)
		session->settings->links = options->links;
	if (options->width != 0)
		session->settings->width = options->width;
}

/* What could not be read in the midst of a command is made anew by the next one. */
static void
end_library(struct session *session)
{
	struct library *library = session->library;
	if (library != NULL && catalogue_is_damaged(library->catalogue)) {
		const char *place = catalogue_place(library->catalogue);
		session_say(session,
				"%s is damaged: what was printed may be wrong; it is made "
				"anew next time",
				place);
		catalogue_discard(place);
	}
	library_close(library);
}

bool
session_end(struct session *session)
{
	struct err err;
	bool is_good = out_close(session->out, &err);
	if (!is_good)
		session_say_err(session, &err);
	session_end_search(session);
	end_library(session);
	archive_close(session->archive);
	out_close(session->messages, NULL);
	arena_free(session->row);
	selection_free(&session->selection);
	settings_free(session->settings);
	problems_free(session->problems);
	free(session->path);
	return is_good;
}

/* --- The archive and the selection --- */

bool
session_resolve_selection(struct session *session, struct err *err)
{
	const struct options *options = session->options;
	struct selection *selection = &session->selection;
	if (options->since != NULL && !selection_parse_since(selection, options->since,
						      session->now, session->zone, err))
		return false;
	return options->until == NULL ||
	       selection_parse_until(selection, options->until, session->now, session->zone, err);
}

int
session_open_library(struct session *session)
{
	struct archive_options options = session_archive_options(session);
	struct err err;
	session->library = library_open(session->path, &options, NULL, &err);
	if (session->library != NULL)
		session->zone = archive_zone(session->library->archive);
	if (session->library == NULL || !session_resolve_selection(session, &err)) {
		session_say_err(session, &err);
		return EXIT_TROUBLE;
	}
	if (session->library->notice != NULL)
		session_say(session, "%s", session->library->notice);
	if (session->library->unread > 0)
		session_say(session,
				"%zu of the posts or their folders could not be read: see --check",
				session->library->unread);
	if (!session_parse_search(session))
		return EXIT_TROUBLE;
	if (!selection_check(&session->selection, session->library->catalogue, &err)) {
		session_say_err(session, &err);
		return EXIT_NOTHING;
	}
	return EXIT_DONE;
}

void
session_row(struct session *session, const struct listing *listing, size_t position,
		struct post *post)
{
	arena_reset(session->row);
	listing_get(listing, position, session->row, post);
}

int
session_list(struct session *session, struct listing **listing)
{
	struct query query = selection_query(&session->selection);
	struct err err;
	*listing = session->query != NULL ? session_search(session, &query, &err)
					  : catalogue_list(session->library->catalogue, &query);
	if (*listing == NULL) {
		session_say_err(session, &err);
		return EXIT_TROUBLE;
	}
	if (listing_count(*listing) > 0)
		return EXIT_DONE;
	listing_free(*listing);
	*listing = NULL;
	struct catalogue *catalogue = session->library->catalogue;
	if (catalogue_is_damaged(catalogue) || session->unread > 0)
		return EXIT_TROUBLE;
	if (catalogue_count(catalogue) == 0)
		session_say(session, "no posts found in %s", session->path);
	else
		session_say(session, "none of the %zu posts matches", catalogue_count(catalogue));
	return EXIT_NOTHING;
}

/* --- The terminal --- */

size_t
session_terminal_columns(void)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

bool
session_has_color(const struct session *session)
{
	if (session->options->color != COLOR_AUTO)
		return session->options->color == COLOR_ALWAYS;
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");
	bool is_plain = terminal == NULL || strcmp(terminal, "dumb") == 0;
	return isatty(STDOUT_FILENO) && !is_plain && (no_color == NULL || no_color[0] == '\0');
}
