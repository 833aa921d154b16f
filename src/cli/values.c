/* --complete-values: what the shells' scripts offer. */

#include "archive/archive.h"
#include "base/err.h"
#include "base/gate.h"
#include "base/out.h"
#include "base/xalloc.h"
#include "cli/command.h"
#include "settings/keymap_files.h"
#include "settings/theme_files.h"

#include <stdlib.h>
#include <string.h>

struct offering {
	struct session *session;
	const char *start; /* of each value */
};

static void
offer(const struct offering *offering, const char *value)
{
	bool fits = strncmp(value, offering->start, strlen(offering->start)) == 0;
	if (fits && value[0] != '\0' && gate_is_clean(value, strlen(value), GATE_LINE))
		out_line(offering->session->out, value);
}

static void
offer_groups(const struct offering *offering, enum group_kind kind)
{
	struct session *session = offering->session;
	struct archive_options options = session_archive_options(session);
	struct err err;
	if (!session_find_place(session, &err) || session->place != PLACE_ARCHIVE)
		return;
	session->archive = archive_open(session->path, &options, NULL, &err);
	struct catalogue *catalogue =
			session->archive != NULL
					? library_kept_catalogue(session->archive, &options, &err)
					: NULL;
	if (catalogue == NULL)
		return;
	struct groups *groups = catalogue_groups(catalogue, kind, GROUP_BY_COUNT, NULL);
	for (size_t i = 0; i < groups_count(groups); i++) {
		struct group group = groups_get(groups, i);
		offer(offering, group.name);
		if (strcmp(group.name, group.shown) != 0)
			offer(offering, group.shown);
	}
	groups_free(groups);
	catalogue_free(catalogue);
}

static void
offer_name(void *context, const char *name)
{
	offer(context, name);
}

static void
offer_archives(const struct offering *offering)
{
	const struct settings *settings = offering->session->settings;
	for (size_t i = 0; i < settings->archive_count; i++)
		offer(offering, settings->archives[i].name);
}

static void
offer_listed(const struct offering *offering, const struct option_info *info)
{
	const char *const *values = info != NULL ? option_values(info) : NULL;
	for (; values != NULL && *values != NULL; values++)
		offer(offering, *values);
}

void
command_values(struct session *session)
{
	const char *values = session->options->values;
	const char *equals = strchr(values, '=');
	if (equals == NULL)
		return;
	char *name = xstrndup(values, (size_t)(equals - values));
	struct offering offering = {.session = session, .start = equals + 1};
	if (strcmp(name, "tag") == 0)
		offer_groups(&offering, GROUP_TAG);
	else if (strcmp(name, "category") == 0)
		offer_groups(&offering, GROUP_CATEGORY);
	else if (strcmp(name, "archive") == 0)
		offer_archives(&offering);
	else if (strcmp(name, "keymap") == 0 || strcmp(name, "print-keymap") == 0)
		keymap_files_each(offer_name, &offering);
	else if (strcmp(name, "theme") == 0 || strcmp(name, "print-theme") == 0)
		theme_files_each(offer_name, &offering);
	else
		offer_listed(&offering, options_find(name, '\0'));
	free(name);
}
