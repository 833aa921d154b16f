#ifndef PANES_PANES_H
#define PANES_PANES_H

/*
 * What the panes share: the model, the settings, where each pane stands, and the state of
 * each, which its own file keeps in order.
 * A pane reads all of it and calls verbs of the model; what is to be done on the screen it
 * answers. The thread of the model owns it.
 */

#include "base/name_filter.h"
#include "keymap/keymap.h"
#include "model/model.h"
#include "panes/pane.h"
#include "settings/settings.h"
#include "view/calendar.h"
#include "view/geometry.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The groups pane (groups.c): row 0 is all posts, the others are groups. */
struct groups_pane {
	enum group_kind kind;  /* of the groups below */
	struct groups *groups; /* NULL while the archive is being read */
	struct cursor cursor;
	char *filter; /* never NULL */
};

/* The months pane (months.c): row 0 is all of them. */
struct months_pane {
	struct cursor cursor;
	struct month_count *months; /* of what the list asks for, whatever dates; newest first */
	size_t count;
	size_t most; /* posts of the month that has the most */
};

/* The searches pane (searches.c): row 0 is all posts. */
struct searches_pane {
	struct cursor cursor;
	size_t *rows; /* the others: indexes into the model's, those that the filter leaves */
	char *filter; /* never NULL */
};

/* The list pane (list.c). */
struct list_pane {
	struct cursor cursor;
	bool has_top_wish; /* the list that comes next scrolls to `top_wish`, if the cursor lets it */
	size_t top_wish;
	char *search_error;  /* what is wrong with what is typed; NULL: nothing */
	bool has_one_source; /* each row would name the same source: none does */
};

/* What stands over the text of a post (pager_head.c). */
struct pager_head {
	struct arena *arena; /* of the rows */
	struct head_row {
		const char *text;
		enum role role;
		const struct line *line; /* with the labels' links */
	} * rows;
	const struct document *labels;
	struct click *clicks; /* on the labels' links, whose addresses are indexes */
	size_t click_count;
	int count;
	bool has_rule; /* a row more */
};

/* The pager pane (pager.c, pager_text.c). */
struct pager_pane {
	struct pager_head head;
	unsigned long generation; /* rises with every change of the layout or the matches */
	size_t top, left;	  /* lines and columns scrolled away */
	struct pager_begun {
		size_t offset, left; /* struct seen's, and columns scrolled away */
		size_t top, match;
		char *phrase; /* NULL before the first */
		bool is_backward;
	} begun;      /* how things stood when a search was begun */
	char *phrase; /* searched for; never NULL */
	bool is_backward;
	size_t match;	      /* the current one; SIZE_MAX: none */
	bool hides_matches;   /* until they are looked for again */
	int link;	      /* the one chosen; -1: none */
	bool has_wide_tables; /* instead of records, until the end */
	bool has_other_links; /* numbers are hidden where the settings show them, and shown where they hide them */
};

enum prompt_kind {
	PROMPT_NONE,
	PROMPT_COMMAND,
	PROMPT_FILTER, /* of the pane it was begun in */
	PROMPT_SEARCH, /* in the post */
	PROMPT_QUERY,  /* in the full text */
	PROMPT_FOLLOW,
	PROMPT_SAVE,	  /* a file's name */
	PROMPT_OVERWRITE, /* whether to; one letter, as is the next */
	PROMPT_WHICH,	  /* the post or all of the list, for a program */
	PROMPT_PIPE,	  /* a command line for the post's text, for that of all, or for nothing */
	PROMPT_PIPE_ALL,
	PROMPT_SHELL,
	PROMPT_KEEP,	 /* a name for the search in force */
	PROMPT_BOOKMARK, /* a letter, as is the next */
	PROMPT_GO_TO_BOOKMARK,
	PROMPT_KIND_COUNT,
};

struct cover_pane {
	const struct pane_type *type; /* NULL: the panes are seen */
	enum context context;	      /* of what is under it, whose keys help shows */
	struct cursor cursor;
	char *filter;	     /* never NULL */
	struct arena *arena; /* of the rows */
	struct cover_row *rows;
	size_t row_count, row_capacity;

	/* The cover under it, which is seen again when it is closed. */
	struct covered {
		const struct pane_type *type; /* NULL: there is none */
		enum context context;
		struct cursor cursor;
		char *filter; /* owned; NULL: none */
	} under;
};

#define COVER_NO_VALUE SIZE_MAX

struct cover_row {
	enum role role;	  /* of its text: a heading stays where others are filtered away */
	const char *keys; /* in a column before the text; NULL: none */
	const char *text;
	size_t value; /* for the pane's `open_value`; COVER_NO_VALUE: none */
};

/* The calendar over the panes (calendar.c). */
struct calendar_pane {
	struct calendar calendar;
	struct day_count *days; /* of `calendar`, which borrows them; owned */
	size_t count;
};

/* What is to be done when the present verb is over: a prompt to open, or an action to run. */
struct next {
	enum prompt_kind prompt; /* PROMPT_NONE: the action */
	enum action action;
	long count;
	char *text; /* of the prompt, or the action's argument; owned; NULL: none */
};

enum { SLOT_COVER = SLOT_COUNT }; /* the slot, in panes.def, of a pane that covers them all */

struct panes {
	struct model *model;
	struct settings *settings;
	struct keymap *keymap;
	struct arena *scratch; /* the model's: texts of the present event, and of rows drawn after it */

	struct geometry geometry;		   /* where each slot is */
	const struct pane_type *slots[SLOT_COUNT]; /* NULL: none; a lone file has only SLOT_MAIN */
	enum slot focus; /* the slot that has the keys, unless it is covered */

	struct groups_pane groups;
	struct months_pane months;
	struct searches_pane searches;
	struct list_pane list;
	struct pager_pane pager;
	struct cover_pane cover;
	struct calendar_pane calendar;

	long half; /* lines that half a page has; 0: half of the pane's */
	struct next next;
	struct foreground foreground; /* after DIRTY_RUN */
	char *copied;		      /* after DIRTY_COPY; NULL: nothing */
	char *next_archive; /* after DIRTY_QUIT: the folder of the one to go on with; NULL: none */
	char *saved;	    /* the file that PROMPT_OVERWRITE asks about */
	struct name_filter *filter; /* the last one of panes_filter; owned */
};

/* The panes of an archive, or the pager of a lone file; what is given is borrowed. */
void panes_init(struct panes *panes, struct model *model, struct settings *settings,
		struct keymap *keymap);
void panes_free(struct panes *panes);

/* What a verb answers besides enum dirty: what is to be done when it is over. */
enum answer {
	CHANGED_PLACES = 1 << 16, /* the size, the focus or what covers the panes */
	CHANGED_NEXT = 1 << 17,	  /* panes->next is to be done next */
	GO_LEFT = 1 << 18,	  /* the focus goes to that slot, and a cover is removed */
	GO_MIDDLE = 1 << 19,
	GO_MAIN = 1 << 20,
	GO_UNDER = 1 << 21, /* a cover is removed; the focus stays */
	NOT_MINE = 1 << 22, /* the pane leaves the action to others */
	ANSWER_MASK = 0x7F << 16,
};

/* The pane seen in a slot: the one that covers all, else the slot's own; NULL: none. */
static inline const struct pane_type *
panes_at(const struct panes *panes, enum slot slot)
{
	return panes->cover.type != NULL ? panes->cover.type : panes->slots[slot];
}

/* The pane that has the keys. */
static inline const struct pane_type *
panes_current(const struct panes *panes)
{
	return panes_at(panes, panes->focus);
}

/* --- panes.c --- */

/*
 * Lets the panes run an action: first the one that has the keys, by its own verbs and
 * by what its form can do; then the one that it covers, and each that has a verb for
 * all. Returns what they answer, with NOT_MINE if none has taken it.
 */
unsigned panes_run(struct panes *panes, const struct call *call);

/* Moves the cursor of a pane by so many rows, or scrolls its text. */
unsigned panes_move(struct panes *panes, const struct pane_type *pane, long by);

/* The pane that an action shows, and in *slot its slot. NULL for other actions. */
const struct pane_type *panes_shown_by(enum action action, int *slot);

/* --- pane.c --- */

/* An action to run, or a prompt to open, when the present verb is over. The text is copied. */
unsigned answer_action(struct panes *panes, enum action action, const char *argument, long count);
unsigned answer_prompt(struct panes *panes, enum prompt_kind kind, const char *text);

/* A program that gets the terminal; what it owns is taken over. */
void foreground_free(struct foreground *program);
unsigned answer_foreground(struct panes *panes, struct foreground foreground);

/* The post that the keys are for: the open one, or the list's. False, with a message: there is none. */
bool panes_post(struct panes *panes, struct post *post);

/* Whether the post that is open is the one chosen in the list. */
bool panes_shows_choice(const struct panes *panes);

/* The action that shows the groups of the kind in force. */
enum action panes_groups_action(const struct panes *panes);

/* The keys of an action in the pane that has the keys, or the command for it, in the scratch arena. */
const char *panes_keys(struct panes *panes, enum action action);

/* The filter for what is typed, borrowed until the next call; NULL: nothing is, and every row passes. */
const struct name_filter *panes_filter(struct panes *panes, const char *typed);

/* Whether a row with these two texts passes the filter for what is typed. */
bool panes_matches(struct panes *panes, const char *typed, const char *first, const char *second);

/* The head of a pane at the left: what its rows are, and how many where that has room. */
void panes_view_head(struct row_writer *row, const char *title, const char *detail, size_t count);

/* A row of a name, in which the filter (NULL: none) is marked, and a count; dimmed where there are no posts. */
void panes_view_counted(struct row_writer *row, const char *name, const char *count, bool has_posts,
		enum role role, const struct name_filter *filter);

/* The hints that the panes at the left have. */
extern const struct hint left_hints[];

/* The row of a pane of so many that an action of ALIGN_TOP to ALIGN_BOTTOM, or SCREEN_TOP to SCREEN_BOTTOM, means. */
size_t call_screen_row(const struct call *call, size_t rows);

/* --- places.c --- */

/* Keeps the place in the post if the action leaps away from it. */
void places_leave(struct panes *panes, enum action action);

/* --- groups.c --- */
void groups_pane_free(struct groups_pane *pane);

/* --- months.c --- */
void months_pane_free(struct months_pane *pane);

/* --- searches.c --- */
void searches_pane_free(struct searches_pane *pane);

/* --- list.c --- */
void list_pane_free(struct list_pane *pane);

/*
 * Searches all posts, as asked_search does. False with *place (may be NULL): the text is no
 * query; the list shows why, and what is asked for stays.
 */
bool list_search(struct panes *panes, const char *text, bool is_typing, struct query_place *place);

/* --- list_rows.c --- */
int list_row_height(const struct panes *panes); /* two lines where a search has snippets to show */
void list_view_header(struct panes *panes, struct row_writer *row);
void list_view_row(struct panes *panes, struct row_writer *row, size_t index, int line,
		enum role role);

/* Another list is shown: sets has_one_source, by its first posts and a few of the others. */
void list_compare_sources(struct panes *panes);

/* --- list_empty.c --- */

/* A line of the list without posts: why there are none, and what to do. */
void list_view_empty(struct panes *panes, struct row_writer *row, int line);

/* --- list_marks.c --- */
unsigned list_toggle_mark(struct panes *panes, const struct call *call);
unsigned list_prev_match_or_read(struct panes *panes, const struct call *call);
unsigned list_mark_all(struct panes *panes, const struct call *call);
unsigned list_step_unread(struct panes *panes, const struct call *call);

/* --- pager_size.c --- */
size_t pager_text_width(const struct panes *panes); /* columns */
int pager_indent(const struct panes *panes);	    /* columns before the text */
struct layout_options pager_options(const struct panes *panes);

/* --- pager_text.c --- */

/* The open post once it is laid out, borrowed from the model; NULL until then. */
struct article *pager_article(const struct panes *panes);
void pager_say_cut(struct panes *panes); /* a message if the post is not shown whole */

void pager_arrange(struct panes *panes);	  /* lays out for the pane's present size */
size_t pager_rows(const struct panes *panes);	  /* rows of text */
size_t pager_percent(const struct panes *panes);  /* of the text, gone past */
size_t pager_last_top(const struct panes *panes); /* the last line that may be the top one */
size_t pager_line_at(const struct panes *panes, size_t offset);
unsigned pager_scroll_to(struct panes *panes, size_t top);
unsigned pager_go_to_place(struct panes *panes, const struct goal *place); /* GOAL_OFFSET */
unsigned pager_scroll_sideways(struct panes *panes, long by);		   /* steps, to the right */

/* Whether a line is seen; scrolls to it if it is not. */
bool pager_sees(const struct panes *panes, size_t line);
unsigned pager_show_line(struct panes *panes, size_t line);

/* Scrolls to so many bytes of the post's text at an offset, and sideways as far as needed. */
unsigned pager_show_text(struct panes *panes, size_t offset, size_t length);
void pager_show_columns(struct panes *panes, const struct line *line, size_t from,
		size_t to); /* `to` excluded */

/* --- pager_head.c --- */
void pager_head_arrange(struct panes *panes); /* for the open post and the pane's present size */
int pager_header_rows(const struct panes *panes);
void pager_head_view(struct panes *panes, struct row_writer *row, int line);

/* --- pager.c --- */

/* Whether the post becomes read because its end is seen; then the model is to be followed again. */
bool pager_reaches_end(struct panes *panes);

/* --- pager_find.c --- */
void pager_mark(struct panes *panes); /* marks what is searched for, in the post or in all posts */
void pager_begin_search(struct panes *panes, bool is_backward);
unsigned pager_give_up_search(
		struct panes *panes); /* all is as it was before the search was begun */
unsigned pager_search(struct panes *panes, const char *phrase, bool is_typing);
unsigned pager_step_match(struct panes *panes, const struct call *call);
unsigned pager_search_word(struct panes *panes, const struct call *call);
unsigned pager_hide_matches(struct panes *panes, const struct call *call);
unsigned pager_align_match(struct panes *panes, const struct call *call);
unsigned pager_go_to_match(struct panes *panes, const struct goal *goal); /* GOAL_…_MATCH */
unsigned pager_go_to_fragment(struct panes *panes, const char *fragment);

/* --- pager_links.c --- */
unsigned pager_step_link(struct panes *panes, const struct call *call);
unsigned pager_follow_link(struct panes *panes, long number); /* 0: the one chosen */
unsigned pager_click(struct panes *panes, int line, int column, bool is_double);
int pager_highest_link(const struct panes *panes);
const char *pager_link_url(const struct panes *panes); /* of the one chosen; NULL: none */

/* Appends where a link of the open post leads to: the address of a path of the site. */
void pager_add_address(struct panes *panes, const char *url, struct buf *out);

/* --- browser.c --- */

/*
 * Opens an address by the first of these that can be started: the `browser` of the
 * settings, else those of $BROWSER, else the usual ones. A browser that shows pages in the
 * terminal becomes panes->foreground.
 */
unsigned browser_open(struct panes *panes, const char *url);

/*
 * The site that the posts are of, to be closed: the archive; of a lone file that around it,
 * else its folder. NULL: there is none.
 */
struct archive *browser_site(const struct panes *panes);

/* Opens what is no post at a path of the site, as `url` links to it: its file, else its address. */
unsigned browser_open_page(
		struct panes *panes, const struct archive *site, const char *path, const char *url);

/* Appends the whole address of a post. False: there is none, for the reason browser_no_address. */
bool browser_add_address(struct panes *panes, const struct post *post, struct buf *out);
extern const char browser_no_address[];
unsigned browse_run(struct panes *panes, const struct call *call); /* opens the post's address */

/* --- copy.c --- */
extern const char *const copy_parts[]; /* the names of what can be copied; the last is NULL */

/* --- cover.c --- */
void cover_free(struct cover_pane *pane);
unsigned cover_open(struct panes *panes, const struct pane_type *type);
void cover_close(struct panes *panes);	/* shows what is under it */
void cover_remove(struct panes *panes); /* shows the panes */

/* Does what the row under the cursor is for and removes the cover; NOT_MINE: there is no cover. */
unsigned cover_open_row(struct panes *panes, const struct call *call);

/* For COVER_ROWS. */
struct cursor *cover_cursor(struct panes *panes);
unsigned cover_moved(struct panes *panes);
const char *cover_filter(const struct panes *panes);
unsigned cover_set_filter(struct panes *panes, const char *filter);

/* Of a cover that has rows of the open post; they are made again when another is open, or none. */
const char *cover_post_title(struct panes *panes);
unsigned cover_follow_post(struct panes *panes, unsigned changed);

void cover_view_header(struct panes *panes, struct row_writer *row);
void cover_view_row(struct panes *panes, struct row_writer *row, size_t index, int line,
		enum role role);

/*
 * For `make`: adds a row (struct cover_row) unless the filter hides it. Keys and text are
 * borrowed: they live in panes->cover.arena, or as long as the program.
 */
void cover_add_row(struct panes *panes, enum role role, const char *keys, const char *text,
		size_t value);

/* --- calendar.c --- */
void calendar_pane_free(struct calendar_pane *pane);

/* --- The tables of panes.def --- */
#define PANE(action, slot, table) extern const struct pane_type table;
#include "panes/panes.def"
#undef PANE

#endif
