/* The list without posts: why there are none, and what to do. */

#include "archive/clock.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "library/labels.h"
#include "panes/panes.h"

/* --- What narrows the list, a line each --- */

static const char *
day_text(struct panes *panes, int64_t moment)
{
	char text[CLOCK_DAY_TEXT];
	clock_format_day(zone_day(model_zone(panes->model), moment), text);
	return arena_text(panes->scratch, text);
}

static void
add_names(struct buf *out, enum group_kind kind, char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_format(out, kind == GROUP_TAG ? _("  tag: %s\n") : _("  category: %s\n"),
				names[i]);
}

static void
add_marks(struct panes *panes, struct buf *out)
{
	for (enum mark_filter marks = MARKS_UNREAD; marks <= MARKS_NEW; marks++) {
		const char *title = asked_marks_title(panes->model, marks);
		if (title != NULL)
			buf_format(out, "  %s\n", title);
	}
}

/* In the order in which `clear` takes them off. */
static void
add_parts(struct panes *panes, struct buf *out)
{
	const struct asked *asked = &panes->model->asked;
	const struct selection *selection = &asked->selection;
	if (selection->title[0] != '\0')
		buf_format(out, _("  in the title: %s\n"), selection->title);
	if (asked->query != NULL)
		buf_format(out, _("  search: %s\n"), selection->search);
	add_marks(panes, out);
	if (selection->has_until)
		buf_format(out, _("  until %s\n"), day_text(panes, selection->until - 1));
	if (selection->has_since)
		buf_format(out, _("  since %s\n"), day_text(panes, selection->since));
	add_names(out, GROUP_TAG, selection->tags, selection->tag_count);
	add_names(out, GROUP_CATEGORY, selection->categories, selection->category_count);
	if (asked->group != NULL)
		buf_format(out, asked->kind == GROUP_TAG ? _("  tag: %s\n") : _("  category: %s\n"),
				asked_group_title(panes->model));
}

/* Whether a single part narrows the list; a group counts only where nothing else does. */
static bool
has_one_part(const struct asked *asked)
{
	const struct selection *selection = &asked->selection;
	bool has_dates = selection->has_since || selection->has_until;
	size_t names = selection->tag_count + selection->category_count;
	return names == 0 && (selection->title[0] != '\0') + (asked->query != NULL) +
							     (selection->marks != 0) + has_dates <=
					     1;
}

/* --- One reason, as a sentence --- */

/* Why there is none of the dates asked for: the post nearest to them is before or after. */
static const char *
dates_reason(struct panes *panes, const char *keys)
{
	const struct selection *selection = &panes->model->asked.selection;
	struct arena *arena = panes->scratch;
	struct post newest, oldest;
	char day[DATE_SIZE];
	if (!found_end(panes->model, false, &newest) || !found_end(panes->model, true, &oldest))
		return arena_format(arena, _("no post has a date: %s shows all"), keys);
	const char *since = day_text(panes, selection->since);
	const char *until = day_text(panes, selection->until - 1);
	bool is_before = selection->has_since && newest.date < selection->since;
	date_format(is_before ? &newest : &oldest, 0, day);
	if (!selection->has_until)
		return arena_format(arena,
				_("nothing since %s; the newest post is of %s: %s shows all"),
				since, day, keys);
	if (!selection->has_since)
		return arena_format(arena,
				_("nothing until %s; the oldest post is of %s: %s shows all"),
				until, day, keys);
	if (is_before)
		return arena_format(arena,
				_("nothing from %s to %s; the newest post is of %s: %s shows all"),
				since, until, day, keys);
	if (oldest.date >= selection->until)
		return arena_format(arena,
				_("nothing from %s to %s; the oldest post is of %s: %s shows all"),
				since, until, day, keys);
	return arena_format(arena, _("nothing from %s to %s: %s shows all"), since, until, keys);
}

static const char *
marks_reason(struct panes *panes, const char *keys)
{
	struct arena *arena = panes->scratch;
	struct buf marks = buf_in(arena);
	if (!marks_are_known(panes->model->marking.marks))
		return _("which posts are read is not known yet");
	switch (panes->model->asked.selection.marks) {
	case 1U << MARKS_UNREAD:
		return arena_format(arena, _("no post is unread: %s shows all"), keys);
	case 1U << MARKS_READ:
		return arena_format(arena, _("no post is read: %s shows all"), keys);
	case 1U << MARKS_STARRED:
		return arena_format(arena, _("no post is starred: %s shows all"), keys);
	case 1U << MARKS_NEW:
		return arena_format(arena, _("no post is new since the last session: %s shows all"),
				keys);
	default:
		add_marks(panes, &marks);
		return arena_format(arena, _("no post is all of this:\n%s%s shows all"), marks.data,
				keys);
	}
}

static const char *
search_reason(struct panes *panes, const char *keys)
{
	const char *search = panes->model->asked.selection.search;
	size_t done, total;
	if (!model_indexing(panes->model, &done, &total))
		return arena_format(panes->scratch, _("nothing found for “%s”: %s shows all"),
				search, keys);
	return arena_format(panes->scratch,
			_("nothing found for “%s” yet: %s of %s posts are indexed; %s shows all"),
			search, row_number(panes->scratch, done), row_number(panes->scratch, total),
			keys);
}

static const char *
one_reason(struct panes *panes, const char *keys)
{
	const struct asked *asked = &panes->model->asked;
	struct arena *arena = panes->scratch;
	if (asked->selection.title[0] != '\0')
		return arena_format(arena, _("no title has “%s”: %s shows all"),
				asked->selection.title, keys);
	if (asked->query != NULL)
		return search_reason(panes, keys);
	if (asked->selection.marks != 0)
		return marks_reason(panes, keys);
	if (asked->selection.has_since || asked->selection.has_until)
		return dates_reason(panes, keys);
	return arena_format(arena, _("no post of “%s”: %s shows all"),
			asked_group_title(panes->model), keys);
}

/* --- The page --- */

static const char *
reason(struct panes *panes)
{
	const struct model *model = panes->model;
	struct arena *arena = panes->scratch;
	const char *keys = panes_keys(panes, ACTION_CLEAR);
	struct buf parts = buf_in(arena);
	if (model->library == NULL)
		return model->opened.notice == NULL ? _("reading…") : _("no posts here");
	if (model->found.is_waiting)
		return _("searching…");
	if (catalogue_count(model->library->catalogue) == 0)
		return model->library->is_partial
				       ? _("reading…")
				       : arena_format(arena,
							 _("no posts found in this folder\nlooked "
							   "for _posts/ and */_posts/\nreader "
							   "--check tells more; %s quits"),
							 panes_keys(panes, ACTION_QUIT));
	if (model->library->is_partial)
		return _("no post of this yet: the archive is still being read");
	if (has_one_part(&model->asked))
		return one_reason(panes, keys);
	add_parts(panes, &parts);
	return arena_format(arena, _("no post has all of this:\n%s%s takes off the first, %s all"),
			parts.data, keys, panes_keys(panes, ACTION_ALL_POSTS));
}

void
list_view_empty(struct panes *panes, struct row_writer *row, int line)
{
	if (line < 1)
		return;
	row_put(row, "", 2, ROLE_DIM);
	row_put_wrapped(row, reason(panes), line - 1, ROLE_DIM);
}
