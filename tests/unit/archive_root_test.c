#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/site_maker.h"

#include <locale.h>

static void
links_within_the_site(void **state)
{
	struct site *site = *state;
	site_put(site, "site/_posts/2022-01-01-a.md", "x\n");
	site_put(site, "site/notes/b.md", "x\n");
	site_put(site, "site/real/_posts/2022-01-03-c.md", "x\n");
	site_link(site, "site/_posts/2022-01-02-b.md", "../notes/b.md");
	site_link(site, "site/_posts/2022-01-04-twice.md", "2022-01-02-b.md");
	site_link(site, "site/by_link", "real");
	assert_string_equal(site_posts(site),
			"_posts/2022-01-01-a.md _posts/2022-01-02-b.md "
			"_posts/2022-01-04-twice.md by_link/_posts/2022-01-03-c.md "
			"real/_posts/2022-01-03-c.md");
	assert_int_equal(problems_count(site->problems), 0);
}

static void
links_out_of_the_site(void **state)
{
	struct site *site = *state;
	site_put(site, "out/_posts/2022-01-02-b.md", "x\n");
	site_put(site, "site/_posts/2022-01-01-a.md", "x\n");
	site_link(site, "site/whole", "/");
	site_link(site, "site/parent", "..");
	site_link(site, "site/beside", "../out");
	site_link(site, "site/itself", ".");
	/* A name that begins as the site's is no place in it. */
	site_put(site, "site2/_posts/2022-01-03-c.md", "x\n");
	site_link(site, "site/like", "../site2");
	site_link(site, "site/_posts/2022-01-04-out.md", "../../out/_posts/2022-01-02-b.md");
	site_link(site, "site/_posts/2022-01-05-absolute.md",
			site_path(site, "out/_posts/2022-01-02-b.md"));
	site_link(site, "site/_posts/2022-01-06-through.md", "../beside/_posts/2022-01-02-b.md");
	site_link(site, "site/_posts/2022-01-07-ring.md", "2022-01-07-ring.md");
	site_link(site, "site/_posts/2022-01-08-nothing.md", "nothing");
	site_link(site, "site/_posts/2022-01-09-device.md", "/dev/zero");
	assert_string_equal(site_posts(site), "_posts/2022-01-01-a.md");
	static const char *const outside[] = {"whole", "parent", "beside", "like",
			"_posts/2022-01-04-out.md", "_posts/2022-01-05-absolute.md",
			"_posts/2022-01-06-through.md"};
	for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
		if (!site_has_problem(site, outside[i], "a link out of the site"))
			fail_msg("%s: nothing is said", outside[i]);
	assert_true(site_has_problem(site, "itself", "leads back"));
	assert_true(site_has_problem(site, "_posts/2022-01-07-ring.md", "in a circle"));
	assert_true(site_has_problem(site, "_posts/2022-01-08-nothing.md", "to nothing"));
	assert_true(site_has_problem(site, "_posts/2022-01-09-device.md", "a device"));
	assert_int_equal(problems_count(site->problems), 11);
}

/* Posts may be kept elsewhere: Jekyll reads a _posts that is a link, and links in it. */
static void
posts_that_are_a_link(void **state)
{
	struct site *site = *state;
	site_put(site, "store/2022-01-01-a.md", "x\n");
	site_put(site, "store/kept/b", "x\n");
	site_put(site, "out.md", "x\n");
	site_link(site, "store/2022-01-02-b.md", "kept/b");
	site_link(site, "store/2022-01-03-out.md", "../out.md");
	site_link(site, "site/_posts", "../store");
	static const char *const folders[] = {"site", "site/", "site/_posts", "site/_posts/",
			"site/_posts/.", "site/_posts//./", "site/../site/_posts"};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		site_open(site, arena_format(site->arena, "%s/%s", site->base, folders[i]));
		assert_string_equal(
				site_posts(site), "_posts/2022-01-01-a.md _posts/2022-01-02-b.md");
		assert_string_equal(archive_title(site->archive), "site");
		assert_int_equal(problems_count(site->problems), 1);
	}
	/* By the names alone, from the folder that holds it. */
	assert_int_equal(chdir(site->folder), 0);
	site_open(site, "_posts");
	assert_string_equal(archive_root(site->archive), ".");
	assert_string_equal(site_posts(site), "_posts/2022-01-01-a.md _posts/2022-01-02-b.md");
	assert_int_equal(chdir("/"), 0);
}

/* A link of another name to a site's _posts. */
static void
link_to_posts(void **state)
{
	struct site *site = *state;
	site_put(site, "site/_posts/2022-01-01-a.md", "x\n");
	site_link(site, "news", "site/_posts");
	site_open(site, site_path(site, "news"));
	assert_string_equal(site_posts(site), "_posts/2022-01-01-a.md");
	assert_string_equal(archive_title(site->archive), "site");
}

/* What holds the site is no place for its posts: to walk it would never end. */
static void
posts_that_link_above(void **state)
{
	struct site *site = *state;
	static const char *const targets[] = {"/", "..", "../.."};
	site_put(site, "2022-01-01-a.md", "x\n");
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		site_link(site, "site/_posts", targets[i]);
		site_open(site, site->folder);
		assert_string_equal(site_posts(site), "");
		assert_true(site_has_problem(site, "_posts", "a link out of the site"));
		assert_int_equal(unlink(site_path(site, "site/_posts")), 0);
	}
}

/* A linked _posts is walked so far and no further, whatever tree it leads to. */
static void
linked_posts_of_many_folders(void **state)
{
	struct site *site = *state;
	enum { FOLDERS = 10010 };
	for (int i = 0; i < FOLDERS; i++)
		(void)site_path(site, arena_format(site->arena, "huge/%d/", i));
	site_put(site, "huge/2022-01-01-a.md", "x\n");
	site_link(site, "site/_posts", "../huge");
	assert_string_equal(site_posts(site), "_posts/2022-01-01-a.md");
	assert_int_equal(problems_count(site->problems), 1);
	assert_true(site_has_problem(site, NULL, "too many folders"));
	/* The site's own may have as many as it likes. */
	assert_int_equal(unlink(site_path(site, "site/_posts")), 0);
	assert_int_equal(rename(site_path(site, "huge"), site_path(site, "site/_posts")), 0);
	site_open(site, site->folder);
	assert_string_equal(site_posts(site), "_posts/2022-01-01-a.md");
	assert_int_equal(problems_count(site->problems), 0);
}

static void
sources_within_and_outside(void **state)
{
	struct site *site = *state;
	site_put(site, "out/_posts/2022-01-03-out.md", "x\n");
	site_put(site, "site/_posts/2022-01-01-own.md", "x\n");
	site_put(site, "site/src/_posts/2022-01-02-src.md", "x\n");
	site_link(site, "site/by_link", "src");
	site_link(site, "site/away", "../out");
	const struct {
		const char *source, *posts;
		bool is_bad;
	} sources[] = {{"src", "src/_posts/2022-01-02-src.md", false},
			{"./src/", "src/_posts/2022-01-02-src.md", false},
			{"by_link", "src/_posts/2022-01-02-src.md", false},
			{"src/../src", "src/_posts/2022-01-02-src.md", false},
			{site_path(site, "site/src"), "src/_posts/2022-01-02-src.md", false},
			{".", "_posts/2022-01-01-own.md", false},
			{"''", "_posts/2022-01-01-own.md", false},
			{"..", "_posts/2022-01-01-own.md", true},
			{"../out", "_posts/2022-01-01-own.md", true},
			{"src/../../out", "_posts/2022-01-01-own.md", true},
			{"away", "_posts/2022-01-01-own.md", true},
			{site_path(site, "out"), "_posts/2022-01-01-own.md", true},
			{"/", "_posts/2022-01-01-own.md", true},
			{"nowhere", "_posts/2022-01-01-own.md", true}};
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		site_put(site, "site/_config.yml",
				arena_format(site->arena,
						"source: %s\nexclude: [src, by_link, away]\n",
						sources[i].source));
		site_open(site, site->folder);
		if (strcmp(site_posts(site), sources[i].posts) != 0)
			fail_msg("source: %s: '%s'", sources[i].source, site_posts(site));
		assert_int_equal(site_has_problem(site, "_config.yml", "is no folder of the site"),
				sources[i].is_bad);
	}
}

/* Nothing of them is read, and nothing waits for them. */
static void
settings_and_pages_elsewhere(void **state)
{
	struct site *site = *state;
	struct landings landings;
	struct err err;
	site_put(site, "secret.yml", "title: secret\n");
	site_put(site, "secret.html", "---\ncategory: a\ntitle: secret\n---\n");
	site_put(site, "secret", "secret.example\n");
	site_link(site, "site/_config.yml", "../secret.yml");
	site_link(site, "site/CNAME", "../secret");
	site_link(site, "site/page.html", "../secret.html");
	site_put(site, "site/own.html", "---\ncategory: b\ntitle: own\n---\n");
	site_link(site, "site/same.html", "own.html");
	assert_int_equal(mkfifo(site_path(site, "site/fifo.html"), 0600), 0);
	site_link(site, "site/device.html", "/dev/zero");
	site_open(site, site->folder);
	assert_string_equal(archive_title(site->archive), "site");
	assert_true(site_has_problem(site, "_config.yml", "a link out of the site"));
	assert_true(archive_read_landings(site->archive, site->arena, &landings, &err));
	assert_int_equal(landings.count, 2);
	assert_string_equal(landings.items[0].title, "own");
	assert_string_equal(landings.items[1].url, "/same.html");
	assert_int_equal(unlink(site_path(site, "site/_config.yml")), 0);
	assert_int_equal(mkfifo(site_path(site, "site/_config.yml"), 0600), 0);
	site_open(site, site->folder);
	assert_true(site_has_problem(site, "_config.yml", "is a FIFO"));
	assert_int_equal(unlink(site_path(site, "site/_config.yml")), 0);
	site_link(site, "site/_config.yml", "/dev/zero");
	site_open(site, site->folder);
	assert_string_equal(archive_title(site->archive), "site");
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		(void)setlocale(LC_CTYPE, "");
	const struct CMUnitTest tests[] = {
			WITH_SITE(links_within_the_site),
			WITH_SITE(links_out_of_the_site),
			WITH_SITE(posts_that_are_a_link),
			WITH_SITE(link_to_posts),
			WITH_SITE(posts_that_link_above),
			WITH_SITE(linked_posts_of_many_folders),
			WITH_SITE(sources_within_and_outside),
			WITH_SITE(settings_and_pages_elsewhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
