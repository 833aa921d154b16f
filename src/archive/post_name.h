#ifndef ARCHIVE_POST_NAME_H
#define ARCHIVE_POST_NAME_H

/* What a file's name says (lib/jekyll/document.rb, DATE_FILENAME_MATCHER). */

#include "archive/clock.h"

#include <stdbool.h>
#include <stddef.h>

struct post_name {
	bool has_date; /* begins with a date, maybe an invalid one */
	bool is_post;  /* DATE-SLUG.EXT */
	struct civil date;
	const char *base; /* the last component */
	const char *slug; /* within base; the whole stem where there is no date */
	size_t slug_length;
	size_t stem_length;    /* of base, without extension */
	const char *extension; /* without dot; "" when there is none */
};

struct post_name post_name_parse(const char *path);

#endif
