#include "conf/nearest.h"

#include "base/buf.h"
#include "base/edits.h"

#include <string.h>

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
	struct edits edits = edits_between(nearest->word, name);
	/* A name that shares nothing with the word is no help. */
	if (edits.count >= nearest->distance || edits.count >= edits.shorter)
		return;
	nearest->distance = edits.count;
	nearest->name = name;
}

void
nearest_format(const struct nearest *nearest, struct buf *out)
{
	if (nearest->name != NULL)
		buf_format(out, "; did you mean '%s'?", nearest->name);
}
