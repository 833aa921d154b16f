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

/*
 * The date that a file name begins with, `YYYY-M-D` or `YY-M-D`; returns the
 * bytes it takes, 0 when there is none. It may be no valid date.
 */
int dates_prefix(const char *name, struct civil *civil);
bool dates_is_valid(const struct civil *civil);

#endif
