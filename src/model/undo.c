#include "model/undo.h"

#include "base/buf.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "model/model_private.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* --- Steps --- */

static void
drop_step(struct undo *undo, size_t index)
{
	struct undo_step *step = &undo->steps[index];
	step->type->free(step->change);
	free(step->what);
	undo->count--;
	memmove(step, step + 1, (undo->count - index) * sizeof(*step));
	undo->done -= index < undo->done;
}

void
undo_free(struct undo *undo)
{
	while (undo->count > 0)
		drop_step(undo, undo->count - 1);
	if (undo->is_watching)
		asked_free(&undo->before);
}

void
undo_add(struct model *model, const struct undo_type *type, void *change, const char *format, ...)
{
	struct undo *undo = &model->undo;
	va_list arguments;
	while (undo->count > undo->done)
		drop_step(undo, undo->count - 1);
	if (undo->count == UNDO_STEPS)
		drop_step(undo, 0);
	struct buf what = buf_empty();
	va_start(arguments, format);
	buf_vformat(&what, format, arguments);
	va_end(arguments);
	undo->steps[undo->count++] = (struct undo_step){type, change, buf_take(&what)};
	undo->done = undo->count;
}

void
undo_run(struct model *model, bool is_again)
{
	struct undo *undo = &model->undo;
	size_t at = is_again ? undo->done : undo->done - 1; /* before the first: at no step */
	if (at >= undo->count) {
		model_say(model, false,
				is_again ? _("nothing was taken back")
					 : _("there is nothing to take back"));
		return;
	}
	const struct undo_step *step = &undo->steps[at];
	model_say(model, false, is_again ? _("done again: %s") : _("taken back: %s"), step->what);
	if (step->type->run(model, step->change, is_again))
		undo->done = is_again ? at + 1 : at;
	else
		drop_step(undo, at);
}

/* --- What is asked for --- */

/* What of it one step may change without the rest. */
enum part {
	PART_GROUP,
	PART_MARKS,
	PART_SEARCH,
	PART_FILTER,
	PART_DATES,
	PART_ORDER,
	PART_GROUP_ORDER,
	PART_COUNT
};

static const char *const part_names[PART_COUNT] = {N_("group"), N_("posts by marks"), N_("search"),
		N_("filter"), N_("dates"), N_("order"), N_("order of groups")};

static void
take_part(struct asked *to, const struct asked *from, enum part part)
{
	switch (part) {
	case PART_GROUP:
		to->kind = from->kind;
		xreplace(&to->group, from->group);
		break;
	case PART_MARKS:
		to->selection.marks = from->selection.marks;
		break;
	case PART_SEARCH:
		xreplace(&to->selection.search, from->selection.search);
		break;
	case PART_FILTER:
		xreplace(&to->selection.title, from->selection.title);
		break;
	case PART_DATES:
		to->selection.has_since = from->selection.has_since;
		to->selection.since = from->selection.since;
		to->selection.has_until = from->selection.has_until;
		to->selection.until = from->selection.until;
		break;
	case PART_GROUP_ORDER:
		to->group_order = from->group_order;
		break;
	default:
		to->selection.order = from->selection.order;
		to->selection.is_reversed = from->selection.is_reversed;
		break;
	}
}

struct asked_change {
	struct asked before, after;
};

static void
free_asked_change(void *given)
{
	struct asked_change *change = given;
	asked_free(&change->before);
	asked_free(&change->after);
	free(change);
}

/* Whether two differ in a part: the one with the other's part asks for something else. */
static bool
differs(const struct asked *a, const struct asked *b, enum part part)
{
	struct asked mixed = asked_copy(a);
	take_part(&mixed, b, part);
	bool is_same = asked_is_same(a, &mixed);
	asked_free(&mixed);
	return !is_same;
}

static bool
run_asked_change(struct model *model, const void *given, bool is_again)
{
	const struct asked_change *change = given;
	struct asked asked = asked_copy(&model->asked);
	for (enum part part = 0; part < PART_COUNT; part++) {
		if (differs(&change->before, &change->after, part))
			take_part(&asked, is_again ? &change->after : &change->before, part);
	}
	asked_restore(model, &asked);
	asked_free(&asked);
	return true;
}

static const struct undo_type asked_change_type = {run_asked_change, free_asked_change};

void
undo_watch(struct model *model)
{
	struct undo *undo = &model->undo;
	if (!undo->is_watching)
		undo->before = asked_copy(&model->asked);
	undo->is_watching = true;
}

void
undo_forget(struct model *model)
{
	if (model->undo.is_watching)
		asked_free(&model->undo.before);
	model->undo.is_watching = false;
}

void
undo_settle(struct model *model)
{
	struct undo *undo = &model->undo;
	if (!undo->is_watching)
		return;
	struct asked_change *change = xcalloc(1, sizeof(*change));
	change->before = undo->before;
	change->after = asked_copy(&model->asked);
	undo->is_watching = false;
	struct buf what = buf_in(model->scratch);
	for (enum part part = 0; part < PART_COUNT; part++) {
		if (differs(&change->before, &change->after, part))
			buf_format(&what, "%s%s", what.length > 0 ? _(", ") : "",
					_(part_names[part]));
	}
	if (what.length > 0)
		undo_add(model, &asked_change_type, change, "%s", what.data);
	else
		free_asked_change(change);
}
