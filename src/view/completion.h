#ifndef VIEW_COMPLETION_H
#define VIEW_COMPLETION_H

/* What the last word of a line that is typed may become: candidates, of which one may be chosen. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct name_filter;

enum { COMPLETION_MOST = 200 }; /* candidates; further ones are dropped */

#define COMPLETION_NO_NUMBER SIZE_MAX

struct candidate {
	char *word;
	char *help;    /* a few words beside it; may be "" */
	size_t number; /* of posts; COMPLETION_NO_NUMBER: none */
};

struct completion {
	struct candidate *items; /* owned */
	size_t count, capacity;
	size_t begins; /* of the first of them, that begin with what is typed; the others only contain it */
	size_t at;		    /* the one chosen; count: none, the line has what was typed */
	size_t top;		    /* the first one shown */
	size_t start;		    /* bytes of the line before the word */
	char *typed;		    /* of the word; NULL before completion_begin */
	char *folded;		    /* the same by text_fold */
	struct name_filter *filter; /* for it */
	const char *hint;	    /* shown where there are no candidates, borrowed; NULL: none */
};

/* Begins with what of the line is typed from byte `start` on. */
void completion_begin(struct completion *completion, const char *line, size_t start);
void completion_clear(struct completion *completion);

/* Offers a word if what is typed finds it (name_filter.h); what begins so stands before what only contains it. */
void completion_offer(struct completion *completion, const char *word, const char *help);

/* Offers a word, whatever is typed. */
void completion_add(
		struct completion *completion, const char *word, const char *help, size_t number);

/* All are offered: where any word begins with what is typed, the others go. */
void completion_end(struct completion *completion);

/* Chooses a candidate, or with `count` none; the word for the line, borrowed. */
const char *completion_choose(struct completion *completion, size_t at);

/* The same with the next one; after the last comes what was typed, then the first again. */
const char *completion_next(struct completion *completion, bool is_back);

/* Scrolls so that the one chosen is among so many rows. */
void completion_scroll(struct completion *completion, size_t rows);

#endif
