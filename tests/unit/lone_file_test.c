#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/site_maker.h"

#include <locale.h>

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

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		(void)setlocale(LC_CTYPE, "");
	const struct CMUnitTest tests[] = {
			WITH_SITE(posts_of_a_site_alone),
			WITH_SITE(ways_to_a_file),
			WITH_SITE(sites_without_settings),
			WITH_SITE(files_of_no_site),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
