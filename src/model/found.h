#ifndef MODEL_FOUND_H
#define MODEL_FOUND_H

/* What was found of what is asked for: the posts listed, and how many each day has. */

#include "catalogue/catalogue.h"
#include "library/library.h"

#include <stdbool.h>
#include <stddef.h>

struct found {
	struct listing *listing; /* NULL while the archive is being read */
	struct library *library; /* the listing's, held; not the session's while an answer is awaited */
	struct day_count *days; /* of a search's hits, once all are known; NULL until then */
	size_t day_count;
	bool is_waiting;  /* for the first answer */
	bool is_counting; /* there are more hits than the listing has */
	bool keeps_post;  /* the cursor stays where it is when the first answer comes */
};

void found_free(struct found *found);

#endif
