#include "library/labels.h"

#include "archive/clock.h"
#include "archive/zone.h"
#include "base/buf.h"
#include "base/language.h"

#include <string.h>
#include <time.h>

void
date_format(const struct post *post, int columns, char text[DATE_SIZE])
{
	time_t local = (time_t)(post->date + post->utc_offset);
	struct tm tm;
	text[0] = '\0';
	if (!post->has_date || gmtime_r(&local, &tm) == NULL)
		return;
	size_t length = columns >= DATE_COLUMNS ? strftime(text, DATE_SIZE, "%Y-%m-%d %H:%M", &tm)
						: strftime(text, DATE_SIZE, "%Y-%m-%d", &tm);
	if (length == 0)
		text[0] = '\0';
}

void
date_format_near(const struct post *post, int64_t today, int columns, char text[DATE_SIZE])
{
	enum { DAY_COLUMNS = 10, TIME = 5, MONTH_AND_DAY = 5 };
	int64_t day = zone_day(zone_utc(), post->date + post->utc_offset);
	date_format(post, DATE_COLUMNS, text);
	if (text[0] == '\0')
		return;
	size_t start = 0, end = strlen(text) - TIME - 1; /* of the day */
	if (day == today) {
		start = end + 1;
		end = start + TIME;
	} else if (clock_date(day).year == clock_date(today).year) {
		start = end - MONTH_AND_DAY;
	} else if (columns < DAY_COLUMNS) {
		end -= MONTH_AND_DAY + 1;
	}
	memmove(text, text + start, end - start);
	text[end - start] = '\0';
}

const char *
category_shown(const struct library *library, const char *name)
{
	struct group group;
	bool is_known = library != NULL &&
			catalogue_find_group(library->catalogue, GROUP_CATEGORY, name, &group);
	return is_known ? group.shown : name;
}

static bool
is_category(const struct library *library, const struct post *post, const char *tag)
{
	for (size_t i = 0; i < post->category_count; i++) {
		if (strcmp(category_shown(library, post->categories[i]), tag) == 0)
			return true;
	}
	return false;
}

void
labels_format(struct buf *out, const struct library *library, const struct post *post)
{
	for (size_t i = 0; i < post->category_count; i++)
		buf_format(out, "%s%s", i > 0 ? "," : "",
				category_shown(library, post->categories[i]));
	const char *separator = post->category_count > 0 ? "/" : "";
	for (size_t i = 0; i < post->tag_count; i++) {
		if (is_category(library, post, post->tags[i]))
			continue;
		buf_format(out, "%s%s", separator, post->tags[i]);
		separator = ",";
	}
}

void
about_format(struct buf *out, const struct library *library, const struct post *post, bool is_ascii)
{
	char date[DATE_SIZE];
	date_format(post, DATE_COLUMNS, date);
	buf_add_text(out, date);
	if (date[0] != '\0')
		buf_add_text(out, is_ascii ? " | " : " · ");
	size_t length = out->length;
	labels_format(out, library, post);
	if (out->length == length)
		buf_truncate(out, strlen(date));
}

const char *
title_shown(const struct post *post)
{
	return post->title[0] != '\0' ? post->title : _("untitled");
}
