#ifndef ARTICLE_OPENER_H
#define ARTICLE_OPENER_H

/*
 * Opens posts beside the screen: a worker (base/worker.h) reads the post that was
 * asked for last, makes a document of it and lays it out, so that neither a slow disk
 * nor a long post keeps the keys waiting. It is ended by worker_free and stopped by
 * worker_cancel.
 */

#include "article/article.h"

#include <stdbool.h>

struct err;
struct worker;

/* The descriptor `wake` is rung when a post is there to be taken. NULL with err. */
struct worker *opener_new(int wake, struct err *err);

/*
 * Asks for the post at `path` of an archive, in place of what was asked for before.
 * The archive is held until the post is open, or the work on it has stopped.
 */
void opener_ask(struct worker *opener, struct archive *archive, const char *path,
		const struct layout_options *options);

/*
 * Takes what was asked for last: *article is then the caller's, or NULL with err, as from
 * article_open. False: it is not open yet, or nothing was asked for.
 */
bool opener_take(struct worker *opener, struct article **article, struct err *err);

#endif
