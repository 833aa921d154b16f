#include "query/date_span.h"

#include "archive/clock.h"
#include "archive/zone.h"
#include "base/err.h"
#include "base/iso_date.h"
#include "base/language.h"

#include <string.h>

enum { MAX_YEAR = 9999, MAX_AGO = 100000 };

struct moment {
	struct civil civil;
	enum iso_unit unit; /* the smallest that was written */
	bool has_zone;
	int utc_offset; /* seconds east */
};

static int64_t
seconds_of(const struct moment *moment, const struct zone *zone)
{
	return moment->has_zone ? clock_from_utc(&moment->civil) - moment->utc_offset
				: zone_from_civil(zone, &moment->civil);
}

/* The stretch that a moment means. */
static struct date_span
span_of(const struct moment *moment, const struct zone *zone)
{
	struct date_span span = {.start = seconds_of(moment, zone)};
	struct moment next = *moment;
	if (moment->unit >= ISO_MINUTE) {
		span.end = span.start + (moment->unit == ISO_MINUTE ? 60 : 1);
		return span;
	}
	/* Not 24 hours: a day of a zone with summer time may have 23 or 25. */
	if (moment->unit == ISO_DAY)
		next.civil.day++;
	else
		clock_add_months(&next.civil, moment->unit == ISO_YEAR ? 12 : 1);
	span.end = seconds_of(&next, zone);
	return span;
}

/* --- Reading --- */

static bool
read_calendar(const char *text, struct moment *moment)
{
	struct iso_date date;
	const char *end = iso_date_read(text, &date);
	if (end == NULL || *end != '\0' || !iso_date_is_valid(&date) || date.year < 1)
		return false;
	/* An hour of one digit east or west is no zone that ISO 8601 has. */
	bool is_short = date.zone != '\0' && date.zone != 'Z' && strchr("+-", end[-2]) != NULL;
	if (is_short || date.zone_hour > 23 || date.zone_minute > 59)
		return false;
	int offset = date.zone_hour * 3600 + date.zone_minute * 60;
	*moment = (struct moment){
			.civil = {date.year, date.month, date.day, date.hour, date.minute,
					date.second},
			.unit = date.unit,
			.has_zone = date.zone != '\0',
			.utc_offset = date.zone == '-' ? -offset : offset,
	};
	return true;
}

/* The day that `now` falls on. */
static struct moment
today(int64_t now, const struct zone *zone)
{
	return (struct moment){.civil = clock_date(zone_day(zone, now)), .unit = ISO_DAY};
}

/* Goes back that many units; the day of the month is cut to what the month has. */
static bool
go_back(struct moment *moment, long count, enum iso_unit unit)
{
	struct civil *civil = &moment->civil;
	if (unit == ISO_DAY)
		*civil = clock_date(clock_days(civil->year, civil->month, civil->day) - count);
	else
		clock_add_months(civil, -count * (unit == ISO_YEAR ? 12 : 1));
	return civil->year >= 1 && civil->year <= MAX_YEAR;
}

/* 7d, 2w, 3m, 1y. */
static bool
read_ago(const char *text, int64_t now, const struct zone *zone, struct moment *moment)
{
	static const struct {
		long factor;
		enum iso_unit unit;
		char letter;
	} letters[] = {{1, ISO_DAY, 'd'}, {7, ISO_DAY, 'w'}, {1, ISO_MONTH, 'm'},
			{1, ISO_YEAR, 'y'}};
	int count;
	if (!iso_date_read_number(&text, 1, 6, &count) || count > MAX_AGO)
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
		return go_back(moment, words[i].days, ISO_DAY);
	}
	return false;
}

bool
date_span_read(const char *text, int64_t now, const struct zone *zone, struct date_span *span,
		struct err *err)
{
	struct moment moment;
	if (!read_word(text, now, zone, &moment) && !read_ago(text, now, zone, &moment) &&
			!read_calendar(text, &moment))
		return err_set(err,
				_("'%s' is no date: 2022, 2022-05, 2022-05-12, '2022-05-12 10:00', "
				  "7d, 2w, 3m, 1y, today or yesterday would be"),
				text);
	*span = span_of(&moment, zone);
	return true;
}
