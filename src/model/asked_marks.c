/* The marks by which posts were asked for, held by all copies of what was asked. */

#include "base/xalloc.h"
#include "marks/marks.h"
#include "model/model_private.h"

#include <stdlib.h>

struct asked_marks *
asked_marks_new(const struct query_plan *plan, const struct marks *marks, int64_t identity)
{
	struct asked_marks *taken = xcalloc(1, sizeof(*taken));
	*taken = (struct asked_marks){.holders = 1,
			.identity = identity,
			.are_early = !marks_are_known(marks),
			.sets = query_plan_marks(plan, marks_sets(marks))};
	return taken;
}

struct asked_marks *
asked_marks_hold(struct asked_marks *marks)
{
	if (marks != NULL)
		marks->holders++;
	return marks;
}

void
asked_marks_release(struct asked_marks *marks)
{
	if (marks == NULL || --marks->holders > 0)
		return;
	mark_sets_free(&marks->sets);
	free(marks);
}

const struct mark_sets *
asked_marks(const struct asked *asked)
{
	static const struct mark_sets none = {0};
	return asked->marks != NULL ? &asked->marks->sets : &none;
}

bool
asked_marks_are_due(const struct asked *asked, const struct marks *marks)
{
	return asked->marks != NULL && asked->marks->are_early && marks_are_known(marks);
}
