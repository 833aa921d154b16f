#include "cli/session.h"

#include "archive/archive.h"
#include "article/article.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/language.h"
#include "base/out.h"
#include "base/xalloc.h"
#include "query/query_plan.h"
#include "state/state.h"
#include "store/database.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Options replace values of the configuration. */
static bool
set_options(struct settings *settings, const struct options *options, struct problems *problems)
{
	size_t count;
	const struct option_info *table = options_table(&count);
	bool is_good = true;
	for (size_t i = 0; i < count; i++) {
		const char *const *value = (const void *)((const char *)options + table[i].value);
		struct err err;
		if (table[i].setting == NULL || *value == NULL ||
				settings_set(settings, table[i].setting, *value, &err))
			continue;
		problems_add(problems, SEVERITY_ERROR, NULL, 0, 0, "--%s", err.reason);
		is_good = false;
	}
	return is_good;
}

static void
read_settings(struct session *session)
{
	const struct options *options = session->options;
	settings_free(session->settings);
	problems_free(session->problems);
	session->settings = settings_new();
	session->problems = problems_new();
	session->has_good_settings =
			settings_read(session->settings, options->config, session->problems) &&
			set_options(session->settings, options, session->problems);
	language_use(session->settings->language);
}

void
session_init(struct session *session, const struct options *options)
{
	*session = (struct session){
			.options = options,
			.out = out_open(STDOUT_FILENO),
			.messages = out_open(STDERR_FILENO),
			.now = (int64_t)time(NULL),
			.row = arena_new(),
	};
	selection_copy(&session->selection, &options->selection);
	read_settings(session);
	if (problems_count(session->problems) > 0)
		read_settings(session); /* again, for the problems in the language that is in force now */
}

/* Discards a catalogue that turned out damaged: the next command rebuilds it. */
static void
end_library(struct session *session)
{
	struct library *library = session->library;
	if (library != NULL && catalogue_is_damaged(library->catalogue)) {
		const char *place = catalogue_place(library->catalogue);
		session_say(session,
				_("%s is damaged: what was printed may be wrong; it is made anew "
				  "next time"),
				place);
		database_discard(place);
	}
	listing_free(session->listing);
	library_close(library);
}

bool
session_end(struct session *session)
{
	struct err err;
	bool is_good = out_close(session->out, &err);
	session->out = NULL; /* the last messages come after it */
	if (!is_good)
		session_say_err(session, &err);
	session_end_search(session);
	end_library(session);
	archive_close(session->archive);
	out_close(session->messages, NULL);
	arena_free(session->row);
	selection_free(&session->selection);
	mark_sets_free(&session->marks);
	state_close(session->state);
	settings_free(session->settings);
	problems_free(session->problems);
	free(session->path);
	free(session->post);
	return is_good;
}

/* --- The archive and the selection --- */

void
session_change_archive(struct session *session, const char *path)
{
	archive_close(session->archive);
	session->archive = NULL;
	session->zone = NULL;
	selection_free(&session->selection);
	selection_init(&session->selection);
	text_query_free(session->query);
	session->query = NULL;
	session->place = PLACE_ARCHIVE;
	xreplace(&session->path, path);
}

bool
session_resolve_selection(struct session *session, struct err *err)
{
	const struct options *options = session->options;
	struct selection *selection = &session->selection;
	const char *const dates[] = {options->since, options->until};
	for (int i = 0; i < 2; i++) {
		if (dates[i] != NULL && !selection_set_date(selection, i == 0, dates[i],
							session->now, session->zone, err))
			return false;
	}
	return true;
}

int
session_open_library(struct session *session)
{
	if (session->library != NULL)
		return EXIT_DONE;
	struct archive_options options = session_archive_options(session);
	const struct library_request request = {.path = session->path,
			.options = &options,
			.is_as_kept = session->options->is_unrefreshed};
	struct err err;
	session->library = library_make(&request, &err);
	if (session->library != NULL)
		session->zone = archive_zone(session->library->archive);
	if (session->library == NULL || !session_resolve_selection(session, &err))
		return session_say_err(session, &err);
	if (session->library->notice != NULL)
		session_say(session, "%s", session->library->notice);
	if (session->library->unread > 0)
		session_say(session,
				_("%zu of the posts or their folders could not be read: see "
				  "--check"),
				session->library->unread);
	if (!session_parse_search(session))
		return EXIT_TROUBLE;
	if (!selection_check(&session->selection, session->library->catalogue, &err)) {
		session_say_err(session, &err);
		return EXIT_NOTHING;
	}
	return EXIT_DONE;
}

/* What could not be read may have what is asked for. */
static int
say_nothing(struct session *session)
{
	struct catalogue *catalogue = session->library->catalogue;
	if (catalogue_is_damaged(catalogue) || session->library->unread > 0 || session->unread > 0)
		return EXIT_TROUBLE;
	if (catalogue_count(catalogue) == 0)
		session_say(session, _("no posts found in %s"), session->path);
	else
		session_say(session,
				ngettext("the only post does not match",
						"none of the %zu posts matches",
						catalogue_count(catalogue)),
				catalogue_count(catalogue));
	return EXIT_NOTHING;
}

/* The posts that a plan finds without the full text, of the one post that is to be marked or of all. */
static struct listing *
list_kinds(const struct session *session, unsigned kinds)
{
	struct query query = selection_query(&session->selection);
	struct catalogue *catalogue = session->library->catalogue;
	struct bits posts = query_plan_posts(kinds, &session->marks, catalogue), post = {0};
	if (session->post != NULL) {
		bits_put(&post, catalogue_post(catalogue, session->post), true);
		bits_keep(&posts, &post);
	}
	if (kinds != ALL_KINDS || session->post != NULL)
		query.posts = &posts;
	struct listing *listing = catalogue_list(catalogue, &query);
	bits_free(&posts);
	bits_free(&post);
	return listing;
}

/* The posts that are selected. NULL with err. */
static struct listing *
list_selected(struct session *session, struct err *err)
{
	struct query query = selection_query(&session->selection);
	struct query_plan plan = query_plan_make(session->query, session->selection.marks);
	struct listing *listing = NULL;
	bool is_visit = command_is_marking(session->options->command) ||
			query_plan_needs_marks(&plan);
	if (!is_visit || session_read_marks(session, true, err))
		listing = plan.count > 0 ? session_search(session, &plan, &query, err)
					 : list_kinds(session, plan.whole);
	query_plan_free(&plan);
	return listing;
}

int
session_list(struct session *session)
{
	if (session->listing != NULL)
		return EXIT_DONE;
	int status = session_open_library(session);
	if (status != EXIT_DONE)
		return status;
	struct err err;
	struct listing *listing = list_selected(session, &err);
	if (listing == NULL)
		return session_say_err(session, &err);
	if (listing_count(listing) > 0) {
		session->listing = listing;
		return EXIT_DONE;
	}
	listing_free(listing);
	return say_nothing(session);
}

struct article *
session_open_file(struct session *session)
{
	struct err err;
	struct article *article = article_open(
			NULL, session->place == PLACE_INPUT ? NULL : session->path, &err);
	if (article == NULL)
		session_say_err(session, &err);
	return article;
}

static int
visit_file(struct session *session, bool (*visit)(void *context, const struct post *post),
		void *context)
{
	struct article *article = session_open_file(session);
	if (article == NULL)
		return EXIT_TROUBLE;
	struct post post = article->post;
	post.title = article_title(article);
	(void)visit(context, &post);
	article_close(article);
	return EXIT_DONE;
}

int
session_visit(struct session *session, bool (*visit)(void *context, const struct post *post),
		void *context)
{
	if (session->place != PLACE_ARCHIVE)
		return visit_file(session, visit, context);
	int status = session_list(session);
	bool goes_on = status == EXIT_DONE;
	for (size_t i = 0; goes_on && i < listing_count(session->listing); i++) {
		struct post post;
		arena_reset(session->row);
		listing_get(session->listing, i, session->row, &post);
		goes_on = visit(context, &post) && !out_is_closed(session->out);
	}
	return status;
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
