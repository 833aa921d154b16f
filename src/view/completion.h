#ifndef VIEW_COMPLETION_H
#define VIEW_COMPLETION_H

/* Completing the last word of a line that is typed: the words it may become, one after the other. */

#include <stdbool.h>
#include <stddef.h>

struct completion {
	char **words; /* that were offered; owned */
	size_t count, capacity;
	size_t at;    /* the one shown; count: what was typed */
	size_t start; /* bytes of the line before the word */
	char *typed;  /* of the word; NULL: nothing is being completed */
};

/* Begins with what of the line is typed from byte `start` on. */
void completion_begin(struct completion *completion, const char *line, size_t start);
void completion_clear(struct completion *completion);

/* Offers a word, or words of which the last is NULL, if they begin with what is typed. NULL is none. */
void completion_offer(struct completion *completion, const char *word);
void completion_offer_all(struct completion *completion, const char *const *words);

/* Offers a word, whatever is typed; beyond a limit words are dropped. */
void completion_add(struct completion *completion, const char *word);

/* The word to show next, borrowed; after the last comes what was typed, then the first again. */
const char *completion_next(struct completion *completion, bool is_back);

#endif
