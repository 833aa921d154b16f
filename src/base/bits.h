#ifndef BASE_BITS_H
#define BASE_BITS_H

/*
 * A set of small numbers, a bit each, from the lowest of them to the highest. One of zeros is
 * empty and needs no init; a number beyond its ends is not in it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bits {
	uint64_t *words; /* owned; NULL while there are none */
	size_t first;	 /* the number of the first word */
	size_t count;	 /* words */
};

/* The numbers 64 * word and up, the lowest in the lowest bit. */
static inline uint64_t
bits_word(const struct bits *bits, size_t word)
{
	return word - bits->first < bits->count ? bits->words[word - bits->first] : 0;
}

static inline bool
bits_have(const struct bits *bits, uint32_t number)
{
	return (bits_word(bits, number / 64) >> number % 64 & 1) != 0;
}

/* Puts a number in (grows the set), or takes it out. */
void bits_put(struct bits *bits, uint32_t number, bool is_in);

/* Puts in all that `other` has; takes out all that it has; keeps only what it has too. */
void bits_join(struct bits *bits, const struct bits *other);
void bits_remove(struct bits *bits, const struct bits *other);
void bits_keep(struct bits *bits, const struct bits *other);

/* How many numbers are in it; how many of them are not in `other`. */
size_t bits_sum(const struct bits *bits);
size_t bits_sum_without(const struct bits *bits, const struct bits *other);

/* The lowest number that is in it, `from` or higher; UINT32_MAX: none is. */
uint32_t bits_next(const struct bits *bits, uint32_t from);

bool bits_are_same(const struct bits *a, const struct bits *b);

/* Has no words more than it needs. */
struct bits bits_copy(const struct bits *bits);
void bits_free(struct bits *bits); /* leaves it empty */

#endif
