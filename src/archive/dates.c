#include "archive/dates.h"

#include "archive/clock.h"
#include "archive/date_text.h"
#include "archive/zone.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Up to `most` digits at *at; -1 when there are none. */
static int
take_number(const char **at, int most)
{
	int number = -1;
	for (int i = 0; i < most && is_digit(**at); i++, ++*at)
		number = (number < 0 ? 0 : number) * 10 + (**at - '0');
	return number;
}

bool
dates_is_valid(const struct civil *civil)
{
	return civil->month >= 1 && civil->month <= 12 && civil->day >= 1 && civil->day <= 31 &&
	       civil->hour >= 0 && civil->minute >= 0 && civil->minute < 60 && civil->second >= 0 &&
	       civil->second <= 60 &&
	       (civil->hour < 24 ||
			       (civil->hour == 24 && civil->minute == 0 && civil->second == 0));
}

int
dates_prefix(const char *name, struct civil *civil)
{
	const char *at = name;
	memset(civil, 0, sizeof(*civil));
	int year = take_number(&at, 4);
	if (at - name < 2 || *at++ != '-')
		return 0;
	if (at - name == 3)
		year += year >= 69 ? 1900 : 2000;
	civil->year = year;
	civil->month = take_number(&at, 2);
	if (civil->month < 0 || *at++ != '-')
		return 0;
	civil->day = take_number(&at, 2);
	return civil->day < 0 ? 0 : (int)(at - name);
}

/* `Z`, `+h`, `+hh`, `+hhmm`, `+hh:mm` to the end of the text. */
static bool
take_zone(const char *at, int *offset)
{
	if (*at == 'Z' && at[1] == '\0') {
		*offset = 0;
		return true;
	}
	if (*at != '+' && *at != '-')
		return false;
	int sign = *at++ == '-' ? -1 : 1;
	int hours = take_number(&at, 2);
	if (*at == ':')
		at++;
	int minutes = *at == '\0' ? 0 : take_number(&at, 2);
	if (hours < 0 || minutes < 0 || *at != '\0')
		return false;
	*offset = sign * (hours * 3600 + minutes * 60);
	return true;
}

static bool
take_clock(const char **at, struct civil *civil)
{
	civil->hour = take_number(at, 2);
	if (civil->hour < 0 || **at != ':')
		return false;
	++*at;
	civil->minute = take_number(at, 2);
	if (civil->minute < 0 || **at != ':')
		return false;
	++*at;
	civil->second = take_number(at, 2);
	if (**at == '.')
		*at += 1 + strspn(*at + 1, "0123456789");
	return civil->second >= 0;
}

bool
dates_parse_yaml(const char *text, int64_t *seconds)
{
	struct civil civil;
	int taken = dates_prefix(text, &civil);
	if (taken == 0 || text[4] != '-')
		return false;
	const char *at = text + taken;
	if (*at == 'T' || *at == 't')
		at++;
	else if (strspn(at, " \t") == 0)
		return false;
	at += strspn(at, " \t");
	int offset = 0;
	if (!take_clock(&at, &civil) || !dates_is_valid(&civil))
		return false;
	at += strspn(at, " \t");
	if (*at != '\0' && !take_zone(at, &offset))
		return false;
	*seconds = clock_from_utc(&civil) - offset;
	return true;
}

/* ---- from what the text holds to a moment (time.rb, make_time) ---- */

static const struct {
	const char *name;
	int hours;
} zone_words[] = {{"utc", 0}, {"z", 0}, {"ut", 0}, {"gmt", 0}, {"est", -5}, {"edt", -4},
		{"cst", -6}, {"cdt", -5}, {"mst", -7}, {"mdt", -6}, {"pst", -8}, {"pdt", -7}};

/* A to I and K to M are east, N to Y west, an hour a letter. */
static bool
military_zone(char letter, int *hours)
{
	static const char east[] = "abcdefghiklm", west[] = "nopqrstuvwxy";
	const char *found = strchr(east, letter);
	if (found != NULL) {
		*hours = (int)(found - east) + 1;
		return true;
	}
	found = strchr(west, letter);
	if (found == NULL)
		return false;
	*hours = -(int)(found - west) - 1;
	return true;
}

static bool
word_offset(const char *zone, int *offset)
{
	size_t length = strlen(zone);
	if (zone[0] == '+' || zone[0] == '-')
		return length != 2 && (length < 4 || length == 5 || length == 6) &&
		       take_zone(zone, offset);
	int hours = 0;
	bool is_known = length == 1 && zone[0] != 'z' && military_zone(zone[0], &hours);
	for (size_t i = 0; !is_known && i < sizeof(zone_words) / sizeof(zone_words[0]); i++) {
		is_known = strcmp(zone, zone_words[i].name) == 0;
		hours = zone_words[i].hours;
	}
	*offset = hours * 3600;
	return is_known;
}

static int
or_else(int value, int fallback)
{
	return value == DATE_UNSET ? fallback : value;
}

bool
dates_parse(const char *text, int64_t now, const struct zone *zone, int64_t *seconds)
{
	struct date_parts parts;
	if (!date_text_scan(text, &parts))
		return false;
	struct civil today;
	zone_to_civil(zone, now, &today, NULL);
	struct civil civil = {.year = parts.year == DATE_UNSET ? today.year : parts.year,
			.month = or_else(parts.month, 1),
			.day = or_else(parts.day, 1),
			.hour = or_else(parts.hour, 0),
			.minute = or_else(parts.minute, 0),
			.second = or_else(parts.second, 0)};
	if (parts.year == DATE_UNSET && parts.month == DATE_UNSET)
		civil.month = today.month;
	bool is_valid = dates_is_valid(&civil);
	if (parts.year_day != DATE_UNSET) {
		is_valid = is_valid && parts.year_day >= 1 && parts.year_day <= 366;
		civil.month = 1;
		civil.day = parts.year_day;
	}
	if (!is_valid)
		return false;
	int offset;
	if (word_offset(parts.zone, &offset))
		*seconds = clock_from_utc(&civil) - offset;
	else
		*seconds = zone_from_civil(zone, &civil);
	return true;
}
