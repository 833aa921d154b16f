#ifndef CLI_SESSION_H
#define CLI_SESSION_H

/*
 * What every command works with: the options, the settings under them, the two
 * streams, and what is to be read.
 */

#include "cli/options.h"
#include "library/library.h"
#include "marks/mark_sets.h"
#include "query/selection.h"
#include "settings/settings.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct article;
struct err;
struct out;
struct query_plan;
struct search_index;
struct state;
struct text_query;
struct problems;
struct zone;

/* What the process exits with. */
enum exit_status { EXIT_DONE = 0, EXIT_NOTHING = 1, EXIT_TROUBLE = 2 };

enum place_kind { PLACE_NONE, PLACE_ARCHIVE, PLACE_FILE, PLACE_INPUT };

struct session {
	const struct options *options;
	struct settings *settings;
	struct problems *problems; /* of the configuration */
	bool has_good_settings;
	struct out *out;	 /* data; NULL at the end of the session */
	struct out *messages;	 /* stderr */
	int64_t now;		 /* seconds */
	const struct zone *zone; /* the archive's, while it is open; NULL: the machine's */
	enum place_kind place;
	char *path; /* of the archive or file; NULL for none */
	char *post; /* the one of the archive that is to be marked; NULL: all selected */
	struct archive *archive;    /* opened for its zone alone; NULL: not yet */
	struct library *library;    /* NULL until session_list */
	struct listing *listing;    /* the same */
	struct selection selection; /* with the dates in the archive's zone */
	struct text_query *query;   /* of --search; NULL: none, or not parsed yet */
	struct state *state;	    /* what the reader did; NULL: not asked for yet */
	int64_t archive_id;	    /* in the state */
	bool has_marks;		    /* they are known */
	struct mark_sets marks;	    /* of the posts, once session_read_marks has read them */
	char *index; /* file of the full text, or its place in memory; NULL: not asked for yet */
	struct search_index *memory; /* keeps the one in memory; NULL: there is none */
	size_t unread; /* posts, and folders of them, that the search could not look through whole */
	struct arena *row; /* texts of the post that was asked for last */
};

/* Reads the configuration; what is wrong there is in `problems`. */
void session_init(struct session *session, const struct options *options);

/* Sends on what was printed. False when that failed, but for a closed pipe. */
bool session_end(struct session *session);

/* Prints `reader: …` on stderr; an error's reason is one that ends the command with EXIT_TROUBLE. */
void session_say(struct session *session, const char *format, ...)
		__attribute__((format(printf, 2, 3)));
int session_say_err(struct session *session, const struct err *err);
void session_say_problems(struct session *session, const struct problems *problems);

/* Decides what is to be read: the operand, $READER_ARCHIVE, the setting, the folder around. */
bool session_find_place(struct session *session, struct err *err);

/*
 * Closes the archive, or the file, and goes on with the archive at `path`, which is copied, and with all
 * of its posts.
 */
void session_change_archive(struct session *session, const char *path);

struct archive_options session_archive_options(const struct session *session);

/* Completes the selection with its dates, in the session's time zone. */
bool session_resolve_selection(struct session *session, struct err *err);

/* Parses --search; on an error prints it with a caret under the place and returns false. */
bool session_parse_search(struct session *session);

/* Opens a lone file or standard input; on an error prints it and returns NULL. */
struct article *session_open_file(struct session *session);

/*
 * Opens the library and checks the selection against it, unless that is done. Returns
 * EXIT_DONE; on an error prints it and returns the exit status.
 */
int session_open_library(struct session *session);

/*
 * Makes the session's listing of the selected posts, unless that is done. Returns EXIT_DONE;
 * else prints why there is no listing and returns EXIT_NOTHING when no post matches, or
 * EXIT_TROUBLE when something could not be read or searched.
 */
int session_list(struct session *session);

/*
 * Visits the listed posts, or the lone file's post with its shown title, until `visit` returns
 * false or stdout is closed. Returns what session_list does.
 */
int session_visit(struct session *session, bool (*visit)(void *context, const struct post *post),
		void *context);

/*
 * The listing of a query among the posts that a plan with full text finds, after bringing the
 * index up to date, but for --no-refresh. NULL with err.
 */
struct listing *session_search(struct session *session, const struct query_plan *plan,
		struct query *query, struct err *err);
void session_end_search(struct session *session);

/*
 * Reads the marks of the archive's posts from the state. With is_visit this counts as a visit: the state
 * is made if there is none, and at the first visit all posts get to be read. Else an archive that was
 * never visited has no unread posts, and nothing is written. False with err.
 */
bool session_read_marks(struct session *session, bool is_visit, struct err *err);

/* Columns of the terminal on stdout; 0 when it is none. */
size_t session_terminal_columns(void);

/* Whether stdout is to have colours. */
bool session_has_color(const struct session *session);

#endif
