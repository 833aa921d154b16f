#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

/*
 * The session without a screen: the library, what is asked of it, what was found,
 * which post is open, what was said. One thread owns it. Other rooms read its
 * fields and change them by the verbs of its parts.
 */

#include "library/library.h"
#include "library/loader.h"
#include "model/asked.h"
#include "model/found.h"
#include "model/full_text.h"
#include "model/messages.h"
#include "model/opened.h"

#include <stdbool.h>
#include <stdint.h>

struct zone;

struct model {
	struct messages said;

	struct loader *loader;	 /* NULL for a lone file */
	struct library *library; /* NULL until the first one comes */
	bool has_whole;		 /* one that was not partial has come */
	bool is_reload;		 /* reading again was asked for */
	bool makes_index;	 /* of the full text */
	int renewals;		 /* of catalogues that were damaged or gone */
	bool has_damage;	 /* the catalogue, as another thread has found */
	int64_t now;		 /* seconds, of the start: what `7d` counts from */
	const struct zone *zone; /* borrowed; for model_zone alone */

	struct asked asked;
	struct found found;
	struct full_text full_text;
	struct opened opened;
};

/* The archive is being read, for the first time or again. */
bool model_is_reading(const struct model *model);

/* Whether the catalogue has turned out to be damaged, deleted or replaced since it was opened. */
bool model_needs_renewal(const struct model *model);

/* Whether the catalogue that is open is of no more use, and another will come. */
bool model_is_renewing(const struct model *model);

/* The archive's time zone: of the library, and until the first one comes the one that was given. */
const struct zone *model_zone(const struct model *model);

#endif
