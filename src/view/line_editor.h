#ifndef VIEW_LINE_EDITOR_H
#define VIEW_LINE_EDITOR_H

/*
 * A line that is being typed: an editor by grapheme clusters with a caret and
 * history. It knows nothing of what the line is for.
 */

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINE_HISTORY = 500, LINE_MAX_BYTES = 4096 };

/* Lines typed before, the newest last. Owned by the caller, one for each kind of line. */
struct line_history {
	char *lines[LINE_HISTORY];
	size_t count;
};

struct line_editor {
	struct buf text;
	size_t caret; /* bytes, at a cluster's start */
	struct line_history *history;
	size_t place;	  /* in the history; its count: the line itself */
	struct buf draft; /* the line while the history is shown */
	struct buf killed; /* what was deleted last by more than a character; kept from line to line */
	bool is_killing; /* the last edit has added to it, so the next one does */
};

void line_editor_init(struct line_editor *editor);
void line_editor_free(struct line_editor *editor);
void line_history_free(struct line_history *history);

/* Begins with `text` and the caret behind it. */
void line_editor_begin(struct line_editor *editor, const char *text, struct line_history *history);

/* Each returns whether the line or the caret changed. */
bool line_editor_insert(struct line_editor *editor, uint32_t codepoint);
bool line_editor_set(struct line_editor *editor, const char *text);
bool line_editor_left(struct line_editor *editor);
bool line_editor_right(struct line_editor *editor);
bool line_editor_home(struct line_editor *editor);
bool line_editor_end(struct line_editor *editor);
bool line_editor_delete_left(struct line_editor *editor);
bool line_editor_delete_right(struct line_editor *editor);
bool line_editor_word_left(struct line_editor *editor);
bool line_editor_word_right(struct line_editor *editor);
bool line_editor_delete_word(struct line_editor *editor); /* back to a space, as readline's C-w */
bool line_editor_delete_word_left(struct line_editor *editor);
bool line_editor_delete_word_right(struct line_editor *editor);
bool line_editor_delete_line(struct line_editor *editor);
bool line_editor_delete_rest(struct line_editor *editor);
bool line_editor_yank(struct line_editor *editor); /* inserts what was killed last */
bool line_editor_older(struct line_editor *editor);
bool line_editor_newer(struct line_editor *editor);

/*
 * Shows the newest line of the history that has `text`, the caret at it: of those before the one that is
 * shown, or with is_before false of that one too. False: there is none, and nothing changes.
 */
bool line_editor_find(struct line_editor *editor, const char *text, bool is_before);

/* Adds a line as the newest. The same one goes, or the oldest if there are LINE_HISTORY of them. */
void line_history_put(struct line_history *history, const char *line);

/* Keeps the line in its history, unless it is empty. */
void line_editor_keep(struct line_editor *editor);

/*
 * The part of the line that fits in `columns`, at least 1, with the caret in it: whole clusters, and a
 * column for a mark at each side where the line goes on, unless there are too few columns for marks. Behind
 * the line's end the caret has a column of its own.
 */
struct line_window {
	size_t start, length;	  /* bytes */
	size_t caret_column;	  /* counted from the first column, the mark's included */
	bool has_left, has_right; /* marks */
};
struct line_window line_editor_window(const struct line_editor *editor, size_t columns);

#endif
