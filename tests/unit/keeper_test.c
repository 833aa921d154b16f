/* The keeper: jobs in their order, bursts that are due in time, what cannot be written is tried again. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/wake.h"
#include "state/keeper.h"
#include "state/state.h"

#include "folder.h"

#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

enum { BOUND_MS = 200, BURSTS = 10, ARCHIVE = 1, SHARED = 200 };

static char folder[FOLDER_SIZE];
static int ends[2];
static char *program;

static int
begin(void **unused)
{
	(void)unused;
	return folder_make(folder) && setenv("XDG_STATE_HOME", folder, 1) == 0 &&
					       wake_open(ends, NULL)
			       ? 0
			       : -1;
}

static int
end(void **unused)
{
	(void)unused;
	wake_close(ends);
	return folder_remove(folder);
}

static struct keeper *
start(void)
{
	struct err err;
	char *place = state_path();
	struct keeper *keeper = keeper_new(place, ends[1], &err);
	free(place);
	assert_non_null(keeper);
	return keeper;
}

static struct state *
open_state(void)
{
	char *notice;
	struct state *state = state_start(&notice);
	assert_null(notice);
	return state;
}

/* Waits for the keeper to ring. */
static void
wait_for_ring(void)
{
	struct pollfd waiting = {.fd = ends[0], .events = POLLIN};
	assert_int_equal(poll(&waiting, 1, -1), 1);
	wake_drain(ends[0]);
}

static long
now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- Jobs --- */

struct job {
	uint64_t key;
	int64_t offset;
	atomic_bool fails;
	atomic_int *freed;
	int64_t *seen; /* by one that reads */
};

static bool
put_place(struct state *state, void *context, struct err *err)
{
	struct job *job = context;
	if (atomic_load(&job->fails))
		return err_set(err, "no room");
	return state_put_place(state, ARCHIVE, job->key, job->offset, state_now(), err);
}

static bool
read_place(struct state *state, void *context, struct err *err)
{
	const struct job *job = context;
	(void)err;
	*job->seen = state_place(state, ARCHIVE, job->key);
	return true;
}

static void
count_freed(void *context)
{
	struct job *job = context;
	if (job->freed != NULL)
		atomic_fetch_add(job->freed, 1);
	free(job);
}

static void
add(struct keeper *keeper, struct job job)
{
	struct job *copy = malloc(sizeof(*copy));
	assert_non_null(copy);
	*copy = job;
	bool is_reading = job.seen != NULL;
	keeper_add(keeper, (struct keeper_job){is_reading ? read_place : put_place, count_freed,
					   copy, is_reading});
}

static void
jobs_are_written_in_their_order(void **unused)
{
	(void)unused;
	atomic_int freed = 0;
	int64_t seen = 0;
	struct keeper *keeper = start();
	for (int i = 0; i < 100; i++)
		add(keeper, (struct job){.key = 1, .offset = i, .freed = &freed});
	add(keeper, (struct job){.key = 1, .seen = &seen, .freed = &freed});
	add(keeper, (struct job){.key = 1, .offset = 1000, .freed = &freed});
	wait_for_ring();
	assert_int_equal(seen, 99);
	keeper_flush(keeper);
	assert_true(keeper_is_idle(keeper));
	assert_int_equal(atomic_load(&freed), 102);
	struct state *state = open_state();
	assert_int_equal(state_place(state, ARCHIVE, 1), 1000);
	state_close(state);
	keeper_free(keeper);
}

static void
what_is_left_is_written_at_the_end(void **unused)
{
	(void)unused;
	struct keeper *keeper = start();
	add(keeper, (struct job){.key = 2, .offset = 7});
	keeper_free(keeper);
	struct state *state = open_state();
	assert_int_equal(state_place(state, ARCHIVE, 2), 7);
	state_close(state);
}

/* --- Failures --- */

static void
a_burst_that_fails_stays_whole(void **unused)
{
	(void)unused;
	struct keeper *keeper = start();
	struct job *failing = malloc(sizeof(*failing));
	assert_non_null(failing);
	*failing = (struct job){.key = 4, .offset = 2, .fails = true};
	add(keeper, (struct job){.key = 3, .offset = 1});
	keeper_add(keeper, (struct keeper_job){put_place, NULL, failing, false});
	keeper_flush(keeper);
	struct state *state = open_state();
	assert_int_equal(state_place(state, ARCHIVE, 3), -1);
	struct keeper_news news = keeper_news(keeper);
	assert_non_null(strstr(news.failure, "/reader/state.db: no room"));
	free(news.failure);
	/* Once is enough. */
	add(keeper, (struct job){.key = 5, .offset = 3});
	keeper_flush(keeper);
	assert_null(keeper_news(keeper).failure);
	assert_true(keeper_is_idle(keeper));
	keeper_flush(keeper);
	atomic_store(&failing->fails, false);
	add(keeper, (struct job){.key = 6, .offset = 4});
	keeper_flush(keeper);
	for (uint64_t key = 3; key <= 6; key++)
		assert_int_equal(state_place(state, ARCHIVE, key), (int64_t)key - 2);
	state_close(state);
	keeper_free(keeper);
	free(failing);
}

static void
what_failed_is_tried_at_the_end(void **unused)
{
	(void)unused;
	struct keeper *keeper = start();
	struct job failing = {.key = 7, .offset = 9, .fails = true};
	keeper_add(keeper, (struct keeper_job){put_place, NULL, &failing, false});
	keeper_flush(keeper);
	keeper_flush(keeper);
	atomic_store(&failing.fails, false);
	keeper_free(keeper);
	struct state *state = open_state();
	assert_int_equal(state_place(state, ARCHIVE, 7), 9);
	state_close(state);
}

/* --- Two programs --- */

/* Marks of its own by a keeper, some bursts of them; the other program does the same. */
static int
mark_beside_another(uint64_t first)
{
	struct err err;
	char *place = state_path();
	struct keeper *keeper = keeper_new(place, -1, &err);
	if (keeper == NULL)
		return 1;
	for (uint64_t i = 0; i < SHARED; i++) {
		add(keeper, (struct job){.key = first + i, .offset = (int64_t)(first + i)});
		if (i % 10 == 0)
			keeper_flush(keeper);
	}
	keeper_flush(keeper);
	struct keeper_news news = keeper_news(keeper);
	keeper_free(keeper);
	free(place);
	return news.failure != NULL ? 1 : 0;
}

static pid_t
start_program(const char *what, const char *first)
{
	pid_t child = fork();
	if (child == 0) {
		execl(program, program, what, first, (char *)NULL);
		_exit(1);
	}
	return child;
}

static void
wait_for_program(pid_t child)
{
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* Also where neither has found a state. */
static void
two_programs_write_one_state(void **unused)
{
	(void)unused;
	char *home = folder_path(folder, "two/");
	assert_int_equal(setenv("XDG_STATE_HOME", home, 1), 0);
	pid_t one = start_program("marks", "1000");
	pid_t two = start_program("marks", "2000");
	wait_for_program(one);
	wait_for_program(two);
	struct state *state = open_state();
	for (int64_t i = 0; i < SHARED; i++) {
		assert_int_equal(state_place(state, ARCHIVE, (uint64_t)(1000 + i)), 1000 + i);
		assert_int_equal(state_place(state, ARCHIVE, (uint64_t)(2000 + i)), 2000 + i);
	}
	state_close(state);
	assert_int_equal(setenv("XDG_STATE_HOME", folder, 1), 0);
	free(home);
}

/* What the other process does. */
static int
write_as_another(void)
{
	char *notice;
	struct err err;
	struct state *state = state_start(&notice);
	bool is_good = state_begin(state, &err) && state_put_place(state, ARCHIVE, 8, 1, 1, &err) &&
		       state_end(state, true, &err);
	state_close(state);
	return is_good ? 0 : 1;
}

static void
what_another_process_writes_is_news(void **unused)
{
	(void)unused;
	struct keeper *keeper = start();
	keeper_flush(keeper);
	(void)keeper_news(keeper);
	wait_for_program(start_program("writes", ""));
	while (!keeper_news(keeper).has_foreign)
		wait_for_ring();
	/* What the keeper itself writes is none. */
	add(keeper, (struct job){.key = 9, .offset = 1});
	keeper_flush(keeper);
	assert_false(keeper_news(keeper).has_foreign);
	keeper_free(keeper);
}

/* --- Time --- */

struct late {
	long added;
	long delay; /* ms to being run; -1: not yet */
};

static bool
note_delay(struct state *state, void *context, struct err *err)
{
	struct late *late = context;
	(void)state, (void)err;
	late->delay = now_ms() - late->added;
	return true;
}

static bool
do_nothing(struct state *state, void *context, struct err *err)
{
	(void)state, (void)context, (void)err;
	return true;
}

static void
note_end(void *context)
{
	atomic_store((atomic_bool *)context, true);
}

/*
 * How long a job waits when others follow it without a pause. A busy machine only makes
 * it longer, so the least of some bursts shows what the keeper waits for.
 */
static void
a_burst_is_due_from_its_first_job(void **unused)
{
	(void)unused;
	struct keeper *keeper = start();
	long least = LONG_MAX;
	for (int burst = 0; burst < BURSTS; burst++) {
		atomic_bool has_ended = false;
		struct late late = {now_ms(), LONG_MAX};
		keeper_add(keeper, (struct keeper_job){note_delay, NULL, &late, false});
		keeper_add(keeper, (struct keeper_job){do_nothing, note_end, &has_ended, false});
		while (!atomic_load(&has_ended))
			keeper_add(keeper, (struct keeper_job){do_nothing, NULL, NULL, false});
		keeper_flush(keeper);
		if (late.delay < least)
			least = late.delay;
	}
	assert_true(least < BOUND_MS);
	keeper_free(keeper);
}

/* SIGINT and the like are for the thread that owns the screen. */
static bool
send_signal(struct state *state, void *context, struct err *err)
{
	sigset_t mask;
	(void)state, (void)err;
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	*(bool *)context = sigismember(&mask, SIGINT) == 1 && sigismember(&mask, SIGTERM) == 1;
	return true;
}

static void
the_thread_takes_no_signals(void **unused)
{
	(void)unused;
	bool is_blocked = false;
	struct keeper *keeper = start();
	keeper_add(keeper, (struct keeper_job){send_signal, NULL, &is_blocked, true});
	keeper_flush(keeper);
	assert_true(is_blocked);
	keeper_free(keeper);
}

int
main(int count, char **words)
{
	if (count > 2)
		return strcmp(words[1], "marks") == 0
				       ? mark_beside_another(strtoull(words[2], NULL, 10))
				       : write_as_another();
	program = words[0];
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(jobs_are_written_in_their_order),
			cmocka_unit_test(what_is_left_is_written_at_the_end),
			cmocka_unit_test(a_burst_that_fails_stays_whole),
			cmocka_unit_test(what_failed_is_tried_at_the_end),
			cmocka_unit_test(what_another_process_writes_is_news),
			cmocka_unit_test(two_programs_write_one_state),
			cmocka_unit_test(a_burst_is_due_from_its_first_job),
			cmocka_unit_test(the_thread_takes_no_signals),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
