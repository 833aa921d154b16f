#ifndef LIBRARY_LABELS_H
#define LIBRARY_LABELS_H

/* How a post is named to a reader: its date, its title, its categories and tags. */

#include "library/library.h"

struct buf;
struct post;

/*
 * A post's date as its own zone has it, as much as `columns` have room for:
 * "2022-05-12 16:43" (DATE_COLUMNS), "2022-05-12" (10), "05-12"; "" for none.
 */
enum { DATE_COLUMNS = 16, DATE_SIZE = 32 };
void date_format(const struct post *post, int columns, char text[DATE_SIZE]);

/*
 * The name that a category is shown under, owned by `library` (may be NULL); `name` itself if
 * none is known.
 */
const char *category_shown(const struct library *library, const char *name);

/*
 * Appends a post's categories, by their shown names, and its tags that say
 * more: "四川经济网新闻/德阳"; the slash only between the two. `library` may be NULL.
 */
void labels_format(struct buf *out, const struct library *library, const struct post *post);

/* The date and the labels as far as there are any: "2022-05-12 16:43 · 四川经济网新闻/德阳". `out` is empty. */
void about_format(struct buf *out, const struct library *library, const struct post *post,
		bool is_ascii);

/* The title to show; never empty. */
const char *title_shown(const struct post *post);

#endif
