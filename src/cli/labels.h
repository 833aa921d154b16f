#ifndef CLI_LABELS_H
#define CLI_LABELS_H

/* How --list and --dump name a post: its date, its title, its categories and tags. */

#include "library/library.h"

struct buf;
struct post;

/* A post's date as its own zone has it: "2022-05-12 16:43"; "" for none. */
enum { DATE_COLUMNS = 16, DATE_SIZE = 32 };
void date_format(const struct post *post, char text[DATE_SIZE]);

/*
 * Appends a post's categories, by their shown names, and its tags that say
 * more: "四川经济网新闻/德阳"; the slash only between the two. `library` may be NULL.
 */
void labels_format(struct buf *out, const struct library *library, const struct post *post);

/* The title to show; never empty. */
const char *title_shown(const struct post *post);

#endif
