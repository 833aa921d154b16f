#ifndef APP_STATE_H
#define APP_STATE_H

/*
 * Private to the room: the session's state. Each part has one file that keeps it in order;
 * the others call that file. A function that returns unsigned returns bits of enum dirty
 * and enum answer, unless it says otherwise.
 */

#include "app/app.h"
#include "panes/panes.h"
#include "theme/theme.h"
#include "view/completion.h"
#include "view/line_editor.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Histories besides those of enum state_history, for the session only: names of files, command lines of the shell. */
enum { HISTORY_FILES = HISTORY_FILTERS + 1, HISTORY_SHELL, HISTORY_COUNT };

struct app {
	struct model *model; /* the panes' too */
	struct panes panes;

	int rows, columns;
	bool is_zoomed;
	bool is_folded; /* a post was opened, and the left pane has not had the keys since */

	enum prompt_kind prompt_kind;
	const struct pane_type *prompt_pane; /* where it was begun */
	struct line_editor prompt;
	struct recall {
		bool is_on;	   /* the prompt's line is looked for in the history */
		bool is_missing;   /* no line has what is wanted */
		struct buf wanted; /* what the line has */
		char *before;	   /* the line then */
	} recall;
	char *in_force; /* what an empty line of a filter or a search stands for: the one then */
	struct before {
		struct view_layout layout;
		const struct pane_type *cover;
		size_t list_top;
		struct cursor rows; /* of the pane where it was begun */
	} before;		    /* how the screen stood when it was opened */
	struct history {
		struct line_history lines;
		bool is_read;		/* from the state */
		unsigned long foreigns; /* keeping's when it was */
	} histories[HISTORY_COUNT];
	struct completion completion;

	struct theme theme;
	bool is_ground_light; /* the terminal's */

	char *configured_theme; /* before any command; the key map's name is in the settings */
	char *kept_text;	/* the session as it was kept last; NULL: not yet */

	struct keymap_pending pending;
	bool is_describing;  /* what the next keys do is said, not done */
	bool is_leaving;     /* at the next interrupt, if no key comes before it */
	int64_t pending_due; /* when they have waited long enough, in ticks_ms; 0: never */
};

/* --- follow.c --- */

/* Ends a verb: does what it answers, and what follows from what has changed; returns enum dirty. */
unsigned app_follow(struct app *app, unsigned answer);

/* --- run.c --- */

/* Ends an event or an action: app_follow, then what is to be done next; returns enum dirty. */
unsigned app_finish(struct app *app, unsigned answer);

/* Loads the theme that the settings name. False, with messages, when it is as it was: it has errors. */
bool theme_take(struct app *app);

/* --- keys.c --- */

/* Runs what the keys pressed so far are bound to: they have waited long enough for another. */
unsigned keys_waited(struct app *app);

/* --- screen.c --- */

/* Moves the focus to the slot and removes the cover; app_uncover only removes that. */
unsigned app_focus(struct app *app, enum slot slot);
unsigned app_uncover(struct app *app);

/* Where the panes are to stand, by the size, the settings and what is shown. */
struct geometry app_geometry(const struct app *app);

/* How the screen stands; lets it stand so, as far as it can. */
struct view_layout app_layout(const struct app *app);
void app_take_layout(struct app *app, const struct view_layout *layout);

/* Goes so many views forward, back if negative, and lets the screen stand as it stood then. */
unsigned app_go_to_view(struct app *app, long by);

/* Shows the pane that has the keys alone, or beside others again. False: there is no room for others. */
bool app_zoom(struct app *app, bool is_zoomed);

/* Shows the pane that the action is for; removes it if it is the cover already. */
unsigned app_show(struct app *app, enum action action);

/* Rows at a slot's top that do not scroll, of a pane of rows; lines that each row has. */
int app_header_rows(const struct app *app, enum slot slot);
int app_row_height(const struct app *app, const struct pane_type *pane);
void app_place_rows(struct app *app); /* each cursor gets the rows that its slot has */

/* --- prompt.c --- */

/* Opens a prompt with a text in it; a filter's begins with the filter in force. */
unsigned prompt_begin(struct app *app, enum prompt_kind kind, const char *text);

/* Runs an action of the prompt that is open, or inserts a character into its line. */
unsigned prompt_run(struct app *app, enum action action);
unsigned prompt_insert(struct app *app, uint32_t codepoint);

/* Whether a prompt is open for a text; not for what acts as soon as it is typed, a letter or a link's number. */
bool prompt_takes_text(const struct app *app);

/* Inserts a text without controls; what it changes is done once. */
unsigned prompt_paste(struct app *app, const char *text, size_t length);

/* Ends the prompt; all is as it was before it. */
unsigned prompt_give_up(struct app *app);

/* What stands before the line, and instead of an empty one; both live until the event is over. */
const char *prompt_label(const struct app *app);
const char *prompt_placeholder(const struct app *app);

/* Whether the prompt asks for one letter. */
bool prompt_is_question(const struct app *app);

/* --- before.c: what a prompt changes while one types, and gives back --- */

/* Notes how the screen stands at the end of an event: the next may open a prompt. */
void before_note(struct app *app);

/* All that the prompt has changed is as it was before; with the focus, and what covers the panes. */
unsigned before_bring_back(struct app *app);
unsigned before_bring_all_back(struct app *app);

/* --- prompt_line.c: the prompt on the status line --- */

/* Puts the prompt into the row, and the text at its right end if there is room. */
void prompt_view(struct app *app, struct row_writer *row, const char *right);
int prompt_caret_column(const struct app *app);

/* --- recall.c: searching backward in a history, as one types --- */

/* Begins, or goes on to the line before. */
unsigned recall_step(struct app *app);
unsigned recall_insert(struct app *app, uint32_t codepoint);

/* Runs an action while it is on: true, unless that ends it and is to be run by the prompt. */
bool recall_run(struct app *app, enum action action);
void recall_end(struct app *app);

/* --- history.c --- */

/* The lines typed before in prompts of the kind, as the state has them now; NULL: they have none. */
struct line_history *history_of(struct app *app, enum prompt_kind kind);
void history_keep(struct app *app); /* the line of the prompt that is open */

/* --- resume.c --- */

/* Goes on with what of the archive's last session is asked for, of enum resume. */
void resume_begin(struct app *app, unsigned parts);
void resume_keep(struct app *app); /* keeps the session as it is, if that has changed */

/* --- command.c --- */
unsigned command_line_run(struct app *app, const char *line);

/* The action of this name, else the only one whose name begins with the word; -1: there is none, or it is too short. */
int command_action(struct app *app, const char *word);

/* --- candidates.c: what the line of the prompt may become --- */

/* Makes the candidates for the line as it is now; for prompts that have none, none. */
void candidates_make(struct app *app);

/* Puts the next candidate into the line, the only one for good; or the one of an index. */
unsigned candidates_step(struct app *app, bool is_back);
unsigned candidates_choose(struct app *app, size_t index);

/* --- candidate_files.c --- */
void candidate_files_offer(struct completion *completion);

/* --- candidate_box.c --- */

/* Chooses the candidate in a row of the screen. */
unsigned candidates_click(struct app *app, int row);

#endif
