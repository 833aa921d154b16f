#ifndef QUERY_DATE_SPAN_H
#define QUERY_DATE_SPAN_H

/* Dates as --since, --until and a query take them: each means a stretch of time. */

#include <stdbool.h>
#include <stdint.h>

struct err;
struct zone;

/* In seconds since 1970: from the first second of the unit up to the first after it. */
struct date_span {
	int64_t start, end;
};

/*
 * Reads 2022, 2022-05, 2022-05-12 (also with / or .), RFC 3339, `2022-05-12 10:00`,
 * 7d 2w 3m 1y (ago), today, yesterday, 今天, 昨天. Days begin at midnight of `zone`
 * (NULL: the machine's) and are counted from `now`. False with err.
 */
bool date_span_read(const char *text, int64_t now, const struct zone *zone, struct date_span *span,
		struct err *err);

#endif
