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

/* --- Links, and folders that settings name --- */

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

/* --- Files by themselves --- */

struct lone {
	struct post post;
	struct body body;
};

static struct lone
read_alone(struct site *site, const char *path)
{
	struct lone lone;
	struct err err = {0};
	struct archive *around = archive_open_around(path);
	if (!archive_read_file(around, path, site->arena, &lone.post, &lone.body, &err))
		fail_msg("%s: %s", err.path, err.reason);
	archive_close(around);
	assert_string_equal(lone.post.path, path);
	return lone;
}

static void
make_site_around(struct site *site)
{
	site_put(site, "site/_config.yml",
			"title: 站\nbaseurl: /b\ntimezone: Asia/Shanghai\npermalink: "
			"/:categories/:title/\n"
			"defaults:\n- {scope: {path: ''}, values: {tags: [all]}}\n"
			"- {scope: {path: '', type: posts}, values: {tags: [post]}}\n");
	static const char body[] = "{{ site.title }} {{ page.path }} {% post_url 2022-01-02-b %} "
				   "{{ page.url }}\n";
	site_put(site, "site/_posts/2022-01-01-a.md", body);
	site_put(site, "site/_posts/2022-01-02-b.md", "x\n");
	site_put(site, "site/news/world/_posts/2022-01-03-c.md", body);
	site_put(site, "site/_drafts/idea.md", body);
	site_put(site, "site/my_posts/about.md", body);
}

static void
posts_of_a_site_alone(void **state)
{
	struct site *site = *state;
	make_site_around(site);
	struct lone lone = read_alone(site, site_path(site, "site/_posts/2022-01-01-a.md"));
	assert_string_equal(lone.body.text, "站 _posts/2022-01-01-a.md /b/b/ /a/\n");
	assert_int_equal(lone.post.category_count, 0);
	assert_int_equal(lone.post.utc_offset, 28800);
	assert_string_equal(lone.post.tags[0], "post");
	assert_int_equal(lone.post.flags & POST_HIDDEN, 0);
	lone = read_alone(site, site_path(site, "site/news/world/_posts/2022-01-03-c.md"));
	assert_string_equal(lone.body.text,
			"站 news/world/_posts/2022-01-03-c.md /b/b/ /news/world/c/\n");
	assert_int_equal(lone.post.category_count, 2);
	lone = read_alone(site, site_path(site, "site/_drafts/idea.md"));
	assert_string_equal(lone.body.text, "站 _drafts/idea.md /b/b/ /idea/\n");
	assert_true(lone.post.flags & POST_DRAFT);
	assert_true(lone.post.has_date);
	/* A page: no post's defaults, no folder's category, a page's url. */
	lone = read_alone(site, site_path(site, "site/my_posts/about.md"));
	assert_string_equal(lone.body.text, "站 my_posts/about.md /b/b/ /my_posts/about/\n");
	assert_int_equal(lone.post.category_count, 0);
	assert_string_equal(lone.post.tags[0], "all");
}

static void
ways_to_a_file(void **state)
{
	struct site *site = *state;
	static const char expected[] = "站 _posts/2022-01-01-a.md /b/b/ /a/\n";
	make_site_around(site);
	site_link(site, "link.md", "site/_posts/2022-01-01-a.md");
	site_link(site, "by_link", "site");
	const char *link = site_path(site, "link.md");
	assert_string_equal(read_alone(site, link).body.text, expected);
	assert_string_equal(read_alone(site, site_path(site, "by_link/_posts/2022-01-01-a.md"))
					    .body.text,
			expected);
	assert_int_equal(chdir(site_path(site, "site/_posts/")), 0);
	static const char *const paths[] = {"2022-01-01-a.md", "./2022-01-01-a.md",
			"../_posts/2022-01-01-a.md", "../../link.md"};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		assert_string_equal(read_alone(site, paths[i]).body.text, expected);
	assert_int_equal(chdir("/"), 0);
	/* Posts that are kept elsewhere are the site's by the way that leads to them. */
	site_put(site, "store/2022-01-04-d.md", "{{ site.title }}\n");
	site_put(site, "linked/_config.yml", "title: 链\n");
	site_link(site, "linked/_posts", "../store");
	assert_string_equal(read_alone(site, site_path(site, "linked/_posts/2022-01-04-d.md"))
					    .body.text,
			"链\n");
}

static void
sites_without_settings(void **state)
{
	struct site *site = *state;
	site_put(site, "site/_posts/2022-01-01-a.md", "{% post_url 2022-01-02-b %}\n");
	site_put(site, "site/_posts/2022-01-02-b.md", "x\n");
	assert_string_equal(
			read_alone(site, site_path(site, "site/_posts/2022-01-01-a.md")).body.text,
			"/2022/01/02/b.html\n");
}

static void
files_of_no_site(void **state)
{
	struct site *site = *state;
	struct lone lone;
	struct err err = {0};
	site_put(site, "my_posts/2022-01-01-a.md", "{{ site.title }}x\n");
	const char *path = site_path(site, "my_posts/2022-01-01-a.md");
	assert_null(archive_open_around(path));
	lone = read_alone(site, path);
	assert_int_equal(lone.post.category_count, 0);
	assert_string_equal(lone.post.url, "/2022/01/01/a.html");
	assert_string_equal(lone.post.title, "");
	assert_null(archive_open_around("/nonexistent/x.md"));
	assert_false(archive_read_file(
			NULL, "/nonexistent/x.md", site->arena, &lone.post, &lone.body, &err));
	assert_string_equal(err.path, "/nonexistent/x.md");
	assert_int_equal(mkfifo(site_path(site, "fifo.md"), 0600), 0);
	assert_false(archive_read_file(NULL, site_path(site, "fifo.md"), site->arena, &lone.post,
			&lone.body, &err));
	assert_string_equal(err.reason, "is a FIFO");
	FILE *binary = fopen(site_path(site, "binary.md"), "w");
	assert_int_equal(fwrite("\0\xFF\0\x80", 1, 4, binary), 4);
	assert_int_equal(fclose(binary), 0);
	path = site_path(site, "binary.md");
	assert_false(archive_read_file(NULL, path, site->arena, &lone.post, &lone.body, &err));
	assert_string_equal(err.path, path);
}

/* --- Markdown's settings --- */

static struct kramdown
settings_of(struct site *site, const char *config)
{
	struct lone lone;
	site_put(site, "site/_config.yml", config);
	site_put(site, "site/_posts/2022-01-01-a.md", "x\n");
	lone = read_alone(site, site_path(site, "site/_posts/2022-01-01-a.md"));
	return lone.body.kramdown;
}

static void
kramdown_defaults(void **state)
{
	struct site *site = *state;
	static const char *const silent[] = {"", "title: x\n", "kramdown:\n", "kramdown: 3\n",
			"kramdown: {input: GFM}\n", "kramdown: [a]\n"};
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++) {
		struct kramdown settings = settings_of(site, silent[i]);
		assert_false(settings.hard_wrap);
		assert_true(settings.auto_ids && settings.smart_quotes && settings.parse_span_html);
		assert_false(settings.parse_block_html);
		assert_int_equal(settings.toc_first, 1);
		assert_int_equal(settings.toc_last, 6);
		assert_int_equal(settings.footnote_nr, 1);
	}
}

static void
kramdown_as_the_site_has_it(void **state)
{
	struct site *site = *state;
	static const struct {
		const char *config;
		bool hard_wrap;
	} wraps[] = {{"kramdown: {hard_wrap: true}", true}, {"kramdown: {hard_wrap: yes}", true},
			{"kramdown: {hard_wrap: 'true'}", true}, {"kramdown: {hard_wrap: 1}", true},
			{"kramdown: {hard_wrap: 'false'}", false},
			{"kramdown: {hard_wrap: no}", false}, {"kramdown: {hard_wrap: }", false},
			{"kramdown: {input: GFM, hard_wrap: true}", true},
			{"kramdown: {input: kramdown, hard_wrap: true}", false},
			{"hard_wrap: true", false},
			{"{markdown: CommonMark, kramdown: {hard_wrap: true}}", false},
			{"{markdown: CommonMark, commonmark: {options: [SMART, HARDBREAKS]}}",
					true},
			{"{markdown: CommonMarkGhPages, commonmark: {options: SMART}}", false}};
	for (size_t i = 0; i < sizeof(wraps) / sizeof(wraps[0]); i++)
		if (settings_of(site, wraps[i].config).hard_wrap != wraps[i].hard_wrap)
			fail_msg("%s", wraps[i].config);
	struct kramdown settings = settings_of(site,
			"kramdown:\n  auto_ids: false\n  smart_quotes: apos,apos,quot,quot\n"
			"  parse_block_html: true\n  parse_span_html: false\n  toc_levels: 2..4\n"
			"  footnote_nr: 5\n");
	assert_false(settings.auto_ids || settings.smart_quotes || settings.parse_span_html);
	assert_true(settings.parse_block_html);
	assert_int_equal(settings.toc_first, 2);
	assert_int_equal(settings.toc_last, 4);
	assert_int_equal(settings.footnote_nr, 5);
	settings = settings_of(site,
			"kramdown: {toc_levels: [3, 2], smart_quotes: [apos, apos, quot, "
			"rdquo], footnote_nr: x}");
	assert_int_equal(settings.toc_first, 2);
	assert_int_equal(settings.toc_last, 3);
	assert_true(settings.smart_quotes);
	assert_int_equal(settings.footnote_nr, 1);
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
			WITH_SITE(links_within_the_site),
			WITH_SITE(links_out_of_the_site),
			WITH_SITE(posts_that_are_a_link),
			WITH_SITE(link_to_posts),
			WITH_SITE(posts_that_link_above),
			WITH_SITE(linked_posts_of_many_folders),
			WITH_SITE(sources_within_and_outside),
			WITH_SITE(settings_and_pages_elsewhere),
			WITH_SITE(posts_of_a_site_alone),
			WITH_SITE(ways_to_a_file),
			WITH_SITE(sites_without_settings),
			WITH_SITE(files_of_no_site),
			WITH_SITE(kramdown_defaults),
			WITH_SITE(kramdown_as_the_site_has_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
