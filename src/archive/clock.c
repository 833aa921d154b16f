#include "archive/clock.h"

#include <stdio.h>

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
clock_to_utc(int64_t seconds, struct civil *civil)
{
	int64_t days = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
	int of_day = (int)(seconds - days * DAY_SECONDS);
	int64_t from_era = days + 719468;
	int64_t era = (from_era >= 0 ? from_era : from_era - 146096) / 146097;
	int64_t day = from_era - era * 146097;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int day_of_year = (int)(day - (year * 365 + year / 4 - year / 100));
	int month = (5 * day_of_year + 2) / 153;
	*civil = (struct civil){.month = month + (month < 10 ? 3 : -9),
			.day = day_of_year - (153 * month + 2) / 5 + 1,
			.hour = of_day / 3600,
			.minute = of_day / 60 % 60,
			.second = of_day % 60};
	civil->year = era * 400 + year + (civil->month <= 2);
}

struct civil
clock_date(int64_t day)
{
	struct civil civil;
	clock_to_utc(day * DAY_SECONDS, &civil);
	return civil;
}

void
clock_add_months(struct civil *civil, int64_t months)
{
	int64_t month = civil->year * 12 + civil->month - 1 + months;
	int64_t year = month / 12 - (month % 12 < 0);
	int of_year = (int)(month - year * 12) + 1;
	int days = (int)(clock_days(year, of_year + 1, 1) - clock_days(year, of_year, 1));
	civil->year = year;
	civil->month = of_year;
	civil->day = civil->day < days ? civil->day : days;
}

void
clock_format_day(int64_t day, char out[CLOCK_DAY_TEXT])
{
	struct civil date = clock_date(day);
	(void)snprintf(out, CLOCK_DAY_TEXT, "%04d-%02d-%02d", (int)(date.year % 10000), date.month,
			date.day);
}

int
clock_weekday(int64_t day)
{
	return (int)(((day + 3) % 7 + 7) % 7) + 1; /* 1970-01-01 was a Thursday */
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
	int64_t thursday = days - clock_weekday(days) + 4;
	*year = civil->year;
	if (thursday < clock_days(civil->year, 1, 1))
		--*year;
	else if (thursday >= clock_days(civil->year + 1, 1, 1))
		++*year;
	return (int)((thursday - clock_days(*year, 1, 1)) / 7) + 1;
}
