#include "view/completion.h"

#include "base/buf.h"
#include "base/name_filter.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

static char *
folded(const char *text)
{
	struct buf out = buf_empty();
	text_fold(&out, text, strlen(text));
	return buf_take(&out);
}

void
completion_begin(struct completion *completion, const char *line, size_t start)
{
	completion_clear(completion);
	completion->start = start;
	completion->typed = xstrdup(line + start);
	completion->folded = folded(completion->typed);
	completion->filter = name_filter_new(completion->typed);
}

static void
drop(struct completion *completion, size_t from)
{
	while (completion->count > from) {
		struct candidate *candidate = &completion->items[--completion->count];
		free(candidate->word);
		free(candidate->help);
	}
}

void
completion_clear(struct completion *completion)
{
	drop(completion, 0);
	free(completion->items);
	free(completion->typed);
	free(completion->folded);
	name_filter_free(completion->filter);
	*completion = (struct completion){0};
}

static void
insert(struct completion *completion, size_t at, const char *word, const char *help, size_t number)
{
	if (completion->count == COMPLETION_MOST)
		drop(completion, COMPLETION_MOST - 1);
	completion->items = xgrow(completion->items, completion->count, &completion->capacity,
			sizeof(*completion->items));
	struct candidate *place = completion->items + at;
	memmove(place + 1, place, (completion->count - at) * sizeof(*place));
	*place = (struct candidate){xstrdup(word), xstrdup(help), number};
	completion->at = ++completion->count;
}

void
completion_offer(struct completion *completion, const char *word, const char *help)
{
	char *name = folded(word);
	bool begins = strncmp(name, completion->folded, strlen(completion->folded)) == 0;
	bool is_found = begins || name_filter_try(completion->filter, name, NAME_TRAITS_UNKNOWN) !=
						  NAME_NOT_FOUND;
	free(name);
	size_t at = begins ? completion->begins : completion->count;
	if (!is_found || at == COMPLETION_MOST)
		return;
	insert(completion, at, word, help, COMPLETION_NO_NUMBER);
	completion->begins += begins;
}

void
completion_add(struct completion *completion, const char *word, const char *help, size_t number)
{
	if (completion->count < COMPLETION_MOST)
		insert(completion, completion->count, word, help, number);
}

void
completion_end(struct completion *completion)
{
	if (completion->begins > 0)
		drop(completion, completion->begins);
	completion->at = completion->count;
}

const char *
completion_choose(struct completion *completion, size_t at)
{
	completion->at = at < completion->count ? at : completion->count;
	return at < completion->count ? completion->items[at].word : completion->typed;
}

const char *
completion_next(struct completion *completion, bool is_back)
{
	size_t count = completion->count;
	return completion_choose(
			completion, (completion->at + (is_back ? count : 1)) % (count + 1));
}

void
completion_scroll(struct completion *completion, size_t rows)
{
	size_t at = completion->at < completion->count ? completion->at : 0;
	if (at < completion->top)
		completion->top = at;
	if (at >= completion->top + rows)
		completion->top = at - rows + 1;
}
