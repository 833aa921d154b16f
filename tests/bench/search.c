/*
 * Figures of the full text beside their budgets: how long an index takes and how
 * large it is, how soon a search has its first hits and all of them, and how
 * soon a filter as one types has its groups.
 * usage: search ARCHIVE INDEX_FILE
 */

#include "archive/landing.h"
#include "base/err.h"
#include "base/xalloc.h"
#include "catalogue/catalogue_writer.h"
#include "query/query_text.h"
#include "search/finder.h"
#include "search/indexer.h"
#include "store/database.h"

#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { RUNS = 5, SCREEN = 50 };

static double
seconds(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
die(const struct err *err)
{
	fprintf(stderr, "search: %s\n", err->reason);
	exit(2);
}

static double
megabytes_of(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 ? (double)status.st_size / 1e6 : 0;
}

/* The files of _posts, which are flat in the generated archive. */
static double
megabytes_of_posts(const char *archive)
{
	char path[4096];
	double sum = 0;
	snprintf(path, sizeof(path), "%s/_posts", archive);
	DIR *folder = opendir(path);
	struct dirent *entry;
	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		char name[8192];
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			sum += megabytes_of(name);
	}
	if (folder != NULL)
		closedir(folder);
	return sum;
}

static void
index_all(const struct library *library, const char *archive, const char *path)
{
	struct indexer_progress progress = {0};
	struct err err;
	(void)remove(path);
	double wall = seconds(CLOCK_MONOTONIC);
	double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	if (!indexer_run(library, path, &progress, NULL, &err))
		die(&err);
	wall = seconds(CLOCK_MONOTONIC) - wall;
	cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	double size = megabytes_of(path);
	double posts = megabytes_of_posts(archive);
	printf("%-28s %8.2f s wall %8.2f s cpu   budget 20 s at 100,000\n", "index", wall, cpu);
	printf("%-28s %8.1f MB of %.1f MB: %.2f     budget 0.6\n", "its size", size, posts,
			size / posts);
	wall = seconds(CLOCK_MONOTONIC);
	if (!indexer_run(library, path, &progress, NULL, &err))
		die(&err);
	printf("%-28s %8.2f s wall\n", "index again, nothing new", seconds(CLOCK_MONOTONIC) - wall);
}

/* Milliseconds to the first screen of hits and to all; best of several runs. */
static void
search(const struct library *library, const char *path, const char *text)
{
	double first = 1e9;
	double whole = 1e9;
	size_t count = 0;
	struct err err;
	struct text_query *parsed =
			query_text_parse(text, (int64_t)time(NULL), NULL, false, NULL, &err);
	if (parsed == NULL)
		die(&err);
	const struct mark_sets no_marks = {0};
	struct query_plan plan = query_plan_make(parsed, 0);
	for (int run = 0; run < RUNS; run++) {
		double start = seconds(CLOCK_MONOTONIC);
		struct finder *finder =
				finder_open(path, &plan, &no_marks, library->catalogue, &err);
		if (finder == NULL)
			die(&err);
		do {
			if (!finder_go_on(finder, SCREEN, &err))
				die(&err);
			count = finder_count(finder);
		} while (count < SCREEN && !finder_is_done(finder));
		double passed = (seconds(CLOCK_MONOTONIC) - start) * 1000;
		first = passed < first ? passed : first;
		while (!finder_is_done(finder) && finder_go_on(finder, 4096, &err))
			count = finder_count(finder);
		passed = (seconds(CLOCK_MONOTONIC) - start) * 1000;
		whole = passed < whole ? passed : whole;
		finder_close(finder);
	}
	printf("  %7.2f ms first %d  %9.2f ms all %7zu hits   %s\n", first, SCREEN, whole, count,
			text);
	query_plan_free(&plan);
	text_query_free(parsed);
}

/* A group of each name, filtered by what one types, letter by letter. */
static void
filter_groups(size_t count)
{
	static const char *const typed[] = {
			"j", "ji", "jing", "经", "经济", "zz", "jjw", "jingj", "xny"};
	struct err err;
	char *place = database_memory_place();
	struct catalogue_writer *writer = catalogue_writer_open(place, 1, NULL, &err);
	struct landings landings = {xcalloc(count, sizeof(struct landing)), count};
	double worst = 0;
	if (writer == NULL)
		die(&err);
	for (size_t i = 0; i < count; i++) {
		char slug[64], path[64], shown[64];
		const char *categories[] = {slug};
		snprintf(slug, sizeof(slug), "jingjiwang%zu", i * 7919 % count);
		snprintf(path, sizeof(path), "_posts/%zu.md", i);
		snprintf(shown, sizeof(shown), "第%zu经济网", i * 7919 % count);
		const struct post post = {.path = path,
				.title = shown,
				.slug = slug,
				.url = path,
				.categories = categories,
				.category_count = 1};
		if (!catalogue_writer_put(writer, 0, &post, 1, 1, &err))
			die(&err);
		landings.items[i] = (struct landing){xstrdup(path), xstrdup(slug), xstrdup(shown)};
	}
	if (!catalogue_writer_landings(writer, &landings, &err) ||
			!catalogue_writer_finish(writer, &err))
		die(&err);
	struct catalogue *catalogue = catalogue_open(place, &err);
	if (catalogue == NULL)
		die(&err);
	double opened = seconds(CLOCK_MONOTONIC);
	catalogue_warm(catalogue);
	opened = (seconds(CLOCK_MONOTONIC) - opened) * 1000;
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		double best = 1e9;
		for (int run = 0; run < RUNS; run++) {
			double start = seconds(CLOCK_MONOTONIC);
			groups_free(catalogue_groups(
					catalogue, GROUP_CATEGORY, GROUP_BY_COUNT, typed[i]));
			double passed = (seconds(CLOCK_MONOTONIC) - start) * 1000;
			best = passed < best ? passed : best;
		}
		worst = best > worst ? best : worst;
	}
	printf("  %7.2f ms a letter, %zu groups (budget 16 ms), which are read in %.0f ms\n", worst,
			count, opened);
	catalogue_free(catalogue);
	catalogue_writer_close(writer);
	for (size_t i = 0; i < count; i++) {
		free((char *)landings.items[i].url);
		free((char *)landings.items[i].category);
		free((char *)landings.items[i].title);
	}
	free(landings.items);
	free(place);
}

int
main(int argc, char **argv)
{
	static const char *const queries[] = {"新能源", "新能", "新", "芯片公司 回购", "GDP",
			"603424", "2.17%", "期货签约绿色债券", "title:新能源车企", "tag:高山经济网",
			"新能源 -芯片", "芯片 OR 光伏", "新能源 since:2023", "新能源 until:2014",
			"-新能源", "没有的词"};
	struct archive_options options = {.now = (int64_t)time(NULL)};
	struct err err;
	if (argc != 3 || setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		fprintf(stderr, "usage: search ARCHIVE INDEX_FILE\n");
		return 2;
	}
	struct library *library = library_open(argv[1], &options, NULL, &err);
	if (library == NULL)
		die(&err);
	printf("full text of %zu posts\n", catalogue_count(library->catalogue));
	index_all(library, argv[1], argv[2]);
	printf("searches (budget: the first %d in 5 ms at 100,000 posts, 20 ms at 1,000,000)\n",
			SCREEN);
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		search(library, argv[2], queries[i]);
	library_close(library);
	printf("filter as one types\n");
	filter_groups(2000);
	filter_groups(100000);
	return 0;
}
