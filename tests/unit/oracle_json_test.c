/*
 * `reader --json` on the archives beside the repository, where they are there,
 * against what Jekyll itself reads from them, post by post and field by field.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "conf/yaml.h"
#include "unit/child.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct record {
	const char *path; /* for sorting */
	const struct yaml_node *fields;
};

struct records {
	struct record *items;
	size_t count;
};

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct record *)a)->path, ((const struct record *)b)->path);
}

/* JSON is YAML, near enough for what stands in these lines. */
static struct records
parse_lines(struct arena *arena, char *text)
{
	struct records records = {NULL, 0};
	for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
		struct yaml_node *root;
		struct err err;
		if (!yaml_parse(arena, line, strlen(line), &root, &err))
			fail_msg("%s: %s", err.reason, line);
		records.items = realloc(
				records.items, (records.count + 1) * sizeof(*records.items));
		records.items[records.count++] =
				(struct record){yaml_get(root, "path")->text, root};
	}
	if (records.count > 0)
		qsort(records.items, records.count, sizeof(*records.items), compare);
	return records;
}

static char *
read_text(const char *path)
{
	FILE *file = fopen(path, "r");
	size_t length;
	return file != NULL ? child_slurp(file, &length) : NULL;
}

static void
expect_text(const struct record *ours, const struct record *theirs, const char *field)
{
	const char *mine = yaml_get(ours->fields, field)->text;
	const char *wanted = yaml_get(theirs->fields, field)->text;
	if (strcmp(mine, wanted) != 0)
		fail_msg("%s: %s is '%s', in Jekyll '%s'", ours->path, field, mine, wanted);
}

static void
expect_list(const struct record *ours, const struct record *theirs, const char *field)
{
	const struct yaml_node *mine = yaml_get(ours->fields, field);
	const struct yaml_node *wanted = yaml_get(theirs->fields, field);
	if (mine->count != wanted->count)
		fail_msg("%s: %zu %s, in Jekyll %zu", ours->path, mine->count, field,
				wanted->count);
	for (size_t i = 0; i < mine->count; i++) {
		if (strcmp(mine->items[i]->text, wanted->items[i]->text) != 0)
			fail_msg("%s: %s has '%s', in Jekyll '%s'", ours->path, field,
					mine->items[i]->text, wanted->items[i]->text);
	}
}

/* Seconds since 1970 of "2022-05-12T16:43:55+08:00". */
static long long
seconds_of(const char *text)
{
	int part[9] = {0};
	char sign;
	if (sscanf(text, "%d-%d-%dT%d:%d:%d%c%d:%d", &part[0], &part[1], &part[2], &part[3],
			    &part[4], &part[5], &sign, &part[7], &part[8]) != 9)
		fail_msg("no date: %s", text);
	struct tm tm = {.tm_year = part[0] - 1900,
			.tm_mon = part[1] - 1,
			.tm_mday = part[2],
			.tm_hour = part[3],
			.tm_min = part[4],
			.tm_sec = part[5]};
	long long offset = part[7] * 3600 + part[8] * 60;
	return (long long)mktime(&tm) - (sign == '-' ? -offset : offset);
}

static void
expect_date(const struct record *ours, const struct record *theirs)
{
	long long mine = seconds_of(yaml_get(ours->fields, "date")->text);
	long long wanted = atoll(yaml_get(theirs->fields, "date")->text);
	if (mine != wanted)
		fail_msg("%s: date is %lld, in Jekyll %lld", ours->path, mine, wanted);
}

static void
expect_same(const struct record *ours, const struct record *theirs)
{
	expect_text(ours, theirs, "title");
	expect_text(ours, theirs, "url");
	expect_text(ours, theirs, "slug");
	expect_list(ours, theirs, "categories");
	expect_list(ours, theirs, "tags");
	expect_date(ours, theirs);
}

/* A file that Jekyll skips is a post here, and --check must name it. */
static void
compare_archive(const char *archive, const char *oracle)
{
	char *expected = read_text(oracle);
	if (expected == NULL || access(archive, R_OK) != 0) {
		free(expected);
		print_message("# skipped: %s is not here\n", oracle);
		skip();
	}
	struct arena *arena = arena_new();
	struct child child = child_run("--json", "--future", archive);
	assert_int_equal(child.status, 0);
	struct records theirs = parse_lines(arena, expected);
	struct records ours = parse_lines(arena, child.out);
	assert_true(theirs.count > 0);
	struct child check = child_run("--check", archive);
	size_t at = 0;
	for (size_t i = 0; i < ours.count; i++) {
		bool is_known = at < theirs.count &&
				strcmp(ours.items[i].path, theirs.items[at].path) == 0;
		if (is_known)
			expect_same(&ours.items[i], &theirs.items[at++]);
		else if (strstr(check.out, ours.items[i].path) == NULL)
			fail_msg("%s is no post in Jekyll, and --check does not say so",
					ours.items[i].path);
	}
	if (at < theirs.count)
		fail_msg("%s is missing", theirs.items[at].path);
	child_free(&check);
	free(ours.items);
	free(theirs.items);
	free(expected);
	child_free(&child);
	arena_free(arena);
}

static void
test_news(void **state)
{
	(void)state;
	compare_archive("../shared/archives/finews", "../shared/oracle/finews.jsonl");
}

static void
test_ruby(void **state)
{
	(void)state;
	compare_archive("../shared/archives/ruby-lang", "../shared/oracle/ruby-lang.jsonl");
}

int
main(void)
{
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	setenv("TZ", "UTC", 1);
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(test_news),
			cmocka_unit_test(test_ruby),
	};
	return cmocka_run_group_tests_name("oracle_json", tests, NULL, NULL);
}
