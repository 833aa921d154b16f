#include "archive/clock.h"

#include <string.h>
#include <time.h>

enum { DAY_SECONDS = 86400 };

/* Days from civil by counting in eras of 400 years that begin in March. */
int64_t
clock_days(int64_t year, int month, int day)
{
	if (month <= 2)
		year--;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

int64_t
clock_from_utc(const struct civil *civil)
{
	int64_t days = clock_days(civil->year, civil->month, civil->day);
	return days * DAY_SECONDS + civil->hour * 3600 + civil->minute * 60 + civil->second;
}

void
clock_to_local(int64_t seconds, struct civil *civil, int32_t *offset)
{
	time_t moment = (time_t)seconds;
	struct tm tm;
	memset(&tm, 0, sizeof(tm));
	if (localtime_r(&moment, &tm) == NULL) {
		tm.tm_year = 70;
		tm.tm_mday = 1;
	}
	*civil = (struct civil){(int64_t)tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
			tm.tm_min, tm.tm_sec};
	if (offset != NULL)
		*offset = (int32_t)(clock_from_utc(civil) - seconds);
}

static int32_t
offset_at(int64_t seconds)
{
	struct civil civil;
	int32_t offset;
	clock_to_local(seconds, &civil, &offset);
	return offset;
}

int64_t
clock_from_local(const struct civil *civil)
{
	int64_t wall = clock_from_utc(civil);
	/* Half a day to either side lies before and after any change of clocks that could matter. */
	int32_t before = offset_at(wall - DAY_SECONDS);
	int32_t after = offset_at(wall + DAY_SECONDS);
	if (before == after || offset_at(wall - before) == before)
		return wall - before;
	if (offset_at(wall - after) == after)
		return wall - after;
	return wall - before;
}

int
clock_weekday(const struct civil *civil)
{
	int64_t days = clock_days(civil->year, civil->month, civil->day) +
		       3; /* 1970-01-01: Thursday */
	return (int)((days % 7 + 7) % 7) + 1;
}

int
clock_day_of_year(const struct civil *civil)
{
	return (int)(clock_days(civil->year, civil->month, civil->day) -
			       clock_days(civil->year, 1, 1)) +
	       1;
}

/* ISO 8601: the week that holds this week's Thursday. */
int
clock_iso_week(const struct civil *civil, int64_t *year)
{
	int64_t days = clock_days(civil->year, civil->month, civil->day);
	int64_t thursday = days - clock_weekday(civil) + 4;
	*year = civil->year;
	if (thursday < clock_days(civil->year, 1, 1))
		--*year;
	else if (thursday >= clock_days(civil->year + 1, 1, 1))
		++*year;
	return (int)((thursday - clock_days(*year, 1, 1)) / 7) + 1;
}
