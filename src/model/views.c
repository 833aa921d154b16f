#include "model/views.h"

#include "base/language.h"
#include "base/xalloc.h"
#include "model/model_private.h"

#include <stdlib.h>
#include <string.h>

void
view_free(struct view *view)
{
	asked_free(&view->asked);
	free(view->post);
	free(view->open);
	free(view->place.fragment);
}

void
views_free(struct views *views)
{
	while (views->count > 0)
		view_free(&views->items[--views->count]);
	free(views->items);
}

/* --- The present view --- */

const struct view *
views_present(const struct model *model)
{
	const struct views *views = &model->views;
	return views->count > 0 ? &views->items[views->at] : NULL;
}

static struct view
view_now(const struct model *model, struct view_layout layout)
{
	struct view view = {.asked = asked_copy(&model->asked), .layout = layout};
	const char *post = found_path(model, &view.at);
	bool is_known = post != NULL || !model->found.is_waiting;
	xreplace(&view.post, post);
	/* What was open before a list that is still being made is not of this view. */
	if (is_known && (model->found.wish.post == NULL || model->found.wish.keeps_open)) {
		xreplace(&view.open, opened_path(model));
		view.place = opened_place(model);
		view.place.fragment = NULL;
		xreplace(&view.place.fragment, opened_place(model).fragment);
	}
	return view;
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whether a view of the same posts in the same order shows the same of them. */
static bool
shows_same(const struct view *a, const struct view *b)
{
	return is_same_text(a->post, b->post) && is_same_text(a->open, b->open) &&
	       a->place.kind == b->place.kind && a->place.offset == b->place.offset &&
	       a->layout.focus == b->layout.focus;
}

/* --- The stack --- */

void
views_begin(struct model *model, bool is_link)
{
	model->views.is_begun = true;
	model->views.is_link = is_link;
}

/* Makes room for a view behind the present one: those to go forward to go, or the oldest. */
static void
make_room(struct views *views)
{
	while (views->count > views->at + 1)
		view_free(&views->items[--views->count]);
	if (views->count <= VIEWS_KEPT)
		return;
	view_free(&views->items[0]);
	memmove(views->items, views->items + 1, VIEWS_KEPT * sizeof(*views->items));
	views->count--;
}

/* Whether a link led to what is shown now: to the list, or to the post that is still open. */
static bool
is_still_linked(const struct views *views, const struct view *now)
{
	if (views->at == 0)
		return false; /* the view where the link stood has been dropped */
	const struct view *before = &views->items[views->at - 1], *present = before + 1;
	return !asked_is_same(&before->asked, &now->asked) ||
	       (is_same_text(now->open, present->open) &&
			       now->layout.focus == before->layout.focus);
}

void
views_follow(struct model *model, struct view_layout layout)
{
	struct views *views = &model->views;
	struct view now = view_now(model, layout);
	bool is_begun = views->is_begun, is_corrected = views->is_corrected;
	views->is_begun = views->is_corrected = false;
	if (views->items == NULL) {
		views->items = xcalloc(VIEWS_KEPT + 1, sizeof(*views->items));
		views->items[views->count++] = now;
		return;
	}
	struct view *present = &views->items[views->at];
	bool is_new = (!is_corrected && !asked_is_same(&now.asked, &present->asked)) ||
		      (is_begun && !shows_same(&now, present));
	if (is_new) {
		now.is_link = is_begun && views->is_link;
		make_room(views);
		views->at = views->count++;
	} else {
		now.is_link = present->is_link && is_still_linked(views, &now);
		view_free(present);
	}
	views->items[views->at] = now;
}

/* --- Going --- */

void
views_resume(struct model *model, const struct view *view)
{
	const char *open = view->open;
	if (open != NULL && model->library != NULL &&
			catalogue_post(model->library->catalogue, open) == 0)
		open = NULL; /* it is gone */
	asked_restore(model, &view->asked);
	found_wish(model, view->post == NULL && open != NULL ? "" : view->post, view->at,
			open != NULL);
	if (open != NULL)
		opened_open(model, open, view->place);
	else
		model->changed |= CHANGED_SUBJECT; /* whatever is chosen is opened, or nothing */
}

bool
views_go(struct model *model, long by, struct view_layout *layout)
{
	struct views *views = &model->views;
	size_t back = views->at, forward = views->count > 0 ? views->count - 1 - views->at : 0;
	size_t steps = by < 0 ? (size_t)-by : (size_t)by, room = by < 0 ? back : forward;
	steps = steps < room ? steps : room;
	if (steps == 0)
		return model_say(model, false,
				by < 0 ? _("there is no view to go back to")
				       : _("there is no view to go forward to"));
	views->at = by < 0 ? views->at - steps : views->at + steps;
	views->is_corrected = true; /* a group that is gone is not asked for */
	views_resume(model, &views->items[views->at]);
	*layout = views->items[views->at].layout;
	return true;
}

long
views_from_link(const struct model *model)
{
	const struct views *views = &model->views;
	for (size_t i = views->at; i > 0; i--) {
		if (views->items[i].is_link)
			return (long)(views->at - i + 1);
		if (!asked_is_same(&views->items[i].asked, &views->items[i - 1].asked))
			break;
	}
	return 0;
}
