#include "query/selection.h"

#include "archive/zone.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "query/date_span.h"

#include <stdlib.h>
#include <string.h>

enum { NEAREST_SHOWN = 3 };

const char *const selection_orders[] = {
		[POSTS_BY_DATE] = "date", [POSTS_BY_TITLE] = "title", [POSTS_BY_TITLE + 1] = NULL};

void
selection_init(struct selection *selection)
{
	*selection = (struct selection){.order = POSTS_BY_DATE};
}

static void
free_names(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

void
selection_free(struct selection *selection)
{
	free_names(selection->tags, selection->tag_count);
	free_names(selection->categories, selection->category_count);
	free(selection->title);
	free(selection->search);
	selection_init(selection);
}

static char **
copy_names(char *const *names, size_t count)
{
	char **copy = xcalloc(count + 1, sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = xstrdup(names[i]);
	return copy;
}

void
selection_copy(struct selection *to, const struct selection *from)
{
	*to = *from;
	to->tags = copy_names(from->tags, from->tag_count);
	to->categories = copy_names(from->categories, from->category_count);
	to->title = from->title != NULL ? xstrdup(from->title) : NULL;
	to->search = from->search != NULL ? xstrdup(from->search) : NULL;
}

static bool
is_same_text(const char *a, const char *b)
{
	return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static bool
are_same_names(char *const *a, size_t a_count, char *const *b, size_t b_count)
{
	bool is_same = a_count == b_count;
	for (size_t i = 0; is_same && i < a_count; i++)
		is_same = strcmp(a[i], b[i]) == 0;
	return is_same;
}

/* Whether a bound on dates is the same in both; what it was when it is not set does not count. */
static bool
is_same_bound(bool has_a, int64_t a, bool has_b, int64_t b)
{
	return has_a == has_b && (!has_a || a == b);
}

bool
selection_has_same_posts(const struct selection *a, const struct selection *b)
{
	return are_same_names(a->tags, a->tag_count, b->tags, b->tag_count) &&
	       are_same_names(a->categories, a->category_count, b->categories, b->category_count) &&
	       is_same_text(a->title, b->title) && is_same_text(a->search, b->search) &&
	       is_same_bound(a->has_since, a->since, b->has_since, b->since) &&
	       is_same_bound(a->has_until, a->until, b->has_until, b->until) &&
	       a->marks == b->marks && a->limit == b->limit;
}

/* --- Names --- */

/* Bytes of the white space that `text` begins with: ASCII's and the ideographic space. */
static size_t
space_at(const char *text)
{
	static const char ideographic[] = "\xE3\x80\x80";
	if (*text != '\0' && strchr(" \t\r\n\v\f", *text) != NULL)
		return 1;
	return strncmp(text, ideographic, 3) == 0 ? 3 : 0;
}

/* A copy without white space at its ends. */
static char *
trim(const char *text)
{
	size_t step;
	while ((step = space_at(text)) > 0)
		text += step;
	size_t end = 0;
	for (size_t at = 0; text[at] != '\0'; at += step) {
		size_t space = space_at(text + at);
		step = space > 0 ? space : 1;
		if (space == 0)
			end = at + 1;
	}
	return xstrndup(text, end);
}

/* Takes the name over. */
static void
append_name(char ***names, size_t *count, char *name)
{
	*names = xrealloc(*names, *count + 1, sizeof(**names));
	(*names)[(*count)++] = name;
}

static bool
add_name(char ***names, size_t *count, const char *name)
{
	char *trimmed = trim(name);
	if (trimmed[0] == '\0') {
		free(trimmed);
		return false;
	}
	append_name(names, count, trimmed);
	return true;
}

bool
selection_add_tag(struct selection *selection, const char *name, struct err *err)
{
	return add_name(&selection->tags, &selection->tag_count, name) ||
	       err_set(err, _("the name of a tag may not be empty"));
}

bool
selection_add_category(struct selection *selection, const char *name, struct err *err)
{
	return add_name(&selection->categories, &selection->category_count, name) ||
	       err_set(err, _("the name of a category may not be empty"));
}

void
selection_add_group(struct selection *selection, bool is_tag, const char *name)
{
	append_name(is_tag ? &selection->tags : &selection->categories,
			is_tag ? &selection->tag_count : &selection->category_count, xstrdup(name));
}

/* --- Dates --- */

bool
selection_set_date(struct selection *selection, bool is_since, const char *text, int64_t now,
		const struct zone *zone, struct err *err)
{
	struct date_span span;
	if (!date_span_read(text, now, zone, &span, err))
		return false;
	*(is_since ? &selection->has_since : &selection->has_until) = true;
	*(is_since ? &selection->since : &selection->until) = is_since ? span.start : span.end;
	return true;
}

void
selection_set_days(
		struct selection *selection, int64_t first, int64_t last, const struct zone *zone)
{
	selection->has_since = selection->has_until = true;
	selection->since = zone_from_day(zone, first);
	selection->until = zone_from_day(zone, last + 1);
}

bool
selection_has_days(const struct selection *selection, int64_t first, int64_t last,
		const struct zone *zone)
{
	return selection->has_since && selection->has_until &&
	       selection->since == zone_from_day(zone, first) &&
	       selection->until == zone_from_day(zone, last + 1);
}

/* --- To the catalogue --- */

struct query
selection_query(const struct selection *selection)
{
	return (struct query){
			.tags = (const char *const *)selection->tags,
			.tag_count = selection->tag_count,
			.categories = (const char *const *)selection->categories,
			.category_count = selection->category_count,
			.has_since = selection->has_since,
			.has_until = selection->has_until,
			.since = selection->since,
			.until = selection->until,
			.title = selection->title,
			.order = selection->order,
			.is_reversed = selection->is_reversed,
			.limit = selection->limit,
	};
}

static bool
tell_unknown(struct catalogue *catalogue, enum group_kind kind, const char *name, struct err *err)
{
	bool is_tag = kind == GROUP_TAG;
	const char *nearest[NEAREST_SHOWN];
	size_t count = catalogue_nearest_groups(catalogue, kind, name, nearest, NEAREST_SHOWN);
	struct buf near = buf_empty();
	for (size_t i = 0; i < count; i++) {
		buf_add_text(&near, i == 0 ? "" : _(", "));
		buf_format(&near, _("'%s'"), nearest[i]);
	}
	if (count == 0)
		err_set(err,
				is_tag ? _("no post has the tag '%s'")
				       : _("no post has the category '%s'"),
				name);
	else
		err_set(err,
				is_tag ? _("no post has the tag '%s'; near it: %s")
				       : _("no post has the category '%s'; near it: %s"),
				name, near.data);
	buf_free(&near);
	return false;
}

static bool
check_names(struct catalogue *catalogue, enum group_kind kind, char *const *names, size_t count,
		struct err *err)
{
	struct group group;
	for (size_t i = 0; i < count; i++) {
		if (!catalogue_find_group(catalogue, kind, names[i], &group))
			return tell_unknown(catalogue, kind, names[i], err);
	}
	return true;
}

bool
selection_check(const struct selection *selection, struct catalogue *catalogue, struct err *err)
{
	return check_names(catalogue, GROUP_TAG, selection->tags, selection->tag_count, err) &&
	       check_names(catalogue, GROUP_CATEGORY, selection->categories,
			       selection->category_count, err);
}
