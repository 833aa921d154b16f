#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/clock.h"
#include "archive/zone.h"
#include "base/arena.h"
#include "base/xalloc.h"

#include "folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static struct arena *arena;
static char folder[FOLDER_SIZE]; /* $TZDIR of tests that write zones */

/* --- The C library agrees --- */

static void
assert_as_library(const char *name, int64_t first)
{
	const struct zone *zone = zone_find(arena, name);
	if (zone == NULL)
		fail_msg("%s: no such zone", name);
	setenv("TZ", name, 1);
	tzset();
	/* Every 20 days and some, up to 2150, at all hours. */
	for (int64_t moment = first; moment < 5680281600; moment += 1760399) {
		int32_t expected = zone_offset(NULL, moment);
		if (zone_offset(zone, moment) != expected)
			fail_msg("%s at %lld: %d, not %d", name, (long long)moment,
					(int)zone_offset(zone, moment), (int)expected);
	}
}

static int zone_files;

static int
visit(const char *path, const struct stat *status, int type, struct FTW *place)
{
	static const char root[] = "/usr/share/zoneinfo/";
	(void)place;
	const char *name = path + sizeof(root) - 1;
	/* Those with leap seconds count another time than ours. */
	if (type != FTW_F || status->st_size < 44 || strncmp(path, root, sizeof(root) - 1) != 0 ||
			strchr(name, '.') != NULL || strncmp(name, "right/", 6) == 0)
		return 0;
	char magic[4] = "";
	FILE *file = fopen(path, "rb");
	bool is_zone = file != NULL && fread(magic, 1, 4, file) == 4 &&
		       memcmp(magic, "TZif", 4) == 0;
	if (file != NULL)
		(void)fclose(file);
	if (!is_zone)
		return 0;
	zone_files++;
	assert_as_library(name, -3786825600); /* 1850 */
	return 0;
}

static void
every_zone_of_the_system(void **state)
{
	(void)state;
	(void)nftw("/usr/share/zoneinfo", visit, 8, 0);
	if (zone_files == 0)
		skip();
}

static void
rules_in_posix_form(void **state)
{
	(void)state;
	static const char *const rules[] = {"CST-8", "UTC+8", "<+0330>-3:30", "ABC0",
			"EST5EDT4,M3.2.0,M11.1.0", "EST5EDT,M3.2.0/2,M11.1.0/2:00:00",
			"NZST-12NZDT,M9.5.0,M4.1.0/3", "XXX3YYY,J60/2,J300", "XXX3YYY,59/2,300",
			"<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "IST-2IDT,M3.4.4/26,M10.5.0",
			"XXX-3YYY,J59,J365/24", "XXX-14", "GMT0BST,M3.5.0/1,M10.5.0"};
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		assert_as_library(
				rules[i], 31536000); /* glibc counts weekdays wrongly before 1971 */
}

/* --- Names --- */

static void
what_is_no_zone(void **state)
{
	(void)state;
	static const char *const names[] = {"", ":", "/dev/tty", ":/dev/tty", "../../etc/passwd",
			"Asia/../Asia/Shanghai", "./Asia/Shanghai",
			"/usr/share/zoneinfo/Asia/Shanghai", "Asia/Shanghai ", " Asia/Shanghai",
			"Asia//", "Asia", "zone.tab", "tzdata.zi", "Nowhere/Land", "AB3", "ABC",
			"CST-25", "CST-8:60", "CST-8x", "EST5EDT,", "EST5EDT,M3.2.0",
			"EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
			"EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J365", "EST5EDT,366,1",
			"EST5EDT,M3.2.0,M11.1.0x", "EST5EDT,M3.2.0/168,M11.1.0", "<+08-8", "<+8>-8",
			"EST5,M3.2.0,M11.1.0", "\x01", "Asia/Shanghai\n", "亚洲/上海"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (zone_find(arena, names[i]) != NULL)
			fail_msg("'%s' is taken for a zone", names[i]);
	char *long_name = xcalloc(1, 1 << 20);
	memset(long_name, 'A', (1 << 20) - 1);
	assert_null(zone_find(arena, long_name));
	free(long_name);
	assert_int_equal(zone_offset(zone_utc(), 0), 0);
}

/* --- Hostile files --- */

static void
write_zone(const char *name, const void *bytes, size_t length)
{
	char *path = xformat("%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	free(path);
}

/* Version 2: an empty block of old, then a change at 1,000 from +01:00 to +02:00, then a rule. */
static const unsigned char good[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				    "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\4"
				    "\0\0\0\0\0\0\3\350"
				    "\1"
				    "\0\0\016\020\0\0"
				    "\0\0\034\040\0\0"
				    "XXX\0"
				    "\nXXX-3\n";
enum {
	SECOND_HEADER = 44,
	COUNT_OF_CHANGES = SECOND_HEADER + 32,
	CHANGE = SECOND_HEADER + 44,
	INDEX = CHANGE + 8,
	FIRST_TYPE = INDEX + 1,
	RULE = FIRST_TYPE + 16,
	LENGTH = sizeof(good) - 1,
};

static void
a_file_and_its_rule(void **state)
{
	(void)state;
	write_zone("Good", good, LENGTH);
	const struct zone *zone = zone_find(arena, "Good");
	assert_non_null(zone);
	assert_int_equal(zone_offset(zone, INT64_MIN), 3600);
	assert_int_equal(zone_offset(zone, 999), 3600);
	/* Behind the last change the rule holds, at once. */
	assert_int_equal(zone_offset(zone, 1000), 3 * 3600);
	unsigned char bytes[LENGTH];
	memcpy(bytes, good, LENGTH);
	/* Without a rule the last change holds for ever. */
	bytes[RULE + 1] = '\n';
	write_zone("No_rule", bytes, LENGTH);
	zone = zone_find(arena, "No_rule");
	assert_non_null(zone);
	assert_int_equal(zone_offset(zone, 1000), 2 * 3600);
}

static void
cut_and_changed_files(void **state)
{
	(void)state;
	for (size_t length = 0; length < LENGTH; length++) {
		write_zone("Cut", good, length);
		assert_null(zone_find(arena, "Cut"));
	}
	/* No change of one byte is read beyond the file's end (sanitizers tell). */
	unsigned char bytes[LENGTH];
	for (size_t i = 0; i < LENGTH; i++) {
		for (unsigned value = 0; value < 256; value += 51) {
			memcpy(bytes, good, LENGTH);
			bytes[i] = (unsigned char)value;
			write_zone("Changed", bytes, LENGTH);
			const struct zone *zone = zone_find(arena, "Changed");
			if (zone != NULL)
				(void)zone_offset(zone, 1000);
		}
	}
}

static void
files_that_are_refused(void **state)
{
	(void)state;
	static const struct {
		size_t at;
		unsigned char value;
	} changes[] = {{0, 'X'}, {SECOND_HEADER, 'X'}, {20, 0xFF}, {COUNT_OF_CHANGES, 1},
			{COUNT_OF_CHANGES + 7, 0}, {INDEX, 2}, {FIRST_TYPE, 0x7F},
			{FIRST_TYPE, 0x80}, {FIRST_TYPE + 6, 0x7F}, {RULE, 'X'}, {RULE + 1, '1'}};
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		unsigned char bytes[LENGTH];
		memcpy(bytes, good, LENGTH);
		bytes[changes[i].at] = changes[i].value;
		write_zone("Refused", bytes, LENGTH);
		if (zone_find(arena, "Refused") != NULL)
			fail_msg("byte %zu as %u is taken", changes[i].at, changes[i].value);
	}
}

/* Reading would wait for ever. */
static void
fifos_and_folders(void **state)
{
	(void)state;
	char *path = xformat("%s/Fifo", folder);
	assert_int_equal(mkfifo(path, 0600), 0);
	free(path);
	path = xformat("%s/Folder", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	free(path);
	path = xformat("%s/Device", folder);
	assert_int_equal(symlink("/dev/zero", path), 0);
	free(path);
	assert_null(zone_find(arena, "Fifo"));
	assert_null(zone_find(arena, "Folder"));
	assert_null(zone_find(arena, "Device"));
}

/* --- Civil times --- */

static void
assert_civil(const char *name, struct civil civil, int64_t expected)
{
	const struct zone *zone = zone_find(arena, name);
	assert_non_null(zone);
	assert_int_equal(zone_from_civil(zone, &civil), expected);
}

/* Expected: what Ruby's Time.local makes of them. */
static void
hours_twice_and_never(void **state)
{
	(void)state;
	static const char york[] = "EST5EDT,M3.2.0,M11.1.0", london[] = "GMT0BST,M3.5.0/1,M10.5.0",
			  howe[] = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
	/* Doubled: the second. */
	assert_civil(york, (struct civil){2022, 11, 6, 1, 30, 0}, 1667716200);
	assert_civil(york, (struct civil){2022, 11, 6, 0, 59, 59}, 1667710799);
	assert_civil(york, (struct civil){2022, 11, 6, 1, 0, 0}, 1667714400);
	assert_civil(york, (struct civil){2022, 11, 6, 2, 0, 0}, 1667718000);
	assert_civil(london, (struct civil){2022, 10, 30, 1, 30, 0}, 1667093400);
	assert_civil(howe, (struct civil){2022, 4, 3, 1, 45, 0}, 1648912500);
	/* Skipped: as much later. */
	assert_civil(york, (struct civil){2022, 3, 13, 2, 30, 0}, 1647156600);
	assert_civil(york, (struct civil){2022, 3, 13, 1, 59, 59}, 1647154799);
	assert_civil(york, (struct civil){2022, 3, 13, 3, 0, 0}, 1647154800);
	assert_civil(howe, (struct civil){2022, 10, 2, 2, 15, 0}, 1664639100);
	/* Summer time without its days has those of New York. */
	assert_civil("FOO5BAR", (struct civil){2022, 7, 1, 0, 0, 0}, 1656648000);
	/* The days around a change have their own offsets. */
	assert_civil(york, (struct civil){2022, 11, 5, 12, 0, 0}, 1667664000);
	assert_civil(york, (struct civil){2022, 11, 6, 12, 0, 0}, 1667754000);
	assert_civil(york, (struct civil){2022, 3, 12, 12, 0, 0}, 1647104400);
	assert_civil(york, (struct civil){2022, 3, 13, 12, 0, 0}, 1647187200);
}

static void
civil_times_lead_back(void **state)
{
	(void)state;
	const struct zone *zone = zone_find(arena, "EST5EDT,M3.2.0,M11.1.0");
	for (int64_t moment = -200000000000; moment < 200000000000; moment += 987654321) {
		struct civil civil;
		int32_t offset;
		zone_to_civil(zone, moment, &civil, &offset);
		assert_int_equal(clock_from_utc(&civil), moment + offset);
		assert_int_equal(offset, zone_offset(zone, moment));
		assert_true(civil.month >= 1 && civil.month <= 12 && civil.day >= 1 &&
				civil.day <= 31 && civil.hour < 24 && civil.minute < 60 &&
				civil.second < 60);
	}
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return !folder_make(folder) || setenv("TZDIR", folder, 1) != 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return folder_remove(folder) != 0 || unsetenv("TZDIR") != 0;
}

/* The C library reads TZDIR too, so the system's zones come before it is set. */
static int
use_system(void **state)
{
	(void)state;
	arena = arena_new();
	return unsetenv("TZDIR");
}

static int
forget_system(void **state)
{
	(void)state;
	arena_free(arena);
	return unsetenv("TZ");
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define WITH_SYSTEM(test) cmocka_unit_test_setup_teardown(test, use_system, forget_system)

int
main(void)
{
	const struct CMUnitTest tests[] = {
			WITH_SYSTEM(every_zone_of_the_system),
			WITH_SYSTEM(rules_in_posix_form),
			WITH_SYSTEM(what_is_no_zone),
			WITH_FOLDER(a_file_and_its_rule),
			WITH_FOLDER(cut_and_changed_files),
			WITH_FOLDER(files_that_are_refused),
			WITH_FOLDER(fifos_and_folders),
			WITH_SYSTEM(hours_twice_and_never),
			WITH_SYSTEM(civil_times_lead_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
