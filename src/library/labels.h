#ifndef LIBRARY_LABELS_H
#define LIBRARY_LABELS_H

/* How a post is named to a reader: its date, its title, its categories and tags. */

#include "library/library.h"

struct buf;
struct post;

/*
 * A post's date as its own zone has it: "2022-05-12 16:43" in DATE_COLUMNS, in fewer
 * "2022-05-12"; "" for none.
 */
enum { DATE_COLUMNS = 16, DATE_SIZE = 32 };
void date_format(const struct post *post, int columns, char text[DATE_SIZE]);

/*
 * The same by its distance from a day, in days since 1970-01-01: "16:43" on that day, "05-12" in
 * its year, else "2022-05-12", or "2022" where there are fewer than 10 columns.
 */
void date_format_near(const struct post *post, int64_t today, int columns, char text[DATE_SIZE]);

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
