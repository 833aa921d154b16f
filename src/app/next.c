/* What is to be done when the present verb is over. */

#include "app/state.h"
#include "base/xalloc.h"

#include <stdlib.h>

static unsigned
set_next(struct app *app, struct next next, const char *text)
{
	char *before = app->next.text;
	app->next = next;
	app->next.text = xstrdup(text);
	free(before);
	return CHANGED_NEXT;
}

unsigned
app_do_next(struct app *app, enum action action, const char *argument, long count)
{
	return set_next(app, (struct next){.action = action, .count = count}, argument);
}

unsigned
app_prompt_next(struct app *app, enum prompt_kind kind, const char *text)
{
	return set_next(app, (struct next){.prompt = kind}, text);
}
