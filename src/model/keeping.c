/* What the reader did: the connection that reads it, and the thread that writes it. */

#include "base/err.h"
#include "model/model_private.h"
#include "state/keeper.h"
#include "state/state.h"

#include <stdlib.h>

void
keeping_begin(struct model *model)
{
	struct err err;
	char *notice;
	int wake = model->loader != NULL ? loader_wake_fd(model->loader) : -1;
	model->state = state_start(&notice);
	if (notice != NULL)
		model_say(model, true, "%s", notice);
	free(notice);
	model->keeper = keeper_new(state_file(model->state), wake, &err);
	if (model->keeper == NULL)
		model_say(model, true, "%s: what you do is forgotten at the end", err.reason);
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
	return news.has_foreign;
}

void
keeping_end(struct model *model)
{
	keeper_free(model->keeper);
	state_close(model->state);
}
