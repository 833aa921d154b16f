#include "conf/nearest.h"

#include "base/buf.h"
#include "base/edits.h"
#include "base/language.h"

#include <stdio.h>
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

struct nearest_hint
nearest_hint(const struct nearest *nearest)
{
	struct nearest_hint hint = {""};
	if (nearest->name != NULL)
		(void)snprintf(hint.text, sizeof(hint.text), _("; did you mean '%s'?"),
				nearest->name);
	return hint;
}

int
nearest_choose(const char *const *names, size_t count, const char *word, struct nearest_hint *hint)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], word) == 0)
			return (int)i;
	}
	struct nearest nearest = nearest_to(word);
	for (size_t i = 0; i < count; i++)
		nearest_offer(&nearest, names[i]);
	struct buf all = buf_empty();
	for (size_t i = 0; i < count; i++)
		buf_format(&all, "%s%s", i == 0 ? "" : _(", "), names[i]);
	*hint = nearest_hint(&nearest);
	size_t length = strlen(hint->text);
	(void)snprintf(hint->text + length, sizeof(hint->text) - length, _(" (one of: %s)"),
			all.data);
	buf_free(&all);
	return -1;
}
