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

/* The groups pane (groups_pane.c): row 0 is all posts, the others are groups. */
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

/* The list pane (list_pane.c). */
struct list_pane {
	struct cursor cursor;
	char *search_before; /* when a prompt for another was begun; NULL: none was */
	char *search_error;  /* what is wrong with what is typed; NULL: nothing */
};

/* The pager pane (pager_pane.c, pager.c). */
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

/* What a verb answers besides enum dirty: what is to be done when it is over. */
enum answer {
	CHANGED_PLACES = 1 << 16, /* the size, the focus or what covers the panes */
	CHANGED_NEXT = 1 << 17,	  /* app->next is to be done */
	GO_LEFT = 1 << 18,	  /* the focus goes to that slot, and nothing covers it */
	GO_MIDDLE = 1 << 19,
	GO_MAIN = 1 << 20,
	GO_UNDER = 1 << 21, /* nothing covers the panes; the focus stays */
	NOT_MINE = 1 << 22, /* the pane leaves it to others */
	ANSWER_MASK = 0x7F << 16,
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

/* Ends a verb: does what it answers, and what follows from what has changed; returns enum dirty. */
unsigned app_follow(struct app *app, unsigned answer);

/* --- run.c --- */

/* Ends an event or an action: does what is to be done next, and what follows. */
unsigned app_finish(struct app *app, unsigned answer);

/* --- keys.c --- */

/* The keys pressed so far have waited long enough for one more. */
unsigned keys_waited(struct app *app);

/* --- panes.c --- */

/* The pane that an action shows; NULL for other actions. */
const struct pane_type *app_shown_by(enum action action);

/* The focus goes to the slot; what covers the panes goes. */
unsigned app_focus(struct app *app, enum pane slot);
unsigned app_uncover(struct app *app);

/* Shows the pane that the action is for, or uncovers the others if it covers them. */
unsigned app_show(struct app *app, enum action action);

/* Rows at a slot's top that do not scroll, of a pane of rows; lines that each row has. */
int app_header_rows(const struct app *app, enum pane slot);
int pane_row_height(const struct app *app, const struct pane_type *pane);
void app_place_rows(struct app *app); /* each cursor gets the rows that its slot has */

/* --- groups_pane.c --- */
void groups_pane_free(struct groups_pane *pane);

/* --- months.c --- */
void months_pane_free(struct months_pane *pane);

/* --- list_pane.c --- */
void list_pane_free(struct list_pane *pane);

/* The search as it is typed: one that is wrong is shown over the list, and changes nothing. */
bool list_search(struct app *app, const char *text, bool is_typing, struct query_place *place);
void list_give_up_search(struct app *app);

/* --- pager.c --- */
struct layout_options pager_options(const struct app *app); /* for the pane's present size */
void pager_say_cut(struct app *app); /* a message if the post is not shown whole */

void pager_arrange(struct app *app); /* lays out for the pane's present size */
int pager_header_rows(const struct app *app);
int pager_indent(const struct app *app);  /* columns before the text */
size_t pager_rows(const struct app *app); /* rows of text */
size_t pager_last_top(const struct app *app);
size_t pager_line_at(const struct app *app, size_t anchor);
unsigned pager_scroll_to(struct app *app, size_t top);
unsigned pager_scroll_sideways(struct app *app, int by);
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
unsigned pager_follow(struct app *app, unsigned changed);

/* --- pager_links.c --- */
unsigned pager_next_link(struct app *app, long by);
unsigned pager_follow_link(struct app *app, long number); /* 0: the one chosen */
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
