#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/site_maker.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>

static void
put_posts(struct site *site, const char *const *folders, size_t count)
{
	for (size_t i = 0; i < count; i++)
		site_put(site, arena_format(site->arena, "site/%s/2022-01-01-x.md", folders[i]),
				"x\n");
}

#define PUT_POSTS(site, ...)                                                                       \
	put_posts(site, (const char *const[]){__VA_ARGS__},                                        \
			sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* entry_filter.rb, special?: in the site by each name, below _posts by the first and the last. */
static void
special_names(void **state)
{
	struct site *site = *state;
	PUT_POSTS(site, "_posts", "a/_posts", "_hidden/_posts", ".dot/_posts", "#hash/_posts",
			"~wave/_posts", "end./_posts", "end~/_posts", "_POSTS", "_posts.bak",
			"x_posts", "_site/_posts", "_posts/sub", "_posts/_under", "_posts/.dot",
			"_posts/sub/_under", "_posts/sub/.dot", "a/_drafts");
	static const char *const files[] = {".2022-01-02-x.md", "_2022-01-02-x.md",
			"#2022-01-02-x.md", "~2022-01-02-x.md", "2022-01-02-x.md~",
			"2022-01-02-x."};
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		site_put(site, arena_format(site->arena, "site/_posts/%s", files[i]), "x\n");
	assert_string_equal(site_posts(site),
			"_posts/2022-01-01-x.md _posts/sub/2022-01-01-x.md "
			"_posts/sub/_under/2022-01-01-x.md a/_drafts/2022-01-01-x.md "
			"a/_posts/2022-01-01-x.md");
}

static void
excluded_and_included(void **state)
{
	struct site *site = *state;
	PUT_POSTS(site, "_posts", "skip/_posts", "skipper/_posts", "a/skip/_posts", "dir/_posts",
			"dirt/_posts", "temp1/_posts", "_hidden/_posts", "node_modules/_posts",
			"vendor/_posts", "vendor/bundle/_posts", "keep/_posts");
	site_put(site, "site/_config.yml",
			"exclude: [/skip, dir/, 'temp?', 'k*p', '']\n"
			"include: [_hidden, node_modules, keep]\n");
	assert_string_equal(site_posts(site),
			"_hidden/_posts/2022-01-01-x.md _posts/2022-01-01-x.md "
			"a/skip/_posts/2022-01-01-x.md dirt/_posts/2022-01-01-x.md "
			"keep/_posts/2022-01-01-x.md node_modules/_posts/2022-01-01-x.md "
			"vendor/_posts/2022-01-01-x.md");
}

static void
destination_is_no_source(void **state)
{
	struct site *site = *state;
	PUT_POSTS(site, "_posts", "out/html/_posts", "html/_posts");
	site_put(site, "site/_config.yml", "destination: ./out/html/\n");
	assert_string_equal(site_posts(site), "_posts/2022-01-01-x.md html/_posts/2022-01-01-x.md");
}

static void
collections_in_a_folder(void **state)
{
	struct site *site = *state;
	PUT_POSTS(site, "_posts", "col/_posts", "col/blog/_posts", "other/_posts");
	site_put(site, "site/_config.yml", "collections_dir: ./col/\n");
	assert_string_equal(site_posts(site),
			"col/_posts/2022-01-01-x.md col/blog/_posts/2022-01-01-x.md");
	assert_true(archive_holds_posts(site->archive));
	struct post post = site_read(site, "col/blog/_posts/2022-01-01-x.md");
	assert_int_equal(post.category_count, 1);
	assert_string_equal(post.categories[0], "blog");
}

/* Two links that lead to each other's folder: each is entered once by a link. */
static void
links_in_a_circle(void **state)
{
	struct site *site = *state;
	PUT_POSTS(site, "a/_posts", "b/_posts");
	site_link(site, "site/a/to_b", "../b");
	site_link(site, "site/b/to_a", "../a");
	const char *posts = site_posts(site);
	assert_non_null(strstr(posts, "a/_posts/2022-01-01-x.md"));
	assert_non_null(strstr(posts, "b/_posts/2022-01-01-x.md"));
	assert_true(site_has_problem(site, NULL, "leads back to a folder already read"));
}

static void
folders_named_like_posts(void **state)
{
	struct site *site = *state;
	PUT_POSTS(site, "_posts/2022-01-02-folder.md", "linked");
	site_link(site, "site/_posts/2022-01-03-link", "../linked");
	assert_string_equal(site_posts(site), "_posts/2022-01-02-folder.md/2022-01-01-x.md");
	assert_true(site_has_problem(site, "_posts/2022-01-02-folder.md", "is a directory"));
	assert_true(site_has_problem(site, "_posts/2022-01-03-link", "Jekyll does not follow"));
}

/* The walk goes on where a folder cannot be read; root may read all. */
static void
folders_that_cannot_be_read(void **state)
{
	struct site *site = *state;
	PUT_POSTS(site, "_posts", "shut/_posts");
	assert_int_equal(chmod(site_path(site, "site/shut"), 0), 0);
	bool is_open = access(site_path(site, "site/shut/_posts"), R_OK) == 0;
	const char *posts = site_posts(site);
	assert_non_null(strstr(posts, "_posts/2022-01-01-x.md"));
	assert_int_equal(site_has_problem(site, "shut/", "Permission denied"), !is_open);
	assert_int_equal(chmod(site_path(site, "site/shut"), 0700), 0);
}

/* A folder within a folder, further down than any path can say. */
static void
folders_beyond_any_path(void **state)
{
	struct site *site = *state;
	enum { LEVELS = 25, NAME_BYTES = 200 };
	char name[NAME_BYTES + 1];
	memset(name, 'd', NAME_BYTES);
	name[NAME_BYTES] = '\0';
	PUT_POSTS(site, "_posts");
	int fd = open(site->folder, O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < LEVELS; i++) {
		assert_int_equal(mkdirat(fd, name, 0700), 0);
		int below = openat(fd, name, O_RDONLY | O_DIRECTORY);
		assert_int_equal(close(fd), 0);
		fd = below;
	}
	assert_int_equal(close(fd), 0);
	assert_string_equal(site_posts(site), "_posts/2022-01-01-x.md");
	assert_true(site_has_problem(site, NULL, "the path is too long"));
}

static void
a_root_that_is_gone(void **state)
{
	struct site *site = *state;
	struct archive_options options = {.now = SITE_NOW};
	struct archive_entries entries;
	struct landings landings;
	struct err err = {0};
	assert_null(archive_open(site_path(site, "nowhere"), &options, NULL, &err));
	assert_string_equal(err.reason, strerror(ENOENT));
	assert_string_equal(err.path, site_path(site, "nowhere"));
	site_put(site, "site/src/x", "x\n");
	site_put(site, "site/_config.yml", "source: src\n");
	site_open(site, site->folder);
	assert_int_equal(unlink(site_path(site, "site/src/x")), 0);
	assert_int_equal(rmdir(site_path(site, "site/src")), 0);
	assert_false(entry_list_read(site->archive, site->arena, &entries, NULL, &err));
	assert_string_equal(err.reason, strerror(ENOENT));
	assert_int_equal(entries.count, 0);
	assert_false(archive_read_landings(site->archive, site->arena, &landings, &err));
	assert_false(archive_holds_posts(site->archive));
}

static bool
end_at_once(void *context, const struct archive_entry *entry)
{
	(void)entry;
	++*(int *)context;
	return false;
}

static void
visits_end_when_asked(void **state)
{
	struct site *site = *state;
	int visits = 0;
	struct err err;
	PUT_POSTS(site, "_posts", "a/_posts", "b/_posts");
	site_open(site, site->folder);
	assert_true(archive_visit(site->archive, site->arena, end_at_once, &visits, NULL, &err));
	assert_int_equal(visits, 1);
}

/* The folder around is found from anywhere in the site, but it is no _posts. */
static void
the_archive_around(void **state)
{
	struct site *site = *state;
	PUT_POSTS(site, "_posts/deep/er");
	static const char *const places[] = {"site", "site/_posts", "site/_posts/deep/er"};
	char *real = realpath(site->folder, NULL);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char *found = archive_find(site_path(site, places[i]));
		assert_non_null(found);
		assert_string_equal(found, real);
		free(found);
	}
	free(real);
	assert_null(archive_find(site->base));
	assert_null(archive_find("/nonexistent"));
}

int
main(void)
{
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		(void)setlocale(LC_CTYPE, "");
	const struct CMUnitTest tests[] = {
			WITH_SITE(special_names),
			WITH_SITE(excluded_and_included),
			WITH_SITE(destination_is_no_source),
			WITH_SITE(collections_in_a_folder),
			WITH_SITE(links_in_a_circle),
			WITH_SITE(folders_named_like_posts),
			WITH_SITE(folders_that_cannot_be_read),
			WITH_SITE(folders_beyond_any_path),
			WITH_SITE(a_root_that_is_gone),
			WITH_SITE(visits_end_when_asked),
			WITH_SITE(the_archive_around),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
