#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/zone.h"
#include "unit/site_maker.h"

#include <locale.h>
#include <time.h>

/* --- Time zones --- */

static void
zones_by_name(void **state)
{
	struct site *site = *state;
	static const struct {
		const char *name;
		int32_t offset;
		bool is_bad;
	} zones[] = {{"Asia/Shanghai", 28800, false}, {"':Asia/Shanghai'", 28800, false},
			{"CST-8", 28800, false}, {"'<-03>3'", -10800, false}, {"UTC", 0, false},
			{"''", 0, false}, {"/dev/tty", 0, true}, {"':/dev/tty'", 0, true},
			{"../../fifo", 0, true}, {"/usr/share/zoneinfo/Asia/Shanghai", 0, true},
			{"Asia/../Asia/Shanghai", 0, true}, {"Mars/Olympus", 0, true},
			{"5", 0, true}};
	assert_int_equal(mkfifo(site_path(site, "fifo"), 0600), 0);
	site_put(site, "site/_posts/2022-01-01-a.md", "x\n");
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		site_put(site, "site/_config.yml",
				arena_format(site->arena, "timezone: %s\n", zones[i].name));
		site_open(site, site->folder);
		struct post post = site_read(site, "_posts/2022-01-01-a.md");
		assert_int_equal(post.utc_offset, zones[i].offset);
		assert_int_equal(post.date, 1640995200 - zones[i].offset);
		assert_int_equal(problems_count(site->problems), zones[i].is_bad);
		assert_int_equal(site_has_problem(site, "_config.yml", "no such time zone"),
				zones[i].is_bad);
		/* Programs that are started have the user's zone. */
		assert_string_equal(getenv("TZ"), "America/New_York");
	}
}

static void
without_a_zone_the_machines_holds(void **state)
{
	struct site *site = *state;
	site_put(site, "site/_posts/2022-01-01-a.md", "x\n");
	assert_null(archive_zone(site_open(site, site->folder)));
	assert_int_equal(site_read(site, "_posts/2022-01-01-a.md").utc_offset, -5 * 3600);
}

/* Two archives are open at once, each with its own. */
static void
zones_of_two_archives(void **state)
{
	struct site *site = *state;
	struct archive_options options = {.now = SITE_NOW};
	struct err err;
	site_put(site, "site/_config.yml", "timezone: Asia/Tokyo\n");
	site_put(site, "other/_config.yml", "timezone: Asia/Shanghai\n");
	struct archive *other = archive_open(site_path(site, "other"), &options, NULL, &err);
	site_open(site, site->folder);
	assert_int_equal(zone_offset(archive_zone(site->archive), 0), 9 * 3600);
	assert_int_equal(zone_offset(archive_zone(other), 0), 8 * 3600);
	assert_int_not_equal(archive_fingerprint(site->archive), archive_fingerprint(other));
	archive_close(other);
}

#define WITH_SITE(test) cmocka_unit_test_setup_teardown(test, site_make, site_drop)

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		(void)setlocale(LC_CTYPE, "");
	setenv("TZ", "America/New_York", 1);
	tzset();
	const struct CMUnitTest tests[] = {
			WITH_SITE(zones_by_name),
			WITH_SITE(without_a_zone_the_machines_holds),
			WITH_SITE(zones_of_two_archives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
