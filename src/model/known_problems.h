#ifndef MODEL_KNOWN_PROBLEMS_H
#define MODEL_KNOWN_PROBLEMS_H

/*
 * The problems of the archive that were said to its reader, in this session or an earlier one:
 * what is said again are new ones.
 */

#include <stddef.h>
#include <stdint.h>

struct buf;
struct problems;

enum { KNOWN_PROBLEMS = 64 };

struct known_problems {
	uint64_t hashes[KNOWN_PROBLEMS]; /* rising; of more problems one of them all */
	size_t count;
};

/* Takes the problems of now for the known ones. Returns how many are new; where there are too many, all or none. */
size_t known_problems_take(struct known_problems *known, const struct problems *problems);

/* Appends them as text for the next session, "" for none; reads that, without what does not hold. */
void known_problems_format(const struct known_problems *known, struct buf *out);
void known_problems_read(struct known_problems *known, const char *text);

#endif
