#include "archive/dates.h"

#include "archive/clock.h"
#include "archive/date_text.h"
#include "archive/zone.h"
#include "base/iso_date.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR = 3600, DAY = 24 * HOUR };

/* What Time.local takes: days beyond a month's end are days of the next. */
bool
dates_is_valid(const struct civil *civil)
{
	bool is_midnight = civil->hour == 24 && civil->minute == 0 && civil->second == 0;
	return civil->month >= 1 && civil->month <= 12 && civil->day >= 1 && civil->day <= 31 &&
	       civil->hour >= 0 && (civil->hour < 24 || is_midnight) && civil->minute >= 0 &&
	       civil->minute < 60 && civil->second >= 0 && civil->second <= 60;
}

/* Date._parse and DateTime.new: no offset is larger than a day, nor has a colon behind 24 hours. */
static int
yaml_offset(const struct iso_date *date)
{
	int offset = date->zone_hour * HOUR + date->zone_minute * 60;
	bool is_odd = date->zone_has_colon && (date->zone_hour > 23 || date->zone_minute > 59);
	if (is_odd || offset > DAY)
		return 0;
	return date->zone == '-' ? -offset : offset;
}

bool
dates_parse_yaml(const char *text, int64_t *seconds)
{
	struct iso_date date;
	const char *end = iso_date_read(text, &date);
	if (end == NULL || *end != '\0' || date.unit != ISO_SECOND || !iso_date_is_valid(&date))
		return false;
	/* DateTime knows no leap seconds. */
	struct civil civil = {date.year, date.month, date.day, date.hour, date.minute,
			date.second == 60 ? 59 : date.second};
	*seconds = clock_from_utc(&civil) - yaml_offset(&date);
	return true;
}

/* ---- zones (time.rb, zone_offset) ---- */

static const struct {
	const char *name;
	int hours;
} zone_words[] = {{"utc", 0}, {"ut", 0}, {"gmt", 0}, {"est", -5}, {"edt", -4}, {"cst", -6},
		{"cdt", -5}, {"mst", -7}, {"mdt", -6}, {"pst", -8}, {"pdt", -7}};

/* `+hh`, `+hhmm`, `+hh:mm`, and seconds likewise. */
static bool
number_offset(const char *zone, int *offset)
{
	int parts[3] = {0};
	const char *at = zone + 1;
	for (int i = 0; i < 3 && *at != '\0'; i++) {
		at += i > 0 && *at == ':';
		if (!iso_date_read_number(&at, 2, 2, &parts[i]))
			return false;
	}
	*offset = parts[0] * HOUR + parts[1] * 60 + parts[2];
	if (zone[0] == '-')
		*offset = -*offset;
	return *at == '\0';
}

static bool
word_offset(const char *zone, int *offset)
{
	/* A to I and K to M are east of Z, N to Y west, an hour a letter. */
	static const char letters[] = "yxwvutsrqponzabcdefghiklm";
	if (zone[0] == '+' || zone[0] == '-')
		return number_offset(zone, offset);
	bool is_letter = zone[0] != '\0' && zone[1] == '\0';
	const char *letter = is_letter ? strchr(letters, zone[0]) : NULL;
	if (letter != NULL)
		*offset = (int)(letter - letters - 12) * HOUR;
	for (size_t i = 0; i < sizeof(zone_words) / sizeof(zone_words[0]); i++) {
		if (strcmp(zone, zone_words[i].name) != 0)
			continue;
		*offset = zone_words[i].hours * HOUR;
		return true;
	}
	return letter != NULL;
}

/* ---- from what the text holds to a moment (time.rb, make_time) ---- */

/* Adds an amount to a part, keeps the part below `most` and returns what is carried. */
static int
carry(int *part, int amount, int most)
{
	int sum = *part + amount;
	int carried = sum >= 0 ? sum / most : -((most - 1 - sum) / most);
	*part = sum - carried * most;
	return carried;
}

/*
 * The civil time in UTC (time.rb, apply_offset): only parts that the offset has are brought
 * into their range. So an hour of 29 is the next day's fifth where the offset has hours,
 * and no hour where there is none. A day that falls out of its month is the next one's
 * first, or the last one's last.
 */
static void
apply_offset(struct civil *civil, int offset)
{
	int sign = offset < 0 ? 1 : -1;
	int left = abs(offset);
	int *const parts[] = {&civil->second, &civil->minute, &civil->hour};
	static const int most[] = {60, 60, 24};
	for (int i = 0; i < 3; i++) {
		int amount = left % most[i];
		left /= most[i];
		if (amount != 0)
			left += sign * carry(parts[i], sign * amount, most[i]);
	}
	if (left == 0)
		return;
	civil->day += sign * left;
	int days = iso_date_days_in((int)civil->year, civil->month);
	bool is_before = sign < 0 && civil->day < 1;
	bool is_behind = sign > 0 && days != 0 && civil->day > days;
	if (!is_before && !is_behind)
		return;
	civil->month += is_before ? -1 : 1;
	if (civil->month < 1 || civil->month > 12) {
		civil->year += is_before ? -1 : 1;
		civil->month = is_before ? 12 : 1;
	}
	civil->day = is_before ? iso_date_days_in((int)civil->year, civil->month) : 1;
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
	int offset = 0;
	bool has_offset = word_offset(parts.zone, &offset);
	bool has_year_day = parts.year_day != DATE_UNSET;
	if (has_year_day)
		civil.month = 1;
	if (has_offset)
		apply_offset(&civil, offset);
	if (!dates_is_valid(&civil) || (has_offset && abs(offset) >= DAY) ||
			(has_year_day && (parts.year_day < 1 || parts.year_day > 366)))
		return false;
	if (has_year_day)
		civil.day += parts.year_day - 1;
	*seconds = has_offset ? clock_from_utc(&civil) : zone_from_civil(zone, &civil);
	return true;
}
