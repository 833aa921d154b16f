#include "state/keeper.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/thread.h"
#include "base/wake.h"
#include "base/xalloc.h"
#include "state/state.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
	BURST_MS = 100, /* which leaves as many for writing */
	LOOK_MS = 500,
	RETRY_MOST_LOOKS = 120, /* a minute */
};

struct job_list {
	struct keeper_job *jobs;
	size_t count, capacity;
};

struct keeper {
	int wake;
	struct thread *thread;
	pthread_mutex_t lock;
	pthread_cond_t is_asked, is_done; /* for the thread; for keeper_flush */

	/* the thread's: */
	struct state *state;
	struct job_list burst; /* to be written; what could not be stays */
	int version;	       /* of the state when it was last looked at */
	int looks_left;	       /* until a burst that failed is tried again */
	int looks_between;
	bool is_checked;

	/* under the lock: */
	struct job_list queue;
	struct timespec due; /* of the queue's first job */
	bool is_hurried, is_ending, is_busy;
	bool has_foreign;
	char *failure;
};

static void
add_job(struct job_list *list, struct keeper_job job)
{
	list->jobs = xgrow(list->jobs, list->count, &list->capacity, sizeof(*list->jobs));
	list->jobs[list->count++] = job;
}

static void
free_jobs(struct job_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->jobs[i].free != NULL)
			list->jobs[i].free(list->jobs[i].context);
	free(list->jobs);
	*list = (struct job_list){0};
}

static struct timespec
in_ms(int ms)
{
	enum { NS_A_MS = 1000000, NS_A_SECOND = 1000000000 };
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec += ms / 1000;
	time.tv_nsec += (long)(ms % 1000) * NS_A_MS;
	if (time.tv_nsec >= NS_A_SECOND) {
		time.tv_sec++;
		time.tv_nsec -= NS_A_SECOND;
	}
	return time;
}

/* --- The thread --- */

/* Says something to the owner; takes the text over. A later one does not hide what was not heard yet. */
static void
say(struct keeper *keeper, char *text)
{
	pthread_mutex_lock(&keeper->lock);
	char *unsaid = keeper->failure != NULL ? text : NULL;
	if (keeper->failure == NULL)
		keeper->failure = text;
	pthread_mutex_unlock(&keeper->lock);
	free(unsaid);
	wake_ring(keeper->wake);
}

static void
say_err(struct keeper *keeper, const struct err *err)
{
	struct buf text = buf_empty();
	err_format(err, &text);
	say(keeper, buf_take(&text));
}

/* Whether the file was damaged and is put right: what has failed may do now. */
static bool
check(struct keeper *keeper)
{
	struct err err;
	char *notice;
	bool is_good = state_check(keeper->state, &notice, &err);
	keeper->is_checked = true;
	if (!is_good)
		say_err(keeper, &err);
	else if (notice != NULL)
		say(keeper, notice);
	return is_good && notice != NULL;
}

static bool
run_burst(struct keeper *keeper, struct err *err)
{
	if (!state_begin(keeper->state, err))
		return false;
	bool is_good = true;
	for (size_t i = 0; is_good && i < keeper->burst.count; i++) {
		struct keeper_job *job = &keeper->burst.jobs[i];
		is_good = job->run(keeper->state, job->context, err);
	}
	return state_end(keeper->state, is_good, is_good ? err : NULL) && is_good;
}

/* Writes what is to be written; what cannot be stays, and is tried again ever more seldom. */
static void
write_burst(struct keeper *keeper)
{
	struct err err;
	if (keeper->burst.count == 0)
		return;
	if (run_burst(keeper, &err) || (check(keeper) && run_burst(keeper, &err))) {
		free_jobs(&keeper->burst);
		keeper->looks_between = 0;
		return;
	}
	err_add_path(&err, state_file(keeper->state));
	if (keeper->looks_between == 0)
		say_err(keeper, &err);
	keeper->looks_between = keeper->looks_between * 2 + 1;
	if (keeper->looks_between > RETRY_MOST_LOOKS)
		keeper->looks_between = RETRY_MOST_LOOKS;
	keeper->looks_left = keeper->looks_between;
}

static void
run_reading(struct keeper *keeper, struct keeper_job job)
{
	struct err err;
	struct job_list list = {0};
	add_job(&list, job);
	if (!job.run(keeper->state, job.context, &err) &&
			!(check(keeper) && job.run(keeper->state, job.context, &err)))
		say_err(keeper, &err);
	free_jobs(&list);
	wake_ring(keeper->wake);
}

static void
run_jobs(struct keeper *keeper, struct job_list *jobs)
{
	for (size_t i = 0; i < jobs->count; i++) {
		if (!jobs->jobs[i].is_reading) {
			add_job(&keeper->burst, jobs->jobs[i]);
			continue;
		}
		write_burst(keeper);
		run_reading(keeper, jobs->jobs[i]);
	}
	write_burst(keeper);
	free(jobs->jobs);
}

/* What is done while there is nothing to do. */
static void
look(struct keeper *keeper)
{
	int version = state_version(keeper->state);
	bool has_foreign = version != keeper->version;
	keeper->version = version;
	if (has_foreign) {
		pthread_mutex_lock(&keeper->lock);
		keeper->has_foreign = true;
		pthread_mutex_unlock(&keeper->lock);
		wake_ring(keeper->wake);
	}
	if (keeper->burst.count > 0 && keeper->looks_left-- <= 0)
		write_burst(keeper);
	if (!keeper->is_checked)
		(void)check(keeper);
}

/* Waits, under the lock, for what is next; true: jobs, false: a look. */
static bool
wait_for_jobs(struct keeper *keeper)
{
	struct timespec until = in_ms(LOOK_MS);
	int result = 0;
	while (!keeper->is_ending && !keeper->is_hurried && result != ETIMEDOUT) {
		const struct timespec *end = keeper->queue.count > 0 ? &keeper->due : &until;
		result = pthread_cond_timedwait(&keeper->is_asked, &keeper->lock, end);
	}
	return keeper->queue.count > 0;
}

static void *
run(void *argument)
{
	struct keeper *keeper = argument;
	pthread_mutex_lock(&keeper->lock);
	while (!keeper->is_ending || keeper->queue.count > 0) {
		bool has_jobs = wait_for_jobs(keeper);
		struct job_list jobs = keeper->queue;
		keeper->queue = (struct job_list){0};
		keeper->is_hurried = false;
		keeper->is_busy = has_jobs;
		bool is_look = !has_jobs && !keeper->is_ending;
		pthread_mutex_unlock(&keeper->lock);
		if (has_jobs)
			run_jobs(keeper, &jobs);
		else if (is_look)
			look(keeper);
		pthread_mutex_lock(&keeper->lock);
		keeper->is_busy = false;
		pthread_cond_broadcast(&keeper->is_done);
	}
	pthread_mutex_unlock(&keeper->lock);
	write_burst(keeper);
	return NULL;
}

/* --- The owner --- */

struct keeper *
keeper_new(const char *place, int wake, struct err *err)
{
	char *notice;
	struct state *state = state_open(place, &notice, err);
	if (state == NULL)
		return NULL;
	struct keeper *keeper = xcalloc(1, sizeof(*keeper));
	pthread_condattr_t monotonic;
	keeper->wake = wake;
	keeper->state = state;
	keeper->failure = notice;
	keeper->version = state_version(state);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&keeper->lock, NULL);
	pthread_cond_init(&keeper->is_asked, &monotonic);
	pthread_cond_init(&keeper->is_done, NULL);
	pthread_condattr_destroy(&monotonic);
	keeper->thread = thread_start(run, keeper, err);
	if (keeper->thread != NULL)
		return keeper;
	keeper_free(keeper);
	return NULL;
}

void
keeper_free(struct keeper *keeper)
{
	if (keeper == NULL)
		return;
	pthread_mutex_lock(&keeper->lock);
	keeper->is_ending = true;
	pthread_cond_signal(&keeper->is_asked);
	pthread_mutex_unlock(&keeper->lock);
	thread_join(keeper->thread);
	free_jobs(&keeper->burst);
	free_jobs(&keeper->queue);
	state_close(keeper->state);
	pthread_cond_destroy(&keeper->is_asked);
	pthread_cond_destroy(&keeper->is_done);
	pthread_mutex_destroy(&keeper->lock);
	free(keeper->failure);
	free(keeper);
}

void
keeper_add(struct keeper *keeper, struct keeper_job job)
{
	pthread_mutex_lock(&keeper->lock);
	if (keeper->queue.count == 0)
		keeper->due = in_ms(BURST_MS);
	add_job(&keeper->queue, job);
	keeper->is_hurried |= job.is_reading;
	pthread_cond_signal(&keeper->is_asked);
	pthread_mutex_unlock(&keeper->lock);
}

void
keeper_flush(struct keeper *keeper)
{
	pthread_mutex_lock(&keeper->lock);
	keeper->is_hurried = true;
	pthread_cond_signal(&keeper->is_asked);
	while (keeper->queue.count > 0 || keeper->is_busy)
		pthread_cond_wait(&keeper->is_done, &keeper->lock);
	pthread_mutex_unlock(&keeper->lock);
}

bool
keeper_is_idle(struct keeper *keeper)
{
	pthread_mutex_lock(&keeper->lock);
	bool is_idle = keeper->queue.count == 0 && !keeper->is_busy;
	pthread_mutex_unlock(&keeper->lock);
	return is_idle;
}

struct keeper_news
keeper_news(struct keeper *keeper)
{
	pthread_mutex_lock(&keeper->lock);
	struct keeper_news news = {keeper->has_foreign, keeper->failure};
	keeper->has_foreign = false;
	keeper->failure = NULL;
	pthread_mutex_unlock(&keeper->lock);
	return news;
}
