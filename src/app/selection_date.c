/*
 * Dates as --since and --until take them. Each means a stretch of time, from
 * the first second of its unit up to the first after it: a year, a day, a
 * minute. Days begin at midnight of the archive's time zone.
 */

#include "app/selection.h"
#include "archive/clock.h"
#include "archive/zone.h"
#include "base/err.h"

#include <string.h>

enum { MAX_YEAR = 9999, MAX_AGO = 100000 };

enum unit { UNIT_YEAR, UNIT_MONTH, UNIT_DAY, UNIT_HOUR, UNIT_MINUTE, UNIT_SECOND };

struct moment {
	int parts[UNIT_SECOND + 1]; /* by enum unit, as people write them */
	enum unit unit;		    /* the smallest that was written */
	bool has_zone;
	int utc_offset; /* seconds east */
};

struct span {
	int64_t start, end; /* end is the first second after it */
};

/* --- The calendar --- */

static int
days_in(int year, int month)
{
	bool is_last = month == 12;
	return (int)(clock_days(year + is_last, is_last ? 1 : month + 1, 1) -
			clock_days(year, month, 1));
}

static bool
is_valid(const struct moment *moment)
{
	const int *parts = moment->parts;
	return parts[UNIT_YEAR] >= 1 && parts[UNIT_YEAR] <= MAX_YEAR && parts[UNIT_MONTH] >= 1 &&
	       parts[UNIT_MONTH] <= 12 && parts[UNIT_DAY] >= 1 &&
	       parts[UNIT_DAY] <= days_in(parts[UNIT_YEAR], parts[UNIT_MONTH]) &&
	       parts[UNIT_HOUR] <= 23 && parts[UNIT_MINUTE] <= 59 && parts[UNIT_SECOND] <= 60;
}

static int64_t
seconds_of(const struct moment *moment, const struct zone *zone)
{
	const int *parts = moment->parts;
	struct civil civil = {parts[UNIT_YEAR], parts[UNIT_MONTH], parts[UNIT_DAY],
			parts[UNIT_HOUR], parts[UNIT_MINUTE], parts[UNIT_SECOND]};
	return moment->has_zone ? clock_from_utc(&civil) - moment->utc_offset
				: zone_from_civil(zone, &civil);
}

/* The stretch that a moment means. */
static struct span
span_of(const struct moment *moment, const struct zone *zone)
{
	struct span span = {.start = seconds_of(moment, zone)};
	struct moment next = *moment;
	switch (moment->unit) {
	case UNIT_YEAR:
		next.parts[UNIT_YEAR]++;
		break;
	case UNIT_MONTH:
		next.parts[UNIT_YEAR] += next.parts[UNIT_MONTH] == 12;
		next.parts[UNIT_MONTH] = next.parts[UNIT_MONTH] % 12 + 1;
		break;
	case UNIT_DAY:
		/* Not 24 hours: a day of a zone with summer time may have 23 or 25. */
		next.parts[UNIT_DAY]++;
		break;
	case UNIT_HOUR:
		span.end = span.start + 3600;
		return span;
	case UNIT_MINUTE:
		span.end = span.start + 60;
		return span;
	case UNIT_SECOND:
		span.end = span.start + 1;
		return span;
	}
	span.end = seconds_of(&next, zone);
	return span;
}

/* --- Reading --- */

/* Reads `least` to `most` digits. */
static bool
read_number(const char **text, int least, int most, int *number)
{
	int digits = 0;
	*number = 0;
	while (digits < most && **text >= '0' && **text <= '9') {
		*number = *number * 10 + (**text - '0');
		(*text)++;
		digits++;
	}
	return digits >= least;
}

/* Z, +08:00, +0800 or +08, after the time. */
static bool
read_zone(const char **text, struct moment *moment)
{
	if (**text == ' ')
		(*text)++;
	char sign = **text;
	if (sign == '\0')
		return true;
	(*text)++;
	moment->has_zone = true;
	if (sign == 'Z' || sign == 'z')
		return true;
	int hours;
	int minutes = 0;
	if ((sign != '+' && sign != '-') || !read_number(text, 2, 2, &hours))
		return false;
	if (**text == ':')
		(*text)++;
	if (**text != '\0' && !read_number(text, 2, 2, &minutes))
		return false;
	moment->utc_offset = (hours * 3600 + minutes * 60) * (sign == '-' ? -1 : 1);
	return hours <= 23 && minutes <= 59;
}

static bool
read_clock(const char **text, struct moment *moment)
{
	int *parts = moment->parts;
	if (!read_number(text, 1, 2, &parts[UNIT_HOUR]) || **text != ':')
		return false;
	(*text)++;
	moment->unit = UNIT_MINUTE;
	if (!read_number(text, 2, 2, &parts[UNIT_MINUTE]))
		return false;
	if (**text == ':') {
		(*text)++;
		moment->unit = UNIT_SECOND;
		if (!read_number(text, 2, 2, &parts[UNIT_SECOND]))
			return false;
	}
	/* Fractions of a second (RFC 3339) are below what posts are dated by. */
	if (**text == '.' && moment->unit == UNIT_SECOND) {
		(*text)++;
		*text += strspn(*text, "0123456789");
	}
	return read_zone(text, moment);
}

static bool
read_calendar(const char *text, struct moment *moment)
{
	*moment = (struct moment){.parts = {0, 1, 1, 0, 0, 0}, .unit = UNIT_YEAR};
	if (!read_number(&text, 4, 4, &moment->parts[UNIT_YEAR]))
		return false;
	char separator = *text;
	for (enum unit unit = UNIT_MONTH; unit <= UNIT_DAY; unit++) {
		if (*text == '\0')
			return is_valid(moment);
		if (*text != separator || strchr("-/.", separator) == NULL)
			return false;
		text++;
		if (!read_number(&text, 1, 2, &moment->parts[unit]))
			return false;
		moment->unit = unit;
	}
	if (*text == 'T' || *text == 't' || *text == ' ') {
		text++;
		if (!read_clock(&text, moment))
			return false;
	}
	return *text == '\0' && is_valid(moment);
}

static struct moment
day_of(const struct civil *civil)
{
	return (struct moment){
			.parts = {(int)civil->year, civil->month, civil->day, 0, 0, 0},
			.unit = UNIT_DAY,
	};
}

/* The day that `now` falls on. */
static struct moment
today(int64_t now, const struct zone *zone)
{
	struct civil civil;
	zone_to_civil(zone, now, &civil, NULL);
	return day_of(&civil);
}

/* Goes back that many units; the day of the month is cut to what the month has. */
static bool
go_back(struct moment *moment, long count, enum unit unit)
{
	int *parts = moment->parts;
	if (unit == UNIT_DAY) {
		int64_t day = clock_days(parts[UNIT_YEAR], parts[UNIT_MONTH], parts[UNIT_DAY]);
		struct civil civil;
		clock_to_utc((day - count) * 86400, &civil);
		*moment = day_of(&civil);
	} else {
		long months = parts[UNIT_YEAR] * 12L + parts[UNIT_MONTH] - 1 -
			      count * (unit == UNIT_YEAR ? 12 : 1);
		if (months < 12)
			return false;
		parts[UNIT_YEAR] = (int)(months / 12);
		parts[UNIT_MONTH] = (int)(months % 12) + 1;
		int days = days_in(parts[UNIT_YEAR], parts[UNIT_MONTH]);
		parts[UNIT_DAY] = parts[UNIT_DAY] < days ? parts[UNIT_DAY] : days;
	}
	return is_valid(moment);
}

/* 7d, 2w, 3m, 1y. */
static bool
read_ago(const char *text, int64_t now, const struct zone *zone, struct moment *moment)
{
	static const struct {
		long factor;
		enum unit unit;
		char letter;
	} letters[] = {{1, UNIT_DAY, 'd'}, {7, UNIT_DAY, 'w'}, {1, UNIT_MONTH, 'm'},
			{1, UNIT_YEAR, 'y'}};
	int count;
	if (!read_number(&text, 1, 6, &count) || count > MAX_AGO)
		return false;
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (text[0] != letters[i].letter || text[1] != '\0')
			continue;
		*moment = today(now, zone);
		return go_back(moment, count * letters[i].factor, letters[i].unit);
	}
	return false;
}

static bool
read_word(const char *text, int64_t now, const struct zone *zone, struct moment *moment)
{
	static const struct {
		const char *word;
		long days;
	} words[] = {{"today", 0}, {"今天", 0}, {"yesterday", 1}, {"昨天", 1}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].word, text) != 0)
			continue;
		*moment = today(now, zone);
		return go_back(moment, words[i].days, UNIT_DAY);
	}
	return false;
}

static bool
parse(const char *text, int64_t now, const struct zone *zone, struct span *span, struct err *err)
{
	struct moment moment;
	if (!read_word(text, now, zone, &moment) && !read_ago(text, now, zone, &moment) &&
			!read_calendar(text, &moment)) {
		err_set(err,
				"'%s' is no date: 2022, 2022-05, 2022-05-12, '2022-05-12 10:00', "
				"7d, 2w, 3m, 1y, today or yesterday would be",
				text);
		return false;
	}
	*span = span_of(&moment, zone);
	return true;
}

bool
selection_parse_since(struct selection *selection, const char *text, int64_t now,
		const struct zone *zone, struct err *err)
{
	struct span span;
	if (!parse(text, now, zone, &span, err))
		return false;
	selection->has_since = true;
	selection->since = span.start;
	return true;
}

bool
selection_parse_until(struct selection *selection, const char *text, int64_t now,
		const struct zone *zone, struct err *err)
{
	struct span span;
	if (!parse(text, now, zone, &span, err))
		return false;
	selection->has_until = true;
	selection->until = span.end;
	return true;
}
