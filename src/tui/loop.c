#include "tui/tui.h"

#include "app/app.h"
#include "base/err.h"
#include "base/ticks.h"
#include "base/xalloc.h"
#include "tui/ground.h"
#include "tui/paint.h"
#include "tui/signals.h"
#include "tui/terminal.h"
#include "tui/terminfo.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	EVENTS_A_PAINT = 64, /* keys taken at most before the screen follows */
	PATIENCE_MS = 10,    /* that a post may take to open, for the screen to change once */
	SIGNAL_STATUS = 128, /* and the signal's number: as shells report it */
};

struct loop {
	struct app *app;
	struct terminal *terminal;
	struct input input;
	struct input_key keys[TERMINFO_KEYS];
	struct painter painter;
	bool has_more_events;  /* the input may hold some that poll cannot see */
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
	terminal_suspend(loop->terminal);
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
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
	unsigned dirty = DIRTY_NONE;
	signals_drain();
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
		terminal_retake(loop->terminal);
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
	int status = terminal_run(loop->terminal, app_foreground(loop->app), &error);
	input_forget(&loop->input);
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
press(struct loop *loop, struct chord chord)
{
	bool is_interrupt = chord_equal(chord, (struct chord){'c', CHORD_CTRL});
	if (!is_interrupt || app_is_bound(loop->app, chord))
		return app_press(loop->app, chord);
	unsigned dirty = app_interrupt(loop->app);
	if (dirty & DIRTY_QUIT)
		loop_end(loop, SIGNAL_STATUS + SIGINT); /* as of the signal that it is elsewhere */
	return dirty & ~(unsigned)DIRTY_QUIT;
}

static unsigned
hand_over(struct loop *loop, const struct event *event)
{
	switch (event->kind) {
	case EVENT_CHORD:
		return press(loop, event->chord);
	case EVENT_PASTE:
		return app_paste(loop->app, event->text, event->length, event->is_first);
	case EVENT_MOUSE:
		return app_mouse(loop->app, event->row, event->column, event->lines,
				event->is_double);
	case EVENT_BACKGROUND:
		loop->terminal->asked = 0;
		return app_set_ground(loop->app, ground_is_light(event));
	}
	return DIRTY_NONE;
}

/* Hands over what the input holds, up to what the screen is to show between. */
static unsigned
take_events(struct loop *loop)
{
	unsigned dirty = DIRTY_NONE;
	struct event event;
	int count = 0;
	for (; count < EVENTS_A_PAINT && !loop->is_over && input_next(&loop->input, &event);
			count++)
		dirty |= obey(loop, hand_over(loop, &event));
	loop->has_more_events = count == EVENTS_A_PAINT;
	return dirty;
}

/* Takes what the terminal has sent. Nothing, where poll has reported something: it has gone. */
static void
read_input(struct loop *loop)
{
	char bytes[INPUT_PIECE];
	ssize_t length = read(loop->terminal->input_fd, bytes, sizeof(bytes));
	if (length > 0)
		input_put(&loop->input, bytes, (size_t)length, ticks_ms());
	else if (length == 0 || (errno != EINTR && errno != EAGAIN))
		loop_end(loop, SIGNAL_STATUS + SIGHUP);
}

enum { FROM_TERMINAL, FROM_SIGNALS, FROM_THREADS, FROM_PROGRAM, SOURCES };

/* Waits until a source has something or a time has passed; poll's answer. The input learns that nothing followed in its time. */
static int
wait_for_any(struct loop *loop, struct pollfd sources[SOURCES])
{
	int64_t due = loop->has_more_events ? 0 : input_due(&loop->input);
	int64_t left = due - ticks_ms();
	int patience = left > 0 ? (int)left : 0;
	int timeout = loop->has_more_events ? 0 : app_timeout_ms(loop->app);
	bool is_key_due = due != 0 && (timeout < 0 || patience <= timeout);
	int ready = poll(sources, SOURCES, is_key_due ? patience : timeout);
	if (is_key_due && sources[FROM_TERMINAL].revents == 0 && (ready == 0 || patience == 0))
		input_rest(&loop->input);
	return ready;
}

/* Waits for whatever comes next and lets the app know; returns what is dirty. */
static unsigned
take_event(struct loop *loop)
{
	struct pollfd sources[SOURCES] = {
			[FROM_TERMINAL] = {.fd = loop->terminal->input_fd, .events = POLLIN},
			[FROM_SIGNALS] = {.fd = loop->terminal->signal_fd, .events = POLLIN},
			[FROM_THREADS] = {.fd = app_wake_fd(loop->app), .events = POLLIN},
			[FROM_PROGRAM] = {.fd = app_output_fd(loop->app), .events = POLLIN},
	};
	int ready = wait_for_any(loop, sources);
	if (ready < 0 && errno != EINTR) {
		loop_end(loop, SIGNAL_STATUS + SIGHUP);
		return DIRTY_NONE;
	}
	unsigned dirty = DIRTY_NONE;
	if (ready == 0 && !loop->has_more_events)
		dirty |= obey(loop, app_tick(loop->app));
	if (sources[FROM_SIGNALS].revents != 0)
		dirty |= obey(loop, take_signals(loop));
	if (!loop->is_over && sources[FROM_THREADS].revents != 0)
		dirty |= obey(loop, app_wake(loop->app));
	if (!loop->is_over && sources[FROM_PROGRAM].revents != 0)
		dirty |= obey(loop, app_output(loop->app));
	if (!loop->is_over && sources[FROM_TERMINAL].revents != 0 && !loop->has_more_events)
		read_input(loop);
	return dirty | take_events(loop);
}

struct tui {
	struct terminal terminal;
};

struct tui *
tui_open(const struct tui_options *options, struct err *err)
{
	struct tui *tui = xcalloc(1, sizeof(*tui));
	if (terminal_start(&tui->terminal, options->has_mouse, err))
		return tui;
	free(tui);
	return NULL;
}

/* What the terminal has said before the first painting, above all of its ground: it is not waited for. */
static unsigned
take_first_input(struct loop *loop)
{
	struct pollfd source = {.fd = loop->terminal->input_fd, .events = POLLIN};
	if (poll(&source, 1, 0) <= 0)
		return DIRTY_NONE;
	read_input(loop);
	return take_events(loop);
}

int
tui_run(struct tui *tui, struct app *app)
{
	struct loop loop = {.app = app, .terminal = &tui->terminal};
	bool is_light;
	if (ground_of_environment(&is_light))
		(void)app_set_ground(app, is_light);
	input_init(&loop.input, loop.keys, terminfo_keys(loop.keys), terminal_erase());
	painter_init(&loop.painter, app);
	unsigned dirty = take_size(&loop);
	dirty |= take_first_input(&loop);
	while (!loop.is_over) {
		painter_paint(&loop.painter, app, dirty);
		dirty = take_event(&loop);
	}
	painter_free(&loop.painter);
	return loop.status;
}

void
tui_close(struct tui *tui)
{
	terminal_stop(&tui->terminal);
	free(tui);
}
