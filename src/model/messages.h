#ifndef MODEL_MESSAGES_H
#define MODEL_MESSAGES_H

/* What the session said to its reader, errors and notices, oldest first. */

#include <stdbool.h>
#include <stddef.h>

struct model;

enum { MAX_MESSAGES = 500 };

struct message {
	char *text; /* one line, gated: safe for a terminal */
	bool is_error;
};

struct messages {
	struct message items[MAX_MESSAGES];
	size_t count;
	bool is_shown; /* the last one stands in the status line, until the next key or click */
};

/*
 * Adds a message and shows it; the oldest goes when there are MAX_MESSAGES. Returns 0, which
 * is false, and the answer of a verb that did nothing else.
 */
unsigned model_say(struct model *model, bool is_error, const char *format, ...)
		__attribute__((format(printf, 3, 4)));

/* Adds a message without showing it. */
void model_note(struct model *model, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whether exactly this was said before. */
bool messages_have(const struct messages *messages, const char *text);
void messages_free(struct messages *messages);

#endif
