/* What is to be done when the present verb is over. */

#include "base/xalloc.h"
#include "panes/panes.h"

#include <stdlib.h>

static unsigned
set_next(struct panes *panes, struct next next, const char *text)
{
	char *before = panes->next.text;
	panes->next = next;
	panes->next.text = xstrdup(text);
	free(before);
	return CHANGED_NEXT;
}

unsigned
answer_action(struct panes *panes, enum action action, const char *argument, long count)
{
	return set_next(panes, (struct next){.action = action, .count = count}, argument);
}

unsigned
answer_prompt(struct panes *panes, enum prompt_kind kind, const char *text)
{
	return set_next(panes, (struct next){.prompt = kind}, text);
}
