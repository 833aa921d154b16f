/* The list's verbs for marks: of the post that has the keys, of all posts listed, from unread to unread. */

#include "panes/panes.h"

#include "base/language.h"

unsigned
list_toggle_mark(struct panes *panes, const struct call *call)
{
	struct post post;
	if (panes_post(panes, &post))
		marking_toggle(panes->model, call->action == ACTION_STAR ? MARK_STARRED : MARK_READ,
				&post);
	return DIRTY_NONE;
}

unsigned
list_prev_match_or_read(struct panes *panes, const struct call *call)
{
	bool is_searched = asked_needs_text(&panes->model->asked) ||
			   (panes->focus == SLOT_MAIN && panes->pager.phrase[0] != '\0');
	return answer_action(panes, is_searched ? ACTION_PREV_MATCH : ACTION_TOGGLE_READ, "",
			call->count);
}

/* Without a question: the message says how it is taken back. */
unsigned
list_mark_all(struct panes *panes, const struct call *call)
{
	struct model *model = panes->model;
	bool is_read = call->action == ACTION_MARK_READ;
	if (model->loader == NULL)
		return model_say(model, true, _("only posts of an archive can be marked"));
	if (model->found.is_waiting || model->found.is_counting)
		return model_say(model, false,
				_("the list is still being searched for: not marked"));
	size_t count = marking_set_listed(model, is_read);
	if (count == 0 && !marks_are_known(model->marking.marks))
		return model_say(model, false, _("which posts are read is not known yet"));
	if (count == 0)
		return model_say(model, false,
				is_read ? _("all posts of the list are read")
					: _("all posts of the list are unread"));
	return model_say(model, false,
			is_read ? ngettext("%s post marked read: %s takes it back",
						  "%s posts marked read: %s takes it back", count)
				: ngettext("%s post marked unread: %s takes it back",
						  "%s posts marked unread: %s takes it back",
						  count),
			row_number(panes->scratch, count), panes_keys(panes, ACTION_UNDO));
}

/*
 * After the last one of a group goes on into the next group; of all posts, or of a list that is narrowed,
 * to its other end.
 */
unsigned
list_step_unread(struct panes *panes, const struct call *call)
{
	struct model *model = panes->model;
	bool is_back = call->action == ACTION_PREV_UNREAD;
	enum direction direction = is_back ? BACKWARD : FORWARD;
	if (marking_step(model, direction))
		return DIRTY_NONE;
	if (model->asked.group != NULL && !asked_is_narrowed(&model->asked))
		return answer_action(panes,
				is_back ? ACTION_PREV_UNREAD_GROUP : ACTION_NEXT_UNREAD_GROUP, "",
				0);
	if (!marking_choose_first(model, direction))
		return model_say(model, false,
				marks_are_known(model->marking.marks)
						? _("no other post of the list is unread")
						: _("which posts are read is not known yet"));
	return model_say(model, false,
			is_back ? _("from the end of the list") : _("from the start of the list"));
}
