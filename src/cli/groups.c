/* --tags and --categories: the groups of the posts that are selected. */

#include "base/language.h"
#include "base/out.h"
#include "base/text.h"
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

enum { MAX_NAME = 40, GAP = 2 };

static size_t
columns_of(const char *text)
{
	return text_columns(text, strlen(text));
}

/* Widens a column to the text, unless that is longer than MAX_NAME. */
static void
widen(size_t *columns, const char *text)
{
	size_t wanted = columns_of(text);
	if (wanted > *columns && wanted <= MAX_NAME)
		*columns = wanted;
}

static void
print_padded(struct out *out, const char *text, size_t columns)
{
	size_t used = columns_of(text);
	out_string(out, text);
	out_spaces(out, (used < columns ? columns - used : 0) + GAP);
}

static void
print_groups(struct session *session, const struct groups *groups, enum group_kind kind)
{
	size_t count = groups_count(groups);
	size_t limit = session->options->selection.limit;
	size_t shown = limit > 0 && limit < count ? limit : count;
	bool is_reversed = session->options->selection.is_reversed;
	size_t name_columns = 0;
	size_t shown_columns = 0;
	size_t largest = 0;
	for (size_t i = 0; i < count; i++) {
		struct group group = groups_get(groups, i);
		widen(&name_columns, group.name);
		widen(&shown_columns, group.shown);
		largest = group.count > largest ? group.count : largest;
	}
	int digits = snprintf(NULL, 0, "%zu", largest);
	for (size_t i = 0; i < shown && !out_is_closed(session->out); i++) {
		struct group group = groups_get(groups, is_reversed ? count - 1 - i : i);
		print_padded(session->out, group.name, name_columns);
		if (kind == GROUP_CATEGORY)
			print_padded(session->out, group.shown, shown_columns);
		out_format(session->out, "%*zu", digits, group.count);
		out_newline(session->out);
	}
}

static int
command_groups(struct session *session, enum group_kind kind)
{
	/* --limit counts groups here, not posts. */
	session->selection.limit = 0;
	int status = session_list(session);
	if (status != EXIT_DONE)
		return status;
	bool is_by_name = session->options->selection.order == POSTS_BY_TITLE;
	struct groups *groups = listing_groups(
			session->listing, kind, is_by_name ? GROUP_BY_NAME : GROUP_BY_COUNT);
	if (groups_count(groups) == 0) {
		session_say(session, "%s",
				kind == GROUP_TAG ? _("no post has a tag")
						  : _("no post has a category"));
		status = EXIT_NOTHING;
	}
	print_groups(session, groups, kind);
	groups_free(groups);
	return status;
}

int
command_tags(struct session *session)
{
	return command_groups(session, GROUP_TAG);
}

int
command_categories(struct session *session)
{
	return command_groups(session, GROUP_CATEGORY);
}
