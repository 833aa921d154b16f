/* The library that is open: how it stands, and why it is read again. */

#include "base/buf.h"
#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "model/model_private.h"

/* A limit, so that a disk which damages or loses files is not written to for ever. */
enum { MAX_RENEWALS = 3 };

const struct zone *
model_zone(const struct model *model)
{
	return model->library != NULL ? archive_zone(model->library->archive) : model->zone;
}

bool
model_is_reading(const struct model *model)
{
	return model->loader != NULL && loader_is_running(model->loader);
}

bool
loading_needs_renewal(const struct model *model)
{
	const struct library *library = model->library;
	return library != NULL && !model_is_reading(model) && !library->is_partial &&
	       model->renewals < MAX_RENEWALS &&
	       (model->has_damage || catalogue_is_damaged(library->catalogue) ||
			       catalogue_is_gone(library->catalogue));
}

bool
loading_is_renewing(const struct model *model)
{
	return model_is_reading(model) || loading_needs_renewal(model);
}

static void
start(struct model *model, bool is_anew)
{
	struct err err;
	if (!loader_start(model->loader, is_anew, &err))
		model_say(model, true, "%s", err.reason);
}

void
loading_start(struct model *model)
{
	start(model, false);
}

void
loading_renew(struct model *model)
{
	if (!loading_needs_renewal(model))
		return;
	bool is_gone = catalogue_is_gone(model->library->catalogue);
	model->renewals++;
	model_say(model, true,
			is_gone ? _("%s was deleted or replaced: the archive is catalogued anew")
				: _("%s is damaged: the archive is catalogued anew"),
			catalogue_place(model->library->catalogue));
	start(model, !is_gone);
}

void
loading_report_failure(struct model *model, const struct err *err)
{
	struct buf text = buf_in(model->scratch);
	err_format(err, &text);
	model_say(model, true, "%s", text.data);
	if (model->library == NULL)
		xreplace(&model->opened.notice, text.data);
}

/* Says what is wrong in the archive, but not what was said before. */
static void
report_problems(struct model *model)
{
	bool is_first = model->known_problems.count == 0;
	size_t fresh = known_problems_take(&model->known_problems, model->library->problems);
	if (fresh == 0)
		return;
	if (is_first)
		model_say(model, false,
				ngettext("%zu problem in the archive: see :messages",
						"%zu problems in the archive: see :messages",
						fresh),
				fresh);
	else
		model_say(model, false,
				ngettext("%zu new problem in the archive: see :messages",
						"%zu new problems in the archive: see :messages",
						fresh),
				fresh);
}

/* Says that a first reading found nothing, or what is new since the one before it. */
static void
report_posts(struct model *model)
{
	const struct library *library = model->library;
	size_t count = catalogue_count(library->catalogue);
	if (model->has_whole && model->is_reload)
		model_say(model, false,
				ngettext("read again: %zu post, %zu new",
						"read again: %zu posts, %zu new", count),
				count, library->added);
	else if (model->has_whole && library->added > 0 && model->update.stage == UPDATE_NONE)
		model_say(model, false, ngettext("%zu new post", "%zu new posts", library->added),
				library->added);
	else if (!model->has_whole && count == 0)
		model_say(model, false, _("no posts found in %s"), archive_root(library->archive));
}

void
loading_report(struct model *model)
{
	const struct messages *said = &model->said;
	const char *notice = model->library->notice;
	/* A notice may come with each reading of the archive: it is said once. */
	if (notice != NULL && !messages_have(said, notice))
		model_say(model, true, "%s", notice);
	else if (!said->is_shown || !said->items[said->count - 1].is_error) {
		report_problems(model);
		report_posts(model);
	}
}
