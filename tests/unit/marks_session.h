/* A session's marks for a test: a small site's catalogue in a file, the state, its keeper. */

#include "archive/archive.h"
#include "base/bits.h"
#include "base/err.h"
#include "base/wake.h"
#include "base/xalloc.h"
#include "catalogue/catalogue.h"
#include "catalogue/catalogue_writer.h"
#include "marks/marks.h"
#include "state/keeper.h"
#include "state/state.h"

#include "folder.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct bench {
	char folder[FOLDER_SIZE];
	char *root, *place, *state_place;
	struct archive *archive;
	/* of a session: */
	int wake[2];
	struct state *state;
	struct keeper *keeper;
	struct marks *marks;
	struct catalogue *catalogue;
	int hold[2]; /* what the keeper's thread waits for while it is held */
};

static inline void
bench_begin(struct bench *bench)
{
	const struct archive_options options = {.now = 1000000};
	struct err err;
	*bench = (struct bench){0};
	assert_true(folder_make(bench->folder));
	folder_write(bench->folder, "site/_config.yml", "url: https://example.com\n");
	folder_write(bench->folder, "site/_posts/2020-01-01-a.md", "a\n");
	bench->root = folder_path(bench->folder, "site");
	bench->place = folder_path(bench->folder, "cache/site.posts");
	bench->state_place = folder_path(bench->folder, "state/state.db");
	bench->archive = archive_open(bench->root, &options, NULL, &err);
	if (bench->archive == NULL)
		fail_msg("%s", err.reason);
}

static inline void
bench_end(struct bench *bench)
{
	archive_close(bench->archive);
	free(bench->root);
	free(bench->place);
	free(bench->state_place);
	assert_int_equal(folder_remove(bench->folder), 0);
}

static inline struct catalogue_writer *
bench_writer(struct bench *bench)
{
	struct err err;
	struct catalogue_writer *writer = catalogue_writer_open(bench->place, 1, NULL, &err);
	if (writer == NULL)
		fail_msg("%s", err.reason);
	return writer;
}

static inline struct catalogue *
bench_open(struct bench *bench)
{
	struct err err;
	struct catalogue *catalogue = catalogue_open(bench->place, &err);
	if (catalogue == NULL)
		fail_msg("%s", err.reason);
	return catalogue;
}

static inline struct state *
bench_state(struct bench *bench)
{
	struct err err;
	char *notice;
	struct state *state = state_open(bench->state_place, &notice, &err);
	if (state == NULL)
		fail_msg("%s", err.reason);
	assert_null(notice);
	return state;
}

/* Takes what the keeper's thread makes until it has nothing more to do. */
static inline void
session_settle(struct bench *bench)
{
	struct pollfd wait = {.fd = bench->wake[0], .events = POLLIN};
	keeper_flush(bench->keeper);
	(void)marks_wake(bench->marks);
	while (marks_are_busy(bench->marks)) {
		assert_int_equal(poll(&wait, 1, -1), 1);
		wake_drain(bench->wake[0]);
		(void)marks_wake(bench->marks);
	}
}

static inline bool
session_wait(struct state *state, void *context, struct err *err)
{
	const struct bench *bench = context;
	char byte;
	(void)state;
	(void)err;
	return read(bench->hold[0], &byte, 1) == 1;
}

/* The keeper's thread does nothing of what it is asked for from here on, until session_release. */
static inline void
session_hold(struct bench *bench)
{
	assert_int_equal(pipe(bench->hold), 0);
	keeper_add(bench->keeper,
			(struct keeper_job){
					.run = session_wait, .context = bench, .is_reading = true});
}

static inline void
session_release(struct bench *bench)
{
	assert_int_equal(write(bench->hold[1], "", 1), 1);
	keeper_flush(bench->keeper);
	close(bench->hold[0]);
	close(bench->hold[1]);
}

/* Shows the catalogue as it is now. */
static inline void
session_follow(struct bench *bench, bool is_whole)
{
	struct catalogue *catalogue = bench_open(bench);
	marks_follow(bench->marks, bench->archive, catalogue, is_whole);
	catalogue_free(bench->catalogue);
	bench->catalogue = catalogue;
}

static inline void
session_begin(struct bench *bench, bool is_first_unread)
{
	struct err err;
	assert_true(wake_open(bench->wake, &err));
	bench->state = bench_state(bench);
	bench->keeper = keeper_new(bench->state_place, bench->wake[1], &err);
	assert_non_null(bench->keeper);
	bench->marks = marks_new(bench->state, bench->keeper, is_first_unread);
}

/* With is_over as when the user leaves; else as after a fault, with what was committed. */
static inline void
session_end(struct bench *bench, bool is_over)
{
	if (is_over)
		marks_end_session(bench->marks);
	marks_free(bench->marks);
	keeper_free(bench->keeper);
	state_close(bench->state);
	catalogue_free(bench->catalogue);
	wake_close(bench->wake);
	bench->catalogue = NULL;
}

/* Another process changes a mark of posts. */
static inline void
bench_store(struct bench *bench, enum mark mark, const struct bits *posts, bool value)
{
	struct err err;
	struct state *state = bench_state(bench);
	struct catalogue *catalogue = bench_open(bench);
	assert_true(state_begin(state, &err));
	struct state_archive archive = state_find_archive(state, bench->root);
	assert_true(marks_store(state, archive.id, catalogue, mark, posts, value, &err));
	assert_true(state_end(state, true, &err));
	catalogue_free(catalogue);
	state_close(state);
}
