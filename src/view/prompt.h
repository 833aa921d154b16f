#ifndef VIEW_PROMPT_H
#define VIEW_PROMPT_H

/*
 * A line that is being typed: an editor by grapheme clusters with a caret and
 * history. It knows nothing of what the line is for.
 */

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PROMPT_HISTORY = 100, PROMPT_MAX_BYTES = 4096 };

/* Lines typed before, the newest last. Owned by the caller, one for each kind of line. */
struct prompt_history {
	char *lines[PROMPT_HISTORY];
	size_t count;
};

struct prompt {
	struct buf text;
	size_t caret; /* bytes, at a cluster's start */
	struct prompt_history *history;
	size_t place;	  /* in the history; its count: the line itself */
	struct buf draft; /* the line while the history is shown */
};

void prompt_init(struct prompt *prompt);
void prompt_free(struct prompt *prompt);
void prompt_history_free(struct prompt_history *history);

/* Begins with `text` and the caret behind it. */
void prompt_begin(struct prompt *prompt, const char *text, struct prompt_history *history);

/* Each says whether the line or the caret changed. */
bool prompt_insert(struct prompt *prompt, uint32_t codepoint);
bool prompt_set(struct prompt *prompt, const char *text);
bool prompt_left(struct prompt *prompt);
bool prompt_right(struct prompt *prompt);
bool prompt_home(struct prompt *prompt);
bool prompt_end(struct prompt *prompt);
bool prompt_delete_left(struct prompt *prompt);
bool prompt_delete_right(struct prompt *prompt);
bool prompt_delete_word(struct prompt *prompt);
bool prompt_delete_line(struct prompt *prompt);
bool prompt_delete_rest(struct prompt *prompt);
bool prompt_older(struct prompt *prompt);
bool prompt_newer(struct prompt *prompt);

/* Keeps the line in its history, unless it is empty or the last one again. */
void prompt_keep(struct prompt *prompt);

/*
 * The part of the line that fits in `columns` with the caret in it: its first
 * byte, its length, and the caret's column within it.
 */
struct prompt_window {
	size_t start, length;
	size_t caret_column;
};
struct prompt_window prompt_window(const struct prompt *prompt, size_t columns);

#endif
