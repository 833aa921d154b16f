#include "model/asked.h"

#include "archive/clock.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "model/model_private.h"

#include <stdlib.h>
#include <string.h>

/* Chooses a group. What is found then begins with its first post, and days are counted again. */
static void
choose_group(struct model *model, const char *name)
{
	xreplace(&model->asked.group, name);
	xreplace(&model->asked.selection.title, "");
	model->changed |= CHANGED_ASKED | CHANGED_SUBJECT | CHANGED_DAYS | CHANGED_GROUP;
}

void
asked_free(struct asked *asked)
{
	selection_free(&asked->selection);
	text_query_free(asked->query);
	asked_marks_release(asked->marks);
	free(asked->group);
}

struct selection
asked_selection(const struct asked *asked)
{
	struct selection selection;
	selection_copy(&selection, &asked->selection);
	if (asked->group != NULL)
		selection_add_group(&selection, asked->kind == GROUP_TAG, asked->group);
	return selection;
}

struct query_plan
asked_plan(const struct asked *asked)
{
	return query_plan_make(asked->query, asked->selection.marks);
}

bool
asked_needs_text(const struct asked *asked)
{
	struct query_plan plan = asked_plan(asked);
	bool needs_text = plan.count > 0;
	query_plan_free(&plan);
	return needs_text;
}

void
asked_begin(struct model *model, const struct selection *given)
{
	struct asked *asked = &model->asked;
	struct selection *selection = &asked->selection;
	selection_copy(selection, given);
	xreplace(&selection->title, "");
	xreplace(&selection->search, "");
	asked->kind = GROUP_CATEGORY;
	if (selection->tag_count + selection->category_count != 1)
		return;
	asked->kind = selection->tag_count == 1 ? GROUP_TAG : GROUP_CATEGORY;
	bool is_tag = asked->kind == GROUP_TAG;
	asked->group = is_tag ? selection->tags[0] : selection->categories[0];
	*(is_tag ? &selection->tag_count : &selection->category_count) = 0;
}

bool
asked_is_narrowed(const struct asked *asked)
{
	const struct selection *selection = &asked->selection;
	return asked->query != NULL || selection->title[0] != '\0' || selection->has_since ||
	       selection->has_until || selection->marks != 0 || selection->limit > 0 ||
	       selection->tag_count + selection->category_count > 0;
}

/* --- Groups --- */

const char *
asked_kind_title(enum group_kind kind)
{
	return kind == GROUP_TAG ? _("Tags") : _("Categories");
}

const char *
asked_group_title(const struct model *model)
{
	const struct asked *asked = &model->asked;
	struct group group;
	if (asked->group == NULL)
		return _("All");
	bool is_known = model->library != NULL &&
			catalogue_find_group(model->library->catalogue, asked->kind, asked->group,
					&group);
	return is_known ? group.shown : asked->group;
}

void
asked_set_group(struct model *model, const char *name)
{
	const struct asked *asked = &model->asked;
	bool is_same = name == NULL ? asked->group == NULL
				    : asked->group != NULL && strcmp(name, asked->group) == 0;
	if (!is_same)
		choose_group(model, name);
}

static bool
say_no_group(struct model *model, enum group_kind kind, const char *name)
{
	bool is_tag = kind == GROUP_TAG;
	const char *near[1];
	if (catalogue_nearest_groups(model->library->catalogue, kind, name, near, 1) > 0)
		return model_say(model, true,
				is_tag ? _("no posts of the tag “%s”; did you mean “%s”?")
				       : _("no posts of the category “%s”; did you mean “%s”?"),
				name, near[0]);
	return model_say(model, true,
			is_tag ? _("no posts of the tag “%s”") : _("no posts of the category “%s”"),
			name);
}

/* The one group that the filter finds for a part of a name, or its pinyin. False, with a message: none, or several. */
static bool
find_typed(struct model *model, enum group_kind kind, const char *typed, struct group *group)
{
	struct catalogue *catalogue = model->library->catalogue;
	struct groups *groups = catalogue_groups(catalogue, kind, GROUP_BY_COUNT, typed);
	struct group next = {0};
	size_t count = typed[0] != '\0' ? groups_count(groups) : 0;
	if (count > 0)
		*group = groups_get(groups, 0);
	if (count > 1)
		next = groups_get(groups, 1);
	groups_free(groups);
	if (count == 0)
		return say_no_group(model, kind, typed);
	/* What is found by text goes before what is found by pinyin. */
	if (count == 1 || group->is_by_pinyin != next.is_by_pinyin)
		return true;
	return model_say(model, true,
			kind == GROUP_TAG ? _("“%s” may be the tag “%s” or “%s”: type more of it")
					  : _("“%s” may be the category “%s” or “%s”: type more of "
					      "it"),
			typed, group->shown, next.shown);
}

bool
asked_find_group(struct model *model, enum group_kind kind, const char *name)
{
	struct group group;
	if (model->library == NULL)
		return model_say(model, true,
				model->loader == NULL ? _("a lone file has no list of posts")
						      : _("no archive has been read yet"));
	if (!catalogue_find_group(model->library->catalogue, kind, name, &group) &&
			!find_typed(model, kind, name, &group))
		return false;
	model->asked.kind = kind;
	choose_group(model, group.name);
	return true;
}

bool
asked_check_group(struct model *model)
{
	struct asked *asked = &model->asked;
	struct group group;
	if (asked->group == NULL)
		return false;
	bool is_known = catalogue_find_group(
			model->library->catalogue, asked->kind, asked->group, &group);
	bool is_own = is_known && strcmp(group.name, asked->group) == 0;
	/* Of a library that is not whole the group may still come. */
	if (is_own || (!is_known && model->library->is_partial))
		return false;
	if (!is_known)
		(void)say_no_group(model, asked->kind, asked->group);
	xreplace(&asked->group, is_known ? group.name : NULL);
	return true;
}

void
asked_set_kind(struct model *model, enum group_kind kind)
{
	if (kind == model->asked.kind)
		return;
	xreplace(&model->asked.group, NULL);
	model->asked.kind = kind;
	model->changed |= CHANGED_ASKED | CHANGED_DAYS | CHANGED_GROUP;
}

/* --- Order, filter --- */

void
asked_set_filter(struct model *model, const char *filter)
{
	xreplace(&model->asked.selection.title, filter);
	model->changed |= CHANGED_ASKED | CHANGED_DAYS;
}

int
order_next(const char *const *names, const char *name, int present)
{
	int next = 0;
	if (name[0] == '\0')
		return names[present + 1] != NULL ? present + 1 : 0;
	while (names[next] != NULL && strcmp(names[next], name) != 0)
		next++;
	return names[next] != NULL ? next : -1;
}

unsigned
asked_sort(struct model *model, const char *name)
{
	struct selection *selection = &model->asked.selection;
	int next = order_next(selection_orders, name, (int)selection->order);
	if (next < 0)
		return model_say(model, true, _("posts are sorted by date or title, not by %s"),
				name);
	selection->order = (enum post_order)next;
	model->changed |= CHANGED_ASKED;
	return model_say(model, false, "%s",
			selection->order == POSTS_BY_DATE ? _("posts by date")
							  : _("posts by title"));
}

const char *const group_orders[] = {"count", "name", "latest", NULL};

const char *
asked_group_order_title(const struct asked *asked)
{
	static const char *const titles[] = {N_("count"), N_("name"), N_("latest")};
	return _(titles[asked->group_order]);
}

unsigned
asked_sort_groups(struct model *model, const char *name)
{
	int next = order_next(group_orders, name, (int)model->asked.group_order);
	if (next < 0)
		return model_say(model, true,
				_("groups are sorted by count, name or latest, not by %s"), name);
	model->asked.group_order = (enum group_order)next;
	model->changed |= CHANGED_COUNTS;
	static const char *const said[] = {
			N_("groups by count"), N_("groups by name"), N_("groups by latest")};
	return model_say(model, false, "%s", _(said[next]));
}

void
asked_reverse(struct model *model)
{
	model->asked.selection.is_reversed = !model->asked.selection.is_reversed;
	model->changed |= CHANGED_ASKED;
}

/* --- Dates --- */

void
asked_set_date(struct model *model, bool is_since, const char *text)
{
	struct selection *selection = &model->asked.selection;
	struct err err;
	if (text[0] == '\0')
		*(is_since ? &selection->has_since : &selection->has_until) = false;
	else if (!selection_set_date(
				 selection, is_since, text, model->now, model_zone(model), &err)) {
		model_say(model, true, "%s", err.reason);
		return;
	}
	model->changed |= CHANGED_ASKED;
}

void
asked_set_days(struct model *model, int64_t first, int64_t last)
{
	char since[CLOCK_DAY_TEXT], until[CLOCK_DAY_TEXT];
	clock_format_day(first, since);
	clock_format_day(last, until);
	model_say(model, false, _("%s to %s"), since, until);
	selection_set_days(&model->asked.selection, first, last, model_zone(model));
	model->changed |= CHANGED_ASKED | CHANGED_SUBJECT;
}

void
asked_set_all_days(struct model *model)
{
	struct selection *selection = &model->asked.selection;
	if (selection->has_since || selection->has_until)
		model->changed |= CHANGED_ASKED | CHANGED_SUBJECT;
	selection->has_since = selection->has_until = false;
}

/* --- Marks --- */

const char *
asked_marks_title(const struct model *model, enum mark_filter marks)
{
	static const char *const titles[] = {[MARKS_UNREAD] = N_("unread"),
			[MARKS_READ] = N_("already read"),
			[MARKS_STARRED] = N_("starred"),
			[MARKS_NEW] = N_("new")};
	return (model->asked.selection.marks >> marks & 1) != 0 ? _(titles[marks]) : NULL;
}

void
asked_set_marks(struct model *model, enum mark_filter marks)
{
	model->asked.selection.marks = marks != MARKS_ANY ? 1U << marks : 0;
	model->changed |= CHANGED_ASKED | CHANGED_SUBJECT | CHANGED_DAYS;
}

void
asked_take_marks(struct model *model)
{
	struct asked *asked = &model->asked;
	struct query_plan plan = asked_plan(asked);
	int64_t identity = catalogue_identity(model->library->catalogue);
	bool is_asked = (model->changed & CHANGED_ASKED) && !asked->is_restored;
	bool are_of_it = asked->marks != NULL && asked->marks->identity == identity;
	bool are_early = asked->marks != NULL && asked->marks->are_early;
	struct asked_marks *now = NULL;
	if (query_plan_needs_marks(&plan))
		now = is_asked || !are_of_it || are_early
				      ? asked_marks_new(&plan, model->marking.marks, identity)
				      : asked_marks_hold(asked->marks);
	if (now != NULL && are_of_it && mark_sets_are_same(&now->sets, &asked->marks->sets)) {
		/* Marks that have not changed are shared by what is asked for after another. */
		asked->marks->are_early = now->are_early;
		asked_marks_release(now);
		now = asked_marks_hold(asked->marks);
	}
	asked_marks_release(asked->marks);
	asked->marks = now;
	asked->is_restored = false;
	query_plan_free(&plan);
}

/* --- Search --- */

/* asked_search, which leaves open which post is chosen then. */
static bool
set_search(struct model *model, const char *text, bool is_typing, struct query_place *place,
		struct err *err)
{
	struct asked *asked = &model->asked;
	struct text_query *query = NULL;
	bool is_empty = text[strspn(text, " ")] == '\0';
	if (!is_empty) {
		query = query_text_parse(
				text, model->now, model_zone(model), is_typing, place, err);
		if (query == NULL)
			return false;
	}
	if (query != NULL && query->count == 0) {
		text_query_free(query);
		query = NULL;
	}
	xreplace(&asked->selection.search, query != NULL ? text : "");
	text_query_free(asked->query);
	asked->query = query;
	model->changed |= CHANGED_ASKED | CHANGED_DAYS | CHANGED_QUERY;
	return true;
}

bool
asked_search(struct model *model, const char *text, bool is_typing, struct query_place *place,
		struct err *err)
{
	bool is_good = set_search(model, text, is_typing, place, err);
	if (is_good && model->asked.query != NULL)
		model->changed |= CHANGED_SUBJECT;
	return is_good;
}

/* --- Taking off --- */

static void
clear_name(struct model *model, char **names, size_t *count)
{
	model_say(model, false, _("“%s” is taken off"), names[*count - 1]);
	free(names[--*count]);
	model->changed |= CHANGED_ASKED | CHANGED_DAYS;
}

static void
clear_marks(struct model *model)
{
	struct buf names = buf_in(model->scratch);
	for (enum mark_filter marks = MARKS_UNREAD; marks <= MARKS_NEW; marks++) {
		const char *title = asked_marks_title(model, marks);
		if (title != NULL)
			buf_format(&names, "%s%s", names.length > 0 ? " " : "", title);
	}
	model_say(model, false, _("“%s” is taken off"), names.data);
	asked_set_marks(model, MARKS_ANY);
}

void
asked_clear_last(struct model *model)
{
	struct asked *asked = &model->asked;
	struct selection *selection = &asked->selection;
	if (selection->title[0] != '\0') {
		model_say(model, false, _("the filter “%s” is taken off"), selection->title);
		asked_set_filter(model, "");
	} else if (asked->query != NULL) {
		model_say(model, false, _("the search “%s” is taken off"), selection->search);
		(void)set_search(model, "", false, NULL, NULL);
	} else if (selection->marks != 0) {
		clear_marks(model);
	} else if (selection->has_since || selection->has_until) {
		model_say(model, false, _("the dates are taken off"));
		asked_set_all_days(model);
	} else if (selection->tag_count > 0) {
		clear_name(model, selection->tags, &selection->tag_count);
	} else if (selection->category_count > 0) {
		clear_name(model, selection->categories, &selection->category_count);
	} else if (asked->group != NULL) {
		model_say(model, false, _("“%s” is taken off: all posts"),
				asked_group_title(model));
		asked_set_group(model, NULL);
	} else {
		model_say(model, false, _("nothing narrows the list"));
	}
}

/* --- As a value --- */

struct asked
asked_copy(const struct asked *asked)
{
	struct asked copy = {.kind = asked->kind, .group_order = asked->group_order};
	selection_copy(&copy.selection, &asked->selection);
	xreplace(&copy.group, asked->group);
	copy.marks = asked_marks_hold(asked->marks);
	return copy;
}

static bool
is_same_group(const struct asked *a, const struct asked *b)
{
	bool is_all = a->group == NULL || b->group == NULL;
	return a->kind == b->kind &&
	       (is_all ? a->group == b->group : strcmp(a->group, b->group) == 0);
}

bool
asked_has_same_posts(const struct asked *a, const struct asked *b)
{
	return is_same_group(a, b) && selection_has_same_posts(&a->selection, &b->selection);
}

bool
asked_is_same(const struct asked *a, const struct asked *b)
{
	return asked_has_same_posts(a, b) && a->group_order == b->group_order &&
	       a->selection.order == b->selection.order &&
	       a->selection.is_reversed == b->selection.is_reversed;
}

void
asked_restore(struct model *model, const struct asked *copy)
{
	struct asked *asked = &model->asked, before = *asked;
	struct err err;
	if (asked_is_same(&before, copy) && before.marks == copy->marks)
		return;
	*asked = asked_copy(copy);
	asked->query = before.query;
	asked->is_restored = true;
	before.query = NULL;
	model->changed |= CHANGED_ASKED | CHANGED_DAYS;
	if (!is_same_group(&before, copy))
		model->changed |= CHANGED_GROUP;
	if (before.group_order != copy->group_order)
		model->changed |= CHANGED_COUNTS;
	bool is_same_search = strcmp(before.selection.search, asked->selection.search) == 0;
	if (!is_same_search && !set_search(model, copy->selection.search, false, NULL, &err)) {
		model_say(model, true, "%s", err.reason);
		(void)set_search(model, "", false, NULL, &err);
	}
	asked_free(&before);
	if (model->library != NULL)
		(void)asked_check_group(model);
}

void
asked_all_posts(struct model *model)
{
	struct asked *asked = &model->asked;
	struct selection *selection = &asked->selection;
	enum post_order order = selection->order;
	bool is_reversed = selection->is_reversed;
	selection_free(selection);
	selection->order = order;
	selection->is_reversed = is_reversed;
	xreplace(&selection->title, "");
	xreplace(&selection->search, "");
	xreplace(&asked->group, NULL);
	model->changed |= CHANGED_ASKED | CHANGED_DAYS | CHANGED_GROUP;
	if (asked->query != NULL)
		model->changed |= CHANGED_QUERY;
	text_query_free(asked->query);
	asked->query = NULL;
}
