#ifndef ARCHIVE_CLOCK_H
#define ARCHIVE_CLOCK_H

/* The Gregorian calendar: civil time and seconds since 1970, both in UTC. A zone's civil time: archive/zone.h. */

#include <stdint.h>

struct civil {
	int64_t year;
	int month, day; /* from 1; a day beyond its month's end rolls over */
	int hour, minute, second;
};

/* Days since 1970-01-01. Month 13 is the next year's first; days roll over. */
int64_t clock_days(int64_t year, int month, int day);
struct civil clock_date(int64_t day); /* its midnight */
int64_t clock_from_utc(const struct civil *civil);
void clock_to_utc(int64_t seconds, struct civil *civil);

/* As many months later; the last of the month where that has no such day. */
void clock_add_months(struct civil *civil, int64_t months);

/* `2022-05-09`; years of four digits */
enum { CLOCK_DAY_TEXT = 16 };
void clock_format_day(int64_t day, char out[CLOCK_DAY_TEXT]);

int clock_weekday(int64_t day);			  /* 1 Monday to 7 Sunday */
int clock_day_of_year(const struct civil *civil); /* from 1 */
int clock_iso_week(const struct civil *civil, int64_t *year);

#endif
