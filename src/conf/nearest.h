#ifndef CONF_NEAREST_H
#define CONF_NEAREST_H

/*
 * "Did you mean": the known name nearest to a word that is none, by edits of
 * one character (a swap of two neighbours counts as one).
 *
 *     struct nearest nearest = nearest_to(word);
 *     for each name: nearest_offer(&nearest, name);
 *     use nearest.name
 */

#include <stddef.h>

struct buf;

struct nearest {
	const char *word;
	const char *name; /* the nearest so far, borrowed; NULL while none is near enough */
	size_t distance;
};

struct nearest nearest_to(const char *word);
void nearest_offer(struct nearest *nearest, const char *name);

/* Appends `; did you mean 'NAME'?`, or nothing when no name was near. */
void nearest_format(const struct nearest *nearest, struct buf *out);

#endif
