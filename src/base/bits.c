#include "base/bits.h"

#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* Makes room for the words from one up to and without another. */
static void
grow(struct bits *bits, size_t from, size_t upto)
{
	size_t first = bits->first, end = bits->first + bits->count;
	if (bits->count > 0 && from >= first && upto <= end)
		return;
	from = bits->count > 0 && first < from ? first : from;
	upto = bits->count > 0 && end > upto ? end : upto;
	uint64_t *words = xcalloc(upto - from, sizeof(*words));
	if (bits->count > 0)
		memcpy(words + (first - from), bits->words, bits->count * sizeof(*words));
	free(bits->words);
	*bits = (struct bits){words, from, upto - from};
}

void
bits_put(struct bits *bits, uint32_t number, bool is_in)
{
	size_t word = number / 64, more = bits->count / 2;
	if (bits_have(bits, number) == is_in)
		return;
	/* Half as much again at the end that grows, since many mostly come in order. */
	if (is_in && word < bits->first)
		grow(bits, word > more ? word - more : 0, word + 1);
	else if (is_in && word - bits->first >= bits->count)
		grow(bits, word, word + 1 + more);
	bits->words[word - bits->first] ^= UINT64_C(1) << number % 64;
}

void
bits_join(struct bits *bits, const struct bits *other)
{
	if (other->count > 0)
		grow(bits, other->first, other->first + other->count);
	for (size_t i = 0; i < other->count; i++)
		bits->words[other->first - bits->first + i] |= other->words[i];
}

void
bits_remove(struct bits *bits, const struct bits *other)
{
	for (size_t i = 0; i < bits->count; i++)
		bits->words[i] &= ~bits_word(other, bits->first + i);
}

void
bits_keep(struct bits *bits, const struct bits *other)
{
	for (size_t i = 0; i < bits->count; i++)
		bits->words[i] &= bits_word(other, bits->first + i);
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
		sum += sum_word(bits->words[i] & ~bits_word(other, bits->first + i));
	return sum;
}

uint32_t
bits_next(const struct bits *bits, uint32_t from)
{
	size_t word = from / 64, end = bits->first + bits->count;
	uint64_t rest = bits_word(bits, word) & UINT64_MAX << from % 64;
	if (rest == 0 && word < bits->first)
		word = bits->first - 1;
	while (rest == 0 && ++word < end)
		rest = bits_word(bits, word);
	/* The bits below the lowest one that is set. */
	return rest == 0 ? UINT32_MAX : (uint32_t)(word * 64 + sum_word((rest & -rest) - 1));
}

bool
bits_are_same(const struct bits *a, const struct bits *b)
{
	return bits_sum_without(a, b) == 0 && bits_sum_without(b, a) == 0;
}

struct bits
bits_copy(const struct bits *bits)
{
	struct bits copy = {0};
	size_t from = 0, upto = bits->count;
	if (upto == 0)
		return copy;
	while (upto > 0 && bits->words[upto - 1] == 0)
		upto--;
	while (from < upto && bits->words[from] == 0)
		from++;
	const struct bits needed = {bits->words + from, bits->first + from, upto - from};
	bits_join(&copy, &needed);
	return copy;
}

void
bits_free(struct bits *bits)
{
	free(bits->words);
	*bits = (struct bits){0};
}
