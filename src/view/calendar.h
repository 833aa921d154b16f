#ifndef VIEW_CALENDAR_H
#define VIEW_CALENDAR_H

/*
 * A calendar of posts per day: a cursor that walks over days, how full each
 * day is beside the others of its year, and which weeks a page shows. Pure
 * arithmetic; days are counted from 1970-01-01, weeks begin on Monday (ISO 8601).
 */

#include "catalogue/catalogue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CALENDAR_HEATS = 5, CALENDAR_MAX_STRIPES = 2 };

struct calendar {
	const struct day_count *days; /* rising; borrowed */
	size_t count;
	int64_t day;  /* the cursor's */
	int64_t mark; /* the other end of what is chosen */
	bool has_mark;
	int64_t year;		      /* of the cursor's day */
	size_t least[CALENDAR_HEATS]; /* fewest posts of a day of each heat; [0] is 0 */
};

/* Opens on `day`, or on the newest day with posts if there are none on it or after it. */
void calendar_start(
		struct calendar *calendar, const struct day_count *days, size_t count, int64_t day);

/* Posts from day `first` to day `last`, both counted. */
size_t calendar_posts(const struct calendar *calendar, int64_t first, int64_t last);

/* The first day behind `day` that has posts, else the last that has any; there is one. */
int64_t calendar_nearest(const struct calendar *calendar, int64_t day);

/* Posts of a month (1 to 12) of the cursor's year. */
size_t calendar_month_posts(const struct calendar *calendar, int month);

/* How full a day is: 0 without posts, else to CALENDAR_HEATS - 1 by quarters of its year's days. */
int calendar_heat(const struct calendar *calendar, int64_t day);

/* Move the cursor, within the years 1 to 9999; in a shorter month to its last day. */
void calendar_move_days(struct calendar *calendar, long by);
void calendar_move_months(struct calendar *calendar, long by);

/* Begins a choice of several days at the cursor, or gives it up. */
void calendar_toggle_mark(struct calendar *calendar);

/* What is chosen: from the mark to the cursor, in order; the cursor's day without a mark. */
void calendar_chosen(const struct calendar *calendar, int64_t *first, int64_t *last);
void calendar_month_of(const struct calendar *calendar, int64_t *first, int64_t *last);

/* Weeks shown side by side; of their days those from first to last. */
struct calendar_stripe {
	int64_t monday; /* of its first week */
	int weeks;
	int64_t first, last;
};

/*
 * The stripes of a year on a page of so many weeks' and rows' room, seven rows a
 * stripe and one over it: the whole year, two halves, or the half with the cursor.
 * Returns how many; 0 where half a year does not fit, and a month is to be shown.
 */
size_t calendar_stripes(const struct calendar *calendar, int weeks, int rows,
		struct calendar_stripe stripes[CALENDAR_MAX_STRIPES]);

/* The month with the cursor as one stripe (to be shown week by week). */
struct calendar_stripe calendar_month_stripe(const struct calendar *calendar);

/* A month that has posts. */
struct month_count {
	int64_t first, last; /* days */
	size_t count;	     /* posts, at least 1 */
};

/* The months of some days (rising), newest first; *months is to be freed. */
size_t calendar_months(const struct day_count *days, size_t count, struct month_count **months);

#endif
