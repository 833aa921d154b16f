#ifndef MODEL_LOADING_H
#define MODEL_LOADING_H

/* The library that is open: how it stands, and when it is read again. */

#include <stdbool.h>

struct err;
struct model;
struct zone;

/* The archive is being read, for the first time or again. */
bool model_is_reading(const struct model *model);

/* Whether the catalogue has turned out to be damaged, deleted or replaced since it was opened. */
bool model_needs_renewal(const struct model *model);

/* Whether the catalogue that is open is of no more use, and another will come. */
bool model_is_renewing(const struct model *model);

/* The archive's time zone: of the library, and until the first one comes the one that was given. */
const struct zone *model_zone(const struct model *model);

/* Reads the archive again. */
void model_reload(struct model *model);

/* --- For the room --- */

/* Builds a catalogue that is of no more use again, while what it still gives is shown. */
void loading_renew(struct model *model);

/* Says what went wrong with reading, or what has come with a library that is whole. */
void loading_report_failure(struct model *model, const struct err *err);
void loading_report(struct model *model);

#endif
