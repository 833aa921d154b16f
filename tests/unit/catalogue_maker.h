#ifndef TESTS_CATALOGUE_MAKER_H
#define TESTS_CATALOGUE_MAKER_H

/* Catalogues in memory, filled by hand; for tests that want no archive. */

#include "base/arena.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "catalogue/catalogue.h"
#include "catalogue/catalogue_writer.h"
#include "store/database.h"

#include <stdlib.h>

struct maker {
	char *place;
	struct catalogue_writer *writer;
};

static inline struct maker
maker_new(void)
{
	struct err err;
	struct maker maker = {.place = database_memory_place()};
	maker.writer = catalogue_writer_open(maker.place, 1, NULL, &err);
	if (maker.writer == NULL)
		fail_msg("%s", err.reason);
	return maker;
}

static inline void
maker_add(struct maker *maker, const struct post *post)
{
	struct err err;
	if (!catalogue_writer_put(maker->writer, 0, post, 1, 1, &err))
		fail_msg("%s", err.reason);
}

/* What was made; to be freed with catalogue_free. */
static inline struct catalogue *
maker_take(struct maker *maker)
{
	struct err err;
	if (!catalogue_writer_finish(maker->writer, &err))
		fail_msg("%s", err.reason);
	struct catalogue *catalogue = catalogue_open(maker->place, &err);
	if (catalogue == NULL)
		fail_msg("%s", err.reason);
	catalogue_writer_close(maker->writer);
	free(maker->place);
	return catalogue;
}

#endif
