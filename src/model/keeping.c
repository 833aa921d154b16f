#include "model/keeping.h"

#include "base/err.h"
#include "base/language.h"
#include "base/xalloc.h"
#include "model/model_private.h"
#include "state/keeper.h"

#include <stdlib.h>

/* --- The state --- */

void
keeping_begin(struct model *model, const char *root)
{
	struct err err;
	char *notice;
	int wake = model->loader != NULL ? loader_wake_fd(model->loader) : -1;
	char *real = root != NULL ? realpath(root, NULL) : NULL;
	xreplace(&model->keeping.root, real != NULL ? real : root);
	free(real);
	model->state = state_start(&notice);
	if (notice != NULL)
		model_say(model, true, "%s", notice);
	free(notice);
	model->keeper = keeper_new(state_file(model->state), wake, &err);
	if (model->keeper == NULL)
		model_say(model, true, _("%s: what you do is forgotten at the end"), err.reason);
}

bool
keeping_wake(struct model *model)
{
	if (model->keeper == NULL)
		return false;
	struct keeper_news news = keeper_news(model->keeper);
	if (news.failure != NULL)
		model_say(model, true, "%s", news.failure);
	free(news.failure);
	model->keeping.foreigns += news.has_foreign;
	return news.has_foreign;
}

void
keeping_end(struct model *model)
{
	keeper_free(model->keeper);
	state_close(model->state);
	free(model->keeping.root);
}

/* --- Writing --- */

enum kind { PLACE, SESSION, SEARCH, LINE };

/* What the keeper's thread is to write. */
struct note {
	enum kind kind;
	enum state_history history;
	char *root, *text;
	char *name; /* of a search */
	uint64_t key;
	int64_t offset, time;
};

static bool
write_note(struct state *state, void *context, struct err *err)
{
	const struct note *note = context;
	if (note->kind == LINE)
		return state_put_history(state, note->history, note->text, note->time, err);
	struct state_archive archive = state_find_archive(state, note->root);
	if (archive.id == 0)
		return true; /* its first library has not come: there is nothing to keep of it */
	if (note->kind == PLACE)
		return state_put_place(state, archive.id, note->key, note->offset, note->time, err);
	return note->kind == SEARCH
			       ? state_put_search(state, archive.id, note->name, note->text,
						 note->time, err)
			       : state_put_session(state, archive.id, note->text, note->time, err);
}

static void
free_note(void *context)
{
	struct note *note = context;
	free(note->root);
	free(note->name);
	free(note->text);
	free(note);
}

static void
put(struct model *model, struct note values, const char *name, const char *text)
{
	if (model->keeper == NULL || (values.kind != LINE && model->keeping.root == NULL))
		return;
	struct note *note = xmalloc(sizeof(*note));
	*note = values;
	note->time = state_now();
	note->root = values.kind != LINE ? xstrdup(model->keeping.root) : NULL;
	note->name = name != NULL ? xstrdup(name) : NULL;
	note->text = text != NULL ? xstrdup(text) : NULL;
	keeper_add(model->keeper,
			(struct keeper_job){.run = write_note, .free = free_note, .context = note});
}

/* --- What is kept --- */

static int64_t
archive_id(const struct model *model)
{
	const char *root = model->keeping.root;
	return root != NULL ? state_find_archive(model->state, root).id : 0;
}

int64_t
keeping_place(const struct model *model, const char *path)
{
	const struct keeping *keeping = &model->keeping;
	uint64_t key = state_post_key(path);
	size_t count = keeping->place_count < RECENT_PLACES ? keeping->place_count : RECENT_PLACES;
	for (size_t i = 1; i <= count; i++) {
		const struct recent_place *place =
				&keeping->places[(keeping->place_count - i) % RECENT_PLACES];
		if (place->key == key)
			return place->offset;
	}
	int64_t archive = archive_id(model);
	return archive != 0 ? state_place(model->state, archive, key) : -1;
}

void
keeping_put_place(struct model *model, const char *path, int64_t offset)
{
	struct keeping *keeping = &model->keeping;
	uint64_t key = state_post_key(path);
	keeping->places[keeping->place_count++ % RECENT_PLACES] =
			(struct recent_place){key, offset};
	put(model, (struct note){.kind = PLACE, .key = key, .offset = offset}, NULL, NULL);
}

char *
keeping_session(const struct model *model)
{
	int64_t archive = archive_id(model);
	return archive != 0 ? state_session(model->state, archive) : NULL;
}

void
keeping_put_session(struct model *model, const char *text)
{
	put(model, (struct note){.kind = SESSION}, NULL, text);
}

struct state_search *
keeping_searches(const struct model *model, size_t *count)
{
	int64_t archive = archive_id(model);
	struct state_search *searches =
			archive != 0 ? state_searches(model->state, archive, count) : NULL;
	return archive != 0 && searches == NULL ? xcalloc(1, sizeof(*searches)) : searches;
}

void
keeping_put_search(struct model *model, const char *name, const char *query)
{
	put(model, (struct note){.kind = SEARCH}, name, query);
}

void
keeping_put_line(struct model *model, enum state_history kind, const char *line)
{
	put(model, (struct note){.kind = LINE, .history = kind}, NULL, line);
}
