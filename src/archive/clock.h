#ifndef ARCHIVE_CLOCK_H
#define ARCHIVE_CLOCK_H

/* The Gregorian calendar: civil time and seconds since 1970, both in UTC. A zone's civil time: archive/zone.h. */

#include <stdbool.h>
#include <stdint.h>

struct civil {
	int64_t year;
	int month, day; /* from 1; a day beyond its month's end rolls over */
	int hour, minute, second;
};

int64_t clock_days(int64_t year, int month, int day); /* since 1970-01-01 */
int64_t clock_from_utc(const struct civil *civil);
void clock_to_utc(int64_t seconds, struct civil *civil);

int clock_weekday(const struct civil *civil);	  /* 1 Monday to 7 Sunday */
int clock_day_of_year(const struct civil *civil); /* from 1 */
int clock_iso_week(const struct civil *civil, int64_t *year);

#endif
