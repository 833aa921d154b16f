#include "conf/nearest.h"

#include "base/buf.h"

#include <string.h>

enum { MAX_LENGTH = 63 };

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment distance in bytes; both at most MAX_LENGTH long. */
static size_t
distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t rows[3][MAX_LENGTH + 1];
	size_t *before = rows[0];
	size_t *last = rows[1];
	size_t *now = rows[2];
	for (size_t j = 0; j <= b_length; j++)
		last[j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			now[j] = least(last[j], now[j - 1]) + 1;
			now[j] = least(now[j], last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		size_t *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b_length];
}

struct nearest
nearest_to(const char *word)
{
	/* More edits than a third of the word make another word of it; one is always allowed. */
	size_t third = (strlen(word) + 1) / 3;
	return (struct nearest){.word = word, .distance = (third > 0 ? third : 1) + 1};
}

void
nearest_offer(struct nearest *nearest, const char *name)
{
	size_t word_length = strlen(nearest->word);
	size_t name_length = strlen(name);
	if (word_length > MAX_LENGTH || name_length > MAX_LENGTH)
		return;
	size_t edits = distance(nearest->word, word_length, name, name_length);
	/* A name that shares nothing with the word is no help. */
	if (edits >= nearest->distance || edits >= least(word_length, name_length))
		return;
	nearest->distance = edits;
	nearest->name = name;
}

void
nearest_format(const struct nearest *nearest, struct buf *out)
{
	if (nearest->name != NULL)
		buf_format(out, "; did you mean '%s'?", nearest->name);
}
