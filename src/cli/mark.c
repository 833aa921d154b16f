/* --mark-read, --mark-unread, --star, --unstar: change what the reader did to posts. */

#include "base/err.h"
#include "base/language.h"
#include "base/out.h"
#include "cli/command.h"
#include "marks/marks.h"
#include "state/state.h"

static const struct marking {
	enum mark mark;
	bool value;
} markings[COMMAND_COUNT] = {
		[COMMAND_MARK_READ] = {MARK_READ, true},
		[COMMAND_MARK_UNREAD] = {MARK_READ, false},
		[COMMAND_STAR] = {MARK_STARRED, true},
		[COMMAND_UNSTAR] = {MARK_STARRED, false},
};

/* Says how many posts were marked, and how many had the mark before. */
static void
put_done(struct out *out, const struct marking *marking, size_t count, size_t before)
{
	if (marking->mark == MARK_READ)
		out_format(out,
				marking->value ? ngettext("%zu post marked as read",
								 "%zu posts marked as read", count)
					       : ngettext("%zu post marked as unread",
								 "%zu posts marked as unread",
								 count),
				count);
	else
		out_format(out,
				marking->value ? ngettext("%zu post starred", "%zu posts starred",
								 count)
					       : ngettext("%zu post unstarred",
								 "%zu posts unstarred", count),
				count);
	if (before > 0)
		out_format(out, ngettext(", %zu already was", ", %zu already were", before),
				before);
	out_newline(out);
}

/* Stores the mark of posts that have it otherwise. False with err. */
static bool
store(struct session *session, const struct marking *marking, const struct bits *posts,
		struct err *err)
{
	struct state *state = session->state;
	if (!state_is_kept(state))
		return err_set(err, _("nothing is marked: what is done cannot be kept"));
	if (!state_begin(state, err))
		return false;
	bool is_good = marks_store(state, session->archive_id, session->library->catalogue,
			marking->mark, posts, marking->value, err);
	return state_end(state, is_good, err) && is_good;
}

int
command_mark(struct session *session)
{
	const struct marking *marking = &markings[session->options->command];
	struct err err;
	struct bits posts = {0};
	int status = session_list(session);
	if (status != EXIT_DONE)
		return status;
	listing_posts(session->listing, &posts);
	size_t selected = bits_sum(&posts);
	if (marking->value)
		bits_remove(&posts, mark_sets_of(&session->marks, marking->mark));
	else
		bits_keep(&posts, mark_sets_of(&session->marks, marking->mark));
	size_t changed = bits_sum(&posts);
	if (changed > 0 && !store(session, marking, &posts, &err)) {
		status = session_say_err(session, &err);
	} else {
		put_done(session->out, marking, changed, selected - changed);
	}
	bits_free(&posts);
	return status;
}
