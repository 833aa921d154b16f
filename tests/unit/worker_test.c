/* A worker: the newest request wins, answers are taken once, nothing is lost or kept. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/wake.h"
#include "base/worker.h"
#include "base/xalloc.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

/* A request is a number of answers to give; each is a number that counts up from it. */
struct bench {
	struct worker *worker;
	int pipe[2];
	atomic_int requests, answers; /* that are allocated */
	atomic_int begun;	      /* requests */
	bool waits;		      /* for its stop, after the answers */
};

/* Request or answer: both know where they are counted. */
struct counted {
	atomic_int *living;
	int number;
};

static struct counted *
counted_new(atomic_int *living, int number)
{
	struct counted *counted = xcalloc(1, sizeof(*counted));
	*counted = (struct counted){living, number};
	atomic_fetch_add(living, 1);
	return counted;
}

static void
counted_free(void *item)
{
	struct counted *counted = item;
	atomic_fetch_sub(counted->living, 1);
	free(counted);
}

static void
work(struct worker *worker, void *context, void *request)
{
	struct bench *bench = context;
	const struct counted *wanted = request;
	atomic_fetch_add(&bench->begun, 1);
	for (int i = 1; i <= wanted->number; i++)
		worker_give(worker, counted_new(&bench->answers, i));
	counted_free(request);
	while (bench->waits && !atomic_load(worker_stop(worker)))
		continue;
}

static void
begin(struct bench *bench, bool waits)
{
	static const struct worker_type type = {
			.work = work, .free_request = counted_free, .free_answer = counted_free};
	struct err err;
	*bench = (struct bench){.waits = waits};
	assert_true(wake_open(bench->pipe, &err));
	bench->worker = worker_new(&type, bench, bench->pipe[1], &err);
	assert_non_null(bench->worker);
}

static void
end(struct bench *bench)
{
	worker_free(bench->worker);
	assert_int_equal(atomic_load(&bench->requests), 0);
	assert_int_equal(atomic_load(&bench->answers), 0);
	wake_close(bench->pipe);
}

static void
ask(struct bench *bench, int answers)
{
	worker_ask(bench->worker, counted_new(&bench->requests, answers));
}

static void
wait_for_wake(struct bench *bench)
{
	struct pollfd wake = {.fd = bench->pipe[0], .events = POLLIN};
	assert_int_equal(poll(&wake, 1, -1), 1);
	wake_drain(bench->pipe[0]);
}

/* The number of the answer that is taken. */
static int
take(struct bench *bench)
{
	struct counted *answer;
	while ((answer = worker_take(bench->worker)) == NULL)
		wait_for_wake(bench);
	int number = answer->number;
	counted_free(answer);
	return number;
}

static void
the_newest_answer_is_taken_once(void **state)
{
	(void)state;
	struct bench bench;
	begin(&bench, false);
	assert_true(worker_is_idle(bench.worker));
	ask(&bench, 5);
	while (take(&bench) != 5)
		continue;
	assert_null(worker_take(bench.worker));
	while (!worker_is_idle(bench.worker))
		wait_for_wake(&bench);
	/* One that gives nothing ends all the same. */
	ask(&bench, 0);
	while (!worker_is_idle(bench.worker))
		wait_for_wake(&bench);
	assert_null(worker_take(bench.worker));
	assert_int_equal(atomic_load(&bench.begun), 2);
	end(&bench);
}

static void
a_new_request_stops_the_one_before(void **state)
{
	(void)state;
	struct bench bench;
	begin(&bench, true);
	ask(&bench, 1);
	assert_int_equal(take(&bench), 1);
	assert_false(worker_is_idle(bench.worker));
	ask(&bench, 2);
	assert_in_range(take(&bench), 1, 2);
	/* Of these only the last is begun for certain. */
	for (int i = 0; i < 10; i++)
		ask(&bench, 3);
	while (take(&bench) != 3)
		continue;
	assert_in_range(atomic_load(&bench.begun), 3, 12);
	worker_cancel(bench.worker);
	while (!worker_is_idle(bench.worker))
		wait_for_wake(&bench);
	assert_null(worker_take(bench.worker));
	end(&bench);
}

static void
nothing_is_left_wherever_it_ends(void **state)
{
	(void)state;
	struct bench bench;
	worker_free(NULL);
	begin(&bench, true);
	end(&bench);
	for (int i = 0; i < 50; i++) {
		begin(&bench, true);
		ask(&bench, 1 + i % 3);
		if (i % 2 == 0)
			ask(&bench, 2);
		if (i % 5 == 0)
			wait_for_wake(&bench);
		end(&bench);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(the_newest_answer_is_taken_once),
			cmocka_unit_test(a_new_request_stops_the_one_before),
			cmocka_unit_test(nothing_is_left_wherever_it_ends),
	};
	return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
