/*
 * Figures of the marks beside their budgets: half of the posts are read, then posts are marked one by one,
 * all at once, taken back, counted, and looked for.
 * usage: marks ARCHIVE, with XDG_CACHE_HOME and an XDG_STATE_HOME that has no state yet
 */

#include "marks/marks.h"
#include "base/err.h"
#include "base/wake.h"
#include "base/xalloc.h"
#include "library/library.h"
#include "state/keeper.h"
#include "state/state.h"

#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { SCREEN = 40, SINGLE = 200, RUNS = 5 };

struct bench {
	struct library *library;
	struct groups *groups; /* of tags, largest first: what a screen shows */
	struct state *state;
	struct keeper *keeper;
	struct marks *marks;
	int wake[2];
};

static double
milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static void
die(const struct err *err)
{
	fprintf(stderr, "marks: %s\n", err->reason);
	exit(2);
}

static void
row(const char *what, const char *budget, double figure, const char *unit)
{
	char text[32];
	snprintf(text, sizeof(text), figure < 10 ? "%.2f %s" : "%.0f %s", figure, unit);
	printf("%-46s %12s %12s\n", what, budget, text);
}

/* Resident memory of this process that is its own, in megabytes. */
static double
memory(void)
{
	char line[256];
	long kilobytes = 0;
	FILE *file = fopen("/proc/self/status", "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, "RssAnon:", 8) == 0)
			kilobytes = atol(line + 8);
	}
	if (file != NULL)
		fclose(file);
	return (double)kilobytes / 1024;
}

static void
settle(struct bench *bench)
{
	struct pollfd wait = {.fd = bench->wake[0], .events = POLLIN};
	(void)marks_wake(bench->marks);
	while (marks_are_busy(bench->marks) && poll(&wait, 1, -1) >= 0) {
		wake_drain(bench->wake[0]);
		(void)marks_wake(bench->marks);
	}
}

static void
begin(struct bench *bench)
{
	struct err err;
	char *notice;
	bench->state = state_start(&notice);
	free(notice);
	bench->keeper = keeper_new(state_file(bench->state), bench->wake[1], &err);
	if (bench->keeper == NULL)
		die(&err);
	bench->marks = marks_new(bench->state, bench->keeper, false);
	marks_follow(bench->marks, bench->library->archive, bench->library->catalogue, true);
}

static void
end(struct bench *bench)
{
	marks_end_session(bench->marks);
	marks_free(bench->marks);
	keeper_free(bench->keeper);
	state_close(bench->state);
}

/* Asks for all that a screen shows: the count of all posts, and of its groups. Milliseconds. */
static double
show(struct bench *bench)
{
	double start = milliseconds();
	size_t sum = marks_unread(bench->marks);
	for (size_t i = 0; i < SCREEN && i < groups_count(bench->groups); i++)
		sum += marks_group_unread(
				bench->marks, GROUP_TAG, groups_get(bench->groups, i).name);
	return sum == SIZE_MAX ? 0 : milliseconds() - start;
}

/* The least of several runs: of the screen's wait, and until it is on the disk. */
struct wait {
	double screen, disk;
};

static void
keep_least(double *least, double passed)
{
	if (*least == 0 || passed < *least)
		*least = passed;
}

/* Sets or clears the read mark of posts, and shows it. */
static void
mark(struct bench *bench, const struct bits *posts, bool value, struct wait *wait)
{
	double start = milliseconds();
	(void)marks_set(bench->marks, MARK_READ, posts, value, NULL);
	(void)show(bench);
	keep_least(&wait->screen, milliseconds() - start);
	keeper_flush(bench->keeper);
	keep_least(&wait->disk, milliseconds() - start);
}

static void
print_wait(const char *what, const struct wait *wait)
{
	char name[96];
	row(what, "16 ms", wait->screen, "ms");
	snprintf(name, sizeof(name), "%s, on disk", what);
	row(name, "2000 ms", wait->disk, "ms");
}

struct waits {
	struct wait done, undone;
};

/* Marks the posts that are unread among these as read, and takes it back. */
static void
mark_and_undo(struct bench *bench, const struct bits *posts, struct waits *waits)
{
	struct bits changed = bits_copy(posts);
	bits_remove(&changed, &marks_sets(bench->marks)->read);
	mark(bench, &changed, true, &waits->done);
	settle(bench);
	mark(bench, &changed, false, &waits->undone);
	settle(bench);
	bits_free(&changed);
}

static void
print_waits(const char *what, const struct waits *waits)
{
	char name[96];
	print_wait(what, &waits->done);
	snprintf(name, sizeof(name), "%s, taken back", what);
	print_wait(name, &waits->undone);
}

static int
compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

static void
mark_single(struct bench *bench)
{
	double passed[SINGLE];
	for (uint32_t i = 0; i < SINGLE; i++) {
		struct bits posts = {0};
		double start = milliseconds();
		bits_put(&posts, 1 + i * 97, true);
		(void)marks_set(bench->marks, MARK_READ, &posts, i % 3 == 0, NULL);
		(void)show(bench);
		passed[i] = milliseconds() - start;
		bits_free(&posts);
	}
	qsort(passed, SINGLE, sizeof(passed[0]), compare);
	row("mark one, median", "16 ms", passed[SINGLE / 2], "ms");
	row("mark one, the slowest of 20", "16 ms", passed[SINGLE - SINGLE / 20], "ms");
}

static struct bits
posts_of(struct bench *bench, const struct query *query)
{
	struct bits posts = {0};
	struct listing *listing = catalogue_list(bench->library->catalogue, query);
	listing_posts(listing, &posts);
	listing_free(listing);
	return posts;
}

static void
mark_all(struct bench *bench)
{
	const struct query query = {0};
	struct waits waits = {{0, 0}, {0, 0}};
	double least = 0;
	for (int run = 0; run < RUNS; run++) {
		double start = milliseconds();
		struct bits posts = posts_of(bench, &query);
		keep_least(&least, milliseconds() - start);
		mark_and_undo(bench, &posts, &waits);
		bits_free(&posts);
	}
	row("which posts a list of all has", "16 ms", least, "ms");
	print_waits("mark all", &waits);
}

/* A large tag, another each time: what is on the screen has to be counted. */
static void
mark_tag(struct bench *bench)
{
	struct waits waits = {{0, 0}, {0, 0}};
	double least = 0;
	size_t sum = 0, count = groups_count(bench->groups);
	char name[64];
	for (size_t run = 0; run < RUNS && run < count; run++) {
		const char *tag = groups_get(bench->groups, run).name;
		const struct query query = {.tags = &tag, .tag_count = 1};
		struct bits posts = posts_of(bench, &query);
		mark_and_undo(bench, &posts, &waits);
		bits_free(&posts);
	}
	print_waits("mark a tag of the largest", &waits);
	for (int run = 0; run < RUNS; run++) {
		double start = milliseconds();
		for (size_t i = 0; i < count; i++)
			sum += marks_group_unread(
					bench->marks, GROUP_TAG, groups_get(bench->groups, i).name);
		keep_least(&least, milliseconds() - start);
	}
	snprintf(name, sizeof(name), "unread posts of %zu tags", count);
	row(name, "16 ms", sum == SIZE_MAX ? 0 : least, "ms");
}

/* From one end of the list of all to the other, where only the posts at the ends are unread. */
static void
find_next(struct bench *bench)
{
	const struct query query = {0};
	struct listing *listing = catalogue_list(bench->library->catalogue, &query);
	struct bits posts = posts_of(bench, &query), changed;
	size_t last = listing_count(listing) - 1, found = 0;
	double forward = 0, backward = 0;
	bits_put(&posts, listing_post(listing, last), false);
	bits_put(&posts, listing_post(listing, 0), false);
	(void)marks_set(bench->marks, MARK_READ, &posts, true, &changed);
	(void)show(bench);
	for (int run = 0; run < RUNS; run++) {
		double start = milliseconds();
		found = marks_next_unread(bench->marks, listing, 1, false);
		keep_least(&forward, milliseconds() - start);
		start = milliseconds();
		found = marks_next_unread(bench->marks, listing, found - 1, true);
		keep_least(&backward, milliseconds() - start);
	}
	row("next unread, from one end to the other", "5 ms", forward, "ms");
	row("previous unread, back again", "5 ms", found == 0 ? backward : 0, "ms");
	(void)marks_set(bench->marks, MARK_READ, &changed, false, NULL);
	settle(bench);
	listing_free(listing);
	bits_free(&changed);
	bits_free(&posts);
}

static void
first_visit(struct bench *bench)
{
	double start = milliseconds();
	struct stat status;
	begin(bench);
	settle(bench);
	row("first visit, stored and projected", "-", milliseconds() - start, "ms");
	struct bits half = {0};
	for (uint32_t i = 1; i <= catalogue_highest_post(bench->library->catalogue); i += 2)
		bits_put(&half, i, true);
	(void)marks_set(bench->marks, MARK_READ, &half, false, NULL);
	bits_free(&half);
	settle(bench);
	end(bench);
	char *path = state_path();
	if (path != NULL && stat(path, &status) == 0)
		row("state, a mark", "40 B",
				(double)status.st_size /
						(double)catalogue_count(bench->library->catalogue),
				"B");
	free(path);
}

/* A session begins: what it costs the first screen, and at rest. */
static void
resume(struct bench *bench)
{
	xalloc_trim();
	double before = memory(), start = milliseconds();
	begin(bench);
	row("marks before the first screen", "-", milliseconds() - start, "ms");
	row("its counts", "-", show(bench), "ms");
	settle(bench);
	row("all looked at again beside the screen", "-", milliseconds() - start, "ms");
	keeper_flush(bench->keeper);
	row("memory at rest", "16 MB", memory() - before, "MB");
}

/* Without its file, and after another process has changed the state. */
static void
project(struct bench *bench)
{
	struct bits posts = {0};
	struct err err;
	bits_put(&posts, 5, true);
	keeper_flush(bench->keeper);
	struct state *other = state_start(&(char *){NULL});
	char *root = realpath(archive_root(bench->library->archive), NULL);
	struct state_archive archive = state_find_archive(other, root);
	free(root);
	if (!state_begin(other, &err) ||
			!marks_store(other, archive.id, bench->library->catalogue, MARK_STARRED,
					&posts, true, &err) ||
			!state_end(other, true, &err))
		die(&err);
	double start = milliseconds();
	marks_refresh(bench->marks);
	settle(bench);
	row("another's change taken over", "1000 ms", milliseconds() - start, "ms");
	state_close(other);
	bits_free(&posts);
}

int
main(int argc, char **argv)
{
	struct archive_options options = {.now = (int64_t)time(NULL)};
	struct bench bench = {0};
	struct err err;
	if (argc != 2 || setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		fprintf(stderr, "usage: marks ARCHIVE\n");
		return 2;
	}
	xalloc_share();
	bench.library = library_open(argv[1], &options, NULL, &err);
	if (bench.library == NULL || !wake_open(bench.wake, &err))
		die(&err);
	bench.groups = catalogue_groups(bench.library->catalogue, GROUP_TAG, GROUP_BY_COUNT, NULL);
	first_visit(&bench);
	resume(&bench);
	mark_single(&bench);
	mark_all(&bench);
	mark_tag(&bench);
	find_next(&bench);
	project(&bench);
	end(&bench);
	groups_free(bench.groups);
	library_close(bench.library);
	wake_close(bench.wake);
	return 0;
}
