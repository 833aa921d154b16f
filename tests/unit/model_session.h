#ifndef TESTS_UNIT_MODEL_SESSION_H
#define TESTS_UNIT_MODEL_SESSION_H

/* A session without its screen, for a test of its own: the archive of app_session.h, read. */

#include "app_session.h"

static struct model *model;
static struct settings *settings; /* the model's */

/* Ends the event, and all that threads do after it; returns what has changed. */
static inline unsigned
settle(void)
{
	unsigned changed = model_follow(model);
	while (model_is_busy(model)) {
		struct pollfd wake = {.fd = model_wake_fd(model), .events = POLLIN};
		assert_int_equal(poll(&wake, 1, -1), 1);
		model_wake(model);
		changed |= model_follow(model);
	}
	return changed;
}

static inline void
attend(enum attention attention)
{
	opened_attend(model, attention, &(struct layout_options){.width = 40});
}

static inline const char *
open_path(void)
{
	return model->opened.article != NULL ? model->opened.article->post.path : "";
}

static inline const char *
last_said(void)
{
	return model->said.items[model->said.count - 1].text;
}

/* Another session in the folder, beside the present one or after it; NULL selects all posts. */
static inline struct model *
make_model(const struct selection *selection)
{
	struct selection all;
	selection_init(&all);
	return model_new(&(struct model_start){.path = session_folder,
			.options = &session_options,
			.selection = selection != NULL ? selection : &all,
			.settings = settings});
}

static inline int
begin_model(void **state)
{
	if (session_set_up(state) != 0)
		return -1;
	settings = settings_new();
	model = make_model(NULL);
	settle();
	return 0;
}

static inline int
end_model(void **state)
{
	model_free(model);
	settings_free(settings);
	return session_tear_down(state);
}

#endif
