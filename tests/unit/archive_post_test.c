#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/archive.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include "site_maker.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct archive_entries
walk(struct site *site)
{
	struct archive_options options = {.now = SITE_NOW};
	struct archive_entries entries;
	struct err err;
	if (site->archive == NULL)
		site->archive = archive_open(site->folder, &options, site->problems, &err);
	assert_non_null(site->archive);
	assert_true(entry_list_read(site->archive, site->arena, &entries, site->problems, &err));
	return entries;
}

static const struct archive_entry *
find_entry(const struct archive_entries *entries, const char *path)
{
	for (size_t i = 0; i < entries->count; i++)
		if (strcmp(entries->items[i].path, path) == 0)
			return &entries->items[i];
	return NULL;
}

static struct post
read_post(struct site *site, const char *path)
{
	struct archive_entries entries = walk(site);
	const struct archive_entry *entry = find_entry(&entries, path);
	struct post post;
	struct err err;
	assert_non_null(entry);
	assert_true(archive_read_post(site->archive, entry, site->arena, &post, NULL, &err));
	return post;
}

/* News is not hidden for a stray byte; what does not even begin as a post is. */
static void
test_damaged_bytes(void **state)
{
	struct site *site = *state;
	static const char post[] = "---\ntitle: News\n---\nsome\0thing \xFF\n";
	static const char other[] = "\x89PNG\0\xFF";
	folder_write_bytes(site->folder, "_posts/2022-05-12-a.md", post, sizeof(post) - 1);
	folder_write_bytes(site->folder, "_posts/2022-05-12-b.md", other, sizeof(other) - 1);
	struct post read = read_post(site, "_posts/2022-05-12-a.md");
	assert_string_equal(read.title, "News");
	assert_non_null(strstr(read.problem, "not UTF-8"));
	struct archive_entries entries = walk(site);
	struct err err;
	const struct archive_entry *entry = find_entry(&entries, "_posts/2022-05-12-b.md");
	assert_false(archive_read_post(site->archive, entry, site->arena, &read, NULL, &err));
	assert_non_null(strstr(err.reason, "is no text"));
}

/* What stands beyond the front matter is read by who asks for it. */
static void
test_damage_far_behind(void **state)
{
	struct site *site = *state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: News\n---\n");
	for (int i = 0; i < 20000; i++)
		buf_add_text(&text, "长文。");
	buf_add_text(&text, "\xFF\n");
	folder_write_bytes(site->folder, "_posts/2022-05-12-a.md", text.data, text.length);
	buf_free(&text);
	assert_null(read_post(site, "_posts/2022-05-12-a.md").problem);
	struct archive_options options = {.now = SITE_NOW, .is_thorough = true};
	struct archive *before = site->archive;
	struct err err;
	site->archive = archive_open(site->folder, &options, NULL, &err);
	assert_non_null(site->archive);
	const char *problem = read_post(site, "_posts/2022-05-12-a.md").problem;
	assert_non_null(problem);
	assert_non_null(strstr(problem, "not UTF-8"));
	archive_close(site->archive);
	site->archive = before;
}

static void
test_walk(void **state)
{
	struct site *site = *state;
	static const char *const posts[] = {"_posts/2022-05-12-a.md",
			"_posts/sub/_in/2022-05-12-b.md", "News/2022/_posts/2022-05-12-c.txt",
			"_drafts/idea.md", "_posts/2022-05-12-.md"};
	static const char *const others[] = {"_posts/.2022-05-12-h.md", "_posts/_2022-05-12-u.md",
			"_posts/_sub/2022-05-12-x.md", "_posts/2022-05-12-b.md~",
			"_posts/2022-05-12-d.yml", "_hidden/_posts/2022-05-12-x.md",
			"skipper/_posts/2022-05-12-x.md", "_posts/image.png",
			"_site/_posts/2022-05-12-x.md", "node_modules/_posts/2022-05-12-x.md",
			"_POSTS/2022-05-12-x.md"};
	static const char *const skipped[] = {"_posts/undated.md", "_posts/2022-05-12.md",
			"_posts/2022-05-12-bare", "_posts/-20220526.md"};
	folder_write(site->folder, "_config.yml", "exclude: [skip]\n");
	for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++)
		folder_write(site->folder, posts[i], "text\n");
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		folder_write(site->folder, others[i], "text\n");
	for (size_t i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++)
		folder_write(site->folder, skipped[i], "text\n");
	struct archive_entries entries = walk(site);
	for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++) {
		const struct archive_entry *entry = find_entry(&entries, posts[i]);
		assert_non_null(entry);
		assert_null(entry->skipped);
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_null(find_entry(&entries, others[i]));
	for (size_t i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++) {
		const struct archive_entry *entry = find_entry(&entries, skipped[i]);
		assert_non_null(entry);
		assert_non_null(entry->skipped);
	}
	assert_int_equal(entries.count, 9);
}

static void
test_odd_files(void **state)
{
	struct site *site = *state;
	char path[128], other[128];
	folder_write(site->folder, "_posts/2022-05-12-a.md", "text\n");
	folder_write(site->folder, "_posts/2022-05-12-dir.md/inner.txt", "text\n");
	snprintf(path, sizeof(path), "%s/_posts/2022-05-12-fifo.md", site->folder);
	assert_int_equal(mkfifo(path, 0600), 0);
	snprintf(path, sizeof(path), "%s/_posts/2022-05-12-gone.md", site->folder);
	assert_int_equal(symlink("nowhere", path), 0);
	snprintf(path, sizeof(path), "%s/_posts/2022-05-12-ring.md", site->folder);
	assert_int_equal(symlink("2022-05-12-ring.md", path), 0);
	snprintf(path, sizeof(path), "%s/loop", site->folder);
	assert_int_equal(symlink(".", path), 0);
	snprintf(path, sizeof(path), "%s/_posts/2022-05-12-link.md", site->folder);
	snprintf(other, sizeof(other), "%s/_posts/2022-05-12-a.md", site->folder);
	assert_int_equal(symlink(other, path), 0);
	struct archive_entries entries = walk(site);
	assert_non_null(find_entry(&entries, "_posts/2022-05-12-link.md"));
	assert_null(find_entry(&entries, "_posts/2022-05-12-fifo.md"));
	assert_true(site_has_problem(site, "_posts/2022-05-12-fifo.md", "FIFO"));
	assert_true(site_has_problem(site, "_posts/2022-05-12-dir.md", "directory"));
	assert_true(site_has_problem(site, "_posts/2022-05-12-gone.md", "link to nothing"));
	assert_true(site_has_problem(site, "_posts/2022-05-12-ring.md", "circle"));
	assert_true(site_has_problem(site, "loop", "back to a folder"));
}

static void
test_fields(void **state)
{
	struct site *site = *state;
	folder_write(site->folder, "_config.yml",
			"timezone: Asia/Shanghai\ndefaults:\n- scope: {path: ''}\n  values: "
			"{title: D, categories: p, tags: [x]}\n"
			"- scope: {path: old/_posts, type: posts}\n  values: {title: E}\n");
	folder_write(site->folder, "old/_posts/2022-05-12-a-b.md",
			"---\ntitle:\ndate: 2022-05-13 10:00\ncategories: [q, q]\ntag: one "
			"two\n---\n");
	struct post post = read_post(site, "old/_posts/2022-05-12-a-b.md");
	assert_string_equal(post.title, "E");
	assert_int_equal(post.date, 1652407200); /* 02:00Z */
	assert_int_equal(post.utc_offset, 8 * 3600);
	assert_int_equal(post.category_count, 3);
	assert_string_equal(post.categories[0], "old");
	assert_string_equal(post.categories[1], "p");
	assert_string_equal(post.categories[2], "q");
	assert_int_equal(post.tag_count, 1);
	assert_string_equal(post.tags[0], "one two");
	assert_string_equal(post.url, "/old/p/q/2022/05/13/a-b.html");
	assert_null(post.problem);
}

static void
test_damage(void **state)
{
	struct site *site = *state;
	folder_write(site->folder, "_posts/2022-05-12-a.md",
			"---\nlayout: post\ntitle: A: B\ntags: [甲, 乙]\n---\nBody\n");
	struct post post = read_post(site, "_posts/2022-05-12-a.md");
	assert_string_equal(post.title, "A: B");
	assert_int_equal(post.tag_count, 2);
	assert_true(post.flags & POST_DAMAGED);
	assert_int_equal(post.problem_line, 3);
	assert_non_null(strstr(post.problem, "front matter: "));
	folder_write(site->folder, "_posts/2022-05-26-b.md",
			"---\ntitle: ''\ndate:  +0800\n---\n# 要闻\n");
	post = read_post(site, "_posts/2022-05-26-b.md");
	assert_true(post.has_date);
	assert_int_equal(post.problem_line, 3);
	assert_string_equal(post.title, "要闻");
	folder_write(site->folder, "_posts/-2022.md", "---\ntitle: ''\n---\n\n<p>导语</p>\n");
	post = read_post(site, "_posts/-2022.md");
	assert_false(post.has_date);
	assert_true(post.flags & POST_SKIPPED);
	assert_string_equal(post.title, "导语");
	folder_write_bytes(site->folder, "_posts/2022-05-12-g.md",
			"---\ntitle: \xD6\xD0\xB9\xFA\n---\n\xD6\xD0\xB9\xFA\xBE\xAD\n", 27);
	post = read_post(site, "_posts/2022-05-12-g.md");
	assert_string_equal(post.title, "中国");
	assert_true(post.flags & POST_DAMAGED);
	folder_write(site->folder, "_posts/2999-01-01-f.md", "---\npublished: no\n---\n");
	post = read_post(site, "_posts/2999-01-01-f.md");
	assert_int_equal(post.flags, POST_FUTURE | POST_UNPUBLISHED | POST_HIDDEN);
}

static void
test_long_front_matter(void **state)
{
	struct site *site = *state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\nnote: ");
	while (text.length < 70000)
		buf_add_text(&text, "字");
	buf_add_text(&text, "\ntitle: End\n---\nBody\n");
	folder_write(site->folder, "_posts/2022-05-12-long.md", text.data);
	buf_free(&text);
	assert_string_equal(read_post(site, "_posts/2022-05-12-long.md").title, "End");
}

/* What a browser shows of a title: character references are characters, once; urls keep theirs. */
static void
test_references(void **state)
{
	struct site *site = *state;
	struct landings landings;
	struct err err;
	folder_write(site->folder, "_posts/2022-05-12-a.md",
			"---\ntitle: 'A &amp; B &#x4E2D;&nbsp;&amp;lt;'\n"
			"categories: [R&amp;D, 'R&D', x]\ntags: [M&amp;A, 甲&middot;乙]\n---\n");
	folder_write(site->folder, "_posts/2022-05-13-q&amp;a.md",
			"---\ntitle: R&D\ntags: [a]\n---\n");
	folder_write(site->folder, "_posts/2022-05-14-c.md",
			"---\ntitle: ''\ndate: soon\n---\n# 甲&amp;乙\n");
	folder_write(site->folder, "category/rd.html",
			"---\ntitle: 研发 &amp; 创新\ncategory: R&amp;D\n---\n");
	struct post post = read_post(site, "_posts/2022-05-12-a.md");
	assert_string_equal(post.title, "A & B 中\u00A0&lt;");
	assert_string_equal(post.url, "/r&amp;d/r&d/x/2022/05/12/a.html");
	assert_int_equal(post.category_count, 2);
	assert_string_equal(post.categories[0], "R&D");
	assert_string_equal(post.categories[1], "x");
	assert_string_equal(post.tags[0], "M&A");
	assert_string_equal(post.tags[1], "甲·乙");
	post = read_post(site, "_posts/2022-05-13-q&amp;a.md");
	assert_string_equal(post.title, "R&D");
	assert_string_equal(read_post(site, "_posts/2022-05-14-c.md").title, "甲&乙");
	assert_true(archive_read_landings(site->archive, site->arena, &landings, &err));
	assert_int_equal(landings.count, 1);
	assert_string_equal(landings.items[0].category, "R&D");
	assert_string_equal(landings.items[0].title, "研发 & 创新");
}

/* Nor does it matter in which encoding the body stands, behind what a list reads of it. */
static void
test_mixed_encodings(void **state)
{
	struct site *site = *state;
	static const char *const fronts[] = {
			"---\ntitle: 中文\n---\n", "---\ntitle: \xD6\xD0\xCE\xC4\n---\n"};
	static const char *const bodies[] = {"汉字\n", "\xBA\xBA\xD7\xD6\n"};
	for (size_t i = 0; i < 4; i++) {
		struct buf text = buf_empty();
		buf_add_text(&text, fronts[i / 2]);
		for (int j = 0; j < 1000; j++)
			buf_add_text(&text, bodies[j < 500 ? 0 : i % 2]);
		folder_write_bytes(site->folder, "_posts/2022-05-12-a.md", text.data, text.length);
		buf_free(&text);
		assert_string_equal(read_post(site, "_posts/2022-05-12-a.md").title, "中文");
		struct archive_entries entries = walk(site);
		struct post post;
		struct body body;
		struct err err;
		assert_true(archive_read_body(site->archive,
				find_entry(&entries, "_posts/2022-05-12-a.md"), site->arena, &post,
				&body, &err));
		assert_string_equal(post.title, "中文");
	}
}

/* A front matter beyond its largest size is text, for whoever reads it, and that is said. */
static void
test_largest_front_matter(void **state)
{
	struct site *site = *state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ntitle: T\n# ");
	buf_add_repeated(&text, 'x', 1 << 20);
	buf_add_text(&text, "\n---\ntext\n");
	folder_write(site->folder, "_posts/2022-05-12-a.md", text.data);
	struct post post = read_post(site, "_posts/2022-05-12-a.md");
	assert_non_null(strstr(post.problem, "does not end within 1 MiB"));
	const char *title = post.title;
	struct archive_entries entries = walk(site);
	struct body body;
	struct err err;
	assert_true(archive_read_body(
			site->archive, &entries.items[0], site->arena, &post, &body, &err));
	assert_string_equal(post.title, title);
	assert_int_equal(body.length, text.length);
	buf_free(&text);
}

/* A list and an opened post agree on a title out of the body, however far its words stand. */
static void
test_words_far_behind(void **state)
{
	struct site *site = *state;
	static const size_t distances[] = {0, 1990, 2040, 5000, 32000, 33000, 70000};
	for (size_t i = 0; i < sizeof(distances) / sizeof(distances[0]); i++) {
		struct post post;
		struct body body;
		struct err err;
		struct buf text = buf_empty();
		buf_add_text(&text, "---\ntitle: ''\ndate: soon\n---\n");
		buf_add_repeated(&text, '\n', 1);
		buf_add_text(&text, "<!--");
		buf_add_repeated(&text, 'x', distances[i]);
		buf_add_text(&text, "-->要闻");
		buf_add_repeated(&text, '\n', 200000);
		folder_write(site->folder, "_posts/2022-05-26-b.md", text.data);
		buf_free(&text);
		struct archive_entries entries = walk(site);
		const struct archive_entry *entry = find_entry(&entries, "_posts/2022-05-26-b.md");
		post = read_post(site, "_posts/2022-05-26-b.md");
		const char *title = post.title;
		assert_string_equal(title, distances[i] < 32700 ? "要闻" : "B");
		assert_true(archive_read_body(
				site->archive, entry, site->arena, &post, &body, &err));
		assert_string_equal(title, post.title);
	}
}

static void
test_body(void **state)
{
	struct site *site = *state;
	folder_write(site->folder, "_posts/2022-05-12-a.md",
			"\xEF\xBB\xBF---\r\ntitle: T\r\n---\r\n\r\n\r\n  B\r\nC\r\n");
	struct archive_entries entries = walk(site);
	struct post post;
	struct body body;
	struct err err;
	assert_true(archive_read_body(site->archive, find_entry(&entries, "_posts/2022-05-12-a.md"),
			site->arena, &post, &body, &err));
	assert_string_equal(post.title, "T");
	assert_string_equal(body.text, "  B\nC\n");
	assert_int_equal(body.markup, BODY_MARKDOWN);
}

/* The words of a body without front matter's title: no tags, no Liquid, no Markdown's marks. */
static void
test_first_words(void **state)
{
	struct site *site = *state;
	static const struct {
		const char *text, *title;
	} bodies[] = {
			{"# 要闻\n正文", "要闻"},
			{"\n\n> * 要闻 \t\r\n", "要闻"},
			{"<!-- x --><p class=\"a\">要<b>闻</b></p>", "要闻"},
			{"{% include a %}{{ b }}要闻{{ c", "要闻{{ c"},
			{"a < b\tc", "a < b c"},
			{"<p>\n\n</p>\n<p>第二</p>", "第二"},
			{"{{x}}\n{%y%}", "B"},
			{"", "B"},
			{"<p", "B"},
	};
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		char text[256];
		snprintf(text, sizeof(text), "---\ndate: soon\ntitle: ''\n---\n%s", bodies[i].text);
		folder_write(site->folder, "_posts/2022-05-12-b.md", text);
		assert_string_equal(
				read_post(site, "_posts/2022-05-12-b.md").title, bodies[i].title);
	}
	/* In a line that only opens marks, each end is looked for once. */
	struct buf text = buf_empty();
	buf_add_text(&text, "---\ndate: soon\ntitle: ''\n---\n");
	buf_add_repeated(&text, '{', 30000);
	folder_write(site->folder, "_posts/2022-05-12-b.md", text.data);
	buf_free(&text);
	assert_int_equal(strlen(read_post(site, "_posts/2022-05-12-b.md").title), 60);
}

/* What is wrong with bytes of names, and front matters that are no front matters. */
static void
test_odd_posts(void **state)
{
	struct site *site = *state;
	folder_write(site->folder, "_config.yml", "encoding: gbk\n");
	folder_write(site->folder, "_posts/2022-05-12-\xD6\xD0.md", "text");
	folder_write(site->folder, "\xD6\xD0/_posts/2022-05-12-a.md",
			"---\ntitle: \xD6\xD0\n---\n");
	folder_write(site->folder, "_posts/2022-05-12-open.md", "---\ntitle: T\ntext");
	folder_write(site->folder, "_posts/2022-05-12-long.md",
			"---\nx: \"\\ud83d\npermalink: 5\n---\n");
	struct post post = read_post(site, "_posts/2022-05-12-\xD6\xD0.md");
	assert_string_equal(post.slug, "中");
	assert_string_equal(post.url, "/2022/05/12/%E4%B8%AD.html");
	post = read_post(site, "\xD6\xD0/_posts/2022-05-12-a.md");
	assert_string_equal(post.title, "中");
	assert_string_equal(post.categories[0], "中");
	assert_null(post.problem);
	post = read_post(site, "_posts/2022-05-12-open.md");
	assert_non_null(strstr(post.problem, "never closed"));
	post = read_post(site, "_posts/2022-05-12-long.md");
	assert_non_null(strstr(post.problem, "front matter: "));
	assert_true(post.flags & POST_DAMAGED);
}

/* Urls of pages follow the site's permalink (page.rb, template). */
static void
test_pages(void **state)
{
	static const struct {
		const char *style, *urls; /* of a/index.html, a/x.html, a/y.md, a/z.htm */
	} styles[] = {
			{"date", "/a/ /a/x.html /a/y.html /a/z.htm"},
			{"none", "/a/ /a/x.html /a/y.html /a/z.htm"},
			{"ordinal", "/a/ /a/x.html /a/y.html /a/z.htm"},
			{"weekdate", "/a/ /a/x /a/y /a/z.htm"},
			{"pretty", "/a/ /a/x/ /a/y/ /a/z.htm"},
			{"/:year/:title/", "/a/ /a/x/ /a/y/ /a/z.htm"},
			{"/:title:output_ext", "/a/ /a/x.html /a/y.html /a/z.htm"},
			{"/:title.html", "/a/ /a/x /a/y /a/z.htm"},
	};
	struct site *site = *state;
	static const char page[] = "---\ncategory: c\ntitle: T\n---\n";
	folder_write(site->folder, "a/index.html", page);
	folder_write(site->folder, "a/x.html", page);
	folder_write(site->folder, "a/y.md", page);
	folder_write(site->folder, "a/z.htm", page);
	folder_write(site->folder, "a/hidden.html",
			"---\ncategory: c\ntitle: T\npublished: false\n---\n");
	folder_write(site->folder, "a/untitled.html", "---\ncategory: c\ntitle:\n---\n");
	folder_write(site->folder, "a/marked.html",
			"\xEF\xBB\xBF---\ncategory: c\ntitle: T\n---\n");
	folder_write(site->folder, "a/open.html", "---\ncategory: c\ntitle: T\n");
	folder_write(site->folder, "a/plain.html", "text\n");
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
		char config[64], urls[128] = "";
		struct landings landings;
		struct err err;
		snprintf(config, sizeof(config), "permalink: %s\n", styles[i].style);
		folder_write(site->folder, "_config.yml", config);
		walk(site);
		assert_true(archive_read_landings(site->archive, site->arena, &landings, &err));
		for (size_t j = 0; j < landings.count; j++)
			snprintf(urls + strlen(urls), sizeof(urls) - strlen(urls), "%s%s",
					j > 0 ? " " : "", landings.items[j].url);
		assert_string_equal(urls, styles[i].urls);
		archive_close(site->archive);
		site->archive = NULL;
	}
}

static void
test_full_urls(void **state)
{
	struct site *site = *state;
	static const char *const sites[][2] = {
			{"url: https://x.example/\nbaseurl: /b\n", "https://x.example/b/p"},
			{"url: https://x.example\nbaseurl: b\n", "https://x.example/b/p"},
			{"title: T\n", "/p"},
	};
	for (size_t i = 0; i < sizeof(sites) / sizeof(sites[0]); i++) {
		folder_write(site->folder, "_config.yml", sites[i][0]);
		walk(site);
		struct buf url = buf_empty();
		archive_full_url(site->archive, "/p", &url);
		assert_string_equal(url.data, sites[i][1]);
		buf_free(&url);
		archive_close(site->archive);
		site->archive = NULL;
	}
}

static struct body
read_body(struct site *site, const char *path)
{
	struct archive_entries entries = walk(site);
	struct post post;
	struct body body;
	struct err err;
	assert_true(archive_read_body(site->archive, find_entry(&entries, path), site->arena, &post,
			&body, &err));
	return body;
}

static size_t
count_of(const char *text, const char *part)
{
	size_t count = 0;
	for (; (text = strstr(text, part)) != NULL; text++)
		count++;
	return count;
}

/* What a body asks of its page and its site. */
static void
test_liquid(void **state)
{
	struct site *site = *state;
	folder_write(site->folder, "_config.yml",
			"title: 滨海\nbaseurl: /b\nauthor: {name: 张}\n"
			"timezone: Asia/Shanghai\ncollections_dir: c\n");
	folder_write(site->folder, "c/_posts/2022-05-12-a.md",
			"---\ntitle: 'A &amp; B'\ntags: 甲 乙\ncategories: [丙]\nlist: [1, 2]\n"
			"note:\n---\n"
			"{{ page.title }}|{{ page.tags | join: ',' }}|{{ page.categories.first }}|"
			"{{ page.list | size }}|{{ page.date }}|{{ page.slug }}|{{ page.path }}|"
			"{{ page.url }}|{{ site.author.name }}{{ site.title }}|{{ page.note }}"
			"{{ site.none }}{{ other.title }}{{ page.none | size }}{{ site.posts | "
			"size "
			"}}{{ page.none }}{{ page.none | default: 'x' }}");
	folder_write(site->folder, "c/_posts/sub/2022-05-13-b.md", "---\npermalink: /deep\n---\n");
	folder_write(site->folder, "c/x/_posts/2022-05-14-c.html", "---\n---\n");
	folder_write(site->folder, "c/x/_posts/2022-05-16-own.md",
			"{% post_url 2022-05-14-c %}{% post_url y/2022-05-14-c %}");
	folder_write(site->folder, "page.html", "---\npermalink: /there/\n---\n");
	folder_write(site->folder, "plain.txt", "text\n");
	folder_write(site->folder, "about.md", "---\ntitle: About\n---\n");
	folder_write(site->folder, "open.md", "---\ntitle: never closed\n");
	folder_write(site->folder, "c/_posts/2022-05-15-links.md",
			"{% post_url 2022-05-12-a %} {% post_url /2022-05-12-a %} "
			"{% post_url sub/2022-05-13-b %} {% post_url x/2022-05-14-c %} "
			"{% link page.html %} {% link /plain.txt %} {% link about.md %} "
			"{% link c/_posts/2022-05-12-a.md %} {% link open.md %}"
			"[{% post_url 2022-05-12-z %}{% link none.md %}{% link ../x %}{% link %}"
			"{% post_url 2022-05-12-z %}{% link c %}]");
	assert_string_equal(read_body(site, "c/_posts/2022-05-12-a.md").text,
			"A & B|甲,乙|丙|2|2022-05-12 00:00:00 +0800|a|c/_posts/2022-05-12-a.md|"
			"/%E4%B8%99/2022/05/12/a.html|张滨海|0x");
	assert_string_equal(read_body(site, "c/_posts/2022-05-15-links.md").text,
			"/b/%E4%B8%99/2022/05/12/a.html /b/%E4%B8%99/2022/05/12/a.html "
			"/b/deep /b/x/2022/05/14/c.html /b/there/ /b/plain.txt /b/about.html "
			"/b/%E4%B8%99/2022/05/12/a.html /b/open.html[]");
	assert_string_equal(read_body(site, "c/x/_posts/2022-05-16-own.md").text,
			"/b/x/2022/05/14/c.html");
}

/* A value as long as the front matter, thousands of times: cut, with a word, the text goes on. */
static void
test_long_values(void **state)
{
	struct site *site = *state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\nx: ");
	buf_add_repeated(&text, 'x', 30000);
	buf_add_text(&text, "\n---\n");
	for (int i = 0; i < 3000; i++)
		buf_add_text(&text, "{{page.x}}");
	buf_add_text(&text, "{% highlight c %}&{{page.x}}{% endhighlight %}the end");
	folder_write(site->folder, "_posts/2022-05-12-a.md", text.data);
	struct body body = read_body(site, "_posts/2022-05-12-a.md");
	assert_true(body.length <= 16 * text.length + (64 << 10));
	assert_int_equal(count_of(body.text, "[Liquid: …]"), 1);
	assert_non_null(strstr(body.text, "the end"));
	buf_free(&text);
}

/* Links to one large post cost one reading of it, links to many cost no more than there is room for. */
static void
test_many_links(void **state)
{
	struct site *site = *state;
	struct buf big = buf_empty();
	struct buf links = buf_empty();
	buf_add_text(&big, "---\nx: [1");
	while (big.length < 180000)
		buf_add_text(&big, ",1");
	buf_add_text(&big, "]\n---\ntext\n");
	for (int i = 0; i < 340; i++)
		buf_add_text(&links, "{% post_url 2022-01-01-big %}\n");
	folder_write(site->folder, "_posts/2022-01-01-big.md", big.data);
	folder_write(site->folder, "_posts/2022-01-02-many.md", links.data);
	const char *text = read_body(site, "_posts/2022-01-02-many.md").text;
	assert_int_equal(count_of(text, "/2022/01/01/big.html\n"), 340);
	buf_clear(&links);
	for (int i = 0; i < 100; i++) {
		char path[64];
		snprintf(path, sizeof(path), "_posts/2022-01-01-big%d.md", i);
		folder_write(site->folder, path, big.data);
		buf_format(&links, "{%% post_url 2022-01-01-big%d %%}\n", i);
	}
	folder_write(site->folder, "_posts/2022-01-02-many.md", links.data);
	text = read_body(site, "_posts/2022-01-02-many.md").text;
	size_t count = count_of(text, ".html\n");
	assert_true(count >= 5 && count <= 12);
	assert_int_equal(count_of(text, "[Liquid: …]"), 1);
	buf_clear(&links);
	/* A page of links to usual posts is no fault. */
	for (int i = 0; i < 1000; i++) {
		char path[64];
		snprintf(path, sizeof(path), "_posts/2022-02-01-post-%d.md", i);
		folder_write(site->folder, path,
				"---\ntitle: a usual post\ncategories: [news, more]\n---\ntext\n");
		buf_format(&links, "{%% post_url 2022-02-01-post-%d %%}\n", i);
	}
	folder_write(site->folder, "_posts/2022-01-02-many.md", links.data);
	text = read_body(site, "_posts/2022-01-02-many.md").text;
	assert_int_equal(count_of(text, "/news/more/2022/02/01/post-"), 1000);
	buf_free(&links);
	buf_free(&big);
}

/* No url is longer than a file's path can be, whatever a template repeats. */
static void
test_long_urls(void **state)
{
	struct site *site = *state;
	struct buf text = buf_empty();
	buf_add_text(&text, "---\nslug: ");
	buf_add_repeated(&text, 'a', 3000);
	buf_add_text(&text, "\npermalink: '");
	for (int i = 0; i < 4; i++)
		buf_add_text(&text, "/:slug");
	buf_add_text(&text, "'\n---\n");
	folder_write(site->folder, "_posts/2022-05-12-fits.md", text.data);
	struct post post = read_post(site, "_posts/2022-05-12-fits.md");
	assert_null(post.problem);
	assert_int_equal(strlen(post.url), 4 * 3001);
	buf_truncate(&text, text.length - strlen("'\n---\n"));
	for (int i = 0; i < 10000; i++)
		buf_add_text(&text, "/:slug");
	buf_add_text(&text, "'\n---\n");
	folder_write(site->folder, "_posts/2022-05-12-b c.md", text.data);
	post = read_post(site, "_posts/2022-05-12-b c.md");
	assert_string_equal(post.url, "/2022/05/12/2022-05-12-b-c.html");
	assert_non_null(strstr(post.problem, "longer url"));
	assert_true(post.flags & POST_DAMAGED);
	/* What vanishes from a url is looked at once. */
	buf_clear(&text);
	buf_add_text(&text, "---\nslug: '");
	buf_add_repeated(&text, '!', 300000);
	buf_add_text(&text, "'\npermalink: '/x");
	for (int i = 0; i < 100000; i++)
		buf_add_text(&text, ":slug");
	buf_add_text(&text, "'\n---\n");
	folder_write(site->folder, "_posts/2022-05-12-d.md", text.data);
	assert_string_equal(read_post(site, "_posts/2022-05-12-d.md").url, "/x");
	buf_free(&text);
	/* Nor a page's. */
	struct landings landings;
	struct err err;
	buf_init(&text);
	buf_add_text(&text, "---\ntitle: T\ncategory: c\npermalink: /");
	buf_add_repeated(&text, 'a', 20000);
	buf_add_text(&text, "\n---\n");
	folder_write(site->folder, "c.html", text.data);
	buf_free(&text);
	assert_true(archive_read_landings(site->archive, site->arena, &landings, &err));
	assert_string_equal(landings.items[0].url, "/c.html");
}

/* Of more tags than anyone gives, the first count, and the problem is named. */
static void
test_many_names(void **state)
{
	struct site *site = *state;
	static const char *const keys[] = {"tags", "categories"};
	for (size_t key = 0; key < 2; key++) {
		for (int count = 1000; count <= 1001; count++) {
			struct buf text = buf_empty();
			buf_format(&text, "---\n%s: [x, x", keys[key]);
			for (int i = 2; i < count; i++)
				buf_format(&text, ", t%d", i);
			buf_add_text(&text, "]\n---\n");
			folder_write(site->folder, "_posts/2022-05-12-a.md", text.data);
			buf_free(&text);
			struct post post = read_post(site, "_posts/2022-05-12-a.md");
			assert_int_equal(key == 0 ? post.tag_count : post.category_count, 999);
			assert_int_equal(post.problem != NULL, count == 1001);
		}
	}
}

static void
check_link(struct site *site, const char *base, const char *url, const char *expected)
{
	struct buf out = buf_empty();
	bool is_inside = archive_resolve_url(site->archive, base, url, &out);
	assert_int_equal(is_inside, expected != NULL);
	if (expected != NULL)
		assert_string_equal(out.data, expected);
	buf_free(&out);
}

static void
test_links(void **state)
{
	struct site *site = *state;
	folder_write(site->folder, "_config.yml", "url: https://news.example\nbaseurl: /b\n");
	folder_write(site->folder, "CNAME", "other.example\n");
	folder_write(site->folder, "category/cj.html", "---\ntitle: 财经\ncategory: cj\n---\n");
	folder_write(site->folder, "category/plain.html", "---\ntitle: 财经\n---\n");
	walk(site);
	check_link(site, "/a/x.html", "//news.example/b/c/d.html?q#f", "/c/d.html");
	check_link(site, "/a/x.html", "http://OTHER.example/c%20d/", "/c d/");
	check_link(site, "/a/x.html", "http://elsewhere.example/", NULL);
	check_link(site, "/a/x.html", "mailto:me", NULL);
	check_link(site, "/cat/2022/05/12/x.html", "../emnews/", "/cat/2022/05/emnews/");
	check_link(site, "/x.html", "../../../y", "/y");
	check_link(site, "/x.html", "//news.example/", "/");
	check_link(site, "/x.html", "/b", "/");
	check_link(site, "/x.html", "/%62/%E6%96%b0.html", "/新.html");
	check_link(site, "/x.html", "/bc/d", "/bc/d");
	check_link(site, "/%E6%96%b0/x.html", "y%20z", "/新/y z");
	struct landings landings;
	struct err err;
	assert_true(archive_read_landings(site->archive, site->arena, &landings, &err));
	assert_int_equal(landings.count, 1);
	assert_string_equal(landings.items[0].category, "cj");
	assert_string_equal(landings.items[0].title, "财经");
	assert_string_equal(landings.items[0].url, "/category/cj.html");
}

/* baseurl as a link has it, escaped or not, with or without its slashes. */
static void
test_links_below_a_baseurl(void **state)
{
	struct site *site = *state;
	static const char *const configs[] = {
			"baseurl: /新闻\n", "baseurl: /%E6%96%b0闻/\n", "baseurl: 新闻\n"};
	for (size_t i = 0; i < sizeof(configs) / sizeof(configs[0]); i++) {
		folder_write(site->folder, "_config.yml", configs[i]);
		walk(site);
		check_link(site, "/x.html", "/新闻/a.html", "/a.html");
		check_link(site, "/x.html", "/%e6%96%B0%E9%97%BB/a.html", "/a.html");
		check_link(site, "/x.html", "/新闻稿/a.html", "/新闻稿/a.html");
	}
}

static void
test_broken_config(void **state)
{
	struct site *site = *state;
	folder_write(site->folder, "_config.yml", "a: b: c\n");
	folder_write(site->folder, "_posts/2022-05-12-a.md", "text\n");
	assert_int_equal(walk(site).count, 1);
	assert_true(problems_error_count(site->problems) == 1);
}

/* Each wrong value is told, and none of them hides the posts. */
static void
test_wrong_settings(void **state)
{
	struct site *site = *state;
	folder_write(site->folder, "_config.yml",
			"timezone: Mars/Olympus\npermalink: [a]\ncollections_dir: ../../etc\n"
			"limit_posts: x\ndefaults: 3\nexclude: y\ntitle: 好\n");
	folder_write(site->folder, "_posts/2022-05-12-a.md", "text\n");
	assert_int_equal(walk(site).count, 1);
	static const char *const told[] = {"timezone: no such", "permalink: must be",
			"collections_dir: leads out", "limit_posts: must be", "defaults: must be",
			"exclude: must be"};
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		assert_true(site_has_problem(site, "_config.yml", told[i]));
	assert_int_equal(problems_count(site->problems), 6);
}

/* What is right is not told. */
static void
test_right_settings(void **state)
{
	struct site *site = *state;
	folder_write(site->folder, "_config.yml",
			"timezone: Asia/Shanghai\npermalink: pretty\ncollections_dir: a..b\n"
			"limit_posts: 10\ndefaults: []\nurl:\nmarkdown_ext: md\n");
	walk(site);
	assert_int_equal(problems_count(site->problems), 0);
}

int
main(void)
{
	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		setlocale(LC_ALL, "");
	setenv("TZ", "UTC", 1);
	const struct CMUnitTest tests[] = {
			WITH_SITE(test_walk),
			WITH_SITE(test_damaged_bytes),
			WITH_SITE(test_damage_far_behind),
			WITH_SITE(test_odd_files),
			WITH_SITE(test_fields),
			WITH_SITE(test_damage),
			WITH_SITE(test_long_front_matter),
			WITH_SITE(test_references),
			WITH_SITE(test_mixed_encodings),
			WITH_SITE(test_largest_front_matter),
			WITH_SITE(test_words_far_behind),
			WITH_SITE(test_body),
			WITH_SITE(test_long_urls),
			WITH_SITE(test_many_names),
			WITH_SITE(test_first_words),
			WITH_SITE(test_odd_posts),
			WITH_SITE(test_pages),
			WITH_SITE(test_full_urls),
			WITH_SITE(test_liquid),
			WITH_SITE(test_long_values),
			WITH_SITE(test_many_links),
			WITH_SITE(test_links),
			WITH_SITE(test_links_below_a_baseurl),
			WITH_SITE(test_links_below_a_baseurl),
			WITH_SITE(test_broken_config),
			WITH_SITE(test_wrong_settings),
			WITH_SITE(test_right_settings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
