#include "archive/zone.h"

#include "archive/clock.h"
#include "base/arena.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/xalloc.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	FILE_BYTES_MAX = 256 << 10,
	NAME_MAX_BYTES = 255,
	HEADER_BYTES = 44,
	TYPE_BYTES = 6, /* of a local time type: its offset, whether it is summer time, where its name is */
	HOUR = 3600,
	DAY = 24 * HOUR,
	OFFSET_MAX = 26 * HOUR, /* seconds; RFC 9636, 3.2 */
};

/* A day of the year in a POSIX rule, and the second of that day when clocks change. */
struct change_day {
	char form; /* 'M': the week'th weekday of a month, 'J': 1 to 365, 29 February left out, 'n': 0 to 365 */
	int month, week, day;
	int32_t second;
};

struct rule {
	int32_t standard, summer; /* seconds east of UTC */
	bool has_summer;
	struct change_day start, end; /* of summer time */
};

struct change {
	int64_t at;
	int32_t offset; /* from then on */
};

struct zone {
	const struct change *changes; /* rising */
	size_t count;
	int32_t first; /* the offset before all changes */
	bool has_rule; /* holds behind the last change */
	struct rule rule;
};

const struct zone *
zone_utc(void)
{
	static const struct zone utc = {0};
	return &utc;
}

/* --- POSIX rules: XBD 8.3, TZ --- */

/* Whether the next byte is this one, which is passed over. */
static bool
takes(const char **at, char byte)
{
	bool is_it = **at == byte;
	*at += is_it;
	return is_it;
}

static bool
take_number(const char **at, int least, int most, int *number)
{
	const char *start = *at;
	for (*number = 0; ascii_is_digit(**at) && *at - start < 3; ++*at)
		*number = *number * 10 + (**at - '0');
	return *at > start && *number >= least && *number <= most;
}

/* `[+-]h[:m[:s]]` */
static bool
take_time(const char **at, int hours_max, int32_t *seconds)
{
	int parts[3] = {0};
	bool is_negative = **at == '-';
	*at += **at == '-' || **at == '+';
	if (!take_number(at, 0, hours_max, &parts[0]))
		return false;
	for (int i = 1; i < 3 && takes(at, ':'); i++)
		if (!take_number(at, 0, 59, &parts[i]))
			return false;
	*seconds = (parts[0] * HOUR + parts[1] * 60 + parts[2]) * (is_negative ? -1 : 1);
	return true;
}

/* `CST`, `<+08>`: at least three characters. */
static bool
take_name(const char **at)
{
	bool is_quoted = takes(at, '<');
	const char *start = *at;
	while (ascii_is_letter(**at) ||
			(is_quoted && (ascii_is_digit(**at) || **at == '+' || **at == '-')))
		++*at;
	return *at - start >= 3 && (!is_quoted || takes(at, '>'));
}

static bool
take_change_day(const char **at, struct change_day *day)
{
	*day = (struct change_day){.form = 'n', .second = 2 * HOUR};
	bool is_good;
	if (takes(at, 'M')) {
		day->form = 'M';
		is_good = take_number(at, 1, 12, &day->month) && takes(at, '.') &&
			  take_number(at, 1, 5, &day->week) && takes(at, '.') &&
			  take_number(at, 0, 6, &day->day);
	} else if (takes(at, 'J')) {
		day->form = 'J';
		is_good = take_number(at, 1, 365, &day->day);
	} else {
		is_good = take_number(at, 0, 365, &day->day);
	}
	return is_good && (!takes(at, '/') || take_time(at, 167, &day->second));
}

static bool
parse_rule(const char *text, struct rule *rule)
{
	/* What the C library takes for summer time without a word about its days. */
	static const char usual_days[] = ",M3.2.0,M11.1.0";
	int32_t west;
	*rule = (struct rule){0};
	if (!take_name(&text) || !take_time(&text, 24, &west))
		return false;
	rule->standard = -west;
	if (*text == '\0')
		return true;
	rule->has_summer = take_name(&text);
	rule->summer = rule->standard + HOUR;
	if (rule->has_summer && *text != ',' && *text != '\0') {
		if (!take_time(&text, 24, &west))
			return false;
		rule->summer = -west;
	}
	if (*text == '\0')
		text = usual_days;
	return rule->has_summer && takes(&text, ',') && take_change_day(&text, &rule->start) &&
	       takes(&text, ',') && take_change_day(&text, &rule->end) && *text == '\0';
}

/* The day since 1970 in that year. */
static int64_t
day_of_change(const struct change_day *change, int64_t year)
{
	int64_t first = clock_days(year, 1, 1);
	if (change->form == 'n')
		return first + change->day;
	if (change->form == 'J') {
		bool is_leap = clock_days(year + 1, 1, 1) - first == 366;
		return first + change->day - 1 + (is_leap && change->day >= 60);
	}
	int64_t month = clock_days(year, change->month, 1);
	int64_t next = clock_days(year, change->month + 1, 1);
	/* 1970-01-01 was a Thursday; POSIX counts weekdays from Sunday. */
	int64_t weekday = ((month + 4) % 7 + 7) % 7;
	int64_t day = month + (change->day - weekday + 7) % 7 + (change->week - 1) * 7;
	return day < next ? day : day - 7;
}

static int32_t
rule_offset(const struct rule *rule, int64_t moment)
{
	if (!rule->has_summer)
		return rule->standard;
	struct civil civil;
	clock_to_utc(moment + rule->standard, &civil);
	int64_t start = day_of_change(&rule->start, civil.year) * DAY + rule->start.second -
			rule->standard;
	int64_t end = day_of_change(&rule->end, civil.year) * DAY + rule->end.second - rule->summer;
	/* South of the equator summer lasts over the new year. */
	bool is_summer = start < end ? moment >= start && moment < end
				     : moment >= start || moment < end;
	return is_summer ? rule->summer : rule->standard;
}

/* --- TZif files: RFC 9636 --- */

/* A file, or one of its blocks: `left` bytes from `at`. */
struct input {
	const unsigned char *at;
	size_t left;
};

struct counts {
	size_t utc_flags, standard_flags, leaps, changes, types, letters;
};

/* The next `length` bytes; NULL when there are fewer. */
static const unsigned char *
take(struct input *input, size_t length)
{
	if (input->left < length)
		return NULL;
	const unsigned char *start = input->at;
	input->at += length;
	input->left -= length;
	return start;
}

/* Signed, big-endian, of 4 or 8 bytes. */
static int64_t
integer_at(const unsigned char *bytes, size_t size)
{
	uint64_t value = bytes[0] & 0x80 ? UINT64_MAX : 0;
	for (size_t i = 0; i < size; i++)
		value = value << 8 | bytes[i];
	return (int64_t)value;
}

static bool
take_header(struct input *input, struct counts *counts, int *version)
{
	const unsigned char *header = take(input, HEADER_BYTES);
	if (header == NULL || memcmp(header, "TZif", 4) != 0)
		return false;
	size_t *const fields[] = {&counts->utc_flags, &counts->standard_flags, &counts->leaps,
			&counts->changes, &counts->types, &counts->letters};
	for (size_t i = 0; i < 6; i++) {
		int64_t count = integer_at(header + 20 + i * 4, 4);
		if (count < 0 || count > FILE_BYTES_MAX)
			return false;
		*fields[i] = (size_t)count;
	}
	*version = header[4];
	return true;
}

/* Bytes of a data block whose moments have `size` bytes. */
static size_t
block_bytes(const struct counts *counts, size_t size)
{
	return counts->changes * (size + 1) + counts->types * TYPE_BYTES + counts->letters +
	       counts->leaps * (size + 4) + counts->standard_flags + counts->utc_flags;
}

static bool
read_changes(struct zone *zone, struct arena *arena, struct input *input,
		const struct counts *counts, size_t size)
{
	const unsigned char *block = take(input, block_bytes(counts, size));
	if (block == NULL || counts->types == 0)
		return false;
	const unsigned char *indices = block + counts->changes * size;
	const unsigned char *types = indices + counts->changes;
	struct change *changes = arena_array(arena, counts->changes, sizeof(*changes));
	for (size_t i = 0; i < counts->changes; i++) {
		if (indices[i] >= counts->types)
			return false;
		int64_t offset = integer_at(types + indices[i] * TYPE_BYTES, 4);
		changes[i] = (struct change){integer_at(block + i * size, size), (int32_t)offset};
		bool is_rising = i == 0 || changes[i - 1].at < changes[i].at;
		if (!is_rising || offset < -OFFSET_MAX || offset > OFFSET_MAX)
			return false;
	}
	int64_t first = integer_at(types, 4);
	zone->first = (int32_t)first;
	zone->changes = changes;
	zone->count = counts->changes;
	return first >= -OFFSET_MAX && first <= OFFSET_MAX;
}

/* A line feed, the rule for what comes after the last change, a line feed. */
static bool
read_footer(struct zone *zone, struct input *input)
{
	const unsigned char *start = take(input, 1);
	if (start == NULL || *start != '\n')
		return false;
	const unsigned char *end = memchr(input->at, '\n', input->left);
	if (end == NULL || end - input->at > NAME_MAX_BYTES)
		return false;
	char text[NAME_MAX_BYTES + 1] = "";
	memcpy(text, input->at, (size_t)(end - input->at));
	zone->has_rule = text[0] != '\0';
	return !zone->has_rule || parse_rule(text, &zone->rule);
}

static bool
parse_file(struct zone *zone, struct arena *arena, const struct buf *text)
{
	struct input input = {(const unsigned char *)text->data, text->length};
	struct counts counts;
	int version;
	if (!take_header(&input, &counts, &version))
		return false;
	if (version == 0)
		return read_changes(zone, arena, &input, &counts, 4);
	/* From version 2 on the block with short moments is for old readers. */
	return take(&input, block_bytes(&counts, 4)) != NULL &&
	       take_header(&input, &counts, &version) &&
	       read_changes(zone, arena, &input, &counts, 8) && read_footer(zone, &input);
}

/* --- Finding --- */

static bool
is_name(const char *name)
{
	size_t length = strlen(name);
	if (length == 0 || length > NAME_MAX_BYTES || name[0] == '/')
		return false;
	for (size_t i = 0; i < length; i++)
		if (!ascii_is_alnum(name[i]) && strchr("_+-/", name[i]) == NULL)
			return false;
	return true;
}

static bool
read_file(struct zone *zone, struct arena *arena, const char *folder, const char *name)
{
	char *path = xformat("%s/%s", folder, name);
	struct buf text = buf_empty();
	bool is_good = file_read_at(AT_FDCWD, path, FILE_BYTES_MAX, &text, NULL, NULL) &&
		       parse_file(zone, arena, &text);
	buf_free(&text);
	free(path);
	return is_good;
}

const struct zone *
zone_find(struct arena *arena, const char *name)
{
	const char *const folders[] = {getenv("TZDIR"), "/usr/share/zoneinfo", "/usr/lib/zoneinfo",
			"/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
	struct zone *zone = arena_alloc(arena, sizeof(*zone));
	name += *name == ':';
	for (size_t i = 0; is_name(name) && i < sizeof(folders) / sizeof(folders[0]); i++) {
		*zone = (struct zone){0};
		if (folders[i] != NULL && read_file(zone, arena, folders[i], name))
			return zone;
	}
	*zone = (struct zone){0};
	zone->has_rule = parse_rule(name, &zone->rule);
	return zone->has_rule ? zone : NULL;
}

/* --- Asking --- */

static int32_t
machine_offset(int64_t moment)
{
	time_t seconds = (time_t)moment;
	struct tm tm;
	if (localtime_r(&seconds, &tm) == NULL)
		return 0;
	struct civil civil = {(int64_t)tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
			tm.tm_min, tm.tm_sec};
	return (int32_t)(clock_from_utc(&civil) - moment);
}

int32_t
zone_offset(const struct zone *zone, int64_t moment)
{
	if (zone == NULL)
		return machine_offset(moment);
	size_t low = 0, high = zone->count; /* changes[low - 1].at <= moment < changes[high].at */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (zone->changes[middle].at <= moment)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->count && zone->has_rule)
		return rule_offset(&zone->rule, moment);
	return low == 0 ? zone->first : zone->changes[low - 1].offset;
}

void
zone_to_civil(const struct zone *zone, int64_t moment, struct civil *civil, int32_t *offset)
{
	int32_t east = zone_offset(zone, moment);
	clock_to_utc(moment + east, civil);
	if (offset != NULL)
		*offset = east;
}

int64_t
zone_from_civil(const struct zone *zone, const struct civil *civil)
{
	int64_t wall = clock_from_utc(civil);
	/* A day to either side lies before and after any change of clocks that could matter. */
	int32_t before = zone_offset(zone, wall - DAY);
	int32_t after = zone_offset(zone, wall + DAY);
	return zone_offset(zone, wall - after) == after ? wall - after : wall - before;
}

int64_t
zone_day(const struct zone *zone, int64_t moment)
{
	struct civil civil;
	zone_to_civil(zone, moment, &civil, NULL);
	return clock_days(civil.year, civil.month, civil.day);
}

int64_t
zone_from_day(const struct zone *zone, int64_t day)
{
	struct civil civil = clock_date(day);
	return zone_from_civil(zone, &civil);
}
