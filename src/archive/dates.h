#ifndef ARCHIVE_DATES_H
#define ARCHIVE_DATES_H

/*
 * Dates as Jekyll takes them: Ruby's Time.parse with its heuristics (date's
 * date_parse.c, time.rb), in the site's zone where the text names none.
 */

#include <stdbool.h>
#include <stdint.h>

struct civil;
struct zone;

/*
 * A plain YAML time (a date and H:MM:SS): UTC without a zone. False if text is none.
 */
bool dates_parse_yaml(const char *text, int64_t *seconds);

/* Any text, in `zone` where it names none; `now` gives the year where there is none. False if it is no date. */
bool dates_parse(const char *text, int64_t now, const struct zone *zone, int64_t *seconds);

/* Whether there is such a day and time; a day beyond its month, up to 31, is one of the next. */
bool dates_is_valid(const struct civil *civil);

#endif
