#include "base/iso_date.h"

#include <stddef.h>
#include <string.h>

bool
iso_date_read_number(const char **at, int least, int most, int *number)
{
	int digits = 0;
	*number = 0;
	for (; digits < most && **at >= '0' && **at <= '9'; digits++)
		*number = *number * 10 + (*(*at)++ - '0');
	return digits >= least;
}

int
iso_date_days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && is_leap);
}

bool
iso_date_is_valid(const struct iso_date *date)
{
	bool is_midnight = date->hour == 24 && date->minute == 0 && date->second == 0;
	return date->day >= 1 && date->day <= iso_date_days_in(date->year, date->month) &&
	       (date->hour < 24 || is_midnight) && date->minute < 60 && date->second <= 60;
}

const char *
iso_date_read_day(const char *text, struct iso_date *date)
{
	*date = (struct iso_date){.unit = ISO_DAY};
	if (!iso_date_read_number(&text, 2, 4, &date->year) || *text++ != '-')
		return NULL;
	if (!iso_date_read_number(&text, 1, 2, &date->month) || *text++ != '-')
		return NULL;
	return iso_date_read_number(&text, 1, 2, &date->day) ? text : NULL;
}

/* NULL when there is no time at `at`. */
static const char *
read_clock(const char *at, struct iso_date *date)
{
	int hour, minute;
	if (!iso_date_read_number(&at, 1, 2, &hour) || *at++ != ':' ||
			!iso_date_read_number(&at, 2, 2, &minute))
		return NULL;
	date->hour = hour;
	date->minute = minute;
	date->unit = ISO_MINUTE;
	const char *next = at + 1;
	int second;
	if (*at != ':' || !iso_date_read_number(&next, 2, 2, &second))
		return at;
	date->second = second;
	date->unit = ISO_SECOND;
	return *next == '.' ? next + 1 + strspn(next + 1, "0123456789") : next;
}

static const char *
read_zone(const char *at, struct iso_date *date)
{
	const char *start = at + strspn(at, " \t");
	const char *next = start + 1;
	if (*start == 'Z' || *start == 'z') {
		date->zone = 'Z';
		return next;
	}
	if ((*start != '+' && *start != '-') ||
			!iso_date_read_number(&next, 1, 2, &date->zone_hour))
		return at;
	date->zone = *start;
	const char *minutes = next + (*next == ':');
	int minute;
	if (!iso_date_read_number(&minutes, 2, 2, &minute))
		return next;
	date->zone_minute = minute;
	date->zone_has_colon = *next == ':';
	return minutes;
}

const char *
iso_date_read(const char *text, struct iso_date *date)
{
	*date = (struct iso_date){.month = 1, .day = 1, .unit = ISO_YEAR};
	if (!iso_date_read_number(&text, 4, 4, &date->year))
		return NULL;
	const char separator = *text;
	int *const parts[] = {&date->month, &date->day};
	for (int i = 0; i < 2; i++) {
		const char *next = text + 1;
		int number;
		if (*text == '\0' || *text != separator || strchr("-/.", separator) == NULL ||
				!iso_date_read_number(&next, 1, 2, &number))
			return text;
		*parts[i] = number;
		date->unit++;
		text = next;
	}
	size_t gap = *text == 'T' || *text == 't' ? 1 : strspn(text, " \t");
	const char *clock = gap > 0 ? read_clock(text + gap, date) : NULL;
	return clock != NULL ? read_zone(clock, date) : text;
}
