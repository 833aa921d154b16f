#ifndef ARCHIVE_ZONE_H
#define ARCHIVE_ZONE_H

/*
 * Time zones by name, without the process's environment: read once, never
 * changed, so that any thread may use them. Wherever a `const struct zone *`
 * is asked for, NULL is the machine's own zone (the user's TZ).
 */

#include <stdint.h>

struct arena;
struct civil;
struct zone;

/*
 * The zone that the C library would make of `name` in TZ, as Jekyll hands it
 * over: a name of the IANA database, looked for in the system's folders
 * ($TZDIR, /usr/share/zoneinfo …) as a TZif file (RFC 9636), or a rule in
 * POSIX form (`CST-8`, `EST5EDT,M3.2.0,M11.1.0`). A name has letters, digits,
 * `_`, `+`, `-` and `/` only, so no path leads out of those folders; one
 * leading `:` is dropped. NULL when there is no such zone. Lives in `arena`.
 */
const struct zone *zone_find(struct arena *arena, const char *name);

/* UTC. */
const struct zone *zone_utc(void);

/* Seconds east of UTC at a moment, in seconds since 1970 UTC. */
int32_t zone_offset(const struct zone *zone, int64_t moment);

/* The zone's civil time at a moment; *offset (may be NULL) is zone_offset there. */
void zone_to_civil(const struct zone *zone, int64_t moment, struct civil *civil, int32_t *offset);

/* The day since 1970-01-01 that a moment falls on in the zone, and a day's first second there. */
int64_t zone_day(const struct zone *zone, int64_t moment);
int64_t zone_from_day(const struct zone *zone, int64_t day);

/*
 * The moment of a civil time. One that a change of clocks skips is as much
 * later as clocks went forward, one that comes twice is the second (Ruby's Time.local).
 */
int64_t zone_from_civil(const struct zone *zone, const struct civil *civil);

#endif
