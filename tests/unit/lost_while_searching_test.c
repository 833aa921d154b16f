/* The cache is deleted while a command searches: what it was to find is found all the same. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "catalogue/catalogue.h"
#include "cli/session.h"

#include "site_maker.h"

#include <locale.h>

/* A session that searches, in a site of two posts, with a cache below the site's base. */
struct search {
	struct options options;
	struct session session;
};

static void
start(struct site *site, struct search *search)
{
	struct err err = {0};
	char *arguments[] = {"reader", "--list", "--search", "汇率", site->folder, NULL};
	assert_int_equal(setenv("XDG_CACHE_HOME", site_path(site, "cache"), 1), 0);
	assert_int_equal(setenv("XDG_STATE_HOME", site_path(site, "state"), 1), 0);
	assert_int_equal(setenv("XDG_CONFIG_HOME", site_path(site, "config"), 1), 0);
	site_put(site, "site/_posts/2020-01-01-a.md", "---\ntitle: A\n---\n汇率\n");
	site_put(site, "site/_posts/2020-01-02-b.md", "---\ntitle: B\n---\n利率\n");
	if (!options_parse(&search->options, 5, arguments, &err))
		fail_msg("%s", err.reason);
	session_init(&search->session, &search->options);
	assert_true(session_find_place(&search->session, &err));
	assert_int_equal(session_open_library(&search->session), EXIT_DONE);
}

static void
stop(struct search *search)
{
	assert_true(session_end(&search->session));
	options_free(&search->options);
}

static void delete (struct site *site, const char *what)
{
	char command[256];
	snprintf(command, sizeof(command), "rm -rf '%s'/cache/%s", site->base, what);
	assert_int_equal(system(command), 0);
}

static void
finds_one(struct search *search)
{
	assert_int_equal(session_list(&search->session), EXIT_DONE);
	assert_int_equal(listing_count(search->session.listing), 1);
}

/* `what` goes before the texts are indexed for the first time; then with the index as it stands. */
static void
loses(struct site *site, const char *what)
{
	for (int round = 0; round < 2; round++) {
		struct search search;
		start(site, &search);
		delete (site, what);
		finds_one(&search);
		stop(&search);
	}
}

static void
a_search_survives_its_cache(void **state)
{
	loses(*state, "");
}

static void
a_search_survives_its_catalogue(void **state)
{
	loses(*state, "reader/*.posts*");
}

static void
a_search_survives_its_full_text(void **state)
{
	loses(*state, "reader/*.search*");
}

/* What does not match is looked for in the archive as it is, whatever became of the cache. */
static void
what_matches_nothing_is_looked_for(void **state)
{
	struct site *site = *state;
	struct search search;
	start(site, &search);
	site_put(site, "site/_posts/2020-01-01-a.md", "---\ntitle: A\n---\n国债\n");
	delete (site, "");
	assert_int_equal(session_list(&search.session), EXIT_NOTHING);
	assert_null(search.session.listing);
	stop(&search);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test_setup_teardown(
					a_search_survives_its_cache, site_make, site_drop),
			cmocka_unit_test_setup_teardown(
					a_search_survives_its_catalogue, site_make, site_drop),
			cmocka_unit_test_setup_teardown(
					a_search_survives_its_full_text, site_make, site_drop),
			cmocka_unit_test_setup_teardown(
					what_matches_nothing_is_looked_for, site_make, site_drop),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
