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

/* --- Markdown's settings --- */

/* What a body is told of the site's Markdown with this configuration. */
static const char *
settings_of(struct site *site, const char *config)
{
	struct archive_entry entry = {.path = "_posts/2022-01-01-a.md"};
	struct post post;
	struct body body;
	site_put(site, "site/_config.yml", config);
	site_put(site, "site/_posts/2022-01-01-a.md", "x\n");
	site_open(site, site->folder);
	assert_true(archive_read_body(site->archive, &entry, site->arena, &post, &body, NULL));
	return body.markdown_options;
}

static void
kramdown_as_the_site_has_it(void **state)
{
	struct site *site = *state;
	static const struct {
		const char *config, *options;
	} cases[] = {{"", ""}, {"title: x\n", ""}, {"kramdown:\n", ""}, {"kramdown: 3\n", ""},
			{"kramdown: [a]\n", ""}, {"hard_wrap: true", ""},
			{"kramdown: {hard_wrap: yes, auto_ids: no, input: }",
					"hard_wrap=\"yes\" auto_ids=\"false\" input=\"\""},
			{"kramdown: {toc_levels: [2, 3], footnote_nr: 5}",
					"toc_levels=\"2,3\" footnote_nr=\"5\""},
			{"kramdown: {footnote_backlink: '\"}', '1}': x}",
					"footnote_backlink=\"\\\"\\}\" 1}=\"x\""},
			{"kramdown: {typographic_symbols: {hellip: ..., mdash: '--'}, auto_ids: x}",
					"auto_ids=\"x\" typographic_symbols-hellip=\"...\" "
					"typographic_symbols-mdash=\"--\""},
			{"{markdown: CommonMark, kramdown: {hard_wrap: true}}",
					"hard_wrap=\"false\" smart_quotes=\"apos,apos,quot,quot\" "
					"gfm_quirks=\"paragraph_end,no_auto_typographic\""},
			{"{markdown: CommonMark, commonmark: {options: [SMART, HARDBREAKS]}}",
					"hard_wrap=\"true\""},
			{"{markdown: CommonMarkGhPages, commonmark: {options: SMART}}",
					"hard_wrap=\"false\" smart_quotes=\"apos,apos,quot,quot\" "
					"gfm_quirks=\"paragraph_end,no_auto_typographic\""}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(settings_of(site, cases[i].config), cases[i].options);
}

/* The settings are copied with each post: a long one is left out, and those behind it are not. */
static void
long_settings_are_left_out(void **state)
{
	struct site *site = *state;
	struct buf config = buf_empty();
	buf_add_text(&config, "kramdown:\n  hard_wrap: true\n  footnote_backlink: ");
	buf_add_repeated(&config, 'x', 5000);
	buf_add_text(&config, "\n  auto_ids: true\n");
	assert_string_equal(settings_of(site, config.data), "hard_wrap=\"true\" auto_ids=\"true\"");
	buf_free(&config);
}

/* --- The file --- */

static void
names_of_the_file(void **state)
{
	struct site *site = *state;
	site_put(site, "site/_config.toml", "title = 'toml'\n");
	site_open(site, site->folder);
	assert_string_equal(archive_title(site->archive), "site");
	assert_true(site_has_problem(site, "_config.toml", "TOML is not read"));
	site_put(site, "site/_config.yaml", "title: yaml\n");
	assert_string_equal(archive_title(site_open(site, site->folder)), "yaml");
	site_put(site, "site/_config.yml", "\xEF\xBB\xBFtitle: yml\n");
	assert_string_equal(archive_title(site_open(site, site->folder)), "yml");
	assert_int_equal(problems_count(site->problems), 0);
}

static void
files_that_are_no_settings(void **state)
{
	struct site *site = *state;
	static const char *const texts[][2] = {
			{"- a\n", "no mapping"}, {"a: b: c\n", ""}, {"text\n", "no mapping"}};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		site_put(site, "site/_config.yml", texts[i][0]);
		assert_string_equal(archive_title(site_open(site, site->folder)), "site");
		assert_int_equal(problems_error_count(site->problems), 1);
		assert_true(site_has_problem(site, "_config.yml", texts[i][1]));
	}
	site_put(site, "site/_config.yml", "");
	site_open(site, site->folder);
	assert_int_equal(problems_count(site->problems), 0);
	FILE *file = fopen(site_path(site, "site/_config.yml"), "w");
	for (int i = 0; i < 600000; i++)
		assert_true(fputs("# xxxxx\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	site_open(site, site->folder);
	assert_true(site_has_problem(site, "_config.yml", "is larger than"));
}

static void
encodings_of_a_site(void **state)
{
	struct site *site = *state;
	site_put(site, "site/_posts/2022-01-01-a.md", "---\ntitle: \xA4\xA4\xB0\xEA\n---\n");
	static const struct {
		const char *config, *title;
		bool is_bad;
	} encodings[] = {{"encoding: big5", "中國", false},
			{"encoding: Big5//IGNORE", "中國", false},
			{"encoding: no-such", NULL, true}, {"encoding: //", NULL, true},
			{"encoding: [big5]", NULL, false}};
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++) {
		site_put(site, "site/_config.yml", encodings[i].config);
		site_open(site, site->folder);
		struct post post = site_read(site, "_posts/2022-01-01-a.md");
		if (encodings[i].title != NULL)
			assert_string_equal(post.title, encodings[i].title);
		assert_int_equal(site_has_problem(site, "_config.yml", "no such encoding"),
				encodings[i].is_bad);
	}
}

/* A name that is no UTF-8 can be shown all the same. */
static void
a_folder_for_a_title(void **state)
{
	struct site *site = *state;
	(void)site_path(site, "caf\xC3\xA9/_posts/");
	assert_string_equal(archive_title(site_open(site, site_path(site, "caf\xC3\xA9"))), "café");
	if (mkdir(site_path(site, "\xD6\xD0\xB9\xFA"), 0700) != 0)
		return; /* a file system of UTF-8 alone */
	site_open(site, site_path(site, "\xD6\xD0\xB9\xFA"));
	assert_string_equal(archive_title(site->archive), "中国");
}

static void
what_is_shown(void **state)
{
	struct site *site = *state;
	static const struct {
		const char *config;
		bool is_shown;
	} cases[] = {{"", false}, {"future: true", true}, {"future: yes", true},
			{"future: 'false'", true}, {"future: false", false}, {"future: no", false},
			{"future: ~", false}, {"future: [true]", false}};
	site_put(site, "site/_posts/2999-01-01-a.md", "x\n");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		site_put(site, "site/_config.yml", cases[i].config);
		site_open(site, site->folder);
		struct post post = site_read(site, "_posts/2999-01-01-a.md");
		assert_true(post.flags & POST_FUTURE);
		if (((post.flags & POST_HIDDEN) == 0) != cases[i].is_shown)
			fail_msg("%s", cases[i].config);
	}
	site_put(site, "site/_config.yml", "unpublished: true\nlimit_posts: 7\n");
	site_put(site, "site/_posts/2022-01-01-b.md", "---\npublished: false\n---\n");
	site_open(site, site->folder);
	assert_int_equal(site_read(site, "_posts/2022-01-01-b.md").flags & POST_HIDDEN, 0);
	assert_int_equal(archive_post_limit(site->archive), 7);
}

/* --- Defaults: lib/jekyll/frontmatter_defaults.rb --- */

static const char *
slug_at(struct site *site, const char *path)
{
	site_put(site, arena_format(site->arena, "site/%s", path), "x\n");
	return site_read(site, path).slug;
}

/* A longer path wins, then the set with a type, then the later one. */
static void
precedence_of_defaults(void **state)
{
	struct site *site = *state;
	site_put(site, "site/_config.yml",
			"defaults:\n"
			"- {scope: {path: news/_posts}, values: {slug: long}}\n"
			"- {scope: {path: '', type: posts}, values: {slug: typed}}\n"
			"- {scope: {path: ''}, values: {slug: any}}\n"
			"- {scope: {path: /news}, values: {slug: short}}\n"
			"- {scope: {path: _posts/same}, values: {slug: first}}\n"
			"- {scope: {path: _posts/same}, values: {slug: second}}\n"
			"- {scope: {path: '', type: pages}, values: {slug: page}}\n"
			"- {scope: {path: '', type: drafts}, values: {slug: draft}}\n"
			"- {scope: {path: news/_posts/x, type: post}, values: {slug: legacy}}\n"
			"- {scope: x, values: {slug: bad}}\n"
			"- {scope: {path: ''}, values: bad}\n"
			"- bad\n");
	site_open(site, site->folder);
	assert_string_equal(slug_at(site, "_posts/2022-01-01-a.md"), "typed");
	assert_string_equal(slug_at(site, "news/_posts/2022-01-01-a.md"), "long");
	assert_string_equal(slug_at(site, "news/_posts/x/2022-01-01-a.md"), "legacy");
	assert_string_equal(slug_at(site, "newspaper/_posts/2022-01-01-a.md"), "short");
	assert_string_equal(slug_at(site, "_posts/same/2022-01-01-a.md"), "second");
}

static void
patterns_of_defaults(void **state)
{
	struct site *site = *state;
	site_put(site, "site/_config.yml",
			"defaults:\n"
			"- {scope: {path: 'a/*/_posts'}, values: {slug: one}}\n"
			"- {scope: {path: 'b/**/deep'}, values: {slug: many}}\n"
			"- {scope: {path: '_posts/*.md'}, values: {slug: file}}\n");
	site_open(site, site->folder);
	assert_string_equal(slug_at(site, "a/x/_posts/2022-01-01-p.md"), "one");
	assert_string_equal(slug_at(site, "a/x/y/_posts/2022-01-01-p.md"), "p");
	assert_string_equal(slug_at(site, "b/x/y/deep/_posts/2022-01-01-p.md"), "many");
	assert_string_equal(slug_at(site, "_posts/2022-01-01-p.md"), "file");
	assert_string_equal(slug_at(site, "_posts/2022-01-01-p.txt"), "p");
}

/* More sets than any site has are left out, and cost no more. */
static void
defaults_without_end(void **state)
{
	struct site *site = *state;
	struct buf text = buf_empty();
	buf_add_text(&text, "defaults:\n");
	for (int i = 0; i < 4100; i++)
		buf_format(&text, "- {scope: {path: ''}, values: {slug: s%d}}\n", i);
	site_put(site, "site/_config.yml", text.data);
	buf_free(&text);
	site_open(site, site->folder);
	assert_string_equal(slug_at(site, "_posts/2022-01-01-p.md"), "s4095");
}

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
			WITH_SITE(kramdown_as_the_site_has_it),
			WITH_SITE(long_settings_are_left_out),
			WITH_SITE(names_of_the_file),
			WITH_SITE(files_that_are_no_settings),
			WITH_SITE(encodings_of_a_site),
			WITH_SITE(a_folder_for_a_title),
			WITH_SITE(what_is_shown),
			WITH_SITE(precedence_of_defaults),
			WITH_SITE(patterns_of_defaults),
			WITH_SITE(defaults_without_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
