/* Threads that cannot be started: the work is done with those there are, or it is said why not. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "article/opener.h"
#include "base/parallel.h"
#include "base/thread.h"
#include "base/xalloc.h"
#include "library/loader.h"
#include "search/indexer.h"
#include "search/searcher.h"

#include "app_session.h"

#include <locale.h>
#include <pthread.h>

/* --- In place of base/thread.c: so many can be started --- */

struct thread {
	pthread_t id;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the two: threads start threads */
static size_t threads_left, threads_joined;

struct thread *
thread_start(void *(*run)(void *), void *argument, struct err *err)
{
	struct thread *thread = xcalloc(1, sizeof(*thread));
	pthread_mutex_lock(&lock);
	bool is_started = threads_left > 0 && pthread_create(&thread->id, NULL, run, argument) == 0;
	threads_left -= is_started;
	pthread_mutex_unlock(&lock);
	if (is_started)
		return thread;
	err_set(err, "no thread is left");
	free(thread);
	return NULL;
}

void
thread_join(struct thread *thread)
{
	if (thread == NULL)
		return;
	pthread_join(thread->id, NULL);
	free(thread);
	pthread_mutex_lock(&lock);
	threads_joined++;
	pthread_mutex_unlock(&lock);
}

/* --- Chunks of work --- */

enum { CHUNKS = 50, MANY = 100 };

struct job {
	size_t made[CHUNKS]; /* in each slot: the chunk that was worked on there */
	size_t taken, stop_at;
	atomic_bool stop;
};

static void
make(void *context, size_t chunk, size_t slot)
{
	struct job *job = context;
	job->made[slot] = chunk;
}

static void
take(void *context, size_t chunk, size_t slot)
{
	struct job *job = context;
	assert_int_equal(chunk, job->taken++);
	assert_int_equal(job->made[slot], chunk);
	if (job->taken == job->stop_at)
		atomic_store(&job->stop, true);
}

static size_t
run(size_t threads, size_t stop_at)
{
	struct job job = {.stop_at = stop_at};
	threads_left = threads;
	threads_joined = 0;
	parallel_run(&(struct parallel){
			.chunk_count = CHUNKS,
			.slot_count = parallel_slots(CHUNKS),
			.context = &job,
			.work = make,
			.take = take,
			.stop = &job.stop,
	});
	assert_int_equal(threads_joined, threads - threads_left);
	return job.taken;
}

static void
work_is_done_in_order(void **state)
{
	(void)state;
	static const size_t threads[] = {0, 1, 2, MANY};
	for (size_t i = 0; i < sizeof(threads) / sizeof(threads[0]); i++) {
		assert_int_equal(run(threads[i], 0), CHUNKS);
		assert_int_equal(run(threads[i], 7), 7);
		assert_int_equal(run(threads[i], CHUNKS), CHUNKS);
	}
}

/* --- What has one thread each --- */

static void
each_says_why(void **state)
{
	(void)state;
	struct err err = {0};
	threads_left = 0;
	struct loader *loader = loader_new(session_folder, &session_options, BACKGROUND_ALL, &err);
	assert_false(loader_start(loader, false, &err));
	assert_string_equal(err.reason, "no thread is left");
	assert_false(loader_is_running(loader));
	struct library *library = library_open(session_folder, &session_options, NULL, &err);
	assert_int_equal(catalogue_count(library->catalogue), SESSION_POSTS);
	int wake = loader_wake_fd(loader);
	assert_null(indexer_start(library, "/nowhere", wake, &err));
	assert_null(searcher_new("/nowhere", wake, &err));
	err.reason[0] = '\0';
	assert_null(opener_new(wake, &err));
	assert_string_equal(err.reason, "no thread is left");
	library_close(library);
	loader_free(loader);
}

/* One thread reads the archive, none is left for the post, then for the index and the search. */
static void
a_session_goes_on(void **state)
{
	(void)state;
	session_background = BACKGROUND_ALL;
	for (size_t threads = 0; threads < 6; threads++) {
		threads_left = threads;
		threads_joined = 0;
		struct app *app = session_open(24, 100);
		session_keys(app, "Enter J");
		session_command(app, "search-all 目标");
		session_keys(app, "R j Enter q Esc");
		if (threads == 0)
			assert_null(strstr(session_title(app), " 30 posts"));
		else
			assert_text(session_title(app), " 30 posts");
		app_free(app);
		assert_int_equal(threads_joined, threads - threads_left);
	}
}

int
main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(work_is_done_in_order),
			cmocka_unit_test_setup_teardown(
					each_says_why, session_set_up, session_tear_down),
			cmocka_unit_test_setup_teardown(
					a_session_goes_on, session_set_up, session_tear_down),
	};
	return cmocka_run_group_tests_name("few_threads", tests, NULL, NULL);
}
