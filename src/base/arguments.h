#ifndef BASE_ARGUMENTS_H
#define BASE_ARGUMENTS_H

/*
 * Argument vectors: a program and its arguments, as it is started without a shell. One
 * line of text is split into words by plain rules of quoting, and nothing in it is expanded:
 *
 *   - blanks part words;
 *   - '…' is taken as it stands;
 *   - "…" too, but \" stands for " and \\ for \ in it;
 *   - outside of quotes a backslash takes the character after it as it stands.
 */

#include <stdbool.h>
#include <stddef.h>

struct err;

/* The words, which it owns, and a NULL behind them. All zero: none, and `words` is NULL. */
struct arguments {
	char **words;
	size_t count, capacity;
};

void arguments_add(struct arguments *arguments, const char *word);
void arguments_free(struct arguments *arguments); /* empties it */
struct arguments arguments_copy(const struct arguments *arguments);

/*
 * Adds the words of *text up to its end, or to the character `end` outside of quotes, and
 * moves *text there. False with err where a quote is not closed, or nothing follows a backslash.
 */
bool arguments_split(struct arguments *arguments, const char **text, char end, struct err *err);

/* Puts the value in place of each %s and a % in place of each %%; without %s it becomes the last word. */
void arguments_fill(struct arguments *arguments, const char *value);

#endif
