#ifndef APP_STATE_H
#define APP_STATE_H

/*
 * The session's state, for the files of this room that share it. Each part has
 * one file that keeps it in order; the others ask that file.
 */

#include "app/app.h"
#include "app/pane.h"
#include "model/model.h"
#include "query/selection.h"
#include "view/calendar.h"
#include "view/cursor.h"
#include "view/geometry.h"
#include "view/line_editor.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* The groups pane (groups.c): row 0 is all posts, the others are groups. */
struct groups_pane {
	enum group_order order;
	struct groups *groups; /* NULL while the archive is being read */
	struct cursor cursor;
	char *filter; /* never NULL */
	char *before; /* the group that was chosen before a filter was begun */
};

/* The months pane (months.c): row 0 is all of them. */
struct months_pane {
	struct cursor cursor;
	struct month_count *months; /* of what the list asks for, whatever dates; newest first */
	size_t count;
	size_t most; /* posts of the fullest */
};

/* The list pane (list.c). */
struct list_pane {
	struct cursor cursor;
	char *search_before; /* when a prompt for another was begun; NULL: none was */
	char *search_error;  /* what is wrong with what is typed; NULL: nothing */
};

/* The pager pane (pager.c, pager_open.c). */
struct pager_pane {
	unsigned long generation;
	size_t top, left;
	size_t anchor; /* offset of the first character shown when last scrolled; 0: the top */
	size_t search_anchor, search_left; /* anchor and left where the search was begun */
	char *phrase;			   /* searched for; never NULL */
	bool is_backward;
	size_t match;	      /* the current one; SIZE_MAX: none */
	int link;	      /* the one chosen; -1: none */
	bool has_wide_tables; /* instead of records, until the end */
};

enum prompt_kind {
	PROMPT_NONE,
	PROMPT_COMMAND,
	PROMPT_FILTER, /* of the pane it was begun in */
	PROMPT_SEARCH, /* in the post */
	PROMPT_QUERY,  /* in the full text */
	PROMPT_FOLLOW,
	PROMPT_KIND_COUNT,
};

struct cover_pane {
	const struct pane_type *type; /* NULL: the panes are seen */
	enum context context;	      /* of the pane under it, whose keys the help tells */
	struct cursor cursor;
	char *filter;	     /* never NULL */
	struct arena *arena; /* of the rows */
	struct cover_row *rows;
	size_t row_count, row_capacity;
};

#define COVER_NO_VALUE SIZE_MAX

struct cover_row {
	enum role role;	  /* of its text: a heading stays where others are filtered away */
	const char *keys; /* in a column before the text; NULL: none */
	const char *text;
	size_t value; /* for the pane's `open_value`; COVER_NO_VALUE: none */
};

/* The calendar over the panes (calendar_view.c). */
struct calendar_pane {
	struct calendar calendar;
	struct day_count *days; /* what it borrows */
	size_t count;
};

struct completion {
	char **words; /* owned */
	size_t count, capacity;
	size_t at;    /* the one shown; count: what was typed */
	size_t start; /* bytes of the line before the completed word */
	char *typed;
};

/* What is to be done when the present verb is over: a prompt to open, or an action to run. */
struct next {
	enum prompt_kind prompt; /* PROMPT_NONE: the action */
	enum action action;
	long count;
	char *text; /* of the prompt, or the action's argument; owned; NULL: none */
};

struct app {
	struct settings *settings;
	struct keymap *keymap;
	struct model *model;

	int rows, columns;
	struct geometry geometry;
	const struct pane_type
			*slots[PANE_COUNT]; /* NULL: nothing stands there, as beside a lone file */
	enum pane focus;
	bool is_zoomed;

	struct groups_pane groups;
	struct months_pane months;
	struct list_pane list;
	struct pager_pane pager;
	struct cover_pane cover;
	struct calendar_pane calendar;

	enum prompt_kind prompt_kind;
	const struct pane_type *prompt_pane; /* where it was begun */
	struct line_editor prompt;
	struct line_history histories[PROMPT_KIND_COUNT];
	struct completion completion;

	struct next next;

	struct keymap_pending pending;
	int64_t pending_due; /* milliseconds of the clock; 0: waits for ever */

	char **command;	    /* to be run; NULL-terminated, owned */
	char *browsers;	    /* of $BROWSER, those to be tried if it cannot be; owned */
	char *address;	    /* that they are to open; owned */
	struct arena *view; /* texts of the rows being drawn */
};

/*
 * What a verb answers besides enum dirty: what has changed for others. A verb
 * changes its own part and says so; what follows from that is done in one place,
 * in one order, when the event is over (follow.c).
 */
enum changed {
	CHANGED_PLACES = 1 << 16,  /* the size, the focus or what covers the panes */
	CHANGED_ASKED = 1 << 17,   /* what the list asks for; its cursor stays on its post */
	CHANGED_SUBJECT = 1 << 18, /* the same, but the cursor goes to the first post */
	CHANGED_DATES = 1 << 19,   /* the same, and only since and until have changed */
	CHANGED_QUERY = 1 << 20,   /* what is searched for in all posts */
	CHANGED_DAYS = 1 << 21,	   /* how many posts each day has */
	CHANGED_POST = 1 << 22,	   /* the list's cursor is on another post: it is opened soon */
	CHANGED_READING = 1 << 23, /* the same, and it is opened at once */
	CHANGED_NEXT = 1 << 24,	   /* app->next is to be done */
	GO_LEFT = 1 << 25,	   /* the focus goes to that slot, and nothing covers it */
	GO_MIDDLE = 1 << 26,
	GO_MAIN = 1 << 27,
	GO_UNDER = 1 << 28, /* nothing covers the panes; the focus stays */
	NOT_MINE = 1 << 29, /* the pane leaves it to others */
	CHANGED_MASK = 0x3FFF << 16,
};

/* What is seen in a slot. */
static inline const struct pane_type *
app_pane_at(const struct app *app, enum pane slot)
{
	return app->cover.type != NULL ? app->cover.type : app->slots[slot];
}

/* The pane that has the keys. */
static inline const struct pane_type *
app_current_pane(const struct app *app)
{
	return app_pane_at(app, app->focus);
}

/* --- next.c --- */

/* An action to run, or a prompt to open, when the present verb is over. The text is copied. */
unsigned app_do_next(struct app *app, enum action action, const char *argument, long count);
unsigned app_prompt_next(struct app *app, enum prompt_kind kind, const char *text);

/* --- follow.c --- */

/* Does what follows from the changes among the bits, which are cleared; returns enum dirty. */
unsigned app_follow(struct app *app, unsigned changed);

/* --- run.c --- */

/* Ends an event or an action: does what is to be done next, and what follows. */
unsigned app_finish(struct app *app, unsigned changed);

/* --- keys.c --- */

/* The keys pressed so far have waited long enough for one more. */
unsigned keys_waited(struct app *app);

/* --- panes.c --- */

/* The pane that an action shows; NULL for other actions. */
const struct pane_type *app_shown_by(enum action action);
enum context app_context(const struct app *app); /* whose keys are in force */

/* The focus goes to the slot; what covers the panes goes. */
unsigned app_focus(struct app *app, enum pane slot);
unsigned app_uncover(struct app *app);

/* Shows the pane that the action is for, or uncovers the others if it covers them. */
unsigned app_show(struct app *app, enum action action);

/* Rows at a slot's top that do not scroll, of a pane of rows; lines that each row has. */
int app_header_rows(const struct app *app, enum pane slot);
int pane_row_height(const struct app *app, const struct pane_type *pane);
void app_place_rows(struct app *app); /* each cursor gets the rows that its slot has */

/* --- groups.c --- */
void groups_pane_free(struct groups_pane *pane);
unsigned groups_refresh(struct app *app); /* after a change of kind, order, filter or library */
unsigned groups_choose(struct app *app, enum group_kind kind, const char *name);
const char *group_kind_title(enum group_kind kind);

/* The name to show for what the list holds: a group's, or all posts. */
const char *groups_current_title(const struct app *app);

/* --- months.c --- */
void months_pane_free(struct months_pane *pane);

/* --- list.c --- */
void list_pane_free(struct list_pane *pane);
unsigned list_install(struct app *app, struct listing *listing,
		bool keeps_post); /* the list's from here on */
struct listing *list_make(const struct app *app);

/* Whether every title has to be looked at, and there are too many to do that between two keys. */
bool list_looks_at_titles(const struct app *app);
bool list_post(const struct app *app, struct post *post); /* the one the cursor is on */

/* Narrows the list to the days from first to last. */
unsigned list_set_days(struct app *app, int64_t first, int64_t last);

/* How many posts each day has, of all dates; *days is to be freed. None while a thread counts them. */
size_t list_days(const struct app *app, struct day_count **days);

/* --- search.c --- */
unsigned search_set(struct app *app, const char *text, bool is_typing);
void search_begin(struct app *app); /* a prompt */

/* Lists what is asked for: at once, or by a thread that answers later. */
unsigned search_list(struct app *app, bool keeps_post);
unsigned search_typed(struct app *app, const char *text);
bool search_accept(struct app *app, const char *text,
		unsigned *dirty); /* false: it is bad, and the prompt stays */
unsigned search_give_up(struct app *app);
bool search_can_ask(struct app *app);		   /* false: there is no thread for it */
void search_ask(struct app *app, bool keeps_post); /* there is a query or titles, and a library */
void search_forget(struct app *app);		   /* what was asked, and its days */
void search_library_changed(struct app *app);
unsigned search_wake(struct app *app);
unsigned search_tick(struct app *app);
bool search_is_busy(const struct app *app); /* a thread is at work or has something to hand over */
bool search_progress(const struct app *app, size_t *done,
		size_t *total);				       /* false: nothing is being indexed */
const char *search_snippet(struct app *app, const char *path); /* NULL: it will come */
void search_free(struct app *app); /* stops the threads and waits for them */

/* --- pager.c --- */
struct layout_options pager_options(const struct app *app); /* for the pane's present size */
void pager_say_cut(struct app *app); /* a message if the post is not shown whole */

/* Where to go when the post that is being opened is there. `fragment` is copied. */
void pager_set_goal(struct app *app, struct goal goal);
void pager_arrange(struct app *app); /* lays out for the pane's present size */
int pager_header_rows(const struct app *app);
int pager_indent(const struct app *app);  /* columns before the text */
size_t pager_rows(const struct app *app); /* rows of text */
size_t pager_last_top(const struct app *app);
size_t pager_line_at(const struct app *app, size_t anchor);
unsigned pager_scroll_to(struct app *app, size_t top);
unsigned pager_scroll_sideways(struct app *app, int by);
void pager_forget_history(struct app *app);
void pager_remember(struct app *app);
size_t pager_text_width(const struct app *app);

/* Scrolls to text of the post, and sideways as far as it takes to see it. */
unsigned pager_show_text(struct app *app, size_t offset, size_t length);
void pager_show_columns(struct app *app, size_t from, size_t to);

/* --- pager_find.c --- */
void pager_mark(struct app *app); /* what is searched for, in the post or in all */
void pager_begin_search(struct app *app, bool is_backward);
unsigned pager_search(struct app *app, const char *phrase, bool is_typing);
unsigned pager_next_match(struct app *app, long by);
unsigned pager_go_to_match(struct app *app, bool is_last);
unsigned pager_go_to_fragment(struct app *app, const char *fragment);

/* --- pager_open.c --- */
unsigned pager_show(struct app *app, const char *path, bool at_once);
unsigned pager_open_wanted(struct app *app);
unsigned pager_wake(struct app *app);	 /* a post may have been opened */
unsigned pager_go_back(struct app *app); /* to the post left by a link; NOT_MINE: there is none */
unsigned pager_reload(struct app *app,
		bool is_asked); /* after the archive was read again: what changed, or what was asked for */

/* Goes to a place in the post that was shown last, when it is open. `fragment` is copied. */
unsigned pager_go(struct app *app, struct goal goal);

/* --- pager_links.c --- */
unsigned pager_next_link(struct app *app, long by);
unsigned pager_follow(struct app *app, long number); /* 0: the one chosen */
int pager_highest_link(const struct app *app);
const char *pager_link_url(const struct app *app); /* of the one chosen; NULL: none */

/* --- browser.c --- */
unsigned browser_open(struct app *app, const char *url);
unsigned browser_open_post(
		struct app *app, const char *url); /* the site's address of a post; NULL: none */
void browser_free(struct app *app);

/* --- cover.c --- */
void cover_free(struct cover_pane *pane);
unsigned cover_open(struct app *app, const struct pane_type *type);

/* For COVER_ROWS. */
extern const struct hint cover_hints[];
struct cursor *cover_cursor(struct app *app);
unsigned cover_moved(struct app *app);
const char *cover_filter(const struct app *app);
unsigned cover_set_filter(struct app *app, const char *filter, enum typing typing);
unsigned cover_open_row(struct app *app);
void cover_view_header(struct app *app, struct row_writer *row);
void cover_view_row(
		struct app *app, struct row_writer *row, size_t index, int line, enum role role);

/* For `make`: adds a row (struct cover_row) unless the filter hides it; its texts live in app->cover.arena. */
void cover_add_row(
		struct app *app, enum role role, const char *keys, const char *text, size_t value);

/* --- calendar_view.c --- */
void calendar_pane_free(struct calendar_pane *pane);

/* --- The files of panes.def --- */
#define PANE(action, slot, table) extern const struct pane_type table;
#include "app/panes.def"
#undef PANE

/* --- typing.c --- */
unsigned typing_begin(struct app *app, enum prompt_kind kind, const char *text);
unsigned typing_run(struct app *app, enum action action);
unsigned typing_insert(struct app *app, uint32_t codepoint);
const char *typing_label(const struct app *app);

/* --- command.c --- */
unsigned command_line_run(struct app *app, const char *line);
unsigned command_complete(struct app *app, bool is_back);
void completion_clear(struct completion *completion);

#endif
