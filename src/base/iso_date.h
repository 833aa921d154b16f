#ifndef BASE_ISO_DATE_H
#define BASE_ISO_DATE_H

/* Dates and times as ISO 8601 and RFC 3339 write them, and YAML 1.1 and people a little more freely. */

#include <stdbool.h>

enum iso_unit { ISO_YEAR, ISO_MONTH, ISO_DAY, ISO_MINUTE, ISO_SECOND };

/* Numbers as they are written; iso_date_is_valid says whether there is such a day. */
struct iso_date {
	int year, month, day;	  /* month and day 1 when not written */
	int hour, minute, second; /* 0 when not written */
	enum iso_unit unit;	  /* the smallest that is written */
	char zone;		  /* 'Z', '+', '-'; NUL when none is written */
	int zone_hour, zone_minute;
	bool zone_has_colon;
};

/*
 * Reads `YYYY[-M[-D[(T| )H:MM[:SS[.f]][ ][Z|±h[[:]mm]]]]]` off the start of a text: `/` and `.`
 * may part a date as well, hours may have one digit, a `.f` is dropped. Returns where
 * what could be read ends; NULL when there is no year of four digits.
 */
const char *iso_date_read(const char *text, struct iso_date *date);

/* Reads `YYYY-M-D`, the year of 2 to 4 digits, and no more. NULL when it is not there. */
const char *iso_date_read_day(const char *text, struct iso_date *date);

/* Reads `least` to `most` (below 10) digits at *at and steps behind them; false, *at anywhere, when there are fewer. */
bool iso_date_read_number(const char **at, int least, int most, int *number);

/* Whether there is such a day and time: to 24:00:00, with leap seconds. The zone is not looked at. */
bool iso_date_is_valid(const struct iso_date *date);

/* Days of a month of the Gregorian calendar, from 1; 0 when there is no such month. */
int iso_date_days_in(int year, int month);

#endif
