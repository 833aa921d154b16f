#ifndef CONF_NEAREST_H
#define CONF_NEAREST_H

/*
 * "Did you mean": the known name nearest to a word that is none, by edits of
 * one character (a swap of two neighbours counts as one).
 *
 *     struct nearest nearest = nearest_to(word);
 *     for each name: nearest_offer(&nearest, name);
 *     use nearest.name, or print nearest_hint(&nearest).text
 */

#include <stddef.h>

struct nearest {
	const char *word;
	const char *name; /* the nearest so far, borrowed; NULL while none is near enough */
	size_t distance;
};

struct nearest nearest_to(const char *word);
void nearest_offer(struct nearest *nearest, const char *name);

/* `; did you mean 'NAME'?`, or "" when no name was near; what is too long is cut. */
struct nearest_hint {
	char text[512];
};
struct nearest_hint nearest_hint(const struct nearest *nearest);

/*
 * The index of `word` among `count` names; -1 when it is none of them, and *hint is
 * `; did you mean 'NAME'? (one of: NAME, NAME)`.
 */
int nearest_choose(const char *const *names, size_t count, const char *word,
		struct nearest_hint *hint);

#endif
