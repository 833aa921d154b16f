#ifndef ARCHIVE_DATE_TEXT_H
#define ARCHIVE_DATE_TEXT_H

/* What a text of any form says of a date, part by part, before it means anything. Private to dates.c. */

#include <limits.h>
#include <stdbool.h>

enum { DATE_UNSET = INT_MIN };

struct date_parts {
	int year, month, day, year_day; /* DATE_UNSET when not said */
	int hour, minute, second;
	char zone[16]; /* lower case, "" when not said */
};

/*
 * The forms of Ruby's Date._parse (ext/date/date_parse.c) that people write, and 年月日.
 * False when the text has no part of a date. Numbers may be out of range.
 */
bool date_text_scan(const char *text, struct date_parts *parts);

#endif
