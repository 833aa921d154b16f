/* Jekyll's rules as tests/archives/rules.yaml has them: a tiny site for each. */

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
#include <unistd.h>

enum { NOW = 1795392000 }; /* 2026-11-23T00:00:00Z */

static struct arena *arena;
static size_t failures;

static void
differ(const struct yaml_node *rule, const char *what, const char *ours, const char *wanted)
{
	print_message("rules.yaml:%zu: %s is '%s', not '%s'\n", rule->line, what, ours, wanted);
	failures++;
}

static const char *
text_of(const struct yaml_node *rule, const char *key)
{
	const struct yaml_node *node = yaml_get(rule, key);
	return node != NULL ? node->text : NULL;
}

static void
compare_text(const struct yaml_node *rule, const char *key, const char *ours)
{
	const char *wanted = text_of(rule, key);
	if (wanted != NULL && strcmp(wanted, ours) != 0)
		differ(rule, key, ours, wanted);
}

static void
compare_list(const struct yaml_node *rule, const char *key, const char *const *ours, size_t count)
{
	const struct yaml_node *wanted = yaml_get(rule, key);
	if (wanted == NULL)
		return;
	for (size_t i = 0; i < wanted->count || i < count; i++) {
		const char *name = i < wanted->count ? wanted->items[i]->text : "(none)";
		const char *own = i < count ? ours[i] : "(none)";
		if (strcmp(name, own) != 0)
			differ(rule, key, own, name);
	}
}

static void
compare_post(const struct yaml_node *rule, const struct post *post)
{
	struct civil civil;
	clock_to_utc(post->date, &civil);
	const char *date = arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d", (int)civil.year,
			civil.month, civil.day, civil.hour, civil.minute, civil.second);
	compare_text(rule, "title", post->title);
	compare_text(rule, "slug", post->slug);
	compare_text(rule, "url", post->url);
	compare_text(rule, "date", post->has_date ? date : "none");
	compare_list(rule, "tags", post->tags, post->tag_count);
	compare_list(rule, "categories", post->categories, post->category_count);
	bool is_damaged = (post->flags & POST_DAMAGED) != 0;
	if (is_damaged != (yaml_get(rule, "damaged") != NULL))
		differ(rule, "the problem", post->problem != NULL ? post->problem : "none",
				is_damaged ? "none" : "one");
	bool is_shown = !(post->flags & (POST_HIDDEN | POST_SKIPPED));
	if (is_shown != (yaml_get(rule, "shown") == NULL))
		differ(rule, "the post", is_shown ? "shown" : "hidden",
				is_shown ? "hidden" : "shown");
}

static void
make_site(const char *folder, const struct yaml_node *rule)
{
	const char *file = text_of(rule, "file"), *front = text_of(rule, "front");
	const char *config = text_of(rule, "config");
	if (file == NULL)
		file = "2023-04-05-a-b.md";
	if (strstr(file, "_posts/") == NULL && strstr(file, "_drafts/") == NULL)
		file = arena_format(arena, "_posts/%s", file);
	folder_write(folder, file,
			arena_format(arena, "---\n%s\n---\nText\n", front != NULL ? front : ""));
	folder_write(folder, "_config.yml",
			arena_format(arena, "%s%s\n",
					config != NULL && strstr(config, "timezone") != NULL
							? ""
							: "timezone: UTC\n",
					config != NULL ? config : ""));
}

static void
play(const struct yaml_node *rule)
{
	char folder[FOLDER_SIZE];
	assert_true(folder_make(folder));
	make_site(folder, rule);
	struct archive_options options = {.now = NOW};
	struct archive_entries entries;
	struct post post;
	struct err err;
	struct archive *archive = archive_open(folder, &options, NULL, &err);
	assert_non_null(archive);
	assert_true(entry_list_read(archive, arena, &entries, NULL, &err));
	if (entries.count != 1 && yaml_get(rule, "shown") == NULL)
		differ(rule, "the post", "none", "there");
	if (entries.count == 1) {
		assert_true(archive_read_post(
				archive, &entries.items[0], arena, &post, NULL, &err));
		compare_post(rule, &post);
	}
	archive_close(archive);
	assert_int_equal(folder_remove(folder), 0);
}

static void
test_rules(void **state)
{
	struct yaml_node *rules;
	struct err err;
	(void)state;
	struct buf text = buf_empty();
	assert_true(file_read("tests/archives/rules.yaml", 1 << 20, &text, &err));
	arena = arena_new();
	if (!yaml_parse(arena, text.data, text.length, &rules, &err))
		fail_msg("rules.yaml:%zu: %s", err.line, err.reason);
	for (size_t i = 0; i < rules->count; i++)
		play(rules->items[i]);
	assert_true(rules->count > 100);
	assert_int_equal(failures, 0);
	arena_free(arena);
	buf_free(&text);
}

int
main(void)
{
	if (setlocale(LC_ALL, "C.UTF-8") == NULL)
		setlocale(LC_ALL, "");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_rules),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
