#ifndef ARTICLE_OPENER_H
#define ARTICLE_OPENER_H

/*
 * Opens posts beside the screen: one thread reads the post that was asked for
 * last, makes a document of it and lays it out, so that neither a slow disk nor
 * a long post keeps the keys waiting. What it gives is as of article_open.
 */

#include "article/article.h"

#include <stdbool.h>

struct err;
struct opener;

/* Nothing runs yet. A byte is written to the descriptor `wake` when a post is there to be taken. */
struct opener *opener_new(int wake);
void opener_free(struct opener *opener); /* waits for the thread; NULL is fine */

/*
 * Asks for the post at `path` of an archive, in place of what was asked for before.
 * The archive must live until opener_is_using denies it. False with err.
 */
bool opener_ask(struct opener *opener, const struct archive *archive, const char *path,
		const struct layout_options *options, struct err *err);

/* Nothing is wanted any more. */
void opener_cancel(struct opener *opener);

/*
 * Gives what was asked for last: *article is the caller's then, or NULL with err.
 * False: it is not open yet (`wake` tells when it is), or nothing is asked for.
 */
bool opener_take(struct opener *opener, struct article **article, struct err *err);

bool opener_is_using(struct opener *opener, const struct archive *archive);

#endif
