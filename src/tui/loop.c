#include "tui/tui.h"

#include "app/app.h"
#include "base/err.h"
#include "tui/keys.h"
#include "tui/paint.h"
#include "tui/signals.h"
#include "tui/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>

enum {
	EVENTS_A_PAINT = 64, /* keys taken at most before the screen follows */
	PATIENCE_MS = 10,    /* that a post may take to open, for the screen to change once */
	SIGNAL_STATUS = 128, /* and the signal's number: as shells report it */
};

struct loop {
	struct app *app;
	struct terminal terminal;
	struct keys keys;
	struct painter painter;
	bool has_more_keys;    /* curses may hold some that poll cannot see */
	unsigned long awaited; /* the number of the post that was waited for last */
	bool is_over;
	int status;
};

static void
loop_end(struct loop *loop, int status)
{
	loop->is_over = true;
	loop->status = status;
}

/* Tells the app the size that holds now. */
static unsigned
take_size(struct loop *loop)
{
	int rows, columns;
	terminal_size(&rows, &columns);
	return app_resize(loop->app, rows, columns) | DIRTY_ALL;
}

static unsigned
suspend(struct loop *loop)
{
	terminal_suspend();
	return take_size(loop) | DIRTY_CLEAR;
}

/* Gives a post that has just been asked for the time that most need: the next key is for it. */
static unsigned
await_post(struct loop *loop)
{
	struct pollfd source = {.fd = app_wake_fd(loop->app), .events = POLLIN};
	unsigned long number = app_opening(loop->app);
	if (number == 0 || number == loop->awaited)
		return DIRTY_NONE;
	loop->awaited = number;
	return poll(&source, 1, PATIENCE_MS) > 0 ? app_wake(loop->app) : DIRTY_NONE;
}

static unsigned
take_signals(struct loop *loop)
{
	static const int ends[] = {SIGTERM, SIGHUP};
	unsigned dirty = DIRTY_NONE;
	signals_drain();
	if (signals_take(SIGINT))
		dirty |= app_interrupt(loop->app);
	if (dirty & DIRTY_QUIT)
		loop_end(loop, SIGNAL_STATUS + SIGINT);
	dirty &= ~(unsigned)DIRTY_QUIT;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (signals_take(ends[i]))
			loop_end(loop, SIGNAL_STATUS + ends[i]);
	}
	if (loop->is_over)
		return dirty;
	if (signals_take(SIGTSTP))
		dirty |= suspend(loop);
	if (signals_take(SIGCONT)) {
		/* After SIGSTOP: another program may have used the terminal meanwhile. */
		terminal_retake();
		dirty |= take_size(loop) | DIRTY_CLEAR;
	}
	if (signals_take(SIGWINCH))
		dirty |= take_size(loop);
	if (signals_take(SIGCHLD))
		dirty |= app_reap(loop->app);
	return dirty;
}

/* Runs the app's program on the terminal, and takes the signals that came meanwhile. */
static unsigned
run_program(struct loop *loop)
{
	int error = 0;
	int status = terminal_run(&loop->terminal, app_foreground(loop->app), &error);
	keys_forget(&loop->keys);
	unsigned dirty = app_foreground_done(loop->app, status, error);
	dirty |= take_signals(loop);
	return dirty | take_size(loop) | DIRTY_CLEAR;
}

static unsigned
copy(struct loop *loop)
{
	struct err err;
	return terminal_copy(app_copied(loop->app), &err) ? DIRTY_NONE
							  : app_copy_failed(loop->app, err.reason);
}

/* Does what the app asked of the terminal; returns what is to be painted. */
static unsigned
obey(struct loop *loop, unsigned dirty)
{
	dirty |= await_post(loop);
	if (dirty & DIRTY_QUIT)
		loop_end(loop, 0);
	if (!loop->is_over && (dirty & DIRTY_COPY))
		dirty |= copy(loop);
	/* Of several browsers the next, where one could not be started. */
	while (!loop->is_over && (dirty & DIRTY_RUN))
		dirty = (dirty & ~(unsigned)DIRTY_RUN) | run_program(loop);
	if (!loop->is_over && (dirty & DIRTY_SUSPEND))
		dirty |= suspend(loop);
	return dirty & ~(unsigned)(DIRTY_QUIT | DIRTY_RUN | DIRTY_COPY | DIRTY_SUSPEND);
}

static unsigned
hand_over(struct loop *loop, const struct event *event)
{
	if (event->kind == EVENT_MOUSE)
		return app_mouse(loop->app, event->row, event->column, event->lines,
				event->is_double);
	return event->kind == EVENT_PASTE ? app_paste(loop->app, event->chord.code)
					  : app_press(loop->app, event->chord);
}

/* Whether the terminal has gone: poll reports input, but there is none. */
static bool
is_at_end(const struct loop *loop, short events)
{
	int waiting = 0;
	if (events & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	return (events & POLLIN) && ioctl(loop->terminal.input_fd, FIONREAD, &waiting) == 0 &&
	       waiting == 0;
}

static unsigned
take_keys(struct loop *loop, short events)
{
	unsigned dirty = DIRTY_NONE;
	struct event event;
	bool is_at_hand = is_at_end(loop, events);
	int count = 0;
	while (count < EVENTS_A_PAINT && !loop->is_over && keys_read(&loop->keys, &event)) {
		count++;
		dirty |= obey(loop, hand_over(loop, &event));
	}
	loop->has_more_keys = count == EVENTS_A_PAINT;
	if (count == 0 && is_at_hand)
		loop_end(loop, SIGNAL_STATUS + SIGHUP);
	return dirty;
}

/* Waits for whatever comes next and lets the app know; returns what is dirty. */
static unsigned
take_event(struct loop *loop)
{
	struct pollfd sources[] = {
			{.fd = loop->terminal.input_fd, .events = POLLIN},
			{.fd = loop->terminal.signal_fd, .events = POLLIN},
			{.fd = app_wake_fd(loop->app), .events = POLLIN},
			{.fd = app_output_fd(loop->app), .events = POLLIN},
	};
	int timeout = loop->has_more_keys ? 0 : app_timeout_ms(loop->app);
	int ready = poll(sources, sizeof(sources) / sizeof(sources[0]), timeout);
	if (ready < 0 && errno != EINTR) {
		loop_end(loop, SIGNAL_STATUS + SIGHUP);
		return DIRTY_NONE;
	}
	unsigned dirty = DIRTY_NONE;
	if (ready == 0 && !loop->has_more_keys)
		dirty |= obey(loop, app_tick(loop->app));
	if (sources[1].revents != 0)
		dirty |= obey(loop, take_signals(loop));
	if (!loop->is_over && sources[2].revents != 0)
		dirty |= obey(loop, app_wake(loop->app));
	if (!loop->is_over && sources[3].revents != 0)
		dirty |= obey(loop, app_output(loop->app));
	if (!loop->is_over && (sources[0].revents != 0 || loop->has_more_keys))
		dirty |= take_keys(loop, sources[0].revents);
	return dirty;
}

int
tui_run(struct app *app, const struct tui_options *options, struct err *err)
{
	struct loop loop = {.app = app};
	if (!terminal_start(&loop.terminal, options->has_mouse, err))
		return 2;
	keys_init(&loop.keys);
	painter_init(&loop.painter, app);
	unsigned dirty = take_size(&loop);
	while (!loop.is_over) {
		painter_paint(&loop.painter, app, dirty);
		dirty = take_event(&loop);
	}
	painter_free(&loop.painter);
	keys_free(&loop.keys);
	terminal_stop(&loop.terminal);
	return loop.status;
}
