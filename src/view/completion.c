#include "view/completion.h"

#include "base/xalloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WORDS = 200 };

void
completion_begin(struct completion *completion, const char *line, size_t start)
{
	completion_clear(completion);
	completion->start = start;
	completion->typed = xstrdup(line + start);
	completion->at = SIZE_MAX;
}

void
completion_clear(struct completion *completion)
{
	for (size_t i = 0; i < completion->count; i++)
		free(completion->words[i]);
	free(completion->words);
	free(completion->typed);
	*completion = (struct completion){0};
}

void
completion_add(struct completion *completion, const char *word)
{
	if (completion->count == MAX_WORDS)
		return;
	completion->words = xgrow(completion->words, completion->count, &completion->capacity,
			sizeof(*completion->words));
	completion->words[completion->count++] = xstrdup(word);
}

void
completion_offer(struct completion *completion, const char *word)
{
	if (strncmp(word, completion->typed, strlen(completion->typed)) == 0)
		completion_add(completion, word);
}

void
completion_offer_all(struct completion *completion, const char *const *words)
{
	for (; words != NULL && *words != NULL; words++)
		completion_offer(completion, *words);
}

const char *
completion_next(struct completion *completion, bool is_back)
{
	size_t count = completion->count;
	size_t at = completion->at < count ? completion->at : count;
	completion->at = (at + (is_back ? count : 1)) % (count + 1);
	return completion->at < count ? completion->words[completion->at] : completion->typed;
}
