/* What Jekyll itself reads from the archives and tiny sites in ../shared, against what we read. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/archive.h"
#include "archive/clock.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "conf/yaml.h"

#include "entry_list.h"
#include "folder.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NOW = 1795392000 }; /* 2026-11-23T00:00:00Z */

static int failures;

static void
differ(const char *where, const char *what, const char *ours, const char *theirs)
{
	if (failures++ < 40)
		print_message("%s: %s: ours %s, Jekyll's %s\n", where, what, ours, theirs);
}

static void
compare_list(const char *where, const char *what, const char *const *ours, size_t count,
		const struct yaml_node *theirs)
{
	size_t shown = 0;
	for (size_t i = 0; i < theirs->count; i++) {
		const char *text = theirs->items[i]->text;
		if (text == NULL || *text == '\0')
			continue;
		bool is_double = false;
		for (size_t j = 0; j < i; j++)
			is_double = is_double || theirs->items[j]->text == NULL ||
				    strcmp(theirs->items[j]->text, text) == 0;
		if (is_double)
			continue;
		if (shown >= count || strcmp(ours[shown], text) != 0)
			differ(where, what, shown < count ? ours[shown] : "(none)", text);
		shown++;
	}
	if (count > shown)
		differ(where, what, ours[shown], "(none)");
}

static void
compare_post(const struct post *post, const struct yaml_node *theirs)
{
	const char *title = yaml_get(theirs, "title")->text;
	const char *url = yaml_get(theirs, "url")->text;
	const char *slug = yaml_get(theirs, "slug")->text;
	int64_t date = strtoll(yaml_get(theirs, "date")->text, NULL, 10);
	if (strcmp(post->title, title) != 0)
		differ(post->path, "title", post->title, title);
	if (strcmp(post->url, url) != 0)
		differ(post->path, "url", post->url, url);
	if (strcmp(post->slug, slug) != 0)
		differ(post->path, "slug", post->slug, slug);
	if (!post->has_date || post->date != date)
		differ(post->path, "date", "another", yaml_get(theirs, "date")->text);
	compare_list(post->path, "category", post->categories, post->category_count,
			yaml_get(theirs, "categories"));
	compare_list(post->path, "tag", post->tags, post->tag_count, yaml_get(theirs, "tags"));
}

static int
by_path(const void *a, const void *b)
{
	const struct post *one = a, *other = b;
	return strcmp(one->path, other->path);
}

/* The posts that Jekyll would show, by path. */
static struct post *
read_shown(const struct archive *archive, struct arena *arena, size_t *count)
{
	struct archive_entries entries;
	struct err err;
	assert_true(entry_list_read(archive, arena, &entries, NULL, &err));
	struct post *posts = arena_array(arena, entries.count + 1, sizeof(*posts));
	*count = 0;
	for (size_t i = 0; i < entries.count; i++) {
		if (!archive_read_post(
				    archive, &entries.items[i], arena, &posts[*count], NULL, &err))
			continue;
		if (!(posts[*count].flags & (POST_HIDDEN | POST_SKIPPED)))
			++*count;
	}
	qsort(posts, *count, sizeof(*posts), by_path);
	return posts;
}

static void
compare_archive(const char *folder, const char *oracle, size_t expected)
{
	struct err err;
	struct buf lines = buf_empty();
	if (!file_read(oracle, 16 << 20, &lines, &err)) {
		print_message("%s is not here: skipped\n", oracle);
		buf_free(&lines);
		skip();
	}
	setenv("TZ", "UTC", 1);
	struct archive_options options = {.now = NOW};
	struct archive *archive = archive_open(folder, &options, NULL, &err);
	assert_non_null(archive);
	struct arena *arena = arena_new();
	size_t count, found = 0;
	struct post *posts = read_shown(archive, arena, &count);
	failures = 0;
	char *rest = NULL;
	for (char *line = strtok_r(lines.data, "\n", &rest); line != NULL;
			line = strtok_r(NULL, "\n", &rest)) {
		struct yaml_node *theirs;
		assert_true(yaml_parse(arena, line, strlen(line), &theirs, &err));
		struct post key = {.path = yaml_get(theirs, "path")->text};
		struct post *ours = bsearch(&key, posts, count, sizeof(key), by_path);
		if (ours == NULL)
			differ(key.path, "post", "missing", "there");
		else
			compare_post(ours, theirs);
		found += ours != NULL;
	}
	print_message("%s: %zu posts, %d differences\n", folder, found, failures);
	assert_int_equal(failures, 0);
	assert_int_equal(found, expected);
	assert_int_equal(count, expected); /* none that Jekyll does not have */
	buf_free(&lines);
	arena_free(arena);
	archive_close(archive);
}

static void
test_finews(void **state)
{
	(void)state;
	compare_archive("../shared/archives/finews", "../shared/oracle/finews.jsonl", 3);
}

static void
test_ruby_lang(void **state)
{
	(void)state;
	compare_archive("../shared/archives/ruby-lang", "../shared/oracle/ruby-lang.jsonl", 4723);
}

/* ---- tiny sites: the heading says what the file was ---- */

struct site_case {
	char name[512]; /* below _posts */
	char front[2048];
	char config[1024];
};

/* Ours is not Jekyll's on purpose. */
static const struct {
	const char *heading, *why;
} exceptions[] = {
		{"title []", "an empty list shows as no text"},
		{"title {}", "an empty map shows as no text"},
		{"title {a: 1}", "maps are shown as text"},
		{"title [a, b]", "lists are shown as text"},
		{"title 2022-05-12", "scalars keep their text"},
		{"title 2022-05-12 10:00:00", "scalars keep their text"},
		{"date 2022-05-13 10:00:60", "Jekyll's two loaders differ"},
		{"date 10:30", "Jekyll's two loaders differ"},
		{"title absent, unicode slug", "the heading is no input"},
		{"title slug digits", "the heading is no input"},
		{"date vs permalink in Shanghai", "the heading is no input"},
		{"title in fm, title url unaffected", "the heading is no input"},
		{"title percent etc", "the heading is no input"},
		{"title 5.", "the heading is no input"},
		{"title quotes inner", "the heading is no input"},
		{"title begins quote", "the heading is no input"},
		{"title with comma", "the heading is no input"},
		{"title comment only", "the heading is no input"},
		{"title colon end fw", "the heading is no input"},
		{"title dq newline", "the heading is no input"},
		{"p in span", "the heading is no input"},
		{"cat category: {x: 1}", "maps are shown as text"},
		{"date 2022年05月13日", "Chinese dates are read"},
		{"date 2022年05月13日 10:30", "Chinese dates are read"},
		{"date 0001-01-01", "local mean time differs by the zone database"},
		{"date -2022-05-26", "local mean time differs by the zone database"},
		{"cat categories: [[a, b], [c]]", "nested lists leave no raw copy in the url"},
};

static bool
is_exception(const char *heading)
{
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
		if (strcmp(exceptions[i].heading, heading) == 0)
			return true;
	return false;
}

/* cfg="…" with Ruby's escapes. */
static void
read_config(const char *text, char *out)
{
	if (*text++ != '"')
		return;
	while (*text != '\0' && strcmp(text, "\"") != 0) {
		if (*text == '\\' && text[1] != '\0')
			*out++ = *++text == 'n' ? '\n' : *text;
		else
			*out++ = *text;
		text++;
	}
	*out = '\0';
}

/* False when the heading does not say all of the input. */
static bool
reconstruct(const char *heading, struct site_case *site)
{
	static const char *const keys[] = {"title", "date", "published"};
	strcpy(site->name, "2022-05-12-a-b.md");
	const char *value = strchr(heading, ' ');
	if (value == NULL || strlen(heading) > 400)
		return false;
	size_t length = (size_t)(value - heading);
	value++;
	if (length == 4 && strncmp(heading, "name", length) == 0) {
		strcpy(site->name, value);
		return true;
	}
	if (length == 4 && strncmp(heading, "perm", length) == 0 &&
			strncmp(value, "pages", 5) != 0 && strcmp(value, "per-post") != 0) {
		strcpy(site->name, "2022-05-12-A b_中.md");
		strcpy(site->front, "date: 2022-05-02 09:08:07\ncategories: [Fin News, 四川]\n");
		return true;
	}
	if (strncmp(heading, "dateNY", length) == 0 || strncmp(heading, "dateUTC", length) == 0) {
		sprintf(site->front, "date: %s\n", value);
		return true;
	}
	if ((strncmp(heading, "cat", length) == 0 || strncmp(heading, "tag", length) == 0) &&
			strstr(value, ": ") != NULL) {
		sprintf(site->front, "%s\n", value);
		return true;
	}
	for (size_t i = 0; i < 3; i++) {
		if (strncmp(heading, keys[i], length) != 0 || strlen(keys[i]) != length)
			continue;
		sprintf(site->front, "%s: %s\n", keys[i], value);
		return strstr(value, "permalink") == NULL;
	}
	return false;
}

/* The text after ` KEY=` up to the next known key or the line's end. */
static void
take_value(const char *line, const char *key, const char *next, char *out, size_t size)
{
	const char *start = strstr(line, key);
	*out = '\0';
	if (start == NULL)
		return;
	start += strlen(key);
	const char *end = next != NULL ? strstr(start, next) : NULL;
	size_t length = end != NULL ? (size_t)(end - start) : strcspn(start, " ");
	snprintf(out, size, "%.*s", (int)length, start);
}

static int64_t
parse_utc(const char *text)
{
	struct tm tm = {0};
	if (sscanf(text, "%d-%d-%dT%d:%d:%d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
			    &tm.tm_min, &tm.tm_sec) != 6)
		return INT64_MIN;
	struct civil civil = {tm.tm_year, tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec};
	return clock_from_utc(&civil);
}

static void
compare_shown(const char *heading, const struct post *post, const char *line)
{
	char title[512], date[64], categories[512], tags[512], url[512];
	take_value(line, " t=", " d=", title, sizeof(title));
	take_value(line, " d=", NULL, date, sizeof(date));
	take_value(line, " c=", " g=", categories, sizeof(categories));
	take_value(line, " g=", " u=", tags, sizeof(tags));
	take_value(line, " u=", NULL, url, sizeof(url));
	struct arena *arena = arena_new();
	struct yaml_node *node;
	bool is_text = title[0] == '"' && yaml_parse(arena, title, strlen(title), &node, NULL);
	if (is_text && strcmp(node->text, post->title) != 0)
		differ(heading, "title", post->title, node->text);
	if (parse_utc(date) != post->date)
		differ(heading, "date", "another", date);
	if (strncmp(url, "ERR", 3) != 0 && strcmp(url, post->url) != 0)
		differ(heading, "url", post->url, url);
	bool is_plain = strstr(tags, "nil") == NULL && strstr(tags, "=>") == NULL;
	if (is_plain && yaml_parse(arena, tags, strlen(tags), &node, NULL) && tags[1] != ']')
		compare_list(heading, "tag", post->tags, post->tag_count, node);
	is_plain = strstr(categories, "nil") == NULL && strstr(categories, "=>") == NULL;
	if (is_plain && yaml_parse(arena, categories, strlen(categories), &node, NULL))
		compare_list(heading, "category", post->categories, post->category_count, node);
	arena_free(arena);
}

/* Plays one case; `line` is Jekyll's first line about a post, or what it says instead. */
static void
play(const char *heading, const struct site_case *site, const char *line)
{
	char folder[FOLDER_SIZE], text[3072], name[600];
	assert_true(folder_make(folder));
	snprintf(text, sizeof(text), "---\n%s---\nBody\n", site->front);
	snprintf(name, sizeof(name), "_posts/%s", site->name);
	folder_write(folder, name, text);
	folder_write(folder, "_config.yml", site->config);
	setenv("TZ", "UTC", 1);
	struct archive_options options = {.now = NOW};
	struct err err;
	struct archive *archive = archive_open(folder, &options, NULL, &err);
	assert_non_null(archive);
	struct arena *arena = arena_new();
	size_t count;
	struct post *posts = read_shown(archive, arena, &count);
	if (strstr(line, "(no posts)") != NULL) {
		if (count != 0)
			differ(heading, "post", "shown", "none");
	} else if (strstr(line, "Error") != NULL || strstr(line, "FATAL") != NULL) {
		if (count > 0 && !(posts[0].flags & POST_DAMAGED))
			differ(heading, "problem", "none", line);
	} else if (count != 1) {
		differ(heading, "post", "missing", line);
	} else {
		compare_shown(heading, &posts[0], line);
	}
	arena_free(arena);
	archive_close(archive);
	assert_int_equal(folder_remove(folder), 0);
}

/* What counts of Jekyll's answer: SafeYAML's where the two loaders differ. */
static const char *
answer_of(char *block)
{
	char *safe = strstr(block, "  [safe]\n");
	char *at = safe != NULL ? safe + 9 : block;
	char *error = strstr(at, "Error:");
	char *post = strstr(at, "   _posts/");
	if (error != NULL)
		return "Error";
	if (post != NULL) {
		post[strcspn(post, "\n")] = '\0';
		return post;
	}
	return strstr(at, "(no posts)") != NULL ? "(no posts)" : NULL;
}

static void
play_block(char *block, size_t *run, size_t *skipped)
{
	struct site_case site = {0};
	char *end = strchr(block, '\n');
	char *config = strstr(block, "  cfg=");
	if (end == NULL || config == NULL || config > end) {
		++*skipped;
		return;
	}
	*end = '\0';
	*config = '\0';
	if (strlen(config + 6) < sizeof(site.config))
		read_config(config + 6, site.config);
	const char *answer = answer_of(end + 1);
	if (answer == NULL || is_exception(block) || !reconstruct(block, &site)) {
		++*skipped;
		return;
	}
	play(block, &site, answer);
	++*run;
}

static void
test_cases(void **state)
{
	(void)state;
	size_t run = 0, skipped = 0;
	failures = 0;
	for (int i = 1; i <= 5; i++) {
		char path[64];
		snprintf(path, sizeof(path), "../shared/oracle/cases-c%d.txt", i);
		struct err err;
		struct buf text = buf_empty();
		if (!file_read(path, 1 << 20, &text, &err)) {
			print_message("%s is not here: skipped\n", path);
			buf_free(&text);
			skip();
		}
		for (char *block = text.data; block != NULL && strncmp(block, "## ", 3) == 0;) {
			char *next = strstr(block, "\n## ");
			if (next != NULL)
				*next++ = '\0';
			char *copy = strdup(block + 3);
			char *whole = malloc(strlen(copy) + 2);
			sprintf(whole, "%s\n", copy);
			play_block(whole, &run, &skipped);
			free(whole);
			free(copy);
			block = next;
		}
		buf_free(&text);
	}
	print_message("%zu cases run, %zu whose input their heading does not tell, %d "
		      "differences\n",
			run, skipped, failures);
	assert_true(run > 150);
	assert_int_equal(failures, 0);
}

int
main(void)
{
	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		setlocale(LC_ALL, "");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_finews),
			cmocka_unit_test(test_ruby_lang),
			cmocka_unit_test(test_cases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
