#include "base/bits.h"

#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

static void
grow(struct bits *bits, size_t count)
{
	if (count <= bits->count)
		return;
	bits->words = xrealloc(bits->words, count, sizeof(*bits->words));
	memset(bits->words + bits->count, 0, (count - bits->count) * sizeof(*bits->words));
	bits->count = count;
}

void
bits_put(struct bits *bits, uint32_t number, bool is_in)
{
	size_t word = number / 64;
	uint64_t bit = UINT64_C(1) << number % 64;
	if (is_in) {
		/* Half as much again, since numbers mostly come rising. */
		if (word >= bits->count)
			grow(bits, word + 1 + word / 2);
		bits->words[word] |= bit;
	} else if (word < bits->count) {
		bits->words[word] &= ~bit;
	}
}

void
bits_join(struct bits *bits, const struct bits *other)
{
	grow(bits, other->count);
	for (size_t i = 0; i < other->count; i++)
		bits->words[i] |= other->words[i];
}

void
bits_remove(struct bits *bits, const struct bits *other)
{
	for (size_t i = 0; i < bits->count && i < other->count; i++)
		bits->words[i] &= ~other->words[i];
}

void
bits_keep(struct bits *bits, const struct bits *other)
{
	for (size_t i = 0; i < bits->count; i++)
		bits->words[i] &= i < other->count ? other->words[i] : 0;
}

/* How many bits of a word are set: sums of neighbours, in fields of 2, 4, then 8 bits. */
static unsigned
sum_word(uint64_t word)
{
	word -= word >> 1 & UINT64_C(0x5555555555555555);
	word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
	word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	return (unsigned)(word * UINT64_C(0x0101010101010101) >> 56);
}

size_t
bits_sum(const struct bits *bits)
{
	return bits_sum_without(bits, &(const struct bits){0});
}

size_t
bits_sum_without(const struct bits *bits, const struct bits *other)
{
	size_t sum = 0;
	for (size_t i = 0; i < bits->count; i++)
		sum += sum_word(bits->words[i] &
				(i < other->count ? ~other->words[i] : UINT64_MAX));
	return sum;
}

uint32_t
bits_next(const struct bits *bits, uint32_t from)
{
	size_t word = from / 64;
	if (word >= bits->count)
		return UINT32_MAX;
	uint64_t rest = bits->words[word] & UINT64_MAX << from % 64;
	while (rest == 0 && ++word < bits->count)
		rest = bits->words[word];
	/* The bits below the lowest one that is set. */
	return rest == 0 ? UINT32_MAX : (uint32_t)(word * 64 + sum_word((rest & -rest) - 1));
}

struct bits
bits_copy(const struct bits *bits)
{
	struct bits copy = {0};
	bits_join(&copy, bits);
	return copy;
}

void
bits_free(struct bits *bits)
{
	free(bits->words);
	*bits = (struct bits){0};
}
