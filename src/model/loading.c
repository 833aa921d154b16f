/* The library that is open, and the loader that brings newer ones. */

#include "model/model.h"

/* A disk that damages or loses what it keeps is not written to for ever. */
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

static bool
is_damaged(const struct model *model)
{
	return model->has_damage || catalogue_is_damaged(model->library->catalogue);
}

bool
model_needs_renewal(const struct model *model)
{
	return model->library != NULL && !model_is_reading(model) && !model->library->is_partial &&
	       model->renewals < MAX_RENEWALS &&
	       (is_damaged(model) || catalogue_is_gone(model->library->catalogue));
}

bool
model_is_renewing(const struct model *model)
{
	return model_is_reading(model) || model_needs_renewal(model);
}
